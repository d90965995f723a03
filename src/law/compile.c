/* Names to nodes: resolves facts, groups, words, classes and defines of the parsed
 * law, checks types and units, and hash-conses every expression into one graph. */
#include <stdlib.h>
#include <string.h>

#include "law/program.h"

typedef struct compiler {
	law *l;
	ab_diags *d;
	uint32_t *buckets; /* hash-consing: node index + 1 */
	uint32_t bucket_n;
} compiler;

#define FAIL(c, pos, remedy, ...) ab_error((c)->d, (pos).file, (pos).line, (pos).col, (remedy), __VA_ARGS__)

uint32_t law_node_kid(const law *l, const law_node *n, uint32_t i)
{
	return l->kids.p[n->kids + i];
}

/* ---- hash-consing ---- */
static uint64_t node_hash(const law *l, const law_node *n)
{
	uint64_t h = ab_hash(&n->num, sizeof n->num, 7);
	const uint32_t key[] = {n->op, n->cmp, n->who, n->flag, n->fact, n->index, n->bits, n->n};
	h = ab_hash(key, sizeof key, h);
	return ab_hash(l->kids.p ? l->kids.p + n->kids : NULL, n->n * sizeof(uint32_t), h);
}

static bool node_same(const law *l, const law_node *a, const law_node *b)
{
	return a->op == b->op && a->cmp == b->cmp && a->who == b->who && a->flag == b->flag && a->fact == b->fact &&
	       a->index == b->index && a->bits == b->bits && a->n == b->n && a->num == b->num &&
	       (a->n == 0 || memcmp(l->kids.p + a->kids, l->kids.p + b->kids, a->n * sizeof(uint32_t)) == 0);
}

static void grow_buckets(compiler *c)
{
	law *l = c->l;
	uint32_t n = c->bucket_n ? c->bucket_n * 2 : 1024;
	free(c->buckets);
	c->buckets = calloc(n, sizeof *c->buckets);
	c->bucket_n = n;
	for (uint32_t i = 0; i < l->nodes.n; i++) {
		uint64_t h = node_hash(l, &l->nodes.p[i]) & (n - 1);
		while (c->buckets[h])
			h = (h + 1) & (n - 1);
		c->buckets[h] = i + 1;
	}
}

static uint32_t intern(compiler *c, law_node n, const uint32_t *kids, uint32_t kid_n)
{
	law *l = c->l;
	n.kids = l->kids.n;
	n.n = kid_n;
	for (uint32_t i = 0; i < kid_n; i++)
		ab_push(&l->arena, &l->kids, kids[i]);
	if (l->nodes.n * 2 >= c->bucket_n)
		grow_buckets(c);
	uint64_t h = node_hash(l, &n) & (c->bucket_n - 1);
	for (; c->buckets[h]; h = (h + 1) & (c->bucket_n - 1)) {
		if (node_same(l, &l->nodes.p[c->buckets[h] - 1], &n)) {
			l->kids.n = n.kids;
			return c->buckets[h] - 1;
		}
	}
	c->buckets[h] = l->nodes.n + 1;
	ab_push(&l->arena, &l->nodes, n);
	return l->nodes.n - 1;
}

static uint32_t intern_bits(law *l, const law_bits *b)
{
	for (uint32_t i = 0; i < l->bitsets.n; i++)
		if (memcmp(&l->bitsets.p[i], b, sizeof *b) == 0)
			return i;
	ab_push(&l->arena, &l->bitsets, *b);
	return l->bitsets.n - 1;
}

static uint8_t kid_needs(const law *l, const uint32_t *kids, uint32_t n)
{
	uint8_t needs = 0;
	for (uint32_t i = 0; i < n; i++)
		if (kids[i] != NODE_NONE)
			needs |= l->nodes.p[kids[i]].needs;
	return needs;
}

/* ---- facts ---- */
static law_scope scope_of(ab_str path, ab_str *name)
{
	static const struct {
		const char *prefix;
		law_scope scope;
	} scopes[] = {
		{"item.", LS_ITEM},
		{"part.", LS_ITEM},
		{"its.", LS_PARTY},
		{"owner.", LS_PARTY},
		{"format.", LS_PART_FORMAT},
		{"unit.", LS_PART_UNIT},
		{"content.", LS_PART_CONTENT},
	};
	for (size_t i = 0; i < AB_COUNT(scopes); i++) {
		size_t n = strlen(scopes[i].prefix);
		if (ab_str_starts(path, scopes[i].prefix)) {
			*name = (ab_str){path.p + n, path.n - n};
			return scopes[i].scope;
		}
	}
	*name = path;
	return LS_ROOT;
}

static const char *const scope_prefix[LS_SCOPE_COUNT] = {"", "item.", "its.", "format.", "unit.", "content."};

static ab_str canonical_path(law *l, ab_str path)
{
	ab_str name;
	law_scope s = scope_of(path, &name);
	return ab_str_of(ab_sprintf(&l->arena, "%s%.*s", scope_prefix[s], AB_FMT(name)));
}

static uint32_t find_fact(law *l, ab_str path)
{
	char key[256];
	ab_str name;
	law_scope s = scope_of(path, &name);
	size_t p = strlen(scope_prefix[s]);
	if (p + name.n >= sizeof key)
		return AB_MAP_NONE;
	memcpy(key, scope_prefix[s], p);
	memcpy(key + p, name.p, name.n);
	return ab_map_get(&l->fact_paths, (ab_str){key, p + name.n});
}

static law_fact *add_fact(compiler *c, ab_str path, const law_decl *d)
{
	law *l = c->l;
	law_fact f = {
		.path = canonical_path(l, path), .decl = d->kind == LD_FACT ? d : NULL, .type = d->type, .unit = d->unit};
	f.scope = scope_of(f.path, &f.name);
	f.slot = l->slots[f.scope]++;
	uint32_t i = l->facts.n;
	if (ab_map_put(&l->fact_paths, f.path, i) != i) {
		FAIL(c, d->pos, "remove one of the two", "fact %.*s is declared twice", AB_FMT(path));
		return &l->facts.p[ab_map_get(&l->fact_paths, f.path)];
	}
	ab_push(&l->arena, &l->facts, f);
	return &l->facts.p[i];
}

static uint32_t vocabulary_bit(compiler *c, uint32_t fact, ab_str word, law_pos pos)
{
	law *l = c->l;
	law_fact *f = &l->facts.p[fact];
	law_fact_use *u = &l->use[fact];
	uint32_t bit = ab_map_get(&u->words, word);
	if (bit != AB_MAP_NONE)
		return bit;
	if (f->closed) {
		int near = ab_nearest(word, f->vocabulary.p, f->vocabulary.n);
		FAIL(c, pos,
		     near >= 0 ? ab_sprintf(&l->arena, "did you mean %.*s?", AB_FMT(f->vocabulary.p[near]))
		               : "use a word of the fact's list",
		     "%.*s is no word of %.*s", AB_FMT(word), AB_FMT(f->path));
		return 0;
	}
	if (f->vocabulary.n >= LAW_SET_WORDS * 64 - 1) {
		FAIL(c, pos, "split the fact", "more than %d words for %.*s", LAW_SET_WORDS * 64 - 1, AB_FMT(f->path));
		return 0;
	}
	ab_push(&l->arena, &f->vocabulary, word);
	return ab_map_put(&u->words, word, f->vocabulary.n);
}

