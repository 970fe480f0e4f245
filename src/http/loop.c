/* loop.c - the threads: one at a time attends to the sockets, the others run
 * handlers.
 *
 * MHD's loop is a token. The thread that holds it waits for sockets, lets MHD
 * read and send, and comes back with the requests that became whole. It leaves
 * the token and runs them itself: nothing is handed to another thread, which
 * would cost more than a small page. Two rules keep that from hurting anybody:
 *
 *   - What looks like more than HELP_US of work wakes another thread at once.
 *   - Whenever somebody leaves the token, one waiting thread ticks, and takes
 *     an abandoned token at the next tick. There is one thread more than
 *     handlers may run, so a slow handler never keeps others from the sockets
 *     for longer than a tick.
 */
#include "internal.h"

#include <errno.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#define TICK_US 1000
#define HELP_US 200
#define SOON_US 1000
#define CALM_US 50000 /* after this the ticking stops */
#define AWAY_US 500   /* a thread goes back to the sockets after this */

/* ---- lists; with work_lock held ---- */

static void
append(struct http_server *s, struct http_exchange *x)
{
    x->next = NULL;
    if (s->last != NULL)
        s->last->next = x;
    else
        s->first = x;
    s->last = x;
    s->n_queued++;
}

static struct http_exchange *
take_first(struct http_server *s)
{
    struct http_exchange *x = s->first;

    s->first = x->next;
    if (s->first == NULL)
        s->last = NULL;
    s->n_queued--;
    return x;
}

/* True if somebody must be woken with loop_wake after unlocking. */
static bool
interrupt(struct http_server *s)
{
    bool wake = s->sleeping;

    s->sleeping = false;
    return wake;
}

static void
loop_wake(struct http_server *s)
{
    uint64_t one = 1;
    ssize_t n = write(s->loop_fd, &one, sizeof(one));

    (void)n; /* a full counter wakes as well */
}

/* ---- from other threads ---- */

void
loop_add(struct http_server *s, struct conn *c)
{
    bool wake;

    (void)pthread_mutex_lock(&s->work_lock);
    c->next_arrival = s->arrivals;
    s->arrivals = c;
    wake = interrupt(s);
    (void)pthread_mutex_unlock(&s->work_lock);
    if (wake)
        loop_wake(s);
}

void
loop_resume(struct http_server *s, struct http_exchange *x)
{
    bool wake;

    (void)pthread_mutex_lock(&s->work_lock);
    x->next_done = s->done;
    s->done = x;
    wake = interrupt(s);
    (void)pthread_mutex_unlock(&s->work_lock);
    if (wake)
        loop_wake(s);
}

void
loop_hand_over(struct http_server *s, struct http_exchange *x)
{
    x->next = s->batch;
    s->batch = x;
}

/* ---- attending ---- */

static bool
may_run(const struct http_server *s)
{
    return s->first != NULL && (s->n_busy < s->o.workers || s->ended);
}

static void
sleep_until_event(struct http_server *s)
{
    struct pollfd fds[2] = {
        { .fd = s->mhd_fd, .events = POLLIN },
        { .fd = s->loop_fd, .events = POLLIN },
    };
    MHD_UNSIGNED_LONG_LONG most = 0;
    int timeout = -1;

    if (MHD_get_timeout(s->mhd, &most) == MHD_YES)
        timeout = most > 60000 ? 60000 : (int)most;
    (void)pthread_mutex_lock(&s->work_lock);
    if (s->done != NULL || s->arrivals != NULL || may_run(s) || s->ended)
        timeout = 0;
    s->sleeping = timeout != 0;
    (void)pthread_mutex_unlock(&s->work_lock);
    if (timeout == 0)
        return;

    (void)poll(fds, 2, timeout);
    if ((fds[1].revents & POLLIN) != 0) {
        uint64_t count;
        ssize_t n = read(s->loop_fd, &count, sizeof(count));

        (void)n;
    }
}

void
loop_take_in(struct http_server *s)
{
    struct http_exchange *x;
    struct conn *c;

    (void)pthread_mutex_lock(&s->work_lock);
    s->sleeping = false;
    x = s->done;
    s->done = NULL;
    c = s->arrivals;
    s->arrivals = NULL;
    (void)pthread_mutex_unlock(&s->work_lock);

    while (x != NULL) {
        struct http_exchange *next = x->next_done;

        MHD_resume_connection(x->mhd);
        x = next;
    }
    while (c != NULL) {
        struct conn *next = c->next_arrival;

        gate_enter(s, c);
        c = next;
    }
}

