/* Static checks over the parsed law: days of versions, status, literals inside
 * conditions, overrides, cycles, what is unused, and which defaults relieve. */
#include "law/check.h"

#include <stdio.h>
#include <string.h>

#define LISTED_NAMES 12 /* names in one warning; the rest is a number */

typedef struct edge {
	uint32_t from, to;
	law_pos pos;
} edge;

typedef struct checker {
	const law_tree *t;
	ab_diags *d;
	ab_arena arena;
	ab_map names[LD_KIND_COUNT]; /* id, aliases -> index in t->decls */
	ab_map used;                 /* ids that something refers to */
	ab_map walked;               /* defines already walked for defaults, with their sign */
	struct {
		AB_VEC(edge) v;
	} edges;
	/* the place that a walk is in */
	const law_decl *decl;
	uint32_t index;
	bool named; /* chips and companies may stand here */
	bool parts; /* below a quantifier over parts: another item */
	bool cyclic;
} checker;

static void error_at(checker *c, law_pos p, const char *remedy, const char *fmt, ...) AB_PRINTF(4, 5);
static void warn_at(checker *c, law_pos p, const char *remedy, const char *fmt, ...) AB_PRINTF(4, 5);

static void error_at(checker *c, law_pos p, const char *remedy, const char *fmt, ...)
{
	char message[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof message, fmt, ap);
	va_end(ap);
	ab_error(c->d, p.file, p.line, p.col, remedy, "%s", message);
}

static void warn_at(checker *c, law_pos p, const char *remedy, const char *fmt, ...)
{
	char message[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof message, fmt, ap);
	va_end(ap);
	ab_warn(c->d, p.file, p.line, p.col, remedy, "%s", message);
}

/* ---- names ---- */

static void collect_names(checker *c)
{
	for (int k = 0; k < LD_KIND_COUNT; k++)
		ab_map_init(&c->names[k], &c->arena);
	ab_map_init(&c->used, &c->arena);
	ab_map_init(&c->walked, &c->arena);
	for (uint32_t i = 0; i < c->t->decls.n; i++) {
		const law_decl *d = c->t->decls.p[i];
		ab_map *m = &c->names[d->kind];
		if (d->kind != LD_CASE)
			ab_map_put(m, d->id, i);
		for (uint32_t j = 0; j < d->ids.n; j++)
			ab_map_put(m, d->ids.p[j], i);
		for (uint32_t j = 0; j < d->aliases.n; j++)
			ab_map_put(m, d->aliases.p[j], i);
	}
}

static const law_decl *find(const checker *c, law_decl_kind kind, ab_str id)
{
	uint32_t i = ab_map_get(&c->names[kind], id);

	return i == AB_MAP_NONE ? NULL : c->t->decls.p[i];
}

/* "did you mean `x`?" among the names of some kinds, or `otherwise`. */
static const char *suggestion(checker *c, uint32_t kinds, ab_str id, const char *otherwise)
{
	struct {
		AB_VEC(ab_str) v;
	} all = {0};
	int near;

	for (uint32_t i = 0; i < c->t->decls.n; i++) {
		const law_decl *d = c->t->decls.p[i];
		if (!((kinds >> d->kind) & 1))
			continue;
		ab_push(&c->arena, &all.v, d->id);
		for (uint32_t j = 0; j < d->aliases.n; j++)
			ab_push(&c->arena, &all.v, d->aliases.p[j]);
	}
	near = all.v.n > 0 ? ab_nearest(id, all.v.p, all.v.n) : -1;
	return near < 0 ? otherwise : ab_sprintf(&c->arena, "did you mean `%.*s`?", AB_FMT(all.v.p[near]));
}

#define K(kind) (1u << LD_##kind)
#define PROVISIONS                                                                                                     \
	(K(CLASS) | K(NOTE) | K(PRESUME) | K(REACH) | K(RULE) | K(LETTER) | K(EXCEPTION) | K(RESTRICT) | K(POLICY) |       \
	 K(FLAG) | K(AMOUNT))

static void use(checker *c, ab_str id)
{
	ab_map_put(&c->used, id, 1);
}

static void use_source(checker *c, ab_str id, law_pos p)
{
	if (id.n == 0)
		return;
	use(c, id);
	if (!find(c, LD_SOURCE, id))
		error_at(c, p, suggestion(c, K(SOURCE), id, "write `source NAME \"title\" published DATE`"),
		         "no source is called %.*s", AB_FMT(id));
}

