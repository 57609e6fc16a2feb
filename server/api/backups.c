/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/backup.h"

#include "api/routes.h"
#include "api/shapes.h"

enum { ID_MAX = 96 };

#define ID_DOC "Name of the backup, which is that of its file"
#define ID_EXAMPLE "\"autoindex-20260131T093000123Z-manual-5.db\""

static const struct field query_fields[] = {
	{"limit", INT, AT(BackupQuery, limit), IN_QUERY, 1, 500, .def = "100",
         .doc = "Most backups to give"},
	{"offset", INT, AT(BackupQuery, offset), IN_QUERY, 0, 1e9, .def = "0",
         .doc = "How many to leave out before"},
};
static SHAPE(query, BackupQuery, query_fields);

static const struct field order_fields[] = {
	{"encrypt", BOOL, AT(BackupOrder, encrypt),
         .doc = "Encrypt it also where no passphrase is set: by the installation's key"},
};
static SHAPE(order, BackupOrder, order_fields);

static const struct field backup_fields[] = {
	{"id", TEXT, AT(Backup, id), .doc = ID_DOC, .example = ID_EXAMPLE},
	{"reason", TEXT, AT(Backup, reason),
         .doc = "daily, weekly, manual, before migration or before restore"},
	{"size", INT, AT(Backup, size), .doc = "Bytes of the file"},
	{"sha256", TEXT, AT(Backup, sha256), .doc = "SHA-256 of the file"},
	{"encrypted", BOOL, AT(Backup, encrypted), .doc = "Whether it is encrypted"},
	{"schema", INT, AT(Backup, schema), .doc = "Schema of the database in it"},
	{"created_at", TIME, AT(Backup, created_at), .doc = "When it was made"},
	{"verified_at", TIME, AT(Backup, verified_at), NULLABLE,
         .doc = "When it was last found sound; null: not yet looked at"},
};
SHAPE(backup_shape, Backup, backup_fields);

static const struct field backups_fields[] = {
	{"items", LIST, AT(Backups, items), .of = &backup_shape, .doc = "Newest first"},
	{"total", INT, AT(Backups, total), .doc = "How many there are"},
};
SHAPE(backups_shape, Backups, backups_fields);

static const struct field id_fields[] = {
	{"id", TEXT, AT(BackupId, id), REQUIRED | IN_PATH, 1, ID_MAX, .doc = ID_DOC,
         .example = ID_EXAMPLE},
};
static SHAPE(backup_id, BackupId, id_fields);

static const struct field check_fields[] = {
	{"file", TEXT, AT(BackupCheck, file), .doc = "What was looked at"},
	{"size", INT, AT(BackupCheck, size), .doc = "Bytes of the file"},
	{"sha256", TEXT, AT(BackupCheck, sha256), .doc = "SHA-256 of the file, as it is now"},
	{"sum_known", BOOL, AT(BackupCheck, sum_known),
         .doc = "Whether there was a sum of when it was made to compare with"},
	{"encrypted", BOOL, AT(BackupCheck, encrypted), .doc = "Whether it is encrypted"},
	{"schema", INT, AT(BackupCheck, schema), .doc = "Schema of the database in it"},
	{"pending", INT, AT(BackupCheck, pending),
         .doc = "Migrations that a restore runs to bring it to the newest schema"},
	{"audit_rows", INT, AT(BackupCheck, audit_rows),
         .doc = "Entries of its log of who did what, each following from the one before"},
};
SHAPE(backup_check_shape, BackupCheck, check_fields);

static const struct field restore_fields[] = {
	{"id", TEXT, AT(BackupRestore, id), REQUIRED | IN_PATH, 1, ID_MAX, .doc = ID_DOC,
         .example = ID_EXAMPLE},
	{"confirm", TEXT, AT(BackupRestore, confirm), 0, 1, ID_MAX,
         .doc = "The id again: all that is in the database now is replaced", .example = ID_EXAMPLE},
};
static SHAPE(restore, BackupRestore, restore_fields);

static const struct field restored_fields[] = {
	{"file", TEXT, AT(Restored, file), .doc = "What was restored"},
	{"before", TEXT, AT(Restored, before), NULLABLE,
         .doc = "The backup of what was there before"},
	{"schema", INT, AT(Restored, schema), .doc = "Schema that it had; it is the newest now"},
	{"sealed_unreadable", INT, AT(Restored, sealed_unreadable),
         .doc = "Second factors in it that were sealed under another key, and do not open"},
};
SHAPE(restored_shape, Restored, restored_fields);

static enum err get_backups(struct req *rq, const void *in, void *out)
{
	return app_backups(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err post_backup(struct req *rq, const void *in, void *out)
{
	return app_backup_make(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err download(struct req *rq, const void *in, void *out)
{
	struct bytes b;

	(void)out;
	TRY(app_backup_bytes(req_worker(rq), req_arena(rq), in, &b, req_fail(rq)));
	req_reply_bytes(rq, "application/octet-stream", b.p, b.n);
	return OK;
}

static enum err verify(struct req *rq, const void *in, void *out)
{
	return app_backup_verify(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err put_back(struct req *rq, const void *in, void *out)
{
	return app_backup_restore(req_worker(rq), req_arena(rq), in, out, req_fail(rq));
}

static enum err remove_backup(struct req *rq, const void *in, void *out)
{
	(void)out;
	return app_backup_delete(req_worker(rq), req_arena(rq), in, req_fail(rq));
}

static const enum err conflict[] = {ERR_CONFLICT, OK};
static const enum err toobig[] = {ERR_TOOBIG, OK};

enum { OVERSEE = ADMIN | PERSONAL | NO_STORE };

static const struct route table[] = {
	{GET, "", get_backups, OVERSEE, &query, &backups_shape, "getBackups", "The backups"},
	{POST, "", post_backup, OVERSEE, &order, &backup_shape, "postBackup", "Make a backup now",
         conflict},
	{GET, "/{id}/download", download, OVERSEE, &backup_id, NULL, "downloadBackup",
         "The file of a backup, up to 256 MiB", toobig},
	{POST, "/{id}/verify", verify, OVERSEE, &backup_id, &backup_check_shape, "verifyBackup",
         "Look whether a backup could be restored", conflict},
	{POST, "/{id}/restore", put_back, OVERSEE, &restore, &restored_shape, "restoreBackup",
         "Put a backup in the place of the database; all sessions end", conflict},
	{DELETE_, "/{id}", remove_backup, OVERSEE, &backup_id, NULL, "deleteBackup",
         "Remove a backup"},
};
const struct routes backup_routes = {"/api/v1/admin/backups", "backups",
                                     "Copies of the whole database", table, COUNT(table)};
