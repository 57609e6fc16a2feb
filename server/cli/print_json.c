/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/print_json.h"

#include <stdio.h>

#include "base/buf.h"

enum { REPORT_MAX = 64 << 20 };

void print_json(const struct shape *sh, const void *obj)
{
	struct buf b;

	buf_init(&b, REPORT_MAX);
	shape_encode(sh, obj, NULL, &b);
	buf_putc(&b, '\n');
	fwrite(b.p, 1, b.n, stdout);
	buf_finish(&b);
}
