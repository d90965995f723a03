/* To know less never helps: a fact is taken out of every published case and of cases that are made up, one at a time
 * and three at once, or is said to be unknown (null). No bar becomes a permission by it, and the range of answers
 * holds the range from before. */
#include "prop.h"

/* Facts whose silence means something by the contract (section 1), so that taking them out is another question and
 * not a lesser knowledge. NARROWS: silence is an answer, so the range may move, but a bar stays a bar. */
typedef enum leave { MUST_HOLD, NARROWS, OTHER_QUESTION } leave;

typedef struct exemption {
	const char *key;    /* last name of the path, or "group." for all names in the group */
	bool ordinary_only; /* only where the assumption set `ordinary` answers for it */
	leave leave;
	const char *reason;
} exemption;

static const exemption exemptions[] = {
	{"schema", false, OTHER_QUESTION, "names the format; no fact"},
	{"id", false, OTHER_QUESTION, "names the case; no fact"},
	{"jurisdictions", false, OTHER_QUESTION, "which laws are asked for: without it all that are held"},
	{"ordinary", false, OTHER_QUESTION, "the assumption set itself: taken out for the whole run in the second half"},
	{"as_of", false, OTHER_QUESTION, "missing means today"},
	{"known", false, OTHER_QUESTION, "missing means today"},
	{"activity", false, OTHER_QUESTION, "without it nothing is asked"},
	{"role", false, OTHER_QUESTION, "says whose facts these are: a party without a role is another party"},
	{"holds", false, OTHER_QUESTION, "missing is empty: the asker knows what he holds"},
	{"without_license", false, OTHER_QUESTION, "missing is false: the asker knows what he does"},
	{"published", false, NARROWS, "missing means not published, which never helps"},
	{"derived_from_published", false, NARROWS, "missing means not derived, which never helps"},
	{"third_party_finetune", false, NARROWS, "missing means its own model, which never helps"},
	{"encryption_notice_sent", false, NARROWS, "missing means not sent: the asker's own act"},
	{"us_direct_product_eccns", false, NARROWS, "missing means 3E001, which never helps"},
	{"end_use.", true, OTHER_QUESTION, "answered by `ordinary`"},
	{"knowledge.", true, OTHER_QUESTION, "answered by `ordinary`"},
	{"listed", true, OTHER_QUESTION, "answered by `ordinary` for a party without a name"},
	{"name", true, OTHER_QUESTION,
     "a party without a name is on no list by `ordinary`, and no letter was addressed to it"},
	{"military", true, OTHER_QUESTION, "answered by `ordinary`"},
	{"us_person", true, OTHER_QUESTION, "answered by `ordinary`"},
	{"letters", true, OTHER_QUESTION, "answered by `ordinary`"},
	{"approved", true, OTHER_QUESTION, "answered by `ordinary`"},
	{"legally_distinct", true, OTHER_QUESTION, "answered by `ordinary`"},
	{"type", true, OTHER_QUESTION, "answered by `ordinary`: a company"},
	{"foundry-or-osat", true, OTHER_QUESTION, "answered by `ordinary`"},
	{"dominant_function", true, OTHER_QUESTION, "answered by `ordinary`: processing"},
	{"designer.country", true, OTHER_QUESTION, "answered by `ordinary`: a maker stands where its seat is (complete.c)"},
	{"nac_notice.", true, OTHER_QUESTION, "answered by `ordinary`: no adverse answer has come"},
};

static const exemption *exemption_of(ab_str path, bool ordinary)
{
	for (size_t i = 0; i < AB_COUNT(exemptions); i++) {
		const exemption *x = &exemptions[i];
		size_t n = strlen(x->key);
		bool hit = x->key[n - 1] == '.' ? ab_str_starts(path, x->key)
		                                : path.n >= n && !memcmp(path.p + path.n - n, x->key, n) &&
		                                      (path.n == n || path.p[path.n - n - 1] == '.');
		if (hit && (ordinary || !x->ordinary_only))
			return x;
	}
	return NULL;
}

