/* What is said beside the outcome and never changes it: red flags, what is at stake,
 * and where one law forbids what another demands. */
#include <string.h>

#include "law/eval.h"

/* ---- red flags ---- */
static void add_fact(evaluation *e, law_flag *x, ab_str path)
{
	for (uint32_t i = 0; i < x->facts.n; i++)
		if (ab_str_eq(x->facts.p[i], path))
			return;
	ab_push(e->results, &x->facts, path);
}

/* Whether it is raised hangs on these. */
static void add_unknown(evaluation *e, law_flag *x, uint32_t from)
{
	for (uint32_t i = from; i < e->touched.n; i++) {
		const leaf *lf = &e->touched.p[i];
		law_question q = {0};
		context c = e->top;
		c.item = lf->frame && lf->frame->scope == LS_ITEM ? lf->frame : c.item;
		c.its = lf->its;
		if (lf->kind == LEAF_VALUE)
			add_fact(e, x, fact_path(e->results, lf->frame, &e->l->facts.p[lf->fact]));
		else if (lf->kind == LEAF_CHOICE)
			add_fact(e, x, e->l->interps.p[lf->node].decl->id);
		else if (e->l->nodes.p[lf->node].op != N_WOULD && eval_fact_behind(e, lf->node, &c, &q, 0))
			add_fact(e, x, q.path);
	}
}

/* The facts that raise it: of several ways those that hold. */
static void add_known(evaluation *e, law_flag *x, const law_why *w, int depth)
{
	if (!w->because.n && w->fact.n)
		add_fact(e, x, w->fact);
	for (uint32_t i = 0; i < w->because.n && depth < 24; i++)
		if (w->because.p[i]->value == w->value || ab_str_is(w->text, "not so"))
			add_known(e, x, w->because.p[i], depth + 1);
}

static law_tri is_resolved(evaluation *e, const law_body *b)
{
	uint32_t mark = e->touched.n;
	law_tri t = b->resolved == NODE_NONE ? LAW_FALSE : eval_node(e, b->resolved, &e->top);
	e->touched.n = mark;
	return t;
}

static void raise_flag(evaluation *e, const law_entry *entry, const law_live *live, law_result *out)
{
	uint32_t mark = e->touched.n;
	law_flag x = {.decl = entry->decl, .version = live->body->src, .name = entry->name};
	law_tri t = eval_live(e, live, &e->top);
	if (t == LAW_FALSE)
		return;
	if (t == LAW_UNKNOWN) {
		x.state = LG_OPEN;
		add_unknown(e, &x, mark);
	} else {
		x.state = is_resolved(e, live->body) == LAW_TRUE ? LG_RESOLVED : LG_RAISED;
		if (live->body->when != NODE_NONE)
			add_known(e, &x, why_node(e, live->body->when, &e->top, 0), 0);
	}
	e->touched.n = mark;
	ab_push(e->results, &out->flags, x);
}

/* Raised first, then resolved, then those that may be raised; of one state in the order of the law. */
static void sort_flags(law_result *out)
{
	for (uint32_t i = 1; i < out->flags.n; i++) {
		law_flag x = out->flags.p[i];
		uint32_t k = i;
		for (; k > 0 && out->flags.p[k - 1].state > x.state; k--)
			out->flags.p[k] = out->flags.p[k - 1];
		out->flags.p[k] = x;
	}
}

void eval_flags(evaluation *e, law_result *out)
{
	const law *l = e->l;
	uint32_t pack = ab_map_get(&l->pack_ids, e->q->pack);
	for (uint32_t i = 0; i < l->entries.n; i++) {
		const law_entry *x = &l->entries.p[i];
		if (x->decl->kind != LD_FLAG || x->pack != pack)
			continue;
		for (uint32_t k = 0; k < e->v->live[i].n; k++)
			raise_flag(e, x, &e->v->live[i].p[k], out);
	}
	sort_flags(out);
}

