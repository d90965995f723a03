/* Which text is law on a day, as known on a day: versions, compliance, stays and
 * announced non-enforcement. Between two days on which anything changes the answer
 * is the same, so a view is made once for each such epoch and kept. */
#include <stdlib.h>
#include <string.h>

#include "law/program.h"

/* ---- one version of a limb ---- */
/* In force on the day and published by the day that is known. */
static bool holds(const law *l, const law_version *v, ab_date as_of, ab_date known)
{
	const law_decl *source = v->by.n ? law_source(l, v->by) : NULL;
	if (source && source->published != AB_DATE_MIN && source->published > known)
		return false;
	return (v->from == AB_DATE_MIN || v->from <= as_of) && as_of <= v->until;
}

const law_version *law_version_on(const law *l, const law_limb *limb, ab_date as_of, ab_date known)
{
	const law_version *newest = NULL;
	for (uint32_t i = 0; i < limb->versions.n; i++) {
		const law_version *v = &limb->versions.p[i];
		if (holds(l, v, as_of, known) && (!newest || v->from >= newest->from))
			newest = v;
	}
	return newest && !newest->ends ? newest : NULL;
}

/* ---- the days on which something changes ---- */
static void add_day(law *l, bool known, ab_date day)
{
	if (day == AB_DATE_MIN || day == AB_DATE_MAX)
		return;
	if (known)
		ab_push(&l->arena, &l->known_days, day);
	else
		ab_push(&l->arena, &l->as_of_days, day);
}

static void add_span(law *l, law_span s)
{
	add_day(l, false, s.from);
	if (s.to != AB_DATE_MAX)
		add_day(l, false, s.to + 1);
}

static void add_version(law *l, const law_version *v)
{
	add_day(l, false, v->from);
	add_day(l, false, v->complies);
	if (v->until != AB_DATE_MAX)
		add_day(l, false, v->until + 1);
	for (uint32_t i = 0; i < v->status.n; i++)
		add_span(l, v->status.p[i].span);
}

static void add_figure_days(law *l, const law_version *v)
{
	const ab_date days[] = {v->from, v->complies, v->until == AB_DATE_MAX ? AB_DATE_MAX : v->until + 1};
	for (size_t i = 0; i < AB_COUNT(days); i++)
		if (days[i] != AB_DATE_MIN && days[i] != AB_DATE_MAX)
			ab_push(&l->arena, &l->figure_days, days[i]);
}

static void add_move(law *l, const law_member *m, law_span s)
{
	uint32_t by = m->by.n ? ab_map_get(&l->source_ids, m->by) : AB_MAP_NONE;
	if (s.from != AB_DATE_MIN) {
		ab_push(&l->arena, &l->move_days, s.from);
		ab_push(&l->arena, &l->move_known_days, s.from);
	}
	if (s.to != AB_DATE_MAX)
		ab_push(&l->arena, &l->move_days, s.to + 1);
	if (by != AB_MAP_NONE)
		ab_push(&l->arena, &l->move_known_days, l->tree.decls.p[by]->published);
}

static int compare_days(const void *a, const void *b)
{
	ab_date x = *(const ab_date *)a, y = *(const ab_date *)b;
	return x < y ? -1 : x > y;
}

static uint32_t sort_days(ab_date *p, uint32_t n)
{
	if (!n)
		return 0;
	qsort(p, n, sizeof *p, compare_days);
	uint32_t k = 1;
	for (uint32_t i = 1; i < n; i++)
		if (p[i] != p[k - 1])
			p[k++] = p[i];
	return k;
}

static void add_turn(law *l, ab_date day, uint32_t entry)
{
	if (day != AB_DATE_MIN && day != AB_DATE_MAX)
		ab_push(&l->arena, &l->turns, ((law_turn){day, entry}));
}

