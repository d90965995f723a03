/* The determination as JSON: every one holds to its published schema, every key that is written is described there,
 * and the same case gives the same bytes. The validator below knows as much of JSON Schema as the schema uses. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_tree.h>

#include "determine/determine.h"
#include "determine/json_write.h"
#include "engine.h"

/* ---- a small JSON Schema ---- */
typedef struct checking {
	yajl_val root;
	char path[512];
	char fault[640];
} checking;

static yajl_val get(yajl_val object, const char *key)
{
	if (!object || !YAJL_IS_OBJECT(object))
		return NULL;
	for (size_t i = 0; i < object->u.object.len; i++)
		if (strcmp(object->u.object.keys[i], key) == 0)
			return object->u.object.values[i];
	return NULL;
}

/* "" for what is no string, no number */
static const char *string_of(yajl_val v)
{
	return v && v->type == yajl_t_string ? v->u.string : "";
}

static const char *number_of(yajl_val v)
{
	return v && v->type == yajl_t_number ? v->u.number.r : "";
}

static bool fault(checking *k, const char *what, const char *name)
{
	if (!k->fault[0])
		snprintf(k->fault, sizeof k->fault, "%s: %s %s", k->path, what, name);
	return false;
}

static bool has_type(yajl_val v, const char *type)
{
	if (strcmp(type, "object") == 0)
		return YAJL_IS_OBJECT(v);
	if (strcmp(type, "array") == 0)
		return YAJL_IS_ARRAY(v);
	if (strcmp(type, "string") == 0)
		return YAJL_IS_STRING(v);
	if (strcmp(type, "number") == 0)
		return YAJL_IS_NUMBER(v);
	if (strcmp(type, "boolean") == 0)
		return YAJL_IS_TRUE(v) || YAJL_IS_FALSE(v);
	return strcmp(type, "null") == 0 && YAJL_IS_NULL(v);
}

static bool type_fits(yajl_val v, yajl_val type)
{
	if (YAJL_IS_STRING(type))
		return has_type(v, string_of(type));
	for (size_t i = 0; i < type->u.array.len; i++)
		if (has_type(v, string_of(type->u.array.values[i])))
			return true;
	return false;
}

static bool same(yajl_val a, yajl_val b)
{
	if (YAJL_IS_STRING(a) && YAJL_IS_STRING(b))
		return strcmp(string_of(a), string_of(b)) == 0;
	if (YAJL_IS_NUMBER(a) && YAJL_IS_NUMBER(b))
		return strcmp(number_of(a), number_of(b)) == 0;
	return false;
}

static bool day_shaped(const char *s)
{
	return strlen(s) == 10 && strspn(s, "0123456789-") == 10 && s[4] == '-' && s[7] == '-';
}

static bool fits(checking *k, yajl_val v, yajl_val schema);

static bool fits_one(checking *k, yajl_val v, yajl_val list)
{
	for (size_t i = 0; i < list->u.array.len; i++) {
		checking again = {.root = k->root};
		snprintf(again.path, sizeof again.path, "%s", k->path);
		if (fits(&again, v, list->u.array.values[i]))
			return true;
		if (i + 1 == list->u.array.len && again.fault[0])
			snprintf(k->fault, sizeof k->fault, "%s", again.fault);
	}
	return fault(k, "fits none of the alternatives", "");
}

static bool fits_object(checking *k, yajl_val v, yajl_val schema)
{
	yajl_val required = get(schema, "required"), properties = get(schema, "properties"),
			 more = get(schema, "additionalProperties");
	for (size_t i = 0; required && i < required->u.array.len; i++)
		if (!get(v, string_of(required->u.array.values[i])))
			return fault(k, "lacks", string_of(required->u.array.values[i]));
	for (size_t i = 0; i < v->u.object.len; i++) {
		const char *key = v->u.object.keys[i];
		yajl_val s = get(properties, key);
		s = s ? s : more;
		for (size_t j = 0; j < i; j++)
			if (strcmp(v->u.object.keys[j], key) == 0)
				return fault(k, "has twice", key);
		if (!s && properties) /* stricter than the schema: what is written is described */
			return fault(k, "does not describe", key);
		size_t n = strlen(k->path);
		snprintf(k->path + n, sizeof k->path - n, ".%s", key);
		if (s && !fits(k, v->u.object.values[i], s))
			return false;
		k->path[n] = 0;
	}
	return true;
}

