/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_PEERS_H
#define HTTP_PEERS_H

#include <stdbool.h>

#include "http/limit.h"

/*
 * Who has how many connections open, so that nobody has more than a share. A
 * peer is what address_key() says: the library's own limit tells the addresses
 * of one IPv6 /64 apart, and one subscriber has 2^64 of these. Memory is for as
 * many peers as there are connections. Safe to share between threads.
 */
struct peers;
struct sockaddr;

/* Who comes from there. */
struct limit_key peers_key(const struct sockaddr *from);

struct peers *peers_create(int each, int max_connections); /* 0 each: no limit */
void          peers_destroy(struct peers *p);              /* NULL is fine */

/* One more connection. False: the peer has its share, and nothing was counted. */
bool peers_enter(struct peers *p, struct limit_key who);
/* One that entered has ended. */
void peers_leave(struct peers *p, struct limit_key who);

#endif
