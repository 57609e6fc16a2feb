/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/api_keys.h"

#include "api/routes.h"

#define KEY_FIELDS(type, in)                                                              \
	{"id", INT, AT(type, in id), .doc = "Number of the key"},                         \
		{"name", TEXT, AT(type, in name), .doc = "What it is for"},               \
		{"scope", TEXT, AT(type, in scope), .doc = "read or write"},              \
		{"prefix", TEXT, AT(type, in prefix), .doc = "How the key begins"},       \
		{"created_at", TIME, AT(type, in created_at), .doc = "When it was made"}, \
		{"last_used_at", TIME, AT(type, in last_used_at), NULLABLE,               \
	         .doc = "Last request with it, to the minute or so; null: none yet"},     \
		{"expires_at", TIME, AT(type, in expires_at), NULLABLE,                   \
	         .doc = "When it ends by itself; null: never"},                           \
	{                                                                                 \
		"revoked_at", TIME, AT(type, in revoked_at), NULLABLE,                    \
			.doc = "When it was ended; null: it was not"                      \
	}

static const struct field key_fields[] = {KEY_FIELDS(ApiKey, )};
static SHAPE(key, ApiKey, key_fields);

static const struct field keys_fields[] = {
	{"items", LIST, AT(ApiKeys, items), .of = &key, .doc = "Newest first"},
	{"total", INT, AT(ApiKeys, total), .doc = "All of them"},
};
static SHAPE(keys, ApiKeys, keys_fields);

static const struct field new_fields[] = {
	{"name", TEXT, AT(NewKey, name), REQUIRED, 1, 100, .doc = "What it is for",
         .example = "\"nightly report\""},
	{"scope", ENUM, AT(NewKey, scope), .def = "read", .words = api_key_scopes,
         .doc = "Whether it may only read, or do what the account may"},
	{"expires_at", TIME, AT(NewKey, expires_at), NULLABLE,
         .doc = "When it ends by itself; absent: never"},
};
static SHAPE(new_key, NewKey, new_fields);

static const struct field made_fields[] = {
	{"key", TEXT, AT(MadeKey, key), SECRET,
         .doc = "The key, for the Authorization header: shown this once"},
	KEY_FIELDS(MadeKey, made.),
};
static SHAPE(made, MadeKey, made_fields);

static const struct field query_fields[] = {
	{"id", INT, AT(KeyQuery, id), REQUIRED | IN_PATH, 1, 1e15, .doc = "Number of the key"},
};
static SHAPE(query, KeyQuery, query_fields);

static enum err get_keys(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_api_keys(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static enum err post_key(struct req *rq, const void *in, void *out)
{
	return app_api_key_add(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err delete_key(struct req *rq, const void *in, void *out)
{
	(void)out;
	return app_api_key_revoke(req_worker(rq), req_arena(rq), in, req_fail(rq));
}

static const enum err conflict[] = {ERR_CONFLICT, OK};

enum { OWN = LOGIN | PERSONAL | NO_STORE | ANON_LIMIT };

static const struct route table[] = {
	{GET, "/api-keys", get_keys, OWN, NULL, &keys, "getApiKeys",
         "The account's keys for programs"},
	{POST, "/api-keys", post_key, OWN | CREATED, &new_key, &made, "createApiKey",
         "A new key; it is shown this once", conflict},
	{DELETE_, "/api-keys/{id}", delete_key, OWN, &query, NULL, "revokeApiKey", "End a key"},
};
const struct routes key_routes = {"/api/v1/auth", "auth", "Accounts and tokens", table,
                                  COUNT(table)};
