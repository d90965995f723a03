/* Enforcement cases as dated cases (tests/backtest/cases.tsv), asked through the public API only: would the act have been
 * flagged, from which day on, by which provision and by which fact? Every day is asked, once with the law and the lists
 * in force, once with what was published by then. With -v it prints the table; docs/backtest.md must show the same. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ambit.h"
#include "read_file.h"

#define TABLE "tests/backtest/cases.tsv"
#define PAGE "docs/backtest.md"
#define KNOWN "2026-10-07" /* the law as it is held, not what may come */

enum { ID, PARTY, STATUS, ACTS, START, FIRST, PUBLISHED, PROVISION, FACT, WITHOUT, DATED, CASE, SOURCE, COLUMNS };

typedef struct row {
	char *at[COLUMNS];
} row;

typedef struct backtest {
	ambit_engine *engine;
	char *page;
	unsigned passed, failed, asked;
	bool verbose;
} backtest;

static void expect(backtest *b, const row *r, bool ok, const char *what, const char *want, const char *got)
{
	if (ok) {
		b->passed++;
		return;
	}
	b->failed++;
	printf("  %s: %s is %s, expected %s\n", r->at[ID], what, got ? got : "none", want);
}

/* ---- days ---- */
static bool day_of(const char *text, struct tm *day)
{
	memset(day, 0, sizeof *day);
	if (sscanf(text, "%d-%d-%d", &day->tm_year, &day->tm_mon, &day->tm_mday) != 3)
		return false;
	day->tm_year -= 1900;
	day->tm_mon -= 1;
	day->tm_hour = 12;
	return true;
}

static void next_day(char *text)
{
	struct tm day;
	if (!day_of(text, &day))
		return;
	day.tm_mday++;
	time_t t = timegm(&day);
	gmtime_r(&t, &day);
	strftime(text, 11, "%Y-%m-%d", &day);
}

/* ---- one question ---- */
typedef struct question {
	const char *day;
	bool as_published;    /* known on that very day */
	const char *withheld; /* path of a dated fact that is not stated; NULL: none */
} question;

/* "2020-12-18/2020-12-22 end-user.listed=us.entity-list | ...": what is true, or published, by the day; later ones win. */
static bool state_dated(ambit_case *c, const row *r, const question *q, ambit_error *error)
{
	char *all = strdup(r->at[DATED]), *save = NULL;
	bool ok = all != NULL;
	for (char *one = ok ? strtok_r(all, "|", &save) : NULL; ok && one; one = strtok_r(NULL, "|", &save)) {
		char since[11] = "", published[11] = "", path[128], value[256];
		while (*one == ' ')
			one++;
		if (sscanf(one, "%10[0-9-]/%10[0-9-]", since, published) < 1 ||
		    sscanf(strchr(one, ' ') ? strchr(one, ' ') : "", " %127[^=]=%255s", path, value) != 2) {
			snprintf(error->message, sizeof error->message, "not a dated fact: %.100s", one);
			ok = false;
			break;
		}
		const char *from = q->as_published && published[0] ? published : since;
		if (strcmp(from, q->day) <= 0 && !(q->withheld && strcmp(q->withheld, path) == 0))
			ok = ambit_case_set(c, path, value, error) == AMBIT_OK;
	}
	free(all);
	return ok;
}

static ambit_determination *ask(backtest *b, const row *r, question q)
{
	static const ambit_options plain = {AMBIT_READING_ENFORCED, 0, NULL};
	ambit_error error = {0};
	ambit_determination *d = NULL;
	ambit_case *c = ambit_case_new(b->engine);
	b->asked++;
	if (!c || ambit_case_read(c, r->at[ID], r->at[CASE], strlen(r->at[CASE]), &error) != AMBIT_OK ||
	    ambit_case_set(c, "as_of", q.day, &error) != AMBIT_OK ||
	    ambit_case_set(c, "known", q.as_published ? q.day : KNOWN, &error) != AMBIT_OK ||
	    !state_dated(c, r, &q, &error) || ambit_check(b->engine, c, &plain, &d, &error) != AMBIT_OK) {
		printf("  %s: %s\n", r->at[ID], error.message);
		b->failed++;
	}
	ambit_case_free(c);
	return d;
}

static bool is_flagged(ambit_outcome o)
{
	return o >= AMBIT_LICENSE_REQUIRED && o <= AMBIT_PROHIBITED;
}

static ambit_outcome outcome_on(backtest *b, const row *r, question q)
{
	ambit_determination *d = ask(b, r, q);
	ambit_outcome o = d ? ambit_determination_outcome(d) : AMBIT_NOT_DETERMINED;
	ambit_determination_free(d);
	return o;
}

