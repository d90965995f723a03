/* Are two cases one and the same to the law? So when every comparison and every word
 * that any rule asks of their items comes out alike, on every day. Members of a family
 * of chips often are; then one of them is decided for all. */
#include "law/eval.h"

static bool same_word(const law_value *a, const law_value *b)
{
	for (int i = 0; i < LAW_SET_WORDS; i++)
		if (a->bits.w[i] != b->bits.w[i] || (a->open && b->open && a->open->w[i] != b->open->w[i]))
			return false;
	return a->word == b->word && !a->open == !b->open;
}

static bool same_value(const law_fact *f, const law_value *a, const law_value *b)
{
	if (a->state != b->state || a->null != b->null)
		return false;
	if (a->state != LV_KNOWN)
		return true;
	return f->type == LT_NUMBER ? a->lo == b->lo && a->hi == b->hi : same_word(a, b);
}

/* Facts of parties and of the case itself: equal, but for texts that only people read. */
static bool same_frame(const law *l, const law_frame *a, const law_frame *b)
{
	if (!a || !b)
		return a == b;
	for (uint32_t i = 0; i < l->slots[a->scope]; i++)
		if (!same_value(law_fact_in(l, a->scope, i), &a->v[i], &b->v[i]))
			return false;
	if (l->f_name && a->scope == LS_PARTY && !ab_str_eq(a->v[l->f_name->slot].text, b->v[l->f_name->slot].text))
		return false;
	return a->owners.n == 0 && b->owners.n == 0;
}

typedef struct sides {
	evaluation *a, *b;
	context ca, cb;
} sides;

/* Leaves of a sum or product: those that differ, and those that a search or an assumption set might set. */
static void count_leaves(const sides *s, uint32_t node, uint32_t *differ, uint32_t *open, int depth)
{
	const law *l = s->a->l;
	const law_node *n = &l->nodes.p[node];
	if (depth > 8) {
		*differ += 2;
		return;
	}
	if (n->op == N_FACT) {
		num x = eval_num(s->a, node, &s->ca), y = eval_num(s->b, node, &s->cb);
		bool same = x.state == y.state && x.ln == y.ln && x.ld == y.ld && x.hn == y.hn && x.hd == y.hd;
		*differ += !same;
		const law_decl *fact = l->facts.p[n->fact].decl;
		*open += same && !num_point(&x) && (l->use[n->fact].points.n > 0 || (fact && fact->ordinary.n));
	}
	for (uint32_t i = 0; i < n->n; i++)
		if (law_node_kid(l, n, i) != NODE_NONE)
			count_leaves(s, law_node_kid(l, n, i), differ, open, depth + 1);
}

static bool same_cmp(const sides *s, uint32_t node)
{
	const law_node *n = &s->a->l->nodes.p[node];
	if (eval_node(s->a, node, &s->ca) != eval_node(s->b, node, &s->cb))
		return false;
	bool simple = s->a->l->nodes.p[law_node_kid(s->a->l, n, 0)].op == N_FACT &&
	              s->a->l->nodes.p[law_node_kid(s->a->l, n, 1)].op == N_NUM;
	uint32_t differ = 0, open = 0;
	if (simple && eval_node(s->a, node, &s->ca) == LAW_UNKNOWN) { /* a reading of the law may tell them apart */
		uint32_t figure = law_node_kid(s->a->l, n, 0);
		num x = eval_num(s->a, figure, &s->ca), y = eval_num(s->b, figure, &s->cb);
		return x.state == y.state && x.ln == y.ln && x.ld == y.ld && x.hn == y.hn && x.hd == y.hd;
	}
	if (!simple)
		count_leaves(s, node, &differ, &open, 0);
	return differ == 0 || open == 0;
}

/* Every condition that reads the item alone comes out the same on this day. */
static bool same_item(const sides *s)
{
	const law *l = s->a->l;
	for (uint32_t i = 0; i < l->nodes.n; i++) {
		const law_node *n = &l->nodes.p[i];
		if (n->needs)
			continue;
		bool item = (n->op == N_WORD || n->op == N_BOOL || n->op == N_GROUP || n->op == N_HAS) &&
		            l->facts.p[n->fact].scope == LS_ITEM;
		s->a->touched.n = s->b->touched.n = 0;
		if (item && eval_node(s->a, i, &s->ca) != eval_node(s->b, i, &s->cb))
			return false;
		if (n->op == N_CMP && !same_cmp(s, i))
			return false;
	}
	return true;
}

static bool same_tree(sides *s, law_frame *a, law_frame *b, int depth)
{
	const law *l = s->a->l;
	if (depth > 16 || a->parts.n != b->parts.n || a->contents.n || b->contents.n ||
	    a->parts_stated != b->parts_stated || !same_frame(l, a->designer, b->designer) ||
	    !same_frame(l, a->fabricator, b->fabricator) || !same_frame(l, a->packager, b->packager))
		return false;
	s->ca = s->a->top;
	s->cb = s->b->top;
	s->ca.item = a;
	s->cb.item = b;
	if (!same_item(s))
		return false;
	for (uint32_t i = 0; i < a->parts.n; i++) {
		if (a->counts.p[i].lo != b->counts.p[i].lo || a->counts.p[i].hi != b->counts.p[i].hi ||
		    !same_tree(s, a->parts.p[i], b->parts.p[i], depth + 1))
			return false;
	}
	return true;
}

bool law_alike(const law *l, law_facts *a, law_facts *b, const law_query *q)
{
	ab_arena scratch;
	evaluation ea, eb;
	ab_arena_init(&scratch);
	if (!a->roles)
		law_fill_roles(l, a);
	if (!b->roles)
		law_fill_roles(l, b);
	bool same = true;
	ab_date day_a = a->as_of, day_b = b->as_of;
	for (size_t i = 0; i <= l->figure_days.n && same;
	     i++) { /* before the first day on which a figure changes, and from each on */
		a->as_of = b->as_of = i ? l->figure_days.p[i - 1] : l->figure_days.n ? l->figure_days.p[0] - 1 : day_a;
		if (i) {
			eval_turn(&ea);
			eval_turn(&eb);
		} else {
			eval_begin(&ea, l, a, q, &scratch);
			eval_begin(&eb, l, b, q, &scratch);
		}
		ea.stamp++;
		eb.stamp++;
		sides s = {.a = &ea, .b = &eb};
		same = same_tree(&s, a->item, b->item, 0);
	}
	a->as_of = day_a;
	b->as_of = day_b;
	ab_arena_free(&scratch);
	return same;
}
