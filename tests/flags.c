/* What stands beside the outcome: red flags by fact and by name, resolved and open;
 * amounts with the case put in; conflicts over packs; enforcement closest to the facts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "determine/determine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char two_packs[] =
	"pack us \"Ours\"\n"
	"unit USD\nunit pieces\nunit days\n"
	"source one \"First\" published 2024-01-02\n"
	"source two \"Second\" published 2025-01-02\n"
	"fact as_of is date\n"
	"fact activity is word (use, stop)\n"
	"fact place is country\n"
	"fact item.chip is text\n"
	"fact item.unit_value_usd is number USD\n"
	"fact item.quantity is number pieces\n"
	"fact knowledge.red_flags is list ordinary none\n"
	"fact knowledge.red_flags_resolved is bool ordinary false\n"
	"fact knowledge.odd is bool\n"
	"fact its.name is text\n"
	"fact its.dodges is bool\n"
	"fact its.percent is number %\n"
	"fact its.listed is list ordinary none\n"
	"group Here \"Here\"\n  member BR\n"
	"roles receiver = end-user always-somebody\n"
	"rule us.1 \"One must stop\"\n  when activity is use and place in Here\n  prohibits\n"
	"flag us.flag.1 \"It is odd\"\n"
	"  version 2024-06-01 by one\n"
	"    when knowledge.red_flags has us.flag.1 or knowledge.odd is true\n"
	"    until-resolved \"the oddity is explained\" when knowledge.red_flags_resolved is true\n"
	"    cite \"1.2\"\n"
	"flag us.flag.2 \"The end user dodges\"\n"
	"    when any receiver has its.dodges is true\n"
	"amount us.civil in USD assessed\n"
	"  version 2024-01-15 by one is 100\n    note \"or twice the value\"\n"
	"  version 2025-01-15 by two is 120\n    note \"or twice the value\"\n"
	"  then greater of (figure, 2 * item.unit_value_usd * item.quantity)\n"
	"amount us.criminal in USD\n"
	"  version 2024-01-15 by one is 7\n"
	"  version 2025-01-15 by two is 8\n"
	"  then figure\n"
	"amount us.term \"Time to bring the case\" in days is 1\n"
	"  then figure\n"
	"amount us.duty \"Duty\" in %\n"
	"  version 2024-01-15 by one is 25\n"
	"    when activity is stop\n"
	"  then figure\n";

static const char other_pack[] =
	"pack zz \"Theirs\"\n"
	"rule zz.9 \"One must not stop\" alias zz.nine\n  when place in Here and "
	"knowledge.odd is true\n  prohibits presumed\n  cite \"art. 9\"\n"
	"flag zz.warn \"They warn\"\n  when place in Here\n"
	"conflict us.1 with zz.9 \"One forbids what the other demands\"\n  when place in Here\n"
	"conflict us.1 with zz.warn \"They warn of it\"\n";

typedef struct setting {
	ambit_engine engine;
	ab_diags diags;
} setting;

static AB_VEC(ambit_case *) asked; /* a determination reads the case that it answers */
static ab_arena asked_arena;

static void free_asked(void)
{
	for (uint32_t i = 0; i < asked.n; i++)
		ambit_case_free(asked.p[i]);
	asked.n = asked.cap = 0;
	ab_arena_free(&asked_arena);
}

static int open_setting(void **state)
{
	setting *s = calloc(1, sizeof *s);
	law_file files[] = {{"us.law", {two_packs, sizeof two_packs - 1}}, {"zz.law", {other_pack, sizeof other_pack - 1}}};
	AB_VEC(catalog_file) tables = {0};
	ab_arena_init(&s->engine.arena);
	ab_diags_init(&s->diags, &s->engine.arena);
	for (size_t i = 0; i < ab_asset_count; i++)
		if (ab_str_starts(ab_str_of(ab_assets[i].path), "data/"))
			ab_push(&s->engine.arena, &tables,
			        ((catalog_file){ab_assets[i].path, {(const char *)ab_assets[i].data, ab_assets[i].size}}));
	s->engine.law = law_load(files, 2, &s->diags);
	s->engine.catalog = catalog_load(tables.p, tables.n, &s->diags);
	ab_buf b = {0};
	ab_diags_print(&s->diags, &b);
	if (b.n)
		fputs(b.p, stderr);
	ab_buf_free(&b);
	*state = s;
	return s->engine.law && s->engine.catalog ? 0 : -1;
}

