/* Strong Kleene evaluation of the compiled graph over frames. An unknown that an
 * undecided condition reads is pushed on `touched`; a decided condition drops what
 * it touched, so what is left is what could still change the answer. */
#include <string.h>

#include "law/eval.h"

static const law_value unknown_value = {.state = LV_UNKNOWN};
static const law_value presumed_open = {.state = LV_UNKNOWN,
                                        .from = LF_PRESUMED}; /* what it rests on is asked instead */
static const law_value presumed_true = {.state = LV_KNOWN, .from = LF_PRESUMED, .word = 1};

static void touch(evaluation *e, leaf lf)
{
	lf.paper = e->in_paper || e->stated_only;
	ab_push(e->arena, &e->touched, lf);
}

static void touch_value(evaluation *e, uint32_t fact, law_frame *frame)
{
	touch(e, (leaf){.kind = LEAF_VALUE, .frame = frame, .fact = fact, .hi = AB_NUM_MAX});
}

law_frame *eval_frame(const law_fact *f, const evaluation *e, const context *c)
{
	switch (f->scope) {
	case LS_ROOT: return e->f->root;
	case LS_ITEM: return c->item;
	case LS_PARTY: return c->its;
	default: return c->elem && c->elem->scope == f->scope ? c->elem : NULL;
	}
}

/* ---- what is remembered within a run ---- */
#define MODE_NONE UINT64_MAX

/* How things are asked now: what is asked in the same mode of the same run has the same answer.
 * MODE_NONE: too deep to be told apart, or inside a hypothetical. */
static uint64_t mode_of(const evaluation *e)
{
	if (e->would_depth || e->presume_depth > 3 || e->l->entries.n >= 0x7fff)
		return MODE_NONE;
	uint64_t mode = (uint64_t)e->stated_only | (uint64_t)e->in_paper << 1;
	for (uint32_t i = 0; i < e->presume_depth; i++)
		mode |= (uint64_t)(e->presuming[i] + 1) << (2 + 16 * i);
	return mode;
}

static bool recall(evaluation *e, const trace *t, uint64_t mode)
{
	if (t->stamp != e->stamp || t->mode != mode)
		return false;
	for (uint32_t i = 0; i < t->leaf_n; i++)
		ab_push(e->arena, &e->touched, e->memo_leaves.p[t->leaf_first + i]);
	e->asked |= t->asked;
	e->way_out = e->way_out || t->way_out;
	return true;
}

typedef struct watch { /* what stood before the question */
	uint64_t asked;
	uint32_t mark;
	bool way_out;
} watch;

static watch watch_begin(evaluation *e)
{
	watch w = {e->asked, e->touched.n, e->way_out};
	e->asked = 0;
	e->way_out = false;
	return w;
}

static trace watch_end(evaluation *e, const watch *w, uint64_t mode)
{
	trace t = {mode, e->asked, e->stamp, e->memo_leaves.n, e->touched.n - w->mark, e->way_out};
	for (uint32_t i = w->mark; i < e->touched.n; i++)
		ab_push(e->arena, &e->memo_leaves, e->touched.p[i]);
	e->asked |= w->asked;
	e->way_out = e->way_out || w->way_out;
	return t;
}

/* ---- values ---- */
static bool presuming(const evaluation *e, uint32_t entry)
{
	for (uint32_t i = 0; i < e->presume_depth; i++)
		if (e->presuming[i] == entry)
			return true;
	return false;
}

law_tri eval_rebutted(evaluation *e, const law_body *b, const context *c)
{
	if (b->rebutted == NODE_NONE)
		return LAW_FALSE;
	bool before = e->stated_only;
	uint32_t mark = e->touched.n;
	e->stated_only = true;
	law_tri r = eval_node(e, b->rebutted, c);
	e->stated_only = before;
	if (r == LAW_UNKNOWN && e->hold && !(e->freeing && eval_freed_since(e, mark))) {
		e->touched.n = mark;
		e->way_out = true;
		return LAW_FALSE;
	}
	return r;
}

bool eval_freed_since(const evaluation *e, uint32_t mark)
{
	for (uint32_t i = mark; i < e->touched.n; i++) {
		const leaf *lf = &e->touched.p[i];
		if (lf->kind == LEAF_ATOM)
			return true;
		if (lf->kind == LEAF_VALUE && lf->frame->v[e->l->facts.p[lf->fact].slot].from == LF_FREED)
			return true;
	}
	return false;
}

/* Is a presumption of `entry` about this class or fact at work? */
static law_tri eval_presumption(evaluation *e, uint32_t entry, bool fact, uint32_t target, const context *c)
{
	if (presuming(e, entry) || e->presume_depth == AB_COUNT(e->presuming))
		return LAW_FALSE;
	e->presuming[e->presume_depth++] = entry;
	consult(e, entry);
	law_tri r = LAW_FALSE;
	for (uint32_t i = 0; i < e->v->live[entry].n && r != LAW_TRUE; i++) {
		const law_live *live = &e->v->live[entry].p[i];
		bool hit = false;
		const uint32_t *p = fact ? live->body->presume_fact.p : live->body->presume_class.p;
		uint32_t n = fact ? live->body->presume_fact.n : live->body->presume_class.n;
		for (uint32_t k = 0; k < n; k++)
			hit = hit || p[k] == target;
		if (!hit)
			continue;
		law_tri t = eval_live(e, live, c);
		if (t != LAW_FALSE)
			t = tri_and(t, tri_not(eval_rebutted(e, live->body, c)));
		r = tri_or(r, t);
	}
	e->presume_depth--;
	return r;
}

/* Is a yes-or-no fact presumed true? */
static law_tri eval_presumed(evaluation *e, uint32_t fact, const context *c)
{
	const law_fact_use *use = &e->l->use[fact];
	law_tri r = LAW_FALSE;
	for (uint32_t i = 0; i < use->presumed_by.n && r != LAW_TRUE; i++)
		r = tri_or(r, eval_presumption(e, use->presumed_by.p[i], true, fact, c));
	return r;
}

static bool no_counts(const evaluation *e, const law_value *v)
{
	if (e->stated_only && (v->from == LF_ASSUMED || v->from == LF_DEFAULT))
		return true;
	/* what the search tries rebuts nothing and is no paper */
	return e->hold && (e->stated_only || e->in_paper) && v->from == LF_COMPUTED;
}

