/* --explain: the tree of reasons unfolded, each exception condition by condition,
 * every fact with where it comes from, the members of a family one by one. */
#include "report/explain.h"

#include <string.h>

#include "report/reason.h"

#define LEVEL_MAX 24
#define DEPTH_MAX 14 /* indents; deeper reasons stand at the last one */

typedef struct telling {
	page *p;
	const ambit_determination *d;
	const law_expr *when;          /* of the tree that is told: names the words that a denied test looks for */
	bool item_told;                /* the classes of the item stand above with their reasons */
	AB_VEC(const law_decl *) told; /* exceptions and policies whose conditions stand above */
} telling;

#define SAY(t, ...) ab_str_of(ab_sprintf((t)->p->arena, __VA_ARGS__))

static page_ink ink_of(law_tri v)
{
	return v == LAW_TRUE ? INK_GOOD : v == LAW_FALSE ? INK_BAD : INK_WARN;
}

static void heading(telling *t, const char *text)
{
	page_blank(t->p);
	page_text(t->p, 2, 2, strlen(text), INK_BOLD, ab_str_of(text));
}

static int indent(const telling *t, int depth)
{
	int step = t->p->width < 60 ? 1 : 2, at = 4 + step * (depth < DEPTH_MAX ? depth : DEPTH_MAX);
	return at > t->p->width / 2 ? t->p->width / 2 : at;
}

/* "✓ text   (remark)" */
static void line(telling *t, int depth, law_tri value, ab_str text, ab_str remark)
{
	ab_str mark = reason_mark(value);
	ab_str s = remark.n ? SAY(t, "%.*s %.*s (%.*s)", AB_FMT(mark), AB_FMT(text), AB_FMT(remark))
	                    : SAY(t, "%.*s %.*s", AB_FMT(mark), AB_FMT(text));
	int at = indent(t, depth);
	page_text(t->p, at, at + 2, mark.n, ink_of(value), s);
}

/* ---- trees ---- */
static ab_str provenance(telling *t, const law_why *w)
{
	if (!w->fact.n || reason_is_class(w))
		return w->cite;
	if (w->from == LF_UNSTATED)
		return w->cite;
	const char *from = det_from_name(w->from);
	if (w->cite.n)
		return SAY(t, "%s; %.*s", from, AB_FMT(w->cite));
	return ab_str_of(from);
}

static bool open_among(const law_why *w)
{
	for (uint32_t i = 0; i < w->because.n; i++)
		if (w->because.p[i]->value == LAW_UNKNOWN)
			return true;
	return false;
}

static law_tri flip(law_tri v)
{
	return v == LAW_TRUE ? LAW_FALSE : v == LAW_FALSE ? LAW_TRUE : LAW_UNKNOWN;
}

/* "published", "designed for ..." can be denied by "not"; "has HBM" cannot. */
static bool adjective(ab_str name)
{
	static const char *const words[] = {"made", "subject", "already"};
	ab_str rest = name, first;
	ab_str_cut(&rest, ' ', &first);
	for (size_t i = 0; i < AB_COUNT(words); i++)
		if (ab_str_is(first, words[i]))
			return true;
	return first.n > 4 && memcmp(first.p + first.n - 2, "ed", 2) == 0;
}

/* The words of a test of the fact that stands under a `not`: "collaborate"; empty: none that is written out. */
static ab_str denied_words(telling *t, const law_expr *x, ab_str fact, bool denied, int depth)
{
	if (!x || depth > 24)
		return AB_STR("");
	if ((x->op == LX_IS || (x->op == LX_IN && !x->in_named)) && ab_str_eq(x->name, fact) && denied) {
		ab_str all = AB_STR("");
		for (uint32_t i = 0; i < x->word_n; i++)
			all = SAY(t, "%.*s%s%.*s", AB_FMT(all), i ? " or " : "", AB_FMT(x->words[i]));
		return all;
	}
	if (x->op == LX_TRUTH) {
		const law_decl *define = law_find(t->d->engine->law, x->name);
		for (uint32_t i = 0; define && i < define->limbs.n; i++)
			for (uint32_t v = define->limbs.p[i].versions.n; v-- > 0;) {
				ab_str s = denied_words(t, define->limbs.p[i].versions.p[v].when, fact, denied, depth + 1);
				if (s.n)
					return s;
			}
	}
	for (uint32_t i = 0; i < x->n; i++) {
		ab_str s = denied_words(t, x->kids[i], fact, denied != (x->op == LX_NOT), depth + 1);
		if (s.n)
			return s;
	}
	return AB_STR("");
}

/* "whether share of listed owners (0 to 100) is at least 50 ..." */
static ab_str share_text(telling *t, ab_str text)
{
	static const struct {
		const char *words, *sign;
	} cmps[] = {{"is at least ", "≥"}, {"is more than ", ">"}};
	ab_str number;
	if (!ab_str_starts(text, "whether share of listed owners"))
		return text;
	for (size_t i = 0; i < AB_COUNT(cmps); i++) {
		size_t n = strlen(cmps[i].words);
		for (size_t at = 0; at + n < text.n; at++)
			if (memcmp(text.p + at, cmps[i].words, n) == 0) {
				ab_str rest = {text.p + at + n, text.n - at - n};
				ab_str_cut(&rest, ' ', &number);
				return SAY(t, "share of listed owners: not known; %s %.*s %%?", cmps[i].sign, AB_FMT(number));
			}
	}
	return text;
}

