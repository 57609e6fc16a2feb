/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/compiler.h"
#include "store/migrate.h"

extern const char embed_schema_0001[], embed_schema_0002[], embed_schema_0003[],
	embed_schema_0004[], embed_schema_0005[], embed_schema_0006[];

const struct migration migrations[] = {
	{1, "initial", embed_schema_0001},      {2, "risk_metrics", embed_schema_0002},
	{3, "accounts", embed_schema_0003},     {4, "identities", embed_schema_0004},
	{5, "spent_tokens", embed_schema_0005}, {6, "tasks", embed_schema_0006},
};
const int migrations_n = COUNT(migrations);
