/* Law: the rule language. Packs are parsed, checked and compiled once into a
 * read-only `law`; a case is laid out in frames (the case itself, its items,
 * its parties); `law_eval` decides one frame set for a day, by strong Kleene
 * logic. The one header of this room that others may include. */
#ifndef AMBIT_LAW_LAW_H
#define AMBIT_LAW_LAW_H

#include "law/ast.h"

/* ---- loading ---- */
typedef struct law law;

typedef struct law_file {
	const char *path;
	ab_str text; /* must outlive the law */
} law_file;

/* Parses and compiles files (order does not matter) into *out. NULL with diagnostics on error; every error that can be
 * found is reported. The law is immutable afterwards and may be shared between threads. */
law *law_load(const law_file *files, size_t n, ab_diags *d);
void law_free(law *l); /* NULL is fine */
const law_tree *law_tree_of(const law *l);
/* SHA-256 of the canonical source, hex. */
const char *law_hash(const law *l);

/* ---- images: a law that was compiled when the program was built ---- */

/* Compiles the files and appends the image to `out`. False with diagnostics. */
bool law_image_make(const law_file *files, size_t n, ab_buf *out, ab_diags *d);
/* A law of its own from the bytes of an image of this very build; NULL when they are not that. */
law *law_image_load(const unsigned char *image, size_t size);
/* The image inside the program; NULL and 0 where the build has put none (tests, the image maker itself). */
extern const unsigned char law_image_begin[] __attribute__((weak));
extern const unsigned char law_image_end[] __attribute__((weak));

/* ---- facts: the names that a case may use ---- */
typedef enum law_scope {
	LS_ROOT,
	LS_ITEM,
	LS_PARTY,
	LS_PART_FORMAT,
	LS_PART_UNIT,
	LS_PART_CONTENT,
	LS_SCOPE_COUNT
} law_scope;

typedef struct law_fact {
	ab_str path; /* "item.tpp", "its.headquarters", "end_use.military", "format.bits" */
	ab_str name; /* within its scope: "tpp", "headquarters", "end_use.military", "bits" */
	law_scope scope;
	uint32_t slot; /* place in a frame of that scope */
	law_type type;
	ab_str unit; /* may be empty */
	AB_VEC(ab_str)
	vocabulary;             /* words and list members: bit i+1 of a set is vocabulary[i]; bit 0 is "any other word" */
	bool closed;            /* word facts declared with a list: another word is an input error */
	const law_decl *decl;   /* NULL for figures that are no facts of a case */
	const law_decl *figure; /* derived by this figure when not stated, or NULL */
	uint32_t figure_entry;  /* its place among the compiled declarations */
} law_fact;

size_t law_fact_count(const law *l);
const law_fact *law_fact_at(const law *l, size_t i);
/* By scope and name within it; NULL: no such fact. */
const law_fact *law_fact_find(const law *l, law_scope scope, ab_str name);
uint32_t law_slot_count(const law *l, law_scope scope);
const law_fact *law_fact_in(const law *l, law_scope scope, uint32_t slot);

/* ---- values ---- */
typedef enum law_state {
	LV_UNKNOWN, /* nobody said */
	LV_KNOWN,
	LV_NONE /* does not apply to this kind of item, or the text leaves it without a value: every test is false */
} law_state;

typedef enum law_from {
	LF_UNSTATED,
	LF_STATED,
	LF_CATALOG,
	LF_SCREENED,
	LF_PRESUMED,
	LF_ASSUMED,
	LF_DEFAULT,
	LF_COMPUTED,
	LF_FREED /* no value: may be anything (law_free_value) */
} law_from;

#define LAW_SET_WORDS 4
typedef struct law_bits { /* a set of words of one vocabulary, at most 255 */
	uint64_t w[LAW_SET_WORDS];
} law_bits;

typedef struct law_value {
	uint8_t state; /* law_state */
	uint8_t from;  /* law_from */
	bool null;     /* stated as null: unknown, and no assumption answers it */
	bool lo_only;  /* at least `lo`: hi is AB_NUM_MAX */
	int32_t word;  /* bool 0/1; word or text: bit number in the vocabulary; country: law_country id; date: ab_date */
	const law_bits *open; /* list: words that may stand in it besides; NULL: it is complete */
	union {
		struct {
			ab_num lo, hi; /* number: the interval that holds it */
		};
		law_bits bits; /* list */
	};
	ab_str text;   /* as written, for people; may be empty */
	ab_str source; /* where it comes from; may be empty */
} law_value;

