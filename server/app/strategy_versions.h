/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_STRATEGY_VERSIONS_H
#define APP_STRATEGY_VERSIONS_H

#include "app/strategy.h"

struct VersionsQuery {
	int64_t limit, offset;
};
struct Version {
	int64_t     version, created_at;
	const char *created_by; /* e-mail; NULL = the program itself, or the admin token */
	bool        ai_adjusted;
	const char *ai_adjustment_reason;
	double      ai_confidence_score;
	const char *config_hash;
	struct list changes; /* struct FieldChange, from the version before; none for the first */
};
struct Versions {
	struct list items; /* struct Version, newest first */
	int64_t     total;
};
enum err app_strategy_versions(struct app *app, struct arena *a, const struct VersionsQuery *in,
                               struct Versions *out, struct fail *f) MUST_CHECK;

/* A field of the configuration, for a form. */
struct StrategyField {
	const char *name, *type; /* number, integer, or word */
	double      minimum, maximum;
	struct list words;         /* const char * */
	const char *default_value; /* as text */
	const char *effect;
};
struct StrategyFields {
	struct list items; /* struct StrategyField */
};
void app_strategy_fields(struct arena *a, struct StrategyFields *out);

#endif
