/* What a model (DMN) needs: slots, types, coercion, functions of its own. */
#include "feel_check.h"

#include "feel/run.h"

struct bench {
    struct arena *a;
    struct feel_scope *s;
    struct feel_eval *e;
    struct err err;
};

static void
begin(struct bench *b)
{
    *b = (struct bench){ .a = arena_new("model") };
    b->s = feel_scope_new(b->a);
    feel_scope_as_dmn(b->s);
    b->e = feel_eval_new(b->a, CHECK_NOW_US, NULL, b, &b->err);
}

static const struct feel_expr *
compiled(struct bench *b, const char *text)
{
    const struct feel_expr *x;
    struct err err = { 0 };

    if (feel_compile(b->a, str_of(text), b->s, NULL, &x, &err) != OK)
        fail_msg("%s: %s %s", text, err.where, err.text);
    return x;
}

static struct feel_value
value(struct bench *b, const char *text, const struct feel_frame *f)
{
    struct feel_value v;

    if (feel_run(b->e, compiled(b, text), f, &v, NULL) != OK)
        fail_msg("%s: %s", text, b->err.text);
    return v;
}

/* The value, or "!" and the error it is null for. */
static struct str
outcome(struct arena *a, const struct feel_value *v)
{
    return v->type == FEEL_NULL && v->missing != NULL ? check_reasons(a, v)
                                                      : feel_show(a, v);
}

static void
shows_value(struct bench *b, const struct feel_value *v, const char *want)
{
    struct str got = outcome(b->a, v);

    if (!str_eq(got, str_of(want)))
        fail_msg("is " STR_FMT ", not %s", STR_ARG(got), want);
}

static void
shows(struct bench *b, const char *text, const struct feel_frame *f,
    const char *want)
{
    struct feel_value v = value(b, text, f);
    struct str got = outcome(b->a, &v);

    if (!str_eq(got, str_of(want)))
        fail_msg("%s is " STR_FMT ", not %s", text, STR_ARG(got), want);
}

/* --- slots --- */

struct giver {
    size_t asked;
};

static enum status
give(struct feel_eval *e, size_t id, struct feel_value *ret, void *arg,
    struct err *err)
{
    struct giver *g = arg;

    (void)e;
    g->asked++;
    if (id == 9)
        return err_set(err, ERR_NOT_FOUND, "没有第九个");
    *ret = feel_int((int64_t)id * 10);
    return OK;
}

static void
names_come_by_number(void **state)
{
    struct bench b;
    struct giver giver = { 0 };
    struct feel_value one = feel_int(1), v;

    (void)state;
    begin(&b);

    const struct feel_value *values[] = { &one, NULL };
    struct feel_frame f = {
        .values = values, .n = 2, .get = give, .arg = &giver
    };

    feel_scope_slot(b.s, STR("first one"), NULL, 0);
    feel_scope_slot(b.s, STR("b"), NULL, 1);
    feel_scope_slot(b.s, STR("c"), NULL, 2);
    feel_scope_slot(b.s, STR("bad"), NULL, 9);

    const struct feel_expr *x = compiled(&b, "b + first one + b + c");

    assert_int_equal(feel_used_count(x), 3);
    assert_int_equal(feel_used_slot(x, 0), 1);
    assert_int_equal(feel_used_slot(x, 1), 0);
    assert_int_equal(feel_used_slot(x, 2), 2);
    assert_int_equal(feel_run(b.e, x, &f, &v, NULL), OK);
    shows_value(&b, &v, "41");
    assert_int_equal(giver.asked, 2); /* once for each */
    f.get = NULL;
    shows(&b, "first one", &f, "1");
    v = value(&b, "b", &f);
    assert_true(v.type == FEEL_NULL && !v.missing->is_error);
    v = value(&b, "c", NULL);
    assert_true(v.type == FEEL_NULL && !v.missing->is_error);
    f.get = give;
    assert_int_equal(
        feel_run(b.e, compiled(&b, "bad"), &f, &v, NULL), ERR_NOT_FOUND);
    /* and it stays over */
    assert_int_equal(
        feel_run(b.e, compiled(&b, "1"), &f, &v, NULL), ERR_NOT_FOUND);
    arena_free(b.a);
}

