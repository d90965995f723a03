/* One fact as `path=value`, as on the command line and in the columns of a
 * table: finds the frame that the path names, creating it where the path is the
 * next of its list. */
#include "determine/case_in.h"

#include <stdio.h>
#include <string.h>

typedef struct setter {
	struct ambit_case *c;
	const law *l;
	ab_arena *a;
	case_fault at;
	ab_str path;  /* whole, as given */
	ab_str value; /* trimmed */
} setter;

static bool set_item(setter *s, law_frame *item, ab_str rest);
static bool set_party(setter *s, law_frame *party, ab_str rest);

static bool fail(setter *s, const char *remedy, const char *message)
{
	return case_fail(&s->at, CASE_NO_PLACE, remedy, "%.*s: %s", AB_FMT(s->path), message);
}

static bool unknown_path(setter *s, law_scope scope, ab_str name)
{
	return case_fail(&s->at, CASE_NO_PLACE, case_name_remedy(s->l, s->a, scope, name), "unknown fact \"%.*s\"",
	                 AB_FMT(s->path));
}

/* Head up to the first point; the rest without it, empty where there is none. */
static ab_str head_of(ab_str path, ab_str *rest)
{
	const char *point = path.n ? memchr(path.p, '.', path.n) : NULL;
	size_t n = point ? (size_t)(point - path.p) : path.n;
	*rest = point ? (ab_str){path.p + n + 1, path.n - n - 1} : (ab_str){path.p + path.n, 0};
	return (ab_str){path.p, n};
}

static bool is_null(ab_str value)
{
	return ab_str_is(value, "null") || ab_str_is(value, "unknown");
}

static bool is_none(ab_str value)
{
	return !value.n || ab_str_is(value, "none") || ab_str_is(value, "[]");
}

static bool set_fact(setter *s, law_frame *f, const law_fact *fact)
{
	const char *message = "", *remedy = "";
	law_value v = case_null();
	bool word = fact->type == LT_WORD && law_word(fact, s->value);
	if ((word || !is_null(s->value)) &&
	    !case_parse_value(s->l, s->c->catalog, s->a, fact, s->value, &v, &message, &remedy))
		return fail(s, remedy, message);
	f->v[fact->slot] = v;
	if (fact->scope == LS_ITEM && ab_str_is(fact->name, "eccn"))
		case_split_eccn(s->l, s->c->catalog, s->a, f, fact);
	return true;
}

/* 1 to 9999; false for anything else. */
static bool index_of(ab_str word, uint32_t *out)
{
	*out = 0;
	for (size_t i = 0; i < word.n; i++) {
		if (word.p[i] < '0' || word.p[i] > '9' || i > 3)
			return false;
		*out = *out * 10 + (uint32_t)(word.p[i] - '0');
	}
	return *out > 0;
}

/* The number after a list's name: one that exists or the next. False with a fault. */
static bool list_place(setter *s, ab_str word, uint32_t n, uint32_t *index)
{
	if (!index_of(word, index))
		return fail(s, "count from 1, as in item.contains.1.item.chip", "a number must follow the list's name");
	if (*index <= n + 1)
		return true;
	return fail(s, ab_sprintf(s->a, "the next free number is %u", n + 1), "the numbers of this list have a gap");
}

/* ---- items ---- */
static bool set_contains(setter *s, law_frame *item, ab_str rest)
{
	ab_str tail;
	uint32_t i;
	if (!rest.n && is_none(s->value)) {
		item->parts.n = item->counts.n = 0;
		item->parts_stated = true;
		return true;
	}
	if (!list_place(s, head_of(rest, &tail), item->parts.n, &i))
		return false;
	if (i > item->parts.n)
		case_add_part(s->l, s->a, item, (ab_str){0});
	item->parts_stated = true;
	if (ab_str_is(tail, "count")) {
		const char *message = "", *remedy = "";
		law_value v = case_count_any();
		if (!is_null(s->value) && !case_parse_count(s->a, s->value, &v, &message, &remedy))
			return fail(s, remedy, message);
		item->counts.p[i - 1] = v;
		return true;
	}
	ab_str word = head_of(tail, &rest);
	if (!ab_str_is(word, "item") || !rest.n)
		return fail(s, "use item.contains.1.count or item.contains.1.item.chip and the like", "this names no fact");
	return set_item(s, item->parts.p[i - 1], rest);
}

