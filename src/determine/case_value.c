/* Values of a case: a text as written becomes a value of the fact's type, with
 * its unit and range checked; and the names that a case may use. */
#include "determine/case_in.h"

#include <stdio.h>
#include <string.h>

/* ---- names ---- */
const char *const case_root_names[] = {"schema",        "id",   "as_of",   "known", "assume", "ordinary", "holds",
                                       "jurisdictions", "item", "parties", NULL};
const char *const case_item_names[] = {"tops",     "tops_sparse", "units",    "us_content", "contains",
                                       "designer", "fabricator",  "packager", NULL};
const char *const case_party_names[] = {"role", "owners", "aliases", "addresses", "identifiers", "description", NULL};
const char *const case_format_names[] = {"int4", "int8", "int16", "int32", "fp4",  "fp6", "fp8",
                                         "fp16", "bf16", "tf32",  "fp32",  "fp64", NULL};
static const char *const no_names[] = {NULL};

const char *const *case_names_of(law_scope scope)
{
	switch (scope) {
	case LS_ROOT: return case_root_names;
	case LS_ITEM: return case_item_names;
	case LS_PARTY: return case_party_names;
	default: return no_names;
	}
}

/* Roles of the contract; role groups of the law may add to them. */
static const char *const role_names[] = {
	"exporter", "seller",         "purchaser",      "consignee",   "intermediate", "end-user",  "owner",
	"operator", "cloud-provider", "cloud-customer", "financier",   "carrier",      "recipient", "service-provider",
	"investor", "target",         "counterparty",   "participant", "beneficiary"};

static bool role_listed(ab_str role)
{
	for (size_t i = 0; i < AB_COUNT(role_names); i++)
		if (ab_str_is(role, role_names[i]))
			return true;
	return false;
}

bool case_is_role(const law *l, ab_str role)
{
	if (role_listed(role))
		return true;
	const law_tree *tree = law_tree_of(l);
	for (uint32_t i = 0; tree && i < tree->decls.n; i++) {
		const law_decl *d = tree->decls.p[i];
		for (uint32_t k = 0; d->kind == LD_ROLES && k < d->words.n; k++)
			if (ab_str_eq(d->words.p[k], role))
				return true;
	}
	return false;
}

static bool among(const ab_str *list, size_t n, ab_str s)
{
	for (size_t i = 0; i < n; i++)
		if (ab_str_eq(list[i], s))
			return true;
	return false;
}

size_t case_roles(const law *l, ab_arena *a, ab_str **out)
{
	AB_VEC(ab_str) roles = {0};
	for (size_t i = 0; i < AB_COUNT(role_names); i++)
		ab_push(a, &roles, ab_str_of(role_names[i]));
	const law_tree *tree = law_tree_of(l);
	for (uint32_t i = 0; tree && i < tree->decls.n; i++) {
		const law_decl *d = tree->decls.p[i];
		for (uint32_t k = 0; d->kind == LD_ROLES && k < d->words.n; k++)
			if (!among(roles.p, roles.n, d->words.p[k]))
				ab_push(a, &roles, d->words.p[k]);
	}
	*out = roles.p;
	return roles.n;
}

const char *case_role_remedy(const law *l, ab_arena *a, ab_str role)
{
	ab_str *roles;
	size_t n = case_roles(l, a, &roles);
	int near = ab_nearest(role, roles, n);
	if (near >= 0)
		return ab_sprintf(a, "did you mean %.*s?", AB_FMT(roles[near]));
	return "use a role such as exporter, consignee, end-user, purchaser, intermediate or recipient";
}

/* Figures without a declared fact are computed; those of formats, units and contents are built in and may be stated. */
bool case_statable(const law_fact *f)
{
	return f->decl || f->scope >= LS_PART_FORMAT;
}

const law_fact *case_fact(const law *l, law_scope scope, ab_str name)
{
	const law_fact *f = law_fact_find(l, scope, name);
	return f && case_statable(f) ? f : NULL;
}