static const law_limb *find_limb(const law_decl *d, ab_str id)
{
	for (uint32_t i = 0; i < d->limbs.n; i++)
		if (ab_str_eq(d->limbs.p[i].id, id))
			return &d->limbs.p[i];
	return NULL;
}

/* A declaration of these kinds by id or alias, or by such a name, a point and one of its limbs. */
static const law_decl *provision(const checker *c, uint32_t kinds, ab_str id)
{
	for (int k = 0; k < LD_KIND_COUNT; k++) {
		const law_decl *d = (kinds >> k) & 1 ? find(c, (law_decl_kind)k, id) : NULL;
		if (d)
			return d;
	}
	for (size_t cut = id.n; cut-- > 1;) {
		ab_str head = {id.p, cut}, tail = {id.p + cut + 1, id.n - cut - 1};
		if (id.p[cut] != '.')
			continue;
		for (int k = 0; k < LD_KIND_COUNT; k++) {
			const law_decl *d = (kinds >> k) & 1 ? find(c, (law_decl_kind)k, head) : NULL;
			if (d && find_limb(d, tail))
				return d;
		}
	}
	return NULL;
}

/* ---- days of versions ---- */

static ab_str shown(char out[AB_DATE_LEN], ab_date day)
{
	return ab_str_of(ab_date_format(day, out));
}

static void check_pair(checker *c, const law_version *a, const law_version *b)
{
	char one[AB_DATE_LEN], two[AB_DATE_LEN];

	if (a->from == b->from) {
		error_at(c, b->pos, "join them, or write a limb for each", "two versions of one limb from %.*s",
		         AB_FMT(shown(one, b->from)));
	} else if (b->from < a->from) {
		error_at(c, b->pos, "write the versions in the order of their days", "a version from %.*s below one from %.*s",
		         AB_FMT(shown(one, b->from)), AB_FMT(shown(two, a->from)));
	} else if (a->until != AB_DATE_MAX && a->until >= b->from) {
		error_at(c, a->pos, "`until` is the last day; leave it out where another version follows",
		         "a version until %.*s overlaps the next, from %.*s", AB_FMT(shown(one, a->until)),
		         AB_FMT(shown(two, b->from)));
	} else if (a->until != AB_DATE_MAX && a->until + 1 < b->from) {
		error_at(c, a->pos, "leave out `until`, or write `version DATE ends` for the day on which it fell away",
		         "nothing stands between %.*s and %.*s", AB_FMT(shown(one, a->until)), AB_FMT(shown(two, b->from)));
	}
}

static bool says_nothing(const law_version *v)
{
	return !v->when && !v->unless && v->effect == LE_NONE && !v->presumes_reach && !v->rebutted && v->conds.n == 0 &&
	       v->presumes.n == 0 && v->removes.n == 0 && v->value.n == 0 && !v->resolved;
}

static void check_status(checker *c, const law_limb *l, const law_status *s)
{
	const law_decl *d = c->decl;

	use_source(c, s->by, s->pos);
	if (s->stayed)
		return;
	if (s->instead.n == 0 && s->nothing_because.n == 0)
		error_at(
			c, s->pos,
			"write `instead LIMB`, or `instead nothing \"reason\"`; the previous version never comes back by itself",
			"`not-enforced` does not say what is applied instead");
	else if (s->instead.n > 0 && ab_str_eq(s->instead, l->id))
		error_at(c, s->pos, "name another limb", "a limb applied instead of itself");
	else if (s->instead.n > 0 && !find_limb(d, s->instead))
		error_at(c, s->pos, "write that limb, with versions of its own, in the same declaration",
		         "%.*s has no limb %.*s", AB_FMT(d->id), AB_FMT(s->instead));
	if (s->interpretation.n == 0)
		return;
	use(c, s->interpretation);
	const law_decl *i = find(c, LD_INTERPRETATION, s->interpretation);
	if (!i) {
		error_at(c, s->pos,
		         suggestion(c, K(INTERPRETATION), s->interpretation, "write `interpretation NAME \"question\"`"),
		         "no interpretation is called %.*s", AB_FMT(s->interpretation));
		return;
	}
	for (uint32_t k = 0; k < i->choices.n; k++)
		if (ab_str_eq(i->choices.p[k].id, s->choice))
			return;
	error_at(c, s->pos, "name one of its choices", "%.*s has no choice %.*s", AB_FMT(i->id), AB_FMT(s->choice));
}

