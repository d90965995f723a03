/* Bad input to the case reader: each is refused at once, with its place and a way out. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "case_world.h"

static world w;

static int open_world(void **state)
{
	(void)state;
	world_open(&w);
	if (w.diags.errors) {
		ab_buf b = {0};
		ab_diags_print(&w.diags, &b);
		fprintf(stderr, "%s", b.p);
		ab_buf_free(&b);
	}
	return w.law && w.catalog ? 0 : -1;
}

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static ambit_error read_error(const char *json, size_t size)
{
	ambit_error e;
	memset(&e, 0, sizeof e);
	ambit_case *c = case_new(w.law, w.catalog);
	ambit_status s = ambit_case_read(c, "case.json", json, size, &e);
	assert_int_equal(s, e.code);
	/* the same without anybody who wants the error */
	ambit_case *d = case_new(w.law, w.catalog);
	assert_int_equal(ambit_case_read(d, "case.json", json, size, NULL), s);
	ambit_case_free(d);
	ambit_case_free(c);
	return e;
}

static void refused(const char *json, int line, int column, const char *message, const char *remedy)
{
	ambit_error e = read_error(json, strlen(json));
	if (e.code != AMBIT_BAD_INPUT || !strstr(e.message, message) || !strstr(e.remedy, remedy) || e.line != line ||
	    e.column != column)
		fail_msg("%s\n  gave %d:%d: %s; %s\n  wanted %d:%d: %s; %s", json, e.line, e.column, e.message, e.remedy, line,
		         column, message, remedy);
	assert_string_equal(e.file, "case.json");
}

static void taken(const char *json)
{
	ambit_error e = read_error(json, strlen(json));
	if (e.code != AMBIT_OK)
		fail_msg("%s\n  gave %d:%d: %s; %s", json, e.line, e.column, e.message, e.remedy);
}

static void set_refused(const char *path, const char *value, const char *message, const char *remedy)
{
	ambit_error e;
	memset(&e, 0, sizeof e);
	ambit_case *c = case_new(w.law, w.catalog);
	ambit_status s = ambit_case_set(c, path, value, &e);
	if (s != AMBIT_BAD_INPUT || !strstr(e.message, message) || !strstr(e.remedy, remedy))
		fail_msg("%s=%s\n  gave %d %s; %s\n  wanted %s; %s", path, value, s, e.message, e.remedy, message, remedy);
	ambit_case_free(c);
}

static void wrong_units(void **state)
{
	(void)state;
	refused("{\"item\": {\"tpp\": \"4800 TFLOPS\"}}", 1, 18, "item.tpp: the unit is TPP, not TFLOPS", "in TPP");
	refused("{\"item\": {\"die_area_mm2\": \"8 cm2\"}}", 1, 27, "the unit is mm2, not cm2", "mm2");
	set_refused("tpp", "4800 TOPS", "the unit is TPP", "TPP");
	set_refused("item.tops.fp16", "300 GB/s", "the unit is TOPS", "TOPS");
	taken(
		"{\"item\": {\"tpp\": \"4,800 TPP\", \"die_area_mm2\": \"814mm\xC2\xB2\", \"us_content_percent\": \"24 %\"}}");
}

static void unknown_names(void **state)
{
	(void)state;
	refused("{\n  \"item\": {\n    \"tpb\": 3 } }", 3, 5, "unknown fact \"item.tpb\"", "did you mean tpp?");
	refused("{\"end_use\": {\"militery\": true}}", 1, 14, "unknown fact \"end_use.militery\"", "end_use.military");
	refused("{\"endures\": {}}", 1, 2, "unknown fact \"endures\"", "");
	refused("{\"parties\": [{\"role\": \"end-user\", \"headquarter\": \"CN\"}]}", 1, 35,
	        "unknown fact \"end-user.headquarter\"", "did you mean headquarters?");
	refused("{\"headquarters\": \"CN\"}", 1, 2, "unknown fact \"headquarters\"", "a party");
	refused("{\"parties\": [{\"role\": \"enduser\"}]}", 1, 23, "\"enduser\" is no role", "did you mean end-user?");
	refused("{\"parties\": [{\"name\": \"X\"}]}", 1, 14, "no role", "\"role\"");
	set_refused("item.tppp", "3", "unknown fact", "did you mean tpp?");
	set_refused("end-usr.name", "X", "\"end-usr\" is no role", "did you mean end-user?");
	set_refused("end-user.nmae", "X", "unknown fact", "did you mean name?");
	set_refused("", "X", "no name", "path=value");
	set_refused("...", "X", "unknown", "");
}

