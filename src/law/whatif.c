/* What else a case could say: bounds over values that are free, the facts on which
 * they hang, and the values of a fact that the law of the day tells apart. */
#include <stdlib.h>

#include "law/eval.h"

law_value law_free_value(const law_fact *f)
{
	if (f->type == LT_NUMBER) /* not unknown: a figure would be computed from what is stated */
		return (law_value){.state = LV_KNOWN, .from = LF_FREED, .lo = 0, .hi = AB_NUM_MAX};
	return (law_value){.state = LV_UNKNOWN, .from = LF_FREED, .null = true};
}

law_day_level law_loop_bounds(law_loop *p, law_facts *f, law_tri shares)
{
	evaluation *e = loop_next(p, f);
	e->freeing = true;
	e->shares = shares;
	run_result r = eval_run(e);
	e->freeing = false;
	return (law_day_level){r.lo, r.hi};
}

/* ---- what hangs on a fact ---- */
#define READ_DEPTH 24

typedef struct reading {
	const law *l;
	uint32_t within[8]; /* figures that are being followed: a whole is made from the same figure of its parts */
	uint32_t depth;
	bool contents; /* the item has US parts: what they would need reads everything */
} reading;

static bool reads(reading *r, uint32_t node, uint32_t fact, int depth);

static bool body_reads(reading *r, const law_body *b, uint32_t fact, int depth)
{
	if (reads(r, b->when, fact, depth))
		return true;
	for (uint32_t i = 0; i < b->value.n; i++)
		if (reads(r, b->value.p[i], fact, depth))
			return true;
	return false;
}

static bool entry_reads(reading *r, uint32_t entry, uint32_t fact, int depth)
{
	const law_entry *x = &r->l->entries.p[entry];
	for (uint32_t i = 0; i < x->limbs.n; i++)
		for (uint32_t k = 0; k < x->limbs.p[i].bodies.n; k++)
			if (body_reads(r, &x->limbs.p[i].bodies.p[k], fact, depth))
				return true;
	return false;
}

static bool figure_reads(reading *r, uint32_t figure, uint32_t fact, int depth)
{
	if (!r->l->facts.p[figure].figure)
		return false;
	for (uint32_t i = 0; i < r->depth; i++)
		if (r->within[i] == figure)
			return false;
	if (r->depth == AB_COUNT(r->within))
		return true;
	r->within[r->depth++] = figure;
	bool yes = entry_reads(r, r->l->facts.p[figure].figure_entry, fact, depth);
	r->depth--;
	return yes;
}

/* Too deep to follow counts as read. */
static bool reads(reading *r, uint32_t node, uint32_t fact, int depth)
{
	const law *l = r->l;
	if (node == NODE_NONE)
		return false;
	if (depth > READ_DEPTH)
		return true;
	const law_node *n = &l->nodes.p[node];
	switch ((node_op)n->op) {
	case N_FACT:
	case N_WORD:
	case N_BOOL:
	case N_GROUP:
	case N_HAS:
		if (n->fact == fact)
			return true;
		return n->op == N_FACT && figure_reads(r, n->fact, fact, depth + 1);
	case N_SHARE: return &l->facts.p[fact] == l->f_listed || &l->facts.p[fact] == l->f_percent;
	case N_CLASS:
	case N_DEFINE: return true;
	case N_WOULD: return r->contents;
	default: break;
	}
	for (uint32_t i = 0; i < n->n; i++)
		if (reads(r, law_node_kid(l, n, i), fact, depth + 1))
			return true;
	return false;
}

bool law_loop_hangs_on(const law_loop *p, const law_frame *frame, const law_fact *fact)
{
	const law *l = p->e.l;
	reading r = {.l = l, .contents = p->e.f->item->contents.n > 0};
	uint32_t at = (uint32_t)(fact - l->facts.p);
	for (uint32_t i = 0; i < p->e.touched.n; i++) {
		const leaf *lf = &p->e.touched.p[i];
		if (lf->kind == LEAF_ATOM && reads(&r, lf->node, at, 0))
			return true;
		if (lf->kind != LEAF_VALUE)
			continue;
		if (lf->fact == at && lf->frame == frame)
			return true;
		if (lf->fact != at && figure_reads(&r, lf->fact, at, 0))
			return true;
	}
	return false;
}

bool law_figure_reads(const law *l, const law_fact *figure, const law_fact *fact)
{
	reading r = {.l = l};
	return figure != fact && figure_reads(&r, (uint32_t)(figure - l->facts.p), (uint32_t)(fact - l->facts.p), 0);
}

/* ---- cells of a number ---- */
typedef struct probing {
	evaluation *e;
	context c;
	law_value *at;
	uint32_t fact;
	ab_arena *a;
	AB_VEC(ab_num) breaks; /* first value of each new cell */
} probing;

static law_tri probe(probing *p, uint32_t node, ab_num x)
{
	evaluation *e = p->e;
	p->at->lo = p->at->hi = x;
	e->figure_n = 0;
	e->stamp++;
	e->memo_leaves.n = e->touched.n = 0;
	return eval_node(e, node, &p->c);
}

