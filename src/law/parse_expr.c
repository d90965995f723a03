/* Conditions and numbers of the rule language, by recursive descent. One
 * grammar reads both; each place checks which of the two it got. */
#include "law/parse.h"

#include <string.h>

typedef struct node {
	law_expr e; /* first: a law_expr of the parser is a node */
	int height;
} node;

typedef struct exprs {
	AB_VEC(law_expr *) v;
} exprs;

static law_expr *level(law_parser *p);
static law_expr *negation(law_parser *p);

static law_expr *fail(law_parser *p, const law_token *t, const char *remedy, const char *message)
{
	law_fail(p, t, remedy, "%s", message);
	return NULL;
}

static law_pos pos_of(const law_parser *p, const law_token *t)
{
	return (law_pos){p->file, t->line, t->col};
}

static law_expr *make(law_parser *p, law_op op, const law_token *t)
{
	node *n = AB_NEW(p->arena, node);

	n->e.op = op;
	n->e.pos = pos_of(p, t);
	n->e.lo = 0;
	n->height = 1;
	return &n->e;
}

/* Takes the kids over; NULL when the tree gets too high. */
static law_expr *adopt(law_parser *p, law_expr *e, law_expr **kids, uint32_t n)
{
	node *self = (node *)e;

	e->kids = kids;
	e->n = n;
	for (uint32_t i = 0; i < n; i++)
		if (kids[i] && ((node *)kids[i])->height >= self->height)
			self->height = ((node *)kids[i])->height + 1;
	if (self->height <= LAW_DEPTH_MAX)
		return e;
	law_token at = p->tok;
	at.line = e->pos.line;
	at.col = e->pos.col;
	return fail(p, &at, "name parts of it with `define`", "an expression more than 100 levels deep");
}

static law_expr *adopt2(law_parser *p, law_expr *e, law_expr *a, law_expr *b)
{
	law_expr **kids = AB_NEW_N(p->arena, law_expr *, 2);

	kids[0] = a;
	kids[1] = b;
	return adopt(p, e, kids, 2);
}

static law_expr *adopt1(law_parser *p, law_expr *e, law_expr *a)
{
	law_expr **kids = AB_NEW(p->arena, law_expr *);

	kids[0] = a;
	return adopt(p, e, kids, 1);
}

static bool is_cond(const law_expr *e)
{
	return e->op <= LX_WOULD;
}

static law_expr *as_cond(law_parser *p, law_expr *e, const law_token *at)
{
	if (!e || is_cond(e))
		return e;
	if (e->op == LX_PATH) {
		e->op = LX_TRUTH;
		return e;
	}
	return fail(p, at, "compare it, as in `item.tpp >= 4800 TPP`", "a number where a condition is expected");
}

static law_expr *as_num(law_parser *p, law_expr *e, const law_token *at)
{
	if (!e || !is_cond(e))
		return e;
	return fail(p, at, "compare numbers, combine conditions with `and` or `or`",
	            "a condition where a number is expected");
}

/* A token on its own line, not to the right of the dashes, is no part of the list line above it. */
static bool left_of_list(const law_parser *p)
{
	return p->list_col && p->tok.first && p->tok.col <= p->list_col;
}

static bool is_value(const law_parser *p)
{
	return p->tok.kind == LTK_WORD || p->tok.kind == LTK_TEXT;
}

static bool value(law_parser *p, law_strs *out)
{
	char seen[LAW_SEEN];

	if (law_at_kw(p, LKW_UNKNOWN) || law_at_kw(p, LKW_KNOWN))
		return law_fail(p, &p->tok,
		                "test the fact itself; what is not known stays open by itself, and `absent` or `ordinary` of "
		                "the fact says what silence means",
		                "`%s` may not be tested", law_keyword_name(p->tok.kw));
	if (p->tok.kind == LTK_NUMBER)
		return law_fail(p, &p->tok, "compare numbers with =, <, <=, > or >=", "a number where a word is expected");
	if (p->tok.kind == LTK_DATE)
		return law_fail(p, &p->tok, "compare dates with =, <, <=, > or >=", "a date where a word is expected");
	if (!is_value(p))
		return law_fail(p, &p->tok, "write a word, a class or a \"text\"", "expected a value, found %s",
		                law_seen(&p->tok, seen));
	ab_push(p->arena, &out->v, p->tok.s);
	law_next(p);
	return true;
}

