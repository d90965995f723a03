/* The resolver: ids, aliases, marketing names in several scripts, names that fit several
 * things, unknown ones; and countries. */
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

typedef struct expectation {
	const char *name;
	catalog_hit hit;
	const char *id;
} expectation;

static const expectation single[] = {
	{"H100", CATALOG_FAMILY, "nvidia/h100"},
	{"nvidia h-100", CATALOG_FAMILY, "nvidia/h100"},
	{"NVIDIA H100 80GB HBM3", CATALOG_CHIP, "nvidia/h100-sxm"},
	{"A100", CATALOG_FAMILY, "nvidia/a100"},
	{"NVIDIA A100-SXM4-80GB", CATALOG_CHIP, "nvidia/a100-80-sxm"},
	{"A100 80GB", CATALOG_FAMILY, "nvidia/a100-80"},
	{"A800", CATALOG_FAMILY, "nvidia/a800"},
	{"H800", CATALOG_FAMILY, "nvidia/h800"},
	{"H20", CATALOG_CHIP, "nvidia/h20"},
	{"RTX 4090", CATALOG_CHIP, "nvidia/rtx-4090"},
	{"4090", CATALOG_CHIP, "nvidia/rtx-4090"},
	{"GeForce RTX 4090", CATALOG_CHIP, "nvidia/rtx-4090"},
	{"RTX 4090D", CATALOG_CHIP, "nvidia/rtx-4090d"},
	{"NVIDIA GeForce RTX\xE2\x84\xA2 4090 D", CATALOG_CHIP, "nvidia/rtx-4090d"},
	{"nvidia(R) geforce(TM) rtx 4090 d", CATALOG_CHIP, "nvidia/rtx-4090d"},
	{"ＲＴＸ　４０９０", CATALOG_CHIP, "nvidia/rtx-4090"},
	{"지포스 RTX 4090D", CATALOG_CHIP, "nvidia/rtx-4090d"},
	{"엔비디아 H100", CATALOG_FAMILY, "nvidia/h100"},
	{"英伟达H20", CATALOG_CHIP, "nvidia/h20"},
	{"昇腾910B", CATALOG_FAMILY, "huawei/ascend-910b"},
	{"华为昇腾 910B3", CATALOG_CHIP, "huawei/ascend-910b3"},
	{"Huawei Ascend 910B", CATALOG_FAMILY, "huawei/ascend-910b"},
	{"ascend-910b", CATALOG_FAMILY, "huawei/ascend-910b"},
	{"huawei/ascend-910b", CATALOG_FAMILY, "huawei/ascend-910b"},
	{"HUAWEI/Ascend910B3", CATALOG_CHIP, "huawei/ascend-910b3"},
	{"어센드 910C", CATALOG_CHIP, "huawei/ascend-910c"},
	{"Mate 60 Pro", CATALOG_CHIP, "huawei/kirin-9000s"},
	{"Huawei Mate 60 Pro", CATALOG_CHIP, "huawei/kirin-9000s"},
	{"麒麟9000S", CATALOG_CHIP, "huawei/kirin-9000s"},
	{"寒武纪思元370", CATALOG_FAMILY, "cambricon/mlu370"},
	{"海光DCU K100", CATALOG_CHIP, "hygon/k100"},
	{"沐曦曦云C500", CATALOG_FAMILY, "metax/c500"},
	{"MetaX C550", CATALOG_CHIP, "metax/c550"},
	{"Groq chip", CATALOG_CHIP, "groq/lpu-1"},
	{"SK hynix HBM3E", CATALOG_CHIP, "hbm/hbm3e"},
	{"AMD Instinct MI308X", CATALOG_CHIP, "amd/mi308x"},
	{"L40S", CATALOG_CHIP, "nvidia/l40s"},
	{"AWS Trainium2", CATALOG_CHIP, "aws/trainium-2"},
	{"DGX H100", CATALOG_SYSTEM, "nvidia/dgx-h100"},
	{"HGX H20", CATALOG_SYSTEM, "nvidia/hgx-h20"},
	{"GB200 NVL72", CATALOG_SYSTEM, "nvidia/gb200-nvl72"},
	{"Atlas 800T A2", CATALOG_SYSTEM, "huawei/atlas-800t-a2"},
	{"CloudMatrix 384", CATALOG_SYSTEM, "huawei/cloudmatrix-384"},
	{"p5.48xlarge", CATALOG_SYSTEM, "aws/p5.48xlarge"},
	{"AWS p5.48xlarge", CATALOG_SYSTEM, "aws/p5.48xlarge"},
	{"Standard_ND96isr_H100_v5", CATALOG_SYSTEM, "azure/nd96isr-h100-v5"},
	{"Dell PowerEdge XE9680 H100", CATALOG_SYSTEM, "dell/poweredge-xe9680-h100"},
};