/* ---- frames: one entity each ---- */
typedef struct law_frame {
	law_scope scope;
	struct law_frame *up;             /* the item or case that it belongs to; NULL at the root */
	ab_str path;                      /* "item", "item.contains.0.item", "end-user", "item.designer", "some receiver" */
	ab_str role;                      /* party: its role in the case; empty for designer, fabricator, packager */
	law_value *v;                     /* law_slot_count(scope) values */
	AB_VEC(struct law_frame *) parts; /* item: contained items */
	AB_VEC(law_value) counts;         /* item: how many of each part (number, at least one where unstated) */
	AB_VEC(struct law_frame *) formats;                 /* item: rates by format (bits, tops) */
	AB_VEC(struct law_frame *) units;                   /* item: processing units */
	AB_VEC(struct law_frame *) contents;                /* item: US content */
	struct law_frame *designer, *fabricator, *packager; /* item; NULL: nothing said of them */
	AB_VEC(struct law_frame *) owners;                  /* party: owners, each a party frame with its.percent */
	bool parts_stated;                                  /* contains was stated (an empty list: none) */
	bool owners_stated;
	bool parts_known; /* formats of this frame come from a stated table */
} law_frame;

typedef struct law_facts { /* the whole case, laid out */
	ab_arena *arena;
	law_frame *root;
	law_frame *item; /* NULL never: an item of unknown facts if none was given */
	AB_VEC(law_frame *) parties;
	bool parties_stated;
	ab_date as_of, known;
	struct law_role_set *roles; /* by roles declaration: who fills them; made by law_fill_roles */
} law_facts;

typedef struct law_role_set {
	AB_VEC(law_frame *) list;
	bool nobody_stated; /* the one in it stands for somebody of whom nothing is known */
} law_role_set;

/* An empty frame of that scope, all facts unknown. */
law_frame *law_frame_new(const law *l, ab_arena *a, law_scope scope, law_frame *up, ab_str path);
law_value *law_frame_value(const law *l, law_frame *f, ab_str name); /* NULL: no such fact in this scope */
/* Bit of a word in the vocabulary of a fact; 0 for a word that no rule names. */
uint32_t law_word(const law_fact *f, ab_str word);
ab_str law_word_name(const law_fact *f, uint32_t bit);
/* Whether a stated paragraph is another or lies in it: "a.1" in "a". */
bool law_paragraph_in(ab_str stated, ab_str whole);
void law_bits_set(law_bits *b, uint32_t bit);
bool law_bits_get(const law_bits *b, uint32_t bit);

/* ---- countries: ISO 3166-1 alpha-2 codes that some group names, and any other ---- */
int32_t law_country(ab_str code); /* 'A'..'Z' twice -> 0..675; -1: not two capital letters */
void law_country_code(int32_t id, char out[3]);
/* ---- deciding ---- */
typedef enum law_tri { LAW_FALSE, LAW_TRUE, LAW_UNKNOWN } law_tri;

/* Levels in the order of ambit_outcome: 0 not-subject ... 6 prohibited. */
typedef enum law_level {
	LAW_NOT_SUBJECT,
	LAW_NO_LICENSE,
	LAW_AUTHORIZED,
	LAW_EXCEPTION,
	LAW_LICENSE,
	LAW_PRESUMED,
	LAW_PROHIBITED
} law_level;

typedef struct law_query {
	ab_str pack;            /* "us" */
	bool text_reading;      /* codified text, enforced or not */
	bool unlisted_owners;   /* assumption: no owner is on a list */
	const int32_t *choices; /* by interpretation: the choice taken, or -1; NULL: none taken */
	bool want_why;          /* build explanation trees */
	bool want_false_why;    /* law_classify: also why a class is not met */
	bool want_questions;
	bool levels_only;   /* only `bar` and `worst` are wanted: many days or many rows */
	bool want_deciding; /* with levels_only: the findings too */
} law_query;

/* A node of the explanation: a condition, what it came to, and what it came from. */
typedef struct law_why {
	law_tri value;
	ab_str text;  /* "TPP 15,832 is at least 4,800 TPP" */
	ab_str label; /* "a.1" */
	ab_str cite;
	ab_str fact;   /* path of the fact that it reads; may be empty */
	uint8_t from;  /* law_from of that fact */
	ab_str source; /* of that fact */
	AB_VEC(struct law_why *) because;
} law_why;

