/* Every figure of a rule must stand in the stored snapshot of the paragraph that it cites. The texts are read from
 * $AMBIT_SHARED/data/us; what was found is kept in law/us/ear/evidence.tsv, against which rules are checked where there
 * are no texts. A version whose text is not held says `text not held`. Usage: [--write] [--verbose]. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "law/ast.h"

#define TABLE TEST_SOURCE "/../law/us/ear/evidence.tsv"
#define LAW TEST_SOURCE "/../law"
#define HEAD "provision\tversion\tcite\tsnapshot\tday\tsha256\tfigures\n"

enum {
	LEVELS = 8,    /* (a)(1)(i)(A)(1)(i) and two to spare */
	NEAR = 240,    /* bytes between a figure and its unit word */
	HEADING = 160, /* longest heading before a paragraph that stands in the same line */
	DEPTH = 64,    /* of an expression */
	TEXT_LIMIT = 1 << 24
};

/* ---- figures of a rule ---- */
typedef struct figure {
	ab_str number; /* as written: 4800, 1e26; a day: 2026-12-31 */
	ab_str unit;
	bool before; /* a day that is an excluded upper end: 2028-01-01 is the end of 2027 */
	bool found;
} figure;

typedef struct group { /* figures that the same paragraphs must hold */
	AB_VEC(ab_str) cites;
	AB_VEC(figure) figures;
} group;

typedef struct row {
	ab_str provision, version, cite, snapshot, day, sha, figures;
	bool used;
} row;

typedef struct snapshot {
	ab_str file, section; /* section as INDEX.csv describes it */
	ab_str key;           /* "742.6", "736.supp1", "CCL-3A090" */
	ab_date from, to;
	ab_str text; /* empty until it is read */
} snapshot;

typedef struct audit {
	ab_arena arena;
	ab_diags diags;
	law_tree tree;
	ab_str folder; /* data/us of the stored texts; empty: there are none */
	AB_VEC(snapshot) snapshots;
	AB_VEC(row) rows;  /* found now */
	AB_VEC(row) table; /* committed */
	uint32_t versions, figures, found, held, not_held, partly, exempt, passed, failed;
	bool write, verbose;
} audit;

