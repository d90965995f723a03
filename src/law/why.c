/* Explanations: an evaluated condition as a tree of sentences, each with the fact
 * that it reads, where that fact comes from, and the paragraph. */
#include <string.h>

#include "law/eval.h"

ab_str fact_path(ab_arena *a, const law_frame *frame, const law_fact *f)
{
	if (!frame || !frame->path.n)
		return f->name;
	return ab_str_of(ab_sprintf(a, "%.*s.%.*s", AB_FMT(frame->path), AB_FMT(f->name)));
}

/* "memory_bandwidth_gbs" -> "memory bandwidth"; the unit is said beside the figure. */
static ab_str plain_name(evaluation *e, const law_frame *frame, const law_fact *f)
{
	ab_str title = f->figure && f->figure->title.n ? f->figure->title : AB_STR("");
	if (title.n && f->scope == LS_ITEM)
		return title;
	char *s = ab_strdup(e->results, f->name);
	for (char *p = s; *p; p++)
		if (*p == '_' || *p == '.')
			*p = ' ';
	if (f->scope == LS_PARTY && frame && frame->path.n)
		return ab_str_of(ab_sprintf(e->results, "%s of %.*s", s, AB_FMT(frame->path)));
	return ab_str_of(s);
}

static ab_str number_text(evaluation *e, ab_num x, ab_str unit)
{
	char out[AB_NUM_LEN];
	ab_num_format_human(x, out);
	return ab_str_of(ab_sprintf(e->results, unit.n ? "%s %.*s" : "%s%.*s", out, AB_FMT(unit)));
}

static ab_str num_text(evaluation *e, const num *n, ab_str unit)
{
	ab_num lo, hi;
	if (n->state == NUM_NONE)
		return AB_STR("none");
	if (n->state == NUM_MISSING)
		return AB_STR("unknown");
	num_round(n, &lo, &hi);
	if (num_point(n)) {
		char shown[AB_NUM_LEN];
		ab_num two = (lo + 5000000) / 10000000 * 10000000; /* people read two decimals of a quotient */
		ab_num_format_human(n->ld == AB_NUM_ONE ? lo : two, shown);
		return ab_str_of(ab_sprintf(e->results, unit.n ? "%s %.*s" : "%s%.*s", shown, AB_FMT(unit)));
	}
	if (n->hn == AB_NUM_MAX && n->ln == 0)
		return AB_STR("unknown");
	if (n->hn == AB_NUM_MAX)
		return ab_str_of(ab_sprintf(e->results, "at least %.*s", AB_FMT(number_text(e, lo, unit))));
	return ab_str_of(ab_sprintf(e->results, "%.*s to %.*s", AB_FMT(number_text(e, lo, AB_STR(""))),
	                            AB_FMT(number_text(e, hi, unit))));
}

static ab_str value_text(evaluation *e, const law_fact *f, const law_value *v)
{
	char code[3], day[AB_DATE_LEN];
	if (v->state == LV_UNKNOWN)
		return AB_STR("unknown");
	if (v->state == LV_NONE)
		return AB_STR("does not apply");
	if (v->text.n)
		return v->text;
	switch (f->type) {
	case LT_BOOL: return v->word ? AB_STR("yes") : AB_STR("no");
	case LT_COUNTRY: law_country_code(v->word, code); return ab_str_of(ab_sprintf(e->results, "%s", code));
	case LT_DATE: return ab_str_of(ab_sprintf(e->results, "%s", ab_date_format(v->word, day)));
	case LT_NUMBER: {
		num n = {NUM_BETWEEN, v->lo, AB_NUM_ONE, v->hi, AB_NUM_ONE};
		return num_text(e, &n, f->unit);
	}
	case LT_LIST: return bits_empty(&v->bits) ? AB_STR("none") : AB_STR("stated");
	default: return v->word > 0 ? law_word_name(f, (uint32_t)v->word) : AB_STR("other");
	}
}

static const char *const cmp_words[] = {"is less than", "is at most", "is more than", "is at least", "equals"};
static const char *const cmp_not[] = {"is not less than", "is not at most", "is not more than", "is not at least",
                                      "does not equal"};

static law_why *leaf_why(evaluation *e, law_tri value, ab_str text)
{
	law_why *w = AB_NEW(e->results, law_why);
	w->value = value;
	w->text = text;
	return w;
}

