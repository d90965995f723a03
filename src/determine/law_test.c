/* Runs the cases that stand beside the law: each states its facts, the outcome and
 * the provisions that decide. */

#include <stdio.h>

#include "determine/determine.h"

/* What some case has shown of the law, as sets of pointers. */
typedef struct seen {
	ab_arena arena;
	const void **slots;
	uint32_t n, cap; /* cap: a power of two */
} seen;

typedef struct shown {
	seen met;     /* law_version: at work, or opening a way out */
	seen refused; /* law_decl: could have applied in a case beside it, and did not */
} shown;

typedef struct test_run {
	const ambit_engine *e;
	const law *l;
	const law_decl *t;
	ab_buf *report;
	shown *shown; /* NULL: nobody asks */
} test_run;

/* The place of `p`, or the free one where it belongs. */
static const void **place(const seen *s, const void *p)
{
	uint64_t h = ab_hash(&p, sizeof p, 0);
	while (s->slots[h & (s->cap - 1)] && s->slots[h & (s->cap - 1)] != p)
		h++;
	return &s->slots[h & (s->cap - 1)];
}

static bool was_seen(const seen *s, const void *p)
{
	return s->cap && *place(s, p);
}

static void see(seen *s, const void *p)
{
	if (!p || was_seen(s, p))
		return;
	if (2 * (s->n + 1) > s->cap) {
		seen old = *s;
		s->cap = old.cap ? 2 * old.cap : 256;
		s->slots = ab_alloc(&s->arena, s->cap * sizeof *s->slots);
		for (uint32_t i = 0; i < old.cap; i++)
			if (old.slots[i])
				*place(s, old.slots[i]) = old.slots[i];
	}
	*place(s, p) = p;
	s->n++;
}

static void begin_failure(test_run *r)
{
	ab_buf_printf(r->report, "%s:%d: %.*s\n", r->t->pos.file ? r->t->pos.file : "", r->t->pos.line, AB_FMT(r->t->id));
}

static void say_names(test_run *r, const char *word, const ab_str *p, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		ab_buf_printf(r->report, "%s%.*s", i ? ", " : word, AB_FMT(p[i]));
}

static void say_expected(test_run *r)
{
	const law_decl *t = r->t;
	ab_buf_printf(r->report, "  expected  %.*s", AB_FMT(t->expect));
	say_names(r, " by ", t->by.p, t->by.n);
	say_names(r, " not by ", t->not_by.p, t->not_by.n);
	if (t->policy.n)
		ab_buf_printf(r->report, " policy %.*s", AB_FMT(t->policy));
	if (t->acts.n)
		ab_buf_printf(r->report, " acts %.*s", AB_FMT(t->acts));
	ab_buf_addc(r->report, '\n');
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

static bool reviewed(const law_finding *f, ab_str by)
{
	for (uint32_t k = 0; k < f->policies.n; k++)
		if (f->policies.p[k].state != LAW_FALSE && law_is_called(f->policies.p[k].decl, by))
			return true;
	return false;
}

/* Among what stands and may stand, the exceptions that may lift it, its review policies, the ways by which the law reaches
 * the item, and its classes. */
static bool found(const ambit_determination *d, ab_str by)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++)
		if (f->applies != LAW_FALSE && (names_it(by, f->decl, f->limb) || relief_named(f, by) || reviewed(f, by)))
			return true;
	for (uint32_t j = 0; j < d->jurisdictions.n; j++) {
		const law_result *r = &d->jurisdictions.p[j].result;
		for (uint32_t i = 0; i < r->paths.n; i++)
			if (r->paths.p[i].state != LAW_FALSE && law_is_called(r->paths.p[i].decl, by))
				return true;
		for (uint32_t i = 0; i < r->flags.n; i++)
			if (r->flags.p[i].state != LG_RESOLVED && law_is_called(r->flags.p[i].decl, by))
				return true;
		for (uint32_t i = 0; i < r->stakes.n; i++)
			if (law_is_called(r->stakes.p[i].decl, by))
				return true;
	}
	for (uint32_t i = 0; i < d->classes.list.n; i++)
		if (d->classes.list.p[i].state != LAW_FALSE && law_is_called(d->classes.list.p[i].decl, by))
			return true;
	return false;
}

/* Does the law know the name at all? A misspelled `not by` would hold for ever. */
static bool is_name(const law *l, ab_str by)
{
	for (size_t n = by.n; n > 0; n--) {
		const law_decl *d = n == by.n || by.p[n] == '.' ? law_find(l, (ab_str){by.p, n}) : NULL;
		for (uint32_t i = 0; d && i < d->limbs.n; i++)
			if (n == by.n || names_it(by, d, &d->limbs.p[i]))
				return true;
	}
	return false;
}

/* The word of the policy that counts for the first rule that the case names; "none". */
static const char *policy_of(const law_decl *t, const ambit_determination *d)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++) {
		bool named = f->applies != LAW_FALSE && !t->by.n;
		for (uint32_t k = 0; k < t->by.n && f->applies != LAW_FALSE; k++)
			named = named || names_it(t->by.p[k], f->decl, f->limb);
		for (uint32_t k = 0; named && k < f->policies.n; k++)
			if (f->policies.p[k].counts)
				return f->policies.p[k].word;
	}
	return "none";
}

