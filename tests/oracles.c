/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */

/*
 * oracles [--groups ABC] FILE...: run the cases of each file through
 * the engine. A line for each case that fails or has no engine function yet; the
 * last line counts. Exit status 1 if a case failed.
 */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "oracles.h"

static const struct calls *const tables[] = {&oracles_series,   &oracles_drawdown, &oracles_tail,
                                             &oracles_relative, &oracles_money,    &oracles_index};

const struct call *oracles_find(const char *name)
{
	for (size_t i = 0; i < COUNT(tables); i++)
		for (size_t k = 0; k < tables[i]->n; k++)
			if (strcmp(tables[i]->p[k].name, name) == 0)
				return &tables[i]->p[k];
	return NULL;
}

enum err answer_field(struct run *x, const char *name, double *v, size_t n)
{
	x->out->field[x->out->n++] = (struct field_of_answer){.name = name, .v = v, .n = n};
	return OK;
}

enum err answer_text(struct run *x, const char *name, const char *text)
{
	x->out->field[x->out->n++] = (struct field_of_answer){.name = name, .text = text};
	return OK;
}

enum err answer_series(struct run *x, double *v, size_t n)
{
	return answer_field(x, NULL, v, n);
}

enum err answer_number(struct run *x, double v)
{
	double *p = doubles(x, 1);

	p[0] = v;
	return answer_field(x, NULL, p, 1);
}

double *doubles(struct run *x, size_t n)
{
	return ARENA_ARRAY(x->a, n + 1, double);
}

int word_of(const struct value *v, const char *const *words)
{
	for (int i = 0; v->kind == WORD && words[i]; i++)
		if (strcmp(words[i], v->word) == 0)
			return i;
	return -1;
}

double tail_of(const struct value *p)
{
	return 1 - p->number;
}

static void flatten(json_t *v, double *out, size_t *n)
{
	if (json_is_array(v)) {
		for (size_t i = 0; i < json_array_size(v); i++)
			flatten(json_array_get(v, i), out, n);
		return;
	}
	if (out)
		out[*n] = json_is_number(v)    ? json_number_value(v)
		          : json_is_boolean(v) ? json_is_true(v)
		                               : (double)NAN;
	(*n)++;
}

static const struct field_of_answer *field_named(const struct answer *got, const char *name)
{
	for (size_t i = 0; i < got->n; i++)
		if (!name || (got->field[i].name && strcmp(got->field[i].name, name) == 0))
			return &got->field[i];
	return NULL;
}

/* Greatest difference against tol (times the greatest expected if relative). */
static bool near(struct arena *a, const struct field_of_answer *got, json_t *expected, json_t *one,
                 const char **why)
{
	double  tol = json_number_value(json_object_get(one, "tol")), apart = 0, scale = 0;
	bool    absolute = strcmp(json_string_value(json_object_get(one, "tol_type")), "abs") == 0;
	size_t  n = 0;
	double *want;

	flatten(expected, NULL, &n);
	want = ARENA_ARRAY(a, n + 1, double);
	n = 0;
	flatten(expected, want, &n);
	if (!got || !got->v || got->n != n) {
		*why = arena_printf(a, "%zu numbers, expected %zu", got && got->v ? got->n : 0, n);
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		double d = fabs(got->v[i] - want[i]);

		apart = d > apart || isnan(d) ? d : apart;
		scale = fmax(scale, fabs(want[i]));
		if (isnan(apart))
			break;
	}
	*why = arena_printf(a, "%.17g, expected %.17g, off by %g", n ? got->v[0] : 0,
	                    n ? want[0] : 0, apart);
	return apart <= tol * (absolute ? 1 : scale);
}

