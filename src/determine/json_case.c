/* The completed case as JSON: nested as a case is stated, each known fact with
 * where it comes from. */
#include "determine/json_case.h"

#include <string.h>

#define NEST_MAX 40 /* items in items; completion refuses more than 33 */

const char *det_from_name(uint8_t from)
{
	static const char *const names[] = {"unstated", "stated",  "catalog", "screened",
	                                    "presumed", "assumed", "default", "computed"};
	return from < AB_COUNT(names) ? names[from] : "unstated";
}

/* ---- values ---- */
static void write_words(json_out *o, const law_fact *f, const law_value *v)
{
	json_flat_list(o);
	ab_str rest = v->text, word;
	if (law_bits_get(&v->bits, 0) && rest.n) { /* words that no rule names are only in the text */
		while (ab_str_cut(&rest, ',', &word))
			json_str(o, ab_str_trim(word));
	} else {
		for (uint32_t i = 1; i <= f->vocabulary.n; i++)
			if (law_bits_get(&v->bits, i))
				json_str(o, law_word_name(f, i));
	}
	json_list_end(o);
}

static void write_number(json_out *o, const law_value *v)
{
	if (v->lo == v->hi) {
		json_num(o, v->lo);
		return;
	}
	json_flat_object(o);
	json_key(o, "least");
	json_num(o, v->lo);
	json_key(o, "most");
	if (v->lo_only || v->hi == AB_NUM_MAX)
		json_null(o);
	else
		json_num(o, v->hi);
	json_object_end(o);
}

static void write_value(json_out *o, const law_fact *f, const law_value *v)
{
	char code[3];
	switch (f->type) {
	case LT_BOOL: json_bool(o, v->word != 0); return;
	case LT_COUNTRY:
		law_country_code(v->word, code);
		json_z(o, code);
		return;
	case LT_DATE: json_date(o, v->word); return;
	case LT_NUMBER: write_number(o, v); return;
	case LT_LIST: write_words(o, f, v); return;
	case LT_WORD:
	case LT_TEXT: break;
	}
	if (v->text.n)
		json_str(o, v->text);
	else if (v->word > 0)
		json_str(o, law_word_name(f, (uint32_t)v->word));
	else
		json_z(o, "other");
}

void json_fact(json_out *o, const law_fact *f, const law_value *v)
{
	json_flat_object(o);
	json_key(o, "value");
	write_value(o, f, v);
	json_key(o, "from");
	json_z(o, det_from_name(v->from));
	json_key(o, "source");
	if (v->source.n)
		json_str(o, v->source);
	else
		json_null(o);
	json_object_end(o);
}

/* ---- the facts of one frame, nested by the points of their names ---- */
typedef struct known_fact {
	const law_fact *fact;
	const law_value *value;
	bool written;
} known_fact;

typedef struct known_list {
	known_fact *p;
	uint32_t n;
} known_list;

static known_list known_of(const law *l, ab_arena *a, const law_frame *f)
{
	known_list k = {AB_NEW_N(a, known_fact, law_slot_count(l, f->scope) + 1), 0};
	for (size_t i = 0; i < law_fact_count(l); i++) {
		const law_fact *x = law_fact_at(l, i);
		if (x->scope == f->scope && x->decl && f->v[x->slot].state == LV_KNOWN)
			k.p[k.n++] = (known_fact){x, &f->v[x->slot], false};
	}
	return k;
}

static ab_str head_of(ab_str name, size_t from, bool *last)
{
	const char *point = memchr(name.p + from, '.', name.n - from);
	*last = !point;
	return (ab_str){name.p + from, point ? (size_t)(point - name.p) - from : name.n - from};
}

/* Facts whose names begin with `prefix` (points included); names nest only a few levels. */
static void write_nested(json_out *o, known_list k, ab_str prefix, int depth)
{
	for (uint32_t i = 0; i < k.n; i++) {
		known_fact *x = &k.p[i];
		bool last;
		if (x->written || x->fact->name.n <= prefix.n || memcmp(x->fact->name.p, prefix.p, prefix.n) != 0)
			continue;
		ab_str head = head_of(x->fact->name, prefix.n, &last);
		json_key_str(o, head);
		if (last || depth > 8) {
			json_fact(o, x->fact, x->value);
			x->written = true;
			continue;
		}
		json_object(o);
		write_nested(o, k, (ab_str){x->fact->name.p, prefix.n + head.n + 1}, depth + 1);
		json_object_end(o);
	}
}

static void write_facts(json_out *o, const law *l, const law_frame *f)
{
	ab_arena a;
	ab_arena_init(&a);
	write_nested(o, known_of(l, &a, f), (ab_str){"", 0}, 0);
	ab_arena_free(&a);
}

