/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/auth.h"

#include "api/routes.h"
#include "api/shapes.h"

static const struct field credentials_fields[] = {
	{"email", TEXT, AT(Credentials, email), REQUIRED, 1, 254,
         .doc = "E-mail address; case does not matter", .example = "\"ada@example.com\""},
	{"password", TEXT, AT(Credentials, password), REQUIRED | SECRET, 1, 1024,
         .doc = "Password"},
};
static SHAPE(credentials, Credentials, credentials_fields);

static const struct field login_fields[] = {
	{"email", TEXT, AT(Login, email), REQUIRED, 1, 254,
         .doc = "E-mail address; case does not matter", .example = "\"ada@example.com\""},
	{"password", TEXT, AT(Login, password), REQUIRED | SECRET, 1, 1024, .doc = "Password"},
	{"code", TEXT, AT(Login, code), NULLABLE | SECRET, 0, 64,
         .doc = "Code of the authenticator app or for recovery, where the account asks for one"},
};
static SHAPE(login, Login, login_fields);

static const struct field me_fields[] = {
	{"id", INT, AT(Me, id), .doc = "Number of the account"},
	{"email", TEXT, AT(Me, email), .doc = "E-mail address"},
	{"role", TEXT, AT(Me, role), .doc = "user or admin"},
	{"is_google_user", BOOL, AT(Me, is_google_user),
         .doc = "Whether an account of Google signs in to it"},
	{"has_password", BOOL, AT(Me, has_password),
         .doc = "Whether a password signs in to it; false: accounts of providers alone"},
	{"totp_enabled", BOOL, AT(Me, totp_enabled),
         .doc = "Whether signing in needs a code of an authenticator app, too"},
	{"created_at", TIME, AT(Me, created_at), .doc = "When it was made"},
};
static SHAPE(me, Me, me_fields);

static const struct field provider_fields[] = {
	{"id", TEXT, AT(SetupProvider, id), .doc = "What startOidc takes: google or oidc"},
	{"name", TEXT, AT(SetupProvider, name), .doc = "What a button says"},
};
static SHAPE(provider, SetupProvider, provider_fields);

static const struct field setup_fields[] = {
	{"needs_administrator", BOOL, AT(Setup, needs_administrator),
         .doc = "No account exists: the first one registered becomes the administrator"},
	{"registration_open", BOOL, AT(Setup, registration_open),
         .doc = "Whether anybody may register"},
	{"providers", LIST, AT(Setup, providers), .of = &provider,
         .doc = "Whose accounts the pages can sign in"},
};
static SHAPE(setup, Setup, setup_fields);

static enum err do_register(struct req *rq, const void *in, void *out)
{
	return app_register(req_worker(rq), req_arena(rq), in, req_loopback(rq), out, req_fail(rq));
}

static enum err do_login(struct req *rq, const void *in, void *out)
{
	return app_login(req_worker(rq), req_arena(rq), in, req_peer(rq), out, req_fail(rq));
}

static enum err do_me(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_me(req_worker(rq), req_arena(rq), req_caller(rq)->user_id, out, req_fail(rq));
}

static enum err do_setup(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_setup(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static const enum err register_errs[] = {ERR_FORBIDDEN, ERR_CONFLICT, OK};
static const enum err me_errs[] = {ERR_FORBIDDEN, OK};
static const enum err login_errs[] = {ERR_AUTH, OK};

static const struct route table[] = {
	{POST, "/register", do_register, PUBLIC | CREATED | NO_STORE | LENIENT | ANON_LIMIT | SLOW,
         &credentials, &token_shape, "register", "Make an account and sign in", register_errs},
	{POST, "/login", do_login, PUBLIC | NO_STORE | LENIENT | ANON_LIMIT | SLOW, &login,
         &token_shape, "login", "Sign in", login_errs},
	{GET, "/me", do_me, LOGIN | NO_STORE | ANON_LIMIT, NULL, &me, "getMe",
         "The account that asks", me_errs},
	{GET, "/setup", do_setup, PUBLIC | NO_STORE | ANON_LIMIT, NULL, &setup, "getSetup",
         "What a sign-in page must know before anybody is signed in"},
};
const struct routes auth_routes = {"/api/v1/auth", "auth", "Accounts and tokens", table,
                                   COUNT(table)};
