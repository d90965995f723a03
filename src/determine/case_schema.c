/* The case as JSON Schema (draft 2020-12) and as a table of columns, both made
 * from the facts that the loaded law declares. */
#include "determine/case_in.h"

#include <string.h>

static void add_json(ab_buf *out, ab_str s)
{
	ab_buf_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"' || c == '\\')
			ab_buf_printf(out, "\\%c", c);
		else if (c < 0x20)
			ab_buf_printf(out, "\\u%04x", c);
		else
			ab_buf_addc(out, (char)c);
	}
	ab_buf_addc(out, '"');
}

static ab_str question_of(const law_fact *f)
{
	return f->decl ? f->decl->ask : (ab_str){0};
}

static void add_vocabulary(ab_buf *out, const law_fact *f, const char *keyword, bool with_null)
{
	ab_buf_printf(out, ", \"%s\": [", keyword);
	for (uint32_t i = 0; i < f->vocabulary.n; i++) {
		ab_buf_addz(out, i ? ", " : "");
		add_json(out, f->vocabulary.p[i]);
	}
	ab_buf_addz(out, with_null ? ", null]" : "]");
}

static void add_list_type(ab_buf *out, const law_fact *f)
{
	ab_buf_addz(out, "{\"type\": [\"array\", \"null\"], \"items\": {\"type\": \"string\"");
	if (f->vocabulary.n && f->closed)
		add_vocabulary(out, f, "enum", false);
	else if (f->vocabulary.n)
		add_vocabulary(out, f, "examples", false);
	ab_buf_addc(out, '}');
}

static void add_type(ab_buf *out, const law_fact *f)
{
	switch (f->type) {
	case LT_BOOL: ab_buf_addz(out, "{\"type\": [\"boolean\", \"null\"]"); return;
	case LT_NUMBER:
		ab_buf_addz(out, "{\"type\": [\"number\", \"string\", \"null\"], \"minimum\": 0");
		if (f->unit.n) {
			ab_buf_addz(out, ", \"x-unit\": ");
			add_json(out, f->unit);
		}
		return;
	case LT_DATE: ab_buf_addz(out, "{\"type\": [\"string\", \"null\"], \"format\": \"date\""); return;
	case LT_COUNTRY: ab_buf_addz(out, "{\"type\": [\"string\", \"null\"], \"x-country\": true"); return;
	case LT_LIST: add_list_type(out, f); return;
	case LT_WORD:
	case LT_TEXT: break;
	}
	ab_buf_addz(out, "{\"type\": [\"string\", \"null\"]");
	if (f->vocabulary.n && f->closed)
		add_vocabulary(out, f, "enum", true);
	else if (f->vocabulary.n && f->type == LT_WORD)
		add_vocabulary(out, f, "examples", false);
}

static void add_property(ab_buf *out, ab_str name, const law_fact *f)
{
	add_json(out, name);
	ab_buf_addz(out, ": ");
	add_type(out, f);
	if (question_of(f).n) {
		ab_buf_addz(out, ", \"description\": ");
		add_json(out, question_of(f));
	}
	ab_buf_addc(out, '}');
}

static bool under(const law_fact *f, law_scope scope, ab_str prefix)
{
	if (f->scope != scope || !case_statable(f))
		return false;
	return !prefix.n ||
	       (f->name.n > prefix.n + 1 && f->name.p[prefix.n] == '.' && !memcmp(f->name.p, prefix.p, prefix.n));
}

static ab_str step(const law_fact *f, ab_str prefix, bool *last)
{
	size_t from = prefix.n ? prefix.n + 1 : 0;
	const char *point = memchr(f->name.p + from, '.', f->name.n - from);
	*last = !point;
	return (ab_str){f->name.p + from, point ? (size_t)(point - f->name.p) - from : f->name.n - from};
}

static bool structural(law_scope scope, ab_str prefix, ab_str name)
{
	for (const char *const *n = case_names_of(scope); !prefix.n && *n; n++)
		if (ab_str_is(name, *n))
			return true;
	return false;
}

/* A step was already written if an earlier fact begins with it. */
static bool seen(const law *l, size_t i, law_scope scope, ab_str prefix, ab_str name)
{
	bool last;
	for (size_t k = 0; k < i; k++) {
		const law_fact *f = law_fact_at(l, k);
		if (under(f, scope, prefix) && ab_str_eq(step(f, prefix, &last), name))
			return true;
	}
	return false;
}

