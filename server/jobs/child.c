/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* A heavy task in a process of its own: cli/job.c is the other side of the pipe. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "jobs/report.h"
#include "jobs/work.h"

enum { TICK_MS = 100, PATIENCE_MS = 5000, LINE_MAX_BYTES = TASK_RESULT_MAX + 1024 };

struct child {
	struct work_bench *b;
	struct work       *w;
	pid_t              pid;
	int                fd; /* what it says; does not block */
	char              *line;
	size_t             n;
	bool               closed, ended;
	int                status;
	int64_t            asked_us; /* when it was asked to end; 0 = not yet */
	bool               killed;   /* at its hard limit */
	struct job_report  said;
};

static enum err spawn(struct child *c, const int fds[2], struct fail *f)
{
	struct arena              *a = c->b->a;
	char *const               *own = c->b->cfg->child_argv;
	size_t                     n = 0;
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t          attr;
	sigset_t                   none, defaults;

	while (own[n])
		n++;
	char **argv = ARENA_ARRAY(a, n + 5, char *);
	for (size_t i = 0; i < n; i++)
		argv[i] = own[i];
	argv[n++] = arena_strdup(a, "--task");
	argv[n++] = arena_strdup(a, c->w->task.id);
	argv[n++] = arena_strdup(a, "--epoch");
	argv[n++] = arena_printf(a, "%lld", (long long)c->w->task.epoch);
	sigemptyset(&none);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fds[1], JOB_REPORT_FD);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &defaults);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	int r = posix_spawn(&c->pid, "/proc/self/exe", &actions, &attr, argv, c->b->cfg->child_env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return r == 0 ? OK : fail(f, ERR_AWAY, "cannot start a process: %s", strerror(r));
}

/* Above what the child gets it as: a descriptor that is copied onto itself would be closed there. */
static int lift(int fd)
{
	int up = fcntl(fd, F_DUPFD_CLOEXEC, JOB_REPORT_FD + 1);

	close(fd);
	return up;
}

static void take_lines(struct child *c)
{
	char *end;

	while ((end = memchr(c->line, '\n', c->n))) {
		size_t n = (size_t)(end - c->line);

		*end = '\0';
		if (job_report_parse(c->line, &c->said) && c->said.kind == JOB_SAYS_PROGRESS)
			work_note(c->w, c->said.percent, c->said.text);
		if (c->said.kind == JOB_SAYS_RESULT || c->said.kind == JOB_SAYS_FAILURE) {
			c->said.text = arena_strdup(c->b->a, c->said.text);
			c->said.slug = arena_strdup(c->b->a, c->said.slug);
			c->closed = true; /* nothing after that counts */
			return;
		}
		c->n -= n + 1;
		memmove(c->line, end + 1, c->n);
	}
}

static void hear(struct child *c)
{
	ssize_t got = 0;

	while (!c->closed && c->n < LINE_MAX_BYTES &&
	       (got = read(c->fd, c->line + c->n, LINE_MAX_BYTES - c->n)) > 0) {
		c->n += (size_t)got;
		take_lines(c);
	}
	if (got == 0 || c->n == LINE_MAX_BYTES)
		c->closed = true;
}

/* Ask it to end, once, and end it when it does not. */
static void press(struct child *c, enum err *asked, struct fail *f)
{
	int64_t now = clock_ticks_us();

	if (*asked == OK && (*asked = work_ask(c->b, c->w, f)) != OK) {
		c->asked_us = now;
		kill(c->pid, SIGTERM);
	}
	bool over = now - c->w->begun_us > c->w->kind->hard_s * INT64_C(1000000);
	bool deaf = c->asked_us && *asked == ERR_CONFLICT &&
	            now - c->asked_us > PATIENCE_MS * INT64_C(1000);
	if (over || deaf) {
		c->killed = c->killed || over;
		kill(c->pid, SIGKILL);
	}
}

static void follow(struct child *c, enum err *asked, struct fail *f)
{
	while (!c->ended) {
		struct pollfd p = {.fd = c->closed ? -1 : c->fd, .events = POLLIN};

		poll(&p, 1, c->closed ? TICK_MS / 10 : TICK_MS);
		hear(c);
		c->ended = waitpid(c->pid, &c->status, WNOHANG) == c->pid;
		if (!c->ended)
			press(c, asked, f);
	}
	hear(c);
}

static enum err judge(struct child *c, enum err asked, struct buf *result, struct fail *f)
{
	const struct job_report *said = &c->said;
	int                      sig = WIFSIGNALED(c->status) ? WTERMSIG(c->status) : 0;

	if (said->kind == JOB_SAYS_RESULT) {
		buf_finish(result);
		buf_puts(result, said->text);
		return OK;
	}
	if (c->killed)
		return fail(f, ERR_TIMEOUT, "it was ended at its hard limit of %d seconds",
		            c->w->kind->hard_s);
	if (asked != OK)
		return asked; /* f says why it was asked */
	if (said->kind == JOB_SAYS_FAILURE) {
		enum err e = said->slug[0] ? fail_as(f, said->code, said->slug, "%s", said->text)
		                           : fail(f, said->code, "%s", said->text);

		f->retry_after_s = said->retry_after_s;
		return e;
	}
	if (sig == SIGXCPU)
		return fail(f, ERR_TIMEOUT, "it used more than %d seconds of processor time",
		            c->w->kind->hard_s);
	const char *maybe = sig == SIGABRT || sig == SIGKILL ? ", perhaps for want of memory" : "";
	enum err    e = sig ? fail(f, ERR_AWAY, "its process crashed: %s (signal %d)%s",
	                           strsignal(sig), sig, maybe)
	                    : fail(f, ERR_AWAY, "its process ended without a result (status %d)",
	                           WEXITSTATUS(c->status));
	if (c->b->cfg->fault)
		c->b->cfg->fault(c->b->cfg->ctx, arena_printf(c->b->a, "job %s", c->w->task.kind),
		                 c->w->task.id, f);
	return e;
}

enum err work_child(struct work_bench *b, struct work *w, struct buf *result, struct fail *f)
{
	struct child c = {.b = b, .w = w, .line = arena_alloc(b->a, LINE_MAX_BYTES + 1)};
	enum err     asked = OK;
	int          fds[2];

	if (pipe(fds) != 0)
		return fail(f, ERR_AWAY, "cannot make a pipe: %s", strerror(errno));
	c.fd = fds[0] = lift(fds[0]);
	fds[1] = lift(fds[1]);
	fcntl(c.fd, F_SETFL, O_NONBLOCK);
	enum err e = spawn(&c, fds, f);
	close(fds[1]);
	if (e == OK) {
		follow(&c, &asked, f);
		e = judge(&c, asked, result, f);
	}
	close(c.fd);
	return e;
}
