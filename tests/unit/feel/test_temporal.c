/* Dates, times, durations: text, parts, arithmetic. */
#include "feel_check.h"

static void
literals(void **state)
{
    static const struct check_case cases[] = {
        { "date(\"2024-02-29\")", "date(\"2024-02-29\")" },
        { "date(\"2023-02-29\")", "!not a date: \"2023-02-29\"" },
        { "date(\"2023-2-9\")", "!not a date: \"2023-2-9\"" },
        { "date(\"20230209\")", "!not a date: \"20230209\"" },
        { "date(2023, 12, 31)", "date(\"2023-12-31\")" },
        { "date(2023, 13, 1)", "!there is no such date" },
        { "date(year: 2023, month: 1, day: 2)", "date(\"2023-01-02\")" },
        { "date(\"-0044-03-15\")", "date(\"-0044-03-15\")" },
        { "date(\"12023-03-15\")", "date(\"12023-03-15\")" },
        { "@\"2023-03-12\"", "date(\"2023-03-12\")" },
        { "@\"10:30:00\"", "time(\"10:30:00\")" },
        { "@\"10:30:00.5+08:00\"", "time(\"10:30:00.5+08:00\")" },
        { "time(\"25:00:00\")", "!not a time: \"25:00:00\"" },
        { "time(10, 30, 1.5)", "time(\"10:30:01.5\")" },
        { "time(10, 30, 0, duration(\"PT8H\"))", "time(\"10:30:00+08:00\")" },
        { "date and time(\"2023-03-12T23:59:59\")",
            "date and time(\"2023-03-12T23:59:59\")" },
        { "date and time(\"2023-03-12T24:00:00\")",
            "date and time(\"2023-03-13T00:00:00\")" },
        { "date and time(\"2023-03-12T10:00:00Z\")",
            "date and time(\"2023-03-12T10:00:00Z\")" },
        { "date and time(date(\"2023-03-12\"), time(\"10:00:00\"))",
            "date and time(\"2023-03-12T10:00:00\")" },
        { "date(date and time(\"2023-03-12T10:00:00\"))",
            "date(\"2023-03-12\")" },
        { "duration(\"P2Y\")", "duration(\"P2Y\")" },
        { "duration(\"P14M\")", "duration(\"P1Y2M\")" },
        { "duration(\"-P1M\")", "duration(\"-P1M\")" },
        { "duration(\"P0M\")", "duration(\"P0M\")" },
        { "duration(\"P1DT25H\")", "duration(\"P2DT1H\")" },
        { "duration(\"PT0S\")", "duration(\"PT0S\")" },
        { "duration(\"PT90M\")", "duration(\"PT1H30M\")" },
        { "duration(\"P1Y1D\")", "!not a duration: \"P1Y1D\"" },
        { "duration(\"P\")", "!not a duration: \"P\"" },
        { "duration(\"P1DT\")", "!not a duration: \"P1DT\"" },
        { "duration(\"PT1.5S\")", "duration(\"PT1.5S\")" },
        { "duration(\"-P1DT0.000000001S\")",
            "duration(\"-P1DT0.000000001S\")" },
        { "duration(\"PT.5S\")", "!not a duration: \"PT.5S\"" },
        { "duration(\"PT1.5S\") * 3", "duration(\"PT4.5S\")" },
        { "duration(\"PT1S\") / 8", "duration(\"PT0.125S\")" },
        { "duration(\"PT4.5S\") / duration(\"PT1.5S\")", "3" },
        { "@\"2023-03-12T00:00:00.123456789\" + @\"PT0.5S\"",
            "date and time(\"2023-03-12T00:00:00.623456789\")" },
        { "duration(\"P99999999999999999999D\")",
            "!not a duration: \"P99999999999999999999D\"" },
        { "@\"nonsense\"",
            "!not a date, time or duration: @\"nonsense\"" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
parts(void **state)
{
    static const struct check_case cases[] = {
        { "date(\"2023-03-12\").year", "2023" },
        { "date(\"2023-03-12\").month", "3" },
        { "date(\"2023-03-12\").day", "12" },
        { "date(\"2023-03-12\").weekday", "7" },
        { "@\"2023-03-12T23:59:58+08:00\".hour", "23" },
        { "@\"2023-03-12T23:59:58+08:00\".second", "58" },
        { "@\"2023-03-12T23:59:58+08:00\".time offset",
            "duration(\"PT8H\")" },
        { "@\"2023-03-12T23:59:58\".time offset", "null" },
        { "@\"P1Y14M\".years", "2" },
        { "@\"P1Y14M\".months", "2" },
        { "@\"-P1Y2M\".months", "-2" },
        { "@\"P1DT2H3M4S\".days", "1" },
        { "@\"P1DT2H3M4S\".hours", "2" },
        { "@\"P1DT2H3M4S\".minutes", "3" },
        { "@\"P1DT2H3M4S\".seconds", "4" },
        { "@\"P1D\".years",
            "!days and time duration has no member \"years\"" },
        { "day of week(date(\"2023-03-12\"))", "\"Sunday\"" },
        { "day of year(date(\"2024-12-31\"))", "366" },
        { "month of year(date(\"2023-03-12\"))", "\"March\"" },
        { "week of year(date(\"2021-01-03\"))", "53" },
        { "week of year(date(\"2020-01-01\"))", "1" },
        { "now()", "date and time(\"2023-03-12T12:00:00+08:00\")" },
        { "today()", "date(\"2023-03-12\")" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
arithmetic(void **state)
{
    static const struct check_case cases[] = {
        { "成立日期 + duration(\"P2Y\")", "date(\"2022-02-28\")" },
        { "date(\"2024-01-31\") + duration(\"P1M\")",
            "date(\"2024-02-29\")" },
        { "date(\"2023-01-31\") + duration(\"P1M\")",
            "date(\"2023-02-28\")" },
        { "date(\"2023-03-31\") - duration(\"P1M\")",
            "date(\"2023-02-28\")" },
        { "duration(\"P1Y\") + date(\"2024-02-29\")",
            "date(\"2025-02-28\")" },
        { "date(\"2023-12-31\") + duration(\"P1D\")",
            "date(\"2024-01-01\")" },
        { "date(\"2023-01-01\") - duration(\"PT1S\")",
            "date(\"2022-12-31\")" },
        { "date(\"2023-03-12\") - date(\"2022-03-12\")",
            "duration(\"P365D\")" },
        { "(date(\"2023-03-12\") - date(\"2022-03-12\")).days", "365" },
        { "date(\"2022-03-12\") - date(\"2023-03-12\")",
            "duration(\"-P365D\")" },
        { "@\"2023-03-12T23:00:00\" + @\"PT2H\"",
            "date and time(\"2023-03-13T01:00:00\")" },
        { "@\"2023-03-31T23:00:00+08:00\" - @\"P1M\"",
            "date and time(\"2023-02-28T23:00:00+08:00\")" },
        { "@\"23:00:00\" + @\"PT2H\"", "time(\"01:00:00\")" },
        { "@\"01:00:00\" - @\"PT2H\"", "time(\"23:00:00\")" },
        { "@\"10:00:00+08:00\" - @\"01:00:00Z\"", "duration(\"PT1H\")" },
        { "@\"2023-03-12T10:00:00+08:00\" = @\"2023-03-12T02:00:00Z\"",
            "true" },
        { "@\"2023-03-12T10:00:00\" < @\"2023-03-12T02:00:01Z\"", "true" },
        { "@\"P1Y\" + @\"P2M\"", "duration(\"P1Y2M\")" },
        { "@\"P1D\" - @\"PT1H\"", "duration(\"PT23H\")" },
        { "@\"P1Y\" * 2", "duration(\"P2Y\")" },
        { "2 * @\"P1D\"", "duration(\"P2D\")" },
        { "@\"P1D\" / 2", "duration(\"PT12H\")" },
        { "@\"P1Y\" / @\"P6M\"", "2" },
        { "@\"P1D\" / 0", "!division by zero" },
        { "-@\"P1D\"", "duration(\"-P1D\")" },
        { "@\"P1Y\" + @\"P1D\"",
            "!cannot compute years and months duration + days and time "
            "duration" },
        { "@\"10:00:00\" + @\"P1Y\"",
            "!cannot compute time + years and months duration" },
        { "date(\"2023-01-01\") + 1", "!cannot compute date + number" },
        { "date(\"999999999-12-31\") + @\"P1Y\"", "!result is out of range" },
        { "date(\"1000000000-01-01\")", "!not a date: \"1000000000-01-01\"" },
        { "@\"999999999-12-31T00:00:00\" - @\"-999999999-01-01T00:00:00\" > "
          "@\"P102000000D\"",
            "true" },
        { "@\"P9223372036854775807M\"",
            "!not a date, time or duration: @\"P9223372036854775807M\"" },
        { "@\"P900000000000000M\" * 900000000000000",
            "!result is out of range" },
        { "years and months duration(date(\"2020-02-29\"), "
          "date(\"2022-02-28\"))",
            "duration(\"P1Y11M\")" },
        { "years and months duration(date(\"2023-03-12\"), "
          "date(\"2018-03-13\"))",
            "duration(\"-P4Y11M\")" },
        { "date(\"2023-03-12\") < date(\"2023-03-13\")", "true" },
        { "date(\"2023-03-12\") < @\"2023-03-13T00:00:00\"",
            "!cannot compare date with date and time" },
    };

    (void)state;
    CHECK_CASES(cases);
}

/* date + months is R3 of the calendar, for every day of four years. */
static void
months_follow_the_calendar(void **state)
{
    struct feel_value v;

    (void)state;
    for (struct day d = day_of_ymd(2019, 1, 1); d.n < 19500; d.n += 7) {
        for (int m = -25; m <= 25; m += 5) {
            struct arena *a = arena_new("months");
            struct str text = arena_fmt(a,
                "date(\"" STR_FMT "\") + duration(\"%sP%dM\")",
                STR_ARG(day_iso(a, d)), m < 0 ? "-" : "", m < 0 ? -m : m);
            const struct feel_expr *x;
            struct err err;

            assert_int_equal(
                feel_compile(a, text, check_scope(a), NULL, &x, &err), OK);
            assert_int_equal(feel_evaluate(a, x, check_fact, NULL, 0, NULL,
                                 &v, NULL, &err),
                OK);
            assert_int_equal(v.type, FEEL_DATE);
            assert_int_equal(v.date.n, day_add_months(d, m).n);
            arena_free(a);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals),
        cmocka_unit_test(parts),
        cmocka_unit_test(arithmetic),
        cmocka_unit_test(months_follow_the_calendar),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
