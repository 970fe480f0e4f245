/* Reading and linking: what is no model, limits, references, circles. */
#include "dmn_check.h"

static void
namespaces(void **state)
{
    static const char *const uris[] = {
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
        struct str xml = arena_fmt(a,
            "<x:definitions xmlns:x='%s' name='n' namespace='urn:n'>"
            "<x:decision name='D' id='d'>"
            "<x:literalExpression><x:text>1 + 1</x:text>"
            "</x:literalExpression></x:decision></x:definitions>",
            uris[i]);
        struct dmn_model *m = model(arena_cstr(a, xml));

        assert_string_equal(value(m, "D", NULL, 0), "2");
        assert_string_equal(value(m, "d", NULL, 0), "2");
        assert_true(str_eq(dmn_model_name(m), STR("n")));
        assert_true(str_eq(dmn_model_namespace(m), STR("urn:n")));
    }
}

static void
no_model(void **state)
{
    struct err err;

    (void)state;
    err = refused("<definitions xmlns='urn:else' name='n'/>", ERR_INPUT);
    CHECK_HAS(err.text, "urn:else");
    assert_string_equal(err.where, "m.dmn:1:1");
    err = refused("<definitions", ERR_INPUT);
    CHECK_HAS(err.text, "XML");
    err = refused("", ERR_INPUT);
    err = refused(MODEL("<decision id='d'/>"), ERR_INPUT);
    CHECK_HAS(err.text, "name");
    err = refused(MODEL("<decision id='d' name='x'/>\n"
                        "<inputData id='d' name='y'/>"),
        ERR_INPUT);
    CHECK_HAS(err.text, "重复");
    assert_string_equal(err.where, "m.dmn:2:1");
    err = refused(
        MODEL(DECISION("d", "", "<decisionTable hitPolicy='BEST'/>")),
        ERR_INPUT);
    CHECK_HAS(err.text, "BEST");
    err = refused(MODEL(DECISION("d", "",
                      "<relation><column name='a'/><row></row></relation>")),
        ERR_INPUT);
    CHECK_HAS(err.text, "应有 1 格");
}

static void
no_entities(void **state)
{
    struct err err;

    (void)state;
    err = refused("<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'>"
                  "<!ENTITY b '&a;&a;&a;&a;'>]><d>&b;</d>",
        ERR_INPUT);
    CHECK_HAS(err.text, "DOCTYPE");
    err = refused("<!DOCTYPE d SYSTEM 'file:///etc/passwd'><d/>", ERR_INPUT);
    CHECK_HAS(err.text, "DOCTYPE");
}

static void
limits(void **state)
{
    struct dmn_limits l = dmn_limits_default();
    struct dmn_model *m = NULL;
    struct err err = { 0 };
    struct str xml =
        STR(MODEL(DECISION("d", "", "<list><list><list/></list></list>")));

    (void)state;
    l.bytes = xml.n - 1;
    assert_int_equal(
        dmn_model_read(a, STR("m.dmn"), xml, &l, &m, &err), ERR_LIMIT);
    CHECK_HAS(err.text, "bytes");
    l = dmn_limits_default();
    l.elements = 5;
    assert_int_equal(
        dmn_model_read(a, STR("m.dmn"), xml, &l, &m, &err), ERR_LIMIT);
    CHECK_HAS(err.text, "elements");
    l.elements = 6;
    assert_int_equal(
        dmn_model_read(a, STR("m.dmn"), xml, &l, &m, &err), OK);
    l.depth = 4;
    assert_int_equal(
        dmn_model_read(a, STR("m.dmn"), xml, &l, &m, &err), ERR_LIMIT);
    CHECK_HAS(err.text, "depth");
    l.depth = 5;
    assert_int_equal(
        dmn_model_read(a, STR("m.dmn"), xml, &l, &m, &err), OK);
}

static void
references(void **state)
{
    struct err err;

    (void)state;
    err = refused(
        MODEL(DECISION("d", NEEDS_INPUT("nowhere"), "")), ERR_INPUT);
    CHECK_HAS(err.text, "#nowhere");
    err = refused(MODEL(INPUT("i", "number")
                      DECISION("d", NEEDS_DECISION("i"), "")),
        ERR_INPUT);
    CHECK_HAS(err.text, "种类");
    err = refused(MODEL("<import namespace='urn:gone' name='g' importType='"
                        DMN15 "'/>"),
        ERR_INPUT);
    CHECK_HAS(err.text, "urn:gone");
    err = refused(MODEL("<decisionService id='s' name='s'/>"), ERR_INPUT);
    CHECK_HAS(err.text, "outputDecision");
}

