/* ambit_check: completes the case, decides it under every pack asked for, member by
 * member where a name covers several chips, and combines the answers. */
#include <stdlib.h>
#include <string.h>

#include "determine/determine.h"

#define MEMBERS_MAX 64

static const char *const outcome_names[AMBIT_OUTCOME_COUNT] = {
	"not-subject",      "no-license-required", "authorized", "exception-available",
	"license-required", "presumed-prohibited", "prohibited", "not-determined",
};

const char *ambit_outcome_name(ambit_outcome o)
{
	return (unsigned)o < AMBIT_OUTCOME_COUNT ? outcome_names[o] : "not-determined";
}

/* Rules (d) to (f) of the contract. */
ambit_outcome det_outcome_of(law_level bar, law_level worst)
{
	if (worst <= LAW_EXCEPTION)
		return (ambit_outcome)worst;
	return bar >= LAW_LICENSE ? (ambit_outcome)bar : AMBIT_NOT_DETERMINED;
}

typedef struct bounds {
	law_level bar, best, worst, range_best, range_worst;
} bounds;

static bounds bounds_of(const law_result *r)
{
	return (bounds){r->bar, r->best, r->worst, r->range_best, r->range_worst};
}

static law_level least(law_level a, law_level b)
{
	return a < b ? a : b;
}

static law_level most(law_level a, law_level b)
{
	return a > b ? a : b;
}

/* Another member of a family: any of them may be meant. */
static void widen(bounds *b, const bounds *o)
{
	*b = (bounds){least(b->bar, o->bar), least(b->best, o->best), most(b->worst, o->worst),
	              least(b->range_best, o->range_best), most(b->range_worst, o->range_worst)};
}

typedef struct checking {
	const struct ambit_engine *engine;
	const struct ambit_case *c;
	const ambit_options *o;
	ab_arena *arena;
	int32_t *choices;
	ambit_error *error;
} checking;

static law_query query_of(const checking *k, ab_str pack, unsigned sets)
{
	law_query q = {.pack = pack,
	               .text_reading = k->o->reading == AMBIT_READING_TEXT,
	               .choices = k->choices,
	               .unlisted_owners = (sets & CASE_UNLISTED_OWNERS) != 0};
	q.want_why = (k->o->with & AMBIT_WITH_EXPLANATION) != 0;
	q.want_questions = (k->o->with & AMBIT_WITH_QUESTIONS) != 0;
	return q;
}

law_query det_query(const ambit_determination *d, ab_str pack)
{
	return (law_query){.pack = pack,
	                   .text_reading = d->options.reading == AMBIT_READING_TEXT,
	                   .choices = d->choices,
	                   .unlisted_owners = (d->assume & CASE_UNLISTED_OWNERS) != 0};
}

/* ---- the case, completed once for each member of the families that its names stand for ---- */
typedef struct prepared {
	const catalog_chip *chip; /* the member; NULL where no family is met */
	law_facts facts;
	det_screening screening;
	uint32_t like; /* the first member that is the same to the law; its own place when there is none */
} prepared;

typedef struct preparation {
	unsigned sets;
	const catalog_family *family;
	AB_VEC(prepared) list;
} preparation;

/* A license may be for one chip of a family. */
static bool same_holds(const checking *k, law_facts *a, law_facts *b)
{
	const law_value *x = law_frame_value(k->c->law, a->root, AB_STR("holds"));
	const law_value *y = law_frame_value(k->c->law, b->root, AB_STR("holds"));
	return !x || x->state != LV_KNOWN || (x->word == y->word && !memcmp(&x->bits, &y->bits, sizeof x->bits));
}

/* Members that no condition of the law tells apart are decided once. */
static void find_alike(const checking *k, preparation *p)
{
	law_query q = query_of(k, AB_STR(""), p->sets);
	for (uint32_t i = 1; i < p->list.n; i++)
		for (uint32_t j = 0; j < i && p->list.p[i].like == i; j++)
			if (p->list.p[j].like == j && same_holds(k, &p->list.p[j].facts, &p->list.p[i].facts) &&
			    law_alike(k->c->law, &p->list.p[j].facts, &p->list.p[i].facts, &q))
				p->list.p[i].like = j;
}

