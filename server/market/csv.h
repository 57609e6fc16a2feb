/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef MARKET_CSV_H
#define MARKET_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct arena;

/*
 * Price files: text with a header, either long (a row per date and symbol) or
 * wide (a date, then one column a symbol), plain or gzip, UTF-8 or UTF-16.
 * tests/tricky/expected.json holds the rules. A file is read as a stream in
 * bounded memory; a bad row is rejected and the rest goes on; a file that
 * cannot be trusted as a whole is refused, possibly only at its end, so a
 * caller keeps nothing of it before csv_next() has returned false and the
 * report says CSV_FINE.
 *
 * Where the rules need the whole file before a row can be read (day or month
 * first, decimal comma) or after all were (jumps and duplicates of a symbol
 * whose rows are in no order), the input is read again. What is not a plain
 * file (a pipe) is copied to a temporary file as it is read.
 */

/*
 * X(name, word, sentence). First what refuses a file, then what rejects a row,
 * then what is only a warning. The words are those of expected.json; beside
 * them too_many_symbols and unreadable.
 */
#define CSV_REASONS(X)                                                                         \
	X(EMPTY, "empty", "the file is empty")                                                 \
	X(NO_HEADER, "no_header", "no column of the first line is called date")                \
	X(NO_ROWS, "no_rows", "the file has a header but no rows")                             \
	X(DUPLICATE_COLUMN, "duplicate_column", "two columns of the header mean the same")     \
	X(NO_PRICE_COLUMN, "no_price_column", "no column is called close or adj_close")        \
	X(NO_SYMBOL_COLUMN, "no_symbol_column", "no column is called symbol: give --symbol")   \
	X(AMBIGUOUS_DATES, "ambiguous_dates",                                                  \
	  "nothing in the file shows whether day or month comes first: give --date-order")     \
	X(MIXED_DATES, "mixed_dates",                                                          \
	  "some dates can only be day/month and others only month/day")                        \
	X(TRUNCATED, "truncated", "the compressed file is cut short")                          \
	X(CORRUPT, "corrupt", "the compressed file is damaged")                                \
	X(LINE_TOO_LONG, "line_too_long", "a record is longer than 1 MiB")                     \
	X(TOO_MANY_SYMBOLS, "too_many_symbols", "the file has more than 262,144 symbols")      \
	X(UNREADABLE, "unreadable", "the file cannot be read")                                 \
	X(UNCLOSED_QUOTE, "unclosed_quote", "a quote is never closed")                         \
	X(BAD_ENCODING, "bad_encoding", "the row is not valid UTF-8")                          \
	X(TOO_FEW_COLUMNS, "too_few_columns", "the row has fewer fields than the header")      \
	X(TOO_MANY_COLUMNS, "too_many_columns", "the row has more fields than the header")     \
	X(MISSING_DATE, "missing_date", "the row has no date")                                 \
	X(BAD_DATE, "bad_date", "the date is in no known form or not in the calendar")         \
	X(DATE_OUT_OF_RANGE, "date_out_of_range", "the date is before 1800 or after tomorrow") \
	X(MISSING_SYMBOL, "missing_symbol", "the row has no symbol")                           \
	X(BAD_SYMBOL, "bad_symbol",                                                            \
	  "the symbol has other characters than A-Z 0-9 ^ . = _ - or too many")                \
	X(BAD_NUMBER, "bad_number", "this is not a number")                                    \
	X(NOT_POSITIVE, "not_positive", "a price must be above 0")                             \
	X(OUT_OF_RANGE, "out_of_range", "a price must be within 1e-12 and 1e12")               \
	X(MISSING_CLOSE, "missing_close", "the row has neither close nor adj_close")           \
	X(NEGATIVE_VOLUME, "negative_volume", "a volume must not be negative")                 \
	X(DUPLICATE, "duplicate", "the same row came before")                                  \
	X(DUPLICATE_CONFLICT, "duplicate_conflict",                                            \
	  "this date and symbol came before with other values")                                \
	X(WEEKEND, "weekend", "the date is a Saturday or Sunday")                              \
	X(OHLC_INCONSISTENT, "ohlc_inconsistent", "open or close lie outside low and high")    \
	X(SUSPICIOUS_JUMP, "suspicious_jump",                                                  \
	  "over 4 times, or under a quarter of, the close before")                             \
	X(TRAILING_GARBAGE, "trailing_garbage",                                                \
	  "other bytes follow the compressed data; they are ignored")

