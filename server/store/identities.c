/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/identities.h"

#include "base/arena.h"
#include "store/db.h"

enum { FLOWS_MAX = 10000, FLOWS_RETRY_S = 60 };

enum err identities_add(struct db *db, const struct identity_row *row, struct fail *f)
{
	struct val args[] = {val_i(row->user_id), val_t(row->issuer), val_t(row->subject),
	                     val_t(row->email), val_i(row->created_at)};

	enum err e = db_write(db, STMT_IDENTITY_ADD, args, NULL, f);
	if (e == ERR_CONFLICT)
		return fail_as(f, ERR_CONFLICT, "identity_linked",
		               "that account is linked to somebody already,"
		               " or this one is linked to another of the same provider");
	return e;
}

enum err identities_find(struct db *db, const char *issuer, const char *subject, int64_t *user_id,
                         struct fail *f)
{
	struct val args[] = {val_t(issuer), val_t(subject)};
	int64_t    found = 0;
	enum err   e = db_int(db, STMT_IDENTITY_FIND, args, &found, f);

	if (e != OK && e != ERR_NOTFOUND)
		return e;
	*user_id = found;
	return OK;
}

struct sink {
	struct arena        *a;
	struct identity_row *p;
	size_t               n;
};

static enum err take_identity(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p[s->n++] = (struct identity_row){
		.id = row[0].i,
		.user_id = row[1].i,
		.issuer = arena_strdup(s->a, row[2].t),
		.subject = arena_strdup(s->a, row[3].t),
		.email = arena_strdup(s->a, row[4].t),
		.created_at = row[5].i,
	};
	return OK;
}

enum err identities_list(struct db *db, struct arena *a, int64_t user_id, struct identity_rows *out,
                         struct fail *f)
{
	struct sink s = {.a = a, .p = ARENA_ARRAY(a, IDENTITIES_MAX, struct identity_row)};
	struct val  args[] = {val_i(user_id), val_i(IDENTITIES_MAX)};

	TRY(db_run(db, STMT_IDENTITY_LIST, args, take_identity, &s, f));
	*out = (struct identity_rows){.p = s.p, .n = s.n};
	return OK;
}

enum err identities_remove(struct db *db, int64_t user_id, int64_t id, struct fail *f)
{
	int64_t changed;

	TRY(db_write(db, STMT_IDENTITY_REMOVE, (struct val[]){val_i(id), val_i(user_id)}, &changed,
	             f));
	return changed ? OK : fail(f, ERR_NOTFOUND, "there is no such linked account");
}

enum err sign_in_flow_add(struct db *db, const struct sign_in_flow *w, int64_t now_ms,
                          struct fail *f)
{
	struct val args[] = {val_t(w->state), val_t(w->binding), val_t(w->provider), val_t(w->next),
	                     val_i(w->expires_at)};
	int64_t    n;

	TRY(db_write(db, STMT_FLOW_PRUNE, (struct val[]){val_i(now_ms)}, NULL, f));
	TRY(db_int(db, STMT_FLOW_COUNT, NULL, &n, f));
	if (n >= FLOWS_MAX) {
		f->retry_after_s = FLOWS_RETRY_S;
		return fail(f, ERR_LIMIT, "too many sign-ins are under way; try again later");
	}
	return db_write(db, STMT_FLOW_ADD, args, NULL, f);
}

struct flow_sink {
	struct arena        *a;
	struct sign_in_flow *out;
	bool                 any;
};

static enum err take_flow(void *ctx, const struct val *row, struct fail *f)
{
	struct flow_sink *s = ctx;

	(void)f;
	*s->out = (struct sign_in_flow){
		.binding = arena_strdup(s->a, row[0].t),
		.provider = arena_strdup(s->a, row[1].t),
		.next = arena_strdup(s->a, row[2].t),
		.expires_at = row[3].i,
	};
	s->any = true;
	return OK;
}

enum err sign_in_flow_take(struct db *db, struct arena *a, const char *state, int64_t now_ms,
                           struct sign_in_flow *out, struct fail *f)
{
	struct sign_in_flow found;
	struct flow_sink    s = {.a = a, .out = &found};

	TRY(db_run(db, STMT_FLOW_TAKE, (struct val[]){val_t(state)}, take_flow, &s, f));
	if (!s.any || found.expires_at <= now_ms)
		return ERR_NOTFOUND;
	*out = found;
	out->state = state;
	return OK;
}

enum err sign_in_code_add(struct db *db, const struct sign_in_code *c, int64_t now_ms,
                          struct fail *f)
{
	struct val args[] = {val_t(c->code),      val_t(c->binding), val_t(c->provider),
	                     val_t(c->issuer),    val_t(c->subject), val_t(c->email),
	                     val_i(c->expires_at)};

	TRY(db_write(db, STMT_CODE_PRUNE, (struct val[]){val_i(now_ms)}, NULL, f));
	return db_write(db, STMT_CODE_ADD, args, NULL, f);
}

struct code_sink {
	struct arena        *a;
	struct sign_in_code *out;
	bool                 any;
};

static enum err take_code(void *ctx, const struct val *row, struct fail *f)
{
	struct code_sink *s = ctx;

	(void)f;
	*s->out = (struct sign_in_code){
		.provider = arena_strdup(s->a, row[0].t),
		.issuer = arena_strdup(s->a, row[1].t),
		.subject = arena_strdup(s->a, row[2].t),
		.email = arena_strdup(s->a, row[3].t),
		.expires_at = row[4].i,
	};
	s->any = true;
	return OK;
}

enum err sign_in_code_get(struct db *db, struct arena *a, const char *code, const char *binding,
                          int64_t now_ms, struct sign_in_code *out, struct fail *f)
{
	struct sign_in_code found;
	struct code_sink    s = {.a = a, .out = &found};
	struct val          args[] = {val_t(code), val_t(binding)};

	TRY(db_run(db, STMT_CODE_GET, args, take_code, &s, f));
	if (!s.any || found.expires_at <= now_ms)
		return ERR_NOTFOUND;
	*out = found;
	out->code = code;
	out->binding = binding;
	return OK;
}

enum err sign_in_code_remove(struct db *db, const char *code, bool *was, struct fail *f)
{
	int64_t changed;

	TRY(db_write(db, STMT_CODE_REMOVE, (struct val[]){val_t(code)}, &changed, f));
	*was = changed > 0;
	return OK;
}
