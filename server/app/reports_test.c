/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include "app/reports.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <utime.h>

#include "app/compute.h"
#include "app/contributions.h"
#include "app/report_files.h"
#include "queue/queue.h"
#include "store/levels.h"
#include "store/rebalances.h"

enum { BOB = 1, EVE = 2 };

static struct desk *market_desk(void **state)
{
	struct desk          *d = *state;
	struct compute_report r;
	struct fail           f = {0};

	d->conf.data = arena_strdup(d->s->a, d->s->dir);
	market_make(d, MARKET_DAYS);
	assert_ok(app_compute(&d->app, d->s->a, INDEX_DEFAULT, &r, &f), &f);
	store_exec(d->s,
	           "INSERT INTO users (id, email, password_hash, role, created_at) VALUES"
	           " (1, 'bob@example.com', '', 'user', 0), (2, 'eve@example.com', '', 'user', 0)");
	d->app.by.user_id = BOB;
	return d;
}

static enum err make(struct desk *d, int format, int64_t user, const char *id, struct fail *f)
{
	const struct ReportSpec spec = {
		.report_type = REPORT_SUMMARY, .format = format, .period_days = 60};
	struct buf b;

	*f = (struct fail){0};
	buf_init(&b, 1 << 16);
	const enum err e = app_report_run(&d->app, d->s->a, &spec, user, id, NULL, &b, f);
	if (e == OK)
		assert_non_null(strstr(buf_text(&b), id));
	buf_finish(&b);
	return e;
}

static size_t files(struct desk *d)
{
	DIR           *dir = opendir(report_folder(d->s->a, &d->conf));
	struct dirent *e;
	size_t         n = 0;

	while (dir && (e = readdir(dir)) != NULL)
		n += e->d_name[0] != '.';
	if (dir)
		closedir(dir);
	return n;
}

/* The folder goes with the database's. */
static void remove_all(struct desk *d)
{
	const char    *folder = report_folder(d->s->a, &d->conf);
	DIR           *dir = opendir(folder);
	struct dirent *e;

	while (dir && (e = readdir(dir)) != NULL)
		if (e->d_name[0] != '.')
			unlink(arena_printf(d->s->a, "%s/%s", folder, e->d_name));
	if (dir)
		closedir(dir);
	rmdir(folder);
}

static void a_task_that_runs_twice_makes_one_report(void **state)
{
	struct desk   *d = market_desk(state);
	struct Reports all;
	struct fail    f;

	assert_ok(make(d, REPORT_JSON, BOB, "task-1", &f), &f);
	assert_ok(make(d, REPORT_JSON, BOB, "task-1", &f), &f);
	assert_ok(make(d, REPORT_HTML, BOB, "task-2", &f), &f);
	assert_ok(app_reports(&d->app, d->s->a, &(struct ReportsQuery){10, 0}, &all, &f), &f);
	assert_int_equal(all.total, 2);
	const struct ReportItem *p = all.items.items;
	assert_string_equal(p[0].id, "task-2");
	assert_string_equal(p[1].report_type, "summary");
	assert_int_equal(p[1].period_days, 60);
	assert_int_equal(files(d), 2);
	remove_all(d);
}

static void everybody_has_their_own(void **state)
{
	struct desk       *d = market_desk(state);
	struct ReportItem  item;
	struct report_file file;
	struct Reports     all;
	struct fail        f;

	assert_ok(make(d, REPORT_HTML, EVE, "hers", &f), &f);
	assert_ok(app_reports(&d->app, d->s->a, &(struct ReportsQuery){10, 0}, &all, &f), &f);
	assert_int_equal(all.total, 0);
	assert_refused(app_report_get(&d->app, d->s->a, &(struct ReportId){"hers"}, &item, &f),
	               ERR_NOTFOUND, &f, "no such report");
	f = (struct fail){0};
	assert_refused(app_report_download(&d->app, d->s->a,
	                                   &(struct ReportDownload){"hers", false}, &file, &f),
	               ERR_NOTFOUND, &f, "no such report");
	f = (struct fail){0};
	assert_refused(app_report_delete(&d->app, d->s->a, &(struct ReportId){"hers"}, &f),
	               ERR_NOTFOUND, &f, "no such report");
	assert_int_equal(files(d), 1);
	d->app.by.user_id = EVE;
	f = (struct fail){0};
	assert_ok(app_report_delete(&d->app, d->s->a, &(struct ReportId){"hers"}, &f), &f);
	assert_int_equal(files(d), 0);
	remove_all(d);
}

static void a_damaged_file_is_not_handed_out(void **state)
{
	struct desk       *d = market_desk(state);
	struct report_file file;
	struct fail        f;

	assert_ok(make(d, REPORT_CSV, BOB, "mine", &f), &f);
	const struct ReportDownload q = {"mine", false};
	assert_ok(app_report_download(&d->app, d->s->a, &q, &file, &f), &f);
	assert_string_equal(file.type, "text/csv; charset=utf-8");
	assert_null(file.policy);
	const char *path = report_path(d->s->a, &d->conf, "mine", "csv");
	FILE       *to = fopen(path, "r+b");
	assert_non_null(to);
	fputc('X', to);
	fclose(to);
	assert_refused(app_report_download(&d->app, d->s->a, &q, &file, &f), ERR_CONFLICT, &f,
	               "damaged");
	f = (struct fail){0};
	assert_int_equal(unlink(path), 0);
	assert_refused(app_report_download(&d->app, d->s->a, &q, &file, &f), ERR_CONFLICT, &f,
	               "gone");
	remove_all(d);
}

