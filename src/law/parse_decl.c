/* Declarations of the rule language: a head, then clauses that each start with
 * their own word. Which clause may stand where is a table. After an error the
 * parser goes on at the next clause word or in column 1. */
#include "law/parse.h"

#include <stdio.h>
#include <string.h>

const char *const law_decl_names[LD_KIND_COUNT] = {
	[LD_PACK] = "pack",           [LD_SOURCE] = "source",
	[LD_UNIT] = "unit",           [LD_FACT] = "fact",
	[LD_FIGURE] = "figure",       [LD_GROUP] = "group",
	[LD_WORDS] = "words",         [LD_ROLES] = "roles",
	[LD_DEFINE] = "define",       [LD_CLASS] = "class",
	[LD_NOTE] = "note",           [LD_PRESUME] = "presume",
	[LD_REACH] = "reach",         [LD_INTERPRETATION] = "interpretation",
	[LD_RULE] = "rule",           [LD_LETTER] = "letter",
	[LD_EXCEPTION] = "exception", [LD_RESTRICT] = "restrict",
	[LD_POLICY] = "policy",       [LD_FLAG] = "flag",
	[LD_AMOUNT] = "amount",       [LD_LIST] = "list",
	[LD_ORDER] = "order",         [LD_CONFLICT] = "conflict",
	[LD_EXTENT] = "extent",       [LD_HEADING] = "heading",
	[LD_CASE] = "case",
};

/* ---- tokens and errors ---- */

bool law_fail(law_parser *p, const law_token *t, const char *remedy, const char *fmt, ...)
{
	char message[512];
	va_list ap;

	if (t->line == p->error_line && (t->col == p->error_col || p->error_in_bytes))
		return false;
	p->error_in_bytes = false;
	p->error_line = t->line;
	p->error_col = t->col;
	if (p->errors >= LAW_ERRORS_MAX)
		return false;
	va_start(ap, fmt);
	vsnprintf(message, sizeof message, fmt, ap);
	va_end(ap);
	p->errors++;
	ab_error(p->d, p->file, t->line, t->col, remedy, "%s", message);
	if (p->errors == LAW_ERRORS_MAX) { /* the rest would be noise */
		ab_error(p->d, p->file, t->line, t->col, "correct those above first", "too many errors in this file");
		p->lx.at = p->lx.end;
	}
	return false;
}

static void complain(void *who, int line, int col, const char *message, const char *remedy)
{
	law_token at = {.line = line, .col = col};
	law_parser *p = who;

	law_fail(p, &at, remedy, "%s", message);
	p->error_in_bytes = true; /* what the parser makes of such a line is noise */
}

const char *law_seen(const law_token *t, char out[LAW_SEEN])
{
	static const char *const forms[] = {
		[LTK_NUMBER] = "the number %.*s", [LTK_DATE] = "the day %.*s", [LTK_TEXT] = "the text \"%.*s\"",
		[LTK_LABEL] = "the label [%.*s]", [LTK_PERCENT] = "`%.*s`",
	};
	int n = t->s.n < 32 ? (int)t->s.n : 32;

	if (t->kind == LTK_END) {
		snprintf(out, LAW_SEEN, "%s", t->starts ? "the next declaration" : "the end of the file");
		return out;
	}
	while (n > 0 && (size_t)n < t->s.n && ((unsigned char)t->s.p[n] & 0xC0) == 0x80)
		n--;
	if (t->kind < (law_tok)AB_COUNT(forms) && forms[t->kind] && t->kind != LTK_PERCENT) {
		const char *form = forms[t->kind];
		const char *hole = strstr(form, "%.*s");
		snprintf(out, LAW_SEEN, "%.*s%.*s%s", (int)(hole - form), form, n, t->s.p, hole + 4);
	} else {
		snprintf(out, LAW_SEEN, "`%.*s`", n, t->s.p);
	}
	return out;
}

void law_next(law_parser *p)
{
	p->tok = law_lex(&p->lx);
}

bool law_at_kw(const law_parser *p, law_kw kw)
{
	return p->tok.kind == LTK_WORD && p->tok.kw == kw;
}

bool law_accept_kw(law_parser *p, law_kw kw)
{
	if (!law_at_kw(p, kw))
		return false;
	law_next(p);
	return true;
}

bool law_accept(law_parser *p, law_tok kind)
{
	if (p->tok.kind != kind)
		return false;
	law_next(p);
	return true;
}

bool law_need_kw(law_parser *p, law_kw kw, const char *remedy)
{
	char seen[LAW_SEEN];

	return law_accept_kw(p, kw) ||
	       law_fail(p, &p->tok, remedy, "expected `%s`, found %s", law_keyword_name(kw), law_seen(&p->tok, seen));
}

bool law_need(law_parser *p, law_tok kind, const char *what, const char *remedy)
{
	char seen[LAW_SEEN];

	return law_accept(p, kind) || law_fail(p, &p->tok, remedy, "expected %s, found %s", what, law_seen(&p->tok, seen));
}

law_pos law_here(const law_parser *p)
{
	return (law_pos){p->file, p->tok.line, p->tok.col};
}

static uint8_t small(int x)
{
	return (uint8_t)(x < 200 ? x : 200);
}

static void mark(law_parser *p, bool hard, int depth, int indent, int rest)
{
	law_mark m = {p->tok.at, hard, small(depth), small(indent), small(rest)};

	if (!p->marking)
		return;
	law_mark *last = p->marks.v.n > 0 ? &p->marks.v.p[p->marks.v.n - 1] : NULL;
	if (!last || last->at != m.at)
		ab_push(p->arena, &p->marks.v, m);
	else if (m.hard || !last->hard)
		*last = m;
}

void law_mark_hard(law_parser *p, int indent, int rest)
{
	mark(p, true, 0, indent, rest);
}

void law_mark_soft(law_parser *p, int depth, int rest)
{
	mark(p, false, depth, 0, rest);
}

void law_mark_inside(law_parser *p)
{
	int rest = p->list_rest ? p->list_rest + 4 : p->indent + 2;

	mark(p, false, p->depth, 0, rest + 2 * (p->depth - p->depth_of_list - 1));
}

bool law_name(law_parser *p, ab_str *out, const char *what)
{
	char seen[LAW_SEEN];

	if (p->tok.kind != LTK_WORD)
		return law_fail(p, &p->tok,
		                p->tok.kind == LTK_TEXT ? "write it without quotes"
		                                        : "names are letters, digits, . : / - and _",
		                "expected %s, found %s", what, law_seen(&p->tok, seen));
	*out = p->tok.s;
	law_next(p);
	return true;
}

bool law_names(law_parser *p, law_strs *out, const char *what)
{
	ab_str s;

	do {
		if (!law_name(p, &s, what))
			return false;
		ab_push(p->arena, &out->v, s);
	} while (law_accept(p, LTK_COMMA));
	return true;
}

bool law_text(law_parser *p, ab_str *out, const char *what)
{
	char seen[LAW_SEEN];

	if (p->tok.kind != LTK_TEXT)
		return law_fail(p, &p->tok, "put the words between double quotes", "expected %s, found %s", what,
		                law_seen(&p->tok, seen));
	*out = p->tok.s;
	law_next(p);
	return true;
}

/* Appends names with commas between them to a vector of the tree; gives up the calling clause on error. */
#define TAKE_NAMES(p, vec, what)                                                                                       \
	do {                                                                                                               \
		law_strs got_ = {0};                                                                                           \
		if (!law_names((p), &got_, (what)))                                                                            \
			return false;                                                                                              \
		for (uint32_t i_ = 0; i_ < got_.v.n; i_++)                                                                     \
			ab_push((p)->arena, &(vec), got_.v.p[i_]);                                                                 \
	} while (0)

static bool day(law_parser *p, ab_date *out)
{
	char seen[LAW_SEEN];

	if (p->tok.kind != LTK_DATE)
		return law_fail(p, &p->tok, "write a day as 2025-01-13", "expected a day, found %s", law_seen(&p->tok, seen));
	if (!ab_date_parse(p->tok.s, out))
		return law_fail(p, &p->tok, "write a day that exists between 1900 and 2999", "no such day: %.*s",
		                AB_FMT(p->tok.s));
	law_next(p);
	return true;
}

