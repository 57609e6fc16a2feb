/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/fixture.h"

#include <jansson.h>

#include "http/openapi.h"

struct Part {
	double      weight;
	int         mode;
	const char *code;
};
static const char *const  modes[] = {"fast", "slow", NULL};
static const struct field part_fields[] = {
	{"weight", REAL, AT(Part, weight), NULLABLE, -0.5, 1, .doc = "Share of the whole",
         .example = "0.25"},
	{"mode", ENUM, AT(Part, mode), NULLABLE, .words = modes},
	{"code", TEXT, AT(Part, code), .min = 6, .max = 9},
};
static SHAPE(part_shape, Part, part_fields);

struct Whole {
	int64_t     id;
	int32_t     day;
	int64_t     at;
	const char *secret;
	struct Part part;
	struct list parts, names;
	bool        on;
};
static const struct field whole_fields[] = {
	{"id", INT, AT(Whole, id), IN_PATH | REQUIRED, 1, 1000},
	{"day", DATE, AT(Whole, day), IN_QUERY | REQUIRED, .example = "\"2026-01-31\""},
	{"at", TIME, AT(Whole, at), NULLABLE},
	{"secret", TEXT, AT(Whole, secret), REQUIRED | SECRET, 8, 128, .example = "\"hunter2\""},
	{"part", OBJ, AT(Whole, part), .of = &part_shape},
	{"parts", LIST, AT(Whole, parts), 0, 1, 5, .of = &part_shape},
	{"names", LIST, AT(Whole, names)},
	{"on", BOOL, AT(Whole, on), .def = "true"},
};
static const struct shape whole_shape = {.name = "Whole",
                                         .size = sizeof(struct Whole),
                                         .fields = whole_fields,
                                         .n = COUNT(whole_fields),
                                         .doc = "A whole."};

/* Replies that lead somewhere, and a list between commas. */
struct Found {
	int64_t     id;
	const char *access_token;
	struct list parts;
};
struct FoundPart {
	int64_t part;
};
static const struct field found_part_fields[] = {{"part", INT, AT(FoundPart, part)}};
static SHAPE(found_part, FoundPart, found_part_fields);
static const struct field found_fields[] = {
	{"id", INT, AT(Found, id)},
	{"access_token", TEXT, AT(Found, access_token), SECRET},
	{"parts", LIST, AT(Found, parts), .of = &found_part},
};
static SHAPE(found, Found, found_fields);
struct PartQuery {
	int64_t     part;
	struct list tags;
};
static const struct field part_query_fields[] = {
	{"part", INT, AT(PartQuery, part), IN_PATH | REQUIRED, 1, 9},
	{"tags", LIST, AT(PartQuery, tags), IN_QUERY},
};
static SHAPE(part_query, PartQuery, part_query_fields);
static const struct route found_table[] = {
	{GET, "/wholes", do_nothing, PUBLIC, NULL, &found, "findWhole", "Finds it"},
	{GET, "/parts/{part}", do_nothing, LOGIN, &part_query, NULL, "getPart", "A part"},
	{GET, "/mine", do_nothing, LOGIN, NULL, &part_shape, "getMine", "One's own"},
};
static const struct routes found_routes = {"/api/v1/more", "more", "More routes.", found_table,
                                           COUNT(found_table)};

static const enum err     extra[] = {ERR_CONFLICT, ERR_TOOSHORT, OK};
static const struct route more_table[] = {
	{POST, "/wholes/{id}", do_nothing, ADMIN | CREATED, &whole_shape, &part_shape, "makeWhole",
         "Makes it.", extra},
	{DELETE_, "/wholes/{id}", do_nothing, ADMIN, &whole_shape, NULL, "dropWhole", "Drops it."},
};
static const struct routes more_routes = {"/api/v1/more", "more", "More routes.", more_table,
                                          COUNT(more_table)};
static const struct routes again_routes = {"/api/v1/again", "more", "More routes.", test_table, 1};
static const struct routes *const all[] = {&test_routes, &more_routes, &again_routes, &found_routes,
                                           NULL};

static const struct openapi_word words[] = {{"part", INT, "7"}, {NULL, INT, NULL}};
static const struct openapi_info about = {.title = "Test",
                                          .version = "1.2.3",
                                          .description = "A test.",
                                          .server_url = "/",
                                          .contact_name = "Nobody",
                                          .contact_url = "https://example.org",
                                          .license = "Apache-2.0",
                                          .words = words};

