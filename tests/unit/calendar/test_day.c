/* test_day.c - civil days against a count day by day, and their writing. */
#include "table.h"

#include <time.h>

/* The calendar counted the slow way, from the rule books: independent of the
 * formulas under test. */
static int
length_of(int year, int month)
{
    if (month == 2)
        return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29
                                                                       : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void
agrees_with_a_count_day_by_day(void **state)
{
    /* 1600-01-01 was a Saturday, 135140 days before 1970-01-01. */
    int32_t n = -135140;
    int weekday = 6;

    (void)state;
    for (int year = 1600; year <= 2999; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= length_of(year, month); day++) {
                struct day d = day_of_ymd(year, month, day);
                struct ymd back = day_ymd(d);

                if (d.n != n || back.year != year || back.month != month ||
                    back.day != day || day_weekday(d) != weekday ||
                    !ymd_valid(year, month, day))
                    fail_msg("%d-%d-%d: %d, %d-%d-%d, weekday %d", year, month,
                        day, d.n, back.year, back.month, back.day,
                        day_weekday(d));
                n++;
                weekday = weekday % 7 + 1;
            }
    assert_int_equal(n, day_of_ymd(3000, 1, 1).n);
}

/* A second witness: the C library. */
static void
agrees_with_the_c_library(void **state)
{
    (void)state;
    for (int32_t n = -135140; n < 376200; n += 13) {
        time_t seconds = (time_t)n * 86400;
        struct tm tm;
        struct ymd v = day_ymd((struct day){ n });

        assert_non_null(gmtime_r(&seconds, &tm));
        assert_int_equal(v.year, tm.tm_year + 1900);
        assert_int_equal(v.month, tm.tm_mon + 1);
        assert_int_equal(v.day, tm.tm_mday);
        assert_int_equal(
            day_weekday((struct day){ n }) % 7, tm.tm_wday);
    }
}

static void
knows_some_days(void **state)
{
    (void)state;
    assert_int_equal(day_of_ymd(1970, 1, 1).n, 0);
    assert_int_equal(day_weekday(on("1970-01-01")), 4);
    assert_int_equal(day_weekday(on("2023-04-03")), 1);
    assert_int_equal(day_weekday(on("2000-02-29")), 2);
    assert_str(day_weekday_zh(on("2023-04-03")), "周一");
    assert_str(day_weekday_zh(on("2023-04-09")), "周日");
    assert_int_equal(day_of_ymd(1, 1, 1).n, -719162);
    assert_int_equal(day_of_ymd(9999, 12, 31).n, 2932896);
}

static void
tells_real_dates(void **state)
{
    (void)state;
    assert_true(ymd_valid(2000, 2, 29));
    assert_false(ymd_valid(1900, 2, 29));
    assert_false(ymd_valid(2023, 2, 29));
    assert_false(ymd_valid(2023, 4, 31));
    assert_false(ymd_valid(2023, 0, 1));
    assert_false(ymd_valid(2023, 13, 1));
    assert_false(ymd_valid(2023, 1, 0));
    assert_false(ymd_valid(2023, 1, -5));
    assert_false(ymd_valid(1599, 12, 31));
    assert_false(ymd_valid(3000, 1, 1));
    assert_false(ymd_valid(INT32_MAX, INT32_MAX, INT32_MAX));
}

static void
compares(void **state)
{
    (void)state;
    assert_true(day_is_none(DAY_NONE));
    assert_false(day_is_none(on("2023-01-01")));
    assert_true(day_cmp(on("2023-01-01"), on("2023-01-02")) < 0);
    assert_true(day_cmp(on("2023-01-02"), on("2023-01-01")) > 0);
    assert_int_equal(day_cmp(on("2023-01-01"), on("2023-01-01")), 0);
    assert_true(day_eq(DAY_NONE, DAY_NONE));
    assert_false(day_eq(DAY_NONE, on("2023-01-01")));
}

static void
reads_the_forms_people_write(void **state)
{
    (void)state;
    assert_int_equal(on("2023-03-12").n, day_of_ymd(2023, 3, 12).n);
    assert_day(on("2023/3/12"), "2023-03-12");
    assert_day(on("2023.3.12"), "2023-03-12");
    assert_day(on("20230312"), "2023-03-12");
    assert_day(on("2023年3月12日"), "2023-03-12");
    assert_day(on("2023年03月12日"), "2023-03-12");
    assert_day(on("２０２３－０３－１２"), "2023-03-12");
    assert_day(on("２０２３年３月１２日"), "2023-03-12");
    assert_day(on(" 　2023-3-12\n"), "2023-03-12");
    assert_day(on("1600-01-01"), "1600-01-01");
    assert_day(on("2999-12-31"), "2999-12-31");
}

static void
refuses_with_reason(const char *s, const char *part)
{
    struct day d = { 77 };
    struct err err;

    if (day_parse(str_of(s), &d, &err) != ERR_INPUT)
        fail_msg("took \"%s\"", s);
    assert_int_equal(err.code, ERR_INPUT);
    assert_int_equal(d.n, 77);
    assert_true(utf8_valid(str_of(err.text)));
    assert_has(err.text, part);
    assert_int_equal(day_parse(str_of(s), &d, NULL), ERR_INPUT);
}

static void
refuses_what_is_no_date(void **state)
{
    static const char *const malformed[] = { "abc", "2023-03", "2023-03-12x",
        "2023-03/12", "2023--03-12", "23-3-12", "02023-3-12", "2023-3-123",
        "2023031", "202303121", "2023年3月12", "2023年3-12", "三月",
        "-2023-03-12", "2023-+3-12", "2023 03 12", "2023-03-12 ab",
        "2023-03-12T00:00:00Z",
        "很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长" };

    (void)state;
    for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++)
        refuses_with_reason(malformed[i], "日期应写作");
    refuses_with_reason("\xFF\xFE", "无法显示的字符");
    refuses_with_reason("2023\n", "日期应写作");
    refuses_with_reason("a\x1b[0m", "无法显示的字符");
    refuses_with_reason("", "请填写日期");
    refuses_with_reason("　", "请填写日期");
    refuses_with_reason("2023-02-29", "2023年2月的日期应为 1 至 28，现为 29");
    refuses_with_reason("2023-04-31", "1 至 30");
    refuses_with_reason("2023-13-01", "月份应为 1 至 12，现为 13");
    refuses_with_reason("2023-00-01", "月份");
    refuses_with_reason("2023-01-00", "1 至 31");
    refuses_with_reason("1599-12-31", "年份应为 1600 至 2999，现为 1599");
    refuses_with_reason("3000-01-01", "年份");
    refuses_with_reason("00000000", "年份");
}

