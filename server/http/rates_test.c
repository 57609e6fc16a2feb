/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

/* How many requests are taken, and what the replies say of it. */

static struct http_server *server;

#define TOKEN "Authorization: Bearer user-7\r\n"

static const struct static_file files[] = {
	{"/docs/index.html", "text/html; charset=utf-8", "\"docs\"", "<p>docs</p>", NULL, NULL, 11,
         0, 0, false},
	{"/index.html", "text/html; charset=utf-8", "\"home\"", "<p>home</p>", NULL, NULL, 11, 0, 0,
         false},
};
static const struct static_site site = {files, COUNT(files), NULL};

static void ask(const char *line, const char *headers, int status, struct answer *a)
{
	test_ask(server, line, headers, NULL, a);
	if (a->status != status)
		print_error("%s: %d %s\n", line, a->status, a->body);
	assert_int_equal(a->status, status);
}

static void rates(void **state)
{
	(void)state;
	struct http_config c = test_config();
	struct answer      a;
	char               etag[512], headers[1024], value[512];
	c.limits = (struct http_limits){.per_address = 2, .per_user = 3};
	c.site = &site;
	server = test_start(&c);
	ask("GET /api/v1/t/who", "", 200, &a);
	expect_header(&a, "RateLimit-Limit", "2");
	expect_header(&a, "RateLimit-Remaining", "1");
	assert_non_null(test_header(&a, "ETag", etag));
	answer_free(&a);
	snprintf(headers, sizeof(headers), "If-None-Match: %s\r\n", etag);
	for (int i = 0; i < 3; i++) { /* what changes nothing costs nothing */
		ask("GET /api/v1/t/who", headers, 304, &a);
		expect_header(&a, "RateLimit-Remaining", "1");
		answer_free(&a);
	}
	ask("GET /api/v1/t/items/a", "Authorization: Bearer wrong\r\n", 401,
	    &a); /* guessing does */
	expect_header(&a, "RateLimit-Remaining", "0");
	answer_free(&a);
	ask("GET /api/v1/t/who", "", 429, &a);
	assert_in_range(strtol(test_header(&a, "Retry-After", value), NULL, 10), 1, 60);
	expect_header(&a, "RateLimit-Remaining", "0");
	answer_free(&a);
	ask("GET /api/v1/none", "", 429, &a);
	answer_free(&a);
	static const char *const free_of_charge[] = {"GET /api/v1/t/hello", "GET /", "GET /docs/"};
	for (size_t i = 0; i < COUNT(free_of_charge); i++) {
		ask(free_of_charge[i], "", 200, &a);
		expect_header(&a, "RateLimit-Limit", NULL);
		answer_free(&a);
	}
	ask("OPTIONS /api/v1/t/who", "", 204, &a);
	answer_free(&a);
	ask("POST /api/v1/t/sign", TOKEN, 429, &a); /* counts by address with a good token, too */
	answer_free(&a);
	for (int i = 0; i < 3; i++) {
		ask("GET /api/v1/t/who", TOKEN, 200, &a);
		expect_header(&a, "RateLimit-Limit", "3");
		answer_free(&a);
	}
	ask("GET /api/v1/t/who", TOKEN, 429, &a);
	answer_free(&a);
	ask("GET /api/v1/t/who", "Authorization: Bearer user-8\r\n", 200, &a);
	answer_free(&a);
	http_stop(server, 5);
}

static void expect_limit(struct answer *a, const char *limit, const char *left)
{
	expect_header(a, "RateLimit-Limit", limit);
	expect_header(a, "RateLimit-Remaining", left);
	answer_free(a);
}

/* A route that computes counts twice, and speaks of the limit with least left. */
static void computing_rates(void **state)
{
	(void)state;
	struct http_config c = test_config();
	struct answer      a;
	char               etag[512], headers[1024], value[512];
	c.limits = (struct http_limits){.per_address = 2, .per_user = 6, .computing = 3};
	server = test_start(&c);
	ask("GET /api/v1/t/compute", TOKEN, 200, &a);
	assert_non_null(test_header(&a, "ETag", etag));
	expect_limit(&a, "3", "2");
	snprintf(headers, sizeof(headers), TOKEN "If-None-Match: %s\r\n", etag);
	for (int i = 0; i < 4; i++) { /* free on both counts */
		ask("GET /api/v1/t/compute", headers, 304, &a);
		expect_limit(&a, "3", "2");
	}
	ask("GET /api/v1/t/who", TOKEN, 200, &a);
	expect_limit(&a, "6", "4");
	ask("GET /api/v1/t/compute", TOKEN, 200, &a);
	expect_limit(&a, "3", "1");
	ask("GET /api/v1/t/compute", TOKEN, 200, &a);
	expect_limit(&a, "3", "0");
	ask("GET /api/v1/t/compute", TOKEN, 429, &a);
	assert_non_null(strstr(a.body, "more than 3 computations of one user in a minute"));
	assert_in_range(strtol(test_header(&a, "Retry-After", value), NULL, 10), 1, 60);
	expect_limit(&a, "3", "0");
	ask("GET /api/v1/t/who", TOKEN, 200, &a); /* the refused one counted as a request */
	expect_limit(&a, "6", "0");
	ask("GET /api/v1/t/compute", TOKEN, 429, &a);
	assert_non_null(strstr(a.body, "more than 6 requests of one user in a minute"));
	expect_limit(&a, "6", "0");
	ask("GET /api/v1/t/compute", "Authorization: Bearer user-8\r\n", 200, &a);
	expect_limit(&a, "3", "2");
	ask("GET /api/v1/t/compute", "Authorization: Bearer wrong\r\n", 401, &a);
	expect_limit(&a, "2", "1"); /* who computes nothing counts by address */
	http_stop(server, 5);

	c.limits = (struct http_limits){.per_user = 6};
	server = test_start(&c);
	for (int i = 5; i >= 0; i--) {
		ask("GET /api/v1/t/compute", TOKEN, 200, &a);
		snprintf(value, sizeof(value), "%d", i);
		expect_limit(&a, "6", value);
	}
	http_stop(server, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rates),
		cmocka_unit_test(computing_rates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
