/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "api/openapi.h"

#include "api/routes.h"
#include "app/app.h"
#include "base/buf.h"
#include "http/openapi.h"

enum { OPENAPI_MAX = 4 << 20 };

void api_openapi(struct buf *out)
{
	static const struct openapi_word words[] = {
		{"symbol", TEXT, "\"AAPL\""},
		{"name", TEXT, "\"Apple Inc.\""},
		{"sector", TEXT, "\"Technology\""},
		{"exchange", TEXT, "\"NASDAQ\""},
		{"currency", TEXT, "\"EUR\""},
		{"email", TEXT, "\"ada@example.com\""},
		{"value", REAL, "104.25"},
		{"level", REAL, "104.25"},
		{"weight", REAL, "0.125"},
		{"reason", TEXT, "\"Trading has become dearer\""},
		{"confidence", REAL, "0.8"},
		{"cost_bps", REAL, "7.5"},
		{"rebalance_frequency", ENUM, "\"quarterly\""},
		{"pattern", TEXT, "\"*\""},
		{NULL, TEXT, NULL},
	};
	static const struct openapi_info info = {
		.title = "Waardhaven AutoIndex",
		.version = app_version,
		.description =
			"Designs, computes, publishes and tracks a rules-based investment index. "
			"Every GET answers HEAD, too, and OPTIONS says what a path can do. Failures "
			"are problem documents (RFC 9457). The number in the path is the version: "
			"docs/api-versioning.md says what may change inside it.",
		.server_url = "/",
		.contact_name = "Waardhaven AutoIndex",
		.license = "Apache-2.0",
		.words = words,
	};

	buf_init(out, OPENAPI_MAX);
	openapi_write(all_routes, &info, out);
}
