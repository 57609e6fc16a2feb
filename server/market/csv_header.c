/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "market/csv_header.h"

#include <string.h>

/* Names as they are compared: lower case, letters only. */
static const struct alias {
	const char    *name;
	enum csv_field field;
} aliases[] = {
	{"date", CSV_DATE},
	{"time", CSV_DATE},
	{"datetime", CSV_DATE},
	{"timestamp", CSV_DATE},
	{"day", CSV_DATE},
	{"tradedate", CSV_DATE},
	{"symbol", CSV_SYMBOL},
	{"ticker", CSV_SYMBOL},
	{"code", CSV_SYMBOL},
	{"open", CSV_OPEN},
	{"openprice", CSV_OPEN},
	{"high", CSV_HIGH},
	{"highprice", CSV_HIGH},
	{"low", CSV_LOW},
	{"lowprice", CSV_LOW},
	{"close", CSV_CLOSE},
	{"closeprice", CSV_CLOSE},
	{"last", CSV_CLOSE},
	{"lastprice", CSV_CLOSE},
	{"price", CSV_CLOSE},
	{"closelast", CSV_CLOSE},
	{"volume", CSV_VOLUME},
	{"vol", CSV_VOLUME},
	{"adjclose", CSV_ADJ_CLOSE},
	{"adjustedclose", CSV_ADJ_CLOSE},
	{"adjusted", CSV_ADJ_CLOSE},
	{"closeadjusted", CSV_ADJ_CLOSE},
	{"name", CSV_NAME},
	{"company", CSV_NAME},
	{"source", CSV_SOURCE},
};

static enum csv_field field_of(struct csv_text t)
{
	char   name[16];
	size_t n = 0;

	for (size_t i = 0; i < t.n; i++) {
		char c = (char)(t.p[i] >= 'A' && t.p[i] <= 'Z' ? t.p[i] + 32 : t.p[i]);
		if (c < 'a' || c > 'z')
			continue;
		if (n == sizeof(name) - 1)
			return CSV_OTHER;
		name[n++] = c;
	}
	name[n] = '\0';
	for (size_t i = 0; i < COUNT(aliases); i++)
		if (strcmp(aliases[i].name, name) == 0)
			return aliases[i].field;
	return CSV_OTHER;
}

/*
 * source is a column of our own exports and not one of the names that decide
 * the form of a file: it may come twice, and a wide file may have such a symbol.
 */
enum csv_reason csv_header_read(const struct csv_records *r, bool symbol_given,
                                struct csv_header *out)
{
	struct csv_header h = {.n = r->n};
	int               known = 0;
	bool              twice = false;

	for (int f = 0; f < CSV_FIELD_N; f++)
		h.at[f] = -1;
	for (size_t i = 0; i < r->n; i++) {
		enum csv_field f = field_of(r->fields[i]);
		if (f == CSV_OTHER || (f == CSV_SOURCE && h.at[f] >= 0))
			continue;
		known += f != CSV_SOURCE;
		twice |= h.at[f] >= 0;
		h.at[f] = (int)i;
	}
	if (r->unclosed || h.at[CSV_DATE] < 0)
		return CSV_NO_HEADER;
	if (twice)
		return CSV_DUPLICATE_COLUMN;
	h.wide = known == 1 && h.at[CSV_DATE] == 0 && h.n > 1;
	if (!h.wide && h.at[CSV_CLOSE] < 0 && h.at[CSV_ADJ_CLOSE] < 0)
		return CSV_NO_PRICE_COLUMN;
	if (!h.wide && h.at[CSV_SYMBOL] < 0 && !symbol_given)
		return CSV_NO_SYMBOL_COLUMN;
	if (h.wide)
		h.at[CSV_SOURCE] = -1;
	*out = h;
	return CSV_FINE;
}
