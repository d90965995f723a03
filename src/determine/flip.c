/* Counterfactuals: the smallest sets of facts that would change the outcome.
 *
 * The facts that can matter are found by freeing all of them at once; their values by the cells that the law of the day
 * tells apart. Sets of one, two and three facts are tried in that order; bounds over free facts (Kleene logic, sound)
 * rule out most of them undecided. What is found is decided anew from the case as stated, completion included. */
#include <string.h>

#include "determine/determine.h"

#define CELLS_MAX 64
#define FRAMES_MAX 96
#define MEMBERS_MAX 64
#define WITNESS_MAX 8 /* unknown facts that are given a value to show that a set leaves the outcome open */
#define EDITS_MAX (DET_FLIP_FACTS + WITNESS_MAX)
#define BUDGET 12000    /* decisions and bounds, over all members and packs */
#define REPLAYS_MAX 400 /* full determinations to confirm what is shown */
#define TEXT_MAX 4      /* words or countries that are named one by one */
#define WORLD_MAX 676   /* two letters */

typedef struct slot_value { /* a value that completion changes along with the fact */
	uint32_t frame, slot;
	law_value v;
} slot_value;

typedef struct cell {
	law_value v;
	AB_VEC(slot_value) also;
	AB_VEC(int32_t) countries; /* that are the same to the law */
} cell;

typedef struct candidate {
	uint32_t frame;    /* place in the list of frames */
	law_frame *stated; /* the frame in the case as stated; NULL: completion makes it */
	const law_fact *fact;
	ab_str path;
	unsigned rank; /* what the asker controls first */
	bool paper, rates, power, unknown;
	AB_VEC(cell) cells;
	uint64_t single; /* cells that change the outcome by themselves */
	uint32_t packs;  /* in which it bears on something, bit by bit */
} candidate;

typedef struct frames {
	law_frame *p[FRAMES_MAX];
	uint32_t n;
} frames;

typedef struct member {
	law_facts facts;
	frames frames;
	uint32_t like;
	law_loop **loops;       /* by pack */
	struct untouched *base; /* by pack and way: what is found with nothing changed */
} member;

typedef struct edit {
	uint32_t candidate, cell;
} edit;

typedef struct line { /* sets of cells, each combination of which changes the outcome to the same */
	uint32_t n, at[DET_FLIP_FACTS];
	uint64_t cells[DET_FLIP_FACTS];
	ambit_outcome outcome;
} line;

typedef struct saved {
	law_value *at;
	law_value v;
} saved;

typedef struct flipping {
	ambit_determination *d;
	ab_arena a;
	struct ambit_case mine; /* the case as stated, whose values are changed for a replay */
	const law *l;
	AB_VEC(ab_str) packs;
	bool foreign; /* a pack is asked for that is not held */
	AB_VEC(member) members;
	AB_VEC(candidate) list;
	AB_VEC(line) lines;
	AB_VEC(saved) undo;
	AB_VEC(int32_t) world; /* countries */
	const char *const *only;
	uint32_t budget, tried, replays, shown;
	bool out;        /* of budget */
	uint32_t useful; /* candidates that may be in a set of several */
	uint32_t *open;  /* room for the facts that are free */
} flipping;

/* ---- frames of a case, in an order that completion leaves alone ---- */
static void add_frame(frames *f, law_frame *x)
{
	if (x && f->n < FRAMES_MAX)
		f->p[f->n++] = x;
}

static void add_item(frames *f, law_frame *item, int depth)
{
	add_frame(f, item);
	add_frame(f, item->designer);
	add_frame(f, item->fabricator);
	add_frame(f, item->packager);
	for (uint32_t i = 0; i < item->parts.n && depth < 8; i++)
		add_item(f, item->parts.p[i], depth + 1);
}

static void add_party(frames *f, law_frame *p, int depth)
{
	add_frame(f, p);
	for (uint32_t i = 0; i < p->owners.n && depth < 8; i++)
		add_party(f, p->owners.p[i], depth + 1);
}

static void list_frames(const law *l, const law_facts *x, frames *f)
{
	f->n = 0;
	add_frame(f, x->root);
	add_item(f, x->item, 0);
	for (uint32_t i = 0; i < x->parties.n; i++)
		add_party(f, x->parties.p[i], 0);
	for (size_t r = 0; x->roles && r < law_roles_count(l); r++)
		if (x->roles[r].nobody_stated)
			add_frame(f, x->roles[r].list.p[0]);
}

/* ---- deciding with changed facts ---- */
static void put(flipping *p, law_value *at, const law_value *v)
{
	ab_push(&p->a, &p->undo, ((saved){at, *at}));
	*at = *v;
}

static void undo(flipping *p, uint32_t to)
{
	while (p->undo.n > to) {
		p->undo.n--;
		*p->undo.p[p->undo.n].at = p->undo.p[p->undo.n].v;
	}
}

typedef struct rates { /* of an item whose performance is replaced: what it was computed from is gone */
	law_frame *frame;
	uint32_t formats, units;
} rates;

static rates drop_rates(law_frame *f)
{
	rates r = {f, f->formats.n, f->units.n};
	f->formats.n = f->units.n = 0;
	return r;
}

static void restore_rates(const rates *r)
{
	if (!r->frame)
		return;
	r->frame->formats.n = r->formats;
	r->frame->units.n = r->units;
}

static void apply(flipping *p, member *m, const candidate *c, const cell *x)
{
	put(p, &m->frames.p[c->frame]->v[c->fact->slot], &x->v);
	for (uint32_t i = 0; i < x->also.n; i++)
		put(p, &m->frames.p[x->also.p[i].frame]->v[x->also.p[i].slot], &x->also.p[i].v);
}

static void free_up(flipping *p, member *m, const candidate *c)
{
	law_value any = law_free_value(c->fact);
	put(p, &m->frames.p[c->frame]->v[c->fact->slot], &any);
	for (uint32_t i = 0; i < c->cells.n; i++)
		for (uint32_t k = 0; k < c->cells.p[i].also.n; k++) {
			const slot_value *s = &c->cells.p[i].also.p[k];
			law_frame *f = m->frames.p[s->frame];
			law_value free = law_free_value(law_fact_in(p->l, f->scope, s->slot));
			put(p, &f->v[s->slot], &free);
		}
}

typedef struct levels {
	law_level bar, worst;
	law_level floor; /* greatest bar of a member: all of them must be permitted */
} levels;

/* What a pack says where nothing that it reads is changed. */
typedef struct untouched {
	bool known;
	law_day_level levels;
} untouched;

static bool bears_on(const flipping *p, uint32_t k, const edit *e, uint32_t n, const uint32_t *open, uint32_t open_n)
{
	if (k >= 32)
		return true;
	for (uint32_t i = 0; i < n; i++)
		if ((p->list.p[e[i].candidate].packs >> k) & 1)
			return true;
	for (uint32_t i = 0; i < open_n; i++)
		if ((p->list.p[open[i]].packs >> k) & 1)
			return true;
	return false;
}

