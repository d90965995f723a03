/* The law as a whole: what changes on which day, and what is modeled. */
#include <stdlib.h>

#include "law/law.h"

typedef struct event {
	ab_date day;
	uint32_t order; /* of the files: keeps the listing stable */
	const law_decl *decl;
	const law_limb *limb;
	const char *what;
	ab_str by, detail;
} event;

typedef struct events {
	ab_arena *a;
	AB_VEC(event) list;
} events;

static void add(events *e, const law_decl *d, const law_limb *limb, ab_date day, const char *what, ab_str by,
                ab_str detail)
{
	if (day == AB_DATE_MIN || day == AB_DATE_MAX)
		return;
	ab_push(e->a, &e->list, ((event){day, e->list.n, d, limb, what, by, detail}));
}

static ab_date after(ab_date day)
{
	return day == AB_DATE_MAX ? AB_DATE_MAX : day + 1;
}

/* Days that stand in a condition ("shipped before ..."): from each of them on it comes out otherwise. */
static void deadline_events(events *e, const law_decl *d, const law_limb *limb, const law_version *v, const law_expr *x)
{
	if (!x)
		return;
	for (uint32_t i = 0; i < x->n; i++) {
		const law_expr *day = x->kids[i];
		bool mirrored = i == 0, first_day_after = x->cmp == LC_LE || x->cmp == LC_GT;
		deadline_events(e, d, limb, v, day);
		if (x->op != LX_CMP || !day || day->op != LX_DATE)
			continue;
		if (mirrored && x->cmp != LC_EQ)
			first_day_after = !first_day_after;
		ab_buf b = {0};
		law_expr_text(x, &b);
		ab_str words = ab_str_dup(e->a, (ab_str){b.p ? b.p : "", b.n});
		ab_buf_free(&b);
		add(e, d, limb, day->date + first_day_after, "a deadline of its text:", v->by, words);
		if (x->cmp == LC_EQ)
			add(e, d, limb, after(day->date), "a deadline of its text:", v->by, words);
	}
}

static void deadlines_of(events *e, const law_decl *d, const law_limb *limb, const law_version *v)
{
	const law_expr *all[] = {v->when, v->unless, v->rebutted, v->resolved};
	for (size_t i = 0; i < AB_COUNT(all); i++)
		deadline_events(e, d, limb, v, all[i]);
	for (uint32_t i = 0; i < v->conds.n; i++) {
		deadline_events(e, d, limb, v, v->conds.p[i].when);
		deadline_events(e, d, limb, v, v->conds.p[i].done);
		deadline_events(e, d, limb, v, v->conds.p[i].failed);
	}
	for (uint32_t i = 0; i < v->value.n; i++)
		deadline_events(e, d, limb, v, v->value.p[i]);
}

static void version_events(events *e, const law_decl *d, const law_limb *limb, const law_version *v)
{
	bool first = true;
	for (uint32_t i = 0; i < limb->versions.n; i++)
		first = first && (&limb->versions.p[i] == v || limb->versions.p[i].from > v->from);
	const ab_str none = {0};
	add(e, d, limb, v->from, v->ends ? "ends" : first ? "begins" : "new text", v->by, none);
	add(e, d, limb, v->complies, "compliance is required", v->by, none);
	add(e, d, limb, after(v->until), "is over", v->by, none);
	deadlines_of(e, d, limb, v);
	for (uint32_t i = 0; i < v->status.n; i++) {
		const law_status *s = &v->status.p[i];
		add(e, d, limb, s->span.from, s->stayed ? "stayed" : "not enforced any more", s->by, none);
		add(e, d, limb, after(s->span.to), s->stayed ? "in force again after a stay" : "enforced again", s->by, none);
	}
}

static void member_events(events *e, const law_decl *d, const law_member *m)
{
	ab_buf b = {0};
	for (uint32_t i = 0; i < m->codes.n; i++)
		ab_buf_printf(&b, "%s%.*s", i ? ", " : "", AB_FMT(m->codes.p[i]));
	ab_str codes = ab_str_dup(e->a, (ab_str){b.p ? b.p : "", b.n});
	ab_buf_free(&b);
	for (uint32_t i = 0; i < m->law.n; i++) {
		add(e, d, NULL, m->law.p[i].from, "joined by", m->by, codes);
		add(e, d, NULL, after(m->law.p[i].to), "left by", m->by, codes);
	}
	for (uint32_t i = 0; i < m->print.n; i++) {
		add(e, d, NULL, m->print.p[i].from, "in the printed table joined by", m->by, codes);
		add(e, d, NULL, after(m->print.p[i].to), "in the printed table left by", m->by, codes);
	}
}