static bool fits(checking *k, yajl_val v, yajl_val schema)
{
	yajl_val x;
	if ((x = get(schema, "$ref"))) {
		const char *name = string_of(x) + strlen("#/$defs/");
		x = get(get(k->root, "$defs"), name);
		return x ? fits(k, v, x) : fault(k, "there is no definition", name);
	}
	if ((x = get(schema, "anyOf")))
		return fits_one(k, v, x);
	if ((x = get(schema, "const")) && !same(v, x))
		return fault(k, "is not", string_of(x));
	if ((x = get(schema, "enum"))) {
		bool hit = false;
		for (size_t i = 0; i < x->u.array.len && !hit; i++)
			hit = same(v, x->u.array.values[i]);
		if (!hit)
			return fault(k, "is none of the words:", YAJL_IS_STRING(v) ? string_of(v) : "");
	}
	if ((x = get(schema, "type")) && !type_fits(v, x))
		return fault(k, "has another type", "");
	if (get(schema, "pattern") && YAJL_IS_STRING(v) && !day_shaped(string_of(v))) /* the one pattern used */
		return fault(k, "is no day:", string_of(v));
	if (YAJL_IS_OBJECT(v))
		return fits_object(k, v, schema);
	x = get(schema, "items");
	for (size_t i = 0; x && YAJL_IS_ARRAY(v) && i < v->u.array.len; i++)
		if (!fits(k, v->u.array.values[i], x))
			return false;
	return true;
}

static yajl_val parse(const char *text)
{
	char why[256];
	yajl_val v = yajl_tree_parse(text, why, sizeof why);
	if (!v)
		fail_msg("no JSON: %s", why);
	return v;
}

static yajl_val schema(void)
{
	char *text = NULL;
	size_t n = 0;
	assert_int_equal(ambit_schema(engine, "determination", &text, &n), AMBIT_OK);
	assert_int_equal(strlen(text), n);
	yajl_val v = parse(text);
	ambit_text_free(text);
	return v;
}

/* ---- cases ---- */
static ambit_case *case_of(const char *facts)
{
	ambit_error e = {0};
	ambit_case *c = ambit_case_new(engine);
	ab_str rest = ab_str_of(facts), word, path;
	ab_arena a;
	ab_arena_init(&a);
	while (ab_str_cut(&rest, ' ', &word)) {
		ab_str_cut(&word, '=', &path);
		if (ambit_case_set(c, ab_strdup(&a, path), ab_strdup(&a, word), &e) != AMBIT_OK)
			fail_msg("%s: %s; %s", facts, e.message, e.remedy);
	}
	ab_arena_free(&a);
	return c;
}

static char *json_with(const char *facts, unsigned with)
{
	ambit_error e = {0};
	ambit_options o = {AMBIT_READING_ENFORCED, with, NULL};
	ambit_determination *d = NULL;
	ambit_case *c = case_of(facts);
	char *text = NULL;
	size_t n = 0;
	if (ambit_check(engine, c, &o, &d, &e) != AMBIT_OK)
		fail_msg("%s: %s; %s", facts, e.message, e.remedy);
	assert_int_equal(ambit_determination_json(d, &text, &n), AMBIT_OK);
	assert_int_equal(strlen(text), n);
	ambit_determination_free(d);
	ambit_case_free(c);
	return text;
}

static char *json_of(const char *facts)
{
	return json_with(facts, AMBIT_WITH_ALL);
}

