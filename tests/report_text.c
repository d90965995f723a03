/* The page of a determination: it keeps its width, its length and its manners,
 * whatever the case. Sentences are looked at where an answer must say something. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ambit.h"
#include "base/base.h"

#define FACTS_MAX 20

typedef struct sample {
	const char *facts[FACTS_MAX]; /* path, value, path, value, NULL */
} sample;

#define ON(day) "as_of", day, "known", "2026-09-01"
static const sample samples[] = {
	{{"activity", "use", "place", "BR", "chip", "Ascend 910B", ON("2025-05-12")}},
	{{"activity", "use", "place", "BR", "chip", "Ascend 910B", ON("2025-05-14")}},
	{{"activity", "use", "place", "DE", "chip", "Ascend 910B", ON("2025-06-01")}},
	{{"activity", "use", "place", "DE", "chip", "huawei/ascend-910c", "assume", "ordinary", ON("2026-08-01")}},
	{{"activity", "export", "from", "US", "to", "CN", "chip", "h100", ON("2026-06-15")}},
	{{"activity", "export", "from", "US", "to", "BR", "chip", "h100", ON("2026-06-15")}},
	{{"activity", "export", "from", "US", "to", "AE", "chip", "h100", ON("2026-08-15")}},
	{{"activity", "export", "from", "US", "to", "CN", "chip", "rtx 4090", ON("2024-06-01")}},
	{{"activity", "export", "from", "US", "to", "CN", "chip", "h20", ON("2025-06-01")}},
	{{"chip", "h20", ON("2026-06-15")}},
	{{"activity", "export", "from", "US", "to", "CN", "chip", "dgx h100", "without_license", "true", ON("2026-06-15")}},
	{{"activity", "export", "from", "US", "to", "BR", "chip", "h100", "end-user.name", "深圳市某某人工智能科技有限公司",
      "assume", "ordinary", ON("2026-06-15")}},
	{{"activity", "export", "to", "CN", "item.kind", "model-weights", ON("2026-06-15")}},
	{{"activity", "support", "place", "CN", "item.kind", "service", "service-provider.us_person", "true",
      ON("2026-06-15")}},
	{{"activity", "export", "from", "US", "to", "CN", "chip", "h20", "assume", "ordinary,local,unlisted-owners",
      ON("2026-06-15")}},
	{{"chip", "h100", "to", "CN", ON("2026-06-15")}},
	{{"activity", "export", "from", "US", "to", "DE", "chip", "rtx 4090", "assume", "ordinary", "end-user.headquarters",
      "DE", "end-user.parent.country", "DE", ON("2026-11-25")}},
};

static ambit_engine *engine;
static ambit_determination *answers[AB_COUNT(samples)]; /* each is made once; its case is gone by then */

static ambit_determination *check(const sample *s)
{
	ambit_error e = {0};
	ambit_determination *d = NULL;
	ambit_case *c = ambit_case_new(engine);
	for (size_t i = 0; i + 1 < FACTS_MAX && s->facts[i]; i += 2)
		if (ambit_case_set(c, s->facts[i], s->facts[i + 1], &e) != AMBIT_OK)
			fail_msg("%s=%s: %s", s->facts[i], s->facts[i + 1], e.message);
	if (ambit_check(engine, c, NULL, &d, &e) != AMBIT_OK)
		fail_msg("%s", e.message);
	ambit_case_free(c);
	return d;
}

static char *page(const sample *s, int width, int color, int explain)
{
	char *text = NULL;
	size_t size = 0;
	bool kept = s >= samples && s < samples + AB_COUNT(samples);
	ambit_determination *d = kept ? answers[s - samples] : check(s);
	assert_int_equal(ambit_determination_text(d, width, color, explain, &text, &size), AMBIT_OK);
	assert_int_equal(strlen(text), size);
	if (!kept)
		ambit_determination_free(d);
	return text;
}

static int open_engine(void **state)
{
	(void)state;
	ambit_error e = {0};
	if (ambit_engine_open(&engine, NULL, NULL, &e) != AMBIT_OK) {
		print_error("%s:%d: %s\n", e.file, e.line, e.message);
		return 1;
	}
	for (size_t i = 0; i < AB_COUNT(samples); i++)
		answers[i] = check(&samples[i]);
	return 0;
}

static int close_engine(void **state)
{
	(void)state;
	for (size_t i = 0; i < AB_COUNT(samples); i++)
		ambit_determination_free(answers[i]);
	ambit_engine_free(engine);
	return 0;
}

typedef void line_check(ab_str line, int width);

static unsigned each_line(const char *text, int width, line_check *look)
{
	ab_str rest = ab_str_of(text), line;
	unsigned n = 0;
	while (ab_str_cut(&rest, '\n', &line)) {
		look(line, width);
		n++;
	}
	return n;
}

