/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include "base/err.h"

/*
 * A listening TCP socket on host (a name, an IPv4 or IPv6 address, the latter
 * with or without brackets; "::" takes IPv4 as well) and port (0: any free one;
 * *bound says which). ERR_CONFLICT: the port is taken. ERR_FORBIDDEN: not ours
 * to take. ERR_INVALID: no such host. Blocks for a name server.
 */
enum err listen_open(const char *host, int port, int *fd, int *bound, struct fail *f) MUST_CHECK;
int      listen_port(int fd); /* of a socket that listens already; 0: none */

#endif