static void cite_fact(evaluation *e, law_why *w, const law_fact *f, law_frame *frame, const law_value *v)
{
	w->fact = fact_path(e->results, frame, f);
	w->from = v->from;
	w->source = v->source;
}

static ab_str expr_name(evaluation *e, uint32_t node, const context *c)
{
	const law_node *n = &e->l->nodes.p[node];
	if (n->op == N_FACT) {
		const law_fact *f = &e->l->facts.p[n->fact];
		return plain_name(e, eval_frame(f, e, c), f);
	}
	if (n->op == N_NUM)
		return AB_STR("");
	if (n->op == N_SHARE)
		return AB_STR("share of listed owners");
	if (n->op == N_MUL)
		return ab_str_of(ab_sprintf(e->results, "%.*s times %.*s", AB_FMT(expr_name(e, law_node_kid(e->l, n, 0), c)),
		                            AB_FMT(expr_name(e, law_node_kid(e->l, n, 1), c))));
	return AB_STR("figure");
}

static ab_str expr_unit(const evaluation *e, uint32_t node)
{
	const law_node *n = &e->l->nodes.p[node];
	if (n->op == N_IF)
		n = &e->l->nodes.p[law_node_kid(e->l, n, 0)];
	if (n->op == N_FACT)
		return e->l->facts.p[n->fact].unit;
	return n->src && n->src->op == LX_NUM ? n->src->unit : AB_STR("");
}

static law_why *why_cmp(evaluation *e, const law_node *n, law_tri value, const context *c)
{
	uint32_t ka = law_node_kid(e->l, n, 0), kb = law_node_kid(e->l, n, 1);
	num a = eval_num(e, ka, c), b = eval_num(e, kb, c);
	const law_node *na = &e->l->nodes.p[ka];
	bool date = na->op == N_FACT && e->l->facts.p[na->fact].type == LT_DATE;
	char day[2][AB_DATE_LEN];
	ab_str ta =
		date ? ab_str_of(ab_date_format((ab_date)(a.ln / AB_NUM_ONE), day[0])) : num_text(e, &a, expr_unit(e, ka));
	ab_str tb =
		date ? ab_str_of(ab_date_format((ab_date)(b.ln / AB_NUM_ONE), day[1])) : num_text(e, &b, expr_unit(e, kb));
	ab_str name = expr_name(e, ka, c);
	const char *words = value == LAW_FALSE ? cmp_not[n->cmp] : cmp_words[n->cmp];
	law_why *w;
	if (value == LAW_UNKNOWN)
		w = leaf_why(e, value,
		             ab_str_of(ab_sprintf(e->results, "whether %.*s (%.*s) %s %.*s", AB_FMT(name), AB_FMT(ta), words,
		                                  AB_FMT(tb))));
	else
		w = leaf_why(
			e, value,
			ab_str_of(ab_sprintf(e->results, "%.*s %.*s %s %.*s", AB_FMT(name), AB_FMT(ta), words, AB_FMT(tb))));
	if (na->op == N_FACT) {
		const law_fact *f = &e->l->facts.p[na->fact];
		law_frame *fr = eval_frame(f, e, c);
		if (fr)
			cite_fact(e, w, f, fr, &fr->v[f->slot]);
	}
	return w;
}

static law_why *why_word(evaluation *e, const law_node *n, law_tri value, const context *c)
{
	const law_fact *f = &e->l->facts.p[n->fact];
	law_frame *fr = eval_frame(f, e, c);
	const law_value *v = eval_fetch(e, n->fact, fr, c);
	ab_str name = plain_name(e, fr, f), text = value_text(e, f, v), s;
	if (n->op == N_GROUP) {
		ab_str set = e->l->groups.p[n->index].decl->title.n ? e->l->groups.p[n->index].decl->title
		                                                    : e->l->groups.p[n->index].decl->id;
		const char *is = value == LAW_TRUE ? "is in" : value == LAW_FALSE ? "is not in" : "may be in";
		s = ab_str_of(ab_sprintf(e->results, "%.*s: %.*s %s %.*s", AB_FMT(name), AB_FMT(text), is, AB_FMT(set)));
	} else {
		s = ab_str_of(ab_sprintf(e->results, "%.*s: %.*s", AB_FMT(name), AB_FMT(text)));
	}
	law_why *w = leaf_why(e, value, s);
	if (fr)
		cite_fact(e, w, f, fr, v);
	return w;
}