static void check_version(checker *c, const law_limb *l, uint32_t i)
{
	const law_decl *d = c->decl;
	const law_version *v = &l->versions.p[i];

	use_source(c, v->by, v->pos);
	if (v->ends && !says_nothing(v))
		error_at(c, v->pos, "write the clauses in a version without `ends`",
		         "a version that ends the limb has clauses");
	else if (v->ends && i == 0)
		error_at(c, v->pos, "write the version that it ends", "a limb that ends before it began");
	else if (!v->ends && d->kind != LD_AMOUNT && d->kind != LD_EXTENT && d->kind != LD_HEADING &&
	         d->kind != LD_POLICY && says_nothing(v))
		error_at(c, v->pos, "write its `when`, or `ends` if the text fell away", "a version that says nothing");
	else if (!v->ends && d->kind == LD_RULE && v->effect == LE_NONE)
		error_at(c, v->pos, "write `requires license` or `prohibits`", "a rule without an effect");
	if (v->meanwhile == LM_NOTHING && v->complies == AB_DATE_MIN)
		warn_at(c, v->pos, "write `complies DATE`, or leave out `meanwhile`", "`meanwhile` without a compliance day");
	for (uint32_t k = 0; k < v->status.n; k++)
		check_status(c, l, &v->status.p[k]);
	if (i > 0)
		check_pair(c, &l->versions.p[i - 1], v);
}

/* ---- conditions ---- */

static void add_edge(checker *c, law_decl_kind kind, ab_str id, law_pos pos)
{
	uint32_t to = ab_map_get(&c->names[kind], id);

	if (to != AB_MAP_NONE)
		ab_push(&c->arena, &c->edges.v, ((edge){c->index, to, pos}));
}

static bool has_slash(ab_str s)
{
	return memchr(s.p, '/', s.n) != NULL;
}

static bool is_country_code(ab_str s)
{
	return s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' && s.p[1] <= 'Z';
}

static bool ends_in(ab_str s, const char *z)
{
	size_t n = strlen(z);

	return s.n >= n && memcmp(s.p + s.n - n, z, n) == 0;
}

/* Countries belong in groups, chips and companies in letters or examples that are marked as named. */
static void check_literals(checker *c, const law_expr *e)
{
	const law_decl *fact = find(c, LD_FACT, e->name);
	bool country = !fact || fact->type == LT_COUNTRY;

	if (e->op == LX_IN && e->in_named)
		return;
	for (uint32_t i = 0; i < e->word_n; i++) {
		ab_str w = e->words[i];
		if (country && is_country_code(w))
			error_at(c, e->pos, "write `group NAME \"title\" member CODE` and test `in NAME`",
			         "the country %.*s stands inside a condition", AB_FMT(w));
		else if (!c->named && has_slash(w))
			error_at(c, e->pos,
			         "chips are named in letters, in authorizations, or on a list line with the label [named]",
			         "the chip %.*s stands inside a condition", AB_FMT(w));
		else if (!c->named && ends_in(e->name, ".name"))
			error_at(c, e->pos,
			         "companies are named in letters, in authorizations, or on a list line with the label [named]",
			         "the name %.*s stands inside a condition", AB_FMT(w));
	}
}

/* question is choice */
static void check_choice(checker *c, const law_expr *e)
{
	const law_decl *d = find(c, LD_INTERPRETATION, e->name);
	if (!d)
		return;
	use(c, e->name);
	for (uint32_t k = 0; k < d->choices.n; k++)
		if (ab_str_eq(d->choices.p[k].id, e->words[0]))
			return;
	error_at(c, e->pos, "name one of its choices", "%.*s has no choice %.*s", AB_FMT(d->id), AB_FMT(e->words[0]));
}

static bool is_as_of(ab_str name)
{
	return ab_str_is(name, "as_of") || ab_str_is(name, "known");
}

static void check_date(checker *c, const law_expr *e)
{
	for (int side = 0; side < 2; side++) {
		const law_expr *day = e->kids[side], *other = e->kids[1 - side];
		const law_decl *fact = other->op == LX_PATH ? find(c, LD_FACT, other->name) : NULL;
		if (day->op != LX_DATE || (other->op == LX_PATH && is_as_of(other->name)))
			continue; /* reported with the path */
		if (other->op == LX_DATE || (fact && fact->type != LT_DATE))
			error_at(c, e->pos,
			         "days of the law stand in `version`, `until`, `complies`; a condition compares only days of the "
			         "case, as shipped_on",
			         "a day is compared with what is no day of the case");
	}
}

