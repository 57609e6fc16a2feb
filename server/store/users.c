/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/users.h"

#include "base/arena.h"
#include "store/db.h"

struct sink {
	struct arena *a;
	struct user  *p;
	size_t        n;
};

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

enum err users_set_password(struct db *db, const char *email, const char *password_hash,
                            struct fail *f)
{
	int64_t changed;

	TRY(db_write(db, STMT_USER_SET_PASSWORD, (struct val[]){val_t(email), val_t(password_hash)},
	             &changed, f));
	return changed ? OK : fail(f, ERR_NOTFOUND, "no account with the e-mail address %s", email);
}
