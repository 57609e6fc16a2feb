/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

#include <jansson.h>

#include "http/coding.h"

/* What successful replies carry: validators, codings, CORS, and the static site. */

static struct http_server *server;

#define TOKEN "Authorization: Bearer user-7\r\n"
#define LIST "GET /api/v1/t/items/a?limit=100"

static const struct static_file files[] = {
	{"/404.html", "text/html; charset=utf-8", "\"e404\"", "<p>lost</p>", NULL, NULL, 11, 0, 0,
         false},
	{"/_next/[id]-3f2a.js", "text/javascript; charset=utf-8", "\"js\"", "let x = 1;", "gz",
         "br", 10, 2, 2, true},
	{"/docs/index.html", "text/html; charset=utf-8", "\"docs\"", "<p>docs</p>", NULL, NULL, 11,
         0, 0, false},
	{"/index.html", "text/html; charset=utf-8", "\"home\"", "<p>home</p>", "GZ", NULL, 11, 2, 0,
         false},
};
static const struct static_site site = {files, COUNT(files), "'sha256-abc='"};

static void ask(const char *line, const char *headers, int status, struct answer *a)
{
	test_ask(server, line, headers, NULL, a);
	if (a->status != status)
		print_error("%s: %d %s\n", line, a->status, a->body);
	assert_int_equal(a->status, status);
	assert_true(a->complete);
}

static void common_headers(void **state)
{
	static const char *const lines[] = {"GET /api/v1/t/hello", "GET /api/v1/t/none", "GET /",
	                                    "OPTIONS /"};
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct answer a;
		char          value[512];
		test_ask(server, lines[i], "", NULL, &a);
		expect_header(&a, "X-Content-Type-Options", "nosniff");
		expect_header(&a, "X-Frame-Options", "DENY");
		expect_header(&a, "Referrer-Policy", "no-referrer");
		const bool page = strcmp(lines[i], "GET /") == 0;
		expect_header(&a, "Cross-Origin-Opener-Policy", page ? "same-origin" : NULL);
		expect_header(&a, "Server", NULL);
		assert_int_equal(test_header(&a, "Permissions-Policy", value) != NULL, page);
		assert_non_null(test_header(&a, "Content-Security-Policy", value));
		assert_non_null(test_header(&a, "X-Request-Id", value));
		answer_free(&a);
	}
}

static void request_id(void **state)
{
	(void)state;
	struct answer a;
	char          value[512], bytes[256];
	ask("GET /api/v1/t/hello", "X-Request-Id: my-id_1\r\n", 200, &a);
	expect_header(&a, "X-Request-Id", "my-id_1");
	answer_free(&a);
	snprintf(bytes, sizeof(bytes), "X-Request-Id: %065d\r\n", 1);
	ask("GET /api/v1/t/hello", bytes, 200, &a);
	assert_int_equal(strncmp(test_header(&a, "X-Request-Id", value), "r-", 2), 0);
	answer_free(&a);
	ask("GET /api/v1/t/hello", "X-Request-Id: \xc3\xa9\r\n", 200, &a);
	assert_int_equal(strncmp(test_header(&a, "X-Request-Id", value), "r-", 2), 0);
	answer_free(&a);
}

