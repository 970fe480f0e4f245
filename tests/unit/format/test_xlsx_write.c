#include "book.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *python, *peer;
static struct arena *a;

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

/* What the peer prints; skips the test where there is no openpyxl. */
static const char *
ask_peer(const char *verb)
{
    struct buf b;
    char line[4096];
    size_t n;

    if (system(arena_fmt(a, "%s -c 'import openpyxl' 2>/dev/null", python)
                .p) != 0)
        skip();
    FILE *f = popen(arena_fmt(a, "PYTHONIOENCODING=utf-8 %s %s %s %s", python,
                        peer, verb, book_path())
                        .p,
        "r");
    assert_non_null(f);
    buf_init(&b, a, 1 << 20);
    while ((n = fread(line, 1, sizeof(line), f)) > 0)
        buf_add(&b, line, n);
    assert_int_equal(pclose(f), 0);
    buf_byte(&b, 0);
    return buf_view(&b).p;
}

static void
write_sample(void)
{
    static const struct str above[] = { STR_INIT("志愿专家名单"),
        STR_INIT("截至2026年11月20日") };
    static const struct str yes_no[] = { STR_INIT("是"), STR_INIT("否") };
    struct str areas[60];
    struct xlsx_column columns[] = {
        { .title = STR_INIT("姓名"), .width = 10 },
        { .title = STR_INIT("证件号码"), .width = 22 },
        { .title = STR_INIT("时长"), .as_number = true },
        { .title = STR_INIT("在岗"), .choices = yes_no, .n_choices = 2 },
        { .title = STR_INIT("区县"), .choices = areas, .n_choices = 60 },
    };
    static const struct str rows[][5] = {
        { STR_INIT("张三"), STR_INIT("110101200001010011"), STR_INIT("12.50"),
            STR_INIT("是"), STR_INIT("示例区1") },
        { STR_INIT("=1+1"), STR_INIT("007"), STR_INIT("未填"), STR_INIT(""),
            STR_INIT("@x") },
        { STR_INIT("_x0041_<&>\"'"), STR_INIT("http://example.org"),
            STR_INIT("1234567890123456"), STR_INIT("2026-11-20"),
            STR_INIT("一\n二") },
        { STR_INIT("TRUE"), STR_INIT("\x01z"), STR_INIT("-0.1"),
            STR_INIT(" 前后 "), STR_INIT("1e5") },
    };
    struct xlsx_book *b;
    struct err err = { 0 };

    for (int i = 0; i < 60; i++)
        areas[i] = arena_fmt(a, "示例区%d", i);
    assert_int_equal(xlsx_create(a, book_path(), &b, &err), OK);
    xlsx_sheet(b, STR("名单"), above, 2, columns, 5);
    for (size_t i = 0; i < 4; i++)
        xlsx_add_row(b, rows[i], 5, i == 1 ? XLSX_BAD : XLSX_PLAIN);
    xlsx_note(b, STR("注：以上均为示例。"));
    xlsx_sheet(b, STR("名单"), NULL, 0, columns, 1);
    xlsx_add_row(b, rows[0], 2, XLSX_PLAIN);
    xlsx_sheet(b, STR("a/b:[c]"), NULL, 0, columns, 1);
    assert_int_equal(xlsx_close(b, &err), OK);
    assert_int_equal(xlsx_close(b, &err), ERR_IO);
}

static void
test_read_by_us(void **state)
{
    const struct xlsx_sheet_info *info;
    struct err err;
    size_t n;

    (void)state;
    write_sample();
    assert_string_equal(book_dump(a, book_path(), NULL, NULL),
        "1 T:志愿专家名单\n2 T:截至2026年11月20日\n"
        "3 T:姓名|T:证件号码|T:时长|T:在岗|T:区县\n"
        "4 T:张三|T:110101200001010011|N:12.5|T:是|T:示例区1\n"
        "5 T:=1+1|T:007|T:未填|-|T:@x\n"
        "6 T:_x0041_<&>\"'|T:http://example.org|T:1234567890123456|"
        "T:2026-11-20|T:一\n二\n"
        "7 T:TRUE|T:\x01z|N:-0.1|T: 前后 |T:1e5\n"
        "8 T:注：以上均为示例。\n");
    assert_string_equal(book_dump(a, book_path(), "名单(2)", NULL),
        "1 T:姓名\n2 T:张三|T:110101200001010011\n");
    assert_int_equal(xlsx_sheets(a, book_path(), &info, &n, &err), OK);
    assert_int_equal(n, 4);
    assert_true(str_eq(info[1].name, STR("选项")) && info[1].hidden);
    assert_true(str_eq(info[3].name, STR("a_b__c_")) && !info[3].hidden);
}

