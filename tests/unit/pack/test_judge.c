/* Judging: three answers, borders, reasons, first days, and what goes wrong. */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;
static const struct pack *sample;

/* A pack of the sample's form and text with other rules. */
static const struct pack *
with_rules(const char *rules)
{
    struct pack_file files[SAMPLE_FILES];
    const struct pack *p = NULL;
    const struct pack_problem *problems;
    size_t n;
    struct err err = { 0 };

    memcpy(files, sample_files, sizeof(files));
    files[1].bytes =
        arena_join(a, files[1].bytes, str_of(rules));
    if (pack_load_files(a, files, SAMPLE_FILES, &p, &problems, &n, &err) != OK)
        fail_msg("%s", err.text);
    if (p == NULL)
        fail_msg(STR_FMT ":%d " STR_FMT, STR_ARG(problems[0].file),
            problems[0].line, STR_ARG(problems[0].text));
    return p;
}

static int
begin(void **state)
{
    (void)state;
    a = arena_new("test");
    sample = with_rules("");
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static const struct json *
parsed(const char *text)
{
    const struct json *v = NULL;
    struct err err;

    if (json_parse(a, str_of(text), 1 << 20, &v, &err) != OK)
        fail_msg("%s: %s", text, err.text);
    return v;
}

static struct pack_facts
facts(const char *answers, const char *extra)
{
    return (struct pack_facts){ .answers = parsed(answers),
        .extra = parsed(extra),
        .reference = day_of_ymd(2023, 3, 12),
        .now_us = day_start_us(day_of_ymd(2023, 3, 20)) };
}

static struct pack_verdict
judged(const struct pack *p, const char *rule, struct pack_facts f)
{
    struct pack_verdict v;
    struct err err = { 0 };

    if (pack_judge(a, p, str_of(rule), &f, &v, &err) != OK)
        fail_msg("%s: %s", rule, err.text);
    return v;
}

static void
assert_text(struct str is, const char *should)
{
    if (!str_eq(is, str_of(should)))
        fail_msg("is " STR_FMT ", should be %s", STR_ARG(is), should);
}

/* --- three answers --- */

/* Every pair of answers of two parts under `all` and `any`. */
static void
all_and_any_have_three_answers(void **state)
{
    static const char *const fact[] = { "false", "true", "null" };
    static const enum outcome all[3][3] = {
        { NOT_MET, NOT_MET, NOT_MET },
        { NOT_MET, MET, UNDECIDED },
        { NOT_MET, UNDECIDED, UNDECIDED },
    };
    static const enum outcome any[3][3] = {
        { NOT_MET, MET, UNDECIDED },
        { MET, MET, MET },
        { UNDECIDED, MET, UNDECIDED },
    };
    const struct pack *p = with_rules(
        "甲: {attested: true, clause: S-1}\n"
        "乙: {attested: true, clause: S-1}\n"
        "都: {all: [甲, 乙], clause: S-1}\n"
        "或: {any: [甲, 乙], clause: S-1}\n"
        "都式: {feel: 甲 and 乙, clause: S-1}\n"
        "或式: {feel: 甲 or 乙, clause: S-1}\n"
        "非: {feel: not(甲), clause: S-1}\n");

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < 3; k++) {
            struct str extra =
                arena_fmt(a, "{\"认定.甲\":%s,\"认定.乙\":%s}", fact[i],
                    fact[k]);
            struct pack_facts f = facts("{}", arena_cstr(a, extra));

            assert_int_equal(judged(p, "都", f).outcome, all[i][k]);
            assert_int_equal(judged(p, "或", f).outcome, any[i][k]);
            assert_int_equal(judged(p, "都式", f).outcome, all[i][k]);
            assert_int_equal(judged(p, "或式", f).outcome, any[i][k]);
            assert_int_equal(judged(p, "非", f).outcome,
                i == 2 ? UNDECIDED : i == 0 ? MET : NOT_MET);
        }
    }
}

