/* Many rows, one question: does this integrated circuit need a license, exported on this day to this country for this
 * end user? Ours decides each row, unknowns included, as a case of its own and in a loop over one set of frames. The peer
 * is the same decision written by hand in C for columns without unknowns: how fast a machine can be, not how fast a rule
 * engine is. Where all of a row is known they must agree on it, and ours with itself on every row.
 *   rows ROWS          one round: lines "rate NAME ROWS-PER-SECOND", then what came out; a case a row gets a hundredth
 *                      of the rows, the loop a tenth
 *   rows ROWS csv      the rows, for peers that read CSV */
#include <stdbool.h>
#include <string.h>

#include "determine/determine.h"
#include "timing.h"

enum { COUNTRIES = 16, FACTS = 6, EDGES = 5 }; /* one row in five lies on a limit */

typedef enum fact { F_NONE, F_TPP, F_DIE, F_NONPLANAR, F_MARKETED, F_TO, F_SEAT } fact;

/* Days since 1970-01-01. */
enum {
	FIRST_DAY = 19678 /* 2023-11-17 */,
	LAST_DAY = 20728 /* 2026-10-02 */,
	CAMBODIA_LEAVES = 20399 /* 2025-11-07 */
};

/* What the hand-written peer knows of a country. */
typedef struct country {
	const char *code;
	uint8_t destination; /* D:1, D:4 or D:5, not A:5 or A:6; the United Arab Emirates throughout */
	int32_t seat_until;  /* Macau or D:5, up to this day */
} country;

static const country countries[COUNTRIES] = {
	{"CN", 1, INT32_MAX}, {"HK", 1, INT32_MAX}, {"MO", 1, INT32_MAX}, {"KH", 1, CAMBODIA_LEAVES},
	{"VN", 1, 0},         {"KZ", 1, 0},         {"SA", 1, 0},         {"AE", 1, 0},
	{"QA", 1, 0},         {"IL", 0, 0},         {"BR", 0, 0},         {"IN", 0, 0},
	{"JP", 0, 0},         {"DE", 0, 0},         {"SG", 0, 0},         {"MY", 0, 0},
};

typedef struct columns {
	size_t n;
	int32_t *tpp, *die, *day; /* TPP; mm2; days */
	uint8_t *nonplanar, *marketed, *to, *seat, *missing;
} columns;

static void *room(size_t n, size_t size)
{
	void *p = calloc(n, size);
	if (!p)
		abort();
	return p;
}

static uint32_t draw(uint32_t *state, uint32_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state % below;
}

/* One row in ten lacks one fact. */
static columns make_columns(size_t n)
{
	static const int32_t limits[] = {1600, 2400, 4799, 4800};
	columns c = {.n = n};
	uint32_t s = 2463534242u;
	c.tpp = room(n, sizeof *c.tpp);
	c.die = room(n, sizeof *c.die);
	c.day = room(n, sizeof *c.day);
	c.nonplanar = room(n, 1);
	c.marketed = room(n, 1);
	c.to = room(n, 1);
	c.seat = room(n, 1);
	c.missing = room(n, 1);
	for (size_t i = 0; i < n; i++) {
		c.tpp[i] = draw(&s, EDGES) == 0 ? limits[draw(&s, 4)] : (int32_t)draw(&s, 8000);
		c.die[i] = draw(&s, EDGES) == 0 ? 500 : 100 + (int32_t)draw(&s, 800);
		c.day[i] = FIRST_DAY + (int32_t)draw(&s, LAST_DAY - FIRST_DAY);
		c.nonplanar[i] = draw(&s, 10) != 0;
		c.marketed[i] = draw(&s, 2) != 0;
		c.to[i] = (uint8_t)draw(&s, COUNTRIES);
		c.seat[i] = draw(&s, 2) ? c.to[i] : (uint8_t)draw(&s, COUNTRIES);
		c.missing[i] = draw(&s, 10) == 0 ? (uint8_t)(1 + draw(&s, FACTS)) : F_NONE;
	}
	return c;
}

static void free_columns(columns *c)
{
	free(c->tpp);
	free(c->die);
	free(c->day);
	free(c->nonplanar);
	free(c->marketed);
	free(c->to);
	free(c->seat);
	free(c->missing);
}

