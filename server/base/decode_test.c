/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/shape.h"

/* One shape with every kind, and one inside another. */
struct weights {
	double momentum, market_cap;
};

struct trade {
	int32_t     date;
	const char *symbol;
	int64_t     shares;
};

struct order {
	int64_t        id;
	const char    *email;
	const char    *note;
	double         ratio;
	bool           active;
	int32_t        from;
	int64_t        at;
	int            mode;
	struct weights weights;
	struct list    trades;
	struct list    labels;
	struct list    tags;
	int64_t        limit;
};

static enum err weights_add_up(const void *obj, struct fail *f)
{
	const struct weights *w = obj;

	if (w->momentum == 0)
		return fail(f, ERR_INVALID, "momentum is never alone");
	if (fabs(w->momentum + w->market_cap - 1) > 1e-9)
		return fail_field(f, "momentum", "must add up to 1 with market_cap");
	return OK;
}

static enum err note_or_mode(const void *obj, struct fail *f)
{
	const struct order *o = obj;

	if (o->mode == 2 && !o->note)
		return fail(f, ERR_CONFLICT, "mode 'last' needs a note");
	return OK;
}

static const char *const modes[] = {"first", "next", "last", NULL};

static const struct field weights_fields[] = {
	{"momentum", REAL, AT(weights, momentum), REQUIRED, 0, 1},
	{"market_cap", REAL, AT(weights, market_cap), 0, 0, 1, .def = "0.5"},
};
static const struct shape weights_shape = {"weights",      sizeof(struct weights),
                                           weights_fields, COUNT(weights_fields),
                                           weights_add_up, NULL};

static const struct field trade_fields[] = {
	{"date", DATE, AT(trade, date), REQUIRED},
	{"symbol", TEXT, AT(trade, symbol), REQUIRED, 1, 12},
	{"shares", INT, AT(trade, shares), 0, 1},
};
static SHAPE(trade_shape, trade, trade_fields);

static const struct field order_fields[] = {
	{"id", INT, AT(order, id), IN_PATH | REQUIRED, 1, 1000},
	{"email", TEXT, AT(order, email), REQUIRED, 3, 20},
	{"note", TEXT, AT(order, note), NULLABLE},
	{"ratio", REAL, AT(order, ratio), NULLABLE, -1, 0},
	{"active", BOOL, AT(order, active), .def = "true"},
	{"from", DATE, AT(order, from)},
	{"at", TIME, AT(order, at)},
	{"mode", ENUM, AT(order, mode), .words = modes},
	{"weights", OBJ, AT(order, weights), .of = &weights_shape},
	{"trades", LIST, AT(order, trades), 0, 0, 3, .of = &trade_shape},
	{"labels", LIST, AT(order, labels), 0, 2},
	{"tags", LIST, AT(order, tags), IN_QUERY, 0, 3},
	{"limit", INT, AT(order, limit), IN_QUERY, 1, 500, "100"},
};
static const struct shape order_shape = {
	"order", sizeof(struct order), order_fields, COUNT(order_fields), note_or_mode, NULL};

/* The same without anything from the URL. */
static const struct shape body_shape = {"body",           sizeof(struct order),
                                        order_fields + 1, COUNT(order_fields) - 3,
                                        note_or_mode,     NULL};

struct url {
	const char *id, *tags, *limit;
};

static const char *from_url(void *ctx, const struct field *fd)
{
	const struct url *u = ctx;

	assert_true(fd->flags & (IN_PATH | IN_QUERY));
	if (strcmp(fd->name, "id") == 0)
		return u->id;
	return strcmp(fd->name, "tags") == 0 ? u->tags : u->limit;
}

static struct arena *a;
static struct order  o;
static struct fail   f;

static int make(void **state)
{
	(void)state;
	a = arena_create();
	return 0;
}

static int drop(void **state)
{
	(void)state;
	arena_destroy(a);
	return 0;
}