typedef struct law_cond_state {
	const law_cond *cond;
	law_tri state; /* own-act: true = done, false = failed, unknown = can still be done */
} law_cond_state;

typedef enum law_relief_state { LR_UNAVAILABLE, LR_AVAILABLE, LR_OPEN, LR_UNKNOWN } law_relief_state;

typedef struct law_relief {
	const law_decl *decl;
	const law_version *version; /* NULL: no version in force */
	ab_str name;
	law_relief_state state;
	bool restricted; /* struck by a restriction of its family */
	const law_decl *restriction;
	AB_VEC(law_cond_state) conds;
} law_relief;

typedef struct law_policy_state {
	const law_decl *decl;
	const law_version *version;
	ab_str name;
	law_tri state;
	const char *word; /* "presumption-of-denial" */
	bool counts;      /* the strictest of those that hold and are not overridden */
	AB_VEC(law_cond_state) conds;
} law_policy_state;

typedef struct law_headed { /* under a heading: "General Prohibition Five" */
	const law_decl *decl;
	const law_version *version;
	law_tri state;
} law_headed;

typedef struct law_finding { /* a rule that stands or may stand */
	const law_decl *decl;
	const law_limb *limb;
	const law_version *version;
	ab_str name;
	law_tri applies;  /* its conditions */
	law_tri relieved; /* by an exception that is available or open */
	law_level level;  /* without relief: license, presumed or prohibited */
	law_level lo, hi; /* with it, over what is unknown */
	bool presumes_reach;
	bool matters; /* reach permitting, it can set the outcome */
	AB_VEC(law_relief) exceptions;
	AB_VEC(law_policy_state) policies;
	AB_VEC(law_headed) headings; /* that hold or may hold */
	law_why *why;
} law_finding;

typedef struct law_path { /* a way by which the law reaches the item */
	const law_decl *decl;
	const law_version *version;
	ab_str name;
	law_tri state;
	law_why *why;
} law_path;

typedef struct law_question {
	const law_frame *frame; /* NULL for an interpretation */
	const law_fact *fact;   /* NULL for an interpretation or a share */
	const law_decl *interpretation;
	bool share;            /* asks how much of the party of `frame` listed parties own */
	ab_str path;           /* "end-user.headquarters" */
	law_level best, worst; /* over its answers */
	double score;          /* share of its answers that decide */
	bool paper;            /* another's act or paper: opens a way out */
} law_question;

typedef struct law_class_finding {
	const law_decl *decl;
	ab_str eccn, paragraph;
	law_tri state;
	const law_version *version; /* NULL: none in force */
	law_why *why;
} law_class_finding;

typedef struct law_term { /* one part of a sum: a line of its worksheet */
	const law_frame *frame;
	law_tri counts; /* does the text's `where` take it in? */
	bool known;
	ab_num lo, hi; /* of the part, whether it counts or not; known: lo = hi */
	law_why *why;  /* of `counts`; NULL without explanations */
} law_term;

typedef struct law_figure_finding {
	const law_fact *fact;
	bool known;             /* a point; else an interval or nothing */
	bool none;              /* the text gives it no value */
	ab_num lo, hi;          /* of the value, rounded outward at 10^-9 */
	ab_num num, den;        /* exactly num/den when known */
	const law_decl *figure; /* how it is made; NULL: stated */
	ab_str steps;           /* "1,979 TOPS x 8 bit = 15,832" */
	AB_VEC(law_term) terms; /* of a figure that is a sum over parts, known or not */
	uint8_t from;
	ab_str source;
} law_figure_finding;

typedef enum law_note_id {
	LN_NOT_ENFORCED,
	LN_COMPLIANCE_NOT_YET,
	LN_SEQUEL_NOT_SEEN,
	LN_STAYED,
	LN_LATER_GUIDANCE,
	LN_PRINT_DIFFERS
} law_note_id;
typedef struct law_note {
	law_note_id id;
	const law_decl *decl; /* LN_PRINT_DIFFERS: the group */
	const law_limb *limb;
	const law_version *version;
	const law_status *status; /* may be NULL */
	int32_t country;          /* LN_PRINT_DIFFERS: that country stands elsewhere in the printed table than in law */
} law_note;

