/* Traces, functions of the caller, threads, values and their text. */
#include "feel_check.h"

#include <pthread.h>

static struct feel_value
evaluated(struct arena *a, struct feel_scope *s, const char *text,
    const struct feel_trace **trace)
{
    const struct feel_expr *x;
    struct feel_value v = feel_null();
    struct err err = { 0 };

    if (feel_compile(a, str_of(text), s, NULL, &x, &err) != OK ||
        feel_evaluate(a, x, check_fact, NULL, CHECK_NOW_US, NULL, &v, trace,
            &err) != OK)
        fail_msg("%s: %s %s", text, err.where, err.text);
    return v;
}

/* --- trace --- */

static void
trace_names_every_part(void **state)
{
    struct arena *a = arena_new("trace");
    const struct feel_trace *t;

    (void)state;
    evaluated(a, check_scope(a),
        "(服务分钟 >= 年度最低时长 or 服务企业数 >= 150) and 甲", &t);
    assert_int_equal(t->value.type, FEEL_NULL);
    assert_int_equal(t->n, 2);
    assert_true(str_eq(t->parts[0]->text,
        STR("(服务分钟 >= 年度最低时长 or 服务企业数 >= 150)")));
    assert_true(t->parts[0]->value.boolean);
    assert_true(t->parts[1]->is_fact);
    assert_true(str_eq(t->parts[1]->text, STR("甲")));
    assert_true(str_eq(t->parts[1]->value.missing->name, STR("甲")));

    const struct feel_trace *compare = t->parts[0]->parts[0];

    assert_true(str_eq(compare->text, STR("服务分钟 >= 年度最低时长")));
    assert_true(compare->is_comparison);
    assert_true(str_eq(compare->op, STR(">=")));
    assert_true(str_eq(feel_show(a, &compare->left), STR("3570")));
    assert_true(str_eq(feel_show(a, &compare->right), STR("3600")));
    assert_false(compare->value.boolean);
    assert_int_equal(compare->n, 2);
    assert_true(compare->parts[0]->is_fact);
    assert_true(str_eq(compare->parts[1]->text, STR("年度最低时长")));
    /* The side that decides nothing is evaluated and shown all the same. */
    assert_true(t->parts[0]->parts[1]->value.boolean);
    arena_free(a);
}

static void
trace_of_other_forms(void **state)
{
    struct arena *a = arena_new("trace");
    const struct feel_trace *t;

    (void)state;
    evaluated(a, check_scope(a), "a between 1 and b", &t);
    assert_true(t->is_comparison);
    assert_true(str_eq(t->op, STR("between")));
    assert_true(str_eq(feel_show(a, &t->right), STR("[1..3]")));
    evaluated(a, check_scope(a), "a in (< 3, [5..9])", &t);
    assert_true(t->is_comparison);
    assert_true(str_eq(t->op, STR("in")));
    assert_true(str_eq(feel_show_zh(a, &t->right), STR("< 3, [5..9]")));
    evaluated(a, check_scope(a), "if a > b then a else 1/0", &t);
    assert_int_equal(t->n, 2);
    assert_true(str_eq(t->parts[1]->text, STR("a")));
    evaluated(a, check_scope(a), "42", &t);
    assert_true(str_eq(t->text, STR("42")));
    assert_int_equal(t->n, 0);
    /* Long loops show their first rounds only. */
    evaluated(a, check_scope(a), "for i in 1..1000 return i + 1", &t);
    assert_int_equal(t->value.list.n, 1000);
    assert_int_equal(t->n, 50);
    arena_free(a);
}

static void
no_trace_takes_no_memory(void **state)
{
    struct arena *a = arena_new("trace"), *b = arena_new("run");
    const struct feel_expr *x;
    struct feel_value v;
    struct err err;

    (void)state;
    assert_int_equal(feel_compile(a, STR("(1 + 2) * 3 > 8 and not(4 = 5)"),
                         check_scope(a), NULL, &x, &err),
        OK);
    assert_int_equal(
        feel_evaluate(b, x, NULL, NULL, 0, NULL, &v, NULL, &err), OK);
    assert_true(v.boolean);
    assert_int_equal(arena_used(b), 0);
    arena_free(a);
    arena_free(b);
}

/* --- functions of the caller --- */

struct counter {
    int calls;
    enum status fails;
};

static enum status
days_after(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    struct counter *c = self;
    int64_t days;

    c->calls++;
    if (c->fails != OK)
        return err_set(err, c->fails, "缺少2027年的节假日安排");
    if (n != 2 || args[0].type != FEEL_DATE || !feel_to_int(&args[1], &days)) {
        *ret = feel_fail(e, "expected a date and a number, got %zu", n);
        return OK;
    }
    assert_non_null(feel_arena(e));
    *ret = feel_date((struct day){ args[0].date.n + (int32_t)days });
    return OK;
}