/* A leaf as a sentence that is true where its mark is ✓; empty: it says nothing. */
static ab_str leaf_words(telling *t, const law_why *w, bool denied)
{
	law_frame *frame;
	const law_fact *fact = NULL;
	const law_value *v = w->fact.n && !reason_is_class(w) ? det_fact_at(t->d, w->fact, &frame, &fact) : NULL;
	law_tri value = denied ? flip(w->value) : w->value;
	if (!v)
		return share_text(t, reason_text(t->d, t->p->arena, w));
	ab_str name = det_fact_name(t->d, t->p->arena, w->fact);
	if (v->state == LV_NONE && fact->decl && fact->decl->conclusion) /* a conclusion that nobody stated */
		return value == LAW_TRUE ? AB_STR("") : SAY(t, "%.*s: not stated", AB_FMT(name));
	if (fact->type == LT_BOOL && (v->state == LV_NONE || (v->state == LV_KNOWN && !v->word)))
		return adjective(name) ? SAY(t, "not %.*s", AB_FMT(name)) : SAY(t, "%.*s: no", AB_FMT(name));
	if (fact->type == LT_BOOL && v->state == LV_KNOWN && adjective(name))
		return name;
	if (fact->type == LT_WORD && denied && value == LAW_TRUE && v->state == LV_KNOWN) {
		ab_str words = denied_words(t, t->when, frame->scope == LS_ROOT ? fact->name : fact->path, false, 0);
		if (words.n)
			return SAY(t, "%.*s is not %.*s", AB_FMT(name), AB_FMT(words));
	}
	return reason_text(t->d, t->p->arena, w);
}

/* A class of the item whose reasons stand above already. */
static bool told_above(const telling *t, const law_why *w)
{
	for (uint32_t i = 0; t->item_told && reason_is_class(w) && i < t->d->classes.list.n; i++) {
		const law_class_finding *c = &t->d->classes.list.p[i];
		if (c->why && c->state == w->value && ab_str_eq(c->why->text, w->text))
			return true;
	}
	return false;
}

static void tree(telling *t, const law_why *w, int depth, int level, bool denied);

/* `either`: one of the reasons suffices; of several such ways those that are open are shown. */
static bool left_out(const law_why *kid, bool denied, bool only_open)
{
	return only_open && (denied ? flip(kid->value) : kid->value) == LAW_FALSE;
}

static void branches(telling *t, const law_why *w, int depth, int level, bool denied, bool either)
{
	bool only_open = either && open_among(w);
	for (uint32_t i = 0; i < w->because.n && level < LEVEL_MAX; i++) {
		const law_why *kid = w->because.p[i];
		if (left_out(kid, denied, only_open))
			continue;
		if (either && !denied && !kid->label.n && kid->because.n && ab_str_is(kid->text, "one of these"))
			branches(t, kid, depth, level + 1, denied, true); /* one of one of these */
		else
			tree(t, kid, depth, level + 1, denied);
	}
}

static bool one_branch(const law_why *w, bool denied)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < w->because.n; i++)
		n += !left_out(w->because.p[i], denied, open_among(w));
	return n == 1;
}

/* "end-user" before "lists of the end user" */
static bool says_label(telling *t, ab_str text, ab_str label)
{
	char *s = ab_strdup(t->p->arena, label);
	for (char *c = s; *c; c++)
		*c = *c == '-' ? ' ' : *c;
	for (size_t i = 0; label.n && i + label.n <= text.n; i++)
		if (memcmp(text.p + i, s, label.n) == 0)
			return true;
	return false;
}

static void tree(telling *t, const law_why *w, int depth, int level, bool denied)
{
	if (!w || level > LEVEL_MAX)
		return;
	if (w->because.n && ab_str_is(w->text, "not so")) { /* a denial is told by what it denies */
		branches(t, w, depth, level, !denied, false);
		return;
	}
	law_tri value = denied ? flip(w->value) : w->value;
	bool any_of = ab_str_is(w->text, "one of these");
	bool all_of = ab_str_is(w->text, "all of these") || ab_str_starts(w->text, "every ");
	bool either = denied ? all_of : any_of; /* one of its reasons suffices */
	bool flat = (denied && any_of) || (!(denied && all_of) && reason_groups(t->d, w));
	if (w->because.n && (flat || (either && !w->label.n && one_branch(w, denied)))) {
		branches(t, w, depth, level, denied, either);
		return;
	}
	ab_str text = !w->because.n ? leaf_words(t, w, denied) : reason_text(t->d, t->p->arena, w);
	if (w->because.n && either)
		text = AB_STR("one of these");
	else if (w->because.n && denied && !reason_is_class(w)) /* the text of a class says itself how it is */
		text = SAY(t, "not: %.*s", AB_FMT(text));
	if (!text.n)
		return;
	if (w->label.n && !says_label(t, text, w->label))
		text = SAY(t, "%.*s: %.*s", AB_FMT(w->label), AB_FMT(text));
	line(t, depth, value, text, provenance(t, w));
	if (told_above(t, w))
		return;
	branches(t, w, depth + 1, level, denied, either);
	if (w->value == LAW_UNKNOWN && w->because.n && !open_among(w) && reason_is_class(w))
		line(t, depth + 1, LAW_UNKNOWN,
		     AB_STR("open for another reason: a presumption, or a class that goes before it"), AB_STR(""));
}

/* ---- rules and their exceptions ---- */
static const char *relief_word(const law_relief *r)
{
	if (r->restricted)
		return "struck out";
	switch (r->state) {
	case LR_AVAILABLE: return "available";
	case LR_OPEN: return "open: acts of your own are left";
	case LR_UNKNOWN: return det_waits_for_papers(r) ? "if it is shown that" : "not known";
	default: return "not available";
	}
}

