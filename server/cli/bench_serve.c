/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* The server as a process: how soon it answers, and how much memory it holds. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "cli/bench.h"
#include "cli/cli.h"
#include "cli/temp.h"

enum { STARTS = 9, REQUESTS = 1000, LINE = 512, REPLY = 1 << 20 };

struct server {
	pid_t   pid;
	int     port;
	int64_t started_us, answered_us;
};

/* One request on a connection of its own; the reply's length, or -1. */
static long request(int port, const char *text, char *reply, size_t cap)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int                fd = socket(AF_INET, SOCK_STREAM, 0);
	size_t             n = 0;
	ssize_t            got = -1;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0 &&
	    write(fd, text, strlen(text)) == (ssize_t)strlen(text))
		while ((got = read(fd, reply + n, cap - 1 - n)) > 0)
			n += (size_t)got;
	if (fd >= 0)
		close(fd);
	reply[n] = '\0';
	return got < 0 || strncmp(reply, "HTTP/1.1 2", 10) != 0 ? -1 : (long)n;
}

static void stop(const struct server *s)
{
	kill(s->pid, SIGTERM);
	waitpid(s->pid, NULL, 0);
}

static enum err start(const char *dir, struct server *s, char *reply, struct fail *f)
{
	int  out[2];
	char line[LINE] = "";

	if (pipe(out) != 0)
		return fail(f, ERR_AWAY, "cannot make a pipe");
	s->started_us = clock_ticks_us();
	s->pid = fork();
	if (s->pid == 0) {
		dup2(out[1], STDOUT_FILENO);
		close(out[0]);
		close(out[1]);
		execl("/proc/self/exe", "autoindex", "serve", "--port", "0", "--data", dir,
		      "--rate-limit", "0", "--log-level", "error", "--bcrypt-cost", "4",
		      (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	FILE *in = fdopen(out[0], "r");
	if (s->pid < 0 || !in || !fgets(line, sizeof(line), in))
		line[0] = '\0';
	if (in)
		fclose(in);
	const char *colon = strrchr(line, ':');
	s->port = colon ? (int)strtol(colon + 1, NULL, 10) : 0;
	bool ready = s->port > 0 &&
	             request(s->port,
	                     "GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
	                     reply, REPLY) > 0;
	s->answered_us = clock_ticks_us();
	if (ready)
		return OK;
	if (s->pid > 0)
		stop(s);
	return fail(f, ERR_AWAY, "the server under test did not answer");
}

static double resident_mb(pid_t pid)
{
	char path[64], line[LINE];
	long kb = 0;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	FILE *in = fopen(path, "r");
	while (in && fgets(line, sizeof(line), in))
		if (strncmp(line, "VmRSS:", 6) == 0)
			kb = strtol(line + 6, NULL, 10);
	if (in)
		fclose(in);
	return (double)kb / 1024;
}

static enum err load(struct cli *c, const struct server *s, char *reply, struct fail *f)
{
	static const char body[] =
		"{\"email\":\"bench@example.com\",\"password\":\"Bench-mark-7291\"}";
	static const char *const paths[] = {"/api/v1/index/current", "/api/v1/index/history",
	                                    "/api/v1/benchmark/sp500",
	                                    "/api/v1/index/rebalances?limit=20", "/dashboard/"};

	if (request(s->port,
	            arena_printf(
			    c->a,
			    "POST /api/v1/auth/register HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
			    "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
			    strlen(body), body),
	            reply, REPLY) < 0)
		return fail(f, ERR_AWAY, "the server under test refused a registration");
	const char *token = strstr(reply, "\"access_token\":\"");
	if (!token)
		return fail(f, ERR_AWAY, "the server under test gave no token");
	token += strlen("\"access_token\":\"");
	token = arena_strndup(c->a, token, strcspn(token, "\""));
	for (size_t i = 0; i < REQUESTS; i++)
		if (request(s->port,
		            arena_printf(
				    c->a,
				    "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n",
				    paths[i % COUNT(paths)], token),
		            reply, REPLY) < 0)
			return fail(f, ERR_AWAY, "the server under test refused %s",
			            paths[i % COUNT(paths)]);
	return OK;
}

enum err bench_group_serve(struct cli *c, struct bench_sheet *sheet, struct fail *f)
{
	char         *reply = arena_alloc(c->a, REPLY);
	struct server s = {0};
	const char   *dir = NULL;
	double        cold[STARTS], first[STARTS / 3];

	for (size_t i = 0; i < COUNT(first); i++) {
		TRY(temp_folder(c->a, &dir, f));
		TRY(start(dir, &s, reply, f));
		stop(&s);
		first[i] = (double)(s.answered_us - s.started_us) / 1e3;
	}
	for (size_t i = 0; i < COUNT(cold); i++) {
		TRY(start(dir, &s, reply, f));
		cold[i] = (double)(s.answered_us - s.started_us) / 1e3;
		if (i + 1 < COUNT(cold))
			stop(&s);
	}
	enum err e = load(c, &s, reply, f);
	double   mb = resident_mb(s.pid);
	stop(&s);
	TRY(e);
	bench_add(c, sheet,
	          (struct bench_figure){"serve: first start, import and compute", "ms",
	                                bench_median(first, COUNT(first)), 1500});
	bench_add(c, sheet,
	          (struct bench_figure){"serve: cold start to first answer", "ms",
	                                bench_median(cold, COUNT(cold)), 100});
	bench_add(c, sheet,
	          (struct bench_figure){"serve: resident after 1,000 requests", "MB", mb, 60});
	return OK;
}
