/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "api/openapi.h"

#include <stdio.h>

#include "base/buf.h"
#include "cli/cli.h"

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	struct buf b;

	(void)c;
	(void)options;
	(void)f;
	api_openapi(&b);
	fwrite(b.p, 1, b.n, stdout);
	buf_finish(&b);
	return OK;
}

const struct verb verb_openapi = {
	.name = "openapi",
	.operands = "",
	.doc = "Write the OpenAPI document of the API",
	.run = run,
};
