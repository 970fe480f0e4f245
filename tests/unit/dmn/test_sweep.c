/* One model of every kind of element and box, at every limit, and without
 * each of its parts: what comes out is the value, a null with its reason, or
 * an error that names the limit or the place, never anything else. */
#include "dmn_check.h"

#include "feel/run.h"

#define TEXT(t) "<text>" t "</text>"
#define RULE(test, output, note) \
    "<rule><inputEntry>" TEXT(test) "</inputEntry><outputEntry>" \
    TEXT(output) "</outputEntry><annotationEntry>" TEXT(note) \
    "</annotationEntry></rule>"
#define TABLE(policy, more, rules) \
    "<decisionTable hitPolicy='" policy "'><input><inputExpression " \
    "typeRef='number'>" TEXT("n") "</inputExpression>" more rules \
    "</decisionTable>"
#define LEVELS \
    "<output><outputValues>" TEXT("\"high\", \"low\"") "</outputValues>" \
    "</output>"
#define RULES \
    RULE("> 1", "\"low\"", "one") RULE("[1..9]", "\"high\"", "two") \
    RULE("-", "\"high\"", "")

/* Parts of the model, each of a length that every compiler takes. */
static const char *const parts_of_whole[] = {
    "<itemDefinition name='level'><typeRef>string</typeRef><allowedValues>"
    TEXT("\"high\", \"low\"") "</allowedValues></itemDefinition>"
    "<itemDefinition name='person'><itemComponent name='name'>"
    "<typeRef>string</typeRef></itemComponent><itemComponent name='marks' "
    "isCollection='true'><typeRef>number</typeRef><typeConstraint>"
    TEXT("count(?) > 1") "</typeConstraint></itemComponent></itemDefinition>"
    "<itemDefinition name='people' isCollection='true'><typeRef>person"
    "</typeRef></itemDefinition>"
    "<itemDefinition name='maker'><functionItem outputTypeRef='number'>"
    "<parameters name='x' typeRef='number'/></functionItem></itemDefinition>"
    INPUT("n", "number") INPUT("who", "people")
    "<businessKnowledgeModel id='twice' name='twice'><variable name='twice' "
    "typeRef='maker'/><encapsulatedLogic><formalParameter name='x' "
    "typeRef='number'/>" LITERAL("x * 2") "</encapsulatedLogic>"
    "</businessKnowledgeModel>"
    "<knowledgeSource id='law' name='law'/>"
    ,
    DECISION("prio", NEEDS_INPUT("n"),
        TABLE("PRIORITY", "</input>" LEVELS, RULES))
    DECISION("order", NEEDS_INPUT("n"),
        TABLE("OUTPUT ORDER", "</input>" LEVELS, RULES))
    DECISION("any", NEEDS_INPUT("n"),
        TABLE("ANY", "<inputValues>" TEXT("[0..9]") "</inputValues></input>"
            "<output typeRef='level'/>",
            RULE("> 1", "\"low\"", "x") RULE("[1..9]", "\"low\"", "y")))
    DECISION("else", NEEDS_INPUT("n"),
        TABLE("FIRST", "</input><output><defaultOutputEntry>" TEXT("n + 1")
            "</defaultOutputEntry></output>", RULE("&lt; 0", "1", "")))
    DECISION("sum", NEEDS_INPUT("n"),
        TABLE("COLLECT' aggregation='SUM", "</input><output/>",
            RULE("> 1", "n", "") RULE("-", "3", "")))
    DECISION("two", NEEDS_INPUT("n"),
        "<decisionTable hitPolicy='RULE ORDER'><input><inputExpression>"
        TEXT("n") "</inputExpression></input><output name='p'/>"
        "<output name='q'><defaultOutputEntry>" TEXT("0")
        "</defaultOutputEntry></output><rule><inputEntry>" TEXT("7")
        "</inputEntry><outputEntry>" TEXT("n") "</outputEntry><outputEntry>"
        TEXT("n + n") "</outputEntry></rule></decisionTable>")
    ,
    DECISION("boxes", NEEDS_INPUT("n") NEEDS_INPUT("who")
        NEEDS_KNOWLEDGE("twice") NEEDS_KNOWLEDGE("call")
        "<authorityRequirement><requiredAuthority href='#law'/>"
        "</authorityRequirement>",
        "<context><contextEntry><variable name='f'/><functionDefinition>"
        "<formalParameter name='y' typeRef='number'/>" LITERAL("y + n")
        "</functionDefinition></contextEntry>"
        "<contextEntry><variable name='i' typeRef='number'/><invocation>"
        LITERAL("twice") "<binding><parameter name='x'/>" LITERAL("f(1)")
        "</binding></invocation></contextEntry>"
        "<contextEntry><variable name='l'/><list>" LITERAL("i")
        LITERAL("call(5)") "</list></contextEntry>"
        "<contextEntry><variable name='r'/><relation><column name='a'/>"
        "<column name='b'/><row>" LITERAL("1") LITERAL("i") "</row><row>"
        LITERAL("2") LITERAL("n") "</row></relation></contextEntry>"
        "<contextEntry><variable name='c'/><conditional><if>"
        LITERAL("n > 3") "</if><then>" LITERAL("\"yes\"") "</then><else>"
        LITERAL("\"no\"") "</else></conditional></contextEntry>"
        "<contextEntry><variable name='k'/><filter><in>" LITERAL("r")
        "</in><match>" LITERAL("item.a = 1") "</match></filter>"
        "</contextEntry>"
        "<contextEntry><variable name='o'/><for iteratorVariable='z'><in>"
        LITERAL("[1..3]") "</in><return>" LITERAL("z + count(partial)")
        "</return></for></contextEntry>"
        "<contextEntry><variable name='s'/><some iteratorVariable='z'><in>"
        LITERAL("l") "</in><satisfies>" LITERAL("z = 12") "</satisfies>"
        "</some></contextEntry>"
        "<contextEntry><variable name='e'/><every iteratorVariable='z'><in>"
        LITERAL("who") "</in><satisfies>" LITERAL("z.marks[1] > 1")
        "</satisfies></every></contextEntry></context>")
    ,
    DECISION("last", NEEDS_DECISION("boxes") NEEDS_DECISION("prio"),
        "<context><contextEntry>" LITERAL("string(boxes.l) + prio")
        "</contextEntry></context>")
    "<decisionService id='call' name='call'><variable name='call' "
    "typeRef='number'/><outputDecision href='#sum'/>"
    "<inputData href='#n'/></decisionService>"
    "<decisionService id='pair' name='pair'><variable name='pair'/>"
    "<outputDecision href='#last'/><outputDecision href='#any'/>"
    "<encapsulatedDecision href='#boxes'/><inputDecision href='#prio'/>"
    "<inputData href='#n'/><inputData href='#who'/></decisionService>"
    "<textAnnotation id='t'/>" };

