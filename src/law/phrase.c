/* Conditions in words: what a rule says, as a person reads it. */
#include "law/law.h"

#define DEPTH_MAX 64

typedef struct phrase {
	ab_buf *b;
	int depth;
} phrase;

static void say(phrase *p, const law_expr *e);

/* "item.performance_density" -> "performance density", "its.parent.country" -> "its parent country". */
static void say_path(phrase *p, ab_str path)
{
	size_t from = ab_str_starts(path, "item.") ? 5 : 0;
	for (size_t i = from; i < path.n; i++)
		ab_buf_addc(p->b, path.p[i] == '_' || path.p[i] == '.' ? ' ' : path.p[i]);
}

static void say_words(phrase *p, const law_expr *e, const char *last)
{
	for (uint32_t i = 0; i < e->word_n; i++) {
		ab_buf_addz(p->b, i == 0 ? "" : i + 1 < e->word_n ? ", " : last);
		ab_buf_add(p->b, e->words[i]);
	}
}

static bool joins(const law_expr *e)
{
	return e->op == LX_AND || e->op == LX_OR;
}

/* In parentheses where it would run into its neighbors. */
static void say_inner(phrase *p, const law_expr *e, bool parens)
{
	if (parens)
		ab_buf_addc(p->b, '(');
	say(p, e);
	if (parens)
		ab_buf_addc(p->b, ')');
}

static void say_join(phrase *p, const law_expr *e, const char *word)
{
	for (uint32_t i = 0; i < e->n; i++) {
		if (i)
			ab_buf_addz(p->b, word);
		say_inner(p, e->kids[i], joins(e->kids[i]));
	}
}

static void say_is(phrase *p, const law_expr *e, bool not )
{
	say_path(p, e->name);
	ab_buf_addz(p->b, not ? " is not " : " is ");
	if (e->op == LX_IN)
		ab_buf_addz(p->b, e->in_named || e->word_n == 1 ? (e->in_named ? "in " : "") : "one of ");
	if (e->text)
		ab_buf_addc(p->b, '"');
	say_words(p, e, ", ");
	if (e->text)
		ab_buf_addc(p->b, '"');
}

static void say_has(phrase *p, const law_expr *e, bool not )
{
	say_path(p, e->name);
	ab_buf_addz(p->b, not ? " does not include " : " includes ");
	say_words(p, e, " or ");
}

static void say_not(phrase *p, const law_expr *k)
{
	switch (k->op) {
	case LX_IS:
	case LX_IN: say_is(p, k, true); return;
	case LX_HAS: say_has(p, k, true); return;
	case LX_ANY:
		ab_buf_printf(p->b, "no %.*s has: ", AB_FMT(k->name));
		say_inner(p, k->kids[0], joins(k->kids[0]));
		return;
	default: ab_buf_addz(p->b, "not "); say_inner(p, k, joins(k) || k->op == LX_CMP);
	}
}

static void say_compare(phrase *p, const law_expr *e)
{
	static const char *const words[] = {" is below ", " is at most ", " is more than ", " is at least ",
	                                    " is exactly "};
	say(p, e->kids[0]);
	ab_buf_addz(p->b, words[e->cmp]);
	say(p, e->kids[1]);
}

static void say_number(phrase *p, const law_expr *e)
{
	char out[AB_NUM_LEN];
	ab_buf_addz(p->b, ab_num_format_human(e->lo, out));
	if (e->unit.n)
		ab_buf_printf(p->b, " %.*s", AB_FMT(e->unit));
}

static bool sums(const law_expr *e)
{
	return e->op == LX_ADD || e->op == LX_MUL || e->op == LX_DIV;
}

static void say_arithmetic(phrase *p, const law_expr *e, const char *sign)
{
	say_inner(p, e->kids[0], sums(e->kids[0]) && e->kids[0]->op != e->op);
	ab_buf_addz(p->b, sign);
	say_inner(p, e->kids[1], sums(e->kids[1]));
}

