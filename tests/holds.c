/* Authorizations in hand: what each covers of an act, and what the answer says of those that do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "determine/determine.h"
#include "engine.h"

/* H100 from the United States to Saudi Arabia on 2024-06-01, everybody's lists answered; `more` goes on after it. */
static ambit_determination *decide(const char *holds, const char *more)
{
	ambit_determination *d = NULL;
	ambit_error e = {0};
	char json[4096];
	snprintf(json, sizeof json,
	         "{\"jurisdictions\":[\"us\"],\"as_of\":\"2024-06-01\",\"known\":\"2024-06-01\",\"activity\":\"export\","
	         "\"from\":\"US\",\"to\":\"SA\","
	         "\"ordinary\":true,\"holds\":[%s]%s%s}",
	         holds, *more ? "," : "", more);
	ambit_case *c = ambit_case_new(engine);
	if (ambit_case_read(c, "case", json, strlen(json), &e) != AMBIT_OK)
		fail_msg("%s\n%s; %s", json, e.message, e.remedy);
	ambit_options o = {AMBIT_READING_ENFORCED, AMBIT_WITH_QUESTIONS | AMBIT_WITH_CHANGES, NULL};
	assert_int_equal(ambit_check(engine, c, &o, &d, &e), AMBIT_OK);
	ambit_case_free(c); /* the answer stands alone */
	return d;
}

#define CHIP "\"item\":{\"chip\":\"nvidia/h100-sxm\",\"quantity\":64}"
#define USER                                                                                                           \
	"\"parties\":[{\"role\":\"exporter\",\"name\":\"Maker Inc\",\"letters\":[]},{\"role\":\"end-user\",\"name\":"      \
	"\"Acme Cloud Co., "                                                                                               \
	"Ltd.\",\"listed\":[],\"headquarters\":\"SA\",\"parent\":{\"country\":\"SA\"},\"country\":\"SA\"}]"

typedef struct row {
	const char *terms; /* of a license, after its kind and number */
	const char *more;  /* of the case */
	ambit_outcome outcome;
	const char *says; /* in the sentence on it */
	const char *asks; /* path of a question; NULL: none wanted */
} row;

static bool asked(const ambit_determination *d, const char *path)
{
	for (uint32_t i = 0; i < d->jurisdictions.n; i++)
		for (uint32_t k = 0; k < d->jurisdictions.p[i].result.questions.n; k++)
			if (ab_str_is(d->jurisdictions.p[i].result.questions.p[k].path, path))
				return true;
	return false;
}

static void check(const row *r)
{
	char hold[1024];
	snprintf(hold, sizeof hold, "{\"kind\":\"license\",\"id\":\"D1\"%s%s}", *r->terms ? "," : "", r->terms);
	ambit_determination *d = decide(hold, r->more);
	if (ambit_determination_outcome(d) != r->outcome || d->holds.list.n != 1 || !d->holds.list.p[0].why.n ||
	    !strstr(d->holds.list.p[0].why.p, r->says))
		fail_msg("%s\n  %s\n  gave %s: %.*s\n  wanted %s: %s", hold, r->more,
		         ambit_outcome_name(ambit_determination_outcome(d)),
		         (int)(d->holds.list.n ? d->holds.list.p[0].why.n : 0), d->holds.list.n ? d->holds.list.p[0].why.p : "",
		         ambit_outcome_name(r->outcome), r->says);
	if (r->asks && !asked(d, r->asks))
		fail_msg("%s\n  does not ask for %s", hold, r->asks);
	if (r->asks) /* what is not known widens the range, and lifts nothing */
		assert_int_equal(d->best, AMBIT_AUTHORIZED);
	ambit_determination_free(d);
}

static void check_all(const row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(&rows[i]);
}

#define YES AMBIT_AUTHORIZED
#define NO AMBIT_LICENSE_REQUIRED

