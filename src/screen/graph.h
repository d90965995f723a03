/* The graph of ownership inside this room. A share is a count of 10^-18 of the whole: a percentage of up to nine decimals
 * is exact, products are rounded outward. */
#ifndef AMBIT_SCREEN_GRAPH_H
#define AMBIT_SCREEN_GRAPH_H

#include "screen/screen.h"

#define PART_WHOLE ((int64_t)1000000000000000000)
#define PART_PER_UNIT ((int64_t)10000000) /* of an ab_num that counts percent */

enum {
	GRAPH_BYTES_MAX = 64 << 20,
	GRAPH_ROWS_MAX = 500000,
	GRAPH_TEXT_MAX = 1000, /* bytes of a name or an id */
};

__extension__ typedef __int128 graph_sum; /* of parts, before it is capped */

typedef struct graph_row {
	screen_row said;
	int64_t lo, hi;             /* parts */
	bool known;                 /* a share is stated, if only by bounds */
	bool ends;                  /* `to` is stated */
	bool begins;                /* `from` is stated: it did not hold before */
	bool dated;                 /* `from` or `as_of` is */
	ab_date first, last;        /* it began no earlier, and surely by then */
	ab_date until_first, until; /* it surely holds until, and no longer than */
	ab_date order;              /* of rows on one pair the newest counts */
} graph_row;

typedef struct graph_party {
	ab_str name, id;
} graph_party;

struct screen_graph {
	ab_arena arena;
	const char *path;
	AB_VEC(graph_party) parties;
	AB_VEC(graph_row) rows;
	uint32_t *order; /* rows by owned, owner, tie */
	ab_map by_name, by_bare, by_id;
	ab_map name_twice, bare_twice; /* borne by several parties */
};

typedef struct graph_part { /* beside a holding */
	int64_t lo, hi;
} graph_part;

struct screen_owned {
	const screen_graph *g;
	ab_arena *arena;
	ab_date day;
	uint32_t *begin; /* by party, one more than there are: its holdings */
	AB_VEC(screen_holding) list;
	AB_VEC(graph_part) parts; /* as many */
};

screen_tie graph_tie_of(screen_row_kind k);
ab_num graph_percent_down(int64_t part);
ab_num graph_percent_up(int64_t part);
int64_t graph_capped(graph_sum x); /* from nothing to the whole */
/* Where rows contradict each other the upper bound may fall below the lower: the range takes in both. */
screen_span graph_span(int64_t lo, int64_t hi);

/* A party and all who stand above it, owners before what they own where no circle forbids. */
typedef struct graph_above {
	uint32_t *party; /* last: the party itself */
	uint32_t n;
	uint32_t *at; /* by party of the graph: its place, or SCREEN_NOBODY */
	bool circle;
} graph_above;

graph_above graph_above_of(const screen_owned *v, uint32_t party, ab_arena *a);

#endif
