/* A case under one pack: reach, triggers, exceptions, policy, outcome. Levels and
 * ranges follow the rules of the contract; findings say which provisions stand. */
#include <stdlib.h>
#include <string.h>

#include "law/eval.h"

#define BUDGET 600

/* ---- starting ---- */
static void collect_live(evaluation *e)
{
	const law *l = e->l;
	uint32_t pack = ab_map_get(&l->pack_ids, e->q->pack);
	if (pack == AB_MAP_NONE)
		return;
	for (uint32_t a = l->asked_from[pack]; a < l->asked_from[pack + 1]; a++) {
		uint32_t i = l->asked.p[a];
		const law_entry *x = &l->entries.p[i];
		for (uint32_t j = 0; j < e->v->live[i].n; j++) {
			const law_live *live = &e->v->live[i].p[j];
			uint32_t limb = 0;
			while (limb < x->limbs.n && x->limbs.p[limb].src != live->body->limb)
				limb++;
			live_rule r = {x, live, limb};
			if (x->decl->kind == LD_REACH)
				ab_push(e->arena, &e->reach, r);
			else
				ab_push(e->arena, &e->rules, r);
		}
	}
}

void eval_forget(evaluation *e)
{
	e->figure_n = 0;
	e->way_out = false;
	e->hold = true;
	e->sure_only = false;
	e->atoms.n = e->touched.n = 0;
	memset(e->sure, 0, e->l->entries.n + 1);
}

void eval_turn(evaluation *e)
{
	const law *l = e->l;
	e->v = law_view_at(l, e->f->as_of, e->f->known, e->q->text_reading);
	e->day_as_of = e->f->as_of;
	e->day_known = e->f->known;
	for (uint32_t i = 0; i < l->interps.n; i++) {
		e->choice[i] = e->q->choices ? e->q->choices[i] : -1;
		if (e->choice[i] < 0)
			e->choice[i] = e->v->settled[i];
	}
	e->rules.n = e->reach.n = 0;
	eval_forget(e);
	collect_live(e);
}

void eval_begin(evaluation *e, const law *l, law_facts *f, const law_query *q, ab_arena *a)
{
	memset(e, 0, sizeof *e);
	e->l = l;
	e->f = f;
	e->q = q;
	e->arena = a;
	e->top.item = f->item;
	uint32_t pack = ab_map_get(&l->pack_ids, q->pack);
	e->ground = pack == AB_MAP_NONE ? NODE_NONE : l->grounds[pack];
	e->choice = AB_NEW_N(a, int32_t, l->interps.n + 1);
	e->memos = AB_NEW_N(a, memo, 2 * (l->memo_n + 1));
	e->sure = ab_alloc(a, l->entries.n + 1);
	e->consulted = AB_NEW_N(a, uint64_t, l->entries.n / 64 + 1);
	eval_turn(e);
}

/* ---- exceptions ---- */
bool relief_covers(const law_ref *ref, uint32_t limb, const law_body *body)
{
	if (ref->limb == LIMB_ALL)
		return true;
	if (ref->limb == LIMB_REQUIREMENTS)
		return body->src->effect == LE_REQUIRES;
	return ref->limb == (int32_t)limb;
}

static law_tri eval_cond(evaluation *e, const law_body_cond *k)
{
	uint32_t mark = e->touched.n;
	law_tri t = LAW_TRUE;
	switch (k->src->kind) {
	case LCK_CIRCUMSTANCE: t = k->when == NODE_NONE ? LAW_TRUE : eval_node(e, k->when, &e->top); break;
	case LCK_PAPER: {
		bool before = e->in_paper;
		e->in_paper = true;
		t = k->when == NODE_NONE ? LAW_UNKNOWN : eval_node(e, k->when, &e->top);
		e->in_paper = before;
		if (t == LAW_UNKNOWN && e->hold && !(e->freeing && eval_freed_since(e, mark))) {
			e->touched.n = mark;
			e->way_out = true;
			t = LAW_FALSE;
		}
		break;
	}
	case LCK_OWN_ACT: /* can be done until it has failed; whether it has may be unknown */
		t = k->failed == NODE_NONE ? LAW_TRUE : tri_not(eval_node(e, k->failed, &e->top));
	}
	return t;
}

static law_tri cond_state(evaluation *e, const law_body_cond *k)
{
	uint32_t mark = e->touched.n;
	law_tri t;
	if (k->src->kind == LCK_OWN_ACT) {
		law_tri failed = k->failed == NODE_NONE ? LAW_FALSE : eval_node(e, k->failed, &e->top);
		law_tri done = k->done == NODE_NONE ? LAW_UNKNOWN : eval_node(e, k->done, &e->top);
		t = failed == LAW_TRUE ? LAW_FALSE : done == LAW_TRUE ? LAW_TRUE : LAW_UNKNOWN;
	} else {
		t = k->when == NODE_NONE ? LAW_UNKNOWN : eval_node(e, k->when, &e->top);
	}
	e->touched.n = mark;
	return t;
}

static law_tri restricted(evaluation *e, const law_entry *x, const law_decl **by)
{
	law_tri r = LAW_FALSE;
	for (uint32_t i = 0; i < x->restricted_by.n; i++) {
		uint32_t at = x->restricted_by.p[i];
		consult(e, at);
		for (uint32_t k = 0; k < e->v->live[at].n && r != LAW_TRUE; k++) {
			law_tri t = eval_live(e, &e->v->live[at].p[k], &e->top);
			if (t != LAW_FALSE && by)
				*by = e->l->entries.p[at].decl;
			r = tri_or(r, t);
		}
	}
	return r;
}