static law_tri relief_tri(const law_relief *r)
{
	return r->state == LR_AVAILABLE || r->state == LR_OPEN ? LAW_TRUE
	       : r->state == LR_UNKNOWN                        ? LAW_UNKNOWN
	                                                       : LAW_FALSE;
}

static const char *cond_word(const law_cond_state *c)
{
	if (c->cond->kind == LCK_OWN_ACT)
		return c->state == LAW_TRUE ? "done" : c->state == LAW_FALSE ? "failed" : "to do";
	if (c->cond->kind == LCK_PAPER)
		return c->state == LAW_TRUE ? "shown" : c->state == LAW_FALSE ? "not so" : "to be shown";
	return c->state == LAW_TRUE ? "met" : c->state == LAW_FALSE ? "not met" : "not known";
}

/* The conditions of an exception or a policy are told once, where it is met first. */
static bool told_before(telling *t, const law_decl *d)
{
	for (uint32_t i = 0; i < t->told.n; i++)
		if (t->told.p[i] == d)
			return true;
	ab_push(t->p->arena, &t->told, d);
	return false;
}

static void conditions(telling *t, const law_cond_state *list, uint32_t n, int depth)
{
	for (uint32_t i = 0; i < n; i++) {
		const law_cond_state *c = &list[i];
		line(t, depth, c->state, c->cond->text,
		     c->cond->cite.n ? SAY(t, "%s; %.*s", cond_word(c), AB_FMT(c->cond->cite)) : ab_str_of(cond_word(c)));
	}
}

/* Of an exception that is not available the first condition that fails says enough. */
static void no_relief(telling *t, const law_relief *r)
{
	ab_str title = r->decl->title.n ? r->decl->title : r->name;
	for (uint32_t i = 0; !r->restricted && i < r->conds.n; i++) {
		const law_cond_state *c = &r->conds.p[i];
		if (c->state != LAW_FALSE)
			continue;
		line(t, 1, LAW_FALSE,
		     SAY(t, "No exception: %.*s; %s: %.*s", AB_FMT(title), cond_word(c), AB_FMT(c->cond->text)), c->cond->cite);
		return;
	}
	line(t, 1, LAW_FALSE, SAY(t, "No exception: %.*s", AB_FMT(title)), ab_str_of(relief_word(r)));
	if (r->restricted && r->restriction && r->restriction->title.n)
		line(t, 2, LAW_TRUE, r->restriction->title, AB_STR("strikes it out"));
}

static void relief(telling *t, const law_relief *r)
{
	if (r->state == LR_UNAVAILABLE || r->restricted) {
		no_relief(t, r);
		return;
	}
	bool above = r->conds.n && told_before(t, r->decl);
	line(t, 1, relief_tri(r), SAY(t, "Exception: %.*s", AB_FMT(r->decl->title.n ? r->decl->title : r->name)),
	     above ? SAY(t, "%s, as above", det_waits_for_papers(r) ? "if that is shown" : relief_word(r))
	           : ab_str_of(relief_word(r)));
	if (!above)
		conditions(t, r->conds.p, r->conds.n, 2);
}

static void policy(telling *t, const law_finding *f, const law_policy_state *s)
{
	ab_str phrase = det_policy_phrase(s->word);
	ab_str cite = s->version && s->version->cites.n ? s->version->cites.p[0] : AB_STR("");
	bool above = s->conds.n && told_before(t, s->decl), mild = s == det_milder_policy(f);
	const char *how = s->counts ? "this one counts" : mild ? (above ? "if that is shown" : "if it is shown that") : "";
	line(t, 1, s->state, SAY(t, "Review: %.*s", AB_FMT(phrase.n ? phrase : ab_str_of(s->word))),
	     SAY(t, "%s%s%s%.*s", how, above ? ", as above" : "", *how && cite.n ? "; " : "", AB_FMT(cite)));
	if (!above)
		conditions(t, s->conds.p, s->conds.n, 2);
}

static void rule_line(telling *t, const law_finding *f)
{
	char day[AB_DATE_LEN];
	ab_buf b = {0};
	ab_str title = f->decl->title.n ? f->decl->title : f->name;
	if (f->decl->kind == LD_LETTER && !f->decl->title.n)
		title = SAY(t, "Individual notice of BIS to %.*s", AB_FMT(f->decl->addressee));
	ab_buf_addz(&b, f->applies == LAW_TRUE ? "applies" : "may apply");
	if (f->version && f->version->from != AB_DATE_MIN)
		ab_buf_printf(&b, "; text of %s", ab_date_format(f->version->from, day));
	for (uint32_t i = 0; f->version && i < f->version->cites.n; i++)
		ab_buf_printf(&b, "; %.*s", AB_FMT(f->version->cites.p[i]));
	ab_str remark = ab_str_dup(t->p->arena, (ab_str){b.p, b.n});
	ab_buf_free(&b);
	line(t, 0, f->applies, SAY(t, "%.*s [%.*s]", AB_FMT(title), AB_FMT(f->name)), remark);
}

static void finding(telling *t, const law_finding *f)
{
	rule_line(t, f);
	if (f->applies != LAW_TRUE && !f->why) /* beside a bar that stands its name says enough */
		return;
	t->when = f->version ? f->version->when : NULL;
	tree(t, f->why, 1, 0, false);
	for (uint32_t i = 0; i < f->headings.n; i++)
		line(t, 1, f->headings.p[i].state, f->headings.p[i].decl->title,
		     f->headings.p[i].version->cites.n ? f->headings.p[i].version->cites.p[0] : AB_STR(""));
	ab_str rebuttal = det_rebuttal(f);
	if (rebuttal.n)
		line(t, 1, LAW_UNKNOWN, SAY(t, "Rebutted by %.*s", AB_FMT(rebuttal)), AB_STR("not shown"));
	for (uint32_t i = 0; i < f->exceptions.n; i++)
		if (f->applies == LAW_TRUE ||
		    f->exceptions.p[i].state != LR_UNAVAILABLE) /* of what is not sure, what is open */
			relief(t, &f->exceptions.p[i]);
	for (uint32_t i = 0; i < f->policies.n; i++)
		policy(t, f, &f->policies.p[i]);
}

