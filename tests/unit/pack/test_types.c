/* Types, units, choices and bounds in the expressions of a pack: each mistake
 * is told with its place and what would be right; what is right is not. */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;

/* Behind the sample's form and parameters. */
static const char more_fields[] =
    "      学历: {type: one_of, options: [本科, 硕士, 博士], clause: S-1}\n"
    "      籍贯: {type: one_of, options: [甲省, 乙省], clause: S-1}\n"
    "      学校: {type: one_of, options: [甲校, 乙校], other: true, "
    "clause: S-1}\n"
    "      擅长: {type: many_of, options: [法律, 金融], clause: S-1}\n"
    "      姓名: {type: text, clause: S-1}\n"
    "      承诺: {type: tick, clause: S-1}\n"
    "      时长小时: {type: integer, unit: 小时, clause: S-1}\n"
    "      企业数: {type: integer, unit: 家, max: 5000, clause: S-1}\n"
    "      收入: {type: money, clause: S-1}\n"
    "      常住人口: {type: integer, unit: 人, clause: S-1}\n"
    "      律师人数: {type: integer, unit: 人, clause: S-1}\n"
    "      占比: {type: integer, unit: '%', max: 100, clause: S-1}\n"
    "      提交时间: {type: date_time, clause: S-1}\n";

static const char more_parameters[] =
    "parameters:\n"
    "  收入下限元: {value: 5000, unit: 元, clause: S-1}\n"
    "  提醒天数: {value: 30, unit: 日, clause: S-1}\n"
    "  比例下限: {value: 1, unit: 比例, clause: S-1}\n"
    "  人员下限: {value: 3, unit: 人, clause: S-1}\n";

struct loaded {
    const struct pack *pack;
    const struct pack_problem *problems;
    size_t n;
};

static struct str
put_in(struct str text, const char *at, const char *what)
{
    size_t i = str_find(text, str_of(at));

    assert_true(i != SIZE_MAX);
    return arena_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(str_sub(text, 0, i)),
        what, STR_ARG(str_sub(text, i + strlen(at), SIZE_MAX)));
}

/* The sample with one more rule, whose expression begins in column 9 of the
 * line told by *ret_line. */
static struct loaded
load_rule(const char *key, const char *expression, int *ret_line)
{
    struct pack_file files[SAMPLE_FILES];
    struct loaded l = { 0 };
    struct err err = { 0 };

    *ret_line = 1;
    for (size_t i = 0; i < SAMPLE_FILES; i++) {
        struct str text = sample_files[i].bytes;

        files[i] = sample_files[i];
        if (str_eq(files[i].path, STR("pack.yaml")))
            files[i].bytes = put_in(text, "parameters:\n", more_parameters);
        if (str_eq(files[i].path, STR("forms/application.yaml")))
            files[i].bytes = arena_fmt(
                a, STR_FMT "%s", STR_ARG(text), more_fields);
        if (!str_eq(files[i].path, STR("rules.yaml")))
            continue;
        for (size_t k = 0; k < text.n; k++)
            *ret_line += text.p[k] == '\n';
        *ret_line += 2;
        files[i].bytes = arena_fmt(a,
            STR_FMT "试:\n  clause: S-1\n  %s: %s\n", STR_ARG(text), key,
            expression);
    }
    if (pack_load_files(
            a, files, SAMPLE_FILES, &l.pack, &l.problems, &l.n, &err) != OK)
        fail_msg("%s", err.text);
    return l;
}

struct row {
    const char *key, *expression;
    int column; /* inside the expression */
    const char *text;
};

static bool
told(const struct loaded *l, const struct row *r, int line, int level)
{
    int begin = (int)strlen(r->key) + 5;

    for (size_t i = 0; i < l->n; i++) {
        const struct pack_problem *p = &l->problems[i];

        if ((int)p->level == level && p->line == line &&
            str_eq(p->file, STR("rules.yaml")) &&
            p->column == begin + r->column - 1 &&
            str_find(p->text, str_of(r->text)) != SIZE_MAX)
            return true;
    }
    return false;
}