static const char *const cases[] = {
	"as_of=2025-06-01 known=2026-11-24 activity=use place=BR chip=huawei/ascend-910b",
	"as_of=2026-06-15 known=2026-11-24 activity=export from=US to=CN chip=h20 end-user.headquarters=CN "
	"end-user.name=Somebody",
	"as_of=2024-06-01 known=2024-06-01 activity=export from=US to=CN item.kind=ic item.tpp=2400 "
	"item.performance_density=1.6 item.marketed_for_datacenter=true assume=ordinary",
	"as_of=2024-06-01 known=2026-11-24 activity=export from=US to=MY item.kind=server item.contains.1.count=8 "
	"item.contains.1.item.chip=nvidia/h100-sxm",
	"as_of=2024-06-01 known=2026-11-24 activity=export from=US to=BR chip=h100",
	"as_of=2025-05-20 known=2025-01-20 activity=export from=US to=BR item.kind=model-weights item.training_ops=1e26",
	"as_of=2026-01-10 known=2026-11-24 activity=export from=US to=DE chip=h100 jurisdictions=us,de",
	"as_of=2024-06-01 known=2026-11-24 activity=export from=US to=KR item.tops.int8=640 item.tops.fp16=320 "
	"item.die_area_mm2=665 end-user.owners.1.percent=30 end-user.owners.1.listed=us.entity-list",
	"activity=sell",
};

static void every_answer_holds_to_the_schema(void **state)
{
	(void)state;
	yajl_val s = schema();
	for (size_t i = 0; i < AB_COUNT(cases); i++) {
		/* every third one with what would change it, which takes its time */
		char *text = json_with(cases[i], AMBIT_WITH_ALL | (i % 3 ? 0 : AMBIT_WITH_FLIPS));
		yajl_val v = parse(text);
		checking k = {.root = s};
		if (!fits(&k, v, s))
			fail_msg("%s\n  %s", cases[i], k.fault);
		yajl_tree_free(v);
		ambit_text_free(text);
	}
	yajl_tree_free(s);
}

/* The validator itself: what is wrong is seen. */
static void wrong_answers_are_seen(void **state)
{
	static const struct {
		const char *from, *to;
	} turns[] = {
		{"\"reading\"", "\"readign\""},
		{"\"best\"", "\"bets\""},
		{"\"outcome\": \"", "\"outcome\": \"x"},
		{"\"as_of\": \"2", "\"as_of\": \"x"},
		{"\"exit_code\": ", "\"exit_code\": 7"},
		{"\"performance_density\": ", "\"performance_density\": true, \"q\": "},
		{"\"conflicts\": [", "\"conflicts\": true, \"q\": ["},
	};
	(void)state;
	yajl_val s = schema();
	char *text = json_of(cases[1]);
	for (size_t i = 0; i < AB_COUNT(turns); i++) {
		char *at = strstr(text, turns[i].from);
		assert_non_null(at);
		ab_buf b = {0};
		ab_buf_add(&b, (ab_str){text, (size_t)(at - text)});
		ab_buf_addz(&b, turns[i].to);
		ab_buf_addz(&b, at + strlen(turns[i].from));
		yajl_val v = parse(b.p);
		checking k = {.root = s};
		if (fits(&k, v, s))
			fail_msg("%s was taken", turns[i].to);
		yajl_tree_free(v);
		ab_buf_free(&b);
	}
	ambit_text_free(text);
	yajl_tree_free(s);
}

static void same_case_same_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < AB_COUNT(cases); i++) {
		char *a = json_of(cases[i]), *b = json_of(cases[i]);
		assert_string_equal(a, b);
		ambit_text_free(a);
		ambit_text_free(b);
	}
}

