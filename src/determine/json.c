/* The determination as JSON, `ambit/determination/1`: the one object of which
 * every page is a view. Keys stand in a fixed order. */
#include <string.h>

#include "determine/json_case.h"

#define WHY_DEPTH_MAX 40

typedef struct writer {
	json_out o;
	const ambit_determination *d;
	const law *l;
	ab_arena a; /* texts made on the way */
} writer;

static const char *tri_name(law_tri t)
{
	return t == LAW_TRUE ? "yes" : t == LAW_FALSE ? "no" : "unknown";
}

static void key_z(writer *w, const char *key, const char *z)
{
	json_key(&w->o, key);
	json_z(&w->o, z);
}

static void key_str(writer *w, const char *key, ab_str s)
{
	json_key_or_null(&w->o, key, s);
}

static void key_text(writer *w, const char *key, const char *id, ab_str arg, ab_str text)
{
	json_key(&w->o, key);
	json_text(&w->o, id, &arg, arg.n ? 1 : 0, text);
}

static void write_det_text(writer *w, const det_text *t)
{
	json_text(&w->o, t->id ? t->id : "text", t->args.p, t->args.n, t->text);
}

static void write_range(writer *w, const char *key, ambit_outcome best, ambit_outcome worst)
{
	json_key(&w->o, key);
	json_flat_object(&w->o);
	key_z(w, "best", ambit_outcome_name(best));
	key_z(w, "worst", ambit_outcome_name(worst));
	json_object_end(&w->o);
}

static ab_str title_of(const law_decl *d)
{
	return d->title.n ? d->title : d->id;
}

/* A letter has no title; what it is called, whoever it went to. */
static ab_str finding_title(writer *w, const law_finding *f)
{
	char day[AB_DATE_LEN];
	if (f->decl->title.n || f->decl->kind != LD_LETTER || !f->version)
		return title_of(f->decl);
	return ab_str_of(ab_sprintf(&w->a, "Individual notice of BIS to %.*s, %s", AB_FMT(f->decl->addressee),
	                            ab_date_format(f->version->from, day)));
}

static ab_str joined(writer *w, const ab_str *p, uint32_t n)
{
	ab_buf b = {0};
	for (uint32_t i = 0; i < n; i++)
		ab_buf_printf(&b, "%s%.*s", i ? "; " : "", AB_FMT(p[i]));
	ab_str s = ab_str_dup(&w->a, (ab_str){b.p ? b.p : "", b.n});
	ab_buf_free(&b);
	return s;
}

static ab_str version_cite(writer *w, const law_version *v)
{
	return v ? joined(w, v->cites.p, v->cites.n) : (ab_str){0};
}

static ab_str expr_words(writer *w, const law_expr *e)
{
	ab_buf b = {0};
	law_expr_text(e, &b);
	ab_str s = ab_str_dup(&w->a, (ab_str){b.p ? b.p : "", b.n});
	ab_buf_free(&b);
	return s;
}

/* ---- interpretations ---- */
static const char *settled_as(writer *w, const law_decl *d)
{
	const law_decl *s = d->settled_by.n ? law_source(w->l, d->settled_by) : NULL;
	bool visible = s && (s->published == AB_DATE_MIN || s->published <= w->d->known);
	return visible ? ab_strdup(&w->a, d->settled_as) : NULL;
}

/* The outcome under each choice; empty where it is settled, or nothing hangs on it. */
static void write_answers(writer *w, const law_decl *d)
{
	json_key(&w->o, "answers");
	json_list(&w->o);
	for (uint32_t i = 0; i < w->d->readings.n; i++) {
		const det_reading *r = &w->d->readings.p[i];
		for (uint32_t k = 0; r->interpretation == d && k < r->answers.n; k++) {
			json_flat_object(&w->o);
			key_str(w, "choice", d->choices.p[k].id);
			key_z(w, "outcome", ambit_outcome_name(r->answers.p[k]));
			json_object_end(&w->o);
		}
	}
	json_list_end(&w->o);
}

