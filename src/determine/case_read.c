/* Reads a case written as JSON: maps the tree onto frames by the names that the
 * law declares, and names the place of whatever does not fit. */
#include "determine/case_in.h"

#include <stdio.h>
#include <string.h>

typedef struct reader {
	struct ambit_case *c;
	const law *l;
	ab_arena *a;
	case_fault at;
	uint32_t frames; /* made so far */
} reader;

typedef bool (*part_reader)(reader *r, law_frame *f, const case_json *v);

static bool read_item(reader *r, law_frame *item, const case_json *v);
static bool read_party(reader *r, law_frame *party, const case_json *v, bool with_role);

/* ---- helpers ---- */
static const char *path_of(reader *r, const law_frame *f, ab_str name)
{
	return ab_strdup(r->a, case_join(r->a, f->path, name));
}

static bool wrong_type(reader *r, const law_frame *f, const case_json *v, const char *wanted)
{
	const char *help = ab_sprintf(r->a, "write %s", wanted);
	if (v->key.p)
		return case_fail(&r->at, v->pos, help, "%s: here stands %s, not %s", path_of(r, f, v->key),
		                 case_json_type_name(v->type), wanted);
	return case_fail(&r->at, v->pos, help, "%.*s: here stands %s, not %s", AB_FMT(f->path),
	                 case_json_type_name(v->type), wanted);
}

static bool need(reader *r, const law_frame *f, const case_json *v, case_json_type type)
{
	return v->type == type || wrong_type(r, f, v, case_json_type_name(type));
}

static bool unknown_name(reader *r, const law_frame *f, const case_json *v, ab_str name)
{
	return case_fail(&r->at, v->key_pos, case_name_remedy(r->l, r->a, f->scope, name), "unknown fact \"%s\"",
	                 path_of(r, f, name));
}

/* Texts of a list; elements that are no texts are faults. */
static bool read_texts(reader *r, const law_frame *f, const case_json *v, ab_str **out)
{
	AB_VEC(ab_str) texts = {0};
	if (v->type != CJ_LIST)
		return wrong_type(r, f, v, "a list of texts");
	for (const case_json *e = v->first; e; e = e->next) {
		if (e->type != CJ_STRING)
			return wrong_type(r, f, e, "a text in this list");
		ab_push(r->a, &texts, e->text);
	}
	*out = texts.p;
	return true;
}

static bool keep_text(reader *r, const law_frame *f, const case_json *v, const char *name, ab_str text)
{
	if (r->c->texts.n >= CASE_TEXTS_MAX)
		return case_fail(&r->at, v->pos, "keep those that tell the parties apart",
		                 "the case has more than %d aliases, addresses and identifiers", CASE_TEXTS_MAX);
	case_text t = {f->path, ab_str_of(name), text};
	ab_push(r->a, &r->c->texts, t);
	return true;
}

static void drop_texts(reader *r, const law_frame *f, const char *name)
{
	case_drop_texts(r->c, f->path, false, ab_str_of(name));
}

/* Every new frame passes here: a short text must not ask for gigabytes. */
static bool room_for_frame(reader *r, const case_json *v)
{
	if (++r->frames <= CASE_FRAMES_MAX)
		return true;
	return case_fail(&r->at, v->pos, "give equal things once, with a count",
	                 "the case has more than %d items, parties, owners and units", CASE_FRAMES_MAX);
}

/* ---- facts ---- */
static const char *wanted_json(const law_fact *fact)
{
	switch (fact->type) {
	case LT_BOOL: return "true or false, without quotes";
	case LT_NUMBER: return "a number";
	case LT_LIST: return "a list of texts";
	case LT_DATE: return "a day, \"YYYY-MM-DD\"";
	case LT_COUNTRY: return "a country, such as \"BR\"";
	case LT_WORD:
	case LT_TEXT: break;
	}
	return "a text in quotes";
}

static bool bad_value(reader *r, const law_frame *f, const case_json *v, ab_str name, const char *message,
                      const char *remedy)
{
	return case_fail(&r->at, v->pos, remedy, "%s: %s", path_of(r, f, name), message);
}

