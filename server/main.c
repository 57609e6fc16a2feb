/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* The composition root: the only file that names the concrete parts. */
#include "cli/cli.h"
#include "store/db.h"

extern const char embed_web[], embed_web_end[];

int main(int argc, char **argv)
{
	struct cli_host host = {
		.db_open = db_sqlite_open,
		.web = {embed_web, (size_t)(embed_web_end - embed_web)},
	};

	return cli_main(argc, argv, &host);
}
