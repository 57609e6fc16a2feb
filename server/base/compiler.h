/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

/* Everything that leans on a compiler extension, in one place. */

#include <stddef.h>

#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define MUST_CHECK __attribute__((warn_unused_result))
#define SENTINEL __attribute__((sentinel)) /* the variable arguments end with NULL */
#define TYPE_OF(x) __typeof__(x)

#define AT(s, m) offsetof(struct s, m)
#define COUNT(a) (sizeof(a) / sizeof(*(a)))

#endif