static json_t *doc;
static char   *text;

/* "paths|/a|get": keys from the root, '|' between them, [n] for an item. */
static json_t *at(const char *where)
{
	json_t *j = doc;
	char    key[256];
	while (j != NULL && *where != '\0') {
		size_t n = strcspn(where, "|");
		snprintf(key, sizeof(key), "%.*s", (int)n, where);
		j = key[0] == '[' ? json_array_get(j, strtoul(key + 1, NULL, 10))
		                  : json_object_get(j, key);
		where += n + (where[n] == '|');
	}
	return j;
}

static void is_text(const char *where, const char *want)
{
	const char *got = json_string_value(at(where));
	if (got == NULL)
		print_error("nothing at %s\n", where);
	assert_non_null(got);
	assert_string_equal(got, want);
}

static void is_json(const char *where, const char *want)
{
	char *got = json_dumps(at(where), JSON_ENCODE_ANY | JSON_COMPACT);
	if (got == NULL)
		print_error("nothing at %s\n", where);
	assert_non_null(got);
	assert_string_equal(got, want);
	free(got);
}

static void head_of_document(void **state)
{
	(void)state;
	is_text("openapi", "3.1.0");
	is_text("info|version", "1.2.3");
	is_json("info|license", "{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}");
	is_text("servers|[0]|url", "/");
	is_json("security", "[{\"bearerAuth\":[]}]");
	is_text("components|securitySchemes|bearerAuth|scheme", "bearer");
	is_text("components|securitySchemes|adminToken|name", "X-Admin-Token");
	assert_int_equal(json_array_size(at("tags")), 2);
	is_text("tags|[1]|description", "More routes.");
}

static void layout(void **state)
{
	(void)state;
	size_t n = strlen(text);
	assert_int_equal(
		strncmp(text, "{\n  \"openapi\": \"3.1.0\",\n  \"info\": {\n    \"title\"", 45), 0);
	assert_string_equal(text + n - 3, "\n}\n");
	struct buf again;
	buf_init(&again, 8 << 20);
	openapi_write(all, &about, &again);
	assert_string_equal(buf_text(&again), text);
	buf_finish(&again);
}

static void operations(void **state)
{
	(void)state;
	is_text("paths|/api/v1/t/hello|get|operationId", "hello");
	is_json("paths|/api/v1/t/hello|get|security", "[]");
	is_json("paths|/api/v1/t/hello|get|tags", "[\"test\"]");
	assert_null(at("paths|/api/v1/t/items/{id}|get|security"));
	is_text("paths|/api/v1/t/items/{id}|delete|operationId", "dropItem");
	assert_int_equal(json_object_size(at("paths|/api/v1/t/items/{id}")), 2);
	is_text("paths|/api/v1/again/hello|get|tags|[0]", "more");
	is_text("paths|/api/v1/t/hello|get|description", "Says hello. Open to everyone.");
	is_json("paths|/api/v1/more/wholes/{id}|post|security",
	        "[{\"bearerAuth\":[]},{\"adminToken\":[]}]");
}

static void deprecated(void **state)
{
	(void)state;
	static const char old[] = "paths|/api/v1/t/echo|put|";
	char              where[128];
	snprintf(where, sizeof(where), "%sdeprecated", old);
	is_json(where, "true");
	snprintf(where, sizeof(where), "%sresponses|200|headers|Deprecation|$ref", old);
	is_text(where, "#/components/headers/Deprecation");
	snprintf(where, sizeof(where), "%sdescription", old);
	is_text(where, "Ignores the rest. Open to everyone. Deprecated: use echo.");
	assert_null(at("paths|/api/v1/t/echo|post|deprecated"));
}

static void links(void **state)
{
	(void)state;
	static const char from[] = "paths|/api/v1/more/wholes|get|responses|200|links";
	is_json(from, "{\"makeWhole\":{\"operationId\":\"makeWhole\",\"description\":\"Makes it.\","
	              "\"parameters\":{\"id\":\"$response.body#/id\"}},"
	              "\"dropWhole\":{\"operationId\":\"dropWhole\",\"description\":\"Drops it.\","
	              "\"parameters\":{\"id\":\"$response.body#/id\"}},"
	              "\"getPart\":{\"operationId\":\"getPart\",\"description\":\"A part\","
	              "\"parameters\":{\"part\":\"$response.body#/parts/0/part\"}},"
	              "\"getMine\":{\"operationId\":\"getMine\","
	              "\"description\":\"Send access_token as a bearer token\"}}");
	/* Its id is that of an item, and the path of items does not lie below its own. */
	assert_null(at("paths|/api/v1/t/items/{id}|get|responses|200|links"));
}

