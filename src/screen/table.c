/* Reads the table of listed parties. A row says from when and until when a party was
 * listed: a day, "A..B" when it happened between two copies of the list, "..B" when it
 * stood there on B and since when is not known. */
#define OPENSSL_API_COMPAT 0x10101000L
#define OPENSSL_SUPPRESS_DEPRECATED /* as in catalog/hash.c: the plain functions start quicker */

#include "screen/inside.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct reading {
	screen *s;
	const ab_csv *t;
	ab_str text; /* of the whole table: outlives the screen, the parsed table does not */
	ab_diags *d;
	uint32_t row;
} reading;

static void fault(const reading *r, const char *remedy, const char *what, ab_str cell)
{
	ab_error(r->d, r->t->file, r->t->lines[r->row], 0, remedy, "%s: \"%.*s\"", what, AB_FMT(cell));
}

static ab_str cell(const reading *r, const char *column)
{
	ab_str s = ab_str_trim(ab_csv_cell(r->t, r->row, ab_csv_col(r->t, column)));
	if (!s.n)
		return (ab_str){0};
	bool lasts = (uintptr_t)s.p >= (uintptr_t)r->text.p && (uintptr_t)s.p < (uintptr_t)r->text.p + r->text.n;
	return lasts ? s : ab_str_dup(&r->s->arena, s);
}

static bool day_of(const reading *r, ab_str text, ab_date *out)
{
	if (ab_date_parse(text, out))
		return true;
	fault(r, "write YYYY-MM-DD", "this is no day", text);
	return false;
}

/* "A..B", "..B" or "A": two bounds, equal for a plain day. */
static bool span_of(const reading *r, ab_str text, ab_date *first, ab_date *last)
{
	for (size_t i = 0; i + 1 < text.n; i++) {
		if (text.p[i] != '.' || text.p[i + 1] != '.')
			continue;
		*first = AB_DATE_MIN;
		return (i == 0 || day_of(r, (ab_str){text.p, i}, first)) &&
		       day_of(r, (ab_str){text.p + i + 2, text.n - i - 2}, last);
	}
	bool ok = day_of(r, text, last);
	*first = *last;
	return ok;
}

static void read_days(const reading *r, screen_entry *e)
{
	ab_str from = cell(r, "from"), until = cell(r, "until"), published = cell(r, "published");
	e->until = e->gone = AB_DATE_MAX;
	if (!span_of(r, from, &e->maybe_from, &e->from))
		return;
	e->published = e->from;
	if (published.n)
		day_of(r, published, &e->published);
	if (until.n && span_of(r, until, &e->until, &e->gone) && (e->until < e->from || e->gone <= e->until))
		fault(r, "write the last day on the list and the first off it as A..B", "it leaves before it comes", until);
}

/* "4" since the entry began, "4:DAY" since that day, "4:DAY:PUBLISHED", "4:..DAY" seen on that day and not known before. */
static void read_mark(const reading *r, screen_entry *e, ab_str text)
{
	ab_str number, from, rest = text;
	if (e->mark_n == SCREEN_MARKS_MAX || !ab_str_cut(&rest, ':', &number) || number.n != 1) {
		fault(r, "write footnotes as 4, 4:DAY or 4:DAY:PUBLISHED, with blanks between", "this is no footnote", text);
		return;
	}
	screen_mark *m = &e->marks[e->mark_n++];
	*m = (screen_mark){.word = ab_str_of(ab_sprintf(&r->s->arena, "%.*s.fn%.*s", AB_FMT(e->list), AB_FMT(number))),
	                   .from = e->from,
	                   .published = e->published,
	                   .exact = true};
	if (!ab_str_cut(&rest, ':', &from))
		return;
	ab_date first;
	if (!span_of(r, from, &first, &m->from))
		return;
	m->exact = first == m->from;
	m->published = m->from;
	if (rest.n)
		day_of(r, rest, &m->published);
}

static void add_key(const reading *r, ab_str name, bool alias, bool known_by)
{
	folded f;
	if (!screen_fold(name, &f))
		return;
	ab_str full = ab_str_dup(&r->s->arena, (ab_str){f.text, f.n});
	ab_push(&r->s->arena, &r->s->keys, ((screen_key){full, f.bare, r->s->entries.n, name, alias, known_by}));
}

static void add_names(const reading *r, const char *column, bool known_by)
{
	ab_str rest = cell(r, column), one;
	while (ab_str_cut(&rest, ';', &one))
		add_key(r, ab_str_trim(one), !known_by, known_by);
}

/* "CSL 2026-07-31; ...": the day of the copy. */
static void note_copy(const reading *r, ab_str source)
{
	ab_date day;
	if (source.n < 14 || !ab_str_starts(source, "CSL ") || !ab_date_parse((ab_str){source.p + 4, 10}, &day))
		return;
	if (day > r->s->through)
		r->s->through = day;
}

