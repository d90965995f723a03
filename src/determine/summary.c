/* What a person reads of an answer: the sentence, the questions, the next steps,
 * and the names of things. Says only what follows from the determination. */
#include <string.h>

#include "determine/determine.h"

#define LAW(d) ((d)->engine->law)

static ab_str take(ab_arena *a, ab_buf *b)
{
	ab_str s = ab_str_dup(a, (ab_str){b->p ? b->p : "", b->n});
	ab_buf_free(b);
	return s;
}

static ab_str zs(const char *z)
{
	return ab_str_of(z);
}

static const law_value *fact_of(const ambit_determination *d, law_frame *f, const char *name)
{
	const law_value *v = f ? law_frame_value(LAW(d), f, zs(name)) : NULL;
	return v && v->state == LV_KNOWN ? v : NULL;
}

static ab_str word_of(const ambit_determination *d, law_scope scope, law_frame *f, const char *name)
{
	const law_value *v = fact_of(d, f, name);
	const law_fact *fact = law_fact_find(LAW(d), scope, zs(name));
	if (!v || !fact)
		return AB_STR("");
	return v->word > 0 ? law_word_name(fact, (uint32_t)v->word) : v->text;
}

static bool ends_with(ab_str s, const char *end)
{
	size_t n = strlen(end);
	return s.n >= n && memcmp(s.p + s.n - n, end, n) == 0;
}

/* ---- countries and days ---- */
ab_str det_country_name(const ambit_determination *d, int32_t country)
{
	char code[3] = "";
	if (country < 0)
		return AB_STR("an unknown country");
	law_country_code(country, code);
	const catalog_country *nearest = NULL, *c = catalog_country_find(d->engine->catalog, zs(code), &nearest);
	return c && c->name.n ? c->name : AB_STR("an unknown country");
}

/* "the United States" */
static ab_str country_phrase(const ambit_determination *d, ab_arena *a, int32_t country)
{
	static const char *const with_the[] = {"United ",     "Netherlands", "Philippines",     "Bahamas",
	                                       "Gambia",      "Maldives",    "Central African", "Dominican Republic",
	                                       "Republic of", "DR Congo",    "British ",        "Caribbean N",
	                                       "Vatican"};
	ab_str name = det_country_name(d, country);
	bool the = name.n > 8 && memcmp(name.p + name.n - 7, "Islands", 7) == 0;
	for (size_t i = 0; i < AB_COUNT(with_the); i++)
		the = the || ab_str_starts(name, with_the[i]);
	return the ? zs(ab_sprintf(a, "the %.*s", AB_FMT(name))) : name;
}

static ab_str day_phrase(ab_arena *a, ab_date day)
{
	static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
	                                     "July",    "August",   "September", "October", "November", "December"};
	char s[AB_DATE_LEN];
	ab_date_format(day, s);
	int month = (s[5] - '0') * 10 + s[6] - '0';
	if (month < 1 || month > 12)
		return zs(ab_sprintf(a, "%s", s));
	return zs(ab_sprintf(a, "%d %s %.4s", (s[8] - '0') * 10 + s[9] - '0', months[month - 1], s));
}

/* ---- the item ---- */
static const struct {
	const char *kind, *name;
	bool mass; /* no article */
} kinds[] = {
	{"ic", "integrated circuit", false},
	{"die", "die", false},
	{"wafer", "wafer", false},
	{"assembly", "assembly", false},
	{"server", "server", false},
	{"rack", "rack", false},
	{"cluster", "cluster", false},
	{"hbm-stack", "stack of high-bandwidth memory", false},
	{"equipment", "piece of equipment", false},
	{"commodity", "commodity", false},
	{"software", "software", true},
	{"technology", "technology", true},
	{"model-weights", "AI model weights", true},
	{"service", "a service", true},
	{"ai-system", "AI system", false},
};

static ab_str made_by(ab_arena *a, ab_str maker, ab_str name)
{
	if (!maker.n || (name.n >= maker.n && ab_str_eq_fold((ab_str){name.p, maker.n}, maker)))
		return name;
	return zs(ab_sprintf(a, "%.*s %.*s", AB_FMT(maker), AB_FMT(name)));
}

/* Name of a chip, family or system; empty: the item is not in the catalog. */
static ab_str catalog_name(const ambit_determination *d, ab_arena *a, law_frame *item)
{
	const law_value *v = fact_of(d, item, "chip");
	if (!v || !v->text.n)
		return AB_STR("");
	catalog_match m = catalog_resolve(d->engine->catalog, a, v->text);
	switch (m.hit) {
	case CATALOG_CHIP: return made_by(a, m.chip->maker, m.chip->name);
	case CATALOG_FAMILY:
		return made_by(a, m.family->members.n ? m.family->members.p[0]->maker : AB_STR(""), m.family->name);
	case CATALOG_SYSTEM: return made_by(a, m.system->maker, m.system->name);
	default: return v->text;
	}
}

static ab_str kind_name(const ambit_determination *d, law_frame *item, bool *mass)
{
	ab_str kind = word_of(d, LS_ITEM, item, "kind");
	*mass = false;
	for (size_t i = 0; i < AB_COUNT(kinds); i++)
		if (ab_str_is(kind, kinds[i].kind)) {
			*mass = kinds[i].mass;
			return zs(kinds[i].name);
		}
	*mass = true;
	return AB_STR("the item");
}

static ab_str item_name(const ambit_determination *d, ab_arena *a, law_frame *item, bool *mass)
{
	char number[AB_NUM_LEN];
	*mass = false;
	if (d->family && item == d->facts.item && d->family->members.n)
		return made_by(a, d->family->members.p[0]->maker, d->family->name);
	ab_str name = catalog_name(d, a, item);
	if (name.n)
		return name;
	const law_value *own = fact_of(d, item, "name");
	if (own && own->text.n)
		return own->text;
	ab_str kind = kind_name(d, item, mass);
	if (item->parts.n == 1) {
		ab_str part = catalog_name(d, a, item->parts.p[0]);
		if (part.n)
			return zs(ab_sprintf(a, "%.*s with %.*s", AB_FMT(kind), AB_FMT(part)));
	}
	const law_value *tpp = fact_of(d, item, "tpp");
	if (tpp && tpp->lo == tpp->hi)
		return zs(ab_sprintf(a, "%.*s of TPP %s", AB_FMT(kind), ab_num_format_human(tpp->lo, number)));
	return kind;
}

ab_str det_item_name(const ambit_determination *d, ab_arena *a)
{
	bool mass;
	return item_name(d, a, d->facts.item, &mass);
}

