/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Request bodies: what decodes can be encoded, and that decodes to the same. */
#include <string.h>

#include "base/buf.h"
#include "base/shape.h"
#include "fuzz.h"

struct Weights {
	double momentum, market_cap;
};
struct Trade {
	int32_t     date;
	const char *symbol;
	int64_t     shares;
};
struct Order {
	int64_t        id;
	const char    *note;
	double         ratio;
	bool           active;
	int32_t        from;
	int64_t        at;
	int            mode;
	struct Weights weights;
	struct list    trades;
	struct list    tags;
	int64_t        limit;
};

static enum err weights_check(const void *obj, struct fail *f)
{
	const struct Weights *w = obj;

	if (w->momentum + w->market_cap > 1)
		return fail_field(f, "momentum", "must be at most 1 with market_cap");
	return OK;
}

static const struct field weights_fields[] = {
	{"momentum", REAL, AT(Weights, momentum), REQUIRED, 0, 1},
	{"market_cap", REAL, AT(Weights, market_cap), REQUIRED, 0, 1},
};
static const struct shape weights_shape = {
	.name = "Weights",
	.size = sizeof(struct Weights),
	.fields = weights_fields,
	.n = COUNT(weights_fields),
	.check = weights_check,
};
static const struct field trade_fields[] = {
	{"date", DATE, AT(Trade, date), REQUIRED},
	{"symbol", TEXT, AT(Trade, symbol), REQUIRED, 1, 12},
	{"shares", INT, AT(Trade, shares), NULLABLE, -1000, 1000},
};
static SHAPE(trade_shape, Trade, trade_fields);
static const char *const  modes[] = {"fast", "exact", NULL};
static const struct field order_fields[] = {
	{"id", INT, AT(Order, id), REQUIRED},
	{"note", TEXT, AT(Order, note), NULLABLE},
	{"ratio", REAL, AT(Order, ratio), NULLABLE},
	{"active", BOOL, AT(Order, active), .def = "true"},
	{"from", DATE, AT(Order, from), NULLABLE},
	{"at", TIME, AT(Order, at), NULLABLE},
	{"mode", ENUM, AT(Order, mode), NULLABLE, .words = modes},
	{"weights", OBJ, AT(Order, weights), REQUIRED, .of = &weights_shape},
	{"trades", LIST, AT(Order, trades), 0, 0, 50, .of = &trade_shape},
	{"tags", LIST, AT(Order, tags), 0, 0, 5},
	{"limit", INT, AT(Order, limit), 0, 1, 500, "100"},
};
static SHAPE(order_shape, Order, order_fields);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_create();
	struct Order  o = {0}, again = {0};
	struct fail   f = {0}, none = {0};
	struct buf    first, second;
	bool          lenient = n > 0 && data[n - 1] == ' ';

	enum err e = shape_decode(&order_shape, a, (const char *)data, n, NULL, NULL, lenient, &o,
	                          &f);
	assert(e == OK || e == ERR_MALFORMED || e == ERR_INVALID);
	assert(e == OK || f.msg[0] != '\0' || f.n_fields > 0);
	if (e == OK) {
		assert(o.limit >= 1 && o.limit <= 500 && o.trades.n <= 50 && o.tags.n <= 5);
		buf_init(&first, 1 << 20);
		buf_init(&second, 1 << 20);
		shape_encode(&order_shape, &o, NULL, &first);
		e = shape_decode(&order_shape, a, first.p, first.n, NULL, NULL, false, &again,
		                 &none);
		assert(e == OK);
		shape_encode(&order_shape, &again, NULL, &second);
		assert(first.n == second.n && memcmp(first.p, second.p, first.n) == 0);
		buf_finish(&first);
		buf_finish(&second);
	}
	arena_destroy(a);
	return 0;
}
