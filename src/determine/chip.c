/* What a chip or system is, and what it was on every day that the law is held:
 * its class over the days on which the law changes. Shared by the page and the JSON. */

#include "determine/json_case.h"

#define MEMBERS_MAX 64
#define LOOK_DEPTH 16

typedef struct reading {
	const ambit_engine *e;
	const ambit_case *c;
	ab_arena *a;
	ambit_error *error;
} reading;

/* The pack that has classes: the first one. */
static law_query query_of(const reading *k)
{
	return (law_query){.pack = law_pack_count(k->e->law) ? law_pack_at(k->e->law, 0)->id : AB_STR("")};
}

/* ---- classes on a day ---- */
static void keep(ab_arena *a, det_chip_span *s, const law_class_finding *f)
{
	if (f->state == LAW_FALSE)
		return;
	det_chip_class c = {f->decl, f->eccn, f->paragraph, f->state};
	ab_push(a, &s->classes, c);
}

static void classes_on(const reading *k, det_chip *x, ab_date day, ab_arena *scratch, law_class_list *out,
                       law_figure_list *figures)
{
	law_query q = query_of(k);
	law_value *v = law_frame_value(k->e->law, x->facts.root, AB_STR("as_of"));
	law_value *s = law_frame_value(k->e->law, x->facts.root, AB_STR("shipped_on"));
	x->facts.as_of = day;
	if (v)
		v->word = day;
	if (s && s->from == LF_PRESUMED)
		s->word = day;
	law_classify(k->e->law, &x->facts, &q, scratch, x->facts.item, out, figures);
}

/* ---- letters that name it ---- */
typedef struct looking {
	const law *l;
	const catalog_chip *chip;
	ab_str id;
} looking;

static bool is_it(const looking *w, ab_str word)
{
	if (ab_str_eq(word, w->id))
		return true;
	for (uint32_t i = 0; w->chip && i < w->chip->families.n; i++)
		if (ab_str_eq(word, w->chip->families.p[i]))
			return true;
	return w->chip && ab_str_eq(word, w->chip->id);
}

static const law_decl *decl_of(const law *l, law_decl_kind kind, ab_str id)
{
	const law_tree *t = law_tree_of(l);
	for (uint32_t i = 0; i < t->decls.n; i++)
		if (t->decls.p[i]->kind == kind && ab_str_eq(t->decls.p[i]->id, id))
			return t->decls.p[i];
	return NULL;
}

static bool words_name_it(const looking *w, const law_expr *e)
{
	const law_decl *list = e->in_named && e->word_n ? decl_of(w->l, LD_WORDS, e->words[0]) : NULL;
	for (uint32_t i = 0; list && i < list->words.n; i++)
		if (is_it(w, list->words.p[i]))
			return true;
	for (uint32_t i = 0; i < e->word_n; i++)
		if (is_it(w, e->words[i]))
			return true;
	return false;
}

static bool names_it(const looking *w, const law_expr *e, int depth)
{
	if (!e || depth > LOOK_DEPTH || e->op == LX_NOT)
		return false;
	if ((e->op == LX_IS || e->op == LX_IN) && (ab_str_is(e->name, "item.chip") || ab_str_is(e->name, "part.chip")))
		return words_name_it(w, e);
	if (e->op == LX_TRUTH) {
		const law_decl *d = decl_of(w->l, LD_DEFINE, e->name);
		for (uint32_t k = 0; d && k < d->limbs.n; k++)
			for (uint32_t v = 0; v < d->limbs.p[k].versions.n; v++)
				if (names_it(w, d->limbs.p[k].versions.p[v].when, depth + 1))
					return true;
		return false;
	}
	for (uint32_t i = 0; i < e->n; i++)
		if (names_it(w, e->kids[i], depth + 1))
			return true;
	return false;
}

static bool letter_names(const looking *w, const law_decl *d, ab_date day, ab_date known, const law_version **out)
{
	for (uint32_t n = 0; n < d->limbs.n; n++) {
		const law_version *v = law_version_on(w->l, &d->limbs.p[n], day, known);
		if (v && names_it(w, v->when, 0)) {
			*out = v;
			return true;
		}
	}
	return false;
}

static void letters_on(const reading *k, const det_chip *x, ab_date day, det_chip_span *s)
{
	const law_tree *t = law_tree_of(k->e->law);
	looking w = {k->e->law, x->chip, x->id};
	if (!x->id.n)
		return;
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_version *v;
		if (t->decls.p[i]->kind == LD_LETTER && letter_names(&w, t->decls.p[i], day, x->known, &v))
			ab_push(k->a, &s->letters, t->decls.p[i]);
	}
}