/* ( value, ... ) */
static bool value_list(law_parser *p, law_strs *out)
{
	law_next(p);
	do {
		if (!value(p, out))
			return false;
	} while (law_accept(p, LTK_COMMA));
	return law_need(p, LTK_RPAREN, "`)` after the values", "write `(a, b)`");
}

static void take_words(law_expr *e, const law_strs *s)
{
	e->words = s->v.p;
	e->word_n = s->v.n;
}

static law_expr *negate(law_parser *p, law_expr *e, const law_token *at)
{
	return adopt1(p, make(p, LX_NOT, at), e);
}

/* path is [not] value */
static law_expr *is_test(law_parser *p, law_expr *e, const law_token *start)
{
	law_strs words = {0};

	law_next(p);
	bool flipped = law_accept_kw(p, LKW_NOT);
	e->op = LX_IS;
	e->text = p->tok.kind == LTK_TEXT;
	if (law_at_kw(p, LKW_IN) || p->tok.kind == LTK_LPAREN)
		return fail(p, &p->tok, "write `path in (a, b)` or `not path in (a, b)`", "`is` takes one value");
	if (!value(p, &words))
		return NULL;
	take_words(e, &words);
	return flipped ? negate(p, e, start) : e;
}

/* path in group, path in (values) */
static law_expr *in_test(law_parser *p, law_expr *e)
{
	law_strs words = {0};

	law_next(p);
	e->op = LX_IN;
	e->in_named = p->tok.kind != LTK_LPAREN;
	if (e->in_named ? !value(p, &words) : !value_list(p, &words))
		return NULL;
	take_words(e, &words);
	return e;
}

static law_expr *has_test(law_parser *p, law_expr *e)
{
	law_strs words = {0};

	law_next(p);
	e->op = LX_HAS;
	if (p->tok.kind == LTK_LPAREN ? !value_list(p, &words) : !value(p, &words))
		return NULL;
	take_words(e, &words);
	return e;
}

static law_expr *differs_test(law_parser *p, law_expr *a, const law_token *start)
{
	law_expr *b;

	law_next(p);
	b = make(p, LX_PATH, &p->tok);
	if (!law_name(p, &b->name, "a country fact"))
		return NULL;
	return adopt2(p, make(p, LX_DIFFERS, start), a, b);
}

/* ---- numbers ---- */

/* A unit follows its number: a name that starts no clause and joins nothing. */
static void unit(law_parser *p, law_expr *e)
{
	if (p->tok.kind == LTK_PERCENT || (p->tok.kind == LTK_WORD && !(law_keyword_flags(p->tok.kw) & LKF_R))) {
		e->unit = p->tok.s;
		law_next(p);
	}
}

static law_expr *number(law_parser *p)
{
	law_expr *e = make(p, LX_NUM, &p->tok);
	ab_num hi;

	e->written = p->tok.s;
	switch (ab_num_parse(p->tok.s, &e->lo, &hi)) {
	case AB_NUM_OK: break;
	case AB_NUM_INEXACT:
		return fail(p, &p->tok, "law numbers are exact: at most nine decimals",
		            "a number with more than nine decimals");
	case AB_NUM_TOO_BIG: return fail(p, &p->tok, "numbers stay below 1.7e29", "a number that is too big");
	case AB_NUM_MALFORMED: return fail(p, &p->tok, "write it as 4800, 5.92 or 1e26", "not a number");
	}
	law_next(p);
	if (p->tok.kind == LTK_COMMA && p->tok.end < p->lx.end && p->tok.end[0] >= '0' && p->tok.end[0] <= '9')
		return fail(p, &p->tok, "write 26900000", "a comma inside a number");
	unit(p, e);
	return e;
}

static law_expr *date(law_parser *p)
{
	law_expr *e = make(p, LX_DATE, &p->tok);

	if (!ab_date_parse(p->tok.s, &e->date))
		return fail(p, &p->tok, "write a day that exists, as 2025-01-13", "no such day");
	law_next(p);
	return e;
}

/* greater of (a, b) */
static law_expr *extreme(law_parser *p, law_op op)
{
	law_expr *e = make(p, op, &p->tok), *a, *b;
	law_token at;

	law_next(p);
	if (!law_need_kw(p, LKW_OF, "write `greater of (a, b)`") ||
	    !law_need(p, LTK_LPAREN, "`(`", "write `greater of (a, b)`"))
		return NULL;
	at = p->tok;
	a = as_num(p, level(p), &at);
	if (!a || !law_need(p, LTK_COMMA, "`,` between the two numbers", "write `greater of (a, b)`"))
		return NULL;
	at = p->tok;
	b = as_num(p, level(p), &at);
	if (!b || !law_need(p, LTK_RPAREN, "`)` after the two numbers", "write `greater of (a, b)`"))
		return NULL;
	return adopt2(p, e, a, b);
}

