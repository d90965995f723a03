/* The cascade of the 50 percent rules: a company whose listed owners together reach a share is treated as listed, and
 * then all that it holds counts in full.
 *
 * OFAC: entities owned 50 percent or more in the aggregate, directly or indirectly, by blocked persons; "indirectly" means
 * through entities that are themselves so owned (Revised Guidance of 13 August 2014, FAQs 398 to 402; 31 CFR 510.411).
 * Control without ownership does not block (FAQ 398).
 * BIS: owned "directly or indirectly, individually or in aggregate, 50 percent or more by one or more listed entities or
 * unlisted entities that are subject to [...] restrictions based upon their ownership" (15 CFR 744.11(a)(1), 744.21(a)(3),
 * supplement 8(b) to part 744; 90 FR 47201). Both add the shares of all; in BIS's rule the strictest requirement and every
 * footnote of any of the owners flow down with it (734.9(e), last sentence), which is what the marks are for.
 * The share and how it is compared are law: the caller brings them.
 *
 * Two least fixpoints bound the truth. Who counts for certain: by the least that its owners hold. Who may count: by all that
 * does not surely belong to others who do not. Each completion of what is not known lies between them. */
#include "screen/graph.h"

#include <string.h>

enum { OPEN_MAX = 64, STEPS_MAX = 256, SWEEPS_MAX = 1000, LISTED = 1, NOT_YET = 0 };

typedef struct cascade {
	const screen_owned *v;
	graph_above up;
	const screen_rule *rule;
	const uint8_t *listed; /* by party of the graph */
	uint32_t target;
	uint32_t *sure, *may; /* by place: as the how manieth it came to count; LISTED: by itself; 0: it does not */
} cascade;

static screen_state listed_state(const cascade *c, uint32_t party)
{
	return party == c->target ? SCREEN_OFF : (screen_state)c->listed[party];
}

static bool reaches(const cascade *c, graph_sum part)
{
	graph_sum least = (graph_sum)c->rule->percent * PART_PER_UNIT;
	return c->rule->more_than ? part > least : part >= least;
}

/* What owners that count hold at least. An owner's total is not added to shares, which may be the same ones. */
static graph_sum least_share(const cascade *c, uint32_t party, bool *by_control)
{
	graph_sum sum = 0, most = 0;
	for (uint32_t i = c->v->begin[party]; i < c->v->begin[party + 1]; i++) {
		const screen_holding *h = &c->v->list.p[i];
		if (c->sure[c->up.at[h->owner]] == NOT_YET)
			continue;
		if (h->tie == SCREEN_TIE_SHARE)
			sum += c->v->parts.p[i].lo;
		else if (h->tie == SCREEN_TIE_TOTAL && c->v->parts.p[i].lo > most)
			most = c->v->parts.p[i].lo;
		else if (h->tie == SCREEN_TIE_CONTROL && !h->later && !h->perhaps)
			*by_control = true;
	}
	return sum > most ? sum : most;
}

/* All but what surely belongs to others that do not count. A company's shares in itself are nobody else's. */
static graph_sum most_share(const cascade *c, uint32_t party, bool *by_control)
{
	graph_sum others = 0;
	bool any = false;
	for (uint32_t i = c->v->begin[party]; i < c->v->begin[party + 1]; i++) {
		const screen_holding *h = &c->v->list.p[i];
		bool may = c->may[c->up.at[h->owner]] != NOT_YET;
		any = true;
		if (h->tie == SCREEN_TIE_SHARE && !may && h->owner != party)
			others += c->v->parts.p[i].lo;
		else if (h->tie == SCREEN_TIE_CONTROL && may)
			*by_control = true;
	}
	/* of whom the table says nothing, nothing is supposed, but for the one that is asked of */
	return any || party == c->target ? graph_capped(PART_WHOLE - others) : 0;
}

/* One after the other, so that who counts rests only on owners that counted before: a reason never runs in a circle.
 * Owners come first, so that without circles one sweep finds all. False: not all were found in the sweeps there are. */
