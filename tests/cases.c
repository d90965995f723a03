/* Published questions with published answers (tests/published/cases.tsv), asked through the public API only.
 * Prints a table by topic. A case agrees, is stricter, is not determined, or is permissive; permissive fails always,
 * and what differs fails unless tests/published/explained.tsv gives the reason. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_tree.h>

#include "ambit.h"
#include "read_file.h"

enum { AGREED, STRICTER, PERMISSIVE, OPEN, VERDICTS };
static const char *const verdict_names[VERDICTS] = {"agreed", "stricter", "PERMISSIVE", "not determined"};

typedef struct topic {
	char name[64];
	unsigned n[VERDICTS];
} topic;

typedef struct suite {
	ambit_engine *engine;
	topic topics[128];
	unsigned topic_n, passed, failed, side_checks, side_failed;
	char *explained;
	bool verbose;
} suite;

static const char *text_at(yajl_val v, const char *key)
{
	const char *path[] = {key, NULL};
	return YAJL_GET_STRING(yajl_tree_get(v, path, yajl_t_string));
}

static int outcome_number(const char *name)
{
	for (int i = 0; i < AMBIT_OUTCOME_COUNT; i++)
		if (name && strcmp(ambit_outcome_name((ambit_outcome)i), name) == 0)
			return i;
	return -1;
}

static bool accepted(yajl_val expect, ambit_outcome got)
{
	const char *path[] = {"also_accept", NULL};
	yajl_val list = yajl_tree_get(expect, path, yajl_t_array);
	for (size_t i = 0; list && i < YAJL_GET_ARRAY(list)->len; i++) {
		const char *s = YAJL_GET_STRING(YAJL_GET_ARRAY(list)->values[i]);
		if (s && outcome_number(s) == (int)got)
			return true;
	}
	return false;
}

static topic *topic_of(suite *s, const char *name)
{
	for (unsigned i = 0; i < s->topic_n; i++)
		if (strcmp(s->topics[i].name, name) == 0)
			return &s->topics[i];
	topic *t = &s->topics[s->topic_n < 127 ? s->topic_n++ : 127];
	snprintf(t->name, sizeof t->name, "%s", name);
	return t;
}

static int judge(yajl_val expect, ambit_outcome got)
{
	int want = outcome_number(text_at(expect, "outcome"));
	if ((int)got == want || accepted(expect, got))
		return AGREED;
	if (got == AMBIT_NOT_DETERMINED)
		return OPEN;
	/* better than every answer that the source bears */
	int least = want == AMBIT_NOT_DETERMINED ? AMBIT_LICENSE_REQUIRED : want;
	for (int i = 0; i < (int)AMBIT_NOT_DETERMINED; i++)
		if (accepted(expect, (ambit_outcome)i) && i < least)
			least = i;
	return (int)got < least ? PERMISSIVE : STRICTER;
}

/* ECCN, paragraph and policy where the source states them. */
static void side_check(suite *s, const char *id, const char *what, const char *want, const char *got)
{
	if (!want)
		return;
	s->side_checks++;
	if (got && strcmp(want, got) == 0)
		return;
	s->side_failed++;
	printf("  %s: %s is %s, the source has %s\n", id, what, got ? got : "not determined", want);
}

static bool is_explained(const suite *s, const char *id)
{
	char key[160];
	snprintf(key, sizeof key, "\n%s\t", id);
	return s->explained && strstr(s->explained, key);
}

