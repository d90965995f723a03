/* Mutation testing of the law: one thing of it is changed at a time (a threshold, a comparison, a day, an exception, a
 * priority, ...), and some case that stands beside the rules must fail then. What no case notices is a survivor. It stands
 * in tests/mutants/argued.tsv with the reason why no case can notice it, or in tests/mutants/open.tsv: a case is to be
 * written. Any other survivor fails the test, so that what is held by cases stays so.
 *
 *   test-mutate                 a small sample, always the same one
 *   test-mutate --all           every mutant (`make mutants`)
 *   test-mutate --sample 500    so many, spread over the law
 *   test-mutate --only ID       those of declarations whose id begins so
 *   test-mutate --write         every mutant, and writes the table of open ones anew
 *   ... --law DIR               of the law in a folder, not of the one built in
 *   ... -j N                    processes at a time; the result is the same
 *   ... -v                      each mutant with its fate
 */
#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catalog/catalog.h"
#include "determine/determine.h"
#include "law/check.h"
#include "law/program.h"

#include "law_same.h"

#define ARGUED TEST_SOURCE "/mutants/argued.tsv"
#define OPEN TEST_SOURCE "/mutants/open.tsv"
#define WORDS_A_LIST 3 /* of a long list of words so many are left out, one at a time */
#define SAMPLE 80
#define SECONDS_A_MUTANT 60
#define FIRST_DAY "2019-05-16" /* the law is held from here on: earlier days of it are not looked at */
#define NEVER 339000           /* a day of the year 2898: a text of that day is as good as removed */

typedef enum fate { SURVIVED, KILLED, NOT_LOADED, ARGUED_FOR, KNOWN_OPEN, FATES } fate;

static const char *const fate_names[FATES] = {"survived", "killed", "does not load", "argued", "open"};

typedef struct mutant {
	const law_decl *decl;
	ab_str limb;
	ab_date day; /* of the version; AB_DATE_MIN: always, or none */
	const char *kind;
	law_pos pos;
	ab_str what;
	fate fate;
} mutant;

/* Walks the whole law in one order. Listing, it notes each place where something can be changed; else it changes the
 * thing at the place `target`. */
typedef struct walker {
	law_tree *tree;
	ab_arena *arena;
	bool listing, done;
	uint32_t at, target;
	AB_VEC(mutant) list;
	const law_decl *decl;
	const law_limb *limb;
	const law_version *version;
} walker;

typedef struct table {
	ab_map rows; /* by key */
	uint32_t n;
	bool *used, *alive; /* by row: some mutant has the key; one of them survives */
} table;

typedef struct suite {
	walker w;
	law *l;
	struct ambit_engine engine;
	ab_diags diags;
	table argued, open;
	bool verbose;
	unsigned jobs;
} suite;

AB_PRINTF(4, 5) static bool change(walker *w, const char *kind, law_pos pos, const char *fmt, ...)
{
	if (!w->listing) {
		bool hit = !w->done && w->at++ == w->target;
		w->done = w->done || hit;
		return hit;
	}
	char text[400];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	for (char *p = text; *p; p++)
		if (*p == '\t' || *p == '\n')
			*p = ' ';
	mutant m = {w->decl,
	            w->limb ? w->limb->id : AB_STR(""),
	            w->version ? w->version->from : AB_DATE_MIN,
	            kind,
	            pos,
	            ab_str_dup(w->arena, ab_str_of(text)),
	            SURVIVED};
	ab_push(w->arena, &w->list, m);
	return false;
}

/* ---- expressions ---- */
static const char *words_of(walker *w, const law_expr *e)
{
	ab_buf b = {0};
	if (!w->listing)
		return "";
	law_expr_text(e, &b);
	char *s = ab_sprintf(w->arena, "%.150s", b.p ? b.p : "");
	ab_buf_free(&b);
	return s;
}

static law_expr *always(walker *w, const law_expr *e)
{
	law_expr *x = AB_NEW(w->arena, law_expr);
	x->op = LX_AND; /* of nothing */
	x->pos = e->pos;
	return x;
}

static void drop_str(ab_str *p, uint32_t *n, uint32_t i)
{
	memmove(p + i, p + i + 1, (*n - i - 1) * sizeof *p);
	--*n;
}

/* Is the i-th of n names one that is tried: the first, the last and some between? */
static bool tried(uint32_t i, uint32_t n)
{
	uint32_t m = n < WORDS_A_LIST ? n : WORDS_A_LIST;
	for (uint32_t k = 0; k < m; k++)
		if (m == 1 || i == k * (n - 1) / (m - 1))
			return true;
	return false;
}

