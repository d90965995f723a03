/* Authorizations and papers in hand: what each covers of the act that is asked about.
 * By days, items, parties, countries and what remains of the quantity. What the case does
 * not say leaves it open: it is asked, and authorizes nothing until it is known. */
#include <string.h>

#include "determine/case_in.h"
#include "determine/determine.h"

case_hold case_hold_new(ab_str kind)
{
	return (case_hold){.kind = kind, .from = AB_DATE_MIN, .until = AB_DATE_MAX, .quantity = -1, .used = -1};
}

bool case_hold_room(const struct ambit_case *c)
{
	size_t n = 0;
	for (uint32_t i = 0; i < c->holds.n; i++) {
		const case_hold *h = &c->holds.p[i];
		n += (h->stated != 0 || h->id.n) + h->items.n + h->parties.n + h->countries.n;
	}
	return n < CASE_HOLDS_MAX;
}

int case_hold_part_of(ab_str word)
{
	static const char *const words[] = {"from", "until", "items", "parties", "countries", "quantity", "used"};
	for (size_t i = 0; i < AB_COUNT(words); i++)
		if (ab_str_is(word, words[i]))
			return (int)i;
	return -1;
}

const char *case_hold_fault(const case_hold *h, const char **remedy)
{
	*remedy = "exchange the two days";
	if (h->until < h->from)
		return "it ends before it begins";
	*remedy = "say for how many it is as well (quantity)";
	if (h->used >= 0 && h->quantity < 0 && !(h->open >> HOLD_QUANTITY & 1))
		return "some are used, and it is not said of how many";
	return NULL;
}

/* ---- what an entry means ---- */
static bool is_eccn(ab_str s)
{
	if (ab_str_eq_fold(s, AB_STR("EAR99")))
		return true;
	if (s.n < 5 || (s.n > 5 && (s.p[5] != '.' || s.n == 6)))
		return false;
	for (size_t i = 0; i < 5; i++) {
		char c = s.p[i];
		bool fits = i == 1 ? (c >= 'A' && c <= 'E') || (c >= 'a' && c <= 'e') : c >= '0' && c <= '9';
		if (!fits)
			return false;
	}
	return true;
}

static ab_str capitals(ab_arena *a, ab_str s)
{
	ab_str out = ab_str_dup(a, s);
	for (size_t i = 0; i < out.n; i++)
		if (out.p[i] >= 'a' && out.p[i] <= 'z')
			((char *)out.p)[i] = (char)(out.p[i] - 'a' + 'A');
	return out;
}

static const char *names_of(ab_arena *a, const catalog_match *m)
{
	const char *s = "";
	for (uint32_t i = 0; i < m->several.n && i < 5; i++)
		s = ab_sprintf(a, "%s%s%.*s", s, i ? ", " : "", AB_FMT(m->several.p[i]));
	return s;
}

bool case_hold_item_of(const struct ambit_case *c, ab_arena *a, ab_str text, case_hold_item *out, const char **message,
                       const char **remedy)
{
	*out = (case_hold_item){.text = ab_str_dup(a, text)};
	if (is_eccn(text)) {
		ab_str rest = text, code = text;
		ab_str_cut(&rest, '.', &code);
		out->eccn = capitals(a, code);
		out->paragraph = ab_str_dup(a, rest);
		return true;
	}
	if (text.n && text.n <= CASE_PATH_MAX) {
		catalog_match m = catalog_resolve(c->catalog, a, text);
		if (m.hit != CATALOG_NONE && m.hit != CATALOG_SEVERAL)
			return true;
		if (m.several.n)
			*remedy = ab_sprintf(a, m.hit == CATALOG_SEVERAL ? "say which: %s" : "the nearest are %s; or write an ECCN",
			                     names_of(a, &m));
		else
			*remedy = "write an ECCN such as 3A090.a, or a chip, family or system of the catalog";
		*message = ab_sprintf(a, "\"%.*s\" is no ECCN, chip or system%s", AB_FMT(text),
		                      m.hit == CATALOG_SEVERAL ? " by itself: several bear that name" : "");
		return false;
	}
	*message = "an item has no name, or one that is too long";
	*remedy = "write an ECCN such as 3A090.a, or a chip, family or system of the catalog";
	return false;
}

