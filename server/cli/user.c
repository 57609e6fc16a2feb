/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/accounts.h"
#include "app/app.h"
#include "app/auth.h"
#include "app/password_rules.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "cli/cli.h"
#include "cli/home.h"
#include "cli/print_json.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/users.h"

#define ACTIONS                                                                            \
	"add, passwd, promote, demote, disable, enable, revoke, totp-off with an address;" \
	" list, rotate-key"

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

/* What every action gets: the accounts' use cases, and the account named, where there is one. */
struct work {
	struct cli           *c;
	struct app            app;
	const struct options *o;
	const char           *email;
	struct user           u;
};

static enum err add(struct work *w, struct fail *f)
{
	char        hash[PASSWORD_HASH_MAX];
	struct user u;

	TRY(new_hash(w->c, hash, f));
	TRY(account_add(&w->app, w->c->a, w->email, hash, w->o->admin, &u, f));
	printf(w->c->json ? "{\"id\":%lld,\"email\":\"%s\",\"role\":\"%s\"}\n"
	                  : "account %lld: %s (%s)\n",
	       (long long)u.id, u.email, u.role);
	return OK;
}

static enum err passwd(struct work *w, struct fail *f)
{
	char hash[PASSWORD_HASH_MAX];

	TRY(new_hash(w->c, hash, f));
	TRY(account_set_password(&w->app, w->c->a, w->u.id, hash, f));
	printf(w->c->json ? "{\"email\":\"%s\",\"changed\":true}\n"
	                  : "new password set for %s; all its sessions were ended\n",
	       w->email);
	return OK;
}

static enum err change(struct work *w, int role, int disabled, struct fail *f)
{
	struct Account now;

	TRY(app_account_change(&w->app, w->c->a, &(struct AccountChange){w->u.id, role, disabled},
	                       &now, f));
	printf(w->c->json ? "{\"email\":\"%s\",\"role\":\"%s\",\"disabled\":%s}\n"
	                  : "%s is now %s%s\n",
	       now.email, now.role,
	       w->c->json     ? now.disabled ? "true" : "false"
	       : now.disabled ? ", disabled"
	                      : "");
	return OK;
}

static enum err promote(struct work *w, struct fail *f)
{
	return change(w, 1, -1, f);
}

static enum err demote(struct work *w, struct fail *f)
{
	return change(w, 0, -1, f);
}

static enum err disable(struct work *w, struct fail *f)
{
	return change(w, -1, 1, f);
}

static enum err enable(struct work *w, struct fail *f)
{
	return change(w, -1, 0, f);
}

static enum err sign_out(struct work *w, struct fail *f)
{
	struct Revoked r;

	TRY(app_account_revoke(&w->app, w->c->a, &(struct AccountId){w->u.id}, &r, f));
	printf(w->c->json ? "{\"email\":\"%s\",\"revoked\":%lld}\n" : "%s: %lld sessions ended\n",
	       w->email, (long long)r.revoked);
	return OK;
}

static enum err totp_off(struct work *w, struct fail *f)
{
	TRY(account_drop_totp(&w->app, w->c->a, w->u.id, f));
	printf(w->c->json ? "{\"email\":\"%s\",\"totp_enabled\":false}\n"
	                  : "%s signs in with the password alone\n",
	       w->email);
	return OK;
}

/* With no server at work, which would go on sealing with the old key. */
static enum err rotate_key(struct work *w, struct fail *f)
{
	struct home_keys keys;
	int64_t          n;

	TRY(home_lock(w->c, f));
	TRY(home_key_renew(w->c, f));
	TRY(home_keys(w->c, &keys, f));
	w->app.seal = &keys.seal;
	enum err e = second_factor_reseal(&w->app, w->c->a, &n, f);
	crypto_wipe(&keys, sizeof(keys));
	TRY(e);
	TRY(home_key_forget(w->c, f));
	printf(w->c->json ? "{\"sealed_anew\":%lld}\n"
	                  : "%lld secrets sealed under the key that is now in force\n",
	       (long long)n);
	return OK;
}