/* Names left out one at a time; the last one only where `all`. */
static void names(walker *w, const char *kind, law_pos pos, ab_str *p, uint32_t *n, bool all)
{
	for (uint32_t i = 0; i < *n && (all || *n > 1); i++)
		if (tried(i, *n) && change(w, kind, pos, "without %.*s", AB_FMT(p[i]))) {
			drop_str(p, n, i);
			return;
		}
}

static ab_num last_place(const law_expr *e)
{
	ab_num unit = AB_NUM_ONE;
	bool fraction = false;
	for (size_t i = 0; i < e->written.n; i++) {
		if (e->written.p[i] == 'e' || e->written.p[i] == 'E')
			return e->lo / 100;
		if (fraction)
			unit /= 10;
		fraction = fraction || e->written.p[i] == '.';
	}
	return unit;
}

static void number(walker *w, law_expr *e, const char *around)
{
	ab_num unit = last_place(e);
	if (change(w, "number +1", e->pos, "%.*s in: %s", AB_FMT(e->written), around))
		e->lo += unit;
	if (e->lo >= unit && change(w, "number -1", e->pos, "%.*s in: %s", AB_FMT(e->written), around))
		e->lo -= unit;
}

static void comparison(walker *w, law_expr *e, const char *around)
{
	static const char *const signs[] = {[LC_LT] = "<", [LC_LE] = "<=", [LC_GT] = ">", [LC_GE] = ">=", [LC_EQ] = "="};
	static const law_cmp others[][2] = {[LC_LT] = {LC_LE, LC_GE},
	                                    [LC_LE] = {LC_LT, LC_GT},
	                                    [LC_GT] = {LC_GE, LC_LE},
	                                    [LC_GE] = {LC_GT, LC_LT},
	                                    [LC_EQ] = {LC_GE, LC_LE}};
	law_cmp was = e->cmp;
	for (int i = 0; i < 2; i++)
		if (change(w, "comparison", e->pos, "%s for %s in: %s", signs[others[was][i]], signs[was], around))
			e->cmp = others[was][i];
}

static void expr(walker *w, law_expr **slot, const char *around);

/* Returns false where the node is gone. */
static bool several(walker *w, law_expr **slot)
{
	law_expr *e = *slot;
	if (change(w, "and/or", e->pos, "%s", words_of(w, e)))
		e->op = e->op == LX_AND ? LX_OR : LX_AND;
	for (uint32_t i = 0; i < e->n; i++)
		if (change(w, "condition dropped", e->kids[i]->pos, "%s", words_of(w, e->kids[i]))) {
			memmove(e->kids + i, e->kids + i + 1, (e->n - i - 1) * sizeof *e->kids);
			if (--e->n == 1)
				*slot = e->kids[0];
			return false;
		}
	return true;
}

static void swap_op(walker *w, law_expr *e, law_op to, const char *kind, const char *around)
{
	if (change(w, kind, e->pos, "%s", around))
		e->op = to;
}

static void expr(walker *w, law_expr **slot, const char *around)
{
	law_expr *e = *slot;
	if (!e)
		return;
	if (e->op < LX_NUM)
		around = words_of(w, e);
	switch (e->op) {
	case LX_AND:
	case LX_OR:
		if (!several(w, slot))
			return;
		break;
	case LX_NOT:
		if (change(w, "not dropped", e->pos, "%s", around)) {
			*slot = e->kids[0];
			return;
		}
		break;
	case LX_CMP: comparison(w, e, around); break;
	case LX_IN:
	case LX_HAS: names(w, "word dropped", e->pos, e->words, &e->word_n, false); break;
	case LX_SHARE: names(w, "list dropped", e->pos, e->words, &e->word_n, false); break;
	case LX_WOULD: names(w, "leaving out dropped", e->pos, e->words, &e->word_n, false); break;
	case LX_NUM: number(w, e, around); break;
	case LX_GREATER: swap_op(w, e, LX_LESSER, "greater/lesser", around); break;
	case LX_LESSER: swap_op(w, e, LX_GREATER, "greater/lesser", around); break;
	case LX_SUM: swap_op(w, e, LX_GREATEST, "sum/greatest", around); break;
	case LX_GREATEST: swap_op(w, e, LX_LEAST, "greatest/least", around); break;
	case LX_LEAST: swap_op(w, e, LX_GREATEST, "greatest/least", around); break;
	default: break;
	}
	for (uint32_t i = 0; i < e->n; i++)
		expr(w, &e->kids[i], around);
}

/* A condition that stands alone: dropped it is always true; a list drops its lines itself. */
static void condition(walker *w, law_expr **slot)
{
	law_expr *e = *slot;
	if (!e)
		return;
	if (e->op != LX_AND && e->op != LX_OR && change(w, "condition dropped", e->pos, "%s", words_of(w, e))) {
		*slot = always(w, e);
		return;
	}
	expr(w, slot, "");
}

