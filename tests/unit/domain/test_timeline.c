/* The runner of cases: what holds passes, what does not is told with file,
 * line, step, expected and actual. */
#include "../../../src/domain/timeline/run.h"
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "domain/timeline.h"

#define HEAD "- case: T1\n  title: 试验\n  clauses: [CW-4-1]\n  steps:\n"

struct told {
    size_t passed, failed;
    struct timeline_result last; /* the newest failure */
    char text[600];
};

static void
note(void *self, const struct timeline_result *t)
{
    struct told *told = self;

    if (t->passed) {
        told->passed++;
        return;
    }
    told->failed++;
    told->last = *t;
    (void)snprintf(told->text, sizeof(told->text), STR_FMT, STR_ARG(t->text));
}

static struct told
run_only(struct fixture *f, const char *yaml, const char *only)
{
    struct pack_file files[] = {
        { STR("x/cases/a.yaml"), str_of(yaml) },
        { STR("x/cases/defaults.yaml"),
            STR("apply:\n  单位名称: \"{{name}}\"\n") },
    };
    struct timeline_pack pack = { f->station, files, 2 };
    struct timeline_data data = { f->options.regions_csv,
        STR("date,name,is_off,weekday,kind,notice_year,listed_in,agree\n"
            "2023-04-05,清明节,1,周三,holiday,2023,A,1\n"),
        STR("year,notice_url,note\n2023,https://example.cn/n,\n") };
    struct told told = { 0 };
    struct err err = { 0 };

    expect_ok(timeline_run(&pack, 1, &data, str_of(only), note, &told, &err),
        &err);
    return told;
}

static struct told
run_yaml(struct fixture *f, const char *yaml)
{
    return run_only(f, yaml, "");
}

/* One failed case, none passed, with this in its words. */
static void
expect_told(struct fixture *f, const char *yaml, int line, const char *part)
{
    struct told told = run_yaml(f, yaml);

    assert_int_equal(told.passed, 0);
    assert_int_equal(told.failed, 1);
    if (strstr(told.text, part) == NULL)
        print_error("expected \"%s\" in \"%s\"\n", part, told.text);
    assert_non_null(strstr(told.text, part));
    assert_int_equal(told.last.line, line);
}

static void
test_passes(void **state)
{
    struct told told = run_yaml(*state, HEAD
        "    - {at: 2023-03-12, do: judge, with: {rule: 成立满两年, facts: "
        "{成立日期: 2021-03-12}}, expect: {verdict: MET}}\n"
        "    - {do: deadline, with: {from: 2023-04-03, working_days: 5}, "
        "expect: {last_day: 2023-04-11, skipped: [2023-04-05, 2023-04-08, "
        "2023-04-09]}}\n"
        "    - {as: 甲, do: start, expect: {state: DRAFT}}\n");

    assert_string_equal(told.text, "");
    assert_int_equal(told.passed, 1);
    assert_int_equal(told.failed, 0);
}

static void
test_wrong_expectations(void **state)
{
    struct fixture *f = *state;

    expect_told(f, HEAD
        "    - {at: 2023-03-12, do: judge, with: {rule: 成立满两年, facts: "
        "{成立日期: 2021-03-13}},\n       expect: {verdict: MET}}\n",
        6, "verdict 应为 MET，实为 NOT_MET");
    expect_told(f, HEAD
        "    - {at: 2023-03-12, do: judge, with: {rule: 成立满两年, facts: "
        "{成立日期: 2021-03-13}}, expect: {holds_from: 2023-03-14}}\n",
        5, "holds_from 应为 2023-03-14，实为 2023-03-13");
    expect_told(f, HEAD
        "    - {at: 2023-04-03, do: deadline, with: {working_days: 5}, "
        "expect: {last_day: 2023-04-10}}\n",
        5, "last_day 应为 2023-04-10，实为 2023-04-11");
    expect_told(f, HEAD
        "    - {at: 2023-04-03, do: deadline, with: {working_days: 5}, "
        "expect: {skipped: []}}\n",
        5, "skipped");
    expect_told(f, HEAD
        "    - {at: 2023-03-01, as: 甲, do: start, expect: {state: "
        "SUBMITTED}}\n",
        5, "state 应为 SUBMITTED，实为 DRAFT");
    expect_told(f, HEAD
        "    - {at: 2023-03-01, as: 甲, do: start, expect: {messages: "
        "{receipt: 1}}}\n",
        5, "消息 receipt 应为 1，实为 0");
}

static void
test_wrong_errors(void **state)
{
    struct fixture *f = *state;

    /* refused, but nothing was said of it */
    expect_told(f, HEAD "    - {at: 2023-03-01, as: 甲, do: apply}\n", 5,
        "应当成功，实为 ERR_INPUT");
    expect_told(f, HEAD
        "    - {at: 2023-03-01, as: 甲, do: start, expect: {error: "
        "CONFLICT}}\n",
        5, "应当被拒绝（CONFLICT），实为 OK");
    expect_told(f, HEAD
        "    - {at: 2023-03-01, as: 甲, do: apply, expect: {error: "
        "DENIED}}\n",
        5, "应当被拒绝（DENIED），实为 INPUT");
    expect_told(f, HEAD
        "    - {at: 2023-03-01, as: 甲, do: apply, expect: {error: INPUT, "
        "text_contains: 没有这些字}}\n",
        5, "应含“没有这些字”");
}

