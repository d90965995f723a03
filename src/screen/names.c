/* Names as they are compared: small letters, no punctuation, the legal form at the end
 * aside. Letters beyond ASCII stay as they are. */
#include "screen/inside.h"

#include <string.h>

static const char *const legal_forms[] = {
	"co",  "coltd", "ltd", "limited", "company", "corp", "corporation", "inc",   "incorporated", "llc", "llp",
	"plc", "gmbh",  "ag",  "sa",      "srl",     "spa",  "bv",          "nv",    "pte",          "pvt", "private",
	"pty", "jsc",   "ao",  "ooo",     "kg",      "oy",   "ab",          "sarl",  "sdn",          "bhd", "fze",
	"fzc", "fzco",  "lp",  "lc",      "as",      "kk",   "ltda",        "pvtltd"};

static bool legal_form(ab_str word)
{
	for (size_t i = 0; i < AB_COUNT(legal_forms); i++)
		if (ab_str_is(word, legal_forms[i]))
			return true;
	return false;
}

/* Typographic apostrophes count as the plain one. */
static size_t apostrophe(ab_str s, size_t i)
{
	return i + 2 < s.n && (unsigned char)s.p[i] == 0xE2 && (unsigned char)s.p[i + 1] == 0x80 &&
	               ((unsigned char)s.p[i + 2] == 0x98 || (unsigned char)s.p[i + 2] == 0x99)
	           ? 3
	           : 0;
}

static bool put(folded *f, const char *p, uint32_t n)
{
	if (f->n + n >= KEY_MAX)
		return false;
	memcpy(f->text + f->n, p, n);
	f->n += n;
	return true;
}

/* Without the words of legal form at its end, as long as something stays. */
static uint32_t bare_length(const folded *f)
{
	uint32_t n = f->n;
	for (;;) {
		uint32_t at = n;
		while (at && f->text[at - 1] != ' ')
			at--;
		if (!at || !legal_form((ab_str){f->text + at, n - at}))
			return n;
		n = at - 1;
	}
}

bool screen_fold(ab_str name, folded *out)
{
	bool gap = false;
	out->n = out->bare = 0;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		size_t skip = apostrophe(name, i);
		if (skip) {
			i += skip - 1;
			continue;
		}
		if (c == '.' || c == '\'')
			continue;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
		if (!letter && c != '&') {
			gap = true;
			continue;
		}
		if ((gap || c == '&') && out->n && out->text[out->n - 1] != ' ' && !put(out, " ", 1))
			return false;
		gap = c == '&';
		if (!put(out, c == '&' ? "and" : &c, c == '&' ? 3 : 1))
			return false;
	}
	out->bare = bare_length(out);
	return out->n > 0;
}

/* ---- index ---- */
static uint64_t hash_of(const char *p, uint32_t n)
{
	return ab_hash(p, n, 7);
}

void screen_index(screen *s)
{
	s->slot_n = 16;
	while (s->slot_n < 2 * s->keys.n)
		s->slot_n *= 2;
	s->slots = AB_NEW_N(&s->arena, uint32_t, s->slot_n);
	for (uint32_t i = 0; i < s->keys.n; i++) {
		const screen_key *k = &s->keys.p[i];
		uint32_t at = (uint32_t)hash_of(k->full.p, k->bare) & (s->slot_n - 1);
		while (s->slots[at])
			at = (at + 1) & (s->slot_n - 1);
		s->slots[at] = i + 1;
	}
}

static bool has_blank(const char *p, uint32_t n)
{
	return memchr(p, ' ', n) != NULL;
}

/* The same entry may be met by two of its names: the one that says most counts. */
static void add_hit(screen_hit *out, uint32_t *n, screen_hit hit)
{
	for (uint32_t i = 0; i < *n; i++)
		if (out[i].entry == hit.entry) {
			out[i].needs_country = out[i].needs_country && hit.needs_country;
			if (hit.known_from < out[i].known_from)
				out[i].known_from = hit.known_from;
			return;
		}
	if (*n < SCREEN_HITS_MAX)
		out[(*n)++] = hit;
}

uint32_t screen_find(const screen *s, ab_str name, screen_hit out[SCREEN_HITS_MAX])
{
	folded f;
	uint32_t n = 0;
	if (!s->slot_n || !screen_fold(name, &f))
		return 0;
	for (uint32_t at = (uint32_t)hash_of(f.text, f.bare) & (s->slot_n - 1); s->slots[at];
	     at = (at + 1) & (s->slot_n - 1)) {
		const screen_key *k = &s->keys.p[s->slots[at] - 1];
		if (k->bare != f.bare || memcmp(k->full.p, f.text, f.bare) != 0)
			continue;
		bool whole = k->full.n == f.n && memcmp(k->full.p, f.text, f.n) == 0;
		bool says_enough = k->known_by || has_blank(f.text, f.bare) || (whole && has_blank(f.text, f.n));
		const screen_entry *e = &s->entries.p[k->entry];
		add_hit(out, &n, (screen_hit){e, k->as, k->alias ? e->aliases_known : e->published, !says_enough});
	}
	return n;
}

bool screen_in_country(const screen_entry *e, ab_str code)
{
	ab_str rest = e->countries, one;
	while (ab_str_cut(&rest, '/', &one))
		if (ab_str_eq(one, code))
			return true;
	return false;
}