static void
missing_facts_are_named_once(void **state)
{
    struct pack_verdict v = judged(sample, "条件", facts("{}", "{}"));

    (void)state;
    assert_int_equal(v.outcome, UNDECIDED);
    assert_int_equal(v.n_parts, 3);
    assert_int_equal(v.n_missing, 3);
    assert_text(v.missing[0], "成立日期");
    assert_text(v.missing[1], "人数");
    assert_text(v.missing[2], "认定.真实");
    assert_int_equal(v.error.n, 0);
    assert_text(v.parts[0].why, "缺少：成立日期");
    assert_text(v.parts[2].why, "尚未由审核人认定");
    /* through a derived value, too */
    v = judged(sample, "半年未活动", facts("{}", "{}"));
    assert_int_equal(v.outcome, UNDECIDED);
    assert_int_equal(v.n_missing, 1);
    assert_text(v.missing[0], "最近活动日");
    /* the empty text is nothing */
    v = judged(sample, "成立满两年", facts("{\"成立日期\":\"\"}", "{}"));
    assert_int_equal(v.outcome, UNDECIDED);
}

/* What is known may decide although something is missing. */
static void
known_side_decides(void **state)
{
    struct pack_verdict v =
        judged(sample, "条件", facts("{\"人数\":9}", "{}"));

    (void)state;
    assert_int_equal(v.outcome, NOT_MET);
    assert_int_equal(v.n_missing, 0);
    v = judged(sample, "年度达标", facts("{}", "{\"每万人数\":2.3}"));
    assert_int_equal(v.outcome, MET);
}

/* --- borders and reasons --- */

static void
borders_and_reasons(void **state)
{
    static const struct {
        const char *rule, *answers, *extra;
        enum outcome outcome;
        const char *why, *why_en, *computed, *required;
    } rows[] = {
        { "成立满两年", "{\"成立日期\":\"2021-03-12\"}", "{}", MET,
            "成立日期 2021-03-12 + 2年 = 2023-03-12 ≤ 基准日 2023-03-12",
            "成立日期 2021-03-12 + 2 years = 2023-03-12 ≤ reference day "
            "2023-03-12",
            "2023-03-12", "≤ 2023-03-12" },
        { "成立满两年", "{\"成立日期\":\"2021-03-13\"}", "{}", NOT_MET,
            "成立日期 2021-03-13 + 2年 = 2023-03-13 > 基准日 2023-03-12，差 1 "
            "天",
            "成立日期 2021-03-13 + 2 years = 2023-03-13 > reference day "
            "2023-03-12, by 1 day",
            "2023-03-13", "≤ 2023-03-12" },
        { "人数达标", "{\"人数\":9}", "{}", NOT_MET,
            "人数 9 < 最低人数 10，还差 1 人",
            "人数 9 < 最低人数 10, short by 1 person", "9", "≥ 10" },
        { "人数达标", "{\"人数\":10}", "{}", MET,
            "人数 10 ≥ 最低人数 10；人数 10 < 100000",
            "人数 10 ≥ 最低人数 10; 人数 10 < 100000", "10；10",
            "≥ 10；< 100000" },
        { "人数达标", "{\"人数\":100007}", "{}", NOT_MET,
            "人数 100007 ≥ 100000，超出 8", "人数 100007 ≥ 100000, over by 8",
            "100007", "< 100000" },
        { "比例达标", "{}", "{\"每万人数\":2.25}", NOT_MET,
            "每万人数 2.25 < 2.3，还差 0.05",
            "每万人数 2.25 < 2.3, short by 0.05", "2.25", "≥ 2.3" },
        { "时长达标", "{}", "{\"年度服务分钟\":3600}", MET,
            "年度服务分钟 3600（60 小时） ≥ 最低分钟 3600（60 小时）",
            "minutes of service in the year 3600 (60 h) ≥ 最低分钟 3600 (60 h)",
            "3600（60 小时）", "≥ 3600（60 小时）" },
        { "真实", "{}", "{\"认定.真实\":false}", NOT_MET,
            "审核人认定：不符合", "Attested by the reviewer: not met", "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct pack_verdict v = judged(
            sample, rows[i].rule, facts(rows[i].answers, rows[i].extra));

        assert_int_equal(v.outcome, rows[i].outcome);
        assert_text(v.why, rows[i].why);
        assert_text(v.why_en, rows[i].why_en);
        assert_text(v.computed, rows[i].computed);
        assert_text(v.required, rows[i].required);
    }
}