static bool list_value(reader *r, law_frame *f, const law_fact *fact, const case_json *v, law_value *out)
{
	ab_str *words = NULL;
	const char *message = "", *remedy = "";
	if (!read_texts(r, f, v, &words))
		return false;
	if (case_parse_list(r->l, r->c->catalog, r->a, fact, words, v->n, out, &message, &remedy))
		return true;
	return bad_value(r, f, v, fact->name, message, remedy);
}

static bool plain_value(reader *r, law_frame *f, const law_fact *fact, const case_json *v, law_value *out)
{
	const char *message = "", *remedy = "";
	ab_str text = v->text;
	bool fits = v->type == CJ_STRING;
	if (fact->type == LT_BOOL) {
		fits = v->type == CJ_BOOL;
		text = v->truth ? AB_STR("true") : AB_STR("false");
	} else if (fact->type == LT_NUMBER) {
		fits = v->type == CJ_NUMBER || v->type == CJ_STRING;
	}
	if (!fits)
		return wrong_type(r, f, v, wanted_json(fact));
	if (case_parse_value(r->l, r->c->catalog, r->a, fact, text, out, &message, &remedy))
		return true;
	return bad_value(r, f, v, fact->name, message, remedy);
}

static bool read_fact(reader *r, law_frame *f, const law_fact *fact, const case_json *v)
{
	law_value value = case_null();
	bool ok = v->type == CJ_NULL ||
	          (fact->type == LT_LIST ? list_value(r, f, fact, v, &value) : plain_value(r, f, fact, v, &value));
	if (!ok)
		return false;
	f->v[fact->slot] = value;
	if (fact->scope == LS_ITEM && ab_str_is(fact->name, "eccn"))
		case_split_eccn(r->l, r->c->catalog, r->a, f, fact);
	return true;
}

/* `"end_use": null`: nothing under that name is known. */
static void forget_under(reader *r, law_frame *f, ab_str prefix)
{
	for (size_t i = 0; i < law_fact_count(r->l); i++) {
		const law_fact *fact = law_fact_at(r->l, i);
		if (fact->scope == f->scope && case_statable(fact) && fact->name.n > prefix.n + 1 &&
		    fact->name.p[prefix.n] == '.' && !memcmp(fact->name.p, prefix.p, prefix.n))
			f->v[fact->slot] = case_null();
	}
}

typedef struct part_entry {
	const char *name;
	part_reader read;
} part_entry;

static bool read_members(reader *r, law_frame *f, const case_json *object, ab_str prefix, const part_entry *parts);

static bool read_member(reader *r, law_frame *f, const case_json *m, ab_str prefix, const part_entry *parts)
{
	for (const part_entry *p = parts; !prefix.n && p && p->name; p++)
		if (ab_str_is(m->key, p->name))
			return p->read(r, f, m);
	ab_str name = case_join(r->a, prefix, m->key);
	const law_fact *fact = case_fact(r->l, f->scope, name);
	if (fact)
		return read_fact(r, f, fact, m);
	if (!case_is_prefix(r->l, f->scope, name))
		return unknown_name(r, f, m, name);
	if (m->type == CJ_NULL) {
		forget_under(r, f, name);
		return true;
	}
	return need(r, f, m, CJ_OBJECT) && read_members(r, f, m, name, NULL);
}

static bool read_members(reader *r, law_frame *f, const case_json *object, ab_str prefix, const part_entry *parts)
{
	for (const case_json *m = object->first; m; m = m->next)
		if (!read_member(r, f, m, prefix, parts))
			return false;
	return true;
}

/* ---- parties ---- */
static bool read_owners(reader *r, law_frame *party, const case_json *v)
{
	case_drop_texts(r->c, case_join(r->a, party->path, AB_STR("owners")), true, (ab_str){0});
	party->owners.n = 0;
	party->owners_stated = v->type != CJ_NULL;
	if (v->type == CJ_NULL)
		return true;
	if (!need(r, party, v, CJ_LIST))
		return false;
	for (const case_json *e = v->first; e; e = e->next)
		if (!room_for_frame(r, e) || !read_party(r, case_add_owner(r->l, r->a, party), e, false))
			return false;
	if (!case_owners_fit(r->l, party))
		return case_fail(&r->at, v->pos, "shares of one company add to at most 100 per cent",
		                 "%s: the shares add to more than 100 per cent", path_of(r, party, v->key));
	return true;
}

