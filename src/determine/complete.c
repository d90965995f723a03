/* From what was stated to what is known: figures of the catalog, systems as what
 * they contain, assumption sets, defaults. Each value says where it comes from. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "determine/determine.h"

typedef struct completion {
	const law *l;
	const catalog *c;
	ab_arena *a;
	unsigned sets;
	const uint32_t *pick;
	det_families *families;
	law_facts *f;
	ambit_error *error;
} completion;

void det_error(ambit_error *e, ambit_status code, const char *file, int line, int col, const char *remedy,
               const char *fmt, ...)
{
	if (!e)
		return;
	memset(e, 0, sizeof *e);
	e->code = code;
	e->line = line;
	e->column = col;
	snprintf(e->file, sizeof e->file, "%s", file ? file : "");
	snprintf(e->remedy, sizeof e->remedy, "%s", remedy ? remedy : "");
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(e->message, sizeof e->message, fmt, ap);
	va_end(ap);
}

static law_value *value(const completion *k, law_frame *f, const char *name)
{
	return law_frame_value(k->l, f, ab_str_of(name));
}

static bool known(const law_value *v)
{
	return v && v->state == LV_KNOWN;
}

/* Fills a fact that nobody stated. */
static void fill(const completion *k, law_frame *f, const char *name, ab_str text, law_from from, ab_str source)
{
	const law_fact *fact = law_fact_find(k->l, f->scope, ab_str_of(name));
	law_value *v = fact ? &f->v[fact->slot] : NULL;
	const char *message, *remedy;
	law_value got = {.state = LV_UNKNOWN};
	if (!v || v->state != LV_UNKNOWN || !text.n)
		return;
	if (!case_parse_value(k->l, k->c, k->a, fact, text, &got, &message, &remedy))
		return; /* the catalog's own test guards its figures */
	got.from = (uint8_t)from;
	got.source = source;
	*v = got;
}

/* ---- catalog ---- */
static ab_str chip_source(const completion *k, const catalog_chip *chip)
{
	return ab_str_of(ab_sprintf(k->a, "catalog %.*s (%.*s): %.*s", AB_FMT(chip->id), AB_FMT(chip->confidence),
	                            AB_FMT(chip->source)));
}

static void fill_country(const completion *k, law_frame *f, const char *name, ab_str code, ab_str source)
{
	law_value *v = value(k, f, name);
	int32_t id = law_country(code);
	if (!v || v->state != LV_UNKNOWN || id < 0)
		return;
	*v = (law_value){.state = LV_KNOWN, .from = LF_CATALOG, .word = id, .text = code, .source = source};
}

static void fill_maker(const completion *k, law_frame *party, ab_str name, ab_str country, ab_str source)
{
	const law_value *stated = value(k, party, "name");
	if (known(stated) && stated->from == LF_STATED && !ab_str_eq_fold(stated->text, name))
		return; /* another designer was stated */
	fill(k, party, "name", name, LF_CATALOG, source);
	fill_country(k, party, "country", country, source);
	fill_country(k, party, "headquarters", country, source);
	fill_country(k, party, "parent.country", country, source);
}

static void name_chip(const completion *k, law_frame *item, const catalog_chip *chip, ab_str shown)
{
	const law_fact *f = law_fact_find(k->l, LS_ITEM, AB_STR("chip"));
	law_value *v = f ? &item->v[f->slot] : NULL;
	if (!v)
		return;
	uint32_t bit = law_word(f, chip->id);
	v->state = LV_KNOWN;
	v->word = (int32_t)bit;
	v->text = shown;
	memset(&v->bits, 0, sizeof v->bits);
	for (uint32_t i = 0; i < chip->families.n; i++) {
		uint32_t b = law_word(f, chip->families.p[i]);
		if (b)
			law_bits_set(&v->bits, b);
	}
}