const law_value *eval_fetch(evaluation *e, uint32_t fact, law_frame *frame, const context *c)
{
	const law_fact *f = &e->l->facts.p[fact];
	if (!frame)
		return &unknown_value;
	const law_value *v = &frame->v[f->slot];
	if (v->state == LV_KNOWN && no_counts(e, v))
		return &unknown_value;
	/* a presumption gives way to what its text names, not to a bare word to the contrary */
	bool open = v->state == LV_UNKNOWN ? !v->null : v->state == LV_KNOWN && !v->word;
	if (f->type != LT_BOOL || !open || e->stated_only || !e->l->use[fact].presumed_by.n)
		return v;
	uint32_t mark = e->touched.n;
	law_tri t = eval_presumed(e, fact, c);
	if (t == LAW_UNKNOWN && v->state == LV_KNOWN)
		return &presumed_open;
	if (t != LAW_UNKNOWN || !e->freeing)
		e->touched.n = mark;
	return t == LAW_TRUE ? &presumed_true : v;
}

/* ---- numbers ---- */
static num num_of(ab_num lo, ab_num hi)
{
	return (num){NUM_BETWEEN, lo, AB_NUM_ONE, hi, AB_NUM_ONE};
}

bool num_point(const num *n)
{
	return n->state == NUM_BETWEEN && n->hn != AB_NUM_MAX && ab_ratio_cmp(n->ln, n->ld, n->hn, n->hd) == 0;
}

static int cmp_lo_hi(const num *a, const num *b) /* a's lower against b's upper bound */
{
	return b->hn == AB_NUM_MAX ? -1 : ab_ratio_cmp(a->ln, a->ld, b->hn, b->hd);
}

static int cmp_hi_lo(const num *a, const num *b)
{
	return a->hn == AB_NUM_MAX ? 1 : ab_ratio_cmp(a->hn, a->hd, b->ln, b->ld);
}

law_tri num_compare(law_cmp op, const num *a, const num *b)
{
	if (a->state == NUM_NONE || b->state == NUM_NONE)
		return LAW_FALSE; /* without a value no limb is met */
	if (a->state == NUM_MISSING || b->state == NUM_MISSING)
		return LAW_UNKNOWN;
	switch (op) {
	case LC_GE: return cmp_lo_hi(a, b) >= 0 ? LAW_TRUE : cmp_hi_lo(a, b) < 0 ? LAW_FALSE : LAW_UNKNOWN;
	case LC_GT: return cmp_lo_hi(a, b) > 0 ? LAW_TRUE : cmp_hi_lo(a, b) <= 0 ? LAW_FALSE : LAW_UNKNOWN;
	case LC_LE: return cmp_hi_lo(a, b) <= 0 ? LAW_TRUE : cmp_lo_hi(a, b) > 0 ? LAW_FALSE : LAW_UNKNOWN;
	case LC_LT: return cmp_hi_lo(a, b) < 0 ? LAW_TRUE : cmp_lo_hi(a, b) >= 0 ? LAW_FALSE : LAW_UNKNOWN;
	case LC_EQ:
		if (cmp_lo_hi(a, b) > 0 || cmp_hi_lo(a, b) < 0)
			return LAW_FALSE;
		return num_point(a) && num_point(b) ? LAW_TRUE : LAW_UNKNOWN;
	}
	return LAW_UNKNOWN;
}

/* Out of range is no value to stand on: then anything is possible. */
static num num_any(void)
{
	return num_of(0, AB_NUM_MAX);
}

static bool mul_part(ab_num a, ab_num b, ab_num *out)
{
	if (a == AB_NUM_MAX || b == AB_NUM_MAX) {
		*out = a == 0 || b == 0 ? 0 : AB_NUM_MAX;
		return true;
	}
	return ab_num_mul(a, b, out);
}

static num num_mul(num a, num b)
{
	num r = {.state = NUM_BETWEEN};
	if (!mul_part(a.ln, b.ln, &r.ln) || !mul_part(a.ld, b.ld, &r.ld) || !mul_part(a.hn, b.hn, &r.hn) ||
	    !mul_part(a.hd, b.hd, &r.hd))
		return num_any();
	return r;
}

static num num_div(num a, num b)
{
	if (b.hn == 0)
		return (num){.state = NUM_NONE};
	num r = {.state = NUM_BETWEEN};
	/* a.lo / b.hi .. a.hi / b.lo */
	bool ok = true;
	if (b.hn == AB_NUM_MAX)
		r.ln = 0, r.ld = AB_NUM_ONE;
	else
		ok = mul_part(a.ln, b.hd, &r.ln) && mul_part(a.ld, b.hn, &r.ld);
	if (b.ln == 0 || a.hn == AB_NUM_MAX)
		r.hn = AB_NUM_MAX, r.hd = AB_NUM_ONE;
	else
		ok = ok && mul_part(a.hn, b.ld, &r.hn) && mul_part(a.hd, b.ln, &r.hd);
	return ok ? r : num_any();
}

static bool add_ratio(ab_num an, ab_num ad, ab_num bn, ab_num bd, ab_num *n, ab_num *d)
{
	ab_num x, y;
	if (an == AB_NUM_MAX || bn == AB_NUM_MAX) {
		*n = AB_NUM_MAX;
		*d = AB_NUM_ONE;
		return true;
	}
	if (ad == bd) {
		*d = ad;
		return ab_num_add(an, bn, n);
	}
	return ab_num_mul(an, bd, &x) && ab_num_mul(bn, ad, &y) && ab_num_add(x, y, n) && ab_num_mul(ad, bd, d);
}

static num num_add(num a, num b)
{
	num r = {.state = NUM_BETWEEN};
	if (!add_ratio(a.ln, a.ld, b.ln, b.ld, &r.ln, &r.ld) || !add_ratio(a.hn, a.hd, b.hn, b.hd, &r.hn, &r.hd))
		return num_any();
	return r;
}

static num num_greater(num a, num b)
{
	num r = a;
	if (ab_ratio_cmp(b.ln, b.ld, a.ln, a.ld) > 0)
		r.ln = b.ln, r.ld = b.ld;
	if (a.hn != AB_NUM_MAX && (b.hn == AB_NUM_MAX || ab_ratio_cmp(b.hn, b.hd, a.hn, a.hd) > 0))
		r.hn = b.hn, r.hd = b.hd;
	return r;
}

