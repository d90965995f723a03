/* Loading packs, frames of a case, and look-ups in the compiled law. */
/* The plain functions of libcrypto: they need no start-up. */
#define OPENSSL_API_COMPAT 0x10101000L
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "law/check.h"
#include "law/program.h"

/* ---- loading ---- */
static int compare_files(const void *a, const void *b)
{
	return strcmp(((const law_file *)a)->path, ((const law_file *)b)->path);
}

static void hash_files(law *l, const law_file *files, size_t n)
{
	unsigned char md[SHA256_DIGEST_LENGTH];
	SHA256_CTX ctx;
	SHA256_Init(&ctx);
	for (size_t i = 0; i < n; i++) {
		SHA256_Update(&ctx, files[i].path, strlen(files[i].path) + 1);
		SHA256_Update(&ctx, files[i].text.p, files[i].text.n);
	}
	SHA256_Final(md, &ctx);
	for (unsigned i = 0; i < 32; i++) {
		l->hash[2 * i] = "0123456789abcdef"[md[i] >> 4];
		l->hash[2 * i + 1] = "0123456789abcdef"[md[i] & 15];
	}
}

/* Parses and compiles into `l`, whose arena is ready. */
static bool build(law *l, const law_file *files, size_t n, ab_diags *d)
{
	l->tree.arena = &l->arena;
	law_file *sorted = AB_NEW_N(&l->arena, law_file, n + 1);
	if (n)
		memcpy(sorted, files, n * sizeof *files);
	qsort(sorted, n, sizeof *sorted, compare_files);
	bool ok = true;
	for (size_t i = 0; i < n; i++)
		ok = law_parse(&l->tree, sorted[i].path, sorted[i].text, d) && ok;
	ok = law_compile(l, d) && ok;
	if (!ok || d->errors)
		return false;
	law_collect_days(l);
	hash_files(l, sorted, n);
	return true;
}

law *law_load(const law_file *files, size_t n, ab_diags *d)
{
	law *l = calloc(1, sizeof *l);
	if (!l)
		return NULL;
	ab_arena_init(&l->arena);
	pthread_mutex_init(&l->lock, NULL);
	if (build(l, files, n, d))
		return l;
	law_free(l);
	return NULL;
}

law *law_load_into(void *region, size_t *size, const law_file *files, size_t n, ab_diags *d)
{
	law *l = region;
	size_t head = (sizeof *l + 15) & ~(size_t)15;
	l->arena.at = (char *)region + head;
	l->arena.end = (char *)region + *size;
	law_file *own = AB_NEW_N(&l->arena, law_file, n + 1);
	for (size_t i = 0; i < n; i++)
		own[i] = (law_file){ab_strdup(&l->arena, ab_str_of(files[i].path)), ab_str_dup(&l->arena, files[i].text)};
	bool ok = build(l, own, n, d);
	if (ok) /* the view that most cases ask for: after the last day on which anything changes */
		law_view_at(l, AB_DATE_MAX - 1, AB_DATE_MAX - 1, false);
	ok = ok && !l->arena.head;
	*size = (size_t)(l->arena.at - (char *)region);
	ab_arena_init(&l->arena);
	return ok ? l : NULL;
}

void law_free(law *l)
{
	if (!l)
		return;
	pthread_mutex_destroy(&l->lock);
	ab_arena_free(&l->arena);
	ab_image_free(l, l->mapped);
}

const law_tree *law_tree_of(const law *l)
{
	return &l->tree;
}

const char *law_hash(const law *l)
{
	return l->hash;
}

/* ---- facts ---- */
size_t law_fact_count(const law *l)
{
	return l->facts.n;
}

const law_fact *law_fact_at(const law *l, size_t i)
{
	return &l->facts.p[i];
}

const law_fact *law_fact_find(const law *l, law_scope scope, ab_str name)
{
	static const char *const prefix[LS_SCOPE_COUNT] = {"", "item.", "its.", "format.", "unit.", "content."};
	char key[256];
	size_t p = strlen(prefix[scope]);
	if (p + name.n >= sizeof key)
		return NULL;
	memcpy(key, prefix[scope], p);
	memcpy(key + p, name.p, name.n);
	uint32_t i = ab_map_get(&l->fact_paths, (ab_str){key, p + name.n});
	return i == AB_MAP_NONE || l->facts.p[i].scope != scope ? NULL : &l->facts.p[i];
}

const law_fact *law_fact_in(const law *l, law_scope scope, uint32_t slot)
{
	return &l->facts.p[l->slot_fact[scope][slot]];
}

uint32_t law_slot_count(const law *l, law_scope scope)
{
	return l->slots[scope];
}

uint32_t law_word(const law_fact *f, ab_str word)
{
	for (uint32_t i = 0; i < f->vocabulary.n; i++)
		if (ab_str_eq(f->vocabulary.p[i], word))
			return i + 1;
	return 0;
}

