/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/stack.h"

#include <execinfo.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { CAPTURE_MAX = 32, OWN_FRAMES = 1 };

int stack_capture(void **frames, int max)
{
	void     *all[CAPTURE_MAX];
	const int want = max + OWN_FRAMES < CAPTURE_MAX ? max + OWN_FRAMES : CAPTURE_MAX;
	const int n = backtrace(all, want) - OWN_FRAMES;

	if (n <= 0)
		return 0;
	memcpy(frames, all + OWN_FRAMES, (size_t)n * sizeof(*frames));
	return n;
}

/* "/usr/bin/autoindex(name+0x1f) [0x55d0c0]": what the brackets hold, after the file's own name if they name nothing. */
static const char *shorten(struct arena *a, const char *line)
{
	const char *open = strchr(line, '('), *close = open ? strchr(open, ')') : NULL;
	const char *file = open;

	if (close == NULL || close == open + 1)
		return arena_strdup(a, line);
	if (open[1] != '+')
		return arena_strndup(a, open + 1, (size_t)(close - open - 1));
	while (file > line && file[-1] != '/')
		file--;
	return arena_printf(a, "%.*s%.*s", (int)(open - file), file, (int)(close - open - 1),
	                    open + 1);
}

const char **stack_words(struct arena *a, void *const *frames, int n)
{
	const char **words = ARENA_ARRAY(a, (size_t)n, const char *);
	char       **lines = backtrace_symbols(frames, n);

	if (lines == NULL)
		abort();
	for (int i = 0; i < n; i++)
		words[i] = shorten(a, lines[i]);
	free(lines);
	return words;
}
