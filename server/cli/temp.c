/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/temp.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

struct folder {
	char *path;
};

static void remove_folder(void *what)
{
	struct folder       *t = what;
	DIR                 *d = opendir(t->path);
	const struct dirent *e;

	while (d && (e = readdir(d))) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		unlinkat(dirfd(d), e->d_name, 0);
	}
	if (d)
		closedir(d);
	rmdir(t->path);
}

enum err temp_folder(struct arena *a, const char **out, struct fail *f)
{
	const char    *tmp = getenv("TMPDIR");
	struct folder *t = ARENA_NEW(a, struct folder);

	t->path = arena_printf(a, "%s/autoindex-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(t->path))
		return fail(f, ERR_AWAY, "cannot make the folder %s: %s", t->path, strerror(errno));
	arena_defer(a, remove_folder, t);
	*out = t->path;
	return OK;
}
