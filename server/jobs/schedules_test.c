/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/schedules.h"

#include "app/fixture.h"

#include "jobs/jobs.h"
#include "queue/queue.h"

static int setup(void **state)
{
	struct desk *d = desk_make();
	struct fail  f = {0};

	d->app.queue = queue_sql_create(d->s->db, &d->clock, NULL);
	assert_ok(schedules_ensure(&d->app, d->s->a, &f), &f);
	*state = d;
	return 0;
}

static int teardown(void **state)
{
	struct desk *d = *state;

	queue_destroy(d->app.queue);
	return desk_teardown(state);
}

static struct Schedule find(struct desk *d, const char *name)
{
	struct Schedules all;
	struct fail      f = {0};

	assert_ok(app_schedules(&d->app, d->s->a, &all, &f), &f);
	const struct Schedule *p = all.items.items;
	for (size_t i = 0; i < all.items.n; i++)
		if (strcmp(p[i].name, name) == 0)
			return p[i];
	return (struct Schedule){.id = 0};
}

static void the_program_brings_its_own(void **state)
{
	struct desk    *d = *state;
	struct Schedule s = find(d, "refresh");
	struct fail     f = {0};
	char            text[TIME_TEXT];

	assert_true(s.builtin && s.enabled);
	/* Thursday, New Year: the next session closes on Friday, whose holidays are not in this database. */
	assert_string_equal(time_format(s.next_at, text), "2026-01-01T21:30:00.000Z");
	assert_true(find(d, "compute").next_at == TIME_NONE);
	assert_ok(schedules_ensure(&d->app, d->s->a, &f), &f); /* again: nothing changes */
	assert_int_equal(find(d, "refresh").id, s.id);
}

static void a_closed_day_is_no_session(void **state)
{
	struct desk    *d = *state;
	struct Schedule s = find(d, "refresh"), out;
	struct fail     f = {0};
	char            text[TIME_TEXT];

	store_exec(d->s, arena_printf(d->s->a, "INSERT INTO exchange_closures VALUES ('XNYS', %d)",
	                              date_of(2026, 1, 1)));
	assert_ok(app_schedule_save(&d->app, d->s->a, &s, 0, &out, &f), &f);
	assert_string_equal(time_format(out.next_at, text), "2026-01-02T21:30:00.000Z");
}

static void one_is_added_changed_run_and_deleted(void **state)
{
	struct desk    *d = *state;
	struct Schedule in = {.name = "night",
	                      .kind = "data_quality",
	                      .spec = "cron 30 2 * * *",
	                      .timezone = "Europe/Berlin",
	                      .enabled = true},
			out;
	struct fail f = {0};
	struct task t;
	char        id[TASK_ID_MAX + 1], text[TIME_TEXT];
	bool        fresh;

	assert_ok(app_schedule_save(&d->app, d->s->a, &in, 0, &out, &f), &f);
	assert_string_equal(time_format(out.next_at, text), "2026-01-01T01:30:00.000Z");
	assert_refused(app_schedule_save(&d->app, d->s->a, &in, 0, &out, &f), ERR_CONFLICT, &f,
	               "already");
	out.spec = "every 2h";
	assert_ok(app_schedule_save(&d->app, d->s->a, &out, 0, &out, &f), &f);
	assert_string_equal(find(d, "night").spec, "every 2h");
	assert_ok(app_schedule_run(&d->app, d->s->a, out.id, 0, id, &fresh, &f), &f);
	assert_true(fresh);
	assert_ok(queue_get(d->app.queue, d->s->a, id, &t, &f), &f);
	assert_string_equal(t.parent, "schedule:night");
	assert_ok(app_schedule_run(&d->app, d->s->a, out.id, 0, id, &fresh, &f), &f);
	assert_false(fresh); /* a double click */
	assert_string_equal(find(d, "night").last_task, id);
	assert_true(find(d, "night").last_at == d->clock.fixed_ms);
	assert_true(find(d, "night").next_at == out.next_at);
	assert_ok(app_schedule_delete(&d->app, d->s->a, out.id, &f), &f);
	assert_refused(app_schedule_run(&d->app, d->s->a, out.id, 0, id, &fresh, &f), ERR_NOTFOUND,
	               &f, "no schedule");
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM audit_log"), 5);
}

