/* --explain: the tree of reasons unfolded, each exception condition by condition,
 * every fact with where it comes from, the members of a family one by one. */
#include "report/explain.h"

#include <string.h>

#include "report/reason.h"

#define DEPTH_MAX 14 /* indents; deeper reasons stand at the last one */

typedef struct telling {
	page *p;
	const ambit_determination *d;
} telling;

#define SAY(t, ...) ab_str_of(ab_sprintf((t)->p->arena, __VA_ARGS__))

static page_ink ink_of(law_tri v)
{
	return v == LAW_TRUE ? INK_GOOD : v == LAW_FALSE ? INK_BAD : INK_WARN;
}

static void heading(telling *t, const char *text)
{
	page_blank(t->p);
	page_text(t->p, 2, 2, strlen(text), INK_BOLD, ab_str_of(text));
}

static int indent(const telling *t, int depth)
{
	int step = t->p->width < 60 ? 1 : 2, at = 4 + step * (depth < DEPTH_MAX ? depth : DEPTH_MAX);
	return at > t->p->width / 2 ? t->p->width / 2 : at;
}

/* "✓ text   (remark)" */
static void line(telling *t, int depth, law_tri value, ab_str text, ab_str remark)
{
	ab_str mark = reason_mark(value);
	ab_str s = remark.n ? SAY(t, "%.*s %.*s (%.*s)", AB_FMT(mark), AB_FMT(text), AB_FMT(remark))
	                    : SAY(t, "%.*s %.*s", AB_FMT(mark), AB_FMT(text));
	int at = indent(t, depth);
	page_text(t->p, at, at + 2, mark.n, ink_of(value), s);
}

/* ---- trees ---- */
static ab_str provenance(telling *t, const law_why *w)
{
	if (!w->fact.n || reason_is_class(w))
		return w->cite;
	if (w->from == LF_UNSTATED)
		return w->cite;
	const char *from = det_from_name(w->from);
	if (w->cite.n)
		return SAY(t, "%s; %.*s", from, AB_FMT(w->cite));
	return ab_str_of(from);
}

static bool open_among(const law_why *w)
{
	for (uint32_t i = 0; i < w->because.n; i++)
		if (w->because.p[i]->value == LAW_UNKNOWN)
			return true;
	return false;
}

static void tree(telling *t, const law_why *w, int depth, int level)
{
	if (!w || level > 24)
		return;
	if (reason_groups(t->d, w) && !ab_str_is(w->text, "not so")) {
		for (uint32_t i = 0; i < w->because.n; i++)
			tree(t, w->because.p[i], depth, level + 1);
		return;
	}
	ab_str text = reason_text(t->d, t->p->arena, w);
	if (w->because.n == 1 && ab_str_is(w->text, "not so")) { /* one line for a denied leaf */
		const law_why *k = w->because.p[0];
		law_frame *frame;
		const law_fact *fact = NULL;
		const law_value *v = k->fact.n ? det_fact_at(t->d, k->fact, &frame, &fact) : NULL;
		if (!k->because.n && v && v->state == LV_NONE) {
			line(t, depth, w->value, SAY(t, "%.*s: no", AB_FMT(det_fact_name(t->d, t->p->arena, k->fact))), k->cite);
			return;
		}
		if (!k->because.n) {
			line(t, depth, w->value, SAY(t, "not: %.*s", AB_FMT(reason_text(t->d, t->p->arena, k))), provenance(t, k));
			return;
		}
		text = AB_STR("not this:");
	}
	if (w->label.n)
		text = SAY(t, "%.*s: %.*s", AB_FMT(w->label), AB_FMT(text));
	line(t, depth, w->value, text, provenance(t, w));
	bool open = open_among(w), either = ab_str_is(w->text, "one of these");
	for (uint32_t i = 0; i < w->because.n; i++)
		if (!(open && either && w->because.p[i]->value == LAW_FALSE)) /* of several ways those that are open */
			tree(t, w->because.p[i], depth + 1, level + 1);
	if (w->value == LAW_UNKNOWN && w->because.n && !open && reason_is_class(w))
		line(t, depth + 1, LAW_UNKNOWN,
		     AB_STR("open for another reason: a presumption, or a class that goes before it"), AB_STR(""));
}

/* ---- rules and their exceptions ---- */
static const char *relief_word(const law_relief *r)
{
	if (r->restricted)
		return "struck out";
	switch (r->state) {
	case LR_AVAILABLE: return "available";
	case LR_OPEN: return "open: acts of your own are left";
	case LR_UNKNOWN: return "not known";
	default: return "not available";
	}
}

static law_tri relief_tri(const law_relief *r)
{
	return r->state == LR_AVAILABLE || r->state == LR_OPEN ? LAW_TRUE
	       : r->state == LR_UNKNOWN                        ? LAW_UNKNOWN
	                                                       : LAW_FALSE;
}

