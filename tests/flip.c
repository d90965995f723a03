/* Flips: the smallest sets of facts that would change the outcome. Each is replayed through the public door, each smaller
 * part of it too; and over random cases with a few facts free, trying every set of one and two values finds nothing that
 * the search has not found, and nothing else. */
#include "prop.h"

#define FREE_FACTS 4
#define VALUES_MAX 10

typedef struct fact_values {
	const char *path;
	const char *values[VALUES_MAX];
} fact_values;

static const fact_values table[] = {
	{"to", {"CN", "DE", "AE", "MY", "JP", "US", "MO", "IR", "BR"}},
	{"from", {"US", "DE", "CN", "KR"}},
	{"activity", {"export", "reexport", "use", "transfer", "import", "sell"}},
	{"end-user.headquarters", {"CN", "DE", "MO", "BR", "US"}},
	{"end-user.parent.country", {"CN", "DE", "BR", "US"}},
	{"end-user.listed", {"none", "us.entity-list", "us.entity-list.fn4", "us.dpl", "us.meu"}},
	{"end-user.military", {"true", "false"}},
	{"item.tpp", {"100", "1599", "1600", "2399", "2400", "4799.999999999", "4800", "20000"}},
	{"item.die_area_mm2", {"100", "270", "400", "600", "1000", "3000"}},
	{"item.marketed_for_datacenter", {"true", "false"}},
	{"end_use.wmd", {"true", "false"}},
	{"end_use.supercomputer", {"true", "false"}},
	{"knowledge.violation_occurred", {"true", "false"}},
	{"nac_notice.reply", {"nac", "license-required"}},
};
static const char *const days[] = {"2023-11-20", "2024-06-01", "2025-03-01", "2025-06-01", "2026-06-01", "2026-11-24"};

typedef struct trial {
	prop_world w;
	prop_rng r;
	ab_arena a;
	const char *base[AB_COUNT(table)]; /* NULL: not stated */
	const char *day;
	uint32_t free[FREE_FACTS];
	ambit_outcome outcome;
	unsigned telling, narrow; /* sets that change the outcome; those missed for a range of figures */
} trial;

typedef struct choice {
	uint32_t fact; /* in the table */
	const char *value;
} choice;

static ambit_case *make(trial *t, const choice *x, uint32_t n)
{
	static const char *const fixed[][2] = {{"item.kind", "ic"},
	                                       {"item.nonplanar", "true"},
	                                       {"known", "2026-11-24"},
	                                       {"end-user.country", "DE"},
	                                       {"exporter.headquarters", "US"}};
	ambit_error e = {0};
	ambit_case *c = ambit_case_new(t->w.engine);
	for (size_t i = 0; i < AB_COUNT(fixed); i++)
		assert_int_equal(ambit_case_set(c, fixed[i][0], fixed[i][1], &e), AMBIT_OK);
	assert_int_equal(ambit_case_set(c, "as_of", t->day, &e), AMBIT_OK);
	assert_int_equal(ambit_case_set(c, "assume", "ordinary,unlisted-owners", &e), AMBIT_OK);
	for (uint32_t i = 0; i < AB_COUNT(table); i++) {
		const char *v = t->base[i];
		for (uint32_t k = 0; k < n; k++)
			v = x[k].fact == i ? x[k].value : v;
		if (v && ambit_case_set(c, table[i].path, v, &e) != AMBIT_OK)
			fail_msg("%s=%s: %s", table[i].path, v, e.message);
	}
	return c;
}

static ambit_outcome decide(trial *t, const choice *x, uint32_t n)
{
	ambit_case *c = make(t, x, n);
	ambit_options o = {AMBIT_READING_ENFORCED, 0, NULL};
	ambit_determination *d = NULL;
	assert_int_equal(ambit_check(t->w.engine, c, &o, &d, NULL), AMBIT_OK);
	ambit_outcome out = ambit_determination_outcome(d);
	ambit_determination_free(d);
	ambit_case_free(c);
	t->w.runs++;
	return out;
}

