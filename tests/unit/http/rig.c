#include "rig.h"

#include "cmocka_all.h"

#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* ---- the handler ---- */

static void
echo_pairs(struct buf *b, const char *what, const struct http_pair *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_fmt(b, "%s " STR_FMT "=" STR_FMT "\n", what, STR_ARG(p[i].name),
            STR_ARG(p[i].value));
}

static void
echo(const struct http_request *req, struct buf *b)
{
    buf_fmt(b, "method %d\npath " STR_FMT "\ntarget " STR_FMT "\n",
        (int)req->method, STR_ARG(req->path), STR_ARG(req->raw_target));
    buf_fmt(b, "client " STR_FMT "\nreceived %lld\n", STR_ARG(req->client),
        (long long)req->received_us);
    echo_pairs(b, "query", req->query, req->n_query);
    echo_pairs(b, "field", req->fields, req->n_fields);
    for (size_t i = 0; i < req->n_files; i++) {
        const struct http_file *f = &req->files[i];
        char hex[64];

        num_to_hex(f->sha256, sizeof(f->sha256), hex);
        buf_fmt(b,
            "file " STR_FMT " [" STR_FMT "] " STR_FMT " %llu %.64s %d %zu\n",
            STR_ARG(f->field), STR_ARG(f->file_name), STR_ARG(f->declared_type),
            (unsigned long long)f->size, hex, access(f->path, R_OK) == 0,
            f->bytes.n);
    }
    if (req->body.n > 0)
        buf_fmt(b, "body " STR_FMT "\n", STR_ARG(req->body));
    buf_fmt(b, "x-test " STR_FMT "\n", STR_ARG(http_header(req, "x-TEST")));
    buf_fmt(b, "cookie " STR_FMT "\n", STR_ARG(http_cookie(req, "sid")));
}

static void
pause_ms(long ms)
{
    const struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

    (void)nanosleep(&t, NULL);
}

static void *
finish_later(void *x)
{
    pause_ms(5);
    http_finish(x);
    return NULL;
}

static void
fill_wrong(const struct http_request *req, struct http_response *resp)
{
    if (http_query(req, "body").n > 0) {
        buf_init(&resp->body, req->a, 4);
        buf_lit(&resp->body, "more than four");
        return;
    }
    for (int i = 0; i < 40; i++)
        http_add_header(resp, "X-Many", STR("1"));
}

static void
park(struct rig *r, struct http_exchange *x)
{
    (void)pthread_mutex_lock(&r->lock);
    r->parked[r->n_parked++] = x;
    (void)pthread_cond_broadcast(&r->changed);
    (void)pthread_mutex_unlock(&r->lock);
}

static void
block(struct rig *r)
{
    (void)pthread_mutex_lock(&r->lock);
    r->n_blocked++;
    (void)pthread_cond_broadcast(&r->changed);
    while (!r->unblocked)
        (void)pthread_cond_wait(&r->changed, &r->lock);
    r->n_blocked--;
    (void)pthread_mutex_unlock(&r->lock);
}

static void
go_on_elsewhere(struct rig *r, struct http_exchange *x)
{
    (void)pthread_mutex_lock(&r->lock);
    (void)pthread_create(&r->later[r->n_later++], NULL, finish_later, x);
    (void)pthread_mutex_unlock(&r->lock);
}

static void
handle(struct http_exchange *x, const struct http_request *req,
    struct http_response *resp, void *arg)
{
    struct rig *r = arg;
    struct str p = req->path;

