/* A case as stated: frames with nothing but what the asker said. Completion
 * (catalog, assumption sets, defaults) works on a clone, so that one case can be
 * decided under several sets. */
#ifndef AMBIT_DETERMINE_CASE_H
#define AMBIT_DETERMINE_CASE_H

#include "ambit.h"
#include "catalog/catalog.h"
#include "law/law.h"

enum { CASE_ORDINARY = 1, CASE_LOCAL = 2, CASE_UNLISTED_OWNERS = 4 };

/* What a license covers: an ECCN with or without paragraph, or a chip, family or system of the catalog. */
typedef struct case_hold_item {
	ab_str text;            /* as it was written */
	ab_str eccn, paragraph; /* eccn empty: a name of the catalog */
} case_hold_item;

typedef struct case_hold_party { /* a party that an authorization names; empty fields are not stated */
	ab_str role, name, country;
} case_hold_party;

typedef enum case_hold_part {
	HOLD_FROM,
	HOLD_UNTIL,
	HOLD_ITEMS,
	HOLD_PARTIES,
	HOLD_COUNTRIES,
	HOLD_QUANTITY,
	HOLD_USED
} case_hold_part;

typedef struct case_hold { /* an authorization or document in hand */
	ab_str kind;           /* "license", "attestation.datasheet", ... */
	ab_str id;
	ab_date from, until;   /* AB_DATE_MIN, AB_DATE_MAX where not stated */
	ab_num quantity, used; /* -1: not stated */
	AB_VEC(case_hold_item) items;
	AB_VEC(case_hold_party) parties;
	AB_VEC(ab_str) countries;
	unsigned stated; /* bits by case_hold_part: said; an empty list covers nothing */
	unsigned open;   /* said to be unknown (null) */
} case_hold;

typedef struct case_text { /* said of a frame without being a fact: for screening and display */
	ab_str path;           /* of the frame: "end-user" */
	ab_str name;           /* "alias", "address", "address.country", "identifier" (kind:value), "description" */
	ab_str text;
} case_text;

struct ambit_case {
	const ambit_engine *engine;
	const law *law;
	const catalog *catalog;
	ab_arena arena;
	law_facts facts;
	ab_str id;
	bool as_of_stated, known_stated;
	unsigned assume;              /* CASE_ bits */
	AB_VEC(ab_str) jurisdictions; /* empty: all packs held */
	AB_VEC(case_hold) holds;
	bool holds_stated;
	AB_VEC(case_text) texts;
	AB_VEC(case_text) owner_notes; /* of owners filled in from a table: `path` is the id of the note */
};

/* ambit_case_new for a law and a catalog without an engine (tests, batch). */
struct ambit_case *case_new(const law *l, const catalog *c);
/* Deep copy of the frames into `a`. */
law_facts case_clone_facts(const law *l, ab_arena *a, const law_facts *f);
/* Adds parties, items etc. as the reader does; used by completion for catalog systems. */
law_frame *case_add_part(const law *l, ab_arena *a, law_frame *item, ab_str count);
law_frame *case_add_format(const law *l, ab_arena *a, law_frame *item, ab_str format, ab_num lo, ab_num hi);
/* Writes a stated value: checks type, unit, range; fills `out`. False with a message (what is wrong; remedy). */
bool case_parse_value(const law *l, const catalog *c, ab_arena *a, const law_fact *fact, ab_str text, law_value *out,
                      const char **message, const char **remedy);
/* The case as JSON Schema and the table of columns; appended to `out`. */
void case_schema(const law *l, ab_buf *out);
void case_columns(const law *l, ab_buf *out);

#endif