static int close_setting(void **state)
{
	setting *s = *state;
	free_asked();
	catalog_free(s->engine.catalog);
	law_free(s->engine.law);
	ab_arena_free(&s->engine.arena);
	free(s);
	return 0;
}

/* Words "path=value" separated by blanks. */
static ambit_determination *ask(const ambit_engine *e, const char *words)
{
	ambit_case *c = ambit_case_new(e);
	ambit_error error = {0};
	ambit_determination *d = NULL;
	ab_arena a;
	ab_str rest = ab_str_of(words), word;
	ab_arena_init(&a);
	while (ab_str_cut(&rest, ' ', &word)) {
		ab_str path, value = word;
		ab_str_cut(&value, '=', &path);
		if (ambit_case_set(c, ab_strdup(&a, path), ab_strdup(&a, value), &error) != AMBIT_OK)
			fail_msg("%s: %s", words, error.message);
	}
	if (ambit_check(e, c, NULL, &d, &error) != AMBIT_OK)
		fail_msg("%s: %s", words, error.message);
	ab_arena_free(&a);
	ab_push(&asked_arena, &asked, c);
	return d;
}

static const law_flag *flag_of(const ambit_determination *d, const char *id)
{
	for (uint32_t j = 0; j < d->jurisdictions.n; j++)
		for (uint32_t i = 0; i < d->jurisdictions.p[j].result.flags.n; i++)
			if (ab_str_is(d->jurisdictions.p[j].result.flags.p[i].name, id))
				return &d->jurisdictions.p[j].result.flags.p[i];
	return NULL;
}

static const law_stake *stake_of(const ambit_determination *d, const char *id)
{
	for (uint32_t j = 0; j < d->jurisdictions.n; j++)
		for (uint32_t i = 0; i < d->jurisdictions.p[j].result.stakes.n; i++)
			if (ab_str_is(d->jurisdictions.p[j].result.stakes.p[i].decl->id, id))
				return &d->jurisdictions.p[j].result.stakes.p[i];
	return NULL;
}

static void a_flag_is_raised_resolved_or_open(void **state)
{
	static const struct {
		const char *words;
		int state; /* law_flag_state; -1: it is not there */
		const char *fact;
	} rows[] = {
		{"as_of=2025-01-01 knowledge.odd=true", LG_RAISED, "knowledge.odd"},
		{"as_of=2025-01-01 knowledge.odd=false knowledge.red_flags=us.flag.1", LG_RAISED, "knowledge.red_flags"},
		{"as_of=2025-01-01 knowledge.odd=true knowledge.red_flags_resolved=true", LG_RESOLVED, "knowledge.odd"},
		{"as_of=2025-01-01 knowledge.odd=true knowledge.red_flags_resolved=false", LG_RAISED, "knowledge.odd"},
		{"as_of=2025-01-01 knowledge.red_flags=none", LG_OPEN, "knowledge.odd"},
		{"as_of=2025-01-01 knowledge.odd=false assume=ordinary", -1, NULL},
		{"as_of=2024-05-31 knowledge.odd=true", -1, NULL},
		{"as_of=2024-06-01 knowledge.odd=true", LG_RAISED, "knowledge.odd"},
		{"as_of=2024-06-01 known=2024-01-01 knowledge.odd=true", -1, NULL},
	};
	const setting *s = *state;
	for (size_t i = 0; i < AB_COUNT(rows); i++) {
		ambit_determination *d = ask(&s->engine, rows[i].words);
		const law_flag *f = flag_of(d, "us.flag.1");
		if ((f ? (int)f->state : -1) != rows[i].state)
			fail_msg("%s: state %d", rows[i].words, f ? (int)f->state : -1);
		if (f && (f->facts.n != 1 || !ab_str_is(f->facts.p[0], rows[i].fact)))
			fail_msg("%s: by %.*s", rows[i].words, AB_FMT(f->facts.n ? f->facts.p[0] : AB_STR("nothing")));
		ambit_determination_free(d);
	}
}

