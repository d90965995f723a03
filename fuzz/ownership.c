/* Fuzz target: tables of who owns whom. Whatever the bytes, faults are told or every question has an answer whose ends
 * are in order, on any day. */
#include "screen/screen.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void in_order(screen_span s)
{
	if (s.lo < 0 || s.lo > s.hi || s.hi > 100 * AB_NUM_ONE)
		abort();
}

static void ask(const screen_graph *g, ab_date day)
{
	ab_arena a;
	ab_arena_init(&a);
	uint32_t n = screen_graph_parties(g);
	uint8_t *listed = AB_NEW_N(&a, uint8_t, n + 1);
	screen_owned *v = screen_owned_on(g, day, &a);
	for (uint32_t i = 0; i < n; i++)
		listed[i] = (uint8_t)(i % 3);
	for (uint32_t i = 0; i < n && i < 20; i++) {
		screen_rule rule = {50 * AB_NUM_ONE, i & 1, i & 2};
		screen_owners o = screen_owners_of(v, i, &a);
		for (uint32_t k = 0; k < o.list.n; k++)
			in_order(o.list.p[k].total);
		in_order(screen_share_of(v, i, listed));
		screen_reach r = screen_reach_of(v, i, &rule, listed, NULL, &a);
		in_order(r.share);
		if ((r.state == SCREEN_UNSURE) != (r.open.n > 0) || (r.state == SCREEN_ON) != (r.why.n > 0))
			abort();
		if (screen_graph_id(g, i).n && screen_graph_find(g, screen_graph_id(g, i)) != i)
			abort();
	}
	ab_arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ab_arena a;
	ab_diags d;
	ab_arena_init(&a);
	ab_diags_init(&d, &a);
	screen_graph *g = screen_graph_load("fuzz.csv", (ab_str){(const char *)data, size}, &d);
	if (!g != (d.errors > 0))
		abort();
	if (g) {
		ask(g, ab_date_make(2020, 6, 15));
		ask(g, ab_date_make(2026, 1, 15));
	}
	screen_graph_free(g);
	ab_arena_free(&a);
	return 0;
}