static num num_lesser(num a, num b)
{
	num r = a;
	if (ab_ratio_cmp(b.ln, b.ld, a.ln, a.ld) < 0)
		r.ln = b.ln, r.ld = b.ld;
	if (b.hn != AB_NUM_MAX && (a.hn == AB_NUM_MAX || ab_ratio_cmp(b.hn, b.hd, a.hn, a.hd) < 0))
		r.hn = b.hn, r.hd = b.hd;
	return r;
}

/* n/d rounded to 10^-9, down or up; AB_NUM_MAX when it does not fit. */
static ab_num ratio_round(ab_num n, ab_num d, bool up)
{
	__extension__ typedef unsigned __int128 wide;
	if (n == AB_NUM_MAX || d == AB_NUM_ONE)
		return n;
	if (d <= 0 || n < 0)
		return up ? AB_NUM_MAX : 0;
	wide q = (wide)n / (wide)d, rest = (wide)n % (wide)d;
	if (q >= (wide)1 << 96 || rest >= (wide)1 << 97)
		return up ? AB_NUM_MAX : (ab_num)q;
	wide part = rest * (wide)AB_NUM_ONE;
	return (ab_num)(q * (wide)AB_NUM_ONE + (up ? part + (wide)d - 1 : part) / (wide)d);
}

void num_round(const num *n, ab_num *lo, ab_num *hi)
{
	*lo = ratio_round(n->ln, n->ld, false);
	*hi = ratio_round(n->hn, n->hd, true);
}

static num eval_figure(evaluation *e, const law_fact *f, law_frame *frame, const context *c)
{
	const law_entry *x = &e->l->entries.p[f->figure_entry];
	context in = *c;
	if (f->scope == LS_ITEM)
		in.item = frame;
	if (e->depth > 64)
		return (num){.state = NUM_MISSING};
	e->depth++;
	consult(e, x->index);
	num out = {.state = NUM_MISSING};
	for (uint32_t i = 0; i < e->v->live[x->index].n && out.state == NUM_MISSING; i++) {
		const law_body *b = e->v->live[x->index].p[i].body;
		law_tri when = b->when == NODE_NONE ? LAW_TRUE : eval_node(e, b->when, &in);
		if (when == LAW_FALSE) {
			out.state = NUM_NONE;
			break;
		}
		for (uint32_t k = 0; k < b->value.n && when == LAW_TRUE && !num_point(&out); k++) {
			uint32_t mark = e->touched.n;
			num x = eval_num(e, b->value.p[k], &in);
			/* `otherwise` is for what the first way leaves unknown */
			if (out.state == NUM_MISSING || num_point(&x))
				out = x;
			else
				e->touched.n = mark; /* it says nothing: nothing hangs on it */
		}
	}
	e->depth--;
	return out;
}

/* A figure that is computed anew: it may be decided whatever is unknown; `asked`: questions that it hangs on. */
static num compute_figure(evaluation *e, uint32_t fact, law_frame *frame, const context *c)
{
	uint32_t mark = e->touched.n;
	uint64_t asked = e->asked;
	e->asked = 0;
	num n = eval_figure(e, &e->l->facts.p[fact], frame, c);
	bool decided = n.state == NUM_NONE || num_point(&n);
	uint64_t own = e->asked;
	for (uint32_t i = 0; i < e->l->interps.n && i < 64 && decided; i++)
		if (e->choice[i] < 0) /* open, and the figure is the same for every answer */
			own &= ~((uint64_t)1 << i);
	e->asked = asked | own;
	if (decided) { /* it stays so */
		if (e->figure_n < AB_COUNT(e->figures))
			e->figures[e->figure_n++] = (figure_value){fact, frame, n, own};
		e->touched.n = mark;
		return n;
	}
	bool only_choices = e->touched.n > mark && n.state == NUM_BETWEEN;
	uint32_t at = mark; /* questions about the reading of the law stay: they are asked, not the figure */
	for (uint32_t i = mark; i < e->touched.n; i++) {
		if (e->touched.p[i].kind == LEAF_CHOICE)
			e->touched.p[at++] = e->touched.p[i];
		else
			only_choices = false;
	}
	e->touched.n = at;
	if (only_choices)
		return n;
	leaf lf = {.kind = LEAF_VALUE, .frame = frame, .fact = fact, .hi = AB_NUM_MAX};
	if (n.state != NUM_BETWEEN)
		n = num_any();
	else
		num_round(&n, &lf.lo, &lf.hi);
	touch(e, lf);
	return n;
}

static num figure_num(evaluation *e, uint32_t fact, law_frame *frame, const context *c)
{
	for (uint32_t i = 0; i < e->figure_n; i++)
		if (e->figures[i].fact == fact && e->figures[i].frame == frame) {
			e->asked |= e->figures[i].asked;
			return e->figures[i].value;
		}
	uint64_t mode = mode_of(e);
	open_figure *o = &e->open_figures[(fact * 31 + (uint32_t)((uintptr_t)frame >> 4)) % OPEN_FIGURES];
	if (o->fact == fact && o->frame == frame && recall(e, &o->t, mode))
		return o->value;
	watch w = watch_begin(e);
	num n = compute_figure(e, fact, frame, c);
	trace t = watch_end(e, &w, mode);
	if (mode != MODE_NONE)
		*o = (open_figure){t, fact, frame, n};
	return n;
}

num eval_fact_num(evaluation *e, uint32_t fact, law_frame *frame, const context *c)
{
	const law_fact *f = &e->l->facts.p[fact];
	if (!frame)
		return num_any();
	const law_value *v = eval_fetch(e, fact, frame, c);
	if (v->state == LV_NONE)
		return (num){.state = NUM_NONE};
	if (f->type == LT_DATE)
		e->consulted_day = true;
	if (v->state == LV_KNOWN && f->type == LT_DATE)
		return num_of(ab_num_int(v->word), ab_num_int(v->word));
	if (v->state == LV_KNOWN) {
		if (v->lo != v->hi)
			touch(e, (leaf){.kind = LEAF_VALUE, .frame = frame, .fact = fact, .lo = v->lo, .hi = v->hi});
		return num_of(v->lo, v->hi);
	}
	if (f->figure && !v->null)
		return figure_num(e, fact, frame, c);
	touch_value(e, fact, frame);
	return num_any();
}

