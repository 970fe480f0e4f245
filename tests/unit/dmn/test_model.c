/* Boxed expressions, types, functions, services, imports, threads. */
#include "dmn_check.h"

#include <pthread.h>
#include <string.h>

#define ENTRY(name, box) \
    "<contextEntry><variable name='" name "'/>" box "</contextEntry>"
#define RESULT(box) "<contextEntry>" box "</contextEntry>"

static void
check(const char *box, const char *want)
{
    struct str xml = arena_fmt(a, MODEL("<decision name='d'>%s</decision>"),
        box);

    assert_string_equal(
        value(model(arena_cstr(a, xml)), "d", NULL, 0), want);
}

static void
contexts(void **state)
{
    (void)state;
    check("<context>" ENTRY("a b", LITERAL("2")) ENTRY(
              "c", LITERAL("a b * 3")) "</context>",
        "{a b: 2, c: 6}");
    check("<context>" ENTRY("a b", LITERAL("2")) RESULT(
              LITERAL("a b + 1")) "</context>",
        "3");
    check("<context>" ENTRY("o", "<context>" ENTRY("in ner", LITERAL("7"))
              "</context>") RESULT(LITERAL("o.in ner")) "</context>",
        "7");
    check("<context/>", "{}");
    check("<list>" LITERAL("1") "<list/>" LITERAL("\"x\"") "</list>",
        "[1, [], \"x\"]");
    check("<relation><column name='p'/><column name='q'/><row>" LITERAL("1")
              LITERAL("2") "</row><row>" LITERAL("3") LITERAL("4")
              "</row></relation>",
        "[{p: 1, q: 2}, {p: 3, q: 4}]");
}

#define IF(x) \
    "<conditional><if>" LITERAL(x) "</if><then>" LITERAL("1") \
    "</then><else>" LITERAL("2") "</else></conditional>"
#define FILTER(in, match) \
    "<filter><in>" in "</in><match>" LITERAL(match) "</match></filter>"
#define LOOP(kind, in, word, body) \
    "<" kind " iteratorVariable='x'><in>" LITERAL(in) "</in><" word ">" \
    LITERAL(body) "</" word "></" kind ">"

static void
control(void **state)
{
    (void)state;
    check(IF("1 &lt; 2"), "1");
    check(IF("1 &gt; 2"), "2");
    check(IF("null"), "2");
    check(IF("\"yes\""), "!条件应为真或假，现为 string");
    check(FILTER(LITERAL("[1,2,3,4]"), "item &gt; 2"), "[3, 4]");
    check(FILTER(LITERAL("[1,2,3,4]"), "-1"), "4");
    check(FILTER(LITERAL("[1,2]"), "5"), "!序号超出列表的 2 项");
    check(FILTER("<relation><column name='p q'/><row>" LITERAL("1")
              "</row><row>" LITERAL("5") "</row></relation>",
              "p q &gt; 2"),
        "[{p q: 5}]");
    check(LOOP("for", "[1,2,3]", "return", "x * x"), "[1, 4, 9]");
    check(LOOP("for", "[1..3]", "return", "x + count(partial)"),
        "[1, 3, 5]");
    check(LOOP("for", "[3..1]", "return", "x"), "[3, 2, 1]");
    check(LOOP("some", "[1,2,3]", "satisfies", "x = 2"), "true");
    check(LOOP("some", "[1,3]", "satisfies", "x = 2"), "false");
    check(LOOP("every", "[1,2]", "satisfies", "x &gt; 0"), "true");
    check(LOOP("every", "[1,2]", "satisfies", "x &gt; 1"), "false");
    check(LOOP("every", "null", "satisfies", "true"),
        "!循环的对象是 null，应为列表");
}