static void declare_facts(compiler *c)
{
	law *l = c->l;
	for (uint32_t i = 0; i < l->tree.decls.n; i++) {
		const law_decl *d = l->tree.decls.p[i];
		if (d->kind == LD_FACT)
			for (uint32_t k = 0; k < d->ids.n; k++)
				add_fact(c, d->ids.p[k], d);
	}
	for (uint32_t i = 0; i < l->tree.decls.n; i++) {
		law_decl *d = l->tree.decls.p[i];
		if (d->kind != LD_FIGURE)
			continue;
		d->type = LT_NUMBER;
		uint32_t k = find_fact(l, d->id);
		law_fact *f = k == AB_MAP_NONE ? add_fact(c, d->id, d) : &l->facts.p[k];
		if (f->figure)
			FAIL(c, d->pos, "give the one figure two versions", "figure %.*s is declared twice", AB_FMT(d->id));
		f->figure = d;
	}
	l->use = AB_NEW_N(&l->arena, law_fact_use, l->facts.n + 1);
	for (uint32_t i = 0; i < l->facts.n; i++) {
		law_fact *f = &l->facts.p[i];
		ab_map_init(&l->use[i].words, &l->arena);
		if (!f->decl)
			continue;
		for (uint32_t k = 0; k < f->decl->words.n; k++)
			vocabulary_bit(c, i, f->decl->words.p[k], f->decl->pos);
		f->closed = f->decl->words.n > 0;
	}
	for (int s = 0; s < LS_SCOPE_COUNT; s++)
		l->slot_fact[s] = AB_NEW_N(&l->arena, uint32_t, l->slots[s] + 1);
	for (uint32_t i = 0; i < l->facts.n; i++)
		l->slot_fact[l->facts.p[i].scope][l->facts.p[i].slot] = i;
}

static uint32_t need_fact(compiler *c, const law_expr *e)
{
	law *l = c->l;
	uint32_t i = find_fact(l, e->name);
	if (i != AB_MAP_NONE)
		return i;
	ab_str *names = AB_NEW_N(&l->arena, ab_str, l->facts.n + 1);
	for (uint32_t k = 0; k < l->facts.n; k++)
		names[k] = l->facts.p[k].path;
	int near = ab_nearest(e->name, names, l->facts.n);
	FAIL(c, e->pos,
	     near >= 0 ? ab_sprintf(&l->arena, "did you mean %.*s?", AB_FMT(names[near])) : "declare it with `fact`",
	     "no fact is called %.*s", AB_FMT(e->name));
	return AB_MAP_NONE;
}

static uint8_t fact_needs(const law_fact *f)
{
	switch (f->scope) {
	case LS_PARTY: return NEEDS_PARTY;
	case LS_PART_FORMAT: return NEEDS_FORMAT;
	case LS_PART_UNIT: return NEEDS_UNIT;
	case LS_PART_CONTENT: return NEEDS_CONTENT;
	default: return 0;
	}
}

/* ---- expressions ---- */
static uint32_t compile_expr(compiler *c, const law_expr *e);

static bool is_number(law_op op)
{
	return op >= LX_NUM && op < LX_OP_COUNT;
}

static uint32_t leaf(compiler *c, node_op op, const law_expr *e)
{
	return intern(c, (law_node){.op = op, .src = e}, NULL, 0);
}

static uint32_t unary(compiler *c, node_op op, uint32_t kid, const law_expr *e)
{
	return intern(c, (law_node){.op = op, .needs = kid_needs(c->l, &kid, 1), .src = e}, &kid, 1);
}

static uint32_t compile_all(compiler *c, node_op op, const law_expr *e)
{
	law *l = c->l;
	uint32_t *kids = AB_NEW_N(&l->arena, uint32_t, e->n + 1);
	for (uint32_t i = 0; i < e->n; i++)
		kids[i] = compile_expr(c, e->kids[i]);
	return intern(c, (law_node){.op = op, .needs = kid_needs(l, kids, e->n), .src = e}, kids, e->n);
}

static bool who_kind(compiler *c, const law_expr *e, law_who_kind *kind, uint32_t *roles)
{
	static const struct {
		const char *name;
		law_who_kind kind;
	} fixed[] = {
		{"designer", WHO_DESIGNER}, {"fabricator", WHO_FABRICATOR}, {"packager", WHO_PACKAGER}, {"part", WHO_PART},
		{"unit", WHO_UNIT},         {"format", WHO_FORMAT},         {"content", WHO_CONTENT},   {"owner", WHO_OWNER},
	};
	*roles = 0;
	for (size_t i = 0; i < AB_COUNT(fixed); i++)
		if (ab_str_is(e->name, fixed[i].name)) {
			*kind = fixed[i].kind;
			return true;
		}
	uint32_t r = ab_map_get(&c->l->roles_ids, e->name);
	if (r == AB_MAP_NONE) {
		FAIL(c, e->pos,
		     "declare it with `roles`, or use designer, fabricator, packager, part, unit, format, content or owner",
		     "nobody is called %.*s", AB_FMT(e->name));
		return false;
	}
	*kind = WHO_ROLES;
	*roles = r;
	return true;
}

static uint8_t who_binds(law_who_kind k)
{
	switch (k) {
	case WHO_PART: return 0;
	case WHO_UNIT: return NEEDS_UNIT;
	case WHO_FORMAT: return NEEDS_FORMAT;
	case WHO_CONTENT: return NEEDS_CONTENT;
	default: return NEEDS_PARTY;
	}
}

static uint32_t compile_quantifier(compiler *c, const law_expr *e)
{
	law_who_kind kind = WHO_ROLES;
	uint32_t roles = 0;
	bool aggregate = is_number(e->op);
	if (!who_kind(c, e, &kind, &roles))
		return leaf(c, aggregate ? N_NUM : N_FALSE, e);
	uint32_t kids[2] = {NODE_NONE, NODE_NONE};
	uint32_t n = aggregate ? 2 : 1;
	for (uint32_t i = 0; i < n && i < e->n; i++)
		kids[i] = e->kids[i] ? compile_expr(c, e->kids[i]) : NODE_NONE;
	static const struct {
		law_op from;
		node_op to;
	} ops[] = {
		{LX_ANY, N_ANY},     {LX_ALL, N_ALL},           {LX_SUM, N_SUM},
		{LX_COUNT, N_COUNT}, {LX_GREATEST, N_GREATEST}, {LX_LEAST, N_LEAST},
	};
	node_op op = N_ANY;
	for (size_t i = 0; i < AB_COUNT(ops); i++)
		if (ops[i].from == e->op)
			op = ops[i].to;
	uint8_t needs = kid_needs(c->l, kids, n) & (uint8_t)~who_binds(kind);
	if (kind == WHO_OWNER)
		needs |= NEEDS_PARTY;
	return intern(c, (law_node){.op = op, .who = kind, .index = roles, .needs = needs, .src = e}, kids, n);
}

