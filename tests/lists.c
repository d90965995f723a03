/* Parties by their names: found on the right days, as far as it was published, with what their entry says; and what is
 * not found clears nobody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "determine/determine.h"
#include "engine.h"

/* ---- asking: facts as "path=value" with '|' between ---- */
#define ROUTE "jurisdictions=us|activity=export|from=US|to=CN|item.kind=commodity|item.eccn=EAR99"

static ambit_determination *ask_with(const char *facts, const char *const *interpret)
{
	ambit_error e = {0};
	ambit_determination *d = NULL;
	ambit_options o = {AMBIT_READING_ENFORCED, AMBIT_WITH_ALL, interpret};
	ambit_case *c = ambit_case_new(engine);
	char text[1024];
	snprintf(text, sizeof text, "%s", facts);
	for (char *rest = text, *one; (one = strtok_r(rest, "|", &rest));) {
		char *value = strchr(one, '=');
		*value++ = '\0';
		if (ambit_case_set(c, one, value, &e) != AMBIT_OK)
			fail_msg("%s: %s", one, e.message);
	}
	if (ambit_check(engine, c, &o, &d, &e) != AMBIT_OK)
		fail_msg("%s", e.message);
	ambit_case_free(c);
	return d;
}

static ambit_determination *ask(const char *facts)
{
	return ask_with(facts, NULL);
}

static ambit_outcome outcome(const char *facts)
{
	ambit_determination *d = ask(facts);
	ambit_outcome o = ambit_determination_outcome(d);
	ambit_determination_free(d);
	return o;
}

static const law_value *fact_of(const ambit_determination *d, const char *path)
{
	law_frame *frame;
	const law_fact *fact;
	const law_value *v = det_fact_at(d, ab_str_of(path), &frame, &fact);
	if (!v)
		fail_msg("there is no fact %s", path);
	return v;
}

static bool on_list(const ambit_determination *d, const char *party, const char *word)
{
	char path[100];
	const law_fact *f = law_fact_find(engine->law, LS_PARTY, AB_STR("listed"));
	snprintf(path, sizeof path, "%s.listed", party);
	const law_value *v = fact_of(d, path);
	return v && v->state == LV_KNOWN && law_bits_get(&v->bits, law_word(f, ab_str_of(word)));
}

static bool noted(const ambit_determination *d, const char *id)
{
	for (uint32_t i = 0; i < d->notes.n; i++)
		if (strcmp(d->notes.p[i].id, id) == 0)
			return true;
	return false;
}

/* ---- the table ---- */
static void every_entry_is_found_by_its_name(void **state)
{
	(void)state;
	const screen *s = engine->screen;
	assert_true(screen_count(s) > 3000);
	for (size_t i = 0; i < screen_count(s); i++) {
		const screen_entry *e = screen_at(s, i);
		screen_hit hits[SCREEN_HITS_MAX];
		uint32_t n = screen_find(s, e->name, hits), k = 0;
		while (k < n && hits[k].entry != e)
			k++;
		if (k == n)
			fail_msg("%.*s is not found by its own name", AB_FMT(e->name));
	}
}

static void every_list_is_one_of_the_law(void **state)
{
	(void)state;
	const law_fact *f = law_fact_find(engine->law, LS_PARTY, AB_STR("listed"));
	for (size_t i = 0; i < screen_count(engine->screen); i++) {
		const screen_entry *e = screen_at(engine->screen, i);
		if (!law_word(f, e->list))
			fail_msg("%.*s: no rule asks for the list %.*s", AB_FMT(e->name), AB_FMT(e->list));
		assert_true(e->from <= screen_through(engine->screen));
		assert_true(e->maybe_from <= e->from && e->from <= e->until);
		for (uint32_t m = 0; m < e->mark_n; m++)
			assert_true(e->marks[m].from >= e->from);
	}
}