static void fill_relief(evaluation *e, law_relief *d, const law_body *b, law_tri t)
{
	bool done = true, unknown = t == LAW_UNKNOWN;
	d->version = b->src;
	for (uint32_t i = 0; i < b->conds.n; i++) {
		law_cond_state s = {b->conds.p[i].src, cond_state(e, &b->conds.p[i])};
		ab_push(e->results, &d->conds, s);
		done = done && (s.cond->kind != LCK_OWN_ACT || s.state == LAW_TRUE);
		if (s.cond->kind == LCK_PAPER && s.state == LAW_UNKNOWN)
			unknown = true;
	}
	bool dead = t == LAW_FALSE;
	for (uint32_t i = 0; i < d->conds.n; i++)
		if (dead && d->conds.p[i].cond->kind == LCK_PAPER && d->conds.p[i].state == LAW_UNKNOWN)
			dead = false; /* only the missing paper makes it false: it is an open way out */
	for (uint32_t i = 0; i < d->conds.n; i++)
		dead = dead || d->conds.p[i].state == LAW_FALSE;
	d->state = dead || d->restricted ? LR_UNAVAILABLE : unknown ? LR_UNKNOWN : done ? LR_AVAILABLE : LR_OPEN;
}

static int relief_rank(law_relief_state s)
{
	return s == LR_AVAILABLE ? 3 : s == LR_OPEN ? 2 : s == LR_UNKNOWN ? 1 : 0;
}

/* True: available or open. */
law_tri eval_relief(evaluation *e, const law_entry *x, law_relief *d)
{
	law_tri best = LAW_FALSE;
	uint32_t mark0 = e->touched.n;
	consult(e, x->index);
	if (d) {
		d->decl = x->decl;
		d->name = x->name;
		d->state = LR_UNAVAILABLE;
	}
	for (uint32_t i = 0; i < e->v->live[x->index].n && best != LAW_TRUE; i++) {
		const law_live *live = &e->v->live[x->index].p[i];
		law_tri t = eval_live(e, live, &e->top);
		for (uint32_t k = 0; k < live->body->conds.n && t != LAW_FALSE; k++)
			t = tri_and(t, eval_cond(e, &live->body->conds.p[k]));
		if (d || t != LAW_FALSE) {
			const law_decl *by = NULL;
			law_tri r = restricted(e, x, &by);
			if (d) { /* each limb is a way of its own: the best one is shown */
				law_relief one = {.decl = x->decl, .name = x->name, .restricted = r == LAW_TRUE, .restriction = by};
				fill_relief(e, &one, live->body, tri_and(t, tri_not(r)));
				if (!d->version || relief_rank(one.state) > relief_rank(d->state))
					*d = one;
			}
			t = tri_and(t, tri_not(r));
		}
		best = tri_or(best, t);
	}
	if (best != LAW_UNKNOWN)
		e->touched.n = mark0;
	return best;
}

/* ---- one pass ---- */
law_level rule_level(evaluation *e, const law_body *b)
{
	if (b->src->effect == LE_PROHIBITS)
		return LAW_PROHIBITED;
	if (b->src->effect == LE_PROHIBITS_PRESUMED)
		return LAW_PRESUMED;
	const law_fact *f = e->l->f_without_license;
	const law_value *v = f ? &e->f->root->v[f->slot] : NULL;
	return v && v->state == LV_KNOWN && v->word ? LAW_PROHIBITED : LAW_LICENSE;
}

/* Goes ahead without the license that it needs? Stated as unknown, the level may be either. */
static bool maybe_without_license(evaluation *e, const law_body *b)
{
	const law_fact *f = e->l->f_without_license;
	if (!f || b->src->effect != LE_REQUIRES || e->f->root->v[f->slot].state != LV_UNKNOWN)
		return false;
	ab_push(e->arena, &e->touched,
	        ((leaf){.kind = LEAF_VALUE, .frame = e->f->root, .fact = (uint32_t)(f - e->l->facts.p), .hi = AB_NUM_MAX}));
	return true;
}

/* Does a party, place or item of the case touch what this law rests on? Unknown, it may. */
static law_tri eval_ground(evaluation *e)
{
	return e->ground == NODE_NONE ? LAW_TRUE : eval_node(e, e->ground, &e->top);
}

static law_tri rule_applies(evaluation *e, const live_rule *k)
{
	uint32_t mark = e->touched.n;
	law_tri t = eval_live(e, k->live, &e->top);
	if (t != LAW_FALSE && k->live->body->src->presumes_reach)
		t = tri_and(t, eval_ground(e));
	if (t != LAW_FALSE && k->entry->decl->kind == LD_LETTER)
		t = tri_and(t, eval_addressed(e, k->entry));
	if (t != LAW_FALSE && k->live->body->rebutted != NODE_NONE)
		t = tri_and(t, tri_not(eval_rebutted(e, k->live->body, &e->top)));
	if (t == LAW_FALSE)
		e->touched.n = mark;
	return t;
}