static void a_flag_changes_no_outcome(void **state)
{
	const setting *s = *state;
	ambit_determination *plain = ask(&s->engine, "as_of=2025-01-01 place=BR activity=stop assume=ordinary "
	                                             "knowledge.odd=false jurisdictions=us");
	ambit_determination *odd = ask(&s->engine, "as_of=2025-01-01 place=BR activity=stop assume=ordinary "
	                                           "knowledge.odd=true jurisdictions=us");
	assert_int_equal(ambit_determination_outcome(plain), AMBIT_NO_LICENSE_REQUIRED);
	assert_int_equal(ambit_determination_outcome(odd), AMBIT_NO_LICENSE_REQUIRED);
	assert_null(det_raised(plain));
	const law_flag *f = det_raised(odd);
	assert_non_null(f);
	assert_true(ab_str_is(f->name, "us.flag.1"));
	assert_true(ab_str_is(det_flag_remedy(odd, &odd->arena, f), "the oddity is explained"));
	det_steps steps = det_next_steps(odd, &odd->arena);
	assert_true(steps.list.n && strcmp(steps.list.p[0].id, "resolve-flag") == 0);
	steps = det_next_steps(plain, &plain->arena);
	for (uint32_t i = 0; i < steps.list.n; i++)
		assert_string_not_equal(steps.list.p[i].id, "resolve-flag");
	ambit_determination_free(plain);
	ambit_determination_free(odd);
}

/* Of somebody of whom nothing is known a sign may be there; nothing resolves this one. */
static void of_nobody_stated_a_flag_is_open(void **state)
{
	const setting *s = *state;
	ambit_determination *d = ask(&s->engine, "as_of=2025-01-01 knowledge.odd=false assume=ordinary");
	assert_true(flag_of(d, "us.flag.2") && flag_of(d, "us.flag.2")->state == LG_OPEN);
	ambit_determination_free(d);
	d = ask(&s->engine, "as_of=2025-01-01 end-user.dodges=true");
	assert_true(flag_of(d, "us.flag.2")->state == LG_RAISED && det_raised(d) == NULL);
	assert_true(ab_str_is(flag_of(d, "us.flag.2")->facts.p[0], "end-user.dodges"));
	ambit_determination_free(d);
}