static void add_live(evaluation *e, law_why *w, const law_live *live, const context *c, int depth)
{
	if (live->body->when == NODE_NONE)
		return;
	law_why *k = why_node(e, live->body->when, c, depth + 1);
	if (k && live->body->src->cites.n)
		k->cite = live->body->src->cites.p[0];
	if (k)
		ab_push(e->results, &w->because, k);
}

static law_why *why_entry(evaluation *e, const law_node *n, law_tri value, const context *c, int depth)
{
	const law_entry *x = &e->l->entries.p[n->index];
	bool class = n->op == N_CLASS;
	ab_str text = x->decl->title.n ? x->decl->title : x->decl->id;
	if (class)
		text = ab_str_of(ab_sprintf(e->results, "%s ECCN %.*s",
		                            value == LAW_TRUE    ? "it meets"
		                            : value == LAW_FALSE ? "it does not meet"
		                                                 : "it may meet",
		                            AB_FMT(x->decl->id)));
	law_why *w = leaf_why(e, value, text);
	const law_value *stated = class && e->l->f_eccn ? &c->item->v[e->l->f_eccn->slot] : NULL;
	if (stated && stated->state == LV_KNOWN) {
		w->fact = fact_path(e->results, c->item, e->l->f_eccn);
		w->from = stated->from;
	}
	for (uint32_t i = 0; i < e->v->live[n->index].n; i++) {
		const law_live *live = &e->v->live[n->index].p[i];
		if (class && live->body->src->cites.n)
			w->cite = live->body->src->cites.p[0];
		add_live(e, w, live, c, depth);
	}
	return w;
}

static law_why *why_quantifier(evaluation *e, const law_node *n, law_tri value, const context *c, int depth)
{
	law_frame *list[64];
	bool missing;
	uint32_t k = eval_who(e, n, c, list, AB_COUNT(list), &missing);
	bool any = n->op == N_ANY;
	ab_str who = n->src ? n->src->name : AB_STR("one");
	law_why *w = leaf_why(
		e, value,
		ab_str_of(ab_sprintf(e->results, "%s %.*s%s", any ? "any" : "every", AB_FMT(who), k ? "" : ": there is none")));
	for (uint32_t i = 0; i < k && i < 8; i++) {
		context in = eval_bind(n, c, list[i]);
		law_why *x = why_node(e, law_node_kid(e->l, n, 0), &in, depth + 1);
		if (x && (x->value == value || value == LAW_UNKNOWN))
			ab_push(e->results, &w->because, x);
		if (any && value == LAW_TRUE && x && x->value == LAW_TRUE)
			break;
	}
	if (w->because.n == 1)
		return w->because.p[0];
	return w;
}

static law_why *why_list(evaluation *e, const law_node *n, law_tri value, const context *c, int depth)
{
	bool and = n->op == N_AND;
	law_why *w = leaf_why(e, value, and? AB_STR("all of these") : AB_STR("one of these"));
	for (uint32_t i = 0; i < n->n; i++) {
		law_why *k = why_node(e, law_node_kid(e->l, n, i), c, depth + 1);
		if (!k)
			continue;
		bool decides = (and&&value == LAW_FALSE) || (!and&&value == LAW_TRUE);
		if (decides && k->value != value)
			continue; /* one false limb is enough for an `and`, one true for an `or` */
		if (value == LAW_UNKNOWN && k->value == (and? LAW_TRUE : LAW_FALSE) && !k->because.n)
			continue;
		ab_push(e->results, &w->because, k);
		if (decides && !and)
			break;
	}
	if (w->because.n == 1)
		return w->because.p[0];
	return w;
}

