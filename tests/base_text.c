/* Slices, UTF-8, arenas, vectors, buffers, maps, nearest names and days. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/base.h"

static void compares_slices(void **state)
{
	(void)state;
	assert_true(ab_str_eq_fold(AB_STR("H100 SXM"), AB_STR("h100 sxm")));
	assert_false(ab_str_eq_fold(AB_STR("h100"), AB_STR("h10o")));
	assert_false(ab_str_eq(AB_STR("a"), AB_STR("A")));
	assert_int_equal(ab_str_cmp(AB_STR("ab"), AB_STR("abc")), -1);
	assert_int_equal(ab_str_cmp(AB_STR("b"), AB_STR("abc")), 1);
	assert_int_equal(ab_str_cmp(AB_STR("\xE4"), AB_STR("z")), 1);
	assert_true(ab_str_eq(ab_str_of(NULL), AB_STR("")));
	assert_true(ab_str_starts(AB_STR("us.ear"), "us."));
	assert_false(ab_str_starts(AB_STR("u"), "us"));
	assert_true(ab_str_is(ab_str_trim(AB_STR(" \t x y\r\n")), "x y"));
	assert_int_equal(ab_str_trim(AB_STR("  ")).n, 0);
}

static void cuts_at_a_separator(void **state)
{
	ab_str rest = AB_STR("a,,b"), part;
	(void)state;
	assert_true(ab_str_cut(&rest, ',', &part) && ab_str_is(part, "a"));
	assert_true(ab_str_cut(&rest, ',', &part) && part.n == 0);
	assert_true(ab_str_cut(&rest, ',', &part) && ab_str_is(part, "b"));
	assert_false(ab_str_cut(&rest, ',', &part));
}

static void finds_broken_utf8(void **state)
{
	static const struct {
		const char *text;
		size_t at;
	} bad[] = {{"ab\xC3", 2},           {"\xC0\x80", 0}, {"x\xED\xA0\x80", 1},
	           {"\xF4\x90\x80\x80", 0}, {"\xE6\x98", 0}, {"\x80", 0}};
	(void)state;
	for (size_t i = 0; i < AB_COUNT(bad); i++)
		assert_int_equal(ab_utf8_invalid(ab_str_of(bad[i].text)), bad[i].at);
	ab_str good = AB_STR("a\xC3\xA9\xE6\x98\x87\xF0\x9F\x98\x80");
	assert_int_equal(ab_utf8_invalid(good), good.n);
}

static void measures_columns(void **state)
{
	(void)state;
	assert_int_equal(ab_utf8_width(AB_STR("abc")), 3);
	assert_int_equal(ab_utf8_width(AB_STR("\xE6\x98\x87\xE8\x85\xBE")), 4);         /* two Chinese characters */
	assert_int_equal(ab_utf8_width(AB_STR("\xED\x95\x9C\xEA\xB5\xAD")), 4);         /* two Korean syllables */
	assert_int_equal(ab_utf8_width(AB_STR("e\xCC\x81")), 1);                        /* e and a combining accent */
	assert_int_equal(ab_utf8_width(AB_STR("\xC2\xA7\xE2\x80\x94\xE2\x89\xA5")), 3); /* section, dash, at least */
	assert_int_equal(ab_utf8_width(AB_STR("\xFF\xFE")), 2);
}

static void arena_gives_zeroed_aligned_memory(void **state)
{
	ab_arena a;
	(void)state;
	ab_arena_init(&a);
	for (int round = 0; round < 3; round++) {
		for (size_t size = 0; size < 3000; size += 7) {
			unsigned char *p = ab_alloc(&a, size);
			assert_int_equal((uintptr_t)p % 16, 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xAA, size);
		}
		ab_arena_reset(&a);
	}
	size_t settled = a.total;
	assert_true(settled > 0);
	ab_alloc(&a, 100);
	assert_int_equal(a.total, settled);
	ab_arena_free(&a);
	assert_int_equal(a.total, 0);
}

static void arena_keeps_its_tail_beside_big_objects(void **state)
{
	ab_arena a = {0};
	(void)state;
	char *first = ab_alloc(&a, 16);
	char *big = ab_alloc(&a, 5000000);
	char *second = ab_alloc(&a, 16);
	big[4999999] = 1;
	assert_true(second > first && second - first <= 64);
	ab_arena_free(&a);
}

static void vectors_grow(void **state)
{
	ab_arena a = {0};
	AB_VEC(int) v = {0};
	(void)state;
	for (int i = 0; i < 1000; i++)
		ab_push(&a, &v, i * 3);
	assert_int_equal(v.n, 1000);
	for (uint32_t i = 0; i < v.n; i++)
		assert_int_equal(v.p[i], (int)i * 3);
	ab_arena_free(&a);
}

static void buffers_and_formats_hold_long_text(void **state)
{
	ab_arena a = {0};
	ab_buf b = {0};
	(void)state;
	for (int i = 0; i < 500; i++)
		ab_buf_printf(&b, "%d-%s;", i, "abcdefghij");
	ab_buf_addc(&b, '.');
	assert_int_equal(b.n, strlen(b.p));
	assert_true(ab_str_starts((ab_str){b.p, b.n}, "0-abcdefghij;1-"));
	assert_string_equal(b.p + b.n - 16, "499-abcdefghij;.");
	char *copy = ab_sprintf(&a, "<%s>", b.p);
	assert_int_equal(strlen(copy), b.n + 2);
	ab_buf_free(&b);
	ab_arena_free(&a);
}