/* Between a and b the comparison changes: the first value at which it is no longer as at a. */
static ab_num first_change(probing *p, uint32_t node, ab_num a, ab_num b)
{
	law_tri from = probe(p, node, a);
	while (b - a > 1) {
		ab_num mid = a + (b - a) / 2;
		if (probe(p, node, mid) == from)
			a = mid;
		else
			b = mid;
	}
	return b;
}

static void probe_between(probing *p, uint32_t node, ab_num a, ab_num b)
{
	law_tri end = probe(p, node, b);
	for (int i = 0; i < 3 && probe(p, node, a) != end; i++) { /* true, unknown, false: two changes at most */
		a = first_change(p, node, a, b);
		ab_push(p->a, &p->breaks, a);
	}
}

static int compare_nums(const void *x, const void *y)
{
	ab_num a = *(const ab_num *)x, b = *(const ab_num *)y;
	return a < b ? -1 : a > b;
}

/* Far above everything that a text compares it with. */
static ab_num far_above(const law *l, const law_fact *fact, const law_fact_use *u)
{
	ab_num far = ab_num_int(1000000000000), top = u->points.n ? u->points.p[u->points.n - 1] : 0;
	(void)l;
	if (ab_str_is(fact->unit, "%"))
		return ab_num_int(100);
	return top > far / 1000 ? top * 1000 : far;
}

static bool binds(const probing *p, const law_node *n)
{
	if (n->needs & (NEEDS_FORMAT | NEEDS_UNIT | NEEDS_CONTENT))
		return false;
	return !(n->needs & NEEDS_PARTY) || p->c.its;
}

void law_loop_cells(law_loop *loop, law_facts *f, law_frame *frame, const law_fact *fact, ab_arena *a, law_cells *out)
{
	evaluation *e = loop_next(loop, f);
	const law *l = e->l;
	probing p = {.e = e, .c = e->top, .at = &frame->v[fact->slot], .fact = (uint32_t)(fact - l->facts.p), .a = a};
	if (frame->scope == LS_ITEM)
		p.c.item = frame;
	else if (frame->scope == LS_PARTY)
		p.c.its = frame->up && frame->up->scope == LS_PARTY ? frame->up : frame; /* of an owner: whom it owns */
	const law_fact_use *u = &l->use[p.fact];
	reading r = {.l = l, .contents = f->item->contents.n > 0};
	law_value before = *p.at;
	*p.at = (law_value){.state = LV_KNOWN, .from = LF_STATED};
	ab_num far = far_above(l, fact, u);
	for (uint32_t i = 0; i < l->nodes.n; i++) {
		const law_node *n = &l->nodes.p[i];
		if (n->op != N_CMP || !binds(&p, n) || !reads(&r, i, p.fact, 0))
			continue;
		probe_between(&p, i, 0, 1);
		ab_num low = 1;
		for (uint32_t k = 0; k < u->points.n && n->cmp == LC_EQ; k++)
			if (u->points.p[k] > low) {
				probe_between(&p, i, low, u->points.p[k]);
				low = u->points.p[k];
			}
		probe_between(&p, i, low, far);
	}
	*p.at = before;
	e->figure_n = 0;
	e->stamp++;
	if (p.breaks.n)
		qsort(p.breaks.p, p.breaks.n, sizeof *p.breaks.p, compare_nums);
	ab_num from = 0;
	for (uint32_t i = 0; i < p.breaks.n; i++)
		if (p.breaks.p[i] > from) {
			ab_push(a, &out->list, ((law_interval){from, p.breaks.p[i] - 1}));
			from = p.breaks.p[i];
		}
	ab_push(a, &out->list, ((law_interval){from, ab_str_is(fact->unit, "%") ? far : AB_NUM_MAX}));
}

/* ---- countries ---- */
uint64_t law_country_kind(const law *l, const law_facts *f, const law_fact *fact, int32_t country)
{
	const law_view *v = law_view_at(l, f->as_of, f->known, false);
	uint64_t mask = 0;
	for (uint32_t i = 0; i < l->facts.n; i++)
		if ((!fact && l->facts.p[i].type == LT_COUNTRY) || fact == &l->facts.p[i])
			mask |= l->use[i].groups;
	return country >= 0 && country < LAW_COUNTRIES ? v->member[country] & mask : 0;
}

size_t law_group_count(const law *l)
{
	return l->groups.n;
}

const law_decl *law_group_at(const law *l, size_t i)
{
	return l->groups.p[i].decl;
}

bool law_group_holds(const law *l, const law_facts *f, const law_decl *group, int32_t country)
{
	const law_view *v = law_view_at(l, f->as_of, f->known, false);
	uint32_t i = ab_map_get(&l->group_ids, group->id);
	return i != AB_MAP_NONE && country >= 0 && country < LAW_COUNTRIES && ((v->member[country] >> i) & 1);
}
