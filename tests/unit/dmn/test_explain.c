/* What the trace of a model tells: decisions under the names that used them,
 * knowledge models under their calls, services, boxes, words of the caller. */
#include "dmn_check.h"

static const char *
explained(const struct dmn_model *m, const char *name,
    const struct dmn_input *in, size_t n, const struct explain_words *words)
{
    struct dmn_result r = run(m, name, in, n);
    struct explain_node node;

    dmn_explain(a, r.trace, words, &node);
    return arena_cstr(a, explain_text(a, &node, words));
}

#define CHECK_LACKS(text, part) \
    do { \
        if (str_find(str_of(text), STR(part)) != SIZE_MAX) \
            fail_msg("\"%s\" should not have \"%s\"", text, part); \
    } while (0)

#define PARAMETER(name) "<formalParameter name='" name "' typeRef='number'/>"
#define KNOWLEDGE(name, parameters, box) \
    "<businessKnowledgeModel id='" name "' name='" name "'>" \
    "<variable name='" name "'/><encapsulatedLogic>" parameters box \
    "</encapsulatedLogic></businessKnowledgeModel>"

#define CHAIN \
    INPUT("n", "number") \
    DECISION("double", NEEDS_INPUT("n"), LITERAL("n * 2")) \
    DECISION("plus", NEEDS_DECISION("double"), LITERAL("double + 1")) \
    DECISION("both", NEEDS_DECISION("plus") NEEDS_DECISION("double"), \
        LITERAL("plus + double"))

static void
decisions_below(void **state)
{
    struct dmn_input in = { .name = STR("n"), .value = feel_int(3) };

    (void)state;
    /* Each under every name that used it, with its value. */
    assert_string_equal(
        explained(model(MODEL(CHAIN)), "both", &in, 1, NULL),
        "both                 13\n"
        "└ plus + double      13\n"
        "  ├ plus             7\n"
        "  │ └ plus           7\n"
        "  │   └ double + 1   7\n"
        "  │     └ double     6\n"
        "  │       └ double   6\n"
        "  │         └ n * 2  6\n"
        "  │           └ n    3\n"
        "  └ double           6\n"
        "    └ double         6\n"
        "      └ n * 2        6\n"
        "        └ n          3\n");
}

#define SQUARES \
    INPUT("n", "number") \
    KNOWLEDGE("square", PARAMETER("x"), LITERAL("x * x"))

static void
calls_of_a_function(void **state)
{
    struct dmn_input in = { .name = STR("n"), .value = feel_int(3) };
    const char *said;

    (void)state;
    said = explained(model(MODEL(SQUARES
        DECISION("once", NEEDS_INPUT("n") NEEDS_KNOWLEDGE("square"),
            LITERAL("square(n) + 1")))), "once", &in, 1, NULL);
    CHECK_HAS(said,
        "    ├ square     square\n"
        "    │ └ square   9\n"
        "    │   └ x * x  9\n");
    /* Several calls stand together under the first, once each. */
    said = explained(model(MODEL(SQUARES
        DECISION("twice", NEEDS_INPUT("n") NEEDS_KNOWLEDGE("square"),
            LITERAL("square(n) + square(n + 1)")))), "twice", &in, 1, NULL);
    CHECK_HAS(said, "├ square             9\n");
    CHECK_HAS(said, "└ square             16\n");
    CHECK_HAS(said, "    ├ square                 square\n    └ n + 1");
    /* A function that is used, but not known, says so. */
    said = explained(model(MODEL(SQUARES
        KNOWLEDGE("area", PARAMETER("r"), LITERAL("3 * square(r)"))
        DECISION("nested", NEEDS_INPUT("n") NEEDS_KNOWLEDGE("area"),
            LITERAL("area(n)")))), "nested", &in, 1, NULL);
    CHECK_HAS(said, "there is nothing named \"square\"");
}

static void
many_calls(void **state)
{
    const char *said = explained(model(MODEL(SQUARES
        DECISION("many", NEEDS_KNOWLEDGE("square"),
            LITERAL("sum(for i in 1..50 return square(i))")))), "many", NULL,
        0, NULL);

    (void)state;
    /* Twenty under each mention of the name, so that it stays readable. */
    CHECK_HAS(said, "x * x                     400\n");
    CHECK_HAS(said, "x * x                     441\n");
    CHECK_HAS(said, "部分略去");
    CHECK_LACKS(said, "x * x                     2601\n");
}

