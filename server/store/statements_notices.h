/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Rows of the table in statements.c: what is told to those who listen. */

[STMT_NOTICE_PUT] =
	{
		.sql = "INSERT INTO notices (at, user_id, admin, event, data) VALUES ($1, $2, $3, $4, $5)",
		.in = "iIitt",
		.out = "",
},
	[STMT_NOTICE_STATE] =
		{
			.sql = "SELECT coalesce((SELECT min(id) FROM notices), 0),"
			       " coalesce((SELECT max(id) FROM notices), 0), value"
			       " FROM counters WHERE name = 'generation'",
			.in = "",
			.out = "iii",
},
	/* $2 NULL: all of them; otherwise what that user hears, an administrator with $3. */
	[STMT_NOTICE_LIST] =
		{
			.sql = "SELECT id, at, user_id, admin, event, data FROM notices WHERE id > $1"
			       " AND ($2 IS NULL OR user_id IS NULL OR user_id = $2 OR ($3 AND admin))"
			       " ORDER BY id LIMIT $4",
			.in = "iIii",
			.out = "iiIitt",
},
	/* Of the $3 oldest those of before $1, and those that $2 newer ones follow; never the newest. */
	[STMT_NOTICE_TRIM] = {
		.sql = "DELETE FROM notices WHERE id IN ("
		       " SELECT id FROM (SELECT id, at FROM notices ORDER BY id LIMIT $3)"
		       " WHERE at < $1 OR id <= (SELECT max(id) FROM notices) - $2)"
		       " AND id < (SELECT max(id) FROM notices)",
		.in = "iii",
		.out = "",
},
