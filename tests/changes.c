/* What each day on which the law changes does to a set of varied cases: tests/changes/us.txt, for people to review. The
 * cases are drawn from lists by a fixed generator, so that they are always the same; each is decided on every day on which
 * the law changes and on the day before. `test-changes --write` writes the file anew.
 *
 * Beside that: `ambit law show PACK --changes` names every day on which an answer changes, and between two days on which
 * the law changes no answer does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "determine/determine.h"

#define GOLDEN TEST_SOURCE "/changes/us.txt"
#define CASES 500
#define FIRST_DAY "2019-05-16"
#define KNOWN "2026-10-07" /* all is judged by what was published by then */
#define WIDTH 118

typedef struct choice {
	const char *word;  /* in the file; NULL: nothing is said of it there */
	const char *facts; /* "path value; path value" */
	unsigned weight;
} choice;

/* One choice of each list makes a case. */
static const choice activities[] = {
	{"export", "activity export; from US", 14},
	{"reexport from TW", "activity reexport; from TW", 3},
	{"reexport from SG", "activity reexport; from SG", 3},
	{"reexport from DE", "activity reexport; from DE", 2},
	{"transfer in place", "activity transfer", 2},
	{"release to a foreign person", "activity deemed-export; from US; place US", 2},
	{"support", "activity support; place US; exporter.us_person true", 3},
	{"service", "activity service; place US", 2},
	{"loan", "activity loan; place US", 1},
	{"export from CN", "activity export; from CN", 2},
	{"sell", "activity sell; place US", 1},
	{NULL, NULL, 0},
};

static const choice items[] = {
	{"H100", "item.chip nvidia/h100-sxm", 4},
	{"A100", "item.chip nvidia/a100-80-sxm", 3},
	{"A800", "item.chip nvidia/a800-80-sxm", 3},
	{"H800", "item.chip nvidia/h800-sxm", 3},
	{"H20", "item.chip nvidia/h20", 4},
	{"H200", "item.chip nvidia/h200-sxm", 3},
	{"B200", "item.chip nvidia/b200", 2},
	{"B30A", "item.chip nvidia/b30a", 1},
	{"L40S", "item.chip nvidia/l40s", 3},
	{"L4", "item.chip nvidia/l4", 2},
	{"RTX 4090", "item.chip nvidia/rtx-4090", 3},
	{"RTX 5090D", "item.chip nvidia/rtx-5090d", 2},
	{"V100", "item.chip nvidia/v100-sxm2", 2},
	{"T4", "item.chip nvidia/t4", 1},
	{"MI250X", "item.chip amd/mi250x", 2},
	{"MI300X", "item.chip amd/mi300x", 2},
	{"MI308X", "item.chip amd/mi308x", 2},
	{"Gaudi 2", "item.chip intel/gaudi-2", 2},
	{"Gaudi 3", "item.chip intel/gaudi-3-oam", 1},
	{"TPU v4", "item.chip google/tpu-v4", 1},
	{"Ascend 910B", "item.chip huawei/ascend-910b3", 3},
	{"Ascend 910C", "item.chip huawei/ascend-910c", 2},
	{"BR100", "item.chip biren/br100", 1},
	{"HBM3", "item.chip hbm/hbm3", 2},
	{"HBM2E", "item.chip hbm/hbm2e", 1},
	{"8 x H100 server", "item.chip dell/poweredge-xe9680-h100", 3},
	{"8 x H20 server", "item.chip dell/poweredge-xe9680-h20", 2},
	{"weights, 2e26", "item.kind model-weights; item.training_ops 2e26; item.published false", 2},
	{"chip design, TPP 9000", "item.kind ic; item.tpp 9000; item.performance_density 12; item.nonplanar true", 1},
	{"chip, TPP 2000", "item.kind ic; item.tpp 2000; item.performance_density 3.5; item.nonplanar true", 2},
	{"3B001 tool", "item.kind equipment; item.eccn 3B001", 2},
	{"EAR99 tool", "item.kind equipment; item.eccn EAR99", 2},
	{"5D992 software", "item.kind software; item.eccn 5D992", 1},
	{"3E001 technology", "item.kind technology; item.eccn 3E001", 2},
	{NULL, NULL, 0},
};

