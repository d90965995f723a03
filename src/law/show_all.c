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

static cover cover_of(const law_tree *t, const law_decl *d)
{
	cover c = {0};
	for (uint32_t k = 0; k < d->limbs.n; k++)
		for (uint32_t v = 0; v < d->limbs.p[k].versions.n; v++) {
			c.versions++;
			c.not_held += d->limbs.p[k].versions.p[v].not_held;
		}
	for (uint32_t i = 0; i < t->decls.n; i++)
		c.cases += t->decls.p[i]->kind == LD_CASE && holds(t->decls.p[i], d);
	return c;
}

void law_show_coverage(const law *l, ab_buf *out)
{
	static const law_decl_kind kinds[] = {LD_CLASS,     LD_NOTE,     LD_PRESUME, LD_REACH, LD_RULE,  LD_LETTER,
	                                      LD_EXCEPTION, LD_RESTRICT, LD_POLICY,  LD_FLAG,  LD_AMOUNT};
	const law_tree *t = law_tree_of(l);
	uint32_t n = 0, bare = 0, not_held = 0, cases = 0;
	for (uint32_t i = 0; i < t->decls.n; i++)
		cases += t->decls.p[i]->kind == LD_CASE;
	ab_buf_printf(out, "%-40s %8s %6s\n", "", "versions", "cases");
	for (size_t k = 0; k < AB_COUNT(kinds); k++) {
		bool begun = false;
		for (uint32_t i = 0; i < t->decls.n; i++) {
			const law_decl *d = t->decls.p[i];
			if (d->kind != kinds[k])
				continue;
			if (!begun)
				ab_buf_printf(out, "%s\n", law_decl_names[kinds[k]]);
			begun = true;
			cover c = cover_of(t, d);
			ab_buf_printf(out, "  %-38.*s %8u %6u%s\n", AB_FMT(law_shown_name(l, d)), c.versions, c.cases,
			              c.not_held ? "  text not held" : "");
			n++;
			bare += c.cases == 0;
			not_held += c.not_held > 0;
		}
	}
	ab_buf_printf(out,
	              "\n%u provisions, %u cases; %u provisions without a case of their own, %u whose text is not held\n",
	              n, cases, bare, not_held);
}
