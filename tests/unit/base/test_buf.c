/* test_buf.c - growth, the limit, and that failure stays. */
#include "base/base.h"
#include "check.h"

static void
collects_bytes(struct arena *a)
{
    struct buf b;
    struct str s;
    struct err err;

    buf_init(&b, a, 1000);
    assert_int_equal(buf_view(&b).n, 0);
    assert_int_equal(buf_done(&b, &s, &err), OK);
    assert_int_equal(s.n, 0);
    buf_lit(&b, "a\0b");
    buf_str(&b, STR("年"));
    buf_str(&b, STR_EMPTY);
    buf_add(&b, NULL, 0);
    buf_byte(&b, '|');
    buf_int(&b, INT64_MIN);
    buf_byte(&b, ',');
    buf_int(&b, INT64_MAX);
    buf_fmt(&b, "|%s|%05d", "x", 42);
    assert_int_equal(buf_done(&b, &s, &err), OK);
    assert_str(s,
        "a\0b年|-9223372036854775808,9223372036854775807|x|00042");
    buf_free(&b);
    buf_free(&b);
}

static void
collects_in_both_memories(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    collects_bytes(NULL);
    collects_bytes(a);
    arena_free(a);
}

static void
grows_without_losing_bytes(void **state)
{
    struct arena *a = arena_new("test");
    struct buf b;

    (void)state;
    buf_init(&b, a, (size_t)1 << 20);
    for (int i = 0; i < 50000; i++)
        buf_byte(&b, (char)('a' + i % 26));
    assert_int_equal(buf_view(&b).n, 50000);
    for (int i = 0; i < 50000; i++)
        assert_int_equal(buf_view(&b).p[i], 'a' + i % 26);
    buf_fmt(&b, "%30000d", 5);
    assert_int_equal(buf_view(&b).n, 80000);
    assert_int_equal(buf_view(&b).p[79999], '5');
    arena_free(a);
}

static void
stops_at_the_limit(void **state)
{
    struct buf b;
    struct str s = STR("untouched");
    struct err err;

    (void)state;
    buf_init(&b, NULL, 10);
    buf_lit(&b, "0123456789");
    assert_int_equal(buf_done(&b, &s, &err), OK);
    assert_str(s, "0123456789");
    s = STR("untouched");
    buf_byte(&b, 'x');
    assert_int_equal(buf_done(&b, &s, &err), ERR_LIMIT);
    assert_int_equal(err.code, ERR_LIMIT);
    assert_has(err.text, "10");
    assert_str(s, "untouched");
    assert_int_equal(buf_done(&b, &s, NULL), ERR_LIMIT);
    buf_free(&b);
}

static void
fails_for_good(void **state)
{
    struct buf b;
    struct str s;
    struct err err;

    (void)state;
    buf_init(&b, NULL, 10);
    buf_lit(&b, "12345");
    buf_lit(&b, "678901"); /* does not fit, and nothing of it is taken */
    buf_byte(&b, '6');     /* would fit, but comes too late */
    buf_fmt(&b, "%d", 7);
    buf_str(&b, STR("8"));
    assert_str(buf_view(&b), "12345");
    assert_int_equal(buf_done(&b, &s, &err), ERR_LIMIT);
    buf_clear(&b);
    buf_byte(&b, 'y');
    assert_int_equal(buf_done(&b, &s, &err), OK);
    assert_str(s, "y");
    buf_free(&b);
}

static void
limits_formatted_text(void **state)
{
    struct buf b;
    struct err err;
    struct str s;

    (void)state;
    buf_init(&b, NULL, 1000);
    buf_fmt(&b, "%1000d", 1);
    assert_int_equal(buf_done(&b, &s, &err), OK);
    assert_int_equal(s.n, 1000);
    buf_clear(&b);
    buf_fmt(&b, "%1001d", 1);
    assert_int_equal(buf_done(&b, &s, &err), ERR_LIMIT);
    buf_clear(&b);
    buf_add(&b, "x", SIZE_MAX); /* refused before it is read */
    assert_int_equal(buf_done(&b, &s, &err), ERR_LIMIT);
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(collects_in_both_memories),
        cmocka_unit_test(grows_without_losing_bytes),
        cmocka_unit_test(stops_at_the_limit),
        cmocka_unit_test(fails_for_good),
        cmocka_unit_test(limits_formatted_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
