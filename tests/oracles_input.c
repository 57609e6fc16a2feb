/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/* Reading of the inputs of the oracle cases, as the reference's resolve() does. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "oracles.h"

#define ELSEWHERE "../shared/oracles"

static char *slurp(struct arena *a, const char *path)
{
	FILE  *in = fopen(path, "rb");
	char  *text;
	size_t cap = 1 << 16, n = 0, got;

	if (!in)
		return NULL;
	text = arena_alloc(a, cap);
	while ((got = fread(text + n, 1, cap - n - 1, in)) > 0) {
		n += got;
		if (n + 1 == cap) {
			char *more = arena_alloc(a, cap *= 2);

			memcpy(more, text, n);
			text = more;
		}
	}
	text[n] = '\0';
	fclose(in);
	return text;
}

/* The cells of one record, written over the text; spaces after a separator are skipped. */
static char *record(char *s, char separator, const char **cell, size_t *n, size_t max)
{
	size_t k = 0;

	for (;;) {
		char *to, *start;

		while (*s == ' ')
			s++;
		start = to = s;
		if (*s == '"') {
			for (s++; *s && !(s[0] == '"' && s[1] != '"'); s++) {
				s += *s == '"';
				*to++ = *s;
			}
			s += *s == '"';
		}
		while (*s && *s != separator && *s != '\n' && *s != '\r')
			*to++ = *s++;
		if (k < max)
			cell[k++] = start;
		if (*s != separator) {
			s += *s == '\r';
			s += *s == '\n';
			*to = '\0';
			*n = k;
			return s;
		}
		s++;
		*to = '\0';
	}
}

enum err oracles_sheet(struct arena *a, const char *folder, const char *name, char separator,
                       struct sheet *out, struct fail *f)
{
	enum { CELLS = 1024 };
	char        *text = slurp(a, arena_printf(a, "%s/%s", folder, name)), *s;
	const char **cell = ARENA_ARRAY(a, CELLS, const char *);
	size_t       rows = 0, cols = 0, n;

	if (!text)
		text = slurp(a, arena_printf(a, ELSEWHERE "/%s", name));
	if (!text)
		return fail(f, ERR_NOTFOUND, "no file %s", name);
	if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	for (s = text; *s; s++)
		rows += *s == '\n';
	for (s = text; *s && *s != '\n'; s++)
		cols += *s == separator;
	*out = (struct sheet){.cell = ARENA_ARRAY(a, (rows + 1) * (cols + 1), const char *),
	                      .cols = cols + 1};
	for (s = text; *s;) {
		if (*s == '\n' || *s == '\r') {
			s++;
			continue;
		}
		s = record(s, separator, cell, &n, CELLS);
		if (cell[0][0] == '#')
			continue;
		for (size_t k = 0; k < out->cols; k++)
			out->cell[out->rows * out->cols + k] = k < n ? cell[k] : "";
		out->rows++;
	}
	return OK;
}

/* Without the spaces around it. */
static bool is_named(const char *cell, const char *name)
{
	size_t n;

	cell += strspn(cell, " \t");
	n = strlen(cell);
	while (n > 0 && (cell[n - 1] == ' ' || cell[n - 1] == '\t'))
		n--;
	return n == strlen(name) && strncmp(cell, name, n) == 0;
}

static enum err columns(const struct sheet *s, json_t *cols, size_t *at, size_t *n, struct fail *f)
{
	size_t  i;
	json_t *name;

	*n = 0;
	if (!cols || json_array_size(cols) == 0) {
		for (size_t k = 1; k < s->cols; k++)
			at[(*n)++] = k;
		return OK;
	}
	json_array_foreach(cols, i, name)
	{
		size_t k = 0;

		while (k < s->cols && !is_named(s->cell[k], json_string_value(name)))
			k++;
		if (k == s->cols)
			return fail(f, ERR_INVALID, "no column %s", json_string_value(name));
		at[(*n)++] = k;
	}
	return OK;
}

