/* test_holidays.c - the table: as shipped, and when it is wrong. */
#include "table.h"

static const char *data_folder;

static struct day_nature
nature(const struct holidays *h, const char *day)
{
    struct day_nature r;
    struct err err;

    if (day_nature(h, on(day), &r, &err) != OK)
        fail_msg("%s: %s", day, err.text);
    return r;
}

static void
knows_the_shipped_years(void **state)
{
    struct arena *a = arena_new("test");
    const struct holidays *h = read_table(a, data_folder);
    size_t working = 0;

    (void)state;
    for (int year = 2019; year <= 2026; year++)
        assert_true(holidays_has_year(h, year));
    assert_false(holidays_has_year(h, 2018));
    assert_false(holidays_has_year(h, 2027));
    /* 293 rows in the file, three of them of 2018. */
    assert_int_equal(holidays_count(h), 290);
    for (size_t i = 1; i < holidays_count(h); i++)
        assert_true(
            day_cmp(holidays_at(h, i - 1)->day, holidays_at(h, i)->day) < 0);
    for (struct day d = on("2024-01-01"); day_ymd(d).year == 2024; d.n++) {
        struct day_nature r;

        assert_int_equal(day_nature(h, d, &r, NULL), OK);
        working += r.working;
    }
    /* 2024: 262 weekdays, 19 of them off, 8 weekend days worked. */
    assert_int_equal(working, 251);
    arena_free(a);
}

static void
explains_days(void **state)
{
    struct arena *a = arena_new("test");
    const struct holidays *h = read_table(a, data_folder);
    struct day_nature r;

    (void)state;
    r = nature(h, "2023-04-05");
    assert_false(r.working);
    assert_true(r.listed);
    assert_str(r.why, "清明节");
    assert_str(r.source,
        "http://www.gov.cn/zhengce/zhengceku/2022-12/08/content_5730844.htm");
    r = nature(h, "2023-04-23");
    assert_true(r.working);
    assert_true(r.listed);
    assert_str(r.why, "调休上班（劳动节）");
    r = nature(h, "2023-04-08");
    assert_false(r.working);
    assert_false(r.listed);
    assert_str(r.why, "周六");
    assert_int_equal(r.source.n, 0);
    r = nature(h, "2023-04-10");
    assert_true(r.working);
    assert_str(r.why, "工作日");
    /* Set by the notice of the next year. */
    r = nature(h, "2022-12-31");
    assert_str(r.why, "元旦");
    assert_has(arena_cstr(a, r.source), "5730844");
    /* Listed without a name: a weekend stays a weekend. */
    assert_str(nature(h, "2023-12-30").why, "周六");
    /* Two notices in one year: both. */
    assert_str(nature(h, "2020-02-01").why, "春节");
    assert_has(arena_cstr(a, nature(h, "2020-02-01").source),
        "5454164.htm http://");
    arena_free(a);
}

/* S-X04: no silent answer for a year that is not known. */
static void
refuses_unknown_years_s_x04(void **state)
{
    struct arena *a = arena_new("test");
    const struct holidays *h = read_table(a, data_folder);
    struct day_nature r = { .why = STR("untouched") };
    struct err err;

    (void)state;
    assert_int_equal(
        day_nature(h, on("2027-01-04"), &r, &err), ERR_NOT_FOUND);
    assert_has(err.text, "缺少2027年的节假日安排");
    assert_str(r.why, "untouched");
    assert_int_equal(
        day_nature(h, on("2018-12-31"), &r, &err), ERR_NOT_FOUND);
    assert_has(err.text, "2018");
    assert_int_equal(day_nature(h, DAY_NONE, &r, &err), ERR_NOT_FOUND);
    arena_free(a);
}

static void
builds_a_table(void **state)
{
    struct arena *a = arena_new("test");
    char name[] = "春节";
    const int years[] = { 2030, 2032 };
    struct holiday rows[] = {
        { on("2032-02-11"), HOLIDAY_OFF, str_of(name), STR("甲") },
        { on("2030-05-04"), HOLIDAY_WORK, STR_EMPTY, STR_EMPTY },
        { on("2030-05-01"), HOLIDAY_OFF, STR_EMPTY, STR("乙") },
    };
    const struct holidays *h = NULL;
    struct err err;

    (void)state;
    assert_int_equal(holidays_new(a, rows, 3, years, 2, &h, &err), OK);
    /* It keeps copies, in order. */
    name[0] = '?';
    rows[0].day = DAY_NONE;
    assert_int_equal(holidays_count(h), 3);
    assert_day(holidays_at(h, 0)->day, "2030-05-01");
    assert_str(holidays_at(h, 2)->name, "春节");
    assert_str(nature(h, "2032-02-11").why, "春节");
    assert_str(nature(h, "2030-05-01").why, "放假");
    assert_str(nature(h, "2030-05-04").why, "调休上班");
    assert_true(nature(h, "2030-05-04").working);
    assert_false(holidays_has_year(h, 2031));
    arena_free(a);
}