/* Over members and packs: what is decided with the edits in place and the facts of `open` free. */
/* How a set is looked at: decided exactly, or by bounds, with what is supposed of owners' shares. */
typedef enum way { EXACT, OPEN, SHARES_LISTED, SHARES_FREE, WAYS } way;

/* One member under one pack, with the edits in place and the facts of `open` free. */
static law_day_level run_one(flipping *p, member *x, uint32_t k, const edit *e, uint32_t n, const uint32_t *open,
                             uint32_t open_n, way how)
{
	uint32_t mark = p->undo.n;
	rates gone[EDITS_MAX] = {{0}};
	for (uint32_t i = 0; i < n; i++) {
		const candidate *c = &p->list.p[e[i].candidate];
		apply(p, x, c, &c->cells.p[e[i].cell]);
		if (c->rates)
			gone[i] = drop_rates(x->frames.p[c->frame]);
	}
	for (uint32_t i = 0; i < open_n; i++)
		free_up(p, x, &p->list.p[open[i]]);
	law_tri shares = how == SHARES_LISTED ? LAW_TRUE : how == SHARES_FREE ? LAW_FALSE : LAW_UNKNOWN;
	law_day_level r =
		how == EXACT ? law_loop_decide(x->loops[k], &x->facts) : law_loop_bounds(x->loops[k], &x->facts, shares);
	undo(p, mark);
	for (uint32_t i = 0; i < n; i++)
		restore_rates(&gone[i]);
	return r;
}

static levels decide(flipping *p, const edit *e, uint32_t n, const uint32_t *open, uint32_t open_n, way how)
{
	levels all = {.bar = LAW_NOT_SUBJECT, .worst = p->foreign ? LAW_PROHIBITED : LAW_NOT_SUBJECT};
	for (uint32_t k = 0; k < p->packs.n; k++) {
		levels one = {.bar = LAW_PROHIBITED};
		bool bears = bears_on(p, k, e, n, open, open_n);
		for (uint32_t m = 0; m < p->members.n; m++) {
			member *x = &p->members.p[m];
			untouched *base = &x->base[k * WAYS + how];
			law_day_level r;
			if (bears || !base->known) {
				r = run_one(p, x, k, e, bears ? n : 0, open, bears ? open_n : 0, how);
				p->tried++;
				if (p->budget)
					p->budget--;
				else
					p->out = true;
			} else {
				r = base->levels;
			}
			if (!bears)
				*base = (untouched){true, r};
			one.bar = r.bar < one.bar ? r.bar : one.bar;
			one.worst = r.worst > one.worst ? r.worst : one.worst;
			all.floor = r.bar > all.floor ? r.bar : all.floor;
		}
		all.bar = one.bar > all.bar ? one.bar : all.bar;
		all.worst = one.worst > all.worst ? one.worst : all.worst;
	}
	return all;
}

static levels bounds(flipping *p, const edit *e, uint32_t n, const uint32_t *open, uint32_t open_n, way how)
{
	return decide(p, e, n, open, open_n, how);
}

static ambit_outcome outcome_with(flipping *p, const edit *e, uint32_t n)
{
	levels r = decide(p, e, n, NULL, 0, EXACT);
	return det_outcome_of(r.bar, r.worst);
}

static law_query query_of(const flipping *p, ab_str pack)
{
	law_query q = det_query(p->d, pack);
	q.levels_only = true;
	return q;
}

/* The case as stated with the edits in it, completed and decided from the beginning. */
static ambit_outcome replay(flipping *p, const edit *e, uint32_t n)
{
	ab_arena scratch;
	levels all = {.worst = p->foreign ? LAW_PROHIBITED : LAW_NOT_SUBJECT};
	levels *one = AB_NEW_N(&p->a, levels, p->packs.n + 1);
	uint32_t pick[8] = {0}, mark = p->undo.n;
	bool more = true, ok = true;
	ab_arena_init(&scratch);
	p->replays++;
	for (uint32_t i = 0; i < n; i++) {
		const candidate *c = &p->list.p[e[i].candidate];
		if (c->stated)
			put(p, &c->stated->v[c->fact->slot], &c->cells.p[e[i].cell].v);
	}
	for (uint32_t m = 0; more && ok && m < MEMBERS_MAX; m++) {
		det_families families = {0};
		law_facts facts;
		frames list;
		ok = det_complete(&p->mine, &scratch, p->d->assume, pick, &families, &facts, NULL);
		if (!ok)
			break;
		list_frames(p->l, &facts, &list);
		for (uint32_t i = 0; i < n; i++) {
			const candidate *c = &p->list.p[e[i].candidate];
			for (uint32_t k = c->frame; k < list.n && !c->stated; k++)
				if (list.p[k]->scope == list.p[c->frame]->scope && ab_str_eq(list.p[k]->path, list.p[c->frame]->path))
					list.p[k]->v[c->fact->slot] = c->cells.p[e[i].cell].v;
			if (c->rates)
				drop_rates(list.p[c->frame]);
		}
		for (uint32_t k = 0; k < p->packs.n; k++) {
			law_query q = query_of(p, p->packs.p[k]);
			law_result r;
			law_decide(p->l, &facts, &q, &scratch, &r);
			one[k].bar = m == 0 || r.bar < one[k].bar ? r.bar : one[k].bar;
			one[k].worst = r.worst > one[k].worst ? r.worst : one[k].worst;
		}
		more = det_next_pick(pick, &families);
	}
	undo(p, mark);
	ab_arena_free(&scratch);
	for (uint32_t k = 0; k < p->packs.n; k++) {
		all.bar = one[k].bar > all.bar ? one[k].bar : all.bar;
		all.worst = one[k].worst > all.worst ? one[k].worst : all.worst;
	}
	return ok ? det_outcome_of(all.bar, all.worst) : AMBIT_NOT_DETERMINED;
}

/* ---- which facts, and their cells ---- */
static bool named(const law_fact *f, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ab_str_is(f->name, names[i]))
			return true;
	return false;
}

/* Not the day, not a conclusion, not what kind of thing it is, not whether a license is lacking. */
static bool may_change(const law_fact *f)
{
	static const char *const fixed[] = {"kind", "without_license", "role", "type", "origin"};
	return f->decl && !f->decl->conclusion && f->type != LT_DATE && f->type != LT_TEXT &&
	       !named(f, fixed, AB_COUNT(fixed));
}

static unsigned rank_of(const law_frame *frame, const law_fact *f)
{
	static const char *const first[] = {
		"to", "quantity", "annual_quantity", "headquarters", "parent.country", "country", "from", "place"};
	static const char *const receiving[] = {"end-user", "consignee", "purchaser", "recipient", "operator"};
	if (f->decl->paper)
		return 9;
	for (size_t i = 0; i < AB_COUNT(first); i++)
		if (ab_str_is(f->name, first[i])) {
			bool receives = frame->scope != LS_PARTY;
			for (size_t k = 0; k < AB_COUNT(receiving); k++)
				receives = receives || ab_str_starts(frame->path, receiving[k]);
			return receives ? (i < 6 ? 0 : 2) : 4;
		}
	if (f->decl->own_act)
		return 1;
	if (ab_str_is(f->name, "activity"))
		return 2;
	if (frame->scope == LS_ITEM)
		return 3;
	if (frame->scope == LS_PARTY)
		return 5;
	return ab_str_starts(f->name, "end_use.") ? 5 : 6;
}