static void
tests_have_an_input(void **state)
{
    struct bench b;
    const struct feel_expr *x;
    struct feel_value three = feel_int(3), v;
    struct feel_frame f = { .input = &three };

    (void)state;
    begin(&b);
    assert_int_equal(feel_compile_unary(b.a, STR("< 2, > ? - 1"), b.s, NULL,
                         &x, &b.err),
        OK);
    assert_int_equal(feel_used_slot(x, 0), SIZE_MAX);
    assert_int_equal(feel_run(b.e, x, &f, &v, NULL), OK);
    shows_value(&b, &v, "true");
    arena_free(b.a);
}

/* --- types --- */

static void
types_have_names_and_text(void **state)
{
    struct arena *a = arena_new("types");
    const struct feel_type_ref *number = feel_type_of(FEEL_NUMBER);
    const struct feel_type_ref *text = feel_type_of(FEEL_STRING);
    const struct feel_type_ref *two[] = { number, feel_type_list(a, text) };
    const struct str names[] = { STR_INIT("a"), STR_INIT("b c") };
    const struct feel_type_ref *context = feel_type_context(a, names, two, 2);
    const struct feel_type_ref *function =
        feel_type_function(a, two, 2, feel_type_any());
    struct feel_type_ref named = *number;

    (void)state;
    named.name = STR("tAge");
    assert_ptr_equal(feel_type_named(STR("feel:number")), number);
    assert_ptr_equal(feel_type_named(STR("dateTime")),
        feel_type_of(FEEL_DATE_TIME));
    assert_ptr_equal(feel_type_named(STR("yearMonthDuration")),
        feel_type_of(FEEL_YEARS_DURATION));
    assert_ptr_equal(feel_type_named(STR("Any")), feel_type_any());
    assert_null(feel_type_named(STR("numbers")));
    assert_true(str_eq(feel_type_text(a, context),
        STR("context<a: number, b c: list<string>>")));
    assert_true(str_eq(feel_type_text(a, function),
        STR("function<number, list<string>> -> Any")));
    assert_true(str_eq(
        feel_type_text(a, feel_type_range(a, &named)), STR("range<tAge>")));
    assert_true(
        str_eq(feel_type_text(a, feel_type_of(FEEL_NULL)), STR("Null")));
    arena_free(a);
}

static void
types_conform(void **state)
{
    static const struct {
        const char *x, *y;
        bool want;
    } cases[] = {
        { "number", "Any", true },
        { "Any", "number", false },
        { "Null", "number", true },
        { "number", "string", false },
        { "list<number>", "list", true },
        { "list<number>", "list<Any>", true },
        { "list", "list<number>", false },
        { "list<number>", "list<string>", false },
        { "context<a: number, b: string>", "context<a: number>", true },
        { "context<a: number>", "context<a: number, b: string>", false },
        { "context<a: number>", "context", true },
        { "range<date>", "range<date>", true },
        { "range<date>", "range<time>", false },
        { "function<Any> -> number", "function<string> -> number", true },
        { "function<string> -> number", "function<Any> -> number", false },
        { "function<string> -> number", "function<string> -> Any", true },
        { "function<string> -> number", "function<> -> number", false },
        { "function<> -> number", "function", true },
    };
    struct bench b;

    (void)state;
    begin(&b);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        /* types as parameters of a function, to have the parser make them */
        struct str text = arena_fmt(b.a, "function(x: %s, y: %s) 1",
            cases[i].x, cases[i].y);
        struct feel_value f = value(&b, arena_cstr(b.a, text), NULL);

        if (feel_type_conforms(feel_parameter_type(&f, 0),
                feel_parameter_type(&f, 1)) != cases[i].want)
            fail_msg("%s and %s", cases[i].x, cases[i].y);
    }
    arena_free(b.a);
}

/* Item definitions may use themselves, several times over. */
static void
types_may_use_themselves(void **state)
{
    static const struct str names[] = { STR_INIT("left hand"),
        STR_INIT("right hand"), STR_INIT("other hand") };
    struct bench b;

    (void)state;
    begin(&b);

    struct feel_type_ref x = { .type = FEEL_CONTEXT, .names = names, .n = 3 };
    struct feel_type_ref y = x;
    const struct feel_type_ref *xs[] = { &x, &x, &x }, *ys[] = { &y, &y, &y };

    x.members = xs;
    y.members = ys;
    x.name = STR("tTree");
    feel_scope_type(b.s, x.name, &x);
    feel_scope_slot(b.s, STR("tree"), &y, 0);
    shows(&b, "{left hand: null, right hand: null, other hand: null} "
              "instance of tTree",
        NULL, "true");
    assert_true(feel_type_conforms(&x, &x));
    assert_false(feel_type_conforms(&x, &y)); /* no end, so no yes */
    arena_free(b.a);
}

