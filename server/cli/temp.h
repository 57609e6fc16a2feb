/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_TEMP_H
#define CLI_TEMP_H

#include "base/err.h"

struct arena;

/* A new private folder below TMPDIR; it and the plain files in it are removed with the arena. */
enum err temp_folder(struct arena *a, const char **out, struct fail *f) MUST_CHECK;

#endif
