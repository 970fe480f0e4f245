/* Tables filled in with a spreadsheet: headings, rows, cells, doubles. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/sheet.h"

static const struct pack_option ROLES[] = {
    { STR_INIT("律师"), { STR_INIT("执业律师"), STR_INIT("Lawyer") } },
    { STR_INIT("助理"), { STR_INIT("律师助理"), STR_INIT("Assistant") } },
};
static const struct pack_field COLUMNS[] = {
    { .name = STR_INIT("姓名"),
        .label = { STR_INIT("姓名"), STR_INIT("Name") },
        .type = FIELD_TEXT,
        .required = true,
        .max = 10 },
    { .name = STR_INIT("角色"),
        .label = { STR_INIT("类别"), STR_INIT("Role") },
        .type = FIELD_ONE_OF,
        .required = true,
        .options = ROLES,
        .n_options = 2 },
    { .name = STR_INIT("证号"),
        .label = { STR_INIT("执业证号"), STR_INIT("Licence") },
        .type = FIELD_TEXT },
    { .name = STR_INIT("入所"),
        .label = { STR_INIT("入所日期"), STR_INIT("Joined") },
        .type = FIELD_DATE,
        .not_future = true },
    { .name = STR_INIT("收入"),
        .label = { STR_INIT("收入（元）"), STR_INIT("Income") },
        .type = FIELD_MONEY_FEN },
    { .name = STR_INIT("地区"),
        .label = { STR_INIT("所在地区"), STR_INIT("Region") },
        .type = FIELD_REGION },
    { .name = STR_INIT("专职"),
        .label = { STR_INIT("是否专职"), STR_INIT("Full-time") },
        .type = FIELD_YES_NO },
};
static const struct str UNIQUE[] = { STR_INIT("证号") };

struct desk {
    struct fixture *f;
    struct arena *a;
    struct sheet_layout layout;
    struct sheet sheet;
    struct err err;
};

static int
begin(void **state)
{
    struct fixture *f = fixture_open();
    struct desk *d = arena_one(f->a, struct desk);
    static const struct pack_field TABLE = { .name = STR_INIT("名册"),
        .label = { STR_INIT("人员名册"), STR_INIT("Roster") },
        .type = FIELD_ROWS,
        .columns = COLUMNS,
        .n_columns = 7,
        .unique = UNIQUE,
        .n_unique = 1,
        .max_rows = 20 };

    d->f = f;
    d->a = f->a;
    d->layout = sheet_layout_of(f->a, &TABLE);
    *state = d;
    return 0;
}

static int
end(void **state)
{
    struct desk *d = *state;

    fixture_close(d->f);
    return 0;
}

static const char *
path_of(struct desk *d, const char *name)
{
    return arena_cstr(
        d->a, arena_fmt(d->a, "%s/%s", d->f->data_dir, name));
}

static enum status
read_csv(struct desk *d, const char *text)
{
    const char *path = path_of(d, "t.csv");
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
    d->err = (struct err){ 0 };
    enum status st = sheet_read_file(d->a, &d->layout, d->f->d->regions, path,
        true, day_of_ymd(2026, 6, 1), &d->sheet, &d->err);
    assert_int_equal(unlink(path), 0);
    return st;
}

static void
refused(struct desk *d, const char *text, const char *words)
{
    assert_int_equal(read_csv(d, text), ERR_INPUT);
    if (strstr(d->err.text, words) == NULL)
        fail_msg("%s: %s", words, d->err.text);
}

/* The whole of what is wrong with the i-th row. */
static void
wrong(struct desk *d, size_t i, const char *words)
{
    assert_true(i < d->sheet.n);
    struct str got = sheet_line_problem(
        d->a, &d->layout, &d->sheet.lines[i], false);
    if (str_find(got, str_of(words)) == SIZE_MAX)
        fail_msg("%zu: %s: " STR_FMT, i, words, STR_ARG(got));
}

static const struct json *
value(struct desk *d, size_t i, const char *column)
{
    assert_true(i < d->sheet.n);
    return json_get(d->sheet.lines[i].values, str_of(column));
}

