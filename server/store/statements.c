/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/statements.h"

#define PRICE_FIELDS "open, high, low, close, volume, adj_close, source, known_at"

/* Events of a session; all others are of a rebalance. */
#define SESSION_CODES "('daily_drop', 'outlier', 'return_above', 'return_below')"

#define CONFIGS                                                                                 \
	"SELECT c.id, c.version, c.weights, c.parameters, c.ai_metadata, c.created_at, u.email" \
	" FROM strategy_configs c LEFT JOIN users u ON u.id = c.created_by WHERE "

const struct stmt_def statements[STMT__N] = {
	[STMT_MIGRATION_LIST] =
		{
			.sql = "SELECT version, name, checksum FROM schema_migrations ORDER BY version",
			.in = "",
			.out = "itt",
		},
	[STMT_MIGRATION_ADD] =
		{
			.sql = "INSERT INTO schema_migrations (version, name, checksum, applied_at)"
			       " VALUES ($1, $2, $3, $4)",
			.in = "itti",
			.out = "",
		},
	/* "ok", or the first thing that is wrong with the file. */
	[STMT_QUICK_CHECK] =
		{
			.sql = "SELECT min(quick_check) FROM pragma_quick_check(1)",
			.in = "",
			.out = "T",
		},
	[STMT_GENERATION] =
		{
			.sql = "SELECT value FROM counters WHERE name = 'generation'",
			.in = "",
			.out = "i",
		},
	[STMT_GENERATION_BUMP] =
		{
			.sql = "UPDATE counters SET value = value + 1 WHERE name = 'generation'",
			.in = "",
			.out = "",
		},

	/* A part of a transaction that can be taken back by itself: UNDO, and then KEEP what is left, nothing. */
	[STMT_PART_BEGIN] =
		{
			.sql = "SAVEPOINT part",
			.in = "",
			.out = "",
		},
	[STMT_PART_KEEP] =
		{
			.sql = "RELEASE part",
			.in = "",
			.out = "",
		},
	[STMT_PART_UNDO] =
		{
			.sql = "ROLLBACK TO part",
			.in = "",
			.out = "",
		},

	/* The first user of an installation that asks for it becomes the administrator ($3 = 1), atomically. */
	[STMT_USER_ADD] =
		{
			.sql = "INSERT INTO users (email, password_hash, role, created_at) VALUES ($1, $2,"
			       " CASE WHEN $3 = 1 AND NOT EXISTS (SELECT 1 FROM users) THEN 'admin' ELSE $4 END, $5)"
			       " RETURNING id, email, password_hash, role, created_at",
			.in = "ttiti",
			.out = "ittti",
		},
	[STMT_USER_BY_EMAIL] =
		{
			.sql = "SELECT id, email, password_hash, role, created_at FROM users WHERE email = $1",
			.in = "t",
			.out = "ittti",
		},
	[STMT_USER_BY_ID] =
		{
			.sql = "SELECT id, email, password_hash, role, created_at FROM users WHERE id = $1",
			.in = "i",
			.out = "ittti",
		},
	[STMT_USER_LIST] =
		{
			.sql = "SELECT id, email, password_hash, role, created_at FROM users"
			       " ORDER BY id LIMIT $1 OFFSET $2",
			.in = "ii",
			.out = "ittti",
		},
	[STMT_USER_COUNT] =
		{
			.sql = "SELECT count(*) FROM users",
			.in = "",
			.out = "i",
		},
	[STMT_USER_SET_PASSWORD] =
		{
			.sql = "UPDATE users SET password_hash = $2 WHERE email = $1",
			.in = "tt",
			.out = "",
		},

	[STMT_ASSET_ADD] =
		{
			.sql = "INSERT INTO assets (symbol, name, asset_type, price_basis) VALUES ($1, $2, $3, $4)"
			       " RETURNING id",
			.in = "tttt",
			.out = "i",
		},
	[STMT_ASSET_DESCRIBE] =
		{
			.sql = "INSERT INTO assets (symbol, name, sector, asset_type, exchange, currency, price_basis)"
			       " VALUES ($1, $2, $3, $4, $5, $6, $7)"
			       " ON CONFLICT (symbol) DO UPDATE SET name = excluded.name, sector = excluded.sector,"
			       " asset_type = excluded.asset_type, exchange = excluded.exchange,"
			       " currency = excluded.currency, price_basis = excluded.price_basis",
			.in = "ttTtTtt",
			.out = "",
		},
	[STMT_ASSET_BY_SYMBOL] =
		{
			.sql = "SELECT id, symbol, name, sector, asset_type, exchange, currency, price_basis"
			       " FROM assets WHERE symbol = $1",
			.in = "t",
			.out = "ittTtTtt",
		},
	/* $1 a search word for symbol and name or NULL, $2 a sector or NULL, $3 the index asked about. */
	[STMT_ASSET_LIST] =
		{
			.sql = "SELECT id, symbol, name, sector, asset_type, exchange, currency, price_basis,"
			       " EXISTS (SELECT 1 FROM index_members m WHERE m.index_id = $3 AND m.asset_id = a.id),"
			       " (SELECT min(date) FROM prices p WHERE p.asset_id = a.id),"
			       " (SELECT max(date) FROM prices p WHERE p.asset_id = a.id),"
			       " (SELECT coalesce(close, adj_close) FROM prices p WHERE p.asset_id = a.id"
			       "  ORDER BY date DESC LIMIT 1)"
			       " FROM assets a"
			       " WHERE ($1 IS NULL OR instr(lower(symbol), lower($1)) > 0 OR instr(lower(name), lower($1)) > 0)"
			       " AND ($2 IS NULL OR sector = $2)"
			       " ORDER BY symbol LIMIT $4 OFFSET $5",
			.in = "TTiii",
			.out = "ittTtTttiIID",
		},
	[STMT_ASSET_COUNT] =
		{
			.sql = "SELECT count(*) FROM assets"
			       " WHERE ($1 IS NULL OR instr(lower(symbol), lower($1)) > 0 OR instr(lower(name), lower($1)) > 0)"
			       " AND ($2 IS NULL OR sector = $2)",
			.in = "TT",
			.out = "i",
		},

	[STMT_PRICE_INSERT] =
		{
			.sql = "INSERT INTO prices (asset_id, date, " PRICE_FIELDS ")"
			       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
			       " ON CONFLICT (asset_id, date) DO NOTHING",
			.in = "iiDDDDDDti",
			.out = "",
		},
	[STMT_PRICE_GET] =
		{
			.sql = "SELECT " PRICE_FIELDS
			       " FROM prices WHERE asset_id = $1 AND date = $2",
			.in = "ii",
			.out = "DDDDDDti",
		},
	[STMT_PRICE_UPDATE] =
		{
			.sql = "UPDATE prices SET open = $3, high = $4, low = $5, close = $6, volume = $7,"
			       " adj_close = $8, source = $9, known_at = $10 WHERE asset_id = $1 AND date = $2",
			.in = "iiDDDDDDti",
			.out = "",
		},
	/* Keep the row that is about to be corrected; $3 is when it was superseded. */
	[STMT_PRICE_REVISE] =
		{
			.sql = "INSERT INTO price_revisions (asset_id, date, " PRICE_FIELDS
			       ", superseded_at)"
			       " SELECT asset_id, date, " PRICE_FIELDS ", $3 FROM prices"
			       " WHERE asset_id = $1 AND date = $2",
			.in = "iii",
			.out = "",
		},
	/* Adjusted closes where the asset's first price has one: decided for the asset, as panel.c does. */
	[STMT_PRICE_RANGE] =
		{
			.sql = "SELECT date, value FROM (SELECT date, CASE WHEN (SELECT adj_close FROM prices"
			       " WHERE asset_id = $1 ORDER BY date LIMIT 1) IS NOT NULL THEN adj_close ELSE close END AS value"
			       " FROM prices WHERE asset_id = $1 AND date BETWEEN $2 AND $3)"
			       " WHERE value IS NOT NULL ORDER BY date LIMIT $4",
			.in = "iiii",
			.out = "id",
		},
	/* Every price of the members of an index, asset by asset in member order. */
	[STMT_PRICE_MEMBERS] =
		{
			.sql = "SELECT m.asset_id, p.date, p.close, p.adj_close FROM index_members m"
			       " LEFT JOIN prices p ON p.asset_id = m.asset_id"
			       " WHERE m.index_id = $1 ORDER BY m.asset_id, p.date",
			.in = "i",
			.out = "iIDD",
		},

	[STMT_SOURCE_PUT] =
		{
			.sql = "INSERT INTO data_sources (name, title, licence, sample) VALUES ($1, $2, $3, $4)"
			       " ON CONFLICT (name) DO UPDATE SET title = excluded.title, licence = excluded.licence,"
			       " sample = excluded.sample",
			.in = "ttti",
			.out = "",
		},
	[STMT_SOURCE_LIST] =
		{
			.sql = "SELECT u.source, coalesce(s.title, u.source), coalesce(s.licence, 'not stated'),"
			       " u.kind, u.series, u.n, u.first, u.last, coalesce(s.sample, 0) FROM ("
			       " SELECT source, 'prices' AS kind, count(DISTINCT asset_id) AS series, count(*) AS n,"
			       " min(date) AS first, max(date) AS last FROM prices"
			       " WHERE asset_id NOT IN (SELECT id FROM assets WHERE asset_type = 'index') GROUP BY source"
			       " UNION ALL SELECT source, 'benchmark', count(DISTINCT asset_id), count(*), min(date), max(date)"
			       " FROM prices WHERE asset_id IN (SELECT id FROM assets WHERE asset_type = 'index') GROUP BY source"
			       " UNION ALL SELECT source, 'series', count(DISTINCT name), count(*), min(date), max(date)"
			       " FROM series GROUP BY source"
			       /* Along the key first: a quarter of a million rows without a sort. */
			       " UNION ALL SELECT source, 'fx', count(*), sum(n), min(a), max(b) FROM ("
			       "  SELECT source, count(*) AS n, min(date) AS a, max(date) AS b FROM fx_rates"
			       "  GROUP BY base, currency) GROUP BY source"
			       " UNION ALL SELECT source, 'risk_free', 1, count(*), min(date), max(date)"
			       " FROM risk_free_rates GROUP BY source"
			       " UNION ALL SELECT source, 'actions', count(DISTINCT asset_id), count(*), min(ex_date), max(ex_date)"
			       " FROM corporate_actions GROUP BY source"
			       ") u LEFT JOIN data_sources s ON s.name = u.source ORDER BY u.kind, u.n DESC, u.source",
			.in = "",
			.out = "ttttiiiii",
		},
	[STMT_SERIES_PUT] =
		{
			.sql = "INSERT INTO series (name, date, value, source) VALUES ($1, $2, $3, $4)"
			       " ON CONFLICT (name, date) DO UPDATE SET value = excluded.value, source = excluded.source",
			.in = "tidt",
			.out = "",
		},
	[STMT_SERIES_RANGE] =
		{
			.sql = "SELECT date, value FROM series WHERE name = $1 AND date BETWEEN $2 AND $3"
			       " ORDER BY date LIMIT $4",
			.in = "tiii",
			.out = "id",
		},
	[STMT_FX_PUT] =
		{
			.sql = "INSERT INTO fx_rates (base, currency, date, rate, source) VALUES ($1, $2, $3, $4, $5)"
			       " ON CONFLICT (base, currency, date) DO UPDATE SET rate = excluded.rate,"
			       " source = excluded.source",
			.in = "ttidt",
			.out = "",
		},
	[STMT_FX_RANGE] =
		{
			.sql = "SELECT date, rate FROM fx_rates WHERE base = $1 AND currency = $2"
			       " AND date BETWEEN $3 AND $4 ORDER BY date LIMIT $5",
			.in = "ttiii",
			.out = "id",
		},
	[STMT_FX_LAST] =
		{
			.sql = "SELECT date, rate FROM fx_rates WHERE base = $1 AND currency = $2 AND date <= $3"
			       " ORDER BY date DESC LIMIT 1",
			.in = "tti",
			.out = "id",
		},
	/* From one code to the next along the key: a step a currency, where DISTINCT would read every rate. */
	[STMT_FX_CODE_AFTER] =
		{
			.sql = "SELECT min(currency) FROM fx_rates WHERE base = $1 AND currency > $2",
			.in = "tt",
			.out = "T",
		},
	[STMT_RISK_FREE_PUT] =
		{
			.sql = "INSERT INTO risk_free_rates (date, rate, source) VALUES ($1, $2, $3)"
			       " ON CONFLICT (date) DO UPDATE SET rate = excluded.rate, source = excluded.source",
			.in = "idt",
			.out = "",
		},
	[STMT_RISK_FREE_RANGE] =
		{
			.sql = "SELECT date, rate FROM risk_free_rates WHERE date BETWEEN $1 AND $2 ORDER BY date LIMIT $3",
			.in = "iii",
			.out = "id",
		},
	[STMT_ACTION_PUT] =
		{
			.sql = "INSERT INTO corporate_actions (asset_id, ex_date, type, value, basis, source)"
			       " VALUES ($1, $2, $3, $4, $5, $6)"
			       " ON CONFLICT (asset_id, ex_date, type, basis) DO UPDATE SET value = excluded.value,"
			       " source = excluded.source",
			.in = "iitdtt",
			.out = "",
		},
	[STMT_CLOSURE_PUT] =
		{
			.sql = "INSERT INTO exchange_closures (exchange, date) VALUES ($1, $2)"
			       " ON CONFLICT (exchange, date) DO NOTHING",
			.in = "ti",
			.out = "",
		},
	[STMT_CLOSURE_LIST] =
		{
			.sql = "SELECT date FROM exchange_closures WHERE exchange = $1 AND date BETWEEN $2 AND $3 ORDER BY date",
			.in = "tii",
			.out = "i",
		},

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
};
