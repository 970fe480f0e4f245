/* svg.h - charts and QR codes as inline SVG; presentation attributes only, so
 * that a strict CSP allows them. A table of the data stands beside each chart
 * on the page (web: part_chart). */
#ifndef FORMAT_SVG_H
#define FORMAT_SVG_H

#include "base/base.h"
#include "format/html.h"

struct chart_series {
    struct str name;
    const int64_t *values; /* n of the chart, >= 0 */
};
struct chart {
    struct str title;       /* <title>, also the accessible name */
    struct str description; /* <desc> */
    struct str unit;
    const struct str *labels;
    size_t n;
    const struct chart_series *series; /* at most 4 */
    size_t n_series;
};
/* Upright bars, grouped. */
void svg_bars(struct html *h, const struct chart *c);
/* Lying bars, sorted as given. */
void svg_ranking(struct html *h, const struct chart *c);
void svg_line(struct html *h, const struct chart *c);
/* Shares of a whole, first series only. */
void svg_ring(struct html *h, const struct chart *c);
/* done of goal as a bar with the goal marked; for yearly duties */
void svg_progress(struct html *h, struct str title, int64_t done, int64_t goal);
/*
 * The text as a QR code, level M, with its quiet zone; pixels > 0 is the side
 * on the page (CSS may change it).
 *
 * Errors: ERR_LIMIT  empty or more than 2331 bytes.
 */
NODISCARD enum status svg_qr(
    struct html *h, struct str text, int pixels, struct err *err);

#endif