static bool says_anything(const law *l, const law_frame *f)
{
	if (!f)
		return false;
	for (uint32_t i = 0; i < law_slot_count(l, f->scope); i++)
		if (f->v[i].state == LV_KNOWN && f->v[i].from != LF_DEFAULT && f->v[i].from != LF_ASSUMED)
			return true;
	return f->owners.n > 0;
}

/* ---- parties ---- */
static void write_party(json_out *o, const law *l, const law_frame *p, int depth)
{
	json_object(o);
	if (p->role.n && !law_fact_find(l, LS_PARTY, AB_STR("role"))) {
		json_key(o, "role");
		json_str(o, p->role);
	}
	write_facts(o, l, p);
	if (p->owners_stated && depth < NEST_MAX) {
		json_key(o, "owners");
		json_list(o);
		for (uint32_t i = 0; i < p->owners.n; i++)
			write_party(o, l, p->owners.p[i], depth + 1);
		json_list_end(o);
	}
	json_object_end(o);
}

/* ---- items ---- */
static ab_str last_step(ab_str path)
{
	for (size_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '.')
			return (ab_str){path.p + i, path.n - i};
	return path;
}

static void write_rates(json_out *o, const law *l, const law_frame *item)
{
	const law_fact *tops = law_fact_find(l, LS_PART_FORMAT, AB_STR("tops"));
	if (!item->formats.n || !tops)
		return;
	json_key(o, "tops");
	json_object(o);
	for (uint32_t i = 0; i < item->formats.n; i++) {
		const law_frame *f = item->formats.p[i];
		const law_value *v = &f->v[tops->slot];
		json_key_str(o, last_step(f->path));
		if (v->state == LV_KNOWN)
			json_fact(o, tops, v);
		else
			json_null(o);
	}
	json_object_end(o);
}

static void write_item(json_out *o, const law *l, const law_frame *item, int depth);

static void write_parts(json_out *o, const law *l, const law_frame *item, int depth)
{
	if (!item->parts_stated && !item->parts.n)
		return;
	json_key(o, "contains");
	json_list(o);
	for (uint32_t i = 0; i < item->parts.n && depth < NEST_MAX; i++) {
		json_object(o);
		json_key(o, "count");
		write_number(o, &item->counts.p[i]);
		json_key(o, "item");
		write_item(o, l, item->parts.p[i], depth + 1);
		json_object_end(o);
	}
	json_list_end(o);
}

static void write_frames(json_out *o, const law *l, const char *key, law_frame *const *p, uint32_t n)
{
	if (!n)
		return;
	json_key(o, key);
	json_list(o);
	for (uint32_t i = 0; i < n; i++) {
		json_object(o);
		write_facts(o, l, p[i]);
		json_object_end(o);
	}
	json_list_end(o);
}

static void write_maker(json_out *o, const law *l, const char *key, const law_frame *p)
{
	if (!says_anything(l, p))
		return;
	json_key(o, key);
	write_party(o, l, p, 0);
}

static void item_members(json_out *o, const law *l, const law_frame *item, int depth)
{
	write_facts(o, l, item);
	write_rates(o, l, item);
	write_frames(o, l, "units", item->units.p, item->units.n);
	write_frames(o, l, "us_content", item->contents.p, item->contents.n);
	write_maker(o, l, "designer", item->designer);
	write_maker(o, l, "fabricator", item->fabricator);
	write_maker(o, l, "packager", item->packager);
	write_parts(o, l, item, depth);
}

static void write_item(json_out *o, const law *l, const law_frame *item, int depth)
{
	json_object(o);
	item_members(o, l, item, depth);
	json_object_end(o);
}

void json_item_members(json_out *o, const law *l, const law_frame *item)
{
	item_members(o, l, item, 0);
}

/* ---- the case ---- */
static void write_assume(json_out *o, unsigned sets)
{
	static const struct {
		unsigned bit;
		const char *name;
	} names[] = {{CASE_ORDINARY, "ordinary"}, {CASE_LOCAL, "local"}, {CASE_UNLISTED_OWNERS, "unlisted-owners"}};
	json_key(o, "assume");
	json_flat_list(o);
	for (size_t i = 0; i < AB_COUNT(names); i++)
		if (sets & names[i].bit)
			json_z(o, names[i].name);
	json_list_end(o);
}

void json_case(json_out *o, const ambit_determination *d)
{
	const law *l = d->engine->law;
	const law_frame *root = d->facts.root;
	json_object(o);
	json_key(o, "id");
	if (d->case_id.n)
		json_str(o, d->case_id);
	else
		json_null(o);
	write_assume(o, d->assume);
	write_facts(o, l, root);
	json_key(o, "item");
	write_item(o, l, d->facts.item, 0);
	json_key(o, "parties");
	if (!d->facts.parties_stated && !d->facts.parties.n) {
		json_null(o);
	} else {
		json_list(o);
		for (uint32_t i = 0; i < d->facts.parties.n; i++)
			write_party(o, l, d->facts.parties.p[i], 0);
		json_list_end(o);
	}
	json_object_end(o);
}
