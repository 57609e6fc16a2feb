/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/*
 * Rows of the table in statements.c, and of nothing else: what a clean-up removes (app/cleanup.c). Each
 * takes $1 the instant before which a row must have ended and $2 how many go at most; a name that begins
 * with CLEANUP_ deletes from one table, and none of the tables that cleanup_test.c protects.
 */
/* The table that these rows are of is opened elsewhere, which the formatter cannot know. */
/* clang-format off */
	[STMT_CLEANUP_SESSIONS] =
		{
			.sql = "DELETE FROM sessions WHERE jti IN (SELECT jti FROM sessions"
			       " WHERE expires_at < $1 OR revoked_at < $1 LIMIT $2)",
			.in = "ii",
			.out = "",
		},
	[STMT_CLEANUP_KEYS] =
		{
			.sql = "DELETE FROM api_keys WHERE id IN (SELECT id FROM api_keys"
			       " WHERE expires_at < $1 OR revoked_at < $1 LIMIT $2)",
			.in = "ii",
			.out = "",
		},
	[STMT_CLEANUP_FLOWS] =
		{
			.sql = "DELETE FROM sign_in_flows WHERE state IN (SELECT state FROM sign_in_flows"
			       " WHERE expires_at < $1 LIMIT $2)",
			.in = "ii",
			.out = "",
		},
	[STMT_CLEANUP_CODES] =
		{
			.sql = "DELETE FROM sign_in_codes WHERE code IN (SELECT code FROM sign_in_codes"
			       " WHERE expires_at < $1 LIMIT $2)",
			.in = "ii",
			.out = "",
		},
	[STMT_CLEANUP_TOKENS] =
		{
			.sql = "DELETE FROM spent_tokens WHERE hash IN (SELECT hash FROM spent_tokens"
			       " WHERE expires_at < $1 LIMIT $2)",
			.in = "ii",
			.out = "",
		},
	/*
	 * The last of the log's first $2 rows that are all older than $1: a clock that was set back leaves
	 * a young row among old ones, and only what stands before it can go.
	 */
	[STMT_AUDIT_OLD] =
		{
			.sql = "WITH some AS (SELECT id, at, hash FROM audit_log ORDER BY id LIMIT $2)"
			       " SELECT id, hash FROM some WHERE id < coalesce("
			       "(SELECT min(id) FROM some WHERE at >= $1), 9223372036854775807)"
			       " ORDER BY id DESC LIMIT 1",
			.in = "ii",
			.out = "it",
		},
	[STMT_AUDIT_TRIM] =
		{
			.sql = "DELETE FROM audit_log WHERE id <= $1",
			.in = "i",
			.out = "",
		},
	/* clang-format on */
