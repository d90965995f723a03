/* The tables: what the program carries is complete and right where it is known, and a
 * broken table is refused with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "catalog_world.h"

#include <string.h>

static world w;

static int open_world(void **state)
{
	(void)state;
	world_open(&w);
	return w.c ? 0 : -1;
}

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static const catalog_chip *chip(const char *id)
{
	catalog_match m = catalog_resolve(w.c, &w.arena, ab_str_of(id));
	if (!m.chip)
		fail_msg("%s is no chip", id);
	return m.chip;
}

static const catalog_family *family(const char *id)
{
	catalog_match m = catalog_resolve(w.c, &w.arena, ab_str_of(id));
	if (!m.family)
		fail_msg("%s is no family", id);
	return m.family;
}

static const catalog_system *system_of(const char *id)
{
	catalog_match m = catalog_resolve(w.c, &w.arena, ab_str_of(id));
	if (!m.system)
		fail_msg("%s is no system", id);
	return m.system;
}

static void every_row_has_a_source(void **state)
{
	(void)state;
	assert_true(catalog_chip_count(w.c) >= 193);
	assert_true(catalog_system_count(w.c) >= 35);
	for (size_t i = 0; i < catalog_chip_count(w.c); i++) {
		const catalog_chip *c = catalog_chip_at(w.c, i);
		if (!c->source.n || !c->confidence.n || !c->launched.n || !c->maker.n)
			fail_msg("%.*s lacks a source, a confidence, a date or a maker", AB_FMT(c->id));
		assert_true(i == 0 || ab_str_cmp(catalog_chip_at(w.c, i - 1)->id, c->id) < 0);
		assert_true(c->maker_country.n == 2 || ab_str_is(c->kind, "hbm-stack"));
	}
	for (size_t i = 0; i < catalog_system_count(w.c); i++) {
		const catalog_system *s = catalog_system_at(w.c, i);
		if (!s->source.n || !s->confidence.n || s->maker_country.n != 2 || s->contents.n == 0)
			fail_msg("%.*s lacks a source, a confidence, a country or contents", AB_FMT(s->id));
	}
	for (size_t i = 0; i < catalog_family_count(w.c); i++)
		assert_true(catalog_family_at(w.c, i)->source.n && catalog_family_at(w.c, i)->members.n >= 2);
	assert_null(catalog_chip_at(w.c, catalog_chip_count(w.c)));
	assert_null(catalog_family_at(w.c, catalog_family_count(w.c)));
	assert_null(catalog_system_at(w.c, catalog_system_count(w.c)));
}

/* TPP in 10^-9, from bits times rates as the rule of October 2023 counts them; 0 where no rate is known. */
static ab_num tpp(const catalog_chip *c)
{
	static const struct {
		const char *name;
		int bits;
	} formats[] = {{"tops.int4", 4},  {"tops.fp4", 4},   {"tops.fp6", 6},   {"tops.int8", 8}, {"tops.fp8", 8},
	               {"tops.fp16", 16}, {"tops.bf16", 16}, {"tops.fp32", 32}, {"tops.fp64", 64}};
	ab_num best = 0;
	for (size_t i = 0; i < AB_COUNT(formats); i++) {
		ab_num lo, hi;
		ab_str v = catalog_figure_of(c, formats[i].name);
		if (v.n && ab_num_parse(v, &lo, &hi) == AB_NUM_OK && lo * formats[i].bits > best)
			best = lo * formats[i].bits;
	}
	return best;
}

/* Published or computed by others. */
static void known_performance(void **state)
{
	(void)state;
	static const struct {
		const char *id, *tpp, *area;
	} known[] = {
		{"nvidia/a100-80-sxm", "4992", "826"},
		{"nvidia/a800-80-sxm", "4992", "826"},
		{"nvidia/h100-sxm", "15832", "814"},
		{"nvidia/h800-sxm", "15832", "814"},
		{"nvidia/h20", "2368", "814"},
		{"nvidia/h200-sxm", "15832", "814"},
		{"nvidia/rtx-4090", "5284.8", "609"},
		{"nvidia/rtx-4090d", "4707.2", "609"},
		{"nvidia/l40s", "5864", "609"},
		{"nvidia/l20", "1913.6", "609"},
		{"nvidia/b200", "36000", "1628"},
		{"huawei/ascend-910b1", "6400", "665.61"},
		{"huawei/ascend-910b4", "4480", "665.61"},
		{"huawei/ascend-910c", "12800", "1331.2"},
		{"amd/mi300x", "20919.2", ""},
		{"amd/mi355x", "60397.8", ""},
		{"amd/mi308x", "0", ""},
		{"huawei/kirin-9000s", "0", ""},
		{"tenstorrent/wormhole-n300-ic", "1864", ""},
		{"huawei/ascend-310p", "1120", ""},
	};
	for (size_t i = 0; i < AB_COUNT(known); i++) {
		const catalog_chip *c = chip(known[i].id);
		ab_num lo, hi;
		assert_int_equal(ab_num_parse(ab_str_of(known[i].tpp), &lo, &hi), AB_NUM_OK);
		if (tpp(c) != lo || !ab_str_is(catalog_figure_of(c, "die_area_mm2"), known[i].area))
			fail_msg("%s: TPP or die area differs", known[i].id);
	}
}