/* "an" before a vowel that is heard: an NVIDIA H100, an H20, a Huawei Ascend. */
static bool takes_an(ab_str s)
{
	if (!s.n)
		return false;
	bool spelled = s.n > 1 && s.p[0] >= 'A' && s.p[0] <= 'Z' && !(s.p[1] >= 'a' && s.p[1] <= 'z');
	return strchr(spelled ? "AEFHILMNORSX" : "AEIOaeio", s.p[0]) != NULL;
}

static ab_str item_phrase(const ambit_determination *d, ab_arena *a)
{
	char number[AB_NUM_LEN];
	bool mass;
	ab_str name = item_name(d, a, d->facts.item, &mass);
	const law_value *q = fact_of(d, d->facts.item, "quantity");
	if (mass)
		return name;
	if (q && q->lo == q->hi && q->lo > AB_NUM_ONE)
		return zs(ab_sprintf(a, "%s %.*s", ab_num_format_human(q->lo, number), AB_FMT(name)));
	return zs(ab_sprintf(a, "%s %.*s", takes_an(name) ? "an" : "a", AB_FMT(name)));
}

/* ---- the act ---- */
static const struct {
	const char *word, *doing;
} acts[] = {
	{"export", "Exporting"},
	{"reexport", "Reexporting"},
	{"transfer", "Transferring"},
	{"transship", "Transshipping"},
	{"deemed-export", "Releasing to a foreign person"},
	{"import", "Importing"},
	{"use", "Using"},
	{"buy", "Buying"},
	{"sell", "Selling"},
	{"order", "Ordering"},
	{"finance", "Financing"},
	{"lease", "Leasing"},
	{"loan", "Lending"},
	{"store", "Storing"},
	{"dispose", "Disposing of"},
	{"remove", "Removing"},
	{"conceal", "Concealing"},
	{"transport", "Transporting"},
	{"forward", "Forwarding"},
	{"service", "Servicing"},
	{"install", "Installing"},
	{"iaas", "Renting out computing time on"},
	{"train-model", "Training an AI model on"},
	{"evaluate", "Evaluating"},
	{"design", "Designing"},
	{"fabricate", "Fabricating"},
	{"package-test", "Packaging and testing"},
	{"release-technology", "Releasing"},
	{"publish", "Publishing"},
	{"support", "Supporting work with"},
	{"collaborate", "Working together on"},
	{"invest", "Investing in work on"},
	{"deal", "Dealing in"},
	{"cease-use", "Ceasing to use"},
};

static ab_str activity_of(const ambit_determination *d)
{
	return word_of(d, LS_ROOT, d->facts.root, "activity");
}

/* "Exporting an NVIDIA H100 from the United States to China on 1 June 2025" */
static ab_str act_phrase(const ambit_determination *d, ab_arena *a)
{
	ab_buf b = {0};
	ab_str activity = activity_of(d);
	const char *doing = NULL;
	for (size_t i = 0; i < AB_COUNT(acts); i++)
		if (ab_str_is(activity, acts[i].word))
			doing = acts[i].doing;
	ab_buf_addz(&b, doing ? doing : "Dealing with");
	ab_buf_addc(&b, ' ');
	ab_buf_add(&b, item_phrase(d, a));
	const law_value *from = fact_of(d, d->facts.root, "from"), *to = fact_of(d, d->facts.root, "to");
	const law_value *place = fact_of(d, d->facts.root, "place");
	if (from)
		ab_buf_printf(&b, " from %.*s", AB_FMT(country_phrase(d, a, from->word)));
	if (to)
		ab_buf_printf(&b, " to %.*s", AB_FMT(country_phrase(d, a, to->word)));
	else if (from)
		ab_buf_addz(&b, " to a country that is not stated");
	if (place && !from && !to)
		ab_buf_printf(&b, " in %.*s", AB_FMT(country_phrase(d, a, place->word)));
	ab_buf_printf(&b, " on %.*s", AB_FMT(day_phrase(a, d->as_of)));
	return take(a, &b);
}

static ab_str controls_of(ab_arena *a, const det_jurisdiction *j)
{
	static const struct {
		const char *id, *name;
	} names[] = {
		{"us", "US export controls"},    {"eu", "EU export controls"},       {"cn", "Chinese law"},
		{"gb", "UK export controls"},    {"jp", "Japanese export controls"}, {"kr", "South Korean export controls"},
		{"nl", "Dutch export controls"}, {"tw", "Taiwanese export controls"}};
	for (size_t i = 0; j && i < AB_COUNT(names); i++)
		if (ab_str_is(j->id, names[i].id))
			return zs(names[i].name);
	if (j && j->pack) { /* "US sanctions" of "US sanctions, 31 CFR chapter V" */
		ab_str rest = j->pack->title, name;
		if (ab_str_cut(&rest, ',', &name) && name.n)
			return name;
	}
	return j ? zs(ab_sprintf(a, "the law of \"%.*s\"", AB_FMT(j->id))) : AB_STR("the laws that are held");
}

/* ---- ways out ---- */
static bool bars(const law_finding *f)
{
	return f->applies == LAW_TRUE && f->matters && f->level >= LAW_LICENSE;
}

static const law_relief *relief_in(const law_finding *f, const law_decl *decl)
{
	for (uint32_t i = 0; i < f->exceptions.n; i++)
		if (f->exceptions.p[i].decl == decl && f->exceptions.p[i].state != LR_UNAVAILABLE)
			return &f->exceptions.p[i];
	return NULL;
}

/* An exception helps when it can lift everything that bars; others may lift what this one does not. */
static bool lifts_all(const ambit_determination *d, const law_relief *r)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++) {
		bool lifted = f->relieved == LAW_TRUE || relief_in(f, r->decl) != NULL;
		if (bars(f) && !lifted)
			return false;
	}
	return true;
}

static bool acts_left(const law_relief *r)
{
	for (uint32_t i = 0; i < r->conds.n; i++)
		if (r->conds.p[i].cond->kind == LCK_OWN_ACT && r->conds.p[i].state == LAW_UNKNOWN)
			return true;
	return false;
}

static void list_acts(ab_buf *b, const law_relief *r)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < r->conds.n; i++) {
		const law_cond_state *c = &r->conds.p[i];
		if (c->cond->kind != LCK_OWN_ACT || c->state != LAW_UNKNOWN)
			continue;
		ab_buf_addz(b, n++ ? "; " : "");
		ab_buf_add(b, c->cond->text);
	}
}

/* "BIS does not act: analysis of the single chip" is a sentence, "License Exception NAC, Notified ..." a name. */
static ab_str short_title(const law_decl *d)
{
	for (size_t i = 0; i < d->title.n; i++)
		if (d->title.p[i] == ',')
			return (ab_str){d->title.p, i};
	return d->title.n ? d->title : d->id;
}

