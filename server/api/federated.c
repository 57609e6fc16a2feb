/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/federated.h"

#include "api/routes.h"
#include "api/shapes.h"
#include "app/id_token.h"
#include "app/oidc.h"

enum { ONE_TIME_MAX = 128, PARAMETER_MAX = 1900 };

static const struct field google_fields[] = {
	{"credential", TEXT, AT(GoogleLogin, credential), REQUIRED | SECRET, 1, ID_TOKEN_MAX,
         .doc = "ID token of Google for this program"},
	{"code", TEXT, AT(GoogleLogin, code), NULLABLE | SECRET, 0, 64,
         .doc = "Code of the authenticator app or for recovery, where the account asks for one"},
};
static SHAPE(google, GoogleLogin, google_fields);

static const struct field start_fields[] = {
	{"provider", TEXT, AT(OidcStart, provider), REQUIRED, 1, 32,
         .doc = "One of those that getSetup names"},
	{"next", TEXT, AT(OidcStart, next), NULLABLE, 0, 200,
         .doc = "Path of the page to return to; absent: the sign-in page",
         .example = "\"/login/\""},
};
static SHAPE(start, OidcStart, start_fields);

static const struct field started_fields[] = {
	{"url", TEXT, AT(OidcStarted, url), SECRET, .doc = "Where the browser goes now"},
	{"binding", TEXT, AT(OidcStarted, binding), SECRET,
         .doc = "What the page keeps and sends along with the code that it gets"},
	{"expires_in", INT, AT(OidcStarted, expires_in), .doc = "Seconds until it is too late"},
};
static SHAPE(started, OidcStarted, started_fields);

static const struct field callback_fields[] = {
	{"code", TEXT, AT(OidcCallback, code), IN_QUERY | NULLABLE | SECRET, 0, PARAMETER_MAX,
         .doc = "What the provider gave for the sign-in"},
	{"state", TEXT, AT(OidcCallback, state), IN_QUERY | NULLABLE | SECRET, 0, ONE_TIME_MAX,
         .doc = "Which sign-in it is"},
	{"error", TEXT, AT(OidcCallback, error), IN_QUERY | NULLABLE, 0, PARAMETER_MAX,
         .doc = "Why there is none"},
	{"iss", TEXT, AT(OidcCallback, iss), IN_QUERY | NULLABLE, 0, PARAMETER_MAX,
         .doc = "Who answers (RFC 9207)"},
};
static SHAPE(callback, OidcCallback, callback_fields);

static const struct field token_fields[] = {
	{"code", TEXT, AT(OidcToken, code), REQUIRED | SECRET, 1, ONE_TIME_MAX,
         .doc = "From the fragment of the address that the browser came back to"},
	{"binding", TEXT, AT(OidcToken, binding), REQUIRED | SECRET, 1, ONE_TIME_MAX,
         .doc = "From the start of this sign-in"},
	{"totp", TEXT, AT(OidcToken, totp), NULLABLE | SECRET, 0, 64,
         .doc = "Code of the authenticator app or for recovery, where the account asks for one"},
};
static SHAPE(token, OidcToken, token_fields);

static const struct field link_fields[] = {
	{"code", TEXT, AT(OidcLink, code), REQUIRED | SECRET, 1, ONE_TIME_MAX,
         .doc = "From the fragment of the address that the browser came back to"},
	{"binding", TEXT, AT(OidcLink, binding), REQUIRED | SECRET, 1, ONE_TIME_MAX,
         .doc = "From the start of this sign-in"},
	{"password", TEXT, AT(OidcLink, password), NULLABLE | SECRET, 0, 1024,
         .doc = "The account's password; one without must set a first one before"},
};
static SHAPE(link, OidcLink, link_fields);

static const struct field password_fields[] = {
	{"code", TEXT, AT(OidcPassword, code), REQUIRED | SECRET, 1, ONE_TIME_MAX,
         .doc = "From the fragment of the address that the browser came back to"},
	{"binding", TEXT, AT(OidcPassword, binding), REQUIRED | SECRET, 1, ONE_TIME_MAX,
         .doc = "From the start of this sign-in"},
	{"new", TEXT, AT(OidcPassword, wanted), REQUIRED | SECRET, 1, 1024,
         .doc = "The password as it shall be"},
};
static SHAPE(password, OidcPassword, password_fields);

