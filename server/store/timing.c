/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/timing.h"

#include "base/exposition.h"

const char *const stmt_names[STMT__N] = {
#define X(name) #name,
	STMT_LIST(X)
#undef X
};

void stmt_times_add(struct stmt_times *t, enum stmt s, int64_t us)
{
	latency_add(&t->by_stmt[s], us);
	if (t->slow_us && us >= t->slow_us)
		t->slow(stmt_names[s], us);
}

void stmt_times_expose(const struct stmt_times *t, struct buf *b)
{
	static const char name[] = "autoindex_statement_seconds";

	exposition_family(b, name, "histogram", "Time in the database by statement");
	for (int s = 0; s < STMT__N; s++) {
		const struct label l = {"statement", stmt_names[s]};

		if (latency_count(&t->by_stmt[s]))
			exposition_latency(b, name, &l, 1, &t->by_stmt[s]);
	}
}
