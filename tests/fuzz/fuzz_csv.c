/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Price files, plain and gzip. The last byte chooses the options. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "fuzz.h"
#include "market/csv.h"

static bool a_price(double v)
{
	return isnan(v) || (v >= 1e-12 && v <= 1e12);
}

static void check_row(const struct csv_row *r, int32_t today)
{
	char folded[CSV_SYMBOL_TEXT];

	assert(r->line > 1);
	assert(r->date >= date_of(1800, 1, 1) && r->date <= today + 1);
	assert(csv_symbol_check(r->symbol->text, folded) == CSV_FINE &&
	       strcmp(folded, r->symbol->text) == 0);
	assert(a_price(r->open) && a_price(r->high) && a_price(r->low) && a_price(r->close));
	assert(!isnan(r->close) || !isnan(r->adj_close));
	assert(isnan(r->volume) || r->volume >= 0);
	assert(!r->source || strlen(r->source) < CSV_SOURCE_TEXT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct csv_batch  b;
	unsigned                 choice = n > 0 ? data[n - 1] : 0;
	struct csv_input         in = {.name = "fuzz", .mem = {data, n}};
	const struct csv_options o = {
		.symbol = choice & 1 ? "FUZZ" : NULL,
		.dates = choice & 2 ? CSV_DATES_DMY : CSV_DATES_UNKNOWN,
		.today = date_of(2026, 1, 31),
		.stop = choice == 'S',
	};
	uint64_t    rows = 0;
	struct csv *c = csv_open(&in, &o);

	while (csv_next(c, &b)) {
		assert(b.n <= CSV_BATCH_ROWS);
		for (size_t i = 0; i < b.n; i++)
			check_row(&b.rows[i], o.today);
		rows += b.n;
	}
	const struct csv_report *r = csv_report(c);
	assert(b.n == 0 && (r->refused || r->accepted == rows));
	assert(r->rejected.n <= CSV_LIST_MAX && r->rejected.n <= r->rejected.count);
	for (size_t i = 0; i < r->rejected.n; i++)
		assert(csv_word(r->rejected.p[i].reason) && csv_sentence(r->rejected.p[i].reason));
	csv_close(c);
	return 0;
}
