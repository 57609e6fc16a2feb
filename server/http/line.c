/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/line.h"

#include "http/accept.h"
#include "http/dispatch.h"
#include "http/peers.h"

bool lines_enter(struct lines *l, const struct sockaddr *from)
{
	if (!peers_enter(l->peers, peers_key(from)))
		return false;
	atomic_fetch_add(&l->counts->open, 1);
	atomic_fetch_add(&l->counts->taken, 1);
	return true;
}

static void leave(struct lines *l, struct limit_key peer)
{
	atomic_fetch_sub(&l->counts->open, 1);
	peers_leave(l->peers, peer);
}

void lines_leave(struct lines *l, const struct sockaddr *from)
{
	leave(l, peers_key(from));
}

void line_begin(struct lines *l, struct line *line, const struct sockaddr *from, int fd)
{
	line->peer = peers_key(from);
	deadlines_add(l->deadlines, &line->deadline, fd);
}

void line_pass(struct lines *l, struct line *line)
{
	deadlines_remove(l->deadlines, &line->deadline);
}

void line_end(struct lines *l, struct line *line)
{
	deadlines_remove(l->deadlines, &line->deadline);
	leave(l, line->peer);
	acceptor_closed(l->acceptor);
}
