/* Parties with a name are looked up in the lists: what stands there on the day, as far as
 * it was published, is known of the party. Nothing found clears nothing: exact names find
 * too little for that. What is found is what is known at least; other lists stay open. */
#include <string.h>

#include "determine/determine.h"

static const char *const entry_facts[DET_ENTRY_FACTS] = {"listed",           "entry.policy",       "entry.requirement",
                                                         "entry.exceptions", "entry.address-only", "entry.savings"};

enum { LISTED, POLICY, REQUIREMENT, EXCEPTIONS, ADDRESS_ONLY, SAVINGS };

static law_value *slot(const law *l, law_frame *party, size_t i)
{
	return law_frame_value(l, party, ab_str_of(entry_facts[i]));
}

/* ---- finding ---- */
typedef struct finding {
	const struct ambit_case *c;
	ab_arena *a;
	det_screening *out;
} finding;

static bool in_a_country(const law *l, law_frame *party, const screen_entry *e)
{
	static const char *const where[] = {"country", "headquarters", "parent.country"};
	for (size_t i = 0; i < AB_COUNT(where); i++) {
		const law_value *v = law_frame_value(l, party, ab_str_of(where[i]));
		char code[3];
		if (!v || v->state != LV_KNOWN)
			continue;
		law_country_code(v->word, code);
		if (screen_in_country(e, ab_str_of(code)))
			return true;
	}
	return false;
}

/* The list as the law calls it; NULL: the law has no word for it. */
static const law_decl *list_named(const law *l, ab_str id)
{
	const law_tree *t = law_tree_of(l);
	for (uint32_t i = 0; i < t->decls.n; i++)
		if (t->decls.p[i]->kind == LD_LIST && ab_str_eq(t->decls.p[i]->id, id))
			return t->decls.p[i];
	return NULL;
}

static ab_str source_of(ab_arena *a, const law_decl *list, const screen_entry *e)
{
	char day[AB_DATE_LEN];
	return ab_str_of(ab_sprintf(
		a, "%.*s%s%.*s, %s %s: %.*s", AB_FMT(list ? list->title : e->list), e->rule.n ? ", " : "", AB_FMT(e->rule),
		e->maybe_from == e->from ? "listed" : "seen on it on", ab_date_format(e->from, day), AB_FMT(e->name)));
}

static void add_hits(const finding *k, det_party *p, ab_str name)
{
	screen_hit found[SCREEN_HITS_MAX];
	uint32_t n = screen_find(k->c->engine->screen, name, found);
	for (uint32_t i = 0; i < n; i++) {
		const screen_entry *e = found[i].entry;
		const law_decl *list = list_named(k->c->law, e->list);
		det_hit hit = {.entry = e,
		               .source = source_of(k->a, list, e),
		               .known_from = found[i].known_from,
		               .described = list && list->words.n,
		               .name_only = found[i].needs_country && !in_a_country(k->c->law, p->frame, e)};
		uint32_t at = 0;
		while (at < p->hits.n && p->hits.p[at].entry != hit.entry)
			at++;
		if (at == p->hits.n)
			ab_push(k->a, &p->hits, hit);
		else if (!hit.name_only && (p->hits.p[at].name_only || hit.known_from < p->hits.p[at].known_from))
			p->hits.p[at] = hit;
	}
}

static void find_party(const finding *k, law_frame *party, int depth)
{
	const law_value *name = party ? law_frame_value(k->c->law, party, AB_STR("name")) : NULL;
	if (!party)
		return;
	/* a maker that the tables name is no party of the deal; one that was stated is looked up */
	bool said = name && (name->from == LF_STATED || name->from == LF_SCREENED); /* the latter: an owner from a table */
	if (said && name->state == LV_KNOWN && name->text.n) {
		det_party p = {.frame = party};
		add_hits(k, &p, name->text);
		for (uint32_t i = 0; i < k->c->texts.n; i++)
			if (ab_str_is(k->c->texts.p[i].name, "alias") && ab_str_eq(k->c->texts.p[i].path, party->path))
				add_hits(k, &p, k->c->texts.p[i].text);
		for (size_t i = 0; i < DET_ENTRY_FACTS; i++)
			if (slot(k->c->law, party, i))
				p.before[i] = *slot(k->c->law, party, i);
		if (p.hits.n)
			ab_push(k->a, &k->out->list, p);
	}
	for (uint32_t i = 0; i < party->owners.n && depth < 16; i++)
		find_party(k, party->owners.p[i], depth + 1);
}

static void find_makers(const finding *k, const law_frame *item, int depth)
{
	find_party(k, item->designer, 0);
	find_party(k, item->fabricator, 0);
	find_party(k, item->packager, 0);
	for (uint32_t i = 0; i < item->parts.n && depth < 33; i++)
		find_makers(k, item->parts.p[i], depth + 1);
}

/* ---- what the entries say on a day ---- */
static bool counts_on(const det_hit *h, const law_facts *f)
{
	return !h->name_only && f->known >= h->known_from && screen_entry_on(h->entry, f->as_of, f->known) == SCREEN_ON;
}