static const char *policy_phrase(const char *word)
{
	static const struct {
		const char *word, *phrase;
	} phrases[] = {
		{"policy-of-denial", "BIS denies applications"},
		{"announced-denial", "BIS has announced that it denies applications"},
		{"presumption-of-denial", "applications face a presumption of denial"},
		{"case-by-case", "applications are reviewed case by case"},
		{"country-allocation", "applications are approved up to the country's allocation"},
		{"most-restrictive-owner", "applications are reviewed under the strictest policy of the listed owners"},
		{"presumption-of-approval", "applications face a presumption of approval"},
		{"announced-approval", "BIS has announced that it approves applications"},
	};
	for (size_t i = 0; word && i < AB_COUNT(phrases); i++)
		if (strcmp(word, phrases[i].word) == 0)
			return phrases[i].phrase;
	return NULL;
}

ab_str det_policy_phrase(const char *word)
{
	return zs(policy_phrase(word));
}

/* ---- what a fact is called ---- */
static ab_str plain(ab_arena *a, ab_str name)
{
	char *s = ab_strdup(a, name);
	for (char *p = s; *p; p++)
		if (*p == '_' || *p == '.' || *p == '-')
			*p = ' ';
	return zs(s);
}

/* The frame whose path is the longest beginning of `path`, among the parties, the item and what is inside it. */
static law_frame *frame_at(law_frame *f, ab_str path, int depth);

static bool under(ab_str path, ab_str frame)
{
	return frame.n && path.n > frame.n + 1 && memcmp(path.p, frame.p, frame.n) == 0 && path.p[frame.n] == '.';
}

static law_frame *longer(law_frame *best, law_frame *f, ab_str path, int depth)
{
	law_frame *x = f && under(path, f->path) ? frame_at(f, path, depth + 1) : NULL;
	return x && (!best || x->path.n > best->path.n) ? x : best;
}

static law_frame *frame_at(law_frame *f, ab_str path, int depth)
{
	law_frame *best = f;
	if (depth > 40)
		return best;
	best = longer(best, f->designer, path, depth);
	best = longer(best, f->fabricator, path, depth);
	best = longer(best, f->packager, path, depth);
	for (uint32_t i = 0; i < f->parts.n; i++)
		best = longer(best, f->parts.p[i], path, depth);
	for (uint32_t i = 0; i < f->owners.n; i++)
		best = longer(best, f->owners.p[i], path, depth);
	for (uint32_t i = 0; i < f->formats.n; i++)
		best = longer(best, f->formats.p[i], path, depth);
	for (uint32_t i = 0; i < f->units.n; i++)
		best = longer(best, f->units.p[i], path, depth);
	for (uint32_t i = 0; i < f->contents.n; i++)
		best = longer(best, f->contents.p[i], path, depth);
	return best;
}

const law_value *det_fact_at(const ambit_determination *d, ab_str path, law_frame **frame, const law_fact **fact)
{
	law_frame *best = longer(NULL, d->facts.item, path, 0);
	for (uint32_t i = 0; i < d->facts.parties.n; i++)
		best = longer(best, d->facts.parties.p[i], path, 0);
	for (size_t r = 0; d->facts.roles && r < law_roles_count(LAW(d)); r++)
		for (uint32_t i = 0; i < d->facts.roles[r].list.n; i++)
			best = longer(best, d->facts.roles[r].list.p[i], path, 0);
	if (!best)
		best = d->facts.root;
	ab_str name =
		best->path.n && best != d->facts.root ? (ab_str){path.p + best->path.n + 1, path.n - best->path.n - 1} : path;
	*frame = best;
	*fact = law_fact_find(LAW(d), best->scope, name);
	return *fact ? &best->v[(*fact)->slot] : NULL;
}

/* "the end user", "the designer", "an owner of the end user"; with the name where one is known. */
static ab_str party_phrase(const ambit_determination *d, ab_arena *a, law_frame *f)
{
	static const char *const makers[] = {"designer", "fabricator", "packager"};
	const law_value *name = fact_of(d, f, "name");
	ab_str role = f->role.n ? f->role : f->path, who = AB_STR("");
	for (size_t i = 0; i < AB_COUNT(makers); i++)
		if (ends_with(role, makers[i]))
			who = zs(ab_sprintf(a, "the %s", makers[i]));
	if (!who.n && !f->role.n && memchr(role.p, '.', role.n))
		who = AB_STR("an owner");
	if (!who.n)
		who = zs(ab_sprintf(a, "the %.*s", AB_FMT(plain(a, role))));
	if (name && name->text.n)
		return zs(ab_sprintf(a, "%.*s (%.*s)", AB_FMT(who), AB_FMT(name->text)));
	return who;
}