/* What was alike before more is assumed of both stays alike: `base`, when given, is taken over. */
static bool prepare(const checking *k, ab_arena *a, unsigned sets, const preparation *base, preparation *out)
{
	uint32_t pick[8] = {0};
	out->sets = sets;
	for (uint32_t n = 0; n < MEMBERS_MAX; n++) {
		det_families families = {0};
		prepared p = {0};
		if (!det_complete(k->c, a, sets, pick, &families, &p.facts, k->error))
			return false;
		det_apply_holds(k->c, &p.facts, a);
		if (families.list.n)
			out->family = families.list.p[0];
		if (families.list.n == 1)
			p.chip = out->family->members.p[pick[0]];
		p.screening = families.screening;
		p.like = out->list.n;
		ab_push(a, &out->list, p);
		if (!det_next_pick(pick, &families))
			break;
	}
	if (!base || base->list.n != out->list.n)
		find_alike(k, out);
	else
		for (uint32_t i = 0; i < out->list.n; i++)
			out->list.p[i].like = base->list.p[i].like;
	return true;
}

static void move_to_day(const checking *k, prepared *p, ab_date day)
{
	law_facts *f = &p->facts;
	f->as_of = day;
	law_value *v = law_frame_value(k->c->law, f->root, AB_STR("as_of"));
	law_value *s = law_frame_value(k->c->law, f->root, AB_STR("shipped_on"));
	if (v)
		v->word = day;
	if (s && s->from == LF_PRESUMED)
		s->word = day;
	det_screen_day(k->c->law, f, &p->screening);
	det_apply_holds(k->c, f, k->arena);
}

typedef struct decided {
	const prepared *worst; /* the member that is worst off, and its result */
	law_result result;
	bounds b;
} decided;

static void add_member(const checking *k, ambit_determination *d, const law_query *q, prepared *p,
                       ambit_outcome outcome)
{
	det_member m = {.chip = p->chip, .outcome = outcome};
	law_query plain = *q;
	plain.want_why = false;
	if (q->want_why)
		law_figures(k->c->law, &p->facts, &plain, k->arena, p->facts.item, &m.figures);
	ab_push(k->arena, &d->members, m);
}

/* What is raised or bears on another member may be meant: it may be there. */
static void add_beside(ab_arena *a, law_result *out, const law_result *r)
{
	for (uint32_t i = 0; i < r->flags.n; i++) {
		law_flag f = r->flags.p[i];
		bool there = false;
		for (uint32_t k = 0; k < out->flags.n && !there; k++)
			there = out->flags.p[k].version == f.version;
		f.state = LG_OPEN;
		if (!there)
			ab_push(a, &out->flags, f);
	}
	for (uint32_t i = 0; i < r->stakes.n; i++) {
		law_stake s = r->stakes.p[i];
		bool there = false;
		for (uint32_t k = 0; k < out->stakes.n && !there; k++)
			there = out->stakes.p[k].version == s.version;
		s.state = LAW_UNKNOWN;
		if (!there)
			ab_push(a, &out->stakes, s);
	}
}

/* Decides under one pack, over all members. `members` may be NULL. */
static void decide(const checking *k, ab_arena *a, const law_query *q, const preparation *p, decided *out,
                   ambit_determination *members)
{
	bounds *each = AB_NEW_N(a, bounds, p->list.n);
	for (uint32_t i = 0; i < p->list.n; i++) {
		bool own = p->list.p[i].like == i;
		law_result r;
		if (own)
			law_decide(k->c->law, &p->list.p[i].facts, q, a, &r);
		bounds b = each[i] = own ? bounds_of(&r) : each[p->list.p[i].like];
		if (members && p->list.p[i].chip)
			add_member(k, members, q, &p->list.p[i], det_outcome_of(b.bar, b.worst));
		if (!own)
			continue;
		if (!out->worst || b.worst > out->result.worst || (b.worst == out->result.worst && b.bar > out->result.bar)) {
			law_result before = out->result;
			out->worst = &p->list.p[i];
			out->result = r;
			add_beside(a, &out->result, &before);
		} else {
			add_beside(a, &out->result, &r);
		}
		if (i == 0)
			out->b = b;
		else
			widen(&out->b, &b);
	}
}

/* ---- packs asked for ---- */
static const law_decl *pack_named(const law *l, ab_str id)
{
	for (size_t i = 0; i < law_pack_count(l); i++)
		if (ab_str_eq(law_pack_at(l, i)->id, id))
			return law_pack_at(l, i);
	return NULL;
}

