/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/schedules.h"

#include <string.h>

#include "app/app.h"
#include "app/audit.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/zone.h"
#include "jobs/jobs.h"
#include "jobs/schedule.h"
#include "store/coverage.h"
#include "store/db.h"

enum { SCHEDULES_MAX = 200, YEAR_DAYS = 366, DAY_MS = 86400000 };

const char *const missed_words[] = {"once", "skip", NULL};

static const struct Schedule builtin[] = {
	{.name = "refresh",
         .kind = "market_refresh",
         .args = "{\"mode\":\"smart\"}",
         .spec = "close+30m XNYS",
         .timezone = "America/New_York"},
	{.name = "compute",
         .kind = "index_compute",
         .args = "{}",
         .spec = "after refresh",
         .timezone = "UTC"},
	{.name = "quality",
         .kind = "data_quality",
         .args = "{}",
         .spec = "cron 0 6 * * *",
         .timezone = "UTC"},
	{.name = "backup",
         .kind = "backup",
         .args = "{}",
         .spec = "cron 30 3 * * *",
         .timezone = "UTC"},
	{.name = "cleanup",
         .kind = "cleanup",
         .args = "{}",
         .spec = "cron 0 4 * * sun",
         .timezone = "UTC",
         .missed = MISSED_SKIP},
};

struct sink {
	struct arena    *a;
	struct Schedule *p;
	size_t           n, cap;
};

static enum err take(void *ctx, const struct val *v, struct fail *f)
{
	struct sink  *s = ctx;
	struct arena *a = s->a;

	(void)f;
	s->p = arena_grow(a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n++] = (struct Schedule){
		.id = v[0].i,
		.name = arena_strdup(a, v[1].t),
		.kind = arena_strdup(a, v[2].t),
		.args = arena_strdup(a, v[3].t),
		.spec = arena_strdup(a, v[4].t),
		.timezone = arena_strdup(a, v[5].t),
		.missed = (int)v[6].i,
		.enabled = v[7].i != 0,
		.builtin = v[8].i != 0,
		.next_at = v[9].null ? TIME_NONE : v[9].i,
		.last_at = v[10].null ? TIME_NONE : v[10].i,
		.last_task = v[11].null ? NULL : arena_strdup(a, v[11].t),
		.updated_at = v[12].i,
		.updated_by = v[13].null ? 0 : v[13].i,
	};
	return OK;
}

enum err app_schedules(struct app *app, struct arena *a, struct Schedules *out, struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(app->db, STMT_SCHEDULE_LIST, (struct val[]){val_i(SCHEDULES_MAX)}, take, &s, f));
	*out = (struct Schedules){.items = {s.p, s.n}, .total = (int64_t)s.n};
	return OK;
}

static enum err get(struct db *db, struct arena *a, int64_t id, struct Schedule *out,
                    struct fail *f)
{
	struct sink s = {.a = a};

	TRY(db_run(db, STMT_SCHEDULE_GET, (struct val[]){val_i(id)}, take, &s, f));
	if (s.n == 0)
		return fail(f, ERR_NOTFOUND, "there is no schedule %lld", (long long)id);
	*out = s.p[0];
	return OK;
}

static struct val time_val(int64_t ms)
{
	return ms == TIME_NONE ? val_null() : val_i(ms);
}

enum err schedules_next(struct app *app, struct arena *a, const struct Schedule *s,
                        int64_t after_ms, int64_t *next, struct fail *f)
{
	struct schedule    when;
	const struct zone *zone;
	struct fail        why = {0};
	int32_t           *closed = NULL, today = (int32_t)(after_ms / DAY_MS);
	size_t             n = 0;

	if (schedule_parse(s->spec, &when, &why) != OK)
		return fail_field(f, "spec", "%s", why.msg);
	if (zone_load(a, when.kind == SCHEDULE_CLOSE ? when.exchange->timezone : s->timezone, &zone,
	              &why) != OK)
		return fail_field(f, "timezone", "%s", why.msg);
	if (when.kind == SCHEDULE_CLOSE)
		TRY(coverage_closures(app->db, a, when.exchange->code, today - 10,
		                      today + YEAR_DAYS, &closed, &n, f));
	*next = schedule_next(&when, zone, &(struct closures){closed, n}, after_ms);
	return OK;
}

enum err schedules_put(struct app *app, struct arena *a, const struct Schedule *s, int64_t user_id,
                       const char *parent, char task_id[TASK_ID_MAX + 1], bool *fresh,
                       struct fail *f)
{
	const struct job_kind *kind = job_kind_find(s->kind);
	const char            *key = arena_printf(a, "schedule:%s", s->name);
	struct job_ask         ask = {.kind = s->kind,
	                              .args = s->args,
	                              .once_key = key,
	                              .parent = parent ? parent : key,
	                              .user_id = user_id};

	if (user_id == 0 && kind && kind->personal)
		ask.user_id = s->updated_by;
	return job_put(app, a, &ask, task_id, fresh, f);
}

