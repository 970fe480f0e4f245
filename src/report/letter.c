/* A4 upright, after the layout of GB/T 9704: the issuer in red over a line, the
 * number, the title, text of two characters' indentation, issuer and day at
 * the right. Lengths in points. */
#include "report/letter.h"

#define RED 0x9b1c1c
#define INK 0x1a1a1a
#define GREY 0x555555

#define SIDE 79.0
#define TOP 74.0
#define FOOT 72.0
#define INDENT "\xe3\x80\x80\xe3\x80\x80"
/* Fewer lines than this are not left alone at the end of a page. */
#define LEAST_ROOM 46.0

struct flow {
    struct arena *a;
    struct pdf *p;
    double y, width;
    int page;
};

static const struct pdf_text BODY = { .face = PDF_SERIF,
    .size = 14,
    .align = PDF_JUSTIFY,
    .line_spacing = 1.55,
    .rgb = INK };

static double
bottom(const struct flow *f)
{
    return pdf_height(f->p) - FOOT;
}

static void
page_number(struct flow *f)
{
    struct pdf_text small = { .face = PDF_SANS,
        .size = 9,
        .align = PDF_CENTER,
        .line_spacing = 1.0,
        .rgb = GREY };

    (void)pdf_draw_text(f->p, SIDE, pdf_height(f->p) - 46, f->width, &small,
        arena_fmt(f->a, "— %d —", f->page));
}

static void
next_page(struct flow *f)
{
    page_number(f);
    pdf_page(f->p);
    f->page++;
    f->y = TOP;
}

/* The longest head of a text that is not higher than room. */
static size_t
fitting(struct flow *f, const struct pdf_text *style, struct str text,
    double room)
{
    size_t low = 0, high = utf8_count(text);

    while (low < high) {
        size_t mid = low + (high - low + 1) / 2;

        if (pdf_measure(f->p, f->width, style, utf8_head(text, mid)) <= room)
            low = mid;
        else
            high = mid - 1;
    }
    return utf8_head(text, low).n;
}

/* One paragraph, over as many pages as it needs. */
static void
flow_text(struct flow *f, const struct pdf_text *style, struct str text)
{
    while (text.n > 0) {
        double room = bottom(f) - f->y;
        double high = pdf_measure(f->p, f->width, style, text);

        if (high <= room) {
            /* The spacing of lines counts between them only. */
            f->y += style->size / 2 + pdf_draw_text(f->p, SIDE, f->y,
                                          f->width, style, text);
            return;
        }
        if (room < LEAST_ROOM) {
            next_page(f);
            continue;
        }
        size_t n = fitting(f, style, text, room);
        (void)pdf_draw_text(
            f->p, SIDE, f->y, f->width, style, str_sub(text, 0, n));
        text = str_sub(text, n, SIZE_MAX);
        if (text.n > 0)
            next_page(f);
    }
}

/* Keeps what follows together: a new page if less room is left. */
static void
keep(struct flow *f, double room)
{
    if (bottom(f) - f->y < room)
        next_page(f);
}

static void
head(struct flow *f, const struct letter_paper *l)
{
    double w = pdf_width(f->p);
    struct pdf_text issuer = { .face = PDF_SERIF,
        .size = 22,
        .bold = true,
        .align = PDF_CENTER,
        .line_spacing = 1.2,
        .rgb = RED };
    struct pdf_text number = { .face = PDF_SERIF,
        .size = 12,
        .align = PDF_RIGHT,
        .line_spacing = 1.2,
        .rgb = INK };
    struct pdf_text title = { .face = PDF_SERIF,
        .size = 22,
        .bold = true,
        .align = PDF_CENTER,
        .line_spacing = 1.3,
        .letter_spacing = 2,
        .rgb = INK };

    while (issuer.size > 14 && pdf_measure(f->p, f->width, &issuer,
                                   l->issuer) > issuer.size * 1.9)
        issuer.size -= 1;
    f->y += pdf_draw_text(f->p, SIDE, f->y, f->width, &issuer, l->issuer);
    f->y += 10;
    pdf_line(f->p, SIDE, f->y, w - SIDE, f->y, 1.6, RED);
    f->y += 8;
    if (l->number.n > 0)
        f->y += pdf_draw_text(f->p, SIDE, f->y, f->width, &number, l->number);
    f->y += 18;
    f->y += pdf_draw_text(f->p, SIDE, f->y, f->width, &title, l->title);
    f->y += 16;
}

static void
body(struct flow *f, struct str text)
{
    struct str rest = str_trim(text), line;
    bool first = true;

    while (rest.n > 0) {
        rest = str_cut(rest, '\n', &line, NULL);
        line = str_trim(line);
        if (line.n == 0)
            continue;
        bool receiver = first && str_ends(line, STR("："));
        flow_text(f, &BODY,
            receiver ? line : arena_join(f->a, STR(INDENT), line));
        first = false;
    }
}

static void
heading(struct flow *f, const char *text)
{
    struct pdf_text bold = BODY;

    bold.bold = true;
    keep(f, 60);
    f->y += 6;
    flow_text(f, &bold, arena_fmt(f->a, INDENT "%s", text));
}

static void
findings(struct flow *f, const struct letter_paper *l)
{
    struct pdf_text small = BODY;

    small.size = 12.5;
    if (l->n_facts > 0)
        heading(f, "查明的事实和计算");
    for (size_t i = 0; i < l->n_facts; i++)
        flow_text(f, &small,
            arena_fmt(f->a, INDENT "%zu. " STR_FMT, i + 1,
                STR_ARG(l->facts[i])));
    if (l->sentence.n == 0 || str_find(l->body, l->sentence) != SIZE_MAX)
        return;
    heading(f, "依据");
    flow_text(f, &small,
        arena_fmt(f->a, INDENT STR_FMT "：“" STR_FMT "”", STR_ARG(l->cite),
            STR_ARG(l->sentence)));
}

static void
foot(struct flow *f, const struct letter_paper *l)
{
    struct pdf_text sign = BODY;
    struct pdf_text small = { .face = PDF_SANS,
        .size = 9.5,
        .align = PDF_LEFT,
        .line_spacing = 1.4,
        .rgb = GREY };
    struct str signature = arena_fmt(f->a, STR_FMT "\n" STR_FMT,
        STR_ARG(l->issuer), STR_ARG(day_zh(f->a, l->issued)));
    double ask = pdf_measure(f->p, f->width, &small, l->ask) + 8;

    sign.align = PDF_RIGHT;
    keep(f, pdf_measure(f->p, f->width, &sign, signature) + ask + 30);
    f->y += 22;
    f->y += pdf_draw_text(f->p, SIDE, f->y, f->width, &sign, signature);
    double y = bottom(f) - ask;
    pdf_line(f->p, SIDE, y, SIDE + f->width, y, 0.5, GREY);
    (void)pdf_draw_text(f->p, SIDE, y + 8, f->width, &small, l->ask);
    page_number(f);
}

enum status
letter_pdf(struct arena *a, struct pdf_fonts *fonts,
    const struct letter_paper *l, struct str *ret, struct err *err)
{
    struct pdf *p = pdf_new(a, fonts,
        &(struct pdf_info){ .title = l->title,
            .author = l->issuer,
            .created_us = day_start_us(l->issued) });
    struct flow f = { .a = a,
        .p = p,
        .y = TOP,
        .width = pdf_width(p) - 2 * SIDE,
        .page = 1 };

    head(&f, l);
    body(&f, l->body);
    findings(&f, l);
    foot(&f, l);
    return pdf_finish(p, ret, err);
}