static bool same_unit(ab_str a, ab_str b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

static void check_units(compiler *c, const law_expr *path, const law_expr *num)
{
	if (path->op != LX_PATH || num->op != LX_NUM)
		return;
	uint32_t i = find_fact(c->l, path->name);
	if (i == AB_MAP_NONE || same_unit(c->l->facts.p[i].unit, num->unit))
		return;
	ab_str u = c->l->facts.p[i].unit;
	FAIL(c, num->pos,
	     u.n ? ab_sprintf(&c->l->arena, "write %.*s %.*s", AB_FMT(num->written), AB_FMT(u)) : "leave the unit out",
	     "%.*s is measured in %.*s, not in %.*s", AB_FMT(path->name), AB_FMT(u.n ? u : AB_STR("plain numbers")),
	     AB_FMT(num->unit.n ? num->unit : AB_STR("plain numbers")));
}

static uint32_t compile_cmp(compiler *c, const law_expr *e)
{
	check_units(c, e->kids[0], e->kids[1]);
	check_units(c, e->kids[1], e->kids[0]);
	uint32_t kids[2] = {compile_expr(c, e->kids[0]), compile_expr(c, e->kids[1])};
	law *l = c->l;
	const law_node *a = &l->nodes.p[kids[0]], *b = &l->nodes.p[kids[1]];
	if (a->op == N_FACT && b->op == N_NUM)
		ab_push(&l->arena, &l->use[a->fact].points, b->num);
	return intern(c, (law_node){.op = N_CMP, .cmp = e->cmp, .needs = kid_needs(l, kids, 2), .src = e}, kids, 2);
}

static uint32_t word_node(compiler *c, node_op op, uint32_t fact, const law_bits *bits, const law_expr *e)
{
	law *l = c->l;
	return intern(
		c,
		(law_node){
			.op = op, .fact = fact, .bits = intern_bits(l, bits), .needs = fact_needs(&l->facts.p[fact]), .src = e},
		NULL, 0);
}

static uint32_t find_entry(const law *l, ab_str id, law_decl_kind kind)
{
	uint32_t i = ab_map_get(&l->entry_ids, id);
	return i != AB_MAP_NONE && l->entries.p[i].decl->kind == kind ? i : AB_MAP_NONE;
}

/* `item is 3A090.a`, `item is 3A090`, or an ECCN that no class defines: then the stated one decides. */
static uint32_t compile_item_is(compiler *c, const law_expr *e, ab_str eccn)
{
	law *l = c->l;
	uint32_t i = find_entry(l, eccn, LD_CLASS);
	if (i != AB_MAP_NONE)
		return intern(c, (law_node){.op = N_CLASS, .index = i, .src = e}, NULL, 0);
	uint32_t kids[16], n = 0;
	for (uint32_t k = 0; k < l->entries.n && n < 15; k++)
		if (l->entries.p[k].decl->kind == LD_CLASS && ab_str_eq(l->entries.p[k].base, eccn))
			kids[n++] = intern(c, (law_node){.op = N_CLASS, .index = k, .src = e}, NULL, 0);
	if (!l->f_eccn)
		return leaf(c, N_FALSE, e);
	uint32_t fact = (uint32_t)(l->f_eccn - l->facts.p);
	law_bits b = {{0}};
	law_bits_set(&b, vocabulary_bit(c, fact, eccn, e->pos));
	kids[n++] = word_node(c, N_WORD, fact, &b, e);
	return n == 1 ? kids[0] : intern(c, (law_node){.op = N_OR, .src = e}, kids, n);
}

/* question is choice */
static uint32_t compile_choice(compiler *c, const law_expr *e)
{
	uint32_t in = ab_map_get(&c->l->interp_ids, e->name);
	const law_decl *d = c->l->interps.p[in].decl;
	for (uint32_t i = 0; i < d->choices.n; i++)
		if (ab_str_eq(d->choices.p[i].id, e->words[0]))
			return intern(c, (law_node){.op = N_CHOICE, .index = in, .bits = i, .src = e}, NULL, 0);
	FAIL(c, e->pos, "name one of its choices", "%.*s has no choice %.*s", AB_FMT(e->name), AB_FMT(e->words[0]));
	return leaf(c, N_FALSE, e);
}

static uint32_t compile_words(compiler *c, const law_expr *e)
{
	law *l = c->l;
	if (ab_str_is(e->name, "item") || ab_str_is(e->name, "part")) {
		uint32_t *kids = AB_NEW_N(&l->arena, uint32_t, e->word_n + 1);
		for (uint32_t i = 0; i < e->word_n; i++)
			kids[i] = compile_item_is(c, e, e->words[i]);
		return e->word_n == 1 ? kids[0] : intern(c, (law_node){.op = N_OR, .src = e}, kids, e->word_n);
	}
	if (e->op == LX_IS && ab_map_get(&l->interp_ids, e->name) != AB_MAP_NONE)
		return compile_choice(c, e);
	uint32_t fact = need_fact(c, e);
	if (fact == AB_MAP_NONE)
		return leaf(c, N_FALSE, e);
	const law_fact *f = &l->facts.p[fact];
	if (f->type == LT_BOOL && e->op == LX_IS) {
		bool yes = ab_str_is(e->words[0], "true");
		if (!yes && !ab_str_is(e->words[0], "false"))
			FAIL(c, e->pos, "write `is true` or `is false`", "%.*s is yes or no", AB_FMT(e->name));
		return intern(c, (law_node){.op = N_BOOL, .fact = fact, .flag = yes, .needs = fact_needs(f), .src = e}, NULL,
		              0);
	}
	if (f->type == LT_COUNTRY) {
		FAIL(c, e->pos, "name the set with `group` and write `in GROUP`",
		     "a country stands in a group, never in a condition");
		return leaf(c, N_FALSE, e);
	}
	bool list = f->type == LT_LIST;
	if ((!list && f->type != LT_WORD && f->type != LT_TEXT) || (e->op == LX_HAS && !list) ||
	    (e->op != LX_HAS && list)) {
		FAIL(c, e->pos, list ? "write `has`" : "write `is` or `in` for words, a comparison for numbers",
		     "%.*s is of another type", AB_FMT(e->name));
		return leaf(c, N_FALSE, e);
	}
	law_bits b = {{0}};
	for (uint32_t i = 0; i < e->word_n; i++)
		law_bits_set(&b, vocabulary_bit(c, fact, e->words[i], e->pos));
	return word_node(c, list ? N_HAS : N_WORD, fact, &b, e);
}

static uint32_t compile_in_named(compiler *c, const law_expr *e)
{
	law *l = c->l;
	uint32_t fact = need_fact(c, e);
	if (fact == AB_MAP_NONE)
		return leaf(c, N_FALSE, e);
	uint32_t g = ab_map_get(&l->group_ids, e->words[0]);
	if (l->facts.p[fact].type == LT_COUNTRY && g != AB_MAP_NONE) {
		l->use[fact].groups |= (law_groups)1 << g;
		return intern(
			c, (law_node){.op = N_GROUP, .fact = fact, .index = g, .needs = fact_needs(&l->facts.p[fact]), .src = e},
			NULL, 0);
	}
	uint32_t w = ab_map_get(&l->word_ids, e->words[0]);
	if (w == AB_MAP_NONE || l->facts.p[fact].type == LT_COUNTRY) {
		FAIL(c, e->pos, "declare it with `group` (countries) or `words`", "no set is called %.*s", AB_FMT(e->words[0]));
		return leaf(c, N_FALSE, e);
	}
	const law_decl *d = l->tree.decls.p[w];
	law_bits b = {{0}};
	for (uint32_t i = 0; i < d->words.n; i++)
		law_bits_set(&b, vocabulary_bit(c, fact, d->words.p[i], e->pos));
	return word_node(c, N_WORD, fact, &b, e);
}

static uint32_t compile_truth(compiler *c, const law_expr *e)
{
	law *l = c->l;
	uint32_t i = find_entry(l, e->name, LD_DEFINE);
	if (i == AB_MAP_NONE) {
		FAIL(c, e->pos, "declare it with `define`; for a fact write `is true`", "no condition is called %.*s",
		     AB_FMT(e->name));
		return leaf(c, N_FALSE, e);
	}
	/* what a define needs is found in a second pass: see settle_needs */
	return intern(c, (law_node){.op = N_DEFINE, .index = i, .src = e}, NULL, 0);
}

static uint32_t compile_share(compiler *c, const law_expr *e)
{
	law *l = c->l;
	law_bits b = {{0}};
	if (!l->f_listed) {
		FAIL(c, e->pos, "declare fact its.listed", "owned-share needs the fact its.listed");
		return leaf(c, N_NUM, e);
	}
	uint32_t fact = (uint32_t)(l->f_listed - l->facts.p);
	for (uint32_t i = 0; i < e->word_n; i++)
		law_bits_set(&b, vocabulary_bit(c, fact, e->words[i], e->pos));
	return intern(c,
	              (law_node){.op = N_SHARE, .fact = fact, .bits = intern_bits(l, &b), .needs = NEEDS_PARTY, .src = e},
	              NULL, 0);
}

static uint32_t compile_would(compiler *c, const law_expr *e)
{
	law *l = c->l;
	law_would w = {.who = e->name, .left_out = e->words, .n = e->word_n};
	ab_push(&l->arena, &l->woulds, w);
	return intern(c,
	              (law_node){.op = N_WOULD,
	                         .index = l->woulds.n - 1,
	                         .src = e,
	                         .needs = ab_str_is(e->name, "content") ? NEEDS_CONTENT : 0},
	              NULL, 0);
}

static uint32_t compile_path(compiler *c, const law_expr *e)
{
	law *l = c->l;
	if (ab_str_is(e->name, "part.count"))
		return leaf(c, N_COUNT_OF, e);
	uint32_t fact = need_fact(c, e);
	if (fact == AB_MAP_NONE)
		return leaf(c, N_NUM, e);
	const law_fact *f = &l->facts.p[fact];
	if (f->type != LT_NUMBER && f->type != LT_DATE && f->type != LT_COUNTRY) {
		FAIL(c, e->pos, "compare words with `is`, lists with `has`", "%.*s is no number", AB_FMT(e->name));
		return leaf(c, N_NUM, e);
	}
	return intern(c, (law_node){.op = N_FACT, .fact = fact, .needs = fact_needs(f), .src = e}, NULL, 0);
}

static uint32_t compile_expr(compiler *c, const law_expr *e)
{
	switch (e->op) {
	case LX_AND: return compile_all(c, N_AND, e);
	case LX_OR: return compile_all(c, N_OR, e);
	case LX_NOT: return unary(c, N_NOT, compile_expr(c, e->kids[0]), e);
	case LX_ANY:
	case LX_ALL:
	case LX_SUM:
	case LX_COUNT:
	case LX_GREATEST:
	case LX_LEAST: return compile_quantifier(c, e);
	case LX_CMP: return compile_cmp(c, e);
	case LX_IN: return e->in_named ? compile_in_named(c, e) : compile_words(c, e);
	case LX_IS:
	case LX_HAS: return compile_words(c, e);
	case LX_DIFFERS: return compile_all(c, N_DIFFERS, e);
	case LX_TRUTH: return compile_truth(c, e);
	case LX_WOULD: return compile_would(c, e);
	case LX_NUM: return intern(c, (law_node){.op = N_NUM, .num = e->lo, .src = e}, NULL, 0);
	case LX_DATE: return intern(c, (law_node){.op = N_NUM, .num = ab_num_int(e->date), .src = e}, NULL, 0);
	case LX_PATH: return compile_path(c, e);
	case LX_ADD: return compile_all(c, N_ADD, e);
	case LX_MUL: return compile_all(c, N_MUL, e);
	case LX_DIV: return compile_all(c, N_DIV, e);
	case LX_GREATER: return compile_all(c, N_GREATER, e);
	case LX_LESSER: return compile_all(c, N_LESSER, e);
	case LX_IF:
		if (ab_map_get(&c->l->interp_ids, e->kids[1]->name) == AB_MAP_NONE)
			FAIL(c, e->kids[1]->pos, "declare it with `interpretation`", "no interpretation is called %.*s",
			     AB_FMT(e->kids[1]->name));
		return compile_all(c, N_IF, e);
	case LX_SHARE: return compile_share(c, e);
	case LX_FIGURE: return leaf(c, N_FIGURE, e);
	case LX_OP_COUNT: break;
	}
	return leaf(c, N_FALSE, e);
}

static uint32_t compile_opt(compiler *c, const law_expr *e)
{
	return e ? compile_expr(c, e) : NODE_NONE;
}

/* ---- declarations ---- */
static void name_set(compiler *c, ab_map *ids, const law_decl *d, uint32_t value, const char *what)
{
	if (ab_map_put(ids, d->id, value) != value)
		FAIL(c, d->pos, "give one of them another id", "%s %.*s is declared twice", what, AB_FMT(d->id));
}

static bool has_body(law_decl_kind k)
{
	switch (k) {
	case LD_DEFINE:
	case LD_CLASS:
	case LD_NOTE:
	case LD_PRESUME:
	case LD_REACH:
	case LD_RULE:
	case LD_LETTER:
	case LD_EXCEPTION:
	case LD_RESTRICT:
	case LD_POLICY:
	case LD_FLAG:
	case LD_FIGURE:
	case LD_EXTENT:
	case LD_HEADING:
	case LD_AMOUNT: return true;
	default: return false;
	}
}

static void declare_entry(compiler *c, const law_decl *d)
{
	law *l = c->l;
	law_entry e = {.decl = d,
	               .index = l->entries.n,
	               .name = ab_str_dup(&l->arena, d->aliases.n ? d->aliases.p[0] : d->id),
	               .pack = ab_map_get(&l->pack_ids, d->pack),
	               .then = NODE_NONE};
	if (d->kind == LD_CLASS) {
		ab_str rest = d->id;
		ab_str_cut(&rest, '.', &e.base);
		e.paragraph = rest;
	}
	/* a figure shares its path with a fact: it has a name space of its own */
	ab_str id = d->kind == LD_FIGURE ? ab_str_of(ab_sprintf(&l->arena, "figure %.*s", AB_FMT(d->id))) : d->id;
	uint32_t at = ab_map_put(&l->entry_ids, id, e.index);
	if (at != e.index)
		FAIL(c, d->pos, "ids are never reused: choose another", "%.*s is declared twice (the other is in %s:%d)",
		     AB_FMT(d->id), l->entries.p[at].decl->pos.file, l->entries.p[at].decl->pos.line);
	for (uint32_t i = 0; i < d->aliases.n; i++)
		if (ab_map_put(&l->entry_ids, d->aliases.p[i], e.index) != e.index)
			FAIL(c, d->pos, "choose another name", "the name %.*s is taken", AB_FMT(d->aliases.p[i]));
	if (d->kind == LD_FIGURE) {
		uint32_t f = find_fact(l, d->id);
		if (f != AB_MAP_NONE)
			l->facts.p[f].figure_entry = e.index;
	}
	ab_push(&l->arena, &l->entries, e);
	if (d->kind == LD_FLAG)
		ab_push(&l->arena, &l->flags, e.index);
	else if (d->kind == LD_AMOUNT)
		ab_push(&l->arena, &l->amounts, e.index);
}

static void declare_pack(compiler *c, const law_decl *d)
{
	law *l = c->l;
	uint32_t at = ab_map_get(&l->pack_ids, d->id);
	if (at == AB_MAP_NONE) {
		ab_map_put(&l->pack_ids, d->id, l->packs.n);
		ab_push(&l->arena, &l->packs, d);
	} else if (d->through > l->packs.p[at]->through) {
		l->packs.p[at] = d;
	}
}

/* The pack that declares the first fact is the law that the others are read beside: it comes first in every answer. */
static void declare_packs(compiler *c)
{
	const law_tree *t = &c->l->tree;
	const law_decl *fact = NULL;
	for (uint32_t i = 0; i < t->decls.n && !fact; i++)
		fact = t->decls.p[i]->kind == LD_FACT ? t->decls.p[i] : NULL;
	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < t->decls.n; i++) {
			const law_decl *d = t->decls.p[i];
			bool first = fact && ab_str_eq(d->id, fact->pack);
			if (d->kind == LD_PACK && first == (pass == 0))
				declare_pack(c, d);
		}
}