static bool flips(const trial *t, ambit_outcome o)
{
	return o != AMBIT_NOT_DETERMINED && o != t->outcome;
}

static bool inside(const trial *t, const det_flip_change *c, const char *value)
{
	const law *l = t->w.engine->law;
	ambit_case *one = ambit_case_new(t->w.engine);
	ambit_error e = {0};
	const char *path = ab_strdup((ab_arena *)(uintptr_t)&t->a, c->fact);
	assert_int_equal(ambit_case_set(one, path, value, &e), AMBIT_OK);
	/* read back from the frame that the path names */
	const law_fact *f = NULL;
	const law_value *v = NULL;
	if (ab_str_starts(c->fact, "item.")) {
		f = law_fact_find(l, LS_ITEM, (ab_str){c->fact.p + 5, c->fact.n - 5});
		v = &one->facts.item->v[f->slot];
	} else if (ab_str_starts(c->fact, "end-user.")) {
		f = law_fact_find(l, LS_PARTY, (ab_str){c->fact.p + 9, c->fact.n - 9});
		v = &one->facts.parties.p[0]->v[f->slot];
	} else {
		f = law_fact_find(l, LS_ROOT, c->fact);
		v = &one->facts.root->v[f->slot];
	}
	bool in = false;
	for (uint32_t i = 0; i < c->all.n; i++) {
		const law_value *x = &c->all.p[i];
		in = in || (f->type == LT_NUMBER ? v->lo >= x->lo && v->hi <= x->hi
		            : f->type == LT_LIST ? memcmp(&v->bits, &x->bits, sizeof v->bits) == 0
		                                 : v->word == x->word);
	}
	ambit_case_free(one);
	return in;
}

/* Is the set of values within one of the flips, with that outcome? */
static bool covered(const trial *t, const ambit_determination *d, const choice *x, uint32_t n, ambit_outcome o)
{
	for (uint32_t i = 0; i < d->flips.list.n; i++) {
		const det_flip *f = &d->flips.list.p[i];
		uint32_t hit = 0;
		if (f->changes.n != n || f->outcome != o)
			continue;
		for (uint32_t k = 0; k < n; k++)
			for (uint32_t j = 0; j < n; j++)
				hit +=
					ab_str_is(f->changes.p[k].fact, table[x[j].fact].path) && inside(t, &f->changes.p[k], x[j].value);
		if (hit == n)
			return true;
	}
	return false;
}

static const char *show(trial *t, const choice *x, uint32_t n)
{
	const char *s = ab_sprintf(&t->a, "%s", t->day);
	for (uint32_t i = 0; i < AB_COUNT(table); i++)
		s = ab_sprintf(&t->a, "%s %s=%s", s, table[i].path, t->base[i] ? t->base[i] : "?");
	s = ab_sprintf(&t->a, "%s |", s);
	for (uint32_t k = 0; k < n; k++)
		s = ab_sprintf(&t->a, "%s %s:=%s", s, table[x[k].fact].path, x[k].value);
	return s;
}