static void routes_and_statuses(void **state)
{
	(void)state;
	struct answer a;
	ask("GET /api/v1/t/items/first", TOKEN, 200, &a); /* the literal beats {id} */
	assert_string_equal(a.body, "{\"message\":\"7\"}");
	answer_free(&a);
	ask("GET /api/v1/t/%68ello", "", 200, &a);
	answer_free(&a);
	ask("GET /api/v1/t/items/x%2Fy?limit=1", TOKEN, 200, &a);
	assert_string_equal(a.body, "{\"items\":[{\"id\":\"x/y\",\"number\":0}],\"total\":1}");
	answer_free(&a);
	ask("GET http://test/api/v1/t/items/a+b?limit=1&fields=id", TOKEN, 200, &a);
	assert_string_equal(a.body, "{\"items\":[{\"id\":\"a+b\"}],\"total\":1}");
	answer_free(&a);
	ask("POST /api/v1/t/made", TOKEN, 201, &a);
	expect_header(&a, "Cache-Control", "no-store");
	answer_free(&a);
	ask("DELETE /api/v1/t/items/a", "X-Admin-Token: root\r\n", 204, &a);
	assert_int_equal(a.n, 0);
	expect_header(&a, "Content-Length", NULL);
	answer_free(&a);
	ask("GET /api/v1/t/csv", "", 200, &a);
	expect_header(&a, "Content-Type", "text/csv; charset=utf-8");
	assert_string_equal(a.body, "a,b\n1,2\n");
	expect_header(&a, "Accept-Ranges", "bytes");
	answer_free(&a);
	test_ask(server, "PUT /api/v1/t/echo?x=1",
	         "Content-Type: application/json; charset=UTF-8\r\n",
	         "{\"text\":\"a\",\"other\":1}", &a);
	assert_int_equal(a.status, 200);
	assert_string_equal(a.body, "{\"text\":\"a\",\"number\":null}");
	expect_header(&a, "Deprecation", "@1767571200");
	expect_header(&a, "Link", "</docs/#echoLenient>; rel=\"deprecation\"");
	answer_free(&a);
}

static void a_part_of_a_download(void **state)
{
	(void)state;
	struct answer a;
	char          etag[512], headers[640];
	ask("GET /api/v1/t/csv", "", 200, &a);
	assert_non_null(test_header(&a, "ETag", etag));
	answer_free(&a);
	ask("GET /api/v1/t/csv", "Range: bytes=2-4\r\n", 206, &a);
	assert_string_equal(a.body, "b\n1");
	expect_header(&a, "Content-Range", "bytes 2-4/8");
	expect_header(&a, "ETag", etag);
	answer_free(&a);
	snprintf(headers, sizeof(headers), "Range: bytes=-2\r\nIf-Range: %s\r\n", etag);
	ask("GET /api/v1/t/csv", headers, 206, &a);
	assert_string_equal(a.body, "2\n");
	answer_free(&a);
	ask("GET /api/v1/t/csv", "Range: bytes=-2\r\nIf-Range: \"old\"\r\n", 200, &a);
	expect_header(&a, "Content-Range", NULL);
	assert_int_equal(a.n, 8);
	answer_free(&a);
	ask("GET /api/v1/t/csv", "Range: bytes=8-\r\n", 416, &a);
	expect_header(&a, "Content-Range", "bytes */8");
	answer_free(&a);
	snprintf(headers, sizeof(headers), "Range: bytes=2-\r\nIf-None-Match: %s\r\n", etag);
	ask("GET /api/v1/t/csv", headers, 304, &a);
	answer_free(&a);
	/* Only of downloads, and of what is sent. */
	ask("GET /api/v1/t/hello", "Range: bytes=0-1\r\n", 200, &a);
	expect_header(&a, "Accept-Ranges", NULL);
	answer_free(&a);
	ask("HEAD /api/v1/t/csv", "Range: bytes=0-1\r\n", 200, &a);
	expect_header(&a, "Content-Length", "8");
	expect_header(&a, "Accept-Ranges", "bytes");
	answer_free(&a);
}

static void head_is_get_without_body(void **state)
{
	(void)state;
	struct answer get, head;
	char          one[512], two[512];
	ask(LIST, TOKEN, 200, &get);
	ask("HEAD /api/v1/t/items/a?limit=100", TOKEN, 200, &head);
	assert_int_equal(head.n, 0);
	assert_string_equal(test_header(&get, "Content-Length", one),
	                    test_header(&head, "Content-Length", two));
	assert_string_equal(test_header(&get, "ETag", one), test_header(&head, "ETag", two));
	answer_free(&get);
	answer_free(&head);
}