/* ---- who ---- */
static uint32_t collect_parts(const law_frame *item, law_frame **out, uint32_t max)
{
	/* breadth first, so that no depth of nesting needs a stack */
	uint32_t n = 0;
	for (uint32_t i = 0; i < item->parts.n && n < max; i++)
		out[n++] = item->parts.p[i];
	for (uint32_t at = 0; at < n; at++)
		for (uint32_t i = 0; i < out[at]->parts.n && n < max; i++)
			out[n++] = out[at]->parts.p[i];
	return n;
}

static uint32_t copy_frames(law_frame *const *p, uint32_t n, law_frame **out, uint32_t max)
{
	n = n < max ? n : max;
	for (uint32_t i = 0; i < n; i++)
		out[i] = p[i];
	return n;
}

uint32_t eval_who(evaluation *e, const law_node *n, const context *c, law_frame **out, uint32_t max, bool *missing)
{
	*missing = false;
	law_frame *i = c->item, *one = NULL;
	switch ((law_who_kind)n->who) {
	case WHO_ROLES: return copy_frames(e->f->roles[n->index].list.p, e->f->roles[n->index].list.n, out, max);
	case WHO_DESIGNER: one = i->designer; break;
	case WHO_FABRICATOR: one = i->fabricator; break;
	case WHO_PACKAGER: one = i->packager; break;
	case WHO_PART: *missing = !i->parts_stated; return collect_parts(i, out, max);
	case WHO_UNIT: *missing = !i->units.n; return copy_frames(i->units.p, i->units.n, out, max);
	case WHO_FORMAT: *missing = !i->formats.n; return copy_frames(i->formats.p, i->formats.n, out, max);
	case WHO_CONTENT: *missing = !i->contents.n; return copy_frames(i->contents.p, i->contents.n, out, max);
	case WHO_OWNER:
		*missing = !c->its || !c->its->owners_stated;
		return c->its ? copy_frames(c->its->owners.p, c->its->owners.n, out, max) : 0;
	}
	if (!one)
		return 0;
	out[0] = one;
	return 1;
}

context eval_bind(const law_node *n, const context *c, law_frame *f)
{
	context in = *c;
	switch ((law_who_kind)n->who) {
	case WHO_PART: in.item = f; break;
	case WHO_UNIT:
	case WHO_FORMAT:
	case WHO_CONTENT: in.elem = f; break;
	default: in.its = f;
	}
	return in;
}

#define WHO_MAX 1024

static law_tri eval_quantifier(evaluation *e, const law_node *n, const context *c)
{
	law_frame *list[WHO_MAX];
	bool missing;
	uint32_t k = eval_who(e, n, c, list, WHO_MAX, &missing);
	bool any = n->op == N_ANY;
	law_tri r = any ? LAW_FALSE : LAW_TRUE;
	law_tri stop = any ? LAW_TRUE : LAW_FALSE;
	uint32_t kid = law_node_kid(e->l, n, 0);
	for (uint32_t i = 0; i < k && r != stop; i++) {
		context in = eval_bind(n, c, list[i]);
		law_tri t = eval_node(e, kid, &in);
		r = any ? tri_or(r, t) : tri_and(r, t);
	}
	/* more than can be looked at: of the rest nothing is known */
	if (k == WHO_MAX && r != stop)
		r = LAW_UNKNOWN;
	return r;
}

static num piece_count(const law_frame *part)
{
	const law_frame *up = part->up;
	for (uint32_t i = 0; up && i < up->parts.n; i++)
		if (i < up->counts.n && up->parts.p[i] == part && up->counts.p[i].state == LV_KNOWN)
			return num_of(up->counts.p[i].lo, up->counts.p[i].hi);
	return num_of(AB_NUM_ONE, AB_NUM_MAX);
}

/* Pieces of a part in the whole item: its count times that of what it stands in. */
static num pieces(const law_frame *part, const law_frame *whole)
{
	num n = num_of(AB_NUM_ONE, AB_NUM_ONE);
	for (const law_frame *p = part; p && p != whole && p->scope == LS_ITEM; p = p->up)
		n = num_mul(n, piece_count(p));
	return n;
}

static num eval_aggregate(evaluation *e, const law_node *n, const context *c)
{
	law_frame *list[WHO_MAX];
	bool missing;
	uint32_t k = eval_who(e, n, c, list, WHO_MAX, &missing);
	if (missing)
		return (num){.state = NUM_MISSING};
	bool adds = n->op == N_SUM || n->op == N_COUNT;
	num r = {.state = NUM_MISSING};
	if (adds)
		r = num_of(0, 0);
	uint32_t where = law_node_kid(e->l, n, 0), of = law_node_kid(e->l, n, 1);
	for (uint32_t i = 0; i < k; i++) {
		context in = eval_bind(n, c, list[i]);
		law_tri w = where == NODE_NONE ? LAW_TRUE : eval_node(e, where, &in);
		if (w == LAW_FALSE)
			continue;
		num x = n->op == N_COUNT ? num_of(AB_NUM_ONE, AB_NUM_ONE) : eval_num(e, of, &in);
		if (x.state == NUM_NONE)
			continue;
		if (x.state == NUM_MISSING)
			x = num_any();
		if (adds && n->who == WHO_PART)
			x = num_mul(x, pieces(list[i], c->item));
		if (w == LAW_UNKNOWN) {
			if (n->op == N_LEAST)
				x.hn = AB_NUM_MAX, x.hd = AB_NUM_ONE;
			else
				x.ln = 0, x.ld = AB_NUM_ONE;
		}
		if (adds)
			r = num_add(r, x);
		else if (r.state == NUM_MISSING)
			r = x;
		else
			r = n->op == N_GREATEST ? num_greater(r, x) : num_lesser(r, x);
	}
	if (k == WHO_MAX) { /* more than can be looked at: of the rest nothing is known */
		r.hn = AB_NUM_MAX;
		r.hd = AB_NUM_ONE;
		if (n->op == N_LEAST)
			r.ln = 0, r.ld = AB_NUM_ONE;
	}
	return r;
}

/* ---- shares of owners: what is not stated lies between 0 and the rest ---- */
static law_tri owner_counts(evaluation *e, const law_node *n, law_frame *o, int depth, num *below);