static enum err add(struct app *app, const struct Schedule *s, int64_t now, int64_t user_id,
                    int64_t *changed, struct fail *f)
{
	struct val row[] = {val_t(s->name),
	                    val_t(s->kind),
	                    val_t(s->args),
	                    val_t(s->spec),
	                    val_t(s->timezone),
	                    val_i(s->missed),
	                    val_i(s->enabled),
	                    val_i(s->builtin),
	                    time_val(s->next_at),
	                    val_i(now),
	                    user_id ? val_i(user_id) : val_null()};

	return db_write(app->db, STMT_SCHEDULE_ADD, row, changed, f);
}

enum err schedules_ensure(struct app *app, struct arena *a, struct fail *f)
{
	int64_t now = clock_now_ms(app->clock);

	for (size_t i = 0; i < COUNT(builtin); i++) {
		struct Schedule s = builtin[i];

		if (!job_kind_find(s.kind))
			continue;
		s.enabled = s.builtin = true;
		TRY(schedules_next(app, a, &s, now, &s.next_at, f));
		TRY(add(app, &s, now, 0, NULL, f));
	}
	return OK;
}

/* The name of another schedule that is there; none may wait for itself, however far around. */
static enum err check_chain(struct app *app, struct arena *a, const struct Schedule *s,
                            const char *before, struct fail *f)
{
	struct Schedules all;

	TRY(app_schedules(app, a, &all, f));
	const struct Schedule *p = all.items.items;
	for (size_t steps = 0; steps <= all.items.n; steps++) {
		size_t          i = 0;
		struct schedule when = {.kind = SCHEDULE_CRON};
		struct fail     why = {0};

		if (strcmp(before, s->name) == 0)
			return fail_field(f, "spec", "it would wait for itself");
		while (i < all.items.n && strcmp(p[i].name, before) != 0)
			i++;
		if (i == all.items.n)
			return fail_field(f, "spec", "there is no schedule '%.40s'", before);
		if (schedule_parse(p[i].spec, &when, &why) != OK || when.kind != SCHEDULE_AFTER)
			return OK;
		before = arena_strdup(a, when.after);
	}
	return fail_field(f, "spec", "it would wait for itself");
}

static enum err check(struct app *app, struct arena *a, struct Schedule *s, int64_t now,
                      struct fail *f)
{
	static const char      letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
	const struct job_kind *kind;
	const struct zone     *zone;
	struct schedule        when;
	struct fail            why = {0};
	enum err               e = OK;
	size_t                 n = strlen(s->name);

	if (n == 0 || n > SCHEDULE_NAME_MAX || strspn(s->name, letters) != n)
		e = fail_field(f, "name", "is 1 to %d of a-z, 0-9, _ and -", SCHEDULE_NAME_MAX);
	if (!s->kind)
		e = fail_field(f, "kind", "is required");
	else if (job_check(a, s->kind, s->args, &kind, f) != OK)
		e = ERR_INVALID;
	else if (kind->personal && s->updated_by == 0)
		e = fail_field(f, "kind",
		               "is for an account, and the administrator's token has none");
	if (!s->spec)
		return fail_field(f, "spec", "is required");
	if (zone_load(a, s->timezone, &zone, &why) != OK)
		return fail_field(f, "timezone", "%s", why.msg);
	TRY(schedules_next(app, a, s, now, &s->next_at, f));
	TRY(schedule_parse(s->spec, &when, &why));
	if (when.kind == SCHEDULE_AFTER && e == OK)
		return check_chain(app, a, s, when.after, f);
	if (when.kind != SCHEDULE_AFTER && s->next_at == TIME_NONE)
		return fail_field(f, "spec", "it never fires");
	return e;
}

struct change {
	struct app            *app;
	struct arena          *a;
	const struct Schedule *in;
	int64_t                id, user_id;
	struct Schedule        out;
	char                  *task_id;
	bool                  *fresh;
};

static enum err note(struct change *c, const char *action, const char *name, struct fail *f)
{
	return audit_add(c->app->db, c->a, &c->app->by, clock_now_ms(c->app->clock), action, name,
	                 NULL, f);
}

static enum err store_new(struct change *c, struct Schedule *s, int64_t now, struct fail *f)
{
	int64_t changed, n;

	TRY(db_int(c->app->db, STMT_SCHEDULE_COUNT, NULL, &n, f));
	if (n >= SCHEDULES_MAX)
		return fail(f, ERR_CONFLICT, "there are %d schedules, which is the most",
		            SCHEDULES_MAX);
	TRY(add(c->app, s, now, c->user_id, &changed, f));
	return changed ? OK : fail(f, ERR_CONFLICT, "there is a schedule '%.40s' already", s->name);
}

static enum err store(struct change *c, const struct Schedule *s, int64_t now, struct fail *f)
{
	struct val  row[] = {val_i(s->id),
	                     val_t(s->name),
	                     val_t(s->kind),
	                     val_t(s->args),
	                     val_t(s->spec),
	                     val_t(s->timezone),
	                     val_i(s->missed),
	                     val_i(s->enabled),
	                     time_val(s->next_at),
	                     val_i(now),
                            c->user_id ? val_i(c->user_id) : val_null()};
	struct fail why = {0};
	enum err    e = db_write(c->app->db, STMT_SCHEDULE_PUT, row, NULL, &why);

