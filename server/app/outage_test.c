/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/outage.h"

#include "store/fixture.h"

static void what_cannot_be_stored_is_said_until_it_can(void **state)
{
	struct outage *o = outage_create();
	struct fail    full = {0}, odd = {0}, f = {0};

	(void)state;
	(void)fail_as(&full, ERR_AWAY, "disk_full", "the disk of /secret is full");
	(void)fail(&odd, ERR_AWAY, "cannot open /secret");
	assert_ok(outage_check(o, &f), &f);
	outage_note(o, OUTAGE_WORK, NULL);
	assert_ok(outage_check(o, &f), &f);
	outage_note(o, OUTAGE_WORK, &full);
	outage_note(o, OUTAGE_BEAT, NULL); /* another's luck does not hide it */
	assert_refused(outage_check(o, &f), ERR_AWAY, &f, "disk that holds the database is full");
	assert_string_equal(f.slug, "disk_full");
	assert_true(f.plain);
	assert_null(strstr(f.msg, "secret"));
	outage_note(o, OUTAGE_BEAT, &odd);
	outage_note(o, OUTAGE_WORK, NULL);
	assert_refused(outage_check(o, &f), ERR_AWAY, &f, "the log says why");
	assert_null(strstr(f.msg, "secret"));
	outage_note(o, OUTAGE_BEAT, NULL);
	assert_ok(outage_check(o, &f), &f);
	outage_destroy(o);
}

static void without_one_nothing_is_known(void **state)
{
	struct fail f = {0};

	(void)state;
	outage_note(NULL, OUTAGE_WORK, &f);
	assert_ok(outage_check(NULL, &f), &f);
	outage_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_stored_is_said_until_it_can),
		cmocka_unit_test(without_one_nothing_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
