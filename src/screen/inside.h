/* What the files of this room share. */
#ifndef AMBIT_SCREEN_INSIDE_H
#define AMBIT_SCREEN_INSIDE_H

#include "screen/screen.h"

enum { KEY_MAX = 400 }; /* bytes of a name as it is compared */

typedef struct screen_key {
	ab_str full;    /* "huawei technologies co ltd" */
	uint32_t bare;  /* bytes of it without the legal form */
	uint32_t entry; /* its place */
	ab_str as;      /* as the table writes it */
	bool alias;     /* another name of the entry: it may have been added later */
	bool known_by;  /* a short name under which everybody knows this one */
} screen_key;

struct screen {
	ab_arena arena;
	size_t mapped; /* bytes, when it is an image in its place */
	char hash[65];
	ab_date through;
	AB_VEC(screen_entry) entries;
	AB_VEC(screen_key) keys;
	uint32_t *slots; /* place of a key and 1; 0: free */
	uint32_t slot_n; /* a power of two */
};

typedef struct folded {
	char text[KEY_MAX];
	uint32_t n, bare;
} folded;

/* False: too long, or nothing is left of it. */
bool screen_fold(ab_str name, folded *out);
void screen_index(screen *s);
/* Reads the table into a screen whose arena is ready. */
bool screen_fill(screen *s, const char *path, ab_str text, ab_diags *d);

#endif