static void
headings_in_any_order_and_language(void **state)
{
    struct desk *d = *state;

    assert_int_equal(read_csv(d,
                         "人员名册\n填表说明\n"
                         "序号,Role,姓名,错误原因,证号\n"
                         "1,执业律师,甲,,A1\n\n,助理,乙,改过,\n注：完\n丙,丁\n"),
        OK);
    assert_int_equal(d->sheet.n, 2);
    assert_int_equal(d->sheet.n_good, 2);
    assert_true(str_eq(json_str(value(d, 0, "角色")), STR("律师")));
    assert_true(str_eq(json_str(value(d, 1, "姓名")), STR("乙")));
    assert_int_equal(d->sheet.lines[0].row, 4);
    assert_int_equal(d->sheet.lines[1].row, 6);
    assert_int_equal(d->sheet.places[0], 3);
    assert_int_equal(d->sheet.places[6], 0);
}

static void
tables_of_another_kind(void **state)
{
    struct desk *d = *state;

    refused(d, "甲,乙\n丙,丁\n", "没有找到列名，应有一行写明：姓名、类别");
    refused(d, "姓名,类别\n", "没有填写任何一行");
    refused(d, "姓名,类别,工资\n甲,律师,1\n", "C 列“工资”不是本表的栏目");
    refused(d, "姓名,类别,姓 名\n甲,律师,1\n", "C 列的“姓 名”与 A 列重复");
    refused(d, "姓名,执业证号\n甲,1\n", "缺少“类别”一栏");
    char many[4096] = "姓名,类别\n";
    for (int i = 0; i < 21; i++)
        (void)snprintf(many + strlen(many), sizeof(many) - strlen(many),
            "甲%d,律师\n", i);
    refused(d, many, "应不超过 20 行，第22行起超出");
    char above[4096] = "";
    for (int i = 0; i < 31; i++)
        (void)snprintf(above + strlen(above), sizeof(above) - strlen(above),
            "说明%d\n", i);
    refused(d, above, "前 30 行没有找到列名");
    assert_int_equal(sheet_read_file(d->a, &d->layout, NULL,
                         "no such file", true, day_of_ymd(2026, 6, 1),
                         &d->sheet, &d->err),
        ERR_IO);
}

static void
each_cell_says_what_is_wrong(void **state)
{
    struct desk *d = *state;

    assert_int_equal(
        read_csv(d,
            "姓名,类别,执业证号,入所日期,收入（元）,所在地区,是否专职\n"
            ",会计,,2027-01-01,一万,火星,也许\n"
            "甲,律师,#N/A,2015年3月2日,9999999999999.99,武侯区,是\n"
            "乙,律师,1,,99999999999999.99,四川省 成都市 武侯区,否\n"
            "丙,律师,2,,0.01,510107,是,多余\n"
            "丁,律师助理,,,,,\n"),
        OK);
    assert_int_equal(d->sheet.n, 5);
    assert_int_equal(d->sheet.n_good, 1);
    wrong(d, 0, "请填写姓名");
    wrong(d, 0, "类别没有“会计”这一项，应为：执业律师、律师助理");
    wrong(d, 0, "入所日期应不晚于今天");
    wrong(d, 0, "应为以元计的金额");
    wrong(d, 0, "所在地区应选择到市或区县");
    wrong(d, 0, "是否专职应选“是”或“否”");
    wrong(d, 1, "“执业证号”是公式错误值 #N/A");
    assert_int_equal(d->sheet.lines[1].n_problems, 1);
    assert_int_equal(value(d, 1, "收入")->i, INT64_C(999999999999999));
    assert_true(str_eq(json_str(value(d, 1, "地区")), STR("510107")));
    assert_true(str_eq(json_str(value(d, 2, "地区")), STR("510107")));
    wrong(d, 2, "整数部分");
    assert_int_equal(d->sheet.lines[2].n_problems, 1);
    wrong(d, 3, "H 列没有列名");
}

