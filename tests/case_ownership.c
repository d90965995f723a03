/* Owners from a table in a case: the answer is that of the same owners written into it by hand, and says where each comes from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "determine/determine.h"
#include "engine.h"

#define LISTED "\"Huawei Technologies Co., Ltd.\""
#define OTHER "Semiconductor Manufacturing International Corporation" /* on the list too */

typedef struct asked {
	ambit_determination *d;
	ambit_error e;
	ambit_status s;
} asked;

static asked ask_on(const char *rows, const char *more, const char *value, const char *day)
{
	static const char *const facts[][2] = {{"jurisdictions", "us"},
	                                       {"activity", "export"},
	                                       {"from", "US"},
	                                       {"to", "CN"},
	                                       {"item.eccn", "EAR99"},
	                                       {"item.kind", "commodity"},
	                                       {"end-user.name", "T"},
	                                       {"end-user.listed", "none"},
	                                       {"known", "2026-11-24"},
	                                       {"end-user.country", "CN"},
	                                       {"end-user.headquarters", "CN"}};
	asked a = {0};
	char csv[1000];
	ambit_case *c = ambit_case_new(engine);
	for (size_t i = 0; i < AB_COUNT(facts); i++)
		assert_int_equal(ambit_case_set(c, facts[i][0], facts[i][1], &a.e), AMBIT_OK);
	assert_int_equal(ambit_case_set(c, "as_of", day, &a.e), AMBIT_OK);
	assert_int_equal(ambit_case_set(c, "assume", "ordinary,unlisted-owners", &a.e), AMBIT_OK);
	if (more)
		assert_int_equal(ambit_case_set(c, more, value, &a.e), AMBIT_OK);
	snprintf(csv, sizeof csv, "owner,owned,percent,kind,from\n%s", rows);
	a.s = ambit_case_ownership(c, "owners.csv", csv, strlen(csv), &a.e);
	if (a.s == AMBIT_OK && ambit_check(engine, c, NULL, &a.d, &a.e) != AMBIT_OK)
		fail_msg("%s", a.e.message);
	ambit_case_free(c);
	return a;
}

static asked ask(const char *rows)
{
	return ask_on(rows, NULL, NULL, "2025-10-15");
}

static bool noted(const ambit_determination *d, const char *id)
{
	for (uint32_t i = 0; i < d->notes.n; i++)
		if (strcmp(d->notes.p[i].id, id) == 0)
			return true;
	return false;
}

static const law_frame *end_user(const ambit_determination *d)
{
	for (uint32_t i = 0; i < d->facts.parties.n; i++)
		if (ab_str_is(d->facts.parties.p[i]->path, "end-user"))
			return d->facts.parties.p[i];
	fail_msg("no end user");
	return NULL;
}

static void the_affiliates_rule_reads_the_table(void **state)
{
	/* 15 CFR 744.11(a)(1) as of 90 FR 47201; "no" rests on unlisted-owners, as of any case */
	static const struct {
		const char *rows;
		ambit_outcome outcome;
	} list[] = {
		{LISTED ",T,50,,\nN,T,50,,\n", AMBIT_LICENSE_REQUIRED},
		{LISTED ",T,49,,\nN,T,51,,\n", AMBIT_NO_LICENSE_REQUIRED},
		{LISTED ",T,25,,\n" OTHER ",T,25,,\nN,T,50,,\n", AMBIT_LICENSE_REQUIRED},
		{LISTED ",A,50,,\nN,A,50,,\nA,T,50,,\nN,T,50,,\n", AMBIT_LICENSE_REQUIRED},
		{LISTED ",A,49,,\nN,A,51,,\nA,T,100,,\n", AMBIT_NO_LICENSE_REQUIRED},
		{LISTED ",T,40..60,,\nN,T,40,,\n", AMBIT_NOT_DETERMINED},
		{LISTED ",T,,,\n", AMBIT_NOT_DETERMINED},
		{LISTED ",T,>50,,\n", AMBIT_LICENSE_REQUIRED},
		{LISTED ",T,100,indirect,\n", AMBIT_LICENSE_REQUIRED},
		/* a total beside shares: the same shares once more */
		{LISTED ",A,80,,\nN,A,20,,\nA,T,30,,\nN,T,70,,\n" LISTED ",T,24,effective,\n", AMBIT_NO_LICENSE_REQUIRED},
		{LISTED ",T,60,effective,\nHolding,T,,,\n", AMBIT_LICENSE_REQUIRED},
		{LISTED ",T,60,effective,\nM,T,40,,\n", AMBIT_NOT_DETERMINED}, /* M may hold for the other */
		{LISTED ",T,,control,\nN,T,100,,\n", AMBIT_NOT_DETERMINED},
		/* who owns each other: no reason of its own */
		{LISTED ",A,10,,\nT,A,90,,\nA,T,100,,\n", AMBIT_NO_LICENSE_REQUIRED},
		{LISTED ",A,50,,\nT,A,50,,\nA,T,100,,\n", AMBIT_LICENSE_REQUIRED},
	};
	(void)state;
	for (size_t i = 0; i < AB_COUNT(list); i++) {
		asked a = ask(list[i].rows);
		assert_int_equal(a.s, AMBIT_OK);
		ambit_outcome got = ambit_determination_outcome(a.d);
		if (got != list[i].outcome)
			print_error("%s: %s, not %s\n", list[i].rows, ambit_outcome_name(got), ambit_outcome_name(list[i].outcome));
		assert_int_equal(got, list[i].outcome);
		assert_true(noted(a.d, "owners-from-table"));
		ambit_determination_free(a.d);
	}
}

