/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors
 *
 * Files that the binary carries. Each gives the symbols embed_NAME and
 * embed_NAME_end, and is followed by a NUL so that a text can be read as a
 * string. Paths are relative to the root of the repository.
 */
#define FILE(name, path)                \
	.global embed_##name;           \
	.balign 16;                     \
	embed_##name: .incbin path;     \
	.global embed_##name##_end;     \
	embed_##name##_end: .byte 0

	.section .rodata

	FILE(schema_0001, "schema/sqlite/0001_initial.sql")
	FILE(schema_0002, "schema/sqlite/0002_risk_metrics.sql")
	FILE(schema_0003, "schema/sqlite/0003_accounts.sql")
	FILE(schema_0004, "schema/sqlite/0004_identities.sql")
	FILE(schema_0005, "schema/sqlite/0005_spent_tokens.sql")
	FILE(schema_0006, "schema/sqlite/0006_tasks.sql")

	FILE(sample_assets, "data/sample/assets.csv")
	FILE(sample_prices, "data/sample/prices.csv.gz")
	FILE(sample_sp500, "data/sample/benchmark_sp500.csv.gz")
	FILE(sample_spy_tr, "data/sample/benchmark_spy_tr.csv")
	FILE(sample_fx, "data/sample/fx.csv.gz")
	FILE(sample_riskfree, "data/sample/riskfree.csv")
	FILE(sample_actions, "data/sample/corporate_actions.csv")
	FILE(sample_calendar, "data/sample/calendar.csv")

	.section .note.GNU-stack, "", @progbits
