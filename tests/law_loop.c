/* The plain loop over rows and the single decision are one meaning: random rows with unknowns, parties, dates and two
 * classes of facts, each decided both ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "determine/determine.h"

#define ROWS 1500

typedef struct world {
	ambit_engine *engine;
	ambit_case *c;
	ab_arena arena;
	law_facts facts;
} world;

static uint32_t seed = 20261124;

static uint32_t draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % below;
}

static int begin(void **state)
{
	world *w = calloc(1, sizeof *w);
	det_families families = {0};
	ambit_error e;
	assert_int_equal(ambit_engine_open(&w->engine, NULL, NULL, &e), AMBIT_OK);
	w->c = ambit_case_new(w->engine);
	const char *facts[][2] = {{"activity", "export"},
	                          {"from", "US"},
	                          {"to", "BR"},
	                          {"kind", "ic"},
	                          {"tpp", "5000"},
	                          {"die_area_mm2", "600"},
	                          {"nonplanar", "true"},
	                          {"marketed_for_datacenter", "true"},
	                          {"end-user.country", "BR"},
	                          {"end-user.headquarters", "BR"},
	                          {"end-user.parent.country", "BR"},
	                          {"assume", "ordinary,unlisted-owners"}};
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		assert_int_equal(ambit_case_set(w->c, facts[i][0], facts[i][1], &e), AMBIT_OK);
	ab_arena_init(&w->arena);
	assert_true(det_complete(w->c, &w->arena, w->c->assume, NULL, &families, &w->facts, &e));
	*state = w;
	return 0;
}

static int end(void **state)
{
	world *w = *state;
	ab_arena_free(&w->arena);
	ambit_case_free(w->c);
	ambit_engine_free(w->engine);
	free(w);
	return 0;
}

static void set_number(world *w, law_frame *f, const char *name, int64_t x, bool known)
{
	law_value *v = law_frame_value(w->engine->law, f, ab_str_of(name));
	assert_non_null(v);
	memset(v, 0, sizeof *v);
	v->state = known ? LV_KNOWN : LV_UNKNOWN;
	v->from = LF_STATED;
	v->lo = v->hi = known ? ab_num_int(x) : 0;
}

static void set_word(world *w, law_frame *f, const char *name, int32_t x, bool known)
{
	law_value *v = law_frame_value(w->engine->law, f, ab_str_of(name));
	assert_non_null(v);
	memset(v, 0, sizeof *v);
	v->state = known ? LV_KNOWN : LV_UNKNOWN;
	v->from = LF_STATED;
	v->word = x;
}

static void fill_row(world *w)
{
	static const int64_t tpp[] = {0, 1599, 1600, 2399, 2400, 4799, 4800, 20999, 21000, 36000},
						 area[] = {300, 500, 600, 814, 1628};
	static const char *const countries[] = {"BR", "CN", "MO", "KH", "VN", "AE", "IL", "DE", "IR", "US"};
	law_frame *user = w->facts.parties.p[0];
	w->facts.as_of = ab_date_make(2022, 8, 1) + (ab_date)draw(1570);
	set_word(w, w->facts.root, "as_of", w->facts.as_of, true);
	set_word(w, w->facts.root, "shipped_on", w->facts.as_of, true);
	set_number(w, w->facts.item, "tpp", tpp[draw(10)], draw(8) != 0);
	set_number(w, w->facts.item, "die_area_mm2", area[draw(5)], draw(8) != 0);
	set_word(w, w->facts.item, "nonplanar", (int32_t)draw(2), draw(8) != 0);
	set_word(w, w->facts.item, "marketed_for_datacenter", (int32_t)draw(2), draw(8) != 0);
	set_word(w, w->facts.root, "to", law_country(ab_str_of(countries[draw(10)])), draw(10) != 0);
	set_word(w, user, "headquarters", law_country(ab_str_of(countries[draw(10)])), draw(6) != 0);
	set_word(w, user, "parent.country", law_country(ab_str_of(countries[draw(10)])), draw(6) != 0);
}

static void rows_and_cases_agree(void **state)
{
	world *w = *state;
	const law *l = w->engine->law;
	law_query q = {.pack = AB_STR("us"), .unlisted_owners = true};
	law_loop *loop = law_loop_new(l, &q);
	const law_decl *a = law_find(l, AB_STR("3A090.a"));
	unsigned seen[8] = {0}, classes[3] = {0};
	assert_non_null(loop);
	assert_non_null(a);
	for (int i = 0; i < ROWS; i++) {
		ab_arena scratch;
		law_result r;
		law_class_list list = {0};
		law_figure_list figures = {0};
		fill_row(w);
		law_day_level row = law_loop_decide(loop, &w->facts);
		law_tri class = law_loop_class(loop, &w->facts, a);
		ab_arena_init(&scratch);
		law_decide(l, &w->facts, &q, &scratch, &r);
		law_classify(l, &w->facts, &q, &scratch, w->facts.item, &list, &figures);
		assert_int_equal(row.bar, r.bar);
		if (row.bar < LAW_LICENSE) /* at a bar the loop leaves the worst at its bound */
			assert_int_equal(row.worst, r.worst);
		for (uint32_t k = 0; k < list.list.n; k++)
			if (list.list.p[k].decl == a)
				assert_int_equal(class, list.list.p[k].state);
		seen[r.bar]++;
		classes[class]++;
		ab_arena_free(&scratch);
	}
	law_loop_free(loop);
	/* the rows are worth asking: every kind of answer is among them */
	assert_true(seen[LAW_NO_LICENSE] > 20 && seen[LAW_EXCEPTION] > 5 && seen[LAW_LICENSE] > 20);
	assert_true(classes[LAW_TRUE] > 100 && classes[LAW_FALSE] > 100 && classes[LAW_UNKNOWN] > 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(rows_and_cases_agree)};
	return cmocka_run_group_tests(tests, begin, end);
}
