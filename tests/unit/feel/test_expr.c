/* Literals, names, arithmetic, control, lists, contexts, functions. */
#include "feel_check.h"

static void
numbers(void **state)
{
    static const struct check_case cases[] = {
        { "3570", "3570" },
        { "59.50", "59.5" },
        { "0.1 + 0.2", "0.3" },
        { "0.1 + 0.2 = 0.3", "true" },
        { ".5", "0.5" },
        { "1e3", "1000" },
        { "1.5E-3", "0.0015" },
        { "-0", "0" },
        { "1/3", "0.3333333333333333333333333333333333" },
        { "2/3", "0.6666666666666666666666666666666667" },
        { "1234567890123456789012345678901234",
            "1234567890123456789012345678901234" },
        { "9999999999999999999999999999999999 + 1",
            "10000000000000000000000000000000000" },
        { "1234567890123456789012345678901234 - "
          "1234567890123456789012345678901233",
            "1" },
        { "1.000", "1" },
        { "100 * 1.00", "100" },
        { "1 + 2 * 3", "7" },
        { "(1 + 2) * 3", "9" },
        { "10 - 3 - 2", "5" },
        { "100 / 10 / 2", "5" },
        { "2 ** 10", "1024" },
        { "2 ** 3 ** 2", "64" },
        { "-2 ** 2", "4" },
        { "2 ** -1", "0.5" },
        { "2 ** 0.5", "1.414213562373095048801688724209698" },
        { "--5", "5" },
        { "5 - -5", "10" },
        { "1 / 0", "!division by zero" },
        { "0 ** -1", "!result is out of range" },
        { "10 ** 6144 * 10", "!result is out of range" },
        { "10 ** 50", "1E+50" },
        { "1.5 * 10 ** -20", "1.5E-20" },
        { "\"a\" + \"b\"", "\"ab\"" },
        { "\"a\" + 1", "!cannot compute string + number" },
        { "\"a\" - \"b\"", "!cannot compute string - string" },
        { "null + 1", "!cannot compute null + number" },
        { "-\"a\"", "!expected number or duration, got string" },
        { "true * 2", "!cannot compute boolean * number" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
texts(void **state)
{
    static const struct check_case cases[] = {
        { "\"文字\"", "\"文字\"" },
        { "\"\"", "\"\"" },
        { "\"a\\\"b\\\\c\\n\"", "\"a\\\"b\\\\c\\n\"" },
        { "\"\\u4e2d\\u56fd\"", "\"中国\"" },
        { "\"\\U01F40E\" = \"\\uD83D\\uDC0E\"", "true" },
        { "\"\\d\" = \"\\\\d\"", "true" },
        { "string length(\"\\U01F40E中\")", "2" },
        { "\"\\u12\"",
            "@1:2 字符串中的 \\u 之后应为四位十六进制数，\\U 之后应为六位" },
        { "\"abc", "@1:1 字符串没有以英文引号 \" 结束" },
        { "\"abc\\", "@1:1 字符串没有以英文引号 \" 结束" },
        { "/* c */ 1 // end", "1" },
        { "1 /* open", "@1:3 注释没有以 */ 结束" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
names(void **state)
{
    static const struct check_case cases[] = {
        { "专职人员数", "12" },
        { "专职人员数>=10", "true" },
        { "单位名称", "\"示例单位\"" },
        { "a-b", "100" },
        { "a - b", "100" },
        { "a -b", "100" },
        { "(a) - b", "4" },
        { "a+b", "10" },
        { "认定.场地", "1" },
        { "full time staff", "?full time staff" },
        { "full\n  time staff", "?full time staff" },
        { "date", "5" },
        { "date(\"2023-01-02\")", "date(\"2023-01-02\")" },
        { "date + 1", "6" },
        { "for a in [1, 2] return a", "[1, 2]" },
        { "{a: 1, 结果: a + 1}.结果", "2" },
        { "{x y: 1, z: x y + 1}", "{x y: 1, z: 2}" },
        { "{\" k\": 1}", "{\" k\": 1}" },
        { "{\"a+b\": 1}", "{\"a+b\": 1}" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
control(void **state)
{
    static const struct check_case cases[] = {
        { "if 1 < 2 then \"是\" else \"否\"", "\"是\"" },
        { "if false then 1 else if true then 2 else 3", "2" },
        { "if 1 then 2 else 3", "3" },
        { "for i in 1..3 return i * i", "[1, 4, 9]" },
        { "for i in 3..1 return i", "[3, 2, 1]" },
        { "for i in [1..3] return i", "[1, 2, 3]" },
        { "for i in (1..3) return i", "[2]" },
        { "for i in [3..1] return i",
            "!a loop runs over a range upside down" },
        { "for i in [1, 2], j in [10, 20] return i + j",
            "[11, 21, 12, 22]" },
        { "for i in [[1, 2], [3]], j in i return j", "[1, 2, 3]" },
        { "for i in 1..4 return if i = 1 then 1 else i * partial[-1]",
            "[1, 2, 6, 24]" },
        { "for d in date(\"2023-02-27\")..date(\"2023-03-01\") return d.day",
            "[27, 28, 1]" },
        { "for i in 1.5..3 return i",
            "!a loop runs over integers or dates" },
        { "for i in null return i", "!a loop runs over null" },
        { "for x in 5 return x", "[5]" },
        { "some x in [1, 2, 3] satisfies x > 2", "true" },
        { "every x in [1, 2, 3] satisfies x > 2", "false" },
        { "some x in [1, 2], y in [2, 3] satisfies x + y = 5", "true" },
        { "every x in [1, 2], y in [2, 3] satisfies x < y", "false" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
collections(void **state)
{
    static const struct check_case cases[] = {
        { "[1, 2, 3][1]", "1" },
        { "[1, 2, 3][-1]", "3" },
        { "[1, 2, 3][0]", "!the list has no such element" },
        { "[1, 2, 3][4]", "!the list has no such element" },
        { "[1, 2, 3][1.5]", "!the index of a list is not an integer" },
        { "[1, 2, 3][item >= 2]", "[2, 3]" },
        { "[1, 2, 3][1 + 1]", "2" },
        { "[][1]", "!the list has no such element" },
        { "[][item > 1]", "[]" },
        { "5[item > 1]", "[5]" },
        { "[{金额: 1}, {金额: 9}][金额 > 5].金额", "[9]" },
        { "[{x: 1, y: 2}, {x: 3}][y = 2].x", "[1]" },
        { "[{x: [{y: 1}]}][x[y = 1][1].y = 1][1].x[1].y", "1" },
        { "[{item: 1}, {item: 2}][item > 1]", "[{item: 2}]" },
        { "{x: {y: {z: 7}}}.x.y.z", "7" },
        { "{x: 1}.y", "!context has no member \"y\"" },
        { "(5).x", "!number has no member \"x\"" },
        { "[1..5].start", "1" },
        { "(1..5].start included", "false" },
        { "[1, [2, [3]]]", "[1, [2, [3]]]" },
        { "[(< 5), (>= 2)]", "[(< 5), (>= 2)]" },
        { "{x: 1, x: 2}", "@1:8 上下文的名称“x”重复" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
functions(void **state)
{
    static const struct check_case cases[] = {
        { "(function(x, y) x - y)(5, 3)", "2" },
        { "(function(x, y) x - y)(y: 5, x: 3)", "-2" },
        { "(function(x: number) x)(1, 2)",
            "!the function takes 1 arguments, got 2" },
        { "(function(x) x)(y: 1)",
            "!the function has no parameters of these names" },
        { "{f: function(x) x * 2, r: f(4)}.r", "8" },
        { "{n: 3, f: function(x) function(y) x + y + n, r: f(1)(2)}.r", "6" },
        { "(for i in [1, 2] return function() i)[1]()", "1" },
        { "sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]" },
        { "{m: abs, r: m(-2)}.r", "2" },
        { "1(2)", "!expected function, got number" },
        { "1 instance of number", "true" },
        { "\"1\" instance of number", "false" },
        { "null instance of number", "false" },
        { "null instance of Null", "true" },
        { "[1, 2] instance of list<number>", "true" },
        { "[1, \"2\"] instance of list<number>", "false" },
        { "{a: 1} instance of context<a: number>", "true" },
        { "{a: 1} instance of context<b: number>", "false" },
        { "duration(\"P1D\") instance of days and time duration", "true" },
        { "abs instance of function<number> -> number", "true" },
    };

    (void)state;
    CHECK_CASES(cases);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),
        cmocka_unit_test(texts),
        cmocka_unit_test(names),
        cmocka_unit_test(control),
        cmocka_unit_test(collections),
        cmocka_unit_test(functions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
