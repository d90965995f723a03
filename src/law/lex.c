/* The lexer of the rule language. */
#include "law/lex.h"

#include <string.h>

enum { D = LKF_D, S = LKF_S, R = LKF_R };

static const struct keyword {
	unsigned char length, flags;
	const char *name;
} keywords[LKW_TOTAL] = {
#define X(id, name, flags) {sizeof(name) - 1, (flags), name},
	LAW_KEYWORDS(X)
#undef X
};

law_kw law_keyword(ab_str s)
{
	unsigned lo = 0, hi = LKW_TOTAL;

	while (lo < hi) {
		unsigned mid = (lo + hi) / 2;
		const struct keyword *k = &keywords[mid];
		size_t n = s.n < k->length ? s.n : k->length;
		int c = s.p[0] == k->name[0] ? memcmp(s.p, k->name, n) : (s.p[0] > k->name[0] ? 1 : -1);
		if (c == 0 && s.n == k->length)
			return (law_kw)mid;
		if (c > 0 || (c == 0 && s.n > k->length))
			lo = mid + 1;
		else
			hi = mid;
	}
	return LKW_OTHER;
}

const char *law_keyword_name(law_kw kw)
{
	return kw < LKW_TOTAL ? keywords[kw].name : "";
}

unsigned law_keyword_flags(law_kw kw)
{
	return kw < LKW_TOTAL ? keywords[kw].flags : 0;
}

