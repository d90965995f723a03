/* Reads a table of who owns whom. A row that cannot be read is a fault with its place, never left out: a holding that
 * is missing could clear somebody. */
#include "screen/graph.h"

#include <stdlib.h>
#include <string.h>

#include "screen/inside.h"

static const char *const kind_names[SCREEN_ROW_KINDS] = {"direct",  "indirect",  "effective", "group",
                                                         "control", "affiliate", "chain"};

const char *screen_row_kind_name(screen_row_kind k)
{
	return k < SCREEN_ROW_KINDS ? kind_names[k] : "";
}

screen_tie graph_tie_of(screen_row_kind k)
{
	if (k == SCREEN_ROW_CONTROL)
		return SCREEN_TIE_CONTROL;
	return k == SCREEN_ROW_INDIRECT || k == SCREEN_ROW_EFFECTIVE ? SCREEN_TIE_TOTAL : SCREEN_TIE_SHARE;
}

/* ---- reading ---- */
enum { C_OWNER, C_OWNED, C_PERCENT, C_FROM, C_TO, C_AS_OF, C_SOURCE, C_KIND, C_NOTE, C_OWNER_ID, C_OWNED_ID, C_COUNT };

static const char *const columns[C_COUNT] = {"owner",  "owned", "percent", "from",     "to",      "as_of",
                                             "source", "kind",  "note",    "owner_id", "owned_id"};

typedef struct reading {
	screen_graph *g;
	ab_diags *d;
	ab_csv t;
	ab_str text;
	int col[C_COUNT];
	uint32_t row;
} reading;

static ab_str cell(const reading *r, int column)
{
	return ab_str_trim(ab_csv_cell(&r->t, r->row, r->col[column]));
}

/* A cell whose quotes were taken out is no part of the text: then the line alone is known. */
static void fault(const reading *r, ab_str at, const char *remedy, const char *what)
{
	int line = r->t.lines[r->row], col = 0;
	uintptr_t p = (uintptr_t)at.p, begin = (uintptr_t)r->text.p;
	if (at.p && p >= begin && p <= begin + r->text.n) {
		size_t i = (size_t)(p - begin), start = i;
		while (start && r->text.p[start - 1] != '\n')
			start--;
		col = (int)(i - start) + 1;
	}
	int shown = (int)(at.n < 80 ? at.n : 80);
	ab_error(r->d, r->g->path, line, col, remedy, "%s: \"%.*s\"", what, shown, at.p ? at.p : "");
}

/* The name as it is compared; what cannot be folded stands for itself. The one place where names of a graph are joined. */
static ab_str joined_name(ab_arena *a, ab_str name, bool bare)
{
	folded f;
	if (!screen_fold(name, &f))
		return bare ? (ab_str){0} : ab_str_dup(a, name);
	return ab_str_dup(a, (ab_str){f.text, bare ? f.bare : f.n});
}

static uint32_t new_party(screen_graph *g, ab_str name, ab_str id)
{
	ab_push(&g->arena, &g->parties, ((graph_party){name, id}));
	return g->parties.n - 1;
}

/* Two ids under one name are two parties; a name without an id is the first that bore it. */
static uint32_t party_of(screen_graph *g, ab_str name, ab_str id)
{
	ab_str key = joined_name(&g->arena, name, false);
	uint32_t known = ab_map_get(&g->by_name, key), by_id = id.n ? ab_map_get(&g->by_id, id) : AB_MAP_NONE;
	if (by_id != AB_MAP_NONE) {
		if (ab_map_put(&g->by_name, key, by_id) != by_id) /* another name of it */
			ab_map_put(&g->name_twice, key, by_id);
		return by_id;
	}
	if (known == AB_MAP_NONE || (id.n && g->parties.p[known].id.n)) {
		if (known != AB_MAP_NONE)
			ab_map_put(&g->name_twice, key, known);
		known = new_party(g, name, id);
		ab_map_put(&g->by_name, key, known);
	} else if (id.n) {
		g->parties.p[known].id = id;
	}
	if (id.n)
		ab_map_put(&g->by_id, id, known);
	return known;
}

