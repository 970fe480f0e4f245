/* What is wrong or unusual, one by one: each is refused or answered clearly. */
#include "dmn_check.h"

#define TABLE(inside) \
    MODEL(DECISION("d", "", "<decisionTable>" inside "</decisionTable>"))
#define INPUT_COLUMN \
    "<input><inputExpression><text>1</text></inputExpression></input>"

static const struct {
    const char *xml, *says;
} refusals[] = {
    { MODEL("<import name='x'/>"), "namespace" },
    { MODEL("<itemDefinition><typeRef>string</typeRef></itemDefinition>"),
        "name" },
    { MODEL("<itemDefinition name='t'/><itemDefinition name='t'/>"),
        "类型名称重复" },
    { MODEL("<itemDefinition name='t'><typeRef>string</typeRef>"
            "<itemComponent name='c'/></itemDefinition>"),
        "不应同时" },
    { MODEL("<itemDefinition name='t'><itemComponent/></itemDefinition>"),
        "name" },
    { MODEL(DECISION("d", "<informationRequirement><requiredInput/>"
                          "</informationRequirement>", "")),
        "href" },
    { MODEL(DECISION("d", "", "<conditional><if/></conditional>")),
        "这里应有一个表达式" },
    { MODEL(DECISION("d", "", "<conditional><if>" LITERAL("true")
                              "</if></conditional>")),
        "缺少元素 then" },
    { MODEL(DECISION("d", "",
          "<context><contextEntry/><contextEntry/></context>")),
        "variable" },
    { MODEL(DECISION("d", "",
          "<functionDefinition><formalParameter/></functionDefinition>")),
        "参数应有 name" },
    { MODEL(DECISION("d", "", "<invocation/>")), "被调用" },
    { MODEL(DECISION("d", "",
          "<invocation>" LITERAL("f") "<binding/></invocation>")),
        "parameter" },
    { MODEL(DECISION("d", "", "<for><in/></for>")), "iteratorVariable" },
    { MODEL(DECISION("d", "",
          "<list><context><contextEntry><list><for/></list>"
          "</contextEntry></context></list>")),
        "iteratorVariable" },
    { TABLE(""), "至少应有一个输出列" },
    { TABLE("<input/><output/>"), "inputExpression" },
    { TABLE(INPUT_COLUMN "<output/><rule><outputEntry/></rule>"),
        "应有 1 个输入项，现为 0 个" },
    { TABLE("<output/><output/><rule><outputEntry/></rule>"),
        "应有 2 个输出项，现为 1 个" },
    { MODEL(DECISION("d", "",
          "<decisionTable aggregation='MEAN'><output/></decisionTable>")),
        "MEAN" },
    { MODEL("<decisionService id='s' name='s'>"
            "<outputDecision href='#s'/></decisionService>"),
        "种类" },
    { MODEL("<a:b/>"), "XML" },
    { "\xef\xbb\xbf<?xml version='1.0'?><x/>", "definitions" },
    { MODEL("") "<more/>", "XML" },
};

static void
refused_ones(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        struct err err = refused(refusals[i].xml, ERR_INPUT);

        if (str_find(str_of(err.text), str_of(refusals[i].says)) == SIZE_MAX)
            fail_msg("%zu: \"%s\" should have \"%s\"", i, err.text,
                refusals[i].says);
        assert_true(err.where[0] != '\0');
    }
}

static void
long_circle(void **state)
{
    struct buf b;
    struct str xml;

    (void)state;
    buf_init(&b, a, 1 << 22);
    buf_lit(&b, "<definitions xmlns='" DMN15 "' name='m' namespace='urn:m'>");
    for (int i = 0; i < 1200; i++)
        buf_fmt(&b,
            "<decision id='d%d' name='d%d'><informationRequirement>"
            "<requiredDecision href='#d%d'/></informationRequirement>"
            "</decision>", i, i, i + 1);
    buf_lit(&b, "<decision id='d1200' name='d1200'/></definitions>");
    assert_int_equal(buf_done(&b, &xml, NULL), OK);
    CHECK_HAS(refused(arena_cstr(a, xml), ERR_INPUT).text, "1000 层");
}

static void
same_namespace(void **state)
{
    struct dmn_model *m[2];
    struct err err = { 0 };

    (void)state;
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(dmn_model_read(a, STR("m.dmn"),
            STR(MODEL("")), NULL, &m[i], &err), OK);
    assert_int_equal(dmn_model_link(a, m, 2, &err), ERR_INPUT);
    CHECK_HAS(err.text, "命名空间");
}

