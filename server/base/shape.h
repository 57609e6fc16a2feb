/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct buf;

/*
 * A shape describes a C struct as JSON. One table is read three ways: to
 * decode and check input, to encode output, and to write openapi.json.
 *
 *   kind   member         absent or null
 *   TEXT   const char *   NULL
 *   INT    int64_t        INT_NONE
 *   REAL   double         NaN
 *   BOOL   bool           false
 *   DATE   int32_t        DATE_NONE      "2026-01-31"
 *   TIME   int64_t        TIME_NONE      RFC 3339, UTC milliseconds
 *   ENUM   int            -1             index into words
 *   OBJ    struct (inside)               always there
 *   LIST   struct list    n = 0
 *   MAP    struct list    n = 0          output only
 *   JSON   const char *   NULL           an object of any members, as JSON text
 *
 * The items of a LIST are structs of shape "of", or const char * when of is NULL.
 * Those of a MAP are struct pair, written as members of the object itself: names
 * that are data. It is the only field of its shape.
 * An INT lies within ±(2^53 - 1), which every JSON reader holds exactly; 5.0 is 5.
 */
enum kind { TEXT, INT, REAL, BOOL, DATE, TIME, ENUM, OBJ, LIST, MAP, JSON };

enum {
	REQUIRED = 1, /* input: must be given and not null */
	NULLABLE = 2, /* output: may be null; input: null is accepted as absent */
	IN_PATH = 4,  /* taken from the path: {name} */
	IN_QUERY = 8, /* taken from the query string; otherwise from the body */
	SECRET = 16,  /* never logged, never in an example */
	ABOVE = 32,   /* INT, REAL: min itself is not allowed */
	MAYBE = 64    /* BOOL, input: the member is an int, 1 or 0, and -1 where it is absent */
};

#define INT_NONE INT64_MIN

struct field {
	const char *name; /* as the client spells it */
	enum kind   kind;
	size_t      at; /* AT(struct, member) */
	unsigned    flags;
	/* Least and most: value of INT and REAL, characters of TEXT, items of LIST; not used by
	 * other kinds. 0, 0 = the kind's default; max 0 with min above 0 = only a least. */
	double              min, max;
	const char         *def;   /* used when absent, as text; NULL = the "absent" value above */
	const char *const  *words; /* ENUM: allowed words, NULL-ended */
	const struct shape *of;    /* OBJ, LIST */
	const char         *doc;
	const char         *example; /* as JSON text for the OpenAPI document; NULL = none */
};

struct shape {
	const char         *name; /* OpenAPI component, TypeScript type */
	size_t              size;
	const struct field *fields;
	size_t              n;
	enum err (*check)(const void *obj, struct fail *f); /* rules across fields; may be NULL */
	const char *doc;
};

struct list {
	void  *items;
	size_t n;
};
struct pair {
	const char *name, *text;
};

#define SHAPE(nm, type, tab)      \
	const struct shape nm = { \
		.name = #type, .size = sizeof(struct type), .fields = tab, .n = COUNT(tab)}

enum { SHAPE_TEXT_MAX = 4096, SHAPE_LIST_MAX = 10000, SHAPE_JSON_MAX = 8192 }; /* default caps */

/*
 * Where a raw text value (path segment, query parameter) comes from: NULL when
 * it is absent. A BOOL is true, false, 1 or 0 there, a LIST text between commas.
 */
typedef const char *shape_lookup(void *ctx, const struct field *fd);

/*
 * Decode into obj, which the caller has zeroed (members of the struct that the
 * shape does not name keep their values). body is JSON text of body_n
 * bytes (NULL or 0: none) for the fields that are neither IN_PATH nor IN_QUERY;
 * lookup supplies those. All text lands in the arena. lenient = ignore members
 * that the shape does not know instead of refusing them with the nearest name.
 * ERR_MALFORMED: not JSON (message says line and column). ERR_INVALID: every
 * wrong field is in f->fields, inner ones as "items[3].date". sh->check runs
 * when no field was wrong, that of an inner object before that of the outer.
 */
enum err shape_decode(const struct shape *sh, struct arena *a, const char *body, size_t body_n,
                      shape_lookup *lookup, void *ctx, bool lenient, void *obj,
                      struct fail *f) MUST_CHECK;

/*
 * Write obj as JSON. only != NULL trims the items of every top-level LIST to
 * the comma-separated members named there ("date,value"); check it first with
 * shape_check_only(). A list that has none of them stays whole.
 */
void     shape_encode(const struct shape *sh, const void *obj, const char *only, struct buf *out);
enum err shape_check_only(const struct shape *sh, const char *only, struct fail *f) MUST_CHECK;

#endif
