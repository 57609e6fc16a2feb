/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/app.h"

/* Both words come from the Makefile. */
const char app_version[] = APP_VERSION;
const char app_build[] = APP_VERSION "+" APP_COMMIT;
