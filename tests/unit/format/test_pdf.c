#include "sample_cert.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *font_dir;
static struct arena *a;
static struct pdf_fonts *fonts;
static char scratch[64];

static int
setup(void **state)
{
    (void)state;
    a = arena_new("test");
    return pdf_fonts_open(font_dir, &fonts, NULL) == OK ? 0 : -1;
}

static int
teardown(void **state)
{
    (void)state;
    arena_free(a);
    pdf_fonts_close(fonts);
    return 0;
}

static void
save(struct str bytes)
{
    FILE *f = fopen(scratch, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
}

/* Output of a tool on the saved file; "$" in the command is its path. */
static struct str
tool(const char *name, const char *command)
{
    struct buf cmd, out;
    char block[4096];
    size_t n;

    if (system(arena_fmt(a, "command -v %s >/dev/null", name).p) != 0)
        skip();
    buf_init(&cmd, a, 4096);
    for (; *command != 0; command++) {
        if (*command == '$')
            buf_str(&cmd, str_of(scratch));
        else
            buf_byte(&cmd, *command);
    }
    buf_byte(&cmd, 0);
    FILE *f = popen(buf_view(&cmd).p, "r");
    assert_non_null(f);
    buf_init(&out, a, 1 << 24);
    while ((n = fread(block, 1, sizeof(block), f)) > 0)
        buf_add(&out, block, n);
    assert_int_equal(pclose(f), 0);
    return buf_view(&out);
}

#define ASSERT_HAS(s, lit) \
    assert_int_not_equal(str_find((s), STR(lit)), SIZE_MAX)

static void
test_text_is_found(void **state)
{
    (void)state;
    save(sample_cert(a, fonts, STR("欧阳靖宇")));
    struct str s = tool("pdftotext", "pdftotext -layout $ -");
    ASSERT_HAS(s, "志愿专家证书");
    ASSERT_HAS(s, "欧阳靖宇");
    ASSERT_HAS(s, "ZYZJ-2026-000001");
    ASSERT_HAS(s, "二〇二六年十一月二十日");
    s = tool("pdfinfo", "TZ=UTC pdfinfo -isodates $");
    ASSERT_HAS(s, "Title:           志愿专家证书");
    ASSERT_HAS(s, "Author:          示例公益法律服务中心");
    ASSERT_HAS(s, "CreationDate:    2026-11-20T");
    ASSERT_HAS(s, "Pages:           1");
    ASSERT_HAS(s, "841.89 x 595.276 pts (A4)");
}

static void
test_file_is_sound_and_small(void **state)
{
    (void)state;
    struct str bytes = sample_cert(a, fonts, STR("张晓明"));
    assert_true(bytes.n < 60 * 1024);
    save(bytes);
    ASSERT_HAS(tool("qpdf", "qpdf --check $ 2>&1"), "No syntax or stream");
    struct str s = tool("pdffonts", "pdffonts $");
    ASSERT_HAS(s, "CJK");
    /* every font is embedded, cut and has a way back to Unicode */
    assert_int_equal(str_find(s, STR(" no ")), SIZE_MAX);
}

static void
test_qr_is_read(void **state)
{
    (void)state;
    save(sample_cert(a, fonts, STR("张晓明")));
    ASSERT_HAS(tool("zbarimg", "pdftoppm -r 110 -png $ $ && "
                               "zbarimg -q --raw $-1.png; rm -f $-1.png"),
        SAMPLE_URL);

    const struct pdf_info info = { .title = STR("x") };
    struct pdf *p = pdf_new(a, fonts, &info);
    struct err err;
    char *big = arena_alloc(a, 3000);
    memset(big, 'a', 3000);
    assert_int_equal(
        pdf_qr(p, 0, 0, 100, (struct str){ big, 2332 }, &err), ERR_LIMIT);
    assert_int_equal(pdf_qr(p, 0, 0, 100, STR(""), &err), ERR_LIMIT);
    assert_int_equal(
        pdf_qr(p, 0, 0, 100, (struct str){ big, 2331 }, &err), OK);
}

static void
test_rare_characters(void **state)
{
    (void)state;
    save(sample_cert(a, fonts, STR("王䶮陈㛃喆珺𠮷")));
    struct str s = tool("pdftotext", "pdftotext $ -");
    ASSERT_HAS(s, "王䶮陈㛃喆珺𠮷");
    /* drawn with glyphs of our faces: a box would be vector lines */
    s = tool("pdffonts", "pdffonts $ | grep -c SerifCJKsc-Bold");
    ASSERT_HAS(s, "2"); /* the common cut and the rare one */
}

static void
test_same_bytes(void **state)
{
    (void)state;
    struct str first = sample_cert(a, fonts, STR("王䶮"));
    struct str second = sample_cert(a, fonts, STR("王䶮"));
    assert_true(str_eq(first, second));

    struct pdf_fonts *other;
    assert_int_equal(pdf_fonts_open(font_dir, &other, NULL), OK);
    assert_true(str_eq(first, sample_cert(a, other, STR("王䶮"))));
    pdf_fonts_close(other);
}

static void *
make_many(void *arg)
{
    struct str want = *(struct str *)arg;

    for (int i = 0; i < 4; i++) {
        struct arena *own = arena_new("thread");
        struct str got = sample_cert(own, fonts, STR("王䶮"));

        bool same = str_eq(got, want);
        arena_free(own);
        if (!same)
            return arg;
    }
    return NULL;
}

static void
test_threads(void **state)
{
    pthread_t t[4];
    void *bad;

    (void)state;
    struct str want = sample_cert(a, fonts, STR("王䶮"));
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, make_many, &want), 0);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(t[i], &bad), 0);
        assert_null(bad);
    }
}