static void examples(void **state)
{
	(void)state;
	is_json("paths|/api/v1/more/wholes/{id}|post|requestBody|content|application/json|example",
	        "{\"secret\":\"********\",\"part\":{\"weight\":0.25},\"parts\":[{\"weight\":0.25}]}");
	is_json("paths|/api/v1/more/wholes/{id}|post|responses|201|content|application/json|example",
	        "{\"weight\":0.25,\"mode\":\"fast\",\"code\":\"texttext\"}");
	is_json("paths|/api/v1/more/wholes|get|responses|200|content|application/json|example",
	        "{\"id\":1,\"access_token\":\"********\",\"parts\":[{\"part\":7}]}");
	is_json("components|responses|UnprocessableContent|content|application/problem+json|example|"
	        "status",
	        "422");
}

static void parameters(void **state)
{
	(void)state;
	assert_int_equal(json_array_size(at("paths|/api/v1/t/items/{id}|get|parameters")), 4);
	is_json("paths|/api/v1/t/items/{id}|get|parameters|[0]",
	        "{\"name\":\"id\",\"in\":\"path\",\"required\":true,"
	        "\"schema\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":12}}");
	is_json("paths|/api/v1/t/items/{id}|get|parameters|[1]|schema",
	        "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1,\"maximum\":500,\"default\":100}");
	is_text("paths|/api/v1/t/items/{id}|get|parameters|[3]|name", "fields");
	is_text("paths|/api/v1/t/items/{id}|get|parameters|[3]|schema|pattern",
	        "^(id|number)(,(id|number))*$");
	is_json("paths|/api/v1/more/parts/{part}|get|parameters|[1]|explode", "false");
	is_json("paths|/api/v1/more/wholes/{id}|post|parameters|[1]|required", "true");
	is_json("paths|/api/v1/more/wholes/{id}|post|parameters|[1]|schema",
	        "{\"type\":\"string\",\"format\":\"date\",\"examples\":[\"2026-01-31\"]}");
}

static bool answers(const char *where, const char *status)
{
	return json_object_get(at(where), status) != NULL;
}

static void responses(void **state)
{
	static const char        get[] = "paths|/api/v1/t/items/{id}|get|responses";
	static const char        post[] = "paths|/api/v1/more/wholes/{id}|post|responses";
	static const char        hello[] = "paths|/api/v1/t/hello|get|responses";
	static const char *const of_get[] = {"200", "304", "400", "401", "404",
	                                     "412", "422", "429", "500", "503"};
	static const char *const of_post[] = {"201", "400", "401", "403", "404", "409",
	                                      "413", "415", "422", "429", "500", "503"};
	static const char *const of_hello[] = {"200", "304", "400", "412", "422", "500", "503"};
	(void)state;
	for (size_t i = 0; i < COUNT(of_get); i++)
		assert_true(answers(get, of_get[i]));
	assert_int_equal(json_object_size(at(get)), COUNT(of_get));
	for (size_t i = 0; i < COUNT(of_post); i++)
		assert_true(answers(post, of_post[i]));
	assert_int_equal(json_object_size(at(post)), COUNT(of_post));
	for (size_t i = 0; i < COUNT(of_hello); i++)
		assert_true(answers(hello, of_hello[i]));
	assert_int_equal(json_object_size(at(hello)), COUNT(of_hello));
	assert_true(answers("paths|/api/v1/more/wholes/{id}|delete|responses", "204"));
	is_text("paths|/api/v1/more/wholes/{id}|post|responses|409|$ref",
	        "#/components/responses/Conflict");
	is_text("paths|/api/v1/t/items/{id}|get|responses|200|content|application/json|schema|$ref",
	        "#/components/schemas/Items");
	is_text("components|responses|TooManyRequests|content|application/problem+json|schema|$ref",
	        "#/components/schemas/Problem");
	assert_non_null(at("components|responses|TooManyRequests|headers|Retry-After"));
	is_json("components|headers|X-Request-Id|required", "true");
	is_json("components|headers|Traceparent|required", "true");
	is_text("paths|/api/v1/t/items/{id}|get|responses|200|headers|Traceparent|$ref",
	        "#/components/headers/Traceparent");
	is_text("components|responses|NotFound|headers|Traceparent|$ref",
	        "#/components/headers/Traceparent");
	is_text("components|responses|NotFound|headers|RateLimit-Reset|$ref",
	        "#/components/headers/RateLimit-Reset");
	assert_null(at("components|responses|BadGateway")); /* nobody answers it */
}

