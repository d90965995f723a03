/* What the case reader makes of good input: JSON and path=value give the same frames. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "case_world.h"

static world w;

static int open_world(void **state)
{
	(void)state;
	world_open(&w);
	return w.law && w.catalog ? 0 : -1;
}

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static void add_json(ambit_case *c, const char *json)
{
	ambit_error e;
	memset(&e, 0, sizeof e);
	if (ambit_case_read(c, "case.json", json, strlen(json), &e) != AMBIT_OK)
		fail_msg("%d:%d: %s; %s", e.line, e.column, e.message, e.remedy);
}

static ambit_case *from_json(const char *json)
{
	ambit_case *c = case_new(w.law, w.catalog);
	add_json(c, json);
	return c;
}

static void set(ambit_case *c, const char *path, const char *value)
{
	ambit_error e;
	memset(&e, 0, sizeof e);
	if (ambit_case_set(c, path, value, &e) != AMBIT_OK)
		fail_msg("%s=%s: %s; %s", path, value, e.message, e.remedy);
}

static law_value *value(law_frame *f, const char *name)
{
	law_value *v = law_frame_value(w.law, f, ab_str_of(name));
	assert_non_null(v);
	return v;
}

static void is_text(law_frame *f, const char *name, const char *text)
{
	law_value *v = value(f, name);
	assert_int_equal(v->state, LV_KNOWN);
	if (!ab_str_is(v->text, text))
		fail_msg("%s is \"%.*s\", not \"%s\"", name, AB_FMT(v->text), text);
}

static void is_number(law_frame *f, const char *name, const char *figure)
{
	char text[AB_NUM_LEN];
	law_value *v = value(f, name);
	assert_int_equal(v->state, LV_KNOWN);
	assert_true(v->lo == v->hi);
	assert_string_equal(ab_num_format(v->lo, text), figure);
}

static bool unknown(law_frame *f, const char *name, bool null)
{
	law_value *v = value(f, name);
	return v->state == LV_UNKNOWN && v->null == null;
}

static void empty_case(void **state)
{
	(void)state;
	ambit_case *c = from_json("{}");
	assert_true(unknown(c->facts.root, "activity", false));
	assert_int_equal(value(c->facts.root, "holds")->state, LV_KNOWN);
	assert_false(c->facts.parties_stated || c->holds_stated || c->as_of_stated || c->facts.item->parts_stated);
	assert_int_equal(c->facts.as_of, ab_date_today());
	assert_ptr_equal(c->facts.item->up, c->facts.root);
	ambit_case_free(c);
	ambit_case_free(NULL);
}

static const char whole_case[] =
	"{\"schema\": \"ambit/case/1\", \"id\": \"x1\", \"as_of\": \"2025-05-20\", \"known\": \"2026-11-24\","
	"\"assume\": [\"local\"], \"ordinary\": true, \"activity\": \"export\", \"from\": \"Taiwan\", \"to\": \"브라질\","
	"\"through\": [\"us\", \"中国\"], \"end_use\": {\"military\": null, \"train_model\": true}, \"nac_notice\": {},"
	"\"item\": {\"kind\": \"ic\", \"chip\": \"H100\", \"eccn\": \"3a090.a\", \"tpp\": \"4800 TPP\", \"quantity\": 64,"
	"  \"performance_density\": 5.92, \"tops\": {\"fp16\": 313.5, \"tf32\": null, \"int4\": 1}, \"tops_sparse\": "
	"{\"int8\": 5},"
	"  \"units\": [{\"class\": \"digital\", \"bits\": 16, \"tops\": 4}],"
	"  \"us_content\": [{\"percent\": 24, \"eccn\": \"3A991\", \"class\": \"controlled\"}],"
	"  \"designer\": {\"name\": \"NVIDIA\", \"parent\": {\"country\": \"US\"}}, \"packager\": null,"
	"  \"contains\": [{\"count\": 8, \"item\": {\"chip\": \"H20\", \"contains\": [{\"item\": {\"kind\": \"ic\"}}]}}, "
	"{}]},"
	"\"parties\": [{\"role\": \"end-user\", \"name\": \"Startup Ltda\", \"aliases\": [\"SL\", \"S. L.\"],"
	"   \"addresses\": [{\"text\": \"Rua 1\", \"country\": \"BR\"}, \"Rua 2\"], \"identifiers\": [{\"kind\": \"lei\", "
	"\"value\": \"7\"}],"
	"   \"owners\": [{\"name\": \"A\", \"percent\": 30, \"owners\": [{\"name\": \"B\", \"percent\": 100}]}, "
	"{\"percent\": null}]},"
	"  {\"role\": \"end-user\", \"name\": \"Second\", \"listed\": [], \"description\": \"shop\"}, {\"role\": "
	"\"exporter\"}],"
	"\"holds\": [\"attestation.datasheet\", {\"kind\": \"license\", \"id\": \"D1\", \"from\": \"2025-01-01\","
	"   \"until\": \"2025-12-31\", \"quantity\": 100, \"used\": {\"quantity\": 36}}], \"jurisdictions\": [\"US\", "
	"\"cn\"]}";

static void check_root(ambit_case *c)
{
	law_frame *root = c->facts.root;
	assert_true(ab_str_is(c->id, "x1"));
	assert_int_equal(c->facts.as_of, ab_date_make(2025, 5, 20));
	assert_int_equal(c->facts.known, ab_date_make(2026, 11, 24));
	assert_int_equal(c->assume, CASE_ORDINARY | CASE_LOCAL);
	is_text(root, "activity", "export");
	is_text(root, "from", "TW");
	is_text(root, "to", "BR");
	assert_int_equal(value(root, "to")->word, law_country(AB_STR("BR")));
	is_text(root, "through", "US,CN");
	assert_true(unknown(root, "end_use.military", true));
	assert_int_equal(value(root, "end_use.train_model")->word, 1);
	assert_int_equal(c->jurisdictions.n, 2);
	assert_true(ab_str_is(c->jurisdictions.p[0], "us"));
}

static void check_item(ambit_case *c)
{
	law_frame *item = c->facts.item;
	is_text(item, "chip", "H100");
	is_text(item, "eccn", "3A090");
	is_text(item, "paragraph", "a");
	is_number(item, "tpp", "4800");
	is_number(item, "performance_density", "5.92");
	assert_int_equal(item->formats.n, 3);
	is_number(item->formats.p[0], "bits", "16");
	is_number(item->formats.p[0], "tops", "313.5");
	assert_true(unknown(item->formats.p[1], "tops", true));
	assert_true(value(item->formats.p[1], "bits")->lo == ab_num_int(19) &&
	            value(item->formats.p[1], "bits")->hi == ab_num_int(32));
	is_number(item->units.p[0], "bits", "16");
	is_number(item->contents.p[0], "percent", "24");
	is_text(item->designer, "parent.country", "US");
	assert_true(ab_str_is(item->designer->path, "item.designer") && item->designer->up == item);
	assert_null(item->packager);
	assert_null(item->fabricator);
}

static void check_parts(ambit_case *c)
{
	law_frame *item = c->facts.item;
	assert_true(item->parts_stated);
	assert_int_equal(item->parts.n, 2);
	assert_int_equal(item->counts.n, 2);
	assert_true(item->counts.p[0].lo == ab_num_int(8) && item->counts.p[0].hi == ab_num_int(8));
	assert_true(item->counts.p[1].lo == AB_NUM_ONE && item->counts.p[1].hi == AB_NUM_MAX && item->counts.p[1].lo_only);
	is_text(item->parts.p[0], "chip", "H20");
	is_text(item->parts.p[0]->parts.p[0], "kind", "ic");
	assert_true(ab_str_is(item->parts.p[0]->parts.p[0]->path, "item.contains.1.item.contains.1.item"));
	assert_false(item->parts.p[1]->parts_stated);
}

static void check_parties(ambit_case *c)
{
	assert_int_equal(c->facts.parties.n, 3);
	law_frame *first = c->facts.parties.p[0], *second = c->facts.parties.p[1];
	is_text(first, "name", "Startup Ltda");
	assert_true(ab_str_is(first->role, "end-user") && ab_str_is(first->path, "end-user"));
	assert_true(ab_str_is(second->path, "end-user#2"));
	assert_true(first->owners_stated && first->owners.n == 2 && !second->owners_stated);
	is_number(first->owners.p[0], "percent", "30");
	is_text(first->owners.p[0]->owners.p[0], "name", "B");
	assert_true(unknown(first->owners.p[1], "percent", true));
	assert_int_equal(value(second, "listed")->state, LV_KNOWN);
	assert_false(law_bits_get(&value(second, "listed")->bits, 0));
	assert_true(unknown(first, "listed", false));
	static const char *const kept[][3] = {{"end-user", "alias", "SL"},          {"end-user", "alias", "S. L."},
	                                      {"end-user", "address", "Rua 1"},     {"end-user", "address.country", "BR"},
	                                      {"end-user", "address", "Rua 2"},     {"end-user", "identifier", "lei:7"},
	                                      {"end-user#2", "description", "shop"}};
	assert_int_equal(c->texts.n, AB_COUNT(kept));
	for (size_t i = 0; i < AB_COUNT(kept); i++) {
		assert_true(ab_str_is(c->texts.p[i].path, kept[i][0]));
		assert_true(ab_str_is(c->texts.p[i].name, kept[i][1]));
		assert_true(ab_str_is(c->texts.p[i].text, kept[i][2]));
	}
}

static void reads_a_whole_case(void **state)
{
	(void)state;
	ambit_case *c = from_json(whole_case);
	check_root(c);
	check_item(c);
	check_parts(c);
	check_parties(c);
	assert_int_equal(c->holds.n, 2);
	is_text(c->facts.root, "holds", "attestation.datasheet"); /* what has terms is judged on the completed case */
	ambit_case_free(c);
}

