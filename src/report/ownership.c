/* Who owns a party: a tree from the party up to its last owners, and below it whether listed owners reach a share. */
#include <string.h>

#include "report/page.h"
#include "report/report.h"

enum { LEVELS_MAX = 16, ROOM_MIN = 20, LINES_MAX = 400, PREFIX_MAX = 4 * LEVELS_MAX * 3 };

typedef struct drawing {
	const det_ownership *x;
	page p;
	bool *shown;  /* by party: its owners stand above already */
	uint32_t *of; /* by party: its place among the owners, and 1 */
	uint32_t lines;
} drawing;

#define SAY(d, ...) ab_str_of(ab_sprintf((d)->p.arena, __VA_ARGS__))

static ab_str name_of(const drawing *d, uint32_t party)
{
	return page_clean(d->p.arena, screen_graph_name(d->x->graph, party));
}

static ab_str span_text(const drawing *d, ab_num lo, ab_num hi)
{
	char a[AB_NUM_LEN], b[AB_NUM_LEN];
	ab_num_format(lo, a);
	ab_num_format(hi, b);
	if (lo == 0 && hi == 100 * AB_NUM_ONE)
		return AB_STR("share not known");
	return lo == hi ? SAY(d, "%s %%", a) : SAY(d, "%s to %s %%", a, b);
}

/* ---- one line of the tree ---- */
static ab_str rows_text(const drawing *d, const screen_holding *h)
{
	const screen_row *r = screen_graph_row(d->x->graph, h->rows[0]);
	ab_str day = r->as_of.n ? r->as_of : r->from;
	ab_str until = r->to.n ? SAY(d, " to %.*s", AB_FMT(r->to)) : AB_STR("");
	ab_str more = h->row_n > 1 ? SAY(d, " and %u more", h->row_n - 1) : AB_STR("");
	return SAY(d, "line %d%.*s%s%.*s%.*s", r->line, AB_FMT(more), day.n ? ", " : "", AB_FMT(day), AB_FMT(until));
}

static const char *remark(const screen_holding *h)
{
	if (h->later)
		return "; seen only later";
	if (h->differ)
		return "; rows differ";
	return h->perhaps ? "; begin or end open" : "";
}

static ab_str tie_text(const drawing *d, const screen_holding *h)
{
	ab_str share = span_text(d, h->lo, h->hi);
	if (h->tie == SCREEN_TIE_CONTROL)
		return AB_STR("controls it");
	if (h->tie == SCREEN_TIE_TOTAL)
		return h->unknown ? AB_STR("through others") : SAY(d, "%.*s in all, as stated", AB_FMT(share));
	return share;
}

static ab_str listed_text(const drawing *d, uint32_t party, page_ink *ink)
{
	screen_state s = (screen_state)d->x->listed[party];
	ab_str where = d->x->where ? page_clean(d->p.arena, d->x->where[party]) : (ab_str){0};
	*ink = s == SCREEN_ON ? INK_BAD : s == SCREEN_UNSURE ? INK_WARN : INK_PLAIN;
	if (s == SCREEN_OFF)
		return (ab_str){0};
	return SAY(d, "%s%s%.*s", s == SCREEN_ON ? "LISTED" : "MAY BE LISTED", where.n ? ": " : "", AB_FMT(where));
}

/* What it comes to in the party at the root, where that is not the share on the line. */
static ab_str total_text(const drawing *d, uint32_t party, bool root)
{
	uint32_t at = d->of[party];
	if (root || !at)
		return (ab_str){0};
	const screen_owner *o = &d->x->owners.list.p[at - 1];
	ab_str total = span_text(d, o->total.lo, o->total.hi);
	return ab_str_is(total, "share not known") ? (ab_str){0} : SAY(d, "; %.*s of the whole", AB_FMT(total));
}

