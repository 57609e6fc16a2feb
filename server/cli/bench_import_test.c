/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "cli/bench_import.h"
#include "store/db.h"

static const char prices[] =
	"date,symbol,close,volume,source\n2020-01-02,A,1,,x\n2020-01-03,A,2,5,x\n"
	"2020-01-02,B,3,,y\n2020-01-03,B,3,,\n";

static enum err run(const char *text, int rounds, struct bench_import_result *out, struct fail *f)
{
	char          folder[] = "/tmp/autoindex-test-XXXXXX";
	struct arena *a = arena_create();

	assert_non_null(mkdtemp(folder));
	enum err e = bench_import((struct bytes){text, strlen(text)}, folder, rounds,
	                          db_sqlite_open, a, out, f);
	assert_int_equal(rmdir(folder), 0); /* it left nothing behind */
	arena_destroy(a);
	return e;
}

static void both_ways_store_every_row(void **state)
{
	struct bench_import_result r;
	struct fail                f = {0};

	(void)state;
	if (run(prices, 3, &r, &f) != OK)
		print_error("%s\n", f.msg);
	assert_int_equal(f.code, OK);
	assert_int_equal(r.rows, 4);
	assert_int_equal(r.rounds, 3);
	assert_true(r.bare_rows_s > 0 && r.import_rows_s > 0);
	assert_true(r.ratio > 0);
}

static void refuses_what_it_cannot_compare(void **state)
{
	struct bench_import_result r;
	struct fail                f = {0};

	(void)state;
	assert_int_equal(run("date,symbol,close\n2020-01-02,A,x\n2020-01-03,A,1\n", 1, &r, &f),
	                 ERR_INVALID);
	assert_int_equal(run("nothing\n", 1, &r, &f), ERR_INVALID);
	assert_int_equal(run(prices, 0, &r, &f), ERR_INVALID);
	assert_int_equal(run(prices, BENCH_IMPORT_ROUNDS_MAX + 1, &r, &f), ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways_store_every_row),
		cmocka_unit_test(refuses_what_it_cannot_compare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
