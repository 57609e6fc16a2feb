/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/*
 * Rows of the table in statements.c, and of nothing else: accounts, their sessions, keys and second
 * factor, and the log of who did what.
 */
#define USER_FIELDS                                                                       \
	"id, email, password_hash, role, created_at, disabled_at, totp, totp_enabled_at," \
	" totp_step"
#define KEY_FIELDS "id, name, scope, prefix, created_at, last_used_at, expires_at, revoked_at"
/* With $2 now. */
#define KEY_IN_FORCE "(revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2))"
#define AUDIT_FIELDS \
	"id, at, actor_id, actor, action, object, detail, address, request_id, prev_hash, hash"

/* The table that these rows are of is opened elsewhere, which the formatter cannot know. */
/* clang-format off */
	/* The first user of an installation that asks for it becomes the administrator ($3 = 1), atomically. */
	[STMT_USER_ADD] =
		{
			.sql = "INSERT INTO users (email, password_hash, role, created_at) VALUES ($1, $2,"
			       " CASE WHEN $3 = 1 AND NOT EXISTS (SELECT 1 FROM users) THEN 'admin' ELSE $4 END, $5)"
			       " RETURNING " USER_FIELDS,
			.in = "ttiti",
			.out = "itttiITII",
		},
	[STMT_USER_BY_EMAIL] =
		{
			.sql = "SELECT " USER_FIELDS " FROM users WHERE email = $1",
			.in = "t",
			.out = "itttiITII",
		},
	[STMT_USER_BY_ID] =
		{
			.sql = "SELECT " USER_FIELDS " FROM users WHERE id = $1",
			.in = "i",
			.out = "itttiITII",
		},
	[STMT_USER_LIST] =
		{
			.sql = "SELECT " USER_FIELDS " FROM users ORDER BY id LIMIT $1 OFFSET $2",
			.in = "ii",
			.out = "itttiITII",
		},
	[STMT_USER_COUNT] =
		{
			.sql = "SELECT count(*) FROM users",
			.in = "",
			.out = "i",
		},
	/* $1 a part of an address or NULL, $2 now. */
	[STMT_USER_PAGE] =
		{
			.sql = "SELECT id, email, role, created_at, disabled_at, totp_enabled_at,"
			       " (SELECT max(last_seen_at) FROM sessions s WHERE s.user_id = u.id),"
			       " (SELECT count(*) FROM sessions s WHERE s.user_id = u.id AND s.revoked_at IS NULL"
			       "  AND s.expires_at > $2)"
			       " FROM users u WHERE ($1 IS NULL OR instr(email, lower($1)) > 0) AND ($5 IS NULL OR id = $5)"
			       " ORDER BY id LIMIT $3 OFFSET $4",
			.in = "TiiiI",
			.out = "ittiIIIi",
		},
	[STMT_USER_MATCHES] =
		{
			.sql = "SELECT count(*) FROM users WHERE ($1 IS NULL OR instr(email, lower($1)) > 0)",
			.in = "T",
			.out = "i",
		},
	/* Administrators beside this account who can sign in. */
	[STMT_USER_ADMINS] =
		{
			.sql = "SELECT count(*) FROM users WHERE role = 'admin' AND disabled_at IS NULL AND id <> $1",
			.in = "i",
			.out = "i",
		},
	[STMT_USER_SET_PASSWORD] =
		{
			.sql = "UPDATE users SET password_hash = $2, password_changed_at = $3 WHERE id = $1",
			.in = "iti",
			.out = "",
		},
	[STMT_USER_SET_ROLE] =
		{
			.sql = "UPDATE users SET role = $2 WHERE id = $1",
			.in = "it",
			.out = "",
		},
	[STMT_USER_SET_DISABLED] =
		{
			.sql = "UPDATE users SET disabled_at = $2 WHERE id = $1",
			.in = "iI",
			.out = "",
		},
	[STMT_USER_SET_TOTP] =
		{
			.sql = "UPDATE users SET totp = $2, totp_enabled_at = $3, totp_step = $4 WHERE id = $1",
			.in = "iTII",
			.out = "",
		},
	/* Changes a row only where the step is later than the last one taken. */
	[STMT_USER_TOTP_USE] =
		{
			.sql = "UPDATE users SET totp_step = $2 WHERE id = $1 AND (totp_step IS NULL OR totp_step < $2)",
			.in = "ii",
			.out = "",
		},
	[STMT_USER_SEALED] =
		{
			.sql = "SELECT id, totp, totp_enabled_at, totp_step FROM users WHERE totp IS NOT NULL ORDER BY id",
			.in = "",
			.out = "iTII",
		},
	[STMT_RECOVERY_ADD] =
		{
			.sql = "INSERT INTO recovery_codes (user_id, hash) VALUES ($1, $2)",
			.in = "it",
			.out = "",
		},
	[STMT_RECOVERY_USE] =
		{
			.sql = "DELETE FROM recovery_codes WHERE user_id = $1 AND hash = $2",
			.in = "it",
			.out = "",
		},
	[STMT_RECOVERY_CLEAR] =
		{
			.sql = "DELETE FROM recovery_codes WHERE user_id = $1",
			.in = "i",
			.out = "",
		},

	[STMT_SESSION_ADD] =
		{
			.sql = "INSERT INTO sessions (jti, user_id, created_at, expires_at, last_seen_at, address, user_agent)"
			       " VALUES ($1, $2, $3, $4, $3, $5, $6)",
			.in = "tiiitT",
			.out = "",
		},
	[STMT_SESSION_CHECK] =
		{
			.sql = "SELECT s.user_id, s.expires_at, s.revoked_at, u.role, u.disabled_at"
			       " FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.jti = $1",
			.in = "t",
			.out = "iiItI",
		},
	[STMT_SESSION_LIST] =
		{
			.sql = "SELECT jti, created_at, expires_at, last_seen_at, address, user_agent FROM sessions"
			       " WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2"
			       " ORDER BY last_seen_at DESC, jti LIMIT $3",
			.in = "iii",
			.out = "tiiitT",
		},
	[STMT_SESSION_SEEN] =
		{
			.sql = "UPDATE sessions SET last_seen_at = $2 WHERE jti = $1 AND last_seen_at < $2",
			.in = "ti",
			.out = "",
		},
	[STMT_SESSION_REVOKE] =
		{
			.sql = "UPDATE sessions SET revoked_at = $3 WHERE jti = $1 AND user_id = $2 AND revoked_at IS NULL"
			       " AND expires_at > $3",
			.in = "tii",
			.out = "",
		},
	/* All but $2. */
	[STMT_SESSION_REVOKE_ALL] =
		{
			.sql = "UPDATE sessions SET revoked_at = $3 WHERE user_id = $1 AND jti <> $2 AND revoked_at IS NULL"
			       " AND expires_at > $3",
			.in = "iti",
			.out = "",
		},
	[STMT_SESSION_PRUNE] =
		{
			.sql = "DELETE FROM sessions WHERE user_id = $1 AND expires_at <= $2",
			.in = "ii",
			.out = "",
		},

	[STMT_KEY_ADD] =
		{
			.sql = "INSERT INTO api_keys (user_id, name, scope, hash, prefix, created_at, expires_at)"
			       " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING " KEY_FIELDS,
			.in = "ittttiI",
			.out = "itttiIII",
		},
	[STMT_KEY_CHECK] =
		{
			.sql = "SELECT k.id, k.user_id, k.scope, k.expires_at, k.revoked_at, u.role, u.disabled_at"
			       " FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.hash = $1",
			.in = "t",
			.out = "iitIItI",
		},
	/* With $2 now: if not all have room, those in force have. */
	[STMT_KEY_LIST] =
		{
			.sql = "SELECT " KEY_FIELDS ", total FROM"
			       " (SELECT " KEY_FIELDS ", count(*) OVER () AS total FROM api_keys WHERE user_id = $1"
			       "  ORDER BY " KEY_IN_FORCE " DESC, id DESC LIMIT $3) ORDER BY id DESC",
			.in = "iii",
			.out = "itttiIIIi",
		},
	[STMT_KEY_SEEN] =
		{
			.sql = "UPDATE api_keys SET last_used_at = $2 WHERE id = $1",
			.in = "ii",
			.out = "",
		},
	[STMT_KEY_REVOKE] =
		{
			.sql = "UPDATE api_keys SET revoked_at = $3 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL",
			.in = "iii",
			.out = "",
		},
	[STMT_KEY_REVOKE_ALL] =
		{
			.sql = "UPDATE api_keys SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL",
			.in = "ii",
			.out = "",
		},
	[STMT_KEY_COUNT] =
		{
			.sql = "SELECT count(*) FROM api_keys WHERE user_id = $1 AND " KEY_IN_FORCE,
			.in = "ii",
			.out = "i",
		},

	[STMT_IDENTITY_ADD] =
		{
			.sql = "INSERT INTO identities (user_id, issuer, subject, email, created_at) VALUES ($1, $2, $3, $4, $5)",
			.in = "ittti",
			.out = "",
		},
	[STMT_IDENTITY_FIND] =
		{
			.sql = "SELECT user_id FROM identities WHERE issuer = $1 AND subject = $2",
			.in = "tt",
			.out = "i",
		},
	[STMT_IDENTITY_LIST] =
		{
			.sql = "SELECT id, user_id, issuer, subject, email, created_at FROM identities WHERE user_id = $1"
			       " ORDER BY id LIMIT $2",
			.in = "ii",
			.out = "iittti",
		},
	[STMT_IDENTITY_REMOVE] =
		{
			.sql = "DELETE FROM identities WHERE id = $1 AND user_id = $2",
			.in = "ii",
			.out = "",
		},
	[STMT_FLOW_ADD] =
		{
			.sql = "INSERT INTO sign_in_flows (state, binding, provider, next, expires_at) VALUES ($1, $2, $3, $4, $5)",
			.in = "tttti",
			.out = "",
		},
	[STMT_FLOW_TAKE] =
		{
			.sql = "DELETE FROM sign_in_flows WHERE state = $1 RETURNING binding, provider, next, expires_at",
			.in = "t",
			.out = "ttti",
		},
	[STMT_FLOW_COUNT] =
		{
			.sql = "SELECT count(*) FROM sign_in_flows",
			.in = "",
			.out = "i",
		},
	[STMT_FLOW_PRUNE] =
		{
			.sql = "DELETE FROM sign_in_flows WHERE expires_at <= $1",
			.in = "i",
			.out = "",
		},
	[STMT_CODE_ADD] =
		{
			.sql = "INSERT INTO sign_in_codes (code, binding, provider, issuer, subject, email, expires_at)"
			       " VALUES ($1, $2, $3, $4, $5, $6, $7)",
			.in = "tttttti",
			.out = "",
		},
	[STMT_CODE_GET] =
		{
			.sql = "SELECT provider, issuer, subject, email, expires_at FROM sign_in_codes"
			       " WHERE code = $1 AND binding = $2",
			.in = "tt",
			.out = "tttti",
		},
	[STMT_CODE_REMOVE] =
		{
			.sql = "DELETE FROM sign_in_codes WHERE code = $1",
			.in = "t",
			.out = "",
		},
	[STMT_CODE_PRUNE] =
		{
			.sql = "DELETE FROM sign_in_codes WHERE expires_at <= $1",
			.in = "i",
			.out = "",
		},

	[STMT_SPENT_ADD] =
		{
			.sql = "INSERT INTO spent_tokens (hash, address, used_at, expires_at) VALUES ($1, $2, $3, $4)"
			       " ON CONFLICT (hash) DO NOTHING",
			.in = "ttii",
			.out = "",
		},
	[STMT_SPENT_AGAIN] =
		{
			.sql = "SELECT count(*) FROM spent_tokens WHERE hash = $1 AND address = $2 AND used_at > $3",
			.in = "tti",
			.out = "i",
		},
	[STMT_SPENT_PRUNE] =
		{
			.sql = "DELETE FROM spent_tokens WHERE expires_at <= $1",
			.in = "i",
			.out = "",
		},

	[STMT_IDENTITY_EPOCH] =
		{
			.sql = "SELECT value FROM counters WHERE name = 'identity_epoch'",
			.in = "",
			.out = "i",
		},
	[STMT_IDENTITY_BUMP] =
		{
			.sql = "UPDATE counters SET value = value + 1 WHERE name = 'identity_epoch'",
			.in = "",
			.out = "",
		},
	[STMT_AUDIT_ADD] =
		{
			.sql = "INSERT INTO audit_log (" AUDIT_FIELDS ")"
			       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
			.in = "iiIttTTTTtt",
			.out = "",
		},
	[STMT_AUDIT_LAST] =
		{
			.sql = "SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1",
			.in = "",
			.out = "it",
		},
	[STMT_AUDIT_ROWS] =
		{
			.sql = "SELECT value FROM counters WHERE name = 'audit_rows'",
			.in = "",
			.out = "i",
		},
	[STMT_AUDIT_ROWS_BUMP] =
		{
			.sql = "UPDATE counters SET value = $1 WHERE name = 'audit_rows'",
			.in = "i",
			.out = "",
		},
	[STMT_AUDIT_WALK] =
		{
			.sql = "SELECT " AUDIT_FIELDS " FROM audit_log ORDER BY id",
			.in = "",
			.out = "iiIttTTTTtt",
		},
	[STMT_AUDIT_PAGE] =
		{
			.sql = "SELECT " AUDIT_FIELDS " FROM audit_log"
			       " WHERE ($1 IS NULL OR action = $1) AND ($2 IS NULL OR instr(lower(actor), lower($2)) > 0)"
			       " ORDER BY id DESC LIMIT $3 OFFSET $4",
			.in = "TTii",
			.out = "iiIttTTTTtt",
		},
	[STMT_AUDIT_MATCHES] =
		{
			.sql = "SELECT count(*) FROM audit_log"
			       " WHERE ($1 IS NULL OR action = $1) AND ($2 IS NULL OR instr(lower(actor), lower($2)) > 0)",
			.in = "TT",
			.out = "i",
		},
	/* clang-format on */