/* How many own acts the first exception that the case names still asks for. */
static const char *acts_of(const law_decl *t, const ambit_determination *d, char out[12])
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++)
		for (uint32_t k = 0; f->applies != LAW_FALSE && k < f->exceptions.n; k++) {
			const law_relief *x = &f->exceptions.p[k];
			bool named = false;
			unsigned left = 0;
			for (uint32_t b = 0; b < t->by.n; b++)
				named = named || law_is_called(x->decl, t->by.p[b]);
			for (uint32_t c = 0; c < x->conds.n; c++)
				left += x->conds.p[c].cond->kind == LCK_OWN_ACT && x->conds.p[c].state == LAW_UNKNOWN;
			if (named && x->state != LR_UNAVAILABLE) {
				snprintf(out, 12, "%u", left);
				return out;
			}
		}
	return "of nothing";
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

static void meet_all(seen *met, const ambit_determination *d)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++) {
		if (f->applies != LAW_TRUE)
			continue;
		see(met, f->version);
		for (uint32_t k = 0; k < f->exceptions.n; k++)
			if (f->exceptions.p[k].state != LR_UNAVAILABLE)
				see(met, f->exceptions.p[k].version);
		for (uint32_t k = 0; k < f->policies.n; k++)
			if (f->policies.p[k].state == LAW_TRUE)
				see(met, f->policies.p[k].version);
	}
	for (uint32_t j = 0; j < d->jurisdictions.n; j++)
		for (uint32_t i = 0; i < d->jurisdictions.p[j].result.paths.n; i++)
			if (d->jurisdictions.p[j].result.paths.p[i].state == LAW_TRUE)
				see(met, d->jurisdictions.p[j].result.paths.p[i].version);
	for (uint32_t j = 0; j < d->jurisdictions.n; j++)
		for (uint32_t i = 0; i < d->jurisdictions.p[j].result.flags.n; i++)
			if (d->jurisdictions.p[j].result.flags.p[i].state == LG_RAISED)
				see(met, d->jurisdictions.p[j].result.flags.p[i].version);
	for (uint32_t i = 0; i < d->classes.list.n; i++)
		if (d->classes.list.p[i].state == LAW_TRUE)
			see(met, d->classes.list.p[i].version);
}

static bool stands_on_its_own(law_decl_kind k)
{
	return k == LD_RULE || k == LD_LETTER || k == LD_REACH || k == LD_CLASS || k == LD_FLAG;
}

static bool in_force(const law *l, const law_decl *x, const ambit_determination *d)
{
	for (uint32_t i = 0; i < x->limbs.n; i++) {
		const law_version *v = law_version_on(l, &x->limbs.p[i], d->as_of, d->known);
		if (v && !v->ends)
			return true;
	}
	return false;
}

/* A rule stands that the policy is for, and it is not reviewed under it. */
static bool passed_over(const ambit_determination *d, const law_decl *policy)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++) {
		bool meant = false, holds = false;
		for (uint32_t k = 0; k < policy->targets.n; k++)
			meant = meant || names_it(policy->targets.p[k], f->decl, f->limb);
		for (uint32_t k = 0; k < f->policies.n; k++)
			holds = holds || (f->policies.p[k].decl == policy && f->policies.p[k].state != LAW_FALSE);
		if (meant && !holds && f->applies == LAW_TRUE)
			return true;
	}
	return false;
}

/* Provisions that a case shows not to apply: those that it names in `not by`, those in force of its own file that do not
 * apply, and exceptions and policies of what does apply. */
static void note_refused(test_run *r, const ambit_determination *d)
{
	const law_tree *t = law_tree_of(r->l);
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++) {
		for (uint32_t k = 0; k < f->exceptions.n; k++)
			if (f->exceptions.p[k].version && f->exceptions.p[k].state == LR_UNAVAILABLE)
				see(&r->shown->refused, f->exceptions.p[k].decl);
	}
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_decl *x = t->decls.p[i];
		bool beside = x->pos.file == r->t->pos.file;
		for (uint32_t k = 0; !beside && k < r->t->not_by.n; k++)
			beside = law_is_called(x, r->t->not_by.p[k]);
		if (beside && stands_on_its_own(x->kind) && !was_seen(&r->shown->refused, x) && in_force(r->l, x, d) &&
		    !found(d, x->id))
			see(&r->shown->refused, x);
		if (x->kind == LD_POLICY && !was_seen(&r->shown->refused, x) && in_force(r->l, x, d) && passed_over(d, x))
			see(&r->shown->refused, x);
	}
}

static const char *text_of(const law_version *v, char day[AB_DATE_LEN])
{
	return v->from == AB_DATE_MIN ? "always" : ab_date_format(v->from, day);
}

