#include "sample_cert.h"

#include <stdlib.h>

#define RED 0x8c1c13
#define GOLD 0xb08d3c
#define INK 0x1f1f1f
#define GREY 0x5c5c5c

/* A frame of two lines with a small square in each corner. */
static void
draw_frame(struct pdf *p)
{
    double w = pdf_width(p), h = pdf_height(p);

    pdf_rect(p, 26, 26, w - 52, h - 52, 3, GOLD);
    pdf_rect(p, 33, 33, w - 66, h - 66, 0.7, GOLD);
    for (int i = 0; i < 4; i++) {
        double x = i % 2 == 0 ? 39 : w - 39 - 14;
        double y = i < 2 ? 39 : h - 39 - 14;

        pdf_rect(p, x, y, 14, 14, 0.7, GOLD);
        pdf_rect(p, x + 4, y + 4, 6, 6, 0, GOLD);
    }
}

struct str
sample_cert(struct arena *a, struct pdf_fonts *f, struct str name)
{
    const struct pdf_info info = { .title = STR("志愿专家证书"),
        .author = STR("示例公益法律服务中心"),
        .created_us = INT64_C(1795132800000000),
        .landscape = true };
    struct pdf *p = pdf_new(a, f, &info);
    double w = pdf_width(p), side = 118, column = w - 2 * side, y = 74;
    struct pdf_text title = { .face = PDF_SERIF, .size = 40, .bold = true,
        .align = PDF_CENTER, .letter_spacing = 14, .rgb = RED };
    struct pdf_text latin = { .face = PDF_SANS, .size = 9.5,
        .align = PDF_CENTER, .letter_spacing = 0.6, .rgb = GREY };
    struct pdf_text body = { .face = PDF_SERIF, .size = 18,
        .align = PDF_JUSTIFY, .line_spacing = 1.28, .rgb = INK };
    struct pdf_text small = { .face = PDF_SANS, .size = 8.5,
        .line_spacing = 1.2, .rgb = GREY };
    struct str out;

    draw_frame(p);
    y += pdf_draw_text(p, side, y, column, &title, STR("志愿专家证书"));
    y += pdf_draw_text(
        p, side, y, column, &latin, STR("CERTIFICATE OF VOLUNTEER EXPERT"));
    y += 10;
    pdf_line(p, w / 2 - 60, y, w / 2 + 60, y, 0.7, GOLD);
    y += 26;
    body.bold = true;
    y += pdf_draw_text(p, side, y, column, &body,
        arena_join(a, name, STR("　同志：")));
    body.bold = false;
    pdf_draw_text(p, side, y + 4, column, &body,
        STR("　　经本人申请、形式审查与公示（2026年11月2日至11月6日），"
            "您符合《示例志愿专家管理办法》第八条规定的条件，"
            "现聘为“中小企业法律服务”志愿专家，聘期三年，"
            "自2026年11月20日起至2029年11月19日止。特发此证。"));

    body.align = PDF_CENTER;
    body.size = 15;
    pdf_draw_text(p, w - side - 230, 436, 230, &body,
        STR("示例公益法律服务中心\n二〇二六年十一月二十日"));
    if (pdf_qr(p, side, 430, 74, STR(SAMPLE_URL), NULL) != OK)
        abort();
    pdf_draw_text(p, side + 88, 442, 240, &small,
        STR("证书编号：ZYZJ-2026-000001\n校验码：9F3A-77C1\n"
            "扫码核验，或登录 example.org 输入编号和校验码"));
    if (pdf_finish(p, &out, NULL) != OK)
        abort();
    return out;
}