static void
test_read_by_peer(void **state)
{
    (void)state;
    write_sample();
    assert_string_equal(ask_peer("dump"),
        "# 名单 visible freeze A4 filter A3:E7\n"
        "1 s:志愿专家名单\n2 s:截至2026年11月20日\n"
        "3 s:姓名|s:证件号码|s:时长|s:在岗|s:区县\n"
        "4 s:张三|s:110101200001010011|n:12.5|s:是|s:示例区1\n"
        "5 red s:=1+1|s:007|s:未填|s:@x\n"
        "6 s:_x0041_<&>\"'|s:http://example.org|s:1234567890123456|"
        "s:2026-11-20|s:一\n二\n"
        "7 s:TRUE|s:\x01z|n:-0.1|s: 前后 |s:1e5\n"
        "8 s:注：以上均为示例。\n"
        "choice D4:D20003 \"是,否\"\n"
        "choice E4:E20003 '选项'!$A$1:$BH$1\n"
        "# 选项 hidden freeze None filter None\n"
        "# 名单(2) visible freeze A2 filter A1:A2\n"
        "1 s:姓名\n2 s:张三|s:110101200001010011\n"
        "# a_b__c_ visible freeze A2 filter A1:A2\n1 s:姓名\n");
}

static void
test_read_what_peer_writes(void **state)
{
    (void)state;
    ask_peer("make");
    assert_string_equal(book_dump(a, book_path(), NULL, NULL),
        "1 T:2026年名单|-^|-^\n2 T:姓名|T:电话|T:日期|T:时长|T:通过\n"
        "3 T:张三|N:13800001234|D:2026-11-20|D:26:00:00|B:TRUE\n"
        "4 T:李四|T:013800001234|D:2026-11-20T08:30:00|N:0.1|B:FALSE\n"
        "5 T:王五|N!:110101200001010000|-|D:14:30:00|X:#未计算\n"
        "9 T:换行\n符号<&>\"\n");
}

static void
test_failures(void **state)
{
    const struct xlsx_column column = { .title = STR("a") };
    struct xlsx_book *b;
    struct err err = { 0 };
    struct str bad = STR("\xff");

    (void)state;
    assert_int_equal(xlsx_create(a, book_path(), &b, &err), OK);
    xlsx_sheet(b, STR("x"), NULL, 0, &column, 1);
    xlsx_add_row(b, &bad, 1, XLSX_PLAIN);
    assert_int_equal(xlsx_close(b, &err), ERR_IO);
    assert_non_null(strstr(err.text, "编码"));
    assert_int_not_equal(access(book_path(), F_OK), 0);

    struct str text =
        (struct str){ arena_alloc(a, 40000), 40000 };
    memset((char *)(uintptr_t)text.p, 'x', text.n);
    assert_int_equal(xlsx_create(a, book_path(), &b, &err), OK);
    xlsx_sheet(b, STR("x"), NULL, 0, &column, 1);
    xlsx_add_row(b, &text, 1, XLSX_PLAIN);
    assert_int_equal(xlsx_close(b, &err), ERR_IO);
    assert_non_null(strstr(err.text, "32767"));

    assert_int_equal(xlsx_create(a, "/nonexistent/a.xlsx", &b, &err), OK);
    xlsx_sheet(b, STR("x"), NULL, 0, &column, 1);
    assert_int_equal(xlsx_close(b, &err), ERR_IO);

    /* left open: the arena gives it up and leaves no file */
    struct arena *own = arena_new("own");
    assert_int_equal(xlsx_create(own, book_path(), &b, &err), OK);
    xlsx_sheet(b, STR("x"), NULL, 0, &column, 1);
    arena_free(own);
    assert_int_not_equal(access(book_path(), F_OK), 0);
}

int
main(int argc, char **argv)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_read_by_us),
        TEST(test_read_by_peer),
        TEST(test_read_what_peer_writes),
        TEST(test_failures),
    };

    if (argc < 3)
        return 2;
    python = argv[1];
    peer = argv[2];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