/* Every set of values of one and two facts, against what the search has found. */
static void compare(trial *t, const ambit_determination *d)
{
	ambit_outcome one[FREE_FACTS][VALUES_MAX];
	for (uint32_t i = 0; i < FREE_FACTS; i++)
		for (uint32_t a = 0; a < VALUES_MAX && table[t->free[i]].values[a]; a++) {
			choice x = {t->free[i], table[t->free[i]].values[a]};
			bool same = t->base[x.fact] && strcmp(t->base[x.fact], x.value) == 0;
			one[i][a] = same ? t->outcome : decide(t, &x, 1);
			t->telling += flips(t, one[i][a]);
			bool is = !same && covered(t, d, &x, 1, one[i][a]);
			/* a figure whose range decides less than the one value is left out, never the other way round */
			if (!same && flips(t, one[i][a]) && !is && ab_str_starts(ab_str_of(table[x.fact].path), "item."))
				t->narrow++;
			else if (!same && flips(t, one[i][a]) != is)
				prop_violation(&t->w, "single %s: %s, base %s", show(t, &x, 1), ambit_outcome_name(one[i][a]),
				               ambit_outcome_name(t->outcome));
		}
	for (uint32_t i = 0; i < FREE_FACTS; i++)
		for (uint32_t j = i + 1; j < FREE_FACTS; j++)
			for (uint32_t a = 0; a < VALUES_MAX && table[t->free[i]].values[a]; a++)
				for (uint32_t b = 0; b < VALUES_MAX && table[t->free[j]].values[b]; b++) {
					choice x[2] = {{t->free[i], table[t->free[i]].values[a]},
					               {t->free[j], table[t->free[j]].values[b]}};
					bool same = false;
					for (int k = 0; k < 2; k++)
						same = same || (t->base[x[k].fact] && strcmp(t->base[x[k].fact], x[k].value) == 0);
					if (same || flips(t, one[i][a]) || flips(t, one[j][b]))
						continue;
					ambit_outcome o = decide(t, x, 2);
					/* what is better than a good answer is not looked for in pairs */
					bool want = flips(t, o) && !(t->outcome <= AMBIT_AUTHORIZED && o < t->outcome);
					t->telling += want;
					bool is = covered(t, d, x, 2, o);
					if (want && !is && (table[x[0].fact].path[0] == 'i' || table[x[1].fact].path[0] == 'i'))
						t->narrow++;
					else if (want != is)
						prop_violation(&t->w, "pair %s: %s, base %s", show(t, x, 2), ambit_outcome_name(o),
						               ambit_outcome_name(t->outcome));
				}
}

static const char *base_value(trial *t, uint32_t i)
{
	uint32_t n = 0;
	while (n < VALUES_MAX && table[i].values[n])
		n++;
	return prop_below(&t->r, 6) == 0 ? NULL : table[i].values[prop_below(&t->r, n)];
}

static void draw(trial *t)
{
	t->day = days[prop_below(&t->r, AB_COUNT(days))];
	for (uint32_t i = 0; i < AB_COUNT(table); i++)
		t->base[i] = base_value(t, i);
	for (uint32_t i = 4; i < AB_COUNT(table); i++) /* mostly a case with few things wrong */
		if (table[i].values[2] == NULL && prop_below(&t->r, 4))
			t->base[i] = "false";
	if (prop_below(&t->r, 3))
		t->base[5] = "none";
	t->base[6] = prop_below(&t->r, 5) ? "false" : "true";
	t->base[9] = prop_below(&t->r, 3) ? "true" : "false";
	t->base[13] = prop_below(&t->r, 2) ? NULL : "license-required";
	for (uint32_t i = 0; i < FREE_FACTS; i++) {
		bool again = true;
		while (again) {
			t->free[i] = prop_below(&t->r, AB_COUNT(table));
			again = false;
			for (uint32_t k = 0; k < i;
			     k++) /* performance and area make one quotient: their cells depend on each other */
				again = again || t->free[k] == t->free[i] ||
				        (t->free[k] + t->free[i] == 15 && (t->free[k] == 7 || t->free[k] == 8));
		}
	}
}

