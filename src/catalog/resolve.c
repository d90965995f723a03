/* Resolves a name: as written among aliases, as an id, folded among all names, as a
 * series or the beginning of several names; else it lists the nearest ids. */
#include "catalog/inside.h"

#include <stdlib.h>
#include <string.h>

enum { NEAREST_MAX = 5, TARGETS_MAX = 1024 };

static catalog_match match_of(const catalog *c, target to)
{
	catalog_match m = {.hit = (catalog_hit)to.hit};
	if (to.hit == CATALOG_CHIP)
		m.chip = &c->chips.p[to.at];
	else if (to.hit == CATALOG_FAMILY)
		m.family = &c->families.p[to.at];
	else
		m.system = &c->systems.p[to.at];
	return m;
}

/* ---- a set of things ---- */
typedef struct target_set {
	ab_arena *a;
	AB_VEC(target) list;
} target_set;

static void set_add(target_set *s, target to)
{
	for (uint32_t i = 0; i < s->list.n; i++)
		if (target_same(s->list.p[i], to))
			return;
	if (s->list.n < TARGETS_MAX)
		ab_push(s->a, &s->list, to);
}

static bool set_has_chip(const target_set *s, const catalog *c, const catalog_chip *chip)
{
	for (uint32_t i = 0; i < s->list.n; i++)
		if (s->list.p[i].hit == CATALOG_CHIP && &c->chips.p[s->list.p[i].at] == chip)
			return true;
	return false;
}

static bool family_has(const catalog_family *f, const catalog_chip *chip)
{
	for (uint32_t i = 0; i < f->members.n; i++)
		if (f->members.p[i] == chip)
			return true;
	return false;
}

static bool family_within(const catalog_family *f, const catalog_family *other)
{
	for (uint32_t i = 0; i < f->members.n; i++)
		if (!family_has(other, f->members.p[i]))
			return false;
	return f != other;
}

/* Families whose members are all in the set stand for them. */
static void set_add_families(target_set *s, const catalog *c)
{
	for (uint32_t i = 0; i < c->families.n; i++) {
		const catalog_family *f = &c->families.p[i];
		bool all = true;
		for (uint32_t k = 0; k < f->members.n && all; k++)
			all = set_has_chip(s, c, f->members.p[k]);
		if (all)
			set_add(s, (target){CATALOG_FAMILY, (uint16_t)i});
	}
}

/* A chip or a smaller family that a family of the set holds. */
static bool covered(const target_set *s, const catalog *c, target to)
{
	for (uint32_t i = 0; i < s->list.n; i++) {
		if (s->list.p[i].hit != CATALOG_FAMILY)
			continue;
		const catalog_family *f = &c->families.p[s->list.p[i].at];
		if (to.hit == CATALOG_CHIP && family_has(f, &c->chips.p[to.at]))
			return true;
		if (to.hit == CATALOG_FAMILY && family_within(&c->families.p[to.at], f))
			return true;
	}
	return false;
}

static int by_text(const void *a, const void *b)
{
	return ab_str_cmp(*(const ab_str *)a, *(const ab_str *)b);
}

static catalog_match match_several(const catalog *c, target_set *s)
{
	catalog_match m = {.hit = CATALOG_SEVERAL};
	set_add_families(s, c);
	for (uint32_t i = 0; i < s->list.n; i++)
		if (!covered(s, c, s->list.p[i]))
			ab_push(s->a, &m.several, target_id(c, s->list.p[i]));
	if (m.several.n)
		qsort(m.several.p, m.several.n, sizeof(*m.several.p), by_text);
	return m;
}

/* ---- one key ---- */
static bool maker_fits(const catalog *c, target to, const ab_str *makers, uint32_t n)
{
	ab_str maker = id_maker(target_id(c, to));
	for (uint32_t i = 0; i < n; i++)
		if (ab_str_eq(makers[i], maker))
			return true;
	return n == 0;
}

/* Everything of the best rank that bears the key; a series is never one thing. */
static bool match_key(const catalog *c, ab_arena *a, ab_str key, const ab_str *makers, uint32_t n, catalog_match *out)
{
	name_rank best = RANK_SERIES;
	const name *first = index_first(&c->names, key);
	bool any = false;
	for (const name *x = first; x; x = index_next(&c->names, x)) {
		if (!maker_fits(c, x->to, makers, n))
			continue;
		any = true;
		best = x->rank < best ? (name_rank)x->rank : best;
	}
	if (!any)
		return false;
	target_set s = {.a = a};
	for (const name *x = first; x; x = index_next(&c->names, x))
		if (x->rank == best && maker_fits(c, x->to, makers, n))
			set_add(&s, x->to);
	*out = s.list.n == 1 && best != RANK_SERIES ? match_of(c, s.list.p[0]) : match_several(c, &s);
	return true;
}

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

/* Whether a name may end after n bytes of x: "MI300" of MI300X, "DGX" of DGX A100, not "RTX 40" of RTX 4090. */
static bool breaks_at(const name *x, uint32_t n)
{
	if (n >= x->n || (n < 64 && x->cuts >> n & 1))
		return true;
	return is_digit(x->p[n - 1]) != is_digit(x->p[n]);
}

static bool begins_with(const name *x, const folded *f)
{
	return x->n > f->n && memcmp(x->p, f->p, f->n) == 0 && breaks_at(x, f->n);
}

/* Who says "MI300" means chips, not the platforms named after them. */
static void set_drop_systems(target_set *s)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->list.n; i++)
		n += s->list.p[i].hit != CATALOG_SYSTEM;
	if (n == 0)
		return;
	n = 0;
	for (uint32_t i = 0; i < s->list.n; i++)
		if (s->list.p[i].hit != CATALOG_SYSTEM)
			s->list.p[n++] = s->list.p[i];
	s->list.n = n;
}

