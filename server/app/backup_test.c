/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/fixture.h"

#include <dirent.h>
#include <fcntl.h>

#include "app/backup.h"
#include "app/backup_folder.h"

enum { DAY_MS = 86400000 };

static int setup(void **state)
{
	struct desk *d = desk_make();

	d->conf.data = d->s->dir;
	d->conf.database_url = arena_printf(d->s->a, "sqlite:%s", d->s->path);
	d->conf.backup_dir = d->conf.backup_passphrase = "";
	*state = d;
	return 0;
}

static int teardown(void **state)
{
	struct desk         *d = *state;
	const char          *folder = backup_folder(&d->conf, d->s->a);
	DIR                 *dir = opendir(folder);
	const struct dirent *e;

	while (dir && (e = readdir(dir)))
		unlink(arena_printf(d->s->a, "%s/%s", folder, e->d_name));
	if (dir)
		closedir(dir);
	rmdir(folder);
	return desk_teardown(state);
}

static const char *daily(struct desk *d, enum backup_reason reason)
{
	struct buf  b;
	struct fail f = {0};

	buf_init(&b, 1000);
	assert_ok(app_backup_run(&d->app, d->s->a, reason, NULL, &b, &f), &f);
	const char *out = arena_strdup(d->s->a, buf_text(&b));
	buf_finish(&b);
	return out;
}

static struct Backups all(struct desk *d)
{
	struct Backups b;
	struct fail    f = {0};

	assert_ok(app_backups(&d->app, d->s->a, &(struct BackupQuery){500, 0}, &b, &f), &f);
	assert_int_equal(b.items.n, b.total);
	return b;
}

static int count(struct desk *d, const char *reason)
{
	struct Backups       b = all(d);
	const struct Backup *p = b.items.items;
	int                  n = 0;

	for (size_t i = 0; i < b.items.n; i++)
		n += strcmp(p[i].reason, reason) == 0;
	return n;
}

static void one_a_day(void **state)
{
	struct desk *d = *state; /* Thursday 2026-01-01 */
	const char  *first = daily(d, BACKUP_DAILY);

	assert_non_null(strstr(first, "-weekly-")); /* the first of its week */
	assert_non_null(strstr(first, "\"made\":true"));
	d->clock.fixed_ms += DAY_MS / 2;
	assert_non_null(strstr(daily(d, BACKUP_DAILY), "\"made\":false"));
	assert_non_null(strstr(daily(d, BACKUP_WEEKLY), "\"made\":false"));
	assert_int_equal(all(d).total, 1);
	d->clock.fixed_ms += DAY_MS / 2;
	assert_non_null(strstr(daily(d, BACKUP_DAILY), "-daily-"));
	assert_non_null(strstr(daily(d, BACKUP_DAILY), "\"made\":false"));
	assert_int_equal(all(d).total, 2);
	assert_int_equal(
		store_int(d->s, "SELECT count(*) FROM audit_log WHERE action = 'backup.make'"), 2);
}

static void what_is_kept(void **state)
{
	struct desk  *d = *state;
	struct Backup b;
	struct fail   f = {0};

	for (int day = 0; day < 50; day++, d->clock.fixed_ms += DAY_MS) {
		daily(d, BACKUP_DAILY);
		if (day % 10 == 0)
			assert_ok(app_backup_make(&d->app, d->s->a, &(struct BackupOrder){false},
			                          &b, &f),
			          &f);
		if (day % 5 == 0)
			assert_ok(backup_write(&d->app, d->s->a, BACKUP_BEFORE_MIGRATION, false,
			                       NULL, NULL, &b, &f),
			          &f);
	}
	assert_int_equal(count(d, "daily"), 7);
	assert_int_equal(count(d, "weekly"), 4);
	assert_int_equal(count(d, "manual"), 5); /* never removed by it */
	assert_int_equal(count(d, "before migration"), 3);
	const struct Backup *p = all(d).items.items;
	assert_true(p[0].created_at > p[1].created_at);
	assert_int_equal(backup_newest(backup_folder(&d->conf, d->s->a)), p[0].created_at);
}

