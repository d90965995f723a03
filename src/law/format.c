/* The canonical layout of a law file: its own tokens and comments, laid out by
 * the marks that the parser leaves, so that nothing but spaces and line ends
 * changes. Formatting twice changes nothing more. */
#include "law/parse.h"

#include <string.h>

#define WIDTH 120 /* a line that would be longer breaks where it may */

typedef struct remark {
	ab_str s;
	int line, col;
	bool alone;
} remark;

typedef struct layout {
	ab_buf *out;
	ab_arena *arena;
	law_lexer lx;
	law_token tok, prev;
	struct {
		AB_VEC(remark) v;
	} remarks; /* that stand before tok */
	const law_mark *marks;
	uint32_t mark_n, mark_at;
	size_t line_begin; /* in out */
	int rest;          /* indent of lines that go on */
	int last_line;     /* of the source: where the last thing written stood */
	bool broken;       /* the next thing starts a line */
	int decl_lines;    /* of the declaration at hand */
	bool any;
} layout;

static void remember(void *who, ab_str s, int line, int col, bool alone)
{
	layout *l = who;

	ab_push(l->arena, &l->remarks.v, ((remark){s, line, col, alone}));
}

static int width(const layout *l)
{
	if (l->out->n == l->line_begin)
		return 0;
	return (int)ab_utf8_width((ab_str){l->out->p + l->line_begin, l->out->n - l->line_begin});
}

static void line_end(layout *l)
{
	ab_buf_addc(l->out, '\n');
	l->line_begin = l->out->n;
	l->broken = false;
}

/* A new line with its indent; `blank`: one empty line before it. */
static void break_line(layout *l, int indent, bool blank)
{
	if (l->any)
		line_end(l);
	if (blank && l->any)
		line_end(l);
	for (int i = 0; i < indent; i++)
		ab_buf_addc(l->out, ' ');
	l->broken = false;
}

static const law_mark *mark_of(const layout *l, uint32_t from, const law_token *t)
{
	for (uint32_t i = from; i < l->mark_n && l->marks[i].at <= t->at; i++)
		if (l->marks[i].at == t->at)
			return &l->marks[i];
	return NULL;
}

static bool no_space(const law_token *before, const law_token *t)
{
	if (t->real == LTK_COMMA || t->real == LTK_RPAREN || before->real == LTK_LPAREN)
		return true;
	return t->real == LTK_LPAREN && before->real == LTK_WORD &&
	       (before->kw == LKW_OWNED_SHARE || before->kw == LKW_WOULD_NEED_LICENSE);
}

static ab_str text_of(const law_token *t)
{
	return (ab_str){t->at, (size_t)(t->end - t->at)};
}

/* Width of tok and all up to the next break that is no deeper than this one; m NULL: after a comma, the deepest. */
static int chunk(const layout *l, const law_mark *m)
{
	const law_mark *stop;
	law_lexer lx = l->lx;
	law_token before = l->tok, t;
	int w = (int)ab_utf8_width(text_of(&before));
	bool comma = before.real == LTK_COMMA;

	lx.remark = NULL;
	for (;;) {
		t = law_lex(&lx);
		stop = mark_of(l, l->mark_at, &t);
		if (t.kind == LTK_END || w > WIDTH || (m ? stop && (stop->hard || stop->depth <= m->depth) : comma || stop))
			return w;
		w += (no_space(&before, &t) ? 0 : 1) + (int)ab_utf8_width(text_of(&t));
		comma = t.real == LTK_COMMA;
		before = t;
	}
}

static bool blank_before(const layout *l, int line, bool first)
{
	return (first && l->decl_lines > 2) || line - l->last_line > 1;
}

/* Comments before tok. A comment of its own line stands as tok will; in column 1 it belongs to what follows. */
static void write_remarks(layout *l, const law_mark *m, bool *first)
{
	bool outside = l->tok.kind == LTK_END;

	for (uint32_t i = 0; i < l->remarks.v.n; i++) {
		const remark *r = &l->remarks.v.p[i];
		if (!r->alone && l->any) {
			ab_buf_addz(l->out, "  ");
		} else if (outside && (r->col == 1 || !l->prev.at)) {
			break_line(l, 0, blank_before(l, r->line, *first));
			*first = false;
		} else {
			break_line(l, outside ? 2 : m ? (m->hard ? m->indent : m->rest) : l->rest, false);
			l->decl_lines++;
		}
		ab_buf_add(l->out, r->s);
		l->any = l->broken = true;
		l->last_line = r->line;
	}
	l->remarks.v.n = 0;
}

static void write_token(layout *l)
{
	const law_mark *m = mark_of(l, l->mark_at, &l->tok);
	bool first = true, fits;

	if (m)
		l->mark_at = (uint32_t)(m - l->marks) + 1;
	write_remarks(l, m, &first);
	if (l->tok.starts) {
		break_line(l, 0, blank_before(l, l->tok.line, first));
		l->decl_lines = 1;
	} else if (m && m->hard) {
		break_line(l, m->indent, false);
		l->decl_lines++;
	} else {
		fits = !(m || l->prev.real == LTK_COMMA) || width(l) + 1 + chunk(l, m) <= WIDTH;
		if (m)
			l->rest = m->rest;
		if (l->broken || !fits) {
			break_line(l, l->rest, false);
			l->decl_lines++;
		} else if (!no_space(&l->prev, &l->tok)) {
			ab_buf_addc(l->out, ' ');
		}
	}
	if (m)
		l->rest = m->rest;
	ab_buf_add(l->out, text_of(&l->tok));
	l->any = true;
	l->last_line = l->tok.line;
	l->prev = l->tok;
}

void law_format(const law_tree *one_file, ab_str text, ab_buf *out)
{
	ab_arena arena;
	ab_diags d;
	bool first = true;

	(void)one_file; /* the marks come from a parse of their own */
	if (text.n == 0)
		return;
	ab_arena_init(&arena);
	ab_diags_init(&d, &arena);
	law_tree tree = {.arena = &arena};
	law_parser p = {.tree = &tree, .d = &d, .marking = true};
	layout l = {.out = out, .arena = &arena, .line_begin = out->n};

	if (!law_parse_file(&p, "", text)) { /* not ours to move */
		ab_buf_add(out, text);
		ab_arena_free(&arena);
		return;
	}
	l.marks = p.marks.v.p;
	l.mark_n = p.marks.v.n;
	law_lex_start(&l.lx, text);
	l.lx.remark = remember;
	l.lx.who = &l;
	for (l.tok = law_lex(&l.lx); l.tok.real != LTK_END; l.tok = law_lex(&l.lx))
		write_token(&l);
	write_remarks(&l, NULL, &first);
	if (l.any)
		line_end(&l);
	ab_arena_free(&arena);
}
