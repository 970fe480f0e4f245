#include "svg_internal.h"

#include <math.h>

/* Charts with an upright axis: bars and lines. */
struct plot {
    double left, top, width, height;
    struct svg_scale scale;
};

#define GRID STR("#e1e7ee")
#define AXIS STR("#8693a2")

static double
y_of(const struct plot *p, int64_t v)
{
    double top = p->scale.step * p->scale.ticks;

    return p->top + p->height * (1 - (double)v / top);
}

/* Grid, figures of the axis, unit and legend. */
static struct plot
plot_begin(struct html *h, const struct chart *c)
{
    struct plot p = { .top = 40, .height = 210 };
    int64_t top;

    p.scale = svg_scale_for(svg_max(c));
    top = (int64_t)fmin(p.scale.step * p.scale.ticks, 9e18);
    p.left = svg_int_width(top) + 12;
    p.width = SVG_WIDTH - p.left - 4;
    svg_begin(h, SVG_WIDTH, 300, STR_EMPTY, c->title, c->description);
    svg_text(h, 0, 18, SVG_START, 140, c->unit);
    svg_legend(h, c, fmax(p.left, svg_text_width(c->unit) + 24), 18);
    for (int k = 0; k <= p.scale.ticks; k++) {
        double v = p.scale.step * k;
        double y = p.top + p.height * (1 - (double)k / p.scale.ticks);

        svg_line_between(
            h, p.left, y, SVG_WIDTH, y, k == 0 ? AXIS : GRID, 1);
        svg_text_int(h, p.left - 7, y + 5, SVG_END, (int64_t)fmin(v, 9e18));
    }
    return p;
}

/* The label of slot i, on two lines where one is too narrow. */
static void
slot_label(struct html *h, const struct plot *p, double x, double room,
    struct str label)
{
    double y = p->top + p->height + 20;

    if (svg_text_width(label) > room) {
        size_t n = (size_t)(room / 3) + 2;

        while (n > 1 && svg_text_width(utf8_head(label, n)) > room)
            n--;
        svg_text(h, x, y, SVG_MIDDLE, room + 14, utf8_head(label, n));
        label = str_sub(label, utf8_head(label, n).n, SIZE_MAX);
        y += 18;
    }
    svg_text(h, x, y, SVG_MIDDLE, room, label);
}

/* "label series value unit", what a pointer shows over a bar or a point. */
static void
mark_title(struct html *h, const struct chart *c, size_t i, size_t j)
{
    html_raw(h, "<title>");
    html_text(h, c->labels[i]);
    html_raw(h, " ");
    html_text(h, c->series[j].name);
    html_raw(h, " ");
    html_int_grouped(h, c->series[j].values[i]);
    html_text(h, c->unit);
    html_raw(h, "</title>");
}

void
svg_bars(struct html *h, const struct chart *c)
{
    struct plot p = plot_begin(h, c);
    double slot = p.width / (double)(c->n > 0 ? c->n : 1);
    double bar = fmin(slot * 0.72 / (double)(c->n_series ? c->n_series : 1),
        48);

    for (size_t i = 0; i < c->n; i++) {
        double middle = p.left + slot * ((double)i + 0.5);
        double x = middle - bar * (double)c->n_series / 2;

        for (size_t j = 0; j < c->n_series; j++, x += bar) {
            int64_t v = c->series[j].values[i];
            double y = y_of(&p, v);

            svg_rect(h, x, y, bar - 1.5, p.top + p.height - y, svg_colour(j));
            mark_title(h, c, i, j);
            html_raw(h, "</rect>");
            if (svg_int_width(v) <= bar + 8)
                svg_text_int(
                    h, x + bar / 2 - 0.75, y - 5, SVG_MIDDLE, v);
        }
        slot_label(h, &p, middle, slot - 4, c->labels[i]);
    }
    svg_end(h);
}

/* A point: each series has a shape of its own, since colour is not all. */
static void
point(struct html *h, double x, double y, size_t j)
{
    double r = 4.5;

    html_raw(h, "<path d=\"M");
    if (j % 2 == 0) { /* disc */
        svg_figure(h, x - r);
        html_raw(h, " ");
        svg_figure(h, y);
        html_raw(h, "a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z\"");
    } else { /* diamond */
        svg_figure(h, x);
        html_raw(h, " ");
        svg_figure(h, y - r - 1);
        html_raw(h, "l5.5 5.5l-5.5 5.5l-5.5-5.5z\"");
    }
    html_attr(h, "fill", svg_colour(j));
    html_raw(h, " stroke=\"#fff\" stroke-width=\"1.5\">");
}