static void fits(ab_str line, int width)
{
	if ((int)ab_utf8_width(line) > width)
		fail_msg("%d columns: %.*s", width, AB_FMT(line));
	if (line.n && line.p[line.n - 1] == ' ')
		fail_msg("a blank at the end: %.*s", AB_FMT(line));
}

static const int widths[] = {40, 60, 80, 120};

static void test_width_is_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < AB_COUNT(samples); i++)
		for (size_t w = 0; w < AB_COUNT(widths); w++)
			for (int explain = 0; explain < 2; explain++) {
				char *text = page(&samples[i], widths[w], 0, explain);
				each_line(text, widths[w], fits);
				ambit_text_free(text);
			}
}

static void test_page_is_one_screen(void **state)
{
	(void)state;
	for (size_t i = 0; i < AB_COUNT(samples); i++)
		for (size_t w = 0; w < AB_COUNT(widths); w++) {
			char *text = page(&samples[i], widths[w], 0, 0);
			unsigned n = each_line(text, widths[w], fits);
			if (n > (widths[w] >= 80 ? 26u : 32u))
				fail_msg("%u lines of %d columns:\n%s", n, widths[w], text);
			ambit_text_free(text);
		}
}

/* "its.headquarters" is a name of the law, not a word. */
static bool has_raw_name(const char *text)
{
	static const char *const raw[] = {"its.", "item.", "end_use.", "knowledge.", "us.ear.", "us.bis.", "us.house."};
	for (size_t i = 0; i < AB_COUNT(raw); i++)
		for (const char *p = text; (p = strstr(p, raw[i])); p++)
			if (p == text || p[-1] == ' ' || p[-1] == '(')
				return true;
	return false;
}

static void test_answer_comes_first_in_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < AB_COUNT(samples); i++) {
		char *text = page(&samples[i], 80, 0, 0);
		assert_true(text[0] >= 'A' && text[0] <= 'Z');
		assert_non_null(strstr(text, ".  "));
		assert_non_null(strstr(text, "not legal advice"));
		if (has_raw_name(text))
			fail_msg("a raw name:\n%s", text);
		ambit_text_free(text);
	}
}

static void test_color_is_only_added(void **state)
{
	(void)state;
	for (size_t i = 0; i < AB_COUNT(samples); i++) {
		char *plain = page(&samples[i], 80, 0, 1), *color = page(&samples[i], 80, 1, 1), *to = color;
		assert_null(strchr(plain, '\033'));
		assert_non_null(strchr(color, '\033'));
		for (const char *p = color; *p;) { /* take the escapes out again */
			if (*p == '\033')
				p = strchr(p, 'm') + 1;
			else
				*to++ = *p++;
		}
		*to = 0;
		assert_string_equal(plain, color);
		ambit_text_free(plain);
		ambit_text_free(color);
	}
}

static void test_same_bytes_each_time(void **state)
{
	(void)state;
	const sample again = samples[1]; /* judged anew */
	char *a = page(&samples[1], 80, 1, 1), *b = page(&again, 80, 1, 1);
	assert_string_equal(a, b);
	ambit_text_free(a);
	ambit_text_free(b);
}

/* Sentences may break anywhere: blanks and line ends are the same here. */
static bool says(const char *text, const char *words)
{
	for (; *text; text++) {
		const char *a = text, *b = words;
		while (*b && *a) {
			if ((*a == ' ' || *a == '\n') && (*b == ' ')) {
				a += strspn(a, " \n");
				b += strspn(b, " ");
			} else if (*a++ != *b++) {
				b = NULL;
				break;
			}
		}
		if (b && !*b)
			return true;
	}
	return false;
}

static void expect(const sample *s, int explain, const char *const *words)
{
	char *text = page(s, 80, 0, explain);
	for (; *words; words++)
		if (!says(text, *words))
			fail_msg("does not say \"%s\":\n%s", *words, text);
	ambit_text_free(text);
}

static void test_presumption_names_the_way_out(void **state)
{
	(void)state;
	static const char *const words[] = {"Presumed prohibited.  Using a Huawei Ascend 910B in Brazil on 14 May 2025 is "
	                                    "presumed to violate US export controls, unless",
	                                    "736.2(b)(10)", "before", "at stake", NULL};
	expect(&samples[1], 0, words);
}

static void test_license_names_policy_and_class(void **state)
{
	(void)state;
	static const char *const words[] = {
		"License required.  Exporting an NVIDIA H100 from the United States to China on 15 June 2026 needs a license",
		"presumption of denial", "3A090.a", "742.6(a)(6)(iii)", NULL};
	expect(&samples[4], 0, words);
}

static void test_undetermined_says_on_what_it_depends(void **state)
{
	(void)state;
	static const char *const words[] = {"Not determined.", "it depends on", "No license is needed if", "ask next",
	                                    NULL};
	expect(&samples[5], 0, words);
}

