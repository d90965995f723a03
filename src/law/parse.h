/* What the two halves of the parser share: the token at hand, errors with a
 * remedy, and marks that tell the formatter where a line may or must break. */
#ifndef AMBIT_LAW_PARSE_H
#define AMBIT_LAW_PARSE_H

#include "law/lex.h"

#define LAW_DEPTH_MAX 100  /* height of an expression, and of what the parser calls on itself */
#define LAW_ERRORS_MAX 100 /* in one file; after that the parser gives up */

/* Where the canonical layout breaks lines. Hard: always, at `indent`. Soft: where what follows, up to the next mark
 * that is no deeper, does not fit; then at `rest`. So a long condition breaks between its large parts first. */
typedef struct law_mark {
	const char *at;
	bool hard;
	uint8_t depth;
	uint8_t indent; /* of a hard break */
	uint8_t rest;   /* of lines that go on from here */
} law_mark;

typedef struct law_strs {
	AB_VEC(ab_str) v;
} law_strs;

typedef struct law_parser {
	law_lexer lx;
	law_token tok;
	const char *file;
	law_tree *tree;
	ab_arena *arena;
	ab_diags *d;
	int errors, error_line, error_col;
	bool error_in_bytes; /* the last error was the lexer's */
	int depth;           /* of levels and of `not`: for the layout too */
	int nesting;         /* of primaries */
	int list_col;        /* column of the dashes of the list that the expression stands in; 0: none */
	int depth_of_list;   /* depth in that list's lines, less one */
	int list_rest;       /* indent of that list's dashes in canonical layout; 0: none */
	int indent;          /* of the clause at hand in canonical layout */
	bool in_amount;
	ab_str pack;
	law_decl *decl;
	bool marking;
	struct {
		AB_VEC(law_mark) v;
	} marks;
} law_parser;

/* One file into p->tree; with p->marking also the marks. */
bool law_parse_file(law_parser *p, const char *file, ab_str text);

void law_next(law_parser *p);
bool law_accept_kw(law_parser *p, law_kw kw);
bool law_accept(law_parser *p, law_tok kind);
bool law_need_kw(law_parser *p, law_kw kw, const char *remedy);
bool law_need(law_parser *p, law_tok kind, const char *what, const char *remedy);
/* Always false. */
bool law_fail(law_parser *p, const law_token *t, const char *remedy, const char *fmt, ...) AB_PRINTF(4, 5);
#define LAW_SEEN 64
/* The token in words: `unless`, the number 5, the end of the declaration. */
const char *law_seen(const law_token *t, char out[LAW_SEEN]);
bool law_at_kw(const law_parser *p, law_kw kw);
law_pos law_here(const law_parser *p);
void law_mark_hard(law_parser *p, int indent, int rest);
void law_mark_soft(law_parser *p, int depth, int rest);
/* Inside of an expression: by how deep it stands there. */
void law_mark_inside(law_parser *p);

bool law_name(law_parser *p, ab_str *out, const char *what);
bool law_names(law_parser *p, law_strs *out, const char *what); /* one or more, with commas */
bool law_text(law_parser *p, ab_str *out, const char *what);

law_expr *law_cond_expr(law_parser *p); /* NULL: reported */
law_expr *law_num_expr(law_parser *p);
bool law_holds_list(const law_expr *e); /* an indented list stands in it */

#endif