static leave leave_of(ab_arena *a, const prop_node *leaf, bool ordinary)
{
	const exemption *x = exemption_of(prop_path(a, leaf), ordinary);
	return x ? x->leave : MUST_HOLD;
}

/* What is said to be answered by `ordinary`, or to mean something when it is missing, must be so in the law's own
 * list of facts: else the exemption hides something. */
static void exemptions_are_true(void **state)
{
	prop_world w;
	(void)state;
	prop_open(&w);
	for (size_t i = 0; i < AB_COUNT(exemptions); i++) {
		const exemption *x = &exemptions[i];
		bool answered = false;
		for (size_t k = 0; k < law_fact_count(w.engine->law); k++) {
			const law_fact *f = law_fact_at(w.engine->law, k);
			bool here = x->key[strlen(x->key) - 1] == '.' ? ab_str_starts(f->path, x->key) : ab_str_is(f->name, x->key);
			bool by_law = f->decl && (x->leave == NARROWS ? f->decl->absent.n : f->decl->ordinary.n);
			answered = answered || (here && by_law);
		}
		bool by_completion = strcmp(x->key, "name") == 0 || strcmp(x->key, "designer.country") == 0;
		if ((x->ordinary_only || x->leave == NARROWS) && !answered && !by_completion)
			fail_msg("\"%s\" is exempt, but no rule of the law's facts answers it", x->key);
	}
	prop_close(&w);
}

typedef struct forgetting {
	prop_world *w;
	ab_arena *a;
	const prop_case *c;
	prop_answer before;
	bool ordinary;
	bool null; /* "I do not know" in place of silence: no default and no assumption set answers it */
} forgetting;

static const char *paths_of(ab_arena *a, prop_node *const *leaves, uint32_t n)
{
	char *s = ab_sprintf(a, "%s", "");
	for (uint32_t i = 0; i < n; i++)
		s = ab_sprintf(a, "%s%s%.*s", s, i ? ", " : "", AB_FMT(prop_path(a, leaves[i])));
	return s;
}

static void forget(forgetting *f, prop_node *const *leaves, uint32_t n, leave leave)
{
	prop_node said[3] = {0};
	for (uint32_t i = 0; i < n; i++) {
		said[i] = *leaves[i];
		leaves[i]->gone = !f->null;
		leaves[i]->kind = 's';
		leaves[i]->text = AB_STR("null");
	}
	prop_answer after = prop_ask(f->w, f->c->tree, f->c->text_reading);
	for (uint32_t i = 0; i < n; i++)
		*leaves[i] = said[i];
	f->w->runs++;
	const char *what = !after.ok ? "no answer any more" : NULL;
	if (after.ok && prop_bars(f->before.outcome) && prop_permits(after.outcome))
		what = "a bar becomes a permission";
	else if (after.ok && leave == MUST_HOLD && (after.best > f->before.best || after.worst < f->before.worst))
		what = "the range leaves out answers from before";
	if (what)
		prop_violation(f->w, "%.*s%s %s %s: %s: %s, before %s", AB_FMT(f->c->id), f->ordinary ? "" : " (not ordinary)",
		               f->null ? "with null as" : "without", paths_of(f->a, leaves, n), what, prop_show(f->a, &after),
		               prop_show(f->a, &f->before));
}

static void begin(forgetting *f, prop_world *w, ab_arena *a, const prop_case *c, bool ordinary)
{
	prop_node *o = prop_kid(c->tree, "ordinary");
	*f = (forgetting){.w = w, .a = a, .c = c, .ordinary = ordinary};
	if (o)
		o->gone = !ordinary;
	f->before = prop_ask(w, c->tree, c->text_reading);
	if (!f->before.ok)
		fail_msg("%.*s is not answered: %s", AB_FMT(c->id), prop_fault(w, c->tree));
}

/* Names and days of the question are no facts that may be unknown; a party whose name is unknown is on no list by
 * `ordinary`, as one without a name. */
