/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/openapi_parts.h"

#include "http/pretty.h"

/* The first code of a status stands for all that share it. */
static enum err err_of_status(int status)
{
#define X(name, number, slug) \
	if (status == number) \
		return ERR_##name;
	ERR_LIST(X)
#undef X
	return ERR_INTERNAL;
}

const char *openapi_response_name(int status, char out[RESPONSE_NAME])
{
	size_t n = 0;
	for (const char *t = err_title(err_of_status(status)); *t != '\0' && n + 1 < RESPONSE_NAME;
	     t++) {
		if (*t != ' ')
			out[n++] = *t;
	}
	out[n] = '\0';
	return out;
}

void openapi_header_ref(struct pretty *p, const char *name)
{
	pretty_object(p, name);
	pretty_ref(p, "headers", name);
	pretty_end(p);
}

void openapi_common_headers(struct pretty *p, bool limited)
{
	openapi_header_ref(p, "X-Request-Id");
	openapi_header_ref(p, "Traceparent");
	if (!limited)
		return;
	openapi_header_ref(p, "RateLimit-Limit");
	openapi_header_ref(p, "RateLimit-Remaining");
	openapi_header_ref(p, "RateLimit-Reset");
}

static void open_scheme(struct pretty *p, const char *name)
{
	pretty_object(p, NULL);
	pretty_array(p, name);
	pretty_end(p);
	pretty_end(p);
}

void openapi_security(struct pretty *p, bool admin)
{
	pretty_array(p, "security");
	open_scheme(p, "bearerAuth");
	if (admin)
		open_scheme(p, "adminToken");
	pretty_end(p);
}

void openapi_open(struct pretty *p)
{
	pretty_array(p, "security");
	pretty_end(p);
}

static void problem_example(struct pretty *p, int status)
{
	const enum err e = err_of_status(status);
	pretty_object(p, "example");
	pretty_text(p, "type", "about:blank");
	pretty_text(p, "title", err_title(e));
	pretty_int(p, "status", status);
	pretty_text(p, "code", err_slug(e));
	pretty_text(p, "detail", e == ERR_INVALID ? "limit: must be at least 1" : err_title(e));
	if (e == ERR_INVALID)
		pretty_raw(p, "errors",
		           "[{\"field\":\"limit\",\"message\":\"must be at least 1\"}]");
	pretty_text(p, "request_id", "r-5f0c7a1e9b3d2846");
	pretty_end(p);
}

static void error_response(struct pretty *p, int status, bool limited)
{
	char name[RESPONSE_NAME];
	pretty_object(p, openapi_response_name(status, name));
	pretty_text(p, "description", err_title(err_of_status(status)));
	pretty_object(p, "headers");
	openapi_common_headers(p, limited);
	if (status == 401)
		openapi_header_ref(p, "WWW-Authenticate");
	if (status == 429 || status == 503)
		openapi_header_ref(p, "Retry-After");
	pretty_end(p);
	pretty_object(p, "content");
	pretty_object(p, "application/problem+json");
	pretty_object(p, "schema");
	pretty_ref(p, "schemas", "Problem");
	pretty_end(p);
	problem_example(p, status);
	pretty_end(p);
	pretty_end(p);
	pretty_end(p);
}

void openapi_responses(struct pretty *p, const bool used[STATUSES_MAX], bool not_modified,
                       bool limited)
{
	pretty_object(p, "responses");
	if (not_modified) {
		pretty_object(p, "NotModified");
		pretty_text(p, "description",
		            "The client's copy, named by If-None-Match, is still good");
		pretty_object(p, "headers");
		openapi_header_ref(p, "ETag");
		openapi_header_ref(p, "Cache-Control");
		openapi_common_headers(p, limited);
		pretty_end(p);
		pretty_end(p);
	}
	for (int status = 0; status < STATUSES_MAX; status++) {
		if (used[status])
			error_response(p, status, limited);
	}
	pretty_end(p);
}

/* type: "string", or "integer", which is never negative here. always: every such reply has it. */
static void header(struct pretty *p, const char *name, const char *type, bool always,
                   const char *example, const char *doc)
{
	pretty_object(p, name);
	pretty_text(p, "description", doc);
	if (always)
		pretty_bool(p, "required", true);
	pretty_object(p, "schema");
	pretty_text(p, "type", type);
	if (type[0] == 'i')
		pretty_int(p, "minimum", 0);
	pretty_end(p);
	pretty_raw(p, "example", example);
	pretty_end(p);
}