/* One field against what is expected of it: nothing, a text, or numbers. */
static bool right(struct arena *a, const struct field_of_answer *got, json_t *expected, json_t *one,
                  const char **why)
{
	*why = "another answer";
	if (json_is_null(expected))
		return !got || (!got->text && (!got->v || (got->n == 1 && isnan(got->v[0]))));
	if (json_is_string(expected))
		return got && got->text && strcmp(got->text, json_string_value(expected)) == 0;
	return near(a, got, expected, one, why);
}

static bool all_right(struct arena *a, const struct answer *got, json_t *one, const char **why)
{
	json_t     *expected = json_object_get(one, "expected"), *part;
	const char *key;

	if (!json_is_object(expected))
		return right(a, field_named(got, json_string_value(json_object_get(one, "pick"))),
		             expected, one, why);
	json_object_foreach(expected, key, part) if (!right(a, field_named(got, key), part, one,
	                                                    why)) return false;
	return true;
}

static bool passes(struct arena *a, const char *folder, json_t *one, const struct call *call,
                   const char **why)
{
	struct answer got = {0};
	struct run    x = {.a = a, .folder = folder, .call = call, .out = &got};
	struct fail   f = {0};
	enum err      e = oracles_arguments(&x, json_object_get(one, "inputs"), &f);

	if (e != OK) {
		*why = arena_strdup(a, f.msg);
		return false;
	}
	e = call->run(&x);
	if (e == OK)
		return all_right(a, &got, one, why);
	*why = err_slug(e);
	return json_is_null(json_object_get(one, "expected"));
}

struct count {
	size_t passed, failed, skipped;
};

static const char *text_of(json_t *one, const char *key)
{
	const char *s = json_string_value(json_object_get(one, key));

	return s ? s : "";
}

static void run_case(const char *folder, json_t *one, struct count *c)
{
	struct arena      *a = arena_create();
	const char        *name = text_of(one, "call"), *why = "";
	const struct call *call = oracles_find(name);

	if (!call) {
		printf("SKIP %s %s: no %s() yet\n", text_of(one, "id"), text_of(one, "name"), name);
		c->skipped++;
	} else if (passes(a, folder, one, call, &why)) {
		c->passed++;
	} else {
		printf("FAIL %s %s: %s: %s\n", text_of(one, "id"), text_of(one, "name"), name, why);
		c->failed++;
	}
	arena_destroy(a);
}

static bool run_file(const char *path, const char *groups, struct count *c)
{
	json_error_t  error;
	json_t       *root = json_load_file(path, 0, &error), *cases;
	const char   *slash = strrchr(path, '/');
	struct arena *a = arena_create();
	const char   *folder = slash ? arena_strndup(a, path, (size_t)(slash - path))
	                             : arena_strdup(a, ".");

	if (!root) {
		fprintf(stderr, "%s: %s\n", path, error.text);
		arena_destroy(a);
		return false;
	}
	cases = json_is_array(root) ? root : json_object_get(root, "cases");
	for (size_t i = 0; i < json_array_size(cases); i++) {
		json_t *one = json_array_get(cases, i);

		if (!groups || (*text_of(one, "id") && strchr(groups, *text_of(one, "id"))))
			run_case(folder, one, c);
	}
	json_decref(root);
	arena_destroy(a);
	return true;
}

int main(int argc, char **argv)
{
	const char  *groups = NULL;
	struct count c = {0};
	int          files = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--groups") == 0 && i + 1 < argc) {
			groups = argv[++i];
		} else if (strncmp(argv[i], "--groups=", 9) == 0) {
			groups = argv[i] + 9;
		}
	}
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--groups") == 0) {
			i++;
		} else if (strncmp(argv[i], "--", 2) != 0) {
			if (!run_file(argv[i], groups, &c))
				return 2;
			files++;
		}
	}
	if (files == 0) {
		fprintf(stderr, "usage: oracles [--groups ABC] FILE...\n");
		return 2;
	}
	printf("%zu passed, %zu failed, %zu skipped\n", c.passed, c.failed, c.skipped);
	return c.failed > 0;
}
