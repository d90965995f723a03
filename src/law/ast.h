/* The parsed law: what the lexer and parser make of .law files, with positions.
 * Everything lives in one arena and is read-only after parsing. Names are not yet
 * resolved: compile.c does that, check.c looks for what is suspicious. */
#ifndef AMBIT_LAW_AST_H
#define AMBIT_LAW_AST_H

#include "base/base.h"

typedef struct law_pos {
	const char *file;
	int line, col;
} law_pos;

/* ---- expressions: conditions and numbers ---- */
typedef enum law_op {
	/* conditions */
	LX_AND, /* kids, two or more; from `and` and from `all of` lists */
	LX_OR,  /* kids; from `or` and from `any of` lists */
	LX_NOT, /* kids[0]; `none of` is NOT(OR) */
	LX_ANY, /* name: who; kids[0]: the condition; `no who has c` is NOT(ANY) */
	LX_ALL, /* name: who; kids[0] */
	LX_CMP, /* cmp; kids[0], kids[1] are numbers */
	LX_IS,  /* path name is words[0] (a word, ECCN, true/false or "text"); `is not` is NOT(IS). name may be `item` */
	LX_IN,  /* path name in words (a written list) or, with one word and in_named, in a group or word list by id */
	LX_HAS, /* path name has words */
	LX_DIFFERS, /* kids[0], kids[1] are paths of country facts: `from differs to` */
	LX_TRUTH,   /* name: a defined condition */
	LX_WOULD,   /* would-need-license(name, leaving out words) */
	/* numbers */
	LX_NUM,  /* number, unit */
	LX_DATE, /* date */
	LX_PATH, /* name: a fact or figure */
	LX_ADD,
	LX_MUL,
	LX_DIV, /* kids[0], kids[1] */
	LX_GREATER,
	LX_LESSER, /* greater of (a, b) */
	LX_IF,     /* (a if question is choice otherwise b): kids a, LX_IS, b */
	LX_SUM,
	LX_COUNT,
	LX_GREATEST,
	LX_LEAST,  /* name: who; kids[0]: where or NULL; kids[1]: of, NULL for count */
	LX_SHARE,  /* owned-share(words) */
	LX_FIGURE, /* `figure` inside an amount's `then` */
	LX_OP_COUNT
} law_op;

typedef enum law_cmp { LC_LT, LC_LE, LC_GT, LC_GE, LC_EQ } law_cmp;

typedef struct law_expr {
	law_op op;
	law_cmp cmp;
	bool in_named; /* LX_IN with an id instead of a written list */
	bool listed;   /* LX_AND, LX_OR, NOT(OR) that was written as an indented list */
	bool text;     /* LX_IS with a quoted text */
	uint32_t n;    /* kids */
	law_pos pos;
	ab_str name;
	ab_str label;   /* "a.1" of a list line `- [a.1] ...`; empty: none */
	ab_str unit;    /* LX_NUM; "%" for per cent */
	ab_num lo;      /* LX_NUM, exact (the parser rejects more than nine decimals) */
	ab_str written; /* LX_NUM as it stands in the file */
	ab_date date;
	struct law_expr **kids;
	ab_str *words;
	uint32_t word_n;
	ab_str cite, ask; /* of a list line; may be empty */
} law_expr;

/* ---- a span of days, both ends included ---- */
typedef struct law_span {
	ab_date from, to; /* AB_DATE_MIN, AB_DATE_MAX where open */
} law_span;

/* ---- a condition of an exception or policy ---- */
typedef enum law_cond_kind { LCK_CIRCUMSTANCE, LCK_OWN_ACT, LCK_PAPER } law_cond_kind;

typedef struct law_cond {
	law_cond_kind kind;
	law_pos pos;
	ab_str text;
	ab_str cite;
	law_expr *when;   /* circumstance, paper */
	law_expr *done;   /* own-act; may be NULL */
	law_expr *failed; /* own-act; may be NULL */
} law_cond;

