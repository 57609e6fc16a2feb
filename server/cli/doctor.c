/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/app.h"
#include "app/backup_folder.h"
#include "base/arena.h"
#include "base/date.h"
#include "cli/cli.h"
#include "cli/home.h"
#include "cli/print_json.h"
#include "cli/table.h"
#include "http/tls.h"
#include "store/coverage.h"
#include "store/db.h"
#include "store/migrate.h"

enum {
	CHECKS_MAX = 10,
	DISK_LEAST_MB = 200,
	BACKUP_DAYS = 2,
	DAY_MS = 86400000,
	RENEW_DAYS = 14,
	DATE_BUILT_AFTER = 20454 /* 2026-01-01 */
};

struct check {
	const char *name, *status, *detail; /* status: ok, warn, fail */
};
struct checks {
	struct list   items;
	struct check  p[CHECKS_MAX];
	struct arena *a;
	bool          failed;
};
static const struct field check_fields[] = {
	{"name", TEXT, AT(check, name)},
	{"status", TEXT, AT(check, status)},
	{"detail", TEXT, AT(check, detail)},
};
static SHAPE(check_shape, check, check_fields);
static const struct field checks_fields[] = {
	{"items", LIST, AT(checks, items), .of = &check_shape},
};
static SHAPE(checks_shape, checks, checks_fields);

static void note(struct checks *k, const char *name, const char *status, const char *detail)
{
	k->p[k->items.n++] = (struct check){name, status, detail};
	k->failed |= strcmp(status, "fail") == 0;
}

static void data_folder(struct cli *c, struct checks *k)
{
	const char *dir = c->conf.data;
	struct stat st;

	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		note(k, "data folder", "fail",
		     arena_printf(k->a, "%s is not there; 'autoindex serve' makes it", dir));
	else if (access(dir, R_OK | W_OK | X_OK) != 0)
		note(k, "data folder", "fail", arena_printf(k->a, "%s cannot be written", dir));
	else if (st.st_mode & (S_IRWXG | S_IRWXO))
		note(k, "data folder", "warn",
		     arena_printf(k->a, "others can look into %s; chmod 700 it", dir));
	else
		note(k, "data folder", "ok",
		     arena_printf(k->a, "%s can be written, and by nobody else", dir));
}

static void disk(struct cli *c, struct checks *k)
{
	struct statvfs v;

	if (statvfs(c->conf.data, &v) != 0) {
		note(k, "disk", "fail", "the free space cannot be read");
		return;
	}
	unsigned long long mb = (unsigned long long)v.f_bavail * v.f_frsize >> 20;
	note(k, "disk", mb < DISK_LEAST_MB ? "warn" : "ok",
	     arena_printf(k->a, "%llu MiB are free", mb));
}

static void clock_check(struct cli *c, struct checks *k, int32_t newest)
{
	int32_t     today = clock_today(&c->clock);
	char        text[DATE_TEXT];
	const char *now = arena_printf(k->a, "it is %s (UTC)", date_format(today, text));

	if (today < DATE_BUILT_AFTER || (newest != DATE_NONE && newest > today + 1))
		note(k, "clock", "fail",
		     arena_printf(k->a, "%s, which is before what is known to have been", now));
	else
		note(k, "clock", "ok", now);
}

static void backups(struct cli *c, struct checks *k)
{
	const char *folder = backup_folder(&c->conf, k->a);
	int64_t     newest = backup_newest(folder);

	if (newest == TIME_NONE) {
		note(k, "backup", "warn",
		     arena_printf(k->a, "there is none in %s; run 'autoindex backup'", folder));
		return;
	}
	char    when[TIME_TEXT];
	int64_t days = (clock_now_ms(&c->clock) - newest) / DAY_MS;
	note(k, "backup", days > BACKUP_DAYS ? "warn" : "ok",
	     arena_printf(k->a, "the newest is of %s, %lld days ago", time_format(newest, when),
	                  (long long)days));
}

/* Where the settings name none there is nothing to look at. */
static void certificate(struct cli *c, struct checks *k)
{
	static const char name[] = "certificate";
	const int64_t     now = clock_now_ms(&c->clock);
	char              begin[TIME_TEXT], end[TIME_TEXT];
	struct tls       *t;
	struct fail       f = {0};

	if (!*c->conf.tls_cert && !*c->conf.tls_key)
		return;
	if (tls_create(c->conf.tls_cert, c->conf.tls_key, &t, &f) != OK) {
		note(k, name, "fail", arena_strdup(k->a, f.msg));
		return;
	}
	const struct tls_facts facts = tls_facts(t);
	tls_destroy(t);
	time_format(facts.not_before_ms, begin);
	time_format(facts.not_after_ms, end);
	if (now < facts.not_before_ms)
		note(k, name, "fail", arena_printf(k->a, "it is not valid before %s", begin));
	else if (now >= facts.not_after_ms)
		note(k, name, "fail", arena_printf(k->a, "it ended at %s: clients refuse it", end));
	else if (facts.not_after_ms - now < RENEW_DAYS * DAY_MS)
		note(k, name, "warn",
		     arena_printf(k->a, "it ends at %s, in %d days; renew it", end,
		                  (int)((facts.not_after_ms - now) / DAY_MS)));
	else if (facts.key_open)
		note(k, name, "warn",
		     arena_printf(k->a, "others can read its key; chmod 600 %s", c->conf.tls_key));
	else
		note(k, name, "ok",
		     arena_printf(k->a, "valid until %s, and the key is its own", end));
}

