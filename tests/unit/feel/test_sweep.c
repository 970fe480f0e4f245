/* One expression at every limit, cut at every byte: what comes out is the
 * value, or an error that names the limit or the place, never anything else. */
#include "feel_check.h"

#include "feel/run.h"

#include <pthread.h>

#define EVERY(list, i) \
    (size_t i = 0; i < sizeof(list) / sizeof((list)[0]); i++)

static const struct check_case wholes[] = {
    { "1 + 2 * 3 ** 2 - -4 / 2", "21" },
    { "a > 3 and b < 9 or a = 1", "true" },
    { "if a > 3 then \"x\" + \"y\" else null", "\"xy\"" },
    { "a between 1 and 9", "true" },
    { "- (a + 1)", "-8" },
    { "[1, [2, 3], {k: a}]", "[1, [2, 3], {k: 7}]" },
    { "{p: 1, \"q\": p + 1, r: {s: q}}.r.s", "2" },
    { "[a, b, 5][item > 4]", "[7, 5]" },
    { "[{n: 1, m: [2]}, {n: 2, m: []}][n = 2].m", "[[]]" },
    { "[1, 2, 3][a - 5]", "2" },
    { "[][item > a]", "[]" },
    { "a in ([1..5], > 6)", "true" },
    { "a in [1, 7]", "true" },
    { "a in (2, [1, [1..9]], 8)", "true" },
    { "a in (<= 3)", "false" },
    { "7 in (function(x) x, 7)", "true" },
    { "some x in [1, 2], y in [x, 3] satisfies x + y = 5", "true" },
    { "every x in 1..3 satisfies x < a", "true" },
    { "for x in [1, 2], y in x..2 return x * y", "[1, 2, 4]" },
    { "for i in 0..3 return if i < 2 then 1 else partial[-1] + partial[-2]",
        "[1, 1, 2, 3]" },
    { "(function(x: number, y) x + y)(1, 2)", "3" },
    { "(function(x: list<number>) count(x))([1, 2])", "2" },
    { "(for i in 1..2 return function(x) x + i)[2](5)", "7" },
    { "string join([\"a\", string(a)], \"-\")", "\"a-7\"" },
    { "substring(string: \"abcdef\", start position: 2, length: 3)",
        "\"bcd\"" },
    { "concatenate([1], [2], [3], [4], [5], [a])", "[1, 2, 3, 4, 5, 7]" },
    { "matches(单位名称, \"^示例.*\")", "true" },
    { "[1..a]", "[1..7]" },
    { "(= a).start included", "true" },
    { "]1..3[ = (1..3)", "true" },
    { "{x: [1, {y: 2}]} = {x: [1, {y: 2}]}", "true" },
    { "{x: 1} instance of context<x: number>", "true" },
    { "[[1], [2]] instance of list<list<number>>", "true" },
    { "@\"2024-02-29\" + @\"P1Y\"", "date(\"2025-02-28\")" },
    { "sort([3, a, 5], function(x, y) x < y)", "[3, 5, 7]" },
    { "[sum([a, 1]), product([a, 2]), mean([a, 9]), median([9, a, 8]), "
      "stddev([a, a]), mode([a, 1, a]), min([a, 3]), max([a, 3]), "
      "count([a])]",
        "[8, 14, 8, 8, 0, [7], 3, 7, 1]" },
    { "[all([true, a = 7]), any([false, a = 7]), reverse([a, 1]), "
      "distinct values([a, 1, a]), union([a], [1]), flatten([[a], [1]]), "
      "index of([a, 1], 1), list contains([a], 7), remove([a, 1], 1), "
      "insert before([a], 1, 2), list replace([a], 1, 2), append([a], 1), "
      "sublist([a, 1], 2)]",
        "[true, true, [1, 7], [7, 1], [7, 1], [7, 1], [2], true, [1], "
        "[2, 7], [2], [7, 1], [1]]" },
    { "[list replace([a, 1], function(x, y) x > y, 5), upper case(单位名称), "
      "replace(\"banana\", \"a(.)\", \"$1\"), split(\"a;b\", \"(;)\"), "
      "matches(\"aab\", \"(a|b)+$\"), contains(\"ab\", \"b\"), "
      "string length(\"ab\"), substring before(\"ab\", \"b\"), "
      "get value({k: a}, \"k\"), get entries({k: a}), "
      "context put({}, \"k\", a), context merge([{k: a}, {l: 1}]), "
      "concatenate([a], [1]), before(1, a), string([a, {k: a}])]",
        "[[5, 1], \"示例单位\", \"bnna\", [\"a\", \"b\"], true, true, 2, "
        "\"a\", 7, [{key: \"k\", value: 7}], {k: 7}, {k: 7, l: 1}, "
        "[7, 1], true, \"[7, {k: 7}]\"]" },
    { "[[1, 2], [3]].x", "[null, null]" },
};

