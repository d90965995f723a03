/* The page of a determination for a terminal: the answer in a sentence, why, what
 * leads out of it, since when, what is at stake, what to ask and to do. */
#include <string.h>

#include "determine/determine.h"
#include "report/explain.h"
#include "report/page.h"
#include "report/reason.h"

#define LINES_AIM 24 /* a page that fits a screen */
#define LINES_NARROW 32
#define ROWS_MAX 24
#define HUNDREDTH (AB_NUM_ONE / 100) /* quotients are shown with two decimals */

typedef enum cap {
	CAP_WHY,
	CAP_REMARK,
	CAP_FLAGS,
	CAP_SIGNS,
	CAP_CONFLICTS,
	CAP_UNLESS,
	CAP_DETAIL,
	CAP_MEMBERS,
	CAP_STAKES,
	CAP_ASK,
	CAP_DO,
	CAP_ASSUMED,
	CAP_NOTES,
	CAP_TIME,
	CAP_HOLDS,
	CAP_COUNT
} cap;

typedef enum range_of { RANGE_TPP, RANGE_DENSITY, RANGE_COUNT } range_of;

typedef struct range { /* of a figure over the members of a family */
	bool asked, known;
	ab_num lo, hi;
} range;

typedef struct writing {
	const ambit_determination *d;
	page p;
	uint32_t cap[CAP_COUNT]; /* most rows of a section; cut where the page would be longer than a screen */
	bool explain;
	bool airy; /* blank lines between groups of sections */
	uint32_t left_out;
	ab_str asked[8]; /* paths of the facts that the page asks for */
	uint32_t asked_n;
	range range[RANGE_COUNT];
	bool held_found;
	det_by_figure_list held;
} writing;

static ab_str zs(const char *z)
{
	return ab_str_of(z);
}

#define SAY(w, ...) zs(ab_sprintf((w)->p.arena, __VA_ARGS__))

static const char *const outcome_labels[AMBIT_OUTCOME_COUNT] = {
	"Not subject.",      "No license required.", "Authorized.", "Exception available.",
	"License required.", "Presumed prohibited.", "Prohibited.", "Not determined.",
};

static const char *outcome_words(ambit_outcome o)
{
	static const char *const words[AMBIT_OUTCOME_COUNT] = {
		"not subject",      "no license required", "authorized", "exception available",
		"license required", "presumed prohibited", "prohibited", "not determined",
	};
	return words[(unsigned)o < AMBIT_OUTCOME_COUNT ? o : AMBIT_NOT_DETERMINED];
}

static page_ink outcome_ink(ambit_outcome o)
{
	switch (o) {
	case AMBIT_NOT_SUBJECT:
	case AMBIT_NO_LICENSE_REQUIRED:
	case AMBIT_AUTHORIZED: return INK_GOOD;
	case AMBIT_EXCEPTION_AVAILABLE:
	case AMBIT_NOT_DETERMINED: return INK_WARN;
	default: return INK_BAD;
	}
}

/* ---- rows of a section ---- */
typedef struct row {
	ab_str mark, text, remark;
	page_ink ink;
} row;

typedef struct rows {
	row list[ROWS_MAX];
	uint32_t n;
} rows;

static void add(rows *r, ab_str text, ab_str remark)
{
	for (uint32_t i = 0; i < r->n; i++)
		if (ab_str_eq(r->list[i].text, text))
			return;
	if (text.n && r->n < ROWS_MAX)
		r->list[r->n++] = (row){{0}, text, remark, INK_PLAIN};
}

static void add_marked(rows *r, law_tri state, ab_str text, ab_str remark)
{
	uint32_t n = r->n;
	add(r, text, remark);
	if (r->n == n)
		return;
	r->list[n].mark = reason_mark(state);
	r->list[n].ink = state == LAW_TRUE ? INK_GOOD : state == LAW_FALSE ? INK_BAD : INK_WARN;
}

/* At most `max` rows; what is left out is said at the foot of the page. */
static void put(writing *w, const char *label, const rows *r, uint32_t max)
{
	if (!r->n)
		return;
	int right = 0, most = page_remark_width(&w->p);
	for (uint32_t i = 0; i < r->n && i < max; i++) {
		int n = (int)ab_utf8_width(r->list[i].remark);
		right = n > right ? n : right;
	}
	for (uint32_t i = 0; i < r->n && i < max; i++)
		page_item(&w->p, i ? NULL : label, r->list[i].mark, r->list[i].ink, r->list[i].text, r->list[i].remark,
		          right < most ? right : most);
	if (r->n > max)
		w->left_out += r->n - max;
}

/* Sections that belong together stand together; a blank line parts the groups where there is room. */
static void part(writing *w)
{
	bool blank_before = w->p.out->n > 1 && w->p.out->p[w->p.out->n - 1] == '\n' && w->p.out->p[w->p.out->n - 2] == '\n';
	if (w->airy && !blank_before)
		page_blank(&w->p);
}

static ab_str cites(ab_arena *a, const law_version *v)
{
	ab_buf b = {0};
	for (uint32_t i = 0; v && i < v->cites.n && i < 2; i++) {
		ab_buf_addz(&b, i ? "; " : "");
		ab_buf_add(&b, v->cites.p[i]);
	}
	ab_str s = b.n ? ab_str_dup(a, (ab_str){b.p, b.n}) : AB_STR("");
	ab_buf_free(&b);
	return s;
}