static bool match_beginning(const catalog *c, ab_arena *a, const folded *f, const ab_str *makers, uint32_t n,
                            catalog_match *out)
{
	target_set s = {.a = a};
	for (uint32_t i = 0; f->n >= 2 && i < c->names.list.n; i++) {
		const name *x = &c->names.list.p[i];
		if (x->rank != RANK_ID && x->p[0] == f->p[0] && begins_with(x, f) && maker_fits(c, x->to, makers, n))
			set_add(&s, x->to);
	}
	set_drop_systems(&s);
	if (s.list.n < 2)
		return false;
	*out = match_several(c, &s);
	return true;
}

/* ---- the nearest ---- */
typedef struct near {
	target to;
	uint32_t score; /* less is nearer */
} near;

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t bits(uint64_t x)
{
	return (uint32_t)__builtin_popcountll(x);
}

/* Insertions, deletions, replacements and swaps of neighbors, or `limit` where there are that many. */
static uint32_t distance(const char *a, uint32_t na, const char *b, uint32_t nb, uint32_t limit)
{
	uint32_t rows[3][NAME_MAX_LEN + 1], *before = rows[0], *last = rows[1], *now = rows[2];
	for (uint32_t j = 0; j <= nb; j++)
		last[j] = before[j] = j;
	for (uint32_t i = 1; i <= na; i++) {
		uint32_t lowest = now[0] = i;
		for (uint32_t j = 1; j <= nb; j++) {
			now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
			lowest = least(lowest, now[j]);
		}
		if (lowest >= limit)
			return limit;
		uint32_t *oldest = before;
		before = last;
		last = now;
		now = oldest;
	}
	return least(last[nb], limit);
}

/* Twice the distance; a name that begins like the other counts a little less than one letter. */
static uint32_t score_of(const name *x, const folded *f, uint64_t letters, uint32_t limit)
{
	if (begins_with(x, f) || (x->n >= 3 && x->n < f->n && memcmp(x->p, f->p, x->n) == 0))
		return 1 + (x->n > f->n ? x->n - f->n : f->n - x->n) / 8;
	uint32_t gap = x->n > f->n ? x->n - f->n : f->n - x->n;
	if (gap >= limit || bits(letters & ~x->letters) >= limit || bits(x->letters & ~letters) >= limit)
		return UINT32_MAX;
	uint32_t d = distance(x->p, x->n, f->p, f->n, limit);
	return d < limit ? 2 * d : UINT32_MAX;
}

static uint32_t near_add(const catalog *c, near list[NEAREST_MAX], uint32_t n, near one)
{
	uint32_t at = n;
	for (uint32_t i = 0; i < n; i++) {
		if (!target_same(list[i].to, one.to))
			continue;
		if (list[i].score <= one.score)
			return n;
		memmove(list + i, list + i + 1, (n - i - 1) * sizeof(*list));
		at = --n;
		break;
	}
	while (at > 0 &&
	       (list[at - 1].score > one.score ||
	        (list[at - 1].score == one.score && ab_str_cmp(target_id(c, list[at - 1].to), target_id(c, one.to)) > 0)))
		at--;
	if (at == NEAREST_MAX)
		return n;
	n = n < NEAREST_MAX ? n + 1 : n;
	memmove(list + at + 1, list + at, (n - at - 1) * sizeof(*list));
	list[at] = one;
	return n;
}

static catalog_match match_nearest(const catalog *c, ab_arena *a, const folded *f)
{
	near list[NEAREST_MAX];
	uint32_t n = 0, limit = f->n / 3 + 1;
	uint64_t letters = name_letters(f->p, f->n);
	for (uint32_t i = 0; i < c->names.list.n; i++) {
		const name *x = &c->names.list.p[i];
		uint32_t score = x->rank == RANK_SERIES ? UINT32_MAX : score_of(x, f, letters, limit);
		if (score != UINT32_MAX)
			n = near_add(c, list, n, (near){x->to, score});
	}
	catalog_match m = {.hit = CATALOG_NONE};
	for (uint32_t i = 0; i < n; i++)
		ab_push(a, &m.several, target_id(c, list[i].to));
	return m;
}

/* ---- */
static bool match_exact(const catalog *c, ab_str text, catalog_match *out)
{
	char low[NAME_MAX_LEN];
	if (text.n >= sizeof(low))
		return false;
	for (size_t i = 0; i < text.n; i++)
		low[i] = text.p[i] >= 'A' && text.p[i] <= 'Z' ? (char)(text.p[i] + ('a' - 'A')) : text.p[i];
	ab_str key = {low, text.n};
	const name *n = index_first(&c->exact, key);
	if (!n)
		n = index_first(&c->ids, key);
	if (n)
		*out = match_of(c, n->to);
	return n != NULL;
}

catalog_match catalog_resolve(const catalog *c, ab_arena *a, ab_str text)
{
	catalog_match m = {.hit = CATALOG_NONE};
	folded f;
	ab_str makers[MAKERS_MAX];
	text = ab_str_trim(text);
	if (match_exact(c, text, &m) || !name_fold(c, text, &f))
		return m;
	if (match_key(c, a, (ab_str){f.p, f.n}, NULL, 0, &m))
		return m;
	uint32_t whole = f.n, n = name_strip(c, &f, makers);
	if (f.n != whole && match_key(c, a, (ab_str){f.p, f.n}, makers, n, &m))
		return m;
	if (match_beginning(c, a, &f, makers, n, &m))
		return m;
	return match_nearest(c, a, &f);
}
