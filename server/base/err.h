/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

#include "base/compiler.h"

/*
 * One list is the vocabulary of the server, the API and the web client: the
 * name, the HTTP status it becomes, the word on the wire.
 *
 * A function that can fail returns enum err and describes the failure in a
 * struct fail given by its caller: code by return, reason by slot. It is
 * described once, where it is noticed, and read once, at an edge (request,
 * command, job). Outputs are untouched on failure.
 */
#define ERR_LIST(X)                                                         \
	X(MALFORMED, 400, "malformed") /* not JSON, not HTTP */             \
	X(INVALID, 422, "invalid")     /* caller can fix it */              \
	X(AUTH, 401, "unauthorized")   /* who are you? */                   \
	X(FORBIDDEN, 403, "forbidden") /* I know you, and no */             \
	X(NOTFOUND, 404, "not_found")                                       \
	X(METHOD, 405, "method_not_allowed")                                \
	X(CONFLICT, 409, "conflict")                /* unique key, stale */ \
	X(PRECONDITION, 412, "precondition_failed") /* If-Match */          \
	X(TOOBIG, 413, "too_large")                                         \
	X(MEDIA, 415, "unsupported_media_type")                             \
	X(RANGE, 416, "range_not_satisfiable")                              \
	X(TOOSHORT, 422, "short_history") /* send more; calc only */        \
	X(LIMIT, 429, "rate_limited")                                       \
	X(INTERNAL, 500, "internal")           /* a bug; not shown */       \
	X(UNSUPPORTED, 501, "not_implemented") /* unknown coding */         \
	X(UPSTREAM, 502, "upstream")                                        \
	X(AWAY, 503, "unavailable") /* database away, disk */               \
	X(TIMEOUT, 504, "timeout")

enum err {
	OK = 0,
#define X(name, status, slug) ERR_##name,
	ERR_LIST(X)
#undef X
};

enum { FAIL_FIELDS = 16, FAIL_FRAMES = 16 };

/* One input that is wrong, and how. */
struct fail_field {
	char field[48]; /* "weights.momentum" */
	char msg[400];  /* "must be at most 1" */
};

/*
 * Why it failed. Zero it (struct fail f = {0}) before passing it down.
 * msg is one sentence for a person; fields lists every wrong input when
 * code is ERR_INVALID and the input has names.
 */
struct fail {
	enum err          code;
	const char       *slug;          /* word on the wire if finer than the code's; static */
	int               retry_after_s; /* 0 = not said */
	bool              plain;         /* msg names nothing inner: shown also where such may */
	char              msg[480];
	size_t            n_fields;
	struct fail_field fields[FAIL_FIELDS];
	int               frames_n; /* ERR_INTERNAL: who called whom when it was noticed */
	void *frames[FAIL_FRAMES];  /* innermost first; base/stack.h has words for them */
};

/* Nothing failed. As {0}, without the thousands of bytes that n_fields says are not meant. */
static inline void fail_clear(struct fail *f)
{
	f->code = OK;
	f->slug = NULL;
	f->retry_after_s = 0;
	f->plain = false;
	f->msg[0] = '\0';
	f->n_fields = 0;
}

/* Record and return in one line:  return fail(f, ERR_NOTFOUND, "no asset '%s'", sym); */
enum err fail(struct fail *f, enum err code, const char *fmt, ...) PRINTF(3, 4);

/* The same with a word of its own on the wire: fail_as(f, ERR_CONFLICT, "no_price_return", ...). */
enum err fail_as(struct fail *f, enum err code, const char *slug, const char *fmt, ...)
	PRINTF(4, 5);

/*
 * Add one wrong input; keeps what was recorded before, so that every wrong
 * field is listed. Returns ERR_INVALID. More than FAIL_FIELDS are counted out.
 */
enum err fail_field(struct fail *f, const char *field, const char *fmt, ...) PRINTF(3, 4);

int         err_status(enum err e); /* HTTP status; OK is 200 */
const char *err_slug(enum err e);   /* "invalid" */
const char *err_title(enum err e);  /* HTTP reason phrase: "Unprocessable Content" */

/* The only control-flow macro in the tree. */
#define TRY(expr)                     \
	do {                          \
		enum err e_ = (expr); \
		if (e_ != OK)         \
			return e_;    \
	} while (0)

#endif
