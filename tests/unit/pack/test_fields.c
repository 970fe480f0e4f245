/* Reading and showing single fields. */
#include "pack/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct arena *a;

static int
begin(void **state)
{
    (void)state;
    a = arena_new("test");
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static struct str
written(const struct json *v)
{
    struct buf b;

    buf_init(&b, a, 1 << 20);
    json_write(&b, v);
    return buf_view(&b);
}

static void
same(struct str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("got: " STR_FMT "\nwant: %s", STR_ARG(got), want);
}

static struct pack_field
field(enum field_type type)
{
    return (struct pack_field){ .name = STR("栏目"),
        .type = type,
        .label = { STR("栏目"), STR("Field") } };
}

static struct day
today(void)
{
    return day_of_ymd(2023, 3, 12);
}

/* What is stored; the JSON text of it. */
static void
reads(const struct pack_field *f, const char *typed, const char *want)
{
    const struct json *v;
    struct form_problem p;

    if (!field_read(a, f, str_of(typed), today(), &v, &p))
        fail_msg("refused \"%s\": " STR_FMT, typed, STR_ARG(p.text));
    assert_int_equal(p.field.n, 0);
    same(written(v), want);
}

/* The message, and that what was typed is still there. */
static void
refuses(const struct pack_field *f, const char *typed, const char *zh)
{
    const struct json *v;
    struct form_problem p;

    if (field_read(a, f, str_of(typed), today(), &v, &p))
        fail_msg("accepted \"%s\" as " STR_FMT, typed, STR_ARG(written(v)));
    assert_false(p.warning);
    assert_true(p.text_en.n > 0);
    assert_int_equal(v->type, JSON_TEXT);
    same(v->s, typed);
    if (zh != NULL)
        same(p.text, zh);
}

static void
text(void **state)
{
    struct pack_field f = field(FIELD_TEXT);

    (void)state;
    reads(&f, "  示例单位　", "\"示例单位\"");
    reads(&f, "", "null");
    reads(&f, " 　 ", "null");
    reads(&f, "<script>alert(1)</script>",
        "\"\\u003cscript>alert(1)\\u003c/script>\"");
    reads(&f, "阿依古丽·买买提𠅤", "\"阿依古丽·买买提𠅤\"");
    refuses(&f, "a\nb", "栏目含有不能显示的控制字符或换行，请删去后重填");
    refuses(&f, "a\x07", NULL);
    refuses(&f,
        "a\xe2\x80\xae"
        "b",
        NULL); /* bidi override */
    f.max = 3;
    refuses(&f, "四个汉字", "栏目应不超过 3 字，现为 4 字");
    f.max = 0;
    f.min = 2;
    refuses(&f, "单", "栏目应不少于 2 字，现为 1 字");

    char long_text[3 * 201 + 1] = { 0 };
    for (size_t i = 0; i < 201; i++)
        memcpy(long_text + 3 * i, "字", 3);
    refuses(&f, long_text, "栏目应不超过 200 字，现为 201 字");
}

static void
bad_bytes_stay_storable(void **state)
{
    struct pack_field f = field(FIELD_TEXT);
    const struct json *v;
    struct form_problem p;

    (void)state;
    assert_false(field_read(a, &f,
        STR("a\xff"
            "b"),
        today(), &v, &p));
    same(v->s, "a\xef\xbf\xbd"
               "b");
}

static void
long_text(void **state)
{
    struct pack_field f = field(FIELD_LONG_TEXT);
    const struct json *v;
    struct form_problem p;

    (void)state;
    reads(&f, "一\r\n二\r三\n", "\"一\\n二\\n三\"");
    f.warn_below = 100;
    assert_true(field_read(a, &f, STR("太短"), today(), &v, &p));
    assert_true(p.warning);
    same(p.text, "栏目建议不少于 100 字，现为 2 字");
}

static void
integers(void **state)
{
    struct pack_field f = field(FIELD_INTEGER);

    (void)state;
    reads(&f, "150", "150");
    reads(&f, " １，２３４ ", "1234");
    reads(&f, "1,234,567", "1234567");
    reads(&f, "0", "0");
    refuses(&f, "12.5", "栏目应为整数，如 1200，现为“12.5”");
    refuses(&f, "1,23", NULL);
    refuses(&f, "12,34,567", NULL);
    refuses(&f, ",123", NULL);
    refuses(&f, "一百", NULL);
    refuses(&f, "99999999999999999999", NULL);
    refuses(&f, "-1", "栏目应在 0 至 999999999999 之间，现为 -1");
    f.min = 1;
    f.max = 10;
    refuses(&f, "11", "栏目应在 1 至 10 之间，现为 11");
    f.min = -5;
    f.max = 0;
    reads(&f, "-3", "-3");
    refuses(&f, "1", NULL);
}

static void
money(void **state)
{
    struct pack_field f = field(FIELD_MONEY_FEN);

    (void)state;
    reads(&f, "1,234.5", "123450");
    reads(&f, "￥100元", "10000");
    reads(&f, "０．０１", "1");
    reads(&f, "9999999999999.99", "999999999999999");
    refuses(&f, "1.234", "栏目以元填写，小数应不超过 2 位，现为 3 位");
    refuses(&f, "10000000000000", "栏目的整数部分应不超过 13 位，现为 14 位");
    refuses(&f, "3万元", "栏目应为以元计的金额，如 12,345.60，现为“3万元”");
    refuses(&f, "-1", NULL);
    f.has_max = true; /* no fee may be charged */
    reads(&f, "0", "0");
    refuses(&f, "100", "栏目应为 0.00 元，现为 100.00 元");
}

static void
dates(void **state)
{
    struct pack_field f = field(FIELD_DATE);

    (void)state;
    reads(&f, "2021-03-12", "\"2021-03-12\"");
    reads(&f, "2021年3月12日", "\"2021-03-12\"");
    reads(&f, "２０２１．３．１２", "\"2021-03-12\"");
    reads(&f, "2024-02-29", "\"2024-02-29\"");
    refuses(&f, "2023-02-29", NULL);
    refuses(&f, "2023-13-01", NULL);
    refuses(&f, "昨天", NULL);
    f.not_future = true;
    reads(&f, "2023-03-12", "\"2023-03-12\"");
    refuses(
        &f, "2023-03-13", "栏目应不晚于今天（2023-03-12），现为 2023-03-13");
}

static void
dates_and_times(void **state)
{
    struct pack_field f = field(FIELD_DATE_TIME);

    (void)state;
    reads(&f, "2023-03-12T14:30", "\"2023-03-12T14:30:00+08:00\"");
    reads(&f, "2023年3月12日 9：05", "\"2023-03-12T09:05:00+08:00\"");
    reads(&f, "2023-03-12 24:00", "\"2023-03-13T00:00:00+08:00\"");
    reads(&f, "2023-03-12T16:00:00Z", "\"2023-03-13T00:00:00+08:00\"");
    refuses(&f, "2023-03-12", NULL);
    refuses(&f, "2023-03-12 25:00", NULL);
    refuses(&f, "2023-03-12 24:01", NULL);
    f.not_future = true;
    refuses(&f, "2023-03-13 00:00", NULL);
}

static const struct pack_option fields_of_service[] = {
    { STR_INIT("policy"), { STR_INIT("政策解读"), STR_INIT("Policy") } },
    { STR_INIT("executive"),
        { STR_INIT("企业和产业园区、孵化器高管"), STR_INIT("Executive") } },
    { STR_INIT("law"), { STR_INIT("法律（法规）"), STR_INIT("Law") } },
};

static void
choices(void **state)
{
    struct pack_field f = field(FIELD_ONE_OF);

    (void)state;
    f.options = fields_of_service;
    f.n_options = 3;
    reads(&f, "policy", "\"policy\"");
    reads(&f, "政策解读", "\"policy\"");
    reads(&f, "法律(法规)", "\"law\"");
    refuses(&f, "金融",
        "栏目没有“金融”这一项，应为：政策解读、企业和产业园区、"
        "孵化器高管、法律（法规）");
    f.type = FIELD_MANY_OF;
    reads(&f, "policy\nlaw", "[\"policy\",\"law\"]");
    reads(&f, "政策解读、法律（法规）；政策解读", "[\"policy\",\"law\"]");
    reads(&f, "企业和产业园区、孵化器高管", "[\"executive\"]");
    reads(&f, "[\"law\"]", "[\"law\"]");
    reads(&f, "", "null");
    refuses(&f, "政策解读、天文", "栏目没有“天文”这一项，请从所列各项中选择");
    f.other = true;
    const struct json *v;
    struct form_problem p;
    assert_true(field_read(a, &f, STR("政策解读、天文"), today(), &v, &p));
    assert_true(p.warning);
    same(written(v), "[\"policy\",\"天文\"]");
    f.max = 1;
    refuses(&f, "policy\nlaw", "栏目应选 0 至 1 项，现为 2 项");

    struct pack_field yes = field(FIELD_YES_NO);
    reads(&yes, "是", "true");
    reads(&yes, "０", "false");
    reads(&yes, "No", "false");
    refuses(&yes, "也许", "栏目应选“是”或“否”，现为“也许”");
}

static void
codes(void **state)
{
    struct pack_field f = field(FIELD_CREDIT_CODE);
    const struct json *v;
    struct form_problem p;

    (void)state;
    reads(&f, " 31510000md0000016c", "\"31510000MD0000016C\"");
    refuses(&f, "31510000MD0000016", "统一社会信用代码应为 18 位，现为 17 位");
    assert_true(field_read(a, &f, STR("31510000MD0000010R"), today(), &v, &p));
    assert_true(p.warning);
    f.type = FIELD_MOBILE;
    reads(&f, "137 1491 4933", "\"13714914933\""); /* S-C29 */
    refuses(&f, "1371491493", "手机号码应为 11 位，现为 10 位");
    f.type = FIELD_REGION;
    reads(&f, "500103", "\"500103\"");
    refuses(&f, "5001", NULL);
    refuses(&f, "000000", NULL);
    f.type = FIELD_ID_NO; /* born after the day of the test */
    refuses(&f, "500103209901010012", NULL);
}

static void
files(void **state)
{
    struct pack_field f = field(FIELD_FILE);
    static const char one[] = "{\"id\":\"1\",\"name\":\"证书.pdf\",\"sha256\":"
                              "\"" SHA "\",\"size\":3,\"type\":\"pdf\"}";
    char list[1024];

    (void)state;
    f.max_files = 1;
    (void)snprintf(list, sizeof(list), "[%s]", one);
    reads(&f, list, list);
    (void)snprintf(list, sizeof(list), "[%s,%s]", one, one);
    refuses(&f, list, "栏目应不超过 1 个文件，现为 2 个");
    refuses(&f, "[{\"id\":\"1\"}]", "栏目的附件信息不完整，请重新上传");
    refuses(&f, "证书.pdf", NULL);
    refuses(&f, "[1]", NULL);
}

static void
rows(void **state)
{
    struct pack_field columns[] = { field(FIELD_TEXT), field(FIELD_INTEGER),
        field(FIELD_DATE) };
    struct pack_field f = field(FIELD_ROWS);
    const struct json *v;
    struct form_problem p;

    (void)state;
    columns[0].name = STR("名称");
    columns[1].name = STR("数量");
    columns[1].label.zh = STR("数量");
    columns[2].name = STR("日期");
    f.columns = columns;
    f.n_columns = 3;
    reads(&f,
        "[{\"名称\":\"甲 \",\"数量\":\"１，０００\",\"日期\":\"2023年1月2日\"},"
        "{\"名称\":\"\",\"数量\":null},{\"数量\":7}]",
        "[{\"名称\":\"甲\",\"数量\":1000,\"日期\":\"2023-01-02\"},"
        "{\"名称\":null,\"数量\":7,\"日期\":null}]");
    reads(&f, "[]", "[]");
    refuses(&f, "[1]", "栏目的表格内容不完整，请重新填写");
    refuses(&f, "{", NULL);

    /* a wrong cell stays as typed, the others are read */
    assert_false(field_read(a, &f,
        STR("[{\"名称\":\"甲\"},{\"名称\":\"乙\",\"数量\":\"许多\"}]"), today(),
        &v, &p));
    same(p.field, "栏目[1].数量");
    same(p.text, "第 2 行：数量应为整数，如 1200，现为“许多”");
    same(written(v), "[{\"名称\":\"甲\",\"数量\":null,\"日期\":null},"
                     "{\"名称\":\"乙\",\"数量\":\"许多\",\"日期\":null}]");
    assert_false(
        field_read(a, &f, STR("[{\"别名\":\"甲\"}]"), today(), &v, &p));
    same(p.text, "第 1 行：栏目没有“别名”这一列");
    f.max_rows = 1;
    assert_false(field_read(
        a, &f, STR("[{\"名称\":\"甲\"},{\"名称\":\"乙\"}]"), today(), &v, &p));
    same(p.text, "栏目应不超过 1 行，现为 2 行");
}

static void
shows(const struct pack_field *f, const char *typed, bool mask, bool english,
    const char *want)
{
    const struct json *v;
    struct form_problem p;

    assert_true(field_read(a, f, str_of(typed), today(), &v, &p));
    same(field_show(a, f, v, mask, english), want);
    /* What the input element gets reads back to the same value. */
    const struct json *again;
    assert_true(field_read(a, f, field_input(a, f, v), today(), &again, &p));
    same(written(again), written(v).n > 0 ? arena_cstr(a, written(v)) : "");
}

static void
shown_values(void **state)
{
    struct pack_field f = field(FIELD_MONEY_FEN);

    (void)state;
    shows(&f, "1234567.8", false, false, "1,234,567.80 元");
    shows(&f, "0.05", false, true, "0.05 yuan");
    f.type = FIELD_INTEGER;
    shows(&f, "1000", false, false, "1,000");
    f.type = FIELD_DATE;
    shows(&f, "2023-03-02", false, false, "2023年3月2日");
    shows(&f, "2023-03-02", false, true, "2023-03-02");
    f.type = FIELD_DATE_TIME;
    shows(&f, "2023-03-02 09:05", false, false, "2023年3月2日 09:05");
    f.type = FIELD_YES_NO;
    shows(&f, "否", false, false, "否");
    f.type = FIELD_MANY_OF;
    f.options = fields_of_service;
    f.n_options = 3;
    shows(&f, "policy\nexecutive", false, false,
        "政策解读、企业和产业园区、孵化器高管");
    shows(&f, "policy\nlaw", false, true, "Policy, Law");
    f.type = FIELD_TEXT;
    shows(&f, "", false, false, "");
}

static void
masked_values(void **state)
{
    struct pack_field f = field(FIELD_MOBILE);

    (void)state;
    shows(&f, "13800001234", true, false, "13800001234");
    f.is_private = true;
    shows(&f, "13800001234", true, false, "138****1234");
    shows(&f, "13800001234", false, false, "13800001234");
    f.type = FIELD_ID_NO;
    shows(&f, "500103188906150014", true, false, "5001**********0014");
    f.type = FIELD_EMAIL;
    shows(&f, "name@example.org.cn", true, false, "n***@example.org.cn");
    f.type = FIELD_TEXT;
    shows(&f, "张晓明", true, false, "张*明");
    f.type = FIELD_DATE;
    shows(&f, "1990-05-06", true, false, "1990-**-**");
    f.type = FIELD_LONG_TEXT;
    shows(&f, "处罚情况", true, false, "（不公开）");
    shows(&f, "处罚情况", true, true, "(not shown)");
}

/* Whatever is typed into whatever field: an answer comes back, what is kept is
 * text that can be stored, and reading it again does not change it. */
static void
hostile_input(void **state)
{
    static const char *const typed[] = { "", " ", "\x01", "\xff\xfe",
        "\xed\xa0\x80", "0", "-", "-0", "--1", ",", ".", "1.", ".5", "1e9",
        "9223372036854775808", "-9223372036854775809", "NaN", "null", "[", "[]",
        "[[]]", "{}", "[{}]", "[null]", "[\"\"]", "[{\"列\":[]}]",
        "[{\"列\":{\"列\":1}}]", "'; DROP TABLE subject; --",
        "<img src=x onerror=alert(1)>", "=1+1", "{{name}}", "%s%n",
        "2023-02-30", "T", "T12:00", "2023-01-01T", ":", "::", "a@", "+86",
        "+86-", "()", "（）", "转", "400", "0", "01", "1", "１", "〔〕号",
        "、、、", ";\n;", "\xe2\x80\xae", "\xef\xbb\xbf", "x\r\ny", "\t" };

    (void)state;
    for (int type = FIELD_TEXT; type <= FIELD_TICK; type++) {
        struct pack_field column = field(FIELD_TEXT);
        struct pack_field f = field((enum field_type)type);

        column.name = STR("列");
        f.columns = &column;
        f.n_columns = 1;
        f.options = fields_of_service;
        f.n_options = 3;
        for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
            const struct json *v, *again;
            struct form_problem p;
            bool ok = field_read(a, &f, str_of(typed[i]), today(), &v, &p);

            assert_true(utf8_valid(written(v)));
            assert_true(ok || p.text.n > 0);
            assert_true(utf8_valid(field_show(a, &f, v, false, false)));
            if (ok) {
                assert_true(field_read(
                    a, &f, field_input(a, &f, v), today(), &again, &p));
                assert_true(str_eq(written(v), written(again)));
            }
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text, begin, end),
        cmocka_unit_test_setup_teardown(bad_bytes_stay_storable, begin, end),
        cmocka_unit_test_setup_teardown(long_text, begin, end),
        cmocka_unit_test_setup_teardown(integers, begin, end),
        cmocka_unit_test_setup_teardown(money, begin, end),
        cmocka_unit_test_setup_teardown(dates, begin, end),
        cmocka_unit_test_setup_teardown(dates_and_times, begin, end),
        cmocka_unit_test_setup_teardown(choices, begin, end),
        cmocka_unit_test_setup_teardown(codes, begin, end),
        cmocka_unit_test_setup_teardown(files, begin, end),
        cmocka_unit_test_setup_teardown(rows, begin, end),
        cmocka_unit_test_setup_teardown(shown_values, begin, end),
        cmocka_unit_test_setup_teardown(masked_values, begin, end),
        cmocka_unit_test_setup_teardown(hostile_input, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
