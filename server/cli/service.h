/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_SERVICE_H
#define CLI_SERVICE_H

#include <signal.h>
#include <stdbool.h>

#include "base/err.h"

/*
 * What a supervisor such as systemd and its service talk about, by the
 * environment: sd_listen_fds(3) and sd_notify(3), which are protocols and need
 * no library.
 */

/*
 * The listening socket that was handed over (LISTEN_PID, LISTEN_FDS), ready
 * for use; *fd is -1 where there is none. ERR_INVALID: there are several, or it
 * is not a listening TCP socket. The variables are gone afterwards.
 */
enum err service_socket(int *fd, struct fail *f) MUST_CHECK;

/*
 * Before the first thread: from now on SIGINT, SIGTERM and with hangup SIGHUP wait for sigwait() of
 * *out, and no broken connection or full disk ends the process.
 */
void service_signals(bool hangup, sigset_t *out);

/* Say "READY=1" or "STOPPING=1" to NOTIFY_SOCKET; nobody listening is fine. */
void service_notify(const char *state);

#endif