static void add_jurisdiction(const checking *k, ambit_determination *d, const preparation *p, ab_str id,
                             const law_decl *pack, bounds *all)
{
	det_jurisdiction j = {.id = ab_str_dup(k->arena, id), .pack = pack};
	if (!pack) { /* never "not subject": nothing is known of that law */
		j.outcome = AMBIT_NOT_DETERMINED;
		j.best = AMBIT_NOT_SUBJECT;
		j.worst = AMBIT_PROHIBITED;
		j.result.reached = LAW_UNKNOWN;
		j.level_worst = LAW_PROHIBITED;
	} else {
		decided x = {0};
		law_query q = query_of(k, id, d->assume);
		decide(k, k->arena, &q, p, &x, d->members.n ? NULL : d);
		j.result = x.result;
		j.outcome = det_outcome_of(x.b.bar, x.b.worst);
		j.best = (ambit_outcome)x.b.range_best;
		j.worst = (ambit_outcome)x.b.range_worst;
		j.level_bar = x.b.bar;
		j.level_best = x.b.best;
		j.level_worst = x.b.worst;
		if (!d->facts.root && x.worst)
			d->facts = x.worst->facts;
	}
	all->bar = most(all->bar, j.level_bar);
	all->best = most(all->best, j.level_best);
	all->worst = most(all->worst, j.level_worst);
	all->range_best = most(all->range_best, (law_level)j.best);
	all->range_worst = most(all->range_worst, (law_level)j.worst);
	ab_push(k->arena, &d->jurisdictions, j);
}

/* What one law asks cannot better the answer beyond what the others leave; a question that then decides nothing is none. */
static void bound_questions(ambit_determination *d)
{
	for (uint32_t i = 0; i < d->jurisdictions.n; i++) {
		law_result *r = &d->jurisdictions.p[i].result;
		law_level floor = LAW_NOT_SUBJECT;
		uint32_t kept = 0;
		for (uint32_t k = 0; k < d->jurisdictions.n; k++)
			if (k != i && d->jurisdictions.p[k].pack)
				floor = most(floor, d->jurisdictions.p[k].level_best);
		for (uint32_t q = 0; q < r->questions.n; q++) {
			law_question *x = &r->questions.p[q];
			bool told = x->best != x->worst;
			x->best = most(x->best, floor);
			x->worst = most(x->worst, floor);
			if (!told || x->best != x->worst)
				r->questions.p[kept++] = *x;
		}
		r->questions.n = kept;
	}
}

/* What is inside a thing of which nobody said what it is: that comes first, as most kinds hold no chips. */
static void ask_kind_first(const checking *k, ambit_determination *d)
{
	const law_fact *fact = law_fact_find(k->c->law, LS_ITEM, AB_STR("kind"));
	law_frame *item = d->facts.item;
	if (!fact || !item || item->parts_stated || item->v[fact->slot].state != LV_UNKNOWN)
		return;
	for (uint32_t i = 0; i < d->jurisdictions.n; i++) {
		law_result *r = &d->jurisdictions.p[i].result;
		const law_question *inside = NULL;
		bool asked = false;
		for (uint32_t q = 0; q < r->questions.n; q++) {
			const law_question *x = &r->questions.p[q];
			asked = asked || (x->frame == item && x->fact == fact);
			if (!inside && x->frame && x->frame->scope == LS_ITEM && x->frame != item)
				inside = x;
		}
		if (asked || !inside)
			continue;
		law_question kind = {
			.frame = item, .fact = fact, .path = AB_STR("item.kind"), .best = inside->best, .worst = inside->worst};
		ab_push(k->arena, &r->questions, kind);
		for (uint32_t q = r->questions.n - 1; q > 0; q--)
			r->questions.p[q] = r->questions.p[q - 1];
		r->questions.p[0] = kind;
	}
}

static void decide_all(const checking *k, ambit_determination *d, const preparation *p)
{
	const law *l = k->engine->law;
	bounds all = {0};
	d->family = p->family;
	for (uint32_t i = 0; i < k->c->jurisdictions.n; i++)
		add_jurisdiction(k, d, p, k->c->jurisdictions.p[i], pack_named(l, k->c->jurisdictions.p[i]), &all);
	for (size_t i = 0; i < law_pack_count(l) && !k->c->jurisdictions.n; i++)
		add_jurisdiction(k, d, p, law_pack_at(l, i)->id, law_pack_at(l, i), &all);
	d->outcome = det_outcome_of(all.bar, all.worst);
	d->best = (ambit_outcome)all.range_best;
	d->worst = (ambit_outcome)all.range_worst;
	bound_questions(d);
	if (!d->facts.root) /* no pack was held: the facts are shown all the same */
		d->facts = p->list.p[0].facts;
	ask_kind_first(k, d);
}

