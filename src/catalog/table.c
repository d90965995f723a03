/* Reads one table row by row without a copy of its cells: a catalog is loaded by every
 * start of the program, so a row costs no memory. The form is the one of ab_csv. */
#include "catalog/inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FAULTS_MAX = 50 }; /* told for one table */

static void fault(table *t, int line, const char *remedy, const char *message)
{
	if (t->faults++ < FAULTS_MAX)
		ab_error(t->d, t->file, line, 0, remedy, "%s", message);
}

void table_error(table *t, const char *remedy, const char *fmt, ...)
{
	char message[300];
	va_list args;
	va_start(args, fmt);
	vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	fault(t, t->line, remedy, message);
}

#define EACH_BYTE(x) ((uint64_t)0x0101010101010101u * (x))

/* Bytes of plain ASCII that `s` begins with, eight at a time. */
static size_t ascii_length(ab_str s)
{
	size_t i = 0;
	for (uint64_t x; i + 8 <= s.n; i += 8) {
		memcpy(&x, s.p + i, 8);
		if (x & EACH_BYTE(0x80))
			break;
	}
	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	return i;
}

static size_t wide_length(ab_str s)
{
	size_t i = 0;
	while (i < s.n && (unsigned char)s.p[i] >= 0x80)
		i++;
	return i;
}

/* As ab_utf8_invalid, quick where most is ASCII. */
static size_t invalid_at(ab_str s)
{
	size_t i = 0;
	while (i < s.n) {
		i += ascii_length((ab_str){s.p + i, s.n - i});
		size_t n = wide_length((ab_str){s.p + i, s.n - i});
		size_t bad = ab_utf8_invalid((ab_str){s.p + i, n});
		if (bad < n)
			return i + bad;
		i += n;
	}
	return s.n;
}

/* UTF-8 without a zero byte. */
static bool bytes_fit(table *t, ab_str text)
{
	const char *zero = text.n ? memchr(text.p, 0, text.n) : NULL;
	size_t at = invalid_at(text);
	if (zero && (size_t)(zero - text.p) < at)
		at = (size_t)(zero - text.p);
	if (at == text.n)
		return true;
	int line = 1;
	for (size_t i = 0; i < at; i++)
		line += text.p[i] == '\n';
	fault(t, line, "save the table as UTF-8 text", "a byte that does not belong into a table");
	return false;
}

/* Not zero when one of the eight bytes is zero (or, harmlessly, follows one that is). */
static uint64_t zero_byte(uint64_t x)
{
	return (x - EACH_BYTE(0x01)) & ~x & EACH_BYTE(0x80);
}

static bool ends_cell(char ch)
{
	return ch == ',' || ch == '\n' || ch == '\r';
}

static const char *cell_end(const char *p, const char *end)
{
	for (uint64_t x; end - p >= 8; p += 8) {
		memcpy(&x, p, 8);
		if (zero_byte(x ^ EACH_BYTE(',')) | zero_byte(x ^ EACH_BYTE('\n')) | zero_byte(x ^ EACH_BYTE('\r')))
			break;
	}
	while (p < end && !ends_cell(*p))
		p++;
	return p;
}

/* Two quotes in a row inside a quoted cell stand for one. */
static ab_str unquote(table *t, const char *from, const char *to)
{
	ab_str s = {from, (size_t)(to - from)};
	if (!s.n || !memchr(s.p, '"', s.n))
		return s;
	char *q = ab_alloc(&t->c->arena, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		q[n++] = s.p[i];
		if (s.p[i] == '"')
			i++;
	}
	return (ab_str){q, n};
}

static int line_breaks(const char *from, const char *to)
{
	int n = 0;
	while ((from = memchr(from, '\n', (size_t)(to - from)))) {
		from++;
		n++;
	}
	return n;
}

static ab_str read_quoted(table *t)
{
	const char *from = ++t->p;
	for (;;) {
		const char *quote = memchr(t->p, '"', (size_t)(t->end - t->p));
		t->p = quote ? quote : t->end;
		if (t->end - t->p < 2 || t->p[1] != '"')
			break;
		t->p += 2;
	}
	t->next_line += line_breaks(from, t->p);
	ab_str s = unquote(t, from, t->p);
	if (t->p == t->end) {
		fault(t, t->line, "close it with a double quote", "a quoted cell begins here and never ends");
		return s;
	}
	t->p++;
	if (t->p < t->end && !ends_cell(*t->p)) {
		fault(t, t->line, "write a quote inside a cell twice", "text follows the closing quote of a cell");
		t->p = cell_end(t->p, t->end);
	}
	return s;
}