static void say_over(phrase *p, const law_expr *e, const char *what)
{
	ab_buf_addz(p->b, what);
	if (e->op != LX_COUNT && e->n > 1 && e->kids[1]) {
		say(p, e->kids[1]);
		ab_buf_addz(p->b, " over each ");
	}
	ab_buf_add(p->b, e->name);
	if (e->n && e->kids[0]) {
		ab_buf_addz(p->b, " where ");
		say_inner(p, e->kids[0], joins(e->kids[0]));
	}
}

static void say_would(phrase *p, const law_expr *e)
{
	ab_buf_printf(p->b, "the %.*s alone would need a license for that destination", AB_FMT(e->name));
	if (e->word_n) {
		ab_buf_addz(p->b, " (leaving out ");
		say_words(p, e, ", ");
		ab_buf_addc(p->b, ')');
	}
}

static void say_either(phrase *p, const law_expr *e, const char *which)
{
	ab_buf_printf(p->b, "the %s of ", which);
	say(p, e->kids[0]);
	ab_buf_addz(p->b, " and ");
	say(p, e->kids[1]);
}

static void say_op(phrase *p, const law_expr *e)
{
	char day[AB_DATE_LEN];
	switch (e->op) {
	case LX_AND: say_join(p, e, " and "); return;
	case LX_OR: say_join(p, e, " or "); return;
	case LX_NOT: say_not(p, e->kids[0]); return;
	case LX_ANY:
	case LX_ALL:
		ab_buf_printf(p->b, "%s %.*s has: ", e->op == LX_ANY ? "some" : "every", AB_FMT(e->name));
		say_inner(p, e->kids[0], joins(e->kids[0]));
		return;
	case LX_CMP: say_compare(p, e); return;
	case LX_IS:
	case LX_IN: say_is(p, e, false); return;
	case LX_HAS: say_has(p, e, false); return;
	case LX_DIFFERS:
		say(p, e->kids[0]);
		ab_buf_addz(p->b, " differs from ");
		say(p, e->kids[1]);
		return;
	case LX_TRUTH: ab_buf_printf(p->b, "\"%.*s\" holds", AB_FMT(e->name)); return;
	case LX_WOULD: say_would(p, e); return;
	case LX_NUM: say_number(p, e); return;
	case LX_DATE: ab_buf_addz(p->b, ab_date_format(e->date, day)); return;
	case LX_PATH: say_path(p, e->name); return;
	case LX_ADD: say_arithmetic(p, e, " + "); return;
	case LX_MUL: say_arithmetic(p, e, " x "); return;
	case LX_DIV: say_arithmetic(p, e, " / "); return;
	case LX_GREATER: say_either(p, e, "greater"); return;
	case LX_LESSER: say_either(p, e, "lesser"); return;
	case LX_IF:
		say(p, e->kids[0]);
		ab_buf_addz(p->b, " if ");
		say(p, e->kids[1]);
		ab_buf_addz(p->b, ", otherwise ");
		say(p, e->kids[2]);
		return;
	case LX_SUM: say_over(p, e, "the sum of "); return;
	case LX_COUNT: say_over(p, e, "the number of "); return;
	case LX_GREATEST: say_over(p, e, "the greatest "); return;
	case LX_LEAST: say_over(p, e, "the least "); return;
	case LX_SHARE:
		ab_buf_addz(p->b, "the share owned by parties of ");
		say_words(p, e, ", ");
		return;
	case LX_FIGURE: ab_buf_addz(p->b, "this amount"); return;
	case LX_OP_COUNT: break;
	}
}

static void say(phrase *p, const law_expr *e)
{
	if (!e || p->depth >= DEPTH_MAX) {
		ab_buf_addz(p->b, "...");
		return;
	}
	p->depth++;
	say_op(p, e);
	p->depth--;
}

void law_expr_text(const law_expr *e, ab_buf *out)
{
	phrase p = {out, 0};
	say(&p, e);
}