static cell *add_cell(flipping *p, candidate *c, law_value v)
{
	v.state = LV_KNOWN;
	v.from = LF_STATED;
	ab_push(&p->a, &c->cells, ((cell){.v = v}));
	return &c->cells.p[c->cells.n - 1];
}

static const law_value *current(const flipping *p, const candidate *c, uint32_t m)
{
	return &p->members.p[m].frames.p[c->frame]->v[c->fact->slot];
}

static void country_cells(flipping *p, candidate *c)
{
	const law_value *now = current(p, c, 0);
	const law_facts *f = &p->members.p[0].facts;
	const law_fact *mask = p->d->assume & CASE_LOCAL ? NULL : c->fact;
	uint64_t own = now->state == LV_KNOWN ? law_country_kind(p->l, f, mask, now->word) : 0;
	static const char *const others[] = {"from", "to", "place"};
	uint64_t seen[CELLS_MAX];
	uint32_t which[CELLS_MAX];
	uint32_t n = 0;
	for (uint32_t i = 0; i < p->world.n; i++) {
		int32_t id = p->world.p[i];
		bool apart = false; /* conditions compare it with another country of the case */
		for (size_t k = 0; k < AB_COUNT(others); k++) {
			const law_value *o = law_frame_value(p->l, f->root, ab_str_of(others[k]));
			apart = apart || (o && o != now && o->state == LV_KNOWN && o->word == id);
		}
		if (now->state == LV_KNOWN && now->word == id)
			continue;
		uint64_t kind = law_country_kind(p->l, f, mask, id);
		if (!apart && now->state == LV_KNOWN && kind == own)
			continue;
		uint32_t k = 0;
		while (k < n && (seen[k] != kind || apart))
			k++;
		if (k == n) {
			if (c->cells.n >= CELLS_MAX)
				continue;
			if (!apart) {
				which[n] = c->cells.n;
				seen[n++] = kind;
			}
			add_cell(p, c, (law_value){.word = id});
			ab_push(&p->a, &c->cells.p[c->cells.n - 1].countries, id);
			continue;
		}
		ab_push(&p->a, &c->cells.p[which[k]].countries, id);
	}
}

/* Every member lies in the interval already. */
static bool is_there(const flipping *p, const candidate *c, law_interval x)
{
	for (uint32_t m = 0; m < p->members.n; m++) {
		const law_value *v = current(p, c, m);
		if (v->state != LV_KNOWN || v->lo < x.lo || v->hi > x.hi)
			return false;
	}
	return true;
}

static void number_cells(flipping *p, candidate *c)
{
	law_cells all = {0};
	member *m = &p->members.p[0];
	law_frame *f = m->frames.p[c->frame];
	rates gone = {0};
	law_figure_list figures = {0};
	law_query q = query_of(p, p->packs.p[0]);
	if (c->fact->figure && current(p, c, 0)->state == LV_UNKNOWN) { /* it is computed */
		law_figures(p->l, &m->facts, &q, &p->a, f, &figures);
		bool known = false;
		for (uint32_t i = 0; i < figures.list.n; i++)
			known = known || (figures.list.p[i].fact == c->fact && figures.list.p[i].known);
		c->rates = f->formats.n || f->units.n;
		if (known && !(ab_str_is(c->fact->name, "tpp") && c->rates))
			return; /* what it is made from is changed instead */
	}
	if (c->rates)
		gone = drop_rates(f);
	law_loop_cells(m->loops[0], &m->facts, f, c->fact, &p->a, &all);
	restore_rates(&gone);
	for (uint32_t i = 0; i < all.list.n && all.list.n > 1; i++) {
		law_interval x = all.list.p[i];
		/* nothing has no area: the quotient lacks a value there, which is no way to be small */
		if ((x.lo == 0 && x.hi == 0) || is_there(p, c, x) || c->cells.n >= CELLS_MAX)
			continue;
		add_cell(p, c, (law_value){.lo = x.lo, .hi = x.hi});
	}
}

static void word_cells(flipping *p, candidate *c)
{
	const law_value *now = current(p, c, 0);
	for (uint32_t i = 1; i <= c->fact->vocabulary.n && c->cells.n < CELLS_MAX; i++)
		if (now->state != LV_KNOWN || now->word != (int32_t)i)
			add_cell(p, c, (law_value){.word = (int32_t)i});
}

static void list_cells(flipping *p, candidate *c)
{
	const law_value *now = current(p, c, 0);
	bool any = false;
	for (uint32_t i = 0; i < LAW_SET_WORDS; i++)
		any = any || now->bits.w[i];
	if (now->state != LV_KNOWN || any || now->from == LF_ASSUMED)
		add_cell(p, c, (law_value){0});
	for (uint32_t i = 1; i <= c->fact->vocabulary.n && c->cells.n < CELLS_MAX; i++)
		if (now->state != LV_KNOWN || !law_bits_get(&now->bits, i)) {
			law_value v = {0};
			law_bits_set(&v.bits, i);
			add_cell(p, c, v);
		}
}

static void bool_cells(flipping *p, candidate *c)
{
	const law_value *now = current(p, c, 0);
	for (int32_t i = 0; i < 2; i++)
		if (now->state != LV_KNOWN || now->word != i)
			add_cell(p, c, (law_value){.word = i});
}

static bool same_value(const law_fact *f, const law_value *a, const law_value *b)
{
	if (a->state != b->state || a->word != b->word || a->null != b->null)
		return false;
	return f->type == LT_LIST     ? memcmp(&a->bits, &b->bits, sizeof a->bits) == 0
	       : f->type == LT_NUMBER ? a->lo == b->lo && a->hi == b->hi
	                              : true;
}

/* What else completion changes when the fact is stated otherwise. */
static void find_also(flipping *p, candidate *c)
{
	uint32_t pick[8] = {0};
	const member *m = &p->members.p[0];
	if (!c->stated) /* the same party stands in for several roles */
		for (uint32_t i = 0; i < c->cells.n; i++)
			for (uint32_t k = c->frame + 1; k < m->frames.n; k++)
				if (m->frames.p[k]->scope == LS_PARTY && ab_str_eq(m->frames.p[k]->path, m->frames.p[c->frame]->path))
					ab_push(&p->a, &c->cells.p[i].also, ((slot_value){k, c->fact->slot, c->cells.p[i].v}));
	for (uint32_t i = 0; i < c->cells.n && c->stated; i++) {
		cell *x = &c->cells.p[i];
		det_families families = {0};
		law_facts facts;
		frames list;
		uint32_t mark = p->undo.n;
		put(p, &c->stated->v[c->fact->slot], &x->v);
		bool ok = det_complete(&p->mine, &p->a, p->d->assume, pick, &families, &facts, NULL);
		undo(p, mark);
		if (!ok)
			continue;
		list_frames(p->l, &facts, &list);
		for (uint32_t k = 0; k < list.n && k < m->frames.n; k++)
			for (uint32_t s = 0; s < law_slot_count(p->l, list.p[k]->scope); s++) {
				bool own = k == c->frame && s == c->fact->slot;
				const law_fact *f = law_fact_in(p->l, list.p[k]->scope, s);
				if (!own && list.p[k]->scope == m->frames.p[k]->scope &&
				    !same_value(f, &list.p[k]->v[s], &m->frames.p[k]->v[s]))
					ab_push(&p->a, &x->also, ((slot_value){k, s, list.p[k]->v[s]}));
			}
		if (i == 0 && !x->also.n)
			return; /* completion does not read it */
	}
}