static yajl_val at(yajl_val v, const char *path)
{
	ab_str rest = ab_str_of(path), step;
	char key[64];
	while (v && ab_str_cut(&rest, '/', &step)) {
		snprintf(key, sizeof key, "%.*s", AB_FMT(step));
		if (YAJL_IS_ARRAY(v))
			v = (size_t)atoi(key) < v->u.array.len ? v->u.array.values[atoi(key)] : NULL;
		else
			v = get(v, key);
	}
	return v;
}

static void is_string(yajl_val v, const char *path, const char *want)
{
	yajl_val x = at(v, path);
	if (!x || !YAJL_IS_STRING(x) || strcmp(string_of(x), want) != 0)
		fail_msg("%s is \"%s\", not \"%s\"", path, x && YAJL_IS_STRING(x) ? string_of(x) : "?", want);
}

static void is_number(yajl_val v, const char *path, const char *want)
{
	yajl_val x = at(v, path);
	if (!x || !YAJL_IS_NUMBER(x) || strcmp(number_of(x), want) != 0)
		fail_msg("%s is %s, not %s", path, x && YAJL_IS_NUMBER(x) ? number_of(x) : "?", want);
}

/* Facts say where they come from; figures are exact decimals and the steps say how they were made. */
static void facts_and_figures(void **state)
{
	char day[AB_DATE_LEN];
	(void)state;
	char *text =
		json_of("as_of=2024-06-01 known=2026-11-24 activity=export from=US to=CN item.kind=ic item.tops.int8=640 "
	            "item.tops.fp16=320 item.die_area_mm2=665 item.nonplanar=true item.marketed_for_datacenter=true "
	            "assume=ordinary");
	yajl_val v = parse(text);
	is_string(v, "outcome", "license-required");
	is_string(v, "as_of", "2024-06-01");
	is_string(v, "case/from/value", "US");
	is_string(v, "case/from/from", "stated");
	is_number(v, "case/item/die_area_mm2/value", "665");
	is_number(v, "case/item/tops/int8/value", "640");
	is_string(v, "case/assume/0", "ordinary");
	is_string(v, "case/end_use/military/from", "assumed");
	is_string(v, "classification/eccn", "3A090");
	is_string(v, "classification/paragraph", "a");
	is_number(v, "classification/tpp", "5120");
	is_number(v, "classification/performance_density", "7.69924812"); /* 5120 / 665 = 7.699248120300... */
	is_string(v, "versions/engine", AMBIT_VERSION);
	is_string(v, "versions/law", law_hash(engine->law));
	is_string(v, "versions/lists", screen_hash(engine->screen));
	is_string(v, "versions/lists_through", ab_date_format(screen_through(engine->screen), day));
	yajl_tree_free(v);
	ambit_text_free(text);
}

/* What Ambit presumes by itself is marked, and what is stated needs no presumption. */
static void house_presumptions_are_marked(void **state)
{
	static const char facts[] =
		"as_of=2024-06-01 known=2026-11-24 activity=export from=US to=CN item.kind=ic item.tpp=2000 "
		"item.performance_density=6 item.marketed_for_datacenter=true item.us_direct_product=true";
	char more[sizeof facts + 32];
	(void)state;
	char *text = json_of(facts);
	yajl_val v = parse(text);
	is_string(v, "by_jurisdiction/0/presumptions/0/id", "us.house.nonplanar");
	is_string(v, "by_jurisdiction/0/presumptions/0/fact", "item.nonplanar");
	assert_true(YAJL_IS_TRUE(at(v, "by_jurisdiction/0/presumptions/0/house")));
	yajl_tree_free(v);
	ambit_text_free(text);
	snprintf(more, sizeof more, "%s item.nonplanar=true", facts);
	text = json_of(more);
	assert_null(strstr(text, "us.house.nonplanar"));
	ambit_text_free(text);
}

static bool holds_text(yajl_val v, const char *path, const char *words)
{
	return strstr(string_of(at(v, path)), words) != NULL;
}