/* ---- the list fact before completion ---- */
void case_refresh_holds(struct ambit_case *c)
{
	const law_fact *fact = law_fact_find(c->law, LS_ROOT, AB_STR("holds"));
	if (!fact || !c->holds_stated)
		return;
	law_value *v = &c->facts.root->v[fact->slot];
	ab_buf text = {0};
	*v = (law_value){.state = LV_KNOWN, .from = LF_STATED};
	for (uint32_t i = 0; i < c->holds.n; i++) {
		const case_hold *h = &c->holds.p[i];
		if (h->stated) /* decided when the case is complete */
			continue;
		law_bits_set(&v->bits, law_word(fact, h->kind));
		if (text.n)
			ab_buf_addc(&text, ',');
		ab_buf_add(&text, h->kind);
	}
	v->text = ab_str_dup(&c->arena, (ab_str){text.n ? text.p : "", text.n});
	ab_buf_free(&text);
}

/* ---- judging one ---- */
typedef struct judging {
	const struct ambit_case *c;
	const law *l;
	law_facts *f;
	ab_arena *a;
	const case_hold *h;
	det_hold *out;
	bool classified;
	AB_VEC(law_class_finding) classes;
} judging;

static const law_value *fact_in(const judging *k, law_frame *f, const char *name, const law_fact **fact)
{
	*fact = law_fact_find(k->l, f->scope, ab_str_of(name));
	return *fact ? &f->v[(*fact)->slot] : NULL;
}

static const law_value *value_in(const judging *k, law_frame *f, const char *name)
{
	const law_fact *fact;
	return fact_in(k, f, name, &fact);
}

static bool is_known(const law_value *v)
{
	return v && v->state == LV_KNOWN;
}

#define SAY(k, ...) ab_str_of(ab_sprintf((k)->a, __VA_ARGS__))

static ab_str hold_name(ab_arena *a, const case_hold *h)
{
	ab_str kind = h->kind;
	const char *word;
	if (ab_str_is(kind, "license"))
		word = "License";
	else if (ab_str_starts(kind, "veu."))
		word = "The validated-end-user authorization";
	else if (ab_str_starts(kind, "authorization."))
		word = "The authorization";
	else if (ab_str_starts(kind, "attestation."))
		word = "The attestation";
	else
		word = "The paper";
	if (h->id.n)
		return ab_str_of(ab_sprintf(a, "%s %.*s", word, AB_FMT(h->id)));
	return ab_str_is(kind, "license") ? AB_STR("The license") : ab_str_of(ab_sprintf(a, "%s %.*s", word, AB_FMT(kind)));
}

static ab_str name_of(const judging *k)
{
	return hold_name(k->a, k->h);
}

/* It does not cover the act. The first reason stays. */
static void no(judging *k, ab_str why)
{
	if (k->out->covers == LAW_FALSE)
		return;
	k->out->covers = LAW_FALSE;
	k->out->why = why;
}

/* Whether it does hangs on a fact of the case, or on the paper itself (fact NULL). */
static void open(judging *k, law_frame *frame, const law_fact *fact, ab_str why)
{
	if (k->out->covers != LAW_TRUE)
		return;
	k->out->covers = LAW_UNKNOWN;
	k->out->why = why;
	k->out->frame = frame;
	k->out->fact = fact;
}

static bool left_open(judging *k, case_hold_part part, const char *words)
{
	if (!(k->h->open >> part & 1))
		return false;
	open(k, NULL, NULL, SAY(k, "%.*s may cover this: say %s.", AB_FMT(name_of(k)), words));
	return true;
}

