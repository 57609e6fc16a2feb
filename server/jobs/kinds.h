/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef JOBS_KINDS_H
#define JOBS_KINDS_H

#include "jobs/jobs.h"

/* What the rows of jobs.c point to: the arguments of each kind, and its work. */
extern const struct shape job_refresh_args, job_compute_args, job_quality_args, job_cleanup_args,
	job_drill_args, job_backup_args;

enum err job_refresh(struct job *j, const void *args, struct fail *f);
enum err job_compute(struct job *j, const void *args, struct fail *f);
enum err job_quality(struct job *j, const void *args, struct fail *f);
enum err job_cleanup(struct job *j, const void *args, struct fail *f);
enum err job_report(struct job *j, const void *args, struct fail *f);
enum err job_backup(struct job *j, const void *args, struct fail *f);
enum err job_drill(struct job *j, const void *args, struct fail *f);

#endif
