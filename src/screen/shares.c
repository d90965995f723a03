/* Shares on a day: which rows count, and what the shares along chains come to.
 *
 * The share x(v) of a set in a company v solves x(v) = sum over its owners o of a(o,v) x(o), with 1 for who is in the set.
 * Shares are known between bounds, and a part of each company may belong to anybody, so x is looked for between two
 * bounds: from 0 upward with the least that each owner holds, from 1 downward with all that is not surely another's.
 * Both maps are monotone, hence every step of either is a bound of every solution already: circles need no special
 * case, and stopping early costs sharpness, never truth. */
#include "screen/graph.h"

#include <stdlib.h>
#include <string.h>

enum {
	SWEEPS_MAX = 200,
	LOOKS_MAX =
		10000000,      /* parties met upward from direct owners, to tell a group's shares from those of its members */
	OWNERS_MAX = 2000, /* of one party, whose totals are reckoned */
	STEPS_MAX = 200000000 /* holdings looked at for the totals of all owners */
};

ab_num graph_percent_down(int64_t part)
{
	return part / PART_PER_UNIT;
}

ab_num graph_percent_up(int64_t part)
{
	return (part + PART_PER_UNIT - 1) / PART_PER_UNIT;
}

static int64_t times_down(int64_t a, int64_t b)
{
	return (int64_t)((graph_sum)a * b / PART_WHOLE);
}

int64_t graph_capped(graph_sum x)
{
	return x < 0 ? 0 : x > PART_WHOLE ? PART_WHOLE : (int64_t)x;
}

screen_span graph_span(int64_t lo, int64_t hi)
{
	return (screen_span){graph_percent_down(lo), graph_percent_up(hi > lo ? hi : lo)};
}

/* ---- which rows of one pair count on the day ---- */
typedef struct picking {
	const screen_graph *g;
	ab_date day;
	const uint32_t *rows; /* of one owner, one owned and one tie */
	uint32_t n;
	ab_date newest; /* of the rows that have surely begun and of whose end nothing is said */
	bool sure;      /* some row with a share has surely begun */
} picking;

static bool holds_then(const graph_row *r, ab_date day)
{
	return day >= r->first && day <= r->until;
}

static bool surely(const graph_row *r, ab_date day)
{
	return day >= r->last && day <= r->until_first;
}

/* A later statement takes the place of an earlier one, but for rows whose end is stated and rows without any day. */
static bool counts(const picking *k, const graph_row *r)
{
	if (!r->known || !holds_then(r, k->day))
		return false;
	return !r->dated || r->ends || !surely(r, k->day) || r->order >= k->newest;
}

static void look(picking *k)
{
	k->newest = AB_DATE_MIN;
	for (uint32_t i = 0; i < k->n; i++) {
		const graph_row *r = &k->g->rows.p[k->rows[i]];
		if (!r->known || !holds_then(r, k->day) || !surely(r, k->day))
			continue;
		k->sure = true;
		if (r->dated && !r->ends && r->order > k->newest)
			k->newest = r->order;
	}
}

typedef struct found {
	screen_holding h;
	graph_part part;
	AB_VEC(uint32_t) rows;
} found;

static void take_row(const picking *k, ab_arena *a, found *f, uint32_t row)
{
	const graph_row *r = &k->g->rows.p[row];
	bool open = !surely(r, k->day) && !k->sure; /* perhaps it did not hold, and nothing else is said */
	int64_t lo = open ? 0 : r->lo;
	if (f->rows.n) {
		f->h.differ = f->h.differ || lo != f->part.lo || r->hi != f->part.hi;
		lo = lo < f->part.lo ? lo : f->part.lo;
	}
	f->part.hi = f->rows.n && f->part.hi > r->hi ? f->part.hi : r->hi;
	f->part.lo = lo;
	f->h.perhaps = f->h.perhaps || !surely(r, k->day);
	ab_push(a, &f->rows, row);
}

/* Rows without a share, or seen only later, tell that there is something and not how much. */
static bool take_unknown(const picking *k, ab_arena *a, found *f)
{
	for (int later = 0; later < 2 && !f->rows.n; later++)
		for (uint32_t i = 0; i < k->n; i++) {
			const graph_row *r = &k->g->rows.p[k->rows[i]];
			bool after = k->day < r->first && !r->begins;
			if (later ? after : !r->known && holds_then(r, k->day))
				ab_push(a, &f->rows, k->rows[i]);
			f->h.later = later && f->rows.n;
		}
	f->part = (graph_part){0, PART_WHOLE};
	f->h.unknown = true;
	return f->rows.n > 0;
}