static const law_decl *letter_about(const ambit_determination *d, const law_frame *item, const law_version **out)
{
	const law *l = d->engine->law;
	const law_tree *t = law_tree_of(l);
	const law_value *chip = law_frame_value(l, (law_frame *)item, AB_STR("chip"));
	const law_decl *found = NULL;
	if (!chip || chip->state != LV_KNOWN || !chip->text.n)
		return NULL;
	ab_arena scratch;
	ab_arena_init(&scratch);
	looking w = {l, catalog_resolve(d->engine->catalog, &scratch, chip->text).chip, chip->text};
	ab_arena_free(&scratch);
	for (uint32_t i = 0; i < t->decls.n; i++) {
		const law_version *v = NULL;
		bool named = t->decls.p[i]->kind == LD_LETTER && letter_names(&w, t->decls.p[i], d->as_of, d->known, &v);
		if (named && (!found || v->from > (*out)->from)) {
			found = t->decls.p[i];
			*out = v;
		}
	}
	return found;
}

const law_decl *det_letter_about(const ambit_determination *d, const law_version **version)
{
	const law_frame *item = d->facts.item;
	const law_decl *found = item ? letter_about(d, item, version) : NULL;
	for (uint32_t i = 0; item && !found && i < item->parts.n; i++)
		found = letter_about(d, item->parts.p[i], version);
	return found;
}

/* ---- the timeline ---- */
static bool same_span(const det_chip_span *a, const det_chip_span *b)
{
	if (a->classes.n != b->classes.n || a->letters.n != b->letters.n)
		return false;
	for (uint32_t i = 0; i < a->classes.n; i++)
		if (a->classes.p[i].decl != b->classes.p[i].decl || a->classes.p[i].state != b->classes.p[i].state)
			return false;
	for (uint32_t i = 0; i < a->letters.n; i++)
		if (a->letters.p[i] != b->letters.p[i])
			return false;
	return true;
}

static void add_span(ab_arena *a, det_chip *x, det_chip_span s)
{
	if (x->history.n && same_span(&x->history.p[x->history.n - 1], &s))
		x->history.p[x->history.n - 1].to = s.to;
	else
		ab_push(a, &x->history, s);
}

static void fill_history(const reading *k, det_chip *x)
{
	size_t n;
	const ab_date *days = law_days(k->e->law, &n);
	for (size_t i = 0; i <= n; i++) {
		ab_arena scratch;
		law_class_list classes = {0};
		law_figure_list figures = {0};
		det_chip_span s = {.from = i ? days[i - 1] : AB_DATE_MIN, .to = i < n ? days[i] - 1 : AB_DATE_MAX};
		ab_date day = i ? days[i - 1] : n ? days[0] - 1 : x->as_of;
		ab_arena_init(&scratch);
		classes_on(k, x, day, &scratch, &classes, &figures);
		for (uint32_t c = 0; c < classes.list.n; c++)
			keep(k->a, &s, &classes.list.p[c]);
		ab_arena_free(&scratch);
		letters_on(k, x, day, &s);
		add_span(k->a, x, s);
	}
}

static void fill_today(const reading *k, det_chip *x)
{
	det_chip_span s = {0};
	classes_on(k, x, x->as_of, k->a, &x->classes, &x->figures);
	for (uint32_t i = 0; i < x->classes.list.n; i++)
		keep(k->a, &s, &x->classes.list.p[i]);
	x->today.p = s.classes.p;
	x->today.n = s.classes.n;
	x->today.cap = s.classes.cap;
}

/* ---- families: what holds for every member, else unknown ---- */
static const det_chip_span *span_on(const det_chip *x, ab_date day)
{
	for (uint32_t i = 0; i < x->history.n; i++)
		if (x->history.p[i].from <= day && day <= x->history.p[i].to)
			return &x->history.p[i];
	return &x->history.p[0];
}

static law_tri class_in(const det_chip_span *s, const law_decl *d)
{
	for (uint32_t i = 0; i < s->classes.n; i++)
		if (s->classes.p[i].decl == d)
			return s->classes.p[i].state;
	return LAW_FALSE;
}

static bool letter_in(const det_chip_span *s, const law_decl *d)
{
	for (uint32_t i = 0; i < s->letters.n; i++)
		if (s->letters.p[i] == d)
			return true;
	return false;
}

static void blend(const reading *k, const det_chip *x, ab_date day, det_chip_span *out)
{
	for (uint32_t m = 0; m < x->members.n; m++) {
		const det_chip_span *s = span_on(x->members.p[m], day);
		for (uint32_t i = 0; i < s->classes.n; i++) {
			det_chip_class c = s->classes.p[i];
			if (class_in(out, c.decl) != LAW_FALSE)
				continue;
			for (uint32_t o = 0; o < x->members.n; o++)
				if (class_in(span_on(x->members.p[o], day), c.decl) != LAW_TRUE)
					c.state = LAW_UNKNOWN;
			ab_push(k->a, &out->classes, c);
		}
		for (uint32_t i = 0; i < s->letters.n; i++)
			if (!letter_in(out, s->letters.p[i]))
				ab_push(k->a, &out->letters, s->letters.p[i]);
	}
}

