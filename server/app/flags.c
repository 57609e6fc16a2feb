/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/flags.h"

#include <stdlib.h>
#include <string.h>

#include "app/compute.h"
#include "app/strategy.h"
#include "base/arena.h"

const struct flag_word flag_words[CALC_FLAG_BELOW + 1] = {
	[CALC_FLAG_DROP] = {"daily_drop", "The index fell by more than the alert threshold."},
	[CALC_FLAG_OUTLIER] = {"outlier",
                               "The return lies far outside those of the 60 sessions before."},
	[CALC_FLAG_ABOVE] = {"return_above",
                             "The return is above the highest that is taken without a flag."},
	[CALC_FLAG_BELOW] = {"return_below",
                             "The return is below the lowest that is taken without a flag."},
};

const char *event_sentence(const char *code)
{
	for (size_t i = 0; i < event_words_n; i++)
		if (strcmp(event_words[i].code, code) == 0)
			return event_words[i].message;
	for (size_t i = 0; i < COUNT(flag_words); i++)
		if (strcmp(flag_words[i].code, code) == 0)
			return flag_words[i].message;
	return code;
}

static int in_order(const void *x, const void *y)
{
	const struct dated_event *a = x, *b = y;
	int                       by_code = strcmp(a->code, b->code);

	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	return by_code ? by_code : (a->asset_id > b->asset_id) - (a->asset_id < b->asset_id);
}

struct found {
	struct arena       *a;
	struct dated_event *p;
	size_t              n, cap;
};

static void take(struct found *to, const struct calc_flag *f, size_t n, const int32_t *date,
                 int64_t asset_id)
{
	for (size_t i = 0; i < n; i++) {
		to->p = arena_grow(to->a, to->p, to->n, &to->cap, sizeof(*to->p));
		to->p[to->n++] = (struct dated_event){.date = date[f[i].row],
		                                      .code = flag_words[f[i].kind].code,
		                                      .asset_id = asset_id};
	}
}

struct calc_flag_rules flag_rules(const struct Strategy *s)
{
	return (struct calc_flag_rules){.max_return = s->max_daily_return,
	                                .min_return = s->min_daily_return,
	                                .outlier = s->outlier_std_threshold,
	                                .drop = s->daily_drop_threshold,
	                                .max_gap = (size_t)s->max_forward_fill_days};
}

struct dated_events flags_of(struct arena *a, const struct Strategy *s, const struct panel *p,
                             const struct calc_index_out *r)
{
	struct calc_flag_rules rules = flag_rules(s);
	struct calc_flag      *flags = ARENA_ARRAY(a, 2 * p->sessions, struct calc_flag);
	struct found           found = {.a = a};
	size_t                 n;

	for (size_t i = 0; i < p->members; i++) {
		n = calc_flags_asset(p->price + i, p->members, p->sessions, &rules, flags);
		take(&found, flags, n, p->date, p->asset_id[i]);
	}
	n = calc_flags_levels(r->total, r->n_levels, rules.drop, flags);
	take(&found, flags, n, p->date + r->first_row, 0);
	if (found.n > 1)
		qsort(found.p, found.n, sizeof(*found.p), in_order);
	return (struct dated_events){.p = found.p, .n = found.n, .total = (int64_t)found.n};
}
