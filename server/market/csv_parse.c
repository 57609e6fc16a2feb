/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "market/csv_parse.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum { HEADING_BYTES = 64 };

struct csv_wide_column {
	const char       *heading; /* as in the file, cut where it is long */
	struct csv_track *symbol;  /* NULL: why says why */
	enum csv_reason   why;
};

static enum csv_step refuse(struct csv_parser *p, enum csv_reason why)
{
	p->refused = why;
	return CSV_STEP_END;
}

static enum csv_step reject(struct csv_parser *p, enum csv_reason why, enum csv_field field)
{
	p->issue = (struct csv_issue){.line = p->records.line, .reason = why, .field = field};
	return CSV_STEP_REJECT;
}

/* Fit to show: whole characters, and ? for bytes that are none. */
static const char *heading(struct arena *a, struct csv_text t)
{
	char  *out = arena_alloc(a, HEADING_BYTES + 1);
	size_t n = 0;

	for (size_t i = 0; i < t.n && n < HEADING_BYTES;) {
		size_t len = text_utf8_char(t.p + i, t.n - i);
		bool   shown = len > 0 && t.p[i] != '\0' && n + len <= HEADING_BYTES;
		if (shown)
			memcpy(out + n, t.p + i, len);
		else
			out[n] = '?';
		n += shown ? len : 1;
		i += len > 0 ? len : 1;
	}
	return out;
}

static bool open_wide(struct csv_parser *p)
{
	const struct csv_records *r = &p->records;

	p->wide = ARENA_ARRAY(p->a, r->n, struct csv_wide_column);
	for (size_t i = 1; i < r->n; i++) {
		struct csv_wide_column *w = &p->wide[i];
		char                    text[CSV_SYMBOL_TEXT];
		size_t                  n;
		w->heading = heading(p->a, r->fields[i]);
		w->why = csv_symbol_text(r->fields[i], text, &n);
		if (w->why)
			continue;
		w->symbol = csv_symbols_get(p->symbols, text, n, (struct csv_text){.p = text});
		if (!w->symbol)
			return false;
	}
	return true;
}

static enum csv_reason open_header(struct csv_parser *p)
{
	const char *symbol = p->options->symbol;

	if (!csv_records_open(&p->records, p->a, p->bytes) || !csv_records_next(&p->records))
		return p->records.fault;
	enum csv_reason why = csv_header_read(&p->records, symbol != NULL, &p->header);
	if (why)
		return why;
	if (p->header.wide && !open_wide(p))
		return CSV_TOO_MANY_SYMBOLS;
	if (symbol && !p->header.wide && p->header.at[CSV_SYMBOL] < 0)
		p->fixed = csv_symbols_get(p->symbols, symbol, strlen(symbol),
		                           (struct csv_text){.n = 0});
	return CSV_FINE;
}

void csv_parser_open(struct csv_parser *p, struct arena *a, struct csv_spool *spool,
                     const struct csv_options *o, struct csv_symbols *symbols)
{
	*p = (struct csv_parser){
		.a = a, .spool = spool, .options = o, .symbols = symbols, .dates = o->dates};
	p->bytes = csv_bytes_open(a, spool);
	p->refused = open_header(p);
	if (!p->refused && p->records.separator == ';')
		p->refused = csv_scan_comma(spool, &p->comma);
}

void csv_parser_again(struct csv_parser *p, struct arena *a, const struct csv_parser *first)
{
	*p = (struct csv_parser){.a = a,
	                         .spool = first->spool,
	                         .options = first->options,
	                         .symbols = first->symbols};
	p->dates = first->dates;
	p->comma = first->comma;
	p->bytes = csv_bytes_open(a, p->spool);
	p->refused = open_header(p);
}

/* The cell of a field; the file must have the column. */
static struct csv_text cell(const struct csv_parser *p, enum csv_field f)
{
	return p->records.fields[p->header.at[f]];
}

static bool has(const struct csv_parser *p, enum csv_field f)
{
	return p->header.at[f] >= 0;
}

static enum csv_reason find_symbol(struct csv_parser *p, struct csv_track **out)
{
	if (p->fixed) {
		*out = p->fixed;
		return CSV_FINE;
	}
	struct csv_text t = cell(p, CSV_SYMBOL);
	if (p->latest && t.n == p->spelled_n && memcmp(t.p, p->spelled, t.n) == 0) {
		*out = p->latest;
		return CSV_FINE;
	}
	char            text[CSV_SYMBOL_TEXT];
	size_t          n;
	enum csv_reason why = csv_symbol_text(t, text, &n);
	if (why)
		return why;
	struct csv_text name = has(p, CSV_NAME) ? cell(p, CSV_NAME) : (struct csv_text){.p = text};
	struct csv_track *found = csv_symbols_get(p->symbols, text, n, name);
	if (!found)
		return CSV_TOO_MANY_SYMBOLS;
	*out = p->latest = found;
	p->spelled_n = t.n < sizeof(p->spelled) ? t.n : SIZE_MAX;
	if (p->spelled_n == t.n)
		memcpy(p->spelled, t.p, t.n);
	return CSV_FINE;
}

/* Width and date: what long and wide rows have in common. */
static enum csv_reason row_frame(struct csv_parser *p, int32_t *date, enum csv_field *field)
{
	struct csv_records *r = &p->records;
	size_t              n = r->n;

