/* Reads countries.csv and finds a country by its code or by a name in English, Korean
 * or Chinese. What groups a country belongs to is law and stands elsewhere. The names
 * are compared one by one: that is fast enough, and an index would cost every start. */
#include "catalog/inside.h"

#include <string.h>

static bool fold_country(ab_str text, folded *f)
{
	static const catalog no_words; /* words of makers mean nothing here */
	return name_fold(&no_words, text, f);
}

/* Most names differ in the first byte already. */
static bool same_name(ab_str text, const folded *f)
{
	text = ab_str_trim(text);
	if (text.n == 0)
		return false;
	unsigned char first = (unsigned char)text.p[0], want = (unsigned char)f->p[0];
	if (first >= 'A' && first <= 'Z')
		first = (unsigned char)(first + ('a' - 'A'));
	if (first != want && first != 0xC3) /* U+00C0 to U+00FF fold to other bytes */
		return false;
	folded g;
	return fold_country(text, &g) && g.n == f->n && memcmp(g.p, f->p, g.n) == 0;
}

static bool row_has(const country_row *r, const folded *f)
{
	ab_str rest = r->aliases, alias;
	const catalog_country *c = &r->country;
	if (same_name(c->code, f) || same_name(r->iso3, f) || same_name(c->name, f) || same_name(c->name_ko, f) ||
	    same_name(c->name_zh, f))
		return true;
	while (ab_str_cut(&rest, ';', &alias))
		if (same_name(alias, f))
			return true;
	return false;
}

static bool code_ok(ab_str code, size_t n)
{
	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] < 'A' || code.p[i] > 'Z')
			return false;
	return code.n == n;
}

void countries_read(catalog *c, const catalog_file *f, ab_diags *d)
{
	enum { ISO2, ISO3, NAME, NAME_KO, NAME_ZH, ALIASES, LAT, LON, SOURCE, NOTE };
	table t;
	if (!table_open(&t, c, f, "iso2 iso3 name name_ko name_zh aliases capital_lat capital_lon source note", d))
		return;
	TABLE_ROOM(&t, &c->countries);
	TABLE_ROOM(&t, &c->country_names);
	while (table_next(&t)) {
		country_row one = {
			.country = {.code = t.cell[ISO2],
		                .name = t.cell[NAME],
		                .name_ko = t.cell[NAME_KO],
		                .name_zh = t.cell[NAME_ZH],
		                .note = t.cell[NOTE]},
			.iso3 = t.cell[ISO3],
			.aliases = t.cell[ALIASES],
		};
		if (!code_ok(one.country.code, 2) || !code_ok(one.iso3, 3) || one.country.name.n == 0)
			table_error(&t, "write the ISO 3166-1 codes and a name", "the row has no codes or no name");
		if (c->countries.n && ab_str_cmp(c->countries.p[c->countries.n - 1].country.code, one.country.code) >= 0)
			table_error(&t, "sort the rows by iso2", "%.*s is out of order or stands twice", AB_FMT(one.country.code));
		ab_push(&c->arena, &c->countries, one);
		ab_push(&c->arena, &c->country_names, one.country.name);
	}
}

const catalog_country *catalog_country_find(const catalog *c, ab_str text, const catalog_country **nearest)
{
	folded f;
	if (nearest)
		*nearest = NULL;
	text = ab_str_trim(text);
	for (uint32_t i = 0; code_ok(text, 2) && i < c->countries.n; i++)
		if (ab_str_eq(c->countries.p[i].country.code, text))
			return &c->countries.p[i].country;
	if (!fold_country(text, &f))
		return NULL;
	for (uint32_t i = 0; i < c->countries.n; i++)
		if (row_has(&c->countries.p[i], &f))
			return &c->countries.p[i].country;
	int at = nearest ? ab_nearest(text, c->country_names.p, c->country_names.n) : -1;
	if (at >= 0)
		*nearest = &c->countries.p[at].country;
	return NULL;
}
