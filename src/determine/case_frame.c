/* A case as an object: made, freed, copied, and given parties, items and rates. */
#include "determine/case_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- faults ---- */
static void place(const case_fault *at, size_t pos, int *line, int *column)
{
	*line = *column = 0;
	if (pos == CASE_NO_PLACE || !at->text.p)
		return;
	*line = *column = 1;
	for (size_t i = 0; i < pos && i < at->text.n; i++) {
		unsigned char c = (unsigned char)at->text.p[i];
		if (c == '\n') {
			++*line;
			*column = 1;
		} else if ((c & 0xC0) != 0x80) {
			++*column;
		}
	}
}

bool case_fail(const case_fault *at, size_t pos, const char *remedy, const char *fmt, ...)
{
	ambit_error *e = at->error;
	if (!e)
		return false;
	memset(e, 0, sizeof *e);
	e->code = AMBIT_BAD_INPUT;
	place(at, pos, &e->line, &e->column);
	snprintf(e->file, sizeof e->file, "%s", at->file ? at->file : "");
	snprintf(e->remedy, sizeof e->remedy, "%s", remedy ? remedy : "");
	va_list args;
	va_start(args, fmt);
	vsnprintf(e->message, sizeof e->message, fmt, args);
	va_end(args);
	/* a text cut by the size of the field must not end in half a character */
	char *cut[] = {e->message, e->remedy, e->file};
	for (size_t i = 0; i < AB_COUNT(cut); i++)
		cut[i][ab_utf8_invalid(ab_str_of(cut[i]))] = 0;
	return false;
}

/* ---- life of a case ---- */
static void day_value(struct ambit_case *c, const char *name, ab_date day, law_from from)
{
	law_value *v = law_frame_value(c->law, c->facts.root, ab_str_of(name));
	if (!v)
		return;
	char text[AB_DATE_LEN];
	*v = (law_value){.state = LV_KNOWN, .from = (uint8_t)from, .word = day};
	v->text = ab_str_dup(&c->arena, ab_str_of(ab_date_format(day, text)));
}

void case_set_day(struct ambit_case *c, bool known, ab_date day)
{
	if (known) {
		c->facts.known = day;
		c->known_stated = true;
	} else {
		c->facts.as_of = day;
		c->as_of_stated = true;
	}
	day_value(c, known ? "known" : "as_of", day, LF_STATED);
}

static bool pack_shaped(ab_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '-')
			return false;
	return s.n > 0 && s.n <= 32;
}

/* Words are not compared with the packs held: law that is not held shall be answered as such, not refused. */
bool case_set_jurisdictions(struct ambit_case *c, const ab_str *words, size_t n, const char **message,
                            const char **remedy)
{
	c->jurisdictions.n = 0;
	for (size_t i = 0; i < n; i++) {
		ab_str word = ab_str_dup(&c->arena, ab_str_trim(words[i]));
		for (char *p = (char *)word.p; *p; p++)
			*p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
		if (!pack_shaped(word)) {
			*message = "this names no body of law";
			*remedy = "write it as us, us-ofac, cn, tw or my";
			return false;
		}
		ab_push(&c->arena, &c->jurisdictions, word);
	}
	return true;
}

struct ambit_case *case_new(const law *l, const catalog *c)
{
	struct ambit_case *self = calloc(1, sizeof *self);
	if (!self)
		return NULL;
	self->law = l;
	self->catalog = c;
	ab_arena_init(&self->arena);
	self->facts.arena = &self->arena;
	self->facts.root = law_frame_new(l, &self->arena, LS_ROOT, NULL, AB_STR(""));
	self->facts.item = law_frame_new(l, &self->arena, LS_ITEM, self->facts.root, AB_STR("item"));
	self->facts.as_of = self->facts.known = ab_date_today();
	day_value(self, "as_of", self->facts.as_of, LF_DEFAULT);
	day_value(self, "known", self->facts.known, LF_DEFAULT);
	law_value *holds = law_frame_value(l, self->facts.root, AB_STR("holds"));
	if (holds) /* the asker knows what is in hand: nothing said is nothing held */
		*holds = (law_value){.state = LV_KNOWN, .from = LF_DEFAULT};
	return self;
}

void ambit_case_free(ambit_case *self)
{
	if (!self)
		return;
	ab_arena_free(&self->arena);
	free(self);
}

/* ---- parties ---- */
law_frame *case_add_party(struct ambit_case *c, ab_str role)
{
	uint32_t same = 1;
	for (uint32_t i = 0; i < c->facts.parties.n; i++)
		same += ab_str_eq(c->facts.parties.p[i]->role, role);
	role = ab_str_dup(&c->arena, role);
	ab_str path = role;
	if (same > 1)
		path = ab_str_of(ab_sprintf(&c->arena, "%.*s#%u", AB_FMT(role), same));
	law_frame *f = law_frame_new(c->law, &c->arena, LS_PARTY, c->facts.root, path);
	f->role = role;
	const law_fact *fact = case_fact(c->law, LS_PARTY, AB_STR("role"));
	law_value *v = fact ? law_frame_value(c->law, f, AB_STR("role")) : NULL;
	if (v) {
		*v = (law_value){.state = LV_KNOWN, .from = LF_STATED, .text = role};
		v->word = (int32_t)law_word(fact, role);
	}
	ab_push(&c->arena, &c->facts.parties, f);
	return f;
}