/* No lower bound may pass for a TPP. */
static void lower_bounds_are_marked(void **state)
{
	(void)state;
	static const char *const bounds[] = {
		"nvidia/rtx-6000d", "nvidia/jetson-thor-t4000", "mthreads/mtt-s80",  "mthreads/mtt-s3000", "hygon/z100",
		"apple/m4-max",     "apple/m3-ultra",           "huawei/ascend-310b"};
	for (size_t i = 0; i < AB_COUNT(bounds); i++)
		assert_true(ab_str_is(catalog_figure_of(chip(bounds[i]), "rates_complete"), "false"));
	int without = 0;
	for (size_t i = 0; i < catalog_chip_count(w.c); i++) {
		const catalog_chip *c = catalog_chip_at(w.c, i);
		ab_str complete = catalog_figure_of(c, "rates_complete");
		if (ab_str_is(c->kind, "hbm-stack"))
			continue;
		assert_true(complete.n > 0);
		without += tpp(c) == 0;
		assert_false(tpp(c) == 0 && ab_str_is(complete, "true"));
	}
	assert_in_range(without, 20, 50); /* honest blanks */
}

static void figures_are_named_as_facts(void **state)
{
	(void)state;
	const catalog_chip *c = chip("nvidia/h100-sxm");
	assert_true(ab_str_is(c->kind, "ic") && ab_str_is(c->maker_country, "US") && ab_str_is(c->foundry_country, "TW"));
	static const char *const pairs[][2] = {
		{"die_area_mm2", "814"},
		{"nonplanar", "true"},
		{"transistors_bn", "80"},
		{"node_nm", "5"},
		{"tops.fp16", "989.5"},
		{"tops.tf32", "494.5"},
		{"memory_bandwidth_gbs", "3350"},
		{"io_bandwidth_gbs", "900"},
		{"memory_gb", "80"},
		{"tdp_w", "700"},
		{"marketed_for_datacenter", "true"},
		{"has_hbm", "true"},
		{"rates_complete", "true"},
		{"tpp", ""},
		{"no_such_figure", ""},
	};
	for (size_t i = 0; i < AB_COUNT(pairs); i++)
		if (!ab_str_is(catalog_figure_of(c, pairs[i][0]), pairs[i][1]))
			fail_msg("%s is \"%.*s\"", pairs[i][0], AB_FMT(catalog_figure_of(c, pairs[i][0])));
	assert_true(ab_str_is(catalog_figure_of(chip("nvidia/rtx-4090"), "marketed_for_datacenter"), "false"));
	assert_true(ab_str_is(catalog_figure_of(chip("nvidia/rtx-4090"), "has_hbm"), "false"));
	assert_true(ab_str_is(catalog_figure_of(chip("huawei/atlas-350"), "has_hbm"), "true"));
	const catalog_chip *stack = chip("hbm/hbm3");
	assert_true(ab_str_is(stack->kind, "hbm-stack"));
	assert_true(ab_str_is(catalog_figure_of(stack, "package_area_mm2"), "121"));
	assert_true(ab_str_is(catalog_figure_of(stack, "memory_bandwidth_gbs"), "819"));
	assert_int_equal(catalog_figure_of(stack, "die_area_mm2").n, 0);
}

static void disagreement_is_kept(void **state)
{
	(void)state;
	const catalog_chip *c = chip("huawei/ascend-910c");
	for (uint32_t i = 0; i < c->figures.n; i++) {
		if (!ab_str_is(c->figures.p[i].name, "tops.fp16"))
			continue;
		char *note = ab_strdup(&w.arena, c->figures.p[i].note);
		assert_true(ab_str_is(c->figures.p[i].value, "800"));
		assert_non_null(strstr(note, "752"));
		assert_non_null(strstr(note, "780"));
		assert_non_null(strstr(note, "800 (Huawei keynote 2025-09-18; Epoch AI) taken"));
		return;
	}
	fail_msg("no FP16 figure");
}

