-- SPDX-License-Identifier: Apache-2.0
-- Work in the background: tasks, who works on them, when they recur, what is told about them, what they
-- leave behind. Instants are UTC milliseconds. Another database keeps these tables by the same names.

-- A task, from its first day to the end of its history. seq is the order of arrival.
CREATE TABLE tasks (
	seq         INTEGER PRIMARY KEY,
	id          TEXT    NOT NULL UNIQUE, -- as clients see it
	kind        TEXT    NOT NULL,        -- jobs/jobs.c
	queue       INTEGER NOT NULL,        -- 0 high_priority, 1 default, 2 low_priority
	state       INTEGER NOT NULL,        -- queue/queue.h, enum task_state
	run_at      INTEGER NOT NULL,        -- not before
	ready_at    INTEGER NOT NULL,        -- when that was said: later than now, the clock went back since
	tries       INTEGER NOT NULL DEFAULT 0, -- times it was reserved
	max_tries   INTEGER NOT NULL,
	once_key    TEXT,                    -- at most one unfinished task has it
	args        TEXT    NOT NULL,        -- JSON
	user_id     INTEGER REFERENCES users (id) ON DELETE SET NULL, -- for whom; NULL: the program
	parent      TEXT,                    -- what made it: "schedule:refresh", "task:…", "requeue:…"
	created_at  INTEGER NOT NULL,
	started_at  INTEGER,                 -- of the last try
	ended_at    INTEGER,
	lease_until INTEGER,
	lease_owner TEXT,
	lease_epoch INTEGER NOT NULL DEFAULT 0, -- fences whoever lost the lease
	cancel      INTEGER NOT NULL DEFAULT 0, -- somebody wants it to end
	percent     INTEGER NOT NULL DEFAULT 0,
	message     TEXT,                    -- of the last progress
	result      TEXT,                    -- JSON; expires before the row does
	error       TEXT                     -- why the last try failed
) STRICT;
CREATE INDEX tasks_ready ON tasks (queue, run_at, seq) WHERE state = 0;
CREATE INDEX tasks_lease ON tasks (lease_until) WHERE state = 1;
CREATE INDEX tasks_ended ON tasks (ended_at) WHERE state >= 2;
CREATE UNIQUE INDEX tasks_once ON tasks (once_key) WHERE once_key IS NOT NULL AND state < 2;
CREATE INDEX tasks_user ON tasks (user_id, seq) WHERE user_id IS NOT NULL;

-- What a task has done for good, told in the transaction that did it: a second run finds it and does nothing.
CREATE TABLE task_effects (
	task_id TEXT    PRIMARY KEY,
	at      INTEGER NOT NULL,
	result  TEXT    NOT NULL -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX task_effects_at ON task_effects (at);

-- Processes that work on tasks, or lead the schedule; a row that is not renewed is of a process that is gone.
CREATE TABLE workers (
	node       TEXT    PRIMARY KEY, -- jobs/node.h
	role       TEXT    NOT NULL,    -- "serve", "worker", "beat"
	queues     TEXT    NOT NULL,
	threads    INTEGER NOT NULL,
	running    INTEGER NOT NULL DEFAULT 0,
	done       INTEGER NOT NULL DEFAULT 0,
	failed     INTEGER NOT NULL DEFAULT 0,
	started_at INTEGER NOT NULL,
	seen_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One holder at a time; epoch counts up with each change of hands and fences the one before.
CREATE TABLE leases (
	name  TEXT    PRIMARY KEY, -- "schedule"
	owner TEXT    NOT NULL,
	epoch INTEGER NOT NULL,
	until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What recurs. Those that the program brings have a name of jobs/schedules.c and come back when deleted.
CREATE TABLE schedules (
	id         INTEGER PRIMARY KEY,
	name       TEXT    NOT NULL UNIQUE,
	kind       TEXT    NOT NULL,
	args       TEXT    NOT NULL, -- JSON
	spec       TEXT    NOT NULL, -- "cron 30 22 * * 1-5", "every 15m", "close+30m XNYS"
	timezone   TEXT    NOT NULL, -- "America/New_York"
	missed     INTEGER NOT NULL, -- 0 run once late, 1 skip
	enabled    INTEGER NOT NULL,
	builtin    INTEGER NOT NULL,
	next_at    INTEGER,          -- NULL: never again
	last_at    INTEGER,
	last_task  TEXT,
	updated_at INTEGER NOT NULL,
	updated_by INTEGER REFERENCES users (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX schedules_next ON schedules (next_at) WHERE enabled = 1;

-- What is told to those who listen, in order; old rows go. user_id NULL: to everybody.
CREATE TABLE notices (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	at      INTEGER NOT NULL,
	user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
	admin   INTEGER NOT NULL DEFAULT 0, -- administrators hear it besides
	event   TEXT    NOT NULL, -- "task", "generation", "report", "backup"
	data    TEXT    NOT NULL  -- JSON, one line
) STRICT;
CREATE INDEX notices_at ON notices (at);

-- Reports that were made; the bytes stand beside the database, in reports/ID.EXT of the data folder.
CREATE TABLE reports (
	seq         INTEGER PRIMARY KEY,
	id          TEXT    NOT NULL UNIQUE,
	user_id     INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	index_id    INTEGER NOT NULL REFERENCES indexes (id),
	report_type TEXT    NOT NULL,
	format      TEXT    NOT NULL,
	period_days INTEGER NOT NULL,
	first_date  INTEGER NOT NULL,
	last_date   INTEGER NOT NULL,
	generation  INTEGER NOT NULL, -- of the data it shows
	size        INTEGER NOT NULL,
	sha256      TEXT    NOT NULL,
	created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX reports_user ON reports (user_id, seq);

-- Backups in backups/ of the data folder.
CREATE TABLE backups (
	id         TEXT    PRIMARY KEY, -- its file name
	reason     TEXT    NOT NULL,    -- "daily", "weekly", "manual", "before migration", "before restore"
	size       INTEGER NOT NULL,
	sha256     TEXT    NOT NULL,
	encrypted  INTEGER NOT NULL,
	schema     INTEGER NOT NULL,    -- number of the last migration in it
	created_at INTEGER NOT NULL,
	verified_at INTEGER
) STRICT, WITHOUT ROWID;