static void
check(const char *box, const char *want)
{
    struct str xml = arena_fmt(a,
        MODEL(INPUT("n", "number")
              "<businessKnowledgeModel id='hollow' name='hollow'/>"
              "<decision name='d'>" NEEDS_INPUT("n") NEEDS_KNOWLEDGE("hollow")
              "%s</decision>"), box);
    const char *got = value(model(arena_cstr(a, xml)), "d", NULL, 0);

    if (str_find(str_of(got), str_of(want)) != 0)
        fail_msg("\"%s\", not \"%s\": %s", got, want, box);
}

#define FILTER(in, match) \
    "<filter><in>" LITERAL(in) "</in><match>" LITERAL(match) \
    "</match></filter>"
#define LOOP(kind, in, word, body) \
    "<" kind " iteratorVariable='x'><in>" LITERAL(in) "</in><" word ">" \
    LITERAL(body) "</" word "></" kind ">"

static void
boxes(void **state)
{
    (void)state;
    check("<literalExpression/>", "null");
    check("<invocation>" LITERAL("3") "</invocation>",
        "!被调用的不是函数，而是 number");
    check("<invocation>" LITERAL("n") "</invocation>", "?n");
    check("<invocation>" LITERAL("hollow") "</invocation>", "null");
    check("<conditional><if>" LITERAL("n &gt; 1") "</if><then>" LITERAL("1")
          "</then><else>" LITERAL("2") "</else></conditional>", "?n");
    check(FILTER("n", "true"), "?n");
    check(FILTER("[1,2]", "item &gt; n"), "?n");
    check(FILTER("[1,2]", "1.5"), "!序号应为整数");
    check(FILTER("[1,2]", "\"x\""), "!筛选条件应为真或假");
    check(FILTER("[1,2]", "null"), "[]");
    check(FILTER("5", "item = 5"), "[5]");
    check(LOOP("for", "5", "return", "x"), "[5]");
    check(LOOP("for", "n", "return", "x"), "?n");
    check(LOOP("for", "(1..3]", "return", "x"), "[2, 3]");
    check(LOOP("for", "(1..2)", "return", "x"), "[]");
    check(LOOP("for", "[\"a\"..\"c\"]", "return", "x"), "[[\"a\"..\"c\"]]");
    check(LOOP("some", "[1,2]", "satisfies", "x &gt; n"), "?n");
    check(LOOP("some", "[1,2]", "satisfies", "x &gt; n or x = 2"), "true");
    check(LOOP("every", "[1,2]", "satisfies", "null"),
        "!satisfies 应为真或假，现为 null");
    check(LOOP("every", "[1,2]", "satisfies", "x + \"a\""), "!");
    check(LOOP("every", "[1,2]", "satisfies",
              "if x = 1 then \"no truth\" else n &gt; 1"),
        "?n");
}

static void
too_long(void **state)
{
    struct dmn_model *m = model(MODEL(
        DECISION("d", "", LOOP("for", "[1..5000000]", "return", "x"))
        DECISION("far", "", LOOP("for", "[1..10**18]", "return", "x"))));
    struct dmn_call call = { 0 };
    struct dmn_result r;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(
        dmn_evaluate(a, m, STR("d"), &call, &r, &err), ERR_LIMIT);
    CHECK_HAS(err.text, "list");
    assert_int_equal(value(m, "far", NULL, 0)[0], '[');
}

/* Names of members in a boxed filter: those of the element first. */
static void
members(void **state)
{
    struct dmn_model *m = model(MODEL(INPUT("p", "number")
        INPUT("late", "number")
        DECISION("list", "", "<relation><column name='p'/>"
            "<column name='late'/><row>" LITERAL("1") LITERAL("2")
            "</row></relation>")
        DECISION("d", NEEDS_DECISION("list") NEEDS_INPUT("p")
            NEEDS_INPUT("late"),
            "<context><contextEntry><variable name='q'/>" LITERAL("9")
            "</contextEntry><contextEntry>"
            "<filter><in>" LITERAL("append(list, {q: 1}, 4)")
            "</in><match>" LITERAL("p = 7 and late = 8 and q &gt; 0")
            "</match></filter></contextEntry></context>")));
    struct dmn_input in[] = {
        { .name = STR("p"), .value = feel_int(7) },
        { .name = STR("late"), .value = feel_int(8) },
    };

    (void)state;
    assert_string_equal(value(m, "d", in, 2), "[{q: 1}, 4]");
    check(FILTER("[{k: 1}, {l: 2}, 3]", "k = 1"), "[{k: 1}]");
}

