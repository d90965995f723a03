/* Exact bounds over what is unknown: branch and bound over the cells of the unknown
 * facts. Kleene logic prunes; where it decides nothing is branched. */
#include "law/eval.h"

/* ---- cells ---- */
static uint32_t number_cells(const evaluation *e, const leaf *lf, law_value *out)
{
	const law_fact_use *u = &e->l->use[lf->fact];
	uint32_t n = 0;
	ab_num from = lf->lo;
	for (uint32_t i = 0; i <= u->points.n && n + 2 < LAW_CELLS_MAX; i++) {
		ab_num p = i < u->points.n ? u->points.p[i] : AB_NUM_MAX;
		if (p < lf->lo)
			continue;
		ab_num to = p == AB_NUM_MAX || p > lf->hi ? lf->hi : p - 1;
		if (from <= to)
			out[n++] = (law_value){.state = LV_KNOWN, .from = LF_COMPUTED, .lo = from, .hi = to};
		if (p == AB_NUM_MAX || p > lf->hi)
			break;
		out[n++] = (law_value){.state = LV_KNOWN, .from = LF_COMPUTED, .lo = p, .hi = p};
		from = p + 1;
	}
	return n;
}

static uint32_t date_cells(const evaluation *e, const leaf *lf, law_value *out)
{
	const law_fact_use *u = &e->l->use[lf->fact];
	uint32_t n = 0;
	ab_date last = AB_DATE_MIN / 2;
	for (uint32_t i = 0; i < u->points.n && n + 3 < LAW_CELLS_MAX; i++) {
		ab_date day = (ab_date)(u->points.p[i] / AB_NUM_ONE);
		if (day - 1 > last)
			out[n++] = (law_value){.state = LV_KNOWN, .from = LF_COMPUTED, .word = day - 1};
		out[n++] = (law_value){.state = LV_KNOWN, .from = LF_COMPUTED, .word = day};
		last = day;
	}
	out[n++] = (law_value){.state = LV_KNOWN, .from = LF_COMPUTED, .word = last + 1};
	return n;
}

/* What is known of the list, and besides nothing or all that it may hold. */
static law_value list_end(const law_fact *f, const law_value *now, bool all)
{
	law_value v = {.state = LV_KNOWN, .from = LF_COMPUTED};
	const law_bits *open = now->state == LV_KNOWN ? now->open : NULL;
	if (open)
		v.bits = now->bits;
	for (uint32_t i = 1; all && i <= f->vocabulary.n; i++)
		if (!open || law_bits_get(open, i))
			law_bits_set(&v.bits, i);
	return v;
}

/* What is known of the list, and besides: nothing, each word alone, all of them. */
static uint32_t list_cells(const law_fact *f, const law_value *now, law_value *out)
{
	law_value base = {.state = LV_KNOWN, .from = LF_COMPUTED};
	const law_bits *open = now->state == LV_KNOWN ? now->open : NULL;
	if (open)
		base.bits = now->bits;
	law_value all = base;
	uint32_t n = 0;
	out[n++] = base;
	for (uint32_t i = 1; i <= f->vocabulary.n && n + 1 < LAW_CELLS_MAX; i++) {
		if (open && !law_bits_get(open, i))
			continue;
		out[n] = base;
		law_bits_set(&out[n++].bits, i);
		law_bits_set(&all.bits, i);
	}
	if (n > 2)
		out[n++] = all;
	return n;
}

static uint32_t cell_count(const evaluation *e, const leaf *lf)
{
	if (lf->kind == LEAF_ATOM)
		return 2;
	if (lf->kind == LEAF_CHOICE)
		return e->l->interps.p[lf->node].decl->choices.n;
	const law_fact *f = &e->l->facts.p[lf->fact];
	switch (f->type) {
	case LT_BOOL: return 2;
	case LT_NUMBER:
	case LT_DATE: return 2 * e->l->use[lf->fact].points.n + 1;
	case LT_COUNTRY: return e->v->of->countries[lf->fact].n;
	default: return f->vocabulary.n + 2;
	}
}