static void set_word(const law_fact *fact, law_bits *bits, ab_str word)
{
	law_bits_set(bits, law_word(fact, word));
}

/* Words of a list that an entry of it settles: "us.entity-list" and its footnotes. */
static bool of_list(ab_str word, ab_str list)
{
	return word.n >= list.n && memcmp(word.p, list.p, list.n) == 0 && (word.n == list.n || word.p[list.n] == '.');
}

static void close_list(const law_fact *fact, law_bits *open, ab_str list)
{
	for (uint32_t i = 0; i < fact->vocabulary.n; i++)
		if (of_list(fact->vocabulary.p[i], list))
			open->w[(i + 1) / 64] &= ~((uint64_t)1 << ((i + 1) % 64));
}

static ab_str words_of(const law_fact *fact, const law_bits *bits, ab_arena *a)
{
	const char *s = "";
	for (uint32_t i = 1; i <= fact->vocabulary.n; i++)
		if (law_bits_get(bits, i))
			s = ab_sprintf(a, "%s%s%.*s", s, *s ? ", " : "", AB_FMT(law_word_name(fact, i)));
	return ab_str_of(s);
}

static void apply_lists(const law *l, law_facts *f, det_party *p)
{
	const law_fact *fact = law_fact_find(l, LS_PARTY, AB_STR("listed"));
	law_value *v = slot(l, p->frame, LISTED);
	if (!fact || !v)
		return;
	const law_value *before = &p->before[LISTED];
	bool stated = before->state == LV_KNOWN && before->from == LF_STATED;
	*v = *before;
	if (!stated) {
		memset(&v->bits, 0, sizeof v->bits);
		memset(&p->open, 0, sizeof p->open);
		for (uint32_t i = 0; i <= fact->vocabulary.n; i++)
			law_bits_set(&p->open, i);
	}
	law_bits unsure = {{0}};
	const det_hit *first = NULL;
	bool adds = false;
	for (uint32_t i = 0; i < p->hits.n; i++) {
		const screen_entry *e = p->hits.p[i].entry;
		if (!counts_on(&p->hits.p[i], f))
			continue;
		first = first ? first : &p->hits.p[i];
		adds = adds || !law_bits_get(&v->bits, law_word(fact, e->list));
		set_word(fact, &v->bits, e->list);
		close_list(fact, &p->open, e->list);
		for (uint32_t m = 0; m < e->mark_n; m++) {
			screen_state on = screen_mark_on(&e->marks[m], f->as_of, f->known);
			adds = adds || (on == SCREEN_ON && !law_bits_get(&v->bits, law_word(fact, e->marks[m].word)));
			if (on != SCREEN_OFF)
				set_word(fact, on == SCREEN_ON ? &v->bits : &unsure, e->marks[m].word);
		}
	}
	if (!first || !adds) {
		*v = *before;
		return;
	}
	for (int i = 0; i < LAW_SET_WORDS; i++)
		p->open.w[i] = (p->open.w[i] | unsure.w[i]) & ~v->bits.w[i];
	v->state = LV_KNOWN;
	v->null = false;
	v->from = LF_SCREENED;
	v->open = stated ? NULL : &p->open;
	v->text = words_of(fact, &v->bits, f->arena);
	v->source = first->source;
}

static void say(const law *l, law_facts *f, det_party *p, size_t i, ab_str text, ab_str source)
{
	const law_fact *fact = law_fact_find(l, LS_PARTY, ab_str_of(entry_facts[i]));
	law_value *v = slot(l, p->frame, i), got = {.state = LV_UNKNOWN};
	const char *message, *remedy;
	if (!fact || !v || v->from == LF_STATED || !text.n ||
	    !case_parse_value(l, NULL, f->arena, fact, text, &got, &message, &remedy))
		return;
	got.from = LF_SCREENED;
	got.source = source;
	*v = got;
}

/* Of two review policies the stricter; an entry whose policy is not known may have the strictest. */
static ab_str strictest(const law *l, const det_party *p, const law_facts *f, ab_str list)
{
	const law_fact *fact = law_fact_find(l, LS_PARTY, ab_str_of(entry_facts[POLICY]));
	uint32_t best = UINT32_MAX;
	bool all = true;
	for (uint32_t i = 0; fact && i < p->hits.n; i++) {
		const screen_entry *e = p->hits.p[i].entry;
		if (!counts_on(&p->hits.p[i], f) || !ab_str_eq(e->list, list))
			continue;
		uint32_t at = e->policy.n && f->as_of >= e->policy_from ? law_word(fact, e->policy) : 0;
		all = all && at;
		if (at && at < best)
			best = at;
	}
	return fact && best != UINT32_MAX && (all || best == 1) ? law_word_name(fact, best) : (ab_str){0};
}