static void maps_keep_the_first_value(void **state)
{
	ab_arena a = {0};
	ab_map m;
	(void)state;
	ab_map_init(&m, &a);
	assert_int_equal(ab_map_get(&m, AB_STR("x")), AB_MAP_NONE);
	for (uint32_t i = 0; i < 5000; i++)
		assert_int_equal(ab_map_put(&m, ab_str_of(ab_sprintf(&a, "key-%u", i)), i), i);
	assert_int_equal(ab_map_put(&m, AB_STR("key-7"), 99), 7);
	assert_int_equal(m.n, 5000);
	for (uint32_t i = 0; i < 5000; i++)
		assert_int_equal(ab_map_get(&m, ab_str_of(ab_sprintf(&a, "key-%u", i))), i);
	assert_int_equal(ab_map_get(&m, AB_STR("key-5000")), AB_MAP_NONE);
	assert_int_equal(ab_map_put(&m, AB_STR(""), 1), 1);
	assert_int_equal(ab_map_get(&m, (ab_str){NULL, 0}), 1);
	ab_arena_free(&a);
}

static void hashes_depend_on_every_byte(void **state)
{
	(void)state;
	assert_true(ab_hash("abcdefgh1", 9, 0) != ab_hash("abcdefgh2", 9, 0));
	assert_true(ab_hash("abcdefgh1", 9, 0) != ab_hash("bbcdefgh1", 9, 0));
	assert_true(ab_hash("a", 1, 0) != ab_hash("a", 1, 1));
	assert_true(ab_hash("a\0", 2, 0) != ab_hash("a", 1, 0));
}

static void finds_the_nearest_name(void **state)
{
	const ab_str names[] = {AB_STR("headquarters"), AB_STR("country"), AB_STR("tpp"), AB_STR("Brazil"),
	                        AB_STR("\xED\x95\x9C\xEA\xB5\xAD\xEC\x96\xB4")};
	(void)state;
	assert_int_equal(ab_nearest(AB_STR("headqarters"), names, 5), 0);
	assert_int_equal(ab_nearest(AB_STR("cuontry"), names, 5), 1); /* a swap counts once */
	assert_int_equal(ab_nearest(AB_STR("TP"), names, 5), -1);
	assert_int_equal(ab_nearest(AB_STR("TPQ"), names, 5), 2);
	assert_int_equal(ab_nearest(AB_STR("brasil"), names, 5), 3);
	assert_int_equal(ab_nearest(AB_STR("\xED\x95\x9C\xEA\xB8\x80\xEC\x96\xB4"), names, 5), 4);
	assert_int_equal(ab_nearest(AB_STR("zebra"), names, 5), -1);
	assert_int_equal(ab_nearest(AB_STR(""), names, 5), -1);
	assert_int_equal(ab_nearest(AB_STR("x"), NULL, 0), -1);
}

static void reads_only_days_that_exist(void **state)
{
	static const char *const bad[] = {"2025-02-30", "2025-02-29",  "2100-02-29", "2025-13-01", "2025-00-10",
	                                  "2025-04-31", "2025-1-01",   "25-01-01",   "2025/01/01", "1899-12-31",
	                                  "3000-01-01", "2025-01-01 ", "",           "2025-01-00", "+025-01-01"};
	ab_date d;
	(void)state;
	for (size_t i = 0; i < AB_COUNT(bad); i++)
		if (ab_date_parse(ab_str_of(bad[i]), &d))
			fail_msg("%s is no day", bad[i]);
	assert_true(ab_date_parse(AB_STR("1970-01-01"), &d) && d == 0);
	assert_true(ab_date_parse(AB_STR("2000-02-29"), &d) && d == 11016);
	assert_true(ab_date_parse(AB_STR("2025-05-13"), &d) && d == 20221);
}

static void writes_each_day_as_it_was_read(void **state)
{
	char text[AB_DATE_LEN];
	ab_date back;
	(void)state;
	for (ab_date d = ab_date_make(1900, 1, 1); d <= ab_date_make(2999, 12, 31); d++) {
		assert_true(ab_date_parse(ab_str_of(ab_date_format(d, text)), &back));
		assert_int_equal(back, d);
	}
	assert_string_equal(ab_date_format(AB_DATE_MAX, text), "..");
	assert_string_equal(ab_date_format(AB_DATE_MIN, text), "..");
}

static void today_can_be_set(void **state)
{
	(void)state;
	setenv("AMBIT_TODAY", "2025-05-14", 1);
	assert_int_equal(ab_date_today(), ab_date_make(2025, 5, 14));
	setenv("AMBIT_TODAY", "2025-05-99", 1);
	assert_true(ab_date_today() > ab_date_make(2026, 1, 1));
	unsetenv("AMBIT_TODAY");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares_slices),
		cmocka_unit_test(cuts_at_a_separator),
		cmocka_unit_test(finds_broken_utf8),
		cmocka_unit_test(measures_columns),
		cmocka_unit_test(arena_gives_zeroed_aligned_memory),
		cmocka_unit_test(arena_keeps_its_tail_beside_big_objects),
		cmocka_unit_test(vectors_grow),
		cmocka_unit_test(buffers_and_formats_hold_long_text),
		cmocka_unit_test(maps_keep_the_first_value),
		cmocka_unit_test(hashes_depend_on_every_byte),
		cmocka_unit_test(finds_the_nearest_name),
		cmocka_unit_test(reads_only_days_that_exist),
		cmocka_unit_test(writes_each_day_as_it_was_read),
		cmocka_unit_test(today_can_be_set),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
