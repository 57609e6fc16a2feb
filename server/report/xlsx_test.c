/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <pthread.h>
#include <zlib.h>

#include "report/fixture_files.h"
#include "report/xlsx.h"

enum { LIMIT = 16 << 20 };

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_create();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_destroy(a);
	return 0;
}

static struct buf xlsx_of(const struct document *d)
{
	struct buf  b;
	struct fail f = {0};

	buf_init(&b, LIMIT);
	assert_int_equal(report_xlsx(d, &b, &f), OK);
	assert_string_equal(f.msg, "");
	assert_false(b.full);
	assert_true(b.n > 1000);
	return b;
}

static size_t little(const char *p, size_t n)
{
	size_t v = 0;

	while (n-- > 0)
		v = v << 8 | (unsigned char)p[n];
	return v;
}

/* The text of a member of the zip, from its central directory; NULL where there is none. */
static char *member(const struct buf *b, const char *name)
{
	const char *end = b->p + b->n - 22;

	assert_memory_equal(end, "PK\5\6", 4);
	const char *p = b->p + little(end + 16, 4);

	for (size_t i = little(end + 10, 2); i > 0; i--) {
		size_t packed = little(p + 20, 4), n = little(p + 24, 4), len = little(p + 28, 2);

		assert_memory_equal(p, "PK\1\2", 4);
		if (len == strlen(name) && memcmp(p + 46, name, len) == 0) {
			const char *local = b->p + little(p + 42, 4);
			char       *text = ARENA_ARRAY(a, n + 1, char);
			z_stream    z = {.next_in = (Bytef *)(uintptr_t)(local + 30 +
                                                                      little(local + 26, 2) +
                                                                      little(local + 28, 2)),
			                 .avail_in = (uInt)packed,
			                 .next_out = (Bytef *)text,
			                 .avail_out = (uInt)n};

			assert_int_equal(inflateInit2(&z, -MAX_WBITS), Z_OK);
			assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
			assert_int_equal(inflateEnd(&z), Z_OK);
			return text;
		}
		p += 46 + len + little(p + 30, 2) + little(p + 32, 2);
	}
	return NULL;
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, what)); p++)
		n++;
	return n;
}

/* Each figure of the grids: its sheet, its kind, its value. */
static void leave_values(const struct document *d)
{
	FILE *f = fixture_file(a, d->id, "values");

	for (size_t i = 0; f && i < d->n; i++)
		for (size_t b = 0; b < d->sections[i].n; b++) {
			const struct grid *g = &d->sections[i].blocks[b].grid;

			for (size_t c = 0; c < g->n_rows * g->n_columns; c++)
				if (g->cells[c].kind == CELL_TEXT)
					fprintf(f, "%s\ttext\t%s\n", d->sections[i].title,
					        g->cells[c].text);
				else if (g->cells[c].kind != CELL_NONE)
					fprintf(f, "%s\t%s\t%.17g\n", d->sections[i].title,
					        g->cells[c].kind == CELL_NUMBER    ? "number"
					        : g->cells[c].kind == CELL_PERCENT ? "percent"
					                                           : "date",
					        g->cells[c].v);
		}
	if (f)
		fclose(f);
}

static void writes_the_small_and_the_large(void **state)
{
	(void)state;
	struct document *small = fixture_small(a), *large = fixture_large(a);
	struct buf       s = xlsx_of(small), l = xlsx_of(large);

	fixture_leave(a, small->id, "xlsx", &s);
	fixture_leave(a, large->id, "xlsx", &l);
	leave_values(small);
	leave_values(large);
	assert_non_null(member(&s, "xl/worksheets/sheet3.xml"));
	assert_null(member(&s, "xl/worksheets/sheet4.xml")); /* the report, two sections */
	assert_null(member(&s, "xl/charts/chart1.xml"));
	assert_non_null(member(&l, "xl/charts/chart8.xml"));
	assert_non_null(strstr(member(&l, "xl/charts/chart1.xml"), "<c:logBase val=\"10\"/>"));
	assert_non_null(strstr(member(&l, "xl/charts/chart3.xml"), "<c:areaChart>"));
	assert_non_null(strstr(member(&l, "docProps/core.xml"), "2025-12-31T00:00:00Z"));
	buf_finish(&s);
	buf_finish(&l);
}

