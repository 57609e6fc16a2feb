/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <stdio.h>

#include "app/app.h"
#include "cli/cli.h"

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	(void)options;
	(void)f;
	printf(c->json ? "{\"version\":\"%s\",\"build\":\"%s\"}\n" : "autoindex %s (%s)\n",
	       app_version, app_build);
	return OK;
}

const struct verb verb_version = {
	.name = "version",
	.operands = "",
	.doc = "Say which build this is",
	.run = run,
};