/* ---- why ---- */
/* The figure of each member of the family; false where one has none. */
static bool find_range(const writing *w, const char *name, ab_num *lo, ab_num *hi)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < w->d->members.n; i++) {
		const law_figure_list *figures = &w->d->members.p[i].figures;
		for (uint32_t k = 0; k < figures->list.n; k++) {
			const law_figure_finding *f = &figures->list.p[k];
			if (!ab_str_is(f->fact->name, name) || !f->known)
				continue;
			ab_num x = f->den != AB_NUM_ONE ? (f->lo + HUNDREDTH / 2) / HUNDREDTH * HUNDREDTH : f->lo;
			*lo = !n || x < *lo ? x : *lo;
			*hi = !n || x > *hi ? x : *hi;
			n++;
		}
	}
	return n > 1 && n == w->d->members.n;
}

/* The page is laid out several times; a range is found once. */
static bool member_figures(writing *w, range_of what, ab_num *lo, ab_num *hi)
{
	static const char *const names[RANGE_COUNT] = {"tpp", "performance_density"};
	range *r = &w->range[what];
	if (!r->asked)
		r->known = find_range(w, names[what], &r->lo, &r->hi);
	r->asked = true;
	*lo = r->lo;
	*hi = r->hi;
	return r->known;
}

/* The whole number in "≥ 4,800". */
static ab_num limit_in(ab_str s)
{
	ab_num n = 0;
	for (size_t i = 0; i < s.n && n < AB_NUM_MAX / 100 / AB_NUM_ONE; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			n = n * 10 + s.p[i] - '0';
	return n * AB_NUM_ONE;
}

/* Of a family the reasons show one member: the figure becomes "TPP 12,104 to 15,832", or the member is named. */
static ab_str of_family(writing *w, ab_str figure)
{
	char own[AB_NUM_LEN], most[AB_NUM_LEN];
	ab_num lo = 0, hi = 0;
	if (w->d->members.n < 2 || !figure.n)
		return figure;
	if (ab_str_starts(figure, "TPP ") && member_figures(w, RANGE_TPP, &lo, &hi)) {
		ab_str rest = {figure.p + 4, figure.n - 4}, shown;
		if (lo == hi)
			return figure;
		ab_str_cut(&rest, ' ', &shown);
		ab_str tpp = SAY(w, "TPP %s to %s", ab_num_format_human(lo, own), ab_num_format_human(hi, most));
		if (ab_str_starts(rest, "≥ ") && lo >= limit_in(rest))
			return SAY(w, "%.*s %.*s", AB_FMT(tpp), AB_FMT(rest));
		if (!member_figures(w, RANGE_DENSITY, &lo, &hi))
			return tpp;
		return SAY(w, "%.*s, density %s to %s", AB_FMT(tpp), ab_num_format_human(lo, own),
		           ab_num_format_human(hi, most));
	}
	const law_fact *f = law_fact_find(w->d->engine->law, LS_ITEM, AB_STR("chip"));
	const law_value *v = f ? &w->d->facts.item->v[f->slot] : NULL;
	for (uint32_t i = 0; v && v->state == LV_KNOWN && i < w->d->members.n; i++)
		if (ab_str_eq(w->d->members.p[i].chip->id, v->text))
			return SAY(w, "%.*s (%.*s)", AB_FMT(figure), AB_FMT(w->d->members.p[i].chip->name));
	return figure;
}

static void class_row(writing *w, rows *r, const law_why *c)
{
	ab_str figure = of_family(w, reason_figure(w->d, w->p.arena, c));
	ab_str text = reason_capital(w->p.arena, reason_text(w->d, w->p.arena, c));
	add(r, figure.n ? SAY(w, "%.*s: %.*s", AB_FMT(text), AB_FMT(figure)) : text, c->cite);
}

/* The facts that make a condition true (or leave it open), as rows. */
static void collect(writing *w, rows *r, const law_why *k, law_tri value, ab_str cite, int depth)
{
	if (!k || depth > 24 || k->value != value || ab_str_is(k->text, "not so"))
		return;
	if (k->cite.n)
		cite = k->cite;
	if (reason_is_class(k)) {
		class_row(w, r, k);
		return;
	}
	if (k->because.n) {
		for (uint32_t i = 0; i < k->because.n; i++)
			collect(w, r, k->because.p[i], value, cite, depth + 1);
		return;
	}
	if (k->fact.n && !reason_is_known(k))
		add(r, reason_capital(w->p.arena, reason_text(w->d, w->p.arena, k)), k->cite);
}

/* Is it known that the law reaches the case by which the finding stands? */
static bool reached(const ambit_determination *d, const law_finding *f)
{
	for (uint32_t i = 0; i < d->jurisdictions.n; i++) {
		const law_result *x = &d->jurisdictions.p[i].result;
		for (uint32_t k = 0; k < x->findings.n; k++)
			if (&x->findings.p[k] == f)
				return x->reached == LAW_TRUE || f->presumes_reach;
	}
	return true;
}

static void rule_row(writing *w, rows *r, const law_finding *f)
{
	const char *so = f->applies != LAW_TRUE ? "May apply: "
	                 : !reached(w->d, f)    ? "If the law reaches it: "
	                 : r->n                 ? "So this applies: "
	                                        : "";
	ab_str title = f->decl->title.n ? f->decl->title : f->name;
	char day[AB_DATE_LEN];
	if (f->decl->kind == LD_LETTER && f->version)
		title = SAY(w, "individual notice of BIS to %.*s, %s", AB_FMT(f->decl->addressee),
		            ab_date_format(f->version->from, day));
	add(r, SAY(w, "%s%.*s", so, AB_FMT(title)), cites(w->p.arena, f->version));
	if (f->version && f->version->note.n && w->cap[CAP_REMARK] && w->d->outcome != AMBIT_NOT_DETERMINED)
		add(r, f->version->note, AB_STR(""));
}

static void reach_rows(writing *w, rows *r)
{
	for (uint32_t i = 0; i < w->d->jurisdictions.n; i++) {
		const law_result *x = &w->d->jurisdictions.p[i].result;
		for (uint32_t k = 0; k < x->paths.n; k++)
			if (x->paths.p[k].state == LAW_TRUE) {
				const law_path *p = &x->paths.p[k];
				add(r, SAY(w, "The law reaches it: %.*s", AB_FMT(p->decl->path.n ? p->decl->path : p->decl->title)),
				    cites(w->p.arena, p->version));
				return;
			}
	}
}

/* Unknown though none of its tests is: only a presumption could make it true. */
static bool by_figures_not(const law_class_finding *c)
{
	if (c->state != LAW_UNKNOWN || !c->why)
		return c->state == LAW_FALSE;
	for (uint32_t i = 0; i < c->why->because.n; i++)
		if (c->why->because.p[i]->value != LAW_FALSE)
			return false;
	return c->why->because.n > 0;
}

static ab_str figure_of(writing *w, const char *name)
{
	char number[AB_NUM_LEN];
	for (uint32_t i = 0; i < w->d->figures.list.n; i++) {
		const law_figure_finding *f = &w->d->figures.list.p[i];
		if (ab_str_is(f->fact->name, name) && f->known)
			return SAY(w, "%s",
			           ab_num_format_human(
						   f->den != AB_NUM_ONE ? (f->lo + HUNDREDTH / 2) / HUNDREDTH * HUNDREDTH : f->lo, number));
	}
	return AB_STR("");
}

/* The limits that people ask about, where the figures do not meet them. */
static void below_row(writing *w, rows *r)
{
	uint32_t below = 0;
	ab_str tpp = figure_of(w, "tpp"), density = figure_of(w, "performance_density");
	for (uint32_t i = 0; i < w->d->classes.list.n; i++) {
		const law_class_finding *c = &w->d->classes.list.p[i];
		bool main = ab_str_is(c->eccn, "3A090") && (ab_str_is(c->paragraph, "a") || ab_str_is(c->paragraph, "b"));
		below += main && c->version && by_figures_not(c);
	}
	if (below < 2 || !tpp.n || w->d->members.n > 1)
		return;
	add(r,
	    density.n ? SAY(w, "By its figures it does not meet 3A090.a or .b: TPP %.*s, density %.*s", AB_FMT(tpp),
	                    AB_FMT(density))
	              : SAY(w, "By its figures it does not meet 3A090.a or .b: TPP %.*s", AB_FMT(tpp)),
	    AB_STR("Supp. 1 to 774"));
}

static void own_class(writing *w, rows *r)
{
	const ambit_determination *d = w->d;
	uint32_t before = r->n;
	below_row(w, r);
	if (r->n > before) /* what it is besides is of no weight beside that */
		return;
	for (uint32_t i = 0; i < d->classes.list.n; i++) {
		const law_class_finding *c = &d->classes.list.p[i];
		if (c->state != LAW_TRUE)
			continue;
		if (c->why)
			class_row(w, r, c->why);
		else
			add(r, SAY(w, "It meets ECCN %.*s", AB_FMT(c->decl->id)), cites(w->p.arena, c->version));
		return;
	}
	for (uint32_t i = 0; i < d->classes.list.n; i++)
		if (d->classes.list.p[i].state == LAW_UNKNOWN && !ab_str_is(d->classes.list.p[i].paragraph, "c") &&
		    d->classes.list.p[i].why && reason_figure(d, w->p.arena, d->classes.list.p[i].why).n) {
			class_row(w, r, d->classes.list.p[i].why);
			return;
		}
}

static const law_finding *first_applying(const ambit_determination *d)
{
	const law_finding *f = det_deciding(d);
	return f ? f : det_standing(d, 0, NULL);
}

/* Nothing is sure: what may apply; of what asks for a license the first two by name, of the rest the number. */
static void open_rules(writing *w, rows *r)
{
	const law_finding *f;
	uint32_t named = 0, more = 0;
	own_class(w, r);
	for (int pass = 0; pass < 2; pass++) /* a prohibition for what one knows may always be */
		for (size_t i = 0; (f = det_standing(w->d, i, NULL)); i++) {
			uint32_t before = r->n;
			if (f->level < LAW_LICENSE || (f->level == LAW_LICENSE) != (pass == 0))
				continue;
			if (named < 2)
				rule_row(w, r, f);
			else
				more++;
			named += r->n > before;
		}
	if (more)
		add(r, SAY(w, "%u more may apply: by end use, lists of parties and what you know", more), AB_STR(""));
}

static void put_why(writing *w)
{
	const ambit_determination *d = w->d;
	const law_finding *f = first_applying(d);
	rows r = {0};
	if (d->outcome == AMBIT_NOT_DETERMINED) {
		open_rules(w, &r);
		put(w, "why", &r, w->cap[CAP_WHY] + 1);
		return;
	}
	bool clear = d->outcome <= AMBIT_NO_LICENSE_REQUIRED;
	if (f && !clear) {
		if (f->why)
			collect(w, &r, f->why, f->applies, AB_STR(""), 0);
		if (!r.n)
			own_class(w, &r);
		if (r.n > w->cap[CAP_WHY]) {
			w->left_out += r.n - w->cap[CAP_WHY];
			r.n = w->cap[CAP_WHY];
		}
		if (f->presumes_reach)
			add(&r, AB_STR("It is presumed to be within the reach of the law"), AB_STR(""));
		else if (w->cap[CAP_DETAIL])
			reach_rows(w, &r);
		rule_row(w, &r, f);
	} else {
		own_class(w, &r);
		if (d->outcome == AMBIT_NOT_SUBJECT)
			add(&r, AB_STR("None of the ways by which the law reaches an item holds"), AB_STR(""));
		else
			reach_rows(w, &r);
		if (d->outcome == AMBIT_NO_LICENSE_REQUIRED)
			add(&r, AB_STR("No rule that is held asks for a license or forbids it on these facts"), AB_STR(""));
	}
	put(w, "why", &r, ROWS_MAX);
}

/* ---- red flags ---- */
/* Those that are raised by name, what has to be resolved first; what may be there is counted, and named with --explain. */
static void put_flags(writing *w)
{
	rows r = {0}, more = {0};
	uint32_t open = 0, must = 0;
	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < w->d->jurisdictions.n; i++) {
			const law_result *x = &w->d->jurisdictions.p[i].result;
			for (uint32_t k = 0; k < x->flags.n; k++) {
				const law_flag *f = &x->flags.p[k];
				open += f->state == LG_OPEN && pass == 0;
				if (f->state != LG_RAISED || (f->version->resolved != NULL) != (pass == 0))
					continue;
				must += pass == 0;
				add(&r, f->decl->title, cites(w->p.arena, f->version));
			}
		}
	put(w, "flags", &r, w->cap[CAP_FLAGS] || !must ? w->cap[CAP_FLAGS] : 1);
	if (!open || !w->cap[CAP_SIGNS] || w->explain)
		return;
	const char *what = r.n ? "more" : open > 1 ? "warning signs" : "warning sign";
	add(&more, SAY(w, "%u %s may be there: what is stated does not say (--explain lists them)", open, what),
	    AB_STR(""));
	put(w, r.n ? NULL : "flags", &more, 1);
}

