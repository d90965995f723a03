/* Screen: lists of parties with their days, and the search for a name in them. By now a
 * name is found only when it is the one of an entry, but for capitals, punctuation and
 * the legal form at its end: what is not found is not cleared. The one header of this room. */
#ifndef AMBIT_SCREEN_SCREEN_H
#define AMBIT_SCREEN_SCREEN_H

#include "base/base.h"

typedef struct screen screen;

#define SCREEN_TABLE "parties.csv"

/* Reads the table; `text` must outlive the screen. NULL with diagnostics. */
screen *screen_load(const char *path, ab_str text, ab_diags *d);
void screen_free(screen *s);              /* NULL is fine */
const char *screen_hash(const screen *s); /* SHA-256 over the table, hex */
/* The day of the newest copy of a list that the table rests on. */
ab_date screen_through(const screen *s);

/* ---- images: a table that was read when the program was built; as in law.h ---- */
bool screen_image_make(const char *path, ab_str text, ab_buf *out, ab_diags *d);
screen *screen_image_load(const unsigned char *image, size_t size);
extern const unsigned char screen_image_begin[] __attribute__((weak));
extern const unsigned char screen_image_end[] __attribute__((weak));

/* ---- entries ---- */
typedef struct screen_mark { /* a footnote of the entry */
	ab_str word;             /* "us.entity-list.fn4" */
	ab_date from, published;
	bool exact; /* it was not there before `from`; else that is not known */
} screen_mark;

#define SCREEN_MARKS_MAX 3

typedef struct screen_entry {
	ab_str list; /* as the law calls it: "us.entity-list" */
	ab_str name;
	ab_str countries;   /* "CN/HK" */
	ab_str requirement; /* "all-items" or what is narrower */
	ab_str policy;      /* review policy; empty: not known */
	ab_str exceptions;  /* "none" or the license exception that the entry leaves */
	ab_str rule;        /* "84 FR 22961"; may be empty */
	ab_str confidence, source, note;
	/* Surely on the list from `from` to `until`; perhaps from `maybe_from` on and up to the day before `gone`. */
	ab_date from, maybe_from, until, gone;
	ab_date aliases_known; /* by then all its other names were published; when each was is not known */
	ab_date published;     /* who asks what was known earlier does not see it */
	ab_date policy_from;
	ab_date savings; /* what was under way when it was listed may be finished until then; AB_DATE_MIN: no */
	screen_mark marks[SCREEN_MARKS_MAX];
	uint32_t mark_n;
} screen_entry;

size_t screen_count(const screen *s);
const screen_entry *screen_at(const screen *s, size_t i);

typedef enum screen_state { SCREEN_OFF, SCREEN_ON, SCREEN_UNSURE } screen_state;

/* Is it on its list on the day, as far as was published by `known`? */
screen_state screen_entry_on(const screen_entry *e, ab_date day, ab_date known);
screen_state screen_mark_on(const screen_mark *m, ab_date day, ab_date known);
/* Days on which what the entry says changes, in no order; at most SCREEN_DAYS_MAX. */
#define SCREEN_DAYS_MAX (6 + SCREEN_MARKS_MAX)
uint32_t screen_entry_days(const screen_entry *e, ab_date out[SCREEN_DAYS_MAX]);

/* ---- search ---- */
typedef struct screen_hit {
	const screen_entry *entry;
	ab_str as;          /* the name or alias that was found */
	ab_date known_from; /* by then this name was published */
	bool needs_country; /* one bare word may be anybody's: it counts only together with a country of the entry */
} screen_hit;

#define SCREEN_HITS_MAX 32

uint32_t screen_find(const screen *s, ab_str name, screen_hit out[SCREEN_HITS_MAX]);
bool screen_in_country(const screen_entry *e, ab_str code);

/* ---- ownership: who owns whom, as told by a table (docs/ownership.md) ---- */
#define SCREEN_NOBODY UINT32_MAX /* no party */

typedef struct screen_graph screen_graph;

typedef enum screen_row_kind {
	SCREEN_ROW_DIRECT,    /* shares of its own */
	SCREEN_ROW_INDIRECT,  /* its share through others, as the source reckons it */
	SCREEN_ROW_EFFECTIVE, /* product of the shares along the chain, direct ones included */
	SCREEN_ROW_GROUP,     /* shares of the owner and its subsidiaries together */
	SCREEN_ROW_CONTROL,   /* control, whatever the share: adds to no share */
	SCREEN_ROW_AFFILIATE, /* named as affiliated */
	SCREEN_ROW_CHAIN,     /* a step of a chain that the source shows */
	SCREEN_ROW_KINDS
} screen_row_kind;

const char *screen_row_kind_name(screen_row_kind k); /* "direct" */

typedef struct screen_row { /* a line of the table; texts as written */
	uint32_t owner, owned;  /* parties of the graph */
	ab_str percent, from, to, as_of, source, note;
	screen_row_kind kind;
	int line;
} screen_row;

/* Reads the table: columns owner, owned; percent, from, to, as_of, source, kind, note, owner_id, owned_id as there are.
 * NULL with a diagnostic for each fault: no row is dropped. The text is copied. */