/* With the token and work_lock held. */
static void
attend(struct http_server *s)
{
    struct http_exchange *batch = NULL;

    s->attended = true;
    (void)pthread_mutex_unlock(&s->work_lock);
    sleep_until_event(s);
    loop_take_in(s);
    (void)MHD_run(s->mhd);
    (void)pthread_mutex_lock(&s->work_lock);

    s->attended = false;
    while (s->batch != NULL) { /* it stands last first */
        struct http_exchange *x = s->batch;

        s->batch = x->next;
        x->next = batch;
        batch = x;
    }
    while (batch != NULL) {
        struct http_exchange *x = batch;

        batch = x->next;
        append(s, x);
    }
    if (s->ended)
        (void)pthread_cond_broadcast(&s->left);
}

/* ---- running handlers ---- */

/* Handlers that are done so soon do not wait for anything: more of them at a
 * time than there are processors would only get in each other's way. */
static bool
has_hands_full(const struct http_server *s)
{
    return s->usual_us < SOON_US && s->n_busy >= s->processors;
}

static void
call_help(struct http_server *s)
{
    if (s->n_waiting > 0 && !has_hands_full(s) &&
        (int64_t)s->n_queued * s->usual_us > HELP_US)
        (void)pthread_cond_signal(&s->more_work);
}

/* With work_lock held; returns the time when it was done. */
static int64_t
run_first(struct http_server *s, int64_t begin)
{
    struct http_exchange *x = take_first(s);
    int64_t end, took;

    s->n_busy++;
    call_help(s);
    (void)pthread_mutex_unlock(&s->work_lock);
    exchange_run(x);
    (void)pthread_mutex_lock(&s->work_lock);
    s->n_busy--;
    end = clock_monotonic_us();
    took = end - begin;
    /* A moving average that rises fast and falls slowly. */
    s->usual_us = took > s->usual_us ? (s->usual_us + took + 1) / 2
                                     : (7 * s->usual_us + took) / 8;
    return end;
}

/* True after a whole tick, false if somebody called. */
static bool
wait_for_work(struct http_server *s)
{
    int64_t now = clock_monotonic_us();
    bool ticked = false;

    s->n_waiting++;
    if (s->ticking || (s->attended && now - s->left_us > CALM_US)) {
        (void)pthread_cond_wait(&s->more_work, &s->work_lock);
    } else {
        int64_t until_us = now + TICK_US;
        struct timespec until = { .tv_sec = until_us / 1000000,
            .tv_nsec = until_us % 1000000 * 1000 };

        s->ticking = true;
        ticked = pthread_cond_timedwait(&s->more_work, &s->work_lock, &until) ==
                 ETIMEDOUT;
        s->ticking = false;
    }
    s->n_waiting--;
    return ticked;
}

/* Before a thread turns to a handler while nobody has the token. */
static void
leave_a_watch(struct http_server *s, int64_t now)
{
    s->left_us = now;
    if (!s->ticking && s->n_waiting > 0)
        (void)pthread_cond_signal(&s->more_work);
}

void *
loop_main(void *server)
{
    struct http_server *s = server;
    bool may_attend = true;  /* not: it was called to help, or to tick */
    bool look_first = false; /* at the sockets, before the queue */
    int64_t seen_us = 0;     /* when it last came from the sockets */

    (void)pthread_mutex_lock(&s->work_lock);
    for (;;) {
        if (may_run(s) && (s->attended || s->ended || !look_first)) {
            int64_t now = clock_monotonic_us();

            if (!s->attended)
                leave_a_watch(s, now);
            now = run_first(s, now);
            look_first = now - seen_us > AWAY_US;
            may_attend = true;
        } else if (s->ended) {
            break;
        } else if (!s->attended && may_attend) {
            attend(s);
            seen_us = clock_monotonic_us();
            look_first = false;
        } else {
            may_attend = wait_for_work(s);
            look_first = may_attend;
            seen_us = 0;
        }
    }
    (void)pthread_mutex_unlock(&s->work_lock);
    return NULL;
}

void
loop_end(struct http_server *s)
{
    (void)pthread_mutex_lock(&s->work_lock);
    s->ended = true;
    (void)interrupt(s);
    loop_wake(s);
    (void)pthread_cond_broadcast(&s->more_work);
    while (s->attended)
        (void)pthread_cond_wait(&s->left, &s->work_lock);
    (void)pthread_mutex_unlock(&s->work_lock);
}
