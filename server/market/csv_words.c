/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "market/csv.h"

const char *csv_word(enum csv_reason r)
{
	static const char *const words[] = {
#define X(name, word, sentence) [CSV_##name] = word,
		CSV_REASONS(X)
#undef X
	};
	return words[r];
}

const char *csv_sentence(enum csv_reason r)
{
	static const char *const sentences[] = {
#define X(name, word, sentence) [CSV_##name] = sentence,
		CSV_REASONS(X)
#undef X
	};
	return sentences[r];
}

const char *csv_field_name(enum csv_field f)
{
	static const char *const names[CSV_FIELD_N] = {
		[CSV_DATE] = "date",           [CSV_SYMBOL] = "symbol", [CSV_OPEN] = "open",
		[CSV_HIGH] = "high",           [CSV_LOW] = "low",       [CSV_CLOSE] = "close",
		[CSV_ADJ_CLOSE] = "adj_close", [CSV_VOLUME] = "volume", [CSV_NAME] = "name",
		[CSV_SOURCE] = "source",
	};
	return names[f];
}
