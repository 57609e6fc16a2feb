/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/home.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/backup.h"
#include "app/backup_folder.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "cli/cli.h"
#include "store/db.h"
#include "store/migrate.h"

static const char *in_folder(struct cli *c, const char *name)
{
	return arena_printf(c->a, "%s/%s", c->conf.data, name);
}

enum err home_make(struct cli *c, struct fail *f)
{
	const char *dir = c->conf.data;
	struct stat st;

	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return fail(f, ERR_AWAY,
		            "cannot make the data folder %s: %s; choose another with --data DIR",
		            dir, strerror(errno));
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		return fail(f, ERR_AWAY,
		            "the data folder %s is not a folder; choose another with --data DIR",
		            dir);
	if (access(dir, R_OK | W_OK | X_OK) != 0)
		return fail(
			f, ERR_AWAY,
			"the data folder %s cannot be written: %s; choose another with --data DIR",
			dir, strerror(errno));
	return OK;
}

const char *home_database(struct cli *c)
{
	return backup_database(&c->conf, c->a);
}

/* Where there is something to lose: a backup, before any script runs. */
static enum err bring_up(struct cli *c, struct db *db, struct migrate_report *report,
                         struct fail *f)
{
	struct app app = {
		.db = db, .conf = &c->conf, .clock = &c->clock, .by = {.name = "program"}};
	int           version, pending;
	int64_t       removed;
	struct Backup made = {.id = NULL};

	TRY(migrate_state(db, &version, &pending, f));
	bool keep = version > 0 && pending > 0;
	if (keep)
		TRY(backup_write(&app, c->a, BACKUP_BEFORE_MIGRATION, false, NULL, NULL, &made, f));
	TRY(migrate_up(db, clock_now_ms(&c->clock), report, f));
	return keep ? backup_note(&app, c->a, &made, &removed, f) : OK;
}

enum err home_open(struct cli *c, struct db **out, struct migrate_report *report, struct fail *f)
{
	struct db *db;

	TRY(home_make(c, f));
	TRY(cli_db_open(c, home_database(c), &db, f));
	TRY(bring_up(c, db, report, f));
	*out = db;
	return OK;
}

enum err home_lock(struct cli *c, struct fail *f)
{
	const char  *path = arena_printf(c->a, "%s.serve", home_database(c));
	int          fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	if (fd < 0)
		return fail(f, ERR_AWAY, "cannot open %s: %s", path, strerror(errno));
	if (fcntl(fd, F_SETLK, &lock) != 0) {
		lock.l_pid = 0;
		fcntl(fd, F_GETLK, &lock);
		close(fd);
		return fail(
			f, ERR_CONFLICT,
			"another server (process %ld) works on %s; stop it, or choose another folder with --data DIR",
			(long)lock.l_pid, home_database(c));
	}
	return OK; /* the descriptor stays open: it is the lock */
}

static enum err read_key(const char *path, uint8_t *out, struct fail *f)
{
	int     fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, out, APP_KEY_LEN);

	if (fd >= 0)
		close(fd);
	if (n != APP_KEY_LEN)
		return fail(
			f, ERR_AWAY,
			"the key file %s cannot be read or is damaged; remove it to make a new one"
			" (everybody must sign in again)",
			path);
	return OK;
}

/* Written under another name and linked: a crash leaves no half key, and of two processes one wins. */
static enum err make_key(struct cli *c, const char *path, struct fail *f)
{
	const char *draft = arena_printf(c->a, "%s.%ld", path, (long)getpid());
	uint8_t     key[APP_KEY_LEN];
	int         fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool        fine = fd >= 0;

	crypto_random(key, sizeof(key));
	fine = fine && write(fd, key, sizeof(key)) == (ssize_t)sizeof(key) && fsync(fd) == 0;
	fine = fine && (link(draft, path) == 0 || errno == EEXIST);
	int why = errno;
	if (fd >= 0) {
		close(fd);
		unlink(draft);
	}
	crypto_wipe(key, sizeof(key));
	return fine ? OK
	            : fail(f, ERR_AWAY, "cannot write the key file %s: %s", path, strerror(why));
}

static const char *key_path(struct cli *c)
{
	return in_folder(c, "secret.key");
}

static const char *old_key_path(struct cli *c)
{
	return in_folder(c, "secret.key.old");
}

static void add_text(struct home_keys *k, const char *secret, uint8_t digest[SHA256_LEN])
{
	crypto_sha256(secret, strlen(secret), digest);
	seal_keys_add(&k->seal, digest, SHA256_LEN);
}

static enum err read_keys(struct cli *c, struct home_keys *k, uint8_t secret[APP_KEY_LEN],
                          struct fail *f)
{
	uint8_t old[APP_KEY_LEN];

	if (*c->conf.secret_key) {
		add_text(k, c->conf.secret_key, secret);
	} else {
		if (access(key_path(c), F_OK) != 0)
			TRY(make_key(c, key_path(c), f));
		TRY(read_key(key_path(c), secret, f));
		seal_keys_add(&k->seal, secret, APP_KEY_LEN);
	}
	if (*c->conf.secret_key_old) {
		add_text(k, c->conf.secret_key_old, old);
	} else if (access(old_key_path(c), F_OK) == 0) {
		TRY(read_key(old_key_path(c), old, f));
		seal_keys_add(&k->seal, old, APP_KEY_LEN);
	}
	crypto_wipe(old, sizeof(old));
	return OK;
}

enum err home_keys(struct cli *c, struct home_keys *out, struct fail *f)
{
	struct home_keys k = {.seal = {.n = 0}};
	uint8_t          secret[APP_KEY_LEN];

	TRY(read_keys(c, &k, secret, f));
	crypto_derive(secret, sizeof(secret), "autoindex tokens, 1", k.tokens);
	crypto_wipe(secret, sizeof(secret));
	*out = k;
	crypto_wipe(&k, sizeof(k));
	return OK;
}

enum err home_key_renew(struct cli *c, struct fail *f)
{
	const char *path = key_path(c), *old = old_key_path(c);

	if (*c->conf.secret_key || access(path, F_OK) != 0)
		return OK;
	if (access(old, F_OK) != 0 && rename(path, old) != 0)
		return fail(f, ERR_AWAY, "cannot keep the old key as %s: %s", old, strerror(errno));
	return access(path, F_OK) == 0 ? OK : make_key(c, path, f);
}

enum err home_key_forget(struct cli *c, struct fail *f)
{
	const char *old = old_key_path(c);

	if (unlink(old) != 0 && errno != ENOENT)
		return fail(f, ERR_AWAY, "cannot remove %s: %s", old, strerror(errno));
	return OK;
}
