/* One evaluation: strong Kleene logic over the frames of a case. Private to this room. */
#ifndef AMBIT_LAW_EVAL_H
#define AMBIT_LAW_EVAL_H

#include "law/program.h"

/* An unknown on which an undecided condition hangs. */
typedef enum leaf_kind { LEAF_VALUE, LEAF_ATOM, LEAF_CHOICE } leaf_kind;

typedef struct leaf {
	leaf_kind kind;
	law_frame *frame; /* VALUE; ATOM: item in hand */
	law_frame *its;   /* ATOM */
	uint32_t fact;    /* VALUE */
	uint32_t node;    /* ATOM: node; CHOICE: interpretation */
	ab_num lo, hi;    /* VALUE of a number: it lies between */
	bool paper;       /* met in a rebuttal or a paper: not a circumstance */
} leaf;

typedef struct atom_set { /* an undecided comparison that the search has set */
	uint32_t node;
	law_frame *frame, *its;
	law_tri value;
} atom_set;

typedef struct context {
	law_frame *item, *its, *elem;
} context;

/* A number with bounds: lo = ln/ld, hi = hn/hd; hn = AB_NUM_MAX: no upper bound. */
typedef enum num_state { NUM_BETWEEN, NUM_NONE, NUM_MISSING } num_state;

typedef struct num {
	num_state state; /* NONE: the text leaves it without a value; MISSING: nothing was said from which to compute it */
	ab_num ln, ld, hn, hd;
} num;

typedef struct live_rule {
	const law_entry *entry;
	const law_live *live;
	uint32_t limb;
} live_rule;

/* What asking something left behind, so that asking it again within the run need not do it anew. */
typedef struct trace {
	uint64_t mode; /* how it was asked (eval.c) */
	uint64_t asked;
	uint32_t stamp;              /* of the run; 0: never asked */
	uint32_t leaf_first, leaf_n; /* what it touched when unknown: in evaluation.memo_leaves */
	bool way_out;
} trace;

typedef struct memo { /* of a condition about the top item alone */
	trace t;
	law_tri value;
} memo;

typedef struct open_figure { /* a computed figure that an unknown can change */
	trace t;
	uint32_t fact;
	const law_frame *frame;
	num value;
} open_figure;
#define OPEN_FIGURES 32 /* a power of two */

typedef struct class_answer { /* is the item of this class: by its figures alone, or by what is stated too */
	trace t;
	context c;
	uint32_t entry;
	bool by_figures;
	law_tri value;
} class_answer;
#define CLASS_ANSWERS 128 /* a power of two */

typedef struct figure_value { /* a computed figure that no unknown can change */
	uint32_t fact;
	const law_frame *frame;
	num value;
	uint64_t asked; /* questions of the law that it read: where one is answered anew it is forgotten (eval_set) */
} figure_value;

/* What is settled on the way down a search, and the rules that still are not. A rule that is decided stays decided
 * when more becomes known, so only the others are asked again. */
typedef struct run_state {
	law_tri reached;
	law_level lo, hi;   /* over settled rules that the reach must carry */
	law_level plo, phi; /* over settled rules that presume their own reach */
	uint32_t n;
	uint16_t *open; /* rules */
} run_state;

typedef struct evaluation {
	const law *l;
	const law_view *v;
	law_facts *f;
	ab_date day_as_of, day_known; /* of the view */
	const law_query *q;
	ab_arena *arena;
	context top;
	uint32_t ground;  /* node of the ground of the pack, or NODE_NONE */
	bool hold;        /* rebuttals and papers that are not stated do not count */
	bool stated_only; /* inside a rebuttal: assumptions and defaults do not count */
	bool in_paper;
	bool
		way_out; /* a rebuttal or paper that is not stated was met: the range is wider than the circumstances make it */
	bool sure_only; /* only exceptions that are sure count */
	law_tri shares; /* supposed of undecided comparisons of owners' shares while freeing */
	bool freeing;   /* some values are free (LF_FREED): what hangs on them in a rebuttal or paper is open */
	AB_VEC(leaf) touched;
	AB_VEC(atom_set) atoms;
	int32_t *choice; /* by interpretation */
	AB_VEC(live_rule) rules, reach;
	uint8_t *sure; /* by entry of an exception: 1 + its state on what is stated; 0: not asked yet */
	memo *memos;   /* by node, twice: asked plainly; inside a presumption, rebuttal or paper */
	uint32_t stamp;
	AB_VEC(leaf) memo_leaves;
	ab_arena *results;    /* what outlives the evaluation: explanations */
	law_value *cells[48]; /* by depth of the search */
	uint32_t presume_depth;
	uint32_t presuming[16];
	uint32_t depth;
	uint32_t would_depth;
	uint32_t runs;
	uint64_t asked;      /* interpretations that were asked for, the first 64 */
	uint64_t *consulted; /* entries asked for, other than rules: one bit each; law_walk alone empties it */
	bool consulted_day;  /* a date was compared */
	uint64_t *applied;   /* entries of rules that could apply at the root; NULL: not wanted */
	ab_num amount;       /* `figure` in the `then` of an amount */
	uint32_t figure_n;
	figure_value figures[32];
	/* by hash; a later one takes the place of an earlier one */
	open_figure open_figures[OPEN_FIGURES];
	class_answer class_answers[CLASS_ANSWERS];
} evaluation;

