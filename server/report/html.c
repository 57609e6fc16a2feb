/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "report/html.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "report/figure.h"
#include "report/svg.h"

/* Charts are drawn twice: at the size of a sheet, alone or in a pair, and at that of a hand. */
enum {
	WIDE = 1100,
	WIDE_HEIGHT = 320,
	HALF = 530,
	HALF_HEIGHT = 250,
	SLIM = 350,
	SLIM_HEIGHT = 220,
	ROW_HEIGHT = 22,
	REASONS_MAX = 24,
	TITLE_LONG = 28 /* a text cell longer than this may break */
};

struct page {
	struct buf            *out;
	struct arena          *a;
	const struct document *d;
	int                    charts; /* so far, for their ids */
};

static void put(struct page *p, const char *markup)
{
	buf_puts(p->out, markup);
}

static void words(struct page *p, const char *text)
{
	svg_text(p->out, text);
}

/* Nothing at all where text is NULL. */
static void within(struct page *p, const char *before, const char *text, const char *after)
{
	if (!text)
		return;
	put(p, before);
	words(p, text);
	put(p, after);
}

/* Why numbers are missing: each reason once, numbered in the order met. */
struct reasons {
	const char *p[REASONS_MAX];
	size_t      n;
};

static size_t reason_number(struct reasons *r, const char *why)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->p[i], why) == 0)
			return i + 1;
	if (r->n == REASONS_MAX)
		return 0;
	r->p[r->n++] = why;
	return r->n;
}

static void put_reasons(struct page *p, const struct reasons *r)
{
	if (r->n == 0)
		return;
	put(p, "<ol class=\"reasons\">");
	for (size_t i = 0; i < r->n; i++) {
		buf_printf(p->out, "<li><sup>%zu</sup> ", i + 1);
		words(p, r->p[i]);
		put(p, "</li>");
	}
	put(p, "</ol>");
}

/* The figure itself, with the mark of its reason where it is missing. */
static void value(struct page *p, const struct cell *c, struct reasons *r)
{
	char text[FIGURE_TEXT];

	if (c->kind == CELL_TEXT) {
		words(p, c->text ? c->text : "");
		return;
	}
	put(p, figure_text(c, text));
	if (figure_missing(c) && c->text) {
		const size_t k = reason_number(r, c->text);

		if (k > 0)
			buf_printf(p->out, "<sup>%zu</sup>", k);
	}
}

static const char *sign_class(const struct cell *c)
{
	const int sign = figure_sign(c);

	return sign > 0 ? "gain" : sign < 0 ? "loss" : figure_missing(c) ? "u" : "";
}

static bool long_text(const struct cell *c)
{
	return c->kind == CELL_TEXT && c->text && strlen(c->text) > TITLE_LONG;
}

static void cell(struct page *p, const struct grid *g, const struct column *col,
                 const struct cell *c, bool head, struct reasons *r)
{
	static const char *const heat[] = {"hn4", "hn3", "hn2", "hn1", "h0",
	                                   "hp1", "hp2", "hp3", "hp4"};
	const char *class = "";

	if (c->heat && !figure_missing(c) && c->kind != CELL_NONE)
		class = heat[figure_heat(g, c) + 4];
	else if (long_text(c))
		class = "w";
	else if (col->kind == CELL_TEXT || c->kind == CELL_TEXT)
		class = "l";
	else
		class = sign_class(c);
	put(p, head ? "<th scope=\"row\"" : "<td");
	if (*class)
		buf_printf(p->out, " class=\"%s\"", class);
	put(p, ">");
	value(p, c, r);
	put(p, head ? "</th>" : "</td>");
}

static void head(struct page *p, const struct grid *g)
{
	put(p, "<thead><tr>");
	for (size_t i = 0; i < g->n_columns; i++) {
		const struct column *c = &g->columns[i];

		put(p,
		    c->kind == CELL_TEXT ? "<th scope=\"col\" class=\"l\">" : "<th scope=\"col\">");
		words(p, c->title);
		within(p, ", <i>", c->unit, "</i>");
		put(p, "</th>");
	}
	put(p, "</tr></thead>");
}

