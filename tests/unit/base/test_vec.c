/* test_vec.c - growing arrays and the ordered map. */
#include "base/base.h"
#include "check.h"

static void
pushes(void **state)
{
    struct arena *a = arena_new("test");
    VEC_OF(int64_t) v = { 0 };

    (void)state;
    for (int64_t i = 0; i < 10000; i++) {
        assert_int_equal(*VEC_PUSH(a, &v), 0);
        v.p[v.n - 1] = i * 3;
    }
    assert_int_equal(v.n, 10000);
    assert_true(v.cap >= v.n);
    for (int64_t i = 0; i < 10000; i++)
        assert_int_equal(v.p[i], i * 3);
    arena_free(a);
}

static void
keeps_when_there_is_room(void **state)
{
    struct arena *a = arena_new("test");
    size_t cap = 4;
    int *p = arena_new_array(a, int, cap);

    (void)state;
    assert_ptr_equal(vec_grow(a, p, 3, &cap, sizeof(*p)), p);
    assert_int_equal(cap, 4);
    p[0] = 7;
    p = vec_grow(a, p, 4, &cap, sizeof(*p));
    assert_true(cap > 4);
    assert_int_equal(p[0], 7);
    assert_int_equal(p[4], 0);
    arena_free(a);
}

/* What is newest in its arena grows where it lies; what is not moves. */
static void
grows_in_place(void **state)
{
    struct arena *a = arena_new("test");
    VEC_OF(int64_t) v = { 0 }, other = { 0 };

    (void)state;
    *VEC_PUSH(a, &v) = 0;
    const int64_t *p = v.p;
    for (int i = 1; i < 100; i++) {
        assert_int_equal(v.p[v.n - 1], i - 1);
        *VEC_PUSH(a, &v) = i;
    }
    assert_ptr_equal(v.p, p);
    assert_true(arena_used(a) < 2 * 128 * sizeof(int64_t));
    for (int i = 0; i < 200; i++) {
        *VEC_PUSH(a, &other) = -1;
        *VEC_PUSH(a, &v) = i;
    }
    assert_ptr_not_equal(v.p, p);
    for (int i = 0; i < 100; i++)
        assert_int_equal(v.p[i], i);
    arena_free(a);
}

static void
maps(void **state)
{
    struct arena *a = arena_new("test");
    struct map *m = map_new(a);
    int x = 1, y = 2;

    (void)state;
    assert_int_equal(map_count(m), 0);
    assert_null(map_get(m, STR("a")));
    assert_null(map_put(m, STR("a"), &x));
    assert_ptr_equal(map_get(m, STR("a")), &x);
    assert_ptr_equal(map_put(m, STR("a"), &y), &x);
    assert_ptr_equal(map_get(m, STR("a")), &y);
    assert_int_equal(map_count(m), 1);
    assert_null(map_get(m, STR("A")));
    /* The empty key is a key. */
    assert_null(map_get(m, STR_EMPTY));
    assert_null(map_put(m, STR_EMPTY, &x));
    assert_ptr_equal(map_get(m, STR("")), &x);
    assert_int_equal(map_count(m), 2);
    arena_free(a);
}

static void
keeps_the_order_while_growing(void **state)
{
    struct arena *a = arena_new("test");
    struct map *m = map_new(a);
    int values[5000];

    (void)state;
    for (int i = 0; i < 5000; i++) {
        values[i] = i;
        assert_null(map_put(m, arena_fmt(a, "key %d", i), &values[i]));
    }
    assert_int_equal(map_count(m), 5000);
    for (int i = 0; i < 5000; i++) {
        struct str key = arena_fmt(a, "key %d", i);

        assert_ptr_equal(map_get(m, key), &values[i]);
        assert_true(str_eq(map_key(m, (size_t)i), key));
        assert_ptr_equal(map_value(m, (size_t)i), &values[i]);
    }
    assert_null(map_get(m, STR("key 5000")));
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pushes),
        cmocka_unit_test(keeps_when_there_is_room),
        cmocka_unit_test(grows_in_place),
        cmocka_unit_test(maps),
        cmocka_unit_test(keeps_the_order_while_growing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