static void by_days(void **state)
{
	(void)state;
	static const row rows[] = {
		{"", CHIP "," USER, YES, "License D1 covers this.", NULL},
		{"\"from\":\"2024-06-01\",\"until\":\"2024-06-01\"", CHIP "," USER, YES, "covers", NULL},
		{"\"from\":\"2024-06-02\"", CHIP "," USER, NO, "License D1 begins only on 2024-06-02.", NULL},
		{"\"until\":\"2024-05-31\"", CHIP "," USER, NO, "License D1 ended on 2024-05-31.", NULL},
		{"\"until\":null", CHIP "," USER, NO, "until which day", "holds"},
	};
	check_all(rows, AB_COUNT(rows));
}

static void by_items(void **state)
{
	(void)state;
	static const row rows[] = {
		{"\"items\":[\"3A090\"]", CHIP "," USER, YES, "covers", NULL},
		{"\"items\":[\"3a090.a\"]", CHIP "," USER, YES, "covers", NULL},
		{"\"items\":[\"3A090.b\"]", CHIP "," USER, NO, "it is for 3A090.b", NULL},
		{"\"items\":[\"4A090\",\"EAR99\"]", CHIP "," USER, NO, "it is for 4A090, EAR99", NULL},
		{"\"items\":[\"h100 sxm\"]", CHIP "," USER, YES, "covers", NULL},
		{"\"items\":[\"H100\"]", CHIP "," USER, YES, "covers", NULL},
		{"\"items\":[\"H200\"]", CHIP "," USER, NO, "does not cover this item", NULL},
		{"\"items\":[]", CHIP "," USER, NO, "it is for none", NULL},
		{"\"items\":null", CHIP "," USER, NO, "for which items", "holds"},
		{"\"items\":[\"H100\"]", "\"item\":{\"kind\":\"ic\",\"tpp\":15832,\"marketed_for_datacenter\":true}," USER, NO,
	     "which chip it is", "item.chip"},
	};
	check_all(rows, AB_COUNT(rows));
	/* what is said to be a mild ECCN is what its figures make it */
	static const row mild = {"\"items\":[\"5A992.c\"]",
	                         "\"item\":{\"kind\":\"ic\",\"eccn\":\"5A992.c\",\"tpp\":15832,"
	                         "\"marketed_for_datacenter\":true}," USER,
	                         NO, "does not cover this item", NULL};
	check(&mild);
}

/* Only one chip of a family is covered: which one it is decides. */
static void by_member_of_a_family(void **state)
{
	(void)state;
	static const row rows[] = {
		{"\"items\":[\"nvidia/h100-sxm\"]", "\"item\":{\"chip\":\"H100\"}," USER, AMBIT_NOT_DETERMINED, "", NULL},
		{"\"items\":[\"H100\"]", "\"item\":{\"chip\":\"H100\"}," USER, YES, "covers", NULL},
	};
	check_all(rows, AB_COUNT(rows));
}