/* On what is stated alone. A rule that does not apply at the root of a search never does, so this is asked there. */
static law_tri sure_relief(evaluation *e, uint32_t entry)
{
	if (!e->sure[entry]) {
		uint32_t mark = e->touched.n;
		e->sure[entry] = (uint8_t)(1 + eval_relief(e, &e->l->entries.p[entry], NULL));
		e->touched.n = mark;
	}
	return e->sure[entry] - 1 == LAW_TRUE ? LAW_TRUE : LAW_FALSE;
}

/* Levels of a rule that applies or may apply, with its exceptions. */
static void rule_bounds(evaluation *e, uint32_t i, law_level *lo, law_level *hi)
{
	const live_rule *k = &e->rules.p[i];
	law_tri relief = LAW_FALSE;
	bool may_authorize = false, authorized = false;
	for (uint32_t j = 0; j < k->entry->relief.n; j++) {
		const law_ref *ref = &k->entry->relief.p[j];
		if (!relief_covers(ref, k->limb, k->live->body))
			continue;
		const law_entry *x = &e->l->entries.p[ref->entry];
		law_tri t = e->sure_only ? sure_relief(e, ref->entry) : eval_relief(e, x, NULL);
		if (x->decl->authorization) {
			may_authorize = may_authorize || t != LAW_FALSE;
			authorized = authorized || t == LAW_TRUE;
		}
		relief = tri_or(relief, t);
	}
	law_level base = rule_level(e, k->live->body);
	law_level worst = relief != LAW_TRUE && maybe_without_license(e, k->live->body) ? LAW_PROHIBITED : base;
	*lo = relief != LAW_FALSE ? (may_authorize ? LAW_AUTHORIZED : LAW_EXCEPTION) : base;
	*hi = relief == LAW_TRUE ? (authorized ? LAW_AUTHORIZED : LAW_EXCEPTION) : worst;
}

static law_tri eval_reach(evaluation *e)
{
	law_tri ground = eval_ground(e);
	if (!e->reach.n || ground == LAW_FALSE)
		return ground;
	law_tri r = LAW_FALSE;
	for (uint32_t i = 0; i < e->reach.n && r != LAW_TRUE; i++)
		r = tri_or(r, eval_live(e, e->reach.p[i].live, &e->top));
	return tri_and(ground, r); /* every way counts as asked: see same_law */
}

static inline law_level worse(law_level a, law_level b)
{
	return a > b ? a : b;
}

/* One open rule: its levels, and whether anything about it is still open. */
typedef struct rule_run {
	law_tri applies;
	law_level lo, hi;
	bool own_reach;
	uint32_t end; /* of its leaves */
} rule_run;

static void settle(run_state *s, const rule_run *r)
{
	if (r->applies != LAW_TRUE)
		return;
	if (r->own_reach) {
		s->plo = worse(s->plo, r->lo);
		s->phi = worse(s->phi, r->hi);
	} else {
		s->lo = worse(s->lo, r->lo);
		s->hi = worse(s->hi, r->hi);
	}
}

/* Leaves of rules that cannot raise the level above what is certain do not matter: they are dropped. */
static void drop_leaves(evaluation *e, uint32_t from, const rule_run *r, uint32_t n, law_level certain)
{
	uint32_t at = from, start = from;
	for (uint32_t i = 0; i < n; i++) {
		if (r[i].hi > certain && r[i].applies != LAW_FALSE)
			for (uint32_t k = start; k < r[i].end; k++)
				e->touched.p[at++] = e->touched.p[k];
		start = r[i].end;
	}
	e->touched.n = at;
}

void eval_root(const evaluation *e, run_state *s)
{
	s->reached = LAW_UNKNOWN;
	s->lo = s->hi = LAW_NO_LICENSE;
	s->plo = s->phi = LAW_NOT_SUBJECT;
	s->n = 0;
	for (uint32_t i = 0; i < e->rules.n && i < RULES_MAX; i++)
		s->open[s->n++] = (uint16_t)i;
}

