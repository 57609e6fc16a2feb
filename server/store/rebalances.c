/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/rebalances.h"

#include <string.h>

#include "base/arena.h"
#include "store/db.h"

struct sink {
	struct arena     *a;
	struct rebalance *p;
	size_t            n, cap;
	size_t            at; /* rebalance that the next detail row belongs to, or a later one */
	size_t            details_cap;
};

static enum err take_rebalance(void *ctx, const struct val *row, struct fail *f)
{
	struct sink *s = ctx;

	(void)f;
	s->p[s->n++] = (struct rebalance){
		.date = (int32_t)row[0].i,
		.reference_date = (int32_t)row[1].i,
		.turnover = row[2].d,
		.cost = row[3].d,
	};
	return OK;
}

/* Details come newest first like the rebalances: walk both in step. NULL: not in the page. */
static struct rebalance *owner(struct sink *s, int32_t date)
{
	while (s->at < s->n && s->p[s->at].date > date) {
		s->at++;
		s->details_cap = 0;
	}
	return s->at < s->n && s->p[s->at].date == date ? &s->p[s->at] : NULL;
}

static enum err take_allocation(void *ctx, const struct val *row, struct fail *f)
{
	struct sink      *s = ctx;
	struct rebalance *r = owner(s, (int32_t)row[0].i);

	(void)f;
	if (!r)
		return OK;
	r->weights = arena_grow(s->a, r->weights, r->weights_n, &s->details_cap,
	                        sizeof(*r->weights));
	r->weights[r->weights_n++] = (struct allocation){
		.symbol = arena_strdup(s->a, row[1].t),
		.weight = row[2].d,
		.weight_before = row[3].d,
		.units = row[4].d,
		.asset_id = row[5].i,
	};
	return OK;
}

static enum err take_event(void *ctx, const struct val *row, struct fail *f)
{
	struct sink      *s = ctx;
	struct rebalance *r = owner(s, (int32_t)row[0].i);

	(void)f;
	if (!r)
		return OK;
	r->events = arena_grow(s->a, r->events, r->events_n, &s->details_cap, sizeof(*r->events));
	r->events[r->events_n++] = (struct index_event){
		.code = arena_strdup(s->a, row[1].t),
		.symbol = row[2].null ? NULL : arena_strdup(s->a, row[2].t),
		.asset_id = row[3].i,
	};
	return OK;
}

enum err rebalances_list(struct db *db, struct arena *a, const struct rebalance_filter *q,
                         struct rebalances *out, struct fail *f)
{
	struct sink s = {.a = a, .p = ARENA_ARRAY(a, (size_t)q->limit, struct rebalance)};
	struct val  args[] = {val_i(q->index_id), val_i(q->from), val_i(q->to), val_i(q->limit),
	                      val_i(q->offset)};
	int64_t     total;

	TRY(db_int(db, STMT_REBALANCE_COUNT, args, &total, f));
	TRY(db_run(db, STMT_REBALANCE_LIST, args, take_rebalance, &s, f));
	if (s.n > 0) {
		struct val span[] = {val_i(q->index_id), val_i(s.p[s.n - 1].date),
		                     val_i(s.p[0].date)};

		TRY(db_run(db, STMT_ALLOCATION_LIST, span, take_allocation, &s, f));
		s.at = s.details_cap = 0;
		TRY(db_run(db, STMT_EVENT_LIST, span, take_event, &s, f));
	}
	*out = (struct rebalances){.p = s.p, .n = s.n, .total = total};
	return OK;
}

struct costs {
	struct arena      *a;
	struct dated_cost *p;
	size_t             n, cap;
};

static enum err take_cost(void *ctx, const struct val *row, struct fail *f)
{
	struct costs *c = ctx;

	(void)f;
	c->p = arena_grow(c->a, c->p, c->n, &c->cap, sizeof(*c->p));
	c->p[c->n++] = (struct dated_cost){.date = (int32_t)row[0].i, .cost = row[1].d};
	return OK;
}

enum err rebalances_costs(struct db *db, struct arena *a, int64_t index_id, int32_t to,
                          struct dated_cost **out, size_t *n, struct fail *f)
{
	struct costs c = {.a = a};

	TRY(db_run(db, STMT_REBALANCE_COSTS, (struct val[]){val_i(index_id), val_i(to)}, take_cost,
	           &c, f));
	*out = c.p;
	*n = c.n;
	return OK;
}

static bool same_weight(const struct allocation *x, const struct allocation *y)
{
	return x->asset_id == y->asset_id && x->weight == y->weight &&
	       x->weight_before == y->weight_before && x->units == y->units;
}

static bool has_event(const struct rebalance *r, const struct index_event *e)
{
	for (size_t i = 0; i < r->events_n; i++)
		if (r->events[i].asset_id == e->asset_id && strcmp(r->events[i].code, e->code) == 0)
			return true;
	return false;
}

bool rebalance_same(const struct rebalance *x, const struct rebalance *y)
{
	if (x->date != y->date || x->reference_date != y->reference_date ||
	    x->turnover != y->turnover || x->cost != y->cost || x->weights_n != y->weights_n ||
	    x->events_n != y->events_n)
		return false;
	for (size_t i = 0; i < x->weights_n; i++)
		if (!same_weight(&x->weights[i], &y->weights[i]))
			return false;
	for (size_t i = 0; i < x->events_n; i++)
		if (!has_event(y, &x->events[i]))
			return false;
	return true;
}

enum err rebalances_clear(struct db *db, int64_t index_id, int32_t from, struct fail *f)
{
	struct val args[] = {val_i(index_id), val_i(from)};

	TRY(db_write(db, STMT_REBALANCE_CLEAR, args, NULL, f));
	TRY(db_write(db, STMT_ALLOCATION_CLEAR, args, NULL, f));
	return db_write(db, STMT_EVENT_CLEAR, args, NULL, f);
}

enum err rebalances_put(struct db *db, const struct publication *pub, const struct rebalance *r,
                        struct fail *f)
{
	struct val head[] = {val_i(pub->index_id), val_i(r->date), val_i(r->reference_date),
	                     val_d(r->turnover),   val_d(r->cost), val_i(pub->run_id)};

	TRY(db_write(db, STMT_REBALANCE_PUT, head, NULL, f));
	for (size_t i = 0; i < r->weights_n; i++) {
		const struct allocation *w = &r->weights[i];
		struct val               row[] = {val_i(pub->index_id),    val_i(r->date),
		                                  val_i(w->asset_id),      val_d(w->weight),
		                                  val_d(w->weight_before), val_d(w->units),
		                                  val_i(pub->run_id),      val_i(pub->now_ms)};

		TRY(db_write(db, STMT_ALLOCATION_PUT, row, NULL, f));
	}
	for (size_t i = 0; i < r->events_n; i++) {
		struct val row[] = {val_i(pub->index_id), val_i(r->date), val_t(r->events[i].code),
		                    val_i(r->events[i].asset_id), val_i(pub->run_id)};

		TRY(db_write(db, STMT_EVENT_PUT, row, NULL, f));
	}
	return OK;
}
