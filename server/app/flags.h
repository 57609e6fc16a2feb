/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_FLAGS_H
#define APP_FLAGS_H

#include "calc/flags.h"
#include "calc/index.h"
#include "store/events.h"
#include "store/panel.h"

struct Strategy;
struct arena;

/* The words of the API for the flags of calc/flags.h, by kind. */
struct flag_word {
	const char *code, *message;
};
extern const struct flag_word flag_words[CALC_FLAG_BELOW + 1];

struct calc_flag_rules flag_rules(const struct Strategy *s);
/*
 * The flags of an index that was computed: data flags of its members on every
 * session, alerts on its levels; ascending by date, code and asset. They
 * change no return and no level.
 */
struct dated_events flags_of(struct arena *a, const struct Strategy *s, const struct panel *p,
                             const struct calc_index_out *r);

/* What an event's code means, as a sentence; of rebalances and of sessions. */
const char *event_sentence(const char *code);

#endif