static num owners_share(evaluation *e, const law_node *n, law_frame *party, int depth)
{
	ab_num hundred = 100 * AB_NUM_ONE;
	if (!party->owners_stated)
		return num_of(0, e->q->unlisted_owners ? 0 : hundred);
	ab_num lo = 0, hi = 0, stated = 0;
	bool open = false;
	for (uint32_t i = 0; i < party->owners.n; i++) {
		law_frame *o = party->owners.p[i];
		num below;
		law_tri on = owner_counts(e, n, o, depth, &below);
		const law_value *p = e->l->f_percent ? &o->v[e->l->f_percent->slot] : &unknown_value;
		if (p->state != LV_KNOWN) {
			open = open || on != LAW_FALSE;
			continue;
		}
		stated += p->lo;
		if (on == LAW_TRUE)
			lo += p->lo;
		if (on != LAW_FALSE)
			hi += p->hi;
	}
	if (open)
		hi = hundred;
	else if (stated < hundred && !e->q->unlisted_owners)
		hi += hundred - stated;
	return num_of(lo < hundred ? lo : hundred, hi < hundred ? hi : hundred);
}

/* An owner counts whole when it is on a list itself, or when it is owned 50 % or more by listed owners. */
static law_tri owner_counts(evaluation *e, const law_node *n, law_frame *o, int depth, num *below)
{
	const law_value *v = &o->v[e->l->f_listed->slot];
	const law_bits *mask = &e->l->bitsets.p[n->bits];
	law_tri on = v->state == LV_KNOWN ? (law_tri)bits_any(&v->bits, mask) : LAW_UNKNOWN;
	if (on == LAW_FALSE && v->open && bits_any(v->open, mask))
		on = LAW_UNKNOWN;
	if (v->state == LV_UNKNOWN && e->q->unlisted_owners && !v->null)
		on = LAW_FALSE;
	*below = num_of(0, 0);
	if (on == LAW_TRUE || !o->owners_stated || depth > 16)
		return depth > 16 ? LAW_UNKNOWN : on;
	*below = owners_share(e, n, o, depth + 1);
	ab_num half = 50 * AB_NUM_ONE;
	law_tri through = below->ln >= half ? LAW_TRUE : below->hn < half ? LAW_FALSE : LAW_UNKNOWN;
	return tri_or(on, through);
}

/* Under an open question the number lies anywhere between its two values. */
static num num_hull(num a, num b)
{
	num lo = num_lesser(a, b), hi = num_greater(a, b);
	return (num){NUM_BETWEEN, lo.ln, lo.ld, hi.hn, hi.hd};
}

static num eval_if(evaluation *e, const law_node *n, const context *c)
{
	num a = eval_num(e, law_node_kid(e->l, n, 0), c), b = eval_num(e, law_node_kid(e->l, n, 2), c);
	if (num_point(&a) && num_point(&b) && ab_ratio_cmp(a.ln, a.ld, b.ln, b.ld) == 0)
		return a; /* whatever the reading: the question is not asked */
	law_tri t = eval_node(e, law_node_kid(e->l, n, 1), c);
	if (t != LAW_UNKNOWN)
		return t == LAW_TRUE ? a : b;
	if (a.state != NUM_BETWEEN || b.state != NUM_BETWEEN)
		return a.state == b.state ? a : (num){.state = NUM_MISSING};
	return num_hull(a, b);
}

num eval_num(evaluation *e, uint32_t node, const context *c)
{
	const law_node *n = &e->l->nodes.p[node];
	switch ((node_op)n->op) {
	case N_NUM: return num_of(n->num, n->num);
	case N_FACT: return eval_fact_num(e, n->fact, eval_frame(&e->l->facts.p[n->fact], e, c), c);
	case N_FIGURE: return num_of(e->amount, e->amount);
	case N_COUNT_OF: return piece_count(c->item);
	case N_SUM:
	case N_COUNT:
	case N_GREATEST:
	case N_LEAST: return eval_aggregate(e, n, c);
	case N_SHARE: return c->its ? owners_share(e, n, c->its, 0) : num_any();
	case N_IF: return eval_if(e, n, c);
	case N_ADD:
	case N_MUL:
	case N_DIV:
	case N_GREATER:
	case N_LESSER: break;
	default: return (num){.state = NUM_MISSING};
	}
	num a = eval_num(e, law_node_kid(e->l, n, 0), c), b = eval_num(e, law_node_kid(e->l, n, 1), c);
	if (a.state != NUM_BETWEEN)
		return a;
	if (b.state != NUM_BETWEEN)
		return b;
	switch ((node_op)n->op) {
	case N_ADD: return num_add(a, b);
	case N_MUL: return num_mul(a, b);
	case N_DIV: return num_div(a, b);
	case N_GREATER: return num_greater(a, b);
	default: return num_lesser(a, b);
	}
}

/* ---- conditions ---- */
static law_tri atom(evaluation *e, uint32_t node, const context *c)
{
	for (uint32_t i = 0; i < e->atoms.n; i++)
		if (e->atoms.p[i].node == node && e->atoms.p[i].frame == c->item && e->atoms.p[i].its == c->its)
			return e->atoms.p[i].value;
	const law_node *n = &e->l->nodes.p[node];
	if (e->freeing && e->shares != LAW_UNKNOWN && n->op == N_CMP &&
	    (e->l->nodes.p[law_node_kid(e->l, n, 0)].op == N_SHARE ||
	     e->l->nodes.p[law_node_kid(e->l, n, 1)].op == N_SHARE))
		return e->shares;
	touch(e, (leaf){.kind = LEAF_ATOM, .frame = c->item, .its = c->its, .node = node});
	return LAW_UNKNOWN;
}

static law_tri eval_cmp(evaluation *e, uint32_t node, const context *c)
{
	const law_node *n = &e->l->nodes.p[node];
	uint32_t ka = law_node_kid(e->l, n, 0), kb = law_node_kid(e->l, n, 1);
	uint32_t mark = e->touched.n;
	num a = eval_num(e, ka, c), b = eval_num(e, kb, c);
	law_tri r = num_compare((law_cmp)n->cmp, &a, &b);
	if (r != LAW_UNKNOWN) {
		e->touched.n = mark;
		return r;
	}
	if (e->l->nodes.p[ka].op == N_FACT && e->l->nodes.p[kb].op == N_NUM && e->touched.n > mark)
		return r;        /* the fact itself can be branched at its breakpoints */
	e->touched.n = mark; /* two unknown figures: the comparison is one unknown */
	return atom(e, node, c);
}

