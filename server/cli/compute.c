/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/compute.h"

#include <stdio.h>

#include "app/app.h"
#include "base/date.h"
#include "cli/cli.h"
#include "cli/home.h"
#include "cli/print_json.h"
#include "store/db.h"
#include "store/migrate.h"

static const struct field report_fields[] = {
	{"run_id", INT, AT(compute_report, run_id)},
	{"levels", INT, AT(compute_report, levels)},
	{"rebalances", INT, AT(compute_report, rebalances)},
	{"first_date", DATE, AT(compute_report, first_date)},
	{"last_date", DATE, AT(compute_report, last_date)},
	{"total", REAL, AT(compute_report, total)},
	{"net", REAL, AT(compute_report, net)},
	{"compute_us", INT, AT(compute_report, compute_us)},
	{"duration_us", INT, AT(compute_report, duration_us)},
	{"config_hash", TEXT, AT(compute_report, config_hash)},
	{"data_hash", TEXT, AT(compute_report, data_hash)},
};
static SHAPE(report_shape, compute_report, report_fields);

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	struct migrate_report m;
	struct compute_report r;
	struct db            *db;
	char                  first[DATE_TEXT], last[DATE_TEXT];

	(void)options;
	TRY(home_open(c, &db, &m, f));
	struct app app = {.db = db, .conf = &c->conf, .clock = &c->clock, .by = ACTOR_COMMAND_LINE};
	TRY(app_compute(&app, c->a, INDEX_DEFAULT, &r, f));
	if (c->json) {
		print_json(&report_shape, &r);
		return OK;
	}
	printf("AutoIndex: %lld levels from %s to %s, %lld rebalances (run %lld)\n",
	       (long long)r.levels, date_format(r.first_date, first),
	       date_format(r.last_date, last), (long long)r.rebalances, (long long)r.run_id);
	printf("  total return  %.9f\n  net of costs  %.9f\n", r.total, r.net);
	printf("  computed in %.2f ms, published in %.0f ms\n", (double)r.compute_us / 1e3,
	       (double)r.duration_us / 1e3);
	return OK;
}

const struct verb verb_compute = {
	.name = "compute",
	.operands = "",
	.doc = "Compute the index from the stored prices and publish it",
	.run = run,
};