static law_expr *primary(law_parser *p);

/* sum over who [where cond] [of num] */
static law_expr *aggregate(law_parser *p, law_op op)
{
	law_expr *e = make(p, op, &p->tok), *where = NULL, *of = NULL;
	law_token at;

	law_next(p);
	if (!law_need_kw(p, LKW_OVER, "write `sum over part where (...) of part.tpp`") ||
	    !law_name(p, &e->name, "who to add over"))
		return NULL;
	if (law_accept_kw(p, LKW_WHERE)) {
		at = p->tok;
		where = as_cond(p, negation(p), &at);
		if (!where)
			return NULL;
	}
	if (law_at_kw(p, LKW_OF) && op == LX_COUNT)
		return fail(p, &p->tok, "write `count over who where (...)`", "`count` takes no `of`");
	if (op != LX_COUNT) {
		if (!law_need_kw(p, LKW_OF, "say what is added: `of part.tpp`"))
			return NULL;
		at = p->tok;
		of = as_num(p, primary(p), &at);
		if (!of)
			return NULL;
		if (p->tok.kind == LTK_STAR || p->tok.kind == LTK_SLASH)
			return fail(p, &p->tok, "write `of (a * b)`, or the sum in parentheses",
			            "a product right after `of` could be read in two ways");
	}
	return adopt2(p, e, where, of);
}

/* ---- conditions ---- */

/* any|all|no who has condition */
static law_expr *quantified(law_parser *p, law_kw kw, const law_token *start)
{
	law_expr *e = make(p, kw == LKW_ALL ? LX_ALL : LX_ANY, start), *c;
	law_token at;

	if (!law_name(p, &e->name, "a group of roles, or `of`"))
		return NULL;
	if (!law_need_kw(p, LKW_HAS, "write `any receiver has (condition)`, or `any of` and a list"))
		return NULL;
	at = p->tok;
	c = as_cond(p, negation(p), &at);
	e = c ? adopt1(p, e, c) : NULL;
	return e && kw == LKW_NO ? negate(p, e, start) : e;
}

bool law_holds_list(const law_expr *e)
{
	if (!e || e->listed)
		return e != NULL;
	for (uint32_t i = 0; i < e->n; i++)
		if (law_holds_list(e->kids[i]))
			return true;
	return false;
}

/* [cite "..."] [ask "..."] of a list line; below a list inside the line, to the left of its dashes */
static bool line_tail(law_parser *p, law_expr *e)
{
	bool below = law_holds_list(e);

	while ((law_at_kw(p, LKW_CITE) || law_at_kw(p, LKW_ASK)) && !left_of_list(p)) {
		ab_str *to = law_at_kw(p, LKW_CITE) ? &e->cite : &e->ask;
		if (below)
			law_mark_hard(p, p->list_rest + 4, p->list_rest + 4);
		else
			law_mark_soft(p, 1, p->list_rest + 4);
		law_next(p);
		if (!law_text(p, to, "a text"))
			return false;
	}
	return true;
}

/* - [label] condition */
static law_expr *line(law_parser *p)
{
	ab_str label = {0};
	law_token at;
	law_expr *e;

	law_mark_hard(p, p->list_rest, p->list_rest + 4);
	law_next(p);
	if (p->tok.kind == LTK_LABEL) {
		label = p->tok.s;
		law_next(p);
	}
	at = p->tok;
	e = as_cond(p, level(p), &at);
	if (!e)
		return NULL;
	e->label = label;
	return line_tail(p, e) ? e : NULL;
}

