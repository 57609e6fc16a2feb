/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

#include <jansson.h>

/* Every refusal of the server, by the bytes that deserve it. */

static struct http_server *server;

#define JSON "Content-Type: application/json\r\n"
#define TOKEN "Authorization: Bearer user-7\r\n"

/* A problem document of that status and word; its detail must hold the text. */
static void expect_problem(const struct answer *a, int status, const char *code, const char *text)
{
	char    value[512];
	json_t *j = json_loadb(a->body, a->n, 0, NULL);
	assert_int_equal(a->status, status);
	assert_non_null(j);
	assert_string_equal(test_header(a, "Content-Type", value), "application/problem+json");
	assert_string_equal(json_string_value(json_object_get(j, "type")), "about:blank");
	assert_int_equal(json_integer_value(json_object_get(j, "status")), status);
	assert_string_equal(json_string_value(json_object_get(j, "code")), code);
	assert_string_equal(json_string_value(json_object_get(j, "request_id")),
	                    test_header(a, "X-Request-Id", value));
	const char *detail = json_string_value(json_object_get(j, "detail"));
	if (strstr(detail, text) == NULL)
		print_error("detail is: %s\n", detail);
	assert_non_null(strstr(detail, text));
	json_decref(j);
}

static void refused(const char *line, const char *headers, const char *body, int status,
                    const char *code, const char *text)
{
	struct answer a;
	test_ask(server, line, headers, body, &a);
	expect_problem(&a, status, code, text);
	answer_free(&a);
}

/* The whole request as bytes; the connection must end after the answer. */
static void refused_and_closed(const char *bytes, int status, const char *code, const char *text)
{
	struct answer a;
	assert_true(test_once(server, bytes, strlen(bytes), &a));
	expect_problem(&a, status, code, text);
	answer_free(&a);
}

static void length_and_transfer_encoding(void **state)
{
	(void)state;
	refused_and_closed("POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\n" JSON
	                   "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	                   400, "malformed", "not both");
}

static void two_lengths(void **state)
{
	(void)state;
	refused_and_closed("POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\n" JSON
	                   "Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
	                   400, "malformed", "one Content-Length");
}

static void length_list(void **state)
{
	(void)state;
	struct answer a;
	const char    bytes[] = "POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\n" JSON
			     "Content-Length: 5, 5\r\n\r\n";
	test_once(server, bytes, sizeof(bytes) - 1, &a);
	assert_int_equal(a.status, 400);
	answer_free(&a);
}

static void length_not_a_number(void **state)
{
	static const char *const bad[] = {
		"abc", "-1", "+5", "0x10", "5 5", "99999999999999999999999", ""};
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct answer a;
		char          bytes[256];
		int           n = snprintf(
				  bytes, sizeof(bytes),
				  "POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\nContent-Length: %s\r\n\r\n",
				  bad[i]);
		int fd = test_connect(server);
		test_send(fd, bytes, (size_t)n);
		test_read(fd, false, &a);
		if (a.status != 400 && a.status != 413)
			print_error("Content-Length '%s' got %d\n", bad[i], a.status);
		assert_true(a.status == 400 || a.status == 413);
		while (!test_at_end(fd)) /* the library sends its head twice here */
			continue;
		close(fd);
		answer_free(&a);
	}
}

static void unknown_transfer_coding(void **state)
{
	(void)state;
	refused_and_closed(
		"POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
		501, "not_implemented", "chunked");
	refused_and_closed(
		"POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: identity\r\n\r\n",
		501, "not_implemented", "chunked");
}

