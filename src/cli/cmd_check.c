/* ambit check: one case, one determination. */
#include <string.h>

#include "cli/cli.h"
#include "determine/determine.h"

#define OWNERSHIP_MAX ((size_t)64 << 20)
#define CASE_MAX ((size_t)17 << 20) /* a little more than the reader takes, so that it says why */

static const cli_option options[] = {
	{"--case", "FILE", "facts from a JSON file (`ambit schema case`); - reads standard input; words override it"},
	{"--ownership", "FILE", "who owns whom (CSV): the owners of named parties that state none"},
	{"--as-of", "DAY", "day of the activity, YYYY-MM-DD (default: today)"},
	{"--known", "DAY", "use only law published by this day (default: today)"},
	{"--reading", "HOW", "enforced: announced non-enforcement counts (default); text: the codified text alone"},
	{"--interpret", "ID=CHOICE", "take one reading of a text that bears two; may be repeated"},
	{"--explain", NULL, "unfold the reasons"},
	{"--brief", NULL, "one line: the outcome, a tab, the sentence"},
	{"--flip", NULL, "also the smallest sets of facts that would change the outcome"},
	{NULL, NULL, NULL},
};

typedef ambit_status (*reader)(ambit_case *, const char *, const char *, size_t, ambit_error *);

static bool read_file(cli *c, ambit_case *q, const char *file, size_t limit, reader read)
{
	ab_str text;
	ab_diags d;
	ambit_error e = {0};
	ab_diags_init(&d, &c->arena);
	if (!ab_file_read(&c->arena, file, limit, &text, &d)) {
		const ab_diag *x = &d.list.p[0];
		cli_fail(x->remedy, "%s: %s", x->file, x->message);
		return false;
	}
	if (read(q, file, text.p, text.n, &e) == AMBIT_OK)
		return true;
	cli_fail_error(&e, file);
	return false;
}

static bool set_fact(cli *c, ambit_case *q, const char *where, const char *path, const char *value)
{
	ambit_error e = {0};
	if (ambit_case_set(q, path, value, &e) == AMBIT_OK)
		return true;
	cli_fail_error(&e, where);
	(void)c;
	return false;
}

static bool set_word(cli *c, ambit_case *q, uint32_t i)
{
	const char *word = c->words.p[i], *equals = strchr(word, '=');
	const char *where = ab_sprintf(&c->arena, "argument %d", c->places.p[i]);
	if (!equals) {
		cli_fail("write PATH=VALUE, as in chip=h100 or to=BR", "%s: \"%s\" states no fact", where, word);
		return false;
	}
	const char *path = ab_strdup(&c->arena, (ab_str){word, (size_t)(equals - word)});
	return set_fact(c, q, where, path, equals + 1);
}

static bool fill(cli *c, ambit_case *q)
{
	static const struct {
		const char *option, *path;
	} days[] = {{"--as-of", "as_of"}, {"--known", "known"}};
	const char *file = cli_get(c, "--case");
	if (!file && !c->words.n) {
		cli_fail("try `ambit check chip=h100 activity=export from=US to=BR`", "no facts were given");
		return false;
	}
	if (file && !read_file(c, q, file, CASE_MAX, ambit_case_read))
		return false;
	for (uint32_t i = 0; i < c->words.n; i++)
		if (!set_word(c, q, i))
			return false;
	for (size_t i = 0; i < AB_COUNT(days); i++) {
		const char *day = cli_get(c, days[i].option);
		if (day && !set_fact(c, q, days[i].option, days[i].path, day))
			return false;
	}
	const char *owners = cli_get(c, "--ownership"); /* last: it asks for the names and the day */
	return !owners || read_file(c, q, owners, OWNERSHIP_MAX, ambit_case_ownership);
}

