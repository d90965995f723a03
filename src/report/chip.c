/* The page of a chip: what it is in figures, how it stands to each threshold on the
 * day, and what it was on every day that the law is held. */
#include <string.h>

#include "determine/determine.h"
#include "report/page.h"
#include "report/reason.h"

#define NAMES_MAX 4

typedef struct sheet {
	const det_chip *x;
	ambit_determination d; /* engine and facts: what the wording of reasons asks for */
	bool open;             /* a class over all days bears a question mark */
	page p;
} sheet;

#define SAY(s, ...) ab_str_of(ab_sprintf((s)->p.arena, __VA_ARGS__))

static const law_value *value(const sheet *s, law_frame *f, const char *name)
{
	const law_value *v = f ? law_frame_value(s->d.engine->law, f, ab_str_of(name)) : NULL;
	return v && v->state == LV_KNOWN ? v : NULL;
}

static ab_str number(const sheet *s, const law_value *v, const char *unit)
{
	char lo[AB_NUM_LEN], hi[AB_NUM_LEN];
	if (!v)
		return AB_STR("");
	ab_num_format_human(v->lo, lo);
	if (v->lo == v->hi)
		return SAY(s, "%s%s", lo, unit);
	if (v->hi == AB_NUM_MAX)
		return SAY(s, "at least %s%s", lo, unit);
	return SAY(s, "%s to %s%s", lo, ab_num_format_human(v->hi, hi), unit);
}

static void item_row(sheet *s, const char *label, ab_str text, ab_str remark)
{
	int n = (int)ab_utf8_width(remark), most = page_remark_width(&s->p);
	if (text.n)
		page_item(&s->p, label, (ab_str){0}, INK_PLAIN, text, remark, n < most ? n : most);
}

/* Comma between what is there. */
static void join(ab_buf *b, ab_str part)
{
	if (!part.n)
		return;
	ab_buf_addz(b, b->n ? ", " : "");
	ab_buf_add(b, part);
}

static ab_str take(sheet *s, ab_buf *b)
{
	ab_str t = b->n ? ab_str_dup(s->p.arena, (ab_str){b->p, b->n}) : AB_STR("");
	ab_buf_free(b);
	return t;
}

/* ---- figures ---- */
static const law_figure_finding *figure(const law_figure_list *list, const char *name)
{
	for (uint32_t i = 0; i < list->list.n; i++)
		if (ab_str_is(list->list.p[i].fact->name, name))
			return &list->list.p[i];
	return NULL;
}

static ab_str figure_text(const sheet *s, const law_figure_finding *f, const char *unit)
{
	char lo[AB_NUM_LEN], hi[AB_NUM_LEN];
	if (!f || (!f->known && f->lo == 0 && (f->hi == 0 || f->hi == AB_NUM_MAX)))
		return AB_STR("");
	ab_num exact = f->den != 0 && f->den != AB_NUM_ONE ? (f->lo + 5000000) / 10000000 * 10000000
	                                                   : f->lo; /* two decimals of a quotient */
	ab_num_format_human(f->known ? exact : f->lo, lo);
	if (f->known)
		return SAY(s, "%s%s", lo, unit);
	if (f->hi == AB_NUM_MAX)
		return SAY(s, "at least %s%s", lo, unit);
	return SAY(s, "%s to %s%s", lo, ab_num_format_human(f->hi, hi), unit);
}

static void figure_row(sheet *s, const law_figure_list *list, const char *label, const char *name, const char *unit)
{
	const law_figure_finding *f = figure(list, name);
	ab_str text = figure_text(s, f, unit);
	if (f && text.n && f->steps.n)
		text = SAY(s, "%.*s = %.*s", AB_FMT(text), AB_FMT(reason_steps(s->p.arena, f->steps)));
	item_row(s, label, text, f && text.n && f->figure == NULL ? ab_str_of(det_from_name(f->from)) : AB_STR(""));
}

