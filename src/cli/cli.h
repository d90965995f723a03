/* The command line: options, errors, output; one file a command. Private to this room. */
#ifndef AMBIT_CLI_CLI_H
#define AMBIT_CLI_CLI_H

#include <stdio.h>

#include "ambit.h"
#include "base/base.h"

enum { CLI_OK = 0, CLI_BARRED = 1, CLI_BAD = 2, CLI_UNDECIDED = 3 };

typedef struct cli_option {
	const char *name; /* "--as-of" */
	const char *arg;  /* "DAY"; NULL: takes no value */
	const char *help;
} cli_option;

struct cli;

typedef struct cli_command {
	const char *name;
	const char *summary;       /* one line */
	const char *usage;         /* lines, each after "ambit " */
	const char *about;         /* what it does, with examples */
	const cli_option *options; /* ended by a NULL name; the common ones come on top */
	int (*run)(struct cli *c); /* NULL: not built yet */
} cli_command;

typedef struct cli_value {
	const char *name, *text;
} cli_value;

typedef struct cli {
	ab_arena arena;
	const cli_command *command;
	AB_VEC(cli_value) values;   /* options as given, in order */
	AB_VEC(const char *) words; /* the rest */
	AB_VEC(int) places;         /* of the words: which argument each is, from 1 */
	ambit_engine *engine;
} cli;

/* ---- main.c ---- */
extern const cli_command *const cli_commands[]; /* ended by NULL */
const cli_command *cli_command_find(const char *name);

extern const cli_command cli_check, cli_chip, cli_law, cli_schema;

/* ---- args.c ---- */
extern const cli_option cli_common[]; /* ended by a NULL name */
/* Splits arguments from `first` into options and words; false with a message on stderr. */
bool cli_parse(cli *c, int argc, char **argv, int first);
bool cli_has(const cli *c, const char *option);
const char *cli_get(const cli *c, const char *option); /* the last one given; NULL: not given */
void cli_help(const cli_command *x, FILE *f);
void cli_help_all(FILE *f);

/* ---- output.c ---- */
/* `ambit: what is wrong; what to do` on stderr; returns CLI_BAD. */
int cli_fail(const char *remedy, const char *fmt, ...) AB_PRINTF(2, 3);
/* The same for an error of the library; `where` stands in front when it names no file. May be NULL. */
int cli_fail_error(const ambit_error *e, const char *where);
int cli_not_built(const char *what);
/* Writes to stdout; false with a message when that fails. */
bool cli_write(const char *text, size_t n);
int cli_width(void);
/* Whether to color, by --color, NO_COLOR and the terminal. */
bool cli_color(const cli *c);
bool cli_color_word(const char *word);
/* Opens the engine that --law and --data name, once; NULL with a message. */
ambit_engine *cli_engine(cli *c);

#endif
