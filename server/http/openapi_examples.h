/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_OPENAPI_EXAMPLES_H
#define HTTP_OPENAPI_EXAMPLES_H

#include "base/shape.h"

struct openapi_word;

/*
 * A body of this shape, as JSON on one line: each member is its own example, or the word for its
 * name (words ends with a NULL name), or a value of its kind and range. A secret is stars. A
 * request holds what is required, has an example or a word; false: that is nothing.
 */
bool openapi_example(const struct shape *sh, bool input, const struct openapi_word *words,
                     struct buf *out);

#endif
