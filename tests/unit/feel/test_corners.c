/* The parser and the evaluator where the outside, a limit or a type that is
 * unusually deep or wide decides what comes out. */
#include "feel_check.h"

#include "feel/run.h"

static enum status
compiled(struct arena *a, const char *text, const struct feel_scope *s,
    const struct feel_expr **x, struct err *err)
{
    *err = (struct err){ 0 };
    return feel_compile(a, str_of(text), s, NULL, x, err);
}

/* The value of an expression without facts, or what it lacks, as text. */
static struct str
shown(struct arena *a, const char *text, const struct feel_scope *s)
{
    const struct feel_expr *x;
    struct feel_value v;
    struct err err;

    if (compiled(a, text, s, &x, &err) != OK)
        return arena_fmt(a, "@%s %s", err.where, err.text);
    if (feel_evaluate(a, x, check_fact, NULL, CHECK_NOW_US, NULL, &v, NULL,
            &err) != OK)
        return arena_fmt(a, "#%s", err.text);
    if (v.type == FEEL_NULL && v.missing != NULL)
        return check_reasons(a, &v);
    return feel_show(a, &v);
}

static void
assert_shown(struct arena *a, const char *text, const struct feel_scope *s,
    const char *want)
{
    assert_string_equal(arena_cstr(a, shown(a, text, s)), want);
}

static void
written(void **state)
{
    static const struct check_case cases[] = {
        { "for i in 1..甲 return i", "?甲" },
        { "1\001+ 2", "@1:2 此处不能使用符号“\001”" },
        { "{_: 4, _x: 1, r: _ + _x}.r", "5" },
        { "abs instance of function", "true" },
        { "[1..2] instance of range", "true" },
        { "(<= \"a\") instance of range<number>", "false" },
        { "(>= \"a\") instance of range<number>", "false" },
        { "[1..2] instance of range<number>", "true" },
        { "(function(d: date and time) d)(1)",
            "!expected date and time, got number" },
    };

    (void)state;
    CHECK_CASES(cases);
}

/* --- limits --- */

/* Chains of names and calls that end where the largest height does. */
static void
heights(void **state)
{
    static const char *const texts[] = { "-a.x.y", "(1)(2)(3)(4)",
        "for i in a.x.y return i", "{r: a.x.y}" };
    struct arena *a = arena_new("heights");
    struct feel_limits l = feel_limits_default();
    const struct feel_expr *x;
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        l.depth = 3;
        err = (struct err){ 0 };
        assert_int_equal(feel_compile(a, str_of(texts[i]), check_scope(a), &l,
            &x, &err), ERR_LIMIT);
        assert_non_null(strstr(err.text, "（上限 depth）"));
        l.depth = 4;
        assert_int_equal(feel_compile(a, str_of(texts[i]), check_scope(a), &l,
            &x, &err), OK);
    }
    arena_free(a);
}

/* Raises the steps until there is a value; every answer before is the limit. */
static struct feel_value
with_steps(struct arena *a, const struct feel_expr *x,
    const struct feel_value *facts, uint64_t *steps)
{
    struct feel_limits l = feel_limits_default();
    struct feel_value v = feel_null();

    for (l.steps = 0; l.steps < 10000; l.steps++) {
        struct err err = { 0 };
        enum status s = feel_evaluate_with(a, x, facts, NULL, NULL,
            CHECK_NOW_US, &l, &v, &err);

        if (s == OK)
            break;
        assert_int_equal(s, ERR_LIMIT);
        assert_non_null(strstr(err.text, "（上限 steps）"));
    }
    *steps = l.steps;
    return v;
}

