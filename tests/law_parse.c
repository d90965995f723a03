/* The parser, the formatter and the static checks: folders of files that must
 * be accepted and files that must be rejected with exactly the errors that
 * they announce in their first lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "law/check.h"
#include "law/lex.h"
#include "law_same.h"

typedef struct world {
	ab_arena arena;
	ab_diags diags;
	law_tree tree;
} world;

static void world_init(world *w)
{
	ab_arena_init(&w->arena);
	ab_diags_init(&w->diags, &w->arena);
	w->tree = (law_tree){.arena = &w->arena};
}

static void world_free(world *w)
{
	ab_arena_free(&w->arena);
}

static bool parse(world *w, const char *text)
{
	return law_parse(&w->tree, "t.law", ab_str_of(text), &w->diags);
}

static void show(const ab_diags *d)
{
	ab_buf out = {0};

	ab_diags_print(d, &out);
	if (out.n > 0)
		print_error("%s", out.p);
	ab_buf_free(&out);
}

/* Calls `each` for every .law file of a folder and returns how many there were. */
static int for_files(const char *folder, void (*each)(const char *path))
{
	DIR *dir = opendir(folder);
	char path[512];
	int n = 0;

	assert_non_null(dir);
	for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
		size_t len = strlen(e->d_name);
		if (len < 5 || strcmp(e->d_name + len - 4, ".law") != 0)
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		each(path);
		n++;
	}
	closedir(dir);
	return n;
}

static ab_str read_file(world *w, const char *path)
{
	ab_str text;

	if (!ab_file_read(&w->arena, path, 1 << 20, &text, &w->diags))
		fail_msg("cannot read %s", path);
	return text;
}

static void assert_same_tree(const char *path, const law_tree *a, const law_tree *b)
{
	uint32_t at = same_tree(a, b);

	if (at < a->decls.n)
		fail_msg("%s:%d: the layout changed what it says", path, a->decls.p[at]->pos.line);
	assert_int_equal(a->decls.n, b->decls.n);
}

static int comments(ab_str s)
{
	int n = 0;

	for (size_t i = 0; i + 1 < s.n; i++)
		n += s.p[i] == '-' && s.p[i + 1] == '-' && (i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == '\n');
	return n;
}

/* Formats `text`, checks that nothing but the layout changed and that doing it again changes nothing. */
static void check_layout(const char *path, ab_str text)
{
	world a, b;
	ab_buf one = {0}, two = {0};

	world_init(&a);
	world_init(&b);
	if (!law_parse(&a.tree, path, text, &a.diags)) {
		show(&a.diags);
		fail_msg("%s is not accepted", path);
	}
	law_format(&a.tree, text, &one);
	ab_str laid = {one.p, one.n};
	if (!law_parse(&b.tree, path, laid, &b.diags)) {
		show(&b.diags);
		fail_msg("%s: its canonical layout is not accepted:\n%s", path, one.p);
	}
	assert_same_tree(path, &a.tree, &b.tree);
	assert_int_equal(comments(text), comments(laid));
	law_format(&b.tree, laid, &two);
	assert_int_equal(one.n, two.n);
	if (one.n > 0)
		assert_string_equal(one.p, two.p);
	ab_buf_free(&one);
	ab_buf_free(&two);
	world_free(&a);
	world_free(&b);
}

/* ---- folders ---- */

static void accept_file(const char *path)
{
	world w;

	world_init(&w);
	ab_str text = read_file(&w, path);
	check_layout(path, text);
	assert_true(law_parse(&w.tree, path, text, &w.diags));
	law_check_tree(&w.tree, &w.diags);
	if (w.diags.errors > 0) {
		show(&w.diags);
		fail_msg("%s: the checks find errors", path);
	}
	world_free(&w);
}

static void accepted(void **state)
{
	(void)state;
	assert_true(for_files("tests/law/accept", accept_file) >= 2);
}

/* "-- expect: LINE:COL: part of message" lines at the top of the file, each met by one error; no other errors. */
static void reject_file(const char *path)
{
	world w;
	uint32_t announced = 0;

	world_init(&w);
	ab_str text = read_file(&w, path), rest = text, one;
	if (law_parse(&w.tree, path, text, &w.diags))
		law_check_tree(&w.tree, &w.diags);
	while (ab_str_cut(&rest, '\n', &one) && ab_str_starts(one, "-- expect: ")) {
		char want[400], have[400];
		bool met = false;
		snprintf(want, sizeof want, "%.*s", (int)one.n - 11, one.p + 11);
		for (uint32_t i = 0; i < w.diags.list.n && !met; i++) {
			const ab_diag *d = &w.diags.list.p[i];
			snprintf(have, sizeof have, "%d:%d: %s", d->line, d->col, d->message);
			met = !d->warning && strncmp(have, want, strlen(want)) == 0;
			if (met && (!d->remedy || !*d->remedy))
				fail_msg("%s: no remedy: %s", path, have);
		}
		if (!met) {
			show(&w.diags);
			fail_msg("%s: missing: %s", path, want);
		}
		announced++;
	}
	if (announced == 0 || announced != w.diags.errors) {
		show(&w.diags);
		fail_msg("%s: %u errors announced, %u found", path, announced, w.diags.errors);
	}
	world_free(&w);
}

