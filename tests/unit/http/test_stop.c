/* test_stop.c - stopping while requests run. */
#include "rig.h"
#include "rig_fixture.h"

#include <string.h>
#include <time.h>

static void
test_stop_at_once(void **state)
{
    struct fixture *f = *state;

    rig_stop(&f->r, 0);
}

static void
test_stop_with_idle_connections(void **state)
{
    struct fixture *f = *state;
    struct client used, fresh;

    client_open(&used, &f->r);
    client_open(&fresh, &f->r);
    client_send(&used, STR("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
    assert_int_equal(client_read(&used, false).status, 200);
    rig_stop(&f->r, 5000);
    assert_true(client_ended(&used));
    client_close(&used);
    client_close(&fresh);
}

/* Six requests of 200 ms on two workers: all are answered. */
static void
test_stop_waits(void **state)
{
    struct fixture *f = *state;
    struct client c[6];

    for (size_t i = 0; i < 6; i++) {
        client_open(&c[i], &f->r);
        client_send(&c[i], STR("GET /sleep HTTP/1.1\r\nHost: t\r\n\r\n"));
    }
    while (atomic_load(&f->r.handled) < 6) {
        const struct timespec t = { .tv_nsec = 1000000 };

        (void)nanosleep(&t, NULL);
    }
    rig_stop(&f->r, 20000);
    for (size_t i = 0; i < 6; i++) {
        struct answer w = client_read(&c[i], false);

        assert_int_equal(w.status, 200);
        assert_true(str_eq(w.body, STR("slept")));
        assert_true(client_ended(&c[i]));
        client_close(&c[i]);
    }
}

static void *
release(void *arg)
{
    const struct timespec t = { .tv_nsec = 100000000 };

    (void)nanosleep(&t, NULL);
    rig_release(arg);
    return NULL;
}

static void
test_stop_waits_for_parked(void **state)
{
    struct fixture *f = *state;
    struct client c;
    pthread_t thread;

    client_open(&c, &f->r);
    client_send(&c, STR("GET /park HTTP/1.1\r\nHost: t\r\n\r\n"));
    rig_wait_parked(&f->r, 1);
    assert_int_equal(pthread_create(&thread, NULL, release, &f->r), 0);
    rig_stop(&f->r, 20000);
    (void)pthread_join(thread, NULL);
    struct answer w = client_read(&c, false);
    assert_int_equal(w.status, 200);
    assert_true(str_eq(answer_header(&w, "Connection"), STR("close")));
    client_close(&c);
}

/* Nobody finishes in time: the clients are cut; finishing afterwards, when
 * the server is gone, is allowed. */
static void
test_stop_gives_up(void **state)
{
    struct fixture *f = *state;
    struct client c[3];

    for (size_t i = 0; i < 3; i++) {
        client_open(&c[i], &f->r);
        client_send(&c[i], STR("GET /park HTTP/1.1\r\nHost: t\r\n\r\n"));
    }
    rig_wait_parked(&f->r, 3);
    rig_stop(&f->r, 50);
    for (size_t i = 0; i < 3; i++) {
        assert_true(client_read(&c[i], false).closed);
        client_close(&c[i]);
    }
    rig_release(&f->r);
}

/* Requests that no worker has begun when the time is over are dropped. */
static void
test_stop_drops_the_queue(void **state)
{
    struct fixture *f = *state;
    struct client c[40];

    for (size_t i = 0; i < 40; i++) {
        client_open(&c[i], &f->r);
        client_send(&c[i], STR("GET /sleep HTTP/1.1\r\nHost: t\r\n\r\n"));
    }
    while (atomic_load(&f->r.handled) < 2) {
        const struct timespec t = { .tv_nsec = 1000000 };

        (void)nanosleep(&t, NULL);
    }
    rig_stop(&f->r, 10);
    assert_true(atomic_load(&f->r.handled) < 40);
    for (size_t i = 0; i < 40; i++)
        client_close(&c[i]);
}

static void
test_stop_in_upload(void **state)
{
    struct fixture *f = *state;
    struct client c;
    const struct timespec t = { .tv_nsec = 2000000 };

    client_open(&c, &f->r);
    client_send(
        &c, STR("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 9000\r\n"
                "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
                "--b\r\nContent-Disposition: form-data; name=f; filename=a"
                "\r\n\r\nsome bytes of more"));
    for (int k = 0; k < 1000 && rig_temp_files(&f->r) == 0; k++)
        (void)nanosleep(&t, NULL);
    rig_stop(&f->r, 5000);
    assert_int_equal(rig_temp_files(&f->r), 0);
    client_close(&c);
}

/* Clients that keep asking while the server stops, many times over. */
static void *
ask_until_closed(void *arg)
{
    struct client *c = arg;

    while (client_try(c, STR("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"))) {
        struct answer w = client_read(c, false);

        if (w.closed)
            break;
        if (w.status != 200 && w.status != 503)
            return c;
    }
    return NULL;
}

static void
test_stop_under_load(void **state)
{
    struct fixture *f = *state;

    for (int round = 0; round < 20; round++) {
        pthread_t threads[8];
        struct client c[8];

        for (size_t i = 0; i < 8; i++) {
            client_open(&c[i], &f->r);
            assert_int_equal(
                pthread_create(&threads[i], NULL, ask_until_closed, &c[i]), 0);
        }
        while (atomic_load(&f->r.handled) < 100)
            ;
        rig_stop(&f->r, round % 2 == 0 ? 0 : 1000);
        for (size_t i = 0; i < 8; i++) {
            void *bad;

            (void)pthread_join(threads[i], &bad);
            assert_null(bad);
            client_close(&c[i]);
        }
        atomic_store(&f->r.handled, 0);
        rig_start(&f->r);
    }
}

int
main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_set_up_started, rig_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_stop_at_once),
        TEST(test_stop_with_idle_connections),
        TEST(test_stop_waits),
        TEST(test_stop_waits_for_parked),
        TEST(test_stop_gives_up),
        TEST(test_stop_drops_the_queue),
        TEST(test_stop_in_upload),
        TEST(test_stop_under_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