static void names_are_compared_without_form(void **state)
{
	(void)state;
	static const struct {
		const char *name, *entry; /* NULL: no entry */
	} rows[] = {
		{"Huawei Technologies Co., Ltd.", "Huawei Technologies Co., Ltd."},
		{"HUAWEI TECHNOLOGIES CO LTD", "Huawei Technologies Co., Ltd."},
		{"huawei technologies", "Huawei Technologies Co., Ltd."},
		{"Huawei", "Huawei Technologies Co., Ltd."},
		{"Hua Wei", NULL},
		{"Huawei Technologies Brasil Ltda", NULL},
		{"Xi\xE2\x80\x99"
	     "an Aerotek Co., Ltd.",
	     "Xi'An Aerotek Co., Ltd."},
		{"", NULL},
		{".,;", NULL},
		{"Co., Ltd.", NULL},
	};
	for (size_t i = 0; i < AB_COUNT(rows); i++) {
		screen_hit hits[SCREEN_HITS_MAX];
		uint32_t n = screen_find(engine->screen, ab_str_of(rows[i].name), hits);
		if (!rows[i].entry)
			assert_int_equal(n, 0);
		else if (!n || !ab_str_is(hits[0].entry->name, rows[i].entry))
			fail_msg("\"%s\" finds %.*s", rows[i].name, AB_FMT(n ? hits[0].entry->name : AB_STR("nothing")));
	}
}

/* ---- days ---- */
static void what_an_entry_says_follows_the_day(void **state)
{
	(void)state;
	static const struct {
		const char *day;
		bool listed, fn1;
	} rows[] = {{"2019-05-15", false, false},
	            {"2019-05-16", true, false},
	            {"2020-05-14", true, false},
	            {"2020-05-15", true, true},
	            {"2026-07-01", true, true}};
	for (size_t i = 0; i < AB_COUNT(rows); i++) {
		char facts[300];
		snprintf(facts, sizeof facts, ROUTE "|end-user.name=Huawei Technologies Co., Ltd.|assume=ordinary|as_of=%s",
		         rows[i].day);
		ambit_determination *d = ask(facts);
		assert_int_equal(on_list(d, "end-user", "us.entity-list"), rows[i].listed);
		assert_int_equal(on_list(d, "end-user", "us.entity-list.fn1"), rows[i].fn1);
		if (rows[i].listed)
			assert_int_equal(fact_of(d, "end-user.listed")->from, LF_SCREENED);
		assert_int_equal(ambit_determination_outcome(d),
		                 rows[i].listed ? AMBIT_LICENSE_REQUIRED : AMBIT_NOT_DETERMINED);
		ambit_determination_free(d);
	}
}

static void the_entry_fills_policy_and_requirement(void **state)
{
	(void)state;
	ambit_determination *d =
		ask(ROUTE "|end-user.name=Inspur Electronic Information Industry Co., Ltd.|as_of=2025-06-01");
	assert_true(on_list(d, "end-user", "us.entity-list.fn4"));
	assert_true(ab_str_is(fact_of(d, "end-user.entry.policy")->text, "policy-of-denial"));
	assert_true(ab_str_is(fact_of(d, "end-user.entry.requirement")->text, "all-items"));
	assert_string_equal(ambit_determination_policy(d), "policy-of-denial");
	assert_non_null(strstr(fact_of(d, "end-user.listed")->source.p, "90 FR 14046"));
	assert_non_null(strstr(fact_of(d, "end-user.listed")->source.p, "2025-03-25"));
	ambit_determination_free(d);
	/* before its last amendment the text of an entry is not held */
	d = ask(ROUTE "|end-user.name=SMIC|as_of=2022-06-01");
	assert_true(on_list(d, "end-user", "us.entity-list"));
	assert_false(on_list(d, "end-user", "us.entity-list.fn5"));
	assert_int_equal(fact_of(d, "end-user.entry.policy")->state, LV_UNKNOWN);
	ambit_determination_free(d);
}