/* ---- by hand ---- */
static uint8_t by_hand(const columns *c, size_t i)
{
	int64_t tpp = c->tpp[i], die = c->die[i]; /* density >= 5.92 is tpp * 100 >= 592 * die */
	bool np = c->nonplanar[i], marketed = c->marketed[i];
	bool dense = np && tpp * 100 >= 592 * die, less_dense = np && !dense;
	bool a = tpp >= 4800 || (tpp >= 1600 && dense);
	bool b =
		less_dense && ((tpp >= 2400 && tpp < 4800 && tpp * 10 >= 16 * die) || (tpp >= 1600 && tpp * 10 >= 32 * die));
	bool out = !marketed && tpp < 4800;
	bool reached = countries[c->to[i]].destination || c->day[i] < countries[c->seat[i]].seat_until;
	if (!(a || b) || out || !reached)
		return AMBIT_NO_LICENSE_REQUIRED;
	return a && marketed ? AMBIT_LICENSE_REQUIRED : AMBIT_EXCEPTION_AVAILABLE;
}

static uint64_t run_by_hand(const columns *c, uint8_t *out)
{
	uint64_t start = now_ns();
	for (size_t i = 0; i < c->n; i++)
		out[i] = by_hand(c, i);
	return now_ns() - start;
}

/* ---- ours, a case a row ---- */
static void must(ambit_status status, const ambit_error *error)
{
	if (status == AMBIT_OK)
		return;
	fprintf(stderr, "rows: %s; %s\n", error->message, error->remedy);
	exit(2);
}

static void set(ambit_case *q, const char *path, const char *value)
{
	ambit_error error = {0};
	must(ambit_case_set(q, path, value, &error), &error);
}

static void set_int(ambit_case *q, const char *path, int32_t value)
{
	char text[16];
	snprintf(text, sizeof text, "%d", value);
	set(q, path, text);
}

static void day_text(int32_t day, char text[16])
{
	time_t t = (time_t)day * 86400;
	struct tm tm;
	gmtime_r(&t, &tm);
	strftime(text, 16, "%Y-%m-%d", &tm);
}

static ambit_case *case_of_row(const ambit_engine *engine, const columns *c, size_t i)
{
	static const char *const fixed[][2] = {{"activity", "export"},
	                                       {"from", "US"},
	                                       {"item.kind", "ic"},
	                                       {"item.designer.headquarters", "US"},
	                                       {"item.designer.parent.country", "US"},
	                                       {"assume", "ordinary,local,unlisted-owners"}};
	ambit_case *q = ambit_case_new(engine);
	char day[16];
	day_text(c->day[i], day);
	for (size_t k = 0; k < sizeof fixed / sizeof fixed[0]; k++)
		set(q, fixed[k][0], fixed[k][1]);
	set(q, "as_of", day);
	fact missing = c->missing[i];
	if (missing != F_TPP)
		set_int(q, "item.tpp", c->tpp[i]);
	if (missing != F_DIE)
		set_int(q, "item.die_area_mm2", c->die[i]);
	if (missing != F_NONPLANAR)
		set(q, "item.nonplanar", c->nonplanar[i] ? "true" : "false");
	if (missing != F_MARKETED)
		set(q, "item.marketed_for_datacenter", c->marketed[i] ? "true" : "false");
	if (missing != F_TO)
		set(q, "to", countries[c->to[i]].code);
	if (missing != F_SEAT) {
		set(q, "end-user.headquarters", countries[c->seat[i]].code);
		set(q, "end-user.parent.country", countries[c->seat[i]].code);
	}
	return q;
}

static uint64_t run_cases(const ambit_engine *engine, const columns *c, size_t n, uint8_t *out)
{
	const ambit_options options = {AMBIT_READING_ENFORCED, 0, NULL};
	uint64_t start = now_ns();
	for (size_t i = 0; i < n; i++) {
		ambit_error error = {0};
		ambit_determination *d = NULL;
		ambit_case *q = case_of_row(engine, c, i);
		must(ambit_check(engine, q, &options, &d, &error), &error);
		out[i] = (uint8_t)ambit_determination_outcome(d);
		ambit_determination_free(d);
		ambit_case_free(q);
	}
	return now_ns() - start;
}

/* ---- ours, one set of frames filled anew for each row ---- */
typedef struct frames {
	law_facts facts;
	law_value *tpp, *die, *nonplanar, *marketed, *to, *country, *seat, *parent, *day, *shipped;
} frames;