static void declare_sets(compiler *c)
{
	law *l = c->l;
	for (uint32_t i = 0; i < l->tree.decls.n; i++) {
		const law_decl *d = l->tree.decls.p[i];
		switch (d->kind) {
		case LD_UNIT: ab_map_put(&l->unit_ids, d->id, 1); break;
		case LD_SOURCE: name_set(c, &l->source_ids, d, i, "source"); break;
		case LD_GROUP:
			if (l->groups.n == LAW_GROUPS_MAX)
				FAIL(c, d->pos, "join some of them", "more than %d groups", LAW_GROUPS_MAX);
			name_set(c, &l->group_ids, d, l->groups.n, "group");
			ab_push(&l->arena, &l->groups, ((law_group){.decl = d, .index = l->groups.n}));
			break;
		case LD_WORDS: name_set(c, &l->word_ids, d, i, "word list"); break;
		case LD_ROLES:
			name_set(c, &l->roles_ids, d, l->roles.n, "roles");
			ab_push(&l->arena, &l->roles, ((law_roles){.decl = d}));
			break;
		case LD_INTERPRETATION:
			name_set(c, &l->interp_ids, d, l->interps.n, "interpretation");
			ab_push(&l->arena, &l->interps, ((law_interp){.decl = d, .settled = AB_DATE_MAX, .settled_as = -1}));
			break;
		case LD_ORDER:
			for (uint32_t k = 0; k < d->words.n && k < AB_COUNT(l->policy_order); k++)
				l->policy_order[k] = d->words.p[k];
			l->policy_orders = d->words.n < AB_COUNT(l->policy_order) ? d->words.n : AB_COUNT(l->policy_order);
			break;
		default:
			if (has_body(d->kind))
				declare_entry(c, d);
		}
	}
}