static void run_case(suite *s, char *line)
{
	char *expect_text = strchr(line, '\t'), *topic_text = expect_text ? strchr(expect_text + 1, '\t') : NULL;
	char *source = topic_text ? strchr(topic_text + 1, '\t') : NULL, message[256];
	if (!source)
		return;
	*expect_text++ = *topic_text++ = *source++ = 0;
	yajl_val expect = yajl_tree_parse(expect_text, message, sizeof message);
	yajl_val given = yajl_tree_parse(line, message, sizeof message);
	const char *id = given ? text_at(given, "id") : "?";
	ambit_case *c = ambit_case_new(s->engine);
	ambit_error e = {0};
	ambit_determination *d = NULL;
	ambit_options o = {.reading = AMBIT_READING_ENFORCED};
	const char *reading = text_at(expect, "reading");
	if (reading && strcmp(reading, "text") == 0)
		o.reading = AMBIT_READING_TEXT;
	if (ambit_case_read(c, id, line, strlen(line), &e) != AMBIT_OK ||
	    ambit_check(s->engine, c, &o, &d, &e) != AMBIT_OK) {
		printf("  %s: %s:%d:%d: %s; %s\n", id, e.file, e.line, e.column, e.message, e.remedy);
		s->failed++;
	} else {
		ambit_outcome got = ambit_determination_outcome(d);
		int v = judge(expect, got);
		topic_of(s, topic_text)->n[v]++;
		bool fine = v == AGREED || (v != PERMISSIVE && is_explained(s, id));
		if (v != AGREED && (!fine || s->verbose))
			printf("  %s: %s: %s (%s to %s), the source has %s; by %s\n", id, verdict_names[v], ambit_outcome_name(got),
			       ambit_outcome_name(ambit_determination_best(d)), ambit_outcome_name(ambit_determination_worst(d)),
			       text_at(expect, "outcome"),
			       ambit_determination_provision(d, 0) ? ambit_determination_provision(d, 0) : "nothing");
		if (v == AGREED && is_explained(s, id))
			printf("  %s agrees now: strike it from explained.tsv\n", id), fine = false;
		s->passed += fine;
		s->failed += !fine;
		if (!is_explained(s, id)) {
			side_check(s, id, "ECCN", text_at(expect, "eccn"), ambit_determination_eccn(d));
			side_check(s, id, "paragraph", text_at(expect, "paragraph"), ambit_determination_paragraph(d));
			side_check(s, id, "policy", text_at(expect, "policy"), ambit_determination_policy(d));
		}
	}
	ambit_determination_free(d);
	ambit_case_free(c);
	yajl_tree_free(expect);
	yajl_tree_free(given);
}

static void print_table(const suite *s)
{
	unsigned sum[VERDICTS] = {0};
	printf("%-28s %8s %8s %10s %14s\n", "topic", "agreed", "stricter", "permissive", "not determined");
	for (unsigned i = 0; i < s->topic_n; i++) {
		const topic *t = &s->topics[i];
		printf("%-28s %8u %8u %10u %14u\n", t->name, t->n[AGREED], t->n[STRICTER], t->n[PERMISSIVE], t->n[OPEN]);
		for (int v = 0; v < VERDICTS; v++)
			sum[v] += t->n[v];
	}
	printf("%-28s %8u %8u %10u %14u\n", "all", sum[AGREED], sum[STRICTER], sum[PERMISSIVE], sum[OPEN]);
	printf("%u figures, paragraphs and policies compared, %u differ\n", s->side_checks, s->side_failed);
}

int main(int argc, char **argv)
{
	static suite s;
	ambit_error e = {0};
	s.verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
	char *cases = read_file(TEST_SOURCE "/published/cases.tsv");
	s.explained = read_file(TEST_SOURCE "/published/explained.tsv");
	if (!cases || ambit_engine_open(&s.engine, NULL, NULL, &e) != AMBIT_OK) {
		printf("cannot start: %s:%d:%d: %s; %s\n0 passed, 1 failed\n", e.file, e.line, e.column, e.message, e.remedy);
		return 1;
	}
	for (char *line = cases, *next; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = 0;
		if (*line != '#' && *line)
			run_case(&s, line);
	}
	print_table(&s);
	ambit_engine_free(s.engine);
	free(cases);
	free(s.explained);
	/* what a source says besides the outcome counts as one check each */
	printf("%u passed, %u failed\n", s.passed + s.side_checks - s.side_failed, s.failed + s.side_failed);
	return s.failed + s.side_failed ? 1 : 0;
}
