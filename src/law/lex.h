/* Tokens of the rule language, made on the fly from the bytes of one file: no
 * copies, no allocation. A token in column 1 starts a declaration, so the
 * lexer keeps line, column and whether a token is the first of its line. */
#ifndef AMBIT_LAW_LEX_H
#define AMBIT_LAW_LEX_H

#include "law/ast.h"

typedef enum law_tok {
	LTK_END, /* end of the file, or a token in column 1 (see law_token.starts) */
	LTK_WORD,
	LTK_NUMBER,
	LTK_DATE,
	LTK_TEXT,  /* s is what stands between the quotes */
	LTK_LABEL, /* s is what stands between the brackets */
	LTK_DASH,
	LTK_SPAN, /* .. */
	LTK_LPAREN,
	LTK_RPAREN,
	LTK_COMMA,
	LTK_EQ,
	LTK_LT,
	LTK_LE,
	LTK_GT,
	LTK_GE,
	LTK_PLUS,
	LTK_STAR,
	LTK_SLASH,
	LTK_PERCENT
} law_tok;

/* Sorted by bytes: law_keyword searches by halves. D starts a declaration, S starts a clause (errors recover there),
 * R may not be the name of a fact, a definition or a unit in an expression. */
#define LAW_KEYWORDS(X)                                                                                                \
	X(ABSENT, "absent", 0)                                                                                             \
	X(ACTS, "acts", 0)                                                                                                 \
	X(AFTER, "after", 0)                                                                                               \
	X(ALIAS, "alias", S)                                                                                               \
	X(ALL, "all", R)                                                                                                   \
	X(ALWAYS_SOMEBODY, "always-somebody", 0)                                                                           \
	X(AMOUNT, "amount", D)                                                                                             \
	X(AND, "and", R)                                                                                                   \
	X(ANY, "any", R)                                                                                                   \
	X(APPLIES, "applies", 0)                                                                                           \
	X(AS, "as", R)                                                                                                     \
	X(ASK, "ask", R)                                                                                                   \
	X(ASSESSED, "assessed", 0)                                                                                         \
	X(AUTHORIZATION, "authorization", 0)                                                                               \
	X(BUT, "but", R)                                                                                                   \
	X(BY, "by", R)                                                                                                     \
	X(CALLED, "called", 0)                                                                                             \
	X(CASE, "case", D)                                                                                                 \
	X(CHOICE, "choice", S)                                                                                             \
	X(CIRCUMSTANCE, "circumstance", S | R)                                                                             \
	X(CITE, "cite", S | R)                                                                                             \
	X(CLASS, "class", D)                                                                                               \
	X(COLUMN, "column", S)                                                                                             \
	X(COMPLIANCE, "compliance", 0)                                                                                     \
	X(COMPLIES, "complies", R)                                                                                         \
	X(CONCLUSION, "conclusion", 0)                                                                                     \
	X(CONFLICT, "conflict", D)                                                                                         \
	X(COUNT, "count", R)                                                                                               \
	X(DEFINE, "define", D)                                                                                             \
	X(DIFFERS, "differs", R)                                                                                           \
	X(DISCRETION, "discretion", 0)                                                                                     \
	X(DONE, "done", R)                                                                                                 \
	X(EFFECTIVE, "effective", 0)                                                                                       \
	X(ENDS, "ends", R)                                                                                                 \
	X(EXCEPTION, "exception", D)                                                                                       \
	X(EXCEPTIONS, "exceptions", 0)                                                                                     \
	X(EXCLUDING, "excluding", R)                                                                                       \
	X(EXPECT, "expect", S | R)                                                                                         \
	X(EXTENT, "extent", D)                                                                                             \
	X(FACT, "fact", D)                                                                                                 \
	X(FAILED, "failed", R)                                                                                             \
	X(FALSE, "false", R)                                                                                               \
	X(FAMILY, "family", 0)                                                                                             \
	X(FIGURE, "figure", D)                                                                                             \
	X(FLAG, "flag", D)                                                                                                 \
	X(FOR, "for", 0)                                                                                                   \
	X(GIVEN, "given", S | R)                                                                                           \
	X(GREATER, "greater", R)                                                                                           \
	X(GREATEST, "greatest", R)                                                                                         \
	X(GROUND, "ground", 0)                                                                                             \
	X(GROUP, "group", D)                                                                                               \
	X(HAS, "has", R)                                                                                                   \
	X(HEADING, "heading", D)                                                                                           \
	X(HOUSE, "house", 0)                                                                                               \
	X(IF, "if", R)                                                                                                     \
	X(IN, "in", R)                                                                                                     \
	X(IN_FORCE, "in-force", 0)                                                                                         \
	X(INSTEAD, "instead", R)                                                                                           \
	X(INTERPRETATION, "interpretation", D)                                                                             \
	X(INTERPRETS, "interprets", 0)                                                                                     \
	X(IS, "is", R)                                                                                                     \
	X(KEYED, "keyed", 0)                                                                                               \
	X(KNOWN, "known", 0)                                                                                               \
	X(LAW, "law", 0)                                                                                                   \
	X(LEAST, "least", R)                                                                                               \
	X(LEAVING, "leaving", R)                                                                                           \
	X(LESSER, "lesser", R)                                                                                             \
	X(LETTER, "letter", D)                                                                                             \
	X(LICENSE, "license", 0)                                                                                           \
	X(LIMB, "limb", S | R)                                                                                             \
	X(LIST, "list", D)                                                                                                 \
	X(MEANWHILE, "meanwhile", R)                                                                                       \
	X(MEMBER, "member", S)                                                                                             \
	X(NO, "no", R)                                                                                                     \
	X(NONE, "none", R)                                                                                                 \
	X(NOT, "not", R)                                                                                                   \
	X(NOT_ENFORCED, "not-enforced", S | R)                                                                             \
	X(NOTE, "note", D | S | R)                                                                                         \
	X(NOTHING, "nothing", 0)                                                                                           \
	X(OF, "of", R)                                                                                                     \
	X(OR, "or", R)                                                                                                     \
	X(ORDER, "order", D)                                                                                               \
	X(ORDINARY, "ordinary", 0)                                                                                         \
	X(OTHERWISE, "otherwise", S | R)                                                                                   \
	X(OUT, "out", 0)                                                                                                   \
	X(OVER, "over", R)                                                                                                 \
	X(OVERRIDES, "overrides", S)                                                                                       \
	X(OWN_ACT, "own-act", S | R)                                                                                       \
	X(OWNED_SHARE, "owned-share", R)                                                                                   \
	X(PACK, "pack", D)                                                                                                 \
	X(PAPER, "paper", S | R)                                                                                           \
	X(PATH, "path", 0)                                                                                                 \
	X(POLICY, "policy", D)                                                                                             \
	X(PRESUME, "presume", D)                                                                                           \
	X(PRESUMED, "presumed", 0)                                                                                         \
	X(PRESUMES, "presumes", S | R)                                                                                     \
	X(PREVIOUS, "previous", 0)                                                                                         \
	X(PRINT, "print", 0)                                                                                               \
	X(PROHIBITS, "prohibits", S | R)                                                                                   \
	X(PUBLIC, "public", 0)                                                                                             \
	X(PUBLISHED, "published", 0)                                                                                       \
	X(REACH, "reach", D)                                                                                               \
	X(REASON, "reason", R)                                                                                             \
	X(REBUTTED, "rebutted", S | R)                                                                                     \
	X(REMOVES, "removes", S | R)                                                                                       \
	X(REQUIRES, "requires", S | R)                                                                                     \
	X(RESTRICT, "restrict", D)                                                                                         \
	X(ROLES, "roles", D)                                                                                               \
	X(RULE, "rule", D)                                                                                                 \
	X(SAME, "same", R)                                                                                                 \
	X(SETTLED, "settled", S)                                                                                           \
	X(SOURCE, "source", D)                                                                                             \
	X(STAYED, "stayed", S | R)                                                                                         \
	X(STRICTEST, "strictest", 0)                                                                                       \
	X(SUM, "sum", R)                                                                                                   \
	X(TERMS, "terms", 0)                                                                                               \
	X(TEXT, "text", R)                                                                                                 \
	X(THEN, "then", S | R)                                                                                             \
	X(THROUGH, "through", 0)                                                                                           \
	X(TO, "to", 0)                                                                                                     \
	X(TRUE, "true", R)                                                                                                 \
	X(UNIT, "unit", D)                                                                                                 \
	X(UNKNOWN, "unknown", 0)                                                                                           \
	X(UNLESS, "unless", S | R)                                                                                         \
	X(UNTIL, "until", R)                                                                                               \
	X(UNTIL_RESOLVED, "until-resolved", S | R)                                                                         \
	X(VERSION, "version", S | R)                                                                                       \
	X(WHEN, "when", S | R)                                                                                             \
	X(WHERE, "where", R)                                                                                               \
	X(WITH, "with", 0)                                                                                                 \
	X(WORDS, "words", D)                                                                                               \
	X(WOULD_NEED_LICENSE, "would-need-license", R)