/* ---- conflicts of laws ---- */
static ab_str first_cite(const law_version *v)
{
	return v && v->cites.n ? v->cites.p[0] : AB_STR("its law");
}

static void put_conflicts(writing *w)
{
	rows sure = {0}, maybe = {0};
	for (uint32_t i = 0; i < w->d->conflicts.list.n; i++) {
		const law_conflict *c = &w->d->conflicts.list.p[i];
		if (c->state == LAW_TRUE)
			add(&sure, c->decl->title, AB_STR(""));
		else if (c->side[0] == LAW_TRUE || c->side[1] == LAW_TRUE) /* of others nothing speaks yet */
			add(&maybe,
			    SAY(w, "perhaps between %.*s and %.*s (--explain says how)", AB_FMT(first_cite(c->version[0])),
			        AB_FMT(first_cite(c->version[1]))),
			    AB_STR(""));
	}
	put(w, "conflict", &sure, w->cap[CAP_CONFLICTS] ? w->cap[CAP_CONFLICTS] : 1);
	if (!sure.n)
		put(w, "conflict", &maybe, w->cap[CAP_CONFLICTS]);
}

/* ---- ways out ---- */
static ab_str open_conditions(writing *w, const law_relief *x)
{
	ab_buf b = {0};
	for (uint32_t i = 0; i < x->conds.n; i++)
		if (x->conds.p[i].state == LAW_UNKNOWN) {
			ab_buf_addz(&b, b.n ? "; " : "");
			ab_buf_add(&b, x->conds.p[i].cond->text);
		}
	ab_str s = b.n ? ab_str_dup(w->p.arena, (ab_str){b.p, b.n}) : AB_STR("");
	ab_buf_free(&b);
	return s;
}

