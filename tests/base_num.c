/* Exact numbers: reading, writing, calculating, comparing quotients. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/base.h"

static ab_num exact(const char *z)
{
	ab_num lo, hi;
	assert_int_equal(ab_num_parse(ab_str_of(z), &lo, &hi), AB_NUM_OK);
	assert_true(lo == hi);
	return lo;
}

static void expect_status(const char *z, ab_num_status status)
{
	ab_num lo, hi;
	if (ab_num_parse(ab_str_of(z), &lo, &hi) != status)
		fail_msg("\"%s\" should give status %d", z, status);
}

static void expect_text(const char *in, const char *out, const char *human)
{
	char text[AB_NUM_LEN];
	assert_string_equal(ab_num_format(exact(in), text), out);
	assert_string_equal(ab_num_format_human(exact(in), text), human);
}

static void reads_decimals_exactly(void **state)
{
	(void)state;
	assert_true(exact("5.92") == (ab_num)5920000000);
	assert_true(exact("5.9200000000000000") == exact("5.92"));
	assert_true(exact("0.000000001") == 1);
	assert_true(exact("-3.5") == -(ab_num)3500000000);
	assert_true(exact("007") == ab_num_int(7));
	assert_true(exact(".5") * 2 == AB_NUM_ONE);
	assert_true(exact("0e999999999") == 0);
	assert_true(exact("1500e-3") == exact("1.5"));
}

static void reads_powers_like_their_digits(void **state)
{
	(void)state;
	assert_true(exact("1e26") == exact("100000000000000000000000000"));
	assert_true(exact("1E+26") == exact("100,000,000,000,000,000,000,000,000"));
	assert_true(exact("2.5e+25") == exact("25000000000000000000000000"));
	assert_true(exact("1e26") + 1 == exact("100000000000000000000000000.000000001"));
}

static void reads_commas_between_groups_only(void **state)
{
	static const char *const bad[] = {"26,90,000", ",100", "100,", "1,0000", "1.000,5", "1,,000", "1,000,"};
	(void)state;
	assert_true(exact("26,900,000") == ab_num_int(26900000));
	assert_true(exact("1,234.5") == exact("1234.5"));
	for (size_t i = 0; i < AB_COUNT(bad); i++)
		expect_status(bad[i], AB_NUM_MALFORMED);
}

static void keeps_an_interval_for_more_than_nine_decimals(void **state)
{
	ab_num lo, hi;
	(void)state;
	assert_int_equal(ab_num_parse(AB_STR("0.12345678901"), &lo, &hi), AB_NUM_INEXACT);
	assert_true(lo == 123456789 && hi == 123456790);
	assert_int_equal(ab_num_parse(AB_STR("-0.12345678901"), &lo, &hi), AB_NUM_INEXACT);
	assert_true(lo == -123456790 && hi == -123456789);
	assert_int_equal(ab_num_parse(AB_STR("1e-30"), &lo, &hi), AB_NUM_INEXACT);
	assert_true(lo == 0 && hi == 1);
	assert_int_equal(ab_num_parse(AB_STR("1e-999999999999999999999"), &lo, &hi), AB_NUM_INEXACT);
}

static void refuses_what_is_no_number(void **state)
{
	static const char *const bad[] = {"",    " 1",    "1 ",   "abc", "-",     ".",   "5.",  "1e",
	                                  "1e+", "1.2.3", "0x10", "+5",  "1e5.5", "--1", "nan", "1e1e1"};
	(void)state;
	for (size_t i = 0; i < AB_COUNT(bad); i++)
		expect_status(bad[i], AB_NUM_MALFORMED);
	ab_num lo, hi;
	assert_int_equal(ab_num_parse((ab_str){"1\0", 2}, &lo, &hi), AB_NUM_MALFORMED);
}

static void refuses_what_is_too_big(void **state)
{
	(void)state;
	expect_status("1.7e29", AB_NUM_TOO_BIG);
	expect_status("-1e30", AB_NUM_TOO_BIG);
	expect_status("9e99999999999999999999", AB_NUM_TOO_BIG);
	expect_status("999999999999999999999999999999999999999999999999", AB_NUM_TOO_BIG);
	expect_status("169999999999999999999999999999.999999999", AB_NUM_OK);
	expect_status("169999999999999999999999999999.9999999999", AB_NUM_TOO_BIG);
}

static void writes_the_shortest_decimal(void **state)
{
	(void)state;
	expect_text("5.9200", "5.92", "5.92");
	expect_text("0", "0", "0");
	expect_text("-0.000000001", "-0.000000001", "-0.000000001");
	expect_text("26900000", "26900000", "26,900,000");
	expect_text("-1234.5", "-1234.5", "-1,234.5");
	expect_text("999999999999999", "999999999999999", "999,999,999,999,999");
	expect_text("1000000000000000", "1e15", "1e15");
	expect_text("110000000000000000000000000", "1.1e26", "1.1e26");
	expect_text("123456789012345678", "1.23456789012345678e17", "1.23456789012345678e17");
	expect_text("1000000000000000.5", "1000000000000000.5", "1,000,000,000,000,000.5");
}

static void adds_within_range(void **state)
{
	ab_num x;
	(void)state;
	assert_true(ab_num_add(exact("0.1"), exact("0.2"), &x) && x == exact("0.3"));
	assert_false(ab_num_add(exact("1.6e29"), exact("1e28"), &x));
	assert_false(ab_num_add(AB_NUM_MAX, 1, &x));
	assert_false(ab_num_add(exact("-1.6e29"), exact("-1e28"), &x));
}

static void multiplies_exactly_or_not_at_all(void **state)
{
	ab_num x;
	(void)state;
	assert_true(ab_num_mul(exact("0.5"), exact("0.3"), &x) && x == exact("0.15"));
	assert_true(ab_num_mul(exact("312.5"), exact("16"), &x) && x == exact("5000"));
	assert_true(ab_num_mul(exact("1e20"), exact("1e9"), &x) && x == exact("1e29"));
	assert_true(ab_num_mul(exact("-1e-9"), exact("1e9"), &x) && x == exact("-1"));
	assert_true(ab_num_mul(0, exact("1e29"), &x) && x == 0);
	assert_false(ab_num_mul(exact("0.00001"), exact("0.00001"), &x));
	assert_false(ab_num_mul(exact("1e15"), exact("1e15"), &x));
}

static void compares_quotients_without_dividing(void **state)
{
	(void)state;
	assert_int_equal(ab_ratio_cmp(exact("1"), exact("3"), exact("2"), exact("6")), 0);
	assert_int_equal(ab_ratio_cmp(exact("4736"), exact("800"), exact("5.92"), exact("1")), 0);
	assert_int_equal(ab_ratio_cmp(exact("4736") - 1, exact("800"), exact("5.92"), exact("1")), -1);
	assert_int_equal(ab_ratio_cmp(exact("4736") + 1, exact("800"), exact("5.92"), exact("1")), 1);
	ab_num big = exact("1.6e29");
	assert_int_equal(ab_ratio_cmp(big, big - 1, big - 1, big - 2), -1);
	assert_int_equal(ab_ratio_cmp(big - 1, big - 2, big, big - 1), 1);
	assert_int_equal(ab_ratio_cmp(big, big, big - 7, big - 7), 0);
	assert_int_equal(ab_ratio_cmp(AB_NUM_MAX, 1, AB_NUM_MAX - 1, 1), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_decimals_exactly),
		cmocka_unit_test(reads_powers_like_their_digits),
		cmocka_unit_test(reads_commas_between_groups_only),
		cmocka_unit_test(keeps_an_interval_for_more_than_nine_decimals),
		cmocka_unit_test(refuses_what_is_no_number),
		cmocka_unit_test(refuses_what_is_too_big),
		cmocka_unit_test(writes_the_shortest_decimal),
		cmocka_unit_test(adds_within_range),
		cmocka_unit_test(multiplies_exactly_or_not_at_all),
		cmocka_unit_test(compares_quotients_without_dividing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
