/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/zone.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/date.h"

enum { FILE_MAX = 1 << 17, HEAD = 44, DAY_S = 86400, HOUR_S = 3600, NAME_LEN = 64 };

/* The day of a year on which a rule changes the clocks: M3.2.0, J60 or 59; and the wall time of it. */
struct change_day {
	char    form; /* 'M', 'J', 'N' */
	int     month, week, day;
	int32_t time_s;
};
struct zone {
	size_t            n; /* transitions */
	const int64_t    *at;
	const int32_t    *offset; /* [n]: from at[i] on */
	int32_t           first;  /* before all of them */
	bool              ruled;  /* after all of them, by: */
	int32_t           standard, summer;
	bool              has_summer;
	struct change_day begin, end;
};

static int64_t big(const unsigned char *p, int bytes)
{
	uint64_t v = (*p & 0x80) ? UINT64_MAX : 0;

	for (int i = 0; i < bytes; i++)
		v = v << 8 | p[i];
	return (int64_t)v;
}

static bool skip_name(const char **p)
{
	const char *s = *p;

	if (*s == '<') {
		s = strchr(s, '>');
		*p = s ? s + 1 : *p;
		return s != NULL;
	}
	while ((*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z'))
		s++;
	bool fine = s - *p >= 3;
	*p = s;
	return fine;
}

static int take_int(const char **p)
{
	char *end;
	long  v = strtol(*p, &end, 10);

	*p = end;
	return v > -1000 && v < 1000 ? (int)v : 0;
}

/* [+-]h[:mm[:ss]] in seconds */
static int32_t take_time(const char **p)
{
	int     sign = **p == '-' ? -1 : 1;
	int32_t s;

	*p += **p == '-' || **p == '+';
	s = take_int(p) * HOUR_S;
	if (**p == ':') {
		++*p;
		s += take_int(p) * 60;
	}
	if (**p == ':') {
		++*p;
		s += take_int(p);
	}
	return sign * s;
}

static bool take_day(const char **p, struct change_day *d)
{
	if (*(*p)++ != ',')
		return false;
	d->form = **p == 'M' || **p == 'J' ? *(*p)++ : 'N';
	d->day = take_int(p);
	if (d->form == 'M') {
		d->month = d->day;
		if (*(*p)++ != '.')
			return false;
		d->week = take_int(p);
		if (*(*p)++ != '.')
			return false;
		d->day = take_int(p);
		if (d->month < 1 || d->month > 12 || d->week < 1 || d->week > 5 || d->day < 0 ||
		    d->day > 6)
			return false;
	}
	d->time_s = 2 * HOUR_S;
	if (**p == '/') {
		++*p;
		d->time_s = take_time(p);
	}
	return true;
}

/* The closing line of the file, as the variable TZ: "EST5EDT,M3.2.0,M11.1.0". */
static bool take_rule(const char *p, struct zone *z)
{
	if (!skip_name(&p))
		return false;
	z->standard = -take_time(&p);
	z->ruled = true;
	if (!*p)
		return true;
	if (!skip_name(&p))
		return false;
	z->summer = *p && *p != ',' ? -take_time(&p) : z->standard + HOUR_S;
	z->has_summer = true;
	return take_day(&p, &z->begin) && take_day(&p, &z->end) && !*p;
}

/* Wall time of the change in a year. */
static int64_t change_at(const struct change_day *d, int year)
{
	int32_t date = date_of(year, 1, 1);

	if (d->form == 'M') {
		int32_t first = date_of(year, d->month, 1);
		int32_t next = d->month == 12 ? date_of(year + 1, 1, 1)
		                              : date_of(year, d->month + 1, 1);

		date = first + (d->day + 7 - date_weekday(first) % 7) % 7 + 7 * (d->week - 1);
		while (date >= next)
			date -= 7;
	} else if (d->form == 'J') { /* 29 February is not counted */
		bool leap = date_valid(year, 2, 29);

		date += d->day - 1 + (leap && d->day >= 60);
	} else {
		date += d->day;
	}
	return (int64_t)date * DAY_S + d->time_s;
}

static int32_t by_rule(const struct zone *z, int64_t utc)
{
	if (!z->has_summer)
		return z->standard;
	int64_t days = (utc + z->standard) / DAY_S;
	int     year = date_civil((int32_t)days).year;
	int64_t begin = change_at(&z->begin, year) - z->standard;
	int64_t end = change_at(&z->end, year) - z->summer;
	bool    summer = begin < end ? utc >= begin && utc < end : !(utc >= end && utc < begin);

	return summer ? z->summer : z->standard;
}

int32_t zone_offset(const struct zone *z, int64_t utc)
{
	size_t low = 0, high = z->n;

	if (z->n == 0 || utc < z->at[0])
		return z->n == 0 && z->ruled ? by_rule(z, utc) : z->first;
	if (utc >= z->at[z->n - 1] && z->ruled)
		return by_rule(z, utc);
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (z->at[mid] <= utc)
			low = mid;
		else
			high = mid;
	}
	return z->offset[low];
}

int64_t zone_utc(const struct zone *z, int64_t wall)
{
	/* No zone is further than a day from Greenwich, and none changes twice within two. */
	int32_t before = zone_offset(z, wall - DAY_S), after = zone_offset(z, wall + DAY_S);
	int64_t early = wall - before, late = wall - after;

	if (zone_offset(z, early) == before)
		return early;
	if (zone_offset(z, late) == after)
		return late;
	return early; /* in the gap */
}

/* How many bytes the block takes whose head is at p. */
static size_t block(const unsigned char *p, size_t wide)
{
	size_t utc = (size_t)big(p + 20, 4), std = (size_t)big(p + 24, 4),
	       leap = (size_t)big(p + 28, 4), times = (size_t)big(p + 32, 4),
	       types = (size_t)big(p + 36, 4), chars = (size_t)big(p + 40, 4);
	size_t most = FILE_MAX;

	if (utc > most || std > most || leap > most || times > most || types > most || chars > most)
		return most;
	return HEAD + times * wide + times + types * 6 + chars + leap * (wide + 4) + std + utc;
}

static bool take_file(struct arena *a, const unsigned char *p, size_t n, struct zone *z)
{
	enum { WIDE = 8 };

	if (n < HEAD || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return false;
	size_t skip = block(p, 4);
	if (skip + HEAD > n || memcmp(p + skip, "TZif", 4) != 0)
		return false;
	p += skip;
	n -= skip;
	size_t size = block(p, WIDE), types = (size_t)big(p + 36, 4);
	if (size > n || types == 0)
		return false;
	z->n = (size_t)big(p + 32, 4);
	const unsigned char *at = p + HEAD, *type = at + z->n * WIDE, *info = type + z->n;
	int64_t             *when = ARENA_ARRAY(a, z->n + 1, int64_t);
	int32_t             *offset = ARENA_ARRAY(a, z->n + 1, int32_t);
	for (size_t i = 0; i < z->n; i++) {
		if (type[i] >= types)
			return false;
		when[i] = big(at + i * WIDE, WIDE);
		offset[i] = (int32_t)big(info + type[i] * 6, 4);
	}
	z->at = when;
	z->offset = offset;
	z->first = (int32_t)big(info, 4);
	const char *foot = arena_strndup(a, (const char *)p + size, n - size);
	if (*foot++ != '\n')
		return false;
	char *rule = arena_strndup(a, foot, strcspn(foot, "\n"));
	return !*rule || take_rule(rule, z);
}

/* A path below the folder of zones, and no other. */
static bool is_name(const char *name)
{
	size_t n = strspn(name,
	                  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

	return n > 0 && n <= NAME_LEN && !name[n] && *name != '/' && !strstr(name, "//");
}

enum err zone_load(struct arena *a, const char *name, const struct zone **out, struct fail *f)
{
	struct zone   *z = ARENA_NEW(a, struct zone);
	const char    *folder = getenv("TZDIR");
	unsigned char *file = arena_alloc(a, FILE_MAX);
	ssize_t        n = -1;

	if (strcmp(name, "UTC") == 0) {
		z->ruled = true;
		*out = z;
		return OK;
	}
	if (is_name(name)) {
		int fd = open(arena_printf(a, "%s/%s",
		                           folder && *folder ? folder : "/usr/share/zoneinfo",
		                           name),
		              O_RDONLY | O_CLOEXEC);

		n = fd < 0 ? -1 : read(fd, file, FILE_MAX);
		if (fd >= 0)
			close(fd);
	}
	if (n < 0 || !take_file(a, file, (size_t)n, z))
		return fail(f, ERR_INVALID, "there is no time zone '%.64s' on this system", name);
	*out = z;
	return OK;
}
