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

#endif