static bool read_aliases(reader *r, law_frame *party, const case_json *v)
{
	ab_str *names = NULL;
	drop_texts(r, party, "alias");
	if (v->type == CJ_NULL)
		return true;
	if (!read_texts(r, party, v, &names))
		return false;
	for (uint32_t i = 0; i < v->n; i++)
		if (!keep_text(r, party, v, "alias", names[i]))
			return false;
	return true;
}

static bool part_text(reader *r, law_frame *f, const case_json *v)
{
	return v->type == CJ_NULL || need(r, f, v, CJ_STRING);
}

static bool only_members(reader *r, law_frame *f, const case_json *v, const char *one, const char *other)
{
	for (const case_json *m = v->first; m; m = m->next) {
		if (!ab_str_is(m->key, one) && !ab_str_is(m->key, other))
			return case_fail(&r->at, m->key_pos, ab_sprintf(r->a, "use %s and %s", one, other),
			                 "%s: unknown name in this object", path_of(r, f, m->key));
		if (!part_text(r, f, m))
			return false;
	}
	return true;
}

static bool read_address(reader *r, law_frame *party, const case_json *e)
{
	if (e->type == CJ_STRING)
		return keep_text(r, party, e, "address", e->text);
	if (!need(r, party, e, CJ_OBJECT) || !only_members(r, party, e, "text", "country"))
		return false;
	const case_json *text = case_json_member(e, "text"), *country = case_json_member(e, "country");
	if (text && text->type == CJ_STRING && !keep_text(r, party, e, "address", text->text))
		return false;
	if (!country || country->type != CJ_STRING)
		return true;
	ab_str code;
	const char *message = "", *remedy = "";
	if (!case_parse_country(r->c->catalog, r->a, country->text, &code, &message, &remedy))
		return bad_value(r, party, country, AB_STR("addresses"), message, remedy);
	return keep_text(r, party, e, "address.country", code);
}

static bool read_identifier(reader *r, law_frame *party, const case_json *e)
{
	if (e->type == CJ_STRING)
		return keep_text(r, party, e, "identifier", e->text);
	if (!need(r, party, e, CJ_OBJECT) || !only_members(r, party, e, "kind", "value"))
		return false;
	const case_json *kind = case_json_member(e, "kind"), *value = case_json_member(e, "value");
	if (!value || value->type != CJ_STRING)
		return true;
	ab_str text = value->text;
	if (kind && kind->type == CJ_STRING)
		text = ab_str_of(ab_sprintf(r->a, "%.*s:%.*s", AB_FMT(kind->text), AB_FMT(text)));
	return keep_text(r, party, e, "identifier", text);
}

static bool read_list(reader *r, law_frame *f, const case_json *v, part_reader element)
{
	if (v->type == CJ_NULL)
		return true;
	if (!need(r, f, v, CJ_LIST))
		return false;
	for (const case_json *e = v->first; e; e = e->next)
		if (!element(r, f, e))
			return false;
	return true;
}

static bool read_addresses(reader *r, law_frame *party, const case_json *v)
{
	drop_texts(r, party, "address");
	drop_texts(r, party, "address.country");
	return read_list(r, party, v, read_address);
}

static bool read_identifiers(reader *r, law_frame *party, const case_json *v)
{
	drop_texts(r, party, "identifier");
	return read_list(r, party, v, read_identifier);
}

static bool read_description(reader *r, law_frame *party, const case_json *v)
{
	const law_fact *fact = case_fact(r->l, LS_PARTY, AB_STR("description"));
	if (fact)
		return read_fact(r, party, fact, v);
	if (!part_text(r, party, v))
		return false;
	drop_texts(r, party, "description");
	return v->type == CJ_NULL || keep_text(r, party, v, "description", v->text);
}

static bool role_was_read(reader *r, law_frame *party, const case_json *v)
{
	(void)r;
	(void)party;
	(void)v;
	return true;
}

static bool role_elsewhere(reader *r, law_frame *party, const case_json *v)
{
	return case_fail(&r->at, v->key_pos, "take it out; give the party an entry of its own under parties as well",
	                 "%.*s: a maker or owner has no role", AB_FMT(party->path));
}

