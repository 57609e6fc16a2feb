/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef TESTS_ORACLES_H
#define TESTS_ORACLES_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * The driver of the oracle cases: which engine function answers a call, and how
 * its arguments are read. No formula, no case and no input lives here.
 */

/* An argument: what the JSON of a case says after files and arrays are read. */
struct value {
	enum { NOTHING, NUMBER, TRUTH, WORD, SERIES, MATRIX, OTHER } kind;
	double      number; /* also of TRUTH */
	const char *word;
	double     *v; /* SERIES [rows], MATRIX [rows][cols]; a hole is NaN */
	size_t      rows, cols;
	json_t     *json; /* as it stands in the case */
};

struct param {
	const char *name, *def; /* JSON text; NULL: must be given */
};

enum { PARAMS = 8, FIELDS = 4 };

/* What a call answers: one nameless field, or several with names. */
struct field_of_answer {
	const char *name;
	double     *v; /* numbers, or */
	size_t      n;
	const char *text; /* a text, or neither: nothing */
};
struct answer {
	struct field_of_answer field[FIELDS];
	size_t                 n;
};

struct run {
	struct arena      *a;
	const char        *folder; /* of the cases */
	const struct call *call;
	struct value       arg[PARAMS]; /* in the order of call->params */
	struct answer     *out;
};

struct call {
	const char  *name;
	struct param params[PARAMS];
	enum err (*run)(struct run *x);
};

struct calls {
	const struct call *p;
	size_t             n;
};
extern const struct calls oracles_series, oracles_drawdown, oracles_tail, oracles_relative,
	oracles_money, oracles_index;
const struct call *oracles_find(const char *name); /* NULL: not there yet */

/* Fill x->arg from inputs by name, defaults for what is absent; raw: arrays stay JSON. */
enum err oracles_arguments(struct run *x, json_t *inputs, struct fail *f);
enum err oracles_resolve(struct arena *a, const char *folder, json_t *spec, struct value *out,
                         struct fail *f);

/* A table of text: [rows][cols], absent cells "". Blank lines and lines starting with # are left out. */
struct sheet {
	const char **cell;
	size_t       rows, cols;
};
enum err oracles_sheet(struct arena *a, const char *folder, const char *name, char separator,
                       struct sheet *out, struct fail *f);

/* Answers. */
enum err answer_number(struct run *x, double v);
enum err answer_series(struct run *x, double *v, size_t n);
enum err answer_field(struct run *x, const char *name, double *v, size_t n);
enum err answer_text(struct run *x, const char *name, const char *text); /* NULL: nothing */

/* Drop the rows in which any series among the arguments at these places (-1 ends) has a hole. */
enum err joint(struct run *x, const int *places, size_t *n);
/* The argument at r less that at rate, a series or a number; after joint(). */
double *excess(struct run *x, int r, int rate, size_t n);
/* Position of the word among those given (NULL ends), -1: none of them. */
int word_of(const struct value *v, const char *const *words);
/* Probability of the tail from that of the body. */
double  tail_of(const struct value *p);
double *doubles(struct run *x, size_t n); /* n + 1 of them */

#endif
