/* Who owns a party, and whether listed owners reach a share of it: reckoned once for the page and for JSON. */
#include "determine/determine.h"
#include "determine/json_write.h"

det_ownership det_ownership_of(const screen_graph *g, ab_date day, uint32_t party, const screen_rule *rule,
                               const uint8_t *listed, const ab_str *where, ab_arena *a)
{
	det_ownership o = {.graph = g, .day = day, .party = party, .rule = *rule, .listed = listed, .where = where};
	o.view = screen_owned_on(g, day, a);
	o.owners = screen_owners_of(o.view, party, a);
	o.reach = screen_reach_of(o.view, party, rule, listed, NULL, a);
	o.product = screen_share_of(o.view, party, listed);
	return o;
}

/* ---- JSON ---- */
static const char *const states[] = {"no", "yes", "unknown"};
static const char *const ties[] = {"share", "total", "control"};

static void write_span(json_out *o, const char *key, ab_num lo, ab_num hi)
{
	json_key(o, key);
	json_flat_object(o);
	json_key(o, "low");
	json_num(o, lo);
	json_key(o, "high");
	json_num(o, hi);
	json_object_end(o);
}

static void write_name(json_out *o, const det_ownership *x, const char *key, uint32_t party)
{
	if (party == SCREEN_NOBODY)
		return;
	json_key_or_null(o, key, screen_graph_name(x->graph, party));
}

static void write_rows(json_out *o, const det_ownership *x, const uint32_t *rows, uint32_t n)
{
	json_key(o, "rows");
	json_list(o);
	for (uint32_t i = 0; i < n; i++) {
		const screen_row *r = screen_graph_row(x->graph, rows[i]);
		json_flat_object(o);
		json_key(o, "line");
		json_int(o, r->line);
		json_key(o, "kind");
		json_z(o, screen_row_kind_name(r->kind));
		json_key_or_null(o, "percent", r->percent);
		json_key_or_null(o, "from", r->from);
		json_key_or_null(o, "to", r->to);
		json_key_or_null(o, "as_of", r->as_of);
		json_key_or_null(o, "source", r->source);
		json_key_or_null(o, "note", r->note);
		json_object_end(o);
	}
	json_list_end(o);
}

static void write_flag(json_out *o, const char *key, bool x)
{
	json_key(o, key);
	json_bool(o, x);
}

static void write_holdings(json_out *o, const det_ownership *x, uint32_t party)
{
	uint32_t n;
	const screen_holding *h = screen_owned_by(x->view, party, &n);
	json_key(o, "held_by");
	json_list(o);
	for (uint32_t i = 0; i < n; i++) {
		json_object(o);
		write_name(o, x, "owner", h[i].owner);
		json_key(o, "tie");
		json_z(o, ties[h[i].tie]);
		write_span(o, "percent", h[i].lo, h[i].hi);
		write_flag(o, "stated", !h[i].unknown);
		write_flag(o, "rows_differ", h[i].differ);
		write_flag(o, "seen_only_later", h[i].later);
		write_flag(o, "begin_or_end_open", h[i].perhaps);
		write_rows(o, x, h[i].rows, h[i].row_n);
		json_object_end(o);
	}
	json_list_end(o);
	json_key(o, "rest_percent");
	json_num(o, screen_owned_rest(x->view, party));
	write_flag(o, "over_100_percent", screen_owned_overfull(x->view, party));
}

static void write_listed(json_out *o, const det_ownership *x, uint32_t party)
{
	json_key(o, "listed");
	json_z(o, states[x->listed[party]]);
	if (x->where && x->where[party].n)
		json_key_or_null(o, "where", x->where[party]);
}

static void write_owner(json_out *o, const det_ownership *x, const screen_owner *w)
{
	json_object(o);
	write_name(o, x, "name", w->party);
	json_key_or_null(o, "id", screen_graph_id(x->graph, w->party));
	json_key(o, "depth");
	json_int(o, w->depth);
	write_span(o, "direct", w->direct.lo, w->direct.hi);
	write_span(o, "total", w->total.lo, w->total.hi);
	write_listed(o, x, w->party);
	json_key(o, "path");
	json_flat_list(o);
	for (uint32_t i = 0; i <= w->depth; i++)
		json_str(o, screen_graph_name(x->graph, w->path[i]));
	json_list_end(o);
	if (!w->last)
		write_holdings(o, x, w->party);
	json_object_end(o);
}

static void write_why(json_out *o, const det_ownership *x)
{
	json_key(o, "why");
	json_list(o);
	for (uint32_t i = 0; i < x->reach.why.n; i++) {
		const screen_step *s = &x->reach.why.p[i];
		json_object(o);
		write_name(o, x, "owner", s->owner);
		write_name(o, x, "owned", s->owned);
		json_key(o, "tie");
		json_z(o, ties[s->tie]);
		write_span(o, "percent", s->share.lo, s->share.hi);
		write_flag(o, "owner_is_listed", s->listed);
		write_rows(o, x, s->rows, s->row_n);
		json_object_end(o);
	}
	json_list_end(o);
}

static void write_open(json_out *o, const det_ownership *x)
{
	static const char *const kinds[] = {"owner-not-known", "share-not-known", "listing-not-known"};
	json_key(o, "open");
	json_list(o);
	for (uint32_t i = 0; i < x->reach.open.n; i++) {
		const screen_open *s = &x->reach.open.p[i];
		json_flat_object(o);
		json_key(o, "what");
		json_z(o, kinds[s->kind]);
		write_name(o, x, "owner", s->owner);
		write_name(o, x, "owned", s->owned);
		if (s->kind != SCREEN_OPEN_LISTED)
			write_span(o, "percent", s->share.lo, s->share.hi);
		json_object_end(o);
	}
	json_list_end(o);
}

static void write_reach(json_out *o, const det_ownership *x)
{
	json_key(o, "listed_owners");
	json_object(o);
	json_key(o, "percent");
	json_num(o, x->rule.percent);
	json_key(o, "compare");
	json_z(o, x->rule.more_than ? "more-than" : "at-least");
	json_key(o, "reached");
	json_z(o, states[x->reach.state]);
	write_span(o, "aggregate", x->reach.share.lo, x->reach.share.hi);
	write_span(o, "product", x->product.lo, x->product.hi);
	write_why(o, x);
	write_open(o, x);
	json_object_end(o);
}

void det_ownership_json(const det_ownership *x, bool indent, ab_buf *out)
{
	json_out o;
	json_begin(&o, out, indent);
	json_object(&o);
	json_key(&o, "schema");
	json_z(&o, "ambit/ownership/1");
	write_name(&o, x, "name", x->party);
	json_key_or_null(&o, "id", screen_graph_id(x->graph, x->party));
	json_key(&o, "as_of");
	json_date(&o, x->day);
	json_key(&o, "table");
	json_z(&o, screen_graph_path(x->graph));
	write_holdings(&o, x, x->party);
	json_key(&o, "owners");
	json_list(&o);
	for (uint32_t i = 0; i < x->owners.list.n; i++)
		write_owner(&o, x, &x->owners.list.p[i]);
	json_list_end(&o);
	write_flag(&o, "owners_cut", x->owners.cut);
	write_flag(&o, "circle", x->owners.circle);
	write_reach(&o, x);
	json_object_end(&o);
	ab_buf_addc(out, '\n');
}
