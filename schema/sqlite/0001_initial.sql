-- SPDX-License-Identifier: Apache-2.0
-- The first schema. Dates are days since 1970-01-01, instants UTC milliseconds.
-- Prices, levels, weights and rates are REAL: measured, never added up to the cent.
-- The id columns of prices, index_values and allocations are derived from their keys: existing
-- readers of these tables find them, and they cost nothing.

CREATE TABLE users (
	id            INTEGER PRIMARY KEY,
	email         TEXT    NOT NULL UNIQUE,      -- lower case
	password_hash TEXT    NOT NULL,
	role          TEXT    NOT NULL CHECK (role IN ('user', 'admin')),
	created_at    INTEGER NOT NULL
) STRICT;

-- price_basis: total_return_adjusted (splits and dividends in adj_close, traded price unknown),
-- split_adjusted (close on one split basis, adj_close has dividends too), price_index, unknown.
CREATE TABLE assets (
	id          INTEGER PRIMARY KEY,
	symbol      TEXT NOT NULL UNIQUE,
	name        TEXT NOT NULL,
	sector      TEXT,
	asset_type  TEXT NOT NULL,
	exchange    TEXT,
	currency    TEXT NOT NULL DEFAULT 'USD',
	price_basis TEXT NOT NULL DEFAULT 'unknown'
) STRICT;