static void rejected(void **state)
{
	(void)state;
	assert_true(for_files("tests/law/reject", reject_file) >= 50);
}

/* ---- what the tree holds ---- */

static const law_decl *decl(const world *w, const char *id)
{
	for (uint32_t i = 0; i < w->tree.decls.n; i++)
		if (ab_str_is(w->tree.decls.p[i]->id, id))
			return w->tree.decls.p[i];
	fail_msg("no declaration %s", id);
	return NULL;
}

static const law_expr *condition(const world *w, const char *id)
{
	return decl(w, id)->limbs.p[0].versions.p[0].when;
}

/* The table is searched by halves, so it must be sorted. */
static void keywords(void **state)
{
	(void)state;
	for (int k = 0; k < LKW_TOTAL; k++)
		assert_int_equal(law_keyword(ab_str_of(law_keyword_name((law_kw)k))), k);
	assert_int_equal(law_keyword(AB_STR("zebra")), LKW_OTHER);
	assert_int_equal(law_keyword(AB_STR("al")), LKW_OTHER);
	assert_int_equal(law_keyword(AB_STR("allow")), LKW_OTHER);
}

static void expressions(void **state)
{
	world w;
	const law_expr *e;

	(void)state;
	world_init(&w);
	assert_true(parse(&w, "define flat when a and b and c\n"
	                      "define nested when a and (b and c)\n"
	                      "define lines when any of\n"
	                      "  - [x] a cite \"one\"\n"
	                      "  - none of\n"
	                      "    - b\n"
	                      "    - c\n"
	                      "  and d\n"
	                      "define numbers when item.x + 2 * item.y >= 5.92 TPP/mm2\n"
	                      "define nots when not a is b and item.x is not \"c d\"\n"
	                      "define who when no receiver has to in D:5\n"));
	e = condition(&w, "flat");
	assert_int_equal(e->op, LX_AND);
	assert_int_equal(e->n, 3);
	e = condition(&w, "nested");
	assert_int_equal(e->n, 2);
	assert_int_equal(e->kids[1]->op, LX_AND);
	e = condition(&w, "lines"); /* `and` at the dashes ends the list */
	assert_int_equal(e->op, LX_AND);
	assert_int_equal(e->n, 2);
	assert_int_equal(e->kids[0]->op, LX_OR);
	assert_true(e->kids[0]->listed);
	assert_true(ab_str_is(e->kids[0]->kids[0]->label, "x"));
	assert_true(ab_str_is(e->kids[0]->kids[0]->cite, "one"));
	assert_int_equal(e->kids[0]->kids[1]->op, LX_NOT);
	assert_int_equal(e->kids[0]->kids[1]->kids[0]->n, 2);
	e = condition(&w, "numbers");
	assert_int_equal(e->op, LX_CMP);
	assert_int_equal(e->cmp, LC_GE);
	assert_int_equal(e->kids[0]->op, LX_ADD);
	assert_int_equal(e->kids[0]->kids[1]->op, LX_MUL);
	assert_true(e->kids[1]->lo == (ab_num)5920000000LL);
	assert_true(ab_str_is(e->kids[1]->unit, "TPP/mm2"));
	assert_true(ab_str_is(e->kids[1]->written, "5.92"));
	e = condition(&w, "nots");
	assert_int_equal(e->kids[0]->op, LX_NOT);
	assert_int_equal(e->kids[0]->kids[0]->op, LX_IS);
	assert_int_equal(e->kids[1]->op, LX_NOT);
	assert_true(e->kids[1]->kids[0]->text);
	e = condition(&w, "who");
	assert_int_equal(e->op, LX_NOT);
	assert_int_equal(e->kids[0]->op, LX_ANY);
	assert_true(e->kids[0]->kids[0]->in_named);
	world_free(&w);
}

