/* Three-valued logic, comparisons, missing facts. */
#include "feel_check.h"

static void
truth_tables(void **state)
{
    static const struct check_case cases[] = {
        { "true and true", "true" },
        { "true and false", "false" },
        { "true and null", "null" },
        { "false and null", "false" },
        { "null and false", "false" },
        { "null and null", "null" },
        { "true or null", "true" },
        { "null or true", "true" },
        { "false or null", "null" },
        { "false or false", "false" },
        { "not(true)", "false" },
        { "甲 and false", "false" },
        { "false and 甲", "false" },
        { "甲 and true", "?甲" },
        { "甲 and 乙", "?甲,乙" },
        { "甲 or true", "true" },
        { "甲 or false", "?甲" },
        { "甲 > 1 or 乙 > 2", "?甲,乙" },
        { "甲 > 1 or 甲 > 2", "?甲" },
        { "not(甲)", "?甲" },
        { "1 and true", "!expected boolean, got number" },
        { "1 and false", "false" },
        { "\"x\" or true", "true" },
        { "not(1)", "!expected boolean, got number" },
        { "1/0 > 1 or true", "true" },
        { "1/0 > 1 or false", "!division by zero" },
        { "all([true, 甲 > 1])", "?甲" },
        { "all([false, 甲 > 1])", "false" },
        { "all(甲 > 1, false)", "false" },
        { "any([true, 甲 > 1])", "true" },
        { "any([false, 甲 > 1])", "?甲" },
        { "all([])", "true" },
        { "any([])", "false" },
        { "some x in [1, 甲] satisfies x > 0", "true" },
        { "some x in [1, 甲] satisfies x > 1", "?甲" },
        { "every x in [1, 甲] satisfies x > 1", "false" },
        { "every x in [1, 甲] satisfies x > 0", "?甲" },
        { "every x in [] satisfies x > 0", "true" },
        { "some x in 甲 satisfies x > 0", "?甲" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
missing_facts(void **state)
{
    static const struct check_case cases[] = {
        { "甲", "?甲" },
        { "甲 = null", "?甲" },
        { "甲 != null", "?甲" },
        { "空值 = null", "true" },
        { "空值 = 1", "false" },
        { "null = null", "true" },
        { "1 = null", "false" },
        { "null != 1", "true" },
        { "甲 = 乙", "?甲,乙" },
        { "甲 + 乙 * 2", "?甲,乙" },
        { "-甲", "?甲" },
        { "if 甲 > 1 then 1 else 2", "?甲" },
        { "if null then 1 else 2", "2" },
        { "甲 in [1..5]", "?甲" },
        { "3 in [甲..5]", "?甲" },
        { "3 between 甲 and 2", "false" },
        { "3 between 甲 and 5", "?甲" },
        { "[1, 2, 3][item > 甲]", "?甲" },
        { "count(甲)", "?甲" },
        { "sum([1, 甲, 乙])", "?甲,乙" },
        { "max(1, 甲)", "?甲" },
        { "甲.year", "?甲" },
        { "{x: 甲}.x", "?甲" },
        { "1/0 = null", "true" },
        { "1/0 = 1", "!division by zero" },
        { "甲 + 1/0", "!division by zero" },
        { "date(\"2023-02-30\")", "!not a date: \"2023-02-30\"" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
comparisons(void **state)
{
    static const struct check_case cases[] = {
        { "1 < 2", "true" },
        { "2 <= 2", "true" },
        { "1.0 = 1", "true" },
        { "\"a\" < \"b\"", "true" },
        { "\"a\" = \"a\"", "true" },
        { "1 = \"1\"", "!cannot compare number with string" },
        { "1 < \"1\"", "!cannot compare number with string" },
        { "true < false", "!cannot compare boolean with boolean" },
        { "null < 1", "!cannot compare null with number" },
        { "[1, 2] = [1, 2]", "true" },
        { "[1, 2] = [2, 1]", "false" },
        { "[1, 甲] = [2, 3]", "false" },
        { "[1, 甲] = [1, 3]", "?甲" },
        { "{a: 1, b: 2} = {b: 2, a: 1}", "true" },
        { "{a: 1} = {a: 2}", "false" },
        { "[1..5] = [1..5]", "true" },
        { "[1..5] = [1..5)", "false" },
        { "5 between 1 and 5", "true" },
        { "6 between 1 and 5", "false" },
        { "5 in [1..5)", "false" },
        { "1 in (1..5]", "false" },
        { "1 in ]1..5]", "false" },
        { "5 in [1..5[", "false" },
        { "3 in ]1..5[", "true" },
        { "5 in (1, 2, 5)", "true" },
        { "5 in [1, 2, 5]", "true" },
        { "5 in (> 4)", "true" },
        { "5 in > 5", "false" },
        { "5 in (< 2, >= 5)", "true" },
        { "5 in (? > 4 and ? < 6)", "true" },
        { "\"b\" in (\"a\", \"b\")", "true" },
        { "@\"2023-01-05\" in [@\"2023-01-01\"..@\"2023-01-31\"]", "true" },
        { "成立日期 + duration(\"P2Y\") <= 基准日", "true" },
        { "服务分钟 >= 年度最低时长 or 服务企业数 >= 150", "true" },
        { "认定.场地 = 1", "true" },
    };

    (void)state;
    CHECK_CASES(cases);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truth_tables),
        cmocka_unit_test(missing_facts),
        cmocka_unit_test(comparisons),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