static void made_row(sheet *s, law_frame *item)
{
	ab_buf b = {0};
	const law_value *maker = value(s, item->designer, "name"), *seat = value(s, item->designer, "headquarters");
	const law_value *foundry = value(s, item->fabricator, "name"), *node = value(s, item, "node_nm");
	if (maker)
		join(&b,
		     seat ? SAY(s, "designed by %.*s (%.*s)", AB_FMT(maker->text), AB_FMT(det_country_name(&s->d, seat->word)))
		          : SAY(s, "designed by %.*s", AB_FMT(maker->text)));
	if (foundry)
		join(&b, node ? SAY(s, "made by %.*s, %.*s", AB_FMT(foundry->text), AB_FMT(number(s, node, " nm")))
		              : SAY(s, "made by %.*s", AB_FMT(foundry->text)));
	else if (node)
		join(&b, number(s, node, " nm"));
	item_row(s, "made", take(s, &b), AB_STR(""));
}

static void body_row(sheet *s, law_frame *item)
{
	ab_buf b = {0};
	const law_value *die = value(s, item, "die_area_mm2"), *t = value(s, item, "transistors_bn"),
					*np = value(s, item, "nonplanar");
	join(&b, die ? number(s, die, " mm2") : AB_STR("area not known"));
	if (np)
		join(&b, np->word ? AB_STR("non-planar") : AB_STR("planar"));
	if (t)
		join(&b, number(s, t, " bn transistors"));
	item_row(s, "die", take(s, &b), AB_STR(""));
}

static void memory_row(sheet *s, law_frame *item)
{
	ab_buf b = {0};
	const law_value *gb = value(s, item, "memory_gb"), *rate = value(s, item, "memory_bandwidth_gbs");
	join(&b, number(s, gb, " GB"));
	join(&b, number(s, rate, " GB/s"));
	item_row(s, "memory", take(s, &b), AB_STR(""));
	item_row(s, "links", SAY(s, "%.*s", AB_FMT(number(s, value(s, item, "io_bandwidth_gbs"), " GB/s to other chips"))),
	         AB_STR(""));
}

static void market_row(sheet *s, law_frame *item)
{
	const law_value *v = value(s, item, "marketed_for_datacenter");
	item_row(s, "sold",
	         v ? v->word ? AB_STR("for data centers") : AB_STR("not for data centers")
	           : AB_STR("for data centers or not: not known"),
	         AB_STR(""));
}

/* Figures on which a class rests: of others a disagreement matters to nobody here. */
static bool decides(ab_str name)
{
	static const char *const names[] = {
		"die_area_mm2", "memory_bandwidth_gbs",    "io_bandwidth_gbs", "node_nm",       "nonplanar",
		"foundry",      "marketed_for_datacenter", "package_area_mm2", "transistors_bn"};
	for (size_t i = 0; i < AB_COUNT(names); i++)
		if (ab_str_is(name, names[i]))
			return true;
	return ab_str_starts(name, "tops.");
}

static void source_rows(sheet *s, const catalog_chip *c)
{
	if (!c)
		return;
	item_row(s, "source", SAY(s, "%.*s: %.*s", AB_FMT(c->confidence), AB_FMT(c->source)), AB_STR(""));
	uint32_t shown = 0;
	for (uint32_t i = 0; i < c->figures.n; i++) {
		const catalog_figure *f = &c->figures.p[i];
		if (!f->note.n || shown >= 3 || !decides(f->name))
			continue;
		ab_str name = ab_str_starts(f->name, "tops.")
		                  ? SAY(s, "%.*s rate", (int)(f->name.n - 5), f->name.p + 5)
		                  : det_fact_name(&s->d, s->p.arena, SAY(s, "item.%.*s", AB_FMT(f->name)));
		item_row(s, shown++ ? NULL : "doubt", SAY(s, "%.*s: %.*s", AB_FMT(name), AB_FMT(f->note)), AB_STR(""));
	}
	if (c->note.n)
		item_row(s, "note", c->note, AB_STR(""));
}

static law_frame *inner(law_frame *item)
{
	return item->parts.n && item->parts.p[0] ? item->parts.p[0] : NULL;
}

static void classify(const sheet *s, law_frame *item, law_class_list *classes, law_figure_list *figures)
{
	const law *l = s->d.engine->law;
	law_query q = {
		.pack = law_pack_count(l) ? law_pack_at(l, 0)->id : AB_STR(""), .want_why = true, .want_false_why = true};
	law_facts facts = s->x->facts;
	law_classify(l, &facts, &q, s->p.arena, item, classes, figures);
}

