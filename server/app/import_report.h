/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef APP_IMPORT_REPORT_H
#define APP_IMPORT_REPORT_H

#include "app/import.h"

/*
 * Complete what is said of a file: out holds the counts of the database, r
 * those of the reader, and r's text is copied into the arena. A refused file
 * counts nothing.
 */
void import_describe(struct arena *a, const char *name, const struct csv_report *r,
                     struct import_file *out);
/* Add a file to the totals; it is already in out->files.items. */
void import_add(struct import_report *out, const struct import_file *file);

#endif
