/* Joins other tables to the catalog: every chip that a published case, a benchmark or a
 * PCI id names must resolve, in the earlier spellings of ids too. The list here stands
 * in the source; the tables beside the repository are read where they are present. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "catalog_world.h"

#include <stdlib.h>
#include <string.h>

static const char *const ids_used[] = {
	"amd/mi100",
	"amd/mi210",
	"amd/mi250",
	"amd/mi250x",
	"amd/mi300a",
	"amd/mi300x",
	"amd/mi308x",
	"amd/mi325x",
	"amd/mi350x",
	"amd/mi355x",
	"amd/mi430x",
	"amd/mi440x",
	"amd/mi455x",
	"amd/r9700",
	"amd/rx7900xtx",
	"amd/rx9070xt",
	"amd/w7900",
	"apple/m3-ultra",
	"apple/m4-max",
	"aws/inferentia1",
	"aws/inferentia2",
	"aws/trainium1",
	"aws/trainium2",
	"aws/trainium3",
	"biren/br100",
	"biren/br104",
	"biren/br106",
	"cambricon/mlu100",
	"cambricon/mlu270",
	"cambricon/mlu290",
	"cambricon/mlu370-s4",
	"cambricon/mlu370-x4",
	"cambricon/mlu370-x8",
	"cambricon/mlu590",
	"cambricon/mlu690",
	"cerebras/wse2",
	"cerebras/wse3",
	"cluster/cloudmatrix384",
	"cluster/gb200-nvl72",
	"denglin/ks20",
	"enflame/l600",
	"enflame/s60",
	"enflame/t20",
	"furiosa/rngd",
	"furiosa/warboy",
	"google/tpu-v2",
	"google/tpu-v3",
	"google/tpu-v4",
	"google/tpu-v4i",
	"google/tpu-v5e",
	"google/tpu-v5p",
	"google/tpu-v6e",
	"google/tpu-v7",
	"graphcore/bow",
	"graphcore/gc2",
	"graphcore/gc200",
	"groq/lpu1",
	"hbm/hbm1",
	"hbm/hbm2",
	"hbm/hbm2e",
	"hbm/hbm3",
	"hbm/hbm3e",
	"hbm/hbm4",
	"hexaflake/c10",
	"huawei/ascend-910b",
	"huawei/ascend310",
	"huawei/ascend310b",
	"huawei/ascend310p",
	"huawei/ascend910",
	"huawei/ascend910-pro",
	"huawei/ascend910b1",
	"huawei/ascend910b2",
	"huawei/ascend910b3",
	"huawei/ascend910b4",
	"huawei/ascend910c",
	"huawei/ascend910d",
	"huawei/ascend920",
	"huawei/ascend950dt",
	"huawei/ascend950pr",
	"huawei/ascend960",
	"huawei/ascend970",
	"huawei/atlas300i-duo",
	"huawei/atlas350",
	"huawei/kirin9000s",
	"hygon/bw1000",
	"hygon/k100",
	"hygon/k100ai",
	"hygon/z100",
	"hygon/z100l",
	"iluvatar/bi100",
	"iluvatar/bi150",
	"iluvatar/mr100",
	"intel/arc-b580",
	"intel/arc-pro-b60",
	"intel/gaudi1",
	"intel/gaudi2",
	"intel/gaudi2c",
	"intel/gaudi3-hl328",
	"intel/gaudi3-hl388",
	"intel/gaudi3-oam",
	"intel/gaudi3-pcie",
	"intel/max1100",
	"intel/max1550",
	"kunlun/k1",
	"kunlun/k2",
	"kunlun/m100",
	"kunlun/m300",
	"kunlun/p800",
	"lynxi/ka200",
	"meta/mtia1",
	"meta/mtia2",
	"meta/mtia300",
	"metax/c500",
	"metax/c500-oam",
	"metax/c550",
	"metax/c600",
	"metax/n100",
	"microsoft/maia100",
	"microsoft/maia200",
	"mthreads/s3000",
	"mthreads/s4000",
	"mthreads/s5000",
	"mthreads/s80",
	"nudt/mt3000",
	"nvidia/a10",
	"nvidia/a100-40-pcie",
	"nvidia/a100-40-sxm",
	"nvidia/a100-80-pcie",
	"nvidia/a100-80-sxm",
	"nvidia/a30",
	"nvidia/a40",
	"nvidia/a800-40-pcie",
	"nvidia/a800-80-pcie",
	"nvidia/a800-80-sxm",
	"nvidia/b100",
	"nvidia/b200",
	"nvidia/b300",
	"nvidia/b30a",
	"nvidia/gb10",
	"nvidia/gb200",
	"nvidia/gb300",
	"nvidia/gh200",
	"nvidia/groq-lp30",
	"nvidia/h100-nvl",
	"nvidia/h100-pcie",
	"nvidia/h100-sxm",
	"nvidia/h20",
	"nvidia/h20-141",
	"nvidia/h200-nvl",
	"nvidia/h200-sxm",
	"nvidia/h800-pcie",
	"nvidia/h800-sxm",
	"nvidia/jetson-orin-64",
	"nvidia/jetson-thor-t4000",
	"nvidia/jetson-thor-t5000",
	"nvidia/l2",
	"nvidia/l20",
	"nvidia/l4",
	"nvidia/l40",
	"nvidia/l40s",
	"nvidia/p100-pcie",
	"nvidia/p100-sxm2",
	"nvidia/rtx-a6000",
	"nvidia/rtx3090",
	"nvidia/rtx4090",
	"nvidia/rtx4090d",
	"nvidia/rtx5090",
	"nvidia/rtx5090d",
	"nvidia/rtx5090dv2",
	"nvidia/rtx5880-ada",
	"nvidia/rtx6000-ada",
	"nvidia/rtx6000d",
	"nvidia/rtxpro6000",
	"nvidia/rtxpro6000-server",
	"nvidia/rubin",
	"nvidia/rubin-cpx",
	"nvidia/t4",
	"nvidia/v100-pcie",
	"nvidia/v100-sxm2",
	"nvidia/v100s-pcie",
	"qualcomm/ai200",
	"qualcomm/aic100",
	"qualcomm/aic100-ultra",
	"rebellions/atom",
	"rebellions/rebel",
	"sambanova/sn40l",
	"sapeon/x330",
	"sophgo/bm1684",
	"sophgo/bm1684x",
	"sunway/sw26010pro",
	"tenstorrent/blackhole-p150",
	"tenstorrent/wormhole-n150",
	"tenstorrent/wormhole-n300",
	"thead/hanguang800",
	"thead/ppu",
	"vastai/sv100",
};

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

static bool resolves(ab_str id, const char *where)
{
	if (world_id(&w, id).n)
		return true;
	print_error("%s: %.*s does not resolve\n", where, AB_FMT(id));
	return false;
}

static void ids_in_use_resolve(void **state)
{
	(void)state;
	int lost = 0;
	for (size_t i = 0; i < AB_COUNT(ids_used); i++)
		lost += !resolves(ab_str_of(ids_used[i]), "list");
	assert_int_equal(lost, 0);
}

/* An earlier spelling leads to the thing that it meant, not to one that looks alike. */
static void earlier_spellings(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{"huawei/ascend910", "huawei/ascend-910a"},
		{"huawei/ascend910b1", "huawei/ascend-910b1"},
		{"huawei/ascend910b4", "huawei/ascend-910b4"},
		{"huawei/ascend910c", "huawei/ascend-910c"},
		{"huawei/atlas300i-duo", "huawei/atlas-300i-duo"},
		{"nvidia/rtx4090", "nvidia/rtx-4090"},
		{"nvidia/rtx4090d", "nvidia/rtx-4090d"},
		{"nvidia/rtx5090dv2", "nvidia/rtx-5090d-v2"},
		{"nvidia/rtxpro6000", "nvidia/rtx-pro-6000-workstation"},
		{"aws/trainium1", "aws/trainium-1"},
		{"kunlun/p800", "kunlunxin/p800"},
		{"thead/ppu", "thead/zhenwu-810e"},
		{"metax/c500", "metax/c500"},
		{"cluster/cloudmatrix384", "huawei/cloudmatrix-384"},
		{"cluster/gb200-nvl72", "nvidia/gb200-nvl72"},
	};
	for (size_t i = 0; i < AB_COUNT(pairs); i++) {
		ab_str got = world_id(&w, ab_str_of(pairs[i][0]));
		if (!ab_str_is(got, pairs[i][1]))
			fail_msg("%s resolves to \"%.*s\"", pairs[i][0], AB_FMT(got));
	}
}

