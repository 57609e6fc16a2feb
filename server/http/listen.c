/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024, HOST_MAX = 256 };

/* -1 with errno set. */
static int bind_one(const struct addrinfo *a)
{
	const int yes = 1, no = 0;
	int       fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (a->ai_family == AF_INET6)
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
	if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	int why = errno;
	close(fd);
	errno = why;
	return -1;
}

int listen_port(int fd)
{
	union {
		struct sockaddr         any;
		struct sockaddr_in      v4;
		struct sockaddr_in6     v6;
		struct sockaddr_storage storage;
	} at;
	socklen_t n = sizeof(at);
	if (getsockname(fd, &at.any, &n) != 0)
		return 0;
	return ntohs(at.any.sa_family == AF_INET6 ? at.v6.sin6_port : at.v4.sin_port);
}

static enum err refused(const char *host, int port, int why, struct fail *f)
{
	if (why == EADDRINUSE)
		return fail(f, ERR_CONFLICT, "port %d on %s is in use; choose another with --port",
		            port, host);
	if (why == EACCES)
		return fail(f, ERR_FORBIDDEN,
		            "port %d needs more rights; choose one above 1023 with --port", port);
	char text[128] = "";
	if (strerror_r(why, text, sizeof(text)) != 0)
		snprintf(text, sizeof(text), "error %d", why);
	return fail(f, ERR_INVALID, "cannot listen on %s: %s", host, text);
}

enum err listen_open(const char *host, int port, int *fd, int *bound, struct fail *f)
{
	char   name[HOST_MAX], service[8];
	size_t n = strlen(host);
	bool   brackets = n > 2 && host[0] == '[' && host[n - 1] == ']';
	snprintf(name, sizeof(name), "%.*s", (int)(brackets ? n - 2 : n),
	         host + (brackets ? 1 : 0));
	snprintf(service, sizeof(service), "%d", port);

	const struct addrinfo hints = {.ai_family = AF_UNSPEC,
	                               .ai_socktype = SOCK_STREAM,
	                               .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	struct addrinfo      *all = NULL;
	int                   r = getaddrinfo(name, service, &hints, &all);
	if (r != 0)
		return fail(f, ERR_INVALID, "no address for host '%s': %s", host, gai_strerror(r));
	int got = -1, why = 0;
	for (const struct addrinfo *a = all; a != NULL && got < 0; a = a->ai_next) {
		got = bind_one(a);
		if (got < 0 && why != EADDRINUSE)
			why = errno;
	}
	freeaddrinfo(all);
	if (got < 0)
		return refused(host, port, why, f);
	*fd = got;
	*bound = listen_port(got);
	return OK;
}
