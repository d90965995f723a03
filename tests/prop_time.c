/* Through time, and on several threads: every published case on every day on which the law changes, and on days
 * between; `changes` is what asking day by day gives; threads that share an engine say the same bytes.
 * To run it under ThreadSanitizer: scripts/configure.sh build-thread -Dtests=true -Db_sanitize=thread
 * -Db_lundef=false, then ninja -C build-thread and build-thread/tests/test-prop_time. */
#include <pthread.h>

#include "prop.h"

#define FIRST_DAY ab_date_make(2022, 8, 1) /* as determine/check.c walks */

typedef struct walk {
	prop_world *w;
	ab_arena *a;
	prop_rng r;
	const prop_case *c;
	prop_node *as_of;
} walk;

static ab_str quoted_day(ab_arena *a, ab_date day)
{
	char s[AB_DATE_LEN];
	return ab_str_of(ab_sprintf(a, "\"%s\"", ab_date_format(day, s)));
}

static prop_answer answer_on(walk *k, ab_date day)
{
	ab_str before = k->as_of->text;
	k->as_of->text = quoted_day(k->a, day);
	prop_answer r = prop_ask(k->w, k->c->tree, k->c->text_reading);
	k->as_of->text = before;
	k->w->runs++;
	if (!r.ok)
		prop_violation(k->w, "%.*s: no answer on %.*s", AB_FMT(k->c->id), AB_FMT(quoted_day(k->a, day)));
	else if (r.best > r.worst || (r.outcome != AMBIT_NOT_DETERMINED && (r.outcome < r.best || r.outcome > r.worst)))
		prop_violation(k->w, "%.*s on %.*s: the outcome lies outside the range: %s", AB_FMT(k->c->id),
		               AB_FMT(quoted_day(k->a, day)), prop_show(k->a, &r));
	return r;
}

/* What `changes` says the outcome is on a day, if `first` is what it is on the first. */
static ambit_outcome by_changes(const ambit_determination *d, ambit_outcome first, ab_date day)
{
	ambit_outcome o = first;
	for (uint32_t i = 0; i < d->changes.n && d->changes.p[i].day <= day; i++)
		o = d->changes.p[i].after;
	return o;
}

static void compare_day(walk *k, const ambit_determination *d, ambit_outcome first, ab_date day)
{
	prop_answer x = answer_on(k, day);
	if (x.ok && x.outcome != by_changes(d, first, day))
		prop_violation(k->w, "%.*s on %.*s: %s, but by `changes` it is %s", AB_FMT(k->c->id),
		               AB_FMT(quoted_day(k->a, day)), ambit_outcome_name(x.outcome),
		               ambit_outcome_name(by_changes(d, first, day)));
}

static void check_chain(walk *k, const ambit_determination *d, ambit_outcome first)
{
	ambit_outcome o = first;
	for (uint32_t i = 0; i < d->changes.n; i++) {
		const det_change *x = &d->changes.p[i];
		if (x->before != o || x->after == x->before || (i && x->day <= d->changes.p[i - 1].day))
			prop_violation(k->w, "%.*s: `changes` is no chain at entry %u", AB_FMT(k->c->id), i + 1);
		o = x->after;
	}
}

/* Days that conditions compare with the day of shipment (deadlines of the text itself). */
static void compare_deadlines(walk *k, const ambit_determination *d, ambit_outcome first)
{
	const law *l = k->w->engine->law;
	for (size_t i = 0; i < law_fact_count(l); i++) {
		const law_fact_use *u = &l->use[i];
		for (uint32_t p = 0; law_fact_at(l, i)->type == LT_DATE && p < u->points.n; p++)
			for (int side = -1; side <= 1; side++)
				compare_day(k, d, first, (ab_date)(u->points.p[p] / AB_NUM_ONE) + side);
	}
}

static void walk_case(walk *k)
{
	size_t n;
	const ab_date *days = law_days(k->w->engine->law, &n);
	ambit_case *c = prop_read(k->w, k->c->tree, NULL);
	ambit_determination *d = prop_determine(k->w, c, AMBIT_WITH_CHANGES, k->c->text_reading);
	ab_date last = n ? days[n - 1] + 400 : FIRST_DAY;
	if (!d)
		fail_msg("%.*s is not answered", AB_FMT(k->c->id));
	prop_answer first = answer_on(k, FIRST_DAY);
	check_chain(k, d, first.outcome);
	for (size_t i = 0; i < n; i++) {
		if (days[i] <= FIRST_DAY) {
			answer_on(k, days[i]); /* before the days that `changes` covers: it only must not fail */
			continue;
		}
		compare_day(k, d, first.outcome, days[i]);
		compare_day(k, d, first.outcome, days[i] - 1);
	}
	compare_deadlines(k, d, first.outcome);
	for (unsigned i = 0; i < prop_rounds(10); i++)
		compare_day(k, d, first.outcome, FIRST_DAY + (ab_date)prop_below(&k->r, (uint32_t)(last - FIRST_DAY)));
	ambit_determination_free(d);
	ambit_case_free(c);
}

