/* A stricter figure never gives a better answer: of two items that differ in one figure only, on the same day and
 * between the same parties, the one with more is not treated better. Exceptions that end at a figure (note 2 to 3A090,
 * 740.29, the policies of 2026) only end there. One place of the law is not monotone and is fixed in `by_law`. */
#include "prop.h"

typedef struct stricter {
	const char *kind, *figure;
} stricter;

static const stricter figures[] = {{"ic", "tpp"},
                                   {"ic", "performance_density"},
                                   {"ic", "io_bandwidth_gbs"},
                                   {"hbm-stack", "memory_bandwidth_density"},
                                   {"model-weights", "training_ops"},
                                   {"wafer", "tpp"},
                                   {"ic", "total_dram_bandwidth_gbs"}};

/* From 2025-05-13 until BIS settled it on 2026-05-31, the announced non-enforcement could be read to free headquarters
 * in D:5 or Macau for `.a` items, 742.6(a)(6)(iii)(A), while for `.b` items 744.23(a)(3)(i)(A) went on: more was
 * better. Under the reading that BIS gave it is not. */
static const char *const by_law[] = {"us.ear.hq-2025=spares", NULL};

typedef struct comparison {
	prop_world *w;
	ab_arena *a;
	prop_rng r;
	unsigned telling;
} comparison;

static bool better(ambit_outcome x, ambit_outcome y)
{
	return x != AMBIT_NOT_DETERMINED && y != AMBIT_NOT_DETERMINED && x < y;
}

static void compare(comparison *k, const stricter *s)
{
	const law *l = k->w->engine->law;
	prop_node *tree = prop_parse(k->a, prop_make(k->a, &k->r, l, s->kind, prop_below(&k->r, 2) ? 0 : 12));
	prop_node *item = prop_kid(tree, "item"), *figure = prop_kid(item, s->figure);
	const law_fact *fact = law_fact_find(l, LS_ITEM, ab_str_of(s->figure));
	size_t at = (size_t)(fact - law_fact_at(l, 0));
	ab_num x = prop_figure(&k->r, l, at), y = prop_figure(&k->r, l, at);
	if (!figure)
		figure = prop_add(k->a, item, s->figure, "0");
	if (x > y) {
		ab_num z = x;
		x = y;
		y = z;
	}
	figure->text = ab_str_of(prop_number(k->a, x));
	prop_answer low = prop_ask(k->w, tree, false);
	figure->text = ab_str_of(prop_number(k->a, y));
	prop_answer high = prop_ask(k->w, tree, false);
	if (!low.ok || !high.ok)
		return;
	k->w->runs++;
	k->telling += low.outcome != high.outcome || low.worst != high.worst || low.best != high.best;
	if (!better(high.outcome, low.outcome) && high.worst >= low.worst && high.best >= low.best)
		return;
	ab_buf b = {0};
	prop_write(tree, NULL, &b);
	prop_violation(k->w, "%s of %s: %s, of %s: %s\n    %s", s->figure, prop_number(k->a, x), prop_show(k->a, &low),
	               prop_number(k->a, y), prop_show(k->a, &high), b.p);
	ab_buf_free(&b);
}

static void more_is_never_better(void **state)
{
	prop_world w;
	ab_arena a;
	(void)state;
	prop_open(&w);
	ab_arena_init(&a);
	w.interpret = by_law;
	comparison k = {.w = &w, .a = &a, .r = prop_seed(7)};
	for (unsigned i = 0; i < prop_rounds(2500); i++) {
		ab_arena_reset(&a);
		compare(&k, &figures[i % AB_COUNT(figures)]);
	}
	print_message("in %u pairs the answers differ\n", k.telling);
	ab_arena_free(&a);
	prop_close(&w);
	assert_true(k.telling * 40 > w.runs);
	prop_done(&w, 2000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(more_is_never_better)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