static void
circles(void **state)
{
    struct err err;

    (void)state;
    err = refused(MODEL(DECISION("x", NEEDS_DECISION("y"), "")
                        DECISION("y", NEEDS_DECISION("z"), "")
                        DECISION("z", NEEDS_DECISION("x"), "")),
        ERR_INPUT);
    CHECK_HAS(err.text, "x ← z ← y ← x");
    err = refused(
        MODEL(DECISION("x", NEEDS_DECISION("x"), "")), ERR_INPUT);
    CHECK_HAS(err.text, "成环");
    err = refused(MODEL("<itemDefinition name='tA'><typeRef>tB</typeRef>"
                        "</itemDefinition><itemDefinition name='tB'>"
                        "<itemComponent name='c'><typeRef>tA</typeRef>"
                        "</itemComponent></itemDefinition>"),
        ERR_INPUT);
    CHECK_HAS(err.text, "循环");
}

static void
problems(void **state)
{
    struct dmn_model *m =
        model(MODEL("<decision id='d' name='bad'>\n" LITERAL("1 +")
                    "</decision>" DECISION("ok", "", LITERAL("2"))
                    "<decision id='t' name='typed'><variable name='typed' "
                    "typeRef='tNone'/>" LITERAL("3") "</decision>"));
    const struct dmn_problem *p = dmn_problem(m, 0);

    (void)state;
    assert_int_equal(dmn_problem_count(m), 2);
    CHECK_HAS(arena_cstr(a, p->text), "tNone");
    p = dmn_problem(m, 1);
    assert_true(str_eq(p->element, STR("bad")));
    assert_int_equal(p->line, 2);
    assert_string_equal(value(m, "ok", NULL, 0), "2");
    assert_string_equal(value(m, "typed", NULL, 0), "3");
    assert_true(value(m, "bad", NULL, 0)[0] == '!');
}

static void
external(void **state)
{
    struct dmn_model *m = model(MODEL(DECISION("d", "",
        "<context><contextEntry><variable name='f'/>"
        "<functionDefinition kind='Java'><formalParameter name='x'/>"
        "<context/></functionDefinition></contextEntry>"
        "<contextEntry>" LITERAL("f(1)") "</contextEntry></context>")));

    (void)state;
    assert_int_equal(dmn_problem_count(m), 1);
    assert_true(dmn_problem(m, 0)->is_external);
    CHECK_HAS(value(m, "d", NULL, 0), "外部函数");
}

static void
elements(void **state)
{
    struct dmn_model *m = model(MODEL(
        "<knowledgeSource id='k' name='第十二条' locationURI='urn:law#12'/>"
        "<decision id='d' name='D' label='L'><description> why </description>"
        "<question>Q?</question><allowedAnswers>A</allowedAnswers>"
        "<variable name='D' typeRef='boolean'/>"
        "<authorityRequirement><requiredAuthority href='#k'/>"
        "</authorityRequirement>" NEEDS_INPUT("i") LITERAL("i > 1")
        "</decision>" INPUT("i", "number")));
    const struct dmn_element *d = dmn_element(m, 1);
    struct dmn_requirement r = dmn_requirement(m, 1, 0);

    (void)state;
    assert_int_equal(dmn_element_count(m), 3);
    assert_true(str_eq(dmn_element(m, 0)->location_uri, STR("urn:law#12")));
    assert_true(str_eq(d->description, STR("why")));
    assert_true(str_eq(d->question, STR("Q?")));
    assert_true(str_eq(d->allowed_answers, STR("A")));
    assert_true(str_eq(d->type, STR("boolean")));
    assert_int_equal(dmn_requirement_count(m, 1), 2);
    assert_int_equal(r.kind, DMN_REQUIRES_AUTHORITY);
    assert_ptr_equal(r.target, dmn_element(m, 0));
    assert_ptr_equal(r.model, m);
    assert_int_equal(dmn_element_type(m, 1)->type, FEEL_BOOLEAN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(namespaces, setup, teardown),
        cmocka_unit_test_setup_teardown(no_model, setup, teardown),
        cmocka_unit_test_setup_teardown(no_entities, setup, teardown),
        cmocka_unit_test_setup_teardown(limits, setup, teardown),
        cmocka_unit_test_setup_teardown(references, setup, teardown),
        cmocka_unit_test_setup_teardown(circles, setup, teardown),
        cmocka_unit_test_setup_teardown(problems, setup, teardown),
        cmocka_unit_test_setup_teardown(external, setup, teardown),
        cmocka_unit_test_setup_teardown(elements, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
