/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <pthread.h>

#include "report/draw.h"
#include "report/fixture_files.h"
#include "report/pdf.h"

enum { LIMIT = 16 << 20 };

static struct arena *a;
static size_t        drawn; /* charts */

/* A drawing that uses all of the pen, in place of real charts; it stays within what it was given. */
void draw_chart(const struct pen *pen, struct arena *scratch, const struct chart *c, double width,
                double height)
{
	struct point frame[] = {{0, 0}, {width, 0}, {width, height}, {0, height}};
	struct point line[] = {{0, height}, {width / 3, 0}, {width, height / 2}};
	char        *name = arena_printf(scratch, "chart of %zu points", c->n);

	pen->area(pen->ctx, frame, COUNT(frame), INK_SERIES + (int)c->kind, 0.2);
	pen->line(pen->ctx, line, COUNT(line), INK_INDEX, 1.5, false);
	pen->line(pen->ctx, line, COUNT(line), INK_AXIS, 0.5, true);
	pen->line(pen->ctx, line, 1, INK_AXIS, 0.5, false);
	assert_true(pen->width(pen->ctx, name, 7, false) > 20);
	assert_true(pen->width(pen->ctx, name, 7, true) > pen->width(pen->ctx, name, 7, false));
	for (int i = 0; i < 40; i++) /* more sizes than are kept */
		pen->text(pen->ctx, width / 2, height / 2, i == 39 ? name : "", INK_TEXT,
		          5 + i * 0.1, ANCHOR_MIDDLE, i % 2);
	drawn++;
}

static int set_up(void **state)
{
	(void)state;
	a = arena_create();
	drawn = 0;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_destroy(a);
	return 0;
}

static struct buf pdf_of(const struct document *d)
{
	struct buf  b;
	struct fail f = {0};

	buf_init(&b, LIMIT);
	enum err e = report_pdf(d, &b, &f);

	assert_true(e == OK || b.n == 0);
	assert_string_equal(f.msg, ""); /* so that a failure says why */
	assert_int_equal(e, OK);
	assert_false(b.full);
	assert_true(b.n > 100);
	assert_memory_equal(b.p, "%PDF-1.", 7);
	assert_memory_equal(b.p + b.n - 6, "%%EOF\n", 6);
	return b;
}

static size_t count(const struct buf *b, const char *what)
{
	size_t n = 0, len = strlen(what);

	for (size_t i = 0; i + len <= b->n; i++)
		n += memcmp(b->p + i, what, len) == 0;
	return n;
}

static size_t pages(const struct buf *b)
{
	return count(b, "/Type /Page\n") + count(b, "/Type /Page ");
}

/* Each row as it reads, each figure alone. */
static void leave_words(const struct document *d)
{
	FILE *rows = fixture_file(a, d->id, "rows"), *figures = fixture_file(a, d->id, "figures");

	for (size_t i = 0; rows && figures && i < d->n; i++)
		for (size_t b = 0; b < d->sections[i].n; b++) {
			const struct block *block = &d->sections[i].blocks[b];
			const struct grid  *g = &block->grid;
			size_t n = g->long_after && g->long_after < g->n_rows ? g->long_after
			                                                      : g->n_rows;
			bool   large = block->kind == BLOCK_FIGURES && pdf_figures_fit(g);

			for (size_t c = 0; c < n * g->n_columns; c++) {
				char        buf[FIGURE_TEXT];
				const char *s = pdf_cell_text(&g->cells[c],
				                              &g->columns[c % g->n_columns], buf);

				fprintf(figures, "%s\n", s);
				if (!large && *s)
					fprintf(rows, "%s ", s);
				if (!large && c % g->n_columns == g->n_columns - 1)
					fprintf(rows, "\n");
			}
		}
	if (rows)
		fclose(rows);
	if (figures)
		fclose(figures);
}

static void writes_the_small_and_the_large(void **state)
{
	(void)state;
	struct document *small = fixture_small(a), *large = fixture_large(a);
	struct buf       s = pdf_of(small);

	assert_int_equal(pages(&s), 2);
	fixture_leave(a, small->id, "pdf", &s);
	leave_words(small);
	buf_finish(&s);
	assert_int_equal(drawn, 0);

	struct buf l = pdf_of(large);

	assert_in_range(pages(&l), 6, 12);
	assert_int_equal(drawn, 8);
	/* Charts are drawn, not painted as pictures. */
	assert_int_equal(count(&l, "/Subtype /Image"), 0);
	fixture_leave(a, large->id, "pdf", &l);
	leave_words(large);
	buf_finish(&l);
}

static void same_document_same_bytes(void **state)
{
	(void)state;
	struct document *d = fixture_large(a);
	struct buf       one = pdf_of(d), two = pdf_of(d);

	assert_int_equal(one.n, two.n);
	assert_memory_equal(one.p, two.p, one.n);
	assert_int_equal(count(&one, "20251231"), 1); /* made, says the file, on its last day */
	buf_finish(&one);
	buf_finish(&two);
}

static void says_when_the_buffer_is_full(void **state)
{
	(void)state;
	struct buf  b;
	struct fail f = {0};

	buf_init(&b, 5000);
	assert_int_equal(report_pdf(fixture_small(a), &b, &f), OK);
	assert_true(b.full);
	buf_finish(&b);
}