static void paths_say_the_same(void **state)
{
	static const char *const sets[][2] = {
		{"schema", "ambit/case/1"},
		{"id", "x1"},
		{"as-of", "2025-05-20"},
		{"known", "2026-11-24"},
		{"assume", "ordinary,local"},
		{"activity", "export"},
		{"from", "Taiwan"},
		{"to", "브라질"},
		{"through", "us, 中国"},
		{"end_use.military", "null"},
		{"train_model", "yes"},
		{"jurisdictions", "us,cn"},
		{"chip", "H100"},
		{"eccn", "3a090.a"},
		{"item.tpp", "4800 TPP"},
		{"performance_density", "5.92"},
		{"tops.fp16", "1"},
		{"item.tops.tf32", "null"},
		{"tops.int4", "1"},
		{"item.tops.fp16", "313.5"},
		{"tops_sparse.int8", "5"},
		{"units.1.bits", "16"},
		{"us_content.1.percent", "24"},
		{"designer.parent.country", "US"},
		{"contains.1.count", "8"},
		{"item.contains.1.item.chip", "H20"},
		{"contains.1.item.contains.1.item.kind", "ic"},
		{"item.contains.2.count", "null"},
		{"end-user.name", "Startup Ltda"},
		{"end-user#2.name", "Second"},
		{"end-user#2.listed", "none"},
		{"exporter.country", "US"},
		{"end-user.owners.1.percent", "30"},
		{"end-user.owners.2.percent", "null"},
		{"end-user.owners.1.owners.1.name", "B"},
		{"end-user.aliases", "SL, S. L."},
		{"end-user.addresses", "Rua 1"},
	};
	(void)state;
	ambit_case *c = case_new(w.law, w.catalog);
	for (size_t i = 0; i < AB_COUNT(sets); i++)
		set(c, sets[i][0], sets[i][1]);
	check_root(c);
	check_item(c);
	check_parts(c);
	c->texts.n = 0;
	set(c, "end-user.aliases", "SL, S. L.");
	assert_int_equal(c->texts.n, 2);
	assert_true(ab_str_is(c->texts.p[1].text, "S. L."));
	assert_int_equal(c->facts.parties.n, 3);
	is_text(c->facts.parties.p[0]->owners.p[0]->owners.p[0], "name", "B");
	is_text(c->facts.parties.p[1], "listed", "");
	set(c, "parties.2.name", "Another");
	is_text(c->facts.parties.p[1], "name", "Another");
	ambit_case_free(c);
}

