/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* The clean-up of kept reports: rows and files that nobody wants or that lost each other. */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/report_files.h"
#include "app/reports.h"
#include "base/arena.h"
#include "base/date.h"
#include "store/reports.h"

enum { AT_ONCE = 200, UNTOUCHED_S = 3600 };

/* The files that rows name, sorted by nobody: there are a few thousand at most. */
struct names {
	const char **p;
	size_t       n, cap;
};

static enum err clean_rows(struct app *app, struct arena *a, int64_t before_ms, struct names *kept,
                           struct reports_cleaned *out, struct fail *f)
{
	struct report_rows rows = {.n = 0};
	int64_t            seq = 0;

	do {
		TRY(reports_after(app->db, a, seq, AT_ONCE, &rows, f));
		for (size_t i = 0; i < rows.n; i++) {
			const struct report_row *r = &rows.p[i];
			const char              *path = report_path(a, app->conf, r->id, r->format);
			const bool old = before_ms != TIME_NONE && r->created_at < before_ms;

			seq = r->seq;
			if (!old && (access(path, F_OK) == 0 || errno != ENOENT)) {
				kept->p = arena_grow(a, kept->p, kept->n, &kept->cap,
				                     sizeof(*kept->p));
				kept->p[kept->n++] = strrchr(path, '/') + 1;
				continue;
			}
			TRY(reports_delete(app->db, r->id, f));
			(void)unlink(path);
			out->expired += old;
			out->without_file += !old;
		}
	} while (rows.n > 0);
	return OK;
}

static bool named(const struct names *kept, const char *file)
{
	for (size_t i = 0; i < kept->n; i++)
		if (strcmp(kept->p[i], file) == 0)
			return true;
	return false;
}

/* Nobody is writing it: it is a file of ours and has been left alone. */
static bool left_alone(const struct app *app, const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       st.st_mtime < clock_now_ms(app->clock) / 1000 - UNTOUCHED_S;
}

static void clean_files(struct app *app, struct arena *a, const struct names *kept,
                        struct reports_cleaned *out)
{
	const char    *dir = report_folder(a, app->conf);
	DIR           *d = opendir(dir);
	struct dirent *e;

	if (!d)
		return; /* none were ever made */
	while ((e = readdir(d)) != NULL) {
		const char *path = arena_printf(a, "%s/%s", dir, e->d_name);

		if (named(kept, e->d_name) || !left_alone(app, path))
			continue;
		out->without_row += unlink(path) == 0;
	}
	closedir(d);
}

enum err app_reports_clean(struct app *app, struct arena *a, int64_t before_ms,
                           const struct watch *w, struct reports_cleaned *out, struct fail *f)
{
	struct names           kept = {.n = 0};
	struct reports_cleaned done = {.expired = 0};

	TRY(watch_tell(w, 0, "Removing old reports", f));
	TRY(clean_rows(app, a, before_ms, &kept, &done, f));
	TRY(watch_tell(w, 50, "Removing files that no report names", f));
	clean_files(app, a, &kept, &done);
	*out = done;
	return OK;
}