static void fill_chip(const completion *k, law_frame *item, const catalog_chip *chip)
{
	ab_str source = chip_source(k, chip);
	bool own_rates = item->formats.n || item->units.n;
	bool complete = true;
	name_chip(k, item, chip, chip->id);
	fill(k, item, "kind", chip->kind, LF_CATALOG, source);
	for (uint32_t i = 0; i < chip->figures.n; i++) {
		const catalog_figure *g = &chip->figures.p[i];
		if (ab_str_starts(g->name, "tops.")) {
			ab_num lo, hi;
			if (own_rates || ab_num_parse(g->value, &lo, &hi) > AB_NUM_INEXACT)
				continue;
			law_frame *fmt = case_add_format(k->l, k->a, item, (ab_str){g->name.p + 5, g->name.n - 5}, lo, hi);
			law_value *v = fmt ? value(k, fmt, "tops") : NULL;
			if (v) {
				v->from = LF_CATALOG;
				v->source = source;
			}
			continue;
		}
		if (ab_str_is(g->name, "rates_complete"))
			complete = !ab_str_is(g->value, "false");
		fill(k, item, ab_strdup(k->a, g->name), g->value, LF_CATALOG, source);
	}
	if (!complete && !own_rates && item->formats.n) /* what is known is a lower bound: some format may be faster */
		case_add_format(k->l, k->a, item, AB_STR("other"), 0, AB_NUM_MAX);
	/* a chip of the tables computes; a stack of memory is sold by itself */
	bool stack = ab_str_is(chip->kind, "hbm-stack");
	fill(k, item, "copackaged_with_logic", stack ? AB_STR("false") : AB_STR("true"), LF_CATALOG, source);
	if (!stack)
		fill(k, item, "dominant_function", AB_STR("processing"), LF_CATALOG, source);
	fill_maker(k, item->designer, chip->maker, chip->maker_country, source);
	if (chip->foundry.n) {
		fill(k, item->fabricator, "name", chip->foundry, LF_CATALOG, source);
		fill_country(k, item->fabricator, "country", chip->foundry_country, source);
	}
}

static void add_makers(const completion *k, law_frame *item)
{
	struct {
		law_frame **at;
		const char *name;
	} who[] = {{&item->designer, "designer"}, {&item->fabricator, "fabricator"}, {&item->packager, "packager"}};
	for (size_t i = 0; i < AB_COUNT(who); i++)
		if (!*who[i].at)
			*who[i].at = law_frame_new(k->l, k->a, LS_PARTY, item,
			                           ab_str_of(ab_sprintf(k->a, "%.*s.%s", AB_FMT(item->path), who[i].name)));
}

static const catalog_chip *pick_member(const completion *k, const catalog_family *family)
{
	uint32_t n = k->families->list.n;
	ab_push(k->a, &k->families->list, family);
	uint32_t i = k->pick ? k->pick[n] : 0;
	return family->members.p[i < family->members.n ? i : 0];
}

static bool complete_item(completion *k, law_frame *item, int depth);

static bool fill_system(completion *k, law_frame *item, const catalog_system *s, int depth)
{
	ab_str source = ab_str_of(
		ab_sprintf(k->a, "catalog %.*s (%.*s): %.*s", AB_FMT(s->id), AB_FMT(s->confidence), AB_FMT(s->source)));
	law_value *v = value(k, item, "chip");
	v->text = s->id;
	fill(k, item, "kind", s->kind, LF_CATALOG, source);
	if (s->marketed_for_datacenter)
		fill(k, item, "marketed_for_datacenter", AB_STR("true"), LF_CATALOG, source);
	fill_maker(k, item->designer, s->maker, s->maker_country, source);
	if (item->parts_stated)
		return true;
	for (uint32_t i = 0; i < s->contents.n; i++) {
		const catalog_content *c = &s->contents.p[i];
		law_frame *part = case_add_part(k->l, k->a, item, c->count);
		law_value *chip = value(k, part, "chip");
		chip->state = LV_KNOWN;
		chip->from = LF_CATALOG;
		chip->text = c->chip ? c->chip->id : c->family->id;
		if (!complete_item(k, part, depth + 1))
			return false;
	}
	item->parts_stated = true;
	return true;
}

static ab_str join(const completion *k, const ab_str *p, uint32_t n)
{
	ab_buf b = {0};
	for (uint32_t i = 0; i < n && i < 6; i++) {
		ab_buf_addz(&b, i ? ", " : "");
		ab_buf_add(&b, p[i]);
	}
	ab_str s = ab_str_dup(k->a, (ab_str){b.p ? b.p : "", b.n});
	ab_buf_free(&b);
	return s;
}