/* ---- versions ---- */
static void days(walker *w, const char *kind, law_pos pos, ab_date *day)
{
	char text[AB_DATE_LEN];
	ab_date first = AB_DATE_MIN;
	ab_date_parse(AB_STR(FIRST_DAY), &first);
	if (*day < first || *day == AB_DATE_MAX)
		return;
	ab_date_format(*day, text);
	if (change(w, kind, pos, "%s a day earlier", text))
		--*day;
	else if (change(w, kind, pos, "%s a day later", text))
		++*day;
}

static void effect(walker *w, law_version *v)
{
	static const char *const effects[] = {"nothing", "requires license", "prohibits", "prohibits presumed"};
	static const law_effect others[] = {LE_NONE, LE_PROHIBITS, LE_PROHIBITS_PRESUMED, LE_REQUIRES};
	if (v->effect != LE_NONE &&
	    change(w, "effect", v->pos, "%s for %s", effects[others[v->effect]], effects[v->effect]))
		v->effect = others[v->effect];
	if (v->presumes_reach && change(w, "presumes reach", v->pos, "dropped"))
		v->presumes_reach = false;
	if (v->rebutted && change(w, "rebuttal dropped", v->rebutted->pos, "%s", words_of(w, v->rebutted)))
		v->rebutted = NULL;
}

static void conditions_of(walker *w, law_version *v)
{
	for (uint32_t i = 0; i < v->conds.n; i++) {
		law_cond *c = &v->conds.p[i];
		if (change(w, "condition dropped", c->pos, "%.*s", AB_FMT(c->text))) {
			memmove(c, c + 1, (v->conds.n - i - 1) * sizeof *c);
			v->conds.n--;
			return;
		}
		if (c->kind == LCK_PAPER && change(w, "paper as own act", c->pos, "%.*s", AB_FMT(c->text))) {
			c->kind = LCK_OWN_ACT;
			c->done = c->when;
			c->when = NULL;
			return;
		}
		expr(w, &c->when, "");
		if (c->done && change(w, "done dropped", c->pos, "%.*s", AB_FMT(c->text)))
			c->done = NULL;
		expr(w, &c->done, "");
		if (c->failed && change(w, "failed dropped", c->pos, "%.*s", AB_FMT(c->text)))
			c->failed = NULL;
		expr(w, &c->failed, "");
	}
}

static void status_of(walker *w, law_version *v)
{
	for (uint32_t i = 0; i < v->status.n; i++) {
		law_status *s = &v->status.p[i];
		const char *kind = s->stayed ? "stay" : "not enforced";
		if (change(w, kind, s->pos, "dropped")) {
			memmove(s, s + 1, (v->status.n - i - 1) * sizeof *s);
			v->status.n--;
			return;
		}
		days(w, kind, s->pos, &s->span.from);
		days(w, kind, s->pos, &s->span.to);
		if (s->interpretation.n && change(w, kind, s->pos, "whatever %.*s is", AB_FMT(s->interpretation)))
			s->interpretation = s->choice = (ab_str){0};
	}
}

static void values_of(walker *w, law_version *v)
{
	for (uint32_t i = 0; i < v->value.n; i++) {
		if (v->value.n > 1 && change(w, "value dropped", v->pos, "%s", words_of(w, v->value.p[i]))) {
			memmove(v->value.p + i, v->value.p + i + 1, (v->value.n - i - 1) * sizeof *v->value.p);
			v->value.n--;
			return;
		}
		expr(w, &v->value.p[i], words_of(w, v->value.p[i]));
	}
	if (w->decl->kind == LD_AMOUNT && change(w, "amount", v->pos, "+1"))
		v->number += AB_NUM_ONE;
	if (w->decl->kind == LD_AMOUNT && change(w, "amount", v->pos, "-1"))
		v->number -= AB_NUM_ONE;
}

static void remove_version(law_limb *l, uint32_t i)
{
	if (l->versions.n == 1) {
		l->versions.p[0].from = NEVER;
		l->versions.p[0].until = AB_DATE_MAX;
		return;
	}
	memmove(l->versions.p + i, l->versions.p + i + 1, (l->versions.n - i - 1) * sizeof *l->versions.p);
	l->versions.n--;
}

/* A text that only came from another source, with other words around it, decides as the one before: neither its day nor
 * that it is there can be told. */
