/* What packs of selecting programmes add: stages of bodies and panels,
 * categories, quotas; each mistake with what to do. */
#include "edit.h"
#include "sample.h"


static const char NOTICE[] = "      - stage: public_notice\n";
static const char SELECTING[] =
    "      - {stage: evaluation, by: panel, panel_min: 3, panel_max: 7, "
    "tie: chair, scores: {能力: {max: 100, weight: 2, clause: S-1}, "
    "成效: {max: 50, clause: S-1}}, clause: S-1}\n"
    "      - {stage: decision, by: centre, quotas: [当年名额], "
    "clause: S-1}\n"
    "      - stage: public_notice\n";
static const char BODIES[] =
    "bodies:\n"
    "  省级协会: {level: 1, clause: S-1}\n"
    "  市级协会: {level: 2, may_recommend: false, clause: S-1}\n"
    "categories:\n"
    "  甲: {rule: 人数达标, clause: S-1}\n"
    "  乙: {rule: 成立满两年, incubate_rule: 真实, clause: S-1}\n"
    "quotas:\n"
    "  当年名额: {limit: 最低人数, year: 2024, clause: S-1}\n"
    "watches:\n";

#define PACK_FILE "pack.yaml"

/* The sample as a selecting programme, with one more change in pack.yaml. */
static const struct pack *
load_selecting(struct arena *a, const char *from, const char *to,
    const struct pack_problem **ret, size_t *ret_n)
{
    const struct edit edits[] = {
        { PACK_FILE, NOTICE, SELECTING },
        { PACK_FILE, "watches:\n", BODIES },
        { PACK_FILE, "    priority_field: 优先\n",
            "    categories_field: 优先\n" },
        { *from != '\0' ? PACK_FILE : NULL, from, to },
    };

    return edit_load(a, sample_files, SAMPLE_FILES, edits,
        sizeof(edits) / sizeof(edits[0]), ret, ret_n);
}

static void
selecting_pack_is_read(void **state)
{
    struct arena *a = arena_new("test");
    const struct pack_problem *problems = NULL;
    size_t n = 0;
    const struct pack *p = load_selecting(a, "", "", &problems, &n);

    (void)state;
    for (size_t i = 0; i < n; i++)
        print_error(STR_FMT ":%d " STR_FMT "\n", STR_ARG(problems[i].file),
            problems[i].line, STR_ARG(problems[i].text));
    assert_non_null(p);
    const struct pack_procedure *apply = pack_procedure(p, STR("apply"));
    const struct pack_stage *panel = procedure_stage(apply, STAGE_EVALUATION);
    assert_int_equal(panel->panel_min, 3);
    assert_int_equal(panel->panel_max, 7);
    assert_true(panel->chair_breaks_tie);
    assert_int_equal(panel->n_scores, 2);
    assert_int_equal(panel->scores[0].weight, 2);
    assert_int_equal(panel->scores[1].weight, 1);
    assert_true(stage_applies(panel, STR("self")));
    assert_int_equal(pack_body(p, STR("省级协会"))->level, 1);
    assert_true(pack_body(p, STR("省级协会"))->may_recommend);
    assert_false(pack_body(p, STR("市级协会"))->may_recommend);
    assert_true(str_eq(pack_category(p, STR("乙"))->incubate_rule, STR("真实")));
    assert_int_equal(pack_quota(p, STR("当年名额"))->year, 2024);
    assert_null(pack_quota(p, STR("无")));
    arena_free(a);
}

static void
mistakes_are_told(void **state)
{
    static const struct {
        const char *from, *to, *says;
    } MISTAKES[] = {
        { "panel_max: 7", "panel_max: 2", "panel_max（2）应不小于" },
        { "tie: chair", "tie: chairman", "是否为“chair”" },
        { "quotas: [当年名额]", "quotas: [当年的名额]", "没有名额" },
        { "by: centre, quotas: [当年名额]",
            "by: centre, panel_min: 3", "只能写在 evaluation" },
        { "by: centre, quotas: [当年名额]", "by: centre, refusal: ends",
            "只能写在 recommend" },
        { "by: centre, quotas: [当年名额]", "by: centre, bodies: [省级协会]",
            "只能写在 recommend" },
        { "      - {stage: evaluation,",
            "      - {stage: publication, by: publisher, clause: S-1}\n"
            "      - {stage: evaluation,",
            "缺少“bodies”" },
        { "{rule: 人数达标, clause: S-1}", "{rule: 起算日, clause: S-1}",
            "此处应为条件" },
        { "  乙: {rule: 成立满两年, incubate_rule: 真实, clause: S-1}\n", "",
            "选项“乙”不是 categories 中的类别" },
        { "categories_field: 优先", "categories_field: 人数", "many_of" },
        { "level: 2", "level: 4", "0 到 3 的整数" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(MISTAKES) / sizeof(MISTAKES[0]); i++) {
        struct arena *a = arena_new("test");
        const struct pack_problem *problems = NULL;
        size_t n = 0;

        assert_null(load_selecting(
            a, MISTAKES[i].from, MISTAKES[i].to, &problems, &n));
        expect_told(problems, n, MISTAKES[i].says);
        arena_free(a);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selecting_pack_is_read),
        cmocka_unit_test(mistakes_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
