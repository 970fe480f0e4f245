/* A4 landscape: double frame, title, wording, issuer and day at the right, QR
 * code and number at the left. Lengths in points. */
#include "report/certificate.h"

#define RED 0x9b1c1c
#define GOLD 0xb08d57
#define INK 0x1a1a1a
#define GREY 0x555555

#define MARGIN 92.0
#define QR_SIZE 84.0

static void
frame(struct pdf *p)
{
    double w = pdf_width(p), h = pdf_height(p);

    pdf_rect(p, 26, 26, w - 52, h - 52, 2.6, RED);
    pdf_rect(p, 33, 33, w - 66, h - 66, 0.8, GOLD);
    pdf_rect(p, 38, 38, w - 76, h - 76, 0.4, GOLD);
    /* Corners, so that the frame does not look like a table. */
    for (int i = 0; i < 4; i++) {
        double x = i % 2 == 0 ? 44 : w - 44 - 14;
        double y = i < 2 ? 44 : h - 44 - 14;

        pdf_rect(p, x, y, 14, 14, 0.8, GOLD);
        pdf_rect(p, x + 4, y + 4, 6, 6, 0, GOLD);
    }
}

/* Paragraphs of the wording; the first stands at the margin, the others are
 * indented by two characters. */
static struct str
indented(struct arena *a, struct str body)
{
    struct str out = STR_EMPTY, rest = str_trim(body);
    bool first = true;

    while (rest.n > 0) {
        struct str line;

        rest = str_cut(rest, '\n', &line, NULL);
        line = str_trim(line);
        if (line.n == 0)
            continue;
        out = arena_fmt(a, STR_FMT "%s%s" STR_FMT, STR_ARG(out),
            first ? "" : "\n", first ? "" : "\xe3\x80\x80\xe3\x80\x80",
            STR_ARG(line));
        first = false;
    }
    return out;
}

static enum status
foot(struct pdf *p, struct arena *a, const struct certificate *c,
    struct err *err)
{
    double w = pdf_width(p), h = pdf_height(p);
    double top = h - 66 - QR_SIZE;
    struct pdf_text small = { .face = PDF_SANS,
        .size = 9.5,
        .align = PDF_LEFT,
        .line_spacing = 1.35,
        .rgb = GREY };
    struct pdf_text issuer = { .face = PDF_SERIF,
        .size = 17,
        .align = PDF_RIGHT,
        .line_spacing = 1.5,
        .rgb = INK };

    TRY(pdf_qr(p, MARGIN, top, QR_SIZE, c->check_url, err));
    (void)pdf_draw_text(p, MARGIN + QR_SIZE + 16, top + 8, 230, &small,
        arena_fmt(a,
            "证书编号：" STR_FMT "\n校验码：" STR_FMT
            "\n扫描二维码或访问以下网址查验：\n" STR_FMT,
            STR_ARG(c->number), STR_ARG(c->code), STR_ARG(c->check_hint)));
    (void)pdf_draw_text(p, w / 2, top + 18, w / 2 - MARGIN, &issuer,
        arena_fmt(a, STR_FMT "\n" STR_FMT, STR_ARG(c->issuer),
            STR_ARG(day_zh(a, c->issued))));
    return OK;
}

enum status
certificate_pdf(struct arena *a, struct pdf_fonts *f,
    const struct certificate *c, struct str *ret, struct err *err)
{
    struct pdf *p = pdf_new(a, f,
        &(struct pdf_info){ .title = c->title,
            .author = c->issuer,
            .created_us = day_start_us(c->issued),
            .landscape = true });
    double w = pdf_width(p), width = w - 2 * MARGIN;
    struct pdf_text title = { .face = PDF_SERIF,
        .size = 34,
        .bold = true,
        .align = PDF_CENTER,
        .line_spacing = 1.2,
        .letter_spacing = 3,
        .rgb = RED };
    struct pdf_text body = { .face = PDF_SERIF,
        .size = 19,
        .align = PDF_JUSTIFY,
        .line_spacing = 1.75,
        .rgb = INK };
    struct str text = indented(a, c->body);

    frame(p);
    /* Long titles and wordings get smaller letters, not a second page. */
    while (title.size > 20 &&
           pdf_measure(p, width, &title, c->title) > title.size * 1.9)
        title.size -= 2;
    double y = 74 + pdf_draw_text(p, MARGIN, 74, width, &title, c->title);
    pdf_line(p, w / 2 - 60, y + 8, w / 2 + 60, y + 8, 1.0, GOLD);
    y += 30;
    double room = pdf_height(p) - 66 - QR_SIZE - 12 - y;
    while (body.size > 11 && pdf_measure(p, width, &body, text) > room)
        body.size -= 0.5;
    (void)pdf_draw_text(p, MARGIN, y, width, &body, text);
    TRY(foot(p, a, c, err));
    return pdf_finish(p, ret, err);
}
