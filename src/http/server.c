/* server.c - threads, queue, start and stop. */
#include "internal.h"

#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#define SPARE_CONNECTIONS 64 /* MHD's own limit lies above the gate's */

/* ---- the queue ---- */

void
server_enqueue(struct http_server *s, struct http_exchange *x)
{
    bool wake;

    x->next = NULL;
    (void)pthread_mutex_lock(&s->queue_lock);
    if (s->last != NULL)
        s->last->next = x;
    else
        s->first = x;
    s->last = x;
    wake = s->n_waiting > 0;
    (void)pthread_mutex_unlock(&s->queue_lock);
    if (wake)
        (void)pthread_cond_signal(&s->queue_more);
}

/* NULL when the queue is empty and closed. */
static struct http_exchange *
dequeue(struct http_server *s)
{
    struct http_exchange *x;

    (void)pthread_mutex_lock(&s->queue_lock);
    while (s->first == NULL && !s->queue_closed) {
        s->n_waiting++;
        (void)pthread_cond_wait(&s->queue_more, &s->queue_lock);
        s->n_waiting--;
    }
    x = s->first;
    if (x != NULL) {
        s->first = x->next;
        if (s->first == NULL)
            s->last = NULL;
    }
    (void)pthread_mutex_unlock(&s->queue_lock);
    return x;
}

static void *
worker_main(void *server)
{
    struct http_server *s = server;
    struct http_exchange *x;

    while ((x = dequeue(s)) != NULL)
        exchange_run(x);
    return NULL;
}

/* ---- start ---- */

static struct http_server *
server_new(const struct http_options *o)
{
    struct arena *a = arena_new("http server");
    struct http_server *s = arena_one(a, struct http_server);
    pthread_condattr_t attr;

    s->a = a;
    s->o = *o;
    s->o.address = arena_cstr(a, str_of(o->address));
    s->o.temp_dir = arena_cstr(a, str_of(o->temp_dir));
    if (s->o.workers == 0)
        s->o.workers = 1;
    s->listen_fd = -1;
    s->wake_fd = -1;
    s->listening = true;
    s->workers = arena_new_array(a, pthread_t, s->o.workers);
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_mutex_init(&s->queue_lock, NULL);
    (void)pthread_cond_init(&s->queue_more, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&s->idle, &attr);
    (void)pthread_condattr_destroy(&attr);
    return s;
}

void
server_free(struct http_server *s)
{
    struct arena *a = s->a;

    for (struct http_exchange *x = s->free_exchanges; x != NULL; x = x->next)
        arena_free(x->a);
    (void)pthread_cond_destroy(&s->idle);
    (void)pthread_cond_destroy(&s->queue_more);
    (void)pthread_mutex_destroy(&s->queue_lock);
    (void)pthread_mutex_destroy(&s->lock);
    arena_free(a);
}

/* The path is decoded by parse_target, from the target as sent. */
static size_t
leave_as_is(void *cls, struct MHD_Connection *mhd, char *text)
{
    (void)cls;
    (void)mhd;
    return str_of(text).n;
}

static bool
start_mhd(struct http_server *s)
{
    const struct http_limits *l = &s->o.limits;
    unsigned timeout = l->timeout_s == 0 ? 0 : l->timeout_s + 1;
    unsigned threads = s->o.workers >= 4 ? 2 : 1;
    unsigned connections = l->connections + SPARE_CONNECTIONS;
    /* Room for heads beyond the limit, so that the answer is ours, for MHD's
     * records of them and for the head of the answer. */
    size_t memory = 4 * l->header_bytes + 32 * 1024;
    struct MHD_OptionItem pool[] = {
        { MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)threads, NULL },
        { MHD_OPTION_END, 0, NULL },
    };

    if (threads < 2)
        pool[0].option = MHD_OPTION_END;
    s->mhd = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD |
            MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO | MHD_USE_ITC |
            MHD_USE_NO_LISTEN_SOCKET,
        0, NULL, NULL, exchange_step, s,                        /* handler */
        MHD_OPTION_URI_LOG_CALLBACK, exchange_open, s,          /* begin */
        MHD_OPTION_NOTIFY_COMPLETED, exchange_completed, s,     /* end */
        MHD_OPTION_NOTIFY_CONNECTION, gate_notify, s,           /* sockets */
        MHD_OPTION_UNESCAPE_CALLBACK, leave_as_is, s,           /* none */
        MHD_OPTION_CONNECTION_LIMIT, connections,               /* hard */
        MHD_OPTION_CONNECTION_TIMEOUT, timeout,                 /* seconds */
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory,             /* bytes */
        MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
    return s->mhd != NULL;
}

