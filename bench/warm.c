/* Times determinations in one process, through the public API alone: five cases, with and without their
 * parts; a whole request (case as JSON in, determination as JSON out); and the opening of an engine.
 *   warm [BLOCKS]         the table; run it where law/ and data/ are
 *   warm BLOCKS one       only the median of one explained determination, in microseconds */
#include <string.h>

#include "ambit.h"
#include "timing.h"

enum { CASES = 5, KINDS = 5, BLOCK = 5, OPENS = 30 };
enum { STATED = 3, EXPLAINED = 1 }; /* places in the two tables below */

typedef struct subject {
	const char *name, *facts; /* facts as on the command line, separated by blanks */
	ambit_case *question;
	samples time[KINDS];
	size_t bytes[KINDS];
	ambit_outcome outcome;
} subject;

static subject subjects[CASES] = {
	{.name = "Ascend 910B, used in Brazil",
     .facts = "activity=use place=BR chip=huawei/ascend-910b end-user.country=BR end-user.headquarters=BR "
              "end-user.parent.country=BR assume=ordinary"},
	{.name = "H100 to China, nothing more said", .facts = "chip=h100 activity=export from=US to=CN"},
	{.name = "H100 to Brazil, nothing more said", .facts = "chip=h100 activity=export from=US to=BR"},
	{.name = "H100 to China, fully stated",
     .facts = "chip=nvidia/h100-sxm activity=export from=US to=CN end-user.country=CN end-user.headquarters=CN "
              "end-user.parent.country=CN assume=ordinary,local,unlisted-owners"},
	{.name = "RTX 4090 to China", .facts = "chip=rtx-4090 activity=export from=US to=CN"},
};

static const struct {
	const char *name;
	unsigned with;
} kinds[KINDS] = {
	{"outcome", 0},
	{"+explanation", AMBIT_WITH_EXPLANATION},
	{"+questions", AMBIT_WITH_QUESTIONS},
	{"+changes", AMBIT_WITH_CHANGES},
	{"all", AMBIT_WITH_ALL},
};

static void must(ambit_status status, const ambit_error *error)
{
	if (status == AMBIT_OK)
		return;
	fprintf(stderr, "warm: %s; %s\n", error->message, error->remedy);
	exit(2);
}

static ambit_case *case_of(const ambit_engine *engine, const char *facts)
{
	ambit_error error = {0};
	ambit_case *c = ambit_case_new(engine);
	char text[512], *rest = NULL;
	snprintf(text, sizeof text, "%s", facts);
	for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		char *value = strchr(word, '=');
		*value++ = 0;
		must(ambit_case_set(c, word, value, &error), &error);
	}
	return c;
}

static uint64_t check_once(const ambit_engine *engine, subject *s, int kind)
{
	ambit_error error = {0};
	ambit_options options = {AMBIT_READING_ENFORCED, kinds[kind].with, NULL};
	ambit_determination *d = NULL;
	uint64_t start = now_ns();
	ambit_status status = ambit_check(engine, s->question, &options, &d, &error);
	uint64_t took = now_ns() - start;
	must(status, &error);
	s->bytes[kind] = ambit_determination_size(d);
	s->outcome = ambit_determination_outcome(d);
	start = now_ns();
	ambit_determination_free(d);
	return took + now_ns() - start;
}

/* The first of a block meets the caches that another case has left, and is not counted. */
static void check_block(const ambit_engine *engine, subject *s, int kind)
{
	check_once(engine, s, kind);
	for (int i = 0; i < BLOCK; i++)
		sample(&s->time[kind], check_once(engine, s, kind));
}

static uint64_t request_once(const ambit_engine *engine)
{
	static const char json[] =
		"{\"schema\":\"ambit/case/1\",\"activity\":\"use\",\"place\":\"BR\",\"assume\":[\"ordinary\"],"
		"\"item\":{\"chip\":\"huawei/ascend-910b\"},\"parties\":[{\"role\":\"end-user\","
		"\"country\":\"BR\",\"headquarters\":\"BR\",\"parent\":{\"country\":\"BR\"}}]}";
	ambit_error error = {0};
	ambit_determination *d = NULL;
	char *text = NULL;
	size_t size;
	uint64_t start = now_ns();
	ambit_case *c = ambit_case_new(engine);
	must(ambit_case_read(c, "case.json", json, sizeof json - 1, &error), &error);
	must(ambit_check(engine, c, NULL, &d, &error), &error);
	must(ambit_determination_json(d, &text, &size), &error);
	ambit_text_free(text);
	ambit_determination_free(d);
	ambit_case_free(c);
	return now_ns() - start;
}

