/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "store/migrate.h"

#include <string.h>

#include "base/crypto.h"
#include "store/db.h"

static const char ledger[] =
	"CREATE TABLE IF NOT EXISTS schema_migrations ("
	" version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,"
	" applied_at INTEGER NOT NULL) STRICT";

static void checksum(const char *sql, char out[SHA256_HEX])
{
	uint8_t hash[SHA256_LEN];

	crypto_sha256(sql, strlen(sql), hash);
	crypto_hex(hash, sizeof(hash), out);
}

/* Walks the ledger in step with our table. */
struct walk {
	int at; /* how many of our migrations the ledger has */
};

static enum err compare(void *ctx, const struct val *row, struct fail *f)
{
	struct walk *w = ctx;
	char         want[SHA256_HEX];

	if (w->at == migrations_n)
		return fail(
			f, ERR_CONFLICT,
			"the database has schema %lld, this program knows up to %d; use the newer program",
			(long long)row[0].i, migrations[migrations_n - 1].version);
	const struct migration *m = &migrations[w->at];
	checksum(m->sql, want);
	if (row[0].i != m->version || strcmp(row[2].t, want) != 0)
		return fail(
			f, ERR_CONFLICT,
			"migration %lld (%s) of the database is not the one this program carries;"
			" it was made by another build",
			(long long)row[0].i, row[1].t);
	w->at++;
	return OK;
}

struct climb {
	int64_t                now_ms;
	struct migrate_report *out;
};

static enum err climb(struct db *db, void *ctx, struct fail *f)
{
	struct climb *c = ctx;
	struct walk   w = {0};

	TRY(db->ops->script(db, ledger, f));
	TRY(db_run(db, STMT_MIGRATION_LIST, NULL, compare, &w, f));
	c->out->from = w.at ? migrations[w.at - 1].version : 0;
	for (int i = w.at; i < migrations_n; i++) {
		const struct migration *m = &migrations[i];
		char                    sum[SHA256_HEX];

		TRY(db->ops->script(db, m->sql, f));
		checksum(m->sql, sum);
		struct val row[] = {val_i(m->version), val_t(m->name), val_t(sum),
		                    val_i(c->now_ms)};
		TRY(db_write(db, STMT_MIGRATION_ADD, row, NULL, f));
	}
	c->out->to = migrations[migrations_n - 1].version;
	c->out->applied = migrations_n - w.at;
	return OK;
}

enum err migrate_up(struct db *db, int64_t now_ms, struct migrate_report *out, struct fail *f)
{
	struct migrate_report report = {0};
	struct climb          c = {.now_ms = now_ms, .out = &report};

	TRY(db_tx(db, climb, &c, f));
	*out = report;
	return OK;
}

enum err migrate_state(struct db *db, int *version, int *pending, struct fail *f)
{
	struct walk w = {0};
	struct fail why = {0};
	enum err    e = db_run(db, STMT_MIGRATION_LIST, NULL, compare, &w, &why);

	if (e != OK && e != ERR_INTERNAL) /* that one: there is no ledger */
		*f = why;
	if (e != OK && e != ERR_INTERNAL)
		return e;
	*version = w.at ? migrations[w.at - 1].version : 0;
	*pending = migrations_n - w.at;
	return OK;
}

enum err migrate_check(struct db *db, struct fail *f)
{
	struct walk w = {0};
	enum err    e = db_run(db, STMT_MIGRATION_LIST, NULL, compare, &w, f);

	if (e == ERR_INTERNAL)
		return fail(f, ERR_AWAY, "the database has no schema yet; run 'autoindex migrate'");
	TRY(e);
	if (w.at < migrations_n)
		return fail(f, ERR_AWAY,
		            "the database misses %d migrations; run 'autoindex migrate'",
		            migrations_n - w.at);
	return OK;
}
