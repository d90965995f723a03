/* A range promises: whatever the unknown turns out to be, the answer lies within. Facts are taken out of published
 * cases, then what is unknown is filled in at random, at and around the figures that the law names; no answer leaves
 * the range of the partial case. Nor does an assumption set, which is only a way of filling in. */
#include "prop.h"

typedef struct filling {
	prop_world *w;
	ab_arena *a;
	prop_rng r;
	const prop_case *c;
} filling;

/* ---- a partial case ---- */
static const char *const kept[] = {"schema",        "id",   "as_of",    "known", "activity",
                                   "jurisdictions", "role", "ordinary", "holds", "without_license"};

static bool is_kept(const prop_node *n)
{
	for (size_t i = 0; i < AB_COUNT(kept); i++)
		if (ab_str_is(n->key, kept[i]))
			return true;
	return false;
}

static void forget_some(filling *f)
{
	prop_nodes leaves = {0};
	prop_leaves(f->a, f->c->tree, &leaves);
	uint32_t share = 1 + prop_below(&f->r, 4);
	for (uint32_t i = 0; i < leaves.list.n; i++)
		leaves.list.p[i]->gone = !is_kept(leaves.list.p[i]) && prop_below(&f->r, 4) < share;
	prop_node *o = prop_kid(f->c->tree, "ordinary");
	if (o)
		o->gone = prop_below(&f->r, 2);
}

static void restore(const prop_case *c, ab_arena *a)
{
	prop_nodes leaves = {0};
	prop_leaves(a, c->tree, &leaves);
	for (uint32_t i = 0; i < leaves.list.n; i++)
		leaves.list.p[i]->gone = false;
	prop_node *o = prop_kid(c->tree, "ordinary");
	if (o)
		o->gone = false;
}

/* ---- filling in ---- */
typedef struct answer_given {
	const char *path, *value;
	bool off; /* left out while a violation is made smaller */
} answer_given;

typedef struct answers {
	AB_VEC(answer_given) list;
} answers;

/* From a few to all of the gaps. */
/* Of an ECCN whose paragraphs are classes of the law (3A090) a paragraph that it does not have on the day is no answer, and
 * the words of the fact do not say which it has. */
static bool is_held_by_paragraphs(filling *f)
{
	ambit_case *c = prop_read(f->w, f->c->tree, NULL);
	const law_value *eccn = c ? law_frame_value(f->w->engine->law, c->facts.item, AB_STR("eccn")) : NULL;
	bool held = eccn && eccn->state == LV_KNOWN &&
	            law_find(f->w->engine->law, ab_str_of(ab_sprintf(f->a, "%.*s.a", AB_FMT(eccn->text))));
	ambit_case_free(c);
	return held;
}

static answers choose(filling *f, const prop_gaps *g)
{
	answers out = {0};
	bool held = is_held_by_paragraphs(f);
	uint32_t share = 1 + prop_below(&f->r, 8);
	for (uint32_t i = 0; i < g->list.n; i++) {
		if (prop_below(&f->r, 8) >= share)
			continue;
		if (held && ab_str_is(law_fact_at(f->w->engine->law, g->list.p[i].fact)->name, "paragraph"))
			continue;
		const char *v = prop_random(f->a, &f->r, f->w->engine->law, g->list.p[i].fact);
		if (v && prop_fits_bounds(&g->list.p[i], v))
			ab_push(f->a, &out.list, ((answer_given){ab_strdup(f->a, g->list.p[i].path), v, false}));
	}
	return out;
}

static prop_answer ask_filled(filling *f, const answers *s)
{
	prop_answer r = {0};
	ambit_case *c = prop_read(f->w, f->c->tree, NULL);
	for (uint32_t i = 0; c && i < s->list.n; i++)
		if (!s->list.p[i].off)
			ambit_case_set(c, s->list.p[i].path, s->list.p[i].value, NULL); /* what it refuses stays unknown */
	ambit_determination *d = prop_determine(f->w, c, 0, f->c->text_reading);
	if (d)
		r = prop_answer_of(d);
	ambit_determination_free(d);
	ambit_case_free(c);
	return r;
}

static bool within(ambit_outcome x, const prop_answer *range)
{
	return x == AMBIT_NOT_DETERMINED || (x >= range->best && x <= range->worst);
}

static bool leaves_range(const prop_answer *x, const prop_answer *range)
{
	return x->ok && (!within(x->outcome, range) || x->best < range->best || x->worst > range->worst);
}

