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
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

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

static void check_bytes(const void *p, size_t n, const struct csv_options *o, bool rows,
                        const char *want)
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
	ROWS("\"Trade\nDate\",TICKER,\"Close/Last\"\n2020-01-02,a,1\n",
	     " 2020-01-02 A c1; accepted 1");
	/* source is no known name: it neither repeats nor makes a long file. */
	ROWS("date,source\n2020-01-02,5\n", " 2020-01-02 SOURCE c5; accepted 1");
	ROWS("date,symbol,close,source,source\n2020-01-02,A,1,x,y\n",
	     " 2020-01-02 A c1 from x; accepted 1");
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
	ISSUES("date,close;symbol\n2020-01-02,1\n",
	       " accepted 0 rejected 2 bad_symbol(close;symbol)");
	ISSUES("date;symbol;close,x\n2020-01-02;A;1\n", " refused no_price_column");
	ISSUES(H "2020-01-02,\"A\"\"\",1\n\"2020-01-02\"x,A,1\n2020-01-02,A,\"1\"\"\"\n",
	       " accepted 0 rejected 2 bad_symbol(symbol) rejected 3 bad_date(date) rejected 4 bad_number(close)");
	ROWS(H "2020-01-02,A\"\"B,1\n2020-01-02,\"A\"B,1\n",
	     " 2020-01-02 AB c1; accepted 1 rejected 2 bad_symbol(symbol)");
	/* Line ends of all kinds in one file, also inside quotes, where only LF counts a line. */
	ROWS("date,symbol,close,name\r2020-01-02,A,1,\"a\r\nb\nc\"\r\n\n2020-01-03,B,2,\n2020-01-04,C,x,\n",
	     " 2020-01-02 A c1; 2020-01-03 B c2; accepted 2 rejected 7 bad_number(close)");
	ISSUES(H "2020-01-02,A,1\n2020-01-03,A,\"1\n2020-01-04,A,1\n",
	       " accepted 1 rejected 3 unclosed_quote");
	ISSUES(H "2020-01-02,A\n2020-01-02,A,1,,\n2020-01-02,A,1,,x\n",
	       " accepted 1 rejected 2 too_few_columns rejected 4 too_many_columns");
}

static void decimal_comma(void **state)
{
	(void)state;
	ROWS("date;symbol;close;volume\n2020-01-02;A;1.500;2\n2020-01-03;A;1.500,25;1.000\n2020-01-06;A;1.5;\n"
	     "2020-01-07;A;1,5,5;\n2020-01-08;A;12.34,5;\n2020-01-09;A;1,5;1,5K\n",
	     " 2020-01-02 A c1500 v2; 2020-01-03 A c1500.25 v1000; 2020-01-06 A c1.5; 2020-01-09 A c1.5 v1500; accepted 4"
	     " rejected 5 bad_number(close) rejected 6 bad_number(close)"
	     " warned 4 suspicious_jump");
	ROWS("date;symbol;close\n2020-01-02;A;1.500\n", " 2020-01-02 A c1.5; accepted 1");
	/* A comma anywhere in a row decides, also in one that is rejected, but not the heading and not an open quote. */
	ROWS("date;symbol;close;a,b\n2020-01-02;A;1.500;\n", " 2020-01-02 A c1.5; accepted 1");
	ROWS("date;symbol;close\n2020-01-02;A;1.500\nx,\n",
	     " 2020-01-02 A c1500; accepted 1 rejected 3 too_few_columns");
	ROWS("date;symbol;close\n2020-01-02;A;1.500\n;;\"1,5\n",
	     " 2020-01-02 A c1.5; accepted 1 rejected 3 unclosed_quote");
}

