/* Runs the cases that stand beside the law: each states its facts, the outcome and
 * the provisions that decide. */

#include "determine/determine.h"

/* Texts (versions of a limb) that some case has met: at work, or opening a way out. */
typedef struct reached {
	ab_arena arena;
	AB_VEC(const law_version *) list;
} reached;

typedef struct test_run {
	const ambit_engine *e;
	const law *l;
	const law_decl *t;
	ab_buf *report;
	reached *met;
} test_run;

static void begin_failure(test_run *r)
{
	ab_buf_printf(r->report, "%s:%d: %.*s\n", r->t->pos.file ? r->t->pos.file : "", r->t->pos.line, AB_FMT(r->t->id));
}

static void say_by(test_run *r)
{
	for (uint32_t i = 0; i < r->t->by.n; i++)
		ab_buf_printf(r->report, "%s%.*s", i ? ", " : " by ", AB_FMT(r->t->by.p[i]));
}

/* `by` names the declaration, by id or alias, or one of its limbs. */
static bool names_it(ab_str by, const law_decl *d, const law_limb *limb)
{
	if (law_is_called(d, by))
		return true;
	if (!limb || !limb->id.n || by.n <= limb->id.n + 1)
		return false;
	size_t head = by.n - limb->id.n - 1;
	return by.p[head] == '.' && ab_str_eq((ab_str){by.p + head + 1, limb->id.n}, limb->id) &&
	       law_is_called(d, (ab_str){by.p, head});
}

static bool relief_named(const law_finding *f, ab_str by)
{
	for (uint32_t k = 0; k < f->exceptions.n; k++)
		if (f->exceptions.p[k].state != LR_UNAVAILABLE && law_is_called(f->exceptions.p[k].decl, by))
			return true;
	return false;
}

/* Among what stands and may stand, the exceptions that may lift it, and the ways by which the law reaches the item. */
static bool found(const ambit_determination *d, ab_str by)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++)
		if (f->applies != LAW_FALSE && (names_it(by, f->decl, f->limb) || relief_named(f, by)))
			return true;
	for (uint32_t j = 0; j < d->jurisdictions.n; j++) {
		const law_result *r = &d->jurisdictions.p[j].result;
		for (uint32_t i = 0; i < r->paths.n; i++)
			if (r->paths.p[i].state != LAW_FALSE && law_is_called(r->paths.p[i].decl, by))
				return true;
	}
	return false;
}

static void say_got(test_run *r, const ambit_determination *d)
{
	const law_finding *f;
	ab_buf_printf(r->report, "  got       %s", ambit_outcome_name(d->outcome));
	if (d->best != d->worst)
		ab_buf_printf(r->report, " (range %s to %s)", ambit_outcome_name(d->best), ambit_outcome_name(d->worst));
	ab_buf_addc(r->report, '\n');
	for (size_t i = 0; i < 6 && (f = det_standing(d, i, NULL)); i++) {
		if (f->applies == LAW_FALSE)
			continue;
		ab_buf_printf(r->report, "  %s %.*s%s%.*s%s: %s to %s\n", f->applies == LAW_TRUE ? "stands   " : "may stand",
		              AB_FMT(f->name), f->limb && f->limb->id.n ? "." : "", AB_FMT(f->limb ? f->limb->id : AB_STR("")),
		              f->matters ? "" : " (does not matter)", ambit_outcome_name((ambit_outcome)f->lo),
		              ambit_outcome_name((ambit_outcome)f->hi));
	}
	for (uint32_t j = 0; j < d->jurisdictions.n; j++) {
		const law_result *x = &d->jurisdictions.p[j].result;
		for (uint32_t i = 0; i < x->questions.n && i < 4; i++)
			ab_buf_printf(r->report, "  asks      %.*s\n", AB_FMT(x->questions.p[i].path));
	}
	if (d->eccn)
		ab_buf_printf(r->report, "  class     %s%s%s\n", d->eccn, d->paragraph ? "." : "",
		              d->paragraph ? d->paragraph : "");
}

static bool was_met(const reached *met, const law_version *v)
{
	for (uint32_t i = 0; i < met->list.n; i++)
		if (met->list.p[i] == v)
			return true;
	return false;
}

static void meet(reached *met, const law_version *v)
{
	if (v && !was_met(met, v))
		ab_push(&met->arena, &met->list, v);
}

static void note_met(reached *met, const ambit_determination *d)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++) {
		if (f->applies != LAW_TRUE)
			continue;
		meet(met, f->version);
		for (uint32_t k = 0; k < f->exceptions.n; k++)
			if (f->exceptions.p[k].state != LR_UNAVAILABLE)
				meet(met, f->exceptions.p[k].version);
		for (uint32_t k = 0; k < f->policies.n; k++)
			if (f->policies.p[k].state == LAW_TRUE)
				meet(met, f->policies.p[k].version);
	}
	for (uint32_t j = 0; j < d->jurisdictions.n; j++)
		for (uint32_t i = 0; i < d->jurisdictions.p[j].result.paths.n; i++)
			if (d->jurisdictions.p[j].result.paths.p[i].state == LAW_TRUE)
				meet(met, d->jurisdictions.p[j].result.paths.p[i].version);
	for (uint32_t i = 0; i < d->classes.list.n; i++)
		if (d->classes.list.p[i].state == LAW_TRUE)
			meet(met, d->classes.list.p[i].version);
}