static bool
start_threads(struct http_server *s)
{
    while (s->n_workers < s->o.workers) {
        if (pthread_create(
                &s->workers[s->n_workers], NULL, worker_main, s) != 0)
            return false;
        s->n_workers++;
    }
    if (pthread_create(&s->gate, NULL, gate_main, s) != 0)
        return false;
    s->gate_runs = true;
    return true;
}

enum status
http_start(const struct http_options *options, struct http_server **ret,
    struct err *err)
{
    struct http_server *s = server_new(options);
    enum status st = gate_open(s, err);
    sigset_t all, before;
    bool started;

    if (st != OK) {
        server_free(s);
        return st;
    }
    /* Signals belong to the thread that starts the server. */
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    started = start_mhd(s) && start_threads(s);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!started) {
        http_stop(s, 0);
        return err_set(err, ERR_IO,
            "无法启动服务线程，请检查进程的线程数和文件数上限");
    }
    *ret = s;
    return OK;
}

uint16_t
http_port(const struct http_server *s)
{
    return s->port;
}

/* ---- stop ---- */

static void
wait_until_idle(struct http_server *s, unsigned grace_ms)
{
    int64_t until_us = clock_monotonic_us() + (int64_t)grace_ms * 1000;
    struct timespec until = { .tv_sec = until_us / 1000000,
        .tv_nsec = until_us % 1000000 * 1000 };

    (void)pthread_mutex_lock(&s->lock);
    while (s->n_running > 0)
        if (pthread_cond_timedwait(&s->idle, &s->lock, &until) == ETIMEDOUT)
            break;
    (void)pthread_mutex_unlock(&s->lock);
}

static void
give_up_waiting(struct http_server *s)
{
    const struct timespec moment = { .tv_nsec = 100000 };

    (void)pthread_mutex_lock(&s->lock);
    for (struct conn *c = s->conns; c != NULL; c = c->next)
        if (c->x != NULL)
            exchange_abandon(c->x);
    (void)pthread_mutex_unlock(&s->lock);
    while (atomic_load(&s->resuming) > 0)
        (void)nanosleep(&moment, NULL);
}

void
http_stop(struct http_server *s, unsigned grace_ms)
{
    bool last;

    atomic_store(&s->listening, false);
    (void)pthread_mutex_lock(&s->lock);
    s->stopping = true;
    (void)pthread_mutex_unlock(&s->lock);
    gate_wake(s);
    wait_until_idle(s, grace_ms);
    give_up_waiting(s);

    /* The gate adds connections to MHD, so it ends first. */
    atomic_store(&s->gate_ends, true);
    gate_wake(s);
    if (s->gate_runs)
        (void)pthread_join(s->gate, NULL);
    if (s->mhd != NULL)
        MHD_stop_daemon(s->mhd);

    (void)pthread_mutex_lock(&s->queue_lock);
    s->queue_closed = true;
    (void)pthread_mutex_unlock(&s->queue_lock);
    (void)pthread_cond_broadcast(&s->queue_more);
    for (unsigned i = 0; i < s->n_workers; i++)
        (void)pthread_join(s->workers[i], NULL);
    if (s->listen_fd >= 0)
        (void)close(s->listen_fd);
    gate_close(s);

    (void)pthread_mutex_lock(&s->lock);
    s->closed = true;
    last = s->n_live == 0;
    (void)pthread_mutex_unlock(&s->lock);
    if (last)
        server_free(s);
}