static void slash_dates(void **state)
{
	struct csv_options dmy = {.today = date_of(2026, 1, 1), .dates = CSV_DATES_DMY};
	static const char  both[] = H "01/02/2020,A,1\n13/02/2020,A,1\n02/13/2020,A,1\n";
	static const char  none[] = H "2020-01-01,A,1\n01/02/2020,A,1\n";

	(void)state;
	/* The order is shown by the last row, in one that is rejected for another reason. */
	ROWS(H "2020-01-02,A,1\n03/02/2020,A,1\n31/12/2020\n",
	     " 2020-01-02 A c1; 2020-02-03 A c1; accepted 2 rejected 4 too_few_columns");
	ISSUES(both, " refused mixed_dates");
	ISSUES(none, " refused ambiguous_dates");
	check_bytes(none, sizeof(none) - 1, &dmy, true,
	            " 2020-01-01 A c1; 2020-02-01 A c1; accepted 2 warned 3 weekend");
	check_bytes(both, sizeof(both) - 1, &dmy, false,
	            " accepted 2 rejected 4 bad_date(date) warned 2 weekend");
	ISSUES(H "01/13/20,A,1\n", " accepted 0 rejected 2 bad_date(date)");
}

static void symbol_option(void **state)
{
	(void)state;
	/* The option is for files without the column only. */
	struct csv_options o = {.today = date_of(2026, 1, 1), .symbol = "^X"};
	static const char  without[] = "date,close\n2020-01-02,1\n", with[] = H "2020-01-02,A,1\n";
	static const char  alone[] = "date,last,vol\n2020-01-02,1,1\n";
	check_bytes(alone, sizeof(alone) - 1, &o, true, " 2020-01-02 ^X c1 v1; accepted 1");
	check_bytes(without, sizeof(without) - 1, &o, true, " 2020-01-02 ^X c1; accepted 1");
	check_bytes(with, sizeof(with) - 1, &o, true, " 2020-01-02 A c1; accepted 1");
}

static void wide_files(void **state)
{
	(void)state;
	ROWS("day,a,=b,,C\n2020-01-02,1,,,2\n2020-01-03,x,5,6,0\n2020-01-06,1\nx,1,1,1,1\n2020-01-07,,,,\n,,,,\n",
	     " 2020-01-02 A c1; 2020-01-02 C c2; accepted 2 rejected 3 bad_number(a) rejected 3 bad_symbol(=b)"
	     " rejected 3 missing_symbol() rejected 3 not_positive(C) rejected 4 too_few_columns"
	     " rejected 5 bad_date(date)");
	/* Two columns of one symbol: the first cell stays. */
	ROWS("date,A,a,A\n2020-01-02,1,1,2\n2020-01-03,,3,3\n",
	     " 2020-01-02 A c1; 2020-01-03 A c3; accepted 2 rejected 2 duplicate rejected 2 duplicate_conflict"
	     " rejected 3 duplicate");
	ISSUES("date,\xff\xc3\xa9\n2020-01-02,1\n", " accepted 0 rejected 2 bad_symbol(?\xc3\xa9)");
}

static void duplicates(void **state)
{
	(void)state;
	/* Adjacent, far, in another order of digits, with a value more or less. */
	ISSUES("date,symbol,close,volume\n2020-01-02,A,1,\n2020-01-02,A,1.0,NA\n2020-01-03,A,1,5\n2020-01-02,a,1e0,\n"
	       "2020-01-03,A,1,\n2020-01-02,A,1,0\n2020-01-02,B,1,\n2020-01-06,A,1,\n2020-01-06,A,2,\n2020-01-03,A,1,5\n",
	       " accepted 4 rejected 3 duplicate rejected 5 duplicate rejected 6 duplicate_conflict"
	       " rejected 7 duplicate_conflict rejected 10 duplicate_conflict rejected 11 duplicate");
	/* A rejected row holds no place. */
	ISSUES(H "2020-01-02,A,x\n2020-01-02,A,1\n", " accepted 1 rejected 2 bad_number(close)");
}

