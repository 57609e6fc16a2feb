/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/users.h"

#include "base/arena.h"
#include "base/date.h"
#include "store/db.h"

struct sink {
	struct arena *a;
	struct user  *p;
	size_t        n;
};

static int64_t time_of(const struct val *v)
{
	return v->null ? TIME_NONE : v->i;
}

static struct val time_val(int64_t ms)
{
	return ms == TIME_NONE ? val_null() : val_i(ms);
}

static enum err take_user(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p[s->n++] = (struct user){
		.id = row[0].i,
		.email = arena_strdup(s->a, row[1].t),
		.password_hash = arena_strdup(s->a, row[2].t),
		.role = arena_strdup(s->a, row[3].t),
		.created_at = row[4].i,
		.disabled_at = time_of(&row[5]),
		.totp = row[6].null ? NULL : arena_strdup(s->a, row[6].t),
		.totp_enabled_at = time_of(&row[7]),
		.totp_step = row[8].null ? INT64_MIN : row[8].i,
	};
	return OK;
}

enum err users_add(struct db *db, struct arena *a, const char *email, const char *password_hash,
                   const char *role, bool first_is_admin, int64_t now_ms, struct user *out,
                   struct fail *f)
{
	struct val args[] = {val_t(email), val_t(password_hash), val_i(first_is_admin), val_t(role),
	                     val_i(now_ms)};
	struct user u;
	struct sink s = {.a = a, .p = &u};

	enum err e = db_run(db, STMT_USER_ADD, args, take_user, &s, f);
	if (e == ERR_CONFLICT)
		return fail_as(f, ERR_CONFLICT, "email_taken",
		               "an account with this e-mail address exists");
	TRY(e);
	*out = u;
	return OK;
}

static enum err one(struct db *db, struct arena *a, enum stmt id, const struct val *args,
                    struct user *out, struct fail *f)
{
	struct user u;
	struct sink s = {.a = a, .p = &u};

	TRY(db_run(db, id, args, take_user, &s, f));
	if (s.n == 0)
		return fail(f, ERR_NOTFOUND, "no such account");
	*out = u;
	return OK;
}

enum err users_by_email(struct db *db, struct arena *a, const char *email, struct user *out,
                        struct fail *f)
{
	return one(db, a, STMT_USER_BY_EMAIL, (struct val[]){val_t(email)}, out, f);
}

enum err users_by_id(struct db *db, struct arena *a, int64_t id, struct user *out, struct fail *f)
{
	return one(db, a, STMT_USER_BY_ID, (struct val[]){val_i(id)}, out, f);
}

enum err users_list(struct db *db, struct arena *a, int64_t limit, int64_t offset,
                    struct users *out, struct fail *f)
{
	struct sink s = {.a = a, .p = ARENA_ARRAY(a, (size_t)limit, struct user)};

	TRY(db_run(db, STMT_USER_LIST, (struct val[]){val_i(limit), val_i(offset)}, take_user, &s,
	           f));
	*out = (struct users){.p = s.p, .n = s.n};
	return OK;
}

enum err users_count(struct db *db, int64_t *out, struct fail *f)
{
	return db_int(db, STMT_USER_COUNT, NULL, out, f);
}

enum err users_other_admins(struct db *db, int64_t id, int64_t *out, struct fail *f)
{
	return db_int(db, STMT_USER_ADMINS, (struct val[]){val_i(id)}, out, f);
}

static enum err set(struct db *db, enum stmt id, const struct val *args, struct fail *f)
{
	int64_t changed;

	TRY(db_write(db, id, args, &changed, f));
	return changed ? OK : fail(f, ERR_NOTFOUND, "no such account");
}

enum err users_set_password(struct db *db, int64_t id, const char *password_hash, int64_t now_ms,
                            struct fail *f)
{
	return set(db, STMT_USER_SET_PASSWORD,
	           (struct val[]){val_i(id), val_t(password_hash), val_i(now_ms)}, f);
}

enum err users_set_role(struct db *db, int64_t id, const char *role, struct fail *f)
{
	return set(db, STMT_USER_SET_ROLE, (struct val[]){val_i(id), val_t(role)}, f);
}