/* Nothing that it finds is wrong, and nothing is left out. */
static void agrees_with_trying_everything(void **state)
{
	trial t = {.r = prop_seed(77)};
	(void)state;
	prop_open(&t.w);
	unsigned rounds = prop_rounds(12);
	for (unsigned i = 0; i < rounds; i++) {
		ab_arena_init(&t.a);
		draw(&t);
		const char *only[FREE_FACTS + 1] = {NULL};
		for (uint32_t k = 0; k < FREE_FACTS; k++)
			only[k] = table[t.free[k]].path;
		ambit_case *c = make(&t, NULL, 0);
		ambit_options o = {AMBIT_READING_ENFORCED, 0, NULL};
		ambit_determination *d = NULL;
		assert_int_equal(ambit_check(t.w.engine, c, &o, &d, NULL), AMBIT_OK);
		t.outcome = ambit_determination_outcome(d);
		det_fill_flips(d, c, 100000, only);
		if (d->flips.proven[1] < 2 || (d->flips.proven[0] < 2 && t.outcome > AMBIT_AUTHORIZED))
			fail_msg("%s base %s: %u %u of %u facts, %u tried", show(&t, NULL, 0), ambit_outcome_name(t.outcome),
			         d->flips.proven[0], d->flips.proven[1], d->flips.facts, d->flips.tried);
		assert_true(d->flips.proven[1] >= 2);
		assert_true(d->flips.proven[0] >= 2 || t.outcome <= AMBIT_AUTHORIZED);
		compare(&t, d);
		ambit_determination_free(d);
		ambit_case_free(c);
		ab_arena_free(&t.a);
	}
	print_message("%u sets change an outcome, %u missed for a range of figures\n", t.telling, t.narrow);
	assert_true(t.telling > rounds && t.narrow * 20 < t.telling);
	prop_world w = t.w;
	prop_close(&t.w);
	prop_done(&w, rounds * 20);
}

/* ---- by hand ---- */
typedef struct hand {
	ambit_engine *engine;
	ambit_case *c;
	ambit_determination *d;
	const char *const *words;
} hand;

static ambit_outcome ask(hand *h, const char *const *words, const det_flip *f, uint32_t skip, bool keep)
{
	ambit_error e = {0};
	ab_arena a;
	ambit_determination *d = NULL;
	ambit_case *c = ambit_case_new(h->engine);
	ab_arena_init(&a);
	for (; *words; words += 2)
		if (ambit_case_set(c, words[0], words[1], &e) != AMBIT_OK)
			fail_msg("%s=%s: %s", words[0], words[1], e.message);
	for (uint32_t i = 0; f && i < f->changes.n; i++)
		if (i != skip)
			assert_int_equal(
				ambit_case_set(c, ab_strdup(&a, f->changes.p[i].fact), ab_strdup(&a, f->changes.p[i].example), &e),
				AMBIT_OK);
	ambit_options o = {AMBIT_READING_ENFORCED, keep ? AMBIT_WITH_FLIPS : 0, NULL};
	assert_int_equal(ambit_check(h->engine, c, &o, &d, &e), AMBIT_OK);
	ambit_outcome out = ambit_determination_outcome(d);
	if (keep) {
		h->d = d;
		h->c = c;
		h->words = words;
	} else {
		ambit_determination_free(d);
		ambit_case_free(c);
	}
	ab_arena_free(&a);
	return out;
}

static void done(hand *h)
{
	ambit_determination_free(h->d);
	ambit_case_free(h->c);
}

/* Holds a flip of these facts (at most two), with the outcome? Its values are shown when it does not. */
static const det_flip *find(const hand *h, const char *one, const char *two, ambit_outcome o)
{
	for (uint32_t i = 0; i < h->d->flips.list.n; i++) {
		const det_flip *f = &h->d->flips.list.p[i];
		bool first = false, second = two == NULL;
		for (uint32_t k = 0; k < f->changes.n; k++) {
			first = first || ab_str_is(f->changes.p[k].fact, one);
			second = second || ab_str_is(f->changes.p[k].fact, two);
		}
		if (f->outcome == o && first && second && f->changes.n == (two ? 2u : 1u))
			return f;
	}
	for (uint32_t i = 0; i < h->d->flips.list.n; i++)
		for (uint32_t k = 0; k < h->d->flips.list.p[i].changes.n; k++)
			print_message("%u %s %.*s\n", i, ambit_outcome_name(h->d->flips.list.p[i].outcome),
			              AB_FMT(h->d->flips.list.p[i].changes.p[k].text));
	fail_msg("no flip of %s %s to %s", one, two ? two : "", ambit_outcome_name(o));
	return NULL;
}