bool case_is_prefix(const law *l, law_scope scope, ab_str prefix)
{
	for (size_t i = 0; prefix.n && i < law_fact_count(l); i++) {
		const law_fact *f = law_fact_at(l, i);
		if (f->scope == scope && case_statable(f) && f->name.n > prefix.n + 1 && f->name.p[prefix.n] == '.' &&
		    !memcmp(f->name.p, prefix.p, prefix.n))
			return true;
	}
	return false;
}

static ab_str last_name(ab_str name)
{
	size_t i = name.n;
	while (i && name.p[i - 1] != '.')
		i--;
	return (ab_str){name.p + i, name.n - i};
}

/* Another scope may have the very name: "headquarters" at the root is a party's. */
static const char *other_scope_remedy(const law *l, ab_arena *a, law_scope scope, ab_str name)
{
	static const struct {
		law_scope scope;
		const char *where;
	} places[] = {{LS_ITEM, "item"}, {LS_PARTY, "a party"}, {LS_ROOT, "the case itself"}};
	ab_str last = last_name(name);
	for (size_t i = 0; i < AB_COUNT(places); i++)
		if (places[i].scope != scope && case_fact(l, places[i].scope, last))
			return ab_sprintf(a, "%.*s is a fact of %s: state it there", AB_FMT(last), places[i].where);
	for (size_t i = 0; i < law_fact_count(l); i++) {
		const law_fact *f = law_fact_at(l, i);
		if (f->scope == scope && case_statable(f) && !ab_str_eq(f->name, name) && ab_str_eq(last_name(f->name), last))
			return ab_sprintf(a, "did you mean %.*s?", AB_FMT(f->path));
	}
	return "`ambit schema columns` lists the facts of a case";
}

const char *case_name_remedy(const law *l, ab_arena *a, law_scope scope, ab_str name)
{
	AB_VEC(ab_str) names = {0};
	for (size_t i = 0; i < law_fact_count(l); i++) {
		const law_fact *f = law_fact_at(l, i);
		if (f->scope == scope && case_statable(f))
			ab_push(a, &names, f->name);
	}
	for (const char *const *s = case_names_of(scope); *s; s++)
		ab_push(a, &names, ab_str_of(*s));
	int near = ab_nearest(name, names.p, names.n);
	if (near >= 0) /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): near is below names.n */
		return ab_sprintf(a, "did you mean %.*s?", AB_FMT(names.p[near]));
	return other_scope_remedy(l, a, scope, name);
}

ab_str case_join(ab_arena *a, ab_str left, ab_str right)
{
	if (!left.n)
		return right;
	return ab_str_of(ab_sprintf(a, "%.*s.%.*s", AB_FMT(left), AB_FMT(right)));
}

/* ---- one value ---- */
typedef struct parse { /* of one value: what it is read with, and the message on failure */
	const law *law;
	const catalog *catalog;
	ab_arena *arena;
	const char **message, **remedy;
} parse;

static bool wrong(const parse *p, const char *message, const char *remedy)
{
	*p->message = message;
	*p->remedy = remedy;
	return false;
}

law_value case_null(void)
{
	return (law_value){.state = LV_UNKNOWN, .from = LF_STATED, .null = true};
}

static law_value known(ab_str text)
{
	return (law_value){.state = LV_KNOWN, .from = LF_STATED, .text = text};
}

/* At most the first 40 bytes, cut between characters: long input shall not drown a message. */
static ab_str shown(ab_str s)
{
	if (s.n <= 40)
		return s;
	s.n = 40;
	while (s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80)
		s.n--;
	return s;
}

static bool parse_bool(const parse *p, ab_str text, law_value *out)
{
	bool yes = ab_str_eq_fold(text, AB_STR("true")) || ab_str_eq_fold(text, AB_STR("yes"));
	bool no = ab_str_eq_fold(text, AB_STR("false")) || ab_str_eq_fold(text, AB_STR("no"));
	if (!yes && !no)
		return wrong(p, ab_sprintf(p->arena, "\"%.*s\" is neither yes nor no", AB_FMT(shown(text))),
		             "write true or false; null if you do not know");
	*out = known(yes ? AB_STR("true") : AB_STR("false"));
	out->word = yes;
	return true;
}