run_result eval_run_open(evaluation *e, const run_state *from, run_state *to)
{
	rule_run r[RULES_MAX];
	run_state sum = *from;
	e->runs++;
	e->stamp++;
	e->memo_leaves.n = 0;
	e->touched.n = 0;
	if (from->reached == LAW_UNKNOWN)
		sum.reached = eval_reach(e);
	if (sum.reached != LAW_UNKNOWN)
		e->touched.n = 0;
	uint32_t reach_end = e->touched.n;
	law_level hi = sum.hi, phi = sum.phi;
	for (uint32_t i = 0; i < from->n; i++) {
		uint32_t k = from->open[i], mark = e->touched.n;
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): every number in `open` is below rules.n */
		bool own_reach = e->rules.p[k].live->body->src->presumes_reach;
		r[i] = (rule_run){.own_reach = own_reach, .applies = LAW_FALSE, .end = mark};
		if (sum.reached == LAW_FALSE && !r[i].own_reach)
			continue;
		r[i].applies = rule_applies(e, &e->rules.p[k]);
		if (r[i].applies == LAW_FALSE)
			continue;
		if (e->applied)
			e->applied[e->rules.p[k].entry->index / 64] |= (uint64_t)1 << (e->rules.p[k].entry->index % 64);
		rule_bounds(e, k, &r[i].lo, &r[i].hi);
		if (r[i].applies == LAW_TRUE && r[i].lo == r[i].hi)
			e->touched.n = mark; /* its part is decided */
		r[i].end = e->touched.n;
		rule_run least = r[i];
		least.hi = least.lo; /* what is certain of it */
		settle(&sum, &least);
		if (r[i].own_reach)
			phi = worse(phi, r[i].hi);
		else
			hi = worse(hi, r[i].hi);
	}
	run_result out = {.reached = sum.reached};
	out.lo = worse(sum.reached == LAW_TRUE ? sum.lo : LAW_NOT_SUBJECT, sum.plo);
	out.hi = worse(sum.reached == LAW_FALSE ? LAW_NOT_SUBJECT : hi, phi);
	drop_leaves(e, reach_end, r, from->n, out.lo);
	if (!to)
		return out;
	uint16_t *open = to->open;
	*to = *from;
	to->open = open;
	to->reached = sum.reached;
	to->n = 0;
	for (uint32_t i = 0; i < from->n; i++) {
		bool decided = r[i].applies == LAW_FALSE || (r[i].applies == LAW_TRUE && r[i].lo == r[i].hi);
		bool idle = r[i].hi <= (r[i].own_reach ? sum.plo : sum.lo); /* others are certain to be as bad */
		if (decided)
			settle(to, &r[i]);
		else if (!idle)
			open[to->n++] = from->open[i];
	}
	/* what is certain stays certain */
	to->lo = worse(to->lo, sum.lo);
	to->plo = worse(to->plo, sum.plo);
	to->hi = worse(to->hi, to->lo);
	to->phi = worse(to->phi, to->plo);
	return out;
}

run_result eval_run(evaluation *e)
{
	uint16_t open[RULES_MAX];
	run_state all = {.open = open};
	eval_root(e, &all);
	return eval_run_open(e, &all, NULL);
}

/* ---- findings ---- */
static uint32_t policy_rank(const law *l, ab_str word)
{
	uint32_t r = 0;
	while (r < l->policy_orders && !ab_str_eq(l->policy_order[r], word))
		r++;
	return r;
}

/* The word of a policy; of `strictest of PATH over WHO` the strictest that is known of them, empty where none is. */
static ab_str policy_word(const evaluation *e, const law_decl *d)
{
	static const char its[] = "its.";
	const law *l = e->l;
	ab_str word = {0}, name = d->strictest;
	uint32_t who = d->strictest.n ? ab_map_get(&l->roles_ids, d->over) : AB_MAP_NONE;
	if (who == AB_MAP_NONE || !ab_str_starts(name, its))
		return d->word;
	name = (ab_str){name.p + sizeof its - 1, name.n - (sizeof its - 1)};
	const law_fact *f = law_fact_find(l, LS_PARTY, name);
	for (uint32_t i = 0; f && i < e->f->roles[who].list.n; i++) {
		const law_value *v = &e->f->roles[who].list.p[i]->v[f->slot];
		ab_str one = v->state == LV_KNOWN && v->word > 0 ? law_word_name(f, (uint32_t)v->word) : (ab_str){0};
		if (one.n && (!word.n || policy_rank(l, one) < policy_rank(l, word)))
			word = one;
	}
	return word;
}

static void fill_policies(evaluation *e, const live_rule *k, law_finding *out)
{
	const law *l = e->l;
	for (uint32_t i = 0; i < k->entry->policies.n; i++) {
		const law_ref *ref = &k->entry->policies.p[i];
		if (!relief_covers(ref, k->limb, k->live->body))
			continue;
		const law_entry *p = &l->entries.p[ref->entry];
		for (uint32_t j = 0; j < e->v->live[p->index].n; j++) {
			const law_live *live = &e->v->live[p->index].p[j];
			law_policy_state s = {.decl = p->decl, .version = live->body->src, .name = p->name};
			ab_str word = policy_word(e, p->decl);
			if (!word.n)
				continue;
			s.word = ab_strdup(e->results, word);
			s.state = eval_live(e, live, &e->top);
			for (uint32_t c = 0; c < live->body->conds.n; c++) {
				law_cond_state cs = {live->body->conds.p[c].src, cond_state(e, &live->body->conds.p[c])};
				ab_push(e->results, &s.conds, cs);
				/* what the applicant still has to show leaves the policy open, not closed */
				s.state = tri_and(s.state, cs.state);
			}
			if (s.state != LAW_FALSE)
				ab_push(e->results, &out->policies, s);
		}
	}
	/* drop the overridden, then the strictest by the stated order counts */
	uint32_t rank = UINT32_MAX;
	law_policy_state *counts = NULL;
	for (uint32_t i = 0; i < out->policies.n; i++) {
		law_policy_state *s = &out->policies.p[i];
		bool dropped = s->state != LAW_TRUE;
		for (uint32_t j = 0; j < out->policies.n && !dropped; j++) {
			const law_policy_state *o = &out->policies.p[j];
			if (o->state != LAW_TRUE)
				continue;
			for (uint32_t x = 0; x < o->decl->overrides.n; x++) {
				uint32_t at = ab_map_get(&l->entry_ids, o->decl->overrides.p[x]);
				dropped = dropped || (at != AB_MAP_NONE && l->entries.p[at].decl == s->decl);
			}
		}
		if (dropped)
			continue;
		uint32_t r = policy_rank(l, ab_str_of(s->word));
		if (r < rank) {
			rank = r;
			counts = s;
		}
	}
	if (counts)
		counts->counts = true;
}