/* [day] .. [day] */
static bool span(law_parser *p, law_span *out)
{
	law_token at = p->tok;

	*out = (law_span){AB_DATE_MIN, AB_DATE_MAX};
	if (p->tok.kind != LTK_SPAN && !day(p, &out->from))
		return false;
	if (!law_need(p, LTK_SPAN, "`..`", "a span is `2025-05-13 ..`, `.. 2025-05-13` or `2025-05-13 .. 2026-05-12`"))
		return false;
	if (p->tok.kind == LTK_DATE && !day(p, &out->to))
		return false;
	if (out->from > out->to)
		return law_fail(p, &at, "write the earlier day first; both days are included",
		                "a span that ends before it starts");
	return true;
}

/* ---- versions ---- */

static law_limb *limb(law_parser *p)
{
	law_decl *d = p->decl;

	if (d->limbs.n == 0)
		ab_push(p->arena, &d->limbs, ((law_limb){.pos = law_here(p)}));
	return &d->limbs.p[d->limbs.n - 1];
}

static law_version blank_version(const law_parser *p)
{
	return (law_version){.pos = law_here(p), .from = AB_DATE_MIN, .until = AB_DATE_MAX, .complies = AB_DATE_MIN};
}

/* The version that a clause belongs to: the last one, or one from the beginning of time. */
static law_version *version(law_parser *p)
{
	law_limb *l = limb(p);

	if (l->versions.n == 0)
		ab_push(p->arena, &l->versions, blank_version(p));
	return &l->versions.p[l->versions.n - 1];
}

static bool is_empty(const law_version *v)
{
	return !v->when && !v->unless && v->effect == LE_NONE && !v->presumes_reach && !v->rebutted && v->cites.n == 0 &&
	       v->status.n == 0 && v->conds.n == 0 && v->presumes.n == 0 && v->removes.n == 0 && v->value.n == 0 &&
	       !v->resolved && v->note.n == 0 && !v->not_held;
}

static bool limb_clause(law_parser *p)
{
	law_decl *d = p->decl;
	law_limb l = {.pos = law_here(p)};
	law_token at = p->tok;

	if (d->limbs.n > 0) {
		const law_limb *last = &d->limbs.p[d->limbs.n - 1];
		const law_version *v = last->versions.n > 0 ? &last->versions.p[last->versions.n - 1] : NULL;
		if (v && v->from != AB_DATE_MIN && !v->ends && is_empty(v) && d->kind != LD_AMOUNT)
			law_fail(p, &at, "write the limb first; it has versions of its own", "a limb inside a version");
		else if (last->versions.n == 0)
			law_fail(p, &at, "write its version or its clauses below it", "limb `%.*s` is empty", AB_FMT(last->id));
	}
	law_next(p);
	if (!law_name(p, &l.id, "the name of the limb"))
		return false;
	for (uint32_t i = 0; i < d->limbs.n; i++)
		if (ab_str_eq(d->limbs.p[i].id, l.id))
			law_fail(p, &at, "a limb holds all its versions in one place", "a second limb `%.*s`", AB_FMT(l.id));
	ab_push(p->arena, &d->limbs, l);
	return true;
}

static bool meanwhile(law_parser *p, law_version *v)
{
	char seen[LAW_SEEN];

	if (law_accept_kw(p, LKW_PREVIOUS))
		v->meanwhile = LM_PREVIOUS;
	else if (law_accept_kw(p, LKW_NOTHING))
		v->meanwhile = LM_NOTHING;
	else
		return law_fail(p, &p->tok,
		                "`meanwhile previous`: the replaced text goes on; `meanwhile nothing`: no text until then",
		                "expected `previous` or `nothing`, found %s", law_seen(&p->tok, seen));
	return true;
}

/* [by S] [complies D] [until D] [meanwhile M] [ends], in any order */
static bool version_head(law_parser *p, law_version *v)
{
	for (;;) {
		law_token at = p->tok;
		bool ok;
		switch (p->tok.kind == LTK_WORD ? p->tok.kw : LKW_OTHER) {
		case LKW_BY:
			law_next(p);
			ok = law_name(p, &v->by, "a source");
			break;
		case LKW_COMPLIES:
			law_next(p);
			ok = day(p, &v->complies);
			if (ok && v->complies < v->from)
				ok = law_fail(p, &at, "the compliance day is not before the day of the version",
				              "it binds before it exists");
			break;
		case LKW_UNTIL:
			law_next(p);
			ok = day(p, &v->until);
			if (ok && v->until < v->from)
				ok = law_fail(p, &at, "`until` is the last day on which it stands",
				              "a version that ends before it starts");
			break;
		case LKW_MEANWHILE:
			law_next(p);
			ok = meanwhile(p, v);
			break;
		case LKW_ENDS:
			law_next(p);
			ok = v->ends = true;
			break;
		default: return true;
		}
		if (!ok)
			return false;
	}
}

static bool version_clause(law_parser *p)
{
	law_version v = blank_version(p);
	law_limb *l = limb(p);
	char seen[LAW_SEEN];
	bool ok;

	if (l->versions.n == 1 && l->versions.p[0].from == AB_DATE_MIN && l->versions.p[0].by.n == 0)
		law_fail(p, &p->tok, "write `version DATE` above the clauses that belong to it",
		         "clauses stand above the first version");
	law_next(p);
	if (p->tok.kind != LTK_DATE)
		return law_fail(p, &p->tok, "write `version 2025-01-13 by fr-2025-00636`",
		                "expected the day of the version, found %s", law_seen(&p->tok, seen));
	ok = day(p, &v.from) && version_head(p, &v);
	ab_push(p->arena, &l->versions, v);
	return ok;
}

/* ---- clauses of versions; each starts behind its word ---- */

static bool once(law_parser *p, bool there, const law_token *at)
{
	return !there || law_fail(p, at, "join them with `and`, or write a limb for each",
	                          "`%.*s` a second time in one version", AB_FMT(at->s));
}

static bool when_clause(law_parser *p, const law_token *at)
{
	if (p->decl->kind == LD_CONFLICT)
		return once(p, p->decl->when, at) && (p->decl->when = law_cond_expr(p)) != NULL;
	law_version *v = version(p);
	law_expr **to = at->kw == LKW_UNLESS ? &v->unless : &v->when;
	return once(p, *to, at) && (*to = law_cond_expr(p)) != NULL;
}

static bool requires_clause(law_parser *p, const law_token *at)
{
	law_version *v = version(p);

	if (!once(p, v->effect != LE_NONE, at) || !law_need_kw(p, LKW_LICENSE, "write `requires license`"))
		return false;
	v->effect = LE_REQUIRES;
	return !law_accept_kw(p, LKW_REASON) || law_name(p, &v->reason, "a reason for control, as RS");
}

static bool prohibits_clause(law_parser *p, const law_token *at)
{
	law_version *v = version(p);

	if (!once(p, v->effect != LE_NONE, at))
		return false;
	v->effect = law_accept_kw(p, LKW_PRESUMED) ? LE_PROHIBITS_PRESUMED : LE_PROHIBITS;
	return true;
}

static bool presumes_clause(law_parser *p, const law_token *at)
{
	law_version *v = version(p);

	if (p->decl->kind == LD_PRESUME) {
		TAKE_NAMES(p, v->presumes, "a class or a fact");
		return true;
	}
	if (!once(p, v->presumes_reach, at))
		return false;
	if (!law_need_kw(p, LKW_REACH, "a rule `presumes reach`; a class is presumed by a `presume` declaration"))
		return false;
	v->presumes_reach = true;
	return true;
}

static bool rebutted_clause(law_parser *p, const law_token *at)
{
	law_version *v = version(p);

	if (!once(p, v->rebutted, at) || !law_need_kw(p, LKW_BY, "write `rebutted by condition`"))
		return false;
	if (p->tok.kind == LTK_TEXT) {
		v->rebutted_text = p->tok.s;
		law_next(p);
		if (!law_need_kw(p, LKW_WHEN, "write `rebutted by \"words\" when condition`"))
			return false;
	}
	return (v->rebutted = law_cond_expr(p)) != NULL;
}