/* ---- shares: 30, 30.5 %, 30..45, >50, >=50, <10, <=10 ---- */
static bool part_of(ab_str s, int64_t *lo, int64_t *hi)
{
	ab_num low, high;
	s = ab_str_trim(s);
	if (s.n && s.p[s.n - 1] == '%')
		s = ab_str_trim((ab_str){s.p, s.n - 1});
	ab_num_status status = ab_num_parse(s, &low, &high);
	if ((status != AB_NUM_OK && status != AB_NUM_INEXACT) || low < 0 || high > 100 * AB_NUM_ONE)
		return false;
	*lo = (int64_t)low * PART_PER_UNIT;
	*hi = (int64_t)high * PART_PER_UNIT;
	return true;
}

static bool starts(ab_str *s, const char *sign)
{
	size_t n = strlen(sign);
	if (s->n < n || memcmp(s->p, sign, n) != 0)
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

/* "more than 50" begins one count of 10^-18 above it. */
static bool bound_of(ab_str s, graph_row *row)
{
	int64_t lo, hi;
	bool over = starts(&s, ">"), under = !over && starts(&s, "<"), equal = starts(&s, "=");
	over = over || (!under && starts(&s, "\xE2\x89\xA5") && (equal = true));  /* ≥ */
	under = under || (!over && starts(&s, "\xE2\x89\xA4") && (equal = true)); /* ≤ */
	if ((!over && !under) || !part_of(s, &lo, &hi))
		return false;
	row->lo = over ? lo + !equal : 0;
	row->hi = over ? PART_WHOLE : hi - !equal;
	return row->lo <= PART_WHOLE && row->hi >= 0;
}

static bool range_of(ab_str s, graph_row *row)
{
	int64_t low, high;
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '.' && s.p[i + 1] == '.')
			return part_of((ab_str){s.p, i}, &row->lo, &high) &&
			       part_of((ab_str){s.p + i + 2, s.n - i - 2}, &low, &row->hi) && row->lo <= row->hi;
	return part_of(s, &row->lo, &row->hi);
}

static void read_share(const reading *r, graph_row *row)
{
	ab_str s = row->said.percent = cell(r, C_PERCENT);
	row->lo = 0;
	row->hi = PART_WHOLE;
	row->known = s.n > 0;
	if (s.n && !bound_of(s, row) && !range_of(s, row))
		fault(r, s, "write 30, 30.5, 30..45, >50 or <=10, from 0 to 100; leave it empty where it is not known",
		      "this is no share in percent");
}

/* ---- days: YYYY-MM-DD, or a month or a year of which the day is not known ---- */
static bool days_of(ab_str s, ab_date *first, ab_date *last)
{
	char text[2][AB_DATE_LEN] = {"0000-01-01", "0000-12-31"};
	if (s.n == 10) {
		bool ok = ab_date_parse(s, first);
		*last = *first;
		return ok;
	}
	if (s.n != 4 && s.n != 7)
		return false;
	for (int i = 0; i < 2; i++)
		memcpy(text[i], s.p, s.n);
	for (int day = 31; day > 27; day--) { /* the last one that the month has */
		memcpy(text[1] + 8, (char[]){(char)('0' + day / 10), (char)('0' + day % 10)}, 2);
		if (ab_date_parse(ab_str_of(text[1]), last))
			return ab_date_parse(ab_str_of(text[0]), first);
	}
	return false;
}

static bool read_day(const reading *r, int column, ab_str *said, ab_date *first, ab_date *last)
{
	ab_str s = *said = cell(r, column);
	if (!s.n)
		return false;
	if (days_of(s, first, last))
		return true;
	fault(r, s, "write YYYY-MM-DD, YYYY-MM or YYYY; leave it empty where it is not known", "this is no day");
	return false;
}

static void read_days(const reading *r, graph_row *row)
{
	ab_date said_first = AB_DATE_MIN, said_last = AB_DATE_MIN;
	row->first = row->last = row->order = AB_DATE_MIN;
	row->until_first = row->until = AB_DATE_MAX;
	row->begins = read_day(r, C_FROM, &row->said.from, &row->first, &row->last);
	row->ends = read_day(r, C_TO, &row->said.to, &row->until_first, &row->until);
	bool seen = read_day(r, C_AS_OF, &row->said.as_of, &said_first, &said_last);
	row->dated = row->begins || seen;
	if (seen && !row->begins) {
		row->first = said_first;
		row->last = said_last;
	}
	row->order = seen ? said_last : row->last;
	if (row->ends && row->until < row->first)
		fault(r, row->said.to, "put the earlier day into `from` or `as_of`", "it ends before it begins");
}