static void unknown_words(void **state)
{
	(void)state;
	refused("{\"activity\": \"exprot\"}", 1, 14, "\"exprot\" is no word", "did you mean export?");
	refused("{\"item\": {\"kind\": \"banana\"}}", 1, 19, "\"banana\" is no word", "ic, server, technology");
	refused("{\"item\": {\"eccn\": \"3A09O\"}}", 1, 19, "no ECCN", "3A090");
	refused("{\"item\": {\"tops\": {\"fp61\": 3}}}", 1, 20, "\"fp61\" is no number format", "did you mean fp");
	refused("{\"assume\": [\"ordinery\"]}", 1, 12, "no assumption set", "did you mean ordinary?");
	refused("{\"schema\": \"ambit/case/2\"}", 1, 12, "not known", "ambit/case/1");
}

static void countries_that_do_not_exist(void **state)
{
	(void)state;
	refused("{\"to\": \"XX\"}", 1, 8, "to: \"XX\" is no country", "ISO 3166-1");
	refused("{\"to\": \"Brasil\"}", 1, 8, "\"Brasil\" is no country", "did you mean BR (Brazil)?");
	refused("{\"through\": [\"TW\", \"Atlantis\"]}", 1, 13, "\"Atlantis\" is no country", "");
	set_refused("end-user.headquarters", "Chima", "is no country", "did you mean CN (China)?");
}

static void days_that_do_not_exist(void **state)
{
	(void)state;
	refused("{\"as_of\": \"2025-02-30\"}", 1, 11, "as_of: \"2025-02-30\" is no day", "YYYY-MM-DD");
	refused("{\"shipped_on\": \"2025-02-30\"}", 1, 16, "shipped_on: \"2025-02-30\" is no day", "YYYY-MM-DD");
	refused("{\"as_of\": 20250228}", 1, 11, "a number, not a text", "");
	refused("{\"holds\": [{\"kind\": \"license\", \"until\": \"2025-04-31\"}]}", 1, 41, "holds.until", "YYYY-MM-DD");
	set_refused("as_of", "2025-02-30", "no day of the calendar", "YYYY-MM-DD");
	set_refused("known", "tomorrow", "no day of the calendar", "YYYY-MM-DD");
}

static void negative_and_absurd(void **state)
{
	(void)state;
	refused("{\"item\": {\"tpp\": -5}}", 1, 18, "item.tpp: -5 is negative", "zero or more");
	refused("{\"item\": {\"tpp\": -1e40}}", 1, 18, "is negative", "zero or more");
	refused("{\"item\": {\"tpp\": 1e13}}", 1, 18, "out of range", "unit");
	refused("{\"item\": {\"tpp\": 1e400}}", 1, 18, "out of range", "unit");
	refused("{\"item\": {\"us_content_percent\": 101}}", 1, 33, "out of range: at most 100", "unit");
	refused("{\"item\": {\"die_area_mm2\": 1000001}}", 1, 27, "out of range", "");
	refused("{\"item\": {\"quantity\": 2000000000000}}", 1, 23, "out of range", "");
	refused("{\"item\": {\"quantity\": 2.5}}", 1, 23, "no whole number", "");
	refused("{\"item\": {\"node_nm\": 0}}", 1, 22, "zero", "");
	refused("{\"item\": {\"tops\": {\"fp16\": -1}}}", 1, 28, "negative", "");
	refused("{\"item\": {\"contains\": [{\"count\": 0}]}}", 1, 34, "zero", "");
	refused("{\"item\": {\"tpp\": \"many\"}}", 1, 18, "\"many\" is no number", "1e26");
	refused("{\"parties\": [{\"role\": \"owner\", \"owners\": [{\"percent\": 60}, {\"percent\": 50}]}]}", 1, 42,
	        "more than 100 per cent", "");
	set_refused("owner.owners.1.percent", "101", "out of range", "");
	taken("{\"item\": {\"tpp\": 0, \"us_content_percent\": 100, \"training_ops\": 1e26, \"tops\": {\"fp16\": 0}}}");
}