static bool starts_below(ab_str path, ab_str above)
{
	return path.n > above.n && path.p[above.n] == '.' && !memcmp(path.p, above.p, above.n);
}

void case_drop_texts(struct ambit_case *c, ab_str path, bool under, ab_str name)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < c->texts.n; i++) {
		case_text t = c->texts.p[i];
		bool here = under ? starts_below(t.path, path) : ab_str_eq(t.path, path);
		if (!here || (name.n && !ab_str_eq(t.name, name)))
			c->texts.p[n++] = t;
	}
	c->texts.n = n;
}

static ab_str numbered(ab_arena *a, const law_frame *in, const char *list, uint32_t n, const char *tail)
{
	return ab_str_of(ab_sprintf(a, "%.*s.%s.%u%s", AB_FMT(in->path), list, n, tail));
}

law_frame *case_add_owner(const law *l, ab_arena *a, law_frame *party)
{
	law_frame *f = law_frame_new(l, a, LS_PARTY, party, numbered(a, party, "owners", party->owners.n + 1, ""));
	ab_push(a, &party->owners, f);
	party->owners_stated = true;
	return f;
}

bool case_owners_fit(const law *l, const law_frame *party)
{
	ab_num sum = 0;
	for (uint32_t i = 0; i < party->owners.n; i++) {
		const law_value *v = law_frame_value(l, party->owners.p[i], AB_STR("percent"));
		if (v && v->state == LV_KNOWN && !ab_num_add(sum, v->lo, &sum))
			return false;
	}
	return sum <= ab_num_int(100);
}

/* ---- items ---- */
law_frame **case_maker(law_frame *item, ab_str word)
{
	if (ab_str_is(word, "designer"))
		return &item->designer;
	if (ab_str_is(word, "fabricator"))
		return &item->fabricator;
	if (ab_str_is(word, "packager"))
		return &item->packager;
	return NULL;
}

law_value case_count_any(void)
{
	return (law_value){.state = LV_KNOWN, .from = LF_DEFAULT, .lo_only = true, .lo = AB_NUM_ONE, .hi = AB_NUM_MAX};
}

law_frame *case_add_part(const law *l, ab_arena *a, law_frame *item, ab_str count)
{
	const char *message, *remedy;
	law_value n = case_count_any();
	if (count.n && !case_parse_count(a, count, &n, &message, &remedy))
		n = case_count_any(); /* a table's count that is no number says no more than that there is one */
	law_frame *f = law_frame_new(l, a, LS_ITEM, item, numbered(a, item, "contains", item->parts.n + 1, ".item"));
	ab_push(a, &item->parts, f);
	ab_push(a, &item->counts, n);
	return f;
}

law_frame *case_add_unit(const law *l, ab_arena *a, law_frame *item)
{
	law_frame *f = law_frame_new(l, a, LS_PART_UNIT, item, numbered(a, item, "units", item->units.n + 1, ""));
	ab_push(a, &item->units, f);
	return f;
}

law_frame *case_add_content(const law *l, ab_arena *a, law_frame *item)
{
	law_frame *f =
		law_frame_new(l, a, LS_PART_CONTENT, item, numbered(a, item, "us_content", item->contents.n + 1, ""));
	ab_push(a, &item->contents, f);
	return f;
}

/* Bit length by the format's name, as computed with and as stored: tf32 uses 19 bits of 32. Which of them counts is for the
 * law to say. False for a name that says no length. */
static bool format_bits(ab_str format, int *lo, int *hi)
{
	if (ab_str_is(format, "tf32")) {
		*lo = 19;
		*hi = 32;
		return true;
	}
	size_t i = 0;
	while (i < format.n && (format.p[i] < '0' || format.p[i] > '9'))
		i++;
	int bits = 0;
	for (; i < format.n && format.p[i] >= '0' && format.p[i] <= '9' && bits < 1000; i++)
		bits = bits * 10 + (format.p[i] - '0');
	if (i != format.n || bits < 1 || bits > 128)
		return false;
	*lo = *hi = bits;
	return true;
}