static void what_was_not_published_is_not_seen(void **state)
{
	(void)state;
	static const char *const name = ROUTE "|end-user.name=Huawei|assume=ordinary|as_of=2019-05-16|known=";
	char facts[300];
	snprintf(facts, sizeof facts, "%s2019-05-20", name);
	assert_int_equal(outcome(facts), AMBIT_NOT_DETERMINED);
	snprintf(facts, sizeof facts, "%s2019-05-21", name);
	assert_int_equal(outcome(facts), AMBIT_LICENSE_REQUIRED);
	/* a footnote, and a removal that was not published yet */
	ambit_determination *d = ask(ROUTE "|end-user.name=Huawei|as_of=2020-05-16|known=2020-05-18");
	assert_true(on_list(d, "end-user", "us.entity-list"));
	assert_false(on_list(d, "end-user", "us.entity-list.fn1"));
	ambit_determination_free(d);
	static const char *const arrow = ROUTE "|end-user.name=Arrow China Electronics Trading Co., Ltd.|as_of=2025-12-01";
	snprintf(facts, sizeof facts, "%s|known=2025-11-08", arrow);
	d = ask(facts);
	assert_true(on_list(d, "end-user", "us.entity-list"));
	ambit_determination_free(d);
	snprintf(facts, sizeof facts, "%s|known=2025-12-01", arrow);
	d = ask(facts);
	assert_false(on_list(d, "end-user", "us.entity-list"));
	assert_int_equal(fact_of(d, "end-user.listed")->state, LV_UNKNOWN);
	ambit_determination_free(d);
}

static void another_name_may_have_come_later(void **state)
{
	(void)state;
	/* the alias was published years after the entry: in hindsight it was that company all the time */
	ambit_determination *d = ask(ROUTE "|end-user.name=Central South CAD Center|as_of=2016-06-01|known=2016-06-01");
	assert_int_equal(fact_of(d, "end-user.listed")->state, LV_UNKNOWN);
	assert_true(noted(d, "may-be-listed"));
	ambit_determination_free(d);
	d = ask(ROUTE "|end-user.name=Central South CAD Center|as_of=2016-06-01|known=2026-06-01");
	assert_true(on_list(d, "end-user", "us.entity-list"));
	ambit_determination_free(d);
	d = ask(ROUTE "|end-user.name=National University of Defense Technology|as_of=2016-06-01|known=2016-06-01");
	assert_true(on_list(d, "end-user", "us.entity-list"));
	ambit_determination_free(d);
}

static void the_day_of_listing_is_a_change(void **state)
{
	(void)state;
	ambit_determination *d = ask(ROUTE "|end-user.name=Shanghai Biren Intelligent Technology Co., Ltd.|assume=ordinary|"
	                                   "end-user.listed=none|as_of=2024-01-01");
	bool found = false;
	for (uint32_t i = 0; i < d->changes.n; i++)
		found = found || (d->changes.p[i].day == ab_date_make(2023, 10, 17) &&
		                  d->changes.p[i].before == AMBIT_NO_LICENSE_REQUIRED &&
		                  d->changes.p[i].after == AMBIT_LICENSE_REQUIRED);
	assert_true(found);
	assert_true(on_list(d, "end-user", "us.entity-list")); /* the walk through the days leaves the case as it was */
	ambit_determination_free(d);
}

/* ---- what is not known stays open ---- */
static void a_name_that_is_not_found_is_not_cleared(void **state)
{
	(void)state;
	ambit_determination *d = ask(ROUTE "|end-user.name=Innocent Widgets Ltda|assume=ordinary|as_of=2024-06-01");
	assert_int_equal(ambit_determination_outcome(d), AMBIT_NOT_DETERMINED);
	assert_int_equal(fact_of(d, "end-user.listed")->state, LV_UNKNOWN);
	ambit_determination_free(d);
}