static void request_block(const ambit_engine *engine, samples *time)
{
	request_once(engine);
	for (int i = 0; i < BLOCK; i++)
		sample(time, request_once(engine));
}

static void open_once(const char *law_dir, const char *data_dir, samples *time)
{
	ambit_error error = {0};
	ambit_engine *engine = NULL;
	uint64_t start = now_ns();
	ambit_status status = ambit_engine_open(&engine, law_dir, data_dir, &error);
	uint64_t took = now_ns() - start;
	must(status, &error);
	ambit_engine_free(engine);
	sample(time, took);
}

static void print_case(subject *s)
{
	printf("  %s: %s\n", s->name, ambit_outcome_name(s->outcome));
	for (int k = 0; k < KINDS; k++)
		printf("    %-44s %10.1f %10.1f %10.1f %9.1f\n", kinds[k].name, sample_us(&s->time[k], 0.5),
		       sample_us(&s->time[k], 0), sample_us(&s->time[k], 0.99), (double)s->bytes[k] / 1024);
}

/* One figure alone, for a comparison in turns with another program. */
static void print_one(const ambit_engine *engine, long rounds)
{
	subject *s = &subjects[STATED];
	s->question = case_of(engine, s->facts);
	for (long i = 0; i < rounds; i++)
		check_block(engine, s, EXPLAINED);
	printf("%.1f\n", sample_us(&s->time[EXPLAINED], 0.5));
	samples_free(&s->time[EXPLAINED]);
	ambit_case_free(s->question);
}

int main(int argc, char **argv)
{
	long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 40;
	ambit_error error = {0};
	ambit_engine *engine = NULL;
	samples open = {0}, open_files = {0}, request = {0};
	must(ambit_engine_open(&engine, NULL, NULL, &error), &error);
	if (argc > 2 && strcmp(argv[2], "one") == 0) {
		print_one(engine, rounds);
		ambit_engine_free(engine);
		return 0;
	}
	for (int i = 0; i < CASES; i++)
		subjects[i].question = case_of(engine, subjects[i].facts);
	for (int i = 0; i < OPENS; i++) {
		open_once(NULL, NULL, &open);
		open_once("law", "data", &open_files);
	}
	for (long round = 0; round < rounds; round++) {
		for (int i = 0; i < CASES; i++)
			for (int k = 0; k < KINDS; k++)
				check_block(engine, &subjects[i], k);
		request_block(engine, &request);
	}

	printf("  %ld blocks of %d of each, in turns; freeing the determination is counted\n", rounds, BLOCK);
	printf("  %-46s %10s %10s %10s %9s\n", "one determination", "median us", "min us", "p99 us", "KiB held");
	double slowest = 0;
	for (int i = 0; i < CASES; i++) {
		print_case(&subjects[i]);
		double us = sample_us(&subjects[i].time[EXPLAINED], 0.5);
		slowest = us > slowest ? us : slowest;
	}
	sample_print("a request: case JSON -> determination JSON", &request);
	sample_print("opening an engine, packs and tables inside", &open);
	sample_print("opening an engine from law/ and data/", &open_files);
	printf("goal: explained determination < 50 us median, slowest of %d cases: %s (%.1f us)\n", CASES,
	       slowest < 50 ? "met" : "missed", slowest);

	for (int i = 0; i < CASES; i++) {
		ambit_case_free(subjects[i].question);
		for (int k = 0; k < KINDS; k++)
			samples_free(&subjects[i].time[k]);
	}
	samples_free(&open);
	samples_free(&open_files);
	samples_free(&request);
	ambit_engine_free(engine);
	return 0;
}
