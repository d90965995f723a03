/* Times the catalog: loading its tables, and finding what a name means, against a hand-written scan
 * over all names that skips case, blanks and hyphens. Both get the same names, in turns; where the scan
 * finds something, the catalog must find the same. */
#include <string.h>

#include "catalog/catalog.h"
#include "timing.h"

enum { FILES_MAX = 64, LOADS = 50 };

typedef struct entry {
	ab_str name, id;
} entry;

typedef struct query {
	const char *kind;
	bool nearest; /* the scan looks for the nearest name, by edits, as ours does */
	AB_VEC(ab_str) names;
	samples ours, scan;
	size_t ours_hits, scan_hits, differ;
} query;

typedef struct world {
	ab_arena arena;
	catalog_file files[FILES_MAX];
	size_t n, bytes;
	catalog *c;
	AB_VEC(entry) entries;
	AB_VEC(ab_str) names; /* of the entries */
} world;

static bool is_gap(char ch)
{
	return ch == ' ' || ch == '-' || ch == '_';
}

static char lower(char ch)
{
	return ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch;
}

static bool same_name(ab_str a, ab_str b)
{
	size_t i = 0, k = 0;
	for (;;) {
		while (i < a.n && is_gap(a.p[i]))
			i++;
		while (k < b.n && is_gap(b.p[k]))
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (lower(a.p[i++]) != lower(b.p[k++]))
			return false;
	}
}

static ab_str scan(const world *w, ab_str name)
{
	for (uint32_t i = 0; i < w->entries.n; i++)
		if (same_name(w->entries.p[i].name, name))
			return w->entries.p[i].id;
	return (ab_str){NULL, 0};
}

static ab_str matched_id(const catalog_match *m)
{
	if (m->hit == CATALOG_CHIP)
		return m->chip->id;
	if (m->hit == CATALOG_FAMILY)
		return m->family->id;
	return m->hit == CATALOG_SYSTEM ? m->system->id : (ab_str){NULL, 0};
}

static void read_files(world *w)
{
	for (size_t i = 0; i < ab_asset_count && w->n < FILES_MAX; i++) {
		const ab_asset *x = &ab_assets[i];
		if (strncmp(x->path, "data/", 5) != 0)
			continue;
		w->files[w->n++] = (catalog_file){x->path, {(const char *)x->data, x->size}};
		w->bytes += x->size;
	}
}

static catalog *load(const world *w, samples *time)
{
	ab_arena arena;
	ab_arena_init(&arena);
	ab_diags d;
	ab_diags_init(&d, &arena);
	uint64_t start = now_ns();
	catalog *c = catalog_load(w->files, w->n, &d);
	uint64_t took = now_ns() - start;
	ab_arena_free(&arena);
	if (!c) {
		fprintf(stderr, "bench-catalog: the tables do not load\n");
		exit(1);
	}
	sample(time, took);
	return c;
}

static void add(world *w, ab_str name, ab_str id)
{
	ab_push(&w->arena, &w->entries, ((entry){name, id}));
	ab_push(&w->arena, &w->names, name);
}

/* What the scan goes through: aliases first, then ids, then names, as the catalog ranks them. */
static void list_names(world *w)
{
	ab_diags d;
	ab_diags_init(&d, &w->arena);
	for (size_t i = 0; i < w->n; i++) {
		ab_csv t;
		if (strcmp(w->files[i].path, "data/aliases.csv") != 0 ||
		    !ab_csv_parse(&t, &w->arena, "aliases.csv", w->files[i].text, &d))
			continue;
		for (uint32_t r = 0; r < t.rows; r++)
			add(w, ab_csv_cell(&t, r, ab_csv_col(&t, "alias")), ab_csv_cell(&t, r, ab_csv_col(&t, "id")));
	}
	size_t chips = catalog_chip_count(w->c), families = catalog_family_count(w->c),
		   systems = catalog_system_count(w->c);
	for (size_t i = 0; i < families; i++)
		add(w, catalog_family_at(w->c, i)->id, catalog_family_at(w->c, i)->id);
	for (size_t i = 0; i < chips; i++)
		add(w, catalog_chip_at(w->c, i)->id, catalog_chip_at(w->c, i)->id);
	for (size_t i = 0; i < systems; i++)
		add(w, catalog_system_at(w->c, i)->id, catalog_system_at(w->c, i)->id);
	for (size_t i = 0; i < families; i++)
		add(w, catalog_family_at(w->c, i)->name, catalog_family_at(w->c, i)->id);
	for (size_t i = 0; i < chips; i++)
		add(w, catalog_chip_at(w->c, i)->name, catalog_chip_at(w->c, i)->id);
	for (size_t i = 0; i < systems; i++)
		add(w, catalog_system_at(w->c, i)->name, catalog_system_at(w->c, i)->id);
}

/* Another hand's spelling of the same name: capitals turned over, each blank a hyphen and each hyphen gone. */
static ab_str respell(ab_arena *a, ab_str s)
{
	char *p = ab_strdup(a, s);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];
		if (ch == '-')
			continue;
		bool upper = ch >= 'A' && ch <= 'Z', small = ch >= 'a' && ch <= 'z';
		p[n++] = ch == ' ' ? '-' : upper ? (char)(ch + 32) : small ? (char)(ch - 32) : ch;
	}
	return (ab_str){p, n};
}