static void by_parties(void **state)
{
	(void)state;
#define UNNAMED                                                                                                        \
	"\"parties\":[{\"role\":\"exporter\",\"letters\":[]},{\"role\":\"end-user\",\"headquarters\":\"SA\",\"parent\":"   \
	"{\"country\":\"SA\"}}]"
#define TWO                                                                                                            \
	"\"parties\":[{\"role\":\"exporter\",\"letters\":[]},{\"role\":\"end-user\",\"name\":\"Acme\",\"listed\":[],"      \
	"\"headquarters\":\"SA\",\"parent\":{\"country\":\"SA\"}},{\"role\":\"intermediate\",\"name\":\"Middle\","         \
	"\"listed\":[],\"headquarters\":\"SA\",\"parent\":{\"country\":\"SA\"}}]"
#define ALIAS                                                                                                          \
	"\"parties\":[{\"role\":\"exporter\",\"letters\":[]},{\"role\":\"end-user\",\"name\":\"Something\",\"aliases\":"   \
	"[\"ACME\"],\"listed\":[],\"headquarters\":\"SA\",\"parent\":{\"country\":\"SA\"}}]"
	static const row rows[] = {
		{"\"parties\":[\"ACME CLOUD CO LTD\"]", CHIP "," USER, YES, "covers", NULL},
		{"\"parties\":[\"Acme Cloud\"]", CHIP "," USER, NO, "does not name the end-user Acme Cloud Co., Ltd.", NULL},
		{"\"parties\":[\"AcmeCloud Co Ltd\"]", CHIP "," USER, NO, "does not name", NULL},
		{"\"parties\":[\"...\"]", CHIP "," USER, NO, "does not name", NULL},
		{"\"parties\":[{\"role\":\"end-user\",\"name\":\"Acme Cloud Co Ltd\"}]", CHIP "," USER, YES, "covers", NULL},
		{"\"parties\":[{\"role\":\"consignee\",\"name\":\"Acme Cloud Co Ltd\"}]", CHIP "," USER, NO, "does not name",
	     NULL},
		{"\"parties\":[{\"role\":\"end-user\",\"name\":\"Acme Cloud Co Ltd\",\"country\":\"SA\"}]", CHIP "," USER, YES,
	     "covers", NULL},
		{"\"parties\":[{\"role\":\"end-user\",\"name\":\"Acme Cloud Co Ltd\",\"country\":\"VN\"}]", CHIP "," USER, NO,
	     "does not name", NULL},
		{"\"parties\":[{\"role\":\"exporter\",\"name\":\"Other Inc\"},\"Acme Cloud Co Ltd\"]", CHIP "," USER, NO,
	     "does not name the exporter", NULL},
		{"\"parties\":[{\"role\":\"exporter\",\"name\":\"Other Inc\"},{\"role\":\"end-user\"}]", CHIP "," USER, NO,
	     "does not name the exporter Maker Inc", NULL},
		{"\"parties\":[\"Acme\"]", CHIP "," UNNAMED, NO, "say who the end-user is", "end-user.name"},
		{"\"parties\":[\"Acme\"]", CHIP "," TWO, NO, "does not name the intermediate Middle", NULL},
		{"\"parties\":[\"Acme\",\"Middle\"]", CHIP "," TWO, YES, "covers", NULL},
		{"\"parties\":[\"Acme\"]", CHIP "," ALIAS, YES, "covers", NULL},
		{"\"parties\":null", CHIP "," USER, NO, "for which parties", "holds"},
	};
	check_all(rows, AB_COUNT(rows));
}

static void by_country(void **state)
{
	(void)state;
	static const row rows[] = {
		{"\"countries\":[\"SA\"]", CHIP "," USER, YES, "covers", NULL},
		{"\"countries\":[\"Saudi Arabia\",\"VN\"]", CHIP "," USER, YES, "covers", NULL},
		{"\"countries\":[\"VN\"]", CHIP "," USER, NO, "does not cover this destination: it is for Vietnam.", NULL},
	};
	check_all(rows, AB_COUNT(rows));
}

static void by_quantity(void **state)
{
	(void)state;
#define NONE_SAID "\"item\":{\"chip\":\"nvidia/h100-sxm\"}"
	static const row rows[] = {
		{"\"quantity\":100,\"used\":{\"quantity\":36}", CHIP "," USER, YES, "36 of 100 used, 64 left", NULL},
		{"\"quantity\":100,\"used\":{\"quantity\":37}", CHIP "," USER, NO, "37 of 100 used, 63 left, 64 asked", NULL},
		{"\"quantity\":100,\"used\":100", CHIP "," USER, NO, "used up: 100 of 100", NULL},
		{"\"quantity\":64,\"used\":0", CHIP "," USER, YES, "covers", NULL},
		{"\"quantity\":63", CHIP "," USER, NO, "it is for 63, 64 asked", NULL},
		{"\"quantity\":64", CHIP "," USER, NO, "how many are used", "holds"},
		{"\"quantity\":0", NONE_SAID "," USER, NO, "1 asked", NULL},
		{"\"quantity\":1,\"used\":0", NONE_SAID "," USER, NO, "Say how many it is", "item.quantity"},
	};
	check_all(rows, AB_COUNT(rows));
}

