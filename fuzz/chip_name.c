/* Fuzz target: names of chips and of countries. Whatever is asked, the answer is well
 * formed, the same twice, and an id that it names resolves to itself. */
#include "catalog/catalog.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static catalog *load(void)
{
	enum { FILES = 32 };
	catalog_file files[FILES];
	size_t n = 0;
	ab_arena a;
	ab_diags d;
	ab_arena_init(&a);
	ab_diags_init(&d, &a);
	for (size_t i = 0; i < ab_asset_count && n < FILES; i++)
		if (!strncmp(ab_assets[i].path, "data/", 5))
			files[n++] = (catalog_file){ab_assets[i].path, {(const char *)ab_assets[i].data, ab_assets[i].size}};
	catalog *c = catalog_load(files, n, &d);
	ab_arena_free(&a);
	require(c != NULL);
	return c;
}

static ab_str id_of(const catalog_match *m)
{
	if (m->chip)
		return m->chip->id;
	return m->family ? m->family->id : m->system->id;
}

static void check(const catalog *c, ab_arena *a, const catalog_match *m)
{
	bool one = m->hit == CATALOG_CHIP || m->hit == CATALOG_FAMILY || m->hit == CATALOG_SYSTEM;
	require(one == ((m->chip != NULL) + (m->family != NULL) + (m->system != NULL) == 1));
	require(!one || m->several.n == 0);
	require(m->hit != CATALOG_SEVERAL || m->several.n >= 1);
	require(m->hit != CATALOG_NONE || m->several.n <= 5);
	for (uint32_t i = 0; i < m->several.n; i++) {
		catalog_match back = catalog_resolve(c, a, m->several.p[i]);
		require(back.hit != CATALOG_NONE && back.hit != CATALOG_SEVERAL && ab_str_eq(id_of(&back), m->several.p[i]));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static catalog *c; /* loaded once, read-only afterwards */
	ab_arena a;
	ab_str name = {(const char *)data, size};
	if (!c)
		c = load();
	ab_arena_init(&a);
	catalog_match m = catalog_resolve(c, &a, name), again = catalog_resolve(c, &a, name);
	check(c, &a, &m);
	require(m.hit == again.hit && m.chip == again.chip && m.family == again.family && m.system == again.system);
	require(m.several.n == again.several.n);
	const catalog_country *near, *country = catalog_country_find(c, name, &near);
	require(!country || (near == NULL && country->code.n == 2));
	ab_arena_free(&a);
	return 0;
}
