/* One declaration as a person reads it: its versions in time order, the conditions
 * in words, the source of each, what lifts it, and the cases that hold it in place. */
#include <stdio.h>
#include <string.h>

#include "law/law.h"

#define WIDTH_DEFAULT 100
#define DEPTH_MAX 32

typedef struct page {
	const law *l;
	const law_tree *t;
	ab_buf *b;
	int width;
	ab_date today;
} page;

bool law_is_called(const law_decl *d, ab_str id)
{
	if (d->kind == LD_CASE)
		return false;
	bool hit = ab_str_eq(d->id, id);
	for (uint32_t i = 0; i < d->ids.n && !hit; i++)
		hit = ab_str_eq(d->ids.p[i], id);
	for (uint32_t i = 0; i < d->aliases.n && !hit; i++)
		hit = ab_str_eq(d->aliases.p[i], id);
	return hit;
}

/* ---- lines ---- */
static void spaces(page *p, int n)
{
	for (int i = 0; i < n; i++)
		ab_buf_addc(p->b, ' ');
}

/* Words broken at the width; lines after the first begin at `rest`. Blanks between words are kept inside a line. */
static void wrap(page *p, int first, int rest, ab_str text)
{
	int at = first, gap = 0;
	bool begun = false;
	ab_str word;
	while (ab_str_cut(&text, ' ', &word)) {
		int w = (int)ab_utf8_width(word);
		gap++;
		if (!w)
			continue;
		if (begun && at + gap + w > p->width) {
			ab_buf_addc(p->b, '\n');
			spaces(p, rest);
			at = rest;
			begun = false;
		}
		if (begun) {
			spaces(p, gap);
			at += gap;
		}
		ab_buf_add(p->b, word);
		at += w;
		gap = 0;
		begun = true;
	}
	ab_buf_addc(p->b, '\n');
}

static void line(page *p, int indent, const char *label, ab_str text)
{
	size_t n = strlen(label);
	spaces(p, indent);
	ab_buf_addz(p->b, label);
	if (n)
		ab_buf_addz(p->b, "  ");
	int at = indent + (int)n + (n ? 2 : 0);
	wrap(p, at, at < 40 ? at : indent + 4, text);
}

#define SAY(p, indent, label, ...)                                                                                     \
	do {                                                                                                               \
		ab_buf say_ = {0};                                                                                             \
		ab_buf_printf(&say_, __VA_ARGS__);                                                                             \
		line((p), (indent), (label), (ab_str){say_.p, say_.n});                                                        \
		ab_buf_free(&say_);                                                                                            \
	} while (0)

static void names(ab_buf *b, const ab_str *list, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		ab_buf_printf(b, "%s%.*s", i ? ", " : "", AB_FMT(list[i]));
}

static void list_line(page *p, int indent, const char *label, const ab_str *list, uint32_t n)
{
	ab_buf b = {0};
	if (!n)
		return;
	names(&b, list, n);
	line(p, indent, label, (ab_str){b.p, b.n});
	ab_buf_free(&b);
}

/* ---- conditions: on one line where they fit, else as a list ---- */
static const char *list_head(const law_expr *e, bool none)
{
	if (none)
		return "none of these:";
	return e->op == LX_AND ? "all of these:" : "one of these:";
}

static void cond(page *p, int indent, const char *label, const law_expr *e, int depth)
{
	ab_buf b = {0};
	law_expr_text(e, &b);
	bool none = e->op == LX_NOT && e->kids[0]->op == LX_OR;
	const law_expr *list = none ? e->kids[0] : e;
	bool splits = (list->op == LX_AND || list->op == LX_OR) && depth < DEPTH_MAX;
	int at = indent + (int)strlen(label) + (label[0] ? 2 : 0);
	bool fits = at + (int)ab_utf8_width((ab_str){b.p, b.n}) <= p->width && !list->listed;
	if (splits && !fits) {
		line(p, indent, label, ab_str_of(list_head(list, none)));
		for (uint32_t i = 0; i < list->n; i++) {
			const law_expr *k = list->kids[i];
			char mark[64];
			size_t n = k->label.n < 40 ? k->label.n : 40;
			snprintf(mark, sizeof mark, "- [%.*s]", (int)n, k->label.p ? k->label.p : "");
			cond(p, indent + 2, n ? mark : "-", k, depth + 1);
		}
	} else {
		line(p, indent, label, (ab_str){b.p, b.n});
	}
	ab_buf_free(&b);
}

