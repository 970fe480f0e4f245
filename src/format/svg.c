#include "svg_internal.h"

#include <math.h>

struct str
svg_colour(size_t i)
{
    static const struct str colours[SVG_COLOURS] = {
        STR_INIT("#12518f"), STR_INIT("#5a8fc3"), STR_INIT("#b86e00"),
        STR_INIT("#11734b"), STR_INIT("#7a5ba6"), STR_INIT("#4a5664"),
        STR_INIT("#b3261e"), STR_INIT("#8a7a2e"),
    };

    return colours[i % SVG_COLOURS];
}

void
svg_figure(struct html *h, double v)
{
    long tenths = lround(v * 10);

    if (tenths < 0) {
        buf_byte(h->out, '-');
        tenths = -tenths;
    }
    buf_int(h->out, tenths / 10);
    if (tenths % 10 != 0) {
        buf_byte(h->out, '.');
        buf_int(h->out, tenths % 10);
    }
}

void
svg_number(struct html *h, struct str name, double v)
{
    buf_str(h->out, name);
    buf_byte(h->out, '"');
    svg_figure(h, v);
    buf_byte(h->out, '"');
}

/* The name stands twice: readers of pages take aria-label, pointers and
 * programs that take the picture out of the page take <title>. No ids, so any
 * number of charts may stand on one page. */
void
svg_begin(struct html *h, double width, double height, struct str class,
    struct str title, struct str description)
{
    html_raw(h, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    if (class.n > 0)
        html_attr(h, "class", class);
    html_raw(h, " viewBox=\"0 0 ");
    svg_figure(h, width);
    html_raw(h, " ");
    svg_figure(h, height);
    html_raw(h, "\" font-size=\"14\" fill=\"#3b4757\"");
    html_attr(h, "aria-label", title);
    html_raw(h, "><title>");
    html_text(h, title);
    html_raw(h, "</title>");
    if (description.n > 0) {
        html_raw(h, "<desc>");
        html_text(h, description);
        html_raw(h, "</desc>");
    }
}

void
svg_end(struct html *h)
{
    html_raw(h, "</svg>");
}

void
svg_rect(struct html *h, double x, double y, double w, double height,
    struct str colour)
{
    html_raw(h, "<rect");
    svg_number(h, STR(" x="), x);
    svg_number(h, STR(" y="), y);
    svg_number(h, STR(" width="), w);
    svg_number(h, STR(" height="), height);
    html_attr(h, "fill", colour);
    html_raw(h, ">");
}

void
svg_line_between(struct html *h, double x1, double y1, double x2, double y2,
    struct str colour, double width)
{
    html_raw(h, "<line");
    svg_number(h, STR(" x1="), x1);
    svg_number(h, STR(" y1="), y1);
    svg_number(h, STR(" x2="), x2);
    svg_number(h, STR(" y2="), y2);
    html_attr(h, "stroke", colour);
    svg_number(h, STR(" stroke-width="), width);
    html_raw(h, "/>");
}

/* Half an em for each column of a fixed grid: right for Chinese, a little
 * generous for Latin letters. */
double
svg_text_width(struct str s)
{
    return (double)utf8_width(s) * SVG_FONT / 2;
}

double
svg_int_width(int64_t v)
{
    double n = v < 0 ? 2 : 1;

    for (; v >= 10 || v <= -10; v /= 10)
        n++;
    return (n + floor((n - 1) / 3) / 2) * 8;
}

static void
text_begin(struct html *h, double x, double y, enum svg_anchor anchor)
{
    html_raw(h, "<text");
    svg_number(h, STR(" x="), x);
    svg_number(h, STR(" y="), y);
    if (anchor == SVG_MIDDLE)
        html_raw(h, " text-anchor=\"middle\"");
    if (anchor == SVG_END)
        html_raw(h, " text-anchor=\"end\"");
    html_raw(h, ">");
}

void
svg_text(struct html *h, double x, double y, enum svg_anchor anchor,
    double max, struct str s)
{
    size_t n = utf8_count(s);
    bool cut = false;

    /* what surely does not fit is not measured letter by letter */
    if (n > (size_t)(max / 3) + 2) {
        n = (size_t)(max / 3) + 2;
        cut = true;
    }
    text_begin(h, x, y, anchor);
    while (n > 1 && svg_text_width(utf8_head(s, n)) > max - (cut ? 14 : 0)) {
        cut = true;
        n--;
    }
    html_text(h, utf8_head(s, n));
    if (cut) {
        html_raw(h, "…<title>");
        html_text(h, s);
        html_raw(h, "</title>");
    }
    html_raw(h, "</text>");
}

void
svg_text_int(
    struct html *h, double x, double y, enum svg_anchor anchor, int64_t v)
{
    text_begin(h, x, y, anchor);
    html_int_grouped(h, v);
    html_raw(h, "</text>");
}

void
svg_legend(struct html *h, const struct chart *c, double x, double y)
{
    if (c->n_series < 2)
        return;
    for (size_t j = 0; j < c->n_series; j++) {
        double room = (SVG_WIDTH - x) / (double)(c->n_series - j) - 34;

        svg_rect(h, x, y - 11, 12, 12, svg_colour(j));
        html_raw(h, "</rect>");
        svg_text(h, x + 18, y, SVG_START, room, c->series[j].name);
        x += 34 + fmin(room, svg_text_width(c->series[j].name));
    }
}

struct svg_scale
svg_scale_for(int64_t max)
{
    static const double steps[] = { 1, 2, 5 };
    double m = max < 1 ? 1 : (double)max;

    for (double power = 1;; power *= 10)
        for (size_t i = 0; i < 3; i++) {
            double step = steps[i] * power;

            if (step * 5 >= m)
                return (struct svg_scale){ step, (int)ceil(m / step) };
        }
}

int64_t
svg_max(const struct chart *c)
{
    int64_t max = 0;

    for (size_t j = 0; j < c->n_series; j++)
        for (size_t i = 0; i < c->n; i++)
            if (c->series[j].values[i] > max)
                max = c->series[j].values[i];
    return max;
}
