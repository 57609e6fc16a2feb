/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/cli.h"
#include "cli/crew.h"

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	(void)options;
	return crew_process(c, "beat", 0, 0, true, f);
}

const struct verb verb_beat = {
	.name = "beat",
	.operands = "",
	.doc = "Put tasks when their schedules say, in a process of its own; of several one leads",
	.run = run,
};