/* ---- sources and days ---- */
static const char *day(ab_date d, char out[AB_DATE_LEN])
{
	return d == AB_DATE_MIN ? "always" : d == AB_DATE_MAX ? "open" : ab_date_format(d, out);
}

static void source_words(page *p, ab_buf *b, ab_str id)
{
	char at[AB_DATE_LEN];
	const law_decl *s = id.n ? law_source(p->l, id) : NULL;
	if (!s) {
		ab_buf_add(b, id);
		return;
	}
	ab_buf_add(b, s->title.n ? s->title : s->id);
	if (s->cite.n)
		ab_buf_printf(b, ", %.*s", AB_FMT(s->cite));
	if (s->published != AB_DATE_MIN)
		ab_buf_printf(b, ", published %s", ab_date_format(s->published, at));
}

static void span_words(ab_buf *b, law_span s)
{
	char from[AB_DATE_LEN], to[AB_DATE_LEN];
	if (s.from == AB_DATE_MIN && s.to == AB_DATE_MAX)
		ab_buf_addz(b, "always");
	else if (s.from == AB_DATE_MIN)
		ab_buf_printf(b, "to %s", ab_date_format(s.to, to));
	else if (s.to == AB_DATE_MAX)
		ab_buf_printf(b, "from %s", ab_date_format(s.from, from));
	else
		ab_buf_printf(b, "%s to %s", ab_date_format(s.from, from), ab_date_format(s.to, to));
}

/* ---- versions ---- */
static void show_status(page *p, int indent, const law_status *s)
{
	ab_buf b = {0};
	span_words(&b, s->span);
	ab_buf_addz(&b, ": ");
	source_words(p, &b, s->by);
	if (s->stayed)
		ab_buf_addz(&b, "; afterwards in force again");
	if (s->instead.n)
		ab_buf_printf(&b, "; applied instead: limb %.*s", AB_FMT(s->instead));
	if (s->nothing_because.n)
		ab_buf_printf(&b, "; nothing is applied instead: %.*s", AB_FMT(s->nothing_because));
	if (s->interpretation.n)
		ab_buf_printf(&b, " (if %.*s is read as \"%.*s\")", AB_FMT(s->interpretation), AB_FMT(s->choice));
	line(p, indent, s->stayed ? "stayed" : "not enforced", (ab_str){b.p, b.n});
	ab_buf_free(&b);
}

static void show_cond(page *p, int indent, const law_cond *c)
{
	static const char *const kinds[] = {"circumstance", "your own act", "another's paper"};
	SAY(p, indent, "-", "%.*s  (%s%s%.*s)", AB_FMT(c->text), kinds[c->kind], c->cite.n ? "; " : "", AB_FMT(c->cite));
	if (c->when)
		cond(p, indent + 3, "when", c->when, 0);
	if (c->done)
		cond(p, indent + 3, "done when", c->done, 0);
	if (c->failed)
		cond(p, indent + 3, "failed when", c->failed, 0);
}

static void show_effect(page *p, int indent, const law_version *v)
{
	if (v->effect == LE_REQUIRES)
		SAY(p, indent, "requires", "a license%s%.*s", v->reason.n ? ", reason for control " : "", AB_FMT(v->reason));
	if (v->effect == LE_PROHIBITS)
		line(p, indent, "prohibits", AB_STR("the activity"));
	if (v->effect == LE_PROHIBITS_PRESUMED)
		line(p, indent, "presumes", AB_STR("that the activity is prohibited"));
	if (v->presumes_reach)
		line(p, indent, "presumes", AB_STR("that the item is subject to this law"));
	list_line(p, indent, "presumes", v->presumes.p, v->presumes.n);
	list_line(p, indent, "removes", v->removes.p, v->removes.n);
}