static void
check_rows(const struct row *rows, size_t n, int level)
{
    size_t bad = 0;

    for (size_t i = 0; i < n; i++) {
        int line;
        struct loaded l = load_rule(rows[i].key, rows[i].expression, &line);
        bool usable = level == PROBLEM_WARNING;

        if (told(&l, &rows[i], line, level) && (l.pack != NULL) == usable)
            continue;
        print_error("--- %s, expected %d:%d %s\n", rows[i].expression, line,
            rows[i].column, rows[i].text);
        for (size_t k = 0; k < l.n; k++)
            print_error("%d:%d " STR_FMT "\n", l.problems[k].line,
                l.problems[k].column, STR_ARG(l.problems[k].text));
        bad++;
    }
    assert_int_equal(bad, 0);
}

#define CHECK(rows, level) \
    check_rows(rows, sizeof(rows) / sizeof(*(rows)), level)

static void
unknown_names_are_told(void **state)
{
    static const struct row rows[] = {
        { "feel", "人树 > 3", 1, "最接近的是“人数”" },
        { "feel", "加年月(成立日期, 2) < 基准日", 1, "加年" },
        { "feel", "成立日期.年 > 2000", 6, "没有名为“年”的成员" },
        { "feel", "成立日期.years > 2000", 1,
            "日期没有成员“years”，是否为“year”？" },
        { "feel", "成立日期.止 > 2000", 1, "应为其中之一：year、month" },
        { "feel", "some x in 经历 satisfies x.止日 = null", 26, "止" },
        { "feel", "some x in 经历 satisfies x.year = 2000", 24,
            "一组值没有成员“year”，应为其中之一：起、止" },
        { "feel", "姓名.year > 3", 1, "文字没有成员" },
    };

    (void)state;
    /* a member that exists nowhere is refused when compiling */
    CHECK(rows, PROBLEM_ERROR);
}

static void
impossible_comparisons_are_told(void **state)
{
    static const struct row rows[] = {
        { "feel", "姓名 = 3", 1, "左边是文字、右边是数，无法比较" },
        { "feel", "人数 > \"5\"", 1, "数不加引号，请写 5" },
        { "feel", "成立日期 > 3", 1, "左边是日期、右边是数" },
        { "feel", "成立日期 > \"2023-03-12\"", 1,
            "请写 date(\"2023-03-12\")" },
        { "feel", "擅长 = \"法律\"", 1, "list contains" },
        { "feel", "擅长 >= 1", 1, "count(列表)" },
        { "feel", "承诺 = \"是\"", 1, "true 或 false" },
        { "feel", "承诺 > false", 1, "没有大小之分" },
        { "feel", "人数 > null", 1, "= null 或 != null" },
        { "feel", "提交时间 > 成立日期", 1, "左边是日期时间、右边是日期" },
        { "feel", "起算日 > 人数", 1, "左边是日期、右边是数" },
        { "feel", "人数 between 姓名 and 5", 1, "左边是数、右边是文字" },
        { "feel", "人数 in [\"甲\", \"乙\"]", 7, "左边是数、右边是文字" },
        { "feel", "人数 in (\"甲\")", 8, "左边是数、右边是文字" },
        { "feel", "成立日期 in [1..5]", 9, "左边是日期、右边是数" },
        { "feel", "1 < 人数 and 姓名 > 2", 12, "左边是文字、右边是数" },
        { "feel", "count(经历[起 > 3]) > 0", 10, "左边是日期、右边是数" },
        { "value", "if 姓名 = 3 then 1 else 2", 4, "无法比较" },
    };

    (void)state;
    CHECK(rows, PROBLEM_ERROR);
}

static void
wrong_choices_are_told(void **state)
{
    static const struct row rows[] = {
        { "feel", "学历 = \"博土\"", 6,
            "没有选项“博土”，永远不会相等，是否为“博士”" },
        { "feel", "学历 != \"大专\"", 7, "可选 本科、硕士、博士" },
        { "feel", "(\"大专\" = 学历)", 2, "可选 本科、硕士、博士" },
        { "feel", "学历 in (\"本科\", \"大专\")", 14, "没有选项“大专”" },
        { "feel", "学历 in [\"本科\", \"大专\"]", 7, "没有选项“大专”" },
        { "feel", "list contains(擅长, \"农业\")", 19, "没有选项“农业”" },
        { "feel", "some x in 擅长 satisfies x = \"农业\"", 28,
            "没有选项“农业”" },
        { "feel", "口径 = \"三项\"", 6, "可选 两项、任一项" },
        { "feel", "渠道 = \"directt\"", 6, "是否为“direct”" },
        { "feel", "事项 = \"续期\"", 6, "可选 apply" },
        { "feel", "学历 = 籍贯", 1, "没有一个相同" },
    };

    (void)state;
    CHECK(rows, PROBLEM_ERROR);
}