static bool resolve_chip(completion *k, law_frame *item, int depth)
{
	law_value *v = value(k, item, "chip");
	if (!known(v) || !v->text.n)
		return true;
	catalog_match m = catalog_resolve(k->c, k->a, v->text);
	switch (m.hit) {
	case CATALOG_CHIP: fill_chip(k, item, m.chip); return true;
	case CATALOG_FAMILY: fill_chip(k, item, pick_member(k, m.family)); return true;
	case CATALOG_SYSTEM: return fill_system(k, item, m.system, depth);
	case CATALOG_SEVERAL:
		det_error(k->error, AMBIT_BAD_INPUT, "", 0, 0,
		          ab_sprintf(k->a, "say which: %.*s", AB_FMT(join(k, m.several.p, m.several.n))),
		          "\"%.*s\" fits several chips", AB_FMT(v->text));
		return false;
	case CATALOG_NONE: break;
	}
	det_error(k->error, AMBIT_BAD_INPUT, "", 0, 0,
	          m.several.n
	              ? ab_sprintf(
						k->a, "the nearest are %.*s; or leave the chip out and state its figures (tpp=, die_area_mm2=)",
						AB_FMT(join(k, m.several.p, m.several.n)))
	              : "leave the chip out and state its figures (tpp=, die_area_mm2=)",
	          "no chip or system is called \"%.*s\"", AB_FMT(v->text));
	return false;
}

static bool holds_chips(ab_str kind)
{
	return ab_str_is(kind, "assembly") || ab_str_is(kind, "server") || ab_str_is(kind, "rack") ||
	       ab_str_is(kind, "cluster");
}

/* The letter of an ECCN names its product group (15 CFR 738.2(d)): 3B001 is equipment, 3E001 technology. Group A holds
 * chips, boards and whole systems: it does not say which. */
static void kind_of_group(const completion *k, law_frame *item)
{
	static const char *const kinds[] = {"equipment", "commodity", "software", "technology"};
	const law_value *eccn = value(k, item, "eccn");
	ab_str s = known(eccn) ? eccn->text : AB_STR("");
	const law_decl *class = law_find(k->l, s);
	if (class && class->kind == LD_CLASS && class->kinds.n == 1)
		fill(k, item, "kind", class->kinds.p[0], LF_PRESUMED, AB_STR("the only kind of thing that this ECCN holds"));
	else if (s.n >= 5 && s.p[0] >= '0' && s.p[0] <= '9' && s.p[1] >= 'B' && s.p[1] <= 'E')
		fill(k, item, "kind", ab_str_of(kinds[s.p[1] - 'B']), LF_PRESUMED,
		     AB_STR("the product group of its ECCN (738.2(d))"));
}

/* A figure that only a chip has says what kind of thing it is. */
static void presume_kind(const completion *k, law_frame *item)
{
	static const char *const of_a_chip[] = {"tpp", "performance_density", "die_area_mm2", "transistors_bn",
	                                        "io_bandwidth_gbs"};
	bool chip = item->formats.n || item->units.n;
	for (size_t i = 0; i < AB_COUNT(of_a_chip); i++)
		chip = chip || known(value(k, item, of_a_chip[i]));
	if (chip && !item->parts_stated)
		fill(k, item, "kind", AB_STR("ic"), LF_PRESUMED, AB_STR("it has the figures of a chip"));
	if (!item->parts_stated && !item->parts.n)
		kind_of_group(k, item);
}

/* A US part of which an ECCN is stated is an item of its own: whether it would need a license is asked of that. */
static void content_item(const completion *k, law_frame *item, law_frame *content)
{
	const law_value *eccn = value(k, content, "eccn");
	if (content->parts.n || !known(eccn) || !eccn->text.n)
		return;
	law_frame *part =
		law_frame_new(k->l, k->a, LS_ITEM, item, ab_str_of(ab_sprintf(k->a, "%.*s.item", AB_FMT(content->path))));
	ab_str rest = eccn->text, code;
	ab_str_cut(&rest, '.', &code);
	fill(k, part, "eccn", code, LF_STATED, eccn->source);
	if (rest.n)
		fill(k, part, "paragraph", rest, LF_STATED, eccn->source);
	if (code.n >= 5 && code.p[1] == 'A')
		fill(k, part, "kind", AB_STR("commodity"), LF_PRESUMED, AB_STR("the product group of its ECCN (738.2(d))"));
	ab_push(k->a, &content->parts, part);
}

