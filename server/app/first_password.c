/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* A password for an account that a provider's sign-in made. */

#include "app/account.h"
#include "app/app.h"
#include "app/audit.h"
#include "app/federated.h"
#include "app/identity.h"
#include "app/oidc.h"
#include "app/password_rules.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "store/db.h"
#include "store/identities.h"
#include "store/sessions.h"
#include "store/users.h"

/* What the transaction is told and what it finds. */
struct setting {
	struct app   *app;
	struct arena *a;
	char          code[SHA256_HEX], binding[SHA256_HEX], hash[PASSWORD_HASH_MAX];
	int64_t       ended;
};

static enum err has_none(const struct user *u, struct fail *f)
{
	return federated_only(u) ? OK
	                         : fail_as(f, ERR_CONFLICT, "password_set",
	                                   "this account has a password; change that one");
}

/* The code is used up where it is of somebody who signs in to this account. */
static enum err take_code(struct setting *s, const struct user *u, struct fail *f)
{
	struct sign_in_code code;
	int64_t             linked;
	bool                was;
	enum err            e = sign_in_code_get(s->app->db, s->a, s->code, s->binding,
	                                         clock_now_ms(s->app->clock), &code, f);

	if (e == ERR_NOTFOUND)
		return fail_field(f, "code", "is none, was used already, or is too old");
	TRY(e);
	TRY(identities_find(s->app->db, code.issuer, code.subject, &linked, f));
	if (linked != u->id)
		return fail_as(f, ERR_CONFLICT, "not_linked",
		               "who signed in at the provider is not linked to this account");
	return sign_in_code_remove(s->app->db, s->code, &was, f);
}

static enum err set(struct db *db, void *ctx, struct fail *f)
{
	struct setting *s = ctx;
	struct actor   *by = &s->app->by;
	int64_t         now = clock_now_ms(s->app->clock);
	struct user     u = {.id = 0};

	TRY(account_self(s->app, s->a, &u, f));
	TRY(has_none(&u, f));
	TRY(take_code(s, &u, f));
	TRY(users_set_password(db, u.id, s->hash, now, f));
	TRY(sessions_revoke_others(db, u.id, by->session ? by->session : "", now, &s->ended, f));
	return audit_add(db, s->a, by, now, "auth.password", u.email, "{\"first\":true}", f);
}

enum err app_oidc_password(struct app *app, struct arena *a, const struct OidcPassword *in,
                           struct Revoked *out, struct fail *f)
{
	struct setting s = {.app = app, .a = a};
	struct user    u = {.id = 0};

	TRY(account_self(app, a, &u, f));
	TRY(has_none(&u, f));
	TRY(password_rules_check("new", in->wanted, f));
	crypto_sha256_text(in->code, s.code);
	crypto_sha256_text(in->binding, s.binding);
	TRY(account_claim(app, a, f));
	enum err e = password_hash(in->wanted, (int)app->conf->bcrypt_cost, s.hash, f);
	if (e == OK)
		e = identity_tx(app, set, &s, f);
	account_claimed(app, a, e);
	TRY(e);
	*out = (struct Revoked){
		.message = "The password is set; all other sessions were ended.",
		.revoked = s.ended,
	};
	return OK;
}
