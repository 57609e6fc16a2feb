/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/audit.h"

#include <string.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "store/audit_log.h"
#include "store/users.h"

#define BEFORE_THE_FIRST "0000000000000000000000000000000000000000000000000000000000000000"
#define TRIMMED "audit.trim"

static void add_text(struct sha256 *s, struct arena *a, const char *text)
{
	if (!text) {
		sha256_add(s, "-", 1);
		return;
	}
	const char *length = arena_printf(a, "%zu:", strlen(text));
	sha256_add(s, length, strlen(length));
	sha256_add(s, text, strlen(text));
}

static void hash_of(struct arena *a, const struct audit_row *r, char out[SHA256_HEX])
{
	struct sha256 *s = sha256_create(a);
	const char    *numbers[] = {arena_printf(a, "%lld", (long long)r->id),
	                            arena_printf(a, "%lld", (long long)r->at),
                                 r->actor_id ? arena_printf(a, "%lld", (long long)r->actor_id)
	                                        : NULL};
	const char    *texts[] = {r->actor,  r->action,  r->object,
	                          r->detail, r->address, r->request_id};

	add_text(s, a, r->prev_hash);
	for (size_t i = 0; i < COUNT(numbers); i++)
		add_text(s, a, numbers[i]);
	for (size_t i = 0; i < COUNT(texts); i++)
		add_text(s, a, texts[i]);
	sha256_hex(s, out);
}

static enum err name_of(struct db *db, struct arena *a, const struct actor *by, const char **out,
                        struct fail *f)
{
	struct fail why = {0};
	struct user u;

	*out = by->name ? by->name : "program";
	if (by->name || by->user_id == 0)
		return OK;
	enum err e = users_by_id(db, a, by->user_id, &u, &why);
	if (e == OK)
		*out = u.email;
	else if (e == ERR_NOTFOUND)
		*out = "an account that is gone";
	else
		*f = why;
	return e == ERR_NOTFOUND ? OK : e;
}

enum err audit_add(struct db *db, struct arena *a, const struct actor *by, int64_t now_ms,
                   const char *action, const char *object, const char *detail, struct fail *f)
{
	struct audit_row r = {.at = now_ms,
	                      .actor_id = by->user_id,
	                      .action = action,
	                      .object = object,
	                      .detail = detail,
	                      .address = by->address,
	                      .request_id = by->request_id};
	char             hash[SHA256_HEX];

	TRY(name_of(db, a, by, &r.actor, f));
	TRY(audit_log_last(db, a, &r.id, &r.prev_hash, f));
	r.id++;
	if (!r.prev_hash)
		r.prev_hash = BEFORE_THE_FIRST;
	hash_of(a, &r, hash);
	r.hash = hash;
	return audit_log_add(db, &r, f);
}

/* What the row of a trim says. */
static const char *trimmed_detail(struct arena *a, int64_t through, const char *hash)
{
	return arena_printf(a, "{\"through\":%lld,\"hash\":\"%s\"}", (long long)through, hash);
}

enum err audit_trim(struct db *db, struct arena *a, const struct actor *by, int64_t now_ms,
                    int64_t before_ms, int64_t max, int64_t *removed, struct fail *f)
{
	const char *hash;
	int64_t     through;

	TRY(audit_log_old(db, a, before_ms, max, &through, &hash, f));
	if (through == 0) {
		*removed = 0;
		return OK;
	}
	/* Before they go: the log is never empty, and so the chain never begins anew. */
	TRY(audit_add(db, a, by, now_ms, TRIMMED, NULL, trimmed_detail(a, through, hash), f));
	return audit_log_trim(db, through, removed, f);
}

struct walk {
	struct arena     *a; /* the caller's */
	struct AuditCheck out;
	int64_t           last; /* number of the last sound row */
	char              head[SHA256_HEX];
	const char *
		trimmed; /* what a row must say of those that are gone; NULL = none are, or one did */
};

static void begin(struct walk *w, const struct audit_row *r)
{
	if (r->id <= 1 || strlen(r->prev_hash) + 1 != sizeof(w->head))
		return;
	w->last = w->out.removed = r->id - 1;
	memcpy(w->head, r->prev_hash, sizeof(w->head));
	w->trimmed = trimmed_detail(w->a, w->last, w->head);
}

static enum err check(void *ctx, const struct audit_row *r, struct fail *f)
{
	struct walk *w = ctx;
	char         hash[SHA256_HEX];

	(void)f;
	if (w->out.why) /* what follows a break says nothing */
		return OK;
	if (w->last == 0)
		begin(w, r);
	struct arena *row = arena_create();
	hash_of(row, r, hash);
	arena_destroy(row);
	if (r->id != w->last + 1)
		w->out.why = arena_printf(w->a, "row %lld is missing", (long long)w->last + 1);
	else if (strcmp(r->prev_hash, w->head) != 0)
		w->out.why = "it does not follow the row before it";
	else if (strcmp(r->hash, hash) != 0)
		w->out.why = "it was changed after it was written";
	if (w->out.why) {
		w->out.bad = r->id;
		return OK;
	}
	if (w->trimmed && r->detail && strcmp(r->action, TRIMMED) == 0 &&
	    strcmp(r->detail, w->trimmed) == 0)
		w->trimmed = NULL;
	memcpy(w->head, hash, sizeof(hash));
	w->last = r->id;
	w->out.rows++;
	return OK;
}

enum err audit_verify(struct db *db, struct arena *a, struct AuditCheck *out, struct fail *f)
{
	struct walk w = {.a = a, .out = {.bad = INT_NONE}, .head = BEFORE_THE_FIRST};
	int64_t     before, written;

	/* A row may be added meanwhile: the walk must hold at least what was written before it. */
	TRY(audit_log_rows(db, &before, f));
	TRY(audit_log_walk(db, check, &w, f));
	TRY(audit_log_rows(db, &written, f));
	if (!w.out.why && (w.last < before || w.last > written)) {
		w.out.bad = w.last < before ? w.last + 1 : w.last;
		w.out.why = arena_printf(a, "%lld rows were written, %lld are there",
		                         (long long)written, (long long)w.last);
	}
	if (!w.out.why && w.trimmed) {
		w.out.bad = w.out.removed + 1;
		w.out.why = "those before it are missing, and no row says that they were removed";
	}
	w.out.sound = w.out.why == NULL;
	w.out.head = arena_strdup(a, w.head);
	*out = w.out;
	return OK;
}

enum err app_audit_log(struct app *app, struct arena *a, const struct AuditQuery *in,
                       struct AuditLog *out, struct fail *f)
{
	struct audit_rows rows;
	int64_t           total;

	TRY(audit_log_page(app->db, a, in->action, in->actor, in->limit, in->offset, &rows, &total,
	                   f));
	struct AuditEntry *items = ARENA_ARRAY(a, rows.n, struct AuditEntry);
	for (size_t i = 0; i < rows.n; i++) {
		const struct audit_row *r = &rows.p[i];

		items[i] = (struct AuditEntry){
			.id = r->id,
			.at = r->at,
			.actor_id = r->actor_id ? r->actor_id : INT_NONE,
			.actor = r->actor,
			.action = r->action,
			.object = r->object,
			.detail = r->detail,
			.address = r->address,
			.request_id = r->request_id,
			.hash = r->hash,
		};
	}
	*out = (struct AuditLog){.items = {.items = items, .n = rows.n}, .total = total};
	return OK;
}