/* Properties of one object; as deep as the law's names have points. */
static void add_properties(const law *l, ab_buf *out, law_scope scope, ab_str prefix, bool comma)
{
	for (size_t i = 0; i < law_fact_count(l); i++) {
		const law_fact *f = law_fact_at(l, i);
		bool last;
		if (!under(f, scope, prefix))
			continue;
		ab_str name = step(f, prefix, &last);
		if (structural(scope, prefix, name) || seen(l, i, scope, prefix, name))
			continue;
		ab_buf_addz(out, comma ? ",\n" : "\n");
		comma = true;
		if (last) {
			add_property(out, name, f);
			continue;
		}
		add_json(out, name);
		ab_buf_addz(out, ": {\"type\": [\"object\", \"null\"], \"additionalProperties\": false, \"properties\": {");
		add_properties(l, out, scope, (ab_str){f->name.p, (prefix.n ? prefix.n + 1 : 0) + name.n}, false);
		ab_buf_addz(out, "}}");
	}
}

static void add_roles(const law *l, ab_buf *out)
{
	ab_arena a;
	ab_str *roles;
	ab_arena_init(&a);
	size_t n = case_roles(l, &a, &roles);
	ab_buf_addz(out, "\"role\": {\"enum\": [");
	for (size_t i = 0; i < n; i++) {
		ab_buf_addz(out, i ? ", " : "");
		add_json(out, roles[i]);
	}
	ab_buf_addz(out, "]}");
	ab_arena_free(&a);
}

#define OPEN_OBJECT "{\"type\": [\"object\", \"null\"], \"additionalProperties\": false, \"properties\": {"
#define NUMBER_TYPE "{\"type\": [\"number\", \"string\", \"null\"], \"minimum\": 0}"
#define TEXT_TYPE "{\"type\": [\"string\", \"null\"]}"
#define DAY_TYPE "{\"type\": [\"string\", \"null\"], \"format\": \"date\"}"
#define TEXTS_TYPE "{\"type\": [\"array\", \"null\"], \"items\": {\"type\": \"string\"}}"
#define LIST_OF(what) "{\"type\": [\"array\", \"null\"], \"items\": " what "}"
#define REFER(what) "{\"$ref\": \"#/$defs/" what "\"}"

static void define_party(const law *l, ab_buf *out, const char *name, bool role)
{
	ab_buf_printf(out, "\"%s\": " OPEN_OBJECT "\n", name);
	if (role) {
		add_roles(l, out);
		ab_buf_addz(out, ",\n");
	}
	ab_buf_addz(out, "\"aliases\": " TEXTS_TYPE ",\n"
	                 "\"addresses\": " LIST_OF(
						 "{\"anyOf\": [{\"type\": \"string\"}, " OPEN_OBJECT "\"text\": " TEXT_TYPE
						 ", \"country\": " TEXT_TYPE
						 "}}]}") ",\n"
	                             "\"identifiers\": " LIST_OF("{\"anyOf\": [{\"type\": \"string\"}, " OPEN_OBJECT
	                                                         "\"kind\": " TEXT_TYPE ", \"value\": " TEXT_TYPE
	                                                         "}}]}") ",\n"
	                                                                 "\"description\": " TEXT_TYPE ",\n"
	                                                                 "\"owners\": " LIST_OF(REFER("owner")));
	add_properties(l, out, LS_PARTY, (ab_str){0}, true);
	ab_buf_addz(out, role ? "},\n\"required\": [\"role\"]},\n" : "}},\n");
}