static void a_report_is_for_whoever_saved_its_schedule(void **state)
{
	struct desk    *d = *state;
	struct Schedule in = {.name = "monthly",
	                      .kind = "report",
	                      .args = "{\"report_type\":\"summary\"}",
	                      .spec = "every 1d",
	                      .enabled = true},
			out;
	struct fail   f = {0};
	struct task   t;
	char          id[TASK_ID_MAX + 1];
	bool          fresh;
	const int64_t bob = 7;

	store_exec(d->s, "INSERT INTO users (id, email, password_hash, role, created_at) VALUES"
	                 " (7, 'bob@example.com', 'h', 'admin', 0)");
	assert_int_equal(app_schedule_save(&d->app, d->s->a, &in, 0, &out, &f), ERR_INVALID);
	assert_string_equal(f.fields[0].field, "kind");
	fail_clear(&f);
	assert_ok(app_schedule_save(&d->app, d->s->a, &in, bob, &out, &f), &f);
	assert_ok(schedules_put(&d->app, d->s->a, &out, 0, NULL, id, &fresh, &f), &f);
	assert_ok(queue_get(d->app.queue, d->s->a, id, &t, &f), &f);
	assert_int_equal(t.user_id, bob);
}

static void one_that_another_comes_after_stays(void **state)
{
	struct desk    *d = *state;
	struct Schedule in = {.name = "first", .kind = "drill", .spec = "every 1d"}, first, second;
	struct fail     f = {0};

	assert_ok(app_schedule_save(&d->app, d->s->a, &in, 0, &first, &f), &f);
	in = (struct Schedule){.name = "second", .kind = "drill", .spec = "after first"};
	assert_ok(app_schedule_save(&d->app, d->s->a, &in, 0, &second, &f), &f);
	assert_refused(app_schedule_delete(&d->app, d->s->a, first.id, &f), ERR_CONFLICT, &f,
	               "'second' comes after");
	first.name = "other";
	assert_int_equal(app_schedule_save(&d->app, d->s->a, &first, 0, &in, &f), ERR_INVALID);
	assert_string_equal(f.fields[0].field, "name");
	fail_clear(&f);
	assert_ok(app_schedule_delete(&d->app, d->s->a, second.id, &f), &f);
	assert_ok(app_schedule_save(&d->app, d->s->a, &first, 0, &in, &f), &f);
	assert_ok(app_schedule_delete(&d->app, d->s->a, find(d, "refresh").id, &f), &f);
}

static void a_builtin_keeps_its_name_and_comes_back(void **state)
{
	struct desk    *d = *state;
	struct Schedule s = find(d, "quality"), other = s, out;
	struct fail     f = {0};

	other.name = "other";
	other.kind = "cleanup";
	assert_int_equal(app_schedule_save(&d->app, d->s->a, &other, 0, &out, &f), ERR_INVALID);
	assert_int_equal(f.n_fields, 2);
	assert_string_equal(f.fields[0].field, "name");
	assert_string_equal(f.fields[1].field, "kind");
	fail_clear(&f);
	s.spec = "every 1d";
	s.enabled = false;
	assert_ok(app_schedule_save(&d->app, d->s->a, &s, 0, &out, &f), &f);
	assert_false(out.enabled);
	assert_ok(app_schedule_delete(&d->app, d->s->a, s.id, &f), &f);
	assert_string_equal(find(d, "quality").spec, "cron 0 6 * * *");
}

static void refused(struct desk *d, const char *field, struct Schedule in)
{
	struct Schedule out;
	struct fail     f = {0};
	int64_t         before = store_int(d->s, "SELECT count(*) FROM schedules");

	assert_int_equal(app_schedule_save(&d->app, d->s->a, &in, 0, &out, &f), ERR_INVALID);
	assert_true(f.n_fields > 0);
	assert_string_equal(f.fields[0].field, field);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM schedules"), before);
}

