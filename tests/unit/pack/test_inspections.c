/* Inspections of a pack: what is read, each mistake with what to do, and the
 * clauses they realise. */
#include "edit.h"
#include "sample.h"


#include "pack/coverage.h"

static const char INSPECTIONS[] =
    "inspections:\n"
    "  双随机检查:\n"
    "    share: 最低人数\n"
    "    where: 人数达标\n"
    "    raise: {新设: {rule: 成立满两年, factor: 3, clause: S-1}}\n"
    "    publish: {days: 20, kind: working}\n"
    "    correct: {days: 90}\n"
    "    failed_ground: 不整改\n"
    "    clause: S-1\n"
    "    items:\n"
    "      场所:\n"
    "        clause: S-1\n"
    "        findings:\n"
    "          另设: {then: rectify, clause: S-1}\n"
    "          冒名: {then: case, ground: 不整改, clause: S-1}\n"
    "watches:\n";
static const char GROUNDS[] = "grounds:\n"
                              "  不整改: {may_end: true, clause: S-1}\n"
                              "  轻微: {clause: S-1}\n";

#define PACK_FILE "pack.yaml"

/* The sample with inspections, and two more changes in pack.yaml. */
static const struct pack *
load_two(struct arena *a, struct edit first, struct edit second,
    const struct pack_problem **ret, size_t *ret_n)
{
    const struct edit edits[] = {
        { PACK_FILE, "watches:\n", INSPECTIONS },
        { PACK_FILE, "grounds:\n", GROUNDS },
        first,
        second,
    };

    return edit_load(a, sample_files, SAMPLE_FILES, edits,
        sizeof(edits) / sizeof(edits[0]), ret, ret_n);
}

static const struct pack *
load(struct arena *a, const char *from, const char *to,
    const struct pack_problem **ret, size_t *ret_n)
{
    struct edit e = { *from != '\0' ? PACK_FILE : NULL, from, to };

    return load_two(a, e, (struct edit){ 0 }, ret, ret_n);
}

static void
is_read(void **state)
{
    struct arena *a = arena_new("test");
    const struct pack_problem *problems = NULL;
    size_t n = 0;
    const struct pack *p = load(a, "", "", &problems, &n);

    (void)state;
    for (size_t i = 0; i < n; i++)
        print_error(STR_FMT ":%d " STR_FMT "\n", STR_ARG(problems[i].file),
            problems[i].line, STR_ARG(problems[i].text));
    assert_non_null(p);
    const struct pack_inspection *s = pack_inspection(p, STR("双随机检查"));
    assert_non_null(s);
    assert_null(pack_inspection(p, STR("无")));
    assert_int_equal(s->least, 1);
    assert_int_equal(s->inspectors, 2);
    assert_int_equal(s->raise[0].factor, 3);
    assert_int_equal(s->publish.kind, TERM_WORKING_DAYS);
    assert_int_equal(s->correct.kind, TERM_CALENDAR_DAYS);
    assert_int_equal(s->correct.n, 90);
    assert_int_equal(s->items[0].n_findings, 2);
    assert_int_equal(s->items[0].findings[0].then, FINDING_RECTIFY);
    assert_int_equal(s->items[0].findings[1].then, FINDING_CASE);
    assert_true(str_eq(s->items[0].title.zh, STR("场所")));
    arena_free(a);
}

static void
mistakes_are_told(void **state)
{
    static const struct {
        const char *from, *to, *says;
    } MISTAKES[] = {
        { "share: 最低人数", "share: 人数达标", "没有参数" },
        { "    share: 最低人数\n", "", "share" },
        { "where: 人数达标", "where: 起算日", "此处应为条件" },
        { "factor: 3", "factor: 1", "2 到 10 的整数" },
        { "factor: 3", "factor: 11", "2 到 10 的整数" },
        { "    publish: {days: 20, kind: working}\n", "", "publish" },
        { "    correct: {days: 90}\n", "", "应写明整改期限" },
        { "failed_ground: 不整改", "failed_ground: 轻微", "may_end" },
        { "failed_ground: 不整改", "failed_ground: 没有", "没有立案事由" },
        { "then: case, ground: 不整改", "then: case", "应同时写明" },
        { "then: case, ground: 不整改", "then: note, ground: 不整改",
            "应同时写明" },
        { "then: case, ground: 不整改", "then: case, ground: 轻微",
            "may_end" },
        { "then: rectify,", "then: rectfy,", "是否为“rectify”" },
        { "then: rectify,", "then: note, breach: 某种,", "breaches: true" },
        { "    clause: S-1\n    items:", "    clause: S-99\n    items:",
            "没有条款" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(MISTAKES) / sizeof(MISTAKES[0]); i++) {
        struct arena *a = arena_new("test");
        const struct pack_problem *problems = NULL;
        size_t n = 0;

        assert_null(
            load(a, MISTAKES[i].from, MISTAKES[i].to, &problems, &n));
        expect_told(problems, n, MISTAKES[i].says);
        arena_free(a);
    }
}

static void
shares_out_of_bounds(void **state)
{
    struct arena *a = arena_new("test");
    const struct pack_problem *problems = NULL;
    size_t n = 0;

    (void)state;
    assert_null(load_two(a,
        (struct edit){ PACK_FILE, "parameters:\n",
            "parameters:\n  比例: {value: 101, unit: '%', clause: S-1}\n" },
        (struct edit){ PACK_FILE, "share: 最低人数", "share: 比例" },
        &problems, &n));
    expect_told(problems, n, "应为 1 至 100");
    arena_free(a);
}

static void
clauses_are_covered(void **state)
{
    struct arena *a = arena_new("test");
    const struct pack_problem *problems = NULL;
    size_t n = 0, rows = 0;
    bool item = false, finding = false;

    (void)state;
    const struct pack *p = load(a, "", "", &problems, &n);
    assert_non_null(p);
    const struct pack_cover *covers = pack_coverage(a, p, &rows);
    for (size_t i = 0; i < rows; i++) {
        for (size_t k = 0; k < covers[i].n_uses; k++) {
            item = item || str_eq(covers[i].uses[k].kind.zh, STR("检查事项"));
            finding = finding ||
                      str_eq(covers[i].uses[k].kind.zh, STR("检查发现"));
        }
    }
    assert_true(item && finding);
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_read),
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(shares_out_of_bounds),
        cmocka_unit_test(clauses_are_covered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
