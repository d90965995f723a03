/* The order in which facts are said means nothing: shuffled members of the JSON objects, and shuffled `path=value`
 * words of a command line, give the same bytes of JSON. Lists keep their order: it says which party is which. */
#include "prop.h"

typedef struct shuffling {
	prop_world *w;
	ab_arena *a;
	prop_rng r;
	const prop_case *c;
} shuffling;

static ab_str json_of(shuffling *s, const ambit_case *c)
{
	char *text = NULL;
	size_t n = 0;
	ambit_determination *d = prop_determine(s->w, c, AMBIT_WITH_ALL, s->c->text_reading);
	ab_str out = {0};
	if (d && ambit_determination_json(d, &text, &n) == AMBIT_OK)
		out = ab_str_dup(s->a, (ab_str){text, n});
	ambit_text_free(text);
	ambit_determination_free(d);
	return out;
}

static void compare(shuffling *s, const char *what, ab_str before, ab_str after, const char *how)
{
	s->w->runs++;
	if (!after.n) {
		prop_violation(s->w, "%.*s: %s: no answer: %s", AB_FMT(s->c->id), what, how);
		return;
	}
	if (ab_str_eq(before, after))
		return;
	size_t i = 0;
	while (i < before.n && i < after.n && before.p[i] == after.p[i])
		i++;
	size_t from = i > 80 ? i - 80 : 0;
	prop_violation(s->w, "%.*s: %s: other bytes at %zu: ...%.*s\n    before ...%.*s\n    %s", AB_FMT(s->c->id), what, i,
	               (int)(after.n - from > 160 ? 160 : after.n - from), after.p + from,
	               (int)(before.n - from > 160 ? 160 : before.n - from), before.p + from, how);
}

/* ---- members of objects ---- */
static void shuffle_members(shuffling *s)
{
	ambit_case *c = prop_read(s->w, s->c->tree, NULL);
	ab_str first = json_of(s, c);
	ambit_case_free(c);
	if (!first.n)
		fail_msg("%.*s is not answered", AB_FMT(s->c->id));
	for (int i = 0; i < 2; i++) {
		ab_buf b = {0};
		prop_rng same = s->r;
		prop_write(s->c->tree, &same, &b);
		c = prop_read(s->w, s->c->tree, &s->r);
		compare(s, "shuffled members", first, json_of(s, c), b.p);
		ambit_case_free(c);
		ab_buf_free(&b);
	}
}

/* ---- words of a command line ---- */
typedef struct place { /* the n-th entry of a list, which may stand in another */
	const char *list;
	uint32_t n;
	const struct place *up;
} place;

typedef struct word {
	ab_str path;
	const char *value;
	const place *at; /* NULL: in no list */
} word;

typedef struct words {
	AB_VEC(word) list;
} words;

/* "end-user", "end-user#2" */
static const char *party_path(shuffling *s, const prop_node *parties, uint32_t at)
{
	prop_node *role = prop_kid(parties->kids.p[at], "role");
	uint32_t same = 1;
	for (uint32_t i = 0; i < at; i++) {
		prop_node *other = prop_kid(parties->kids.p[i], "role");
		same += role && other && ab_str_eq(role->text, other->text);
	}
	ab_str name = role ? prop_bare(role->text) : AB_STR("end-user");
	return same == 1 ? ab_sprintf(s->a, "%.*s", AB_FMT(name)) : ab_sprintf(s->a, "%.*s#%u", AB_FMT(name), same);
}

static const char *word_value(shuffling *s, const prop_node *n)
{
	char *v = ab_sprintf(s->a, "%s", "");
	if (n->kind == 's')
		return ab_strdup(s->a, prop_bare(n->text));
	for (uint32_t i = 0; i < n->kids.n; i++)
		v = ab_sprintf(s->a, "%s%s%.*s", v, i ? "," : "", AB_FMT(prop_bare(n->kids.p[i]->text)));
	return *v ? v : "none";
}

/* Every fact below `n` as a word, under the path `at`; `in`: the lists around it. */
static void to_words(shuffling *s, const prop_node *n, const char *at, const place *in,
                     words *out) /* NOLINT(misc-no-recursion) */
{
	for (uint32_t i = 0; i < n->kids.n; i++) {
		const prop_node *k = n->kids.p[i];
		bool top = !*at;
		if (top && (ab_str_is(k->key, "schema") || ab_str_is(k->key, "id")))
			continue;
		if (ab_str_is(k->key, "role") || (k->kind == '[' && !k->kids.n && !top && ab_str_is(k->key, "owners")))
			continue;
		char *path = ab_sprintf(s->a, "%s%s%.*s", at, top ? "" : ".", AB_FMT(k->key));
		if (prop_is_leaf(k) && !(top && ab_str_is(k->key, "parties"))) {
			ab_push(s->a, &out->list, ((word){ab_str_of(path), word_value(s, k), in}));
		} else if (k->kind == '{') {
			to_words(s, k, path, in, out);
		} else {
			for (uint32_t j = 0; j < k->kids.n; j++) {
				bool party = top && ab_str_is(k->key, "parties");
				const char *below = party ? party_path(s, k, j) : ab_sprintf(s->a, "%s.%u", path, j + 1);
				place *entry = AB_NEW(s->a, place);
				*entry = (place){path, j + 1, in};
				to_words(s, k->kids.p[j], below, entry, out);
			}
		}
	}
}