static ab_str noun_of(ab_arena *a, const law_fact *fact)
{
	if (fact->decl && fact->decl->called.n)
		return fact->decl->called;
	if (!fact->decl && fact->figure && fact->figure->title.n > 1) {
		char *s = ab_strdup(a, fact->figure->title);
		if (s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z')
			s[0] = (char)(s[0] - 'A' + 'a');
		return zs(s);
	}
	ab_str name = fact->name;
	static const char *const groups[] = {"end_use.", "knowledge.", "application.", "counters."};
	for (size_t i = 0; i < AB_COUNT(groups); i++)
		if (ab_str_starts(name, groups[i]))
			name = (ab_str){name.p + strlen(groups[i]), name.n - strlen(groups[i])};
	return plain(a, name);
}

ab_str det_noun(ab_arena *a, const law_fact *fact)
{
	return noun_of(a, fact);
}

ab_str det_fact_name(const ambit_determination *d, ab_arena *a, ab_str path)
{
	law_frame *f;
	const law_fact *fact;
	if (!det_fact_at(d, path, &f, &fact))
		return plain(a, path);
	ab_str noun = noun_of(a, fact);
	if (f->scope == LS_PARTY)
		return zs(ab_sprintf(a, "%.*s of %.*s", AB_FMT(noun), AB_FMT(party_phrase(d, a, f))));
	if (f->scope == LS_ITEM && f != d->facts.item) {
		ab_str inside = catalog_name(d, a, f);
		return zs(ab_sprintf(a, "%.*s of the %.*s inside", AB_FMT(noun), AB_FMT(inside.n ? inside : AB_STR("chip"))));
	}
	return noun;
}

/* ---- questions ---- */
static ab_str party_question(ab_arena *a, ab_str fact, ab_str who)
{
	static const struct {
		const char *name, *before, *after;
	} asks[] = {
		{"headquarters", "In which country is the seat of ", "?"},
		{"parent.country", "In which country is the seat of the ultimate parent of ", "?"},
		{"country", "In which country is ", "?"},
		{"name", "Who is ", "?"},
		{"listed", "Is ", " on a list of restricted parties, and on which?"},
		{"military", "Is ", " a military end user?"},
		{"us_person", "Is ", " a US person?"},
		{"bona_fide", "Is ", " a bona fide operator of a data center?"},
		{"foundry-or-osat", "Is ", " a foundry, or a company that packages and tests chips?"},
		{"type", "What is ", ": a company, a university, a foundry, a government body?"},
		{"legally_distinct", "Is ", " a legal person of its own, apart from a listed owner?"},
		{"letters", "Did BIS send an individual notice to ", "?"},
		{"approved", "On which approval lists is ", "?"},
	};
	for (size_t i = 0; i < AB_COUNT(asks); i++)
		if (ab_str_is(fact, asks[i].name))
			return zs(ab_sprintf(a, "%s%.*s%s", asks[i].before, AB_FMT(who), asks[i].after));
	return AB_STR("");
}

static ab_str capital(ab_arena *a, ab_str s)
{
	char *z = ab_strdup(a, s);
	if (z[0] >= 'a' && z[0] <= 'z')
		z[0] = (char)(z[0] - 'a' + 'A');
	return zs(z);
}

ab_str det_question_text(const ambit_determination *d, ab_arena *a, const law_question *q)
{
	if (q->interpretation) {
		ab_buf b = {0};
		ab_buf_add(&b, q->interpretation->title.n ? q->interpretation->title : q->interpretation->id);
		for (uint32_t i = 0; i < q->interpretation->choices.n; i++)
			ab_buf_printf(&b, "%s%.*s",
			              i ? " / " : " (the text bears two meanings: ", AB_FMT(q->interpretation->choices.p[i].text));
		ab_buf_addz(&b, q->interpretation->choices.n ? ")" : "");
		return take(a, &b);
	}
	if (q->share && q->frame)
		return zs(ab_sprintf(a, "Who owns %.*s, at what share, and is any owner on a list?",
		                     AB_FMT(party_phrase(d, a, (law_frame *)q->frame))));
	ab_str ask = q->fact && q->fact->decl ? q->fact->decl->ask : AB_STR("");
	if (q->fact && q->frame && q->frame->scope == LS_PARTY) {
		ab_str who = party_phrase(d, a, (law_frame *)q->frame), own = party_question(a, q->fact->name, who);
		if (own.n)
			return own;
		if (ask.n)
			return zs(ab_sprintf(a, "%.*s: %.*s", AB_FMT(capital(a, who)), AB_FMT(ask)));
	}
	if (q->frame && q->frame->scope == LS_ITEM && q->frame != d->facts.item && ask.n)
		return zs(ab_sprintf(a, "The chip inside: %.*s", AB_FMT(ask)));
	if (ask.n)
		return ask;
	if (q->frame && q->frame->scope == LS_PART_FORMAT)
		return AB_STR("What are its rates in TOPS, by number format?");
	return zs(ab_sprintf(a, "What is this: %.*s?", AB_FMT(det_fact_name(d, a, q->path))));
}

/* ---- which answer matters ---- */
static ab_str group_title(const law *l, ab_str id)
{
	const law_tree *t = law_tree_of(l);
	for (uint32_t i = 0; i < t->decls.n; i++)
		if (t->decls.p[i]->kind == LD_GROUP && ab_str_eq(t->decls.p[i]->id, id) && t->decls.p[i]->title.n)
			return t->decls.p[i]->title;
	return id;
}

/* A positive test of the fact inside a condition: "in Macau or Country Group D:5". */
static ab_str test_of(const law *l, ab_arena *a, const law_expr *x, ab_str path, int depth)
{
	char number[AB_NUM_LEN];
	static const char *const cmps[] = {"less than", "at most", "more than", "at least", "exactly"};
	if (!x || depth > 24)
		return AB_STR("");
	if (x->op == LX_IN && x->in_named && x->word_n && ab_str_eq(x->name, path))
		return zs(ab_sprintf(a, "in %.*s", AB_FMT(group_title(l, x->words[0]))));
	if (x->op == LX_IS && ab_str_eq(x->name, path) && x->word_n)
		return ab_str_is(x->words[0], "true")    ? AB_STR("yes")
		       : ab_str_is(x->words[0], "false") ? AB_STR("no")
		                                         : x->words[0];
	if (x->op == LX_CMP && x->n == 2 && x->kids[0]->op == LX_PATH && ab_str_eq(x->kids[0]->name, path) &&
	    x->kids[1]->op == LX_NUM)
		return zs(ab_sprintf(a, "%s %s %.*s", cmps[x->cmp], ab_num_format_human(x->kids[1]->lo, number),
		                     AB_FMT(x->kids[1]->unit)));
	if (x->op == LX_NOT)
		return AB_STR("");
	if (x->op == LX_TRUTH) {
		const law_decl *define = law_find(l, x->name);
		for (uint32_t i = 0; define && i < define->limbs.n; i++)
			for (uint32_t v = define->limbs.p[i].versions.n; v-- > 0;) {
				ab_str s = test_of(l, a, define->limbs.p[i].versions.p[v].when, path, depth + 1);
				if (s.n)
					return s;
			}
		return AB_STR("");
	}
	for (uint32_t i = 0; i < x->n; i++) {
		ab_str s = test_of(l, a, x->kids[i], path, depth + 1);
		if (s.n)
			return s;
	}
	return AB_STR("");
}

/* Is a seat all that the rule still hangs on? Without the tree of reasons nobody can tell. */
static bool hangs_on_seat(const law_why *w, int depth)
{
	if (!w || depth > 24)
		return false;
	if (!w->because.n)
		return w->value != LAW_UNKNOWN || ends_with(w->fact, "headquarters") || ends_with(w->fact, "parent.country");
	bool open = false; /* unknown though none of its parts is: a presumption may make it true */
	for (uint32_t i = 0; i < w->because.n; i++) {
		open = open || w->because.p[i]->value == LAW_UNKNOWN;
		if (!hangs_on_seat(w->because.p[i], depth + 1))
			return false;
	}
	return open || w->value != LAW_UNKNOWN;
}

typedef struct bad_answer { /* one that makes a rule apply */
	ab_str test;            /* "in Macau or Country Group D:5" */
	law_level level;
	bool sure; /* nothing else is open */
} bad_answer;

/* Of the rules that may apply, the first that tests the fact; what it would ask for. */
static bad_answer deciding_test(const ambit_determination *d, ab_arena *a, const law_question *q)
{
	const law_finding *f;
	for (size_t i = 0; q->fact && (f = det_standing(d, i, NULL)); i++) {
		if (f->applies != LAW_UNKNOWN || !f->version)
			continue;
		ab_str s = test_of(LAW(d), a, f->version->when, q->fact->path, 0);
		if (s.n)
			return (bad_answer){s, f->level, ab_str_is(q->fact->name, "headquarters") && hangs_on_seat(f->why, 0)};
	}
	return (bad_answer){.test = AB_STR("")};
}

/* The set under which the answer is at least not a bar; NULL: under none. */
static const det_assuming *good_set(const ambit_determination *d)
{
	for (uint32_t i = 0; i < d->assuming.n; i++)
		if (d->assuming.p[i].outcome <= AMBIT_EXCEPTION_AVAILABLE)
			return &d->assuming.p[i];
	return NULL;
}

static const law_question *question_where(const ambit_determination *d, bool (*wanted)(const law_question *q))
{
	for (uint32_t i = 0; i < d->jurisdictions.n; i++) {
		const law_result *r = &d->jurisdictions.p[i].result;
		for (uint32_t k = 0; k < r->questions.n; k++)
			if (!r->questions.p[k].paper && wanted(&r->questions.p[k]))
				return &r->questions.p[k];
	}
	return NULL;
}

static bool asks_seat(const law_question *q)
{
	return q->fact && ab_str_is(q->fact->name, "headquarters") && q->worst >= LAW_LICENSE;
}

static bool asks_item(const law_question *q)
{
	return q->frame && q->fact && q->worst >= LAW_LICENSE &&
	       (q->frame->scope == LS_ITEM || q->frame->scope == LS_PART_FORMAT);
}

static bool asks_party(const law_question *q)
{
	return q->frame && q->frame->scope == LS_PARTY && q->worst >= LAW_LICENSE;
}

static bool asks_activity(const law_question *q)
{
	return ab_str_is(q->path, "activity");
}

static bool asks_any(const law_question *q)
{
	(void)q;
	return true;
}

/* The question that the sentence names: a seat that alone decides; where no assumption about parties helps, a figure of
 * the item; else who the party is, else the first of all. */
static const law_question *first_question(const ambit_determination *d, ab_arena *a, bad_answer *bad)
{
	const law_question *q = activity_of(d).n ? NULL : question_where(d, asks_activity);
	*bad = (bad_answer){.test = AB_STR("")};
	if (q)
		return q;
	q = question_where(d, asks_seat);
	*bad = q ? deciding_test(d, a, q) : (bad_answer){.test = AB_STR("")};
	if (bad->sure)
		return q;
	*bad = (bad_answer){.test = AB_STR("")};
	if (!good_set(d) && (q = question_where(d, asks_item)))
		return q;
	bool ordinary_suffices = d->assuming.n && d->assuming.p[0].outcome <= AMBIT_EXCEPTION_AVAILABLE;
	if (!ordinary_suffices && (q = question_where(d, asks_party)))
		return q;
	for (uint32_t i = 0; i < d->jurisdictions.n; i++)
		for (uint32_t k = 0; k < d->jurisdictions.p[i].result.questions.n; k++) {
			q = &d->jurisdictions.p[i].result.questions.p[k];
			if (q->paper || q->worst < LAW_LICENSE)
				continue;
			*bad = deciding_test(d, a, q);
			if (bad->test.n)
				return q;
		}
	*bad = (bad_answer){.test = AB_STR("")};
	return question_where(d, asks_any);
}

const law_question *det_first_question(const ambit_determination *d, ab_arena *a)
{
	bad_answer bad;
	return d->outcome == AMBIT_NOT_DETERMINED ? first_question(d, a, &bad) : NULL;
}

unsigned det_question_rank(const ambit_determination *d, const law_question *q)
{
	bool route = ab_str_is(q->path, "from") || ab_str_is(q->path, "to");
	if (route && fact_of(d, d->facts.root, "place"))
		return 2;
	return d->outcome == AMBIT_NOT_DETERMINED || (ambit_outcome)q->best < d->outcome ? 0 : 1;
}

bool det_waits_for_papers(const law_relief *r)
{
	bool papers = false;
	for (uint32_t i = 0; r->state == LR_UNKNOWN && i < r->conds.n; i++) {
		if (r->conds.p[i].state != LAW_UNKNOWN)
			continue;
		if (r->conds.p[i].cond->kind == LCK_CIRCUMSTANCE)
			return false;
		papers = papers || r->conds.p[i].cond->kind == LCK_PAPER;
	}
	return papers;
}

/* ---- letters to one company ---- */
static bool exporter_known(const ambit_determination *d)
{
	for (uint32_t i = 0; i < d->facts.parties.n; i++)
		if (ab_str_is(d->facts.parties.p[i]->role, "exporter") && fact_of(d, d->facts.parties.p[i], "name"))
			return true;
	return false;
}

/* A letter whose conditions hold, to a company that may be the exporter; the set `ordinary` supposes that it is not. */
static const law_finding *open_letter(const ambit_determination *d)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++)
		if (f->decl->kind == LD_LETTER && f->applies == LAW_UNKNOWN && f->relieved != LAW_TRUE && f->version &&
		    f->why && f->why->value == LAW_TRUE)
			return f;
	return NULL;
}