static ab_str relief_cite(writing *w, const law_relief *x)
{
	ab_str own = cites(w->p.arena, x->version);
	if (own.n)
		return own;
	for (uint32_t i = 0; i < x->conds.n; i++)
		if (x->conds.p[i].cond->cite.n)
			return x->conds.p[i].cond->cite;
	return AB_STR("");
}

static void put_unless(writing *w)
{
	const law_finding *f = det_deciding(w->d);
	rows r = {0};
	if (!f || w->d->outcome < AMBIT_LICENSE_REQUIRED)
		return;
	if (w->cap[CAP_DETAIL] && det_rebuttal(f).n) /* the sentence says it too */
		add(&r, SAY(w, "there is %.*s", AB_FMT(det_rebuttal(f))), AB_STR(""));
	for (int pass = 0; pass < 2; pass++) /* those without a paper first: they hang on facts */
		for (uint32_t i = 0; i < f->exceptions.n; i++) {
			const law_relief *x = &f->exceptions.p[i];
			if ((x->state != LR_UNKNOWN && x->state != LR_OPEN) || x->decl->authorization != (pass == 1))
				continue;
			ab_str open = open_conditions(w, x);
			if (open.n && w->cap[CAP_DETAIL])
				add(&r, SAY(w, "%.*s: %.*s", AB_FMT(x->decl->title), AB_FMT(open)), relief_cite(w, x));
			else
				add(&r, x->decl->title, relief_cite(w, x));
		}
	put(w, "unless", &r, w->cap[CAP_UNLESS]);
}

/* The exception that lifts the bar, condition by condition. */
static void put_exception(writing *w)
{
	const law_finding *f;
	rows r = {0};
	if (w->d->outcome != AMBIT_EXCEPTION_AVAILABLE && w->d->outcome != AMBIT_AUTHORIZED)
		return;
	for (size_t i = 0; (f = det_standing(w->d, i, NULL)) && !r.n; i++)
		for (uint32_t k = 0; k < f->exceptions.n && !r.n; k++) {
			const law_relief *x = &f->exceptions.p[k];
			if (f->applies != LAW_TRUE || (x->state != LR_AVAILABLE && x->state != LR_OPEN))
				continue;
			add(&r, x->decl->title, relief_cite(w, x));
			for (uint32_t c = 0; c < x->conds.n; c++) {
				bool to_do = x->conds.p[c].cond->kind == LCK_OWN_ACT && x->conds.p[c].state == LAW_UNKNOWN;
				add_marked(&r, x->conds.p[c].state,
				           to_do ? SAY(w, "to do: %.*s", AB_FMT(x->conds.p[c].cond->text)) : x->conds.p[c].cond->text,
				           x->conds.p[c].cond->cite);
			}
		}
	put(w, "under", &r, 7);
}

