/* Determine: a case -> a determination. Completes the facts, runs the packs over
 * every member of a family of chips, combines the jurisdictions. The one header of
 * this room; report and cli read the determination through it. */
#ifndef AMBIT_DETERMINE_DETERMINE_H
#define AMBIT_DETERMINE_DETERMINE_H

#include "ambit.h"
#include "determine/case.h"
#include "screen/screen.h"

struct ambit_engine {
	ab_arena arena;
	law *law;
	catalog *catalog;
	screen *screen; /* NULL: no lists are held, nobody is screened */
	char data_version[65];
};

/* A text as the contract wants it: id and args are hashed, the sentence is for people. */
typedef struct det_text {
	const char *id;
	ab_str text;
	AB_VEC(ab_str) args;
} det_text;

typedef struct det_jurisdiction {
	ab_str id;            /* "us" */
	const law_decl *pack; /* NULL: asked for, not held */
	law_result result;
	ambit_outcome outcome, best, worst;           /* best, worst: the range, over everything unknown */
	law_level level_bar, level_best, level_worst; /* for combining */
} det_jurisdiction;

typedef struct det_member { /* one chip of a family */
	const catalog_chip *chip;
	ambit_outcome outcome;
	law_figure_list figures; /* with explanations only */
} det_member;

typedef struct det_assuming {
	const char *sets; /* "ordinary", "ordinary,local,unlisted-owners" */
	ambit_outcome outcome;
} det_assuming;

typedef struct det_change {
	ab_date day;
	ambit_outcome before, after;
	const char *provision; /* what decides from that day; may be NULL */
} det_change;

typedef struct det_reading { /* an open question of law on which something of the answer hangs */
	const law_decl *interpretation;
	AB_VEC(ambit_outcome) answers; /* by choice */
	bool differ;                   /* the choices do not come to the same */
} det_reading;

typedef struct det_flip_change { /* one fact with another value */
	ab_str fact;                 /* path */
	ab_str from, to;             /* "China"; "any of 190 countries, such as Germany" */
	ab_str example;              /* one such value, as the command line takes it */
	ab_str text;                 /* "destination: Germany" */
	AB_VEC(law_value) all;       /* the values: countries one by one, numbers as intervals */
} det_flip_change;

typedef struct det_flip { /* a smallest set of facts that would change the outcome (flip.c) */
	bool worse;           /* toward barred */
	bool papers;          /* it rests on acts or papers of others */
	ambit_outcome outcome;
	AB_VEC(det_flip_change) changes;
} det_flip;

typedef struct det_flips {
	AB_VEC(det_flip) list; /* fewest facts first, then what the asker controls */
	uint32_t proven[2]; /* toward permitted, toward barred: every set of at most so many facts was tried or ruled out */
	uint32_t facts, tried; /* facts that bear on the outcome; times that it was decided or bounded */
} det_flips;

typedef struct det_note {
	const char *id; /* "codified-not-enforced", "beyond-horizon", ... */
	ab_str text;
} det_note;

/* What one authorization or paper in hand does for the act (holds.c). */
typedef struct det_hold {
	ab_str kind, id;
	law_tri covers;
	ab_str why;       /* a sentence: what it covers, why it does not, or what is to be known */
	ab_str terms;     /* "36 of 100 used, 64 left"; may be empty */
	law_frame *frame; /* not known: the fact of the case that it hangs on; NULL: its own terms */
	const struct law_fact *fact;
} det_hold;

typedef struct det_holds {
	AB_VEC(det_hold) list;
} det_holds;

struct ambit_determination {
	ab_arena arena;
	const ambit_engine *engine;
	ambit_options options;
	ab_str case_id;
	law_facts facts; /* as completed */
	unsigned assume;
	ab_date as_of, known;
	ambit_outcome outcome, best, worst;
	AB_VEC(det_jurisdiction) jurisdictions; /* in the order of the packs; [0] is the one that decides first */
	const catalog_family *family;           /* the item is a family of chips; members decided one by one */
	AB_VEC(det_member) members;
	law_class_list classes;
	law_figure_list figures;
	AB_VEC(det_assuming) assuming;
	AB_VEC(det_change) changes;
	AB_VEC(det_note) notes;
	AB_VEC(det_reading) readings;
	det_holds holds; /* those with terms or a number of their own */
	det_flips flips;
	law_conflict_list conflicts;
	char replay_key[65];
	/* eccn and paragraph when determined; the stricter when stated and computed differ */
	const char *eccn, *paragraph;
	bool eccn_contradicted;
	const int32_t *choices; /* by interpretation: the choice taken, or -1; NULL: none taken */
};