static void figures_of(sheet *s, law_frame *item)
{
	law_class_list classes = {0};
	law_figure_list list = {0};
	classify(s, item, &classes, &list);
	const law_figure_finding *tpp = figure(&list, "tpp");
	if (figure_text(s, tpp, "").n)
		figure_row(s, &list, "TPP", "tpp", "");
	else
		item_row(s, "TPP", AB_STR("not known: no rate in operations a second is published"), AB_STR(""));
	figure_row(s, &list, "density", "performance_density", " TPP/mm2");
	body_row(s, item);
	memory_row(s, item);
	made_row(s, item);
	market_row(s, item);
}

/* ---- what is missing ---- */
typedef struct missing {
	ab_str names[NAMES_MAX];
	uint32_t n;
} missing;

static void miss(missing *m, ab_str name)
{
	for (uint32_t i = 0; i < m->n; i++)
		if (ab_str_eq(m->names[i], name))
			return;
	if (m->n < NAMES_MAX)
		m->names[m->n++] = name;
}

/* A quotient that is not known lacks what it is made of. */
static void miss_fact(sheet *s, missing *m, ab_str path, law_frame *item)
{
	size_t n = 0;
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '.')
			n = i + 1;
	ab_str last = {path.p + n, path.n - n};
	bool density = ab_str_is(last, "performance_density");
	if (density && !value(s, item, "die_area_mm2"))
		miss(m, AB_STR("the die area"));
	if ((density || ab_str_starts(last, "tpp") || ab_str_is(last, "tops_without_bits"))) {
		bool incomplete = false;
		for (uint32_t i = 0; i < item->formats.n; i++) {
			const law_value *v = value(s, item->formats.p[i], "tops");
			incomplete = incomplete || !v || v->hi == AB_NUM_MAX;
		}
		if (!item->formats.n)
			miss(m, AB_STR("the rates in operations a second"));
		else if (incomplete)
			miss(m, AB_STR("the rates in other number formats"));
	}
	if (!density && !ab_str_starts(last, "tpp") && !ab_str_is(last, "tops_without_bits"))
		miss(m,
		     SAY(s, "%s%.*s",
		         ab_str_is(last, "marketed_for_datacenter") || ab_str_is(last, "nonplanar") ? "whether it has or is: "
		                                                                                    : "the ",
		         AB_FMT(det_fact_name(&s->d, s->p.arena, path))));
}

static void miss_in(sheet *s, missing *m, const law_why *w, law_frame *item, int depth)
{
	if (!w || depth > 20 || w->value != LAW_UNKNOWN)
		return;
	if (!w->because.n && w->fact.n)
		miss_fact(s, m, w->fact, item);
	for (uint32_t i = 0; i < w->because.n; i++)
		miss_in(s, m, w->because.p[i], item, depth + 1);
}

static ab_str missing_text(sheet *s, const law_why *w, law_frame *item)
{
	missing m = {.n = 0};
	ab_buf b = {0};
	miss_in(s, &m, w, item, 0);
	for (uint32_t i = 0; i < m.n; i++)
		join(&b, m.names[i]);
	ab_str list = take(s, &b);
	return list.n ? SAY(s, "cannot be told without %.*s", AB_FMT(list)) : AB_STR("cannot be told");
}

/* ---- classes of the day ---- */
typedef struct telling {
	ab_buf b;
	ab_str label; /* of what was written last */
} telling;

/* "a.1: TPP 2,368 < 4,800; a.2: density 2.91 < 5.92" of what decides. */
static void tests(sheet *s, const law_why *w, law_tri value, ab_str label, telling *t, int depth)
{
	if (!w || depth > 20 || w->value != value)
		return;
	if (w->label.n)
		label = w->label;
	for (uint32_t i = 0; i < w->because.n; i++)
		tests(s, w->because.p[i], value, label, t, depth + 1);
	law_frame *f;
	const law_fact *fact = NULL;
	if (w->because.n || !w->fact.n || !det_fact_at(&s->d, w->fact, &f, &fact) || fact->type == LT_WORD)
		return;
	char *text = ab_strdup(s->p.arena, reason_text(&s->d, s->p.arena, w));
	bool again = ab_str_eq(label, t->label);
	if (t->b.n && strstr(t->b.p, text))
		return;
	ab_buf_addz(&t->b, !t->b.n ? "" : again ? ", " : "; ");
	if (label.n && !again)
		ab_buf_printf(&t->b, "%.*s: ", AB_FMT(label));
	ab_buf_addz(&t->b, text);
	t->label = label;
}

