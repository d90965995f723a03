/* Amounts of the law that move with the day: maximum penalties. */
#include "law/law.h"

/* In force on the day and published by the day that is known. */
static bool holds(const law *l, const law_version *v, ab_date as_of, ab_date known)
{
	const law_decl *source = v->by.n ? law_source(l, v->by) : NULL;
	if (source && source->published != AB_DATE_MIN && source->published > known)
		return false;
	return (v->from == AB_DATE_MIN || v->from <= as_of) && as_of <= v->until;
}

const law_version *law_version_on(const law *l, const law_limb *limb, ab_date as_of, ab_date known)
{
	const law_version *newest = NULL;
	for (uint32_t i = 0; i < limb->versions.n; i++) {
		const law_version *v = &limb->versions.p[i];
		if (holds(l, v, as_of, known) && (!newest || v->from >= newest->from))
			newest = v;
	}
	return newest && !newest->ends ? newest : NULL;
}

static const law_version *amount_on(const law *l, const law_decl *d, ab_date as_of, ab_date known)
{
	return d->limbs.n ? law_version_on(l, &d->limbs.p[0], as_of, known) : NULL;
}

bool law_amount(const law *l, ab_str id, ab_date as_of, ab_date known, ab_num *out, const law_decl **decl)
{
	const law_tree *t = law_tree_of(l);
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_decl *d = t->decls.p[i];
		if (d->kind != LD_AMOUNT || !ab_str_eq(d->id, id))
			continue;
		const law_version *v = amount_on(l, d, as_of, known);
		if (!v)
			return false;
		*out = v->number;
		if (decl)
			*decl = d;
		return true;
	}
	return false;
}