static enum err decode_n(const char *body, size_t n, bool lenient)
{
	memset(&f, 0, sizeof(f));
	memset(&o, 0, sizeof(o));
	return shape_decode(&body_shape, a, body, n, NULL, NULL, lenient, &o, &f);
}

static enum err decode(const char *body)
{
	return decode_n(body, strlen(body), false);
}

static enum err decode_url(struct url u)
{
	memset(&f, 0, sizeof(f));
	memset(&o, 0, sizeof(o));
	return shape_decode(&order_shape, a, "{\"email\":\"a@b\"}", 15, from_url, &u, false, &o,
	                    &f);
}

/* Decoding members along with a valid email fails on that one field, with these words. */
static void refused(const char *members, const char *field, const char *msg)
{
	const char *body = arena_printf(a, "{\"email\":\"a@b\",%s}", members);

	assert_int_equal(decode(body), ERR_INVALID);
	assert_int_equal(f.code, ERR_INVALID);
	assert_int_equal(f.n_fields, 1);
	assert_string_equal(f.fields[0].field, field);
	assert_string_equal(f.fields[0].msg, msg);
}

static void accepted(const char *members)
{
	decode(arena_printf(a, "{\"email\":\"a@b\",%s}", members));
	assert_string_equal(f.msg, "");
}

static const char *one_trade(const char *shares)
{
	static const char form[] =
		"\"trades\":[{\"date\":\"2026-01-05\",\"symbol\":\"A\",\"shares\":%s}]";

	return arena_printf(a, form, shares);
}

static const char full[] =
	"{\"email\":\"ä@b\",\"note\":\"\\u20ac \\\"x\\\"\",\"ratio\":-0.25,"
	"\"active\":false,\"from\":\"2026-01-31\",\"at\":\"2026-01-02T03:04:05.678Z\","
	"\"mode\":\"last\",\"weights\":{\"momentum\":0.25,\"market_cap\":0.75},"
	"\"trades\":[{\"date\":\"2026-01-05\",\"symbol\":\"SPY\",\"shares\":7},"
	"{\"date\":\"2026-01-06\",\"symbol\":\"QQQ\"}],"
	"\"labels\":[\"x\",\"y\"]}";

static void every_kind_is_read(void **state)
{
	const struct trade *t;

	(void)state;
	assert_int_equal(decode(full), OK);
	assert_string_equal(o.email, "ä@b");
	assert_string_equal(o.note, "€ \"x\"");
	assert_true(o.ratio == -0.25);
	assert_false(o.active);
	assert_int_equal(o.from, date_of(2026, 1, 31));
	assert_int_equal(o.at, date_of(2026, 1, 2) * INT64_C(86400000) + 11045678);
	assert_int_equal(o.mode, 2);
	assert_true(o.weights.momentum == 0.25 && o.weights.market_cap == 0.75);
	assert_int_equal(o.trades.n, 2);
	t = o.trades.items;
	assert_string_equal(t[0].symbol, "SPY");
	assert_int_equal(t[0].shares, 7);
	assert_int_equal(t[1].date, date_of(2026, 1, 6));
	assert_int_equal(t[1].shares, INT_NONE);
}

static void absence_has_its_values(void **state)
{
	(void)state;
	assert_int_equal(decode("{\"email\":\"a@b\",\"note\":null,\"ratio\":null}"), OK);
	assert_null(o.note);
	assert_true(isnan(o.ratio));
	assert_true(o.active); /* its default */
	assert_int_equal(o.from, DATE_NONE);
	assert_int_equal(o.at, TIME_NONE);
	assert_int_equal(o.mode, -1);
	assert_true(isnan(o.weights.momentum)); /* required only where weights are given */
	assert_true(o.weights.market_cap == 0.5);
	assert_int_equal(o.trades.n, 0);
	assert_int_equal(o.labels.n, 0);
}