/* ---- tables beside the repository ---- */
static bool read_shared(const char *name, ab_str *text)
{
	const char *root = getenv("AMBIT_SHARED");
	char path[512];
	ab_diags quiet;
	snprintf(path, sizeof(path), "%s/facts/%s", root ? root : "../shared", name);
	ab_diags_init(&quiet, &w.arena);
	if (ab_file_read(&w.arena, path, 1 << 24, text, &quiet))
		return true;
	print_message("skipped: %s is not there (AMBIT_SHARED names its folder)\n", name);
	return false;
}

static void join_column(const char *file, const char *column)
{
	ab_str text;
	ab_csv t;
	int lost = 0, seen = 0;
	if (!read_shared(file, &text))
		skip();
	assert_true(ab_csv_parse(&t, &w.arena, file, text, &w.diags));
	int at = ab_csv_col(&t, column);
	assert_true(at >= 0);
	for (uint32_t i = 0; i < t.rows; i++) {
		ab_str id = ab_csv_cell(&t, i, at);
		seen += id.n > 0;
		lost += id.n > 0 && !resolves(id, file);
	}
	print_message("%s: %d names in %s\n", file, seen, column);
	assert_true(seen > 50);
	assert_int_equal(lost, 0);
}

static void benchmarks_join(void **state)
{
	(void)state;
	join_column("chip-benchmarks.csv", "chip_a");
	join_column("chip-benchmarks.csv", "chip_b");
}