static void a_hit_on_one_list_says_nothing_of_the_others(void **state)
{
	(void)state;
	ambit_determination *d = ask(ROUTE "|end-user.name=The Fair Price Shop|assume=ordinary|as_of=2026-07-31");
	assert_true(on_list(d, "end-user", "us.uvl"));
	assert_int_equal(ambit_determination_outcome(d), AMBIT_NOT_DETERMINED);
	assert_int_equal(ambit_determination_worst(d), AMBIT_PROHIBITED);
	ambit_determination_free(d);
	d = ask(ROUTE "|end-user.name=Huawei|assume=ordinary|as_of=2026-07-31");
	assert_int_equal(ambit_determination_outcome(d), AMBIT_LICENSE_REQUIRED);
	assert_int_equal(ambit_determination_worst(d), AMBIT_PROHIBITED); /* it may be denied too */
	ambit_determination_free(d);
}

static void an_uncertain_day_is_told_and_not_counted(void **state)
{
	(void)state;
	/* since when is not known: only the copy of July 2026 shows it */
	ambit_determination *d = ask(ROUTE "|end-user.name=The Fair Price Shop|assume=ordinary|as_of=2024-06-01");
	assert_int_equal(fact_of(d, "end-user.listed")->state, LV_UNKNOWN);
	assert_true(noted(d, "may-be-listed"));
	assert_int_equal(ambit_determination_outcome(d), AMBIT_NOT_DETERMINED);
	ambit_determination_free(d);
	/* removed between two copies */
	d = ask(ROUTE "|end-user.name=Nanchang O-Film Tech|assume=ordinary|as_of=2022-06-15");
	assert_int_equal(fact_of(d, "end-user.listed")->state, LV_UNKNOWN);
	assert_true(noted(d, "may-be-listed"));
	ambit_determination_free(d);
	d = ask(ROUTE "|end-user.name=Nanchang O-Film Tech|assume=ordinary|as_of=2022-04-21");
	assert_true(on_list(d, "end-user", "us.entity-list"));
	ambit_determination_free(d);
	/* after the newest copy it is taken to go on, and said so */
	d = ask(ROUTE "|end-user.name=Huawei|as_of=2026-10-01");
	assert_true(on_list(d, "end-user", "us.entity-list"));
	assert_true(noted(d, "stale-list"));
	ambit_determination_free(d);
}

static void one_bare_word_needs_a_country(void **state)
{
	(void)state;
	ambit_determination *d = ask(ROUTE "|end-user.name=Dawning|as_of=2024-06-01");
	assert_int_equal(fact_of(d, "end-user.listed")->state, LV_UNKNOWN);
	assert_true(noted(d, "may-be-listed"));
	ambit_determination_free(d);
	d = ask(ROUTE "|end-user.name=Dawning|end-user.country=GB|as_of=2024-06-01");
	assert_int_equal(fact_of(d, "end-user.listed")->state, LV_UNKNOWN);
	ambit_determination_free(d);
	d = ask(ROUTE "|end-user.name=Dawning|end-user.headquarters=CN|as_of=2024-06-01");
	assert_true(on_list(d, "end-user", "us.entity-list.fn4"));
	ambit_determination_free(d);
}

/* ---- beside what is stated ---- */
static void a_hit_adds_to_a_stated_list(void **state)
{
	(void)state;
	ambit_determination *d = ask(ROUTE "|end-user.name=Huawei|end-user.listed=none|assume=ordinary|as_of=2024-06-01");
	assert_true(on_list(d, "end-user", "us.entity-list"));
	assert_true(noted(d, "screening-adds"));
	assert_int_equal(ambit_determination_outcome(d), AMBIT_LICENSE_REQUIRED);
	assert_int_equal(ambit_determination_worst(d),
	                 AMBIT_LICENSE_REQUIRED); /* what was stated is complete but for this */
	ambit_determination_free(d);
	d = ask(ROUTE "|end-user.name=Huawei|end-user.listed=us.dpl|assume=ordinary|as_of=2024-06-01");
	assert_true(on_list(d, "end-user", "us.dpl"));
	assert_int_equal(ambit_determination_outcome(d), AMBIT_PROHIBITED);
	ambit_determination_free(d);
	d = ask(ROUTE "|end-user.name=Innocent Widgets Ltda|end-user.listed=us.entity-list|as_of=2024-06-01");
	assert_int_equal(fact_of(d, "end-user.listed")->from, LF_STATED);
	ambit_determination_free(d);
}