static void
several_parts_say_which(void **state)
{
    struct pack_verdict v = judged(sample, "条件",
        facts("{\"成立日期\":\"2021-03-13\",\"人数\":12}",
            "{\"认定.真实\":true}"));

    (void)state;
    assert_int_equal(v.outcome, NOT_MET);
    assert_text(v.why,
        "3 项中 1 项不符合：成立满两年（成立日期 2021-03-13 + 2年 = "
        "2023-03-13 > 基准日 2023-03-12，差 1 天）");
    assert_true(day_eq(v.holds_from, day_of_ymd(2023, 3, 13)));
}

/* The reading chosen decides, and is told. */
static void
readings_can_be_switched(void **state)
{
    struct pack_facts f =
        facts("{}", "{\"年度服务分钟\":3570,\"每万人数\":3}");
    struct pack_verdict v = judged(sample, "应撤销", f);

    (void)state;
    assert_int_equal(v.outcome, NOT_MET);
    assert_true(str_find(v.why, STR("（按读法：两项）")) != SIZE_MAX);
    f.readings = parsed("{\"口径\":\"任一项\"}");
    v = judged(sample, "应撤销", f);
    assert_int_equal(v.outcome, MET);
    assert_true(str_find(v.why, STR("（按读法：任一项）")) != SIZE_MAX);
}

/* --- from which day on --- */

static void
first_day_is_found(void **state)
{
    static const struct {
        const char *born;
        int y, m, d;
    } rows[] = {
        { "2021-03-13", 2023, 3, 13 },
        { "2022-02-28", 2024, 2, 28 },
        { "2022-03-12", 2024, 3, 12 },
        { "2031-03-12", 2033, 3, 12 }, /* the last day looked at */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct str answers =
            arena_fmt(a, "{\"成立日期\":\"%s\"}", rows[i].born);
        struct pack_verdict v = judged(
            sample, "成立满两年", facts(arena_cstr(a, answers), "{}"));

        assert_int_equal(v.outcome, NOT_MET);
        assert_true(day_eq(v.holds_from,
            day_of_ymd(rows[i].y, rows[i].m, rows[i].d)));
    }
    /* beyond ten years nobody waits */
    assert_true(day_is_none(judged(sample, "成立满两年",
        facts("{\"成立日期\":\"2031-03-13\"}", "{}"))
                                .holds_from));
}

static void
time_alone_must_be_missing(void **state)
{
    (void)state;
    /* people are missing as well */
    assert_true(day_is_none(judged(sample, "条件",
        facts("{\"成立日期\":\"2021-03-13\",\"人数\":9}",
            "{\"认定.真实\":true}"))
                                .holds_from));
    /* something is not known */
    assert_true(day_is_none(judged(sample, "条件",
        facts("{\"成立日期\":\"2021-03-13\",\"人数\":10}", "{}"))
                                .holds_from));
    /* no time in it */
    assert_true(day_is_none(
        judged(sample, "人数达标", facts("{\"人数\":9}", "{}")).holds_from));
    /* it holds already */
    assert_true(day_is_none(judged(sample, "成立满两年",
        facts("{\"成立日期\":\"2020-03-13\"}", "{}"))
                                .holds_from));
}

/* A condition may hold for some days only: each day is tried. */
static void
search_is_not_monotone(void **state)
{
    const struct pack *p = with_rules(
        "窗口:\n"
        "  feel: 基准日 >= 成立日期 and 基准日 <= 加天(成立日期, 1)\n"
        "  clause: S-1\n"
        "二择:\n"
        "  any: [窗口, 成立满两年]\n"
        "  clause: S-1\n"
        "两者:\n"
        "  all: [窗口, 成立满两年]\n"
        "  clause: S-1\n");
    struct pack_facts f = facts("{\"成立日期\":\"2024-05-01\"}", "{}");

    (void)state;
    assert_true(day_eq(
        judged(p, "窗口", f).holds_from, day_of_ymd(2024, 5, 1)));
    assert_true(day_eq(
        judged(p, "二择", f).holds_from, day_of_ymd(2024, 5, 1)));
    /* each holds some day, never both */
    assert_true(day_is_none(judged(p, "两者", f).holds_from));
}