static void
units_that_differ_are_told(void **state)
{
    static const struct row rows[] = {
        { "feel", "年度服务分钟 >= 时长小时", 1,
            "以分钟计，“时长小时”以小时计，不能直接比较：请先换算为同一单位，"
            "如右边乘以 60" },
        { "feel", "收入 >= 收入下限元", 1, "右边乘以 100" },
        { "feel", "占比 > 企业数", 1, "两边应为同一单位" },
        { "feel", "占比 > 比例下限", 1, "右边乘以 100" },
        { "feel", "企业数 >= 人员下限", 1, "不能直接比较" },
        { "feel", "count(经历) >= 提醒天数", 1, "以个计" },
        { "feel", "年度服务分钟 + 时长小时 > 5", 1, "不能直接相加" },
        { "feel", "收入 - 收入下限元 > 5", 1, "不能直接相减" },
        { "feel", "律师人数 / 常住人口 > 企业数", 1, "以比例计" },
        { "feel", "时长小时 between 1 and 年度服务分钟", 1,
            "不能直接比较" },
        { "feel", "年度服务分钟 / 60 >= 提醒天数", 1, "不能直接比较" },
        { "feel", "加月(成立日期, 提醒天数) > 基准日", 10,
            "应以月计，“提醒天数”以日计" },
        { "feel", "工作日后(成立日期, 提醒天数) > 基准日", 12,
            "应以工作日计" },
        { "feel", "满年(成立日期, 基准日) >= 提醒天数", 1, "以年计" },
        { "feel", "max(时长小时, 时长小时) > 年度服务分钟", 1,
            "以小时计" },
    };

    (void)state;
    CHECK(rows, PROBLEM_ERROR);
}

static void
wrong_arguments_are_told(void **state)
{
    static const struct row rows[] = {
        { "feel", "string length(人数) > 3", 15,
            "第 1 个参数应为文字，“人数”是数" },
        { "feel", "matches(姓名, 3)", 13, "第 2 个参数应为文字" },
        { "feel", "加天(姓名, 3) > 基准日", 4,
            "函数“加天”的第 1 个参数应为日期，“姓名”是文字" },
        { "feel", "加天(成立日期, 姓名) > 基准日", 10, "应为数" },
        { "feel", "满年(成立日期, 人数) > 2", 10, "应为日期" },
        { "feel", "去重计数(姓名) > 2", 6, "应为列表" },
        { "feel", "count(姓名) > 2", 7, "应为列表" },
        { "feel", "年份(人数) > 2000", 4, "应为日期" },
        { "feel", "not(人数)", 5, "应为是或否" },
        { "feel", "sum(承诺, 1) > 1", 5, "应为数" },
        { "feel", "成立日期 + 2 > 基准日", 1, "不能用 + 计算" },
        { "feel", "姓名 - 2 > 1", 1, "“姓名”是文字，“2”是数" },
        { "feel", "-姓名 > 1", 1, "不能取负" },
        { "value", "姓名 + 人数", 1, "string(" },
    };

    (void)state;
    CHECK(rows, PROBLEM_ERROR);
}

static void
conditions_are_booleans(void **state)
{
    static const struct row rows[] = {
        { "feel", "人数", 1, "得出数" },
        { "feel", "if 人数 > 1 then 姓名 else \"无\"", 1, "得出文字" },
        { "value", "if 人数 then 1 else 2", 4,
            "“人数”是数， if 的条件应为是或否" },
        { "feel", "人数 and 承诺", 1, " and 的两边应为是或否" },
        { "feel", "承诺 or 姓名", 7, " or 的两边" },
        { "feel", "every x in 经历 satisfies x.起", 25, "satisfies" },
        { "feel", "count(经历[\"起\"]) > 1", 10, "方括号里的条件" },
    };

    (void)state;
    CHECK(rows, PROBLEM_ERROR);
}

