/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "market/csv.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "market/csv_again.h"

enum {
	SOURCE_BYTES = CSV_SOURCE_TEXT - 1,
	STEPS_A_CALL = 8192, /* csv_next() returns after so many, rows or no rows */
	DRAIN = 64 << 20     /* of a refused gzip file that may turn out to be a damaged one */
};

struct csv {
	struct arena      *a;
	struct csv_spool  *spool;
	struct csv_parser  parser;
	struct csv_options options;
	struct csv_report  report;
	struct csv_issues  jumps; /* of symbols in date order */
	uint64_t           steps;
	bool               again, ended;
};

enum csv_reason csv_symbol_check(const char *s, char out[CSV_SYMBOL_TEXT])
{
	char   text[CSV_SYMBOL_TEXT + 1];
	size_t n = strlen(s);

	if (n > CSV_SYMBOL_TEXT)
		return CSV_BAD_SYMBOL;
	memcpy(text, s, n);
	return csv_symbol_text((struct csv_text){.p = text, .n = n}, out, &n);
}

struct csv *csv_open(const struct csv_input *in, const struct csv_options *o)
{
	struct arena *a = arena_create();
	struct csv   *c = ARENA_NEW(a, struct csv);

	c->a = a;
	c->options = *o;
	c->report.rejected.p = ARENA_ARRAY(a, CSV_LIST_MAX, struct csv_issue);
	c->report.warnings.p = ARENA_ARRAY(a, CSV_LIST_MAX, struct csv_issue);
	c->jumps.p = ARENA_ARRAY(a, CSV_LIST_MAX, struct csv_issue);
	c->spool = csv_spool_open(a, in);
	return c;
}

void csv_close(struct csv *c)
{
	if (c)
		arena_destroy(c->a);
}

int64_t csv_size(const struct csv *c)
{
	return csv_spool_size(c->spool);
}

const struct csv_report *csv_report(const struct csv *c)
{
	return &c->report;
}

static void reject(struct csv *c, const struct csv_issue *issue)
{
	csv_issues_add(&c->report.rejected, issue);
	c->report.by_reason[issue->reason]++;
	c->report.stopped = c->options.stop;
}

static void warn(struct csv *c, const struct csv_row *row, enum csv_reason why)
{
	csv_issues_add(
		&c->report.warnings,
		&(struct csv_issue){.line = row->line, .symbol = row->symbol, .reason = why});
	c->report.by_reason[why]++;
}

static void reject_duplicate(struct csv *c, struct csv_track *t, const struct csv_row *row,
                             const struct csv_values *v)
{
	struct csv_issue issue = {
		.line = row->line, .symbol = row->symbol, .reason = CSV_DUPLICATE};

	if (row->date != t->last) {
		t->again = c->again = true;
	} else if (!csv_values_same(&t->last_values, v)) {
		issue.reason = CSV_DUPLICATE_CONFLICT;
		t->conflicts++;
	}
	reject(c, &issue);
}

static void jump(struct csv *c, struct csv_track *t, uint64_t line)
{
	csv_issues_add(&c->jumps, &(struct csv_issue){.line = line,
	                                              .symbol = &t->pub,
	                                              .reason = CSV_SUSPICIOUS_JUMP});
	t->jumps++;
}

/* Files run from old to new or from new to old; what does neither is read again at the end. */
static void follow(struct csv *c, struct csv_track *t, const struct csv_row *row,
                   const struct csv_values *v)
{
	bool up = t->accepted == 0 || row->date > t->last;

	if (t->accepted == 1)
		t->order = up ? CSV_ORDER_UP : CSV_ORDER_DOWN;
	if (t->accepted > 0 && (t->order == CSV_ORDER_UP) != up)
		t->again = c->again = true;
	if (t->accepted > 0 && !t->again) {
		if (up && csv_is_jump(&t->last_values, v))
			jump(c, t, row->line);
		else if (!up && csv_is_jump(v, &t->last_values))
			jump(c, t, t->last_line);
	}
	t->min = t->accepted == 0 || row->date < t->min ? row->date : t->min;
	t->max = t->accepted == 0 || row->date > t->max ? row->date : t->max;
	t->last = row->date;
	t->last_line = row->line;
	t->last_values = *v;
	t->accepted++;
}

static bool inconsistent(const struct csv_row *r)
{
	if (isnan(r->open) || isnan(r->high) || isnan(r->low) || isnan(r->close))
		return false;
	double slack = 1e-6 * r->close;
	return r->low > fmin(r->open, r->close) + slack ||
	       r->high < fmax(r->open, r->close) - slack;
}

static bool same_text(const char *known, struct csv_text t)
{
	return known && strlen(known) == t.n && memcmp(known, t.p, t.n) == 0;
}

/* A source fit to store, or NULL; it stands once in the batch while it stays the same. */
static const char *keep_source(struct csv_batch *b, struct csv_text t)
{
	const char *before = b->n > 0 ? b->rows[b->n - 1].source : NULL;

	if (t.n == 0 || same_text(before, t))
		return t.n == 0 ? NULL : before;
	t = csv_trim(t);
	if (csv_missing(t) || t.n > SOURCE_BYTES || !text_utf8_valid(t.p, t.n))
		return NULL;
	if (same_text(before, t))
		return before;
	char *copy = b->text + b->text_n;
	memcpy(copy, t.p, t.n);
	copy[t.n] = '\0';
	b->text_n += t.n + 1;
	return copy;
}