CREATE TABLE prices (
	asset_id  INTEGER NOT NULL REFERENCES assets (id),
	date      INTEGER NOT NULL,
	open      REAL,
	high      REAL,
	low       REAL,
	close     REAL,
	volume    REAL,
	adj_close REAL,
	source    TEXT    NOT NULL,
	known_at  INTEGER NOT NULL,
	id        INTEGER GENERATED ALWAYS AS (asset_id * 1000000 + date) VIRTUAL,
	PRIMARY KEY (asset_id, date),
	CHECK (close IS NOT NULL OR adj_close IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- What a corrected price was before: append only, so that any level can be rebuilt as it was published.
CREATE TABLE price_revisions (
	id            INTEGER PRIMARY KEY,
	asset_id      INTEGER NOT NULL REFERENCES assets (id),
	date          INTEGER NOT NULL,
	open          REAL,
	high          REAL,
	low           REAL,
	close         REAL,
	volume        REAL,
	adj_close     REAL,
	source        TEXT    NOT NULL,
	known_at      INTEGER NOT NULL,
	superseded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX price_revisions_asset_date ON price_revisions (asset_id, date);

-- Where data come from, for the notice beside the numbers.
CREATE TABLE data_sources (
	name    TEXT PRIMARY KEY,
	title   TEXT NOT NULL,
	licence TEXT NOT NULL,
	sample  INTEGER NOT NULL CHECK (sample IN (0, 1))
) STRICT;

-- Named series that are not prices of an asset: another basis must never correct a good row of prices.
CREATE TABLE series (
	name   TEXT    NOT NULL,
	date   INTEGER NOT NULL,
	value  REAL    NOT NULL,
	source TEXT    NOT NULL,
	PRIMARY KEY (name, date)
) STRICT, WITHOUT ROWID;

-- Units of currency for one unit of base.
CREATE TABLE fx_rates (
	base     TEXT    NOT NULL,
	currency TEXT    NOT NULL,
	date     INTEGER NOT NULL,
	rate     REAL    NOT NULL CHECK (rate > 0),
	source   TEXT    NOT NULL,
	PRIMARY KEY (base, currency, date)
) STRICT, WITHOUT ROWID;

-- Percent a year, bond-equivalent.
CREATE TABLE risk_free_rates (
	date   INTEGER PRIMARY KEY,
	rate   REAL NOT NULL,
	source TEXT NOT NULL
) STRICT;

CREATE TABLE corporate_actions (
	asset_id INTEGER NOT NULL REFERENCES assets (id),
	ex_date  INTEGER NOT NULL,
	type     TEXT    NOT NULL CHECK (type IN ('dividend', 'split')),
	value    REAL    NOT NULL CHECK (value > 0), -- money a share, or new shares for one old
	basis    TEXT    NOT NULL CHECK (basis IN ('raw', 'split_adjusted')),
	source   TEXT    NOT NULL,
	PRIMARY KEY (asset_id, ex_date, type, basis)
) STRICT, WITHOUT ROWID;

-- Market capitalisation is close times shares outstanding, as known on the day.
CREATE TABLE shares_outstanding (
	asset_id INTEGER NOT NULL REFERENCES assets (id),
	date     INTEGER NOT NULL,
	shares   REAL    NOT NULL CHECK (shares > 0),
	source   TEXT    NOT NULL,
	PRIMARY KEY (asset_id, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE exchange_closures (
	exchange TEXT    NOT NULL,
	date     INTEGER NOT NULL,
	PRIMARY KEY (exchange, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE indexes (
	id         INTEGER PRIMARY KEY,
	name       TEXT    NOT NULL UNIQUE,
	currency   TEXT    NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE index_members (
	index_id INTEGER NOT NULL REFERENCES indexes (id),
	asset_id INTEGER NOT NULL REFERENCES assets (id),
	PRIMARY KEY (index_id, asset_id)
) STRICT, WITHOUT ROWID;

-- Immutable versions; the newest of an index is in force.
CREATE TABLE strategy_configs (
	id          INTEGER PRIMARY KEY,
	index_id    INTEGER NOT NULL REFERENCES indexes (id),
	version     INTEGER NOT NULL,
	weights     TEXT    NOT NULL, -- JSON: momentum_weight, market_cap_weight, risk_parity_weight
	parameters  TEXT    NOT NULL, -- JSON: every other field
	ai_metadata TEXT,             -- JSON: reason, confidence; NULL = a person's change
	created_at  INTEGER NOT NULL,
	created_by  INTEGER REFERENCES users (id),
	UNIQUE (index_id, version)
) STRICT;

-- Every computation that was published.
CREATE TABLE runs (
	id                 INTEGER PRIMARY KEY,
	index_id           INTEGER NOT NULL REFERENCES indexes (id),
	strategy_config_id INTEGER NOT NULL REFERENCES strategy_configs (id),
	config_hash        TEXT    NOT NULL, -- SHA-256 of the configuration's canonical text
	data_hash          TEXT    NOT NULL, -- SHA-256 of every price that entered, in order
	engine             TEXT    NOT NULL, -- version and commit of the program
	started_at         INTEGER NOT NULL,
	duration_us        INTEGER NOT NULL,
	levels             INTEGER NOT NULL,
	rebalances         INTEGER NOT NULL,
	first_date         INTEGER NOT NULL,
	last_date          INTEGER NOT NULL
) STRICT;
CREATE INDEX runs_index ON runs (index_id, id);

-- value is the total-return level; price_value is NULL where no traded prices exist.
CREATE TABLE index_values (
	index_id           INTEGER NOT NULL REFERENCES indexes (id),
	date               INTEGER NOT NULL,
	value              REAL    NOT NULL,
	net_value          REAL    NOT NULL,
	price_value        REAL,
	divisor            REAL    NOT NULL,
	strategy_config_id INTEGER NOT NULL REFERENCES strategy_configs (id),
	run_id             INTEGER NOT NULL REFERENCES runs (id),
	created_at         INTEGER NOT NULL,
	updated_at         INTEGER NOT NULL,
	id                 INTEGER GENERATED ALWAYS AS (index_id * 1000000 + date) VIRTUAL,
	PRIMARY KEY (index_id, date)
) STRICT, WITHOUT ROWID;
CREATE INDEX index_values_date ON index_values (date);

CREATE TABLE rebalances (
	index_id       INTEGER NOT NULL REFERENCES indexes (id),
	date           INTEGER NOT NULL, -- effective: in force after this close
	reference_date INTEGER NOT NULL,
	turnover       REAL    NOT NULL, -- one way, fraction
	cost           REAL    NOT NULL, -- fraction of the net level
	run_id         INTEGER NOT NULL REFERENCES runs (id),
	PRIMARY KEY (index_id, date)
) STRICT, WITHOUT ROWID;

-- date is the effective date. weight is the target, weight_before what drift had made of the last target.
CREATE TABLE allocations (
	index_id      INTEGER NOT NULL REFERENCES indexes (id),
	date          INTEGER NOT NULL,
	asset_id      INTEGER NOT NULL REFERENCES assets (id),
	weight        REAL    NOT NULL,
	weight_before REAL    NOT NULL,
	units         REAL    NOT NULL,
	run_id        INTEGER NOT NULL REFERENCES runs (id),
	created_at    INTEGER NOT NULL,
	id            INTEGER GENERATED ALWAYS AS ((index_id * 1000000 + date) * 100000 + asset_id) VIRTUAL,
	PRIMARY KEY (index_id, date, asset_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX allocations_date_asset ON allocations (date, asset_id);

-- What the rules had to do. date is the effective date of the rebalance concerned; asset_id 0 = the whole index.
CREATE TABLE index_events (
	index_id INTEGER NOT NULL REFERENCES indexes (id),
	date     INTEGER NOT NULL,
	code     TEXT    NOT NULL,
	asset_id INTEGER NOT NULL DEFAULT 0,
	run_id   INTEGER NOT NULL REFERENCES runs (id),
	PRIMARY KEY (index_id, date, code, asset_id)
) STRICT, WITHOUT ROWID;

-- One row a name; every published change counts generation up, so that caches know.
CREATE TABLE counters (
	name  TEXT PRIMARY KEY,
	value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, value) VALUES ('generation', 1);
