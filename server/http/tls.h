/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef HTTP_TLS_H
#define HTTP_TLS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/*
 * The certificate that new connections are shown, read from two PEM files: the
 * server's certificate with those that lead to the root behind it, and its key.
 * It can be exchanged under a running server: connections that are open keep
 * what they have. One at a time in a process: the library asks for it without
 * saying on whose behalf.
 */
struct tls;

/* TLS 1.2 and 1.3, forward secrecy, authenticated encryption; in GnuTLS's words. */
extern const char tls_priorities[];

struct tls_facts {
	/* From when to when the server's own certificate is good, since 1970. */
	int64_t not_before_ms, not_after_ms;
	bool    key_open; /* others than its owner may read the key's file */
};

/* Reads and checks both files; blocks. ERR_INVALID: what is wrong with which. */
enum err tls_create(const char *cert_file, const char *key_file, struct tls **out,
                    struct fail *f) MUST_CHECK;
/* Once no server uses it; NULL is fine. */
void tls_destroy(struct tls *t);

/* Read the files again. On failure, what was shown is shown still. From one thread. */
enum err tls_reload(struct tls *t, bool *changed, struct fail *f) MUST_CHECK;

struct tls_facts tls_facts(const struct tls *t); /* of what is shown; any thread */

/* For MHD_OPTION_HTTPS_CERT_CALLBACK: a gnutls_certificate_retrieve_function2. */
void *tls_callback(void);

#endif