static bool states(const judging *k, case_hold_part part)
{
	return k->h->stated >> part & 1;
}

static void judge_days(judging *k)
{
	char day[AB_DATE_LEN];
	if (k->f->as_of < k->h->from)
		no(k, SAY(k, "%.*s begins only on %s.", AB_FMT(name_of(k)), ab_date_format(k->h->from, day)));
	if (k->f->as_of > k->h->until)
		no(k, SAY(k, "%.*s ended on %s.", AB_FMT(name_of(k)), ab_date_format(k->h->until, day)));
	left_open(k, HOLD_FROM, "from which day it is good (holds.from)");
	left_open(k, HOLD_UNTIL, "until which day it is good (holds.until)");
}

/* ---- items ---- */
static void classify(judging *k)
{
	if (k->classified)
		return;
	k->classified = true;
	for (size_t i = 0; i < law_pack_count(k->l); i++) {
		law_query q = {.pack = law_pack_at(k->l, i)->id};
		law_class_list classes = {0};
		law_figure_list figures = {0};
		law_classify(k->l, k->f, &q, k->a, k->f->item, &classes, &figures);
		for (uint32_t n = 0; n < classes.list.n; n++)
			ab_push(k->a, &k->classes, classes.list.p[n]);
	}
}

/* "z" covers "z.a". */
static bool paragraph_within(ab_str paragraph, ab_str scope)
{
	if (!scope.n)
		return true;
	return paragraph.n >= scope.n && ab_str_eq_fold((ab_str){paragraph.p, scope.n}, scope) &&
	       (paragraph.n == scope.n || paragraph.p[scope.n] == '.');
}

static law_tri eccn_covers(judging *k, const case_hold_item *e)
{
	bool other = false, maybe = false;
	classify(k);
	for (uint32_t i = 0; i < k->classes.n; i++) {
		const law_class_finding *c = &k->classes.p[i];
		bool fits = ab_str_eq_fold(c->eccn, e->eccn) && paragraph_within(c->paragraph, e->paragraph);
		if (c->state == LAW_TRUE && fits)
			return LAW_TRUE;
		other = other || c->state == LAW_TRUE;
		maybe = maybe || (c->state == LAW_UNKNOWN && fits);
	}
	const law_value *eccn = value_in(k, k->f->item, "eccn"), *paragraph = value_in(k, k->f->item, "paragraph");
	if (other) /* its figures put it elsewhere, whatever is said: the stricter counts */
		return LAW_FALSE;
	if (maybe)
		return LAW_UNKNOWN;
	if (!is_known(eccn))
		return LAW_UNKNOWN;
	if (!ab_str_eq_fold(eccn->text, e->eccn))
		return LAW_FALSE;
	if (!e->paragraph.n)
		return LAW_TRUE;
	return is_known(paragraph) ? (law_tri)paragraph_within(paragraph->text, e->paragraph) : LAW_UNKNOWN;
}

static law_tri chip_covers(judging *k, const case_hold_item *e)
{
	const law_value *chip = value_in(k, k->f->item, "chip");
	if (!is_known(chip))
		return LAW_UNKNOWN;
	catalog_match m = catalog_resolve(k->c->catalog, k->a, e->text);
	switch (m.hit) {
	case CATALOG_CHIP: return (law_tri)ab_str_eq(m.chip->id, chip->text);
	case CATALOG_SYSTEM: return (law_tri)ab_str_eq(m.system->id, chip->text);
	case CATALOG_FAMILY:
		for (uint32_t i = 0; i < m.family->members.n; i++)
			if (ab_str_eq(m.family->members.p[i]->id, chip->text))
				return LAW_TRUE;
		return (law_tri)ab_str_eq(m.family->id, chip->text);
	case CATALOG_NONE:
	case CATALOG_SEVERAL: break;
	}
	return LAW_FALSE;
}