static void
decided_comparisons_warn(void **state)
{
    static const struct row rows[] = {
        { "feel", "人数 >= 0", 1, "总是成立：“人数”在 0 到 100000 之间" },
        { "feel", "人数 < 0", 1, "永远不会成立" },
        { "feel", "企业数 > 9999", 1, "永远不会成立" },
        { "feel", "企业数 <= 5000", 1, "总是成立" },
        { "feel", "count(经历) >= 0", 1, "不小于 0" },
        { "feel", "count(经历) = -1", 1, "永远不会成立" },
        { "feel", "string length(姓名) < 0", 1, "永远不会成立" },
        { "feel", "年度服务分钟 >= 0", 1, "总是成立" },
        { "feel", "成立日期.month <= 12", 1, "在 1 到 12 之间" },
        { "feel", "人数 + 1 > 0", 1, "总是成立" },
        { "feel", "人数 = 人数", 1, "两边是同一个值，总是成立" },
        { "feel", "姓名 != 姓名", 1, "永远不会成立" },
    };

    (void)state;
    CHECK(rows, PROBLEM_WARNING);
}

/* What is right, or cannot be known, is not blamed. */
static void
good_rules_are_left_alone(void **state)
{
    static const char *const rows[] = {
        "年度服务分钟 >= 时长小时 * 60",
        "年度服务分钟 / 60 >= 时长小时",
        "年度服务分钟 * 2 >= 最低分钟",
        "收入 >= 收入下限元 * 100",
        "律师人数 / 常住人口 * 100 >= 占比",
        "企业数 >= 150",
        "count(经历) >= 人员下限",
        "加天(成立日期, -提醒天数) < 基准日",
        "满月(成立日期, 基准日) >= 12",
        "学历 in (\"硕士\", \"博士\")",
        "not(学历 in [\"本科\"])",
        "学校 = \"丙校\"",
        "list contains(擅长, \"金融\")",
        "成立日期 in [date(\"2020-01-01\")..基准日]",
        "姓名 != null and string length(姓名) > 0",
        "count(经历[起 > 成立日期]) > 0",
        "count(经历[item.止 = null]) > 0",
        "经历[1].起 > 成立日期",
        "every x in 经历 satisfies x.起 < 基准日",
        "count(for x in 经历 return 满月(x.起, 基准日)) > 1",
        "sum(for i in 1..3 return i * 人数) > 5",
        "成立日期 + duration(\"P2Y\") <= 基准日",
        "(基准日 - 成立日期) > duration(\"P30D\")",
        "年份(成立日期) > 2000",
        "if 口径 = \"两项\" then 承诺 else null",
        "{甲: 人数, 乙: 甲 + 1}.乙 > 3",
        "人数 in (< 3, [5..9])",
        "abs(人数 - 5) < 2",
        "认定.真实",
        "渠道 = \"direct\"",
        "min(人数, 7) > 2",
    };
    size_t bad = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        int line;
        struct loaded l = load_rule(
            "feel", arena_cstr(a, arena_fmt(a, "%c-\n    %s", '>', rows[i])),
            &line);

        /* the rule itself is not used: that is the one warning */
        if (l.pack != NULL && l.n == 1)
            continue;
        print_error("--- %s\n", rows[i]);
        for (size_t k = 0; k < l.n; k++)
            print_error("%d:%d " STR_FMT "\n", l.problems[k].line,
                l.problems[k].column, STR_ARG(l.problems[k].text));
        bad++;
    }
    assert_int_equal(bad, 0);
}

/* The kind of a value goes on into the rules that use it. */
static void
values_carry_their_kind(void **state)
{
    static const struct row rows[] = {
        { "feel", "起算日.month = \"五\"", 1, "左边是数、右边是文字" },
    };

    (void)state;
    CHECK(rows, PROBLEM_ERROR);
}

static int
begin(void **state)
{
    (void)state;
    a = arena_new("test types");
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_names_are_told),
        cmocka_unit_test(impossible_comparisons_are_told),
        cmocka_unit_test(wrong_choices_are_told),
        cmocka_unit_test(units_that_differ_are_told),
        cmocka_unit_test(wrong_arguments_are_told),
        cmocka_unit_test(conditions_are_booleans),
        cmocka_unit_test(decided_comparisons_warn),
        cmocka_unit_test(good_rules_are_left_alone),
        cmocka_unit_test(values_carry_their_kind),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