static void
test_layout(void **state)
{
    const struct pdf_info info = { .title = STR("x") };
    struct pdf *p = pdf_new(a, fonts, &info);
    struct pdf_text t = { .size = 12 };
    struct str out;

    (void)state;
    assert_true(pdf_width(p) < pdf_height(p));
    double one = pdf_measure(p, 400, &t, STR("一行"));
    assert_true(one > 12 && one < 24);
    /* ten characters of 12 pt in a column of five */
    double two = pdf_measure(p, 61, &t, STR("一二三四五六七八九十"));
    assert_true(two > 1.9 * one && two < 2.1 * one);
    assert_true(pdf_measure(p, 61, &t, STR("")) == 0);
    /* a closing mark does not begin a line */
    double marks = pdf_measure(p, 61, &t, STR("一二三四五，七八九"));
    assert_true(marks > 1.9 * one && marks < 2.1 * one);
    t.line_spacing = 2;
    assert_true(pdf_measure(p, 61, &t, STR("一二三四五六七八九十")) >
        1.3 * two);
    t.align = PDF_JUSTIFY;
    double drawn = pdf_draw_text(
        p, 10, 10, 61, &t, STR("一二 abc <b>&amp; 三\n四五六七八"));
    assert_true(drawn > two);
    pdf_page(p);
    pdf_draw_text(p, 10, 10, 61, &t, STR("第二页\xff\0\x1b"));
    assert_int_equal(pdf_finish(p, &out, NULL), OK);
    struct err err;
    assert_int_equal(pdf_finish(p, &out, &err), ERR_IO);
    save(out);
    ASSERT_HAS(tool("pdfinfo", "pdfinfo $"), "Pages:           2");
    struct str s = tool("pdftotext", "pdftotext $ -");
    ASSERT_HAS(s, "<b>");
    ASSERT_HAS(s, "第二页");
}

static void
test_given_up(void **state)
{
    const struct pdf_info info = { .title = STR("x") };
    struct pdf_text t = { .size = 12 };
    struct arena *own = arena_new("own");
    struct err err;
    struct pdf_fonts *none;

    (void)state;
    struct pdf *p = pdf_new(own, fonts, &info);
    pdf_draw_text(p, 10, 10, 61, &t, STR("一"));
    arena_free(own);
    assert_int_equal(
        pdf_fonts_open("/nonexistent", &none, &err), ERR_IO);
    assert_non_null(strstr(err.text, "字体文件"));
}

static void
remove_scratch(void)
{
    unlink(scratch);
}

int
main(int argc, char **argv)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_text_is_found),
        TEST(test_file_is_sound_and_small),
        TEST(test_qr_is_read),
        TEST(test_rare_characters),
        TEST(test_same_bytes),
        TEST(test_threads),
        TEST(test_layout),
        TEST(test_given_up),
    };

    if (argc < 2)
        return 2;
    font_dir = argv[1];
    snprintf(scratch, sizeof(scratch), "%s/doc-XXXXXX", P_tmpdir);
    int fd = mkstemp(scratch);
    if (fd < 0)
        return 2;
    close(fd);
    atexit(remove_scratch);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