static void every_owner_says_its_row(void **state)
{
	(void)state;
	asked a = ask(LISTED ",A,50,,2020-01-01\nA,T,50.5,,\nN,T,10..20,,\n");
	const law_frame *t = end_user(a.d);
	assert_int_equal(t->owners.n, 2);
	const law_value *name = law_frame_value(engine->law, t->owners.p[0], AB_STR("name"));
	const law_value *share = law_frame_value(engine->law, t->owners.p[1], AB_STR("percent"));
	assert_true(ab_str_is(name->text, "A"));
	assert_true(ab_str_starts(name->source, "owners.csv:3"));
	assert_int_equal(name->from, LF_SCREENED);
	assert_true(share->lo == 10 * AB_NUM_ONE && share->hi == 20 * AB_NUM_ONE);
	const law_frame *above = t->owners.p[0]->owners.p[0];
	assert_true(ab_str_is(law_frame_value(engine->law, (law_frame *)above, AB_STR("name"))->source,
	                      "owners.csv:2 (2020-01-01)"));
	assert_false(t->owners.p[1]->owners_stated); /* of N nothing is said */
	ambit_determination_free(a.d);
	a = ask("A,T,100,,\nT,A,90,,\n" LISTED ",A,10,,\n");
	t = end_user(a.d)->owners.p[0]->owners.p[0];
	assert_true(ab_str_is(law_frame_value(engine->law, (law_frame *)t, AB_STR("name"))->text, "T"));
	assert_false(t->owners_stated); /* who owns T stands there already */
	ambit_determination_free(a.d);
}

static void the_day_is_that_of_the_case(void **state)
{
	static const char rows[] = LISTED ",T,60,,2025-10-01\nN,T,40,,2025-10-01\n";
	(void)state;
	asked a = ask_on(rows, NULL, NULL, "2025-10-01");
	assert_int_equal(ambit_determination_outcome(a.d), AMBIT_LICENSE_REQUIRED);
	ambit_determination_free(a.d);
	a = ask_on(rows, NULL, NULL, "2025-09-30"); /* nobody is named on it */
	assert_int_equal(end_user(a.d)->owners.n, 0);
	assert_true(noted(a.d, "owners-not-in-table"));
	ambit_determination_free(a.d);
}

static void what_was_stated_stays(void **state)
{
	(void)state;
	asked a = ask_on(LISTED ",T,60,,\nN,T,40,,\n", "end-user.owners", "none", "2025-10-15");
	assert_int_equal(end_user(a.d)->owners.n, 0);
	assert_false(noted(a.d, "owners-from-table"));
	ambit_determination_free(a.d);
	a = ask_on(LISTED ",T,60,,\nN,T,40,,\n", "end-user.owners.1.percent", "100", "2025-10-15");
	assert_int_equal(end_user(a.d)->owners.n, 1);
	ambit_determination_free(a.d);
}

static void faults_are_told_with_their_place(void **state)
{
	(void)state;
	asked a = ask("A,T,sixty,,\n");
	assert_int_equal(a.s, AMBIT_BAD_INPUT);
	assert_string_equal(a.e.file, "owners.csv");
	assert_int_equal(a.e.line, 2);
	assert_int_equal(a.e.column, 5);
	assert_true(a.e.remedy[0]);
}

/* A company with more owners, or a longer chain, than a case takes: what is left out stays unknown. */
static void what_is_too_much_stays_unknown(void **state)
{
	ab_buf b = {0};
	ambit_error e = {0};
	ambit_determination *d = NULL;
	(void)state;
	ab_buf_addz(&b, "owner,owned,percent\n" LISTED ",c0,100\n");
	for (int i = 0; i < 40; i++)
		ab_buf_printf(&b, "c%d,c%d,100\n", i, i + 1);
	ab_buf_addz(&b, "c40,T,100\n");
	for (int i = 0; i < 500; i++)
		ab_buf_printf(&b, "p%d,U,0.1\n", i);
	for (int i = 0; i < 2; i++) {
		ambit_case *c = ambit_case_new(engine);
		ambit_case_set(c, "end-user.name", i ? "U" : "T", &e);
		assert_int_equal(ambit_case_ownership(c, "owners.csv", b.p, b.n, &e), AMBIT_OK);
		assert_int_equal(ambit_check(engine, c, NULL, &d, &e), AMBIT_OK);
		const law_frame *f = end_user(d);
		if (i)
			assert_false(f->owners_stated);
		for (int depth = 0; !i && f->owners.n; depth++, f = f->owners.p[0])
			assert_true(depth < 20);
		assert_false(f->owners_stated);
		ambit_determination_free(d);
		ambit_case_free(c);
	}
	ab_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_affiliates_rule_reads_the_table), cmocka_unit_test(every_owner_says_its_row),
		cmocka_unit_test(the_day_is_that_of_the_case),         cmocka_unit_test(what_was_stated_stays),
		cmocka_unit_test(faults_are_told_with_their_place),    cmocka_unit_test(what_is_too_much_stays_unknown),
	};
	return cmocka_run_group_tests(tests, open_engine, close_engine);
}