static void put_policy(writing *w)
{
	const law_finding *f = det_deciding(w->d);
	rows r = {0};
	if (w->d->outcome != AMBIT_LICENSE_REQUIRED)
		return;
	for (uint32_t i = 0; f && i < f->policies.n; i++)
		if (f->policies.p[i].counts)
			add(&r, reason_capital(w->p.arena, det_policy_phrase(f->policies.p[i].word)),
			    cites(w->p.arena, f->policies.p[i].version));
	const law_policy_state *mild = det_milder_policy(f);
	if (mild && w->cap[CAP_DETAIL]) {
		ab_buf b = {0};
		for (uint32_t i = 0; i < mild->conds.n; i++)
			if (mild->conds.p[i].state == LAW_UNKNOWN) {
				ab_buf_addz(&b, b.n ? "; " : "");
				ab_buf_add(&b, mild->conds.p[i].cond->text);
			}
		add(&r,
		    SAY(w, "%.*s if shown: %.*s", AB_FMT(reason_capital(w->p.arena, det_policy_phrase(mild->word))), (int)b.n,
		        b.p ? b.p : ""),
		    AB_STR(""));
		ab_buf_free(&b);
	}
	put(w, "policy", &r, 2);
}

/* ---- time ---- */
static void put_changes(writing *w)
{
	const ambit_determination *d = w->d;
	const det_change *last = NULL, *next = NULL;
	char day[AB_DATE_LEN];
	rows r = {0};
	for (uint32_t i = 0; i < d->changes.n; i++) {
		if (d->changes.p[i].day <= d->as_of)
			last = &d->changes.p[i];
		else if (!next)
			next = &d->changes.p[i];
	}
	if (last)
		add(&r, SAY(w, "%s: %s", ab_date_format(last->day, day), outcome_words(last->before)), AB_STR(""));
	put(w, "before", &r, w->cap[CAP_TIME]);
	r.n = 0;
	if (next)
		add(&r, SAY(w, "%s: %s", ab_date_format(next->day, day), outcome_words(next->after)), AB_STR(""));
	put(w, "from", &r, w->cap[CAP_TIME]);
}

/* What bears on this case alone, such as a duty, whatever the outcome. */
static void special_stakes(writing *w, const det_jurisdiction *j, rows *r)
{
	det_texts more = det_stake_texts(w->d, w->p.arena, j);
	for (uint32_t i = 0; i < more.list.n; i++) {
		const law_stake *s = more.list.p[i].stake;
		if (s->version->when)
			add(r, s->state == LAW_TRUE ? more.list.p[i].text : SAY(w, "Perhaps: %.*s", AB_FMT(more.list.p[i].text)),
			    AB_STR(""));
	}
}

static void put_stakes(writing *w)
{
	rows r = {0};
	for (uint32_t i = 0; i < w->d->jurisdictions.n; i++) {
		const det_jurisdiction *j = &w->d->jurisdictions.p[i];
		special_stakes(w, j, &r);
		if (j->outcome < AMBIT_LICENSE_REQUIRED || j->outcome > AMBIT_PROHIBITED)
			continue;
		det_exposure x = det_exposure_of(w->d, w->p.arena, j);
		if (x.civil.n)
			add(&r, x.criminal.n ? SAY(w, "%.*s; if willful, %.*s", AB_FMT(x.civil), AB_FMT(x.criminal)) : x.civil,
			    w->p.width >= 100 ? x.cite : AB_STR(""));
	}
	put(w, "at stake", &r, w->cap[CAP_STAKES]);
}

/* ---- members of a family ---- */
static void put_members(writing *w)
{
	const ambit_determination *d = w->d;
	rows r = {0};
	bool same = true;
	for (uint32_t i = 1; i < d->members.n; i++)
		same = same && d->members.p[i].outcome == d->members.p[0].outcome;
	if (d->members.n < 2 || (same && !w->cap[CAP_DETAIL]))
		return;
	if (same) {
		add(&r, SAY(w, "all %u that the name covers get the same answer", d->members.n), AB_STR(""));
	} else {
		for (uint32_t i = 0; i < d->members.n; i++)
			add(&r, SAY(w, "%.*s: %s", AB_FMT(d->members.p[i].chip->name), outcome_words(d->members.p[i].outcome)),
			    AB_STR(""));
	}
	put(w, "which", &r, w->cap[CAP_MEMBERS]);
}

/* ---- what to ask and to do ---- */
static ab_str decides(writing *w, const law_question *q)
{
	ambit_outcome best = (ambit_outcome)q->best, worst = (ambit_outcome)q->worst, now = w->d->outcome;
	if (best == worst || (now <= AMBIT_AUTHORIZED && worst <= AMBIT_AUTHORIZED))
		return AB_STR("");
	if (now == AMBIT_NOT_DETERMINED || now < AMBIT_LICENSE_REQUIRED)
		return SAY(w, "%s, or %s", best == AMBIT_NOT_SUBJECT ? "not barred" : outcome_words(best),
		           outcome_words(worst));
	if (best >= now)
		return SAY(w, "may make it worse: %s", outcome_words(worst));
	if (best == AMBIT_EXCEPTION_AVAILABLE)
		return AB_STR("may open an exception");
	return best <= AMBIT_AUTHORIZED ? AB_STR("may lift it") : SAY(w, "may ease it: %s", outcome_words(best));
}