	*field = CSV_OTHER;
	if (r->unclosed)
		return CSV_UNCLOSED_QUOTE;
	if (r->broken)
		return CSV_BAD_ENCODING;
	while (n > p->header.n && csv_trim(r->fields[n - 1]).n == 0)
		n--;
	if (n != p->header.n)
		return n > p->header.n ? CSV_TOO_MANY_COLUMNS : CSV_TOO_FEW_COLUMNS;
	*field = CSV_DATE;
	return csv_date(cell(p, CSV_DATE), p->dates, p->options->today, date);
}

static enum csv_step long_row(struct csv_parser *p)
{
	double            v[CSV_FIELD_N];
	struct csv_track *symbol;
	enum csv_field    field;
	int32_t           date;
	enum csv_reason   why = row_frame(p, &date, &field);

	if (why)
		return reject(p, why, field);
	why = find_symbol(p, &symbol);
	if (why == CSV_TOO_MANY_SYMBOLS)
		return refuse(p, why);
	if (why)
		return reject(p, why, CSV_SYMBOL);
	for (enum csv_field f = CSV_OPEN; f <= CSV_ADJ_CLOSE; f++) {
		v[f] = NAN;
		if (has(p, f) && cell(p, f).n > 0 && (why = csv_price(cell(p, f), p->comma, &v[f])))
			return reject(p, why, f);
	}
	if (isnan(v[CSV_CLOSE]) && isnan(v[CSV_ADJ_CLOSE]))
		return reject(p, CSV_MISSING_CLOSE, CSV_OTHER);
	v[CSV_VOLUME] = NAN;
	if (has(p, CSV_VOLUME) && (why = csv_volume(cell(p, CSV_VOLUME), p->comma, &v[CSV_VOLUME])))
		return reject(p, why, CSV_VOLUME);
	p->source = has(p, CSV_SOURCE) ? cell(p, CSV_SOURCE) : (struct csv_text){.n = 0};
	p->row = (struct csv_row){
		.line = p->records.line,
		.symbol = &symbol->pub,
		.date = date,
		.open = v[CSV_OPEN],
		.high = v[CSV_HIGH],
		.low = v[CSV_LOW],
		.close = v[CSV_CLOSE],
		.adj_close = v[CSV_ADJ_CLOSE],
		.volume = v[CSV_VOLUME],
	};
	return CSV_STEP_ROW;
}

/* The cells of a wide row one by one; false when there are no more. */
static bool wide_cell(struct csv_parser *p, enum csv_step *out)
{
	while (p->cell < p->header.n) {
		const struct csv_wide_column *w = &p->wide[p->cell];
		double                        v;
		enum csv_reason why = csv_price(p->records.fields[p->cell++], p->comma, &v);
		if (!why && isnan(v))
			continue;
		why = why ? why : w->why;
		if (why) {
			*out = reject(p, why, CSV_OTHER);
			p->issue.column = w->heading;
			return true;
		}
		p->row.symbol = &w->symbol->pub;
		p->row.close = v;
		*out = CSV_STEP_ROW;
		return true;
	}
	p->cell = 0;
	return false;
}

static enum csv_reason wide_row(struct csv_parser *p, enum csv_field *field)
{
	int32_t         date;
	enum csv_reason why = row_frame(p, &date, field);

	if (why)
		return why;
	p->row = (struct csv_row){.line = p->records.line, .date = date};
	p->row.open = p->row.high = p->row.low = p->row.adj_close = p->row.volume = NAN;
	p->cell = 1;
	return CSV_FINE;
}

/* Does this row pose the question which of day and month comes first? */
static bool asks_for_order(const struct csv_parser *p)
{
	const struct csv_records *r = &p->records;
	size_t                    at = (size_t)p->header.at[CSV_DATE];
	int                       first, second;

	if (p->dates != CSV_DATES_UNKNOWN || r->unclosed || r->n <= at)
		return false;
	struct csv_text t = r->fields[at];
	bool            iso = t.n > 4 && t.p[4] == '-';
	return !iso && csv_slash_date(t, &first, &second);
}

/* The next record that is not blank; false at the end. */
static bool next_record(struct csv_parser *p)
{
	struct csv_records *r = &p->records;

	do {
		if (!csv_records_next(r)) {
			p->refused = r->fault ? r->fault : p->any ? CSV_FINE : CSV_NO_ROWS;
			return false;
		}
	} while (!r->unclosed && csv_record_blank(r));
	p->any = true;
	if (asks_for_order(p))
		p->refused = csv_scan_dates(p->spool, (size_t)p->header.at[CSV_DATE], &p->dates);
	return !p->refused;
}

enum csv_step csv_parser_step(struct csv_parser *p)
{
	enum csv_step  step;
	enum csv_field field;

	if (p->refused)
		return CSV_STEP_END;
	if (!p->header.wide)
		return next_record(p) ? long_row(p) : CSV_STEP_END;
	while (p->cell == 0 || !wide_cell(p, &step)) {
		if (!next_record(p))
			return CSV_STEP_END;
		enum csv_reason why = wide_row(p, &field);
		if (why)
			return reject(p, why, field);
	}
	return step;
}