static law_value *value_of(const law *l, law_frame *f, const char *name)
{
	law_value *v = law_frame_value(l, f, ab_str_of(name));
	if (!v) {
		fprintf(stderr, "rows: there is no fact \"%s\"\n", name);
		exit(2);
	}
	return v;
}

/* Completion sees one row with every fact; its answers hold for all rows, but for what follows from the country. */
static frames frames_of_row(const ambit_engine *engine, const ambit_case *q, ab_arena *arena)
{
	const law *l = engine->law;
	uint32_t pick[8] = {0};
	det_families families = {0};
	ambit_error error = {0};
	frames x = {0};
	if (!det_complete(q, arena, CASE_ORDINARY | CASE_LOCAL | CASE_UNLISTED_OWNERS, pick, &families, &x.facts, &error))
		must(AMBIT_BAD_INPUT, &error);
	law_frame *root = x.facts.root, *item = x.facts.item, *user = x.facts.parties.p[0];
	x.tpp = value_of(l, item, "tpp");
	x.die = value_of(l, item, "die_area_mm2");
	x.nonplanar = value_of(l, item, "nonplanar");
	x.marketed = value_of(l, item, "marketed_for_datacenter");
	x.to = value_of(l, root, "to");
	x.country = value_of(l, user, "country");
	x.seat = value_of(l, user, "headquarters");
	x.parent = value_of(l, user, "parent.country");
	x.day = value_of(l, root, "as_of");
	x.shipped = value_of(l, root, "shipped_on");
	return x;
}

static void put_number(law_value *v, bool known, int32_t number)
{
	v->state = known ? LV_KNOWN : LV_UNKNOWN;
	v->from = known ? LF_STATED : LF_UNSTATED;
	v->lo = v->hi = ab_num_int(number);
}

static void put_word(law_value *v, bool known, int32_t word)
{
	v->state = known ? LV_KNOWN : LV_UNKNOWN;
	v->from = known ? LF_STATED : LF_UNSTATED;
	v->word = word;
}

static void fill_row(frames *x, const columns *c, const int32_t ids[COUNTRIES], size_t i)
{
	fact missing = c->missing[i];
	bool to = missing != F_TO, seat = missing != F_SEAT;
	put_number(x->tpp, missing != F_TPP, c->tpp[i]);
	put_number(x->die, missing != F_DIE, c->die[i]);
	put_word(x->nonplanar, missing != F_NONPLANAR, c->nonplanar[i]);
	put_word(x->marketed, missing != F_MARKETED, c->marketed[i]);
	put_word(x->to, to, ids[c->to[i]]);
	put_word(x->country, to, ids[c->to[i]]);
	/* As completion has it: a user without a seat has it in the country of destination. */
	put_word(x->seat, true, ids[seat ? c->seat[i] : c->to[i]]);
	put_word(x->parent, true, ids[seat ? c->seat[i] : c->to[i]]);
	x->facts.as_of = x->day->word = x->shipped->word = c->day[i];
}

/* The contract's rules (d) to (f). */
static uint8_t outcome_of(law_day_level level)
{
	if (level.worst <= LAW_EXCEPTION)
		return (uint8_t)level.worst;
	return level.bar >= LAW_LICENSE ? (uint8_t)level.bar : AMBIT_NOT_DETERMINED;
}

static uint64_t run_loop(const ambit_engine *engine, const columns *c, size_t n, uint8_t *out)
{
	const law_query query = {.pack = AB_STR("us"), .unlisted_owners = true};
	const columns full = {.n = 1,
	                      .tpp = c->tpp,
	                      .die = c->die,
	                      .day = c->day,
	                      .nonplanar = c->nonplanar,
	                      .marketed = c->marketed,
	                      .to = c->to,
	                      .seat = c->seat,
	                      .missing = (uint8_t[]){F_NONE}};
	int32_t ids[COUNTRIES];
	for (int i = 0; i < COUNTRIES; i++)
		ids[i] = law_country(ab_str_of(countries[i].code));
	ab_arena arena;
	ab_arena_init(&arena);
	ambit_case *q = case_of_row(engine, &full, 0);
	frames x = frames_of_row(engine, q, &arena);
	law_loop *loop = law_loop_new(engine->law, &query);
	uint64_t start = now_ns();
	for (size_t i = 0; i < n; i++) {
		fill_row(&x, c, ids, i);
		out[i] = outcome_of(law_loop_decide(loop, &x.facts));
	}
	uint64_t took = now_ns() - start;
	law_loop_free(loop);
	ambit_case_free(q);
	ab_arena_free(&arena);
	return took;
}