/* A bar is left by what may better it; what can only make it worse is asked last, and once. */
static bool betters(const writing *w, const law_question *q)
{
	return w->d->outcome == AMBIT_NOT_DETERMINED || (ambit_outcome)q->best < w->d->outcome;
}

typedef struct asking {
	rows r;
	uint32_t n, worse;
} asking;

static void ask_one(writing *w, asking *x, const law_question *q)
{
	ab_str effect = decides(w, q);
	bool better = betters(w, q);
	if (!effect.n || x->n >= w->cap[CAP_ASK] || (!better && x->worse++ > 0))
		return;
	if (w->asked_n < AB_COUNT(w->asked))
		w->asked[w->asked_n++] = q->path;
	add(&x->r, SAY(w, "%u. %.*s", ++x->n, AB_FMT(det_question_text(w->d, w->p.arena, q))), effect);
}

/* What the sentence names is asked first. */
static void put_questions(writing *w)
{
	asking x = {.n = 0};
	uint32_t max = w->cap[CAP_ASK];
	const law_question *first = det_first_question(w->d, w->p.arena);
	if (first)
		ask_one(w, &x, first);
	for (unsigned pass = 0; pass < 3; pass++)
		for (uint32_t i = 0; i < w->d->jurisdictions.n; i++) {
			const law_result *result = &w->d->jurisdictions.p[i].result;
			for (uint32_t k = 0; k < result->questions.n; k++)
				if (&result->questions.p[k] != first && det_question_rank(w->d, &result->questions.p[k]) == pass)
					ask_one(w, &x, &result->questions.p[k]);
		}
	rows r = x.r;
	for (uint32_t i = 0; i < r.n && w->p.width < 100; i++) { /* beside a question there is no room for two columns */
		r.list[i].text = SAY(w, "%.*s (%.*s)", AB_FMT(r.list[i].text), AB_FMT(r.list[i].remark));
		r.list[i].remark = AB_STR("");
	}
	put(w, "ask next", &r, max);
}

/* A step that "ask next" says already: its fact is asked on this page. */
static bool asked(const writing *w, const det_text *step)
{
	for (uint32_t i = 0; i < w->asked_n && step->args.n; i++)
		if (ab_str_eq(w->asked[i], step->args.p[0]))
			return true;
	return false;
}

static void put_steps(writing *w)
{
	det_steps s = det_next_steps(w->d, w->p.arena);
	rows r = {0};
	bool listed = w->d->outcome == AMBIT_EXCEPTION_AVAILABLE; /* own acts stand under the exception already */
	for (uint32_t i = 0; i < s.list.n; i++)
		if (!(listed && strcmp(s.list.p[i].id, "own-act") == 0) && strcmp(s.list.p[i].id, "find-out") != 0 &&
		    strcmp(s.list.p[i].id, "see-exception") != 0 && !asked(w, &s.list.p[i]))
			add(&r, s.list.p[i].text, AB_STR(""));
	put(w, "to do", &r, w->cap[CAP_DO]);
}

/* ---- rival readings ---- */
static void put_readings(writing *w)
{
	rows r = {0};
	for (uint32_t i = 0; i < w->d->readings.n; i++) {
		const det_reading *x = &w->d->readings.p[i];
		ab_buf b = {0};
		if (!x->differ)
			continue;
		ab_buf_printf(&b, "%.*s", AB_FMT(x->interpretation->title));
		for (uint32_t k = 0; k < x->answers.n; k++)
			ab_buf_printf(&b, "%s %.*s: %s", k ? ";" : "", AB_FMT(x->interpretation->choices.p[k].text),
			              outcome_words(x->answers.p[k]));
		ab_buf_printf(&b, " (--interpret %.*s=%.*s)", AB_FMT(x->interpretation->id),
		              AB_FMT(x->interpretation->choices.p[0].id));
		add(&r, SAY(w, "%.*s", (int)b.n, b.p), AB_STR(""));
		ab_buf_free(&b);
	}
	put(w, "reading", &r, 2);
}

/* ---- for which figures it holds ---- */
static void put_holds(writing *w)
{
	rows r = {0};
	if (!w->held_found) {
		w->held = det_by_figures(w->d, w->p.arena);
		w->held_found = true;
	}
	for (uint32_t i = 0; i < w->held.list.n; i++)
		add(&r, reason_capital(w->p.arena, det_by_figure_text(&w->held.list.p[i], w->p.arena)), AB_STR(""));
	put(w, "figure", &r, w->cap[CAP_HOLDS]);
}

/* ---- what would change the outcome (--flip) ---- */
static ab_str flip_text(writing *w, const det_flip *f)
{
	ab_str s = SAY(w, "%s if", outcome_words(f->outcome));
	for (uint32_t i = 0; i < f->changes.n; i++)
		s = SAY(w, "%.*s%s %.*s", AB_FMT(s), i ? " and" : "", AB_FMT(f->changes.p[i].text));
	return s;
}

static void put_flips(writing *w)
{
	static const char *const toward[] = {"permitted", "barred"};
	const det_flips *x = &w->d->flips;
	if (!(w->d->options.with & AMBIT_WITH_FLIPS))
		return;
	for (int kind = 0; kind < 4; kind++) {
		rows r = {0};
		bool worse = kind % 2 == 1, papers = kind >= 2;
		bool sought = worse || w->d->outcome > AMBIT_AUTHORIZED;
		for (uint32_t i = 0; i < x->list.n; i++)
			if (x->list.p[i].worse == worse && x->list.p[i].papers == papers)
				add(&r, flip_text(w, &x->list.p[i]), AB_STR(""));
		if (!papers && !r.n && sought)
			add(&r, SAY(w, "no set of facts found that leads toward %s", toward[worse]), AB_STR(""));
		if (!papers && sought && x->proven[worse] < DET_FLIP_FACTS)
			add(&r,
			    SAY(w, "every set of up to %u of %u facts was tried toward %s; larger ones only in part (%u decisions)",
			        x->proven[worse], x->facts, toward[worse], x->tried),
			    AB_STR(""));
		put(w, papers ? "papers" : worse ? "worse" : "better", &r, ROWS_MAX);
	}
}

