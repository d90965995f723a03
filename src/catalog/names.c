/* Folds a name to what tells products apart, and keeps the index of all names. "NVIDIA
 * GeForce RTX™ 4090 D", "rtx-4090d" and "지포스 RTX 4090D" fold to one key. */
#include "catalog/inside.h"

#include <string.h>

/* ---- folding ---- */
/* Base letter of U+00C0 to U+00FF; 0: none. */
static const char latin1[65] = "aaaaaaaceeeeiiiidnooooo\0ouuuuyps"
							   "aaaaaaaceeeeiiiidnooooo\0ouuuuypy";

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

static void put(folded *f, char ch, bool *cut)
{
	if (*cut && f->n > 0 && f->n < 64)
		f->cuts |= (uint64_t)1 << f->n;
	*cut = false;
	f->p[f->n++] = ch;
}

/* Length of the UTF-8 sequence at p, 1 where it is broken. */
static size_t sequence(const char *p, size_t n, uint32_t *point)
{
	unsigned char lead = (unsigned char)p[0];
	size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
	*point = 0;
	if (lead < 0xC2 || lead > 0xF4 || len > n)
		return 1;
	uint32_t c = lead & (0xFFu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if (((unsigned char)p[i] & 0xC0) != 0x80)
			return 1;
		c = c << 6 | ((unsigned char)p[i] & 0x3F);
	}
	*point = c;
	return len;
}

/* Blanks, hyphens, dots in the middle, trade-mark signs. */
static bool is_noise(uint32_t c)
{
	return c == 0xA0 || c == 0xA9 || c == 0xAD || c == 0xAE || c == 0xB7 || (c >= 0x2000 && c <= 0x2027) ||
	       c == 0x2120 || c == 0x2122 || c == 0x3000 || c == 0x30FB || c == 0xFEFF || c == 0xFF08 || c == 0xFF09;
}

static void fold_ascii(folded *f, char ch, bool *cut)
{
	if (ch >= 'A' && ch <= 'Z')
		put(f, (char)(ch + ('a' - 'A')), cut);
	else if (ch == ' ' || ch == '-' || ch == '_' || ch == '(' || ch == ')' || ch == ',' || ch == '\'' || ch == '"' ||
	         ch == '\t' || ch == '&' || ch == ':')
		*cut = true;
	else
		put(f, ch, cut);
}

/* "(R)", "(TM)", "(C)" written out; 0: none of them here. */
static size_t written_mark(const char *p, size_t n)
{
	if (n >= 3 && p[0] == '(' && p[2] == ')' && ((p[1] | 32) == 'r' || (p[1] | 32) == 'c'))
		return 3;
	bool tm = n >= 4 && p[0] == '(' && (p[1] | 32) == 't' && (p[2] | 32) == 'm' && p[3] == ')';
	return tm ? 4 : 0;
}

static void fold_wide(folded *f, const char *p, size_t len, uint32_t point, bool *cut)
{
	if (is_noise(point))
		*cut = true;
	else if (point > 0xFF00 && point < 0xFF5F)
		fold_ascii(f, (char)(point - 0xFEE0), cut);
	else if (point >= 0xC0 && point <= 0xFF && latin1[point - 0xC0])
		put(f, latin1[point - 0xC0], cut);
	else
		for (size_t i = 0; i < len; i++)
			put(f, p[i], cut);
}

static bool fold_text(ab_str text, folded *f)
{
	bool cut = false;
	f->n = 0;
	f->cuts = 0;
	for (size_t i = 0; i < text.n;) {
		if (f->n + 4 > NAME_MAX_LEN)
			return false;
		size_t mark = text.p[i] == '(' ? written_mark(text.p + i, text.n - i) : 0;
		if (mark || (unsigned char)text.p[i] < 0x80) {
			if (mark)
				cut = true;
			else
				fold_ascii(f, text.p[i], &cut);
			i += mark ? mark : 1;
			continue;
		}
		uint32_t point;
		size_t len = sequence(text.p + i, text.n - i, &point);
		fold_wide(f, text.p + i, len, point, &cut);
		i += len;
	}
	return f->n > 0;
}

