/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdint.h>

/* What the system says of this process; NaN where it says nothing. Reads /proc. */
struct process {
	double cpu_s;          /* user and system time */
	double resident, virt; /* bytes */
	double threads;
	double open_files, open_files_max;
	double started_s; /* seconds since 1970 */
};

struct process process_read(void);

/* Allow this process n open files, or as many as the system lets it; never fewer than before. */
void process_allow_files(int64_t n);

#endif