static void
values_are_instances(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "[1, 2] instance of list<number>", "true" },
        { "[1, \"a\"] instance of list<number>", "false" },
        { "[] instance of list<number>", "true" },
        { "{a: 1, b: 2} instance of context<a: number>", "true" },
        { "{a: \"x\"} instance of context<a: number>", "false" },
        { "{b: 1} instance of context<a: number>", "false" },
        { "[1..2] instance of range<number>", "true" },
        { "(< @\"2024-01-01\") instance of range<date>", "true" },
        { "[1..2] instance of range<date>", "false" },
        { "(function(a: number) a) instance of function<number> -> Any",
            "true" },
        { "(function(a: number) a) instance of function<string> -> Any",
            "false" },
        { "(function(a) a) instance of function<string> -> number", "true" },
        { "(function(a) a) instance of function<> -> number", "false" },
        { "null instance of Null", "true" },
        { "null instance of Any", "false" },
        { "1 instance of Any", "true" },
        { "18 instance of tAdult", "true" },
        { "17 instance of tAdult", "true" }, /* constraints do not count */
        { "\"18\" instance of tAdult", "false" },
        { "[18] instance of list<tAdult>", "true" },
        { "{age: 3, full name: \"x\"} instance of tPerson", "true" },
        { "{age: 3} instance of tPerson", "false" },
    };
    struct bench b;
    const struct str names[] = { STR_INIT("age"), STR_INIT("full name") };

    (void)state;
    begin(&b);

    struct feel_type_ref adult = *feel_type_of(FEEL_NUMBER);
    const struct feel_type_ref *members[] = { &adult,
        feel_type_of(FEEL_STRING) };

    adult.name = STR("tAdult");
    assert_int_equal(feel_compile_unary(b.a, STR(">= 18"), b.s, NULL,
                         &adult.allowed, &b.err),
        OK);
    feel_scope_type(b.s, adult.name, &adult);

    struct feel_type_ref person = *feel_type_context(b.a, names, members, 2);

    person.name = STR("tPerson");
    feel_scope_type(b.s, person.name, &person);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        shows(&b, cases[i].text, NULL, cases[i].want);
    /* its members are known names now */
    shows(&b, "{full name: 1}.full name", NULL, "1");
    arena_free(b.a);
}

static void
values_are_coerced(void **state)
{
    struct bench b;
    struct feel_value v, r;

    (void)state;
    begin(&b);

    const struct feel_type_ref *number = feel_type_of(FEEL_NUMBER);
    const struct feel_type_ref *numbers = feel_type_list(b.a, number);
    struct feel_type_ref adult = *number;
    const struct {
        const char *text;
        const struct feel_type_ref *type;
        const char *want;
    } cases[] = {
        { "1", number, "1" },
        { "[1]", number, "1" },
        { "[1, 2]", number, "!expected number, got list" },
        { "[[1]]", number, "!expected number, got list" },
        { "\"1\"", number, "!expected number, got string" },
        { "[\"1\"]", number, "!expected number, got string" },
        { "null", number, "null" },
        { "1", numbers, "[1]" },
        { "[1, null]", numbers, "[1, null]" },
        { "\"a\"", numbers, "!expected list<number>, got string" },
        { "[\"a\"]", numbers, "!expected list<number>, got list" },
        { "@\"2024-02-29\"", feel_type_of(FEEL_DATE_TIME),
            "date and time(\"2024-02-29T00:00:00Z\")" },
        { "[@\"2024-02-29\"]", feel_type_of(FEEL_DATE_TIME),
            "date and time(\"2024-02-29T00:00:00Z\")" },
        { "1", NULL, "1" },
        { "[1]", feel_type_any(), "[1]" },
        { "18", &adult, "18" },
        { "[18]", &adult, "18" },
        { "17", &adult, "!expected tAdult, got number" },
    };

    adult.name = STR("tAdult");
    assert_int_equal(feel_compile_unary(b.a, STR(">= 18"), b.s, NULL,
                         &adult.allowed, &b.err),
        OK);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        v = value(&b, cases[i].text, NULL);
        r = feel_coerce(b.e, &v, cases[i].type);
        shows_value(&b, &r, cases[i].want);
    }
    arena_free(b.a);
}