static bool has_member(const catalog_family *f, const char *id)
{
	for (uint32_t i = 0; i < f->members.n; i++)
		if (ab_str_is(f->members.p[i]->id, id))
			return true;
	return false;
}

static void families_hold_their_bins(void **state)
{
	(void)state;
	const catalog_family *f = family("huawei/ascend-910b");
	assert_int_equal(f->members.n, 4);
	assert_true(has_member(f, "huawei/ascend-910b1") && has_member(f, "huawei/ascend-910b4"));
	assert_false(has_member(f, "huawei/ascend-910c"));
	assert_int_equal(family("nvidia/h100")->members.n, 3);
	assert_int_equal(family("nvidia/a100")->members.n, 4);
	const catalog_chip *c = chip("huawei/ascend-910b3");
	assert_int_equal(c->families.n, 1);
	assert_true(ab_str_is(c->families.p[0], "huawei/ascend-910b"));
}

static void systems_hold_their_chips(void **state)
{
	(void)state;
	static const struct {
		const char *name, *kind, *count, *chip;
	} known[] = {
		{"DGX H100", "server", "8", "nvidia/h100-sxm"},
		{"HGX H20", "assembly", "8", "nvidia/h20"},
		{"GB200 NVL72", "rack", "72", "nvidia/gb200"},
		{"Atlas 800T A2", "server", "8", "huawei/ascend-910b"},
		{"CloudMatrix 384", "cluster", "384", "huawei/ascend-910c"},
		{"p5.48xlarge", "server", "8", "nvidia/h100-sxm"},
		{"Atlas 300I Duo", "assembly", "2", "huawei/ascend-310p"},
		{"Cloud AI 100 Ultra", "assembly", "4", "qualcomm/cloud-ai-100-ultra-ic"},
		{"Atlas 900", "cluster", "", "huawei/ascend-910"},
	};
	for (size_t i = 0; i < AB_COUNT(known); i++) {
		const catalog_system *s = system_of(known[i].name);
		const catalog_content *c = &s->contents.p[0];
		ab_str id = c->chip ? c->chip->id : c->family->id;
		assert_true((c->chip == NULL) != (c->family == NULL));
		if (!ab_str_is(s->kind, known[i].kind) || !ab_str_is(c->count, known[i].count) || !ab_str_is(id, known[i].chip))
			fail_msg("%s holds %.*s x %.*s", known[i].name, AB_FMT(c->count), AB_FMT(id));
	}
}

/* ---- broken tables ---- */
#define CHIP_HEAD                                                                                                      \
	"id,name,maker,maker_country,kind,series,launched,foundry,foundry_country,node_nm,die_area_mm2,package_area_mm2,"  \
	"transistors_bn,nonplanar,tops.int4,tops.int8,tops.fp4,tops.fp6,tops.fp8,tops.fp16,tops.bf16,tops.tf32,tops.fp32," \
	"tops.fp64,rates_complete,tpp_stated,memory_type,memory_gb,memory_bandwidth_gbs,io_bandwidth_gbs,tdp_w,price_usd," \
	"price_note,marketed_for_datacenter,confidence,source,note\n"
#define CHIP_ROW(id, area, rate, confidence, source)                                                                   \
	id ",One,Maker,US,ic,S,2024,,,," area ",,,yes,," rate ",,,,,,,,,yes,,,,,,,,,yes," confidence "," source ",\n"
#define GOOD CHIP_ROW("a/one", "100", "10", "datasheet", "book") CHIP_ROW("a/two", "100", "10", "datasheet", "book")

#define CASE_HEAD "id,jurisdiction,day,party,outcome,amount,conduct,eccn,through,to,rules,confidence,source\n"

typedef struct broken {
	const char *path, *text, *message;
	int line;
} broken;