static bool read_options(cli *c, ambit_options *o)
{
	const char *reading = cli_get(c, "--reading");
	if (reading && strcmp(reading, "text") == 0) {
		o->reading = AMBIT_READING_TEXT;
	} else if (reading && strcmp(reading, "enforced") != 0) {
		cli_fail("write --reading enforced or --reading text", "there is no reading \"%s\"", reading);
		return false;
	}
	struct {
		AB_VEC(const char *) v;
	} choices = {0};
	for (uint32_t i = 0; i < c->values.n; i++)
		if (strcmp(c->values.p[i].name, "--interpret") == 0)
			ab_push(&c->arena, &choices.v, c->values.p[i].text);
	ab_push(&c->arena, &choices.v, (const char *)NULL);
	o->interpret = choices.v.p;
	return true;
}

/* One line: the sentence without tabs and line ends. */
static bool show_brief(cli *c, const ambit_determination *d)
{
	ab_buf b = {0};
	det_text t = det_summary(d, &c->arena);
	ab_buf_printf(&b, "%s\t", ambit_outcome_name(ambit_determination_outcome(d)));
	for (size_t i = 0; i < t.text.n; i++)
		ab_buf_addc(&b, (unsigned char)t.text.p[i] < ' ' ? ' ' : t.text.p[i]);
	ab_buf_addc(&b, '\n');
	bool ok = cli_write(b.p, b.n);
	ab_buf_free(&b);
	return ok;
}

static bool show(cli *c, const ambit_determination *d)
{
	char *text = NULL;
	size_t n = 0;
	ambit_status s;
	if (cli_has(c, "--brief"))
		return show_brief(c, d);
	if (cli_has(c, "--json"))
		s = ambit_determination_json(d, &text, &n);
	else
		s = ambit_determination_text(d, cli_width(), cli_color(c), cli_has(c, "--explain"), &text, &n);
	bool ok = s == AMBIT_OK && cli_write(text, n);
	ambit_text_free(text);
	return ok;
}

static int answer(cli *c, const ambit_case *q)
{
	ambit_error e = {0};
	ambit_determination *d = NULL;
	ambit_options o = {AMBIT_READING_ENFORCED, AMBIT_WITH_ALL, NULL};
	if (!read_options(c, &o))
		return CLI_BAD;
	if (cli_has(c, "--brief") || cli_has(c, "--quiet"))
		o.with = AMBIT_WITH_QUESTIONS | AMBIT_WITH_ASSUMING;
	else if (cli_has(c, "--flip"))
		o.with |= AMBIT_WITH_FLIPS;
	if (ambit_check(c->engine, q, &o, &d, &e) != AMBIT_OK)
		return cli_fail_error(&e, NULL);
	int code = ambit_determination_exit_code(d);
	if (!cli_has(c, "--quiet") && !show(c, d))
		code = CLI_BAD;
	ambit_determination_free(d);
	return code;
}

static int run(cli *c)
{
	if (!cli_engine(c))
		return CLI_BAD;
	ambit_case *q = ambit_case_new(c->engine);
	if (!q)
		return cli_fail(NULL, "memory is out");
	int code = fill(c, q) ? answer(c, q) : CLI_BAD;
	ambit_case_free(q);
	return code;
}

const cli_command cli_check = {
	"check",
	"whether it is controlled: one case, one answer",
	"check PATH=VALUE... [--as-of DAY] [--known DAY] [--reading enforced|text] [--ownership FILE] [--explain]\n"
	"check --case FILE|- [PATH=VALUE...]",
	"Facts are words PATH=VALUE. A fact that is not stated is unknown, never false.\n"
	"\n"
	"  ambit check chip=h100 activity=export from=US to=BR\n"
	"  ambit check chip=\"Ascend 910B\" activity=use place=BR --as-of 2025-06-01\n"
	"  ambit check chip=h20 activity=export from=US to=CN end-user.headquarters=CN --explain\n"
	"  ambit check tops.int8=640 die_area_mm2=665 activity=sell from=US to=SG assume=ordinary\n"
	"  ambit check --case deal.json --as-of 2026-06-15 --json\n"
	"\n"
	"The last name of a path may stand alone where it is unique (chip, tpp, to). A role comes first for a party:\n"
	"end-user.name, end-user.headquarters, exporter.country. `ambit schema columns` prints every path with its type.\n"
	"assume=ordinary answers the usual no's (military, weapons, bad knowledge) that nobody stated.",
	options,
	run,
};