/* --- values and functions --- */

static void
functions_count_as_the_rules_say(void **state)
{
    static const struct {
        const char *feel, *shown;
    } rows[] = {
        { "加年(date(\"2024-02-29\"), 1)", "date(\"2025-02-28\")" },
        { "加月(date(\"2024-03-31\"), -1)", "date(\"2024-02-29\")" },
        { "加天(date(\"2024-12-31\"), 1)", "date(\"2025-01-01\")" },
        { "满年(date(\"2021-03-12\"), 基准日)", "2" },
        { "满年(date(\"2021-03-13\"), 基准日)", "1" },
        { "满月(date(\"2023-01-12\"), 基准日)", "2" },
        { "年份(基准日)", "2023" },
        { "年份(今日)", "2023" },
        { "今日", "date(\"2023-03-20\")" },
        { "去重计数([\"示例（甲）\", \"示例(甲)\", \"乙\", \"\"])", "2" },
        { "去重计数([1, 1.0, 2])", "2" },
        { "去重计数([])", "0" },
        { "经历月数(经历, 基准日)", "60" },
        { "经历月数([{甲: date(\"2023-01-13\"), 乙: null}], 基准日, \"甲\", "
          "\"乙\")",
            "2" },
        { "人数 + 最低人数", "22" },
        { "经历[1].起", "date(\"2018-03-13\")" },
        { "优先[1]", "\"甲\"" },
    };
    struct pack_facts f = facts("{\"人数\":12,\"优先\":[\"甲\"],\"经历\":["
                                "{\"起\":\"2018-03-13\",\"止\":\"2021-01-31\"},"
                                "{\"起\":\"2020-06-01\",\"止\":\"\"}]}",
        "{}");

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct str rule = arena_fmt(a,
            "试: {clause: S-1, value: '%s'}\n"
            "试用: {clause: S-1, feel: 试 = 试}\n",
            rows[i].feel);
        const struct pack *p = with_rules(arena_cstr(a, rule));
        struct feel_value v;
        struct err err = { 0 };

        if (pack_value(a, p, STR("试"), &f, &v, &err) != OK)
            fail_msg("%s: %s", rows[i].feel, err.text);
        assert_text(feel_show(a, &v), rows[i].shown);
    }
}

/* S-C26: overlaps merge, the end of the count cuts. */
static void
experience_is_counted_in_months(void **state)
{
    static const struct {
        const char *rows;
        int months;
    } cases[] = {
        { "[{\"起\":\"2018-03-13\",\"止\":\"2023-03-12\"}]", 60 },
        { "[{\"起\":\"2018-03-13\",\"止\":\"2023-02-12\"}]", 59 },
        { "[{\"起\":\"2018-03-13\",\"止\":\"2030-01-01\"}]", 60 },
        { "[{\"起\":\"2022-03-13\",\"止\":\"2023-03-12\"},"
          "{\"起\":\"2022-03-13\",\"止\":\"2023-03-12\"}]",
            12 },
        { "[{\"起\":\"2023-03-10\",\"止\":\"2023-03-01\"}]", 0 },
        { "[]", 0 },
    };
    const struct pack *p = with_rules(
        "月数: {clause: S-1, value: '经历月数(经历, 基准日)'}\n"
        "月数够: {clause: S-1, feel: 月数 >= 60}\n");

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct str answers = arena_fmt(a, "{\"经历\":%s}", cases[i].rows);
        struct pack_facts f = facts(arena_cstr(a, answers), "{}");
        struct feel_value v;
        struct err err;
        int64_t months = -1;

        assert_int_equal(pack_value(a, p, STR("月数"), &f, &v, &err), OK);
        assert_true(feel_to_int(&v, &months));
        assert_int_equal(months, cases[i].months);
        assert_int_equal(judged(p, "月数够", f).outcome,
            cases[i].months >= 60 ? MET : NOT_MET);
    }
}

/* --- holidays --- */