static void say_limb_unmet(const law_decl *d, const law_limb *limb, const seen *met, unsigned count[2], ab_buf *report)
{
	char day[AB_DATE_LEN];
	for (uint32_t v = 0; v < limb->versions.n; v++) {
		const law_version *x = &limb->versions.p[v];
		if (x->ends)
			continue;
		count[0]++;
		if (was_seen(met, x))
			count[1]++;
		else
			ab_buf_printf(report, "%s:%d: no case meets %.*s%s%.*s, text of %s\n", x->pos.file, x->pos.line,
			              AB_FMT(d->id), limb->id.n ? "." : "", AB_FMT(limb->id), text_of(x, day));
	}
}

/* Texts that no case has met may be dead, or only untested; a provision that no case escapes may catch too much. */
static void say_unshown(const law_tree *t, const shown *s, ab_buf *report)
{
	unsigned texts[2] = {0}, provisions[2] = {0};
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_decl *d = t->decls.p[i];
		if (!stands_on_its_own(d->kind) && d->kind != LD_EXCEPTION && d->kind != LD_POLICY)
			continue;
		for (uint32_t k = 0; k < d->limbs.n; k++)
			say_limb_unmet(d, &d->limbs.p[k], &s->met, texts, report);
		provisions[0]++;
		if (was_seen(&s->refused, d))
			provisions[1]++;
		else
			ab_buf_printf(report, "%s:%d: no case shows where %.*s does not apply\n", d->pos.file, d->pos.line,
			              AB_FMT(d->id));
	}
	ab_buf_printf(report, "%u of %u texts are met by some case, %u of %u provisions do not apply in some case\n",
	              texts[1], texts[0], provisions[1], provisions[0]);
}

static void say_error(test_run *r, const ambit_error *e)
{
	begin_failure(r);
	ab_buf_printf(r->report, "  the case is not read: %s; %s\n", e->message, e->remedy);
}

/* The first of the names that is (not) found; empty: there is none. */
static ab_str first_of(const ambit_determination *d, const ab_str *p, uint32_t n, bool want)
{
	for (uint32_t i = 0; i < n; i++)
		if (found(d, p[i]) == want)
			return p[i];
	return (ab_str){0};
}

static bool judge(test_run *r, const ambit_determination *d)
{
	const law_decl *t = r->t;
	ab_str missing = first_of(d, t->by.p, t->by.n, false), wrong = first_of(d, t->not_by.p, t->not_by.n, true);
	ab_str strange = {0};
	const char *policy = t->policy.n ? policy_of(t, d) : "";
	char number[12];
	const char *acts = t->acts.n ? acts_of(t, d, number) : "";
	for (uint32_t i = 0; i < t->not_by.n && !strange.n; i++)
		if (!is_name(r->l, t->not_by.p[i]))
			strange = t->not_by.p[i];
	if (ab_str_is(t->expect, ambit_outcome_name(d->outcome)) && !missing.n && !wrong.n && !strange.n &&
	    ab_str_is(t->policy, policy) && ab_str_is(t->acts, acts))
		return true;
	begin_failure(r);
	say_expected(r);
	say_got(r, d);
	if (missing.n)
		ab_buf_printf(r->report, "  missing   %.*s neither stands nor lifts what stands\n", AB_FMT(missing));
	if (wrong.n)
		ab_buf_printf(r->report, "  too much  %.*s stands, or lifts what stands\n", AB_FMT(wrong));
	if (strange.n)
		ab_buf_printf(r->report, "  unknown   nothing in the law is called %.*s\n", AB_FMT(strange));
	if (!ab_str_is(t->policy, policy))
		ab_buf_printf(r->report, "  policy    %s\n", policy);
	if (!ab_str_is(t->acts, acts))
		ab_buf_printf(r->report, "  acts      %s\n", acts);
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
		if (r->shown) {
			meet_all(&r->shown->met, d);
			note_refused(r, d);
		}
	} else {
		say_error(r, &error);
	}
	ambit_determination_free(d);
	ambit_case_free(c);
	return ok;
}

bool det_law_case(const ambit_engine *engine, const law_decl *t, ab_buf *report)
{
	test_run r = {engine, engine->law, t, report, NULL};
	return run(&r);
}

void det_law_test(const ambit_engine *engine, ab_buf *report, unsigned *passed, unsigned *failed)
{
	const law_tree *t = law_tree_of(engine->law);
	shown s = {.met = {.n = 0}};
	ab_arena_init(&s.met.arena);
	ab_arena_init(&s.refused.arena);
	*passed = *failed = 0;
	for (uint32_t i = 0; i < t->decls.n; i++) {
		test_run r = {engine, engine->law, t->decls.p[i], report, &s};
		if (t->decls.p[i]->kind != LD_CASE)
			continue;
		if (run(&r))
			++*passed;
		else
			++*failed;
	}
	say_unshown(t, &s, report);
	ab_arena_free(&s.met.arena);
	ab_arena_free(&s.refused.arena);
	ab_buf_printf(report, "%u passed, %u failed\n", *passed, *failed);
}
