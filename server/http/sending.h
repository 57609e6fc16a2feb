/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_SENDING_H
#define HTTP_SENDING_H

#include <stdbool.h>
#include <stddef.h>

struct reply;

/* A reply on its way into a socket that does not block. Its body must outlive it. */
enum { SENDING_HEAD = 4096 };

struct sending {
	const char *body;
	int         file;      /* of the same bytes; 0 = none */
	size_t      head_n, n; /* of the head, and of all */
	size_t      sent;
	char       *head;
	char       *large; /* malloc'd, where it is longer than room; else NULL */
	char        room[SENDING_HEAD];
};

enum sent { SENT_ALL, SENT_PART, SENT_BROKEN };

void sending_init(struct sending *s); /* nothing yet */
/* bodyless: of HEAD. now_s: Unix seconds, for Date. */
void sending_begin(struct sending *s, const struct reply *r, bool bodyless, long long now_s);
/* As much as the socket takes. SENT_PART: again when it takes more. SENT_BROKEN: the client is gone. */
enum sent sending_go(struct sending *s, int socket);
void      sending_finish(struct sending *s); /* to its end or not */

#endif
