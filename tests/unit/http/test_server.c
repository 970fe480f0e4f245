/* test_server.c - answers, connections, threads. */
#include "rig.h"
#include "rig_fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
assert_text(struct str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("got \"" STR_FMT "\" want \"%s\"", STR_ARG(got), want);
}

static void
test_get(void **state)
{
    struct fixture *f = *state;
    struct answer w = rig_get(&f->r, f->a, "/hello");

    assert_int_equal(w.status, 200);
    assert_text(w.body, "hello");
    assert_text(answer_header(&w, "Content-Type"), "text/plain; charset=utf-8");
    assert_true(answer_header(&w, "Date").n > 0);
    assert_int_equal(rig_get(&f->r, f->a, "/none").status, 404);
}

static void
test_request_content(void **state)
{
    struct fixture *f = *state;
    struct answer w = rig_ask(&f->r, f->a,
        STR("PUT /%E4%B8%AD/echo?a=1&b=%E6%96%87+x&a=2 HTTP/1.1\r\nHost: t\r\n"
            "X-Test:  some value \r\nCookie: x=1; sid=abc%3D; y=2\r\n\r\n"));

    assert_int_equal(w.status, 200);
    assert_true(answer_has(&w, "method 3\n"));
    assert_true(answer_has(&w, "path /中/echo\n"));
    assert_true(
        answer_has(&w, "target /%E4%B8%AD/echo?a=1&b=%E6%96%87+x&a=2\n"));
    assert_true(answer_has(&w, "client 127.0.0.1\n"));
    assert_true(answer_has(&w, "received 1767225600000000\n"));
    assert_true(answer_has(&w, "query a=1\nquery b=文 x\nquery a=2\n"));
    assert_true(answer_has(&w, "x-test some value\n"));
    assert_true(answer_has(&w, "cookie abc%3D\n"));
}

static void
test_methods(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *name;
        enum http_method method;
    } CASES[] = {
        { "GET", HTTP_GET },
        { "POST", HTTP_POST },
        { "PUT", HTTP_PUT },
        { "DELETE", HTTP_DELETE },
        { "OPTIONS", HTTP_OPTIONS },
        { "PATCH", HTTP_OTHER },
        { "get", HTTP_OTHER },
    };

    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct answer w = rig_ask(&f->r, f->a,
            arena_fmt(
                f->a, "%s /echo HTTP/1.1\r\nHost: t\r\n\r\n", CASES[i].name));
        char want[32];

        (void)snprintf(want, sizeof(want), "method %d\n", (int)CASES[i].method);
        assert_true(answer_has(&w, want));
    }
}