static bool cite_clause(law_parser *p, const law_token *at)
{
	ab_str s;

	(void)at;
	if (p->decl->kind == LD_SOURCE)
		return law_text(p, &p->decl->cite, "the citation");
	if (!law_text(p, &s, "a citation as \"742.6(a)(6)(iii)\""))
		return false;
	ab_push(p->arena, &version(p)->cites, s);
	return true;
}

static bool note_clause(law_parser *p, const law_token *at)
{
	law_version *v = version(p);

	if (v->note.n > 0)
		return law_fail(p, at, "write one note for a version", "a second note in one version");
	return law_text(p, &v->note, "the words of the note");
}

static bool text_clause(law_parser *p, const law_token *at)
{
	(void)at;
	if (!law_need_kw(p, LKW_NOT, "write `text not held`"))
		return false;
	if (p->tok.kind != LTK_WORD || !ab_str_is(p->tok.s, "held"))
		return law_fail(p, &p->tok, "write `text not held`", "expected `held`");
	law_next(p);
	version(p)->not_held = true;
	return true;
}

/* not-enforced SPAN by SOURCE [instead ...] [if I is C] */
static bool not_enforced_clause(law_parser *p, const law_token *at)
{
	static const char shape[] =
		"write `not-enforced 2025-05-13 .. by SOURCE instead LIMB`, or `instead nothing \"reason\"`";
	law_status s = {.pos = {p->file, at->line, at->col}};

	if (!span(p, &s.span) || !law_need_kw(p, LKW_BY, shape) || !law_name(p, &s.by, "a source"))
		return false;
	if (law_accept_kw(p, LKW_INSTEAD)) {
		if (law_accept_kw(p, LKW_NOTHING)) {
			if (!law_text(p, &s.nothing_because, "the reason why nothing is applied instead"))
				return false;
		} else if (!law_name(p, &s.instead, "the limb that is applied instead")) {
			return false;
		}
	}
	law_mark_soft(p, 0, p->indent + 2);
	if (law_accept_kw(p, LKW_IF)) {
		if (!law_name(p, &s.interpretation, "an interpretation") ||
		    !law_need_kw(p, LKW_IS, "write `if INTERPRETATION is CHOICE`") ||
		    !law_name(p, &s.choice, "one of its choices"))
			return false;
	}
	ab_push(p->arena, &version(p)->status, s);
	return true;
}

static bool stayed_clause(law_parser *p, const law_token *at)
{
	static const char shape[] = "write `stayed 2025-11-10 .. 2026-11-09 by SOURCE then in-force`";
	law_status s = {.pos = {p->file, at->line, at->col}, .stayed = true};

	if (!span(p, &s.span) || !law_need_kw(p, LKW_BY, shape) || !law_name(p, &s.by, "a source") ||
	    !law_need_kw(p, LKW_THEN, shape) || !law_need_kw(p, LKW_IN_FORCE, shape))
		return false;
	ab_push(p->arena, &version(p)->status, s);
	return true;
}

/* circumstance|paper "text" when cond, own-act "text" [done when cond] [failed when cond]; each with cite "..." */
static bool condition_clause(law_parser *p, const law_token *at)
{
	law_cond c = {.pos = {p->file, at->line, at->col}};
	char seen[LAW_SEEN];

	c.kind = at->kw == LKW_CIRCUMSTANCE ? LCK_CIRCUMSTANCE : at->kw == LKW_PAPER ? LCK_PAPER : LCK_OWN_ACT;
	if (!law_text(p, &c.text, "the words of this condition"))
		return false;
	if (c.kind != LCK_OWN_ACT && !law_at_kw(p, LKW_WHEN))
		return law_fail(p, &p->tok, "write `circumstance \"words\" when condition`", "expected `when`, found %s",
		                law_seen(&p->tok, seen));
	for (;;) {
		law_expr **to = NULL;
		if (c.kind != LCK_OWN_ACT && law_at_kw(p, LKW_WHEN) && !c.when)
			to = &c.when;
		else if (c.kind == LCK_OWN_ACT && law_at_kw(p, LKW_DONE))
			to = &c.done;
		else if (c.kind == LCK_OWN_ACT && law_at_kw(p, LKW_FAILED))
			to = &c.failed;
		if (law_holds_list(c.when) || law_holds_list(c.done) ||
		    law_holds_list(c.failed)) /* a cite there would be the last line's */
			law_mark_hard(p, p->indent + 2, p->indent + 2);
		else
			law_mark_soft(p, 0, p->indent + 2);
		if (to) {
			bool own = !law_at_kw(p, LKW_WHEN);
			if (*to)
				return law_fail(p, &p->tok, "join them with `and` or `or`", "`%.*s` a second time", AB_FMT(p->tok.s));
			law_next(p);
			if ((own && !law_need_kw(p, LKW_WHEN, "write `done when condition` or `failed when condition`")) ||
			    !(*to = law_cond_expr(p)))
				return false;
			continue;
		}
		/* a cite further left than its words is one of the whole version */
		if (!law_at_kw(p, LKW_CITE) || (p->tok.first && p->tok.col <= at->col))
			break;
		law_next(p);
		if (!law_text(p, &c.cite, "a citation"))
			return false;
	}
	ab_push(p->arena, &version(p)->conds, c);
	return true;
}

static bool removes_clause(law_parser *p, const law_token *at)
{
	(void)at;
	TAKE_NAMES(p, version(p)->removes, "a class");
	return true;
}

static bool resolved_clause(law_parser *p, const law_token *at)
{
	law_version *v = version(p);

	if (!once(p, v->resolved, at))
		return false;
	if (p->tok.kind == LTK_TEXT) {
		v->resolved_text = p->tok.s;
		law_next(p);
		if (!law_need_kw(p, LKW_WHEN, "write `until-resolved \"words\" when condition`"))
			return false;
	}
	return (v->resolved = law_cond_expr(p)) != NULL;
}

static bool amount_value(law_parser *p, law_version *v)
{
	ab_num hi;
	char seen[LAW_SEEN];

	if (p->tok.kind != LTK_NUMBER || ab_num_parse(p->tok.s, &v->number, &hi) != AB_NUM_OK)
		return law_fail(p, &p->tok, "write `is 374474`", "expected an exact number, found %s", law_seen(&p->tok, seen));
	law_next(p);
	return true;
}

/* policy: is strictest of PATH over WHO */
static bool policy_word(law_parser *p)
{
	static const char shape[] = "write `is strictest of its.entry.policy over receiver`";
	law_decl *d = p->decl;

	if (law_accept_kw(p, LKW_STRICTEST))
		return law_need_kw(p, LKW_OF, shape) && law_name(p, &d->strictest, "a fact") &&
		       law_need_kw(p, LKW_OVER, shape) && law_name(p, &d->over, "a group of roles");
	return law_name(p, &d->word, "a review policy as presumption-of-denial");
}

/* extent: how far a provision is modeled */
static bool extent_word(law_parser *p)
{
	char seen[LAW_SEEN];
	law_token at = p->tok;

	if (!law_name(p, &p->decl->word, "`modeled`, `asked` or `not-held`"))
		return false;
	if (ab_str_is(at.s, "modeled") || ab_str_is(at.s, "asked") || ab_str_is(at.s, "not-held"))
		return true;
	return law_fail(p, &at, "write `is modeled`, `is asked` or `is not-held`", "%s says nothing of an extent",
	                law_seen(&at, seen));
}

static bool is_clause(law_parser *p, const law_token *at)
{
	law_expr *e;

	if (p->decl->kind == LD_POLICY)
		return policy_word(p);
	if (p->decl->kind == LD_EXTENT)
		return extent_word(p);
	law_version *v = version(p);
	if (p->decl->kind == LD_AMOUNT)
		return amount_value(p, v);
	if (at->kw == LKW_IS ? v->value.n > 0 : v->value.n == 0)
		return law_fail(p, at, "write `is number otherwise number`", "`%.*s` out of order", AB_FMT(at->s));
	if (!(e = law_num_expr(p)))
		return false;
	ab_push(p->arena, &v->value, e);
	return true;
}

