/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/*
 * Rows of the table in statements.c, and of nothing else: work in the background. States and queues
 * are the numbers of queue/queue.h. Each change of a task is one statement, and so whole by itself.
 */
#define TASK_FIELDS                                                                              \
	"seq, id, kind, queue, state, run_at, tries, max_tries, args, user_id, parent,"          \
	" created_at, started_at, ended_at, lease_owner, lease_epoch, cancel, percent, message," \
	" result, error"
#define TASK_TYPES "ittiiiiitITiIITiiiTTT"
#define SCHEDULE_FIELDS                                                                     \
	"id, name, kind, args, spec, timezone, missed, enabled, builtin, next_at, last_at," \
	" last_task, updated_at, updated_by"
#define SCHEDULE_TYPES "itttttiiiIITiI"

/* clang-format off */
	[STMT_TASK_PUT] =
		{
			.sql = "INSERT INTO tasks (id, kind, queue, state, run_at, ready_at, max_tries, once_key, args,"
			       " user_id, parent, created_at) VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $5)"
			       " ON CONFLICT DO NOTHING",
			.in = "ttiiiiTtIT",
			.out = "",
		},
	[STMT_TASK_BY_KEY] =
		{
			.sql = "SELECT id FROM tasks WHERE once_key = $1 AND state < 2",
			.in = "t",
			.out = "t",
		},
	/*
	 * One that runs, or has left its effect, gives up its key; what waits longer than until $2 is due
	 * then, said now ($3). In the words of the index of keys.
	 */
	[STMT_TASK_YIELD] =
		{
			.sql = "UPDATE tasks SET once_key = CASE WHEN state = 0 AND NOT EXISTS"
			       " (SELECT 1 FROM task_effects WHERE task_id = id) THEN once_key END,"
			       " run_at = min(run_at, $2), ready_at = CASE WHEN run_at > $2 THEN $3 ELSE ready_at END"
			       " WHERE once_key = $1 AND state < 2 AND (state <> 0 OR run_at > $2 OR EXISTS"
			       " (SELECT 1 FROM task_effects WHERE task_id = id))",
			.in = "tii",
			.out = "",
		},
	/* When the earliest task of each queue is due. */
	[STMT_TASK_DUE] =
		{
			.sql = "SELECT (SELECT run_at FROM tasks WHERE state = 0 AND queue = 0 ORDER BY run_at LIMIT 1),"
			       " (SELECT run_at FROM tasks WHERE state = 0 AND queue = 1 ORDER BY run_at LIMIT 1),"
			       " (SELECT run_at FROM tasks WHERE state = 0 AND queue = 2 ORDER BY run_at LIMIT 1)",
			.in = "",
			.out = "III",
		},
	/* $1 queue, $2 now, $3 owner, $4 end of the lease, $5 how many. */
	[STMT_TASK_RESERVE] =
		{
			.sql = "UPDATE tasks SET state = 1, tries = tries + 1, started_at = $2, lease_until = $4,"
			       " lease_owner = $3, lease_epoch = lease_epoch + 1, percent = 0, message = NULL"
			       " WHERE seq IN (SELECT seq FROM tasks WHERE state = 0 AND queue = $1 AND run_at <= $2"
			       " ORDER BY run_at, seq LIMIT $5)"
			       " RETURNING seq, id, kind, run_at, tries, max_tries, args, user_id, parent, created_at,"
			       " lease_epoch, cancel",
			.in = "iitii",
			.out = "ittiiitITiii",
		},
	[STMT_TASK_TOUCH] =
		{
			.sql = "UPDATE tasks SET lease_until = $3, percent = coalesce($4, percent),"
			       " message = coalesce($5, message) WHERE id = $1 AND lease_epoch = $2 AND state = 1"
			       " RETURNING cancel",
			.in = "tiiIT",
			.out = "i",
		},
	[STMT_TASK_DONE] =
		{
			.sql = "UPDATE tasks SET state = 2, ended_at = $3, result = $4, percent = 100, error = NULL,"
			       " lease_until = NULL WHERE id = $1 AND lease_epoch = $2 AND state = 1",
			.in = "tiiT",
			.out = "",
		},
	/* $3 now, $4 when again, $5 why. */
	[STMT_TASK_RETRY] =
		{
			.sql = "UPDATE tasks SET state = CASE WHEN cancel = 1 THEN 4 WHEN tries >= max_tries THEN 3 ELSE 0 END,"
			       " ended_at = CASE WHEN cancel = 1 OR tries >= max_tries THEN $3 END, run_at = $4,"
			       " ready_at = $3, error = $5, lease_until = NULL"
			       " WHERE id = $1 AND lease_epoch = $2 AND state = 1 RETURNING state",
			.in = "tiiit",
			.out = "i",
		},
	[STMT_TASK_BURY] =
		{
			.sql = "UPDATE tasks SET state = 3, ended_at = $3, error = $4, lease_until = NULL"
			       " WHERE id = $1 AND lease_epoch = $2 AND state = 1",
			.in = "tiit",
			.out = "",
		},
	[STMT_TASK_CANCELLED] =
		{
			.sql = "UPDATE tasks SET state = 4, ended_at = $3, lease_until = NULL"
			       " WHERE id = $1 AND lease_epoch = $2 AND state = 1",
			.in = "tii",
			.out = "",
		},
	/* As if it had never been reserved, but for the epoch. */
	[STMT_TASK_RELEASE] =
		{
			.sql = "UPDATE tasks SET state = CASE WHEN cancel = 1 THEN 4 ELSE 0 END,"
			       " ended_at = CASE WHEN cancel = 1 THEN $3 END, tries = tries - 1, ready_at = $3,"
			       " lease_until = NULL WHERE id = $1 AND lease_epoch = $2 AND state = 1",
			.in = "tii",
			.out = "",
		},
	/* Both stamps are of the owner's own clock. $1 how many. */
	[STMT_TASK_EXPIRED] =
		{
			.sql = "SELECT seq, lease_epoch, tries FROM tasks WHERE state = 1 AND NOT EXISTS"
			       " (SELECT 1 FROM workers WHERE node = lease_owner AND seen_at < lease_until)"
			       " LIMIT $1",
			.in = "i",
			.out = "iii",
		},
	[STMT_TASK_EXPIRE] =
		{
			.sql = "UPDATE tasks SET state = CASE WHEN cancel = 1 THEN 4 WHEN tries >= max_tries THEN 3 ELSE 0 END,"
			       " ended_at = CASE WHEN cancel = 1 OR tries >= max_tries THEN $3 END, ready_at = $3,"
			       " run_at = min(run_at, $3), error = $4, lease_until = NULL"
			       " WHERE seq = $1 AND lease_epoch = $2 AND state = 1"
			       " RETURNING " TASK_FIELDS,
			.in = "iiit",
			.out = TASK_TYPES,
		},
	/* What was put before the clock went back would wait for that hour again. */
	[STMT_TASK_CLOCK] =
		{
			.sql = "UPDATE tasks SET run_at = $1, ready_at = $1 WHERE state = 0 AND run_at > $1 AND ready_at > $2",
			.in = "ii",
			.out = "",
		},
	[STMT_TASK_GET] =
		{
			.sql = "SELECT " TASK_FIELDS " FROM tasks WHERE id = $1",
			.in = "t",
			.out = TASK_TYPES,
		},
	/* $1 states as bits, $2 kind, $3 limit, $4 offset. */
	[STMT_TASK_PAGE] =
		{
			.sql = "SELECT " TASK_FIELDS " FROM tasks WHERE ($1 >> state) & 1 AND ($2 IS NULL OR kind = $2)"
			       " ORDER BY seq DESC LIMIT $3 OFFSET $4",
			.in = "iTii",
			.out = TASK_TYPES,
		},
	[STMT_TASK_PAGE_USER] =
		{
			.sql = "SELECT " TASK_FIELDS " FROM tasks WHERE ($1 >> state) & 1 AND ($2 IS NULL OR kind = $2)"
			       " AND user_id = $5 ORDER BY seq DESC LIMIT $3 OFFSET $4",
			.in = "iTiii",
			.out = TASK_TYPES,
		},
	[STMT_TASK_MATCHES] =
		{
			.sql = "SELECT count(*) FROM tasks WHERE ($1 >> state) & 1 AND ($2 IS NULL OR kind = $2)",
			.in = "iT",
			.out = "i",
		},
	[STMT_TASK_MATCHES_USER] =
		{
			.sql = "SELECT count(*) FROM tasks WHERE ($1 >> state) & 1 AND ($2 IS NULL OR kind = $2)"
			       " AND user_id = $3",
			.in = "iTi",
			.out = "i",
		},
	[STMT_TASK_COUNTS] =
		{
			.sql = "SELECT queue, state, count(*) FROM tasks GROUP BY queue, state",
			.in = "",
			.out = "iii",
		},
	/* $1 now, $2 for whom besides the program, NULL: of anybody, $3 limit: in the order in which they will run. */
	[STMT_TASK_DUE_PAGE] =
		{
			.sql = "SELECT " TASK_FIELDS " FROM tasks WHERE state = 0 AND run_at <= $1"
			       " AND ($2 IS NULL OR user_id IS NULL OR user_id = $2)"
			       " ORDER BY queue, run_at, seq LIMIT $3",
			.in = "iIi",
			.out = TASK_TYPES,
		},
	/* The same of those that are due later, soonest first. */
	[STMT_TASK_LATER_PAGE] =
		{
			.sql = "SELECT " TASK_FIELDS " FROM tasks WHERE state = 0 AND run_at > $1"
			       " AND ($2 IS NULL OR user_id IS NULL OR user_id = $2)"
			       " ORDER BY run_at, seq LIMIT $3",
			.in = "iIi",
			.out = TASK_TYPES,
		},
	[STMT_TASK_DUE_COUNT] =
		{
			.sql = "SELECT count(*) FROM tasks WHERE state = 0 AND run_at <= $1",
			.in = "i",
			.out = "i",
		},
	[STMT_TASK_LATER_COUNT] =
		{
			.sql = "SELECT count(*) FROM tasks WHERE state = 0 AND run_at > $1",
			.in = "i",
			.out = "i",
		},
	[STMT_TASK_CANCEL] =
		{
			.sql = "UPDATE tasks SET cancel = 1, state = CASE state WHEN 0 THEN 4 ELSE state END,"
			       " ended_at = CASE state WHEN 0 THEN $2 ELSE ended_at END WHERE id = $1 AND state < 2"
			       " RETURNING state",
			.in = "ti",
			.out = "i",
		},
	[STMT_TASK_REQUEUE] =
		{
			.sql = "UPDATE tasks SET state = 0, tries = 0, cancel = 0, run_at = $2, ready_at = $2, ended_at = NULL,"
			       " result = NULL, percent = 0, message = NULL WHERE id = $1 AND state IN (3, 4)",
			.in = "ti",
			.out = "",
		},
	[STMT_TASK_DROP] =
		{
			.sql = "DELETE FROM tasks WHERE id = $1 AND state = 3",
			.in = "t",
			.out = "",
		},
	[STMT_TASK_PRUNE] =
		{
			.sql = "DELETE FROM tasks WHERE seq IN (SELECT seq FROM tasks WHERE state >= 2 AND ended_at < $1 LIMIT $2)",
			.in = "ii",
			.out = "",
		},
	[STMT_TASK_PRUNE_RESULTS] =
		{
			.sql = "UPDATE tasks SET result = NULL WHERE state >= 2 AND ended_at < $1 AND result IS NOT NULL",
			.in = "i",
			.out = "",
		},

	[STMT_WORKER_HERE] =
		{
			.sql = "INSERT INTO workers (node, role, queues, threads, running, done, failed, started_at, seen_at)"
			       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (node) DO UPDATE SET"
			       " threads = excluded.threads, running = excluded.running, done = excluded.done,"
			       " failed = excluded.failed, seen_at = excluded.seen_at",
			.in = "tttiiiii",
			.out = "",
		},
	[STMT_WORKER_LEAVE] =
		{
			.sql = "DELETE FROM workers WHERE node = $1",
			.in = "t",
			.out = "",
		},
	[STMT_WORKER_LIST] =
		{
			.sql = "SELECT node, role, queues, threads, running, done, failed, started_at, seen_at FROM workers"
			       " ORDER BY started_at, node LIMIT $1",
			.in = "i",
			.out = "tttiiiiii",
		},

	[STMT_EFFECT_ADD] =
		{
			.sql = "INSERT INTO task_effects (task_id, at, result) VALUES ($1, $2, $3)",
			.in = "tit",
			.out = "",
		},
	[STMT_EFFECT_GET] =
		{
			.sql = "SELECT result FROM task_effects WHERE task_id = $1",
			.in = "t",
			.out = "t",
		},
	[STMT_EFFECT_PRUNE] =
		{
			.sql = "DELETE FROM task_effects WHERE at < $1 AND NOT EXISTS"
			       " (SELECT 1 FROM tasks WHERE id = task_id AND state < 2)",
			.in = "i",
			.out = "",
		},

	/* $1 name, $2 who, $3 until, by that one's clock. Of another: when that has left, or given it back. */
	[STMT_LEASE_TAKE] =
		{
			.sql = "INSERT INTO leases (name, owner, epoch, until) VALUES ($1, $2, 1, $3)"
			       " ON CONFLICT (name) DO UPDATE SET epoch = epoch + (owner <> excluded.owner),"
			       " owner = excluded.owner, until = excluded.until"
			       " WHERE owner = excluded.owner OR until = 0"
			       " OR NOT EXISTS (SELECT 1 FROM workers WHERE node = leases.owner)"
			       " RETURNING epoch",
			.in = "tti",
			.out = "i",
		},
	[STMT_LEASE_DROP] =
		{
			.sql = "UPDATE leases SET until = 0 WHERE name = $1 AND owner = $2",
			.in = "tt",
			.out = "",
		},

	[STMT_SCHEDULE_ADD] =
		{
			.sql = "INSERT INTO schedules (name, kind, args, spec, timezone, missed, enabled, builtin, next_at,"
			       " updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
			       " ON CONFLICT (name) DO NOTHING",
			.in = "tttttiiiIiI",
			.out = "",
		},
	[STMT_SCHEDULE_PUT] =
		{
			.sql = "UPDATE schedules SET name = $2, kind = $3, args = $4, spec = $5, timezone = $6, missed = $7,"
			       " enabled = $8, next_at = $9, updated_at = $10, updated_by = $11 WHERE id = $1",
			.in = "itttttiiIiI",
			.out = "",
		},
	[STMT_SCHEDULE_LIST] =
		{
			.sql = "SELECT " SCHEDULE_FIELDS " FROM schedules ORDER BY name LIMIT $1",
			.in = "i",
			.out = SCHEDULE_TYPES,
		},
	[STMT_SCHEDULE_GET] =
		{
			.sql = "SELECT " SCHEDULE_FIELDS " FROM schedules WHERE id = $1",
			.in = "i",
			.out = SCHEDULE_TYPES,
		},
	[STMT_SCHEDULE_REMOVE] =
		{
			.sql = "DELETE FROM schedules WHERE id = $1",
			.in = "i",
			.out = "",
		},
	/* $1 which, $2 due at, $3 next, $4 now and $5 task, or neither; by the leader of that epoch ($6, $7) alone, once. */
	[STMT_SCHEDULE_FIRED] =
		{
			.sql = "UPDATE schedules SET next_at = $3, last_at = coalesce($4, last_at),"
			       " last_task = coalesce($5, last_task)"
			       " WHERE id = $1 AND next_at IS $2"
			       " AND EXISTS (SELECT 1 FROM leases WHERE name = $6 AND epoch = $7)",
			.in = "iIIITti",
			.out = "",
		},
	/* $1 which, $2 now, $3 task: begun by hand; its times stay. */
	[STMT_SCHEDULE_RAN] =
		{
			.sql = "UPDATE schedules SET last_at = $2, last_task = $3 WHERE id = $1",
			.in = "iit",
			.out = "",
		},
	[STMT_SCHEDULE_COUNT] =
		{
			.sql = "SELECT count(*) FROM schedules",
			.in = "",
			.out = "i",
		},
	[STMT_NOTICE_PRUNE] =
		{
			.sql = "DELETE FROM notices WHERE at < $1",
			.in = "i",
			.out = "",
		},
	/* clang-format on */