static bool read_party(reader *r, law_frame *party, const case_json *v, bool with_role)
{
	const part_entry parts[] = {
		{"role", with_role ? role_was_read : role_elsewhere},
		{"owners", read_owners},
		{"aliases", read_aliases},
		{"addresses", read_addresses},
		{"identifiers", read_identifiers},
		{"description", read_description},
		{NULL, NULL},
	};
	return need(r, party, v, CJ_OBJECT) && read_members(r, party, v, (ab_str){0}, parts);
}

static bool add_party(reader *r, law_frame *root, const case_json *e)
{
	if (!need(r, root, e, CJ_OBJECT))
		return false;
	const case_json *role = case_json_member(e, "role");
	if (!role || role->type == CJ_NULL)
		return case_fail(&r->at, e->pos, "add \"role\", such as \"end-user\", \"consignee\" or \"exporter\"",
		                 "parties: this party has no role");
	if (role->type != CJ_STRING)
		return wrong_type(r, root, role, "a text in quotes");
	if (!case_is_role(r->l, role->text))
		return case_fail(&r->at, role->pos, case_role_remedy(r->l, r->a, role->text), "parties: \"%.*s\" is no role",
		                 AB_FMT(role->text));
	return room_for_frame(r, e) && read_party(r, case_add_party(r->c, role->text), e, true);
}

static bool read_parties(reader *r, law_frame *root, const case_json *v)
{
	/* a list stated again replaces the earlier one */
	for (uint32_t i = 0; i < r->c->facts.parties.n && r->c->texts.n; i++) {
		case_drop_texts(r->c, r->c->facts.parties.p[i]->path, false, (ab_str){0});
		case_drop_texts(r->c, r->c->facts.parties.p[i]->path, true, (ab_str){0});
	}
	r->c->facts.parties.n = 0;
	r->c->facts.parties_stated = v->type != CJ_NULL;
	return read_list(r, root, v, add_party);
}

/* ---- items ---- */
static bool read_rate(reader *r, law_frame *item, const case_json *m, bool sparse)
{
	bool named = false;
	AB_VEC(ab_str) names = {0};
	for (const char *const *s = case_format_names; *s; s++) {
		named = named || ab_str_is(m->key, *s);
		ab_push(r->a, &names, ab_str_of(*s));
	}
	if (!named) {
		int near = ab_nearest(m->key, names.p, names.n);
		const char *help = near < 0 ? "formats are int4 int8 fp4 fp6 fp8 fp16 bf16 tf32 fp32 fp64"
		                            /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): near is below names.n */
		                            : ab_sprintf(r->a, "did you mean %.*s?", AB_FMT(names.p[near]));
		return case_fail(&r->at, m->key_pos, help, "%.*s: \"%.*s\" is no number format", AB_FMT(item->path),
		                 AB_FMT(m->key));
	}
	law_value v = case_null();
	const char *message = "", *remedy = "";
	if (m->type != CJ_NULL && m->type != CJ_NUMBER && m->type != CJ_STRING)
		return wrong_type(r, item, m, "a number of TOPS");
	if (m->type != CJ_NULL && !case_parse_figure(r->a, m->text, "TOPS", CASE_TOPS_MAX, false, &v, &message, &remedy))
		return bad_value(r, item, m, case_join(r->a, AB_STR("tops"), m->key), message, remedy);
	if (sparse)
		return true; /* advertised only: no rule counts it */
	law_frame *f = case_add_format(r->l, r->a, item, m->key, v.lo, v.hi);
	law_value *tops = law_frame_value(r->l, f, AB_STR("tops"));
	if (tops)
		*tops = v;
	return true;
}

static bool read_rates(reader *r, law_frame *item, const case_json *v, bool sparse)
{
	if (v->type == CJ_NULL)
		return true;
	if (!need(r, item, v, CJ_OBJECT))
		return false;
	for (const case_json *m = v->first; m; m = m->next)
		if (!read_rate(r, item, m, sparse))
			return false;
	return true;
}

static bool read_tops(reader *r, law_frame *item, const case_json *v)
{
	item->formats.n = 0;
	item->parts_known = false;
	return read_rates(r, item, v, false);
}

