/* Text that grows on the heap: what pages, JSON and messages are written into. */
#include "base/base.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ab_buf_free(ab_buf *b)
{
	free(b->p);
	*b = (ab_buf){0};
}

static void reserve(ab_buf *b, size_t more)
{
	if (more > PTRDIFF_MAX - 1 - b->n)
		base_memory_out();
	size_t need = b->n + more + 1;
	if (need <= b->cap)
		return;
	size_t cap = b->cap ? b->cap : 256;
	while (cap < need)
		cap *= 2;
	char *p = realloc(b->p, cap);
	if (!p)
		base_memory_out();
	b->p = p;
	b->cap = cap;
}

void ab_buf_add(ab_buf *b, ab_str s)
{
	reserve(b, s.n);
	if (s.n)
		memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = '\0';
}

void ab_buf_addz(ab_buf *b, const char *z)
{
	ab_buf_add(b, ab_str_of(z));
}

void ab_buf_addc(ab_buf *b, char c)
{
	ab_buf_add(b, (ab_str){&c, 1});
}

void ab_buf_printf(ab_buf *b, const char *fmt, ...)
{
	va_list args, again;
	va_start(args, fmt);
	va_copy(again, args);
	reserve(b, 0);
	int n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, args);
	if (n > 0 && (size_t)n >= b->cap - b->n) {
		reserve(b, (size_t)n);
		vsnprintf(b->p + b->n, b->cap - b->n, fmt, again);
	}
	if (n > 0)
		b->n += (size_t)n;
	b->p[b->n] = '\0';
	va_end(again);
	va_end(args);
}
