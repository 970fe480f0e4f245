/* The section `planning`: the good pack comes out whole, each mistake is told
 * with what would be right. The folder of the pack is the argument. */
#include "pack/planning.h"

#include "edit.h"

#include <stdio.h>

#define N_FILES 6

static const char *folder;
static const char *const NAMES[N_FILES] = { "forms/application.yaml",
    "forms/planning_unit.yaml", "forms/transfer.yaml", "pack.yaml",
    "regulation.md", "rules.yaml" };

static struct str
read_file(struct arena *a, const char *name)
{
    char *path = arena_cstr(a, arena_fmt(a, "%s/%s", folder, name));
    FILE *f = fopen(path, "rb");
    struct buf b;
    char part[4096];
    size_t n;

    assert_non_null(f);
    buf_init(&b, a, 1u << 20);
    while ((n = fread(part, 1, sizeof(part), f)) > 0)
        buf_add(&b, part, n);
    (void)fclose(f);
    return buf_view(&b);
}

/* The pack with `from` replaced once by `to` in one of its files. */
static const struct pack *
load_changed(struct arena *a, const char *file, const char *from,
    const char *to, const struct pack_problem **ret, size_t *ret_n)
{
    struct edit e = { file, from, to };
    struct pack_file files[N_FILES];

    for (size_t i = 0; i < N_FILES; i++)
        files[i] = (struct pack_file){ str_of(NAMES[i]),
            read_file(a, NAMES[i]) };
    return edit_load(a, files, N_FILES, &e, 1, ret, ret_n);
}

static bool
is_fact(const struct pack *p, const char *name, enum feel_type type)
{
    for (size_t i = 0; i < p->n_facts; i++) {
        if (str_eq(p->facts[i].name, str_of(name)))
            return p->facts[i].type == type;
    }
    return false;
}

static void
test_good(void **state)
{
    struct arena *a = arena_new("planning");
    const struct pack_problem *problems = NULL;
    size_t n = 0;
    const struct pack *p = load_changed(a, NULL, "", "", &problems, &n);

    (void)state;
    assert_non_null(p);
    const struct pack_planning *q = p->planning;
    assert_int_equal(q->n_ratios, 2);
    assert_int_equal(q->n_takes, 2);
    assert_int_equal(planning_ratio(q, q->gate)->reached.value, 23);
    assert_int_equal(planning_ratio(q, q->gate)->reached.scale, 10);
    assert_null(planning_ratio(q, STR("无")));
    assert_null(planning_take(q, STR("withdraw")));
    assert_int_equal(q->units->n_changes, 1);
    assert_int_equal(q->units->changes[0].n_to, 2);
    assert_true(is_fact(p, "规划.常住人口", FEEL_NUMBER));
    assert_true(is_fact(p, "规划.经济欠发达", FEEL_BOOLEAN));
    assert_true(is_fact(p, "规划.律师万人比", FEEL_NUMBER));
    assert_true(is_fact(p, "规划.综合万人比.已达标", FEEL_BOOLEAN));
    assert_true(is_fact(p, "规划.已达标", FEEL_BOOLEAN));
    assert_true(is_fact(p, "规划.计划状态", FEEL_STRING));
    assert_false(is_fact(p, "规划.数据来源", FEEL_STRING));
    arena_free(a);
}

static void
test_mistakes(void **state)
{
    static const struct {
        const char *file, *from, *to, *told;
    } ROWS[] = {
        { "pack.yaml", "threshold: \"2.3\"", "threshold: 2.3以上",
            "threshold 应为大于 0 的小数" },
        { "pack.yaml", "threshold: \"2.3\"", "threshold: \"0.0\"",
            "threshold 应为大于 0 的小数" },
        { "pack.yaml", "per: 10000", "per: 0", "per" },
        { "pack.yaml", "gate: 律师万人比", "gate: 万人比",
            "gate 应为 ratios 之一" },
        { "pack.yaml", "gate: 律师万人比", "gate: 综合万人比",
            "不能有 tolerance" },
        { "pack.yaml", "target: 综合万人比", "target: 综合",
            "target 应为 ratios 之一" },
        { "pack.yaml", "numerator: [律师人数]", "numerator: [经济欠发达]",
            "中类型 integer 的字段" },
        { "pack.yaml", "numerator: [律师人数]", "numerator: [律师数]",
            "是否为“律师人数”" },
        { "pack.yaml", "denominator: 常住人口", "denominator: 执业区县",
            "denominator 应为表单" },
        { "pack.yaml", "as_of: 统计时点", "as_of: 数据来源",
            "as_of 应为表单" },
        { "pack.yaml", "source: 数据来源", "source: 统计时点",
            "source 应为表单" },
        { "pack.yaml", "weak: 经济欠发达", "weak: 拟发展人数",
            "weak 应为表单" },
        { "pack.yaml", "within: \"500000\"", "within: 重庆市",
            "within 应为 6 位行政区划代码" },
        { "pack.yaml", "\"500105\", \"500112\"", "江北区",
            "区划代码应为 6 位数字" },
        { "pack.yaml", "on: 2025-11-06", "on: 2025年底", "日期" },
        { "pack.yaml", "tolerance: 左右", "tolerance: 上下",
            "没有读法“上下”" },
        { "pack.yaml", "{value: \"0\", label: 正好}",
            "{value: 正好, label: 正好}", "选项应为小于 2.3 的小数" },
        { "pack.yaml", "{value: \"0\", label: 正好}",
            "{value: \"2.3\", label: 全部}", "选项应为小于 2.3 的小数" },
        { "pack.yaml", "农村占比: {value: 50", "农村占比: {value: 101",
            "0 到 100 的百分数" },
        { "pack.yaml", "  rural_clause: P-4\n", "",
            "rural_share 与 rural_clause 应同时写明" },
        { "pack.yaml", "apply: {unit: 执业区县, ", "applied: {unit: 执业区县, ",
            "takes 中没有事项“applied”" },
        { "pack.yaml", "apply: {unit: 执业区县, ", "apply: {unit: 执业县, ",
            "unit 应为事实、字段或规则的名称" },
        { "pack.yaml", "unless: 同意例外", "unless: 例外",
            "没有规则“例外”" },
        { "pack.yaml", "form: planning_unit", "form: planning",
            "没有表单“planning”" },
        { "rules.yaml", "规划.已下达", "规划.下达", "规划" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        struct arena *a = arena_new("planning");
        const struct pack_problem *problems = NULL;
        size_t n = 0;

        assert_null(load_changed(
            a, ROWS[i].file, ROWS[i].from, ROWS[i].to, &problems, &n));
        expect_told(problems, n, ROWS[i].told);
        arena_free(a);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_mistakes),
    };

    folder = argc > 1 ? argv[1] : ".";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
