/* Rival readings of a text side by side: the outcome under each choice of a question that is open. */
#include <string.h>

#include "determine/determine.h"

/* Settled by a source that the answer may know? */
static bool is_settled(const ambit_determination *d, const law_decl *x)
{
	const law_decl *s = x->settled_by.n ? law_source(d->engine->law, x->settled_by) : NULL;
	return s && (s->published == AB_DATE_MIN || s->published <= d->known);
}

static bool was_asked(const ambit_determination *d, size_t i)
{
	for (uint32_t j = 0; j < d->jurisdictions.n; j++)
		if (i >= 64 || ((d->jurisdictions.p[j].result.asked >> i) & 1))
			return true;
	return false;
}

void det_fill_readings(ambit_determination *d, const int32_t *choices, ambit_outcome (*decide)(void *, const int32_t *),
                       void *arg)
{
	const law *l = d->engine->law;
	size_t n = law_interpretation_count(l);
	int32_t *other = NULL;
	for (size_t i = 0; i < n; i++) {
		const law_decl *x = law_interpretation_at(l, i);
		if (is_settled(d, x) || !was_asked(d, i))
			continue;
		if (!other)
			other = AB_NEW_N(&d->arena, int32_t, n + 1);
		memcpy(other, choices, n * sizeof *other);
		det_reading r = {.interpretation = x};
		for (uint32_t c = 0; c < x->choices.n; c++) {
			other[i] = (int32_t)c;
			ambit_outcome o = decide(arg, other);
			r.differ = r.differ || (c && o != r.answers.p[0]);
			ab_push(&d->arena, &r.answers, o);
		}
		ab_push(&d->arena, &d->readings, r);
	}
}