/* Keys with spaces that only a text makes are known to other decisions. */
static void
keys(void **state)
{
    struct dmn_model *m = model(MODEL(
        DECISION("c", "", LITERAL("{ full name : \"{x, y: z\", b: {in-ner "
            "part: 2}, l: [1, 2]}"))
        DECISION("d", NEEDS_DECISION("c"),
            LITERAL("c.full name + string(c.b.in-ner part)"))
        DECISION("e", NEEDS_DECISION("c"), LITERAL("c.l[2] - c.b.none"))));

    (void)state;
    assert_string_equal(value(m, "d", NULL, 0), "\"{x, y: z2\"");
    assert_true(value(m, "e", NULL, 0)[0] == '!');
}

static void
type_names(void **state)
{
    struct dmn_model *m = model(
        "<definitions xmlns='" DMN15 "' xmlns:own='urn:m' xmlns:z='urn:z' "
        "xmlns:feel='https://www.omg.org/spec/DMN/20230324/FEEL/' name='m' "
        "namespace='urn:m'>"
        "<itemDefinition name='tA'><typeRef>feel:number</typeRef>"
        "</itemDefinition>"
        "<itemDefinition name='tF'><functionItem outputTypeRef='string'>"
        "<parameters name='p' typeRef='own:tA'/></functionItem>"
        "</itemDefinition>"
        "<itemDefinition name='tN'><itemComponent name='a b'>"
        "<itemComponent name='c' isCollection='true'><typeRef>tA</typeRef>"
        "</itemComponent></itemComponent></itemDefinition>"
        "<itemDefinition name='tLost'><typeRef>z:tB</typeRef>"
        "</itemDefinition>"
        "<itemDefinition name='tBad'><typeRef>string</typeRef>"
        "<allowedValues><text>\"a\",</text></allowedValues></itemDefinition>"
        INPUT("x", "own:tA") INPUT("n", "tN")
        DECISION("d", NEEDS_INPUT("x"), LITERAL("x"))
        DECISION("f", "", "<literalExpression typeRef='tF'>"
            "<text>function(p: tA) string(p)</text></literalExpression>")
        DECISION("g", NEEDS_DECISION("f"), LITERAL("f(3)"))
        DECISION("c", NEEDS_INPUT("n"), LITERAL("n.a b.c[2]"))
        DECISION("i", "", LITERAL("3 instance of tA"))
        "</definitions>");
    struct feel_value list[] = { feel_int(4), feel_int(5) };
    struct str inner_name = STR("c"), outer_name = STR("a b");
    struct feel_value c = feel_list(list, 2);
    struct feel_value ab = { .type = FEEL_CONTEXT };
    struct feel_value n = { .type = FEEL_CONTEXT };
    struct dmn_input in[] = {
        { .name = STR("x"), .value = feel_string(STR("no number")) },
        { .name = STR("n") },
    };

    (void)state;
    ab.context.names = &inner_name;
    ab.context.values = &c;
    ab.context.n = 1;
    n.context.names = &outer_name;
    n.context.values = &ab;
    n.context.n = 1;
    in[1].value = n;
    assert_int_equal(dmn_problem_count(m), 2);
    CHECK_HAS(arena_cstr(a, dmn_problem(m, 0)->text), "z:tB");
    assert_true(str_eq(dmn_problem(m, 1)->element, STR("tBad")));
    assert_true(value(m, "d", in, 2)[0] == '!');
    assert_string_equal(value(m, "g", in, 2), "\"3\"");
    assert_string_equal(value(m, "c", in, 2), "5");
    assert_string_equal(value(m, "i", in, 2), "true");
}

#define RULE(test, output) \
    "<rule><inputEntry><text>" test "</text></inputEntry>" \
    "<outputEntry><text>" output "</text></outputEntry></rule>"