typedef enum law_kw {
#define X(id, name, flags) LKW_##id,
	LAW_KEYWORDS(X)
#undef X
		LKW_TOTAL,
	LKW_OTHER = LKW_TOTAL /* not a keyword */
} law_kw;

enum { LKF_D = 1, LKF_S = 2, LKF_R = 4 };

law_kw law_keyword(ab_str s);
const char *law_keyword_name(law_kw kw); /* "" for LKW_OTHER */
unsigned law_keyword_flags(law_kw kw);   /* LKF_ bits */

typedef struct law_token {
	law_tok kind;
	law_tok real;  /* kind, also where `kind` is LTK_END because it stands in column 1 */
	law_kw kw;     /* LTK_WORD */
	bool starts;   /* stands in column 1 */
	bool first;    /* first of its line */
	int line, col; /* from 1; columns count characters */
	ab_str s;
	const char *at, *end; /* with quotes or brackets */
} law_token;

typedef struct law_lexer {
	const char *at, *end, *line_start;
	int line;
	int extra;        /* bytes on this line that continue a character */
	int comment_line; /* last line of the block of comments in column 1 */
	ab_str comment;   /* that block */
	/* called for each thing wrong with the bytes; may be NULL */
	void (*complain)(void *who, int line, int col, const char *message, const char *remedy);
	void *who;
	/* called for each comment: `alone` when nothing stands before it on its line; may be NULL */
	void (*remark)(void *who, ab_str comment, int line, int col, bool alone);
} law_lexer;

void law_lex_start(law_lexer *lx, ab_str text);
law_token law_lex(law_lexer *lx);

#endif
