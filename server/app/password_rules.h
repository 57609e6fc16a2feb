/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_PASSWORD_RULES_H
#define APP_PASSWORD_RULES_H

#include "base/err.h"

/*
 * What a new password must be; every rule broken becomes an entry of
 * f->fields, so that a person sees all of them at once. field names the input.
 */
enum err password_rules_check(const char *field, const char *password, struct fail *f) MUST_CHECK;

#endif
