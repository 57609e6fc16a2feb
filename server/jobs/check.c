/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/check.h"

#include <math.h>

#include "app/app.h"
#include "app/diagnostics.h"
#include "app/flags.h"
#include "app/strategy.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "store/panel.h"

static const struct field fields[] = {
	{"status", TEXT, AT(Quality, status)},
	{"checked_at", TIME, AT(Quality, checked_at)},
	{"assets", INT, AT(Quality, assets)},
	{"sessions", INT, AT(Quality, sessions)},
	{"first_date", DATE, AT(Quality, first_date), NULLABLE},
	{"last_date", DATE, AT(Quality, last_date), NULLABLE},
	{"sessions_behind", INT, AT(Quality, sessions_behind), NULLABLE},
	{"stale_assets", INT, AT(Quality, stale_assets)},
	{"gaps", INT, AT(Quality, gaps)},
	{"outliers", INT, AT(Quality, outliers)},
	{"returns_above", INT, AT(Quality, above)},
	{"returns_below", INT, AT(Quality, below)},
	{"config_hash", TEXT, AT(Quality, config_hash)},
	{"data_hash", TEXT, AT(Quality, data_hash)},
	{"recommendation", TEXT, AT(Quality, recommendation)},
};
const struct shape quality_shape = {
	.name = "Quality", .size = sizeof(struct Quality), .fields = fields, .n = COUNT(fields)};

/* Sessions from row on without a price, between the first and the last that has one. */
static int64_t gaps_of(const double *price, size_t stride, size_t rows, size_t row)
{
	size_t  last = rows, first = 0;
	int64_t n = 0;

	while (first < rows && isnan(price[first * stride]))
		first++;
	while (last > first && isnan(price[(last - 1) * stride]))
		last--;
	for (size_t i = first > row ? first : row; i < last; i++)
		n += isnan(price[i * stride]);
	return n;
}

static void count_flags(const struct calc_flag *flags, size_t n, size_t from, struct Quality *q)
{
	for (size_t i = 0; i < n; i++) {
		if (flags[i].row < from)
			continue;
		q->outliers += flags[i].kind == CALC_FLAG_OUTLIER;
		q->above += flags[i].kind == CALC_FLAG_ABOVE;
		q->below += flags[i].kind == CALC_FLAG_BELOW;
	}
}

static enum err look_at_prices(struct arena *a, const struct panel *p, const struct Strategy *s,
                               size_t from, const struct watch *watch, struct Quality *q,
                               struct fail *f)
{
	struct calc_flag_rules rules = flag_rules(s);
	struct calc_flag      *flags = ARENA_ARRAY(a, 2 * p->sessions, struct calc_flag);

	for (size_t i = 0; i < p->members; i++) {
		TRY(watch_tell(watch, 10 + (int)(40 * i / p->members), "checking prices", f));
		q->gaps += gaps_of(p->price + i, p->members, p->sessions, from);
		count_flags(flags,
		            calc_flags_asset(p->price + i, p->members, p->sessions, &rules, flags),
		            from, q);
	}
	return OK;
}

enum err market_check(struct app *app, struct arena *a, int64_t days, const struct watch *watch,
                      struct Quality *out, struct fail *f)
{
	struct sha256          *hash = sha256_create(a);
	char                   *hex = arena_alloc(a, SHA256_HEX);
	struct RefreshStatus    fresh;
	struct strategy_version v;
	struct panel            p;

	TRY(watch_tell(watch, 0, "reading prices", f));
	TRY(strategy_current(app->db, a, INDEX_DEFAULT, &v, f));
	TRY(panel_load(app->db, a, INDEX_DEFAULT, hash, &p, f));
	sha256_hex(hash, hex);
	TRY(app_refresh_status(app, a, &fresh, f));
	if (p.sessions == 0)
		return fail(f, ERR_TOOSHORT, "there are no prices yet; import some first");
	struct Quality q = {
		.checked_at = clock_now_ms(app->clock),
		.assets = (int64_t)p.members,
		.sessions = (int64_t)p.sessions,
		.first_date = p.date[0],
		.last_date = p.date[p.sessions - 1],
		.sessions_behind = fresh.prices.days_old,
		.config_hash = v.hash,
		.data_hash = hex,
		.recommendation = fresh.recommendation,
	};
	size_t from = days > 0 && (size_t)days < p.sessions ? p.sessions - (size_t)days : 0;
	TRY(look_at_prices(a, &p, &v.s, from, watch, &q, f));
	const struct AssetFreshness *each = fresh.per_asset.items;
	for (size_t i = 0; i < fresh.per_asset.n; i++)
		q.stale_assets += each[i].needs_update;
	q.status = q.gaps || q.outliers || q.above || q.below || q.stale_assets ? "warning" : "ok";
	*out = q;
	return OK;
}