static void judge_items(judging *k)
{
	law_tri any = LAW_FALSE;
	bool by_eccn = false;
	const char *list = "";
	if (left_open(k, HOLD_ITEMS, "for which items it is (holds.items)") || !states(k, HOLD_ITEMS))
		return;
	for (uint32_t i = 0; i < k->h->items.n && any != LAW_TRUE; i++) {
		const case_hold_item *e = &k->h->items.p[i];
		law_tri t = e->eccn.n ? eccn_covers(k, e) : chip_covers(k, e);
		by_eccn = by_eccn || (t == LAW_UNKNOWN && e->eccn.n);
		any = t == LAW_FALSE ? any : t;
		if (i < 4)
			list = ab_sprintf(k->a, "%s%s%.*s", list, i ? ", " : "", AB_FMT(e->text));
	}
	if (any == LAW_TRUE)
		return;
	if (any == LAW_FALSE) {
		no(k, SAY(k, "%.*s does not cover this item: it is for %s.", AB_FMT(name_of(k)), *list ? list : "none"));
		return;
	}
	const law_fact *fact;
	fact_in(k, k->f->item, by_eccn ? "eccn" : "chip", &fact);
	open(k, k->f->item, fact,
	     SAY(k, "%.*s may cover this item: it is for %s. Say which %s it is.", AB_FMT(name_of(k)), list,
	         by_eccn ? "ECCN" : "chip"));
}

/* ---- countries ---- */
static ab_str country_name(const judging *k, ab_str code)
{
	const catalog_country *c = catalog_country_find(k->c->catalog, code, NULL);
	return c ? c->name : code;
}

static void judge_countries(judging *k)
{
	const law_fact *fact;
	const char *list = "";
	if (left_open(k, HOLD_COUNTRIES, "for which countries it is (holds.countries)") || !states(k, HOLD_COUNTRIES))
		return;
	const law_value *to = fact_in(k, k->f->root, "to", &fact);
	if (!is_known(to)) /* what does not move stays in its place */
		to = is_known(value_in(k, k->f->root, "place")) ? value_in(k, k->f->root, "place") : to;
	for (uint32_t i = 0; i < k->h->countries.n; i++) {
		if (is_known(to) && law_country(k->h->countries.p[i]) == to->word)
			return;
		if (i < 4)
			list = ab_sprintf(k->a, "%s%s%.*s", list, i ? ", " : "", AB_FMT(country_name(k, k->h->countries.p[i])));
	}
	if (is_known(to))
		no(k, SAY(k, "%.*s does not cover this destination: it is for %s.", AB_FMT(name_of(k)), *list ? list : "none"));
	else
		open(k, k->f->root, fact,
		     SAY(k, "%.*s is for %s: say to which country it goes.", AB_FMT(name_of(k)), *list ? list : "none"));
}