static bool has_heat(const struct grid *g)
{
	for (size_t i = 0; i < g->n_rows * g->n_columns; i++)
		if (g->cells[i].heat)
			return true;
	return false;
}

/* The longest tables are whole in the other forms of the report. */
static size_t rows_shown(const struct grid *g)
{
	return g->long_after > 0 && g->n_rows > g->long_after ? g->long_after : g->n_rows;
}

static void more(struct page *p, const struct grid *g)
{
	const size_t left = g->n_rows - rows_shown(g);

	if (left > 0)
		buf_printf(p->out,
		           "<p class=\"note\">and %zu more: all of them are in the XLSX, CSV and"
		           " JSON forms of this report.</p>",
		           left);
}

static void table(struct page *p, const struct block *b)
{
	const struct grid *g = &b->grid;
	struct reasons     why = {.n = 0};

	put(p,
	    "<div class=\"block\"><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
	words(p, b->title ? b->title : "Table");
	buf_printf(p->out, "\"><table%s><caption><span class=\"name\">",
	           has_heat(g) ? " class=\"heat\"" : "");
	words(p, b->title ? b->title : "");
	put(p, "</span>");
	within(p, "<span class=\"note\">", b->note, "</span>");
	put(p, "</caption>");
	head(p, g);
	put(p, "<tbody>");
	for (size_t i = 0; i < rows_shown(g); i++) {
		put(p, "<tr>");
		for (size_t k = 0; k < g->n_columns; k++)
			cell(p, g, &g->columns[k], &g->cells[i * g->n_columns + k], k == 0, &why);
		put(p, "</tr>\n");
	}
	put(p, "</tbody></table></div>");
	more(p, g);
	put_reasons(p, &why);
	put(p, "</div>\n");
}

/* Each row a tile: the first figure large, the others below it by their column's name. */
static void figures(struct page *p, const struct block *b)
{
	const struct grid *g = &b->grid;
	struct reasons     why = {.n = 0};

	put(p, "<div class=\"block figures\">");
	within(p, "<h3>", b->title, "</h3>");
	put(p, "<dl>");
	for (size_t i = 0; i < g->n_rows; i++) {
		const struct cell *c = &g->cells[i * g->n_columns];

		put(p, "<div><dt>");
		words(p, c->text);
		buf_printf(p->out, "</dt><dd class=\"big %s\">",
		           g->n_columns > 1 ? sign_class(&c[1]) : "");
		if (g->n_columns > 1)
			value(p, &c[1], &why);
		put(p, "</dd>");
		for (size_t k = 2; k < g->n_columns; k++) {
			if (c[k].kind == CELL_NONE)
				continue;
			within(p, "<dd class=\"sub\"><b>", g->columns[k].title, "</b> ");
			value(p, &c[k], &why);
			put(p, "</dd>");
		}
		put(p, "</div>");
	}
	put(p, "</dl>");
	put_reasons(p, &why);
	within(p, "<p class=\"note\">", b->note, "</p>");
	put(p, "</div>\n");
}

static void chart(struct page *p, const struct block *b, bool half)
{
	const struct chart *c = &b->chart;
	const char         *title = b->title ? b->title : "Chart";
	const double        lying = (double)c->n * ROW_HEIGHT + 4;
	const bool          rows = c->kind == CHART_ROWS;

	within(p, "<figure class=\"block\"><figcaption><span class=\"name\">", title, "</span>");
	within(p, "<span class=\"note\">", b->note, "</span>");
	put(p, "</figcaption>");
	svg_chart(p->out, p->a, c, title, p->charts++, half ? HALF : WIDE,
	          rows   ? lying
	          : half ? HALF_HEIGHT
	                 : WIDE_HEIGHT,
	          half ? "half" : "wide");
	svg_chart(p->out, p->a, c, title, p->charts++, SLIM, rows ? lying : SLIM_HEIGHT, "slim");
	put(p, "</figure>\n");
}

static void paragraphs(struct page *p, const struct block *b)
{
	const char *at = b->text ? b->text : "";

	put(p, "<div class=\"block text\">");
	within(p, "<h3>", b->title, "</h3>");
	while (*at) {
		const char  *end = strstr(at, "\n\n");
		const size_t n = end ? (size_t)(end - at) : strlen(at);

		within(p, "<p>", arena_strndup(p->a, at, n), "</p>");
		at += n + (end ? 2 : 0);
	}
	within(p, "<p class=\"note\">", b->note, "</p>");
	put(p, "</div>\n");
}

/* Charts of one line need no more than half a sheet: two of them stand side by side. */
static bool small(const struct block *b)
{
	return b->kind == BLOCK_CHART && b->chart.n_lines == 1 && b->chart.kind == CHART_LINE;
}

static bool pairs(const struct section *s, size_t i)
{
	return i + 1 < s->n && small(&s->blocks[i]) && small(&s->blocks[i + 1]);
}

static void section(struct page *p, const struct section *s)
{
	buf_printf(p->out, "<section aria-labelledby=\"%s\"><h2 id=\"%s\">", s->id, s->id);
	words(p, s->title);
	put(p, "</h2>\n");
	for (size_t i = 0; i < s->n; i++) {
		const struct block *b = &s->blocks[i];

		if (pairs(s, i)) {
			put(p, "<div class=\"pair\">");
			chart(p, b, true);
			chart(p, b + 1, true);
			put(p, "</div>\n");
			i++;
			continue;
		}
		switch (b->kind) {
		case BLOCK_TEXT: paragraphs(p, b); break;
		case BLOCK_GRID: table(p, b); break;
		case BLOCK_CHART: chart(p, b, false); break;
		case BLOCK_FIGURES: figures(p, b); break;
		}
	}
	put(p, "</section>\n");
}

const char *report_html_policy(struct arena *a)
{
	uint8_t hash[SHA256_LEN];

	crypto_sha256(report_style, strlen(report_style), hash);
	return arena_printf(a, "default-src 'none'; style-src 'sha256-%s'",
	                    base64_encode(a, hash, sizeof(hash)));
}

static void page_head(struct page *p)
{
	put(p, "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">"
	       "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
	       "<meta http-equiv=\"Content-Security-Policy\" content=\"");
	put(p, report_html_policy(p->a));
	within(p, "\"><meta name=\"color-scheme\" content=\"light dark\"><title>", p->d->subtitle,
	       ", ");
	words(p, p->d->period);
	within(p, " \u00b7 ", p->d->title, "</title><style>");
	put(p, report_style);
	put(p, "</style></head>\n<body><a class=\"skip\" href=\"#report\">To the report</a>"
	       "<div class=\"sheet\"><nav aria-label=\"Contents\"><h2>Contents</h2><ol>");
	for (size_t i = 0; i < p->d->n; i++) {
		buf_printf(p->out, "<li><a href=\"#%s\">", p->d->sections[i].id);
		words(p, p->d->sections[i].title);
		put(p, "</a></li>");
	}
	put(p,
	    "</ol></nav>\n<div class=\"page\"><header><p class=\"brand\">"
	    "<svg viewBox=\"0 0 18 18\" aria-hidden=\"true\"><path class=\"s5\" stroke-width=\"2\""
	    " d=\"M1 14l5-5 4 3 7-9\"/></svg>");
	words(p, p->d->title);
	within(p, "</p><h1>", p->d->subtitle, "</h1><p class=\"period\">");
	words(p, p->d->period);
	within(p, "</p><p class=\"made\">", p->d->made, "</p></header>\n<main id=\"report\">\n");
}

enum err report_html(const struct document *d, struct buf *out, struct fail *f)
{
	struct page p = {.out = out, .a = arena_create(), .d = d};

	(void)f;
	page_head(&p);
	for (size_t i = 0; i < d->n; i++)
		section(&p, &d->sections[i]);
	put(&p, "</main><footer>Past figures say nothing certain of the future. A dash stands for a"
	        " number that is not defined; its reason is given below it.</footer></div></div>"
	        "</body></html>\n");
	arena_destroy(p.a);
	return OK;
}