static int compare_turns(const void *a, const void *b)
{
	const law_turn *x = a, *y = b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static void collect_turns(law *l)
{
	for (uint32_t i = 0; i < l->entries.n; i++) {
		const law_decl *d = l->entries.p[i].decl;
		for (uint32_t k = 0; k < d->limbs.n; k++)
			for (uint32_t n = 0; n < d->limbs.p[k].versions.n; n++) {
				const law_version *v = &d->limbs.p[k].versions.p[n];
				add_turn(l, v->from, i);
				add_turn(l, v->complies, i);
				add_turn(l, v->until == AB_DATE_MAX ? AB_DATE_MAX : v->until + 1, i);
				for (uint32_t s = 0; s < v->status.n; s++) {
					add_turn(l, v->status.p[s].span.from, i);
					add_turn(l, v->status.p[s].span.to == AB_DATE_MAX ? AB_DATE_MAX : v->status.p[s].span.to + 1, i);
				}
			}
	}
	if (l->turns.n)
		qsort(l->turns.p, l->turns.n, sizeof *l->turns.p, compare_turns);
}

/* The first turn on or after the day. */
static uint32_t turn_at(const law *l, ab_date day)
{
	uint32_t lo = 0, hi = l->turns.n;
	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		if (l->turns.p[mid].day < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

uint32_t law_turns_between(const law *l, uint32_t after_epoch, uint32_t epoch, uint32_t *n)
{
	*n = 0;
	if (epoch <= after_epoch)
		return 0;
	uint32_t first = turn_at(l, l->as_of_days.p[after_epoch]);
	*n = turn_at(l, l->as_of_days.p[epoch - 1] + 1) - first;
	return first;
}

void law_collect_days(law *l)
{
	collect_turns(l);
	for (uint32_t i = 0; i < l->tree.decls.n; i++) {
		const law_decl *d = l->tree.decls.p[i];
		if (d->kind == LD_SOURCE)
			add_day(l, true, d->published);
		for (uint32_t k = 0; k < d->limbs.n; k++)
			for (uint32_t v = 0; v < d->limbs.p[k].versions.n; v++) {
				add_version(l, &d->limbs.p[k].versions.p[v]);
				if (d->kind == LD_FIGURE)
					add_figure_days(l, &d->limbs.p[k].versions.p[v]);
			}
		for (uint32_t k = 0; k < d->members.n; k++) {
			const law_member *m = &d->members.p[k];
			for (uint32_t s = 0; s < m->law.n; s++) {
				add_span(l, m->law.p[s]);
				add_day(l, true, m->law.p[s].from);
				add_move(l, m, m->law.p[s]);
			}
			for (uint32_t s = 0; s < m->print.n; s++)
				add_span(l, m->print.p[s]);
		}
	}
	for (uint32_t i = 0; i < l->facts.n; i++) /* deadlines of the text itself */
		for (uint32_t k = 0; l->facts.p[i].type == LT_DATE && k < l->use[i].points.n; k++) {
			ab_date day = (ab_date)(l->use[i].points.p[k] / AB_NUM_ONE);
			add_day(l, false, day);
			add_day(l, false, day + 1);
		}
	l->as_of_days.n = sort_days(l->as_of_days.p, l->as_of_days.n);
	l->known_days.n = sort_days(l->known_days.p, l->known_days.n);
	l->figure_days.n = sort_days(l->figure_days.p, l->figure_days.n);
	l->move_days.n = sort_days(l->move_days.p, l->move_days.n);
	l->move_known_days.n = sort_days(l->move_known_days.p, l->move_known_days.n);
}

/* Number of days in `p` that are not after `day`. */
static uint32_t epoch_of(const ab_date *p, uint32_t n, ab_date day)
{
	uint32_t lo = 0, hi = n;
	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		if (p[mid] <= day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* ---- sets of countries ---- */
static bool in_spans(const law_span *p, uint32_t n, ab_date day)
{
	if (n == 0)
		return true;
	for (uint32_t i = 0; i < n; i++)
		if (p[i].from <= day && day <= p[i].to)
			return true;
	return false;
}

static bool visible(const law *l, ab_str source, ab_date known)
{
	uint32_t i = source.n ? ab_map_get(&l->source_ids, source) : AB_MAP_NONE;
	return i == AB_MAP_NONE || l->tree.decls.p[i]->published <= known;
}

/* Before the source of a move is published nobody knows of it: a member that it adds is not one yet,
 * a member that it takes away (an end day) still is one. */
static bool is_member(const law_moves *v, ab_date day, ab_date known)
{
	const law_span *p = v->src->law.p;
	uint32_t n = v->src->law.n;
	if (v->published <= known)
		return in_spans(p, n, day);
	for (uint32_t i = 0; i < n; i++) /* known before: what had begun by then goes on */
		if (p[i].from == AB_DATE_MIN || (p[i].from <= day && p[i].to != AB_DATE_MAX && p[i].from <= known))
			return true;
	return false;
}

static bool composed(const law_group *g, law_groups member)
{
	bool stack[64] = {0};
	uint32_t n = 0;
	for (uint32_t i = 0; i < g->steps.n; i++) {
		if (g->steps.p[i].op == LS_ID) {
			stack[n++ % 64] = (member >> g->steps.p[i].group) & 1;
			continue;
		}
		bool b = stack[--n % 64], *a = &stack[(n - 1) % 64];
		*a = g->steps.p[i].op == LS_OR ? *a || b : *a && !b;
	}
	return n && stack[0];
}

static void fill_members(const law *l, law_groups *member, ab_date day, ab_date known)
{
	for (uint32_t g = 0; g < l->groups.n; g++)
		for (uint32_t k = 0; k < l->groups.p[g].moves.n; k++) {
			const law_moves *v = &l->groups.p[g].moves.p[k];
			bool in = is_member(v, day, known);
			for (uint32_t i = 0; in && i < v->countries.n; i++)
				member[v->countries.p[i]] |= (law_groups)1 << g;
		}
	for (uint32_t g = 0; g < l->groups.n; g++)
		for (uint32_t i = 0; l->groups.p[g].steps.n && i < l->countries.n; i++) {
			law_groups *m = &member[l->countries.p[i]];
			*m |= (law_groups)composed(&l->groups.p[g], *m) << g;
		}
}

/* ---- the live versions ---- */
typedef struct picker {
	law *l;
	law_view *v;
	law_entry *e;
	bool *stand_in_on; /* by limb */
	AB_VEC(law_live) out;
} picker;

static void day_note(picker *p, law_note_id kind, const law_body *b, const law_status *s)
{
	ab_push(&p->l->arena, &p->v->notes, ((law_day_note){kind, p->e, b, s}));
}

static uint32_t limb_index(const law_entry *e, ab_str id)
{
	for (uint32_t i = 0; i < e->limbs.n; i++)
		if (ab_str_eq(e->limbs.p[i].src->id, id))
			return i;
	return UINT32_MAX;
}

static int32_t choice_index(const law_decl *d, ab_str id)
{
	for (uint32_t i = 0; i < d->choices.n; i++)
		if (ab_str_eq(d->choices.p[i].id, id))
			return (int32_t)i;
	return -1;
}

/* False when the announcement or stay takes the body away on this day. */
static bool survives(picker *p, const law_body *b, law_live *live)
{
	const law_view *v = p->v;
	bool on = true;
	for (uint32_t i = 0; i < b->src->status.n; i++) {
		const law_status *s = &b->src->status.p[i];
		if (!visible(p->l, s->by, v->known))
			continue;
		bool covers = s->span.from <= v->as_of && v->as_of <= s->span.to;
		if (s->stayed) {
			if (covers) {
				day_note(p, LN_STAYED, b, s);
				on = false;
			} else if (v->as_of > s->span.to) {
				day_note(p, LN_SEQUEL_NOT_SEEN, b, s);
			}
			continue;
		}
		if (!covers || v->text_reading) {
			if (covers)
				day_note(p, LN_NOT_ENFORCED, b, s);
			continue;
		}
		day_note(p, LN_NOT_ENFORCED, b, s);
		uint32_t limb = s->instead.n ? limb_index(p->e, s->instead) : UINT32_MAX;
		if (limb != UINT32_MAX)
			p->stand_in_on[limb] = true;
		if (!s->interpretation.n) {
			on = false;
			continue;
		}
		uint32_t in = ab_map_get(&p->l->interp_ids, s->interpretation);
		if (in == AB_MAP_NONE)
			continue;
		int32_t choice = choice_index(p->l->interps.p[in].decl, s->choice);
		/* who asks may choose another reading than the settled one */
		ab_push(&p->l->arena, &live->gates, ((law_gate){in, choice, true}));
	}
	return on;
}

static bool is_duty(law_decl_kind k)
{
	return k != LD_EXCEPTION && k != LD_POLICY && k != LD_AMOUNT;
}

static void pick_lineage(picker *p, const law_lineage *line)
{
	const law_view *v = p->v;
	for (uint32_t i = 0; i < line->bodies.n; i++) {
		const law_body *b = &line->bodies.p[i];
		const law_version *s = b->src;
		if (b->published > v->known) {
			if (s->from <= v->as_of && v->as_of <= s->until)
				day_note(p, LN_LATER_GUIDANCE, b, NULL);
			continue;
		}
		if (s->from > v->as_of)
			continue;
		if (s->ends || v->as_of > s->until) /* the text before never comes back by itself */
			return;
		if (is_duty(p->e->decl->kind) && s->complies > v->as_of) {
			day_note(p, LN_COMPLIANCE_NOT_YET, b, NULL);
			if (s->meanwhile == LM_NOTHING)
				return;
			continue;
		}
		law_live live = {.body = b};
		if (survives(p, b, &live))
			ab_push(&p->l->arena, &p->out, live);
		return;
	}
}

static void pick_entry(law *l, law_view *v, law_entry *e)
{
	picker p = {.l = l, .v = v, .e = e, .stand_in_on = AB_NEW_N(&l->arena, bool, e->limbs.n + 1)};
	for (uint32_t i = 0; i < e->limbs.n; i++)
		if (!e->limbs.p[i].stand_in)
			pick_lineage(&p, &e->limbs.p[i]);
	for (uint32_t i = 0; i < e->limbs.n; i++)
		if (e->limbs.p[i].stand_in && p.stand_in_on[i])
			pick_lineage(&p, &e->limbs.p[i]);
	v->live[e->index].p = p.out.p;
	v->live[e->index].n = p.out.n;
}

/* One country of each kind that the conditions on a fact tell apart; the last is one that stands in no group. */
static void pick_countries(law *l, law_membership *v, uint32_t fact)
{
	law_groups mask = l->use[fact].groups, seen[LAW_GROUPS_MAX * 2];
	int32_t reps[LAW_GROUPS_MAX * 2];
	uint32_t n = 0;
	for (uint32_t k = 0; k < l->countries.n && n + 1 < AB_COUNT(reps); k++) {
		int32_t id = l->countries.p[k];
		law_groups kind = v->member[id] & mask;
		if (!kind)
			continue;
		uint32_t i = 0;
		while (i < n && seen[i] != kind)
			i++;
		if (i == n) {
			seen[n] = kind;
			reps[n++] = id;
		}
	}
	reps[n++] = law_country(AB_STR("ZZ"));
	v->countries[fact].p = AB_NEW_N(&l->arena, int32_t, n);
	memcpy(v->countries[fact].p, reps, n * sizeof *reps);
	v->countries[fact].n = n;
}

static const law_membership *membership_at(law *l, ab_date as_of, ab_date known)
{
	uint32_t a = epoch_of(l->move_days.p, l->move_days.n, as_of),
			 k = epoch_of(l->move_known_days.p, l->move_known_days.n, known);
	for (law_membership *m = l->memberships; m; m = m->next)
		if (m->as_of_epoch == a && m->known_epoch == k)
			return m;
	law_membership *m = AB_NEW(&l->arena, law_membership);
	m->as_of_epoch = a;
	m->known_epoch = k;
	fill_members(l, m->member, as_of, known);
	m->countries = ab_alloc(&l->arena, (l->facts.n + 1) * sizeof *m->countries);
	for (uint32_t i = 0; i < l->facts.n; i++)
		if (l->facts.p[i].type == LT_COUNTRY)
			pick_countries(l, m, i);
	m->next = l->memberships;
	l->memberships = m;
	return m;
}

/* The latest view before this day, with the same texts known. */
static const law_view *view_before(const law *l, const law_view *v)
{
	const law_view *best = NULL;
	for (const law_view *x = l->views; x; x = x->next)
		if (x->known_epoch == v->known_epoch && x->text_reading == v->text_reading && x->as_of_epoch < v->as_of_epoch &&
		    (!best || x->as_of_epoch > best->as_of_epoch))
			best = x;
	return best;
}

/* Most texts are those of the view before: the others are picked anew, with their notes. */
static void pick_turned(law *l, law_view *v, const law_view *before)
{
	uint32_t n, first = law_turns_between(l, before->as_of_epoch, v->as_of_epoch, &n);
	uint64_t *turned = ab_alloc(&l->arena, (l->entries.n / 64 + 1) * sizeof *turned);
	memcpy(v->live, before->live, (l->entries.n + 1) * sizeof *v->live);
	for (uint32_t i = first; i < first + n; i++)
		turned[l->turns.p[i].entry / 64] |= (uint64_t)1 << (l->turns.p[i].entry % 64);
	/* in the order of the entries, as a view that is made anew has them */
	uint32_t at = 0;
	for (uint32_t i = 0; i < l->entries.n; i++) {
		bool anew = turned[i / 64] >> (i % 64) & 1;
		if (anew)
			pick_entry(l, v, &l->entries.p[i]);
		for (; at < before->notes.n && before->notes.p[at].entry == &l->entries.p[i]; at++)
			if (!anew)
				ab_push(&l->arena, &v->notes, before->notes.p[at]);
	}
}

static law_view *make_view(law *l, ab_date as_of, ab_date known, bool text)
{
	law_view *v = AB_NEW(&l->arena, law_view);
	v->as_of = as_of;
	v->known = known;
	v->text_reading = text;
	v->as_of_epoch = epoch_of(l->as_of_days.p, l->as_of_days.n, as_of);
	v->known_epoch = epoch_of(l->known_days.p, l->known_days.n, known);
	v->settled = AB_NEW_N(&l->arena, int32_t, l->interps.n + 1);
	for (uint32_t i = 0; i < l->interps.n; i++)
		v->settled[i] = l->interps.p[i].settled <= known ? l->interps.p[i].settled_as : -1;
	v->of = membership_at(l, as_of, known);
	v->member = v->of->member;
	v->live = ab_alloc(&l->arena, (l->entries.n + 1) * sizeof *v->live);
	const law_view *before = view_before(l, v);
	if (before)
		pick_turned(l, v, before);
	else
		for (uint32_t i = 0; i < l->entries.n; i++)
			pick_entry(l, v, &l->entries.p[i]);
	return v;
}

const law_view *law_view_at(const law *shared, ab_date as_of, ab_date known, bool text)
{
	law *l = (law *)(uintptr_t)shared; /* the cache of views is the one thing that changes, under its lock */
	uint32_t a = epoch_of(l->as_of_days.p, l->as_of_days.n, as_of);
	uint32_t k = epoch_of(l->known_days.p, l->known_days.n, known);
	pthread_mutex_lock(&l->lock);
	law_view *v = l->views;
	while (v && (v->as_of_epoch != a || v->known_epoch != k || v->text_reading != text))
		v = v->next;
	if (!v) {
		v = make_view(l, as_of, known, text);
		v->next = l->views;
		l->views = v;
	}
	pthread_mutex_unlock(&l->lock);
	return v;
}