static bool then_clause(law_parser *p, const law_token *at)
{
	if (!once(p, p->decl->then, at))
		return false;
	p->in_amount = true;
	p->decl->then = law_num_expr(p);
	p->in_amount = false;
	return p->decl->then != NULL;
}

/* ---- clauses of declarations ---- */

static bool alias_clause(law_parser *p, const law_token *at)
{
	(void)at;
	TAKE_NAMES(p, p->decl->aliases, "another name");
	return true;
}

static bool for_clause(law_parser *p, const law_token *at)
{
	(void)at;
	if (p->decl->kind == LD_POLICY || p->decl->kind == LD_HEADING)
		TAKE_NAMES(p, p->decl->targets, "a provision");
	else
		TAKE_NAMES(p, p->decl->kinds, "a kind of item");
	return true;
}

static bool after_clause(law_parser *p, const law_token *at)
{
	(void)at;
	TAKE_NAMES(p, p->decl->after, "a class");
	return true;
}

static bool family_clause(law_parser *p, const law_token *at)
{
	(void)at;
	return law_name(p, &p->decl->family, "a family of exceptions");
}

static bool overrides_clause(law_parser *p, const law_token *at)
{
	(void)at;
	TAKE_NAMES(p, p->decl->overrides, "a provision, or `all`");
	return true;
}

static bool word_clause(law_parser *p, const law_token *at)
{
	law_decl *d = p->decl;

	switch (at->kw) {
	case LKW_DISCRETION: return d->discretion = true;
	case LKW_AUTHORIZATION: return d->authorization = true;
	case LKW_HOUSE: return d->house = true;
	case LKW_ASSESSED: return d->assessed = true;
	case LKW_CONCLUSION: return d->conclusion = true;
	case LKW_PAPER: return d->paper = true;
	case LKW_OWN_ACT: return d->own_act = true;
	default: return d->always_somebody = true;
	}
}

/* exceptions of FAMILY but IDS */
static bool exceptions_clause(law_parser *p, const law_token *at)
{
	static const char shape[] = "write `exceptions of FAMILY but EXCEPTION, EXCEPTION`";

	(void)at;
	if (law_at_kw(p, LKW_ALL))
		return law_fail(p, &p->tok, shape, "`all` would strike what no family holds");
	if (!law_need_kw(p, LKW_OF, shape) || !law_name(p, &p->decl->family, "a family of exceptions"))
		return false;
	if (law_accept_kw(p, LKW_BUT))
		TAKE_NAMES(p, p->decl->but, "an exception that stays");
	return true;
}

static bool to_clause(law_parser *p, const law_token *at)
{
	(void)at;
	return law_text(p, &p->decl->addressee, "the addressee as \"NVIDIA\"");
}

static bool terms_clause(law_parser *p, const law_token *at)
{
	(void)at;
	if (!law_need_kw(p, LKW_NOT, "write `terms not public`") || !law_need_kw(p, LKW_PUBLIC, "write `terms not public`"))
		return false;
	return p->decl->terms_not_public = true;
}

static bool path_clause(law_parser *p, const law_token *at)
{
	(void)at;
	return law_text(p, &p->decl->path, "the words for this path");
}

static bool date_clause(law_parser *p, const law_token *at)
{
	law_decl *d = p->decl;

	switch (at->kw) {
	case LKW_THROUGH: return day(p, &d->through);
	case LKW_EFFECTIVE: return day(p, &d->effective);
	case LKW_COMPLIANCE: return day(p, &d->compliance);
	default: break;
	}
	if (!day(p, &d->published))
		return false;
	d->published_to = d->published;
	if (!law_accept(p, LTK_SPAN))
		return true;
	if (!day(p, &d->published_to))
		return false;
	return d->published <= d->published_to ||
	       law_fail(p, at, "write the earlier day first", "a span that ends before it starts");
}

static bool id_clause(law_parser *p, const law_token *at)
{
	if (at->kw == LKW_GROUND)
		return law_name(p, &p->decl->ground, "a define");
	return law_name(p, &p->decl->interprets, "a provision");
}

/* absent VALUE, ordinary VALUE, ask "question" */
static bool default_clause(law_parser *p, const law_token *at)
{
	law_decl *d = p->decl;
	char seen[LAW_SEEN];

	if (at->kw == LKW_ASK)
		return law_text(p, &d->ask, "the question");
	if (at->kw == LKW_CALLED)
		return law_text(p, &d->called, "a short name");
	if (p->tok.kind != LTK_WORD && p->tok.kind != LTK_NUMBER && p->tok.kind != LTK_DATE && p->tok.kind != LTK_TEXT)
		return law_fail(p, &p->tok, "write `absent false`", "expected a value, found %s", law_seen(&p->tok, seen));
	*(at->kw == LKW_ABSENT ? &d->absent : &d->ordinary) = p->tok.s;
	law_next(p);
	return true;
}

static bool kinds_clause(law_parser *p, const law_token *at)
{
	(void)at;
	TAKE_NAMES(p, p->decl->kinds, "a kind of item");
	return true;
}

static bool is_country(ab_str s)
{
	return s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' && s.p[1] <= 'Z';
}

/* member CODES [law SPANS] [print SPANS] [by SOURCE] */
static bool member_clause(law_parser *p, const law_token *at)
{
	law_member m = {.pos = {p->file, at->line, at->col}};

	do {
		if (p->tok.kind == LTK_WORD && !is_country(p->tok.s))
			return law_fail(p, &p->tok, "write two capital letters as in ISO 3166-1, such as CN", "not a country: %.*s",
			                AB_FMT(p->tok.s));
		ab_str code;
		if (!law_name(p, &code, "a country of two capital letters"))
			return false;
		ab_push(p->arena, &m.codes, code);
	} while (law_accept(p, LTK_COMMA));
	for (;;) {
		bool law = law_at_kw(p, LKW_LAW);
		law_span s;
		if (!law && !law_at_kw(p, LKW_PRINT))
			break;
		law_next(p);
		do {
			if (!span(p, &s))
				return false;
			if (law)
				ab_push(p->arena, &m.law, s);
			else
				ab_push(p->arena, &m.print, s);
		} while (law_accept(p, LTK_COMMA));
	}
	if (law_accept_kw(p, LKW_BY) && !law_name(p, &m.by, "a source"))
		return false;
	ab_push(p->arena, &p->decl->members, m);
	return true;
}

static bool choice_clause(law_parser *p, const law_token *at)
{
	law_choice c = {0};

	(void)at;
	if (!law_name(p, &c.id, "the name of the choice") || !law_text(p, &c.text, "what the choice says"))
		return false;
	ab_push(p->arena, &p->decl->choices, c);
	return true;
}

static bool settled_clause(law_parser *p, const law_token *at)
{
	static const char shape[] = "write `settled by SOURCE as CHOICE`";

	(void)at;
	return law_need_kw(p, LKW_BY, shape) && law_name(p, &p->decl->settled_by, "a source") &&
	       law_need_kw(p, LKW_AS, shape) && law_name(p, &p->decl->settled_as, "a choice");
}

static bool type_word(law_parser *p, law_type *out)
{
	static const char *const names[] = {"bool", "word", "text", "country", "date", "number", "list"};
	char seen[LAW_SEEN];

	for (size_t i = 0; i < AB_COUNT(names); i++) {
		if (p->tok.kind == LTK_WORD && ab_str_is(p->tok.s, names[i])) {
			*out = (law_type)i;
			law_next(p);
			return true;
		}
	}
	return law_fail(p, &p->tok, "the types are bool, word, text, country, date, number and list",
	                "expected a type, found %s", law_seen(&p->tok, seen));
}