/* ---- what else the answer says ---- */
static ambit_outcome outcome_with(const checking *k, const ambit_determination *d, const preparation *p,
                                  bool want_deciding, const char **provision, ab_arena *a)
{
	bounds all = {0};
	for (uint32_t i = 0; i < d->jurisdictions.n; i++) {
		decided x = {0};
		if (!d->jurisdictions.p[i].pack) {
			all.worst = LAW_PROHIBITED;
			continue;
		}
		law_query q = query_of(k, d->jurisdictions.p[i].id, p->sets);
		q.want_why = q.want_questions = false;
		q.levels_only = true;
		q.want_deciding = want_deciding;
		decide(k, a, &q, p, &x, NULL);
		all.bar = most(all.bar, x.b.bar);
		all.worst = most(all.worst, x.b.worst);
		const law_finding *f = x.result.findings.n ? &x.result.findings.p[0] : NULL;
		if (provision && f && f->applies == LAW_TRUE && f->hi >= LAW_EXCEPTION)
			*provision = ab_strdup(k->arena, f->name);
	}
	return det_outcome_of(all.bar, all.worst);
}

static bool fill_assuming(const checking *k, ambit_determination *d, const preparation *base)
{
	static const struct {
		unsigned sets;
		const char *name;
	} sets[] = {
		{CASE_ORDINARY, "ordinary"},
		{CASE_ORDINARY | CASE_LOCAL | CASE_UNLISTED_OWNERS, "ordinary,local,unlisted-owners"},
	};
	for (size_t i = 0; i < AB_COUNT(sets); i++) {
		det_assuming x = {sets[i].name, d->outcome};
		unsigned with = d->assume | sets[i].sets;
		if (with != d->assume) {
			ab_arena scratch;
			preparation p = {0};
			ab_arena_init(&scratch);
			bool ok = prepare(k, &scratch, with, base, &p);
			x.outcome = ok ? outcome_with(k, d, &p, false, NULL, &scratch) : AMBIT_NOT_DETERMINED;
			ab_arena_free(&scratch);
			if (!ok)
				return false;
		}
		ab_push(k->arena, &d->assuming, x);
	}
	return true;
}

typedef struct walking {
	const checking *k;
	prepared *p;
} walking;

static void move_facts(law_facts *f, ab_date day, void *arg)
{
	const walking *w = arg;
	(void)f;
	move_to_day(w->k, w->p, day);
}

static bool among(ab_date day, const ab_date *days, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (days[i] == day)
			return true;
	return false;
}

/* Puts a day in its place among days in order, the first of which stays the first. */
static size_t put_day(ab_date *days, size_t n, ab_date day)
{
	size_t at = n;
	if (day <= days[0] || among(day, days, n))
		return n;
	for (; days[at - 1] > day; at--)
		days[at] = days[at - 1];
	days[at] = day;
	return n + 1;
}

/* Days on which the facts themselves change: an entry of a list, something in hand begins or ends. */
static size_t days_of_facts(const checking *k, const prepared *p, ab_arena *a, ab_date **out)
{
	ab_date *held, *moves;
	size_t n = det_hold_days(k->c, a, &held), m = det_screen_days(&p->screening, a, &moves);
	*out = AB_NEW_N(a, ab_date, n + m + 1);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = held[i];
	for (size_t i = 0; i < m; i++)
		(*out)[n + i] = moves[i];
	return n + m;
}

/* A walk skips days on which the law stands still; where the facts change it begins anew. */
static void walk(const checking *k, prepared *p, const law_query *q, const ab_date *days, size_t n,
                 law_day_level *levels, ab_arena *a)
{
	walking w = {k, p};
	ab_date *moves;
	size_t m = days_of_facts(k, p, a, &moves);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && !among(days[to], moves, m);)
			to++;
		law_walk(k->c->law, &p->facts, q, days + from, to - from, move_facts, &w, levels + from);
	}
}

/* The law's days from `first` on, and those on which the facts change; sorted, each once. */
static size_t days_of_change(const checking *k, ab_arena *a, const preparation *p, ab_date first, ab_date **out)
{
	size_t n, m = 0;
	const ab_date *all = law_days(k->engine->law, &n);
	ab_date *own;
	size_t own_n = days_of_facts(k, &p->list.p[0], a, &own);
	ab_date *days = AB_NEW_N(a, ab_date, n + own_n + 1);
	days[m++] = first;
	for (size_t i = 0; i < n; i++)
		if (all[i] > first)
			days[m++] = all[i];
	for (size_t i = 0; i < own_n; i++)
		m = put_day(days, m, own[i]);
	*out = days;
	return m;
}

