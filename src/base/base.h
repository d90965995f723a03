/* Base: what every other room stands on. Arenas, slices, vectors, maps, dates,
 * exact numbers, diagnostics, CSV. Nothing here knows about law or chips.
 * Thread safety: no hidden state; an object is used by one thread at a time. */
#ifndef AMBIT_BASE_H
#define AMBIT_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define AB_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define AB_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- slices: not owned, not zero-terminated unless it says so ---- */
typedef struct ab_str {
	const char *p;
	size_t n;
} ab_str;

#define AB_STR(lit) ((ab_str){(lit), sizeof(lit) - 1})
#define AB_FMT(s) (int)(s).n, (s).p /* for "%.*s" */

ab_str ab_str_of(const char *z); /* NULL gives the empty slice */
bool ab_str_eq(ab_str a, ab_str b);
bool ab_str_is(ab_str a, const char *z);
bool ab_str_eq_fold(ab_str a, ab_str b); /* ASCII letters without case */
int ab_str_cmp(ab_str a, ab_str b);      /* by bytes, shorter first */
bool ab_str_starts(ab_str s, const char *z);
ab_str ab_str_trim(ab_str s);
/* Cuts `rest` at the next `sep`; false when nothing is left. */
bool ab_str_cut(ab_str *rest, char sep, ab_str *part);
/* First byte that is not valid UTF-8, or s.n when all of it is. */
size_t ab_utf8_invalid(ab_str s);
/* Columns that a terminal needs for `s` (wide East Asian characters count two). */
size_t ab_utf8_width(ab_str s);

/* ---- arena: what lives and dies together ---- */
typedef struct ab_arena {
	struct ab_chunk *head;
	char *at, *end;
	size_t total; /* bytes asked from the system */
} ab_arena;

void ab_arena_init(ab_arena *a);
void ab_arena_free(ab_arena *a);
/* Empties the arena but keeps its newest, largest chunk for reuse. */
void ab_arena_reset(ab_arena *a);
/* Zeroed, aligned to 16. Never NULL: when memory is out the process ends with a message. */
void *ab_alloc(ab_arena *a, size_t size);
#define AB_NEW(a, T) ((T *)ab_alloc((a), sizeof(T)))
#define AB_NEW_N(a, T, n) ((T *)ab_alloc((a), sizeof(T) * (size_t)(n)))
char *ab_strdup(ab_arena *a, ab_str s);   /* zero-terminated copy */
ab_str ab_str_dup(ab_arena *a, ab_str s); /* the copy is zero-terminated too */
char *ab_sprintf(ab_arena *a, const char *fmt, ...) AB_PRINTF(2, 3);

/* ---- vectors in an arena: AB_VEC(int) v = {0}; ab_push(arena, &v, 7); ---- */
#define AB_VEC(T)                                                                                                      \
	struct {                                                                                                           \
		T *p;                                                                                                          \
		uint32_t n, cap;                                                                                               \
	}
/* A vector may hold pointers. NOLINTBEGIN(bugprone-sizeof-expression) */
#define ab_push(a, v, x)                                                                                               \
	(ab_vec_room((a), (void **)&(v)->p, (v)->n, &(v)->cap, sizeof(*(v)->p)), (void)((v)->p[(v)->n++] = (x)))
/* NOLINTEND(bugprone-sizeof-expression) */
void ab_vec_room(ab_arena *a, void **p, uint32_t n, uint32_t *cap, size_t size);

/* ---- growing text on the heap ---- */
typedef struct ab_buf {
	char *p; /* zero-terminated once anything was written */
	size_t n, cap;
} ab_buf;

void ab_buf_free(ab_buf *b);
void ab_buf_add(ab_buf *b, ab_str s);
void ab_buf_addz(ab_buf *b, const char *z);
void ab_buf_addc(ab_buf *b, char c);
void ab_buf_printf(ab_buf *b, const char *fmt, ...) AB_PRINTF(2, 3);

/* ---- map from text to a number, in an arena ---- */
typedef struct ab_map {
	ab_arena *arena;
	struct ab_map_slot *slots;
	uint32_t n, cap;
} ab_map;

#define AB_MAP_NONE UINT32_MAX
void ab_map_init(ab_map *m, ab_arena *a);
/* The key is not copied. Sets `value` where the key is new; returns the value that stands. */
uint32_t ab_map_put(ab_map *m, ab_str key, uint32_t value);
uint32_t ab_map_get(const ab_map *m, ab_str key); /* AB_MAP_NONE: not there */
uint64_t ab_hash(const void *p, size_t n, uint64_t seed);

/* Index of the name nearest to `s` (Damerau-Levenshtein without case, at most a third of its length), or -1. */
int ab_nearest(ab_str s, const ab_str *names, size_t n);

/* ---- days: counted from 1970-01-01, proleptic Gregorian ---- */
typedef int32_t ab_date;
#define AB_DATE_MIN INT32_MIN               /* the beginning of time */
#define AB_DATE_MAX INT32_MAX               /* open end */
#define AB_DATE_LEN 11                      /* "YYYY-MM-DD" and a zero */
bool ab_date_parse(ab_str s, ab_date *out); /* YYYY-MM-DD and a day that exists, years 1900 to 2999 */
char *ab_date_format(ab_date d, char out[AB_DATE_LEN]);
ab_date ab_date_make(int year, int month, int day);
ab_date ab_date_today(void); /* UTC; AMBIT_TODAY=YYYY-MM-DD in the environment overrides it (tests) */