static void show_meaning(page *p, int indent, const law_decl *d, const law_version *v)
{
	char number[AB_NUM_LEN];
	if (d->kind == LD_AMOUNT)
		SAY(p, indent, "is", "%s %.*s", ab_num_format_human(v->number, number), AB_FMT(d->unit));
	for (uint32_t i = 0; i < v->value.n; i++)
		cond(p, indent, i ? "otherwise" : "is", v->value.p[i], 0);
	if (v->when)
		cond(p, indent, "when", v->when, 0);
	if (v->unless)
		cond(p, indent, "unless", v->unless, 0);
	show_effect(p, indent, v);
	if (v->rebutted) {
		if (v->rebutted_text.n)
			line(p, indent, "rebutted by", v->rebutted_text);
		cond(p, indent, v->rebutted_text.n ? "that is" : "rebutted by", v->rebutted, 0);
	}
	if (v->resolved) {
		if (v->resolved_text.n)
			line(p, indent, "resolved by", v->resolved_text);
		cond(p, indent, v->resolved_text.n ? "that is" : "until", v->resolved, 0);
	}
	for (uint32_t i = 0; i < v->conds.n; i++)
		show_cond(p, indent, &v->conds.p[i]);
}

static void show_version(page *p, const law_decl *d, const law_version *v, bool now)
{
	char at[AB_DATE_LEN];
	ab_buf b = {0};
	ab_buf_printf(&b, "%s%s", v->from == AB_DATE_MIN ? "" : "from ", day(v->from, at));
	if (v->until != AB_DATE_MAX)
		ab_buf_printf(&b, " to %s", day(v->until, at));
	if (v->by.n) {
		ab_buf_addz(&b, "   ");
		source_words(p, &b, v->by);
	}
	if (v->ends)
		ab_buf_addz(&b, "   ends here");
	line(p, 2, now ? "*" : "-", (ab_str){b.p, b.n});
	ab_buf_free(&b);
	if (v->not_held)
		line(p, 5, "text not held:", AB_STR("this is not read from the paragraph itself"));
	if (v->complies != AB_DATE_MIN)
		SAY(p, 5, "compliance", "from %s%s", day(v->complies, at),
		    v->meanwhile == LM_PREVIOUS ? "; until then the replaced text" : "; until then none");
	show_meaning(p, 5, d, v);
	list_line(p, 5, "cite", v->cites.p, v->cites.n);
	if (v->note.n)
		line(p, 5, "note", v->note);
	for (uint32_t i = 0; i < v->status.n; i++)
		show_status(p, 5, &v->status.p[i]);
}

static void show_limb(page *p, const law_decl *d, const law_limb *limb)
{
	const law_version *now = law_version_on(p->l, limb, p->today, p->today);
	if (limb->id.n)
		SAY(p, 0, "", "limb %.*s", AB_FMT(limb->id));
	/* in time order; versions are few */
	ab_date last = AB_DATE_MIN;
	for (uint32_t shown = 0; shown < limb->versions.n;) {
		ab_date next = AB_DATE_MAX;
		for (uint32_t i = 0; i < limb->versions.n; i++) {
			ab_date from = limb->versions.p[i].from;
			if ((shown == 0 || from > last) && from < next)
				next = from;
		}
		for (uint32_t i = 0; i < limb->versions.n; i++)
			if (limb->versions.p[i].from == next) {
				show_version(p, d, &limb->versions.p[i], &limb->versions.p[i] == now);
				shown++;
			}
		last = next;
		if (next == AB_DATE_MAX)
			return;
	}
}

/* ---- what stands around a provision ---- */
/* `ref` names the declaration, one of its limbs, or everything. */
static bool refers(const law_decl *d, ab_str ref)
{
	if (law_is_called(d, ref))
		return true;
	for (uint32_t i = 0; i < d->limbs.n; i++) {
		ab_str limb = d->limbs.p[i].id;
		if (!limb.n || ref.n <= limb.n + 1 || memcmp(ref.p + ref.n - limb.n, limb.p, limb.n) != 0 ||
		    ref.p[ref.n - limb.n - 1] != '.')
			continue;
		if (law_is_called(d, (ab_str){ref.p, ref.n - limb.n - 1}))
			return true;
	}
	return false;
}

static bool any_refers(const law_decl *d, const ab_str *refs, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (refers(d, refs[i]))
			return true;
	return false;
}

static bool is_all(const law_decl *x)
{
	return x->overrides.n == 1 && ab_str_is(x->overrides.p[0], "all");
}