uint32_t eval_cells(evaluation *e, const leaf *lf, law_value *out)
{
	law_value v = {.state = LV_KNOWN, .from = LF_COMPUTED};
	uint32_t n = 0;
	if (cell_count(e, lf) + 1 > LAW_CELLS_MAX)
		return 0; /* too many to try them all: the bound of what is unknown stands */
	if (lf->kind == LEAF_ATOM) {
		for (; n < 2; n++) {
			out[n] = v;
			out[n].word = (int32_t)n;
		}
		return n;
	}
	if (lf->kind == LEAF_CHOICE) {
		for (; n < e->l->interps.p[lf->node].decl->choices.n && n < LAW_CELLS_MAX; n++) {
			out[n] = v;
			out[n].word = (int32_t)n;
		}
		return n;
	}
	const law_fact *f = &e->l->facts.p[lf->fact];
	switch (f->type) {
	case LT_BOOL:
		for (; n < 2; n++) {
			out[n] = v;
			out[n].word = (int32_t)n;
		}
		return n;
	case LT_NUMBER: return number_cells(e, lf, out);
	case LT_DATE: return date_cells(e, lf, out);
	case LT_COUNTRY:
		for (; n < e->v->of->countries[lf->fact].n && n < LAW_CELLS_MAX; n++) {
			out[n] = v;
			out[n].word = e->v->of->countries[lf->fact].p[n];
		}
		return n;
	case LT_LIST: return list_cells(f, &lf->frame->v[f->slot], out);
	case LT_WORD:
	case LT_TEXT:
		for (; n <= f->vocabulary.n && n < LAW_CELLS_MAX; n++) {
			out[n] = v;
			out[n].word = (int32_t)(f->vocabulary.n - n); /* "any other word" last */
		}
		if (f->closed && n > 1)
			n--;
		return n;
	}
	return n;
}

/* ---- setting a cell ---- */
/* Figures that read a question of the law are made anew when it is answered otherwise. */
static void forget_read(evaluation *e)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < e->figure_n; i++)
		if (!e->figures[i].asked)
			e->figures[n++] = e->figures[i];
	e->figure_n = n;
}

void eval_set(evaluation *e, const leaf *lf, const law_value *cell, law_value *saved)
{
	if (lf->kind == LEAF_ATOM) {
		ab_push(e->arena, &e->atoms, ((atom_set){lf->node, lf->frame, lf->its, (law_tri)cell->word}));
	} else if (lf->kind == LEAF_CHOICE) {
		saved->word = e->choice[lf->node];
		e->choice[lf->node] = cell->word;
		forget_read(e);
	} else {
		law_value *v = &lf->frame->v[e->l->facts.p[lf->fact].slot];
		*saved = *v;
		*v = *cell;
	}
}

void eval_unset(evaluation *e, const leaf *lf, const law_value *saved)
{
	if (lf->kind == LEAF_ATOM) {
		e->atoms.n--;
	} else if (lf->kind == LEAF_CHOICE) {
		e->choice[lf->node] = saved->word;
		forget_read(e);
	} else
		lf->frame->v[e->l->facts.p[lf->fact].slot] = *saved;
}

/* ---- branch and bound ---- */
typedef struct search {
	evaluation *e;
	int sign;
	bool found;
	law_level best;
	uint32_t budget;
	bool exact;
} search;

static void offer(search *s, law_level x)
{
	if (!s->found || (s->sign < 0 ? x < s->best : x > s->best))
		s->best = x;
	s->found = true;
}

#define DEPTH_MAX 40

static leaf pick_leaf(const evaluation *e)
{
	leaf lf = e->touched.p[0];
	uint32_t least = UINT32_MAX;
	for (uint32_t i = 0; i < e->touched.n && least > 2; i++) {
		uint32_t n = cell_count(e, &e->touched.p[i]);
		if (n < least) {
			least = n;
			lf = e->touched.p[i];
		}
	}
	return lf;
}