static void pass(audit *a, bool ok)
{
	a->passed += ok;
	a->failed += !ok;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static const law_decl *find_decl(const audit *a, law_decl_kind kind, ab_str id)
{
	for (uint32_t i = 0; i < a->tree.decls.n; i++)
		if (a->tree.decls.p[i]->kind == kind && ab_str_eq(a->tree.decls.p[i]->id, id))
			return a->tree.decls.p[i];
	return NULL;
}

static bool has_cites(const law_decl *d)
{
	for (uint32_t i = 0; i < d->limbs.n; i++)
		for (uint32_t k = 0; k < d->limbs.p[i].versions.n; k++)
			if (d->limbs.p[i].versions.p[k].cites.n > 0)
				return true;
	return false;
}

static void add_figure(audit *a, group *g, figure f)
{
	for (uint32_t i = 0; i < g->figures.n; i++)
		if (ab_str_eq(g->figures.p[i].number, f.number) && ab_str_eq(g->figures.p[i].unit, f.unit))
			return;
	ab_push(&a->arena, &g->figures, f);
}

/* "740.27(b)(2); 740.27(c)" is two cites. */
static void add_cites(audit *a, group *g, ab_str list)
{
	ab_str part;

	while (ab_str_cut(&list, ';', &part))
		ab_push(&a->arena, &g->cites, ab_str_trim(part));
}

static bool has_number(const group *g, ab_str number)
{
	for (uint32_t i = 0; i < g->figures.n; i++)
		if (ab_str_eq(g->figures.p[i].number, number))
			return true;
	return false;
}

/* Figures in words for people: with a comma, or before a unit. "740.27(b)(2)" and "3A090" are none. */
static void words_figures(audit *a, group *g, ab_str s)
{
	static const struct {
		const char *word, *unit;
	} units[] = {{" days", "days"},  {" TPP", "TPP"},   {" GB/s", "GB/s"},
	             {" billion", "bn"}, {" percent", "%"}, {" %", "%"}};

	for (size_t i = 0; i < s.n; i++) {
		size_t end = i;
		bool comma = false;
		const char *unit = "";
		if (!is_digit(s.p[i]) || (i > 0 && s.p[i - 1] != ' '))
			continue;
		for (; end < s.n && (is_digit(s.p[end]) || (end + 1 < s.n && is_digit(s.p[end + 1]) && strchr(",.", s.p[end])));
		     end++)
			comma |= s.p[end] == ',';
		for (size_t u = 0; u < AB_COUNT(units) && *unit == 0; u++)
			if (ab_str_starts((ab_str){s.p + end, s.n - end}, units[u].word))
				unit = units[u].unit;
		if (comma || *unit) {
			ab_buf plain = {0};
			for (size_t k = i; k < end; k++)
				if (s.p[k] != ',')
					ab_buf_addc(&plain, s.p[k]);
			if (*unit || !has_number(g, (ab_str){plain.p, plain.n}))
				add_figure(
					a, g,
					(figure){.number = ab_str_dup(&a->arena, (ab_str){plain.p, plain.n}), .unit = ab_str_of(unit)});
			ab_buf_free(&plain);
		}
		i = end;
	}
}

typedef struct groups {
	AB_VEC(group *) list;
} groups;

static group *new_group(audit *a, groups *all)
{
	group *g = AB_NEW(&a->arena, group);

	ab_push(&a->arena, &all->list, g);
	return g;
}

static void collect(audit *a, groups *all, group *g, const law_expr *e, const law_expr *up, ab_date day, int depth);

/* What a condition without a cite of its own says is said by who uses it. */
static void collect_define(audit *a, groups *all, group *g, ab_str id, ab_date day, int depth)
{
	const law_decl *d = find_decl(a, LD_DEFINE, id);
	const law_version *v = NULL;

	if (!d || d->limbs.n == 0 || has_cites(d))
		return;
	for (uint32_t i = 0; i < d->limbs.p[0].versions.n; i++)
		if (!v || d->limbs.p[0].versions.p[i].from <= day)
			v = &d->limbs.p[0].versions.p[i];
	if (v)
		collect(a, all, g, v->when, NULL, day, depth);
}

static void collect(audit *a, groups *all, group *g, const law_expr *e, const law_expr *up, ab_date day, int depth)
{
	if (!e || depth > DEPTH)
		return;
	if (e->cite.n > 0) {
		g = new_group(a, all);
		add_cites(a, g, e->cite);
	}
	if (e->op == LX_NUM && e->lo != 0) /* more than nothing: no figure */
		add_figure(a, g, (figure){.number = e->written, .unit = e->unit});
	if (e->op == LX_DATE) {
		char day_text[AB_DATE_LEN];
		ab_str s = ab_str_dup(&a->arena, ab_str_of(ab_date_format(e->date, day_text)));
		add_figure(a, g,
		           (figure){.number = s, .unit = AB_STR("day"), .before = up && up->op == LX_CMP && up->cmp == LC_LT});
	}
	if (e->op == LX_TRUTH)
		collect_define(a, all, g, e->name, day, depth + 1);
	for (uint32_t i = 0; i < e->n; i++)
		collect(a, all, g, e->kids[i], e, day, depth + 1);
}

static void collect_version(audit *a, groups *all, const law_decl *d, const law_version *v)
{
	group *g = new_group(a, all);

	for (uint32_t i = 0; i < v->cites.n; i++)
		add_cites(a, g, v->cites.p[i]);
	collect(a, all, g, v->when, NULL, v->from, 0);
	collect(a, all, g, v->unless, NULL, v->from, 0);
	collect(a, all, g, v->rebutted, NULL, v->from, 0);
	collect(a, all, g, v->resolved, NULL, v->from, 0);
	for (uint32_t i = 0; i < v->value.n; i++)
		collect(a, all, g, v->value.p[i], NULL, v->from, 0);
	words_figures(a, g, v->note);
	if (d->kind == LD_AMOUNT) {
		char text[AB_NUM_LEN];
		ab_str number = ab_str_dup(&a->arena, ab_str_of(ab_num_format(v->number, text)));
		add_figure(a, g, (figure){.number = number, .unit = d->unit});
	}
	for (uint32_t i = 0; i < v->conds.n; i++) {
		const law_cond *c = &v->conds.p[i];
		group *own = c->cite.n > 0 ? new_group(a, all) : g;
		if (c->cite.n > 0)
			add_cites(a, own, c->cite);
		collect(a, all, own, c->when, NULL, v->from, 0);
		collect(a, all, own, c->done, NULL, v->from, 0);
		collect(a, all, own, c->failed, NULL, v->from, 0);
		words_figures(a, own, c->text);
	}
}

/* ---- looking for a figure in a text ---- */
static bool edge(ab_str text, size_t from, size_t to)
{
	char before = from > 0 ? text.p[from - 1] : ' ', after = to < text.n ? text.p[to] : ' ';
	char more = to + 1 < text.n ? text.p[to + 1] : ' ';

	if (is_digit(before) || is_letter(before) || is_digit(after))
		return false;
	if (from > 1 && strchr(".,", before) && is_digit(text.p[from - 2]))
		return false;
	return !(strchr(".,", after) && is_digit(more));
}

static bool fold_at(ab_str text, size_t at, const char *word)
{
	size_t n = strlen(word);

	return at + n <= text.n && ab_str_eq_fold((ab_str){text.p + at, n}, ab_str_of(word));
}

static bool unit_near(ab_str text, size_t from, size_t to, ab_str unit)
{
	static const struct {
		const char *unit, *words[6];
	} names[] = {
		{"TPP", {"total processing performance", "TPP"}},
		{"TPP/mm2", {"performance density"}},
		{"GB/s/mm2", {"GB/s/mm", "gigabytes per second per square millimeter"}},
		{"GB/s", {"GB/s", "Gbyte/s"}},
		{"TOPS", {"TOPS"}},
		{"operations", {"operations"}},
		{"nm", {"nanometer", " nm"}},
		{"layers", {"layers"}},
		{"um2", {"\xc2\xb5m", "\xce\xbcm"}},
		{"Gbit/mm2", {"gigabits per square millimeter"}},
		{"vias", {"through-silicon vias"}},
		{"PFLOPS", {"petaflops"}},
		{"ft3", {"ft"}},
		{"GFLOPS", {"GFLOPS"}},
		{"bits", {"bit"}},
		{"WT", {"WT"}},
		{"km", {"kilometers"}},
		{"bn", {"billion"}},
		{"days", {"days"}},
		{"%", {"percent", "%"}},
		{"USD", {"$"}},
		{"WT", {"WT"}},
	};
	size_t lo = from > NEAR ? from - NEAR : 0, hi = to + NEAR < text.n ? to + NEAR : text.n;

	if (unit.n == 0 || ab_str_is(unit, "day"))
		return true;
	for (size_t u = 0; u < AB_COUNT(names); u++) {
		if (!ab_str_is(unit, names[u].unit))
			continue;
		for (size_t w = 0; w < AB_COUNT(names[u].words) && names[u].words[w]; w++)
			for (size_t at = lo; at < hi; at++)
				if (fold_at(text, at, names[u].words[w]))
					return true;
	}
	return false;
}

static bool holds(ab_str text, const char *form, ab_str unit)
{
	size_t n = strlen(form);

	for (size_t at = 0; n > 0 && at + n <= text.n; at++)
		if (memcmp(text.p + at, form, n) == 0 && edge(text, at, at + n) && unit_near(text, at, at + n, unit))
			return true;
	return false;
}

static bool holds_day(ab_str text, const figure *f)
{
	static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
	                                     "July",    "August",   "September", "October", "November", "December"};
	int year = 0, month = 0, day = 0;
	char form[64];

	if (sscanf(f->number.p, "%d-%d-%d", &year, &month, &day) != 3 || month < 1 || month > 12)
		return false;
	snprintf(form, sizeof form, "%s %d, %d", months[month - 1], day, year);
	if (holds(text, form, f->unit))
		return true;
	snprintf(form, sizeof form, "%d", f->before ? year - 1 : year);
	return month == 1 && day == 1 && holds(text, form, f->unit);
}

/* 1e26 as 10^26, 10 26, 1026; 2.5e25 as 2.5 x 10 25. White space of the text is folded. */
static bool holds_power(ab_str text, const figure *f, ab_str mantissa, ab_str power)
{
	static const char *const marks[] = {"10^", "10 ", "10"};
	char form[64];

	for (size_t i = 0; i < AB_COUNT(marks); i++) {
		if (ab_str_is(mantissa, "1"))
			snprintf(form, sizeof form, "%s%.*s", marks[i], AB_FMT(power));
		else
			snprintf(form, sizeof form, "%.*s \xc3\x97 %s%.*s", AB_FMT(mantissa), marks[i], AB_FMT(power));
		if (holds(text, form, f->unit))
			return true;
	}
	return false;
}

static bool holds_figure(ab_str text, const figure *f)
{
	static const char *const ones[] = {"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"};
	static const char *const tens[] = {"",      "ten",   "twenty",  "thirty", "forty",
	                                   "fifty", "sixty", "seventy", "eighty", "ninety"};
	char form[AB_NUM_LEN];
	ab_num lo, hi;
	ab_str rest = f->number, mantissa;
	int ten, one;

	if (ab_str_is(f->unit, "day"))
		return holds_day(text, f);
	if (memchr(rest.p, 'e', rest.n) && ab_str_cut(&rest, 'e', &mantissa))
		return holds_power(text, f, mantissa, rest);
	if (ab_num_parse(f->number, &lo, &hi) != AB_NUM_OK)
		return false;
	if (holds(text, ab_num_format(lo, form), f->unit) || holds(text, ab_num_format_human(lo, form), f->unit))
		return true;
	snprintf(form, sizeof form, "%.*s", AB_FMT(f->number)); /* 0.20 */
	if (holds(text, form, f->unit))
		return true;
	if (f->unit.n == 0 && lo > 0 && lo < AB_NUM_ONE) /* 0.25 of it: 25 percent */
		return holds(text, ab_num_format(lo * 100, form), AB_STR("%"));
	if (lo <= 0 || lo % AB_NUM_ONE != 0 || lo >= 100 * AB_NUM_ONE)
		return false;
	ten = (int)(lo / AB_NUM_ONE) / 10;
	one = (int)(lo / AB_NUM_ONE) % 10;
	snprintf(form, sizeof form, "%s%s%s", tens[ten], ten && one ? "-" : "", ones[one]);
	return holds(text, form, f->unit);
}

