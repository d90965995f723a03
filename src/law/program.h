/* The compiled law: one hash-consed graph of expressions, and tables of roots
 * (rules, exceptions, classes ...) that point into it. Private to this room. */
#ifndef AMBIT_LAW_PROGRAM_H
#define AMBIT_LAW_PROGRAM_H

#include <pthread.h>

#include "law/law.h"

#define NODE_NONE UINT32_MAX
#define LAW_GROUPS_MAX 128 /* one bit each of law_groups */
#define LAW_COUNTRIES 676
__extension__ typedef unsigned __int128 law_groups; /* memberships of a country */
#define RULES_MAX 512                               /* limbs of rules in a pack; compile.c refuses more */

typedef enum node_op {
	/* conditions */
	N_TRUE,
	N_FALSE,
	N_AND,
	N_OR,  /* kids */
	N_NOT, /* kids[0] */
	N_ANY,
	N_ALL,     /* who, kids[0] */
	N_CMP,     /* cmp, kids[0], kids[1] */
	N_WORD,    /* fact, bits: word or text is one of */
	N_BOOL,    /* fact, flag: bool fact is flag */
	N_GROUP,   /* fact, index: country in group */
	N_HAS,     /* fact, bits: list has one of */
	N_DIFFERS, /* kids: two country facts */
	N_CLASS,   /* index: entry of a class */
	N_DEFINE,  /* index: entry of a define */
	N_WOULD,   /* index: into law.woulds */
	N_CHOICE,  /* index: interpretation; bits: the choice */
	/* numbers */
	N_NUM,      /* num */
	N_FACT,     /* fact */
	N_COUNT_OF, /* part.count of the item in hand */
	N_ADD,
	N_MUL,
	N_DIV,
	N_GREATER,
	N_LESSER,
	N_IF, /* kids: a, N_CHOICE, b */
	N_SUM,
	N_COUNT,
	N_GREATEST,
	N_LEAST, /* who, kids[0] where or NODE_NONE, kids[1] of */
	N_SHARE, /* bits over its.listed */
	N_FIGURE /* the amount's figure of the day */
} node_op;

typedef enum law_who_kind {
	WHO_ROLES,
	WHO_DESIGNER,
	WHO_FABRICATOR,
	WHO_PACKAGER,
	WHO_PART,
	WHO_UNIT,
	WHO_FORMAT,
	WHO_CONTENT,
	WHO_OWNER
} law_who_kind;

enum { NEEDS_PARTY = 1, NEEDS_FORMAT = 2, NEEDS_UNIT = 4, NEEDS_CONTENT = 8 };

typedef struct law_node {
	uint8_t op;    /* node_op */
	uint8_t cmp;   /* law_cmp */
	uint8_t who;   /* law_who_kind */
	uint8_t needs; /* what must be bound around it */
	bool flag;
	uint32_t fact;  /* index of a law_fact */
	uint32_t index; /* group, class, define, roles, would */
	uint32_t bits;  /* into law.bitsets */
	uint32_t kids, n;
	uint32_t memo; /* its place among the conditions whose value is kept for a run; 0: none */
	ab_num num;
	const law_expr *src; /* where it was first written */
	uint64_t filled;     /* no padding: an image holds no bytes of chance */
} law_node;

typedef struct law_body_cond {
	const law_cond *src;
	uint32_t when, done, failed; /* NODE_NONE where absent */
} law_body_cond;

/* One version of one limb, compiled. */
typedef struct law_body {
	const law_version *src;
	const law_limb *limb;
	struct law_entry *entry;
	ab_date published; /* of its source; AB_DATE_MIN: always visible */
	uint32_t when, unless, rebutted, resolved;
	AB_VEC(law_body_cond) conds;
	AB_VEC(uint32_t) value;         /* figure */
	AB_VEC(uint32_t) presume_class; /* entries */
	AB_VEC(uint32_t) presume_fact;  /* facts */
	AB_VEC(uint32_t) removes;       /* entries */
} law_body;

typedef struct law_lineage { /* a limb with its versions, newest first */
	const law_limb *src;
	AB_VEC(law_body) bodies;
	bool stand_in; /* named by some `instead`: lives only while that announcement is applied */
} law_lineage;

