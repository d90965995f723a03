/* Layout primitives of the terminal pages. Widths are columns: a wide East Asian
 * character takes two. */
#include "report/page.h"

#include <string.h>

#define WIDTH_MIN 24
#define WIDTH_MAX 240
#define GUTTER 12 /* "  ask next  " */
#define NARROW 60 /* below this a label stands on a line of its own */
#define CELLS_MAX 8

page page_open(ab_arena *a, ab_buf *out, int width, bool color)
{
	int w = width <= 0 ? 80 : width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
	return (page){a, out, w, color, 0};
}

/* Bytes of the character at s (at least 1); a byte that is no UTF-8 counts as one. */
static size_t char_size(ab_str s)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t n = c < 0x80 ? 1 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
	return n > s.n ? s.n : n;
}

/* C0 and C1 controls, DEL, and the marks that turn, embed or isolate directions of writing. */
static bool harmful(ab_str c)
{
	const unsigned char *u = (const unsigned char *)c.p;
	if (c.n == 1)
		return u[0] < 0x20 || u[0] >= 0x7F;
	if (c.n == 2)
		return u[0] == 0xC2 && u[1] < 0xA0;
	if (c.n == 3 && u[0] == 0xE2 && u[1] == 0x80)
		return (u[2] >= 0xA8 && u[2] <= 0xAE) || u[2] == 0x8E || u[2] == 0x8F;
	return c.n == 3 && u[0] == 0xE2 && u[1] == 0x81 && u[2] >= 0xA6 && u[2] <= 0xA9;
}

ab_str page_clean(ab_arena *a, ab_str s)
{
	char *out = ab_alloc(a, s.n + 1);
	size_t n = 0;
	while (s.n) {
		ab_str c = {s.p, char_size(s)};
		if (ab_utf8_invalid(c) != c.n)
			c.n = 1;
		if (c.p[0] == '\n' || c.p[0] == '\t')
			out[n++] = ' ';
		else if (harmful(c))
			out[n++] = '?';
		else
			for (size_t i = 0; i < c.n; i++)
				out[n++] = c.p[i];
		s.p += c.n;
		s.n -= c.n;
	}
	return (ab_str){out, n};
}

static const char *const inks[INK_COUNT] = {"", "\033[1m", "\033[2m", "\033[32m", "\033[33m", "\033[31m"};

void page_ink_text(page *p, page_ink ink, ab_str s)
{
	bool on = p->color && ink != INK_PLAIN && s.n;
	if (on)
		ab_buf_addz(p->out, inks[ink]);
	ab_buf_add(p->out, s);
	if (on)
		ab_buf_addz(p->out, "\033[0m");
}

void page_end_line(page *p)
{
	ab_buf_addc(p->out, '\n');
	p->lines++;
}

void page_blank(page *p)
{
	page_end_line(p);
}

static void pad(page *p, int n)
{
	for (int i = 0; i < n; i++)
		ab_buf_addc(p->out, ' ');
}

ab_str page_fit(ab_str *rest, int width)
{
	ab_str s = *rest;
	size_t at = 0, cut = 0; /* cut: end of what fits, at a place where a line may break */
	int used = 0;
	bool wide_before = false;
	while (at < s.n) {
		ab_str c = {s.p + at, char_size((ab_str){s.p + at, s.n - at})};
		int w = (int)ab_utf8_width(c);
		if (c.p[0] == ' ' || ((w == 2 || wide_before) && at))
			cut = at;
		if (used + w > width && c.p[0] != ' ')
			break;
		used += w;
		at += c.n;
		wide_before = w == 2;
	}
	if (at >= s.n)
		cut = s.n;
	else if (cut == 0)
		cut = at ? at : char_size(s); /* a word longer than the line */
	ab_str line = {s.p, cut};
	while (line.n && line.p[line.n - 1] == ' ')
		line.n--;
	while (cut < s.n && s.p[cut] == ' ')
		cut++;
	*rest = (ab_str){s.p + cut, s.n - cut};
	return line;
}

void page_text(page *p, int left, int hang, size_t lead, page_ink ink, ab_str text)
{
	ab_str rest = page_clean(p->arena, text);
	bool first = true;
	while (rest.n || first) {
		int at = first ? left : hang;
		ab_str line = page_fit(&rest, p->width - at > 8 ? p->width - at : 8);
		size_t inked = first && lead ? (lead < line.n ? lead : line.n) : 0;
		if (line.n)
			pad(p, at);
		page_ink_text(p, ink, (ab_str){line.p, inked});
		ab_buf_add(p->out, (ab_str){line.p + inked, line.n - inked});
		page_end_line(p);
		first = false;
	}
}

void page_row(page *p, int left, const page_cell *cells, size_t n)
{
	ab_str rest[CELLS_MAX];
	int width[CELLS_MAX], at = left;
	if (n > CELLS_MAX)
		n = CELLS_MAX;
	for (size_t i = 0; i < n; i++) {
		rest[i] = page_clean(p->arena, cells[i].text);
		width[i] = cells[i].width ? cells[i].width : p->width - at;
		if (width[i] < 1)
			width[i] = 4;
		at += width[i] + 2;
	}
	bool more = true;
	while (more) {
		int column = 0; /* where the line ends so far */
		at = left;
		more = false;
		for (size_t i = 0; i < n; i++) {
			ab_str line = rest[i].n ? page_fit(&rest[i], width[i]) : (ab_str){"", 0};
			if (line.n) {
				pad(p, at - column);
				page_ink_text(p, cells[i].ink, line);
				column = at + (int)ab_utf8_width(line);
			}
			at += width[i] + 2;
			more = more || rest[i].n;
		}
		page_end_line(p);
	}
}

int page_remark_width(const page *p)
{
	return p->width >= 110 ? 40 : p->width >= 72 ? 26 : 0;
}

/* A narrow page has no gutter: the label leads the first row. */
static void narrow_item(page *p, const char *label, ab_str mark, ab_str text)
{
	size_t lead = label ? strlen(label) + 1 : 0;
	ab_str s = ab_str_of(ab_sprintf(p->arena, "%s%s%.*s%s%.*s", label ? label : "", label ? ": " : "", AB_FMT(mark),
	                                mark.n ? " " : "", AB_FMT(text)));
	page_text(p, label ? 2 : 4, label ? 4 : 6, lead, INK_BOLD, s);
}

void page_item(page *p, const char *label, ab_str mark, page_ink mark_ink, ab_str text, ab_str remark, int right)
{
	page_cell cells[4];
	size_t n = 0;
	right = remark.n && p->width >= NARROW ? right : 0;
	if (remark.n && !right)
		text = ab_str_of(ab_sprintf(p->arena, "%.*s (%.*s)", AB_FMT(text), AB_FMT(remark)));
	if (p->width < NARROW) {
		narrow_item(p, label, mark, text);
		return;
	}
	cells[n++] = (page_cell){ab_str_of(label), GUTTER - 4, INK_BOLD};
	if (mark.n)
		cells[n++] = (page_cell){mark, (int)ab_utf8_width(mark), mark_ink};
	int marks = mark.n ? (int)ab_utf8_width(mark) + 2 : 0;
	cells[n++] = (page_cell){text, p->width - GUTTER - marks - (right ? right + 2 : 0), INK_PLAIN};
	if (right)
		cells[n++] = (page_cell){remark, right, INK_DIM};
	page_row(p, 2, cells, n);
}