screen_graph *screen_graph_load(const char *path, ab_str text, ab_diags *d);
void screen_graph_free(screen_graph *g); /* NULL is fine */
const char *screen_graph_path(const screen_graph *g);
uint32_t screen_graph_parties(const screen_graph *g);
ab_str screen_graph_name(const screen_graph *g, uint32_t party);
ab_str screen_graph_id(const screen_graph *g, uint32_t party); /* empty: none */
uint32_t screen_graph_rows(const screen_graph *g);
const screen_row *screen_graph_row(const screen_graph *g, uint32_t i);
/* By id, by name, or by name without its legal form where only one party bears that; SCREEN_NOBODY: none. */
uint32_t screen_graph_find(const screen_graph *g, ab_str name_or_id);

typedef enum screen_tie {
	SCREEN_TIE_SHARE, /* shares: those of all owners add to at most 100 % */
	SCREEN_TIE_TOTAL, /* what all shares, direct and through others, come to: added to nothing */
	SCREEN_TIE_CONTROL
} screen_tie;

typedef struct screen_holding { /* what one party holds of another on a day */
	uint32_t owner, owned;
	ab_num lo, hi;        /* percent, both included */
	uint8_t tie;          /* screen_tie */
	bool unknown;         /* nobody states the share */
	bool differ;          /* rows of the same day disagree: the range holds them all */
	bool later;           /* seen only after the day: whether it held before is not known */
	bool perhaps;         /* whether it had begun, or had ended, on the day is not known */
	const uint32_t *rows; /* of the table, the one that says most first */
	uint32_t row_n;
} screen_holding;

typedef struct screen_owned screen_owned; /* the graph on one day */

/* Lives in the arena, as does all that is asked of it; the graph must outlive it. */
screen_owned *screen_owned_on(const screen_graph *g, ab_date day, ab_arena *a);
/* The direct owners of a party, and whoever is said to own or control it through others. */
const screen_holding *screen_owned_by(const screen_owned *v, uint32_t party, uint32_t *n);
/* The stated shares of its owners come to more than 100 %: the table contradicts itself. */
bool screen_owned_overfull(const screen_owned *v, uint32_t party);
/* Does `owner` own, or may it own, a part of `owned` through however many others? Nobody stands above itself. */
bool screen_owned_above(const screen_owned *v, uint32_t owner, uint32_t owned);
/* Percent of a party of whose owner nothing is known; 100 where nobody states an owner. */
ab_num screen_owned_rest(const screen_owned *v, uint32_t party);

typedef struct screen_span { /* percent, both included, rounded outward */
	ab_num lo, hi;
} screen_span;

typedef struct screen_owner { /* somebody who owns, or may own, a part of the party, through however many others */
	uint32_t party;
	uint32_t depth;       /* 1: direct owner */
	screen_span direct;   /* its own shares; 0 to 0: only through others */
	screen_span total;    /* with what it holds through others, products of shares */
	const uint32_t *path; /* parties from the owner down to the owned one, a shortest way; depth + 1 of them */
	bool last;            /* the table names no owner of it */
} screen_owner;

typedef struct screen_owners {
	AB_VEC(screen_owner) list; /* nearest first, then in the order of the table */
	bool cut;                  /* there are more owners than can be reckoned: of the last ones the total is 0 to 100 */
	bool circle;               /* somebody owns a part of itself through others */
} screen_owners;

/* An owner of whom the table names no owner is taken as the last: nobody stands behind it. */
screen_owners screen_owners_of(const screen_owned *v, uint32_t party, ab_arena *a);
/* Products of shares of a set of parties together: screen_state by party, SCREEN_UNSURE for those who may belong to it. */
screen_span screen_share_of(const screen_owned *v, uint32_t party, const uint8_t *set);

/* ---- the cascade: who is owned by listed parties is treated as listed, and what it holds counts whole ---- */
typedef struct screen_rule { /* how much counts is law: see the packs */
	ab_num percent;
	bool more_than; /* the share must exceed it; else reaching it is enough */
	bool control;   /* control counts as ownership; not so under OFAC FAQ 398 and 15 CFR 744 supp. 8(c) */
} screen_rule;

typedef enum screen_open_kind {
	SCREEN_OPEN_REST,   /* the owner of a part is not known */
	SCREEN_OPEN_SHARE,  /* how much this owner holds is not known for certain */
	SCREEN_OPEN_LISTED, /* whether this party is listed is not known */
} screen_open_kind;

typedef struct screen_open { /* something on which the answer hangs */
	screen_open_kind kind;
	uint32_t owner, owned; /* SCREEN_NOBODY where it says nothing */
	screen_span share;
} screen_open;

typedef struct screen_step { /* of a chain: `owner` counts, and so does its share */
	uint32_t owner, owned;
	screen_span share;
	bool listed; /* the owner itself; else it is owned by listed parties, as later steps show */
	uint8_t tie;
	const uint32_t *rows;
	uint32_t row_n;
} screen_step;

typedef struct screen_reach {
	screen_state state;      /* is the party owned by listed ones: on, off, unsure */
	screen_span share;       /* aggregate of the owners that count, each share whole */
	uint64_t marks, maybe;   /* of listed parties from whom it flows down; `maybe`: those that may besides */
	AB_VEC(screen_step) why; /* on: the shares that reach it, then those that make an owner count, and so on up */
	AB_VEC(screen_open) open;
} screen_reach;

/* `listed`: screen_state by party; `marks`: bits by party, NULL: none. What the party itself is listed for is left aside. */
screen_reach screen_reach_of(const screen_owned *v, uint32_t party, const screen_rule *rule, const uint8_t *listed,
                             const uint64_t *marks, ab_arena *a);

#endif