static int compare_events(const void *a, const void *b)
{
	const event *x = a, *y = b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void write_event(const law *l, const event *e, ab_buf *out)
{
	ab_str name = law_shown_name(l, e->decl);
	ab_buf_printf(out, "  %.*s", AB_FMT(name));
	if (e->limb && e->limb->id.n)
		ab_buf_printf(out, ", limb %.*s", AB_FMT(e->limb->id));
	ab_buf_printf(out, ": %s", e->what);
	if (e->detail.n)
		ab_buf_printf(out, " %.*s", AB_FMT(e->detail));
	const law_decl *s = e->by.n ? law_source(l, e->by) : NULL;
	if (s)
		ab_buf_printf(out, "  (%.*s)", AB_FMT(s->cite.n ? s->cite : s->title.n ? s->title : s->id));
	ab_buf_addc(out, '\n');
}

static bool is_pack(const law *l, ab_str pack)
{
	for (size_t i = 0; i < law_pack_count(l); i++)
		if (ab_str_eq(law_pack_at(l, i)->id, pack))
			return true;
	return false;
}

bool law_show_changes(const law *l, ab_str pack, ab_buf *out)
{
	if (!is_pack(l, pack))
		return false;
	ab_arena a;
	ab_arena_init(&a);
	events e = {.a = &a};
	const law_tree *t = law_tree_of(l);
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_decl *d = t->decls.p[i];
		if (!ab_str_eq(d->pack, pack))
			continue;
		for (uint32_t k = 0; k < d->limbs.n; k++)
			for (uint32_t v = 0; v < d->limbs.p[k].versions.n; v++)
				version_events(&e, d, &d->limbs.p[k], &d->limbs.p[k].versions.p[v]);
		for (uint32_t k = 0; k < d->members.n; k++)
			member_events(&e, d, &d->members.p[k]);
		if (d->settled_by.n && law_source(l, d->settled_by))
			add(&e, d, NULL, law_source(l, d->settled_by)->published, "settled as", d->settled_by, d->settled_as);
	}
	if (e.list.n)
		qsort(e.list.p, e.list.n, sizeof *e.list.p, compare_events);
	for (uint32_t i = 0; i < e.list.n; i++) {
		char day[AB_DATE_LEN];
		if (i == 0 || e.list.p[i].day != e.list.p[i - 1].day)
			ab_buf_printf(out, "%s%s\n", i ? "\n" : "", ab_date_format(e.list.p[i].day, day));
		write_event(l, &e.list.p[i], out);
	}
	ab_arena_free(&a);
	return true;
}

/* ---- coverage ---- */
typedef struct cover {
	uint32_t versions, not_held, cases;
} cover;

static bool in_words(ab_str text, ab_str id)
{
	for (size_t i = 0; i + id.n <= text.n; i++) {
		if (!ab_str_eq((ab_str){text.p + i, id.n}, id))
			continue;
		char next = i + id.n < text.n ? text.p[i + id.n] : ' ';
		bool goes_on = (next >= '0' && next <= '9') || (next >= 'a' && next <= 'z');
		if (!goes_on)
			return true;
	}
	return false;
}

/* A case holds a provision in place when it names it; a class when it speaks of it. */
static bool holds(const law_decl *c, const law_decl *d)
{
	for (uint32_t i = 0; i < c->by.n; i++) {
		ab_str by = c->by.p[i];
		if (law_is_called(d, by))
			return true;
		for (uint32_t k = 0; k < d->limbs.n; k++) /* a limb by its own name */
			if (d->limbs.p[k].id.n && by.n == d->id.n + 1 + d->limbs.p[k].id.n &&
			    ab_str_eq((ab_str){by.p, d->id.n}, d->id))
				return true;
	}
	return d->kind == LD_CLASS && (in_words(c->id, d->id) || in_words(c->source, d->id));
}

/* Where a text stands: "734.9(h)(2)" is in part 734, section "734.9"; "Supp. 1 to 774" in part 774. */
typedef struct place {
	uint32_t part; /* 0: no numbered part */
	ab_str section;
	uint32_t number; /* of the section, for the order: 9 of 734.9 */
} place;