/* column NAMES is TYPE: the type's name stands once for each column in `kinds` */
static bool column_clause(law_parser *p, const law_token *at)
{
	law_decl *d = p->decl;
	law_strs names = {0};
	law_type type;
	ab_str word;

	(void)at;
	if (!law_names(p, &names, "a column") || !law_need_kw(p, LKW_IS, "write `column policy is word`"))
		return false;
	word = p->tok.s;
	if (!type_word(p, &type))
		return false;
	for (uint32_t i = 0; i < names.v.n; i++) {
		ab_push(p->arena, &d->words, names.v.p[i]);
		ab_push(p->arena, &d->kinds, word);
	}
	return true;
}

/* A value of a case as it stands in the file: a word, number, day, text, or a list in parentheses. */
static bool given_value(law_parser *p, ab_str *out)
{
	const char *from = p->tok.at;
	char seen[LAW_SEEN];

	if (p->tok.kind == LTK_WORD || p->tok.kind == LTK_NUMBER || p->tok.kind == LTK_DATE || p->tok.kind == LTK_TEXT) {
		*out = p->tok.s;
		law_next(p);
		return true;
	}
	if (p->tok.kind != LTK_LPAREN)
		return law_fail(p, &p->tok, "write `path value`", "expected a value, found %s", law_seen(&p->tok, seen));
	do {
		ab_str ignored;
		law_next(p);
		if (p->tok.kind == LTK_LPAREN || !given_value(p, &ignored))
			return law_fail(p, &p->tok, "write `(a, b)`", "a list of a case holds plain values");
	} while (p->tok.kind == LTK_COMMA);
	*out = (ab_str){from, (size_t)(p->tok.end - from)};
	return law_need(p, LTK_RPAREN, "`)`", "write `(a, b)`");
}

static bool given_clause(law_parser *p, const law_token *at)
{
	(void)at;
	do {
		law_given g = {.pos = law_here(p)};
		if (!law_name(p, &g.path, "a path as on the command line") || !given_value(p, &g.value))
			return false;
		ab_push(p->arena, &p->decl->given, g);
	} while (law_accept(p, LTK_COMMA));
	return true;
}

static bool expect_clause(law_parser *p, const law_token *at)
{
	static const char *const outcomes[] = {"prohibited",          "presumed-prohibited", "license-required",
	                                       "exception-available", "authorized",          "no-license-required",
	                                       "not-subject",         "not-determined"};
	ab_str names[AB_COUNT(outcomes)];
	law_decl *d = p->decl;
	law_token seen = p->tok;
	int near;

	(void)at;
	if (!law_name(p, &d->expect, "an outcome"))
		return false;
	for (size_t i = 0; i < AB_COUNT(outcomes); i++) {
		names[i] = ab_str_of(outcomes[i]);
		if (ab_str_eq(d->expect, names[i]))
			return true;
	}
	near = ab_nearest(d->expect, names, AB_COUNT(names));
	return law_fail(p, &seen,
	                near >= 0 ? ab_sprintf(p->arena, "did you mean `%s`?", outcomes[near])
	                          : "outcomes are listed in the language page",
	                "no such outcome: %.*s", AB_FMT(d->expect));
}

static bool by_clause(law_parser *p, const law_token *at)
{
	(void)at;
	TAKE_NAMES(p, p->decl->by, "a provision");
	return true;
}

static bool not_by_clause(law_parser *p, const law_token *at)
{
	(void)at;
	if (!law_need_kw(p, LKW_BY, "write `not by PROVISION`"))
		return false;
	TAKE_NAMES(p, p->decl->not_by, "a provision");
	return true;
}

static bool policy_clause(law_parser *p, const law_token *at)
{
	if (p->decl->policy.n)
		return law_fail(p, at, "one review policy counts", "`policy` a second time in one case");
	return law_name(p, &p->decl->policy, "a review policy, or none");
}

static bool acts_clause(law_parser *p, const law_token *at)
{
	char seen[LAW_SEEN];
	if (p->decl->acts.n)
		return law_fail(p, at, "write one number", "`acts` a second time in one case");
	if (p->tok.kind != LTK_NUMBER)
		return law_fail(p, &p->tok, "write how many own acts are left, for example `acts 2`",
		                "expected a number, found %s", law_seen(&p->tok, seen));
	p->decl->acts = p->tok.s;
	law_next(p);
	return true;
}

static bool source_clause(law_parser *p, const law_token *at)
{
	(void)at;
	return law_text(p, &p->decl->source, "where the expectation comes from");
}

/* ---- which clause stands where ---- */

#define K(kind) (1u << LD_##kind)
#define VERSIONED                                                                                                      \
	(K(FIGURE) | K(DEFINE) | K(CLASS) | K(NOTE) | K(PRESUME) | K(REACH) | K(RULE) | K(LETTER) | K(EXCEPTION) |         \
	 K(RESTRICT) | K(POLICY) | K(FLAG) | K(AMOUNT) | K(EXTENT) | K(HEADING))
#define ALIASED (VERSIONED | K(INTERPRETATION) | K(LIST) | K(GROUP) | K(CONFLICT))
#define TESTED (VERSIONED & ~(K(FIGURE) | K(AMOUNT)))
#define BODY (K(RULE) | K(LETTER))
#define STATUS (TESTED & ~K(DEFINE))

typedef enum place { HEAD, HEAD_LINE, BODY_LINE } place; /* beside the head; a line below it; in a version */

typedef struct clause {
	law_kw kw;
	place place;
	uint32_t kinds;
	bool (*read)(law_parser *p, const law_token *at);
	const char *shape;
} clause;