static const choice destinations[] = {
	{"CN", "to CN", 14}, {"HK", "to HK", 3}, {"MO", "to MO", 2}, {"RU", "to RU", 3}, {"IR", "to IR", 1},
	{"SA", "to SA", 4},  {"AE", "to AE", 4}, {"IN", "to IN", 2}, {"IL", "to IL", 1}, {"SG", "to SG", 4},
	{"MY", "to MY", 4},  {"TW", "to TW", 3}, {"JP", "to JP", 3}, {"DE", "to DE", 2}, {"CH", "to CH", 1},
	{"KH", "to KH", 2},  {"CY", "to CY", 2}, {"NI", "to NI", 2}, {"VN", "to VN", 2}, {"TR", "to TR", 1},
	{"BR", "to BR", 1},  {"KZ", "to KZ", 1}, {"BY", "to BY", 1}, {"MX", "to MX", 1}, {NULL, NULL, 0},
};

static const choice seats[] = {
	{"", "", 8},
	{"seat CN", "end-user.headquarters CN; end-user.parent.country CN", 3},
	{"parent in CN", "end-user.parent.country CN", 2},
	{"seat US", "end-user.headquarters US; end-user.parent.country US", 4},
	{"seat AE", "end-user.headquarters AE; end-user.parent.country AE", 1},
	{"seat KH", "end-user.headquarters KH; end-user.parent.country KH", 1},
	{"seat TW", "end-user.headquarters TW; end-user.parent.country TW", 2},
	{NULL, NULL, 0},
};

static const choice end_uses[] = {
	{"", "", 16},
	{"military use", "end_use.military true", 1},
	{"supercomputer", "end_use.supercomputer true", 2},
	{"advanced-node fab", "end_use.advanced_node_fab true; end_use.facility_node_nm 7", 2},
	{"trains models", "end_use.train_model true", 1},
	{"makes chip tools", "end_use.semiconductor_equipment true", 1},
	{NULL, NULL, 0},
};

static const choice lists[] = {
	{"", "", 18},
	{"on the Entity List", "end-user.listed us.entity-list", 2},
	{"footnote 1", "end-user.listed (us.entity-list, us.entity-list:1)", 1},
	{"footnote 4", "end-user.listed (us.entity-list, us.entity-list:4)", 1},
	{"owned 60 % by a listed party", "end-user.owners.1.listed us.entity-list; end-user.owners.1.percent 60", 2},
	{"military end user", "end-user.listed us.meu; end-user.military true", 1},
	{NULL, NULL, 0},
};

static const choice about_item[] = {
	{"", "", 14},
	{"subject to the EAR", "item.subject_to_ear true", 2},
	{"direct product", "item.origin TW; item.us_direct_product true", 2},
	{"for data centers", "item.marketed_for_datacenter true", 2},
	{"not for data centers", "item.marketed_for_datacenter false", 2},
	{NULL, NULL, 0},
};

static const choice assumed[] = {
	{"ordinary", "assume ordinary", 5},
	{"local", "assume (ordinary, local, unlisted-owners)", 4},
	{"", "", 1},
	{NULL, NULL, 0},
};

static const choice *const dimensions[] = {activities, items, destinations, seats,
                                           end_uses,   lists, about_item,   assumed};

typedef struct subject {
	char name[200];
	ambit_case *c;
	ab_arena arena;
	law_facts facts;
} subject;

typedef struct transition { /* what changed on one day, for some cases */
	ab_date day;
	ambit_outcome before, after;
	const char *by; /* what decides; for the better: what decided until then */
	unsigned at;    /* the case */
} transition;

typedef struct world {
	ambit_engine *engine;
	subject cases[CASES];
	ab_arena arena;
	AB_VEC(transition) list;
	unsigned last[AMBIT_OUTCOME_COUNT];
} world;

/* ---- the cases ---- */
static uint32_t draw(uint64_t *seed, uint32_t n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33) % n;
}

static const choice *pick(uint64_t *seed, const choice *list)
{
	uint32_t sum = 0;
	for (const choice *c = list; c->word; c++)
		sum += c->weight;
	for (uint32_t at = draw(seed, sum);; list++) {
		if (at < list->weight)
			return list;
		at -= list->weight;
	}
}

static void set_facts(ambit_case *c, const char *facts)
{
	ab_arena a;
	ab_str rest = ab_str_of(facts), part, path;
	ambit_error e = {0};
	ab_arena_init(&a);
	while (ab_str_cut(&rest, ';', &part)) {
		part = ab_str_trim(part);
		ab_str value = part;
		if (!part.n)
			continue;
		ab_str_cut(&value, ' ', &path);
		if (value.n > 1 && value.p[0] == '(')
			value = (ab_str){value.p + 1, value.n - 2};
		if (ambit_case_set(c, ab_strdup(&a, path), ab_strdup(&a, value), &e) != AMBIT_OK)
			fail_msg("%s: %s; %s", facts, e.message, e.remedy);
	}
	ab_arena_free(&a);
}

