/* A4 landscape. Columns get room by their longest content, within bounds; a
 * row is as high as its highest cell and stays on one page. Lengths in
 * points. */
#include "report/table.h"

#define INK 0x1a1a1a
#define GREY 0x555555
#define LINE 0x777777
#define TINT 0xf2ece4

#define SIDE 36.0
#define TOP 40.0
#define FOOT 44.0
#define PAD 3.5
/* of a column, in characters */
#define LEAST 2.2
#define MOST 16.0
#define HEAD_MOST 6.0 /* a longer heading is broken */
#define SHORT 4.0     /* a cell not to be broken at all */
#define UNBROKEN 12.0 /* a longer code is broken */

struct flow {
    struct arena *a;
    struct pdf *p;
    const struct table_paper *t;
    double *widths;
    double y;
    int page;
};

static const struct pdf_text CELL = { .face = PDF_SANS,
    .size = 8,
    .align = PDF_LEFT,
    .line_spacing = 1.15,
    .rgb = INK };
static const struct pdf_text HEAD = { .face = PDF_SANS,
    .size = 8,
    .bold = true,
    .align = PDF_CENTER,
    .line_spacing = 1.15,
    .rgb = INK };

/* Width in Chinese characters: Latin ones count half. */
static double
weight_of(struct str s)
{
    double wide = 0;

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c < 0x80)
            wide += 0.55;
        else if (c >= 0xc0)
            wide += 1;
    }
    return wide;
}

/* What should not be broken: numbers and codes, and a short cell as a whole. */
static double
unbroken(struct str s)
{
    double longest = weight_of(s);
    double run = 0;

    if (longest <= SHORT)
        return longest;
    longest = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        run = c > ' ' && c < 0x80 ? run + 0.6 : 0;
        longest = run > longest ? run : longest;
    }
    return longest < UNBROKEN ? longest : UNBROKEN;
}

/* Every column gets what it must not break; what is left is shared by what the
 * columns would like to have beyond that. */
static void
measure_columns(struct flow *f)
{
    const struct table_paper *t = f->t;
    double *least = arena_new_array(f->a, double, t->n_columns + 1);
    double wanted = 0, needed = 0;
    double room = (pdf_width(f->p) - 2 * SIDE) / CELL.size;

    for (size_t c = 0; c < t->n_columns; c++) {
        double most = weight_of(t->heads[c]);

        most = most > HEAD_MOST ? HEAD_MOST : most;
        least[c] = LEAST;
        for (size_t r = 0; r < t->n_rows; r++) {
            struct str cell = t->cells[r * t->n_columns + c];
            double one = weight_of(cell), whole = unbroken(cell);

            most = one > most ? one : most;
            least[c] = whole > least[c] ? whole : least[c];
        }
        most = most < least[c] ? least[c] : most > MOST ? MOST : most;
        most = most < least[c] ? least[c] : most;
        least[c] += 2 * PAD / CELL.size;
        f->widths[c] = most + 2 * PAD / CELL.size;
        wanted += f->widths[c];
        needed += least[c];
    }
    for (size_t c = 0; c < t->n_columns; c++) {
        if (needed >= room || wanted <= needed)
            f->widths[c] *= room / wanted;
        else
            f->widths[c] = least[c] + (f->widths[c] - least[c]) *
                (room - needed) / (wanted - needed);
        f->widths[c] *= CELL.size;
    }
}

static double
row_height(struct flow *f, const struct str *cells,
    const struct pdf_text *style)
{
    double high = style->size * 1.6;

    for (size_t c = 0; c < f->t->n_columns; c++) {
        double one = pdf_measure(
            f->p, f->widths[c] - 2 * PAD, style, cells[c]);
        high = one > high ? one : high;
    }
    return high + 2 * PAD;
}

static void
draw_row(struct flow *f, const struct str *cells,
    const struct pdf_text *style, double high, bool tinted)
{
    double x = SIDE;

    for (size_t c = 0; c < f->t->n_columns; c++) {
        if (tinted)
            pdf_rect(f->p, x, f->y, f->widths[c], high, 0, TINT);
        pdf_rect(f->p, x, f->y, f->widths[c], high, 0.5, LINE);
        (void)pdf_draw_text(f->p, x + PAD, f->y + PAD,
            f->widths[c] - 2 * PAD, style, cells[c]);
        x += f->widths[c];
    }
    f->y += high;
}

static void
draw_head(struct flow *f)
{
    draw_row(f, f->t->heads, &HEAD, row_height(f, f->t->heads, &HEAD), true);
}

static void
page_foot(struct flow *f)
{
    struct pdf_text small = { .face = PDF_SANS,
        .size = 8,
        .align = PDF_RIGHT,
        .line_spacing = 1.0,
        .rgb = GREY };

    (void)pdf_draw_text(f->p, SIDE, pdf_height(f->p) - 30,
        pdf_width(f->p) - 2 * SIDE, &small,
        arena_fmt(f->a, STR_FMT "　第 %d 页", STR_ARG(f->t->number),
            f->page));
}

static void
draw_top(struct flow *f)
{
    double width = pdf_width(f->p) - 2 * SIDE;
    struct pdf_text title = { .face = PDF_SERIF,
        .size = 17,
        .bold = true,
        .align = PDF_CENTER,
        .line_spacing = 1.25,
        .rgb = INK };
    struct pdf_text line = { .face = PDF_SERIF,
        .size = 10.5,
        .align = PDF_LEFT,
        .line_spacing = 1.35,
        .rgb = INK };

    f->y += 6 + pdf_draw_text(f->p, SIDE, f->y, width, &title, f->t->title);
    if (f->t->intro.n > 0)
        f->y += 4 + pdf_draw_text(
                        f->p, SIDE, f->y, width, &line, f->t->intro);
    f->y += 5 + pdf_draw_text(f->p, SIDE, f->y, width, &line,
                    arena_fmt(f->a,
                        "填报单位：" STR_FMT "　　填报日期：" STR_FMT
                        "　　编号：" STR_FMT "　　共 %zu 项",
                        STR_ARG(f->t->issuer),
                        STR_ARG(day_zh(f->a, f->t->day)),
                        STR_ARG(f->t->number), f->t->n_rows));
}

enum status
table_pdf(struct arena *a, struct pdf_fonts *fonts,
    const struct table_paper *t, struct str *ret, struct err *err)
{
    struct pdf *p = pdf_new(a, fonts,
        &(struct pdf_info){ .title = t->title,
            .author = t->issuer,
            .created_us = day_start_us(t->day),
            .landscape = true });
    struct flow f = { .a = a,
        .p = p,
        .t = t,
        .widths = arena_new_array(a, double, t->n_columns + 1),
        .y = TOP,
        .page = 1 };

    measure_columns(&f);
    draw_top(&f);
    draw_head(&f);
    for (size_t r = 0; r < t->n_rows; r++) {
        const struct str *cells = &t->cells[r * t->n_columns];
        double high = row_height(&f, cells, &CELL);

        if (f.y + high > pdf_height(p) - FOOT && f.y > TOP + 60) {
            page_foot(&f);
            pdf_page(p);
            f.page++;
            f.y = TOP;
            draw_head(&f);
        }
        draw_row(&f, cells, &CELL, high, false);
    }
    page_foot(&f);
    return pdf_finish(p, ret, err);
}