static void define_item(const law *l, ab_buf *out)
{
	ab_buf_addz(out, "\"rates\": " OPEN_OBJECT);
	for (const char *const *f = case_format_names; *f; f++)
		ab_buf_printf(out, "%s\"%s\": " NUMBER_TYPE, f == case_format_names ? "" : ", ", *f);
	ab_buf_addz(
		out,
		"}},\n\"item\": " OPEN_OBJECT "\n"
		"\"tops\": " REFER("rates") ",\n\"tops_sparse\": " REFER(
			"rates") ",\n"
					 "\"units\": " LIST_OF(REFER("unit")) ",\n\"us_content\": " LIST_OF(REFER(
						 "content")) ",\n"
									 "\"contains\": " LIST_OF(
										 OPEN_OBJECT "\"count\": " NUMBER_TYPE ", \"item\": " REFER(
											 "item") "}}") ",\n"
														   "\"designer\": " REFER("owner") ",\n\"fabricator\": " REFER(
															   "owner") ",\n\"packager\": " REFER("owner"));
	add_properties(l, out, LS_ITEM, (ab_str){0}, true);
	ab_buf_addz(out, "}},\n\"unit\": " OPEN_OBJECT);
	add_properties(l, out, LS_PART_UNIT, (ab_str){0}, false);
	ab_buf_addz(out, "}},\n\"content\": " OPEN_OBJECT);
	add_properties(l, out, LS_PART_CONTENT, (ab_str){0}, false);
	ab_buf_addz(out, "}},\n");
}

static void define_hold(ab_buf *out)
{
	ab_buf_addz(out,
	            "\"hold\": {\"anyOf\": [{\"type\": \"string\"}, " OPEN_OBJECT
	            "\"kind\": {\"type\": \"string\"}, \"id\": " TEXT_TYPE ", \"from\": " DAY_TYPE ", \"until\": " DAY_TYPE
	            ", "
	            "\"items\": {\"type\": [\"array\", \"null\"], \"items\": {\"type\": \"string\"}, "
	            "\"description\": \"ECCNs with or without paragraph, chips, families, systems; null: not known\"}, "
	            "\"parties\": {\"type\": [\"array\", \"null\"], \"items\": {\"anyOf\": [{\"type\": \"string\"}, "
	            "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {\"role\": {\"type\": "
	            "\"string\"}, \"name\": {\"type\": \"string\"}, \"country\": {\"type\": \"string\"}}}]}}, "
	            "\"countries\": " TEXTS_TYPE ", "
	            "\"quantity\": " NUMBER_TYPE ", \"used\": {\"anyOf\": [" NUMBER_TYPE ", " OPEN_OBJECT
	            "\"quantity\": " NUMBER_TYPE "}}]}}, \"required\": [\"kind\"]}]}\n");
}

void case_schema(const law *l, ab_buf *out)
{
	ab_buf_addz(
		out,
		"{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n\"$id\": \"ambit/case/1\",\n"
		"\"title\": \"ambit/case/1\",\n"
		"\"description\": \"A missing or null fact is unknown, never false; but a missing without_license is "
		"false and missing holds are none.\",\n"
		"\"type\": \"object\", \"additionalProperties\": false, \"properties\": {\n"
		"\"schema\": {\"const\": \"ambit/case/1\"},\n\"id\": " TEXT_TYPE ",\n"
		"\"as_of\": " DAY_TYPE ",\n\"known\": " DAY_TYPE ",\n"
		"\"assume\": {\"type\": [\"array\", \"null\"], \"items\": {\"enum\": [\"ordinary\", \"local\", "
		"\"unlisted-owners\"]}},\n"
		"\"ordinary\": {\"type\": [\"boolean\", \"null\"]},\n"
		"\"holds\": " LIST_OF(REFER("hold")) ",\n\"jurisdictions\": " TEXTS_TYPE ",\n"
											 "\"item\": " REFER("item") ",\n\"parties\": " LIST_OF(REFER("party")));
	add_properties(l, out, LS_ROOT, (ab_str){0}, true);
	ab_buf_addz(out, "},\n\"$defs\": {\n");
	define_party(l, out, "party", true);
	define_party(l, out, "owner", false);
	define_item(l, out);
	define_hold(out);
	ab_buf_addz(out, "}}\n");
}

/* ---- columns ---- */
static const char *const type_names[] = {"bool", "word", "text", "country", "date", "number", "list"};

static void add_cell(ab_buf *out, ab_str s)
{
	bool quote = false;
	for (size_t i = 0; i < s.n; i++)
		quote = quote || s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n';
	if (!quote) {
		ab_buf_add(out, s);
		return;
	}
	ab_buf_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			ab_buf_addc(out, '"');
		ab_buf_addc(out, s.p[i]);
	}
	ab_buf_addc(out, '"');
}

static void add_row(ab_buf *out, const char *type, ab_str unit, ab_str question)
{
	ab_buf_printf(out, ",%s,", type);
	add_cell(out, unit);
	ab_buf_addz(out, strcmp(type, "number") ? ",," : ",9,");
	add_cell(out, question);
	ab_buf_addc(out, '\n');
}

