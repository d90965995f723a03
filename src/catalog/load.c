/* Loads the tables into a catalog: chips first, then what refers to them, then the
 * names. Every fault of every table is told before the catalog is refused. */
#include "catalog/inside.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES_A_NAME = 100 }; /* of tables, for each name in the index: a guess that spares growing */

/* In this order: each table names only things of those before it. */
static const struct {
	const char *name;
	void (*read)(catalog *c, const catalog_file *f, ab_diags *d);
	bool needed;
} stations[] = {
	{"words.csv", words_read, false},
	{"chips.csv", chips_read, true},
	{"disagreements.csv", disagreements_read, false},
	{"families.csv", families_read, false},
	{"systems.csv", systems_read, false},
	{"aliases.csv", aliases_read, false},
	{"pci.csv", pci_read, false},
	{"countries.csv", countries_read, false},
	{"enforcement.csv", precedents_read, false},
};

ab_str file_base_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	return ab_str_of(slash ? slash + 1 : path);
}

static const catalog_file *file_named(const catalog_file *files, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (ab_str_is(file_base_name(files[i].path), name))
			return &files[i];
	return NULL;
}

static void load_stations(catalog *c, const catalog_file *files, size_t n, ab_diags *d)
{
	for (size_t i = 0; i < AB_COUNT(stations); i++) {
		const catalog_file *f = file_named(files, n, stations[i].name);
		if (f)
			stations[i].read(c, f, d);
		else if (stations[i].needed)
			ab_error(d, stations[i].name, 0, 0, "give the folder that holds it", "the table is missing");
	}
}

bool catalog_fill(catalog *c, const catalog_file *files, size_t n, ab_diags *d)
{
	uint32_t before = d->errors;
	size_t bytes = 0;
	for (size_t i = 0; i < n; i++)
		bytes += files[i].text.n;
	index_room(&c->arena, &c->names,
	           (uint32_t)(bytes / BYTES_A_NAME < UINT16_MAX ? bytes / BYTES_A_NAME : UINT16_MAX) + 1);
	load_stations(c, files, n, d);
	if (d->errors != before)
		return false;
	names_of_all(c);
	tables_hash(files, n, c->hash);
	return true;
}

catalog *catalog_load(const catalog_file *files, size_t n, ab_diags *d)
{
	catalog *c = calloc(1, sizeof(*c));
	if (!c) {
		ab_error(d, "catalog", 0, 0, NULL, "no memory");
		return NULL;
	}
	ab_arena_init(&c->arena);
	if (catalog_fill(c, files, n, d))
		return c;
	catalog_free(c);
	return NULL;
}

void catalog_free(catalog *c)
{
	if (!c)
		return;
	ab_arena_free(&c->arena);
	ab_image_free(c, c->mapped);
}

const char *catalog_hash(const catalog *c)
{
	return c->hash;
}

size_t catalog_chip_count(const catalog *c)
{
	return c->chips.n;
}

const catalog_chip *catalog_chip_at(const catalog *c, size_t i)
{
	return i < c->chips.n ? &c->chips.p[i] : NULL;
}

size_t catalog_family_count(const catalog *c)
{
	return c->families.n;
}

const catalog_family *catalog_family_at(const catalog *c, size_t i)
{
	return i < c->families.n ? &c->families.p[i] : NULL;
}

size_t catalog_system_count(const catalog *c)
{
	return c->systems.n;
}

const catalog_system *catalog_system_at(const catalog *c, size_t i)
{
	return i < c->systems.n ? &c->systems.p[i] : NULL;
}

/* ---- ids ---- */
bool id_ok(ab_str id)
{
	size_t slashes = 0;
	for (size_t i = 0; i < id.n; i++) {
		char ch = id.p[i];
		slashes += ch == '/';
		if (!(ch >= 'a' && ch <= 'z') && !(ch >= '0' && ch <= '9') && ch != '-' && ch != '.' && ch != '/')
			return false;
	}
	return slashes == 1 && id.p[0] != '/' && id.p[id.n - 1] != '/' && id.n < NAME_MAX_LEN;
}

ab_str id_maker(ab_str id)
{
	ab_str maker = {0};
	ab_str_cut(&id, '/', &maker);
	return maker;
}

ab_str id_tail(ab_str id)
{
	ab_str maker;
	ab_str_cut(&id, '/', &maker);
	return id;
}

bool id_find(const catalog *c, ab_str id, target *out)
{
	const name *n = index_first(&c->ids, id);
	if (n)
		*out = n->to;
	return n != NULL;
}

bool id_add(table *t, ab_str id, target to)
{
	if (!id_ok(id)) {
		table_error(t, "write maker/series-model in small letters", "\"%.*s\" is no id", AB_FMT(id));
		return false;
	}
	if (to.at == UINT16_MAX) {
		table_error(t, NULL, "more rows than a catalog holds");
		return false;
	}
	if (!index_add(&t->c->arena, &t->c->ids, id, to, RANK_ID)) {
		table_error(t, "keep one of the two rows", "the id %.*s stands twice", AB_FMT(id));
		return false;
	}
	ab_str last = to.at ? target_id(t->c, (target){to.hit, to.at - 1}) : (ab_str){0};
	if (ab_str_cmp(last, id) > 0)
		table_error(t, "sort the rows by id", "%.*s stands after %.*s", AB_FMT(id), AB_FMT(last));
	return true;
}

ab_str target_id(const catalog *c, target to)
{
	if (to.hit == CATALOG_CHIP)
		return c->chips.p[to.at].id;
	return to.hit == CATALOG_FAMILY ? c->families.p[to.at].id : c->systems.p[to.at].id;
}

bool target_same(target a, target b)
{
	return a.hit == b.hit && a.at == b.at;
}
