/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_FRAMING_H
#define HTTP_FRAMING_H

#include "base/err.h"

struct req;

/*
 * What two parsers could read differently is refused, so that nothing can be
 * smuggled past a proxy: doubtful lengths, codings, names and control
 * characters (RFC 9112 §6, §11.2). Sets rq->body_n. After a failure the
 * connection must be closed, because nobody knows where the next request starts.
 */
enum err framing_check(struct req *rq, struct fail *f) MUST_CHECK;

#endif