law_frame *case_add_format(const law *l, ab_arena *a, law_frame *item, ab_str format, ab_num lo, ab_num hi)
{
	ab_str path = ab_str_of(ab_sprintf(a, "%.*s.tops.%.*s", AB_FMT(item->path), AB_FMT(format)));
	law_frame *f = law_frame_new(l, a, LS_PART_FORMAT, item, path);
	law_value *bits = law_frame_value(l, f, AB_STR("bits"));
	int least, most;
	law_value *stored = law_frame_value(l, f, AB_STR("stored_bits"));
	if (bits && format_bits(format, &least, &most)) {
		*bits = (law_value){.state = LV_KNOWN, .from = LF_DEFAULT, .lo = ab_num_int(least), .hi = ab_num_int(most)};
		bits->source = least == most ? AB_STR("the format's name") : AB_STR("the format's name; bit length disputed");
		if (stored) { /* the law tells the two lengths apart */
			*stored = *bits;
			bits->hi = bits->lo;
			stored->lo = stored->hi;
		}
	}
	law_value *tops = law_frame_value(l, f, AB_STR("tops"));
	if (tops)
		*tops = (law_value){.state = LV_KNOWN, .from = LF_STATED, .lo = lo, .hi = hi};
	ab_push(a, &item->formats, f);
	item->parts_known = true;
	return f;
}

/* The paragraph by its longest form that the law knows: "z.a" before "z"; one that it does not know stays unsaid. */
static void state_paragraph(const law *l, const catalog *c, ab_arena *a, const law_fact *fact, ab_str text,
                            law_value *out)
{
	const char *message, *remedy;
	law_value v;
	while (text.n) {
		if (case_parse_value(l, c, a, fact, text, &v, &message, &remedy)) {
			*out = v;
			return;
		}
		while (text.n && text.p[text.n - 1] != '.')
			text.n--;
		text.n -= text.n > 0;
	}
}

/* An ECCN written with its paragraph states both. */
void case_split_eccn(const law *l, const catalog *c, ab_arena *a, law_frame *item, const law_fact *fact)
{
	law_value *eccn = &item->v[fact->slot];
	const law_fact *paragraph = case_fact(l, LS_ITEM, AB_STR("paragraph"));
	ab_str rest = eccn->text, code;
	if (eccn->state != LV_KNOWN || !ab_str_cut(&rest, '.', &code) || !rest.n)
		return;
	eccn->text = ab_str_dup(a, code);
	eccn->word = (int32_t)law_word(fact, code);
	if (paragraph && item->v[paragraph->slot].state != LV_KNOWN)
		state_paragraph(l, c, a, paragraph, rest, &item->v[paragraph->slot]);
}

/* ---- copy ---- */
static law_frame *clone(const law *l, ab_arena *a, const law_frame *f, law_frame *up);

static law_frame *clone_maybe(const law *l, ab_arena *a, const law_frame *f, law_frame *up)
{
	return f ? clone(l, a, f, up) : NULL;
}

/* As deep as the case: the readers bound that. */
static law_frame *clone(const law *l, ab_arena *a, const law_frame *f, law_frame *up)
{
	law_frame *n = law_frame_new(l, a, f->scope, up, ab_str_dup(a, f->path)); /* the copy may outlive the case */
	uint32_t slots = law_slot_count(l, f->scope);
	if (slots)
		memcpy(n->v, f->v, slots * sizeof *n->v);
	for (uint32_t i = 0; i < slots; i++) {
		if (n->v[i].text.n)
			n->v[i].text = ab_str_dup(a, n->v[i].text);
		if (n->v[i].source.n)
			n->v[i].source = ab_str_dup(a, n->v[i].source);
	}
	n->role = ab_str_dup(a, f->role);
	n->parts_stated = f->parts_stated;
	n->owners_stated = f->owners_stated;
	n->parts_known = f->parts_known;
	for (uint32_t i = 0; i < f->parts.n; i++)
		ab_push(a, &n->parts, clone(l, a, f->parts.p[i], n));
	for (uint32_t i = 0; i < f->counts.n; i++)
		ab_push(a, &n->counts, f->counts.p[i]);
	for (uint32_t i = 0; i < f->formats.n; i++)
		ab_push(a, &n->formats, clone(l, a, f->formats.p[i], n));
	for (uint32_t i = 0; i < f->units.n; i++)
		ab_push(a, &n->units, clone(l, a, f->units.p[i], n));
	for (uint32_t i = 0; i < f->contents.n; i++)
		ab_push(a, &n->contents, clone(l, a, f->contents.p[i], n));
	for (uint32_t i = 0; i < f->owners.n; i++)
		ab_push(a, &n->owners, clone(l, a, f->owners.p[i], n));
	n->designer = clone_maybe(l, a, f->designer, n);
	n->fabricator = clone_maybe(l, a, f->fabricator, n);
	n->packager = clone_maybe(l, a, f->packager, n);
	return n;
}

law_facts case_clone_facts(const law *l, ab_arena *a, const law_facts *f)
{
	law_facts n = {.arena = a, .parties_stated = f->parties_stated, .as_of = f->as_of, .known = f->known};
	n.root = clone(l, a, f->root, NULL);
	n.item = clone(l, a, f->item, n.root);
	for (uint32_t i = 0; i < f->parties.n; i++)
		ab_push(a, &n.parties, clone(l, a, f->parties.p[i], n.root));
	return n;
}
