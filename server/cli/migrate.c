/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/migrate.h"

#include <stdio.h>

#include "cli/cli.h"
#include "cli/home.h"
#include "cli/print_json.h"

struct Migrated {
	const char *database;
	int64_t     from, to, applied;
};
static const struct field migrated_fields[] = {
	{"database", TEXT, AT(Migrated, database)},
	{"from", INT, AT(Migrated, from)},
	{"to", INT, AT(Migrated, to)},
	{"applied", INT, AT(Migrated, applied)},
};
static SHAPE(migrated, Migrated, migrated_fields);

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	struct migrate_report r;
	struct db            *db;

	(void)options;
	TRY(home_open(c, &db, &r, f));
	if (c->json)
		print_json(&migrated,
		           &(struct Migrated){home_database(c), r.from, r.to, r.applied});
	else if (r.applied)
		printf("%s: schema %d brought to %d\n", home_database(c), r.from, r.to);
	else
		printf("%s: schema %d is the newest\n", home_database(c), r.to);
	return OK;
}

const struct verb verb_migrate = {
	.name = "migrate",
	.operands = "",
	.doc = "Bring the database to the newest schema",
	.run = run,
};