/* --- steps, depth, lists --- */

static enum status
evaluated(struct arena *a, const struct feel_expr *x,
    const struct feel_limits *limits, bool traced, struct feel_value *v,
    struct err *err)
{
    const struct feel_trace *t = NULL;
    enum status s = feel_evaluate(a, x, check_fact, NULL, CHECK_NOW_US,
        limits, v, traced ? &t : NULL, err);

    assert_true(s != OK || !traced || t != NULL);
    return s;
}

static const struct feel_expr *
compiled(struct arena *a, const char *text)
{
    const struct feel_expr *x = NULL;
    struct err err = { 0 };

    if (feel_compile(a, str_of(text), check_scope(a), NULL, &x, &err) != OK)
        fail_msg("%s: %s %s", text, err.where, err.text);
    return x;
}

static bool
says(const struct err *err, const char *part)
{
    return str_find(str_of(err->text), str_of(part)) != SIZE_MAX;
}

/* Raises one limit until the expression has its value; before that every
 * answer is ERR_LIMIT with the name of this limit. */
static void
raised(const struct check_case *c, size_t at, bool traced)
{
    static const char *const names[] = { "（上限 steps）", "（上限 depth）",
        "（上限 list）" };

    for (size_t n = 0; n < 20000; n += n < 500 ? 1 : 97) {
        struct arena *a = arena_new("sweep");
        const struct feel_expr *x = compiled(a, c->text);
        struct feel_limits l = feel_limits_default();
        struct feel_value v = feel_int(-1);
        struct err err = { 0 };

        if (at == 0)
            l.steps = n;
        else if (at == 1)
            l.depth = n;
        else
            l.list = n;

        enum status s = evaluated(a, x, &l, traced, &v, &err);

        if (s == OK) {
            if (!str_eq(feel_show(a, &v), str_of(c->want)))
                fail_msg("%s: " STR_FMT " with %zu of %s", c->text,
                    STR_ARG(feel_show(a, &v)), n, names[at]);
            arena_free(a);
            return;
        }
        if (s != ERR_LIMIT || !says(&err, names[at]))
            fail_msg("%s: %zu: %s: %s", c->text, n, status_name(s), err.text);
        assert_int_equal(v.type, FEEL_NUMBER); /* untouched */
        arena_free(a);
    }
    fail_msg("%s never ends", c->text);
}

static void
limits_of_evaluation(void **state)
{
    (void)state;
    for EVERY (wholes, i)
        for (size_t at = 0; at < 3; at++)
            for (int traced = 0; traced < 2; traced++)
                raised(&wholes[i], at, traced == 1);
}

/* --- the compiler's depth --- */

