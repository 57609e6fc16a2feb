/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/accounts.h"
#include "app/audit.h"

#include "api/routes.h"
#include "api/shapes.h"

static const struct field accounts_query_fields[] = {
	{"q", TEXT, AT(AccountQuery, q), IN_QUERY, 1, 254, .doc = "A part of the address",
         .example = "\"ada\""},
	{"limit", INT, AT(AccountQuery, limit), IN_QUERY, 1, 500, .def = "100",
         .doc = "Most accounts to give"},
	{"offset", INT, AT(AccountQuery, offset), IN_QUERY, 0, 1e9, .def = "0",
         .doc = "How many to leave out before"},
};
static SHAPE(accounts_query, AccountQuery, accounts_query_fields);

static const struct field account_fields[] = {
	{"id", INT, AT(Account, id), .doc = "Number of the account"},
	{"email", TEXT, AT(Account, email), .doc = "E-mail address"},
	{"role", TEXT, AT(Account, role), .doc = "user or admin"},
	{"disabled", BOOL, AT(Account, disabled), .doc = "Whether it cannot sign in"},
	{"totp_enabled", BOOL, AT(Account, totp_enabled),
         .doc = "Whether signing in needs a code of an authenticator app, too"},
	{"created_at", TIME, AT(Account, created_at), .doc = "When it was made"},
	{"disabled_at", TIME, AT(Account, disabled_at), NULLABLE,
         .doc = "Since when it is disabled; null: it is not"},
	{"last_seen_at", TIME, AT(Account, last_seen_at), NULLABLE,
         .doc = "Last request of a session that is still known; null: none"},
	{"sessions", INT, AT(Account, sessions), .doc = "Sessions that hold"},
};
static SHAPE(account, Account, account_fields);

static const struct field accounts_fields[] = {
	{"items", LIST, AT(Accounts, items), .of = &account, .doc = "Oldest account first"},
	{"total", INT, AT(Accounts, total), .doc = "How many there are"},
};
static SHAPE(accounts, Accounts, accounts_fields);

static const struct field change_fields[] = {
	{"id", INT, AT(AccountChange, id), REQUIRED | IN_PATH, 1, 1e15,
         .doc = "Number of the account"},
	{"role", ENUM, AT(AccountChange, role), .words = account_roles,
         .doc = "What it may do; absent: as it is"},
	{"disabled", BOOL, AT(AccountChange, disabled), MAYBE,
         .doc = "Whether it cannot sign in; absent: as it is"},
};
static SHAPE(change, AccountChange, change_fields);

static const struct field id_fields[] = {
	{"id", INT, AT(AccountId, id), REQUIRED | IN_PATH, 1, 1e15, .doc = "Number of the account"},
};
static SHAPE(account_id, AccountId, id_fields);

static const struct field audit_query_fields[] = {
	{"action", TEXT, AT(AuditQuery, action), IN_QUERY, 1, 64, .doc = "What was done",
         .example = "\"auth.login\""},
	{"actor", TEXT, AT(AuditQuery, actor), IN_QUERY, 1, 254, .doc = "A part of who did it",
         .example = "\"ada\""},
	{"limit", INT, AT(AuditQuery, limit), IN_QUERY, 1, 500, .def = "100",
         .doc = "Most entries to give"},
	{"offset", INT, AT(AuditQuery, offset), IN_QUERY, 0, 1e9, .def = "0",
         .doc = "How many to leave out before"},
};
static SHAPE(audit_query, AuditQuery, audit_query_fields);

static const struct field entry_fields[] = {
	{"id", INT, AT(AuditEntry, id), .doc = "Number of the entry, from 1 without a gap"},
	{"at", TIME, AT(AuditEntry, at), .doc = "When"},
	{"actor_id", INT, AT(AuditEntry, actor_id), NULLABLE,
         .doc = "Account that did it; null: none"},
	{"actor", TEXT, AT(AuditEntry, actor),
         .doc = "Its address, or command line, administrator's token, nobody, program"},
	{"action", TEXT, AT(AuditEntry, action), .doc = "What was done"},
	{"object", TEXT, AT(AuditEntry, object), NULLABLE, .doc = "To what"},
	{"detail", TEXT, AT(AuditEntry, detail), NULLABLE, .doc = "More, as a JSON object"},
	{"address", TEXT, AT(AuditEntry, address), NULLABLE, .doc = "From which address"},
	{"request_id", TEXT, AT(AuditEntry, request_id), NULLABLE, .doc = "By which request"},
	{"hash", TEXT, AT(AuditEntry, hash),
         .doc = "SHA-256 of this entry and the hash of the one before it"},
};
static SHAPE(entry, AuditEntry, entry_fields);

static const struct field log_fields[] = {
	{"items", LIST, AT(AuditLog, items), .of = &entry, .doc = "Newest first"},
	{"total", INT, AT(AuditLog, total), .doc = "How many there are"},
};
static SHAPE(audit_log, AuditLog, log_fields);

static enum err get_users(struct req *rq, const void *in, void *out)
{
	return app_accounts(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err put_user(struct req *rq, const void *in, void *out)
{
	return app_account_change(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err revoke_user(struct req *rq, const void *in, void *out)
{
	return app_account_revoke(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err get_audit(struct req *rq, const void *in, void *out)
{
	return app_audit_log(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static const enum err conflict[] = {ERR_CONFLICT, OK};

enum { OVERSEE = ADMIN | PERSONAL | NO_STORE };

static const struct route table[] = {
	{GET, "/users", get_users, OVERSEE, &accounts_query, &accounts, "getUsers", "The accounts"},
	{PUT, "/users/{id}", put_user, OVERSEE, &change, &account, "putUser",
         "Change what an account may do, or whether it may sign in", conflict},
	{POST, "/users/{id}/revoke", revoke_user, OVERSEE, &account_id, &revoked_shape,
         "revokeUser", "End all sessions of an account"},
	{GET, "/audit", get_audit, OVERSEE, &audit_query, &audit_log, "getAudit",
         "The log of who did what"},
};
const struct routes admin_routes = {"/api/v1/admin", "admin", "Accounts of others, and the log",
                                    table, COUNT(table)};