static bool pick(picking *k, ab_arena *a, found *f)
{
	look(k);
	for (uint32_t i = 0; i < k->n; i++)
		if (counts(k, &k->g->rows.p[k->rows[i]]))
			take_row(k, a, f, k->rows[i]);
	if (!f->rows.n && !take_unknown(k, a, f))
		return false;
	return f->part.hi > 0 || f->h.tie == SCREEN_TIE_CONTROL;
}

/* ---- the graph on a day ---- */
static void add_holding(screen_owned *v, found *f)
{
	f->h.lo = graph_percent_down(f->part.lo);
	f->h.hi = graph_percent_up(f->part.hi);
	f->h.rows = f->rows.p;
	f->h.row_n = f->rows.n;
	ab_push(v->arena, &v->list, f->h);
	ab_push(v->arena, &v->parts, f->part);
}

static bool all_of_group(const screen_owned *v, const screen_holding *h)
{
	for (uint32_t i = 0; i < h->row_n; i++)
		if (v->g->rows.p[h->rows[i]].said.kind != SCREEN_ROW_GROUP)
			return false;
	return true;
}

/* Does `owner` stand above some other direct owner of the party? Then its group's share may be that one's. Where it would
 * take too long to know, yes: it makes the ranges wider. */
static bool holds_another(const screen_owned *v, uint32_t owner, uint32_t owned, uint32_t *looks, ab_arena *scratch)
{
	for (uint32_t i = v->begin[owned]; i < v->begin[owned + 1]; i++) {
		const screen_holding *h = &v->list.p[i];
		if (h->owner == owner || h->tie != SCREEN_TIE_SHARE)
			continue;
		if (!*looks)
			return true;
		graph_above up = graph_above_of(v, h->owner, scratch);
		uint32_t cost = v->g->parties.n + up.n;
		*looks -= cost < *looks ? cost : *looks;
		bool found_it = up.at[owner] != SCREEN_NOBODY;
		ab_arena_reset(scratch);
		if (found_it)
			return true;
	}
	return false;
}

/* What a group holds together counts like shares of its head, unless the table has the shares of its members too. */
static void settle_groups(screen_owned *v)
{
	ab_arena scratch;
	AB_VEC(uint32_t) totals = {0};
	uint32_t *holds = AB_NEW_N(v->arena, uint32_t, v->g->parties.n + 1), looks = LOOKS_MAX;
	ab_arena_init(&scratch);
	for (uint32_t i = 0; i < v->list.n; i++)
		holds[v->list.p[i].owner]++;
	for (uint32_t i = 0; i < v->list.n; i++) {
		const screen_holding *h = &v->list.p[i];
		if (h->tie == SCREEN_TIE_SHARE && holds[h->owner] > 1 && all_of_group(v, h) &&
		    holds_another(v, h->owner, h->owned, &looks, &scratch))
			ab_push(v->arena, &totals, i);
	}
	for (uint32_t i = 0; i < totals.n; i++)
		v->list.p[totals.p[i]].tie = SCREEN_TIE_TOTAL;
	ab_arena_free(&scratch);
}

static bool same_pair(const screen_row *a, const screen_row *b)
{
	return a->owned == b->owned && a->owner == b->owner && graph_tie_of(a->kind) == graph_tie_of(b->kind);
}

screen_owned *screen_owned_on(const screen_graph *g, ab_date day, ab_arena *a)
{
	screen_owned *v = AB_NEW(a, screen_owned);
	*v = (screen_owned){.g = g, .arena = a, .day = day};
	v->begin = AB_NEW_N(a, uint32_t, g->parties.n + 1);
	uint32_t party = 0;
	for (uint32_t i = 0, n; i < g->rows.n; i += n) {
		const screen_row *first = &g->rows.p[g->order[i]].said;
		for (n = 1; i + n < g->rows.n && same_pair(first, &g->rows.p[g->order[i + n]].said); n++)
			;
		while (party <= first->owned)
			v->begin[party++] = v->list.n;
		picking k = {.g = g, .day = day, .rows = g->order + i, .n = n};
		found f = {.h = {.owner = first->owner, .owned = first->owned, .tie = (uint8_t)graph_tie_of(first->kind)}};
		if (pick(&k, a, &f))
			add_holding(v, &f);
	}
	while (party <= g->parties.n)
		v->begin[party++] = v->list.n;
	settle_groups(v);
	return v;
}

const screen_holding *screen_owned_by(const screen_owned *v, uint32_t party, uint32_t *n)
{
	*n = party < v->g->parties.n ? v->begin[party + 1] - v->begin[party] : 0;
	return *n ? v->list.p + v->begin[party] : NULL;
}

static graph_sum stated(const screen_owned *v, uint32_t party)
{
	graph_sum sum = 0;
	for (uint32_t i = v->begin[party]; i < v->begin[party + 1]; i++)
		if (v->list.p[i].tie == SCREEN_TIE_SHARE)
			sum += v->parts.p[i].lo;
	return sum;
}

