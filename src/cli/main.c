/* ambit: the command line. Finds the command, gives it its arguments, and frees what it left. */
#include <string.h>

#include "cli/cli.h"

/* ---- commands that do not exist yet are named all the same, and say so ---- */
#define LATER(id, word, line) static const cli_command id = {word, line, word " ...", "Not built yet.", NULL, NULL}
LATER(later_screen, "screen", "listed parties that match a name");
LATER(later_match, "match", "the score of a pair of names, explained");
LATER(later_batch, "batch", "many cases, one a row");
LATER(later_diff, "diff", "what changed in law between two days, and whose outcome it changed");
LATER(later_frontier, "frontier", "the edge of what is controlled");
LATER(later_gaps, "gaps", "where the law leaves something without an answer");
LATER(later_timeline, "timeline", "the answer to a case over all days");
LATER(later_world, "world", "the answer to a case for every country");
LATER(later_whatif, "whatif", "the answer under another law");
LATER(later_conflicts, "conflicts", "where two laws demand the contrary");
LATER(later_compare, "compare", "chips side by side");
LATER(later_alternatives, "alternatives", "what may lawfully be bought instead");
LATER(later_scan, "scan", "accelerators in this machine or fleet, each classified");
LATER(later_lists, "lists", "party lists");
LATER(later_ledger, "ledger", "the record of determinations");
LATER(later_serve, "serve", "web page and HTTP API");
LATER(later_mcp, "mcp", "tools for assistants");

const cli_command *const cli_commands[] = {
	&cli_check,     &cli_chip,           &cli_law,    &cli_schema,     &later_screen, &later_match,  &later_batch,
	&later_diff,    &later_frontier,     &later_gaps, &later_timeline, &later_world,  &later_whatif, &later_conflicts,
	&later_compare, &later_alternatives, &later_scan, &later_lists,    &later_ledger, &later_serve,  &later_mcp,
	NULL,
};

const cli_command *cli_command_find(const char *name)
{
	for (const cli_command *const *x = cli_commands; *x; x++)
		if (strcmp((*x)->name, name) == 0)
			return *x;
	return NULL;
}

static int unknown_command(const char *word)
{
	ab_str names[64];
	char remedy[128] = "`ambit --help` lists the commands";
	size_t n = 0;
	for (const cli_command *const *x = cli_commands; *x && n < AB_COUNT(names); x++)
		names[n++] = ab_str_of((*x)->name);
	int near = ab_nearest(ab_str_of(word), names, n);
	if (strchr(word, '=') && word[0] != '-')
		snprintf(remedy, sizeof remedy, "facts come after a command, as in `ambit check %.60s`", word);
	else if (near >= 0)
		snprintf(remedy, sizeof remedy, "did you mean `ambit %s`?", names[near].p);
	return cli_fail(remedy, "there is no %s \"%s\"", word[0] == '-' ? "option" : "command", word);
}

static int help(int argc, char **argv)
{
	if (argc < 3) {
		cli_help_all(stdout);
		return CLI_OK;
	}
	const cli_command *x = cli_command_find(argv[2]);
	if (!x)
		return unknown_command(argv[2]);
	cli_help(x, stdout);
	return CLI_OK;
}

static int run(const cli_command *x, int argc, char **argv)
{
	cli c = {.command = x};
	int code = CLI_BAD;
	ab_arena_init(&c.arena);
	if (!x->run && argc == 3 && strcmp(argv[2], "--help") == 0) {
		cli_help(x, stdout);
		code = CLI_OK;
	} else if (!x->run) {
		code = cli_not_built(x->name);
	} else if (cli_parse(&c, argc, argv, 2)) {
		if (cli_has(&c, "--help")) {
			cli_help(x, stdout);
			code = CLI_OK;
		} else {
			code = x->run(&c);
		}
	}
	ambit_engine_free(c.engine);
	ab_arena_free(&c.arena);
	return code;
}

int main(int argc, char **argv)
{
	if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		cli_help_all(stdout);
		return CLI_OK;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("ambit " AMBIT_VERSION);
		return CLI_OK;
	}
	if (strcmp(argv[1], "help") == 0)
		return help(argc, argv);
	const cli_command *x = cli_command_find(argv[1]);
	return x ? run(x, argc, argv) : unknown_command(argv[1]);
}
