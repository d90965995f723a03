/* ambit law: work on rule packs: check, test, format, read. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/law_files.h"
#include "determine/determine.h"

#define FILE_MAX ((size_t)16 << 20)

static const cli_option options[] = {
	{"--check", NULL, "fmt: change nothing, name the files that would change"},
	{"--changes", NULL, "show PACK: every day on which it changes, and what"},
	{NULL, NULL, NULL},
};

static void print_diags(const ab_diags *d)
{
	ab_buf b = {0};
	ab_diags_print(d, &b);
	if (b.n)
		fwrite(b.p, 1, b.n, stderr);
	ab_buf_free(&b);
}

/* ---- check ---- */
static void say_counts(const law *l, uint32_t files, uint32_t warnings)
{
	const law_tree *t = law_tree_of(l);
	uint32_t cases = 0;
	for (uint32_t i = 0; i < t->decls.n; i++)
		cases += t->decls.p[i]->kind == LD_CASE;
	printf("%u files, %u declarations and %u cases: nothing wrong", files, t->decls.n - cases, cases);
	if (warnings)
		printf(", %u warnings", warnings);
	putchar('\n');
}

static int law_check(cli *c)
{
	ab_diags d;
	law_files files = {0};
	const char *dir = c->words.n > 1 ? c->words.p[1] : cli_get(c, "--law");
	law *l = NULL;
	if (c->words.n > 2)
		return cli_fail("write `ambit law check DIR`", "one folder at a time");
	ab_diags_init(&d, &c->arena);
	if (law_files_read(&c->arena, dir, &files, &d) && law_check_files(files.list.p, files.list.n, &d))
		l = law_load(files.list.p, files.list.n, &d);
	print_diags(&d);
	if (!l)
		return d.errors ? CLI_BAD : cli_fail(NULL, "the packs could not be loaded");
	if (!cli_has(c, "--quiet"))
		say_counts(l, files.list.n, d.list.n - d.errors);
	law_free(l);
	return CLI_OK;
}

/* ---- test ---- */
static int law_test(cli *c)
{
	ab_buf report = {0};
	unsigned passed, failed;
	if (!cli_engine(c))
		return CLI_BAD;
	det_law_test(c->engine, &report, &passed, &failed);
	bool ok = cli_write(report.p, report.n);
	ab_buf_free(&report);
	return !ok ? CLI_BAD : failed ? CLI_BARRED : CLI_OK;
}

/* ---- fmt ---- */
/* Beside the file first, then in its place: a full disk leaves the old one. */
static bool replace(cli *c, const char *path, const ab_buf *text)
{
	char *beside = ab_sprintf(&c->arena, "%s.new", path);
	FILE *f = fopen(beside, "wb");
	bool ok = f && fwrite(text->p, 1, text->n, f) == text->n;
	ok = (!f || fclose(f) == 0) && ok;
	ok = ok && rename(beside, path) == 0;
	if (!ok) {
		cli_fail("check the folder's permissions and the space left", "%s: cannot be written: %s", path,
		         strerror(errno));
		if (f)
			remove(beside);
	}
	return ok;
}

static int format_file(cli *c, const char *path)
{
	ab_diags d;
	ab_str text;
	ab_buf out = {0};
	law_tree t = {.arena = &c->arena};
	ab_diags_init(&d, &c->arena);
	if (!ab_file_read(&c->arena, path, FILE_MAX, &text, &d) || !law_parse(&t, path, text, &d)) {
		print_diags(&d);
		return CLI_BAD;
	}
	law_format(&t, text, &out);
	bool same = ab_str_eq(text, (ab_str){out.p ? out.p : "", out.n});
	int code = CLI_OK;
	if (strcmp(path, "-") == 0 && !cli_has(c, "--check")) {
		code = cli_write(out.p ? out.p : "", out.n) ? CLI_OK : CLI_BAD;
	} else if (!same && cli_has(c, "--check")) {
		if (!cli_has(c, "--quiet"))
			printf("%s\n", path);
		code = CLI_BARRED;
	} else if (!same) {
		code = replace(c, path, &out) ? CLI_OK : CLI_BAD;
	}
	ab_buf_free(&out);
	return code;
}

