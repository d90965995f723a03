/* What is said beside the outcome: how a red flag is resolved, what a violation may
 * cost, and the published enforcement that is closest to the facts. */
#include <string.h>

#include "determine/determine.h"

enum { PRECEDENTS_MAX = 3 };

/* ---- red flags ---- */
const law_flag *det_raised(const ambit_determination *d)
{
	for (uint32_t i = 0; i < d->jurisdictions.n; i++) {
		const law_result *r = &d->jurisdictions.p[i].result;
		for (uint32_t k = 0; k < r->flags.n && r->flags.p[k].state == LG_RAISED; k++)
			if (r->flags.p[k].version->resolved)
				return &r->flags.p[k];
	}
	return NULL;
}

/* The question of a condition on one fact says what has to be shown; of any other its own words. */
ab_str det_flag_remedy(const ambit_determination *d, ab_arena *a, const law_flag *f)
{
	const law_version *v = f->version;
	if (!v->resolved)
		return (ab_str){0};
	if (v->resolved_text.n)
		return v->resolved_text;
	ab_buf b = {0};
	law_expr_text(v->resolved, &b);
	ab_str s = ab_str_dup(a, (ab_str){b.p ? b.p : "", b.n});
	ab_buf_free(&b);
	(void)d;
	return s;
}

/* ---- amounts ---- */
static bool ends_with(ab_str s, const char *end)
{
	size_t n = strlen(end);
	return s.n > n && memcmp(s.p + s.n - n, end, n) == 0;
}

static const law_stake *stake_named(const det_jurisdiction *j, const char *end)
{
	for (uint32_t i = 0; i < j->result.stakes.n; i++)
		if (ends_with(j->result.stakes.p[i].decl->id, end))
			return &j->result.stakes.p[i];
	return NULL;
}

ab_str det_version_cite(const ambit_determination *d, ab_arena *a, const law_version *v)
{
	ab_buf b = {0};
	const law_decl *s = v->by.n ? law_source(d->engine->law, v->by) : NULL;
	for (uint32_t i = 0; i < v->cites.n; i++)
		ab_buf_printf(&b, "%s%.*s", b.n ? "; " : "", AB_FMT(v->cites.p[i]));
	if (!v->cites.n && s)
		ab_buf_add(&b, s->cite.n ? s->cite : s->title);
	ab_str out = ab_str_dup(a, (ab_str){b.p ? b.p : "", b.n});
	ab_buf_free(&b);
	return out;
}

/* The figure with what the law puts beside it; where the case settles that, the sum alone. */
static ab_str most(ab_arena *a, const law_stake *s)
{
	char n[AB_NUM_LEN];
	bool settled = s->decl->then && s->lo == s->hi && s->lo != s->figure;
	ab_num_format_human(s->lo, n);
	if (settled || !s->version->note.n)
		return ab_str_of(ab_sprintf(a, "up to %s %.*s", n, AB_FMT(s->decl->unit)));
	return ab_str_of(ab_sprintf(a, "up to %s %.*s, %.*s", n, AB_FMT(s->decl->unit), AB_FMT(s->version->note)));
}

det_exposure det_exposure_of(const ambit_determination *d, ab_arena *a, const det_jurisdiction *j)
{
	det_exposure e = {0};
	const law_stake *civil = stake_named(j, ".civil"), *criminal = stake_named(j, ".criminal");
	ab_str cites[2] = {{0}};
	if (civil) {
		e.civil = most(a, civil);
		cites[0] = det_version_cite(d, a, civil->version);
	}
	if (criminal) {
		e.criminal = most(a, criminal);
		cites[1] = det_version_cite(d, a, criminal->version);
	}
	e.civil_stake = civil;
	e.cite = ab_str_of(
		ab_sprintf(a, "%.*s%s%.*s", AB_FMT(cites[0]), cites[0].n && cites[1].n ? "; " : "", AB_FMT(cites[1])));
	return e;
}

det_texts det_stake_texts(const ambit_determination *d, ab_arena *a, const det_jurisdiction *j)
{
	det_texts out = {0};
	(void)d;
	for (uint32_t i = 0; i < j->result.stakes.n; i++) {
		const law_stake *s = &j->result.stakes.p[i];
		char n[AB_NUM_LEN];
		if (ends_with(s->decl->id, ".civil") || ends_with(s->decl->id, ".criminal"))
			continue;
		ab_num_format_human(s->lo, n);
		ab_str unit = s->decl->unit;
		if (s->lo == AB_NUM_ONE && ends_with(unit, "s"))
			unit.n--;
		ab_str text =
			ab_str_of(ab_sprintf(a, "%.*s: %s %.*s%s%.*s", AB_FMT(s->decl->title.n ? s->decl->title : s->decl->id), n,
		                         AB_FMT(unit), s->version->note.n ? "; " : "", AB_FMT(s->version->note)));
		ab_push(a, &out.list, ((__typeof__(*out.list.p)){s, text}));
	}
	return out;
}

/* ---- published enforcement ---- */
static bool lists(ab_str list, ab_str word)
{
	ab_str part;
	while (word.n && ab_str_cut(&list, ';', &part))
		if (ab_str_eq(ab_str_trim(part), word))
			return true;
	return false;
}