static void names_resolve(void **state)
{
	(void)state;
	for (size_t i = 0; i < AB_COUNT(single); i++) {
		ab_str name = ab_str_of(single[i].name), id = world_id(&w, name);
		if (catalog_resolve(w.c, &w.arena, name).hit != single[i].hit || !ab_str_is(id, single[i].id))
			fail_msg("\"%s\" resolves to \"%.*s\"", single[i].name, AB_FMT(id));
	}
}

static bool lists(const catalog_match *m, const char *id)
{
	for (uint32_t i = 0; i < m->several.n; i++)
		if (ab_str_is(m->several.p[i], id))
			return true;
	return false;
}

static const expectation several[] = {
	{"Ascend", CATALOG_SEVERAL, "huawei/ascend-910b"},
	{"昇腾", CATALOG_SEVERAL, "huawei/ascend-910c"},
	{"Gaudi", CATALOG_SEVERAL, "intel/gaudi-3"},
	{"MI300", CATALOG_SEVERAL, "amd/mi300x"},
	{"Hopper", CATALOG_SEVERAL, "nvidia/h100"},
	{"TPU v5", CATALOG_SEVERAL, "google/tpu-v5p"},
	{"DGX", CATALOG_SEVERAL, "nvidia/dgx-a100"},
	{"HBM", CATALOG_SEVERAL, "hbm/hbm3"},
	{"Kirin", CATALOG_SEVERAL, "huawei/kirin-9000s"}, /* a series is never the one chip of it that we know */
	{"PowerEdge XE9680", CATALOG_SEVERAL, "dell/poweredge-xe9680-h20"},
};

static void names_that_fit_several(void **state)
{
	(void)state;
	for (size_t i = 0; i < AB_COUNT(several); i++) {
		catalog_match m = catalog_resolve(w.c, &w.arena, ab_str_of(several[i].name));
		if (m.hit != CATALOG_SEVERAL || !lists(&m, several[i].id))
			fail_msg("\"%s\" does not list %s", several[i].name, several[i].id);
	}
	catalog_match m = catalog_resolve(w.c, &w.arena, AB_STR("Ascend"));
	assert_false(lists(&m, "huawei/ascend-910b3")); /* its family stands for it */
	m = catalog_resolve(w.c, &w.arena, AB_STR("MI300"));
	assert_false(lists(&m, "amd/mi300x-platform"));
	assert_int_equal(m.several.n, 2);
}

static const expectation unknown[] = {
	{"RTX 4090X", CATALOG_NONE, "nvidia/rtx-4090"},
	{"Ascnd 910C", CATALOG_NONE, "huawei/ascend-910c"},
	{"H1000", CATALOG_NONE, "nvidia/h100"},
	{"MI305X", CATALOG_NONE, "amd/mi300x"},
	{"Huawei H100", CATALOG_NONE, "nvidia/h100"},
	{"RTX 409", CATALOG_NONE, "nvidia/rtx-4090"},
	{"huawei/ascend-910b9", CATALOG_NONE, "huawei/ascend-910b"},
};

static void unknown_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < AB_COUNT(unknown); i++) {
		catalog_match m = catalog_resolve(w.c, &w.arena, ab_str_of(unknown[i].name));
		if (m.hit != CATALOG_NONE || m.several.n > 5 || !lists(&m, unknown[i].id))
			fail_msg("\"%s\": hit %d, %u near, %s not among them", unknown[i].name, (int)m.hit, m.several.n,
			         unknown[i].id);
	}
	static const char *const nothing[] = {"", " ", "-", "\xFF\xFE", "no such thing at all", "/", "®"};
	for (size_t i = 0; i < AB_COUNT(nothing); i++) {
		catalog_match m = catalog_resolve(w.c, &w.arena, ab_str_of(nothing[i]));
		assert_int_equal(m.hit, CATALOG_NONE);
		assert_null(m.chip);
		assert_int_equal(m.several.n, 0);
	}
	assert_int_equal(catalog_resolve(w.c, &w.arena, AB_STR("chip")).hit, CATALOG_NONE);
	assert_int_equal(catalog_resolve(w.c, &w.arena, AB_STR("NVIDIA")).hit, CATALOG_NONE);
}

