/* server.c - threads, queue, start and stop. */
#include "internal.h"

#include <errno.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#define SPARE_CONNECTIONS 64 /* MHD's own limit lies above the gate's */

/* ---- start ---- */

static unsigned
processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n > 0 ? (unsigned)n : 1;
}

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
    s->processors = processors();
    s->listen_fd = -1;
    s->wake_fd = -1;
    s->loop_fd = -1;
    s->listening = true;
    s->threads = arena_new_array(a, pthread_t, (size_t)s->o.workers + 1);
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_mutex_init(&s->work_lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&s->idle, &attr);
    (void)pthread_cond_init(&s->more_work, &attr);
    (void)pthread_cond_init(&s->left, &attr);
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
    (void)pthread_cond_destroy(&s->more_work);
    (void)pthread_cond_destroy(&s->left);
    (void)pthread_mutex_destroy(&s->work_lock);
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
    unsigned connections = l->connections + SPARE_CONNECTIONS;
    /* Room for heads beyond the limit, so that the answer is ours, and for
     * MHD's records. All of it is cleared for each request. */
    size_t memory = 2 * l->header_bytes + 8 * 1024;
    const union MHD_DaemonInfo *info;

    s->loop_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (s->loop_fd < 0)
        return false;
    /* The loop wakes itself, so MHD needs no channel of its own. */
    s->mhd = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_TURBO | MHD_USE_NO_LISTEN_SOCKET |
            (MHD_ALLOW_SUSPEND_RESUME & ~(unsigned)MHD_USE_ITC),
        0, NULL, NULL, exchange_step, s,                    /* handler */
        MHD_OPTION_URI_LOG_CALLBACK, exchange_open, s,      /* begin */
        MHD_OPTION_NOTIFY_COMPLETED, exchange_completed, s, /* end */
        MHD_OPTION_NOTIFY_CONNECTION, gate_notify, s,       /* sockets */
        MHD_OPTION_UNESCAPE_CALLBACK, leave_as_is, s,       /* none */
        MHD_OPTION_CONNECTION_LIMIT, connections,           /* hard */
        MHD_OPTION_CONNECTION_TIMEOUT, timeout,             /* seconds */
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory,         /* bytes */
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,               /* blocked */
        MHD_OPTION_END);
    if (s->mhd == NULL)
        return false;
    info = MHD_get_daemon_info(s->mhd, MHD_DAEMON_INFO_EPOLL_FD);
    s->mhd_fd = info->epoll_fd;
    return true;
}

static bool
start_threads(struct http_server *s)
{
    while (s->n_threads < s->o.workers + 1) {
        if (pthread_create(&s->threads[s->n_threads], NULL, loop_main, s) != 0)
            return false;
        s->n_threads++;
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
        return err_set(
            err, ERR_IO, "无法启动服务线程，请检查进程的线程数和文件数上限");
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

    /* The gate lets connections in, so it ends first. */
    atomic_store(&s->gate_ends, true);
    gate_wake(s);
    if (s->gate_runs)
        (void)pthread_join(s->gate, NULL);
    if (s->mhd != NULL) {
        loop_end(s);
        loop_take_in(s);
        MHD_stop_daemon(s->mhd);
    }
    for (unsigned i = 0; i < s->n_threads; i++)
        (void)pthread_join(s->threads[i], NULL);
    if (s->listen_fd >= 0)
        (void)close(s->listen_fd);
    if (s->loop_fd >= 0)
        (void)close(s->loop_fd);
    gate_close(s);

    (void)pthread_mutex_lock(&s->lock);
    s->closed = true;
    last = s->n_live == 0;
    (void)pthread_mutex_unlock(&s->lock);
    if (last)
        server_free(s);
}