static void
functions(void **state)
{
    (void)state;
    check("<context>" ENTRY("k", LITERAL("10")) ENTRY("f",
              "<functionDefinition><formalParameter name='a b' "
              "typeRef='number'/>" LITERAL("a b + k")
              "</functionDefinition>") RESULT(
              LITERAL("[f(1), f(a b: 2), f(\"x\")]")) "</context>",
        "[11, 12, null]");
    /* Each round's function keeps its own x. */
    check("<context>" ENTRY("fs",
              "<for iteratorVariable='x'><in>" LITERAL("[1,2]")
              "</in><return><functionDefinition><formalParameter name='y'/>"
              LITERAL("10 * x + y") "</functionDefinition></return></for>")
              RESULT(LITERAL("[fs[1](1), fs[2](2)]")) "</context>",
        "[11, 22]");
    check("<context>" ENTRY("f",
              "<functionDefinition><formalParameter name='p'/>"
              "<formalParameter name='q'/>" LITERAL("p - q")
              "</functionDefinition>") RESULT("<invocation>" LITERAL("f")
              "<binding><parameter name='q'/>" LITERAL("1") "</binding>"
              "<binding><parameter name='p'/>" LITERAL("5") "</binding>"
              "</invocation>") "</context>",
        "4");
}

static enum status
difference(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    int64_t x = 0, y = 0;

    (void)self;
    (void)err;
    assert_int_equal(n, 2);
    assert_true(feel_to_int(&args[0], &x) && feel_to_int(&args[1], &y));
    *ret = feel_int(*(const int64_t *)feel_arg(e) + x - y);
    return OK;
}

static void
recursion(void **state)
{
    struct dmn_model *m = model(MODEL(
        "<businessKnowledgeModel id='f' name='fac'><encapsulatedLogic>"
        "<formalParameter name='n' typeRef='number'/>"
        LITERAL("if n &lt;= 1 then 1 else n * fac(n - 1)")
        "</encapsulatedLogic></businessKnowledgeModel>"
        "<businessKnowledgeModel id='g' name='for ever'><encapsulatedLogic>"
        LITERAL("for ever()")
        "</encapsulatedLogic></businessKnowledgeModel>"
        DECISION("d", NEEDS_KNOWLEDGE("f"), LITERAL("fac(5)"))
        DECISION("e", NEEDS_KNOWLEDGE("g"), LITERAL("for ever()"))));
    struct dmn_call call = { 0 };
    struct dmn_result r;
    struct err err = { 0 };

    (void)state;
    assert_string_equal(value(m, "d", NULL, 0), "120");
    assert_int_equal(
        dmn_evaluate(a, m, STR("e"), &call, &r, &err), ERR_LIMIT);
    CHECK_HAS(err.text, "depth");
    check("<context>" ENTRY("f",
              "<functionDefinition><formalParameter name='n'/>"
              LITERAL("if n &lt;= 1 then 1 else n * f(n - 1)")
              "</functionDefinition>") RESULT(LITERAL("f(4)"))
              "</context>",
        "24");
}

static void
natives(void **state)
{
    struct dmn_model *m = model(MODEL(
        "<businessKnowledgeModel id='f' name='add'><extensionElements>"
        "<native xmlns='" DMN_NATIVE_URI "' name='sum of two'/>"
        "</extensionElements><encapsulatedLogic>"
        "<formalParameter name='x' typeRef='number'/>"
        "<formalParameter name='y' typeRef='number'/>" LITERAL("\"body\"")
        "</encapsulatedLogic></businessKnowledgeModel>"
        DECISION("d", NEEDS_KNOWLEDGE("f"), LITERAL("add(y: 2, x: 5)"))));
    struct dmn_native native = { STR("sum of two"), difference, NULL };
    int64_t more = 100;
    struct dmn_call call = { .natives = &native, .n_natives = 1,
        .natives_arg = &more };
    struct dmn_result r;
    struct err err = { 0 };

    (void)state;
    assert_true(str_eq(dmn_element(m, 0)->native, STR("sum of two")));
    assert_string_equal(value(m, "d", NULL, 0), "\"body\"");
    assert_int_equal(dmn_evaluate(a, m, STR("d"), &call, &r, &err), OK);
    assert_string_equal(shown(&r.value), "103");
}