static void a_full_disk_leaves_nothing(void **state)
{
	struct desk   *d = market_desk(state);
	struct rlimit  was, small = {4096, 4096};
	struct Reports all;
	char           p[8192] = {0};
	struct fail    f = {0};

	assert_ok(make(d, REPORT_JSON, BOB, "before", &f), &f);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	small.rlim_max = was.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	const char    *path = report_path(d->s->a, &d->conf, "big", "json");
	const enum err e = report_file_put(d->s->a, path, p, sizeof(p), &f);
	const enum err ran = make(d, REPORT_JSON, BOB, "after", &(struct fail){0});
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(e, ERR_AWAY);
	assert_int_equal(ran, ERR_AWAY);
	assert_int_equal(files(d), 1);
	assert_ok(app_reports(&d->app, d->s->a, &(struct ReportsQuery){10, 0}, &all, &f), &f);
	assert_int_equal(all.total, 1);
	remove_all(d);
}

static void an_account_keeps_so_many(void **state)
{
	struct desk *d = market_desk(state);
	struct fail  f = {0};

	for (int i = 0; i < REPORTS_MAX; i++)
		store_exec(d->s, arena_printf(d->s->a,
		                              "INSERT INTO reports VALUES (NULL, 'r%d', 1, 1,"
		                              " 'risk', 'csv', 30, 0, 0, 1, 1, 'x', 0)",
		                              i));
	assert_refused(app_report_room(&d->app, BOB, &f), ERR_CONFLICT, &f, "at most");
	assert_refused(make(d, REPORT_CSV, BOB, "more", &f), ERR_CONFLICT, &f, "at most");
	assert_ok(make(d, REPORT_CSV, EVE, "hers", &f), &f);
	remove_all(d);
}

static void an_account_has_so_many_made_at_a_time(void **state)
{
	struct desk    *d = market_desk(state);
	struct fail     f = {0};
	struct task_new in = {.kind = "report", .args = "{}", .max_tries = 3, .user_id = BOB};
	char            id[TASK_ID_MAX + 1];
	bool            fresh;

	d->app.queue = queue_sql_create(d->s->db, &d->clock, NULL);
	for (int i = 0; i < REPORTS_WAITING; i++) {
		assert_ok(app_report_ask(&d->app, d->s->a, BOB, &f), &f);
		assert_ok(queue_put(d->app.queue, &in, id, &fresh, &f), &f);
	}
	assert_refused(app_report_ask(&d->app, d->s->a, BOB, &f), ERR_LIMIT, &f, "wait");
	assert_true(f.retry_after_s > 0);
	assert_ok(app_report_ask(&d->app, d->s->a, EVE, &f), &f);
	assert_ok(queue_cancel(d->app.queue, id, NULL, &f), &f);
	assert_ok(app_report_ask(&d->app, d->s->a, BOB, &f), &f);
	queue_destroy(d->app.queue);
	d->app.queue = NULL;
}

static void the_clean_up_finds_what_is_lost(void **state)
{
	struct desk           *d = market_desk(state);
	struct reports_cleaned c = {0};
	struct fail            f;

	assert_ok(make(d, REPORT_CSV, BOB, "kept", &f), &f);
	assert_ok(make(d, REPORT_CSV, BOB, "lost", &f), &f);
	assert_int_equal(unlink(report_path(d->s->a, &d->conf, "lost", "csv")), 0);
	const char *orphan = report_path(d->s->a, &d->conf, "orphan", "pdf.tmp");
	const char *fresh = report_path(d->s->a, &d->conf, "fresh", "csv");
	fclose(fopen(orphan, "w"));
	fclose(fopen(fresh, "w"));
	const time_t         now = (time_t)(d->clock.fixed_ms / 1000);
	const struct utimbuf old = {now - 7200, now - 7200}, young = {now, now};
	assert_int_equal(utime(orphan, &old), 0);
	assert_int_equal(utime(fresh, &young), 0); /* somebody is writing it */
	assert_ok(app_reports_clean(&d->app, d->s->a, TIME_NONE, NULL, &c, &f), &f);
	assert_int_equal(c.expired, 0);
	assert_int_equal(c.without_file, 1);
	assert_int_equal(c.without_row, 1);
	assert_int_equal(files(d), 2);
	assert_ok(app_reports_clean(&d->app, d->s->a, d->clock.fixed_ms + 1, NULL, &c, &f), &f);
	assert_int_equal(c.expired, 1);
	assert_int_equal(files(d), 1);
	remove_all(d);
}

