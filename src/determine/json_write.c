/* Writing JSON: escapes, commas, indents. */
#include "determine/json_write.h"

void json_begin(json_out *o, ab_buf *b, bool indent)
{
	*o = (json_out){.b = b, .indent = indent};
}

static void new_line(json_out *o)
{
	if (!o->indent || o->flat[o->depth])
		return;
	ab_buf_addc(o->b, '\n');
	for (uint32_t i = 0; i < o->depth; i++)
		ab_buf_addz(o->b, "  ");
}

/* Before a value or a key: the comma and the line that part it from the one before. */
static void part(json_out *o)
{
	if (o->keyed) {
		o->keyed = false;
		return;
	}
	if (!o->depth)
		return;
	if (o->filled[o->depth])
		ab_buf_addz(o->b, o->flat[o->depth] && o->indent ? ", " : ",");
	o->filled[o->depth] = true;
	new_line(o);
}

static void open(json_out *o, char c, bool flat)
{
	part(o);
	ab_buf_addc(o->b, c);
	bool inside = o->flat[o->depth];
	if (o->depth + 1 < JSON_DEPTH_MAX)
		o->depth++;
	else
		o->deeper++;
	o->filled[o->depth] = false;
	o->flat[o->depth] = flat || inside;
}

static void shut(json_out *o, char c)
{
	bool filled = o->filled[o->depth], flat = o->flat[o->depth];
	if (o->deeper)
		o->deeper--;
	else
		o->depth--;
	if (filled && !flat)
		new_line(o);
	ab_buf_addc(o->b, c);
}

void json_object(json_out *o)
{
	open(o, '{', false);
}

void json_list(json_out *o)
{
	open(o, '[', false);
}

void json_flat_list(json_out *o)
{
	open(o, '[', true);
}

void json_flat_object(json_out *o)
{
	open(o, '{', true);
}

void json_object_end(json_out *o)
{
	shut(o, '}');
}

void json_list_end(json_out *o)
{
	shut(o, ']');
}

static void quoted(json_out *o, ab_str s)
{
	static const char hex[] = "0123456789abcdef";
	ab_buf_addc(o->b, '"');
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
			continue;
		ab_buf_add(o->b, (ab_str){s.p + from, i - from});
		from = i + 1;
		if (c == '"' || c == '\\') {
			ab_buf_add(o->b, (ab_str){(const char[]){'\\', (char)c}, 2});
		} else if (c == '\n') {
			ab_buf_addz(o->b, "\\n");
		} else if (c == '\t') {
			ab_buf_addz(o->b, "\\t");
		} else {
			ab_buf_add(o->b, (ab_str){(const char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6});
		}
	}
	if (s.n > from)
		ab_buf_add(o->b, (ab_str){s.p + from, s.n - from});
	ab_buf_addc(o->b, '"');
}

void json_key_str(json_out *o, ab_str key)
{
	part(o);
	quoted(o, key);
	ab_buf_addz(o->b, o->indent ? ": " : ":");
	o->keyed = true;
}

void json_key(json_out *o, const char *key)
{
	json_key_str(o, ab_str_of(key));
}

void json_str(json_out *o, ab_str s)
{
	part(o);
	quoted(o, s);
}

void json_z(json_out *o, const char *z)
{
	if (z)
		json_str(o, ab_str_of(z));
	else
		json_null(o);
}

static void bare(json_out *o, const char *z)
{
	part(o);
	ab_buf_addz(o->b, z);
}

void json_null(json_out *o)
{
	bare(o, "null");
}

void json_bool(json_out *o, bool x)
{
	bare(o, x ? "true" : "false");
}

void json_int(json_out *o, int64_t x)
{
	part(o);
	ab_buf_printf(o->b, "%lld", (long long)x);
}

void json_num(json_out *o, ab_num x)
{
	char out[AB_NUM_LEN];
	bare(o, ab_num_format(x, out));
}

void json_date(json_out *o, ab_date d)
{
	char out[AB_DATE_LEN];
	if (d == AB_DATE_MIN || d == AB_DATE_MAX)
		json_null(o);
	else
		json_z(o, ab_date_format(d, out));
}

void json_key_or_null(json_out *o, const char *key, ab_str s)
{
	json_key(o, key);
	if (s.n)
		json_str(o, s);
	else
		json_null(o);
}

void json_text(json_out *o, const char *id, const ab_str *args, uint32_t n, ab_str text)
{
	json_flat_object(o);
	json_key(o, "id");
	json_z(o, id);
	json_key(o, "args");
	json_flat_list(o);
	for (uint32_t i = 0; i < n; i++)
		json_str(o, args[i]);
	json_list_end(o);
	json_key(o, "text");
	json_str(o, text);
	json_object_end(o);
}