static const char *const deep[] = { "((((1)))) + 1", "- - - 1", "1 = 2 = true",
    "not(not(a = 1))", "[[[a]]][1][1]", "{a1: {b1: {c1: a}}}.a1.b1.c1",
    "if true then if true then a else 2 else 3",
    "for i in 1..2 return for j in 1..2 return i",
    "some i in [1] satisfies every j in [i] satisfies i = j",
    "function(x) function(y) x + y", "a between - - 1 and b",
    "a in (< - - 1, [1..- - 2])", "[1..- - b]", "(< - - b)", "(= - b)",
    "[{q: [a]}][q[item > - 1] = 1]", "[a][zz > 1]",
    "(function(x) x)(- - a)", "abs(- - a)", "a + b instance of number",
    "[1] instance of list<list<list<number>>>",
    "1 instance of context<x: context<y: list<number>>>",
    "1 instance of function<list<number>> -> list<number>",
    "]- - a..9]", "a in - - b", "a in < - - b" };

static void
limits_of_compiling(void **state)
{
    (void)state;
    for EVERY (deep, i) {
        struct feel_limits l = feel_limits_default();
        enum status s = ERR_LIMIT;

        for (l.depth = 0; s != OK && l.depth < 40; l.depth++) {
            struct arena *a = arena_new("sweep");
            const struct feel_expr *x = NULL;
            struct err err = { 0 };

            s = feel_compile(
                a, str_of(deep[i]), check_scope(a), &l, &x, &err);
            if (s != OK && (s != ERR_LIMIT || !says(&err, "（上限 depth）")))
                fail_msg("%s: %s %s", deep[i], status_name(s), err.text);
            assert_true((s == OK) == (x != NULL));
            arena_free(a);
        }
        assert_int_equal(s, OK);
        assert_true(l.depth > 2); /* it does nest */
    }
}

/* --- cut --- */

/* Compiles what may be no expression: a sound value or a place in it. */
static void
survives(struct str text, bool unary)
{
    struct arena *a = arena_new("sweep");
    const struct feel_expr *x = NULL;
    struct feel_value v, seven = feel_int(7);
    struct err err = { 0 };
    enum status s = unary
        ? feel_compile_unary(a, text, check_scope(a), NULL, &x, &err)
        : feel_compile(a, text, check_scope(a), NULL, &x, &err);

    if (s != OK) {
        if (s != ERR_INPUT || err.where[0] == '\0' || err.text[0] == '\0')
            fail_msg(STR_FMT ": %s %s %s", STR_ARG(text), status_name(s),
                err.where, err.text);
        assert_null(x);
    } else if (unary) {
        struct feel_frame frame = { .input = &seven };
        struct feel_eval *e =
            feel_eval_new(a, CHECK_NOW_US, NULL, NULL, &err);

        assert_int_equal(feel_run(e, x, &frame, &v, NULL), OK);
    } else {
        assert_int_equal(evaluated(a, x, NULL, true, &v, &err), OK);
    }
    arena_free(a);
}

/* Every beginning of it, and it without each single byte; the rest lies in
 * memory of its own length, so that reading past it shows. */
static void
cut(const char *text, bool unary)
{
    size_t n = strlen(text);
    struct arena *a = arena_new("cut");

    for (size_t i = 0; i <= n; i++)
        survives((struct str){ arena_dup(a, text, i), i }, unary);
    for (size_t i = 0; i < n; i++) {
        char *p = arena_dup(a, text, n);

        memmove(p + i, p + i + 1, n - i - 1);
        survives((struct str){ p, n - 1 }, unary);
    }
    arena_free(a);
}

static const char *const tests[] = { "-", "not(1, > 2)", "[1..5], (3..4[, 7",
    "? > 3, < 2", "not(\"a\", null)", "= 7", "not (? in (1, 7))",
    "if ? > 3 then true else ?", "not - 1" };

static void
cut_anywhere(void **state)
{
    (void)state;
    for EVERY (wholes, i)
        cut(wholes[i].text, false);
    for EVERY (deep, i)
        cut(deep[i], false);
    for EVERY (tests, i)
        cut(tests[i], true);
    cut("\"\\u00e9\\uD83D\\uDE00\\U01F600\\n\" /* c */ // d", false);
    cut("{\"a b\": 1.5e-3, c+d : .5}.c+d [1] // e", false);
    cut("[1][. 5]", false);
    cut("@\"2024-02-29\" instance of date", false);
}