static void make_queries(world *w, query q[4])
{
	ab_arena *a = &w->arena;
	q[0].kind = "as-written";
	q[1].kind = "spelled-otherwise";
	q[2].kind = "maker-in-front";
	q[3].kind = "unknown-nearest-named";
	q[3].nearest = true;
	for (uint32_t i = 0; i < w->entries.n; i++) {
		ab_str name = w->entries.p[i].name;
		if (memchr(name.p, '/', name.n))
			continue;
		ab_push(a, &q[0].names, name);
		ab_push(a, &q[1].names, respell(a, name));
		ab_push(a, &q[3].names, ab_str_of(ab_sprintf(a, "%.*sqx", AB_FMT(name))));
	}
	for (size_t i = 0; i < catalog_chip_count(w->c); i++) {
		const catalog_chip *chip = catalog_chip_at(w->c, i);
		if (!ab_str_starts(chip->name, ab_strdup(a, chip->maker)))
			ab_push(a, &q[2].names, ab_str_of(ab_sprintf(a, "%.*s %.*s", AB_FMT(chip->maker), AB_FMT(chip->name))));
	}
}

static void agree(const world *w, query *q)
{
	ab_arena scratch;
	ab_arena_init(&scratch);
	for (uint32_t i = 0; i < q->names.n; i++) {
		catalog_match m = catalog_resolve(w->c, &scratch, q->names.p[i]);
		ab_str mine = matched_id(&m), other = scan(w, q->names.p[i]);
		q->ours_hits += m.hit != CATALOG_NONE;
		q->scan_hits += other.n > 0;
		q->differ += other.n > 0 && !ab_str_eq(mine, other);
	}
	ab_arena_free(&scratch);
}

static void pass_ours(const world *w, const query *q, ab_arena *scratch, size_t *sink)
{
	for (uint32_t i = 0; i < q->names.n; i++) {
		*sink += catalog_resolve(w->c, scratch, q->names.p[i]).hit;
		ab_arena_reset(scratch);
	}
}

static void pass_scan(const world *w, const query *q, size_t *sink)
{
	for (uint32_t i = 0; i < q->names.n; i++) {
		*sink += scan(w, q->names.p[i]).n;
		if (q->nearest)
			*sink += (size_t)ab_nearest(q->names.p[i], w->names.p, w->names.n);
	}
}

/* The first pass of each is not counted: it meets the caches that the other has left (too little to matter where the
 * scan counts edits). */
static void one_round(const world *w, query *q, ab_arena *scratch, size_t *sink)
{
	pass_ours(w, q, scratch, sink);
	uint64_t start = now_ns();
	pass_ours(w, q, scratch, sink);
	sample(&q->ours, now_ns() - start);
	if (!q->nearest)
		pass_scan(w, q, sink);
	start = now_ns();
	pass_scan(w, q, sink);
	sample(&q->scan, now_ns() - start);
}

static void print_query(query *q)
{
	double n = q->names.n ? (double)q->names.n : 1, ours = sample_us(&q->ours, 0.5) * 1000 / n,
		   other = sample_us(&q->scan, 0.5) * 1000 / n;
	printf("  %-34s %6u names  ours %8.0f ns (%u found)  scan %8.0f ns (%u found, %u otherwise)\n", q->kind, q->names.n,
	       ours, (unsigned)q->ours_hits, other, (unsigned)q->scan_hits, (unsigned)q->differ);
}

static void print_ratio(query *q)
{
	double n = q->names.n ? (double)q->names.n : 1, ours = sample_us(&q->ours, 0.5) * 1000 / n,
		   other = sample_us(&q->scan, 0.5) * 1000 / n;
	printf("catalog/%s/linear-scan ratio=%.2f (ours %.0f ns, peer %.0f ns)\n", q->kind, other / ours, ours, other);
}

int main(int argc, char **argv)
{
	static world w;
	static query q[4];
	samples loads = {0};
	size_t sink = 0;
	long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 15;
	ab_arena_init(&w.arena);
	read_files(&w);
	for (int i = 0; i < LOADS; i++)
		catalog_free(load(&w, &loads));
	w.c = load(&w, &loads);
	list_names(&w);
	make_queries(&w, q);
	ab_arena scratch;
	ab_arena_init(&scratch);
	for (int k = 0; k < 4; k++)
		agree(&w, &q[k]);
	for (long round = 0; round < rounds; round++)
		for (int k = 0; k < 4; k++)
			one_round(&w, &q[k], &scratch, &sink);

	sample_head("tables");
	sample_print("load", &loads);
	printf("  %zu files, %.1f KiB; %u names; %ld rounds of each, in turns\n", w.n, (double)w.bytes / 1024, w.entries.n,
	       rounds);
	for (int k = 0; k < 4; k++)
		print_query(&q[k]);
	for (int k = 0; k < 4; k++)
		print_ratio(&q[k]);
	for (int k = 0; k < 4; k++) {
		samples_free(&q[k].ours);
		samples_free(&q[k].scan);
	}
	samples_free(&loads);
	ab_arena_free(&scratch);
	catalog_free(w.c);
	ab_arena_free(&w.arena);
	return sink == 0;
}