static law_frame *find_format(law_frame *item, ab_str format)
{
	for (uint32_t i = 0; i < item->formats.n; i++) {
		ab_str path = item->formats.p[i]->path;
		if (path.n > format.n && path.p[path.n - format.n - 1] == '.' &&
		    !memcmp(path.p + path.n - format.n, format.p, format.n))
			return item->formats.p[i];
	}
	return NULL;
}

static bool set_tops(setter *s, law_frame *item, ab_str format, bool sparse)
{
	bool named = false;
	AB_VEC(ab_str) names = {0};
	for (const char *const *f = case_format_names; *f; f++) {
		named = named || ab_str_is(format, *f);
		ab_push(s->a, &names, ab_str_of(*f));
	}
	int near = ab_nearest(format, names.p, names.n);
	if (!named)
		return fail(s,
		            near < 0 ? "write item.tops.fp16, .bf16, .int8 and the like"
		                     /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): near is below names.n */
		                     : ab_sprintf(s->a, "did you mean %.*s?", AB_FMT(names.p[near])),
		            "this names no number format");
	const char *message = "", *remedy = "";
	law_value v = case_null();
	if (!is_null(s->value) && !case_parse_figure(s->a, s->value, "TOPS", CASE_TOPS_MAX, false, &v, &message, &remedy))
		return fail(s, remedy, message);
	if (sparse)
		return true;
	law_frame *f = find_format(item, format);
	if (!f)
		f = case_add_format(s->l, s->a, item, ab_str_dup(s->a, format), v.lo, v.hi);
	law_value *tops = law_frame_value(s->l, f, AB_STR("tops"));
	if (tops)
		*tops = v;
	return true;
}

/* units.1.bits, us_content.1.percent */
static bool set_part(setter *s, law_frame *item, ab_str rest, bool unit)
{
	ab_str tail;
	uint32_t i, n = unit ? item->units.n : item->contents.n;
	if (!list_place(s, head_of(rest, &tail), n, &i))
		return false;
	const law_fact *fact = case_fact(s->l, unit ? LS_PART_UNIT : LS_PART_CONTENT, tail);
	if (!fact)
		return unknown_path(s, unit ? LS_PART_UNIT : LS_PART_CONTENT, tail);
	if (i > n && unit)
		case_add_unit(s->l, s->a, item);
	else if (i > n)
		case_add_content(s->l, s->a, item);
	return set_fact(s, unit ? item->units.p[i - 1] : item->contents.p[i - 1], fact);
}

static bool set_maker(setter *s, law_frame *item, law_frame **maker, ab_str word, ab_str rest)
{
	if (!rest.n)
		return fail(s, "state one of its facts, such as item.designer.name", "a party is no single fact");
	if (!*maker)
		*maker = law_frame_new(s->l, s->a, LS_PARTY, item, ab_str_dup(s->a, case_join(s->a, item->path, word)));
	return set_party(s, *maker, rest);
}

static bool set_item(setter *s, law_frame *item, ab_str rest)
{
	ab_str tail, head = head_of(rest, &tail);
	law_frame **maker = case_maker(item, head);
	if (maker)
		return set_maker(s, item, maker, head, tail);
	if (ab_str_is(head, "contains"))
		return set_contains(s, item, tail);
	if (ab_str_is(head, "tops") || ab_str_is(head, "tops_sparse"))
		return set_tops(s, item, tail, ab_str_is(head, "tops_sparse"));
	if (ab_str_is(head, "units") || ab_str_is(head, "us_content"))
		return set_part(s, item, tail, ab_str_is(head, "units"));
	const law_fact *fact = case_fact(s->l, LS_ITEM, rest);
	return fact ? set_fact(s, item, fact) : unknown_path(s, LS_ITEM, rest);
}

