/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef REPORT_PDF_LIBS_H
#define REPORT_PDF_LIBS_H

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/compiler.h"
#include "base/err.h"

/*
 * The functions of cairo and Pango that the PDF writer calls, loaded when the first PDF is made:
 * linked in, the two and their 20 libraries add 5 ms and 4.5 MB to every start of the program.
 */
#define PDF_LIBS(X)                                 \
	X(cairo_close_path)                         \
	X(cairo_create)                             \
	X(cairo_destroy)                            \
	X(cairo_fill)                               \
	X(cairo_font_options_create)                \
	X(cairo_font_options_destroy)               \
	X(cairo_font_options_set_antialias)         \
	X(cairo_font_options_set_hint_metrics)      \
	X(cairo_font_options_set_hint_style)        \
	X(cairo_line_to)                            \
	X(cairo_move_to)                            \
	X(cairo_new_path)                           \
	X(cairo_pdf_surface_add_outline)            \
	X(cairo_pdf_surface_create_for_stream)      \
	X(cairo_pdf_surface_set_metadata)           \
	X(cairo_pdf_surface_set_page_label)         \
	X(cairo_rectangle)                          \
	X(cairo_restore)                            \
	X(cairo_save)                               \
	X(cairo_scale)                              \
	X(cairo_set_dash)                           \
	X(cairo_set_line_cap)                       \
	X(cairo_set_line_join)                      \
	X(cairo_set_line_width)                     \
	X(cairo_set_source_rgb)                     \
	X(cairo_set_source_rgba)                    \
	X(cairo_show_page)                          \
	X(cairo_status)                             \
	X(cairo_status_to_string)                   \
	X(cairo_stroke)                             \
	X(cairo_surface_destroy)                    \
	X(cairo_surface_finish)                     \
	X(cairo_surface_status)                     \
	X(cairo_tag_begin)                          \
	X(cairo_tag_end)                            \
	X(cairo_translate)                          \
	X(g_object_unref)                           \
	X(pango_attr_font_features_new)             \
	X(pango_attr_insert_hyphens_new)            \
	X(pango_attr_list_insert)                   \
	X(pango_attr_list_new)                      \
	X(pango_attr_list_unref)                    \
	X(pango_cairo_context_set_font_options)     \
	X(pango_cairo_context_set_resolution)       \
	X(pango_cairo_font_map_new)                 \
	X(pango_cairo_show_layout_line)             \
	X(pango_context_set_base_dir)               \
	X(pango_context_set_language)               \
	X(pango_context_set_round_glyph_positions)  \
	X(pango_font_description_free)              \
	X(pango_font_description_new)               \
	X(pango_font_description_set_family_static) \
	X(pango_font_description_set_absolute_size) \
	X(pango_font_description_set_weight)        \
	X(pango_font_map_create_context)            \
	X(pango_language_from_string)               \
	X(pango_layout_get_line_count)              \
	X(pango_layout_get_line_readonly)           \
	X(pango_layout_line_get_extents)            \
	X(pango_layout_get_unknown_glyphs_count)    \
	X(pango_layout_new)                         \
	X(pango_layout_set_attributes)              \
	X(pango_layout_set_font_description)        \
	X(pango_layout_set_text)                    \
	X(pango_layout_set_width)                   \
	X(pango_layout_set_wrap)

struct pdf_libs {
#define X(name) TYPE_OF(&(name)) name;
	PDF_LIBS(X)
#undef X
};

/* *out lives as long as the process. ERR_AWAY, naming what is missing: not installed. Any thread. */
enum err pdf_libs_load(const struct pdf_libs **out, struct fail *f);

#endif
