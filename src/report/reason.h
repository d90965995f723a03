/* Conditions of the law as sentences: what a node of an explanation says to a person.
 * Private to this room. */
#ifndef AMBIT_REPORT_REASON_H
#define AMBIT_REPORT_REASON_H

#include "determine/determine.h"

/* "destination: China is in D:1, D:4 or D:5", "TPP 15,832 ≥ 4,800" */
ab_str reason_text(const ambit_determination *d, ab_arena *a, const law_why *w);
/* A node that only groups others: its kids say what it says. */
bool reason_groups(const ambit_determination *d, const law_why *w);
/* "it meets ECCN 3A090.a" and its like. */
bool reason_is_class(const law_why *w);
/* A fact that the sentence of the answer already says (activity, kind of item). */
bool reason_is_known(const law_why *w);
/* The first comparison that decides a class: "TPP 15,832 ≥ 4,800"; empty: none. */
ab_str reason_figure(const ambit_determination *d, ab_arena *a, const law_why *w);
/* "✓", "✗", "?" */
ab_str reason_mark(law_tri value);
/* Steps of a figure without paths: "16 bits x 835.5 TOPS". */
ab_str reason_steps(ab_arena *a, ab_str steps);
ab_str reason_capital(ab_arena *a, ab_str s);

#endif
