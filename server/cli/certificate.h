/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_CERTIFICATE_H
#define CLI_CERTIFICATE_H

#include "base/err.h"

struct cli;
struct tls;

/*
 * The certificate that the settings name, NULL where they name none; what is amiss is logged. It
 * dies with the command's arena.
 */
enum err certificate_open(struct cli *c, struct tls **out, struct fail *f) MUST_CHECK;
/* Its files again. Where they are no good, the log says so and the one before stays. */
void certificate_reload(struct cli *c, struct tls *t);

#endif