static void text_is_never_a_formula(void **state)
{
	(void)state;
	struct buf b = xlsx_of(fixture_small(a));

	for (int i = 1; i <= 3; i++)
		assert_int_equal(
			count(member(&b, arena_printf(a, "xl/worksheets/sheet%d.xml", i)), "<f>"),
			0);
	assert_non_null(strstr(member(&b, "xl/sharedStrings.xml"), "<t>=1+1</t>"));
	assert_non_null(strstr(member(&b, "xl/sharedStrings.xml"), "<t>@cap</t>"));
	buf_finish(&b);
}

static void says_why_a_figure_is_missing(void **state)
{
	(void)state;
	struct buf b = xlsx_of(fixture_small(a));

	assert_non_null(strstr(member(&b, "xl/comments1.xml"), "no day of the benchmark fell"));
	assert_int_equal(count(member(&b, "xl/comments2.xml"), "no price on this day"), 2);
	buf_finish(&b);
}

/* Charts over the same days share one column of dates. */
static void shares_dates(void **state)
{
	(void)state;
	struct buf  b = xlsx_of(fixture_large(a));
	const char *chart3 = member(&b, "xl/charts/chart3.xml"),
		   *chart4 = member(&b, "xl/charts/chart4.xml");

	assert_non_null(strstr(chart3, "<c:cat><c:numRef><c:f>Drawdowns!$J$5:$J$8354</c:f>"));
	assert_non_null(strstr(chart4, "<c:cat><c:numRef><c:f>Drawdowns!$J$5:$J$8354</c:f>"));
	assert_non_null(strstr(chart3, "<c:f>Drawdowns!$K$5:$K$8354</c:f>"));
	assert_non_null(strstr(chart4, "<c:f>Drawdowns!$M$5:$M$8354</c:f>"));
	buf_finish(&b);
}

static void same_document_same_bytes(void **state)
{
	(void)state;
	struct document *d = fixture_large(a);
	struct buf       one = xlsx_of(d), two = xlsx_of(d);

	assert_int_equal(one.n, two.n);
	assert_memory_equal(one.p, two.p, one.n);
	buf_finish(&one);
	buf_finish(&two);
}

static void says_when_the_buffer_is_full(void **state)
{
	(void)state;
	struct buf  b;
	struct fail f = {0};

	buf_init(&b, 3000);
	assert_int_equal(report_xlsx(fixture_small(a), &b, &f), OK);
	assert_true(b.full);
	buf_finish(&b);
}

/* Names that Excel refuses, one that is there twice, one too long, none. */
static void names_sheets(void **state)
{
	(void)state;
	static const char *const titles[] = {"Report",
	                                     "What? [a/b]: *c*\\",
	                                     "'Tis its own'",
	                                     "",
	                                     "HISTORY",
	                                     "A name that is much longer than what fits on a tab",
	                                     "A name that is much longer than what fits, again"};
	struct section          *s = ARENA_ARRAY(a, COUNT(titles), struct section);
	struct document         *d = ARENA_NEW(a, struct document);

	for (size_t i = 0; i < COUNT(titles); i++)
		s[i] = (struct section){.id = "s", .title = titles[i]};
	*d = (struct document){.id = "names", .title = "Names", .sections = s, .n = COUNT(titles)};
	struct buf  b = xlsx_of(d);
	const char *book = member(&b, "xl/workbook.xml");

	assert_non_null(strstr(book, "\"Report\""));
	assert_non_null(strstr(book, "\"Report 2\""));
	assert_non_null(strstr(book, "\"What   a b    c  \""));
	assert_non_null(strstr(book, "\" Tis its own \""));
	assert_non_null(strstr(book, "\"Section\""));
	assert_non_null(strstr(book, "\"Section 2\""));
	assert_non_null(strstr(book, "\"A name that is much longer than\""));
	assert_non_null(strstr(book, "\"A name that is much longer  2\""));
	assert_int_equal(count(book, "<sheet "), COUNT(titles) + 1);
	buf_finish(&b);
}