static void put_lines(drawing *d, ab_str first, ab_str next, size_t lead, page_ink ink, ab_str text)
{
	ab_str rest = text;
	for (bool begun = false; rest.n; begun = true) {
		ab_str prefix = begun ? next : first;
		int room = d->p.width - (int)ab_utf8_width(prefix);
		ab_str line = page_fit(&rest, room < ROOM_MIN ? ROOM_MIN : room);
		page_ink_text(&d->p, INK_DIM, prefix);
		size_t n = begun ? 0 : lead < line.n ? lead : line.n;
		page_ink_text(&d->p, ink, (ab_str){line.p, n});
		ab_buf_add(d->p.out, (ab_str){line.p + n, line.n - n});
		page_end_line(&d->p);
		d->lines++;
	}
}

typedef struct branch { /* of the tree: what stands before its lines */
	char before[PREFIX_MAX];
	int depth;
} branch;

static ab_str under(const drawing *d, const branch *b, bool last, bool first)
{
	return SAY(d, "%s%s", b->before,
	           first ? (last ? "\xE2\x94\x94\xE2\x94\x80 " : "\xE2\x94\x9C\xE2\x94\x80 ") /* └─ ├─ */
	                 : (last ? "   " : "\xE2\x94\x82  "));                                /* │ */
}

static void draw(drawing *d, uint32_t party, const branch *b);

static void draw_owner(drawing *d, const screen_holding *h, const branch *b, bool last)
{
	page_ink ink;
	uint32_t n;
	ab_str name = name_of(d, h->owner), listed = listed_text(d, h->owner, &ink);
	ab_str total = total_text(d, h->owner, b->depth == 0);
	screen_owned_by(d->x->view, h->owner, &n);
	bool again = n && d->shown[h->owner];
	bool deep = n && !again && (b->depth + 1 >= LEVELS_MAX || 3 * (b->depth + 2) + ROOM_MIN > d->p.width);
	ab_str text = SAY(d, "%.*s  %.*s%.*s%s%.*s (%.*s%s)%s", AB_FMT(name), AB_FMT(tie_text(d, h)), AB_FMT(total),
	                  listed.n ? "  " : "", AB_FMT(listed), AB_FMT(rows_text(d, h)), remark(h),
	                  again  ? " - its owners: see above"
	                  : deep ? " - further owners are not shown"
	                         : "");
	ab_str next = under(d, b, last, false);
	put_lines(d, under(d, b, last, true), next, name.n, ink == INK_PLAIN ? INK_BOLD : ink, text);
	if (again || deep || !n || next.n >= PREFIX_MAX)
		return;
	branch up = {.depth = b->depth + 1};
	memcpy(up.before, next.p, next.n);
	draw(d, h->owner, &up);
}

/* Depth is bounded, and each party's owners are drawn once. */
static void draw(drawing *d, uint32_t party, const branch *b)
{
	uint32_t n;
	const screen_holding *h = screen_owned_by(d->x->view, party, &n);
	ab_num rest = screen_owned_rest(d->x->view, party);
	d->shown[party] = true;
	for (uint32_t i = 0; i < n; i++) {
		if (d->lines >= LINES_MAX) {
			put_lines(d, under(d, b, true, true), under(d, b, true, false), 0, INK_PLAIN,
			          SAY(d, "%u more, not shown", n - i));
			return;
		}
		draw_owner(d, &h[i], b, i + 1 == n && !rest);
	}
	if (rest)
		put_lines(d, under(d, b, true, true), under(d, b, true, false), 0, INK_PLAIN,
		          rest == 100 * AB_NUM_ONE ? AB_STR("no share is known for certain: all of it may be anybody's")
		                                   : SAY(d, "up to %.*s may be anybody's", AB_FMT(span_text(d, rest, rest))));
}

/* ---- whether listed owners reach the share ---- */
static void draw_step(drawing *d, const screen_step *s)
{
	ab_str owner = name_of(d, s->owner), owned = name_of(d, s->owned);
	ab_str share = s->tie == SCREEN_TIE_CONTROL ? AB_STR("controls")
	               : s->share.lo == s->share.hi
	                   ? span_text(d, s->share.lo, s->share.hi)
	                   : SAY(d, "%.*s and more", AB_FMT(span_text(d, s->share.lo, s->share.lo)));
	page_text(&d->p, 2, 4, 0, INK_PLAIN,
	          SAY(d, "%.*s of %.*s: %.*s, %s", AB_FMT(share), AB_FMT(owned), AB_FMT(owner),
	              s->listed ? "listed" : "which counts as listed by its owners"));
}