static void two_transfer_codings(void **state)
{
	(void)state;
	refused_and_closed(
		"POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n"
		"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		400, "malformed", "one Transfer-Encoding");
}

static void chunked_before_1_1(void **state)
{
	(void)state;
	refused_and_closed(
		"POST /api/v1/t/echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
		"malformed", "HTTP/1.1");
}

static void blank_before_colon(void **state)
{
	(void)state;
	struct answer a;
	const char    bytes[] =
		"POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\nContent-Length : 4\r\n\r\nGET ";
	test_once(server, bytes, sizeof(bytes) - 1, &a);
	assert_int_equal(a.status, 400);
	answer_free(&a);
}

static void host_missing_or_twice(void **state)
{
	(void)state;
	refused_and_closed("GET /api/v1/t/hello HTTP/1.1\r\n\r\n", 400, "malformed", "Host");
	refused_and_closed("GET /api/v1/t/hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400,
	                   "malformed", "Host");
}

static void control_in_target(void **state)
{
	(void)state;
	refused_and_closed("GET /api/v1/t/hel\x01lo HTTP/1.1\r\nHost: t\r\n\r\n", 400, "malformed",
	                   "control");
	refused_and_closed("GET /api/v1/t/hel lo HTTP/1.1\r\nHost: t\r\n\r\n", 400, "malformed",
	                   "control");
	refused_and_closed("GET /api/v1/t/hello?a=\x7f HTTP/1.1\r\nHost: t\r\n\r\n", 400,
	                   "malformed", "control");
}

static void nul_in_target(void **state)
{
	(void)state;
	struct answer a;
	const char    path[] = "GET /api/v1/t/hello\0/x HTTP/1.1\r\nHost: t\r\n\r\n";
	assert_true(test_once(server, path, sizeof(path) - 1, &a));
	expect_problem(&a, 400, "malformed", "NUL");
	answer_free(&a);
	const char query[] = "GET /api/v1/t/items/a?limit=1\0 HTTP/1.1\r\nHost: t\r\n\r\n";
	assert_true(test_once(server, query, sizeof(query) - 1, &a));
	expect_problem(&a, 400, "malformed", "NUL");
	answer_free(&a);
}

static void target_without_slash(void **state)
{
	(void)state;
	refused_and_closed("GET hello HTTP/1.1\r\nHost: t\r\n\r\n", 400, "malformed", "slash");
	refused_and_closed("GET * HTTP/1.1\r\nHost: t\r\n\r\n", 400, "malformed", "slash");
}

static void too_many_headers(void **state)
{
	(void)state;
	char   bytes[8192];
	size_t n = (size_t)snprintf(bytes, sizeof(bytes),
	                            "GET /api/v1/t/hello HTTP/1.1\r\nHost: t\r\n");
	for (int i = 0; i < 70; i++)
		n += (size_t)snprintf(bytes + n, sizeof(bytes) - n, "X-%d: y\r\n", i);
	snprintf(bytes + n, sizeof(bytes) - n, "\r\n");
	refused_and_closed(bytes, 400, "malformed", "header fields");
}

static void unknown_path(void **state)
{
	(void)state;
	refused("GET /api/v1/t/nowhere", "", NULL, 404, "not_found", "nothing");
	refused("GET /api/v1/t/hello/", "", NULL, 404, "not_found", "nothing");
	refused("GET /api/v1/t/items/", "", NULL, 404, "not_found", "nothing");
	refused("GET /api/v1/t/x/../hello", "", NULL, 404, "not_found", "nothing");
	refused("GET /api/v1/t%2Fhello", "", NULL, 404, "not_found", "nothing");
}

static void other_method(void **state)
{
	(void)state;
	static const char *const lines[] = {"DELETE /api/v1/t/echo", "PATCH /api/v1/t/echo",
	                                    "TRACE /api/v1/t/echo", "BREW /api/v1/t/echo",
	                                    "GET /api/v1/t/echo"};
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct answer a;
		char          value[512];
		test_ask(server, lines[i], "", NULL, &a);
		expect_problem(&a, 405, "method_not_allowed", "not possible");
		assert_string_equal(test_header(&a, "Allow", value), "POST, PUT, OPTIONS");
		answer_free(&a);
	}
}

static void bad_percent(void **state)
{
	(void)state;
	refused("GET /api/v1/t/%zz", "", NULL, 400, "malformed", "hexadecimal");
	refused("GET /api/v1/t/hello?a=%4", "", NULL, 400, "malformed", "hexadecimal");
}

static void not_utf8(void **state)
{
	(void)state;
	refused("GET /api/v1/t/items/a?from=%ff", TOKEN, NULL, 422, "invalid", "from");
	refused("GET /api/v1/t/items/a?from=1%00", TOKEN, NULL, 422, "invalid", "from");
	refused("GET /api/v1/t/items/%c0%af", TOKEN, NULL, 422, "invalid", "id");
	refused("GET /api/v1/t/items/a%00", TOKEN, NULL, 422, "invalid", "id");
}

static void unknown_parameter(void **state)
{
	(void)state;
	refused("GET /api/v1/t/items/a?limti=3", TOKEN, NULL, 422, "invalid",
	        "did you mean 'limit'");
	refused("GET /api/v1/t/hello?x=3", "", NULL, 422, "invalid", "x");
}

static void repeated_parameter(void **state)
{
	(void)state;
	refused("GET /api/v1/t/items/a?limit=3&limit=4", TOKEN, NULL, 422, "invalid", "once");
}

static void every_wrong_field(void **state)
{
	(void)state;
	struct answer a;
	test_ask(server, "GET /api/v1/t/items/a?limit=0&from=2026-02-30&oops=1", TOKEN, NULL, &a);
	json_t *j = json_loadb(a.body, a.n, 0, NULL);
	assert_int_equal(a.status, 422);
	json_t *errors = json_object_get(j, "errors");
	assert_int_equal(json_array_size(errors), 3);
	for (size_t i = 0; i < 3; i++) {
		assert_non_null(
			json_string_value(json_object_get(json_array_get(errors, i), "field")));
		assert_non_null(
			json_string_value(json_object_get(json_array_get(errors, i), "message")));
	}
	json_decref(j);
	answer_free(&a);
}