static void
knowledge(void **state)
{
    struct dmn_model *m = model(MODEL(
        "<businessKnowledgeModel id='f' name='twice'><variable name='twice' "
        "typeRef='string'/><encapsulatedLogic><formalParameter name='x' "
        "typeRef='number'/>" LITERAL("string(2 * x)")
        "</encapsulatedLogic></businessKnowledgeModel>"
        DECISION("d", NEEDS_KNOWLEDGE("f"), LITERAL("twice(21)"))
        DECISION("blind", "", LITERAL("twice(21)"))));
    struct dmn_input x = { .name = STR("x"), .value = feel_int(4) };
    struct dmn_call call = { .inputs = &x, .n_inputs = 1 };
    struct dmn_result r;
    struct err err = { 0 };

    (void)state;
    assert_string_equal(value(m, "d", NULL, 0), "\"42\"");
    /* What is not required is not in scope. */
    assert_true(value(m, "blind", NULL, 0)[0] == '!');
    assert_int_equal(dmn_invoke(a, m, STR("twice"), &call, &r, &err), OK);
    assert_string_equal(shown(&r.value), "\"8\"");
    x.name = STR("y");
    assert_int_equal(dmn_invoke(a, m, STR("twice"), &call, &r, &err), OK);
    assert_true(shown(&r.value)[0] == '!');
    assert_int_equal(
        dmn_invoke(a, m, STR("d"), &call, &r, &err), ERR_NOT_FOUND);
    CHECK_HAS(err.text, "twice");
}

static void
graph(void **state)
{
    struct dmn_model *m = model(MODEL(INPUT("n", "number")
        DECISION("one", NEEDS_INPUT("n"), LITERAL("n + 1"))
        DECISION("two", NEEDS_DECISION("one"), LITERAL("one * 2"))
        DECISION("both", NEEDS_DECISION("one") NEEDS_DECISION("two"),
            LITERAL("one + two"))
        DECISION("empty", "", "")));
    struct dmn_input in[] = {
        { .name = STR("n"), .value = feel_int(4) },
        { .name = STR("one"), .value = feel_int(100) },
    };
    struct dmn_result r = run(m, "both", in, 1);
    const struct dmn_trace *x = r.trace->parts[0];
    struct dmn_call call = { .missing_is_null = true };
    struct err err = { 0 };

    (void)state;
    assert_string_equal(shown(&r.value), "15");
    assert_int_equal(x->kind, DMN_TRACE_EXPRESSION);
    assert_true(str_eq(x->parts[0]->name, STR("one")));
    assert_false(x->parts[0]->again);
    assert_true(x->parts[1]->parts[0]->parts[0]->again);
    assert_string_equal(value(m, "both", in, 2), "300");
    assert_string_equal(value(m, "both", NULL, 0), "?n");
    CHECK_HAS(value(m, "empty", NULL, 0), "没有决策逻辑");
    assert_int_equal(
        dmn_evaluate(a, m, STR("both"), &call, &r, &err), OK);
    assert_true(shown(&r.value)[0] == '!');
    assert_true(str_eq(r.value.missing->name, STR("one")));
    assert_int_equal(
        dmn_evaluate(a, m, STR("bot"), &call, &r, &err), ERR_NOT_FOUND);
    CHECK_HAS(err.text, "both");
}

/* A chain far longer than an evaluation nests. */
static void
long_chain(void **state)
{
    struct buf b;
    struct str xml;
    struct dmn_model *m;

    (void)state;
    buf_init(&b, a, 1 << 20);
    buf_lit(&b, "<definitions xmlns='" DMN15 "' name='m' namespace='urn:m'>"
                DECISION("d0", "", LITERAL("1")));
    for (int i = 1; i <= 600; i++)
        buf_fmt(&b,
            "<decision id='d%d' name='d%d'>"
            "<informationRequirement><requiredDecision href='#d%d'/>"
            "</informationRequirement>" LITERAL("d%d + 1") "</decision>",
            i, i, i - 1, i - 1);
    buf_lit(&b, "</definitions>");
    assert_int_equal(buf_done(&b, &xml, NULL), OK);
    m = model(arena_cstr(a, xml));
    assert_string_equal(value(m, "d600", NULL, 0), "601");
    assert_string_equal(value(m, "d20", NULL, 0), "21");
}

