/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Rows of the table in statements.c, and of nothing else: backups, and what a restored database needs. */

/* The table that these rows are of is opened elsewhere, which the formatter cannot know. */
/* clang-format off */
	/* "ok", or the first thing that is wrong with the file; unlike QUICK_CHECK it compares the indexes, too. */
	[STMT_INTEGRITY_CHECK] =
		{
			.sql = "SELECT min(integrity_check) FROM pragma_integrity_check(1)",
			.in = "",
			.out = "T",
		},
	[STMT_BACKUP_PUT] =
		{
			.sql = "INSERT INTO backups (id, reason, size, sha256, encrypted, schema, created_at, verified_at)"
			       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET"
			       " size = excluded.size, sha256 = excluded.sha256",
			.in = "ttitiiiI",
			.out = "",
		},
	[STMT_BACKUP_PAGE] =
		{
			.sql = "SELECT id, reason, size, sha256, encrypted, schema, created_at, verified_at FROM backups"
			       " ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2",
			.in = "ii",
			.out = "ttitiiiI",
		},
	[STMT_BACKUP_COUNT] =
		{
			.sql = "SELECT count(*) FROM backups",
			.in = "",
			.out = "i",
		},
	[STMT_BACKUP_VERIFIED] =
		{
			.sql = "UPDATE backups SET verified_at = $2 WHERE id = $1",
			.in = "ti",
			.out = "",
		},
	[STMT_BACKUP_REMOVE] =
		{
			.sql = "DELETE FROM backups WHERE id = $1",
			.in = "t",
			.out = "",
		},
	[STMT_COUNTER_PASS] =
		{
			.sql = "UPDATE counters SET value = max(value, $2) + 1 WHERE name = $1",
			.in = "ti",
			.out = "",
		},
	/* Numbers of notices are never given twice: clients ask for those after the last that they saw. */
	[STMT_NOTICE_MARK] =
		{
			.sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'notices'",
			.in = "",
			.out = "i",
		},
	[STMT_NOTICE_MARK_PASS] =
		{
			.sql = "UPDATE sqlite_sequence SET seq = max(seq, $1) WHERE name = 'notices'",
			.in = "i",
			.out = "",
		},
	[STMT_NOTICE_MARK_MAKE] =
		{
			.sql = "INSERT INTO sqlite_sequence (name, seq) SELECT 'notices', $1"
			       " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'notices')",
			.in = "i",
			.out = "",
		},
	[STMT_SESSION_REVOKE_EVERY] =
		{
			.sql = "UPDATE sessions SET revoked_at = $1 WHERE revoked_at IS NULL",
			.in = "i",
			.out = "",
		},
	/* clang-format on */
