/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/auth.h"
#include "app/password_rules.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "cli/cli.h"
#include "cli/home.h"
#include "cli/report.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/users.h"

enum { PASSWORD_MAX = 1024, LISTED = 100000 };

struct options {
	bool admin;
};
static const struct cli_option options_table[] = {
	{"admin", OPTION_FLAG, AT(options, admin), NULL,
         "with add: the account is an administrator"},
};

/* One line of stdin, without echo where that is a terminal. */
static enum err read_password(struct cli *c, const char **out, struct fail *f)
{
	struct termios old, quiet;
	bool           terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &old) == 0;
	char          *line = arena_alloc(c->a, PASSWORD_MAX + 2);

	if (terminal) {
		fputs("Password: ", stderr);
		quiet = old;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	bool got = fgets(line, PASSWORD_MAX + 2, stdin) != NULL;
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
		fputc('\n', stderr);
	}
	if (!got)
		return fail(f, ERR_INVALID,
		            "no password given; type it, or pipe it in as one line");
	line[strcspn(line, "\r\n")] = '\0';
	*out = line;
	return OK;
}

static enum err new_hash(struct cli *c, char out[PASSWORD_HASH_MAX], struct fail *f)
{
	const char *password = NULL;

	TRY(read_password(c, &password, f));
	TRY(password_rules_check("password", password, f));
	return password_hash(password, (int)c->conf.bcrypt_cost, out, f);
}

static enum err add(struct cli *c, struct db *db, const struct options *o, struct fail *f)
{
	char        hash[PASSWORD_HASH_MAX];
	const char *email;
	struct user u;

	TRY(email_normalise(c->a, c->args[1], &email, f));
	TRY(new_hash(c, hash, f));
	TRY(users_add(db, c->a, email, hash, o->admin ? "admin" : "user", true,
	              clock_now_ms(&c->clock), &u, f));
	printf(c->json ? "{\"id\":%lld,\"email\":\"%s\",\"role\":\"%s\"}\n"
	               : "account %lld: %s (%s)\n",
	       (long long)u.id, u.email, u.role);
	return OK;
}

static enum err passwd(struct cli *c, struct db *db, struct fail *f)
{
	char        hash[PASSWORD_HASH_MAX];
	const char *email;
	struct user u;

	TRY(email_normalise(c->a, c->args[1], &email, f));
	TRY(users_by_email(db, c->a, email, &u, f));
	TRY(new_hash(c, hash, f));
	TRY(users_set_password(db, u.id, hash, clock_now_ms(&c->clock), f));
	printf(c->json ? "{\"email\":\"%s\",\"changed\":true}\n" : "new password set for %s\n",
	       email);
	return OK;
}

static const struct field user_fields[] = {
	{"id", INT, AT(user, id)},
	{"email", TEXT, AT(user, email)},
	{"role", TEXT, AT(user, role)},
	{"created_at", TIME, AT(user, created_at)},
};
static SHAPE(user_shape, user, user_fields);

struct user_list {
	struct list items;
};
static const struct field list_fields[] = {
	{"items", LIST, AT(user_list, items), .of = &user_shape},
};
static SHAPE(list_shape, user_list, list_fields);

static enum err list(struct cli *c, struct db *db, struct fail *f)
{
	struct users u;
	char         when[TIME_TEXT];

	TRY(users_list(db, c->a, LISTED, 0, &u, f));
	if (c->json) {
		report_json(&list_shape, &(struct user_list){{u.p, u.n}});
		return OK;
	}
	for (size_t i = 0; i < u.n; i++)
		printf("%6lld  %-5s  %s  %s\n", (long long)u.p[i].id, u.p[i].role,
		       time_format(u.p[i].created_at, when), u.p[i].email);
	return OK;
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	const char           *what = c->args[0];
	struct migrate_report m;
	struct db            *db;
	bool                  listing = strcmp(what, "list") == 0;

	if (!listing && strcmp(what, "add") != 0 && strcmp(what, "passwd") != 0)
		return fail(f, ERR_INVALID, "unknown action '%s': add, list or passwd", what);
	if (c->args_n != (listing ? 1 : 2))
		return fail(f, ERR_INVALID,
		            "usage: autoindex user add|passwd EMAIL, autoindex user list");
	TRY(home_open(c, &db, &m, f));
	if (listing)
		return list(c, db, f);
	return strcmp(what, "add") == 0 ? add(c, db, options, f) : passwd(c, db, f);
}

const struct verb verb_user = {
	.name = "user",
	.operands = "add|passwd EMAIL, or list",
	.doc = "Add an account, list accounts, set a password",
	.run = run,
	.options = options_table,
	.options_n = COUNT(options_table),
	.options_size = sizeof(struct options),
	.args_min = 1,
	.args_max = 2,
	.help = "The password is asked for, or read as one line from a pipe. The first account is an administrator.",
};