static void fill_headings(evaluation *e, const law_entry *x, law_finding *f)
{
	uint32_t mark = e->touched.n;
	for (uint32_t i = 0; i < x->headings.n; i++) {
		uint32_t at = x->headings.p[i];
		for (uint32_t k = 0; k < e->v->live[at].n; k++) {
			const law_live *live = &e->v->live[at].p[k];
			law_tri t = live->body->when == NODE_NONE ? LAW_TRUE : eval_live(e, live, &e->top);
			if (t != LAW_FALSE)
				ab_push(e->results, &f->headings, ((law_headed){e->l->entries.p[at].decl, live->body->src, t}));
		}
	}
	e->touched.n = mark;
}

static void fill_findings(evaluation *e, law_result *out)
{
	for (uint32_t i = 0; i < e->rules.n; i++) {
		const live_rule *k = &e->rules.p[i];
		const law_body *b = k->live->body;
		if (out->reached == LAW_FALSE && !b->src->presumes_reach)
			continue;
		law_finding f = {.decl = k->entry->decl,
		                 .limb = b->limb,
		                 .version = b->src,
		                 .name = k->entry->name,
		                 .presumes_reach = b->src->presumes_reach};
		f.applies = rule_applies(e, k);
		if (f.applies == LAW_FALSE)
			continue;
		f.level = rule_level(e, b);
		rule_bounds(e, i, &f.lo, &f.hi);
		if (f.applies == LAW_UNKNOWN)
			f.lo = LAW_NO_LICENSE;
		f.relieved = f.hi < LAW_LICENSE                            ? LAW_TRUE
		             : f.lo < LAW_LICENSE && f.applies == LAW_TRUE ? LAW_UNKNOWN
		                                                           : LAW_FALSE;
		f.matters = out->reached != LAW_FALSE || f.presumes_reach;
		for (uint32_t j = 0; j < k->entry->relief.n; j++) {
			if (!relief_covers(&k->entry->relief.p[j], k->limb, b))
				continue;
			law_relief r = {0};
			eval_relief(e, &e->l->entries.p[k->entry->relief.p[j].entry], &r);
			if (r.version)
				ab_push(e->results, &f.exceptions, r);
		}
		fill_policies(e, k, &f);
		if (e->q->want_why)
			fill_headings(e, k->entry, &f);
		if (e->q->want_why && b->when != NODE_NONE && (f.applies == LAW_TRUE || out->bar < LAW_LICENSE))
			f.why = why_node(e, b->when, &e->top, 0);
		ab_push(e->results, &out->findings, f);
	}
}

static int finding_rank(const law_finding *f)
{
	return (f->applies == LAW_TRUE ? 100 : 0) + (int)f->hi * 10 + (int)f->lo;
}

static void sort_findings(law_result *out)
{
	for (uint32_t i = 1; i < out->findings.n; i++) { /* few, and stable */
		law_finding f = out->findings.p[i];
		uint32_t k = i;
		for (; k > 0 && finding_rank(&out->findings.p[k - 1]) < finding_rank(&f); k--)
			out->findings.p[k] = out->findings.p[k - 1];
		out->findings.p[k] = f;
	}
}

static void fill_paths(evaluation *e, law_result *out)
{
	for (uint32_t i = 0; i < e->reach.n; i++) {
		const live_rule *k = &e->reach.p[i];
		law_tri t = eval_live(e, k->live, &e->top);
		if (t == LAW_FALSE || (out->reached == LAW_TRUE && t != LAW_TRUE))
			continue;
		law_path p = {.decl = k->entry->decl, .version = k->live->body->src, .name = k->entry->name, .state = t};
		if (e->q->want_why && k->live->body->when != NODE_NONE)
			p.why = why_node(e, k->live->body->when, &e->top, 0);
		ab_push(e->results, &out->paths, p);
	}
}

/* ---- questions: every unknown that matters, at every one of its cells ---- */
static int leaf_cost(const law_question *q)
{
	if (!q->fact)
		return 4;
	switch (q->fact->type) {
	case LT_BOOL:
	case LT_COUNTRY: return 1;
	case LT_WORD: return 2;
	default: return 3;
	}
}

bool eval_fact_behind(evaluation *e, uint32_t node, const context *c, law_question *q, int depth)
{
	const law_node *n = &e->l->nodes.p[node];
	if (n->op == N_SHARE) {
		q->share = true;
		q->frame = c->its;
		q->path = ab_str_of(ab_sprintf(e->results, "%.*s.owners", AB_FMT(c->its ? c->its->path : AB_STR(""))));
		return c->its != NULL;
	}
	if (n->op == N_FACT) {
		const law_fact *f = &e->l->facts.p[n->fact];
		law_frame *fr = eval_frame(f, e, c);
		if (!fr || fr->v[f->slot].state != LV_UNKNOWN || (f->figure && !f->decl))
			return false;
		num x = eval_num(e, node, c);
		if (f->type == LT_NUMBER && num_point(&x))
			return false;
		q->fact = f;
		q->frame = fr;
		q->path = fact_path(e->results, fr, f);
		return true;
	}
	for (uint32_t i = 0; i < n->n && depth < 8; i++)
		if (law_node_kid(e->l, n, i) != NODE_NONE && eval_fact_behind(e, law_node_kid(e->l, n, i), c, q, depth + 1))
			return true;
	return false;
}