/* ---- words ---- */
static const word *word_at(const catalog *c, const folded *f, uint32_t at, bool means)
{
	for (const word *w = c->words[(unsigned char)f->p[at]]; w; w = w->next)
		if ((w->kind == WORD_MEANS) == means && w->text.n <= f->n - at && !memcmp(w->text.p, f->p + at, w->text.n))
			return w;
	return NULL;
}

static bool has_wide(const folded *f)
{
	for (uint32_t i = 0; i < f->n; i++)
		if ((unsigned char)f->p[i] >= 0x80)
			return true;
	return false;
}

/* Puts what a word in another script means in its place; false: too long. */
static bool translate(const catalog *c, folded *f)
{
	folded out = {.n = 0};
	for (uint32_t i = 0; i < f->n;) {
		bool cut = i < 64 && f->cuts >> i & 1;
		const word *w = (unsigned char)f->p[i] >= 0x80 ? word_at(c, f, i, true) : NULL;
		ab_str piece = w ? w->means : (ab_str){f->p + i, 1};
		if (out.n + piece.n > NAME_MAX_LEN)
			return false;
		cut = cut || w || (i > 0 && (unsigned char)f->p[i - 1] >= 0x80 && (unsigned char)f->p[i] < 0x80);
		for (size_t k = 0; k < piece.n; k++)
			put(&out, piece.p[k], &cut);
		i += w ? (uint32_t)w->text.n : 1;
		if (w && i < f->n && i < 64)
			f->cuts |= (uint64_t)1 << i;
	}
	*f = out;
	return f->n > 0;
}

bool name_fold(const catalog *c, ab_str text, folded *out)
{
	return fold_text(text, out) && (!has_wide(out) || translate(c, out));
}

static bool digit_after(const folded *f, uint32_t at)
{
	for (; at < f->n; at++)
		if (is_digit(f->p[at]))
			return true;
	return false;
}

static void drop_front(folded *f, uint32_t k)
{
	memmove(f->p, f->p + k, f->n - k);
	f->n -= k;
	f->cuts = k < 64 ? f->cuts >> k & ~(uint64_t)1 : 0;
}

/* Longest maker or brand in front that leaves something to tell: "NVIDIA H100", but not "Groq" of "GroqChip". */
static const word *front_word(const catalog *c, const folded *f)
{
	for (const word *w = c->words[(unsigned char)f->p[0]]; w; w = w->next) {
		uint32_t n = (uint32_t)w->text.n;
		if ((w->kind != WORD_MAKER && w->kind != WORD_BRAND) || n + 2 > f->n || memcmp(w->text.p, f->p, n) != 0)
			continue;
		bool cut = n < 64 && f->cuts >> n & 1;
		return cut || digit_after(f, n) ? w : NULL;
	}
	return NULL;
}

static bool drop_tail(const catalog *c, folded *f)
{
	for (uint32_t at = 2; at < f->n && at < 64; at++) {
		if (!(f->cuts >> at & 1))
			continue;
		for (const word *w = c->words[(unsigned char)f->p[at]]; w; w = w->next) {
			if (w->kind != WORD_TAIL || w->text.n != f->n - at || memcmp(w->text.p, f->p + at, w->text.n) != 0)
				continue;
			f->n = at;
			return true;
		}
	}
	return false;
}

uint32_t name_strip(const catalog *c, folded *f, ab_str makers[MAKERS_MAX])
{
	uint32_t n = 0;
	const word *w;
	while (n < MAKERS_MAX && f->n && (w = front_word(c, f))) {
		makers[n++] = w->means;
		drop_front(f, (uint32_t)w->text.n);
	}
	while (drop_tail(c, f))
		;
	return n;
}

static bool word_kind_of(ab_str s, word_kind *kind)
{
	static const char *const kinds[] = {"maker", "brand", "tail", "word"};
	for (size_t i = 0; i < AB_COUNT(kinds); i++) {
		*kind = (word_kind)i;
		if (ab_str_is(s, kinds[i]))
			return true;
	}
	return false;
}

/* The longer word of two that begin alike is tried first: "metax" before "meta". */
static void word_insert(catalog *c, word *w)
{
	word **at = &c->words[(unsigned char)w->text.p[0]];
	while (*at && (*at)->text.n >= w->text.n)
		at = &(*at)->next;
	w->next = *at;
	*at = w;
}

