/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/backup.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/shapes.h"
#include "app/app.h"
#include "app/backup_folder.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "cli/cli.h"
#include "cli/home.h"
#include "cli/print_json.h"
#include "cli/progress.h"
#include "store/db.h"
#include "store/migrate.h"

enum { LISTED = 10000, ANSWER_MAX = 16 };

struct options {
	const char *out;
	bool        encrypt, yes;
};

struct work {
	struct cli           *c;
	const struct options *o;
	struct app            app;
	struct home_keys      keys;
	struct watch          watch;
};

static enum err make(struct work *w, struct fail *f)
{
	struct cli   *c = w->c;
	struct Backup b;
	int64_t       removed;
	bool          by_key = w->o->encrypt && !*c->conf.backup_passphrase;

	TRY(backup_write(&w->app, c->a, BACKUP_MANUAL, w->o->encrypt, w->o->out, &w->watch, &b, f));
	TRY(backup_note(&w->app, c->a, &b, &removed, f));
	if (c->json)
		print_json(&backup_shape, &b);
	else
		printf("%s: %lld bytes, schema %lld%s\n", b.id, (long long)b.size,
		       (long long)b.schema, b.encrypted ? ", encrypted" : "");
	if (by_key)
		fputs("autoindex backup: encrypted by this installation's key: without its SECRET_KEY or"
		      " secret.key nobody can read it. Keep a copy of that elsewhere.\n",
		      stderr);
	return OK;
}

static enum err list(struct work *w, struct fail *f)
{
	struct Backups all;
	char           when[TIME_TEXT];

	TRY(app_backups(&w->app, w->c->a, &(struct BackupQuery){LISTED, 0}, &all, f));
	if (w->c->json) {
		print_json(&backups_shape, &all);
		return OK;
	}
	const struct Backup *b = all.items.items;
	for (size_t i = 0; i < all.items.n; i++)
		printf("%s  %-16s %12lld  %s\n", time_format(b[i].created_at, when), b[i].reason,
		       (long long)b[i].size, b[i].id);
	return OK;
}

static void print_check(struct cli *c, const struct BackupCheck *k)
{
	if (c->json) {
		print_json(&backup_check_shape, k);
		return;
	}
	printf("%s is sound: schema %lld, %lld entries of the log%s%s\n", k->file,
	       (long long)k->schema, (long long)k->audit_rows, k->encrypted ? ", encrypted" : "",
	       k->pending ? "; a restore brings it to the newest schema" : "");
	if (!k->sum_known)
		printf("there is no %s.sha256: what the file was when it was made is not known\n",
		       k->file);
}

/* FILE may be the name of one in the folder of the backups. */
static enum err find_file(struct work *w, const char *given, const char **out, struct fail *f)
{
	const char *folder = backup_folder(&w->c->conf, w->c->a);
	const char *in_folder = arena_printf(w->c->a, "%s/%s", folder, given);

	if (access(given, F_OK) == 0)
		*out = given;
	else if (!strchr(given, '/') && access(in_folder, F_OK) == 0)
		*out = in_folder;
	else
		return fail(f, ERR_NOTFOUND, "there is no file %s, here or in %s", given, folder);
	return OK;
}

static enum err begin(struct work *w, struct cli *c, const void *options, struct fail *f)
{
	*w = (struct work){.c = c, .o = options};
	TRY(home_make(c, f));
	TRY(home_keys(c, &w->keys, f));
	w->app = (struct app){.conf = &c->conf,
	                      .clock = &c->clock,
	                      .seal = &w->keys.seal,
	                      .by = ACTOR_COMMAND_LINE};
	return OK;
}

static enum err act(struct work *w, struct fail *f)
{
	struct cli           *c = w->c;
	const char           *action = c->args_n ? c->args[0] : "make", *path = "";
	struct migrate_report m;
	struct BackupCheck    k;

	if (strcmp(action, "verify") == 0) {
		if (c->args_n != 2)
			return fail(f, ERR_INVALID, "usage: autoindex backup verify FILE");
		TRY(find_file(w, c->args[1], &path, f));
		TRY(backup_verify(&w->app, c->a, path, &w->watch, &k, f));
		print_check(c, &k);
		return OK;
	}
	if (c->args_n > 1 || (strcmp(action, "make") != 0 && strcmp(action, "list") != 0))
		return fail(f, ERR_INVALID,
		            "unknown action '%s': list, verify FILE; none makes one", action);
	if (access(home_database(c), F_OK) != 0)
		return fail(f, ERR_NOTFOUND, "there is no database %s", home_database(c));
	TRY(home_open(c, &w->app.db, &m, f));
	return strcmp(action, "list") == 0 ? list(w, f) : make(w, f);
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	struct work      w;
	struct progress *p = progress_start("backup");
	enum err         e = begin(&w, c, options, f);

