/* What goes wrong: wrong types, values out of range, text that is no FEEL.
 * Every mistake is a null with its reason, or an error with its place. */
#include "feel_check.h"

static void
texts(void **state)
{
    static const struct check_case cases[] = {
        { "string([1, null])", "\"[1, null]\"" },
        { "substring(1, 2)", "!expected string, got number" },
        { "substring(\"a\", \"b\")", "!expected integer, got string" },
        { "substring(\"abc\", 1, \"x\")", "!expected integer, got string" },
        { "substring(\"abc\", 4)", "\"\"" },
        { "substring(\"abc\", -4)", "\"\"" },
        { "substring(\"abc\", 2, 9)", "\"bc\"" },
        { "string length(1)", "!expected string, got number" },
        { "upper case(1)", "!expected string, got number" },
        { "lower case(null)", "!expected string, got null" },
        { "substring before(1, \"a\")", "!expected string, got number" },
        { "substring before(\"a\", null)", "!expected string, got null" },
        { "substring after(\"a\", 1)", "!expected string, got number" },
        { "contains(1, \"a\")", "!expected string, got number" },
        { "starts with(\"a\", 1)", "!expected string, got number" },
        { "ends with(1, \"a\")", "!expected string, got number" },
        { "string join(1)", "!expected string, got number" },
        { "string join([1])", "!expected string, got number" },
        { "string join([\"a\"], 1)", "!expected string, got number" },
        { "string join([\"a\", null, \"b\"], \"-\")", "\"a-b\"" },
        { "matches(1, \"a\")", "!expected string, got number" },
        { "matches(\"a\", 1)", "!expected string, got number" },
        { "matches(\"a\", \"a\", 1)", "!expected string, got number" },
        { "matches(\"a\", \"a\", null)", "true" },
        { "replace(\"a\", 1, \"b\")", "!expected string, got number" },
        { "replace(\"a\", \"b\", 1)", "!expected string, got number" },
        { "replace(\"a\", \"[\", \"b\")",
            "!the pattern is not valid: a class without its ]" },
        { "split(1, \",\")", "!expected string, got number" },
        { "split(\"a1b\", \"[\")",
            "!the pattern is not valid: a class without its ]" },
        { "split(\"ab\", \"x?\")", "[\"a\", \"b\"]" },
        { "string(abs)", "\"abs\"" },
        { "string(function(a, b) 1)", "\"function(a, b)\"" },
        { "string((>= 1))", "\"(>= 1)\"" },
        { "string([@\"2024-02-29\"])", "\"[2024-02-29]\"" },
        { "string({\"a:b\": \"x\\ty\\r\\n\\\\\"})",
            "\"{\\\"a:b\\\": \\\"x\\\\ty\\\\r\\\\n\\\\\\\\\\\"}\"" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
forms_of_moments(void **state)
{
    static const struct check_case cases[] = {
        { "time(\"10:00:00+8:00\")", "!not a time: \"10:00:00+8:00\"" },
        { "time(\"10:00:00+08\")", "!not a time: \"10:00:00+08\"" },
        { "time(\"10:00:00+08:00:5\")",
            "!not a time: \"10:00:00+08:00:5\"" },
        { "time(\"10:00:00+18:01\")", "!not a time: \"10:00:00+18:01\"" },
        { "time(\"10:00:00*08:00\")", "!not a time: \"10:00:00*08:00\"" },
        { "time(\"10:00:00-03:30\")", "time(\"10:00:00-03:30\")" },
        { "time(\"10:00:00+00:19:32\")", "time(\"10:00:00+00:19:32\")" },
        { "time(\"10:00:00.\")", "!not a time: \"10:00:00.\"" },
        { "time(\"10-00\")", "!not a time: \"10-00\"" },
        { "time(\"10:00:00.1234567891\")", "time(\"10:00:00.123456789\")" },
        { "date(\"24-01-01\")", "!not a date: \"24-01-01\"" },
        { "date(\"02024-01-01\")", "!not a date: \"02024-01-01\"" },
        { "date(\"2024-1-01\")", "!not a date: \"2024-1-01\"" },
        { "date(\"2024-01-01Z\")", "!not a date: \"2024-01-01Z\"" },
        { "date and time(\"2024-01-01 10:00:00\")",
            "!not a date and time: \"2024-01-01 10:00:00\"" },
        { "date and time(\"2024-01-01T24:00:00x\")",
            "!not a date and time: \"2024-01-01T24:00:00x\"" },
        { "date and time(\"2024-01-01T24:00:01\")",
            "!not a date and time: \"2024-01-01T24:00:01\"" },
        { "date and time(\"2024-12-31T24:00:00Z\")",
            "date and time(\"2025-01-01T00:00:00Z\")" },
        { "date and time(\"999999999-12-31T24:00:00Z\")",
            "!not a date and time: \"999999999-12-31T24:00:00Z\"" },
        { "date and time(\"2024-01-01T\")",
            "date and time(\"2024-01-01T00:00:00\")" },
        { "duration(\"P1D2Y\")", "!not a duration: \"P1D2Y\"" },
        { "duration(\"PT1M1H\")", "!not a duration: \"PT1M1H\"" },
        { "duration(\"PT1.S\")", "!not a duration: \"PT1.S\"" },
        { "duration(\"PT1.5H\")", "!not a duration: \"PT1.5H\"" },
        { "duration(\"P1Y1D\")", "!not a duration: \"P1Y1D\"" },
        { "duration(\"P999999999999999Y\") + @\"P1Y\"",
            "duration(\"P1000000000000000Y\")" },
        { "duration(\"PT999999999999999H\").days", "41666666666666" },
        { "duration(\"P9999999999999999Y\")",
            "!not a duration: \"P9999999999999999Y\"" },
        { "@\"2024-01-01\" + @\"P2999999999Y\"", "!result is out of range" },
        { "@\"2024-01-01T00:00:00\" + @\"P999999999999D\"",
            "!result is out of range" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
tests_of_values(void **state)
{
    static const struct check_case cases[] = {
        { "[true..false]", "!expected an end of a range, got boolean" },
        { "[a.. \"x\"]", "!the ends of a range differ in type" },
        { "(= [1, 2])", "(= [1, 2])" },
        { "(<= a)", "(<= 7)" },
        { "a in (= 7)", "true" },
        { "a in [(= 7)]", "true" },
        { "a in [(!= 7)]", "false" },
        { "list contains([(= 7)], (= 7))", "true" },
        { "甲 in [(= 7)]", "?甲" },
        { "[1, 2] in [1, 2]", "true" },
        { "[1, 2] in [[1, 2], 3]", "true" },
        { "[1] in [1, 2]", "false" },
        { "1 in [[2..3], \"a\", [1..2]]", "true" },
        { "1 in [[2..3], \"a\"]", "false" },
        { "[1..2] in [[1..2]]", "true" },
        { "1 in [甲, 1]", "true" },
        { "1 in [甲, 2]", "?甲" },
        { "甲[1]", "?甲" },
        { "null[1]", "null" },
        { "for x in 甲..乙 return x", "?甲,乙" },
        { "[{x: 甲}][x > 1]", "?甲" },
        { "\"a\nb\"", "@1:1 字符串没有以英文引号 \" 结束" },
        { "function(", "@1:10 此处应为参数的名称" },
        { "some x in [1], y in", "@1:20 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "(1 2)", "@1:4 此处应为“)”，写的是“2”" },
        { "1 in (1..", "@1:10 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "1 in (> )", "@1:9 此处应为数、文字、名称或“(”，写的是“)”" },
        { "]1", "@1:3 表达式到此中断，此处应为“..”" },
        { "{\"a\" 1}", "@1:6 此处应为“:”，写的是“1”" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
numbers(void **state)
{
    static const struct check_case cases[] = {
        { "number(1)", "1" },
        { "number(\"1\", 2, \".\")", "!not a number: \"1\"" },
        { "number(\"1\", \";\", \".\")", "!not a number: \"1\"" },
        { "number(\"1\", \",\", \";\")", "!not a number: \"1\"" },
        { "number(\"1.2.3\", \",\", \".\")", "!not a number: \"1.2.3\"" },
        { "decimal(\"a\", 1)", "!expected number, got string" },
        { "decimal(1, \"a\")", "!expected number, got string" },
        { "decimal(1.25, 7000)", "!scale is out of range" },
        { "floor(\"a\")", "!expected number, got string" },
        { "floor(1.5, \"a\")", "!expected number, got string" },
        { "ceiling(null)", "!expected number, got null" },
        { "round up(\"a\", 1)", "!expected number, got string" },
        { "round down(1.29, 1)", "1.2" },
        { "round half up(1, 99999)", "!scale is out of range" },
        { "abs(true)", "!expected number or duration, got boolean" },
        { "abs(@\"-P1Y\")", "duration(\"P1Y\")" },
        { "modulo(\"a\", 1)", "!expected number, got string" },
        { "modulo(1, 0)", "!division by zero" },
        { "sqrt(\"a\")", "!expected number, got string" },
        { "sqrt(-1)", "!result is out of range" },
        { "log(\"a\")", "!expected number, got string" },
        { "log(0)", "!result is out of range" },
        { "exp(\"a\")", "!expected number, got string" },
        { "exp(99999)", "!result is out of range" },
        { "odd(\"a\")", "!expected number, got string" },
        { "even(\"a\")", "!expected number, got string" },
        { "even(1.5)", "false" },
        { "odd(3)", "true" },
        { "count(null)", "!expected list, got null" },
        { "sum(null)", "!expected number, got null" },
        { "sum([\"a\"])", "!expected number, got string" },
        { "sum([@\"P1D\", @\"PT1H\"])", "duration(\"P1DT1H\")" },
        { "sum([@\"P1D\", 1])",
            "!cannot compute days and time duration + number" },
        { "sum([@\"P1D\", @\"P1Y\"])",
            "!cannot compute days and time duration + years and months "
            "duration" },
        { "product([\"a\"])", "!expected number, got string" },
        { "product([10 ** 6000, 10 ** 6000])", "!result is out of range" },
        { "sum([10 ** 6144 * 9, 10 ** 6144 * 9])", "!result is out of range" },
        { "mean([\"a\"])", "!expected number, got string" },
        { "mean([@\"P1D\"])", "!expected number, got days and time duration" },
        { "mean([])", "null" },
        { "min([\"a\", 1])", "!cannot compare number with string" },
        { "max([null])", "!cannot compare null with null" },
        { "median([\"a\"])", "!expected number, got string" },
        { "median([1, 2])", "1.5" },
        { "stddev([\"a\"])", "!expected number, got string" },
        { "stddev([1])", "!stddev needs two numbers or more" },
        { "mode([\"a\"])", "!expected number, got string" },
        { "mode([])", "[]" },
        { "all([\"a\"])", "!expected boolean, got string" },
        { "any(1)", "!expected boolean, got number" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
lists(void **state)
{
    static const struct check_case cases[] = {
        { "list contains(1, 1)", "true" },
        { "list contains(null, 1)", "!expected list, got null" },
        { "sublist(1, 1)", "[1]" },
        { "sublist(null, 1)", "!expected list, got null" },
        { "sublist([1, 2], \"a\")", "!expected integer, got string" },
        { "sublist([1, 2], 0)", "!the list has no such position" },
        { "sublist([1, 2], 3)", "!the list has no such position" },
        { "sublist([1, 2], 1, \"a\")", "!expected integer, got string" },
        { "sublist([1, 2], 2, 2)", "!the list has no such part" },
        { "append(null, 1)", "!expected list, got null" },
        { "concatenate([1], 2)", "[1, 2]" },
        { "concatenate(null)", "!expected list, got null" },
        { "insert before(null, 1, 2)", "!expected list, got null" },
        { "insert before([1], \"a\", 2)", "!the list has no such position" },
        { "insert before([1], 3, 2)", "!the list has no such position" },
        { "remove(null, 1)", "!expected list, got null" },
        { "remove([1], \"a\")", "!the list has no such position" },
        { "remove([1], 2)", "!the list has no such position" },
        { "list replace(null, 1, 2)", "!expected list, got null" },
        { "list replace([1], \"a\", 2)", "!the list has no such position" },
        { "list replace([1], 2, 2)", "!the list has no such position" },
        { "list replace([1], function(a) true, 2)",
            "!the function takes 1 arguments, got 2" },
        { "list replace([1], function(a, b) 1, 2)",
            "!expected boolean, got number" },
        { "reverse(null)", "!expected list, got null" },
        { "index of(null, 1)", "!expected list, got null" },
        { "index of([1, \"a\"], 1)", "[1]" },
        { "union(null)", "!expected list, got null" },
        { "union([1], 2)", "[1, 2]" },
        { "distinct values(null)", "!expected list, got null" },
        { "flatten(null)", "!expected list, got null" },
        { "sort(null)", "!expected list, got null" },
        { "sort([1, \"a\"])", "!cannot compare string with number" },
        { "sort([2, 1], 1)", "!expected function, got number" },
        { "sort([2, 1], function(x) true)",
            "!the function takes 1 arguments, got 2" },
        { "sort([2, 1], function(x, y) 1)", "!expected boolean, got number" },
        { "sort([@\"P1D\", @\"PT1H\"])",
            "[duration(\"PT1H\"), duration(\"P1D\")]" },
        { "sort([\"b\", \"a\"])", "[\"a\", \"b\"]" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
moments(void **state)
{
    static const struct check_case cases[] = {
        { "date(1)", "!expected string, got number" },
        { "date(\"2024\", 1, 1)", "!expected integer, got string" },
        { "date(2024, 13, 1)", "!there is no such date" },
        { "date(2024, 1, \"a\")", "!expected integer, got string" },
        { "date(@\"2024-02-29T10:00:00\")", "date(\"2024-02-29\")" },
        { "time(1)", "!expected string, got number" },
        { "time(\"a\", 1, 1)", "!expected hour, minute and second as numbers" },
        { "time(1, 2, \"a\")", "!expected hour, minute and second as numbers" },
        { "time(25, 0, 0)", "!there is no such time" },
        { "time(1, 2, 3, \"a\")",
            "!the offset is not a duration within 18 hours" },
        { "time(1, 2, 3, @\"PT19H\")",
            "!the offset is not a duration within 18 hours" },
        { "time(1, 2, 3.25, @\"-PT1H\")", "time(\"01:02:03.25-01:00\")" },
        { "time(@\"2024-02-29\")", "time(\"00:00:00Z\")" },
        { "time(@\"10:00:00\")", "time(\"10:00:00\")" },
        { "date and time(1)", "!expected string, got number" },
        { "date and time(\"x\")", "!not a date and time: \"x\"" },
        { "date and time(1, @\"10:00:00\")", "!expected date, got number" },
        { "date and time(@\"2024-02-29\", 1)", "!expected time, got number" },
        { "date and time(@\"2024-02-29T10:00:00\")",
            "date and time(\"2024-02-29T10:00:00\")" },
        { "duration(1)", "!expected string, got number" },
        { "duration(@\"P1D\")", "duration(\"P1D\")" },
        { "years and months duration(1, @\"2024-02-29\")",
            "!expected date, got number" },
        { "years and months duration(@\"2024-02-29\", 1)",
            "!expected date, got number" },
        { "years and months duration(@\"2024-03-30\", @\"2024-02-29\")",
            "duration(\"-P1M\")" },
        { "day of year(1)", "!expected date, got number" },
        { "day of week(\"a\")", "!expected date, got string" },
        { "month of year(null)", "!expected date, got null" },
        { "week of year(1)", "!expected date, got number" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
spans(void **state)
{
    static const struct check_case cases[] = {
        { "before(1, \"a\")", "!the ranges differ in type" },
        { "before([1..2], [\"a\"..\"b\"])", "!the ranges differ in type" },
        { "before(null, 1)", "!expected a point or a range, got null" },
        { "meets(1, null)", "!expected a point or a range, got null" },
        { "meets([1..2], [2..3])", "true" },
        { "met by([2..3], [1..2])", "true" },
        { "overlaps after([2..4], [1..3])", "true" },
        { "overlaps before([1..3], [2..4])", "true" },
        { "finishes(3, [1..3])", "true" },
        { "started by([1..3], 1)", "true" },
        { "during([2..3], [1..4])", "true" },
        { "starts([1..2], [1..3])", "true" },
        { "coincides([1..2], [1..2])", "true" },
        { "after([3..4], [1..2])", "true" },
        { "range(\"[1..\")", "!not a range: \"[1..\"" },
        { "range(\")1..2(\")", "!not a range: \")1..2(\"" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
contexts(void **state)
{
    static const struct check_case cases[] = {
        { "is(1, \"1\")", "false" },
        { "is(null, null)", "true" },
        { "not(1)", "!expected boolean, got number" },
        { "get value(1, \"a\")", "!expected context, got number" },
        { "get value({a: 1}, 1)", "!expected string, got number" },
        { "get value({a: {b: 2}}, [\"a\", \"b\"])", "2" },
        { "get value({a: 1}, [\"a\", \"b\"])",
            "!the context has no such member" },
        { "get value({a: 1}, [\"x\"])", "!the context has no such member" },
        { "get value({a: 1}, [])", "!no key is given" },
        { "get entries(1)", "!expected context, got number" },
        { "context([1])", "!expected context, got number" },
        { "context([{key: \"a\"}])", "!an entry needs a key and a value" },
        { "context([{key: 1, value: 2}])",
            "!an entry needs a key and a value" },
        { "context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])",
            "!a key stands twice" },
        { "context put(1, \"a\", 2)", "!expected context, got number" },
        { "context put({a: 1}, 1, 2)", "!the keys of a context are strings" },
        { "context put({a: 1}, [], 2)", "!the keys of a context are strings" },
        { "context put({a: 1}, [\"a\", \"b\"], 2)",
            "!expected context, got number" },
        { "context put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{a: {b: 2}}" },
        { "context merge([1])", "!expected context, got number" },
        { "context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
operators(void **state)
{
    static const struct check_case cases[] = {
        { "-@\"P1D\"", "duration(\"-P1D\")" },
        { "-@\"2024-02-29\"", "!expected number or duration, got date" },
        { "@\"P1D\" * \"a\"",
            "!cannot compute days and time duration * string" },
        { "@\"P1Y\" / @\"P1D\"",
            "!cannot compute years and months duration / days and time "
            "duration" },
        { "@\"P1D\" / 0", "!division by zero" },
        { "@\"P2Y\" / @\"P1Y\"", "2" },
        { "@\"P1D\" * @\"P1D\"",
            "!cannot compute days and time duration * days and time "
            "duration" },
        { "@\"P99999999999Y\" * 99999999999", "!result is out of range" },
        { "@\"P10D\" * 10 ** 40", "!result is out of range" },
        { "@\"10:00:00\" + @\"P1Y\"",
            "!cannot compute time + years and months duration" },
        { "@\"10:00:00\" - @\"2024-02-29\"", "!cannot compute time - date" },
        { "@\"2024-02-29\" + @\"P1Y\"", "date(\"2025-02-28\")" },
        { "@\"P1Y\" + @\"2024-02-29\"", "date(\"2025-02-28\")" },
        { "@\"P1Y\" + @\"P1D\"",
            "!cannot compute years and months duration + days and time "
            "duration" },
        { "1 in (> \"a\")", "!cannot compare number with string" },
        { "[1, 2] = [1]", "false" },
        { "[1, \"a\"] = [1, 2]", "!cannot compare string with number" },
        { "{a: 1} = {b: 1}", "false" },
        { "{a: 1} = {a: 2}", "false" },
        { "[1..2] = [1..3]", "false" },
        { "abs = abs", "false" },
        { "@\"2024-02-29\" < @\"2024-03-01\"", "true" },
        { "@\"P1M\" < @\"P2M\"", "true" },
        { "@\"10:00:00\" >= @\"09:00:00\"", "true" },
        { "@\"x\"", "!not a date, time or duration: @\"x\"" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
calls(void **state)
{
    static const struct check_case cases[] = {
        { "(function(x: number) x)(\"a\")", "!expected number, got string" },
        { "(function(x) x)(1, 2)", "!the function takes 1 arguments, got 2" },
        { "(function(x) x)(y: 1)",
            "!the function has no parameters of these names" },
        { "(function(x, y) x - y)(y: 1, x: 3)", "2" },
        { "1(2)", "!expected function, got number" },
        { "{f: abs}.f(-1)", "1" },
        { "{f: abs}.f(n: -1)", "1" },
        { "{f: abs}.f(x: -1)",
            "!the function has no parameters of these names" },
        { "{f: abs}.f()", "!wrong number of arguments for abs" },
        { "{f: abs}.f(1, 2)", "!wrong number of arguments for abs" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
loops(void **state)
{
    static const struct check_case cases[] = {
        { "for x in [1], y in \"a\" return y", "[\"a\"]" },
        { "for x in 1.5..2 return x", "!a loop runs over integers or dates" },
        { "for x in \"a\"..\"b\" return x",
            "!a loop runs over integers or dates" },
        { "for x in (3..1) return x", "!a loop runs over a range upside down" },
        { "for x in [@\"2024-02-28\"..@\"2024-03-01\"] return x",
            "[date(\"2024-02-28\"), date(\"2024-02-29\"), "
            "date(\"2024-03-01\")]" },
        { "for x in null return x", "!a loop runs over null" },
        { "some x in null satisfies x", "!a loop runs over null" },
        { "every x in [1] satisfies x", "!expected boolean, got number" },
        { "[1, 2][1.5]", "!the index of a list is not an integer" },
        { "[1, 2][\"a\"]", "[]" },
        { "5[1]", "5" },
        { "5[2]", "!the list has no such element" },
        { "{a: 1}.b", "!context has no member \"b\"" },
        { "1.a", "!number has no member \"a\"" },
        { "\"a\".b", "!string has no member \"b\"" },
        { "[1].a", "[null]" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
types(void **state)
{
    static const struct check_case cases[] = {
        { "1 instance of context<a: number, b: list<number>>", "false" },
        { "function(a: list<number>, b: context<x: date>) a",
            "function(a, b)" },
        { "(function(f: function<number> -> string) f)(1)",
            "!expected function<number> -> string, got number" },
        { "(function() 1) instance of function<> -> number", "true" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
syntax(void **state)
{
    static const struct check_case cases[] = {
        { "1 instance of list<",
            "@1:20 此处应为类型名，如 number、string、boolean、date、list" },
        { "1 instance of list<foo>",
            "@1:20 此处应为类型名，如 number、string、boolean、date、list" },
        { "1 instance of context<a>", "@1:24 此处应为“:”，写的是“>”" },
        { "1 instance of context<a: foo>",
            "@1:26 此处应为类型名，如 number、string、boolean、date、list" },
        { "1 instance of function<number", "@1:30 表达式到此中断，此处应为“>”" },
        { "1 instance of function<number>", "@1:31 表达式到此中断，此处应为“->”" },
        { "1 instance of function<foo> -> number",
            "@1:24 此处应为类型名，如 number、string、boolean、date、list" },
        { "1 instance of foo",
            "@1:15 此处应为类型名，如 number、string、boolean、date、list" },
        { "1 instance", "@1:11 表达式到此中断，此处应为of" },
        { "function(1) 1", "@1:10 此处应为参数的名称" },
        { "function(a 1", "@1:13 表达式到此中断，此处应为“,”或“)”" },
        { "function(a: foo) 1",
            "@1:13 此处应为类型名，如 number、string、boolean、date、list" },
        { "function(a) external {}", "@1:13 不能使用外部函数（external），应写出函数体" },
        { "(< 1", "@1:5 表达式到此中断，此处应为“)”" },
        { "(1..", "@1:5 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "[1..2", "@1:6 表达式到此中断，此处应为区间的“]”、“)”或“[”" },
        { "[1..2}", "@1:6 此处应为区间的“]”、“)”或“[”，写的是“}”" },
        { "1 in (1, ", "@1:10 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "1 in", "@1:5 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "if true then 1", "@1:15 表达式到此中断，此处应为else" },
        { "if true 1", "@1:9 此处应为then，写的是“1”" },
        { "for x return 1", "@1:14 此处应为in，写的是“1”" },
        { "for 1 in 2 return 1", "@1:5 此处应为变量的名称" },
        { "for x in [1] 2", "@1:14 此处应为return，写的是“2”" },
        { "some x in [1] return 1", "@1:15 此处应为satisfies，写的是“return”" },
        { "1 between 2", "@1:12 表达式到此中断，此处应为between 的 and" },
        { "1 between 2 and", "@1:16 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "{a 1}", "@1:2 此处应为上下文的名称，其后为“:”" },
        { "{a: 1", "@1:6 表达式到此中断，此处应为“,”或“}”" },
        { "{: 1}", "@1:2 此处应为上下文的名称，其后为“:”" },
        { "{a: 1, a: 2}", "@1:8 上下文的名称“a”重复" },
        { "[1,", "@1:4 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "abs(1", "@1:6 表达式到此中断，此处应为“,”或“)”" },
        { "abs(n: 1, n: 2)", "@1:11 参数“n”给了两次" },
        { "abs(1, n: 2)", "@1:8 参数应全部写名称，或全部按顺序写" },
        { "\"abc", "@1:1 字符串没有以英文引号 \" 结束" },
        { "\"\\u12\"", "@1:2 字符串中的 \\u 之后应为四位十六进制数，\\U 之后应为六位" },
        { "\"\\ud800\"", "@1:2 字符串中的 \\u 之后应为四位十六进制数，\\U 之后应为六位" },
        { "1 =", "@1:4 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "1 +", "@1:4 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "-", "@1:2 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "(", "@1:2 表达式到此中断，此处应为数、文字、名称或“(”" },
        { ")", "@1:1 此处应为数、文字、名称或“(”，写的是“)”" },
        { "1 . 2", "@1:5 此处应为“.”之后的名称，写的是“2”" },
    };

    (void)state;
    CHECK_CASES(cases);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),
        cmocka_unit_test(forms_of_moments),
        cmocka_unit_test(tests_of_values),
        cmocka_unit_test(numbers),
        cmocka_unit_test(lists),
        cmocka_unit_test(moments),
        cmocka_unit_test(spans),
        cmocka_unit_test(contexts),
        cmocka_unit_test(operators),
        cmocka_unit_test(calls),
        cmocka_unit_test(loops),
        cmocka_unit_test(types),
        cmocka_unit_test(syntax),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