/* ---- parties ---- */
static bool set_owners(setter *s, law_frame *party, ab_str rest)
{
	ab_str tail;
	uint32_t i;
	if (!rest.n && is_none(s->value)) {
		party->owners.n = 0;
		party->owners_stated = true;
		return true;
	}
	if (!list_place(s, head_of(rest, &tail), party->owners.n, &i))
		return false;
	if (!tail.n)
		return fail(s, "state one of its facts, such as end-user.owners.1.name", "an owner is no single fact");
	if (i > party->owners.n)
		case_add_owner(s->l, s->a, party);
	if (!set_party(s, party->owners.p[i - 1], tail))
		return false;
	if (!case_owners_fit(s->l, party))
		return fail(s, "shares of one company add to at most 100 per cent", "the shares add to more than 100 per cent");
	return true;
}

/* aliases=a,b and other words that are kept and not decided on. An address has commas of its own: it stays whole. */
static bool set_texts(setter *s, law_frame *party, ab_str word)
{
	static const char *const names[][2] = {
		{"aliases", "alias"}, {"addresses", "address"}, {"identifiers", "identifier"}, {"description", "description"}};
	for (size_t i = 0; i < AB_COUNT(names); i++) {
		if (!ab_str_is(word, names[i][0]))
			continue;
		case_drop_texts(s->c, party->path, false, ab_str_of(names[i][1]));
		ab_str rest = {0};
		if (!is_none(s->value) && !is_null(s->value))
			rest = s->value;
		ab_str part = rest;
		bool split = i == 0 || i == 2;
		while (split ? ab_str_cut(&rest, ',', &part) : rest.n > 0) {
			case_text t = {party->path, ab_str_of(names[i][1]), ab_str_dup(s->a, ab_str_trim(part))};
			ab_push(s->a, &s->c->texts, t);
			if (!split)
				break;
		}
		return true;
	}
	return false;
}

static bool set_party(setter *s, law_frame *party, ab_str rest)
{
	ab_str tail, head = head_of(rest, &tail);
	if (ab_str_is(head, "owners"))
		return set_owners(s, party, tail);
	if (ab_str_is(rest, "role"))
		return fail(s, "name the role in front: end-user.name=...", "the role is part of the path");
	const law_fact *fact = case_fact(s->l, LS_PARTY, rest);
	if (fact)
		return set_fact(s, party, fact);
	return set_texts(s, party, rest) || unknown_path(s, LS_PARTY, rest);
}

/* "end-user", "end-user#2": the party, made where it is the next of its role. NULL with a fault. */
static law_frame *party_of(setter *s, ab_str role, ab_str number)
{
	uint32_t wanted = 1, seen = 0;
	if (number.n && !index_of(number, &wanted)) {
		fail(s, "count from 1, as in end-user#2.name", "a number must follow #");
		return NULL;
	}
	for (uint32_t i = 0; i < s->c->facts.parties.n; i++) {
		law_frame *f = s->c->facts.parties.p[i];
		if (ab_str_eq(f->role, role) && ++seen == wanted)
			return f;
	}
	if (wanted == seen + 1)
		return case_add_party(s->c, role);
	fail(s, ab_sprintf(s->a, "the next is %.*s#%u", AB_FMT(role), seen + 1), "parties of one role have a gap");
	return NULL;
}

/* The part before '#'; what follows goes to `number`, empty where there is none. */
static ab_str role_of(ab_str head, ab_str *number)
{
	const char *mark = head.n ? memchr(head.p, '#', head.n) : NULL;
	size_t n = mark ? (size_t)(mark - head.p) : head.n;
	*number = mark ? (ab_str){mark + 1, head.n - n - 1} : (ab_str){0};
	return (ab_str){head.p, n};
}