typedef struct open_question {
	leaf lf;
	uint32_t met; /* how often open rules hang on it */
} open_question;

static void ask(evaluation *e, const run_state *open, const open_question *w, law_result *out)
{
	const leaf *lf = &w->lf;
	law_value cells[LAW_CELLS_MAX];
	uint32_t n = eval_cells(e, lf, cells), decided = 0;
	law_question q = {.paper = lf->paper, .best = LAW_PROHIBITED, .worst = LAW_NOT_SUBJECT};
	if (lf->kind == LEAF_CHOICE) {
		q.interpretation = e->l->interps.p[lf->node].decl;
		q.path = q.interpretation->id;
	} else if (lf->kind == LEAF_VALUE) {
		q.frame = lf->frame;
		q.fact = &e->l->facts.p[lf->fact];
		q.path = fact_path(e->results, lf->frame, q.fact);
	} else {
		context c = e->top;
		c.item = lf->frame && lf->frame->scope == LS_ITEM ? lf->frame : c.item;
		c.its = lf->its;
		if (e->l->nodes.p[lf->node].op == N_WOULD || !eval_fact_behind(e, lf->node, &c, &q, 0))
			return;
	}
	for (uint32_t i = 0; i < out->questions.n; i++)
		if (ab_str_eq(out->questions.p[i].path, q.path))
			return; /* two comparisons may hang on one fact */
	for (uint32_t i = 0; i < n; i++) {
		law_value saved;
		eval_set(e, lf, &cells[i], &saved);
		run_result r = eval_run_open(e, open, NULL);
		eval_unset(e, lf, &saved);
		if (r.lo < q.best)
			q.best = r.lo;
		if (r.hi > q.worst)
			q.worst = r.hi;
		decided += r.lo >= LAW_LICENSE || r.hi <= LAW_EXCEPTION;
	}
	if (n == 0)
		return;
	q.score = (double)decided / n + (open->n ? 0.5 * w->met / open->n : 0);
	if (decided == n) /* whatever the answer, it is the last question */
		q.score += 2;
	ab_push(e->results, &out->questions, q);
}

/* What can lift the bar first; then what decides most often and what most rules hang on; then what is cheap to answer. */
static bool asked_before(const law_result *out, const law_question *a, const law_question *b)
{
	bool la = out->bar >= LAW_LICENSE && a->best < out->bar, lb = out->bar >= LAW_LICENSE && b->best < out->bar;
	if (la != lb)
		return la;
	if (a->score != b->score)
		return a->score > b->score;
	return leaf_cost(a) < leaf_cost(b);
}

static void fill_questions(evaluation *e, law_result *out)
{
	AB_VEC(open_question) todo = {0};
	run_state root = {.open = ab_alloc(e->arena, RULES_MAX * sizeof(uint16_t))}, open[2];
	eval_root(e, &root);
	for (int free_ways = 0; free_ways < 2; free_ways++) {
		open[free_ways].open = ab_alloc(e->arena, RULES_MAX * sizeof(uint16_t));
		e->hold = !free_ways;
		eval_run_open(e, &root, &open[free_ways]);
		for (uint32_t i = 0; i < e->touched.n; i++) {
			uint32_t k = 0;
			while (k < todo.n && !leaf_same(&todo.p[k].lf, &e->touched.p[i]))
				k++;
			if (k < todo.n && !free_ways)
				todo.p[k].met++;
			else if (k == todo.n && (!free_ways || e->touched.p[i].paper))
				ab_push(e->arena, &todo, ((open_question){e->touched.p[i], 1}));
		}
	}
	for (uint32_t i = 0; i < todo.n; i++) {
		e->hold = !todo.p[i].lf.paper;
		ask(e, &open[todo.p[i].lf.paper], &todo.p[i], out);
	}
	e->hold = true;
	for (uint32_t i = 1; i < out->questions.n; i++) {
		law_question q = out->questions.p[i];
		uint32_t k = i;
		for (; k > 0 && asked_before(out, &q, &out->questions.p[k - 1]); k--)
			out->questions.p[k] = out->questions.p[k - 1];
		out->questions.p[k] = q;
	}
}

/* ---- notes on the day's law, of what the answer rests on ---- */
static bool concerns(const law_result *out, const law_decl *d)
{
	for (uint32_t i = 0; i < out->flags.n; i++)
		if (out->flags.p[i].decl == d && out->flags.p[i].state == LG_RAISED)
			return true;
	for (uint32_t i = 0; i < out->findings.n; i++) {
		if (out->findings.p[i].decl == d)
			return true;
		for (uint32_t k = 0; k < out->findings.p[i].exceptions.n; k++)
			if (out->findings.p[i].exceptions.p[k].decl == d &&
			    out->findings.p[i].exceptions.p[k].state != LR_UNAVAILABLE)
				return true;
	}
	return false;
}

static bool holds_day(const law_span *p, uint32_t n, ab_date day)
{
	for (uint32_t i = 0; i < n; i++)
		if (p[i].from <= day && day <= p[i].to)
			return true;
	return n == 0;
}