static bool over_parts(const law_expr *e)
{
	switch (e->op) {
	case LX_ANY:
	case LX_ALL:
	case LX_SUM:
	case LX_COUNT:
	case LX_GREATEST:
	case LX_LEAST: return ab_str_is(e->name, "part");
	default: return false;
	}
}

/* One node: what it uses, whom it calls, what may not stand here. The parser bounds the height. */
static void check_expr(checker *c, const law_expr *e)
{
	bool named = c->named, parts = c->parts;

	if (!e)
		return;
	c->named = named || ab_str_is(e->label, "named");
	switch (e->op) {
	case LX_IS:
		check_choice(c, e);
		if (ab_str_is(e->name, "item") && !parts && e->word_n > 0)
			add_edge(c, LD_CLASS, e->words[0], e->pos);
		/* fallthrough */
	case LX_IN:
	case LX_HAS: check_literals(c, e); break;
	case LX_CMP: check_date(c, e); break;
	case LX_IF:
		if (!find(c, LD_INTERPRETATION, e->kids[1]->name))
			error_at(c, e->kids[1]->pos,
			         suggestion(c, K(INTERPRETATION), e->kids[1]->name, "write `interpretation NAME \"question\"`"),
			         "no interpretation is called %.*s", AB_FMT(e->kids[1]->name));
		break;
	case LX_TRUTH:
		use(c, e->name);
		add_edge(c, LD_DEFINE, e->name, e->pos);
		break;
	case LX_PATH: add_edge(c, LD_FIGURE, e->name, e->pos); break;
	default: break;
	}
	if ((e->op == LX_PATH || e->op == LX_IS || e->op == LX_IN || e->op == LX_TRUTH) && is_as_of(e->name))
		error_at(c, e->pos, "write a version for each day from which the text differs", "`%.*s` inside a condition",
		         AB_FMT(e->name));
	if (e->op == LX_IN && e->in_named && e->word_n > 0)
		use(c, e->words[0]);
	if (e->op == LX_ANY || e->op == LX_ALL || (e->op >= LX_SUM && e->op <= LX_LEAST))
		use(c, e->name);
	c->parts = parts || over_parts(e);
	for (uint32_t i = 0; i < e->n; i++)
		check_expr(c, e->kids[i]);
	c->named = named;
	c->parts = parts;
}

static void check_exprs(checker *c, const law_version *v)
{
	check_expr(c, v->when);
	check_expr(c, v->unless);
	check_expr(c, v->rebutted);
	check_expr(c, v->resolved);
	for (uint32_t i = 0; i < v->value.n; i++)
		check_expr(c, v->value.p[i]);
	for (uint32_t i = 0; i < v->conds.n; i++) {
		check_expr(c, v->conds.p[i].when);
		check_expr(c, v->conds.p[i].done);
		check_expr(c, v->conds.p[i].failed);
	}
}

/* ---- declarations ---- */

/* Sets are as deep as the parser lets them be. */
static void check_set(checker *c, const law_set *s)
{
	if (!s)
		return;
	if (s->op == LS_ID) {
		use(c, s->id);
		add_edge(c, LD_GROUP, s->id, s->pos);
		return;
	}
	check_set(c, s->a);
	check_set(c, s->b);
}

static void check_exception(checker *c)
{
	const law_decl *d = c->decl;

	for (uint32_t i = 0; i < d->overrides.n; i++) {
		ab_str id = d->overrides.p[i];
		if (ab_str_is(id, "all")) {
			if (!d->authorization)
				error_at(c, d->pos,
				         "name the provisions, or write `authorization` if it is a license or an authorization in hand",
				         "%.*s overrides all", AB_FMT(d->id));
		} else if (!provision(c, PROVISIONS, id)) {
			error_at(c, d->pos,
			         suggestion(c, PROVISIONS, id, "name a provision, or a provision, a point and one of its limbs"),
			         "%.*s overrides %.*s, which does not exist", AB_FMT(d->id), AB_FMT(id));
		}
	}
}