/* ---- the case itself ---- */
static bool set_assume(setter *s)
{
	AB_VEC(ab_str) words = {0};
	const char *message = "", *remedy = "";
	ab_str rest = s->value, part;
	while (!is_none(s->value) && ab_str_cut(&rest, ',', &part))
		ab_push(s->a, &words, part);
	return case_parse_assume(s->a, words.p, words.n, &s->c->assume, &message, &remedy) || fail(s, remedy, message);
}

static bool set_ordinary(setter *s)
{
	bool yes = ab_str_is(s->value, "true") || ab_str_is(s->value, "yes");
	if (!yes && !ab_str_is(s->value, "false") && !ab_str_is(s->value, "no"))
		return fail(s, "write true or false", "this is neither yes nor no");
	s->c->assume = yes ? s->c->assume | CASE_ORDINARY : s->c->assume & ~(unsigned)CASE_ORDINARY;
	return true;
}

static bool set_day(setter *s, bool known)
{
	ab_date day;
	if (!ab_date_parse(s->value, &day))
		return fail(s, "write an existing day as YYYY-MM-DD, for example 2025-05-20", "this is no day of the calendar");
	case_set_day(s->c, known, day);
	case_refresh_holds(s->c);
	return true;
}

static bool set_holds(setter *s)
{
	const law_fact *fact = law_fact_find(s->l, LS_ROOT, AB_STR("holds"));
	const char *message = "", *remedy = "";
	law_value v;
	if (is_null(s->value)) {
		s->c->holds.n = 0;
		s->c->holds_stated = false;
		return !fact || set_fact(s, s->c->facts.root, fact);
	}
	if (fact && !case_parse_value(s->l, s->c->catalog, s->a, fact, s->value, &v, &message, &remedy))
		return fail(s, remedy, message);
	s->c->holds.n = 0;
	s->c->holds_stated = true;
	ab_str rest = {0}, part;
	if (fact)
		rest = v.text;
	else if (!is_none(s->value))
		rest = ab_str_dup(s->a, s->value);
	while (ab_str_cut(&rest, ',', &part)) {
		ab_push(s->a, &s->c->holds, case_hold_new(ab_str_trim(part)));
	}
	case_refresh_holds(s->c);
	return true;
}

/* ---- holds.1.until=2026-01-31 ---- */
static bool hold_kind(setter *s, ab_str *out)
{
	const law_fact *fact = law_fact_find(s->l, LS_ROOT, AB_STR("holds"));
	const char *message = "", *remedy = "";
	law_value v;
	if (is_null(s->value) || is_none(s->value))
		return fail(s, "write a kind such as license", "it is not said what is held");
	*out = ab_str_dup(s->a, s->value);
	if (!fact)
		return true;
	if (!case_parse_list(s->l, s->c->catalog, s->a, fact, &s->value, 1, &v, &message, &remedy))
		return fail(s, remedy, message);
	*out = v.text;
	return true;
}

static bool hold_room(setter *s)
{
	return case_hold_room(s->c) ||
	       fail(s, "state those that bear on this act", "too many authorizations, items, parties and countries");
}

static bool hold_day(setter *s, ab_date *out)
{
	return ab_date_parse(s->value, out) ||
	       fail(s, "write an existing day as YYYY-MM-DD, for example 2025-05-20", "this is no day of the calendar");
}

static bool hold_number(setter *s, ab_num *out)
{
	law_value n;
	const char *message = "", *remedy = "";
	if (!case_parse_figure(s->a, s->value, "pieces", CASE_PIECES_MAX, true, &n, &message, &remedy))
		return fail(s, remedy, message);
	*out = n.lo;
	return true;
}

static bool hold_country(setter *s, ab_str text, ab_str *out)
{
	const char *message = "", *remedy = "";
	return case_parse_country(s->c->catalog, s->a, text, out, &message, &remedy) || fail(s, remedy, message);
}