static void named(page *p, const char *head, bool *begun, const law_decl *x)
{
	if (!*begun)
		ab_buf_printf(p->b, "\n%s\n", head);
	*begun = true;
	ab_str name = law_shown_name(p->l, x);
	ab_buf_printf(p->b, "  %.*s", AB_FMT(name));
	ab_str what = x->title.n ? x->title : x->word;
	if (what.n)
		ab_buf_addz(p->b, "  ");
	wrap(p, 4 + (int)name.n, 6, what);
}

static void show_around(page *p, const law_decl *d)
{
	bool lifted = false, struck = false, judged = false;
	bool rule = d->kind == LD_RULE || d->kind == LD_LETTER;
	for (uint32_t i = 0; i < p->t->decls.n; i++) {
		const law_decl *x = p->t->decls.p[i];
		if (x->kind == LD_EXCEPTION && (any_refers(d, x->overrides.p, x->overrides.n) || (rule && is_all(x))))
			named(p, "Lifted by", &lifted, x);
	}
	for (uint32_t i = 0; i < p->t->decls.n; i++) {
		const law_decl *x = p->t->decls.p[i];
		if (x->kind == LD_RESTRICT && d->kind == LD_EXCEPTION && d->family.n && ab_str_eq(x->family, d->family) &&
		    !any_refers(d, x->but.p, x->but.n))
			named(p, "Struck by", &struck, x);
	}
	for (uint32_t i = 0; i < p->t->decls.n; i++) {
		const law_decl *x = p->t->decls.p[i];
		if (x->kind == LD_POLICY && any_refers(d, x->targets.p, x->targets.n))
			named(p, "Applications are reviewed under", &judged, x);
	}
}

static void show_cases(page *p, const law_decl *d)
{
	bool begun = false;
	for (uint32_t i = 0; i < p->t->decls.n; i++) {
		const law_decl *x = p->t->decls.p[i];
		if (x->kind != LD_CASE || !any_refers(d, x->by.p, x->by.n))
			continue;
		if (!begun)
			ab_buf_addz(p->b, "\nCases\n");
		begun = true;
		SAY(p, 2, "", "%.*s: %.*s", AB_FMT(x->id), AB_FMT(x->expect));
	}
}

/* ---- the definitions that the conditions use ---- */
#define USED_MAX 60

typedef struct used_list {
	const law_decl *p[USED_MAX];
	uint32_t n;
} used_list;

static void use(page *p, used_list *u, ab_str name)
{
	for (uint32_t i = 0; i < p->t->decls.n; i++) {
		const law_decl *x = p->t->decls.p[i];
		if (x->kind != LD_DEFINE || !ab_str_eq(x->id, name))
			continue;
		for (uint32_t k = 0; k < u->n; k++)
			if (u->p[k] == x)
				return;
		if (u->n < USED_MAX)
			u->p[u->n++] = x;
		return;
	}
}

static void uses_of(page *p, used_list *u, const law_expr *e, int depth)
{
	if (!e || depth > DEPTH_MAX)
		return;
	if (e->op == LX_TRUTH)
		use(p, u, e->name);
	for (uint32_t i = 0; i < e->n; i++)
		uses_of(p, u, e->kids[i], depth + 1);
}

static void uses_of_decl(page *p, used_list *u, const law_decl *d)
{
	for (uint32_t k = 0; k < d->limbs.n; k++)
		for (uint32_t i = 0; i < d->limbs.p[k].versions.n; i++) {
			const law_version *v = &d->limbs.p[k].versions.p[i];
			const law_expr *all[] = {v->when, v->unless, v->rebutted, v->resolved};
			for (size_t n = 0; n < AB_COUNT(all); n++)
				uses_of(p, u, all[n], 0);
			for (uint32_t n = 0; n < v->conds.n; n++) {
				uses_of(p, u, v->conds.p[n].when, 0);
				uses_of(p, u, v->conds.p[n].done, 0);
				uses_of(p, u, v->conds.p[n].failed, 0);
			}
			for (uint32_t n = 0; n < v->value.n; n++)
				uses_of(p, u, v->value.p[n], 0);
		}
}

