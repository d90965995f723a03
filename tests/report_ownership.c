/* The tree of owners as a page and as JSON: everybody is on it once, marks and rows are told, no line is wider than the page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "report/report.h"

static const char table[] = "owner,owned,percent,from,source\n"
							"Listed Works Ltd.,Middle GmbH,50,2020-01-01,register\n"
							"Somebody,Middle GmbH,50,2020-01-01,register\n"
							"Middle GmbH,Target Inc.,30,2021-05-01,report A\n"
							"Middle GmbH,Target Inc.,35,2021-05-01,report B\n"
							"Listed Works Ltd.,Target Inc.,25,,register\n"
							"Fonds \xE5\x9F\xBA\xE9\x87\x91,Target Inc.,,,\n"
							"Target Inc.,Somebody,10,,\n";

typedef struct drawn {
	ab_arena arena;
	screen_graph *g;
	det_ownership o;
	ab_buf page, json;
} drawn;

static drawn draw_with(const char *csv, const char *who, screen_state listed, int width, bool color)
{
	drawn d = {0};
	ab_diags diags;
	screen_rule half = {50 * AB_NUM_ONE, false, false};
	ab_arena_init(&d.arena);
	ab_diags_init(&diags, &d.arena);
	d.g = screen_graph_load("owners.csv", ab_str_of(csv), &diags);
	assert_non_null(d.g);
	uint32_t n = screen_graph_parties(d.g);
	uint8_t *on = AB_NEW_N(&d.arena, uint8_t, n);
	ab_str *where = AB_NEW_N(&d.arena, ab_str, n);
	uint32_t at = screen_graph_find(d.g, AB_STR("Listed Works Ltd."));
	if (at != SCREEN_NOBODY) {
		on[at] = (uint8_t)listed;
		where[at] = AB_STR("Entity List");
	}
	d.o = det_ownership_of(d.g, ab_date_make(2025, 10, 15), screen_graph_find(d.g, ab_str_of(who)), &half, on, where,
	                       &d.arena);
	report_ownership(&d.o, width, color, &d.page);
	det_ownership_json(&d.o, true, &d.json);
	return d;
}

static void drop(drawn *d)
{
	ab_buf_free(&d->page);
	ab_buf_free(&d->json);
	screen_graph_free(d->g);
	ab_arena_free(&d->arena);
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in\n%s", part, text);
}

static unsigned times(const char *text, const char *part)
{
	unsigned n = 0;
	while ((text = strstr(text, part)) && ++n)
		text += strlen(part);
	return n;
}

static void the_page_tells_everything(void **state)
{
	(void)state;
	drawn d = draw_with(table, "Target Inc.", SCREEN_ON, 100, false);
	has(d.page.p, "Target Inc.  owners on 2025-10-15, by owners.csv");
	has(d.page.p, "Middle GmbH  30 to 35 % (line 4 and 1 more, 2021-05-01; rows differ)");
	has(d.page.p, "Listed Works Ltd.  25 %  LISTED: Entity List (line 6)");
	has(d.page.p, "\xE2\x94\x82  \xE2\x94\x9C\xE2\x94\x80 Listed Works Ltd.  50 %;");
	has(d.page.p, "share not known");
	has(d.page.p, "up to 45 % may be anybody's");
	has(d.page.p, "Yes: owned 50 % or more by listed parties together");
	has(d.page.p, "30 % and more of Target Inc.: Middle GmbH, which counts as listed by its owners");
	has(d.page.p, "50 % of Middle GmbH: Listed Works Ltd., listed");
	has(d.page.p, "see above"); /* the circle */
	has(d.page.p, "own each other");
	assert_int_equal(times(d.page.p, "Target Inc.  10 %"), 1);
	has(d.json.p, "\"schema\": \"ambit/ownership/1\"");
	has(d.json.p, "\"reached\": \"yes\"");
	has(d.json.p, "\"rows_differ\": true");
	has(d.json.p, "\"path\": [\"Somebody\", \"Middle GmbH\", \"Target Inc.\"]");
	assert_int_equal(times(d.json.p, "{") + times(d.json.p, "["), times(d.json.p, "}") + times(d.json.p, "]"));
	drop(&d);
}

static void what_is_not_known_is_asked(void **state)
{
	(void)state;
	drawn d = draw_with(table, "Target Inc.", SCREEN_UNSURE, 100, false);
	has(d.page.p, "Not known: owned 50 % or more");
	has(d.page.p, "Is Listed Works Ltd. listed?");
	has(d.page.p, "Who owns the other 45 % of Target Inc.?");
	has(d.page.p, "MAY BE LISTED");
	has(d.json.p, "\"what\": \"listing-not-known\"");
	has(d.json.p, "\"why\": []");
	drop(&d);
	d = draw_with("owner,owned,percent\nA,Target Inc.,100\n", "Target Inc.", SCREEN_OFF, 120, false);
	has(d.page.p, "No: owned 50 % or more by listed parties together, each share counted whole: 0 %.");
	has(d.json.p, "\"reached\": \"no\"");
	drop(&d);
	d = draw_with("owner,owned,percent\nTarget Inc.,A,100\n", "Target Inc.", SCREEN_OFF, 80,
	              false); /* no owner of it */
	has(d.page.p, "may be anybody's");
	has(d.page.p, "Not known:");
	drop(&d);
}

static void no_line_is_wider_than_the_page(void **state)
{
	(void)state;
	ab_buf deep = {0};
	ab_buf_addz(&deep, "owner,owned,percent\nc0,Target Inc.,50\n");
	for (int i = 0; i < 30; i++)
		ab_buf_printf(&deep, "The company with the number c%d,%sc%d,100\n", i + 1,
		              i ? "The company with the number " : "", i);
	for (int width = 40; width <= 120; width += 13)
		for (int which = 0; which < 2; which++) {
			drawn d = draw_with(which ? deep.p : table, "Target Inc.", SCREEN_ON, width, false);
			ab_str rest = {d.page.p, d.page.n}, line;
			while (ab_str_cut(&rest, '\n', &line))
				if ((int)ab_utf8_width(line) > width || (line.n && line.p[line.n - 1] == ' '))
					fail_msg("%d columns: %.*s", width, AB_FMT(line));
			drop(&d);
		}
	ab_buf_free(&deep);
	drawn d = draw_with(table, "Target Inc.", SCREEN_ON, 80, true);
	has(d.page.p, "\033[31mListed Works Ltd.");
	drop(&d);
	d = draw_with("owner,owned,percent\n\"\033[2JEvil\",Target Inc.,100\n", "Target Inc.", SCREEN_OFF, 80, false);
	assert_null(strchr(d.page.p, '\033'));
	drop(&d);
}

static void deep_and_broad_trees_end(void **state)
{
	ab_buf b = {0};
	(void)state;
	ab_buf_addz(&b, "owner,owned,percent\nc0,Target Inc.,50\n");
	for (int i = 0; i < 60; i++)
		ab_buf_printf(&b, "c%d,c%d,100\n", i + 1, i);
	for (int i = 0; i < 1000; i++)
		ab_buf_printf(&b, "p%d,Target Inc.,0.05\n", i);
	drawn d = draw_with(b.p, "Target Inc.", SCREEN_OFF, 160, false);
	has(d.page.p, "further owners are not shown");
	has(d.page.p, "more, not shown");
	assert_true(times(d.page.p, "\n") < 500);
	drop(&d);
	ab_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_tells_everything),
		cmocka_unit_test(what_is_not_known_is_asked),
		cmocka_unit_test(no_line_is_wider_than_the_page),
		cmocka_unit_test(deep_and_broad_trees_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