static void unknown_list_member(void **state)
{
	(void)state;
	refused("GET /api/v1/t/items/a?fields=id,numbr", TOKEN, NULL, 422, "invalid", "number");
}

static void bad_json(void **state)
{
	(void)state;
	refused("POST /api/v1/t/echo", JSON, "{\"text\":", 400, "malformed", "");
	refused("POST /api/v1/t/echo", JSON, "{\"text\":\"a\",\"nmber\":1}", 422, "invalid",
	        "number");
	refused("POST /api/v1/t/echo", JSON, "{}", 422, "invalid", "text");
}

static void wrong_media_type(void **state)
{
	(void)state;
	refused("POST /api/v1/t/echo", "", "{\"text\":\"a\"}", 415, "unsupported_media_type",
	        "application/json");
	refused("POST /api/v1/t/echo", "Content-Type: text/plain\r\n", "{}", 415,
	        "unsupported_media_type", "json");
	refused("POST /api/v1/t/echo", "Content-Type: application/jsonx\r\n", "{}", 415,
	        "unsupported_media_type", "");
	refused("POST /api/v1/t/echo", "Content-Type: application/json; charset=latin1\r\n", "{}",
	        415, "unsupported_media_type", "");
}

static void wrong_coding(void **state)
{
	(void)state;
	refused("POST /api/v1/t/echo", JSON "Content-Encoding: deflate\r\n", "{}", 415,
	        "unsupported_media_type", "gzip");
	refused("POST /api/v1/t/echo", JSON "Content-Encoding: gzip, br\r\n", "{}", 415,
	        "unsupported_media_type", "");
	refused("POST /api/v1/t/echo", JSON "Content-Encoding: gzip\r\n", "{}", 400, "malformed",
	        "gzip");
	refused("POST /api/v1/t/echo", JSON "Content-Encoding: br\r\n", "{}", 400, "malformed",
	        "br");
}

static void too_large_by_length(void **state)
{
	(void)state;
	refused_and_closed("POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\n" JSON
	                   "Content-Length: 999999999\r\n\r\n",
	                   413, "too_large", "larger");
}

/* A client that sends all before it reads still gets to know why. */
static void too_large_and_sent_nevertheless(void **state)
{
	enum { N = 16 << 20 };
	(void)state;
	char         *body = calloc(1, N), head[256];
	struct answer a;
	int           fd = test_connect(server);
	assert_non_null(body);
	snprintf(head, sizeof(head),
	         "POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\n" JSON "Content-Length: %d\r\n\r\n",
	         N);
	send_text(fd, head);
	test_send(fd, body, N);
	test_read(fd, false, &a);
	expect_problem(&a, 413, "too_large", "larger");
	assert_true(a.complete);
	close(fd);
	answer_free(&a);
	free(body);
}

static void too_large_by_count(void **state)
{
	(void)state;
	enum { PIECE = 65536, PIECES = (4 << 20) / PIECE + 1 };
	static char       piece[PIECE];
	struct answer     a;
	int               fd = test_connect(server);
	static const char head[] = "POST /api/v1/t/echo HTTP/1.1\r\nHost: t\r\n" JSON
				   "Transfer-Encoding: chunked\r\n\r\n";
	test_send(fd, head, sizeof(head) - 1);
	for (int i = 0; i < PIECES; i++) {
		test_send(fd, "10000\r\n", 7);
		test_send(fd, piece, PIECE);
		test_send(fd, "\r\n", 2);
	}
	test_send(fd, "0\r\n\r\n", 5);
	test_read(fd, false, &a);
	expect_problem(&a, 413, "too_large", "larger");
	close(fd);
	answer_free(&a);
}

static void no_token(void **state)
{
	(void)state;
	struct answer a;
	char          value[512];
	test_ask(server, "GET /api/v1/t/items/a", "", NULL, &a);
	expect_problem(&a, 401, "unauthorized", "sign in");
	assert_string_equal(test_header(&a, "WWW-Authenticate", value), "Bearer");
	answer_free(&a);
	refused("GET /api/v1/t/items/a", "Authorization: Basic dTpw\r\n", NULL, 401, "unauthorized",
	        "Bearer");
	refused("GET /api/v1/t/items/a", "Authorization: Bearer nobody\r\n", NULL, 401,
	        "unauthorized", "not valid");
	refused("GET /api/v1/t/items/a", "X-Admin-Token: nobody\r\n", NULL, 401, "unauthorized",
	        "not valid");
}