static void make_case(const world *w, subject *s, uint64_t *seed)
{
	size_t n = 0;
	s->c = ambit_case_new(w->engine);
	for (size_t i = 0; i < AB_COUNT(dimensions); i++) {
		const choice *c = pick(seed, dimensions[i]);
		set_facts(s->c, c->facts);
		if (*c->word)
			n += (size_t)snprintf(s->name + n, sizeof s->name - n, "%s%s",
			                      i == 0   ? ""
			                      : i == 2 ? " to "
			                      : i == 1 ? " "
			                               : ", ",
			                      c->word);
	}
	set_facts(s->c, "known " KNOWN);
}

/* ---- deciding ---- */
static void move(law_facts *f, ab_date day, void *arg)
{
	const law *l = arg;
	f->as_of = day;
	law_value *v = law_frame_value(l, f->root, AB_STR("as_of"));
	law_value *s = law_frame_value(l, f->root, AB_STR("shipped_on"));
	if (v)
		v->word = day;
	if (s && s->from == LF_PRESUMED)
		s->word = day;
}

static ambit_outcome outcome_of(law_day_level x)
{
	if (x.worst <= LAW_EXCEPTION)
		return (ambit_outcome)x.worst;
	return x.bar >= LAW_LICENSE ? (ambit_outcome)x.bar : AMBIT_NOT_DETERMINED;
}

/* Through the public interface: the same outcome, and what decides it. */
static const char *decided_by(world *w, subject *s, ab_date day, ambit_outcome expected)
{
	char text[AB_DATE_LEN];
	ambit_error e = {0};
	ambit_determination *d = NULL;
	ambit_options o = {AMBIT_READING_ENFORCED, 0, NULL};
	assert_int_equal(ambit_case_set(s->c, "jurisdictions", "us", &e), AMBIT_OK);
	assert_int_equal(ambit_case_set(s->c, "as_of", ab_date_format(day, text), &e), AMBIT_OK);
	assert_int_equal(ambit_check(w->engine, s->c, &o, &d, &e), AMBIT_OK);
	if (ambit_determination_outcome(d) != expected)
		fail_msg("%s on %s: %s day by day, but %s alone", s->name, text, ambit_outcome_name(expected),
		         ambit_outcome_name(ambit_determination_outcome(d)));
	const char *by = ambit_determination_provision(d, 0);
	by = ab_strdup(&w->arena, ab_str_of(by ? by : ""));
	ambit_determination_free(d);
	return by;
}

static bool barred(ambit_outcome o)
{
	return o >= AMBIT_EXCEPTION_AVAILABLE && o <= AMBIT_PROHIBITED;
}

static void note_change(world *w, unsigned at, ab_date day, ambit_outcome before, ambit_outcome after)
{
	bool better = barred(before) && (!barred(after) || after < before);
	transition t = {day, before, after, NULL, at};
	t.by = better ? decided_by(w, &w->cases[at], day - 1, before) : decided_by(w, &w->cases[at], day, after);
	ab_push(&w->arena, &w->list, t);
}

/* Each day on which the law changes from the first day on, and the day before each. */
static size_t days_of(const world *w, ab_arena *a, ab_date **out)
{
	size_t n, m = 0;
	const ab_date *all = law_days(w->engine->law, &n);
	ab_date first;
	ab_date *days = AB_NEW_N(a, ab_date, 2 * n + 2);
	assert_true(ab_date_parse(AB_STR(FIRST_DAY), &first));
	days[m++] = first;
	for (size_t i = 0; i < n; i++) {
		if (all[i] <= first)
			continue;
		if (days[m - 1] < all[i] - 1)
			days[m++] = all[i] - 1;
		days[m++] = all[i];
	}
	*out = days;
	return m;
}

static bool is_law_day(const law *l, ab_date day)
{
	size_t n;
	const ab_date *all = law_days(l, &n);
	for (size_t i = 0; i < n; i++)
		if (all[i] == day)
			return true;
	return false;
}

