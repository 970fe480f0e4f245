/* Decision tables: every hit policy, defaults, priorities, what is open. */
#include "dmn_check.h"

#define RULE(test, output) \
    "<rule><inputEntry><text>" test "</text></inputEntry>" \
    "<outputEntry><text>" output "</text></outputEntry></rule>"
/* A table on the number n. */
#define TABLE(attributes, output, rules) \
    MODEL(INPUT("n", "number") DECISION("d", NEEDS_INPUT("n"), \
        "<decisionTable " attributes "><input><inputExpression><text>n" \
        "</text></inputExpression></input>" output rules \
        "</decisionTable>"))
#define THREE \
    RULE("&lt; 10", "\"low\"") RULE("&gt;= 5", "\"mid\"") \
    RULE("[7..20]", "\"high\"")
#define ORDERED \
    "<output><outputValues><text>\"high\", \"mid\", \"low\"</text>" \
    "</outputValues></output>"
#define NUMBERS \
    RULE("&lt; 10", "n") RULE("&gt;= 5", "2 * n") RULE("[7..20]", "1")

static void
unique(void **state)
{
    struct dmn_model *m = model(TABLE("", "<output/>", THREE));

    (void)state;
    assert_string_equal(with(m, "d", "n", 1), "\"low\"");
    assert_string_equal(with(m, "d", "n", 30), "\"mid\"");
    CHECK_HAS(with(m, "d", "n", 6), "!决策表的策略为 UNIQUE，却有 2 条规则");
    m = model(TABLE("", "<output/>", RULE("1", "2")));
    CHECK_HAS(with(m, "d", "n", 9), "!决策表没有一条规则适用");
}

static void
any_and_first(void **state)
{
    struct dmn_model *m = model(TABLE("hitPolicy='ANY'", "<output/>",
        RULE("1", "\"x\"") RULE("&lt; 3", "\"x\"") RULE("2", "\"y\"")));

    (void)state;
    assert_string_equal(with(m, "d", "n", 1), "\"x\"");
    CHECK_HAS(with(m, "d", "n", 2), "!决策表的策略为 ANY");
    m = model(TABLE("hitPolicy='FIRST'", "<output/>", THREE));
    assert_string_equal(with(m, "d", "n", 8), "\"low\"");
    assert_string_equal(with(m, "d", "n", 12), "\"mid\"");
}

static void
orders(void **state)
{
    struct dmn_model *m =
        model(TABLE("hitPolicy='PRIORITY'", ORDERED, THREE));

    (void)state;
    assert_string_equal(with(m, "d", "n", 8), "\"high\"");
    assert_string_equal(with(m, "d", "n", 6), "\"mid\"");
    m = model(TABLE("hitPolicy='OUTPUT ORDER'", ORDERED, THREE));
    assert_string_equal(
        with(m, "d", "n", 8), "[\"high\", \"mid\", \"low\"]");
    m = model(TABLE("hitPolicy='RULE ORDER'", ORDERED, THREE));
    assert_string_equal(
        with(m, "d", "n", 8), "[\"low\", \"mid\", \"high\"]");
}

static void
collect(void **state)
{
    struct dmn_model *m =
        model(TABLE("hitPolicy='COLLECT'", "<output/>", NUMBERS));

    (void)state;
    assert_string_equal(with(m, "d", "n", 8), "[8, 16, 1]");
    m = model(TABLE(
        "hitPolicy='COLLECT' aggregation='SUM'", "<output/>", NUMBERS));
    assert_string_equal(with(m, "d", "n", 8), "25");
    m = model(TABLE(
        "hitPolicy='COLLECT' aggregation='MIN'", "<output/>", NUMBERS));
    assert_string_equal(with(m, "d", "n", 8), "1");
    m = model(TABLE(
        "hitPolicy='COLLECT' aggregation='MAX'", "<output/>", NUMBERS));
    assert_string_equal(with(m, "d", "n", 8), "16");
    m = model(TABLE(
        "hitPolicy='COLLECT' aggregation='COUNT'", "<output/>", NUMBERS));
    assert_string_equal(with(m, "d", "n", 8), "3");
    assert_string_equal(with(m, "d", "n", 4), "1");
}

static void
defaults(void **state)
{
    struct dmn_model *m = model(TABLE("",
        "<output><defaultOutputEntry><text>\"none\"</text>"
        "</defaultOutputEntry></output>",
        RULE("1", "\"one\"")));

    (void)state;
    assert_string_equal(with(m, "d", "n", 1), "\"one\"");
    assert_string_equal(with(m, "d", "n", 2), "\"none\"");
    m = model(TABLE("hitPolicy='COLLECT'", "<output/>", RULE("1", "n")));
    assert_string_equal(with(m, "d", "n", 2), "[]");
}