/* ---- paragraphs of a section: (a)(1)(i)(A)(1)(i) ---- */
typedef struct line {
	ab_str text;
	ab_str path[LEVELS]; /* "?": not known, because the stored text leaves out what stands above */
	int n;
	int start; /* level of the first mark of the line, counted from 1: the topmost paragraph that begins here */
	bool used; /* of an anchor: its paragraph was met */
} line;

typedef struct outline {
	AB_VEC(line) lines;
	AB_VEC(line) anchors; /* paths that the head or an instruction of an amending rule names, in order */
} outline;

static const ab_str unknown_mark = {"?", 1};

static int roman(ab_str s)
{
	int sum = 0;

	for (size_t i = 0; i < s.n; i++) {
		int now = s.p[i] == 'i' ? 1 : s.p[i] == 'v' ? 5 : s.p[i] == 'x' ? 10 : 0;
		int next = i + 1 < s.n ? (s.p[i + 1] == 'v' ? 5 : s.p[i + 1] == 'x' ? 10 : 1) : 0;
		if (now == 0)
			return 0;
		sum += now < next ? -now : now;
	}
	return sum;
}

/* Place of a mark in the row of marks that a level uses; 0: of another kind. */
static int order(int level, ab_str s)
{
	int n = 0;

	if (level == 0 || level >= 6) {
		if (s.n == 0 || s.p[0] < 'a' || s.p[0] > 'z' || s.n > 2 || (s.n == 2 && (s.p[0] != s.p[1] || roman(s))))
			return 0;
		return s.p[0] - 'a' + 1 + 26 * (int)(s.n - 1);
	}
	if (level == 2 || level == 5)
		return roman(s);
	if (level == 3)
		return s.n == 1 && s.p[0] >= 'A' && s.p[0] <= 'Z' ? s.p[0] - 'A' + 1 : 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]) || s.n > 3)
			return 0;
		n = n * 10 + s.p[i] - '0';
	}
	return n;
}

static bool is_mark(ab_str s)
{
	return s.n > 0 && (order(0, s) || order(1, s) || order(2, s) || order(3, s));
}

/* Cuts "( iii )" from the front of s. */
static bool cut_mark(ab_str *s, ab_str *mark)
{
	size_t i = 0, end;

	while (i < s->n && strchr(" *\"", s->p[i]))
		i++;
	if (i >= s->n || s->p[i] != '(')
		return false;
	for (end = i; end < s->n && s->p[end] != ')'; end++)
		;
	if (end >= s->n || end - i > 12)
		return false;
	*mark = ab_str_trim((ab_str){s->p + i + 1, end - i - 1});
	if (!is_mark(*mark))
		return false;
	*s = (ab_str){s->p + end + 1, s->n - end - 1};
	return true;
}

/* Level at which a mark follows naturally, or -1. (i) after (h)(1): `next` tells the roman figure from the letter. */
static int natural(const line *now, ab_str mark, ab_str next)
{
	for (int level = now->n < LEVELS ? now->n : LEVELS - 1; level >= 0; level--) {
		int at = order(level, mark), want = 1;
		if (level < now->n) {
			if (ab_str_is(now->path[level], "?"))
				continue;
			want = order(level, now->path[level]) + 1;
		}
		if (at == 0 || at != want)
			continue;
		if (level > 0 && now->n > 0 && order(0, now->path[0]) + 1 == order(0, mark) && order(0, mark) > 0 &&
		    (order(1, next) > 0 || order(0, next) == order(0, mark) + 1) && roman(next) != roman(mark) + 1)
			return 0;
		return level;
	}
	return -1;
}

static bool same_path(const line *a, const line *b, int n)
{
	for (int i = 0; i < n; i++)
		if (!ab_str_eq(a->path[i], b->path[i]))
			return false;
	return true;
}

/* An anchor below the paragraph at hand goes first. */
static bool place_by_anchor(outline *o, line *now, ab_str mark, bool below)
{
	for (uint32_t i = 0; i < o->anchors.n; i++) {
		line *anchor = &o->anchors.p[i];
		for (int k = anchor->n - 1; k >= 0; k--) {
			if (anchor->used || !ab_str_eq(anchor->path[k], mark) ||
			    (below && (k != now->n || !same_path(anchor, now, k))))
				continue;
			memcpy(now->path, anchor->path, sizeof now->path);
			now->n = k + 1;
			anchor->used = k + 1 == anchor->n;
			return true;
		}
	}
	return false;
}

static void place(outline *o, line *now, ab_str mark, ab_str next, bool first)
{
	int level = natural(now, mark, next);

	if (level < 0 && (place_by_anchor(o, now, mark, true) || (first && place_by_anchor(o, now, mark, false))))
		return;
	for (int k = now->n - 1; level < 0 && k >= 0; k--)
		if (order(k, mark) > 0 && !ab_str_is(now->path[k], "?") && order(k, mark) > order(k, now->path[k]))
			level = k;
	if (level < 0) {
		level = order(1, mark) ? 1 : order(3, mark) ? 3 : order(2, mark) ? 2 : 0;
		if (level == 1 && now->n >= 3 && order(1, now->path[1]) >= order(1, mark))
			level = 4;
	}
	for (int k = now->n; k < level; k++)
		now->path[k] = unknown_mark;
	now->path[level] = mark;
	now->n = level + 1;
}

static void add_anchors(audit *a, outline *o, ab_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		line anchor = {0};
		ab_str rest = {s.p + i, s.n - i}, mark;
		if (s.p[i] != '(')
			continue;
		while (anchor.n < LEVELS && rest.n > 0 && rest.p[0] == '(' && cut_mark(&rest, &mark))
			anchor.path[anchor.n++] = mark;
		if (anchor.n > 0 && order(0, anchor.path[0]) > 0) {
			bool known = false;
			for (uint32_t k = 0; k < o->anchors.n; k++)
				known |= o->anchors.p[k].n == anchor.n && same_path(&o->anchors.p[k], &anchor, anchor.n);
			if (!known)
				ab_push(&a->arena, &o->anchors, anchor);
			i = (size_t)(rest.p - s.p) - 1;
		}
	}
}

static ab_str next_mark(ab_str rest)
{
	ab_str one, mark = {0};

	while (ab_str_cut(&rest, '\n', &one))
		if (cut_mark(&one, &mark))
			return mark;
	return (ab_str){0};
}