/* The lines of a list: dashes in one column. */
static law_expr *list(law_parser *p, law_kw kw, const law_token *start)
{
	int outer_col = p->list_col, outer_rest = p->list_rest, outer_depth = p->depth_of_list;
	exprs kids = {0};
	law_expr *e = make(p, kw == LKW_ALL ? LX_AND : LX_OR, start);
	char seen[LAW_SEEN];

	if (p->tok.kind != LTK_DASH || left_of_list(p)) {
		law_fail(p, &p->tok, "write each limb on its own line, as `- [a.1] condition`",
		         "expected a list line, found %s", law_seen(&p->tok, seen));
		return NULL;
	}
	p->list_rest = (outer_rest ? outer_rest + 2 : p->indent) + 2;
	p->list_col = p->tok.col;
	p->depth_of_list = p->depth;
	while (p->tok.kind == LTK_DASH && p->tok.col == p->list_col) {
		law_expr *kid = line(p);
		if (!kid)
			return NULL;
		ab_push(p->arena, &kids.v, kid);
	}
	if (p->tok.kind == LTK_DASH && !outer_col) /* no list further out can own it */
		return fail(p, &p->tok, "dashes of one list stand in one column", "a dash that belongs to no list");
	if (law_at_kw(p, LKW_AND) || law_at_kw(p, LKW_OR))
		law_mark_hard(p, p->list_rest, p->list_rest + 2);
	p->list_col = outer_col;
	p->list_rest = outer_rest;
	p->depth_of_list = outer_depth;
	e->listed = true;
	if (kids.v.n == 1)
		return fail(p, start, "write the condition without a list", "a list of one line");
	e = adopt(p, e, kids.v.p, kids.v.n);
	return e && kw == LKW_NONE ? negate(p, e, start) : e;
}

static law_expr *any_all_no(law_parser *p)
{
	law_token start = p->tok;

	law_next(p);
	if (start.kw == LKW_NO)
		return quantified(p, LKW_NO, &start);
	if (law_accept_kw(p, LKW_OF))
		return list(p, start.kw, &start);
	if (start.kw == LKW_NONE)
		return fail(p, &p->tok, "write `none of` and a list, or `no receiver has condition`",
		            "expected `of` after `none`");
	return quantified(p, start.kw, &start);
}

/* would-need-license(content, leaving out us.ear.744) */
static law_expr *would(law_parser *p)
{
	static const char shape[] = "write `would-need-license(content, leaving out us.ear.744)`";
	law_expr *e = make(p, LX_WOULD, &p->tok);
	law_strs out = {0};

	law_next(p);
	if (!law_need(p, LTK_LPAREN, "`(`", shape) || !law_name(p, &e->name, "what would need a license"))
		return NULL;
	if (!law_need(p, LTK_COMMA, "`,`", shape) || !law_need_kw(p, LKW_LEAVING, shape) || !law_need_kw(p, LKW_OUT, shape))
		return NULL;
	if (!law_names(p, &out, "a provision to leave out") || !law_need(p, LTK_RPAREN, "`)`", shape))
		return NULL;
	take_words(e, &out);
	return e;
}

static law_expr *share(law_parser *p)
{
	static const char shape[] = "write `owned-share(us.entity-list, us.meu) >= 50 %`";
	law_expr *e = make(p, LX_SHARE, &p->tok);
	law_strs lists = {0};

	law_next(p);
	if (!law_need(p, LTK_LPAREN, "`(`", shape) || !law_names(p, &lists, "a list") ||
	    !law_need(p, LTK_RPAREN, "`)`", shape))
		return NULL;
	take_words(e, &lists);
	return e;
}

/* (a if question is choice otherwise b), after a */
static law_expr *either(law_parser *p, law_expr *a, const law_token *start)
{
	static const char shape[] = "write `(a if QUESTION is CHOICE otherwise b)`";
	law_token at = p->tok;
	law_expr *e = make(p, LX_IF, start), *test, *b;

	law_next(p);
	test = level(p);
	if (!test)
		return NULL;
	if (test->op != LX_IS || test->text)
		return fail(p, &at, shape, "a number hangs on the reading of the law only");
	if (!law_need_kw(p, LKW_OTHERWISE, shape))
		return NULL;
	at = p->tok;
	b = as_num(p, level(p), &at);
	if (!b)
		return NULL;
	law_expr **kids = AB_NEW_N(p->arena, law_expr *, 3);
	kids[0] = a;
	kids[1] = test;
	kids[2] = b;
	return adopt(p, e, kids, 3);
}

static law_expr *parenthesized(law_parser *p)
{
	law_token start = p->tok;
	int outer_col = p->list_col;
	law_expr *e;

	law_next(p);
	p->list_col = 0;
	e = level(p);
	if (e && !is_cond(e) && law_at_kw(p, LKW_IF))
		e = either(p, e, &start);
	p->list_col = outer_col;
	if (!e || !law_need(p, LTK_RPAREN, "`)`", "close the parenthesis"))
		return NULL;
	return e;
}