/* The first day from `start` to the last act on which the act is flagged; "-" when there is none. */
static void first_flagged(backtest *b, const row *r, bool as_published, char out[11])
{
	char day[11], last[11];
	const char *acts = strrchr(r->at[ACTS], ',');
	snprintf(day, sizeof day, "%s", r->at[START]);
	snprintf(last, sizeof last, "%s", acts ? acts + 1 : r->at[ACTS]);
	strcpy(out, "-");
	for (; strcmp(day, last) <= 0; next_day(day))
		if (is_flagged(outcome_on(b, r, (question){day, as_published, NULL}))) {
			snprintf(out, 11, "%s", day);
			return;
		}
}

static bool names(const ambit_determination *d, const char *provision)
{
	const char *p;
	for (size_t i = 0; (p = ambit_determination_provision(d, i)); i++)
		if (strcmp(p, provision) == 0)
			return true;
	return false;
}

/* ---- one row ---- */
static void run_acts(backtest *b, const row *r)
{
	char *all = strdup(r->at[ACTS]), *save = NULL;
	for (char *day = all ? strtok_r(all, ",", &save) : NULL; day; day = strtok_r(NULL, ",", &save)) {
		ambit_determination *d = ask(b, r, (question){day, false, NULL});
		if (!d)
			continue;
		ambit_outcome o = ambit_determination_outcome(d);
		bool wanted = r->at[FIRST][0] != '-' && strcmp(r->at[FIRST], day) <= 0;
		expect(b, r, is_flagged(o) == wanted, day, wanted ? "flagged" : "not flagged", ambit_outcome_name(o));
		ambit_determination_free(d);
	}
	free(all);
}

static void run_row(backtest *b, const row *r)
{
	char by_law[11], by_print[11], act[11];
	snprintf(act, sizeof act, "%.10s", r->at[ACTS]);
	run_acts(b, r);
	first_flagged(b, r, false, by_law);
	first_flagged(b, r, true, by_print);
	expect(b, r, strcmp(by_law, r->at[FIRST]) == 0, "first day by the law in force", r->at[FIRST], by_law);
	expect(b, r, strcmp(by_print, r->at[PUBLISHED]) == 0, "first day by what was published", r->at[PUBLISHED],
	       by_print);
	if (by_law[0] != '-') {
		ambit_determination *d = ask(b, r, (question){by_law, false, NULL});
		expect(b, r, d && names(d, r->at[PROVISION]), "the deciding provision", r->at[PROVISION],
		       d ? ambit_determination_provision(d, 0) : NULL);
		ambit_determination_free(d);
	}
	ambit_outcome without = outcome_on(b, r, (question){act, false, r->at[FACT]});
	expect(b, r, strcmp(ambit_outcome_name(without), r->at[WITHOUT]) == 0 && !is_flagged(without),
	       "the first act without the deciding fact", r->at[WITHOUT], ambit_outcome_name(without));
	char line[512];
	snprintf(line, sizeof line, "| %s | %s | %.10s | %s | %s | %s | %s | %s |\n", r->at[PARTY], r->at[STATUS],
	         r->at[ACTS], by_law, by_print, r->at[PROVISION], r->at[FACT], ambit_outcome_name(without));
	if (b->verbose)
		fputs(line, stdout);
	expect(b, r, b->page && strstr(b->page, line), PAGE, line, "another table");
}

static bool split(char *line, row *r)
{
	int n = 0;
	for (char *p = line; p && n < COLUMNS; n++) {
		r->at[n] = p;
		p = strchr(p, '\t');
		if (p)
			*p++ = 0;
	}
	return n == COLUMNS;
}

int main(int argc, char **argv)
{
	ambit_error error = {0};
	backtest b = {.verbose = argc > 1 && strcmp(argv[1], "-v") == 0};
	char *table = read_file(TABLE), *save = NULL;
	b.page = read_file(PAGE);
	if (!table || ambit_engine_open(&b.engine, NULL, NULL, &error) != AMBIT_OK) {
		printf("%s cannot be read, or the engine does not open: %s\n", TABLE, error.message);
		return 1;
	}
	if (b.verbose)
		printf("| who | state | first act | flagged from | as published | by | by the fact | without that fact |\n"
		       "|---|---|---|---|---|---|---|---|\n");
	for (char *line = strtok_r(table, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		row r;
		if (line[0] == '#')
			continue;
		if (split(line, &r)) {
			run_row(&b, &r);
		} else {
			printf("a line without %d columns: %.60s\n", COLUMNS, line);
			b.failed++;
		}
	}
	free(table);
	free(b.page);
	ambit_engine_free(b.engine);
	printf("%u days asked\n%u passed, %u failed\n", b.asked, b.passed, b.failed);
	return b.failed ? 1 : 0;
}
