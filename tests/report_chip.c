/* The page of a chip: ten chips that people ask about, each with its class before and
 * after 17 November 2023, or with the figure that is missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "ambit.h"
#include "base/base.h"
#include "engine.h"

typedef struct chip {
	const char *name;
	const char *before, *after; /* what the page of 2023-11-16 and of 2023-11-17 says */
} chip;

static const chip chips[] = {
	{"nvidia/h100-sxm", "✓  3A090.a", "✓  3A090.a"},
	{"nvidia/a800-80-sxm", "✗  not 3A090.a", "✓  3A090.a"},
	{"nvidia/h800-sxm", "✗  not 3A090.a", "✓  3A090.a"},
	{"nvidia/h20", "✗  not 3A090.a", "✗  not 3A090.b"},
	{"nvidia/rtx-4090", "✗  not 3A090.a", "✓  3A090.a"},
	{"nvidia/rtx-4090d", "✗  not 3A090.a", "✗  not 3A090.a"},
	{"nvidia/l40s", "✗  not 3A090.a", "✓  3A090.a"},
	{"amd/mi308x", "cannot be told without", "cannot be told without the rates"},
	{"huawei/ascend-910b3", "✗  not 3A090.a", "✓  3A090.a"},
	{"huawei/kirin-9000s", "cannot be told without", "cannot be told without the rates"},
};

static char *page(const char *name, const char *as_of, int width, int color)
{
	ambit_error e = {0};
	char *text = NULL;
	size_t size = 0;
	ambit_case *c = ambit_case_new(engine);
	assert_int_equal(ambit_case_set(c, "item.chip", name, &e), AMBIT_OK);
	assert_int_equal(ambit_case_set(c, "as_of", as_of, &e), AMBIT_OK);
	assert_int_equal(ambit_case_set(c, "known", "2026-09-01", &e), AMBIT_OK);
	if (ambit_chip_text(engine, c, width, color, &text, &size, &e) != AMBIT_OK)
		fail_msg("%s: %s", name, e.message);
	assert_int_equal(strlen(text), size);
	ambit_case_free(c);
	return text;
}

static void expect(const char *name, const char *day, const char *words)
{
	char *text = page(name, day, 120, 0);
	if (!strstr(text, words))
		fail_msg("%s on %s does not say \"%s\":\n%s", name, day, words, text);
	ambit_text_free(text);
}

static void test_class_before_and_after(void **state)
{
	(void)state;
	for (size_t i = 0; i < AB_COUNT(chips); i++) {
		expect(chips[i].name, "2023-11-16", chips[i].before);
		expect(chips[i].name, "2023-11-17", chips[i].after);
	}
}

static void test_figures_have_steps(void **state)
{
	(void)state;
	expect("nvidia/h20", "2024-06-01", "2,368 = ");
	expect("nvidia/h20", "2024-06-01", "2.91 TPP/mm2 = 2,368 TPP / 814 mm2");
	expect("nvidia/h20", "2024-06-01", "a.1: TPP 2,368 < 4,800");
	expect("nvidia/h20", "2025-06-01", "individual notice of BIS to NVIDIA since 2025-04-09");
	expect("nvidia/rtx-4090d", "2024-06-01", "leaves it out: Not designed");
}

static void test_family_and_system(void **state)
{
	(void)state;
	expect("Ascend 910B", "2025-06-01", "A name for 4 chips");
	expect("Ascend 910B", "2025-06-01", "Ascend 910B4");
	expect("nvidia/dgx-h100", "2025-06-01", "8 x H100 SXM5 80GB");
	expect("nvidia/dgx-h100", "2025-06-01", "✓  4A090.a");
}

static void test_timeline_has_its_days(void **state)
{
	(void)state;
	static const int widths[] = {40, 120};
	for (size_t i = 0; i < AB_COUNT(widths); i++) {
		char *text = page("nvidia/a800-80-sxm", "2025-06-01", widths[i], 0);
		const char *at = strstr(text, "Over all days");
		assert_non_null(at);
		assert_non_null(strstr(at, "2023-11-17"));
		assert_non_null(strstr(at, "3A090.a"));
		ambit_text_free(text);
	}
}

static void test_width_is_kept(void **state)
{
	(void)state;
	static const int widths[] = {40, 60, 80, 120};
	for (size_t i = 0; i < AB_COUNT(chips); i++)
		for (size_t w = 0; w < AB_COUNT(widths); w++) {
			char *text = page(chips[i].name, "2025-06-01", widths[w], 0);
			ab_str rest = ab_str_of(text), line;
			assert_null(strchr(text, '\033'));
			while (ab_str_cut(&rest, '\n', &line))
				if ((int)ab_utf8_width(line) > widths[w] || (line.n && line.p[line.n - 1] == ' '))
					fail_msg("%d columns: \"%.*s\"", widths[w], AB_FMT(line));
			ambit_text_free(text);
		}
}

static void test_unknown_chip_is_told(void **state)
{
	(void)state;
	ambit_error e = {0};
	char *text = NULL;
	ambit_case *c = ambit_case_new(engine);
	assert_int_equal(ambit_case_set(c, "item.chip", "no such chip at all", &e), AMBIT_OK);
	assert_int_equal(ambit_chip_text(engine, c, 80, 0, &text, NULL, &e), AMBIT_BAD_INPUT);
	assert_null(text);
	assert_true(e.message[0] != 0);
	ambit_case_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_class_before_and_after), cmocka_unit_test(test_figures_have_steps),
		cmocka_unit_test(test_family_and_system),      cmocka_unit_test(test_timeline_has_its_days),
		cmocka_unit_test(test_width_is_kept),          cmocka_unit_test(test_unknown_chip_is_told),
	};
	return cmocka_run_group_tests(tests, open_engine, close_engine);
}