/* Each is taken by itself; one that covers is enough. */
static void several(void **state)
{
	(void)state;
	ambit_determination *d = decide("{\"kind\":\"license\",\"id\":\"D1\",\"until\":\"2024-05-31\"},"
	                                "{\"kind\":\"license\",\"id\":\"D2\",\"quantity\":64,\"used\":0}",
	                                CHIP "," USER);
	assert_int_equal(ambit_determination_outcome(d), AMBIT_AUTHORIZED);
	assert_ptr_equal(det_hold_to_say(d), &d->holds.list.p[1]);
	ambit_determination_free(d);
	d = decide("{\"kind\":\"license\",\"id\":\"D1\",\"quantity\":40,\"used\":0},"
	           "{\"kind\":\"license\",\"id\":\"D2\",\"quantity\":40,\"used\":0}",
	           CHIP "," USER);
	assert_int_equal(ambit_determination_outcome(d), AMBIT_LICENSE_REQUIRED);
	ambit_determination_free(d);
	/* what is open of one kind takes nothing from another kind that is sure */
	d = decide("\"license\",{\"kind\":\"attestation.datasheet\",\"until\":null}", CHIP "," USER);
	assert_int_equal(ambit_determination_outcome(d), AMBIT_AUTHORIZED);
	ambit_determination_free(d);
}

static void data_centers_and_attestations_too(void **state)
{
	(void)state;
	ambit_determination *d = decide("{\"kind\":\"veu.data-center\",\"until\":\"2024-05-31\"}", CHIP "," USER);
	assert_int_equal(ambit_determination_outcome(d), AMBIT_LICENSE_REQUIRED);
	assert_non_null(strstr(d->holds.list.p[0].why.p, "The validated-end-user authorization veu.data-center ended"));
	ambit_determination_free(d);
}

/* The answer changes on the day on which a license begins, and on the day after it ends. */
static void days_of_change(void **state)
{
	(void)state;
	ambit_determination *d =
		decide("{\"kind\":\"license\",\"from\":\"2024-03-05\",\"until\":\"2024-07-01\"}", CHIP "," USER);
	unsigned begins = 0, ends = 0;
	for (uint32_t i = 0; i < d->changes.n; i++) {
		const det_change *x = &d->changes.p[i];
		begins += x->day == ab_date_make(2024, 3, 5) && x->after == AMBIT_AUTHORIZED;
		ends += x->day == ab_date_make(2024, 7, 2) && x->before == AMBIT_AUTHORIZED && x->after == NO;
	}
	assert_int_equal(begins, 1);
	assert_int_equal(ends, 1);
	ambit_determination_free(d);
}

static void refused(const char *holds, const char *message, const char *remedy)
{
	ambit_error e = {0};
	char json[1024];
	snprintf(json, sizeof json, "{\"holds\":[%s]}", holds);
	ambit_case *c = ambit_case_new(engine);
	ambit_status s = ambit_case_read(c, "case.json", json, strlen(json), &e);
	if (s != AMBIT_BAD_INPUT || !strstr(e.message, message) || !strstr(e.remedy, remedy) || e.line != 1 || e.column < 2)
		fail_msg("%s gave %d:%d: %s; %s", json, e.line, e.column, e.message, e.remedy);
	ambit_case_free(c);
}

static void bad_terms(void **state)
{
	(void)state;
	refused("{\"kind\":\"license\",\"items\":[\"h1oo\"]}", "\"h1oo\" is no ECCN", "");
	refused("{\"kind\":\"license\",\"items\":[5]}", "here stands a number", "quotes");
	refused("{\"kind\":\"license\",\"items\":[\"\"]}", "no name", "ECCN");
	refused("{\"kind\":\"license\",\"countries\":[\"Atlantis\"]}", "holds.countries", "");
	refused("{\"kind\":\"license\",\"parties\":[{\"role\":\"end-usr\"}]}", "no role", "did you mean end-user");
	refused("{\"kind\":\"license\",\"parties\":[{}]}", "of which nothing is said", "name it");
	refused("{\"kind\":\"license\",\"parties\":[{\"name\":null}]}", "nothing is stated", "take it out");
	refused("{\"kind\":\"license\",\"parties\":[{\"nam\":\"x\"}]}", "unknown name", "name, role and country");
	refused("{\"kind\":\"license\",\"parties\":[5]}", "not a party", "write a name");
	refused("{\"kind\":\"license\",\"used\":5}", "not said of how many", "quantity");
	refused("{\"kind\":\"license\",\"from\":\"2025-01-02\",\"until\":\"2025-01-01\"}", "ends before it begins",
	        "exchange");
	refused("{\"kind\":\"license\",\"scope\":1}", "unknown name \"scope\"", "countries");
}

