/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/node.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
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

struct sign {
	char    node[NODE_MAX];
	int64_t seen_at; /* by its own clock */
	int64_t since;   /* looks stored here when that changed last */
};
struct node_watch {
	char         own[NODE_MAX];
	int64_t      stored;
	struct sign *p;
	size_t       n;
};

struct node_watch *node_watch_create(const char *own)
{
	struct node_watch *w = calloc(1, sizeof(*w));

	if (!w)
		abort();
	snprintf(w->own, sizeof(w->own), "%s", own);
	return w;
}

void node_watch_destroy(struct node_watch *w)
{
	if (w)
		free(w->p);
	free(w);
}

void node_stored(struct node_watch *w)
{
	w->stored++;
}

static struct sign look_at(const struct node_watch *w, const struct queue_worker *k)
{
	struct sign now = {.seen_at = k->seen_at, .since = w->stored};

	snprintf(now.node, sizeof(now.node), "%s", k->node);
	for (size_t i = 0; i < w->n; i++)
		if (w->p[i].seen_at == k->seen_at && strcmp(w->p[i].node, now.node) == 0)
			now.since = w->p[i].since;
	return now;
}

enum err node_bury(struct node_watch *w, struct queue *q, struct arena *a, struct fail *f)
{
	enum { LOOKS = 4 }; /* two seconds each: QUEUE_GONE_MS */
	struct queue_workers all;

	TRY(queue_workers(q, a, &all, f));
	struct sign *signs = calloc(all.n + 1, sizeof(*signs));
	if (!signs)
		abort();
	for (size_t i = 0; i < all.n; i++)
		signs[i] = look_at(w, &all.p[i]);
	free(w->p);
	w->p = signs;
	w->n = all.n;
	for (size_t i = 0; i < all.n; i++) {
		bool silent = w->stored - signs[i].since >= LOOKS;

		if (strcmp(signs[i].node, w->own) == 0 || (!silent && !node_gone(signs[i].node)))
			continue;
		TRY(queue_leave(q, signs[i].node, f));
		signs[i].node[0] = '\0'; /* who comes back begins anew */
	}
	return OK;
}