static bool reads_country(const law *l, const law_frame *f, int32_t country)
{
	for (uint32_t i = 0; i < l->slots[f->scope]; i++) {
		const law_fact *x = law_fact_in(l, f->scope, i);
		if (x->type == LT_COUNTRY && l->use[x - l->facts.p].groups && f->v[i].state == LV_KNOWN &&
		    f->v[i].word == country)
			return true;
	}
	return false;
}

/* Countries of the case whose group in law is not the one that the printed table gives on this day. */
static void fill_print_notes(evaluation *e, law_result *out)
{
	const law *l = e->l;
	for (uint32_t g = 0; g < l->groups.n; g++)
		for (uint32_t k = 0; k < l->groups.p[g].moves.n; k++) {
			const law_moves *m = &l->groups.p[g].moves.p[k];
			if (!m->src->print.n || m->published > e->f->known ||
			    holds_day(m->src->law.p, m->src->law.n, e->f->as_of) ==
			        holds_day(m->src->print.p, m->src->print.n, e->f->as_of))
				continue;
			for (uint32_t i = 0; i < m->countries.n; i++) {
				bool here = reads_country(l, e->f->root, m->countries.p[i]);
				for (uint32_t p = 0; p < e->f->parties.n; p++)
					here = here || reads_country(l, e->f->parties.p[p], m->countries.p[i]);
				if (here)
					ab_push(e->results, &out->notes,
					        ((law_note){
								.id = LN_PRINT_DIFFERS, .decl = l->groups.p[g].decl, .country = m->countries.p[i]}));
			}
		}
}

/* What the pack does not model and the case may meet. */
static void fill_edges(evaluation *e, law_result *out)
{
	const law *l = e->l;
	uint32_t pack = ab_map_get(&l->pack_ids, e->q->pack), mark = e->touched.n;
	for (uint32_t i = 0; i < l->entries.n; i++) {
		const law_entry *x = &l->entries.p[i];
		if (x->decl->kind != LD_EXTENT || x->pack != pack || ab_str_is(x->decl->word, "modeled"))
			continue;
		for (uint32_t k = 0; k < e->v->live[i].n; k++) {
			const law_live *live = &e->v->live[i].p[k];
			if (live->body->when == NODE_NONE)
				continue;
			law_tri t = eval_live(e, live, &e->top);
			if (t != LAW_FALSE)
				ab_push(e->results, &out->edges, ((law_edge){x->decl, live->body->src, t}));
		}
	}
	e->touched.n = mark;
}

static void fill_notes(evaluation *e, law_result *out)
{
	fill_print_notes(e, out);
	for (uint32_t i = 0; i < e->v->notes.n; i++) {
		const law_day_note *n = &e->v->notes.p[i];
		if (n->entry->decl->pack.n && !ab_str_eq(n->entry->decl->pack, e->q->pack))
			continue;
		uint32_t mark = e->touched.n;
		bool rule = n->entry->decl->kind == LD_RULE || n->entry->decl->kind == LD_LETTER;
		bool here = concerns(out, n->entry->decl);
		if (rule && n->body->when != NODE_NONE) { /* would its text have applied? */
			law_live as_if = {.body = n->body};
			here = eval_live(e, &as_if, &e->top) == LAW_TRUE;
		}
		e->touched.n = mark;
		if (!here)
			continue;
		law_note note = {
			.id = n->kind, .decl = n->entry->decl, .limb = n->body->limb, .version = n->body->src, .status = n->status};
		bool seen = false;
		for (uint32_t k = 0; k < out->notes.n; k++)
			seen = seen || (out->notes.p[k].id == note.id && out->notes.p[k].decl == note.decl &&
			                out->notes.p[k].limb == note.limb);
		if (!seen)
			ab_push(e->results, &out->notes, note);
	}
}

void eval_levels(evaluation *e, law_result *out)
{
	run_state root = {.open = ab_alloc(e->arena, RULES_MAX * sizeof(uint16_t))},
			  open = {.open = ab_alloc(e->arena, RULES_MAX * sizeof(uint16_t))};
	out->exact = true;
	eval_root(e, &root);
	run_result r = eval_run_open(e, &root, &open);
	e->applied = NULL; /* what applies at the root was asked, not what a search tries */
	out->reached = r.reached;
	out->best = out->worst = out->bar = r.lo;
	if (r.lo != r.hi || open.n) { /* an exception that is not sure may have lowered it */
		e->sure_only = true;
		out->bar = eval_search(e, &open, -1, BUDGET, &out->exact);
		e->sure_only = false;
	}
	if (e->q->levels_only && out->bar >= LAW_LICENSE && r.lo >= LAW_LICENSE) {
		out->worst = r.hi; /* nothing lifts it, sure or not: the outcome is the bar, whatever the worst */
	} else if (r.lo != r.hi) {
		out->worst = eval_search(e, &open, +1, BUDGET, &out->exact);
		if (!e->q->levels_only)
			out->best = eval_search(e, &open, -1, BUDGET, &out->exact);
	}
	out->range_best = out->best;
	out->range_worst = out->worst;
	if (e->q->levels_only || !e->way_out)
		return;
	e->hold = false; /* what was settled by a way out that is not stated is open again: from the root */
	out->range_best = eval_search(e, &root, -1, BUDGET, &out->exact);
	out->range_worst = eval_search(e, &root, +1, BUDGET, &out->exact);
	e->hold = true;
}

