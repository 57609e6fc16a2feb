/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/text.h"
#include "cli/cli.h"
#include "cli/crew.h"

enum { CONCURRENCY_MAX = 64 };

struct options {
	const char *queues, *concurrency;
};
static const struct cli_option flags[] = {
	{"queues", OPTION_VALUE, AT(options, queues), "NAMES",
         "of high_priority, default and low_priority, between commas (default: all)"},
	{"concurrency", OPTION_VALUE, AT(options, concurrency), "N", "tasks at a time (default 2)"},
};

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	const struct options *o = options;
	int64_t               threads = 2;
	unsigned              queues;

	TRY(crew_queues(o->queues ? o->queues : "high_priority,default,low_priority", &queues, f));
	if (o->concurrency &&
	    (!text_to_i64(o->concurrency, &threads) || threads < 1 || threads > CONCURRENCY_MAX))
		return fail(f, ERR_INVALID, "--concurrency is a number from 1 to %d",
		            CONCURRENCY_MAX);
	return crew_process(c, "worker", queues, (int)threads, false, f);
}

const struct verb verb_worker = {
	.name = "worker",
	.operands = "",
	.doc = "Work on tasks in a process of its own, beside a server of the same folder",
	.run = run,
	.options = flags,
	.options_n = COUNT(flags),
	.options_size = sizeof(struct options),
	.help = "Ends on SIGTERM: what runs gets JOB_GRACE_S seconds, then it is given back.",
};