static void chips_join(void **state)
{
	(void)state;
	join_column("chips.csv", "id");
}

static void cases_join(void **state)
{
	(void)state;
	static const char key[] = "\"chip\": \"";
	ab_str text;
	int lost = 0, seen = 0;
	if (!read_shared("cases.jsonl", &text))
		skip();
	for (const char *at = text.p; (at = strstr(at, key)); seen++) {
		at += sizeof(key) - 1;
		lost += !resolves((ab_str){at, strcspn(at, "\"")}, "cases.jsonl");
	}
	print_message("cases.jsonl: %d chips\n", seen);
	assert_true(seen > 20);
	assert_int_equal(lost, 0);
}

static unsigned hex(ab_str s)
{
	unsigned x = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ':')
			x = x << 4 | (unsigned)(s.p[i] <= '9' ? s.p[i] - '0' : s.p[i] - 'a' + 10);
	return x;
}

static bool match_holds(const catalog_match *m, ab_str id)
{
	ab_str want = world_id(&w, id);
	if (m->chip && ab_str_eq(m->chip->id, want))
		return true;
	if (m->system)
		return ab_str_eq(m->system->id, want);
	if (!m->family)
		return false;
	for (uint32_t i = 0; i < m->family->members.n; i++)
		if (ab_str_eq(m->family->members.p[i]->id, want))
			return true;
	return ab_str_eq(m->family->id, want);
}

/* Ids that this catalog assigns otherwise than the table, on purpose. */
static bool corrected(ab_str id, unsigned device)
{
	return ab_str_is(id, "nvidia/a800-80-sxm") && device == 0x20bd; /* the 40 GB board */
}

static void pci_joins(void **state)
{
	(void)state;
	ab_str text;
	ab_csv t;
	int lost = 0;
	if (!read_shared("pci-accelerators.csv", &text))
		skip();
	assert_true(ab_csv_parse(&t, &w.arena, "pci-accelerators.csv", text, &w.diags));
	for (uint32_t i = 0; i < t.rows; i++) {
		catalog_match m;
		unsigned vendor = hex(ab_csv_cell(&t, i, ab_csv_col(&t, "vendor_id")));
		unsigned device = hex(ab_csv_cell(&t, i, ab_csv_col(&t, "device_id")));
		unsigned board = hex(ab_csv_cell(&t, i, ab_csv_col(&t, "subsystem")));
		ab_str id = ab_csv_cell(&t, i, ab_csv_col(&t, "chip_id"));
		if (catalog_pci(w.c, &w.arena, vendor, device, board, &m) && (match_holds(&m, id) || corrected(id, device)))
			continue;
		print_error("%04x:%04x is not %.*s\n", vendor, device, AB_FMT(id));
		lost++;
	}
	print_message("pci-accelerators.csv: %u ids\n", t.rows);
	assert_int_equal(lost, 0);
}

static void pci_lookups(void **state)
{
	(void)state;
	catalog_match m;
	assert_true(catalog_pci(w.c, &w.arena, 0x10de, 0x2330, 0, &m));
	assert_true(m.hit == CATALOG_CHIP && ab_str_is(m.chip->id, "nvidia/h100-sxm"));
	assert_true(
		catalog_pci(w.c, &w.arena, 0x10de, 0x2330, 0x10de16c1, &m)); /* a board that the table does not tell apart */
	assert_true(m.hit == CATALOG_CHIP);
	assert_true(catalog_pci(w.c, &w.arena, 0x19e5, 0xd802, 0, &m));
	assert_true(m.hit == CATALOG_FAMILY && ab_str_is(m.family->id, "huawei/ascend-910b"));
	assert_true(catalog_pci(w.c, &w.arena, 0x1e52, 0x401e, 0x1e520014, &m));
	assert_true(m.hit == CATALOG_SYSTEM && ab_str_is(m.system->id, "tenstorrent/wormhole-n300"));
	assert_true(catalog_pci(w.c, &w.arena, 0x1e52, 0x401e, 0x1e520018, &m));
	assert_true(m.hit == CATALOG_CHIP && ab_str_is(m.chip->id, "tenstorrent/wormhole-n150"));
	assert_true(catalog_pci(w.c, &w.arena, 0x10de, 0x2684, 0, &m) && ab_str_is(m.chip->id, "nvidia/rtx-4090"));
	assert_true(catalog_pci(w.c, &w.arena, 0x10de, 0x2685, 0, &m) && ab_str_is(m.chip->id, "nvidia/rtx-4090d"));
	assert_false(catalog_pci(w.c, &w.arena, 0x10de, 0x0001, 0, &m));
	assert_int_equal(m.hit, CATALOG_NONE);
	assert_false(catalog_pci(w.c, &w.arena, 0x110de, 0x2330, 0, &m));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_in_use_resolve), cmocka_unit_test(earlier_spellings), cmocka_unit_test(benchmarks_join),
		cmocka_unit_test(chips_join),         cmocka_unit_test(cases_join),        cmocka_unit_test(pci_joins),
		cmocka_unit_test(pci_lookups),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