static bool read_tops_sparse(reader *r, law_frame *item, const case_json *v)
{
	return read_rates(r, item, v, true);
}

static bool add_unit(reader *r, law_frame *item, const case_json *e)
{
	if (!room_for_frame(r, e))
		return false;
	law_frame *f = case_add_unit(r->l, r->a, item);
	return need(r, f, e, CJ_OBJECT) && read_members(r, f, e, (ab_str){0}, NULL);
}

static bool read_units(reader *r, law_frame *item, const case_json *v)
{
	item->units.n = 0;
	return read_list(r, item, v, add_unit);
}

static bool add_content(reader *r, law_frame *item, const case_json *e)
{
	if (!room_for_frame(r, e))
		return false;
	law_frame *f = case_add_content(r->l, r->a, item);
	return need(r, f, e, CJ_OBJECT) && read_members(r, f, e, (ab_str){0}, NULL);
}

static bool read_us_content(reader *r, law_frame *item, const case_json *v)
{
	item->contents.n = 0;
	return read_list(r, item, v, add_content);
}

static bool read_count(reader *r, law_frame *item, const case_json *v)
{
	const char *message = "", *remedy = "";
	if (v->type == CJ_NULL)
		return true;
	if (v->type != CJ_NUMBER && v->type != CJ_STRING)
		return wrong_type(r, item, v, "a number");
	if (case_parse_count(r->a, v->text, &item->counts.p[item->counts.n - 1], &message, &remedy))
		return true;
	return bad_value(r, item, v, AB_STR("contains.count"), message, remedy);
}

static bool add_contained(reader *r, law_frame *item, const case_json *e)
{
	if (!need(r, item, e, CJ_OBJECT))
		return false;
	if (!room_for_frame(r, e))
		return false;
	law_frame *part = case_add_part(r->l, r->a, item, (ab_str){0});
	for (const case_json *m = e->first; m; m = m->next) {
		bool ok;
		if (ab_str_is(m->key, "count"))
			ok = read_count(r, item, m);
		else if (ab_str_is(m->key, "item"))
			ok = m->type == CJ_NULL || read_item(r, part, m);
		else
			ok = case_fail(&r->at, m->key_pos, "an entry is {\"count\": 8, \"item\": {...}}",
			               "%.*s.contains: unknown name \"%.*s\"", AB_FMT(item->path), AB_FMT(m->key));
		if (!ok)
			return false;
	}
	return true;
}

static bool read_contains(reader *r, law_frame *item, const case_json *v)
{
	case_drop_texts(r->c, case_join(r->a, item->path, AB_STR("contains")), true, (ab_str){0});
	item->parts.n = item->counts.n = 0;
	item->parts_stated = v->type != CJ_NULL;
	return read_list(r, item, v, add_contained);
}

static bool read_maker(reader *r, law_frame *item, const case_json *v)
{
	law_frame **maker = case_maker(item, v->key);
	if (v->type == CJ_NULL) {
		*maker = NULL;
		return true;
	}
	if (!room_for_frame(r, v))
		return false;
	if (!*maker)
		*maker = law_frame_new(r->l, r->a, LS_PARTY, item, case_join(r->a, item->path, v->key));
	return read_party(r, *maker, v, false);
}

static bool read_item(reader *r, law_frame *item, const case_json *v)
{
	static const part_entry parts[] = {
		{"tops", read_tops},
		{"tops_sparse", read_tops_sparse},
		{"units", read_units},
		{"us_content", read_us_content},
		{"contains", read_contains},
		{"designer", read_maker},
		{"fabricator", read_maker},
		{"packager", read_maker},
		{NULL, NULL},
	};
	return need(r, item, v, CJ_OBJECT) && read_members(r, item, v, (ab_str){0}, parts);
}

static bool read_root_item(reader *r, law_frame *root, const case_json *v)
{
	(void)root;
	return v->type == CJ_NULL || read_item(r, r->c->facts.item, v);
}

/* ---- what is in hand ---- */
static bool hold_day(reader *r, const case_json *v, ab_date *out)
{
	if (v->type == CJ_NULL)
		return true;
	if (v->type == CJ_STRING && ab_date_parse(v->text, out))
		return true;
	return case_fail(&r->at, v->pos, "write an existing day as \"YYYY-MM-DD\"",
	                 "holds.%.*s: this is no day of the calendar", AB_FMT(v->key));
}

