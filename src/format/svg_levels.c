#include "svg_internal.h"

#include <math.h>

/* Figures against a threshold: bars and tiles. */

static struct str
fill_of(const struct level *l)
{
    switch (l->tone) {
    case LEVEL_LOW:
        return STR("#f6d5d0");
    case LEVEL_NEAR:
        return STR("#fbe6c2");
    case LEVEL_REACHED:
        return STR("#bfe3c8");
    case LEVEL_UNKNOWN:
        break;
    }
    return STR("#eef1f5");
}

static struct str
ink_of(const struct level *l)
{
    switch (l->tone) {
    case LEVEL_LOW:
        return STR("#b5301c");
    case LEVEL_NEAR:
        return STR("#8a5a00");
    case LEVEL_REACHED:
        return STR("#11734b");
    case LEVEL_UNKNOWN:
        break;
    }
    return STR("#5b6673");
}

/* "万州区 1.5200 未达标", what a pointer shows. */
static void
level_title(struct html *h, const struct level *l)
{
    html_raw(h, "<title>");
    html_text(h, l->label);
    html_raw(h, " ");
    html_text(h, l->text);
    html_raw(h, " ");
    html_text(h, l->word);
    html_raw(h, "</title>");
}

/* One value far above the others would press all of them together. */
#define SCALE_MARKS 4

static double
most_of(const struct levels *l)
{
    double most = fmax((double)l->mark, 1);

    for (size_t i = 0; i < l->n; i++)
        most = fmax(most, (double)l->list[i].value);
    return l->mark > 0 ? fmin(most, (double)l->mark * SCALE_MARKS) : most;
}

#define ROW 26.0
#define NAME 170.0
#define TEXT 130.0

/* A gap near the end: the bar is longer than the scale. */
static void
broken(struct html *h, double end, double y)
{
    svg_rect(h, end - 18, y + 2, 5, ROW - 4, STR("#ffffff"));
    html_raw(h, "</rect>");
}

void
svg_levels(struct html *h, const struct levels *l)
{
    double height = ROW * (double)l->n + 30, most = most_of(l);
    double room = SVG_WIDTH - NAME - TEXT;
    double mark = NAME + room * (double)l->mark / most;

    svg_begin(h, SVG_WIDTH, height, STR_EMPTY, l->title, l->description);
    svg_text(h, fmin(mark, SVG_WIDTH - 90), 14, SVG_MIDDLE, 170,
        l->mark_text);
    for (size_t i = 0; i < l->n; i++) {
        const struct level *v = &l->list[i];
        double y = 22 + ROW * (double)i;

        svg_text(h, NAME - 8, y + 17, SVG_END, NAME - 10, v->label);
        if (v->value >= 0) {
            svg_rect(h, NAME, y + 4,
                room * fmin((double)v->value, most) / most, ROW - 8,
                ink_of(v));
            level_title(h, v);
            html_raw(h, "</rect>");
            if ((double)v->value > most)
                broken(h, NAME + room, y);
        }
        svg_text(h, SVG_WIDTH - TEXT + 8, y + 17, SVG_START, 62, v->text);
        svg_text(h, SVG_WIDTH, y + 17, SVG_END, 60, v->word);
    }
    svg_line_between(h, mark, 20, mark, height - 4, STR("#122036"), 2);
    svg_end(h);
}

#define ACROSS 6
#define TILE (SVG_WIDTH / ACROSS)
#define HIGH 66.0

void
svg_tiles(struct html *h, const struct levels *l)
{
    size_t rows = (l->n + ACROSS - 1) / ACROSS;

    svg_begin(h, SVG_WIDTH, HIGH * (double)(rows > 0 ? rows : 1),
        STR_EMPTY, l->title, l->description);
    for (size_t i = 0; i < l->n; i++) {
        const struct level *v = &l->list[i];
        double x = TILE * (double)(i % ACROSS);
        double y = HIGH * (double)(i / ACROSS);

        svg_rect(h, x + 2, y + 2, TILE - 4, HIGH - 4, fill_of(v));
        level_title(h, v);
        html_raw(h, "</rect>");
        svg_rect(h, x + 2, y + 2, 4, HIGH - 4, ink_of(v));
        html_raw(h, "</rect>");
        svg_text(h, x + 13, y + 20, SVG_START, TILE - 20, v->label);
        svg_text(h, x + 13, y + 39, SVG_START, TILE - 20, v->text);
        svg_text(h, x + 13, y + 57, SVG_START, TILE - 20, v->word);
    }
    svg_end(h);
}