static bool parse_date(const parse *p, ab_str text, law_value *out)
{
	ab_date day;
	if (!ab_date_parse(text, &day))
		return wrong(p, ab_sprintf(p->arena, "\"%.*s\" is no day of the calendar", AB_FMT(shown(text))),
		             "write an existing day as YYYY-MM-DD, for example 2025-05-20");
	*out = known(ab_str_dup(p->arena, text));
	out->word = day;
	return true;
}

bool case_parse_country(const catalog *c, ab_arena *a, ab_str text, ab_str *code, const char **message,
                        const char **remedy)
{
	parse p = {.catalog = c, .arena = a, .message = message, .remedy = remedy};
	const catalog_country *near = NULL;
	const catalog_country *found = catalog_country_find(c, text, &near);
	if (found && law_country(found->code) >= 0) {
		*code = ab_str_dup(a, found->code);
		return true;
	}
	const char *help = "write an ISO 3166-1 code of two letters, or a name in English, Korean or Chinese";
	if (near)
		help = ab_sprintf(a, "did you mean %.*s (%.*s)?", AB_FMT(near->code), AB_FMT(near->name));
	return wrong(&p, ab_sprintf(a, "\"%.*s\" is no country", AB_FMT(shown(text))), help);
}

static bool parse_country(const parse *p, ab_str text, law_value *out)
{
	ab_str code;
	if (!case_parse_country(p->catalog, p->arena, text, &code, p->message, p->remedy))
		return false;
	*out = known(code);
	out->word = law_country(code);
	return true;
}

/* ---- ECCNs: "3A090", "3A090.a", "EAR99" ---- */
static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool eccn_shaped(ab_str s)
{
	if (ab_str_eq_fold(s, AB_STR("EAR99")))
		return true;
	if (s.n < 5 || !digit(s.p[0]) || upper(s.p[1]) < 'A' || upper(s.p[1]) > 'E')
		return false;
	if (!digit(s.p[2]) || !digit(s.p[3]) || !digit(s.p[4]))
		return false;
	return s.n == 5 || (s.p[5] == '.' && s.n > 6);
}

/* Capital letters up to the paragraph, whose letters are small. */
static ab_str eccn_spelled(ab_arena *a, ab_str s)
{
	ab_str out = ab_str_dup(a, s);
	char *p = (char *)out.p;
	for (size_t i = 0; i < out.n && p[i] != '.'; i++)
		p[i] = upper(p[i]);
	return out;
}

static bool holds_eccns(const law_fact *f)
{
	return ab_str_is(last_name(f->name), "eccn") || ab_str_is(last_name(f->name), "us_direct_product_eccns");
}

/* ---- words ---- */
static const char *vocabulary_text(ab_arena *a, const law_fact *f)
{
	const char *s = "";
	for (uint32_t i = 0; i < f->vocabulary.n; i++) {
		s = ab_sprintf(a, "%s%s%.*s", s, i ? ", " : "", AB_FMT(f->vocabulary.p[i]));
		if (strlen(s) > 160)
			return ab_sprintf(a, "%s, ...", s);
	}
	return s;
}

static bool unknown_word(const parse *p, const law_fact *f, ab_str text)
{
	int near = ab_nearest(text, f->vocabulary.p, f->vocabulary.n);
	const char *help = ab_sprintf(p->arena, "use one of: %s", vocabulary_text(p->arena, f));
	if (near >= 0)
		help = ab_sprintf(p->arena, "did you mean %.*s?", AB_FMT(f->vocabulary.p[near]));
	return wrong(p, ab_sprintf(p->arena, "\"%.*s\" is no word of this fact", AB_FMT(shown(text))), help);
}

/* An ECCN with a paragraph counts as that ECCN where no rule names the paragraph. */
static uint32_t word_bit(const law_fact *f, ab_str text)
{
	uint32_t bit = law_word(f, text);
	ab_str rest = text, code;
	if (!bit && holds_eccns(f) && ab_str_cut(&rest, '.', &code))
		bit = law_word(f, code);
	return bit;
}