/* Whatever is put around it, a 4090 is no 4090D: only one of them is controlled. */
static void the_4090_is_no_4090d(void **state)
{
	(void)state;
	static const char *const front[] = {"", "NVIDIA ", "GeForce ", "NVIDIA GeForce ", "지포스 ", "nvidia/"};
	static const char *const middle[] = {"RTX 4090", "rtx-4090", "RTX4090", "rtx_4090"};
	for (size_t i = 0; i < AB_COUNT(front); i++)
		for (size_t k = 0; k < AB_COUNT(middle); k++) {
			char name[80];
			snprintf(name, sizeof(name), "%s%s", front[i], middle[k]);
			assert_true(ab_str_is(world_id(&w, ab_str_of(name)), "nvidia/rtx-4090"));
			snprintf(name, sizeof(name), "%s%s D", front[i], middle[k]);
			assert_true(ab_str_is(world_id(&w, ab_str_of(name)), "nvidia/rtx-4090d"));
		}
}

static void expect_self(ab_str text, ab_str id)
{
	ab_str got = world_id(&w, text);
	if (!ab_str_eq(got, id))
		fail_msg("\"%.*s\" of %.*s resolves to \"%.*s\"", AB_FMT(text), AB_FMT(id), AB_FMT(got));
}

static void every_id_and_name_is_its_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < catalog_chip_count(w.c); i++) {
		expect_self(catalog_chip_at(w.c, i)->id, catalog_chip_at(w.c, i)->id);
		expect_self(catalog_chip_at(w.c, i)->name, catalog_chip_at(w.c, i)->id);
	}
	for (size_t i = 0; i < catalog_family_count(w.c); i++) {
		expect_self(catalog_family_at(w.c, i)->id, catalog_family_at(w.c, i)->id);
		expect_self(catalog_family_at(w.c, i)->name, catalog_family_at(w.c, i)->id);
	}
	for (size_t i = 0; i < catalog_system_count(w.c); i++) {
		expect_self(catalog_system_at(w.c, i)->id, catalog_system_at(w.c, i)->id);
		expect_self(catalog_system_at(w.c, i)->name, catalog_system_at(w.c, i)->id);
	}
}

static const catalog_file *file_named(const char *path)
{
	for (size_t i = 0; i < w.n; i++)
		if (!strcmp(w.files[i].path, path))
			return &w.files[i];
	return NULL;
}

static void every_alias_leads_home(void **state)
{
	(void)state;
	const catalog_file *f = file_named("data/aliases.csv");
	ab_csv t;
	assert_non_null(f);
	assert_true(ab_csv_parse(&t, &w.arena, f->path, f->text, &w.diags));
	assert_true(t.rows > 300);
	for (uint32_t i = 0; i < t.rows; i++)
		expect_self(ab_csv_cell(&t, i, ab_csv_col(&t, "alias")), ab_csv_cell(&t, i, ab_csv_col(&t, "id")));
}

/* ---- countries ---- */
static const char *code_of(const char *text)
{
	static char code[3];
	const catalog_country *c = catalog_country_find(w.c, ab_str_of(text), NULL);
	snprintf(code, sizeof(code), "%.*s", c ? (int)c->code.n : 0, c ? c->code.p : "");
	return code;
}

