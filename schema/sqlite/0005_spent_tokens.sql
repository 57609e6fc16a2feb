-- SPDX-License-Identifier: Apache-2.0
-- ID tokens that somebody signed in with, until they expire, so that none signs in a second time.
-- hash is the SHA-256 of what the token's signature covers, in lower-case hexadecimal; instants are UTC
-- milliseconds.

CREATE TABLE spent_tokens (
	hash       TEXT    PRIMARY KEY,
	address    TEXT    NOT NULL, -- where it came from first
	used_at    INTEGER NOT NULL,
	expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_tokens_expiry ON spent_tokens (expires_at);