/* What would break the way by which the law reaches the item. */
static void rests_on(telling *t, const law_path *x)
{
	det_strs facts = det_rests_on(t->p->arena, x);
	ab_str all = AB_STR("");
	for (uint32_t i = 0; i < facts.list.n; i++)
		all = SAY(t, "%.*s%s%.*s", AB_FMT(all), all.n ? "; " : "",
		          AB_FMT(det_fact_name(t->d, t->p->arena, facts.list.p[i])));
	if (all.n)
		page_text(t->p, 6, 8, 0, INK_PLAIN,
		          SAY(t, "It reaches by this way as long as these are so: %.*s", AB_FMT(all)));
}

static void jurisdiction(telling *t, const det_jurisdiction *j)
{
	if (!j->pack)
		return;
	heading(t, ab_sprintf(t->p->arena, "Reach of %.*s", AB_FMT(j->pack->title)));
	if (j->result.ground == LAW_FALSE) {
		line(t, 0, LAW_FALSE, AB_STR("no place, party or item of the case touches its ground"), AB_STR(""));
		return;
	}
	for (uint32_t i = 0; i < j->result.paths.n; i++) {
		const law_path *x = &j->result.paths.p[i];
		line(t, 0, x->state, x->decl->title, x->version && x->version->cites.n ? x->version->cites.p[0] : AB_STR(""));
		t->when = x->version ? x->version->when : NULL;
		tree(t, x->why, 1, 0, false);
		rests_on(t, x);
	}
	if (!j->result.paths.n)
		line(t, 0, j->result.reached, AB_STR("no way to reach the item holds"), AB_STR(""));
	heading(t, "Rules");
	for (uint32_t i = 0; i < j->result.findings.n; i++)
		finding(t, &j->result.findings.p[i]);
	if (!j->result.findings.n)
		page_text(t->p, 4, 4, 0, INK_PLAIN, AB_STR("No rule applies or may apply."));
}

/* ---- red flags ---- */
static ab_str fact_names(telling *t, const law_flag *f)
{
	ab_str all = AB_STR("");
	for (uint32_t i = 0; i < f->facts.n && i < 3; i++)
		all = SAY(t, "%.*s%s%.*s", AB_FMT(all), all.n ? ", " : "",
		          AB_FMT(det_fact_name(t->d, t->p->arena, f->facts.p[i])));
	return f->facts.n > 3 ? SAY(t, "%.*s and %u more", AB_FMT(all), f->facts.n - 3) : all;
}

static void flag(telling *t, const law_flag *f)
{
	static const char *const marks[] = {"!", "✓", "?"};
	static const page_ink inks[] = {INK_BAD, INK_GOOD, INK_WARN};
	ab_str facts = fact_names(t, f), cite = det_version_cite(t->d, t->p->arena, f->version);
	ab_str how = det_flag_remedy(t->d, t->p->arena, f);
	const char *state = f->state == LG_RAISED     ? "raised by "
	                    : f->state == LG_RESOLVED ? "resolved; raised by "
	                                              : "open: ";
	page_text(t->p, 4, 6, strlen(marks[f->state]), inks[f->state],
	          SAY(t, "%s %.*s (%s%.*s; %.*s)", marks[f->state], AB_FMT(f->decl->title), facts.n ? state : "",
	              AB_FMT(facts), AB_FMT(cite)));
	if (f->state == LG_OPEN)
		return;
	if (how.n && f->state == LG_RAISED)
		page_text(t->p, 6, 8, 0, INK_PLAIN, SAY(t, "Resolved by: %.*s", AB_FMT(how)));
	if (f->version->note.n)
		page_text(t->p, 6, 8, 0, INK_PLAIN, f->version->note);
}

static void flags(telling *t, const det_jurisdiction *j)
{
	if (!j->result.flags.n)
		return;
	heading(t, "Red flags (! raised, ? may be there)");
	for (uint32_t i = 0; i < j->result.flags.n; i++)
		flag(t, &j->result.flags.p[i]);
}

/* ---- what is at stake ---- */
static void stakes(telling *t, const det_jurisdiction *j)
{
	ab_arena *a = t->p->arena;
	det_exposure e = det_exposure_of(t->d, a, j);
	det_texts more = det_stake_texts(t->d, a, j);
	det_precedents near = det_precedents_of(t->d, a, j);
	if (!j->result.stakes.n)
		return;
	heading(t, "What a violation may cost");
	if (e.civil.n)
		page_text(t->p, 4, 6, 0, INK_PLAIN,
		          SAY(t, "Civil, for each violation: %.*s%s (%.*s)", AB_FMT(e.civil),
		              e.civil_stake->decl->assessed ? "; the maximum on the day of the penalty counts" : "",
		              AB_FMT(det_version_cite(t->d, a, e.civil_stake->version))));
	if (e.criminal.n)
		page_text(t->p, 4, 6, 0, INK_PLAIN, SAY(t, "Criminal, if willful: %.*s", AB_FMT(e.criminal)));
	for (uint32_t i = 0; i < more.list.n; i++) {
		const law_stake *s = more.list.p[i].stake;
		page_text(t->p, 4, 6, 0, INK_PLAIN,
		          SAY(t, "%s%.*s (%.*s)", s->state == LAW_TRUE ? "" : "Perhaps: ", AB_FMT(more.list.p[i].text),
		              AB_FMT(det_version_cite(t->d, a, s->version))));
	}
	if (!near.list.n)
		return;
	heading(t, "Published enforcement closest to these facts");
	for (uint32_t i = 0; i < near.list.n; i++)
		page_text(t->p, 4, 6, 0, INK_PLAIN,
		          SAY(t, "%.*s (%.*s)", AB_FMT(det_precedent_text(a, near.list.p[i].row)),
		              AB_FMT(near.list.p[i].row->source)));
}