static bool moves_abroad(const ambit_determination *d)
{
	static const char *const words[] = {"export", "reexport", "transfer", "sell",   "buy",
	                                    "order",  "lease",    "loan",     "forward"};
	ab_str activity = activity_of(d);
	for (size_t i = 0; i < AB_COUNT(words); i++)
		if (ab_str_is(activity, words[i]))
			return true;
	return false;
}

static void letter_sentence(const ambit_determination *d, ab_arena *a, ab_buf *b)
{
	const law_version *v = NULL;
	bool open = d->outcome == AMBIT_NOT_DETERMINED ||
	            (d->outcome >= AMBIT_NO_LICENSE_REQUIRED && d->outcome <= AMBIT_EXCEPTION_AVAILABLE);
	if (!open || d->best == AMBIT_AUTHORIZED || exporter_known(d) || !moves_abroad(d))
		return;
	const law_finding *f = open_letter(d);
	const law_decl *letter = f ? NULL : det_letter_about(d, &v);
	if (f)
		ab_buf_printf(b, " If the exporter is %.*s, a license is required: BIS told it so by letter on %.*s.",
		              AB_FMT(f->decl->addressee), AB_FMT(day_phrase(a, f->version->from)));
	else if (letter)
		ab_buf_printf(b, " If the exporter is %.*s, see also the letter that BIS sent it on %.*s%s.",
		              AB_FMT(letter->addressee), AB_FMT(day_phrase(a, v->from)),
		              letter->terms_not_public ? " (its terms are not public)" : "");
}