bool screen_owned_overfull(const screen_owned *v, uint32_t party)
{
	return party < v->g->parties.n && stated(v, party) > PART_WHOLE;
}

ab_num screen_owned_rest(const screen_owned *v, uint32_t party)
{
	return graph_percent_up(PART_WHOLE - (party < v->g->parties.n ? graph_capped(stated(v, party)) : 0));
}

/* ---- who stands above ---- */
graph_above graph_above_of(const screen_owned *v, uint32_t party, ab_arena *a)
{
	uint32_t all = v->g->parties.n, depth = 0;
	graph_above up = {AB_NEW_N(a, uint32_t, all + 1), 0, AB_NEW_N(a, uint32_t, all + 1), false};
	uint32_t *stack = AB_NEW_N(a, uint32_t, all + 1), *next = AB_NEW_N(a, uint32_t, all + 1);
	enum { DONE, OPEN, NEW };
	uint8_t *state = AB_NEW_N(a, uint8_t, all + 1);
	memset(state, NEW, all);
	memset(up.at, 0xFF, all * sizeof *up.at);
	stack[depth++] = party;
	state[party] = OPEN;
	next[party] = v->begin[party];
	while (depth) { /* owners first */
		uint32_t at = stack[depth - 1];
		if (next[at] == v->begin[at + 1]) {
			up.at[at] = up.n;
			up.party[up.n++] = at;
			state[at] = DONE;
			depth--;
			continue;
		}
		uint32_t owner = v->list.p[next[at]++].owner;
		up.circle = up.circle || state[owner] == OPEN;
		if (state[owner] != NEW)
			continue;
		state[owner] = OPEN;
		next[owner] = v->begin[owner];
		stack[depth++] = owner;
	}
	return up;
}

bool screen_owned_above(const screen_owned *v, uint32_t owner, uint32_t owned)
{
	ab_arena scratch;
	if (owner >= v->g->parties.n || owned >= v->g->parties.n || owner == owned)
		return false;
	ab_arena_init(&scratch);
	graph_above up = graph_above_of(v, owned, &scratch);
	bool above = up.at[owner] != SCREEN_NOBODY;
	ab_arena_free(&scratch);
	return above;
}

/* ---- shares of a set ---- */
typedef struct solving {
	const screen_owned *v;
	const graph_above *up;
	const uint8_t *set; /* screen_state by place among those above */
	uint32_t sole;      /* the one party that the set consists of; SCREEN_NOBODY */
	int64_t *x;         /* by place */
} solving;

static int64_t lower(const solving *s, uint32_t party)
{
	graph_sum sum = 0, most = 0;
	for (uint32_t i = s->v->begin[party]; i < s->v->begin[party + 1]; i++) {
		const screen_holding *h = &s->v->list.p[i];
		int64_t part = times_down(s->v->parts.p[i].lo, s->x[s->up->at[h->owner]]);
		if (h->tie == SCREEN_TIE_SHARE)
			sum += part;
		else if (h->tie == SCREEN_TIE_TOTAL && part > most) /* of what its owner holds in all, this much at least */
			most = part;
	}
	return graph_capped(sum > most ? sum : most);
}

/* All but what surely belongs to others. */
static int64_t upper(const solving *s, uint32_t party)
{
	uint32_t begin = s->v->begin[party], end = s->v->begin[party + 1];
	graph_sum others = 0;
	int64_t most = PART_WHOLE;
	if (begin == end)
		return 0;
	for (uint32_t i = begin; i < end; i++) {
		const screen_holding *h = &s->v->list.p[i];
		const graph_part *p = &s->v->parts.p[i];
		if (h->tie == SCREEN_TIE_SHARE)
			others += times_down(p->lo, PART_WHOLE - s->x[s->up->at[h->owner]]);
		else if (h->tie == SCREEN_TIE_TOTAL && h->owner == s->sole && p->hi < most)
			most = p->hi;
	}
	int64_t rest = graph_capped(PART_WHOLE - others);
	return rest < most ? rest : most;
}

static void solve(const solving *s, bool up, uint64_t *steps)
{
	for (uint32_t i = 0; i < s->up->n; i++)
		s->x[i] = up || s->set[i] == SCREEN_ON ? PART_WHOLE : 0;
	for (int sweep = 0; sweep < SWEEPS_MAX; sweep++) {
		bool moved = false;
		for (uint32_t i = 0; i < s->up->n; i++) {
			uint32_t party = s->up->party[i];
			if (s->set[i] == SCREEN_ON || (up && s->set[i] == SCREEN_UNSURE))
				continue;
			int64_t x = up ? upper(s, party) : lower(s, party);
			*steps += s->v->begin[party + 1] - s->v->begin[party];
			if (up ? x < s->x[i] : x > s->x[i]) {
				s->x[i] = x;
				moved = true;
			}
		}
		if (!moved || !s->up->circle)
			return;
	}
}