/* ---- parties ---- */
static size_t next_letter(ab_str s, size_t i, bool *gap)
{
	*gap = false;
	while (
		i < s.n && (unsigned char)s.p[i] < 0x80 &&
		!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z'))) {
		*gap = true;
		i++;
	}
	return i;
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The same words, whatever the capitals, blanks and punctuation. A name of punctuation alone is no name. */
static bool same_name(ab_str a, ab_str b)
{
	bool gap_a, gap_b, some = false;
	size_t i = next_letter(a, 0, &gap_a), j = next_letter(b, 0, &gap_b);
	while (i < a.n && j < b.n) {
		if (small(a.p[i]) != small(b.p[j]))
			return false;
		some = true;
		i = next_letter(a, i + 1, &gap_a);
		j = next_letter(b, j + 1, &gap_b);
		if (gap_a != gap_b && i < a.n && j < b.n)
			return false;
	}
	return some && i == a.n && j == b.n;
}

static bool bears_name(const judging *k, law_frame *party, ab_str name)
{
	const law_value *own = value_in(k, party, "name");
	if (is_known(own) && same_name(own->text, name))
		return true;
	for (uint32_t i = 0; i < k->c->texts.n; i++) {
		const case_text *t = &k->c->texts.p[i];
		if (ab_str_is(t->name, "alias") && ab_str_eq(t->path, party->path) && same_name(t->text, name))
			return true;
	}
	return false;
}

/* Those who send, sell, pay or carry are on an authorization only where it says so. */
static bool acts_for_the_sender(ab_str role)
{
	static const char *const words[] = {"exporter", "seller", "carrier", "financier", "service-provider", "investor"};
	for (size_t i = 0; i < AB_COUNT(words); i++)
		if (ab_str_is(role, words[i]))
			return true;
	return false;
}

static law_tri entry_covers(const judging *k, law_frame *party, const case_hold_party *e, const law_fact **ask)
{
	if (e->role.n && !ab_str_eq(e->role, party->role))
		return LAW_FALSE;
	if (e->name.n) {
		const law_value *name = fact_in(k, party, "name", ask);
		if (!is_known(name))
			return LAW_UNKNOWN;
		if (!bears_name(k, party, e->name))
			return LAW_FALSE;
	}
	if (e->country.n) {
		const law_value *country = fact_in(k, party, "country", ask);
		if (!is_known(country))
			return LAW_UNKNOWN;
		return (law_tri)(law_country(e->country) == country->word);
	}
	return LAW_TRUE;
}

static bool names_role(const case_hold *h, ab_str role)
{
	for (uint32_t i = 0; i < h->parties.n; i++)
		if (ab_str_eq(h->parties.p[i].role, role))
			return true;
	return false;
}

static void judge_party(judging *k, law_frame *party)
{
	law_tri any = LAW_FALSE;
	const law_fact *ask = NULL, *of = NULL;
	for (uint32_t i = 0; i < k->h->parties.n && any != LAW_TRUE; i++) {
		law_tri t = entry_covers(k, party, &k->h->parties.p[i], &of);
		if (t == LAW_UNKNOWN)
			ask = of;
		any = t == LAW_FALSE ? any : t;
	}
	const law_value *name = value_in(k, party, "name");
	if (any == LAW_FALSE && is_known(name))
		no(k, SAY(k, "%.*s does not name the %.*s %.*s.", AB_FMT(name_of(k)), AB_FMT(party->role), AB_FMT(name->text)));
	else if (any == LAW_FALSE)
		no(k, SAY(k, "%.*s does not name this %.*s.", AB_FMT(name_of(k)), AB_FMT(party->role)));
	else if (any == LAW_UNKNOWN)
		open(k, party, ask,
		     SAY(k, "%.*s is for parties that it names: say %s the %.*s is.", AB_FMT(name_of(k)),
		         ask && ab_str_is(ask->name, "country") ? "where" : "who", AB_FMT(party->role)));
}

/* Of somebody whom nobody named: the first frame that stands for one. */
static law_frame *somebody_of(const judging *k)
{
	for (size_t i = 0; k->f->roles && i < law_roles_count(k->l); i++)
		if (k->f->roles[i].nobody_stated && k->f->roles[i].list.n)
			return k->f->roles[i].list.p[0];
	return NULL;
}

static void judge_parties(judging *k)
{
	bool some = false;
	if (left_open(k, HOLD_PARTIES, "for which parties it is (holds.parties)") || !states(k, HOLD_PARTIES))
		return;
	for (uint32_t i = 0; i < k->f->parties.n; i++) {
		law_frame *party = k->f->parties.p[i];
		if (acts_for_the_sender(party->role) && !names_role(k->h, party->role))
			continue;
		some = some || !acts_for_the_sender(party->role);
		judge_party(k, party);
	}
	law_frame *nobody = some ? NULL : somebody_of(k);
	const law_fact *fact = law_fact_find(k->l, LS_PARTY, AB_STR("name"));
	if (!some)
		open(k, nobody, nobody ? fact : NULL,
		     SAY(k, "%.*s is for parties that it names: say who receives the item.", AB_FMT(name_of(k))));
}

/* ---- quantity ---- */
static void judge_quantity(judging *k)
{
	char n[4][AB_NUM_LEN];
	const law_fact *fact;
	const case_hold *h = k->h;
	if (left_open(k, HOLD_QUANTITY, "for how many pieces it is (holds.quantity)") || !states(k, HOLD_QUANTITY))
		return;
	const law_value *asked = fact_in(k, k->f->item, "quantity", &fact);
	ab_num at_least = is_known(asked) ? asked->lo : AB_NUM_ONE, left = h->quantity - (h->used > 0 ? h->used : 0);
	if (left < 0)
		left = 0;
	const char *what = h->used > 0 ? ab_sprintf(k->a, "%s of %s used, %s left", ab_num_format_human(h->used, n[0]),
	                                            ab_num_format_human(h->quantity, n[1]), ab_num_format_human(left, n[2]))
	                               : ab_sprintf(k->a, "it is for %s", ab_num_format_human(h->quantity, n[1]));
	k->out->terms = SAY(k, "%s", what);
	if (left <= 0 && h->used > 0)
		no(k, SAY(k, "%.*s is used up: %s of %s.", AB_FMT(name_of(k)), ab_num_format_human(h->used, n[0]),
		          ab_num_format_human(h->quantity, n[1])));
	else if (at_least > left)
		no(k,
		   SAY(k, "%.*s does not reach: %s, %s asked.", AB_FMT(name_of(k)), what, ab_num_format_human(at_least, n[3])));
	else if (!is_known(asked) || asked->hi > left)
		open(k, k->f->item, fact, SAY(k, "%.*s may cover this: %s. Say how many it is.", AB_FMT(name_of(k)), what));
	else if (!states(k, HOLD_USED) || h->used < 0)
		open(k, NULL, NULL,
		     SAY(k, "%.*s may cover this: %s. Say how many are used (holds.used).", AB_FMT(name_of(k)), what));
}

static det_hold judge(const struct ambit_case *c, law_facts *f, ab_arena *a, const case_hold *h)
{
	det_hold out = {.kind = h->kind, .id = h->id, .covers = LAW_TRUE};
	judging k = {.c = c, .l = c->law, .f = f, .a = a, .h = h, .out = &out};
	judge_days(&k);
	judge_items(&k);
	judge_countries(&k);
	judge_parties(&k);
	judge_quantity(&k);
	if (out.covers == LAW_TRUE)
		out.why = out.terms.n ? SAY(&k, "%.*s covers this (before it: %.*s).", AB_FMT(name_of(&k)), AB_FMT(out.terms))
		                      : SAY(&k, "%.*s covers this.", AB_FMT(name_of(&k)));
	return out;
}

det_holds det_judge_holds(const struct ambit_case *c, law_facts *f, ab_arena *a)
{
	det_holds all = {0};
	for (uint32_t i = 0; c->holds_stated && i < c->holds.n; i++) {
		if (!c->holds.p[i].stated && !c->holds.p[i].id.n)
			continue;
		det_hold h = judge(c, f, a, &c->holds.p[i]);
		h.kind = ab_str_dup(a, h.kind); /* the answer may outlive the case */
		h.id = ab_str_dup(a, h.id);
		ab_push(a, &all.list, h);
	}
	return all;
}

bool det_holds_have_terms(const struct ambit_case *c)
{
	for (uint32_t i = 0; c->holds_stated && i < c->holds.n; i++)
		if (c->holds.p[i].stated)
			return true;
	return false;
}

void det_apply_holds(const struct ambit_case *c, law_facts *f, ab_arena *a)
{
	const law_fact *fact = law_fact_find(c->law, LS_ROOT, AB_STR("holds"));
	if (!fact || !det_holds_have_terms(c))
		return;
	ab_arena scratch;
	ab_buf text = {0};
	ab_arena_init(&scratch);
	law_value v = {.state = LV_KNOWN, .from = LF_STATED};
	law_bits open = {{0}};
	bool any = false;
	for (uint32_t i = 0; i < c->holds.n; i++) {
		const case_hold *h = &c->holds.p[i];
		law_tri covers = h->stated ? judge(c, f, &scratch, h).covers : LAW_TRUE;
		uint32_t bit = law_word(fact, h->kind);
		if (covers == LAW_UNKNOWN && bit)
			law_bits_set(&open, bit);
		if (covers != LAW_TRUE)
			continue;
		law_bits_set(&v.bits, bit);
		if (text.n)
			ab_buf_addc(&text, ',');
		ab_buf_add(&text, h->kind);
	}
	for (int i = 0; i < LAW_SET_WORDS; i++) {
		open.w[i] &= ~v.bits.w[i]; /* where another one of the kind covers it nothing is open */
		any = any || open.w[i];
	}
	if (any) {
		law_bits *kept = AB_NEW(a, law_bits);
		*kept = open;
		v.open = kept;
	}
	v.text = ab_str_dup(a, (ab_str){text.n ? text.p : "", text.n});
	f->root->v[fact->slot] = v;
	ab_buf_free(&text);
	ab_arena_free(&scratch);
}

/* ---- days on which one begins or ends ---- */
size_t det_hold_days(const struct ambit_case *c, ab_arena *a, ab_date **out)
{
	AB_VEC(ab_date) days = {0};
	for (uint32_t i = 0; c->holds_stated && i < c->holds.n; i++) {
		if (c->holds.p[i].from != AB_DATE_MIN)
			ab_push(a, &days, c->holds.p[i].from);
		if (c->holds.p[i].until != AB_DATE_MAX)
			ab_push(a, &days, c->holds.p[i].until + 1);
	}
	*out = days.p;
	return days.n;
}

const det_hold *det_hold_to_say(const ambit_determination *d)
{
	static const law_tri first[] = {LAW_UNKNOWN, LAW_FALSE};
	if (d->outcome == AMBIT_AUTHORIZED) {
		for (uint32_t i = 0; i < d->holds.list.n; i++)
			if (d->holds.list.p[i].covers == LAW_TRUE)
				return &d->holds.list.p[i];
		return NULL;
	}
	if (d->outcome < AMBIT_LICENSE_REQUIRED)
		return NULL;
	for (size_t k = 0; k < AB_COUNT(first); k++)
		for (uint32_t i = 0; i < d->holds.list.n; i++)
			if (d->holds.list.p[i].covers == first[k])
				return &d->holds.list.p[i];
	return NULL;
}

/* ---- what is asked of a case instead of "what do you hold" ---- */
static bool asks(const law_result *r, const law_frame *frame, const law_fact *fact)
{
	for (uint32_t i = 0; i < r->questions.n; i++)
		if (r->questions.p[i].fact == fact && r->questions.p[i].frame == frame)
			return true;
	return false;
}

void det_ask_of_holds(ambit_determination *d, law_result *r)
{
	const law_fact *holds = law_fact_find(d->engine->law, LS_ROOT, AB_STR("holds"));
	const det_hold *h = NULL;
	for (uint32_t i = 0; i < d->holds.list.n && !h; i++)
		if (d->holds.list.p[i].covers == LAW_UNKNOWN && d->holds.list.p[i].frame)
			h = &d->holds.list.p[i];
	for (uint32_t i = 0; h && holds && i < r->questions.n; i++) {
		law_question *q = &r->questions.p[i];
		if (q->fact != holds)
			continue;
		if (asks(r, h->frame, h->fact)) { /* it is asked already */
			memmove(q, q + 1, (--r->questions.n - i) * sizeof *q);
			return;
		}
		q->frame = h->frame;
		q->fact = h->fact;
		q->path = h->fact->name;
		if (h->frame->scope != LS_ROOT)
			q->path = case_join(&d->arena, h->frame->path, h->fact->name);
	}
}