static void check_restrict(checker *c)
{
	const law_decl *d = c->decl;
	bool member = false;

	for (uint32_t i = 0; i < c->t->decls.n && !member; i++)
		member = c->t->decls.p[i]->kind == LD_EXCEPTION && ab_str_eq(c->t->decls.p[i]->family, d->family);
	if (!member)
		error_at(c, d->pos, "write `family NAME` at the exceptions that it strikes",
		         "no exception is of the family %.*s", AB_FMT(d->family));
	for (uint32_t i = 0; i < d->but.n; i++)
		if (!find(c, LD_EXCEPTION, d->but.p[i]))
			error_at(c, d->pos, suggestion(c, K(EXCEPTION), d->but.p[i], "name an exception"),
			         "no exception is called %.*s", AB_FMT(d->but.p[i]));
}

static void check_interpretation(checker *c)
{
	const law_decl *d = c->decl;

	if (d->settled_by.n == 0)
		return;
	use_source(c, d->settled_by, d->pos);
	for (uint32_t i = 0; i < d->choices.n; i++)
		if (ab_str_eq(d->choices.p[i].id, d->settled_as))
			return;
	error_at(c, d->pos, "name one of its choices", "%.*s is settled as %.*s, which is none of its choices",
	         AB_FMT(d->id), AB_FMT(d->settled_as));
}

static void check_decl(checker *c)
{
	const law_decl *d = c->decl;

	c->named = d->kind == LD_LETTER || (d->kind == LD_EXCEPTION && d->authorization);
	for (uint32_t i = 0; i < d->limbs.n; i++) {
		const law_limb *l = &d->limbs.p[i];
		for (uint32_t j = 0; j < l->versions.n; j++) {
			check_version(c, l, j);
			check_exprs(c, &l->versions.p[j]);
		}
	}
	check_expr(c, d->when);
	check_expr(c, d->then);
	check_set(c, d->set);
	for (uint32_t i = 0; i < d->members.n; i++)
		use_source(c, d->members.p[i].by, d->members.p[i].pos);
	for (uint32_t i = 0; i < d->after.n; i++)
		add_edge(c, LD_CLASS, d->after.p[i], d->pos);
	for (uint32_t i = 0; i < d->kinds.n; i++)
		use(c, d->kinds.p[i]);
	use(c, d->ground);
	use(c, d->over);
	if (d->kind == LD_SOURCE && d->interprets.n > 0)
		use(c, d->id);
	if (d->kind == LD_EXCEPTION)
		check_exception(c);
	if (d->kind == LD_RESTRICT)
		check_restrict(c);
	if (d->kind == LD_INTERPRETATION)
		check_interpretation(c);
	if (d->pack.n == 0)
		error_at(c, d->pos, "begin the file with `pack us \"title\"`", "%s `%.*s` belongs to no pack",
		         law_decl_names[d->kind], AB_FMT(d->id));
}

/* ---- cycles ---- */

/* Edges grouped by where they start: those of i stand from first[i] to first[i + 1]. */
static uint32_t *group_edges(checker *c, edge **sorted)
{
	uint32_t n = c->t->decls.n, m = c->edges.v.n;
	uint32_t *first = AB_NEW_N(&c->arena, uint32_t, n + 2);
	edge *out = AB_NEW_N(&c->arena, edge, m + 1);

	for (uint32_t i = 0; i < m; i++)
		first[c->edges.v.p[i].from + 2]++;
	for (uint32_t i = 2; i < n + 2; i++)
		first[i] += first[i - 1];
	for (uint32_t i = 0; i < m; i++)
		out[first[c->edges.v.p[i].from + 1]++] = c->edges.v.p[i];
	*sorted = out;
	return first;
}