static const clause clauses[] = {
	{LKW_ALIAS, HEAD, ALIASED, alias_clause, "alias NAME, NAME"},
	{LKW_FOR, HEAD, K(CLASS) | K(POLICY) | K(HEADING), for_clause, "for KIND, KIND"},
	{LKW_AFTER, HEAD, K(CLASS), after_clause, "after CLASS"},
	{LKW_FAMILY, HEAD, K(EXCEPTION), family_clause, "family NAME"},
	{LKW_OVERRIDES, HEAD, K(EXCEPTION) | K(POLICY), overrides_clause, "overrides PROVISION, PROVISION"},
	{LKW_DISCRETION, HEAD, K(EXCEPTION), word_clause, "discretion"},
	{LKW_AUTHORIZATION, HEAD, K(EXCEPTION), word_clause, "authorization"},
	{LKW_EXCEPTIONS, HEAD_LINE, K(RESTRICT), exceptions_clause, "exceptions of FAMILY but EXCEPTION"},
	{LKW_IS, HEAD, K(POLICY) | K(EXTENT), is_clause, "is WORD"},
	{LKW_TO, HEAD, K(LETTER), to_clause, "to \"NAME\""},
	{LKW_TERMS, HEAD, K(LETTER), terms_clause, "terms not public"},
	{LKW_ASSESSED, HEAD, K(AMOUNT), word_clause, "assessed"},
	{LKW_HOUSE, HEAD, K(PRESUME), word_clause, "house"},
	{LKW_PATH, HEAD, K(REACH), path_clause, "path \"words\""},
	{LKW_THROUGH, HEAD, K(PACK), date_clause, "through DATE"},
	{LKW_GROUND, HEAD, K(PACK), id_clause, "ground DEFINE"},
	{LKW_PUBLISHED, HEAD, K(SOURCE), date_clause, "published DATE"},
	{LKW_EFFECTIVE, HEAD, K(SOURCE), date_clause, "effective DATE"},
	{LKW_COMPLIANCE, HEAD, K(SOURCE), date_clause, "compliance DATE"},
	{LKW_INTERPRETS, HEAD, K(SOURCE), id_clause, "interprets PROVISION"},
	{LKW_CITE, HEAD, K(SOURCE), cite_clause, "cite \"88 FR 73458\""},
	{LKW_APPLIES, HEAD, K(FACT), kinds_clause, "applies KIND, KIND"},
	{LKW_ABSENT, HEAD, K(FACT), default_clause, "absent VALUE"},
	{LKW_ORDINARY, HEAD, K(FACT), default_clause, "ordinary VALUE"},
	{LKW_CALLED, HEAD, K(FACT), default_clause, "called \"words\""},
	{LKW_ASK, HEAD, K(FACT), default_clause, "ask \"question\""},
	{LKW_CONCLUSION, HEAD, K(FACT), word_clause, "conclusion"},
	{LKW_PAPER, HEAD, K(FACT), word_clause, "paper"},
	{LKW_OWN_ACT, HEAD, K(FACT), word_clause, "own-act"},
	{LKW_ALWAYS_SOMEBODY, HEAD, K(ROLES), word_clause, "always-somebody"},
	{LKW_MEMBER, HEAD_LINE, K(GROUP), member_clause, "member CN, HK"},
	{LKW_CHOICE, HEAD_LINE, K(INTERPRETATION), choice_clause, "choice NAME \"words\""},
	{LKW_SETTLED, HEAD_LINE, K(INTERPRETATION), settled_clause, "settled by SOURCE as CHOICE"},
	{LKW_COLUMN, HEAD_LINE, K(LIST), column_clause, "column NAMES is TYPE"},
	{LKW_THEN, HEAD_LINE, K(AMOUNT), then_clause, "then NUMBER"},
	{LKW_WHEN, HEAD, K(CONFLICT), when_clause, "when CONDITION"},
	{LKW_GIVEN, HEAD_LINE, K(CASE), given_clause, "given PATH VALUE, PATH VALUE"},
	{LKW_EXPECT, HEAD_LINE, K(CASE), expect_clause, "expect OUTCOME"},
	{LKW_BY, HEAD, K(CASE), by_clause, "by PROVISION"},
	{LKW_NOT, HEAD, K(CASE), not_by_clause, "not by PROVISION"},
	{LKW_POLICY, HEAD, K(CASE), policy_clause, "policy WORD"},
	{LKW_ACTS, HEAD, K(CASE), acts_clause, "acts NUMBER"},
	{LKW_SOURCE, HEAD, K(CASE), source_clause, "source \"words\""},
	{LKW_WHEN, BODY_LINE, TESTED | K(AMOUNT), when_clause, "when CONDITION"},
	{LKW_UNLESS, BODY_LINE, TESTED, when_clause, "unless CONDITION"},
	{LKW_REQUIRES, BODY_LINE, BODY, requires_clause, "requires license"},
	{LKW_PROHIBITS, BODY_LINE, BODY, prohibits_clause, "prohibits"},
	{LKW_PRESUMES, BODY_LINE, BODY | K(PRESUME), presumes_clause, "presumes reach"},
	{LKW_REBUTTED, BODY_LINE, BODY | K(PRESUME), rebutted_clause, "rebutted by CONDITION"},
	{LKW_CITE, BODY_LINE, VERSIONED, cite_clause, "cite \"742.6(a)(6)(iii)\""},
	{LKW_NOTE, BODY_LINE, VERSIONED, note_clause, "note \"words\""},
	{LKW_TEXT, BODY_LINE, VERSIONED, text_clause, "text not held"},
	{LKW_NOT_ENFORCED, BODY_LINE, STATUS, not_enforced_clause, "not-enforced SPAN by SOURCE instead LIMB"},
	{LKW_STAYED, BODY_LINE, STATUS, stayed_clause, "stayed SPAN by SOURCE then in-force"},
	{LKW_CIRCUMSTANCE, BODY_LINE, K(EXCEPTION) | K(POLICY), condition_clause, "circumstance \"words\" when CONDITION"},
	{LKW_PAPER, BODY_LINE, K(EXCEPTION) | K(POLICY), condition_clause, "paper \"words\" when CONDITION"},
	{LKW_OWN_ACT, BODY_LINE, K(EXCEPTION) | K(POLICY), condition_clause, "own-act \"words\" done when CONDITION"},
	{LKW_REMOVES, BODY_LINE, K(NOTE), removes_clause, "removes CLASS, CLASS"},
	{LKW_UNTIL_RESOLVED, BODY_LINE, K(FLAG), resolved_clause, "until-resolved CONDITION"},
	{LKW_IS, BODY_LINE, K(FIGURE) | K(AMOUNT), is_clause, "is NUMBER"},
	{LKW_OTHERWISE, BODY_LINE, K(FIGURE), is_clause, "otherwise NUMBER"},
};

static bool is_versioned(const law_decl *d)
{
	return (VERSIONED >> d->kind) & 1;
}

static const clause *find_clause(const law_parser *p)
{
	if (p->tok.kind != LTK_WORD || p->tok.kw == LKW_OTHER)
		return NULL;
	for (size_t i = 0; i < AB_COUNT(clauses); i++)
		if (clauses[i].kw == p->tok.kw && (clauses[i].kinds >> p->decl->kind) & 1)
			return &clauses[i];
	return NULL;
}

/* Where a clause word would be at home, for the message: "class or policy". */
static const char *home(law_parser *p, law_kw kw)
{
	char out[256];
	size_t n = 0;
	uint32_t kinds = 0;

	for (size_t i = 0; i < AB_COUNT(clauses); i++)
		if (clauses[i].kw == kw)
			kinds |= clauses[i].kinds;
	if (kw == LKW_VERSION || kw == LKW_LIMB)
		kinds = VERSIONED;
	for (int k = 0; k < LD_KIND_COUNT && n < sizeof out; k++)
		if ((kinds >> k) & 1)
			n += (size_t)snprintf(out + n, sizeof out - n, "%s%s", n ? ", " : "", law_decl_names[k]);
	return n ? ab_sprintf(p->arena, "it belongs to %s", out) : NULL;
}

static const char *clause_words(law_parser *p, const ab_str *names, size_t n)
{
	const char *out = "its clauses start with ";

	for (size_t i = 0; i < n; i++)
		out = ab_sprintf(p->arena, "%s%s%.*s", out, i ? ", " : "", AB_FMT(names[i]));
	return out;
}

/* The clause words of this kind of declaration, for an unknown one. */
static bool unknown_clause(law_parser *p)
{
	ab_str names[AB_COUNT(clauses) + 2];
	const char *shapes[AB_COUNT(clauses) + 2];
	law_decl *d = p->decl;
	char seen[LAW_SEEN];
	const char *remedy = NULL, *decl = law_decl_names[d->kind];
	size_t n = 0;
	int near;

	law_seen(&p->tok, seen);
	if (p->tok.kind != LTK_WORD)
		return law_fail(p, &p->tok,
		                p->tok.kind == LTK_DASH
		                    ? "list lines stand under `any of` and the like, in one column; there is no subtraction"
		                    : "each clause starts with its own word",
		                "expected a clause of %s, found %s", decl, seen);
	if (p->tok.kw == LKW_AND || p->tok.kw == LKW_OR)
		return law_fail(p, &p->tok, "it joins conditions inside `when`", "%s outside of a condition", seen);
	if ((law_keyword_flags(p->tok.kw) & LKF_D) && p->tok.first && !(law_keyword_flags(p->tok.kw) & LKF_S)) {
		law_fail(p, &p->tok, "write it in column 1", "%s starts a declaration", seen);
		while (p->tok.kind != LTK_END) /* the rest belongs to that one */
			law_next(p);
		return false;
	}
	remedy = home(p, p->tok.kw);
	if (remedy)
		return law_fail(p, &p->tok, remedy, "%s is no clause of %s", seen, decl);
	for (size_t i = 0; i < AB_COUNT(clauses); i++) {
		if (!((clauses[i].kinds >> d->kind) & 1))
			continue;
		names[n] = ab_str_of(law_keyword_name(clauses[i].kw));
		shapes[n++] = clauses[i].shape;
	}
	if (is_versioned(d)) {
		names[n] = AB_STR("version");
		shapes[n++] = "version DATE by SOURCE";
		names[n] = AB_STR("limb");
		shapes[n++] = "limb NAME";
	}
	near = n > 0 ? ab_nearest(p->tok.s, names, n) : -1;
	if (near >= 0)
		remedy = ab_sprintf(p->arena, "did you mean `%s`?", shapes[near]);
	else if (n > 0)
		remedy = clause_words(p, names, n);
	else
		remedy = "nothing follows it; a declaration starts in column 1";
	return law_fail(p, &p->tok, remedy, "%s starts no clause of %s", seen, decl);
}