static void changes_are_what_days_give(void **state)
{
	prop_world w;
	ab_arena a;
	(void)state;
	prop_open(&w);
	ab_arena_init(&a);
	walk k = {.w = &w, .a = &a, .r = prop_seed(6)};
	for (uint32_t i = 0; i < w.cases.n; i++) {
		ab_arena_reset(&a);
		k.c = &w.cases.p[i];
		k.as_of = prop_kid(k.c->tree, "as_of");
		assert_non_null(k.as_of);
		walk_case(&k);
	}
	ab_arena_free(&a);
	prop_close(&w);
	prop_done(&w, 5000);
}

/* ---- threads ---- */
#define THREADS 4

typedef struct crowd {
	prop_world *w;
	ab_str *texts;    /* by case, as JSON */
	ab_str *expected; /* by case */
} crowd;

typedef struct member {
	crowd *all;
	uint32_t from; /* each begins at another case, so that the same views are made at the same time */
	unsigned differ, failed;
	ab_arena arena;
} member;

static ab_str answer_text(const crowd *all, uint32_t i, ab_arena *a)
{
	ab_str out = {0};
	char *text = NULL;
	size_t n = 0;
	ambit_determination *d = NULL;
	ambit_case *c = ambit_case_new(all->w->engine);
	if (ambit_case_read(c, "case", all->texts[i].p, all->texts[i].n, NULL) == AMBIT_OK &&
	    ambit_check(all->w->engine, c, NULL, &d, NULL) == AMBIT_OK &&
	    ambit_determination_json(d, &text, &n) == AMBIT_OK)
		out = ab_str_dup(a, (ab_str){text, n});
	ambit_text_free(text);
	ambit_determination_free(d);
	ambit_case_free(c);
	return out;
}

static void *run_member(void *arg)
{
	member *m = arg;
	uint32_t n = m->all->w->cases.n;
	for (uint32_t k = 0; k < n; k++) {
		uint32_t i = (m->from + k) % n;
		ab_arena_reset(&m->arena);
		ab_str got = answer_text(m->all, i, &m->arena);
		m->failed += !got.n;
		m->differ += m->all->expected && !ab_str_eq(got, m->all->expected[i]);
	}
	return NULL;
}

static void run_crowd(crowd *all, member *m)
{
	pthread_t thread[THREADS];
	for (uint32_t t = 0; t < THREADS; t++) {
		m[t] = (member){.all = all, .from = t * all->w->cases.n / THREADS / 8};
		ab_arena_init(&m[t].arena);
		assert_int_equal(pthread_create(&thread[t], NULL, run_member, &m[t]), 0);
	}
	for (uint32_t t = 0; t < THREADS; t++) {
		pthread_join(thread[t], NULL);
		ab_arena_free(&m[t].arena);
		all->w->runs += all->w->cases.n;
		all->w->faults += m[t].failed + m[t].differ;
	}
}

static void threads_say_the_same(void **state)
{
	prop_world alone, shared;
	member m[THREADS];
	(void)state;
	prop_open(&alone);
	prop_open(&shared); /* an engine on which nothing has been asked: its threads make what is kept */
	ab_arena *a = &shared.arena;
	crowd one = {.w = &alone, .texts = AB_NEW_N(a, ab_str, alone.cases.n)};
	ab_str *expected = AB_NEW_N(a, ab_str, alone.cases.n);
	for (uint32_t i = 0; i < alone.cases.n; i++) {
		ab_buf b = {0};
		prop_write(alone.cases.p[i].tree, NULL, &b);
		one.texts[i] = ab_str_dup(a, (ab_str){b.p, b.n});
		ab_buf_free(&b);
		expected[i] = answer_text(&one, i, a);
	}
	crowd many = {.w = &shared, .texts = one.texts, .expected = expected};
	run_crowd(&many, m);
	prop_close(&shared);
	prop_close(&alone);
	prop_done(&shared, THREADS * 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_what_days_give),
		cmocka_unit_test(threads_say_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
