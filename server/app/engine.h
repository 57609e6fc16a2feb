/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_ENGINE_H
#define APP_ENGINE_H

#include <stdint.h>

#include "base/err.h"
#include "base/latency.h"
#include "calc/index.h"

struct arena;
struct panel;

/* How long computing took, counted by those who ask for it; shared between threads. */
struct engine_times {
	struct latency publish;  /* read, computed and stored */
	struct latency backtest; /* the engine alone */
};

struct calc_index_data engine_data(const struct panel *p);

/* calc_index() over a panel, with arrays in the arena. ERR_TOOSHORT, ERR_INVALID: as there. */
enum err engine_run(struct arena *a, const struct panel *p, const struct calc_index_rules *rules,
                    struct calc_index_out *out, struct fail *f) MUST_CHECK;

/* The first reference date on which no asset was eligible; DATE_NONE where there is none. */
int32_t engine_none_eligible(const struct panel *p, const struct calc_index_out *r);

#endif