static void path(ambit_case *c, const char *name, const char *value, const char *message)
{
	ambit_error e = {0};
	ambit_status s = ambit_case_set(c, name, value, &e);
	if ((s == AMBIT_OK) != !message || (message && !strstr(e.message, message)))
		fail_msg("%s=%s gave %s; %s", name, value, e.message, e.remedy);
}

static void by_words_of_the_command_line(void **state)
{
	(void)state;
	ambit_error e = {0};
	ambit_determination *d = NULL;
	ambit_case *c = ambit_case_new(engine);
	static const char *const good[][2] = {
		{"jurisdictions", "us"},
		{"as_of", "2024-06-01"},
		{"known", "2024-06-01"},
		{"activity", "export"},
		{"from", "US"},
		{"to", "SA"},
		{"assume", "ordinary"},
		{"chip", "nvidia/h100-sxm"},
		{"item.quantity", "64"},
		{"end-user.name", "Acme, Inc."},
		{"end-user.listed", "none"},
		{"exporter.letters", "none"},
		{"holds.1.kind", "license"},
		{"holds.1.id", "D7"},
		{"holds.1.from", "2024-01-01"},
		{"holds.1.until", "2024-12-31"},
		{"holds.1.items", "3A090.a, H200"},
		{"holds.1.countries", "SA"},
		{"holds.1.parties.1.name", "ACME Inc"},
		{"holds.1.parties.1.role", "end-user"},
		{"holds.1.quantity", "100"},
		{"holds.1.used", "36"},
	};
	for (size_t i = 0; i < AB_COUNT(good); i++)
		path(c, good[i][0], good[i][1], NULL);
	path(c, "holds.3.kind", "license", "have a gap");
	path(c, "holds.2.until", "2024-12-31", "not held yet");
	path(c, "holds.1.until", "2024-02-30", "no day");
	path(c, "holds.1.until", "2023-12-31", "ends before it begins");
	path(c, "holds.1.scope", "x", "no term");
	path(c, "holds.1.items", "h1oo", "is no ECCN");
	path(c, "holds.1.parties.1.role", "end-usr", "no role");
	path(c, "holds.1.parties.1.x", "y", "names nothing of a party");
	path(c, "holds.x.kind", "license", "number");
	assert_int_equal(ambit_check(engine, c, NULL, &d, &e), AMBIT_OK);
	assert_int_equal(ambit_determination_outcome(d), AMBIT_AUTHORIZED);
	ambit_determination_free(d);
	path(c, "holds.1.used", "37", NULL);
	assert_int_equal(ambit_check(engine, c, NULL, &d, &e), AMBIT_OK);
	assert_int_equal(ambit_determination_outcome(d), AMBIT_LICENSE_REQUIRED);
	ambit_determination_free(d);
	ambit_case_free(c);
}

static void not_without_end(void **state)
{
	(void)state;
	ambit_error e = {0};
	ab_buf b = {0};
	ab_buf_addz(&b, "{\"holds\":[{\"kind\":\"license\",\"items\":[\"EAR99\"");
	for (int i = 0; i < 600; i++)
		ab_buf_addz(&b, ",\"EAR99\"");
	ab_buf_addz(&b, "]}]}");
	ambit_case *c = ambit_case_new(engine);
	assert_int_equal(ambit_case_read(c, "case", b.p, b.n, &e), AMBIT_BAD_INPUT);
	assert_non_null(strstr(e.message, "more than"));
	ambit_case_free(c);
	ab_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_days),         cmocka_unit_test(by_items),
		cmocka_unit_test(by_parties),      cmocka_unit_test(by_member_of_a_family),
		cmocka_unit_test(by_country),      cmocka_unit_test(by_quantity),
		cmocka_unit_test(several),         cmocka_unit_test(data_centers_and_attestations_too),
		cmocka_unit_test(days_of_change),  cmocka_unit_test(bad_terms),
		cmocka_unit_test(not_without_end), cmocka_unit_test(by_words_of_the_command_line),
	};
	return cmocka_run_group_tests(tests, open_engine, close_engine);
}
