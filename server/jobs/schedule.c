/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/schedule.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"

enum { MINUTE_MS = 60000, DAY_MS = 86400000, DAY_S = 86400, DAYS_AHEAD = 8 * 366 + 1 };
enum { EVERY_MAX_DAYS = 366, OFFSET_MAX_H = 12, FIELDS = 5, WORD_MAX = 120 };

/* The regular close; a session that ends early is closed by then, too. */
const struct exchange exchanges[] = {
	{"XNYS", "America/New_York", 16 * 60},   {"XNAS", "America/New_York", 16 * 60},
	{"XLON", "Europe/London", 16 * 60 + 30}, {"XETR", "Europe/Berlin", 17 * 60 + 30},
	{"XPAR", "Europe/Paris", 17 * 60 + 30},  {"XTKS", "Asia/Tokyo", 15 * 60 + 30},
};
const size_t exchanges_n = COUNT(exchanges);

struct cron_field {
	const char        *what;
	int                min, max;
	const char *const *names; /* NULL-ended, from the number base on; NULL = none */
	int                base;
};
static const char *const month_names[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul",
                                          "aug", "sep", "oct", "nov", "dec", NULL};
static const char *const day_names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat", NULL};
static const struct cron_field cron_fields[FIELDS] = {
	{"minute", 0, 59, NULL, 0},
	{"hour", 0, 23, NULL, 0},
	{"day of the month", 1, 31, NULL, 0},
	{"month", 1, 12, month_names, 1},
	{"day of the week", 0, 7, day_names, 0},
};

static bool number_of(const struct cron_field *fd, const char *s, size_t n, int *out)
{
	char    word[8];
	int64_t v;

	if (n == 0 || n >= sizeof(word))
		return false;
	memcpy(word, s, n);
	word[n] = '\0';
	for (int i = 0; fd->names && fd->names[i]; i++)
		if (text_same_fold(word, fd->names[i])) {
			*out = fd->base + i;
			return true;
		}
	if (strspn(word, "0123456789") != n || !text_to_i64(word, &v) || v < fd->min || v > fd->max)
		return false;
	*out = (int)v;
	return true;
}

/* One item of a list: *, 5, 5-10, each with /2 behind it. */
static bool take_item(const struct cron_field *fd, const char *s, size_t n, uint64_t *bits)
{
	const char *slash = memchr(s, '/', n), *dash;
	size_t      head = slash ? (size_t)(slash - s) : n;
	int         from = fd->min, to = fd->max;
	int64_t     step = 1;
	char        text[8];

	if (slash) {
		size_t k = n - head - 1;

		if (k == 0 || k >= sizeof(text))
			return false;
		memcpy(text, slash + 1, k);
		text[k] = '\0';
		if (strspn(text, "0123456789") != k || !text_to_i64(text, &step) || step < 1 ||
		    step > fd->max)
			return false;
	}
	if (!(head == 1 && *s == '*')) {
		dash = memchr(s, '-', head);
		size_t first = dash ? (size_t)(dash - s) : head;

		if (!number_of(fd, s, first, &from))
			return false;
		if (dash && !number_of(fd, dash + 1, head - first - 1, &to))
			return false;
		if (!dash && !slash)
			to = from;
		if (to < from)
			return false;
	}
	for (int v = from; v <= to; v += (int)step)
		*bits |= UINT64_C(1) << v;
	return true;
}

static enum err take_field(const struct cron_field *fd, const char *s, size_t n, uint64_t *bits,
                           struct fail *f)
{
	uint64_t got = 0;
	size_t   at = 0;

	while (at <= n) {
		const char *comma = at < n ? memchr(s + at, ',', n - at) : NULL;
		size_t      k = comma ? (size_t)(comma - s) - at : n - at;

		if (!take_item(fd, s + at, k, &got))
			return fail(
				f, ERR_INVALID,
				"the %s '%.*s' is not understood: numbers from %d to %d, lists, ranges, steps",
				fd->what, (int)(n < 40 ? n : 40), s, fd->min, fd->max);
		at += k + 1;
	}
	*bits = got;
	return OK;
}

static enum err parse_cron(const char *s, struct schedule *out, struct fail *f)
{
	uint64_t bits[FIELDS];
	bool     any[FIELDS];
	int      i = 0;

	for (; *(s += strspn(s, " ")) && i < FIELDS; i++) {
		size_t n = strcspn(s, " ");

		TRY(take_field(&cron_fields[i], s, n, &bits[i], f));
		any[i] = *s == '*';
		s += n;
	}
	if (i != FIELDS || *s)
		return fail(f, ERR_INVALID,
		            "cron has five fields: minute, hour, day of the month, month, weekday");
	if (bits[4] >> 7 & 1)
		bits[4] |= 1;
	*out = (struct schedule){.kind = SCHEDULE_CRON,
	                         .minutes = bits[0],
	                         .hours = (uint32_t)bits[1],
	                         .days = (uint32_t)bits[2],
	                         .months = (uint32_t)bits[3],
	                         .weekdays = (uint32_t)(bits[4] & 0x7f),
	                         .any_day = any[2],
	                         .any_weekday = any[4]};
	return OK;
}

/* "15m", "2h", "1d" in ms; what is behind it in *rest. */
static bool take_span(const char *s, int64_t *ms, const char **rest)
{
	static const char    units[] = "mhd";
	static const int64_t of[] = {MINUTE_MS, 60 * MINUTE_MS, DAY_MS};
	size_t               n = strspn(s, "0123456789");
	char                 digits[8];
	const char          *unit = s[n] ? strchr(units, s[n]) : NULL;
	int64_t              v;

	if (n == 0 || n >= sizeof(digits) || !unit)
		return false;
	memcpy(digits, s, n);
	digits[n] = '\0';
	if (!text_to_i64(digits, &v))
		return false;
	*ms = v * of[unit - units];
	*rest = s + n + 1;
	return true;
}

