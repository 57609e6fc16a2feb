/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/*
 * Rows of the table in statements.c, and of nothing else: what an index is and what was published of it,
 * its configurations, runs, levels, rebalances, weights and events.
 */
/* Events of a session; all others are of a rebalance. */
#define SESSION_CODES "('daily_drop', 'outlier', 'return_above', 'return_below')"

#define CONFIGS                                                                                 \
	"SELECT c.id, c.version, c.weights, c.parameters, c.ai_metadata, c.created_at, u.email" \
	" FROM strategy_configs c LEFT JOIN users u ON u.id = c.created_by WHERE "

/* The table that these rows are of is opened elsewhere, which the formatter cannot know. */
/* clang-format off */
	[STMT_INDEX_PUT] =
		{
			.sql = "INSERT INTO indexes (id, name, currency, created_at) VALUES ($1, $2, $3, $4)"
			       " ON CONFLICT (id) DO NOTHING",
			.in = "itti",
			.out = "",
		},
	[STMT_MEMBER_PUT] =
		{
			.sql = "INSERT INTO index_members (index_id, asset_id) VALUES ($1, $2)"
			       " ON CONFLICT (index_id, asset_id) DO NOTHING",
			.in = "ii",
			.out = "",
		},
	[STMT_MEMBER_LIST] =
		{
			.sql = "SELECT a.id, a.symbol, a.name, a.sector, a.asset_type, a.exchange, a.currency, a.price_basis"
			       " FROM index_members m JOIN assets a ON a.id = m.asset_id"
			       " WHERE m.index_id = $1 ORDER BY a.id LIMIT $2",
			.in = "ii",
			.out = "ittTtTtt",
		},
	/* An index without members holds every asset that can be held. */
	[STMT_MEMBER_FILL] =
		{
			.sql = "INSERT INTO index_members (index_id, asset_id) SELECT $1, id FROM assets"
			       " WHERE asset_type <> 'index' AND NOT EXISTS (SELECT 1 FROM index_members WHERE index_id = $1)",
			.in = "i",
			.out = "",
		},
	[STMT_CONFIG_ADD] =
		{
			.sql = "INSERT INTO strategy_configs (index_id, version, weights, parameters, ai_metadata,"
			       " created_at, created_by)"
			       " SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6"
			       " FROM strategy_configs WHERE index_id = $1 RETURNING id, version",
			.in = "ittTiI",
			.out = "ii",
		},
	[STMT_CONFIG_NEWEST] =
		{
			.sql = CONFIGS "c.index_id = $1 ORDER BY c.version DESC LIMIT 1",
			.in = "i",
			.out = "iittTiT",
		},
	[STMT_CONFIG_BY_ID] =
		{
			.sql = CONFIGS "c.id = $1",
			.in = "i",
			.out = "iittTiT",
		},
	[STMT_CONFIG_BY_VERSION] =
		{
			.sql = CONFIGS "c.index_id = $1 AND c.version = $2",
			.in = "ii",
			.out = "iittTiT",
		},
	[STMT_CONFIG_LIST] =
		{
			.sql = CONFIGS "c.index_id = $1 ORDER BY c.version DESC LIMIT $2 OFFSET $3",
			.in = "iii",
			.out = "iittTiT",
		},
	[STMT_CONFIG_COUNT] =
		{
			.sql = "SELECT count(*) FROM strategy_configs WHERE index_id = $1",
			.in = "i",
			.out = "i",
		},
	[STMT_RUN_ADD] =
		{
			.sql = "INSERT INTO runs (index_id, strategy_config_id, config_hash, data_hash, engine, started_at,"
			       " duration_us, levels, rebalances, first_date, last_date)"
			       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
			.in = "iitttiiiiii",
			.out = "i",
		},
	[STMT_RUN_NEWEST] =
		{
			.sql = "SELECT id, strategy_config_id, config_hash, data_hash, engine, started_at, duration_us,"
			       " levels, rebalances, first_date, last_date FROM runs"
			       " WHERE index_id = $1 ORDER BY id DESC LIMIT 1",
			.in = "i",
			.out = "iitttiiiiii",
		},
	/* Every table of interest, numbered as in store/coverage.h: rows, first and last date. */
	[STMT_TABLE_LIST] =
		{
			.sql = "SELECT 1, count(*), NULL, NULL FROM users"
			       " UNION ALL SELECT 2, count(*), NULL, NULL FROM assets"
			       " UNION ALL SELECT 3, count(*), min(date), max(date) FROM prices"
			       " UNION ALL SELECT 4, count(*), min(date), max(date) FROM price_revisions"
			       " UNION ALL SELECT 5, count(*), min(date), max(date) FROM index_values"
			       " UNION ALL SELECT 6, count(*), min(date), max(date) FROM rebalances"
			       " UNION ALL SELECT 7, count(*), min(date), max(date) FROM allocations"
			       " UNION ALL SELECT 8, count(*), min(date), max(date) FROM index_events"
			       " UNION ALL SELECT 9, count(*), min(date), max(date) FROM fx_rates"
			       " UNION ALL SELECT 10, count(*), min(date), max(date) FROM risk_free_rates"
			       " UNION ALL SELECT 11, count(*), min(date), max(date) FROM series"
			       " UNION ALL SELECT 12, count(*), min(ex_date), max(ex_date) FROM corporate_actions"
			       " UNION ALL SELECT 13, count(*), NULL, NULL FROM strategy_configs"
			       " UNION ALL SELECT 14, count(*), NULL, NULL FROM runs"
			       " UNION ALL SELECT 15, count(*), min(date), max(date) FROM risk_metrics"
			       " ORDER BY 1",
			.in = "",
			.out = "iiII",
		},
	/* The prices of each member of an index. */
	[STMT_COVERAGE_LIST] =
		{
			.sql = "SELECT a.symbol, count(p.date), min(p.date), max(p.date) FROM index_members m"
			       " JOIN assets a ON a.id = m.asset_id LEFT JOIN prices p ON p.asset_id = a.id"
			       " WHERE m.index_id = $1 GROUP BY a.id ORDER BY a.symbol LIMIT $2",
			.in = "ii",
			.out = "tiII",
		},

	/* A level that did not change keeps its run and its times. */
	[STMT_LEVEL_PUT] =
		{
			.sql = "INSERT INTO index_values (index_id, date, value, net_value, price_value, divisor,"
			       " strategy_config_id, run_id, created_at, updated_at)"
			       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)"
			       " ON CONFLICT (index_id, date) DO UPDATE SET value = excluded.value,"
			       " net_value = excluded.net_value, price_value = excluded.price_value,"
			       " divisor = excluded.divisor, strategy_config_id = excluded.strategy_config_id,"
			       " run_id = excluded.run_id, updated_at = excluded.updated_at"
			       " WHERE value IS NOT excluded.value OR net_value IS NOT excluded.net_value"
			       " OR price_value IS NOT excluded.price_value OR divisor IS NOT excluded.divisor"
			       " OR strategy_config_id IS NOT excluded.strategy_config_id",
			.in = "iiddDdiii",
			.out = "",
		},
	[STMT_LEVEL_RANGE] =
		{
			.sql = "SELECT date, value, net_value, price_value, divisor FROM index_values"
			       " WHERE index_id = $1 AND date BETWEEN $2 AND $3 ORDER BY date LIMIT $4",
			.in = "iiii",
			.out = "iddDd",
		},
	[STMT_LEVEL_LAST] =
		{
			.sql = "SELECT date, value, net_value, price_value, divisor FROM index_values"
			       " WHERE index_id = $1 ORDER BY date DESC LIMIT $2",
			.in = "ii",
			.out = "iddDd",
		},
	[STMT_LEVEL_BOUNDS] =
		{
			.sql = "SELECT (SELECT min(date) FROM index_values WHERE index_id = $1),"
			       " (SELECT max(date) FROM index_values WHERE index_id = $1)",
			.in = "i",
			.out = "II",
		},
	[STMT_REBALANCE_PUT] =
		{
			.sql = "INSERT INTO rebalances (index_id, date, reference_date, turnover, cost, run_id)"
			       " VALUES ($1, $2, $3, $4, $5, $6)",
			.in = "iiiddi",
			.out = "",
		},
	/* Newest first; $2..$3 bound the effective date. */
	[STMT_REBALANCE_LIST] =
		{
			.sql = "SELECT date, reference_date, turnover, cost FROM rebalances"
			       " WHERE index_id = $1 AND date BETWEEN $2 AND $3 ORDER BY date DESC LIMIT $4 OFFSET $5",
			.in = "iiiii",
			.out = "iidd",
		},
	[STMT_REBALANCE_COUNT] =
		{
			.sql = "SELECT count(*) FROM rebalances WHERE index_id = $1 AND date BETWEEN $2 AND $3",
			.in = "iii",
			.out = "i",
		},
	[STMT_REBALANCE_COSTS] =
		{
			.sql = "SELECT date, cost FROM rebalances WHERE index_id = $1 AND date <= $2 ORDER BY date",
			.in = "ii",
			.out = "id",
		},
	[STMT_ALLOCATION_PUT] =
		{
			.sql = "INSERT INTO allocations (index_id, date, asset_id, weight, weight_before, units, run_id,"
			       " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			.in = "iiidddii",
			.out = "",
		},
	[STMT_ALLOCATION_LIST] =
		{
			.sql = "SELECT l.date, a.symbol, l.weight, l.weight_before, l.units, l.asset_id FROM allocations l"
			       " JOIN assets a ON a.id = l.asset_id WHERE l.index_id = $1 AND l.date BETWEEN $2 AND $3"
			       " ORDER BY l.date DESC, l.asset_id",
			.in = "iii",
			.out = "itdddi",
		},
	[STMT_EVENT_PUT] =
		{
			.sql = "INSERT INTO index_events (index_id, date, code, asset_id, run_id)"
			       " VALUES ($1, $2, $3, $4, $5)",
			.in = "iitii",
			.out = "",
		},
	[STMT_EVENT_LIST] =
		{
			.sql = "SELECT e.date, e.code, a.symbol, e.asset_id FROM index_events e"
			       " LEFT JOIN assets a ON a.id = e.asset_id"
			       " WHERE e.index_id = $1 AND e.date BETWEEN $2 AND $3 AND e.code NOT IN " SESSION_CODES
			       " ORDER BY e.date DESC, e.code, e.asset_id",
			.in = "iii",
			.out = "itTi",
		},
	/* All events, newest first; $4 a code or NULL. */
	[STMT_EVENT_PAGE] =
		{
			.sql = "SELECT e.date, e.code, a.symbol, e.asset_id FROM index_events e"
			       " LEFT JOIN assets a ON a.id = e.asset_id"
			       " WHERE e.index_id = $1 AND e.date BETWEEN $2 AND $3 AND ($4 IS NULL OR e.code = $4)"
			       " ORDER BY e.date DESC, e.code, e.asset_id LIMIT $5 OFFSET $6",
			.in = "iiiTii",
			.out = "itTi",
		},
	[STMT_EVENT_COUNT] =
		{
			.sql = "SELECT count(*) FROM index_events"
			       " WHERE index_id = $1 AND date BETWEEN $2 AND $3 AND ($4 IS NULL OR code = $4)",
			.in = "iiiT",
			.out = "i",
		},
	[STMT_FLAG_LIST] =
		{
			.sql = "SELECT date, code, asset_id FROM index_events"
			       " WHERE index_id = $1 AND code IN " SESSION_CODES
			       " ORDER BY date, code, asset_id",
			.in = "i",
			.out = "iti",
		},
	[STMT_FLAG_CLEAR] =
		{
			.sql = "DELETE FROM index_events WHERE index_id = $1 AND date >= $2 AND code IN " SESSION_CODES,
			.in = "ii",
			.out = "",
		},
	/* Published rows beyond what the newest run holds: only when the index got shorter. */
	[STMT_LEVEL_CLEAR] =
		{
			.sql = "DELETE FROM index_values WHERE index_id = $1 AND date NOT BETWEEN $2 AND $3",
			.in = "iii",
			.out = "",
		},
	[STMT_REBALANCE_CLEAR] =
		{
			.sql = "DELETE FROM rebalances WHERE index_id = $1 AND date >= $2",
			.in = "ii",
			.out = "",
		},
	[STMT_ALLOCATION_CLEAR] =
		{
			.sql = "DELETE FROM allocations WHERE index_id = $1 AND date >= $2",
			.in = "ii",
			.out = "",
		},
	[STMT_EVENT_CLEAR] =
		{
			.sql = "DELETE FROM index_events WHERE index_id = $1 AND date >= $2"
			       " AND code NOT IN " SESSION_CODES,
			.in = "ii",
			.out = "",
		},
	[STMT_RISK_METRICS_ADD] =
		{
			.sql = "INSERT INTO risk_metrics (index_id, date, metrics, performance, drawdown, correlation,"
			       " run_id, strategy_config_id, computed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
			.in = "iittttiii",
			.out = "",
		},
	[STMT_RISK_METRICS_LIST] =
		{
			.sql = "SELECT m.id, m.date, m.metrics, m.performance, m.drawdown, m.correlation, m.run_id,"
			       " c.version, m.computed_at"
			       " FROM risk_metrics m JOIN strategy_configs c ON c.id = m.strategy_config_id"
			       " WHERE m.index_id = $1 ORDER BY m.id DESC LIMIT $2 OFFSET $3",
			.in = "iii",
			.out = "iittttiii",
		},
	[STMT_RISK_METRICS_COUNT] =
		{
			.sql = "SELECT count(*) FROM risk_metrics WHERE index_id = $1",
			.in = "i",
			.out = "i",
		},