static bool cell_value(const char *cell, double *out)
{
	char *end;

	*out = NAN;
	if (!*cell || strcmp(cell, "NA") == 0 || strcmp(cell, "nan") == 0)
		return true;
	*out = strtod(cell, &end);
	return end != cell && end[strspn(end, " \t")] == '\0';
}

/* Python's slice a:b of n. */
static size_t bound(json_t *v, size_t n, size_t absent)
{
	json_int_t k;

	if (!json_is_integer(v))
		return absent;
	k = json_integer_value(v);
	if (k < 0)
		k += (json_int_t)n;
	return k < 0 ? 0 : (size_t)k > n ? n : (size_t)k;
}

static void keep_rows(struct value *m, size_t from, size_t to)
{
	m->v += from * m->cols;
	m->rows = to > from ? to - from : 0;
}

static void drop_holes(struct value *m)
{
	size_t kept = 0;

	for (size_t t = 0; t < m->rows; t++) {
		bool whole = true;

		for (size_t k = 0; k < m->cols; k++)
			whole = whole && !isnan(m->v[t * m->cols + k]);
		if (whole)
			memmove(m->v + kept++ * m->cols, m->v + t * m->cols,
			        m->cols * sizeof(*m->v));
	}
	m->rows = kept;
}

static void fill_forward(struct value *m)
{
	for (size_t i = m->cols; i < m->rows * m->cols; i++)
		if (isnan(m->v[i]))
			m->v[i] = m->v[i - m->cols];
}

static void to_returns(struct value *m)
{
	for (size_t i = m->cols; i < m->rows * m->cols; i++)
		m->v[i - m->cols] = m->v[i] / m->v[i - m->cols] - 1;
	m->rows -= m->rows > 0;
}

static bool given(json_t *v)
{
	return v && !json_is_null(v) && !json_is_false(v) &&
	       !(json_is_integer(v) && json_integer_value(v) == 0) &&
	       !(json_is_string(v) && !*json_string_value(v));
}

static void reshape(json_t *spec, struct value *m)
{
	json_t *rows = json_object_get(spec, "rows"), *last = json_object_get(spec, "last");
	json_t *after = json_object_get(spec, "after");
	json_t *squeeze = json_object_get(spec, "squeeze");

	if (given(rows))
		keep_rows(m, bound(json_array_get(rows, 0), m->rows, 0),
		          bound(json_array_get(rows, 1), m->rows, m->rows));
	if (given(json_object_get(spec, "ffill")))
		fill_forward(m);
	if (given(json_object_get(spec, "dropna_prices")))
		drop_holes(m);
	if (given(json_object_get(spec, "pct")))
		to_returns(m);
	if (given(json_object_get(spec, "dropna")))
		drop_holes(m);
	if (given(last)) {
		size_t k = (size_t)json_integer_value(last);

		keep_rows(m, k < m->rows ? m->rows - k : 0, m->rows);
	}
	if (given(after))
		keep_rows(m, bound(after, m->rows, 0), m->rows);
	m->kind = MATRIX;
	if (squeeze ? given(squeeze) : m->cols == 1) {
		for (size_t t = 0; t < m->rows; t++)
			m->v[t] = m->v[t * m->cols];
		m->cols = 1;
		m->kind = SERIES;
	}
}

static enum err from_file(struct arena *a, const char *folder, json_t *spec, struct value *out,
                          struct fail *f)
{
	const char  *start = json_string_value(json_object_get(spec, "start"));
	const char  *end = json_string_value(json_object_get(spec, "end"));
	const char  *sep = json_string_value(json_object_get(spec, "sep"));
	struct sheet s;
	size_t      *at;

