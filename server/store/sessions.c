/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/sessions.h"

#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "store/db.h"

static int64_t time_of(const struct val *v)
{
	return v->null ? TIME_NONE : v->i;
}

enum err sessions_add(struct db *db, const struct session *s, struct fail *f)
{
	struct val row[] = {val_t(s->jti),        val_i(s->user_id), val_i(s->created_at),
	                    val_i(s->expires_at), val_t(s->address), val_t(s->user_agent)};

	TRY(db_write(db, STMT_SESSION_PRUNE,
	             (struct val[]){val_i(s->user_id), val_i(s->created_at)}, NULL, f));
	return db_write(db, STMT_SESSION_ADD, row, NULL, f);
}

struct sink {
	struct arena   *a;
	struct session *p;
	size_t          n;
};

static enum err take_session(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p[s->n++] = (struct session){
		.jti = arena_strdup(s->a, row[0].t),
		.created_at = row[1].i,
		.expires_at = row[2].i,
		.last_seen_at = row[3].i,
		.address = arena_strdup(s->a, row[4].t),
		.user_agent = row[5].null ? NULL : arena_strdup(s->a, row[5].t),
	};
	return OK;
}

enum err sessions_list(struct db *db, struct arena *a, int64_t user_id, int64_t now_ms,
                       int64_t limit, struct sessions *out, struct fail *f)
{
	struct sink s = {.a = a, .p = ARENA_ARRAY(a, (size_t)limit, struct session)};
	struct val  args[] = {val_i(user_id), val_i(now_ms), val_i(limit)};

	TRY(db_run(db, STMT_SESSION_LIST, args, take_session, &s, f));
	*out = (struct sessions){.p = s.p, .n = s.n};
	return OK;
}

enum err sessions_revoke(struct db *db, int64_t user_id, const char *jti, int64_t now_ms,
                         struct fail *f)
{
	struct val args[] = {val_t(jti), val_i(user_id), val_i(now_ms)};
	int64_t    changed;

	TRY(db_write(db, STMT_SESSION_REVOKE, args, &changed, f));
	return changed ? OK : fail(f, ERR_NOTFOUND, "there is no such session");
}

enum err sessions_revoke_others(struct db *db, int64_t user_id, const char *but, int64_t now_ms,
                                int64_t *n, struct fail *f)
{
	struct val args[] = {val_i(user_id), val_t(but), val_i(now_ms)};

	return db_write(db, STMT_SESSION_REVOKE_ALL, args, n, f);
}

enum err sessions_seen(struct db *db, const char *jti, int64_t at, struct fail *f)
{
	return db_write(db, STMT_SESSION_SEEN, (struct val[]){val_t(jti), val_i(at)}, NULL, f);
}

struct key_sink {
	struct arena   *a;
	struct api_key *p;
	size_t          n;
	int64_t         total;
};

static enum err take_key(void *ctx, const struct val *row, struct fail *f)
{
	struct key_sink *s = ctx;

	(void)f;
	s->p[s->n++] = (struct api_key){
		.id = row[0].i,
		.name = arena_strdup(s->a, row[1].t),
		.scope = arena_strdup(s->a, row[2].t),
		.prefix = arena_strdup(s->a, row[3].t),
		.created_at = row[4].i,
		.last_used_at = time_of(&row[5]),
		.expires_at = time_of(&row[6]),
		.revoked_at = time_of(&row[7]),
	};
	s->total = row[8].i;
	return OK;
}

static enum err take_id(void *ctx, const struct val *row, struct fail *f)
{
	(void)f;
	*(int64_t *)ctx = row[0].i;
	return OK;
}

enum err api_keys_add(struct db *db, int64_t user_id, const char *hash, int64_t now_ms,
                      struct api_key *k, struct fail *f)
{
	struct val args[] = {val_i(user_id),
	                     val_t(k->name),
	                     val_t(k->scope),
	                     val_t(hash),
	                     val_t(k->prefix),
	                     val_i(now_ms),
	                     k->expires_at == TIME_NONE ? val_null() : val_i(k->expires_at)};