static void
native_functions(void **state)
{
    struct arena *a = arena_new("native");
    struct feel_scope *s = check_scope(a);
    struct counter c = { 0 };
    struct feel_value v;

    (void)state;
    feel_scope_function(s, STR("工作日后"), 2, 2, days_after, &c);
    v = evaluated(a, s, "工作日后(date(\"2023-03-12\"), 15)", NULL);
    assert_true(str_eq(feel_show(a, &v), STR("date(\"2023-03-27\")")));
    v = evaluated(a, s, "工作日后(1, 2)", NULL);
    assert_true(v.missing->is_error);
    assert_int_equal(c.calls, 2);
    /* Not called with what is not known. */
    v = evaluated(a, s, "工作日后(甲, 乙)", NULL);
    assert_true(str_eq(check_reasons(a, &v), STR("?甲,乙")));
    v = evaluated(a, s, "工作日后(date(\"x\"), 1)", NULL);
    assert_true(str_eq(v.missing->text, STR("not a date: \"x\"")));
    assert_int_equal(c.calls, 2);
    v = evaluated(a, s,
        "(for n in [1, 2] return 工作日后(date(\"2023-01-01\"), n))[2]", NULL);
    assert_true(str_eq(feel_show(a, &v), STR("date(\"2023-01-03\")")));
    arena_free(a);
}

static void
native_errors_end_the_evaluation(void **state)
{
    struct arena *a = arena_new("native");
    struct feel_scope *s = check_scope(a);
    struct counter c = { .fails = ERR_NOT_FOUND };
    const struct feel_expr *x;
    struct feel_value v = feel_int(99);
    struct err err;

    (void)state;
    feel_scope_function(s, STR("工作日后"), 1, 2, days_after, &c);
    assert_int_equal(
        feel_compile(a,
            STR("for i in 1..5 return 工作日后(date(\"2023-01-01\"), i)"), s,
            NULL, &x, &err),
        OK);
    assert_int_equal(
        feel_evaluate(a, x, check_fact, NULL, 0, NULL, &v, NULL, &err),
        ERR_NOT_FOUND);
    assert_string_equal(err.text, "缺少2027年的节假日安排");
    assert_int_equal(c.calls, 1);
    assert_true(str_eq(feel_show(a, &v), STR("99")));
    assert_int_equal(
        feel_compile(a, STR("工作日后(1, 2, 3)"), s, NULL, &x, &err),
        ERR_INPUT);
    assert_string_equal(
        err.text, "函数“工作日后”应有 1 至 2 个参数，写了 3 个");
    assert_int_equal(
        feel_compile(a, STR("工作日(1)"), s, NULL, &x, &err), ERR_INPUT);
    assert_string_equal(err.text,
        "没有名为“工作日”的函数，最接近的是“工作日后”");
    arena_free(a);
}

/* --- facts --- */

static bool
counted_fact(struct str name, struct feel_value *ret, void *arg)
{
    ++*(int *)arg;
    return check_fact(name, ret, NULL);
}

static void
facts_are_asked_once(void **state)
{
    struct arena *a = arena_new("facts");
    const struct feel_expr *x;
    struct feel_value v;
    struct err err;
    int asked = 0;

    (void)state;
    assert_int_equal(feel_compile(a, STR("a + a * a + count([甲, 甲])"),
                         check_scope(a), NULL, &x, &err),
        OK);
    assert_int_equal(
        feel_evaluate(a, x, counted_fact, &asked, 0, NULL, &v, NULL, &err),
        OK);
    assert_int_equal(asked, 2);
    assert_true(str_eq(feel_show(a, &v), STR("58")));
    arena_free(a);
}

/* --- threads --- */

struct job {
    const struct feel_expr *expr;
    int bad;
};

static void *
evaluate_often(void *arg)
{
    struct job *j = arg;

    for (int i = 0; i < 200; i++) {
        struct arena *a = arena_new("thread");
        const struct feel_trace *t;
        struct feel_value v;
        struct err err;

        if (feel_evaluate(a, j->expr, check_fact, NULL, CHECK_NOW_US, NULL, &v,
                i % 2 == 0 ? &t : NULL, &err) != OK ||
            !str_eq(feel_show(a, &v), STR("[12, 24, \"ABC\", true]")))
            j->bad++;
        arena_free(a);
    }
    return NULL;
}

