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
/* A figure against a threshold, for levels and tiles. Colour is never alone:
 * the text and the word say it. */
struct level {
    struct str label;       /* 万州区 */
    struct str text;        /* "1.5200"; what stands for an unknown one */
    struct str word;        /* 达标, 未知 */
    int64_t value;          /* length of the bar; < 0: unknown, no bar */
    enum { LEVEL_UNKNOWN, LEVEL_LOW, LEVEL_NEAR, LEVEL_REACHED } tone;
};
struct levels {
    struct str title, description;
    const struct level *list;
    size_t n;
    int64_t mark;           /* the threshold, as value */
    struct str mark_text;
};
/* Lying bars in the order given, with a line at the threshold; one of more than
 * four times the threshold is cut there, with a gap. */
void svg_levels(struct html *h, const struct levels *l);
/* A grid of tiles, six in a row; no map. */
void svg_tiles(struct html *h, const struct levels *l);
/*
 * The text as a QR code, level M, with its quiet zone; pixels > 0 is the side
 * on the page (CSS may change it).
 *
 * Errors: ERR_LIMIT  empty or more than 2331 bytes.
 *         ERR_IO     memory for it was refused.
 */
NODISCARD enum status svg_qr(
    struct html *h, struct str text, int pixels, struct err *err);

#endif