void law_decide(const law *l, law_facts *f, const law_query *q, ab_arena *a, law_result *out)
{
	memset(out, 0, sizeof *out);
	ab_arena scratch;
	ab_arena_init(&scratch);
	evaluation e;
	if (!f->roles)
		law_fill_roles(l, f);
	eval_begin(&e, l, f, q, &scratch);
	e.results = a;
	eval_levels(&e, out);
	if (e.runs > 1) { /* what a search kept holds no more */
		e.stamp++;
		e.memo_leaves.n = 0;
		e.touched.n = 0;
	}
	if (!q->levels_only)
		out->ground = eval_ground(&e);
	if (!q->levels_only && out->ground != LAW_FALSE) {
		fill_findings(&e, out);
		sort_findings(out);
		fill_paths(&e, out);
		if (out->reached != LAW_FALSE || out->findings.n)
			eval_flags(&e, out);
		eval_stakes(&e, out);
		fill_notes(&e, out);
		fill_edges(&e, out);
		if (q->want_questions)
			fill_questions(&e, out);
	} else if (q->levels_only && q->want_deciding) {
		fill_findings(&e, out);
		sort_findings(out);
	}
	out->runs = e.runs;
	out->asked = e.asked;
	ab_arena_free(&scratch);
}

/* ---- one case through many days ---- */
static bool same_live(const law_view *a, const law_view *b, uint32_t entry)
{
	if (a->live[entry].n != b->live[entry].n)
		return false;
	for (uint32_t i = 0; i < a->live[entry].n; i++)
		if (a->live[entry].p[i].body != b->live[entry].p[i].body ||
		    a->live[entry].p[i].gates.n != b->live[entry].p[i].gates.n)
			return false;
	return true;
}

/* Is the law that the last decision consulted still the same? Of the entries whose text may have changed since, rules are
 * asked: `applied` holds which of them, in the last decision, could apply. */
static bool same_law(evaluation *e, const law_view *before, const uint64_t *applied)
{
	const law *l = e->l;
	uint32_t n, first = law_turns_between(l, before->as_of_epoch, e->v->as_of_epoch, &n);
	for (uint32_t t = first; t < first + n; t++) {
		uint32_t i = l->turns.p[t].entry;
		law_decl_kind k = l->entries.p[i].decl->kind;
		bool rule = k == LD_RULE || k == LD_LETTER;
		bool asked = rule || k == LD_REACH || ((e->consulted[i / 64] >> (i % 64)) & 1);
		if (!asked || same_live(before, e->v, i))
			continue;
		if (!rule || ((applied[i / 64] >> (i % 64)) & 1))
			return false;
		for (uint32_t r = 0; r < e->rules.n; r++)
			if (e->rules.p[r].entry->index == i && rule_applies(e, &e->rules.p[r]) != LAW_FALSE)
				return false;
	}
	return true;
}

/* Does anything that this pack could have asked turn between two views? Nothing else needs to be laid out anew. */
static bool turns_here(const evaluation *e, const law_view *before, const law_view *v)
{
	const law *l = e->l;
	uint32_t pack = ab_map_get(&l->pack_ids, e->q->pack);
	uint32_t n, first = law_turns_between(l, before->as_of_epoch, v->as_of_epoch, &n);
	for (uint32_t t = first; t < first + n; t++) {
		uint32_t i = l->turns.p[t].entry;
		const law_entry *x = &l->entries.p[i];
		bool kind = x->decl->kind == LD_RULE || x->decl->kind == LD_LETTER || x->decl->kind == LD_REACH;
		bool asked = (kind && x->pack == pack) || ((e->consulted[i / 64] >> (i % 64)) & 1);
		if (asked && !same_live(before, v, i))
			return true;
	}
	return false;
}

void law_walk(const law *l, law_facts *f, const law_query *q, const ab_date *days, size_t n,
              void (*move)(law_facts *, ab_date, void *), void *arg, law_day_level *out)
{
	ab_arena scratch;
	evaluation e;
	law_query levels = *q;
	levels.levels_only = true;
	const law_view *last = NULL;
	ab_arena_init(&scratch);
	if (!f->roles)
		law_fill_roles(l, f);
	size_t bytes = (l->entries.n / 64 + 1) * sizeof(uint64_t);
	uint64_t *applied = ab_alloc(&scratch, bytes);
	for (size_t i = 0; i < n; i++) {
		move(f, days[i], arg);
		if (!last) {
			eval_begin(&e, l, f, &levels, &scratch);
		} else {
			const law_view *now = law_view_at(l, f->as_of, f->known, levels.text_reading);
			bool same = last->of == now->of && !e.consulted_day;
			if (same && !turns_here(&e, last, now)) {
				out[i] = out[i - 1];
				last = now;
				continue;
			}
			eval_turn(&e);
			e.stamp++;
			e.memo_leaves.n = 0;
			if (same && same_law(&e, last, applied)) {
				out[i] = out[i - 1];
				last = e.v;
				continue;
			}
			memset(e.consulted, 0, bytes);
			e.consulted_day = false;
		}
		law_result r = {0};
		memset(applied, 0, bytes);
		e.applied = applied;
		eval_levels(&e, &r);
		out[i] = (law_day_level){r.bar, r.worst};
		last = e.v;
	}
	ab_arena_free(&scratch);
}
