/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "jobs/report.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

static void put_line(struct buf *out, const char *text)
{
	for (; *text; text++)
		buf_putc(out, *text == '\n' || *text == '\r' ? ' ' : *text);
	buf_putc(out, '\n');
}

void job_report_write(struct buf *out, const struct job_report *r)
{
	if (r->kind == JOB_SAYS_PROGRESS)
		buf_printf(out, "P %d ", r->percent);
	else if (r->kind == JOB_SAYS_RESULT)
		buf_puts(out, "R ");
	else
		buf_printf(out, "F %d %d %s ", (int)r->code, r->retry_after_s,
		           r->slug && *r->slug ? r->slug : "-");
	put_line(out, r->text ? r->text : "");
}

/* The word at *p, ended; *p goes behind the blank after it. NULL: there is none. */
static char *word(char **p)
{
	char *at = *p, *blank = strchr(at, ' ');

	if (!blank)
		return NULL;
	*blank = '\0';
	*p = blank + 1;
	return at;
}

static bool number(char **p, int64_t least, int64_t most, int *out)
{
	const char *w = word(p);
	int64_t     v;

	if (!w || !text_to_i64(w, &v) || v < least || v > most)
		return false;
	*out = (int)v;
	return true;
}

bool job_report_parse(char *line, struct job_report *r)
{
	struct job_report got = {.slug = "", .text = ""};
	char             *p = line;
	const char       *w = word(&p);
	int               code;

	if (!w || !w[0] || w[1])
		return false;
	switch (*w) {
	case 'P':
		got.kind = JOB_SAYS_PROGRESS;
		if (!number(&p, 0, 100, &got.percent))
			return false;
		break;
	case 'R': got.kind = JOB_SAYS_RESULT; break;
	case 'F':
		got.kind = JOB_SAYS_FAILURE;
		if (!number(&p, 1, ERR_TIMEOUT, &code) ||
		    !number(&p, 0, INT32_MAX, &got.retry_after_s) || !(w = word(&p)))
			return false;
		got.code = (enum err)code;
		got.slug = strcmp(w, "-") == 0 ? "" : w;
		break;
	default: return false;
	}
	got.text = p;
	*r = got;
	return true;
}