static bool
fact(struct str name, struct feel_value *ret, void *arg)
{
    *ret = feel_int(*(const int *)arg);
    return str_eq(name, STR("n"));
}

static void
facts(void **state)
{
    struct dmn_model *m = model(MODEL(INPUT("n", "number")
        DECISION("d", NEEDS_INPUT("n"), LITERAL("n + 1"))));
    int n = 9;
    struct dmn_call call = { .facts = fact, .facts_arg = &n };
    struct dmn_result r;
    struct err err = { 0 };
    struct feel_limits limits = feel_limits_default();

    (void)state;
    assert_int_equal(dmn_evaluate(a, m, STR("d"), &call, &r, &err), OK);
    assert_string_equal(shown(&r.value), "10");
    assert_null(r.trace);
    limits.steps = 1;
    call.limits = &limits;
    assert_int_equal(
        dmn_evaluate(a, m, STR("d"), &call, &r, &err), ERR_LIMIT);
}

static void
types(void **state)
{
    struct dmn_model *m = model(MODEL(
        "<itemDefinition name='tGrade'><typeRef>string</typeRef>"
        "<allowedValues><text>\"A\", \"B\"</text></allowedValues>"
        "</itemDefinition>"
        "<itemDefinition name='tGrades' isCollection='true'>"
        "<typeRef>tGrade</typeRef><typeConstraint><text>count(?) &lt; 3"
        "</text></typeConstraint></itemDefinition>"
        "<itemDefinition name='tOther'><typeRef>tGrade</typeRef>"
        "<allowedValues><text>not(\"A\")</text></allowedValues>"
        "</itemDefinition>" INPUT("other", "tOther")
        DECISION("o", NEEDS_INPUT("other"), LITERAL("other"))
        "<itemDefinition name='tBest'><typeRef>tGrade</typeRef>"
        "<allowedValues><text>\"A\", \"C\"</text></allowedValues>"
        "</itemDefinition>"
        INPUT("grade", "tGrade") INPUT("grades", "tGrades")
        INPUT("best", "tBest")
        DECISION("g", NEEDS_INPUT("grade"), LITERAL("grade"))
        DECISION("gs", NEEDS_INPUT("grades"), LITERAL("grades"))
        DECISION("b", NEEDS_INPUT("best"), LITERAL("best"))
        "<decision name='one'><variable name='one' typeRef='number'/>"
        LITERAL("[5]") "</decision>"
        "<decision name='many'><variable name='many' typeRef='tGrades'/>"
        LITERAL("\"A\"") "</decision>"));
    struct feel_value ab[] = { feel_string(STR("A")),
        feel_string(STR("B")), feel_string(STR("A")) };
    struct dmn_input in[] = {
        { .name = STR("grade"), .value = feel_string(STR("A")) },
        { .name = STR("grades"), .value = feel_list(ab, 2) },
        { .name = STR("best"), .value = feel_string(STR("A")) },
        { .name = STR("other"), .value = feel_string(STR("B")) },
    };

    (void)state;
    assert_int_equal(dmn_problem_count(m), 0);
    assert_string_equal(value(m, "g", in, 3), "\"A\"");
    assert_string_equal(value(m, "gs", in, 3), "[\"A\", \"B\"]");
    assert_string_equal(value(m, "b", in, 3), "\"A\"");
    assert_string_equal(value(m, "o", in, 4), "\"B\"");
    in[3].value = feel_string(STR("A"));
    assert_true(value(m, "o", in, 4)[0] == '!');
    in[3].value = feel_string(STR("C"));
    assert_true(value(m, "o", in, 4)[0] == '!');
    in[0].value = feel_string(STR("Z"));
    in[1].value = feel_list(ab, 3);
    in[2].value = feel_string(STR("B")); /* of the base, not its own */
    assert_true(value(m, "g", in, 3)[0] == '!');
    assert_true(value(m, "gs", in, 3)[0] == '!');
    assert_true(value(m, "b", in, 3)[0] == '!');
    in[2].value = feel_string(STR("C")); /* its own, not of the base */
    assert_true(value(m, "b", in, 3)[0] == '!');
    assert_string_equal(value(m, "one", NULL, 0), "5");
    assert_string_equal(value(m, "many", NULL, 0), "[\"A\"]");
}