static uint32_t digits(ab_str s, size_t *at)
{
	uint32_t n = 0;
	for (; *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9' && n < 1000000; (*at)++)
		n = n * 10 + (uint32_t)(s.p[*at] - '0');
	return n;
}

static place place_of(ab_str cite)
{
	place p = {.section = cite};
	size_t at = 0;
	bool supplement = ab_str_starts(cite, "Supp. ");
	if (supplement || ab_str_starts(cite, "part ")) {
		while (at < cite.n && (cite.p[at] < '0' || cite.p[at] > '9'))
			at++;
		uint32_t first = digits(cite, &at);
		while (supplement && at < cite.n && (cite.p[at] < '0' || cite.p[at] > '9'))
			at++;
		p.part = supplement ? digits(cite, &at) : first;
		p.number = supplement ? 100000 + first : 0;
		p.section.n = at;
		return p;
	}
	uint32_t part = digits(cite, &at);
	if (part && at < cite.n && cite.p[at] == '.') {
		at++;
		p.number = digits(cite, &at);
		p.part = p.number ? part : 0;
	}
	if (p.part)
		p.section.n = at;
	return p;
}

typedef struct covered { /* a section, or what an `extent` says */
	const law_decl *extent;
	place at;
	cover sum;
	ab_str last;                /* the declaration counted last */
	const law_version *counted; /* the text counted last */
} covered;

typedef struct coverage {
	ab_arena *a;
	AB_VEC(covered) rows;
} coverage;

static covered *row_of(coverage *c, place at)
{
	for (uint32_t i = 0; i < c->rows.n; i++) {
		covered *r = &c->rows.p[i];
		if (!r->extent && r->at.part == at.part && ab_str_eq(r->at.section, at.section))
			return r;
	}
	ab_push(c->a, &c->rows, ((covered){.at = at}));
	return &c->rows.p[c->rows.n - 1];
}

static uint32_t cases_of(const law_tree *t, const law_decl *d)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < t->decls.n; i++)
		n += t->decls.p[i]->kind == LD_CASE && holds(t->decls.p[i], d);
	return n;
}

static void cover_cite(coverage *c, const law_decl *d, const law_version *v, ab_str cite, uint32_t cases)
{
	ab_str one;
	while (ab_str_cut(&cite, ';', &one)) {
		covered *r = row_of(c, place_of(ab_str_trim(one)));
		if (r->counted != v) {
			r->sum.versions++;
			r->sum.not_held += v->not_held;
		}
		r->counted = v;
		if (!ab_str_eq(r->last, d->id))
			r->sum.cases += cases;
		r->last = d->id;
	}
}

/* A text counts at each section that it or one of its conditions cites; one that cites nothing at its instrument. */
static void cover_decl(coverage *c, const law *l, const law_decl *d)
{
	uint32_t cases = cases_of(law_tree_of(l), d);
	for (uint32_t k = 0; k < d->limbs.n; k++)
		for (uint32_t n = 0; n < d->limbs.p[k].versions.n; n++) {
			const law_version *v = &d->limbs.p[k].versions.p[n];
			const law_decl *s = v->by.n ? law_source(l, v->by) : NULL;
			bool cited = v->cites.n > 0;
			for (uint32_t i = 0; i < v->cites.n; i++)
				cover_cite(c, d, v, v->cites.p[i], cases);
			for (uint32_t i = 0; i < v->conds.n; i++) {
				cited = cited || v->conds.p[i].cite.n;
				cover_cite(c, d, v, v->conds.p[i].cite, cases);
			}
			if (!cited)
				cover_cite(c, d, v, s ? (s->cite.n ? s->cite : s->title) : AB_STR("without a citation"), cases);
		}
}

static void cover_extent(coverage *c, const law_decl *d)
{
	covered r = {.extent = d, .at = {.section = d->id}};
	const law_version *v = d->limbs.n && d->limbs.p[0].versions.n ? &d->limbs.p[0].versions.p[0] : NULL;
	if (v && v->cites.n)
		r.at = place_of(v->cites.p[0]);
	ab_push(c->a, &c->rows, r);
}