static bool for_kind(sheet *s, const law_class_finding *c, law_frame *item)
{
	const law_value *kind = value(s, item, "kind");
	const law_fact *f = law_fact_find(s->d.engine->law, LS_ITEM, AB_STR("kind"));
	if (!kind || !f || !c->decl->kinds.n)
		return true;
	ab_str word = law_word_name(f, (uint32_t)kind->word);
	for (uint32_t i = 0; i < c->decl->kinds.n; i++)
		if (ab_str_eq(c->decl->kinds.p[i], word))
			return true;
	return false;
}

/* The limits that people ask about are shown also where they are not met; of the others only what holds. */
static bool wanted(sheet *s, const law_class_finding *c, law_frame *item)
{
	bool main = (ab_str_is(c->eccn, "3A090") || ab_str_is(c->eccn, "4A090")) &&
	            (ab_str_is(c->paragraph, "a") || ab_str_is(c->paragraph, "b"));
	const law_value *kind = value(s, item, "kind");
	const law_fact *f = law_fact_find(s->d.engine->law, LS_ITEM, AB_STR("kind"));
	bool stack = kind && f && ab_str_is(law_word_name(f, (uint32_t)kind->word), "hbm-stack");
	if (ab_str_is(c->eccn, "3A090") && ab_str_is(c->paragraph, "c"))
		return stack || c->state == LAW_TRUE;
	return c->version && for_kind(s, c, item) && (c->state == LAW_TRUE || (main && !stack));
}

/* A class that the figures meet and a note takes away again. */
static ab_str removed_by(sheet *s, const law_class_finding *c)
{
	const law *l = s->d.engine->law;
	const law_tree *t = law_tree_of(l);
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_decl *d = t->decls.p[i];
		const law_version *v =
			d->kind == LD_NOTE && d->limbs.n ? law_version_on(l, &d->limbs.p[0], s->x->as_of, s->x->known) : NULL;
		for (uint32_t k = 0; v && k < v->removes.n; k++)
			if (ab_str_eq(v->removes.p[k], c->decl->id))
				return d->title;
	}
	return AB_STR("");
}

static ab_str class_why(sheet *s, const law_class_finding *c, law_frame *item)
{
	telling t = {0};
	if (c->state == LAW_UNKNOWN)
		return missing_text(s, c->why, inner(item) ? inner(item) : item);
	tests(s, c->why, c->state, AB_STR(""), &t, 0);
	if (t.b.n || c->state == LAW_TRUE || !c->why)
		return take(s, &t.b);
	for (uint32_t i = 0; i < c->why->because.n; i++)
		tests(s, c->why->because.p[i], LAW_TRUE, AB_STR(""), &t, 0);
	ab_str met = take(s, &t.b), note = removed_by(s, c);
	return met.n && note.n ? SAY(s, "%.*s; but a note leaves it out: %.*s", AB_FMT(met), AB_FMT(note)) : AB_STR("");
}

