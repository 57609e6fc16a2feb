/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/backup_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "base/disk.h"
#include "store/backup.h"
#include "store/db.h"

#define PREFIX "autoindex-"
#define DRAFT ".draft-"

enum { TEXT_MAX = 96, SCHEMA_MAX = 9999 };

/* keep: how many stay, 0 = all. */
static const struct {
	const char *word, *in_name;
	size_t      keep;
} reasons[] = {
	[BACKUP_DAILY] = {"daily", "daily", 7},
	[BACKUP_WEEKLY] = {"weekly", "weekly", 4},
	[BACKUP_MANUAL] = {"manual", "manual", 0},
	[BACKUP_BEFORE_MIGRATION] = {"before migration", "before-migration", 3},
	[BACKUP_BEFORE_RESTORE] = {"before restore", "before-restore", 3},
};

const char *backup_reason_word(enum backup_reason r)
{
	return reasons[r].word;
}

char *backup_name_make(struct arena *a, const struct backup_name *n)
{
	char when[TIME_TEXT];

	time_format(n->at, when); /* 2026-01-31T09:30:00.123Z */
	return arena_printf(a, PREFIX "%.4s%.2s%.2sT%.2s%.2s%.2s%.3sZ-%s-%d.db%s", when, when + 5,
	                    when + 8, when + 11, when + 14, when + 17, when + 20,
	                    reasons[n->reason].in_name, n->schema, n->encrypted ? ".enc" : "");
}

/* The instant that s begins with: 20260131T093000123Z */
static bool parse_when(const char *s, int64_t *out)
{
	char text[TIME_TEXT];

	if (strlen(s) < 19)
		return false;
	snprintf(text, sizeof(text), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s.%.3sZ", s, s + 4, s + 6, s + 9,
	         s + 11, s + 13, s + 15);
	return time_parse(text, out);
}

/* A name is what backup_name_make() would make of what it says, and nothing else. */
bool backup_name_parse(const char *s, struct backup_name *out)
{
	struct backup_name n = {.encrypted = false};
	size_t             len = strlen(s), at = strlen(PREFIX);

	if (len > TEXT_MAX || strncmp(s, PREFIX, at) != 0 || !parse_when(s + at, &n.at))
		return false;
	n.encrypted = len > 4 && strcmp(s + len - 4, ".enc") == 0;
	const char *why = s + at + strlen("20260131T093000123Z-"), *dash = strrchr(s, '-');
	if (dash < why)
		return false;
	n.schema = (int)strtol(dash + 1, NULL, 10);
	for (size_t i = 0; i < COUNT(reasons) && n.schema >= 0 && n.schema <= SCHEMA_MAX; i++) {
		struct arena *a = arena_create();

		n.reason = (enum backup_reason)i;
		bool same = strcmp(backup_name_make(a, &n), s) == 0;
		arena_destroy(a);
		if (same) {
			*out = n;
			return true;
		}
	}
	return false;
}

const char *backup_folder(const struct conf *conf, struct arena *a)
{
	return *conf->backup_dir ? conf->backup_dir : arena_printf(a, "%s/backups", conf->data);
}

const char *backup_database(const struct conf *conf, struct arena *a)
{
	const char *url = conf->database_url;

	return *url ? url + strlen("sqlite:") : arena_printf(a, "%s/autoindex.db", conf->data);
}

static void remove_drafts(struct arena *a, const char *folder)
{
	DIR                 *d = opendir(folder);
	const struct dirent *e;

	while (d && (e = readdir(d)))
		if (strncmp(e->d_name, DRAFT, strlen(DRAFT)) == 0)
			unlink(arena_printf(a, "%s/%s", folder, e->d_name));
	if (d)
		closedir(d);
}