static law_expr *name(law_parser *p)
{
	law_expr *e = make(p, LX_PATH, &p->tok);
	law_token at = p->tok;
	char seen[LAW_SEEN];

	if (at.kw == LKW_FIGURE && p->in_amount) {
		e->op = LX_FIGURE;
	} else if (at.kw == LKW_SAME) {
		return fail(p, &at, "write `from differs to`", "`same` does not exist");
	} else if (at.kw == LKW_TRUE || at.kw == LKW_FALSE) {
		return fail(p, &at, "write `item.published is true`", "a bare `true` or `false` is no condition");
	} else if (law_keyword_flags(at.kw) & LKF_R) {
		law_fail(p, &at, "a condition is missing before it", "expected a condition, found %s", law_seen(&at, seen));
		return NULL;
	} else if (at.s.p[0] >= '0' && at.s.p[0] <= '9') {
		law_fail(p, &at, "a class is tested by `item is 3A090.a`; a number and its unit need a space between them",
		         "expected a condition, found %s", law_seen(&at, seen));
		return NULL;
	}
	e->name = at.s;
	law_next(p);
	if (p->tok.kind == LTK_LPAREN)
		return fail(p, &at, "only owned-share and would-need-license take parentheses; name a condition with `define`",
		            "there are no functions in the rule language");
	return e;
}

static law_expr *keyword_primary(law_parser *p)
{
	switch (p->tok.kw) {
	case LKW_ANY:
	case LKW_ALL:
	case LKW_NONE:
	case LKW_NO: return any_all_no(p);
	case LKW_GREATER: return extreme(p, LX_GREATER);
	case LKW_LESSER: return extreme(p, LX_LESSER);
	case LKW_SUM: return aggregate(p, LX_SUM);
	case LKW_COUNT: return aggregate(p, LX_COUNT);
	case LKW_GREATEST: return aggregate(p, LX_GREATEST);
	case LKW_LEAST: return aggregate(p, LX_LEAST);
	case LKW_WOULD_NEED_LICENSE: return would(p);
	case LKW_OWNED_SHARE: return share(p);
	default: return name(p);
	}
}

static law_expr *deeper(law_parser *p)
{
	return fail(p, &p->tok, "name parts of it with `define`", "an expression more than 100 levels deep");
}

static law_expr *one_primary(law_parser *p)
{
	char seen[LAW_SEEN];

	switch (p->tok.kind) {
	case LTK_NUMBER: return number(p);
	case LTK_DATE: return date(p);
	case LTK_LPAREN: return parenthesized(p);
	case LTK_WORD: return keyword_primary(p);
	case LTK_DASH:
		return fail(p, &p->tok, "a list begins with `any of`, `all of` or `none of`; there is no subtraction",
		            "a dash that belongs to no list");
	case LTK_TEXT: return fail(p, &p->tok, "compare it: `path is \"text\"`", "a text is no condition");
	default:
		law_fail(p, &p->tok, "write a condition such as `item.tpp >= 4800 TPP`", "expected a condition, found %s",
		         law_seen(&p->tok, seen));
		return NULL;
	}
}

/* Every way down leads through here or through `not`. */
static law_expr *primary(law_parser *p)
{
	law_expr *e;

	if (++p->nesting > LAW_DEPTH_MAX)
		return deeper(p);
	e = one_primary(p);
	p->nesting--;
	return e;
}

static law_expr *product(law_parser *p)
{
	law_token start = p->tok;
	law_expr *e = primary(p);

	while (e && (p->tok.kind == LTK_STAR || p->tok.kind == LTK_SLASH) && !left_of_list(p)) {
		law_expr *both = make(p, p->tok.kind == LTK_STAR ? LX_MUL : LX_DIV, &start), *b;
		e = as_num(p, e, &start);
		law_mark_inside(p);
		law_next(p);
		law_token at = p->tok;
		b = e ? as_num(p, primary(p), &at) : NULL;
		e = b ? adopt2(p, both, e, b) : NULL;
	}
	return e;
}

static law_expr *total(law_parser *p)
{
	law_token start = p->tok;
	law_expr *e = product(p);

	while (e && p->tok.kind == LTK_PLUS && !left_of_list(p)) {
		law_expr *both = make(p, LX_ADD, &start), *b;
		e = as_num(p, e, &start);
		law_mark_inside(p);
		law_next(p);
		law_token at = p->tok;
		b = e ? as_num(p, product(p), &at) : NULL;
		e = b ? adopt2(p, both, e, b) : NULL;
	}
	return e;
}