void openapi_headers(struct pretty *p, bool etag, bool limited, bool deprecated)
{
	pretty_object(p, "headers");
	header(p, "Cache-Control", "string", true, "\"private, no-cache\"",
	       "Who may keep the reply, and how long");
	if (deprecated)
		header(p, "Deprecation", "string", true, "\"@1767571200\"",
		       "Since when the operation is deprecated, Unix seconds (RFC 9745)");
	if (etag)
		header(p, "ETag", "string", true, "\"\\\"6a1f0c9be27d4835\\\"\"",
		       "Strong validator for If-None-Match");
	if (limited) {
		header(p, "RateLimit-Limit", "integer", false, "1200",
		       "Requests a minute; absent where nothing is limited");
		header(p, "RateLimit-Remaining", "integer", false, "1187",
		       "Requests left in this window");
		header(p, "RateLimit-Reset", "integer", false, "42",
		       "Seconds until the window ends");
	}
	header(p, "Retry-After", "integer", false, "5", "Seconds to wait before the next try");
	header(p, "Traceparent", "string", true,
	       "\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\"",
	       "W3C Trace Context: the trace that the request's own traceparent names, or one "
	       "begun here, and this request's span of it");
	header(p, "WWW-Authenticate", "string", true, "\"Bearer\"", "Bearer");
	header(p, "X-Request-Id", "string", true, "\"r-5f0c7a1e9b3d2846\"",
	       "The client's id of the request, or one made here; the log has it");
	pretty_end(p);
}

void openapi_if_match(struct pretty *p)
{
	pretty_object(p, NULL);
	pretty_text(p, "name", "If-Match");
	pretty_text(p, "in", "header");
	pretty_bool(p, "required", false);
	pretty_text(p, "description",
	            "ETag of the GET that the change is based on: 412 where it has another by now; "
	            "absent: whatever is in force is changed");
	pretty_object(p, "schema");
	pretty_text(p, "type", "string");
	pretty_end(p);
	pretty_end(p);
}

void openapi_schemes(struct pretty *p)
{
	pretty_object(p, "securitySchemes");
	pretty_object(p, "bearerAuth");
	pretty_text(p, "type", "http");
	pretty_text(p, "scheme", "bearer");
	pretty_text(p, "bearerFormat", "JWT");
	pretty_text(p, "description", "The access token of a login, or the administrator's token");
	pretty_end(p);
	pretty_object(p, "adminToken");
	pretty_text(p, "type", "apiKey");
	pretty_text(p, "in", "header");
	pretty_text(p, "name", "X-Admin-Token");
	pretty_text(p, "description", "The administrator's token of the server's settings");
	pretty_end(p);
	pretty_end(p);
}

static void member(struct pretty *p, const char *name, const char *type, const char *doc)
{
	pretty_object(p, name);
	pretty_text(p, "type", type);
	pretty_text(p, "description", doc);
	pretty_end(p);
}

static void required(struct pretty *p, const char *const *names)
{
	pretty_array(p, "required");
	for (; *names != NULL; names++)
		pretty_text(p, NULL, *names);
	pretty_end(p);
}

void openapi_problem_schema(struct pretty *p)
{
	static const char *const always[] = {"type",   "title",      "status", "code",
	                                     "detail", "request_id", NULL};
	static const char *const of_error[] = {"field", "message", NULL};
	pretty_object(p, "Problem");
	pretty_text(p, "type", "object");
	pretty_text(p, "description", "What went wrong (RFC 9457)");
	required(p, always);
	pretty_object(p, "properties");
	member(p, "type", "string", "Always about:blank: the status says it");
	member(p, "title", "string", "The status in words");
	member(p, "status", "integer", "The HTTP status");
	member(p, "code", "string", "A word for programs, finer than the status");
	member(p, "detail", "string", "One sentence for a person");
	pretty_object(p, "errors");
	pretty_text(p, "type", "array");
	pretty_text(p, "description", "Every input that is wrong");
	pretty_object(p, "items");
	pretty_text(p, "type", "object");
	required(p, of_error);
	pretty_object(p, "properties");
	member(p, "field", "string", "The input's name");
	member(p, "message", "string", "How it is wrong");
	pretty_end(p);
	pretty_end(p);
	pretty_end(p);
	member(p, "request_id", "string", "The id under which the server's log has it");
	pretty_end(p);
	pretty_end(p);
}