enum err backup_enter(const struct conf *conf, struct arena *a, struct backup_shop *out,
                      struct fail *f)
{
	const char *folder = backup_folder(conf, a);

	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return fail(f, ERR_AWAY, "cannot make the folder of the backups %s: %s", folder,
		            strerror(errno));
	int fd = open(arena_printf(a, "%s/.lock", folder), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(f, ERR_AWAY, "the folder of the backups %s cannot be written: %s",
		            folder, strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		return fail(f, ERR_AWAY,
		            "another backup, check or restore is at work in %s; try again when it"
		            " has ended",
		            folder);
	}
	remove_drafts(a, folder);
	*out = (struct backup_shop){folder, fd};
	return OK;
}

void backup_leave(struct backup_shop *s)
{
	close(s->lock);
}

static const char *beside(struct arena *a, const char *path)
{
	return arena_printf(a, "%s.sha256", path);
}

static enum err write_sum(struct arena *a, const char *path, const char *sum, struct fail *f)
{
	const char *to = beside(a, path), *slash = strrchr(path, '/');
	const char *line = arena_printf(a, "%s  %s\n", sum, slash ? slash + 1 : path);
	int         fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail(f, ERR_AWAY, "%s: %s", to, strerror(errno));
	enum err e = disk_write(fd, line, strlen(line), to, f);
	if (e == OK && fsync(fd) != 0)
		e = fail(f, ERR_AWAY, "%s: %s", to, strerror(errno));
	close(fd);
	if (e != OK)
		unlink(to);
	return e;
}

enum err backup_publish(struct arena *a, const char *draft, const char *path, char *sum,
                        int64_t *size, struct fail *f)
{
	if (access(path, F_OK) == 0)
		return fail(f, ERR_CONFLICT, "%s is there already; choose another name", path);
	TRY(disk_digest(draft, sum, size, f));
	TRY(write_sum(a, path, sum, f));
	enum err e = disk_publish(draft, path, f);
	if (e != OK)
		unlink(beside(a, path));
	return e;
}

const char *backup_sum_beside(struct arena *a, const char *path)
{
	char   *text = arena_alloc(a, SHA256_HEX);
	int     fd = open(beside(a, path), O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, SHA256_HEX - 1);

	if (fd >= 0)
		close(fd);
	return n == SHA256_HEX - 1 && strspn(text, "0123456789abcdef") == SHA256_HEX - 1 ? text
	                                                                                 : NULL;
}

void backup_remove_file(struct arena *a, const char *path)
{
	unlink(path);
	unlink(beside(a, path));
}

int64_t backup_newest(const char *folder)
{
	DIR                 *d = opendir(folder);
	const struct dirent *e;
	struct backup_name   n;
	int64_t              newest = TIME_NONE;

	while (d && (e = readdir(d)))
		if (backup_name_parse(e->d_name, &n) && n.at > newest)
			newest = n.at;
	if (d)
		closedir(d);
	return newest;
}

static enum err adopt(struct app *app, struct arena *a, const char *folder, const char *id,
                      const struct backup_name *n, struct fail *f)
{
	const char       *path = arena_printf(a, "%s/%s", folder, id);
	char              sum[SHA256_HEX];
	const char       *said = backup_sum_beside(a, path);
	struct backup_row row = {.id = id,
	                         .reason = reasons[n->reason].word,
	                         .encrypted = n->encrypted,
	                         .schema = n->schema,
	                         .created_at = n->at,
	                         .verified_at = TIME_NONE};
	struct stat       st;

	if (said && stat(path, &st) == 0)
		row.size = st.st_size;
	else
		TRY(disk_digest(path, sum, &row.size, f));
	row.sha256 = said ? said : sum;
	return backups_put(app->db, &row, f);
}

static bool listed(const struct backup_rows *rows, const char *id)
{
	for (size_t i = 0; i < rows->n; i++)
		if (strcmp(rows->p[i].id, id) == 0)
			return true;
	return false;
}

enum err backup_follow(struct app *app, struct arena *a, struct fail *f)
{
	const char          *folder = backup_folder(app->conf, a);
	struct backup_rows   rows;
	const struct dirent *entry;
	int64_t              total;

	TRY(backups_page(app->db, a, BACKUP_ROWS_MAX, 0, &rows, &total, f));
	for (size_t i = 0; i < rows.n; i++)
		if (access(arena_printf(a, "%s/%s", folder, rows.p[i].id), F_OK) != 0)
			TRY(backups_remove(app->db, rows.p[i].id, f));
	DIR     *d = opendir(folder);
	enum err e = OK;
	while (d && e == OK && (entry = readdir(d))) {
		struct backup_name n;

		if (backup_name_parse(entry->d_name, &n) && !listed(&rows, entry->d_name))
			e = adopt(app, a, folder, arena_strdup(a, entry->d_name), &n, f);
	}
	if (d)
		closedir(d);
	return e;
}

enum err backup_retain(struct app *app, struct arena *a, int64_t *removed, struct fail *f)
{
	size_t             seen[COUNT(reasons)] = {0};
	struct backup_rows rows;
	int64_t            total, n = 0;
	struct backup_name name;

	TRY(backups_page(app->db, a, BACKUP_ROWS_MAX, 0, &rows, &total, f));
	for (size_t i = 0; i < rows.n; i++) {
		const char *id = rows.p[i].id;

		if (!backup_name_parse(id, &name) || reasons[name.reason].keep == 0 ||
		    ++seen[name.reason] <= reasons[name.reason].keep)
			continue;
		backup_remove_file(a, arena_printf(a, "%s/%s", backup_folder(app->conf, a), id));
		TRY(backups_remove(app->db, id, f));
		n++;
	}
	*removed = n;
	return OK;
}
