/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/openapi.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "http/openapi_examples.h"
#include "http/openapi_links.h"
#include "http/openapi_parts.h"
#include "http/pretty.h"
#include "http/schema.h"

enum { FULL_PATH = 256, EXAMPLE_MAX = 1 << 20, FIELDS_MAX = 1024, RAW_TYPE_MAX = 128 };

struct writer {
	struct pretty               p;
	const struct routes *const *routes;
	const struct openapi_word  *words;
	struct schemas              schemas;
	bool                        used[STATUSES_MAX]; /* error statuses that some operation has */
	/* Some operation has these headers. */
	bool limited, etagged, deprecated;
};

static bool etagged(const struct route *r)
{
	return r->method == GET && !(r->flags & (NO_STORE | CREATED | ACCEPTED));
}

static void mark_errors(const struct route *r, bool has_path_params, bool out[STATUSES_MAX])
{
	memset(out, 0, STATUSES_MAX * sizeof(*out));
	out[400] = out[422] = out[500] = out[503] = true;
	out[401] = (r->flags & (LOGIN | ADMIN)) != 0;
	/* Of a key: what is personal, and what changes something. */
	out[403] = (r->flags & (ADMIN | PERSONAL)) != 0 ||
	           (r->flags & LOGIN && r->method != GET && !(r->flags & READS));
	out[404] = has_path_params;
	out[412] = (r->flags & MATCHES) != 0 || etagged(r);
	out[413] = out[415] = schema_has_body(r->in);
	out[416] = etagged(r) && r->out == NULL;
	out[429] = !(r->flags & FREE);
	for (const enum err *e = r->errs; e != NULL && *e != OK; e++)
		out[err_status(*e)] = true;
}

static void example(struct writer *w, const struct shape *sh, bool input)
{
	struct buf b;
	buf_init(&b, EXAMPLE_MAX);
	if (openapi_example(sh, input, w->words, &b))
		pretty_raw(&w->p, "example", buf_text(&b));
	buf_finish(&b);
}

/* One event, as readers of such streams have it: an object of its lines. */
static void event_data(struct writer *w, const struct route *r)
{
	struct pretty *p = &w->p;
	char           name[SCHEMA_NAME];
	pretty_object(p, "data");
	pretty_text(p, "type", "string");
	pretty_text(p, "description", "One line of JSON; x-events has what of, by the event");
	pretty_text(p, "contentMediaType", "application/json");
	pretty_object(p, "contentSchema");
	pretty_array(p, "anyOf");
	for (const struct route_event *e = r->events; e->name != NULL; e++) {
		pretty_object(p, NULL);
		pretty_ref(p, "schemas", schema_name(&w->schemas, e->data, false, name));
		pretty_end(p);
	}
	pretty_end(p);
	pretty_end(p);
	pretty_end(p);
	pretty_end(p);
	pretty_object(p, "x-events");
	for (const struct route_event *e = r->events; e->name != NULL; e++) {
		pretty_object(p, e->name);
		pretty_ref(p, "schemas", schema_name(&w->schemas, e->data, false, name));
		pretty_end(p);
	}
	pretty_end(p);
}

static void line_of_event(struct pretty *p, const char *name, const char *type, const char *doc)
{
	pretty_object(p, name);
	pretty_text(p, "type", type);
	pretty_text(p, "description", doc);
	pretty_end(p);
}

static void events(struct writer *w, const struct route *r)
{
	struct pretty *p = &w->p;
	pretty_object(p, "schema");
	pretty_text(p, "type", "object");
	pretty_text(p, "description", "An event of the stream (HTML, server-sent events)");
	pretty_array(p, "required");
	pretty_text(p, NULL, "event");
	pretty_text(p, NULL, "data");
	pretty_end(p);
	pretty_object(p, "properties");
	line_of_event(p, "event", "string", "Its name; other names than these may come");
	line_of_event(p, "id", "string", "For Last-Event-ID; absent: it is not kept");
	line_of_event(p, "retry", "integer", "Milliseconds to wait before coming back");
	event_data(w, r);
	pretty_end(p);
}

/* Media types with commas between. */
static void raw_types(struct pretty *p, const char *types)
{
	char   type[RAW_TYPE_MAX];
	size_t n;
	for (; *types != '\0'; types += n + (types[n] == ',')) {
		n = strcspn(types, ",");
		assert(n < sizeof(type));
		memcpy(type, types, n);
		type[n] = '\0';
		pretty_object(p, type);
		pretty_end(p);
	}
}

