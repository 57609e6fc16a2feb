/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "api/routes.h"

const struct routes *const all_routes[] = {
	&auth_routes,       &account_routes,
	&federated_routes,  &key_routes,
	&admin_routes,      &index_routes,
	&explain_routes,    &benchmark_routes,
	&strategy_routes,   &backtest_routes,
	&simulate_routes,   &diagnostics_routes,
	&system_routes,     &risk_routes,
	&background_routes, &manual_routes,
	&task_routes,       &schedule_routes,
	&backup_routes,     &report_routes,
	&event_routes,      NULL,
};