static const broken breaks[] = {
	{"chips.csv", CHIP_HEAD CHIP_ROW("a/one", "-1", "10", "datasheet", "book"), "negative", 2},
	{"chips.csv", CHIP_HEAD CHIP_ROW("a/one", "big", "10", "datasheet", "book"), "no number", 2},
	{"chips.csv", CHIP_HEAD CHIP_ROW("a/one", "1.0000000001", "10", "datasheet", "book"), "no number", 2},
	{"chips.csv", CHIP_HEAD CHIP_ROW("a/one", "1", "10", "datasheet", ""), "no source", 2},
	{"chips.csv", CHIP_HEAD CHIP_ROW("a/one", "1", "10", "sure", "book"), "confidence", 2},
	{"chips.csv", CHIP_HEAD CHIP_ROW("a/one", "1", "", "datasheet", "book"), "no rate", 2},
	{"chips.csv", CHIP_HEAD GOOD CHIP_ROW("a/two", "1", "10", "datasheet", "book"), "twice", 4},
	{"chips.csv", CHIP_HEAD GOOD CHIP_ROW("a/a", "1", "10", "datasheet", "book"), "stands after", 4},
	{"chips.csv", CHIP_HEAD CHIP_ROW("One", "1", "10", "datasheet", "book"), "no id", 2},
	{"chips.csv", CHIP_HEAD "a/one,One\n", "2 cells", 2},
	{"chips.csv", "id,name\na/one,One\n", "missing", 1},
	{"chips.csv", "", "empty", 1},
	{"chips.csv", CHIP_HEAD "a/\xC3,One\n", "byte", 2},
	{"chips.csv", CHIP_HEAD "\"a/one,One\n", "never ends", 2},
	{"families.csv", "id,name,members,source\na/f,F,a/one;a/three,book\n", "a/three", 2},
	{"families.csv", "id,name,members,source\na/f,F,a/one,book\n", "fewer than two", 2},
	{"families.csv", "id,name,members,source\na/f,F,a/one;a/one,book\n", "twice", 2},
	{"families.csv", "id,name,members,source\na/one,F,a/one;a/two,book\n", "twice", 2},
	{"families.csv", "id,name,members,source\na/f,F,a/one;a/two,\n", "no source", 2},
	{"systems.csv",
     "id,name,maker,maker_country,kind,contents,marketed_for_datacenter,confidence,source,note\n"
     "b/s,S,B,US,server,8*a/nine,yes,recalled,book,\n",
     "a/nine", 2},
	{"systems.csv",
     "id,name,maker,maker_country,kind,contents,marketed_for_datacenter,confidence,source,note\n"
     "b/s,S,B,US,server,0*a/one,yes,recalled,book,\n",
     "no count", 2},
	{"systems.csv",
     "id,name,maker,maker_country,kind,contents,marketed_for_datacenter,confidence,source,note\n"
     "b/s,S,B,US,boat,8*a/one,yes,recalled,book,\n",
     "kind", 2},
	{"aliases.csv", "alias,id,source\nUno,a/zero,book\n", "a/zero", 2},
	{"aliases.csv", "alias,id,source\nUno,a/one,book\nU-no,a/two,book\n", "two things", 3},
	{"aliases.csv", "alias,id,source\na/one,a/two,book\n", "an id itself", 2},
	{"pci.csv", "vendor,device,subsystem,id,name,source,note\n10de,23,,a/one,x,book,\n", "no PCI id", 2},
	{"pci.csv", "vendor,device,subsystem,id,name,source,note\n10de,2330,,a/x,x,book,\n", "a/x", 2},
	{"pci.csv", "vendor,device,subsystem,id,name,source,note\n10de,2330,,a/one,x,book,\n10de,2330,,a/two,x,book,\n",
     "twice", 3},
	{"countries.csv",
     "iso2,iso3,name,name_ko,name_zh,aliases,capital_lat,capital_lon,source,note\nxx,XXX,X,,,,,,book,\n", "codes", 2},
	{"disagreements.csv", "chip,figure,value,source,taken\na/one,tops.int8,11,book,yes\n", "says 10", 2},
	{"disagreements.csv", "chip,figure,value,source,taken\na/one,weight,11,book,no\n", "no figure", 2},
	{"enforcement.csv", CASE_HEAD "c,us,2024-13-01,P,settled,,Did it,,,,,primary,book\n", "no day", 2},
	{"enforcement.csv", CASE_HEAD "c,us,2024-01-01,P,lost,,Did it,,,,,primary,book\n", "no outcome", 2},
	{"enforcement.csv", CASE_HEAD "c,us,2024-01-01,P,settled,,,,,,,primary,book\n", "lacks", 2},
	{"enforcement.csv", CASE_HEAD "c,us,2024-01-01,P,settled,,Did it,,,,,sure,book\n", "lacks", 2},
	{"enforcement.csv", CASE_HEAD "c,us,2024-01-01,P,settled,,Did it,,,,,primary,\n", "no source", 2},
	{"enforcement.csv",
     CASE_HEAD "c,us,2024-01-02,P,settled,,Did it,,,,,primary,book\nd,us,2024-01-01,P,plea,,Did it,,,,,primary,book\n",
     "out of order", 3},
};

