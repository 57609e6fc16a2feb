/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/statements.h"

#define PRICE_FIELDS "open, high, low, close, volume, adj_close, source, known_at"

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

#include "store/statements_account.h"
#include "store/statements_notices.h"

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

#include "store/statements_backup.h"
#include "store/statements_index.h"
#include "store/statements_report.h"
#include "store/statements_tasks.h"

#include "store/statements_cleanup.h"
};