/* Bit and spelling of a word. Capitals do not matter: a word missed for its capitals could free what is controlled. */
static bool find_word(const parse *p, const law_fact *f, ab_str text, uint32_t *bit, ab_str *spelled)
{
	if (holds_eccns(f)) {
		if (!eccn_shaped(text))
			return wrong(p, ab_sprintf(p->arena, "\"%.*s\" is no ECCN", AB_FMT(shown(text))),
			             "write it as 3A090, with a paragraph as 3A090.a, or EAR99");
		text = eccn_spelled(p->arena, text);
	}
	*bit = word_bit(f, text);
	*spelled = text;
	for (uint32_t i = 0; !*bit && i < f->vocabulary.n; i++)
		if (ab_str_eq_fold(f->vocabulary.p[i], text)) {
			*bit = i + 1;
			*spelled = f->vocabulary.p[i];
		}
	if (!*bit && f->closed)
		return unknown_word(p, f, text);
	return true;
}

static bool parse_word(const parse *p, const law_fact *f, ab_str text, law_value *out)
{
	uint32_t bit;
	ab_str spelled;
	if (!text.n)
		return wrong(p, "nothing is stated", "leave the fact out, or write null, if you do not know");
	if (text.n > CASE_TEXT_MAX)
		return wrong(p, "the text is too long", "shorten it");
	if (!find_word(p, f, text, &bit, &spelled))
		return false;
	/* a name keeps its own spelling for people and for screening */
	*out = known(ab_str_dup(p->arena, f->type == LT_TEXT && !holds_eccns(f) ? text : spelled));
	out->word = (int32_t)bit;
	return true;
}

/* ---- numbers ---- */
typedef struct unit_rule {
	const char *unit;
	int64_t limit; /* what lies above is a slip of the pen; 0: only what a number can hold */
	bool whole, positive;
} unit_rule;

static const unit_rule unit_rules[] = {
	{"TPP", 1000000000000, false, false},
	{"TPP/mm2", 1000000000, false, false},
	{"TOPS", 1000000000000, false, false},
	{"mm2", 1000000, false, false},
	{"GB/s", 1000000000, false, false},
	{"GB/s/mm2", 1000000, false, false},
	{"nm", 1000000, false, true},
	{"bn", 1000000, false, false},
	{"USD", 1000000000000000, false, false},
	{"days", 1000000, true, false},
	{"pieces", 1000000000000, true, false},
	{"operations", 0, false, false},
};

static const char *const unit_aliases[][2] = {{"%", "percent"},
                                              {"%", "per cent"},
                                              {"mm2", "mm\xC2\xB2"},
                                              {"TPP/mm2", "TPP/mm\xC2\xB2"},
                                              {"GB/s/mm2", "GB/s/mm\xC2\xB2"},
                                              {"USD", "$"},
                                              {"TOPS", "TFLOPS"},
                                              {"pieces", "piece"},
                                              {"days", "day"},
                                              {"bn", "billion"},
                                              {"operations", "FLOP"},
                                              {"bits", "bit"},
                                              {"bn", "bn"}};

static bool unit_fits(ab_str unit, ab_str given)
{
	if (ab_str_eq_fold(unit, given))
		return true;
	for (size_t i = 0; i < AB_COUNT(unit_aliases); i++)
		if (ab_str_is(unit, unit_aliases[i][0]) && ab_str_eq_fold(given, ab_str_of(unit_aliases[i][1])))
			return true;
	return false;
}

/* A volume compared with another may well exceed it; shares of a whole may not. */
static bool share_of_whole(const law_fact *f)
{
	ab_str last = last_name(f->name);
	if (ab_str_is(last, "volume_share_percent"))
		return false;
	return ab_str_is(last, "percent") || (last.n > 8 && !memcmp(last.p + last.n - 8, "_percent", 8));
}

static unit_rule rule_of(const law_fact *f)
{
	if (share_of_whole(f))
		return (unit_rule){"%", 100, false, false};
	if (ab_str_is(f->name, "bits"))
		return (unit_rule){"bits", 1024, true, true};
	for (size_t i = 0; i < AB_COUNT(unit_rules); i++)
		if (ab_str_is(f->unit, unit_rules[i].unit))
			return unit_rules[i];
	return (unit_rule){"", 1000000000000000, false, false};
}

