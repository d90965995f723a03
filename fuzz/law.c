/* Fuzzes lexer, parser, checks and formatter: whatever is accepted keeps its
 * meaning in canonical layout, and a second layout changes nothing. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../tests/law_same.h"
#include "law/check.h"

static bool parse(ab_arena *a, law_tree *t, ab_str text)
{
	ab_diags d;

	ab_diags_init(&d, a);
	*t = (law_tree){.arena = a};
	return law_parse(t, "fuzz.law", text, &d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ab_arena a;
	ab_diags d;
	law_tree t, u;
	ab_buf one = {0}, two = {0};
	ab_str text = {(const char *)data, size};

	ab_arena_init(&a);
	ab_diags_init(&d, &a);
	if (parse(&a, &t, text)) {
		law_check_tree(&t, &d);
		law_format(&t, text, &one);
		if (!parse(&a, &u, (ab_str){one.p, one.n}) || u.decls.n != t.decls.n || same_tree(&t, &u) != t.decls.n)
			abort();
		law_format(&u, (ab_str){one.p, one.n}, &two);
		if (one.n != two.n || (one.n > 0 && memcmp(one.p, two.p, one.n) != 0))
			abort();
	}
	ab_buf_free(&one);
	ab_buf_free(&two);
	ab_arena_free(&a);
	return 0;
}