/* ---- the sentence ---- */
static const char *need_phrase(ambit_outcome o)
{
	static const char *const phrases[AMBIT_OUTCOME_COUNT] = {
		"it is not subject to the law",
		"no license is needed",
		"it is authorized",
		"an exception lifts the license requirement",
		"a license is required",
		"it is presumed to be prohibited",
		"it is prohibited",
		"it stays undetermined",
	};
	return phrases[o < AMBIT_OUTCOME_COUNT ? o : AMBIT_NOT_DETERMINED];
}

static ab_str hangs_on(const ambit_determination *d, ab_arena *a, const law_question *q)
{
	if (q->interpretation)
		return zs(ab_sprintf(a, "how the law is read (%.*s)", AB_FMT(q->interpretation->title)));
	if (q->frame && q->frame->scope == LS_PARTY) {
		ab_str who = party_phrase(d, a, (law_frame *)q->frame);
		if (q->share)
			return zs(ab_sprintf(a, "who owns %.*s", AB_FMT(who)));
		return zs(ab_sprintf(a, "who %.*s is", AB_FMT(who)));
	}
	if (q->fact && ab_str_starts(q->fact->name, "knowledge."))
		return AB_STR("what you know");
	if (q->fact && ab_str_starts(q->fact->name, "end_use."))
		return AB_STR("the end use");
	if (q->frame && q->frame->scope == LS_PART_FORMAT)
		return AB_STR("its rates, which are not known");
	ab_str name = det_fact_name(d, a, q->path);
	if (q->fact && q->fact->type == LT_BOOL)
		return zs(ab_sprintf(a, "an open point: %.*s", AB_FMT(name)));
	return zs(ab_sprintf(a, "the %.*s, which is not known", AB_FMT(name)));
}

static const char *good_phrase(const det_assuming *x)
{
	return strcmp(x->sets, "ordinary") == 0
	           ? "nothing about the parties and the use is unusual"
	           : "the parties are local, unlisted and nothing about them or the use is unusual";
}

static const char *bad_phrase(const bad_answer *bad)
{
	if (bad->level >= LAW_PRESUMED)
		return bad->sure ? need_phrase((ambit_outcome)bad->level) : "it may be prohibited";
	return bad->sure ? "a license is required" : "a license may be required";
}

/* "No license is needed if ...; a license is required if the seat of the end user is in ..." */
static void not_determined(const ambit_determination *d, ab_arena *a, ab_buf *b, ab_str act)
{
	bad_answer bad = {.test = AB_STR("")};
	const law_question *q = first_question(d, a, &bad);
	const det_assuming *good = good_set(d);
	const law_finding *f = det_standing(d, 0, NULL);
	ab_str open = !activity_of(d).n
	                  ? AB_STR("what is done with it: state the activity, as in activity=export or activity=use")
	              : q                     ? hangs_on(d, a, q)
	              : f && f->decl->title.n ? zs(ab_sprintf(a, "whether this applies: %.*s", AB_FMT(f->decl->title)))
	                                      : AB_STR("facts that are not stated");
	ab_buf_printf(b, "%.*s: it depends on %.*s.", AB_FMT(act), AB_FMT(open));
	ab_str best = capital(a, zs(need_phrase(good ? good->outcome : d->best)));
	if (good)
		ab_buf_printf(b, " %.*s if %s", AB_FMT(best), good_phrase(good));
	else
		ab_buf_printf(b, " At best %s", need_phrase(d->best));
	if (!q || !bad.test.n) {
		bool listed = d->worst == AMBIT_PROHIBITED && q && q->frame && q->frame->scope == LS_PARTY;
		ab_buf_printf(b, "; at worst %s%s.", need_phrase(d->worst),
		              listed ? " (a listed party, a barred end use)" : "");
		return;
	}
	if (ab_str_is(bad.test, "yes") || ab_str_is(bad.test, "no"))
		ab_buf_printf(b, "; %s if the answer is %.*s to this: %.*s", bad_phrase(&bad), AB_FMT(bad.test),
		              AB_FMT(det_question_text(d, a, q)));
	else
		ab_buf_printf(b, "; %s if the %.*s is %.*s.", bad_phrase(&bad), AB_FMT(det_fact_name(d, a, q->path)),
		              AB_FMT(bad.test));
}

static ab_str rebuttal_of(const law_finding *f)
{
	if (!f || !f->version || !f->version->rebutted)
		return AB_STR("");
	return f->version->rebutted_text.n ? f->version->rebutted_text : AB_STR("what rebuts the presumption");
}

ab_str det_rebuttal(const law_finding *f)
{
	return rebuttal_of(f);
}

/* A milder review for which the application must show something, where a stricter one counts as yet. */
static const law_policy_state *milder_policy(const law_finding *f)
{
	for (uint32_t i = 0; f && i < f->policies.n; i++) {
		const law_policy_state *p = &f->policies.p[i];
		bool papers = p->state == LAW_UNKNOWN && !p->counts && p->conds.n;
		for (uint32_t c = 0; papers && c < p->conds.n; c++)
			papers = p->conds.p[c].state == LAW_TRUE ||
			         (p->conds.p[c].state == LAW_UNKNOWN && p->conds.p[c].cond->kind != LCK_CIRCUMSTANCE);
		if (papers)
			return p;
	}
	return NULL;
}

static ab_str papers_cite(const law_policy_state *p)
{
	for (uint32_t i = 0; i < p->conds.n; i++)
		if (p->conds.p[i].cond->kind != LCK_CIRCUMSTANCE && p->conds.p[i].cond->cite.n)
			return p->conds.p[i].cond->cite;
	return AB_STR("the review policy");
}

const law_policy_state *det_milder_policy(const law_finding *f)
{
	return milder_policy(f);
}

