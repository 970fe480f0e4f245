/* test_limits.c - each limit and each malformed request with its answer. */
#include "rig.h"
#include "rig_fixture.h"

#include <string.h>
#include <time.h>

static struct str
repeat(struct arena *a, const char *text, size_t n)
{
    struct buf b;

    buf_init(&b, a, 64 << 20);
    for (size_t i = 0; i < n; i++)
        buf_str(&b, str_of(text));
    return buf_view(&b);
}

/* A page of our own, Chinese before English. */
static void
assert_page(const struct answer *w, int status)
{
    assert_false(w->closed);
    assert_int_equal(w->status, status);
    assert_true(str_starts(w->body, STR("<!doctype html>")));
    size_t zh = str_find(w->body, STR("<p>")), en;
    en = str_find(w->body, STR("<p lang=\"en\">"));
    assert_true(zh < en && en != SIZE_MAX);
    assert_true(utf8_valid(w->body));
    assert_true(str_eq(
        answer_header(w, "Content-Type"), STR("text/html; charset=utf-8")));
}

static void
test_malformed(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *request;
        int status;
    } CASES[] = {
        { "GET /hello HTTP/1.1\r\n\r\n", 400 }, /* no Host */
        { "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400 },
        { "GET /hello HTTP/1.1\r\nHost: t\r\nBad Name: x\r\n\r\n", 400 },
        { "GET /hello HTTP/1.1\r\nHost: t\r\nX : x\r\n\r\n", 400 },
        { "GET /hello HTTP/1.1\r\nHost: t\r\nX: a\x01\r\n\r\n", 400 },
        { "GET /../hello HTTP/1.1\r\nHost: t\r\n\r\n", 400 },
        { "GET //hello HTTP/1.1\r\nHost: t\r\n\r\n", 400 },
        { "GET /%ff HTTP/1.1\r\nHost: t\r\n\r\n", 400 },
        { "GET /hello?a=%f HTTP/1.1\r\nHost: t\r\n\r\n", 400 },
        { "GET /hello?a=%ff HTTP/1.1\r\nHost: t\r\n\r\n", 400 },
        { "GET http://t/hello HTTP/1.1\r\nHost: t\r\n\r\n", 400 },
        { "CONNECT t:80 HTTP/1.1\r\nHost: t\r\n\r\n", 400 },
        { "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n"
          "Content-Length: 1\r\n\r\nx",
            400 },
        { "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n"
          "Content-Length: 2\r\n\r\nxy",
            400 },
        { "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n"
          "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400 },
        { "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n"
          "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400 },
        { "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
          "0\r\n\r\n",
            400 },
        { "POST /echo HTTP/1.1\r\nHost: t\r\n"
          "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            501 },
    };

    rig_start(&f->r);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct answer w = rig_ask(&f->r, f->a, str_of(CASES[i].request));

        if (w.status != CASES[i].status)
            print_error("%s", CASES[i].request);
        assert_page(&w, CASES[i].status);
    }
    assert_int_equal(f->r.handled, 0);
}

/* What MHD refuses by itself, with its own short page. */
static void
test_unreadable(void **state)
{
    struct fixture *f = *state;
    static const char *const CASES[] = {
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1, 1\r\n\r\nx",
        ("POST /echo HTTP/1.1\r\nHost: t\r\n"
         "Transfer-Encoding: chunked\r\n\r\nzz\r\nx"),
        "GET /hello HTTP/1.1\r\nHost: t\r\nno colon\r\n\r\n",
        "GET /hello\r\n\r\n",
        "\x16\x03\x01\x02\r\n\r\n",
        "GET /hello HTTP/9.9\r\nHost: t\r\n\r\n",
    };

    rig_start(&f->r);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct answer w = rig_ask(&f->r, f->a, str_of(CASES[i]));

        assert_true(w.closed || w.status == 400 || w.status == 505);
    }
    assert_int_equal(f->r.handled, 0);
    assert_int_equal(rig_get(&f->r, f->a, "/hello").status, 200);
}

/* An error that leaves no doubt about the end of the request keeps the
 * connection. */
static void
test_goes_on_after_refusal(void **state)
{
    struct fixture *f = *state;
    struct client c;
    struct answer w;

    rig_start(&f->r);
    client_open(&c, &f->r);
    client_send(&c, STR("GET /../a HTTP/1.1\r\nHost: t\r\n\r\n"
                        "GET /hello?%zz HTTP/1.1\r\nHost: t\r\n\r\n"));
    client_send(&c, rig_post(f->a, "/echo", "application/x-www-form-urlencoded",
                        STR("a=%ff")));
    client_send(&c, STR("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
    for (int i = 0; i < 3; i++) {
        w = client_read(&c, false);
        assert_page(&w, 400);
    }
    assert_true(answer_has(&w, "UTF-8"));
    assert_int_equal(client_read(&c, false).status, 200);
    client_close(&c);
}

static void
test_head_size(void **state)
{
    struct fixture *f = *state;
    struct answer w;
    struct str cookie = repeat(f->a, "0123456789", 300);

    f->r.options.limits.header_bytes = 4096;
    rig_start(&f->r);
    w = rig_ask(&f->r, f->a,
        arena_fmt(f->a,
            "GET /hello HTTP/1.1\r\nHost: t\r\nCookie: " STR_FMT "\r\n\r\n",
            STR_ARG(cookie)));
    assert_int_equal(w.status, 200);

    cookie = repeat(f->a, "0123456789", 500);
    w = rig_ask(&f->r, f->a,
        arena_fmt(f->a,
            "GET /hello HTTP/1.1\r\nHost: t\r\nCookie: " STR_FMT "\r\n\r\n",
            STR_ARG(cookie)));
    assert_page(&w, 431);
    assert_true(answer_has(&w, "4 KiB"));
    w = rig_ask(&f->r, f->a,
        arena_fmt(f->a, "GET /hello HTTP/1.1\r\nHost: t\r\n" STR_FMT "\r\n",
            STR_ARG(repeat(f->a, "X-A: 0123456789abcdef0123456789\r\n", 150))));
    assert_page(&w, 431);
    w = rig_ask(&f->r, f->a,
        arena_fmt(f->a, "GET /hello?" STR_FMT " HTTP/1.1\r\nHost: t\r\n\r\n",
            STR_ARG(cookie)));
    assert_page(&w, 414);

    /* Beyond what is kept of a head at all: MHD's own page. */
    w = rig_ask(&f->r, f->a,
        arena_fmt(f->a, "GET /hello HTTP/1.1\r\nHost: t\r\n" STR_FMT "\r\n",
            STR_ARG(repeat(f->a, "X:\r\n", 1000))));
    assert_true(w.closed || w.status == 431);
    cookie = repeat(f->a, "0123456789", 50000);
    w = rig_ask(&f->r, f->a,
        arena_fmt(f->a,
            "GET /hello HTTP/1.1\r\nHost: t\r\nCookie: " STR_FMT "\r\n\r\n",
            STR_ARG(cookie)));
    assert_true(w.closed || w.status == 431);
    w = rig_ask(&f->r, f->a,
        arena_fmt(f->a, "GET /hello?" STR_FMT " HTTP/1.1\r\nHost: t\r\n\r\n",
            STR_ARG(cookie)));
    assert_true(w.closed || w.status == 414);
    assert_int_equal(f->r.handled, 1);
}

static void
test_long_target(void **state)
{
    struct fixture *f = *state;
    struct answer w;

    rig_start(&f->r);
    w = rig_ask(&f->r, f->a,
        arena_fmt(f->a, "GET /hello?" STR_FMT " HTTP/1.1\r\nHost: t\r\n\r\n",
            STR_ARG(repeat(f->a, "0123456789", 900))));
    assert_page(&w, 414);
}

static void
test_body_size(void **state)
{
    struct fixture *f = *state;
    struct answer w;
    struct str type = STR("application/json");

    f->r.options.limits.body_bytes = 5000;
    rig_start(&f->r);
    w = rig_ask(
        &f->r, f->a, rig_post(f->a, "/echo", type.p, repeat(f->a, "x", 5000)));
    assert_int_equal(w.status, 200);
    w = rig_ask(
        &f->r, f->a, rig_post(f->a, "/echo", type.p, repeat(f->a, "x", 5001)));
    assert_page(&w, 413);
    assert_true(answer_has(&w, "4 KiB"));
    w = rig_ask(&f->r, f->a,
        rig_post(f->a, "/small/echo", type.p, repeat(f->a, "x", 1000)));
    assert_int_equal(w.status, 200);
    assert_true(answer_has(&w, "body xxx"));
    w = rig_ask(&f->r, f->a,
        rig_post(f->a, "/small/echo", type.p, repeat(f->a, "x", 1001)));
    assert_page(&w, 413);
    assert_true(str_eq(answer_header(&w, "Connection"), STR("close")));

    /* Nothing of a large body needs to be read for the answer. */
    w = rig_ask(&f->r, f->a,
        STR("POST /small/echo HTTP/1.1\r\nHost: t\r\n"
            "Content-Length: 99999999999\r\n\r\n"));
    assert_page(&w, 413);
    /* And the answer arrives although the client is still sending. */
    w = rig_ask(&f->r, f->a,
        rig_post(f->a, "/small/echo", type.p, repeat(f->a, "x", 4 << 20)));
    assert_page(&w, 413);
    assert_int_equal(f->r.handled, 2);
}

static struct str
chunked(struct arena *a, size_t size, size_t n)
{
    struct buf b;
    struct str data = repeat(a, "y", size);

    buf_init(&b, a, 64 << 20);
    buf_lit(&b, "POST /chunk/echo HTTP/1.1\r\nHost: t\r\n"
                "Transfer-Encoding: Chunked\r\n\r\n");
    for (size_t i = 0; i < n; i++)
        buf_fmt(&b, "%zx;ext=1\r\n" STR_FMT "\r\n", size, STR_ARG(data));
    buf_lit(&b, "0\r\nX-Trailer: 1\r\n\r\n");
    return buf_view(&b);
}

static void
test_chunked(void **state)
{
    struct fixture *f = *state;
    struct client c;
    struct answer w;

    rig_start(&f->r);
    client_open(&c, &f->r);
    client_send(&c, chunked(f->a, 1000, 100));
    client_send(&c, chunked(f->a, 1, 3));
    client_send(&c, chunked(f->a, 1, 0));
    w = client_read(&c, false);
    assert_int_equal(w.status, 200);
    assert_true(w.body.n > 100000);
    w = client_read(&c, false);
    assert_true(answer_has(&w, "body yyy\n"));
    assert_int_equal(client_read(&c, false).status, 200);
    client_close(&c);

    w = rig_ask(&f->r, f->a, chunked(f->a, 1000, 101));
    assert_page(&w, 413);
    w = rig_ask(&f->r, f->a, chunked(f->a, 1 << 20, 4));
    assert_page(&w, 413);
}

static void
test_expect(void **state)
{
    struct fixture *f = *state;
    struct client c;

    rig_start(&f->r);
    client_open(&c, &f->r);
    client_send(
        &c, STR("POST /small/echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n"
                "Expect: 100-continue\r\n\r\n"));
    assert_int_equal(client_read(&c, false).status, 100);
    client_send(&c, STR("abc"));
    struct answer w = client_read(&c, false);
    assert_int_equal(w.status, 200);
    assert_true(answer_has(&w, "body abc\n"));
    client_close(&c);

    client_open(&c, &f->r);
    client_send(&c,
        STR("POST /small/echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3000\r\n"
            "Expect: 100-continue\r\n\r\n"));
    w = client_read(&c, false);
    assert_page(&w, 413);
    assert_true(client_ended(&c));
    client_close(&c);
}

static void
test_fields(void **state)
{
    struct fixture *f = *state;
    const char *type = "application/x-www-form-urlencoded";
    struct answer w;

    f->r.options.limits.fields = 10;
    rig_start(&f->r);
    w = rig_ask(
        &f->r, f->a, rig_post(f->a, "/echo", type, repeat(f->a, "a=1&", 10)));
    assert_int_equal(w.status, 200);
    w = rig_ask(
        &f->r, f->a, rig_post(f->a, "/echo", type, repeat(f->a, "a=1&", 11)));
    assert_page(&w, 400);
    assert_true(answer_has(&w, "上限 10 个"));
    w = rig_get(&f->r, f->a, "/echo?a&a&a&a&a&a&a&a&a&a&a");
    assert_page(&w, 400);
    w = rig_ask(&f->r, f->a,
        rig_post(f->a, "/echo", "Application/X-WWW-Form-Urlencoded; x=y",
            STR("k=%E4%B8%AD&%4b=+")));
    assert_true(answer_has(&w, "field k=中\nfield K= \n"));
}

static void
wait_ms(long ms)
{
    const struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

    (void)nanosleep(&t, NULL);
}

/* Sends one byte at a time until the server has had enough. */
static struct answer
dribble(struct rig *r, struct arena *a, struct str begin)
{
    struct client c;
    struct answer w;

    client_open(&c, r);
    client_send(&c, begin);
    for (int i = 0; i < 200 && client_try(&c, STR("x")); i++)
        wait_ms(50);
    w = client_read(&c, false);
    w.body = arena_str(a, w.body);
    w.head = arena_str(a, w.head);
    client_close(&c);
    return w;
}

static void
test_slow_clients(void **state)
{
    struct fixture *f = *state;
    struct client idle, stalled;
    struct answer w;

    f->r.options.limits.timeout_s = 1;
    rig_start(&f->r);
    client_open(&idle, &f->r);
    client_open(&stalled, &f->r);
    client_send(&idle, STR("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
    assert_int_equal(client_read(&idle, false).status, 200);
    client_send(&stalled,
        STR("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nabc"));

    w = dribble(&f->r, f->a, STR("GET /hello HTTP/1.1\r\nX: "));
    assert_page(&w, 408);
    w = dribble(&f->r, f->a,
        STR("POST /echo HTTP/1.1\r\nHost: t\r\n"
            "Content-Length: 5000\r\n\r\n"));
    assert_page(&w, 408);

    w = client_read(&stalled, false);
    assert_page(&w, 408);
    assert_true(client_ended(&stalled));
    assert_true(client_ended(&idle));
    client_close(&idle);
    client_close(&stalled);
    assert_int_equal(f->r.handled, 1);
}

/* A long handler is no slow client. */
static void
test_long_handler(void **state)
{
    struct fixture *f = *state;
    struct client c;

    f->r.options.limits.timeout_s = 1;
    rig_start(&f->r);
    client_open(&c, &f->r);
    client_send(&c, STR("GET /park HTTP/1.1\r\nHost: t\r\n\r\n"));
    rig_wait_parked(&f->r, 1);
    wait_ms(3500);
    rig_release(&f->r);
    assert_int_equal(client_read(&c, false).status, 200);
    client_send(&c, STR("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
    assert_int_equal(client_read(&c, false).status, 200);
    client_close(&c);
}

/* Somebody who does not read 8 MiB is cut, others go on. */
static void
test_slow_reader(void **state)
{
    struct fixture *f = *state;
    struct client c;

    f->r.options.limits.timeout_s = 1;
    rig_start(&f->r);
    client_open(&c, &f->r);
    client_send(&c, STR("GET /big HTTP/1.1\r\nHost: t\r\n\r\n"));
    wait_ms(3500);
    assert_true(client_read(&c, false).closed);
    client_close(&c);
    assert_int_equal(rig_get(&f->r, f->a, "/hello").status, 200);
}

static void
test_per_client(void **state)
{
    struct fixture *f = *state;
    struct client c[4], other;
    struct answer w;

    f->r.options.limits.per_client = 4;
    rig_start(&f->r);
    for (size_t i = 0; i < 4; i++)
        client_open(&c[i], &f->r);
    client_open(&other, &f->r);
    w = client_read(&other, false);
    assert_page(&w, 503);
    assert_true(answer_has(&w, "所在网络"));
    assert_true(client_ended(&other));
    client_close(&other);
    for (size_t i = 0; i < 4; i++) {
        client_send(&c[i], STR("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
        assert_int_equal(client_read(&c[i], false).status, 200);
        client_close(&c[i]);
    }
    /* A place becomes free when the server notices that one has left. */
    for (int i = 0; i < 100; i++) {
        w = rig_get(&f->r, f->a, "/hello");
        if (w.status == 200)
            break;
        wait_ms(20);
    }
    assert_int_equal(w.status, 200);
}

static void
test_connections(void **state)
{
    struct fixture *f = *state;
    struct client c[8];
    struct answer w;

    f->r.options.limits.connections = 8;
    f->r.options.limits.per_client = 0;
    rig_start(&f->r);
    for (size_t i = 0; i < 8; i++)
        client_open(&c[i], &f->r);
    w = rig_get(&f->r, f->a, "/hello");
    assert_page(&w, 503);
    assert_true(answer_has(&w, "访问人数"));
    for (size_t i = 0; i < 8; i++) {
        client_send(&c[i], STR("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
        assert_int_equal(client_read(&c[i], false).status, 200);
        client_close(&c[i]);
    }
}

int
main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_malformed),
        TEST(test_unreadable),
        TEST(test_goes_on_after_refusal),
        TEST(test_head_size),
        TEST(test_long_target),
        TEST(test_body_size),
        TEST(test_chunked),
        TEST(test_expect),
        TEST(test_fields),
        TEST(test_slow_clients),
        TEST(test_long_handler),
        TEST(test_slow_reader),
        TEST(test_per_client),
        TEST(test_connections),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