static void class_rows(sheet *s, law_frame *item)
{
	law_class_list classes = {0};
	law_figure_list list = {0};
	uint32_t n = 0;
	classify(s, item, &classes, &list);
	char day[AB_DATE_LEN];
	const char *label = ab_date_format(s->x->as_of, day);
	if (s->p.width >= 60) { /* a day does not fit into the gutter */
		page_text(&s->p, 2, 2, strlen(label) + 3, INK_BOLD, SAY(s, "On %s", label));
	}
	for (uint32_t i = 0; i < classes.list.n; i++) {
		const law_class_finding *c = &classes.list.p[i];
		if (!wanted(s, c, item))
			continue;
		ab_str why = class_why(s, c, item);
		ab_str name = SAY(s, "%s%.*s",
		                  c->state == LAW_FALSE     ? "not "
		                  : c->state == LAW_UNKNOWN ? "perhaps "
		                                            : "",
		                  AB_FMT(c->decl->id));
		page_cell cells[] = {{reason_mark(c->state), 1, c->state == LAW_FALSE ? INK_PLAIN : INK_WARN},
		                     {name, 15, INK_BOLD},
		                     {why, 0, INK_PLAIN}};
		page_row(&s->p, s->p.width >= 60 ? 4 : 2, cells, 3);
		n++;
	}
	if (!n)
		page_text(&s->p, 4, 4, 0, INK_PLAIN, AB_STR("None of the classes held is for an item of this kind."));
	for (uint32_t i = 0; i < s->x->holds.list.n && item == s->x->facts.item; i++)
		page_text(&s->p, 4, 6, 0, INK_PLAIN,
		          reason_capital(s->p.arena, det_by_figure_text(&s->x->holds.list.p[i], s->p.arena)));
}

/* ---- members of a family ---- */
/* "3A090.a"; with a question mark where it cannot be told; "not 3A090", the class that people ask about. */
static ab_str class_label(sheet *s, const det_chip_class *p, uint32_t n)
{
	ab_buf b = {0};
	for (uint32_t i = 0; i < n; i++) {
		bool main = ab_str_is(p[i].eccn, "3A090") || ab_str_is(p[i].eccn, "4A090") || ab_str_is(p[i].eccn, "4E091");
		bool stack = ab_str_is(p[i].paragraph, "c") && p[i].state != LAW_TRUE;
		if (main && !stack)
			join(&b, p[i].state == LAW_TRUE ? p[i].decl->id : SAY(s, "%.*s?", AB_FMT(p[i].decl->id)));
	}
	if (b.n)
		return take(s, &b);
	const law_value *kind = value(s, s->x->facts.item, "kind");
	const law_fact *f = law_fact_find(s->d.engine->law, LS_ITEM, AB_STR("kind"));
	ab_str word = kind && f ? law_word_name(f, (uint32_t)kind->word) : AB_STR("ic");
	bool chip =
		ab_str_is(word, "ic") || ab_str_is(word, "die") || ab_str_is(word, "wafer") || ab_str_is(word, "hbm-stack");
	return chip ? AB_STR("not 3A090") : ab_str_is(word, "model-weights") ? AB_STR("not 4E091") : AB_STR("not 4A090");
}

static void member_rows(sheet *s)
{
	for (uint32_t i = 0; i < s->x->members.n; i++) {
		const det_chip *m = s->x->members.p[i];
		ab_str tpp = figure_text(s, figure(&m->figures, "tpp"), ""),
			   density = figure_text(s, figure(&m->figures, "performance_density"), "");
		ab_str figures = SAY(s, "TPP %.*s, density %.*s", AB_FMT(tpp.n ? tpp : AB_STR("not known")),
		                     AB_FMT(density.n ? density : AB_STR("not known")));
		ab_str class = class_label(s, m->today.p, m->today.n);
		int names = s->p.width >= 72 ? 26 : 14;
		page_cell cells[] = {
			{m->name, names, INK_BOLD}, {figures, s->p.width >= 72 ? 34 : 14, INK_PLAIN}, {class, 0, INK_PLAIN}};
		if (s->p.width >= 60)
			page_row(&s->p, 4, cells, 3);
		else
			page_text(&s->p, 4, 6, m->name.n, INK_BOLD,
			          SAY(s, "%.*s: %.*s; %.*s", AB_FMT(m->name), AB_FMT(figures), AB_FMT(class)));
	}
}

/* ---- over all days ---- */
typedef struct stretch {
	ab_date from;
	ab_str label;
} stretch;

static ab_str span_label(sheet *s, const det_chip_span *p)
{
	ab_str class = class_label(s, p->classes.p, p->classes.n);
	if (!p->letters.n)
		return class;
	ab_buf b = {0};
	for (uint32_t i = 0; i < p->letters.n; i++)
		if (!b.n || !strstr(b.p, ab_strdup(s->p.arena, p->letters.p[i]->addressee)))
			join(&b, p->letters.p[i]->addressee);
	ab_str names = take(s, &b);
	return SAY(s, "%.*s; letter to %.*s", AB_FMT(class), AB_FMT(names));
}