static void
services(void **state)
{
    struct dmn_model *m = model(MODEL(INPUT("n", "number")
        DECISION("given", "", LITERAL("\"never\""))
        DECISION("inner", NEEDS_DECISION("given"), LITERAL("given + 1"))
        DECISION("out", NEEDS_DECISION("inner") NEEDS_INPUT("n"),
            LITERAL("inner * n"))
        "<decisionService id='s' name='s'><outputDecision href='#out'/>"
        "<encapsulatedDecision href='#inner'/><inputDecision href='#given'/>"
        "<inputData href='#n'/></decisionService>"
        "<decisionService id='t' name='t'><outputDecision href='#out'/>"
        "<outputDecision href='#inner'/><inputDecision href='#given'/>"
        "<inputData href='#n'/></decisionService>"
        DECISION("call", NEEDS_KNOWLEDGE("s") NEEDS_KNOWLEDGE("t"),
            LITERAL("[s(3, 4), s(given: 1, n: 5), t(3, 4).inner]"))
        DECISION("wrong", NEEDS_KNOWLEDGE("s"), LITERAL("s(3)"))));
    struct dmn_input in[] = {
        { .name = STR("n"), .value = feel_int(2) },
        { .name = STR("given"), .value = feel_int(9) },
    };

    (void)state;
    assert_string_equal(value(m, "s", in, 2), "20");
    assert_string_equal(value(m, "t", in, 2), "{out: 20, inner: 10}");
    assert_string_equal(value(m, "s", in, 1), "?given");
    assert_string_equal(value(m, "call", NULL, 0), "[15, 10, 5]");
    assert_true(value(m, "wrong", NULL, 0)[0] == '!');
}

static void
imports(void **state)
{
    static const char base[] =
        "<definitions xmlns='" DMN15 "' name='b' namespace='urn:b'>"
        "<itemDefinition name='tN'><typeRef>number</typeRef>"
        "</itemDefinition>" INPUT("n n", "tN")
        "<decision id='d' name='half it'>" NEEDS_INPUT("n n")
        LITERAL("n n / 2") "</decision></definitions>";
    static const char top[] = MODEL(
        "<import name='my base' namespace='urn:b' importType='" DMN15 "'/>"
        "<decision id='d' name='d'><variable name='d' "
        "typeRef='my base.tN'/><informationRequirement>"
        "<requiredDecision href='urn:b#d'/></informationRequirement>"
        LITERAL("my base.half it + 1") "</decision>");
    struct dmn_model *m[2];
    struct dmn_input in = { .uri = STR("urn:b"),
        .name = STR("n n"),
        .value = feel_int(10) };
    struct err err = { 0 };

    (void)state;
    assert_int_equal(
        dmn_model_read(a, STR("t"), str_of(top), NULL, &m[0], &err), OK);
    assert_int_equal(
        dmn_model_read(a, STR("b"), str_of(base), NULL, &m[1], &err), OK);
    assert_int_equal(dmn_import_count(m[0]), 1);
    assert_true(str_eq(dmn_import(m[0], 0).uri, STR("urn:b")));
    assert_int_equal(dmn_model_link(a, m, 2, &err), OK);
    assert_int_equal(dmn_problem_count(m[0]), 0);
    assert_string_equal(value(m[0], "d", &in, 1), "6");
    in.uri = STR_EMPTY;
    assert_string_equal(value(m[0], "d", &in, 1), "6");
    assert_ptr_equal(dmn_import_model(m[0], 0), m[1]);
    assert_string_equal(value(m[0], "my base.half it", &in, 1), "5");
    in.uri = STR("urn:m");
    assert_string_equal(value(m[0], "d", &in, 1), "?n n");
}

/* Without a prefix the names of an import stand in the model itself; with one
 * several of its elements are members of one name. Of another language: passed
 * over. */