static bool repeats(const law_limb *l, uint32_t i)
{
	if (i == 0)
		return false;
	law_version before = l->versions.p[i - 1], now = l->versions.p[i];
	before.from = now.from;
	before.by = now.by;
	before.note = now.note;
	before.not_held = now.not_held;
	before.cites.n = now.cites.n = 0;
	return before.until == AB_DATE_MAX && same_version(&before, &now);
}

static void limb(walker *w, law_limb *l)
{
	for (uint32_t i = 0; i < l->versions.n; i++) {
		law_version *v = &l->versions.p[i];
		w->limb = l;
		w->version = v;
		if (!repeats(l, i)) {
			if (change(w, "text removed", v->pos, v->ends ? "its end" : "all of it")) {
				remove_version(l, i);
				return;
			}
			if (v->complies == AB_DATE_MIN || w->decl->kind == LD_EXCEPTION) /* a duty begins on its compliance day */
				days(w, "day", v->pos, &v->from);
		}
		days(w, "compliance day", v->pos, &v->complies);
		days(w, "last day", v->pos, &v->until);
		if (v->complies != AB_DATE_MIN && i > 0 && change(w, "meanwhile", v->pos, "swapped"))
			v->meanwhile = v->meanwhile == LM_PREVIOUS ? LM_NOTHING : LM_PREVIOUS;
		effect(w, v);
		if (v->unless && change(w, "unless dropped", v->unless->pos, "%s", words_of(w, v->unless)))
			v->unless = NULL;
		condition(w, &v->when);
		expr(w, &v->unless, "");
		expr(w, &v->rebutted, "");
		condition(w, &v->resolved);
		names(w, "presumption dropped", v->pos, v->presumes.p, &v->presumes.n, false);
		names(w, "removal dropped", v->pos, v->removes.p, &v->removes.n, false);
		conditions_of(w, v);
		status_of(w, v);
		values_of(w, v);
	}
	w->limb = NULL;
	w->version = NULL;
}

/* ---- declarations ---- */
static void set(walker *w, law_set **slot)
{
	law_set *s = *slot;
	if (!s || s->op == LS_ID)
		return;
	if (s->op == LS_OR && change(w, "group dropped", s->pos, "the left of or"))
		*slot = s->b;
	else if (change(w, "group dropped", s->pos, s->op == LS_OR ? "the right of or" : "what is excluded"))
		*slot = s->a;
	set(w, &s->a);
	set(w, &s->b);
}

static void member(walker *w, law_member *m)
{
	for (uint32_t i = 0; i < m->law.n; i++) {
		days(w, "membership", m->pos, &m->law.p[i].from);
		days(w, "membership", m->pos, &m->law.p[i].to);
	}
	for (uint32_t i = 0; i < m->print.n; i++) {
		days(w, "printed membership", m->pos, &m->print.p[i].from);
		days(w, "printed membership", m->pos, &m->print.p[i].to);
	}
}

static void group(walker *w, law_decl *d)
{
	for (uint32_t i = 0; i < d->members.n; i++) {
		law_member *m = &d->members.p[i];
		if (change(w, "members dropped", m->pos, "the line of %.*s", AB_FMT(m->codes.p[0]))) {
			memmove(m, m + 1, (d->members.n - i - 1) * sizeof *m);
			d->members.n--;
			return;
		}
		w->limb = NULL;
		member(w, m);
	}
	set(w, &d->set);
}

static ab_str next_word(const walker *w, const law_decl *policy)
{
	for (uint32_t i = 0; i < w->tree->decls.n; i++) {
		const law_decl *d = w->tree->decls.p[i];
		for (uint32_t k = 0; d->kind == LD_ORDER && k < d->words.n; k++)
			if (ab_str_eq(d->words.p[k], policy->word))
				return d->words.p[k + 1 < d->words.n ? k + 1 : k - 1];
	}
	return policy->word;
}