static const struct field identity_fields[] = {
	{"id", INT, AT(Identity, id), .doc = "Number of the link"},
	{"provider", TEXT, AT(Identity, provider), NULLABLE,
         .doc = "As getSetup names it; null: no longer set up here"},
	{"name", TEXT, AT(Identity, name), .doc = "What to call it"},
	{"email", TEXT, AT(Identity, email), .doc = "Its e-mail address when it was linked"},
	{"created_at", TIME, AT(Identity, created_at), .doc = "When it was linked"},
};
static SHAPE(identity, Identity, identity_fields);

static const struct field identities_fields[] = {
	{"items", LIST, AT(Identities, items), .of = &identity, .doc = "First linked first"},
	{"total", INT, AT(Identities, total), .doc = "All of them"},
};
static SHAPE(identities, Identities, identities_fields);

static const struct field id_fields[] = {
	{"id", INT, AT(IdentityId, id), REQUIRED | IN_PATH, 1, 1e15, .doc = "Number of the link"},
};
static SHAPE(identity_id, IdentityId, id_fields);

static enum err do_google(struct req *rq, const void *in, void *out)
{
	return app_google(req_worker(rq), req_arena(rq), in, req_loopback(rq), req_peer(rq), out,
	                  req_fail(rq));
}

static enum err do_start(struct req *rq, const void *in, void *out)
{
	return app_oidc_start(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err do_callback(struct req *rq, const void *in, void *out)
{
	const char *url;

	(void)out;
	TRY(app_oidc_callback(req_worker(rq), req_arena(rq), in, &url, req_fail(rq)));
	req_redirect(rq, url);
	return OK;
}

static enum err do_token(struct req *rq, const void *in, void *out)
{
	return app_oidc_token(req_worker(rq), req_arena(rq), in, req_loopback(rq), req_peer(rq),
	                      out, req_fail(rq));
}

static enum err get_links(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_identities(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static enum err do_link(struct req *rq, const void *in, void *out)
{
	return app_oidc_link(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err do_unlink(struct req *rq, const void *in, void *out)
{
	(void)out;
	return app_oidc_unlink(req_worker(rq), req_arena(rq), in, req_fail(rq));
}

static enum err do_password(struct req *rq, const void *in, void *out)
{
	return app_oidc_password(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static const enum err enter_errs[] = {ERR_AUTH, ERR_FORBIDDEN, ERR_CONFLICT, OK};
static const enum err google_errs[] = {ERR_AUTH, ERR_FORBIDDEN, ERR_CONFLICT, ERR_NOTFOUND, OK};
static const enum err start_errs[] = {ERR_NOTFOUND, OK};
static const enum err conflict[] = {ERR_CONFLICT, OK};

enum { ANYBODY = PUBLIC | NO_STORE | ANON_LIMIT, OWN = LOGIN | PERSONAL | NO_STORE | ANON_LIMIT };

static const struct route table[] = {
	{POST, "/google", do_google, ANYBODY | LENIENT | SLOW, &google, &token_shape, "loginGoogle",
         "Sign in with an ID token of Google", google_errs},
	{POST, "/oidc/start", do_start, ANYBODY | SLOW, &start, &started, "startOidc",
         "Begin a sign-in by a provider", start_errs},
	{GET, "/oidc/callback", do_callback, ANYBODY | LENIENT | REDIRECTS | SLOW, &callback, NULL,
         "finishOidc", "Where a provider sends the browser back to"},
	{POST, "/oidc/token", do_token, ANYBODY | SLOW, &token, &token_shape, "loginOidc",
         "Sign in with the code that came back from a provider", enter_errs},
	{GET, "/oidc/link", get_links, OWN, NULL, &identities, "getIdentities",
         "Accounts of providers that sign in to this one"},
	{POST, "/oidc/link", do_link, OWN | SLOW, &link, &message_shape, "linkIdentity",
         "Let an account of a provider sign in to this one", conflict},
	{POST, "/oidc/password", do_password, OWN | SLOW, &password, &revoked_shape,
         "setFirstPassword",
         "Set a password where there is none, by a fresh sign-in at a linked provider", conflict},
	{DELETE_, "/oidc/link/{id}", do_unlink, OWN, &identity_id, NULL, "unlinkIdentity",
         "Let it sign in no longer", conflict},
};
const struct routes federated_routes = {"/api/v1/auth", "auth", "Accounts and tokens", table,
                                        COUNT(table)};