static ab_date source_day(compiler *c, ab_str id, law_pos pos)
{
	law *l = c->l;
	if (!id.n)
		return AB_DATE_MIN;
	uint32_t i = ab_map_get(&l->source_ids, id);
	if (i == AB_MAP_NONE) {
		FAIL(c, pos, "declare it with `source`", "no source is called %.*s", AB_FMT(id));
		return AB_DATE_MIN;
	}
	return l->tree.decls.p[i]->published;
}

static void set_steps(compiler *c, law_group *g, const law_set *s, int depth)
{
	law *l = c->l;
	if (depth > 32) {
		FAIL(c, s->pos, "break the circle, or give the inner set a name", "group %.*s is nested too deep",
		     AB_FMT(g->decl->id));
		return;
	}
	if (s->op != LS_ID) {
		set_steps(c, g, s->a, depth + 1);
		set_steps(c, g, s->b, depth + 1);
		ab_push(&l->arena, &g->steps, ((law_set_step){.op = s->op}));
		return;
	}
	uint32_t at = ab_map_get(&l->group_ids, s->id);
	if (at == AB_MAP_NONE)
		FAIL(c, s->pos, "declare it with `group`", "no group is called %.*s", AB_FMT(s->id));
	else if (l->groups.p[at].decl->set)
		set_steps(c, g, l->groups.p[at].decl->set, depth + 1);
	else
		ab_push(&l->arena, &g->steps, ((law_set_step){LS_ID, at}));
}

static void resolve_groups(compiler *c)
{
	law *l = c->l;
	bool seen[LAW_COUNTRIES] = {false};
	for (uint32_t i = 0; i < l->groups.n; i++) {
		law_group *g = &l->groups.p[i];
		if (g->decl->set)
			set_steps(c, g, g->decl->set, 0);
		for (uint32_t k = 0; k < g->decl->members.n; k++) {
			const law_member *m = &g->decl->members.p[k];
			law_moves v = {.src = m, .published = source_day(c, m->by, m->pos)};
			for (uint32_t j = 0; j < m->codes.n; j++) {
				int32_t id = law_country(m->codes.p[j]);
				if (id < 0) {
					FAIL(c, m->pos, "write ISO 3166-1 alpha-2 codes", "%.*s is no country", AB_FMT(m->codes.p[j]));
					continue;
				}
				ab_push(&l->arena, &v.countries, id);
				if (!seen[id])
					ab_push(&l->arena, &l->countries, id);
				seen[id] = true;
			}
			ab_push(&l->arena, &g->moves, v);
		}
	}
}

static uint32_t role_bit(law *l, ab_str role)
{
	for (uint32_t i = 0; i < l->role_names.n; i++)
		if (ab_str_eq(l->role_names.p[i], role))
			return i + 1;
	ab_push(&l->arena, &l->role_names, role);
	return l->role_names.n;
}

static void resolve_sets(compiler *c)
{
	law *l = c->l;
	for (uint32_t i = 0; i < l->roles.n; i++)
		for (uint32_t k = 0; k < l->roles.p[i].decl->words.n; k++)
			law_bits_set(&l->roles.p[i].roles, role_bit(l, l->roles.p[i].decl->words.p[k]));
	for (uint32_t i = 0; i < l->interps.n; i++) {
		law_interp *p = &l->interps.p[i];
		if (!p->decl->settled_by.n)
			continue;
		p->settled = source_day(c, p->decl->settled_by, p->decl->pos);
		for (uint32_t k = 0; k < p->decl->choices.n; k++)
			if (ab_str_eq(p->decl->choices.p[k].id, p->decl->settled_as))
				p->settled_as = (int32_t)k;
	}
}

