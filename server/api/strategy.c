/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/strategy.h"

#include "api/routes.h"

static enum err get_config(struct req *rq, const void *in, void *out)
{
	(void)in;
	return app_strategy(req_worker(rq), req_arena(rq), out, req_fail(rq));
}

static const enum err absent[] = {ERR_NOTFOUND, OK};

static const struct route table[] = {
	{GET, "/config", get_config, LOGIN | LENIENT, NULL, &strategy_shape, "getStrategyConfig",
         "The configuration in force", absent},
};
const struct routes strategy_routes = {"/api/v1/strategy", "strategy", "How the index is made",
                                       table, COUNT(table)};