static uint32_t stretches(sheet *s, stretch *out, uint32_t max)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->x->history.n; i++) {
		const det_chip_span *p = &s->x->history.p[i];
		ab_str label = span_label(s, p);
		if (n && ab_str_eq(out[n - 1].label, label))
			continue;
		if (n < max)
			out[n++] = (stretch){p->from, label};
	}
	return n;
}

static void rule_to(ab_buf *b, int n)
{
	for (int i = 0; i < n; i++)
		ab_buf_addz(b, "─");
}

static ab_str start_of(sheet *s, const stretch *x)
{
	char day[AB_DATE_LEN];
	return x->from == AB_DATE_MIN ? AB_STR("before") : SAY(s, "%s", ab_date_format(x->from, day));
}

/* One line of days, one of classes; in a narrow page or for many stretches, a line each. */
static void timeline(sheet *s)
{
	stretch list[24];
	uint32_t n = stretches(s, list, AB_COUNT(list));
	int each = n ? (s->p.width - 4) / (int)n : 0;
	bool flat = n > 1 && each >= 14;
	for (uint32_t i = 0; i < n; i++)
		flat = flat && (int)ab_utf8_width(list[i].label) + 2 <= each;
	page_text(&s->p, 2, 2, 13, INK_BOLD, AB_STR("Over all days"));
	if (n == 1) {
		page_text(&s->p, 4, 4, 0, INK_PLAIN, SAY(s, "%.*s on every day that is held", AB_FMT(list[0].label)));
		return;
	}
	if (!flat) {
		for (uint32_t i = 0; i < n; i++) {
			ab_str mark = i + 1 < n ? AB_STR("│") : AB_STR("▼");
			page_cell cells[] = {
				{start_of(s, &list[i]), 10, INK_PLAIN}, {mark, 1, INK_DIM}, {list[i].label, 0, INK_BOLD}};
			page_row(&s->p, 4, cells, 3);
		}
		return;
	}
	ab_buf days = {0}, classes = {0};
	for (uint32_t i = 0; i < n; i++) {
		ab_str day = start_of(s, &list[i]);
		ab_buf_add(&days, day);
		ab_buf_addc(&days, ' ');
		rule_to(&days, each - (int)day.n - 2 - (i + 1 == n));
		ab_buf_addz(&days, i + 1 == n ? "▶" : " ");
		ab_buf_add(&classes, list[i].label);
		for (int k = (int)ab_utf8_width(list[i].label); k < each && i + 1 < n; k++)
			ab_buf_addc(&classes, ' ');
	}
	page_text(&s->p, 4, 4, 0, INK_PLAIN, (ab_str){days.p, days.n});
	page_text(&s->p, 4, 4, classes.n, INK_BOLD, (ab_str){classes.p, classes.n});
	ab_buf_free(&days);
	ab_buf_free(&classes);
}

static void letters(sheet *s)
{
	char day[AB_DATE_LEN];
	const law *l = s->d.engine->law;
	const det_chip_span *now = NULL;
	for (uint32_t i = 0; i < s->x->history.n; i++)
		if (s->x->history.p[i].from <= s->x->as_of && s->x->as_of <= s->x->history.p[i].to)
			now = &s->x->history.p[i];
	for (uint32_t i = 0; now && i < now->letters.n && i < 4; i++) {
		const law_decl *d = now->letters.p[i];
		const law_version *v = d->limbs.n ? law_version_on(l, &d->limbs.p[0], s->x->as_of, s->x->known) : NULL;
		ab_str since = v && v->from != AB_DATE_MIN ? SAY(s, " since %s", ab_date_format(v->from, day)) : AB_STR("");
		item_row(s, i ? NULL : "letters",
		         SAY(s, "individual notice of BIS to %.*s%.*s%s", AB_FMT(d->addressee), AB_FMT(since),
		             d->terms_not_public ? "; its terms are not public" : ""),
		         AB_STR(""));
	}
}