/* ---- the item ---- */
static bool worth_showing(const law_class_finding *c)
{
	if (c->state != LAW_FALSE)
		return true;
	return c->why && c->why->because.n && ab_str_is(c->eccn, "3A090");
}

/* The worksheet of a sum: each part, its share, and whether the text counts it. */
static void worksheet(telling *t, const law_figure_finding *f)
{
	static const char *const says[] = {"does not count", "counts", "open whether it counts"};
	char lo[AB_NUM_LEN], hi[AB_NUM_LEN];
	for (uint32_t i = 0; i < f->terms.n; i++) {
		const law_term *x = &f->terms.p[i];
		const law_value *eccn = law_frame_value(t->d->engine->law, (law_frame *)x->frame, AB_STR("eccn"));
		bool named = eccn && eccn->state == LV_KNOWN && eccn->text.n;
		ab_num_format_human(x->lo, lo);
		ab_str share = x->known ? SAY(t, "%s %.*s", lo, AB_FMT(f->fact->unit))
		               : x->hi == AB_NUM_MAX
		                   ? AB_STR("share not stated")
		                   : SAY(t, "%s to %s %.*s", lo, ab_num_format_human(x->hi, hi), AB_FMT(f->fact->unit));
		line(t, 1, x->counts,
		     SAY(t, "%.*s: %.*s%s%.*s%s, %s", AB_FMT(x->frame->path), AB_FMT(share), named ? " (" : "",
		         AB_FMT(named ? eccn->text : AB_STR("")), named ? ")" : "", says[x->counts]),
		     AB_STR(""));
	}
}

static void figures(telling *t)
{
	char lo[AB_NUM_LEN], hi[AB_NUM_LEN];
	for (uint32_t i = 0; i < t->d->figures.list.n; i++) {
		const law_figure_finding *f = &t->d->figures.list.p[i];
		ab_str name = det_fact_name(t->d, t->p->arena, f->fact->path);
		if (f->none || (!f->known && f->hi == 0))
			continue;
		ab_num_format_human(f->known && f->den != AB_NUM_ONE ? (f->lo + 5000000) / 10000000 * 10000000 : f->lo, lo);
		ab_str value = f->known ? SAY(t, "%s %.*s", lo, AB_FMT(f->fact->unit))
		               : f->hi == AB_NUM_MAX
		                   ? (f->lo ? SAY(t, "at least %s %.*s", lo, AB_FMT(f->fact->unit)) : AB_STR(""))
		                   : SAY(t, "%s to %s %.*s", lo, ab_num_format_human(f->hi, hi), AB_FMT(f->fact->unit));
		if (!value.n) {
			worksheet(t, f);
			continue;
		}
		bool made = f->steps.n && !ab_str_starts(f->steps, lo); /* else the step is the figure itself */
		ab_str text =
			made ? SAY(t, "%.*s: %.*s = %.*s", AB_FMT(name), AB_FMT(value), AB_FMT(reason_steps(t->p->arena, f->steps)))
				 : SAY(t, "%.*s: %.*s", AB_FMT(name), AB_FMT(value));
		ab_str from = f->source.n ? SAY(t, "%s; %.*s", det_from_name(f->from), AB_FMT(f->source))
		                          : ab_str_of(det_from_name(f->from));
		page_text(t->p, 4, 6, 0, INK_PLAIN, SAY(t, "%.*s (%.*s)", AB_FMT(text), AB_FMT(from)));
		worksheet(t, f);
	}
}

static void item(telling *t)
{
	heading(t, ab_sprintf(t->p->arena, "The item: %.*s", AB_FMT(det_item_name(t->d, t->p->arena))));
	const law_fact *chip = law_fact_find(t->d->engine->law, LS_ITEM, AB_STR("chip"));
	for (uint32_t i = 0; chip && t->d->members.n > 1 && i < t->d->members.n; i++)
		if (ab_str_eq(t->d->members.p[i].chip->id, t->d->facts.item->v[chip->slot].text))
			page_text(t->p, 4, 6, 0, INK_PLAIN,
			          SAY(t, "Figures of %.*s, one of %u that the name covers.", AB_FMT(t->d->members.p[i].chip->name),
			              t->d->members.n));
	figures(t);
	for (uint32_t i = 0; i < t->d->classes.list.n; i++) {
		const law_class_finding *c = &t->d->classes.list.p[i];
		if (!worth_showing(c))
			continue;
		t->when = c->version ? c->version->when : NULL;
		if (c->why)
			tree(t, c->why, 0, 0, false);
		else
			line(t, 0, c->state, SAY(t, "ECCN %.*s", AB_FMT(c->decl->id)), AB_STR(""));
	}
	t->item_told = true;
}

/* "license required" */
static const char *words(telling *t, ambit_outcome o)
{
	char *s = ab_strdup(t->p->arena, ab_str_of(ambit_outcome_name(o)));
	for (char *p = s; *p; p++)
		*p = *p == '-' ? ' ' : *p;
	return s;
}

