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
	static const struct openapi_info info = {
		.title = "Waardhaven AutoIndex",
		.version = app_version,
		.description =
			"Designs, computes, publishes and tracks a rules-based investment index.",
		.server_url = "/",
		.contact_name = "Waardhaven AutoIndex",
		.license = "Apache-2.0",
	};

	buf_init(out, OPENAPI_MAX);
	openapi_write(all_routes, &info, out);
}