static void
tables(void **state)
{
    struct dmn_model *m = model(MODEL(
        "<itemDefinition name='tSize'><typeRef>string</typeRef>"
        "<allowedValues><text>\"big\", \"small\"</text></allowedValues>"
        "</itemDefinition>"
        "<itemDefinition name='tSizes' isCollection='true'>"
        "<typeRef>tSize</typeRef></itemDefinition>"
        INPUT("n", "number")
        "<decision name='order'><variable name='order' typeRef='tSizes'/>"
        NEEDS_INPUT("n") "<decisionTable hitPolicy='OUTPUT ORDER'>"
        "<input><inputExpression><text>n</text></inputExpression></input>"
        "<output/>" RULE("-", "\"small\"") RULE("&gt; 1", "\"big\"")
        "</decisionTable></decision>"
        "<decision name='count'>" NEEDS_INPUT("n")
        "<decisionTable hitPolicy='COLLECT' aggregation='COUNT' "
        "preferredOrientation='Rule-as-Column'>"
        "<input><inputExpression><text>n</text></inputExpression></input>"
        "<output><outputValues><text>&gt; 0</text></outputValues></output>"
        RULE("&lt; 0", "1") "</decisionTable></decision>"
        "<decision name='sum'>" NEEDS_INPUT("n")
        "<decisionTable hitPolicy='COLLECT' aggregation='SUM'>"
        "<input><inputExpression><text>n</text></inputExpression></input>"
        "<output name='a'/><output name='b'/>"
        "<rule><inputEntry><text>-</text></inputEntry><outputEntry>"
        "<text>1</text></outputEntry><outputEntry><text>2</text>"
        "</outputEntry></rule></decisionTable></decision>"
        "<decision name='odd'>" NEEDS_INPUT("n")
        "<decisionTable aggregation='SUM'>"
        "<input><inputExpression><text>n</text></inputExpression></input>"
        "<output/>" RULE("&gt;", "1") RULE("2", "") "</decisionTable>"
        "</decision>"));
    struct dmn_input n = { .name = STR("n"), .value = feel_int(2) };

    (void)state;
    assert_int_equal(dmn_problem_count(m), 3);
    assert_string_equal(value(m, "order", &n, 1), "[\"big\", \"small\"]");
    assert_string_equal(value(m, "count", &n, 1), "0");
    CHECK_HAS(value(m, "sum", &n, 1), "!聚合的决策表");
    /* A test that does not compile never holds; an empty output is null. */
    assert_string_equal(value(m, "odd", &n, 1), "null");
    assert_string_equal(value(m, "order", NULL, 0), "?n");
}

static void
elements(void **state)
{
    struct dmn_model *m = model(MODEL(
        "<knowledgeSource id='k' name='k'/>"
        "<knowledgeSource id='l' name='l'><authorityRequirement>"
        "<requiredAuthority href='#k'/></authorityRequirement>"
        "</knowledgeSource>"
        "<textAnnotation id='t'><text>note</text></textAnnotation>"
        "<other:thing xmlns:other='urn:other'/>"
        "<decision id='d' name='named'><variable name='  other\n name '/>"
        LITERAL("1") "</decision>"
        "<inputData id='i' name='i'><variable/></inputData>"
        "<businessKnowledgeModel id='j' name='j'>"
        "<encapsulatedLogic kind='PMML'/></businessKnowledgeModel>"
        DECISION("e", NEEDS_DECISION("d") NEEDS_KNOWLEDGE("j"),
            LITERAL("other name + 1"))
        DECISION("x", NEEDS_KNOWLEDGE("j"), LITERAL("j()"))
        "<decisionService id='s' name='s'><variable name='s' "
        "typeRef='string'/><outputDecision href='#e'/></decisionService>"));

    (void)state;
    assert_int_equal(dmn_element_count(m), 8);
    assert_string_equal(value(m, "e", NULL, 0), "2");
    CHECK_HAS(value(m, "x", NULL, 0), "PMML");
    assert_int_equal(dmn_output_count(m, 7), 1);
    assert_int_equal(dmn_output_count(m, 2), 0);
    assert_true(value(m, "s", NULL, 0)[0] == '!');
    assert_int_equal(dmn_requirement(m, 1, 0).kind, DMN_REQUIRES_AUTHORITY);
}

/* A service called as a function sees its parameters and nothing else. */
static void
closed(void **state)
{
    struct dmn_model *m = model(MODEL(INPUT("n", "number")
        DECISION("out", NEEDS_INPUT("n"), LITERAL("n + 1"))
        "<decisionService id='s' name='s'><outputDecision href='#out'/>"
        "</decisionService>"
        DECISION("d", NEEDS_KNOWLEDGE("s"), LITERAL("s()"))));
    struct dmn_input n = { .name = STR("n"), .value = feel_int(2) };

    (void)state;
    assert_true(value(m, "d", &n, 1)[0] == '!');
    assert_string_equal(value(m, "s", &n, 1), "3");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(refused_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(long_circle, setup, teardown),
        cmocka_unit_test_setup_teardown(same_namespace, setup, teardown),
        cmocka_unit_test_setup_teardown(boxes, setup, teardown),
        cmocka_unit_test_setup_teardown(too_long, setup, teardown),
        cmocka_unit_test_setup_teardown(members, setup, teardown),
        cmocka_unit_test_setup_teardown(keys, setup, teardown),
        cmocka_unit_test_setup_teardown(type_names, setup, teardown),
        cmocka_unit_test_setup_teardown(tables, setup, teardown),
        cmocka_unit_test_setup_teardown(elements, setup, teardown),
        cmocka_unit_test_setup_teardown(closed, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