static void names(void **state)
{
	static const char *const wrong[] = {
		"",
		"autoindex-",
		"autoindex-20260131T093000123Z",
		"autoindex-20260131T093000123Z-manual-5.db/../x",
		"../autoindex-20260131T093000123Z-manual-5.db",
		"autoindex-20260131T093000123Z-sometimes-5.db",
		"autoindex-20260231T093000123Z-manual-5.db",
		"autoindex-20260131T093000123Z-manual--5.db",
		"autoindex-20260131T093000123Z-manual-05.db",
		"autoindex-20260131T093000123Z-manual-5.db.sha256",
		"autoindex-20260131T093000123Z-manual-99999999999.db",
	};
	struct backup_name n;
	struct desk       *d = *state;

	assert_true(
		backup_name_parse("autoindex-20260131T093000123Z-before-migration-4.db.enc", &n));
	assert_int_equal(n.reason, BACKUP_BEFORE_MIGRATION);
	assert_int_equal(n.schema, 4);
	assert_true(n.encrypted);
	assert_string_equal(backup_name_make(d->s->a, &n),
	                    "autoindex-20260131T093000123Z-before-migration-4.db.enc");
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(backup_name_parse(wrong[i], &n));
}

static void one_at_a_time(void **state)
{
	struct desk       *d = *state;
	struct backup_shop s;
	struct Backup      b;
	struct fail        f = {0};

	assert_ok(backup_enter(&d->conf, d->s->a, &s, &f), &f);
	assert_refused(app_backup_make(&d->app, d->s->a, &(struct BackupOrder){false}, &b, &f),
	               ERR_AWAY, &f, "is at work");
	backup_leave(&s);
	assert_ok(app_backup_make(&d->app, d->s->a, &(struct BackupOrder){false}, &b, &f), &f);
}

static enum err cancel(void *ctx, int percent, const char *message, struct fail *f)
{
	(void)message;
	assert_in_range(percent, 0, 100);
	return ++*(int *)ctx > 1 ? fail(f, ERR_CONFLICT, "cancelled") : OK;
}

static void a_cancelled_one_leaves_nothing(void **state)
{
	struct desk *d = *state;
	int          told = 0;
	struct watch w = {&told, cancel};
	struct buf   b;
	struct fail  f = {0};

	buf_init(&b, 1000);
	assert_refused(app_backup_run(&d->app, d->s->a, BACKUP_DAILY, &w, &b, &f), ERR_CONFLICT, &f,
	               "cancelled");
	buf_finish(&b);
	assert_int_equal(told, 2);
	assert_int_equal(all(d).total, 0);
	assert_int_equal(
		access(arena_printf(d->s->a, "%s/.draft-whole", backup_folder(&d->conf, d->s->a)),
	               F_OK),
		-1);
}

static void restored_in_place(void **state)
{
	struct desk    *d = *state;
	struct Backup   b;
	struct Restored r;
	struct fail     f = {0};

	store_asset(d->s, 1, "AAA");
	d->conf.backup_passphrase = "correct horse battery";
	assert_ok(app_backup_make(&d->app, d->s->a, &(struct BackupOrder){false}, &b, &f), &f);
	assert_true(b.encrypted);
	store_exec(d->s, "UPDATE assets SET symbol = 'BBB';"
	                 "UPDATE counters SET value = 40 WHERE name = 'generation'");
	assert_refused(app_backup_restore(&d->app, d->s->a,
	                                  &(struct BackupRestore){b.id, "something else"}, &r, &f),
	               ERR_INVALID, &f, "");
	assert_string_equal(store_text(d->s, "SELECT symbol FROM assets"), "BBB");
	f = (struct fail){0};
	assert_ok(app_backup_restore(&d->app, d->s->a, &(struct BackupRestore){b.id, b.id}, &r, &f),
	          &f);
	assert_string_equal(store_text(d->s, "SELECT symbol FROM assets"), "AAA");
	assert_int_equal(store_int(d->s, "SELECT value FROM counters WHERE name = 'generation'"),
	                 41);
	assert_int_equal(all(d).total, 2);
	assert_int_equal(count(d, "before restore"), 1);
	assert_int_equal(
		store_int(d->s, "SELECT count(*) FROM audit_log WHERE action = 'backup.restore'"),
		1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(one_a_day),     T(what_is_kept),      T(names),
		T(one_at_a_time), T(restored_in_place), T(a_cancelled_one_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
