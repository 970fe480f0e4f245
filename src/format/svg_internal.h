/* svg_internal.h - what the drawing files share. */
#ifndef FORMAT_SVG_INTERNAL_H
#define FORMAT_SVG_INTERNAL_H

#include "format/svg.h"

/* All charts are this wide in their own units; 14 of them are a line's
 * height, so text has about its size on the page where a chart fills a column
 * and the page scrolls the chart where it is narrower. */
#define SVG_WIDTH 640.0
#define SVG_FONT 14.0

/* Tells series apart: dark and light, warm and cold, each 3:1 on white. */
#define SVG_COLOURS 8
struct str svg_colour(size_t i);

/* Opens the picture with title and description. class is "" or a literal. */
void svg_begin(struct html *h, double width, double height, struct str class,
    struct str title, struct str description);
void svg_end(struct html *h);

/* ` name="12.5"`: name with its space and equals sign. */
void svg_number(struct html *h, struct str name, double v);
/* The figure alone, one decimal at most, never in the locale's form. */
void svg_figure(struct html *h, double v);

/* A rectangle of a colour, left open for a title: svg_close_rect. */
void svg_rect(struct html *h, double x, double y, double w, double height,
    struct str colour);
void svg_line_between(struct html *h, double x1, double y1, double x2,
    double y2, struct str colour, double width);

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

/* Text on the baseline y, cut with an ellipsis to at most max wide. */
void svg_text(struct html *h, double x, double y, enum svg_anchor anchor,
    double max, struct str s);
void svg_text_int(
    struct html *h, double x, double y, enum svg_anchor anchor, int64_t v);

/* About how wide s is drawn. */
double svg_text_width(struct str s);
double svg_int_width(int64_t v);

/* Squares with the names of the series; nothing for a single unnamed one. */
void svg_legend(struct html *h, const struct chart *c, double x, double y);

/* The scale of an axis: 0, step, 2 step ... ticks * step, which is the first
 * not below max. At most five steps of 1, 2 or 5 times a power of ten. */
struct svg_scale {
    double step;
    int ticks;
};
struct svg_scale svg_scale_for(int64_t max);

int64_t svg_max(const struct chart *c);

#endif