static void test_explain_shows_facts_and_members(void **state)
{
	(void)state;
	static const char *const words[] = {"Facts Stated day: 2025-05-14",
	                                    "activity: use place: Brazil chip: Ascend 910B From the catalog",
	                                    "one by one",
	                                    "Ascend 910B4",
	                                    "From the catalog huawei/ascend-910b",
	                                    "the designer (Huawei): country China, seat China",
	                                    "Presumed day of shipment: 2025-05-14",
	                                    "Computed TPP",
	                                    "Not stated, counted as",
	                                    "(if it is shown that) ? solely technical analysis",
	                                    NULL};
	expect(&samples[1], 1, words);
	static const char *const assumed[] = {"military use, ", "US person, military end user", NULL};
	expect(&samples[11], 1, assumed);
}

static unsigned count(const char *text, const char *words)
{
	unsigned n = 0;
	for (const char *p = text; (p = strstr(p, words)); p++)
		n++;
	return n;
}

static void test_explain_names_a_source_once(void **state)
{
	(void)state;
	char *text = page(&samples[4], 120, 0, 1), *facts = strstr(text, "  Facts\n");
	assert_non_null(facts);
	assert_int_equal(count(facts, "From the catalog"), 1);
	assert_int_equal(count(facts, "2026-04"), 1); /* day of the source */
	assert_int_equal(count(facts, "(stated)"), 0);
	ambit_text_free(text);
}

static void test_explain_denies_in_sentences(void **state)
{
	(void)state;
	static const char *const words[] = {"✓ activity is not collaborate", "✓ not published", NULL};
	static const char *const raw[] = {"not: activity", "published: no", "not: destination", "ECCN: no\n", "not this:"};
	expect(&samples[4], 1, words);
	for (size_t i = 0; i < AB_COUNT(samples); i++) {
		char *text = page(&samples[i], 120, 0, 1);
		for (size_t k = 0; k < AB_COUNT(raw); k++)
			if (strstr(text, raw[k]))
				fail_msg("says \"%s\":\n%s", raw[k], text);
		ambit_text_free(text);
	}
}

/* No set supposes that the exporter is not the one to whom BIS wrote. */
static void test_letter_stays_open(void **state)
{
	(void)state;
	static const char *const words[] = {
		"Not determined.", "it depends on who the exporter is",
		"If the exporter is NVIDIA, a license is required: BIS told it so by letter on 9 April 2025.", NULL};
	expect(&samples[14], 0, words);
	assert_int_equal(ambit_determination_outcome(answers[14]), AMBIT_NOT_DETERMINED);
}

static void test_family_has_a_range(void **state)
{
	(void)state;
	static const char *const words[] = {"TPP 12,104 to 15,832", NULL};
	expect(&samples[4], 0, words);
}

static void test_activity_is_asked_first(void **state)
{
	(void)state;
	static const char *const words[] = {"it depends on what is done with it: state the activity",
	                                    "ask next 1. What do you want to do?", NULL};
	expect(&samples[15], 0, words);
}

static void test_owners_are_asked_last(void **state)
{
	(void)state;
	static const char *const words[] = {"Not determined.", "it depends on who owns the end user",
	                                    "ask next 1. Who owns the end user, at what share", NULL};
	expect(&samples[16], 0, words);
}

static void test_names_cannot_steer_the_terminal(void **state)
{
	(void)state;
	static const sample s = {
		{"activity", "use", "place", "BR", "item.kind", "ic", "item.name", "x\xe2\x80\xaey\xc2\x9bz"}};
	char *text = page(&s, 80, 0, 1);
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_null(strstr(text, "\xc2\x9b"));
	ambit_text_free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_width_is_kept),
		cmocka_unit_test(test_page_is_one_screen),
		cmocka_unit_test(test_answer_comes_first_in_words),
		cmocka_unit_test(test_color_is_only_added),
		cmocka_unit_test(test_same_bytes_each_time),
		cmocka_unit_test(test_presumption_names_the_way_out),
		cmocka_unit_test(test_license_names_policy_and_class),
		cmocka_unit_test(test_undetermined_says_on_what_it_depends),
		cmocka_unit_test(test_explain_shows_facts_and_members),
		cmocka_unit_test(test_explain_names_a_source_once),
		cmocka_unit_test(test_explain_denies_in_sentences),
		cmocka_unit_test(test_letter_stays_open),
		cmocka_unit_test(test_family_has_a_range),
		cmocka_unit_test(test_activity_is_asked_first),
		cmocka_unit_test(test_owners_are_asked_last),
		cmocka_unit_test(test_names_cannot_steer_the_terminal),
	};
	return cmocka_run_group_tests(tests, open_engine, close_engine);
}