static const struct holidays *
holidays_of_2023(void)
{
    static const struct holiday rows[] = {
        { { 0 }, HOLIDAY_OFF, STR_INIT("清明节"), STR_INIT("通知") },
    };
    static const int years[] = { 2023 };
    struct holiday row = rows[0];
    const struct holidays *h = NULL;
    struct err err;

    row.day = day_of_ymd(2023, 4, 5);
    if (holidays_new(a, &row, 1, years, 1, &h, &err) != OK)
        fail_msg("%s", err.text);
    return h;
}

static void
missing_holiday_year_is_an_error(void **state)
{
    const struct pack *p = with_rules(
        "公示止: {clause: S-1, value: '工作日后(成立日期, 5)'}\n"
        "公示满: {clause: S-1, feel: 基准日 > 公示止}\n"
        "外层: {clause: S-1, all: [人数达标, 公示满]}\n");
    struct pack_facts f =
        facts("{\"成立日期\":\"2023-04-03\",\"人数\":10}", "{}");
    struct pack_verdict v;
    struct feel_value value;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(
        pack_value(a, p, STR("公示止"), &f, &value, &err), ERR_NOT_FOUND);
    f.holidays = holidays_of_2023();
    assert_int_equal(pack_value(a, p, STR("公示止"), &f, &value, &err), OK);
    assert_true(day_eq(value.date, day_of_ymd(2023, 4, 11))); /* S-C07 */
    f.answers = parsed("{\"成立日期\":\"2023-12-29\",\"人数\":10}");
    err = (struct err){ 0 };
    assert_int_equal(
        pack_judge(a, p, STR("公示满"), &f, &v, &err), ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "2024"));
    err = (struct err){ 0 };
    assert_int_equal(
        pack_judge(a, p, STR("外层"), &f, &v, &err), ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "2024"));
}

/* --- what goes wrong --- */

static void
unknown_rules_are_errors(void **state)
{
    struct pack_facts f = facts("{}", "{}");
    struct pack_verdict v;
    struct feel_value value;
    struct err err;

    (void)state;
    assert_int_equal(
        pack_judge(a, sample, STR("没有"), &f, &v, &err), ERR_NOT_FOUND);
    assert_int_equal(
        pack_judge(a, sample, STR("起算日"), &f, &v, &err), ERR_NOT_FOUND);
    assert_int_equal(
        pack_value(a, sample, STR("没有"), &f, &value, &err), ERR_NOT_FOUND);
}

/* An error in a rule is not a missing fact. */
static void
errors_are_not_missing_facts(void **state)
{
    const struct pack *p = with_rules(
        "除: {clause: S-1, feel: '100 / (人数 - 7) > 1'}\n"
        "并: {clause: S-1, all: [除, 成立满两年]}\n");
    struct pack_verdict v = judged(p, "除", facts("{\"人数\":7}", "{}"));

    (void)state;
    assert_int_equal(v.outcome, UNDECIDED);
    assert_int_equal(v.n_missing, 0);
    assert_true(v.error.n > 0);
    assert_true(str_starts(v.why, STR("规则算不出来：")));
    v = judged(p, "并",
        facts("{\"人数\":7,\"成立日期\":\"2020-01-01\"}", "{}"));
    assert_int_equal(v.outcome, UNDECIDED);
    assert_true(v.error.n > 0);
    /* with another number the same rule decides */
    assert_int_equal(
        judged(p, "除", facts("{\"人数\":8}", "{}")).outcome, MET);
}

/* Each rule asks two that ask two: 2^24 of them are not computed. */
static void
work_is_limited(void **state)
{
    struct buf b;
    struct pack_facts f = facts("{\"人数\":7}", "{}");
    struct pack_verdict v;
    struct err err = { 0 };
    const struct pack *p;

    (void)state;
    buf_init(&b, a, 1 << 16);
    for (int i = 0; i < 24; i++)
        buf_fmt(&b,
            "左%d: {clause: S-1, all: [左%d, 右%d]}\n"
            "右%d: {clause: S-1, any: [左%d, 右%d]}\n",
            i, i + 1, i + 1, i, i + 1, i + 1);
    buf_lit(&b, "左24: {clause: S-1, feel: 人数 > 3}\n"
                "右24: {clause: S-1, feel: 人数 > 4}\n");
    p = with_rules(arena_cstr(a, buf_view(&b)));
    assert_int_equal(pack_judge(a, p, STR("左0"), &f, &v, &err), ERR_LIMIT);
    assert_int_equal(pack_judge(a, p, STR("左20"), &f, &v, &err), OK);
    assert_int_equal(v.outcome, MET);
}