/* ---- what came out ---- */
static void print_counts(const char *who, const uint8_t *out, size_t n)
{
	size_t count[AMBIT_OUTCOME_COUNT] = {0};
	for (size_t i = 0; i < n; i++)
		count[out[i]]++;
	printf("    %s:", who);
	for (int o = 0; o < AMBIT_OUTCOME_COUNT; o++)
		if (count[o])
			printf(" %s %zu", ambit_outcome_name((ambit_outcome)o), count[o]);
	printf("\n");
}

/* Rows with unknowns count where `all` says so: the hand-written peer has no answer to them. */
static size_t compare(const columns *c, bool all, const uint8_t *ours, const uint8_t *other, size_t n)
{
	size_t known = 0, differ = 0;
	for (size_t i = 0; i < n; i++) {
		bool counts = all || c->missing[i] == F_NONE;
		known += counts;
		if (!counts || ours[i] == other[i])
			continue;
		char day[16];
		day_text(c->day[i], day);
		if (differ++ < 5)
			fprintf(stderr, "rows: %s tpp %d die %d nonplanar %d marketed %d to %s seat %s missing %d: %s, not %s\n",
			        day, c->tpp[i], c->die[i], c->nonplanar[i], c->marketed[i], countries[c->to[i]].code,
			        countries[c->seat[i]].code, c->missing[i], ambit_outcome_name(ours[i]),
			        ambit_outcome_name(other[i]));
	}
	printf("    %zu rows compared with %s: %zu differ\n", known, all ? "a case a row, unknowns included" : "by hand",
	       differ);
	return differ;
}

static void print_rate(const char *name, uint64_t ns, size_t n)
{
	printf("rate %s %.0f\n", name, (double)n * 1e9 / (double)ns);
}

/* What peers that read the CSV must count on the rows without unknowns. */
static void print_known(const columns *c, const uint8_t *out)
{
	size_t count[AMBIT_OUTCOME_COUNT] = {0};
	for (size_t i = 0; i < c->n; i++)
		if (c->missing[i] == F_NONE)
			count[out[i]]++;
	printf("known %zu %zu %zu\n", count[AMBIT_NO_LICENSE_REQUIRED], count[AMBIT_EXCEPTION_AVAILABLE],
	       count[AMBIT_LICENSE_REQUIRED]);
}

static int one_round(const columns *c)
{
	ambit_error error = {0};
	ambit_engine *engine = NULL;
	size_t few = c->n / 100, many = c->n / 10;
	uint8_t *by = room(c->n, 1), *cases = room(few, 1), *loop = room(many, 1);
	must(ambit_engine_open(&engine, NULL, NULL, &error), &error);
	print_rate("ours-case-a-row", run_cases(engine, c, few, cases), few);
	print_rate("ours-loop", run_loop(engine, c, many, loop), many);
	print_rate("by-hand-in-c", run_by_hand(c, by), c->n);
	print_known(c, by);
	print_counts("a case a row", cases, few);
	print_counts("loop", loop, many);
	size_t differ =
		compare(c, false, cases, by, few) + compare(c, false, loop, by, many) + compare(c, true, loop, cases, few);
	free(by);
	free(cases);
	free(loop);
	ambit_engine_free(engine);
	return differ > 0;
}

static int csv(const columns *c)
{
	printf("tpp,die,day,nonplanar,marketed,dest,seat,known\n");
	for (size_t i = 0; i < c->n; i++)
		printf("%d,%d,%d,%d,%d,%s,%s,%d\n", c->tpp[i], c->die[i], c->day[i], c->nonplanar[i], c->marketed[i],
		       countries[c->to[i]].code, countries[c->seat[i]].code, c->missing[i] == F_NONE);
	return 0;
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 1000000;
	columns c = make_columns(n < 100 ? 100 : (size_t)n);
	int code = argc > 2 && strcmp(argv[2], "csv") == 0 ? csv(&c) : one_round(&c);
	free_columns(&c);
	return code;
}
