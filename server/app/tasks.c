/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/tasks.h"

#include "app/notices.h"
#include "base/arena.h"
#include "base/buf.h"
#include "store/db.h"

const char *task_word(const struct task *t)
{
	switch (t->state) {
	case TASK_READY: return t->tries > 0 ? "RETRY" : "PENDING";
	case TASK_RESERVED: return t->percent > 0 ? "PROGRESS" : "STARTED";
	case TASK_DONE: return "SUCCESS";
	case TASK_DEAD: return "FAILURE";
	case TASK_CANCELLED:
	case TASK_STATES: break;
	}
	return "REVOKED";
}

enum err task_tell(struct db *db, int64_t now_ms, const struct task *t, struct fail *f)
{
	struct buf b;

	buf_init(&b, NOTICE_DATA_MAX);
	buf_json_name(&b, '{', "task_id");
	buf_json_text(&b, t->id);
	buf_json_name(&b, ',', "kind");
	buf_json_text(&b, t->kind);
	buf_json_name(&b, ',', "state");
	buf_json_text(&b, task_word(t));
	buf_json_name(&b, ',', "percent");
	buf_json_int(&b, t->percent);
	buf_json_name(&b, ',', "message");
	buf_json_text(&b, t->message ? t->message : "");
	buf_json_name(&b, ',', "user_id");
	if (t->user_id > 0)
		buf_json_int(&b, t->user_id);
	else
		buf_puts(&b, "null");
	buf_putc(&b, '}');
	enum err e = notice_put(db, now_ms, t->user_id, true, "task", buf_text(&b), f);
	buf_finish(&b);
	return e;
}

enum err task_effect_add(struct db *db, int64_t now_ms, const char *id, const char *result,
                         struct fail *f)
{
	if (!id)
		return OK;
	return db_write(db, STMT_EFFECT_ADD,
	                (struct val[]){val_t(id), val_i(now_ms), val_t(result)}, NULL, f);
}

struct found {
	struct arena *a;
	const char   *text;
};

static enum err take_text(void *ctx, const struct val *row, struct fail *f)
{
	struct found *t = ctx;

	(void)f;
	t->text = arena_strdup(t->a, row[0].t);
	return OK;
}

enum err task_effect_get(struct db *db, struct arena *a, const char *id, const char **result,
                         struct fail *f)
{
	struct found t = {.a = a};

	TRY(db_run(db, STMT_EFFECT_GET, (struct val[]){val_t(id)}, take_text, &t, f));
	*result = t.text;
	return OK;
}