static void
steps(void **state)
{
    struct arena *a = arena_new("steps");
    struct feel_value fact, v;
    const struct feel_expr *x;
    struct err err = { 0 };
    uint64_t needed;
    char *text = arena_alloc(a, 10000);

    (void)state;
    memset(text, 'a', 10000);
    fact = feel_string((struct str){ text, 10000 });
    assert_int_equal(compiled(a, "matches(a, \"^[a-z]{3}$\")",
        check_scope(a), &x, &err), OK);
    v = with_steps(a, x, &fact, &needed);
    assert_true(v.type == FEEL_BOOLEAN && !v.boolean);
    assert_true(needed > 4);

    assert_int_equal(feel_compile_unary(a, STR("not(8, a + 1, < 3)"),
        check_scope(a), NULL, &x, &err), OK);
    v = with_steps(a, x,
        (struct feel_value[]){ feel_int(5), feel_int(7) }, &needed);
    assert_true(v.type == FEEL_BOOLEAN && v.boolean);
    assert_true(needed > 4);
    arena_free(a);
}

/* --- functions of the caller --- */

static enum status
count_args(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)e;
    (void)args;
    (void)self;
    (void)err;
    *ret = feel_int((int64_t)n);
    return OK;
}

/* Fails, and counts how often it was called. */
static enum status
failing(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)e;
    (void)args;
    (void)n;
    (void)ret;
    ++*(int *)self;
    return err_set(err, ERR_CONFLICT, "the outside is broken");
}

static enum status
calling(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)self;
    /* The error within is the one that counts. */
    if (feel_call(e, &args[0], args + 1, n - 1, ret) != OK)
        return err == NULL ? ERR_INPUT : ERR_LIMIT;
    return OK;
}

static struct feel_scope *
scope_of_functions(struct arena *a, int *calls)
{
    struct feel_scope *s = check_scope(a);

    feel_scope_function(s, STR("few"), 1, 2, count_args, NULL);
    feel_scope_open_function(s, STR("open"), 0, 3, count_args, NULL);
    feel_scope_function(s, STR("failing"), 0, 2, failing, calls);
    feel_scope_function(s, STR("calling"), 1, 3, calling, NULL);
    return s;
}

static void
natives(void **state)
{
    struct arena *a = arena_new("natives");
    int calls = 0;
    struct feel_scope *s = scope_of_functions(a, &calls);
    const struct feel_expr *x;
    struct feel_value v;
    struct err err = { 0 };

    (void)state;
    assert_shown(a, "few()", s, "@1:1 函数“few”应有 1 至 2 个参数，写了 0 个");
    assert_shown(a, "few(1, 2, 3)", s,
        "@1:1 函数“few”应有 1 至 2 个参数，写了 3 个");
    assert_shown(a, "few(x: 1)", s,
        "@1:1 函数“few”的参数应按顺序写，不写名称");
    assert_shown(a, "[few][1](1, 2)", s, "2");
    assert_shown(a, "[few][1]()", s, "!wrong number of arguments for few");
    assert_shown(a, "[few][1](1, 2, 3)", s,
        "!wrong number of arguments for few");
    /* One that decides itself gets what is not known, and errors. */
    assert_shown(a, "few(甲)", s, "?甲");
    assert_shown(a, "few(1 + \"a\")", s,
        "!cannot compute number + string");
    assert_shown(a, "open(甲, 1 + \"a\", 3)", s, "3");

    assert_shown(a, "calling(abs, -3)", s, "3");
    assert_int_equal(compiled(a, "calling(failing)", s, &x, &err), OK);
    assert_int_equal(feel_evaluate(a, x, check_fact, NULL, CHECK_NOW_US, NULL,
        &v, NULL, &err), ERR_CONFLICT);
    assert_int_equal(calls, 1);

    feel_scope_as_dmn(s);
    assert_shown(a, "few(1, 2)", s, "2");
    assert_shown(a, "few(1, 2, 3)", s,
        "!wrong arguments of the function \"few\"");
    assert_shown(a, "few()", s, "!wrong arguments of the function \"few\"");
    arena_free(a);
}

/* True twice, then it fails; counts how often it was called. */
static enum status
failing_third(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)e;
    (void)args;
    (void)n;
    *ret = feel_boolean(true);
    return ++*(int *)self < 3
        ? OK
        : err_set(err, ERR_CONFLICT, "the outside is broken");
}

