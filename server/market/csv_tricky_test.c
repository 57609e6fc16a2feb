/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "market/csv.h"

/* Every file of tests/tricky against expected.json: all counts, issues, first and last row. */

#define FOLDER "tests/tricky/"
#define WRONG(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

struct outcome {
	uint64_t       n;
	struct csv_row first, last;
};

static void check_text(const char *file, const char *what, const char *got, const json_t *want)
{
	const char *w = json_is_string(want) ? json_string_value(want) : NULL;

	if ((got == NULL) != (w == NULL) || (got && strcmp(got, w) != 0))
		WRONG("%s: %s is %s, want %s\n", file, what, got ? got : "-", w ? w : "-");
}

static void check_issues(const char *file, const char *what, const struct csv_issues *got,
                         const json_t *want)
{
	if (got->n != json_array_size(want) || got->count != got->n)
		WRONG("%s: %zu %s, want %zu\n", file, got->n, what, json_array_size(want));
	for (size_t i = 0; i < got->n; i++) {
		const json_t *w = json_array_get(want, i);
		if ((json_int_t)got->p[i].line != json_integer_value(json_object_get(w, "line")))
			WRONG("%s: %s %zu is on line %lu\n", file, what, i,
			      (unsigned long)got->p[i].line);
		check_text(file, what, csv_word(got->p[i].reason), json_object_get(w, "reason"));
		check_text(file, what, got->p[i].column, json_object_get(w, "column"));
	}
}

static void check_number(const char *file, const char *what, double got, const json_t *want)
{
	if (isnan(got) ? json_is_number(want)
	               : !json_is_number(want) || got != json_number_value(want))
		WRONG("%s: %s is %.17g\n", file, what, got);
}

static void check_row(const char *file, const struct csv_row *got, const json_t *want)
{
	char date[DATE_TEXT];

	assert_int_equal((json_int_t)got->line, json_integer_value(json_object_get(want, "line")));
	check_text(file, "date", date_format(got->date, date), json_object_get(want, "date"));
	check_text(file, "symbol", got->symbol->text, json_object_get(want, "symbol"));
	check_number(file, "open", got->open, json_object_get(want, "open"));
	check_number(file, "high", got->high, json_object_get(want, "high"));
	check_number(file, "low", got->low, json_object_get(want, "low"));
	check_number(file, "close", got->close, json_object_get(want, "close"));
	check_number(file, "adj_close", got->adj_close, json_object_get(want, "adj_close"));
	check_number(file, "volume", got->volume, json_object_get(want, "volume"));
}

static void check_file(const char *file, const json_t *want)
{
	static struct csv_batch b;
	char                    path[256];
	struct outcome          o = {0};
	json_t                 *options = json_object_get(want, "options");
	struct csv_options      opt = {
		     .symbol = json_string_value(json_object_get(options, "symbol")),
		     .today = date_of(2026, 1, 1),
        };

	snprintf(path, sizeof(path), FOLDER "%s", file);
	struct csv *c = csv_open(&(struct csv_input){.name = file, .path = path}, &opt);
	while (csv_next(c, &b)) {
		if (b.n == 0)
			continue;
		if (o.n == 0)
			o.first = b.rows[0];
		o.last = b.rows[b.n - 1];
		o.n += b.n;
	}
	const struct csv_report *r = csv_report(c);
	check_text(file, "file_rejected", csv_word(r->refused),
	           json_object_get(want, "file_rejected"));
	if ((json_int_t)r->accepted != json_integer_value(json_object_get(want, "accepted")))
		WRONG("%s: accepted %lu\n", file, (unsigned long)r->accepted);
	check_issues(file, "rejected", &r->rejected, json_object_get(want, "rejected"));
	check_issues(file, "warnings", &r->warnings, json_object_get(want, "warnings"));
	if (!r->refused) {
		assert_int_equal(o.n, r->accepted);
		check_row(file, &o.first, json_object_get(want, "first"));
		check_row(file, &o.last, json_object_get(want, "last"));
	}
	csv_close(c);
}

static void every_file(void **state)
{
	json_error_t e;
	json_t      *all = json_load_file(FOLDER "expected.json", 0, &e);
	const char  *file;
	json_t      *want, *files = json_object_get(all, "files");

	(void)state;
	if (!all)
		WRONG("expected.json: %s\n", e.text);
	assert_int_equal(json_object_size(files), 40);
	json_object_foreach(files, file, want) check_file(file, want);
	json_decref(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_file)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
