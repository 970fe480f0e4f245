/* test_deadline.c - the acceptance scenarios with the real table, and the
 * derivation as people read it. */
#include "table.h"

struct fixture {
    struct arena *a;
    const struct holidays *h;
};

static const char *data_folder;

static int
load_table(void **state)
{
    static struct fixture f;

    f.a = arena_new("test");
    f.h = read_table(f.a, data_folder);
    *state = &f;
    return 0;
}

static int
drop_table(void **state)
{
    struct fixture *f = *state;

    arena_free(f->a);
    return 0;
}

static struct deadline
due(struct fixture *f, const char *zero, enum term_kind kind, int n)
{
    struct deadline d;
    struct err err;
    struct term term = { kind, n, DAY_NONE };

    if (deadline_compute(f->a, f->h, on(zero), term, &d, &err) != OK)
        fail_msg("%s + %d: %s", zero, n, err.text);
    /* What always holds. */
    assert_true(d.end_us == day_end_us(d.last_day));
    assert_true(day_eq(d.day_zero, on(zero)));
    for (size_t i = 0; i < d.n_steps; i++)
        assert_int_equal(d.steps[i].day.n, d.day_zero.n + (int)i + 1);
    return d;
}

static void
public_notice_s_c07(void **state)
{
    struct deadline d = due(*state, "2023-04-03", TERM_WORKING_DAYS, 5);

    assert_day(d.last_day, "2023-04-11");
    assert_int_equal(d.n_steps, 8);
    assert_int_equal(d.steps[0].counted, 1);
    assert_int_equal(d.steps[1].counted, 0);
    assert_str(d.steps[1].why, "清明节");
    assert_true(d.steps[1].source.n > 0);
    assert_int_equal(d.steps[4].counted, 0);
    assert_str(d.steps[4].why, "周六");
    assert_int_equal(d.steps[7].counted, 5);
    /* Admission on the last day is too early, on the next it is not. */
    assert_true(at("2023-04-11 23:59:59") < d.end_us);
    assert_false(at("2023-04-12 00:00:00") < d.end_us);
}

static void
public_notice_s_c08(void **state)
{
    struct deadline d = due(*state, "2023-04-20", TERM_WORKING_DAYS, 5);

    assert_day(d.last_day, "2023-04-26");
    /* Sunday 23 April is worked and counts. */
    assert_day(d.steps[2].day, "2023-04-23");
    assert_int_equal(d.steps[2].counted, 2);
    assert_str(d.steps[2].why, "调休上班（劳动节）");
}

static void
supplement_s_a11(void **state)
{
    struct deadline d = due(*state, "2024-06-03", TERM_WORKING_DAYS, 15);

    assert_day(d.last_day, "2024-06-25");
    assert_true(at("2024-06-25 23:59:00") < d.end_us);
    assert_false(at("2024-06-26 00:00:00") < d.end_us);
}

static void
notice_of_calendar_days_s_a17(void **state)
{
    struct fixture *f = *state;
    struct deadline d = due(f, "2024-06-03", TERM_CALENDAR_DAYS, 5);

    assert_day(d.last_day, "2024-06-11");
    assert_int_equal(d.n_steps, 7);
    assert_day(d.steps[4].day, "2024-06-08");
    assert_int_equal(d.steps[4].counted, 5);
    assert_str(d.steps[4].why, "周六");
    assert_int_equal(d.steps[5].counted, 0);
    assert_str(d.steps[5].why, "周日");
    assert_int_equal(d.steps[6].counted, 0);
    assert_str(d.steps[6].why, "端午节");
    assert_str(deadline_text(f->a, &d, false),
        "期限 5 日\n"
        "起算日 2024-06-03（不计入）\n"
        "第1日 2024-06-04 周二\n"
        "第2日 2024-06-05 周三\n"
        "第3日 2024-06-06 周四\n"
        "第4日 2024-06-07 周五\n"
        "第5日 2024-06-08 周六\n"
        "最后一日为休息日，顺延至其后第一个工作日（民法典第二百零三条）\n"
        "跳过 2024-06-09 周日\n"
        "跳过 2024-06-10 周一 端午节（国务院办公厅通知 "
        "https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm）\n"
        "届满 2024-06-11 周二 24:00");
}

