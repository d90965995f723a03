/* JSON of a case: yajl's events become a small tree that knows the place of
 * every value, with limits on size, depth and number of values. */
#include "determine/case_in.h"

#include <stdio.h>
#include <string.h>
#include <yajl/yajl_parse.h>

typedef struct builder {
	ab_arena *arena;
	const case_fault *at;
	size_t base; /* bytes before the text that yajl sees: a byte order mark */
	yajl_handle handle;
	case_json *root;
	case_json *stack[CASE_DEPTH_MAX];
	uint32_t depth, values;
	ab_str key;
	uint32_t key_pos;
	bool failed;
} builder;

const char *case_json_type_name(case_json_type type)
{
	static const char *const names[] = {"null", "true or false", "a number", "a text", "a list", "an object"};
	return (unsigned)type < AB_COUNT(names) ? names[type] : "a value";
}

const case_json *case_json_member(const case_json *object, const char *key)
{
	for (const case_json *m = object->first; m; m = m->next)
		if (ab_str_is(m->key, key))
			return m;
	return NULL;
}

static int stop(builder *b)
{
	b->failed = true;
	return 0;
}

/* First byte of a token of `size` bytes that yajl has just consumed. */
static uint32_t token_start(const builder *b, size_t size)
{
	size_t end = yajl_get_bytes_consumed(b->handle);
	return (uint32_t)(b->base + (end > size ? end - size : 0));
}

/* A text may be shorter than what stands in the file (escapes): look for its opening quote from the end. Quotes inside
 * follow a backslash, the opening one never does. */
static uint32_t string_start(const builder *b)
{
	const char *p = b->at->text.p;
	size_t i = b->base + yajl_get_bytes_consumed(b->handle);
	if (i < 2 || i > b->at->text.n)
		return (uint32_t)b->base;
	for (i -= 2; i > b->base; i--)
		if (p[i] == '"' && p[i - 1] != '\\')
			break;
	return (uint32_t)i;
}

static case_json *add(builder *b, case_json_type type, uint32_t pos)
{
	if (++b->values > CASE_VALUES_MAX) {
		case_fail(b->at, pos, "split it into several cases", "the case has more than %d values", CASE_VALUES_MAX);
		stop(b);
		return NULL;
	}
	case_json *v = AB_NEW(b->arena, case_json);
	v->type = type;
	v->pos = pos;
	v->key = b->key;
	v->key_pos = b->key_pos;
	b->key = (ab_str){0};
	case_json *in = b->depth ? b->stack[b->depth - 1] : NULL;
	if (!in) {
		b->root = v;
		return v;
	}
	if (in->last)
		in->last->next = v;
	else
		in->first = v;
	in->last = v;
	in->n++;
	return v;
}

static int on_null(void *ctx)
{
	builder *b = ctx;
	return add(b, CJ_NULL, token_start(b, 4)) != NULL;
}

static int on_boolean(void *ctx, int truth)
{
	builder *b = ctx;
	case_json *v = add(b, CJ_BOOL, token_start(b, truth ? 4 : 5));
	if (!v)
		return 0;
	v->truth = truth != 0;
	return 1;
}

static int on_number(void *ctx, const char *p, size_t n)
{
	builder *b = ctx;
	case_json *v = add(b, CJ_NUMBER, token_start(b, n));
	if (!v)
		return 0;
	v->text = ab_str_dup(b->arena, (ab_str){p, n});
	return 1;
}

/* Escapes can write what the text itself may not hold. */
static bool text_sound(builder *b, ab_str s, uint32_t pos)
{
	if (s.n > CASE_TEXT_MAX)
		return case_fail(b->at, pos, "shorten it", "a text of more than %d bytes", CASE_TEXT_MAX);
	if (memchr(s.p, 0, s.n) || ab_utf8_invalid(s) != s.n)
		return case_fail(b->at, pos, "write the characters themselves, as UTF-8",
		                 "an escape in this text stands for no character");
	return true;
}

static int on_string(void *ctx, const unsigned char *p, size_t n)
{
	builder *b = ctx;
	uint32_t pos = string_start(b);
	ab_str s = {n ? (const char *)p : "", n};
	if (!text_sound(b, s, pos))
		return stop(b);
	case_json *v = add(b, CJ_STRING, pos);
	if (!v)
		return 0;
	v->text = ab_str_dup(b->arena, s);
	return 1;
}

static int on_key(void *ctx, const unsigned char *p, size_t n)
{
	builder *b = ctx;
	b->key_pos = string_start(b);
	ab_str s = {n ? (const char *)p : "", n};
	if (!text_sound(b, s, b->key_pos))
		return stop(b);
	b->key = ab_str_dup(b->arena, s);
	return 1;
}