static void
test_head(void **state)
{
    struct fixture *f = *state;
    struct client c;
    struct answer w;

    client_open(&c, &f->r);
    client_send(&c, STR("HEAD /hello HTTP/1.1\r\nHost: t\r\n\r\n"
                        "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
    w = client_read(&c, true);
    assert_int_equal(w.status, 200);
    assert_text(answer_header(&w, "Content-Length"), "5");
    w = client_read(&c, false); /* nothing stood between */
    assert_text(w.body, "hello");
    client_close(&c);

    w = rig_ask(&f->r, f->a, STR("HEAD /../x HTTP/1.1\r\nHost: t\r\n\r\n"));
    assert_int_equal(w.status, 400);
}

static void
test_keep_alive(void **state)
{
    struct fixture *f = *state;
    struct client c;

    client_open(&c, &f->r);
    for (int i = 0; i < 2000; i++) {
        struct answer w;

        client_send(&c, STR("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
        w = client_read(&c, false);
        assert_int_equal(w.status, 200);
        assert_text(w.body, "hello");
        if (i % 100 == 0)
            arena_reset(c.a), buf_init(&c.in, c.a, 64 << 20);
    }
    client_close(&c);
    assert_int_equal(f->r.handled, 2000);
}

static void
test_http_1_0(void **state)
{
    struct fixture *f = *state;
    struct client c;
    struct answer w;

    client_open(&c, &f->r);
    client_send(&c, STR("GET /hello HTTP/1.0\r\n\r\n"));
    assert_int_equal(client_read(&c, false).status, 200);
    assert_true(client_ended(&c));
    client_close(&c);

    client_open(&c, &f->r);
    for (int i = 0; i < 3; i++) {
        client_send(
            &c, STR("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
        w = client_read(&c, false);
        assert_int_equal(w.status, 200);
    }
    client_close(&c);

    client_open(&c, &f->r);
    client_send(
        &c, STR("GET /hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"));
    assert_int_equal(client_read(&c, false).status, 200);
    assert_true(client_ended(&c));
    client_close(&c);
}

static void
test_pipelining(void **state)
{
    struct fixture *f = *state;
    struct buf b;
    struct client c;

    buf_init(&b, f->a, 1 << 20);
    for (int i = 0; i < 200; i++)
        buf_fmt(&b,
            "POST /later-%d/echo?n=%d HTTP/1.1\r\nHost: t\r\nContent-Type: "
            "application/x-www-form-urlencoded\r\nContent-Length: 5\r\n\r\n"
            "k=%03d",
            i, i, i);
    client_open(&c, &f->r);
    client_send(&c, buf_view(&b));
    for (int i = 0; i < 200; i++) {
        struct answer w = client_read(&c, false);
        char want[64];

        (void)snprintf(want, sizeof(want), "query n=%d\nfield k=%03d\n", i, i);
        assert_true(answer_has(&w, want));
    }
    client_close(&c);
}

static void *
ask_fifty_times(void *arg)
{
    struct rig *r = arg;
    struct client c;
    uintptr_t good = 0;

    client_open(&c, r);
    for (int i = 0; i < 50; i++) {
        struct answer w;

        client_send(&c, i == 25
                            ? STR("GET /later HTTP/1.1\r\nHost: t\r\n\r\n")
                            : STR("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
        w = client_read(&c, false);
        good += w.status == 200 && w.body.n == 5;
    }
    client_close(&c);
    return (void *)good;
}

static void
test_parallel(void **state)
{
    struct fixture *f = *state;
    pthread_t threads[64];

    for (size_t i = 0; i < 64; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, ask_fifty_times, &f->r), 0);
    for (size_t i = 0; i < 64; i++) {
        void *good;

        (void)pthread_join(threads[i], &good);
        assert_int_equal((uintptr_t)good, 50);
    }
    assert_int_equal(f->r.handled, 64 * 50);
}

/* Two workers; sixteen requests wait for something, others go on. */
static void
test_finish_later(void **state)
{
    struct fixture *f = *state;
    struct client c[16];

    for (size_t i = 0; i < 16; i++) {
        client_open(&c[i], &f->r);
        client_send(&c[i], STR("GET /park HTTP/1.1\r\nHost: t\r\n\r\n"));
    }
    rig_wait_parked(&f->r, 16);
    assert_int_equal(rig_get(&f->r, f->a, "/hello").status, 200);
    rig_release(&f->r);
    for (size_t i = 0; i < 16; i++) {
        struct answer w = client_read(&c[i], false);

        assert_text(w.body, "parked");
        client_close(&c[i]);
    }
}

/* Two handlers may run. While one is stuck the other carries on; while both
 * are, the sockets are still looked after. */
static void
test_stuck_handlers(void **state)
{
    struct fixture *f = *state;
    struct client stuck[2], waiting[8];

    client_open(&stuck[0], &f->r);
    client_send(&stuck[0], STR("GET /block HTTP/1.1\r\nHost: t\r\n\r\n"));
    rig_wait_blocked(&f->r, 1);
    for (int i = 0; i < 100; i++)
        assert_int_equal(rig_get(&f->r, f->a, "/hello").status, 200);

    client_open(&stuck[1], &f->r);
    client_send(&stuck[1], STR("GET /block HTTP/1.1\r\nHost: t\r\n\r\n"));
    rig_wait_blocked(&f->r, 2);
    unsigned before = f->r.handled;
    for (size_t i = 0; i < 8; i++) {
        client_open(&waiting[i], &f->r);
        client_send(&waiting[i], STR("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
    }
    for (int i = 0; i < 20; i++)
        assert_int_equal(rig_get(&f->r, f->a, "/../x").status, 400);
    assert_int_equal(f->r.handled, before);

    rig_unblock(&f->r);
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(client_read(&waiting[i], false).status, 200);
        client_close(&waiting[i]);
    }
    for (size_t i = 0; i < 2; i++) {
        assert_text(client_read(&stuck[i], false).body, "blocked");
        client_close(&stuck[i]);
    }
}

static void
test_client_leaves_while_parked(void **state)
{
    struct fixture *f = *state;
    struct client c;

    for (int i = 0; i < 8; i++) {
        client_open(&c, &f->r);
        client_send(&c, STR("GET /park HTTP/1.1\r\nHost: t\r\n\r\n"));
        rig_wait_parked(&f->r, (size_t)i + 1);
        client_close(&c);
    }
    rig_release(&f->r);
    assert_int_equal(rig_get(&f->r, f->a, "/hello").status, 200);
}

static void
test_header_injection(void **state)
{
    struct fixture *f = *state;
    struct answer w = rig_get(&f->r, f->a, "/header?v=a%20b");

    assert_int_equal(w.status, 200);
    assert_text(answer_header(&w, "X-Echo"), "a b");
    w = rig_get(&f->r, f->a, "/header?v=a%0d%0aSet-Cookie:%20sid=evil");
    assert_int_equal(w.status, 500);
    assert_int_equal(answer_header(&w, "Set-Cookie").n, 0);
    assert_int_equal(answer_header(&w, "X-Echo").n, 0);
    assert_int_equal(rig_get(&f->r, f->a, "/header?v=%7f").status, 500);
    assert_int_equal(rig_get(&f->r, f->a, "/bad").status, 500);
    assert_int_equal(rig_get(&f->r, f->a, "/bad?body=1").status, 500);
}

static void
test_redirect(void **state)
{
    struct fixture *f = *state;
    struct answer w = rig_get(&f->r, f->a, "/go?to=/cases/1%3fx=%2525");

    assert_int_equal(w.status, 303);
    assert_text(answer_header(&w, "Location"), "/cases/1?x=%25");
    assert_int_equal(rig_get(&f->r, f->a, "/go?to=//evil").status, 500);
    assert_int_equal(rig_get(&f->r, f->a, "/go?to=/%5cevil").status, 500);
    assert_int_equal(rig_get(&f->r, f->a, "/go?to=http://e").status, 500);
    assert_int_equal(rig_get(&f->r, f->a, "/go?to=").status, 500);
}

static void
test_file(void **state)
{
    struct fixture *f = *state;
    char path[96];
    struct answer w;
    FILE *out;

    (void)snprintf(path, sizeof(path), "%s/content", f->r.temp_dir);
    out = fopen(path, "w");
    assert_non_null(out);
    for (int i = 0; i < 100000; i++)
        (void)fprintf(out, "%09d\n", i);
    (void)fclose(out);
    f->r.file = path;

    w = rig_get(&f->r, f->a, "/file");
    assert_int_equal(w.status, 200);
    assert_int_equal(w.body.n, 1000000);
    assert_memory_equal(w.body.p + 999990, "000099999\n", 10);
    w = rig_ask(&f->r, f->a, STR("HEAD /file HTTP/1.1\r\nHost: t\r\n\r\n"));
    assert_text(answer_header(&w, "Content-Length"), "1000000");

    f->r.file_size = 999; /* it is not the file that was meant */
    assert_int_equal(rig_get(&f->r, f->a, "/file").status, 500);
    f->r.file_size = 0;
    f->r.file = f->r.temp_dir;
    assert_int_equal(rig_get(&f->r, f->a, "/file").status, 500);
    f->r.file = "/nonexistent/file";
    assert_int_equal(rig_get(&f->r, f->a, "/file").status, 500);
    assert_int_equal(unlink(path), 0);
}

static void
test_big_answer(void **state)
{
    struct fixture *f = *state;
    struct answer w = rig_get(&f->r, f->a, "/big");

    assert_int_equal(w.status, 200);
    assert_int_equal(w.body.n, 8 << 20);
    assert_memory_equal(w.body.p + w.body.n - 3, "def", 3);
}

static void
test_start_errors(void **state)
{
    struct fixture *f = *state;
    struct http_options o = f->r.options;
    struct http_server *s = NULL;
    struct err err;

    o.port = http_port(f->r.server);
    assert_int_equal(http_start(&o, &s, &err), ERR_IO);
    assert_non_null(strstr(err.text, "已被占用"));
    o.port = 0;
    o.address = "192.0.2.1";
    assert_int_equal(http_start(&o, &s, &err), ERR_IO);
    assert_non_null(strstr(err.text, "192.0.2.1"));
    o.address = "localhost";
    assert_int_equal(http_start(&o, &s, &err), ERR_INPUT);
    assert_null(s);
    o.address = "::1";
    if (http_start(&o, &s, &err) == OK) /* a machine may lack IPv6 */
        http_stop(s, 0);
}

int
main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_set_up_started, rig_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_get),
        TEST(test_request_content),
        TEST(test_methods),
        TEST(test_head),
        TEST(test_keep_alive),
        TEST(test_http_1_0),
        TEST(test_pipelining),
        TEST(test_parallel),
        TEST(test_finish_later),
        TEST(test_stuck_handlers),
        TEST(test_client_leaves_while_parked),
        TEST(test_header_injection),
        TEST(test_redirect),
        TEST(test_file),
        TEST(test_big_answer),
        TEST(test_start_errors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