static void lists_of_text(void **state)
{
	const char *const *labels;

	(void)state;
	accepted("\"labels\":[\"a\",\"\",\"ü\"]");
	assert_int_equal(o.labels.n, 3);
	labels = o.labels.items;
	assert_string_equal(labels[0], "a");
	assert_string_equal(labels[1], "");
	assert_string_equal(labels[2], "ü");
	refused("\"labels\":[\"a\"]", "labels", "must have at least 2 items");
	refused("\"labels\":[\"a\",5]", "labels[1]", "must be a string");
	refused("\"labels\":[\"a\",null]", "labels[1]", "must be a string");
	refused(arena_printf(a, "\"labels\":[\"a\",\"%05000d\"]", 1), "labels[1]",
	        "must have at most 4096 characters");
	accepted("\"trades\":[]");
	assert_int_equal(o.trades.n, 0);
}

static void path_and_query_are_read(void **state)
{
	const char *const *tags;

	(void)state;
	assert_int_equal(decode_url((struct url){"42", "a,,ü", "7"}), OK);
	assert_int_equal(o.id, 42);
	assert_int_equal(o.limit, 7);
	assert_int_equal(o.tags.n, 3);
	tags = o.tags.items;
	assert_string_equal(tags[0], "a");
	assert_string_equal(tags[1], "");
	assert_string_equal(tags[2], "ü");
	assert_int_equal(decode_url((struct url){"1", "", NULL}), OK);
	assert_int_equal(o.limit, 100);
	assert_int_equal(o.tags.n, 0);
}

static void path_and_query_are_checked(void **state)
{
	(void)state;
	assert_int_equal(decode_url((struct url){NULL, "a,b,c,d", "501"}), ERR_INVALID);
	assert_string_equal(f.msg, "id: is required; tags: must have at most 3 items; "
	                           "limit: must be at most 500");
	assert_int_equal(decode_url((struct url){"1.5", NULL, ""}), ERR_INVALID);
	assert_string_equal(f.msg, "id: must be a whole number; limit: must be a whole number");
	assert_int_equal(decode_url((struct url){"0x1", "a,\xff", "5"}), ERR_INVALID);
	assert_string_equal(f.msg, "id: must be a whole number; tags[1]: must be UTF-8");
}

static void a_url_member_in_the_body_is_unknown(void **state)
{
	struct url u = {"1", NULL, NULL};

	(void)state;
	memset(&f, 0, sizeof(f));
	assert_int_equal(shape_decode(&order_shape, a, "{\"email\":\"a@b\",\"id\":5}", 22, from_url,
	                              &u, false, &o, &f),
	                 ERR_INVALID);
	assert_string_equal(f.msg, "id: unknown field");
}

static void wrong_types_name_the_right_one(void **state)
{
	(void)state;
	refused("\"note\":5", "note", "must be a string");
	refused("\"ratio\":\"-1\"", "ratio", "must be a number");
	refused("\"active\":1", "active", "must be true or false");
	refused("\"from\":20260101", "from", "must be a date, YYYY-MM-DD");
	refused("\"from\":\"2026-02-30\"", "from", "must be a date, YYYY-MM-DD");
	refused("\"at\":\"2026-01-01\"", "at", "must be a time, YYYY-MM-DDThh:mm:ssZ");
	refused("\"mode\":\"Last\"", "mode", "must be one of: first, next, last");
	refused("\"weights\":[]", "weights", "must be an object");
	refused("\"trades\":{}", "trades", "must be a list");
	refused("\"trades\":[5]", "trades[0]", "must be an object");
	refused("\"from\":null", "from", "must not be null");
	refused("\"weights\":{\"momentum\":\"1\"}", "weights.momentum", "must be a number");
	refused("\"trades\":[{\"date\":\"2026-01-05\",\"symbol\":\"A\"},"
	        "{\"date\":7,\"symbol\":\"A\"}]",
	        "trades[1].date", "must be a date, YYYY-MM-DD");
}

