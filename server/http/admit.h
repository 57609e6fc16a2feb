/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_ADMIT_H
#define HTTP_ADMIT_H

#include "base/err.h"

struct req;

enum { ADMIT_TOKENS = 2 };
/* Who asks says so by the first of these that is good; NULL = not there. */
void admit_tokens(const struct req *rq, const char *out[ADMIT_TOKENS]);

/*
 * Who asks, may they, and how often: fills rq->caller and counts the request
 * against its address (no valid session, or ANON_LIMIT) or its user, and with
 * COMPUTE against what that user may compute, too. flags are a route's. ERR_AUTH, ERR_FORBIDDEN, ERR_LIMIT. A refused token counts too, so
 * that guessing is slow.
 */
enum err admit(struct req *rq, unsigned flags) MUST_CHECK;
/*
 * A valid session's request to a SHARED route is counted only here, when its
 * reply must be made: what is ready is free. ERR_LIMIT.
 */
enum err admit_count(struct req *rq, unsigned flags) MUST_CHECK;

#endif