/* ---- exact numbers: an integer count of 10^-9, |x| < 1.7 * 10^29 ---- */
__extension__ typedef __int128 ab_num;
#define AB_NUM_SCALE 9
#define AB_NUM_ONE ((ab_num)1000000000)
#define AB_NUM_MAX ((((ab_num)1 << 126) - 1) * 2 + 1) /* stands for "no upper bound" */
#define AB_NUM_LEN 64

typedef enum ab_num_status {
	AB_NUM_OK,
	AB_NUM_INEXACT,   /* more than nine decimals: lo and hi hold the number between them */
	AB_NUM_MALFORMED, /* not a decimal number */
	AB_NUM_TOO_BIG
} ab_num_status;

/* Reads 5.92, 1e26, 2.5e+25, 100000000000000000000000000, 26,900,000 (commas between groups of three). */
ab_num_status ab_num_parse(ab_str s, ab_num *lo, ab_num *hi);
ab_num ab_num_int(int64_t x);
/* Shortest decimal; integers of 10^15 and more as 1.1e26. */
char *ab_num_format(ab_num x, char out[AB_NUM_LEN]);
/* The same with a comma between groups of three digits; for people. */
char *ab_num_format_human(ab_num x, char out[AB_NUM_LEN]);
bool ab_num_add(ab_num a, ab_num b, ab_num *out); /* false: out of range */
bool ab_num_mul(ab_num a, ab_num b, ab_num *out); /* exact or false; rounds nothing */
/* a/b compared with c/d, all of them >= 0 and b, d > 0; exact: -1, 0, 1. b or d NULL-like 0 is not allowed. */
int ab_ratio_cmp(ab_num a, ab_num b, ab_num c, ab_num d);

/* ---- diagnostics: FILE:LINE:COL: what is wrong; what to do ---- */
typedef struct ab_diag {
	const char *file;
	int line, col; /* from 1; 0: unknown */
	const char *message;
	const char *remedy; /* may be NULL */
	bool warning;
} ab_diag;

typedef struct ab_diags {
	ab_arena *arena; /* texts and list live here */
	AB_VEC(ab_diag) list;
	uint32_t errors; /* of them, not warnings */
} ab_diags;

void ab_diags_init(ab_diags *d, ab_arena *a);
/* `remedy` may be NULL. The message is formatted and copied; file and remedy are copied. */
void ab_error(ab_diags *d, const char *file, int line, int col, const char *remedy, const char *fmt, ...)
	AB_PRINTF(6, 7);
void ab_warn(ab_diags *d, const char *file, int line, int col, const char *remedy, const char *fmt, ...)
	AB_PRINTF(6, 7);
/* One line each, `ambit: file:line:col: message; remedy`. */
void ab_diags_print(const ab_diags *d, ab_buf *out);

/* ---- files and tables ---- */
/* Whole file into the arena, zero-terminated. False with a diagnostic. "-" reads standard input. */
bool ab_file_read(ab_arena *a, const char *path, size_t limit, ab_str *out, ab_diags *d);

/* CSV as in RFC 4180: comma, double quotes, header row, UTF-8; read by header name. */
typedef struct ab_csv {
	ab_arena *arena;
	const char *file;
	AB_VEC(ab_str) head;
	uint32_t rows;
	ab_str *cells; /* rows * head.n */
	int *lines;    /* line of each row */
} ab_csv;

bool ab_csv_parse(ab_csv *t, ab_arena *a, const char *file, ab_str text, ab_diags *d);
int ab_csv_col(const ab_csv *t, const char *name);          /* -1: none */
ab_str ab_csv_cell(const ab_csv *t, uint32_t row, int col); /* col -1 gives the empty slice */

/* ---- images: something built in one block of memory, kept as bytes that load by one map ---- */
typedef struct ab_image_kind {
	unsigned slot;   /* 0..15: where in memory it is mapped; one for each kind */
	uint64_t layout; /* hash over the sizes of the structs in it: another build's image is refused */
	/* Builds the thing at the start of *size zeroed bytes and sets *size to the bytes used; nothing in it may point outside. */
	bool (*fill)(void *region, size_t *size, void *arg, ab_diags *d);
	const char *(*id)(const void *region); /* 64 characters that name the content */
} ab_image_kind;

/* Appends the image to `out`; false with diagnostics. */
bool ab_image_make(const ab_image_kind *kind, void *arg, ab_buf *out, ab_diags *d);
/* The thing, changeable and the caller's own; NULL when the bytes are no image of this kind and build. */
void *ab_image_load(const ab_image_kind *kind, const unsigned char *image, size_t size, size_t *mapped);
void ab_image_free(void *block, size_t mapped);

/* ---- files that the build put into the program (law/ and data/) ---- */
typedef struct ab_asset {
	const char *path; /* "law/us/ear/3a090.law", "data/chips.csv"; sorted */
	const unsigned char *data;
	size_t size;
} ab_asset;

extern const ab_asset ab_assets[];
extern const size_t ab_asset_count;

#ifdef __cplusplus
}
#endif
#endif
