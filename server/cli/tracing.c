/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/tracing.h"

#include "app/app.h"
#include "base/log.h"
#include "base/spans.h"
#include "cli/cli.h"

static void told(const struct fail *why)
{
	if (why)
		log_kv(LOG_WARN, "OTLP", "spans cannot be sent and are lost", "why", why->msg,
		       NULL);
	else
		log_kv(LOG_INFO, "OTLP", "spans are sent again", NULL);
}

enum err tracing_start(const struct cli *c, struct spans **out, struct fail *f)
{
	struct fail   why = {0};
	struct spans *s = NULL;

	if (*c->conf.otlp_endpoint &&
	    spans_create(c->conf.otlp_endpoint, app_version, told, &s, &why) != OK)
		return fail(f, ERR_INVALID, "otlp_endpoint: %s", why.msg);
	*out = s;
	return OK;
}
