/* Fuzz target: cases. The input is JSON, or lines of path=value; whatever it is, the reader refuses with a message or
 * takes it, and what it took can be copied. */
#include "../tests/case_world.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void set_lines(ambit_case *c, ab_str text)
{
	ab_str line, path;
	while (ab_str_cut(&text, '\n', &line)) {
		ambit_error e = {0};
		ab_arena a;
		ab_arena_init(&a);
		if (!ab_str_cut(&line, '=', &path))
			path = line;
		ambit_status s = ambit_case_set(c, ab_strdup(&a, path), ab_strdup(&a, line), &e);
		require(s == AMBIT_OK || (s == AMBIT_BAD_INPUT && e.message[0] && e.remedy[0]));
		ab_arena_free(&a);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static world w;
	if (!w.law)
		world_open(&w);
	require(w.law && w.catalog);
	ambit_case *c = case_new(w.law, w.catalog);
	const char *text = (const char *)data;
	if (size && text[0] != '{') {
		set_lines(c, (ab_str){text, size});
	} else {
		ambit_error e = {0};
		ambit_status s = ambit_case_read(c, "fuzz", text, size, &e);
		require(s == AMBIT_OK || (s == AMBIT_BAD_INPUT && e.message[0] && e.remedy[0]));
	}
	ab_arena a;
	ab_arena_init(&a);
	law_facts copy = case_clone_facts(w.law, &a, &c->facts);
	require(copy.parties.n == c->facts.parties.n);
	ab_arena_free(&a);
	ambit_case_free(c);
	return 0;
}