/* ---- parties with a name (parties.c) ---- */
typedef struct det_hit {
	const screen_entry *entry;
	ab_str source;      /* "Entity List, 84 FR 22961, listed 2019-05-16: ..." */
	ab_date known_from; /* the name by which it was found was published by then */
	bool described;     /* its list has columns: what the entry says of it is law */
	bool name_only;     /* too little: it needs a country of the entry, which was not stated */
} det_hit;

enum { DET_ENTRY_FACTS = 6 };

typedef struct det_party { /* a party whose name stands on some list, on whatever day */
	law_frame *frame;
	law_value before[DET_ENTRY_FACTS]; /* what is known of it without the lists */
	AB_VEC(det_hit) hits;
	law_bits open; /* lists on which it may be besides */
} det_party;

typedef struct det_screening {
	AB_VEC(det_party) list;
} det_screening;

/* Looks up every name of the completed facts and sets what its entries say on the day of the facts. */
void det_screen(const struct ambit_case *c, ab_arena *a, law_facts *f, det_screening *out);
/* The same for the day to which the facts were moved. */
void det_screen_day(const law *l, law_facts *f, const det_screening *s);
/* Days on which any of the entries changes, in no order. */
size_t det_screen_days(const det_screening *s, ab_arena *a, ab_date **out);
void det_screen_notes(const ambit_determination *d, ab_arena *a, const det_screening *s,
                      void (*add)(void *arg, const char *id, ab_str text), void *arg);

/* Completion: clone, catalog, assumption sets, defaults. `pick` chooses a member of the n-th family met (NULL: the first).
 * Families met are pushed on `families`. False with an error when a chip does not resolve. */
typedef struct det_families {
	AB_VEC(const catalog_family *) list;
	det_screening screening; /* and the names that are on lists */
} det_families;
bool det_complete(const struct ambit_case *c, ab_arena *a, unsigned sets, const uint32_t *pick, det_families *families,
                  law_facts *out, ambit_error *error);
/* Advances the picks over the families; false after the last combination. */
bool det_next_pick(uint32_t *pick, const det_families *f);
/* What the law of a pack is asked with for this answer, and nothing wanted besides. */
law_query det_query(const ambit_determination *d, ab_str pack);
/* Authorizations in hand against the completed facts. */
det_holds det_judge_holds(const struct ambit_case *c, law_facts *f, ab_arena *a);
bool det_holds_have_terms(const struct ambit_case *c);
/* Writes the list fact `holds`: what covers the act; what may cover it is left open. */
void det_apply_holds(const struct ambit_case *c, law_facts *f, ab_arena *a);
/* Days on which one of them begins, and on which one no longer holds; in no order. */
size_t det_hold_days(const struct ambit_case *c, ab_arena *a, ab_date **out);
/* The authorization in hand that the answer names: the one that covers the act, or why the first does not. NULL: none. */
const det_hold *det_hold_to_say(const ambit_determination *d);
/* Instead of what is held, a question asks for the fact on which an authorization in hand hangs. */
void det_ask_of_holds(ambit_determination *d, law_result *r);
void det_error(ambit_error *e, ambit_status code, const char *file, int line, int col, const char *remedy,
               const char *fmt, ...) AB_PRINTF(7, 8);
/* The first fault among the diagnostics, as an error. */
void det_first_fault(const ab_diags *d, ambit_status code, ambit_error *error);

/* The findings that stand, worst first, over all jurisdictions (those that apply and are not relieved); then those that may stand. */
const law_finding *det_standing(const ambit_determination *d, size_t i, const det_jurisdiction **j);
/* The finding that decides the outcome; NULL when nothing stands. */
const law_finding *det_deciding(const ambit_determination *d);

/* Sentences (summary.c): the answer in one or two sentences on which a person can act. */
det_text det_summary(const ambit_determination *d, ab_arena *a);
/* The question that asks for a fact, as a person would put it: "Where is the seat of the end user's ultimate parent?" */
ab_str det_question_text(const ambit_determination *d, ab_arena *a, const law_question *q);
/* Of an answer that is not determined: the question that the sentence names; NULL elsewhere. */
const law_question *det_first_question(const ambit_determination *d, ab_arena *a);
/* Order of asking: 0 may better the answer, 1 can only make it worse, 2 the route where a place is stated (it bears on the
 * reach of the law alone). */