/* ---- rows ---- */
static void read_kind(const reading *r, graph_row *row)
{
	ab_str s = cell(r, C_KIND), names[SCREEN_ROW_KINDS];
	row->said.kind = SCREEN_ROW_DIRECT;
	for (int i = 0; i < SCREEN_ROW_KINDS; i++) {
		names[i] = ab_str_of(kind_names[i]);
		if (ab_str_eq_fold(s, names[i])) {
			row->said.kind = (screen_row_kind)i;
			return;
		}
	}
	if (!s.n)
		return;
	int near = ab_nearest(s, names, SCREEN_ROW_KINDS);
	fault(r, s,
	      near < 0 ? "write direct, indirect, effective, group, control, affiliate or chain"
	               : ab_sprintf(r->d->arena, "did you mean %s?", kind_names[near]),
	      "this is no kind of ownership");
}

static uint32_t read_party(const reading *r, int name_column, int id_column)
{
	ab_str name = cell(r, name_column), id = cell(r, id_column);
	if (!name.n)
		fault(r, ab_csv_cell(&r->t, r->row, r->col[name_column]), "name the owner and the owned",
		      name_column == C_OWNER ? "the row names no owner" : "the row names no company that is owned");
	else if (name.n > GRAPH_TEXT_MAX || id.n > GRAPH_TEXT_MAX)
		fault(r, name, "keep names and ids under 1,000 bytes", "the name or id is too long");
	else
		return party_of(r->g, name, id);
	return SCREEN_NOBODY;
}

static void read_row(const reading *r)
{
	graph_row row = {.said = {.line = r->t.lines[r->row], .source = cell(r, C_SOURCE), .note = cell(r, C_NOTE)}};
	row.said.owner = read_party(r, C_OWNER, C_OWNER_ID);
	row.said.owned = read_party(r, C_OWNED, C_OWNED_ID);
	read_share(r, &row);
	read_days(r, &row);
	read_kind(r, &row);
	ab_push(&r->g->arena, &r->g->rows, row);
}

static bool read_head(reading *r)
{
	for (int i = 0; i < C_COUNT; i++)
		r->col[i] = ab_csv_col(&r->t, columns[i]);
	if (r->col[C_OWNER] < 0 || r->col[C_OWNED] < 0) {
		ab_error(r->d, r->g->path, 1, 0, "name the columns owner,owned,percent,from,to,source in the first row",
		         "the table has no column \"%s\"", columns[r->col[C_OWNER] < 0 ? C_OWNER : C_OWNED]);
		return false;
	}
	for (uint32_t i = 0; i < r->t.head.n; i++) {
		bool read = false;
		for (int k = 0; k < C_COUNT; k++)
			read = read || r->col[k] == (int)i;
		if (!read)
			ab_warn(r->d, r->g->path, 1, 0, "nothing needs to be done if it is a remark",
			        "the column \"%.*s\" is not read", (int)(r->t.head.p[i].n < 80 ? r->t.head.p[i].n : 80),
			        r->t.head.p[i].p);
	}
	return true;
}

/* ---- order: by owned, owner and tie ---- */
typedef struct sort_key {
	uint32_t owned, owner, tie, row;
} sort_key;