/* The review in words, and the milder one that the application opens by what it shows. */
static void policy_says_what_is_left_to_show(void **state)
{
	(void)state;
	char *text = json_of("as_of=2026-06-15 known=2026-09-01 activity=export from=US to=CN chip=h100");
	yajl_val v = parse(text);
	is_string(v, "by_jurisdiction/0/policy/id", "presumption-of-denial");
	is_string(v, "by_jurisdiction/0/policy/text/text", "applications face a presumption of denial");
	is_string(v, "by_jurisdiction/0/policy/cite", "742.6(b)(10)(iii)(A)(1)");
	is_string(v, "by_jurisdiction/0/policy/milder/id", "case-by-case");
	is_string(v, "by_jurisdiction/0/policy/milder/text/text", "applications are reviewed case by case");
	yajl_val conds = at(v, "by_jurisdiction/0/policy/milder/conditions");
	unsigned papers = 0;
	for (size_t i = 0; i < conds->u.array.len; i++) {
		bool paper = strcmp(string_of(at(conds->u.array.values[i], "kind")), "paper") == 0;
		papers += paper;
		is_string(conds->u.array.values[i], "state", paper ? "unknown" : "true");
	}
	assert_int_equal(papers, 5); /* certifications of Supp. 2 to 748, (dd) */
	yajl_tree_free(v);
	ambit_text_free(text);
	text =
		json_of("as_of=2026-06-15 known=2026-09-01 activity=export from=US to=MY chip=h100 end-user.headquarters=CN");
	v = parse(text);
	is_string(v, "by_jurisdiction/0/policy/id", "presumption-of-denial");
	assert_true(YAJL_IS_NULL(at(v, "by_jurisdiction/0/policy/milder"))); /* open to China and Macau alone */
	yajl_tree_free(v);
	ambit_text_free(text);
}

static void exposure_has_the_term_of_years(void **state)
{
	(void)state;
	char *text = json_of("as_of=2026-06-15 known=2026-09-01 activity=export from=US to=CN chip=h100");
	yajl_val v = parse(text);
	assert_true(holds_text(v, "by_jurisdiction/0/exposure/civil", "374,474 USD"));
	assert_true(holds_text(v, "by_jurisdiction/0/exposure/criminal", "1,000,000 USD"));
	assert_true(holds_text(v, "by_jurisdiction/0/exposure/criminal", "natural person"));
	assert_true(holds_text(v, "by_jurisdiction/0/exposure/criminal", "20 years (50 USC 4819(b))"));
	assert_true(holds_text(v, "by_jurisdiction/0/exposure/cite", "764.3(b)"));
	yajl_tree_free(v);
	ambit_text_free(text);
}

/* The note names the text that is not enforced, beside the one that bars. */
static void notes_name_the_text(void **state)
{
	(void)state;
	char *text = json_of("as_of=2026-06-15 known=2026-09-01 activity=export from=US to=CN chip=h100");
	yajl_val v = parse(text), notes = at(v, "status_notes");
	unsigned n = 0;
	for (size_t i = 0; i < notes->u.array.len; i++)
		if (strcmp(string_of(at(notes->u.array.values[i], "id")), "codified-not-enforced") == 0) {
			is_string(notes->u.array.values[i], "text",
			          "Codified, but not enforced since 2025-05-13: Advanced computing items, 742.6(a)(6)(iii)(A), "
			          "text of 2025-01-13 (--reading text counts it).");
			n++;
		}
	assert_int_equal(n, 1);
	yajl_tree_free(v);
	ambit_text_free(text);
}

static size_t place_of(yajl_val questions, const char *fact)
{
	for (size_t i = 0; i < questions->u.array.len; i++)
		if (strcmp(string_of(at(questions->u.array.values[i], "fact")), fact) == 0)
			return i;
	fail_msg("%s is not asked", fact);
	return 0;
}

