/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/proxy.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "http/address.h"
#include "http/dispatch.h"
#include "http/request.h"
#include "http/server.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/*
 * Go left through one field's hops as long as they are trusted; false: the client is found, or a
 * hop is no address, and then the proxy that wrote it is as far as we can see.
 */
static bool walk(const char *value, const struct address_ranges *trusted, struct address *client)
{
	const char *end = value + strlen(value);
	while (end > value) {
		const char *start = end;
		while (start > value && start[-1] != ',')
			start--;
		const char *a = start, *z = end;
		while (a < z && is_blank(*a))
			a++;
		while (z > a && is_blank(z[-1]))
			z--;
		struct address hop;
		if (a < z) {
			if (!address_parse(a, (size_t)(z - a), &hop))
				return false;
			*client = hop;
			if (!address_within(&hop, trusted))
				return false;
		}
		end = start > value ? start - 1 : value;
	}
	return true;
}

/* The last word of the last field: what the nearest proxy says. */
static bool says_https(const struct req *rq)
{
	const char *last = NULL;
	for (size_t i = 0; i < rq->n_headers && i < REQ_HEADERS_MAX; i++) {
		if (strcasecmp(rq->headers[i].name, "X-Forwarded-Proto") == 0)
			last = rq->headers[i].value;
	}
	if (last == NULL)
		return false;
	const char *comma = strrchr(last, ',');
	last = comma != NULL ? comma + 1 : last;
	last += strspn(last, " \t");
	return strncasecmp(last, "https", 5) == 0 && last[5 + strspn(last + 5, " \t")] == '\0';
}

static void forwarded(struct req *rq, const struct address_ranges *trusted, struct address *client)
{
	rq->https |= says_https(rq);
	size_t i = rq->n_headers < REQ_HEADERS_MAX ? rq->n_headers : REQ_HEADERS_MAX;
	while (i-- > 0) {
		const struct header *h = &rq->headers[i];
		if (strcasecmp(h->name, "X-Forwarded-For") == 0 && !walk(h->value, trusted, client))
			return;
	}
}

void proxy_resolve(struct req *rq, const struct address *peer)
{
	const struct address_ranges *trusted = rq->d->c->proxies;
	const bool                   always = rq->d->c->behind_proxy;
	rq->https = always || rq->d->c->tls != NULL;
	if (peer == NULL) {
		snprintf(rq->address, sizeof(rq->address), "unknown");
		return;
	}
	struct address client = *peer;
	if (always || address_within(peer, trusted))
		forwarded(rq, trusted, &client);
	else
		rq->loopback = address_is_loopback(peer);
	address_format(&client, rq->address);
	rq->address_key = address_key(&client);
}