static bool may_be_null(const prop_node *leaf)
{
	static const char *const never[] = {"schema", "id",       "jurisdictions", "ordinary", "as_of",
	                                    "known",  "activity", "role",          "name"};
	for (size_t i = 0; i < AB_COUNT(never); i++)
		if (ab_str_is(leaf->key, never[i]))
			return false;
	return true;
}

static void each_fact_of(prop_world *w, ab_arena *a, const prop_case *c, bool ordinary, bool null)
{
	forgetting f;
	prop_nodes leaves = {0};
	begin(&f, w, a, c, ordinary);
	f.null = null;
	prop_leaves(a, c->tree, &leaves);
	for (uint32_t k = 0; k < leaves.list.n; k++) {
		leave leave = null ? MUST_HOLD : leave_of(a, leaves.list.p[k], ordinary);
		if (leave != OTHER_QUESTION && (!null || may_be_null(leaves.list.p[k])))
			forget(&f, &leaves.list.p[k], 1, leave);
	}
}

static void each_fact(bool ordinary, bool null)
{
	prop_world w;
	ab_arena a;
	prop_rng r = prop_seed(1);
	prop_open(&w);
	ab_arena_init(&a);
	for (uint32_t i = 0; i < w.cases.n; i++) {
		ab_arena_reset(&a);
		each_fact_of(&w, &a, &w.cases.p[i], ordinary, null);
	}
	for (unsigned i = 0; i < prop_rounds(40); i++) {
		prop_case made = {.id = AB_STR("made up")};
		ab_arena_reset(&a);
		made.tree = prop_parse(&a, prop_make(&a, &r, w.engine->law, NULL, 0));
		each_fact_of(&w, &a, &made, ordinary, null);
	}
	ab_arena_free(&a);
	prop_close(&w);
	prop_done(&w, 1500);
}

static void three_facts(bool ordinary)
{
	prop_world w;
	ab_arena a;
	prop_rng r = prop_seed(ordinary ? 3 : 33);
	prop_open(&w);
	ab_arena_init(&a);
	for (unsigned i = 0; i < prop_rounds(800); i++) {
		forgetting f;
		prop_nodes leaves = {0}, free = {0};
		ab_arena_reset(&a);
		prop_case made = {.id = AB_STR("made up")};
		if (i % 4 == 0)
			made.tree = prop_parse(&a, prop_make(&a, &r, w.engine->law, NULL, 0));
		begin(&f, &w, &a, made.tree ? &made : &w.cases.p[prop_below(&r, w.cases.n)], ordinary);
		prop_leaves(&a, f.c->tree, &leaves);
		leave leave = MUST_HOLD;
		for (uint32_t k = 0; k < leaves.list.n; k++)
			if (leave_of(&a, leaves.list.p[k], ordinary) != OTHER_QUESTION)
				ab_push(&a, &free.list, leaves.list.p[k]);
		uint32_t n = 0;
		for (; n < 3 && free.list.n; n++) { /* to the front, each once */
			uint32_t k = n + prop_below(&r, free.list.n - n);
			prop_node *x = free.list.p[k];
			free.list.p[k] = free.list.p[n];
			free.list.p[n] = x;
			if (leave_of(&a, x, ordinary) > leave)
				leave = leave_of(&a, x, ordinary);
			if (n + 1 == free.list.n) {
				n++;
				break;
			}
		}
		forget(&f, free.list.p, n, leave);
	}
	ab_arena_free(&a);
	prop_close(&w);
	prop_done(&w, 700);
}

static void each_fact_ordinary(void **state)
{
	(void)state;
	each_fact(true, false);
}

static void each_fact_bare(void **state)
{
	(void)state;
	each_fact(false, false);
}

static void each_fact_null(void **state)
{
	(void)state;
	each_fact(true, true);
}

static void three_facts_ordinary(void **state)
{
	(void)state;
	three_facts(true);
}

static void three_facts_bare(void **state)
{
	(void)state;
	three_facts(false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exemptions_are_true),  cmocka_unit_test(each_fact_ordinary),
		cmocka_unit_test(each_fact_bare),       cmocka_unit_test(each_fact_null),
		cmocka_unit_test(three_facts_ordinary), cmocka_unit_test(three_facts_bare),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
