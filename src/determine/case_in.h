/* What the parts of the case reader share: the small tree that JSON is read
 * into, faults with a place, and the words that are structure rather than law.
 * Private to the files case_*.c. */
#ifndef AMBIT_DETERMINE_CASE_IN_H
#define AMBIT_DETERMINE_CASE_IN_H

#include "determine/case.h"

enum {
	CASE_SIZE_MAX = 16 * 1024 * 1024, /* bytes of one case */
	CASE_DEPTH_MAX = 64,              /* nested objects and lists */
	CASE_VALUES_MAX = 250000,         /* values of one case: bounds memory */
	CASE_FRAMES_MAX = 5000,           /* items, parties, owners, units: each costs kilobytes */
	CASE_TEXTS_MAX = 2000,            /* aliases, addresses, identifiers */
	CASE_HOLDS_MAX = 500,             /* authorizations, with the items, parties and countries that they name */
	CASE_TEXT_MAX = 8192,             /* bytes of one text */
	CASE_PATH_MAX = 1024              /* bytes of a path; bounds recursion too */
};

#define CASE_TOPS_MAX (AB_NUM_ONE * 1000000000000) /* above these a figure is a slip of the pen */
#define CASE_PIECES_MAX (AB_NUM_ONE * 1000000000000)

/* ---- faults ---- */
#define CASE_NO_PLACE SIZE_MAX

typedef struct case_fault { /* where errors go */
	ambit_error *error;     /* may be NULL */
	const char *file;
	ab_str text; /* the JSON text; empty when the case comes from the command line */
} case_fault;

/* Fills the error with the line and column of byte `pos`. Always false. */
bool case_fail(const case_fault *at, size_t pos, const char *remedy, const char *fmt, ...) AB_PRINTF(4, 5);

/* ---- JSON as a tree with places ---- */
typedef enum case_json_type { CJ_NULL, CJ_BOOL, CJ_NUMBER, CJ_STRING, CJ_LIST, CJ_OBJECT } case_json_type;

typedef struct case_json {
	case_json_type type;
	bool truth;
	uint32_t n;            /* members or elements */
	uint32_t pos, key_pos; /* byte offsets */
	ab_str key;            /* of a member */
	ab_str text;           /* string; number as written */
	struct case_json *first, *last, *next;
} case_json;

/* NULL with a fault: cut off, trailing bytes, double keys, bad UTF-8, too deep, too large. */
case_json *case_json_read(ab_arena *a, ab_str text, const case_fault *at);
const case_json *case_json_member(const case_json *object, const char *key); /* NULL: none */
const char *case_json_type_name(case_json_type type);                        /* "a list" */

/* ---- structure: names of a case that no law declares ---- */
extern const char *const case_root_names[]; /* each ended by NULL */
extern const char *const case_item_names[];
extern const char *const case_party_names[];
extern const char *const case_format_names[];
const char *const *case_names_of(law_scope scope); /* an empty list for parts */

/* A fact that a case may state; NULL for figures that are only computed, and for unknown names. */
const law_fact *case_fact(const law *l, law_scope scope, ab_str name);
bool case_statable(const law_fact *f);
bool case_is_prefix(const law *l, law_scope scope, ab_str prefix); /* "end_use" of end_use.military */
/* Roles that the contract and the law's role groups name. */
size_t case_roles(const law *l, ab_arena *a, ab_str **out);
bool case_is_role(const law *l, ab_str role);
/* "did you mean ...?" for an unknown name, or where to look. */
const char *case_name_remedy(const law *l, ab_arena *a, law_scope scope, ab_str name);
const char *case_role_remedy(const law *l, ab_arena *a, ab_str role);

/* ---- values ---- */
/* Members of a list fact, one by one; fills `out` as case_parse_value does. */
bool case_parse_list(const law *l, const catalog *c, ab_arena *a, const law_fact *fact, const ab_str *words, size_t n,
                     law_value *out, const char **message, const char **remedy);
/* A number that no fact holds (count, quantity of a license): not negative, at most `limit`. */
bool case_parse_figure(ab_arena *a, ab_str text, const char *unit, ab_num limit, bool whole, law_value *out,
                       const char **message, const char **remedy);
bool case_parse_country(const catalog *c, ab_arena *a, ab_str text, ab_str *code, const char **message,
                        const char **remedy);
law_value case_null(void);
bool case_parse_assume(ab_arena *a, const ab_str *words, size_t n, unsigned *out, const char **message,
                       const char **remedy);
ab_str case_join(ab_arena *a, ab_str left, ab_str right); /* "left.right"; left may be empty */

/* ---- frames ---- */
law_frame *case_add_party(struct ambit_case *c, ab_str role);
law_frame *case_add_owner(const law *l, ab_arena *a, law_frame *party);
law_frame *case_add_unit(const law *l, ab_arena *a, law_frame *item);
law_frame *case_add_content(const law *l, ab_arena *a, law_frame *item);
law_value case_count_any(void); /* at least one */
bool case_parse_count(ab_arena *a, ab_str text, law_value *out, const char **message, const char **remedy);
/* Designer, fabricator or packager of an item; NULL for another word. */
law_frame **case_maker(law_frame *item, ab_str word);
/* Sets an item's ECCN as stated: "3A090.a" gives the paragraph too. */
void case_split_eccn(const law *l, const catalog *c, ab_arena *a, law_frame *item, const law_fact *fact);
bool case_set_jurisdictions(struct ambit_case *c, const ab_str *words, size_t n, const char **message,
                            const char **remedy);
void case_set_day(struct ambit_case *c, bool known, ab_date day);
/* Drops what was said of the frame of that path (`under`: of the frames below it) by that name; empty: any name. */
void case_drop_texts(struct ambit_case *c, ab_str path, bool under, ab_str name);
/* The list fact `holds` as stated, before the case is completed (det_apply_holds puts what covers the act). */
void case_refresh_holds(struct ambit_case *c);
/* ---- authorizations in hand (holds.c) ---- */
case_hold case_hold_new(ab_str kind);
/* An ECCN, or a name that the catalog resolves. False with a message. */
bool case_hold_item_of(const struct ambit_case *c, ab_arena *a, ab_str text, case_hold_item *out, const char **message,
                       const char **remedy);
int case_hold_part_of(ab_str word); /* -1: none of its terms */
/* What of its terms cannot be; NULL: nothing. */
const char *case_hold_fault(const case_hold *h, const char **remedy);
bool case_hold_room(const struct ambit_case *c); /* for one more authorization with terms, or one more of its entries */
/* Sum of the stated shares of owners is at most 100. */
bool case_owners_fit(const law *l, const law_frame *party);

#endif
