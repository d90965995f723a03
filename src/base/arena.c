/* Arenas and the vectors that live in them: allocation is a pointer bump, and all
 * of it is freed at once. Under AddressSanitizer a gap after each object is poisoned,
 * so that an overrun is still found. */
#include "base/base.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define BASE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BASE_ASAN 1
#endif
#endif

#ifdef BASE_ASAN
#include <sanitizer/asan_interface.h>
#define BASE_GAP 16
#define BASE_HIDE(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define BASE_SHOW(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define BASE_GAP 0
#define BASE_HIDE(p, n) ((void)(p), (void)(n))
#define BASE_SHOW(p, n) ((void)(p), (void)(n))
#endif

enum { ALIGN = 16, CHUNK_MIN = 4096, CHUNK_MAX = 1 << 20 };

typedef struct ab_chunk {
	struct ab_chunk *before;
	size_t size; /* bytes after this header */
} ab_chunk;

_Static_assert(sizeof(ab_chunk) % ALIGN == 0, "objects after the header must be aligned");

void base_memory_out(void)
{
	fputs("ambit: out of memory; give the process more memory or a smaller input\n", stderr);
	exit(2);
}

static char *chunk_start(ab_chunk *c)
{
	return (char *)(c + 1);
}

static ab_chunk *chunk_new(ab_arena *a, size_t size)
{
	ab_chunk *c = malloc(sizeof(*c) + size);
	if (!c)
		base_memory_out();
	c->before = NULL;
	c->size = size;
	a->total += sizeof(*c) + size;
	BASE_HIDE(chunk_start(c), size);
	return c;
}

static void chunk_free(ab_chunk *c)
{
	BASE_SHOW(chunk_start(c), c->size);
	free(c);
}

static void chunks_free(ab_chunk *c)
{
	while (c) {
		ab_chunk *before = c->before;
		chunk_free(c);
		c = before;
	}
}

void ab_arena_init(ab_arena *a)
{
	*a = (ab_arena){0};
}

void ab_arena_free(ab_arena *a)
{
	chunks_free(a->head);
	*a = (ab_arena){0};
}

/* The newest chunk is the largest, so that after a few rounds one chunk holds a whole round. */
void ab_arena_reset(ab_arena *a)
{
	ab_chunk *keep = a->head;
	if (!keep)
		return;
	chunks_free(keep->before);
	keep->before = NULL;
	a->at = chunk_start(keep);
	a->end = a->at + keep->size;
	a->total = sizeof(*keep) + keep->size;
	BASE_HIDE(a->at, keep->size);
}

/* A chunk of its own for a big object goes behind the current one, which keeps its free tail. */
static char *alloc_big(ab_arena *a, size_t need)
{
	ab_chunk *c = chunk_new(a, need);
	c->before = a->head->before;
	a->head->before = c;
	return chunk_start(c);
}

static void grow(ab_arena *a, size_t need)
{
	size_t size = a->head ? a->head->size * 2 : CHUNK_MIN;
	if (size > CHUNK_MAX)
		size = CHUNK_MAX;
	if (size < need)
		size = need;
	ab_chunk *c = chunk_new(a, size);
	c->before = a->head;
	a->head = c;
	a->at = chunk_start(c);
	a->end = a->at + size;
}

void *ab_alloc(ab_arena *a, size_t size)
{
	if (size > PTRDIFF_MAX - 4 * (size_t)ALIGN)
		base_memory_out();
	size_t need = ((size + BASE_GAP + ALIGN - 1) & ~(size_t)(ALIGN - 1)) + (size == 0 ? ALIGN : 0);
	char *p;
	if (need <= (size_t)(a->end - a->at)) {
		p = a->at;
		a->at += need;
	} else if (a->head && need > CHUNK_MAX / 4) {
		p = alloc_big(a, need);
	} else {
		grow(a, need);
		p = a->at;
		a->at += need;
	}
	BASE_SHOW(p, size);
	return memset(p, 0, size);
}

char *ab_strdup(ab_arena *a, ab_str s)
{
	char *p = ab_alloc(a, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

ab_str ab_str_dup(ab_arena *a, ab_str s)
{
	return (ab_str){ab_strdup(a, s), s.n};
}

char *ab_sprintf(ab_arena *a, const char *fmt, ...)
{
	va_list args, again;
	char brief[256]; /* most texts are: one pass then */
	va_start(args, fmt);
	va_copy(again, args);
	int n = vsnprintf(brief, sizeof brief, fmt, args);
	char *p = ab_alloc(a, n < 0 ? 1 : (size_t)n + 1);
	if (n > 0 && (size_t)n < sizeof brief)
		memcpy(p, brief, (size_t)n + 1);
	else if (n > 0)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	va_end(args);
	return p;
}

void ab_vec_room(ab_arena *a, void **p, uint32_t n, uint32_t *cap, size_t size)
{
	if (n < *cap)
		return;
	if (*cap > UINT32_MAX / 2 || (size_t)*cap * 2 > PTRDIFF_MAX / size)
		base_memory_out();
	uint32_t more = *cap ? *cap * 2 : 8;
	void *q = ab_alloc(a, (size_t)more * size);
	if (n)
		memcpy(q, *p, (size_t)n * size);
	*p = q;
	*cap = more;
}