static law_frame *stated_frame(const flipping *p, const law_frame *f)
{
	frames list;
	list_frames(p->l, &p->mine.facts, &list);
	for (uint32_t i = 0; i < list.n; i++)
		if (list.p[i]->scope == f->scope && ab_str_eq(list.p[i]->path, f->path))
			return list.p[i];
	return NULL;
}

static void fill_cells(flipping *p, candidate *c)
{
	switch (c->fact->type) {
	case LT_COUNTRY: country_cells(p, c); break;
	case LT_NUMBER: number_cells(p, c); break;
	case LT_WORD: word_cells(p, c); break;
	case LT_LIST: list_cells(p, c); break;
	case LT_BOOL: bool_cells(p, c); break;
	case LT_TEXT:
	case LT_DATE: break;
	}
}

/* In the last bounds of the member: of the party that stands in for several roles, any frame counts. */
static uint32_t hangs_on(const flipping *p, const member *m, const candidate *c)
{
	uint32_t packs = 0;
	const law_frame *own = m->frames.p[c->frame];
	for (uint32_t i = c->frame; i < m->frames.n; i++) {
		const law_frame *f = m->frames.p[i];
		if (f != own && (c->stated || f->scope != own->scope || !ab_str_eq(f->path, own->path)))
			continue;
		for (uint32_t k = 0; k < p->packs.n; k++)
			if (law_loop_hangs_on(m->loops[k], f, c->fact))
				packs |= k < 32 ? 1u << k : UINT32_MAX;
	}
	return packs;
}

static bool asked_for(const flipping *p, ab_str path)
{
	if (!p->only)
		return true;
	for (const char *const *x = p->only; *x; x++)
		if (ab_str_is(path, *x))
			return true;
	return false;
}

/* Everything that may change at all is freed at once: what then hangs on nothing of a fact never will. */
static void find_candidates(flipping *p)
{
	AB_VEC(candidate) all = {0};
	const member *first = &p->members.p[0];
	for (uint32_t i = 0; i < first->frames.n; i++) {
		law_frame *f = first->frames.p[i];
		bool twin = false; /* of one met before */
		for (uint32_t k = 0; k < i; k++)
			twin = twin || (first->frames.p[k]->scope == f->scope && ab_str_eq(first->frames.p[k]->path, f->path));
		for (uint32_t s = 0; !twin && s < law_slot_count(p->l, f->scope); s++) {
			const law_fact *fact = law_fact_in(p->l, f->scope, s);
			if (!may_change(fact) || f->v[s].state == LV_NONE)
				continue;
			/* of a chip of the tables only figures change: a lesser chip, not another maker of the same */
			if (f->v[s].from == LF_CATALOG && fact->type != LT_NUMBER)
				continue;
			candidate c = {.frame = i, .fact = fact, .rank = rank_of(f, fact), .paper = fact->decl->paper};
			c.path = f->scope == LS_ROOT
			             ? fact->name
			             : ab_str_of(ab_sprintf(&p->d->arena, "%.*s.%.*s", AB_FMT(f->path), AB_FMT(fact->name)));
			if (asked_for(p, c.path))
				ab_push(&p->a, &all, c);
		}
	}
	uint32_t *bears = AB_NEW_N(&p->a, uint32_t, all.n + 1);
	for (uint32_t m = 0; m < p->members.n; m++) {
		member *x = &p->members.p[m];
		uint32_t mark = p->undo.n;
		for (uint32_t i = 0; i < all.n; i++)
			free_up(p, x, &all.p[i]);
		for (uint32_t k = 0; k < p->packs.n; k++)
			law_loop_bounds(x->loops[k], &x->facts, LAW_UNKNOWN);
		for (uint32_t i = 0; i < all.n; i++)
			bears[i] |= hangs_on(p, x, &all.p[i]);
		undo(p, mark);
	}
	for (unsigned rank = 0; rank < 10; rank++)
		for (uint32_t i = 0; i < all.n; i++) {
			candidate c = all.p[i];
			if (!bears[i] || c.rank != rank)
				continue;
			c.packs = bears[i];
			c.stated = stated_frame(p, first->frames.p[c.frame]);
			fill_cells(p, &c);
			if (!c.cells.n)
				continue;
			find_also(p, &c);
			for (uint32_t k = 0; k < c.cells.n; k++)
				if (c.rates || (c.stated && c.cells.p[k].also.n)) /* other facts move along: any pack may read them */
					c.packs = UINT32_MAX;
			c.unknown = current(p, &c, 0)->state == LV_UNKNOWN && !c.rates;
			ab_push(&p->a, &p->list, c);
		}
}

/* ---- the search ---- */
static bool changes(const flipping *p, ambit_outcome o)
{
	return o != AMBIT_NOT_DETERMINED && o != p->d->outcome;
}

static bool worse(const flipping *p, ambit_outcome o)
{
	return p->d->outcome == AMBIT_NOT_DETERMINED ? o >= AMBIT_LICENSE_REQUIRED : o > p->d->outcome;
}

/* Of what stays unknown, one completion: it shows how bad (or how good) the case may still be. */
typedef struct witness {
	bool sought, found;
	uint32_t n;
	edit e[WITNESS_MAX];
} witness;

typedef struct valued { /* facts of a set that have a value, with what is known of the rest */
	uint32_t n;
	edit e[DET_FLIP_FACTS];
	witness worst, best;
} valued;

static bool is_in(const edit *e, uint32_t n, uint32_t at)
{
	for (uint32_t i = 0; i < n; i++)
		if (e[i].candidate == at)
			return true;
	return false;
}

static levels decide_beside(flipping *p, const witness *w, const valued *v, const uint32_t *open, uint32_t n, way how)
{
	edit all[EDITS_MAX];
	uint32_t k = 0;
	for (uint32_t i = 0; w && i < w->n; i++)
		all[k++] = w->e[i];
	for (uint32_t i = 0; i < v->n; i++)
		all[k++] = v->e[i];
	return bounds(p, all, k, open, n, how);
}

static bool hangs_anywhere(const flipping *p, uint32_t at)
{
	for (uint32_t m = 0; m < p->members.n; m++)
		if (hangs_on(p, &p->members.p[m], &p->list.p[at]))
			return true;
	return false;
}

/* Under a witness the shares of owners are as bad, or as good, as they may be. */
static way beside(bool worst)
{
	return worst ? SHARES_LISTED : SHARES_FREE;
}

static bool nearer(levels x, levels y, bool worst)
{
	return worst ? x.floor > y.floor || (x.floor == y.floor && x.worst > y.worst)
	             : x.worst < y.worst || (x.worst == y.worst && x.bar < y.bar);
}