/* ---- amounts ---- */
static void stake(evaluation *e, const law_entry *x, const law_body *b, law_result *out)
{
	law_stake s = {.decl = x->decl, .version = b->src, .figure = b->src->number, .state = LAW_TRUE};
	uint32_t mark = e->touched.n;
	if (b->when == NODE_NONE && out->reached == LAW_FALSE && !out->findings.n)
		return; /* of a law that does not reach only what says itself when it bears */
	if (b->when != NODE_NONE)
		s.state = eval_node(e, b->when, &e->top);
	if (s.state != LAW_FALSE) {
		num n = {NUM_BETWEEN, s.figure, AB_NUM_ONE, s.figure, AB_NUM_ONE};
		e->amount = s.figure;
		if (x->then != NODE_NONE)
			n = eval_num(e, x->then, &e->top);
		s.lo = s.figure;
		s.hi = AB_NUM_MAX;
		if (n.state == NUM_BETWEEN)
			num_round(&n, &s.lo, &s.hi);
		ab_push(e->results, &out->stakes, s);
	}
	e->touched.n = mark;
}

/* What counts on the day of the penalty is looked up on the day that is known: none can be assessed before. */
void eval_stakes(evaluation *e, law_result *out)
{
	const law *l = e->l;
	uint32_t pack = ab_map_get(&l->pack_ids, e->q->pack);
	const law_view *late = NULL;
	for (uint32_t i = 0; i < l->entries.n; i++) {
		const law_entry *x = &l->entries.p[i];
		if (x->decl->kind != LD_AMOUNT || x->pack != pack)
			continue;
		const law_view *v = e->v;
		if (x->decl->assessed && e->f->known > e->f->as_of)
			v = late = late ? late : law_view_at(l, e->f->known, e->f->known, e->q->text_reading);
		for (uint32_t k = 0; k < v->live[i].n; k++)
			stake(e, x, v->live[i].p[k].body, out);
	}
}

/* ---- conflicts ---- */
static bool same_side(const law *l, const law_ref *side, const law_decl *d, const law_limb *limb)
{
	const law_entry *x = &l->entries.p[side->entry];
	return x->decl == d && (side->limb < 0 || (limb && x->limbs.p[side->limb].src == limb));
}

/* A finding that no exception lifts, or a warning; false when neither may stand. */
static law_tri side_stands(const law *l, const law_ref *side, const law_result *r, uint32_t n, ab_str *name,
                           const law_version **version)
{
	law_tri best = LAW_FALSE;
	for (uint32_t k = 0; k < n; k++) {
		for (uint32_t i = 0; i < r[k].findings.n && best != LAW_TRUE; i++) {
			const law_finding *f = &r[k].findings.p[i];
			if (!f->matters || f->hi < LAW_LICENSE || !same_side(l, side, f->decl, f->limb))
				continue;
			bool sure =
				f->applies == LAW_TRUE && f->lo >= LAW_LICENSE && (f->presumes_reach || r[k].reached == LAW_TRUE);
			law_tri t = sure ? LAW_TRUE : LAW_UNKNOWN;
			if (t == LAW_TRUE || best == LAW_FALSE) {
				*name = f->name;
				*version = f->version;
			}
			best = tri_or(best, t);
		}
		for (uint32_t i = 0; i < r[k].flags.n && best != LAW_TRUE; i++) {
			const law_flag *f = &r[k].flags.p[i];
			if (!same_side(l, side, f->decl, NULL))
				continue;
			*name = f->name;
			*version = f->version;
			best = tri_or(best, f->state == LG_OPEN ? LAW_UNKNOWN : LAW_TRUE);
		}
	}
	return best;
}

void law_conflicts(const law *l, law_facts *f, const law_query *q, const law_result *r, uint32_t n, ab_arena *a,
                   law_conflict_list *out)
{
	ab_arena scratch;
	evaluation e;
	bool begun = false;
	ab_arena_init(&scratch);
	for (uint32_t i = 0; i < l->clashes.n; i++) {
		const law_clash *c = &l->clashes.p[i];
		law_conflict x = {.decl = c->decl};
		law_tri t = LAW_TRUE;
		for (int s = 0; s < 2 && t != LAW_FALSE; s++)
			t = tri_and(t, x.side[s] = side_stands(l, &c->side[s], r, n, &x.name[s], &x.version[s]));
		if (t == LAW_FALSE)
			continue;
		if (!begun) {
			eval_begin(&e, l, f, q, &scratch);
			e.stamp++; /* as each run does: nothing is remembered yet */
		}
		begun = true;
		if (c->when != NODE_NONE)
			t = tri_and(t, eval_node(&e, c->when, &e.top));
		x.state = t;
		if (t != LAW_FALSE)
			ab_push(a, &out->list, x);
	}
	ab_arena_free(&scratch);
}