static void add_columns(const law *l, ab_buf *out, law_scope scope, const char *before)
{
	for (size_t i = 0; i < law_fact_count(l); i++) {
		const law_fact *f = law_fact_at(l, i);
		if (f->scope != scope || !case_statable(f) || structural(scope, (ab_str){0}, f->name))
			continue;
		ab_buf_printf(out, "%s%.*s", before, AB_FMT(f->name));
		add_row(out, type_names[f->type], f->unit, question_of(f));
	}
}

static void add_own(ab_buf *out, const char *path, const char *type, const char *unit, const char *question)
{
	ab_buf_addz(out, path);
	add_row(out, type, ab_str_of(unit), ab_str_of(question));
}

/* What an authorization covers; the kind comes first. */
static void hold_columns(ab_buf *out)
{
	static const char *const rows[][4] = {
		{"holds.1.kind", "text", "", "What is it: license, veu.data-center, attestation.datasheet?"},
		{"holds.1.id", "text", "", "Which number does it have?"},
		{"holds.1.from", "date", "", "From which day is it good?"},
		{"holds.1.until", "date", "", "What is its last day?"},
		{"holds.1.items", "list", "", "For which ECCNs, chips or systems is it?"},
		{"holds.1.countries", "list", "", "To which countries is it?"},
		{"holds.1.parties", "list", "", "Which parties does it name?"},
		{"holds.1.parties.1.name", "text", "", "Which party does it name?"},
		{"holds.1.parties.1.role", "word", "", "In which role does it name it?"},
		{"holds.1.parties.1.country", "country", "", "In which country does it name it?"},
		{"holds.1.quantity", "number", "pieces", "For how many is it?"},
		{"holds.1.used", "number", "pieces", "How many of them are used?"},
	};
	for (size_t i = 0; i < AB_COUNT(rows); i++)
		add_own(out, rows[i][0], rows[i][1], rows[i][2], rows[i][3]);
}

static void own_columns(const law *l, ab_buf *out)
{
	const law_fact *holds = law_fact_find(l, LS_ROOT, AB_STR("holds"));
	add_own(out, "id", "text", "", "");
	add_own(out, "as_of", "date", "", "On what day does it happen?");
	add_own(out, "known", "date", "", "Judged by what was known on which day?");
	add_own(out, "assume", "list", "", "");
	add_own(out, "ordinary", "bool", "", "Is everything that you did not mention ordinary?");
	ab_buf_addz(out, "holds");
	add_row(out, "list", (ab_str){0}, holds ? question_of(holds) : (ab_str){0});
	hold_columns(out);
	add_own(out, "jurisdictions", "list", "", "");
}

static void item_columns(const law *l, ab_buf *out)
{
	static const char *const makers[] = {"item.designer.", "item.fabricator.", "item.packager."};
	add_columns(l, out, LS_ITEM, "item.");
	for (const char *const *f = case_format_names; *f; f++) {
		ab_buf_printf(out, "item.tops.%s", *f);
		add_row(out, "number", AB_STR("TOPS"), (ab_str){0});
	}
	add_columns(l, out, LS_PART_UNIT, "item.units.1.");
	add_columns(l, out, LS_PART_CONTENT, "item.us_content.1.");
	for (size_t i = 0; i < AB_COUNT(makers); i++)
		add_columns(l, out, LS_PARTY, makers[i]);
	add_own(out, "item.contains.1.count", "number", "pieces", "How many are in it?");
	add_columns(l, out, LS_ITEM, "item.contains.1.item.");
}

void case_columns(const law *l, ab_buf *out)
{
	ab_arena a;
	ab_str *roles;
	ab_arena_init(&a);
	ab_buf_addz(out, "path,type,unit,scale,question\n");
	own_columns(l, out);
	add_columns(l, out, LS_ROOT, "");
	item_columns(l, out);
	size_t n = case_roles(l, &a, &roles);
	for (size_t i = 0; i < n; i++) {
		add_columns(l, out, LS_PARTY, ab_sprintf(&a, "%.*s.", AB_FMT(roles[i])));
		add_columns(l, out, LS_PARTY, ab_sprintf(&a, "%.*s.owners.1.", AB_FMT(roles[i])));
	}
	ab_arena_free(&a);
}
