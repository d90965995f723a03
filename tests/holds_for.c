/* How far an answer holds: the spans of an unknown figure leave no gap, and at both ends of each and inside it the class and
 * the outcome are what the case gives with that very figure. */
#include "prop.h"

typedef struct question {
	const char *words[24];
	const char *fact;
	uint32_t spans; /* at least */
} question;

#define USUAL                                                                                                          \
	"item.kind", "ic", "known", "2026-11-24", "assume", "ordinary,local,unlisted-owners", "item.designer.country",     \
		"US", "item.designer.headquarters", "US"

static const question questions[] = {
	{{"item.tops.int8", "320", "activity", "export", "from", "US", "to", "CN", "as_of", "2025-06-01",
      "item.marketed_for_datacenter", "true", USUAL},
     "item.die_area_mm2",
     3},
	{{"item.tops.int8", "200", "activity", "export", "from", "US", "to", "CN", "as_of", "2024-06-01", USUAL},
     "item.die_area_mm2",
     3},
	{{"item.die_area_mm2", "500", "activity", "export", "from", "US", "to", "CN", "as_of", "2024-06-01",
      "item.marketed_for_datacenter", "true", USUAL},
     "item.tpp",
     3},
	{{"item.die_area_mm2", "500", "item.nonplanar", "false", "activity", "export", "from", "US", "to", "CN", "as_of",
      "2026-06-01", USUAL},
     "item.tpp",
     2},
	{{"item.tpp", "9000", "activity", "export", "from", "US", "to", "CN", "as_of", "2022-12-01", USUAL},
     "item.io_bandwidth_gbs",
     2},
};

static ambit_determination *ask(prop_world *w, const question *q, const char *path, const char *value, ambit_case **c)
{
	ambit_error e = {0};
	ambit_options o = {AMBIT_READING_ENFORCED, AMBIT_WITH_QUESTIONS, NULL};
	ambit_determination *d = NULL;
	*c = ambit_case_new(w->engine);
	for (const char *const *x = q->words; *x; x += 2)
		if (ambit_case_set(*c, x[0], x[1], &e) != AMBIT_OK)
			fail_msg("%s=%s: %s", x[0], x[1], e.message);
	if (path && ambit_case_set(*c, path, value, &e) != AMBIT_OK)
		fail_msg("%s=%s: %s", path, value, e.message);
	assert_int_equal(ambit_check(w->engine, *c, &o, &d, &e), AMBIT_OK);
	return d;
}

static void check_at(prop_world *w, ab_arena *a, const question *q, const det_span *s, ab_num at)
{
	ambit_case *c;
	const char *value = prop_number(a, at);
	ambit_determination *d = ask(w, q, q->fact, value, &c);
	const law_decl *class = NULL, *maybe = NULL;
	for (uint32_t i = 0; i < d->classes.list.n && !class; i++) {
		if (d->classes.list.p[i].state == LAW_TRUE)
			class = d->classes.list.p[i].decl;
		else if (d->classes.list.p[i].state == LAW_UNKNOWN && !maybe)
			maybe = d->classes.list.p[i].decl;
	}
	w->runs++;
	if (class != s->class || maybe != s->maybe || d->outcome != s->outcome)
		prop_violation(w, "%s=%s: %.*s %s, the span says %.*s %s", q->fact, value, class ? (int)class->id.n : 0,
		               class ? class->id.p : "", ambit_outcome_name(d->outcome), s->class ? (int)s->class->id.n : 0,
		               s->class ? s->class->id.p : "", ambit_outcome_name(s->outcome));
	ambit_determination_free(d);
	ambit_case_free(c);
}

static void spans_are_what_each_value_gives(void **state)
{
	prop_world w;
	(void)state;
	prop_open(&w);
	for (size_t i = 0; i < AB_COUNT(questions); i++) {
		ambit_case *c;
		ab_arena a;
		bool found = false;
		ab_arena_init(&a);
		ambit_determination *d = ask(&w, &questions[i], NULL, NULL, &c);
		det_by_figure_list all = det_by_figures(d, &a);
		for (uint32_t k = 0; k < all.list.n; k++) {
			const det_by_figure *h = &all.list.p[k];
			ab_str text = det_by_figure_text(h, &a);
			if (!ab_str_is(h->fact->path, questions[i].fact))
				continue;
			found = true;
			print_message("  %.*s\n", AB_FMT(text));
			assert_true(h->spans.n >= questions[i].spans);
			for (uint32_t s = 0; s < h->spans.n; s++) {
				const det_span *x = &h->spans.p[s];
				ab_num hi = x->hi == AB_NUM_MAX ? x->lo * 2 + ab_num_int(1000) : x->hi;
				if (s)
					assert_true(x->lo == h->spans.p[s - 1].hi + 1);
				check_at(&w, &a, &questions[i], x, x->lo > 0 ? x->lo : 1);
				check_at(&w, &a, &questions[i], x, hi);
				check_at(&w, &a, &questions[i], x,
				         x->lo + (hi - x->lo) / 2 + 1 > hi ? hi : x->lo + (hi - x->lo) / 2 + 1);
			}
		}
		if (!found)
			prop_violation(&w, "nothing is said of %s", questions[i].fact);
		ambit_determination_free(d);
		ambit_case_free(c);
		ab_arena_free(&a);
	}
	prop_world done = w;
	prop_close(&w);
	prop_done(&done, 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(spans_are_what_each_value_gives)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
