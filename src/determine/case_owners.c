/* Owners from a table: of each party of the case that has a name and states no owners, those that the table names on the
 * day of the case, and theirs in turn. What the table does not say stays unknown; whether an owner is listed is found by
 * its name, as for any other. */
#include "determine/case_in.h"
#include "determine/determine.h"

enum { LEVELS_MAX = 8, OWNERS_MAX = 400, LOOKS_MAX = 200 };

typedef struct place { /* an owner whose own owners are still to be added */
	law_frame *frame;
	uint32_t party;
	int up; /* index of the place below it; -1: a party of the case */
	int depth;
} place;

typedef struct filling {
	struct ambit_case *c;
	const screen_graph *g;
	const screen_owned *v;
	ab_arena *a; /* of the case */
	AB_VEC(place) queue;
	uint32_t added, looks;
	bool cut;
} filling;

static ab_str source_of(const filling *k, const screen_holding *h)
{
	const screen_row *r = h->row_n ? screen_graph_row(k->g, h->rows[0]) : NULL;
	if (!r)
		return (ab_str){0};
	ab_str day = r->as_of.n ? r->as_of : r->from, source = r->source;
	source.n = source.n < 200 ? source.n : 200;
	while (source.n && ab_utf8_invalid(source) != source.n)
		source.n--;
	return ab_str_of(ab_sprintf(k->a, "%s:%d%s%.*s%s%.*s%s", screen_graph_path(k->g), r->line, source.n ? ", " : "",
	                            AB_FMT(source), day.n ? " (" : "", AB_FMT(day), day.n ? ")" : ""));
}

static void set_word(const filling *k, law_frame *f, const char *name, ab_str text, ab_str source)
{
	const law_fact *fact = law_fact_find(k->c->law, LS_PARTY, ab_str_of(name));
	law_value got = {.state = LV_UNKNOWN};
	const char *message, *remedy;
	if (!fact || !case_parse_value(k->c->law, k->c->catalog, k->a, fact, text, &got, &message, &remedy))
		return;
	got.from = LF_SCREENED;
	got.source = source;
	f->v[fact->slot] = got;
}

static void set_share(const filling *k, law_frame *f, const screen_holding *h, ab_str source)
{
	law_value *v = law_frame_value(k->c->law, f, AB_STR("percent"));
	if (v && !h->unknown)
		*v = (law_value){.state = LV_KNOWN, .from = LF_SCREENED, .lo = h->lo, .hi = h->hi, .source = source};
}

/* ---- the owners of one ---- */
/* Unknown when it would take too long to tell. */
static law_tri is_above(filling *k, uint32_t owner, const screen_holding *h, uint32_t n, screen_tie tie)
{
	for (uint32_t i = 0; i < n; i++) {
		if (h[i].tie != tie || h[i].owner == owner)
			continue;
		if (k->looks++ >= LOOKS_MAX)
			return LAW_UNKNOWN;
		if (screen_owned_above(k->v, owner, h[i].owner))
			return LAW_TRUE;
	}
	return LAW_FALSE;
}

static bool has_owner(const screen_holding *h, uint32_t n, uint32_t owner, screen_tie tie)
{
	for (uint32_t i = 0; i < n; i++)
		if (h[i].owner == owner && h[i].tie == tie)
			return true;
	return false;
}

static bool states_shares(const screen_holding *h, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (h[i].tie == SCREEN_TIE_SHARE && !h[i].unknown)
			return true;
	return false;
}

typedef enum naming { LEAVE_OUT, NAME_ALONE, NAME_AND_SHARE } naming;

/* Shares are stated as they are. What somebody holds in all may be the same shares over again: it is stated only where
 * nothing else is, and of two such owners not for the one who stands above the other. */
static naming naming_of_total(filling *k, const screen_holding *h, uint32_t n, uint32_t i)
{
	bool shares = states_shares(h, n);
	if (has_owner(h, n, h[i].owner, SCREEN_TIE_SHARE))
		return LEAVE_OUT;
	law_tri above = is_above(k, h[i].owner, h, n, shares ? SCREEN_TIE_SHARE : SCREEN_TIE_TOTAL);
	if (above == LAW_TRUE)
		return LEAVE_OUT;
	return shares || above == LAW_UNKNOWN ? NAME_ALONE : NAME_AND_SHARE;
}

static naming naming_of(filling *k, const screen_holding *h, uint32_t n, uint32_t i)
{
	if (h[i].tie == SCREEN_TIE_SHARE)
		return NAME_AND_SHARE;
	if (h[i].tie == SCREEN_TIE_TOTAL)
		return naming_of_total(k, h, n, i);
	bool named = has_owner(h, n, h[i].owner, SCREEN_TIE_SHARE) || has_owner(h, n, h[i].owner, SCREEN_TIE_TOTAL);
	return named ? LEAVE_OUT : NAME_ALONE;
}

static bool on_the_way(const filling *k, int at, uint32_t party)
{
	for (; at >= 0; at = k->queue.p[at].up)
		if (k->queue.p[at].party == party)
			return true;
	return false;
}

static bool more_than_whole(const screen_holding *h, uint32_t n, const naming *how)
{
	ab_num sum = 0;
	for (uint32_t i = 0; i < n; i++)
		sum += how[i] == NAME_AND_SHARE ? h[i].lo : 0;
	return sum > 100 * AB_NUM_ONE;
}