	w.watch = progress_watch(p);
	if (e == OK)
		e = act(&w, f);
	progress_end(p);
	crypto_wipe(&w.keys, sizeof(w.keys));
	return e;
}

static enum err confirm(struct work *w, const char *path, struct fail *f)
{
	char answer[ANSWER_MAX] = "";

	if (w->o->yes)
		return OK;
	if (!isatty(STDIN_FILENO))
		return fail(f, ERR_INVALID,
		            "this replaces all that is in %s; say --yes where nobody can be asked",
		            home_database(w->c));
	fprintf(stderr,
	        "This replaces all that is in %s by %s.\nType yes to go on: ", home_database(w->c),
	        path);
	if (!fgets(answer, sizeof(answer), stdin) || strcmp(answer, "yes\n") != 0)
		return fail(f, ERR_CONFLICT, "nothing was changed");
	return OK;
}

/* The database that is there, as long as it can be read as one. */
static void open_old(struct work *w)
{
	struct fail why = {0};
	int         version, pending;

	if (access(home_database(w->c), F_OK) != 0 ||
	    w->c->host->db_open(home_database(w->c), &w->app.db, &why) != OK)
		return;
	if (migrate_state(w->app.db, &version, &pending, &why) == OK && version > 0)
		return;
	db_close(w->app.db);
	w->app.db = NULL;
}

/* What was made before it, and that it was restored, belongs into the table. */
static enum err look_after(struct work *w, struct fail *f)
{
	struct migrate_report m;
	struct Backups        all;

	TRY(home_open(w->c, &w->app.db, &m, f));
	return app_backups(&w->app, w->c->a, &(struct BackupQuery){1, 0}, &all, f);
}

static enum err restore(struct work *w, struct fail *f)
{
	struct cli        *c = w->c;
	const char        *path = "";
	struct BackupCheck k;
	struct Restored    r;

	TRY(find_file(w, c->args[0], &path, f));
	TRY(home_lock(c, f));
	TRY(backup_verify(&w->app, c->a, path, &w->watch, &k, f));
	TRY(confirm(w, path, f));
	open_old(w);
	TRY(backup_restore_file(&w->app, c->a, path, &w->watch, &r, f));
	TRY(look_after(w, f));
	if (c->json)
		print_json(&restored_shape, &r);
	else
		printf("%s is now what %s held%s%s; everybody must sign in again\n",
		       home_database(c), path, r.before ? "; what was there is " : "",
		       r.before ? r.before : "");
	if (r.sealed_unreadable)
		fprintf(stderr,
		        "autoindex restore: %lld stored secrets (second factors) were sealed under another"
		        " key: put the old secret.key into the data folder as secret.key.old, or give"
		        " SECRET_KEY_OLD, and run 'autoindex user rotate-key'\n",
		        (long long)r.sealed_unreadable);
	return OK;
}

static enum err run_restore(struct cli *c, const void *options, struct fail *f)
{
	struct work      w;
	struct progress *p = progress_start("restore");
	enum err         e = begin(&w, c, options, f);

	w.watch = progress_watch(p);
	if (e == OK)
		e = restore(&w, f);
	progress_end(p);
	crypto_wipe(&w.keys, sizeof(w.keys));
	return e;
}

static const struct cli_option make_options[] = {
	{"out", OPTION_VALUE, AT(options, out), "FILE",
         "write it there, not into the folder of the backups"},
	{"encrypt", OPTION_FLAG, AT(options, encrypt), NULL,
         "encrypt it: by BACKUP_PASSPHRASE, or else by this installation's key"},
};
const struct verb verb_backup = {
	.name = "backup",
	.operands = "[list | verify FILE]",
	.doc = "Copy the database, also while a server is at work; list and check copies",
	.run = run,
	.options = make_options,
	.options_n = COUNT(make_options),
	.options_size = sizeof(struct options),
	.args_max = 2,
	.help = "Without an action it makes one. FILE is a path, or a name that 'backup list' shows. verify\n"
		"opens the file, compares its SHA-256 with FILE.sha256 where that is there, checks every page\n"
		"of the database and every entry of its log of who did what; the exit status is 1 if\n"
		"something is wrong. The secret key is in no backup: keep a copy of secret.key elsewhere.",
};

static const struct cli_option restore_options[] = {
	{"yes", OPTION_FLAG, AT(options, yes), NULL, "do not ask"},
};
const struct verb verb_restore = {
	.name = "restore",
	.operands = "FILE",
	.doc = "Put a backup in the place of the database",
	.run = run_restore,
	.options = restore_options,
	.options_n = COUNT(restore_options),
	.options_size = sizeof(struct options),
	.args_min = 1,
	.args_max = 1,
	.help = "With no server at work in the data folder; a server restores by itself, on the page of the\n"
		"backups. The file is verified first, and what is there is backed up. All sessions end.",
};