/* Answers of a wrong kind decide nothing. */
static void
wrong_answers_decide_nothing(void **state)
{
    static const char *const answers[] = { "{\"人数\":\"十\"}",
        "{\"人数\":[1]}", "{\"人数\":{\"a\":1}}", "{\"人数\":true}" };

    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++)
        assert_int_equal(
            judged(sample, "人数达标", facts(answers[i], "{}")).outcome,
            UNDECIDED);
    assert_int_equal(judged(sample, "成立满两年",
                         facts("{\"成立日期\":\"昨天\"}", "{}"))
                         .outcome,
        UNDECIDED);
    assert_int_equal(
        judged(sample, "真实", facts("{}", "{\"认定.真实\":\"是\"}")).outcome,
        UNDECIDED);
}

static void
facts_may_be_absent_altogether(void **state)
{
    struct pack_facts f = { .reference = DAY_NONE };
    struct pack_verdict v = judged(sample, "成立满两年", f);

    (void)state;
    assert_int_equal(v.outcome, UNDECIDED);
    assert_int_equal(v.n_missing, 2);
    assert_text(v.missing[1], "基准日");
}

/* --- the record --- */

static struct str
record_of(const struct pack_verdict *v)
{
    struct buf b;

    buf_init(&b, a, 1 << 20);
    json_write_canonical(&b, pack_verdict_json(a, v));
    return buf_view(&b);
}

static void
record_holds_the_trace_and_repeats(void **state)
{
    struct pack_facts f = facts(
        "{\"成立日期\":\"2021-03-13\",\"人数\":12}", "{\"认定.真实\":true}");
    struct pack_verdict v = judged(sample, "条件", f);
    struct pack_verdict again = judged(sample, "条件", f);
    const struct json *o = pack_verdict_json(a, &v);
    const struct json *part = json_at(json_get(o, STR("parts")), 0);
    const struct json *trace = json_get(part, STR("trace"));

    (void)state;
    assert_true(str_eq(record_of(&v), record_of(&again)));
    assert_text(json_str(json_get(o, STR("rule"))), "条件");
    assert_text(json_str(json_get(o, STR("clause"))), "S-1");
    assert_text(json_str(json_get(o, STR("outcome"))), "not_met");
    assert_text(json_str(json_get(o, STR("holds_from"))), "2023-03-13");
    assert_text(json_str(json_get(trace, STR("op"))), "<=");
    assert_text(
        json_str(json_get(trace, STR("left"))), "date(\"2023-03-13\")");
    assert_text(json_str(json_get(part, STR("feel"))),
        "加年(成立日期, 2) <= 基准日");
    v = judged(sample, "条件", facts("{}", "{}"));
    o = pack_verdict_json(a, &v);
    assert_text(json_str(json_get(o, STR("outcome"))), "undecided");
    assert_int_equal(json_get(o, STR("missing"))->n, 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_and_any_have_three_answers),
        cmocka_unit_test(missing_facts_are_named_once),
        cmocka_unit_test(known_side_decides),
        cmocka_unit_test(borders_and_reasons),
        cmocka_unit_test(several_parts_say_which),
        cmocka_unit_test(readings_can_be_switched),
        cmocka_unit_test(first_day_is_found),
        cmocka_unit_test(time_alone_must_be_missing),
        cmocka_unit_test(search_is_not_monotone),
        cmocka_unit_test(functions_count_as_the_rules_say),
        cmocka_unit_test(experience_is_counted_in_months),
        cmocka_unit_test(missing_holiday_year_is_an_error),
        cmocka_unit_test(unknown_rules_are_errors),
        cmocka_unit_test(errors_are_not_missing_facts),
        cmocka_unit_test(work_is_limited),
        cmocka_unit_test(wrong_answers_decide_nothing),
        cmocka_unit_test(facts_may_be_absent_altogether),
        cmocka_unit_test(record_holds_the_trace_and_repeats),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
