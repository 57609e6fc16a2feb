/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/node.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/text.h"
#include "queue/queue.h"

enum { PLACE_MAX = 112, TEXT = 64 };

static void read_text(const char *path, char *out, size_t cap)
{
	int     fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, out, cap - 1);

	if (fd >= 0)
		close(fd);
	out[n > 0 ? n : 0] = '\0';
	out[strcspn(out, "\n")] = '\0';
}

/* When a process started, in ticks since the kernel did; 0: there is none, or it is not told. */
static int64_t started(int64_t pid)
{
	enum { FIELD = 20 }; /* counted from the state, behind the name, which may hold anything */
	char    path[TEXT], stat[1024];
	int64_t ticks = 0;

	snprintf(path, sizeof(path), "/proc/%lld/stat", (long long)pid);
	read_text(path, stat, sizeof(stat));
	char *p = strrchr(stat, ')');
	for (int i = 0; p && i < FIELD; i++)
		p = strchr(p + 1, ' ');
	if (!p)
		return 0;
	p++;
	p[strcspn(p, " ")] = '\0';
	return text_to_i64(p, &ticks) ? ticks : 0;
}

/* Where process numbers mean the same: this kernel since it started, and this namespace. */
static void place(char out[PLACE_MAX])
{
	char host[TEXT] = "", boot[TEXT] = "", space[TEXT] = "";

	if (gethostname(host, sizeof(host) - 1) != 0)
		snprintf(host, sizeof(host), "host");
	read_text("/proc/sys/kernel/random/boot_id", boot, sizeof(boot));
	if (readlink("/proc/self/ns/pid", space, sizeof(space) - 1) < 0)
		space[0] = '\0';
	boot[8] = '\0';
	host[strcspn(host, "/:")] = '\0';
	snprintf(out, PLACE_MAX, "%.40s/%.8s/%.20s", host, boot,
	         space + strcspn(space, "0123456789"));
	out[strcspn(out, "]")] = '\0';
}

const char *node_make(const char *role, char out[NODE_MAX])
{
	char here[PLACE_MAX];

	place(here);
	snprintf(out, NODE_MAX, "%s:%ld:%lld%s%.16s", here, (long)getpid(),
	         (long long)started(getpid()), role ? ":" : "", role ? role : "");
	return out;
}

bool node_gone(const char *node)
{
	char        here[PLACE_MAX], pid_text[TEXT], since_text[TEXT];
	int64_t     pid, since, now;
	const char *p = strchr(node, ':'), *q = p ? strchr(p + 1, ':') : NULL;

	place(here);
	if (!q || strncmp(node, here, strlen(here)) != 0 || node[strlen(here)] != ':')
		return false;
	snprintf(pid_text, sizeof(pid_text), "%.*s", (int)(q - p - 1), p + 1);
	snprintf(since_text, sizeof(since_text), "%.*s", (int)strcspn(q + 1, ":"), q + 1);
	if (!text_to_i64(pid_text, &pid) || !text_to_i64(since_text, &since) || pid <= 0 ||
	    pid > INT_MAX)
		return false;
	if (kill((pid_t)pid, 0) != 0 && errno == ESRCH)
		return true;
	now = started(pid);
	return since > 0 && now > 0 && now != since;
}

enum err node_bury(struct queue *q, struct arena *a, struct fail *f)
{
	struct queue_workers w;

	TRY(queue_workers(q, a, &w, f));
	for (size_t i = 0; i < w.n; i++)
		if (node_gone(w.p[i].node))
			TRY(queue_leave(q, w.p[i].node, f));
	return OK;
}