static void license_required(const ambit_determination *d, ab_buf *b, const law_finding *f)
{
	const char *policy = policy_phrase(ambit_determination_policy(d));
	const law_policy_state *mild = milder_policy(f);
	uint32_t n = 0;
	bool shown = false; /* the last one named waits for papers */
	ab_buf_addz(b, " needs a license");
	if (policy)
		ab_buf_printf(b, ", and %s", policy);
	if (policy && mild)
		ab_buf_printf(b, "; with the certifications of %.*s, %s", AB_FMT(papers_cite(mild)), policy_phrase(mild->word));
	for (uint32_t i = 0; f && i < f->exceptions.n && n < 2; i++) {
		const law_relief *r = &f->exceptions.p[i];
		if (r->state == LR_UNAVAILABLE || r->decl->authorization || !lifts_all(d, r))
			continue;
		ab_str name = short_title(r->decl);
		bool the = ab_str_starts(name, "The "), papers = det_waits_for_papers(r);
		const char *covered = papers ? "if it is shown that it is covered by" : "if it is covered by";
		ab_buf_addz(b, n ? " or " : "; no license is needed ");
		if (!n || papers != shown)
			ab_buf_printf(b, "%s ", covered);
		ab_buf_printf(b, "%s%.*s", the ? "the " : "", AB_FMT(the ? ((ab_str){name.p + 4, name.n - 4}) : name));
		shown = papers;
		n++;
	}
	ab_buf_addc(b, '.');
}

/* Available or open; of a rule that may not apply at all also one that waits for the same circumstances. */
static bool usable(const law_relief *r, law_tri applies)
{
	bool waits = applies == LAW_UNKNOWN && r->state == LR_UNKNOWN && !r->decl->authorization;
	for (uint32_t i = 0; waits && i < r->conds.n; i++)
		waits = r->conds.p[i].state == LAW_TRUE || r->conds.p[i].cond->kind != LCK_PAPER;
	return waits || r->state == LR_AVAILABLE || r->state == LR_OPEN;
}

static const law_relief *used_relief(const ambit_determination *d, law_tri applies, const law_finding **of)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++)
		for (uint32_t k = 0; k < f->exceptions.n; k++)
			if (f->applies == applies && f->level >= LAW_LICENSE && usable(&f->exceptions.p[k], applies)) {
				*of = f;
				return &f->exceptions.p[k];
			}
	return NULL;
}

static void exception_available(const ambit_determination *d, ab_arena *a, ab_buf *b)
{
	const law_finding *f = NULL;
	bool sure = true;
	const law_relief *r = used_relief(d, LAW_TRUE, &f);
	if (!r) {
		sure = false;
		r = used_relief(d, LAW_UNKNOWN, &f);
	}
	if (!r) {
		ab_buf_addz(b, " may go ahead under an exception.");
		return;
	}
	if (!sure) { /* the rule may not apply at all; if it does, this lifts it */
		bad_answer bad = {.test = AB_STR("")};
		const law_question *q = question_where(d, asks_seat);
		if (q)
			bad = deciding_test(d, a, q);
		if (q && bad.sure)
			ab_buf_printf(b, " needs no license, unless the %.*s is %.*s; then %.*s lifts the requirement",
			              AB_FMT(det_fact_name(d, a, q->path)), AB_FMT(bad.test), AB_FMT(short_title(r->decl)));
		else
			ab_buf_printf(b, " needs no license, or one that %.*s lifts", AB_FMT(short_title(r->decl)));
		if (acts_left(r)) {
			ab_buf_addz(b, " once this is done: ");
			list_acts(b, r);
		}
		ab_buf_addc(b, '.');
		return;
	}
	const char *bar = f->level >= LAW_PRESUMED ? "would be barred" : "would need a license";
	if (r->decl->discretion)
		ab_buf_printf(b, " %s, but BIS has announced that it does not act in such a case", bar);
	else
		ab_buf_printf(b, " %s, but %.*s lifts that", bar, AB_FMT(short_title(r->decl)));
	if (acts_left(r)) {
		ab_buf_addz(b, " once this is done: ");
		list_acts(b, r);
	}
	ab_buf_addc(b, '.');
}

static void authorized(const ambit_determination *d, ab_buf *b)
{
	const law_finding *f = NULL;
	const law_relief *r = used_relief(d, LAW_TRUE, &f);
	if (r)
		ab_buf_printf(b, " is authorized: %.*s.", AB_FMT(short_title(r->decl)));
	else
		ab_buf_addz(b, " is authorized.");
}

static bool without_license(const ambit_determination *d)
{
	const law_value *v = fact_of(d, d->facts.root, "without_license");
	return v && v->word;
}

det_text det_summary(const ambit_determination *d, ab_arena *a)
{
	det_text t = {.id = ambit_outcome_name(d->outcome)};
	const det_jurisdiction *j = d->jurisdictions.n ? &d->jurisdictions.p[0] : NULL;
	const law_finding *f = det_deciding(d);
	for (size_t i = 0; f && det_standing(d, i, NULL); i++) {
		const det_jurisdiction *at;
		if (det_standing(d, i, &at) == f)
			j = at;
	}
	ab_str act = act_phrase(d, a), controls = controls_of(a, j), out = rebuttal_of(f);
	char day[AB_DATE_LEN];
	ab_push(a, &t.args, item_phrase(d, a));
	ab_push(a, &t.args, activity_of(d));
	ab_push(a, &t.args, zs(ab_sprintf(a, "%s", ab_date_format(d->as_of, day))));
	ab_buf b = {0};
	if (d->outcome != AMBIT_NOT_DETERMINED)
		ab_buf_add(&b, act);
	switch (d->outcome) {
	case AMBIT_NOT_SUBJECT:
		ab_buf_printf(&b, " is not subject to %.*s: neither the item nor the act is within their reach.",
		              AB_FMT(controls));
		break;
	case AMBIT_NO_LICENSE_REQUIRED: ab_buf_printf(&b, " needs no license under %.*s.", AB_FMT(controls)); break;
	case AMBIT_AUTHORIZED: authorized(d, &b); break;
	case AMBIT_EXCEPTION_AVAILABLE: exception_available(d, a, &b); break;
	case AMBIT_LICENSE_REQUIRED: license_required(d, &b, f); break;
	case AMBIT_PRESUMED_PROHIBITED:
		ab_buf_printf(&b, " is presumed to violate %.*s", AB_FMT(controls));
		if (out.n)
			ab_buf_printf(&b, ", unless there is %.*s", AB_FMT(out));
		ab_buf_addc(&b, '.');
		break;
	case AMBIT_PROHIBITED:
		if (f && f->version && f->version->effect == LE_REQUIRES && without_license(d))
			ab_buf_printf(&b, " needs a license; without one it violates %.*s.", AB_FMT(controls));
		else
			ab_buf_printf(&b, " is prohibited under %.*s.", AB_FMT(controls));
		break;
	default: not_determined(d, a, &b, act);
	}
	letter_sentence(d, a, &b);
	const det_hold *held = det_hold_to_say(d);
	if (held)
		ab_buf_printf(&b, " %.*s", AB_FMT(held->why));
	t.text = take(a, &b);
	return t;
}

