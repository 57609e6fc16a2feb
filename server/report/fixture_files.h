/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_FIXTURE_FILES_H
#define REPORT_FIXTURE_FILES_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "report/fixture.h"

/*
 * Where REPORT_FILES names a folder, the tests leave there what they wrote, for other programs to
 * read: <id>.<ending>, and lines of what must be in it.
 */
static FILE *fixture_file(struct arena *a, const char *id, const char *ending)
{
	const char *folder = getenv("REPORT_FILES");

	return folder ? fopen(arena_printf(a, "%s/%s.%s", folder, id, ending), "wb") : NULL;
}

static void fixture_leave(struct arena *a, const char *id, const char *ending, const struct buf *b)
{
	FILE *f = fixture_file(a, id, ending);

	if (!f)
		return;
	fwrite(b->p, 1, b->n, f);
	fclose(f);
}

#endif
