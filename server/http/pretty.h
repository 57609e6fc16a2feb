/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_PRETTY_H
#define HTTP_PRETTY_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

/*
 * JSON for people: two-space indentation, one member a line, commas where they
 * belong. key is NULL inside an array and at the top.
 */
enum { PRETTY_DEPTH = 24 };
struct pretty {
	struct buf *out;
	int         depth;
	char        end[PRETTY_DEPTH];   /* what closes each level */
	bool        begun[PRETTY_DEPTH]; /* it has a member */
};

void pretty_init(struct pretty *p, struct buf *out);
void pretty_object(struct pretty *p, const char *key);
void pretty_array(struct pretty *p, const char *key);
void pretty_end(struct pretty *p); /* the innermost object or array */
void pretty_text(struct pretty *p, const char *key, const char *value);
void pretty_int(struct pretty *p, const char *key, int64_t value);
void pretty_real(struct pretty *p, const char *key, double value);
void pretty_bool(struct pretty *p, const char *key, bool value);
void pretty_raw(struct pretty *p, const char *key, const char *json); /* as it is */
void pretty_ref(struct pretty *p, const char *folder,
                const char *name); /* "$ref": "#/components/folder/name" */

#endif