enum { LIMB_ALL = -1, LIMB_REQUIREMENTS = -2 /* `overrides all`: license requirements, not prohibitions */ };

typedef struct law_ref { /* an entry, or one limb of it */
	uint32_t entry;
	int32_t limb; /* or LIMB_ALL, LIMB_REQUIREMENTS */
} law_ref;

typedef struct law_entry {
	const law_decl *decl;
	ab_str name; /* shown: the first alias, or the id */
	uint32_t index;
	AB_VEC(law_lineage) limbs;
	/* class */
	ab_str base, paragraph;       /* 3A090, a */
	law_bits kinds;               /* over item.kind; empty: any */
	AB_VEC(uint32_t) after;       /* classes */
	AB_VEC(uint32_t) presumed_by; /* presume entries */
	AB_VEC(uint32_t) removed_by;  /* note entries */
	AB_VEC(uint32_t) siblings;    /* classes of the same base, this one too */
	uint32_t pack;                /* index into law.packs */
	/* rule, letter: exceptions that name it or one of its limbs, policies, and restrictions on exceptions */
	AB_VEC(law_ref) relief; /* entry: exception; limb: limb of this rule, -1 all */
	AB_VEC(law_ref) policies;
	AB_VEC(uint32_t) headings; /* headings that it stands under */
	/* exception */
	AB_VEC(uint32_t) restricted_by;
	/* policy */
	AB_VEC(uint32_t) overrides; /* policies */
	/* amount */
	uint32_t then; /* NODE_NONE: the figure alone */
} law_entry;

typedef struct law_clash { /* a conflict: what one side demands the other forbids */
	const law_decl *decl;
	law_ref side[2];
	uint32_t when; /* NODE_NONE: always */
} law_clash;

typedef struct law_would {
	ab_str who;
	ab_str *left_out;
	uint32_t n;
} law_would;

typedef struct law_set_step { /* of a set such as `D:1 or D:4 excluding A:5`, in postfix order */
	law_set_op op;
	uint32_t group; /* LS_ID */
} law_set_step;

typedef struct law_moves { /* countries that enter and leave a group together */
	const law_member *src;
	ab_date published;
	AB_VEC(int32_t) countries;
} law_moves;

typedef struct law_group {
	const law_decl *decl;
	uint32_t index; /* bit */
	AB_VEC(law_moves) moves;
	AB_VEC(law_set_step) steps; /* of a group that is made of others */
} law_group;

typedef struct law_roles {
	const law_decl *decl;
	law_bits roles; /* over party.role vocabulary: law.role_names */
} law_roles;

typedef struct law_interp {
	const law_decl *decl;
	ab_date settled; /* day from which the settling source is visible; AB_DATE_MAX: open */
	int32_t settled_as;
} law_interp;

typedef struct law_fact_use {     /* per fact: what conditions ask of it */
	ab_map words;                 /* vocabulary -> bit */
	AB_VEC(ab_num) points;        /* sorted breakpoints */
	law_groups groups;            /* groups that it is asked against */
	AB_VEC(uint32_t) presumed_by; /* presume entries */
} law_fact_use;

typedef struct law_turn { /* a day on which the text of an entry may be another than the day before */
	ab_date day;
	uint32_t entry;
} law_turn;