static prop_answer ask_range(filling *f)
{
	return prop_ask(f->w, f->c->tree, f->c->text_reading);
}

/* Leaves out what the violation does not need: answers first, then facts of the case. */
static void make_smaller(filling *f, answers *s)
{
	prop_nodes leaves = {0};
	prop_answer x, range = ask_range(f);
	for (uint32_t i = 0; i < s->list.n; i++) {
		s->list.p[i].off = true;
		x = ask_filled(f, s);
		s->list.p[i].off = leaves_range(&x, &range);
	}
	prop_leaves(f->a, f->c->tree, &leaves);
	for (uint32_t i = 0; i < leaves.list.n; i++) {
		prop_node *n = leaves.list.p[i];
		if (n->gone || is_kept(n))
			continue;
		n->gone = true;
		x = ask_filled(f, s);
		range = ask_range(f);
		n->gone = range.ok && leaves_range(&x, &range);
	}
}

static void report(filling *f, const char *what, answers *s)
{
	prop_nodes leaves = {0};
	prop_leaves(f->a, f->c->tree, &leaves);
	bool *before = AB_NEW_N(f->a, bool, leaves.list.n + 1);
	for (uint32_t i = 0; i < leaves.list.n; i++)
		before[i] = leaves.list.p[i]->gone;
	ab_buf b = {0};
	char *said = ab_sprintf(f->a, "%s", "");
	make_smaller(f, s);
	prop_answer x = ask_filled(f, s), range = ask_range(f);
	for (uint32_t i = 0; i < s->list.n; i++)
		if (!s->list.p[i].off)
			said = ab_sprintf(f->a, "%s %s=%s", said, s->list.p[i].path, s->list.p[i].value);
	prop_write(f->c->tree, NULL, &b);
	prop_violation(f->w, "%.*s: %s: %s, the range was %s; filled in:%s\n    %s", AB_FMT(f->c->id), what,
	               prop_show(f->a, &x), prop_show(f->a, &range), said, b.p);
	ab_buf_free(&b);
	for (uint32_t i = 0; i < leaves.list.n; i++)
		leaves.list.p[i]->gone = before[i];
}

static void check_fill(filling *f, const prop_answer *range, const prop_gaps *g)
{
	answers s = choose(f, g);
	prop_answer x = ask_filled(f, &s);
	f->w->runs += x.ok;
	if (leaves_range(&x, range))
		report(f, "what is filled in leaves the range", &s);
}

static void check_assuming(filling *f, const ambit_determination *partial)
{
	prop_answer range = prop_answer_of(partial);
	for (uint32_t i = 0; i < partial->assuming.n; i++) {
		answers s = {0};
		f->w->runs++;
		ab_push(f->a, &s.list, ((answer_given){"assume", partial->assuming.p[i].sets, false}));
		if (!within(partial->assuming.p[i].outcome, &range))
			report(f, "an assumption set leaves the range", &s);
	}
}

#define FILLS 4 /* of one partial case */

static void filled_in_stays_within(void **state)
{
	prop_world w;
	ab_arena a;
	(void)state;
	prop_open(&w);
	ab_arena_init(&a);
	filling f = {.w = &w, .a = &a, .r = prop_seed(2)};
	for (unsigned i = 0; i < prop_rounds(800); i++) {
		prop_gaps g = {0};
		ab_arena_reset(&a);
		prop_case made = {.id = AB_STR("made up")};
		if (i % 3 == 0)
			made.tree = prop_parse(&a, prop_make(&a, &f.r, w.engine->law, NULL, 0));
		f.c = made.tree ? &made : &w.cases.p[prop_below(&f.r, w.cases.n)];
		forget_some(&f);
		ambit_case *c = prop_read(&w, f.c->tree, NULL);
		ambit_determination *d = prop_determine(&w, c, AMBIT_WITH_ASSUMING, f.c->text_reading);
		if (d) {
			prop_answer range = prop_answer_of(d);
			check_assuming(&f, d);
			prop_all_gaps(&w, &a, d, &g);
			for (int k = 0; k < FILLS; k++)
				check_fill(&f, &range, &g);
		}
		ambit_determination_free(d);
		ambit_case_free(c);
		restore(f.c, &a);
	}
	ab_arena_free(&a);
	prop_close(&w);
	prop_done(&w, 3500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(filled_in_stays_within)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
