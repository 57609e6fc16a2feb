/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/report_files.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/disk.h"

enum { ID_MAX = 64 };

const struct report_kind report_kinds[REPORT_FORMATS] = {
	[REPORT_HTML] = {"text/html; charset=utf-8", report_html},
	[REPORT_PDF] = {"application/pdf", report_pdf},
	[REPORT_XLSX] = {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                         report_xlsx},
	[REPORT_CSV] = {"text/csv; charset=utf-8", report_csv},
	[REPORT_JSON] = {"application/json", report_json},
};

enum err report_write(int format, const struct document *d, struct buf *out, struct fail *f)
{
	if (!report_kinds[format].write)
		return fail(f, ERR_UNSUPPORTED, "this program cannot write %s reports",
		            report_formats[format]);
	TRY(report_kinds[format].write(d, out, f));
	return out->full
	               ? fail(f, ERR_TOOBIG, "the report would be larger than %zu bytes", out->max)
	               : OK;
}

/* The name of a file is on the disk when its folder is. Not every file system has that: no failure. */
static void sync_folder(struct arena *a, const char *path)
{
	const int fd = open(dirname(arena_strdup(a, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

static enum err away(const char *what, struct fail *f)
{
	return fail(f, ERR_AWAY, "%s: %s", what, strerror(errno));
}

enum err report_file_put(struct arena *a, const char *path, const void *p, size_t n, struct fail *f)
{
	const char *draft = arena_printf(a, "%s.tmp", path);
	const char *what = arena_printf(a, "cannot write %s", path);
	const int   fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return away(what, f);
	enum err e = disk_write(fd, p, n, what, f);
	if (e == OK && fsync(fd) != 0)
		e = away(what, f);
	if (close(fd) != 0 && e == OK)
		e = away(what, f);
	if (e == OK && rename(draft, path) != 0)
		e = away(what, f);
	if (e == OK)
		sync_folder(a, path);
	else
		unlink(draft);
	return e;
}

const char *report_folder(struct arena *a, const struct conf *conf)
{
	return arena_printf(a, "%s/reports", conf->data);
}

enum err report_folder_make(struct arena *a, const struct conf *conf, struct fail *f)
{
	const char *dir = report_folder(a, conf);

	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return fail(f, ERR_AWAY, "cannot make the folder %s: %s", dir, strerror(errno));
	return OK;
}

const char *report_path(struct arena *a, const struct conf *conf, const char *id,
                        const char *format)
{
	return arena_printf(a, "%s/reports/%s.%s", conf->data, id, format);
}

bool report_id_valid(const char *id)
{
	const size_t n = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	                            "0123456789_-");

	return n > 0 && n <= ID_MAX && id[n] == '\0';
}

bool report_file_get(struct arena *a, const char *path, int64_t n, struct bytes *out)
{
	const int   fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	struct fail why = {0};
	size_t      have = 0;
	bool        fine = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == n;
	char       *p = fine ? arena_alloc(a, (size_t)n + 1) : NULL;

	fine = fine && disk_read(fd, p, (size_t)n, &have, path, &why) == OK && have == (size_t)n;
	if (fd >= 0)
		close(fd);
	if (fine)
		*out = (struct bytes){.p = p, .n = have};
	return fine;
}
