/* What packs of selecting programmes add: stages of bodies and panels,
 * categories, quotas; each mistake with what to do. */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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

/* text with `from` replaced by `to`. */
static struct str
changed(struct arena *a, struct str text, const char *from, const char *to)
{
    size_t at = str_find(text, str_of(from));

    if (at == SIZE_MAX)
        fail_msg("nothing to replace: %s", from);
    return arena_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(str_sub(text, 0, at)),
        to, STR_ARG(str_sub(text, at + strlen(from), SIZE_MAX)));
}

/* The sample as a selecting programme, with one more change in pack.yaml. */
static const struct pack *
load_selecting(struct arena *a, const char *from, const char *to,
    const struct pack_problem **ret, size_t *ret_n)
{
    struct pack_file files[SAMPLE_FILES];
    const struct pack *pack = NULL;
    struct err err = { 0 };

    for (size_t i = 0; i < SAMPLE_FILES; i++) {
        files[i] = sample_files[i];
        if (!str_eq(files[i].path, STR("pack.yaml")))
            continue;
        files[i].bytes = changed(a, files[i].bytes, NOTICE, SELECTING);
        files[i].bytes = changed(a, files[i].bytes, "watches:\n", BODIES);
        files[i].bytes = changed(a, files[i].bytes, "    priority_field: 优先\n",
            "    categories_field: 优先\n");
        if (*from != '\0')
            files[i].bytes = changed(a, files[i].bytes, from, to);
    }
    if (pack_load_files(
            a, files, SAMPLE_FILES, &pack, ret, ret_n, &err) != OK)
        fail_msg("%s", err.text);
    return pack;
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
        bool told = false;

        assert_null(load_selecting(
            a, MISTAKES[i].from, MISTAKES[i].to, &problems, &n));
        for (size_t k = 0; k < n; k++)
            told = told || str_find(problems[k].text,
                               str_of(MISTAKES[i].says)) != SIZE_MAX;
        if (!told)
            fail_msg("not told: %s; first: " STR_FMT, MISTAKES[i].says,
                STR_ARG(n > 0 ? problems[0].text : STR_EMPTY));
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
