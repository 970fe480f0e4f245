/* test_utf8.c - Unicode text, the broken kind included. */
#include "base/base.h"
#include "check.h"

static void
goes_round_all_code_points(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char bytes[4];
        size_t n, at = 0;

        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        n = utf8_put(bytes, cp);
        if (utf8_next((struct str){ bytes, n }, &at) != cp || at != n)
            fail_msg("U+%04X does not come back", (unsigned)cp);
        /* Cut short it is bad, and one byte is passed. */
        at = 0;
        if (n > 1 &&
            (utf8_next((struct str){ bytes, n - 1 }, &at) != UTF8_BAD ||
                at != 1))
            fail_msg("half of U+%04X is taken", (unsigned)cp);
    }
}

static void
refuses_broken_bytes(void **state)
{
    static const struct str bad[] = { STR_INIT("\x80"), STR_INIT("\xC0\x80"),
        STR_INIT("\xC1\xBF"), STR_INIT("\xE0\x80\x80"),
        STR_INIT("\xE0\x9F\xBF"), STR_INIT("\xED\xA0\x80"),
        STR_INIT("\xED\xBF\xBF"), STR_INIT("\xF0\x80\x80\x80"),
        STR_INIT("\xF0\x8F\xBF\xBF"), STR_INIT("\xF4\x90\x80\x80"),
        STR_INIT("\xF5\x80\x80\x80"), STR_INIT("\xFF"), STR_INIT("\xFE"),
        STR_INIT("\xE5\xB9"), STR_INIT("a\xE5"), STR_INIT("\xE5\xB9x"),
        STR_INIT("\xC3(") };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (utf8_valid(bad[i]))
            fail_msg("case %zu is taken as valid", i);
    assert_true(utf8_valid(STR_EMPTY));
    assert_true(utf8_valid(STR("a年\xF0\xA0\xAE\xB7\0")));
}

static void
puts_no_surrogates(void **state)
{
    char bytes[4];

    (void)state;
    assert_int_equal(utf8_put(bytes, 0xD800), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    assert_int_equal(utf8_put(bytes, 0x110000), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
}

static void
counts_and_cuts(void **state)
{
    (void)state;
    assert_int_equal(utf8_count(STR_EMPTY), 0);
    assert_int_equal(utf8_count(STR("a年\xF0\xA0\xAE\xB7")), 3);
    assert_int_equal(utf8_count(STR("\xE5\xB9")), 2);
    assert_str(utf8_head(STR("甲乙丙"), 2), "甲乙");
    assert_str(utf8_head(STR("甲乙丙"), 0), "");
    assert_str(utf8_head(STR("甲乙丙"), 99), "甲乙丙");
    assert_str(utf8_head(STR_EMPTY, 5), "");
}

static void
measures_columns(void **state)
{
    (void)state;
    assert_int_equal(utf8_width(STR("abc")), 3);
    assert_int_equal(utf8_width(STR("年（Ａ")), 6);
    assert_int_equal(utf8_width(STR("\xF0\xA0\xAE\xB7")), 2);
    assert_int_equal(utf8_width(STR("e\xCC\x81")), 1);
    assert_int_equal(utf8_width(STR_EMPTY), 0);
}

static void
finds_controls(void **state)
{
    (void)state;
    assert_false(utf8_has_control(STR("年 abc（）"), false));
    assert_false(utf8_has_control(STR_EMPTY, false));
    assert_true(utf8_has_control(STR("a\nb"), false));
    assert_false(utf8_has_control(STR("a\r\n\tb"), true));
    assert_true(utf8_has_control(STR("a\0"), true));
    assert_true(utf8_has_control(STR("\x1b[0m"), true));
    assert_true(utf8_has_control(STR("\x7f"), true));
    assert_true(utf8_has_control(STR("\xC2\x85"), true));
    assert_false(utf8_has_control(STR("\xC2\xA0"), true));
    /* U+202E, right-to-left override, and U+2067, isolate. */
    assert_true(utf8_has_control(STR("a\xE2\x80\xAE"), true));
    assert_true(utf8_has_control(STR("a\xE2\x81\xA7"), true));
}

static void
narrows_what_people_type(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    assert_str(utf8_narrow(a, STR("　１３８－Ａｂ（ｘ）　 ")), "138-Ab(x)");
    assert_str(utf8_narrow(a, STR("甲　乙")), "甲 乙");
    assert_str(utf8_narrow(a, STR("！～")), "!~");
    assert_str(utf8_narrow(a, STR("。、￥")), "。、￥");
    assert_str(utf8_narrow(a, STR_EMPTY), "");
    assert_str(utf8_narrow(a, STR("　")), "");
    assert_str(utf8_narrow(a, STR("a\xFF b")), "a\xFF b");
    arena_free(a);
}

static void
makes_one_key_of_many_spellings(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    assert_str(
        utf8_key(a, STR("示例（重庆）律师事务所")), "示例重庆律师事务所");
    assert_str(
        utf8_key(a, STR("示例(重庆) 律师事务所")), "示例重庆律师事务所");
    assert_str(utf8_key(a, STR("ＡＢＣ-Ⅲ ℡")), "abciiitel");
    assert_str(utf8_key(a, STR("C++")), "c++");
    /* Composed and decomposed; zero-width space; a composition that only
     * arises when the hyphen is gone. */
    assert_str(utf8_key(a, STR("E\xCC\x81")), "\xC3\xA9");
    assert_str(utf8_key(a, STR("a\xE2\x80\x8B" "b")), "ab");
    assert_str(utf8_key(a, STR("e-\xCC\x81")), "\xC3\xA9");
    assert_str(utf8_key(a, STR("·，。《》 \t\n")), "");
    assert_str(utf8_key(a, STR_EMPTY), "");
    assert_str(utf8_key(a, STR("a\xFF\xFE")), "a\xEF\xBF\xBD\xEF\xBF\xBD");
    arena_free(a);
}

static void
keys_of_keys_are_the_same(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    for (uint32_t cp = 1; cp < 0x30000; cp++) {
        char bytes[4];
        struct str once, twice;

        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        once = utf8_key(a, (struct str){ bytes, utf8_put(bytes, cp) });
        twice = utf8_key(a, once);
        if (!str_eq(once, twice))
            fail_msg("the key of U+%04X changes", (unsigned)cp);
        if (cp % 4096 == 0)
            arena_reset(a);
    }
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_round_all_code_points),
        cmocka_unit_test(refuses_broken_bytes),
        cmocka_unit_test(puts_no_surrogates),
        cmocka_unit_test(counts_and_cuts),
        cmocka_unit_test(measures_columns),
        cmocka_unit_test(finds_controls),
        cmocka_unit_test(narrows_what_people_type),
        cmocka_unit_test(makes_one_key_of_many_spellings),
        cmocka_unit_test(keys_of_keys_are_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
