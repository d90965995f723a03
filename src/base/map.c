/* Map from text to a number (open addressing, linear probing), and the name nearest
 * to a misspelled one. */
#include "base/base.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <string.h>

typedef struct ab_map_slot {
	ab_str key;
	uint32_t hash; /* 0: free */
	uint32_t value;
} ab_map_slot;

static uint64_t mix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0xD6E8FEB86659FD93u;
	x ^= x >> 32;
	x *= 0xD6E8FEB86659FD93u;
	return x ^ x >> 32;
}

/* Eight bytes, little end first on every machine: a hash may reach an output. */
static uint64_t load(const unsigned char *p, size_t n)
{
	uint64_t x = 0;
	for (size_t i = 0; i < n; i++)
		x |= (uint64_t)p[i] << 8 * i;
	return x;
}

uint64_t ab_hash(const void *data, size_t n, uint64_t seed)
{
	const unsigned char *p = data;
	uint64_t h = mix(seed ^ 0x9E3779B97F4A7C15u ^ n);
	for (; n >= 8; n -= 8, p += 8)
		h = mix(h ^ load(p, 8)) * 0x9E3779B97F4A7C15u;
	return mix(h ^ load(p, n));
}

static uint32_t hash_key(ab_str key)
{
	uint32_t h = (uint32_t)ab_hash(key.p, key.n, 0);
	return h ? h : 1;
}

/* The slot that holds the key, or the free one where it belongs. */
static ab_map_slot *find(const ab_map *m, ab_str key, uint32_t hash)
{
	for (uint32_t i = hash & (m->cap - 1);; i = (i + 1) & (m->cap - 1)) {
		ab_map_slot *s = &m->slots[i];
		if (s->hash == 0 || (s->hash == hash && ab_str_eq(s->key, key)))
			return s;
	}
}

void ab_map_init(ab_map *m, ab_arena *a)
{
	*m = (ab_map){.arena = a};
}

static void grow(ab_map *m)
{
	ab_map old = *m;
	if (old.cap > UINT32_MAX / 4)
		base_memory_out();
	m->cap = old.cap ? old.cap * 2 : 16;
	m->slots = AB_NEW_N(m->arena, ab_map_slot, m->cap);
	for (uint32_t i = 0; i < old.cap; i++)
		if (old.slots[i].hash)
			*find(m, old.slots[i].key, old.slots[i].hash) = old.slots[i];
}

uint32_t ab_map_put(ab_map *m, ab_str key, uint32_t value)
{
	if ((uint64_t)m->n * 4 >= (uint64_t)m->cap * 3)
		grow(m);
	uint32_t hash = hash_key(key);
	ab_map_slot *s = find(m, key, hash);
	if (s->hash)
		return s->value;
	*s = (ab_map_slot){key, hash, value};
	m->n++;
	return value;
}

uint32_t ab_map_get(const ab_map *m, ab_str key)
{
	if (m->n == 0)
		return AB_MAP_NONE;
	const ab_map_slot *s = find(m, key, hash_key(key));
	return s->hash ? s->value : AB_MAP_NONE;
}

/* ---- the nearest name ---- */
enum { WORD_MAX = 96 }; /* characters; nobody misspells a longer name by a third */

typedef struct word {
	uint32_t c[WORD_MAX];
	int n; /* -1: too long */
} word;

static void word_read(word *w, ab_str s)
{
	w->n = 0;
	for (size_t i = 0; i < s.n;) {
		uint32_t point;
		size_t len = base_utf8_decode(s.p + i, s.n - i, &point);
		if (len == 0) {
			point = 0x110000u + (unsigned char)s.p[i];
			len = 1;
		}
		if (w->n == WORD_MAX) {
			w->n = -1;
			return;
		}
		w->c[w->n++] = point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point;
		i += len;
	}
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbors that turn `a` into `b`. */
static int distance(const word *a, const word *b)
{
	int rows[3][WORD_MAX + 1];
	int *before = rows[0], *last = rows[1], *now = rows[2];
	for (int j = 0; j <= b->n; j++)
		last[j] = j;
	for (int i = 1; i <= a->n; i++) {
		now[0] = i;
		for (int j = 1; j <= b->n; j++) {
			bool same = a->c[i - 1] == b->c[j - 1];
			now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + !same);
			if (i > 1 && j > 1 && a->c[i - 1] == b->c[j - 2] && a->c[i - 2] == b->c[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		int *oldest = before;
		before = last;
		last = now;
		now = oldest;
	}
	return last[b->n];
}

int ab_nearest(ab_str s, const ab_str *names, size_t n)
{
	word a, b;
	word_read(&a, s);
	if (a.n <= 0)
		return -1;
	int best = a.n / 3 + 1, at = -1;
	for (size_t i = 0; i < n && i <= INT32_MAX; i++) {
		word_read(&b, names[i]);
		if (b.n <= 0 || b.n - a.n >= best || a.n - b.n >= best)
			continue;
		int d = distance(&a, &b);
		if (d < best) {
			best = d;
			at = (int)i;
		}
	}
	return at;
}