static size_t number_length(ab_str s)
{
	size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
	while (i < s.n && (digit(s.p[i]) || s.p[i] == '.' || s.p[i] == ','))
		i++;
	if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		size_t e = i + 1;
		if (e < s.n && (s.p[e] == '-' || s.p[e] == '+'))
			e++;
		if (e < s.n && digit(s.p[e]))
			for (i = e; i < s.n && digit(s.p[i]);)
				i++;
	}
	return i;
}

static bool check_range(const parse *p, ab_str number, unit_rule rule, ab_str unit, law_value *v)
{
	if (v->lo < 0)
		return wrong(p, ab_sprintf(p->arena, "%.*s is negative", AB_FMT(shown(number))),
		             "give a figure of zero or more");
	if (rule.positive && v->hi == 0)
		return wrong(p, "zero is no such figure", "leave it out, or write null, if you do not know");
	if (rule.limit && v->hi > ab_num_int(rule.limit)) {
		char limit[AB_NUM_LEN];
		return wrong(p,
		             ab_sprintf(p->arena, "%.*s %.*s is out of range: at most %s", AB_FMT(shown(number)), AB_FMT(unit),
		                        ab_num_format_human(ab_num_int(rule.limit), limit)),
		             "check the figure and its unit");
	}
	if (rule.whole && (v->lo != v->hi || v->lo % AB_NUM_ONE))
		return wrong(p, ab_sprintf(p->arena, "%.*s is no whole number", AB_FMT(shown(number))), "give a whole number");
	return true;
}

static bool check_unit(const parse *p, ab_str number, ab_str given, ab_str unit)
{
	if (!given.n || unit_fits(unit, given))
		return true;
	if (!unit.n)
		return wrong(p, ab_sprintf(p->arena, "the figure has no unit, but \"%.*s\" is given", AB_FMT(shown(given))),
		             ab_sprintf(p->arena, "write %.*s", AB_FMT(shown(number))));
	return wrong(
		p, ab_sprintf(p->arena, "the unit is %.*s, not %.*s", AB_FMT(unit), AB_FMT(shown(given))),
		ab_sprintf(p->arena, "convert the figure and write it in %.*s, with or without the unit", AB_FMT(unit)));
}

static bool parse_number(const parse *p, ab_str text, ab_str unit, unit_rule rule, law_value *out)
{
	ab_str number = {text.p, number_length(text)};
	ab_str given = ab_str_trim((ab_str){text.p + number.n, text.n - number.n});
	ab_num lo = 0, hi = 0;
	ab_num_status status = number.n ? ab_num_parse(number, &lo, &hi) : AB_NUM_MALFORMED;
	if (status == AB_NUM_MALFORMED)
		return wrong(p, ab_sprintf(p->arena, "\"%.*s\" is no number", AB_FMT(shown(text))),
		             "write it as 4800, 5.92, 26,900,000 or 1e26");
	if (!check_unit(p, number, given, unit))
		return false;
	if (status == AB_NUM_TOO_BIG && number.p[0] == '-')
		return wrong(p, ab_sprintf(p->arena, "%.*s is negative", AB_FMT(shown(number))),
		             "give a figure of zero or more");
	if (status == AB_NUM_TOO_BIG)
		return wrong(p, ab_sprintf(p->arena, "%.*s is out of range", AB_FMT(shown(number))),
		             "check the figure and its unit");
	*out = known(ab_str_dup(p->arena, number));
	out->lo = lo;
	out->hi = hi;
	return check_range(p, number, rule, unit, out);
}

bool case_parse_figure(ab_arena *a, ab_str text, const char *unit, ab_num limit, bool whole, law_value *out,
                       const char **message, const char **remedy)
{
	parse p = {.arena = a, .message = message, .remedy = remedy};
	unit_rule rule = {unit, (int64_t)(limit / AB_NUM_ONE), whole, false};
	return parse_number(&p, ab_str_trim(text), ab_str_of(unit), rule, out);
}

