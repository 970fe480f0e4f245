/* http_hello_server.c - the http layer with the smallest handler, to measure
 * what the layer itself costs:
 *   http_hello_server PORT WORKERS
 */
#include "http/http.h"

#include <signal.h>
#include <stdio.h>

static void
hello(struct http_exchange *x, const struct http_request *req,
    struct http_response *resp, void *arg)
{
    (void)req;
    (void)arg;
    resp->content_type = "text/plain";
    for (int i = 0; i < 10; i++)
        buf_lit(&resp->body, "hello, hello, hello\n");
    http_finish(x);
}

int
main(int argc, char **argv)
{
    struct http_options o = {
        .address = "127.0.0.1",
        .temp_dir = P_tmpdir,
        .limits = http_limits_default(),
        .clock = clock_system(),
        .handler = hello,
    };
    int64_t port = 0, workers = 0;
    struct http_server *s;
    struct err err;
    sigset_t stop;
    int got;

    if (argc != 3 || !num_int(str_of(argv[1]), 0, UINT16_MAX, &port) ||
        !num_int(str_of(argv[2]), 1, 64, &workers)) {
        (void)fprintf(stderr, "usage: http_hello_server PORT WORKERS\n");
        return 2;
    }
    o.port = (uint16_t)port;
    o.workers = (unsigned)workers;
    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGINT);
    (void)sigaddset(&stop, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &stop, NULL);
    if (http_start(&o, &s, &err) != OK) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 3;
    }
    (void)sigwait(&stop, &got);
    http_stop(s, 1000);
    return 0;
}