enum csv_reason {
	CSV_FINE = 0,
#define X(name, word, sentence) CSV_##name,
	CSV_REASONS(X)
#undef X
		CSV_REASON_N
};
const char *csv_word(enum csv_reason r);     /* "bad_date"; NULL for CSV_FINE */
const char *csv_sentence(enum csv_reason r); /* for a person */

enum csv_field {
	CSV_OTHER, /* a column that is not read */
	CSV_DATE,
	CSV_SYMBOL,
	CSV_OPEN,
	CSV_HIGH,
	CSV_LOW,
	CSV_CLOSE,
	CSV_ADJ_CLOSE,
	CSV_VOLUME,
	CSV_NAME,
	CSV_SOURCE,
	CSV_FIELD_N
};
const char *csv_field_name(enum csv_field f); /* "adj_close"; NULL for CSV_OTHER */

enum csv_dates { CSV_DATES_UNKNOWN, CSV_DATES_DMY, CSV_DATES_MDY };

enum {
	CSV_RECORD_MAX = 1 << 20,  /* bytes of one record */
	CSV_SYMBOLS_MAX = 1 << 18, /* distinct symbols of one file */
	CSV_LIST_MAX = 1000,       /* rejections, and warnings, that are listed; all are counted */
	CSV_BATCH_ROWS = 1024,
	CSV_BATCH_TEXT = 16384,
	CSV_SYMBOL_TEXT = 33,
	CSV_SOURCE_TEXT = 65
};

/* Bytes in memory; or a file, where path is not NULL; "-" is standard input. name is for people. */
struct csv_input {
	const char  *name, *path;
	struct bytes mem;
};

struct csv_options {
	const char
		*symbol; /* for files without such a column; NULL = none; see csv_symbol_check() */
	enum csv_dates dates;
	int32_t        today; /* rows after today + 1 are out of range */
	bool           stop;  /* end at the first rejected row */
};

/* Stable until csv_close(), and the same pointer for the same symbol. */
struct csv_symbol {
	uint32_t id; /* 0, 1, 2, ... in order of appearance */
	char     text[CSV_SYMBOL_TEXT];
	const char
		*name; /* from a column name or company where the symbol first appears; else NULL */
};

/* One price. NaN = not given; close or adj_close is. source NULL = not given. */
struct csv_row {
	uint64_t                 line; /* physical line the record starts on, from 1 */
	const struct csv_symbol *symbol;
	const char              *source; /* dies with its batch */
	int32_t                  date;
	double                   open, high, low, close, adj_close, volume;
};
struct csv_batch {
	size_t         n, text_n;
	uint64_t       rejected, bytes; /* so far; bytes of the input, compressed where it is */
	bool           closes;          /* the file has closes, not only adjusted ones */
	struct csv_row rows[CSV_BATCH_ROWS];
	char           text[CSV_BATCH_TEXT];
};

struct csv_issue {
	uint64_t                 line;   /* 0 = the file */
	const char              *column; /* wide files: the column's heading; else NULL */
	const struct csv_symbol *symbol; /* where it is known */
	enum csv_reason          reason;
	enum csv_field           field; /* long files: the cell at fault; CSV_OTHER = the row */
};
struct csv_issues {
	struct csv_issue *p; /* by line; at most CSV_LIST_MAX */
	size_t            n;
	uint64_t          count;
};
struct csv_report {
	enum csv_reason refused;      /* then nothing of the file counts */
	uint64_t        refused_line; /* 0 = not about a line */
	const char     *problem;      /* the system's word with CSV_UNREADABLE; else NULL */
	bool            gzip, wide, stopped;
	bool            given[CSV_FIELD_N]; /* the file has such a column; a wide file has closes */
	uint64_t        accepted;
	struct csv_issues rejected, warnings;
	uint64_t          by_reason[CSV_REASON_N];
};

struct csv;

/* Symbols are compared in upper case: writes it trimmed and folded, or says what is wrong. */
enum csv_reason csv_symbol_check(const char *s, char out[CSV_SYMBOL_TEXT]);

/* A file that cannot be opened is refused by the first csv_next(). o->symbol must outlive it. */
struct csv *csv_open(const struct csv_input *in, const struct csv_options *o);
/*
 * Fill b with the next accepted rows in file order, possibly none yet; false
 * (and b->n == 0) at the end. Blocks on the input.
 */
bool csv_next(struct csv *c, struct csv_batch *b);
/* Complete once csv_next() has returned false; dies with c. */
const struct csv_report *csv_report(const struct csv *c);
int64_t                  csv_size(const struct csv *c); /* bytes of the input; -1 = not known */
void                     csv_close(struct csv *c);      /* NULL is fine */

#endif
