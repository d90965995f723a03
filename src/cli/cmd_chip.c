/* ambit chip: what a chip or system is, on a day and over all days. */
#include <string.h>

#include "cli/cli.h"
#include "determine/determine.h"

static const cli_option options[] = {
	{"--tops", "FMT=N,...", "dense operations a second in TOPS by number format, as int8=640,fp16=320"},
	{"--die", "MM2", "logic die area in mm2, all dies added"},
	{"--planar", NULL, "its logic dies are planar, older than FinFET"},
	{"--datacenter", "yes|no", "designed or marketed for data centers"},
	{"--io", "GB/S", "transfer rate to other chips, both directions added"},
	{"--memory", "GB/S", "memory bandwidth"},
	{"--as-of", "DAY", "class on this day (default: today)"},
	{"--known", "DAY", "use only law published by this day (default: today)"},
	{NULL, NULL, NULL},
};

static bool set(ambit_case *q, const char *where, const char *path, const char *value)
{
	ambit_error e = {0};
	if (ambit_case_set(q, path, value, &e) == AMBIT_OK)
		return true;
	cli_fail_error(&e, where);
	return false;
}

static bool set_tops(cli *c, ambit_case *q, const char *list)
{
	ab_str rest = ab_str_of(list), one, format;
	while (ab_str_cut(&rest, ',', &one)) {
		ab_str value = one;
		if (!memchr(one.p, '=', one.n)) {
			cli_fail("write --tops int8=640,fp16=320", "--tops: \"%.*s\" names no format", AB_FMT(one));
			return false;
		}
		ab_str_cut(&value, '=', &format);
		const char *path = ab_sprintf(&c->arena, "item.tops.%.*s", AB_FMT(ab_str_trim(format)));
		if (!set(q, "--tops", path, ab_strdup(&c->arena, ab_str_trim(value))))
			return false;
	}
	return true;
}

static bool fill(cli *c, ambit_case *q, const char *name)
{
	static const struct {
		const char *option, *path;
	} plain[] = {
		{"--die", "item.die_area_mm2"},
		{"--datacenter", "item.marketed_for_datacenter"},
		{"--io", "item.io_bandwidth_gbs"},
		{"--memory", "item.memory_bandwidth_gbs"},
		{"--as-of", "as_of"},
		{"--known", "known"},
	};
	if (name && !set(q, NULL, "item.chip", name))
		return false;
	if (cli_has(c, "--tops") && !set_tops(c, q, cli_get(c, "--tops")))
		return false;
	if (cli_has(c, "--planar") && !set(q, "--planar", "item.nonplanar", "false"))
		return false;
	for (size_t i = 0; i < AB_COUNT(plain); i++) {
		const char *value = cli_get(c, plain[i].option);
		if (value && !set(q, plain[i].option, plain[i].path, value))
			return false;
	}
	for (uint32_t i = 0; i < c->words.n; i++) {
		const char *equals = strchr(c->words.p[i], '=');
		if (equals && !set(q, ab_sprintf(&c->arena, "argument %d", c->places.p[i]),
		                   ab_strdup(&c->arena, (ab_str){c->words.p[i], (size_t)(equals - c->words.p[i])}), equals + 1))
			return false;
	}
	return true;
}

static bool show(cli *c, const char *name)
{
	char *text = NULL;
	size_t n = 0;
	ambit_error e = {0};
	ambit_status s = AMBIT_BAD_INPUT;
	ambit_case *q = ambit_case_new(c->engine);
	bool filled = q && fill(c, q, name);
	if (filled && cli_has(c, "--json"))
		s = ambit_chip_json(c->engine, q, &text, &n, &e);
	else if (filled)
		s = ambit_chip_text(c->engine, q, cli_width(), cli_color(c), &text, &n, &e);
	ambit_case_free(q);
	if (filled && s != AMBIT_OK)
		cli_fail_error(&e, NULL);
	bool ok = s == AMBIT_OK && (cli_has(c, "--quiet") || cli_write(text, n));
	ambit_text_free(text);
	return ok;
}

/* "rtx 4090 d" is one chip, "h100 h20" are two: all words together if that names something. */
static const char *whole_name(cli *c, const ab_str *names, uint32_t n)
{
	ab_buf b = {0};
	for (uint32_t i = 0; i < n; i++)
		ab_buf_printf(&b, "%s%.*s", i ? " " : "", AB_FMT(names[i]));
	char *name = ab_strdup(&c->arena, (ab_str){b.p ? b.p : "", b.n});
	ab_buf_free(&b);
	catalog_match m = catalog_resolve(c->engine->catalog, &c->arena, ab_str_of(name));
	return n == 1 || m.hit != CATALOG_NONE ? name : NULL;
}

static int show_several(cli *c, const ab_str *names, uint32_t n)
{
	bool json = cli_has(c, "--json"), ok = true;
	if (json)
		fputs("[\n", stdout);
	for (uint32_t i = 0; i < n && ok; i++) {
		if (i)
			fputs(json ? ",\n" : cli_has(c, "--quiet") ? "" : "\n", stdout);
		ok = show(c, names[i].p);
	}
	if (json)
		fputs("]\n", stdout);
	return ok ? CLI_OK : CLI_BAD;
}

static int run(cli *c)
{
	struct {
		AB_VEC(ab_str) v;
	} names = {0};
	uint32_t facts = 0;
	for (uint32_t i = 0; i < c->words.n; i++) {
		if (strchr(c->words.p[i], '='))
			facts++;
		else
			ab_push(&c->arena, &names.v, ab_str_of(c->words.p[i]));
	}
	bool figures = facts || cli_has(c, "--tops");
	if (!names.v.n && !figures)
		return cli_fail("try `ambit chip h100`, or `ambit chip --tops int8=640,fp16=320 --die 665`",
		                "no chip and no figures were given");
	if (!cli_engine(c))
		return CLI_BAD;
	if (!names.v.n)
		return show(c, NULL) ? CLI_OK : CLI_BAD;
	const char *whole = whole_name(c, names.v.p, names.v.n);
	if (whole)
		return show(c, whole) ? CLI_OK : CLI_BAD;
	return show_several(c, names.v.p, names.v.n);
}

const cli_command cli_chip = {
	"chip",
	"what a chip or system is, on a day and over all days",
	"chip NAME... [--as-of DAY]\n"
	"chip --tops FMT=N,... [--die MM2] [PATH=VALUE...]",
	"By name, alias or catalog id, in English, Korean or Chinese; or by figures.\n"
	"\n"
	"  ambit chip h100\n"
	"  ambit chip \"RTX 4090 D\" --as-of 2023-11-17\n"
	"  ambit chip h20 a800 --json\n"
	"  ambit chip --tops int8=640,fp16=320 --die 665",
	options,
	run,
};
