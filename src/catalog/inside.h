/* What the files of the catalog share: the catalog itself, its index of names and the
 * table readers. Nobody outside this room includes it. */
#ifndef AMBIT_CATALOG_INSIDE_H
#define AMBIT_CATALOG_INSIDE_H

#include "base/base.h"
#include "catalog/catalog.h"

enum {
	NAME_MAX_LEN = 120, /* bytes of a folded name; nothing longer is a name of a product */
	MAKERS_MAX = 4,     /* makers that may stand before one name ("Alibaba T-Head PPU") */
	SHA256_HEX = 64
};

typedef struct target {
	uint16_t hit; /* catalog_hit: CATALOG_CHIP, CATALOG_FAMILY or CATALOG_SYSTEM */
	uint16_t at;
} target;

/* Which name counts where two things bear the same one: the lower. */
typedef enum name_rank { RANK_ALIAS, RANK_ID, RANK_FAMILY, RANK_THING, RANK_SERIES } name_rank;

/* A name without what does not matter: case, blanks, hyphens, marks, the script of known words. */
typedef struct folded {
	char p[NAME_MAX_LEN];
	uint32_t n;
	uint64_t cuts; /* bit i: something stood between byte i-1 and byte i (of the first 64) */
} folded;

typedef struct name { /* thousands of them: kept small */
	const char *p;
	uint64_t cuts, letters; /* letters: bit for each byte that occurs, by its lowest six bits */
	uint32_t hash;
	uint32_t next; /* same key, 0: none; index + 1 */
	target to;
	uint8_t n, rank;
} name;

typedef struct name_index {
	AB_VEC(name) list;
	uint32_t *slots; /* index + 1 into list; the first name of a key */
	uint32_t cap;
} name_index;

typedef enum word_kind { WORD_MAKER, WORD_BRAND, WORD_TAIL, WORD_MEANS } word_kind;

typedef struct word {
	ab_str text, means; /* text is folded */
	word_kind kind;
	struct word *next; /* same first byte, longer ones first */
} word;

typedef struct pci_row {
	uint64_t key; /* vendor << 48 | device << 32 | subsystem */
	target to;
} pci_row;

typedef struct country_row {
	catalog_country country;
	ab_str iso3, aliases; /* aliases: separated by ; */
} country_row;

struct catalog {
	ab_arena arena;
	AB_VEC(catalog_chip) chips;
	AB_VEC(catalog_family) families;
	AB_VEC(catalog_system) systems;
	AB_VEC(country_row) countries;
	AB_VEC(ab_str) country_names; /* English, for the nearest */
	AB_VEC(pci_row) pci;
	AB_VEC(catalog_precedent) precedents;
	AB_VEC(ab_str) literals; /* words of ours: names of figures, "true", "false" */
	word *words[256];        /* by the first byte of the folded text */
	name_index ids;          /* ids as written */
	name_index exact;        /* aliases as written, ASCII without case */
	name_index names;        /* folded */
	char hash[SHA256_HEX + 1];
	size_t mapped; /* bytes of the program's file mapped for it; 0: one block of the heap */
};

/* ---- one table while it is read ---- */
enum { TABLE_COLUMNS = 48 };

typedef struct table {
	catalog *c;
	ab_diags *d;
	const char *file, *p, *end;
	int line, next_line;
	int width;                 /* columns of the file */
	int wanted[TABLE_COLUMNS]; /* column of the file for each one asked for */
	int columns, source;       /* how many were asked for; which of them is "source" */
	uint32_t faults;
	ab_str cell[TABLE_COLUMNS]; /* of this row, in the order asked for */
} table;

/* Asks for columns by name (separated by blanks, "source" among them); false with a diagnostic. */
bool table_open(table *t, catalog *c, const catalog_file *f, const char *columns, ab_diags *d);
/* Room in an empty vector for all rows, to spare growing. */
#define TABLE_ROOM(t, v)                                                                                               \
	((v)->cap = table_rows(t), (v)->p = ab_alloc(&(t)->c->arena, ((v)->cap + 1) * sizeof(*(v)->p)), (v)->n = 0)
uint32_t table_rows(const table *t); /* at most as many are still to come */
bool table_next(table *t);           /* false after the last row; a row without a source is an error */
void table_error(table *t, const char *remedy, const char *fmt, ...) AB_PRINTF(3, 4);
bool table_country_ok(ab_str code); /* empty, "US", "CN/TW" */
/* One of the blank-separated words. */
bool table_one_of(ab_str cell, const char *words);

void chips_read(catalog *c, const catalog_file *f, ab_diags *d);
void disagreements_read(catalog *c, const catalog_file *f, ab_diags *d);
void families_read(catalog *c, const catalog_file *f, ab_diags *d);
void systems_read(catalog *c, const catalog_file *f, ab_diags *d);
void words_read(catalog *c, const catalog_file *f, ab_diags *d);
void aliases_read(catalog *c, const catalog_file *f, ab_diags *d);
void pci_read(catalog *c, const catalog_file *f, ab_diags *d);
void countries_read(catalog *c, const catalog_file *f, ab_diags *d);
void precedents_read(catalog *c, const catalog_file *f, ab_diags *d);

/* Reads the tables into a catalog whose arena is ready; false with diagnostics. */
bool catalog_fill(catalog *c, const catalog_file *files, size_t n, ab_diags *d);

/* SHA-256 over the tables in the order of their names, hex and a zero. */
void tables_hash(const catalog_file *files, size_t n, char out[SHA256_HEX + 1]);
ab_str file_base_name(const char *path);

/* ---- ids ---- */
bool id_ok(ab_str id);      /* "maker/series-model": small letters, digits, '-', '.', one '/' */
ab_str id_maker(ab_str id); /* before the slash */
ab_str id_tail(ab_str id);  /* after it */
bool id_find(const catalog *c, ab_str id, target *out);
/* False and a diagnostic when the id is no id or is taken. */
bool id_add(table *t, ab_str id, target to);
ab_str target_id(const catalog *c, target to);
bool target_same(target a, target b);

/* ---- names ---- */
bool name_fold(const catalog *c, ab_str text, folded *out); /* false: too long or nothing left */
/* Cuts makers, brands and words such as "GPU" off; the makers that stood there come in `makers`. */
uint32_t name_strip(const catalog *c, folded *f, ab_str makers[MAKERS_MAX]);
void name_add(catalog *c, ab_str text, target to, name_rank rank); /* whole and stripped */
void names_of_all(catalog *c);                           /* ids and names of chips, families, systems, and the series */
void index_room(ab_arena *a, name_index *x, uint32_t n); /* for n names, to spare growing */
/* One thing a key; false when another has it. */
bool index_add(ab_arena *a, name_index *x, ab_str key, target to, name_rank rank);
const name *index_first(const name_index *x, ab_str key);
const name *index_next(const name_index *x, const name *n);
uint64_t name_letters(const char *p, uint32_t n);

#endif