/* After an error: on to a word that starts a clause, or to column 1. */
static void recover(law_parser *p)
{
	while (p->tok.kind != LTK_END && !(p->tok.kind == LTK_WORD && (law_keyword_flags(p->tok.kw) & LKF_S)))
		law_next(p);
}

/* Indents of the canonical layout: limbs and versions of the only limb at 2, versions of limbs at 4, clauses below. */
static int body_indent(const law_parser *p)
{
	const law_decl *d = p->decl;
	const law_limb *l = d->limbs.n > 0 ? &d->limbs.p[d->limbs.n - 1] : NULL;
	int indent = l && l->id.n > 0 ? 4 : 2;

	if (l && l->versions.n > 0 && (l->versions.p[0].from != AB_DATE_MIN || l->versions.p[0].by.n > 0))
		indent += 2;
	return indent;
}

static bool one_clause(law_parser *p)
{
	const clause *c = find_clause(p);
	law_token at = p->tok;
	law_decl *d = p->decl;

	if (is_versioned(d) && law_at_kw(p, LKW_LIMB)) {
		law_mark_hard(p, 2, 4);
		return limb_clause(p);
	}
	if (is_versioned(d) && law_at_kw(p, LKW_VERSION)) {
		int indent = d->limbs.n > 0 && d->limbs.p[d->limbs.n - 1].id.n > 0 ? 4 : 2;
		law_mark_hard(p, indent, indent + 2);
		return version_clause(p);
	}
	if (!c) {
		unknown_clause(p);
		if (p->tok.kind != LTK_END)
			law_next(p);
		return false;
	}
	p->indent = c->place == BODY_LINE ? body_indent(p) : 2;
	bool is_short = d->kind == LD_AMOUNT ? c->kw == LKW_IS : d->kind == LD_DEFINE && d->limbs.n == 0;
	if (c->place == HEAD || is_short)
		law_mark_soft(p, 0, p->indent + 2); /* these stay on one line where they fit */
	else
		law_mark_hard(p, p->indent, p->indent + 2);
	if (c->place != BODY_LINE && d->limbs.n > 0 && c->kw != LKW_THEN)
		law_fail(p, &at, "write it directly below the head, above limbs and versions", "`%s` belongs to the whole %s",
		         law_keyword_name(c->kw), law_decl_names[d->kind]);
	law_next(p);
	return c->read(p, &at);
}

static void read_clauses(law_parser *p)
{
	while (p->tok.kind != LTK_END)
		if (!one_clause(p))
			recover(p);
}

/* ---- heads ---- */

static law_set *set_make(law_parser *p, law_set_op op, law_set *a, law_set *b)
{
	law_set *s = AB_NEW(p->arena, law_set);

	s->op = op;
	s->pos = law_here(p);
	s->a = a;
	s->b = b;
	return s;
}

static law_set *set_any(law_parser *p);

static law_set *set_primary(law_parser *p)
{
	law_set *s;

	if (law_accept(p, LTK_LPAREN)) {
		if (++p->depth > LAW_DEPTH_MAX) {
			law_fail(p, &p->tok, "name parts of it as groups", "a set more than 100 levels deep");
			return NULL;
		}
		s = set_any(p);
		return s && law_need(p, LTK_RPAREN, "`)`", "close the parenthesis") ? s : NULL;
	}
	s = set_make(p, LS_ID, NULL, NULL);
	return law_name(p, &s->id, "a group") ? s : NULL;
}

static law_set *set_or(law_parser *p)
{
	law_set *s = set_primary(p);

	while (s && law_at_kw(p, LKW_OR)) {
		law_set *both = set_make(p, LS_OR, s, NULL);
		law_mark_soft(p, 0, 4);
		law_next(p);
		if (++p->depth > LAW_DEPTH_MAX) {
			law_fail(p, &p->tok, "name parts of it as groups", "a set of more than 100 parts");
			return NULL;
		}
		both->b = set_primary(p);
		s = both->b ? both : NULL;
	}
	return s;
}

/* `excluding` takes the whole of what stands on either side of it. */
static law_set *set_any(law_parser *p)
{
	law_set *s = set_or(p);

	while (s && law_at_kw(p, LKW_EXCLUDING)) {
		law_set *both = set_make(p, LS_EXCLUDING, s, NULL);
		law_mark_soft(p, 0, 4);
		law_next(p);
		if (++p->depth > LAW_DEPTH_MAX) {
			law_fail(p, &p->tok, "name parts of it as groups", "a set of more than 100 parts");
			return NULL;
		}
		both->b = set_or(p);
		s = both->b ? both : NULL;
	}
	return s;
}

static bool fact_head(law_parser *p)
{
	law_decl *d = p->decl;

	TAKE_NAMES(p, d->ids, "the path of a fact");
	d->id = d->ids.p[0];
	if (!law_need_kw(p, LKW_IS, "write `fact item.tpp is number TPP`") || !type_word(p, &d->type))
		return false;
	if ((d->type == LT_WORD || d->type == LT_LIST) && law_accept(p, LTK_LPAREN)) {
		TAKE_NAMES(p, d->words, "a word");
		if (!law_need(p, LTK_RPAREN, "`)`", "write `is word (a, b)`"))
			return false;
	}
	if (d->type == LT_NUMBER && (p->tok.kind == LTK_PERCENT || (p->tok.kind == LTK_WORD && !find_clause(p)))) {
		d->unit = p->tok.s;
		law_next(p);
	}
	return true;
}

static bool unit_in(law_parser *p)
{
	if (!law_need_kw(p, LKW_IN, "write `in TPP`"))
		return false;
	if (p->tok.kind == LTK_PERCENT) {
		p->decl->unit = p->tok.s;
		law_next(p);
		return true;
	}
	return law_name(p, &p->decl->unit, "a unit");
}

static bool optional_title(law_parser *p)
{
	if (p->tok.kind == LTK_TEXT) {
		p->decl->title = p->tok.s;
		law_next(p);
	}
	return true;
}

static bool words_head(law_parser *p)
{
	if (!law_need(p, LTK_EQ, "`=`", "write `words verbs = export, reexport`"))
		return false;
	TAKE_NAMES(p, p->decl->words, "a word");
	return true;
}

static bool group_head(law_parser *p)
{
	law_decl *d = p->decl;

	if (!law_text(p, &d->title, "what the group is called"))
		return false;
	if (!law_accept(p, LTK_EQ))
		return true;
	p->depth = 0;
	return (d->set = set_any(p)) != NULL;
}

static bool list_head(law_parser *p)
{
	static const char shape[] = "write `list us.entity-list \"title\" keyed by party`";

	return law_text(p, &p->decl->title, "what the list is called") && law_need_kw(p, LKW_KEYED, shape) &&
	       law_need_kw(p, LKW_BY, shape) && law_name(p, &p->decl->key, "what a row stands for");
}

static bool conflict_head(law_parser *p)
{
	return law_need_kw(p, LKW_WITH, "write `conflict PROVISION with PROVISION \"words\"`") &&
	       law_name(p, &p->decl->other, "a provision") && law_text(p, &p->decl->title, "what the conflict is");
}

static bool titled_head(law_parser *p)
{
	return law_text(p, &p->decl->title, "a title");
}

static bool figure_head(law_parser *p)
{
	return law_text(p, &p->decl->title, "what the figure is") && unit_in(p);
}

static bool amount_head(law_parser *p)
{
	return optional_title(p) && unit_in(p);
}

static bool no_head(law_parser *p)
{
	(void)p;
	return true;
}