/* Where a line goes on with another paragraph: "(6) Heading—(i) Text", "(3) Heading. (i) Text", and from there on also
 * "(A) Text; or (B) Text" (`inner`). Empty: nowhere. */
static ab_str inner_paragraph(const line *now, ab_str s, bool inner)
{
	ab_str mark;

	for (size_t i = 2; i + 4 < s.n; i++) {
		ab_str tail = {s.p + i + 1, s.n - i - 1}, look = tail;
		bool dash = i > 2 && memcmp(s.p + i - 2, "\xe2\x80\x94", 3) == 0;
		bool stop = i < HEADING && memcmp(s.p + i - 1, ". ", 2) == 0;
		bool next = inner && s.p[i] == ' ' && (strchr(".;:", s.p[i - 1]) || memcmp(s.p + i - 2, "or", 2) == 0);
		int level;
		if (!(dash || stop || next) || tail.p[0] != '(' || !cut_mark(&look, &mark))
			continue;
		level = natural(now, mark, (ab_str){0});
		if (((dash || stop) && level == now->n) || (next && level == now->n - 1))
			return tail;
	}
	return (ab_str){0};
}

/* The stored excerpts have remarks of their own where they leave something out: "(e)(1) [footnote 1: ...]". */
static bool is_remark(ab_str s)
{
	ab_str mark;
	bool any = false;

	while (cut_mark(&s, &mark))
		any = true;
	s = ab_str_trim(s);
	return any && ((s.n > 0 && s.p[0] == '[' && !ab_str_starts(s, "[Reserved]")) || ab_str_starts(s, "and ("));
}

static void place_line(outline *o, line *now, ab_str s, ab_str after)
{
	ab_str mark, look, next;

	now->start = LEVELS;
	while (cut_mark(&s, &mark)) {
		look = s;
		if (!cut_mark(&look, &next))
			next = next_mark(after);
		place(o, now, mark, next, now->start == LEVELS);
		if (now->n < now->start)
			now->start = now->n;
	}
}

/* Gives each paragraph its path. The first three lines describe the file. */
static void outline_make(audit *a, outline *o, ab_str text)
{
	line now = {0};
	ab_str one, mark;

	for (int i = 0; ab_str_cut(&text, '\n', &one); i++) {
		ab_str rest = one;
		if (i == 0 || (i > 2 && one.n < 200 && !cut_mark(&rest, &mark)))
			add_anchors(a, o, one);
		if (i < 3)
			continue;
		for (bool inner = false; one.n > 0; inner = true) {
			place_line(o, &now, one, text);
			rest = inner_paragraph(&now, one, inner);
			now.text = (ab_str){one.p, one.n - rest.n};
			if (!is_remark(now.text))
				ab_push(&a->arena, &o->lines, now);
			one = rest;
		}
	}
}

static bool under(const line *l, const line *target)
{
	if (l->n < target->n)
		return false;
	for (int i = 0; i < target->n; i++)
		if (!ab_str_is(l->path[i], "?") && !ab_str_eq(l->path[i], target->path[i]))
			return false;
	return !ab_str_is(l->path[target->n - 1], "?");
}

static ab_str fold_space(audit *a, const ab_buf *raw)
{
	ab_buf out = {0};
	ab_str s;

	for (size_t i = 0; i < raw->n; i++) {
		bool space = strchr(" \t\r\n", raw->p[i]) != NULL;
		if (!space)
			ab_buf_addc(&out, raw->p[i]);
		else if (out.n > 0 && out.p[out.n - 1] != ' ')
			ab_buf_addc(&out, ' ');
	}
	s = ab_str_dup(&a->arena, ab_str_trim((ab_str){out.p, out.n}));
	ab_buf_free(&out);
	return s;
}

static uint32_t count_found(ab_str text, const group *g)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < g->figures.n; i++)
		n += holds_figure(text, &g->figures.p[i]);
	return n;
}

/* The paragraph `target`; where a partial text has several that may be it, the one with the most of the figures. */
static bool section_slice(audit *a, ab_str text, line target, const group *g, ab_str *out)
{
	outline o = {0};
	uint32_t best = 0;
	bool found = false;

	outline_make(a, &o, text);
	if (target.n == 0) {
		ab_buf all = {0};
		for (uint32_t i = 0; i < o.lines.n; i++) {
			ab_buf_add(&all, o.lines.p[i].text);
			ab_buf_addc(&all, '\n');
		}
		*out = fold_space(a, &all);
		ab_buf_free(&all);
		return out->n > 0;
	}
	for (uint32_t i = 0; i < o.lines.n; i++) {
		ab_buf raw = {0};
		ab_str slice;
		while (i < o.lines.n && !(under(&o.lines.p[i], &target) && o.lines.p[i].start <= target.n))
			i++;
		for (; i < o.lines.n && under(&o.lines.p[i], &target); i++) {
			ab_buf_add(&raw, o.lines.p[i].text);
			ab_buf_addc(&raw, '\n');
		}
		if (raw.n > 0) {
			slice = fold_space(a, &raw);
			if (!found || count_found(slice, g) > best) {
				best = count_found(slice, g);
				*out = slice;
			}
			found = true;
		}
		ab_buf_free(&raw);
	}
	return found;
}

/* ---- paragraphs of an entry of the Commerce Control List ---- */
static ab_str bare(ab_str s)
{
	while (s.n > 0 && strchr("* ", s.p[0]))
		s = (ab_str){s.p + 1, s.n - 1};
	return s;
}

static bool is_heading(ab_str s)
{
	return ab_str_starts(s, "Note") || ab_str_starts(s, "Technical Note");
}

/* "b.1. A ..." is a line of paragraph b. */
static char item_letter(ab_str s)
{
	if (s.n < 3 || s.p[0] < 'a' || s.p[0] > 'z' || s.p[1] != '.')
		return 0;
	return s.p[2] == ' ' || is_digit(s.p[2]) ? s.p[0] : 0;
}

typedef struct entry {
	AB_VEC(ab_str) lines;
	AB_VEC(char) letters; /* of the entry; 0: none yet */
	AB_VEC(int) notes;    /* line of the heading of the note that it stands in; -1: none */
} entry;

static void entry_make(audit *a, entry *e, ab_str text)
{
	char letter = 0, inside = 0;
	int note = -1;
	bool items = false;
	ab_str one;

	for (int i = 0; ab_str_cut(&text, '\n', &one); i++) {
		ab_str s = bare(one);
		char c = items ? item_letter(s) : 0;
		if (i < 3 || s.n == 0)
			continue;
		if (!items && ab_str_starts(s, "Items:")) {
			items = true;
			note = -1;
		} else if (is_heading(s)) {
			note = (int)e->lines.n;
			inside = 0;
		} else if (c && note >= 0 && (c == inside + 1 || (!inside && c == 'a' && letter != 0) || c == inside)) {
			inside = c;
		} else if (c && (note < 0 ? c >= letter : c == (letter ? letter + 1 : 'a') || c == letter || c == 'z')) {
			letter = c;
			note = -1;
		}
		ab_push(&a->arena, &e->lines, one);
		ab_push(&a->arena, &e->letters, letter);
		ab_push(&a->arena, &e->notes, note);
	}
}

