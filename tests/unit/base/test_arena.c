/* test_arena.c - memory by lifetime. */
#include "base/base.h"
#include "check.h"

#include <stdalign.h>

static bool
all_zero(const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != 0)
            return false;
    return true;
}

static void
gives_zeroed_aligned_memory(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    for (int round = 0; round < 3; round++) {
        size_t sum = 0;

        for (size_t n = 0; n < 2000; n++) {
            unsigned char *p = arena_alloc(a, n);

            assert_non_null(p);
            assert_true((uintptr_t)p % alignof(max_align_t) == 0);
            assert_true(all_zero(p, n));
            memset(p, 0xA5, n);
            sum += n;
            assert_int_equal(arena_used(a), sum);
        }
        arena_reset(a);
        assert_int_equal(arena_used(a), 0);
    }
    arena_free(a);
}

static void
gives_separate_memory(void **state)
{
    struct arena *a = arena_new("test");
    unsigned char *p[300];

    (void)state;
    for (size_t i = 0; i < 300; i++) {
        p[i] = arena_alloc(a, i * 7 + 1);
        memset(p[i], (int)(i & 0xFF), i * 7 + 1);
    }
    for (size_t i = 0; i < 300; i++)
        for (size_t k = 0; k < i * 7 + 1; k++)
            assert_int_equal(p[i][k], i & 0xFF);
    arena_free(a);
}

/* A large piece among small ones must not waste or lose the small chunk. */
static void
takes_large_pieces(void **state)
{
    struct arena *a = arena_new("test");
    unsigned char *big;
    char *small;

    (void)state;
    small = arena_alloc(a, 8);
    memcpy(small, "kept...", 8);
    big = arena_alloc(a, (size_t)5 << 20);
    assert_true(all_zero(big, (size_t)5 << 20));
    big[((size_t)5 << 20) - 1] = 1;
    assert_string_equal(small, "kept...");
    arena_reset(a);
    big = arena_alloc(a, (size_t)5 << 20);
    assert_true(all_zero(big, (size_t)5 << 20));
    arena_free(a);
}

struct diary {
    char p[16];
    size_t n;
};

struct entry {
    struct diary *diary;
    char c;
    struct arena *again; /* defers one more when it runs */
};

static void
write_entry(void *p)
{
    struct entry *e = p;

    e->diary->p[e->diary->n++] = e->c;
    if (e->again != NULL) {
        struct entry *late = arena_one(e->again, struct entry);

        *late = (struct entry){ e->diary, 'z', NULL };
        arena_defer(e->again, write_entry, late);
    }
}

static void
ends_a_lifetime_in_reverse(void **state)
{
    struct arena *a = arena_new("test");
    struct diary diary = { { 0 }, 0 };
    struct entry x = { &diary, 'x', NULL }, y = { &diary, 'y', a };

    (void)state;
    arena_defer(a, write_entry, &x);
    arena_defer(a, write_entry, &y);
    arena_defer(a, write_entry, &x);
    arena_reset(a);
    assert_string_equal(diary.p, "xyzx");
    arena_reset(a);
    assert_string_equal(diary.p, "xyzx");
    arena_defer(a, write_entry, &x);
    arena_free(a);
    assert_string_equal(diary.p, "xyzxx");
    arena_free(NULL);
}

static void
copies_text(void **state)
{
    struct arena *a = arena_new("test");
    char source[] = "abc";
    struct str s;
    char *c;

    (void)state;
    s = arena_str(a, str_of(source));
    c = arena_cstr(a, str_of(source));
    source[0] = 'X';
    assert_str(s, "abc");
    assert_string_equal(c, "abc");
    assert_int_equal(arena_str(a, STR_EMPTY).n, 0);
    assert_string_equal(arena_cstr(a, STR_EMPTY), "");
    assert_memory_equal(arena_dup(a, "\0\1\2", 3), "\0\1\2", 3);
    assert_non_null(arena_dup(a, NULL, 0));
    assert_str(arena_join(a, STR("ab"), STR("cd")), "abcd");
    assert_str(arena_join(a, STR_EMPTY, STR("cd")), "cd");
    assert_str(arena_join(a, STR("ab"), STR_EMPTY), "ab");
    assert_int_equal(arena_join(a, STR_EMPTY, STR_EMPTY).n, 0);
    assert_str(arena_hex(a, "\x00\xa5\xff", 3), "00a5ff");
    assert_int_equal(arena_hex(a, "", 0).n, 0);
    arena_free(a);
}

static void
formats(void **state)
{
    struct arena *a = arena_new("test");
    struct str s;

    (void)state;
    assert_str(arena_fmt(a, "%d-%s", 7, "年"), "7-年");
    assert_str(arena_fmt(a, "%s", ""), "");
    s = arena_fmt(a, "%20000d", 1);
    assert_int_equal(s.n, 20000);
    assert_int_equal(s.p[19999], '1');
    assert_int_equal(s.p[19998], ' ');
    arena_free(a);
}

static void
makes_arrays(void **state)
{
    struct arena *a = arena_new("test");
    int64_t *p = arena_new_array(a, int64_t, 1000);

    (void)state;
    assert_true(all_zero((unsigned char *)p, 1000 * sizeof(*p)));
    assert_int_equal(arena_used(a), 8000);
    assert_non_null(arena_new_array(a, int64_t, 0));
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_memory),
        cmocka_unit_test(gives_separate_memory),
        cmocka_unit_test(takes_large_pieces),
        cmocka_unit_test(ends_a_lifetime_in_reverse),
        cmocka_unit_test(copies_text),
        cmocka_unit_test(formats),
        cmocka_unit_test(makes_arrays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