static void not_an_administrator(void **state)
{
	(void)state;
	refused("DELETE /api/v1/t/items/a", TOKEN, NULL, 403, "forbidden", "administrators");
}

static void what_a_key_may_not(void **state)
{
	static const struct {
		const char *who, *what;
	} fine[] = {
		{"Authorization: Bearer key-7\r\n", "POST /api/v1/t/made"},
		{"Authorization: Bearer look-7\r\n", "POST /api/v1/t/look"},
		{"Authorization: Bearer look-7\r\n", "GET /api/v1/t/private"},
		{"Authorization: Bearer look-7\r\n", "POST /api/v1/t/sign"}, /* open to everyone */
		{TOKEN, "GET /api/v1/t/own"},
	};
	struct answer a;
	(void)state;
	for (size_t i = 0; i < COUNT(fine); i++) {
		test_ask(server, fine[i].what, fine[i].who, NULL, &a);
		assert_int_equal(a.status / 100, 2);
		answer_free(&a);
	}
	refused("GET /api/v1/t/own", "Authorization: Bearer key-7\r\n", NULL, 403, "not_for_keys",
	        "sign in");
	refused("GET /api/v1/t/own", "Authorization: Bearer look-7\r\n", NULL, 403, "not_for_keys",
	        "sign in");
	refused("POST /api/v1/t/made", "Authorization: Bearer look-7\r\n", NULL, 403, "read_only",
	        "only read");
}

static void bug_shows_nothing(void **state)
{
	(void)state;
	struct answer a;
	test_ask(server, "GET /api/v1/t/bug", "", NULL, &a);
	expect_problem(&a, 500, "internal", "went wrong");
	assert_null(strstr(a.body, "secret"));
	answer_free(&a);
}

static void handler_says_no(void **state)
{
	(void)state;
	struct answer a;
	char          value[512];
	test_ask(server, "GET /api/v1/t/away", "", NULL, &a);
	expect_problem(&a, 503, "unavailable", "try again");
	assert_null(strstr(a.body, "away")); /* what is away is for the log */
	assert_true(strtol(test_header(&a, "Retry-After", value), NULL, 10) > 0);
	answer_free(&a);
	test_ask(server, "GET /api/v1/t/conflict", "", NULL, &a);
	expect_problem(&a, 409, "no_price_return", "traded");
	assert_string_equal(test_header(&a, "Retry-After", value), "7");
	answer_free(&a);
}

/* The body of a refused request is read, so that the next request on the connection is understood. */
static void refusal_keeps_the_connection(void **state)
{
	(void)state;
	static const char bytes[] =
		"DELETE /api/v1/t/items/a HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nGET /"
		"GET /api/v1/t/hello HTTP/1.1\r\nHost: t\r\n\r\n";
	struct answer a;
	int           fd = test_connect(server);
	test_send(fd, bytes, sizeof(bytes) - 1);
	test_read(fd, false, &a);
	assert_int_equal(a.status, 401);
	answer_free(&a);
	test_read(fd, false, &a);
	assert_int_equal(a.status, 200);
	answer_free(&a);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(length_and_transfer_encoding),
		cmocka_unit_test(two_lengths),
		cmocka_unit_test(length_list),
		cmocka_unit_test(length_not_a_number),
		cmocka_unit_test(unknown_transfer_coding),
		cmocka_unit_test(two_transfer_codings),
		cmocka_unit_test(chunked_before_1_1),
		cmocka_unit_test(blank_before_colon),
		cmocka_unit_test(host_missing_or_twice),
		cmocka_unit_test(control_in_target),
		cmocka_unit_test(nul_in_target),
		cmocka_unit_test(target_without_slash),
		cmocka_unit_test(too_many_headers),
		cmocka_unit_test(unknown_path),
		cmocka_unit_test(other_method),
		cmocka_unit_test(bad_percent),
		cmocka_unit_test(not_utf8),
		cmocka_unit_test(unknown_parameter),
		cmocka_unit_test(repeated_parameter),
		cmocka_unit_test(every_wrong_field),
		cmocka_unit_test(unknown_list_member),
		cmocka_unit_test(bad_json),
		cmocka_unit_test(wrong_media_type),
		cmocka_unit_test(wrong_coding),
		cmocka_unit_test(too_large_by_length),
		cmocka_unit_test(too_large_and_sent_nevertheless),
		cmocka_unit_test(too_large_by_count),
		cmocka_unit_test(no_token),
		cmocka_unit_test(not_an_administrator),
		cmocka_unit_test(what_a_key_may_not),
		cmocka_unit_test(bug_shows_nothing),
		cmocka_unit_test(handler_says_no),
		cmocka_unit_test(refusal_keeps_the_connection),
	};
	const struct http_config c = test_config();
	server = test_start(&c);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	http_stop(server, 5);
	return failed;
}