static void
import_names(void **state)
{
    static const char base[] =
        "<definitions xmlns='" DMN15 "' name='b' namespace='urn:b'>"
        "<itemDefinition name='tN'><typeRef>number</typeRef>"
        "</itemDefinition>" DECISION("x", "", LITERAL("1"))
        DECISION("y", "", LITERAL("2")) "</definitions>";
    static const char other[] =
        "<definitions xmlns='" DMN15 "' name='o' namespace='urn:o'>"
        "<itemDefinition name='tO'><typeRef>number</typeRef>"
        "</itemDefinition>" DECISION("z", "", LITERAL("4"))
        "</definitions>";
    static const char top[] =
        "<definitions xmlns='" DMN15 "' xmlns:b='urn:b' name='m' "
        "namespace='urn:m'>"
        "<import name='p' namespace='urn:pmml' importType='urn:pmml'/>"
        "<import name='b' namespace='urn:b' importType='" DMN15 "'/>"
        "<import name='' namespace='urn:o' importType='" DMN15 "'/>"
        "<decision id='d' name='d'><variable name='d' typeRef='tO'/>"
        NEEDS_DECISION("e")
        "<informationRequirement><requiredDecision href='urn:b#x'/>"
        "</informationRequirement><informationRequirement>"
        "<requiredDecision href='urn:b#y'/></informationRequirement>"
        "<informationRequirement><requiredDecision href='urn:o#z'/>"
        "</informationRequirement>" LITERAL("[b.x + b.y + z + e]")
        "</decision><decision id='e' name='e'><variable name='e' "
        "typeRef='b:tN'/>" LITERAL("8") "</decision></definitions>";
    struct dmn_model *m[3];
    const char *const files[] = { top, base, other };
    struct err err = { 0 };

    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(dmn_model_read(a, STR("m"), str_of(files[i]), NULL,
            &m[i], &err), OK);
    assert_int_equal(dmn_model_link(a, m, 3, &err), OK);
    assert_int_equal(dmn_problem_count(m[0]), 0);
    assert_null(dmn_import_model(m[0], 0));
    assert_string_equal(value(m[0], "d", NULL, 0), "15");
    assert_string_equal(value(m[0], "z", NULL, 0), "4");
}

static void *
worker(void *arg)
{
    const struct dmn_model *m = arg;
    struct arena *own = arena_new("worker");
    size_t good = 0;

    for (int i = 0; i < 200; i++) {
        struct dmn_input in = { .name = STR("n"), .value = feel_int(i) };
        struct dmn_call call = { .inputs = &in, .n_inputs = 1 };
        struct dmn_result r;
        int64_t v;

        good += dmn_evaluate(own, m, STR("d"), &call, &r, NULL) == OK &&
            feel_to_int(&r.value, &v) && v == i + 1;
        arena_reset(own);
    }
    arena_free(own);
    return good == 200 ? arg : NULL;
}

static void
threads(void **state)
{
    struct dmn_model *m = model(MODEL(INPUT("n", "number")
        DECISION("d", NEEDS_INPUT("n"), LITERAL("n + 1"))));
    pthread_t t[4];

    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, worker, m), 0);
    for (size_t i = 0; i < 4; i++) {
        void *good = NULL;

        assert_int_equal(pthread_join(t[i], &good), 0);
        assert_ptr_equal(good, m);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(contexts, setup, teardown),
        cmocka_unit_test_setup_teardown(control, setup, teardown),
        cmocka_unit_test_setup_teardown(functions, setup, teardown),
        cmocka_unit_test_setup_teardown(recursion, setup, teardown),
        cmocka_unit_test_setup_teardown(natives, setup, teardown),
        cmocka_unit_test_setup_teardown(knowledge, setup, teardown),
        cmocka_unit_test_setup_teardown(graph, setup, teardown),
        cmocka_unit_test_setup_teardown(long_chain, setup, teardown),
        cmocka_unit_test_setup_teardown(facts, setup, teardown),
        cmocka_unit_test_setup_teardown(types, setup, teardown),
        cmocka_unit_test_setup_teardown(services, setup, teardown),
        cmocka_unit_test_setup_teardown(imports, setup, teardown),
        cmocka_unit_test_setup_teardown(import_names, setup, teardown),
        cmocka_unit_test_setup_teardown(threads, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