static void warnings(void **state)
{
	(void)state;
	/* Exactly four times and a quarter are no jumps. */
	ISSUES(H
	       "2020-01-01,A,1\n2020-01-02,A,4\n2020-01-03,A,1\n2020-01-06,A,4.01\n2020-01-07,A,1\n2020-01-08,B,9\n",
	       " accepted 6 warned 5 suspicious_jump warned 6 suspicious_jump");
	/* Newest first: the jump is on the later date's row. */
	ISSUES(H "2020-01-03,A,1\n2020-01-02,A,10\n2020-01-01,A,10\n",
	       " accepted 3 warned 2 suspicious_jump");
	/* No order: 1, 10, 10, 1 by date; what looked like a jump on the way is none. */
	ISSUES(H
	       "2020-01-06,A,1\n2020-01-01,A,1\n2020-01-03,A,10\n2020-01-02,A,10\n2020-01-01,B,1\n2020-01-02,B,9\n",
	       " accepted 6 warned 2 suspicious_jump warned 5 suspicious_jump warned 7 suspicious_jump");
	/* adj_close where there is no close; a duplicate neither jumps nor warns. */
	ISSUES("date,symbol,close,adj_close\n2020-01-01,A,,1\n2020-01-02,A,3,30\n2020-01-02,A,99,\n2020-01-04,A,,13\n",
	       " accepted 3 rejected 4 duplicate_conflict warned 5 weekend warned 5 suspicious_jump");
	ISSUES("date,symbol,open,high,low,close\n2020-01-01,A,1,2,1.0000009,1\n2020-01-02,A,1,2,1.0000011,1\n"
	       "2020-01-03,A,2.5,2,1,1\n2020-01-06,A,2.5,2,,1\n",
	       " accepted 4 warned 3 ohlc_inconsistent warned 4 ohlc_inconsistent");
}

static void encodings(void **state)
{
	(void)state;
	ISSUES(H "2020-01-02,A,1\xc0\xaf\n2020-01-03,A,1\n", " accepted 1 rejected 2 bad_encoding");
	ISSUES("date,symbol,name,close\n2020-01-02,A,\xed\xa0\x80,1\n2020-01-03,A,\xf0\x9f\x98\x80,1\n\xff,,,\n",
	       " accepted 1 rejected 2 bad_encoding rejected 4 bad_encoding");
	static const char be[] =
		"\xfe\xff\0d\0a\0t\0e\0,\0a\0\n\0002\0000\0002\0000\0000\0001\0000\0002\0,\0001";
	check_bytes(be, sizeof(be) - 1, NULL, true, " 2020-01-02 A c1; accepted 1");
	/* A lone surrogate, and a byte too few. */
	static const char lone[] = "\xff\xfe"
				   "d\0a\0t\0e\0,\0a\0\n\0"
				   "2\0000\0002\0000\0000\0001\0000\0002\0,\0"
				   "\0\xd8"
				   "1\0";
	check_bytes(lone, sizeof(lone) - 1, NULL, true, " accepted 0 rejected 2 bad_encoding");
	check_bytes(lone, sizeof(lone) - 4, NULL, true, " accepted 0 rejected 2 bad_encoding");
	/* A pair becomes one character of a heading. */
	static const char pair[] = "\xff\xfe"
				   "d\0a\0t\0e\0,\0"
				   "\x3d\xd8\x00\xde"
				   "\n\0"
				   "2\0000\0002\0000\0000\0001\0000\0002\0,\0"
				   "1\0";
	check_bytes(pair, sizeof(pair) - 1, NULL, true,
	            " accepted 0 rejected 2 bad_symbol(\xf0\x9f\x98\x80)");
}

static size_t gzip(const void *p, size_t n, unsigned char *out, size_t max)
{
	z_stream z = {0};

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	unsigned char *copy = test_malloc(n + 1);
	memcpy(copy, p, n);
	z.next_in = copy;
	z.avail_in = (uInt)n;
	z.next_out = out;
	z.avail_out = (uInt)max;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	test_free(copy);
	return max - z.avail_out;
}