/* Gives one more unknown fact on which the outcome hangs the value that is worst (best) for the asker; false: none is
 * left that tells. The leaves are those of the last bounds. */
static bool add_witness(flipping *p, const valued *v, witness *w, bool worst, levels *now)
{
	uint32_t hanging[64], n = 0;
	for (uint32_t i = 0; i < p->list.n && n < AB_COUNT(hanging); i++)
		if (p->list.p[i].unknown && !is_in(w->e, w->n, i) && !is_in(v->e, v->n, i) && hangs_anywhere(p, i))
			hanging[n++] = i;
	for (uint32_t k = 0; k < n; k++) {
		levels best = *now;
		edit pick = {hanging[k], UINT32_MAX};
		w->n++;
		for (uint32_t i = 0; i < p->list.p[hanging[k]].cells.n; i++) {
			w->e[w->n - 1] = (edit){hanging[k], i};
			levels x = decide_beside(p, w, v, NULL, 0, beside(worst));
			if (nearer(x, best, worst)) {
				best = x;
				pick.cell = i;
			}
		}
		w->e[w->n - 1] = pick;
		if (pick.cell != UINT32_MAX) {
			*now = best;
			return true;
		}
		w->n--;
	}
	return false;
}

static void find_witness(flipping *p, const valued *v, witness *w, bool worst)
{
	law_level enough = p->d->outcome < AMBIT_NOT_DETERMINED && p->d->outcome > AMBIT_EXCEPTION_AVAILABLE
	                       ? (law_level)p->d->outcome
	                       : LAW_EXCEPTION;
	w->sought = true;
	levels r = decide_beside(p, w, v, NULL, 0, beside(worst));
	for (;;) {
		w->found = worst ? r.floor > LAW_EXCEPTION : r.worst <= enough;
		if (w->found || w->n == WITNESS_MAX || p->out || !add_witness(p, v, w, worst, &r))
			return;
		r = decide_beside(p, w, v, NULL, 0, beside(worst));
	}
}

/* Can the outcome be permitted, whatever is put in place of the free facts, for every completion of the rest? */
static bool may_permit(flipping *p, valued *v, const uint32_t *open, uint32_t n, levels r)
{
	if (r.floor > LAW_EXCEPTION)
		return false;
	if (!v->worst.sought)
		find_witness(p, v, &v->worst, true);
	return !v->worst.found || decide_beside(p, &v->worst, v, open, n, SHARES_LISTED).floor <= LAW_EXCEPTION;
}

/* Can it be barred at least so much? */
static bool may_bar(flipping *p, valued *v, const uint32_t *open, uint32_t n, levels r, law_level least)
{
	if (r.worst < least)
		return false;
	if (!v->best.sought)
		find_witness(p, v, &v->best, false);
	return !v->best.found || decide_beside(p, &v->best, v, open, n, SHARES_FREE).worst >= least;
}

/* With some facts at a value and others free: can the outcome be another decided one of the direction? */
static bool can_change(flipping *p, valued *v, const uint32_t *open, uint32_t n, bool toward_worse)
{
	ambit_outcome now = p->d->outcome;
	levels r = decide_beside(p, NULL, v, open, n, OPEN);
	if (now == AMBIT_NOT_DETERMINED)
		return toward_worse ? may_bar(p, v, open, n, r, LAW_LICENSE) : may_permit(p, v, open, n, r);
	if (toward_worse) {
		if ((ambit_outcome)r.worst <= now)
			return false;
		return (now < AMBIT_EXCEPTION_AVAILABLE && may_permit(p, v, open, n, r)) ||
		       may_bar(p, v, open, n, r, now >= AMBIT_LICENSE_REQUIRED ? (law_level)(now + 1) : LAW_LICENSE);
	}
	if ((ambit_outcome)r.bar >= now)
		return false;
	return may_permit(p, v, open, n, r) || (now > AMBIT_LICENSE_REQUIRED && may_bar(p, v, open, n, r, LAW_LICENSE));
}

/* Part of the set changes the outcome already. */
static bool has_smaller(const flipping *p, const edit *e, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if ((p->list.p[e[i].candidate].single >> e[i].cell) & 1)
			return true;
	for (uint32_t i = 0; i < p->lines.n; i++) {
		const line *x = &p->lines.p[i];
		uint32_t hit = 0;
		for (uint32_t k = 0; k < x->n && x->n < n + 1; k++)
			for (uint32_t j = 0; j < n; j++)
				hit += x->at[k] == e[j].candidate && ((x->cells[k] >> e[j].cell) & 1);
		if (x->n < n && hit == x->n)
			return true;
	}
	return false;
}

static void keep(flipping *p, const edit *e, uint32_t n, ambit_outcome o, uint32_t from)
{
	for (uint32_t i = from; i < p->lines.n; i++) { /* one more value of the last fact */
		line *x = &p->lines.p[i];
		bool same = x->n == n && x->outcome == o && x->at[n - 1] == e[n - 1].candidate;
		for (uint32_t k = 0; same && k + 1 < n; k++)
			same = x->at[k] == e[k].candidate && x->cells[k] == (uint64_t)1 << e[k].cell;
		if (same) {
			x->cells[n - 1] |= (uint64_t)1 << e[n - 1].cell;
			return;
		}
	}
	line x = {.n = n, .outcome = o};
	for (uint32_t k = 0; k < n; k++) {
		x.at[k] = e[k].candidate;
		x.cells[k] = (uint64_t)1 << e[k].cell;
	}
	ab_push(&p->a, &p->lines, x);
}

/* Tries the cells of the facts of a set, one fact after the other. */
static void go(flipping *p, const uint32_t *set, uint32_t n, valued *v, bool toward_worse, uint32_t from)
{
	uint32_t depth = v->n;
	if (p->out)
		return;
	if (depth && depth < n && !can_change(p, v, set + depth, n - depth, toward_worse))
		return;
	const candidate *c = &p->list.p[set[depth]];
	for (uint32_t i = 0; i < c->cells.n; i++) {
		valued next = {.n = depth + 1};
		memcpy(next.e, v->e, sizeof next.e);
		next.e[depth] = (edit){set[depth], i};
		if (n > 1 && has_smaller(p, next.e, depth + 1))
			continue;
		if (depth + 1 < n) {
			go(p, set, n, &next, toward_worse, from);
			continue;
		}
		ambit_outcome o = outcome_with(p, next.e, n);
		if (changes(p, o) && (n == 1 || worse(p, o) == toward_worse))
			keep(p, next.e, n, o, from);
	}
}

/* Two lines that differ in one fact alone become one. */
static void merge(flipping *p, uint32_t from)
{
	for (bool again = true; again;) {
		again = false;
		for (uint32_t i = from; i < p->lines.n; i++)
			for (uint32_t j = i + 1; j < p->lines.n; j++) {
				line *x = &p->lines.p[i], *y = &p->lines.p[j];
				if (x->n != y->n || x->outcome != y->outcome || memcmp(x->at, y->at, sizeof x->at))
					continue;
				uint32_t differ = 0, at = 0;
				for (uint32_t k = 0; k < x->n; k++)
					if (x->cells[k] != y->cells[k])
						differ++, at = k;
				if (differ > 1)
					continue;
				x->cells[at] |= y->cells[at];
				p->lines.p[j] = p->lines.p[--p->lines.n];
				again = true;
				j--;
			}
	}
}