unsigned det_question_rank(const ambit_determination *d, const law_question *q);
/* Only acts or papers of others are left of what is not known of the exception. */
bool det_waits_for_papers(const law_relief *r);
/* The latest letter in force that names the item or what is inside it, whoever is the exporter; NULL: there is none. */
const law_decl *det_letter_about(const ambit_determination *d, const law_version **version);
/* A milder review that the application opens by what it shows, while a stricter one counts; NULL: there is none. */
const law_policy_state *det_milder_policy(const law_finding *f);
/* What to do next, most urgent first. */
typedef struct det_steps {
	AB_VEC(det_text) list;
} det_steps;
det_steps det_next_steps(const ambit_determination *d, ab_arena *a);
/* JSON Schema of the determination. */
void det_schema(ab_buf *out);
/* Names for people. */
ab_str det_item_name(const ambit_determination *d, ab_arena *a);
ab_str det_country_name(const ambit_determination *d, int32_t country);
/* The fact at a path, with the frame it stands in; NULL: there is none. */
const law_value *det_fact_at(const ambit_determination *d, ab_str path, law_frame **frame, const law_fact **fact);
/* "seat of the end user" for "end-user.headquarters". */
ab_str det_fact_name(const ambit_determination *d, ab_arena *a, ab_str path);
/* "applications face a presumption of denial"; empty for an unknown word. */
ab_str det_policy_phrase(const char *word);
/* What rebuts the presumption of a finding, in words; empty: it rests on none. */
ab_str det_rebuttal(const law_finding *f);

/* ---- rival readings of the law, side by side (readings.c) ---- */
/* Of each question that no source visible on the day known has settled and on which something of the answer hangs: the
 * outcome under each choice, all else the same. Families by `decide`. */
void det_fill_readings(ambit_determination *d, const int32_t *choices, ambit_outcome (*decide)(void *, const int32_t *),
                       void *arg);

/* ---- what would change the outcome (flip.c) ---- */
/* Fills d->flips: sets of at most DET_FLIP_FACTS facts whose other values make another decided outcome, while no smaller
 * part of the set does; each decided anew from the case as stated. Papers of others are tried alone. Shows at most
 * `shown` of a kind. `only` (ended by NULL) names the facts that may change, for which more is tried; NULL: any. */
#define DET_FLIP_FACTS 3
#define DET_FLIPS_SHOWN 6
void det_fill_flips(ambit_determination *d, const struct ambit_case *question, uint32_t shown, const char *const *only);
/* The outcome of a bar and a worst level (rules (d) to (f) of the contract). */
ambit_outcome det_outcome_of(law_level bar, law_level worst);

/* ---- one object, several views (json.c) ---- */
/* The object `ambit/determination/1`, indented for people or on one line for programs. */
void det_json(const ambit_determination *d, bool indent, ab_buf *out);
/* ---- beside the outcome (exposure.c) ---- */
/* What resolves a red flag, in words; empty: its text names nothing. */
ab_str det_flag_remedy(const ambit_determination *d, ab_arena *a, const law_flag *f);
/* The first flag that is raised and that something resolves, over all jurisdictions; NULL: there is none. */
const law_flag *det_raised(const ambit_determination *d);
/* What is at stake under a law; empty texts where its pack holds no amount. */
typedef struct det_exposure {
	ab_str civil;    /* "up to 374,474 USD, or twice the value of the transaction" */
	ab_str criminal; /* may be empty */
	ab_str cite;
	const law_stake *civil_stake; /* NULL: none is held */
} det_exposure;
det_exposure det_exposure_of(const ambit_determination *d, ab_arena *a, const det_jurisdiction *j);
/* The other amounts and terms of the pack: denial of privileges, limitation, records, disclosure. */
typedef struct det_texts {
	AB_VEC(struct {
		const law_stake *stake;
		ab_str text;
	}) list;
} det_texts;
det_texts det_stake_texts(const ambit_determination *d, ab_arena *a, const det_jurisdiction *j);
/* The paragraphs, or else the instrument. */
ab_str det_version_cite(const ambit_determination *d, ab_arena *a, const law_version *v);
/* Published enforcement closest to the facts, at most three, the closest first, with what they share. */
typedef struct det_precedent {
	const catalog_precedent *row;
	unsigned score;
	AB_VEC(ab_str) shares; /* ids of provisions, ECCNs, countries, "diversion", ... */
} det_precedent;
typedef struct det_precedents {
	AB_VEC(det_precedent) list;
} det_precedents;
det_precedents det_precedents_of(const ambit_determination *d, ab_arena *a, const det_jurisdiction *j);
/* "2025-07-28, Cadence: 95 million USD (settled). ..." */
ab_str det_precedent_text(ab_arena *a, const catalog_precedent *p);
/* Presumptions of the law, or Ambit's own (decl->house: marked in every answer), that the reasons rest on. Only what was
 * decided with explanations has reasons to look at. */
typedef struct det_presumed {
	const law_decl *decl;
	const law_version *version;
	ab_str fact; /* path of the fact that is presumed: "item.nonplanar" */
} det_presumed;
typedef struct det_presumed_list {
	AB_VEC(det_presumed) list;
} det_presumed_list;
det_presumed_list det_presumptions(const ambit_determination *d, ab_arena *a, const det_jurisdiction *j);
/* The facts on which a way of reach rests: were any of them otherwise, the law would not reach by this way. Empty where it
 * does not hold, and without explanations. */
