-- SPDX-License-Identifier: Apache-2.0
-- The risk figures of the last session of every publication, as they were then: append only.
-- The four texts are JSON; together they hold the members of a row of GET risk-metrics.

CREATE TABLE risk_metrics (
	id                 INTEGER PRIMARY KEY,
	index_id           INTEGER NOT NULL REFERENCES indexes (id),
	date               INTEGER NOT NULL,
	metrics            TEXT    NOT NULL, -- observations, volatility, sharpe_ratio, var_95 ...
	performance        TEXT    NOT NULL, -- total_return, annualized_return, best_day ...
	drawdown           TEXT    NOT NULL, -- max_drawdown, current_drawdown ...
	correlation        TEXT    NOT NULL, -- against the benchmark: beta_sp500, alpha ...
	run_id             INTEGER NOT NULL REFERENCES runs (id),
	strategy_config_id INTEGER NOT NULL REFERENCES strategy_configs (id),
	computed_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX risk_metrics_date ON risk_metrics (index_id, date);
