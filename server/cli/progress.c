/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"

enum { FIRST_US = 1000000, EVERY_US = 200000 };

struct progress {
	const char *what;
	int64_t     started, shown;
	bool        terminal;
};

struct progress *progress_start(const char *what)
{
	struct progress *p = calloc(1, sizeof(*p));

	if (!p)
		abort();
	*p = (struct progress){
		.what = what, .started = clock_ticks_us(), .terminal = isatty(STDERR_FILENO) == 1};
	return p;
}

void progress_tick(void *progress, int64_t done, int64_t total)
{
	struct progress *p = progress;
	int64_t          now = clock_ticks_us();

	if (!p->terminal || now - p->started < FIRST_US || now - p->shown < EVERY_US)
		return;
	p->shown = now;
	if (total > 0)
		fprintf(stderr, "\r\033[K%s: %d %%", p->what,
		        (int)(100.0 * (double)done / (double)total));
	else
		fprintf(stderr, "\r\033[K%s: %lld rows", p->what, (long long)done);
}

static enum err tell(void *ctx, int percent, const char *message, struct fail *f)
{
	(void)message;
	(void)f;
	progress_tick(ctx, percent, 100);
	return OK;
}

struct watch progress_watch(struct progress *p)
{
	return (struct watch){p, tell};
}

void progress_end(struct progress *p)
{
	if (p && p->shown)
		fputs("\r\033[K", stderr);
	free(p);
}