/* Part of lines [from, to) from the line that starts with `first` to the line that starts with `last`. */
static bool narrow(const entry *e, uint32_t *from, uint32_t *to, const char *first, const char *last)
{
	uint32_t at = *from;

	while (at < *to && !ab_str_starts(bare(e->lines.p[at]), first))
		at++;
	if (at >= *to)
		return false;
	*from = at++;
	while (at < *to && !ab_str_starts(bare(e->lines.p[at]), last))
		at++;
	*to = at;
	return true;
}

/* "4", "a.(2)" */
static bool narrow_path(const entry *e, uint32_t *from, uint32_t *to, ab_str path)
{
	char first[8], last[8];
	ab_str part;

	while (ab_str_cut(&path, '.', &part)) {
		bool round = part.n > 2 && part.p[0] == '(';
		char c;
		if (part.n == 0)
			continue;
		c = part.p[round ? 1 : 0];
		snprintf(first, sizeof first, round ? "(%c)" : "%c. ", c);
		snprintf(last, sizeof last, round ? "(%c)" : "%c. ", c + 1);
		if (!narrow(e, from, to, first, last))
			return false;
	}
	return true;
}

static bool narrow_note(const entry *e, uint32_t *from, uint32_t *to, ab_str title)
{
	char plural[64];
	size_t cut = title.n;

	for (uint32_t i = *from; i < *to; i++) {
		ab_str s = bare(e->lines.p[i]);
		if (!is_heading(s) || s.n < title.n || memcmp(s.p, title.p, title.n) != 0)
			continue;
		if (s.n > title.n && is_digit(s.p[title.n]))
			continue;
		*from = i;
		while (i < *to && e->notes.p[i] == (int)*from)
			i++;
		*to = i;
		return true;
	}
	while (cut > 0 && title.p[cut - 1] != ' ')
		cut--;
	if (cut == 0 || !is_digit(title.p[cut])) /* "Note 1" may be 1. under "Notes:" */
		return false;
	snprintf(plural, sizeof plural, "%.*ss", (int)(cut - 1), title.p);
	return narrow_note(e, from, to, ab_str_of(plural)) &&
	       narrow_path(e, from, to, (ab_str){title.p + cut, title.n - cut});
}

/* "3A090.a", "3A090, Technical Note 2, paragraph 4", "3A991.p, Technical Notes" */
static bool entry_slice(audit *a, ab_str text, ab_str cite, ab_str *out)
{
	entry e = {0};
	ab_str part, letters;
	ab_buf raw = {0};
	uint32_t from = 0, to;
	bool ok = true, named = false;

	entry_make(a, &e, text);
	to = e.lines.n;
	ab_str_cut(&cite, ',', &part);
	letters = part.n > 6 && part.p[5] == '.' ? (ab_str){part.p + 6, 1} : (ab_str){0};
	while (ok && ab_str_cut(&cite, ',', &part)) {
		part = ab_str_trim(part);
		if (ab_str_starts(part, "paragraph "))
			ok = narrow_path(&e, &from, &to, (ab_str){part.p + 10, part.n - 10});
		else
			ok = narrow_note(&e, &from, &to, part);
		named = true;
	}
	if (ok && letters.n > 0 && !named) {
		while (from < to && !(e.letters.p[from] == letters.p[0]))
			from++;
		for (uint32_t i = from; i < to; i++)
			if (e.letters.p[i] != letters.p[0])
				to = i;
		ok = from < to;
	}
	for (uint32_t i = from; ok && i < to; i++) {
		ab_buf_add(&raw, e.lines.p[i]);
		ab_buf_addc(&raw, '\n');
	}
	if (ok)
		*out = fold_space(a, &raw);
	ab_buf_free(&raw);
	return ok && out->n > 0;
}

/* ---- stored texts ---- */
static ab_str snapshot_text(audit *a, snapshot *s)
{
	if (s->text.n == 0 &&
	    !ab_file_read(&a->arena, ab_sprintf(&a->arena, "%.*s/%.*s", AB_FMT(a->folder), AB_FMT(s->file)), TEXT_LIMIT,
	                  &s->text, &a->diags))
		s->text = AB_STR(" ");
	return s->text;
}

/* "FR Doc. 2025-00636 (90 FR 4544) — title, effective 2025-01-13, ..." */
static void add_document(audit *a, ab_str file)
{
	snapshot s = {.file = (ab_str){file.p + 3, file.n - 3}, .to = AB_DATE_MAX};
	ab_str rest = snapshot_text(a, &s), head, key;

	if (!ab_str_cut(&rest, '\n', &head) || !ab_str_cut(&head, '(', &key))
		return;
	s.section = head;
	for (size_t i = 0; i + 10 <= head.n && s.from == 0; i++)
		if (!ab_date_parse((ab_str){head.p + i, 10}, &s.from))
			s.from = 0;
	for (s.key = head, s.key.n = 0; s.key.n < head.n && !strchr("(),", head.p[s.key.n]);)
		s.key.n++;
	s.key = ab_str_trim(s.key);
	if (s.from != 0)
		ab_push(&a->arena, &a->snapshots, s);
}

static void add_snapshot(audit *a, ab_str file, ab_str section, ab_str from, ab_str to)
{
	snapshot s = {.section = section};
	ab_str name = file, key;

	if (ab_str_starts(file, "../fr/")) {
		add_document(a, file);
		return;
	}
	s.file = ab_str_of(ab_sprintf(&a->arena, "ecfr/%.*s", AB_FMT(file)));
	ab_str_cut(&name, '@', &key);
	if (!ab_str_starts(key, "CCL-")) {
		name = key;
		ab_str_cut(&name, '-', &key);
	}
	s.key = key;
	if (!ab_date_parse(from, &s.from))
		return;
	/* "2026-02-10+": seen up to then, believed to go on */
	if (to.n < 10 || (to.n > 10 && strchr("+?", to.p[10])) || !ab_date_parse((ab_str){to.p, 10}, &s.to))
		s.to = AB_DATE_MAX;
	ab_push(&a->arena, &a->snapshots, s);
}

static bool read_index(audit *a)
{
	ab_csv t = {0};
	ab_str text;
	char *path = ab_sprintf(&a->arena, "%.*s/ecfr/INDEX.csv", AB_FMT(a->folder));

	if (!ab_file_read(&a->arena, path, TEXT_LIMIT, &text, &a->diags) ||
	    !ab_csv_parse(&t, &a->arena, path, text, &a->diags))
		return false;
	for (uint32_t i = 0; i < t.rows; i++)
		add_snapshot(a, ab_csv_cell(&t, i, ab_csv_col(&t, "file")), ab_csv_cell(&t, i, ab_csv_col(&t, "section")),
		             ab_csv_cell(&t, i, ab_csv_col(&t, "from")), ab_csv_cell(&t, i, ab_csv_col(&t, "to_believed")));
	return true;
}