static struct document *one_block(struct block *b)
{
	struct section  *s = ARENA_NEW(a, struct section);
	struct document *d = ARENA_NEW(a, struct document);

	*s = (struct section){.id = "only", .title = "Only", .blocks = b, .n = b ? 1 : 0};
	*d = (struct document){.id = "odd", .title = "Odd", .sections = s, .n = 1};
	return d;
}

static void takes_what_is_not_there(void **state)
{
	(void)state;
	struct document     none = {.id = "none", .title = ""};
	const struct column column = {.title = "Alone", .kind = CELL_NUMBER};
	struct block        no_columns = {.kind = BLOCK_GRID, .title = "Nothing"};
	struct block        no_rows = {.kind = BLOCK_FIGURES,
	                               .grid = {.columns = &column, .n_columns = 1}};
	struct block        no_text = {.kind = BLOCK_TEXT};
	struct block        no_points = {.kind = BLOCK_CHART, .chart = {.kind = CHART_ROWS}};
	struct block       *blocks[] = {NULL, &no_columns, &no_rows, &no_text, &no_points};

	struct buf b = pdf_of(&none);

	assert_int_equal(pages(&b), 1);
	buf_finish(&b);
	for (size_t i = 0; i < COUNT(blocks); i++) {
		b = pdf_of(one_block(blocks[i]));
		assert_int_equal(pages(&b), 1);
		buf_finish(&b);
	}
}

/* A table wider than the page is cut, with its first column again; a high one goes on. */
static void cuts_what_is_too_wide(void **state)
{
	(void)state;
	const size_t   n = 70, rows = 30;
	struct column *columns = ARENA_ARRAY(a, n, struct column);
	struct cell   *c = ARENA_ARRAY(a, n * rows, struct cell);
	char          *word = ARENA_ARRAY(a, 401, char);

	memset(word, 'w', 400);
	for (size_t i = 0; i < n * rows; i++) {
		columns[i % n] = (struct column){.title = "Column", .kind = CELL_NUMBER};
		c[i] = (struct cell){.kind = CELL_NUMBER, .v = 1e9 + (double)i, .digits = 2};
	}
	c[n + 1] = fixture_text(word);
	c[n + 2] = fixture_text("");
	c[n + 3] = (struct cell){.kind = CELL_TEXT};
	struct block b = {.kind = BLOCK_GRID,
	                  .title = "Wide",
	                  .grid = {.columns = columns, .n_columns = n, .n_rows = rows, .cells = c}};
	struct buf   out = pdf_of(one_block(&b));

	assert_in_range(pages(&out), 5, 14);
	buf_finish(&out);
}

/* Text of any length goes on over pages, whatever is in it. */
static void breaks_long_text(void **state)
{
	(void)state;
	struct buf text;

	buf_init(&text, LIMIT);
	for (int i = 0; i < 900; i++)
		buf_printf(&text, "Paragraph %d of a long text with words — 漢字, ελληνικά, é.%s",
		           i, i % 3 ? " " : "\n\n");
	struct block b = {.kind = BLOCK_TEXT, .text = buf_text(&text)};
	struct buf   out = pdf_of(one_block(&b));

	assert_in_range(pages(&out), 8, 40);
	buf_finish(&out);
	buf_finish(&text);
}

/* More reasons than have a mark of their own, one of them without words. */
static void names_reasons(void **state)
{
	(void)state;
	const struct column columns[] = {{.title = "A"}, {.title = "B", .kind = CELL_NUMBER}};
	struct cell         c[2 * 14];

	for (size_t i = 0; i < 14; i++) {
		c[2 * i] = fixture_text("row");
		c[2 * i + 1] = (struct cell){.kind = CELL_NUMBER,
		                             .v = NAN,
		                             .text = i ? arena_printf(a, "reason %zu", i) : NULL};
	}
	struct block b = {.kind = BLOCK_GRID,
	                  .grid = {.columns = columns, .n_columns = 2, .n_rows = 14, .cells = c}};
	struct buf   out = pdf_of(one_block(&b));

	assert_int_equal(pages(&out), 1);
	buf_finish(&out);
}

static void *in_a_thread(void *expected)
{
	struct arena *own = arena_create();
	struct buf    b;
	struct fail   f = {0};

	buf_init(&b, LIMIT);
	bool same = report_pdf(expected, &b, &f) == OK;

	arena_destroy(own);
	size_t n = b.n;

	buf_finish(&b);
	return same ? (void *)(uintptr_t)n : NULL;
}

static void writes_in_threads_at_once(void **state)
{
	(void)state;
	struct document *d = fixture_small(a);
	struct buf       b = pdf_of(d);
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
		cmocka_unit_test_setup_teardown(same_document_same_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(says_when_the_buffer_is_full, set_up, tear_down),
		cmocka_unit_test_setup_teardown(takes_what_is_not_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cuts_what_is_too_wide, set_up, tear_down),
		cmocka_unit_test_setup_teardown(breaks_long_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_reasons, set_up, tear_down),
		cmocka_unit_test_setup_teardown(writes_in_threads_at_once, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
