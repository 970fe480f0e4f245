/* chart.h - a chart on a page, with the table of its data folded beside it. */
#ifndef WEB_CHART_H
#define WEB_CHART_H

#include "format/svg.h"
#include "web/web.h"

/* svg_bars, svg_ranking, svg_line, svg_ring. */
typedef void (*chart_fn)(struct html *h, const struct chart *c);

/* The chart with its title; without data it says so. */
void part_chart(struct web *w, chart_fn draw, const struct chart *c);

#endif