static void success(struct writer *w, const struct routes *g, const struct route *r,
                    const char *status)
{
	struct pretty *p = &w->p;
	char           name[SCHEMA_NAME];
	const bool     empty = r->out == NULL && (r->method == DELETE_ || r->flags & REDIRECTS);
	pretty_object(p, status);
	pretty_text(p, "description",
	            r->flags & REDIRECTS         ? "On to the page in Location."
	            : empty                      ? "Done; there is nothing to say."
	            : strcmp(status, "206") == 0 ? "The part that Range asked for."
	                                         : "Done.");
	pretty_object(p, "headers");
	if (etagged(r))
		openapi_header_ref(p, "ETag");
	openapi_header_ref(p, "Cache-Control");
	openapi_common_headers(p, !(r->flags & FREE));
	if (r->instead != NULL)
		openapi_header_ref(p, "Deprecation");
	pretty_end(p);
	if (!empty) {
		pretty_object(p, "content");
		if (r->out != NULL) {
			pretty_object(p, "application/json");
			pretty_object(p, "schema");
			pretty_ref(p, "schemas", schema_name(&w->schemas, r->out, false, name));
			pretty_end(p);
			example(w, r->out, false);
			pretty_end(p);
		} else if (r->events != NULL) {
			pretty_object(p, r->type);
			events(w, r);
			pretty_end(p);
		} else {
			raw_types(p, r->type != NULL ? r->type : "application/octet-stream");
		}
		pretty_end(p);
	}
	openapi_links(w->routes, g, r, p);
	pretty_end(p);
}

static void responses(struct writer *w, const struct routes *g, const struct route *r,
                      bool has_path_params)
{
	struct pretty *p = &w->p;
	bool           errors[STATUSES_MAX];
	mark_errors(r, has_path_params, errors);
	pretty_object(p, "responses");
	success(w, g, r,
	        r->flags & REDIRECTS                     ? "303"
	        : r->out == NULL && r->method == DELETE_ ? "204"
	        : r->flags & CREATED                     ? "201"
	        : r->flags & ACCEPTED                    ? "202"
	                                                 : "200");
	if (etagged(r) && r->out == NULL)
		success(w, g, r, "206");
	if (etagged(r)) {
		w->etagged = true;
		pretty_object(p, "304");
		pretty_ref(p, "responses", "NotModified");
		pretty_end(p);
	}
	w->limited |= !(r->flags & FREE);
	w->deprecated |= r->instead != NULL;
	for (int status = 0; status < STATUSES_MAX; status++) {
		if (!errors[status])
			continue;
		char key[16], name[RESPONSE_NAME];
		w->used[status] = true;
		snprintf(key, sizeof(key), "%d", status);
		pretty_object(p, key);
		pretty_ref(p, "responses", openapi_response_name(status, name));
		pretty_end(p);
	}
	pretty_end(p);
}

/* pattern: of a text; NULL = any. A list stands between commas. */
static void parameter(struct writer *w, const struct field *fd, const char *pattern)
{
	struct pretty *p = &w->p;
	struct field   bare = *fd;
	bare.doc = NULL;
	pretty_object(p, NULL);
	pretty_text(p, "name", fd->name);
	pretty_text(p, "in",
	            fd->flags & IN_PATH    ? "path"
	            : fd->flags & IN_QUERY ? "query"
	                                   : "header");
	pretty_bool(p, "required", (fd->flags & (IN_PATH | REQUIRED)) != 0);
	if (fd->doc != NULL)
		pretty_text(p, "description", fd->doc);
	if (fd->kind == LIST) {
		pretty_text(p, "style", fd->flags & IN_PATH ? "simple" : "form");
		pretty_bool(p, "explode", false);
	}
	pretty_object(p, "schema");
	schema_field(&w->schemas, &bare, true, p);
	if (pattern != NULL)
		pretty_text(p, "pattern", pattern);
	pretty_end(p);
	pretty_end(p);
}