static void
threads_share_an_expression(void **state)
{
    struct arena *a = arena_new("threads");
    pthread_t threads[4];
    struct job jobs[4];
    const struct feel_expr *x;
    struct err err;

    (void)state;
    assert_int_equal(
        feel_compile(a,
            STR("concatenate((for i in 1..2 return i * 专职人员数), "
                "upper case(\"abc\"), matches(单位名称, \"^示例\"))"),
            check_scope(a), NULL, &x, &err),
        OK);
    for (size_t i = 0; i < 4; i++) {
        jobs[i] = (struct job){ .expr = x };
        assert_int_equal(
            pthread_create(&threads[i], NULL, evaluate_often, &jobs[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(jobs[i].bad, 0);
    }
    arena_free(a);
}

/* --- values --- */

static void
values_of_the_caller(void **state)
{
    struct feel_value v;
    int64_t n;

    (void)state;
    assert_true(feel_decimal(STR("12.50"), &v));
    assert_false(feel_to_int(&v, &n));
    assert_true(feel_decimal(STR("-9223372036854775808"), &v));
    assert_true(feel_to_int(&v, &n));
    assert_true(n == INT64_MIN);
    assert_true(feel_decimal(STR("9223372036854775808"), &v));
    assert_false(feel_to_int(&v, &n));
    v = feel_int(INT64_MAX);
    assert_true(feel_to_int(&v, &n));
    assert_true(n == INT64_MAX);
    assert_false(feel_decimal(STR(""), &v));
    assert_false(feel_decimal(STR("1."), &v));
    assert_false(feel_decimal(STR("1,000"), &v));
    assert_false(feel_decimal(STR(" 1"), &v));
    assert_false(feel_decimal(STR("1e"), &v));
    assert_false(feel_decimal(STR("NaN"), &v));
    assert_false(feel_decimal(STR("Infinity"), &v));
    assert_false(feel_decimal(STR("1e7000"), &v));
    v = feel_string(STR("1"));
    assert_false(feel_to_int(&v, &n));
}

static void
texts_for_people(void **state)
{
    static const struct {
        const char *text, *zh;
    } cases[] = {
        { "3570", "3570" },
        { "59.50", "59.5" },
        { "\"文字\"", "文字" },
        { "true", "是" },
        { "false", "否" },
        { "null", "未知" },
        { "甲", "未知" },
        { "date(\"2023-03-12\")", "2023-03-12" },
        { "date and time(\"2023-03-12T23:59:59+08:00\")",
            "2023-03-12 23:59:59" },
        { "date and time(\"2023-03-12T23:59:59Z\")", "2023-03-12 23:59:59Z" },
        { "time(\"08:00:00+08:00\")", "08:00:00" },
        { "@\"P2Y3M\"", "2年3个月" },
        { "@\"-P1M\"", "负1个月" },
        { "@\"P0M\"", "0个月" },
        { "@\"P5DT3H\"", "5天3小时" },
        { "@\"PT0S\"", "0天" },
        { "[1, \"甲\", true]", "1、甲、是" },
        { "[]", "无" },
        { "{姓名: \"某\", 岁: 3}", "姓名：某；岁：3" },
        { "[1..5)", "[1..5)" },
        { "(>= 5)", "(>= 5)" },
        { "function(x, y) x", "function(x, y)" },
        { "abs", "abs" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena *a = arena_new("zh");
        struct feel_value v =
            evaluated(a, check_scope(a), cases[i].text, NULL);
        struct str zh = feel_show_zh(a, &v);

        if (!str_eq(zh, str_of(cases[i].zh)))
            fail_msg("%s: " STR_FMT, cases[i].text, STR_ARG(zh));
        arena_free(a);
    }
}

/* A value nested without end is shown in part, not until the stack ends. */
static void
deep_values_are_shown_in_part(void **state)
{
    struct arena *a = arena_new("deep");
    struct feel_value v = evaluated(a, check_scope(a),
        "(for i in 1..5000 return if i = 1 then [1] else [partial[-1]])[-1]",
        NULL);
    struct str text = feel_show(a, &v);

    (void)state;
    assert_true(str_find(text, STR("...")) != SIZE_MAX);
    v = evaluated(a, check_scope(a),
        "{d: (for i in 1..5000 return if i = 1 then [1] else [partial[-1]])"
        ", r: d[-1] = d[-1]}.r",
        NULL);
    assert_true(v.type == FEEL_NULL && v.missing->is_error);
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trace_names_every_part),
        cmocka_unit_test(trace_of_other_forms),
        cmocka_unit_test(no_trace_takes_no_memory),
        cmocka_unit_test(native_functions),
        cmocka_unit_test(native_errors_end_the_evaluation),
        cmocka_unit_test(facts_are_asked_once),
        cmocka_unit_test(threads_share_an_expression),
        cmocka_unit_test(values_of_the_caller),
        cmocka_unit_test(texts_for_people),
        cmocka_unit_test(deep_values_are_shown_in_part),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
