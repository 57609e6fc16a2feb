/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_STATEMENTS_H
#define STORE_STATEMENTS_H

/*
 * Every SQL text the program can run is a row of statements.c under one of
 * these names; nothing is ever concatenated. The typed functions that use a
 * statement are in the file of its noun (users.c, assets.c, ...).
 */
enum stmt {
	STMT_MIGRATION_LIST,
	STMT_MIGRATION_ADD,
	STMT_GENERATION,
	STMT_GENERATION_BUMP,
	STMT_PART_BEGIN,
	STMT_PART_KEEP,
	STMT_PART_UNDO,

	STMT_USER_ADD,
	STMT_USER_BY_EMAIL,
	STMT_USER_BY_ID,
	STMT_USER_LIST,
	STMT_USER_COUNT,
	STMT_USER_SET_PASSWORD,

	STMT_ASSET_ADD,
	STMT_ASSET_DESCRIBE,
	STMT_ASSET_BY_SYMBOL,
	STMT_ASSET_LIST,
	STMT_ASSET_COUNT,

	STMT_PRICE_INSERT,
	STMT_PRICE_GET,
	STMT_PRICE_UPDATE,
	STMT_PRICE_REVISE,
	STMT_PRICE_RANGE,
	STMT_PRICE_MEMBERS,

	STMT_SOURCE_PUT,
	STMT_SOURCE_LIST,
	STMT_SERIES_PUT,
	STMT_SERIES_RANGE,
	STMT_FX_PUT,
	STMT_RISK_FREE_PUT,
	STMT_ACTION_PUT,
	STMT_CLOSURE_PUT,

	STMT_INDEX_PUT,
	STMT_MEMBER_PUT,
	STMT_MEMBER_LIST,
	STMT_MEMBER_FILL,
	STMT_CONFIG_ADD,
	STMT_CONFIG_NEWEST,
	STMT_RUN_ADD,
	STMT_RUN_NEWEST,

	STMT_LEVEL_PUT,
	STMT_LEVEL_RANGE,
	STMT_LEVEL_LAST,
	STMT_REBALANCE_PUT,
	STMT_REBALANCE_LIST,
	STMT_REBALANCE_COUNT,
	STMT_ALLOCATION_PUT,
	STMT_ALLOCATION_LIST,
	STMT_EVENT_PUT,
	STMT_EVENT_LIST,
	STMT_LEVEL_CLEAR,
	STMT_REBALANCE_CLEAR,
	STMT_ALLOCATION_CLEAR,
	STMT_EVENT_CLEAR,

	STMT__N
};

/*
 * in and out name the types of the arguments $1.. and of the columns:
 * t text  i int64  d double; a capital may be NULL.
 */
struct stmt_def {
	const char *sql;
	const char *in, *out;
};

extern const struct stmt_def statements[STMT__N];

#endif