static void
survives_zero_bytes(void **state)
{
    struct day d;

    (void)state;
    assert_int_equal(day_parse(STR("2023-03-12\0"), &d, NULL), ERR_INPUT);
    assert_int_equal(day_parse(STR_EMPTY, &d, NULL), ERR_INPUT);
}

static void
writes_days(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    assert_str(day_iso(a, on("2023-03-02")), "2023-03-02");
    assert_str(day_zh(a, on("2023-03-02")), "2023年3月2日");
    assert_str(day_zh(a, on("2023-12-31")), "2023年12月31日");
    assert_str(day_iso(a, day_of_ymd(12, 3, 4)), "0012-03-04");
    assert_str(day_iso(a, DAY_NONE), "0001-01-01");
    arena_free(a);
}

static void
puts_instants_into_beijing_days(void **state)
{
    struct day d = on("2023-03-12");

    (void)state;
    /* 2023-03-11T16:00:00Z is midnight in Beijing. */
    assert_true(day_start_us(d) == INT64_C(1678550400000000));
    assert_true(day_end_us(d) == INT64_C(1678636800000000));
    assert_true(day_eq(day_of_us(day_start_us(d)), d));
    assert_true(day_eq(day_of_us(day_end_us(d) - 1), d));
    assert_day(day_of_us(day_end_us(d)), "2023-03-13");
    assert_day(day_of_us(day_start_us(d) - 1), "2023-03-11");
    assert_day(day_of_us(0), "1970-01-01");
    assert_day(day_of_us(-INT64_C(28800000001)), "1969-12-31");
    assert_int_equal(day_ymd(day_of_us(INT64_MAX)).year, 9999);
    assert_int_equal(day_ymd(day_of_us(INT64_MIN)).year, 1);
}

