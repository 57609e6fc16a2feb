/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/outage.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct outage {
	pthread_mutex_t lock;
	bool            away[OUTAGE_N];
	const char     *slug[OUTAGE_N]; /* NULL = of no known sort */
};

/* Words of store/db_sqlite.c; what names files is in the log. */
static const struct {
	const char *slug, *msg;
} sorts[] = {
	{"disk_full", "the disk that holds the database is full: nothing can be stored"},
	{"database_busy", "another process holds the database: nothing can be stored"},
	{"database_read_only", "the database cannot be written"},
};

struct outage *outage_create(void)
{
	struct outage *o = calloc(1, sizeof(*o));

	if (!o)
		abort();
	pthread_mutex_init(&o->lock, NULL);
	return o;
}

void outage_destroy(struct outage *o)
{
	if (o)
		pthread_mutex_destroy(&o->lock);
	free(o);
}

void outage_note(struct outage *o, enum outage_of who, const struct fail *why)
{
	if (!o)
		return;
	pthread_mutex_lock(&o->lock);
	o->away[who] = why != NULL;
	o->slug[who] = why ? why->slug : NULL;
	pthread_mutex_unlock(&o->lock);
}

enum err outage_check(struct outage *o, struct fail *f)
{
	const char *slug = NULL, *msg = "the database cannot be read or written; the log says why";
	bool        away = false;

	if (!o)
		return OK;
	pthread_mutex_lock(&o->lock);
	for (int i = 0; i < OUTAGE_N && !away; i++) {
		away = o->away[i];
		slug = o->slug[i];
	}
	pthread_mutex_unlock(&o->lock);
	if (!away)
		return OK;
	for (size_t i = 0; slug && i < COUNT(sorts); i++)
		if (strcmp(slug, sorts[i].slug) == 0)
			msg = sorts[i].msg;
	enum err e = slug ? fail_as(f, ERR_AWAY, slug, "%s", msg) : fail(f, ERR_AWAY, "%s", msg);
	f->plain = true;
	return e;
}
