/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/events.h"

#include <string.h>

#include "base/arena.h"
#include "store/db.h"

struct sink {
	struct arena       *a;
	struct dated_event *p;
	size_t              n, cap;
};

static enum err take_event(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p = arena_grow(s->a, s->p, s->n, &s->cap, sizeof(*s->p));
	s->p[s->n++] = (struct dated_event){
		.date = (int32_t)row[0].i,
		.code = arena_strdup(s->a, row[1].t),
		.symbol = row[2].null ? NULL : arena_strdup(s->a, row[2].t),
		.asset_id = row[3].i,
	};
	return OK;
}

enum err events_list(struct db *db, struct arena *a, const struct event_filter *q,
                     struct dated_events *out, struct fail *f)
{
	struct sink s = {.a = a};
	struct val  args[] = {val_i(q->index_id), val_i(q->from),  val_i(q->to),
	                      val_t(q->code),     val_i(q->limit), val_i(q->offset)};
	int64_t     total;

	TRY(db_int(db, STMT_EVENT_COUNT, args, &total, f));
	TRY(db_run(db, STMT_EVENT_PAGE, args, take_event, &s, f));
	*out = (struct dated_events){.p = s.p, .n = s.n, .total = total};
	return OK;
}

/* How many of p are stored, in order and from the first on, and the date of the first stored row that differs. */
struct comparison {
	const struct dated_event *p;
	size_t                    n, same;
	int64_t                   differs; /* INT64_MAX: none */
};

static enum err compare(void *ctx, const struct val *row, struct fail *f)
{
	struct comparison        *c = ctx;
	const struct dated_event *e = &c->p[c->same];

	(void)f;
	if (c->differs != INT64_MAX)
		return OK;
	if (c->same < c->n && e->date == row[0].i && strcmp(e->code, row[1].t) == 0 &&
	    e->asset_id == row[2].i)
		c->same++;
	else
		c->differs = row[0].i;
	return OK;
}

enum err events_put_flags(struct db *db, const struct publication *pub, const struct dated_event *p,
                          size_t n, struct fail *f)
{
	struct comparison c = {.p = p, .n = n, .differs = INT64_MAX};

	TRY(db_run(db, STMT_FLAG_LIST, (struct val[]){val_i(pub->index_id)}, compare, &c, f));
	size_t  k = c.same;
	int64_t from = c.differs;
	if (k < n && p[k].date < from)
		from = p[k].date;
	if (from == INT64_MAX)
		return OK;
	while (k > 0 && p[k - 1].date >= from) /* a day is replaced as a whole */
		k--;
	TRY(db_write(db, STMT_FLAG_CLEAR, (struct val[]){val_i(pub->index_id), val_i(from)}, NULL,
	             f));
	for (; k < n; k++) {
		struct val row[] = {val_i(pub->index_id), val_i(p[k].date), val_t(p[k].code),
		                    val_i(p[k].asset_id), val_i(pub->run_id)};

		TRY(db_write(db, STMT_EVENT_PUT, row, NULL, f));
	}
	return OK;
}