static bool hold_entry(setter *s, case_hold *h, case_hold_part part, ab_str text)
{
	const char *message = "", *remedy = "";
	case_hold_item item;
	ab_str code;
	if (!text.n || !hold_room(s))
		return !text.n;
	if (part == HOLD_ITEMS) {
		if (!case_hold_item_of(s->c, s->a, text, &item, &message, &remedy))
			return fail(s, remedy, message);
		ab_push(s->a, &h->items, item);
	} else if (part == HOLD_COUNTRIES) {
		if (!hold_country(s, text, &code))
			return false;
		ab_push(s->a, &h->countries, code);
	} else {
		ab_push(s->a, &h->parties, ((case_hold_party){.name = ab_str_dup(s->a, text)}));
	}
	return true;
}

/* items=3A090.a,h100; a party whose name has a comma stands as parties.1.name. */
static bool hold_entries(setter *s, case_hold *h, case_hold_part part)
{
	ab_str rest = s->value, word;
	if (part == HOLD_ITEMS)
		h->items.n = 0;
	else if (part == HOLD_COUNTRIES)
		h->countries.n = 0;
	else
		h->parties.n = 0;
	while (!is_none(s->value) && ab_str_cut(&rest, ',', &word))
		if (!hold_entry(s, h, part, ab_str_trim(word)))
			return false;
	return true;
}

/* parties.1.role=end-user */
static bool hold_party(setter *s, case_hold *h, ab_str rest)
{
	ab_str tail;
	uint32_t i;
	if (!list_place(s, head_of(rest, &tail), h->parties.n, &i))
		return false;
	if (i > h->parties.n && !hold_room(s))
		return false;
	case_hold_party p = i > h->parties.n ? (case_hold_party){0} : h->parties.p[i - 1];
	if (!s->value.n || is_null(s->value))
		return fail(s, "leave the entry out, or state it", "nothing is stated");
	if (ab_str_is(tail, "name"))
		p.name = ab_str_dup(s->a, s->value);
	else if (ab_str_is(tail, "country")) {
		if (!hold_country(s, s->value, &p.country))
			return false;
	} else if (ab_str_is(tail, "role")) {
		if (!case_is_role(s->l, s->value))
			return fail(s, case_role_remedy(s->l, s->a, s->value), "this is no role");
		p.role = ab_str_dup(s->a, s->value);
	} else
		return fail(s, "use name, role or country, as in holds.1.parties.1.name", "this names nothing of a party");
	if (i > h->parties.n)
		ab_push(s->a, &h->parties, p);
	else
		h->parties.p[i - 1] = p;
	h->stated |= 1U << HOLD_PARTIES;
	h->open &= ~(1U << HOLD_PARTIES);
	return true;
}

static bool hold_term(setter *s, case_hold *h, case_hold_part part)
{
	h->stated |= 1U << part;
	h->open &= ~(1U << part);
	if (is_null(s->value)) {
		h->open |= 1U << part;
		return true;
	}
	switch (part) {
	case HOLD_FROM: return hold_day(s, &h->from);
	case HOLD_UNTIL: return hold_day(s, &h->until);
	case HOLD_QUANTITY: return hold_number(s, &h->quantity);
	case HOLD_USED: return hold_number(s, &h->used);
	case HOLD_ITEMS:
	case HOLD_PARTIES:
	case HOLD_COUNTRIES: break;
	}
	return hold_entries(s, h, part);
}