static void versions(void **state)
{
	world w;
	const law_decl *d;
	const law_version *v;

	(void)state;
	world_init(&w);
	assert_true(
		parse(&w, "-- far\n\n-- near\n-- nearer\nrule r \"R\"\n  limb a\n    when x\n    prohibits\n  limb b\n"
	              "    version 2025-01-13 by s complies 2025-05-15 until 2026-01-01 meanwhile nothing\n      when x\n"
	              "      requires license reason RS\n      not-enforced 2025-05-13 .. by t instead a if i is c\n"
	              "group g \"G\" = a or b excluding c or d\n"));
	d = decl(&w, "r");
	assert_true(ab_str_is(d->comment, "-- near\n-- nearer"));
	assert_int_equal(d->pos.line, 5);
	assert_int_equal(d->limbs.n, 2);
	assert_int_equal(d->limbs.p[0].versions.p[0].from, AB_DATE_MIN);
	assert_int_equal(d->limbs.p[0].versions.p[0].effect, LE_PROHIBITS);
	v = &d->limbs.p[1].versions.p[0];
	assert_int_equal(v->from, ab_date_make(2025, 1, 13));
	assert_int_equal(v->complies, ab_date_make(2025, 5, 15));
	assert_int_equal(v->until, ab_date_make(2026, 1, 1));
	assert_int_equal(v->meanwhile, LM_NOTHING);
	assert_int_equal(v->effect, LE_REQUIRES);
	assert_int_equal(v->status.p[0].span.to, AB_DATE_MAX);
	assert_true(ab_str_is(v->status.p[0].instead, "a"));
	assert_true(ab_str_is(v->status.p[0].choice, "c"));
	d = decl(&w, "g"); /* `excluding` takes all of both sides */
	assert_int_equal(d->set->op, LS_EXCLUDING);
	assert_int_equal(d->set->a->op, LS_OR);
	assert_int_equal(d->set->b->op, LS_OR);
	world_free(&w);
}

/* ---- robustness ---- */

static void repeat(ab_buf *b, const char *z, int n)
{
	for (int i = 0; i < n; i++)
		ab_buf_addz(b, z);
}

static void deep(void **state)
{
	static const char *const opens[] = {"(", "not ", "any a has ", "greater of (", "1 + ", "a and (", "any of\n  - "};

	(void)state;
	for (size_t i = 0; i < AB_COUNT(opens); i++) {
		world w;
		ab_buf b = {0};
		world_init(&w);
		ab_buf_addz(&b, "define d when ");
		repeat(&b, opens[i], 50000);
		assert_false(parse(&w, b.p));
		assert_true(w.diags.errors >= 1);
		ab_buf_free(&b);
		world_free(&w);
	}
	for (int ok = 0; ok < 2; ok++) { /* a long level is no deep one */
		world w;
		ab_buf b = {0};
		world_init(&w);
		ab_buf_addz(&b, "define d when a");
		repeat(&b, ok ? " and a" : " and not not not a", 5000);
		assert_true(parse(&w, b.p));
		ab_buf_free(&b);
		world_free(&w);
	}
}

static void many_errors_end(void **state)
{
	world w;
	ab_buf b = {0};

	(void)state;
	world_init(&w);
	repeat(&b, "bogus x\n", 5000);
	assert_false(parse(&w, b.p));
	assert_true(w.diags.errors > 50 && w.diags.errors <= 101);
	ab_buf_free(&b);
	world_free(&w);
}

/* Cuts of a good file at every byte: no crash, and a layout for whatever is still a law. */
static void every_prefix(void **state)
{
	world w;
	ab_str text;

	(void)state;
	world_init(&w);
	text = read_file(&w, "tests/law/accept/features.law");
	for (size_t n = 0; n <= text.n; n++) {
		world v;
		char *cut = malloc(n + 1); /* of its own size, so that reading past it shows */
		assert_non_null(cut);
		memcpy(cut, text.p, n);
		world_init(&v);
		if (law_parse(&v.tree, "cut", (ab_str){cut, n}, &v.diags) && n % 7 == 0)
			check_layout("cut", (ab_str){cut, n});
		world_free(&v);
		free(cut);
	}
	world_free(&w);
}

static void layout_of_errors(void **state)
{
	static const char text[] = "define   a when b and c or d";
	world w;
	ab_buf out = {0};

	(void)state;
	world_init(&w);
	assert_false(parse(&w, text));
	law_format(&w.tree, AB_STR(text), &out);
	assert_string_equal(out.p, text); /* what is wrong is not touched */
	ab_buf_free(&out);
	world_free(&w);
}

static void layout(void **state)
{
	static const char text[] = "rule r \"R\"   when a   requires   license\n\n\n\n-- c\ndefine d\n when e and f -- g\n";
	static const char want[] = "rule r \"R\"\n  when a\n  requires license\n\n-- c\ndefine d when e and f  -- g\n";
	world w;
	ab_buf out = {0};

	(void)state;
	world_init(&w);
	assert_true(parse(&w, text));
	law_format(&w.tree, AB_STR(text), &out);
	assert_string_equal(out.p, want);
	ab_buf_free(&out);
	world_free(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepted),        cmocka_unit_test(rejected),     cmocka_unit_test(keywords),
		cmocka_unit_test(expressions),     cmocka_unit_test(versions),     cmocka_unit_test(deep),
		cmocka_unit_test(many_errors_end), cmocka_unit_test(every_prefix), cmocka_unit_test(layout_of_errors),
		cmocka_unit_test(layout),
	};

	return cmocka_run_group_tests_name("law_parse", tests, NULL, NULL);
}
