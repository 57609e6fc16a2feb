/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef JOBS_REPORT_H
#define JOBS_REPORT_H

#include <stdbool.h>

#include "base/err.h"

struct buf;

/*
 * What a job in a process of its own says to the worker, a line each, on a pipe that it finds open:
 *   P 40 message        how far it is
 *   R {"levels": 2000}  its result; nothing follows
 *   F 15 0 slug message its failure: code, seconds to wait, word or -
 */
enum { JOB_REPORT_FD = 3 };
enum job_says { JOB_SAYS_NOTHING, JOB_SAYS_PROGRESS, JOB_SAYS_RESULT, JOB_SAYS_FAILURE };

struct job_report {
	enum job_says kind;
	int           percent, retry_after_s;
	enum err      code;
	const char   *slug, *text; /* "" where there is none */
};

void job_report_write(struct buf *out, const struct job_report *r);
/* line without its end is changed, and what r points to lies in it. False: no such line. */
bool job_report_parse(char *line, struct job_report *r);

#endif
