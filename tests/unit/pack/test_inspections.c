/* Inspections of a pack: what is read, each mistake with what to do, and the
 * clauses they realise. */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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

static struct str
changed(struct arena *a, struct str text, const char *from, const char *to)
{
    size_t at = str_find(text, str_of(from));

    if (at == SIZE_MAX)
        fail_msg("nothing to replace: %s", from);
    return arena_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(str_sub(text, 0, at)),
        to, STR_ARG(str_sub(text, at + strlen(from), SIZE_MAX)));
}

static const struct pack *
load(struct arena *a, const char *from, const char *to,
    const struct pack_problem **ret, size_t *ret_n)
{
    struct pack_file files[SAMPLE_FILES];
    const struct pack *pack = NULL;
    struct err err = { 0 };

    for (size_t i = 0; i < SAMPLE_FILES; i++) {
        files[i] = sample_files[i];
        if (!str_eq(files[i].path, STR("pack.yaml")))
            continue;
        files[i].bytes =
            changed(a, files[i].bytes, "watches:\n", INSPECTIONS);
        files[i].bytes = changed(a, files[i].bytes, "grounds:\n", GROUNDS);
        if (*from != '\0')
            files[i].bytes = changed(a, files[i].bytes, from, to);
    }
    if (pack_load_files(
            a, files, SAMPLE_FILES, &pack, ret, ret_n, &err) != OK)
        fail_msg("%s", err.text);
    return pack;
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
        bool told = false;

        assert_null(
            load(a, MISTAKES[i].from, MISTAKES[i].to, &problems, &n));
        for (size_t k = 0; k < n; k++)
            told = told || str_find(problems[k].text,
                               str_of(MISTAKES[i].says)) != SIZE_MAX;
        if (!told) {
            for (size_t k = 0; k < n; k++)
                print_error(STR_FMT "\n", STR_ARG(problems[k].text));
            fail_msg("%zu: not told: %s", i, MISTAKES[i].says);
        }
        arena_free(a);
    }
}

static void
shares_out_of_bounds(void **state)
{
    struct arena *a = arena_new("test");
    const struct pack_problem *problems = NULL;
    size_t n = 0;
    bool told = false;

    (void)state;
    struct pack_file files[SAMPLE_FILES];
    const struct pack *pack = NULL;
    struct err err = { 0 };
    for (size_t i = 0; i < SAMPLE_FILES; i++) {
        files[i] = sample_files[i];
        if (!str_eq(files[i].path, STR("pack.yaml")))
            continue;
        files[i].bytes =
            changed(a, files[i].bytes, "watches:\n", INSPECTIONS);
        files[i].bytes = changed(a, files[i].bytes, "grounds:\n", GROUNDS);
        files[i].bytes = changed(a, files[i].bytes, "parameters:\n",
            "parameters:\n  比例: {value: 101, unit: '%', clause: S-1}\n");
        files[i].bytes = changed(
            a, files[i].bytes, "share: 最低人数", "share: 比例");
    }
    assert_int_equal(pack_load_files(a, files, SAMPLE_FILES, &pack,
                         &problems, &n, &err),
        OK);
    for (size_t k = 0; k < n; k++)
        told = told || str_find(problems[k].text,
                           STR("应为 1 至 100")) != SIZE_MAX;
    assert_null(pack);
    assert_true(told);
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