static void later_words_replace(void **state)
{
	(void)state;
	ambit_case *c = from_json(whole_case);
	set(c, "tpp", "2400");
	is_number(c->facts.item, "tpp", "2400");
	set(c, "end-user.headquarters", "CN");
	is_text(c->facts.parties.p[0], "headquarters", "CN");
	set(c, "item.contains", "none");
	assert_true(c->facts.item->parts_stated && c->facts.item->parts.n == 0);
	assert_true(c->texts.n > 0);
	add_json(c, "{\"parties\": [{\"role\": \"consignee\"}], \"item\": {\"chip\": null}, \"end_use\": null}");
	assert_int_equal(c->facts.parties.n, 1);
	assert_int_equal(c->texts.n, 0);
	assert_true(unknown(c->facts.item, "chip", true));
	assert_true(unknown(c->facts.root, "end_use.train_model", true));
	is_number(c->facts.item, "tpp", "2400");
	ambit_case_free(c);
}

static void exact_numbers(void **state)
{
	static const char *const same[] = {"1e26", "1.0E+26", "100000000000000000000000000", "\"1e26 operations\"",
	                                   "\"100,000,000,000,000,000,000,000,000\""};
	(void)state;
	for (size_t i = 0; i < AB_COUNT(same); i++) {
		char json[128];
		snprintf(json, sizeof json, "{\"item\": {\"training_ops\": %s}}", same[i]);
		ambit_case *c = from_json(json);
		is_number(c->facts.item, "training_ops", "1e26");
		ambit_case_free(c);
	}
	ambit_case *c = from_json("{\"item\": {\"performance_density\": 5.9199999999999999, \"tpp\": 4800.000000001}}");
	law_value *v = value(c->facts.item, "performance_density");
	assert_true(v->hi - v->lo == 1 && v->hi == ab_num_int(592) / 100);
	assert_true(value(c->facts.item, "tpp")->lo == ab_num_int(4800) + 1);
	is_text(c->facts.item, "performance_density", "5.9199999999999999");
	ambit_case_free(c);
}

