/* The ground of a pack: a case that touches none of it is not reached by that law, whatever its rules say; what is not
 * known may touch it. The packs are those of tests/law/ground. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ambit.h"
#include "determine/determine.h"

typedef struct answer {
	ambit_outcome outcome, best, worst;
	law_tri ground, reached;
	size_t packs;
	char first[32];
} answer;

/* Facts as words "path=value", separated by blanks. */
static answer ask(const ambit_engine *e, const char *facts)
{
	ambit_error error = {0};
	ambit_case *c = ambit_case_new(e);
	ambit_determination *d = NULL;
	ab_str rest = ab_str_of(facts), word, path;
	char key[64], value[64];
	while (ab_str_cut(&rest, ' ', &word)) {
		assert_true(ab_str_cut(&word, '=', &path));
		snprintf(key, sizeof key, "%.*s", AB_FMT(path));
		snprintf(value, sizeof value, "%.*s", AB_FMT(word));
		if (ambit_case_set(c, key, value, &error) != AMBIT_OK)
			fail_msg("%s", error.message);
	}
	if (ambit_check(e, c, NULL, &d, &error) != AMBIT_OK)
		fail_msg("%s", error.message);
	const det_jurisdiction *last = &d->jurisdictions.p[d->jurisdictions.n - 1];
	answer a = {.outcome = last->outcome,
	            .best = last->best,
	            .worst = last->worst,
	            .ground = last->result.ground,
	            .reached = last->result.reached,
	            .packs = d->jurisdictions.n};
	snprintf(a.first, sizeof a.first, "%.*s", AB_FMT(d->jurisdictions.p[0].id));
	ambit_determination_free(d);
	ambit_case_free(c);
	return a;
}

static ambit_engine *open_packs(void)
{
	ambit_engine *e = NULL;
	ambit_error error = {0};
	if (ambit_engine_open(&e, "tests/law/ground", NULL, &error) != AMBIT_OK)
		fail_msg("%s:%d: %s", error.file, error.line, error.message);
	return e;
}

static void test_off_its_ground_a_law_says_nothing(void **state)
{
	(void)state;
	ambit_engine *e = open_packs();
	answer a = ask(e, "as_of=2026-01-01 activity=export place=FR to=DE item.kind=ic item.fast=true");
	assert_int_equal(a.ground, LAW_FALSE);
	assert_int_equal(a.reached, LAW_FALSE);
	assert_int_equal(a.outcome, AMBIT_NOT_SUBJECT);
	assert_int_equal(a.worst, AMBIT_NOT_SUBJECT);
	ambit_engine_free(e);
}

static void test_on_its_ground_its_rules_count(void **state)
{
	(void)state;
	ambit_engine *e = open_packs();
	answer a = ask(e, "as_of=2026-01-01 activity=use place=SG to=DE item.kind=ic item.fast=true");
	assert_int_equal(a.ground, LAW_TRUE);
	assert_int_equal(a.reached, LAW_TRUE);
	assert_int_equal(a.outcome, AMBIT_PROHIBITED);
	a = ask(e, "as_of=2026-01-01 activity=use place=SG to=DE item.kind=ic item.fast=false");
	assert_int_equal(a.ground, LAW_TRUE);
	assert_int_equal(a.reached, LAW_FALSE);
	assert_int_equal(a.outcome, AMBIT_NOT_SUBJECT);
	ambit_engine_free(e);
}

static void test_what_is_not_known_may_touch_it(void **state)
{
	(void)state;
	ambit_engine *e = open_packs();
	answer a = ask(e, "as_of=2026-01-01 activity=export place=FR item.kind=ic item.fast=true");
	assert_int_equal(a.ground, LAW_UNKNOWN);
	assert_int_equal(a.reached, LAW_UNKNOWN);
	assert_int_equal(a.outcome, AMBIT_NOT_DETERMINED);
	assert_int_equal(a.best, AMBIT_NOT_SUBJECT);
	assert_int_equal(a.worst, AMBIT_PROHIBITED);
	/* a rule that presumes reach waits for the ground too */
	a = ask(e, "as_of=2026-01-01 activity=export place=FR item.kind=ic item.fast=false");
	assert_int_equal(a.outcome, AMBIT_NOT_DETERMINED);
	assert_int_equal(a.best, AMBIT_NOT_SUBJECT);
	assert_int_equal(a.worst, AMBIT_PRESUMED_PROHIBITED);
	ambit_engine_free(e);
}

static void test_the_pack_of_the_facts_comes_first(void **state)
{
	(void)state;
	ambit_engine *e = open_packs();
	answer a = ask(e, "as_of=2026-01-01 activity=use place=SG item.kind=ic");
	assert_int_equal(a.packs, 2);
	assert_string_equal(a.first, "home"); /* abroad.law is read before packs.law */
	ambit_engine_free(e);
}

/* Each case beside the law is judged under the pack of its file, unless it asks for another. */
static void test_cases_are_judged_under_their_pack(void **state)
{
	(void)state;
	ambit_engine *e = open_packs();
	ab_buf report = {0};
	unsigned passed, failed;
	det_law_test(e, &report, &passed, &failed);
	if (failed)
		fail_msg("%.*s", (int)report.n, report.p);
	assert_int_equal(passed, 3);
	ab_buf_free(&report);
	ambit_engine_free(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_off_its_ground_a_law_says_nothing),
		cmocka_unit_test(test_on_its_ground_its_rules_count),
		cmocka_unit_test(test_what_is_not_known_may_touch_it),
		cmocka_unit_test(test_the_pack_of_the_facts_comes_first),
		cmocka_unit_test(test_cases_are_judged_under_their_pack),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