static void
rows_that_stand_there_twice(void **state)
{
    struct desk *d = *state;

    assert_int_equal(read_csv(d,
                         "姓名,类别,执业证号\n"
                         "甲,律师,15101\n乙,律师,１５１０１\n"
                         "丙,助理,\n丙,助理,\n丙,律师,\n甲,律师,15102\n"),
        OK);
    assert_int_equal(d->sheet.n_good, 4);
    wrong(d, 1, "与第2行重复");
    wrong(d, 3, "与第4行重复");
    assert_int_equal(d->sheet.lines[4].n_problems, 0);
    assert_int_equal(d->sheet.lines[5].n_problems, 0);
}

/* What goes out comes back as it was. */
static void
written_and_read_again(void **state)
{
    struct desk *d = *state;
    struct xlsx_book *book = NULL;
    const char *path = path_of(d, "t.xlsx");

    assert_int_equal(
        read_csv(d,
            "姓名,类别,执业证号,入所日期,收入（元）,所在地区,是否专职\n"
            "甲,律师,152010101010000012,2015-03-02,9999999999999.99,510107,是\n"
            "乙,会计,1,,,,\n"),
        OK);
    struct sheet_line lines[] = { sheet_line_of(d->a, &d->layout,
                                      d->f->d->regions,
                                      d->sheet.lines[0].values),
        d->sheet.lines[1] };
    assert_true(
        str_eq(lines[0].cells[5], STR("四川省 成都市 武侯区")));
    const struct json *before = d->sheet.lines[0].values;
    assert_int_equal(xlsx_create(d->a, path, &book, &d->err), OK);
    sheet_fill_book(d->a, &d->layout, lines, 2, true, book);
    assert_int_equal(xlsx_close(book, &d->err), OK);
    assert_int_equal(sheet_read_file(d->a, &d->layout, d->f->d->regions, path,
                         false, day_of_ymd(2026, 6, 1), &d->sheet, &d->err),
        OK);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(d->sheet.n, 2);
    assert_int_equal(d->sheet.n_good, 1);
    for (size_t i = 0; i < 7; i++) {
        struct buf one, two;

        buf_init(&one, d->a, 1000);
        buf_init(&two, d->a, 1000);
        json_write(&one, json_get(before, COLUMNS[i].name));
        json_write(
            &two, json_get(d->sheet.lines[0].values, COLUMNS[i].name));
        assert_true(str_eq(buf_view(&one), buf_view(&two)));
    }
    wrong(d, 1, "没有“会计”这一项");
}

static void
letters_of_columns(void **state)
{
    struct desk *d = *state;

    assert_true(str_eq(sheet_letter(d->a, 1), STR("A")));
    assert_true(str_eq(sheet_letter(d->a, 26), STR("Z")));
    assert_true(str_eq(sheet_letter(d->a, 27), STR("AA")));
    assert_true(str_eq(sheet_letter(d->a, 52), STR("AZ")));
    assert_true(str_eq(sheet_letter(d->a, 703), STR("AAA")));
    assert_true(str_eq(sheet_letter(d->a, 0), STR_EMPTY));
}

static void
regions_by_name(void **state)
{
    struct desk *d = *state;
    const struct regions *r = d->f->d->regions;
    struct day on = day_of_ymd(2026, 6, 1);

    assert_true(
        str_eq(region_named(d->a, r, STR("成都市"), on)->code, STR("510100")));
    assert_true(str_eq(
        region_named(d->a, r, STR("四川省成都市"), on)->code, STR("510100")));
    /* Many prefectures have one of that name. */
    assert_null(region_named(d->a, r, STR("鼓楼区"), on));
    assert_non_null(region_named(d->a, r, STR("江苏省南京市鼓楼区"), on));
    assert_null(region_named(d->a, r, STR("成都"), on));
    assert_null(region_named(d->a, r, STR(""), on));
    assert_null(region_named(d->a, r, STR("北京市成都市武侯区"), on));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            headings_in_any_order_and_language, begin, end),
        cmocka_unit_test_setup_teardown(tables_of_another_kind, begin, end),
        cmocka_unit_test_setup_teardown(
            each_cell_says_what_is_wrong, begin, end),
        cmocka_unit_test_setup_teardown(
            rows_that_stand_there_twice, begin, end),
        cmocka_unit_test_setup_teardown(written_and_read_again, begin, end),
        cmocka_unit_test_setup_teardown(letters_of_columns, begin, end),
        cmocka_unit_test_setup_teardown(regions_by_name, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
