/* Certificates and letters: their text can be read back, the QR code scanned,
 * the same input gives the same bytes. The folder of fonts is the first
 * argument. */
#include "report/certificate.h"
#include "report/letter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *a;
static struct pdf_fonts *fonts;
static const char *font_dir;
static char folder[] = "/tmp/mingce-certificate-XXXXXX";

static int
setup(void **state)
{
    (void)state;
    a = arena_new("test");
    if (mkdtemp(folder) == NULL)
        return -1;
    return pdf_fonts_open(font_dir, &fonts, NULL) == OK ? 0 : -1;
}

static int
teardown(void **state)
{
    (void)state;
    int st = system(arena_fmt(a, "rm -rf '%s'", folder).p);

    arena_free(a);
    pdf_fonts_close(fonts);
    return st;
}

static struct certificate
sample(void)
{
    return (struct certificate){ .title = STR("中小企业志愿服务工作站证书"),
        .body = STR("示例（重庆）产业园管理有限公司：\n\n"
                    "根据《中小企业志愿服务工作站管理办法（试行）》，经审核和"
                    "公示，认定你单位为“中小企业志愿服务工作站”，有效期三年，"
                    "自2023年4月12日至2026年4月12日。\n\n特发此证。\n"),
        .number = STR("ZYGZZ-2023-00001"),
        .code = STR("7K3M9PXQ"),
        .issuer = STR("示例中小企业发展促进中心"),
        .issued = day_of_ymd(2023, 4, 12),
        .check_url =
            STR("https://mingce.example/v/ZYGZZ-2023-00001?c=7K3M9PXQ"),
        .check_hint = STR("https://mingce.example/verify") };
}

static struct str
drawn(const struct certificate *c)
{
    struct str bytes = STR_EMPTY;
    struct err err = { 0 };

    if (certificate_pdf(a, fonts, c, &bytes, &err) != OK)
        fail_msg("%s", err.text);
    return bytes;
}

static struct str
run(const char *name, const char *command)
{
    struct buf out;
    char block[4096];
    size_t n;

    if (system(arena_fmt(a, "command -v %s >/dev/null", name).p) != 0)
        skip();
    FILE *p = popen(
        arena_fmt(a, "cd '%s' && %s", folder, command).p, "r");
    assert_non_null(p);
    buf_init(&out, a, 1 << 20);
    while ((n = fread(block, 1, sizeof(block), p)) > 0)
        buf_add(&out, block, n);
    assert_int_equal(pclose(p), 0);
    return buf_view(&out);
}

