/* Catalog: chips, families, systems, countries and PCI ids. Raw figures only:
 * what they mean in law is the law's. Loaded from CSV tables once, read-only and
 * shared between threads afterwards. The one header of this room. */
#ifndef AMBIT_CATALOG_CATALOG_H
#define AMBIT_CATALOG_CATALOG_H

#include "base/base.h"

typedef struct catalog catalog;

typedef struct catalog_file {
	const char *
		path; /* "data/chips.csv", "data/families.csv", "data/systems.csv", "data/countries.csv", "data/pci.csv", ... */
	ab_str text; /* must outlive the catalog */
} catalog_file;

/* NULL with diagnostics when a table is broken: unknown id, double id, negative figure, row without a source. */
catalog *catalog_load(const catalog_file *files, size_t n, ab_diags *d);
void catalog_free(catalog *c);              /* NULL is fine */
const char *catalog_hash(const catalog *c); /* SHA-256 over the tables, hex */

/* ---- images: tables that were read when the program was built; as in law.h ---- */
bool catalog_image_make(const catalog_file *files, size_t n, ab_buf *out, ab_diags *d);
catalog *catalog_image_load(const unsigned char *image, size_t size);
extern const unsigned char catalog_image_begin[] __attribute__((weak));
extern const unsigned char catalog_image_end[] __attribute__((weak));

/* ---- chips ---- */
typedef struct catalog_figure {
	ab_str name;  /* as the fact of an item: "die_area_mm2", "nonplanar", "memory_bandwidth_gbs", "tops.fp16", ... */
	ab_str value; /* as in the table: decimal, yes/no as "true"/"false", or a word */
	ab_str note;  /* doubt or disagreement about this figure; may be empty */
} catalog_figure;

typedef struct catalog_chip {
	ab_str id;            /* "huawei/ascend-910b3" */
	ab_str name;          /* "Ascend 910B3" */
	ab_str maker;         /* "Huawei" */
	ab_str maker_country; /* seat of the designer's ultimate parent, ISO alpha-2; may be empty */
	ab_str kind;          /* "ic" or "hbm-stack" */
	ab_str foundry, foundry_country;
	ab_str launched;   /* as in the table */
	ab_str confidence; /* datasheet, secondary, estimate */
	ab_str source, note;
	AB_VEC(catalog_figure) figures; /* only what the table says; an empty cell is unknown */
	AB_VEC(ab_str) families;        /* ids of the families that have it as a member */
} catalog_chip;

typedef struct catalog_family { /* a name for several chips */
	ab_str id, name, source;
	AB_VEC(const catalog_chip *) members;
} catalog_family;

typedef struct catalog_content {
	ab_str count;                 /* decimal; empty: at least one */
	const catalog_chip *chip;     /* either a chip */
	const catalog_family *family; /* or a family */
} catalog_content;

typedef struct catalog_system { /* server, rack, cluster or cloud instance */
	ab_str id, name, maker, maker_country;
	ab_str kind; /* assembly, server, rack, cluster */
	ab_str source, confidence, note;
	bool marketed_for_datacenter;
	AB_VEC(catalog_content) contents;
} catalog_system;

typedef enum catalog_hit { CATALOG_NONE, CATALOG_CHIP, CATALOG_FAMILY, CATALOG_SYSTEM, CATALOG_SEVERAL } catalog_hit;

typedef struct catalog_match {
	catalog_hit hit;
	const catalog_chip *chip;
	const catalog_family *family;
	const catalog_system *system;
	AB_VEC(ab_str)
	several; /* CATALOG_SEVERAL: ids that the name fits; CATALOG_NONE: the nearest ids, best first, at most five */
} catalog_match;

/* Resolves an id, alias or marketing name in any script: "H100", "rtx 4090d", "昇腾910B", "Mate 60 Pro", "DGX H100".
 * Case, blanks, hyphens, trade-mark signs and the maker's name in front do not matter. Lists live in `a`. */
catalog_match catalog_resolve(const catalog *c, ab_arena *a, ab_str name);
size_t catalog_chip_count(const catalog *c);
const catalog_chip *catalog_chip_at(const catalog *c, size_t i); /* in the order of ids */
size_t catalog_family_count(const catalog *c);
const catalog_family *catalog_family_at(const catalog *c, size_t i);
size_t catalog_system_count(const catalog *c);
const catalog_system *catalog_system_at(const catalog *c, size_t i);
/* Value of a figure of a chip, empty if the table does not say it. */
ab_str catalog_figure_of(const catalog_chip *chip, const char *name);

/* ---- PCI ---- */
/* Chips or families for a PCI id; false when unknown. One id may cover a family. */
bool catalog_pci(const catalog *c, ab_arena *a, unsigned vendor, unsigned device, unsigned subsystem,
                 catalog_match *out);

/* ---- countries ---- */
typedef struct catalog_country {
	ab_str code;             /* "BR" */
	ab_str name;             /* English */
	ab_str name_ko, name_zh; /* may be empty */
	ab_str note;
} catalog_country;

/* By code or name in English, Korean or Chinese, without case. NULL: none; *nearest is then set when something is near. */
const catalog_country *catalog_country_find(const catalog *c, ab_str word, const catalog_country **nearest);

/* ---- published enforcement ---- */
typedef struct catalog_precedent { /* lists are separated by ; */
	ab_str id;                     /* "2025-07-cadence" */
	ab_str jurisdiction;           /* id of the pack */
	ab_date day;                   /* announced */
	ab_str party;
	ab_str outcome; /* settled, plea, convicted; charged, indicted, investigated */
	bool decided;   /* not only charged */
	ab_str amount;  /* in words; may be empty */
	ab_str conduct; /* one sentence without its full stop */
	ab_str eccn, through, to, rules;
	ab_str confidence; /* primary, secondary, memory */
	ab_str source;
} catalog_precedent;

size_t catalog_precedent_count(const catalog *c);
const catalog_precedent *catalog_precedent_at(const catalog *c, size_t i); /* in the order of days */

#endif