/* As they stand today; a definition uses others, which follow it. */
static void show_used(page *p, const law_decl *d)
{
	used_list u = {.n = 0};
	uses_of_decl(p, &u, d);
	if (!u.n)
		return;
	ab_buf_addz(p->b, "\nHere\n");
	for (uint32_t i = 0; i < u.n; i++) {
		const law_decl *x = u.p[i];
		const law_version *v = x->limbs.n ? law_version_on(p->l, &x->limbs.p[0], p->today, p->today) : NULL;
		uses_of_decl(p, &u, x);
		ab_buf_printf(p->b, "  \"%.*s\"\n", AB_FMT(x->id));
		if (v && v->when)
			cond(p, 4, x->limbs.p[0].versions.n > 1 ? "means today" : "means", v->when, 0);
	}
}

/* ---- kinds that have no versions ---- */
static void show_members(page *p, const law_decl *d)
{
	for (uint32_t i = 0; i < d->members.n; i++) {
		const law_member *m = &d->members.p[i];
		ab_buf b = {0};
		names(&b, m->codes.p, m->codes.n);
		for (uint32_t k = 0; k < m->law.n; k++) {
			ab_buf_addz(&b, k ? ", " : "   in law ");
			span_words(&b, m->law.p[k]);
		}
		for (uint32_t k = 0; k < m->print.n; k++) {
			ab_buf_addz(&b, k ? ", " : "   in print ");
			span_words(&b, m->print.p[k]);
		}
		if (m->by.n) {
			ab_buf_addz(&b, "   ");
			source_words(p, &b, m->by);
		}
		line(p, 2, "-", (ab_str){b.p, b.n});
		ab_buf_free(&b);
	}
}

static void set_words(ab_buf *b, const law_set *s, int depth)
{
	if (!s || depth > DEPTH_MAX) {
		ab_buf_addz(b, "...");
		return;
	}
	if (s->op == LS_ID) {
		ab_buf_add(b, s->id);
		return;
	}
	set_words(b, s->a, depth + 1);
	ab_buf_addz(b, s->op == LS_OR ? " or " : " without ");
	set_words(b, s->b, depth + 1);
}

static void show_source(page *p, const law_decl *d)
{
	char a[AB_DATE_LEN], z[AB_DATE_LEN];
	if (d->cite.n)
		line(p, 0, "cite", d->cite);
	if (d->published != AB_DATE_MIN)
		SAY(p, 0, "published", "%s%s%s", ab_date_format(d->published, a), d->published_to > d->published ? " to " : "",
		    d->published_to > d->published ? ab_date_format(d->published_to, z) : "");
	if (d->effective != AB_DATE_MIN)
		line(p, 0, "effective", ab_str_of(ab_date_format(d->effective, a)));
	if (d->compliance != AB_DATE_MIN)
		line(p, 0, "compliance", ab_str_of(ab_date_format(d->compliance, a)));
	if (d->interprets.n)
		line(p, 0, "interprets", d->interprets);
	bool begun = false;
	for (uint32_t i = 0; i < p->t->decls.n; i++) {
		const law_decl *x = p->t->decls.p[i];
		bool uses = false;
		for (uint32_t k = 0; k < x->limbs.n; k++)
			for (uint32_t v = 0; v < x->limbs.p[k].versions.n; v++)
				uses = uses || ab_str_eq(x->limbs.p[k].versions.p[v].by, d->id);
		if (uses)
			named(p, "Made or changed by it", &begun, x);
	}
}

static void show_fact(page *p, const law_decl *d)
{
	static const char *const types[] = {"yes or no", "a word", "text", "a country", "a day", "a number", "a list"};
	SAY(p, 0, "is", "%s%s%.*s", types[d->type], d->unit.n ? ", in " : "", AB_FMT(d->unit));
	list_line(p, 0, "words", d->words.p, d->words.n);
	list_line(p, 0, "applies to", d->kinds.p, d->kinds.n);
	if (d->ask.n)
		line(p, 0, "asks", d->ask);
	if (d->ordinary.n)
		SAY(p, 0, "ordinary", "%.*s, where nothing is said and `ordinary` is assumed", AB_FMT(d->ordinary));
	if (d->absent.n)
		SAY(p, 0, "absent", "%.*s, where nothing is said", AB_FMT(d->absent));
	if (d->conclusion)
		line(p, 0, "conclusion", AB_STR("stated, it replaces what would be computed; else it is nothing"));
	if (d->paper)
		line(p, 0, "paper", AB_STR("another's act or paper: counts only when stated"));
	if (d->own_act)
		line(p, 0, "own act", AB_STR("can still be done"));
}

