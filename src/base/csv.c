/* Tables as in RFC 4180: comma, double quotes, a header row. Every fault is told with
 * its line, and several in one run. */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

enum { FAULTS_MAX = 20 };

typedef AB_VEC(ab_str) cell_list;

typedef struct reader {
	ab_csv *t;
	ab_diags *d;
	const char *p, *end, *line_start;
	int line;
	uint32_t faults;
} reader;

static void fault(reader *r, int line, const char *at, const char *remedy, const char *message)
{
	int col = at && at >= r->line_start ? (int)(at - r->line_start) + 1 : 0;
	if (r->faults++ < FAULTS_MAX)
		ab_error(r->d, r->t->file, line, col, remedy, "%s", message);
}

static bool at_break(const reader *r)
{
	return r->p == r->end || *r->p == '\n' || (*r->p == '\r' && r->p + 1 < r->end && r->p[1] == '\n');
}

static void skip_break(reader *r)
{
	if (r->p == r->end)
		return;
	r->p += *r->p == '\r' ? 2 : 1;
	r->line++;
	r->line_start = r->p;
}

/* Two quotes in a row inside a quoted cell stand for one. */
static ab_str unquote(reader *r, const char *from, const char *to)
{
	ab_str s = {from, (size_t)(to - from)};
	if (!s.n || !memchr(s.p, '"', s.n))
		return s;
	char *q = ab_alloc(r->t->arena, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		q[n++] = s.p[i];
		if (s.p[i] == '"')
			i++;
	}
	return (ab_str){q, n};
}

static ab_str read_quoted(reader *r)
{
	int line = r->line;
	const char *from = ++r->p;
	while (r->p < r->end) {
		if (*r->p == '\n') {
			r->line++;
			r->line_start = r->p + 1;
		} else if (*r->p == '"') {
			if (r->p + 1 == r->end || r->p[1] != '"')
				break;
			r->p++;
		}
		r->p++;
	}
	ab_str s = unquote(r, from, r->p);
	if (r->p == r->end) {
		fault(r, line, NULL, "close it with a double quote", "a quoted cell begins here and never ends");
		return s;
	}
	r->p++;
	if (!at_break(r) && *r->p != ',')
		fault(r, r->line, r->p, "write a quote inside a cell twice", "text follows the closing quote of a cell");
	while (!at_break(r) && *r->p != ',')
		r->p++;
	return s;
}

static ab_str read_bare(reader *r)
{
	const char *from = r->p, *quote = NULL;
	for (; !at_break(r) && *r->p != ','; r->p++)
		if (*r->p == '"' && !quote)
			quote = r->p;
	if (quote)
		fault(r, r->line, quote, "put the whole cell in quotes and write the inner quote twice",
		      "a quote inside a cell that is not quoted");
	return (ab_str){from, (size_t)(r->p - from)};
}

static void read_row(reader *r, cell_list *row)
{
	row->n = 0;
	for (;;) {
		ab_str cell = r->p < r->end && *r->p == '"' ? read_quoted(r) : read_bare(r);
		ab_push(r->t->arena, row, cell);
		if (r->p == r->end || *r->p != ',')
			break;
		r->p++;
	}
	skip_break(r);
}

static void read_head(reader *r)
{
	cell_list row = {0};
	int line = r->line;
	read_row(r, &row);
	for (uint32_t i = 0; i < row.n; i++) {
		ab_str name = ab_str_trim(row.p[i]);
		char message[160];
		if (name.n == 0) {
			snprintf(message, sizeof(message), "column %u has no name", i + 1);
			fault(r, line, NULL, "name it in the first row", message);
		}
		for (uint32_t j = 0; name.n && j < i; j++) {
			if (!ab_str_eq(r->t->head.p[j], name))
				continue;
			snprintf(message, sizeof(message), "the column \"%.*s\" stands twice", (int)(name.n < 80 ? name.n : 80),
			         name.p);
			fault(r, line, NULL, "keep one of them", message);
			break;
		}
		ab_push(r->t->arena, &r->t->head, name);
	}
}

static void read_rows(reader *r)
{
	cell_list row = {0}, cells = {0};
	AB_VEC(int) lines = {0};
	while (r->p < r->end) {
		if (at_break(r)) {
			skip_break(r);
			continue;
		}
		int line = r->line;
		read_row(r, &row);
		if (row.n != r->t->head.n) {
			char message[120];
			snprintf(message, sizeof(message), "the row has %u cells and the header %u", row.n, r->t->head.n);
			fault(r, line, NULL, "put a cell that holds a comma in double quotes", message);
			continue;
		}
		for (uint32_t i = 0; i < row.n; i++)
			ab_push(r->t->arena, &cells, row.p[i]);
		ab_push(r->t->arena, &lines, line);
	}
	r->t->cells = cells.p;
	r->t->lines = lines.p;
	r->t->rows = lines.n;
}

/* Bytes that no table may hold: not UTF-8, or zero. */
static bool bytes_fit(ab_csv *t, ab_str text, ab_diags *d)
{
	size_t at = ab_utf8_invalid(text);
	const char *zero = text.n ? memchr(text.p, 0, text.n) : NULL;
	if (zero && (size_t)(zero - text.p) < at)
		at = (size_t)(zero - text.p);
	if (at == text.n)
		return true;
	int line = 1, col = 1;
	for (size_t i = 0; i < at; i++) {
		line += text.p[i] == '\n';
		col = text.p[i] == '\n' ? 1 : col + 1;
	}
	ab_error(d, t->file, line, col, "save the table as UTF-8 text", "the byte 0x%02X does not belong here",
	         (unsigned)(unsigned char)text.p[at]);
	return false;
}

bool ab_csv_parse(ab_csv *t, ab_arena *a, const char *file, ab_str text, ab_diags *d)
{
	*t = (ab_csv){.arena = a, .file = file};
	if (ab_str_starts(text, "\xEF\xBB\xBF")) {
		text.p += 3;
		text.n -= 3;
	}
	if (!bytes_fit(t, text, d))
		return false;
	if (text.n == 0) {
		ab_error(d, file, 1, 0, "write the names of the columns into the first row", "the table is empty");
		return false;
	}
	reader r = {.t = t, .d = d, .p = text.p, .end = text.p + text.n, .line_start = text.p, .line = 1};
	read_head(&r);
	read_rows(&r);
	if (r.faults > FAULTS_MAX)
		ab_error(d, file, 0, 0, NULL, "%u more faults", r.faults - FAULTS_MAX);
	return r.faults == 0;
}

int ab_csv_col(const ab_csv *t, const char *name)
{
	for (uint32_t i = 0; i < t->head.n; i++)
		if (ab_str_is(t->head.p[i], name))
			return (int)i;
	return -1;
}

ab_str ab_csv_cell(const ab_csv *t, uint32_t row, int col)
{
	if (col < 0 || (uint32_t)col >= t->head.n || row >= t->rows)
		return (ab_str){"", 0};
	return t->cells[(size_t)row * t->head.n + (uint32_t)col];
}