static void owners_are_looked_up(void **state)
{
	(void)state;
	static const char *const facts =
		ROUTE "|end-user.owners.1.name=Huawei Technologies Co., Ltd.|end-user.owners.2.listed=none|assume=ordinary|"
			  "as_of=2025-10-15|";
	char text[400];
	snprintf(text, sizeof text, "%send-user.owners.1.percent=50|end-user.owners.2.percent=50", facts);
	assert_int_equal(outcome(text), AMBIT_LICENSE_REQUIRED);
	snprintf(text, sizeof text, "%send-user.owners.1.percent=49|end-user.owners.2.percent=51", facts);
	assert_int_equal(outcome(text), AMBIT_NO_LICENSE_REQUIRED);
	/* an owner that is not found leaves the share open */
	assert_int_equal(outcome(ROUTE "|end-user.owners.1.name=Innocent Widgets Ltda|end-user.owners.1.percent=100|"
	                               "assume=ordinary|as_of=2025-10-15"),
	                 AMBIT_NOT_DETERMINED);
}

static void other_names_are_looked_up(void **state)
{
	(void)state;
	ambit_error e = {0};
	static const char json[] =
		"{\"activity\": \"export\", \"from\": \"US\", \"to\": \"CN\", \"as_of\": \"2024-06-01\", "
		"\"item\": {\"kind\": \"commodity\", \"eccn\": \"EAR99\"}, \"parties\": [{\"role\": "
		"\"end-user\", \"name\": \"Some Buyer\", \"aliases\": [\"HiSilicon\"]}]}";
	ambit_case *c = ambit_case_new(engine);
	ambit_determination *d = NULL;
	ambit_options o = {AMBIT_READING_ENFORCED, AMBIT_WITH_ALL, NULL};
	assert_int_equal(ambit_case_read(c, "test", json, sizeof json - 1, &e), AMBIT_OK);
	assert_int_equal(ambit_check(engine, c, &o, &d, &e), AMBIT_OK);
	assert_true(on_list(d, "end-user", "us.entity-list"));
	ambit_determination_free(d);
	ambit_case_free(c);
}

/* Naming a listed party never gives a better answer than the list stated by hand. */
static void a_name_is_never_milder_than_its_list(void **state)
{
	(void)state;
	static const char *const days[] = {"2019-06-01", "2020-09-01", "2022-12-01",
	                                   "2024-03-01", "2025-10-15", "2026-06-01"};
	unsigned asked = 0;
	for (size_t i = 0; i < screen_count(engine->screen); i += 41)
		for (size_t k = 0; k < AB_COUNT(days); k++) {
			const screen_entry *e = screen_at(engine->screen, i);
			char named[600], stated[600];
			ab_date day;
			assert_true(ab_date_parse(ab_str_of(days[k]), &day));
			if (screen_entry_on(e, day, ab_date_today()) != SCREEN_ON || strchr(e->name.p, '|') == e->name.p)
				continue;
			snprintf(named, sizeof named, ROUTE "|assume=ordinary|as_of=%s|end-user.country=%.2s|end-user.name=%.*s",
			         days[k], e->countries.n ? e->countries.p : "CN", AB_FMT(e->name));
			snprintf(stated, sizeof stated,
			         ROUTE "|assume=ordinary|as_of=%s|end-user.country=%.2s|end-user.listed=%.*s", days[k],
			         e->countries.n ? e->countries.p : "CN", AB_FMT(e->list));
			ambit_determination *a = ask(named), *b = ask(stated);
			if (!on_list(a, "end-user", ab_sprintf(&b->arena, "%.*s", AB_FMT(e->list))) ||
			    ambit_determination_worst(a) < ambit_determination_worst(b) ||
			    (ambit_determination_outcome(b) >= AMBIT_LICENSE_REQUIRED &&
			     ambit_determination_outcome(a) < ambit_determination_outcome(b)))
				fail_msg("%s: %s, stated %s", named, ambit_outcome_name(ambit_determination_outcome(a)),
				         ambit_outcome_name(ambit_determination_outcome(b)));
			ambit_determination_free(a);
			ambit_determination_free(b);
			asked++;
		}
	assert_true(asked > 150);
}

