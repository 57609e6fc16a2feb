/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef STORE_STATEMENTS_H
#define STORE_STATEMENTS_H

/*
 * Every SQL text the program can run is a row of statements.c under one of
 * these names; nothing is ever concatenated. The typed functions that use a
 * statement are in the file of its noun (users.c, assets.c, ...).
 */
#define STMT_LIST(X)            \
	X(MIGRATION_LIST)       \
	X(MIGRATION_ADD)        \
	X(QUICK_CHECK)          \
	X(GENERATION)           \
	X(GENERATION_BUMP)      \
	X(PART_BEGIN)           \
	X(PART_KEEP)            \
	X(PART_UNDO)            \
	X(USER_ADD)             \
	X(USER_BY_EMAIL)        \
	X(USER_BY_ID)           \
	X(USER_LIST)            \
	X(USER_COUNT)           \
	X(USER_PAGE)            \
	X(USER_MATCHES)         \
	X(USER_ADMINS)          \
	X(USER_SET_PASSWORD)    \
	X(USER_SET_ROLE)        \
	X(USER_SET_DISABLED)    \
	X(USER_SET_TOTP)        \
	X(USER_TOTP_USE)        \
	X(USER_SEALED)          \
	X(RECOVERY_ADD)         \
	X(RECOVERY_USE)         \
	X(RECOVERY_CLEAR)       \
	X(SESSION_ADD)          \
	X(SESSION_CHECK)        \
	X(SESSION_LIST)         \
	X(SESSION_SEEN)         \
	X(SESSION_REVOKE)       \
	X(SESSION_REVOKE_ALL)   \
	X(SESSION_PRUNE)        \
	X(KEY_ADD)              \
	X(KEY_CHECK)            \
	X(KEY_LIST)             \
	X(KEY_SEEN)             \
	X(KEY_REVOKE_ALL)       \
	X(KEY_REVOKE)           \
	X(KEY_COUNT)            \
	X(IDENTITY_ADD)         \
	X(IDENTITY_FIND)        \
	X(IDENTITY_LIST)        \
	X(IDENTITY_REMOVE)      \
	X(FLOW_ADD)             \
	X(FLOW_TAKE)            \
	X(FLOW_COUNT)           \
	X(FLOW_PRUNE)           \
	X(CODE_ADD)             \
	X(CODE_GET)             \
	X(CODE_REMOVE)          \
	X(CODE_PRUNE)           \
	X(IDENTITY_EPOCH)       \
	X(IDENTITY_BUMP)        \
	X(AUDIT_ADD)            \
	X(AUDIT_LAST)           \
	X(AUDIT_ROWS)           \
	X(AUDIT_ROWS_BUMP)      \
	X(AUDIT_WALK)           \
	X(AUDIT_PAGE)           \
	X(AUDIT_MATCHES)        \
	X(ASSET_ADD)            \
	X(ASSET_DESCRIBE)       \
	X(ASSET_BY_SYMBOL)      \
	X(ASSET_LIST)           \
	X(ASSET_COUNT)          \
	X(PRICE_INSERT)         \
	X(PRICE_GET)            \
	X(PRICE_UPDATE)         \
	X(PRICE_REVISE)         \
	X(PRICE_RANGE)          \
	X(PRICE_MEMBERS)        \
	X(SOURCE_PUT)           \
	X(SOURCE_LIST)          \
	X(SERIES_PUT)           \
	X(SERIES_RANGE)         \
	X(FX_PUT)               \
	X(FX_RANGE)             \
	X(FX_LAST)              \
	X(FX_CODE_AFTER)        \
	X(RISK_FREE_PUT)        \
	X(RISK_FREE_RANGE)      \
	X(ACTION_PUT)           \
	X(CLOSURE_PUT)          \
	X(CLOSURE_LIST)         \
	X(INDEX_PUT)            \
	X(MEMBER_PUT)           \
	X(MEMBER_LIST)          \
	X(MEMBER_FILL)          \
	X(CONFIG_ADD)           \
	X(CONFIG_NEWEST)        \
	X(CONFIG_BY_ID)         \
	X(CONFIG_BY_VERSION)    \
	X(CONFIG_LIST)          \
	X(CONFIG_COUNT)         \
	X(RUN_ADD)              \
	X(RUN_NEWEST)           \
	X(TABLE_LIST)           \
	X(COVERAGE_LIST)        \
	X(LEVEL_PUT)            \
	X(LEVEL_RANGE)          \
	X(LEVEL_LAST)           \
	X(LEVEL_BOUNDS)         \
	X(REBALANCE_PUT)        \
	X(REBALANCE_LIST)       \
	X(REBALANCE_COUNT)      \
	X(REBALANCE_COSTS)      \
	X(ALLOCATION_PUT)       \
	X(ALLOCATION_LIST)      \
	X(EVENT_PUT)            \
	X(EVENT_LIST)           \
	X(EVENT_PAGE)           \
	X(EVENT_COUNT)          \
	X(FLAG_LIST)            \
	X(FLAG_CLEAR)           \
	X(LEVEL_CLEAR)          \
	X(REBALANCE_CLEAR)      \
	X(ALLOCATION_CLEAR)     \
	X(EVENT_CLEAR)          \
	X(RISK_METRICS_ADD)     \
	X(RISK_METRICS_LIST)    \
	X(RISK_METRICS_COUNT)   \
	X(TASK_PUT)             \
	X(TASK_BY_KEY)          \
	X(TASK_YIELD)           \
	X(TASK_DUE)             \
	X(TASK_RESERVE)         \
	X(TASK_TOUCH)           \
	X(TASK_DONE)            \
	X(TASK_RETRY)           \
	X(TASK_BURY)            \
	X(TASK_CANCELLED)       \
	X(TASK_RELEASE)         \
	X(TASK_EXPIRE)          \
	X(TASK_EXPIRED)         \
	X(TASK_CLOCK)           \
	X(TASK_GET)             \
	X(TASK_PAGE)            \
	X(TASK_PAGE_USER)       \
	X(TASK_MATCHES)         \
	X(TASK_MATCHES_USER)    \
	X(TASK_COUNTS)          \
	X(TASK_DUE_PAGE)        \
	X(TASK_LATER_PAGE)      \
	X(TASK_DUE_COUNT)       \
	X(TASK_LATER_COUNT)     \
	X(TASK_CANCEL)          \
	X(TASK_REQUEUE)         \
	X(TASK_DROP)            \
	X(TASK_PRUNE)           \
	X(TASK_PRUNE_RESULTS)   \
	X(WORKER_HERE)          \
	X(WORKER_LEAVE)         \
	X(WORKER_LIST)          \
	X(EFFECT_ADD)           \
	X(EFFECT_GET)           \
	X(EFFECT_PRUNE)         \
	X(LEASE_TAKE)           \
	X(LEASE_DROP)           \
	X(SCHEDULE_ADD)         \
	X(SCHEDULE_PUT)         \
	X(SCHEDULE_LIST)        \
	X(SCHEDULE_GET)         \
	X(SCHEDULE_REMOVE)      \
	X(SCHEDULE_FIRED)       \
	X(SCHEDULE_RAN)         \
	X(SCHEDULE_COUNT)       \
	X(NOTICE_PRUNE)         \
	X(INTEGRITY_CHECK)      \
	X(BACKUP_PUT)           \
	X(BACKUP_PAGE)          \
	X(BACKUP_COUNT)         \
	X(BACKUP_VERIFIED)      \
	X(BACKUP_REMOVE)        \
	X(COUNTER_PASS)         \
	X(NOTICE_MARK)          \
	X(NOTICE_MARK_PASS)     \
	X(NOTICE_MARK_MAKE)     \
	X(SESSION_REVOKE_EVERY) \
	X(REPORT_ADD)           \
	X(REPORT_LIST)          \
	X(REPORT_COUNT)         \
	X(REPORT_GET)           \
	X(REPORT_AFTER)         \
	X(REPORT_DELETE)        \
	X(NOTICE_PUT)           \
	X(NOTICE_STATE)         \
	X(NOTICE_LIST)          \
	X(NOTICE_TRIM)          \
	X(SPENT_ADD)            \
	X(SPENT_AGAIN)          \
	X(SPENT_PRUNE)          \
	X(AUDIT_OLD)            \
	X(AUDIT_TRIM)           \
	X(CLEANUP_SESSIONS)     \
	X(CLEANUP_KEYS)         \
	X(CLEANUP_FLOWS)        \
	X(CLEANUP_CODES)        \
	X(CLEANUP_TOKENS)

enum stmt {
#define X(name) STMT_##name,
	STMT_LIST(X)
#undef X
		STMT__N
};
extern const char *const stmt_names[STMT__N]; /* "MIGRATION_LIST" ... */

/*
 * in and out name the types of the arguments $1.. and of the columns:
 * t text  i int64  d double; a capital may be NULL.
 */
struct stmt_def {
	const char *sql;
	const char *in, *out;
};

extern const struct stmt_def statements[STMT__N];

#endif