static bool complete_item(completion *k, law_frame *item, int depth)
{
	if (depth > 32) {
		det_error(k->error, AMBIT_BAD_INPUT, "", 0, 0, "flatten it", "items contain items more than 32 deep");
		return false;
	}
	uint32_t stated = item->parts.n; /* what a system of the tables contains is completed as it is added */
	add_makers(k, item);
	if (!resolve_chip(k, item, depth))
		return false;
	presume_kind(k, item);
	for (uint32_t i = 0; i < stated; i++)
		if (!complete_item(k, item->parts.p[i], depth + 1))
			return false;
	for (uint32_t i = 0; i < item->contents.n; i++) {
		content_item(k, item, item->contents.p[i]);
		for (uint32_t j = 0; j < item->contents.p[i]->parts.n; j++)
			if (!complete_item(k, item->contents.p[i]->parts.p[j], depth + 1))
				return false;
	}
	const law_value *kind = value(k, item, "kind");
	bool holds =
		!known(kind) || holds_chips(law_word_name(law_fact_find(k->l, LS_ITEM, AB_STR("kind")), (uint32_t)kind->word));
	if (holds && !item->parts_stated && !item->parts.n) { /* something is in it, nobody said what */
		law_frame *part = case_add_part(k->l, k->a, item, AB_STR(""));
		item->parts_stated = false;
		add_makers(k, part);
		if (known(kind))
			fill(k, part, "kind", AB_STR("ic"), LF_PRESUMED, AB_STR("a server contains chips"));
	}
	return true;
}

/* ---- assumption sets and defaults ---- */
static bool applies(const completion *k, const law_fact *fact, const law_frame *item)
{
	if (!fact->decl || !fact->decl->kinds.n || fact->scope != LS_ITEM)
		return true;
	const law_fact *kf = law_fact_find(k->l, LS_ITEM, AB_STR("kind"));
	if (!kf || !known(&item->v[kf->slot]))
		return true;
	ab_str kind = law_word_name(kf, (uint32_t)item->v[kf->slot].word);
	for (uint32_t i = 0; i < fact->decl->kinds.n; i++)
		if (ab_str_eq(fact->decl->kinds.p[i], kind))
			return true;
	return false;
}

static void set_default(const completion *k, const law_fact *fact, law_value *v, ab_str word, law_from from)
{
	const char *message, *remedy;
	law_value got = {.state = LV_KNOWN};
	if (ab_str_is(word, "unknown"))
		return;
	if (ab_str_is(word, "none") || ab_str_is(word, "other"))
		got.word = 0; /* an empty list, or a word that no rule names */
	else if (fact->type == LT_BOOL && (ab_str_is(word, "true") || ab_str_is(word, "false"))) /* most of them */
		got.word = ab_str_is(word, "true");
	else if (!case_parse_value(k->l, k->c, k->a, fact, word, &got, &message, &remedy))
		return;
	got.from = (uint8_t)from;
	got.source = from == LF_ASSUMED ? AB_STR("assumed: ordinary") : AB_STR("not stated");
	got.text = (ab_str){0};
	*v = got;
}

static void complete_frame(const completion *k, law_frame *f)
{
	const law_fact *name = law_fact_find(k->l, LS_PARTY, AB_STR("name"));
	bool named = f->scope == LS_PARTY && name && known(&f->v[name->slot]);
	for (uint32_t i = 0; i < law_slot_count(k->l, f->scope); i++) {
		const law_fact *fact = law_fact_in(k->l, f->scope, i);
		law_value *v = &f->v[i];
		if (!fact->decl || v->state != LV_UNKNOWN)
			continue;
		if (!applies(k, fact, f)) {
			v->state = LV_NONE;
			continue;
		}
		if (v->null)
			continue;
		bool screened = named && ab_str_is(fact->name, "listed"); /* a name is always screened: no set clears it */
		if ((k->sets & CASE_ORDINARY) && fact->decl->ordinary.n && !screened)
			set_default(k, fact, v, fact->decl->ordinary, LF_ASSUMED);
		else if (fact->decl->conclusion)
			v->state = LV_NONE;
		else if (fact->decl->absent.n)
			set_default(k, fact, v, fact->decl->absent, LF_DEFAULT);
	}
}