static struct str
whole(void)
{
    struct str s = STR("<definitions xmlns='" DMN15
                       "' name='m' namespace='urn:m'>");

    for (size_t i = 0;
         i < sizeof(parts_of_whole) / sizeof(parts_of_whole[0]); i++)
        s = arena_join(a, s, str_of(parts_of_whole[i]));
    return arena_join(a, s, STR("</definitions>"));
}

static const struct {
    const char *name, *want;
} answers[] = {
    { "prio", "\"high\"" },
    { "order", "[\"high\", \"high\", \"low\"]" },
    { "any", "\"low\"" },
    { "else", "8" },
    { "sum", "10" },
    { "two", "[{p: 7, q: 14}]" },
    { "boxes", "{f: function(y), i: 16, l: [16, 8], r: [{a: 1, b: 16}, {a: 2, b: 7}], "
               "c: \"yes\", k: [{a: 1, b: 16}], o: [1, 3, 5], s: false, "
               "e: true}" },
    { "last", "\"[16, 8]high\"" },
    { "call", "10" },
    { "pair", "{last: \"[16, 8]given\", any: \"low\"}" },
};
#define N_ANSWERS (sizeof(answers) / sizeof(answers[0]))

static struct feel_value
somebody(void)
{
    static const struct str names[] = { STR_INIT("name"), STR_INIT("marks") };
    struct feel_value *marks = arena_new_array(a, struct feel_value, 2);
    struct feel_value *v = arena_new_array(a, struct feel_value, 3);

    marks[0] = feel_int(2);
    marks[1] = feel_int(5);
    v[0] = feel_string(STR("Ann"));
    v[1] = feel_list(marks, 2);
    v[2] = feel_context(names, v, 2);
    return feel_list(&v[2], 1);
}

static enum status
evaluated(const struct dmn_model *m, const char *name,
    const struct feel_limits *limits, bool trace, struct dmn_result *ret,
    struct err *err)
{
    struct dmn_input inputs[] = {
        { .name = STR("n"), .value = feel_int(7) },
        { .name = STR("who"), .value = somebody() },
        { .name = STR("prio"), .value = feel_string(STR("given")) },
    };
    struct dmn_call call = { .inputs = inputs,
        .n_inputs = strcmp(name, "pair") == 0 ? 3 : 2,
        .limits = limits,
        .trace = trace };

    return dmn_evaluate(a, m, str_of(name), &call, ret, err);
}

static bool
says(const struct err *err, const char *part)
{
    return str_find(str_of(err->text), str_of(part)) != SIZE_MAX;
}

/* Raises one limit until the decision has its value; before that every answer
 * is ERR_LIMIT with the name of this limit. */
static void
raised(const struct dmn_model *m, size_t i, size_t at, bool trace)
{
    static const char *const names[] = { "（上限 steps）", "（上限 depth）",
        "（上限 list）" };

    for (size_t n = 0; n < 3000; n++) {
        struct feel_limits l = feel_limits_default();
        struct dmn_result r = { 0 };
        struct err err = { 0 };

        if (at == 0)
            l.steps = n;
        else if (at == 1)
            l.depth = n;
        else
            l.list = n;

        enum status s = evaluated(m, answers[i].name, &l, trace, &r, &err);

        if (s == OK) {
            if (strcmp(shown(&r.value), answers[i].want) != 0)
                fail_msg("%s: %s with %zu of %s", answers[i].name,
                    shown(&r.value), n, names[at]);
            return;
        }
        if (s != ERR_LIMIT || !says(&err, names[at]))
            fail_msg("%s: %zu: %s: %s", answers[i].name, n, status_name(s),
                err.text);
    }
    fail_msg("%s never ends", answers[i].name);
}