/* What counts of several entries of one party: what they agree on, else the strictest. */
static void apply_entry(const law *l, law_facts *f, det_party *p)
{
	const det_hit *one = NULL;
	ab_str requirement = {0}, exceptions = {0};
	bool same = true, under_way = true;
	for (size_t i = POLICY; i < DET_ENTRY_FACTS; i++)
		if (slot(l, p->frame, i))
			*slot(l, p->frame, i) = p->before[i];
	for (uint32_t i = 0; i < p->hits.n; i++) {
		const screen_entry *e = p->hits.p[i].entry;
		if (!counts_on(&p->hits.p[i], f) || !p->hits.p[i].described)
			continue;
		same = !one || (same && ab_str_eq(requirement, e->requirement) && ab_str_eq(exceptions, e->exceptions));
		under_way = under_way && f->as_of <= e->savings;
		one = one ? one : &p->hits.p[i];
		requirement = e->requirement;
		exceptions = e->exceptions;
	}
	if (!one)
		return;
	say(l, f, p, POLICY, strictest(l, p, f, one->entry->list), one->source);
	say(l, f, p, REQUIREMENT, same ? requirement : AB_STR("all-items"), one->source);
	say(l, f, p, EXCEPTIONS, same ? exceptions : AB_STR("none"), one->source);
	say(l, f, p, ADDRESS_ONLY, AB_STR("false"), one->source);
	say(l, f, p, SAVINGS, under_way ? AB_STR("true") : AB_STR("false"), one->source);
}

void det_screen_day(const law *l, law_facts *f, const det_screening *s)
{
	for (uint32_t i = 0; i < s->list.n; i++) {
		apply_lists(l, f, &s->list.p[i]);
		apply_entry(l, f, &s->list.p[i]);
	}
}

void det_screen(const struct ambit_case *c, ab_arena *a, law_facts *f, det_screening *out)
{
	finding k = {c, a, out};
	if (!c->engine || !c->engine->screen)
		return;
	for (uint32_t i = 0; i < f->parties.n; i++)
		find_party(&k, f->parties.p[i], 0);
	find_makers(&k, f->item, 0);
	det_screen_day(c->law, f, out);
}

size_t det_screen_days(const det_screening *s, ab_arena *a, ab_date **out)
{
	AB_VEC(ab_date) days = {0};
	for (uint32_t i = 0; i < s->list.n; i++)
		for (uint32_t h = 0; h < s->list.p[i].hits.n; h++) {
			ab_date some[SCREEN_DAYS_MAX];
			uint32_t n = screen_entry_days(s->list.p[i].hits.p[h].entry, some);
			for (uint32_t k = 0; k < n; k++)
				ab_push(a, &days, some[k]);
		}
	*out = days.p;
	return days.n;
}

/* ---- what is said of it ---- */
/* "the end user (Huawei)" as the page has it, with a capital. */
static ab_str who(const ambit_determination *d, ab_arena *a, const law_frame *party)
{
	ab_str s = det_fact_name(d, a, ab_str_of(ab_sprintf(a, "%.*s.name", AB_FMT(party->path))));
	static const char of[] = "name of ";
	if (ab_str_starts(s, of)) {
		s.p += sizeof of - 1;
		s.n -= sizeof of - 1;
	}
	char *out = ab_strdup(a, s);
	if (out[0] >= 'a' && out[0] <= 'z')
		out[0] = (char)(out[0] - 'a' + 'A');
	return ab_str_of(out);
}

static const char *why_not(const det_hit *hit, ab_date known)
{
	if (hit->name_only)
		return "the one word of its name may be another's: state its country";
	return known < hit->known_from ? "when this name was added to it is not known" : "whether on this day is not known";
}

void det_screen_notes(const ambit_determination *d, ab_arena *a, const det_screening *s,
                      void (*add)(void *arg, const char *id, ab_str text), void *arg)
{
	const law *l = d->engine->law;
	char day[AB_DATE_LEN];
	for (uint32_t i = 0; i < s->list.n; i++) {
		const det_party *p = &s->list.p[i];
		const law_value *before = &p->before[LISTED];
		const law_value *now = slot(l, p->frame, LISTED);
		ab_str name = who(d, a, p->frame);
		for (uint32_t h = 0; h < p->hits.n; h++) {
			const det_hit *hit = &p->hits.p[h];
			screen_state on = screen_entry_on(hit->entry, d->as_of, d->known);
			ab_str where = hit->source;
			if (on == SCREEN_OFF)
				continue;
			if (counts_on(hit, &d->facts))
				add(arg, "screened",
				    ab_str_of(ab_sprintf(a, "%.*s is on a list by its name: %.*s", AB_FMT(name), AB_FMT(where))));
			else
				add(arg, "may-be-listed",
				    ab_str_of(ab_sprintf(a, "%.*s may be on a list: %.*s; %s.", AB_FMT(name), AB_FMT(where),
				                         why_not(hit, d->known))));
		}
		if (before->state == LV_KNOWN && before->from == LF_STATED && now && now->from == LF_SCREENED)
			add(arg, "screening-adds",
			    ab_str_of(ab_sprintf(a, "%.*s: its name is on more lists than were stated; the stricter counts.",
			                         AB_FMT(name))));
	}
	ab_date through = d->engine->screen ? screen_through(d->engine->screen) : AB_DATE_MAX;
	if (s->list.n && d->as_of > through)
		add(arg, "stale-list",
		    ab_str_of(ab_sprintf(a, "The lists are held as of %s: later additions and removals are not known.",
		                         ab_date_format(through, day))));
}