static bool hold_quantity(reader *r, const case_json *v, ab_num *out)
{
	if (v->type == CJ_OBJECT && ab_str_is(v->key, "used")) {
		const case_json *q = case_json_member(v, "quantity");
		if (v->n != (q ? 1U : 0U))
			return case_fail(&r->at, v->pos, "write {\"quantity\": 36}", "holds.used: unknown name in this object");
		return !q || hold_quantity(r, q, out);
	}
	if (v->type == CJ_NULL)
		return true;
	law_value n;
	const char *message = "", *remedy = "";
	if (v->type != CJ_NUMBER && v->type != CJ_STRING)
		return wrong_type(r, r->c->facts.root, v, "a number");
	if (!case_parse_figure(r->a, v->text, "pieces", CASE_PIECES_MAX, true, &n, &message, &remedy))
		return case_fail(&r->at, v->pos, remedy, "holds.%.*s: %s", AB_FMT(v->key), message);
	*out = n.lo;
	return true;
}

static bool hold_kind(reader *r, const case_json *v, ab_str text, ab_str *out)
{
	const law_fact *fact = law_fact_find(r->l, LS_ROOT, AB_STR("holds"));
	const char *message = "", *remedy = "";
	law_value value;
	if (!fact) {
		*out = text;
		return true;
	}
	if (!case_parse_list(r->l, r->c->catalog, r->a, fact, &text, 1, &value, &message, &remedy))
		return case_fail(&r->at, v->pos, remedy, "holds: %s", message);
	*out = value.text;
	return true;
}

/* One more entry of a list; those of all authorizations together are bounded. */
static bool hold_room(reader *r, const case_json *v, const case_hold *h)
{
	if (case_hold_room(r->c) && h->items.n + h->parties.n + h->countries.n < CASE_HOLDS_MAX)
		return true;
	return case_fail(&r->at, v->pos, "state those that bear on this act",
	                 "holds: more than %d authorizations, items, parties and countries", CASE_HOLDS_MAX);
}

static bool hold_items(reader *r, const case_json *v, case_hold *h)
{
	const char *message = "", *remedy = "";
	for (const case_json *e = v->first; e; e = e->next) {
		case_hold_item item;
		if (e->type != CJ_STRING)
			return case_fail(&r->at, e->pos, "write it in quotes", "holds.items: here stands %s, not an ECCN or chip",
			                 case_json_type_name(e->type));
		if (!hold_room(r, e, h))
			return false;
		if (!case_hold_item_of(r->c, r->a, e->text, &item, &message, &remedy))
			return case_fail(&r->at, e->pos, remedy, "holds.items: %s", message);
		ab_push(r->a, &h->items, item);
	}
	return true;
}

static bool hold_country(reader *r, const case_json *e, const char *path, ab_str *out)
{
	const char *message = "", *remedy = "";
	if (e->type != CJ_STRING)
		return case_fail(&r->at, e->pos, "write a country, such as \"BR\"", "%s: here stands %s, not a country", path,
		                 case_json_type_name(e->type));
	if (case_parse_country(r->c->catalog, r->a, e->text, out, &message, &remedy))
		return true;
	return case_fail(&r->at, e->pos, remedy, "%s: %s", path, message);
}

static bool hold_countries(reader *r, const case_json *v, case_hold *h)
{
	for (const case_json *e = v->first; e; e = e->next) {
		ab_str code;
		if (!hold_room(r, e, h) || !hold_country(r, e, "holds.countries", &code))
			return false;
		ab_push(r->a, &h->countries, code);
	}
	return true;
}