/* Of a list that is known in part, the words that may stand in it besides leave it open. */
static law_tri has_any(evaluation *e, const law_node *n, law_frame *fr, const law_value *v, const law_bits *mask)
{
	if (bits_any(&v->bits, mask))
		return LAW_TRUE;
	if (!v->open || !bits_any(v->open, mask))
		return LAW_FALSE;
	if (fr)
		touch_value(e, n->fact, fr);
	return LAW_UNKNOWN;
}

static law_tri eval_word(evaluation *e, const law_node *n, const context *c)
{
	law_frame *fr = eval_frame(&e->l->facts.p[n->fact], e, c);
	const law_value *v = eval_fetch(e, n->fact, fr, c);
	if (v->state == LV_NONE)
		return LAW_FALSE;
	if (v->state == LV_UNKNOWN) {
		if (fr && v != &presumed_open)
			touch_value(e, n->fact, fr);
		return LAW_UNKNOWN;
	}
	const law_bits *mask = &e->l->bitsets.p[n->bits];
	switch ((node_op)n->op) {
	case N_BOOL: return (law_tri)((v->word != 0) == n->flag);
	case N_HAS: return has_any(e, n, fr, v, mask);
	case N_GROUP: return (law_tri)(v->word >= 0 && ((e->v->member[v->word] >> n->index) & 1));
	default: return (law_tri)((v->word > 0 && law_bits_get(mask, (uint32_t)v->word)) || bits_any(&v->bits, mask));
	}
}

static law_tri eval_differs(evaluation *e, uint32_t node, const context *c)
{
	const law_node *n = &e->l->nodes.p[node];
	const law_value *v[2];
	uint32_t mark = e->touched.n;
	bool branched = false;
	for (uint32_t i = 0; i < 2; i++) {
		const law_node *k = &e->l->nodes.p[law_node_kid(e->l, n, i)];
		v[i] = k->op == N_FACT ? eval_fetch(e, k->fact, eval_frame(&e->l->facts.p[k->fact], e, c), c) : &unknown_value;
		if (v[i]->state == LV_NONE)
			return LAW_FALSE;
		branched = branched || v[i]->from == LF_COMPUTED;
	}
	e->touched.n = mark;
	if (v[0]->state != LV_KNOWN || v[1]->state != LV_KNOWN)
		return atom(e, node, c);
	/* a value that the search tries stands for every country of its kind */
	if (branched && e->v->member[v[0]->word] == e->v->member[v[1]->word])
		return atom(e, node, c);
	return (law_tri)(v[0]->word != v[1]->word);
}

static law_tri eval_choice(evaluation *e, const law_node *n)
{
	e->asked |= n->index < 64 ? (uint64_t)1 << n->index : 0;
	int32_t choice = e->choice[n->index];
	if (choice >= 0)
		return (law_tri)(choice == (int32_t)n->bits);
	touch(e, (leaf){.kind = LEAF_CHOICE, .node = n->index});
	return LAW_UNKNOWN;
}

law_tri eval_gates(evaluation *e, const law_live *live)
{
	law_tri r = LAW_TRUE;
	for (uint32_t i = 0; i < live->gates.n; i++) {
		const law_gate *g = &live->gates.p[i];
		int32_t choice = e->choice[g->interp];
		e->asked |= g->interp < 64 ? (uint64_t)1 << g->interp : 0;
		if (choice < 0) {
			touch(e, (leaf){.kind = LEAF_CHOICE, .node = g->interp});
			r = tri_and(r, LAW_UNKNOWN);
		} else {
			r = tri_and(r, (law_tri)((choice == g->choice) != g->negate));
		}
	}
	return r;
}

law_tri eval_live(evaluation *e, const law_live *live, const context *c)
{
	uint32_t mark = e->touched.n;
	law_tri r = eval_gates(e, live);
	if (r != LAW_FALSE && live->body->when != NODE_NONE)
		r = tri_and(r, eval_node(e, live->body->when, c));
	if (r != LAW_FALSE && live->body->unless != NODE_NONE)
		r = tri_and(r, tri_not(eval_node(e, live->body->unless, c)));
	if (r != LAW_UNKNOWN)
		e->touched.n = mark;
	return r;
}

static law_tri eval_define(evaluation *e, uint32_t entry, const context *c)
{
	law_tri r = LAW_FALSE;
	consult(e, entry);
	for (uint32_t i = 0; i < e->v->live[entry].n && r != LAW_TRUE; i++)
		r = tri_or(r, eval_live(e, &e->v->live[entry].p[i], c));
	return r;
}

/* ---- classes ---- */
static law_tri ask_figures(evaluation *e, const law_entry *x, const context *c);
static law_tri ask_class(evaluation *e, const law_entry *x, const context *c);

/* Classes are asked by rules, by each other (`after`) and by the paragraphs beside them. */
static law_tri class_answered(evaluation *e, const law_entry *x, const context *c, bool by_figures)
{
	uint64_t mode = mode_of(e);
	uint32_t hash = 2 * x->index + by_figures + 37 * (uint32_t)((uintptr_t)c->item >> 4) + (mode ? 61 : 0);
	class_answer *k = &e->class_answers[hash % CLASS_ANSWERS];
	bool same = k->entry == x->index && k->by_figures == by_figures && k->c.item == c->item && k->c.its == c->its &&
	            k->c.elem == c->elem;
	if (same && recall(e, &k->t, mode))
		return k->value;
	watch w = watch_begin(e);
	law_tri r = by_figures ? ask_figures(e, x, c) : ask_class(e, x, c);
	trace t = watch_end(e, &w, mode);
	if (mode != MODE_NONE)
		*k = (class_answer){t, *c, x->index, by_figures, r};
	return r;
}

static law_tri class_by_figures(evaluation *e, const law_entry *x, const context *c)
{
	return class_answered(e, x, c, true);
}

