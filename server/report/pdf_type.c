/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
/* Text of a PDF: Inter, else DejaVu Sans, with figures of one width. */
#include <math.h>
#include <string.h>

#include "base/compiler.h"
#include "report/pdf.h"

#define FAMILIES "Inter,DejaVu Sans,sans-serif"

void pdf_type_init(struct pdf *p, PangoFontMap *map)
{
	const struct pdf_libs *l = p->lib;
	cairo_font_options_t  *o = l->cairo_font_options_create();

	/* What is laid out for a screen differs with the screen. */
	l->cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	l->cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	l->cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
	p->context = l->pango_font_map_create_context(map);
	l->pango_cairo_context_set_font_options(p->context, o);
	l->pango_cairo_context_set_resolution(p->context, 72);
	l->pango_context_set_round_glyph_positions(p->context, FALSE);
	l->pango_context_set_language(p->context, l->pango_language_from_string("en-gb"));
	l->pango_context_set_base_dir(p->context, PANGO_DIRECTION_LTR);
	l->cairo_font_options_destroy(o);
}

void pdf_type_finish(struct pdf *p)
{
	for (size_t i = 0; i < p->n_faces; i++)
		p->lib->g_object_unref(p->faces[i].layout);
	p->n_faces = 0;
	p->lib->g_object_unref(p->context);
}

static double width_of(struct pdf *p, PangoLayout *layout, size_t line)
{
	PangoRectangle r;

	p->lib->pango_layout_line_get_extents(
		p->lib->pango_layout_get_line_readonly(layout, (int)line), NULL, &r);
	return (double)r.width / PANGO_SCALE;
}

static void set_up(struct pdf *p, struct pdf_face *face)
{
	const struct pdf_libs *l = p->lib;
	PangoFontDescription  *d = l->pango_font_description_new();
	PangoAttrList         *attributes = l->pango_attr_list_new();

	l->pango_font_description_set_family_static(d, FAMILIES);
	l->pango_font_description_set_absolute_size(d, face->font.size * PANGO_SCALE);
	l->pango_font_description_set_weight(d, (PangoWeight)face->font.weight);
	l->pango_attr_list_insert(attributes, l->pango_attr_font_features_new("tnum=1"));
	l->pango_attr_list_insert(attributes, l->pango_attr_insert_hyphens_new(FALSE));
	face->layout = l->pango_layout_new(p->context);
	l->pango_layout_set_font_description(face->layout, d);
	l->pango_layout_set_attributes(face->layout, attributes);
	l->pango_layout_set_wrap(face->layout, PANGO_WRAP_WORD_CHAR);
	l->pango_attr_list_unref(attributes);
	l->pango_font_description_free(d);
	for (size_t i = 0; i < COUNT(face->advance); i++)
		face->advance[i] = NAN;
}

static double advance_of(struct pdf *p, struct pdf_face *face, char c)
{
	double *w = &face->advance[c - ' '];

	if (isnan(*w)) {
		p->lib->pango_layout_set_width(face->layout, -1);
		p->lib->pango_layout_set_text(face->layout, &c, 1);
		*w = width_of(p, face->layout, 0);
	}
	return *w;
}

/* There are fewer kinds of text than places; a chart that asks for more gets the last one anew. */
static struct pdf_face *face_of(struct pdf *p, struct pdf_font f)
{
	struct pdf_face *face;

	for (size_t i = 0; i < p->n_faces; i++)
		if (p->faces[i].font.size == f.size && p->faces[i].font.weight == f.weight)
			return &p->faces[i];
	if (p->n_faces == PDF_FACES)
		p->lib->g_object_unref(p->faces[--p->n_faces].layout);
	face = &p->faces[p->n_faces++];
	*face = (struct pdf_face){.font = f};
	set_up(p, face);
	return face;
}

static PangoLayout *set(struct pdf *p, struct pdf_font f, const char *s, double width)
{
	PangoLayout *layout = face_of(p, f)->layout;

	p->lib->pango_layout_set_width(layout, width < 0 ? -1 : (int)(width * PANGO_SCALE));
	p->lib->pango_layout_set_text(layout, s, -1);
	return layout;
}

bool pdf_type_works(struct pdf *p)
{
	PangoLayout *layout = set(p, (struct pdf_font){8, 400}, "0", -1);

	return p->lib->pango_layout_get_unknown_glyphs_count(layout) == 0;
}

double pdf_text_width(struct pdf *p, struct pdf_font f, const char *s)
{
	return width_of(p, set(p, f, s, -1), 0);
}

double pdf_text_about(struct pdf *p, struct pdf_font f, const char *s)
{
	struct pdf_face *face = face_of(p, f);
	double           sum = 0;

	for (const char *c = s; *c; c++) {
		if (*c >= ' ' && *c <= '~')
			sum += advance_of(p, face, *c);
		else if (strncmp(c, "−", 3) == 0) /* as wide as the plus */
			sum += advance_of(p, face, '+'), c += 2;
		else
			return pdf_text_width(p, f, s);
	}
	return sum;
}

static void show(struct pdf *p, PangoLayout *layout, size_t line, double x, double y)
{
	p->lib->cairo_move_to(p->cr, x, y);
	p->lib->pango_cairo_show_layout_line(
		p->cr, p->lib->pango_layout_get_line_readonly(layout, (int)line));
}

void pdf_text(struct pdf *p, struct pdf_font f, int rgb, double x, double y, enum anchor anchor,
              const char *s)
{
	if (!p->draw || !*s)
		return;
	PangoLayout *layout = set(p, f, s, -1);

	if (anchor != ANCHOR_START)
		x -= width_of(p, layout, 0) * (anchor == ANCHOR_END ? 1 : 0.5);
	pdf_colour(p, rgb);
	show(p, layout, 0, x, y);
}

size_t pdf_text_lines(struct pdf *p, struct pdf_font f, double width, const char *s)
{
	return (size_t)p->lib->pango_layout_get_line_count(set(p, f, s, width));
}

void pdf_text_wrapped(struct pdf *p, struct pdf_font f, int rgb, double x, double y,
                      enum anchor anchor, double width, double leading, size_t first, size_t n,
                      const char *s)
{
	if (!p->draw)
		return;
	PangoLayout *layout = set(p, f, s, width);

	pdf_colour(p, rgb);
	for (size_t i = 0; i < n; i++) {
		double back = anchor == ANCHOR_START ? 0 : width_of(p, layout, first + i);

		show(p, layout, first + i, x - (anchor == ANCHOR_MIDDLE ? back / 2 : back),
		     y + leading * (double)i);
	}
}