static enum err parse_every(const char *s, struct schedule *out, struct fail *f)
{
	int64_t     ms;
	const char *rest;

	if (!take_span(s, &ms, &rest) || *rest || ms < MINUTE_MS ||
	    ms > (int64_t)EVERY_MAX_DAYS * DAY_MS)
		return fail(f, ERR_INVALID,
		            "'every %.20s' is not understood: from 1m to 366d, as every 15m", s);
	*out = (struct schedule){.kind = SCHEDULE_EVERY, .every_ms = ms};
	return OK;
}

static enum err parse_close(const char *s, struct schedule *out, struct fail *f)
{
	int64_t     ms = 0;
	const char *rest = s;
	bool        minus = *s == '-';

	if ((*s == '+' || *s == '-') && !take_span(s + 1, &ms, &rest))
		rest = NULL;
	if (!rest || (*rest && *rest != ' ') || ms > (int64_t)OFFSET_MAX_H * 60 * MINUTE_MS)
		return fail(f, ERR_INVALID,
		            "'close%.20s' is not understood: as close+30m XNYS, at most 12h", s);
	rest += strspn(rest, " ");
	for (size_t i = 0; i < exchanges_n; i++)
		if (text_same_fold(*rest ? rest : "XNYS", exchanges[i].code)) {
			*out = (struct schedule){.kind = SCHEDULE_CLOSE,
			                         .offset_ms = minus ? -ms : ms,
			                         .exchange = &exchanges[i]};
			return OK;
		}
	return fail(f, ERR_INVALID, "the sessions of the exchange '%.20s' are not known", rest);
}

enum err schedule_parse(const char *text, struct schedule *out, struct fail *f)
{
	size_t n = strlen(text);

	if (n > WORD_MAX)
		return fail(f, ERR_INVALID, "it is longer than %d characters", WORD_MAX);
	if (strncmp(text, "cron ", 5) == 0)
		return parse_cron(text + 5, out, f);
	if (strncmp(text, "every ", 6) == 0)
		return parse_every(text + 6, out, f);
	if (strncmp(text, "close", 5) == 0)
		return parse_close(text + 5, out, f);
	if (strncmp(text, "after ", 6) == 0 && n > 6 && n - 6 <= SCHEDULE_NAME_MAX) {
		*out = (struct schedule){.kind = SCHEDULE_AFTER};
		memcpy(out->after, text + 6, n - 5);
		return OK;
	}
	return fail(f, ERR_INVALID,
	            "'%.40s' is none of: cron 30 22 * * 1-5, every 15m, close+30m XNYS, after NAME",
	            text);
}

static bool on_day(const struct schedule *s, int32_t date)
{
	struct civil c = date_civil(date);
	bool day = s->days >> c.day & 1, weekday = s->weekdays >> (date_weekday(date) % 7) & 1;

	if (!(s->months >> c.month & 1))
		return false;
	return s->any_day || s->any_weekday ? day && weekday : day || weekday;
}

/* The first instant (s) of the day that is after one; a gap can turn two around, so all are looked at. */
static int64_t first_of_day(const struct schedule *s, const struct zone *z, int32_t date,
                            int64_t after)
{
	int64_t first = INT64_MAX;

	for (int h = 0; h < 24; h++)
		for (int m = 0; (s->hours >> h & 1) && m < 60; m++) {
			if (!(s->minutes >> m & 1))
				continue;
			int64_t at = zone_utc(z, (int64_t)date * DAY_S + h * 3600 + m * 60);
			if (at > after && at < first)
				first = at;
		}
	return first;
}

static int64_t next_cron(const struct schedule *s, const struct zone *z, int64_t after)
{
	int32_t today = (int32_t)((after + zone_offset(z, after)) / DAY_S);

	for (int32_t date = today - 1; date < today + DAYS_AHEAD; date++) {
		int64_t at = on_day(s, date) ? first_of_day(s, z, date, after) : INT64_MAX;

		if (at != INT64_MAX)
			return at * 1000;
	}
	return TIME_NONE;
}

static bool is_session(const struct closures *c, int32_t date)
{
	if (date_weekday(date) > 5)
		return false;
	for (size_t i = 0; i < c->n; i++)
		if (c->date[i] == date)
			return false;
	return true;
}

static int64_t next_close(const struct schedule *s, const struct zone *z,
                          const struct closures *closed, int64_t after_ms)
{
	int32_t today = (int32_t)(after_ms / DAY_MS);

	for (int32_t date = today - 2; date < today + DAYS_AHEAD; date++) {
		int64_t wall = (int64_t)date * DAY_S + s->exchange->close_min * 60;
		int64_t at = zone_utc(z, wall) * 1000 + s->offset_ms;

		if (at > after_ms && is_session(closed, date))
			return at;
	}
	return TIME_NONE;
}

int64_t schedule_next(const struct schedule *s, const struct zone *zone,
                      const struct closures *closed, int64_t after_ms)
{
	switch (s->kind) {
	case SCHEDULE_CRON: {
		int64_t second = after_ms / 1000;

		return next_cron(s, zone, second);
	}
	case SCHEDULE_EVERY: return (after_ms / s->every_ms + 1) * s->every_ms;
	case SCHEDULE_CLOSE: return next_close(s, zone, closed, after_ms);
	case SCHEDULE_AFTER: break;
	}
	return TIME_NONE;
}
