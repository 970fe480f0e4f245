/* The functions of FEEL. */
#include "feel_check.h"

static void
numbers(void **state)
{
    static const struct check_case cases[] = {
        { "decimal(2.345, 2)", "2.34" },
        { "decimal(2.355, 2)", "2.36" },
        { "decimal(1234, -2)", "1200" },
        { "floor(-1.5)", "-2" },
        { "floor(1.56, 1)", "1.5" },
        { "ceiling(1.1)", "2" },
        { "ceiling(-1.5)", "-1" },
        { "round up(-5.5, 0)", "-6" },
        { "round down(-5.5, 0)", "-5" },
        { "round half up(2.5, 0)", "3" },
        { "round half up(-2.5, 0)", "-3" },
        { "round half down(2.5, 0)", "2" },
        { "round half down(2.51, 0)", "3" },
        { "round half down(-2.5, 0)", "-2" },
        { "decimal(1, 7000)", "!scale is out of range" },
        { "abs(-5)", "5" },
        { "abs(@\"-P1D\")", "duration(\"P1D\")" },
        { "modulo(-12, 5)", "3" },
        { "modulo(12, -5)", "-3" },
        { "modulo(10.1, 4.5)", "1.1" },
        { "modulo(1, 0)", "!division by zero" },
        { "sqrt(16)", "4" },
        { "sqrt(-1)", "!result is out of range" },
        { "log(1)", "0" },
        { "log(0)", "!result is out of range" },
        { "exp(0)", "1" },
        { "odd(5)", "true" },
        { "odd(-5)", "true" },
        { "even(2.5)", "false" },
        { "number(\"1 000.5\", \" \", \".\")", "1000.5" },
        { "number(\"1.000,5\", \".\", \",\")", "1000.5" },
        { "number(\"12a\")", "!not a number: \"12a\"" },
        { "number(\"1\", \",\", \",\")", "!not a number: \"1\"" },
        { "abs(\"x\")", "!expected number or duration, got string" },
        { "abs([-1])", "1" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
texts(void **state)
{
    static const struct check_case cases[] = {
        { "string length(\"中文ab\")", "4" },
        { "substring(\"中文字符\", 2)", "\"文字符\"" },
        { "substring(\"中文字符\", 2, 2)", "\"文字\"" },
        { "substring(\"foobar\", -2, 1)", "\"a\"" },
        { "substring(\"foobar\", 0)",
            "!positions count from 1, lengths too" },
        { "substring(\"foobar\", 9)", "\"\"" },
        { "upper case(\"aBc\")", "\"ABC\"" },
        { "lower case(\"ÄbC\")", "\"äbc\"" },
        { "upper case(\"straße\")", "\"STRASSE\"" },
        { "lower case(\"ΟΔΟΣ\")", "\"οδος\"" },
        { "upper case(\"\")", "\"\"" },
        { "substring before(\"foobar\", \"bar\")", "\"foo\"" },
        { "substring after(\"foobar\", \"foo\")", "\"bar\"" },
        { "substring before(\"foobar\", \"x\")", "\"\"" },
        { "contains(\"示例单位\", \"单位\")", "true" },
        { "starts with(\"foobar\", \"fo\")", "true" },
        { "ends with(\"foobar\", \"x\")", "false" },
        { "string join([\"a\", \"b\", null], \"、\")", "\"a、b\"" },
        { "string join([])", "\"\"" },
        { "string join([1])", "!expected string, got number" },
        { "matches(\"91500000MA5U0ABC12\", \"^[0-9A-Z]{18}$\")", "true" },
        { "matches(\"a\\nb\", \"a.b\")", "false" },
        { "matches(\"a\\nb\", \"a.b\", \"s\")", "true" },
        { "matches(\"ABC\", \"b\", \"i\")", "true" },
        { "matches(\"x\", \"[\")",
            "!the pattern is not valid: a class without its ]" },
        { "matches(\"x\", \"x\", \"q\")",
            "!the flags of a pattern are s, m, i and x" },
        { "replace(\"abcd\", \"(b)(c)\", \"$2$1\")", "\"acbd\"" },
        { "replace(\"中文\", \"文\", \"国\")", "\"中国\"" },
        { "split(\"a;b;;c\", \";\")", "[\"a\", \"b\", \"\", \"c\"]" },
        { "split(\"John Doe\", \"\\s\")", "[\"John\", \"Doe\"]" },
        { "string(1.50)", "\"1.5\"" },
        { "string(date(\"2023-03-12\"))", "\"2023-03-12\"" },
        { "string([1, \"a\", {b: true}])", "\"[1, \\\"a\\\", {b: true}]\"" },
        { "string(null)", "null" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
lists(void **state)
{
    static const struct check_case cases[] = {
        { "count([1, 2, 3])", "3" },
        { "count([])", "0" },
        { "count(1, 2)", "2" },
        { "count(null)", "!expected list, got null" },
        { "sum([1, 2.5])", "3.5" },
        { "sum([])", "null" },
        { "sum(1, 2)", "3" },
        { "sum([1, \"2\"])", "!expected number, got string" },
        { "sum([@\"P1D\", @\"PT1H\"])", "duration(\"P1DT1H\")" },
        { "product([2, 3])", "6" },
        { "min([3, 1, 2])", "1" },
        { "max(\"a\", \"c\", \"b\")", "\"c\"" },
        { "min([])", "null" },
        { "max([date(\"2023-01-01\"), date(\"2024-01-01\")])",
            "date(\"2024-01-01\")" },
        { "max(1, \"a\")", "!cannot compare string with number" },
        { "mean([1, 2, 4])", "2.333333333333333333333333333333333" },
        { "median([8, 2, 5, 3])", "4" },
        { "stddev([1, 3])", "1.414213562373095048801688724209698" },
        { "stddev([1])", "!stddev needs two numbers or more" },
        { "mode([6, 3, 9, 6, 6, 3, 3])", "[3, 6]" },
        { "list contains([1, null], null)", "true" },
        { "list contains([1, 2], 3)", "false" },
        { "sublist([1, 2, 3], 2)", "[2, 3]" },
        { "sublist([1, 2, 3], -2, 1)", "[2]" },
        { "sublist([1, 2, 3], 3, 2)", "!the list has no such part" },
        { "append([1], 2, 3)", "[1, 2, 3]" },
        { "concatenate([1], [2, 3], 4)", "[1, 2, 3, 4]" },
        { "insert before([1, 3], 2, 2)", "[1, 2, 3]" },
        { "insert before([1], 3, 2)", "!the list has no such position" },
        { "remove([1, 2, 3], -1)", "[1, 2]" },
        { "list replace([2, 4], 1, 9)", "[9, 4]" },
        { "list replace([2, 4, 7], function(item, new) item < new, 5)",
            "[5, 5, 7]" },
        { "reverse([1, 2, 3])", "[3, 2, 1]" },
        { "index of([1, 2, 1], 1)", "[1, 3]" },
        { "union([1, 2], [2, 3])", "[1, 2, 3]" },
        { "distinct values([1, 2, 1.0, null, null])", "[1, 2, null]" },
        { "flatten([[1, [2]], 3])", "[1, 2, 3]" },
        { "sort([3, 1, 2])", "[1, 2, 3]" },
        { "sort([3, \"a\"])", "!cannot compare string with number" },
        { "sort([[2, 1], [1, 2]], function(x, y) x[1] < y[1])",
            "[[1, 2], [2, 1]]" },
        { "sort(list: [2, 1], precedes: function(x, y) x < y)", "[1, 2]" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
ranges_and_contexts(void **state)
{
    static const struct check_case cases[] = {
        { "before(1, 10)", "true" },
        { "before([1..10), [10..20])", "true" },
        { "before([1..10], [10..20])", "false" },
        { "after(12, [1..10])", "true" },
        { "meets([1..5], [5..10])", "true" },
        { "meets([1..5), [5..10])", "false" },
        { "met by([5..10], [1..5])", "true" },
        { "overlaps([1..5], [3..8])", "true" },
        { "overlaps([1..5], (5..8])", "false" },
        { "overlaps before([1..5], [3..8])", "true" },
        { "overlaps after([3..8], [1..5])", "true" },
        { "finishes(10, [1..10])", "true" },
        { "finishes(10, [1..10))", "false" },
        { "finished by([5..10], [7..10])", "true" },
        { "includes([1..10], 5)", "true" },
        { "includes([1..10), 10)", "false" },
        { "during([4..6], [1..10))", "true" },
        { "starts(1, [1..10])", "true" },
        { "started by([1..10], [1..5))", "true" },
        { "coincides([1..5], [1..5])", "true" },
        { "coincides(3, 3)", "true" },
        { "before(1, \"a\")", "!the ranges differ in type" },
        { "includes((< 5), 3)", "true" },
        { "includes((> 5), 3)", "false" },
        { "5 in [1..null]", "!cannot compare number with null" },
        { "is(1, 1.0)", "true" },
        { "is(1, \"1\")", "false" },
        { "is(@\"10:00:00Z\", @\"18:00:00+08:00\")", "false" },
        { "get value({a: 1}, \"a\")", "1" },
        { "get value({a: {b: 2}}, [\"a\", \"b\"])", "2" },
        { "get value({a: 1}, \"b\")", "!the context has no such member" },
        { "get entries({a: 1})", "[{key: \"a\", value: 1}]" },
        { "context([{key: \"a\", value: 1}])", "{a: 1}" },
        { "context put({a: 1}, \"b\", 2)", "{a: 1, b: 2}" },
        { "context put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{a: {b: 2}}" },
        { "context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}" },
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
        cmocka_unit_test(lists),
        cmocka_unit_test(ranges_and_contexts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
