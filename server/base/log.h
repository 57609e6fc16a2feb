/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

#include "base/compiler.h"

/*
 * One line per event on stderr, written with a single write(2):
 *   ts=2026-01-02T03:04:05.678Z level=info id=HTTP-LISTEN msg="..." key=value
 * or the same as JSON. id is stable and greppable. Only edges log (request,
 * command, main); modules below return a struct fail instead.
 * error: someone must act. warn: degraded, carrying on. info: start, stop, one
 * per request. debug: everything else.
 */
enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };
extern const char *const log_level_words[]; /* "error", ... NULL-ended */

/* Process-wide; call before the first thread starts. */
void log_init(enum log_level threshold, bool json);

/* Pairs of key and value, ended by NULL: log_kv(LOG_INFO, "HTTP", "served", "route", r, NULL). */
void log_kv(enum log_level level, const char *id, const char *msg, ...) SENTINEL;
void log_msg(enum log_level level, const char *id, const char *fmt, ...) PRINTF(3, 4);

/*
 * From now on this thread's lines of info and debug wait until it flushes, a worse one comes, or 4096
 * bytes are together: for threads that do many small things in a row and then wait.
 */
void log_hold(void);
void log_flush(void); /* before it waits, and before it ends */

#endif