/* An order that fails is not asked again, though the merge goes on. */
static void
failing_order(void **state)
{
    static const struct str xy[] = { STR_INIT("x"), STR_INIT("y") };
    struct arena *a = arena_new("order");
    int calls = 0;
    struct feel_invocable f = { .name = STR("f"), .params = xy, .n = 2,
        .fn = failing_third, .self = &calls };
    struct feel_value fact = feel_function_value(a, &f), v;
    const struct feel_expr *x;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(compiled(a, "sort([4, 3, 2, 1], a)", check_scope(a), &x,
        &err), OK);
    assert_int_equal(feel_evaluate_with(a, x, &fact, NULL, NULL, CHECK_NOW_US,
        NULL, &v, &err), ERR_CONFLICT);
    assert_string_equal(err.text, "the outside is broken");
    assert_int_equal(calls, 3);

    /* Functions built in have a number of parameters, without names here. */
    assert_int_equal(compiled(a, "abs", check_scope(a), &x, &err), OK);
    assert_int_equal(feel_evaluate(a, x, NULL, NULL, CHECK_NOW_US, NULL, &v,
        NULL, &err), OK);
    assert_int_equal(feel_parameter_count(&v), 1);
    assert_int_equal(feel_parameter_name(&v, 0).n, 0);
    arena_free(a);
}

static void
traced_calls(void **state)
{
    static const struct {
        const char *text, *op;
    } cases[] = { { "few(a)", "few" }, { "abs(a)", "abs" },
        { "(function(x) x + 1)(a)", "(function(x) x + 1)" } };
    struct arena *a = arena_new("traces");
    int calls = 0;
    struct feel_scope *s = scope_of_functions(a, &calls);

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct feel_trace *t = NULL;
        const struct feel_expr *x;
        struct feel_value v;
        struct err err;

        assert_int_equal(compiled(a, cases[i].text, s, &x, &err), OK);
        assert_int_equal(feel_evaluate(a, x, check_fact, NULL, CHECK_NOW_US,
            NULL, &v, &t, &err), OK);
        assert_int_equal(t->kind, FEEL_PART_CALL);
        assert_string_equal(arena_cstr(a, t->op), cases[i].op);
    }
    arena_free(a);
}

/* --- names from outside --- */

static enum status
no_name(struct feel_eval *e, size_t id, struct feel_value *ret, void *arg,
    struct err *err)
{
    (void)e;
    (void)id;
    (void)ret;
    ++*(int *)arg;
    return err_set(err, ERR_CONFLICT, "no name comes");
}

static void
frames(void **state)
{
    struct arena *a = arena_new("frames");
    struct feel_scope *s = feel_scope_new(a);
    const struct feel_expr *x;
    struct feel_eval *e;
    struct feel_value v, facts[2];
    struct err err = { 0 };
    int asked = 0;
    struct feel_frame frame = { .get = no_name, .arg = &asked };

    (void)state;
    /* A test without an input: the input is what is missing. */
    assert_int_equal(feel_compile_unary(a, STR("< 5"), s, NULL, &x, &err), OK);
    e = feel_eval_new(a, CHECK_NOW_US, NULL, NULL, &err);
    assert_int_equal(feel_run(e, x, NULL, &v, NULL), OK);
    assert_string_equal(arena_cstr(a, check_reasons(a, &v)), "??");

    /* A function takes the names along; the first that fails ends it. */
    feel_scope_slot(s, STR("p"), NULL, 0);
    feel_scope_slot(s, STR("q"), NULL, 1);
    assert_int_equal(compiled(a, "(function(x) x + p + q)(1)", s, &x, &err),
        OK);
    assert_int_equal(feel_run(e, x, &frame, &v, NULL), ERR_CONFLICT);
    assert_int_equal(asked, 1);

    facts[0] = feel_int(20);
    facts[1] = feel_int(300);
    assert_int_equal(feel_evaluate_with(a, x, facts, NULL, NULL, CHECK_NOW_US,
        NULL, &v, &err), OK);
    assert_string_equal(arena_cstr(a, feel_show(a, &v)), "321");
    arena_free(a);
}