static law_tri ask_figures(evaluation *e, const law_entry *x, const context *c)
{
	law_tri r = LAW_FALSE;
	if (!bits_empty(&x->kinds) && e->l->f_kind) {
		const law_value *k = &c->item->v[e->l->f_kind->slot];
		if (k->state == LV_NONE ||
		    (k->state == LV_KNOWN && !(k->word > 0 && law_bits_get(&x->kinds, (uint32_t)k->word))))
			return LAW_FALSE;
	}
	for (uint32_t i = 0; i < e->v->live[x->index].n && r != LAW_TRUE; i++)
		r = tri_or(r, eval_live(e, &e->v->live[x->index].p[i], c));
	for (uint32_t i = 0; i < x->removed_by.n && r != LAW_FALSE; i++) {
		uint32_t note = x->removed_by.p[i];
		consult(e, note);
		for (uint32_t k = 0; k < e->v->live[note].n && r != LAW_FALSE; k++) {
			const law_body *b = e->v->live[note].p[k].body;
			for (uint32_t m = 0; m < b->removes.n; m++)
				if (b->removes.p[m] == x->index)
					r = tri_and(r, tri_not(eval_live(e, &e->v->live[note].p[k], c)));
		}
	}
	for (uint32_t i = 0; i < x->after.n && r != LAW_FALSE; i++)
		r = tri_and(r, tri_not(eval_class(e, x->after.p[i], c)));
	if (r != LAW_FALSE && !bits_empty(&x->kinds) && e->l->f_kind &&
	    c->item->v[e->l->f_kind->slot].state == LV_UNKNOWN) {
		touch_value(e, (uint32_t)(e->l->f_kind - e->l->facts.p), c->item);
		r = LAW_UNKNOWN;
	}
	for (uint32_t i = 0; i < x->presumed_by.n && r != LAW_TRUE; i++)
		r = tri_or(r, eval_presumption(e, x->presumed_by.p[i], false, x->index, c));
	return r;
}

bool law_paragraph_in(ab_str stated, ab_str whole)
{
	return stated.n >= whole.n && memcmp(stated.p, whole.p, whole.n) == 0 &&
	       (stated.n == whole.n || stated.p[whole.n] == '.');
}

/* A class whose base is the stated ECCN without a paragraph: which one, when the figures do not say? */
static law_tri class_of_base(evaluation *e, const law_entry *x, law_tri figures, const context *c)
{
	if (figures == LAW_TRUE || !x->paragraph.n)
		return LAW_TRUE;
	/* the entries of the .z paragraphs have others beside them: only the figures lead into .z */
	if (x->paragraph.p[0] == 'z')
		return figures == LAW_FALSE ? LAW_FALSE : class_by_figures(e, x, c);
	const law_value *kind = e->l->f_kind ? &c->item->v[e->l->f_kind->slot] : &unknown_value;
	uint32_t live = 0;
	for (uint32_t i = 0; i < x->siblings.n; i++) {
		const law_entry *s = &e->l->entries.p[x->siblings.p[i]];
		bool fits = bits_empty(&s->kinds) || kind->state != LV_KNOWN ||
		            (kind->word > 0 && law_bits_get(&s->kinds, (uint32_t)kind->word));
		if (!e->v->live[s->index].n || !fits) {
			if (s == x)
				return LAW_FALSE;
			continue;
		}
		live++;
		uint32_t mark = e->touched.n;
		law_tri t = s == x ? figures : class_by_figures(e, s, c);
		e->touched.n = mark;
		if (t == LAW_TRUE)
			return LAW_FALSE; /* the figures say that it is another paragraph */
	}
	if (live == 1)
		return LAW_TRUE;
	if (!e->l->f_paragraph) /* a pack that lets nobody state it */
		return LAW_UNKNOWN;
	uint32_t f = (uint32_t)(e->l->f_paragraph - e->l->facts.p);
	const law_value *v = &c->item->v[e->l->f_paragraph->slot];
	if (v->state == LV_KNOWN)
		return (law_tri)law_paragraph_in(law_word_name(e->l->f_paragraph, (uint32_t)v->word), x->paragraph);
	touch_value(e, f, c->item);
	return LAW_UNKNOWN;
}

law_tri eval_class(evaluation *e, uint32_t entry, const context *c)
{
	const law_entry *x = &e->l->entries.p[entry];
	if (e->depth > 64)
		return LAW_UNKNOWN;
	consult(e, entry);
	if (!e->v->live[entry].n && !x->presumed_by.n)
		return LAW_FALSE;
	return class_answered(e, x, c, false);
}

static law_tri ask_class(evaluation *e, const law_entry *x, const context *c)
{
	e->depth++;
	uint32_t mark = e->touched.n;
	law_tri figures = class_by_figures(e, x, c), r = figures;
	const law_value *eccn = e->l->f_eccn ? &c->item->v[e->l->f_eccn->slot] : &unknown_value;
	bool free = e->freeing && figures == LAW_UNKNOWN && eval_freed_since(e, mark);
	if (eccn->state == LV_KNOWN && !free &&
	    figures != LAW_TRUE) { /* a stated conclusion replaces the computation; the stricter counts */
		const law_value *p = e->l->f_paragraph ? &c->item->v[e->l->f_paragraph->slot] : &unknown_value;
		e->touched.n = mark;
		if (!ab_str_eq(law_word_name(e->l->f_eccn, (uint32_t)eccn->word), x->base))
			r = LAW_FALSE;
		else if (p->state == LV_KNOWN && p->from != LF_COMPUTED && x->paragraph.n)
			r = (law_tri)law_paragraph_in(law_word_name(e->l->f_paragraph, (uint32_t)p->word), x->paragraph);
		else
			r = class_of_base(e, x, figures, c);
	}
	if (r != LAW_UNKNOWN)
		e->touched.n = mark;
	e->depth--;
	return r;
}

/* ---- the hypothetical: would this part alone need a license for the same destination? ---- */
static bool left_out(const law_would *w, const law_entry *r)
{
	for (uint32_t i = 0; i < w->n; i++) {
		ab_str p = w->left_out[i];
		if (r->decl->id.n >= p.n && memcmp(r->decl->id.p, p.p, p.n) == 0 &&
		    (r->decl->id.n == p.n || r->decl->id.p[p.n] == '.'))
			return true;
	}
	return false;
}

static law_tri eval_would(evaluation *e, const law_node *n, const context *c)
{
	const law_would *w = &e->l->woulds.p[n->index];
	context in = *c;
	if (ab_str_is(w->who, "content")) {
		if (!c->elem || c->elem->scope != LS_PART_CONTENT || !c->elem->parts.n) {
			touch(e, (leaf){.kind = LEAF_ATOM, .frame = c->elem, .its = c->its, .node = (uint32_t)(n - e->l->nodes.p)});
			return LAW_UNKNOWN;
		}
		in.item = c->elem->parts.p[0];
	}
	if (e->would_depth)
		return LAW_UNKNOWN; /* depth one: no hypothetical inside a hypothetical */
	e->would_depth++;
	law_tri r = LAW_FALSE;
	for (uint32_t i = 0; i < e->rules.n && r != LAW_TRUE; i++) {
		const live_rule *k = &e->rules.p[i];
		if (k->live->body->src->effect == LE_REQUIRES && k->entry->decl->kind == LD_RULE && !left_out(w, k->entry))
			r = tri_or(r, eval_live(e, k->live, &in));
	}
	e->would_depth--;
	return r;
}