static screen_span solve_both(solving *s, uint64_t *steps)
{
	solve(s, false, steps);
	int64_t lo = s->x[s->up->n - 1];
	solve(s, true, steps);
	return graph_span(lo, s->x[s->up->n - 1]);
}

screen_span screen_share_of(const screen_owned *v, uint32_t party, const uint8_t *set)
{
	ab_arena scratch;
	uint64_t steps = 0;
	if (party >= v->g->parties.n)
		return (screen_span){0, 100 * AB_NUM_ONE};
	ab_arena_init(&scratch);
	graph_above up = graph_above_of(v, party, &scratch);
	uint8_t *local = AB_NEW_N(&scratch, uint8_t, up.n);
	for (uint32_t i = 0; i + 1 < up.n; i++) /* last comes the party itself: it is asked of */
		local[i] = set[up.party[i]];
	solving s = {v, &up, local, SCREEN_NOBODY, AB_NEW_N(&scratch, int64_t, up.n)};
	screen_span span = up.n == 1 ? (screen_span){0, 100 * AB_NUM_ONE} : solve_both(&s, &steps);
	ab_arena_free(&scratch);
	return span;
}

/* ---- every owner ---- */
typedef struct walk {
	uint32_t *order, *down, *depth; /* by place: who was met, through whom, how far */
	uint32_t n;
} walk;

static walk nearest_first(const screen_owned *v, const graph_above *up, ab_arena *a)
{
	walk w = {AB_NEW_N(a, uint32_t, up->n), AB_NEW_N(a, uint32_t, up->n), AB_NEW_N(a, uint32_t, up->n), 0};
	memset(w.down, 0xFF, up->n * sizeof *w.down);
	w.order[w.n++] = w.down[up->n - 1] = up->n - 1;
	for (uint32_t k = 0; k < w.n; k++) {
		uint32_t at = w.order[k], party = up->party[at];
		for (uint32_t i = v->begin[party]; i < v->begin[party + 1]; i++) {
			uint32_t owner = up->at[v->list.p[i].owner];
			if (w.down[owner] != SCREEN_NOBODY)
				continue;
			w.down[owner] = at;
			w.depth[owner] = w.depth[at] + 1;
			w.order[w.n++] = owner;
		}
	}
	return w;
}

static screen_span direct_of(const screen_owned *v, uint32_t owner, uint32_t owned)
{
	graph_sum sum = stated(v, owned);
	for (uint32_t i = v->begin[owned]; i < v->begin[owned + 1]; i++) {
		const screen_holding *h = &v->list.p[i];
		const graph_part *p = &v->parts.p[i];
		if (h->owner != owner || h->tie != SCREEN_TIE_SHARE)
			continue;
		int64_t left = graph_capped(PART_WHOLE - (sum - p->lo));
		return graph_span(p->lo, p->hi < left ? p->hi : left);
	}
	return (screen_span){0, 0};
}

static const uint32_t *path_of(const walk *w, const graph_above *up, uint32_t at, ab_arena *a)
{
	uint32_t *path = AB_NEW_N(a, uint32_t, w->depth[at] + 1), n = 0;
	for (uint32_t i = at;; i = w->down[i]) {
		path[n++] = up->party[i];
		if (n > w->depth[at])
			return path;
	}
}

screen_owners screen_owners_of(const screen_owned *v, uint32_t party, ab_arena *a)
{
	screen_owners out = {0};
	ab_arena scratch;
	uint64_t steps = 0;
	if (party >= v->g->parties.n)
		return out;
	ab_arena_init(&scratch);
	graph_above up = graph_above_of(v, party, &scratch);
	walk w = nearest_first(v, &up, &scratch);
	uint8_t *set = AB_NEW_N(&scratch, uint8_t, up.n);
	solving s = {v, &up, set, SCREEN_NOBODY, AB_NEW_N(&scratch, int64_t, up.n)};
	out.circle = up.circle;
	for (uint32_t k = 1; k < w.n; k++) {
		uint32_t at = w.order[k], who = up.party[at];
		screen_owner o = {.party = who,
		                  .depth = w.depth[at],
		                  .direct = direct_of(v, who, party),
		                  .total = {0, 100 * AB_NUM_ONE},
		                  .path = path_of(&w, &up, at, a),
		                  .last = v->begin[who] == v->begin[who + 1]};
		if (k <= OWNERS_MAX && steps < STEPS_MAX) {
			set[at] = SCREEN_ON;
			s.sole = who;
			o.total = solve_both(&s, &steps);
			set[at] = SCREEN_OFF;
		} else {
			out.cut = true;
		}
		ab_push(a, &out.list, o);
	}
	ab_arena_free(&scratch);
	return out;
}