ab_str law_word_name(const law_fact *f, uint32_t bit)
{
	return bit > 0 && bit <= f->vocabulary.n ? f->vocabulary.p[bit - 1] : AB_STR("");
}

void law_bits_set(law_bits *b, uint32_t bit)
{
	if (bit < LAW_SET_WORDS * 64)
		b->w[bit / 64] |= (uint64_t)1 << (bit % 64);
}

bool law_bits_get(const law_bits *b, uint32_t bit)
{
	return bit < LAW_SET_WORDS * 64 && ((b->w[bit / 64] >> (bit % 64)) & 1);
}

/* ---- frames ---- */
law_frame *law_frame_new(const law *l, ab_arena *a, law_scope scope, law_frame *up, ab_str path)
{
	law_frame *f = AB_NEW(a, law_frame);
	f->scope = scope;
	f->up = up;
	f->path = path;
	f->v = AB_NEW_N(a, law_value, l->slots[scope] + 1);
	return f;
}

law_value *law_frame_value(const law *l, law_frame *f, ab_str name)
{
	const law_fact *x = law_fact_find(l, f->scope, name);
	return x ? &f->v[x->slot] : NULL;
}

static bool fills(const law *l, const law_roles *r, const law_frame *party)
{
	for (uint32_t i = 0; i < l->role_names.n; i++)
		if (ab_str_eq(l->role_names.p[i], party->role))
			return law_bits_get(&r->roles, i + 1);
	return false;
}

/* Somebody of whom nothing is known: one for each name, shared by the declarations that would call it so. */
static law_frame *somebody(const law *l, law_facts *f, const law_decl *d, uint32_t before)
{
	ab_str name = d->words.n ? d->words.p[0] : d->id;
	for (uint32_t i = 0; i < d->words.n; i++)
		if (ab_str_is(d->words.p[i], "end-user"))
			name = d->words.p[i];
	for (uint32_t i = 0; i < before; i++)
		if (f->roles[i].nobody_stated && ab_str_eq(f->roles[i].list.p[0]->path, name))
			return f->roles[i].list.p[0];
	return law_frame_new(l, f->arena, LS_PARTY, f->root, name);
}

void law_fill_roles(const law *l, law_facts *f)
{
	f->roles = AB_NEW_N(f->arena, law_role_set, l->roles.n + 1);
	for (uint32_t i = 0; i < l->roles.n; i++) {
		const law_decl *d = l->roles.p[i].decl;
		law_role_set *s = &f->roles[i];
		for (uint32_t k = 0; k < f->parties.n; k++)
			if (fills(l, &l->roles.p[i], f->parties.p[k]))
				ab_push(f->arena, &s->list, f->parties.p[k]);
		if (s->list.n || (f->parties_stated && !d->always_somebody))
			continue;
		ab_push(f->arena, &s->list, somebody(l, f, d, i));
		s->nobody_stated = true;
	}
}

size_t law_roles_count(const law *l)
{
	return l->roles.n;
}

/* ---- countries ---- */
int32_t law_country(ab_str code)
{
	if (code.n != 2 || code.p[0] < 'A' || code.p[0] > 'Z' || code.p[1] < 'A' || code.p[1] > 'Z')
		return -1;
	return (code.p[0] - 'A') * 26 + (code.p[1] - 'A');
}

void law_country_code(int32_t id, char out[3])
{
	out[0] = id >= 0 && id < LAW_COUNTRIES ? (char)('A' + id / 26) : '?';
	out[1] = id >= 0 && id < LAW_COUNTRIES ? (char)('A' + id % 26) : '?';
	out[2] = 0;
}

/* ---- look-ups ---- */
const ab_date *law_days(const law *l, size_t *n)
{
	*n = l->as_of_days.n;
	return l->as_of_days.p;
}

const law_decl *law_find(const law *l, ab_str id)
{
	uint32_t i = ab_map_get(&l->entry_ids, id);
	return i == AB_MAP_NONE ? NULL : l->entries.p[i].decl;
}

const law_decl *law_source(const law *l, ab_str id)
{
	uint32_t i = ab_map_get(&l->source_ids, id);
	return i == AB_MAP_NONE ? NULL : l->tree.decls.p[i];
}

ab_str law_shown_name(const law *l, const law_decl *d)
{
	(void)l;
	return d->aliases.n ? d->aliases.p[0] : d->id;
}

size_t law_interpretation_count(const law *l)
{
	return l->interps.n;
}

const law_decl *law_interpretation_at(const law *l, size_t i)
{
	return l->interps.p[i].decl;
}

size_t law_pack_count(const law *l)
{
	return l->packs.n;
}

const law_decl *law_pack_at(const law *l, size_t i)
{
	return l->packs.p[i];
}
