/* What the property tests (tests/prop_*.c) share: the published cases as trees that can be pruned, shuffled and
 * written again; a generator that gives the same numbers on every machine; answers; a list of violations.
 * AMBIT_PROP_ROUNDS=N multiplies the random rounds, AMBIT_PROP_SEED=N moves the generator. */
#ifndef AMBIT_TESTS_PROP_H
#define AMBIT_TESTS_PROP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "determine/determine.h"
#include "law/program.h" /* breakpoints of the figures */

/* ---- numbers by chance, the same everywhere ---- */
typedef struct prop_rng {
	uint64_t s;
} prop_rng;

static inline uint64_t prop_next(prop_rng *r) /* splitmix64 */
{
	uint64_t z = (r->s += 0x9e3779b97f4a7c15u);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* 0 .. n-1 */
static inline uint32_t prop_below(prop_rng *r, uint32_t n)
{
	return n ? (uint32_t)(prop_next(r) % n) : 0;
}

static inline unsigned prop_setting(const char *name, unsigned otherwise)
{
	const char *s = getenv(name);
	unsigned long n = s ? strtoul(s, NULL, 10) : 0;
	return n ? (unsigned)n : otherwise;
}

static inline prop_rng prop_seed(uint64_t fixed)
{
	return (prop_rng){fixed + 0x51ed2701u * (uint64_t)(prop_setting("AMBIT_PROP_SEED", 1) - 1)};
}

static inline unsigned prop_rounds(unsigned n)
{
	return n * prop_setting("AMBIT_PROP_ROUNDS", 1);
}

/* ---- JSON as a tree; the texts point into what was read ---- */
typedef struct prop_node {
	struct prop_node *up;
	ab_str key;  /* without quotes; empty in a list */
	ab_str text; /* a scalar as written, quotes included */
	char kind;   /* '{', '[' or 's' */
	bool gone;   /* forgotten: not written */
	AB_VEC(struct prop_node *) kids;
} prop_node;

typedef struct prop_reader {
	ab_arena *a;
	const char *at;
	int depth;
} prop_reader;

static inline void prop_blank(prop_reader *r)
{
	while (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r')
		r->at++;
}

static inline ab_str prop_token(prop_reader *r)
{
	const char *from = r->at;
	if (*r->at == '"') {
		for (r->at++; *r->at && *r->at != '"'; r->at++)
			if (*r->at == '\\' && r->at[1])
				r->at++;
		r->at += *r->at == '"';
	} else {
		r->at += strcspn(r->at, ",]} \n\t\r");
	}
	return (ab_str){from, (size_t)(r->at - from)};
}

static inline prop_node *prop_value(prop_reader *r, prop_node *up) /* NOLINT(misc-no-recursion): our own file */
{
	prop_node *n = AB_NEW(r->a, prop_node);
	n->up = up;
	n->kind = 's';
	prop_blank(r);
	if (*r->at != '{' && *r->at != '[') {
		n->text = prop_token(r);
		return n;
	}
	n->kind = *r->at++;
	char end = n->kind == '{' ? '}' : ']';
	if (++r->depth > 40)
		fail_msg("nested too deep");
	for (prop_blank(r); *r->at && *r->at != end; prop_blank(r)) {
		ab_str key = {0};
		if (n->kind == '{') {
			key = prop_token(r);
			prop_blank(r);
			r->at += *r->at == ':';
			key = (ab_str){key.p + 1, key.n - 2};
		}
		prop_node *kid = prop_value(r, n);
		kid->key = key;
		ab_push(r->a, &n->kids, kid);
		prop_blank(r);
		r->at += *r->at == ',';
	}
	r->at += *r->at == end;
	r->depth--;
	return n;
}

static inline prop_node *prop_parse(ab_arena *a, const char *text)
{
	prop_reader r = {a, text, 0};
	return prop_value(&r, NULL);
}

/* Objects in the order of their kids, or in a random one where `shuffle` is given. Lists keep their order. */
static inline void prop_write(const prop_node *n, prop_rng *shuffle, ab_buf *out) /* NOLINT(misc-no-recursion) */
{
	if (n->kind == 's') {
		ab_buf_add(out, n->text);
		return;
	}
	uint32_t order[256], k = 0;
	for (uint32_t i = 0; i < n->kids.n && k < AB_COUNT(order); i++)
		if (!n->kids.p[i]->gone)
			order[k++] = i;
	for (uint32_t i = k; shuffle && n->kind == '{' && i > 1; i--) {
		uint32_t j = prop_below(shuffle, i), x = order[i - 1];
		order[i - 1] = order[j];
		order[j] = x;
	}
	ab_buf_addc(out, n->kind);
	for (uint32_t i = 0; i < k; i++) {
		const prop_node *kid = n->kids.p[order[i]];
		if (i)
			ab_buf_addz(out, ", ");
		if (n->kind == '{')
			ab_buf_printf(out, "\"%.*s\": ", AB_FMT(kid->key));
		prop_write(kid, shuffle, out);
	}
	ab_buf_addc(out, n->kind == '{' ? '}' : ']');
}

static inline prop_node *prop_kid(const prop_node *n, const char *key)
{
	for (uint32_t i = 0; n && i < n->kids.n; i++)
		if (ab_str_is(n->kids.p[i]->key, key))
			return n->kids.p[i];
	return NULL;
}

static inline prop_node *prop_add(ab_arena *a, prop_node *up, const char *key, const char *text)
{
	prop_node *n = prop_kid(up, key);
	if (!n) {
		n = AB_NEW(a, prop_node);
		ab_push(a, &up->kids, n);
	}
	*n = (prop_node){.up = up, .key = ab_str_of(key), .text = ab_str_of(text), .kind = 's'};
	return n;
}

/* "parties.0.headquarters" */
static inline ab_str prop_path(ab_arena *a, const prop_node *n)
{
	char *s = ab_sprintf(a, "%s", "");
	for (; n->up; n = n->up) {
		char word[24] = "";
		for (uint32_t i = 0; i < n->up->kids.n && !n->key.n; i++)
			if (n->up->kids.p[i] == n)
				snprintf(word, sizeof word, "%u", i);
		ab_str w = n->key.n ? n->key : ab_str_of(word);
		s = ab_sprintf(a, "%.*s%s%s", AB_FMT(w), *s ? "." : "", s);
	}
	return ab_str_of(s);
}

typedef struct prop_nodes {
	AB_VEC(prop_node *) list;
} prop_nodes;

static inline bool prop_is_leaf(const prop_node *n)
{
	if (n->kind != '[')
		return n->kind == 's';
	for (uint32_t i = 0; i < n->kids.n; i++)
		if (n->kids.p[i]->kind != 's')
			return false;
	return true;
}

/* Every fact of an object and of the objects within it: members whose value is a scalar or a list of scalars. */
static inline void prop_leaves(ab_arena *a, prop_node *n, prop_nodes *out) /* NOLINT(misc-no-recursion) */
{
	for (uint32_t i = 0; i < n->kids.n; i++) {
		prop_node *kid = n->kids.p[i];
		if (n->kind == '{' && prop_is_leaf(kid) && !ab_str_is(kid->text, "null"))
			ab_push(a, &out->list, kid);
		else if (kid->kind != 's')
			prop_leaves(a, kid, out);
	}
}

/* ---- the published cases ---- */
typedef struct prop_case {
	ab_str id;
	prop_node *tree;
	bool text_reading;
} prop_case;

typedef struct prop_world {
	ab_arena arena;
	ambit_engine *engine;
	AB_VEC(prop_case) cases;
	const char *const *interpret; /* choices for every question; NULL: none */
	unsigned runs, faults, shown;
} prop_world;

static inline ab_str prop_bare(ab_str quoted)
{
	return quoted.n >= 2 && *quoted.p == '"' ? (ab_str){quoted.p + 1, quoted.n - 2} : quoted;
}

/* A day is given to every case that leaves `known` open: today is another day tomorrow. */
#define PROP_KNOWN "\"2026-11-24\""

static inline void prop_add_case(prop_world *w, char *line)
{
	char *expect = strchr(line, '\t'), *end = expect ? strchr(expect + 1, '\t') : NULL;
	assert_non_null(end);
	*expect++ = *end = 0;
	prop_case c = {.tree = prop_parse(&w->arena, line)};
	prop_node *id = prop_kid(c.tree, "id"), *reading = prop_kid(prop_parse(&w->arena, expect), "reading");
	assert_non_null(id);
	c.id = prop_bare(id->text);
	c.text_reading = reading && ab_str_is(reading->text, "\"text\"");
	if (!prop_kid(c.tree, "known"))
		prop_add(&w->arena, c.tree, "known", PROP_KNOWN);
	ab_push(&w->arena, &w->cases, c);
}

static inline void prop_open(prop_world *w)
{
	ambit_error e = {0};
	ab_diags d;
	ab_str text = {0};
	memset(w, 0, sizeof *w);
	ab_arena_init(&w->arena);
	ab_diags_init(&d, &w->arena);
	assert_true(ab_file_read(&w->arena, TEST_SOURCE "/published/cases.tsv", 1u << 26, &text, &d));
	if (ambit_engine_open(&w->engine, NULL, NULL, &e) != AMBIT_OK)
		fail_msg("%s:%d:%d: %s; %s", e.file, e.line, e.column, e.message, e.remedy);
	ab_str line;
	while (ab_str_cut(&text, '\n', &line))
		if (line.n && *line.p != '#')
			prop_add_case(w, ab_strdup(&w->arena, line));
	assert_true(w->cases.n >= 100);
}

static inline void prop_close(prop_world *w)
{
	ambit_engine_free(w->engine);
	ab_arena_free(&w->arena);
}

/* ---- violations: the first are shown, all are counted ---- */
#define PROP_SHOWN 25

static inline void AB_PRINTF(2, 3) prop_violation(prop_world *w, const char *fmt, ...)
{
	va_list ap;
	if (w->faults++ >= prop_setting("AMBIT_PROP_SHOWN", PROP_SHOWN))
		return;
	va_start(ap, fmt);
	fputs("  ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
}

/* Last of all, when everything is freed: it may end the test. */
static inline void prop_done(const prop_world *w, unsigned least_runs)
{
	print_message("%u answers compared, %u violations\n", w->runs, w->faults);
	assert_true(w->runs >= least_runs); /* a test that compares nothing tests nothing */
	assert_int_equal(w->faults, 0);
}

/* ---- asking ---- */
typedef struct prop_answer {
	bool ok;
	ambit_outcome outcome, best, worst;
	bool exact;
} prop_answer;

static inline ambit_case *prop_read(prop_world *w, const prop_node *tree, prop_rng *shuffle)
{
	ab_buf b = {0};
	ambit_error e = {0};
	ambit_case *c = ambit_case_new(w->engine);
	prop_write(tree, shuffle, &b);
	if (ambit_case_read(c, "case", b.p, b.n, &e) != AMBIT_OK) {
		ambit_case_free(c);
		c = NULL;
	}
	ab_buf_free(&b);
	return c;
}

static inline bool prop_is_exact(const ambit_determination *d)
{
	for (uint32_t i = 0; i < d->jurisdictions.n; i++)
		if (d->jurisdictions.p[i].pack && !d->jurisdictions.p[i].result.exact)
			return false;
	return true;
}

static inline prop_answer prop_answer_of(const ambit_determination *d)
{
	return (prop_answer){true, d->outcome, d->best, d->worst, prop_is_exact(d)};
}

static inline ambit_determination *prop_determine(prop_world *w, const ambit_case *c, unsigned with, bool text_reading)
{
	ambit_determination *d = NULL;
	ambit_options o = {
		.with = with, .reading = text_reading ? AMBIT_READING_TEXT : AMBIT_READING_ENFORCED, .interpret = w->interpret};
	return c && ambit_check(w->engine, c, &o, &d, NULL) == AMBIT_OK ? d : NULL;
}

static inline prop_answer prop_ask(prop_world *w, const prop_node *tree, bool text_reading)
{
	prop_answer r = {0};
	ambit_case *c = prop_read(w, tree, NULL);
	ambit_determination *d = prop_determine(w, c, 0, text_reading);
	if (d)
		r = prop_answer_of(d);
	ambit_determination_free(d);
	ambit_case_free(c);
	return r;
}

/* Why a case has no answer; lives as long as the world. */
static inline const char *prop_fault(prop_world *w, const prop_node *tree)
{
	ab_buf b = {0};
	ambit_error e = {0};
	ambit_determination *d = NULL;
	ambit_case *c = ambit_case_new(w->engine);
	prop_write(tree, NULL, &b);
	if (ambit_case_read(c, "case", b.p, b.n, &e) == AMBIT_OK)
		ambit_check(w->engine, c, NULL, &d, &e);
	const char *s = ab_sprintf(&w->arena, "%s; %s: %s", e.message, e.remedy, b.p);
	ambit_determination_free(d);
	ambit_case_free(c);
	ab_buf_free(&b);
	return s;
}

static inline bool prop_bars(ambit_outcome o)
{
	return o >= AMBIT_LICENSE_REQUIRED && o <= AMBIT_PROHIBITED;
}

static inline bool prop_permits(ambit_outcome o)
{
	return o <= AMBIT_EXCEPTION_AVAILABLE;
}

/* "license-required (no-license-required to prohibited)" */
static inline const char *prop_show(ab_arena *a, const prop_answer *r)
{
	return ab_sprintf(a, "%s (%s to %s)", ambit_outcome_name(r->outcome), ambit_outcome_name(r->best),
	                  ambit_outcome_name(r->worst));
}

/* ---- values at random ---- */
/* One or more of every group of countries, and some that stand in none. */
static const char *const prop_countries[] = {"US", "CN", "HK", "MO", "TW", "RU", "BY", "KP", "IR", "SY",
                                             "CU", "VE", "BR", "DE", "NL", "GB", "JP", "KR", "SG", "MY",
                                             "AE", "SA", "QA", "IL", "IN", "VN", "KH", "PK", "EG", "MX",
                                             "CA", "CH", "TR", "PL", "CY", "NI", "ZA", "AU", "AF", "KZ"};

static inline char *prop_number(ab_arena *a, ab_num x)
{
	char s[AB_NUM_LEN];
	return ab_sprintf(a, "%s", ab_num_format(x, s));
}

/* At a breakpoint of the fact, just below, just above, or anywhere. */
static inline ab_num prop_figure(prop_rng *r, const law *l, size_t fact)
{
	const law_fact_use *u = &l->use[fact];
	ab_num x = ab_num_int(prop_below(r, 30000));
	if (u->points.n && prop_below(r, 4)) {
		x = u->points.p[prop_below(r, u->points.n)];
		ab_num step = prop_below(r, 2) ? 1 : x / 100 + 1;
		uint32_t side = prop_below(r, 3);
		x += side == 0 ? 0 : side == 1 ? step : -step;
	} else if (prop_below(r, 3) == 0) {
		x = ab_num_int(prop_below(r, 100));
	}
	if (ab_str_is(law_fact_at(l, fact)->unit, "%"))
		x %= ab_num_int(101);
	if (x <= 0) /* a figure of nothing is none */
		x = ab_str_is(law_fact_at(l, fact)->unit, "%") ? 0 : AB_NUM_ONE;
	return x;
}

static inline const char *prop_words(ab_arena *a, prop_rng *r, const law_fact *f)
{
	char *s = ab_sprintf(a, "%s", "");
	for (uint32_t i = 0; i < f->vocabulary.n; i++)
		if (prop_below(r, f->vocabulary.n) == 0)
			s = ab_sprintf(a, "%s%s%.*s", s, *s ? "," : "", AB_FMT(f->vocabulary.p[i]));
	return *s ? s : "none";
}

/* A value as on the command line; NULL: there is none for this fact. */
static inline const char *prop_random(ab_arena *a, prop_rng *r, const law *l, size_t fact)
{
	const law_fact *f = law_fact_at(l, fact);
	char day[AB_DATE_LEN];
	switch (f->type) {
	case LT_BOOL: return prop_below(r, 2) ? "true" : "false";
	case LT_COUNTRY: return prop_countries[prop_below(r, AB_COUNT(prop_countries))];
	case LT_NUMBER: return prop_number(a, prop_figure(r, l, fact));
	case LT_DATE: {
		const law_fact_use *u = &l->use[fact];
		ab_date d = ab_date_make(2022, 1, 1) + (ab_date)prop_below(r, 2000);
		if (u->points.n && prop_below(r, 2))
			d = (ab_date)(u->points.p[prop_below(r, u->points.n)] / AB_NUM_ONE) + (ab_date)prop_below(r, 3) - 1;
		return ab_sprintf(a, "%s", ab_date_format(d, day));
	}
	case LT_LIST: return prop_words(a, r, f);
	case LT_WORD:
	case LT_TEXT:
		if (!f->vocabulary.n || (!f->closed && prop_below(r, 4) == 0))
			return f->closed ? NULL : "some-other-word";
		return ab_strdup(a, f->vocabulary.p[prop_below(r, f->vocabulary.n)]);
	}
	return NULL;
}

/* ---- what may be filled in: facts that the completed case holds as unknown ---- */
typedef struct prop_gap {
	size_t fact;
	ab_str path;
	ab_num lo, hi; /* a figure that is computed lies between; hi AB_NUM_MAX: no bound */
} prop_gap;

typedef struct prop_gaps {
	AB_VEC(prop_gap) list;
} prop_gaps;

/* A fact of another kind of item is no completion: the kind settles which facts there are. */
static inline bool prop_fits_kind(const law *l, const law_frame *f, const law_fact *fact)
{
	const law_fact *kf = law_fact_find(l, LS_ITEM, AB_STR("kind"));
	if (fact->scope != LS_ITEM || !fact->decl || !fact->decl->kinds.n)
		return true;
	const law_value *v = &f->v[kf->slot];
	if (v->state != LV_KNOWN)
		return false;
	ab_str kind = law_word_name(kf, (uint32_t)v->word);
	for (uint32_t i = 0; i < fact->decl->kinds.n; i++)
		if (ab_str_eq(fact->decl->kinds.p[i], kind))
			return true;
	return false;
}

/* False for a figure that the facts settle: to state it otherwise would contradict them, not fill in. */
static inline bool prop_figure_is_open(const ambit_determination *d, const law_frame *frame, const law_fact *fact,
                                       prop_gap *g)
{
	g->hi = AB_NUM_MAX;
	if (!fact->figure)
		return true;
	if (frame != d->facts.item)
		return false; /* bounds are known of the top item only */
	for (uint32_t i = 0; i < d->figures.list.n; i++) {
		const law_figure_finding *x = &d->figures.list.p[i];
		if (x->fact != fact)
			continue;
		g->lo = x->lo;
		g->hi = x->hi;
		return !x->known && !x->none;
	}
	return true;
}

static inline bool prop_fits_bounds(const prop_gap *g, const char *value)
{
	ab_num lo, hi;
	if (g->lo == 0 && g->hi == AB_NUM_MAX)
		return true;
	return ab_num_parse(ab_str_of(value), &lo, &hi) == AB_NUM_OK && lo >= g->lo && (g->hi == AB_NUM_MAX || lo <= g->hi);
}

/* A figure against a stated ECCN is a contradiction (the stricter counts), and so is a kind that holds no parts
 * where parts are stated: neither fills anything in. */
static inline bool prop_contradicts(const law *l, const law_frame *frame, const law_fact *fact)
{
	const law_fact *eccn = law_fact_find(l, LS_ITEM, AB_STR("eccn"));
	if (frame->scope != LS_ITEM)
		return false;
	if (ab_str_is(fact->name, "kind"))
		return frame->parts.n > 0;
	return fact->type == LT_NUMBER && frame->v[eccn->slot].state == LV_KNOWN;
}

static inline void prop_gaps_of(const prop_world *w, ab_arena *a, const ambit_determination *d, const law_frame *frame,
                                ab_str path, prop_gaps *out)
{
	const law *l = w->engine->law;
	for (size_t i = 0; i < law_fact_count(l); i++) {
		const law_fact *fact = law_fact_at(l, i);
		const law_value *v = &frame->v[fact->slot];
		if (fact->scope != frame->scope || !fact->decl || v->state != LV_UNKNOWN || v->null)
			continue;
		if (ab_str_is(fact->name, "role") || ab_str_is(fact->name, "name") || ab_str_is(fact->name, "percent") ||
		    !prop_fits_kind(l, frame, fact))
			continue;
		prop_gap g = {.fact = i};
		if (prop_contradicts(l, frame, fact) || !prop_figure_is_open(d, frame, fact, &g))
			continue;
		g.path = ab_str_of(path.n ? ab_sprintf(a, "%.*s.%.*s", AB_FMT(path), AB_FMT(fact->name))
		                          : ab_sprintf(a, "%.*s", AB_FMT(fact->name)));
		ab_push(a, &out->list, g);
	}
}

static inline void prop_all_gaps(const prop_world *w, ab_arena *a, const ambit_determination *d, prop_gaps *out)
{
	const law_facts *facts = &d->facts;
	prop_gaps_of(w, a, d, facts->root, (ab_str){0}, out);
	prop_gaps_of(w, a, d, facts->item, AB_STR("item"), out);
	if (facts->item->designer)
		prop_gaps_of(w, a, d, facts->item->designer, AB_STR("item.designer"), out);
	if (facts->item->fabricator)
		prop_gaps_of(w, a, d, facts->item->fabricator, AB_STR("item.fabricator"), out);
	for (uint32_t i = 0; i < facts->parties.n; i++)
		prop_gaps_of(w, a, d, facts->parties.p[i], facts->parties.p[i]->path, out);
	for (uint32_t i = 0; i < facts->item->parts.n && facts->item->parts_stated; i++)
		prop_gaps_of(w, a, d, facts->item->parts.p[i], ab_str_of(ab_sprintf(a, "item.contains.%u.item", i + 1)), out);
}

/* ---- cases made up: a chip, a memory stack or weights that goes somewhere on a day of the law ---- */
static inline const char *prop_country(prop_rng *r)
{
	return prop_countries[prop_below(r, AB_COUNT(prop_countries))];
}

static inline const char *prop_law_day(ab_arena *a, prop_rng *r, const law *l)
{
	size_t n, first = 0;
	char day[AB_DATE_LEN];
	const ab_date *days = law_days(l, &n);
	while (first < n && days[first] < ab_date_make(2022, 8, 1))
		first++;
	ab_date d = days[first + prop_below(r, (uint32_t)(n - first))] + (ab_date)prop_below(r, 3) - 1;
	return ab_sprintf(a, "\"%s\"", ab_date_format(d, day));
}

typedef struct prop_maker {
	ab_arena *a;
	prop_rng *r;
	uint32_t gaps; /* one member in so many is left out; 0: none */
	ab_buf out;
} prop_maker;

/* `"name": value, `, or nothing where the generator leaves a gap. */
static inline void prop_member(prop_maker *m, const char *name, bool quoted, const char *value)
{
	if (m->gaps && prop_below(m->r, m->gaps) == 0)
		return;
	ab_buf_printf(&m->out, quoted ? "\"%s\": \"%s\", " : "\"%s\": %s, ", name, value);
}

static inline void prop_seat(prop_maker *m, const char *home)
{
	const char *elsewhere = prop_country(m->r);
	prop_member(m, "country", true, home);
	prop_member(m, "headquarters", true, prop_below(m->r, 2) ? home : elsewhere);
	ab_buf_addz(&m->out, "\"parent\": {");
	prop_member(m, "country", true, prop_below(m->r, 2) ? home : elsewhere);
	ab_buf_addz(&m->out, "\"name\": null}");
}

static inline const char *prop_yes_no(prop_rng *r)
{
	return prop_below(r, 2) ? "true" : "false";
}

static inline const char *prop_figure_of(prop_maker *m, const law *l, const char *name)
{
	const law_fact *f = law_fact_find(l, LS_ITEM, ab_str_of(name));
	return prop_number(m->a, prop_figure(m->r, l, (size_t)(f - law_fact_at(l, 0))));
}

static inline void prop_make_item(prop_maker *m, const law *l, const char *kind)
{
	ab_buf_printf(&m->out, "\"item\": {\"kind\": \"%s\", ", kind);
	if (strcmp(kind, "model-weights") == 0) {
		prop_member(m, "training_ops", false, prop_figure_of(m, l, "training_ops"));
		prop_member(m, "published", false, prop_below(m->r, 5) ? "false" : "true");
	} else if (strcmp(kind, "hbm-stack") == 0) {
		prop_member(m, "memory_bandwidth_density", false, prop_figure_of(m, l, "memory_bandwidth_density"));
		prop_member(m, "copackaged_with_logic", false, prop_yes_no(m->r));
	} else {
		prop_member(m, "tpp", false, prop_figure_of(m, l, "tpp"));
		prop_member(m, "performance_density", false, prop_figure_of(m, l, "performance_density"));
		prop_member(m, "io_bandwidth_gbs", false, prop_figure_of(m, l, "io_bandwidth_gbs"));
		prop_member(m, "nonplanar", false, prop_below(m->r, 4) ? "true" : "false");
		prop_member(m, "node_nm", false, prop_figure_of(m, l, "node_nm"));
		prop_member(m, "has_hbm", false, prop_yes_no(m->r));
		prop_member(m, "total_dram_bandwidth_gbs", false, prop_figure_of(m, l, "total_dram_bandwidth_gbs"));
		prop_member(m, "marketed_for_datacenter", false, prop_yes_no(m->r));
	}
	prop_member(m, "annual_quantity", false, prop_number(m->a, ab_num_int(1 + prop_below(m->r, 5000))));
	prop_member(m, "us_direct_product", false, prop_yes_no(m->r));
	prop_member(m, "us_content_percent", false, prop_figure_of(m, l, "us_content_percent"));
	if (prop_below(m->r, 2))
		prop_member(m, "origin", true, prop_country(m->r));
	ab_buf_addz(&m->out, "\"designer\": {");
	prop_seat(m, prop_below(m->r, 2) ? "US" : prop_country(m->r));
	ab_buf_addz(&m->out, "}}, ");
}

static inline void prop_make_parties(prop_maker *m, const char *from, const char *to)
{
	static const char *const types[] = {"company",    "company",    "company",    "foundry",
	                                    "university", "government", "data-center"};
	static const char *const lists[] = {"", "", "", "\"us.entity-list\"", "\"us.meu\"", "\"us.uvl\""};
	ab_buf_addz(&m->out, "\"parties\": [{\"role\": \"exporter\", ");
	prop_member(m, "type", true, types[prop_below(m->r, AB_COUNT(types))]);
	prop_seat(m, from);
	ab_buf_addz(&m->out, "}, {\"role\": \"end-user\", ");
	prop_member(m, "type", true, types[prop_below(m->r, AB_COUNT(types))]);
	prop_member(m, "listed", false, ab_sprintf(m->a, "[%s]", lists[prop_below(m->r, AB_COUNT(lists))]));
	prop_seat(m, to);
	ab_buf_addz(&m->out, "}], ");
}

/* The text of a case. `kind` may be NULL: any. */
static inline const char *prop_make(ab_arena *a, prop_rng *r, const law *l, const char *kind, uint32_t gaps)
{
	static const char *const kinds[] = {"ic", "ic", "ic", "ic", "hbm-stack", "model-weights", "wafer"};
	static const char *const acts[] = {"export", "export", "reexport", "transfer", "sell", "use", "iaas"};
	const char *from = prop_below(r, 2) ? "US" : prop_country(r), *to = prop_country(r), *day = prop_law_day(a, r, l);
	const char *act = acts[prop_below(r, AB_COUNT(acts))];
	prop_maker m = {.a = a, .r = r, .gaps = gaps};
	ab_buf_printf(&m.out,
	              "{\"id\": \"made-up\", \"as_of\": %s, \"known\": %s, \"ordinary\": true, \"activity\": \"%s\", ", day,
	              prop_below(r, 3) ? PROP_KNOWN : day, act);
	if (strcmp(act, "use") == 0 || strcmp(act, "iaas") == 0) {
		prop_member(&m, "place", true, to);
	} else {
		prop_member(&m, "from", true, from);
		prop_member(&m, "to", true, to);
	}
	prop_make_item(&m, l, kind ? kind : kinds[prop_below(r, AB_COUNT(kinds))]);
	prop_make_parties(&m, from, to);
	ab_buf_printf(&m.out, "\"holds\": [%s], \"jurisdictions\": [\"us\"]}",
	              prop_below(r, 8) ? "" : "\"conditions.740.28\"");
	char *s = ab_strdup(a, (ab_str){m.out.p, m.out.n});
	ab_buf_free(&m.out);
	return s;
}

#endif
