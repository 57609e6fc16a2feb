/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/service.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"

enum { FIRST_FD = 3 };

/* A number in the environment; -1 where there is none. The variable goes. */
static int64_t take_number(const char *name)
{
	const char *text = getenv(name);
	int64_t     n;
	if (!text || !text_to_i64(text, &n))
		n = -1;
	unsetenv(name);
	return n;
}

static bool listens_by_tcp(int fd)
{
	struct sockaddr_storage at = {0};
	socklen_t               at_n = sizeof(at), n = sizeof(int);
	int                     listening = 0;

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &n) == 0 && listening &&
	       getsockname(fd, (void *)&at, &at_n) == 0 &&
	       (at.ss_family == AF_INET || at.ss_family == AF_INET6);
}

enum err service_socket(int *fd, struct fail *f)
{
	int64_t pid = take_number("LISTEN_PID"), n = take_number("LISTEN_FDS");

	unsetenv("LISTEN_FDNAMES");
	*fd = -1;
	if (pid != getpid() || n <= 0)
		return OK;
	if (n > 1)
		return fail(f, ERR_INVALID,
		            "%lld sockets were handed over; one is what this program listens on",
		            (long long)n);
	if (!listens_by_tcp(FIRST_FD))
		return fail(f, ERR_INVALID,
		            "the socket that was handed over does not listen for TCP connections");
	(void)fcntl(FIRST_FD, F_SETFD, FD_CLOEXEC);
	(void)fcntl(FIRST_FD, F_SETFL, O_NONBLOCK);
	*fd = FIRST_FD;
	return OK;
}

void service_signals(bool hangup, sigset_t *out)
{
	sigemptyset(out);
	sigaddset(out, SIGINT);
	sigaddset(out, SIGTERM);
	if (hangup)
		sigaddset(out, SIGHUP);
	pthread_sigmask(SIG_BLOCK, out, NULL); /* threads inherit it */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit on files is to be an error like a full disk */
}

void service_notify(const char *state)
{
	const char        *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t             n = path ? strlen(path) : 0;

	if (n < 2 || n >= sizeof(to.sun_path) || (*path != '/' && *path != '@'))
		return;
	memcpy(to.sun_path, path, n);
	if (*path == '@')
		to.sun_path[0] = '\0'; /* the abstract name space */
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)sendto(fd, state, strlen(state), MSG_NOSIGNAL, (void *)&to,
	             (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
	close(fd);
}
