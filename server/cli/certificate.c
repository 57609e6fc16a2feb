/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/certificate.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "cli/cli.h"
#include "http/tls.h"

static void tell(const struct cli *c, const struct tls *t, const char *what)
{
	const struct tls_facts facts = tls_facts(t);
	char                   end[TIME_TEXT];

	log_kv(LOG_INFO, "TLS", what, "not_after", time_format(facts.not_after_ms, end), NULL);
	if (facts.not_after_ms <= clock_now_ms(&c->clock))
		log_kv(LOG_WARN, "TLS-EXPIRED",
		       "the certificate is no longer valid: clients refuse it", "file",
		       c->conf.tls_cert, "not_after", end, NULL);
	if (facts.key_open)
		log_kv(LOG_WARN, "TLS-KEY-OPEN",
		       "others than its owner may read the key: chmod 600 the file", "file",
		       c->conf.tls_key, NULL);
}

static void destroy(void *t)
{
	tls_destroy(t);
}

enum err certificate_open(struct cli *c, struct tls **out, struct fail *f)
{
	struct tls *t = NULL;

	if (*c->conf.tls_cert) {
		TRY(tls_create(c->conf.tls_cert, c->conf.tls_key, &t, f));
		arena_defer(c->a, destroy, t);
		tell(c, t, "speaking TLS");
	}
	*out = t;
	return OK;
}

void certificate_reload(struct cli *c, struct tls *t)
{
	struct fail f = {0};
	bool        changed;

	if (tls_reload(t, &changed, &f) != OK)
		log_kv(LOG_ERROR, "TLS-RELOAD", f.msg, "kept", "the certificate before", NULL);
	else if (changed)
		tell(c, t, "the certificate was exchanged");
	else
		log_kv(LOG_INFO, "TLS", "the certificate is unchanged", NULL);
}