static void
change_report_s_b17(void **state)
{
    struct deadline d = due(*state, "2024-09-25", TERM_WORKING_DAYS, 10);

    assert_day(d.last_day, "2024-10-14");
    assert_true(at("2024-10-14 23:59:59") < d.end_us);
    assert_false(at("2024-10-15 00:00:00") < d.end_us);
}

static void
ends_on_a_make_up_saturday_s_b19(void **state)
{
    struct deadline d = due(*state, "2025-01-20", TERM_WORKING_DAYS, 10);

    assert_day(d.last_day, "2025-02-08");
    assert_int_equal(day_weekday(d.last_day), 6);
}

static void
rectification_s_d22(void **state)
{
    struct deadline d = due(*state, "2021-03-31", TERM_CALENDAR_DAYS, 90);

    assert_day(d.last_day, "2021-06-29");
    assert_int_equal(d.n_steps, 90);
    assert_int_equal(d.steps[89].counted, 90);
}

static void
record_s_d25(void **state)
{
    struct deadline d = due(*state, "2024-05-06", TERM_WORKING_DAYS, 10);

    assert_day(d.last_day, "2024-05-17");
    assert_day(day_of_us(d.end_us), "2024-05-18");
}

static void
names_the_missing_year_s_x04(void **state)
{
    struct fixture *f = *state;
    struct deadline d = { .n_steps = 77 };
    struct term days = { TERM_WORKING_DAYS, 10, DAY_NONE };
    struct term end = { TERM_CALENDAR_DAYS, 30, DAY_NONE };
    struct err err;

    assert_int_equal(
        deadline_compute(f->a, f->h, on("2026-12-25"), days, &d, &err),
        ERR_NOT_FOUND);
    assert_has(err.text, "缺少2027年的节假日安排");
    assert_int_equal(
        deadline_compute(f->a, f->h, on("2026-12-25"), end, &d, &err),
        ERR_NOT_FOUND);
    assert_has(err.text, "2027");
    assert_int_equal(
        deadline_compute(f->a, f->h, on("2017-12-25"), days, &d, &err),
        ERR_NOT_FOUND);
    assert_has(err.text, "2017");
    assert_int_equal(d.n_steps, 77);
    /* The last known day needs nothing of the next year. */
    days.n = 1;
    assert_int_equal(
        deadline_compute(f->a, f->h, on("2026-12-30"), days, &d, &err), OK);
    assert_day(d.last_day, "2026-12-31");
    /* Only the end of calendar days is asked: the way may be unknown. */
    assert_int_equal(
        deadline_compute(f->a, f->h, on("2018-12-10"), end, &d, &err), OK);
    assert_day(d.last_day, "2019-01-09");
    assert_str(d.steps[0].why, "周二");
}

static void
months_and_years_do_not_roll(void **state)
{
    struct fixture *f = *state;
    struct deadline d = due(f, "2024-01-31", TERM_MONTHS, 1);

    assert_day(d.last_day, "2024-02-29");
    assert_int_equal(d.n_steps, 0);
    assert_str(deadline_text(f->a, &d, false),
        "期限 1 个月\n起算日 2024-01-31（不计入）\n"
        "到期月没有对应日，以月末日为最后一日（民法典第二百零二条）\n"
        "届满 2024-02-29 周四 24:00");
    d = due(f, "2024-06-12", TERM_YEARS, 3);
    assert_day(d.last_day, "2027-06-12"); /* a Saturday of an unknown year */
    assert_str(deadline_text(f->a, &d, false),
        "期限 3 年\n起算日 2024-06-12（不计入）\n"
        "至对应日届满（民法典第二百零二条）\n"
        "届满 2027-06-12 周六 24:00");
}