/* ---- next steps ---- */
static void step(det_steps *s, ab_arena *a, const char *id, ab_str text, ab_str arg)
{
	det_text t = {.id = id, .text = text};
	for (uint32_t i = 0; i < s->list.n; i++)
		if (ab_str_eq(s->list.p[i].text, text))
			return;
	if (arg.n)
		ab_push(a, &t.args, arg);
	ab_push(a, &s->list, t);
}

static void own_acts(const ambit_determination *d, ab_arena *a, det_steps *s)
{
	const law_finding *f;
	for (size_t i = 0; (f = det_standing(d, i, NULL)); i++)
		for (uint32_t k = 0; k < f->exceptions.n; k++) {
			const law_relief *r = &f->exceptions.p[k];
			bool helps = bars(f) && r->state == LR_OPEN && lifts_all(d, r);
			for (uint32_t c = 0; helps && c < r->conds.n; c++)
				if (r->conds.p[c].cond->kind == LCK_OWN_ACT && r->conds.p[c].state == LAW_UNKNOWN)
					step(s, a, "own-act",
					     zs(ab_sprintf(a, "For %.*s: %.*s.", AB_FMT(short_title(r->decl)),
					                   AB_FMT(r->conds.p[c].cond->text))),
					     r->conds.p[c].cond->text);
		}
}

static bool keeps_going(ab_str activity)
{
	static const char *const words[] = {"use", "store", "service", "iaas", "train-model", "lease", "loan"};
	for (size_t i = 0; i < AB_COUNT(words); i++)
		if (ab_str_is(activity, words[i]))
			return true;
	return false;
}

static bool rests_on(const law_expr *x, const char *path, int depth)
{
	if (!x || depth > 24)
		return false;
	if (ab_str_is(x->name, path))
		return true;
	for (uint32_t i = 0; i < x->n; i++)
		if (rests_on(x->kids[i], path, depth + 1))
			return true;
	return false;
}

static void presumption_steps(const ambit_determination *d, ab_arena *a, det_steps *s, const law_finding *f)
{
	if (f->version && rests_on(f->version->rebutted, "item.production_authorized", 0))
		step(s, a, "ask-supplier",
		     AB_STR("Ask the supplier for both authorizations of BIS: to release the design to the foundry, "
		            "and to ship the finished chip."),
		     AB_STR("item.production_authorized"));
	if (keeps_going(activity_of(d)))
		step(s, a, "pause",
		     AB_STR("Until one of the ways out is shown, stop: going on falls under the same presumption."),
		     AB_STR(""));
	else
		step(s, a, "hold", AB_STR("Hold the transaction until one of the ways out is shown."), AB_STR(""));
}

static void open_ways(const ambit_determination *d, ab_arena *a, det_steps *s, const law_finding *f)
{
	for (uint32_t i = 0; i < f->exceptions.n && s->list.n < 6; i++) {
		const law_relief *r = &f->exceptions.p[i];
		if (r->state == LR_UNKNOWN && lifts_all(d, r) && !r->decl->authorization)
			step(s, a, "see-exception",
			     zs(ab_sprintf(a, "See whether %s: %.*s.",
			                   det_waits_for_papers(r) ? "it can be shown that this covers you" : "this covers you",
			                   AB_FMT(r->decl->title))),
			     r->name);
	}
}

static void question_steps(const ambit_determination *d, ab_arena *a, det_steps *s)
{
	uint32_t n = 0;
	const law_question *first = det_first_question(d, a);
	if (first && !first->interpretation && ++n)
		step(s, a, "find-out", zs(ab_sprintf(a, "Find out: %.*s", AB_FMT(det_question_text(d, a, first)))),
		     first->path);
	for (uint32_t i = 0; i < d->jurisdictions.n; i++)
		for (uint32_t k = 0; k < d->jurisdictions.p[i].result.questions.n && n < 2; k++) {
			const law_question *q = &d->jurisdictions.p[i].result.questions.p[k];
			if (q->interpretation || q == first || det_question_rank(d, q) > 0)
				continue;
			n++;
			step(s, a, "find-out", zs(ab_sprintf(a, "Find out: %.*s", AB_FMT(det_question_text(d, a, q)))), q->path);
		}
}

static bool us_reaches(const ambit_determination *d)
{
	for (uint32_t i = 0; i < d->jurisdictions.n; i++)
		if (ab_str_is(d->jurisdictions.p[i].id, "us"))
			return d->outcome != AMBIT_NOT_SUBJECT && d->jurisdictions.p[i].outcome != AMBIT_NOT_SUBJECT;
	return false;
}

/* A sign that is there and not resolved is knowledge (772.1): the first one is named. */
static void flag_step(const ambit_determination *d, ab_arena *a, det_steps *s)
{
	const law_flag *f = det_raised(d);
	if (!f)
		return;
	step(s, a, "resolve-flag",
	     zs(ab_sprintf(a, "Stop until this red flag is resolved, or get a license first: %.*s.",
	                   AB_FMT(f->decl->title))),
	     f->name);
}

det_steps det_next_steps(const ambit_determination *d, ab_arena *a)
{
	det_steps s = {0};
	const law_finding *f = det_deciding(d);
	if (d->outcome < AMBIT_LICENSE_REQUIRED || d->outcome > AMBIT_PROHIBITED)
		flag_step(d, a, &s);
	own_acts(d, a, &s);
	switch (d->outcome) {
	case AMBIT_PROHIBITED: step(&s, a, "stop", AB_STR("Do not go ahead."), AB_STR("")); break;
	case AMBIT_PRESUMED_PROHIBITED:
		if (f)
			presumption_steps(d, a, &s, f);
		break;
	case AMBIT_LICENSE_REQUIRED:
		step(&s, a, "apply", AB_STR("Do not go ahead without a license; apply to BIS (15 CFR part 748)."), AB_STR(""));
		break;
	case AMBIT_AUTHORIZED:
		step(&s, a, "terms", AB_STR("Keep within the terms, quantity and dates of the authorization (15 CFR 750.7)."),
		     AB_STR(""));
		break;
	case AMBIT_NOT_DETERMINED: question_steps(d, a, &s); break;
	default: break;
	}
	if (f && (d->outcome == AMBIT_LICENSE_REQUIRED || d->outcome == AMBIT_PRESUMED_PROHIBITED))
		open_ways(d, a, &s, f);
	flag_step(d, a, &s); /* beside a bar it comes second */
	if (us_reaches(d))
		step(&s, a, "records", AB_STR("Keep the records for five years (15 CFR 762.6)."), AB_STR(""));
	return s;
}