void words_read(catalog *c, const catalog_file *f, ab_diags *d)
{
	enum { TEXT, KIND, MEANS, SOURCE };
	table t;
	if (!table_open(&t, c, f, "word kind means source", d))
		return;
	while (table_next(&t)) {
		word *w = AB_NEW(&c->arena, word);
		folded text;
		if (!word_kind_of(t.cell[KIND], &w->kind))
			table_error(&t, "write maker, brand, tail or word", "unknown kind of word");
		if (!fold_text(t.cell[TEXT], &text)) {
			table_error(&t, NULL, "the word is empty or too long");
			continue;
		}
		w->text = ab_str_dup(&c->arena, (ab_str){text.p, text.n});
		w->means = t.cell[MEANS];
		word_insert(c, w);
	}
}

/* ---- the index ---- */
static uint32_t key_hash(ab_str key)
{
	uint32_t h = 2166136261u; /* FNV-1a */
	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 16777619u;
	return h;
}

static uint32_t *slot_of(const name_index *x, ab_str key, uint32_t hash)
{
	uint32_t i = (hash ^ hash >> 15) & (x->cap - 1);
	for (;; i = (i + 1) & (x->cap - 1)) {
		uint32_t at = x->slots[i];
		if (at == 0 || !x->list.p)
			return &x->slots[i];
		const name *n = &x->list.p[at - 1];
		if (n->hash == hash && n->n == key.n && memcmp(n->p, key.p, key.n) == 0)
			return &x->slots[i];
	}
}

static void index_grow(ab_arena *a, name_index *x, uint32_t cap)
{
	name_index old = *x;
	x->cap = cap;
	x->slots = AB_NEW_N(a, uint32_t, cap);
	for (uint32_t i = 0; i < old.cap; i++) {
		if (!old.slots[i])
			continue;
		const name *n = &x->list.p[old.slots[i] - 1];
		*slot_of(x, (ab_str){n->p, n->n}, n->hash) = old.slots[i];
	}
}

void index_room(ab_arena *a, name_index *x, uint32_t n)
{
	uint32_t cap = 64;
	while (cap < 2 * n)
		cap *= 2;
	index_grow(a, x, cap);
	x->list.p = AB_NEW_N(a, name, n);
	x->list.cap = n;
}

uint64_t name_letters(const char *p, uint32_t n)
{
	uint64_t set = 0;
	for (uint32_t i = 0; i < n; i++)
		set |= (uint64_t)1 << (p[i] & 63);
	return set;
}

/* Puts a name into its slot, before those of the same key. */
static void slot_add(ab_arena *a, name_index *x, uint32_t *slot, name n)
{
	n.next = *slot;
	ab_push(a, &x->list, n);
	*slot = x->list.n;
}

static void make_room(ab_arena *a, name_index *x)
{
	if (x->list.n * 2 >= x->cap)
		index_grow(a, x, x->cap ? x->cap * 2 : 64);
}

static name name_make(ab_str key, uint32_t hash, uint64_t cuts, target to, name_rank rank)
{
	return (name){.p = key.p,
	              .n = (uint8_t)key.n,
	              .hash = hash,
	              .cuts = cuts,
	              .to = to,
	              .rank = (uint8_t)rank,
	              .letters = name_letters(key.p, (uint32_t)key.n)};
}

bool index_add(ab_arena *a, name_index *x, ab_str key, target to, name_rank rank)
{
	uint32_t hash = key_hash(key);
	make_room(a, x);
	uint32_t *slot = slot_of(x, key, hash);
	if (*slot)
		return target_same(x->list.p[*slot - 1].to, to);
	slot_add(a, x, slot, name_make(key, hash, 0, to, rank));
	return true;
}

const name *index_first(const name_index *x, ab_str key)
{
	if (x->cap == 0)
		return NULL;
	uint32_t at = *slot_of(x, key, key_hash(key));
	return at ? &x->list.p[at - 1] : NULL;
}

const name *index_next(const name_index *x, const name *n)
{
	return n->next ? &x->list.p[n->next - 1] : NULL;
}