static void what_is_wrong_is_named(void **state)
{
	struct desk          *d = *state;
	const struct Schedule fine = {
		.name = "x", .kind = "cleanup", .spec = "every 1h", .enabled = true};
	struct Schedule s;

	s = fine;
	s.name = "No Blanks";
	refused(d, "name", s);
	s = fine;
	s.kind = "market_refesh";
	refused(d, "kind", s);
	s = fine;
	s.args = "{\"days_to_keep\":0}";
	refused(d, "args.days_to_keep", s);
	s = fine;
	s.args = "[";
	refused(d, "args", s);
	s = fine;
	s.spec = "cron 0 0 30 2 *";
	refused(d, "spec", s);
	s = fine;
	s.spec = "sometimes";
	refused(d, "spec", s);
	s = fine;
	s.spec = "after nobody";
	refused(d, "spec", s);
	s = fine;
	s.spec = "after x";
	refused(d, "spec", s);
	s = fine;
	s.spec = "cron 0 0 * * *";
	s.timezone = "Mars/Olympus";
	refused(d, "timezone", s);
	s.spec = "close XNYS"; /* has a clock of its own, and the wrong one is wrong all the same */
	refused(d, "timezone", s);
	s = find(d, "refresh"); /* waits for what waits for it */
	s.spec = "after compute";
	refused(d, "spec", s);
}

static void a_task_that_is_no_kind_is_not_put(void **state)
{
	struct desk   *d = *state;
	struct fail    f = {0};
	char           id[TASK_ID_MAX + 1];
	struct job_ask ask = {.kind = "market_refesh"};

	assert_refused(job_put(&d->app, d->s->a, &ask, id, NULL, &f), ERR_INVALID, &f,
	               "did you mean 'market_refresh'");
	fail_clear(&f);
	ask = (struct job_ask){.kind = "market_refresh", .args = "{\"mode\":\"wild\"}"};
	assert_refused(job_put(&d->app, d->s->a, &ask, id, NULL, &f), ERR_INVALID, &f, "args.mode");
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM tasks"), 0);
	ask.args = "{\"mode\":null}";
	assert_ok(job_put(&d->app, d->s->a, &ask, id, NULL, &f), &f);
	assert_int_equal(store_int(d->s, "SELECT count(*) FROM notices"), 1);
}

static void what_rereads_is_put_again_while_it_runs(void **state)
{
	static const struct {
		const char *kind;
		bool        again;
	} kinds[] = {{"index_compute", true}, {"market_refresh", true}, {"cleanup", false}};
	struct desk *d = *state;
	struct fail  f = {0};
	struct task  t;
	size_t       n;

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct job_ask ask = {.kind = kinds[i].kind, .once_key = kinds[i].kind};
		char           id[TASK_ID_MAX + 1];
		bool           fresh;

		assert_ok(job_put(&d->app, d->s->a, &ask, id, &fresh, &f), &f);
		assert_ok(
			queue_reserve(d->app.queue, d->s->a, QUEUE_ALL, "a", 30000, 1, &t, &n, &f),
			&f);
		assert_string_equal(t.id, id);
		assert_ok(job_put(&d->app, d->s->a, &ask, id, &fresh, &f), &f);
		assert_int_equal(fresh, kinds[i].again);
		assert_ok(queue_cancelled(d->app.queue, &t, &f), &f);
		if (fresh)
			assert_ok(queue_cancel(d->app.queue, id, NULL, &f), &f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_program_brings_its_own, setup, teardown),
		cmocka_unit_test_setup_teardown(a_closed_day_is_no_session, setup, teardown),
		cmocka_unit_test_setup_teardown(one_is_added_changed_run_and_deleted, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(a_report_is_for_whoever_saved_its_schedule, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(one_that_another_comes_after_stays, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(a_builtin_keeps_its_name_and_comes_back, setup,
	                                        teardown),
		cmocka_unit_test_setup_teardown(what_is_wrong_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(a_task_that_is_no_kind_is_not_put, setup, teardown),
		cmocka_unit_test_setup_teardown(what_rereads_is_put_again_while_it_runs, setup,
	                                        teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