static void copy_country(const completion *k, law_frame *f, const char *to, const law_value *from, law_from how,
                         const char *why)
{
	law_value *v = value(k, f, to);
	if (!v || v->state != LV_UNKNOWN || v->null || !known(from))
		return;
	*v = *from;
	v->from = (uint8_t)how;
	v->source = ab_str_of(why);
}

static void complete_local(const completion *k, law_frame *party)
{
	if (!(k->sets & CASE_LOCAL))
		return;
	const law_value *to = value(k, k->f->root, "to"), *place = value(k, k->f->root, "place");
	copy_country(k, party, "country", known(to) ? to : place, LF_ASSUMED, "assumed: local");
	copy_country(k, party, "headquarters", value(k, party, "country"), LF_ASSUMED, "assumed: local");
	copy_country(k, party, "parent.country", value(k, party, "headquarters"), LF_ASSUMED, "assumed: local");
}

static void complete_party(const completion *k, law_frame *party, bool in_deal, int depth)
{
	if (in_deal)
		complete_local(k, party);
	else if (k->sets & CASE_ORDINARY) /* a maker without a country stands where its seat is */
		copy_country(k, party, "country", value(k, party, "headquarters"), LF_ASSUMED, "assumed: ordinary");
	complete_frame(k, party);
	for (uint32_t i = 0; i < party->owners.n && depth < 16; i++)
		complete_party(k, party->owners.p[i], false, depth + 1);
}

static void finish_item(const completion *k, law_frame *item, int depth)
{
	complete_frame(k, item);
	complete_party(k, item->designer, false, 0);
	complete_party(k, item->fabricator, false, 0);
	complete_party(k, item->packager, false, 0);
	for (uint32_t i = 0; i < item->contents.n; i++) {
		complete_frame(k, item->contents.p[i]);
		for (uint32_t j = 0; j < item->contents.p[i]->parts.n && depth < 33; j++)
			finish_item(k, item->contents.p[i]->parts.p[j], depth + 1);
	}
	for (uint32_t i = 0; i < item->parts.n && depth < 33; i++)
		finish_item(k, item->parts.p[i], depth + 1);
}

static void set_day(const completion *k, const char *name, ab_date day, law_from from)
{
	law_value *v = value(k, k->f->root, name);
	if (!v || v->state != LV_UNKNOWN)
		return;
	v->state = LV_KNOWN;
	v->from = (uint8_t)from;
	v->word = day;
}

bool det_next_pick(uint32_t *pick, const det_families *f)
{
	for (uint32_t i = 0; i < f->list.n && i < 4; i++) {
		if (++pick[i] < f->list.p[i]->members.n)
			return true;
		pick[i] = 0;
	}
	return false;
}

bool det_complete(const struct ambit_case *c, ab_arena *a, unsigned sets, const uint32_t *pick, det_families *families,
                  law_facts *out, ambit_error *error)
{
	*out = case_clone_facts(c->law, a, &c->facts);
	completion k = {c->law, c->catalog, a, sets, pick, families, out, error};
	if (!c->as_of_stated)
		out->as_of = ab_date_today();
	if (!c->known_stated)
		out->known = ab_date_today();
	set_day(&k, "as_of", out->as_of, LF_DEFAULT);
	set_day(&k, "shipped_on", out->as_of, LF_PRESUMED);
	if (!complete_item(&k, out->item, 0))
		return false;
	finish_item(&k, out->item, 0);
	law_fill_roles(c->law, out);
	complete_frame(&k, out->root);
	for (uint32_t i = 0; i < out->parties.n; i++)
		complete_party(&k, out->parties.p[i], true, 0);
	size_t n = law_roles_count(c->law);
	for (size_t i = 0; i < n; i++)
		if (out->roles[i].nobody_stated)
			complete_party(&k, out->roles[i].list.p[0], true, 0);
	det_screen(c, a, out, &families->screening);
	return true;
}
