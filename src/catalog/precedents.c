/* Reads enforcement.csv: published enforcement, each with what it turned on, so that
 * an answer can name the cases that are closest to it. */
#include "catalog/inside.h"

static bool decided(ab_str outcome)
{
	return table_one_of(outcome, "settled plea convicted");
}

void precedents_read(catalog *c, const catalog_file *f, ab_diags *d)
{
	enum { ID, JURISDICTION, DAY, PARTY, OUTCOME, AMOUNT, CONDUCT, ECCN, THROUGH, TO, RULES, CONFIDENCE, SOURCE };
	table t;
	if (!table_open(&t, c, f,
	                "id jurisdiction day party outcome amount conduct eccn through to rules confidence source", d))
		return;
	TABLE_ROOM(&t, &c->precedents);
	while (table_next(&t)) {
		catalog_precedent one = {.id = t.cell[ID],
		                         .jurisdiction = t.cell[JURISDICTION],
		                         .party = t.cell[PARTY],
		                         .outcome = t.cell[OUTCOME],
		                         .amount = t.cell[AMOUNT],
		                         .conduct = t.cell[CONDUCT],
		                         .eccn = t.cell[ECCN],
		                         .through = t.cell[THROUGH],
		                         .to = t.cell[TO],
		                         .rules = t.cell[RULES],
		                         .confidence = t.cell[CONFIDENCE],
		                         .source = t.cell[SOURCE],
		                         .decided = decided(t.cell[OUTCOME])};
		if (!ab_date_parse(t.cell[DAY], &one.day))
			table_error(&t, "write the day as 2025-07-28", "%.*s is no day", AB_FMT(t.cell[DAY]));
		if (!one.decided && !table_one_of(one.outcome, "charged indicted investigated"))
			table_error(&t, "write settled, plea, convicted, charged, indicted or investigated", "%.*s is no outcome",
			            AB_FMT(one.outcome));
		if (!one.id.n || !one.party.n || !one.conduct.n || !table_one_of(one.confidence, "primary secondary memory"))
			table_error(&t, "fill it", "the row lacks an id, a party, the conduct or a confidence");
		if (c->precedents.n && c->precedents.p[c->precedents.n - 1].day > one.day)
			table_error(&t, "sort the rows by day", "%.*s is out of order", AB_FMT(one.id));
		ab_push(&c->arena, &c->precedents, one);
	}
}

size_t catalog_precedent_count(const catalog *c)
{
	return c->precedents.n;
}

const catalog_precedent *catalog_precedent_at(const catalog *c, size_t i)
{
	return i < c->precedents.n ? &c->precedents.p[i] : NULL;
}