    atomic_fetch_add(&r->handled, 1);
    resp->content_type = "text/plain; charset=utf-8";
    if (str_eq(p, STR("/hello"))) {
        buf_lit(&resp->body, "hello");
    } else if (str_ends(p, STR("/echo"))) {
        echo(req, &resp->body);
    } else if (str_eq(p, STR("/park"))) {
        buf_lit(&resp->body, "parked");
        park(r, x);
        return;
    } else if (str_eq(p, STR("/later"))) {
        buf_lit(&resp->body, "later");
        go_on_elsewhere(r, x);
        return;
    } else if (str_eq(p, STR("/sleep"))) {
        pause_ms(200);
        buf_lit(&resp->body, "slept");
    } else if (str_eq(p, STR("/block"))) {
        block(r);
        buf_lit(&resp->body, "blocked");
    } else if (str_eq(p, STR("/header"))) {
        http_add_header(resp, "X-Echo", http_query(req, "v"));
    } else if (str_eq(p, STR("/go"))) {
        http_redirect(resp, http_query(req, "to"));
    } else if (str_eq(p, STR("/file"))) {
        resp->file_path = r->file;
        resp->file_size = r->file_size;
    } else if (str_eq(p, STR("/big"))) {
        for (int i = 0; i < 1 << 19; i++)
            buf_lit(&resp->body, "0123456789abcdef");
    } else if (str_eq(p, STR("/bad"))) {
        fill_wrong(req, resp);
    } else {
        resp->status = 404;
    }
    http_finish(x);
}

static void
rule(enum http_method m, struct str path, uint64_t *limit, bool *files,
    void *arg)
{
    (void)m;
    (void)arg;
    if (str_starts(path, STR("/small/"))) {
        *limit = 1000;
        *files = false;
    } else if (str_starts(path, STR("/chunk/"))) {
        *limit = 100000;
        *files = false;
    }
}

/* ---- the server ---- */

void
rig_init(struct rig *r)
{
    memset(r, 0, sizeof(*r));
    r->now_us = INT64_C(1767225600000000);
    (void)pthread_mutex_init(&r->lock, NULL);
    (void)pthread_cond_init(&r->changed, NULL);
    (void)snprintf(
        r->temp_dir, sizeof(r->temp_dir), "%s/mingce-http-XXXXXX", P_tmpdir);
    assert_non_null(mkdtemp(r->temp_dir));
    r->options = (struct http_options){
        .address = "127.0.0.1",
        .workers = 2,
        .temp_dir = r->temp_dir,
        .limits = http_limits_default(),
        .clock = clock_fixed(&r->now_us),
        .handler = handle,
        .body_rule = rule,
        .arg = r,
    };
}

void
rig_start(struct rig *r)
{
    struct err err;
    enum status st = http_start(&r->options, &r->server, &err);

    if (st != OK)
        print_error("%s %s\n", err.text, err.detail);
    assert_int_equal(st, OK);
    assert_int_not_equal(http_port(r->server), 0);
}

void
rig_stop(struct rig *r, unsigned grace_ms)
{
    http_stop(r->server, grace_ms);
    r->server = NULL;
}

void
rig_end(struct rig *r)
{
    if (r->server != NULL)
        rig_stop(r, 5000);
    for (size_t i = 0; i < r->n_later; i++)
        (void)pthread_join(r->later[i], NULL);
    assert_int_equal(rig_temp_files(r), 0);
    assert_int_equal(rmdir(r->temp_dir), 0);
    (void)pthread_cond_destroy(&r->changed);
    (void)pthread_mutex_destroy(&r->lock);
}

void
rig_wait_parked(struct rig *r, size_t n)
{
    (void)pthread_mutex_lock(&r->lock);
    while (r->n_parked < n)
        (void)pthread_cond_wait(&r->changed, &r->lock);
    (void)pthread_mutex_unlock(&r->lock);
}

void
rig_release(struct rig *r)
{
    (void)pthread_mutex_lock(&r->lock);
    for (size_t i = 0; i < r->n_parked; i++)
        http_finish(r->parked[i]);
    r->n_parked = 0;
    (void)pthread_mutex_unlock(&r->lock);
}

void
rig_wait_blocked(struct rig *r, size_t n)
{
    (void)pthread_mutex_lock(&r->lock);
    while (r->n_blocked < n)
        (void)pthread_cond_wait(&r->changed, &r->lock);
    (void)pthread_mutex_unlock(&r->lock);
}

void
rig_unblock(struct rig *r)
{
    (void)pthread_mutex_lock(&r->lock);
    r->unblocked = true;
    (void)pthread_cond_broadcast(&r->changed);
    (void)pthread_mutex_unlock(&r->lock);
}

unsigned
rig_temp_files(const struct rig *r)
{
    DIR *d = opendir(r->temp_dir);
    unsigned n = 0;

    assert_non_null(d);
    for (const struct dirent *e; (e = readdir(d)) != NULL;)
        n += e->d_name[0] != '.';
    (void)closedir(d);
    return n;
}