/* Depth first with a stack of its own: a cycle is an edge back into the path. */
static void check_cycles(checker *c)
{
	enum { NEW, OPEN, DONE };
	uint32_t n = c->t->decls.n, depth;
	edge *edges;
	uint32_t *first = group_edges(c, &edges);
	uint32_t *stack = AB_NEW_N(&c->arena, uint32_t, n + 1), *next = AB_NEW_N(&c->arena, uint32_t, n + 1);
	uint8_t *state = AB_NEW_N(&c->arena, uint8_t, n + 1);

	for (uint32_t root = 0; root < n; root++) {
		if (state[root] != NEW)
			continue;
		stack[0] = root;
		depth = 1;
		state[root] = OPEN;
		next[root] = first[root];
		while (depth > 0) {
			uint32_t at = stack[depth - 1];
			if (next[at] == first[at + 1]) {
				state[at] = DONE;
				depth--;
				continue;
			}
			const edge *e = &edges[next[at]++];
			const law_decl *to = c->t->decls.p[e->to];
			if (state[e->to] == OPEN) {
				c->cyclic = true;
				error_at(c, e->pos, "break the circle: nothing may rest on itself", "%s `%.*s` leads back to %s `%.*s`",
				         law_decl_names[c->t->decls.p[at]->kind], AB_FMT(c->t->decls.p[at]->id),
				         law_decl_names[to->kind], AB_FMT(to->id));
			} else if (state[e->to] == NEW) {
				state[e->to] = OPEN;
				next[e->to] = first[e->to];
				stack[depth++] = e->to;
			}
		}
	}
}

/* ---- which defaults relieve ---- */

/* What a test comes to when its fact takes the default. */
static bool default_holds(const checker *c, const law_expr *e, ab_str value)
{
	const law_decl *words = e->op == LX_IN && e->in_named && e->word_n > 0 ? find(c, LD_WORDS, e->words[0]) : NULL;

	for (uint32_t i = 0; i < e->word_n; i++)
		if (ab_str_eq(e->words[i], value))
			return true;
	for (uint32_t i = 0; words && i < words->words.n; i++)
		if (ab_str_eq(words->words.p[i], value))
			return true;
	return false;
}

static void check_default(checker *c, const law_expr *e, bool worse)
{
	const law_decl *fact = find(c, LD_FACT, e->name);
	bool holds;

	if (!fact || fact->absent.n == 0 || fact->conclusion || ab_str_is(fact->absent, "unknown"))
		return;
	holds = default_holds(c, e, fact->absent);
	if (holds != worse)
		error_at(c, e->pos, "declare the fact `conclusion` or `ordinary VALUE`, or leave out `absent`",
		         "silence relieves: %.*s absent means %.*s, which helps whoever says nothing, in %s `%.*s`",
		         AB_FMT(e->name), AB_FMT(fact->absent), law_decl_names[c->decl->kind], AB_FMT(c->decl->id));
}

/* `worse`: the condition, when true, makes the outcome worse. Definitions once for each sign, by c->walked. */
static void walk_defaults(checker *c, const law_expr *e, bool worse, int depth);

static void walk_define(checker *c, ab_str id, bool worse, int depth)
{
	const law_decl *d = find(c, LD_DEFINE, id);
	uint32_t seen, bit = worse ? 1 : 2;
	char *key;

	if (!d || depth > 64)
		return;
	key = ab_sprintf(&c->arena, "%u.%u", ab_map_get(&c->names[LD_DEFINE], id), bit);
	seen = ab_map_get(&c->walked, ab_str_of(key));
	if (seen != AB_MAP_NONE)
		return;
	ab_map_put(&c->walked, ab_str_of(key), 1);
	for (uint32_t i = 0; i < d->limbs.n; i++)
		for (uint32_t j = 0; j < d->limbs.p[i].versions.n; j++) {
			walk_defaults(c, d->limbs.p[i].versions.p[j].when, worse, depth + 1);
			walk_defaults(c, d->limbs.p[i].versions.p[j].unless, !worse, depth + 1);
		}
}

static void walk_defaults(checker *c, const law_expr *e, bool worse, int depth)
{
	if (!e)
		return;
	switch (e->op) {
	case LX_IS:
	case LX_IN:
	case LX_HAS: check_default(c, e, worse); return;
	case LX_TRUTH: walk_define(c, e->name, worse, depth); return;
	case LX_NOT: walk_defaults(c, e->kids[0], !worse, depth); return;
	case LX_AND:
	case LX_OR:
	case LX_ANY:
	case LX_ALL:
		for (uint32_t i = 0; i < e->n; i++)
			walk_defaults(c, e->kids[i], worse, depth);
		return;
	default: return; /* figures have no side */
	}
}

