/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* The accounts of providers that are linked to the one that asks. */
#include <string.h>

#include "app/account.h"
#include "app/app.h"
#include "app/audit.h"
#include "app/federated.h"
#include "app/oidc.h"
#include "app/provider.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "store/db.h"
#include "store/identities.h"
#include "store/users.h"

/* What the transactions below are told and what they find. */
struct change {
	struct app   *app;
	struct arena *a;
	char          code[SHA256_HEX], binding[SHA256_HEX];
	const char   *verified; /* the hash that the password was held against */
	int64_t       id;
	const char   *email;
};

static enum err note(struct change *c, const struct user *u, const char *action, const char *issuer,
                     struct fail *f)
{
	return audit_add(c->app->db, c->a, &c->app->by, clock_now_ms(c->app->clock), action,
	                 u->email, arena_printf(c->a, "{\"issuer\":\"%s\"}", issuer), f);
}

static enum err link(struct db *db, void *ctx, struct fail *f)
{
	struct change      *c = ctx;
	struct sign_in_code code;
	struct user         u = {.id = 0};
	int64_t             now = clock_now_ms(c->app->clock);
	bool                was;

	TRY(account_self(c->app, c->a, &u, f));
	if (strcmp(u.password_hash, c->verified) != 0)
		return fail_field(f, "password", "is not your password");
	enum err e = sign_in_code_get(db, c->a, c->code, c->binding, now, &code, f);
	if (e == ERR_NOTFOUND)
		return fail_field(f, "code", "is none, was used already, or is too old");
	TRY(e);
	TRY(sign_in_code_remove(db, c->code, &was, f));
	c->email = code.email;
	TRY(identities_add(db,
	                   &(struct identity_row){.user_id = u.id,
	                                          .issuer = code.issuer,
	                                          .subject = code.subject,
	                                          .email = code.email,
	                                          .created_at = now},
	                   f));
	return note(c, &u, "identity.link", code.issuer, f);
}

static enum err try_link(struct app *app, struct arena *a, const struct OidcLink *in,
                         struct change *c, struct fail *f)
{
	struct user u = {.id = 0};

	TRY(account_self(app, a, &u, f));
	if (federated_only(&u)) /* who stole its token must not add a way in of his own */
		return fail_as(f, ERR_CONFLICT, "password_needed",
		               "this account has no password to allow it; set one first");
	if (!in->password || !password_verify(in->password, u.password_hash))
		return fail_field(f, "password", "is not your password");
	c->verified = u.password_hash;
	return db_tx(app->db, link, c, f);
}

enum err app_oidc_link(struct app *app, struct arena *a, const struct OidcLink *in,
                       struct Message *out, struct fail *f)
{
	struct change c = {.app = app, .a = a};

	crypto_sha256_text(in->code, c.code);
	crypto_sha256_text(in->binding, c.binding);
	TRY(account_claim(app, a, f));
	enum err e = try_link(app, a, in, &c, f);
	account_claimed(app, a, e);
	TRY(e);
	out->message = arena_printf(a, "%s can sign in to this account now.", c.email);
	return OK;
}

static const struct provider *of_issuer(const struct providers *all, const char *issuer)
{
	for (size_t i = 0; all && i < all->n; i++)
		if (strcmp(all->p[i].issuers[0], issuer) == 0)
			return &all->p[i];
	return NULL;
}

enum err app_identities(struct app *app, struct arena *a, struct Identities *out, struct fail *f)
{
	struct user          u = {.id = 0};
	struct identity_rows rows;

	TRY(account_self(app, a, &u, f));
	TRY(identities_list(app->db, a, u.id, &rows, f));
	struct Identity *items = ARENA_ARRAY(a, rows.n, struct Identity);
	for (size_t i = 0; i < rows.n; i++) {
		const struct provider *p = of_issuer(app->providers, rows.p[i].issuer);

		items[i] = (struct Identity){.id = rows.p[i].id,
		                             .provider = p ? p->id : NULL,
		                             .name = p ? p->name : rows.p[i].issuer,
		                             .email = rows.p[i].email,
		                             .created_at = rows.p[i].created_at};
	}
	*out = (struct Identities){.items = {.items = items, .n = rows.n},
	                           .total = (int64_t)rows.n};
	return OK;
}

static enum err unlink_one(struct db *db, void *ctx, struct fail *f)
{
	struct change       *c = ctx;
	struct user          u = {.id = 0};
	struct identity_rows rows;
	const char          *issuer = "";
	size_t               remain = 0; /* links of providers that are still set up */

	TRY(account_self(c->app, c->a, &u, f));
	TRY(identities_list(db, c->a, u.id, &rows, f));
	TRY(identities_remove(db, u.id, c->id, f));
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.p[i].id == c->id)
			issuer = rows.p[i].issuer;
		else if (of_issuer(c->app->providers, rows.p[i].issuer))
			remain++;
	}
	if (remain == 0 && federated_only(&u))
		return fail_as(f, ERR_CONFLICT, "last_sign_in",
		               "this account has no password and no other way to sign in");
	return note(c, &u, "identity.unlink", issuer, f);
}

enum err app_oidc_unlink(struct app *app, struct arena *a, const struct IdentityId *in,
                         struct fail *f)
{
	struct change c = {.app = app, .a = a, .id = in->id};

	return db_tx(app->db, unlink_one, &c, f);
}