static void presumed_and_removed(compiler *c, law_entry *e, law_body *b, const law_version *v)
{
	law *l = c->l;
	for (uint32_t i = 0; i < v->presumes.n; i++) {
		uint32_t k = find_entry(l, v->presumes.p[i], LD_CLASS);
		if (k != AB_MAP_NONE) {
			ab_push(&l->arena, &b->presume_class, k);
			ab_push(&l->arena, &l->entries.p[k].presumed_by, e->index);
			continue;
		}
		k = find_fact(l, v->presumes.p[i]);
		if (k == AB_MAP_NONE || l->facts.p[k].type != LT_BOOL) {
			FAIL(c, v->pos, "name a class or a yes-or-no fact", "%.*s cannot be presumed", AB_FMT(v->presumes.p[i]));
			continue;
		}
		ab_push(&l->arena, &b->presume_fact, k);
		ab_push(&l->arena, &l->use[k].presumed_by, e->index);
	}
	for (uint32_t i = 0; i < v->removes.n; i++) {
		uint32_t k = find_entry(l, v->removes.p[i], LD_CLASS);
		if (k == AB_MAP_NONE) {
			FAIL(c, v->pos, "name a class such as 3A090.a", "no class is called %.*s", AB_FMT(v->removes.p[i]));
			continue;
		}
		ab_push(&l->arena, &b->removes, k);
		ab_push(&l->arena, &l->entries.p[k].removed_by, e->index);
	}
}

static void compile_version(compiler *c, law_entry *e, law_lineage *line, const law_version *v)
{
	law *l = c->l;
	law_body b = {.src = v, .limb = line->src, .entry = e, .published = source_day(c, v->by, v->pos)};
	b.when = compile_opt(c, v->when);
	b.unless = compile_opt(c, v->unless);
	b.rebutted = compile_opt(c, v->rebutted);
	b.resolved = compile_opt(c, v->resolved);
	for (uint32_t i = 0; i < v->conds.n; i++) {
		const law_cond *s = &v->conds.p[i];
		law_body_cond k = {.src = s,
		                   .when = compile_opt(c, s->when),
		                   .done = compile_opt(c, s->done),
		                   .failed = compile_opt(c, s->failed)};
		ab_push(&l->arena, &b.conds, k);
	}
	for (uint32_t i = 0; i < v->value.n; i++)
		ab_push(&l->arena, &b.value, compile_expr(c, v->value.p[i]));
	presumed_and_removed(c, e, &b, v);
	for (uint32_t i = 0; i < v->status.n; i++) {
		const law_status *s = &v->status.p[i];
		source_day(c, s->by, s->pos);
		if (s->interpretation.n && ab_map_get(&l->interp_ids, s->interpretation) == AB_MAP_NONE)
			FAIL(c, s->pos, "declare it with `interpretation`", "no interpretation is called %.*s",
			     AB_FMT(s->interpretation));
	}
	uint32_t at = line->bodies.n; /* newest first; of one day the later in the file first */
	ab_push(&l->arena, &line->bodies, b);
	while (at > 0 && line->bodies.p[at - 1].src->from <= b.src->from) {
		line->bodies.p[at] = line->bodies.p[at - 1];
		at--;
	}
	line->bodies.p[at] = b;
}

static void mark_stand_ins(law_entry *e)
{
	for (uint32_t i = 0; i < e->limbs.n; i++)
		for (uint32_t k = 0; k < e->limbs.p[i].bodies.n; k++) {
			const law_version *v = e->limbs.p[i].bodies.p[k].src;
			for (uint32_t s = 0; s < v->status.n; s++)
				for (uint32_t j = 0; j < e->limbs.n; j++)
					if (v->status.p[s].instead.n && ab_str_eq(v->status.p[s].instead, e->limbs.p[j].src->id))
						e->limbs.p[j].stand_in = true;
		}
}

static void compile_entry(compiler *c, law_entry *e)
{
	law *l = c->l;
	const law_decl *d = e->decl;
	for (uint32_t i = 0; i < d->limbs.n; i++) {
		law_lineage line = {.src = &d->limbs.p[i]};
		for (uint32_t k = 0; k < line.src->versions.n; k++)
			compile_version(c, e, &line, &line.src->versions.p[k]);
		ab_push(&l->arena, &e->limbs, line);
	}
	mark_stand_ins(e);
	e->then = compile_opt(c, d->then);
	if (d->kind != LD_CLASS)
		return;
	for (uint32_t i = 0; i < d->kinds.n && l->f_kind; i++)
		law_bits_set(&e->kinds, vocabulary_bit(c, (uint32_t)(l->f_kind - l->facts.p), d->kinds.p[i], d->pos));
	for (uint32_t i = 0; i < d->after.n; i++) {
		uint32_t k = find_entry(l, d->after.p[i], LD_CLASS);
		if (k == AB_MAP_NONE)
			FAIL(c, d->pos, "name a class", "no class is called %.*s", AB_FMT(d->after.p[i]));
		else
			ab_push(&l->arena, &e->after, k);
	}
	for (uint32_t k = 0; k < l->entries.n; k++)
		if (l->entries.p[k].decl->kind == LD_CLASS && ab_str_eq(l->entries.p[k].base, e->base))
			ab_push(&l->arena, &e->siblings, k);
	if (l->f_eccn)
		vocabulary_bit(c, (uint32_t)(l->f_eccn - l->facts.p), e->base, d->pos);
	if (l->f_paragraph && e->paragraph.n)
		vocabulary_bit(c, (uint32_t)(l->f_paragraph - l->facts.p), e->paragraph, d->pos);
}

/* "us.ear.742.6.a.6.iii" or "us.ear.742.6.a.6.iii.a-worldwide": an entry, and a limb or -1. */
static bool find_ref(const law *l, ab_str id, law_ref *out)
{
	uint32_t i = ab_map_get(&l->entry_ids, id);
	if (i != AB_MAP_NONE) {
		*out = (law_ref){i, -1};
		return true;
	}
	for (size_t n = id.n; n-- > 0;) {
		if (id.p[n] != '.')
			continue;
		i = ab_map_get(&l->entry_ids, (ab_str){id.p, n});
		if (i == AB_MAP_NONE)
			continue;
		for (uint32_t k = 0; k < l->entries.p[i].limbs.n; k++)
			if (ab_str_eq(l->entries.p[i].limbs.p[k].src->id, (ab_str){id.p + n + 1, id.n - n - 1})) {
				*out = (law_ref){i, (int32_t)k};
				return true;
			}
	}
	return false;
}

static bool is_rule(const law_entry *e)
{
	return e->decl->kind == LD_RULE || e->decl->kind == LD_LETTER;
}