static bool run(const cascade *c, uint32_t *counts, graph_sum (*share)(const cascade *, uint32_t, bool *))
{
	uint32_t next = LISTED + 1;
	bool moved = true;
	for (int sweep = 0; moved && sweep < SWEEPS_MAX; sweep++) {
		moved = false;
		for (uint32_t i = 0; i < c->up.n; i++) {
			bool control = false;
			if (counts[i] != NOT_YET)
				continue;
			graph_sum part = share(c, c->up.party[i], &control);
			if (!reaches(c, part) && !(control && c->rule->control))
				continue;
			counts[i] = next++;
			moved = true;
		}
	}
	return !moved;
}

static screen_span span_of(const screen_holding *h)
{
	return (screen_span){h->lo, h->hi};
}

/* ---- what shows it ---- */
typedef struct queue {
	uint32_t *place, n;
	bool *seen;
} queue;

static void enqueue(queue *q, uint32_t place)
{
	if (q->seen[place])
		return;
	q->seen[place] = true;
	q->place[q->n++] = place;
}

static queue queue_of(const cascade *c, ab_arena *a)
{
	queue q = {AB_NEW_N(a, uint32_t, c->up.n), 0, AB_NEW_N(a, bool, c->up.n)};
	enqueue(&q, c->up.n - 1);
	return q;
}

static void add_steps(const cascade *c, screen_reach *out, queue *q, uint32_t at, ab_arena *a)
{
	uint32_t party = c->up.party[at];
	for (uint32_t i = c->v->begin[party]; i < c->v->begin[party + 1]; i++) {
		const screen_holding *h = &c->v->list.p[i];
		uint32_t owner = c->up.at[h->owner];
		bool says = h->tie == SCREEN_TIE_CONTROL ? c->rule->control : c->v->parts.p[i].lo > 0;
		if (!says || c->sure[owner] == NOT_YET || c->sure[owner] >= c->sure[at])
			continue;
		bool listed = listed_state(c, h->owner) == SCREEN_ON;
		if (out->why.n < STEPS_MAX)
			ab_push(a, &out->why, ((screen_step){h->owner, party, span_of(h), listed, h->tie, h->rows, h->row_n}));
		if (!listed)
			enqueue(q, owner);
	}
}

static void show_why(const cascade *c, screen_reach *out, ab_arena *scratch, ab_arena *a)
{
	queue q = queue_of(c, scratch);
	for (uint32_t k = 0; k < q.n; k++)
		add_steps(c, out, &q, q.place[k], a);
}

static void add_open(screen_reach *out, screen_open o, ab_arena *a)
{
	if (out->open.n < OPEN_MAX)
		ab_push(a, &out->open, o);
}

static void open_at(const cascade *c, screen_reach *out, queue *q, uint32_t at, ab_arena *a)
{
	uint32_t party = c->up.party[at];
	if (listed_state(c, party) == SCREEN_UNSURE)
		add_open(out, (screen_open){SCREEN_OPEN_LISTED, party, SCREEN_NOBODY, {0, 0}}, a);
	for (uint32_t i = c->v->begin[party]; i < c->v->begin[party + 1]; i++) {
		const screen_holding *h = &c->v->list.p[i];
		uint32_t owner = c->up.at[h->owner];
		if (c->may[owner] == NOT_YET || (h->tie == SCREEN_TIE_CONTROL && !c->rule->control))
			continue;
		if (c->v->parts.p[i].lo < c->v->parts.p[i].hi || h->owner == party)
			add_open(out, (screen_open){SCREEN_OPEN_SHARE, h->owner, party, span_of(h)}, a);
		if (c->sure[owner] == NOT_YET)
			enqueue(q, owner);
	}
	ab_num rest = screen_owned_rest(c->v, party);
	bool known = c->v->begin[party] < c->v->begin[party + 1] || party == c->target;
	if (rest && known)
		add_open(out, (screen_open){SCREEN_OPEN_REST, SCREEN_NOBODY, party, {0, rest}}, a);
}