static const struct {
    const char *box, *says;
} boxed[] = {
    { "<context><contextEntry><variable name='a'/>" LITERAL("n + 1")
      "</contextEntry><contextEntry>" LITERAL("a * 2")
      "</contextEntry></context>",
        "└ context    8\n  ├ a        4\n  │ └ n + 1  4\n" },
    { "<list>" LITERAL("n") LITERAL("n + 1") "</list>",
        "└ list     3、4\n  ├ n      3\n  └ n + 1  4\n" },
    { "<conditional><if>" LITERAL("n &gt; 2") "</if><then>" LITERAL("n")
      "</then><else>" LITERAL("0") "</else></conditional>",
        "  ├ if       是\n  │ └ n > 2  是\n" },
    { "<invocation>" LITERAL("square") "<binding><parameter name='x'/>"
      LITERAL("n") "</binding></invocation>",
        "  └ square    9\n    └ x * x   9\n" },
    { "<for iteratorVariable='i'><in>" LITERAL("[1, n]") "</in><return>"
      LITERAL("square(i)") "</return></for>",
        "  └ return         9\n    └ square(i)    9\n" },
    { "<relation><column name='c'/><row>" LITERAL("n") "</row></relation>",
        "└ relation  c：3\n  └ c       3\n" },
    { "<functionDefinition>" PARAMETER("y") LITERAL("y")
      "</functionDefinition>", "└ function  function(y)\n" },
};

static void
boxes(void **state)
{
    struct dmn_input in = { .name = STR("n"), .value = feel_int(3) };

    (void)state;
    for (size_t i = 0; i < sizeof(boxed) / sizeof(boxed[0]); i++) {
        struct str xml = arena_fmt(a, MODEL(SQUARES
            DECISION("d", NEEDS_INPUT("n") NEEDS_KNOWLEDGE("square"), "%s")),
            boxed[i].box);
        const char *said =
            explained(model(arena_cstr(a, xml)), "d", &in, 1, NULL);

        if (str_find(str_of(said), str_of(boxed[i].says)) == SIZE_MAX)
            fail_msg("%zu: %s", i, said);
    }
}

static void
services(void **state)
{
    struct dmn_input in = { .name = STR("n"), .value = feel_int(3) };
    struct dmn_model *m = model(MODEL(CHAIN
        "<decisionService id='one' name='one'><variable name='one'/>"
        "<outputDecision href='#plus'/><encapsulatedDecision href='#double'/>"
        "<inputData href='#n'/></decisionService>"
        "<decisionService id='two' name='two'><variable name='two'/>"
        "<outputDecision href='#plus'/><outputDecision href='#double'/>"
        "<inputData href='#n'/></decisionService>"
        DECISION("asks", NEEDS_INPUT("n") NEEDS_KNOWLEDGE("one"),
            LITERAL("one(n) + 1"))));

    (void)state;
    CHECK_HAS(explained(m, "one", &in, 1, NULL),
        "one              7\n"
        "└ plus           7\n"
        "  └ double + 1   7\n");
    /* What was computed for one output is named with its value at another. */
    CHECK_HAS(explained(m, "two", &in, 1, NULL), "\n└ double         6\n");
    CHECK_HAS(explained(m, "asks", &in, 1, NULL),
        "    │ └ one              7\n"
        "    │   └ plus           7\n");
}

static struct str
label(struct arena *to, struct str fact, void *arg)
{
    (void)arg;
    return arena_fmt(to, "label of " STR_FMT, STR_ARG(fact));
}

static struct str
show(struct arena *to, struct str fact, const struct feel_value *v, void *arg)
{
    (void)fact;
    (void)arg;
    return arena_fmt(to, STR_FMT " persons", STR_ARG(feel_show(to, v)));
}

static bool
below(struct arena *to, struct str fact, struct explain_node *ret, void *arg)
{
    const char *only = arg;

    (void)to;
    if (!str_eq(fact, str_of(only)))
        return false;
    *ret = (struct explain_node){ .kind = EXPLAIN_PART,
        .text = STR("told by the caller"), .shown = STR("6") };
    return true;
}

static void
words(void **state)
{
    struct dmn_input in = { .name = STR("n"), .value = feel_int(3) };
    char only[] = "double";
    struct explain_words w = { .english = true, .label = label, .show = show,
        .below = below, .arg = only };

    (void)state;
    CHECK_HAS(explained(model(MODEL(CHAIN)), "both", &in, 1, &w),
        "  └ double (label of double)        6 persons\n"
        "    └ told by the caller            6\n");
    CHECK_HAS(explained(model(MODEL(CHAIN)), "both", NULL, 0, &w),
        "  ├ plus (label of plus)            unknown\n");
}

static void
empty_decision(void **state)
{
    (void)state;
    assert_string_equal(explained(model(MODEL(DECISION("d", "", ""))), "d",
        NULL, 0, NULL), "d  未知\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(decisions_below, setup, teardown),
        cmocka_unit_test_setup_teardown(calls_of_a_function, setup, teardown),
        cmocka_unit_test_setup_teardown(many_calls, setup, teardown),
        cmocka_unit_test_setup_teardown(boxes, setup, teardown),
        cmocka_unit_test_setup_teardown(services, setup, teardown),
        cmocka_unit_test_setup_teardown(words, setup, teardown),
        cmocka_unit_test_setup_teardown(empty_decision, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