static void link_exception(compiler *c, law_entry *x)
{
	law *l = c->l;
	for (uint32_t i = 0; i < x->decl->overrides.n; i++) {
		ab_str id = x->decl->overrides.p[i];
		if (ab_str_is(id, "all")) {
			for (uint32_t k = 0; k < l->entries.n; k++) {
				law_entry *r = &l->entries.p[k];
				if (is_rule(r) && ab_str_eq(r->decl->pack, x->decl->pack))
					ab_push(&l->arena, &r->relief, ((law_ref){x->index, LIMB_REQUIREMENTS}));
			}
			continue;
		}
		law_ref ref;
		if (!find_ref(l, id, &ref) || !is_rule(&l->entries.p[ref.entry])) {
			FAIL(c, x->decl->pos, "name a rule, a letter or one of their limbs",
			     "exception %.*s overrides %.*s, which is no rule", AB_FMT(x->decl->id), AB_FMT(id));
			continue;
		}
		ab_push(&l->arena, &l->entries.p[ref.entry].relief, ((law_ref){x->index, ref.limb}));
	}
}

/* `us.ear.744` heads us.ear.744, us.ear.744.21 and what else begins with it and a point. */
static bool heads(ab_str target, ab_str id)
{
	return id.n >= target.n && ab_str_eq((ab_str){id.p, target.n}, target) &&
	       (id.n == target.n || id.p[target.n] == '.');
}

static void link_heading(compiler *c, const law_entry *h)
{
	law *l = c->l;
	for (uint32_t i = 0; i < h->decl->targets.n; i++) {
		bool found = false;
		for (uint32_t k = 0; k < l->entries.n; k++) {
			law_entry *r = &l->entries.p[k];
			if (!is_rule(r) || r->pack != h->pack || !heads(h->decl->targets.p[i], r->decl->id))
				continue;
			found = true;
			ab_push(&l->arena, &r->headings, h->index);
		}
		if (!found)
			FAIL(c, h->decl->pos, "name a rule, or what the ids of several begin with",
			     "heading %.*s: no rule is called %.*s", AB_FMT(h->decl->id), AB_FMT(h->decl->targets.p[i]));
	}
}

static void link_policy(compiler *c, law_entry *p)
{
	law *l = c->l;
	law_ref ref;
	for (uint32_t i = 0; i < p->decl->targets.n; i++) {
		if (!find_ref(l, p->decl->targets.p[i], &ref) || !is_rule(&l->entries.p[ref.entry]))
			FAIL(c, p->decl->pos, "name a rule or one of its limbs", "policy %.*s is for %.*s, which is no rule",
			     AB_FMT(p->decl->id), AB_FMT(p->decl->targets.p[i]));
		else
			ab_push(&l->arena, &l->entries.p[ref.entry].policies, ((law_ref){p->index, ref.limb}));
	}
	for (uint32_t i = 0; i < p->decl->overrides.n; i++) {
		uint32_t k = find_entry(l, p->decl->overrides.p[i], LD_POLICY);
		if (k == AB_MAP_NONE)
			FAIL(c, p->decl->pos, "name a policy", "no policy is called %.*s", AB_FMT(p->decl->overrides.p[i]));
		else
			ab_push(&l->arena, &p->overrides, k);
	}
}

static void link_restrict(compiler *c, law_entry *r)
{
	law *l = c->l;
	for (uint32_t k = 0; k < l->entries.n; k++) {
		law_entry *x = &l->entries.p[k];
		if (x->decl->kind != LD_EXCEPTION || !ab_str_eq(x->decl->family, r->decl->family) || !x->decl->family.n)
			continue;
		bool kept = false;
		for (uint32_t i = 0; i < r->decl->but.n; i++) {
			uint32_t b = ab_map_get(&l->entry_ids, r->decl->but.p[i]);
			kept = kept || b == k;
		}
		if (!kept)
			ab_push(&l->arena, &x->restricted_by, r->index);
	}
	for (uint32_t i = 0; i < r->decl->but.n; i++)
		if (find_entry(l, r->decl->but.p[i], LD_EXCEPTION) == AB_MAP_NONE)
			FAIL(c, r->decl->pos, "name an exception", "no exception is called %.*s", AB_FMT(r->decl->but.p[i]));
}

/* What a define needs bound is what its conditions need; repeated until nothing changes (defines do not recurse). */
static void settle_needs(compiler *c)
{
	law *l = c->l;
	for (bool again = true; again;) {
		again = false;
		for (uint32_t i = 0; i < l->nodes.n; i++) {
			law_node *n = &l->nodes.p[i];
			uint8_t needs = n->needs;
			if (n->op == N_DEFINE) {
				const law_entry *e = &l->entries.p[n->index];
				for (uint32_t a = 0; a < e->limbs.n; a++)
					for (uint32_t b = 0; b < e->limbs.p[a].bodies.n; b++)
						if (e->limbs.p[a].bodies.p[b].when != NODE_NONE)
							needs |= l->nodes.p[e->limbs.p[a].bodies.p[b].when].needs;
			} else if (n->n && n->op >= N_ANY && n->op <= N_ALL) {
				uint8_t k = l->nodes.p[law_node_kid(l, n, 0)].needs & (uint8_t)~who_binds((law_who_kind)n->who);
				needs |= k;
			} else if (n->n && n->op != N_SUM && n->op != N_COUNT && n->op != N_GREATEST && n->op != N_LEAST) {
				needs |= kid_needs(l, l->kids.p + n->kids, n->n);
			}
			again = again || needs != n->needs;
			n->needs = needs;
		}
	}
}

static void check_bound(compiler *c, const law_entry *e, uint32_t node, law_pos pos)
{
	if (node == NODE_NONE || e->decl->kind == LD_DEFINE || e->decl->kind == LD_FIGURE)
		return;
	uint8_t needs = c->l->nodes.p[node].needs;
	if (needs & NEEDS_PARTY)
		FAIL(c, pos, "write `any receiver has (...)` around it", "its. is used where no party is in hand (%.*s)",
		     AB_FMT(e->decl->id));
	else if (needs)
		FAIL(c, pos, "use it inside `sum over`, `greatest over` or `any`",
		     "format., unit. or content. is used where none is in hand (%.*s)", AB_FMT(e->decl->id));
}

/* A pack may be spread over files: one of them, or several alike, say its ground. */
static void compile_grounds(compiler *c)
{
	law *l = c->l;
	l->grounds = AB_NEW_N(&l->arena, uint32_t, l->packs.n + 1);
	for (uint32_t p = 0; p < l->packs.n; p++)
		l->grounds[p] = NODE_NONE;
	for (uint32_t i = 0; i < l->tree.decls.n; i++) {
		const law_decl *d = l->tree.decls.p[i];
		if (d->kind != LD_PACK || !d->ground.n)
			continue;
		law_expr *x = AB_NEW(&l->arena, law_expr);
		x->op = LX_TRUTH;
		x->name = d->ground;
		x->pos = d->pos;
		uint32_t *ground = &l->grounds[ab_map_get(&l->pack_ids, d->id)], node = compile_truth(c, x);
		if (*ground != NODE_NONE && *ground != node)
			FAIL(c, d->pos, "say one ground", "pack %.*s has two grounds", AB_FMT(d->id));
		*ground = node;
	}
}

