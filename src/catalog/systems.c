/* Reads families.csv (a name for several chips) and systems.csv (cards, servers, racks,
 * clusters and cloud instances, by the chips in them). */
#include "catalog/inside.h"

static void member_add(table *t, uint32_t family, ab_str id)
{
	catalog *c = t->c;
	catalog_family *f = &c->families.p[family];
	target to;
	if (!id_find(c, id, &to) || to.hit != CATALOG_CHIP) {
		table_error(t, "list ids of chips.csv, separated by ;", "no chip has the id \"%.*s\"", AB_FMT(id));
		return;
	}
	for (uint32_t i = 0; i < f->members.n; i++) {
		if (f->members.p[i] != &c->chips.p[to.at])
			continue;
		table_error(t, NULL, "%.*s stands twice among the members", AB_FMT(id));
		return;
	}
	ab_push(&c->arena, &f->members, &c->chips.p[to.at]);
	ab_push(&c->arena, &c->chips.p[to.at].families, f->id);
}

void families_read(catalog *c, const catalog_file *f, ab_diags *d)
{
	enum { ID, NAME, MEMBERS, SOURCE };
	table t;
	if (!table_open(&t, c, f, "id name members source", d))
		return;
	TABLE_ROOM(&t, &c->families);
	while (table_next(&t)) {
		catalog_family one = {.id = t.cell[ID], .name = t.cell[NAME], .source = t.cell[SOURCE]};
		uint32_t at = c->families.n;
		if (!id_add(&t, one.id, (target){CATALOG_FAMILY, (uint16_t)at}))
			continue;
		ab_push(&c->arena, &c->families, one);
		ab_str rest = t.cell[MEMBERS], id;
		while (ab_str_cut(&rest, ';', &id))
			member_add(&t, at, ab_str_trim(id));
		if (c->families.p[at].members.n < 2)
			table_error(&t, "a family has at least two members", "%.*s has fewer than two members", AB_FMT(one.id));
	}
}

/* "8*nvidia/h100-sxm", or the id alone: at least one. */
static void content_add(table *t, catalog_system *s, ab_str text)
{
	catalog_content one = {0};
	ab_str id = text, count;
	if (text.n && text.p[0] >= '0' && text.p[0] <= '9') {
		ab_num lo, hi;
		ab_str_cut(&id, '*', &count);
		if (ab_num_parse(count, &lo, &hi) != AB_NUM_OK || lo < AB_NUM_ONE || lo % AB_NUM_ONE != 0)
			table_error(t, "write 8*maker/model", "\"%.*s\" is no count", AB_FMT(count));
		one.count = count;
	}
	target to;
	if (!id_find(t->c, id, &to) || to.hit == CATALOG_SYSTEM) {
		table_error(t, "use an id of chips.csv or families.csv", "no chip or family has the id \"%.*s\"", AB_FMT(id));
		return;
	}
	if (to.hit == CATALOG_CHIP)
		one.chip = &t->c->chips.p[to.at];
	else
		one.family = &t->c->families.p[to.at];
	ab_push(&t->c->arena, &s->contents, one);
}

static uint32_t count_of(ab_str s, char ch)
{
	uint32_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == ch;
	return n;
}

static void check_system(table *t, const catalog_system *s)
{
	if (!table_one_of(s->kind, "assembly server rack cluster"))
		table_error(t, "write assembly, server, rack or cluster", "the kind is \"%.*s\"", AB_FMT(s->kind));
	if (!table_one_of(s->confidence, "datasheet secondary estimate recalled"))
		table_error(t, "write datasheet, secondary, estimate or recalled", "the confidence is \"%.*s\"",
		            AB_FMT(s->confidence));
	if (!table_country_ok(s->maker_country) || s->maker_country.n > 2)
		table_error(t, "write the ISO alpha-2 code", "maker_country is \"%.*s\"", AB_FMT(s->maker_country));
	if (s->name.n == 0 || s->contents.n == 0)
		table_error(t, NULL, "the system has no name or no contents");
}

void systems_read(catalog *c, const catalog_file *f, ab_diags *d)
{
	enum { ID, NAME, MAKER, MAKER_COUNTRY, KIND, CONTENTS, DATACENTER, CONFIDENCE, SOURCE, NOTE };
	table t;
	if (!table_open(&t, c, f,
	                "id name maker maker_country kind contents marketed_for_datacenter confidence source note", d))
		return;
	TABLE_ROOM(&t, &c->systems);
	while (table_next(&t)) {
		catalog_system one = {
			.id = t.cell[ID],
			.name = t.cell[NAME],
			.maker = t.cell[MAKER],
			.maker_country = t.cell[MAKER_COUNTRY],
			.kind = t.cell[KIND],
			.source = t.cell[SOURCE],
			.confidence = t.cell[CONFIDENCE],
			.note = t.cell[NOTE],
			.marketed_for_datacenter = ab_str_is(t.cell[DATACENTER], "yes"),
		};
		ab_str rest = t.cell[CONTENTS], text;
		one.contents.cap = 1 + count_of(rest, ';');
		one.contents.p = AB_NEW_N(&c->arena, catalog_content, one.contents.cap);
		while (ab_str_cut(&rest, ';', &text))
			content_add(&t, &one, ab_str_trim(text));
		check_system(&t, &one);
		if (id_add(&t, one.id, (target){CATALOG_SYSTEM, (uint16_t)c->systems.n}))
			ab_push(&c->arena, &c->systems, one);
	}
}