static void read_row(const reading *r)
{
	screen_entry e = {.list = cell(r, "list"), .name = cell(r, "name")};
	if (!e.list.n || !e.name.n) {
		fault(r, "a row names a list and a party", "the row is not complete", e.name);
		return;
	}
	e.countries = cell(r, "country");
	e.rule = cell(r, "rule");
	e.confidence = cell(r, "confidence");
	e.source = cell(r, "source");
	e.note = cell(r, "note");
	e.requirement = cell(r, "requirement");
	e.exceptions = cell(r, "exceptions");
	if (!e.requirement.n)
		e.requirement = ab_str_dup(&r->s->arena, AB_STR("all-items"));
	if (!e.exceptions.n)
		e.exceptions = ab_str_dup(&r->s->arena, AB_STR("none"));
	if (!e.source.n)
		fault(r, "say where the row comes from", "the row has no source", e.name);
	read_days(r, &e);
	ab_str rest = cell(r, "policy"), one;
	e.policy_from = e.from;
	if (ab_str_cut(&rest, ':', &e.policy) && rest.n)
		day_of(r, rest, &e.policy_from);
	e.savings = AB_DATE_MIN;
	e.aliases_known = e.published;
	rest = cell(r, "aliases_known");
	if (rest.n)
		day_of(r, rest, &e.aliases_known);
	rest = cell(r, "savings");
	if (rest.n)
		day_of(r, rest, &e.savings);
	rest = cell(r, "footnotes");
	while (ab_str_cut(&rest, ' ', &one))
		read_mark(r, &e, one);
	note_copy(r, e.source);
	add_key(r, e.name, false, false);
	add_names(r, "aliases", false);
	add_names(r, "short_names", true);
	ab_push(&r->s->arena, &r->s->entries, e);
}

static void hash_text(ab_str text, char out[65])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	SHA256_CTX ctx;
	SHA256_Init(&ctx);
	SHA256_Update(&ctx, text.p, text.n);
	SHA256_Final(digest, &ctx);
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

static void read_rows(screen *s, const ab_csv *t, ab_str text, ab_diags *d)
{
	reading r = {s, t, text, d, 0};
	s->through = AB_DATE_MIN;
	/* room at once: an image keeps what a growing vector leaves behind */
	s->entries.cap = t->rows;
	s->entries.p = ab_alloc(&s->arena, (t->rows + 1) * sizeof(screen_entry));
	s->keys.cap = 3 * t->rows;
	s->keys.p = ab_alloc(&s->arena, (3 * t->rows + 1) * sizeof(screen_key));
	for (; r.row < t->rows; r.row++)
		read_row(&r);
}

bool screen_fill(screen *s, const char *path, ab_str text, ab_diags *d)
{
	uint32_t before = d->errors;
	ab_arena scratch;
	ab_csv t;
	ab_arena_init(&scratch);
	bool ok = ab_csv_parse(&t, &scratch, path, text, d);
	if (ok)
		read_rows(s, &t, text, d);
	ab_arena_free(&scratch);
	if (!ok || d->errors != before)
		return false;
	screen_index(s);
	hash_text(text, s->hash);
	return true;
}

screen *screen_load(const char *path, ab_str text, ab_diags *d)
{
	screen *s = calloc(1, sizeof *s);
	if (!s) {
		ab_error(d, path, 0, 0, NULL, "no memory");
		return NULL;
	}
	ab_arena_init(&s->arena);
	if (screen_fill(s, path, text, d))
		return s;
	screen_free(s);
	return NULL;
}

void screen_free(screen *s)
{
	if (!s)
		return;
	ab_arena_free(&s->arena);
	ab_image_free(s, s->mapped);
}

const char *screen_hash(const screen *s)
{
	return s->hash;
}

ab_date screen_through(const screen *s)
{
	return s->through;
}

size_t screen_count(const screen *s)
{
	return s->entries.n;
}

const screen_entry *screen_at(const screen *s, size_t i)
{
	return i < s->entries.n ? &s->entries.p[i] : NULL;
}

/* ---- days ---- */
/* A removal that was not published by `known` has not happened. */
static screen_state still_on(const screen_entry *e, ab_date day, ab_date known)
{
	if (day <= e->until || known <= e->until)
		return SCREEN_ON;
	return day >= e->gone && known >= e->gone ? SCREEN_OFF : SCREEN_UNSURE;
}

screen_state screen_entry_on(const screen_entry *e, ab_date day, ab_date known)
{
	if (known < e->published || day < e->maybe_from)
		return SCREEN_OFF;
	screen_state still = still_on(e, day, known);
	return still == SCREEN_ON && day < e->from ? SCREEN_UNSURE : still;
}

screen_state screen_mark_on(const screen_mark *m, ab_date day, ab_date known)
{
	if (day >= m->from && known >= m->published)
		return SCREEN_ON;
	return m->exact ? SCREEN_OFF : SCREEN_UNSURE;
}

uint32_t screen_entry_days(const screen_entry *e, ab_date out[SCREEN_DAYS_MAX])
{
	uint32_t n = 0;
	out[n++] = e->from;
	out[n++] = e->policy_from;
	if (e->maybe_from != AB_DATE_MIN)
		out[n++] = e->maybe_from;
	if (e->until != AB_DATE_MAX)
		out[n++] = e->until + 1;
	if (e->gone != AB_DATE_MAX)
		out[n++] = e->gone;
	if (e->savings != AB_DATE_MIN)
		out[n++] = e->savings + 1;
	for (uint32_t i = 0; i < e->mark_n; i++)
		out[n++] = e->marks[i].from;
	return n;
}
