/* For which values of a figure that is not known the answer holds: the figure runs
 * through the cells that the law of the day tells apart, and each is classified and decided. */
#include "determine/determine.h"

#define PACKS_MAX 8

typedef struct running {
	const law *l;
	law_facts *f;
	law_query class_query;
	const ambit_determination *d; /* NULL: classes alone */
	law_loop *loops[PACKS_MAX];
	uint32_t packs;
	ab_arena *a;
} running;

/* ---- one value ---- */
static void find_class(const running *r, det_span *s)
{
	law_class_list classes = {0};
	law_figure_list figures = {0};
	ab_arena scratch;
	ab_arena_init(&scratch);
	law_classify(r->l, r->f, &r->class_query, &scratch, r->f->item, &classes, &figures);
	for (uint32_t i = 0; i < classes.list.n && !s->class; i++) {
		if (classes.list.p[i].state == LAW_TRUE)
			s->class = classes.list.p[i].decl;
		else if (classes.list.p[i].state == LAW_UNKNOWN && !s->maybe)
			s->maybe = classes.list.p[i].decl;
	}
	ab_arena_free(&scratch);
}

static ambit_outcome find_outcome(const running *r)
{
	law_level bar = LAW_NOT_SUBJECT, worst = LAW_NOT_SUBJECT;
	for (uint32_t k = 0; k < r->packs; k++) {
		law_day_level x = law_loop_decide(r->loops[k], r->f);
		bar = x.bar > bar ? x.bar : bar;
		worst = x.worst > worst ? x.worst : worst;
	}
	return det_outcome_of(bar, worst);
}

/* ---- one figure ---- */
/* The bounds within which it lies; false when it is known. */
static bool bounds_of(const running *r, const law_fact *fact, const law_figure_list *figures, law_interval *out)
{
	const law_value *v = &r->f->item->v[fact->slot];
	*out = (law_interval){0, AB_NUM_MAX};
	if (v->state == LV_KNOWN) {
		*out = (law_interval){v->lo, v->hi};
		return v->lo != v->hi;
	}
	for (uint32_t i = 0; fact->figure && i < figures->list.n; i++)
		if (figures->list.p[i].fact == fact) {
			if (figures->list.p[i].known || figures->list.p[i].none)
				return false;
			*out = (law_interval){figures->list.p[i].lo, figures->list.p[i].hi};
		}
	return v->state == LV_UNKNOWN;
}

static bool same(const det_span *x, const det_span *y)
{
	return x->class == y->class && x->maybe == y->maybe && x->outcome == y->outcome;
}

static void run_through(const running *r, const law_fact *fact, law_interval within, det_by_figure *out)
{
	law_cells cells = {0};
	law_value *v = &r->f->item->v[fact->slot], before = *v;
	law_loop_cells(r->loops[0], r->f, r->f->item, fact, r->a, &cells);
	out->fact = fact;
	for (uint32_t i = 0; i < cells.list.n; i++) {
		law_interval x = cells.list.p[i];
		x.lo = x.lo > within.lo ? x.lo : within.lo;
		x.hi = x.hi < within.hi ? x.hi : within.hi;
		if (x.lo > x.hi || (x.lo == 0 && x.hi == 0))
			continue;
		det_span s = {.lo = x.lo, .hi = x.hi, .outcome = AMBIT_OUTCOME_COUNT};
		*v = (law_value){.state = LV_KNOWN, .from = LF_STATED, .lo = x.lo, .hi = x.hi};
		find_class(r, &s);
		if (r->d)
			s.outcome = find_outcome(r);
		*v = before;
		if (out->spans.n && same(&out->spans.p[out->spans.n - 1], &s))
			out->spans.p[out->spans.n - 1].hi = s.hi;
		else
			ab_push(r->a, &out->spans, s);
	}
}

static bool may_run(const law_fact *f)
{
	return f->type == LT_NUMBER && f->decl && !f->decl->conclusion;
}

static det_by_figure_list run_all(const running *r)
{
	det_by_figure_list out = {0};
	law_figure_list figures = {0};
	uint32_t n = law_slot_count(r->l, LS_ITEM);
	law_figures(r->l, r->f, &r->class_query, r->a, r->f->item, &figures);
	for (uint32_t i = 0; i < n; i++) {
		const law_fact *fact = law_fact_in(r->l, LS_ITEM, i);
		law_interval within, other;
		if (!may_run(fact) || !bounds_of(r, fact, &figures, &within))
			continue;
		bool made = false; /* from another figure that is not known: that one is run through instead */
		for (uint32_t k = 0; k < n && fact->figure; k++) {
			const law_fact *from = law_fact_in(r->l, LS_ITEM, k);
			made = made || (may_run(from) && from != fact && bounds_of(r, from, &figures, &other) &&
			                law_figure_reads(r->l, fact, from));
		}
		if (made)
			continue;
		det_by_figure h = {0};
		run_through(r, fact, within, &h);
		if (h.spans.n > 1)
			ab_push(r->a, &out.list, h);
	}
	return out;
}

/* ---- the calls ---- */
static void open_loops(running *r)
{
	for (uint32_t i = 0; r->d && i < r->d->jurisdictions.n && r->packs < PACKS_MAX; i++) {
		law_query q = r->class_query;
		q.pack = r->d->jurisdictions.p[i].id;
		if (r->d->jurisdictions.p[i].pack && (r->loops[r->packs] = law_loop_new(r->l, &q)))
			r->packs++;
	}
	if (!r->d && (r->loops[0] = law_loop_new(r->l, &r->class_query)))
		r->packs = 1;
}