static void head(walker *w, law_decl *d)
{
	names(w, "overrides dropped", d->pos, d->overrides.p, &d->overrides.n, d->kind == LD_POLICY);
	names(w, "after dropped", d->pos, d->after.p, &d->after.n, true);
	names(w, "but dropped", d->pos, d->but.p, &d->but.n, true);
	names(w, "for dropped", d->pos, d->targets.p, &d->targets.n, false);
	if (d->kind == LD_CLASS)
		names(w, "kind dropped", d->pos, d->kinds.p, &d->kinds.n, false);
	if (d->kind == LD_WORDS || d->kind == LD_ROLES)
		names(w, "word dropped", d->pos, d->words.p, &d->words.n, false);
	for (uint32_t i = 0; d->kind == LD_ORDER && i + 1 < d->words.n; i++)
		if (change(w, "order swapped", d->pos, "%.*s and %.*s", AB_FMT(d->words.p[i]), AB_FMT(d->words.p[i + 1]))) {
			ab_str s = d->words.p[i];
			d->words.p[i] = d->words.p[i + 1];
			d->words.p[i + 1] = s;
		}
	if (d->kind == LD_POLICY && d->word.n) {
		ab_str other = next_word(w, d);
		if (change(w, "policy", d->pos, "%.*s for %.*s", AB_FMT(other), AB_FMT(d->word)))
			d->word = other;
	}
	if (d->always_somebody && change(w, "always-somebody", d->pos, "dropped"))
		d->always_somebody = false;
	if (d->discretion && change(w, "discretion", d->pos, "dropped"))
		d->discretion = false;
	if (d->authorization && change(w, "authorization", d->pos, "dropped"))
		d->authorization = false;
	if (d->kind == LD_EXCEPTION && d->family.n && change(w, "family", d->pos, "dropped"))
		d->family = (ab_str){0};
	if (d->settled_by.n && change(w, "settled", d->pos, "dropped"))
		d->settled_by = d->settled_as = (ab_str){0};
}

static void walk(walker *w)
{
	for (uint32_t i = 0; i < w->tree->decls.n && !w->done; i++) {
		law_decl *d = w->tree->decls.p[i];
		w->decl = d;
		if (d->kind == LD_CASE)
			continue;
		head(w, d);
		group(w, d);
		condition(w, &d->when);
		expr(w, &d->then, "");
		for (uint32_t k = 0; k < d->limbs.n; k++)
			limb(w, &d->limbs.p[k]);
	}
}

/* ---- one mutant ---- */

/* Cases that name the provision, then those beside it, then the others. */
static int rank(const law_decl *c, const law_decl *d)
{
	for (uint32_t i = 0; i < c->by.n; i++)
		if (law_is_called(d, c->by.p[i]))
			return 0;
	for (uint32_t i = 0; i < c->not_by.n; i++)
		if (law_is_called(d, c->not_by.p[i]))
			return 1;
	return c->pos.file == d->pos.file ? 2 : 3;
}

static const law_decl *failing(suite *s, const law_decl *d)
{
	ab_buf report = {0};
	for (int r = 0; r < 4; r++)
		for (uint32_t i = 0; i < s->w.tree->decls.n; i++) {
			const law_decl *c = s->w.tree->decls.p[i];
			if (c->kind == LD_CASE && rank(c, d) == r && !det_law_case(&s->engine, c, &report)) {
				ab_buf_free(&report);
				return c;
			}
		}
	ab_buf_free(&report);
	return NULL;
}

static fate try_one(suite *s, uint32_t target)
{
	walker *w = &s->w;
	const law_decl *d = w->list.p[target].decl;
	w->listing = w->done = false;
	w->at = 0;
	w->target = target;
	walk(w);
	law_check_tree(&s->l->tree, &s->diags);
	if (s->diags.errors || !law_compile(s->l, &s->diags))
		return NOT_LOADED;
	law_collect_days(s->l);
	return failing(s, d) ? KILLED : SURVIVED;
}

