/* Options and words of a command line, and the help that is made from the same tables. */
#include <string.h>

#include "cli/cli.h"

const cli_option cli_common[] = {
	{"--json", NULL, "the whole answer as JSON"},
	{"--law", "DIR", "rule packs of this folder instead of those built in"},
	{"--data", "DIR", "tables of this folder instead of those built in"},
	{"--lang", "en", "language of the sentences; ko and zh are not held yet"},
	{"--quiet", NULL, "print nothing but errors; the exit code is the answer"},
	{"--color", "WHEN", "auto, always or never; auto honors NO_COLOR"},
	{"--help", NULL, "this text"},
	{NULL, NULL, NULL},
};

static const cli_option *find_in(const cli_option *o, ab_str name)
{
	for (; o && o->name; o++)
		if (ab_str_is(name, o->name))
			return o;
	return NULL;
}

static const cli_option *find_option(const cli *c, ab_str name)
{
	const cli_option *o = find_in(c->command->options, name);
	return o ? o : find_in(cli_common, name);
}

static int unknown_option(cli *c, ab_str name)
{
	struct {
		AB_VEC(ab_str) v;
	} all = {0};
	const cli_option *lists[] = {c->command->options, cli_common};
	for (size_t i = 0; i < AB_COUNT(lists); i++)
		for (const cli_option *o = lists[i]; o && o->name; o++)
			ab_push(&c->arena, &all.v, ab_str_of(o->name));
	int near = ab_nearest(name, all.v.p, all.v.n);
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): near is below all.v.n */
	const char *remedy = near >= 0 ? ab_sprintf(&c->arena, "did you mean %s?", all.v.p[near].p)
	                               : ab_sprintf(&c->arena, "see `ambit help %s`", c->command->name);
	return cli_fail(remedy, "there is no option \"%.*s\"", AB_FMT(name));
}

/* Takes the option at argv[i]; returns how many arguments it used, 0 after a message. */
static int take_option(cli *c, int argc, char **argv, int i)
{
	ab_str rest = ab_str_of(argv[i]), name;
	const char *equals = strchr(argv[i], '=');
	name = equals ? (ab_str){argv[i], (size_t)(equals - argv[i])} : rest;
	if (ab_str_is(name, "-h"))
		name = AB_STR("--help");
	const cli_option *o = find_option(c, name);
	if (!o) {
		unknown_option(c, name);
		return 0;
	}
	if (!o->arg && equals) {
		cli_fail(ab_sprintf(&c->arena, "write %s alone", o->name), "%s takes no value", o->name);
		return 0;
	}
	const char *text = o->arg ? (equals ? equals + 1 : i + 1 < argc ? argv[i + 1] : NULL) : "";
	if (!text) {
		cli_fail(ab_sprintf(&c->arena, "write %s %s", o->name, o->arg), "%s lacks its value", o->name);
		return 0;
	}
	ab_push(&c->arena, &c->values, ((cli_value){o->name, text}));
	return o->arg && !equals ? 2 : 1;
}

static bool check_common(const cli *c)
{
	const char *lang = cli_get(c, "--lang"), *color = cli_get(c, "--color");
	if (color && !cli_color_word(color)) {
		cli_fail("write --color auto, always or never", "--color cannot be \"%s\"", color);
		return false;
	}
	if (!lang || strcmp(lang, "en") == 0)
		return true;
	if (strcmp(lang, "ko") == 0 || strcmp(lang, "zh") == 0)
		cli_fail("leave --lang out for English; names of chips and countries may be written in Korean and Chinese all "
		         "the same",
		         "sentences in \"%s\" are not held yet", lang);
	else
		cli_fail("write --lang en", "there is no language \"%s\"", lang);
	return false;
}

bool cli_parse(cli *c, int argc, char **argv, int first)
{
	bool options = true;
	for (int i = first; i < argc;) {
		if (options && strcmp(argv[i], "--") == 0) {
			options = false;
			i++;
			continue;
		}
		if (!options || argv[i][0] != '-' || argv[i][1] == 0) {
			ab_push(&c->arena, &c->words, (const char *)argv[i]);
			ab_push(&c->arena, &c->places, i);
			i++;
			continue;
		}
		int used = take_option(c, argc, argv, i);
		if (!used)
			return false;
		i += used;
	}
	return cli_has(c, "--help") || check_common(c);
}

const char *cli_get(const cli *c, const char *option)
{
	const char *text = NULL;
	for (uint32_t i = 0; i < c->values.n; i++)
		if (strcmp(c->values.p[i].name, option) == 0)
			text = c->values.p[i].text;
	return text;
}

bool cli_has(const cli *c, const char *option)
{
	return cli_get(c, option) != NULL;
}

/* ---- help ---- */
static void help_options(const cli_option *o, FILE *f)
{
	for (; o && o->name; o++) {
		char left[64];
		snprintf(left, sizeof left, "%s%s%s", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
		fprintf(f, "  %-24s %s\n", left, o->help);
	}
}

void cli_help(const cli_command *x, FILE *f)
{
	ab_str rest = ab_str_of(x->usage), line;
	fprintf(f, "%s\n\n", x->summary);
	for (bool first = true; ab_str_cut(&rest, '\n', &line); first = false)
		fprintf(f, "%s ambit %.*s\n", first ? "usage:" : "      ", AB_FMT(line));
	fprintf(f, "\n%s\n", x->about);
	if (x->options && x->options->name) {
		fputs("\noptions\n", f);
		help_options(x->options, f);
	}
	fputs("\neverywhere\n", f);
	help_options(cli_common, f);
	if (!x->run)
		fputs("\nThis command is not built yet.\n", f);
}

void cli_help_all(FILE *f)
{
	fputs("Ambit tells whether an AI chip, an activity, the parties, a place and a day are controlled, and what may be "
	      "done.\n\n"
	      "  ambit check chip=h100 activity=export from=US to=BR\n"
	      "  ambit chip h20\n"
	      "  ambit law show us.ear.gp10\n\n"
	      "commands\n",
	      f);
	for (const cli_command *const *x = cli_commands; *x; x++)
		if ((*x)->run)
			fprintf(f, "  %-10s %s\n", (*x)->name, (*x)->summary);
	fputs("\nnot built yet\n ", f);
	for (const cli_command *const *x = cli_commands; *x; x++)
		if (!(*x)->run)
			fprintf(f, " %s", (*x)->name);
	fputs("\n\nexit codes\n"
	      "  0  no license required, not subject, authorized, or an exception with every condition met\n"
	      "  1  a requirement, a prohibition, or an act still to be done\n"
	      "  2  bad input or failure: a line on stderr says what, where and what to do\n"
	      "  3  not determined: it hangs on a fact that was not stated\n\n"
	      "`ambit help COMMAND` says more; `ambit --version` prints the version.\n",
	      f);
}