static void contents(struct checks *k, const struct coverage *t)
{
	char first[DATE_TEXT], last[DATE_TEXT];

	if (t[TABLE_PRICES].rows == 0)
		note(k, "prices", "warn", "there are none yet; import some");
	else
		note(k, "prices", "ok",
		     arena_printf(k->a, "%lld from %s to %s", (long long)t[TABLE_PRICES].rows,
		                  date_format(t[TABLE_PRICES].first, first),
		                  date_format(t[TABLE_PRICES].last, last)));
	if (t[TABLE_INDEX_VALUES].rows == 0)
		note(k, "index", "warn", "it is not computed yet; run 'autoindex compute'");
	else
		note(k, "index", "ok",
		     arena_printf(k->a, "%lld levels from %s to %s",
		                  (long long)t[TABLE_INDEX_VALUES].rows,
		                  date_format(t[TABLE_INDEX_VALUES].first, first),
		                  date_format(t[TABLE_INDEX_VALUES].last, last)));
}

/* What the check of the database said: "ok", or the first that is wrong. */
struct verdict {
	struct arena *a;
	const char   *text;
};

static enum err take_verdict(void *ctx, const struct val *row, struct fail *f)
{
	struct verdict *v = ctx;

	(void)f;
	if (!row[0].null)
		v->text = arena_strdup(v->a, row[0].t);
	return OK;
}

/* Opens what is there, makes and changes nothing. Returns the newest date of the prices. */
static int32_t database(struct cli *c, struct checks *k)
{
	const char     *path = home_database(c);
	struct coverage t[TABLE__N];
	struct db      *db;
	struct fail     f = {0};
	struct verdict  v = {k->a, "nothing was said"};

	if (access(path, R_OK) != 0) {
		note(k, "database", "fail",
		     arena_printf(k->a, "%s is not there or cannot be read", path));
		return DATE_NONE;
	}
	if (cli_db_open(c, path, &db, &f) != OK) {
		note(k, "database", "fail", arena_strdup(k->a, f.msg));
		return DATE_NONE;
	}
	if (db_run(db, STMT_QUICK_CHECK, NULL, take_verdict, &v, &f) != OK ||
	    strcmp(v.text, "ok") != 0) {
		note(k, "database", "fail",
		     arena_printf(k->a, "it is damaged: %s", f.msg[0] ? f.msg : v.text));
		return DATE_NONE;
	}
	note(k, "database", "ok", arena_printf(k->a, "%s is sound", path));
	if (migrate_check(db, &f) != OK) {
		note(k, "schema", "fail", arena_strdup(k->a, f.msg));
		return DATE_NONE;
	}
	note(k, "schema", "ok",
	     arena_printf(k->a, "version %d, the newest", migrations[migrations_n - 1].version));
	if (coverage_tables(db, t, &f) != OK) {
		note(k, "prices", "fail", arena_strdup(k->a, f.msg));
		return DATE_NONE;
	}
	contents(k, t);
	return t[TABLE_PRICES].last;
}

static void print_csv(const struct checks *k)
{
	table_csv_row((const char *[]){"status", "name", "detail"}, 3);
	for (size_t i = 0; i < k->items.n; i++)
		table_csv_row((const char *[]){k->p[i].status, k->p[i].name, k->p[i].detail}, 3);
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	struct checks k = {.a = c->a};

	(void)options;
	k.items.items = k.p;
	data_folder(c, &k);
	disk(c, &k);
	clock_check(c, &k, database(c, &k));
	backups(c, &k);
	certificate(c, &k);
	if (c->json)
		print_json(&checks_shape, &k);
	else if (c->csv)
		print_csv(&k);
	else
		for (size_t i = 0; i < k.items.n; i++)
			printf("%-5s %-12s %s\n", k.p[i].status, k.p[i].name, k.p[i].detail);
	return k.failed ? fail(f, ERR_AWAY, "not all is well") : OK;
}

const struct verb verb_doctor = {
	.name = "doctor",
	.operands = "",
	.doc = "Look whether all is well: database, disk, clock, data folder, backups, certificate",
	.run = run,
	.csv = "write status, name and detail as CSV",
	.help = "Changes nothing. The exit status is 1 if a check failed.",
};