static void
allowed(void **state)
{
    struct dmn_model *m = model(MODEL(INPUT("n", "number") DECISION("d",
        NEEDS_INPUT("n"),
        "<decisionTable><input><inputExpression><text>n</text>"
        "</inputExpression><inputValues><text>[0..9]</text></inputValues>"
        "</input><output><outputValues><text>1,2</text></outputValues>"
        "</output>" RULE("-", "n") "</decisionTable>")));

    (void)state;
    assert_string_equal(with(m, "d", "n", 2), "2");
    CHECK_HAS(with(m, "d", "n", 3), "!输出 3 不在允许的值");
    CHECK_HAS(with(m, "d", "n", 12), "!输入 “n” 的值 12 不在允许的值");
}

#define TWO_INPUTS(policy) \
    MODEL(INPUT("n", "number") INPUT("m", "number") DECISION("d", \
        NEEDS_INPUT("n") NEEDS_INPUT("m"), \
        "<decisionTable hitPolicy='" policy "'>" \
        "<input><inputExpression><text>n</text></inputExpression></input>" \
        "<input><inputExpression><text>m</text></inputExpression></input>" \
        "<output name='a'/><output name='b c'/>" \
        "<rule><inputEntry><text>1</text></inputEntry>" \
        "<inputEntry><text>-</text></inputEntry>" \
        "<outputEntry><text>n</text></outputEntry>" \
        "<outputEntry><text>\"x\"</text></outputEntry>" \
        "<annotationEntry><text>第九条</text></annotationEntry></rule>" \
        "<rule><inputEntry><text>-</text></inputEntry>" \
        "<inputEntry><text>2</text></inputEntry>" \
        "<outputEntry><text>m</text></outputEntry>" \
        "<outputEntry><text>\"y\"</text></outputEntry></rule>" \
        "</decisionTable>"))

static void
several_outputs(void **state)
{
    struct dmn_model *m = model(TWO_INPUTS("FIRST"));
    struct dmn_input in[] = {
        { .name = STR("n"), .value = feel_int(1) },
        { .name = STR("m"), .value = feel_int(2) },
    };
    struct dmn_result r = run(m, "d", in, 2);
    const struct dmn_trace *t = r.trace->parts[0];
    struct explain_node n;

    (void)state;
    assert_string_equal(shown(&r.value), "{a: 1, b c: \"x\"}");
    assert_int_equal(t->kind, DMN_TRACE_TABLE);
    assert_true(str_eq(t->note, STR("第九条")));
    assert_true(str_eq(t->table->hit_policy, STR("FIRST")));
    assert_int_equal(t->table->n_rows, 1);
    assert_int_equal(t->table->rows[0].state, ROW_HIT);
    assert_true(str_eq(t->table->rows[0].note, STR("第九条")));
    dmn_explain(a, r.trace, NULL, &n);
    assert_int_equal(n.kind, EXPLAIN_TABLE);
    assert_int_equal(n.n, 3);
    assert_true(n.kids[0].is_fact);
    assert_int_equal(n.kids[0].kind, EXPLAIN_INPUT);
    assert_true(str_eq(n.kids[2].note, STR("第九条")));
    assert_int_equal(t->table->n_inputs, 2);
    m = model(TWO_INPUTS("RULE ORDER"));
    r = run(m, "d", in, 2);
    assert_string_equal(shown(&r.value),
        "[{a: 1, b c: \"x\"}, {a: 2, b c: \"y\"}]");
}

static void
open_rules(void **state)
{
    struct dmn_input n = { .name = STR("n"), .value = feel_int(1) };
    struct dmn_input m = { .name = STR("m"), .value = feel_int(2) };
    struct dmn_model *first = model(TWO_INPUTS("FIRST"));
    struct dmn_model *all = model(TWO_INPUTS("RULE ORDER"));

    (void)state;
    /* The first rule settles it whatever m is. */
    assert_string_equal(
        value(first, "d", &n, 1), "{a: 1, b c: \"x\"}");
    /* The second applies, but the first may come before it. */
    assert_string_equal(value(first, "d", &m, 1), "?n");
    assert_string_equal(value(all, "d", &n, 1), "?m");
    /* The one that applies is the only one, if the table is right. */
    assert_string_equal(value(model(TWO_INPUTS("UNIQUE")), "d", &n, 1),
        "{a: 1, b c: \"x\"}");
    assert_string_equal(value(model(TWO_INPUTS("ANY")), "d", &n, 1),
        "{a: 1, b c: \"x\"}");
    assert_string_equal(value(all, "d", NULL, 0), "?n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(unique, setup, teardown),
        cmocka_unit_test_setup_teardown(any_and_first, setup, teardown),
        cmocka_unit_test_setup_teardown(orders, setup, teardown),
        cmocka_unit_test_setup_teardown(collect, setup, teardown),
        cmocka_unit_test_setup_teardown(defaults, setup, teardown),
        cmocka_unit_test_setup_teardown(allowed, setup, teardown),
        cmocka_unit_test_setup_teardown(several_outputs, setup, teardown),
        cmocka_unit_test_setup_teardown(open_rules, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