static void
values_of_schema_types(void **state)
{
    static const struct {
        const char *type, *text, *want; /* NULL: refused */
    } cases[] = {
        { "xsd:decimal", " 1.50 ", "1.5" },
        { "xs:double", "1E3", "1000" },
        { "integer", "+7", "7" },
        { "xsd:string", " a ", "\" a \"" },
        { "xsd:boolean", "true", "true" },
        { "xsd:boolean", "0", "false" },
        { "xsd:boolean", "yes", NULL },
        { "xsd:date", "2024-02-29", "date(\"2024-02-29\")" },
        { "xsd:date", "2023-02-29", NULL },
        { "xsd:time", "10:30:00Z", "time(\"10:30:00Z\")" },
        { "xsd:dateTime", "2024-02-29T10:30:00.5",
            "date and time(\"2024-02-29T10:30:00.5\")" },
        { "xsd:duration", "-P1Y2M", "duration(\"-P1Y2M\")" },
        { "dayTimeDuration", "PT0.25S", "duration(\"PT0.25S\")" },
        { "xsd:decimal", "x", NULL },
        { "xsd:anyURI", "x", NULL },
    };
    struct bench b;
    struct feel_value v;

    (void)state;
    begin(&b);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool ok = feel_from_xsd(
            str_of(cases[i].type), str_of(cases[i].text), &v);

        if (ok != (cases[i].want != NULL))
            fail_msg("%s %s", cases[i].type, cases[i].text);
        if (ok)
            shows_value(&b, &v, cases[i].want);
    }
    arena_free(b.a);
}

/* --- functions --- */

static enum status
scale(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    struct bench *b = self;
    struct feel_frame f = { .values = (const struct feel_value *[]){
                                &args[0], &args[1] },
        .n = 2 };

    (void)err;
    assert_int_equal(n, 2);
    assert_ptr_equal(feel_arg(e), b);
    return feel_run(e, compiled(b, "x * factor"), &f, ret, NULL);
}

static void
functions_of_the_caller(void **state)
{
    static const struct str params[] = { STR_INIT("x"), STR_INIT("factor") };
    struct bench b;
    struct feel_value scaled, lambda, r;
    struct feel_value args[] = { feel_int(2), feel_int(5) };

    (void)state;
    begin(&b);

    const struct feel_type_ref *types[] = { feel_type_of(FEEL_NUMBER), NULL };
    const struct feel_type_ref *text = feel_type_of(FEEL_STRING);
    struct feel_invocable f = { .name = STR("Scale it"),
        .params = params,
        .types = types,
        .n = 2,
        .fn = scale,
        .self = &b };

    scaled = feel_function_value(b.a, &f);
    feel_scope_slot(b.s, params[0], NULL, 0);
    feel_scope_slot(b.s, params[1], NULL, 1);
    feel_scope_slot(b.s, STR("Scale it"), NULL, 2);

    struct feel_frame frame = { .values = (const struct feel_value *[]){ NULL,
                                    NULL, &scaled },
        .n = 3 };

    shows(&b, "Scale it(2, 3)", &frame, "6");
    shows(&b, "Scale it([2], 3)", &frame, "6");
    shows(&b, "Scale it(factor: 3, x: 4)", &frame, "12");
    shows(&b, "Scale it(\"a\", 3)", &frame, "!expected number, got string");
    shows(&b, "Scale it(null, 3)", &frame, "!cannot compute null * number");
    shows(&b, "Scale it(1)", &frame,
        "!the function takes 2 arguments, got 1");
    shows(&b, "Scale it(x: 4, factors: 3)", &frame,
        "!the function has no parameters of these names");
    shows(&b, "Scale it(x: 4, factor: 3, y: 1)", &frame,
        "!the function has no parameters of these names");
    shows(&b, "for g in [Scale it] return g(2, 2)", &frame, "[4]");
    shows(&b, "Scale it instance of function<number, Any> -> number", &frame,
        "true");
    shows(&b, "Scale it instance of function<string, Any> -> number", &frame,
        "false");
    f.result = text;
    scaled = feel_function_value(b.a, &f);
    shows(&b, "Scale it(2, 3)", &frame, "!expected string, got number");
    f.result = NULL;
    scaled = feel_function_value(b.a, &f);
    assert_int_equal(feel_parameter_count(&scaled), 2);
    assert_true(str_eq(feel_parameter_name(&scaled, 1), STR("factor")));
    assert_int_equal(feel_parameter_name(&scaled, 2).n, 0);
    assert_int_equal(feel_call(b.e, &scaled, args, 2, &r), OK);
    shows_value(&b, &r, "10");
    lambda = value(&b, "function(y) y + 1", NULL);
    assert_int_equal(feel_call_named(b.e, &lambda,
                         (const struct str[]){ STR_INIT("y") }, args, 1, &r),
        OK);
    shows_value(&b, &r, "3");
    lambda = feel_int(1);
    assert_int_equal(feel_call(b.e, &lambda, args, 1, &r), OK);
    shows_value(&b, &r, "!expected function, got number");
    arena_free(b.a);
}