/* fields=: names of the members that items of the reply's lists have, between commas. */
static void fields_parameter(struct writer *w, const struct shape *out)
{
	struct buf   names, pattern;
	const char  *first = NULL;
	struct field fd = {
		.name = "fields",
		.kind = TEXT,
		.flags = IN_QUERY,
		.min = 1,
		.max = FIELDS_MAX,
		.doc = "Members of the list's items to keep, separated by commas; the others "
		       "are left out of the reply, required or not",
	};
	buf_init(&names, FIELDS_MAX * 4);
	buf_init(&pattern, FIELDS_MAX * 10);
	for (size_t i = 0; i < out->n; i++) {
		const struct shape *of = out->fields[i].kind == LIST ? out->fields[i].of : NULL;
		for (size_t k = 0; of != NULL && k < of->n; k++) {
			if (first != NULL)
				buf_putc(&names, '|');
			if (first == NULL)
				first = of->fields[k].name;
			buf_puts(&names, of->fields[k].name);
		}
	}
	buf_printf(&pattern, "^(%s)(,(%s))*$", buf_text(&names), buf_text(&names));
	char example[64];
	snprintf(example, sizeof(example), "\"%s\"", first != NULL ? first : "");
	fd.example = first != NULL ? example : NULL;
	parameter(w, &fd, buf_text(&pattern));
	buf_finish(&names);
	buf_finish(&pattern);
}

static void parameters(struct writer *w, const struct route *r, bool *has_path_params)
{
	bool begun = false;
	*has_path_params = false;
	for (size_t i = 0; r->in != NULL && i < r->in->n; i++) {
		const struct field *fd = &r->in->fields[i];
		if (!(fd->flags & (IN_PATH | IN_QUERY)))
			continue;
		if (!begun)
			pretty_array(&w->p, "parameters");
		begun = true;
		*has_path_params |= (fd->flags & IN_PATH) != 0;
		parameter(w, fd, NULL);
	}
	if (r->flags & STREAM) {
		const struct field last = {
			.name = "Last-Event-ID",
			.kind = INT,
			.max = 999999999999999,
			.doc = "Id of the last event that was read: goes on after it",
			.example = "0"};
		if (!begun)
			pretty_array(&w->p, "parameters");
		begun = true;
		parameter(w, &last, NULL);
	}
	if (r->flags & (FIELDS | MATCHES) && !begun) {
		pretty_array(&w->p, "parameters");
		begun = true;
	}
	if (r->flags & FIELDS)
		fields_parameter(w, r->out);
	if (r->flags & MATCHES)
		openapi_if_match(&w->p);
	if (begun)
		pretty_end(&w->p);
}

static void request_body(struct writer *w, const struct route *r)
{
	struct pretty *p = &w->p;
	char           name[SCHEMA_NAME];
	bool           required = false;
	if (!schema_has_body(r->in))
		return;
	for (size_t i = 0; i < r->in->n; i++) {
		unsigned flags = r->in->fields[i].flags;
		required |= flags & REQUIRED && !(flags & (IN_PATH | IN_QUERY));
	}
	pretty_object(p, "requestBody");
	pretty_bool(p, "required", required);
	pretty_object(p, "content");
	pretty_object(p, "application/json");
	pretty_object(p, "schema");
	pretty_ref(p, "schemas", schema_name(&w->schemas, r->in, true, name));
	pretty_end(p);
	example(w, r->in, true);
	pretty_end(p);
	pretty_end(p);
	pretty_end(p);
}

static const char *who(unsigned flags)
{
	const bool personal = (flags & PERSONAL) != 0;
	if (flags & ADMIN)
		return personal ? "Administrators only; not by a key." : "Administrators only.";
	if (flags & LOGIN)
		return personal ? "Needs a signed-in user; not by a key."
		                : "Needs a signed-in user.";
	return "Open to everyone.";
}