static int law_fmt(cli *c)
{
	int worst = CLI_OK;
	if (c->words.n < 2)
		return cli_fail("write `ambit law fmt FILE...`; - reads standard input", "no file was given");
	for (uint32_t i = 1; i < c->words.n; i++) {
		int code = format_file(c, c->words.p[i]);
		worst = code > worst ? code : worst;
	}
	return worst;
}

/* ---- show, coverage ---- */
static int law_show_one(cli *c)
{
	ab_buf b = {0};
	if (c->words.n != 2)
		return cli_fail("write `ambit law show us.ear.gp10`, or `ambit law show us --changes`",
		                "one name must be given");
	if (!cli_engine(c))
		return CLI_BAD;
	const law *l = c->engine->law;
	ab_str id = ab_str_of(c->words.p[1]);
	bool changes = cli_has(c, "--changes");
	bool found = changes ? law_show_changes(l, id, &b) : law_show(l, id, ab_date_today(), &b, cli_width());
	int code = CLI_OK;
	if (found) {
		code = cli_has(c, "--quiet") || cli_write(b.p ? b.p : "", b.n) ? CLI_OK : CLI_BAD;
	} else if (changes) {
		code = cli_fail("`ambit law show us --changes` shows those of the pack us", "there is no pack \"%.*s\"",
		                AB_FMT(id));
	} else {
		ab_str near = law_nearest(l, &c->arena, id);
		const char *remedy = near.n ? ab_sprintf(&c->arena, "did you mean %.*s?", AB_FMT(near))
		                            : "`ambit law show us` lists what the pack us holds";
		code = cli_fail(remedy, "nothing in the law is called \"%.*s\"", AB_FMT(id));
	}
	ab_buf_free(&b);
	return code;
}

static int law_coverage(cli *c)
{
	ab_buf b = {0};
	if (!cli_engine(c))
		return CLI_BAD;
	law_show_coverage(c->engine->law, &b);
	bool ok = cli_has(c, "--quiet") || cli_write(b.p, b.n);
	ab_buf_free(&b);
	return ok ? CLI_OK : CLI_BAD;
}

static int later(cli *c)
{
	return cli_not_built(ab_sprintf(&c->arena, "law %s", c->words.p[0]));
}

static int run(cli *c)
{
	static const struct {
		const char *word;
		int (*run)(cli *c);
	} jobs[] = {
		{"check", law_check}, {"test", law_test}, {"fmt", law_fmt},  {"show", law_show_one}, {"coverage", law_coverage},
		{"export", later},    {"update", later},  {"status", later}, {"drift", later},
	};
	ab_str names[AB_COUNT(jobs)];
	if (!c->words.n)
		return cli_fail("write `ambit law check`, test, fmt, show or coverage", "say what to do with the law");
	for (size_t i = 0; i < AB_COUNT(jobs); i++) {
		names[i] = ab_str_of(jobs[i].word);
		if (strcmp(jobs[i].word, c->words.p[0]) != 0)
			continue;
		if (cli_has(c, "--json") && jobs[i].run != later)
			return cli_not_built(ab_sprintf(&c->arena, "law %s --json", jobs[i].word));
		return jobs[i].run(c);
	}
	int near = ab_nearest(ab_str_of(c->words.p[0]), names, AB_COUNT(names));
	return cli_fail(near >= 0 ? ab_sprintf(&c->arena, "did you mean `ambit law %s`?", names[near].p)
	                          : "see `ambit help law`",
	                "\"ambit law\" cannot \"%s\"", c->words.p[0]);
}

const cli_command cli_law = {
	"law",
	"work on rule packs: check, test, format, read",
	"law check [DIR]\n"
	"law test [--law DIR]\n"
	"law fmt FILE... [--check]\n"
	"law show ID|PACK [--changes]\n"
	"law coverage",
	"check     reads every file of a pack and reports everything that is wrong, each with its place\n"
	"test      runs the cases that stand beside the rules, names the texts that no case meets and the\n"
	"          provisions that apply in every case; the last line counts the cases\n"
	"fmt       lays files out in the one canonical way, in place; --check only names them (exit code 1)\n"
	"show      one provision with its versions, sources, exceptions and cases; a pack: what it holds\n"
	"coverage  part by part and section by section: what is modeled, only asked about, or not held\n"
	"\n"
	"  ambit law show us.ear.742.6.a.6.iii\n"
	"  ambit law show us --changes\n"
	"\n"
	"Not built yet: export, update, status, drift.",
	options,
	run,
};