bool case_parse_count(ab_arena *a, ab_str text, law_value *out, const char **message, const char **remedy)
{
	parse p = {.arena = a, .message = message, .remedy = remedy};
	unit_rule rule = {"pieces", 1000000000, true, true};
	return parse_number(&p, ab_str_trim(text), AB_STR("pieces"), rule, out);
}

/* ---- lists ---- */
static bool lists_countries(const law_fact *f)
{
	return ab_str_is(last_name(f->name), "through");
}

static bool list_member(const parse *p, const law_fact *f, ab_str word, law_value *out, ab_buf *text)
{
	uint32_t bit;
	ab_str spelled;
	word = ab_str_trim(word);
	if (!word.n)
		return wrong(p, "a member of the list is empty", "take the empty member out");
	if (lists_countries(f)) {
		if (!case_parse_country(p->catalog, p->arena, word, &spelled, p->message, p->remedy))
			return false;
		bit = law_word(f, spelled);
	} else if (!find_word(p, f, word, &bit, &spelled)) {
		return false;
	}
	law_bits_set(&out->bits, bit);
	if (text->n)
		ab_buf_addc(text, ',');
	ab_buf_add(text, spelled);
	return true;
}

bool case_parse_list(const law *l, const catalog *c, ab_arena *a, const law_fact *fact, const ab_str *words, size_t n,
                     law_value *out, const char **message, const char **remedy)
{
	parse p = {l, c, a, message, remedy};
	ab_buf text = {0};
	bool ok = true;
	*out = known((ab_str){0});
	for (size_t i = 0; ok && i < n; i++)
		ok = list_member(&p, fact, words[i], out, &text);
	out->text = ab_str_dup(a, (ab_str){text.n ? text.p : "", text.n});
	ab_buf_free(&text);
	return ok;
}

static bool parse_list(const parse *p, const law_fact *f, ab_str text, law_value *out)
{
	AB_VEC(ab_str) words = {0};
	ab_str rest = text, part;
	bool none = ab_str_eq_fold(text, AB_STR("none")) && !law_word(f, text);
	if (!none && !ab_str_is(text, "[]"))
		while (ab_str_cut(&rest, ',', &part))
			ab_push(p->arena, &words, part);
	return case_parse_list(p->law, p->catalog, p->arena, f, words.p, words.n, out, p->message, p->remedy);
}

bool case_parse_assume(ab_arena *a, const ab_str *words, size_t n, unsigned *out, const char **message,
                       const char **remedy)
{
	static const ab_str sets[] = {{"ordinary", 8}, {"local", 5}, {"unlisted-owners", 15}};
	parse p = {.arena = a, .message = message, .remedy = remedy};
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		ab_str word = ab_str_trim(words[i]);
		size_t k = 0;
		while (k < AB_COUNT(sets) && !ab_str_eq(sets[k], word))
			k++;
		if (k == AB_COUNT(sets)) {
			int near = ab_nearest(word, sets, AB_COUNT(sets));
			const char *help = near < 0 ? "use ordinary, local or unlisted-owners"
			                            : ab_sprintf(a, "did you mean %.*s?", AB_FMT(sets[near]));
			return wrong(&p, ab_sprintf(a, "\"%.*s\" is no assumption set", AB_FMT(shown(word))), help);
		}
		*out |= 1U << k;
	}
	return true;
}

bool case_parse_value(const law *l, const catalog *c, ab_arena *a, const law_fact *fact, ab_str text, law_value *out,
                      const char **message, const char **remedy)
{
	parse p = {l, c, a, message, remedy};
	*message = *remedy = "";
	text = ab_str_trim(text);
	switch (fact->type) {
	case LT_BOOL: return parse_bool(&p, text, out);
	case LT_WORD:
	case LT_TEXT: return parse_word(&p, fact, text, out);
	case LT_COUNTRY: return parse_country(&p, text, out);
	case LT_DATE: return parse_date(&p, text, out);
	case LT_NUMBER: return parse_number(&p, text, fact->unit, rule_of(fact), out);
	case LT_LIST: return parse_list(&p, fact, text, out);
	}
	return wrong(&p, "this fact has a type that no value fits", "report this as a fault of the law pack");
}
