/* Explaining verdicts: the first day, what would change it, where a missing
 * fact is supplied, and the whole way as a tree. */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;

/* The sample with more facts, fields and rules. */
static const struct pack *
with_rules(const char *rules)
{
    static const char fields[] =
        "      发证日期: {type: date, clause: S-1}\n"
        "      律师数: {type: integer, label: {zh: 专职律师人数, en: lawyers}, "
        "clause: S-1}\n"
        "      收费: {type: money, clause: S-1}\n"
        "      学历: {type: text, clause: S-1}\n"
        "      手机: {type: mobile, private: true, clause: S-1}\n"
        "      可办: {type: yes_no, clause: S-1}\n";
    struct pack_file files[SAMPLE_FILES];
    const struct pack *p = NULL;
    const struct pack_problem *problems;
    size_t n;
    struct err err = { 0 };

    memcpy(files, sample_files, sizeof(files));
    files[1].bytes = arena_join(a, files[1].bytes, str_of(rules));
    files[2].bytes = arena_join(a, files[2].bytes, str_of(fields));
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
facts(const char *answers, const char *extra, struct day reference)
{
    return (struct pack_facts){ .answers = parsed(answers),
        .extra = parsed(extra),
        .reference = reference,
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

/* --- what a line says of rows --- */

/* People read the line: what stands in the expression stays in the steps. */
static void
rows_are_told_without_the_expression(void **state)
{
    static const struct {
        const char *rule, *answers, *why;
    } rows[] = {
        { "各段有止", "{\"经历\":[{\"起\":\"2020-01-01\",\"止\":"
            "\"2021-01-01\"}]}",
            "经历 1 项：每一行都符合（对照 基准日 2023-03-12）" },
        { "各段有止", "{\"经历\":[{\"起\":\"2024-01-01\"}]}",
            "经历 1 项：不是每一行都符合（对照 基准日 2023-03-12）" },
        { "有一段", "{\"经历\":[{\"起\":\"2024-01-01\"}]}",
            "经历 1 项：没有符合条件的行" },
        { "最后一段", "{\"经历\":[{\"起\":\"2020-01-01\"}]}",
            "经历 1 项的最后一行的起 = 2020-01-01" },
        { "填了人数", "{\"人数\":13}", "人数 13" },
        { "没有就不行", "{\"经历\":[]}", "经历 0 项 = 0" },
        { "几个起", "{\"经历\":[{\"起\":\"2020-01-01\"}]}",
            "去重计数(经历 1 项各自的起) = 1 < 2，还差 1" },
    };
    const struct pack *p = with_rules(
        "各段有止: {clause: S-1, feel: 'every 行 in 经历 satisfies "
        "行.止 != null and 行.起 <= 基准日'}\n"
        "填了人数: {clause: S-1, feel: 'if 人数 = null then 1 > 2 else "
        "人数 != null'}\n"
        "有一段: {clause: S-1, feel: 'some 行 in 经历 satisfies "
        "行.起 = date(\"2020-01-01\")'}\n"
        "最后一段: {clause: S-1, feel: '经历[-1].起 = date(\"2020-01-01\")'}\n"
        "没有就不行: {clause: S-1, feel: 'if count(经历) = 0 then false else "
        "经历[-1].起 <= 基准日'}\n"
        "几个起: {clause: S-1, feel: '去重计数(for 行 in 经历 return 行.起) "
        ">= 2'}\n");

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct pack_verdict v = judged(p, rows[i].rule,
            facts(rows[i].answers, "{}", day_of_ymd(2023, 3, 12)));

        assert_text(v.why, rows[i].why);
        assert_true(v.why_en.n > 0);
    }
}

/* --- when will it hold? --- */

/* Requirements, scenarios S-A01, S-A02 and S-A04. */
static void
five_years_are_reached_on_a_day(void **state)
{
    static const struct {
        const char *answers;
        int y, m, d; /* reference day */
        enum outcome outcome;
        const char *from, *change;
    } rows[] = {
        { "{\"发证日期\":\"2019-06-03\",\"律师数\":30}", 2024, 6, 3, MET, "",
            "" },
        { "{\"发证日期\":\"2019-06-04\",\"律师数\":30}", 2024, 6, 3, NOT_MET,
            "2024-06-04", "满年(发证日期 2019-06-04, 基准日 2024-06-03) 4，"
                          "还差 1（应 ≥ 5）" },
        { "{\"发证日期\":\"2020-02-29\",\"律师数\":30}", 2025, 2, 27, NOT_MET,
            "2025-02-28", NULL },
        { "{\"发证日期\":\"2020-02-29\",\"律师数\":30}", 2025, 2, 28, MET, "",
            "" },
        /* people are missing as well: no day, but the distance */
        { "{\"发证日期\":\"2019-06-03\",\"律师数\":29}", 2024, 6, 3, NOT_MET,
            "", "专职律师人数 29，还差 1（应 ≥ 30）" },
    };
    const struct pack *p = with_rules(
        "满五年: {clause: S-1, feel: '满年(发证日期, 基准日) >= 5'}\n"
        "律师够: {clause: S-1, feel: '律师数 >= 30'}\n"
        "基本: {clause: S-1, all: [满五年, 律师够]}\n");

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct pack_verdict v = judged(p, "基本",
            facts(rows[i].answers, "{}",
                day_of_ymd(rows[i].y, rows[i].m, rows[i].d)));

        assert_int_equal(v.outcome, rows[i].outcome);
        assert_text(day_is_none(v.holds_from) ? STR_EMPTY
                                              : day_iso(a, v.holds_from),
            rows[i].from);
        assert_false(v.not_in_ten_years);
        if (rows[i].change == NULL)
            continue;
        assert_text(
            v.change != NULL ? v.change->text.zh : STR_EMPTY, rows[i].change);
    }
}

/* The first day met, found by judging each day. */
static struct day
by_brute_force(const struct pack *p, const char *rule, struct pack_facts f)
{
    struct day from = f.reference;
    struct day last = day_add_years(from, 10);
    struct arena *scratch = arena_new("brute");
    struct day found = DAY_NONE;

    while (day_is_none(found) && f.reference.n < last.n) {
        struct pack_facts one = f;
        struct feel_value v;
        struct err err;

        arena_reset(scratch);
        f.reference.n++;
        one.reference = f.reference;
        if (pack_value(scratch, p, str_of(rule), &one, &v, &err) != OK)
            break;
        if (v.type == FEEL_BOOLEAN && v.boolean)
            found = one.reference;
    }
    arena_free(scratch);
    return found;
}

/* Whatever is proven about a rule, the answer is that of looking at each
 * day. */
static void
search_finds_what_each_day_says(void **state)
{
    static const char *const rules[] = {
        "基准日 >= 加月(成立日期, 30)",
        "成立日期 + duration(\"P3Y2M\") <= 基准日",
        "基准日 - 成立日期 > duration(\"P1000D\")",
        "加天(基准日, -400) > 成立日期",
        "满月(成立日期, 基准日) >= 77",
        "年份(基准日) > 2026",
        "基准日.year - 成立日期.year >= 4",
        "years and months duration(成立日期, 基准日).years >= 6",
        "基准日 = date(\"2029-02-28\")",
        "day of week(基准日) = \"Sunday\" and 基准日 > date(\"2025-01-01\")",
        "基准日 > 起点 and 基准日 < 加天(起点, 3)",
        "not(基准日 < 起点) and (人数 > 99 or 基准日 > 加年(起点, 1))",
        "not(基准日 >= 加天(成立日期, 5000)) and 基准日 > date(\"2031-05-05\")",
        "if 基准日 < date(\"2024-05-05\") then false else 人数 > 1",
        "基准日 in [date(\"2024-02-01\")..date(\"2024-02-10\")]",
        "经历月数(经历, 基准日) >= 62",
        "some x in [1, 2, 3] satisfies 基准日 > 加年(成立日期, x + 3)",
        "成立日期 > 基准日",
        "未知数 > 1 and 基准日 > date(\"2024-01-01\")",
        "未知数 > 1 or 基准日 > date(\"2024-01-01\")",
        "满年(基准日, 成立日期) > -3 and 基准日.month = 7",
        "(基准日) >= (加月(成立日期, 40))",
        "人数 > 100",
    };
    struct pack_facts f = facts(
        "{\"成立日期\":\"2022-11-30\",\"人数\":7,\"经历\":["
        "{\"起\":\"2018-03-13\",\"止\":\"2020-01-31\"},"
        "{\"起\":\"2020-06-01\",\"止\":\"\"}]}",
        "{}", day_of_ymd(2023, 3, 12));

    (void)state;
    for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
        struct str text = arena_fmt(a,
            "起点: {clause: S-1, value: '加月(成立日期, 20)'}\n"
            "未知数: {clause: S-1, value: 'count(优先)'}\n"
            "试: {clause: S-1, feel: '%s'}\n"
            "试值: {clause: S-1, value: '%s'}\n",
            rules[i], rules[i]);
        const struct pack *p = with_rules(arena_cstr(a, text));
        struct pack_verdict v = judged(p, "试", f);
        struct day should = by_brute_force(p, "试值", f);

        if (v.outcome != NOT_MET)
            should = DAY_NONE;
        if (!day_eq(v.holds_from, should))
            fail_msg("%s: " STR_FMT ", should be " STR_FMT, rules[i],
                STR_ARG(day_iso(a, v.holds_from)),
                STR_ARG(day_iso(a, should)));
    }
}

