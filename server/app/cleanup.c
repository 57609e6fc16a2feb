/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/cleanup.h"

#include "app/app.h"
#include "app/audit.h"
#include "base/arena.h"
#include "store/db.h"

enum { DAYS_MAX = 36500 };

#define DAY_MS INT64_C(86400000)

/* One kind of row: its statement takes an instant and a number, see store/statements_cleanup.h. */
static const struct sweep {
	const char *name;
	enum stmt   remove;
	bool        at_once; /* as soon as it has expired: nobody looks at it any more */
} sweeps[] = {
	{"sessions", STMT_CLEANUP_SESSIONS, false},  {"api_keys", STMT_CLEANUP_KEYS, false},
	{"sign_in_flows", STMT_CLEANUP_FLOWS, true}, {"sign_in_codes", STMT_CLEANUP_CODES, true},
	{"spent_tokens", STMT_CLEANUP_TOKENS, true},
};

static const struct field count_fields[] = {
	{"name", TEXT, AT(cleanup_count, name), .doc = "Kind of row"},
	{"removed", INT, AT(cleanup_count, removed), .doc = "How many went"},
};
static SHAPE(count_shape, cleanup_count, count_fields);

static const struct field report_fields[] = {
	{"items", LIST, AT(cleanup_report, items), .of = &count_shape, .doc = "By kind"},
	{"removed", INT, AT(cleanup_report, removed), .doc = "All together"},
};
const struct shape cleanup_report_shape = {"CleanupReport", sizeof(struct cleanup_report),
                                           report_fields, COUNT(report_fields)};

/* What one transaction is told, and how many rows it removed. */
struct batch {
	struct app   *app;
	struct arena *a;
	enum stmt     stmt;
	int64_t       before_ms, removed;
	const char   *detail;
};

static enum err remove_some(struct db *db, void *ctx, struct fail *f)
{
	struct batch *b = ctx;

	return db_write(db, b->stmt, (struct val[]){val_i(b->before_ms), val_i(CLEANUP_BATCH)},
	                &b->removed, f);
}

static enum err trim_some(struct db *db, void *ctx, struct fail *f)
{
	struct batch *b = ctx;

	return audit_trim(db, b->a, &b->app->by, clock_now_ms(b->app->clock), b->before_ms,
	                  CLEANUP_BATCH, &b->removed, f);
}

/* Until there are no more. */
static enum err all(struct batch *b, enum err (*some)(struct db *, void *, struct fail *),
                    int64_t *removed, struct fail *f)
{
	do {
		b->removed = 0;
		TRY(db_tx(b->app->db, some, b, f));
		*removed += b->removed;
	} while (b->removed == CLEANUP_BATCH);
	return OK;
}

static enum err note(struct db *db, void *ctx, struct fail *f)
{
	struct batch *b = ctx;

	return audit_add(db, b->a, &b->app->by, clock_now_ms(b->app->clock), "data.cleanup", NULL,
	                 b->detail, f);
}

static const char *detail_of(struct arena *a, int days, const struct cleanup_count *counts,
                             size_t n)
{
	const char *text = arena_printf(a, "{\"days_to_keep\":%d", days);

	for (size_t i = 0; i < n; i++)
		if (counts[i].removed > 0)
			text = arena_printf(a, "%s,\"%s\":%lld", text, counts[i].name,
			                    (long long)counts[i].removed);
	return arena_printf(a, "%s}", text);
}

enum err app_cleanup(struct app *app, struct arena *a, int days_to_keep, struct cleanup_report *out,
                     struct fail *f)
{
	const size_t          n = COUNT(sweeps);
	struct cleanup_count *counts = ARENA_ARRAY(a, n + 1, struct cleanup_count);
	const int64_t         now = clock_now_ms(app->clock);
	int64_t               removed = 0;
	struct batch          b = {.app = app, .a = a};

	if (days_to_keep < 1 || days_to_keep > DAYS_MAX)
		return fail_field(f, "days_to_keep", "must be 1 to %d", DAYS_MAX);
	for (size_t i = 0; i < n; i++) {
		counts[i].name = sweeps[i].name;
		b.stmt = sweeps[i].remove;
		b.before_ms = sweeps[i].at_once ? now : now - days_to_keep * DAY_MS;
		TRY(all(&b, remove_some, &counts[i].removed, f));
	}
	const int log_days = days_to_keep > CLEANUP_AUDIT_DAYS ? days_to_keep : CLEANUP_AUDIT_DAYS;
	counts[n].name = "audit_log";
	b.before_ms = now - log_days * DAY_MS;
	TRY(all(&b, trim_some, &counts[n].removed, f));
	for (size_t i = 0; i <= n; i++)
		removed += counts[i].removed;
	b.detail = detail_of(a, days_to_keep, counts, n + 1);
	if (removed > 0)
		TRY(db_tx(app->db, note, &b, f));
	*out = (struct cleanup_report){.items = {.items = counts, .n = n + 1}, .removed = removed};
	return OK;
}
