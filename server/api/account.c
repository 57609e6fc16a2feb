/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/account.h"

#include "api/routes.h"
#include "api/shapes.h"

static const struct field token_fields[] = {
	{"access_token", TEXT, AT(Token, access_token), SECRET,
         .doc = "JSON Web Token for the Authorization header"},
	{"token_type", TEXT, AT(Token, token_type), .doc = "Always bearer"},
	{"expires_in", INT, AT(Token, expires_in), .doc = "Seconds until it expires"},
};
SHAPE(token_shape, Token, token_fields);

static const struct field message_fields[] = {
	{"message", TEXT, AT(Message, message), .doc = "What was done"},
};
SHAPE(message_shape, Message, message_fields);

static const struct field password_fields[] = {
	{"current", TEXT, AT(PasswordChange, current), REQUIRED | SECRET, 1, 1024,
         .doc = "The password as it is"},
	{"new", TEXT, AT(PasswordChange, wanted), REQUIRED | SECRET, 1, 1024,
         .doc = "The password as it shall be"},
};
static SHAPE(password, PasswordChange, password_fields);

static const struct field revoked_fields[] = {
	{"message", TEXT, AT(Revoked, message), .doc = "What was done"},
	{"revoked", INT, AT(Revoked, revoked), .doc = "Sessions ended"},
};
SHAPE(revoked_shape, Revoked, revoked_fields);

static const struct field session_fields[] = {
	{"id", TEXT, AT(Session, id), .doc = "Number of the session"},
	{"created_at", TIME, AT(Session, created_at), .doc = "Signed in"},
	{"expires_at", TIME, AT(Session, expires_at), .doc = "Ends by itself"},
	{"last_seen_at", TIME, AT(Session, last_seen_at),
         .doc = "Last request, to the minute or so"},
	{"address", TEXT, AT(Session, address), .doc = "Where it was signed in from"},
	{"user_agent", TEXT, AT(Session, user_agent), NULLABLE,
         .doc = "What the client called itself"},
	{"current", BOOL, AT(Session, current), .doc = "The one that asks"},
};
static SHAPE(session, Session, session_fields);

static const struct field sessions_fields[] = {
	{"items", LIST, AT(Sessions, items), .of = &session, .doc = "Last seen first"},
	{"total", INT, AT(Sessions, total), .doc = "All of them"},
};
static SHAPE(sessions, Sessions, sessions_fields);

static const struct field session_id_fields[] = {
	{"id", TEXT, AT(SessionId, id), REQUIRED | IN_PATH, 1, 64, .doc = "Number of the session"},
};
static SHAPE(session_id, SessionId, session_id_fields);

static const struct field setup_fields[] = {
	{"secret", TEXT, AT(TotpSetup, secret), SECRET,
         .doc = "To type into the authenticator app (base32)"},
	{"uri", TEXT, AT(TotpSetup, uri), SECRET, .doc = "The same for a picture to scan"},
};
static SHAPE(setup, TotpSetup, setup_fields);

static const struct field enable_fields[] = {
	{"code", TEXT, AT(TotpEnable, code), REQUIRED | SECRET, 1, 64,
         .doc = "What the app shows now"},
};
static SHAPE(enable, TotpEnable, enable_fields);

static const struct field enabled_fields[] = {
	{"recovery_codes", LIST, AT(TotpEnabled, recovery_codes), SECRET,
         .doc = "Ten codes for when the app is lost; each works once, and they are shown once"},
};
static SHAPE(enabled, TotpEnabled, enabled_fields);

static const struct field disable_fields[] = {
	{"password", TEXT, AT(TotpDisable, password), NULLABLE | SECRET, 0, 1024,
         .doc = "The account's password, where it has one"},
	{"code", TEXT, AT(TotpDisable, code), REQUIRED | SECRET, 1, 64,
         .doc = "Code of the app, or one for recovery"},
};
static SHAPE(disable, TotpDisable, disable_fields);

static enum err do_refresh(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_refresh(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static enum err do_logout(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_logout(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static enum err do_password(struct req *rq, const void *in, void *out)
{
	return app_password(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_sessions(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_sessions(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static enum err delete_session(struct req *rq, const void *in, void *out)
{
	(void)out;
	return app_session_revoke(req_worker(rq), req_arena(rq), in, req_fail(rq));
}

static enum err revoke_sessions(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_sessions_revoke(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static enum err totp_setup(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_totp_setup(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static enum err totp_enable(struct req *rq, const void *in, void *out)
{
	return app_totp_enable(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err totp_disable(struct req *rq, const void *in, void *out)
{
	return app_totp_disable(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static const enum err conflict[] = {ERR_CONFLICT, OK};

enum { OWN = LOGIN | PERSONAL | NO_STORE | ANON_LIMIT };

static const struct route table[] = {
	{POST, "/refresh", do_refresh, OWN | LENIENT, NULL, &token_shape, "refreshToken",
         "A fresh token; the one that asks ends"},
	{POST, "/logout", do_logout, OWN | LENIENT, NULL, &message_shape, "logout",
         "End the session that asks"},
	{POST, "/password", do_password, OWN | SLOW, &password, &revoked_shape, "changePassword",
         "Change the password, and end all other sessions", conflict},
	{GET, "/sessions", get_sessions, OWN, NULL, &sessions, "getSessions",
         "Where the account is signed in"},
	{DELETE_, "/sessions/{id}", delete_session, OWN, &session_id, NULL, "revokeSession",
         "End a session"},
	{POST, "/revoke-all", revoke_sessions, OWN, NULL, &revoked_shape, "revokeSessions",
         "End all sessions but the one that asks"},
	{POST, "/totp/setup", totp_setup, OWN, NULL, &setup, "setupTotp",
         "A secret for an authenticator app, without effect until it is enabled", conflict},
	{POST, "/totp/enable", totp_enable, OWN, &enable, &enabled, "enableTotp",
         "From now on a sign-in needs a code of the app", conflict},
	{POST, "/totp/disable", totp_disable, OWN | SLOW, &disable, &message_shape, "disableTotp",
         "A sign-in needs the password alone again", conflict},
};
const struct routes account_routes = {"/api/v1/auth", "auth", "Accounts and tokens", table,
                                      COUNT(table)};