static void blend_history(const reading *k, det_chip *x)
{
	size_t n;
	const ab_date *days = law_days(k->e->law, &n);
	for (size_t i = 0; i <= n; i++) {
		det_chip_span s = {.from = i ? days[i - 1] : AB_DATE_MIN, .to = i < n ? days[i] - 1 : AB_DATE_MAX};
		blend(k, x, i ? days[i - 1] : AB_DATE_MIN, &s);
		add_span(k->a, x, s);
	}
	det_chip_span now = {0};
	blend(k, x, x->as_of, &now);
	x->today.p = now.classes.p;
	x->today.n = now.classes.n;
	x->today.cap = now.classes.cap;
}

/* ---- reading it ---- */
static void fill_names(const reading *k, det_chip *x, bool member)
{
	const law_value *v = law_frame_value(k->e->law, x->facts.item, AB_STR("chip"));
	const law_value *stated = law_frame_value(k->e->law, k->c->facts.item, AB_STR("chip"));
	if (!v || v->state != LV_KNOWN || !v->text.n)
		return;
	ab_str word = !member && stated && stated->state == LV_KNOWN && stated->text.n ? stated->text : v->text;
	catalog_match m = catalog_resolve(k->e->catalog, k->a, word);
	switch (m.hit) {
	case CATALOG_CHIP:
		x->chip = m.chip;
		x->id = m.chip->id;
		x->name = m.chip->name;
		x->maker = m.chip->maker;
		return;
	case CATALOG_FAMILY:
		x->family = m.family;
		x->chip = m.family->members.n ? m.family->members.p[0] : NULL;
		x->id = m.family->id;
		x->name = m.family->name;
		x->maker = x->chip ? x->chip->maker : (ab_str){0};
		return;
	case CATALOG_SYSTEM:
		x->system = m.system;
		x->id = m.system->id;
		x->name = m.system->name;
		x->maker = m.system->maker;
		return;
	case CATALOG_NONE:
	case CATALOG_SEVERAL: x->name = word; return;
	}
}

static bool read_one(const reading *k, const uint32_t *pick, det_families *families, bool member, det_chip *x)
{
	x->as_of = k->c->as_of_stated ? k->c->facts.as_of : ab_date_today();
	x->known = k->c->known_stated ? k->c->facts.known : ab_date_today();
	/* the chip by itself: nobody in sight is a foundry to whom a presumption of its own applies */
	if (!det_complete(k->c, k->a, k->c->assume | CASE_ORDINARY, pick, families, &x->facts, k->error))
		return false;
	fill_names(k, x, member);
	fill_history(k, x);
	fill_today(k, x); /* last: it leaves the facts on the day of the question */
	bool open = false;
	for (uint32_t i = 0; i < x->today.n; i++)
		open = open || x->today.p[i].state == LAW_UNKNOWN;
	law_query q = query_of(k);
	if (open && !families->list.n)
		x->holds = det_by_figures_of_item(k->e->law, &x->facts, &q, k->a);
	return true;
}

bool det_chip_read(const ambit_engine *engine, const ambit_case *question, ab_arena *a, det_chip *out,
                   ambit_error *error)
{
	reading k = {engine, question, a, error};
	det_families families = {0};
	uint32_t pick[8] = {0};
	*out = (det_chip){0};
	if (!read_one(&k, pick, &families, false, out))
		return false;
	if (!out->family)
		return true;
	for (uint32_t i = 0; i < out->family->members.n && i < MEMBERS_MAX; i++) {
		det_chip *m = AB_NEW(a, det_chip);
		det_families again = {0};
		pick[0] = i;
		if (!read_one(&k, pick, &again, true, m))
			return false;
		ab_push(a, &out->members, m);
	}
	out->history.n = 0;
	if (out->members.n)
		blend_history(&k, out);
	return true;
}

/* ---- as JSON ---- */
static const char *state_name(law_tri t)
{
	return t == LAW_TRUE ? "yes" : t == LAW_FALSE ? "no" : "unknown";
}

static void write_classes(json_out *o, const char *key, const det_chip_class *p, uint32_t n)
{
	json_key(o, key);
	json_list(o);
	for (uint32_t i = 0; i < n; i++) {
		json_flat_object(o);
		json_key_or_null(o, "class", p[i].decl->id);
		json_key_or_null(o, "eccn", p[i].eccn);
		json_key_or_null(o, "paragraph", p[i].paragraph);
		json_key(o, "state");
		json_z(o, state_name(p[i].state));
		json_object_end(o);
	}
	json_list_end(o);
}