#define SEATED                                                                                                         \
	"end-user.country", "CN", "end-user.headquarters", "DE", "end-user.parent.country", "DE", "exporter.country",      \
		"US", "exporter.headquarters", "US", "assume", "ordinary,unlisted-owners", "known", "2026-11-24"

static void by_hand(void **state)
{
	hand h = {0};
	(void)state;
	assert_int_equal(ambit_engine_open(&h.engine, NULL, NULL, NULL), AMBIT_OK);
	const char *const h100[] = {"chip", "h100",  "activity",   "export",           "from", "US",   "to",
	                            "CN",   "as_of", "2025-06-01", "exporter.letters", "none", SEATED, NULL};
	assert_int_equal(ask(&h, h100, NULL, 0, true), AMBIT_LICENSE_REQUIRED);
	const det_flip *f = find(&h, "to", NULL, AMBIT_NO_LICENSE_REQUIRED);
	assert_false(f->worse);
	bool germany = false, macau = false;
	for (uint32_t i = 0; i < f->changes.p[0].all.n; i++) {
		germany = germany || f->changes.p[0].all.p[i].word == law_country(AB_STR("DE"));
		macau = macau || f->changes.p[0].all.p[i].word == law_country(AB_STR("MO"));
	}
	assert_true(germany);
	assert_false(macau);
	f = find(&h, "item.tpp", NULL, AMBIT_NO_LICENSE_REQUIRED); /* below the lower band */
	assert_true(f->changes.p[0].all.p[0].hi < ab_num_int(4800));
	f = find(&h, "item.tpp", NULL, AMBIT_EXCEPTION_AVAILABLE); /* the band of NAC */
	f = find(&h, "holds", NULL, AMBIT_AUTHORIZED);
	assert_true(f->papers);
	find(&h, "end-user.listed", NULL, AMBIT_PROHIBITED);
	for (uint32_t i = 0; i < h.d->flips.list.n; i++) /* each by the public door, and no part of it */
		for (uint32_t skip = 0; skip <= h.d->flips.list.p[i].changes.n; skip++) {
			const det_flip *x = &h.d->flips.list.p[i];
			if (skip < x->changes.n && x->changes.n == 1)
				continue;
			ambit_outcome o = ask(&h, h100, x, skip, false);
			if (skip == x->changes.n)
				assert_int_equal(o, x->outcome);
			else
				assert_true(o == AMBIT_NOT_DETERMINED || o == AMBIT_LICENSE_REQUIRED);
		}
	done(&h);

	const char *const h20[] = {"chip", "h20",   "activity",   "export",           "from", "US",   "to",
	                           "CN",   "as_of", "2024-06-01", "exporter.letters", "none", SEATED, NULL};
	ambit_outcome o = ask(&h, h20, NULL, 0, true);
	assert_int_equal(o, AMBIT_NO_LICENSE_REQUIRED);
	find(&h, "item.tpp", NULL, AMBIT_LICENSE_REQUIRED);
	f = find(&h, "item.die_area_mm2", NULL, AMBIT_LICENSE_REQUIRED); /* density 5.92 at TPP 2,368: 400 mm2 */
	assert_true(f->changes.p[0].all.p[0].hi == ab_num_int(400));
	done(&h);

	const char *const ascend[] = {"chip",  "Ascend 910B", "activity", "use",
	                              "place", "BR",          "as_of",    "2025-06-01",
	                              "known", "2026-11-24",  "assume",   "ordinary,local,unlisted-owners",
	                              NULL};
	assert_int_equal(ask(&h, ascend, NULL, 0, true), AMBIT_PRESUMED_PROHIBITED);
	assert_true(find(&h, "item.production_authorized", NULL, AMBIT_NO_LICENSE_REQUIRED)->papers);
	assert_true(find(&h, "end_use.evaluation_only", NULL, AMBIT_EXCEPTION_AVAILABLE)->papers);
	done(&h);
	ambit_engine_free(h.engine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(agrees_with_trying_everything),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