/* Levels on every day, over all members and packs. */
static bounds *walk_days(const checking *k, const ambit_determination *d, preparation *p, const ab_date *days, size_t n,
                         ab_arena *a)
{
	bounds *all = AB_NEW_N(a, bounds, n + 1);
	law_day_level *levels = AB_NEW_N(a, law_day_level, n + 1);
	for (uint32_t j = 0; j < d->jurisdictions.n; j++) {
		law_query q = query_of(k, d->jurisdictions.p[j].id, p->sets);
		bounds *one = AB_NEW_N(a, bounds, n + 1);
		for (uint32_t m = 0; m < p->list.n && d->jurisdictions.p[j].pack; m++) {
			if (p->list.p[m].like != m)
				continue;
			walk(k, &p->list.p[m], &q, days, n, levels, a);
			for (size_t i = 0; i < n; i++) {
				one[i].bar = m ? least(one[i].bar, levels[i].bar) : levels[i].bar;
				one[i].worst = most(one[i].worst, levels[i].worst);
			}
		}
		for (size_t i = 0; i < n; i++) {
			all[i].bar = most(all[i].bar, one[i].bar);
			all[i].worst = d->jurisdictions.p[j].pack ? most(all[i].worst, one[i].worst) : LAW_PROHIBITED;
		}
	}
	return all;
}

/* Days on which the answer to this case changes, walked over the days on which the law does. */
static void fill_changes(const checking *k, ambit_determination *d, preparation *p)
{
	ab_date *days;
	ab_arena scratch;
	ab_arena_init(&scratch);
	size_t m = days_of_change(k, &scratch, p, ab_date_make(2022, 8, 1), &days);
	bounds *b = walk_days(k, d, p, days, m, &scratch);
	for (size_t i = 1; i < m; i++) {
		ambit_outcome before = det_outcome_of(b[i - 1].bar, b[i - 1].worst), now = det_outcome_of(b[i].bar, b[i].worst);
		if (before == now)
			continue;
		const char *provision = NULL;
		for (uint32_t x = 0; x < p->list.n; x++)
			move_to_day(k, &p->list.p[x], days[i]);
		outcome_with(k, d, p, true, &provision, &scratch);
		ab_push(k->arena, &d->changes, ((det_change){days[i], before, now, provision}));
	}
	for (uint32_t x = 0; x < p->list.n; x++)
		move_to_day(k, &p->list.p[x], d->as_of);
	d->facts.as_of = d->as_of;
	ab_arena_free(&scratch);
}

static const char *const note_ids[] = {
	"codified-not-enforced", "compliance-not-yet", "sequel-not-seen", "stayed", "later-guidance-reads-the-same-law",
	"print-differs"};

/* Names the text and not the rule: another text of the same rule may apply beside it. */
static ab_str unenforced(const checking *k, const law_note *n, ab_str title, ab_date day)
{
	char since[AB_DATE_LEN], from[AB_DATE_LEN];
	ab_buf b = {0};
	ab_buf_printf(&b, "Codified, but not enforced since %s: %.*s", ab_date_format(day, since), AB_FMT(title));
	for (uint32_t i = 0; i < n->version->cites.n && i < 2; i++)
		ab_buf_printf(&b, "%s%.*s", i ? "; " : ", ", AB_FMT(n->version->cites.p[i]));
	ab_buf_printf(&b, ", text of %s (%s).", ab_date_format(n->version->from, from),
	              k->o->reading == AMBIT_READING_TEXT ? "this answer counts it" : "--reading text counts it");
	ab_str s = ab_str_dup(k->arena, (ab_str){b.p ? b.p : "", b.n});
	ab_buf_free(&b);
	return s;
}