/* Texts that no case has met may be dead, or only untested: they are named. */
static void say_unmet(const law_tree *t, const reached *met, ab_buf *report)
{
	char day[AB_DATE_LEN];
	unsigned all = 0, unmet = 0;
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_decl *d = t->decls.p[i];
		bool counts = d->kind == LD_RULE || d->kind == LD_LETTER || d->kind == LD_EXCEPTION || d->kind == LD_POLICY ||
		              d->kind == LD_REACH || d->kind == LD_CLASS;
		for (uint32_t k = 0; counts && k < d->limbs.n; k++)
			for (uint32_t v = 0; v < d->limbs.p[k].versions.n; v++) {
				const law_version *x = &d->limbs.p[k].versions.p[v];
				if (x->ends)
					continue;
				all++;
				if (was_met(met, x))
					continue;
				unmet++;
				ab_buf_printf(report, "no case meets %.*s%s%.*s, text of %s (%s:%d)\n", AB_FMT(d->id),
				              d->limbs.p[k].id.n ? "." : "", AB_FMT(d->limbs.p[k].id),
				              x->from == AB_DATE_MIN ? "always" : ab_date_format(x->from, day), x->pos.file,
				              x->pos.line);
			}
	}
	ab_buf_printf(report, "%u of %u texts are met by some case\n", all - unmet, all);
}

static void say_error(test_run *r, const ambit_error *e)
{
	begin_failure(r);
	ab_buf_printf(r->report, "  the case is not read: %s; %s\n", e->message, e->remedy);
}

static bool judge(test_run *r, const ambit_determination *d)
{
	bool outcome = ab_str_is(r->t->expect, ambit_outcome_name(d->outcome)), by = true;
	ab_str missing = {0};
	for (uint32_t i = 0; i < r->t->by.n && by; i++)
		if (!found(d, r->t->by.p[i])) {
			by = false;
			missing = r->t->by.p[i];
		}
	if (outcome && by)
		return true;
	begin_failure(r);
	ab_buf_printf(r->report, "  expected  %.*s", AB_FMT(r->t->expect));
	say_by(r);
	ab_buf_addc(r->report, '\n');
	say_got(r, d);
	if (!by)
		ab_buf_printf(r->report, "  missing   %.*s neither stands nor lifts what stands\n", AB_FMT(missing));
	return false;
}

/* A list stands in parentheses beside a rule, as everywhere in the law; in a case it is words with commas. */
static ab_str bare(ab_str s)
{
	bool list = s.n >= 2 && s.p[0] == '(' && s.p[s.n - 1] == ')';
	return list ? ab_str_trim((ab_str){s.p + 1, s.n - 2}) : s;
}

static bool fill(test_run *r, ambit_case *c, ambit_error *error)
{
	ab_arena a;
	bool ok = true;
	ab_arena_init(&a);
	for (uint32_t i = 0; i < r->t->given.n && ok; i++) {
		const law_given *g = &r->t->given.p[i];
		ok = ambit_case_set(c, ab_strdup(&a, g->path), ab_strdup(&a, bare(g->value)), error) == AMBIT_OK;
	}
	ab_arena_free(&a);
	return ok;
}

static bool ask_own_pack(test_run *r, ambit_case *c, ambit_error *error)
{
	ab_arena a;
	ab_arena_init(&a);
	bool ok = ambit_case_set(c, "jurisdictions", ab_strdup(&a, r->t->pack), error) == AMBIT_OK;
	ab_arena_free(&a);
	return ok;
}

static bool run(test_run *r)
{
	ambit_error error = {0};
	ambit_determination *d = NULL;
	ambit_case *c = ambit_case_new(r->e);
	bool named = false; /* the law asked for: that of the file in which the case stands, unless it says another */
	for (uint32_t i = 0; i < r->t->given.n; i++)
		named = named || ab_str_is(r->t->given.p[i].path, "jurisdictions");
	ambit_options o = {AMBIT_READING_ENFORCED, AMBIT_WITH_QUESTIONS, NULL};
	bool ok = false;
	if (c && (named || ask_own_pack(r, c, &error)) && fill(r, c, &error) &&
	    ambit_check(r->e, c, &o, &d, &error) == AMBIT_OK) {
		ok = judge(r, d);
		note_met(r->met, d);
	} else {
		say_error(r, &error);
	}
	ambit_determination_free(d);
	ambit_case_free(c);
	return ok;
}

void det_law_test(const ambit_engine *engine, ab_buf *report, unsigned *passed, unsigned *failed)
{
	const law_tree *t = law_tree_of(engine->law);
	reached met = {.list = {0}};
	ab_arena_init(&met.arena);
	*passed = *failed = 0;
	for (uint32_t i = 0; i < t->decls.n; i++) {
		test_run r = {engine, engine->law, t->decls.p[i], report, &met};
		if (t->decls.p[i]->kind != LD_CASE)
			continue;
		if (run(&r))
			++*passed;
		else
			++*failed;
	}
	say_unmet(t, &met, report);
	ab_arena_free(&met.arena);
	ab_buf_printf(report, "%u passed, %u failed\n", *passed, *failed);
}