/* What an authorization with terms covers is judged on the completed case (tests/holds.c). */
static void holds_with_terms_are_kept(void **state)
{
	(void)state;
	ambit_case *c = from_json("{\"holds\": [\"license\", {\"kind\": \"veu.general\", \"until\": \"2025-05-19\"}]}");
	assert_int_equal(c->holds.n, 2);
	assert_int_equal(c->holds.p[1].until, ab_date_make(2025, 5, 19));
	is_text(c->facts.root, "holds", "license");
	set(c, "holds", "veu.general, attestation.datasheet");
	is_text(c->facts.root, "holds", "veu.general,attestation.datasheet");
	set(c, "holds", "none");
	is_text(c->facts.root, "holds", "");
	assert_true(c->holds_stated);
	set(c, "holds.1.kind", "license");
	set(c, "holds.1.quantity", "100");
	set(c, "holds.1.parties", "Acme, Other");
	set(c, "holds.1.parties.3.role", "end-user");
	set(c, "holds.1.items", "h100, 3A090.a");
	assert_int_equal(c->holds.n, 1);
	assert_int_equal(c->holds.p[0].parties.n, 3);
	assert_int_equal(c->holds.p[0].items.n, 2);
	assert_true(ab_str_is(c->holds.p[0].items.p[1].paragraph, "a"));
	set(c, "holds", "null");
	assert_true(unknown(c->facts.root, "holds", true));
	ambit_case_free(c);
}

static void words_without_capitals(void **state)
{
	(void)state;
	ambit_case *c = from_json("{\"activity\": \"Export\", \"item\": {\"eccn\": \"ear99\", \"paragraph\": \"A\"}}");
	is_text(c->facts.root, "activity", "export");
	is_text(c->facts.item, "eccn", "EAR99");
	is_text(c->facts.item, "paragraph", "a");
	static const char *const paragraphs[][2] = {
		{"3A090.a", "a"}, {"3A001.z.a", "z.a"}, {"3A001.z.7", "z"}, {"4A003.b.1", "b"}};
	for (size_t i = 0; i < AB_COUNT(paragraphs); i++) {
		set(c, "paragraph", "null");
		set(c, "eccn", paragraphs[i][0]);
		is_text(c->facts.item, "paragraph", paragraphs[i][1]);
		assert_int_equal(value(c->facts.item, "eccn")->text.n, 5);
	}
	set(c, "paragraph", "null");
	set(c, "eccn", "3A001.x");
	assert_true(unknown(c->facts.item, "paragraph", true));
	set(c, "reply", "none");
	is_text(c->facts.root, "nac_notice.reply", "none");
	set(c, "reply", "unknown");
	assert_true(unknown(c->facts.root, "nac_notice.reply", true));
	ambit_case_free(c);
}

static void copies_stand_alone(void **state)
{
	(void)state;
	ambit_case *c = from_json(whole_case);
	ab_arena a;
	ab_arena_init(&a);
	law_facts f = case_clone_facts(w.law, &a, &c->facts);
	value(c->facts.item, "tpp")->lo = 7;
	value(c->facts.item->parts.p[0], "chip")->state = LV_UNKNOWN;
	value(c->facts.parties.p[0]->owners.p[0], "percent")->lo = 7;
	law_facts kept = c->facts;
	c->facts = f;
	check_root(c);
	check_item(c);
	check_parts(c);
	check_parties(c);
	assert_ptr_equal(f.item->up, f.root);
	assert_ptr_equal(f.item->parts.p[0]->up, f.item);
	assert_ptr_equal(f.parties.p[0]->up, f.root);
	assert_ptr_equal(f.parties.p[0]->owners.p[0]->up, f.parties.p[0]);
	c->facts = kept;
	ab_arena_free(&a);
	ambit_case_free(c);
}

