-- SPDX-License-Identifier: Apache-2.0
-- Accounts: sessions that can be ended, keys for programs, a second factor, and the log of who did what.
-- Hashes are lower-case hexadecimal text; instants are UTC milliseconds.

ALTER TABLE users ADD COLUMN disabled_at         INTEGER; -- NULL = may sign in
ALTER TABLE users ADD COLUMN password_changed_at INTEGER; -- NULL = as registered
ALTER TABLE users ADD COLUMN totp                TEXT;    -- the second factor's secret, sealed (base/seal.h)
ALTER TABLE users ADD COLUMN totp_enabled_at     INTEGER; -- NULL with a secret: set up and not yet confirmed
ALTER TABLE users ADD COLUMN totp_step           INTEGER; -- the 30 s step of the last code taken: none counts twice

-- One row a token; jti is the token's own number. Kept until it has expired.
CREATE TABLE sessions (
	jti          TEXT    PRIMARY KEY,
	user_id      INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	created_at   INTEGER NOT NULL,
	expires_at   INTEGER NOT NULL,
	last_seen_at INTEGER NOT NULL,
	address      TEXT    NOT NULL,
	user_agent   TEXT,
	revoked_at   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id, expires_at);

-- The key itself is shown once and kept nowhere: hash is its SHA-256, prefix its first characters.
CREATE TABLE api_keys (
	id           INTEGER PRIMARY KEY,
	user_id      INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	name         TEXT    NOT NULL,
	scope        TEXT    NOT NULL CHECK (scope IN ('read', 'write')),
	hash         TEXT    NOT NULL UNIQUE,
	prefix       TEXT    NOT NULL,
	created_at   INTEGER NOT NULL,
	last_used_at INTEGER,
	expires_at   INTEGER,
	revoked_at   INTEGER
) STRICT;
CREATE INDEX api_keys_user ON api_keys (user_id);

-- SHA-256 of each code; a row goes when its code is used.
CREATE TABLE recovery_codes (
	user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	hash    TEXT    NOT NULL,
	PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;

-- Append only. hash = SHA-256 of prev_hash and the row (app/audit.h): a changed or missing row breaks
-- the chain. An actor's number is no reference: the log outlives the account.
CREATE TABLE audit_log (
	id         INTEGER PRIMARY KEY,
	at         INTEGER NOT NULL,
	actor_id   INTEGER,
	actor      TEXT    NOT NULL,
	action     TEXT    NOT NULL,
	object     TEXT,
	detail     TEXT,             -- a JSON object
	address    TEXT,
	request_id TEXT,
	prev_hash  TEXT    NOT NULL,
	hash       TEXT    NOT NULL
) STRICT;

-- identity_epoch counts every change of who may do what; audit_rows is the number of the log's last row,
-- so that rows taken from its end are missed.
INSERT INTO counters (name, value) VALUES ('identity_epoch', 1), ('audit_rows', 0);