static void
writes_instants(void **state)
{
    struct arena *a = arena_new("test");
    int64_t us = INT64_C(1678636799999999);

    (void)state;
    assert_str(us_beijing(a, us), "2023-03-12 23:59:59");
    assert_str(us_iso_utc(a, us), "2023-03-12T15:59:59Z");
    assert_str(us_beijing(a, us + 1), "2023-03-13 00:00:00");
    assert_str(us_iso_utc(a, 0), "1970-01-01T00:00:00Z");
    assert_str(us_iso_utc(a, -1), "1969-12-31T23:59:59Z");
    assert_str(us_beijing(a, -1), "1970-01-01 07:59:59");
    arena_free(a);
}

static void
reads_instants(void **state)
{
    const int64_t us = INT64_C(1678636799000000);

    (void)state;
    assert_true(at("2023-03-12 23:59:59") == us);
    assert_true(at("2023-03-12T23:59:59") == us);
    assert_true(at("2023-03-12T15:59:59Z") == us);
    assert_true(at("2023-03-12T23:59:59+08:00") == us);
    assert_true(at("2023-03-12T23:59:59+0800") == us);
    assert_true(at("2023-03-12T05:59:59-10:00") == us);
    assert_true(at("2023-03-12T15:59:59.5Z") == us + 500000);
    assert_true(at("2023-03-12T15:59:59.000001Z") == us + 1);
    assert_true(at("2023-03-12T15:59:59.123456Z") == us + 123456);
    assert_true(at("2023-03-12 23:59") == us - 59000000);
    assert_true(at("2023-03-12 24:00:00") == us + 1000000);
    assert_true(at("2023-03-12 24:00") == at("2023-03-13 00:00"));
    assert_true(at("1969-12-31T23:59:59Z") == -1000000);
    assert_true(at(" 2023-03-12 23:59:59 ") == us);
}

static void
refuses_what_is_no_instant(void **state)
{
    static const char *const bad[] = { "", "2023-03-12", "2023-03-12 ",
        "2023-03-12 24:00:01", "2023-03-12 24:01", "2023-03-12 25:00:00",
        "2023-03-12 23:60:00", "2023-03-12 23:59:60", "2023-03-12 3:00:00",
        "2023-03-12T00:00:00.1234567Z", "2023-03-12T00:00:00.Z",
        "2023-03-12T00:00:00z", "2023-03-12T00:00:00+8",
        "2023-03-12T00:00:00+08", "2023-03-12T00:00:00+15:00",
        "2023-03-12T00:00:00+08:60", "2023-03-12T00:00:00ZZ",
        "2023-02-29 00:00:00", "1599-12-31 00:00:00", "2023-03-12  00:00:00",
        "20230312T000000Z", "2023-03-12 24:00:00.000001" };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        int64_t us = 77;
        struct err err;

        if (us_parse(str_of(bad[i]), &us, &err) != ERR_INPUT || us != 77)
            fail_msg("took \"%s\"", bad[i]);
        assert_true(err.text[0] != '\0');
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_a_count_day_by_day),
        cmocka_unit_test(agrees_with_the_c_library),
        cmocka_unit_test(knows_some_days),
        cmocka_unit_test(tells_real_dates),
        cmocka_unit_test(compares),
        cmocka_unit_test(reads_the_forms_people_write),
        cmocka_unit_test(refuses_what_is_no_date),
        cmocka_unit_test(survives_zero_bytes),
        cmocka_unit_test(writes_days),
        cmocka_unit_test(puts_instants_into_beijing_days),
        cmocka_unit_test(writes_instants),
        cmocka_unit_test(reads_instants),
        cmocka_unit_test(refuses_what_is_no_instant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