static void schemas(void **state)
{
	(void)state;
	is_text("paths|/api/v1/t/echo|post|requestBody|content|application/json|schema|$ref",
	        "#/components/schemas/EchoInput"); /* one shape, both ways */
	is_json("paths|/api/v1/t/echo|post|requestBody|required", "true");
	is_json("components|schemas|EchoInput|required", "[\"text\"]");
	is_json("components|schemas|Echo|required", "[\"text\",\"number\"]");
	is_json("components|schemas|Echo|properties|number|type", "[\"integer\",\"null\"]");
	assert_null(at(
		"components|schemas|EchoInput|additionalProperties")); /* a lenient route takes it, too */
	assert_null(at("components|schemas|Echo|additionalProperties"));
	assert_null(at("components|schemas|ItemQuery"));

	is_json("components|schemas|Whole|additionalProperties", "false");
	is_json("components|schemas|Whole|required", "[\"secret\"]");
	assert_null(at("components|schemas|Whole|properties|id"));
	is_json("components|schemas|Whole|properties|at",
	        "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}");
	is_json("components|schemas|Whole|properties|secret",
	        "{\"type\":\"string\",\"format\":\"password\",\"minLength\":8,\"maxLength\":128}");
	is_json("components|schemas|Whole|properties|part",
	        "{\"$ref\":\"#/components/schemas/PartInput\"}");
	is_json("components|schemas|Whole|properties|parts",
	        "{\"type\":\"array\",\"minItems\":1,\"maxItems\":5,\"items\":{\"$ref\":\"#/components/schemas/PartInput\"}}");
	is_json("components|schemas|Whole|properties|names",
	        "{\"type\":\"array\",\"maxItems\":10000,\"items\":{\"type\":\"string\"}}");
	is_json("components|schemas|Whole|properties|on",
	        "{\"type\":\"boolean\",\"default\":true}");
	is_json("components|schemas|Part|properties|weight",
	        "{\"type\":[\"number\",\"null\"],\"format\":\"double\",\"minimum\":-0.5,\"maximum\":1,"
	        "\"description\":\"Share of the whole\",\"examples\":[0.25]}");
	is_json("components|schemas|Part|properties|mode",
	        "{\"type\":[\"string\",\"null\"],\"enum\":[\"fast\",\"slow\",null]}");
}

/* Every $ref leads somewhere. */
static void check_refs(const json_t *j)
{
	const char *key;
	size_t      i;
	json_t     *v;
	json_object_foreach((json_t *)(uintptr_t)j, key, v)
	{
		if (strcmp(key, "$ref") == 0 && json_is_string(v)) {
			char where[256];
			snprintf(where, sizeof(where), "%s", json_string_value(v) + 2);
			for (char *c = where; *c != '\0'; c++)
				*c = *c == '/' ? '|' : *c;
			assert_non_null(at(where));
		}
		check_refs(v);
	}
	json_array_foreach(j, i, v) check_refs(v);
}

static void references(void **state)
{
	(void)state;
	check_refs(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(head_of_document),
		cmocka_unit_test(layout),
		cmocka_unit_test(operations),
		cmocka_unit_test(parameters),
		cmocka_unit_test(responses),
		cmocka_unit_test(schemas),
		cmocka_unit_test(references),
		cmocka_unit_test(deprecated),
		cmocka_unit_test(links),
		cmocka_unit_test(examples),
	};
	struct buf   out;
	json_error_t error;
	buf_init(&out, 8 << 20);
	openapi_write(all, &about, &out);
	text = buf_take(&out, NULL);
	doc = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	if (doc == NULL)
		print_error("line %d: %s\n", error.line, error.text);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	json_decref(doc);
	free(text);
	return failed;
}
