/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <string.h>

#include "base/buf.h"

static struct job_report there_and_back(const struct job_report *r, char line[512])
{
	struct job_report got = {.kind = JOB_SAYS_NOTHING};
	struct buf        b;

	buf_init(&b, 511);
	job_report_write(&b, r);
	assert_false(b.full);
	assert_int_equal(b.p[b.n - 1], '\n');
	assert_null(memchr(b.p, '\n', b.n - 1));
	memcpy(line, b.p, b.n - 1);
	line[b.n - 1] = '\0';
	buf_finish(&b);
	assert_true(job_report_parse(line, &got));
	return got;
}

static void what_is_written_is_read(void **state)
{
	char              line[512];
	struct job_report r = there_and_back(&(struct job_report){.kind = JOB_SAYS_PROGRESS,
	                                                          .percent = 40,
	                                                          .text = "two\nlines"},
	                                     line);

	(void)state;
	assert_int_equal(r.kind, JOB_SAYS_PROGRESS);
	assert_int_equal(r.percent, 40);
	assert_string_equal(r.text, "two lines");
	r = there_and_back(&(struct job_report){.kind = JOB_SAYS_RESULT, .text = "{\"a\": 1}"},
	                   line);
	assert_int_equal(r.kind, JOB_SAYS_RESULT);
	assert_string_equal(r.text, "{\"a\": 1}");
	r = there_and_back(&(struct job_report){.kind = JOB_SAYS_FAILURE,
	                                        .code = ERR_LIMIT,
	                                        .retry_after_s = 60,
	                                        .text = "too often"},
	                   line);
	assert_int_equal(r.kind, JOB_SAYS_FAILURE);
	assert_int_equal(r.code, ERR_LIMIT);
	assert_int_equal(r.retry_after_s, 60);
	assert_string_equal(r.slug, "");
	r = there_and_back(&(struct job_report){.kind = JOB_SAYS_FAILURE,
	                                        .code = ERR_INVALID,
	                                        .slug = "none_eligible"},
	                   line);
	assert_string_equal(r.slug, "none_eligible");
	assert_string_equal(r.text, "");
}

static void other_lines_are_none(void **state)
{
	static const char *const lines[] = {
		"",       "P",     "P 40",        "P x y",        "P 101 y", "P -1 y",
		"PP 1 y", "Q 1 y", "F 0 0 - why", "F 99 0 - why", "F 2 0 -", "F 2 -1 - why",
		" P 1 y", "R"};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct job_report r = {.kind = JOB_SAYS_NOTHING};
		char              line[32];

		strncpy(line, lines[i], sizeof(line) - 1);
		line[sizeof(line) - 1] = '\0';
		assert_false(job_report_parse(line, &r));
		assert_int_equal(r.kind, JOB_SAYS_NOTHING);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(other_lines_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
