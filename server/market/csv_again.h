/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef MARKET_CSV_AGAIN_H
#define MARKET_CSV_AGAIN_H

#include "market/csv_parse.h"

/* More than 4 times the close before, or less than a quarter of it. */
bool csv_is_jump(const struct csv_values *before, const struct csv_values *now);
bool csv_values_same(const struct csv_values *a, const struct csv_values *b);

struct csv_values csv_values_of(const struct csv_row *row);

/* Count an issue and, while there is room, list it. p->p holds CSV_LIST_MAX. */
void csv_issues_add(struct csv_issues *p, const struct csv_issue *issue);

/*
 * Symbols whose rows came in no order of dates (track->again): read the file
 * again, the steps of the first reading, as often as it takes to hold a bounded part of those
 * rows at a time, and settle which of their duplicates conflict (in *report)
 * and where they jump (added to *jumps).
 */
enum csv_reason csv_again(const struct csv_parser *first, uint64_t steps, struct csv_report *report,
                          struct csv_issues *jumps);

#endif