typedef struct det_strs {
	AB_VEC(ab_str) list;
} det_strs;
det_strs det_rests_on(ab_arena *a, const law_path *p);
const char *det_from_name(uint8_t law_from); /* "stated", "catalog", ... */
/* performance_density and other quotients rounded to nine decimals, for a figure that is known. */
ab_num det_figure_rounded(const law_figure_finding *f);

/* ---- for which figures the answer holds (holds_for.c) ---- */
typedef struct det_span {  /* of a figure that is not known, or only between bounds */
	ab_num lo, hi;         /* both included; hi = AB_NUM_MAX: no upper end */
	const law_decl *class; /* the first that holds; NULL: none */
	const law_decl *maybe; /* a class before it that hangs on more than this figure; NULL: none */
	ambit_outcome outcome; /* AMBIT_OUTCOME_COUNT: not asked */
} det_span;

typedef struct det_by_figure {
	const law_fact *fact;
	AB_VEC(det_span) spans; /* in order; neighbors differ */
} det_by_figure;

typedef struct det_by_figure_list {
	AB_VEC(det_by_figure) list;
} det_by_figure_list;

/* Of each unknown figure of the item on which its class or the outcome hangs: where that changes, exactly. Empty for a
 * family of chips. The facts are changed while it runs and as before afterwards. */
det_by_figure_list det_by_figures(const ambit_determination *d, ab_arena *a);
/* The same for an item by itself: classes alone, under the query. */
det_by_figure_list det_by_figures_of_item(const law *l, law_facts *f, const law_query *q, ab_arena *a);
/* "die area up to 270.28 mm2: 3A090.a; up to 500 mm2: 3A090.b; above: 3A991.p". Ends are rounded so that what is milder
 * never takes in what is stricter. */
ab_str det_by_figure_text(const det_by_figure *h, ab_arena *a);
/* "die area" */
ab_str det_noun(ab_arena *a, const law_fact *fact);

/* ---- chips: what one is, and what it was on every day held (chip.c) ---- */
typedef struct det_chip_class {
	const law_decl *decl;
	ab_str eccn, paragraph;
	law_tri state; /* true or unknown; what does not hold is left out */
} det_chip_class;

typedef struct det_chip_span { /* days on which nothing changed for it; both ends included */
	ab_date from, to;
	AB_VEC(det_chip_class) classes;   /* the stricter first */
	AB_VEC(const law_decl *) letters; /* individual letters whose conditions name it */
} det_chip_span;

typedef struct det_chip {
	ab_str id, name, maker;   /* id empty: figures, not a chip of the catalog */
	const catalog_chip *chip; /* the chip; of a family the first member */
	const catalog_family *family;
	const catalog_system *system;
	AB_VEC(struct det_chip *) members; /* of a family, each by itself */
	law_facts facts;                   /* as completed */
	ab_date as_of, known;
	law_class_list classes; /* on the day, with those that do not hold */
	law_figure_list figures;
	AB_VEC(det_chip_class) today;
	det_by_figure_list holds;      /* where its class changes with a figure that is not known; empty of a family */
	AB_VEC(det_chip_span) history; /* in time order; of a family: what holds for every member, else unknown */
} det_chip;

/* False with an error when the item does not resolve. Everything lives in `a`. The set `ordinary` is assumed: a chip by
 * itself, in nobody's hands that a rule of their own reaches. */
bool det_chip_read(const ambit_engine *engine, const ambit_case *question, ab_arena *a, det_chip *out,
                   ambit_error *error);

/* ---- who owns a party (ownership.c) ---- */
typedef struct det_ownership {
	const screen_graph *graph;
	const screen_owned *view;
	ab_date day;
	uint32_t party;
	screen_rule rule;
	const uint8_t *listed; /* screen_state by party of the graph: what screening found */
	const ab_str *where;   /* by party: on which list, in words; NULL: not told */
	screen_owners owners;
	screen_reach reach;
	screen_span product;
} det_ownership;

/* `listed` and `where` must outlive it; everything else lives in `a`. What share counts is law: 50 and at least in us-ofac and us. */
det_ownership det_ownership_of(const screen_graph *g, ab_date day, uint32_t party, const screen_rule *rule,
                               const uint8_t *listed, const ab_str *where, ab_arena *a);
/* The object `ambit/ownership/1`. */
void det_ownership_json(const det_ownership *x, bool indent, ab_buf *out);

/* ---- the cases that stand beside the law (law_test.c) ---- */
/* Runs one `case` declaration; what failed goes to the report. */
bool det_law_case(const ambit_engine *engine, const law_decl *t, ab_buf *report);
/* Runs every `case` declaration; failures, then what no case shows of the law, and the line "N passed, N failed" go to the
 * report. */
void det_law_test(const ambit_engine *engine, ab_buf *report, unsigned *passed, unsigned *failed);

#endif