static const char *cond_word(const law_cond_state *c)
{
	if (c->cond->kind == LCK_OWN_ACT)
		return c->state == LAW_TRUE ? "done" : c->state == LAW_FALSE ? "failed" : "to do";
	if (c->cond->kind == LCK_PAPER)
		return c->state == LAW_TRUE ? "shown" : c->state == LAW_FALSE ? "not so" : "to be shown";
	return c->state == LAW_TRUE ? "met" : c->state == LAW_FALSE ? "not met" : "not known";
}

static void conditions(telling *t, const law_cond_state *list, uint32_t n, int depth)
{
	for (uint32_t i = 0; i < n; i++) {
		const law_cond_state *c = &list[i];
		line(t, depth, c->state, c->cond->text,
		     c->cond->cite.n ? SAY(t, "%s; %.*s", cond_word(c), AB_FMT(c->cond->cite)) : ab_str_of(cond_word(c)));
	}
}

/* Of an exception that is not available the first condition that fails says enough. */
static void no_relief(telling *t, const law_relief *r)
{
	ab_str title = r->decl->title.n ? r->decl->title : r->name;
	for (uint32_t i = 0; !r->restricted && i < r->conds.n; i++) {
		const law_cond_state *c = &r->conds.p[i];
		if (c->state != LAW_FALSE)
			continue;
		line(t, 1, LAW_FALSE,
		     SAY(t, "No exception: %.*s; %s: %.*s", AB_FMT(title), cond_word(c), AB_FMT(c->cond->text)), c->cond->cite);
		return;
	}
	line(t, 1, LAW_FALSE, SAY(t, "No exception: %.*s", AB_FMT(title)), ab_str_of(relief_word(r)));
	if (r->restricted && r->restriction && r->restriction->title.n)
		line(t, 2, LAW_TRUE, r->restriction->title, AB_STR("strikes it out"));
}

static void relief(telling *t, const law_relief *r)
{
	if (r->state == LR_UNAVAILABLE || r->restricted) {
		no_relief(t, r);
		return;
	}
	line(t, 1, relief_tri(r), SAY(t, "Exception: %.*s", AB_FMT(r->decl->title.n ? r->decl->title : r->name)),
	     ab_str_of(relief_word(r)));
	conditions(t, r->conds.p, r->conds.n, 2);
}

static void policy(telling *t, const law_policy_state *s)
{
	ab_str phrase = det_policy_phrase(s->word);
	line(t, 1, s->state, SAY(t, "Review: %.*s", AB_FMT(phrase.n ? phrase : ab_str_of(s->word))),
	     s->counts                           ? AB_STR("this one counts")
	     : s->version && s->version->cites.n ? s->version->cites.p[0]
	                                         : AB_STR(""));
	conditions(t, s->conds.p, s->conds.n, 2);
}

static void finding(telling *t, const law_finding *f)
{
	char day[AB_DATE_LEN];
	ab_buf b = {0};
	ab_buf_addz(&b, f->applies == LAW_TRUE ? "applies" : "may apply");
	if (f->version && f->version->from != AB_DATE_MIN)
		ab_buf_printf(&b, "; text of %s", ab_date_format(f->version->from, day));
	for (uint32_t i = 0; f->version && i < f->version->cites.n; i++)
		ab_buf_printf(&b, "; %.*s", AB_FMT(f->version->cites.p[i]));
	ab_str remark = ab_str_dup(t->p->arena, (ab_str){b.p, b.n});
	ab_buf_free(&b);
	line(t, 0, f->applies, SAY(t, "%.*s [%.*s]", AB_FMT(f->decl->title.n ? f->decl->title : f->name), AB_FMT(f->name)),
	     remark);
	if (f->why)
		tree(t, f->why, 1, 0);
	ab_str rebuttal = det_rebuttal(f);
	if (rebuttal.n)
		line(t, 1, LAW_UNKNOWN, SAY(t, "Rebutted by %.*s", AB_FMT(rebuttal)), AB_STR("not shown"));
	for (uint32_t i = 0; i < f->exceptions.n; i++)
		if (f->applies == LAW_TRUE ||
		    f->exceptions.p[i].state != LR_UNAVAILABLE) /* of what is not sure, what is open */
			relief(t, &f->exceptions.p[i]);
	for (uint32_t i = 0; i < f->policies.n; i++)
		policy(t, &f->policies.p[i]);
}

