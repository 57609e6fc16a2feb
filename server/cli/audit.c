/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/audit.h"

#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/home.h"
#include "cli/print_json.h"
#include "store/db.h"
#include "store/migrate.h"

static const struct field check_fields[] = {
	{"sound", BOOL, AT(AuditCheck, sound)},      {"rows", INT, AT(AuditCheck, rows)},
	{"removed", INT, AT(AuditCheck, removed)},   {"head", TEXT, AT(AuditCheck, head)},
	{"bad", INT, AT(AuditCheck, bad), NULLABLE}, {"why", TEXT, AT(AuditCheck, why), NULLABLE},
};
static SHAPE(check_shape, AuditCheck, check_fields);

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	struct migrate_report m;
	struct AuditCheck     r;
	struct db            *db;

	(void)options;
	if (strcmp(c->args[0], "verify") != 0)
		return fail(f, ERR_INVALID, "unknown action '%s': verify", c->args[0]);
	TRY(home_open(c, &db, &m, f));
	TRY(audit_verify(db, c->a, &r, f));
	if (c->json)
		print_json(&check_shape, &r);
	else
		printf("%lld entries are sound; the last one's hash is %s\n", (long long)r.rows,
		       r.head);
	if (!c->json && r.removed > 0)
		printf("%lld before them were removed by a clean-up\n", (long long)r.removed);
	if (!r.sound)
		return fail(f, ERR_CONFLICT, "the log is broken at entry %lld: %s",
		            (long long)r.bad, r.why);
	return OK;
}

const struct verb verb_audit = {
	.name = "audit",
	.operands = "verify",
	.doc = "Check the log of who did what, entry by entry",
	.run = run,
	.args_min = 1,
	.args_max = 1,
	.help = "Each entry carries the hash of the one before it: one that was changed, put in or taken\n"
		"out is found, and the exit status is 1. Who can write the whole database can also write a\n"
		"whole new log: keep the last hash elsewhere to notice that.",
};