static void operation(struct writer *w, const struct routes *g, const struct route *r)
{
	static const char *const keys[] = {
		[GET] = "get", [POST] = "post", [PUT] = "put", [DELETE_] = "delete"};
	struct pretty *p = &w->p;
	char           text[512], use[128] = "";
	bool           has_path_params;
	if (r->instead != NULL)
		snprintf(use, sizeof(use), " Deprecated: use %s.", r->instead);
	const size_t doc_n = strlen(r->doc);
	const bool   ends = doc_n > 0 && r->doc[doc_n - 1] == '.';
	snprintf(text, sizeof(text), "%s%s %s%s", r->doc, ends ? "" : ".", who(r->flags), use);
	pretty_object(p, keys[r->method]);
	pretty_text(p, "operationId", r->id);
	pretty_text(p, "summary", r->doc);
	pretty_text(p, "description", text);
	pretty_array(p, "tags");
	pretty_text(p, NULL, g->tag);
	pretty_end(p);
	if (r->instead != NULL)
		pretty_bool(p, "deprecated", true);
	if (r->flags & ADMIN)
		openapi_security(p, true);
	else if (!(r->flags & LOGIN))
		openapi_open(p);
	parameters(w, r, &has_path_params);
	request_body(w, r);
	responses(w, g, r, has_path_params);
	pretty_end(p);
}

static void full_path(const struct routes *g, const struct route *r, char out[FULL_PATH])
{
	snprintf(out, FULL_PATH, "%s%s", g->prefix, r->path);
}

/* Walks every route; the operations of one path stand together, where the path is first named. */
static void paths(struct writer *w)
{
	char path[FULL_PATH], other[FULL_PATH];
	pretty_object(&w->p, "paths");
	for (const struct routes *const *g = w->routes; *g != NULL; g++) {
		for (size_t i = 0; i < (*g)->n; i++) {
			bool begun = false, said = false;
			full_path(*g, &(*g)->tab[i], path);
			for (const struct routes *const *h = w->routes; *h != NULL && !said; h++) {
				for (size_t k = 0; k < (*h)->n; k++) {
					full_path(*h, &(*h)->tab[k], other);
					if (strcmp(path, other) != 0)
						continue;
					if (!begun && (h != g || k != i)) {
						said = true; /* an earlier route named it */
						break;
					}
					if (!begun)
						pretty_object(&w->p, path);
					begun = true;
					operation(w, *h, &(*h)->tab[k]);
				}
			}
			if (begun)
				pretty_end(&w->p);
		}
	}
	pretty_end(&w->p);
}

static void tags(struct writer *w)
{
	struct pretty *p = &w->p;
	pretty_array(p, "tags");
	for (const struct routes *const *g = w->routes; *g != NULL; g++) {
		const struct routes *const *h = w->routes;
		while (strcmp((*h)->tag, (*g)->tag) != 0)
			h++;
		if (h != g)
			continue;
		pretty_object(p, NULL);
		pretty_text(p, "name", (*g)->tag);
		pretty_text(p, "description", (*g)->tag_doc);
		pretty_end(p);
	}
	pretty_end(p);
}

static void info(struct pretty *p, const struct openapi_info *i)
{
	pretty_object(p, "info");
	pretty_text(p, "title", i->title);
	pretty_text(p, "version", i->version);
	pretty_text(p, "description", i->description);
	pretty_object(p, "contact");
	pretty_text(p, "name", i->contact_name);
	if (i->contact_url != NULL)
		pretty_text(p, "url", i->contact_url);
	pretty_end(p);
	pretty_object(p, "license");
	pretty_text(p, "name", i->license);
	pretty_text(p, "identifier", i->license);
	pretty_end(p);
	pretty_end(p);
	pretty_array(p, "servers");
	pretty_object(p, NULL);
	pretty_text(p, "url", i->server_url);
	pretty_text(p, "description", "This server");
	pretty_end(p);
	pretty_end(p);
}

static void components(struct writer *w)
{
	struct pretty *p = &w->p;
	pretty_object(p, "components");
	openapi_headers(p, w->etagged, w->limited, w->deprecated);
	openapi_responses(p, w->used, w->etagged, w->limited);
	pretty_object(p, "schemas");
	openapi_problem_schema(p);
	schemas_write(&w->schemas, p);
	pretty_end(p);
	openapi_schemes(p);
	pretty_end(p);
}

void openapi_write(const struct routes *const *routes, const struct openapi_info *about,
                   struct buf *out)
{
	struct writer  w = {.routes = routes, .words = about->words};
	struct pretty *p = &w.p;
	pretty_init(p, out);
	schemas_collect(routes, &w.schemas);
	pretty_object(p, NULL);
	pretty_text(p, "openapi", "3.1.0");
	info(p, about);
	openapi_security(p, false);
	tags(&w);
	paths(&w);
	components(&w);
	pretty_end(p);
}
