/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"

static const enum err all[] = {
#define X(name, status, slug) ERR_##name,
	ERR_LIST(X)
#undef X
};

static void every_code_has_status_word_and_title(void **state)
{
	(void)state;
	assert_int_equal(err_status(OK), 200);
	for (size_t i = 0; i < COUNT(all); i++) {
		assert_in_range(err_status(all[i]), 400, 599);
		assert_true(*err_slug(all[i]) != '\0');
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(err_slug(all[i]), err_slug(all[j]));
		if (all[i] != ERR_INTERNAL)
			assert_string_not_equal(err_title(all[i]), "Internal Server Error");
	}
	assert_int_equal(err_status(ERR_TOOSHORT), 422);
	assert_string_equal(err_slug(ERR_TOOBIG), "too_large");
	assert_string_equal(err_title(ERR_INVALID), "Unprocessable Content");
	assert_string_equal(err_title(ERR_AWAY), "Service Unavailable");
	assert_string_equal(err_title(OK), "OK");
}

static void fail_records_and_returns_the_code(void **state)
{
	struct fail f = {0};

	(void)state;
	assert_int_equal(fail(&f, ERR_NOTFOUND, "no asset '%s'", "SPY"), ERR_NOTFOUND);
	assert_int_equal(f.code, ERR_NOTFOUND);
	assert_string_equal(f.msg, "no asset 'SPY'");
	assert_null(f.slug);
	assert_int_equal(fail_as(&f, ERR_CONFLICT, "taken", "%d left", 0), ERR_CONFLICT);
	assert_string_equal(f.slug, "taken");
	assert_string_equal(f.msg, "0 left");
	fail(&f, ERR_INTERNAL, "plain");
	assert_null(f.slug);
}

static void a_message_may_wrap_the_one_before(void **state)
{
	struct fail f = {0};

	(void)state;
	fail(&f, ERR_UPSTREAM, "no route to host");
	fail(&f, ERR_AWAY, "prices: %s", f.msg);
	assert_string_equal(f.msg, "prices: no route to host");
}

static void long_messages_end_between_characters(void **state)
{
	(void)state;
	for (size_t shift = 0; shift < 4; shift++) {
		char        text[600] = "xxx";
		struct fail f = {0};

		for (size_t i = shift; i + 4 < sizeof(text); i += 3)
			memcpy(text + i, "€", 4);
		fail(&f, ERR_INVALID, "%s", text);
		assert_in_range(strlen(f.msg), sizeof(f.msg) - 4, sizeof(f.msg) - 1);
		assert_true(text_utf8_valid(f.msg, strlen(f.msg)));
		assert_string_equal(f.msg + strlen(f.msg) - 3, "…");
	}
}

static void a_message_that_just_fits_stays_whole(void **state)
{
	struct fail f = {0};
	char        text[sizeof(f.msg)];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	fail(&f, ERR_INVALID, "%s", text);
	assert_string_equal(f.msg, text);
}

static void fields_add_up(void **state)
{
	struct fail f = {0};

	(void)state;
	assert_int_equal(fail_field(&f, "email", "must be an address"), ERR_INVALID);
	assert_string_equal(f.msg, "email: must be an address");
	fail_field(&f, "weights.momentum", "must be at most %d", 1);
	assert_int_equal(f.code, ERR_INVALID);
	assert_int_equal(f.n_fields, 2);
	assert_string_equal(f.fields[1].field, "weights.momentum");
	assert_string_equal(f.fields[1].msg, "must be at most 1");
	assert_string_equal(f.msg,
	                    "email: must be an address; weights.momentum: must be at most 1");
}

static void a_field_after_another_failure_starts_anew(void **state)
{
	struct fail f = {0};

	(void)state;
	fail(&f, ERR_NOTFOUND, "no such index");
	fail_field(&f, "name", "is required");
	assert_int_equal(f.code, ERR_INVALID);
	assert_int_equal(f.n_fields, 1);
	assert_string_equal(f.msg, "name: is required");
}

static void fields_beyond_the_last_are_counted_out(void **state)
{
	struct fail f = {0};
	char        name[160];

	(void)state;
	for (int i = 0; i < FAIL_FIELDS + 5; i++) {
		snprintf(name, sizeof(name), "%d-é%070d", i, i);
		assert_int_equal(fail_field(&f, name, "%0500d", i), ERR_INVALID);
	}
	assert_int_equal(f.n_fields, FAIL_FIELDS);
	for (size_t i = 0; i < f.n_fields; i++) {
		assert_int_equal(strlen(f.fields[i].field), sizeof(f.fields[i].field) - 1);
		assert_int_equal(strlen(f.fields[i].msg), sizeof(f.fields[i].msg) - 1);
	}
	assert_true(strncmp(f.fields[FAIL_FIELDS - 1].field, "15-", 3) == 0);
	assert_true(strlen(f.msg) < sizeof(f.msg));
	assert_true(text_utf8_valid(f.msg, strlen(f.msg)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_has_status_word_and_title),
		cmocka_unit_test(fail_records_and_returns_the_code),
		cmocka_unit_test(a_message_may_wrap_the_one_before),
		cmocka_unit_test(long_messages_end_between_characters),
		cmocka_unit_test(a_message_that_just_fits_stays_whole),
		cmocka_unit_test(fields_add_up),
		cmocka_unit_test(a_field_after_another_failure_starts_anew),
		cmocka_unit_test(fields_beyond_the_last_are_counted_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