/* ---- what the answer rests on ---- */
static void put_assumed(writing *w)
{
	const ambit_determination *d = w->d;
	rows r = {0};
	if (d->assume & CASE_ORDINARY)
		add(&r, AB_STR("ordinary end use, knowledge and parties (none listed or military), where not stated"),
		    AB_STR(""));
	if (d->assume & CASE_LOCAL)
		add(&r, AB_STR("local: a party and its parent have their seat where it stands, where not stated"), AB_STR(""));
	if (d->assume & CASE_UNLISTED_OWNERS)
		add(&r, AB_STR("no owner is on a list, where not stated"), AB_STR(""));
	put(w, "assumed", &r, w->cap[CAP_ASSUMED]);
	r.n = 0;
	for (uint32_t i = 0; i < d->assuming.n && d->outcome == AMBIT_NOT_DETERMINED; i++)
		if (d->assuming.p[i].outcome != AMBIT_NOT_DETERMINED)
			add(&r, SAY(w, "%s: %s", d->assuming.p[i].sets, outcome_words(d->assuming.p[i].outcome)), AB_STR(""));
	put(w, "assume=", &r, 1);
}

/* What is codified and not enforced, shorter than the note says it. */
static void unenforced_rows(writing *w, rows *r)
{
	char since[AB_DATE_LEN], from[AB_DATE_LEN];
	for (uint32_t i = 0; i < w->d->jurisdictions.n; i++) {
		const law_result *x = &w->d->jurisdictions.p[i].result;
		for (uint32_t k = 0; k < x->notes.n; k++) {
			const law_note *n = &x->notes.p[k];
			if (n->id != LN_NOT_ENFORCED || !n->status || !n->version)
				continue;
			ab_str where = cites(w->p.arena, n->version), name = n->decl->title.n ? n->decl->title : n->decl->id;
			add(r,
			    SAY(w, "Codified, but not enforced since %s: %.*s, %.*s, text of %s%s",
			        ab_date_format(n->status->span.from, since), AB_FMT(name), AB_FMT(where),
			        ab_date_format(n->version->from, from),
			        w->d->options.reading == AMBIT_READING_TEXT ? " (this answer counts it)."
			                                                    : " (--reading text counts it)."),
			    AB_STR(""));
		}
	}
}

/* Provisions that no rule holds and this case meets: on one line, to be looked at by hand. */
static void edge_row(writing *w, rows *r)
{
	ab_str list = AB_STR("");
	for (uint32_t i = 0; i < w->d->jurisdictions.n; i++) {
		const law_result *x = &w->d->jurisdictions.p[i].result;
		for (uint32_t k = 0; k < x->edges.n; k++)
			if (x->edges.p[k].state == LAW_TRUE)
				list = SAY(w, "%.*s%s%.*s (%.*s)", AB_FMT(list), list.n ? "; " : "", AB_FMT(x->edges.p[k].decl->title),
				           AB_FMT(cites(w->p.arena, x->edges.p[k].version)));
	}
	if (list.n)
		add(r, SAY(w, "Look up as well: %.*s.", AB_FMT(list)), AB_STR(""));
}

/* What is in hand, but for what the answer's sentence says already. */
static void put_held(writing *w)
{
	rows r = {0};
	const det_hold *said = det_hold_to_say(w->d);
	for (uint32_t i = 0; i < w->d->holds.list.n; i++)
		if (&w->d->holds.list.p[i] != said)
			add(&r, w->d->holds.list.p[i].why, AB_STR(""));
	put(w, "in hand", &r, 4);
}

static void put_notes(writing *w)
{
	rows r = {0};
	const ambit_determination *d = w->d;
	bool barred = d->options.reading != AMBIT_READING_TEXT && d->outcome >= AMBIT_LICENSE_REQUIRED &&
	              d->outcome <= AMBIT_PROHIBITED;
	if (!barred || w->explain) /* a text that asks for more adds nothing to a bar */
		unenforced_rows(w, &r);
	for (uint32_t i = 0; i < d->notes.n; i++)
		if (strcmp(d->notes.p[i].id, "codified-not-enforced") != 0 && /* above */
		    strncmp(d->notes.p[i].id, "authorization-", 14) != 0 &&   /* in hand */
		    strcmp(d->notes.p[i].id, "beyond-horizon") != 0)          /* at the foot */
			add(&r, d->notes.p[i].text, AB_STR(""));
	edge_row(w, &r);
	put(w, "note", &r, w->cap[CAP_NOTES]);
}

/* Is the pack's day of following past, and does the law reach the case or may it? */
static bool past(const ambit_determination *d, uint32_t i)
{
	const law_decl *pack = d->jurisdictions.p[i].pack;
	return pack && pack->through != AB_DATE_MIN && d->as_of > pack->through &&
	       d->jurisdictions.p[i].result.reached != LAW_FALSE;
}