static void
nearest(void **state)
{
    struct arena *a = arena_new("nearest");
    struct feel_scope *s = check_scope(a);

    (void)state;
    feel_scope_member(s, STR("length"));
    assert_shown(a, "a.lenght", s,
        "@1:3 没有名为“lenght”的成员，最接近的是“length”");
    assert_shown(a, "a.qqqqqqqq", s, "@1:3 没有名为“qqqqqqqq”的成员");
    arena_free(a);
}

/* --- types --- */

static const struct feel_type_ref *
context_of(struct arena *a, const char *name, const struct feel_type_ref *t)
{
    struct str n = arena_str(a, str_of(name));

    return feel_type_context(a, &n, &t, 1);
}

static const struct feel_type_ref *
lists_of(struct arena *a, const struct feel_type_ref *t, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        t = feel_type_list(a, t);
    return t;
}

static void
deep_types(void **state)
{
    struct arena *a = arena_new("deep");
    struct feel_eval *e = feel_eval_new(a, CHECK_NOW_US, NULL, NULL, NULL);
    const struct feel_type_ref *number = feel_type_of(FEEL_NUMBER);
    struct feel_scope *s = feel_scope_new(a);
    struct str text = feel_type_text(a, lists_of(a, number, 120));
    struct feel_value v = feel_int(1);

    (void)state;
    assert_int_not_equal(str_find(text, STR("list<Any>")), SIZE_MAX);
    text = feel_type_text(a, lists_of(a, number, 20));
    assert_int_not_equal(str_find(text, STR("list<number>")), SIZE_MAX);

    /* Members are found to a depth: x-y is one name, or a difference. */
    feel_scope_slot(s, STR("p"),
        lists_of(a, context_of(a, "x-y", number), 20), 0);
    assert_shown(a, "p.x-y", s, "?p");
    s = feel_scope_new(a);
    feel_scope_slot(s, STR("p"),
        lists_of(a, context_of(a, "x-y", lists_of(a, number, 1)), 120), 0);
    assert_shown(a, "p.x-y", s,
        "@1:5 没有名为“y”的事实或变量，最接近的是“p”");

    for (size_t i = 0; i < 120; i++) {
        if (i == 20)
            assert_true(feel_value_conforms(e, &v, lists_of(a, number, 20)));
        v = feel_list(arena_dup(a, &v, sizeof(v)), 1);
    }
    assert_false(feel_value_conforms(e, &v, lists_of(a, number, 120)));
    assert_true(feel_value_conforms(e, &v, NULL));
    assert_int_equal(feel_eval_status(e), OK);
    arena_free(a);
}

/* Both members of each level are the level below: 2^depth comparisons. */
static const struct feel_type_ref *
doubled(struct arena *a, size_t depth)
{
    static const struct str names[] = { STR_INIT("l"), STR_INIT("r") };
    const struct feel_type_ref *t = feel_type_of(FEEL_NUMBER);

    for (size_t i = 0; i < depth; i++) {
        const struct feel_type_ref *both[] = { t, t };

        t = feel_type_context(a, names, both, 2);
    }
    return t;
}

static void
wide_types(void **state)
{
    enum { WIDE = 100 };
    struct arena *a = arena_new("wide");
    const struct feel_type_ref *members[WIDE];
    struct str names[WIDE];
    char *name = arena_alloc(a, 1000);

    (void)state;
    assert_true(feel_type_conforms(doubled(a, 5), doubled(a, 5)));
    assert_false(feel_type_conforms(doubled(a, 40), doubled(a, 40)));

    memset(name, 'n', 1000);
    for (size_t i = 0; i < WIDE; i++) {
        members[i] = feel_type_of(FEEL_NUMBER);
        names[i] = (struct str){ name, 1000 };
    }
    assert_int_equal(feel_type_text(a,
        feel_type_context(a, names, members, 10)).n,
        strlen("context<>") + 10 * (1000 + strlen(": number, ")) - 2);
    assert_true(feel_type_text(a,
        feel_type_context(a, names, members, WIDE)).n <= 1u << 16);
    assert_true(str_eq(feel_type_text(a, feel_type_function(a, NULL, 0,
        feel_type_any())), STR("function<> -> Any")));
    arena_free(a);
}