	TRY(oracles_sheet(a, folder, json_string_value(json_object_get(spec, "file")),
	                  sep ? sep[0] : ',', &s, f));
	at = ARENA_ARRAY(a, s.cols, size_t);
	TRY(columns(&s, json_object_get(spec, "cols"), at, &out->cols, f));
	out->v = ARENA_ARRAY(a, s.rows * out->cols + 1, double);
	for (size_t t = 1; t < s.rows; t++) {
		const char **row = s.cell + t * s.cols;

		if ((start && *start && strcmp(row[0], start) < 0) ||
		    (end && *end && strcmp(row[0], end) > 0))
			continue;
		for (size_t k = 0; k < out->cols; k++)
			if (!cell_value(row[at[k]], &out->v[out->rows * out->cols + k]))
				return fail(f, ERR_INVALID, "'%s' is no number", row[at[k]]);
		out->rows++;
	}
	reshape(spec, out);
	return OK;
}

static bool number_or_hole(json_t *v, double *out)
{
	*out = json_is_null(v)      ? (double)NAN
	       : json_is_boolean(v) ? json_is_true(v)
	                            : json_number_value(v);
	return json_is_null(v) || json_is_number(v) || json_is_boolean(v);
}

/* Numbers, or rows of numbers of one length; anything else stays JSON. */
static void from_list(struct arena *a, json_t *list, struct value *out)
{
	size_t rows = json_array_size(list), cols = 1;
	bool   nested = json_is_array(json_array_get(list, 0));

	if (nested)
		cols = json_array_size(json_array_get(list, 0));
	out->v = ARENA_ARRAY(a, rows * cols + 1, double);
	for (size_t t = 0; t < rows; t++) {
		json_t *row = json_array_get(list, t);

		if (json_is_array(row) != nested || (nested && json_array_size(row) != cols))
			return;
		for (size_t k = 0; k < cols; k++)
			if (!number_or_hole(nested ? json_array_get(row, k) : row,
			                    &out->v[t * cols + k]))
				return;
	}
	out->kind = nested ? MATRIX : SERIES;
	out->rows = rows;
	out->cols = cols;
}

enum err oracles_resolve(struct arena *a, const char *folder, json_t *spec, struct value *out,
                         struct fail *f)
{
	struct value v = {.kind = OTHER, .json = spec};

	if (json_is_object(spec) && json_object_get(spec, "file")) {
		TRY(from_file(a, folder, spec, &v, f));
	} else if (json_is_array(spec)) {
		from_list(a, spec, &v);
	} else if (json_is_null(spec)) {
		v.kind = NOTHING;
	} else if (json_is_string(spec)) {
		v.kind = WORD;
		v.word = json_string_value(spec);
	} else if (number_or_hole(spec, &v.number)) {
		v.kind = json_is_boolean(spec) ? TRUTH : NUMBER;
	}
	*out = v;
	return OK;
}

static void free_json(void *json)
{
	json_decref(json);
}

enum err oracles_arguments(struct run *x, json_t *inputs, struct fail *f)
{
	const struct param *p = x->call->params;
	const char         *name;
	json_t             *ignored;

	json_object_foreach(inputs, name, ignored)
	{
		size_t i = 0;

		while (i < PARAMS && p[i].name && strcmp(p[i].name, name) != 0)
			i++;
		if (i == PARAMS || !p[i].name)
			return fail(f, ERR_INVALID, "%s() has no argument '%s'", x->call->name,
			            name);
	}
	for (size_t i = 0; i < PARAMS && p[i].name; i++) {
		json_t *spec = json_object_get(inputs, p[i].name);

		if (!spec && !p[i].def)
			return fail(f, ERR_INVALID, "%s() needs '%s'", x->call->name, p[i].name);
		if (!spec) {
			json_t *def = json_loads(p[i].def, JSON_DECODE_ANY, NULL);

			arena_defer(x->a, free_json, def);
			spec = def;
		}
		TRY(oracles_resolve(x->a, x->folder, spec, &x->arg[i], f));
	}
	return OK;
}