/* As the page asks: what the sentence names, what betters the answer, and the route last where a place is stated. */
static void questions_in_the_order_of_asking(void **state)
{
	(void)state;
	char *text = json_of("as_of=2026-06-15 known=2026-09-01 activity=use place=BR chip=huawei/ascend-910b");
	yajl_val v = parse(text), q = at(v, "questions");
	is_string(v, "questions/0/fact", "item.production_authorized");
	is_string(v, "questions/1/fact", "end_use.evaluation_only");
	size_t n = q->u.array.len, from = place_of(q, "from"), to = place_of(q, "to");
	assert_true(from + 2 >= n && to + 2 >= n && n > 4);
	yajl_tree_free(v);
	ambit_text_free(text);
	text = json_of("as_of=2026-06-15 known=2026-09-01 to=CN chip=h100");
	v = parse(text);
	is_string(v, "questions/0/fact", "activity");
	is_string(v, "next_steps/0/args/0", "activity");
	yajl_tree_free(v);
	ambit_text_free(text);
}

/* A text that a person wrote comes back as it was. */
static void texts_are_escaped(void **state)
{
	ambit_error e = {0};
	ambit_determination *d = NULL;
	char *text = NULL;
	size_t n;
	const char *name = "A \"quoted\" \\ name\twith \xE4\xB8\xAD\xE8\x8A\xAF";
	(void)state;
	ambit_case *c = case_of("as_of=2024-06-01 activity=export from=US to=CN chip=h100");
	assert_int_equal(ambit_case_set(c, "end-user.name", name, &e), AMBIT_OK);
	assert_int_equal(ambit_check(engine, c, NULL, &d, &e), AMBIT_OK);
	assert_int_equal(ambit_determination_json(d, &text, &n), AMBIT_OK);
	yajl_val v = parse(text);
	is_string(v, "case/parties/0/name/value", name);
	yajl_tree_free(v);
	ambit_text_free(text);
	ambit_determination_free(d);
	ambit_case_free(c);
}

/* ---- the writer ---- */
static void writer_escapes_and_nests(void **state)
{
	ab_buf b = {0};
	json_out o;
	(void)state;
	json_begin(&o, &b, false);
	json_object(&o);
	json_key(&o, "a");
	json_str(&o, AB_STR("x\"\\\n\x01\x7f"));
	json_key(&o, "b");
	json_list(&o);
	json_int(&o, -3);
	json_num(&o, AB_NUM_ONE / 2);
	json_bool(&o, true);
	json_null(&o);
	json_z(&o, NULL);
	json_date(&o, AB_DATE_MAX);
	json_date(&o, ab_date_make(2024, 2, 29));
	json_list_end(&o);
	json_key(&o, "c");
	json_object(&o);
	json_object_end(&o);
	json_object_end(&o);
	assert_string_equal(
		b.p, "{\"a\":\"x\\\"\\\\\\n\\u0001\\u007f\",\"b\":[-3,0.5,true,null,null,null,\"2024-02-29\"],\"c\":{}}");
	ab_buf_free(&b);
}

static void writer_survives_depth(void **state)
{
	ab_buf b = {0};
	json_out o;
	(void)state;
	json_begin(&o, &b, true);
	for (int i = 0; i < 1000; i++)
		json_list(&o);
	for (int i = 0; i < 1000; i++)
		json_list_end(&o);
	size_t open = 0, shut = 0;
	for (size_t i = 0; i < b.n; i++) {
		open += b.p[i] == '[';
		shut += b.p[i] == ']';
	}
	assert_int_equal(open, 1000);
	assert_int_equal(shut, 1000);
	ab_buf_free(&b);
}

/* ---- chips ---- */
static yajl_val chip_of(const char *facts)
{
	ambit_error e = {0};
	ambit_case *c = case_of(facts);
	char *text = NULL;
	size_t n;
	if (ambit_chip_json(engine, c, &text, &n, &e) != AMBIT_OK)
		fail_msg("%s: %s", facts, e.message);
	yajl_val v = parse(text);
	ambit_text_free(text);
	ambit_case_free(c);
	return v;
}