static void wrong_types(void **state)
{
	(void)state;
	refused("{\"item\": {\"nonplanar\": \"true\"}}", 1, 24, "a text, not true or false", "without quotes");
	refused("{\"item\": {\"nonplanar\": 1}}", 1, 24, "a number, not true or false", "");
	refused("{\"item\": {\"chip\": 100}}", 1, 19, "a number, not a text", "quotes");
	refused("{\"item\": {\"tpp\": [1]}}", 1, 18, "a list, not a number", "");
	refused("{\"item\": []}", 1, 10, "a list, not an object", "");
	refused("{\"item\": {\"designer\": \"NVIDIA\"}}", 1, 23, "a text, not an object", "");
	refused("{\"parties\": {}}", 1, 13, "an object, not a list", "");
	refused("{\"parties\": [7]}", 1, 14, "a number, not an object", "");
	refused("{\"end_use\": true}", 1, 13, "true or false, not an object", "");
	refused("{\"holds\": \"license\"}", 1, 11, "a text, not a list", "");
	refused("{\"holds\": [{\"id\": \"D1\"}]}", 1, 12, "what is held", "kind");
	refused("[]", 1, 1, "one JSON object, not a list", "schema");
	refused("7", 1, 1, "one JSON object, not a number", "");
	refused("{\"item\": {\"designer\": {\"role\": \"owner\"}}}", 1, 24, "no role", "parties");
	set_refused("item", "H100", "no single fact", "item.chip");
	set_refused("end-user", "X", "no single fact", "end-user.name");
	set_refused("nonplanar", "maybe", "neither yes nor no", "true or false");
}

static void broken_json(void **state)
{
	(void)state;
	refused("", 1, 1, "empty", "");
	refused("{\"item\": {\"tpp\": 48", 1, 20, "ends too early", "}");
	refused("{\"item\":\n {\"chip\": \"h1", 2, 14, "ends too early", "}");
	refused("{\"to\": \"BR\"} {", 1, 14, "no JSON", "");
	refused("{\"to\": \"BR\", \"to\": \"CN\"}", 1, 14, "\"to\" stands twice", "one of the two");
	refused("{\"to\": BR}", 1, 8, "no JSON", "");
	refused("{\"a\" /* note */ : 1}", 1, 6, "no JSON", "");
	refused("{\"item\": {\"name\": \"a\\u0000b\"}}", 1, 19, "no character", "UTF-8");
	refused("{\"item\": {\"name\": \"a\xFF\"}}", 1, 21, "0xff is not valid UTF-8", "UTF-8");
	refused("{\"item\": {\"name\": \"\xEC\xA4\x91\xEA\xB5\xAD\", \"x\": 1}}", 1, 25, "unknown fact", "");
	refused("{\"item\": {\"name\": \"a\\\"b\\\\\", \"x\": 1}}", 1, 29, "unknown fact", "");
	taken("\xEF\xBB\xBF{\"to\": \"BR\"}\n\n");
}

static void doubled_among_many(void **state)
{
	(void)state;
	ab_buf b = {0};
	ab_buf_addc(&b, '{');
	for (int i = 0; i < 5000; i++)
		ab_buf_printf(&b, "\"k%d\": 1, ", i);
	ab_buf_addz(&b, "\"k77\": 1}");
	ambit_error e = read_error(b.p, b.n);
	assert_non_null(strstr(e.message, "\"k77\" stands twice"));
	assert_int_equal(e.column, (int)(b.n - strlen("\"k77\": 1}")) + 1);
	ab_buf_free(&b);
}