static bool stands_in(const word *w, const char *list, uint32_t n)
{
	for (const place *p = w->at; p; p = p->up)
		if (p->n == n && strcmp(p->list, list) == 0)
			return true;
	return false;
}

/* A word may be said once every earlier entry of its lists has been named. */
static bool is_ready(const words *all, const bool *said, uint32_t i)
{
	for (const place *p = all->list.p[i].at; p; p = p->up)
		for (uint32_t n = 1; n < p->n; n++) {
			bool named = false, any = false;
			for (uint32_t k = 0; k < all->list.n; k++) {
				bool here = stands_in(&all->list.p[k], p->list, n);
				any = any || here;
				named = named || (here && said[k]);
			}
			if (any && !named)
				return false;
		}
	return true;
}

static ab_str say(shuffling *s, const words *all, prop_rng *r, char **how)
{
	ambit_case *c = ambit_case_new(s->w->engine);
	bool *said = AB_NEW_N(s->a, bool, all->list.n + 1);
	ambit_error e = {0};
	ab_str out = {0};
	*how = ab_sprintf(s->a, "%s", "");
	for (uint32_t n = 0; n < all->list.n; n++) {
		uint32_t i = r ? prop_below(r, all->list.n) : 0;
		while (said[i] || !is_ready(all, said, i))
			i = (i + 1) % all->list.n;
		said[i] = true;
		const word *w = &all->list.p[i];
		*how = ab_sprintf(s->a, "%s %.*s=%s", *how, AB_FMT(w->path), w->value);
		if (ambit_case_set(c, w->path.p, w->value, &e) != AMBIT_OK) {
			*how = ab_sprintf(s->a, "%s: %s; %s", *how, e.message, e.remedy);
			ambit_case_free(c);
			return out;
		}
	}
	out = json_of(s, c);
	ambit_case_free(c);
	return out;
}

/* A party that is named by its role alone, and lists within lists, have no words of their own. */
static bool can_be_said(const prop_node *tree)
{
	const prop_node *parties = prop_kid(tree, "parties");
	for (uint32_t i = 0; parties && i < parties->kids.n; i++) {
		const prop_node *p = parties->kids.p[i];
		if (p->kids.n < 2 || !prop_kid(p, "role"))
			return false;
	}
	return true;
}

static void shuffle_words(shuffling *s, unsigned *cases)
{
	words all = {0};
	char *how;
	if (!can_be_said(s->c->tree))
		return;
	to_words(s, s->c->tree, "", NULL, &all);
	ab_str first = say(s, &all, NULL, &how);
	if (!first.n) {
		prop_violation(s->w, "%.*s: as words: %s", AB_FMT(s->c->id), how);
		return;
	}
	++*cases;
	/* an id, and a list of nobody, have no word */
	prop_node *id = prop_kid(s->c->tree, "id"), *parties = prop_kid(s->c->tree, "parties");
	id->gone = true;
	if (parties)
		parties->gone = !parties->kids.n;
	ambit_case *c = prop_read(s->w, s->c->tree, NULL);
	id->gone = false;
	if (parties)
		parties->gone = false;
	compare(s, "words and JSON", json_of(s, c), first, how);
	ambit_case_free(c);
	for (int i = 0; i < 2; i++) {
		ab_str again = say(s, &all, &s->r, &how);
		compare(s, "shuffled words", first, again, how);
	}
}

static void each_case(void (*what)(shuffling *, unsigned *), uint64_t seed, unsigned least)
{
	prop_world w;
	ab_arena a;
	unsigned cases = 0;
	prop_open(&w);
	ab_arena_init(&a);
	shuffling s = {.w = &w, .a = &a, .r = prop_seed(seed)};
	for (unsigned round = 0; round < prop_rounds(1); round++)
		for (uint32_t i = 0; i < w.cases.n; i++) {
			prop_case made = {.id = AB_STR("made up")};
			ab_arena_reset(&a);
			s.c = &w.cases.p[i];
			what(&s, &cases);
			made.tree = prop_parse(&a, prop_make(&a, &s.r, w.engine->law, NULL, 8));
			s.c = &made;
			what(&s, &cases);
		}
	ab_arena_free(&a);
	prop_close(&w);
	assert_true(cases >= least);
	prop_done(&w, 2 * least);
}

static void members(shuffling *s, unsigned *cases)
{
	shuffle_members(s);
	++*cases;
}

static void shuffled_members_mean_the_same(void **state)
{
	(void)state;
	each_case(members, 11, 200);
}

static void shuffled_words_mean_the_same(void **state)
{
	(void)state;
	each_case(shuffle_words, 12, 150);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shuffled_members_mean_the_same),
		cmocka_unit_test(shuffled_words_mean_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