static void add_folded(catalog *c, const folded *f, target to, name_rank rank)
{
	ab_str key = {f->p, f->n};
	uint32_t hash = key_hash(key);
	name_index *x = &c->names;
	make_room(&c->arena, x);
	uint32_t *slot = slot_of(x, key, hash);
	const name *same = *slot ? &x->list.p[*slot - 1] : NULL;
	for (const name *n = same; n; n = index_next(x, n))
		if (target_same(n->to, to) && n->rank <= (uint8_t)rank)
			return;
	key.p = same ? same->p : ab_str_dup(&c->arena, key).p;
	slot_add(&c->arena, x, slot, name_make(key, hash, f->cuts, to, rank));
}

static void add_both(catalog *c, folded *f, target to, name_rank rank)
{
	ab_str makers[MAKERS_MAX];
	uint32_t whole = f->n;
	add_folded(c, f, to, rank);
	name_strip(c, f, makers);
	if (f->n != whole)
		add_folded(c, f, to, rank);
}

void name_add(catalog *c, ab_str text, target to, name_rank rank)
{
	folded f;
	if (name_fold(c, text, &f))
		add_both(c, &f, to, rank);
}

static void names_of(catalog *c, ab_str id, ab_str text, target to, name_rank rank)
{
	folded f;
	if (name_fold(c, id, &f)) {
		add_folded(c, &f, to, RANK_ID);
		drop_front(&f, (uint32_t)((const char *)memchr(f.p, '/', f.n) - f.p) + 1);
		add_both(c, &f, to, rank);
	}
	name_add(c, text, to, rank);
}

void names_of_all(catalog *c)
{
	for (uint32_t i = 0; i < c->chips.n; i++)
		names_of(c, c->chips.p[i].id, c->chips.p[i].name, (target){CATALOG_CHIP, (uint16_t)i}, RANK_THING);
	for (uint32_t i = 0; i < c->families.n; i++)
		names_of(c, c->families.p[i].id, c->families.p[i].name, (target){CATALOG_FAMILY, (uint16_t)i}, RANK_FAMILY);
	for (uint32_t i = 0; i < c->systems.n; i++)
		names_of(c, c->systems.p[i].id, c->systems.p[i].name, (target){CATALOG_SYSTEM, (uint16_t)i}, RANK_THING);
}

/* ---- aliases ---- */
/* An earlier spelling of an id counts as it is written, without case. */
static void alias_written(table *t, ab_str alias, target to)
{
	catalog *c = t->c;
	char *low = ab_strdup(&c->arena, alias);
	for (size_t i = 0; i < alias.n; i++)
		if (low[i] >= 'A' && low[i] <= 'Z')
			low[i] = (char)(low[i] + ('a' - 'A'));
	ab_str key = {low, alias.n};
	target other;
	if (!index_add(&c->arena, &c->exact, key, to, RANK_ALIAS))
		table_error(t, "keep one of the two rows", "\"%.*s\" stands for two things", AB_FMT(alias));
	if (id_find(c, key, &other))
		table_error(t, "remove the row", "\"%.*s\" is an id itself", AB_FMT(alias));
}

static void alias_folded(table *t, ab_str alias, target to)
{
	folded f;
	if (!name_fold(t->c, alias, &f)) {
		table_error(t, NULL, "\"%.*s\" is no name", AB_FMT(alias));
		return;
	}
	const name *n = index_first(&t->c->names, (ab_str){f.p, f.n});
	for (; n; n = index_next(&t->c->names, n))
		if (n->rank == RANK_ALIAS && !target_same(n->to, to))
			table_error(t, "keep one of the two rows", "\"%.*s\" stands for two things", AB_FMT(alias));
	add_both(t->c, &f, to, RANK_ALIAS);
}

void aliases_read(catalog *c, const catalog_file *f, ab_diags *d)
{
	enum { ALIAS, ID, SOURCE };
	table t;
	if (!table_open(&t, c, f, "alias id source", d))
		return;
	while (table_next(&t)) {
		ab_str alias = ab_str_trim(t.cell[ALIAS]), id = t.cell[ID];
		target to;
		if (alias.n == 0 || alias.n >= NAME_MAX_LEN) {
			table_error(&t, NULL, "the alias is empty or too long");
			continue;
		}
		if (!id_find(c, id, &to)) {
			table_error(&t, "use an id of the catalog", "nothing has the id \"%.*s\"", AB_FMT(id));
			continue;
		}
		if (memchr(alias.p, '/', alias.n))
			alias_written(&t, alias, to);
		else
			alias_folded(&t, alias, to);
	}
}
