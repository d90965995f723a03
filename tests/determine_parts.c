/* A chip hidden among many parts: found up to what a decision looks at, and never cleared beyond it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "ambit.h"
#include "base/base.h"

static ambit_outcome outcome_with_parts(unsigned small, const char *last)
{
	ambit_engine *engine = NULL;
	ambit_determination *d = NULL;
	ambit_error e = {0};
	ab_buf b = {0};
	ab_buf_addz(
		&b, "{\"as_of\":\"2026-06-15\",\"known\":\"2026-06-15\",\"activity\":\"export\",\"from\":\"US\",\"to\":\"CN\","
			"\"assume\":[\"ordinary\",\"local\",\"unlisted-owners\"],\"item\":{\"kind\":\"server\",\"contains\":[");
	for (unsigned i = 0; i < small; i++)
		ab_buf_addz(&b,
		            "{\"count\":1,\"item\":{\"kind\":\"ic\",\"tpp\":100,\"performance_density\":0.1,\"nonplanar\":true,"
		            "\"marketed_for_datacenter\":true}},");
	ab_buf_printf(&b, "{\"count\":1,\"item\":{\"kind\":\"ic\",\"marketed_for_datacenter\":true,%s}}]}}", last);
	assert_int_equal(ambit_engine_open(&engine, NULL, NULL, &e), AMBIT_OK);
	ambit_case *c = ambit_case_new(engine);
	if (ambit_case_read(c, "parts", b.p, b.n, &e) != AMBIT_OK)
		fail_msg("%s; %s", e.message, e.remedy);
	ambit_options o = {AMBIT_READING_ENFORCED, 0, NULL};
	assert_int_equal(ambit_check(engine, c, &o, &d, &e), AMBIT_OK);
	ambit_outcome out = ambit_determination_outcome(d);
	ambit_determination_free(d);
	ambit_case_free(c);
	ambit_engine_free(engine);
	ab_buf_free(&b);
	return out;
}

static void found_among_many(void **state)
{
	(void)state;
	assert_int_equal(outcome_with_parts(3, "\"tpp\":100,\"performance_density\":0.1,\"nonplanar\":true"),
	                 AMBIT_NO_LICENSE_REQUIRED);
	assert_int_equal(outcome_with_parts(3, "\"tpp\":9000"), AMBIT_LICENSE_REQUIRED);
	assert_int_equal(outcome_with_parts(300, "\"tpp\":9000"), AMBIT_LICENSE_REQUIRED);
}

static void never_cleared_beyond(void **state)
{
	(void)state;
	ambit_outcome out = outcome_with_parts(1100, "\"tpp\":9000");
	assert_true(out == AMBIT_NOT_DETERMINED || out >= AMBIT_LICENSE_REQUIRED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(found_among_many), cmocka_unit_test(never_cleared_beyond)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