law_why *why_node(evaluation *e, uint32_t node, const context *c, int depth)
{
	const law_node *n = &e->l->nodes.p[node];
	uint32_t mark = e->touched.n;
	if (depth > 24)
		return NULL;
	law_tri value = eval_node(e, node, c);
	law_why *w = NULL;
	switch ((node_op)n->op) {
	case N_AND:
	case N_OR: w = why_list(e, n, value, c, depth); break;
	case N_NOT: {
		law_why *k = why_node(e, law_node_kid(e->l, n, 0), c, depth + 1);
		w = leaf_why(e, value, AB_STR("not so"));
		if (k)
			ab_push(e->results, &w->because, k);
		break;
	}
	case N_ANY:
	case N_ALL: w = why_quantifier(e, n, value, c, depth); break;
	case N_CMP: w = why_cmp(e, n, value, c); break;
	case N_WORD:
	case N_BOOL:
	case N_GROUP:
	case N_HAS: w = why_word(e, n, value, c); break;
	case N_CLASS:
	case N_DEFINE: w = why_entry(e, n, value, c, depth); break;
	case N_DIFFERS:
		w = leaf_why(e, value,
		             value == LAW_TRUE ? AB_STR("it crosses a border")
		                               : AB_STR("it stays in one country, or that is not known"));
		break;
	case N_CHOICE: {
		const law_decl *d = e->l->interps.p[n->index].decl;
		w = leaf_why(
			e, value,
			ab_str_of(ab_sprintf(e->results, "%.*s %.*s", AB_FMT(d->title), AB_FMT(d->choices.p[n->bits].text))));
		break;
	}
	case N_WOULD:
		w = leaf_why(e, value, AB_STR("the content by itself would need a license for this destination"));
		break;
	default: w = leaf_why(e, value, AB_STR("always")); break;
	}
	if (w && n->src && n->src->label.n)
		w->label = n->src->label;
	if (w && n->src && n->src->cite.n)
		w->cite = n->src->cite;
	e->touched.n = mark;
	return w;
}

/* ---- classification ---- */
static void steps_of(evaluation *e, uint32_t node, const context *c, ab_buf *out, int depth)
{
	const law_node *n = &e->l->nodes.p[node];
	static const struct {
		node_op op;
		const char *sign;
	} signs[] = {{N_MUL, " x "}, {N_DIV, " / "}, {N_ADD, " + "}};
	if (depth > 6)
		return;
	for (size_t i = 0; i < AB_COUNT(signs); i++)
		if (n->op == signs[i].op) {
			steps_of(e, law_node_kid(e->l, n, 0), c, out, depth + 1);
			ab_buf_addz(out, signs[i].sign);
			steps_of(e, law_node_kid(e->l, n, 1), c, out, depth + 1);
			return;
		}
	if (n->op == N_GREATEST || n->op == N_SUM) {
		law_frame *list[64];
		bool missing;
		uint32_t k = eval_who(e, n, c, list, AB_COUNT(list), &missing);
		num best = {.state = NUM_MISSING};
		uint32_t at = 0, where = law_node_kid(e->l, n, 0), added = 0;
		for (uint32_t i = 0; n->op == N_SUM && i < k; i++) { /* "20 + 3" */
			context in = eval_bind(n, c, list[i]);
			if (where != NODE_NONE && eval_node(e, where, &in) == LAW_FALSE)
				continue;
			ab_buf_addz(out, added++ ? " + " : "");
			steps_of(e, law_node_kid(e->l, n, 1), &in, out, depth + 1);
		}
		if (added)
			return;
		for (uint32_t i = 0; i < k; i++) {
			context in = eval_bind(n, c, list[i]);
			num x = eval_num(e, law_node_kid(e->l, n, 1), &in);
			if (x.state == NUM_BETWEEN &&
			    (best.state != NUM_BETWEEN || ab_ratio_cmp(x.ln, x.ld, best.ln, best.ld) > 0)) {
				best = x;
				at = i;
			}
		}
		if (k && n->op == N_GREATEST) {
			context in = eval_bind(n, c, list[at]);
			ab_buf_add(out, list[at]->path);
			ab_buf_addz(out, " ");
			steps_of(e, law_node_kid(e->l, n, 1), &in, out, depth + 1);
			if (k > 1)
				ab_buf_printf(out, " (the highest of %u formats)", k);
			return;
		}
	}
	num x = eval_num(e, node, c);
	ab_buf_add(out, num_text(e, &x, expr_unit(e, node)));
}

