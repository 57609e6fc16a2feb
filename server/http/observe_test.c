/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <string.h>

#include "base/buf.h"
#include "http/observe.h"

enum { TEXT_MAX = 1 << 20 };

static const struct route first[] = {{.method = GET, .path = "/a"}, {.method = POST, .path = "/a"}};
static const struct route second[] = {{.method = GET, .path = "/b/{id}"}};
static const struct routes        one = {.prefix = "/x", .tab = first, .n = 2};
static const struct routes        two = {.prefix = "/y", .tab = second, .n = 1};
static const struct routes *const all[] = {&one, &two, NULL};

static void end(struct observe *o, const struct routes *g, const struct route *r, bool file,
                int status)
{
	const struct route_match m = {.route = r, .group = g};

	observe_begun(o);
	observe_ended(o, &m, file, status, 300, 10);
}

static void requests_are_counted_by_route_and_status(void **state)
{
	struct observe *o = observe_create(all);
	struct buf      b;

	(void)state;
	buf_init(&b, TEXT_MAX);
	end(o, &one, &first[0], false, 200);
	end(o, &one, &first[0], false, 200);
	end(o, &one, &first[1], false, 422);
	end(o, &two, &second[0], false, 0);
	end(o, NULL, NULL, true, 200);
	end(o, NULL, NULL, false, 404);
	end(o, NULL, NULL, false, 599);
	observe_begun(o);
	assert_int_equal(observe_running(o), 1);
	observe_expose(o, &b);
	static const char *const lines[] = {
		"requests_total{method=\"GET\",route=\"/x/a\",status=\"200\"} 2\n",
		"requests_total{method=\"POST\",route=\"/x/a\",status=\"422\"} 1\n",
		"requests_total{method=\"GET\",route=\"/y/b/{id}\",status=\"0\"} 1\n",
		"requests_total{method=\"GET\",route=\"files\",status=\"200\"} 1\n",
		"requests_total{method=\"\",route=\"none\",status=\"404\"} 1\n",
		"requests_total{method=\"\",route=\"none\",status=\"0\"} 1\n",
		"request_seconds_count{method=\"GET\",route=\"/x/a\"} 2\n",
		"requests_running 1\n",
		"response_bytes_total 70\n",
	};
	for (size_t i = 0; i < COUNT(lines); i++)
		assert_non_null(strstr(buf_text(&b), lines[i]));
	buf_finish(&b);
	observe_destroy(o);
}

/* What nobody counts looks like a client that went away. */
static void every_status_is_counted(void **state)
{
	static const int succeeds[] = {200, 201, 202, 204, 206, 303, 304, 308};
	static const int fails[] = {
#define X(name, status, slug) status,
		ERR_LIST(X)
#undef X
	};
	struct observe *o = observe_create(all);
	struct buf      b;

	(void)state;
	buf_init(&b, TEXT_MAX);
	for (size_t i = 0; i < COUNT(succeeds); i++)
		end(o, &one, &first[0], false, succeeds[i]);
	for (size_t i = 0; i < COUNT(fails); i++)
		end(o, &one, &first[0], false, fails[i]);
	observe_expose(o, &b);
	assert_null(strstr(buf_text(&b), "status=\"0\""));
	buf_finish(&b);
	observe_destroy(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_status_is_counted),
		cmocka_unit_test(requests_are_counted_by_route_and_status),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