/* ---- members ---- */
static void members(telling *t)
{
	if (t->d->members.n < 2)
		return;
	heading(t, ab_sprintf(t->p->arena, "What the name covers (%u chips), one by one", t->d->members.n));
	for (uint32_t i = 0; i < t->d->members.n; i++)
		page_text(t->p, 4, 6, 0, INK_PLAIN,
		          SAY(t, "%.*s: %s", AB_FMT(t->d->members.p[i].chip->name), words(t, t->d->members.p[i].outcome)));
}

/* ---- facts ---- */
static ab_str list_words(telling *t, const law_fact *f, const law_value *v)
{
	ab_str all = AB_STR("");
	for (uint32_t i = 0; i < f->vocabulary.n; i++)
		if (law_bits_get(&v->bits, i + 1))
			all = SAY(t, "%.*s%s%.*s", AB_FMT(all), all.n ? ", " : "", AB_FMT(f->vocabulary.p[i]));
	return all.n ? all : AB_STR("none");
}

static ab_str value_text(telling *t, const law_fact *f, const law_value *v)
{
	char lo[AB_NUM_LEN], hi[AB_NUM_LEN];
	switch (f->type) {
	case LT_BOOL: return v->word ? AB_STR("yes") : AB_STR("no");
	case LT_COUNTRY: return det_country_name(t->d, v->word);
	case LT_DATE: return SAY(t, "%s", ab_date_format(v->word, lo));
	case LT_NUMBER:
		ab_num_format_human(v->lo, lo);
		if (v->lo == v->hi)
			return SAY(t, "%s %.*s", lo, AB_FMT(f->unit));
		return v->hi == AB_NUM_MAX ? SAY(t, "at least %s %.*s", lo, AB_FMT(f->unit))
		                           : SAY(t, "%s to %s %.*s", lo, ab_num_format_human(v->hi, hi), AB_FMT(f->unit));
	case LT_LIST: return v->text.n ? v->text : list_words(t, f, v);
	default: return v->text.n ? v->text : v->word > 0 ? law_word_name(f, (uint32_t)v->word) : AB_STR("other");
	}
}

typedef struct told_fact {
	const law_frame *frame;
	const law_fact *fact;
	const law_value *v;
} told_fact;

typedef struct told_facts {
	AB_VEC(told_fact) list;
} told_facts;

static void frame_facts(telling *t, told_facts *out, const law_frame *f)
{
	const law *l = t->d->engine->law;
	for (uint32_t i = 0; i < law_slot_count(l, f->scope); i++)
		if (f->v[i].state == LV_KNOWN)
			ab_push(t->p->arena, &out->list, ((told_fact){f, law_fact_in(l, f->scope, i), &f->v[i]}));
}

static void party_facts(telling *t, told_facts *out, const law_frame *f, int depth)
{
	if (!f || depth > 8)
		return;
	frame_facts(t, out, f);
	for (uint32_t i = 0; i < f->owners.n; i++)
		party_facts(t, out, f->owners.p[i], depth + 1);
}

static void item_facts(telling *t, told_facts *out, const law_frame *f, int depth)
{
	if (depth > 8)
		return;
	frame_facts(t, out, f);
	party_facts(t, out, f->designer, 0);
	party_facts(t, out, f->fabricator, 0);
	party_facts(t, out, f->packager, 0);
	for (uint32_t i = 0; i < f->parts.n; i++)
		item_facts(t, out, f->parts.p[i], depth + 1);
}

/* "no", "none" and words that no rule names: many are assumed, few are worth a line. */
static bool says_no(telling *t, const told_fact *x)
{
	switch (x->fact->type) {
	case LT_BOOL: return !x->v->word;
	case LT_LIST: return ab_str_is(value_text(t, x->fact, x->v), "none");
	case LT_WORD: return !x->v->text.n && x->v->word <= 0;
	default: return false;
	}
}

static ab_str path_of(telling *t, const told_fact *x)
{
	return x->frame->scope == LS_ROOT ? x->fact->name
	                                  : SAY(t, "%.*s.%.*s", AB_FMT(x->frame->path), AB_FMT(x->fact->name));
}

static bool inside(const telling *t, const law_frame *f)
{
	return f->scope == LS_ITEM && f != t->d->facts.item;
}

/* "the end user (Acme)" out of "name of the end user (Acme)", "the NVIDIA H100 inside" out of "chip of ..." */
static ab_str frame_name(telling *t, const law_frame *f)
{
	const char *key = f->scope == LS_PARTY ? "name" : "chip";
	ab_str s = det_fact_name(t->d, t->p->arena, SAY(t, "%.*s.%s", AB_FMT(f->path), key));
	size_t of = strlen(key) + strlen(" of ");
	return s.n > of ? (ab_str){s.p + of, s.n - of} : f->path;
}

/* The name of a fact; of a party's, or of a thing inside, without the party or the thing. */
static ab_str fact_name(telling *t, const told_fact *x)
{
	ab_str name = det_fact_name(t->d, t->p->arena, path_of(t, x));
	if (x->frame->scope != LS_PARTY && !inside(t, x->frame))
		return name;
	ab_str who = SAY(t, " of %.*s", AB_FMT(frame_name(t, x->frame)));
	bool ends = name.n > who.n && memcmp(name.p + name.n - who.n, who.p, who.n) == 0;
	return ends ? (ab_str){name.p, name.n - who.n} : name;
}

static ab_str told_value(telling *t, const told_fact *x)
{
	bool own_chip = x->frame == t->d->facts.item && ab_str_is(x->fact->name, "chip");
	return own_chip && t->d->family ? t->d->family->name : value_text(t, x->fact, x->v);
}