static void options(void **state)
{
	(void)state;
	struct answer a;
	ask("OPTIONS /api/v1/t/items/a", "", 204, &a);
	expect_header(&a, "Allow", "GET, HEAD, DELETE, OPTIONS");
	answer_free(&a);
	ask("OPTIONS *", "", 204, &a);
	expect_header(&a, "Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
	answer_free(&a);
	ask("OPTIONS /docs/", "", 204, &a);
	expect_header(&a, "Allow", "GET, HEAD, OPTIONS");
	answer_free(&a);
	ask("OPTIONS /nowhere", "", 404, &a);
	answer_free(&a);
}

static void cross_origin(void **state)
{
	(void)state;
	struct answer a;
	ask("OPTIONS /api/v1/t/echo",
	    "Origin: http://localhost:3000\r\nAccess-Control-Request-Method: POST\r\n", 200, &a);
	expect_header(&a, "Access-Control-Allow-Origin", "http://localhost:3000");
	expect_header(&a, "Access-Control-Allow-Credentials", "true");
	expect_header(&a, "Access-Control-Allow-Methods", "POST, PUT, OPTIONS");
	expect_header(
		&a, "Access-Control-Allow-Headers",
		"authorization, content-type, x-request-id, traceparent, x-admin-token, if-none-match, if-match, "
		"last-event-id");
	expect_header(&a, "Access-Control-Max-Age", "600");
	answer_free(&a);
	ask("OPTIONS /api/v1/t/echo",
	    "Origin: http://evil\r\nAccess-Control-Request-Method: POST\r\n", 204, &a);
	expect_header(&a, "Access-Control-Allow-Origin", NULL);
	answer_free(&a);
	ask("GET /api/v1/t/items/a", "Origin: http://localhost:3000\r\n", 401,
	    &a); /* errors are readable, too */
	expect_header(&a, "Access-Control-Allow-Origin", "http://localhost:3000");
	expect_header(&a, "Vary", "Origin");
	answer_free(&a);
	ask("GET /api/v1/t/hello", "Origin: http://localhost:3000.evil\r\n", 200, &a);
	expect_header(&a, "Access-Control-Allow-Origin", NULL);
	answer_free(&a);
}

static void conditional(void **state)
{
	(void)state;
	struct answer a;
	char          etag[512], headers[1024];
	ask(LIST, TOKEN, 200, &a);
	assert_non_null(test_header(&a, "ETag", etag));
	assert_int_equal(strlen(etag), 34); /* 128 bits and the quotes */
	expect_header(&a, "Cache-Control", "private, no-cache");
	expect_header(&a, "Vary", "Accept-Encoding, Origin");
	answer_free(&a);
	snprintf(headers, sizeof(headers), TOKEN "If-None-Match: \"other\", W/%s\r\n", etag);
	ask(LIST, headers, 304, &a);
	assert_int_equal(a.n, 0);
	expect_header(&a, "ETag", etag);
	expect_header(&a, "Content-Type", NULL);
	answer_free(&a);
	ask(LIST, TOKEN "If-None-Match: *\r\n", 304, &a);
	answer_free(&a);
	ask(LIST, TOKEN "If-None-Match: \"other\"\r\n", 200, &a);
	answer_free(&a);
	snprintf(headers, sizeof(headers), TOKEN "If-Match: \"other\"\r\nIf-Match: %s\r\n", etag);
	ask(LIST, headers, 200, &a);
	answer_free(&a);
	ask(LIST, TOKEN "If-Match: *\r\n", 200, &a);
	answer_free(&a);
	/* Before If-None-Match; and a weak tag is no match. */
	ask(LIST, TOKEN "If-Match: \"other\"\r\nIf-None-Match: *\r\n", 412, &a);
	expect_header(&a, "Content-Type", "application/problem+json");
	answer_free(&a);
	snprintf(headers, sizeof(headers), TOKEN "If-Match: W/%s\r\n", etag);
	ask(LIST, headers, 412, &a);
	answer_free(&a);
	ask("GET /api/v1/t/private", TOKEN, 200, &a);
	expect_header(&a, "ETag", NULL);
	expect_header(&a, "Cache-Control", "no-store");
	answer_free(&a);
}

/* Of the library, which gets what ends the connection: that of the reply that the 304 stands for. */
static void length_of_304(void **state)
{
	static const char *const lines[] = {LIST, "GET /api/v1/t/csv", "GET /"};
	static const char *const codings[] = {"identity", "gzip"};
	(void)state;
	for (size_t i = 0; i < COUNT(lines) * COUNT(codings); i++) {
		struct answer a;
		char          headers[512], length[512];
		int           n = snprintf(headers, sizeof(headers),
		                           TOKEN "Connection: close\r\nAccept-Encoding: %s\r\n",
		                           codings[i % 2]);
		ask(lines[i / 2], headers, 200, &a);
		assert_non_null(test_header(&a, "Content-Length", length));
		answer_free(&a);
		snprintf(headers + n, sizeof(headers) - (size_t)n, "If-None-Match: *\r\n");
		ask(lines[i / 2], headers, 304, &a);
		expect_header(&a, "Content-Length", length);
		assert_int_equal(a.n, 0);
		answer_free(&a);
	}
}

static void compressed(void **state)
{
	static const struct {
		const char *accept, *coding;
		enum coding c;
	} cases[] = {
		{"gzip, deflate, br", "br", CODING_BR},
		{"gzip", "gzip", CODING_GZIP},
		{"br;q=0.5, gzip", "gzip", CODING_GZIP},
		{"br;q=0, gzip;q=0", NULL, CODING_IDENTITY},
	};
	(void)state;
	struct answer plain, a;
	char          headers[4096], tags[4][512];
	ask(LIST, TOKEN, 200, &plain);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf  out;
		struct fail f = {.code = OK};
		snprintf(headers, sizeof(headers), TOKEN "Accept-Encoding: %s\r\n",
		         cases[i].accept);
		ask(LIST, headers, 200, &a);
		expect_header(&a, "Content-Encoding", cases[i].coding);
		buf_init(&out, 1 << 20);
		assert_int_equal(coding_inflate(cases[i].c, a.body, a.n, &out, &f), OK);
		assert_int_equal(out.n, plain.n);
		assert_memory_equal(out.p, plain.body, plain.n);
		assert_non_null(test_header(&a, "ETag", tags[i]));
		for (size_t k = 0; k < i; k++)
			assert_int_equal(strcmp(tags[i], tags[k]) == 0, cases[i].c == cases[k].c);
		buf_finish(&out);
		answer_free(&a);
		/* The tag of this coding is good for this coding. */
		snprintf(headers, sizeof(headers),
		         TOKEN "Accept-Encoding: %s\r\nIf-None-Match: %s\r\n", cases[i].accept,
		         tags[i]);
		ask(LIST, headers, 304, &a);
		answer_free(&a);
	}
	answer_free(&plain);
	ask("GET /api/v1/t/hello", "Accept-Encoding: br\r\n", 200, &a); /* too small to pay */
	expect_header(&a, "Content-Encoding", NULL);
	answer_free(&a);
}