static void
test_wrong_cases(void **state)
{
    struct fixture *f = *state;

    expect_told(f, HEAD "    - {at: 2023-03-01, do: judg}\n", 5,
        "是否为“judge”");
    expect_told(f, HEAD
        "    - {at: 2023-03-01, do: judge, with: {rules: x}}\n",
        5, "没有键“rules”");
    expect_told(f, HEAD
        "    - {at: 2023-03-01, do: judge, with: {rule: 没有的规则}}\n",
        5, "没有规则“没有的规则”");
    expect_told(f, HEAD
        "    - {at: 2023-03-01, as: 甲, do: start, expect: {stat: DRAFT}}\n",
        5, "是否为“state”");
    expect_told(f, HEAD
        "    - {at: 2023-03-01, as: 甲, do: start, with: {answers: "
        "{没有的栏目: 1}}}\n",
        5, "没有栏目“没有的栏目”");
    expect_told(f, HEAD "    - {do: judge, with: {rule: 成立满两年}}\n", 5,
        "应写明 at");
    expect_told(f, HEAD
        "    - {at: 2023-03-02, do: look, with: {of: 甲}}\n"
        "    - {at: 2023-03-01, do: look, with: {of: 甲}}\n",
        6, "时间早于前一步");
    expect_told(f, "- case: T2\n  title: 试验\n  clauses: [CW-99]\n"
                   "  steps: [{at: 2023-03-01, do: look}]\n",
        3, "没有条款“CW-99”");
    expect_told(f, "- case: T3\n  title: 试验\n  clauses: [CW-4-1]\n", 1,
        "应有 steps");
    expect_told(f, "- case: T4\n  title: 试验\n  clauses: [CW-4-1]\n"
                   "  step: []\n",
        4, "没有键“step”");
    expect_told(f, "- case: T5\n  title: 试验\n  clauses: [CW-4-1]\n"
                   "  programme: none\n"
                   "  steps: [{at: 2023-03-01, do: look}]\n",
        1, "没有项目“none”");
    expect_told(f, "case: T6\n", 1, "应为案例的列表");
    expect_told(f, "- case: [\n", 2, "");
}

static void
test_calendar_and_order(void **state)
{
    struct told told = run_yaml(*state,
        "- case: T1\n  title: 试验\n  clauses: [CW-5-3-a]\n"
        "  calendar: {without: [2023]}\n  steps:\n"
        "    - {at: 2023-04-03, do: deadline, with: {working_days: 5}, "
        "expect: {error: NOT_FOUND, text_contains: \"2023\"}}\n"
        "- case: T2\n  title: 试验\n  clauses: [CW-5-3-a]\n  steps:\n"
        "    - {at: 2023-04-03, do: deadline, with: {stage: "
        "public_notice}, expect: {last_day: 2023-04-11}}\n");

    assert_string_equal(told.text, "");
    assert_int_equal(told.passed, 2);
}

static void
note_skipped(void *self, const struct timeline_result *t)
{
    *(int *)self += t->skipped ? 1 : 100;
}

static void
test_needs(void **state)
{
    struct fixture *f = *state;
    struct pack_file file = { STR("x/cases/a.yaml"),
        STR("- case: T1\n  title: 甲\n  clauses: [CE-1]\n"
            "  needs: [sme-volunteer-expert]\n  steps: []\n") };
    struct timeline_pack pack = { f->station, &file, 1 };
    struct timeline_data data = { f->options.regions_csv,
        STR("date,name,is_off,weekday,kind,notice_year,listed_in,agree\n"),
        STR("year,notice_url,note\n2023,https://example.cn/n,\n") };
    struct err err = { 0 };
    int skipped = 0;

    expect_ok(timeline_run(&pack, 1, &data, STR_EMPTY, note_skipped, &skipped,
                  &err),
        &err);
    assert_int_equal(skipped, 1);
}

static void
test_only(void **state)
{
    const char *two = "- case: T1\n  title: 甲\n  clauses: [CW-4-1]\n"
                      "  steps: [{at: 2023-03-01, do: judge}]\n"
                      "- case: T2\n  title: 乙\n  clauses: [CW-4-1]\n"
                      "  steps: [{at: 2023-03-01, do: deadline, with: "
                      "{years: 3}, expect: {last_day: 2026-03-01}}]\n";
    struct told told = run_only(*state, two, "T2");

    assert_int_equal(told.passed, 1);
    assert_int_equal(told.failed, 0);
    told = run_yaml(*state, two);
    assert_int_equal(told.passed, 1);
    assert_int_equal(told.failed, 1);
    assert_int_equal(told.last.step, 1);
}

/* Two files once chose the same word: the second was never run. */
static void
test_verbs_have_names_of_their_own(void **state)
{
    struct fixture *f = *state;
    size_t n = 0;
    const struct str *names = verb_names(f->a, &n);

    assert_true(n > 50);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            if (str_eq(names[i], names[k]))
                fail_msg("the verb " STR_FMT " is there twice",
                    STR_ARG(names[i]));
        }
        assert_string_equal(
            verb_find(names[i])->name, arena_cstr(f->a, names[i]));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_passes),
        cmocka_unit_test(test_wrong_expectations),
        cmocka_unit_test(test_wrong_errors),
        cmocka_unit_test(test_wrong_cases),
        cmocka_unit_test(test_calendar_and_order),
        cmocka_unit_test(test_needs),
        cmocka_unit_test(test_only),
        cmocka_unit_test(test_verbs_have_names_of_their_own),
    };

    return cmocka_run_group_tests_name(
        "timeline", tests, fixture_setup, fixture_teardown);
}