static void write_interpretations(writer *w)
{
	json_key(&w->o, "interpretations");
	json_list(&w->o);
	for (size_t i = 0; i < law_interpretation_count(w->l); i++) {
		const law_decl *d = law_interpretation_at(w->l, i);
		int32_t c = w->d->choices ? w->d->choices[i] : -1;
		bool taken = c >= 0 && (uint32_t)c < d->choices.n;
		json_object(&w->o);
		key_str(w, "id", d->id);
		key_text(w, "question", "interpretation", d->id, title_of(d));
		key_str(w, "taken", taken ? d->choices.p[c].id : (ab_str){0});
		key_z(w, "settled", settled_as(w, d));
		json_key(&w->o, "choices");
		json_list(&w->o);
		for (uint32_t k = 0; k < d->choices.n; k++)
			json_text(&w->o, ab_strdup(&w->a, d->choices.p[k].id), NULL, 0, d->choices.p[k].text);
		json_list_end(&w->o);
		write_answers(w, d);
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

/* ---- classification ---- */
ab_num det_figure_rounded(const law_figure_finding *f)
{
	ab_num both;
	if (f->lo == f->hi || !ab_num_add(f->lo, f->hi, &both))
		return f->lo;
	return ab_ratio_cmp(f->num, f->den, both, 2 * AB_NUM_ONE) >= 0 ? f->hi : f->lo;
}

static const law_figure_finding *figure_named(const ambit_determination *d, const char *name)
{
	for (uint32_t i = 0; i < d->figures.list.n; i++)
		if (ab_str_is(d->figures.list.p[i].fact->name, name))
			return &d->figures.list.p[i];
	return NULL;
}

static bool says_something(const law_figure_finding *f)
{
	return f->known || (!f->none && (f->lo > 0 || (f->hi > 0 && f->hi != AB_NUM_MAX)));
}

static void write_figure_value(writer *w, const law_figure_finding *f)
{
	if (!f || !says_something(f)) {
		json_null(&w->o);
	} else if (f->known) {
		json_num(&w->o, det_figure_rounded(f));
	} else {
		json_flat_object(&w->o);
		json_key(&w->o, "least");
		json_num(&w->o, f->lo);
		json_key(&w->o, "most");
		if (f->hi == AB_NUM_MAX)
			json_null(&w->o);
		else
			json_num(&w->o, f->hi);
		json_object_end(&w->o);
	}
}

static ab_str figure_sentence(writer *w, const law_figure_finding *f)
{
	char lo[AB_NUM_LEN];
	ab_str name = f->figure && f->figure->title.n ? f->figure->title : f->fact->name;
	ab_str unit = f->fact->unit;
	if (!f->known)
		return ab_str_of(ab_sprintf(&w->a, "%.*s: not known as one figure", AB_FMT(name)));
	ab_num_format_human(det_figure_rounded(f), lo);
	bool made = f->steps.n && !ab_str_starts(f->steps, lo); /* else the step is the figure itself */
	if (made)
		return ab_str_of(ab_sprintf(&w->a, "%.*s: %.*s = %s%s%.*s", AB_FMT(name), AB_FMT(f->steps), lo,
		                            unit.n ? " " : "", AB_FMT(unit)));
	return ab_str_of(ab_sprintf(&w->a, "%.*s: %s%s%.*s (%s)", AB_FMT(name), lo, unit.n ? " " : "", AB_FMT(unit),
	                            det_from_name(f->from)));
}

/* The parts of a sum with their shares, and whether the text counts them: a worksheet. */
static void write_terms(writer *w, const law_figure_finding *f)
{
	json_key(&w->o, "worksheet");
	json_list(&w->o);
	for (uint32_t i = 0; i < f->terms.n; i++) {
		const law_term *t = &f->terms.p[i];
		json_flat_object(&w->o);
		key_str(w, "part", t->frame->path);
		json_key(&w->o, "least");
		json_num(&w->o, t->lo);
		json_key(&w->o, "most");
		if (t->hi == AB_NUM_MAX)
			json_null(&w->o);
		else
			json_num(&w->o, t->hi);
		key_z(w, "counts", tri_name(t->counts));
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

static void write_basis(writer *w)
{
	json_key(&w->o, "basis");
	json_list(&w->o);
	for (uint32_t i = 0; i < w->d->figures.list.n; i++) {
		const law_figure_finding *f = &w->d->figures.list.p[i];
		char value[AB_NUM_LEN];
		if (!says_something(f))
			continue;
		ab_str args[2] = {f->fact->path,
		                  f->known ? ab_str_of(ab_num_format(det_figure_rounded(f), value)) : AB_STR("")};
		json_object(&w->o);
		key_str(w, "fact", f->fact->path);
		json_key(&w->o, "value");
		write_figure_value(w, f);
		key_str(w, "unit", f->fact->unit);
		key_z(w, "from", det_from_name(f->from));
		key_str(w, "source", f->source);
		key_str(w, "steps", f->steps);
		if (f->terms.n)
			write_terms(w, f);
		json_key(&w->o, "because");
		json_text(&w->o, "figure", args, 2, figure_sentence(w, f));
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

/* Of a class that does not hold only what could have held for this kind of item is worth a line. */
static bool for_this_kind(writer *w, const law_decl *d)
{
	const law_fact *f = law_fact_find(w->l, LS_ITEM, AB_STR("kind"));
	const law_value *v = f ? &w->d->facts.item->v[f->slot] : NULL;
	if (!v || v->state != LV_KNOWN || !d->kinds.n)
		return true;
	ab_str kind = law_word_name(f, (uint32_t)v->word);
	for (uint32_t i = 0; i < d->kinds.n; i++)
		if (ab_str_eq(d->kinds.p[i], kind))
			return true;
	return false;
}

static void write_classes(writer *w)
{
	json_key(&w->o, "classes");
	json_list(&w->o);
	for (uint32_t i = 0; i < w->d->classes.list.n; i++) {
		const law_class_finding *c = &w->d->classes.list.p[i];
		if (c->state == LAW_FALSE && (!c->version || !for_this_kind(w, c->decl)))
			continue; /* no such paragraph on the day, or none for it */
		json_flat_object(&w->o);
		key_str(w, "class", c->decl->id);
		key_z(w, "state", tri_name(c->state));
		key_str(w, "cite", version_cite(w, c->version));
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

/* The chip for which the class was found: of a family the member that is worst off. */
static void write_holds_for(writer *w)
{
	const law_value *chip = law_frame_value(w->l, w->d->facts.item, AB_STR("chip"));
	json_key(&w->o, "holds_for");
	json_flat_list(&w->o);
	if (chip && chip->state == LV_KNOWN && chip->text.n)
		json_str(&w->o, chip->text);
	json_list_end(&w->o);
}

static void write_span(writer *w, const det_span *s)
{
	json_flat_object(&w->o);
	json_key(&w->o, "least");
	json_num(&w->o, s->lo);
	json_key(&w->o, "most");
	if (s->hi == AB_NUM_MAX)
		json_null(&w->o);
	else
		json_num(&w->o, s->hi);
	key_str(w, "class", s->class ? s->class->id : (ab_str){0});
	key_str(w, "perhaps", s->maybe ? s->maybe->id : (ab_str){0});
	key_z(w, "outcome", ambit_outcome_name(s->outcome));
	json_object_end(&w->o);
}

/* Where class or outcome change with a figure that is not known. */
static void write_by_figure(writer *w)
{
	det_by_figure_list all = det_by_figures(w->d, &w->a);
	json_key(&w->o, "by_figure");
	json_list(&w->o);
	for (uint32_t i = 0; i < all.list.n; i++) {
		const det_by_figure *h = &all.list.p[i];
		json_object(&w->o);
		key_str(w, "fact", h->fact->path);
		key_str(w, "unit", h->fact->unit);
		key_text(w, "text", "by-figure", h->fact->path, det_by_figure_text(h, &w->a));
		json_key(&w->o, "spans");
		json_list(&w->o);
		for (uint32_t k = 0; k < h->spans.n; k++)
			write_span(w, &h->spans.p[k]);
		json_list_end(&w->o);
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

static void write_classification(writer *w)
{
	json_key(&w->o, "classification");
	json_object(&w->o);
	key_z(w, "eccn", w->d->eccn);
	key_z(w, "paragraph", w->d->paragraph);
	json_key(&w->o, "tpp");
	write_figure_value(w, figure_named(w->d, "tpp"));
	json_key(&w->o, "performance_density");
	write_figure_value(w, figure_named(w->d, "performance_density"));
	json_key(&w->o, "contradicted");
	json_bool(&w->o, w->d->eccn_contradicted);
	write_classes(w);
	write_basis(w);
	write_holds_for(w);
	write_by_figure(w);
	json_object_end(&w->o);
}

static void write_family(writer *w)
{
	const catalog_family *f = w->d->family;
	json_key(&w->o, "family");
	if (!f) {
		json_null(&w->o);
		return;
	}
	json_object(&w->o);
	key_str(w, "id", f->id);
	key_str(w, "name", f->name);
	json_key(&w->o, "members");
	json_list(&w->o);
	for (uint32_t i = 0; i < w->d->members.n; i++) {
		json_flat_object(&w->o);
		key_str(w, "chip", w->d->members.p[i].chip->id);
		key_str(w, "name", w->d->members.p[i].chip->name);
		key_z(w, "outcome", ambit_outcome_name(w->d->members.p[i].outcome));
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
	json_object_end(&w->o);
}

/* ---- explanation ---- */
static void write_why(writer *w, const law_why *y, int depth)
{
	ab_str args[2] = {y->label, y->fact};
	json_object(&w->o);
	json_key(&w->o, "conclusion");
	json_text(&w->o, "condition", args, 2, y->text);
	key_z(w, "state", tri_name(y->value));
	key_str(w, "cite", y->cite);
	json_key(&w->o, "facts");
	json_list(&w->o);
	if (y->fact.n) {
		json_flat_object(&w->o);
		key_str(w, "fact", y->fact);
		key_z(w, "from", det_from_name(y->from));
		key_str(w, "source", y->source);
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
	json_key(&w->o, "because");
	json_list(&w->o);
	for (uint32_t i = 0; i < y->because.n && depth < WHY_DEPTH_MAX; i++)
		write_why(w, y->because.p[i], depth + 1);
	json_list_end(&w->o);
	json_object_end(&w->o);
}

/* A provision and the tree under it, as one node. */
static void write_node(writer *w, const char *id, ab_str name, ab_str text, law_tri state, ab_str cite,
                       const law_why *why)
{
	json_object(&w->o);
	key_text(w, "conclusion", id, name, text);
	key_z(w, "state", tri_name(state));
	key_str(w, "cite", cite);
	json_key(&w->o, "facts");
	json_list(&w->o);
	json_list_end(&w->o);
	json_key(&w->o, "because");
	json_list(&w->o);
	if (why)
		write_why(w, why, 0);
	json_list_end(&w->o);
	json_object_end(&w->o);
}

static void write_explanation(writer *w, const det_text *summary)
{
	json_key(&w->o, "explanation");
	if (!(w->d->options.with & AMBIT_WITH_EXPLANATION)) {
		json_null(&w->o);
		return;
	}
	json_object(&w->o);
	json_key(&w->o, "conclusion");
	write_det_text(w, summary);
	key_z(w, "state", w->d->outcome == AMBIT_NOT_DETERMINED ? "unknown" : "yes");
	key_str(w, "cite", (ab_str){0});
	json_key(&w->o, "facts");
	json_list(&w->o);
	json_list_end(&w->o);
	json_key(&w->o, "because");
	json_list(&w->o);
	for (uint32_t i = 0; i < w->d->classes.list.n; i++) {
		const law_class_finding *c = &w->d->classes.list.p[i];
		if (c->state == LAW_TRUE && c->why)
			write_node(w, "class", c->decl->id, title_of(c->decl), c->state, version_cite(w, c->version), c->why);
	}
	for (uint32_t j = 0; j < w->d->jurisdictions.n; j++) {
		const law_result *r = &w->d->jurisdictions.p[j].result;
		for (uint32_t i = 0; i < r->paths.n; i++)
			write_node(w, "reach", r->paths.p[i].name, title_of(r->paths.p[i].decl), r->paths.p[i].state,
			           version_cite(w, r->paths.p[i].version), r->paths.p[i].why);
		for (uint32_t i = 0; i < r->findings.n; i++)
			if (r->findings.p[i].applies != LAW_FALSE && r->findings.p[i].matters)
				write_node(w, "provision", r->findings.p[i].name, finding_title(w, &r->findings.p[i]),
				           r->findings.p[i].applies, version_cite(w, r->findings.p[i].version), r->findings.p[i].why);
	}
	json_list_end(&w->o);
	json_object_end(&w->o);
}

/* ---- jurisdictions ---- */
static bool shown(const law_finding *f)
{
	return f->applies != LAW_FALSE && f->matters;
}

static void write_finding(writer *w, const law_finding *f)
{
	json_object(&w->o);
	key_str(w, "id", f->name);
	key_text(w, "text", "provision", f->name, finding_title(w, f));
	key_z(w, "state", f->applies == LAW_TRUE ? "stands" : "may-stand");
	key_z(w, "level", ambit_outcome_name((ambit_outcome)f->level));
	write_range(w, "range", (ambit_outcome)f->lo, (ambit_outcome)f->hi);
	key_str(w, "limb", f->limb ? f->limb->id : (ab_str){0});
	key_str(w, "reason", f->version ? f->version->reason : (ab_str){0});
	key_str(w, "cite", version_cite(w, f->version));
	json_key(&w->o, "since");
	json_date(&w->o, f->version ? f->version->from : AB_DATE_MIN);
	json_key(&w->o, "house");
	json_bool(&w->o, f->decl->house);
	json_key(&w->o, "under");
	json_list(&w->o);
	for (uint32_t i = 0; i < f->headings.n; i++) {
		const law_headed *h = &f->headings.p[i];
		json_object(&w->o);
		key_str(w, "id", h->decl->aliases.n ? h->decl->aliases.p[0] : h->decl->id);
		key_text(w, "text", "heading", h->decl->id, title_of(h->decl));
		key_z(w, "state", tri_name(h->state));
		key_str(w, "cite", version_cite(w, h->version));
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
	json_object_end(&w->o);
}

static void write_findings(writer *w, const law_result *r, const char *key, bool prohibitions)
{
	json_key(&w->o, key);
	json_list(&w->o);
	for (uint32_t i = 0; i < r->findings.n; i++)
		if (shown(&r->findings.p[i]) && (r->findings.p[i].level >= LAW_PRESUMED) == prohibitions)
			write_finding(w, &r->findings.p[i]);
	json_list_end(&w->o);
}

static const char *cond_state(const law_cond_state *c)
{
	if (c->cond->kind == LCK_OWN_ACT)
		return c->state == LAW_TRUE ? "done" : c->state == LAW_FALSE ? "failed" : "open";
	return c->state == LAW_TRUE ? "true" : c->state == LAW_FALSE ? "false" : "unknown";
}

static void write_conditions(writer *w, const law_cond_state *p, uint32_t n)
{
	static const char *const kinds[] = {"circumstance", "own-act", "paper"};
	json_key(&w->o, "conditions");
	json_list(&w->o);
	for (uint32_t i = 0; i < n; i++) {
		json_object(&w->o);
		key_text(w, "text", "condition", (ab_str){0}, p[i].cond->text);
		key_z(w, "kind", kinds[p[i].cond->kind]);
		key_z(w, "state", cond_state(&p[i]));
		key_str(w, "cite", p[i].cond->cite);
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

/* The same exception may lift several provisions: it is written once, with all that it lifts. */
static bool written_before(const law_result *r, uint32_t finding, const law_relief *x)
{
	for (uint32_t i = 0; i < finding; i++)
		for (uint32_t k = 0; shown(&r->findings.p[i]) && k < r->findings.p[i].exceptions.n; k++)
			if (r->findings.p[i].exceptions.p[k].decl == x->decl && r->findings.p[i].exceptions.p[k].state == x->state)
				return true;
	return false;
}

static void write_relief(writer *w, const law_result *r, const law_relief *x)
{
	static const char *const states[] = {"unavailable", "available", "open", "unknown"};
	json_object(&w->o);
	key_str(w, "id", x->name);
	key_text(w, "text", "exception", x->name, title_of(x->decl));
	key_z(w, "state", states[x->state]);
	json_key(&w->o, "discretion");
	json_bool(&w->o, x->decl->discretion);
	key_str(w, "struck_by", x->restricted && x->restriction ? law_shown_name(w->l, x->restriction) : (ab_str){0});
	json_key(&w->o, "lifts");
	json_flat_list(&w->o);
	for (uint32_t i = 0; i < r->findings.n; i++)
		for (uint32_t k = 0; shown(&r->findings.p[i]) && k < r->findings.p[i].exceptions.n; k++)
			if (r->findings.p[i].exceptions.p[k].decl == x->decl && r->findings.p[i].exceptions.p[k].state == x->state)
				json_str(&w->o, r->findings.p[i].name);
	json_list_end(&w->o);
	write_conditions(w, x->conds.p, x->conds.n);
	key_str(w, "cite", version_cite(w, x->version));
	json_object_end(&w->o);
}

static void write_exceptions(writer *w, const law_result *r)
{
	json_key(&w->o, "exceptions");
	json_list(&w->o);
	for (uint32_t i = 0; i < r->findings.n; i++)
		for (uint32_t k = 0; shown(&r->findings.p[i]) && k < r->findings.p[i].exceptions.n; k++) {
			const law_relief *x = &r->findings.p[i].exceptions.p[k];
			if (!written_before(r, i, x))
				write_relief(w, r, x);
		}
	json_list_end(&w->o);
}

static const law_policy_state *policy_of(const law_result *r, const law_finding **of)
{
	for (int pass = 0; pass < 2; pass++) /* of what stands first, then of what may stand */
		for (uint32_t i = 0; i < r->findings.n; i++) {
			const law_finding *f = &r->findings.p[i];
			for (uint32_t k = 0; shown(f) && (f->applies == LAW_TRUE) == (pass == 0) && k < f->policies.n; k++)
				if (f->policies.p[k].counts) {
					*of = f;
					return &f->policies.p[k];
				}
		}
	return NULL;
}

static void write_policy_parts(writer *w, const law_policy_state *p)
{
	ab_str word = ab_str_of(p->word), phrase = det_policy_phrase(p->word);
	key_z(w, "id", p->word);
	key_str(w, "provision", p->name);
	key_text(w, "text", "policy", word, phrase.n ? phrase : title_of(p->decl));
	write_conditions(w, p->conds.p, p->conds.n);
	ab_str cite = version_cite(w, p->version);
	key_str(w, "cite", cite.n || !p->conds.n ? cite : p->conds.p[0].cond->cite);
}

/* The review that counts, and the milder one that the applicant may still open by what the application shows. */
static void write_policy(writer *w, const law_result *r)
{
	const law_finding *f = NULL;
	const law_policy_state *p = policy_of(r, &f), *mild = p ? det_milder_policy(f) : NULL;
	json_key(&w->o, "policy");
	if (!p) {
		json_null(&w->o);
		return;
	}
	json_object(&w->o);
	write_policy_parts(w, p);
	json_key(&w->o, "milder");
	if (mild) {
		json_object(&w->o);
		write_policy_parts(w, mild);
		json_object_end(&w->o);
	} else {
		json_null(&w->o);
	}
	json_object_end(&w->o);
}

static void write_presumption(writer *w, ab_str name, const law_decl *decl, const law_version *v, ab_str fact)
{
	json_object(&w->o);
	key_str(w, "id", name);
	key_text(w, "text", "presumption", name, title_of(decl));
	json_key(&w->o, "house");
	json_bool(&w->o, decl->house);
	key_str(w, "fact", fact);
	json_key(&w->o, "rebutted_by");
	json_list(&w->o);
	if (v->rebutted) {
		ab_str words = expr_words(w, v->rebutted);
		json_text(&w->o, "rebuttal", &words, 1, v->rebutted_text.n ? v->rebutted_text : words);
	}
	json_list_end(&w->o);
	key_str(w, "cite", version_cite(w, v));
	json_object_end(&w->o);
}

/* Rules that presume a violation, and presumptions of fact on which the reasons rest. */
static void write_presumptions(writer *w, const det_jurisdiction *j)
{
	const law_result *r = &j->result;
	det_presumed_list facts = det_presumptions(w->d, &w->a, j);
	json_key(&w->o, "presumptions");
	json_list(&w->o);
	for (uint32_t i = 0; i < r->findings.n; i++) {
		const law_finding *f = &r->findings.p[i];
		if (shown(f) && f->version && (f->version->effect == LE_PROHIBITS_PRESUMED || f->version->rebutted))
			write_presumption(w, f->name, f->decl, f->version, (ab_str){0});
	}
	for (uint32_t i = 0; i < facts.list.n; i++)
		write_presumption(w, law_shown_name(w->l, facts.list.p[i].decl), facts.list.p[i].decl, facts.list.p[i].version,
		                  facts.list.p[i].fact);
	json_list_end(&w->o);
}

static void key_list(writer *w, const char *key, const ab_str *p, uint32_t n)
{
	json_key(&w->o, key);
	json_flat_list(&w->o);
	for (uint32_t i = 0; i < n; i++)
		json_str(&w->o, p[i]);
	json_list_end(&w->o);
}

/* ---- red flags ---- */
static void write_flags(writer *w, const law_result *r)
{
	static const char *const states[] = {"raised", "resolved", "open"};
	json_key(&w->o, "red_flags");
	json_list(&w->o);
	for (uint32_t i = 0; i < r->flags.n; i++) {
		const law_flag *f = &r->flags.p[i];
		json_object(&w->o);
		key_str(w, "id", f->name);
		key_text(w, "text", "red-flag", f->name, title_of(f->decl));
		key_z(w, "state", states[f->state]);
		json_key(&w->o, "resolved_by");
		ab_str how = det_flag_remedy(w->d, &w->a, f);
		if (how.n)
			json_text(&w->o, "resolved-by", &f->name, 1, how);
		else
			json_null(&w->o);
		key_str(w, "cite", version_cite(w, f->version));
		key_list(w, "facts", f->facts.p, f->facts.n);
		key_str(w, "note", f->version->note);
		json_key(&w->o, "text_held");
		json_bool(&w->o, !f->version->not_held);
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

/* ---- what is at stake ---- */
static void write_stakes(writer *w, const det_jurisdiction *j)
{
	det_texts texts = det_stake_texts(w->d, &w->a, j);
	json_key(&w->o, "more");
	json_list(&w->o);
	for (uint32_t i = 0; i < texts.list.n; i++) {
		const law_stake *s = texts.list.p[i].stake;
		json_object(&w->o);
		key_str(w, "id", s->decl->id);
		key_text(w, "text", "stake", s->decl->id, texts.list.p[i].text);
		key_z(w, "state", s->state == LAW_TRUE ? "bears" : "may-bear");
		json_key(&w->o, "amount");
		json_num(&w->o, s->lo);
		key_str(w, "unit", s->decl->unit);
		key_str(w, "cite", det_version_cite(w->d, &w->a, s->version));
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

/* A case that was only brought is none that was decided. */
static void write_precedents(writer *w, const det_jurisdiction *j)
{
	det_precedents list = det_precedents_of(w->d, &w->a, j);
	json_key(&w->o, "enforcement");
	json_list(&w->o);
	for (uint32_t i = 0; i < list.list.n; i++) {
		const catalog_precedent *p = list.list.p[i].row;
		json_object(&w->o);
		key_str(w, "id", p->id);
		json_key(&w->o, "day");
		json_date(&w->o, p->day);
		key_str(w, "party", p->party);
		key_str(w, "amount", p->amount);
		key_str(w, "outcome", p->outcome);
		json_key(&w->o, "decided");
		json_bool(&w->o, p->decided);
		key_text(w, "text", "precedent", p->id, det_precedent_text(&w->a, p));
		key_list(w, "shares", list.list.p[i].shares.p, list.list.p[i].shares.n);
		key_str(w, "source", p->source);
		key_str(w, "confidence", p->confidence);
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

static void write_exposure(writer *w, const det_jurisdiction *j)
{
	det_exposure e = det_exposure_of(w->d, &w->a, j);
	json_key(&w->o, "exposure");
	if (!j->result.stakes.n) {
		json_null(&w->o);
		return;
	}
	json_object(&w->o);
	key_str(w, "civil", e.civil);
	key_str(w, "criminal", e.criminal);
	key_str(w, "cite", e.cite);
	json_key(&w->o, "civil_usd");
	if (e.civil_stake)
		json_num(&w->o, e.civil_stake->lo);
	else
		json_null(&w->o);
	json_key(&w->o, "civil_at_least");
	json_bool(&w->o, e.civil_stake && e.civil_stake->lo != e.civil_stake->hi);
	write_stakes(w, j);
	write_precedents(w, j);
	json_object_end(&w->o);
}

/* ---- conflicts of laws ---- */
static void write_conflicts(writer *w)
{
	json_key(&w->o, "conflicts");
	json_list(&w->o);
	for (uint32_t i = 0; i < w->d->conflicts.list.n; i++) {
		const law_conflict *c = &w->d->conflicts.list.p[i];
		ab_str cites[2] = {version_cite(w, c->version[0]), version_cite(w, c->version[1])};
		json_object(&w->o);
		key_list(w, "between", c->name, 2);
		json_key(&w->o, "text");
		json_text(&w->o, "conflict", c->name, 2, title_of(c->decl));
		key_z(w, "state", c->state == LAW_TRUE ? "stands" : "may-stand");
		key_str(w, "cite", joined(w, cites, 2));
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

static void write_paths(writer *w, const law_result *r)
{
	json_key(&w->o, "path");
	json_list(&w->o);
	for (uint32_t i = 0; i < r->paths.n; i++) {
		const law_path *p = &r->paths.p[i];
		json_object(&w->o);
		key_str(w, "provision", p->name);
		key_z(w, "state", tri_name(p->state));
		key_text(w, "because", "reach", p->name, p->decl->path.n ? p->decl->path : title_of(p->decl));
		det_strs facts = det_rests_on(&w->a, p);
		json_key(&w->o, "rests_on");
		json_flat_list(&w->o);
		for (uint32_t k = 0; k < facts.list.n; k++)
			json_str(&w->o, facts.list.p[k]);
		json_list_end(&w->o);
		key_str(w, "cite", version_cite(w, p->version));
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

/* What the pack does not model and this case meets, or may meet. */
static void write_edges(writer *w, const law_result *r)
{
	json_key(&w->o, "not_modeled");
	json_list(&w->o);
	for (uint32_t i = 0; i < r->edges.n; i++) {
		const law_edge *x = &r->edges.p[i];
		json_object(&w->o);
		key_str(w, "id", x->decl->id);
		key_text(w, "text", "extent", x->decl->id, title_of(x->decl));
		key_str(w, "extent", x->decl->word);
		key_z(w, "state", tri_name(x->state));
		key_str(w, "note", x->version->note);
		key_str(w, "cite", version_cite(w, x->version));
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

static void write_jurisdiction(writer *w, const det_jurisdiction *j)
{
	const law_result *r = &j->result;
	json_object(&w->o);
	key_str(w, "jurisdiction", j->id);
	json_key(&w->o, "held");
	json_bool(&w->o, j->pack != NULL);
	key_z(w, "reached", tri_name(r->reached));
	key_z(w, "ground", tri_name(j->pack ? r->ground : LAW_UNKNOWN));
	write_paths(w, r);
	key_z(w, "outcome", ambit_outcome_name(j->outcome));
	write_range(w, "range", j->best, j->worst);
	write_findings(w, r, "prohibitions", true);
	write_findings(w, r, "requirements", false);
	write_exceptions(w, r);
	write_policy(w, r);
	write_presumptions(w, j);
	write_flags(w, r);
	write_exposure(w, j);
	write_edges(w, r);
	json_object_end(&w->o);
}

static void write_jurisdictions(writer *w)
{
	json_key(&w->o, "by_jurisdiction");
	json_list(&w->o);
	for (uint32_t i = 0; i < w->d->jurisdictions.n; i++)
		write_jurisdiction(w, &w->d->jurisdictions.p[i]);
	json_list_end(&w->o);
}

/* ---- what else ---- */
static void write_assuming(writer *w)
{
	json_key(&w->o, "assuming");
	json_list(&w->o);
	for (uint32_t i = 0; i < w->d->assuming.n; i++) {
		ab_str rest = ab_str_of(w->d->assuming.p[i].sets), set;
		json_flat_object(&w->o);
		json_key(&w->o, "sets");
		json_flat_list(&w->o);
		while (ab_str_cut(&rest, ',', &set))
			json_str(&w->o, set);
		json_list_end(&w->o);
		key_z(w, "outcome", ambit_outcome_name(w->d->assuming.p[i].outcome));
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

static void write_question(writer *w, const law_question *q)
{
	ab_str name = q->interpretation ? q->interpretation->id : q->path;
	json_object(&w->o);
	key_str(w, "fact", name);
	key_text(w, "text", q->interpretation ? "interpretation" : "question", name, det_question_text(w->d, &w->a, q));
	json_key(&w->o, "could_change");
	json_flat_object(&w->o);
	key_z(w, "from", ambit_outcome_name((ambit_outcome)q->best));
	key_z(w, "to", ambit_outcome_name((ambit_outcome)q->worst));
	json_object_end(&w->o);
	json_key(&w->o, "paper");
	json_bool(&w->o, q->paper);
	json_object_end(&w->o);
}

/* As a page asks: what the sentence names, what may better the answer, what may worsen it, and last the route. */
static void write_questions(writer *w)
{
	const law_question *first = det_first_question(w->d, &w->a);
	json_key(&w->o, "questions");
	json_list(&w->o);
	if (first)
		write_question(w, first);
	for (unsigned rank = 0; rank < 3; rank++)
		for (uint32_t i = 0; i < w->d->jurisdictions.n; i++) {
			const law_result *r = &w->d->jurisdictions.p[i].result;
			for (uint32_t k = 0; k < r->questions.n; k++)
				if (&r->questions.p[k] != first && det_question_rank(w->d, &r->questions.p[k]) == rank)
					write_question(w, &r->questions.p[k]);
		}
	json_list_end(&w->o);
}

static void write_changes(writer *w)
{
	json_key(&w->o, "changes");
	json_list(&w->o);
	for (uint32_t i = 0; i < w->d->changes.n; i++) {
		const det_change *c = &w->d->changes.p[i];
		const char *before = ambit_outcome_name(c->before), *after = ambit_outcome_name(c->after);
		ab_str args[3] = {ab_str_of(before), ab_str_of(after), ab_str_of(c->provision)};
		json_object(&w->o);
		json_key(&w->o, "day");
		json_date(&w->o, c->day);
		key_z(w, "before", before);
		key_z(w, "after", after);
		key_z(w, "provision", c->provision);
		json_key(&w->o, "what");
		json_text(&w->o, "change", args, 3,
		          ab_str_of(ab_sprintf(&w->a, "%s, before %s%s%s", after, before, c->provision ? ": " : "",
		                               c->provision ? c->provision : "")));
		json_object_end(&w->o);
	}
	json_list_end(&w->o);
}

/* What would change the outcome; null where nobody asked. */
static void write_flips(writer *w)
{
	static const char *const toward[] = {"permitted", "barred"};
	const det_flips *x = &w->d->flips;
	bool asked = (w->d->options.with & AMBIT_WITH_FLIPS) != 0;
	json_key(&w->o, "flips");
	if (asked)
		json_list(&w->o);
	else
		json_null(&w->o);
	for (uint32_t i = 0; asked && i < x->list.n; i++) {
		const det_flip *f = &x->list.p[i];
		json_object(&w->o);
		key_z(w, "direction", toward[f->worse]);
		key_z(w, "outcome", ambit_outcome_name(f->outcome));
		json_key(&w->o, "changes");
		json_list(&w->o);
		for (uint32_t k = 0; k < f->changes.n; k++) {
			const det_flip_change *c = &f->changes.p[k];
			json_object(&w->o);
			key_str(w, "fact", c->fact);
			key_str(w, "from", c->from);
			key_str(w, "to", c->to);
			key_str(w, "example", c->example);
			key_text(w, "text", "flip", c->fact, c->text);
			json_object_end(&w->o);
		}
		json_list_end(&w->o);
		json_key(&w->o, "minimal");
		json_bool(&w->o, true);
		json_key(&w->o, "papers");
		json_bool(&w->o, f->papers);
		json_object_end(&w->o);
	}
	if (asked)
		json_list_end(&w->o);
	json_key(&w->o, "flips_sought");
	if (!asked) {
		json_null(&w->o);
		return;
	}
	json_flat_object(&w->o);
	json_key(&w->o, "facts");
	json_int(&w->o, (int)x->facts);
	json_key(&w->o, "tried");
	json_int(&w->o, (int)x->tried);
	for (int i = 0; i < 2; i++) {
		json_key(&w->o, i ? "all_up_to_barred" : "all_up_to_permitted");
		json_int(&w->o, (int)x->proven[i]);
	}
	json_object_end(&w->o);
}

static void write_steps(writer *w)
{
	det_steps s = det_next_steps(w->d, &w->a);
	json_key(&w->o, "next_steps");
	json_list(&w->o);
	for (uint32_t i = 0; i < s.list.n; i++)
		write_det_text(w, &s.list.p[i]);
	json_list_end(&w->o);
}

static void write_notes(writer *w)
{
	json_key(&w->o, "status_notes");
	json_list(&w->o);
	for (uint32_t i = 0; i < w->d->notes.n; i++)
		json_text(&w->o, w->d->notes.p[i].id, NULL, 0, w->d->notes.p[i].text);
	json_list_end(&w->o);
}

static void write_versions(writer *w)
{
	ab_date through = AB_DATE_MAX; /* of the pack that was followed least far */
	for (size_t i = 0; i < law_pack_count(w->l); i++) {
		ab_date t = law_pack_at(w->l, i)->through;
		if (t != AB_DATE_MIN && t < through)
			through = t;
	}
	json_key(&w->o, "versions");
	json_object(&w->o);
	key_z(w, "engine", AMBIT_VERSION);
	key_z(w, "law", law_hash(w->l));
	key_z(w, "data", w->d->engine->data_version);
	const screen *lists = w->d->engine->screen;
	key_z(w, "lists", lists ? screen_hash(lists) : "none");
	json_key(&w->o, "law_through");
	json_date(&w->o, through);
	json_key(&w->o, "lists_through");
	if (lists)
		json_date(&w->o, screen_through(lists));
	else
		json_null(&w->o);
	json_object_end(&w->o);
}

void det_json(const ambit_determination *d, bool indent, ab_buf *out)
{
	writer w = {.d = d, .l = d->engine->law};
	ab_arena_init(&w.a);
	json_begin(&w.o, out, indent);
	det_text summary = det_summary(d, &w.a);
	json_object(&w.o);
	key_z(&w, "schema", "ambit/determination/1");
	key_z(&w, "lang", "en");
	json_key(&w.o, "as_of");
	json_date(&w.o, d->as_of);
	json_key(&w.o, "known");
	json_date(&w.o, d->known);
	json_key(&w.o, "case");
	json_case(&w.o, d);
	key_z(&w, "reading", d->options.reading == AMBIT_READING_TEXT ? "text" : "enforced");
	write_interpretations(&w);
	key_z(&w, "outcome", ambit_outcome_name(d->outcome));
	json_key(&w.o, "exit_code");
	json_int(&w.o, ambit_determination_exit_code(d));
	json_key(&w.o, "summary");
	write_det_text(&w, &summary);
	write_assuming(&w);
	write_range(&w, "range", d->best, d->worst);
	write_classification(&w);
	write_family(&w);
	write_jurisdictions(&w);
	write_conflicts(&w);
	write_questions(&w);
	write_changes(&w);
	write_flips(&w);
	write_steps(&w);
	write_explanation(&w, &summary);
	write_notes(&w);
	write_versions(&w);
	json_object_end(&w.o);
	if (indent)
		ab_buf_addc(out, '\n');
	ab_arena_free(&w.a);
}

ambit_status ambit_determination_json(const ambit_determination *self, char **out, size_t *size)
{
	ab_buf b = {0};
	det_json(self, true, &b);
	*out = b.p;
	if (size)
		*size = b.n;
	return AMBIT_OK;
}