static void accept(struct csv *c, struct csv_batch *b)
{
	struct csv_row   *row = &c->parser.row;
	struct csv_track *t = csv_symbols_at(c->parser.symbols, row->symbol->id);
	struct csv_values v = csv_values_of(row);

	if (!csv_symbols_mark(c->parser.symbols, t, row->date)) {
		reject_duplicate(c, t, row, &v);
		return;
	}
	if (date_weekday(row->date) > 5)
		warn(c, row, CSV_WEEKEND);
	if (inconsistent(row))
		warn(c, row, CSV_OHLC_INCONSISTENT);
	follow(c, t, row, &v);
	row->source = keep_source(b, c->parser.source);
	b->rows[b->n++] = *row;
	c->report.accepted++;
}

static void open_parser(struct csv *c)
{
	csv_parser_open(&c->parser, c->a, c->spool, &c->options, csv_symbols_create(c->a));
	const struct csv_header *h = &c->parser.header;
	c->report.gzip = csv_bytes_gzip(c->parser.bytes);
	c->report.wide = h->wide;
	for (int f = CSV_DATE; f < CSV_FIELD_N; f++)
		c->report.given[f] = !c->parser.refused && h->at[f] >= 0;
	if (h->wide)
		c->report.given[CSV_CLOSE] = c->report.given[CSV_SYMBOL] = true;
}

/* A damaged archive may look like a bad file: the damage is the better answer, if soon found. */
static enum csv_reason truer(struct csv *c, enum csv_reason why)
{
	char text[4096];

	if (why == CSV_LINE_TOO_LONG || !c->report.gzip)
		return why;
	for (size_t done = 0; done < DRAIN; done += sizeof(text))
		if (csv_bytes_read(c->parser.bytes, text, sizeof(text)) < sizeof(text))
			break;
	enum csv_reason fault = csv_bytes_fault(c->parser.bytes);
	return fault ? fault : why;
}

static void refuse(struct csv *c, enum csv_reason why)
{
	struct csv_report *r = &c->report;
	uint64_t           line = c->parser.records.fault ? c->parser.records.next_line : 0;

	*r = (struct csv_report){.gzip = r->gzip, .refused = truer(c, why), .refused_line = line};
	r->problem = csv_spool_problem(c->spool);
}

static int by_line(const struct csv_issue *a, const struct csv_issue *b)
{
	return a->line == b->line  ? (a->reason > b->reason) - (a->reason < b->reason)
	       : a->line > b->line ? 1
	                           : -1;
}

/* Both lists are nearly in order and short. */
static void sort_issues(struct csv_issue *p, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct csv_issue x = p[i];
		size_t           at = i;
		for (; at > 0 && by_line(&p[at - 1], &x) > 0; at--)
			p[at] = p[at - 1];
		p[at] = x;
	}
}

/* Row warnings, jumps and garbage become one list, by line. */
static void merge_warnings(struct csv *c, const struct csv_issues *late)
{
	struct csv_issues *w = &c->report.warnings;
	struct csv_issue  *all = ARENA_ARRAY(c->a, 3 * CSV_LIST_MAX + 1, struct csv_issue);
	size_t             n = w->n;
	uint64_t           jumps = late->count;

	memcpy(all, w->p, w->n * sizeof(*all));
	for (size_t i = 0; i < c->jumps.n; i++)
		if (!csv_symbols_at(c->parser.symbols, c->jumps.p[i].symbol->id)->again)
			all[n++] = c->jumps.p[i];
	for (size_t i = 0; i < late->n; i++)
		all[n++] = late->p[i];
	for (size_t id = 0; id < csv_symbols_n(c->parser.symbols); id++) {
		const struct csv_track *t = csv_symbols_at(c->parser.symbols, id);
		jumps += t->again ? 0 : t->jumps;
	}
	bool garbage = csv_bytes_garbage(c->parser.bytes);
	if (garbage)
		all[n++] = (struct csv_issue){.reason = CSV_TRAILING_GARBAGE};
	sort_issues(all, n);
	w->p = all;
	w->n = n < CSV_LIST_MAX ? n : CSV_LIST_MAX;
	w->count += jumps + garbage;
	c->report.by_reason[CSV_SUSPICIOUS_JUMP] = jumps;
	c->report.by_reason[CSV_TRAILING_GARBAGE] = garbage;
}

static void finish(struct csv *c)
{
	struct csv_issues late = {.p = ARENA_ARRAY(c->a, CSV_LIST_MAX, struct csv_issue)};
	enum csv_reason   why = c->parser.refused;

	c->ended = true;
	if (!why && c->again)
		why = csv_again(&c->parser, c->steps, &c->report, &late);
	if (why)
		refuse(c, why);
	else
		merge_warnings(c, &late);
}

bool csv_next(struct csv *c, struct csv_batch *b)
{
	enum csv_step step = CSV_STEP_ROW;

	b->n = b->text_n = 0;
	if (c->ended)
		return false;
	if (!c->parser.a)
		open_parser(c);
	for (int i = 0; i < STEPS_A_CALL && b->n < CSV_BATCH_ROWS; i++) {
		if (b->text_n + CSV_SOURCE_TEXT > CSV_BATCH_TEXT || c->report.stopped)
			break;
		step = csv_parser_step(&c->parser);
		c->steps++;
		if (step == CSV_STEP_END)
			break;
		if (step == CSV_STEP_ROW)
			accept(c, b);
		else
			reject(c, &c->parser.issue);
	}
	b->rejected = c->report.rejected.count;
	b->closes = c->report.given[CSV_CLOSE];
	b->bytes = csv_bytes_at(c->parser.bytes);
	if (step != CSV_STEP_END && !(c->report.stopped && b->n == 0))
		return true;
	if (b->n > 0)
		return true; /* the end is told by the next call */
	finish(c);
	return false;
}
