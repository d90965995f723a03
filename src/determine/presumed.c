/* Which presumptions the reasons of an answer rest on: facts that nobody stated and that
 * a `presume` declaration of the day supplied. */
#include <string.h>

#include "determine/determine.h"

#define DEPTH_MAX 40

typedef struct collecting {
	const ambit_determination *d;
	ab_arena *a;
	det_presumed_list *out;
} collecting;

/* "item.contains.1.item.nonplanar" is "item.nonplanar" of some item. */
static bool same_fact(ab_str path, ab_str presumed)
{
	const char *point = presumed.n ? memchr(presumed.p, '.', presumed.n) : NULL;
	if (!point)
		return ab_str_eq(path, presumed);
	ab_str tail = {point, presumed.n - (size_t)(point - presumed.p)};
	return path.n > tail.n && ab_str_eq((ab_str){path.p + path.n - tail.n, tail.n}, tail);
}

static void add(const collecting *k, const law_decl *decl, const law_version *v, ab_str fact)
{
	for (uint32_t i = 0; i < k->out->list.n; i++)
		if (k->out->list.p[i].decl == decl && ab_str_eq(k->out->list.p[i].fact, fact))
			return;
	ab_push(k->a, &k->out->list, ((det_presumed){decl, v, fact}));
}

static void look_up(const collecting *k, ab_str fact)
{
	const law *l = k->d->engine->law;
	const law_tree *t = law_tree_of(l);
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_decl *x = t->decls.p[i];
		for (uint32_t n = 0; x->kind == LD_PRESUME && n < x->limbs.n; n++) {
			const law_version *v = law_version_on(l, &x->limbs.p[n], k->d->as_of, k->d->known);
			for (uint32_t p = 0; v && p < v->presumes.n; p++)
				if (same_fact(fact, v->presumes.p[p]))
					add(k, x, v, fact);
		}
	}
}

/* Presumed while it was decided: the completed facts do not know it. */
static bool supplied(const collecting *k, const law_why *y)
{
	return y->fact.n && y->from == LF_PRESUMED && !y->source.n && k->d->facts.root;
}

static void walk(const collecting *k, const law_why *y, int depth)
{
	if (!y || depth > DEPTH_MAX)
		return;
	if (supplied(k, y))
		look_up(k, y->fact);
	for (uint32_t i = 0; i < y->because.n; i++)
		walk(k, y->because.p[i], depth + 1);
}

det_presumed_list det_presumptions(const ambit_determination *d, ab_arena *a, const det_jurisdiction *j)
{
	det_presumed_list out = {0};
	collecting k = {d, a, &out};
	const law_result *r = &j->result;
	for (uint32_t i = 0; i < d->classes.list.n; i++)
		if (d->classes.list.p[i].state != LAW_FALSE)
			walk(&k, d->classes.list.p[i].why, 0);
	for (uint32_t i = 0; i < r->paths.n; i++)
		if (r->paths.p[i].state != LAW_FALSE)
			walk(&k, r->paths.p[i].why, 0);
	for (uint32_t i = 0; i < r->findings.n; i++)
		if (r->findings.p[i].applies != LAW_FALSE && r->findings.p[i].matters)
			walk(&k, r->findings.p[i].why, 0);
	return out;
}

/* ---- what a way of reach rests on ---- */
static void leaves(ab_arena *a, const law_why *y, det_strs *out, int depth)
{
	if (!y || depth > DEPTH_MAX || y->value != LAW_TRUE || ab_str_is(y->text, "not so"))
		return;
	if (!y->because.n && y->fact.n) {
		for (uint32_t i = 0; i < out->list.n; i++)
			if (ab_str_eq(out->list.p[i], y->fact))
				return;
		ab_push(a, &out->list, y->fact);
	}
	for (uint32_t i = 0; i < y->because.n; i++)
		leaves(a, y->because.p[i], out, depth + 1);
}

det_strs det_rests_on(ab_arena *a, const law_path *p)
{
	det_strs out = {0};
	if (p->state == LAW_TRUE)
		leaves(a, p->why, &out, 0);
	return out;
}
