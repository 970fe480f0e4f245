#include "format/docx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define WHEN INT64_C(1795132800000000)

static const char *python, *checker;
static struct arena *a;
static char scratch[64];

static int
setup(void **state)
{
    (void)state;
    a = arena_new("test");
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static const char *
check(struct str bytes)
{
    char block[4096];
    struct buf out;
    size_t n;

    FILE *f = fopen(scratch, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
    f = popen(arena_fmt(a, "PYTHONIOENCODING=utf-8 %s %s %s", python, checker,
                  scratch)
                  .p,
        "r");
    assert_non_null(f);
    buf_init(&out, a, 1 << 20);
    while ((n = fread(block, 1, sizeof(block), f)) > 0)
        buf_add(&out, block, n);
    assert_int_equal(pclose(f), 0);
    buf_byte(&out, 0);
    return buf_view(&out).p;
}

static struct str
sample(void)
{
    static const struct str cells[] = { STR_INIT("序号"), STR_INIT("单位"),
        STR_INIT("1"), STR_INIT("示例<事务所>&\"甲\"\n第二行"), STR_INIT("2"),
        STR_INIT("") };
    static const double widths[] = { 4, 20 };
    struct str out;

    struct docx *d = docx_new(a, STR("情况报告 <1>"), WHEN);
    docx_paragraph(d, DOCX_TITLE, STR("关于2026年度评审情况的报告"));
    docx_paragraph(d, DOCX_HEADING, STR("一、总体情况"));
    docx_paragraph(
        d, DOCX_BODY, STR("第一段：a & b\x01\xff。\n第二段。"));
    docx_table(d, cells, 3, 2, widths);
    docx_table(d, cells, 0, 2, NULL);
    docx_paragraph(
        d, DOCX_SIGNATURE, STR("示例公益法律服务中心\n2026年11月20日"));
    assert_int_equal(docx_finish(d, &out, NULL), OK);
    return out;
}

static void
test_content(void **state)
{
    (void)state;
    assert_string_equal(check(sample()),
        "Title 关于2026年度评审情况的报告\nHeading1 一、总体情况\n"
        "Body 第一段：a & b \xef\xbf\xbd。\nBody 第二段。\n"
        "序号|单位\n1|示例<事务所>&\"甲\"第二行\n2|\n"
        "Signature 示例公益法律服务中心\nSignature 2026年11月20日\n"
        "rows 3\ntitle 情况报告 <1> 2026-11-20T08:00:00+08:00\n");
}

static void
test_same_bytes(void **state)
{
    (void)state;
    assert_true(str_eq(sample(), sample()));
}

static void
test_large_table(void **state)
{
    size_t rows = 5001;
    struct str *cells = arena_new_array(a, struct str, rows * 4);
    struct str out;

    (void)state;
    for (size_t i = 0; i < rows * 4; i++)
        cells[i] = arena_fmt(a, "第 %zu 格", i);
    struct docx *d = docx_new(a, STR("表"), WHEN);
    docx_table(d, cells, rows, 4, NULL);
    assert_int_equal(docx_finish(d, &out, NULL), OK);
    assert_non_null(strstr(check(out), "rows 5001\n"));
}

static void
test_too_large(void **state)
{
    struct err err;
    struct str out, text = { arena_alloc(a, 1 << 20), 1 << 20 };

    (void)state;
    memset((char *)(uintptr_t)text.p, 'x', text.n);
    struct docx *d = docx_new(a, STR("表"), WHEN);
    for (int i = 0; i < 65; i++)
        docx_paragraph(d, DOCX_BODY, text);
    assert_int_equal(docx_finish(d, &out, &err), ERR_LIMIT);
    assert_non_null(strstr(err.text, "64 MB"));
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
        TEST(test_content),
        TEST(test_same_bytes),
        TEST(test_large_table),
        TEST(test_too_large),
    };

    if (argc < 3)
        return 2;
    python = argv[1];
    checker = argv[2];
    snprintf(scratch, sizeof(scratch), "%s/doc-XXXXXX", P_tmpdir);
    int fd = mkstemp(scratch);
    if (fd < 0)
        return 2;
    close(fd);
    atexit(remove_scratch);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
