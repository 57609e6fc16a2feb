/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Rows of the table in statements.c, and of nothing else: reports that were made. */
#define REPORTS                                                                            \
	"SELECT seq, id, user_id, index_id, report_type, format, period_days, first_date," \
	" last_date, generation, size, sha256, created_at FROM reports WHERE "

/* The table that these rows are of is opened elsewhere, which the formatter cannot know. */
/* clang-format off */
	[STMT_REPORT_ADD] =
		{
			.sql = "INSERT INTO reports (id, user_id, index_id, report_type, format, period_days,"
			       " first_date, last_date, generation, size, sha256, created_at)"
			       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
			.in = "tiittiiiiiti",
			.out = "",
		},
	[STMT_REPORT_LIST] =
		{
			.sql = REPORTS "user_id = $1 ORDER BY seq DESC LIMIT $2 OFFSET $3",
			.in = "iii",
			.out = "itiittiiiiiti",
		},
	[STMT_REPORT_COUNT] =
		{
			.sql = "SELECT count(*) FROM reports WHERE user_id = $1",
			.in = "i",
			.out = "i",
		},
	[STMT_REPORT_GET] =
		{
			.sql = REPORTS "id = $1 AND user_id = $2",
			.in = "ti",
			.out = "itiittiiiiiti",
		},
	[STMT_REPORT_AFTER] =
		{
			.sql = REPORTS "seq > $1 ORDER BY seq LIMIT $2",
			.in = "ii",
			.out = "itiittiiiiiti",
		},
	[STMT_REPORT_DELETE] =
		{
			.sql = "DELETE FROM reports WHERE id = $1",
			.in = "t",
			.out = "",
		},
	/* clang-format on */