static void show_interpretation(page *p, const law_decl *d)
{
	for (uint32_t i = 0; i < d->choices.n; i++)
		SAY(p, 2, "-", "%.*s  %.*s", AB_FMT(d->choices.p[i].id), AB_FMT(d->choices.p[i].text));
	if (!d->settled_by.n) {
		line(p, 0, "", AB_STR("not settled: both readings are kept open; --interpret takes one"));
		return;
	}
	ab_buf b = {0};
	ab_buf_printf(&b, "as \"%.*s\" by ", AB_FMT(d->settled_as));
	source_words(p, &b, d->settled_by);
	line(p, 0, "settled", (ab_str){b.p, b.n});
	ab_buf_free(&b);
}

static void show_head(page *p, const law_decl *d)
{
	char through[AB_DATE_LEN];
	ab_str name = law_shown_name(p->l, d);
	ab_buf_printf(p->b, "%.*s", AB_FMT(name));
	if (d->title.n) {
		ab_buf_addz(p->b, "  ");
		wrap(p, (int)ab_utf8_width(name) + 2, 4, d->title);
	} else {
		ab_buf_addc(p->b, '\n');
	}
	ab_buf other = {0};
	if (!ab_str_eq(name, d->id))
		ab_buf_add(&other, d->id);
	for (uint32_t i = 0; i < d->aliases.n; i++)
		if (!ab_str_eq(d->aliases.p[i], name))
			ab_buf_printf(&other, "%s%.*s", other.n ? ", " : "", AB_FMT(d->aliases.p[i]));
	if (other.n)
		line(p, 0, "also", (ab_str){other.p, other.n});
	ab_buf_free(&other);
	const char *file = d->pos.file ? d->pos.file : "";
	ab_date to = AB_DATE_MIN;
	for (size_t i = 0; i < law_pack_count(p->l); i++)
		if (ab_str_eq(law_pack_at(p->l, i)->id, d->pack))
			to = law_pack_at(p->l, i)->through;
	ab_buf_printf(p->b, "%s%s in %s:%d", d->house ? "house " : "", law_decl_names[d->kind], file, d->pos.line);
	if (to != AB_DATE_MIN)
		ab_buf_printf(p->b, ", law followed to %s", ab_date_format(to, through));
	ab_buf_addc(p->b, '\n');
	if (d->house)
		line(p, 0, "", AB_STR("This is Ambit's own presumption, not the law's."));
}

static void show_own(page *p, const law_decl *d)
{
	ab_buf b = {0};
	switch (d->kind) {
	case LD_SOURCE: show_source(p, d); break;
	case LD_FACT: show_fact(p, d); break;
	case LD_INTERPRETATION: show_interpretation(p, d); break;
	case LD_GROUP:
		if (d->set) {
			set_words(&b, d->set, 0);
			line(p, 0, "is", (ab_str){b.p, b.n});
		}
		show_members(p, d);
		break;
	case LD_WORDS:
	case LD_ROLES:
	case LD_ORDER: list_line(p, 0, "is", d->words.p, d->words.n); break;
	case LD_CLASS:
		list_line(p, 0, "for", d->kinds.p, d->kinds.n);
		list_line(p, 0, "tried after", d->after.p, d->after.n);
		break;
	case LD_LETTER:
		if (d->addressee.n)
			line(p, 0, "to", d->addressee);
		if (d->terms_not_public)
			line(p, 0, "", AB_STR("Its terms are not public."));
		break;
	case LD_EXCEPTION:
	case LD_POLICY:
	case LD_HEADING:
	case LD_EXTENT:
	case LD_RESTRICT:
		if (d->word.n)
			line(p, 0, "is", d->word);
		if (d->strictest.n)
			SAY(p, 0, "is", "the strictest of %.*s over %.*s", AB_FMT(d->strictest), AB_FMT(d->over));
		list_line(p, 0, "for", d->targets.p, d->targets.n);
		list_line(p, 0, d->kind == LD_POLICY ? "overrides" : "lifts", d->overrides.p, d->overrides.n);
		if (d->family.n)
			line(p, 0, d->kind == LD_RESTRICT ? "strikes exceptions of" : "family", d->family);
		list_line(p, 0, "but", d->but.p, d->but.n);
		if (d->discretion)
			line(p, 0, "", AB_STR("Enforcement discretion, not a license exception."));
		break;
	default: break;
	}
	ab_buf_free(&b);
}

