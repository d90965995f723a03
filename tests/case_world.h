/* A small law for the tests of the case reader: names that a case may use,
 * without one rule; and the catalog that the program carries. */
#ifndef AMBIT_TESTS_CASE_WORLD_H
#define AMBIT_TESTS_CASE_WORLD_H

#include "determine/case.h"

static const char world_law[] = "pack us \"facts for tests\"\n"
								"unit TPP\nunit TPP/mm2\nunit mm2\nunit GB/s\nunit nm\nunit USD\nunit days\nunit "
								"operations\nunit pieces\nunit TOPS\n"
								"fact activity is word (export, reexport, use, sell) ask \"What do you want to do?\"\n"
								"fact from, to, place is country ask \"From where, to where?\"\n"
								"fact through is list\n"
								"fact shipped_on is date\n"
								"fact holds is list absent none\n"
								"fact without_license is bool absent false\n"
								"fact end_use.military, end_use.train_model is bool ordinary false\n"
								"fact knowledge.red_flags is list ordinary none\n"
								"fact nac_notice.reply is word (nac, returned, none)\n"
								"fact nac_notice.days_since is number days\n"
								"fact item.kind is word (ic, server, technology)\n"
								"fact item.chip, item.name is text\n"
								"fact item.eccn is text\n"
								"fact item.paragraph is word (a, b, c, z, z.a)\n"
								"fact item.tpp is number TPP ask \"What is its TPP?\"\n"
								"fact item.performance_density is number TPP/mm2\n"
								"fact item.die_area_mm2 is number mm2\n"
								"fact item.node_nm is number nm\n"
								"fact item.quantity is number pieces\n"
								"fact item.training_ops is number operations\n"
								"fact item.us_content_percent is number %\n"
								"fact item.nonplanar is bool\n"
								"fact item.origin is country\n"
								"fact its.name is text\n"
								"fact its.country, its.headquarters, its.parent.country is country\n"
								"fact its.parent.name is text\n"
								"fact its.listed is list\n"
								"fact its.military is bool\n"
								"fact its.percent is number %\n"
								"fact format.bits, format.tops is number\n"
								"fact unit.bits, unit.tops is number\n"
								"fact unit.class is word (digital, primitive, analog)\n"
								"fact content.percent is number %\n"
								"fact content.eccn, content.class is text\n";

typedef struct world {
	ab_arena arena;
	ab_diags diags;
	law *law;
	catalog *catalog;
} world;

static inline void world_open(world *w)
{
	ab_arena_init(&w->arena);
	ab_diags_init(&w->diags, &w->arena);
	law_file file = {"test.law", {world_law, sizeof world_law - 1}};
	AB_VEC(catalog_file) tables = {0};
	for (size_t i = 0; i < ab_asset_count; i++) {
		catalog_file table = {ab_assets[i].path, {(const char *)ab_assets[i].data, ab_assets[i].size}};
		if (ab_str_starts(ab_str_of(table.path), "data/"))
			ab_push(&w->arena, &tables, table);
	}
	w->law = law_load(&file, 1, &w->diags);
	w->catalog = catalog_load(tables.p, tables.n, &w->diags);
}

static inline void world_close(world *w)
{
	catalog_free(w->catalog);
	law_free(w->law);
	ab_arena_free(&w->arena);
}

#endif