void law_lex_start(law_lexer *lx, ab_str text)
{
	memset(lx, 0, sizeof *lx);
	lx->at = lx->line_start = text.p;
	lx->end = text.p + text.n;
	lx->line = 1;
	lx->comment_line = -1;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_name(char c)
{
	return is_digit(c) || is_lower(c) || (c >= 'A' && c <= 'Z') || c == '_';
}

static int column(const law_lexer *lx, const char *at)
{
	return (int)(at - lx->line_start) + 1 - lx->extra;
}

static void complain(law_lexer *lx, const char *at, const char *message, const char *remedy)
{
	if (lx->complain)
		lx->complain(lx->who, lx->line, column(lx, at), message, remedy);
}

static void new_line(law_lexer *lx)
{
	lx->at++;
	lx->line++;
	lx->line_start = lx->at;
	lx->extra = 0;
}

static void count_extra(law_lexer *lx, const char *from, const char *to)
{
	for (; from < to; from++)
		lx->extra += ((unsigned char)*from & 0xC0) == 0x80;
}

/* A comment runs to the end of its line. Blocks in column 1 are kept for the declaration below them. */
static void comment(law_lexer *lx, bool alone)
{
	const char *from = lx->at, *to = memchr(from, '\n', (size_t)(lx->end - from));
	ab_str s;
	int col = column(lx, from);

	lx->at = to ? to : lx->end;
	s = (ab_str){from, (size_t)(lx->at - from)};
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\r'))
		s.n--;
	if (memchr(s.p, 0, s.n) || memchr(s.p, '\t', s.n))
		complain(lx, from, "a control character in a comment", "remove it; use spaces");
	if (col == 1 && lx->comment_line == lx->line - 1)
		lx->comment.n = (size_t)(s.p + s.n - lx->comment.p);
	else if (col == 1)
		lx->comment = s;
	if (col == 1)
		lx->comment_line = lx->line;
	if (lx->remark)
		lx->remark(lx->who, s, lx->line, col, alone);
	count_extra(lx, from, lx->at);
}

static bool is_bad_byte(char c)
{
	return (unsigned char)c >= 0x80 || (c >= 0 && c < ' ' && c != '\n' && c != '\r') ||
	       (c && strchr("{}~!@#$&|?;'`\\^]", c)) || c == 0x7f;
}

/* Reports a run of bytes that start no token, once. */
static void bad_bytes(law_lexer *lx)
{
	const char *from = lx->at;
	unsigned char c = (unsigned char)*from;

	while (lx->at < lx->end && is_bad_byte(*lx->at))
		lx->at++;
	if (c == '\t')
		complain(lx, from, "a tab", "indent with spaces: columns have a meaning here");
	else if (c == 0)
		complain(lx, from, "a zero byte", "this is not a text file; write plain UTF-8");
	else if (c >= 0x80)
		complain(lx, from, "a letter outside ASCII in a name",
		         "names are ASCII; put words for people between double quotes");
	else if (c == '\'' || c == '`')
		complain(lx, from, "a quote that is not a double quote", "write \"text\"");
	else
		complain(lx, from, "a character that means nothing here", "remove it, or put the words between double quotes");
	count_extra(lx, from, lx->at);
}

/* Spaces, line ends, comments. Returns true when the next token is the first of its line. */
static bool skip(law_lexer *lx)
{
	bool first = lx->at == lx->line_start;

	while (lx->at < lx->end) {
		char c = *lx->at;
		if (c == ' ' || c == '\r') {
			lx->at++;
		} else if (c == '\n') {
			new_line(lx);
			first = true;
		} else if (c == '-' && lx->end - lx->at > 1 && lx->at[1] == '-') {
			comment(lx, first);
		} else if (is_bad_byte(c)) {
			bad_bytes(lx);
		} else {
			break;
		}
	}
	return first;
}

static const char *digits(const char *p, const char *end)
{
	while (p < end && is_digit(*p))
		p++;
	return p;
}

/* The end of a decimal number that starts at p, or NULL: 4800, 5.92, 1e26, 2.5e+25. Capital E never: 4E091 is a class. */
static const char *number_end(const char *p, const char *end)
{
	const char *q = digits(p, end);

	if (q == p)
		return NULL;
	if (end - q > 1 && *q == '.' && is_digit(q[1]))
		q = digits(q + 1, end);
	if (end - q > 1 && *q == 'e' && is_digit(q[1]))
		return digits(q + 1, end);
	if (end - q > 2 && *q == 'e' && (q[1] == '+' || q[1] == '-') && is_digit(q[2]))
		return digits(q + 2, end);
	return q;
}

static bool is_date(ab_str s)
{
	static const char shape[] = "dddd-dd-dd";

	if (s.n != sizeof shape - 1)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (shape[i] == 'd' ? !is_digit(s.p[i]) : s.p[i] != '-')
			return false;
	return true;
}

/* Names, numbers and dates: letters, digits and _, joined by . : / - where such a character follows. */
static void word(law_lexer *lx, law_token *t)
{
	const char *p = lx->at, *number = is_digit(*p) ? number_end(p, lx->end) : NULL;
	bool plain = true;

	while (p < lx->end) {
		char c = *p;
		if (is_name(c)) {
			plain = plain && is_lower(c);
		} else if ((c == '.' || c == ':' || c == '/' || c == '-') && lx->end - p > 1 && is_name(p[1])) {
			plain = plain && c == '-';
		} else {
			break;
		}
		p++;
	}
	if (number && number >= p) {
		t->kind = LTK_NUMBER;
		p = number;
	}
	t->s = (ab_str){lx->at, (size_t)(p - lx->at)};
	lx->at = p;
	if (t->kind == LTK_NUMBER)
		return;
	t->kind = is_date(t->s) ? LTK_DATE : LTK_WORD;
	if (plain && t->kind == LTK_WORD)
		t->kw = law_keyword(t->s);
}

/* Text between two marks on one line. */
static void quoted(law_lexer *lx, law_token *t, law_tok kind, char close)
{
	const char *from = lx->at + 1, *p = from;

	while (p < lx->end && *p != close && *p != '\n')
		p++;
	t->kind = kind;
	t->s = (ab_str){from, (size_t)(p - from)};
	if (p == lx->end || *p != close) {
		if (t->s.n > 0 && t->s.p[t->s.n - 1] == '\r')
			t->s.n--;
		complain(lx, lx->at,
		         kind == LTK_TEXT ? "a text without its closing quote" : "a label without its closing bracket",
		         kind == LTK_TEXT ? "close it with \" on the same line" : "write `- [a.1] condition`");
	} else {
		p++;
	}
	for (const char *q = t->s.p; q < t->s.p + t->s.n; q++) {
		if ((unsigned char)*q < ' ' || *q == 0x7f) {
			complain(lx, lx->at, "a control character in a text", "remove it; use spaces");
			break;
		}
	}
	lx->at = p;
	count_extra(lx, from, p);
}

static void sign(law_lexer *lx, law_token *t)
{
	char c = *lx->at, next = lx->end - lx->at > 1 ? lx->at[1] : 0;
	int n = 1;

	switch (c) {
	case '(': t->kind = LTK_LPAREN; break;
	case ')': t->kind = LTK_RPAREN; break;
	case ',': t->kind = LTK_COMMA; break;
	case '=': t->kind = LTK_EQ; break;
	case '+': t->kind = LTK_PLUS; break;
	case '*': t->kind = LTK_STAR; break;
	case '/': t->kind = LTK_SLASH; break;
	case '%': t->kind = LTK_PERCENT; break;
	case '-': t->kind = LTK_DASH; break;
	case '<':
		t->kind = next == '=' ? LTK_LE : LTK_LT;
		n += next == '=';
		break;
	case '>':
		t->kind = next == '=' ? LTK_GE : LTK_GT;
		n += next == '=';
		break;
	default: /* '.' or ':' */
		t->kind = LTK_SPAN;
		if (c == '.' && next == '.')
			n = 2;
		else
			complain(lx, lx->at, "a lone point or colon", "a span is `DATE .. DATE`; a number starts with a digit");
	}
	t->s = (ab_str){lx->at, (size_t)n};
	lx->at += n;
}

law_token law_lex(law_lexer *lx)
{
	law_token t = {.kind = LTK_END, .kw = LKW_OTHER};

	t.first = skip(lx);
	t.line = lx->line;
	t.col = column(lx, lx->at);
	t.at = t.end = lx->at;
	t.s = (ab_str){lx->at, 0};
	if (lx->at >= lx->end)
		return t;
	if (is_name(*lx->at))
		word(lx, &t);
	else if (*lx->at == '"')
		quoted(lx, &t, LTK_TEXT, '"');
	else if (*lx->at == '[')
		quoted(lx, &t, LTK_LABEL, ']');
	else
		sign(lx, &t);
	t.end = lx->at;
	t.real = t.kind;
	t.starts = t.col == 1;
	if (t.starts)
		t.kind = LTK_END;
	return t;
}
