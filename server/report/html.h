/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

struct arena;

/*
 * The policy that a report page needs and no more: its one style sheet, by its hash, and nothing
 * else. It stands in the page itself, too; a server sends it with "sandbox" besides.
 */
const char *report_html_policy(struct arena *a);

extern const char report_style[]; /* report/style.c */

#endif