static void walk_case(world *w, unsigned at, const ab_date *days, size_t n)
{
	subject *s = &w->cases[at];
	const law *l = w->engine->law;
	uint32_t first_members[8] = {0};
	det_families families = {0};
	ambit_error e = {0};
	law_query q = {.pack = AB_STR("us"), .unlisted_owners = (s->c->assume & CASE_UNLISTED_OWNERS) != 0};
	ab_arena_init(&s->arena);
	law_day_level *levels = AB_NEW_N(&s->arena, law_day_level, n);
	if (!det_complete(s->c, &s->arena, s->c->assume, first_members, &families, &s->facts, &e))
		fail_msg("%s: %s; %s", s->name, e.message, e.remedy);
	law_walk(l, &s->facts, &q, days, n, move, (void *)(uintptr_t)l, levels);
	for (size_t i = 1; i < n; i++) {
		ambit_outcome before = outcome_of(levels[i - 1]), after = outcome_of(levels[i]);
		char day[AB_DATE_LEN];
		if (before == after)
			continue;
		if (!is_law_day(l, days[i]))
			fail_msg("%s: changes on %s, when no law does", s->name, ab_date_format(days[i], day));
		note_change(w, at, days[i], before, after);
	}
	w->last[outcome_of(levels[n - 1])]++;
	ab_arena_free(&s->arena);
}

/* ---- the file ---- */
static int compare_transitions(const void *a, const void *b)
{
	const transition *x = a, *y = b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->before != y->before)
		return x->before < y->before ? -1 : 1;
	if (x->after != y->after)
		return x->after < y->after ? -1 : 1;
	int by = strcmp(x->by, y->by);
	return by ? by : x->at < y->at ? -1 : x->at > y->at;
}

static bool same_group(const transition *x, const transition *y)
{
	return x->day == y->day && x->before == y->before && x->after == y->after && strcmp(x->by, y->by) == 0;
}

static void say_group(const world *w, uint32_t from, uint32_t to, ab_buf *out)
{
	const transition *t = &w->list.p[from];
	bool better = barred(t->before) && (!barred(t->after) || t->after < t->before);
	ab_buf_printf(out, "  %s -> %s", ambit_outcome_name(t->before), ambit_outcome_name(t->after));
	if (*t->by)
		ab_buf_printf(out, " %s %s", better ? "no longer by" : "by", t->by);
	ab_buf_printf(out, ", %u\n", to - from);
	size_t begin = out->n;
	for (uint32_t i = from; i < to; i++) {
		if (i == from || out->n - begin > WIDTH - 8) {
			ab_buf_addz(out, i == from ? "    " : "\n    ");
			begin = out->n;
		}
		ab_buf_printf(out, "%s%03u", out->n == begin ? "" : " ", w->list.p[i].at + 1);
	}
	ab_buf_addc(out, '\n');
	/* one of them in words */
	ab_buf_printf(out, "    %03u: %s\n", t->at + 1, w->cases[t->at].name);
}

static void write_page(world *w, ab_buf *out)
{
	ab_buf_printf(out, "%d cases through the days of the law since %s, judged by what was published by %s.\n", CASES,
	              FIRST_DAY, KNOWN);
	ab_buf_addz(out, "Made by tests/changes.c; `test-changes --write` writes it anew.\n");
	if (w->list.n)
		qsort(w->list.p, w->list.n, sizeof *w->list.p, compare_transitions);
	for (uint32_t i = 0, to; i < w->list.n; i = to) {
		char day[AB_DATE_LEN];
		for (to = i + 1; to < w->list.n && same_group(&w->list.p[i], &w->list.p[to]); to++)
			;
		if (i == 0 || w->list.p[i].day != w->list.p[i - 1].day) {
			uint32_t all = 0;
			for (uint32_t k = i; k < w->list.n && w->list.p[k].day == w->list.p[i].day; k++)
				all++;
			ab_buf_printf(out, "\n%s, %u %s\n", ab_date_format(w->list.p[i].day, day), all,
			              all == 1 ? "case" : "cases");
		}
		say_group(w, i, to, out);
	}
	ab_buf_addz(out, "\nOn the last day\n");
	for (int i = 0; i < AMBIT_OUTCOME_COUNT; i++)
		ab_buf_printf(out, "  %s: %u\n", ambit_outcome_name((ambit_outcome)i), w->last[i]);
	ab_buf_addz(out, "\nThe cases\n");
	for (unsigned i = 0; i < CASES; i++)
		ab_buf_printf(out, "  %03u: %s\n", i + 1, w->cases[i].name);
}