enum err users_set_disabled(struct db *db, int64_t id, int64_t at, struct fail *f)
{
	return set(db, STMT_USER_SET_DISABLED, (struct val[]){val_i(id), time_val(at)}, f);
}

enum err users_set_totp(struct db *db, int64_t id, const char *sealed, int64_t enabled_at,
                        int64_t step, struct fail *f)
{
	struct val last = step == INT64_MIN ? val_null() : val_i(step);

	return set(db, STMT_USER_SET_TOTP,
	           (struct val[]){val_i(id), val_t(sealed), time_val(enabled_at), last}, f);
}

enum err users_use_step(struct db *db, int64_t id, int64_t step, bool *fresh, struct fail *f)
{
	int64_t changed;

	TRY(db_write(db, STMT_USER_TOTP_USE, (struct val[]){val_i(id), val_i(step)}, &changed, f));
	*fresh = changed > 0;
	return OK;
}

enum err users_set_recovery(struct db *db, int64_t id, const char *const *hashes, size_t n,
                            struct fail *f)
{
	TRY(db_write(db, STMT_RECOVERY_CLEAR, (struct val[]){val_i(id)}, NULL, f));
	for (size_t i = 0; i < n; i++)
		TRY(db_write(db, STMT_RECOVERY_ADD, (struct val[]){val_i(id), val_t(hashes[i])},
		             NULL, f));
	return OK;
}

enum err users_use_recovery(struct db *db, int64_t id, const char *hash, bool *found,
                            struct fail *f)
{
	int64_t changed;

	TRY(db_write(db, STMT_RECOVERY_USE, (struct val[]){val_i(id), val_t(hash)}, &changed, f));
	*found = changed > 0;
	return OK;
}

struct growing {
	struct arena *a;
	struct user  *p;
	size_t        n, cap;
};

static enum err take_sealed(void *ctx, const struct val *row, struct fail *f)
{
	struct growing *g = ctx;

	(void)f;
	g->p = arena_grow(g->a, g->p, g->n, &g->cap, sizeof(*g->p));
	g->p[g->n++] = (struct user){
		.id = row[0].i,
		.totp = arena_strdup(g->a, row[1].t),
		.totp_enabled_at = time_of(&row[2]),
		.totp_step = row[3].null ? INT64_MIN : row[3].i,
	};
	return OK;
}

enum err users_sealed(struct db *db, struct arena *a, struct users *out, struct fail *f)
{
	struct growing g = {.a = a};

	TRY(db_run(db, STMT_USER_SEALED, NULL, take_sealed, &g, f));
	*out = (struct users){.p = g.p, .n = g.n};
	return OK;
}

struct account_sink {
	struct arena   *a;
	struct account *p;
	size_t          n;
};

static enum err take_account(void *ctx, const struct val *row, struct fail *f)
{
	struct account_sink *s = ctx;

	(void)f;
	s->p[s->n++] = (struct account){
		.id = row[0].i,
		.email = arena_strdup(s->a, row[1].t),
		.role = arena_strdup(s->a, row[2].t),
		.created_at = row[3].i,
		.disabled_at = time_of(&row[4]),
		.totp_enabled_at = time_of(&row[5]),
		.last_seen_at = time_of(&row[6]),
		.sessions = row[7].i,
	};
	return OK;
}

enum err users_page(struct db *db, struct arena *a, const char *part, int64_t id, int64_t now_ms,
                    int64_t limit, int64_t offset, struct accounts *out, int64_t *total,
                    struct fail *f)
{
	struct account_sink s = {.a = a, .p = ARENA_ARRAY(a, (size_t)limit, struct account)};
	struct val          args[] = {val_t(part), val_i(now_ms), val_i(limit), val_i(offset),
                             id ? val_i(id) : val_null()};
	int64_t             all;

	TRY(db_int(db, STMT_USER_MATCHES, (struct val[]){val_t(part)}, &all, f));
	TRY(db_run(db, STMT_USER_PAGE, args, take_account, &s, f));
	*out = (struct accounts){.p = s.p, .n = s.n};
	*total = all;
	return OK;
}