static void
save(struct str bytes)
{
    FILE *f = fopen(arena_fmt(a, "%s/c.pdf", folder).p, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
}

static void
expect_in(struct str text, const char *words)
{
    if (str_find(text, str_of(words)) == SIZE_MAX)
        print_error("%s is not in:\n%.*s\n", words, STR_ARG(text));
    assert_true(str_find(text, str_of(words)) != SIZE_MAX);
}

static void
test_text(void **state)
{
    struct certificate c = sample();

    (void)state;
    save(drawn(&c));
    struct str text = run("pdftotext",
        "pdftotext -layout c.pdf - | tr -d ' \\n\\f'");
    expect_in(text, "中小企业志愿服务工作站证书");
    expect_in(text, "示例（重庆）产业园管理有限公司：");
    expect_in(text, "自2023年4月12日至2026年4月12日");
    expect_in(text, "证书编号：ZYGZZ-2023-00001");
    expect_in(text, "校验码：7K3M9PXQ");
    expect_in(text, "示例中小企业发展促进中心");
    struct str info = run("pdfinfo", "pdfinfo c.pdf");
    expect_in(info, "Pages:           1");
    expect_in(info, "(A4)");
}

static void
test_qr(void **state)
{
    struct certificate c = sample();

    (void)state;
    save(drawn(&c));
    (void)run("pdftoppm", "pdftoppm -r 150 -png -singlefile c.pdf c");
    struct str text = run("zbarimg", "zbarimg -q --raw c.png");
    assert_true(str_eq(str_trim(text), c.check_url));
}

static void
test_same_bytes(void **state)
{
    struct certificate c = sample();
    struct str one = drawn(&c), two = drawn(&c);

    (void)state;
    assert_true(str_eq(one, two));
    c.code = STR("7K3M9PXR");
    assert_false(str_eq(one, drawn(&c)));
}

/* Long names and wordings stay on one page. */
static void
test_long(void **state)
{
    struct certificate c = sample();
    struct str name = STR_EMPTY;

    (void)state;
    for (int i = 0; i < 12; i++)
        name = arena_join(a, name, STR("示例很长的单位名称"));
    for (int i = 0; i < 5; i++)
        c.body = arena_fmt(
            a, STR_FMT "\n" STR_FMT, STR_ARG(name), STR_ARG(c.body));
    save(drawn(&c));
    expect_in(run("pdfinfo", "pdfinfo c.pdf"), "Pages:           1");
}

static struct letter_paper
refusal(void)
{
    static const struct str facts[] = { STR_INIT(
        "专职人员不少于10人：9 < 10，还差 1（第四条（四））") };

    return (struct letter_paper){ .title = STR("不予认定通知书"),
        .number = STR("BY-GZZ-2023-00001"),
        .body = STR("示例（重庆）产业园管理有限公司：\n\n"
                    "你单位提交的工作站申报材料收悉。经审核，本次不予认定。"
                    "理由如下：\n\n专职人员 9 人，少于 10 人\n\n"
                    "对审核结果有异议的，可向本中心书面提出。\n"),
        .facts = facts,
        .n_facts = 1,
        .cite = STR("《示例办法》第四条（四）"),
        .sentence = STR("专职人员不少于10人。"),
        .issuer = STR("示例中小企业发展促进中心"),
        .issued = day_of_ymd(2023, 3, 20),
        .ask = STR("登录 https://mingce.example 可以查看原文。") };
}

static struct str
letter(const struct letter_paper *l)
{
    struct str bytes = STR_EMPTY;
    struct err err = { 0 };

    if (letter_pdf(a, fonts, l, &bytes, &err) != OK)
        fail_msg("%s", err.text);
    save(bytes);
    return bytes;
}

static void
test_letter(void **state)
{
    struct letter_paper l = refusal();

    (void)state;
    assert_true(str_eq(letter(&l), letter(&l)));
    struct str text = run("pdftotext",
        "pdftotext -layout c.pdf - | tr -d ' \\n\\f'");
    expect_in(text, "不予认定通知书");
    expect_in(text, "BY-GZZ-2023-00001");
    expect_in(text, "9<10，还差1（第四条（四））");
    expect_in(text, "《示例办法》第四条（四）：“专职人员不少于10人。”");
    expect_in(text, "2023年3月20日");
    expect_in(text, "https://mingce.example");
    struct str info = run("pdfinfo", "pdfinfo c.pdf");
    expect_in(info, "Pages:           1");
    expect_in(info, "(A4)");
    /* What the wording quotes already is not said again. */
    l.body = arena_join(a, l.body, l.sentence);
    (void)letter(&l);
    text = run("pdftotext", "pdftotext -layout c.pdf - | tr -d ' \\n\\f'");
    assert_true(str_find(text, STR("《示例办法》")) == SIZE_MAX);
}

/* One paragraph of 5,000 characters goes over pages; nothing of it is lost. */
static void
test_long_letter(void **state)
{
    struct letter_paper l = refusal();
    struct buf b;

    (void)state;
    buf_init(&b, a, 1 << 20);
    for (int i = 0; i < 500; i++)
        buf_str(&b, arena_fmt(a, "第%04d项理由。", i));
    l.body = buf_view(&b);
    (void)letter(&l);
    struct str text = run("pdftotext",
        "pdftotext c.pdf - | tr -d ' \\n\\f' | sed 's/—[0-9]*—//g'");
    for (int i = 0; i < 500; i++)
        expect_in(text, arena_fmt(a, "%04d", i).p);
    expect_in(run("pdfinfo", "pdfinfo c.pdf"), "Pages:           6");
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_qr),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_letter),
        cmocka_unit_test(test_long_letter),
    };

    if (argc < 2)
        return 2;
    font_dir = argv[1];
    return cmocka_run_group_tests(tests, setup, teardown);
}