struct law {
	ab_arena arena;
	law_tree tree;
	char hash[65];
	AB_VEC(law_fact) facts;
	law_fact_use *use;
	ab_map fact_paths;
	uint32_t slots[LS_SCOPE_COUNT];
	uint32_t *slot_fact[LS_SCOPE_COUNT]; /* slot -> fact */
	AB_VEC(law_entry) entries;
	AB_VEC(uint32_t) asked; /* rules, letters and ways of reach, pack by pack */
	uint32_t *asked_from;   /* by pack, and one: where its entries begin in `asked` */
	ab_map entry_ids;       /* ids and aliases */
	AB_VEC(law_node) nodes;
	uint32_t memo_n; /* conditions that are kept, and one */
	AB_VEC(uint32_t) kids;
	AB_VEC(law_bits) bitsets;
	AB_VEC(law_would) woulds;
	AB_VEC(law_group) groups;
	AB_VEC(int32_t) countries; /* that stand in some group */
	ab_map group_ids, source_ids, word_ids, roles_ids, interp_ids, pack_ids, unit_ids;
	AB_VEC(law_roles) roles;
	AB_VEC(law_interp) interps;
	AB_VEC(law_clash) clashes;
	AB_VEC(uint32_t) flags, amounts; /* their entries */
	AB_VEC(ab_str) role_names;       /* bit of a role is its index + 1 */
	AB_VEC(const law_decl *) packs;  /* one for each id; the one that declares the first fact stands first */
	uint32_t *grounds;               /* by pack: node of its ground, or NODE_NONE */
	ab_str policy_order[16];
	uint32_t policy_orders;
	/* well-known facts */
	const law_fact *f_chip, *f_kind, *f_eccn, *f_paragraph, *f_listed, *f_percent, *f_name, *f_letters,
		*f_without_license, *f_shipped, *f_as_of;
	/* days on which something changes */
	AB_VEC(law_turn) turns; /* by day */
	AB_VEC(ab_date) as_of_days, known_days;
	AB_VEC(ab_date) move_days, move_known_days; /* of groups */
	AB_VEC(ab_date) figure_days;                /* on which a figure may be defined anew */
	size_t mapped; /* bytes of the program's file mapped for it; 0: one block of the heap */
	pthread_mutex_t lock;
	struct law_view *views; /* made on demand, kept */
	struct law_membership *memberships;
};

/* ---- one day's law ---- */
typedef struct law_gate { /* holds when the interpretation is (not) that choice */
	uint32_t interp;
	int32_t choice;
	bool negate;
} law_gate;

typedef struct law_day_note {
	law_note_id kind;
	const law_entry *entry;
	const law_body *body;
	const law_status *status; /* may be NULL */
} law_day_note;

typedef struct law_live {
	const law_body *body;
	AB_VEC(law_gate) gates;
} law_live;

/* Who is in which group: shared by all days between two moves. */
typedef struct law_membership {
	struct law_membership *next;
	uint32_t as_of_epoch, known_epoch; /* counted in days on which a group changes */
	law_groups member[LAW_COUNTRIES];
	struct {
		int32_t *p;
		uint32_t n;
	} * countries; /* by fact: one country of each kind that its conditions tell apart */
} law_membership;

typedef struct law_view {
	struct law_view *next;
	uint32_t as_of_epoch, known_epoch;
	bool text_reading;
	ab_date as_of, known; /* some day of the epoch */
	struct {
		law_live *p;
		uint32_t n;
	} * live; /* by entry */
	const law_membership *of;
	const law_groups *member; /* of->member: groups of a country, in law */
	int32_t *settled;         /* by interpretation; -1: open */
	AB_VEC(law_day_note) notes;
} law_view;

const law_view *law_view_at(const law *l, ab_date as_of, ab_date known, bool text_reading);
/* The turns after the epoch of one view up to that of another: l->turns.p[first .. first + n). The same known day. */
uint32_t law_turns_between(const law *l, uint32_t after_epoch, uint32_t epoch, uint32_t *n);
void law_collect_days(law *l);
bool law_compile(law *l, ab_diags *d);
/* Loads into one block of *size zeroed bytes, so that the law is an image; sets *size to the bytes used.
 * NULL when it does not fit or does not load. */
law *law_load_into(void *region, size_t *size, const law_file *files, size_t n, ab_diags *d);
#define AMBIT_LAW_IMAGE_VERSION 1
uint32_t law_node_kid(const law *l, const law_node *n, uint32_t i);
static inline bool bits_any(const law_bits *a, const law_bits *b)
{
	uint64_t x = 0;
	for (int i = 0; i < LAW_SET_WORDS; i++)
		x |= a->w[i] & b->w[i];
	return x != 0;
}

static inline bool bits_empty(const law_bits *a)
{
	uint64_t x = 0;
	for (int i = 0; i < LAW_SET_WORDS; i++)
		x |= a->w[i];
	return x == 0;
}
#endif
