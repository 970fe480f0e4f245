/* Certificates a second on one core, with text, QR code and fonts embedded:
 *   bench_certificates FONTS [SECONDS]
 * FONTS is the folder of fonts of the build. The first document reads them and
 * is not counted.
 */
#include "report/certificate.h"

#include <stdio.h>
#include <stdlib.h>

static void
draw(struct arena *a, struct pdf_fonts *fonts, size_t i)
{
    struct err err = { 0 };
    struct str pdf;
    struct certificate c = { .title = STR("中小企业志愿服务工作站证书"),
        .body = arena_fmt(a,
            "示例第%zu园区服务中心：\n\n"
            "根据《中小企业志愿服务工作站管理办法（试行）》，经审核和公示，认定"
            "你单位为“中小企业志愿服务工作站”，有效期三年，自2023年4月12日至"
            "2026年4月12日。\n\n特发此证。\n",
            i),
        .number = arena_fmt(a, "ZYGZZ-2023-%05zu", i),
        .code = STR("7K3M9PXQ"),
        .issuer = STR("示例中小企业发展促进中心"),
        .issued = day_of_ymd(2023, 4, 12),
        .check_url = arena_fmt(
            a, "https://mingce.example/v/ZYGZZ-2023-%05zu?c=7K3M9PXQ", i),
        .check_hint = STR("https://mingce.example/verify") };

    if (certificate_pdf(a, fonts, &c, &pdf, &err) != OK) {
        (void)fprintf(stderr, "certificate: %s %s\n", err.text, err.detail);
        exit(3);
    }
}

int
main(int argc, char **argv)
{
    struct arena *a = arena_new("certificates");
    struct pdf_fonts *fonts = NULL;
    struct err err = { 0 };
    int64_t seconds = 3, begin_us;
    size_t n = 0;

    if (argc < 2 || (argc > 2 && !num_int(str_of(argv[2]), 1, 60, &seconds))) {
        (void)fprintf(stderr, "usage: bench_certificates FONTS [SECONDS]\n");
        return 2;
    }
    if (pdf_fonts_open(argv[1], &fonts, &err) != OK) {
        (void)fprintf(stderr, "fonts: %s %s\n", err.text, err.detail);
        return 3;
    }
    draw(a, fonts, 0);
    begin_us = clock_monotonic_us();
    while (clock_monotonic_us() - begin_us < seconds * 1000000) {
        draw(a, fonts, ++n);
        arena_reset(a);
    }
    (void)printf("%.1f\n",
        (double)n * 1e6 / (double)(clock_monotonic_us() - begin_us));
    pdf_fonts_close(fonts);
    arena_free(a);
    return 0;
}