/* ---- beside the outcome: none of these changes it ---- */
typedef enum law_flag_state { LG_RAISED, LG_RESOLVED, LG_OPEN } law_flag_state;

typedef struct law_flag { /* a warning sign that is there, or may be */
	const law_decl *decl;
	const law_version *version;
	ab_str name;
	law_flag_state state;
	AB_VEC(ab_str) facts; /* paths: that raise it; of an open one: on which it hangs */
} law_flag;

typedef struct law_stake { /* an amount of the day, with the case put in */
	const law_decl *decl;
	const law_version *version;
	law_tri state; /* does it bear on the case? */
	ab_num figure; /* as the law has it */
	ab_num lo, hi; /* of `then`; hi AB_NUM_MAX: at least lo */
} law_stake;

typedef struct law_edge { /* a provision that is not modeled and may bear on the case */
	const law_decl *decl; /* an `extent`; decl->word: asked or not-held */
	const law_version *version;
	law_tri state; /* does it bear on the case? */
} law_edge;

typedef struct law_result {
	law_tri ground; /* does the case touch what the law rests on; not asked for with levels_only */
	law_tri reached;
	AB_VEC(law_path) paths;            /* that hold or may hold */
	law_level bar;                     /* least level when only exceptions that are sure count */
	law_level best, worst;             /* over the unknown circumstances, ways out decided by what is stated */
	law_level range_best, range_worst; /* with rebuttals and papers free as well */
	bool exact;                        /* the budget sufficed; else Kleene bounds, wider but sound */
	uint32_t runs;
	uint64_t asked; /* interpretations on which something hung, bit by bit in the order of the law (the first 64) */
	AB_VEC(law_finding) findings; /* standing first, worst first */
	AB_VEC(law_question) questions;
	AB_VEC(law_note) notes;
	AB_VEC(law_flag) flags;   /* raised, resolved, open */
	AB_VEC(law_stake) stakes; /* amounts of the pack */
	AB_VEC(law_edge) edges;   /* of what is not modeled: those that bear on the case, or may */
} law_result;

typedef struct law_class_list {
	AB_VEC(law_class_finding) list;
} law_class_list;

typedef struct law_figure_list {
	AB_VEC(law_figure_finding) list;
} law_figure_list;

/* Decides the completed facts under one pack. The facts are changed while it runs and as before afterwards. */
void law_decide(const law *l, law_facts *f, const law_query *q, ab_arena *a, law_result *out);

typedef struct law_conflict { /* what one law demands another forbids */
	const law_decl *decl;
	ab_str name[2];
	const law_version *version[2];
	law_tri side[2]; /* does each stand? */
	law_tri state;   /* true: both stand; unknown: they may */
} law_conflict;

typedef struct law_conflict_list {
	AB_VEC(law_conflict) list;
} law_conflict_list;

/* Conflicts among what `n` packs decided of the same facts. */
void law_conflicts(const law *l, law_facts *f, const law_query *q, const law_result *r, uint32_t n, ab_arena *a,
                   law_conflict_list *out);
/* The levels of one case on many days, in order. `move` sets the day of the facts. Days on which nothing changed that the
 * last decision rested on are not decided again. */
typedef struct law_day_level {
	law_level bar, worst;
} law_day_level;
void law_walk(const law *l, law_facts *f, const law_query *q, const ab_date *days, size_t n,
              void (*move)(law_facts *f, ab_date day, void *arg), void *arg, law_day_level *out);
/* ---- many rows in a plain loop ---- */

/* One thread's loop over rows: the caller fills the same completed frames anew for each row (set a value's state, word, lo
 * and hi; as_of and known of the facts for the day) and asks. What depends on a value that was filled by completion stays
 * as it was. Not shared between threads; the law must outlive it. */
typedef struct law_loop law_loop;
law_loop *law_loop_new(const law *l, const law_query *q); /* NULL: no memory */
void law_loop_free(law_loop *p);                          /* NULL is fine */
law_day_level law_loop_decide(law_loop *p, law_facts *f);
/* A class (law_find(l, "3A090.a")) of the item. */
law_tri law_loop_class(law_loop *p, law_facts *f, const law_decl *class);

/* ---- what else the case could say (whatif.c) ---- */

