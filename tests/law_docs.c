/* Every example of docs/language.md is law: what begins with `pack` loads by
 * itself and passes all checks, the others (```law part) pass the parser. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "law/check.h"
#include "law/law.h"

static const char page[] = "docs/language.md";

static void complain(const ab_diags *d, int line, const char *what)
{
	ab_buf out = {0};

	ab_diags_print(d, &out);
	print_error("%s", out.p ? out.p : "");
	ab_buf_free(&out);
	fail_msg("%s: the example below line %d %s", page, line, what);
}

static void check_block(ab_str text, int line, bool part)
{
	ab_arena arena;
	ab_diags d;

	ab_arena_init(&arena);
	ab_diags_init(&d, &arena);
	law_tree tree = {.arena = &arena};
	if (!law_parse(&tree, "example", text, &d))
		complain(&d, line, "is no law");
	if (tree.decls.n == 0)
		complain(&d, line, "is empty");
	if (!part && tree.decls.p[0]->kind != LD_PACK)
		complain(&d, line, "begins with no pack and is not marked as part");
	if (!part) {
		law_file file = {"example", text};
		law *l = law_load(&file, 1, &d);
		if (!l)
			complain(&d, line, "does not load");
		law_free(l);
		law_check_tree(&tree, &d);
	}
	if (d.errors > 0)
		complain(&d, line, "does not pass the checks");
	ab_arena_free(&arena);
}

static void examples(void **state)
{
	ab_arena arena;
	ab_diags d;
	ab_str text, one;
	const char *from = NULL;
	bool part = false;
	int line = 0, start = 0, wholes = 0, parts = 0;

	(void)state;
	ab_arena_init(&arena);
	ab_diags_init(&d, &arena);
	assert_true(ab_file_read(&arena, page, 1 << 20, &text, &d));
	while (ab_str_cut(&text, '\n', &one)) {
		line++;
		if (from && ab_str_is(one, "```")) {
			check_block((ab_str){from, (size_t)(one.p - from)}, start, part);
			wholes += !part;
			parts += part;
			from = NULL;
		} else if (!from && (ab_str_is(one, "```law") || ab_str_is(one, "```law part"))) {
			from = one.p + one.n + 1;
			part = one.n > 6;
			start = line;
		}
	}
	assert_null(from);
	assert_true(wholes >= 13);
	assert_true(parts >= 19); /* the hard provisions */
	ab_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(examples)};

	return cmocka_run_group_tests_name("law_docs", tests, NULL, NULL);
}