static void too_deep(void **state)
{
	static const char *const openings[] = {"[", "{\"item\":", "{\"item\":{\"contains\":[{\"item\":"};
	(void)state;
	for (size_t k = 0; k < AB_COUNT(openings); k++) {
		ab_buf b = {0};
		for (int i = 0; i < 10000; i++)
			ab_buf_addz(&b, openings[k]);
		ambit_error e = read_error(b.p, b.n);
		assert_int_equal(e.code, AMBIT_BAD_INPUT);
		assert_non_null(strstr(e.message, "more than 64 levels"));
		assert_int_equal(e.line, 1);
		ab_buf_free(&b);
	}
}

static void too_large(void **state)
{
	(void)state;
	size_t size = (size_t)100 * 1024 * 1024;
	char *p = malloc(size);
	assert_non_null(p);
	memset(p, 'x', size);
	memcpy(p, "{\"id\": \"", 8);
	clock_t start = clock();
	ambit_error e = read_error(p, size);
	assert_int_equal(e.code, AMBIT_BAD_INPUT);
	assert_non_null(strstr(e.message, "larger than 16 MiB"));
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 0.1);
	free(p);

	ab_buf b = {0};
	ab_buf_addz(&b, "{\"holds\": [1");
	for (int i = 0; i < 300000; i++)
		ab_buf_addz(&b, ",1");
	ab_buf_addz(&b, "]}");
	e = read_error(b.p, b.n);
	assert_non_null(strstr(e.message, "more than 250000 values"));
	ab_buf_free(&b);
}

/* Short texts that ask for much: refused before they cost memory or time. */
static void too_many(void **state)
{
	static const struct {
		const char *open, *one, *message;
	} rows[] = {
		{"{\"item\": {\"contains\": [", "{}", "more than 5000 items"},
		{"{\"item\": {\"units\": [", "{}", "more than 5000 items"},
		{"{\"item\": {\"designer\": {\"owners\": [", "{}", "more than 5000 items"},
		{"{\"parties\": [", "{\"role\": \"owner\"}", "more than 5000 items"},
		{"{\"item\": {\"designer\": {\"aliases\": [", "\"x\"", "more than 2000 aliases"},
		{"{\"item\": {\"designer\": {\"addresses\": [", "{\"text\": \"x\"}", "more than 2000 aliases"},
	};
	static const char *const ends[] = {"]}", "]}}", "]}}}"};
	(void)state;
	for (size_t i = 0; i < AB_COUNT(rows); i++) {
		ab_buf b = {0};
		ab_buf_addz(&b, rows[i].open);
		for (int k = 0; k < 6000; k++)
			ab_buf_printf(&b, "%s%s", k ? "," : "", rows[i].one);
		int braces = 0;
		for (const char *p = rows[i].open; *p; p++)
			braces += *p == '{';
		ab_buf_addz(&b, ends[braces - 1]);
		ambit_error e = read_error(b.p, b.n);
		if (!strstr(e.message, rows[i].message))
			fail_msg("%s: %s", rows[i].open, e.message);
		ab_buf_free(&b);
	}
}

static void short_names_that_do_not_decide(void **state)
{
	(void)state;
	set_refused("name", "X", "fits several facts", "item.name, end-user.name");
	set_refused("military", "true", "fits several facts", "end_use.military, end-user.military");
	set_refused("headquarters", "CN", "a party's fact", "end-user.headquarters");
	set_refused("country", "CN", "a party's fact", "end-user.country, end-user.parent.country");
	set_refused("end-user#3.name", "X", "gap", "end-user#1");
	set_refused("item.contains.2.count", "8", "gap", "1");
	set_refused("item.contains.x.count", "8", "number must follow", "count from 1");
	set_refused("parties.1.name", "X", "no such party", "role");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_units),
		cmocka_unit_test(unknown_names),
		cmocka_unit_test(unknown_words),
		cmocka_unit_test(countries_that_do_not_exist),
		cmocka_unit_test(days_that_do_not_exist),
		cmocka_unit_test(negative_and_absurd),
		cmocka_unit_test(wrong_types),
		cmocka_unit_test(broken_json),
		cmocka_unit_test(doubled_among_many),
		cmocka_unit_test(too_deep),
		cmocka_unit_test(too_large),
		cmocka_unit_test(too_many),
		cmocka_unit_test(short_names_that_do_not_decide),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
