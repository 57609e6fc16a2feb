/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/process.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { STAT_MAX = 2048 };

/* Whole small file; false where it cannot be read. */
static int read_text(const char *path, char *out, size_t n)
{
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return 0;
	const size_t got = fread(out, 1, n - 1, f);
	fclose(f);
	out[got] = '\0';
	return got > 0;
}

/* Seconds since 1970 at which the machine started; NaN where unknown. */
static double boot_time(void)
{
	char      line[256];
	long long at;
	double    found = NAN;
	FILE     *f = fopen("/proc/stat", "re");

	if (f == NULL)
		return NAN;
	while (isnan(found) && fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "btime %lld", &at) == 1)
			found = (double)at;
	fclose(f);
	return found;
}

static double count_open(void)
{
	DIR   *d = opendir("/proc/self/fd");
	double n = 0;

	if (d == NULL)
		return NAN;
	for (struct dirent *e = readdir(d); e != NULL; e = readdir(d))
		n += e->d_name[0] != '.';
	closedir(d);
	return n - 1; /* the folder itself */
}

struct process process_read(void)
{
	struct process     p = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	char               text[STAT_MAX];
	const char        *after;
	unsigned long      user, system;
	long               threads, rss;
	unsigned long long start;
	unsigned long      size;
	struct rlimit      limit;
	const double       ticks = (double)sysconf(_SC_CLK_TCK);

	p.open_files = count_open();
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
		p.open_files_max = (double)limit.rlim_cur;
	/* The name of the command is in brackets and may hold anything: what follows its last bracket counts. */
	if (!read_text("/proc/self/stat", text, sizeof(text)) ||
	    (after = strrchr(text, ')')) == NULL)
		return p;
	if (sscanf(after + 1,
	           " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %ld %*d"
	           " %llu %lu %ld",
	           &user, &system, &threads, &start, &size, &rss) != 6)
		return p;
	p.cpu_s = (double)(user + system) / ticks;
	p.threads = (double)threads;
	p.started_s = boot_time() + (double)start / ticks;
	p.virt = (double)size;
	p.resident = (double)rss * (double)sysconf(_SC_PAGESIZE);
	return p;
}

void process_allow_files(int64_t n)
{
	struct rlimit limit;
	const rlim_t  want = (rlim_t)n;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= want)
		return;
	limit.rlim_cur = limit.rlim_max < want ? limit.rlim_max : want;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}
