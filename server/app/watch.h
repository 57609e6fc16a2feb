/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_WATCH_H
#define APP_WATCH_H

#include "base/err.h"

/*
 * Somebody who follows long work and may want it to end. The work tells how far it is at least
 * once a second; ERR_CONFLICT: cancelled, ERR_TIMEOUT: its time is over. The work then undoes
 * what is half done and returns that.
 */
struct watch {
	void *ctx;
	enum err (*tell)(void *ctx, int percent, const char *message, struct fail *f);
};

/* w may be NULL: nobody follows. percent 0 to 100. */
static inline enum err watch_tell(const struct watch *w, int percent, const char *message,
                                  struct fail *f)
{
	return w ? w->tell(w->ctx, percent, message, f) : OK;
}

#endif