/* ---- a cite ---- */
typedef struct place_cited {
	ab_str key;   /* of the snapshots */
	ab_str entry; /* "3A090.a, Note 1" of the control list; empty: a section */
	ab_str flag;  /* "redflag29": a part of the file name; empty: any */
	line paragraph;
	bool document; /* of the Federal Register */
	bool known;
} place_cited;

static place_cited read_cite(audit *a, ab_str cite)
{
	place_cited p = {0};
	int supplement = 0, part = 0, used = 0, flag = 0, volume = 0, page = 0;
	char *z = ab_strdup(&a->arena, cite);
	ab_str rest = cite, mark;

	if (sscanf(z, "Supp. %d to %d%n", &supplement, &part, &used) == 2 && used > 0) {
		rest = ab_str_trim((ab_str){z + used, cite.n - (size_t)used});
		if (ab_str_starts(rest, ","))
			rest = ab_str_trim((ab_str){rest.p + 1, rest.n - 1});
		p.known = true;
		p.key = ab_str_of(ab_sprintf(&a->arena, "%d.supp%d", part, supplement));
		if (part == 774) {
			p.entry = rest;
			p.key = ab_str_of(ab_sprintf(&a->arena, "CCL-%.5s", rest.n >= 5 ? rest.p : "     "));
			return p;
		}
		if (sscanf(ab_strdup(&a->arena, rest), "red flag %d", &flag) == 1)
			p.flag = ab_str_of(ab_sprintf(&a->arena, "redflag%d@", flag));
	} else if (sscanf(z, "%d FR %d%n", &volume, &page, &used) == 2 && (size_t)used == cite.n) {
		p.document = p.known = true;
		p.key = cite;
		return p;
	} else {
		size_t n = 0;
		while (n < cite.n && (is_digit(cite.p[n]) || cite.p[n] == '.'))
			n++;
		if (n < 5 || (n < cite.n && cite.p[n] != '('))
			return p;
		p.known = true;
		p.key = (ab_str){cite.p, n};
		rest = (ab_str){cite.p + n, cite.n - n};
	}
	while (p.paragraph.n < LEVELS && cut_mark(&rest, &mark))
		p.paragraph.path[p.paragraph.n++] = mark;
	return p;
}

static bool covers(const snapshot *s, const place_cited *p)
{
	ab_str part = p->key, whole = p->key;

	if (p->flag.n > 0 && !strstr(s->file.p, p->flag.p))
		return false;
	if (strstr(s->file.p, "772.1-")) /* some definitions alone; the whole section is held too */
		return false;
	if (ab_str_eq(s->key, p->key))
		return true;
	if (!ab_str_cut(&part, '.', &whole) || !ab_str_eq(s->key, whole))
		return false;
	for (size_t i = 0; i + p->key.n <= s->section.n; i++)
		if (memcmp(s->section.p + i, p->key.p, p->key.n) == 0 &&
		    (i + p->key.n == s->section.n || !is_digit(s->section.p[i + p->key.n])))
			return true;
	return false;
}

/* Of a document the paragraph that holds all the figures, or all of it where there are none. */
static bool document_slice(ab_str text, const group *g, ab_str *out)
{
	ab_str one;

	*out = text;
	while (g->figures.n > 0 && ab_str_cut(&text, '\n', &one))
		if (count_found(one, g) == g->figures.n) {
			*out = one;
			return true;
		}
	return g->figures.n == 0;
}

/* "9. Section 744.11 is amended ..." begins the part of an amending rule that is about 744.11. */
static ab_str section_part(audit *a, ab_str text, ab_str section)
{
	char *name = ab_sprintf(&a->arena, ". Section %.*s is ", AB_FMT(section));
	const char *begin = strstr(text.p, name), *end;

	if (!begin)
		return (ab_str){0};
	end = strstr(begin + 1, " is amended");
	for (end = end ? end + 1 : begin; end && *end; end++)
		if (*end == '\n' && is_digit(end[1]) && strchr(end, '.') < end + 5)
			break;
	return ab_str_of(ab_sprintf(&a->arena, "\n\n\n0%.*s\n", (int)(end - begin), begin));
}

static bool slice(audit *a, snapshot *s, const place_cited *p, const group *g, ab_str *out)
{
	ab_str text = snapshot_text(a, s);

	if (p->document)
		return document_slice(text, g, out);
	if (p->entry.n == 0 && !memchr(s->key.p, '.', s->key.n))
		text = section_part(a, text, p->key);
	return p->entry.n > 0 ? entry_slice(a, text, p->entry, out) : section_slice(a, text, p->paragraph, g, out);
}

static ab_str sha256(audit *a, ab_str s)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	ab_buf hex = {0};
	ab_str out;

	if (EVP_Digest(s.p, s.n, sum, &n, EVP_sha256(), NULL) != 1)
		abort();
	for (unsigned i = 0; i < n; i++)
		ab_buf_printf(&hex, "%02x", sum[i]);
	out = ab_str_dup(&a->arena, (ab_str){hex.p, hex.n});
	ab_buf_free(&hex);
	return out;
}

static ab_str figure_text(audit *a, const figure *f)
{
	bool bare_number = f->unit.n == 0 || ab_str_is(f->unit, "day");

	return ab_str_of(bare_number ? ab_sprintf(&a->arena, "%.*s", AB_FMT(f->number))
	                             : ab_sprintf(&a->arena, "%.*s %.*s", AB_FMT(f->number), AB_FMT(f->unit)));
}

typedef struct version_id {
	const law_decl *decl;
	const law_limb *limb;
	const law_version *v;
	ab_str name, day;
	ab_date last; /* day on which it is still in force */
} version_id;

static void complain(const version_id *id, const char *what, ab_str which)
{
	printf("%s:%d: %.*s, version %.*s: %s %.*s\n", id->v->pos.file, id->v->pos.line, AB_FMT(id->name), AB_FMT(id->day),
	       what, AB_FMT(which));
}

/* Days between which the text and the version were in force together; the snapshot of the first day goes first. */
static long distance(const snapshot *s, const version_id *id)
{
	if (s->from > id->last || s->to < id->v->from)
		return -1;
	return s->from <= id->v->from ? (long)id->v->from - s->from : 1000000000L + s->from;
}

/* Index of the least that is not negative; n: none. */
static uint32_t nearest(const long *far, uint32_t n)
{
	uint32_t best = n;

	for (uint32_t i = 0; i < n; i++)
		if (far[i] >= 0 && (best == n || far[i] < far[best]))
			best = i;
	return best;
}

static ab_str file_name(ab_str path)
{
	for (size_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '/')
			return (ab_str){path.p + i, path.n - i};
	return path;
}

static bool lists(ab_str figures, ab_str one)
{
	ab_str part;

	while (ab_str_cut(&figures, ';', &part))
		if (ab_str_eq(part, one))
			return true;
	return false;
}

