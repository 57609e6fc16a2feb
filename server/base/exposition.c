/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/exposition.h"

#include <math.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/latency.h"
#include "base/real.h"

void exposition_family(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put_value(struct buf *b, double value)
{
	char text[REAL_TEXT];

	if (isnan(value))
		buf_puts(b, "NaN");
	else if (isinf(value))
		buf_puts(b, value > 0 ? "+Inf" : "-Inf");
	else
		buf_put(b, text, real_format(value, text));
}

static void put_label(struct buf *b, char first, const char *name, const char *value)
{
	buf_putc(b, first);
	buf_puts(b, name);
	buf_puts(b, "=\"");
	for (; *value; value++) {
		if (*value == '\n')
			buf_puts(b, "\\n");
		else if (*value == '\\' || *value == '"') {
			buf_putc(b, '\\');
			buf_putc(b, *value);
		} else
			buf_putc(b, *value);
	}
	buf_putc(b, '"');
}

static void put_labels(struct buf *b, const struct label *labels, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put_label(b, i == 0 ? '{' : ',', labels[i].name, labels[i].value);
}

void exposition_sample(struct buf *b, const char *name, const struct label *labels, size_t n,
                       double value)
{
	buf_puts(b, name);
	put_labels(b, labels, n);
	buf_puts(b, n ? "} " : " ");
	put_value(b, value);
	buf_putc(b, '\n');
}

static void put_class(struct buf *b, const char *name, const struct label *labels, size_t n,
                      const char *bound, uint64_t count)
{
	buf_printf(b, "%s_bucket", name);
	put_labels(b, labels, n);
	put_label(b, n ? ',' : '{', "le", bound);
	buf_printf(b, "} %llu\n", (unsigned long long)count);
}

void exposition_latency(struct buf *b, const char *name, const struct label *labels, size_t n,
                        const struct latency *h)
{
	uint64_t count = 0;
	char     bound[REAL_TEXT];

	for (int i = 0; i < LATENCY_BOUNDS; i++) {
		count += atomic_load_explicit(&h->class[i], memory_order_relaxed);
		real_format((double)latency_bounds_us[i] / 1e6, bound);
		put_class(b, name, labels, n, bound, count);
	}
	count += atomic_load_explicit(&h->class[LATENCY_BOUNDS], memory_order_relaxed);
	put_class(b, name, labels, n, "+Inf", count);
	buf_printf(b, "%s_sum", name);
	put_labels(b, labels, n);
	buf_puts(b, n ? "} " : " ");
	put_value(b, (double)atomic_load_explicit(&h->sum_us, memory_order_relaxed) / 1e6);
	buf_printf(b, "\n%s_count", name);
	put_labels(b, labels, n);
	buf_printf(b, "%s%llu\n", n ? "} " : " ", (unsigned long long)count);
}

void exposition_single(struct buf *b, const char *name, const char *type, const char *help,
                       double value)
{
	exposition_family(b, name, type, help);
	exposition_sample(b, name, NULL, 0, value);
}