/* Stands for every value that the fact could have. */
law_value law_free_value(const law_fact *f);
/* Bounds over all that is unknown or free, by Kleene logic alone: sound, perhaps wider than exact. How comparisons of shares
 * of owners come out that are not known may be supposed (LAW_UNKNOWN: nothing is). */
law_day_level law_loop_bounds(law_loop *p, law_facts *f, law_tri shares);
/* Did something that the last law_loop_bounds left open read this fact, if only through figures? */
bool law_loop_hangs_on(const law_loop *p, const law_frame *frame, const law_fact *fact);
/* Is the figure made from that fact? */
bool law_figure_reads(const law *l, const law_fact *figure, const law_fact *fact);
typedef struct law_interval {
	ab_num lo, hi; /* hi = AB_NUM_MAX: no upper end */
} law_interval;
typedef struct law_cells {
	AB_VEC(law_interval) list;
} law_cells;
/* The intervals of a number, in order and without gaps, within which no comparison of the day's law changes, be it with
 * the number itself or with figures made from it; all else in the frames stays as it is. */
void law_loop_cells(law_loop *p, law_facts *f, law_frame *frame, const law_fact *fact, ab_arena *a, law_cells *out);
/* The groups that conditions ask of the fact (of any country, if it is NULL) and that hold the country on the day: countries
 * with the same word are the same to the law. */
uint64_t law_country_kind(const law *l, const law_facts *f, const law_fact *fact, int32_t country);
/* Does the group hold the country on the day of the facts? */
bool law_group_holds(const law *l, const law_facts *f, const law_decl *group, int32_t country);
size_t law_group_count(const law *l);
const law_decl *law_group_at(const law *l, size_t i);

/* Do the items of two cases, alike in all else, come out alike in every condition on every day? Sound, not complete. */
bool law_alike(const law *l, law_facts *a, law_facts *b, const law_query *q);
/* Classes that hold or may hold, and the figures of the top item. */
void law_classify(const law *l, law_facts *f, const law_query *q, ab_arena *a, law_frame *item, law_class_list *classes,
                  law_figure_list *figures);
/* The figures alone, of facts whose roles are filled. */
void law_figures(const law *l, law_facts *f, const law_query *q, ab_arena *a, law_frame *item, law_figure_list *out);
/* Days on which the law changes, sorted, for walking a case through time. */
const ab_date *law_days(const law *l, size_t *n);
const law_decl *law_find(const law *l, ab_str id_or_alias); /* NULL: none */
const law_decl *law_source(const law *l, ab_str id);
ab_str law_shown_name(const law *l, const law_decl *d);
size_t law_interpretation_count(const law *l);
const law_decl *law_interpretation_at(const law *l, size_t i);
size_t law_pack_count(const law *l);
const law_decl *law_pack_at(const law *l, size_t i);
/* Members of a roles declaration among the parties, and one of whom nothing is known where the law says so.
 * Completion calls it once, before assumption sets answer. */
void law_fill_roles(const law *l, law_facts *f);
size_t law_roles_count(const law *l);

/* ---- reading the law itself ---- */
/* Reads files and checks them without compiling: reports what is wrong and warns of what is suspicious. False: errors. */
bool law_check_files(const law_file *files, size_t n, ab_diags *d);
/* The version of a limb that is in force on the day and published by `known`; NULL: none. Compliance, stays and
 * announcements are not looked at. */
const law_version *law_version_on(const law *l, const law_limb *limb, ab_date as_of, ab_date known);
/* A condition or number in words, on one line. */
void law_expr_text(const law_expr *e, ab_buf *out);
/* One declaration as a person reads it, by id, alias or fact path, or a pack as a list of what it holds. False: no such name. */
bool law_show(const law *l, ab_str id, ab_date today, ab_buf *out, int width);
/* Every day on which the pack changes, and what. False: no such pack. */
bool law_show_changes(const law *l, ab_str pack, ab_buf *out);
/* What is modeled of each part and section, what is only asked about, and what is not held at all (`extent`). */
void law_show_coverage(const law *l, ab_buf *out);
/* Is `id` the id or an alias of the declaration? */
bool law_is_called(const law_decl *d, ab_str id);
/* Id of a declaration nearest to `id`; empty: none is near. */
ab_str law_nearest(const law *l, ab_arena *a, ab_str id);

#endif
