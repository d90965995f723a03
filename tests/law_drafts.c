/* Bills in drafts/: each file loads beside the law as it stands, says where it comes from, and only warns; and nothing of
 * it is in the law that the program carries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>

#include "determine/determine.h"

#define DRAFTS TEST_SOURCE "/../drafts/us"

typedef struct overlay {
	ab_arena arena;
	ab_diags diags;
	AB_VEC(law_file) files; /* the packs, then one draft */
	uint32_t packs;
} overlay;

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && strcmp(s + n - m, end) == 0;
}

static void begin(overlay *o)
{
	ab_arena_init(&o->arena);
	ab_diags_init(&o->diags, &o->arena);
	for (size_t i = 0; i < ab_asset_count; i++)
		if (ends_with(ab_assets[i].path, ".law"))
			ab_push(&o->arena, &o->files,
			        ((law_file){ab_assets[i].path, {(const char *)ab_assets[i].data, ab_assets[i].size}}));
	o->packs = o->files.n;
}

static void no_errors(const overlay *o)
{
	for (uint32_t i = 0; i < o->diags.list.n; i++)
		if (!o->diags.list.p[i].warning)
			fail_msg("%s:%d: %s", o->diags.list.p[i].file, o->diags.list.p[i].line, o->diags.list.p[i].message);
}

/* Calls `look` with every draft, laid over the packs. */
static unsigned each_draft(void (*look)(overlay *, const law *, const char *))
{
	unsigned n = 0;
	DIR *h = opendir(DRAFTS);
	assert_non_null(h);
	for (struct dirent *e; (e = readdir(h));) {
		overlay o = {.packs = 0};
		ab_str text;
		if (!ends_with(e->d_name, ".law"))
			continue;
		begin(&o);
		char *path = ab_sprintf(&o.arena, "%s/%s", DRAFTS, e->d_name);
		assert_true(ab_file_read(&o.arena, path, 1 << 20, &text, &o.diags));
		ab_push(&o.arena, &o.files, ((law_file){ab_sprintf(&o.arena, "drafts/%s", e->d_name), text}));
		law_check_files(o.files.p, o.files.n, &o.diags);
		no_errors(&o);
		law *l = law_load(o.files.p, o.files.n, &o.diags);
		no_errors(&o);
		assert_non_null(l);
		look(&o, l, e->d_name);
		law_free(l);
		ab_arena_free(&o.arena);
		n++;
	}
	closedir(h);
	return n;
}

static bool is_draft(const law_decl *d)
{
	return d->pos.file && strncmp(d->pos.file, "drafts/", 7) == 0;
}

/* What a bill would do is said as a flag: nothing else of it could change an answer. */
static void only_warns(overlay *o, const law *l, const char *file)
{
	const law_tree *t = law_tree_of(l);
	(void)o;
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_decl *d = t->decls.p[i];
		if (!is_draft(d))
			continue;
		switch (d->kind) {
		case LD_PACK:
		case LD_GROUP:
		case LD_ROLES:
		case LD_DEFINE:
		case LD_WORDS: break;
		case LD_SOURCE:
			if (!d->cite.n)
				fail_msg("%s: source %.*s says no place", file, AB_FMT(d->id));
			break;
		case LD_FLAG:
			for (uint32_t k = 0; k < d->limbs.n; k++)
				for (uint32_t v = 0; v < d->limbs.p[k].versions.n; v++) {
					const law_version *x = &d->limbs.p[k].versions.p[v];
					if (!x->by.n || !x->note.n || x->from == AB_DATE_MIN)
						fail_msg("%s: %.*s needs a day, a source and its status", file, AB_FMT(d->id));
				}
			break;
		default: fail_msg("%s:%d: %s in a draft", file, d->pos.line, law_decl_names[d->kind]);
		}
	}
}

static void test_drafts_load_beside_the_law_and_only_warn(void **state)
{
	(void)state;
	assert_true(each_draft(only_warns) > 0);
}

static void is_not_carried(overlay *o, const law *l, const char *file)
{
	const law_tree *t = law_tree_of(l);
	law *carried = law_load(o->files.p, o->packs, &o->diags);
	no_errors(o);
	assert_non_null(carried);
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_decl *d = t->decls.p[i];
		if (is_draft(d) && (d->kind == LD_FLAG ? law_find(carried, d->id) != NULL
		                                       : d->kind == LD_SOURCE && law_source(carried, d->id) != NULL))
			fail_msg("%s: %.*s is in the law that the program carries", file, AB_FMT(d->id));
	}
	law_free(carried);
}

static void test_no_draft_is_carried(void **state)
{
	(void)state;
	for (size_t i = 0; i < ab_asset_count; i++)
		assert_null(strstr(ab_assets[i].path, "draft"));
	assert_true(each_draft(is_not_carried) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drafts_load_beside_the_law_and_only_warn),
		cmocka_unit_test(test_no_draft_is_carried),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