static void jurisdiction(telling *t, const det_jurisdiction *j)
{
	if (!j->pack)
		return;
	heading(t, ab_sprintf(t->p->arena, "Reach of %.*s", AB_FMT(j->pack->title)));
	for (uint32_t i = 0; i < j->result.paths.n; i++) {
		const law_path *x = &j->result.paths.p[i];
		line(t, 0, x->state, x->decl->title, x->version && x->version->cites.n ? x->version->cites.p[0] : AB_STR(""));
		if (x->why)
			tree(t, x->why, 1, 0);
	}
	if (!j->result.paths.n)
		line(t, 0, j->result.reached, AB_STR("no way to reach the item holds"), AB_STR(""));
	heading(t, "Rules");
	for (uint32_t i = 0; i < j->result.findings.n; i++)
		finding(t, &j->result.findings.p[i]);
	if (!j->result.findings.n)
		page_text(t->p, 4, 4, 0, INK_PLAIN, AB_STR("No rule applies or may apply."));
}

/* ---- the item ---- */
static bool worth_showing(const law_class_finding *c)
{
	if (c->state != LAW_FALSE)
		return true;
	return c->why && c->why->because.n && ab_str_is(c->eccn, "3A090");
}

static void figures(telling *t)
{
	char lo[AB_NUM_LEN], hi[AB_NUM_LEN];
	for (uint32_t i = 0; i < t->d->figures.list.n; i++) {
		const law_figure_finding *f = &t->d->figures.list.p[i];
		ab_str name = det_fact_name(t->d, t->p->arena, f->fact->path);
		if (f->none || (!f->known && f->hi == 0))
			continue;
		ab_num_format_human(f->known && f->den != AB_NUM_ONE ? (f->lo + 5000000) / 10000000 * 10000000 : f->lo, lo);
		ab_str value = f->known ? SAY(t, "%s %.*s", lo, AB_FMT(f->fact->unit))
		               : f->hi == AB_NUM_MAX
		                   ? (f->lo ? SAY(t, "at least %s %.*s", lo, AB_FMT(f->fact->unit)) : AB_STR(""))
		                   : SAY(t, "%s to %s %.*s", lo, ab_num_format_human(f->hi, hi), AB_FMT(f->fact->unit));
		if (!value.n)
			continue;
		ab_str text = f->steps.n ? SAY(t, "%.*s: %.*s = %.*s", AB_FMT(name), AB_FMT(value),
		                               AB_FMT(reason_steps(t->p->arena, f->steps)))
		                         : SAY(t, "%.*s: %.*s", AB_FMT(name), AB_FMT(value));
		ab_str from = f->source.n ? SAY(t, "%s; %.*s", det_from_name(f->from), AB_FMT(f->source))
		                          : ab_str_of(det_from_name(f->from));
		page_text(t->p, 4, 6, 0, INK_PLAIN, SAY(t, "%.*s (%.*s)", AB_FMT(text), AB_FMT(from)));
	}
}

static void item(telling *t)
{
	heading(t, ab_sprintf(t->p->arena, "The item: %.*s", AB_FMT(det_item_name(t->d, t->p->arena))));
	const law_fact *chip = law_fact_find(t->d->engine->law, LS_ITEM, AB_STR("chip"));
	for (uint32_t i = 0; chip && t->d->members.n > 1 && i < t->d->members.n; i++)
		if (ab_str_eq(t->d->members.p[i].chip->id, t->d->facts.item->v[chip->slot].text))
			page_text(t->p, 4, 6, 0, INK_PLAIN,
			          SAY(t, "Figures of %.*s, one of %u that the name covers.", AB_FMT(t->d->members.p[i].chip->name),
			              t->d->members.n));
	figures(t);
	for (uint32_t i = 0; i < t->d->classes.list.n; i++) {
		const law_class_finding *c = &t->d->classes.list.p[i];
		if (!worth_showing(c))
			continue;
		if (c->why)
			tree(t, c->why, 0, 0);
		else
			line(t, 0, c->state, SAY(t, "ECCN %.*s", AB_FMT(c->decl->id)), AB_STR(""));
	}
}

/* "license required" */
static const char *words(telling *t, ambit_outcome o)
{
	char *s = ab_strdup(t->p->arena, ab_str_of(ambit_outcome_name(o)));
	for (char *p = s; *p; p++)
		*p = *p == '-' ? ' ' : *p;
	return s;
}

/* ---- members ---- */
static void members(telling *t)
{
	if (t->d->members.n < 2)
		return;
	heading(t, ab_sprintf(t->p->arena, "What the name covers (%u chips), one by one", t->d->members.n));
	for (uint32_t i = 0; i < t->d->members.n; i++)
		page_text(t->p, 4, 6, 0, INK_PLAIN,
		          SAY(t, "%.*s: %s", AB_FMT(t->d->members.p[i].chip->name), words(t, t->d->members.p[i].outcome)));
}

