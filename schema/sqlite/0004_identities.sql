-- SPDX-License-Identifier: Apache-2.0
-- Sign-in by another provider (Google, an OpenID Connect issuer). Hashes are SHA-256 in lower-case
-- hexadecimal; instants are UTC milliseconds. An account that was made this way has the text 'none' for
-- its password's hash, which no password matches.

-- Who a provider's account is here: the pair of issuer and subject, never an e-mail address.
CREATE TABLE identities (
	id         INTEGER PRIMARY KEY,
	user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
	issuer     TEXT    NOT NULL,
	subject    TEXT    NOT NULL,
	email      TEXT    NOT NULL, -- as the issuer named it when it was linked
	created_at INTEGER NOT NULL,
	UNIQUE (issuer, subject),
	UNIQUE (user_id, issuer)
) STRICT;

-- Sign-ins on their way through a provider, by the hash of their state; each row goes when it is used.
CREATE TABLE sign_in_flows (
	state      TEXT    PRIMARY KEY,
	binding    TEXT    NOT NULL, -- hash of what the page that began it keeps
	provider   TEXT    NOT NULL,
	next       TEXT    NOT NULL, -- path of our own page to return to
	expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_flows_expiry ON sign_in_flows (expires_at);

-- Sign-ins that a provider vouched for and that the page has not taken yet, by the hash of their code.
CREATE TABLE sign_in_codes (
	code       TEXT    PRIMARY KEY,
	binding    TEXT    NOT NULL,
	provider   TEXT    NOT NULL,
	issuer     TEXT    NOT NULL,
	subject    TEXT    NOT NULL,
	email      TEXT    NOT NULL,
	expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_codes_expiry ON sign_in_codes (expires_at);
