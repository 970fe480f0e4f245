/* test_str.c - views of bytes, the empty ones above all. */
#include "base/base.h"
#include "check.h"

static void
makes_views(void **state)
{
    (void)state;
    assert_int_equal(str_of(NULL).n, 0);
    assert_int_equal(str_of("").n, 0);
    assert_str(str_of("abc"), "abc");
    assert_int_equal(STR("a\0b").n, 3);
}

static void
compares(void **state)
{
    (void)state;
    assert_true(str_eq(STR_EMPTY, STR("")));
    assert_true(str_eq(STR("a\0b"), STR("a\0b")));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
    assert_false(str_eq(STR("a"), STR_EMPTY));
    assert_true(str_starts(STR("abc"), STR("ab")));
    assert_true(str_starts(STR_EMPTY, STR_EMPTY));
    assert_true(str_starts(STR("abc"), STR_EMPTY));
    assert_false(str_starts(STR("ab"), STR("abc")));
    assert_true(str_ends(STR("abc"), STR("bc")));
    assert_true(str_ends(STR_EMPTY, STR_EMPTY));
    assert_false(str_ends(STR("bc"), STR("abc")));
    assert_false(str_ends(STR("abc"), STR("ab")));
}

static void
orders_by_bytes(void **state)
{
    (void)state;
    assert_int_equal(str_cmp(STR_EMPTY, STR_EMPTY), 0);
    assert_true(str_cmp(STR_EMPTY, STR("a")) < 0);
    assert_true(str_cmp(STR("ab"), STR("a")) > 0);
    assert_true(str_cmp(STR("a"), STR("b")) < 0);
    assert_true(str_cmp(STR("\x7f"), STR("\x80")) < 0);
    assert_int_equal(str_cmp(STR("ab"), STR("ab")), 0);
}

static void
finds(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("banana"), STR("na")), 2);
    assert_int_equal(str_find(STR("banana"), STR("")), 0);
    assert_int_equal(str_find(STR_EMPTY, STR_EMPTY), 0);
    assert_true(str_find(STR_EMPTY, STR("a")) == SIZE_MAX);
    assert_true(str_find(STR("ab"), STR("abc")) == SIZE_MAX);
    assert_true(str_find(STR("abab"), STR("abb")) == SIZE_MAX);
    assert_int_equal(str_find(STR("a\0b"), STR("b")), 2);
    assert_int_equal(str_find(STR("abc"), STR("c")), 2);
}

static void
takes_parts(void **state)
{
    (void)state;
    assert_str(str_sub(STR("abcdef"), 2, 3), "cde");
    assert_str(str_sub(STR("abcdef"), 2, SIZE_MAX), "cdef");
    assert_str(str_sub(STR("abc"), 3, 1), "");
    assert_str(str_sub(STR("abc"), 99, 1), "");
    assert_str(str_sub(STR_EMPTY, 0, 1), "");
    assert_str(str_sub(STR("abc"), 1, 0), "");
}

static void
trims(void **state)
{
    (void)state;
    assert_str(str_trim(STR(" \t\r\n\v\fa b ")), "a b");
    assert_str(str_trim(STR("\xE3\x80\x80 a\xE3\x80\x80")), "a");
    assert_str(str_trim(STR("\xE3\x80\x80")), "");
    assert_str(str_trim(STR_EMPTY), "");
    /* Half of U+3000 stays. */
    assert_str(str_trim(STR("\xE3\x80")), "\xE3\x80");
    /* U+00A0 is not in the promise. */
    assert_str(str_trim(STR("\xC2\xA0")), "\xC2\xA0");
}

static void
cuts_at_the_first_separator(void **state)
{
    struct str head, rest;
    bool more;

    (void)state;
    rest = str_cut(STR("a,b,c"), ',', &head, &more);
    assert_str(head, "a");
    assert_str(rest, "b,c");
    assert_true(more);
    rest = str_cut(STR("abc"), ',', &head, &more);
    assert_str(head, "abc");
    assert_str(rest, "");
    assert_false(more);
    rest = str_cut(STR("abc,"), ',', &head, &more);
    assert_str(head, "abc");
    assert_str(rest, "");
    assert_true(more);
    rest = str_cut(STR(",abc"), ',', &head, NULL);
    assert_str(head, "");
    assert_str(rest, "abc");
    rest = str_cut(STR_EMPTY, ',', &head, &more);
    assert_str(head, "");
    assert_str(rest, "");
    assert_false(more);
    /* The head may be the string itself. */
    rest = STR("x=y");
    rest = str_cut(rest, '=', &head, NULL);
    assert_str(rest, "y");
}

static void
hashes_as_published(void **state)
{
    (void)state;
    /* Vectors of the FNV page: "", "a", "foobar". */
    assert_true(str_hash(STR_EMPTY) == UINT64_C(0xcbf29ce484222325));
    assert_true(str_hash(STR("a")) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(str_hash(STR("foobar")) == UINT64_C(0x85944171f73967e8));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_views),
        cmocka_unit_test(compares),
        cmocka_unit_test(orders_by_bytes),
        cmocka_unit_test(finds),
        cmocka_unit_test(takes_parts),
        cmocka_unit_test(trims),
        cmocka_unit_test(cuts_at_the_first_separator),
        cmocka_unit_test(hashes_as_published),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