static law_tri eval_compound(evaluation *e, const law_node *n, const context *c)
{
	law_tri r;
	switch ((node_op)n->op) {
	case N_AND:
		r = LAW_TRUE;
		for (uint32_t i = 0; i < n->n && r != LAW_FALSE; i++)
			r = tri_and(r, eval_node(e, law_node_kid(e->l, n, i), c));
		return r;
	case N_OR:
		r = LAW_FALSE;
		for (uint32_t i = 0; i < n->n && r != LAW_TRUE; i++)
			r = tri_or(r, eval_node(e, law_node_kid(e->l, n, i), c));
		return r;
	case N_ANY:
	case N_ALL: return eval_quantifier(e, n, c);
	case N_CLASS: return eval_class(e, n->index, c);
	case N_DEFINE: return eval_define(e, n->index, c);
	default: return eval_would(e, n, c);
	}
}

/* Conditions that many rules share (a class, a define, `any receiver ...`) are asked once a run. */
static law_tri eval_shared(evaluation *e, uint32_t node, const context *c)
{
	const law_node *n = &e->l->nodes.p[node];
	uint64_t mode = mode_of(e);
	memo *m = &e->memos[n->memo + (mode ? e->l->memo_n + 1 : 0)];
	if (recall(e, &m->t, mode))
		return m->value;
	watch w = watch_begin(e);
	law_tri r = eval_compound(e, n, c);
	if (r != LAW_UNKNOWN)
		e->touched.n = w.mark;
	*m = (memo){watch_end(e, &w, mode), r};
	return r;
}

law_tri eval_node(evaluation *e, uint32_t node, const context *c)
{
	const law_node *n = &e->l->nodes.p[node];
	switch ((node_op)n->op) {
	case N_TRUE: return LAW_TRUE;
	case N_FALSE: return LAW_FALSE;
	case N_NOT: return tri_not(eval_node(e, law_node_kid(e->l, n, 0), c));
	case N_CMP: return eval_cmp(e, node, c);
	case N_WORD:
	case N_BOOL:
	case N_GROUP:
	case N_HAS: return eval_word(e, n, c);
	case N_DIFFERS: return eval_differs(e, node, c);
	case N_CHOICE: return eval_choice(e, n);
	case N_AND:
	case N_OR:
	case N_ANY:
	case N_ALL:
	case N_CLASS:
	case N_DEFINE:
	case N_WOULD: break;
	default: return LAW_UNKNOWN;
	}
	if (n->memo && c->item == e->top.item && mode_of(e) != MODE_NONE)
		return eval_shared(e, node, c);
	uint32_t mark = e->touched.n;
	law_tri r = eval_compound(e, n, c);
	if (r != LAW_UNKNOWN)
		e->touched.n = mark;
	return r;
}

/* ---- letters bind whom they name ---- */
static bool contains_fold(ab_str hay, ab_str needle)
{
	for (size_t i = 0; needle.n && i + needle.n <= hay.n; i++)
		if (ab_str_eq_fold((ab_str){hay.p + i, needle.n}, needle))
			return true;
	return false;
}

/* Does a condition name the chip that the case is about? */
static bool names_chip(evaluation *e, uint32_t node, const context *c, int depth)
{
	const law_node *n = &e->l->nodes.p[node];
	if (n->op == N_WORD)
		return e->l->f_chip && &e->l->facts.p[n->fact] == e->l->f_chip && eval_word(e, n, c) == LAW_TRUE;
	for (uint32_t i = 0; i < n->n && depth < 16; i++) {
		uint32_t k = law_node_kid(e->l, n, i);
		if (k != NODE_NONE && names_chip(e, k, c, depth + 1))
			return true;
	}
	return false;
}

static bool letter_names_item(evaluation *e, const law_entry *letter)
{
	bool named = false;
	uint32_t mark = e->touched.n;
	for (uint32_t i = 0; i < e->v->live[letter->index].n && !named; i++) {
		uint32_t when = e->v->live[letter->index].p[i].body->when;
		named = when != NODE_NONE && names_chip(e, when, &e->top, 0);
	}
	e->touched.n = mark;
	return named;
}

static law_tri addressed_to(evaluation *e, const law_entry *letter, law_frame *p)
{
	const law_value *name = e->l->f_name ? &p->v[e->l->f_name->slot] : &unknown_value;
	if (name->state == LV_KNOWN && name->text.n && contains_fold(name->text, letter->decl->addressee))
		return LAW_TRUE; /* whatever list of letters is stated beside it: the stricter counts */
	if (!e->l->f_letters)
		return name->state == LV_KNOWN && name->text.n ? LAW_FALSE : LAW_UNKNOWN;
	const law_value *v = &p->v[e->l->f_letters->slot];
	uint32_t bit = law_word(e->l->f_letters, letter->decl->id);
	if (v->state == LV_KNOWN && (v->from == LF_STATED || v->from == LF_COMPUTED))
		return (law_tri)(bit && law_bits_get(&v->bits, bit));
	if (name->state == LV_KNOWN && name->text.n)
		return LAW_FALSE;
	/* an assumption set says that an unnamed exporter got no letter; of a chip that the letter names it cannot know */
	if (v->state == LV_KNOWN && !letter_names_item(e, letter))
		return LAW_FALSE;
	touch_value(e, (uint32_t)(e->l->f_letters - e->l->facts.p), p);
	return LAW_UNKNOWN;
}

law_tri eval_addressed(evaluation *e, const law_entry *letter)
{
	uint32_t r = ab_map_get(&e->l->roles_ids, AB_STR("exporter"));
	law_tri t = LAW_FALSE;
	if (r == AB_MAP_NONE)
		return LAW_UNKNOWN;
	for (uint32_t i = 0; i < e->f->roles[r].list.n && t != LAW_TRUE; i++)
		t = tri_or(t, addressed_to(e, letter, e->f->roles[r].list.p[i]));
	return t;
}