static void add_owner(filling *k, int at, const screen_holding *all, uint32_t n, uint32_t i, bool share)
{
	const screen_holding *h = &all[i];
	place below = k->queue.p[at];
	k->added++;
	law_frame *f = case_add_owner(k->c->law, k->a, below.frame);
	ab_str source = source_of(k, h);
	set_word(k, f, "name", screen_graph_name(k->g, h->owner), source);
	if (share)
		set_share(k, f, h, source);
	if (has_owner(all, n, h->owner, SCREEN_TIE_CONTROL))
		set_word(k, f, "controls", AB_STR("true"), source);
	if (on_the_way(k, at, h->owner)) /* what stands above it is there already, further down */
		return;
	if (below.depth + 1 >= LEVELS_MAX)
		k->cut = true;
	else
		ab_push(k->a, &k->queue, ((place){f, h->owner, at, below.depth + 1}));
}

/* Owners that are left out must not look like none: the list of owners is stated only with all of them in it. */
static void add_owners(filling *k, int at)
{
	uint32_t n;
	const screen_holding *h = screen_owned_by(k->v, k->queue.p[at].party, &n);
	if (n > OWNERS_MAX - k->added) {
		k->cut = true;
		return;
	}
	naming how[OWNERS_MAX];
	for (uint32_t i = 0; i < n; i++)
		how[i] = naming_of(k, h, n, i);
	bool shares = states_shares(h, n) || !more_than_whole(h, n, how);
	for (uint32_t i = 0; i < n; i++)
		if (how[i] != LEAVE_OUT)
			add_owner(k, at, h, n, i, how[i] == NAME_AND_SHARE && shares);
}

/* ---- the parties of the case ---- */
static ab_str name_of(const filling *k, law_frame *party)
{
	const law_value *v = law_frame_value(k->c->law, party, AB_STR("name"));
	return v && v->state == LV_KNOWN ? v->text : (ab_str){0};
}

static uint32_t found_party(const filling *k, const law_frame *party, ab_str name)
{
	uint32_t at = screen_graph_find(k->g, name);
	for (uint32_t i = 0; i < k->c->texts.n && at == SCREEN_NOBODY; i++)
		if (ab_str_is(k->c->texts.p[i].name, "alias") && ab_str_eq(k->c->texts.p[i].path, party->path))
			at = screen_graph_find(k->g, k->c->texts.p[i].text);
	return at;
}

static void note(const filling *k, const char *id, const char *text)
{
	ab_push(k->a, &k->c->owner_notes, ((case_text){ab_str_of(id), {0}, ab_str_of(text)}));
}

static void fill_party(filling *k, law_frame *party)
{
	ab_str name = name_of(k, party);
	char day[AB_DATE_LEN];
	uint32_t n = 0, before = k->added;
	if (!name.n || party->owners_stated)
		return;
	uint32_t at = found_party(k, party, name);
	if (at != SCREEN_NOBODY)
		screen_owned_by(k->v, at, &n);
	ab_date_format(k->c->facts.as_of, day);
	if (!n) {
		note(k, "owners-not-in-table",
		     ab_sprintf(k->a, "%s names no owner of %.*s on %s: its owners stay unknown.", screen_graph_path(k->g),
		                AB_FMT(name), day));
		return;
	}
	k->queue.n = 0;
	k->cut = false;
	ab_push(k->a, &k->queue, ((place){party, at, -1, 0}));
	for (uint32_t i = 0; i < k->queue.n; i++)
		add_owners(k, (int)i);
	note(k, "owners-from-table",
	     ab_sprintf(k->a, "The owners of %.*s are those that %s names on %s, %u with theirs%s.", AB_FMT(name),
	                screen_graph_path(k->g), day, k->added - before,
	                k->cut ? "; there are more, which stay unknown" : ""));
	if (screen_owned_overfull(k->v, at))
		note(k, "owners-contradict",
		     ab_sprintf(k->a, "The shares in %.*s that %s states come to more than 100 %%.", AB_FMT(name),
		                screen_graph_path(k->g)));
}

static ambit_status load(const char *name, ab_str text, ab_arena *a, screen_graph **g, ambit_error *error)
{
	ab_diags d;
	ab_diags_init(&d, a);
	*g = screen_graph_load(name, text, &d);
	if (!*g)
		det_first_fault(&d, AMBIT_BAD_INPUT, error);
	return *g ? AMBIT_OK : AMBIT_BAD_INPUT;
}

ambit_status ambit_case_ownership(ambit_case *self, const char *name, const char *csv, size_t size, ambit_error *error)
{
	ab_arena scratch;
	screen_graph *g;
	ab_arena_init(&scratch);
	ambit_status s = load(name, (ab_str){csv, size}, &scratch, &g, error);
	if (s == AMBIT_OK) {
		filling k = {.c = self, .g = g, .v = screen_owned_on(g, self->facts.as_of, &scratch), .a = &self->arena};
		for (uint32_t i = 0; i < self->facts.parties.n; i++)
			fill_party(&k, self->facts.parties.p[i]);
	}
	screen_graph_free(g);
	ab_arena_free(&scratch);
	return s;
}