typedef struct law_status { /* not-enforced or stayed */
	law_pos pos;
	bool stayed; /* else not-enforced */
	law_span span;
	ab_str by;                     /* source */
	ab_str instead;                /* not-enforced: limb that is applied instead; may be empty */
	ab_str nothing_because;        /* not-enforced `instead nothing "reason"`; empty: not said */
	ab_str interpretation, choice; /* `if I is C`; empty: unconditional */
} law_status;

typedef enum law_effect { LE_NONE, LE_REQUIRES, LE_PROHIBITS, LE_PROHIBITS_PRESUMED } law_effect;
typedef enum law_meanwhile { LM_PREVIOUS, LM_NOTHING } law_meanwhile; /* before the compliance day */

/* One version of one limb. */
typedef struct law_version {
	law_pos pos;
	ab_date from, until, complies; /* AB_DATE_MIN: always; until AB_DATE_MAX: open; complies AB_DATE_MIN: at once */
	ab_str by;                     /* source; empty: none named (then visible always) */
	law_meanwhile meanwhile;
	bool ends; /* `ends`: the limb is gone from this day */
	law_expr *when, *unless;
	law_effect effect;
	ab_str reason; /* RS, NS, ... */
	bool presumes_reach;
	law_expr *rebutted;
	ab_str rebutted_text; /* rebutted by "text" when cond: what an open way out is called; may be empty */
	AB_VEC(ab_str) cites;
	AB_VEC(law_status) status;
	AB_VEC(law_cond) conds;
	AB_VEC(ab_str) presumes;  /* presume: classes and fact paths */
	AB_VEC(ab_str) removes;   /* note: classes */
	AB_VEC(law_expr *) value; /* figure: `is` and each `otherwise` */
	law_expr *resolved;       /* flag */
	ab_str resolved_text;     /* until-resolved "text" when cond: what resolves it; may be empty */
	ab_num number;            /* amount */
	ab_str note;              /* free words that the answer shows */
	bool not_held;            /* `text not held`: the paragraph is not in the stored texts; the rule says so */
} law_version;

typedef struct law_limb {
	law_pos pos;
	ab_str id;                    /* empty: the only limb */
	AB_VEC(law_version) versions; /* in the order of the file */
} law_limb;

/* ---- sets of countries ---- */
typedef struct law_member {
	law_pos pos;
	AB_VEC(ab_str) codes;
	AB_VEC(law_span) law;   /* days in law; empty: always */
	AB_VEC(law_span) print; /* days in the printed table where they differ; empty: as law */
	ab_str by;
} law_member;

typedef enum law_set_op { LS_ID, LS_OR, LS_EXCLUDING } law_set_op;
typedef struct law_set {
	law_set_op op;
	law_pos pos;
	ab_str id;
	struct law_set *a, *b;
} law_set;

typedef struct law_choice {
	ab_str id, text;
} law_choice;

typedef struct law_given { /* path value of a case beside a rule */
	law_pos pos;
	ab_str path, value;
} law_given;

/* ---- declarations ---- */
typedef enum law_decl_kind {
	LD_PACK,
	LD_SOURCE,
	LD_UNIT,
	LD_FACT,
	LD_FIGURE,
	LD_GROUP,
	LD_WORDS,
	LD_ROLES,
	LD_DEFINE,
	LD_CLASS,
	LD_NOTE,
	LD_PRESUME,
	LD_REACH,
	LD_INTERPRETATION,
	LD_RULE,
	LD_LETTER,
	LD_EXCEPTION,
	LD_RESTRICT,
	LD_POLICY,
	LD_FLAG,
	LD_AMOUNT,
	LD_LIST,
	LD_ORDER,
	LD_CONFLICT,
	LD_EXTENT,
	LD_HEADING,
	LD_CASE,
	LD_KIND_COUNT
} law_decl_kind;

extern const char *const law_decl_names[LD_KIND_COUNT]; /* "pack", "source", ... */