/* A function written in one expression sees its names when called by
 * another. */
static void
functions_travel(void **state)
{
    struct bench b;
    struct feel_value base = feel_int(100), add, ten = feel_int(10);

    (void)state;
    begin(&b);
    feel_scope_slot(b.s, STR("base"), NULL, 0);
    feel_scope_slot(b.s, STR("add"), NULL, 1);

    const struct feel_value *values[] = { &base, NULL };
    struct feel_frame first = { .values = values, .n = 2 };

    add = value(&b, "function(x: number) base + x", &first);

    const struct feel_value *others[] = { &ten, &add };
    struct feel_frame second = { .values = others, .n = 2 };

    shows(&b, "[base, add(1), base]", &second, "[10, 101, 10]");
    shows(&b, "add(x: 2)", &second, "102");
    shows(&b, "add(\"x\")", &second, "!expected number, got string");
    arena_free(b.a);
}

/* Callbacks that never end meet the limit of depth. */
static enum status
again(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    struct feel_frame f = { .values = (const struct feel_value *[]){
                                NULL, NULL, self },
        .n = 3 };

    (void)args;
    (void)n;
    (void)err;
    return feel_run(e, feel_arg(e), &f, ret, NULL);
}

static void
recursion_ends(void **state)
{
    struct bench b;
    struct feel_value self, v;
    struct feel_invocable f = {
        .name = STR("again"), .fn = again, .self = &self
    };

    (void)state;
    begin(&b);
    self = feel_function_value(b.a, &f);
    feel_scope_slot(b.s, STR("again"), NULL, 2);

    const struct feel_expr *x = compiled(&b, "1 + again()");
    struct feel_eval *e =
        feel_eval_new(b.a, 0, NULL, (void *)(uintptr_t)x, &b.err);

    assert_int_equal(again(e, NULL, 0, &v, &self, &b.err), ERR_LIMIT);
    assert_non_null(strstr(b.err.text, "depth"));
    arena_free(b.a);
}

/* --- limits and small parts --- */

static enum status
twice(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    int64_t v;

    (void)self;
    (void)n;
    if (!feel_to_int(&args[0], &v))
        return err_set(err, ERR_INPUT, "应为整数");
    *ret = feel_int(v * 2);
    (void)e;
    return OK;
}

static void
functions_of_a_scope_are_values(void **state)
{
    struct bench b;
    struct feel_value v;

    (void)state;
    begin(&b);
    feel_scope_function(b.s, STR("twice"), 1, 2, twice, NULL);
    shows(&b, "twice(4)", NULL, "8");
    shows(&b, "{f: twice}.f(4)", NULL, "8");
    shows(&b, "{f: twice}.f()", NULL, "!wrong number of arguments for twice");
    shows(&b, "{f: twice}.f(x: 1)", NULL,
        "!the function has no parameters of these names");
    shows(&b, "twice()", NULL, "!wrong arguments of the function \"twice\"");
    shows(&b, "twice(x: 1)", NULL,
        "!wrong arguments of the function \"twice\"");
    shows(&b, "string(twice)", NULL, "\"twice\"");
    shows(&b, "twice instance of function<Any> -> number", NULL, "true");
    shows(&b, "abs instance of function<number> -> number", NULL, "true");
    assert_int_equal(
        feel_run(b.e, compiled(&b, "twice(\"x\")"), NULL, &v, NULL),
        ERR_INPUT);
    assert_int_equal(feel_call(b.e, &v, NULL, 0, &v), ERR_INPUT);
    arena_free(b.a);
}

