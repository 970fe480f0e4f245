/* The short ways give what the long ones give. */
#include "feel/feel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

static struct feel_value
evaluate(struct arena *a, const char *text, const struct feel_value *facts,
    size_t n)
{
    static const struct str names[] = { STR_INIT("x"), STR_INIT("y") };
    struct feel_scope *scope = feel_scope_new(a);
    struct feel_value given[2], v = feel_null();
    const struct feel_expr *x = NULL;
    struct err err = { 0 };

    for (size_t i = 0; i < n; i++)
        feel_scope_name(scope, names[i], FEEL_NULL);
    assert_int_equal(
        feel_compile(a, str_of(text), scope, NULL, &x, &err), OK);
    for (size_t i = 0; i < feel_used_count(x); i++)
        given[i] = facts[str_eq(feel_used(x, i), names[0]) ? 0 : 1];
    assert_int_equal(feel_evaluate_with(
                         a, x, given, NULL, NULL, 0, NULL, &v, &err),
        OK);
    return v;
}

static void
same_text(struct arena *a, const struct feel_value *x,
    const struct feel_value *y)
{
    struct str s = feel_show(a, x), t = feel_show(a, y);

    if (!str_eq(s, t))
        fail_msg(STR_FMT " is not " STR_FMT, STR_ARG(s), STR_ARG(t));
}

/* 12 written as 12.000: the library computes with that. */
static struct feel_value
long_form(struct arena *a, int64_t v)
{
    struct feel_value r;

    assert_true(feel_decimal(
        arena_fmt(a, "%lld.000", (long long)v), &r));
    return r;
}

static void
test_whole_numbers(void **state)
{
    static const int64_t edges[] = { 0, 1, -1, 2, 3, -7, 10, 99, 1000000007,
        INT32_MAX, INT32_MIN, INT64_C(3037000500), INT64_C(-3037000500),
        INT64_MAX, INT64_MAX - 1, -INT64_MAX, INT64_MIN };
    static const char *const ops[] = { "x + y", "x - y", "x * y", "x / y",
        "x < y", "x <= y", "x = y", "x != y", "x > y", "x >= y" };
    struct arena *a = arena_new("test");

    (void)state;
    for (size_t i = 0; i < sizeof(edges) / sizeof(*edges); i++) {
        for (size_t k = 0; k < sizeof(edges) / sizeof(*edges); k++) {
            struct feel_value brief[] = { feel_int(edges[i]),
                feel_int(edges[k]) };
            struct feel_value full[] = { long_form(a, edges[i]),
                long_form(a, edges[k]) };

            for (size_t o = 0; o < sizeof(ops) / sizeof(*ops); o++) {
                struct feel_value x = evaluate(a, ops[o], brief, 2);
                struct feel_value y = evaluate(a, ops[o], full, 2);

                same_text(a, &x, &y);
            }
            arena_reset(a);
        }
    }
    arena_free(a);
}

static void
test_simple_patterns(void **state)
{
    static const char *const patterns[] = { "^1[3-9][0-9]{9}$", "^$",
        "^[a-c][0-9]$", "^\\d{2}$", "^a{0}b$", "^a?$", "^[^a]$", "^a|b$",
        "^[a-]$", "^ab", "ab$", "^a.c$", "^\\w$", "^(ab)$", "^[A-Z]{2}:x$",
        "^a{2}+$", "^[]]$", "^一$", "^a$b$", "^a{2,3}$", "^[a-z-[b]]$" };
    static const char *const texts[] = { "13812345678", "12812345678",
        "1381234567", "138123456789", "", "a", "b", "ab", "aa", "aaa", "a1",
        "c9", "d1", "12", "１２", "一", "abc", "a\n", "12\n", "AB:x", "b ",
        "]", "-", "٣٤" };
    struct arena *a = arena_new("test");

    (void)state;
    for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
        struct str quoted = feel_show(
            a, &(struct feel_value){ .type = FEEL_STRING,
                   .string = str_of(patterns[i]) });

        for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++) {
            struct feel_value s = feel_string(str_of(texts[k]));
            struct feel_value x = evaluate(a,
                arena_cstr(a, arena_fmt(a, "matches(x, " STR_FMT ")",
                                  STR_ARG(quoted))), &s, 1);
            struct feel_value y = evaluate(a,
                arena_cstr(a, arena_fmt(a, "matches(x, " STR_FMT ", \"\")",
                                  STR_ARG(quoted))), &s, 1);

            same_text(a, &x, &y);
        }
    }
    arena_free(a);
}

static void
test_facts_at_hand(void **state)
{
    struct arena *a = arena_new("test");
    struct feel_scope *scope = feel_scope_new(a);
    struct feel_value facts[2] = { feel_int(3), feel_boolean(true) }, v;
    bool known[2] = { true, true };
    const struct feel_expr *x;

    (void)state;
    feel_scope_name(scope, STR("数"), FEEL_NUMBER);
    feel_scope_name(scope, STR("真"), FEEL_BOOLEAN);
    assert_int_equal(feel_compile(a, STR("数 > 2 and 真"), scope, NULL, &x,
                         NULL), OK);
    assert_int_equal(
        feel_evaluate_with(a, x, facts, known, NULL, 0, NULL, &v, NULL), OK);
    assert_true(v.type == FEEL_BOOLEAN && v.boolean);
    assert_int_equal(arena_used(a) > 0, true);

    size_t used = arena_used(a);

    assert_int_equal(
        feel_evaluate_with(a, x, facts, NULL, NULL, 0, NULL, &v, NULL), OK);
    assert_int_equal(arena_used(a), used); /* nothing was allocated */
    known[0] = false;
    assert_int_equal(
        feel_evaluate_with(a, x, facts, known, NULL, 0, NULL, &v, NULL), OK);
    assert_int_equal(v.type, FEEL_NULL);
    assert_true(str_eq(v.missing->name, STR("数")));
    known[1] = true;
    facts[1] = feel_boolean(false);
    assert_int_equal(
        feel_evaluate_with(a, x, facts, known, NULL, 0, NULL, &v, NULL), OK);
    assert_true(v.type == FEEL_BOOLEAN && !v.boolean);
    assert_int_equal(
        feel_evaluate_with(a, x, NULL, NULL, NULL, 0, NULL, &v, NULL), OK);
    assert_int_equal(v.type, FEEL_NULL);
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_numbers),
        cmocka_unit_test(test_simple_patterns),
        cmocka_unit_test(test_facts_at_hand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