static void refuses_what_no_sheet_holds(void **state)
{
	(void)state;
	const struct column column = {.title = "x", .kind = CELL_NUMBER};
	struct block        block = {.kind = BLOCK_GRID,
	                             .grid = {.columns = &column, .n_columns = 1, .n_rows = 1048575}};
	struct section      s = {.id = "s", .title = "High", .blocks = &block, .n = 1};
	struct document     d = {.id = "high", .title = "High", .sections = &s, .n = 1};
	struct buf          b;
	struct fail         f = {0};

	buf_init(&b, LIMIT);
	assert_int_equal(report_xlsx(&d, &b, &f), ERR_TOOBIG);
	assert_int_equal(b.n, 0);
	assert_string_equal(f.msg, "the section 'High' does not fit on a sheet");
	buf_finish(&b);
}

static void takes_what_is_not_there(void **state)
{
	(void)state;
	struct block    blocks[] = {{.kind = BLOCK_GRID},
	                            {.kind = BLOCK_CHART, .chart = {.kind = CHART_ROWS}},
	                            {.kind = BLOCK_TEXT},
	                            {.kind = BLOCK_FIGURES}};
	struct section  s = {.id = "s", .title = "Empty", .blocks = blocks, .n = COUNT(blocks)};
	struct document d = {.id = "empty", .title = "", .sections = &s, .n = 1};
	struct buf      b = xlsx_of(&d);

	assert_null(member(&b, "xl/charts/chart1.xml"));
	buf_finish(&b);
}

static void early_dates_are_text(void **state)
{
	(void)state;
	const struct column column = {.title = "Day", .kind = CELL_DATE};
	struct cell         cells[] = {{.kind = CELL_DATE, .v = date_of(1899, 12, 31)},
	                               {.kind = CELL_DATE, .v = date_of(1900, 3, 1)},
	                               {.kind = CELL_DATE, .v = date_of(2025, 12, 31)}};
	struct block        block = {
		       .kind = BLOCK_GRID,
		       .grid = {.columns = &column, .n_columns = 1, .n_rows = 3, .cells = cells}};
	struct section  s = {.id = "s", .title = "Days", .blocks = &block, .n = 1};
	struct document d = {.id = "days", .title = "Days", .sections = &s, .n = 1};
	struct buf      b = xlsx_of(&d);
	const char     *sheet = member(&b, "xl/worksheets/sheet2.xml");

	assert_non_null(strstr(member(&b, "xl/sharedStrings.xml"), "<t>1899-12-31</t>"));
	assert_non_null(strstr(sheet, "<v>61</v>"));
	assert_non_null(strstr(sheet, "<v>46022</v>"));
	buf_finish(&b);
}

static void *in_a_thread(void *d)
{
	struct buf  b;
	struct fail f = {0};

	buf_init(&b, LIMIT);
	enum err e = report_xlsx(d, &b, &f);
	size_t   n = b.n;

	buf_finish(&b);
	return e == OK ? (void *)(uintptr_t)n : NULL;
}

static void writes_in_threads_at_once(void **state)
{
	(void)state;
	struct document *d = fixture_small(a);
	struct buf       b = xlsx_of(d);
	pthread_t        threads[4];

	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, in_a_thread, d), 0);
	for (size_t i = 0; i < COUNT(threads); i++) {
		void *n;

		pthread_join(threads[i], &n);
		assert_int_equal((uintptr_t)n, b.n);
	}
	buf_finish(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(writes_the_small_and_the_large, set_up, tear_down),
		cmocka_unit_test_setup_teardown(text_is_never_a_formula, set_up, tear_down),
		cmocka_unit_test_setup_teardown(says_why_a_figure_is_missing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(shares_dates, set_up, tear_down),
		cmocka_unit_test_setup_teardown(same_document_same_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(says_when_the_buffer_is_full, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_sheets, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_what_no_sheet_holds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(takes_what_is_not_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(early_dates_are_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(writes_in_threads_at_once, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