static bool write_file(const char *path, const ab_buf *b)
{
	FILE *f = fopen(path, "wb");
	bool ok = f && fwrite(b->p, 1, b->n, f) == b->n;
	return f && fclose(f) == 0 && ok;
}

/* Lines that one has and the other has not, by `diff` where there is one. */
static void show_difference(const ab_buf *now)
{
	FILE *f = popen("diff -u '" GOLDEN "' - | head -n 150 >&2", "w");
	if (!f || fwrite(now->p, 1, now->n, f) != now->n)
		print_error("the difference cannot be shown\n");
	if (f)
		pclose(f);
}

static bool writing;

static void cases_change_as_reviewed(void **state)
{
	world *w = *state;
	ab_buf now = {0};
	ab_date *days;
	uint64_t seed = 1;
	size_t n = days_of(w, &w->arena, &days);
	for (unsigned i = 0; i < CASES; i++)
		make_case(w, &w->cases[i], &seed);
	for (unsigned i = 0; i < CASES; i++)
		walk_case(w, i, days, n);
	write_page(w, &now);
	if (writing) {
		assert_true(write_file(GOLDEN, &now));
	} else {
		ab_arena a;
		ab_diags d;
		ab_str golden = {0};
		ab_arena_init(&a);
		ab_diags_init(&d, &a);
		bool same =
			ab_file_read(&a, GOLDEN, 1 << 24, &golden, &d) && ab_str_eq(golden, (ab_str){now.p ? now.p : "", now.n});
		ab_arena_free(&a);
		if (!same) {
			show_difference(&now);
			ab_buf_free(&now);
			fail_msg("outcomes changed: if the law says so, write %s anew with `test-changes --write`", GOLDEN);
		}
	}
	ab_buf_free(&now);
}

/* ---- every day is listed ---- */
static void read_days(const ab_buf *page, ab_map *listed, ab_arena *a)
{
	ab_str rest = {page->p ? page->p : "", page->n}, line;
	ab_date day;
	while (ab_str_cut(&rest, '\n', &line))
		if (ab_date_parse(line, &day))
			ab_map_put(listed, ab_str_dup(a, line), 1);
}

static bool is_listed(const ab_map *listed, ab_date day)
{
	char text[AB_DATE_LEN];
	return ab_map_get(listed, ab_str_of(ab_date_format(day, text))) != AB_MAP_NONE;
}

/* Deadlines inside conditions are kept with the day after, since either may be the first on which they are missed. */
static void every_day_is_listed(void **state)
{
	world *w = *state;
	const law *l = w->engine->law;
	ab_map listed;
	size_t n;
	int bad = 0;
	ab_map_init(&listed, &w->arena);
	for (size_t i = 0; i < law_pack_count(l); i++) {
		ab_buf page = {0};
		assert_true(law_show_changes(l, law_pack_at(l, i)->id, &page));
		read_days(&page, &listed, &w->arena);
		ab_buf_free(&page);
	}
	const ab_date *all = law_days(l, &n);
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		char day[AB_DATE_LEN];
		if (is_listed(&listed, all[i]) || is_listed(&listed, all[i] - 1) || is_listed(&listed, all[i] + 1))
			continue;
		print_error("the law changes on %s, and --changes does not say so\n", ab_date_format(all[i], day));
		bad++;
	}
	for (uint32_t i = 0; i < w->list.n; i++) {
		char day[AB_DATE_LEN];
		if (is_listed(&listed, w->list.p[i].day))
			continue;
		print_error("case %u changes on %s, and --changes does not list the day\n", w->list.p[i].at + 1,
		            ab_date_format(w->list.p[i].day, day));
		bad++;
	}
	assert_int_equal(bad, 0);
}

static int setup(void **state)
{
	world *w = calloc(1, sizeof *w);
	ambit_error e = {0};
	if (!w)
		return -1;
	ab_arena_init(&w->arena);
	if (ambit_engine_open(&w->engine, NULL, NULL, &e) != AMBIT_OK)
		return -1;
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	world *w = *state;
	for (unsigned i = 0; i < CASES; i++)
		ambit_case_free(w->cases[i].c);
	ambit_engine_free(w->engine);
	ab_arena_free(&w->arena);
	free(w);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_change_as_reviewed),
		cmocka_unit_test(every_day_is_listed),
	};
	writing = argc > 1 && strcmp(argv[1], "--write") == 0;
	return cmocka_run_group_tests(tests, setup, teardown);
}