static void who_asks(void **state)
{
	static const struct {
		const char *header, *body;
	} cases[] = {
		{"", "{\"message\":\"0\"}"},
		{"Authorization: bearer user-3\r\n", "{\"message\":\"3\"}"},
		{"Authorization: Bearer root\r\n", "{\"message\":\"0 admin\"}"},
		{"X-Admin-Token: root\r\n", "{\"message\":\"0 admin\"}"},
		{"Authorization: Bearer stale\r\n", "{\"message\":\"0\"}"},
		{"Authorization: Bearer stale\r\nX-Admin-Token: root\r\n",
	         "{\"message\":\"0 admin\"}"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct answer a;
		ask("GET /api/v1/t/who", cases[i].header, 200, &a);
		assert_string_equal(a.body, cases[i].body);
		answer_free(&a);
	}
}

static void loopback_behind_a_proxy(void **state)
{
	(void)state;
	struct answer a;
	ask("GET /api/v1/t/hello", "X-Forwarded-For: 192.0.2.1\r\n", 200, &a);
	assert_string_equal(a.body, "{\"message\":\"hello from 127.0.0.1\"}");
	answer_free(&a);
}

static void static_files(void **state)
{
	(void)state;
	struct answer a;
	char          value[512];
	ask("GET /", "", 200, &a);
	assert_string_equal(a.body, "<p>home</p>");
	expect_header(&a, "Cache-Control", "no-cache");
	expect_header(&a, "ETag", "\"home\"");
	expect_header(
		&a, "Content-Security-Policy",
		"default-src 'self'; script-src 'self' 'sha256-abc='; style-src 'self' 'unsafe-inline'; "
		"img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
		"form-action 'self'; frame-ancestors 'none'");
	answer_free(&a);
	ask("GET /", "Accept-Encoding: br, gzip\r\n", 200, &a);
	expect_header(&a, "Content-Encoding", "gzip"); /* no br of this one */
	expect_header(&a, "ETag", "\"home-gz\"");
	assert_string_equal(a.body, "GZ");
	answer_free(&a);
	ask("GET /", "Accept-Encoding: gzip\r\nIf-None-Match: \"home-gz\"\r\n", 304, &a);
	/* A browser puts the headers of a 304 in the place of those it has. */
	assert_non_null(strstr(test_header(&a, "Content-Security-Policy", value), "'sha256-abc='"));
	answer_free(&a);
	ask("GET /", "If-None-Match: \"home-gz\"\r\n", 200, &a);
	answer_free(&a);
	ask("GET /", "If-Match: \"home-gz\"\r\n", 412, &a);
	answer_free(&a);
	ask("HEAD /docs/", "", 200, &a);
	expect_header(&a, "Content-Length", "11");
	answer_free(&a);
	ask("GET /_next/%5Bid%5D-3f2a.js", "Accept-Encoding: br\r\n", 200, &a);
	expect_header(&a, "Cache-Control", "public, max-age=31536000, immutable");
	assert_string_equal(a.body, "br");
	answer_free(&a);
	ask("GET /docs?tab=1", "", 308, &a);
	expect_header(&a, "Location", "/docs/?tab=1");
	answer_free(&a);
	test_ask(server, "POST /docs/", "", "x", &a);
	assert_int_equal(a.status, 405);
	expect_header(&a, "Allow", "GET, HEAD, OPTIONS");
	answer_free(&a);
}

static void nothing_there(void **state)
{
	(void)state;
	struct answer a;
	ask("GET /nowhere", "Accept: text/html,*/*\r\n", 404, &a);
	assert_string_equal(a.body, "<p>lost</p>");
	expect_header(&a, "Content-Type", "text/html; charset=utf-8");
	answer_free(&a);
	ask("GET /nowhere", "Accept: */*\r\n", 404, &a);
	expect_header(&a, "Content-Type", "application/problem+json");
	answer_free(&a);
	ask("GET /api/nowhere", "Accept: text/html\r\n", 404, &a);
	expect_header(&a, "Content-Type", "application/problem+json");
	answer_free(&a);
	static const char *const not_files[] = {
		"GET /docs/../index.html",   "GET //index.html",   "GET /docs%2Findex.html",
		"GET /..%2f..%2fetc/passwd", "GET /index.html%00", "GET /docs//"};
	for (size_t i = 0; i < COUNT(not_files); i++) {
		ask(not_files[i], "", 404, &a);
		answer_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(common_headers),
		cmocka_unit_test(request_id),
		cmocka_unit_test(routes_and_statuses),
		cmocka_unit_test(a_part_of_a_download),
		cmocka_unit_test(head_is_get_without_body),
		cmocka_unit_test(options),
		cmocka_unit_test(cross_origin),
		cmocka_unit_test(conditional),
		cmocka_unit_test(length_of_304),
		cmocka_unit_test(compressed),
		cmocka_unit_test(who_asks),
		cmocka_unit_test(loopback_behind_a_proxy),
		cmocka_unit_test(static_files),
		cmocka_unit_test(nothing_there),
	};
	struct http_config c = test_config();
	c.site = &site;
	server = test_start(&c);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	http_stop(server, 5);
	return failed;
}