static void gzip_files(void **state)
{
	static const char text[] = H "2020-01-02,A,1\n2020-01-03,A,1\n",
			  late[] = "2020-01-06,A,1\n";
	unsigned char z[1024];
	size_t        n = gzip(text, sizeof(text) - 1, z, sizeof(z));

	(void)state;
	check_bytes(z, n, NULL, false, " accepted 2");
	/* Cut anywhere it is truncated, never half of a file; two bytes are enough to tell gzip. */
	for (size_t cut = 2; cut < n; cut++)
		check_bytes(z, cut, NULL, false, " refused truncated");
	check_bytes(z, 1, NULL, false, " refused empty"); /* 0x1f is white space */
	for (size_t i = n - 8; i < n; i++) {
		z[i] ^= 4;
		check_bytes(z, n, NULL, false, " refused corrupt");
		z[i] ^= 4;
	}
	size_t two = n + gzip(late, sizeof(late) - 1, z + n, sizeof(z) - n);
	check_bytes(z, two, NULL, false, " accepted 3");
	check_bytes(z, two - 1, NULL, false, " refused truncated");
	z[two] = 0;
	check_bytes(z, two + 1, NULL, false, " accepted 3 warned 0 trailing_garbage");
	check_bytes(z, n + 1, NULL, false, " accepted 2 warned 0 trailing_garbage");
	/* That it is damaged says more than what its first line looks like. */
	n = gzip("nothing\n", 8, z, sizeof(z));
	check_bytes(z, n, NULL, false, " refused no_header");
	check_bytes(z, n - 1, NULL, false, " refused truncated");
	n = gzip("", 0, z, sizeof(z));
	check_bytes(z, n, NULL, false, " refused empty");
}

static char *filled(size_t n, const char *head, char c)
{
	char *p = test_malloc(n + 64);

	memset(p, c, n + 64);
	memcpy(p, head, strlen(head));
	return p;
}

static void long_records(void **state)
{
	static const char head[] = "date,symbol,close,note\n", row[] = "2020-01-02,A,1,";
	const size_t      at = sizeof(head) - 1, most = CSV_RECORD_MAX;
	char             *p = filled(2 * most, head, 'x');

	(void)state;
	memcpy(p + at, row, sizeof(row) - 1);
	p[at + most] = '\n';
	check_bytes(p, at + most + 1, NULL, false, " accepted 1");
	check_bytes(p, at + most, NULL, false, " accepted 1");
	p[at + most] = 'x';
	p[at + most + 1] = '\n';
	check_bytes(p, at + most + 2, NULL, false, " refused line_too_long");
	check_bytes(p, 2 * most, NULL, false, " refused line_too_long");
	/* An open quote: as long as it fits it is one bad row. */
	p[at + 11] = '"';
	check_bytes(p, at + most, NULL, false, " accepted 0 rejected 2 unclosed_quote");
	check_bytes(p, at + most + 1, NULL, false, " refused line_too_long");
	memset(p, 'a', 2 * most);
	check_bytes(p, 2 * most, NULL, false, " refused line_too_long");
	p[0] = '#';
	check_bytes(p, 2 * most, NULL, false, " refused line_too_long");
	test_free(p);
}

/* Records cut by the end of the reading window at every offset. */
static void window_edges(void **state)
{
	static const char tail[] = "\r\n2020-01-02,\"A\",\"1\"\"\"\r\n2020-01-03,A,1\r\n";

	(void)state;
	for (size_t start = 65536 - sizeof(tail); start <= 65536 + 2; start++) {
		char  *p = filled(start, H, ' ');
		size_t n = start + sizeof(tail) - 1;
		memcpy(p + start, tail, sizeof(tail) - 1);
		check_bytes(p, n, NULL, true,
		            " 2020-01-03 A c1; accepted 1 rejected 3 bad_number(close)");
		test_free(p);
	}
}

static void many_symbols(void **state)
{
	enum { MORE = CSV_SYMBOLS_MAX + 1 };
	struct buf b;

	(void)state;
	buf_init(&b, 16 << 20);
	buf_puts(&b, H);
	for (int i = 0; i < MORE; i++)
		buf_printf(&b, "2020-01-02,S%d,1\n", i);
	check_bytes(b.p, b.n, NULL, false, " refused too_many_symbols");
	char *p = b.p;
	for (size_t lines = 0; lines <= CSV_SYMBOLS_MAX; p++)
		lines += *p == '\n';
	check_bytes(b.p, (size_t)(p - b.p), NULL, false, " accepted 262144");
	buf_finish(&b);
}

