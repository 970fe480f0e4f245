/* test_world.c - time, chance and ids. */
#include "base/base.h"
#include "check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* 2020-01-01T00:00:00Z */
#define SINCE_US INT64_C(1577836800000000)

static void
shows_the_clock_it_is_given(void **state)
{
    int64_t now = 42;
    struct world w = { .clock = clock_fixed(&now) };

    (void)state;
    assert_int_equal(world_now(&w), 42);
    now = -7;
    assert_int_equal(world_now(&w), -7);
}

static void
shifts_the_clock(void **state)
{
    _Atomic int64_t offset = 0;
    struct world w = { .clock = clock_shifted(&offset) };
    struct world real = { .clock = clock_system() };
    const int64_t year = INT64_C(31536000000000);
    int64_t before, after;

    (void)state;
    before = world_now(&real);
    offset = year;
    after = world_now(&w);
    assert_true(after >= before + year);
    offset = -year;
    assert_true(world_now(&w) < before);
    /* Any plausible computer lives after the first line of this test. */
    assert_true(before > SINCE_US);
    assert_true(clock_monotonic_us() <= clock_monotonic_us());
}

static void
repeats_chance_from_a_seed(void **state)
{
    _Atomic uint64_t s1 = 5, s2 = 5, s3 = 6;
    unsigned char a[37], b[37], c[37];
    struct world w1 = { .rand = rand_counting(&s1) };
    struct world w2 = { .rand = rand_counting(&s2) };
    struct world w3 = { .rand = rand_counting(&s3) };

    (void)state;
    world_random(&w1, a, sizeof(a));
    world_random(&w2, b, sizeof(b));
    world_random(&w3, c, sizeof(c));
    assert_memory_equal(a, b, sizeof(a));
    assert_memory_not_equal(a, c, sizeof(a));
    world_random(&w1, b, sizeof(b));
    assert_memory_not_equal(a, b, sizeof(a));
    world_random(&w1, NULL, 0);
}

static void
follows_the_published_generator(void **state)
{
    _Atomic uint64_t seed = 1234567;
    struct world w = { .rand = rand_counting(&seed) };
    uint64_t v;

    (void)state;
    /* First values of SplitMix64 for the seed 1234567 (Rosetta Code). */
    world_random(&w, &v, sizeof(v));
    assert_true(v == UINT64_C(6457827717110365317));
    world_random(&w, &v, sizeof(v));
    assert_true(v == UINT64_C(3203168211198807973));
}

static void
fills_from_the_system(void **state)
{
    unsigned char a[300] = { 0 }, b[300] = { 0 };
    struct world w = { .rand = rand_system() };

    (void)state;
    world_random(&w, a, sizeof(a));
    world_random(&w, b, sizeof(b));
    assert_memory_not_equal(a, b, sizeof(a));
}

static void
makes_ids_that_tell_the_time(void **state)
{
    _Atomic uint64_t seed = 1;
    int64_t now = SINCE_US + 1000000; /* one second later */
    struct ids ids = { 0 };
    struct world w = { clock_fixed(&now), rand_counting(&seed), &ids };
    int64_t a, b;

    (void)state;
    a = world_id(&w);
    assert_int_equal(a >> 21, 1000);
    b = world_id(&w);
    assert_true(b > a);
    now += 1000;
    b = world_id(&w);
    assert_true(b >> 21 >= 1001);
    /* The clock set back: ids go on rising. */
    now = SINCE_US;
    a = world_id(&w);
    assert_true(a > b);
    now = 0;
    assert_true(world_id(&w) > a);
}

static void
ids_are_positive_before_2020(void **state)
{
    int64_t now = -1;
    _Atomic uint64_t seed = 1;
    struct ids ids = { 0 };
    struct world w = { clock_fixed(&now), rand_counting(&seed), &ids };

    (void)state;
    assert_true(world_id(&w) > 0);
}

static void
ids_are_positive_in_a_hundred_years(void **state)
{
    int64_t now = SINCE_US + INT64_C(3155760000) * 1000000;
    _Atomic uint64_t seed = 1;
    struct ids ids = { 0 };
    struct world w = { clock_fixed(&now), rand_counting(&seed), &ids };

    (void)state;
    assert_true(world_id(&w) > 0);
}

enum { THREADS = 4, IDS_EACH = 20000 };

struct worker {
    pthread_t thread;
    const struct world *w;
    int64_t ids[IDS_EACH];
    bool rising;
};

static void *
make_ids(void *p)
{
    struct worker *worker = p;

    worker->rising = true;
    for (int i = 0; i < IDS_EACH; i++) {
        worker->ids[i] = world_id(worker->w);
        if (i > 0 && worker->ids[i] <= worker->ids[i - 1])
            worker->rising = false;
    }
    return NULL;
}

static int
by_number(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;

    return (*a > *b) - (*a < *b);
}

static void
ids_are_unique_over_threads(void **state)
{
    struct arena *a = arena_new("test");
    struct worker *workers = arena_new_array(a, struct worker, THREADS);
    int64_t *all = arena_new_array(a, int64_t, THREADS * IDS_EACH);
    int64_t now = SINCE_US + 5000; /* stands still: succession alone */
    _Atomic uint64_t seed = 9;
    struct ids ids = { 0 };
    struct world w = { clock_fixed(&now), rand_counting(&seed), &ids };

    (void)state;
    for (int i = 0; i < THREADS; i++) {
        workers[i].w = &w;
        assert_int_equal(
            pthread_create(&workers[i].thread, NULL, make_ids, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        assert_true(workers[i].rising);
        memcpy(all + i * IDS_EACH, workers[i].ids, sizeof(workers[i].ids));
    }
    qsort(all, THREADS * IDS_EACH, sizeof(*all), by_number);
    for (int i = 1; i < THREADS * IDS_EACH; i++)
        assert_true(all[i] > all[i - 1]);
    arena_free(a);
}

static void
makes_codes_without_look_alikes(void **state)
{
    static const char letters[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    _Atomic uint64_t seed = 3;
    struct world w = { .rand = rand_counting(&seed) };
    char code[31000];
    int seen[256] = { 0 }, first = 0;

    (void)state;
    assert_int_equal(strlen(letters), 31);
    world_code(&w, code, sizeof(code));
    for (size_t i = 0; i < sizeof(code); i++) {
        assert_non_null(memchr(letters, code[i], 31));
        seen[(unsigned char)code[i]]++;
    }
    /* 1000 of each are expected; the seed is fixed, so this cannot waver. */
    for (size_t i = 0; i < 31; i++)
        assert_in_range(seen[(unsigned char)letters[i]], 850, 1150);
    /* A byte modulo 31 would prefer the first eight: 8719 instead of 8000. */
    for (size_t i = 0; i < 8; i++)
        first += seen[(unsigned char)letters[i]];
    assert_in_range(first, 7700, 8300);
    code[0] = '!';
    world_code(&w, code, 0);
    assert_int_equal(code[0], '!');
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_the_clock_it_is_given),
        cmocka_unit_test(shifts_the_clock),
        cmocka_unit_test(repeats_chance_from_a_seed),
        cmocka_unit_test(follows_the_published_generator),
        cmocka_unit_test(fills_from_the_system),
        cmocka_unit_test(makes_ids_that_tell_the_time),
        cmocka_unit_test(ids_are_positive_before_2020),
        cmocka_unit_test(ids_are_positive_in_a_hundred_years),
        cmocka_unit_test(ids_are_unique_over_threads),
        cmocka_unit_test(makes_codes_without_look_alikes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