static void countries_by_name(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{"BR", "BR"},
		{"br", "BR"},
		{"BRA", "BR"},
		{"Brazil", "BR"},
		{"브라질", "BR"},
		{"巴西", "BR"},
		{"China", "CN"},
		{"PRC", "CN"},
		{"People's Republic of China", "CN"},
		{"중국", "CN"},
		{"中国", "CN"},
		{"中國", "CN"},
		{"Hong Kong", "HK"},
		{"香港", "HK"},
		{"홍콩", "HK"},
		{"Macau", "MO"},
		{"澳门", "MO"},
		{"Taiwan", "TW"},
		{"대만", "TW"},
		{"台湾", "TW"},
		{"臺灣", "TW"},
		{"한국", "KR"},
		{"대한민국", "KR"},
		{"Korea, Republic of", "KR"},
		{"Republic of Korea", "KR"},
		{"韩国", "KR"},
		{"North Korea", "KP"},
		{"북한", "KP"},
		{"朝鲜", "KP"},
		{"Russian Federation", "RU"},
		{"UAE", "AE"},
		{"阿联酋", "AE"},
		{"아랍에미리트", "AE"},
		{"Türkiye", "TR"},
		{"Turkey", "TR"},
		{"turkiye", "TR"},
		{"튀르키예", "TR"},
		{"Cote d'Ivoire", "CI"},
		{"Côte d’Ivoire", "CI"},
		{"Viet Nam", "VN"},
		{"Vietnam", "VN"},
		{"USA", "US"},
		{"U.S.", "US"},
		{"United Kingdom", "GB"},
		{"uk", "GB"},
		{"Niger", "NE"},
		{"Nigeria", "NG"},
		{"Dominica", "DM"},
		{"Dominican Republic", "DO"},
		{"Congo", "CG"},
		{"Democratic Republic of the Congo", "CD"},
		{"Georgia", "GE"},
		{"Guinea", "GN"},
		{"Guinea-Bissau", "GW"},
	};
	for (size_t i = 0; i < AB_COUNT(pairs); i++)
		if (strcmp(code_of(pairs[i][0]), pairs[i][1]) != 0)
			fail_msg("\"%s\" is \"%s\", not %s", pairs[i][0], code_of(pairs[i][0]), pairs[i][1]);
}

static void countries_unknown(void **state)
{
	(void)state;
	const catalog_country *near = NULL;
	assert_null(catalog_country_find(w.c, AB_STR("Brasil"), &near));
	assert_non_null(near);
	assert_true(ab_str_is(near->code, "BR"));
	assert_null(catalog_country_find(w.c, AB_STR("Singapoer"), &near));
	assert_true(near && ab_str_is(near->code, "SG"));
	assert_null(catalog_country_find(w.c, AB_STR("QQ"), &near));
	assert_null(catalog_country_find(w.c, AB_STR(""), &near));
	assert_null(near);
	assert_null(catalog_country_find(w.c, AB_STR("Atlantis under the sea"), &near));
	assert_null(near);
}

/* Each name and alias leads to its own row, and so none names two countries. */
static void countries_are_distinct(void **state)
{
	(void)state;
	const catalog_file *f = file_named("data/countries.csv");
	ab_csv t;
	assert_non_null(f);
	assert_true(ab_csv_parse(&t, &w.arena, f->path, f->text, &w.diags));
	assert_true(t.rows >= 249);
	static const char *const columns[] = {"iso2", "iso3", "name", "name_ko", "name_zh", "aliases"};
	for (uint32_t i = 0; i < t.rows; i++)
		for (size_t k = 0; k < AB_COUNT(columns); k++) {
			ab_str rest = ab_csv_cell(&t, i, ab_csv_col(&t, columns[k])), name;
			assert_true(rest.n > 0 || k == 5);
			while (ab_str_cut(&rest, ';', &name)) {
				const catalog_country *c = catalog_country_find(w.c, name, NULL);
				if (!c || !ab_str_eq(c->code, ab_csv_cell(&t, i, 0)))
					fail_msg("\"%.*s\" of %.*s leads elsewhere", AB_FMT(name), AB_FMT(ab_csv_cell(&t, i, 0)));
			}
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_resolve),
		cmocka_unit_test(names_that_fit_several),
		cmocka_unit_test(unknown_names),
		cmocka_unit_test(the_4090_is_no_4090d),
		cmocka_unit_test(every_id_and_name_is_its_own),
		cmocka_unit_test(every_alias_leads_home),
		cmocka_unit_test(countries_by_name),
		cmocka_unit_test(countries_unknown),
		cmocka_unit_test(countries_are_distinct),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