static void go(search *s, const run_state *from, int depth)
{
	evaluation *e = s->e;
	run_state here = {.open = ab_alloc(e->arena, (from->n + 1) * sizeof(uint16_t))};
	run_result r = eval_run_open(e, from, &here);
	law_level bound = s->sign < 0 ? r.lo : r.hi;
	if (s->found && (s->sign < 0 ? bound >= s->best : bound <= s->best))
		return;
	if (r.lo == r.hi || !e->touched.n) {
		offer(s, bound);
		return;
	}
	if (s->budget == 0 || depth >= DEPTH_MAX) {
		s->exact = false;
		offer(s, bound);
		return;
	}
	leaf lf = pick_leaf(e);
	if (!e->cells[depth])
		e->cells[depth] = ab_alloc(e->arena, LAW_CELLS_MAX * sizeof(law_value));
	law_value *cells = e->cells[depth];
	uint32_t n = eval_cells(e, &lf, cells);
	if (n == 0) { /* nothing to try: the bound stands */
		s->exact = false;
		offer(s, bound);
		return;
	}
	for (uint32_t i = 0; i < n && !(s->found && s->best == bound); i++) {
		law_value saved = {.state = LV_UNKNOWN};
		if (s->budget)
			s->budget--;
		eval_set(e, &lf, &cells[s->sign < 0 ? i : n - 1 - i], &saved);
		go(s, &here, depth + 1);
		eval_unset(e, &lf, &saved);
	}
}

/* ---- a guess before the search ---- */
#define GUESSES 96

/* The value of a leaf that is likely best (sign < 0) or worst for the asker: nothing known against it, or everything. */
static law_value likely(const evaluation *e, const leaf *lf, int sign)
{
	law_value v = {.state = LV_KNOWN, .from = LF_COMPUTED, .word = sign > 0};
	if (lf->kind != LEAF_VALUE)
		return v;
	const law_fact *f = &e->l->facts.p[lf->fact];
	switch (f->type) {
	case LT_NUMBER: v.lo = v.hi = sign < 0 || lf->hi == AB_NUM_MAX ? lf->lo : lf->hi; break;
	case LT_COUNTRY: v.word = e->v->of->countries[lf->fact].p[e->v->of->countries[lf->fact].n - 1]; break;
	case LT_LIST: /* a list says something against the asker, but what is in hand helps */
		return list_end(f, &lf->frame->v[f->slot], (sign > 0) != (f->decl && f->decl->paper));
	case LT_DATE: v.word = AB_DATE_MAX / 2; break;
	case LT_WORD:
	case LT_TEXT: v.word = f->closed ? 1 : 0; break;
	case LT_BOOL: break;
	}
	return v;
}

bool leaf_same(const leaf *a, const leaf *b)
{
	return a->kind == b->kind && a->frame == b->frame && a->its == b->its && a->fact == b->fact && a->node == b->node;
}

/* Sets every unknown that matters to its likely value, and what then matters, a few times over. True when that proves that
 * the bound is reached: no search is needed. The leaves of `root` are those touched last. */
static bool guess(evaluation *e, const run_state *root, int sign, law_level bound)
{
	leaf set[GUESSES];
	law_value saved[GUESSES];
	uint32_t n = 0;
	bool reached = false;
	uint16_t *open[2] = {ab_alloc(e->arena, (root->n + 1) * sizeof(uint16_t)),
	                     ab_alloc(e->arena, (root->n + 1) * sizeof(uint16_t))};
	run_state from = *root;
	for (int round = 0; round < 6 && !reached; round++) {
		uint32_t before = n;
		for (uint32_t i = 0; i < e->touched.n && n < GUESSES; i++) {
			leaf lf = e->touched.p[i];
			bool seen = false;
			for (uint32_t k = 0; k < n && !seen; k++)
				seen = leaf_same(&set[k], &lf);
			if (seen)
				continue;
			law_value v = likely(e, &lf, sign);
			set[n] = lf;
			saved[n] = (law_value){.state = LV_UNKNOWN};
			eval_set(e, &lf, &v, &saved[n]);
			n++;
		}
		if (n == before)
			break;
		run_state to = {.open = open[round % 2]};
		run_result r = eval_run_open(e, &from, &to);
		from = to;
		reached = (sign < 0 ? r.hi : r.lo) == bound;
	}
	while (n-- > 0)
		eval_unset(e, &set[n], &saved[n]);
	return reached;
}

law_level eval_search(evaluation *e, const run_state *root, int sign, uint32_t budget, bool *exact)
{
	search s = {.e = e, .sign = sign, .budget = budget, .exact = true};
	run_state open = {.open = ab_alloc(e->arena, (root->n + 1) * sizeof(uint16_t))};
	run_result r = eval_run_open(e, root, &open);
	law_level bound = sign < 0 ? r.lo : r.hi;
	if (r.lo == r.hi || !e->touched.n || guess(e, &open, sign, bound))
		return bound;
	go(&s, &open, 0);
	*exact = *exact && s.exact;
	return s.best;
}