static void
declared_types(void **state)
{
    struct arena *a = arena_new("declared");
    struct feel_scope *s = check_scope(a);
    const struct feel_type_ref *number = feel_type_of(FEEL_NUMBER);

    (void)state;
    feel_scope_type(s, STR("numbers"), feel_type_list(a, number));
    feel_scope_type(s, STR("keyed"), context_of(a, "k", number));
    assert_shown(a, "[1] instance of numbers", s, "true");
    assert_shown(a, "[\"a\"] instance of numbers", s, "false");
    assert_shown(a, "{k: 1} instance of keyed", s, "true");
    assert_shown(a, "{k: \"a\"} instance of keyed", s, "false");
    arena_free(a);
}

static void
constraints(void **state)
{
    struct arena *a = arena_new("constraints");
    struct err err = { 0 };
    struct feel_eval *e = feel_eval_new(a, CHECK_NOW_US, NULL, NULL, &err);
    struct feel_type_ref number = *feel_type_of(FEEL_NUMBER);
    struct feel_type_ref late = *feel_type_of(FEEL_DATE_TIME);
    struct feel_value v = feel_int(5);
    struct feel_value day = feel_date(day_of_ymd(2024, 2, 29));
    const struct feel_expr *x;
    struct feel_scope *s = feel_scope_new(a);

    (void)state;
    feel_scope_slot(s, STR("p"), NULL, 0);
    /* A constraint that has no answer is not met. */
    assert_int_equal(feel_compile_unary(a, STR("p"), s, NULL, &x, &err), OK);
    number.allowed = x;
    assert_false(feel_value_conforms(e, &v, &number));
    assert_int_equal(feel_compile_unary(a, STR("< 9"), check_scope(a), NULL,
        &x, &err), OK);
    number.allowed = x;
    assert_true(feel_value_conforms(e, &v, &number));

    /* A date becomes the date and time at midnight if that is allowed. */
    assert_int_equal(feel_compile_unary(a,
        STR("> @\"2024-03-01T00:00:00Z\""), check_scope(a), NULL, &x, &err),
        OK);
    late.allowed = x;
    v = feel_coerce(e, &day, &late);
    assert_string_equal(arena_cstr(a, check_reasons(a, &v)),
        "!expected date and time, got date");
    day = feel_date(day_of_ymd(2024, 3, 2));
    v = feel_coerce(e, &day, &late);
    assert_int_equal(v.type, FEEL_DATE_TIME);
    arena_free(a);
}

/* Functions with a type of what they give, and truths of XML Schema. */
static void
results(void **state)
{
    static const struct str names[] = { STR_INIT("x") };
    struct arena *a = arena_new("results");
    struct feel_eval *e = feel_eval_new(a, CHECK_NOW_US, NULL, NULL, NULL);
    const struct feel_type_ref *number = feel_type_of(FEEL_NUMBER);
    const struct feel_type_ref *text = feel_type_of(FEEL_STRING);
    struct feel_invocable f = { .name = STR("f"), .params = names, .n = 1,
        .types = &number, .result = number, .fn = count_args };
    struct feel_value v = feel_function_value(a, &f);

    (void)state;
    assert_true(feel_value_conforms(e, &v,
        feel_type_function(a, &number, 1, number)));
    assert_false(feel_value_conforms(e, &v,
        feel_type_function(a, &number, 1, text)));
    assert_true(feel_value_conforms(e, &v, feel_type_of(FEEL_FUNCTION)));
    assert_true(feel_from_xsd(STR("boolean"), STR(" false "), &v));
    assert_true(v.type == FEEL_BOOLEAN && !v.boolean);
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(written),
        cmocka_unit_test(heights),
        cmocka_unit_test(steps),
        cmocka_unit_test(natives),
        cmocka_unit_test(failing_order),
        cmocka_unit_test(traced_calls),
        cmocka_unit_test(frames),
        cmocka_unit_test(nearest),
        cmocka_unit_test(deep_types),
        cmocka_unit_test(wide_types),
        cmocka_unit_test(declared_types),
        cmocka_unit_test(constraints),
        cmocka_unit_test(results),
    };

    return cmocka_run_group_tests(all, NULL, NULL);
}