/* Without explanation the outcome is the same. */
static void
assert_outcome(const struct pack *p, const char *rule, struct pack_facts f,
    enum outcome should)
{
    enum outcome is = UNDECIDED;
    struct err err = { 0 };

    assert_int_equal(pack_outcome(a, p, str_of(rule), &f, &is, &err), OK);
    assert_int_equal(is, should);
    assert_int_equal(
        pack_outcome(a, p, STR("没有"), &f, &is, &err), ERR_NOT_FOUND);
}

static void
ten_years_are_the_horizon(void **state)
{
    const struct pack *p = with_rules(
        "早: {clause: S-1, feel: '基准日 <= 成立日期'}\n"
        "或早: {clause: S-1, feel: '基准日 <= 成立日期 or 未填数 > 3'}\n"
        "未填数: {clause: S-1, value: 'count(优先)'}\n");
    struct pack_facts f = facts(
        "{\"成立日期\":\"2031-03-13\"}", "{}", day_of_ymd(2023, 3, 12));
    struct pack_verdict v = judged(p, "成立满两年", f);

    (void)state;
    assert_int_equal(v.outcome, NOT_MET);
    assert_true(day_is_none(v.holds_from));
    assert_true(v.not_in_ten_years);
    assert_outcome(p, "成立满两年", f, NOT_MET);
    /* a day that has passed does not come again */
    f.answers = parsed("{\"成立日期\":\"2020-01-01\"}");
    v = judged(p, "早", f);
    assert_true(v.not_in_ten_years);
    /* what is not known may still make it so */
    f.answers = parsed("{\"成立日期\":\"2020-01-01\"}");
    v = judged(p, "或早", f);
    assert_int_equal(v.outcome, UNDECIDED);
    assert_false(v.not_in_ten_years);
    /* without time in it nothing is said of time */
    f.answers = parsed("{\"人数\":3}");
    assert_false(judged(p, "人数达标", f).not_in_ten_years);
}

