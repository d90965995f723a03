/* The catalog that the program carries, for the tests of the catalog. */
#ifndef AMBIT_TESTS_CATALOG_WORLD_H
#define AMBIT_TESTS_CATALOG_WORLD_H

#include "catalog/catalog.h"

#include <stdio.h>

enum { WORLD_FILES = 32 };

typedef struct world {
	ab_arena arena;
	ab_diags diags;
	catalog_file files[WORLD_FILES];
	size_t n;
	catalog *c;
} world;

static void world_open(world *w)
{
	ab_arena_init(&w->arena);
	ab_diags_init(&w->diags, &w->arena);
	w->n = 0;
	for (size_t i = 0; i < ab_asset_count && w->n < WORLD_FILES; i++) {
		ab_str path = ab_str_of(ab_assets[i].path);
		if (ab_str_starts(path, "data/"))
			w->files[w->n++] = (catalog_file){path.p, {(const char *)ab_assets[i].data, ab_assets[i].size}};
	}
	w->c = catalog_load(w->files, w->n, &w->diags);
	if (w->c)
		return;
	ab_buf b = {0};
	ab_diags_print(&w->diags, &b);
	fputs(b.p ? b.p : "no catalog\n", stderr);
	ab_buf_free(&b);
}

static void world_close(world *w)
{
	catalog_free(w->c);
	ab_arena_free(&w->arena);
}

/* The id that a name resolves to, empty if it is not one thing. */
static inline ab_str world_id(world *w, ab_str name)
{
	catalog_match m = catalog_resolve(w->c, &w->arena, name);
	if (m.chip)
		return m.chip->id;
	if (m.family)
		return m.family->id;
	return m.system ? m.system->id : (ab_str){0};
}

#endif
