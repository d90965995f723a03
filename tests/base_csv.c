/* Tables, files and diagnostics: quotes, line numbers of faults, and their printed form. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"

typedef struct fixture {
	ab_arena a;
	ab_diags d;
	ab_csv t;
	ab_buf out;
} fixture;

static int set_up(void **state)
{
	fixture *f = calloc(1, sizeof(*f));
	if (!f)
		return -1;
	ab_diags_init(&f->d, &f->a);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	fixture *f = *state;
	ab_buf_free(&f->out);
	ab_arena_free(&f->a);
	free(f);
	return 0;
}

static void expect_cell(const fixture *f, uint32_t row, const char *col, const char *text)
{
	ab_str cell = ab_csv_cell(&f->t, row, ab_csv_col(&f->t, col));
	if (!ab_str_is(cell, text))
		fail_msg("row %u, %s: \"%.*s\" instead of \"%s\"", row, col, AB_FMT(cell), text);
}

static void parse(fixture *f, const char *text)
{
	assert_true(ab_csv_parse(&f->t, &f->a, "t.csv", ab_str_of(text), &f->d));
	assert_int_equal(f->d.errors, 0);
}

/* Each table has one fault; the printed line is compared from its start. */
static void expect_fault(const char *text, const char *line)
{
	fixture *f;
	assert_int_equal(set_up((void **)&f), 0);
	assert_false(ab_csv_parse(&f->t, &f->a, "t.csv", ab_str_of(text), &f->d));
	ab_diags_print(&f->d, &f->out);
	assert_non_null(f->out.p);
	if (strncmp(f->out.p, line, strlen(line)) != 0)
		fail_msg("\"%s\" instead of \"%s\"", f->out.p, line);
	tear_down((void **)&f);
}

static void reads_cells_by_column_name(void **state)
{
	fixture *f = *state;
	parse(f, "\xEF\xBB\xBFid,name,note\r\na/1,First,\r\na/2,Second,x\n");
	assert_int_equal(f->t.rows, 2);
	expect_cell(f, 0, "id", "a/1");
	expect_cell(f, 0, "note", "");
	expect_cell(f, 1, "name", "Second");
	expect_cell(f, 1, "note", "x");
	assert_int_equal(ab_csv_col(&f->t, "nothing"), -1);
	assert_int_equal(ab_csv_cell(&f->t, 0, -1).n, 0);
	assert_int_equal(ab_csv_cell(&f->t, 2, 0).n, 0);
}

static void reads_quoted_cells(void **state)
{
	fixture *f = *state;
	parse(f, "id,text\n1,\"a, b\"\n2,\"he said \"\"no\"\"\"\n3,\"two\nlines\"\n\n4,\"\"");
	assert_int_equal(f->t.rows, 4);
	expect_cell(f, 0, "text", "a, b");
	expect_cell(f, 1, "text", "he said \"no\"");
	expect_cell(f, 2, "text", "two\nlines");
	expect_cell(f, 3, "text", "");
	assert_int_equal(f->t.lines[2], 4);
	assert_int_equal(f->t.lines[3], 7);
}

static void tells_the_line_of_each_fault(void **state)
{
	(void)state;
	expect_fault("", "ambit: t.csv:1: the table is empty; ");
	expect_fault("a,b\n1,2\n3\n", "ambit: t.csv:3: the row has 1 cells and the header 2; ");
	expect_fault("a,b\n1,2\n3,4,5\n", "ambit: t.csv:3: the row has 3 cells and the header 2; ");
	expect_fault("a,b\n\"x\ny\",2\n1,\"never\n", "ambit: t.csv:4: a quoted cell begins here and never ends; ");
	expect_fault("a,b\n1,x\"y\n", "ambit: t.csv:2:4: a quote inside a cell that is not quoted; ");
	expect_fault("a,b\n1,\"x\"y\n", "ambit: t.csv:2:6: text follows the closing quote of a cell; ");
	expect_fault("a,b,a\n1,2,3\n", "ambit: t.csv:1: the column \"a\" stands twice; ");
	expect_fault("a,,c\n1,2,3\n", "ambit: t.csv:1: column 2 has no name; ");
	expect_fault("a,b\n1,\xFFx\n", "ambit: t.csv:2:3: the byte 0xFF does not belong here; ");
}

static void tells_many_faults_but_not_endless(void **state)
{
	fixture *f = *state;
	ab_buf text = {0};
	ab_buf_addz(&text, "a,b\n");
	for (int i = 0; i < 50; i++)
		ab_buf_addz(&text, "1\n");
	assert_false(ab_csv_parse(&f->t, &f->a, "t.csv", (ab_str){text.p, text.n}, &f->d));
	ab_buf_free(&text);
	assert_int_equal(f->d.errors, 21);
	assert_string_equal(f->d.list.p[20].message, "30 more faults");
	assert_int_equal(f->d.list.p[19].line, 21);
}

static void prints_what_is_known_of_a_place(void **state)
{
	fixture *f = *state;
	char file[] = "a.law";
	ab_error(&f->d, file, 3, 7, "write x", "no %s", "y");
	file[0] = 'z'; /* the name was copied */
	ab_error(&f->d, "b", 3, 0, NULL, "line only");
	ab_error(&f->d, "b", 0, 9, NULL, "file only");
	ab_warn(&f->d, NULL, 5, 5, NULL, "nowhere");
	ab_diags_print(&f->d, &f->out);
	assert_string_equal(f->out.p, "ambit: a.law:3:7: no y; write x\n"
	                              "ambit: b:3: line only\n"
	                              "ambit: b: file only\n"
	                              "ambit: warning: nowhere\n");
	assert_int_equal(f->d.errors, 3);
}

static void reads_files_up_to_a_limit(void **state)
{
	fixture *f = *state;
	char path[] = "/tmp/ambit-test-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "hello", 5), 5);
	close(fd);
	ab_str text;
	assert_true(ab_file_read(&f->a, path, 5, &text, &f->d));
	assert_true(ab_str_is(text, "hello") && text.p[5] == '\0');
	assert_false(ab_file_read(&f->a, path, 4, &text, &f->d));
	assert_string_equal(f->d.list.p[0].message, "the file is longer than 4 bytes");
	unlink(path);
	assert_false(ab_file_read(&f->a, path, 5, &text, &f->d));
	assert_false(ab_file_read(&f->a, "/tmp", 5, &text, &f->d));
	assert_int_equal(f->d.errors, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_cells_by_column_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_quoted_cells, set_up, tear_down),
		cmocka_unit_test(tells_the_line_of_each_fault),
		cmocka_unit_test_setup_teardown(tells_many_faults_but_not_endless, set_up, tear_down),
		cmocka_unit_test_setup_teardown(prints_what_is_known_of_a_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_files_up_to_a_limit, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