/* --- one limit for all the work of an evaluation --- */

/* Patterns that go back and forth within the library's limit for one place,
 * but at every place of a long text, or in every one of many matches. */
static void
work_of_patterns(void **state)
{
    static const struct check_case cases[] = {
        { "matches(string join(for i in 1..20000 return \"a\"), "
          "\"(a?){12}[bc]\")",
            "#ERR_LIMIT 计算超过 10000000 步（上限 steps）" },
        { "matches(string join(for i in 1..60000 return \"a\"), "
          "\"[^x]*[xw][yz]\")",
            "#ERR_LIMIT 计算超过 10000000 步（上限 steps）" },
        { "replace(string join(for i in 1..20000 return \"aaaaaaaaaaaad\"), "
          "\"(a?){12}[bc]|d\", \"\")",
            "#ERR_LIMIT 计算超过 10000000 步（上限 steps）" },
        { "count(split(string join(for i in 1..20000 return "
          "\"aaaaaaaaaaaad\"), \"(a?){12}[bc]|d\"))",
            "#ERR_LIMIT 计算超过 10000000 步（上限 steps）" },
        { "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", "
          "\"(a|aa)+[bc]\")",
            "#ERR_LIMIT 正则表达式的匹配超过上限（match），应改用更简单的写法" },
        { "string length(replace(string join(for i in 1..20000 return "
          "\"ab\"), \"b\", \"cc\"))",
            "60000" },
        { "count(split(string join(for i in 1..20000 return \"a,\"), "
          "\",\"))",
            "20001" },
    };

    (void)state;
    CHECK_CASES(cases);
}

/* Values that are larger than what they are made of. */
static void
swollen_values(void **state)
{
    static const struct check_case cases[] = {
        { "string(for i in 1..300000 return i)",
            "#ERR_LIMIT 值写成文字超过 1048576 字节或 100 层嵌套（上限 text）" },
        { "string(for i in 1..200 return [partial[-1]])",
            "#ERR_LIMIT 值写成文字超过 1048576 字节或 100 层嵌套（上限 text）" },
        { "string length(string(for i in 1..100000 return i))", "688895" },
        { "flatten(for i in 1..200 return [partial[-1]])",
            "#ERR_LIMIT 列表嵌套超过 100 层（上限 depth）" },
        { "(for i in 1..200 return [partial[-1]])[-1] = "
          "(for i in 1..200 return [partial[-1]])[-1]",
            "!values are nested too deeply to compare" },
        { "string((for i in 1..60 return [partial[-1], partial[-1]])[-1])",
            "#ERR_LIMIT 值写成文字超过 1048576 字节或 100 层嵌套（上限 text）" },
        { "(for i in 1..60 return [partial[-1], partial[-1]])[-1] = "
          "(for i in 1..60 return [partial[-1], partial[-1]])[-1]",
            "#ERR_LIMIT 计算超过 10000000 步（上限 steps）" },
        { "(for i in 1..60 return [partial[-1], partial[-1]])[-1] "
          "instance of list<list<list<list<list<list<number>>>>>>",
            "false" },
        { "for i in 1..1000 return if i = 1 then \"ab\" else "
          "partial[-1] + partial[-1]",
            "#ERR_LIMIT 计算超过 10000000 步（上限 steps）" },
        { "count(for i in 1..100000 return append(partial, i))",
            "#ERR_LIMIT 计算超过 10000000 步（上限 steps）" },
        { "distinct values(for i in 1..100000 return i)",
            "#ERR_LIMIT 计算超过 10000000 步（上限 steps）" },
        { "count(sort(for i in 1..100000 return -i))", "100000" },
        { "every x in 1..100000 satisfies date(string(x)) = null", "true" },
        { "(every x in 1..100000 satisfies date(string(x)) > 1) = null",
            "true" },
    };

    (void)state;
    CHECK_CASES(cases);
}

