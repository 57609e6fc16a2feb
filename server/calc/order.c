/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/order.h"

#include <string.h>

enum { SMALL = 24 };

static void insertion_sort(double *x, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		double v = x[i];
		size_t j = i;

		for (; j > 0 && x[j - 1] > v; j--)
			x[j] = x[j - 1];
		x[j] = v;
	}
}

static void sift(double *x, size_t n, size_t at)
{
	double v = x[at];

	for (size_t child; (child = 2 * at + 1) < n; at = child) {
		if (child + 1 < n && x[child + 1] > x[child])
			child++;
		if (x[child] <= v)
			break;
		x[at] = x[child];
	}
	x[at] = v;
}

static void heap_sort(double *x, size_t n)
{
	for (size_t i = n / 2; i-- > 0;)
		sift(x, n, i);
	for (size_t end = n; end-- > 1;) {
		double top = x[0];

		x[0] = x[end];
		x[end] = top;
		sift(x, end, 0);
	}
}

static double median3(double a, double b, double c)
{
	double low = a < b ? a : b, high = a < b ? b : a;

	return c < low ? low : c > high ? high : c;
}

/* Hoare's partition: returns m in 1..n-1 with x[0..m) <= pivot <= x[m..n). n > 2. */
static size_t partition(double *x, size_t n, double pivot)
{
	size_t i = 0, j = n - 1;

	for (;;) {
		while (x[i] < pivot)
			i++;
		while (x[j] > pivot)
			j--;
		if (i >= j)
			break;
		double t = x[i];

		x[i++] = x[j];
		x[j--] = t;
	}
	return i > 0 ? i : 1;
}

static double pivot_of(const double *x, size_t n)
{
	size_t h = n / 2, e = n / 8;

	if (n < 128)
		return median3(x[0], x[h], x[n - 1]);
	return median3(median3(x[0], x[e], x[2 * e]), median3(x[h - e], x[h], x[h + e]),
	               median3(x[n - 1 - 2 * e], x[n - 1 - e], x[n - 1]));
}

/* Partitions that a random order takes, twice over; more is a pattern made to be slow. */
static int patience(size_t n)
{
	int rounds = 8;

	for (; n > 1; n /= 2)
		rounds += 4;
	return rounds;
}

static void sort(double *x, size_t n, int rounds)
{
	while (n > SMALL) {
		size_t m;

		if (rounds-- == 0) {
			heap_sort(x, n);
			return;
		}
		m = partition(x, n, pivot_of(x, n));
		if (m < n - m) {
			sort(x, m, rounds);
			x += m;
			n -= m;
		} else {
			sort(x + m, n - m, rounds);
			n = m;
		}
	}
	insertion_sort(x, n);
}

void calc_sort(double *x, size_t n)
{
	sort(x, n, patience(n));
}

void calc_sorted(const double *x, size_t n, double *out)
{
	if (n > 0)
		memcpy(out, x, n * sizeof(*out));
	calc_sort(out, n);
}

/*
 * Without a branch on the data, so that no guess of the processor fails: what is
 * below the pivot (or equal, if so asked) goes to the front. Returns how many.
 */
static size_t split(double *x, size_t n, double pivot)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		double v = x[i];

		x[i] = x[m];
		x[m] = v;
		m += v < pivot;
	}
	return m;
}

static size_t split_equal(double *x, size_t n, double pivot)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		double v = x[i];

		x[i] = x[m];
		x[m] = v;
		m += v <= pivot;
	}
	return m;
}

/*
 * A pivot a little beyond where k is expected, on the side of the middle: from
 * a sample, so that usually all but little more than k, or than n - k, is left out.
 */
static double pivot_beyond(const double *x, size_t n, size_t k)
{
	enum { SAMPLE = 48, MARGIN = 3 };
	double some[SAMPLE];
	size_t rank = k * SAMPLE / n;

	for (size_t i = 0; i < SAMPLE; i++)
		some[i] = x[i * n / SAMPLE];
	insertion_sort(some, SAMPLE);
	if (k < n / 2)
		rank += MARGIN;
	else
		rank = rank > MARGIN ? rank - MARGIN : 0;
	return some[rank < SAMPLE ? rank : SAMPLE - 1];
}

void calc_select(double *x, size_t n, size_t k)
{
	int rounds = patience(n);

	while (n > 2 * SMALL) {
		double pivot = pivot_beyond(x, n, k);
		size_t m = split(x, n, pivot);

		if (rounds-- == 0) {
			heap_sort(x, n);
			return;
		}
		if (k < m) {
			n = m;
			continue;
		}
		if (m == 0) {
			m = split_equal(x, n, pivot);
			if (k < m)
				return;
		}
		x += m;
		n -= m;
		k -= m;
	}
	insertion_sort(x, n);
}