	TRY(db_run(db, STMT_KEY_ADD, args, take_id, &k->id, f));
	k->created_at = now_ms;
	return OK;
}

enum err api_keys_list(struct db *db, struct arena *a, int64_t user_id, int64_t now_ms,
                       int64_t limit, struct api_keys *out, struct fail *f)
{
	struct key_sink s = {.a = a, .p = ARENA_ARRAY(a, (size_t)limit, struct api_key)};
	struct val      args[] = {val_i(user_id), val_i(now_ms), val_i(limit)};

	TRY(db_run(db, STMT_KEY_LIST, args, take_key, &s, f));
	*out = (struct api_keys){.p = s.p, .n = s.n, .total = s.total};
	return OK;
}

enum err api_keys_count(struct db *db, int64_t user_id, int64_t now_ms, int64_t *out,
                        struct fail *f)
{
	return db_int(db, STMT_KEY_COUNT, (struct val[]){val_i(user_id), val_i(now_ms)}, out, f);
}

enum err api_keys_revoke(struct db *db, int64_t user_id, int64_t id, int64_t now_ms, struct fail *f)
{
	struct val args[] = {val_i(id), val_i(user_id), val_i(now_ms)};
	int64_t    changed;

	TRY(db_write(db, STMT_KEY_REVOKE, args, &changed, f));
	return changed ? OK : fail(f, ERR_NOTFOUND, "there is no such key");
}

enum err api_keys_revoke_all(struct db *db, int64_t user_id, int64_t now_ms, struct fail *f)
{
	return db_write(db, STMT_KEY_REVOKE_ALL, (struct val[]){val_i(user_id), val_i(now_ms)},
	                NULL, f);
}

enum err api_keys_seen(struct db *db, int64_t id, int64_t at, struct fail *f)
{
	return db_write(db, STMT_KEY_SEEN, (struct val[]){val_i(id), val_i(at)}, NULL, f);
}

struct found {
	struct credential c;
	bool              any;
};

static enum err take_session_check(void *ctx, const struct val *row, struct fail *f)
{
	(void)f;
	*(struct found *)ctx = (struct found){
		.any = true,
		.c = {.user_id = row[0].i,
	              .expires_at = row[1].i,
	              .revoked_at = time_of(&row[2]),
	              .admin = strcmp(row[3].t, "admin") == 0,
	              .disabled_at = time_of(&row[4])},
	};
	return OK;
}

static enum err take_key_check(void *ctx, const struct val *row, struct fail *f)
{
	(void)f;
	*(struct found *)ctx = (struct found){
		.any = true,
		.c = {.id = row[0].i,
	              .user_id = row[1].i,
	              .read_only = strcmp(row[2].t, "write") != 0,
	              .expires_at = time_of(&row[3]),
	              .revoked_at = time_of(&row[4]),
	              .admin = strcmp(row[5].t, "admin") == 0,
	              .disabled_at = time_of(&row[6])},
	};
	return OK;
}

static enum err check(struct db *db, enum stmt id, const char *what, row_fn *take,
                      struct credential *out, struct fail *f)
{
	struct found found = {.any = false};

	TRY(db_run(db, id, (struct val[]){val_t(what)}, take, &found, f));
	if (!found.any)
		return ERR_NOTFOUND;
	*out = found.c;
	return OK;
}

enum err credential_of_session(struct db *db, const char *jti, struct credential *out,
                               struct fail *f)
{
	return check(db, STMT_SESSION_CHECK, jti, take_session_check, out, f);
}

enum err credential_of_key(struct db *db, const char *hash, struct credential *out, struct fail *f)
{
	return check(db, STMT_KEY_CHECK, hash, take_key_check, out, f);
}

enum err identity_epoch(struct db *db, int64_t *out, struct fail *f)
{
	return db_int(db, STMT_IDENTITY_EPOCH, NULL, out, f);
}

enum err identity_bump(struct db *db, struct fail *f)
{
	return db_write(db, STMT_IDENTITY_BUMP, NULL, NULL, f);
}