static void bounds_are_kept(void **state)
{
	(void)state;
	accepted("\"ratio\":-1,\"weights\":{\"momentum\":0.5}");
	accepted("\"ratio\":0");
	refused("\"ratio\":-1.0000001", "ratio", "must be at least -1");
	refused("\"ratio\":0.1", "ratio", "must be at most 0");
	refused("\"weights\":{\"momentum\":1.5}", "weights.momentum", "must be at most 1");
	refused("\"trades\":[{\"date\":\"2026-01-05\",\"symbol\":\"\"}]", "trades[0].symbol",
	        "must not be empty");
	refused("\"trades\":[{\"date\":\"2026-01-05\",\"symbol\":\"ABCDEFGHIJKLM\"}]",
	        "trades[0].symbol", "must have at most 12 characters");
	refused(one_trade("0"), "trades[0].shares", "must be at least 1");
	refused("\"trades\":[{},{},{},{}]", "trades", "must have at most 3 items");
	assert_int_equal(decode("{\"email\":\"ab\"}"), ERR_INVALID);
	assert_string_equal(f.msg, "email: must have at least 3 characters");
}

static void whole_numbers_are_whole_and_exact(void **state)
{
	static const char *const good[] = {"5", "5.0", "5e0", "9007199254740991",
	                                   "90071992547409910e-1"};
	static const char *const big[] = {"9007199254740992", "9007199254740993", "1e300",
	                                  "123456789012345678901234567890"};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		accepted(one_trade(good[i]));
		assert_int_equal(((struct trade *)o.trades.items)->shares,
		                 i < 3 ? 5 : INT64_C(9007199254740991));
	}
	for (size_t i = 0; i < COUNT(big); i++)
		refused(one_trade(big[i]), "trades[0].shares",
		        "must lie within -9007199254740991 and 9007199254740991");
	refused(one_trade("5.5"), "trades[0].shares", "must be a whole number");
}

static void unknown_members_are_named(void **state)
{
	static const char body[] = "{\"email\":\"a@b\",\"emial\":1,\"zzz\":2,\"weights\":"
				   "{\"momentum\":0.5,\"momentun\":1}}";

	(void)state;
	assert_int_equal(decode(body), ERR_INVALID);
	assert_int_equal(f.n_fields, 3);
	assert_string_equal(f.fields[0].field, "weights.momentun");
	assert_string_equal(f.fields[0].msg, "unknown field; did you mean 'momentum'?");
	assert_string_equal(f.fields[1].field, "emial");
	assert_string_equal(f.fields[1].msg, "unknown field; did you mean 'email'?");
	assert_string_equal(f.fields[2].field, "zzz");
	assert_string_equal(f.fields[2].msg, "unknown field");
	assert_int_equal(decode_n(body, sizeof(body) - 1, true), OK);
}

static void every_wrong_field_is_listed(void **state)
{
	(void)state;
	assert_int_equal(decode("{\"ratio\":5,\"active\":\"x\",\"trades\":[{}],\"what\":1}"),
	                 ERR_INVALID);
	assert_string_equal(f.msg, "email: is required; ratio: must be at most 0; "
	                           "active: must be true or false; trades[0].date: is required; "
	                           "trades[0].symbol: is required; what: unknown field");
	assert_int_equal(decode_n(NULL, 0, false), ERR_INVALID);
	assert_string_equal(f.msg, "email: is required");
}

static void a_thousand_mistakes_are_no_more_than_sixteen(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_puts(&b, "{\"email\":\"a@b\"");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, ",\"unknown%d%0100d\":1", i, i);
	buf_puts(&b, "}");
	assert_int_equal(decode_n(b.p, b.n, false), ERR_INVALID);
	assert_int_equal(f.n_fields, FAIL_FIELDS);
	buf_finish(&b);
}