/* --- the stack of a thread --- */

/* What nests as deep as the largest limit lets it, and deeper. */
static const struct {
    const char *open, *middle, *close;
} nests[] = {
    { "(", "1", ")" },
    { "[", "1", "]" },
    { "{a: ", "1", "}" },
    { "if true then ", "1", " else 2" },
    { "for x in 1..2 return ", "1", "" },
    { "some x in [1] satisfies ", "true", "" },
    { "(function(x) ", "x", ")(1)" },
    { "not(", "true", ")" },
    { "[1][", "true", "]" },
    { "1 in (", "1", ")" },
    { "abs(", "1", ")" },
    { "string([", "1", "])" },
    { "- ", "a", "" },
    { "1 + (2 * ", "a", ")" },
    { "date(", "\"2024-02-29\"", ")" },
    { "sort([2, 1], function(x, y) 1 < ", "2", ")" },
    { "list<", "number", ">" },
    { "(function(f, n) f(f, n))(function(f, n) if n = 0 then 0 else "
      "1 + f(f, n - 1), 100000)", "", "" },
    { "(function(f, n) f(f, n))(function(f, n) sort([n, n - 1], "
      "function(x, y) f(f, x) < y), 100000)", "", "" },
    { "(function(f, n) f(f, n))(function(f, n) "
      "[{k: n}][some i in [1] satisfies f(f, n - 1)], 100000)", "", "" },
};

static void
nested(struct arena *a, size_t i, size_t depth)
{
    struct feel_limits l = { 1u << 20, 100000, 1000000, 10000000 };
    const struct feel_expr *x;
    const struct feel_trace *t;
    struct feel_value v;
    struct err err = { 0 };
    struct buf b;
    bool many = nests[i].middle[0] != '\0';

    buf_init(&b, a, 1u << 20);
    if (strcmp(nests[i].open, "list<") == 0)
        buf_lit(&b, "1 instance of ");
    for (size_t k = 0; k < (many ? depth : 1); k++)
        buf_str(&b, str_of(nests[i].open));
    buf_str(&b, str_of(nests[i].middle));
    for (size_t k = 0; k < (many ? depth : 1); k++)
        buf_str(&b, str_of(nests[i].close));

    enum status s =
        feel_compile(a, buf_view(&b), check_scope(a), &l, &x, &err);

    if (s == OK)
        s = feel_evaluate(a, x, check_fact, NULL, CHECK_NOW_US, &l, &v, &t,
            &err);
    if (s == OK)
        assert_true(feel_show(a, &v).n > 0);
    else if (s != ERR_LIMIT || !says(&err, "（上限 "))
        fail_msg("%s x %zu: %s %s", nests[i].open, depth, status_name(s),
            err.text);
    /* Deeper than the largest depth there is: an error, whatever was asked. */
    assert_true(s == ERR_LIMIT || depth < 1000);
}

static void *
all_nested(void *arg)
{
    static const size_t depths[] = { 190, 390, 5000 };

    (void)arg;
    for EVERY (nests, i) {
        for EVERY (depths, k) {
            struct arena *a = arena_new("nested");

            nested(a, i, depths[k]);
            arena_free(a);
        }
    }
    return NULL;
}

static void
stack_of_a_thread(void **state)
{
    pthread_attr_t attr;
    pthread_t thread;

    (void)state;
    assert_int_equal(pthread_attr_init(&attr), 0);
    assert_int_equal(pthread_attr_setstacksize(&attr, 8u << 20), 0);
    assert_int_equal(pthread_create(&thread, &attr, all_nested, NULL), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(pthread_attr_destroy(&attr), 0);
}

int
main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(limits_of_evaluation),
        cmocka_unit_test(limits_of_compiling),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(work_of_patterns),
        cmocka_unit_test(swollen_values),
        cmocka_unit_test(stack_of_a_thread),
    };

    return cmocka_run_group_tests(all, NULL, NULL);
}