static void the_disputed_day_has_two_readings(void **state)
{
	(void)state;
	static const char *const facts = ROUTE "|end-user.owners.1.percent=100|end-user.owners.1.listed=us.entity-list|"
										   "assume=ordinary|as_of=2026-11-09";
	static const char *const readings[][2] = {{"us.ear.affiliates-switch=in-force", NULL},
	                                          {"us.ear.affiliates-switch=last-stayed", NULL}};
	static const ambit_outcome want[] = {AMBIT_LICENSE_REQUIRED, AMBIT_NO_LICENSE_REQUIRED};
	for (size_t i = 0; i < 2; i++) {
		ambit_determination *d = ask_with(facts, readings[i]);
		assert_int_equal(ambit_determination_outcome(d), want[i]);
		ambit_determination_free(d);
	}
	assert_int_equal(outcome(facts), AMBIT_LICENSE_REQUIRED); /* none chosen: the stricter */
}

/* ---- a table of one's own ---- */
static void a_wrong_row_is_told_with_its_line(void **state)
{
	(void)state;
	static const char *const rows[] = {"us.entity-list,Acme,2020-13-01,,,test",
	                                   "us.entity-list,Acme,2020-01-01,2019-01-01..2019-02-01,,test",
	                                   "us.entity-list,Acme,2020-01-01,,9x,test", "us.entity-list,Acme,2020-01-01,,,",
	                                   "us.entity-list,,2020-01-01,,,test"};
	for (size_t i = 0; i < AB_COUNT(rows); i++) {
		ab_arena a;
		ab_diags d;
		ab_arena_init(&a);
		ab_diags_init(&d, &a);
		char *text = ab_sprintf(&a, "list,name,from,until,footnotes,source\n%s\n", rows[i]);
		assert_null(screen_load("parties.csv", ab_str_of(text), &d));
		assert_true(d.errors >= 1);
		assert_int_equal(d.list.p[0].line, 2);
		ab_arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_entry_is_found_by_its_name),
		cmocka_unit_test(every_list_is_one_of_the_law),
		cmocka_unit_test(names_are_compared_without_form),
		cmocka_unit_test(what_an_entry_says_follows_the_day),
		cmocka_unit_test(the_entry_fills_policy_and_requirement),
		cmocka_unit_test(what_was_not_published_is_not_seen),
		cmocka_unit_test(another_name_may_have_come_later),
		cmocka_unit_test(the_day_of_listing_is_a_change),
		cmocka_unit_test(a_name_that_is_not_found_is_not_cleared),
		cmocka_unit_test(a_hit_on_one_list_says_nothing_of_the_others),
		cmocka_unit_test(an_uncertain_day_is_told_and_not_counted),
		cmocka_unit_test(one_bare_word_needs_a_country),
		cmocka_unit_test(a_hit_adds_to_a_stated_list),
		cmocka_unit_test(owners_are_looked_up),
		cmocka_unit_test(other_names_are_looked_up),
		cmocka_unit_test(a_name_is_never_milder_than_its_list),
		cmocka_unit_test(the_disputed_day_has_two_readings),
		cmocka_unit_test(a_wrong_row_is_told_with_its_line),
	};
	return cmocka_run_group_tests(tests, open_engine, close_engine);
}