/* Sets of `n` facts, the first of which are chosen: with a value each where the first of them can change the outcome
 * alone, else free. Facts that together cannot change it are ruled out together. */
typedef struct hunt {
	uint32_t n, from;
	bool toward_worse;
	valued none;
	uint32_t set[DET_FLIP_FACTS];
} hunt;

static void next_fact(flipping *p, hunt *h, valued *v, uint32_t free, uint32_t first, uint32_t end);

static void take(flipping *p, hunt *h, valued *v, uint32_t free, uint32_t at)
{
	candidate *c = &p->list.p[at];
	uint32_t chosen = v->n + free;
	bool last = chosen + 1 == h->n;
	if (free || (!v->n && !c->power)) {
		h->set[free] = at;
		if (last)
			go(p, h->set, h->n, &(valued){.n = 0}, h->toward_worse, h->from);
		else
			next_fact(p, h, v, free + 1, at + 1, p->useful);
		return;
	}
	for (uint32_t i = 0; i < c->cells.n && !p->out; i++) {
		valued next = {.n = v->n + 1};
		memcpy(next.e, v->e, sizeof next.e);
		next.e[v->n] = (edit){at, i};
		if (has_smaller(p, next.e, next.n))
			continue;
		if (!last) {
			next_fact(p, h, &next, 0, at + 1, p->useful);
			continue;
		}
		ambit_outcome o = outcome_with(p, next.e, h->n);
		if (changes(p, o) && worse(p, o) == h->toward_worse)
			keep(p, next.e, h->n, o, h->from);
	}
}

/* The next fact is one of [first, end). */
static void next_fact(flipping *p, hunt *h, valued *v, uint32_t free, uint32_t first, uint32_t end)
{
	if (p->out || first >= end)
		return;
	uint32_t upto = v->n + free + 1 < h->n ? p->useful : end, n = 0;
	for (uint32_t i = 0; i < free; i++)
		p->open[n++] = h->set[i];
	for (uint32_t i = first; i < upto; i++)
		p->open[n++] = i;
	if (!can_change(p, v, p->open, n, h->toward_worse))
		return;
	if (end - first == 1) {
		take(p, h, v, free, first);
		return;
	}
	uint32_t mid = first + (end - first) / 2;
	next_fact(p, h, v, free, first, mid);
	next_fact(p, h, v, free, mid, end);
}

/* Every fact by itself. */
static void try_singles(flipping *p)
{
	valued none = {.n = 0};
	for (uint32_t i = 0; i < p->list.n; i++)
		if (can_change(p, &none, &i, 1, false) || can_change(p, &none, &i, 1, true))
			go(p, &i, 1, &(valued){.n = 0}, false, 0);
	merge(p, 0);
	for (uint32_t i = 0; i < p->lines.n; i++)
		p->list.p[p->lines.p[i].at[0]].single |= p->lines.p[i].cells[0];
}

/* What can change the outcome alone comes first: its values are tried before others are freed. A fact each value of which
 * does so by itself is in no larger set; papers of others are shown alone. */
static void order_candidates(flipping *p, bool toward_worse)
{
	AB_VEC(candidate) to = {0};
	uint32_t *place = AB_NEW_N(&p->a, uint32_t, p->list.n + 1);
	valued none = {.n = 0};
	for (uint32_t i = 0; i < p->list.n; i++)
		p->list.p[i].power = can_change(p, &none, &i, 1, toward_worse);
	for (int pass = 0; pass < 3; pass++) {
		for (uint32_t i = 0; i < p->list.n; i++) {
			candidate *c = &p->list.p[i];
			bool spent = c->paper || (uint32_t)__builtin_popcountll(c->single) == c->cells.n;
			if (pass != (spent ? 2 : c->power ? 0 : 1))
				continue;
			place[i] = to.n;
			ab_push(&p->a, &to, *c);
		}
		if (pass == 1)
			p->useful = to.n;
	}
	for (uint32_t i = 0; i < to.n; i++)
		p->list.p[i] = to.p[i];
	for (uint32_t i = 0; i < p->lines.n; i++)
		for (uint32_t k = 0; k < p->lines.p[i].n; k++)
			p->lines.p[i].at[k] = place[p->lines.p[i].at[k]];
}

static void search(flipping *p)
{
	det_flips *out = &p->d->flips;
	try_singles(p);
	if (p->out)
		return;
	out->proven[0] = out->proven[1] = 1;
	uint32_t left = p->budget;
	for (uint32_t n = 2; n <= DET_FLIP_FACTS; n++)
		for (int dir = 0; dir < 2; dir++) {
			if (out->proven[dir] + 1 != n || (dir == 0 && p->d->outcome <= AMBIT_AUTHORIZED))
				continue;                           /* the rest of the way, or nothing better to look for */
			p->budget = dir == 0 ? left / 2 : left; /* what one direction saves the other may use */
			uint32_t had = p->budget;
			p->out = false;
			order_candidates(p, dir == 1);
			hunt h = {.n = n, .from = p->lines.n, .toward_worse = dir == 1};
			next_fact(p, &h, &h.none, 0, 0, p->useful);
			merge(p, h.from);
			if (!p->out)
				out->proven[dir] = n;
			left -= had - p->budget;
		}
}

/* ---- words ---- */
static ab_str text_of(ab_arena *a, ab_buf *b)
{
	ab_str s = ab_str_dup(a, (ab_str){b->p ? b->p : "", b->n});
	ab_buf_free(b);
	return s;
}

static ab_str number_text(ab_arena *a, ab_num x, ab_str unit)
{
	char s[AB_NUM_LEN];
	ab_num_format_human(x, s);
	bool tight = ab_str_is(unit, "%");
	return ab_str_of(ab_sprintf(a, "%s%s%.*s", s, unit.n && !tight ? " " : "", AB_FMT(unit)));
}

/* A bound that ends 10^-9 before a round figure is "below" that figure. */
static bool just_below(ab_num x)
{
	return x < AB_NUM_MAX && (x + 1) % 1000 == 0;
}

static ab_str interval_text(ab_arena *a, ab_num lo, ab_num hi, ab_str unit)
{
	bool above = lo % 1000 == 1; /* 10^-9 above a round figure */
	ab_str from = number_text(a, above ? lo - 1 : lo, unit), to = number_text(a, just_below(hi) ? hi + 1 : hi, unit);
	const char *low = above ? "more than" : "at least", *high = just_below(hi) ? "below" : "at most";
	if (lo == hi)
		return number_text(a, lo, unit);
	if (hi == AB_NUM_MAX || (ab_str_is(unit, "%") && hi == ab_num_int(100)))
		return ab_str_of(ab_sprintf(a, "%s %.*s", low, AB_FMT(from)));
	if (lo <= 1)
		return ab_str_of(ab_sprintf(a, "%s %.*s", high, AB_FMT(to)));
	return ab_str_of(ab_sprintf(a, "%s %.*s and %s %.*s", low, AB_FMT(from), high, AB_FMT(to)));
}