/* A version that cites a paragraph in several places has one row for it. */
static void add_row(audit *a, row r)
{
	for (uint32_t i = 0; i < a->rows.n; i++) {
		row *old = &a->rows.p[i];
		ab_str rest = r.figures, one;
		if (!ab_str_eq(old->provision, r.provision) || !ab_str_eq(old->version, r.version) ||
		    !ab_str_eq(old->cite, r.cite) || !ab_str_eq(old->sha, r.sha))
			continue;
		while (ab_str_cut(&rest, ';', &one))
			if (!lists(old->figures, one))
				old->figures = ab_str_of(
					ab_sprintf(&a->arena, "%.*s%s%.*s", AB_FMT(old->figures), old->figures.n ? ";" : "", AB_FMT(one)));
		return;
	}
	ab_push(&a->arena, &a->rows, r);
}

/* The paragraph that a cite names, in each text that was in force with the version: the first makes the row, and the
 * later ones must hold the same figures. */
static bool follow_cite(audit *a, const version_id *id, group *g, ab_str cite, bool *broken)
{
	place_cited p = read_cite(a, cite);
	AB_VEC(snapshot *) list = {0};
	AB_VEC(long) far = {0};
	AB_VEC(bool) mine = {0};
	bool first = true;
	uint32_t at;

	for (uint32_t i = 0; p.known && i < a->snapshots.n; i++)
		if (covers(&a->snapshots.p[i], &p)) {
			ab_push(&a->arena, &list, &a->snapshots.p[i]);
			ab_push(&a->arena, &far, distance(&a->snapshots.p[i], id));
		}
	while ((at = nearest(far.p, far.n)) < far.n) {
		snapshot *s = list.p[at];
		ab_str text;
		ab_buf figures = {0};
		char day[AB_DATE_LEN];
		far.p[at] = -1;
		if (!slice(a, s, &p, g, &text))
			continue;
		for (uint32_t i = 0; i < g->figures.n; i++) {
			figure *f = &g->figures.p[i];
			bool held = holds_figure(text, f);
			if (first) {
				ab_push(&a->arena, &mine, held);
				f->found |= held;
				if (held)
					ab_buf_printf(&figures, "%s%.*s", figures.n ? ";" : "", AB_FMT(figure_text(a, f)));
			} else if (mine.p[i] && !held) {
				complain(id, "a later text of the paragraph lacks a figure:", s->file);
				complain(id, "  namely", figure_text(a, f));
				*broken = true;
			}
		}
		if (first && a->verbose)
			printf("%.*s %.*s, %.*s, %.*s: %.*s\n", AB_FMT(id->name), AB_FMT(id->day), AB_FMT(cite),
			       AB_FMT(file_name(s->file)), text.n > 100 ? 100 : (int)text.n, text.p);
		if (first)
			add_row(a, (row){.provision = id->name,
			                 .version = id->day,
			                 .cite = cite,
			                 .snapshot = file_name(s->file),
			                 .day = ab_str_dup(&a->arena, ab_str_of(ab_date_format(s->from, day))),
			                 .sha = sha256(a, text),
			                 .figures = ab_str_dup(&a->arena, (ab_str){figures.n ? figures.p : "", figures.n})});
		ab_buf_free(&figures);
		first = false;
	}
	if (first && a->verbose)
		complain(id, "not held:", cite);
	return !first;
}

/* Rows of the committed table stand for the texts. */
static bool follow_table(audit *a, const version_id *id, group *g, ab_str cite)
{
	bool any = false;

	for (uint32_t i = 0; i < a->table.n; i++) {
		row *r = &a->table.p[i];
		ab_str rest = r->figures, one;
		if (!ab_str_eq(r->provision, id->name) || !ab_str_eq(r->version, id->day) || !ab_str_eq(r->cite, cite))
			continue;
		any = r->used = true;
		while (ab_str_cut(&rest, ';', &one))
			for (uint32_t k = 0; k < g->figures.n; k++)
				g->figures.p[k].found |= ab_str_eq(figure_text(a, &g->figures.p[k]), one);
	}
	return any;
}

/* A row must not have figures that the rule has lost. */
static bool rows_agree(audit *a, const version_id *id, const groups *all)
{
	bool ok = true;

	for (uint32_t i = 0; i < a->table.n; i++) {
		const row *r = &a->table.p[i];
		ab_str rest = r->figures, one;
		if (!ab_str_eq(r->provision, id->name) || !ab_str_eq(r->version, id->day))
			continue;
		while (ab_str_cut(&rest, ';', &one)) {
			bool known = false;
			for (uint32_t g = 0; g < all->list.n; g++)
				for (uint32_t k = 0; k < all->list.p[g]->figures.n; k++)
					known |= ab_str_eq(figure_text(a, &all->list.p[g]->figures.p[k]), one);
			if (!known)
				complain(id, "evidence.tsv has a figure that the rule has not:", one);
			ok &= known;
		}
	}
	return ok;
}

static bool is_exempt(const law_decl *d, const law_version *v)
{
	return d->house || d->terms_not_public || v->ends;
}

/* Stored paragraphs are those of 15 CFR: other packs cite what is read elsewhere. */
static bool is_walked(const law_decl *d)
{
	if (!ab_str_is(d->pack, "us"))
		return false;
	switch (d->kind) {
	case LD_CLASS:
	case LD_NOTE:
	case LD_RULE:
	case LD_EXCEPTION:
	case LD_POLICY:
	case LD_PRESUME:
	case LD_REACH:
	case LD_RESTRICT:
	case LD_FIGURE:
	case LD_AMOUNT:
	case LD_FLAG:
	case LD_LETTER: return true;
	case LD_DEFINE: return has_cites(d);
	default: return false;
	}
}

static void check_version(audit *a, const version_id *id)
{
	const law_version *v = id->v;
	groups all = {0};
	uint32_t figures = 0, found = 0, cites = 0, held = 0;
	bool broken = false;

	a->versions++;
	if (is_exempt(id->decl, v)) {
		a->exempt++;
		return;
	}
	collect_version(a, &all, id->decl, v);
	for (uint32_t i = 0; i < all.list.n; i++) {
		group *g = all.list.p[i];
		for (uint32_t k = 0; k < g->cites.n; k++) {
			held +=
				a->folder.n > 0 ? follow_cite(a, id, g, g->cites.p[k], &broken) : follow_table(a, id, g, g->cites.p[k]);
			cites++;
		}
		for (uint32_t k = 0; k < g->figures.n; k++) {
			figures++;
			found += g->figures.p[k].found;
			if (g->figures.p[k].found || v->not_held)
				continue;
			complain(id, "not found in the paragraph cited:", figure_text(a, &g->figures.p[k]));
			broken = true;
		}
	}
	broken |= a->folder.n == 0 && !rows_agree(a, id, &all);
	a->figures += figures;
	a->found += found;
	a->held += held > 0;
	a->not_held += v->not_held;
	a->partly += held > 0 && held < cites;
	if (held == 0 && !v->not_held) {
		complain(id,
		         cites ? "no paragraph that it cites is held; cite another or write" : "cites nothing; cite or write",
		         AB_STR("`text not held`"));
		broken = true;
	}
	if (v->not_held && cites > 0 && held == cites && found == figures) {
		complain(id, "says `text not held`, but all that it cites is", AB_STR("held"));
		broken = true;
	}
	pass(a, !broken);
}