static void check_grounds(compiler *c)
{
	law *l = c->l;
	for (uint32_t p = 0; p < l->packs.n; p++)
		if (l->grounds[p] != NODE_NONE && l->nodes.p[l->grounds[p]].needs)
			FAIL(c, l->packs.p[p]->pos, "write `any receiver has (...)` around it",
			     "the ground of pack %.*s reads its. or a part where none is in hand", AB_FMT(l->packs.p[p]->id));
}

/* More limbs than a decision looks at would go unseen. */
static void check_rules(compiler *c)
{
	law *l = c->l;
	for (uint32_t p = 0; p < l->packs.n; p++) {
		uint32_t n = 0;
		for (uint32_t i = 0; i < l->entries.n; i++)
			if (l->entries.p[i].pack == p && is_rule(&l->entries.p[i]))
				n += l->entries.p[i].limbs.n;
		if (n > RULES_MAX)
			FAIL(c, l->packs.p[p]->pos, "split the pack", "pack %.*s has %u limbs of rules, more than %d",
			     AB_FMT(l->packs.p[p]->id), n, RULES_MAX);
	}
}

static void check_entries(compiler *c)
{
	law *l = c->l;
	for (uint32_t i = 0; i < l->entries.n; i++) {
		const law_entry *e = &l->entries.p[i];
		check_bound(c, e, e->then, e->decl->pos);
		for (uint32_t a = 0; a < e->limbs.n; a++)
			for (uint32_t b = 0; b < e->limbs.p[a].bodies.n; b++) {
				const law_body *y = &e->limbs.p[a].bodies.p[b];
				check_bound(c, e, y->when, y->src->pos);
				check_bound(c, e, y->unless, y->src->pos);
				check_bound(c, e, y->resolved, y->src->pos);
				check_bound(c, e, y->rebutted, y->src->pos);
				for (uint32_t k = 0; k < y->conds.n; k++)
					check_bound(c, e, y->conds.p[k].when, y->conds.p[k].src->pos);
			}
	}
}

static int compare_nums(const void *a, const void *b)
{
	ab_num x = *(const ab_num *)a, y = *(const ab_num *)b;
	return x < y ? -1 : x > y;
}

static void sort_points(law *l)
{
	for (uint32_t i = 0; i < l->facts.n; i++) {
		law_fact_use *u = &l->use[i];
		if (!u->points.n)
			continue;
		qsort(u->points.p, u->points.n, sizeof(ab_num), compare_nums);
		uint32_t n = 1;
		for (uint32_t k = 1; k < u->points.n; k++)
			if (u->points.p[k] != u->points.p[n - 1])
				u->points.p[n++] = u->points.p[k];
		u->points.n = n;
	}
}

static const law_fact *well_known(law *l, const char *path)
{
	uint32_t i = find_fact(l, ab_str_of(path));
	return i == AB_MAP_NONE ? NULL : &l->facts.p[i];
}

/* Each side is a rule, a letter, one of their limbs, or a flag. */
static void compile_conflicts(compiler *c)
{
	law *l = c->l;
	for (uint32_t i = 0; i < l->tree.decls.n; i++) {
		const law_decl *d = l->tree.decls.p[i];
		if (d->kind != LD_CONFLICT)
			continue;
		law_clash x = {.decl = d, .when = compile_opt(c, d->when)};
		bool ok = true;
		for (int s = 0; s < 2; s++) {
			ab_str id = s ? d->other : d->id;
			bool found = find_ref(l, id, &x.side[s]);
			ok = ok && found;
			if (!found ||
			    (!is_rule(&l->entries.p[x.side[s].entry]) && l->entries.p[x.side[s].entry].decl->kind != LD_FLAG))
				FAIL(c, d->pos, "name a rule, a letter, one of their limbs or a flag",
				     "a conflict is with %.*s, which is none", AB_FMT(id));
		}
		if (ok)
			ab_push(&l->arena, &l->clashes, x);
	}
}

/* What every decision under a pack asks first. */
static void list_asked(law *l)
{
	l->asked_from = AB_NEW_N(&l->arena, uint32_t, l->packs.n + 1);
	for (uint32_t p = 0; p < l->packs.n; p++) {
		l->asked_from[p] = l->asked.n;
		for (uint32_t i = 0; i < l->entries.n; i++) {
			law_decl_kind k = l->entries.p[i].decl->kind;
			if (l->entries.p[i].pack == p && (k == LD_RULE || k == LD_LETTER || k == LD_REACH))
				ab_push(&l->arena, &l->asked, i);
		}
	}
	l->asked_from[l->packs.n] = l->asked.n;
}

/* Conditions about the top item alone that are worth keeping for a run. */
static void number_memos(law *l)
{
	l->memo_n = 1;
	for (uint32_t i = 0; i < l->nodes.n; i++) {
		law_node *n = &l->nodes.p[i];
		bool kept = n->op == N_ANY || n->op == N_ALL || n->op == N_CLASS || n->op == N_DEFINE || n->op == N_WOULD;
		n->memo = kept && !n->needs ? l->memo_n++ : 0;
	}
}

bool law_compile(law *l, ab_diags *d)
{
	compiler c = {.l = l, .d = d};
	uint32_t before = d->errors;
	ab_map *maps[] = {&l->fact_paths, &l->entry_ids,  &l->group_ids, &l->source_ids, &l->word_ids,
	                  &l->roles_ids,  &l->interp_ids, &l->pack_ids,  &l->unit_ids};
	for (size_t i = 0; i < AB_COUNT(maps); i++)
		ab_map_init(maps[i], &l->arena);
	declare_facts(&c);
	l->f_chip = well_known(l, "item.chip");
	l->f_kind = well_known(l, "item.kind");
	l->f_eccn = well_known(l, "item.eccn");
	l->f_paragraph = well_known(l, "item.paragraph");
	l->f_listed = well_known(l, "its.listed");
	l->f_percent = well_known(l, "its.percent");
	l->f_name = well_known(l, "its.name");
	l->f_letters = well_known(l, "its.letters");
	l->f_without_license = well_known(l, "without_license");
	l->f_shipped = well_known(l, "shipped_on");
	l->f_as_of = well_known(l, "as_of");
	declare_packs(&c);
	declare_sets(&c);
	resolve_groups(&c);
	resolve_sets(&c);
	for (uint32_t i = 0; i < l->entries.n; i++)
		compile_entry(&c, &l->entries.p[i]);
	for (uint32_t i = 0; i < l->entries.n; i++) {
		law_entry *e = &l->entries.p[i];
		if (e->decl->kind == LD_EXCEPTION)
			link_exception(&c, e);
		else if (e->decl->kind == LD_HEADING)
			link_heading(&c, e);
		else if (e->decl->kind == LD_POLICY)
			link_policy(&c, e);
		else if (e->decl->kind == LD_RESTRICT)
			link_restrict(&c, e);
		if (e->decl->kind == LD_LETTER && l->f_letters)
			vocabulary_bit(&c, (uint32_t)(l->f_letters - l->facts.p), e->decl->id, e->decl->pos);
	}
	compile_grounds(&c);
	compile_conflicts(&c);
	settle_needs(&c);
	check_grounds(&c);
	check_entries(&c);
	check_rules(&c);
	number_memos(l);
	list_asked(l);
	sort_points(l);
	free(c.buckets);
	return d->errors == before;
}