static ab_str note_sentence(const checking *k, const law_note *n)
{
	char a[AB_DATE_LEN], b[AB_DATE_LEN];
	if (n->id == LN_PRINT_DIFFERS) {
		char code[3];
		law_country_code(n->country, code);
		const catalog_country *c = catalog_country_find(k->engine->catalog, ab_str_of(code), NULL);
		return ab_str_of(ab_sprintf(
			k->arena, "%.*s: in law its membership of %.*s differs on this day from the printed table; the law counts.",
			AB_FMT(c ? c->name : ab_str_of(code)), AB_FMT(n->decl->title.n ? n->decl->title : n->decl->id)));
	}
	ab_str title = n->decl->title.n ? n->decl->title : n->decl->id;
	const law_decl *src =
		n->status ? law_source(k->engine->law, n->status->by) : law_source(k->engine->law, n->version->by);
	ab_str by = src ? src->title : AB_STR("its source");
	law_span span = n->status ? n->status->span : (law_span){AB_DATE_MIN, AB_DATE_MAX};
	switch (n->id) {
	case LN_NOT_ENFORCED: return unenforced(k, n, title, span.from);
	case LN_COMPLIANCE_NOT_YET:
		return ab_str_of(ab_sprintf(k->arena, "%.*s: the text of %s is in force, compliance is required only from %s.",
		                            AB_FMT(title), ab_date_format(n->version->from, a),
		                            ab_date_format(n->version->complies, b)));
	case LN_SEQUEL_NOT_SEEN:
		return ab_str_of(ab_sprintf(
			k->arena,
			"%.*s: it was stayed until %s; no extension has been seen, so by its own text it is in force again.",
			AB_FMT(title), ab_date_format(span.to, a)));
	case LN_STAYED:
		return ab_str_of(ab_sprintf(k->arena, "%.*s: stayed from %s to %s (%.*s).", AB_FMT(title),
		                            ab_date_format(span.from, a), ab_date_format(span.to, b), AB_FMT(by)));
	case LN_LATER_GUIDANCE:
		return ab_str_of(ab_sprintf(
			k->arena, "%.*s: published only later (%.*s); it reads the law of this day, but was not known then.",
			AB_FMT(title), AB_FMT(by)));
	case LN_PRINT_DIFFERS: break;
	}
	return title;
}

static void add_note(const checking *k, ambit_determination *d, const char *id, ab_str text)
{
	ab_push(k->arena, &d->notes, ((det_note){id, text}));
}

static const char *const hold_notes[] = {"authorization-does-not-cover", "authorization-covers",
                                         "authorization-may-cover"};

typedef struct noting {
	const checking *k;
	ambit_determination *d;
} noting;

static void take_note(void *arg, const char *id, ab_str text)
{
	const noting *n = arg;
	add_note(n->k, n->d, id, text);
}

static void fill_notes(const checking *k, ambit_determination *d, const preparation *p)
{
	det_screen_notes(d, k->arena, &p->list.p[0].screening, take_note, &(noting){k, d});
	char day[AB_DATE_LEN];
	for (uint32_t i = 0; i < k->c->owner_notes.n; i++)
		add_note(k, d, ab_strdup(k->arena, k->c->owner_notes.p[i].path),
		         ab_str_dup(k->arena, k->c->owner_notes.p[i].text));
	for (uint32_t i = 0; i < d->holds.list.n; i++)
		add_note(k, d, hold_notes[d->holds.list.p[i].covers], d->holds.list.p[i].why);
	for (uint32_t i = 0; i < d->jurisdictions.n; i++) {
		const det_jurisdiction *j = &d->jurisdictions.p[i];
		if (!j->pack) {
			add_note(
				k, d, "pack-not-held",
				ab_str_of(ab_sprintf(
					k->arena, "No pack for \"%.*s\" is held: its law is not judged, and nothing is cleared under it.",
					AB_FMT(j->id))));
			continue;
		}
		for (uint32_t n = 0; n < j->result.notes.n; n++)
			add_note(k, d, note_ids[j->result.notes.p[n].id], note_sentence(k, &j->result.notes.p[n]));
		if (!j->result.exact)
			add_note(
				k, d, "range-is-wider",
				AB_STR(
					"Too much is unknown to search every completion: the range may be wider than the law makes it."));
		if (j->pack->through != AB_DATE_MIN && d->as_of > j->pack->through && j->result.reached != LAW_FALSE)
			add_note(
				k, d, "beyond-horizon",
				ab_str_of(ab_sprintf(k->arena, "The law of \"%.*s\" was followed to %s; later changes are not held.",
			                         AB_FMT(j->id), ab_date_format(j->pack->through, day))));
	}
	if (d->eccn_contradicted)
		add_note(k, d, "eccn-contradicted", AB_STR("The stated ECCN and the figures disagree; the stricter counts."));
}

/* What one law demands and another forbids, among what the packs came to. */
static void fill_conflicts(const checking *k, ambit_determination *d)
{
	ab_arena scratch;
	ab_arena_init(&scratch);
	law_result *r = AB_NEW_N(&scratch, law_result, d->jurisdictions.n + 1);
	law_query q = query_of(k, d->jurisdictions.n ? d->jurisdictions.p[0].id : AB_STR(""), d->assume);
	for (uint32_t i = 0; i < d->jurisdictions.n; i++)
		r[i] = d->jurisdictions.p[i].result;
	law_conflicts(k->engine->law, &d->facts, &q, r, d->jurisdictions.n, k->arena, &d->conflicts);
	ab_arena_free(&scratch);
}

