/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_ACTOR_H
#define APP_ACTOR_H

#include <stdint.h>

/*
 * On whose behalf a use case runs, and from where. All zero is the program
 * itself. The texts belong to the request or command and die with it.
 */
struct actor {
	int64_t     user_id; /* 0 = nobody's account */
	const char *name;    /* "command line"; NULL = the account's address, or the program */
	const char *session; /* number of the token; NULL or "" = none */
	const char *address, *user_agent, *request_id; /* NULL = not known */
};

#define ACTOR_COMMAND_LINE ((struct actor){.name = "command line"})

#endif