static bool hold_party_member(reader *r, const case_json *m, case_hold_party *p)
{
	if (m->type == CJ_NULL)
		return case_fail(&r->at, m->pos, "take it out, or name it", "holds.parties.%.*s: nothing is stated",
		                 AB_FMT(m->key));
	if (ab_str_is(m->key, "country"))
		return hold_country(r, m, "holds.parties.country", &p->country);
	if (!ab_str_is(m->key, "name") && !ab_str_is(m->key, "role"))
		return case_fail(&r->at, m->key_pos, "use name, role and country", "holds.parties: unknown name \"%.*s\"",
		                 AB_FMT(m->key));
	if (m->type != CJ_STRING || !m->text.n)
		return case_fail(&r->at, m->pos, "write a text in quotes", "holds.parties.%.*s: this is no text",
		                 AB_FMT(m->key));
	if (ab_str_is(m->key, "name"))
		p->name = m->text;
	else if (case_is_role(r->l, m->text))
		p->role = m->text;
	else
		return case_fail(&r->at, m->pos, case_role_remedy(r->l, r->a, m->text), "holds.parties: \"%.*s\" is no role",
		                 AB_FMT(m->text));
	return true;
}

static bool hold_parties(reader *r, const case_json *v, case_hold *h)
{
	for (const case_json *e = v->first; e; e = e->next) {
		case_hold_party p = {.name = e->type == CJ_STRING ? e->text : (ab_str){0}};
		if (!hold_room(r, e, h))
			return false;
		if (e->type != CJ_STRING && e->type != CJ_OBJECT)
			return case_fail(&r->at, e->pos, "write a name, or {\"role\": \"end-user\", \"name\": \"...\"}",
			                 "holds.parties: here stands %s, not a party", case_json_type_name(e->type));
		for (const case_json *m = e->first; m; m = m->next)
			if (!hold_party_member(r, m, &p))
				return false;
		if (!p.name.n && !p.role.n && !p.country.n)
			return case_fail(&r->at, e->pos, "name it, or leave it out",
			                 "holds.parties: a party of which nothing is said");
		ab_push(r->a, &h->parties, p);
	}
	return true;
}

static bool hold_list(reader *r, const case_json *m, case_hold *h,
                      bool (*read)(reader *r, const case_json *v, case_hold *h))
{
	return m->type == CJ_NULL || (need(r, r->c->facts.root, m, CJ_LIST) && read(r, m, h));
}

static bool hold_term(reader *r, const case_json *m, case_hold *h, case_hold_part part)
{
	h->stated |= 1U << part;
	if (m->type == CJ_NULL)
		h->open |= 1U << part;
	switch (part) {
	case HOLD_FROM: return hold_day(r, m, &h->from);
	case HOLD_UNTIL: return hold_day(r, m, &h->until);
	case HOLD_ITEMS: return hold_list(r, m, h, hold_items);
	case HOLD_PARTIES: return hold_list(r, m, h, hold_parties);
	case HOLD_COUNTRIES: return hold_list(r, m, h, hold_countries);
	case HOLD_QUANTITY: return hold_quantity(r, m, &h->quantity);
	case HOLD_USED: return hold_quantity(r, m, &h->used);
	}
	return true;
}

static bool hold_member(reader *r, const case_json *m, case_hold *h)
{
	if (ab_str_is(m->key, "kind"))
		return need(r, r->c->facts.root, m, CJ_STRING) && hold_kind(r, m, m->text, &h->kind);
	if (ab_str_is(m->key, "id")) {
		h->id = m->text;
		return part_text(r, r->c->facts.root, m);
	}
	int part = case_hold_part_of(m->key);
	if (part >= 0)
		return hold_term(r, m, h, (case_hold_part)part);
	return case_fail(&r->at, m->key_pos, "use kind, id, from, until, items, parties, countries, quantity, used",
	                 "holds: unknown name \"%.*s\"", AB_FMT(m->key));
}

static bool add_hold(reader *r, law_frame *root, const case_json *e)
{
	case_hold h = case_hold_new((ab_str){0});
	if (e->type == CJ_STRING) {
		if (!hold_kind(r, e, e->text, &h.kind))
			return false;
	} else if (e->type != CJ_OBJECT) {
		return wrong_type(r, root, e, "a text, or an object with \"kind\"");
	} else if (!hold_room(r, e, &h)) {
		return false;
	}
	for (const case_json *m = e->first; m; m = m->next)
		if (!hold_member(r, m, &h))
			return false;
	if (!h.kind.n)
		return case_fail(&r->at, e->pos, "add \"kind\", such as \"license\"", "holds: it is not said what is held");
	const char *remedy;
	const char *fault = case_hold_fault(&h, &remedy);
	if (fault)
		return case_fail(&r->at, e->pos, remedy, "holds: %s", fault);
	ab_push(r->a, &r->c->holds, h);
	return true;
}

