/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_LINE_H
#define HTTP_LINE_H

#include <stdbool.h>

#include "http/deadlines.h"
#include "http/limit.h"

/*
 * What is counted of a connection from its taking to its end, whoever reads it:
 * the fast path first, the library from the first request on that is not for it.
 */
struct acceptor;
struct connections;
struct peers;
struct sockaddr;

struct lines {
	struct deadlines   *deadlines;
	struct peers       *peers;
	struct acceptor    *acceptor; /* set before the first one ends */
	struct connections *counts;
};

/* Of one connection, with its reader; it stays where it is from line_begin() to line_pass() or line_end(). */
struct line {
	struct limit_key peer;
	struct deadline  deadline;
};

/* A socket was taken. False: its peer has its share, and nothing was counted. Before anybody reads it. */
bool lines_enter(struct lines *l, const struct sockaddr *from);
/* One that entered has ended before anybody had it. The acceptor is told by who returns false to it. */
void lines_leave(struct lines *l, const struct sockaddr *from);

/* A reader has it now; fd stays open until it ends or is passed on. */
void line_begin(struct lines *l, struct line *line, const struct sockaddr *from, int fd);
/* The next reader gets it, and begins a line of its own. */
void line_pass(struct lines *l, struct line *line);
void line_end(struct lines *l, struct line *line);

#endif