static void
refuses_contradictions(void **state)
{
    struct arena *a = arena_new("test");
    const int years[] = { 2030 };
    const int falling[] = { 2031, 2030 };
    const int twice[] = { 2030, 2030 };
    struct holiday rows[] = {
        { on("2030-05-01"), HOLIDAY_OFF, STR_EMPTY, STR_EMPTY },
        { on("2030-05-01"), HOLIDAY_WORK, STR_EMPTY, STR_EMPTY },
    };
    const struct holidays *h = NULL;
    struct err err;

    (void)state;
    assert_int_equal(
        holidays_new(a, rows, 2, years, 1, &h, &err), ERR_INPUT);
    assert_has(err.text, "2030-05-01");
    rows[1].day = on("2031-05-01");
    assert_int_equal(
        holidays_new(a, rows, 2, years, 1, &h, &err), ERR_INPUT);
    assert_has(err.text, "2031");
    assert_int_equal(
        holidays_new(a, rows, 1, falling, 2, &h, &err), ERR_INPUT);
    assert_int_equal(
        holidays_new(a, rows, 1, twice, 2, &h, &err), ERR_INPUT);
    assert_int_equal(
        holidays_new(a, rows, 1, NULL, 0, &h, &err), ERR_INPUT);
    assert_null(h);
    assert_int_equal(holidays_new(a, NULL, 0, NULL, 0, &h, &err), OK);
    assert_int_equal(holidays_count(h), 0);
    assert_false(holidays_has_year(h, 2030));
    arena_free(a);
}

#define NOTICES "year,notice_url,note\n2030,https://example.org/1,\n"
#define HEAD "date,name,is_off,notice_year\n"

static enum status
load(struct arena *a, struct str days, struct str notices,
    const struct holidays **ret, struct err *err)
{
    *err = (struct err){ .code = OK };
    return holidays_from_csv(a, days, notices, ret, err);
}

static void
reads_small_files(void **state)
{
    struct arena *a = arena_new("test");
    const struct holidays *h;
    struct err err;

    (void)state;
    assert_int_equal(
        load(a, STR(HEAD), STR(NOTICES), &h, &err), OK);
    assert_int_equal(holidays_count(h), 0);
    assert_true(holidays_has_year(h, 2030));
    /* Byte order mark, CR LF, quotes, empty lines, other columns, no last line
     * feed. */
    assert_int_equal(
        load(a,
            STR("\xEF\xBB\xBFnotice_year,extra,date,name,is_off\r\n\r\n"
                "2030,\"x,y\",\"2030-05-01\",\"劳动节\",1\r\n"
                "2030,,2030-05-04,劳动节,0"),
            STR(NOTICES), &h, &err),
        OK);
    assert_int_equal(holidays_count(h), 2);
    assert_str(nature(h, "2030-05-01").why, "劳动节");
    assert_str(nature(h, "2030-05-01").source, "https://example.org/1");
    assert_true(nature(h, "2030-05-04").working);
    arena_free(a);
}

static void
says_where_a_file_is_wrong(void **state)
{
    static const struct {
        const char *days, *notices, *where, *text;
    } bad[] = {
        { HEAD "2030-02-30,x,1,2030\n", NOTICES, "holidays.csv:2:", "日期" },
        { HEAD "2030-05-01,x,1,2030\n2030-05-02,x,2,2030\n", NOTICES,
            "holidays.csv:3:", "is_off" },
        { HEAD "2030-05-01,x,1\n", NOTICES, "holidays.csv:2:", "列数" },
        { HEAD "2030-05-01,x,1,2030,9\n", NOTICES, "holidays.csv:2:", "列数" },
        { HEAD "2030-05-01,\"x,1,2030\n", NOTICES, "holidays.csv:2:", "引号" },
        { HEAD "2030-05-01,\"x\"y,1,2030\n", NOTICES, "holidays.csv:2:",
            "引号" },
        { HEAD "2030-05-01,x\"y,1,2030\n", NOTICES, "holidays.csv:2:",
            "引号" },
        { HEAD "2030-05-01,x,1,2031\n", NOTICES, "holidays.csv:2:", "通知" },
        { HEAD "2030-05-01,x,1,abcd\n", NOTICES, "holidays.csv:2:", "年份" },
        { "", NOTICES, "holidays.csv:0:", "列名" },
        { "date,name,is_off\n", NOTICES, "", "缺少列 notice_year" },
        { HEAD, "", "holiday_notices.csv:0:", "列名" },
        { HEAD, "year,note\n", "", "缺少列 notice_url" },
        { HEAD, "year,notice_url\n30,x\n", "holiday_notices.csv:2:", "年份" },
        { HEAD "2030-05-01,x,1,2030\n2030-05-01,x,0,2030\n", NOTICES, "",
            "两行" },
        { "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q\n", NOTICES, "holidays.csv:1:",
            "列数" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct arena *a = arena_new("test");
        const struct holidays *h = NULL;
        struct err err;

        if (load(a, str_of(bad[i].days), str_of(bad[i].notices), &h, &err) !=
            ERR_INPUT)
            fail_msg("case %zu is taken", i);
        assert_null(h);
        assert_has(err.where, bad[i].where);
        assert_has(err.text, bad[i].text);
        arena_free(a);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_shipped_years),
        cmocka_unit_test(explains_days),
        cmocka_unit_test(refuses_unknown_years_s_x04),
        cmocka_unit_test(builds_a_table),
        cmocka_unit_test(refuses_contradictions),
        cmocka_unit_test(reads_small_files),
        cmocka_unit_test(says_where_a_file_is_wrong),
    };

    if (argc != 2)
        return 2;
    data_folder = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
