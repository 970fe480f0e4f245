/* What realises each clause: parts of the pack, a page, or a reason. */
#include "pack/coverage.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The sample with more clauses and `elsewhere`. */
static const struct pack *
load(struct arena *a, const char *elsewhere, const struct pack_problem **ret,
    size_t *ret_n)
{
    static const char CLAUSES[] = "\n### S-8 第八条\n`purpose`\n\n目的。\n"
                                  "\n### S-9 第九条\n`duty`\n\n公告。\n";
    struct pack_file files[SAMPLE_FILES];
    const struct pack *pack = NULL;
    struct err err = { 0 };

    for (size_t i = 0; i < SAMPLE_FILES; i++) {
        files[i] = sample_files[i];
        if (str_eq(files[i].path, STR("pack.yaml")))
            files[i].bytes = arena_join(a, files[i].bytes, str_of(elsewhere));
        if (str_eq(files[i].path, STR("regulation.md")))
            files[i].bytes = arena_join(a, files[i].bytes, str_of(CLAUSES));
    }
    if (pack_load_files(
            a, files, SAMPLE_FILES, &pack, ret, ret_n, &err) != OK)
        fail_msg("%s", err.text);
    return pack;
}

static const struct pack_cover *
row(const struct pack_cover *rows, size_t n, const char *clause)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(rows[i].clause->id, str_of(clause)))
            return &rows[i];
    }
    fail_msg("no clause %s", clause);
    return NULL;
}

static bool
has_use(const struct pack_cover *r, const char *kind, const char *name)
{
    for (size_t i = 0; i < r->n_uses; i++) {
        if (str_eq(r->uses[i].kind.en, str_of(kind)) &&
            str_eq(r->uses[i].name, str_of(name)))
            return true;
    }
    return false;
}

static void
parts_realise_their_clauses(void **state)
{
    struct arena *a = arena_new("test");
    const struct pack_problem *problems = NULL;
    size_t n = 0;
    const struct pack *p = load(a, "", &problems, &n);

    (void)state;
    assert_non_null(p);
    const struct pack_cover *rows = pack_coverage(a, p, &n);
    assert_int_equal(n, p->n_clauses);
    const struct pack_cover *one = row(rows, n, "S-1");
    assert_true(has_use(one, "rule", "成立满两年"));
    assert_true(has_use(one, "field", "人数"));
    assert_true(has_use(one, "parameter", "最低人数"));
    assert_true(has_use(one, "stage", "公示"));
    assert_true(has_use(one, "window", "apply"));
    const struct pack_cover *two = row(rows, n, "S-2");
    assert_true(has_use(two, "reading", "口径"));
    assert_true(has_use(two, "sanction", "年度"));
    assert_false(has_use(two, "rule", "成立满两年"));
    assert_false(two->open);
    assert_true(row(rows, n, "S-8")->open);
    assert_true(row(rows, n, "S-9")->open);
    arena_free(a);
}

static void
pages_and_reasons_close_the_rest(void **state)
{
    struct arena *a = arena_new("test");
    const struct pack_problem *problems = NULL;
    size_t n = 0;
    const struct pack *p = load(a,
        "elsewhere:\n  S-8: {text_only: 目的条款}\n  S-9: {page: /notices}\n",
        &problems, &n);

    (void)state;
    assert_non_null(p);
    const struct pack_cover *rows = pack_coverage(a, p, &n);
    assert_false(row(rows, n, "S-8")->open);
    assert_string_equal(
        arena_cstr(a, row(rows, n, "S-8")->text_only), "目的条款");
    assert_false(row(rows, n, "S-9")->open);
    assert_true(has_use(row(rows, n, "S-9"), "page", "/notices"));
    arena_free(a);
}

static void
mistakes_are_told(void **state)
{
    static const char *const MISTAKES[][2] = {
        { "elsewhere:\n  S-8: {text_only: 目的, page: /notices}\n",
            "恰有 page" },
        { "elsewhere:\n  S-8: {}\n", "恰有 page" },
        { "elsewhere:\n  S-88: {text_only: 目的}\n", "没有条款“S-88”" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(MISTAKES) / sizeof(MISTAKES[0]); i++) {
        struct arena *a = arena_new("test");
        const struct pack_problem *problems = NULL;
        bool told = false;
        size_t n = 0;

        assert_null(load(a, MISTAKES[i][0], &problems, &n));
        for (size_t k = 0; k < n; k++)
            told = told || str_find(problems[k].text,
                               str_of(MISTAKES[i][1])) != SIZE_MAX;
        assert_true(told);
        arena_free(a);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_realise_their_clauses),
        cmocka_unit_test(pages_and_reasons_close_the_rest),
        cmocka_unit_test(mistakes_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