static void
at_every_limit(void **state)
{
    struct dmn_model *m = model(arena_cstr(a, whole()));

    (void)state;
    assert_int_equal(dmn_problem_count(m), 0);
    for (size_t i = 0; i < N_ANSWERS; i++)
        for (size_t at = 0; at < 3; at++)
            for (int trace = 0; trace < 2; trace++)
                raised(m, i, at, trace == 1);
}

/* --- without a part --- */

static struct arena *kept;

/* The text of the model, in an arena that lives as long as the program. */
static struct str
whole_kept(void)
{
    if (kept == NULL)
        kept = arena_new("whole");
    return arena_str(kept, whole());
}

/* Where the element that begins at `at` ends. */
static size_t
end_of_element(struct str s, size_t at)
{
    size_t depth = 0, i = at;

    do {
        bool closes = s.p[i + 1] == '/';

        while (s.p[i] != '>')
            i++;
        depth += closes ? (size_t)-1 : s.p[i - 1] != '/';
        i++;
        while (depth > 0 && s.p[i] != '<')
            i++;
    } while (depth > 0);
    return i;
}

/* Reads, links and evaluates; an error must have its place. */
static void
survives(struct str xml)
{
    struct dmn_model *m = NULL;
    struct err err = { 0 };
    enum status s = dmn_model_read(a, STR("m.dmn"), xml, NULL, &m, &err);

    if (s == OK)
        s = dmn_model_link(a, &m, 1, &err);
    if (s != OK) {
        if (s != ERR_INPUT || str_find(str_of(err.where), STR("m.dmn:")) != 0)
            fail_msg("%s %s %s", status_name(s), err.where, err.text);
        return;
    }
    for (size_t i = 0; i < dmn_problem_count(m); i++)
        assert_true(dmn_problem(m, i)->text.n > 0);
    for (size_t i = 0; i < N_ANSWERS; i++) {
        struct dmn_result r = { 0 };

        s = evaluated(m, answers[i].name, NULL, true, &r, &err);
        if (s != ERR_NOT_FOUND) {
            assert_int_equal(s, OK);
            assert_non_null(r.trace);
        }
    }
}

static struct str
without(struct str s, size_t from, size_t to, struct str between)
{
    return arena_join(a, arena_join(a, str_sub(s, 0, from), between),
        str_sub(s, to, SIZE_MAX));
}

static void
without_elements(void **state)
{
    struct str s = whole_kept();
    size_t n = 0;

    (void)state;
    for (size_t i = 1; i < s.n; i++) {
        if (s.p[i] != '<' || s.p[i + 1] == '/')
            continue;
        survives(without(s, i, end_of_element(s, i), STR_EMPTY));
        n++;
        if (n % 16 == 0) {
            arena_free(a);
            a = arena_new("test");
        }
    }
    assert_true(n > 200);
}

static void
without_attributes(void **state)
{
    struct str s = whole_kept();
    size_t n = 0;

    (void)state;
    for (size_t i = 1; i + 1 < s.n; i++) {
        if (s.p[i] != '=' || s.p[i + 1] != '\'')
            continue;

        size_t from = i, to = i + 2;

        while (s.p[from] != ' ')
            from--;
        while (s.p[to] != '\'')
            to++;
        survives(without(s, from, to + 1, STR_EMPTY));
        survives(without(s, i + 2, to, STR_EMPTY));
        survives(without(s, i + 2, to, STR("zzz")));
        n++;
        if (n % 8 == 0) {
            arena_free(a);
            a = arena_new("test");
        }
    }
    assert_true(n > 100);
}

static void
without_texts(void **state)
{
    struct str s = whole_kept(), mark = STR("<text>");
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i + mark.n < s.n; i++) {
        if (!str_starts(str_sub(s, i, SIZE_MAX), mark))
            continue;

        size_t to = i + mark.n;

        while (s.p[to] != '<')
            to++;
        survives(without(s, i + mark.n, to, STR_EMPTY));
        survives(without(s, i + mark.n, to, STR("null")));
        survives(without(s, i + mark.n, to, STR("1 +")));
        survives(without(s, i + mark.n, to, STR("[\"a\", 1]")));
        n++;
        if (n % 8 == 0) {
            arena_free(a);
            a = arena_new("test");
        }
    }
    assert_true(n > 50);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(at_every_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(without_elements, setup, teardown),
        cmocka_unit_test_setup_teardown(without_attributes, setup, teardown),
        cmocka_unit_test_setup_teardown(without_texts, setup, teardown),
    };

    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    if (kept != NULL)
        arena_free(kept);
    return failed;
}