static bool (*const heads[LD_KIND_COUNT])(law_parser *p) = {
	[LD_PACK] = titled_head,      [LD_SOURCE] = titled_head,         [LD_UNIT] = no_head,
	[LD_FACT] = fact_head,        [LD_FIGURE] = figure_head,         [LD_GROUP] = group_head,
	[LD_WORDS] = words_head,      [LD_ROLES] = words_head,           [LD_DEFINE] = optional_title,
	[LD_CLASS] = titled_head,     [LD_NOTE] = titled_head,           [LD_PRESUME] = titled_head,
	[LD_REACH] = titled_head,     [LD_INTERPRETATION] = titled_head, [LD_RULE] = titled_head,
	[LD_LETTER] = optional_title, [LD_EXCEPTION] = titled_head,      [LD_RESTRICT] = titled_head,
	[LD_POLICY] = optional_title, [LD_FLAG] = titled_head,           [LD_AMOUNT] = amount_head,
	[LD_LIST] = list_head,        [LD_ORDER] = words_head,           [LD_CONFLICT] = conflict_head,
	[LD_EXTENT] = titled_head,    [LD_HEADING] = titled_head,        [LD_CASE] = no_head,
};

/* The name after the keyword, then the rest of the head. */
static bool read_head(law_parser *p)
{
	law_decl *d = p->decl;

	if (d->kind == LD_CASE) {
		if (!law_text(p, &d->title, "what the case shows"))
			return false;
		d->id = d->title;
		return true;
	}
	if (d->kind == LD_FACT)
		return fact_head(p);
	if (d->kind == LD_UNIT && p->tok.kind == LTK_PERCENT)
		return law_fail(p, &p->tok, "remove it; % is built in", "`%%` is no unit to declare");
	return law_name(p, &d->id, d->kind == LD_CLASS ? "a class as 3A090.a" : "a name") && heads[d->kind](p);
}

/* What every declaration of its kind needs to mean something. */
static void complete(law_parser *p, const law_token *at)
{
	const law_decl *d = p->decl;

	if (is_versioned(d) && d->kind != LD_POLICY && d->kind != LD_EXTENT && d->limbs.n == 0)
		law_fail(p, at, "write its `when`, or `version DATE by SOURCE` and its clauses", "%s `%.*s` says nothing",
		         law_decl_names[d->kind], AB_FMT(d->id));
	if (d->kind == LD_GROUP && !d->set && d->members.n == 0)
		law_fail(p, at, "write `member CN, HK`, or `= group or group`", "group `%.*s` is empty", AB_FMT(d->id));
	if (d->kind == LD_GROUP && d->set && d->members.n > 0)
		law_fail(p, at, "name the members as a group of their own", "group `%.*s` has both a formula and members",
		         AB_FMT(d->id));
	if (d->kind == LD_INTERPRETATION && d->choices.n < 2)
		law_fail(p, at, "write `choice NAME \"words\"` for each reading", "interpretation `%.*s` has no two choices",
		         AB_FMT(d->id));
	if (d->kind == LD_RESTRICT && d->family.n == 0)
		law_fail(p, at, "write `exceptions of FAMILY but EXCEPTION`", "restrict `%.*s` names no family", AB_FMT(d->id));
	if (d->kind == LD_POLICY && (d->targets.n == 0 || (d->word.n == 0 && d->strictest.n == 0)))
		law_fail(p, at, "write `policy NAME for PROVISION is WORD`", "policy `%.*s` lacks `for` or `is`",
		         AB_FMT(d->id));
	if (d->kind == LD_HEADING && d->targets.n == 0)
		law_fail(p, at, "write `heading NAME \"title\" for PROVISION`", "heading `%.*s` lacks `for`", AB_FMT(d->id));
	if (d->kind == LD_EXTENT && d->word.n == 0)
		law_fail(p, at, "write `is modeled`, `is asked` or `is not-held`", "extent `%.*s` lacks `is`", AB_FMT(d->id));
	if (d->kind == LD_LETTER && d->addressee.n == 0)
		law_fail(p, at, "write `letter NAME to \"NVIDIA\"`", "letter `%.*s` has no addressee", AB_FMT(d->id));
	if (d->kind == LD_CASE && (d->given.n == 0 || d->expect.n == 0 || d->source.n == 0))
		law_fail(p, at, "write `given PATH VALUE expect OUTCOME source \"words\"`",
		         "a case lacks `given`, `expect` or `source`");
	if (d->kind == LD_EXCEPTION && d->overrides.n == 0)
		law_fail(p, at, "write `overrides PROVISION`", "exception `%.*s` overrides nothing", AB_FMT(d->id));
	if (d->limbs.n > 0 && d->limbs.p[d->limbs.n - 1].id.n > 0 && d->limbs.p[d->limbs.n - 1].versions.n == 0)
		law_fail(p, at, "write its version or its clauses below it", "the last limb of `%.*s` is empty", AB_FMT(d->id));
}

static law_decl *new_decl(law_parser *p, law_decl_kind kind)
{
	law_decl *d = AB_NEW(p->arena, law_decl);

	d->kind = kind;
	d->pos = law_here(p);
	d->through = d->published = d->published_to = d->effective = d->compliance = AB_DATE_MIN;
	if (p->lx.comment_line == p->tok.line - 1)
		d->comment = p->lx.comment;
	return d;
}

static int kind_of(ab_str s)
{
	for (int k = 0; k < LD_KIND_COUNT; k++)
		if (ab_str_is(s, law_decl_names[k]))
			return k;
	return -1;
}

static void unknown_decl(law_parser *p)
{
	ab_str names[LD_KIND_COUNT];
	char seen[LAW_SEEN];
	law_token t = p->tok;
	int near;

	t.kind = t.real;
	for (int k = 0; k < LD_KIND_COUNT; k++)
		names[k] = ab_str_of(law_decl_names[k]);
	near = t.kind == LTK_WORD ? ab_nearest(t.s, names, LD_KIND_COUNT) : -1;
	if (near >= 0)
		law_fail(p, &t, ab_sprintf(p->arena, "did you mean `%s`?", law_decl_names[near]), "no such declaration: %s",
		         law_seen(&t, seen));
	else
		law_fail(p, &t, "indent what belongs to the declaration above; column 1 starts a new one",
		         "%s in column 1 starts no declaration", law_seen(&t, seen));
}

static void read_decl(law_parser *p)
{
	law_token at = p->tok;
	int kind = at.real == LTK_WORD ? kind_of(at.s) : -1;
	int errors = p->errors;

	law_mark_hard(p, 0, 4);
	if (kind < 0) {
		unknown_decl(p);
		do
			law_next(p);
		while (p->tok.kind != LTK_END);
		return;
	}
	p->decl = new_decl(p, (law_decl_kind)kind);
	law_next(p);
	if (!read_head(p))
		recover(p);
	read_clauses(p);
	if (errors == p->errors)
		complete(p, &at);
	if (kind == LD_PACK)
		p->pack = p->decl->id;
	p->decl->pack = p->pack;
	ab_push(p->arena, &p->tree->decls, p->decl);
}

/* Bytes that are no UTF-8: not a text. */
static bool is_text(law_parser *p, ab_str text)
{
	size_t bad = ab_utf8_invalid(text);
	law_token at = {.line = 1, .col = 1};

	if (bad == text.n)
		return true;
	for (size_t i = 0; i < bad; i++) {
		at.col += ((unsigned char)text.p[i] & 0xC0) != 0x80;
		if (text.p[i] == '\n') {
			at.line++;
			at.col = 1;
		}
	}
	return law_fail(p, &at, "save the file as UTF-8", "a byte that is not UTF-8");
}

bool law_parse_file(law_parser *p, const char *file, ab_str text)
{
	p->arena = p->tree->arena;
	p->file = ab_strdup(p->arena, ab_str_of(file));
	if (text.n == 0)
		return true;
	if (!is_text(p, text))
		return false;
	law_lex_start(&p->lx, text);
	p->lx.complain = complain;
	p->lx.who = p;
	law_next(p);
	if (p->tok.kind != LTK_END)
		law_fail(p, &p->tok, "write the first declaration in column 1", "the file starts with an indented line");
	while (p->tok.kind != LTK_END)
		law_next(p);
	while (p->tok.starts)
		read_decl(p);
	return p->errors == 0;
}

bool law_parse(law_tree *t, const char *file, ab_str text, ab_diags *d)
{
	law_parser p = {.tree = t, .d = d};

	return law_parse_file(&p, file, text);
}
