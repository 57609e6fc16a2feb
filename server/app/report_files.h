/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_REPORT_FILES_H
#define APP_REPORT_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "app/report.h"
#include "base/buf.h"

struct arena;
struct conf;

/* What a report is written as, and the files it becomes. */
struct report_kind {
	const char    *type; /* media type */
	report_writer *write;
};
extern const struct report_kind report_kinds[REPORT_FORMATS]; /* by enum report_format */

/* The whole file, appended to out. ERR_UNSUPPORTED: this program cannot write the format. */
enum err report_write(int format, const struct document *d, struct buf *out,
                      struct fail *f) MUST_CHECK;

/*
 * Put bytes at a path so that it holds all of them or what it held before, whatever happens: they
 * are written beside it, brought to the disk, and moved. ERR_AWAY says what the disk said.
 */
enum err report_file_put(struct arena *a, const char *path, const void *p, size_t n,
                         struct fail *f) MUST_CHECK;

/* The folder of kept reports; made when it is absent. */
const char *report_folder(struct arena *a, const struct conf *conf);
enum err    report_folder_make(struct arena *a, const struct conf *conf, struct fail *f) MUST_CHECK;
const char *report_path(struct arena *a, const struct conf *conf, const char *id,
                        const char *format);
/* Is it a name that such a file may have? */
bool report_id_valid(const char *id);
/* All of a file of exactly n bytes; false: it is not there or not so long. */
bool report_file_get(struct arena *a, const char *path, int64_t n, struct bytes *out);

#endif
