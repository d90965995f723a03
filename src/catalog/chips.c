/* Reads chips.csv: one row a chip or a stack of memory, raw figures as the source gives
 * them. An empty cell is unknown, never zero. What sources disagree on stands beside. */
#include "catalog/inside.h"

#include <string.h>

typedef enum cell_type { CELL_NUMBER, CELL_FLAG } cell_type;

/* Columns that become figures, named like the facts of an item; in the order of `columns`. */
static const struct {
	const char *figure;
	cell_type type;
} figure_columns[] = {
	{"die_area_mm2", CELL_NUMBER},
	{"package_area_mm2", CELL_NUMBER},
	{"transistors_bn", CELL_NUMBER},
	{"nonplanar", CELL_FLAG},
	{"node_nm", CELL_NUMBER},
	{"tops.int4", CELL_NUMBER},
	{"tops.int8", CELL_NUMBER},
	{"tops.fp4", CELL_NUMBER},
	{"tops.fp6", CELL_NUMBER},
	{"tops.fp8", CELL_NUMBER},
	{"tops.fp16", CELL_NUMBER},
	{"tops.bf16", CELL_NUMBER},
	{"tops.tf32", CELL_NUMBER},
	{"tops.fp32", CELL_NUMBER},
	{"tops.fp64", CELL_NUMBER},
	{"rates_complete", CELL_FLAG},
	{"tpp", CELL_NUMBER}, /* column tpp_stated */
	{"memory_gb", CELL_NUMBER},
	{"memory_bandwidth_gbs", CELL_NUMBER},
	{"io_bandwidth_gbs", CELL_NUMBER},
	{"tdp_w", CELL_NUMBER},
	{"price_usd", CELL_NUMBER},
	{"marketed_for_datacenter", CELL_FLAG},
};

enum { FIGURES = AB_COUNT(figure_columns) };

static const char columns[] =
	"die_area_mm2 package_area_mm2 transistors_bn nonplanar node_nm tops.int4 tops.int8 tops.fp4 tops.fp6 tops.fp8 "
	"tops.fp16 tops.bf16 tops.tf32 tops.fp32 tops.fp64 rates_complete tpp_stated memory_gb memory_bandwidth_gbs "
	"io_bandwidth_gbs tdp_w price_usd marketed_for_datacenter "
	"id name maker maker_country kind series launched foundry foundry_country confidence source note memory_type "
	"price_note";

enum {
	COL_ID = FIGURES,
	COL_NAME,
	COL_MAKER,
	COL_MAKER_COUNTRY,
	COL_KIND,
	COL_SERIES,
	COL_LAUNCHED,
	COL_FOUNDRY,
	COL_FOUNDRY_COUNTRY,
	COL_CONFIDENCE,
	COL_SOURCE,
	COL_NOTE,
	COL_MEMORY_TYPE,
	COL_PRICE_NOTE,
	COL_COUNT
};

_Static_assert((int)COL_COUNT <= (int)TABLE_COLUMNS, "more columns than a table may have");

/* Up to nine digits, a point and up to nine more: nearly every cell. */
static bool plain_number(ab_str cell)
{
	size_t i = 0, point;
	while (i < cell.n && i < 9 && cell.p[i] >= '0' && cell.p[i] <= '9')
		i++;
	point = i;
	if (i == 0 || i == cell.n || cell.p[i] != '.')
		return i > 0 && i == cell.n;
	for (i++; i < cell.n && i <= point + 9 && cell.p[i] >= '0' && cell.p[i] <= '9'; i++)
		;
	return i == cell.n && i > point + 1;
}

static bool number_ok(table *t, const char *column, ab_str cell)
{
	ab_num lo, hi;
	if (plain_number(cell))
		return true;
	ab_num_status s = ab_num_parse(cell, &lo, &hi);
	if (s == AB_NUM_OK && lo >= 0)
		return true;
	if (s == AB_NUM_OK)
		table_error(t, "leave an unknown figure empty", "%s is negative: %.*s", column, AB_FMT(cell));
	else
		table_error(t, "write a plain decimal with at most nine decimals", "%s is no number: \"%.*s\"", column,
		            AB_FMT(cell));
	return false;
}

