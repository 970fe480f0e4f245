/* Errors of compiling, names used, unary tests, limits. */
#include "feel_check.h"

static void
errors(void **state)
{
    static const struct check_case cases[] = {
        { "专职人员 >= 10",
            "@1:1 没有名为“专职人员”的事实或变量，最接近的是“专职人员数”" },
        { "服务分钟 >= 3600 or\n  服务企业 >= 150",
            "@2:3 没有名为“服务企业”的事实或变量，最接近的是“服务企业数”" },
        { "1 + zzzzzzzzzz",
            "@1:5 没有名为“zzzzzzzzzz”的事实或变量，应使用已声明的名称" },
        { "lenght(\"a\")",
            "@1:1 没有名为“lenght”的函数，应使用已声明的名称" },
        { "substrin(\"a\", 1)",
            "@1:1 没有名为“substrin”的函数，最接近的是“substring”" },
        { "", "@1:1 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "1 +", "@1:4 表达式到此中断，此处应为数、文字、名称或“(”" },
        { "1 2", "@1:3 此处应为运算符或结尾，写的是“2”" },
        { "(1", "@1:3 表达式到此中断，此处应为“)”" },
        { "1)", "@1:2 此处应为运算符或结尾，写的是“)”" },
        { "[1, 2", "@1:6 表达式到此中断，此处应为“,”或“]”" },
        { "if 1 > 2 then 3", "@1:16 表达式到此中断，此处应为else" },
        { "a ＞ 1", "@1:3 此处为中文符号“＞”，应改用英文符号 >" },
        { "abs（a）", "@1:4 此处为中文符号“（”，应改用英文符号 (" },
        { "a & 1", "@1:3 此处不能使用符号“&”" },
        { "a \xff", "@1:3 文字不是有效的 UTF-8 编码" },
        { "abs()", "@1:1 函数“abs”应有 1 个参数，写了 0 个" },
        { "substring(\"a\")",
            "@1:1 函数“substring”应有 2 至 3 个参数，写了 1 个" },
        { "abs(x: 1)", "@1:1 函数“abs”的参数名应为 n" },
        { "abs(n: 1, n: 2)", "@1:11 参数“n”给了两次" },
        { "substring(string: \"a\", 2)",
            "@1:24 参数应全部写名称，或全部按顺序写" },
        { "2x", "@1:2 数字“2”之后应为运算符，名称不能以数字开头" },
        { "1e9999", "@1:1 数字超出范围，应不超过 34 位有效数字、指数不超过 6144" },
        { "? > 1", "@1:1 “?”只能用在条件单元或 in 之后" },
        { "function(x) external {}",
            "@1:13 不能使用外部函数（external），应写出函数体" },
        { "1 instance of foo",
            "@1:15 此处应为类型名，如 number、string、boolean、date、list" },
        { "{1: 2}.x", "!context has no member \"x\"" },
        { "{: 2}", "@1:2 此处应为上下文的名称，其后为“:”" },
        { "for 1 in [1] return 2", "@1:5 此处应为变量的名称" },
        { "a.", "@1:3 表达式到此中断，此处应为“.”之后的名称" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static const struct feel_expr *
compiled(struct arena *a, struct feel_scope *s, const char *text)
{
    const struct feel_expr *x = NULL;
    struct err err = { 0 };

    if (feel_compile(a, str_of(text), s, NULL, &x, &err) != OK)
        fail_msg("%s: %s %s", text, err.where, err.text);
    return x;
}

static void
names_used(void **state)
{
    struct arena *a = arena_new("used");
    const struct feel_expr *x = compiled(
        a, check_scope(a), "服务分钟 >= 年度最低时长 or 服务分钟 > 认定.场地");

    (void)state;
    assert_int_equal(feel_used_count(x), 3);
    assert_true(str_eq(feel_used(x, 0), STR("服务分钟")));
    assert_true(str_eq(feel_used(x, 1), STR("年度最低时长")));
    assert_true(str_eq(feel_used(x, 2), STR("认定.场地")));
    assert_true(str_starts(feel_text(x), STR("服务分钟 >= ")));
    x = compiled(a, check_scope(a), "for a in [1] return a");
    assert_int_equal(feel_used_count(x), 0);
    arena_free(a);
}

static void
declared_members(void **state)
{
    struct arena *a = arena_new("members");
    struct feel_scope *s = check_scope(a);
    const struct feel_expr *x;
    struct err err;

    (void)state;
    feel_scope_member(s, STR("服务 金额"));
    feel_scope_name(s, STR("明细"), FEEL_LIST);
    (void)compiled(a, s, "明细[服务 金额 > 5].服务 金额");
    (void)compiled(a, s, "{自定: 1}.自定 + date(\"2023-01-01\").year");
    assert_int_equal(feel_compile(a, STR("明细[服务金额 > 5]"), s, NULL, &x,
                         &err),
        ERR_INPUT);
    assert_int_equal(
        feel_compile(a, STR("明细.服务额"), s, NULL, &x, &err), ERR_INPUT);
    assert_string_equal(err.where, "1:4");
    assert_string_equal(
        err.text, "没有名为“服务额”的成员，最接近的是“服务 金额”");
    arena_free(a);
}

static bool
input_fact(struct str name, struct feel_value *ret, void *arg)
{
    if (!str_eq(name, STR("?")))
        return check_fact(name, ret, NULL);
    if (arg == NULL)
        return false;
    *ret = *(const struct feel_value *)arg;
    return true;
}

static void
unary_tests(void **state)
{
    static const struct {
        const char *tests;
        int input;
        const char *want;
    } cases[] = {
        { "-", 5, "true" },
        { ">= 10", 10, "true" },
        { ">= 10", 9, "false" },
        { "[1..5]", 5, "true" },
        { "(1..5)", 5, "false" },
        { "1, 3, 5", 3, "true" },
        { "1, 3, 5", 4, "false" },
        { "< 3, > 7", 8, "true" },
        { "not(1, 2)", 3, "true" },
        { "not(1, 2)", 2, "false" },
        { "not(> 5)", 6, "false" },
        { "? > 3 and ? < 5", 4, "true" },
        { "odd(?)", 4, "false" },
        { "专职人员数", 12, "true" },
        { "[1, 2, 4]", 4, "true" },
        { "-5", -5, "true" },
        { "甲", 5, "null" },
        { "5, 甲", 5, "true" },
        { "not(5, 甲)", 5, "false" },
        { "\"a\"", 5, "null" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena *a = arena_new("unary");
        struct feel_value input = feel_int(cases[i].input), v;
        const struct feel_expr *x;
        struct err err;

        assert_int_equal(feel_compile_unary(a, str_of(cases[i].tests),
                             check_scope(a), NULL, &x, &err),
            OK);
        assert_int_equal(feel_evaluate(a, x, input_fact, &input, 0, NULL, &v,
                             NULL, &err),
            OK);
        if (!str_eq(feel_show(a, &v), str_of(cases[i].want)))
            fail_msg("%s of %d", cases[i].tests, cases[i].input);
        assert_true(str_eq(feel_used(x, 0), STR("?")));
        arena_free(a);
    }
}

/* --- limits --- */

static struct str
repeated(struct arena *a, const char *head, const char *unit, size_t n,
    const char *tail)
{
    struct buf b;

    buf_init(&b, a, 1 << 20);
    buf_str(&b, str_of(head));
    for (size_t i = 0; i < n; i++)
        buf_str(&b, str_of(unit));
    buf_str(&b, str_of(tail));
    return buf_view(&b);
}

static enum status
run(struct arena *a, struct str text, const struct feel_limits *limits,
    struct err *err)
{
    const struct feel_expr *x;
    struct feel_value v;

    TRY(feel_compile(a, text, check_scope(a), limits, &x, err));
    return feel_evaluate(
        a, x, check_fact, NULL, 0, limits, &v, NULL, err);
}

static void
deep_nesting_is_refused(void **state)
{
    static const char *const units[] = { "(", "[", "-", "not(", "{a: ",
        "if true then ", "1 + (", "function() ", "for i in ", "[1][" };

    (void)state;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        struct arena *a = arena_new("deep");
        struct err err;

        assert_int_equal(
            run(a, repeated(a, "", units[i], 1000, "1"), NULL, &err),
            ERR_LIMIT);
        assert_non_null(strstr(err.text, "depth"));
        arena_free(a);
    }
}

static void
long_chains_do_not_nest(void **state)
{
    struct arena *a = arena_new("chain");
    struct err err;

    (void)state;
    assert_int_equal(run(a, repeated(a, "1", " + 1", 3000, ""), NULL, &err),
        OK);
    assert_int_equal(
        run(a, repeated(a, "true", " and true", 1500, ""), NULL, &err), OK);
    /* A path is as deep as it is long. */
    assert_int_equal(run(a, repeated(a, "a", ".x", 300, ""), NULL, &err),
        ERR_LIMIT);
    arena_free(a);
}

static void
limits_are_named(void **state)
{
    static const struct feel_limits small = {
        .text = 100, .depth = 20, .list = 100, .steps = 2000
    };
    static const struct {
        const char *text, *limit;
    } cases[] = {
        { "count(for i in 1..101 return i)", "list" },
        { "for i in 1..100, j in 1..100 return i", "list" },
        { "some i in 1..100, j in 1..100 satisfies i + j > 999", "steps" },
        { "{f: function(f, n) f(f, n + 1), r: f(f, 1)}.r", "depth" },
        { "flatten(for i in 1..100 return [1, 2])", "list" },
        { "for i in 1..50 return if i = 1 then \"ab\" else "
          "partial[-1] + partial[-1]",
            "steps" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena *a = arena_new("limits");
        struct err err = { 0 };

        if (run(a, str_of(cases[i].text), &small, &err) != ERR_LIMIT ||
            strstr(err.text, cases[i].limit) == NULL)
            fail_msg("%s: %s", cases[i].text, err.text);
        arena_free(a);
    }
}

static void
long_text_is_refused(void **state)
{
    struct arena *a = arena_new("text");
    struct err err;

    (void)state;
    assert_int_equal(run(a, repeated(a, "1", " ", 16383, ""), NULL, &err), OK);
    assert_int_equal(
        run(a, repeated(a, "1", " ", 16384, ""), NULL, &err), ERR_LIMIT);
    assert_string_equal(
        err.text, "表达式为 16385 字节，不得超过 16384 字节（上限 text）");
    arena_free(a);
}

static void
patterns_have_limits(void **state)
{
    struct arena *a = arena_new("pattern");
    struct err err;

    (void)state;
    assert_int_equal(run(a,
                         repeated(a, "matches(\"", "a", 60,
                             "!\", \"^(a|aa|a*)*(a+a+)+$\")"),
                         NULL, &err),
        ERR_LIMIT);
    /* One pattern for many texts is compiled once, ... */
    assert_int_equal(run(a,
                         STR("count((for i in 1..20000 return string(i))"
                             "[matches(item, \"^1\")])"),
                         NULL, &err),
        OK);
    assert_true(arena_used(a) < 30000000);
    /* ... many patterns are paid for. */
    assert_int_equal(run(a,
                         STR("for i in 1..20000 return "
                             "matches(\"x\", string(i))"),
                         NULL, &err),
        ERR_LIMIT);
    assert_non_null(strstr(err.text, "steps"));
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors),
        cmocka_unit_test(names_used),
        cmocka_unit_test(declared_members),
        cmocka_unit_test(unary_tests),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(long_chains_do_not_nest),
        cmocka_unit_test(limits_are_named),
        cmocka_unit_test(long_text_is_refused),
        cmocka_unit_test(patterns_have_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