static void amounts_take_the_case_in(void **state)
{
	static const struct {
		const char *words;
		int64_t lo;
		bool open; /* it may be more */
	} rows[] = {
		{"as_of=2025-02-01 item.unit_value_usd=40 item.quantity=2", 160, false},
		{"as_of=2025-02-01 item.unit_value_usd=30 item.quantity=2", 120, false},
		{"as_of=2025-02-01 item.unit_value_usd=20 item.quantity=2", 120, false},
		{"as_of=2025-02-01 item.unit_value_usd=40", 120, true},
		{"as_of=2025-02-01", 120, true},
		/* of the day of the penalty: the last day that is known */
		{"as_of=2024-02-01 item.unit_value_usd=1 item.quantity=1", 120, false},
		{"as_of=2024-02-01 known=2025-01-14 item.unit_value_usd=1 item.quantity=1", 100, false},
		{"as_of=2024-02-01 known=2025-01-15 item.unit_value_usd=1 item.quantity=1", 120, false},
		{"as_of=2025-02-01 known=2025-01-01 item.unit_value_usd=1 item.quantity=1", 100, false},
	};
	const setting *s = *state;
	for (size_t i = 0; i < AB_COUNT(rows); i++) {
		ambit_determination *d = ask(&s->engine, rows[i].words);
		const law_stake *x = stake_of(d, "us.civil");
		if (!x || x->lo != ab_num_int(rows[i].lo) || (x->hi != x->lo) != rows[i].open)
			fail_msg("%s", rows[i].words);
		ambit_determination_free(d);
	}
	ambit_determination *d = ask(&s->engine, "as_of=2024-02-01");
	assert_true(stake_of(d, "us.criminal")->lo == ab_num_int(7)); /* of the day of the act */
	assert_true(stake_of(d, "us.term") && !stake_of(d, "zz.civil"));
	assert_true(stake_of(d, "us.duty")->state == LAW_UNKNOWN);
	ambit_determination_free(d);
	d = ask(&s->engine, "as_of=2024-02-01 activity=stop");
	assert_true(stake_of(d, "us.duty")->state == LAW_TRUE);
	det_texts texts = det_stake_texts(d, &d->arena, &d->jurisdictions.p[0]);
	assert_int_equal(texts.list.n, 2);
	assert_true(ab_str_is(texts.list.p[0].text, "Time to bring the case: 1 day"));
	assert_true(ab_str_is(texts.list.p[1].text, "Duty: 25 %"));
	ambit_determination_free(d);
	d = ask(&s->engine, "as_of=2024-02-01 activity=use");
	assert_null(stake_of(d, "us.duty"));
	det_exposure e = det_exposure_of(d, &d->arena, &d->jurisdictions.p[0]);
	assert_true(ab_str_is(e.civil, "up to 120 USD, or twice the value"));
	ambit_determination_free(d);
	d = ask(&s->engine, "as_of=2024-02-01 item.unit_value_usd=4000 item.quantity=2");
	e = det_exposure_of(d, &d->arena, &d->jurisdictions.p[0]);
	assert_true(ab_str_is(e.civil, "up to 16,000 USD"));
	ambit_determination_free(d);
	d = ask(&s->engine, "as_of=2023-02-01 known=2023-02-01");
	assert_null(stake_of(d, "us.civil"));
	ambit_determination_free(d);
}

static void laws_that_contradict_are_named(void **state)
{
	static const struct {
		const char *words;
		int conflict; /* law_tri; with the rule of the other law */
		int warning;  /* with its flag */
	} rows[] = {
		{"activity=use place=BR knowledge.odd=true", LAW_TRUE, LAW_TRUE},
		{"activity=use place=BR", LAW_UNKNOWN, LAW_TRUE},
		{"place=BR knowledge.odd=true", LAW_UNKNOWN, LAW_UNKNOWN},
		{"activity=use place=BR knowledge.odd=false", LAW_FALSE, LAW_TRUE},
		{"activity=stop place=BR knowledge.odd=true", LAW_FALSE, LAW_FALSE},
		{"activity=use place=US knowledge.odd=true", LAW_FALSE, LAW_FALSE},
		{"activity=use place=BR knowledge.odd=true jurisdictions=us", LAW_FALSE, LAW_FALSE},
	};
	const setting *s = *state;
	for (size_t i = 0; i < AB_COUNT(rows); i++) {
		ambit_determination *d = ask(&s->engine, rows[i].words);
		int got[2] = {LAW_FALSE, LAW_FALSE};
		for (uint32_t k = 0; k < d->conflicts.list.n; k++)
			got[ab_str_is(d->conflicts.list.p[k].decl->other, "zz.warn")] = (int)d->conflicts.list.p[k].state;
		if (got[0] != rows[i].conflict || got[1] != rows[i].warning)
			fail_msg("%s: %d, %d", rows[i].words, got[0], got[1]);
		ambit_determination_free(d);
	}
	ambit_determination *d = ask(&s->engine, rows[0].words);
	assert_true(ab_str_is(d->conflicts.list.p[0].name[0], "us.1"));
	assert_true(ab_str_is(d->conflicts.list.p[0].name[1], "zz.nine"));
	char *json, *page;
	size_t size;
	assert_int_equal(ambit_determination_json(d, &json, &size), AMBIT_OK);
	assert_non_null(strstr(json, "\"One forbids what the other demands\""));
	assert_non_null(strstr(json, "\"art. 9\""));
	assert_int_equal(ambit_determination_text(d, 80, 0, 0, &page, &size), AMBIT_OK);
	assert_non_null(strstr(page, "conflict"));
	assert_non_null(strstr(page, "flags     It is odd"));
	free(page);
	assert_int_equal(ambit_determination_text(d, 80, 0, 1, &page, &size), AMBIT_OK);
	assert_non_null(strstr(page, "Conflict of laws"));
	assert_non_null(strstr(page, "Resolved by: the oddity is explained"));
	assert_non_null(strstr(page, "What a violation may cost"));
	free(page);
	free(json);
	ambit_determination_free(d);
}