/* One thread's loop over rows (loop.c, whatif.c). */
struct law_loop {
	ab_arena keep, row;
	law_query query;
	evaluation e;
	bool begun;
};
/* Makes the evaluation ready for the facts as they now are. */
evaluation *loop_next(law_loop *p, law_facts *f);
/* Did anything touched since the mark read a value that is free? */
bool eval_freed_since(const evaluation *e, uint32_t mark);

static inline law_tri tri_and(law_tri a, law_tri b)
{
	if (a == LAW_FALSE || b == LAW_FALSE)
		return LAW_FALSE;
	return a == LAW_TRUE && b == LAW_TRUE ? LAW_TRUE : LAW_UNKNOWN;
}

static inline law_tri tri_or(law_tri a, law_tri b)
{
	if (a == LAW_TRUE || b == LAW_TRUE)
		return LAW_TRUE;
	return a == LAW_FALSE && b == LAW_FALSE ? LAW_FALSE : LAW_UNKNOWN;
}

static inline law_tri tri_not(law_tri a)
{
	return a == LAW_UNKNOWN ? LAW_UNKNOWN : (law_tri)!a;
}

void eval_begin(evaluation *e, const law *l, law_facts *f, const law_query *q, ab_arena *a);
/* Turns to the law of the day of the facts. */
void eval_turn(evaluation *e);
/* The same day, other facts. */
void eval_forget(evaluation *e);
void eval_levels(evaluation *e, law_result *out);
static inline void consult(evaluation *e, uint32_t entry)
{
	e->consulted[entry / 64] |= (uint64_t)1 << (entry % 64);
}

law_tri eval_node(evaluation *e, uint32_t node, const context *c);
law_tri eval_gates(evaluation *e, const law_live *live);
/* Gates, `when`, not `unless`. */
law_tri eval_live(evaluation *e, const law_live *live, const context *c);
law_tri eval_class(evaluation *e, uint32_t entry, const context *c);
num eval_num(evaluation *e, uint32_t node, const context *c);
num eval_fact_num(evaluation *e, uint32_t fact, law_frame *frame, const context *c);
const law_value *eval_fetch(evaluation *e, uint32_t fact, law_frame *frame, const context *c);
law_frame *eval_frame(const law_fact *f, const evaluation *e, const context *c);
law_tri eval_rebutted(evaluation *e, const law_body *b, const context *c);
law_tri eval_addressed(evaluation *e, const law_entry *letter);
/* Members of `who` around the context, written to `out` (at most `max`); returns their number. `missing`: nothing was stated of them. */
uint32_t eval_who(evaluation *e, const law_node *n, const context *c, law_frame **out, uint32_t max, bool *missing);
context eval_bind(const law_node *n, const context *c, law_frame *f);
bool num_point(const num *n);
/* Bounds rounded outward to 10^-9. */
void num_round(const num *n, ab_num *lo, ab_num *hi);
/* -1, 0, 1 of two numbers' lower (upper) bounds; see eval.c. */
law_tri num_compare(law_cmp op, const num *a, const num *b);

/* One pass over all rules: least and greatest level over what is unknown. */
typedef struct run_result {
	law_level lo, hi;
	law_tri reached;
} run_result;
/* All rules. */
run_result eval_run(evaluation *e);
/* The rules still open in `from`; what is left open goes to `to` (may be NULL; its `open` has room for from->n). */
run_result eval_run_open(evaluation *e, const run_state *from, run_state *to);
void eval_root(const evaluation *e, run_state *s);
/* States of an exception for a rule; conds may be NULL. */
law_tri eval_relief(evaluation *e, const law_entry *x, law_relief *detail);
bool relief_covers(const law_ref *ref, uint32_t limb, const law_body *body);
law_level rule_level(evaluation *e, const law_body *b);

/* Exact bound over the completions: the least (sign < 0) or greatest level. */
law_level eval_search(evaluation *e, const run_state *root, int sign, uint32_t budget, bool *exact);
#define LAW_CELLS_MAX 256
bool leaf_same(const leaf *a, const leaf *b);
/* The cells of a leaf as values to try; returns their number. */
uint32_t eval_cells(evaluation *e, const leaf *lf, law_value *out);
void eval_set(evaluation *e, const leaf *lf, const law_value *cell, law_value *saved);
void eval_unset(evaluation *e, const leaf *lf, const law_value *saved);

/* The unknown fact behind an undecided comparison: the first one that somebody could state. */
bool eval_fact_behind(evaluation *e, uint32_t node, const context *c, law_question *q, int depth);
void eval_flags(evaluation *e, law_result *out);
void eval_stakes(evaluation *e, law_result *out);

law_why *why_node(evaluation *e, uint32_t node, const context *c, int depth);
ab_str fact_path(ab_arena *a, const law_frame *frame, const law_fact *f);
#endif
