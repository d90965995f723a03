/* Timing for the benchmarks: a clock, and the middle and the tail of what it measured. A subject is
 * measured in turns with the others (A B A B ...), so that a change of the machine's pace meets all. */
#ifndef AMBIT_BENCH_TIMING_H
#define AMBIT_BENCH_TIMING_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct samples {
	uint64_t *ns;
	size_t n, cap;
} samples;

static inline uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static inline void sample(samples *s, uint64_t ns)
{
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 256;
		s->ns = realloc(s->ns, s->cap * sizeof *s->ns);
		if (!s->ns)
			abort();
	}
	s->ns[s->n++] = ns;
}

static inline int sample_order(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* The sample below which a share of all lie, in microseconds; share 0: the least. */
static inline double sample_us(samples *s, double share)
{
	qsort(s->ns, s->n, sizeof *s->ns, sample_order);
	return s->n ? (double)s->ns[(size_t)(share * (double)(s->n - 1))] / 1e3 : 0;
}

static inline void samples_free(samples *s)
{
	free(s->ns);
	*s = (samples){NULL, 0, 0};
}

static inline void sample_head(const char *what)
{
	printf("  %-46s %10s %10s %10s\n", what, "median us", "min us", "p99 us");
}

static inline void sample_print(const char *label, samples *s)
{
	printf("  %-46s %10.1f %10.1f %10.1f\n", label, sample_us(s, 0.5), sample_us(s, 0), sample_us(s, 0.99));
}

#endif
