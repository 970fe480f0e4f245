/* The far side of every decision of the parser and the evaluator: what is
 * rarely written, one by one. */
#include "feel_check.h"

#include "feel/run.h"

static void
operands(void **state)
{
    static const struct check_case cases[] = {
        { "@\"P106751991167300D\" + @\"P106751991167300D\"",
            "!result is out of range" },
        { "@\"P1M\" * 9e18 + @\"P1M\" * 9e18", "!result is out of range" },
        { "@\"P1M\" * -9e18 - @\"P1M\" * 9e18", "!result is out of range" },
        { "time(\"10:00:00\") - @\"P1Y\"",
            "!cannot compute time - years and months duration" },
        { "@\"P1D\" * 1e6144", "!result is out of range" },
        { "@\"P1D\" / 1e-6143", "!result is out of range" },
        { "time(\"10:30:00+08:00\") in [time(\"10:00:00+08:00\").."
          "time(\"11:00:00+08:00\")]",
            "true" },
        { "{x: 1} = {x: 1, y: 2}", "false" },
        { "[1..2] = (1..2]", "false" },
        { "3 in [(< 5), (> 9)]", "true" },
        { "for r in [(< 5), (<= 3), (> 9), (>= 3)] return 3 in r",
            "[true, true, false, true]" },
        { "[1..2] in ([1..2])", "true" },
        { "(!= true).start", "true" },
        { "abs([甲])", "?甲" },
        { "[甲][x > 1]", "?甲" },
        { "甲 instance of number", "?甲" },
        { "(function(x: number) if x = null then 1 else 2)(1 + \"a\")", "1" },
        { "(1)(x: 2)", "!expected function, got number" },
        { "[][a]", "!the list has no such element" },
        { "[1, 2][(function(x) x > item)(2)]", "[1]" },
        { "for i in -9007199254740993..1 return i",
            "!a loop runs over integers or dates" },
        { "for i in 1..9007199254740993 return i",
            "!a loop runs over integers or dates" },
        { "for i in 1..\"a\" return i", "!a loop runs over integers or dates" },
        { "for i in 甲..1 return i", "?甲" },
        { "for i in (3..2) return i",
            "!a loop runs over a range upside down" },
        { "for i in [null..null] return i",
            "!a loop runs over integers or dates" },
        { "time(\"10:20:30\").minute", "20" },
        { "time(\"10:20:30\").year", "!time has no member \"year\"" },
        { "@\"P1Y2M\".months", "2" },
        { "@\"P1Y2M\".days",
            "!years and months duration has no member \"days\"" },
        { "[1..2].end included", "true" },
        { "[1..2].middle", "!range has no member \"middle\"" },
        { "matches(单位名称, \"[a-z]+\")", "false" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
spellings(void **state)
{
    static const struct check_case cases[] = {
        { "1 // one\n + 2", "3" },
        { "1e+2 + 1E2", "200" },
        { "1e", "@1:2 数字“1”之后应为运算符，名称不能以数字开头" },
        { "string length(\"\\uD83D\\uDE00\")", "1" },
        { "\"\\uD83D\\u0041\"",
            "@1:2 字符串中的 \\u 之后应为四位十六进制数，\\U 之后应为六位" },
        { "\"\\uD83D\\uE000\"",
            "@1:2 字符串中的 \\u 之后应为四位十六进制数，\\U 之后应为六位" },
        { "\"\\U110000\"",
            "@1:2 字符串中的 \\u 之后应为四位十六进制数，\\U 之后应为六位" },
        { "{}", "{}" },
        { "for ab in [1] return ab", "[1]" },
        { "max(1, 2, 3, 4, 5, 6, 7, 8, 9)", "9" },
        { "(function(a+b, c*d, e/f, g'h, i.j, k-l) a+b)(a+b: 1, c*d: 2, "
          "e/f: 3, g'h: 4, i.j: 5, k-l: 6)",
            "1" },
        { "{a / b: 1, c ' d: 2, e * f: 3, g + h: 4, i . j: 5, k - l: 6, "
          "r: [a/b, c'd, e*f, g+h, i.j, k-l]}.r",
            "[1, 2, 3, 4, 5, 6]" },
        { "2 in (some x in [1, 2] satisfies x = ?)", "true" },
        { "a in ]1..9[ and true", "true" },
        { "a in ]1..7[ or false", "false" },
        { "if a in ]1..9[ then 1 else 2", "1" },
        { "(if true then ]1..9[ else 1).start", "1" },
        { "for x in ]1..3[ return x", "[2]" },
        { "some x in ]1..3[ satisfies x = 2", "true" },
        { "]1..9[ instance of range<number>", "true" },
        { "]1..9[ between 1 and 2", "!cannot compare range with number" },
        { "function", "@1:9 表达式到此中断，此处应为“(”" },
    };

    (void)state;
    CHECK_CASES(cases);
}

/* --- characters of names --- */

/* What the standard lets a name begin with (DMN 10.3.1.2, rule 28), and the
 * spaces and wide punctuation that no name has. */
static const struct {
    uint32_t from, to;
} starts[] = { { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' }, { 0xc0, 0xd6 },
    { 0xd8, 0xf6 }, { 0xf8, 0x2ff }, { 0x370, 0x37d }, { 0x37f, 0x1fff },
    { 0x200c, 0x200d }, { 0x2070, 0x218f }, { 0x2c00, 0x2fef },
    { 0x3001, 0xd7ff }, { 0xf900, 0xfdcf }, { 0xfdf0, 0xfffd },
    { 0x10000, 0xeffff } },
  more[] = { { '0', '9' }, { 0xb7, 0xb7 }, { 0x300, 0x36f },
    { 0x203f, 0x2040 } },
  spaces[] = { { 0x09, 0x0d }, { 0x20, 0x20 }, { 0x85, 0x85 }, { 0xa0, 0xa0 },
    { 0x1680, 0x1680 }, { 0x180e, 0x180e }, { 0x2000, 0x200b },
    { 0x2028, 0x2029 }, { 0x202f, 0x202f }, { 0x205f, 0x205f },
    { 0x3000, 0x3000 }, { 0xfeff, 0xfeff } },
  wide[] = { { 0x3001, 0x3003 }, { 0x3008, 0x3011 }, { 0x3014, 0x301f },
    { 0xff01, 0xff0f }, { 0xff1a, 0xff20 }, { 0xff3b, 0xff40 },
    { 0xff5b, 0xff65 } };

#define WITHIN(list, cp) within((list), sizeof(list) / sizeof((list)[0]), cp)

static bool
within(const void *list, size_t n, uint32_t cp)
{
    const uint32_t *p = list;

    for (size_t i = 0; i < n; i++)
        if (cp >= p[2 * i] && cp <= p[2 * i + 1])
            return true;
    return false;
}

static void
check_character(uint32_t cp)
{
    struct arena *a = arena_new("character");
    char utf8[4];
    struct str s = { utf8, utf8_put(utf8, cp) };
    bool space = WITHIN(spaces, cp);
    bool start = WITHIN(starts, cp) && !space && !WITHIN(wide, cp);
    bool part = start || WITHIN(more, cp);
    struct str sum = check_outcome(
        a, arena_cstr(a, arena_fmt(a, "1%.*s+ 2", STR_ARG(s))));
    struct str name = check_outcome(a,
        arena_cstr(a, arena_fmt(a, "{%.*s: 4, r: %.*s}.r", STR_ARG(s),
            STR_ARG(s))));
    struct str longer = check_outcome(a,
        arena_cstr(a, arena_fmt(a, "{q%.*s: 4, r: q%.*s + 1}.r", STR_ARG(s),
            STR_ARG(s))));

    if (str_eq(sum, STR("3")) != space)
        fail_msg("U+%04X %s", cp, arena_cstr(a, sum));
    if (start && !str_eq(name, STR("4")))
        fail_msg("U+%04X %s", cp, arena_cstr(a, name));
    if (part && !str_eq(longer, STR("5")))
        fail_msg("U+%04X %s", cp, arena_cstr(a, longer));

    /* A word that nobody declared is named whole, with all its parts. */
    struct str word = check_outcome(
        a, arena_cstr(a, arena_fmt(a, "qq%.*s", STR_ARG(s))));
    struct str whole = arena_fmt(a, "“qq%.*s”", STR_ARG(s));

    if ((str_find(word, whole) != SIZE_MAX) != part)
        fail_msg("U+%04X %s", cp, arena_cstr(a, word));
    word = check_outcome(a, arena_cstr(a, s));
    whole = arena_fmt(a, "没有名为“%.*s”", STR_ARG(s));
    if ((str_find(word, whole) != SIZE_MAX) != start)
        fail_msg("U+%04X %s", cp, arena_cstr(a, word));
    arena_free(a);
}

static void
characters(void **state)
{
    static const struct {
        const void *p;
        size_t n;
    } lists[] = { { starts, sizeof(starts) / 8 }, { more, sizeof(more) / 8 },
        { spaces, sizeof(spaces) / 8 }, { wide, sizeof(wide) / 8 } };

    (void)state;
    for (size_t k = 0; k < 4; k++) {
        const uint32_t *p = lists[k].p;

        for (size_t i = 0; i < 2 * lists[k].n; i++) {
            for (uint32_t cp = p[i] - 1; cp <= p[i] + 1; cp++)
                if (cp >= 0x80 && (cp < 0xd800 || cp > 0xdfff))
                    check_character(cp);
        }
    }
    check_character(0xd7);
    check_character(0x10ffff);
}

/* --- functions and types from outside --- */

static enum status
broken(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)e;
    (void)args;
    (void)ret;
    (void)self;
    return n > 1 ? OK : err_set(err, ERR_CONFLICT, "the outside is broken");
}

static void
functions(void **state)
{
    static const struct str xy[] = { STR_INIT("x"), STR_INIT("y") };
    static const struct str xx[] = { STR_INIT("x"), STR_INIT("x") };
    struct arena *a = arena_new("functions");
    struct err err = { 0 };
    struct feel_limits few = feel_limits_default();
    struct feel_eval *e = feel_eval_new(a, CHECK_NOW_US, NULL, NULL, &err);
    struct feel_invocable f = { .name = STR("f"), .params = xy, .n = 2,
        .fn = broken };
    struct feel_value v = feel_function_value(a, &f), r;
    struct feel_value args[2] = { feel_int(1), feel_null() };
    const struct feel_type_ref *list =
        feel_type_list(a, feel_type_of(FEEL_NUMBER));
    const struct feel_type_ref *types[] = { list, list };

    (void)state;
    /* Without types every argument fits; equal names do not. */
    assert_null(feel_parameter_type(&v, 1));
    assert_null(feel_parameter_type(&v, 2));
    assert_int_equal(feel_call_named(e, &v, xy, args, 2, &r), OK);
    assert_null(r.missing);
    assert_int_equal(feel_call_named(e, &v, xx, args, 2, &r), OK);
    assert_true(str_eq(r.missing->text,
        STR("the function has no parameters of these names")));
    f.n = 1;
    v = feel_function_value(a, &f);
    /* An error of the outside ends the evaluation, and is given again. */
    assert_int_equal(feel_call(e, &v, args, 1, &r), ERR_CONFLICT);
    assert_string_equal(err.text, "the outside is broken");
    assert_int_equal(feel_call(e, &v, args, 1, &r), ERR_CONFLICT);
    assert_int_equal(feel_call_named(e, &v, xy, args, 1, &r), ERR_CONFLICT);
    assert_int_equal(feel_eval_status(e), ERR_CONFLICT);
    /* A limit reached while an argument is coerced: never called. */
    few.steps = 1;
    e = feel_eval_new(a, CHECK_NOW_US, &few, NULL, &err);
    args[0] = feel_list(args, 2);
    f.types = types;
    v = feel_function_value(a, &f);
    assert_ptr_equal(feel_parameter_type(&v, 0), list);
    args[0] = feel_list((struct feel_value[]){ feel_int(1), feel_int(2),
        feel_int(3) }, 3);
    assert_int_equal(feel_call(e, &v, args, 1, &r), ERR_LIMIT);
    arena_free(a);
}

static void
without_err(void **state)
{
    struct arena *a = arena_new("compile");
    struct feel_limits l = feel_limits_default();
    const struct feel_expr *x;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(feel_compile(a, STR("qq + 1"), check_scope(a), NULL, &x,
        NULL), ERR_INPUT);
    l.text = 3;
    assert_int_equal(feel_compile_unary(a, STR("1, 2"), check_scope(a), &l, &x,
        &err), ERR_LIMIT);
    assert_non_null(strstr(err.text, "（上限 text）"));
    l = feel_limits_default();
    l.depth = 100000;
    l.steps = 0;
    /* Constants are left to the evaluation, whose limits they then reach. */
    assert_int_equal(feel_compile(a, STR("1 + 2 * 3"), check_scope(a), &l, &x,
        &err), OK);
    arena_free(a);
}

/* Names longer than those that are compared with others. */
static void
long_names(void **state)
{
    struct arena *a = arena_new("names");
    struct feel_scope *s = check_scope(a);
    const struct feel_expr *x;
    struct err err = { 0 };
    struct str name = STR("abcdefghijklmnopqrstuvwxyz"
                          "abcdefghijklmnopqrstuvwxyz");

    (void)state;
    feel_scope_name(s, name, FEEL_NULL);
    assert_int_equal(feel_compile(a, STR("abcdefghijklmnopqrstuvwxy"), s, NULL,
        &x, &err), ERR_INPUT);
    assert_null(strstr(err.text, "最接近"));
    name = arena_join(a, name, name);
    assert_int_equal(feel_compile(a, name, s, NULL, &x, &err), ERR_INPUT);
    assert_null(strstr(err.text, "最接近"));
    assert_int_equal(err.field[0], 0);
    arena_free(a);
}

static void
types(void **state)
{
    struct arena *a = arena_new("types");
    static const struct str names[] = { STR_INIT("k") };
    const struct feel_type_ref *number = feel_type_of(FEEL_NUMBER);
    const struct feel_type_ref *any = feel_type_any();
    const struct feel_type_ref *context =
        feel_type_context(a, names, &number, 1);
    const struct feel_type_ref *f1 = feel_type_function(a, &number, 1, number);
    const struct feel_type_ref *f0 = feel_type_function(a, NULL, 0, any);
    struct feel_value low = feel_null(), v;

    (void)state;
    assert_true(str_eq(feel_type_text(a, NULL), STR("Any")));
    assert_true(str_eq(feel_type_text(a, feel_type_of(FEEL_LIST)),
        STR("list")));
    assert_true(str_eq(feel_type_text(a, f1), STR("function<number> -> "
                                                  "number")));
    assert_true(str_eq(feel_type_text(a, context),
        STR("context<k: number>")));
    assert_false(feel_type_conforms(NULL, number));
    assert_false(feel_type_conforms(any, number));
    assert_true(feel_type_conforms(number, NULL));
    assert_false(feel_type_conforms(feel_type_of(FEEL_FUNCTION), f1));
    assert_false(feel_type_conforms(f0, f1));
    assert_true(feel_type_conforms(f1, feel_type_of(FEEL_FUNCTION)));
    assert_true(feel_from_xsd(STR("boolean"), STR("1"), &v) && v.boolean);
    assert_true(feel_from_xsd(STR("boolean"), STR("0"), &v) && !v.boolean);
    assert_false(feel_from_xsd(STR("boolean"), STR("yes"), &v));
    assert_true(feel_from_xsd(STR("yearMonthDuration"), STR("P1Y"), &v));
    assert_false(feel_from_xsd(STR("anyURI"), STR("x"), &v));
    v = feel_int(5);
    assert_true(str_eq(feel_show(a, &(struct feel_value[]){
        feel_range_of(a, &low, &v, false, true) }[0]), STR("(<= 5)")));
    assert_true(str_eq(feel_show(a, &(struct feel_value[]){
        feel_range_of(a, &low, &v, false, false) }[0]), STR("(< 5)")));
    assert_true(str_eq(feel_show(a, &(struct feel_value[]){
        feel_range_of(a, &v, &low, true, false) }[0]), STR("(>= 5)")));
    assert_true(str_eq(feel_show(a, &(struct feel_value[]){
        feel_range_of(a, &v, &low, false, false) }[0]), STR("(> 5)")));
    arena_free(a);
}

/* More parts than a trace keeps: the value is right, what is kept bounded. */
static void
long_trace(void **state)
{
    struct arena *a = arena_new("trace");
    const struct feel_expr *x;
    const struct feel_trace *t = NULL;
    struct feel_value v;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(feel_compile(a, STR("count(for i in 1..50, j in 1..50, k "
        "in 1..50 return i + j + k + a)"), check_scope(a), NULL, &x, &err), OK);
    assert_int_equal(feel_evaluate(a, x, check_fact, NULL, CHECK_NOW_US, NULL,
        &v, &t, &err), OK);
    assert_true(str_eq(feel_show(a, &v), STR("125000")));
    assert_int_equal(feel_compile(a, STR("count(for i in 1..50 return for j in "
        "1..50 return (i + a) * (j + b) + a - b + i * j)"), check_scope(a),
        NULL, &x, &err), OK);
    assert_int_equal(feel_evaluate(a, x, check_fact, NULL, CHECK_NOW_US, NULL,
        &v, &t, &err), OK);
    assert_true(str_eq(feel_show(a, &v), STR("50")));
    assert_int_equal(t->kind, FEEL_PART_CALL);
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(operands),
        cmocka_unit_test(spellings),
        cmocka_unit_test(characters),
        cmocka_unit_test(functions),
        cmocka_unit_test(without_err),
        cmocka_unit_test(long_names),
        cmocka_unit_test(types),
        cmocka_unit_test(long_trace),
    };

    return cmocka_run_group_tests(all, NULL, NULL);
}
