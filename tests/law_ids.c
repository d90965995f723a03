/* law/ids.tsv keeps every name that an answer may ever have given: ids and aliases of declarations, one a row, in the
 * order in which they came. Rows are added at the end and never removed or changed, since stored answers name them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "law/ast.h"

#define LAW TEST_SOURCE "/../law"
#define TABLE LAW "/ids.tsv"
#define HEAD "id\tfirst_day\tnote"
#define RETIRED "retired"

typedef struct row {
	ab_str id, day, note;
} row;

typedef struct world {
	ab_arena arena;
	ab_diags diags;
	law_tree tree;
	ab_str text;
	AB_VEC(row) rows;
	ab_map at; /* id to row */
} world;

static int no_hidden(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static void read_law(world *w, const char *folder, int depth)
{
	struct dirent **list = NULL;
	int n = depth > 0 ? scandir(folder, &list, no_hidden, alphasort) : 0;

	for (int i = 0; i < n; i++) {
		char *path = ab_sprintf(&w->arena, "%s/%s", folder, list[i]->d_name);
		size_t len = strlen(path);
		ab_str text;
		if (len > 4 && strcmp(path + len - 4, ".law") == 0) {
			assert_true(ab_file_read(&w->arena, path, 1 << 24, &text, &w->diags));
			assert_true(law_parse(&w->tree, path, text, &w->diags));
		} else if (!strchr(list[i]->d_name, '.')) {
			read_law(w, path, depth - 1);
		}
		free(list[i]);
	}
	free(list);
}

static row read_row(ab_str one)
{
	row r = {0};

	ab_str_cut(&one, '\t', &r.id);
	ab_str_cut(&one, '\t', &r.day);
	r.note = one;
	return r;
}

static int setup(void **state)
{
	world *w = calloc(1, sizeof *w);
	ab_str rest, one;

	if (!w)
		return -1;
	ab_arena_init(&w->arena);
	ab_diags_init(&w->diags, &w->arena);
	ab_map_init(&w->at, &w->arena);
	w->tree.arena = &w->arena;
	read_law(w, LAW, 8);
	if (!ab_file_read(&w->arena, TABLE, 1 << 24, &w->text, &w->diags))
		return -1;
	rest = w->text;
	ab_str_cut(&rest, '\n', &one);
	while (ab_str_cut(&rest, '\n', &one)) {
		ab_push(&w->arena, &w->rows, read_row(one));
		ab_map_put(&w->at, w->rows.p[w->rows.n - 1].id, w->rows.n - 1);
	}
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	world *w = *state;

	ab_arena_free(&w->arena);
	free(w);
	return 0;
}

/* Kinds whose ids an answer may name. */
static bool is_named(law_decl_kind kind)
{
	switch (kind) {
	case LD_CLASS:
	case LD_NOTE:
	case LD_PRESUME:
	case LD_REACH:
	case LD_INTERPRETATION:
	case LD_RULE:
	case LD_LETTER:
	case LD_EXCEPTION:
	case LD_RESTRICT:
	case LD_POLICY:
	case LD_FLAG:
	case LD_AMOUNT:
	case LD_LIST:
	case LD_HEADING:
	case LD_EXTENT: return true;
	default: return false;
	}
}

static const char *first_day(const law_decl *d, char out[AB_DATE_LEN])
{
	ab_date first = AB_DATE_MAX;

	for (uint32_t i = 0; i < d->limbs.n; i++)
		for (uint32_t k = 0; k < d->limbs.p[i].versions.n; k++)
			if (d->limbs.p[i].versions.p[k].from < first)
				first = d->limbs.p[i].versions.p[k].from;
	return first == AB_DATE_MAX || first == AB_DATE_MIN ? "-" : ab_date_format(first, out);
}

static int check_name(const world *w, const law_decl *d, ab_str id, const char *note)
{
	char day[AB_DATE_LEN];
	uint32_t at = ab_map_get(&w->at, id);
	const char *first = first_day(d, day);

	if (at == AB_MAP_NONE) {
		print_error("append to law/ids.tsv (tabs between): %.*s\t%s\t%s\n", AB_FMT(id), first, note);
		return 1;
	}
	if (!ab_str_is(w->rows.p[at].note, note)) {
		print_error("law/ids.tsv:%u: %.*s is \"%s\" in the law; an id keeps its meaning, give the new thing a new id\n",
		            at + 2, AB_FMT(id), note);
		return 1;
	}
	if (!ab_str_is(w->rows.p[at].day, first)) {
		print_error("law/ids.tsv:%u: %.*s begins on \"%s\" in the law\n", at + 2, AB_FMT(id), first);
		return 1;
	}
	return 0;
}

static void every_name_of_the_law_is_in_the_table(void **state)
{
	world *w = *state;
	int bad = 0, n = 0;

	for (uint32_t i = 0; i < w->tree.decls.n; i++) {
		const law_decl *d = w->tree.decls.p[i];
		if (!is_named(d->kind))
			continue;
		bad += check_name(w, d, d->id, law_decl_names[d->kind]);
		n++;
		for (uint32_t k = 0; k < d->aliases.n; k++)
			bad += check_name(w, d, d->aliases.p[k], ab_sprintf(&w->arena, "alias of %.*s", AB_FMT(d->id)));
	}
	assert_true(n > 0);
	assert_int_equal(bad, 0);
}

static void every_row_is_in_the_law_or_retired(void **state)
{
	world *w = *state;
	ab_map names;
	int bad = 0;

	ab_map_init(&names, &w->arena);
	for (uint32_t i = 0; i < w->tree.decls.n; i++) {
		const law_decl *d = w->tree.decls.p[i];
		if (!is_named(d->kind))
			continue;
		ab_map_put(&names, d->id, i);
		for (uint32_t k = 0; k < d->aliases.n; k++)
			ab_map_put(&names, d->aliases.p[k], i);
	}
	for (uint32_t i = 0; i < w->rows.n; i++) {
		const row *r = &w->rows.p[i];
		bool known = ab_map_get(&names, r->id) != AB_MAP_NONE, retired = ab_str_starts(r->note, RETIRED);
		if (known != retired)
			continue;
		print_error("law/ids.tsv:%u: %.*s %s\n", i + 2, AB_FMT(r->id),
		            known ? "is retired, but the law has it"
		                  : "is no longer in the law: keep the row, write `" RETIRED
		                    "` and what came instead as its note");
		bad++;
	}
	assert_int_equal(bad, 0);
}

static void the_table_is_well_formed(void **state)
{
	world *w = *state;
	int bad = 0;

	assert_true(ab_str_starts(w->text, HEAD "\n"));
	assert_true(w->text.p[w->text.n - 1] == '\n');
	for (uint32_t i = 0; i < w->rows.n; i++) {
		const row *r = &w->rows.p[i];
		ab_date day;
		bool ok = r->id.n > 0 && r->note.n > 0 && !memchr(r->note.p, '\t', r->note.n) &&
		          (ab_str_is(r->day, "-") || ab_date_parse(r->day, &day));
		bool once = ab_map_get(&w->at, r->id) == i;
		if (!ok)
			print_error("law/ids.tsv:%u: a row is id, first day (-: none), note, with tabs between\n", i + 2);
		if (!once)
			print_error("law/ids.tsv:%u: %.*s is there twice\n", i + 2, AB_FMT(r->id));
		bad += !ok || !once;
	}
	assert_int_equal(bad, 0);
}

/* Against the last commit, where there is one: no row went away or moved. */
static void rows_are_only_appended(void **state)
{
	world *w = *state;
	FILE *f = popen("git -C '" LAW "' show HEAD:./ids.tsv 2>/dev/null", "r");
	char text[1024];
	uint32_t n = 0;
	int bad = 0;

	if (!f)
		skip();
	for (; fgets(text, sizeof text, f); n++) {
		row old = read_row(ab_str_trim(ab_str_of(text)));
		if (n == 0)
			continue;
		if (n <= w->rows.n && ab_str_eq(w->rows.p[n - 1].id, old.id))
			continue;
		if (bad++ == 0)
			print_error("law/ids.tsv:%u: here was %.*s; rows are added at the end only, none is removed or moved\n",
			            n + 1, AB_FMT(old.id));
	}
	pclose(f);
	if (n == 0)
		skip();
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_of_the_law_is_in_the_table),
		cmocka_unit_test(every_row_is_in_the_law_or_retired),
		cmocka_unit_test(the_table_is_well_formed),
		cmocka_unit_test(rows_are_only_appended),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
