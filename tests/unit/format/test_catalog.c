#include "check.h"
#include "format/catalog.h"

#include <stdio.h>
#include <string.h>

static struct arena *arena;

static int
setup(void **state)
{
    (void)state;
    arena = arena_new("test");
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct {
    const char *id, *text;
} sentences[] = {
    { "", "Content-Type: text/plain; charset=UTF-8\n" },
    { "%s应为 %d 字以内", "%s takes %d characters" },
    { "保存", "Save" },
    { "办理进度", "Progress" },
    { "有效", "valid" },
    { "未译", "" },
    { "资格现为“%.*s”", "The title is “%.*s”" },
    { "资格现为“%.*s”，不能转为“%.*s”",
        "The title is “%.*s” and cannot become “%.*s”" },
    { "达标率 %d%%", "%d%% met" },
    { "还有 %d 天", "%d days left" },
};
#define N_SENTENCES (sizeof(sentences) / sizeof(sentences[0]))

static void
put_u32(struct buf *b, uint32_t v, bool big)
{
    for (int i = 0; i < 4; i++)
        buf_byte(b, (char)(v >> (big ? 24 - 8 * i : 8 * i)));
}

/* A .mo file made by hand, so that its parts can be spoilt one by one. */
static struct str
mo_file(bool big)
{
    struct buf b;
    uint32_t n = N_SENTENCES;
    uint32_t at = 28 + 16 * n;

    buf_init(&b, arena, 4096);
    put_u32(&b, UINT32_C(0x950412de), big);
    put_u32(&b, 0, big);
    put_u32(&b, n, big);
    put_u32(&b, 28, big);
    put_u32(&b, 28 + 8 * n, big);
    put_u32(&b, 0, big);
    put_u32(&b, at, big);
    for (int texts = 0; texts < 2; texts++)
        for (uint32_t i = 0; i < n; i++) {
            const char *s = texts ? sentences[i].text : sentences[i].id;

            put_u32(&b, (uint32_t)strlen(s), big);
            put_u32(&b, at, big);
            at += (uint32_t)strlen(s) + 1;
        }
    for (int texts = 0; texts < 2; texts++)
        for (uint32_t i = 0; i < n; i++) {
            const char *s = texts ? sentences[i].text : sentences[i].id;

            buf_add(&b, s, strlen(s) + 1);
        }
    return buf_view(&b);
}

static const struct catalog *
loaded(struct str bytes)
{
    const struct catalog *c = NULL;
    struct err err;

    assert_int_equal(catalog_load(arena, bytes, &c, &err), OK);
    return c;
}

static void
finds_translations_in_both_byte_orders(void **state)
{
    (void)state;
    for (int big = 0; big < 2; big++) {
        const struct catalog *c = loaded(mo_file(big));

        assert_string_equal(catalog_get(c, "保存"), "Save");
        assert_string_equal(catalog_get(c, "办理进度"), "Progress");
        assert_string_equal(catalog_get(c, "还有 %d 天"), "%d days left");
        assert_int_equal(catalog_count(c), N_SENTENCES - 1);
    }
}

static void
what_is_absent_stays_chinese(void **state)
{
    const struct catalog *c = loaded(mo_file(false));
    const char *id = "没有的句子";

    (void)state;
    assert_ptr_equal(catalog_get(c, id), id);
    assert_ptr_equal(catalog_get(NULL, id), id);
    assert_string_equal(catalog_get(c, "未译"), "未译");
    assert_string_equal(catalog_get(c, ""), "");
    assert_string_equal(catalog_get(c, "保"), "保");
    assert_string_equal(catalog_get(c, "保存了"), "保存了");
    assert_int_equal(catalog_count(NULL), 0);
}

/* Any cut and any changed byte is refused or read within bounds; the address
 * sanitizer watches. */
static void
damage_is_refused_or_harmless(void **state)
{
    struct str good = mo_file(false);

    (void)state;
    for (size_t n = 0; n < good.n; n++) {
        const struct catalog *c = NULL;
        char *copy = test_malloc(n + 1);

        memcpy(copy, good.p, n);
        assert_int_equal(
            catalog_load(arena, (struct str){ copy, n }, &c, NULL),
            ERR_INPUT);
        assert_null(c);
        test_free(copy);
    }
    for (size_t i = 0; i < good.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            const struct catalog *c = NULL;
            char *copy = test_malloc(good.n);

            memcpy(copy, good.p, good.n);
            copy[i] = (char)(copy[i] ^ 1 << bit);
            if (catalog_load(arena, (struct str){ copy, good.n }, &c,
                    NULL) == OK)
                (void)catalog_get(c, "办理进度");
            test_free(copy);
        }
}

static void
entries_out_of_order_are_refused(void **state)
{
    struct str good = mo_file(false);
    char *copy = arena_dup(arena, good.p, good.n);
    const struct catalog *c = NULL;
    char first[8];

    (void)state;
    /* descriptors of the second and third id change places */
    memcpy(first, copy + 36, 8);
    memcpy(copy + 36, copy + 44, 8);
    memcpy(copy + 44, first, 8);
    assert_int_equal(
        catalog_load(arena, (struct str){ copy, good.n }, &c, NULL),
        ERR_INPUT);
}

/* The catalogue of the program, as msgfmt wrote it: the reader was not
 * written against files of its own making only. */
static void
reads_what_msgfmt_wrote(void **state)
{
    const char *path = *state;
    const struct catalog *c;
    FILE *f = fopen(path, "rb");
    char *bytes = arena_alloc(arena, 1 << 20);
    size_t n;

    assert_non_null(f);
    n = fread(bytes, 1, 1 << 20, f);
    (void)fclose(f);
    c = loaded((struct str){ bytes, n });
    assert_true(catalog_count(c) > 0);
    assert_string_equal(catalog_get(c, "首页"), "Home");
}

static void
expect_rendered(const struct catalog *c, const char *text, const char *english)
{
    struct str got = catalog_render(arena, c, str_of(text));

    if (!str_eq(got, str_of(english)))
        print_error("%.*s\n", STR_ARG(got));
    assert_true(str_eq(got, str_of(english)));
}

static void
finished_sentences_are_rendered(void **state)
{
    const struct catalog *c = loaded(mo_file(false));
    struct str none;

    (void)state;
    expect_rendered(c, "保存", "Save");
    expect_rendered(c, "还有 12 天", "12 days left");
    expect_rendered(c, "达标率 93%", "93% met");
    expect_rendered(c, "理由应为 500 字以内", "理由 takes 500 characters");
    /* An argument that is a sentence itself; the format that says more. */
    expect_rendered(c, "资格现为“有效”，不能转为“已撤销”",
        "The title is “valid” and cannot become “已撤销”");
    expect_rendered(c, "资格现为“”", "The title is “”");
    /* A mark of the format inside an argument. */
    expect_rendered(
        c, "资格现为“甲”，乙”", "The title is “甲”，乙”");
    expect_rendered(c, "还有 很多 天", "还有 很多 天");
    expect_rendered(c, "没有这样的句子", "没有这样的句子");
    expect_rendered(c, "", "");
    expect_rendered(NULL, "还有 12 天", "还有 12 天");
    none = catalog_render(arena, c, STR("未译"));
    assert_true(str_eq(none, STR("未译")));
}

int
main(int argc, char **argv)
{
    char *path = argc > 1 ? argv[1] : NULL;

    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_translations_in_both_byte_orders),
        cmocka_unit_test(what_is_absent_stays_chinese),
        cmocka_unit_test(finished_sentences_are_rendered),
        cmocka_unit_test(damage_is_refused_or_harmless),
        cmocka_unit_test(entries_out_of_order_are_refused),
        cmocka_unit_test_prestate(reads_what_msgfmt_wrote, path),
    };

    return cmocka_run_group_tests_name("catalog", tests, setup, teardown);
}
