#include "svg_internal.h"

#include <math.h>

#define PI 3.14159265358979323846
#define RING_X 130.0
#define RING_Y 130.0
#define OUTER 118.0
#define INNER 74.0

static void
ring_point(struct html *h, double radius, double turn)
{
    double angle = 2 * PI * turn;

    svg_figure(h, RING_X + radius * sin(angle));
    html_raw(h, " ");
    svg_figure(h, RING_Y - radius * cos(angle));
}

/* A piece of the ring from one share of a turn to another, clockwise from the
 * top. A whole turn cannot be one arc: its ends would coincide. */
static void
piece(struct html *h, double from, double to, struct str colour)
{
    if (to - from > 0.9999) {
        html_raw(h, "<path fill-rule=\"evenodd\" d=\"M130 12a118 118 0 1 1 0 "
                    "236a118 118 0 1 1 0-236zM130 56a74 74 0 1 1 0 148a74 74 "
                    "0 1 1 0-148z\"");
    } else {
        html_raw(h, "<path d=\"M");
        ring_point(h, OUTER, from);
        html_raw(h, "A118 118 0 ");
        buf_byte(h->out, to - from > 0.5 ? '1' : '0');
        html_raw(h, " 1 ");
        ring_point(h, OUTER, to);
        html_raw(h, "L");
        ring_point(h, INNER, to);
        html_raw(h, "A74 74 0 ");
        buf_byte(h->out, to - from > 0.5 ? '1' : '0');
        html_raw(h, " 0 ");
        ring_point(h, INNER, from);
        html_raw(h, "z\" stroke=\"#fff\" stroke-width=\"2\"");
    }
    html_attr(h, "fill", colour);
    html_raw(h, ">");
}

static void
share_text(struct html *h, const struct chart *c, size_t i, double share)
{
    html_int_grouped(h, c->series[0].values[i]);
    html_text(h, c->unit);
    html_raw(h, " (");
    svg_figure(h, share * 100);
    html_raw(h, "%)");
}

static void
ring_legend(struct html *h, const struct chart *c, size_t i, double share,
    double y)
{
    svg_rect(h, 290, y - 11, 12, 12, svg_colour(i));
    html_raw(h, "</rect>");
    svg_text(h, 310, y, SVG_START, 180, c->labels[i]);
    html_raw(h, "<text x=\"640\"");
    svg_number(h, STR(" y="), y);
    html_raw(h, " text-anchor=\"end\">");
    share_text(h, c, i, share);
    html_raw(h, "</text>");
}

void
svg_ring(struct html *h, const struct chart *c)
{
    const int64_t *values = c->n_series > 0 ? c->series[0].values : NULL;
    double total = 0;
    double from = 0;
    double height = fmax(260, 28 * (double)c->n + 8);
    double y = height / 2 - 14 * (double)c->n + 19;

    for (size_t i = 0; values && i < c->n; i++)
        total += (double)values[i];
    svg_begin(h, SVG_WIDTH, height, STR("ring"), c->title, c->description);
    if (total <= 0) {
        piece(h, 0, 1, STR("#e1e7ee"));
        html_raw(h, "</path>");
    }
    for (size_t i = 0; values && i < c->n; i++, y += 28) {
        double share = total > 0 ? (double)values[i] / total : 0;

        if (share > 0) {
            piece(h, from, from + share, svg_colour(i));
            html_raw(h, "<title>");
            html_text(h, c->labels[i]);
            html_raw(h, " ");
            share_text(h, c, i, share);
            html_raw(h, "</title></path>");
        }
        from += share;
        ring_legend(h, c, i, share, y);
    }
    html_raw(h, "<text x=\"130\" y=\"134\" text-anchor=\"middle\" "
                "font-size=\"28\" font-weight=\"700\" fill=\"#122036\">");
    html_int_grouped(h, (int64_t)fmin(total, 9e18));
    html_raw(h, "</text>");
    svg_text(h, 130, 158, SVG_MIDDLE, 120, c->unit);
    svg_end(h);
}

/* Narrower than the charts: it stands in tables and on phones whole. */
#define METER 400.0

void
svg_progress(struct html *h, struct str title, int64_t done, int64_t goal)
{
    double most = fmax(fmax((double)done, (double)goal), 1);
    double mark = 1 + (METER - 2) * fmax((double)goal, 0) / most;
    double w = (METER - 2) * fmax((double)done, 0) / most;
    double figures = svg_int_width(done) + svg_int_width(goal) + 44;
    bool met = done >= goal;

    svg_begin(h, METER, 52, STR("meter"), title, STR_EMPTY);
    svg_text(h, 1, 16, SVG_START, METER - figures, title);
    html_raw(h, "<text x=\"399\" y=\"16\" text-anchor=\"end\" "
                "font-weight=\"700\"");
    html_attr(h, "fill", met ? STR("#0b5c3a") : STR("#122036"));
    html_raw(h, ">");
    html_int_grouped(h, done);
    html_raw(h, " / ");
    html_int_grouped(h, goal);
    if (met)
        html_raw(h, " ✓");
    html_raw(h, "</text><rect x=\"1\" y=\"28\" width=\"398\" height=\"16\" "
                "rx=\"4\" fill=\"#e1e7ee\"/><rect x=\"1\" y=\"28\"");
    svg_number(h, STR(" width="), w);
    html_raw(h, " height=\"16\" rx=\"4\"");
    html_attr(h, "fill", met ? STR("#11734b") : STR("#12518f"));
    html_raw(h, "/>");
    mark = fmin(mark, METER - 1.5);
    svg_line_between(h, mark, 23, mark, 49, STR("#122036"), 2.5);
    svg_end(h);
}