static bool read_holds(reader *r, law_frame *root, const case_json *v)
{
	law_value *value = law_frame_value(r->l, root, AB_STR("holds"));
	r->c->holds.n = 0;
	r->c->holds_stated = v->type != CJ_NULL;
	if (v->type == CJ_NULL && value)
		*value = case_null();
	return read_list(r, root, v, add_hold);
}

/* ---- the case itself ---- */
static bool read_schema(reader *r, law_frame *root, const case_json *v)
{
	if (!need(r, root, v, CJ_STRING))
		return false;
	if (ab_str_is(v->text, "ambit/case/1"))
		return true;
	return case_fail(&r->at, v->pos, "this program reads \"ambit/case/1\"", "schema: \"%.*s\" is not known",
	                 AB_FMT(v->text));
}

static bool read_id(reader *r, law_frame *root, const case_json *v)
{
	r->c->id = v->text;
	return part_text(r, root, v);
}

static bool read_day(reader *r, law_frame *root, const case_json *v)
{
	ab_date day;
	if (v->type == CJ_NULL)
		return true;
	if (!need(r, root, v, CJ_STRING))
		return false;
	if (!ab_date_parse(v->text, &day))
		return case_fail(&r->at, v->pos, "write an existing day as YYYY-MM-DD, for example 2025-05-20",
		                 "%.*s: \"%.*s\" is no day of the calendar", AB_FMT(v->key), AB_FMT(v->text));
	case_set_day(r->c, ab_str_is(v->key, "known"), day);
	return true;
}

static bool read_assume(reader *r, law_frame *root, const case_json *v)
{
	ab_str *words = NULL;
	const char *message = "", *remedy = "";
	if (v->type == CJ_NULL)
		return true;
	if (!read_texts(r, root, v, &words))
		return false;
	unsigned sets = 0;
	if (!case_parse_assume(r->a, words, v->n, &sets, &message, &remedy))
		return bad_value(r, root, v, v->key, message, remedy);
	r->c->assume |= sets;
	return true;
}

static bool read_ordinary(reader *r, law_frame *root, const case_json *v)
{
	if (v->type == CJ_NULL)
		return true;
	if (!need(r, root, v, CJ_BOOL))
		return false;
	if (v->truth)
		r->c->assume |= CASE_ORDINARY;
	return true;
}

static bool read_jurisdictions(reader *r, law_frame *root, const case_json *v)
{
	ab_str *words = NULL;
	const char *message = "", *remedy = "";
	r->c->jurisdictions.n = 0;
	if (v->type == CJ_NULL)
		return true;
	if (!read_texts(r, root, v, &words))
		return false;
	if (!case_set_jurisdictions(r->c, words, v->n, &message, &remedy))
		return bad_value(r, root, v, v->key, message, remedy);
	return true;
}

static const part_entry root_parts[] = {
	{"schema", read_schema},
	{"id", read_id},
	{"as_of", read_day},
	{"known", read_day},
	{"assume", read_assume},
	{"ordinary", read_ordinary},
	{"holds", read_holds},
	{"jurisdictions", read_jurisdictions},
	{"item", read_root_item},
	{"parties", read_parties},
	{NULL, NULL},
};

ambit_status ambit_case_read(ambit_case *self, const char *name, const char *json, size_t size, ambit_error *error)
{
	reader r = {self, self->law, &self->arena, {error, name ? name : "", {json ? json : "", json ? size : 0}}, 0};
	const case_json *root = case_json_read(&self->arena, r.at.text, &r.at);
	if (!root)
		return AMBIT_BAD_INPUT;
	if (root->type != CJ_OBJECT) {
		case_fail(&r.at, root->pos, "write the case as {\"schema\": \"ambit/case/1\", ...}",
		          "a case is one JSON object, not %s", case_json_type_name(root->type));
		return AMBIT_BAD_INPUT;
	}
	if (!read_members(&r, self->facts.root, root, (ab_str){0}, root_parts))
		return AMBIT_BAD_INPUT;
	case_refresh_holds(self);
	return AMBIT_OK;
}