/* One copy of a word of ours in the catalog's own memory: an image holds no pointer to the program's texts. */
static ab_str literal(table *t, const char *z)
{
	catalog *c = t->c;
	for (uint32_t i = 0; i < c->literals.n; i++)
		if (ab_str_is(c->literals.p[i], z))
			return c->literals.p[i];
	ab_push(&c->arena, &c->literals, ab_str_dup(&c->arena, ab_str_of(z)));
	return c->literals.p[c->literals.n - 1];
}

static void figure_add(catalog_chip *chip, ab_str name, ab_str value, ab_str note)
{
	chip->figures.p[chip->figures.n++] = (catalog_figure){name, value, note};
}

static ab_str flag_value(table *t, const char *column, ab_str cell)
{
	if (ab_str_is(cell, "yes"))
		return literal(t, "true");
	if (ab_str_is(cell, "no"))
		return literal(t, "false");
	table_error(t, "write yes or no, or leave it empty", "%s is \"%.*s\"", column, AB_FMT(cell));
	return (ab_str){0};
}

/* "HBM3e", "HiBL 1.0 (Huawei HBM)" */
static bool names_hbm(ab_str memory)
{
	for (size_t i = 0; i + 3 <= memory.n; i++)
		if (memory.p[i] == 'H' && memory.p[i + 1] == 'B' && memory.p[i + 2] == 'M')
			return true;
	return false;
}

static void read_figures(table *t, catalog_chip *chip)
{
	uint32_t n = 1;
	for (int i = 0; i < (int)FIGURES; i++)
		n += t->cell[i].n > 0;
	chip->figures.cap = n;
	chip->figures.p = AB_NEW_N(&t->c->arena, catalog_figure, n);
	for (int i = 0; i < (int)FIGURES; i++) {
		ab_str cell = t->cell[i], name = literal(t, figure_columns[i].figure);
		if (cell.n == 0)
			continue;
		if (figure_columns[i].type == CELL_FLAG)
			figure_add(chip, name, flag_value(t, name.p, cell), (ab_str){0});
		else if (number_ok(t, name.p, cell))
			figure_add(chip, name, cell, ab_str_is(name, "price_usd") ? t->cell[COL_PRICE_NOTE] : (ab_str){0});
	}
	ab_str memory = t->cell[COL_MEMORY_TYPE];
	if (memory.n)
		figure_add(chip, literal(t, "has_hbm"), literal(t, names_hbm(memory) ? "true" : "false"), memory);
}

/* A chip without any rate must not pass for one whose rates are all known. */
static void check_rates(table *t, const catalog_chip *chip)
{
	bool any = false;
	for (uint32_t i = 0; i < chip->figures.n; i++)
		any = any || ab_str_starts(chip->figures.p[i].name, "tops.");
	ab_str said = catalog_figure_of(chip, "rates_complete");
	if (any && said.n == 0)
		table_error(t, "write yes, or no where the rates are only a lower bound", "rates without rates_complete");
	if (!any && ab_str_is(said, "true"))
		table_error(t, "write no", "rates_complete is yes but no rate is given");
}

static void check_row(table *t, const catalog_chip *chip)
{
	if (chip->name.n == 0 || chip->maker.n == 0)
		table_error(t, NULL, "the chip has no name or no maker");
	if (!table_one_of(chip->kind, "ic hbm-stack"))
		table_error(t, "write ic or hbm-stack", "the kind is \"%.*s\"", AB_FMT(chip->kind));
	if (!table_one_of(chip->confidence, "datasheet secondary estimate recalled"))
		table_error(t, "write datasheet, secondary, estimate or recalled", "the confidence is \"%.*s\"",
		            AB_FMT(chip->confidence));
	if (!table_country_ok(chip->maker_country) || chip->maker_country.n > 2)
		table_error(t, "write the ISO alpha-2 code", "maker_country is \"%.*s\"", AB_FMT(chip->maker_country));
	if (!table_country_ok(chip->foundry_country))
		table_error(t, "write ISO alpha-2 codes", "foundry_country is \"%.*s\"", AB_FMT(chip->foundry_country));
	check_rates(t, chip);
}