/* R5 */
static void
fixed_dates_do_not_move(void **state)
{
    struct fixture *f = *state;
    struct term t = { TERM_FIXED_DATE, 0, on("2023-03-12") };
    struct deadline d;
    struct err err;

    assert_int_equal(day_weekday(t.fixed), 7);
    assert_int_equal(
        deadline_compute(f->a, NULL, on("2023-01-01"), t, &d, &err), OK);
    assert_day(d.last_day, "2023-03-12");
    assert_true(at("2023-03-12 23:59:59") < d.end_us);
    assert_false(at("2023-03-12 24:00:00") < d.end_us);
    assert_str(deadline_text(f->a, &d, false),
        "期限为固定日期，不顺延\n届满 2023-03-12 周日 24:00");
    t.fixed = DAY_NONE;
    assert_int_equal(
        deadline_compute(f->a, NULL, on("2023-01-01"), t, &d, &err),
        ERR_INPUT);
}

static void
refuses_senseless_terms(void **state)
{
    struct fixture *f = *state;
    static const int numbers[] = { 0, -1, INT32_MIN, 10001, INT32_MAX };
    struct deadline d = { .n_steps = 77 };
    struct err err;

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        for (int kind = TERM_WORKING_DAYS; kind < TERM_FIXED_DATE; kind++) {
            struct term t = { (enum term_kind)kind, numbers[i], DAY_NONE };

            assert_int_equal(
                deadline_compute(f->a, f->h, on("2024-01-01"), t, &d, &err),
                ERR_INPUT);
        }
    assert_int_equal(deadline_compute(f->a, f->h, DAY_NONE,
                         (struct term){ TERM_YEARS, 1, DAY_NONE }, &d, &err),
        ERR_INPUT);
    assert_int_equal(deadline_compute(f->a, f->h, on("2024-01-01"),
                         (struct term){ TERM_YEARS, 976, DAY_NONE }, &d, &err),
        ERR_INPUT);
    assert_has(err.text, "2999");
    assert_int_equal(deadline_compute(f->a, f->h, on("2024-01-01"),
                         (struct term){ (enum term_kind)9, 1, DAY_NONE }, &d,
                         &err),
        ERR_INPUT);
    assert_int_equal(d.n_steps, 77);
}

static void
explains_in_chinese(void **state)
{
    struct fixture *f = *state;
    struct deadline d = due(f, "2023-04-21", TERM_WORKING_DAYS, 2);

    assert_str(deadline_text(f->a, &d, false),
        "期限 2 个工作日\n"
        "起算日 2023-04-21（不计入）\n"
        "跳过 2023-04-22 周六\n"
        "第1日 2023-04-23 周日 调休上班（劳动节）（国务院办公厅通知 "
        "http://www.gov.cn/zhengce/zhengceku/2022-12/08/"
        "content_5730844.htm）\n"
        "第2日 2023-04-24 周一\n"
        "届满 2023-04-24 周一 24:00");
}

static void
explains_in_english(void **state)
{
    struct fixture *f = *state;
    struct deadline d = due(f, "2023-04-04", TERM_WORKING_DAYS, 1);
    const char *text;

    assert_str(deadline_text(f->a, &d, true),
        "Term: 1 working day\n"
        "Day zero 2023-04-04 (not counted)\n"
        "Skipped: 2023-04-05 Wed Qingming Festival (State Council notice "
        "http://www.gov.cn/zhengce/zhengceku/2022-12/08/"
        "content_5730844.htm)\n"
        "Day 1: 2023-04-06 Thu\n"
        "Ends 2023-04-06 Thu 24:00");
    d = due(f, "2024-06-03", TERM_CALENDAR_DAYS, 5);
    text = arena_cstr(f->a, deadline_text(f->a, &d, true));
    assert_has(text, "Term: 5 calendar days\n");
    assert_has(text, "moves to the next working day");
    assert_has(text, "Dragon Boat Festival");
    /* One holiday of two festivals, and a day worked for it. */
    d = due(f, "2023-09-28", TERM_WORKING_DAYS, 2);
    text = arena_cstr(f->a, deadline_text(f->a, &d, true));
    assert_has(text, "Mid-Autumn Festival, National Day");
    assert_has(text, "make-up working day for ");
}