/* The parts of a sum, one by one. */
static void terms_of(evaluation *e, uint32_t node, const context *c, law_figure_finding *out)
{
	const law_node *n = &e->l->nodes.p[node];
	law_frame *list[64];
	bool missing;
	if (n->op != N_SUM)
		return;
	uint32_t k = eval_who(e, n, c, list, AB_COUNT(list), &missing), where = law_node_kid(e->l, n, 0);
	for (uint32_t i = 0; i < k; i++) {
		context in = eval_bind(n, c, list[i]);
		uint32_t mark = e->touched.n;
		num x = eval_num(e, law_node_kid(e->l, n, 1), &in);
		law_term t = {.frame = list[i], .counts = where == NODE_NONE ? LAW_TRUE : eval_node(e, where, &in)};
		if (x.state == NUM_BETWEEN) {
			num_round(&x, &t.lo, &t.hi);
			t.known = num_point(&x);
		} else {
			t.hi = AB_NUM_MAX;
		}
		if (e->q->want_why && where != NODE_NONE)
			t.why = why_node(e, where, &in, 0);
		e->touched.n = mark;
		ab_push(e->results, &out->terms, t);
	}
}

static const law_live *figure_live(evaluation *e, const law_fact *f)
{
	return e->v->live[f->figure_entry].n ? &e->v->live[f->figure_entry].p[0] : NULL;
}

static void figure_finding(evaluation *e, uint32_t fact, const context *c, law_figure_list *out)
{
	const law_fact *f = &e->l->facts.p[fact];
	const law_value *v = &c->item->v[f->slot];
	law_figure_finding r = {.fact = f, .from = v->from, .source = v->source};
	num n = eval_fact_num(e, fact, c->item, c);
	r.none = n.state == NUM_NONE;
	if (n.state == NUM_BETWEEN) {
		num_round(&n, &r.lo, &r.hi);
		r.known = num_point(&n);
		r.num = n.ln;
		r.den = n.ld;
	}
	if (v->state != LV_KNOWN && f->figure) { /* the steps are for people */
		const law_live *live = figure_live(e, f);
		ab_buf b = {0};
		r.figure = f->figure;
		r.from = LF_COMPUTED;
		for (uint32_t i = 0; live && i < live->body->value.n; i++) {
			terms_of(e, live->body->value.p[i], c, &r);
			if (r.terms.n)
				break;
		}
		for (uint32_t i = 0; live && i < live->body->value.n && r.known; i++) {
			num x = eval_num(e, live->body->value.p[i], c);
			if (x.state == NUM_BETWEEN) {
				steps_of(e, live->body->value.p[i], c, &b, 0);
				break;
			}
		}
		r.steps = ab_str_dup(e->results, (ab_str){b.p ? b.p : "", b.n});
		ab_buf_free(&b);
	}
	ab_push(e->results, &out->list, r);
}

static void all_figures(evaluation *e, const context *c, law_figure_list *out)
{
	for (uint32_t i = 0; i < e->l->facts.n; i++)
		if (e->l->facts.p[i].figure && e->l->facts.p[i].scope == LS_ITEM)
			figure_finding(e, i, c, out);
}

void law_classify(const law *l, law_facts *f, const law_query *q, ab_arena *a, law_frame *item, law_class_list *classes,
                  law_figure_list *figures)
{
	ab_arena scratch;
	ab_arena_init(&scratch);
	evaluation space, *e = &space;
	if (!f->roles)
		law_fill_roles(l, f);
	eval_begin(e, l, f, q, &scratch);
	e->results = a;
	e->stamp++;
	context c = e->top;
	c.item = item;
	for (uint32_t i = 0; i < l->entries.n; i++) {
		const law_entry *x = &l->entries.p[i];
		if (x->decl->kind != LD_CLASS || x->pack != ab_map_get(&l->pack_ids, q->pack))
			continue;
		law_class_finding r = {.decl = x->decl, .eccn = x->base, .paragraph = x->paragraph};
		r.state = eval_class(e, i, &c);
		if (e->v->live[i].n)
			r.version = e->v->live[i].p[0].body->src;
		if (q->want_why && r.version && (r.state != LAW_FALSE || q->want_false_why)) {
			law_node n = {.op = N_CLASS, .index = i};
			r.why = why_entry(e, &n, r.state, &c, 0);
		}
		ab_push(a, &classes->list, r);
	}
	all_figures(e, &c, figures);
	ab_arena_free(&scratch);
}

void law_figures(const law *l, law_facts *f, const law_query *q, ab_arena *a, law_frame *item, law_figure_list *out)
{
	ab_arena scratch;
	ab_arena_init(&scratch);
	evaluation e;
	eval_begin(&e, l, f, q, &scratch);
	e.results = a;
	e.stamp++;
	context c = e.top;
	c.item = item;
	all_figures(&e, &c, out);
	ab_arena_free(&scratch);
}