/* --- what would change it? --- */

static void
distances_are_exact_and_in_their_unit(void **state)
{
    static const struct {
        const char *feel, *answers, *extra;
        const char *text, *text_en, *gap;
    } rows[] = {
        { "律师数 >= 30", "{\"律师数\":29}", "{}",
            "专职律师人数 29，还差 1（应 ≥ 30）",
            "lawyers 29, short by 1 (must be ≥ 30)", "还差 1" },
        { "律师数 > 30", "{\"律师数\":30}", "{}",
            "专职律师人数 30，还差 1（应 > 30）",
            "lawyers 30, short by 1 (must be > 30)", "还差 1" },
        { "人数 >= 最低人数", "{\"人数\":4}", "{}",
            "人数 4，还差 6 人（应 ≥ 10）",
            "人数 4, short by 6 persons (must be ≥ 10)", "还差 6 人" },
        { "年度服务分钟 >= 最低分钟", "{}", "{\"年度服务分钟\":3570}",
            "年度服务分钟 3570（59 小时 30 分），还差 30 分钟（应 ≥ "
            "3600（60 小时））",
            "minutes of service in the year 3570 (59 h 30 min), short by 30 "
            "minutes (must be ≥ 3600 (60 h))",
            "还差 30 分钟" },
        { "年度服务分钟 >= 最低分钟", "{}", "{\"年度服务分钟\":45}",
            "年度服务分钟 45，还差 3555 分钟（59 小时 15 分）（应 ≥ 3600（60 "
            "小时））",
            NULL, "还差 3555 分钟（59 小时 15 分）" },
        { "收费 <= 800000", "{\"收费\":800001}", "{}",
            "收费 8,000.01 元，超出 0.01 元（应 ≤ 8,000.00 元）",
            "收费 8,000.01 yuan, over by 0.01 yuan (must be ≤ 8,000.00 yuan)",
            "超出 0.01 元" },
        { "每万人数 >= 2.3", "{}", "{\"每万人数\":2.25}",
            "每万人数 2.25，还差 0.05（应 ≥ 2.3）", NULL, "还差 0.05" },
        { "每万人数 > 2.3", "{}", "{\"每万人数\":2.25}",
            "每万人数 2.25，还差 0.05 以上（应 > 2.3）", NULL,
            "还差 0.05 以上" },
        { "30 <= 律师数", "{\"律师数\":29}", "{}",
            "专职律师人数 29，还差 1（应 ≥ 30）", NULL, "还差 1" },
        { "not(律师数 < 30)", "{\"律师数\":29}", "{}",
            "专职律师人数 29，还差 1（应 ≥ 30）", NULL, "还差 1" },
        { "加年(发证日期, 2) <= 基准日", "{\"发证日期\":\"2021-03-13\"}", "{}",
            "基准日 2023-03-12，差 1 天（应 ≥ 2023-03-13）",
            "reference day 2023-03-12, by 1 day (must be ≥ 2023-03-13)",
            "差 1 天" },
        { "基准日 > 发证日期", "{\"发证日期\":\"2023-03-12\"}", "{}",
            "基准日 2023-03-12，差 1 天（应 > 2023-03-12）", NULL,
            "差 1 天" },
        { "学历 in (\"本科\", \"硕士\")", "{\"学历\":\"大专\"}", "{}",
            "学历 大专（应在以下之内：本科、硕士）", NULL, "" },
        { "可办", "{\"可办\":false}", "{}", "可办：现为否，应为是",
            "可办: is no, must be yes", "" },
        { "count(经历) >= 1", "{\"经历\":[]}", "{}",
            "经历 0，还差 1（应 ≥ 1）", NULL, "还差 1" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const struct pack *p = with_rules(arena_cstr(a,
            arena_fmt(a, "试: {clause: S-1, feel: '%s'}\n", rows[i].feel)));
        struct pack_verdict v = judged(p, "试",
            facts(rows[i].answers, rows[i].extra, day_of_ymd(2023, 3, 12)));

        assert_int_equal(v.outcome, NOT_MET);
        assert_non_null(v.change);
        assert_int_equal(v.change->kind, CHANGE_ONE);
        assert_text(v.change->text.zh, rows[i].text);
        if (rows[i].text_en != NULL)
            assert_text(v.change->text.en, rows[i].text_en);
        assert_text(v.change->gap, rows[i].gap);
    }
}

static void
alternatives_and_sets_are_told_apart(void **state)
{
    const struct pack *p = with_rules(
        "两条路: {clause: S-1, feel: '律师数 >= 30 or (人数 >= 最低人数 and "
        "可办)'}\n"
        "全: {clause: S-1, all: [两条路, 真实, 成立满两年]}\n"
        "按口径: {clause: S-1, feel: '口径 = \"任一项\" or 两条路'}\n"
        "不可改: {clause: S-1, feel: '口径 = \"任一项\"'}\n"
        "用规则: {clause: S-1, feel: '真实 and 两条路'}\n");
    struct pack_facts f =
        facts("{\"律师数\":28,\"人数\":9,\"可办\":false,"
              "\"成立日期\":\"2020-01-01\"}",
            "{\"认定.真实\":false}", day_of_ymd(2023, 3, 12));
    struct pack_verdict v = judged(p, "两条路", f);

    (void)state;
    assert_int_equal(v.change->kind, CHANGE_ANY);
    assert_int_equal(v.change->n, 2);
    assert_text(v.change->parts[0].gap, "还差 2");
    assert_text(v.change->parts[0].fact, "律师数");
    assert_int_equal(v.change->parts[1].kind, CHANGE_ALL);
    assert_int_equal(v.change->parts[1].n, 2);
    assert_text(v.change->parts[1].parts[0].gap, "还差 1 人");
    assert_text(v.change->parts[1].parts[1].fact, "可办");
    /* what is met asks for nothing */
    v = judged(p, "全", f);
    assert_int_equal(v.change->kind, CHANGE_ALL);
    assert_int_equal(v.change->n, 2);
    assert_int_equal(v.change->parts[0].kind, CHANGE_ANY);
    assert_text(v.change->parts[1].text.zh, "真实：由审核人重新认定");
    /* a reading is not for the applicant to change */
    v = judged(p, "按口径", f);
    assert_int_equal(v.change->kind, CHANGE_ANY);
    assert_int_equal(v.change->n, 2);
    v = judged(p, "不可改", f);
    assert_int_equal(v.outcome, NOT_MET);
    assert_null(v.change);
    /* through a rule that the expression names */
    v = judged(p, "用规则", f);
    assert_int_equal(v.change->kind, CHANGE_ALL);
    assert_int_equal(v.change->n, 2);
    /* met, undecided: nothing would change it */
    f.answers = parsed("{\"律师数\":30}");
    assert_null(judged(p, "两条路", f).change);
    f.answers = parsed("{}");
    assert_null(judged(p, "两条路", f).change);
}

/* --- undecided --- */

static void
missing_facts_say_where_they_belong(void **state)
{
    const struct pack *p = with_rules(
        "试: {clause: S-1, feel: '律师数 >= 30 and 每万人数 > 2 and 年度服务分钟 "
        "> 1 and 真实'}\n");
    struct pack_verdict v =
        judged(p, "试", facts("{}", "{}", day_of_ymd(2023, 3, 12)));

    (void)state;
    assert_int_equal(v.outcome, UNDECIDED);
    assert_int_equal(v.n_missing, 4);
    assert_text(v.why,
        "缺少：专职律师人数、每万人数、年度服务分钟、真实");
    for (size_t i = 0; i < v.n_missing; i++) {
        const struct pack_source *s = &v.sources[i];

        if (str_eq(v.missing[i], STR("律师数"))) {
            assert_int_equal(s->kind, SOURCE_FORM);
            assert_text(s->label.en, "lawyers");
            assert_text(s->where.zh, "填写在“申请表”的“基本”");
            assert_text(s->section->name, "基本");
        } else if (str_eq(v.missing[i], STR("每万人数"))) {
            assert_int_equal(s->kind, SOURCE_OUTSIDE);
            assert_text(s->where.zh, "由办理机构提供（年报）");
        } else if (str_eq(v.missing[i], STR("年度服务分钟"))) {
            assert_int_equal(s->kind, SOURCE_RECORD);
        } else {
            assert_text(v.missing[i], "认定.真实");
            assert_int_equal(s->kind, SOURCE_REVIEWER);
            assert_text(s->label.zh, "真实");
        }
    }
}

static void
faults_of_the_rule_are_told_apart(void **state)
{
    const struct pack *p = with_rules(
        "错: {clause: S-1, feel: '100 / (人数 - 7) > 1'}\n"
        "错且缺: {clause: S-1, feel: '100 / (人数 - 7) > 1 and 律师数 > 1'}\n");
    struct pack_facts f =
        facts("{\"人数\":7}", "{}", day_of_ymd(2023, 3, 12));
    struct pack_verdict v = judged(p, "错", f);
    struct explain_node n;
    struct str text;

    (void)state;
    assert_int_equal(v.outcome, UNDECIDED);
    assert_true(v.error.n > 0);
    assert_int_equal(v.n_missing, 0);
    pack_explain(a, p, &v, false, &n);
    assert_int_equal(n.state, EXPLAIN_ERROR);
    text = explain_text(a, &n, NULL);
    assert_true(str_find(text, STR("规则有误：")) < text.n);
    /* both: the fact is named and the fault is kept */
    v = judged(p, "错且缺", f);
    assert_int_equal(v.n_missing, 1);
    assert_true(v.error.n > 0);
}

/* --- the whole way --- */

static void
the_whole_way_is_a_tree(void **state)
{
    const struct pack *p = with_rules(
        "期限: {clause: S-1, value: '加年(发证日期, 5)', title: {zh: 期限, en: "
        "the limit}}\n"
        "满五年: {clause: S-1, feel: '期限 <= 基准日', title: {zh: 满五年以上, "
        "en: Five years}}\n"
        "手机对: {clause: S-1, feel: 'matches(手机, \"^1[0-9]{10}$\")'}\n"
        "基本: {clause: S-1, all: [满五年, 手机对]}\n");
    struct pack_verdict v = judged(p, "基本",
        facts("{\"发证日期\":\"2019-06-04\",\"手机\":\"13800138000\"}", "{}",
            day_of_ymd(2024, 6, 3)));
    struct explain_node n;

    (void)state;
    pack_explain(a, p, &v, false, &n);
    assert_text(explain_text(a, &n, NULL),
        "基本                               不符合\n"
        "├ 满五年 (满五年以上)              不符合       决定结果\n"
        "│ └ 期限 <= 基准日                 否\n"
        "│   ├ 期限                         2024-06-04\n"
        "│   │ └ 加年(发证日期, 5)          2024-06-04\n"
        "│   │   └ 发证日期                 2019-06-04\n"
        "│   └ 基准日                       2024-06-03\n"
        "└ 手机对                           符合         不影响结果\n"
        "  └ matches(手机, \"^1[0-9]{10}$\")  是\n"
        "    └ 手机                         138****8000\n");
    assert_text(v.parts[1].why, "手机 138****8000 格式正确");
    pack_explain(a, p, &v, true, &n);
    assert_text(n.kids[0].label, "Five years");
    assert_text(n.kids[0].shown, "not met");
    assert_text(n.kids[0].kids[0].kids[1].label, "reference day");
}

static void
json_tells_it_all(void **state)
{
    const struct pack *p = with_rules(
        "期限: {clause: S-1, value: 'if 可办 then 加年(发证日期, 5) else 发证日期'}"
        "\n"
        "满五年: {clause: S-1, feel: '期限 <= 基准日'}\n");
    struct pack_verdict v = judged(p, "满五年",
        facts("{\"发证日期\":\"2019-06-04\",\"可办\":true}", "{}",
            day_of_ymd(2024, 6, 3)));
    const struct json *o = pack_verdict_json(a, &v);
    const struct json *used, *missing;
    struct explain_node n;

    (void)state;
    assert_text(json_str(json_get(o, STR("holds_from"))), "2024-06-04");
    assert_text(
        json_str(json_get(json_get(o, STR("change")), STR("gap"))),
        "差 1 天");
    used = json_at(json_get(o, STR("uses")), 0);
    assert_text(json_str(json_get(used, STR("rule"))), "期限");
    assert_text(json_str(json_get(json_get(used, STR("trace")),
                    STR("branch"))),
        "then");
    pack_explain(a, p, &v, false, &n);
    o = pack_explain_json(a, &n);
    assert_text(json_str(json_get(o, STR("kind"))), "rule");
    assert_text(json_str(json_get(o, STR("shown"))), "不符合");
    v = judged(p, "满五年", facts("{}", "{}", day_of_ymd(2024, 6, 3)));
    o = pack_verdict_json(a, &v);
    missing = json_get(o, STR("missing_from"));
    assert_int_equal(missing->n, 1);
    assert_text(
        json_str(json_get(json_at(missing, 0), STR("from"))), "form");
    assert_text(
        json_str(json_get(json_at(missing, 0), STR("section"))), "基本");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_told_without_the_expression),
        cmocka_unit_test(five_years_are_reached_on_a_day),
        cmocka_unit_test(search_finds_what_each_day_says),
        cmocka_unit_test(ten_years_are_the_horizon),
        cmocka_unit_test(distances_are_exact_and_in_their_unit),
        cmocka_unit_test(alternatives_and_sets_are_told_apart),
        cmocka_unit_test(missing_facts_say_where_they_belong),
        cmocka_unit_test(faults_of_the_rule_are_told_apart),
        cmocka_unit_test(the_whole_way_is_a_tree),
        cmocka_unit_test(json_tells_it_all),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