static void a_period_without_data_is_named(void **state)
{
	struct desk            *d = market_desk(state);
	const struct ReportSpec day = {.report_type = REPORT_RISK, .period_days = 1};
	const struct ReportSpec range = {
		.report_type = REPORT_RISK, .span = REPORT_RANGE, .from = 0, .to = 10};
	struct document out;
	struct fail     f = {0};
	int32_t         first, last;

	assert_ok(levels_bounds(d->s->db, INDEX_DEFAULT, &first, &last, &f), &f);
	/* The last session is a Friday, so one day back there is the Thursday; make it a Monday. */
	store_exec(d->s,
	           arena_printf(d->s->a, "UPDATE index_values SET date = date + 2 WHERE date = %d",
	                        last));
	assert_int_equal(app_report_make(&d->app, d->s->a, &day, NULL, &out, &f), ERR_INVALID);
	assert_string_equal(f.fields[0].field, "period_days");
	f = (struct fail){0};
	assert_int_equal(app_report_make(&d->app, d->s->a, &range, NULL, &out, &f), ERR_INVALID);
	assert_string_equal(f.fields[0].field, "from");
}

/* What each asset added sums to the total return, whatever the period. */
static void contributions_add_up(void **state)
{
	struct desk            *d = market_desk(state);
	struct rebalance_filter q = {
		.index_id = INDEX_DEFAULT, .from = INT32_MIN, .to = INT32_MAX, .limit = 1000};
	struct contributions c;
	struct rebalances    r;
	struct levels        l;
	struct fail          f = {0};

	assert_ok(levels_range(d->s->db, d->s->a, INDEX_DEFAULT, INT32_MIN, INT32_MAX, &l, &f), &f);
	for (size_t from = 0; from + 2 <= l.n; from += 7) {
		const struct levels part = {l.p + from, l.n - from};
		double              sum = 0, weights = 0;

		q.to = part.p[part.n - 1].date;
		assert_ok(rebalances_list(d->s->db, d->s->a, &q, &r, &f), &f);
		assert_ok(contributions_of(&d->app, d->s->a, &part, &r, &c, &f), &f);
		for (size_t i = 0; i < c.n; i++) {
			sum += c.p[i].value;
			weights += c.p[i].mean_weight;
			assert_true(i == 0 || c.p[i].value <= c.p[i - 1].value);
		}
		assert_true(fabs(sum - (part.p[part.n - 1].total / part.p[0].total - 1)) < 1e-9);
		assert_true(fabs(c.rest) < 1e-9);
		assert_true(fabs(weights - 1) < 1e-9);
	}
}

static enum err stop(void *ctx, int percent, const char *message, struct fail *f)
{
	int *told = ctx;

	assert_true(percent >= *told && percent <= 100 && message[0]);
	*told = percent;
	return percent > 50 ? fail(f, ERR_CONFLICT, "cancelled") : OK;
}

static void whoever_watches_may_end_it(void **state)
{
	struct desk            *d = market_desk(state);
	const struct ReportSpec spec = {.report_type = REPORT_DETAILED, .period_days = 100};
	int                     told = 0;
	const struct watch      w = {&told, stop};
	struct fail             f = {0};
	struct buf              b;

	buf_init(&b, 1 << 16);
	assert_refused(app_report_run(&d->app, d->s->a, &spec, BOB, "ended", &w, &b, &f),
	               ERR_CONFLICT, &f, "cancelled");
	assert_true(told > 50);
	assert_int_equal(files(d), 0);
	buf_finish(&b);
}

/* Another process publishes at every step: the report is of the state that it began with. */
static enum err publish(void *ctx, int percent, const char *message, struct fail *f)
{
	struct desk *d = ctx;

	(void)percent;
	(void)message;
	(void)f;
	store_exec(d->s, "UPDATE counters SET value = value + 1 WHERE name = 'generation'");
	return OK;
}

static void data_that_change_meanwhile_do_no_harm(void **state)
{
	struct desk            *d = market_desk(state);
	const struct ReportSpec spec = {.report_type = REPORT_DETAILED, .span = REPORT_WHOLE};
	const struct watch      w = {d, publish};
	struct document         calm, busy;
	struct buf              x, y;
	struct fail             f = {0};

	buf_init(&x, 1 << 22);
	buf_init(&y, 1 << 22);
	assert_ok(app_report_make(&d->app, d->s->a, &spec, NULL, &calm, &f), &f);
	assert_ok(app_report_make(&d->app, d->s->a, &spec, &w, &busy, &f), &f);
	assert_ok(report_write(REPORT_HTML, &calm, &x, &f), &f);
	assert_ok(report_write(REPORT_HTML, &busy, &y, &f), &f);
	assert_string_equal(buf_text(&x), buf_text(&y));
	buf_finish(&x);
	buf_finish(&y);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_task_that_runs_twice_makes_one_report),
		TEST(everybody_has_their_own),
		TEST(a_damaged_file_is_not_handed_out),
		TEST(a_full_disk_leaves_nothing),
		TEST(an_account_keeps_so_many),
		TEST(an_account_has_so_many_made_at_a_time),
		TEST(the_clean_up_finds_what_is_lost),
		TEST(a_period_without_data_is_named),
		TEST(contributions_add_up),
		TEST(whoever_watches_may_end_it),
		TEST(data_that_change_meanwhile_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
