/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "market/csv.h"

/* Whole files in memory, beyond those of tests/tricky: text in, one line of what was made of it out. */

static struct csv_batch batch;

static void put_issues(struct buf *b, const char *what, const struct csv_issues *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct csv_issue *x = &p->p[i];
		const char             *field = x->column ? x->column : csv_field_name(x->field);
		buf_printf(b, " %s %lu %s", what, (unsigned long)x->line, csv_word(x->reason));
		if (field)
			buf_printf(b, "(%s)", field);
	}
}

static void put_row(struct buf *b, const struct csv_row *r)
{
	const double v[] = {r->open, r->high, r->low, r->close, r->adj_close, r->volume};
	char         date[DATE_TEXT];

	buf_printf(b, " %s %s", date_format(r->date, date), r->symbol->text);
	for (size_t i = 0; i < COUNT(v); i++)
		if (!isnan(v[i]))
			buf_printf(b, " %c%.17g", "ohlcav"[i], v[i]);
	if (r->source)
		buf_printf(b, " from %s", r->source);
	buf_puts(b, ";");
}

/* rows: also write what they hold. */
static char *outcome(const void *p, size_t n, const struct csv_options *o, bool rows)
{
	struct buf  b;
	struct csv *c = csv_open(&(struct csv_input){.name = "test", .mem = {p, n}}, o);
	uint64_t    seen = 0;

	buf_init(&b, 1 << 20);
	while (csv_next(c, &batch)) {
		seen += batch.n;
		for (size_t i = 0; rows && i < batch.n; i++)
			put_row(&b, &batch.rows[i]);
	}
	const struct csv_report *r = csv_report(c);
	if (r->refused) {
		buf_printf(&b, " refused %s", csv_word(r->refused));
		assert_int_equal(r->accepted + r->rejected.count + r->warnings.count, 0);
	} else {
		buf_printf(&b, " accepted %lu", (unsigned long)r->accepted);
		assert_int_equal(seen, r->accepted);
		put_issues(&b, "rejected", &r->rejected);
		put_issues(&b, "warned", &r->warnings);
	}
	csv_close(c);
	size_t len;
	buf_putc(&b, '\0');
	return buf_take(&b, &len);
}

static void check_bytes(const void *p, size_t n, const struct csv_options *o, bool rows, const char *want)
{
	struct csv_options plain = {.today = date_of(2026, 1, 1)};
	char              *got = outcome(p, n, o ? o : &plain, rows);

	assert_string_equal(got, want);
	free(got);
}

#define ISSUES(text, want) check_bytes(text, sizeof(text) - 1, NULL, false, want)
#define ROWS(text, want) check_bytes(text, sizeof(text) - 1, NULL, true, want)
#define H "date,symbol,close\n"

static void headers(void **state)
{
	(void)state;
	ISSUES("\n  \n# note\n\n" H "2020-01-02,A,1\n", " accepted 1");
	ISSUES("# note\r\n#\r\n" H "2020-01-02,A,1\n", " accepted 1");
	ISSUES("#only\n#comments", " refused empty");
	ISSUES(" \n\t\r\n", " refused empty");
	ISSUES("\xef\xbb\xbf", " refused empty");
	ISSUES("x\n", " refused no_header");
	ISSUES("\"date,symbol,close\n2020-01-02,A,1\n", " refused no_header");
	ISSUES("date\n2020-01-02\n", " refused no_price_column");
	ISSUES("open,date,close\n1,2020-01-02,1\n", " refused no_symbol_column");
	ISSUES("date,symbol,Close,LAST\n2020-01-02,A,1,1\n", " refused duplicate_column");
	ISSUES("A,date\n1,2020-01-02\n", " refused no_price_column");
	ROWS("\"Trade\nDate\",TICKER,\"Close/Last\"\n2020-01-02,a,1\n", " 2020-01-02 A c1; accepted 1");
	/* source is no known name: it neither repeats nor makes a long file. */
	ROWS("date,source\n2020-01-02,5\n", " 2020-01-02 SOURCE c5; accepted 1");
	ROWS("date,symbol,close,source,source\n2020-01-02,A,1,x,y\n", " 2020-01-02 A c1 from x; accepted 1");
	ROWS(H "\n\n2020-01-02,A,1", " 2020-01-02 A c1; accepted 1");
	ISSUES(H ",,\n ,\t,\n", " refused no_rows");
}

static void sources(void **state)
{
	(void)state;
	ROWS("date,symbol,close,source\n2020-01-02,A,1, yahoo \n2020-01-03,A,1,yahoo\n2020-01-06,A,1,\n"
	     "2020-01-07,A,1,NA\n2020-01-08,A,1,0123456789012345678901234567890123456789012345678901234567890123\n"
	     "2020-01-09,A,1,01234567890123456789012345678901234567890123456789012345678901234\n",
	     " 2020-01-02 A c1 from yahoo; 2020-01-03 A c1 from yahoo; 2020-01-06 A c1; 2020-01-07 A c1;"
	     " 2020-01-08 A c1 from 0123456789012345678901234567890123456789012345678901234567890123;"
	     " 2020-01-09 A c1; accepted 6");
}

static void separators_and_quotes(void **state)
{
	(void)state;
	ROWS("date|symbol|close\n2020-01-02|A|1\n", " 2020-01-02 A c1; accepted 1");
	/* As many of each: the comma. */
	ISSUES("date,symbol;close\n", " refused no_price_column");
	ROWS("date,symbol,close\n\"2020-01-02\",\"A\"\"\",1\n\"2020-01-02\"x,A,1\n\"\",A,\"1\"\"\"\n",
	     " refused no_rows" + 16 * 0);
}