static int compare_covered(const void *a, const void *b)
{
	const covered *x = a, *y = b;
	uint32_t p = x->at.part ? x->at.part : UINT32_MAX, q = y->at.part ? y->at.part : UINT32_MAX;
	if (p != q)
		return p < q ? -1 : 1;
	if (x->at.number != y->at.number)
		return x->at.number < y->at.number ? -1 : 1;
	int by_name = ab_str_cmp(x->at.section, y->at.section);
	return by_name ? by_name : !x->extent - !y->extent;
}

static bool heads_part(const covered *r)
{
	return r->extent && r->at.part && ab_str_starts(r->at.section, "part ");
}

static void write_head(const covered *rows, uint32_t n, uint32_t i, ab_buf *out)
{
	ab_buf_addc(out, '\n');
	if (!rows[i].at.part) {
		ab_buf_addz(out, "Other instruments\n");
		return;
	}
	ab_buf_printf(out, "Part %u", rows[i].at.part);
	for (uint32_t k = i; k < n && rows[k].at.part == rows[i].at.part; k++)
		if (heads_part(&rows[k]))
			ab_buf_printf(out, "  %.*s: %.*s", AB_FMT(rows[k].extent->title), AB_FMT(rows[k].extent->word));
	ab_buf_addc(out, '\n');
}

static void write_row(const covered *r, ab_buf *out)
{
	if (r->extent) {
		ab_buf_printf(out, "  %-24.*s %-9.*s %.*s\n", AB_FMT(r->at.section), AB_FMT(r->extent->word),
		              AB_FMT(r->extent->title));
		return;
	}
	ab_buf_printf(out, "  %-24.*s %-9s %u text%s, %u case%s", AB_FMT(r->at.section), "modeled", r->sum.versions,
	              r->sum.versions == 1 ? "" : "s", r->sum.cases, r->sum.cases == 1 ? "" : "s");
	if (r->sum.not_held)
		ab_buf_printf(out, "; text not held: %u", r->sum.not_held);
	ab_buf_addc(out, '\n');
}

static bool is_provision(law_decl_kind k)
{
	static const law_decl_kind kinds[] = {LD_CLASS,     LD_NOTE,     LD_PRESUME, LD_REACH, LD_RULE,  LD_LETTER,
	                                      LD_EXCEPTION, LD_RESTRICT, LD_POLICY,  LD_FLAG,  LD_AMOUNT};
	for (size_t i = 0; i < AB_COUNT(kinds); i++)
		if (kinds[i] == k)
			return true;
	return false;
}

static void cover_pack(const law *l, const law_decl *pack, ab_buf *out)
{
	char day[AB_DATE_LEN];
	ab_arena a;
	ab_arena_init(&a);
	coverage c = {.a = &a};
	const law_tree *t = law_tree_of(l);
	uint32_t count[3] = {0};
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_decl *d = t->decls.p[i];
		if (!ab_str_eq(d->pack, pack->id))
			continue;
		if (d->kind == LD_EXTENT)
			cover_extent(&c, d);
		else if (is_provision(d->kind))
			cover_decl(&c, l, d);
	}
	if (c.rows.n)
		qsort(c.rows.p, c.rows.n, sizeof *c.rows.p, compare_covered);
	ab_buf_printf(out, "%.*s  %.*s", AB_FMT(pack->id), AB_FMT(pack->title));
	if (pack->through != AB_DATE_MIN)
		ab_buf_printf(out, ", followed to %s", ab_date_format(pack->through, day));
	ab_buf_addc(out, '\n');
	for (uint32_t i = 0; i < c.rows.n; i++) {
		const covered *r = &c.rows.p[i];
		if (i == 0 || r->at.part != c.rows.p[i - 1].at.part)
			write_head(c.rows.p, c.rows.n, i, out);
		if (heads_part(r))
			continue;
		write_row(r, out);
		count[!r->extent || ab_str_is(r->extent->word, "modeled") ? 0 : ab_str_is(r->extent->word, "asked") ? 1 : 2]++;
	}
	ab_buf_printf(out, "\n%u sections modeled, %u only asked about, %u not held\n", count[0], count[1], count[2]);
	ab_arena_free(&a);
}

void law_show_coverage(const law *l, ab_buf *out)
{
	for (size_t i = 0; i < law_pack_count(l); i++) {
		if (i)
			ab_buf_addc(out, '\n');
		cover_pack(l, law_pack_at(l, i), out);
	}
}