static void
small_parts(void **state)
{
    static const struct str names[] = { STR_INIT("a"), STR_INIT("b") };
    struct bench b;
    struct feel_value two[] = { feel_int(1), feel_int(2) }, none = feel_null();
    struct feel_value v;
    int64_t us;

    (void)state;
    begin(&b);
    v = feel_context(names, two, 2);
    shows_value(&b, &v, "{a: 1, b: 2}");
    assert_ptr_equal(feel_member(&v, STR("b")), &two[1]);
    assert_null(feel_member(&v, STR("c")));
    assert_true(feel_same(b.e, &v, &v));
    assert_false(feel_same(b.e, &two[0], &two[1]));
    assert_false(feel_same(b.e, &two[0], &v));
    v = feel_null_because(b.a, STR("why"));
    shows_value(&b, &v, "!why");
    v = feel_range_of(b.a, &none, &two[0], false, true);
    shows_value(&b, &v, "(<= 1)");
    v = feel_range_of(b.a, &two[0], &two[1], true, false);
    shows_value(&b, &v, "[1..2)");
    v = feel_range_of(b.a, &none, &none, true, false);
    shows_value(&b, &v, "[null..null)");
    v = feel_instant(-1, 0);
    shows_value(&b, &v, "date and time(\"1969-12-31T23:59:59.999999Z\")");
    assert_true(feel_to_us(&v, &us) && us == -1);
    assert_false(feel_to_us(&two[0], &us));
    v = value(&b, "@\"999999999-01-01T00:00:00Z\"", NULL);
    assert_false(feel_to_us(&v, &us));
    assert_true(feel_has_external(
        compiled(&b, "function(a) external {java: {class: \"x\"}}")));
    assert_false(feel_has_external(compiled(&b, "function(a) a")));
    arena_free(b.a);
}

static struct str
nested_type(struct arena *a, size_t n)
{
    struct str s = STR("number");

    for (size_t i = 0; i < n; i++)
        s = arena_fmt(a, "list<" STR_FMT ">", STR_ARG(s));
    return arena_fmt(a, "1 instance of " STR_FMT, STR_ARG(s));
}

static void
limits_have_names(void **state)
{
    struct bench b;
    const struct feel_expr *x;
    struct feel_limits few = feel_limits_default();
    struct feel_value v, text;

    (void)state;
    begin(&b);
    assert_int_equal(
        feel_compile(b.a, nested_type(b.a, 150), b.s, NULL, &x, &b.err), OK);
    assert_int_equal(
        feel_compile(b.a, nested_type(b.a, 250), b.s, NULL, &x, &b.err),
        ERR_LIMIT);
    assert_non_null(strstr(b.err.text, "depth"));

    /* a text that grows beyond what one may be */
    char *long_text = arena_alloc(b.a, 900000);

    memset(long_text, 'a', 900000);
    text = feel_string((struct str){ long_text, 900000 });
    feel_scope_slot(b.s, STR("t"), NULL, 0);

    struct feel_frame f = {
        .values = (const struct feel_value *[]){ &text }, .n = 1
    };

    x = compiled(&b, "replace(t, \"a\", \"bb\")");
    assert_int_equal(feel_run(b.e, x, &f, &v, NULL), ERR_LIMIT);
    assert_non_null(strstr(b.err.text, "text"));
    few.steps = 100;
    few.depth = 9999; /* no more than the stack bears */
    b.e = feel_eval_new(b.a, 0, &few, NULL, &b.err);
    assert_int_equal(
        feel_run(b.e, compiled(&b, "for i in 1..99 return i"), NULL, &v, NULL),
        ERR_LIMIT);
    assert_non_null(strstr(b.err.text, "steps"));
    few.steps = 1000000;
    few.list = 10;
    b.e = feel_eval_new(b.a, 0, &few, NULL, &b.err);
    assert_int_equal(
        feel_run(b.e, compiled(&b, "for i in 1..11 return i"), NULL, &v, NULL),
        ERR_LIMIT);
    assert_non_null(strstr(b.err.text, "list"));
    arena_free(b.a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_come_by_number),
        cmocka_unit_test(tests_have_an_input),
        cmocka_unit_test(types_have_names_and_text),
        cmocka_unit_test(types_conform),
        cmocka_unit_test(types_may_use_themselves),
        cmocka_unit_test(values_are_instances),
        cmocka_unit_test(values_are_coerced),
        cmocka_unit_test(values_of_schema_types),
        cmocka_unit_test(functions_of_the_caller),
        cmocka_unit_test(functions_travel),
        cmocka_unit_test(recursion_ends),
        cmocka_unit_test(functions_of_a_scope_are_values),
        cmocka_unit_test(small_parts),
        cmocka_unit_test(limits_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