static void a_conflict_needs_two_sides(void **state)
{
	static const char *const texts[] = {
		"pack us \"Ours\"\nunit USD\nfact a is bool\nrule us.1 \"Stop\"\n  when a is true\n  prohibits\n"
		"conflict us.1 with zz.9 \"words\"\n",
		"pack us \"Ours\"\nunit USD\nfact a is bool\nrule us.1 \"Stop\"\n  when a is true\n  prohibits\n"
		"amount us.2 in USD is 3\n  then figure\nconflict us.1 with us.2 \"words\"\n",
	};
	(void)state;
	for (size_t i = 0; i < AB_COUNT(texts); i++) {
		ab_arena a;
		ab_diags d;
		ab_arena_init(&a);
		ab_diags_init(&d, &a);
		law_file f = {"us.law", ab_str_of(texts[i])};
		assert_null(law_load(&f, 1, &d));
		assert_true(d.errors > 0);
		ab_arena_free(&a);
	}
}

/* ---- the law and the tables that the program carries ---- */
static int open_program(void **state)
{
	ambit_error error = {0};
	return ambit_engine_open((ambit_engine **)state, NULL, NULL, &error) == AMBIT_OK ? 0 : -1;
}

static int close_program(void **state)
{
	free_asked();
	ambit_engine_free(*state);
	return 0;
}

static void enforcement_is_the_closest(void **state)
{
	static const struct {
		const char *words;
		const char *first; /* NULL: none */
	} rows[] = {
		{"as_of=2026-06-01 activity=reexport from=KR to=CN item.kind=equipment item.eccn=3B991 item.origin=US "
	     "end-user.listed=us.entity-list end-user.country=CN assume=ordinary",
	     "2026-02-applied"},
		{"as_of=2026-06-01 activity=export from=US to=CN chip=nvidia/h100-sxm assume=ordinary", "2025-12-gatekeeper"},
		/* not public on the day that is known */
		{"as_of=2025-06-01 known=2025-06-02 activity=export from=US to=CN chip=nvidia/h100-sxm assume=ordinary", NULL},
		{"as_of=2026-06-01 activity=export from=US to=MY chip=nvidia/h100-sxm end-user.parent.country=CN "
	     "assume=ordinary",
	     "2025-11-florida"},
		{"as_of=2026-06-01 activity=export from=US to=JP chip=nvidia/h100-sxm end-user.headquarters=JP "
	     "end-user.parent.country=JP assume=ordinary,unlisted-owners",
	     NULL},
	};
	const ambit_engine *e = *state;
	for (size_t i = 0; i < AB_COUNT(rows); i++) {
		ambit_determination *d = ask(e, rows[i].words);
		det_precedents list = det_precedents_of(d, &d->arena, &d->jurisdictions.p[0]);
		assert_true(list.list.n <= 3);
		ab_str first = list.list.n ? list.list.p[0].row->id : AB_STR("none");
		if (!ab_str_is(first, rows[i].first ? rows[i].first : "none"))
			fail_msg("%s: %.*s", rows[i].words, AB_FMT(first));
		for (uint32_t k = 0; k < list.list.n; k++) {
			ab_str text = det_precedent_text(&d->arena, list.list.p[k].row);
			bool said = strstr(text.p, "not decided") != NULL;
			assert_true(said == !list.list.p[k].row->decided);
			assert_true(list.list.p[k].shares.n > 1);
		}
		ambit_determination_free(d);
	}
}