static void refuse(const broken *b)
{
	ab_diags d;
	ab_diags_init(&d, &w.arena);
	catalog_file files[] = {{"chips.csv", AB_STR(CHIP_HEAD GOOD)}, {b->path, ab_str_of(b->text)}};
	bool chips = !strcmp(b->path, "chips.csv");
	catalog *c = catalog_load(files + chips, chips ? 1 : 2, &d);
	if (c)
		fail_msg("loaded although: %s", b->message);
	for (uint32_t i = 0; i < d.list.n; i++)
		if (strstr(d.list.p[i].message, b->message) && d.list.p[i].line == b->line &&
		    !strcmp(d.list.p[i].file, b->path))
			return;
	fail_msg("%s: nothing says \"%s\" at line %d, but: %s", b->path, b->message, b->line,
	         d.list.n ? d.list.p[0].message : "nothing");
}

static void broken_tables_are_refused(void **state)
{
	(void)state;
	ab_diags d;
	ab_diags_init(&d, &w.arena);
	const catalog_file good = {"x/chips.csv", AB_STR(CHIP_HEAD GOOD)};
	catalog *c = catalog_load(&good, 1, &d);
	assert_non_null(c);
	assert_int_equal(catalog_chip_count(c), 2);
	catalog_free(c);
	for (size_t i = 0; i < AB_COUNT(breaks); i++)
		refuse(&breaks[i]);
	assert_null(catalog_load(NULL, 0, &d));
	assert_int_equal(d.errors, 1);
	catalog_free(NULL);
}

static void quotes_and_line_ends(void **state)
{
	(void)state;
	static const char text[] = "\xEF\xBB\xBF"
							   "id,name,members,source\r\na/f,\"The \"\"F\"\", or so\",a/one;a/two,\"b\nk\"\r\n\r\n";
	const catalog_file files[] = {{"families.csv", {text, sizeof(text) - 1}}, {"chips.csv", AB_STR(CHIP_HEAD GOOD)}};
	ab_diags d;
	ab_diags_init(&d, &w.arena);
	catalog *c = catalog_load(files, 2, &d);
	assert_non_null(c);
	assert_true(ab_str_is(catalog_family_at(c, 0)->name, "The \"F\", or so"));
	assert_true(ab_str_is(catalog_family_at(c, 0)->source, "b\nk"));
	catalog_free(c);
}

static void hash_names_the_tables(void **state)
{
	(void)state;
	ab_diags d;
	ab_diags_init(&d, &w.arena);
	const catalog_file a[] = {{"data/chips.csv", AB_STR(CHIP_HEAD GOOD)},
	                          {"data/pci.csv", AB_STR("vendor,device,subsystem,id,name,source,note\n")}};
	const catalog_file b[] = {{"/x/pci.csv", a[1].text}, {"/x/chips.csv", a[0].text}};
	const catalog_file e[] = {{"data/chips.csv", AB_STR(CHIP_HEAD GOOD "\n")}, a[1]};
	catalog *ca = catalog_load(a, 2, &d), *cb = catalog_load(b, 2, &d), *ce = catalog_load(e, 2, &d);
	assert_true(ca && cb && ce);
	assert_int_equal(strlen(catalog_hash(ca)), 64);
	assert_int_equal(strspn(catalog_hash(ca), "0123456789abcdef"), 64);
	assert_string_equal(catalog_hash(ca), catalog_hash(cb)); /* neither order nor folder counts */
	assert_string_not_equal(catalog_hash(ca), catalog_hash(ce));
	catalog_free(ca);
	catalog_free(cb);
	catalog_free(ce);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_has_a_source),   cmocka_unit_test(known_performance),
		cmocka_unit_test(lower_bounds_are_marked),  cmocka_unit_test(figures_are_named_as_facts),
		cmocka_unit_test(disagreement_is_kept),     cmocka_unit_test(families_hold_their_bins),
		cmocka_unit_test(systems_hold_their_chips), cmocka_unit_test(broken_tables_are_refused),
		cmocka_unit_test(quotes_and_line_ends),     cmocka_unit_test(hash_names_the_tables),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
