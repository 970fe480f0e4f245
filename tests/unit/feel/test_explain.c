/* The tree of an evaluation, as text: values, branches, what was missing. */
#include "feel/explain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;

static int
begin(void **state)
{
    (void)state;
    a = arena_new("test");
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

/* 人数 9, 成立日期 2021-03-13, 基准日 2023-03-12, 可办 true; 未填 is unknown. */
static bool
fact(struct str name, struct feel_value *ret, void *arg)
{
    (void)arg;
    if (str_eq(name, STR("人数")))
        *ret = feel_int(9);
    else if (str_eq(name, STR("成立日期")))
        *ret = feel_date(day_of_ymd(2021, 3, 13));
    else if (str_eq(name, STR("基准日")))
        *ret = feel_date(day_of_ymd(2023, 3, 12));
    else if (str_eq(name, STR("可办")))
        *ret = feel_boolean(true);
    else
        return false;
    return true;
}

static struct explain_node
explained(const char *text, const struct explain_words *words)
{
    struct feel_scope *s = feel_scope_new(a);
    const struct feel_expr *x = NULL;
    const struct feel_trace *trace = NULL;
    struct feel_value v;
    struct explain_node n;
    struct err err = { 0 };

    feel_scope_name(s, STR("人数"), FEEL_NULL);
    feel_scope_name(s, STR("成立日期"), FEEL_NULL);
    feel_scope_name(s, STR("基准日"), FEEL_NULL);
    feel_scope_name(s, STR("可办"), FEEL_NULL);
    feel_scope_name(s, STR("未填"), FEEL_NULL);
    if (feel_compile(a, str_of(text), s, NULL, &x, &err) != OK ||
        feel_evaluate(a, x, fact, NULL, 0, NULL, &v, &trace, &err) != OK)
        fail_msg("%s: %s", text, err.text);
    explain_trace(a, trace, words, &n);
    return n;
}

static void
shows(const char *text, const struct explain_words *words, const char *should)
{
    struct explain_node n = explained(text, words);
    struct str is = explain_text(a, &n, words);

    if (!str_eq(is, str_of(should)))
        fail_msg("is\n" STR_FMT "\nshould be\n%s", STR_ARG(is), should);
}

static void
values_stand_under_each_part(void **state)
{
    (void)state;
    shows("人数 + 1 >= 10 and 成立日期 < 基准日", NULL,
        "人数 + 1 >= 10 and 成立日期 < 基准日  是\n"
        "├ 人数 + 1 >= 10                      是\n"
        "│ └ 人数 + 1                          10\n"
        "│   └ 人数                            9\n"
        "└ 成立日期 < 基准日                   是\n"
        "  ├ 成立日期                          2021-03-13\n"
        "  └ 基准日                            2023-03-12\n");
}

static void
what_decides_is_marked(void **state)
{
    struct explain_words english = { .english = true };

    (void)state;
    shows("人数 >= 10 and 可办", NULL,
        "人数 >= 10 and 可办  否\n"
        "├ 人数 >= 10         否  决定结果\n"
        "│ └ 人数             9\n"
        "└ 可办               是  不影响结果\n");
    shows("人数 >= 10 or 可办", &english,
        "人数 >= 10 or 可办  yes\n"
        "├ 人数 >= 10        no   makes no difference\n"
        "│ └ 人数            9\n"
        "└ 可办              yes  decides\n");
}

static void
the_branch_taken_is_told(void **state)
{
    struct explain_node n = explained("if 人数 > 5 then 1 else 人数", NULL);

    (void)state;
    shows("if 人数 > 10 then 1 else 人数", NULL,
        "if 人数 > 10 then 1 else 人数  9   取 else 分支：人数\n"
        "├ 人数 > 10                    否\n"
        "│ └ 人数                       9\n"
        "└ 人数                         9\n");
    assert_int_equal(n.kind, EXPLAIN_IF);
    assert_int_equal(n.n, 1); /* a literal leaves no part */
    assert_true(str_eq(n.note, STR("取 then 分支：1")));
    n = explained("if 未填 > 5 then 1 else 2", NULL);
    assert_int_equal(n.state, EXPLAIN_MISSING);
    assert_true(str_eq(n.note, STR("条件未知，两个分支都没有取")));
}

static void
missing_facts_are_told_apart_from_errors(void **state)
{
    struct explain_node n = explained("未填 > 1 and 人数 > 1", NULL);
    const struct explain_node *const *facts;
    size_t count;

    (void)state;
    shows("未填 > 1 and 人数 > 1", NULL,
        "未填 > 1 and 人数 > 1  未知\n"
        "├ 未填 > 1             未知  决定结果\n"
        "│ └ 未填               未知  缺少这项事实\n"
        "└ 人数 > 1             是    不影响结果\n"
        "  └ 人数               9\n");
    facts = explain_facts(a, &n, false, &count);
    assert_int_equal(count, 2);
    assert_true(str_eq(facts[0]->text, STR("未填")));
    facts = explain_facts(a, &n, true, &count);
    assert_int_equal(count, 1);
    assert_true(str_eq(facts[0]->text, STR("未填")));
    n = explained("人数 > 基准日", NULL);
    assert_int_equal(n.state, EXPLAIN_ERROR);
    assert_true(str_starts(n.note, STR("规则有误：")));
    explain_facts(a, &n, true, &count);
    assert_int_equal(count, 0);
    /* told once, where it arose */
    n = explained("(人数 + 基准日) > 3", NULL);
    assert_int_equal(n.state, EXPLAIN_ERROR);
    assert_int_equal(n.note.n, 0);
    assert_int_equal(n.kids[0].state, EXPLAIN_ERROR);
    assert_true(n.kids[0].note.n > 0);
}

static void
long_loops_are_cut(void **state)
{
    struct explain_node n =
        explained("every x in 1..40 satisfies x < 人数 + 90", NULL);

    (void)state;
    assert_int_equal(n.kind, EXPLAIN_LOOP);
    assert_int_equal(n.n, 8);
    assert_true(str_eq(n.note, STR("其余 32 部分略去")));
}

static struct str
label(struct arena *in, struct str name, void *arg)
{
    (void)in;
    (void)arg;
    return str_eq(name, STR("人数")) ? STR("staff") : STR_EMPTY;
}

static struct str
unit(struct arena *in, struct str name, const struct feel_value *v, void *arg)
{
    (void)arg;
    return str_eq(name, STR("人数"))
        ? arena_join(in, feel_show(in, v), STR(" persons"))
        : STR_EMPTY;
}

static bool
below(struct arena *in, struct str name, struct explain_node *ret, void *arg)
{
    struct explain_node n;

    (void)arg;
    if (!str_eq(name, STR("可办")))
        return false;
    n = explained("人数 > 3", NULL);
    explain_named(in, STR("可办"), STR("may act"), &n, ret);
    return true;
}

static void
words_name_and_show_facts(void **state)
{
    struct explain_words w = { true, label, unit, below, NULL };

    (void)state;
    shows("可办 = true and 人数 >= 10", &w,
        "可办 = true and 人数 >= 10  no\n"
        "├ 可办 = true               yes        makes no difference\n"
        "│ └ 可办                    yes\n"
        "│   └ 可办 (may act)        是\n"
        "│     └ 人数 > 3            是\n"
        "│       └ 人数              9\n"
        "└ 人数 >= 10                no         decides\n"
        "  └ 人数 (staff)            9 persons\n");
}

static void
text_is_one_line_and_wide(void **state)
{
    struct explain_node n = explained("人数\n   >=\t 10", NULL);
    struct explain_node deep = explained(
        "string length(\"很长很长很长很长很长很长很长很长很长很长很长很长很长很长\")"
        " > 人数",
        NULL);
    struct str text = explain_text(a, &deep, NULL);

    (void)state;
    assert_true(str_eq(n.text, STR("人数 >= 10")));
    /* a part wider than its column keeps its line; the others stay narrow */
    assert_true(str_find(text, STR("└ 人数")) < text.n);
}

/* --- tables --- */

static void
rows_of_a_table_are_told(void **state)
{
    const struct explain_cell inputs[] = { { STR("人数"), feel_int(9) } };
    const struct explain_cell small[] = { { STR("< 5"),
        feel_boolean(false) } };
    const struct explain_cell large[] = { { STR(">= 5"),
        feel_boolean(true) } };
    const struct explain_cell out[] = { { STR("\"大\""),
        feel_string(STR("大")) } };
    const struct str names[] = { STR_INIT("规模") };
    const struct explain_row rows[] = {
        { .number = 1, .state = ROW_FAILS, .tests = small, .n_tests = 1 },
        { .number = 2, .state = ROW_HIT, .tests = large, .n_tests = 1,
            .outputs = out, .n_outputs = 1 },
        { .number = 3, .state = ROW_APPLIES, .tests = large, .n_tests = 1 },
    };
    struct explain_table t = { .name = STR("规模"),
        .hit_policy = STR("FIRST"),
        .inputs = inputs,
        .n_inputs = 1,
        .outputs = names,
        .n_outputs = 1,
        .rows = rows,
        .n_rows = 3,
        .result = feel_string(STR("大")) };
    struct explain_node n;
    struct str is;

    (void)state;
    explain_of_table(a, &t, NULL, &n);
    is = explain_text(a, &n, NULL);
    if (!str_eq(is,
            STR("规模 (FIRST)     大          取最先符合的一行\n"
                "├ 人数           9\n"
                "├ 第 1 行        不符合\n"
                "│ └ 人数 : < 5   否\n"
                "├ 第 2 行        命中\n"
                "│ ├ 人数 : >= 5  是\n"
                "│ └ 规模 = \"大\"  大\n"
                "└ 第 3 行        符合，未取\n"
                "  └ 人数 : >= 5  是\n")))
        fail_msg("is\n" STR_FMT, STR_ARG(is));
    assert_int_equal(n.kids[2].weight, EXPLAIN_DECIDES);
    assert_int_equal(n.kids[1].weight, EXPLAIN_IDLE);
    assert_int_equal(n.kids[2].number, 2);
}

static void
open_rows_lack_facts_and_failing_ones_are_cut(void **state)
{
    const struct feel_missing why = { .name = STR("人数") };
    struct feel_value unknown = feel_null();
    struct explain_cell in, open, no = { STR("< 5"), feel_boolean(false) };
    struct explain_row rows[31] = { 0 };
    struct explain_table t = { .name = STR("规模"),
        .hit_policy = STR("COLLECT SUM"),
        .inputs = &in,
        .n_inputs = 1,
        .rows = rows,
        .n_rows = 31 };
    struct explain_words english = { .english = true };
    struct explain_node n;

    (void)state;
    unknown.missing = &why;
    in = (struct explain_cell){ STR("人数"), unknown };
    open = (struct explain_cell){ STR(">= 5"), unknown };
    for (size_t i = 0; i < 31; i++)
        rows[i] = (struct explain_row){ .number = i + 1, .tests = &no,
            .n_tests = 1, .note = STR("注") };
    t.result = feel_int(0);
    explain_of_table(a, &t, &english, &n);
    assert_int_equal(n.n, 21);
    assert_true(str_eq(n.note,
        STR("sum of the rows that apply; no row applies; 11 more rows do "
            "not apply and are left out")));
    assert_int_equal(n.kids[1].note.n, 0);
    rows[30].state = ROW_OPEN;
    rows[30].tests = &open;
    t.result = unknown;
    explain_of_table(a, &t, NULL, &n);
    assert_int_equal(n.n, 22);
    assert_int_equal(n.kids[21].number, 31);
    assert_true(str_eq(n.kids[21].note, STR("缺少：人数；注")));
    assert_true(str_find(n.note, STR("没有一行")) == SIZE_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_stand_under_each_part),
        cmocka_unit_test(what_decides_is_marked),
        cmocka_unit_test(the_branch_taken_is_told),
        cmocka_unit_test(missing_facts_are_told_apart_from_errors),
        cmocka_unit_test(long_loops_are_cut),
        cmocka_unit_test(words_name_and_show_facts),
        cmocka_unit_test(text_is_one_line_and_wide),
        cmocka_unit_test(rows_of_a_table_are_told),
        cmocka_unit_test(open_rows_lack_facts_and_failing_ones_are_cut),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