/* ---- the top item's class ---- */
static void fill_class(const checking *k, ambit_determination *d)
{
	const law *l = k->engine->law;
	for (uint32_t i = 0; i < d->jurisdictions.n; i++) {
		if (!d->jurisdictions.p[i].pack)
			continue;
		law_query q = query_of(k, d->jurisdictions.p[i].id, d->assume);
		law_classify(l, &d->facts, &q, k->arena, d->facts.item, &d->classes, &d->figures);
		break;
	}
	const law_fact *fe = law_fact_find(l, LS_ITEM, AB_STR("eccn")),
				   *fp = law_fact_find(l, LS_ITEM, AB_STR("paragraph"));
	const law_value *eccn = fe ? &d->facts.item->v[fe->slot] : NULL, *para = fp ? &d->facts.item->v[fp->slot] : NULL;
	for (uint32_t i = 0; i < d->classes.list.n && !d->eccn; i++) {
		const law_class_finding *x = &d->classes.list.p[i];
		if (x->state != LAW_TRUE)
			continue;
		d->eccn = ab_strdup(k->arena, x->eccn);
		d->paragraph = x->paragraph.n ? ab_strdup(k->arena, x->paragraph) : NULL;
		if (eccn && eccn->state == LV_KNOWN &&
		    (!ab_str_eq(eccn->text, x->eccn) ||
		     (para && para->state == LV_KNOWN && x->paragraph.n && !law_paragraph_in(para->text, x->paragraph))))
			d->eccn_contradicted = true;
	}
	if (!d->eccn && eccn && eccn->state == LV_KNOWN) {
		d->eccn = ab_strdup(k->arena, eccn->text);
		d->paragraph = para && para->state == LV_KNOWN ? ab_strdup(k->arena, para->text) : NULL;
	}
}

/* ---- rival readings ---- */
typedef struct rereading {
	const checking *k;
	const ambit_determination *d;
	preparation *p;
} rereading;

static ambit_outcome reread(void *arg, const int32_t *choices)
{
	rereading *r = arg;
	checking k = *r->k;
	ab_arena scratch;
	ab_arena_init(&scratch);
	k.choices = (int32_t *)(uintptr_t)choices; /* only read */
	ambit_outcome o = outcome_with(&k, r->d, r->p, false, NULL, &scratch);
	ab_arena_free(&scratch);
	return o;
}

/* ---- the call ---- */
static bool read_choices(checking *k)
{
	const law *l = k->engine->law;
	size_t n = law_interpretation_count(l);
	k->choices = AB_NEW_N(k->arena, int32_t, n + 1);
	for (size_t i = 0; i < n; i++)
		k->choices[i] = -1;
	for (const char *const *p = k->o->interpret; p && *p; p++) {
		ab_str rest = ab_str_of(*p), id;
		bool found = false;
		ab_str_cut(&rest, '=', &id);
		for (size_t i = 0; i < n && !found; i++) {
			const law_decl *d = law_interpretation_at(l, i);
			if (!ab_str_eq(d->id, id))
				continue;
			for (uint32_t c = 0; c < d->choices.n; c++)
				if (ab_str_eq(d->choices.p[c].id, rest)) {
					k->choices[i] = (int32_t)c;
					found = true;
				}
		}
		if (!found) {
			det_error(k->error, AMBIT_BAD_INPUT, "", 0, 0,
			          "see `ambit law show` for the interpretations and their choices",
			          "no interpretation or choice is called \"%s\"", *p);
			return false;
		}
	}
	return true;
}

