/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_EXPOSITION_H
#define BASE_EXPOSITION_H

#include <stddef.h>

struct buf;
struct latency;

/*
 * Writer of the Prometheus text exposition format, version 0.0.4: a family,
 * then its samples. Names are the caller's to choose well ([a-z_], unit and
 * _total at the end); values of labels may hold anything.
 */
#define EXPOSITION_TYPE "text/plain; version=0.0.4; charset=utf-8"

struct label {
	const char *name, *value;
};

/* type: counter, gauge, histogram */
void exposition_family(struct buf *b, const char *name, const char *type, const char *help);
void exposition_sample(struct buf *b, const char *name, const struct label *labels, size_t n,
                       double value);
/* Seconds: cumulative classes, sum and count. */
void exposition_latency(struct buf *b, const char *name, const struct label *labels, size_t n,
                        const struct latency *h);

/* A family with one sample and no label. */
void exposition_single(struct buf *b, const char *name, const char *type, const char *help,
                       double value);

#endif