static void check_defaults(checker *c)
{
	const uint32_t adverse = K(RULE) | K(LETTER) | K(CLASS) | K(REACH) | K(PRESUME) | K(RESTRICT);
	const uint32_t relief = K(NOTE) | K(EXCEPTION);

	for (uint32_t i = 0; i < c->t->decls.n; i++) {
		const law_decl *d = c->decl = c->t->decls.p[i];
		bool worse = (adverse >> d->kind) & 1;
		if (d->kind == LD_PACK && d->ground.n) /* a law that is not reached binds nobody */
			walk_define(c, d->ground, true, 0);
		if (!worse && !((relief >> d->kind) & 1))
			continue;
		for (uint32_t j = 0; j < d->limbs.n; j++) {
			for (uint32_t k = 0; k < d->limbs.p[j].versions.n; k++) {
				const law_version *v = &d->limbs.p[j].versions.p[k];
				walk_defaults(c, v->when, worse, 0);
				walk_defaults(c, v->unless, !worse, 0);
				walk_defaults(c, v->rebutted, false, 0);
				for (uint32_t m = 0; m < v->conds.n; m++) {
					walk_defaults(c, v->conds.p[m].when, worse, 0);
					walk_defaults(c, v->conds.p[m].done, worse, 0);
					walk_defaults(c, v->conds.p[m].failed, !worse, 0);
				}
			}
		}
	}
}

/* ---- what nobody uses ---- */

static bool is_used(const checker *c, const law_decl *d)
{
	bool used = ab_map_get(&c->used, d->id) != AB_MAP_NONE;

	for (uint32_t i = 0; i < d->aliases.n; i++)
		used = used || ab_map_get(&c->used, d->aliases.p[i]) != AB_MAP_NONE;
	return used;
}

static void check_unused(checker *c)
{
	const uint32_t kinds = K(DEFINE) | K(GROUP) | K(WORDS) | K(ROLES) | K(SOURCE) | K(INTERPRETATION);

	for (uint32_t i = 0; i < c->t->decls.n; i++) {
		const law_decl *d = c->t->decls.p[i];
		if ((kinds >> d->kind) & 1 && !is_used(c, d))
			warn_at(c, d->pos, "remove it, or use it", "nothing uses the %s `%.*s`", law_decl_names[d->kind],
			        AB_FMT(d->id));
	}
}

/* One warning for each kind: which provisions no case decides. */
static void check_untested(checker *c, law_decl_kind kind, const ab_map *tested)
{
	const law_decl *first = NULL;
	ab_buf names = {0};
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->t->decls.n; i++) {
		const law_decl *d = c->t->decls.p[i];
		if (d->kind != kind || ab_map_get(tested, ab_str_of(ab_sprintf(&c->arena, "%u", i))) != AB_MAP_NONE)
			continue;
		first = first ? first : d;
		if (n++ < LISTED_NAMES)
			ab_buf_printf(&names, "%s%.*s", n > 1 ? ", " : "", AB_FMT(d->id));
	}
	if (n > LISTED_NAMES)
		ab_buf_printf(&names, " and %u more", n - LISTED_NAMES);
	if (n > 0)
		warn_at(c, first->pos, "write a `case` beside it that names it in `by`",
		        "no case decides %u of kind %s: %.300s", n, law_decl_names[kind], names.p);
	ab_buf_free(&names);
}

static void check_tested(checker *c)
{
	static const law_decl_kind kinds[] = {LD_RULE, LD_LETTER, LD_EXCEPTION};
	ab_map tested;

	ab_map_init(&tested, &c->arena);
	for (uint32_t i = 0; i < c->t->decls.n; i++) {
		const law_decl *d = c->t->decls.p[i];
		for (uint32_t j = 0; d->kind == LD_CASE && j < d->by.n; j++) {
			const law_decl *p = provision(c, PROVISIONS, d->by.p[j]);
			uint32_t at = p ? ab_map_get(&c->names[p->kind], p->id) : AB_MAP_NONE;
			if (at != AB_MAP_NONE)
				ab_map_put(&tested, ab_str_of(ab_sprintf(&c->arena, "%u", at)), 1);
		}
	}
	for (size_t k = 0; k < AB_COUNT(kinds); k++)
		check_untested(c, kinds[k], &tested);
}

void law_check_tree(const law_tree *t, ab_diags *d)
{
	checker c = {.t = t, .d = d};

	ab_arena_init(&c.arena);
	collect_names(&c);
	for (uint32_t i = 0; i < t->decls.n; i++) {
		c.decl = t->decls.p[i];
		c.index = i;
		check_decl(&c);
	}
	check_cycles(&c);
	if (!c.cyclic)
		check_defaults(&c);
	check_unused(&c);
	check_tested(&c);
	ab_arena_free(&c.arena);
}
