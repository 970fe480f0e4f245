/* A4 landscape: a double frame, the title of the plaque in large letters in the
 * middle, the other blocks below it, each centred. Lengths in points. */
#include "report/plaque.h"

#define RED 0x9b1c1c
#define GOLD 0xb08d57
#define INK 0x1a1a1a
#define GREY 0x555555

#define MARGIN 96.0
#define TOP 84.0
#define FOOT 96.0
#define GAP 18.0

/* Takes the next block, up to a blank line; "" at the end. */
static struct str
next_block(struct arena *a, struct str *rest)
{
    struct str out = STR_EMPTY;

    while (rest->n > 0) {
        struct str line;

        *rest = str_cut(*rest, '\n', &line, NULL);
        line = str_trim(line);
        if (line.n == 0 && out.n > 0)
            break;
        if (line.n > 0)
            out = out.n == 0 ? line
                             : arena_fmt(a, STR_FMT "\n" STR_FMT,
                                   STR_ARG(out), STR_ARG(line));
    }
    return out;
}

/* A block is shrunk until it fits the lines it may take. */
static double
draw_block(struct pdf *p, double y, struct pdf_text style, double lines,
    struct str text)
{
    double width = pdf_width(p) - 2 * MARGIN;

    while (style.size > 12 &&
           pdf_measure(p, width, &style, text) >
               style.size * style.line_spacing * 1.5 * lines)
        style.size -= 1;
    return y + pdf_draw_text(p, MARGIN, y, width, &style, text);
}

enum status
plaque_pdf(struct arena *a, struct pdf_fonts *f, const struct plaque_paper *l,
    struct str *ret, struct err *err)
{
    struct pdf *p = pdf_new(a, f,
        &(struct pdf_info){ .title = l->number,
            .author = l->issuer,
            .created_us = day_start_us(l->made),
            .landscape = true });
    double w = pdf_width(p), h = pdf_height(p), y = TOP;
    struct pdf_text title = { .face = PDF_SERIF,
        .size = 38,
        .bold = true,
        .align = PDF_CENTER,
        .line_spacing = 1.25,
        .letter_spacing = 2,
        .rgb = RED };
    struct pdf_text body = { .face = PDF_SERIF,
        .size = 20,
        .align = PDF_CENTER,
        .line_spacing = 1.4,
        .rgb = INK };
    struct pdf_text small = { .face = PDF_SANS,
        .size = 9.5,
        .align = PDF_CENTER,
        .line_spacing = 1.3,
        .rgb = GREY };
    struct str rest = l->body;
    struct str block = next_block(a, &rest);

    pdf_rect(p, 26, 26, w - 52, h - 52, 2.6, RED);
    pdf_rect(p, 34, 34, w - 68, h - 68, 0.8, GOLD);
    y = TOP + 24;
    y = draw_block(p, y, title, 3, block) + GAP;
    pdf_line(p, w / 2 - 80, y, w / 2 + 80, y, 1.0, GOLD);
    y += GAP * 1.5;
    for (block = next_block(a, &rest); block.n > 0 && y < h - FOOT;
         block = next_block(a, &rest))
        y = draw_block(p, y, body, 2, block) + GAP;
    (void)pdf_draw_text(p, MARGIN, h - 64, w - 2 * MARGIN, &small,
        arena_fmt(a, "牌匾编号 " STR_FMT "　" STR_FMT "　" STR_FMT,
            STR_ARG(l->number), STR_ARG(l->issuer),
            STR_ARG(day_zh(a, l->made))));
    return pdf_finish(p, ret, err);
}