static void
line_of(struct html *h, const struct plot *p, const struct chart *c,
    double slot, size_t j)
{
    const int64_t *values = c->series[j].values;

    html_raw(h, "<polyline points=\"");
    for (size_t i = 0; i < c->n; i++) {
        if (i > 0)
            html_raw(h, " ");
        svg_figure(h, p->left + slot * ((double)i + 0.5));
        html_raw(h, ",");
        svg_figure(h, y_of(p, values[i]));
    }
    html_raw(h, "\" fill=\"none\" stroke-width=\"2.5\" "
                "stroke-linejoin=\"round\"");
    if (j >= 2)
        html_raw(h, " stroke-dasharray=\"7 4\"");
    html_attr(h, "stroke", svg_colour(j));
    html_raw(h, "/>");
    for (size_t i = 0; i < c->n; i++) {
        point(h, p->left + slot * ((double)i + 0.5), y_of(p, values[i]), j);
        mark_title(h, c, i, j);
        html_raw(h, "</path>");
    }
}

void
svg_line(struct html *h, const struct chart *c)
{
    struct plot p = plot_begin(h, c);
    double slot = p.width / (double)(c->n > 0 ? c->n : 1);
    double widest = 0;
    size_t every;

    for (size_t i = 0; i < c->n; i++)
        widest = fmax(widest, svg_text_width(c->labels[i]));
    /* with many points only every second, third ... label has room */
    every = (size_t)fmax(1, ceil(fmin(widest, 90) / slot));
    for (size_t i = 0; i < c->n; i += every)
        slot_label(h, &p, p.left + slot * ((double)i + 0.5),
            slot * (double)every - 2, c->labels[i]);
    for (size_t j = 0; j < c->n_series; j++)
        line_of(h, &p, c, slot, j);
    if (c->n_series == 1)
        for (size_t i = 0; i < c->n; i++) {
            int64_t v = c->series[0].values[i];

            if (svg_int_width(v) <= slot || i + 1 == c->n)
                svg_text_int(h, p.left + slot * ((double)i + 0.5),
                    y_of(&p, v) - 11, SVG_MIDDLE, v);
        }
    svg_end(h);
}

void
svg_ranking(struct html *h, const struct chart *c)
{
    double bar = c->n_series > 1 ? 17 : 20;
    double row = bar * (double)(c->n_series ? c->n_series : 1) + 14;
    double top = c->n_series > 1 ? 34 : 4;
    int64_t max = svg_max(c);
    double left = 40;
    double room;

    for (size_t i = 0; i < c->n; i++)
        left = fmax(left, svg_text_width(c->labels[i]));
    left = fmin(left, 210) + 12;
    room = SVG_WIDTH - left - svg_int_width(max) -
        svg_text_width(c->unit) - 20;
    svg_begin(h, SVG_WIDTH, top + row * (double)c->n + 4, STR_EMPTY, c->title,
        c->description);
    svg_legend(h, c, left, 18);
    for (size_t i = 0; i < c->n; i++) {
        double y = top + row * (double)i + 7;

        svg_text(h, left - 10, y + (row - 14) / 2 + 5, SVG_END, left - 12,
            c->labels[i]);
        for (size_t j = 0; j < c->n_series; j++, y += bar) {
            int64_t v = c->series[j].values[i];
            double w = max > 0 ? room * (double)v / (double)max : 0;

            svg_rect(h, left, y, fmax(w, 1), bar - 2, svg_colour(j));
            mark_title(h, c, i, j);
            html_raw(h, "</rect>");
            html_raw(h, "<text");
            svg_number(h, STR(" x="), left + w + 7);
            svg_number(h, STR(" y="), y + bar / 2 + 4);
            html_raw(h, ">");
            html_int_grouped(h, v);
            html_raw(h, " ");
            html_text(h, c->unit);
            html_raw(h, "</text>");
        }
    }
    svg_line_between(
        h, left, top, left, top + row * (double)c->n, AXIS, 1);
    svg_end(h);
}
