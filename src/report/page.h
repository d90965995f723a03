/* Layout of a page for a terminal: wrapped text, rows of columns, a gutter of labels.
 * Private to this room. No line is wider than the page or ends in a blank. */
#ifndef AMBIT_REPORT_PAGE_H
#define AMBIT_REPORT_PAGE_H

#include "base/base.h"

typedef enum page_ink { INK_PLAIN, INK_BOLD, INK_DIM, INK_GOOD, INK_WARN, INK_BAD, INK_COUNT } page_ink;

typedef struct page {
	ab_arena *arena;
	ab_buf *out;
	int width;
	bool color;
	uint32_t lines;
} page;

typedef struct page_cell {
	ab_str text;
	int width; /* columns; 0 of the last cell: what is left */
	page_ink ink;
} page_cell;

/* Width 0 is 80; a page is at least 24 columns wide and at most 240. */
page page_open(ab_arena *a, ab_buf *out, int width, bool color);
void page_blank(page *p);
/* Text from column `left`, later lines from `hang`; the first `lead` bytes are written in `ink`, the rest plain. */
void page_text(page *p, int left, int hang, size_t lead, page_ink ink, ab_str text);
/* Cells side by side, two blanks apart, from column `left`; each wraps within its width. */
void page_row(page *p, int left, const page_cell *cells, size_t n);
/* A row of a section: label in the gutter (first row only), text, and a short remark in the `right` last columns or,
 * where right is 0, in parentheses. */
void page_item(page *p, const char *label, ab_str mark, page_ink mark_ink, ab_str text, ab_str remark, int right);
/* Columns that remarks may take; 0 in a narrow page. */
int page_remark_width(const page *p);
/* Text that a terminal shows as it is: no control characters, nothing that turns the direction of writing. */
ab_str page_clean(ab_arena *a, ab_str s);
/* The longest beginning of *rest that fits into `width` columns, cut off *rest; breaks at blanks where it can. */
ab_str page_fit(ab_str *rest, int width);
/* Adds `s` in a color, if the page has any. */
void page_ink_text(page *p, page_ink ink, ab_str s);
void page_end_line(page *p);

#endif