/* Tried as a mutant is, but for the mutation, no case may fail: else every mutant would count as killed. */
static bool unchanged_passes(suite *s)
{
	int status = 0;
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		bool ok = law_compile(s->l, &s->diags);
		ab_buf report = {0};
		law_collect_days(s->l);
		for (uint32_t i = 0; i < s->w.tree->decls.n; i++)
			if (s->w.tree->decls.p[i]->kind == LD_CASE)
				ok = det_law_case(&s->engine, s->w.tree->decls.p[i], &report) && ok;
		if (report.n)
			fwrite(report.p, 1, report.n, stdout);
		fflush(stdout);
		_exit(ok ? 0 : 1);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static fate fate_of(int status)
{
	if (!WIFEXITED(status)) /* it crashed or ran out of time: noticed all the same */
		return KILLED;
	return WEXITSTATUS(status) < ARGUED_FOR ? (fate)WEXITSTATUS(status) : KILLED;
}

/* Each mutant in a process of its own, a few at a time. */
static void try_all(suite *s, const uint32_t *targets, uint32_t n)
{
	pid_t *pid = AB_NEW_N(s->w.arena, pid_t, s->jobs);
	uint32_t *at = AB_NEW_N(s->w.arena, uint32_t, s->jobs);
	uint32_t begun = 0, ended = 0;
	fflush(NULL);
	while (ended < n) {
		for (unsigned j = 0; j < s->jobs && begun < n; j++) {
			if (pid[j])
				continue;
			at[j] = targets[begun++];
			pid[j] = fork();
			if (pid[j] == 0) {
				alarm(SECONDS_A_MUTANT);
				_exit((int)try_one(s, at[j]));
			}
			if (pid[j] < 0) {
				perror("fork");
				exit(1);
			}
		}
		int status;
		pid_t p = wait(&status);
		for (unsigned j = 0; p > 0 && j < s->jobs; j++)
			if (pid[j] == p) {
				s->w.list.p[at[j]].fate = fate_of(status);
				pid[j] = 0;
				ended++;
			}
		if (p < 0 && errno != EINTR) {
			perror("wait");
			exit(1);
		}
	}
}

/* ---- the argued survivors ---- */

/* Stable when lines move: provision, limb, day of the text, kind and words. */
static ab_str key_of(ab_arena *a, const mutant *m)
{
	char day[AB_DATE_LEN];
	return ab_str_of(ab_sprintf(a, "%.*s%s%.*s\t%s\t%s\t%.*s", AB_FMT(m->decl->id), m->limb.n ? "." : "",
	                            AB_FMT(m->limb), m->day == AB_DATE_MIN ? "-" : ab_date_format(m->day, day), m->kind,
	                            AB_FMT(m->what)));
}

static bool read_table(suite *s, const char *path, bool reasons, table *t)
{
	ab_str text, line;
	int n = 0;
	ab_map_init(&t->rows, s->w.arena);
	if (!ab_file_read(s->w.arena, path, 1 << 24, &text, &s->diags))
		return false;
	t->used = AB_NEW_N(s->w.arena, bool, text.n + 1);
	t->alive = AB_NEW_N(s->w.arena, bool, text.n + 1);
	while (ab_str_cut(&text, '\n', &line)) {
		n++;
		if (!line.n || line.p[0] == '#')
			continue;
		size_t end = line.n;
		while (reasons && end > 0 && line.p[end - 1] != '\t')
			end--;
		if (reasons && (end < 2 || line.n - end < 10)) {
			printf("%s:%d: a row is provision, day, kind, what, reason, with tabs between\n", path, n);
			return false;
		}
		t->n += ab_map_put(&t->rows, (ab_str){line.p, reasons ? end - 1 : end}, t->n) == t->n;
	}
	return true;
}

static bool has_row(table *t, ab_str key, bool alive)
{
	uint32_t row = ab_map_get(&t->rows, key);
	if (row == AB_MAP_NONE)
		return false;
	t->used[row] = true;
	t->alive[row] = t->alive[row] || alive;
	return true;
}

/* Two places of one text may read alike: a row speaks for both. */
static void argue(suite *s, mutant *m)
{
	ab_str key = key_of(s->w.arena, m);
	bool alive = m->fate == SURVIVED, argued = has_row(&s->argued, key, alive), open = has_row(&s->open, key, alive);
	if (alive)
		m->fate = argued ? ARGUED_FOR : open ? KNOWN_OPEN : SURVIVED;
}

/* ---- report ---- */
static unsigned percent_tenths(unsigned part, unsigned all)
{
	return all ? part * 1000 / all : 1000;
}

static unsigned counted(const unsigned n[FATES])
{
	return n[KILLED] + n[SURVIVED] + n[ARGUED_FOR] + n[KNOWN_OPEN];
}

static void print_provisions(const suite *s, const bool *chosen)
{
	const law_decl *last = NULL;
	unsigned n[FATES] = {0};
	printf("%-56s %9s %9s %7s\n", "", "killed", "argued", "of");
	for (uint32_t i = 0; i <= s->w.list.n; i++) {
		const law_decl *d = i < s->w.list.n ? s->w.list.p[i].decl : NULL;
		if (d != last && last && counted(n))
			printf("%-56.*s %9u %9u %7u%s\n", AB_FMT(last->id), n[KILLED], n[ARGUED_FOR], counted(n),
			       n[SURVIVED] + n[KNOWN_OPEN] ? "  *" : "");
		if (d != last)
			memset(n, 0, sizeof n);
		last = d;
		if (d && chosen[i])
			n[s->w.list.p[i].fate]++;
	}
}

static void print_one(suite *s, const mutant *m)
{
	printf("%s:%d: %s: %s\n", m->pos.file ? m->pos.file : "", m->pos.line, fate_names[m->fate],
	       key_of(s->w.arena, m).p);
}

static unsigned report(suite *s, const bool *chosen, bool provisions)
{
	unsigned n[FATES] = {0};
	for (uint32_t i = 0; i < s->w.list.n; i++) {
		mutant *m = &s->w.list.p[i];
		if (!chosen[i])
			continue;
		argue(s, m);
		n[m->fate]++;
		if (m->fate == SURVIVED || (m->fate == KNOWN_OPEN && provisions) || s->verbose)
			print_one(s, m);
	}
	if (provisions)
		print_provisions(s, chosen);
	unsigned tenths = percent_tenths(n[KILLED], counted(n));
	printf("%u of %u mutants killed (%u.%u %%), %u argued, %u open, %u survived; %u more do not load\n", n[KILLED],
	       counted(n), tenths / 10, tenths % 10, n[ARGUED_FOR], n[KNOWN_OPEN], n[SURVIVED], n[NOT_LOADED]);
	return n[SURVIVED];
}

/* ---- which ---- */
typedef struct drawn {
	uint64_t lot;
	uint32_t at;
} drawn;

static int compare_drawn(const void *a, const void *b)
{
	const drawn *x = a, *y = b;
	if (x->lot != y->lot)
		return x->lot < y->lot ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* The lot of a mutant is a hash of its key, so that a changed law elsewhere does not change who is drawn much. */
static uint32_t choose(suite *s, ab_str only, uint32_t sample, bool *chosen, uint32_t *targets)
{
	drawn *d = AB_NEW_N(s->w.arena, drawn, s->w.list.n + 1);
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->w.list.n; i++) {
		ab_str key = key_of(s->w.arena, &s->w.list.p[i]), id = s->w.list.p[i].decl->id;
		if (id.n < only.n || memcmp(id.p, only.p, only.n) != 0)
			continue;
		d[n++] = (drawn){ab_hash(key.p, key.n, 7), i};
	}
	qsort(d, n, sizeof *d, compare_drawn);
	n = n < sample ? n : sample;
	for (uint32_t i = 0; i < n; i++)
		chosen[d[i].at] = true;
	n = 0;
	for (uint32_t i = 0; i < s->w.list.n; i++)
		if (chosen[i])
			targets[n++] = i;
	return n;
}

/* ---- set-up ---- */
typedef struct law_texts {
	AB_VEC(law_file) list;
} law_texts;

static bool is_law(const char *path)
{
	size_t n = strlen(path);
	return n > 4 && strcmp(path + n - 4, ".law") == 0;
}

static int no_hidden(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static bool read_folder(suite *s, const char *folder, const char *name, int depth, law_texts *out)
{
	struct dirent **list = NULL;
	int n = depth > 0 ? scandir(folder, &list, no_hidden, alphasort) : 0;
	bool ok = n >= 0;
	for (int i = 0; i < n; i++) {
		char *path = ab_sprintf(s->w.arena, "%s/%s", folder, list[i]->d_name);
		char *shown = ab_sprintf(s->w.arena, "%s/%s", name, list[i]->d_name);
		ab_str text;
		if (is_law(path)) {
			ok = ab_file_read(s->w.arena, path, 1 << 24, &text, &s->diags) && ok;
			ab_push(s->w.arena, &out->list, ((law_file){shown, text}));
		} else if (!strchr(list[i]->d_name, '.')) {
			ok = read_folder(s, path, shown, depth - 1, out) && ok;
		}
		free(list[i]);
	}
	free(list);
	return ok;
}

static bool read_law(suite *s, const char *folder)
{
	AB_VEC(catalog_file) tables = {0};
	law_texts texts = {0};
	s->l = calloc(1, sizeof *s->l);
	if (!s->l || (folder && !read_folder(s, folder, "law", 8, &texts)))
		return false;
	ab_arena_init(&s->l->arena);
	pthread_mutex_init(&s->l->lock, NULL);
	s->l->tree.arena = &s->l->arena;
	s->w.tree = &s->l->tree;
	for (size_t i = 0; i < ab_asset_count; i++) {
		const ab_asset *x = &ab_assets[i];
		ab_str text = {(const char *)x->data, x->size};
		if (ab_str_is(ab_str_of(x->path), "data/" SCREEN_TABLE))
			s->engine.screen = screen_load(x->path, text, &s->diags);
		else if (ab_str_starts(ab_str_of(x->path), "data/"))
			ab_push(s->w.arena, &tables, ((catalog_file){x->path, text}));
		else if (!folder && is_law(x->path))
			ab_push(s->w.arena, &texts.list, ((law_file){x->path, text}));
	}
	bool ok = true;
	for (uint32_t i = 0; i < texts.list.n; i++)
		ok = law_parse(s->w.tree, texts.list.p[i].path, texts.list.p[i].text, &s->diags) && ok;
	s->engine.law = s->l;
	s->engine.catalog = catalog_load(tables.p, tables.n, &s->diags);
	return ok && s->engine.catalog && s->engine.screen;
}

/* The unchanged law passes its own cases, or nothing that follows means anything. */
static bool sound(const char *folder)
{
	ambit_engine *e = NULL;
	ambit_error error = {0};
	ab_buf b = {0};
	unsigned passed, failed;
	if (ambit_engine_open(&e, folder, NULL, &error) != AMBIT_OK) {
		printf("%s:%d: %s; %s\n", error.file, error.line, error.message, error.remedy);
		return false;
	}
	det_law_test(e, &b, &passed, &failed);
	if (failed)
		fwrite(b.p, 1, b.n, stdout);
	ab_buf_free(&b);
	ambit_engine_free(e);
	return !failed;
}

/* Rows to strike: they name no mutant any more, or one that a case kills. */
static unsigned stale(suite *s, const char *path, const table *t)
{
	unsigned gone = 0, killed = 0;
	for (uint32_t i = 0; i < t->n; i++)
		gone += !t->used[i];
	for (uint32_t i = 0; i < s->w.list.n; i++) {
		ab_str key = key_of(s->w.arena, &s->w.list.p[i]);
		uint32_t row = ab_map_get(&t->rows, key);
		if (row == AB_MAP_NONE || t->alive[row])
			continue;
		printf("strike it from the table, nothing of it survives: %s\n", key.p);
		killed++;
	}
	if (gone || killed)
		printf("%s: %u rows name no mutant any more, %u a mutant that is killed\n", path, gone, killed);
	return gone + killed;
}

static bool write_open(suite *s)
{
	FILE *f = fopen(OPEN, "wb");
	if (!f)
		return false;
	fputs("# Mutants of the law that no case notices yet: a case is to be written, or the reason why there can be none "
	      "goes to\n"
	      "# argued.tsv. A row: provision (with its limb), day of the text, kind of change, what. `test-mutate "
	      "--write` renews it.\n",
	      f);
	for (uint32_t i = 0; i < s->w.list.n; i++)
		if (s->w.list.p[i].fate == SURVIVED || s->w.list.p[i].fate == KNOWN_OPEN)
			fprintf(f, "%s\n", key_of(s->w.arena, &s->w.list.p[i]).p);
	return fclose(f) == 0;
}

int main(int argc, char **argv)
{
	static suite s;
	static ab_arena arena;
	uint32_t sample = SAMPLE;
	ab_str only = {"", 0};
	const char *folder = NULL;
	bool write = false;
	s.jobs = 2;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--all") == 0)
			sample = UINT32_MAX;
		else if (strcmp(argv[i], "--write") == 0)
			write = true, sample = UINT32_MAX;
		else if (strcmp(argv[i], "--sample") == 0 && i + 1 < argc)
			sample = (uint32_t)strtoul(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc)
			only = ab_str_of(argv[++i]), sample = UINT32_MAX;
		else if (strcmp(argv[i], "--law") == 0 && i + 1 < argc)
			folder = argv[++i];
		else if (strcmp(argv[i], "-j") == 0 && i + 1 < argc)
			s.jobs = (unsigned)strtoul(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "-v") == 0)
			s.verbose = true;
		else
			return fprintf(stderr, "test-mutate: no option \"%s\"; see tests/mutate.c\n", argv[i]), 2;
	}
	s.jobs = s.jobs ? s.jobs : 1;
	ab_arena_init(&arena);
	s.w.arena = &arena;
	ab_diags_init(&s.diags, &arena);
	if (!sound(folder) || !read_law(&s, folder) || !read_table(&s, ARGUED, true, &s.argued) ||
	    !read_table(&s, OPEN, false, &s.open)) {
		printf("the law does not pass its own cases, or a table cannot be read\n0 passed, 1 failed\n");
		return 1;
	}
	if (!unchanged_passes(&s)) {
		printf("the unchanged law fails a case when it is tried as a mutant is\n0 passed, 1 failed\n");
		return 1;
	}
	s.w.listing = true;
	walk(&s.w);
	bool *chosen = AB_NEW_N(&arena, bool, s.w.list.n + 1);
	uint32_t *targets = AB_NEW_N(&arena, uint32_t, s.w.list.n + 1);
	uint32_t n = choose(&s, only, sample, chosen, targets);
	try_all(&s, targets, n);
	bool full = sample == UINT32_MAX;
	unsigned failed = report(&s, chosen, full);
	if (full && !only.n)
		failed += stale(&s, ARGUED, &s.argued) + stale(&s, OPEN, &s.open);
	if (write && !only.n)
		failed = write_open(&s) ? 0 : 1;
	printf("%u passed, %u failed\n", n > failed ? n - failed : 0, failed);
	law_free(s.l);
	catalog_free(s.engine.catalog);
	screen_free(s.engine.screen);
	ab_arena_free(&arena);
	return failed ? 1 : 0;
}