static void check_limb(audit *a, const law_decl *d, const law_limb *limb)
{
	for (uint32_t i = 0; i < limb->versions.n; i++) {
		const law_version *v = &limb->versions.p[i];
		version_id id = {.decl = d, .limb = limb, .v = v, .day = AB_STR("always"), .last = v->until};
		char day[AB_DATE_LEN];
		id.name =
			limb->id.n == 0 ? d->id : ab_str_of(ab_sprintf(&a->arena, "%.*s.%.*s", AB_FMT(d->id), AB_FMT(limb->id)));
		if (v->from != AB_DATE_MIN)
			id.day = ab_str_dup(&a->arena, ab_str_of(ab_date_format(v->from, day)));
		if (i + 1 < limb->versions.n && limb->versions.p[i + 1].from - 1 < id.last)
			id.last = limb->versions.p[i + 1].from - 1;
		check_version(a, &id);
	}
}

/* ---- the committed table ---- */
static void write_rows(const audit *a, ab_buf *out)
{
	ab_buf_addz(out, HEAD);
	for (uint32_t i = 0; i < a->rows.n; i++) {
		const row *r = &a->rows.p[i];
		ab_buf_printf(out, "%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", AB_FMT(r->provision), AB_FMT(r->version),
		              AB_FMT(r->cite), AB_FMT(r->snapshot), AB_FMT(r->day), AB_FMT(r->sha), AB_FMT(r->figures));
	}
}

static bool save(const ab_buf *b)
{
	FILE *f = fopen(TABLE, "wb");
	bool ok = f && fwrite(b->p, 1, b->n, f) == b->n;

	if (f && fclose(f) != 0)
		ok = false;
	return ok;
}

static void read_table(audit *a, ab_str text)
{
	ab_str one;

	ab_str_cut(&text, '\n', &one);
	while (ab_str_cut(&text, '\n', &one)) {
		row r = {0};
		ab_str *const cells[] = {&r.provision, &r.version, &r.cite, &r.snapshot, &r.day, &r.sha, &r.figures};
		size_t n = 0;
		while (n < AB_COUNT(cells) && ab_str_cut(&one, '\t', cells[n]))
			n++;
		if (n + 1 >= AB_COUNT(cells))
			ab_push(&a->arena, &a->table, r);
	}
}

/* With texts: the table is what was found now. Without: no row of it is about what the law no longer says. */
static void check_table(audit *a, ab_str committed)
{
	ab_buf now = {0};
	ab_str left = committed, right, one, other;

	if (a->folder.n == 0) {
		for (uint32_t i = 0; i < a->table.n; i++) {
			const row *r = &a->table.p[i];
			if (!r->used)
				printf("evidence.tsv: no version cites so any more: %.*s %.*s %.*s\n", AB_FMT(r->provision),
				       AB_FMT(r->version), AB_FMT(r->cite));
			pass(a, r->used);
		}
		return;
	}
	write_rows(a, &now);
	if (a->write && !save(&now))
		printf("cannot write %s\n", TABLE);
	right = (ab_str){now.p, now.n};
	if (!a->write && !ab_str_eq(left, right)) {
		bool more = true;
		for (int n = 1, shown = 0; more && shown < 5; n++) {
			one = other = (ab_str){0};
			more = ab_str_cut(&left, '\n', &one);
			more |= ab_str_cut(&right, '\n', &other);
			if (ab_str_eq(one, other))
				continue;
			printf("evidence.tsv:%d\n  has  %.*s\n  now  %.*s\n", n, AB_FMT(one), AB_FMT(other));
			shown++;
		}
		printf(
			"evidence.tsv differs from what the texts hold: run this program with --write and read the difference\n");
	}
	pass(a, a->write || ab_str_eq(committed, (ab_str){now.p, now.n}));
	ab_buf_free(&now);
}

static int law_name(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static void read_law(audit *a, const char *folder, int depth)
{
	struct dirent **list = NULL;
	int n = depth > 0 ? scandir(folder, &list, law_name, alphasort) : 0;

	for (int i = 0; i < n; i++) {
		char *path = ab_sprintf(&a->arena, "%s/%s", folder, list[i]->d_name);
		size_t len = strlen(path);
		ab_str text;
		if (len > 4 && strcmp(path + len - 4, ".law") == 0)
			pass(a, ab_file_read(&a->arena, path, TEXT_LIMIT, &text, &a->diags) &&
			            law_parse(&a->tree, path + sizeof LAW - 4, text, &a->diags));
		else if (!strchr(list[i]->d_name, '.'))
			read_law(a, path, depth - 1);
		free(list[i]);
	}
	free(list);
}

static void find_texts(audit *a)
{
	const char *shared = getenv("AMBIT_SHARED");
	DIR *dir;

	if (!shared || !*shared)
		return;
	a->folder = ab_str_of(ab_sprintf(&a->arena, "%s/data/us", shared));
	dir = opendir(a->folder.p);
	if (!dir)
		a->folder = (ab_str){0};
	else
		pass(a, read_index(a));
	if (dir)
		closedir(dir);
}

int main(int argc, char **argv)
{
	audit a = {0};
	ab_str committed = {0};

	for (int i = 1; i < argc; i++) {
		a.write |= strcmp(argv[i], "--write") == 0;
		a.verbose |= strcmp(argv[i], "--verbose") == 0;
	}
	ab_arena_init(&a.arena);
	ab_diags_init(&a.diags, &a.arena);
	a.tree.arena = &a.arena;
	read_law(&a, LAW, 8);
	find_texts(&a);
	if (!ab_file_read(&a.arena, TABLE, TEXT_LIMIT, &committed, &a.diags) && !a.write)
		pass(&a, false);
	read_table(&a, committed);
	for (uint32_t i = 0; i < a.tree.decls.n; i++)
		if (is_walked(a.tree.decls.p[i]))
			for (uint32_t k = 0; k < a.tree.decls.p[i]->limbs.n; k++)
				check_limb(&a, a.tree.decls.p[i], &a.tree.decls.p[i]->limbs.p[k]);
	check_table(&a, committed);
	if (a.folder.n == 0)
		printf("no stored texts (AMBIT_SHARED): %u texts skipped, rules checked against evidence.tsv alone\n",
		       a.table.n);
	printf("%u versions: %u with a held paragraph (%u of them not for every cite), %u say that the text is not held, "
	       "%u have no "
	       "public text (house, letters, ends)\n",
	       a.versions, a.held, a.partly, a.not_held, a.exempt);
	printf("%u figures, %u found in the paragraph cited, %u of paragraphs that are not held\n", a.figures, a.found,
	       a.figures - a.found);
	printf("%u passed, %u failed\n", a.passed, a.failed);
	ab_arena_free(&a.arena);
	return a.failed > 0;
}