static bool set_hold(setter *s, ab_str rest)
{
	ab_str tail, below;
	uint32_t i;
	if (!list_place(s, head_of(rest, &tail), s->c->holds.n, &i))
		return false;
	bool fresh = i > s->c->holds.n;
	ab_str word = head_of(tail, &below);
	if (fresh && !ab_str_is(tail, "kind"))
		return fail(s, ab_sprintf(s->a, "say first what it is: holds.%u.kind=license", i), "this is not held yet");
	if (fresh && !hold_room(s))
		return false;
	case_hold h = fresh ? case_hold_new((ab_str){0}) : s->c->holds.p[i - 1];
	int part = case_hold_part_of(word);
	bool ok;
	if (ab_str_is(tail, "kind"))
		ok = hold_kind(s, &h.kind);
	else if (ab_str_is(tail, "id")) {
		h.id = is_null(s->value) ? (ab_str){0} : ab_str_dup(s->a, s->value);
		ok = true;
	} else if (part == HOLD_PARTIES && below.n)
		ok = hold_party(s, &h, below);
	else if (part >= 0 && !below.n)
		ok = hold_term(s, &h, (case_hold_part)part);
	else
		return fail(s, "use kind, id, from, until, items, parties, countries, quantity or used",
		            "this is no term of an authorization");
	if (!ok)
		return false;
	if (h.until < h.from)
		return fail(s, "exchange the two days", "it ends before it begins");
	if (fresh)
		ab_push(s->a, &s->c->holds, h);
	else
		s->c->holds.p[i - 1] = h;
	s->c->holds_stated = true;
	case_refresh_holds(s->c);
	return true;
}

static bool set_jurisdictions(setter *s)
{
	AB_VEC(ab_str) words = {0};
	const char *message = "", *remedy = "";
	ab_str rest = s->value, part;
	while (!is_none(s->value) && ab_str_cut(&rest, ',', &part))
		ab_push(s->a, &words, part);
	return case_set_jurisdictions(s->c, words.p, words.n, &message, &remedy) || fail(s, remedy, message);
}

static bool set_schema(setter *s)
{
	return ab_str_is(s->value, "ambit/case/1") ||
	       fail(s, "this program reads ambit/case/1", "this schema is not known");
}

/* True when `path` is one of the case's own names; *ok is then the result. */
static bool set_own(setter *s, ab_str path, bool *ok)
{
	bool as_of = ab_str_is(path, "as_of") || ab_str_is(path, "as-of");
	if (as_of || ab_str_is(path, "known"))
		*ok = set_day(s, !as_of);
	else if (ab_str_is(path, "assume"))
		*ok = set_assume(s);
	else if (ab_str_is(path, "ordinary"))
		*ok = set_ordinary(s);
	else if (ab_str_is(path, "holds"))
		*ok = set_holds(s);
	else if (ab_str_is(path, "jurisdictions"))
		*ok = set_jurisdictions(s);
	else if (ab_str_is(path, "schema"))
		*ok = set_schema(s);
	else if (ab_str_is(path, "id")) {
		s->c->id = ab_str_dup(s->a, s->value);
		*ok = true;
	} else
		return false;
	return true;
}

/* ---- short names ---- */
static bool ends_in(ab_str name, ab_str tail)
{
	if (name.n == tail.n)
		return ab_str_eq(name, tail);
	return name.n > tail.n && name.p[name.n - tail.n - 1] == '.' && !memcmp(name.p + name.n - tail.n, tail.p, tail.n);
}

typedef struct short_name {
	const law_fact *fact; /* of the item or the case */
	const law_fact
		*party; /* of a party: counts against being unique, for a name read as another thing's is never screened */
	uint32_t n;
	const char *list; /* "item.name, end-user.name" */
} short_name;

static short_name find_short(setter *s, ab_str name)
{
	short_name f = {.list = ""};
	for (size_t i = 0; i < law_fact_count(s->l); i++) {
		const law_fact *x = law_fact_at(s->l, i);
		if (x->scope > LS_PARTY || !case_statable(x) || !ends_in(x->name, name))
			continue;
		bool party = x->scope == LS_PARTY;
		ab_str path = party ? ab_str_of(ab_sprintf(s->a, "end-user.%.*s", AB_FMT(x->name))) : x->path;
		f.list = ab_sprintf(s->a, "%s%s%.*s", f.list, f.n ? ", " : "", AB_FMT(path));
		f.n++;
		if (!party)
			f.fact = x;
		else if (!f.party)
			f.party = x;
	}
	return f;
}

