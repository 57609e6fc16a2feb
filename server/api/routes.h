/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef API_ROUTES_H
#define API_ROUTES_H

#include "http/route.h"

/* One table a file; all_routes lists them and is what the server and openapi.json are made from. */
extern const struct routes auth_routes, account_routes, federated_routes, key_routes, admin_routes,
	index_routes, explain_routes, benchmark_routes, strategy_routes, backtest_routes,
	simulate_routes, diagnostics_routes, risk_routes, system_routes, background_routes,
	manual_routes, task_routes, schedule_routes, backup_routes, report_routes, event_routes;

extern const struct routes *const all_routes[]; /* NULL-ended */

#endif