ambit_status ambit_check(const ambit_engine *engine, const ambit_case *question, const ambit_options *options,
                         ambit_determination **out, ambit_error *error)
{
	static const ambit_options everything = {AMBIT_READING_ENFORCED, AMBIT_WITH_ALL, NULL};
	*out = NULL;
	ambit_determination *d = calloc(1, sizeof *d);
	if (!d)
		return AMBIT_FAILED;
	ab_arena_init(&d->arena);
	d->engine = engine;
	d->options = options ? *options : everything;
	d->options.interpret = NULL;
	d->assume = question->assume;
	d->case_id = ab_str_dup(&d->arena, question->id);
	d->as_of = question->as_of_stated ? question->facts.as_of : ab_date_today();
	d->known = question->known_stated ? question->facts.known : ab_date_today();
	ambit_options o = options ? *options : everything;
	checking k = {engine, question, &o, &d->arena, NULL, error};
	preparation p = {0};
	if (!read_choices(&k) || !prepare(&k, &d->arena, d->assume, NULL, &p)) {
		ambit_determination_free(d);
		return AMBIT_BAD_INPUT;
	}
	d->choices = k.choices;
	decide_all(&k, d, &p);
	d->holds = det_judge_holds(question, &d->facts, &d->arena);
	for (uint32_t i = 0; i < d->jurisdictions.n; i++)
		det_ask_of_holds(d, &d->jurisdictions.p[i].result);
	fill_class(&k, d);
	fill_conflicts(&k, d);
	if ((o.with & AMBIT_WITH_ASSUMING) && !fill_assuming(&k, d, &p)) {
		ambit_determination_free(d);
		return AMBIT_BAD_INPUT;
	}
	if (o.with & AMBIT_WITH_CHANGES)
		fill_changes(&k, d, &p);
	rereading r = {&k, d, &p};
	det_fill_readings(d, k.choices, reread, &r);
	if (o.with & AMBIT_WITH_FLIPS)
		det_fill_flips(d, question, DET_FLIPS_SHOWN, NULL);
	fill_notes(&k, d, &p);
	*out = d;
	return AMBIT_OK;
}

void ambit_determination_free(ambit_determination *self)
{
	if (!self)
		return;
	ab_arena_free(&self->arena);
	free(self);
}

/* ---- reading it ---- */
ambit_outcome ambit_determination_outcome(const ambit_determination *self)
{
	return self->outcome;
}

ambit_outcome ambit_determination_best(const ambit_determination *self)
{
	return self->best;
}

ambit_outcome ambit_determination_worst(const ambit_determination *self)
{
	return self->worst;
}

static bool stands(const law_finding *f)
{
	return f->applies == LAW_TRUE && f->matters;
}

const law_finding *det_standing(const ambit_determination *d, size_t i, const det_jurisdiction **out)
{
	for (int pass = 0; pass < 2; pass++)
		for (uint32_t j = 0; j < d->jurisdictions.n; j++)
			for (uint32_t k = 0; k < d->jurisdictions.p[j].result.findings.n; k++) {
				const law_finding *f = &d->jurisdictions.p[j].result.findings.p[k];
				if (stands(f) != (pass == 0) || i-- != 0)
					continue;
				if (out)
					*out = &d->jurisdictions.p[j];
				return f;
			}
	return NULL;
}

const law_finding *det_deciding(const ambit_determination *d)
{
	const law_finding *best = NULL, *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)) && stands(f); i++)
		if (!best || f->hi > best->hi)
			best = f;
	return best;
}

/* Every condition of the exception that lifts a standing rule is met: nothing is left to do. */
static bool nothing_left(const ambit_determination *d)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)) && stands(f); i++) {
		bool lifted = false;
		for (uint32_t k = 0; k < f->exceptions.n; k++)
			lifted = lifted || f->exceptions.p[k].state == LR_AVAILABLE;
		if (!lifted)
			return false;
	}
	return true;
}

int ambit_determination_exit_code(const ambit_determination *self)
{
	switch (self->outcome) {
	case AMBIT_NOT_SUBJECT:
	case AMBIT_NO_LICENSE_REQUIRED:
	case AMBIT_AUTHORIZED: return 0;
	case AMBIT_EXCEPTION_AVAILABLE: return nothing_left(self) ? 0 : 1;
	case AMBIT_NOT_DETERMINED: return 3;
	default: return 1;
	}
}

const char *ambit_determination_eccn(const ambit_determination *self)
{
	return self->eccn;
}

const char *ambit_determination_paragraph(const ambit_determination *self)
{
	return self->paragraph;
}

const char *ambit_determination_policy(const ambit_determination *self)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(self, i, NULL)) && stands(f); i++)
		for (uint32_t k = 0; k < f->policies.n; k++)
			if (f->policies.p[k].counts)
				return f->policies.p[k].word;
	return NULL;
}

const char *ambit_determination_provision(const ambit_determination *self, size_t i)
{
	const law_finding *f = det_standing(self, i, NULL);
	return f ? f->name.p : NULL;
}

const char *ambit_determination_exception(const ambit_determination *self, size_t i)
{
	const law_finding *f;
	for (size_t n = 0; (f = det_standing(self, n, NULL)); n++)
		for (uint32_t k = 0; k < f->exceptions.n; k++) {
			law_relief_state s = f->exceptions.p[k].state;
			if ((s == LR_AVAILABLE || s == LR_OPEN) && i-- == 0)
				return f->exceptions.p[k].name.p;
		}
	return NULL;
}

size_t ambit_determination_size(const ambit_determination *self)
{
	return sizeof *self + self->arena.total;
}