/* A party is called by its name and its role, and a thing inside by the chip that it is. */
static bool is_name(const telling *t, const told_fact *x)
{
	if (inside(t, x->frame))
		return x->v->from == LF_CATALOG && ab_str_is(x->fact->name, "chip");
	return x->frame->scope == LS_PARTY && (ab_str_is(x->fact->name, "name") || ab_str_is(x->fact->name, "role"));
}

typedef struct told_party { /* parties of which a place says the same */
	ab_str names, text;
} told_party;

typedef struct told_parties {
	AB_VEC(told_party) list;
} told_parties;

static bool among(ab_str names, ab_str name)
{
	for (size_t i = 0; i + name.n <= names.n; i++)
		if (memcmp(names.p + i, name.p, name.n) == 0 && (i + name.n == names.n || names.p[i + name.n] == ','))
			return true;
	return false;
}

static void tell_party(telling *t, told_parties *out, ab_str name, ab_str text)
{
	for (uint32_t i = 0; i < out->list.n; i++)
		if (ab_str_eq(out->list.p[i].text, text)) {
			if (among(out->list.p[i].names, name))
				return;
			out->list.p[i].names = SAY(t, "%.*s, %.*s", AB_FMT(out->list.p[i].names), AB_FMT(name));
			return;
		}
	ab_push(t->p->arena, &out->list, ((told_party){name, text}));
}

/* What one place says of one frame: [from, to) of the list; a line a fact, and a party in one paragraph. */
static void frame_lines(telling *t, const told_facts *all, uint32_t from, uint32_t to, bool every,
                        told_parties *parties)
{
	const law_frame *f = all->list.p[from].frame;
	bool party = f->scope == LS_PARTY;
	int at = inside(t, f) ? 8 : 6;
	ab_str line = AB_STR(""), no = AB_STR("");
	if (inside(t, f))
		page_text(t->p, 6, 8, 0, INK_PLAIN, frame_name(t, f));
	for (uint32_t i = from; i < to; i++) {
		const told_fact *x = &all->list.p[i];
		ab_str name = fact_name(t, x);
		if (is_name(t, x))
			continue;
		if (!every && says_no(t, x))
			no = SAY(t, "%.*s%s%.*s", AB_FMT(no), no.n ? ", " : "", AB_FMT(name));
		else if (party)
			line = SAY(t, "%.*s%s%.*s %.*s", AB_FMT(line), line.n ? ", " : "", AB_FMT(name), AB_FMT(told_value(t, x)));
		else
			page_text(t->p, at, at + 2, 0, INK_PLAIN, SAY(t, "%.*s: %.*s", AB_FMT(name), AB_FMT(told_value(t, x))));
	}
	if (no.n)
		no = SAY(t, "no or none: %.*s", AB_FMT(no));
	if (party)
		tell_party(t, parties, frame_name(t, f),
		           SAY(t, "%.*s%s%.*s", AB_FMT(line), line.n && no.n ? "; " : "", AB_FMT(no)));
	else if (no.n)
		page_text(t->p, at, at + 2, 0, INK_PLAIN, no);
}

/* Rates of a chip, in one line. */
static void rates(telling *t, const law_frame *item, uint8_t from, ab_str source)
{
	char lo[AB_NUM_LEN];
	ab_str all = AB_STR("");
	int at_column = inside(t, item) ? 8 : 6;
	for (uint32_t i = 0; i < item->formats.n; i++) {
		law_frame *f = item->formats.p[i];
		const law_value *v = law_frame_value(t->d->engine->law, f, AB_STR("tops"));
		size_t at = f->path.n;
		if (!v || v->state != LV_KNOWN || v->from != from || v->lo != v->hi || !ab_str_eq(v->source, source))
			continue;
		while (at > 0 && f->path.p[at - 1] != '.')
			at--;
		all = SAY(t, "%.*s%s%.*s %s", AB_FMT(all), all.n ? ", " : "", (int)(f->path.n - at), f->path.p + at,
		          ab_num_format_human(v->lo, lo));
	}
	if (all.n)
		page_text(t->p, at_column, at_column + 2, 0, INK_PLAIN, SAY(t, "rates in TOPS: %.*s", AB_FMT(all)));
}

static void from_heading(telling *t, uint8_t from, ab_str source)
{
	ab_str text = ab_str_of(det_from_name(from));
	switch (from) {
	case LF_STATED: text = AB_STR("Stated"); break;
	case LF_CATALOG: text = source.n ? SAY(t, "From the %.*s", AB_FMT(source)) : AB_STR("From the catalog"); break;
	case LF_SCREENED: text = AB_STR("Found by screening"); break;
	case LF_PRESUMED: text = source.n ? SAY(t, "Presumed: %.*s", AB_FMT(source)) : AB_STR("Presumed"); break;
	case LF_ASSUMED: {
		ab_str set = ab_str_starts(source, "assumed: ") ? (ab_str){source.p + 9, source.n - 9} : source;
		text = set.n ? SAY(t, "Assumed (%.*s)", AB_FMT(set)) : AB_STR("Assumed");
		break;
	}
	case LF_DEFAULT: text = AB_STR("Not stated, counted as"); break;
	default: text = reason_capital(t->p->arena, text);
	}
	page_text(t->p, 4, 6, text.n, INK_PLAIN, text);
}

typedef struct place { /* where facts come from */
	uint8_t from;
	ab_str source;
} place;

typedef struct places {
	AB_VEC(place) list;
} places;

static bool comes_from(const told_fact *x, const place *at)
{
	bool one = at->from == LF_DEFAULT || at->from == LF_STATED; /* no source is told of these */
	return x->v->from == at->from && (one || ab_str_eq(x->v->source, at->source));
}