static bool set_short(setter *s)
{
	ab_str tail, head = head_of(s->path, &tail);
	for (const char *const *n = case_item_names; *n; n++)
		if (ab_str_is(head, *n))
			return set_item(s, s->c->facts.item, s->path);
	short_name f = find_short(s, s->path);
	if (f.n == 1 && f.fact)
		return set_fact(s, f.fact->scope == LS_ITEM ? s->c->facts.item : s->c->facts.root, f.fact);
	if (f.n > 1 && f.fact)
		return fail(s, ab_sprintf(s->a, "write one of: %s", f.list), "the name fits several facts");
	if (f.party)
		return fail(s, ab_sprintf(s->a, "say whose, by the role: %s", f.list), "the name is a party's fact");
	if (tail.n && !ab_str_is(head, "its")) {
		ab_str number, role = role_of(head, &number);
		if (case_fact(s->l, LS_PARTY, tail))
			return case_fail(&s->at, CASE_NO_PLACE, case_role_remedy(s->l, s->a, role), "%.*s: \"%.*s\" is no role",
			                 AB_FMT(s->path), AB_FMT(role));
	}
	const char *remedy = case_name_remedy(s->l, s->a, LS_ITEM, s->path);
	if (strncmp(remedy, "did you mean", 12) != 0)
		return unknown_path(s, LS_ROOT, s->path);
	return case_fail(&s->at, CASE_NO_PLACE, remedy, "unknown fact \"%.*s\"", AB_FMT(s->path));
}

/* parties.1.name: by place instead of role; only for parties that exist. */
static bool set_by_place(setter *s, ab_str rest)
{
	ab_str tail;
	uint32_t i;
	if (!rest.n && is_none(s->value)) {
		s->c->facts.parties.n = 0;
		s->c->facts.parties_stated = true;
		return true;
	}
	if (!index_of(head_of(rest, &tail), &i) || i > s->c->facts.parties.n || !tail.n)
		return fail(s, "name the party by its role, as in end-user.name=...", "there is no such party");
	return set_party(s, s->c->facts.parties.p[i - 1], tail);
}

static bool set_path(setter *s)
{
	ab_str tail, number, head = head_of(s->path, &tail);
	bool ok;
	if (set_own(s, s->path, &ok))
		return ok;
	if (ab_str_is(head, "item") && tail.n)
		return set_item(s, s->c->facts.item, tail);
	if (ab_str_is(head, "parties"))
		return set_by_place(s, tail);
	if (ab_str_is(head, "holds"))
		return set_hold(s, tail);
	if (ab_str_is(s->path, "item"))
		return fail(s, "state its facts one by one: item.chip=..., item.tpp=...", "an item is no single fact");
	ab_str role = role_of(head, &number);
	if (case_is_role(s->l, role)) {
		if (!tail.n)
			return fail(s, "state one of its facts, such as end-user.name=...", "a party is no single fact");
		law_frame *party = party_of(s, role, number);
		return party && set_party(s, party, tail);
	}
	const law_fact *fact = case_fact(s->l, LS_ROOT, s->path);
	return fact ? set_fact(s, s->c->facts.root, fact) : set_short(s);
}

ambit_status ambit_case_set(ambit_case *self, const char *path, const char *value, ambit_error *error)
{
	setter s = {.c = self, .l = self->law, .a = &self->arena, .at = {.error = error}};
	s.path = ab_str_trim(ab_str_of(path));
	s.value = ab_str_trim(ab_str_of(value));
	bool ok;
	if (!s.path.n)
		ok = case_fail(&s.at, CASE_NO_PLACE, "write path=value, such as item.chip=h100", "a fact has no name");
	else if (s.path.n > CASE_PATH_MAX || s.value.n > CASE_TEXT_MAX)
		ok = case_fail(&s.at, CASE_NO_PLACE, "shorten it", "a path or value is too long");
	else if (ab_utf8_invalid(s.path) != s.path.n || ab_utf8_invalid(s.value) != s.value.n)
		ok = case_fail(&s.at, CASE_NO_PLACE, "write it as UTF-8", "a path or value is not valid UTF-8");
	else
		ok = set_path(&s);
	return ok ? AMBIT_OK : AMBIT_BAD_INPUT;
}
