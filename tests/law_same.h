/* Equality of parsed law, positions and comments aside; for the tests and the
 * fuzz target of the formatter. */
#ifndef AMBIT_TEST_LAW_SAME_H
#define AMBIT_TEST_LAW_SAME_H

#include <string.h>

#include "law/ast.h"

static bool same_words(const ab_str *a, uint32_t n, const ab_str *b, uint32_t m)
{
	if (n != m)
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (!ab_str_eq(a[i], b[i]))
			return false;
	return true;
}

#define SAME_STR(f) ab_str_eq(a->f, b->f)
#define SAME_VEC(f) same_words(a->f.p, a->f.n, b->f.p, b->f.n)

static bool same_expr(const law_expr *a, const law_expr *b)
{
	if (!a || !b)
		return a == b;
	if (a->op != b->op || a->cmp != b->cmp || a->in_named != b->in_named || a->listed != b->listed ||
	    a->text != b->text || a->n != b->n || a->lo != b->lo || a->date != b->date)
		return false;
	if (!SAME_STR(name) || !SAME_STR(label) || !SAME_STR(unit) || !SAME_STR(written) || !SAME_STR(cite) ||
	    !SAME_STR(ask) || !same_words(a->words, a->word_n, b->words, b->word_n))
		return false;
	for (uint32_t i = 0; i < a->n; i++)
		if (!same_expr(a->kids[i], b->kids[i]))
			return false;
	return true;
}

static bool same_cond(const law_cond *a, const law_cond *b)
{
	return a->kind == b->kind && SAME_STR(text) && SAME_STR(cite) && same_expr(a->when, b->when) &&
	       same_expr(a->done, b->done) && same_expr(a->failed, b->failed);
}

static bool same_status(const law_status *a, const law_status *b)
{
	return a->stayed == b->stayed && a->span.from == b->span.from && a->span.to == b->span.to && SAME_STR(by) &&
	       SAME_STR(instead) && SAME_STR(nothing_because) && SAME_STR(interpretation) && SAME_STR(choice);
}

static bool same_version(const law_version *a, const law_version *b)
{
	if (a->from != b->from || a->until != b->until || a->complies != b->complies || a->meanwhile != b->meanwhile ||
	    a->ends != b->ends || a->effect != b->effect || a->presumes_reach != b->presumes_reach ||
	    a->number != b->number || a->not_held != b->not_held)
		return false;
	if (!SAME_STR(by) || !SAME_STR(reason) || !SAME_STR(rebutted_text) || !SAME_STR(resolved_text) || !SAME_STR(note) ||
	    !SAME_VEC(cites) || !SAME_VEC(presumes) || !SAME_VEC(removes) || a->status.n != b->status.n ||
	    a->conds.n != b->conds.n || a->value.n != b->value.n)
		return false;
	if (!same_expr(a->when, b->when) || !same_expr(a->unless, b->unless) || !same_expr(a->rebutted, b->rebutted) ||
	    !same_expr(a->resolved, b->resolved))
		return false;
	for (uint32_t i = 0; i < a->status.n; i++)
		if (!same_status(&a->status.p[i], &b->status.p[i]))
			return false;
	for (uint32_t i = 0; i < a->conds.n; i++)
		if (!same_cond(&a->conds.p[i], &b->conds.p[i]))
			return false;
	for (uint32_t i = 0; i < a->value.n; i++)
		if (!same_expr(a->value.p[i], b->value.p[i]))
			return false;
	return true;
}

static bool same_limb(const law_limb *a, const law_limb *b)
{
	if (!SAME_STR(id) || a->versions.n != b->versions.n)
		return false;
	for (uint32_t i = 0; i < a->versions.n; i++)
		if (!same_version(&a->versions.p[i], &b->versions.p[i]))
			return false;
	return true;
}

static bool same_spans(const law_span *a, uint32_t n, const law_span *b, uint32_t m)
{
	return n == m && (n == 0 || memcmp(a, b, n * sizeof *a) == 0);
}

static bool same_set(const law_set *a, const law_set *b)
{
	if (!a || !b)
		return a == b;
	return a->op == b->op && SAME_STR(id) && same_set(a->a, b->a) && same_set(a->b, b->b);
}

static bool same_member(const law_member *a, const law_member *b)
{
	return SAME_VEC(codes) && SAME_STR(by) && same_spans(a->law.p, a->law.n, b->law.p, b->law.n) &&
	       same_spans(a->print.p, a->print.n, b->print.p, b->print.n);
}

static bool same_fields(const law_decl *a, const law_decl *b)
{
	return a->kind == b->kind && SAME_STR(id) && SAME_VEC(ids) && SAME_VEC(aliases) && SAME_STR(title) &&
	       SAME_STR(pack) && a->through == b->through && SAME_STR(ground) && SAME_STR(cite) && SAME_STR(interprets) &&
	       a->published == b->published && a->published_to == b->published_to && a->effective == b->effective &&
	       a->compliance == b->compliance && a->type == b->type && SAME_STR(unit) && SAME_VEC(words) &&
	       SAME_VEC(kinds) && SAME_STR(absent) && SAME_STR(ordinary) && SAME_STR(ask) &&
	       a->conclusion == b->conclusion && a->paper == b->paper && a->own_act == b->own_act &&
	       same_set(a->set, b->set) && a->always_somebody == b->always_somebody && SAME_VEC(after) &&
	       SAME_STR(settled_by) && SAME_STR(settled_as) && SAME_STR(addressee) &&
	       a->terms_not_public == b->terms_not_public && SAME_STR(family) && SAME_VEC(overrides) && SAME_VEC(but) &&
	       SAME_VEC(targets) && a->discretion == b->discretion && a->authorization == b->authorization &&
	       SAME_STR(word) && SAME_STR(strictest) && SAME_STR(over) && SAME_STR(path) && same_expr(a->then, b->then) &&
	       SAME_STR(key) && SAME_STR(other) && same_expr(a->when, b->when) && SAME_STR(expect) && SAME_VEC(by) &&
	       SAME_VEC(not_by) && SAME_STR(policy) && SAME_STR(acts) && SAME_STR(source) && a->house == b->house &&
	       a->assessed == b->assessed;
}

static bool same_decl(const law_decl *a, const law_decl *b)
{
	if (!same_fields(a, b) || a->limbs.n != b->limbs.n || a->members.n != b->members.n ||
	    a->choices.n != b->choices.n || a->given.n != b->given.n)
		return false;
	for (uint32_t i = 0; i < a->limbs.n; i++)
		if (!same_limb(&a->limbs.p[i], &b->limbs.p[i]))
			return false;
	for (uint32_t i = 0; i < a->members.n; i++)
		if (!same_member(&a->members.p[i], &b->members.p[i]))
			return false;
	for (uint32_t i = 0; i < a->choices.n; i++)
		if (!ab_str_eq(a->choices.p[i].id, b->choices.p[i].id) ||
		    !ab_str_eq(a->choices.p[i].text, b->choices.p[i].text))
			return false;
	for (uint32_t i = 0; i < a->given.n; i++)
		if (!ab_str_eq(a->given.p[i].path, b->given.p[i].path) || !ab_str_eq(a->given.p[i].value, b->given.p[i].value))
			return false;
	return true;
}

/* Index of the first declaration that differs; a->decls.n when none of them does. */
static inline uint32_t same_tree(const law_tree *a, const law_tree *b)
{
	uint32_t i = 0;

	while (i < a->decls.n && i < b->decls.n && same_decl(a->decls.p[i], b->decls.p[i]))
		i++;
	return i;
}

#undef SAME_STR
#undef SAME_VEC

#endif
