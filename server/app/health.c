/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/health.h"

#include "app/app.h"
#include "app/outage.h"
#include "store/db.h"
#include "store/migrate.h"

enum err app_ready(struct app *app, struct Ready *out, struct fail *f)
{
	int64_t generation;

	enum err e = migrate_check(app->db, f);
	if (e != OK)
		return e == ERR_CONFLICT ? ERR_AWAY
		                         : e; /* not ours: nobody's request is at fault */
	TRY(db_int(app->db, STMT_GENERATION, NULL, &generation, f));
	TRY(outage_check(app->outage, f));
	*out = (struct Ready){
		.status = "ok", .database = app->db->ops->name, .generation = generation};
	return OK;
}