static ab_str value_text(const flipping *p, const law_fact *f, const law_value *v)
{
	ab_arena *a = &p->d->arena;
	if (v->state != LV_KNOWN)
		return AB_STR("not known");
	ab_buf b = {0};
	switch (f->type) {
	case LT_BOOL: return v->word ? AB_STR("yes") : AB_STR("no");
	case LT_COUNTRY: return det_country_name(p->d, v->word);
	case LT_NUMBER: return interval_text(a, v->lo, v->hi, f->unit);
	case LT_LIST:
		for (uint32_t i = 1; i <= f->vocabulary.n; i++)
			if (law_bits_get(&v->bits, i))
				ab_buf_printf(&b, "%s%.*s", b.n ? ", " : "", AB_FMT(f->vocabulary.p[i - 1]));
		return b.n ? text_of(a, &b) : AB_STR("none");
	default: break;
	}
	return v->word > 0 ? ab_str_dup(a, law_word_name(f, (uint32_t)v->word)) : v->text.n ? v->text : AB_STR("other");
}

/* One value, as a case takes it. */
static ab_str example_of(const flipping *p, const law_fact *f, const cell *c)
{
	static const char *const usual[] = {"DE", "JP", "BR", "SG", "AE", "IN", "CN", "US", "KR", "GB"};
	ab_arena *a = &p->d->arena;
	char s[AB_NUM_LEN];
	switch (f->type) {
	case LT_BOOL: return c->v.word ? AB_STR("true") : AB_STR("false");
	case LT_NUMBER: return ab_str_of(ab_sprintf(a, "%s", ab_num_format(c->v.lo > 1 ? c->v.lo : c->v.hi, s)));
	case LT_COUNTRY: {
		int32_t id = c->v.word;
		for (size_t k = AB_COUNT(usual); k-- > 0;)
			for (uint32_t i = 0; i < c->countries.n; i++)
				if (c->countries.p[i] == law_country(ab_str_of(usual[k])))
					id = c->countries.p[i];
		law_country_code(id, s);
		return ab_str_of(ab_sprintf(a, "%s", s));
	}
	default: return value_text(p, f, &c->v);
	}
}

typedef struct world_set { /* by place in flipping.world */
	bool in[WORLD_MAX];
	uint32_t n;
} world_set;

static bool is_group(const flipping *p, const world_set *s, const law_decl *g, const law_decl *h, bool outside)
{
	for (uint32_t i = 0; i < p->world.n; i++) {
		bool in = law_group_holds(p->l, &p->d->facts, g, p->world.p[i]) ||
		          (h && law_group_holds(p->l, &p->d->facts, h, p->world.p[i]));
		if (s->in[i] == in && outside)
			return false;
		if (s->in[i] != in && !outside)
			return false;
	}
	return true;
}

static ab_str title(const law_decl *g)
{
	return g->title.n ? g->title : g->id;
}

/* "any country outside Country Group D:1 ..." where a group is exactly that. */
static ab_str group_text(const flipping *p, const world_set *s)
{
	ab_arena *a = &p->d->arena;
	for (int outside = 0; outside < 2; outside++)
		for (size_t i = 0; i < law_group_count(p->l); i++)
			if (is_group(p, s, law_group_at(p->l, i), NULL, outside == 1))
				return ab_str_of(ab_sprintf(a, "any country %s: %.*s", outside ? "outside this group" : "of this group",
				                            AB_FMT(title(law_group_at(p->l, i)))));
	for (size_t i = 0; i < law_group_count(p->l); i++)
		for (size_t k = i + 1; k < law_group_count(p->l); k++)
			if (is_group(p, s, law_group_at(p->l, i), law_group_at(p->l, k), true))
				return ab_str_of(ab_sprintf(a, "any country outside these groups: %.*s; %.*s",
				                            AB_FMT(title(law_group_at(p->l, i))),
				                            AB_FMT(title(law_group_at(p->l, k)))));
	return (ab_str){0};
}

static ab_str countries_text(const flipping *p, const candidate *c, uint64_t cells, ab_str example)
{
	world_set s = {.n = 0};
	ab_buf b = {0};
	ab_arena *a = &p->d->arena;
	for (uint32_t i = 0; i < c->cells.n; i++)
		for (uint32_t k = 0; ((cells >> i) & 1) && k < c->cells.p[i].countries.n; k++)
			for (uint32_t w = 0; w < p->world.n; w++)
				if (p->world.p[w] == c->cells.p[i].countries.p[k] && !s.in[w]) {
					s.in[w] = true;
					s.n++;
				}
	for (uint32_t w = 0; w < p->world.n && s.n <= TEXT_MAX; w++)
		if (s.in[w])
			ab_buf_printf(&b, "%s%.*s", b.n ? ", " : "", AB_FMT(det_country_name(p->d, p->world.p[w])));
	if (b.n)
		return text_of(a, &b);
	ab_str group = group_text(p, &s), name = det_country_name(p->d, law_country(example));
	if (group.n)
		return ab_str_of(ab_sprintf(a, "%.*s (%u, such as %.*s)", AB_FMT(group), s.n, AB_FMT(name)));
	return ab_str_of(ab_sprintf(a, "any of %u countries, such as %.*s", s.n, AB_FMT(name)));
}

static ab_str cells_text(const flipping *p, const candidate *c, uint64_t cells, ab_str example)
{
	ab_buf b = {0};
	uint32_t n = 0, all = (uint32_t)__builtin_popcountll(cells);
	if (c->fact->type == LT_COUNTRY)
		return countries_text(p, c, cells, example);
	for (uint32_t i = 0; i < c->cells.n; i++) {
		if (!((cells >> i) & 1))
			continue;
		law_value v = c->cells.p[i].v;
		while (c->fact->type == LT_NUMBER && i + 1 < c->cells.n && ((cells >> (i + 1)) & 1) &&
		       c->cells.p[i + 1].v.lo == v.hi + 1) /* intervals side by side are one */
			v.hi = c->cells.p[++i].v.hi;
		if (n++ < TEXT_MAX)
			ab_buf_printf(&b, "%s%.*s", b.n ? " or " : "", AB_FMT(value_text(p, c->fact, &v)));
	}
	if (n > TEXT_MAX)
		ab_buf_printf(&b, " or %u more", all - TEXT_MAX);
	return text_of(&p->d->arena, &b);
}