/* Every list is capped and every count is exact, also for what is settled by reading again. */
static void counts_beyond_lists(void **state)
{
	enum { DAYS = 3000 };
	struct csv_options o = {.today = date_of(2026, 1, 1)};
	struct buf         b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_puts(&b, H);
	for (int pass = 0; pass < 3; pass++)
		for (int i = 0; i < DAYS; i++) {
			char date[DATE_TEXT];
			/* 7 and 3000 have no common divisor: every day once, in no order. */
			date_format(date_of(2000, 1, 1) + i * 7 % DAYS, date);
			buf_printf(&b, "%s,A,%d\n", date,
			           pass == 2 && i < 2000 ? 7 : 1 + i * 7 % DAYS % 2 * 8);
		}
	struct csv *c = csv_open(&(struct csv_input){.name = "test", .mem = {b.p, b.n}}, &o);
	while (csv_next(c, &batch))
		;
	const struct csv_report *r = csv_report(c);
	assert_int_equal(r->accepted, DAYS);
	assert_int_equal(r->rejected.count, 2 * DAYS);
	assert_int_equal(r->rejected.n, CSV_LIST_MAX);
	assert_int_equal(r->by_reason[CSV_DUPLICATE], DAYS + 1000);
	assert_int_equal(r->by_reason[CSV_DUPLICATE_CONFLICT], 2000);
	assert_int_equal(r->by_reason[CSV_SUSPICIOUS_JUMP], DAYS - 1);
	assert_int_equal(r->warnings.count, DAYS - 1 + r->by_reason[CSV_WEEKEND]);
	assert_int_equal(r->warnings.n, CSV_LIST_MAX);
	csv_close(c);
	buf_finish(&b);
}

static void stops_at_the_first(void **state)
{
	struct csv_options o = {.today = date_of(2026, 1, 1), .stop = true};
	static const char  bad[] = H "2020-01-02,A,1\n2020-01-03,A,x\n2020-01-06,A,x\n";
	static const char  far[] = H
		"2020-01-02,A,1\n2020-01-03,A,1\n2020-01-02,A,2\n2020-01-03,A,2\n";
	static const char wide[] = "date,A,A,A\n2020-01-02,1,,\n2020-01-03,1,,\n2020-01-02,2,3,1\n";

	(void)state;
	check_bytes(bad, sizeof(bad) - 1, &o, false, " accepted 1 rejected 3 bad_number(close)");
	check_bytes(far, sizeof(far) - 1, &o, false, " accepted 2 rejected 4 duplicate_conflict");
	check_bytes(wide, sizeof(wide) - 1, &o, false, " accepted 2 rejected 4 duplicate_conflict");
}

static void words_are_complete(void **state)
{
	(void)state;
	assert_null(csv_word(CSV_FINE));
	for (int i = CSV_FINE + 1; i < CSV_REASON_N; i++) {
		assert_non_null(csv_word((enum csv_reason)i));
		assert_non_null(csv_sentence((enum csv_reason)i));
	}
	assert_null(csv_field_name(CSV_OTHER));
	for (int i = CSV_OTHER + 1; i < CSV_FIELD_N; i++)
		assert_non_null(csv_field_name((enum csv_field)i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers),
		cmocka_unit_test(sources),
		cmocka_unit_test(separators_and_quotes),
		cmocka_unit_test(decimal_comma),
		cmocka_unit_test(slash_dates),
		cmocka_unit_test(symbol_option),
		cmocka_unit_test(wide_files),
		cmocka_unit_test(duplicates),
		cmocka_unit_test(warnings),
		cmocka_unit_test(encodings),
		cmocka_unit_test(gzip_files),
		cmocka_unit_test(long_records),
		cmocka_unit_test(window_edges),
		cmocka_unit_test(many_symbols),
		cmocka_unit_test(counts_beyond_lists),
		cmocka_unit_test(stops_at_the_first),
		cmocka_unit_test(words_are_complete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