/* From the party up through those who may count and do not for certain. */
static void show_open(const cascade *c, screen_reach *out, ab_arena *scratch, ab_arena *a)
{
	queue q = queue_of(c, scratch);
	for (uint32_t k = 0; k < q.n; k++)
		open_at(c, out, &q, q.place[k], a);
}

/* ---- what flows down ---- */
static uint64_t marks_above(const cascade *c, const uint32_t *counts, bool sure, const uint64_t *marks,
                            ab_arena *scratch)
{
	queue q = queue_of(c, scratch);
	uint64_t all = 0;
	for (uint32_t k = 0; k < q.n; k++) {
		uint32_t party = c->up.party[q.place[k]];
		screen_state on = listed_state(c, party);
		if (on == SCREEN_ON || (!sure && on == SCREEN_UNSURE))
			all |= marks[party];
		for (uint32_t i = c->v->begin[party]; i < c->v->begin[party + 1]; i++) {
			const screen_holding *h = &c->v->list.p[i];
			int64_t part = sure ? c->v->parts.p[i].lo : c->v->parts.p[i].hi;
			bool holds = h->tie == SCREEN_TIE_CONTROL ? c->rule->control : part > 0;
			if (holds && counts[c->up.at[h->owner]] != NOT_YET)
				enqueue(&q, c->up.at[h->owner]);
		}
	}
	return all;
}

static void begin(cascade *c, ab_arena *scratch)
{
	c->up = graph_above_of(c->v, c->target, scratch);
	c->sure = AB_NEW_N(scratch, uint32_t, c->up.n);
	c->may = AB_NEW_N(scratch, uint32_t, c->up.n);
	for (uint32_t i = 0; i < c->up.n; i++) {
		screen_state s = listed_state(c, c->up.party[i]);
		c->sure[i] = s == SCREEN_ON ? LISTED : NOT_YET;
		c->may[i] = s != SCREEN_OFF ? LISTED : NOT_YET;
	}
	run(c, c->sure, least_share);
	if (run(c, c->may, most_share))
		return;
	for (uint32_t i = 0; i < c->up.n; i++) /* who was not looked at to the end may count */
		if (c->may[i] == NOT_YET)
			c->may[i] = UINT32_MAX;
}

static void finish(const cascade *c, const uint64_t *marks, screen_reach *out, ab_arena *scratch, ab_arena *a)
{
	bool control = false;
	uint32_t at = c->up.n - 1;
	int64_t lo = graph_capped(least_share(c, c->target, &control));
	int64_t hi = graph_capped(most_share(c, c->target, &control));
	out->share = graph_span(lo, hi);
	out->state = c->sure[at] ? SCREEN_ON : c->may[at] ? SCREEN_UNSURE : SCREEN_OFF;
	if (out->state == SCREEN_ON)
		show_why(c, out, scratch, a);
	else if (out->state == SCREEN_UNSURE)
		show_open(c, out, scratch, a);
	if (marks && out->state != SCREEN_OFF) {
		out->marks = out->state == SCREEN_ON ? marks_above(c, c->sure, true, marks, scratch) : 0;
		out->maybe = marks_above(c, c->may, false, marks, scratch) & ~out->marks;
	}
}

screen_reach screen_reach_of(const screen_owned *v, uint32_t party, const screen_rule *rule, const uint8_t *listed,
                             const uint64_t *marks, ab_arena *a)
{
	screen_reach out = {.state = SCREEN_UNSURE, .share = {0, 100 * AB_NUM_ONE}};
	ab_arena scratch;
	if (party >= v->g->parties.n)
		return out;
	ab_arena_init(&scratch);
	cascade c = {.v = v, .rule = rule, .listed = listed, .target = party};
	begin(&c, &scratch);
	finish(&c, marks, &out, &scratch, a);
	ab_arena_free(&scratch);
	return out;
}