static void rules_across_fields_come_last(void **state)
{
	(void)state;
	refused("\"weights\":{\"momentum\":0.1}", "weights.momentum",
	        "must add up to 1 with market_cap");
	assert_int_equal(decode("{\"email\":\"a@b\",\"mode\":\"last\"}"), ERR_CONFLICT);
	assert_string_equal(f.msg, "mode 'last' needs a note");
	refused("\"weights\":{\"momentum\":0}", "weights", "momentum is never alone");
	refused("\"mode\":\"last\",\"ratio\":1", "ratio", "must be at most 0");
}

static void output_is_untouched_on_failure(void **state)
{
	struct order before;

	(void)state;
	memset(&o, 0x55, sizeof(o));
	before = o;
	memset(&f, 0, sizeof(f));
	assert_int_equal(shape_decode(&body_shape, a, "{\"email\":\"a@b\",\"ratio\":3}", 25, NULL,
	                              NULL, false, &o, &f),
	                 ERR_INVALID);
	assert_memory_equal(&o, &before, sizeof(o));
}

static void a_document_cut_anywhere_is_refused(void **state)
{
	(void)state;
	for (size_t n = 1; n < sizeof(full) - 1; n++) {
		char *cut = malloc(n); /* of that very size: reading on is noticed */

		assert_non_null(cut);
		memcpy(cut, full, n);
		assert_int_equal(decode_n(cut, n, false), ERR_MALFORMED);
		free(cut);
	}
}

/* The order as JSON; members that are absent and must not be null are given a value. */
static void write_without_nulls(struct buf *b)
{
	struct trade *t = o.trades.items;

	for (size_t i = 0; i < o.trades.n; i++)
		if (t[i].shares == INT_NONE)
			t[i].shares = 1;
	buf_init(b, 4096);
	shape_encode(&body_shape, &o, NULL, b);
	assert_false(b->full);
}

/* Any byte changed: either refused with a reason, or what was read writes and reads the same. */
static void a_document_changed_anywhere_is_judged(void **state)
{
	static const char bytes[] = "\0\x01\"\\{}[],:0159eE+-.tfnu \n\x7f\x80\xc3\xff";
	size_t            read = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(full) - 1; i++) {
		for (size_t j = 0; j < sizeof(bytes) - 1; j++) {
			char      *body = arena_strdup(a, full);
			struct buf one, two;
			enum err   e;

			body[i] = bytes[j];
			e = decode_n(body, sizeof(full) - 1, false);
			if (e != OK) {
				assert_true(f.code == e && *f.msg);
				continue;
			}
			read++;
			write_without_nulls(&one);
			assert_int_equal(decode_n(one.p, one.n, false), OK);
			write_without_nulls(&two);
			assert_string_equal(buf_text(&one), buf_text(&two));
			buf_finish(&one);
			buf_finish(&two);
		}
		arena_reset(a);
	}
	assert_true(read > 100);
}

int main(void)
{
#define ON_ARENA(t) cmocka_unit_test_setup_teardown(t, make, drop)
	const struct CMUnitTest tests[] = {
		ON_ARENA(every_kind_is_read),
		ON_ARENA(absence_has_its_values),
		ON_ARENA(lists_of_text),
		ON_ARENA(path_and_query_are_read),
		ON_ARENA(path_and_query_are_checked),
		ON_ARENA(a_url_member_in_the_body_is_unknown),
		ON_ARENA(wrong_types_name_the_right_one),
		ON_ARENA(bounds_are_kept),
		ON_ARENA(whole_numbers_are_whole_and_exact),
		ON_ARENA(unknown_members_are_named),
		ON_ARENA(every_wrong_field_is_listed),
		ON_ARENA(a_thousand_mistakes_are_no_more_than_sixteen),
		ON_ARENA(rules_across_fields_come_last),
		ON_ARENA(output_is_untouched_on_failure),
		ON_ARENA(a_document_cut_anywhere_is_refused),
		ON_ARENA(a_document_changed_anywhere_is_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