static void write_figures(json_out *o, const det_chip *x)
{
	json_key(o, "figures");
	json_list(o);
	for (uint32_t i = 0; i < x->figures.list.n; i++) {
		const law_figure_finding *f = &x->figures.list.p[i];
		if (!f->known)
			continue;
		json_object(o);
		json_key_or_null(o, "fact", f->fact->path);
		json_key_or_null(o, "title", f->figure ? f->figure->title : (ab_str){0});
		json_key(o, "value");
		json_num(o, det_figure_rounded(f));
		json_key_or_null(o, "unit", f->fact->unit);
		json_key(o, "from");
		json_z(o, det_from_name(f->from));
		json_key_or_null(o, "steps", f->steps);
		json_key_or_null(o, "source", f->source);
		json_object_end(o);
	}
	json_list_end(o);
}

static void write_by_figure(json_out *o, const det_chip *x, ab_arena *a)
{
	json_key(o, "by_figure");
	json_list(o);
	for (uint32_t i = 0; i < x->holds.list.n; i++) {
		const det_by_figure *h = &x->holds.list.p[i];
		json_object(o);
		json_key_or_null(o, "fact", h->fact->path);
		json_key_or_null(o, "unit", h->fact->unit);
		json_key_or_null(o, "text", det_by_figure_text(h, a));
		json_key(o, "spans");
		json_list(o);
		for (uint32_t k = 0; k < h->spans.n; k++) {
			const det_span *s = &h->spans.p[k];
			json_flat_object(o);
			json_key(o, "least");
			json_num(o, s->lo);
			json_key(o, "most");
			if (s->hi == AB_NUM_MAX)
				json_null(o);
			else
				json_num(o, s->hi);
			json_key_or_null(o, "class", s->class ? s->class->id : (ab_str){0});
			json_key_or_null(o, "perhaps", s->maybe ? s->maybe->id : (ab_str){0});
			json_object_end(o);
		}
		json_list_end(o);
		json_object_end(o);
	}
	json_list_end(o);
}

static void write_history(json_out *o, const det_chip *x)
{
	json_key(o, "history");
	json_list(o);
	for (uint32_t i = 0; i < x->history.n; i++) {
		const det_chip_span *s = &x->history.p[i];
		json_object(o);
		json_key(o, "from");
		json_date(o, s->from);
		json_key(o, "to");
		json_date(o, s->to);
		write_classes(o, "classes", s->classes.p, s->classes.n);
		json_key(o, "letters");
		json_flat_list(o);
		for (uint32_t n = 0; n < s->letters.n; n++)
			json_str(o, s->letters.p[n]->id);
		json_list_end(o);
		json_object_end(o);
	}
	json_list_end(o);
}

static const char *kind_of(const det_chip *x)
{
	return x->system ? "system" : x->family ? "family" : x->chip ? "chip" : NULL;
}

static void write_chip(json_out *o, const law *l, const det_chip *x, bool member, ab_arena *a)
{
	json_object(o);
	if (!member) {
		json_key(o, "schema");
		json_z(o, "ambit/chip/1");
	}
	json_key_or_null(o, "id", x->id);
	json_key_or_null(o, "name", x->name);
	json_key_or_null(o, "maker", x->maker);
	json_key(o, "kind");
	json_z(o, kind_of(x));
	if (!member) {
		json_key(o, "as_of");
		json_date(o, x->as_of);
		json_key(o, "known");
		json_date(o, x->known);
	}
	if (!x->family) {
		write_figures(o, x);
		json_key(o, "item");
		json_object(o);
		json_item_members(o, l, x->facts.item);
		json_object_end(o);
	}
	write_classes(o, "classification", x->today.p, x->today.n);
	if (!x->family)
		write_by_figure(o, x, a);
	write_history(o, x);
	if (!member && x->family) {
		json_key(o, "members");
		json_list(o);
		for (uint32_t i = 0; i < x->members.n; i++)
			write_chip(o, l, x->members.p[i], true, a);
		json_list_end(o);
	}
	json_object_end(o);
}

ambit_status ambit_chip_json(const ambit_engine *engine, const ambit_case *question, char **out, size_t *size,
                             ambit_error *error)
{
	ab_arena a;
	ab_buf b = {0};
	det_chip x;
	json_out o;
	*out = NULL;
	ab_arena_init(&a);
	if (!det_chip_read(engine, question, &a, &x, error)) {
		ab_arena_free(&a);
		return AMBIT_BAD_INPUT;
	}
	json_begin(&o, &b, true);
	write_chip(&o, engine->law, &x, false, &a);
	ab_buf_addc(&b, '\n');
	ab_arena_free(&a);
	*out = b.p;
	if (size)
		*size = b.n;
	return AMBIT_OK;
}