/* ---- the page ---- */
static bool any_open(sheet *s)
{
	for (uint32_t i = 0; i < s->x->history.n; i++) {
		ab_str label = span_label(s, &s->x->history.p[i]);
		if (label.n && memchr(label.p, '?', label.n))
			return true;
	}
	return false;
}

static void title(sheet *s)
{
	ab_str name = det_item_name(&s->d, s->p.arena);
	ab_str id = s->x->id.n ? SAY(s, "   (%.*s)", AB_FMT(s->x->id)) : AB_STR("");
	page_text(&s->p, 0, 2, name.n, INK_BOLD, SAY(s, "%.*s%.*s", AB_FMT(reason_capital(s->p.arena, name)), AB_FMT(id)));
	if (s->x->members.n)
		page_text(&s->p, 0, 2, 0, INK_PLAIN,
		          SAY(s, "A name for %u chips.%s", s->x->members.n,
		              s->open ? " A class with \"?\" does not hold for all of them." : ""));
	page_blank(&s->p);
}

static void contents(sheet *s)
{
	law_frame *item = s->x->facts.item;
	char count[AB_NUM_LEN];
	for (uint32_t i = 0; i < item->parts.n && i < 4; i++) {
		const law_value *v = value(s, item->parts.p[i], "chip");
		const law_value *n = i < item->counts.n ? &item->counts.p[i] : NULL;
		catalog_match m = v ? catalog_resolve(s->d.engine->catalog, s->p.arena, v->text) : (catalog_match){0};
		ab_str name = m.chip     ? m.chip->name
		              : m.family ? m.family->name
		              : v        ? v->text
		                         : AB_STR("a chip that is not stated");
		bool counted = n && n->state == LV_KNOWN && n->lo == n->hi;
		const char *tail = i + 1 < item->parts.n && i < 3 ? "" : "; the figures below are of one chip";
		item_row(s, i ? NULL : "inside",
		         counted ? SAY(s, "%s x %.*s%s", ab_num_format_human(n->lo, count), AB_FMT(name), tail)
		                 : SAY(s, "%.*s%s", AB_FMT(name), tail),
		         AB_STR(""));
	}
}

static void foot(sheet *s)
{
	char a[AB_DATE_LEN], b[AB_DATE_LEN];
	page_blank(&s->p);
	page_text(&s->p, 0, 0, 0, INK_PLAIN,
	          SAY(s, "As of %s, known %s; law %.8s data %.8s", ab_date_format(s->x->as_of, a),
	              ab_date_format(s->x->known, b), law_hash(s->d.engine->law), s->d.engine->data_version));
	page_text(&s->p, 0, 0, 0, INK_PLAIN, AB_STR("Informs a compliance decision; not legal advice."));
}

static void write_sheet(sheet *s)
{
	law_frame *item = s->x->facts.item;
	s->open = any_open(s);
	title(s);
	if (s->x->members.n) {
		char day[AB_DATE_LEN];
		page_text(&s->p, 2, 2, 13, INK_BOLD, SAY(s, "On %s", ab_date_format(s->x->as_of, day)));
		member_rows(s);
	} else {
		contents(s);
		figures_of(s, inner(item) ? inner(item) : item);
		source_rows(s, s->x->chip);
		page_blank(&s->p);
		class_rows(s, item);
	}
	letters(s);
	page_blank(&s->p);
	timeline(s);
	foot(s);
}

ambit_status ambit_chip_text(const ambit_engine *engine, const ambit_case *question, int width, int color, char **out,
                             size_t *size, ambit_error *error)
{
	ab_arena arena;
	ab_buf b = {0};
	det_chip x;
	*out = NULL;
	ab_arena_init(&arena);
	if (!det_chip_read(engine, question, &arena, &x, error)) {
		ab_arena_free(&arena);
		return AMBIT_BAD_INPUT;
	}
	sheet s = {.x = &x,
	           .d = {.engine = engine, .facts = x.facts, .family = x.family, .as_of = x.as_of, .known = x.known},
	           .p = page_open(&arena, &b, width, color != 0)};
	write_sheet(&s);
	ab_arena_free(&arena);
	*out = b.p;
	if (size)
		*size = b.n;
	return b.p ? AMBIT_OK : AMBIT_FAILED;
}