static det_by_figure_list run_with_loops(running *r)
{
	open_loops(r);
	det_by_figure_list out = {0};
	if (r->packs)
		out = run_all(r);
	for (uint32_t i = 0; i < r->packs; i++)
		law_loop_free(r->loops[i]);
	return out;
}

/* Nothing hangs on a figure: no class is open, and no question asks for a number. */
static bool is_settled(const ambit_determination *d)
{
	for (uint32_t i = 0; i < d->classes.list.n; i++)
		if (d->classes.list.p[i].state == LAW_UNKNOWN && d->classes.list.p[i].version)
			return false;
	for (uint32_t j = 0; j < d->jurisdictions.n; j++)
		for (uint32_t i = 0; i < d->jurisdictions.p[j].result.questions.n; i++) {
			const law_question *q = &d->jurisdictions.p[j].result.questions.p[i];
			if (q->fact && q->fact->type == LT_NUMBER && q->frame == d->facts.item)
				return false;
		}
	return true;
}

det_by_figure_list det_by_figures(const ambit_determination *d, ab_arena *a)
{
	law_facts f = d->facts; /* the frames are shared and left as they were */
	running r = {.l = d->engine->law, .f = &f, .d = d, .a = a};
	bool held = false;
	for (uint32_t i = 0; i < d->jurisdictions.n; i++) {
		if (d->jurisdictions.p[i].pack && !held)
			r.class_query = det_query(d, d->jurisdictions.p[i].id);
		held = held || d->jurisdictions.p[i].pack;
	}
	if (!held || d->members.n > 1 || is_settled(d))
		return (det_by_figure_list){0};
	return run_with_loops(&r);
}

det_by_figure_list det_by_figures_of_item(const law *l, law_facts *f, const law_query *q, ab_arena *a)
{
	running r = {.l = l, .f = f, .class_query = *q, .a = a};
	return run_with_loops(&r);
}

/* ---- words ---- */
#define HUNDREDTH (AB_NUM_ONE / 100)

static bool stricter(const det_span *x, const det_span *y)
{
	const law_decl *a = x->maybe ? x->maybe : x->class, *b = y->maybe ? y->maybe : y->class;
	return a != b ? a && (!b || a->pos.line < b->pos.line) : x->outcome > y->outcome;
}

/* Where one span ends and the next begins, in hundredths: the milder one gives way. `below`: the end is the next one's. */
static ab_str end_text(ab_arena *a, const det_span *x, const det_span *next, ab_str unit, bool *below)
{
	char s[AB_NUM_LEN];
	ab_num at = next->lo;
	*below = at % HUNDREDTH == 0;
	if ((at - 1) % HUNDREDTH == 0) /* a round figure that still belongs to the lower one */
		at = at - 1;
	ab_num down = at - at % HUNDREDTH, up = down == at ? at : down + HUNDREDTH;
	ab_num_format_human(stricter(x, next) ? up : down, s);
	return ab_str_of(ab_sprintf(a, "%s%s%.*s", s, ab_str_is(unit, "%") ? "" : unit.n ? " " : "", AB_FMT(unit)));
}

static ab_str what(ab_arena *a, const det_span *s, bool outcomes)
{
	static const char *const words[AMBIT_OUTCOME_COUNT] = {
		"not subject",      "no license required", "authorized", "exception available",
		"license required", "presumed prohibited", "prohibited", "not determined",
	};
	const law_decl *entry = s->maybe ? s->maybe : s->class;
	ab_str class = entry ? entry->id : AB_STR("no entry that is held");
	const char *out = outcomes && s->outcome < AMBIT_OUTCOME_COUNT ? words[s->outcome] : "";
	return ab_str_of(ab_sprintf(a, "%s%.*s%s%s", s->maybe ? "perhaps " : "", AB_FMT(class), *out ? ", " : "", out));
}

ab_str det_by_figure_text(const det_by_figure *h, ab_arena *a)
{
	ab_buf b = {0};
	ab_str noun = det_noun(a, h->fact), unit = ab_str_eq(h->fact->unit, noun) ? AB_STR("") : h->fact->unit;
	bool outcomes = false, below = false;
	for (uint32_t i = 1; i < h->spans.n; i++)
		outcomes = outcomes || h->spans.p[i].outcome != h->spans.p[0].outcome;
	ab_buf_printf(&b, "%.*s ", AB_FMT(noun));
	for (uint32_t i = 0; i < h->spans.n; i++) {
		const det_span *s = &h->spans.p[i];
		ab_str told = what(a, s, outcomes);
		if (i)
			ab_buf_addz(&b, "; ");
		if (i + 1 == h->spans.n) {
			ab_buf_printf(&b, "%s: %.*s", below ? "from there on" : "above", AB_FMT(told));
			continue;
		}
		ab_str end = end_text(a, s, s + 1, unit, &below);
		ab_buf_printf(&b, "%s %.*s: %.*s", below ? "below" : "up to", AB_FMT(end), AB_FMT(told));
	}
	ab_str out = ab_str_dup(a, (ab_str){b.p ? b.p : "", b.n});
	ab_buf_free(&b);
	return out;
}