/* "Law held to 2026-10-07 (us, us-ofac), 2026-08-22 (cn), not later. " */
static ab_str horizons(writing *w)
{
	const ambit_determination *d = w->d;
	char day[AB_DATE_LEN];
	ab_str text = AB_STR("");
	for (uint32_t i = 0; i < d->jurisdictions.n; i++) {
		ab_str packs = AB_STR("");
		bool told = !past(d, i);
		for (uint32_t k = 0; k < i && !told; k++)
			told = past(d, k) && d->jurisdictions.p[k].pack->through == d->jurisdictions.p[i].pack->through;
		for (uint32_t k = i; k < d->jurisdictions.n && !told; k++)
			if (past(d, k) && d->jurisdictions.p[k].pack->through == d->jurisdictions.p[i].pack->through)
				packs = SAY(w, "%.*s%s%.*s", AB_FMT(packs), packs.n ? ", " : "", AB_FMT(d->jurisdictions.p[k].id));
		if (!told)
			text = SAY(w, "%.*s%s%s (%.*s)", AB_FMT(text), text.n ? ", " : "Law held to ",
			           ab_date_format(d->jurisdictions.p[i].pack->through, day), AB_FMT(packs));
	}
	return text.n ? SAY(w, "%.*s, not later. ", AB_FMT(text)) : text;
}

static void put_foot(writing *w, bool explain)
{
	const ambit_determination *d = w->d;
	char a[AB_DATE_LEN], b[AB_DATE_LEN];
	page_text(&w->p, 0, 0, 0, INK_PLAIN,
	          SAY(w, "As of %s, known %s, reading %s; law %.8s data %.8s", ab_date_format(d->as_of, a),
	              ab_date_format(d->known, b), d->options.reading == AMBIT_READING_TEXT ? "text" : "enforced",
	              law_hash(d->engine->law), d->engine->data_version));
	ab_str text = horizons(w);
	text = SAY(w, "%.*sInforms a compliance decision; not legal advice.", AB_FMT(text));
	if (!explain && w->left_out)
		text = SAY(w, "%.*s %u more with --explain.", AB_FMT(text), w->left_out);
	page_text(&w->p, 0, 0, 0, INK_PLAIN, text);
}

static void put_lead(writing *w)
{
	det_text s = det_summary(w->d, w->p.arena);
	const char *label =
		outcome_labels[(unsigned)w->d->outcome < AMBIT_OUTCOME_COUNT ? w->d->outcome : AMBIT_NOT_DETERMINED];
	page_text(&w->p, 0, 0, strlen(label), outcome_ink(w->d->outcome), SAY(w, "%s  %.*s", label, AB_FMT(s.text)));
	page_blank(&w->p);
}

static void write_page(writing *w, bool explain)
{
	put_lead(w);
	put_why(w);
	put_exception(w);
	put_readings(w);
	put_holds(w);
	put_flags(w);
	put_conflicts(w);
	part(w);
	put_unless(w);
	put_members(w);
	put_policy(w);
	part(w);
	put_changes(w);
	put_stakes(w);
	part(w);
	put_questions(w);
	put_steps(w);
	part(w);
	put_flips(w);
	part(w);
	put_assumed(w);
	put_held(w);
	put_notes(w);
	if (explain)
		explain_write(&w->p, w->d);
	w->airy = true;
	part(w);
	put_foot(w, explain);
}

static uint32_t try_page(writing *w, const ambit_determination *d, const page *p, bool explain)
{
	w->d = d;
	w->p = *p;
	w->p.out->n = 0;
	w->left_out = 0;
	w->asked_n = 0;
	bool airy = w->airy;
	write_page(w, explain);
	w->airy = airy;
	return w->p.lines;
}

/* What a screen does not hold is cut in this order, the least needed first. */
static const struct {
	cap what;
	uint32_t to;
} cuts[] = {
	{CAP_SIGNS, 0},   {CAP_CONFLICTS, 1}, {CAP_NOTES, 2},   {CAP_HOLDS, 1},  {CAP_DO, 2},     {CAP_UNLESS, 4},
	{CAP_ASK, 2},     {CAP_MEMBERS, 4},   {CAP_DETAIL, 0},  {CAP_UNLESS, 3}, {CAP_WHY, 3},    {CAP_NOTES, 1},
	{CAP_ASSUMED, 3}, {CAP_DO, 1},        {CAP_FLAGS, 2},   {CAP_WHY, 2},    {CAP_UNLESS, 2}, {CAP_REMARK, 0},
	{CAP_ASK, 1},     {CAP_NOTES, 0},     {CAP_ASSUMED, 1}, {CAP_FLAGS, 1},  {CAP_STAKES, 0}, {CAP_HOLDS, 0},
	{CAP_MEMBERS, 2}, {CAP_WHY, 1},       {CAP_UNLESS, 1},  {CAP_ASK, 0},    {CAP_TIME, 0},   {CAP_FLAGS, 0},
};

ambit_status ambit_determination_text(const ambit_determination *self, int width, int color, int explain, char **out,
                                      size_t *size)
{
	ab_arena arena;
	ab_buf b = {0};
	ab_arena_init(&arena);
	page p = page_open(&arena, &b, width, color != 0);
	uint32_t aim = p.width >= 80 ? LINES_AIM : LINES_NARROW;
	writing w = {.cap = {4, 1, 3, 1, 2, 5, 1, 6, 2, 3, 3, 5, 3, 1, 2}, .explain = explain != 0, .airy = explain != 0};
	uint32_t lines = try_page(&w, self, &p, explain != 0);
	for (size_t i = 0; !explain && lines > aim && i < AB_COUNT(cuts); i++)
		if (w.cap[cuts[i].what] > cuts[i].to) {
			w.cap[cuts[i].what] = cuts[i].to;
			lines = try_page(&w, self, &p, false);
		}
	w.airy = true;
	if (!explain && try_page(&w, self, &p, false) > aim) { /* no room for blank lines */
		w.airy = false;
		try_page(&w, self, &p, false);
	}
	ab_arena_free(&arena);
	*out = b.p;
	if (size)
		*size = b.n;
	return b.p ? AMBIT_OK : AMBIT_FAILED;
}
