/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_PROXY_H
#define HTTP_PROXY_H

struct address;
struct req;

/*
 * Who asks, as far as it can be believed: the peer, or where the peer is a
 * proxy that is trusted, the last hop of X-Forwarded-For that is not one (each
 * proxy appends whom it heard, so what stands to the left of that is hearsay),
 * and whether X-Forwarded-Proto says https. Others' headers count for nothing.
 * Where we are always behind one (behind_proxy), every peer is trusted and speaks for https.
 * Nobody behind a proxy is this machine. peer NULL: not known.
 */
void proxy_resolve(struct req *rq, const struct address *peer);

#endif