typedef enum law_type { LT_BOOL, LT_WORD, LT_TEXT, LT_COUNTRY, LT_DATE, LT_NUMBER, LT_LIST } law_type;

typedef struct law_decl {
	law_decl_kind kind;
	law_pos pos;            /* of the keyword */
	ab_str id;              /* first id; case: its title */
	AB_VEC(ab_str) ids;     /* fact: all paths */
	AB_VEC(ab_str) aliases; /* `alias us.ear.gp10`: other names; the first is the one shown */
	ab_str title;
	ab_str pack;            /* id of the pack that it stands in */
	ab_str comment;         /* the block of "--" lines directly above, markers and all; for the formatter and `show` */
	AB_VEC(law_limb) limbs; /* of everything with versions; an unnamed limb first */
	/* pack */
	ab_date through; /* day to which it was followed; AB_DATE_MIN: not said */
	ab_str ground;   /* pack: define id that says when its ground touches the case; may be empty */
	/* source */
	ab_str cite, interprets;
	ab_date published, effective, compliance; /* AB_DATE_MIN: not said */
	ab_date published_to;                     /* `published 2025-05-13 .. 2025-05-19`: known only as a span */
	/* fact, figure, amount, list column */
	law_type type;
	ab_str unit;
	AB_VEC(ab_str) words;            /* fact `is word (a, b)`; words, roles, order: members; list: columns */
	AB_VEC(ab_str) kinds;            /* fact `applies`; class `for` */
	ab_str absent, ordinary, ask;    /* empty: none */
	ab_str called;                   /* fact: a short name for people */
	bool conclusion, paper, own_act; /* fact: replaces a computation; another's act or paper; the asker's own act */
	/* group */
	law_set *set;
	AB_VEC(law_member) members;
	/* roles */
	bool always_somebody;
	/* class */
	AB_VEC(ab_str) after;
	/* interpretation */
	AB_VEC(law_choice) choices;
	ab_str settled_by, settled_as;
	/* letter */
	ab_str addressee;
	bool terms_not_public;
	/* exception, restrict, policy */
	ab_str family;
	AB_VEC(ab_str) overrides;       /* ids; "all" */
	AB_VEC(ab_str) but;             /* restrict: ids that stay */
	AB_VEC(ab_str) targets;         /* policy: `for` ids; heading: provisions or what their ids begin with */
	bool discretion, authorization; /* exception; authorization: level `authorized` instead of `exception-available` */
	ab_str word;                    /* policy: presumption-of-denial, ...; extent: modeled, asked, not-held */
	ab_str strictest, over;         /* policy `is strictest of PATH over WHO` */
	ab_str path;                    /* reach: words for the path */
	/* amount */
	law_expr *then;
	bool assessed; /* counts on the day of the penalty, not of the act */
	ab_str key;    /* list */
	/* conflict */
	ab_str other; /* conflict id `with` other */
	law_expr *when;
	/* case */
	AB_VEC(law_given) given;
	ab_str expect;         /* outcome */
	AB_VEC(ab_str) by;     /* provisions or exceptions that decide */
	AB_VEC(ab_str) not_by; /* those that neither stand nor lift anything */
	ab_str policy;         /* review policy that counts; "none"; empty: not said. `word` is a policy's own */
	ab_str acts;           /* how many own acts the exceptions that `by` names still ask for; empty: not said */
	ab_str source;
	/* house presumptions are Ambit's own and marked in every answer */
	bool house;
} law_decl;

typedef struct law_tree {
	ab_arena *arena;
	AB_VEC(law_decl *) decls; /* in the order of the files */
} law_tree;

/* Parses one file and appends its declarations. `text` must outlive the tree. Reports every error that it finds
 * (it recovers at the next clause or column 1); false when there was one. `file` is shown in messages. */
bool law_parse(law_tree *t, const char *file, ab_str text, ab_diags *d);

/* Canonical layout of one file: same tokens and comments, one way to write them. */
void law_format(const law_tree *one_file, ab_str text, ab_buf *out);

#endif