static const struct field user_fields[] = {
	{"id", INT, AT(user, id)},
	{"email", TEXT, AT(user, email)},
	{"role", TEXT, AT(user, role)},
	{"created_at", TIME, AT(user, created_at)},
	{"disabled_at", TIME, AT(user, disabled_at), NULLABLE},
};
static SHAPE(user_shape, user, user_fields);

struct user_list {
	struct list items;
};
static const struct field list_fields[] = {
	{"items", LIST, AT(user_list, items), .of = &user_shape},
};
static SHAPE(list_shape, user_list, list_fields);

static enum err list(struct work *w, struct fail *f)
{
	struct cli  *c = w->c;
	struct users u;
	char         when[TIME_TEXT];

	TRY(users_list(w->app.db, c->a, LISTED, 0, &u, f));
	if (c->json) {
		print_json(&list_shape, &(struct user_list){{u.p, u.n}});
		return OK;
	}
	for (size_t i = 0; i < u.n; i++)
		printf("%6lld  %-5s  %s  %s%s\n", (long long)u.p[i].id, u.p[i].role,
		       time_format(u.p[i].created_at, when), u.p[i].email,
		       u.p[i].disabled_at != TIME_NONE ? "  (disabled)" : "");
	return OK;
}

/* of: whom it is about. */
enum { NOBODY, A_NEW_ONE, AN_ACCOUNT };
static const struct {
	const char *name;
	int         of;
	enum err (*run)(struct work *w, struct fail *f);
} actions[] = {
	{"add", A_NEW_ONE, add},          {"passwd", AN_ACCOUNT, passwd},
	{"promote", AN_ACCOUNT, promote}, {"demote", AN_ACCOUNT, demote},
	{"disable", AN_ACCOUNT, disable}, {"enable", AN_ACCOUNT, enable},
	{"revoke", AN_ACCOUNT, sign_out}, {"totp-off", AN_ACCOUNT, totp_off},
	{"list", NOBODY, list},           {"rotate-key", NOBODY, rotate_key},
};

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	const char           *what = c->args[0];
	struct migrate_report m;
	struct db            *db;
	size_t                i = 0;

	while (i < COUNT(actions) && strcmp(actions[i].name, what) != 0)
		i++;
	if (i == COUNT(actions))
		return fail(f, ERR_INVALID, "unknown action '%s': " ACTIONS, what);
	if (c->args_n != (actions[i].of == NOBODY ? 1 : 2))
		return fail(f, ERR_INVALID, "usage: autoindex user %s%s", what,
		            actions[i].of == NOBODY ? "" : " EMAIL");
	TRY(home_open(c, &db, &m, f));
	struct work w = {
		.c = c,
		.o = options,
		.app = {.db = db, .conf = &c->conf, .clock = &c->clock, .by = ACTOR_COMMAND_LINE},
	};
	if (actions[i].of != NOBODY)
		TRY(email_normalise(c->a, c->args[1], &w.email, f));
	if (actions[i].of == AN_ACCOUNT)
		TRY(users_by_email(db, c->a, w.email, &w.u, f));
	return actions[i].run(&w, f);
}

const struct verb verb_user = {
	.name = "user",
	.operands = "ACTION [EMAIL]",
	.doc = "Add, list and change accounts",
	.run = run,
	.options = options_table,
	.options_n = COUNT(options_table),
	.options_size = sizeof(struct options),
	.args_min = 1,
	.args_max = 2,
	.help = "Actions: " ACTIONS ".\n"
		"The password is asked for, or read as one line from a pipe. The first account is an\n"
		"administrator. disable, revoke and passwd sign the account out everywhere, at once, also\n"
		"from a running server. totp-off is for who lost the authenticator app. rotate-key, with no\n"
		"server at work, makes a new secret.key, or after a change of SECRET_KEY (the one before in\n"
		"SECRET_KEY_OLD) takes the new one for all stored secrets.",
};