static places places_of(telling *t, const told_facts *all)
{
	places out = {0};
	for (uint32_t i = 0; i < all->list.n; i++) {
		bool seen = !all->list.p[i].v->source.n && is_name(t, &all->list.p[i]); /* the system names it */
		for (uint32_t k = 0; k < out.list.n && !seen; k++)
			seen = comes_from(&all->list.p[i], &out.list.p[k]);
		if (!seen)
			ab_push(t->p->arena, &out.list, ((place){all->list.p[i].v->from, all->list.p[i].v->source}));
	}
	return out;
}

/* Everything that comes from one place. The list holds a frame's facts side by side. */
static void from_place(telling *t, const told_facts *all, const place *at)
{
	told_facts here = {0};
	told_parties parties = {0};
	from_heading(t, at->from, at->source);
	for (uint32_t i = 0; i < all->list.n; i++)
		if (comes_from(&all->list.p[i], at))
			ab_push(t->p->arena, &here.list, all->list.p[i]);
	for (uint32_t i = 0, to; i < here.list.n; i = to) {
		const law_frame *f = here.list.p[i].frame;
		for (to = i + 1; to < here.list.n && here.list.p[to].frame == f;)
			to++;
		frame_lines(t, &here, i, to, at->from == LF_STATED, &parties);
		if (f->scope == LS_ITEM)
			rates(t, f, at->from, at->source);
	}
	for (uint32_t i = 0; i < parties.list.n; i++) {
		const told_party *x = &parties.list.p[i];
		page_text(t->p, 6, 8, 0, INK_PLAIN,
		          SAY(t, "%.*s%s%.*s", AB_FMT(x->names), x->text.n ? ": " : "", AB_FMT(x->text)));
	}
}

static void computed(telling *t)
{
	char n[AB_NUM_LEN];
	ab_str all = AB_STR("");
	for (uint32_t i = 0; i < t->d->figures.list.n; i++) {
		const law_figure_finding *f = &t->d->figures.list.p[i];
		if (f->known && !f->none && f->from == LF_COMPUTED)
			all = SAY(t, "%.*s%s%.*s %s", AB_FMT(all), all.n ? ", " : "",
			          AB_FMT(det_fact_name(t->d, t->p->arena, f->fact->path)),
			          ab_num_format_human(f->den != AB_NUM_ONE ? (f->lo + 5000000) / 10000000 * 10000000 : f->lo, n));
	}
	if (!all.n)
		return;
	from_heading(t, LF_COMPUTED, AB_STR(""));
	page_text(t->p, 6, 8, 0, INK_PLAIN, SAY(t, "%.*s (steps above)", AB_FMT(all)));
}

static void facts(telling *t)
{
	static const uint8_t order[] = {LF_STATED,   LF_SCREENED, LF_CATALOG, LF_ASSUMED,
	                                LF_PRESUMED, LF_COMPUTED, LF_DEFAULT};
	const law_facts *f = &t->d->facts;
	told_facts all = {0};
	heading(t, "Facts");
	frame_facts(t, &all, f->root);
	item_facts(t, &all, f->item, 0);
	for (uint32_t i = 0; i < f->parties.n; i++)
		party_facts(t, &all, f->parties.p[i], 0);
	for (size_t i = 0; f->roles && i < law_roles_count(t->d->engine->law); i++)
		if (f->roles[i].nobody_stated && f->roles[i].list.n)
			party_facts(t, &all, f->roles[i].list.p[0], 0);
	places at = places_of(t, &all);
	for (size_t o = 0; o < AB_COUNT(order); o++) {
		if (order[o] == LF_COMPUTED)
			computed(t);
		for (uint32_t i = 0; i < at.list.n; i++)
			if (at.list.p[i].from == order[o])
				from_place(t, &all, &at.list.p[i]);
	}
}

static void question(telling *t, const law_question *q, bool *any)
{
	if (!*any)
		heading(t, "Open questions, in the order of asking");
	*any = true;
	page_text(t->p, 4, 6, 0, INK_PLAIN,
	          SAY(t, "%.*s (%s to %s)", AB_FMT(det_question_text(t->d, t->p->arena, q)),
	              words(t, (ambit_outcome)q->best), words(t, (ambit_outcome)q->worst)));
}

static void questions(telling *t)
{
	bool any = false;
	const law_question *first = det_first_question(t->d, t->p->arena);
	if (first)
		question(t, first, &any);
	for (unsigned rank = 0; rank < 3; rank++)
		for (uint32_t i = 0; i < t->d->jurisdictions.n; i++) {
			const law_result *r = &t->d->jurisdictions.p[i].result;
			for (uint32_t k = 0; k < r->questions.n; k++)
				if (&r->questions.p[k] != first && det_question_rank(t->d, &r->questions.p[k]) == rank)
					question(t, &r->questions.p[k], &any);
		}
}

static void conflicts(telling *t)
{
	if (!t->d->conflicts.list.n)
		return;
	heading(t, "Conflict of laws");
	for (uint32_t i = 0; i < t->d->conflicts.list.n; i++) {
		const law_conflict *c = &t->d->conflicts.list.p[i];
		line(t, 0, c->state, c->decl->title, SAY(t, "%.*s; %.*s", AB_FMT(c->name[0]), AB_FMT(c->name[1])));
	}
}

void explain_write(page *p, const ambit_determination *d)
{
	telling t = {.p = p, .d = d};
	item(&t);
	members(&t);
	for (uint32_t i = 0; i < d->jurisdictions.n; i++) {
		jurisdiction(&t, &d->jurisdictions.p[i]);
		flags(&t, &d->jurisdictions.p[i]);
		stakes(&t, &d->jurisdictions.p[i]);
	}
	conflicts(&t);
	facts(&t);
	questions(&t);
	page_blank(p);
}