/* ---- the client ---- */

void
client_open(struct client *c, const struct rig *r)
{
    struct sockaddr_in sa = { .sin_family = AF_INET,
        .sin_port = htons(http_port(r->server)),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const struct timeval patience = { .tv_sec = 20 };

    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(c->fd >= 0);
    (void)setsockopt(
        c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    assert_int_equal(connect(c->fd, (struct sockaddr *)&sa, sizeof(sa)), 0);
    c->a = arena_new("test client");
    buf_init(&c->in, c->a, 64 << 20);
}

void
client_close(struct client *c)
{
    (void)close(c->fd);
    arena_free(c->a);
}

bool
client_try(struct client *c, struct str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = send(c->fd, bytes.p, bytes.n, MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
    return true;
}

void
client_send(struct client *c, struct str bytes)
{
    assert_true(client_try(c, bytes));
}

static bool
more(struct client *c)
{
    char room[65536];
    ssize_t n = recv(c->fd, room, sizeof(room), 0);

    if (n < 0)
        assert_int_not_equal(errno, EAGAIN); /* the server hangs */
    if (n <= 0)
        return false;
    buf_add(&c->in, room, (size_t)n);
    return true;
}

struct str
answer_header(const struct answer *w, const char *name)
{
    struct str rest = w->head, line, key, value;
    bool further = true;

    while (further) {
        rest = str_cut(rest, '\n', &line, &further);
        value = str_cut(line, ':', &key, NULL);
        if (key.n == strlen(name) && strncasecmp(key.p, name, key.n) == 0)
            return str_trim(value);
    }
    return STR_EMPTY;
}

bool
answer_has(const struct answer *w, const char *text)
{
    return str_find(w->body, str_of(text)) != SIZE_MAX;
}

struct answer
client_read(struct client *c, bool head_only)
{
    struct answer w = { 0 };
    struct str in;
    size_t end;
    int64_t n = 0, status;

    do {
        in = buf_view(&c->in);
        end = str_find(in, STR("\r\n\r\n"));
        if (end == SIZE_MAX && !more(c)) {
            w.closed = true;
            return w;
        }
    } while (end == SIZE_MAX);

    w.head = arena_str(c->a, str_sub(in, 0, end));
    assert_true(num_int(str_sub(w.head, 9, 3), 100, 599, &status));
    w.status = (int)status;
    if (status >= 200 && !head_only && status != 204 && status != 304)
        assert_true(
            num_int(answer_header(&w, "Content-Length"), 0, INT32_MAX, &n));
    while (buf_view(&c->in).n < end + 4 + (size_t)n)
        if (!more(c)) {
            w.closed = true;
            return w;
        }
    in = buf_view(&c->in);
    w.body = arena_str(c->a, str_sub(in, end + 4, (size_t)n));

    struct str rest = arena_str(c->a, str_sub(in, end + 4 + (size_t)n, in.n));
    buf_clear(&c->in);
    buf_str(&c->in, rest);
    return w;
}

bool
client_ended(struct client *c)
{
    return buf_view(&c->in).n == 0 && !more(c);
}

static struct answer
keep(struct arena *a, struct answer w)
{
    w.head = arena_str(a, w.head);
    w.body = arena_str(a, w.body);
    return w;
}

struct answer
rig_ask(struct rig *r, struct arena *a, struct str request)
{
    struct client c;
    struct answer w;

    client_open(&c, r);
    (void)client_try(&c, request); /* it may be refused half-way */
    w = keep(a, client_read(&c, str_starts(request, STR("HEAD "))));
    client_close(&c);
    return w;
}

struct answer
rig_get(struct rig *r, struct arena *a, const char *target)
{
    return rig_ask(
        r, a, arena_fmt(a, "GET %s HTTP/1.1\r\nHost: t\r\n\r\n", target));
}

struct str
rig_post(struct arena *a, const char *target, const char *type, struct str body)
{
    return arena_join(a,
        arena_fmt(a,
            "POST %s HTTP/1.1\r\nHost: t\r\nContent-Type: %s\r\n"
            "Content-Length: %zu\r\n\r\n",
            target, type, body.n),
        body);
}