/* ---- what is shown ---- */
/* Replays every combination of the line that the number of replays allows; drops values that do not hold. */
static bool confirm(flipping *p, line *x)
{
	uint64_t good[DET_FLIP_FACTS] = {0};
	edit e[DET_FLIP_FACTS];
	uint32_t combinations = 1;
	for (uint32_t k = 0; k < x->n; k++)
		combinations *= (uint32_t)__builtin_popcountll(x->cells[k]);
	bool all = combinations <= CELLS_MAX && p->replays + combinations < REPLAYS_MAX;
	uint32_t at[DET_FLIP_FACTS] = {0};
	for (uint32_t i = 0; i < (all ? combinations : 1); i++) {
		uint32_t rest = i;
		for (uint32_t k = 0; k < x->n; k++) {
			uint32_t size = (uint32_t)__builtin_popcountll(x->cells[k]), want = rest % size;
			rest /= size;
			for (at[k] = 0; !((x->cells[k] >> at[k]) & 1) || want-- > 0; at[k]++)
				;
			e[k] = (edit){x->at[k], at[k]};
		}
		if (replay(p, e, x->n) != x->outcome)
			return false;
		for (uint32_t k = 0; k < x->n; k++)
			good[k] |= (uint64_t)1 << at[k];
	}
	if (x->n > 1) /* no part of it does */
		for (uint32_t skip = 1; skip + 1 < 1u << x->n; skip++) {
			edit part[DET_FLIP_FACTS];
			uint32_t n = 0;
			for (uint32_t k = 0; k < x->n; k++)
				if (!((skip >> k) & 1))
					part[n++] = e[k];
			if (changes(p, replay(p, part, n)))
				return false;
		}
	return true;
}

static void show(flipping *p, const line *x)
{
	ab_arena *a = &p->d->arena;
	det_flip f = {.worse = worse(p, x->outcome), .outcome = x->outcome};
	for (uint32_t k = 0; k < x->n; k++) {
		const candidate *c = &p->list.p[x->at[k]];
		det_flip_change g = {.fact = c->path};
		const cell *first = &c->cells.p[__builtin_ctzll(x->cells[k])];
		f.papers = f.papers || c->paper;
		g.from = value_text(p, c->fact, current(p, c, 0));
		g.example = example_of(p, c->fact, first);
		g.to = cells_text(p, c, x->cells[k], g.example);
		g.text = ab_str_of(ab_sprintf(a, "%.*s: %.*s", AB_FMT(det_fact_name(p->d, a, c->path)), AB_FMT(g.to)));
		for (uint32_t i = 0; i < c->cells.n; i++) {
			const cell *y = &c->cells.p[i];
			if (!((x->cells[k] >> i) & 1))
				continue;
			for (uint32_t w = 0; w < y->countries.n; w++)
				ab_push(a, &g.all, ((law_value){.state = LV_KNOWN, .word = y->countries.p[w]}));
			if (!y->countries.n)
				ab_push(a, &g.all, y->v);
		}
		ab_push(a, &f.changes, g);
	}
	ab_push(a, &p->d->flips.list, f);
}

static unsigned line_rank(const flipping *p, const line *x)
{
	unsigned r = x->n * 100;
	bool paper = false;
	for (uint32_t k = 0; k < x->n; k++) {
		r += p->list.p[x->at[k]].rank;
		paper = paper || p->list.p[x->at[k]].paper;
	}
	return r + (paper ? 10000 : 0); /* acts of others stand apart, last */
}

static void show_all(flipping *p)
{
	uint32_t shown[4] = {0};
	for (uint32_t i = 1; i < p->lines.n; i++) { /* stable */
		line x = p->lines.p[i];
		uint32_t k = i;
		for (; k > 0 && line_rank(p, &p->lines.p[k - 1]) > line_rank(p, &x); k--)
			p->lines.p[k] = p->lines.p[k - 1];
		p->lines.p[k] = x;
	}
	for (uint32_t i = 0; i < p->lines.n; i++) {
		line *x = &p->lines.p[i];
		bool paper = line_rank(p, x) >= 10000;
		unsigned kind = (worse(p, x->outcome) ? 1u : 0u) + (paper ? 2u : 0u);
		if (shown[kind] >= p->shown || !confirm(p, x))
			continue;
		shown[kind]++;
		show(p, x);
	}
}

/* ---- the call ---- */
static void find_world(flipping *p)
{
	char code[3];
	for (int32_t i = 0; i < WORLD_MAX; i++) {
		law_country_code(i, code);
		const catalog_country *near = NULL, *c = catalog_country_find(p->d->engine->catalog, ab_str_of(code), &near);
		if (c && ab_str_is(c->code, code))
			ab_push(&p->a, &p->world, i);
	}
}

static void find_packs(flipping *p)
{
	for (uint32_t i = 0; i < p->d->jurisdictions.n; i++)
		if (p->d->jurisdictions.p[i].pack)
			ab_push(&p->a, &p->packs, p->d->jurisdictions.p[i].id);
		else
			p->foreign = true;
}

static bool add_members(flipping *p)
{
	uint32_t pick[8] = {0};
	AB_VEC(member) all = {0};
	for (uint32_t n = 0; n < MEMBERS_MAX; n++) {
		det_families families = {0};
		member m = {.like = n};
		if (!det_complete(&p->mine, &p->a, p->d->assume, pick, &families, &m.facts, NULL))
			return false;
		list_frames(p->l, &m.facts, &m.frames);
		if (all.n && m.frames.n != all.p[0].frames.n)
			return false; /* systems of another build: not compared fact by fact */
		ab_push(&p->a, &all, m);
		if (!det_next_pick(pick, &families))
			break;
	}
	law_query q = query_of(p, AB_STR(""));
	for (uint32_t i = 0; i < all.n; i++) {
		for (uint32_t j = 0; j < i && all.p[i].like == i; j++)
			if (all.p[j].like == j && law_alike(p->l, &all.p[j].facts, &all.p[i].facts, &q))
				all.p[i].like = j;
		if (all.p[i].like == i)
			ab_push(&p->a, &p->members, all.p[i]);
	}
	for (uint32_t i = 0; i < p->members.n; i++) {
		member *m = &p->members.p[i];
		m->loops = AB_NEW_N(&p->a, law_loop *, p->packs.n + 1);
		m->base = AB_NEW_N(&p->a, untouched, (p->packs.n + 1) * WAYS);
		for (uint32_t k = 0; k < p->packs.n; k++) {
			law_query x = query_of(p, p->packs.p[k]);
			m->loops[k] = law_loop_new(p->l, &x);
			if (!m->loops[k])
				return false;
		}
	}
	return true;
}

void det_fill_flips(ambit_determination *d, const struct ambit_case *question, uint32_t shown, const char *const *only)
{
	flipping p = {.d = d, .l = d->engine->law, .budget = only ? 6 * BUDGET : BUDGET, .shown = shown, .only = only};
	ab_arena_init(&p.a);
	p.mine = *question;
	p.mine.facts = case_clone_facts(p.l, &p.a, &question->facts);
	find_world(&p);
	find_packs(&p);
	if (p.packs.n && add_members(&p)) {
		find_candidates(&p);
		p.open = AB_NEW_N(&p.a, uint32_t, p.list.n + DET_FLIP_FACTS + 1);
		d->flips.facts = p.list.n;
		search(&p);
		show_all(&p);
		d->flips.tried = p.tried;
	}
	for (uint32_t i = 0; i < p.members.n; i++)
		for (uint32_t k = 0; p.members.p[i].loops && k < p.packs.n; k++)
			law_loop_free(p.members.p[i].loops[k]);
	ab_arena_free(&p.a);
}