/* ---- facts ---- */
static ab_str value_text(telling *t, const law_fact *f, const law_value *v)
{
	char lo[AB_NUM_LEN], hi[AB_NUM_LEN];
	switch (f->type) {
	case LT_BOOL: return v->word ? AB_STR("yes") : AB_STR("no");
	case LT_COUNTRY: return det_country_name(t->d, v->word);
	case LT_DATE: return SAY(t, "%s", ab_date_format(v->word, lo));
	case LT_NUMBER:
		ab_num_format_human(v->lo, lo);
		if (v->lo == v->hi)
			return SAY(t, "%s %.*s", lo, AB_FMT(f->unit));
		return v->hi == AB_NUM_MAX ? SAY(t, "at least %s %.*s", lo, AB_FMT(f->unit))
		                           : SAY(t, "%s to %s %.*s", lo, ab_num_format_human(v->hi, hi), AB_FMT(f->unit));
	case LT_LIST: return v->text.n ? v->text : AB_STR("none");
	default: return v->text.n ? v->text : v->word > 0 ? law_word_name(f, (uint32_t)v->word) : AB_STR("other");
	}
}

static void fact_lines(telling *t, const law_frame *f, uint32_t *defaults)
{
	const law *l = t->d->engine->law;
	for (size_t i = 0; i < law_fact_count(l); i++) {
		const law_fact *fact = law_fact_at(l, i);
		if (fact->scope != f->scope)
			continue;
		const law_value *v = &f->v[fact->slot];
		if (v->state != LV_KNOWN)
			continue;
		if (v->from == LF_DEFAULT) {
			(*defaults)++;
			continue;
		}
		ab_str path = f->scope == LS_ROOT ? fact->name : SAY(t, "%.*s.%.*s", AB_FMT(f->path), AB_FMT(fact->name));
		ab_str name = det_fact_name(t->d, t->p->arena, path), text = value_text(t, fact, v);
		ab_str from = v->source.n ? SAY(t, "%s; %.*s", det_from_name(v->from), AB_FMT(v->source))
		                          : ab_str_of(det_from_name(v->from));
		page_text(t->p, 4, 6, 0, INK_PLAIN, SAY(t, "%.*s: %.*s (%.*s)", AB_FMT(name), AB_FMT(text), AB_FMT(from)));
	}
}

static void party_facts(telling *t, const law_frame *f, uint32_t *defaults, int depth)
{
	if (!f || depth > 8)
		return;
	fact_lines(t, f, defaults);
	for (uint32_t i = 0; i < f->owners.n; i++)
		party_facts(t, f->owners.p[i], defaults, depth + 1);
}

static void item_facts(telling *t, const law_frame *f, uint32_t *defaults, int depth)
{
	if (!f || depth > 8)
		return;
	fact_lines(t, f, defaults);
	party_facts(t, f->designer, defaults, 0);
	party_facts(t, f->fabricator, defaults, 0);
	party_facts(t, f->packager, defaults, 0);
	for (uint32_t i = 0; i < f->parts.n; i++)
		item_facts(t, f->parts.p[i], defaults, depth + 1);
}

static void facts(telling *t)
{
	uint32_t defaults = 0;
	heading(t, "Facts");
	fact_lines(t, t->d->facts.root, &defaults);
	item_facts(t, t->d->facts.item, &defaults, 0);
	for (uint32_t i = 0; i < t->d->facts.parties.n; i++)
		party_facts(t, t->d->facts.parties.p[i], &defaults, 0);
	if (defaults)
		page_text(t->p, 4, 6, 0, INK_PLAIN,
		          SAY(t, "%u more were not stated and count as none, no or other; --json lists them.", defaults));
}

/* 0: may lift the bar or decide; 1: can only make it worse. */
static int rank(const telling *t, const law_question *q)
{
	return t->d->outcome == AMBIT_NOT_DETERMINED || (ambit_outcome)q->best < t->d->outcome ? 0 : 1;
}

static void questions(telling *t)
{
	bool any = false;
	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < t->d->jurisdictions.n; i++) {
			const law_result *r = &t->d->jurisdictions.p[i].result;
			for (uint32_t k = 0; k < r->questions.n; k++) {
				const law_question *q = &r->questions.p[k];
				if (rank(t, q) != pass)
					continue;
				if (!any)
					heading(t, "Open questions, what may better the answer first");
				any = true;
				page_text(t->p, 4, 6, 0, INK_PLAIN,
				          SAY(t, "%.*s (%s to %s)", AB_FMT(det_question_text(t->d, t->p->arena, q)),
				              words(t, (ambit_outcome)q->best), words(t, (ambit_outcome)q->worst)));
			}
		}
}

void explain_write(page *p, const ambit_determination *d)
{
	telling t = {p, d};
	item(&t);
	members(&t);
	for (uint32_t i = 0; i < d->jurisdictions.n; i++)
		jurisdiction(&t, &d->jurisdictions.p[i]);
	facts(&t);
	questions(&t);
	page_blank(p);
}