	if (e == ERR_CONFLICT)
		return fail(f, e, "there is a schedule '%.40s' already", s->name);
	return e == OK ? OK : fail(f, e, "%s", why.msg);
}

static enum err find(struct change *c, const char *name, struct fail *f)
{
	struct Schedules all;

	TRY(app_schedules(c->app, c->a, &all, f));
	const struct Schedule *p = all.items.items;
	for (size_t i = 0; i < all.items.n; i++)
		if (strcmp(p[i].name, name) == 0)
			c->out = p[i];
	return OK;
}

/* One of the program is known by its name, and its name says what it does. */
static enum err keeps(const struct Schedule *old, const struct Schedule *s, struct fail *f)
{
	enum err e = OK;

	if (!old->builtin)
		return OK;
	if (strcmp(s->name, old->name) != 0)
		e = fail_field(f, "name", "is '%s' for good: the program brings this schedule",
		               old->name);
	if (!s->kind || strcmp(s->kind, old->kind) != 0)
		e = fail_field(f, "kind", "is '%s' for good: the program brings this schedule",
		               old->kind);
	return e;
}

/* The schedule that waits for one of that name, which without it would never fire again; NULL: none. */
static enum err follower(struct change *c, const char *name, const char **out, struct fail *f)
{
	struct Schedules all;

	TRY(app_schedules(c->app, c->a, &all, f));
	const struct Schedule *p = all.items.items;
	for (size_t i = 0; i < all.items.n; i++) {
		struct schedule when;
		struct fail     why = {0};

		if (schedule_parse(p[i].spec, &when, &why) == OK && when.kind == SCHEDULE_AFTER &&
		    strcmp(when.after, name) == 0)
			*out = p[i].name;
	}
	return OK;
}

static enum err save(struct db *db, void *ctx, struct fail *f)
{
	struct change  *c = ctx;
	struct Schedule s = *c->in, old = {0};
	int64_t         now = clock_now_ms(c->app->clock);
	const char     *after = NULL;

	if (s.id != 0)
		TRY(get(db, c->a, s.id, &old, f));
	s.name = s.name ? s.name : "";
	s.args = s.args ? s.args : "{}";
	s.timezone = s.timezone ? s.timezone : "UTC";
	s.builtin = old.builtin;
	s.updated_by = c->user_id;
	TRY(keeps(&old, &s, f));
	if (old.name && strcmp(s.name, old.name) != 0)
		TRY(follower(c, old.name, &after, f));
	if (after)
		return fail_field(f, "name", "is '%s' as long as '%s' comes after it", old.name,
		                  after);
	TRY(check(c->app, c->a, &s, now, f));
	TRY(s.id != 0 ? store(c, &s, now, f) : store_new(c, &s, now, f));
	TRY(note(c, "schedule.save", s.name, f));
	return find(c, s.name, f);
}

enum err app_schedule_save(struct app *app, struct arena *a, const struct Schedule *in,
                           int64_t user_id, struct Schedule *out, struct fail *f)
{
	struct change c = {.app = app, .a = a, .in = in, .user_id = user_id};

	TRY(db_tx(app->db, save, &c, f));
	*out = c.out;
	return OK;
}

static enum err remove_row(struct db *db, void *ctx, struct fail *f)
{
	struct change  *c = ctx;
	struct Schedule old = {0};
	const char     *after = NULL;

	TRY(get(db, c->a, c->id, &old, f));
	if (old.name && !old.builtin)
		TRY(follower(c, old.name, &after, f));
	if (after)
		return fail(f, ERR_CONFLICT, "'%s' comes after it; change that first", after);
	TRY(db_write(db, STMT_SCHEDULE_REMOVE, (struct val[]){val_i(c->id)}, NULL, f));
	TRY(schedules_ensure(c->app, c->a, f));
	return note(c, "schedule.delete", old.name, f);
}

enum err app_schedule_delete(struct app *app, struct arena *a, int64_t id, struct fail *f)
{
	struct change c = {.app = app, .a = a, .id = id};

	return db_tx(app->db, remove_row, &c, f);
}

static enum err run(struct db *db, void *ctx, struct fail *f)
{
	struct change  *c = ctx;
	struct Schedule s = {0};

	TRY(get(db, c->a, c->id, &s, f));
	TRY(schedules_put(c->app, c->a, &s, c->user_id, NULL, c->task_id, c->fresh, f));
	TRY(db_write(
		db, STMT_SCHEDULE_RAN,
		(struct val[]){val_i(c->id), val_i(clock_now_ms(c->app->clock)), val_t(c->task_id)},
		NULL, f));
	return note(c, "schedule.run", s.name, f);
}

enum err app_schedule_run(struct app *app, struct arena *a, int64_t id, int64_t user_id,
                          char task_id[TASK_ID_MAX + 1], bool *fresh, struct fail *f)
{
	struct change c = {.app = app,
	                   .a = a,
	                   .id = id,
	                   .user_id = user_id,
	                   .task_id = task_id,
	                   .fresh = fresh};

	TRY(db_tx(app->db, run, &c, f));
	queue_ring(app->queue);
	return OK;
}