static ab_str read_cell(table *t)
{
	if (t->p < t->end && *t->p == '"')
		return read_quoted(t);
	const char *from = t->p;
	t->p = cell_end(from, t->end);
	return (ab_str){from, (size_t)(t->p - from)};
}

/* Cells of one line; returns how many. Those beyond TABLE_COLUMNS are counted only. */
static int read_line(table *t, ab_str cells[TABLE_COLUMNS])
{
	int n = 0;
	t->line = t->next_line;
	for (;; t->p++) {
		ab_str cell = read_cell(t);
		if (n < TABLE_COLUMNS)
			cells[n] = cell;
		n++;
		if (t->p >= t->end || *t->p != ',')
			break;
	}
	if (t->p < t->end && *t->p == '\r')
		t->p++;
	if (t->p < t->end && *t->p == '\n')
		t->p++;
	t->next_line++;
	return n;
}

/* Finds the column of each name, in the order of the names. */
static bool columns_find(table *t, const ab_str *head, int n, const char *names)
{
	ab_str rest = ab_str_of(names), name;
	bool all = true;
	for (int k = 0; ab_str_cut(&rest, ' ', &name); k++) {
		int at = 0;
		while (at < n && !ab_str_eq(ab_str_trim(head[at]), name))
			at++;
		t->wanted[k] = at;
		t->columns = k + 1;
		if (ab_str_is(name, "source"))
			t->source = k;
		if (at < n)
			continue;
		table_error(t, "add it to the first row", "the column \"%.*s\" is missing", AB_FMT(name));
		all = false;
	}
	return all;
}

bool table_open(table *t, catalog *c, const catalog_file *f, const char *columns, ab_diags *d)
{
	*t = (table){.c = c, .d = d, .file = f->path, .p = f->text.p, .end = f->text.p + f->text.n, .next_line = 1};
	ab_str head[TABLE_COLUMNS];
	if (ab_str_starts(f->text, "\xEF\xBB\xBF"))
		t->p += 3;
	if (f->text.n == 0) {
		fault(t, 1, "write the names of the columns into the first row", "the table is empty");
		return false;
	}
	if (!bytes_fit(t, f->text))
		return false;
	t->width = read_line(t, head);
	if (t->width > TABLE_COLUMNS) {
		fault(t, 1, NULL, "the table has too many columns");
		return false;
	}
	return columns_find(t, head, t->width, columns);
}

uint32_t table_rows(const table *t)
{
	return t->p < t->end ? (uint32_t)line_breaks(t->p, t->end) + 1 : 0;
}

bool table_next(table *t)
{
	ab_str cells[TABLE_COLUMNS];
	while (t->p < t->end) {
		if (*t->p == '\n' || *t->p == '\r') {
			t->next_line += *t->p++ == '\n';
			continue;
		}
		int n = read_line(t, cells);
		if (n != t->width) {
			table_error(t, "put a cell that holds a comma in double quotes", "the row has %d cells and the header %d",
			            n, t->width);
			continue;
		}
		for (int k = 0; k < t->columns; k++)
			t->cell[k] = cells[t->wanted[k]];
		if (ab_str_trim(t->cell[t->source]).n == 0)
			table_error(t, "say where the row comes from", "the row has no source");
		return true;
	}
	return false;
}

bool table_country_ok(ab_str code)
{
	ab_str part;
	while (ab_str_cut(&code, '/', &part))
		if (part.n != 2 || part.p[0] < 'A' || part.p[0] > 'Z' || part.p[1] < 'A' || part.p[1] > 'Z')
			return false;
	return true;
}

bool table_one_of(ab_str cell, const char *words)
{
	ab_str rest = ab_str_of(words), w;
	while (ab_str_cut(&rest, ' ', &w))
		if (ab_str_eq(cell, w))
			return true;
	return false;
}