static void the_table_names_provisions_of_the_law(void **state)
{
	const ambit_engine *e = *state;
	assert_true(catalog_precedent_count(e->catalog) >= 9);
	for (size_t i = 0; i < catalog_precedent_count(e->catalog); i++) {
		const catalog_precedent *p = catalog_precedent_at(e->catalog, i);
		ab_str rest = p->rules, id;
		while (ab_str_cut(&rest, ';', &id))
			if (!law_find(e->law, id))
				fail_msg("%.*s names %.*s, which the law does not know", AB_FMT(p->id), AB_FMT(id));
		assert_true(p->source.n && p->conduct.n && p->conduct.p[p->conduct.n - 1] != '.');
	}
}

/* Red flag 28: in the books from its compliance day, never applied. */
static void red_flag_28_is_in_the_books_alone(void **state)
{
	static const char words[] =
		"activity=iaas place=US item.kind=server eccn=4A090 end_use.trains_4e091=true cloud-customer.headquarters=BR "
		"cloud-customer.parent.country=BR assume=ordinary as_of=%s";
	static const struct {
		const char *day;
		ambit_reading reading;
		bool raised;
	} rows[] = {
		{"2025-05-14", AMBIT_READING_TEXT, false},
		{"2025-05-15", AMBIT_READING_TEXT, true},
		{"2025-05-15", AMBIT_READING_ENFORCED, false},
		{"2025-05-12", AMBIT_READING_ENFORCED, false},
	};
	const ambit_engine *e = *state;
	for (size_t i = 0; i < AB_COUNT(rows); i++) {
		char text[300];
		snprintf(text, sizeof text, words, rows[i].day);
		ambit_case *c = ambit_case_new(e);
		ambit_error error = {0};
		ambit_determination *d = NULL;
		ambit_options o = {rows[i].reading, AMBIT_WITH_ALL, NULL};
		ab_str rest = ab_str_of(text), word;
		ab_arena a;
		ab_arena_init(&a);
		while (ab_str_cut(&rest, ' ', &word)) {
			ab_str path, value = word;
			ab_str_cut(&value, '=', &path);
			assert_int_equal(ambit_case_set(c, ab_strdup(&a, path), ab_strdup(&a, value), &error), AMBIT_OK);
		}
		assert_int_equal(ambit_check(e, c, &o, &d, &error), AMBIT_OK);
		const law_flag *f = flag_of(d, "us.ear.732s3.rf-28");
		assert_true((f && f->state == LG_RAISED) == rows[i].raised);
		ab_arena_free(&a);
		ambit_determination_free(d);
		ambit_case_free(c);
	}
}

int main(void)
{
	const struct CMUnitTest own[] = {
		cmocka_unit_test(a_flag_is_raised_resolved_or_open), cmocka_unit_test(a_flag_changes_no_outcome),
		cmocka_unit_test(of_nobody_stated_a_flag_is_open),   cmocka_unit_test(amounts_take_the_case_in),
		cmocka_unit_test(laws_that_contradict_are_named),    cmocka_unit_test(a_conflict_needs_two_sides),
	};
	const struct CMUnitTest carried[] = {
		cmocka_unit_test(enforcement_is_the_closest),
		cmocka_unit_test(the_table_names_provisions_of_the_law),
		cmocka_unit_test(red_flag_28_is_in_the_books_alone),
	};
	int failed = cmocka_run_group_tests(own, open_setting, close_setting);
	return failed + cmocka_run_group_tests(carried, open_program, close_program);
}