static void draw_open(drawing *d, const screen_open *s)
{
	ab_str owned = s->owned == SCREEN_NOBODY ? (ab_str){0} : name_of(d, s->owned);
	ab_str owner = s->owner == SCREEN_NOBODY ? (ab_str){0} : name_of(d, s->owner);
	ab_str share = span_text(d, s->share.lo, s->share.hi), most = span_text(d, s->share.hi, s->share.hi);
	switch (s->kind) {
	case SCREEN_OPEN_REST: share = SAY(d, "Who owns the other %.*s of %.*s?", AB_FMT(most), AB_FMT(owned)); break;
	case SCREEN_OPEN_SHARE:
		share = SAY(d, "How much of %.*s does %.*s own? Known: %.*s.", AB_FMT(owned), AB_FMT(owner), AB_FMT(share));
		break;
	case SCREEN_OPEN_LISTED: share = SAY(d, "Is %.*s listed?", AB_FMT(owner)); break;
	}
	page_text(&d->p, 2, 4, 0, INK_PLAIN, share);
}

static void draw_reach(drawing *d)
{
	static const char *const answers[] = {"No", "Yes", "Not known"};
	static const page_ink inks[] = {INK_GOOD, INK_BAD, INK_WARN};
	const screen_reach *r = &d->x->reach;
	char percent[AB_NUM_LEN];
	ab_num_format(d->x->rule.percent, percent);
	const char *answer = answers[r->state];
	page_text(&d->p, 0, 2, strlen(answer), inks[r->state],
	          SAY(d,
	              "%s: owned %s%s %%%s by listed parties together, each share counted whole: %.*s. As products of "
	              "shares: %.*s.",
	              answer, d->x->rule.more_than ? "more than " : "", percent, d->x->rule.more_than ? "" : " or more",
	              AB_FMT(span_text(d, r->share.lo, r->share.hi)),
	              AB_FMT(span_text(d, d->x->product.lo, d->x->product.hi))));
	for (uint32_t i = 0; i < r->why.n; i++)
		draw_step(d, &r->why.p[i]);
	for (uint32_t i = 0; i < r->open.n; i++)
		draw_open(d, &r->open.p[i]);
}

static void draw_all(drawing *d)
{
	const det_ownership *x = d->x;
	page_ink ink;
	char day[AB_DATE_LEN];
	branch root = {.depth = 0};
	ab_str name = name_of(d, x->party), listed = listed_text(d, x->party, &ink);
	ab_str table = page_clean(d->p.arena, ab_str_of(screen_graph_path(x->graph)));
	for (uint32_t i = 0; i < x->owners.list.n; i++)
		d->of[x->owners.list.p[i].party] = i + 1;
	page_text(&d->p, 0, 2, name.n, INK_BOLD,
	          SAY(d, "%.*s%s%.*s  owners on %s, by %.*s", AB_FMT(name), listed.n ? "  " : "", AB_FMT(listed),
	              ab_date_format(x->day, day), AB_FMT(table)));
	draw(d, x->party, &root);
	page_blank(&d->p);
	draw_reach(d);
	if (x->owners.circle)
		page_text(&d->p, 0, 2, 0, INK_PLAIN,
		          AB_STR("Some of them own each other: ranges hold whatever way that is read."));
	if (screen_owned_overfull(x->view, x->party))
		page_text(&d->p, 0, 2, 0, INK_PLAIN,
		          AB_STR("The stated shares come to more than 100 %: the table contradicts itself."));
}

void report_ownership(const det_ownership *x, int width, bool color, ab_buf *out)
{
	ab_arena scratch;
	ab_arena_init(&scratch);
	uint32_t n = screen_graph_parties(x->graph) + 1;
	drawing d = {x, page_open(&scratch, out, width, color), AB_NEW_N(&scratch, bool, n),
	             AB_NEW_N(&scratch, uint32_t, n), 0};
	draw_all(&d);
	ab_arena_free(&scratch);
}
