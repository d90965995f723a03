/* ambit schema: what goes in and what comes out, for programs. */
#include <string.h>

#include "cli/cli.h"

static const cli_option options[] = {{NULL, NULL, NULL}};

static int run(cli *c)
{
	static const ab_str names[] = {{"case", 4}, {"determination", 13}, {"columns", 7}};
	char *text = NULL;
	size_t n = 0;
	if (c->words.n != 1)
		return cli_fail("write `ambit schema case`, `determination` or `columns`", "one schema must be named");
	if (!cli_engine(c))
		return CLI_BAD;
	if (ambit_schema(c->engine, c->words.p[0], &text, &n) != AMBIT_OK) {
		int near = ab_nearest(ab_str_of(c->words.p[0]), names, AB_COUNT(names));
		return cli_fail(near >= 0 ? ab_sprintf(&c->arena, "did you mean %s?", names[near].p)
		                          : "there are case, determination and columns",
		                "there is no schema \"%s\"", c->words.p[0]);
	}
	bool ok = cli_has(c, "--quiet") || cli_write(text, n);
	ambit_text_free(text);
	return ok ? CLI_OK : CLI_BAD;
}

const cli_command cli_schema = {
	"schema",
	"schemas of what goes in and comes out",
	"schema case|determination|columns",
	"case: JSON Schema of a case; determination: JSON Schema of an answer;\n"
	"columns: every path of a case with its type, as CSV.",
	options,
	run,
};