static yajl_val span_on(yajl_val v, const char *day)
{
	yajl_val h = at(v, "history");
	for (size_t i = 0; i < h->u.array.len; i++) {
		yajl_val from = at(h->u.array.values[i], "from"), to = at(h->u.array.values[i], "to");
		if ((YAJL_IS_NULL(from) || strcmp(string_of(from), day) <= 0) &&
		    (YAJL_IS_NULL(to) || strcmp(day, string_of(to)) <= 0))
			return h->u.array.values[i];
	}
	fail_msg("no span on %s", day);
	return NULL;
}

static const char *class_in(yajl_val span, const char *name)
{
	yajl_val c = at(span, "classes");
	for (size_t i = 0; i < c->u.array.len; i++)
		if (strcmp(string_of(at(c->u.array.values[i], "class")), name) == 0)
			return string_of(at(c->u.array.values[i], "state"));
	return "no";
}

/* A800: 400 GB/s kept it below the text of 2022; the text of 2023 asks for TPP alone. */
static void chip_history(void **state)
{
	(void)state;
	yajl_val v = chip_of("chip=nvidia/a800 as_of=2024-06-01 known=2026-11-24");
	is_string(v, "schema", "ambit/chip/1");
	assert_string_equal(class_in(span_on(v, "2022-10-20"), "3A090.a"), "no");
	assert_string_equal(class_in(span_on(v, "2023-11-16"), "3A090.a"), "no");
	assert_string_equal(class_in(span_on(v, "2023-11-17"), "3A090.a"), "yes");
	yajl_val h = at(v, "history");
	for (size_t i = 1; i < h->u.array.len; i++) { /* without a gap */
		ab_date to, from;
		assert_true(ab_date_parse(ab_str_of(string_of(at(h->u.array.values[i - 1], "to"))), &to));
		assert_true(ab_date_parse(ab_str_of(string_of(at(h->u.array.values[i], "from"))), &from));
		assert_int_equal(from, to + 1);
	}
	yajl_tree_free(v);
}

static void chip_letters(void **state)
{
	(void)state;
	yajl_val v = chip_of("chip=h20 as_of=2025-06-01 known=2026-11-24");
	yajl_val before = at(span_on(v, "2025-03-01"), "letters"), after = at(span_on(v, "2025-06-01"), "letters");
	assert_true(YAJL_IS_ARRAY(before) && YAJL_IS_ARRAY(after));
	assert_true(after->u.array.len == before->u.array.len + 1);
	yajl_tree_free(v);
}

static void chip_by_figures(void **state)
{
	(void)state;
	yajl_val v = chip_of(
		"item.tops.int8=640 item.tops.fp16=320 item.die_area_mm2=665 nonplanar=true as_of=2024-06-01 known=2026-11-24");
	assert_true(YAJL_IS_NULL(at(v, "id")));
	is_string(v, "classification/0/class", "3A090.a");
	yajl_tree_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_answer_holds_to_the_schema),
		cmocka_unit_test(wrong_answers_are_seen),
		cmocka_unit_test(same_case_same_bytes),
		cmocka_unit_test(facts_and_figures),
		cmocka_unit_test(texts_are_escaped),
		cmocka_unit_test(writer_escapes_and_nests),
		cmocka_unit_test(writer_survives_depth),
		cmocka_unit_test(chip_history),
		cmocka_unit_test(chip_letters),
		cmocka_unit_test(chip_by_figures),
		cmocka_unit_test(house_presumptions_are_marked),
		cmocka_unit_test(policy_says_what_is_left_to_show),
		cmocka_unit_test(exposure_has_the_term_of_years),
		cmocka_unit_test(notes_name_the_text),
		cmocka_unit_test(questions_in_the_order_of_asking),
	};
	return cmocka_run_group_tests(tests, open_engine, close_engine);
}