static catalog_chip read_chip(table *t)
{
	catalog_chip chip = {
		.id = t->cell[COL_ID],
		.name = t->cell[COL_NAME],
		.maker = t->cell[COL_MAKER],
		.maker_country = t->cell[COL_MAKER_COUNTRY],
		.kind = t->cell[COL_KIND],
		.foundry = t->cell[COL_FOUNDRY],
		.foundry_country = t->cell[COL_FOUNDRY_COUNTRY],
		.launched = t->cell[COL_LAUNCHED],
		.confidence = t->cell[COL_CONFIDENCE],
		.source = t->cell[COL_SOURCE],
		.note = t->cell[COL_NOTE],
	};
	read_figures(t, &chip);
	return chip;
}

void chips_read(catalog *c, const catalog_file *f, ab_diags *d)
{
	table t;
	if (!table_open(&t, c, f, columns, d))
		return;
	TABLE_ROOM(&t, &c->chips);
	while (table_next(&t)) {
		catalog_chip chip = read_chip(&t);
		target to = {CATALOG_CHIP, (uint16_t)c->chips.n};
		check_row(&t, &chip);
		if (!id_add(&t, chip.id, to))
			continue;
		ab_push(&c->arena, &c->chips, chip);
		name_add(c, t.cell[COL_SERIES], to, RANK_SERIES);
	}
}

ab_str catalog_figure_of(const catalog_chip *chip, const char *name)
{
	for (uint32_t i = 0; i < chip->figures.n; i++)
		if (ab_str_is(chip->figures.p[i].name, name))
			return chip->figures.p[i].value;
	return (ab_str){0};
}

/* ---- what sources disagree on ---- */
static bool is_column(ab_str figure)
{
	for (size_t i = 0; i < FIGURES; i++)
		if (ab_str_is(figure, figure_columns[i].figure))
			return true;
	return table_one_of(figure, "foundry memory_type");
}

static catalog_figure *figure_find(catalog_chip *chip, ab_str name)
{
	for (uint32_t i = 0; i < chip->figures.n; i++)
		if (ab_str_eq(chip->figures.p[i].name, name))
			return &chip->figures.p[i];
	return NULL;
}

static char *copy(char *to, ab_str s)
{
	memcpy(to, s.p, s.n);
	return to + s.n;
}

/* "752 (arXiv 2506.12708); 800 (Huawei keynote) taken" */
static void note_append(catalog *c, catalog_figure *f, ab_str value, ab_str source, bool taken)
{
	char *text = ab_alloc(&c->arena, f->note.n + value.n + source.n + sizeof("; () taken")), *at = text;
	if (f->note.n)
		at = copy(copy(at, f->note), AB_STR("; "));
	at = copy(copy(copy(at, value), AB_STR(" (")), source);
	at = copy(copy(at, AB_STR(")")), taken ? AB_STR(" taken") : AB_STR(""));
	f->note = (ab_str){text, (size_t)(at - text)};
}

void disagreements_read(catalog *c, const catalog_file *f, ab_diags *d)
{
	enum { CHIP, FIGURE, VALUE, SOURCE, TAKEN };
	table t;
	if (!table_open(&t, c, f, "chip figure value source taken", d))
		return;
	while (table_next(&t)) {
		ab_str id = t.cell[CHIP], figure = t.cell[FIGURE], value = t.cell[VALUE];
		bool taken = ab_str_is(t.cell[TAKEN], "yes");
		target to;
		if (!id_find(c, id, &to) || to.hit != CATALOG_CHIP) {
			table_error(&t, "use an id of chips.csv", "no chip has the id \"%.*s\"", AB_FMT(id));
			continue;
		}
		if (!is_column(figure)) {
			table_error(&t, "name a figure of chips.csv", "\"%.*s\" is no figure", AB_FMT(figure));
			continue;
		}
		catalog_figure *g = figure_find(&c->chips.p[to.at], figure);
		if (!g)
			continue;
		if (taken && !ab_str_eq(g->value, value))
			table_error(&t, "make the two tables agree", "%.*s: %.*s is taken but chips.csv says %.*s", AB_FMT(id),
			            AB_FMT(value), AB_FMT(g->value));
		note_append(c, g, value, t.cell[SOURCE], taken);
	}
}