static void
tells_a_reason_without_a_notice(void **state)
{
    struct fixture *f = *state;
    const int years[] = { 2030 };
    const struct holiday rows[] = {
        { on("2030-05-01"), HOLIDAY_OFF, STR("停工\"日\\"), STR_EMPTY } };
    const struct holidays *h;
    struct deadline d;
    struct err err;
    struct term t = { TERM_WORKING_DAYS, 1, DAY_NONE };

    assert_int_equal(holidays_new(f->a, rows, 1, years, 1, &h, &err), OK);
    assert_int_equal(
        deadline_compute(f->a, h, on("2030-04-30"), t, &d, &err), OK);
    assert_has(arena_cstr(f->a, deadline_text(f->a, &d, false)),
        "跳过 2030-05-01 周三 停工\"日\\\n");
    assert_str(deadline_json(f->a, &d),
        "{\"kind\":\"working_days\",\"n\":1,\"day_zero\":\"2030-04-30\","
        "\"last_day\":\"2030-05-02\",\"end_us\":1903968000000000,\"steps\":["
        "{\"day\":\"2030-05-01\",\"counted\":0,\"why\":\"停工\\\"日\\\\\","
        "\"source\":\"\"},"
        "{\"day\":\"2030-05-02\",\"counted\":1,\"why\":\"工作日\","
        "\"source\":\"\"}]}");
}

/* Every start and length within the known years: the promise, checked
 * without the code under test doing the counting. */
static void
counts_what_it_says(void **state)
{
    struct fixture *f = *state;
    struct arena *tmp = arena_new("tmp");

    for (struct day zero = on("2019-01-01");
         day_cmp(zero, on("2026-11-01")) < 0; zero.n += 3) {
        struct term t = { TERM_WORKING_DAYS, 1 + zero.n % 30, DAY_NONE };
        struct deadline d;
        struct day_nature last;
        int working = 0;

        assert_int_equal(
            deadline_compute(tmp, f->h, zero, t, &d, NULL), OK);
        for (struct day k = { zero.n + 1 }; k.n <= d.last_day.n; k.n++) {
            assert_int_equal(day_nature(f->h, k, &last, NULL), OK);
            working += last.working;
        }
        assert_int_equal(working, t.n);
        assert_true(last.working);
        t.kind = TERM_CALENDAR_DAYS;
        assert_int_equal(
            deadline_compute(tmp, f->h, zero, t, &d, NULL), OK);
        assert_true(d.last_day.n >= zero.n + t.n);
        for (struct day k = { zero.n + t.n }; k.n <= d.last_day.n; k.n++) {
            assert_int_equal(day_nature(f->h, k, &last, NULL), OK);
            assert_int_equal(last.working, k.n == d.last_day.n);
        }
        arena_reset(tmp);
    }
    arena_free(tmp);
}

#define WITH_TABLE(f) cmocka_unit_test_setup_teardown(f, load_table, drop_table)

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        WITH_TABLE(public_notice_s_c07),
        WITH_TABLE(public_notice_s_c08),
        WITH_TABLE(supplement_s_a11),
        WITH_TABLE(notice_of_calendar_days_s_a17),
        WITH_TABLE(change_report_s_b17),
        WITH_TABLE(ends_on_a_make_up_saturday_s_b19),
        WITH_TABLE(rectification_s_d22),
        WITH_TABLE(record_s_d25),
        WITH_TABLE(names_the_missing_year_s_x04),
        WITH_TABLE(months_and_years_do_not_roll),
        WITH_TABLE(fixed_dates_do_not_move),
        WITH_TABLE(refuses_senseless_terms),
        WITH_TABLE(explains_in_chinese),
        WITH_TABLE(explains_in_english),
        WITH_TABLE(tells_a_reason_without_a_notice),
        WITH_TABLE(counts_what_it_says),
    };

    if (argc != 2)
        return 2;
    data_folder = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