static int by_pair(const void *x, const void *y)
{
	const uint32_t *a = x, *b = y;
	for (int i = 0; i < 4; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

static void sort_rows(screen_graph *g)
{
	sort_key *keys = AB_NEW_N(&g->arena, sort_key, g->rows.n + 1);
	g->order = AB_NEW_N(&g->arena, uint32_t, g->rows.n + 1);
	for (uint32_t i = 0; i < g->rows.n; i++) {
		const screen_row *s = &g->rows.p[i].said;
		keys[i] = (sort_key){s->owned, s->owner, graph_tie_of(s->kind), i};
	}
	qsort(keys, g->rows.n, sizeof *keys, by_pair);
	for (uint32_t i = 0; i < g->rows.n; i++)
		g->order[i] = keys[i].row;
}

/* A bare name leads to a party only if no other bears it. */
static void index_bare(screen_graph *g)
{
	for (uint32_t i = 0; i < g->parties.n; i++) {
		ab_str bare = joined_name(&g->arena, g->parties.p[i].name, true);
		if (bare.n && ab_map_put(&g->by_bare, bare, i) != i)
			ab_map_put(&g->bare_twice, bare, i);
	}
}

static bool fill(screen_graph *g, const char *path, ab_str text, ab_diags *d)
{
	if (text.n > GRAPH_BYTES_MAX) {
		ab_error(d, path, 0, 0, "keep to the companies of the case", "the table has more than 64 MiB");
		return false;
	}
	uint32_t before = d->errors;
	reading r = {.g = g, .d = d, .text = ab_str_dup(&g->arena, text)};
	g->path = ab_strdup(&g->arena, ab_str_of(path));
	if (!ab_csv_parse(&r.t, &g->arena, g->path, r.text, d) || !read_head(&r))
		return false;
	if (r.t.rows > GRAPH_ROWS_MAX) {
		ab_error(d, path, 0, 0, "keep to the companies of the case", "the table has more than %d rows", GRAPH_ROWS_MAX);
		return false;
	}
	for (; r.row < r.t.rows; r.row++)
		read_row(&r);
	if (d->errors != before)
		return false;
	sort_rows(g);
	index_bare(g);
	return true;
}

screen_graph *screen_graph_load(const char *path, ab_str text, ab_diags *d)
{
	screen_graph *g = calloc(1, sizeof *g);
	if (!g) {
		ab_error(d, path, 0, 0, NULL, "no memory");
		return NULL;
	}
	ab_arena_init(&g->arena);
	ab_map_init(&g->by_name, &g->arena);
	ab_map_init(&g->by_bare, &g->arena);
	ab_map_init(&g->by_id, &g->arena);
	ab_map_init(&g->name_twice, &g->arena);
	ab_map_init(&g->bare_twice, &g->arena);
	if (fill(g, path, text, d))
		return g;
	screen_graph_free(g);
	return NULL;
}

void screen_graph_free(screen_graph *g)
{
	if (!g)
		return;
	ab_arena_free(&g->arena);
	free(g);
}

/* ---- looking ---- */
const char *screen_graph_path(const screen_graph *g)
{
	return g->path;
}

uint32_t screen_graph_parties(const screen_graph *g)
{
	return g->parties.n;
}

ab_str screen_graph_name(const screen_graph *g, uint32_t party)
{
	return party < g->parties.n ? g->parties.p[party].name : (ab_str){"", 0};
}

ab_str screen_graph_id(const screen_graph *g, uint32_t party)
{
	return party < g->parties.n ? g->parties.p[party].id : (ab_str){"", 0};
}

uint32_t screen_graph_rows(const screen_graph *g)
{
	return g->rows.n;
}

const screen_row *screen_graph_row(const screen_graph *g, uint32_t i)
{
	return i < g->rows.n ? &g->rows.p[i].said : NULL;
}

/* A name that several bear leads to none of them. */
static uint32_t find_name(const screen_graph *g, ab_arena *a, ab_str name)
{
	ab_str full = joined_name(a, name, false), bare = joined_name(a, name, true);
	uint32_t at = ab_map_get(&g->by_name, full);
	if (at != AB_MAP_NONE)
		return ab_map_get(&g->name_twice, full) == AB_MAP_NONE ? at : SCREEN_NOBODY;
	if (!bare.n || ab_map_get(&g->bare_twice, bare) != AB_MAP_NONE)
		return SCREEN_NOBODY;
	return ab_map_get(&g->by_bare, bare);
}

_Static_assert(SCREEN_NOBODY == AB_MAP_NONE, "what a map does not hold is nobody");

uint32_t screen_graph_find(const screen_graph *g, ab_str name_or_id)
{
	ab_arena scratch;
	ab_str s = ab_str_trim(name_or_id);
	uint32_t at = s.n ? ab_map_get(&g->by_id, s) : SCREEN_NOBODY;
	if (at != SCREEN_NOBODY || !s.n)
		return at;
	ab_arena_init(&scratch);
	at = find_name(g, &scratch, s);
	ab_arena_free(&scratch);
	return at;
}