static bool comparison_of(law_tok kind, law_cmp *cmp)
{
	switch (kind) {
	case LTK_LT: *cmp = LC_LT; return true;
	case LTK_LE: *cmp = LC_LE; return true;
	case LTK_GT: *cmp = LC_GT; return true;
	case LTK_GE: *cmp = LC_GE; return true;
	case LTK_EQ: *cmp = LC_EQ; return true;
	default: return false;
	}
}

static law_expr *comparison(law_parser *p, law_expr *a, law_cmp cmp, const law_token *start)
{
	law_expr *e = make(p, LX_CMP, start), *b;
	law_token at;

	e->cmp = cmp;
	law_next(p);
	at = p->tok;
	a = as_num(p, a, start);
	b = a ? as_num(p, total(p), &at) : NULL;
	if (!b)
		return NULL;
	if (comparison_of(p->tok.kind, &cmp))
		return fail(p, &p->tok, "join two comparisons with `and`", "a comparison compares two numbers only");
	return adopt2(p, e, a, b);
}

/* A number, or a test: the primary of conditions. */
static law_expr *test(law_parser *p)
{
	law_token start = p->tok;
	law_expr *e = total(p);
	law_cmp cmp;

	if (!e || left_of_list(p))
		return e;
	if (comparison_of(p->tok.kind, &cmp))
		return comparison(p, e, cmp, &start);
	switch (p->tok.kind == LTK_WORD ? p->tok.kw : LKW_OTHER) {
	case LKW_IS:
	case LKW_IN:
	case LKW_HAS:
	case LKW_DIFFERS: break;
	default: return e;
	}
	/* `is` of a figure's version and `in` of its unit never follow an expression. */
	if (e->op != LX_PATH)
		return fail(p, &p->tok, "write the name of one fact before it",
		            "`is`, `in`, `has` and `differs` test one fact");
	switch (p->tok.kw) {
	case LKW_IS: return is_test(p, e, &start);
	case LKW_IN: return in_test(p, e);
	case LKW_HAS: return has_test(p, e);
	default: return differs_test(p, e, &start);
	}
}

/* not binds to the next test only */
static law_expr *negation(law_parser *p)
{
	law_token start = p->tok, at;
	law_expr *e;

	if (!law_accept_kw(p, LKW_NOT))
		return test(p);
	if (++p->depth > LAW_DEPTH_MAX)
		return deeper(p);
	at = p->tok;
	e = as_cond(p, negation(p), &at);
	p->depth--;
	return e ? negate(p, e, &start) : NULL;
}

/* One level of `and` or of `or`, never both. */
static law_expr *joined(law_parser *p, law_expr *first, const law_token *start)
{
	law_kw kw = p->tok.kw;
	law_expr *e = make(p, kw == LKW_AND ? LX_AND : LX_OR, start);
	exprs kids = {0};

	first = as_cond(p, first, start);
	if (!first)
		return NULL;
	ab_push(p->arena, &kids.v, first);
	while ((law_at_kw(p, LKW_AND) || law_at_kw(p, LKW_OR)) && !left_of_list(p)) {
		law_token at;
		law_expr *kid;
		if (p->tok.kw != kw)
			return fail(p, &p->tok, "put parentheses around what belongs together, or use a list",
			            "`and` mixed with `or` on one level");
		law_mark_inside(p);
		law_next(p);
		at = p->tok;
		kid = as_cond(p, negation(p), &at);
		if (!kid)
			return NULL;
		ab_push(p->arena, &kids.v, kid);
	}
	return adopt(p, e, kids.v.p, kids.v.n);
}

static law_expr *level(law_parser *p)
{
	law_token start = p->tok;
	law_expr *e;

	if (++p->depth > LAW_DEPTH_MAX)
		return deeper(p);
	e = negation(p);
	if (e && (law_at_kw(p, LKW_AND) || law_at_kw(p, LKW_OR)) && !left_of_list(p))
		e = joined(p, e, &start);
	p->depth--;
	return e;
}

static law_expr *whole(law_parser *p)
{
	p->depth = p->nesting = 0;
	p->list_col = p->list_rest = p->depth_of_list = 0;
	return level(p);
}

law_expr *law_cond_expr(law_parser *p)
{
	law_token at = p->tok;

	return as_cond(p, whole(p), &at);
}

law_expr *law_num_expr(law_parser *p)
{
	law_token at = p->tok;

	return as_num(p, whole(p), &at);
}