static int open_level(builder *b, case_json_type type)
{
	uint32_t pos = token_start(b, 1);
	if (b->depth == CASE_DEPTH_MAX) {
		case_fail(b->at, pos, "a case needs only a few levels: look for brackets that are not closed",
		          "more than %d levels of objects and lists", CASE_DEPTH_MAX);
		return stop(b);
	}
	case_json *v = add(b, type, pos);
	if (!v)
		return 0;
	b->stack[b->depth++] = v;
	return 1;
}

static int on_start_map(void *ctx)
{
	return open_level(ctx, CJ_OBJECT);
}

static int on_start_array(void *ctx)
{
	return open_level(ctx, CJ_LIST);
}

static int on_end_array(void *ctx)
{
	builder *b = ctx;
	b->depth--;
	return 1;
}

static const case_json *double_key_small(const case_json *object)
{
	for (const case_json *m = object->first; m; m = m->next)
		for (const case_json *o = object->first; o != m; o = o->next)
			if (ab_str_eq(o->key, m->key))
				return m;
	return NULL;
}

static const case_json *double_key_large(ab_arena *a, const case_json *object)
{
	ab_map seen;
	ab_map_init(&seen, a);
	uint32_t i = 0;
	for (const case_json *m = object->first; m; m = m->next, i++)
		if (ab_map_put(&seen, m->key, i) != i)
			return m;
	return NULL;
}

static int on_end_map(void *ctx)
{
	builder *b = ctx;
	const case_json *object = b->stack[--b->depth];
	const case_json *twice = object->n <= 16 ? double_key_small(object) : double_key_large(b->arena, object);
	if (!twice)
		return 1;
	case_fail(b->at, twice->key_pos, "keep one of the two", "\"%.*s\" stands twice in one object", AB_FMT(twice->key));
	return stop(b);
}

static const yajl_callbacks events = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_start_map,
	.yajl_map_key = on_key,
	.yajl_end_map = on_end_map,
	.yajl_start_array = on_start_array,
	.yajl_end_array = on_end_array,
};

/* yajl's own words without its heading and line end. */
static void fail_syntax(builder *b, size_t pos)
{
	unsigned char *words = yajl_get_error(b->handle, 0, NULL, 0);
	ab_str s = ab_str_trim(ab_str_of((const char *)words));
	ab_str rest = s, head;
	if (ab_str_cut(&rest, ':', &head) && rest.n)
		s = ab_str_trim(rest);
	while (s.n && s.p[s.n - 1] == '.')
		s.n--;
	case_fail(b->at, pos, "correct the JSON at this place", "this is no JSON: %.*s", AB_FMT(s));
	yajl_free_error(b->handle, words);
}

/* yajl stands behind the token that does not fit, or before it when that is no token at all. */
static size_t syntax_place(const builder *b, ab_str text)
{
	size_t i = yajl_get_bytes_consumed(b->handle);
	i = i ? i - 1 : 0;
	while (i + 1 < text.n && (text.p[i] == ' ' || text.p[i] == '\t' || text.p[i] == '\n' || text.p[i] == '\r'))
		i++;
	return b->base + i;
}

static bool parse(builder *b, ab_str text)
{
	yajl_status status = yajl_parse(b->handle, (const unsigned char *)text.p, text.n);
	if (b->failed)
		return false;
	if (status != yajl_status_ok) {
		fail_syntax(b, syntax_place(b, text));
		return false;
	}
	/* a number alone ends only where the text does: ask for the end before looking at the root */
	if (b->depth || yajl_complete_parse(b->handle) != yajl_status_ok || !b->root) {
		if (!b->failed)
			case_fail(b->at, b->at->text.n, "give the whole object, up to its last }",
			          b->at->text.n ? "the JSON ends too early" : "the case is empty");
		return false;
	}
	return !b->failed;
}

case_json *case_json_read(ab_arena *a, ab_str text, const case_fault *at)
{
	if (text.n > CASE_SIZE_MAX) {
		case_fail(at, CASE_NO_PLACE, "one case a file; many cases go to `ambit batch`",
		          "the case is larger than %d MiB", CASE_SIZE_MAX / (1024 * 1024));
		return NULL;
	}
	size_t bad = ab_utf8_invalid(text);
	if (bad != text.n) {
		case_fail(at, bad, "save the file as UTF-8", "byte 0x%02x is not valid UTF-8 here",
		          (unsigned)(unsigned char)text.p[bad]);
		return NULL;
	}
	builder b = {.arena = a, .at = at, .base = ab_str_starts(text, "\xEF\xBB\xBF") ? 3 : 0};
	b.handle = yajl_alloc(&events, NULL, &b);
	if (!b.handle) {
		case_fail(at, CASE_NO_PLACE, "free some memory", "out of memory");
		return NULL;
	}
	yajl_config(b.handle, yajl_allow_comments, 0);
	bool ok = parse(&b, (ab_str){text.p + b.base, text.n - b.base});
	yajl_free(b.handle);
	return ok ? b.root : NULL;
}