static void catalogs_add_parts_and_formats(void **state)
{
	(void)state;
	ambit_case *c = case_new(w.law, w.catalog);
	law_frame *item = c->facts.item;
	law_frame *part = case_add_part(w.law, &c->arena, item, AB_STR("72"));
	assert_ptr_equal(part->up, item);
	assert_true(item->counts.p[0].lo == ab_num_int(72) && !item->parts_stated);
	case_add_part(w.law, &c->arena, item, AB_STR(""));
	assert_true(item->counts.p[1].lo_only);
	law_frame *f = case_add_format(w.law, &c->arena, part, AB_STR("fp4"), ab_num_int(5), ab_num_int(6));
	is_number(f, "bits", "4");
	assert_true(value(f, "tops")->lo == ab_num_int(5) && value(f, "tops")->hi == ab_num_int(6));
	assert_true(part->parts_known && !item->parts_known);
	f = case_add_format(w.law, &c->arena, part, AB_STR("posit"), 1, 1);
	assert_true(unknown(f, "bits", false));
	ambit_case_free(c);
}

static void prints_schema_and_columns(void **state)
{
	static const char *const rows[] = {"path,type,unit,scale,question\n",
	                                   "\nid,text,,,\n",
	                                   "\nitem.tpp,number,TPP,9,What is its TPP?\n",
	                                   "\nend-user.headquarters,country,,,",
	                                   "\nitem.designer.name,text,,,",
	                                   "\nitem.tops.fp16,number,TOPS,9,\n",
	                                   "\nend_use.military,bool,,,",
	                                   "\nend-user.parent.country,country,,,",
	                                   "\nend-user.owners.1.percent,number,%,9,"};
	(void)state;
	ab_buf b = {0};
	case_columns(w.law, &b);
	for (size_t i = 0; i < AB_COUNT(rows); i++)
		if (!strstr(b.p, rows[i]))
			fail_msg("no row %s", rows[i]);
	ab_buf_free(&b);
	b = (ab_buf){0};
	case_schema(w.law, &b);
	assert_non_null(strstr(b.p, "https://json-schema.org/draft/2020-12/schema"));
	assert_non_null(strstr(b.p, "\"activity\": {\"type\": [\"string\", \"null\"], \"enum\": [\"export\", \"reexport\", "
	                            "\"use\", \"sell\", null]"));
	assert_non_null(strstr(b.p, "\"end_use\": {\"type\": [\"object\", \"null\"], \"additionalProperties\": false, "
	                            "\"properties\": {\n\"military\""));
	ab_buf_free(&b);
}

/* Every column that the table lists is a path that can be set. */
static void every_column_is_a_path(void **state)
{
	static const struct {
		const char *type, *value;
	} samples[] = {{"bool", "true"}, {"text", "3A090"}, {"country", "BR"}, {"date", "2025-05-20"}, {"number", "1"}};
	(void)state;
	ab_buf b = {0};
	case_columns(w.law, &b);
	ab_str rest = {b.p, b.n}, line, cell;
	ab_str_cut(&rest, '\n', &line);
	ambit_case *c = case_new(w.law, w.catalog);
	int tried = 0;
	while (ab_str_cut(&rest, '\n', &line)) {
		char path[256];
		ab_str_cut(&line, ',', &cell);
		snprintf(path, sizeof path, "%.*s", AB_FMT(cell));
		ab_str_cut(&line, ',', &cell);
		for (size_t i = 0; i < AB_COUNT(samples); i++)
			if (ab_str_is(cell, samples[i].type)) {
				set(c, path, samples[i].value);
				tried++;
			}
	}
	assert_true(tried > 100);
	ambit_case_free(c);
	ab_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_case),
		cmocka_unit_test(reads_a_whole_case),
		cmocka_unit_test(paths_say_the_same),
		cmocka_unit_test(later_words_replace),
		cmocka_unit_test(exact_numbers),
		cmocka_unit_test(holds_with_terms_are_kept),
		cmocka_unit_test(words_without_capitals),
		cmocka_unit_test(copies_stand_alone),
		cmocka_unit_test(catalogs_add_parts_and_formats),
		cmocka_unit_test(prints_schema_and_columns),
		cmocka_unit_test(every_column_is_a_path),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
