/* What goes to the terminal: errors in one form, text, width and color. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"

int cli_fail(const char *remedy, const char *fmt, ...)
{
	va_list ap;
	fflush(stdout);
	fputs("ambit: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	if (remedy && remedy[0])
		fprintf(stderr, "; %s", remedy);
	fputc('\n', stderr);
	return CLI_BAD;
}

int cli_fail_error(const ambit_error *e, const char *where)
{
	char place[300] = "";
	if (e->file[0] && e->line > 0 && e->column > 0)
		snprintf(place, sizeof place, "%s:%d:%d: ", e->file, e->line, e->column);
	else if (e->file[0] && e->line > 0)
		snprintf(place, sizeof place, "%s:%d: ", e->file, e->line);
	else if (e->file[0])
		snprintf(place, sizeof place, "%s: ", e->file);
	else if (where)
		snprintf(place, sizeof place, "%s: ", where);
	return cli_fail(e->remedy, "%s%s", place, e->message[0] ? e->message : "this failed for want of memory");
}

int cli_not_built(const char *what)
{
	return cli_fail("`ambit --help` lists what is", "\"%s\" is not built yet", what);
}

bool cli_write(const char *text, size_t n)
{
	if (fwrite(text, 1, n, stdout) == n && fflush(stdout) == 0)
		return true;
	cli_fail("free some space, or write elsewhere", "the answer cannot be written: %s", strerror(errno));
	return false;
}

int cli_width(void)
{
	struct winsize w;
	const char *columns = getenv("COLUMNS");
	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col >= 20)
		return w.ws_col;
	long n = columns ? strtol(columns, NULL, 10) : 0;
	return n >= 20 && n <= 1000 ? (int)n : 80;
}

bool cli_color_word(const char *word)
{
	return strcmp(word, "auto") == 0 || strcmp(word, "always") == 0 || strcmp(word, "never") == 0;
}

bool cli_color(const cli *c)
{
	const char *word = cli_get(c, "--color"), *no = getenv("NO_COLOR"), *term = getenv("TERM");
	if (word && strcmp(word, "auto") != 0)
		return strcmp(word, "always") == 0;
	if ((no && no[0]) || !term || strcmp(term, "dumb") == 0)
		return false;
	return isatty(STDOUT_FILENO) != 0;
}

ambit_engine *cli_engine(cli *c)
{
	ambit_error e = {0};
	if (!c->engine && ambit_engine_open(&c->engine, cli_get(c, "--law"), cli_get(c, "--data"), &e) != AMBIT_OK)
		cli_fail_error(&e, NULL);
	return c->engine;
}