static void show_decl(page *p, const law_decl *d)
{
	show_head(p, d);
	show_own(p, d);
	for (uint32_t i = 0; i < d->limbs.n; i++) {
		ab_buf_addc(p->b, '\n');
		show_limb(p, d, &d->limbs.p[i]);
	}
	if (d->then) {
		ab_buf_addc(p->b, '\n');
		cond(p, 0, "at most", d->then, 0);
	}
	show_used(p, d);
	show_around(p, d);
	show_cases(p, d);
}

static void show_pack(page *p, const law_decl *pack)
{
	char through[AB_DATE_LEN];
	ab_buf_printf(p->b, "%.*s  %.*s", AB_FMT(pack->id), AB_FMT(pack->title));
	if (pack->through != AB_DATE_MIN)
		ab_buf_printf(p->b, ", followed to %s", ab_date_format(pack->through, through));
	ab_buf_addc(p->b, '\n');
	for (int kind = LD_CLASS; kind < LD_CASE; kind++) {
		bool begun = false;
		for (uint32_t i = 0; i < p->t->decls.n; i++) {
			const law_decl *d = p->t->decls.p[i];
			if ((int)d->kind == kind && ab_str_eq(d->pack, pack->id))
				named(p, law_decl_names[kind], &begun, d);
		}
	}
}

/* "tpp" for item.tpp, "headquarters" for its.headquarters. */
static bool last_name(const law_decl *d, ab_str id)
{
	for (uint32_t i = 0; i < d->ids.n; i++) {
		ab_str path = d->ids.p[i];
		if (path.n > id.n && path.p[path.n - id.n - 1] == '.' && ab_str_eq((ab_str){path.p + path.n - id.n, id.n}, id))
			return true;
	}
	return d->id.n > id.n && d->id.p[d->id.n - id.n - 1] == '.' &&
	       ab_str_eq((ab_str){d->id.p + d->id.n - id.n, id.n}, id);
}

static bool show_all(page *p, ab_str id, bool by_last_name)
{
	bool found = false;
	for (uint32_t i = 0; i < p->t->decls.n; i++) {
		const law_decl *d = p->t->decls.p[i];
		bool fact = d->kind == LD_FACT || d->kind == LD_FIGURE;
		bool hit = by_last_name ? fact && last_name(d, id) : law_is_called(d, id) && d->kind != LD_PACK;
		if (!hit)
			continue;
		if (found)
			ab_buf_addc(p->b, '\n');
		show_decl(p, d);
		found = true;
	}
	return found;
}

bool law_show(const law *l, ab_str id, ab_date today, ab_buf *out, int width)
{
	page p = {l, law_tree_of(l), out, width > 30 ? width : WIDTH_DEFAULT, today};
	for (size_t i = 0; i < law_pack_count(l); i++)
		if (ab_str_eq(law_pack_at(l, i)->id, id)) {
			show_pack(&p, law_pack_at(l, i));
			return true;
		}
	return show_all(&p, id, false) || show_all(&p, id, true);
}

ab_str law_nearest(const law *l, ab_arena *a, ab_str id)
{
	const law_tree *t = law_tree_of(l);
	struct {
		AB_VEC(ab_str) v;
	} all = {0};
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_decl *d = t->decls.p[i];
		if (d->kind == LD_CASE)
			continue;
		ab_push(a, &all.v, d->id);
		for (uint32_t k = 0; k < d->ids.n; k++)
			ab_push(a, &all.v, d->ids.p[k]);
		for (uint32_t k = 0; k < d->aliases.n; k++)
			ab_push(a, &all.v, d->aliases.p[k]);
	}
	int i = all.v.n ? ab_nearest(id, all.v.p, all.v.n) : -1;
	return i < 0 ? (ab_str){"", 0} : all.v.p[i];
}