static void share(ab_arena *a, det_precedent *p, unsigned weight, ab_str what)
{
	for (uint32_t i = 0; i < p->shares.n; i++)
		if (ab_str_eq(p->shares.p[i], what))
			return;
	p->score += weight;
	ab_push(a, &p->shares, what);
}

static ab_str country_at(const ambit_determination *d, ab_arena *a, const law_frame *f, const char *name)
{
	const law_fact *fact = law_fact_find(d->engine->law, f->scope, ab_str_of(name));
	const law_value *v = fact ? &f->v[fact->slot] : NULL;
	char code[3];
	if (!v || v->state != LV_KNOWN || fact->type != LT_COUNTRY || v->word < 0)
		return (ab_str){0};
	law_country_code(v->word, code);
	return ab_str_dup(a, ab_str_of(code));
}

static void share_places(const ambit_determination *d, ab_arena *a, det_precedent *p)
{
	static const char *const ends[] = {"to", "place"};
	static const char *const of_party[] = {"country", "headquarters", "parent.country"};
	for (size_t i = 0; i < AB_COUNT(ends); i++) {
		ab_str c = country_at(d, a, d->facts.root, ends[i]);
		if (lists(p->row->to, c))
			share(a, p, 2, c);
		else if (lists(p->row->through, c))
			share(a, p, 2, c);
	}
	for (uint32_t k = 0; k < d->facts.parties.n; k++)
		for (size_t i = 0; i < AB_COUNT(of_party); i++) {
			ab_str c = country_at(d, a, d->facts.parties.p[k], of_party[i]);
			if (lists(p->row->to, c) && !ab_str_eq(c, country_at(d, a, d->facts.root, "from")))
				share(a, p, 2, c);
		}
}

/* Provisions that decide weigh most: what was punished there is what is barred here. */
static void share_rules(const ambit_determination *d, ab_arena *a, const det_jurisdiction *j, det_precedent *p)
{
	for (uint32_t i = 0; i < j->result.findings.n; i++) {
		const law_finding *f = &j->result.findings.p[i];
		if (f->matters && f->applies == LAW_TRUE && f->hi >= LAW_LICENSE &&
		    (lists(p->row->rules, f->decl->id) || lists(p->row->rules, f->name)))
			share(a, p, 3, f->name);
	}
	for (uint32_t i = 0; i < j->result.paths.n; i++) {
		const law_path *x = &j->result.paths.p[i];
		if (x->state == LAW_TRUE && (lists(p->row->rules, x->decl->id) || lists(p->row->rules, x->name)))
			share(a, p, 2, x->name);
	}
	for (uint32_t i = 0; i < d->classes.list.n; i++)
		if (d->classes.list.p[i].state == LAW_TRUE && lists(p->row->eccn, d->classes.list.p[i].eccn))
			share(a, p, 3, d->classes.list.p[i].eccn);
	if (d->eccn && lists(p->row->eccn, ab_str_of(d->eccn)))
		share(a, p, 3, ab_str_of(d->eccn));
}

/* What was decided before what was only brought, then the later. */
static bool closer(const det_precedent *p, const det_precedent *o)
{
	if (p->score != o->score)
		return p->score > o->score;
	if (p->row->decided != o->row->decided)
		return p->row->decided;
	return p->row->day > o->row->day;
}

static void insert(ab_arena *a, det_precedents *out, const det_precedent *p)
{
	uint32_t k = out->list.n;
	ab_push(a, &out->list, *p);
	for (; k > 0 && closer(p, &out->list.p[k - 1]); k--)
		out->list.p[k] = out->list.p[k - 1];
	out->list.p[k] = *p;
	if (out->list.n > PRECEDENTS_MAX)
		out->list.n = PRECEDENTS_MAX;
}

/* One point in common is chance: a provision or an ECCN is asked for, and a second thing. What came later than the day that
 * is known was not public. */
det_precedents det_precedents_of(const ambit_determination *d, ab_arena *a, const det_jurisdiction *j)
{
	det_precedents out = {0};
	const catalog *c = d->engine->catalog;
	if (!j->pack || j->outcome <= AMBIT_NO_LICENSE_REQUIRED)
		return out;
	for (size_t i = 0; i < catalog_precedent_count(c); i++) {
		det_precedent p = {.row = catalog_precedent_at(c, i)};
		if (!ab_str_eq(p.row->jurisdiction, j->id) || p.row->day > d->known)
			continue;
		share_rules(d, a, j, &p);
		if (!p.score)
			continue;
		share_places(d, a, &p);
		if (p.shares.n > 1)
			insert(a, &out, &p);
	}
	return out;
}

ab_str det_precedent_text(ab_arena *a, const catalog_precedent *p)
{
	char day[AB_DATE_LEN];
	ab_str amount = p->amount;
	return ab_str_of(ab_sprintf(a, "%s, %.*s: %.*s%s%.*s%s. %.*s.", ab_date_format(p->day, day), AB_FMT(p->party),
	                            AB_FMT(p->outcome), amount.n ? ", " : "", AB_FMT(amount),
	                            p->decided ? "" : " (not decided by a court or by BIS)", AB_FMT(p->conduct)));
}
