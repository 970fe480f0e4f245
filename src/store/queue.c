#include "queue.h"

#include <errno.h>
#include <time.h>

/* A request nobody waits for brings its own place for the error. */
struct async_request {
    struct request request;
    struct err err;
};

void
queue_init(struct queue *q, struct arena *a, size_t n_threads,
    queue_worker worker, void *arg)
{
    pthread_condattr_t attr;

    *q = (struct queue){ .a = a,
        .wanted = 1,
        .worker = worker,
        .arg = arg,
        .threads = arena_new_array(a, pthread_t, n_threads),
        .n_threads = n_threads };
    q->tail = &q->head;
    pthread_mutex_init(&q->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&q->filled, &attr);
    pthread_condattr_destroy(&attr);
}

static void *
thread_main(void *arg)
{
    struct queue *q = arg;

    q->worker(q, q->arg);
    return NULL;
}

/* True when called by one of the queue's own threads; under lock. */
static bool
is_worker(const struct queue *q)
{
    for (size_t i = 0; i < q->n_running; i++)
        if (pthread_equal(q->threads[i], pthread_self()))
            return true;
    return false;
}

/* Appends r. */
static enum status
push(struct queue *q, struct request *r, struct err *err)
{
    enum status st = OK;

    pthread_mutex_lock(&q->lock);
    while (q->n_running < q->n_threads) {
        pthread_t *t = &q->threads[q->n_running];

        if (pthread_create(t, NULL, thread_main, q) != 0)
            break;
        q->n_running++;
    }
    if (q->n_running == 0) {
        st = err_set(err, ERR_IO, "系统资源不足，无法写入，请稍后再试");
    } else if (r->done == NULL && is_worker(q)) {
        st = err_set(err, ERR_DB, "系统内部错误：写入未能完成");
        (void)err_detail(err, "a write waits for a write inside a write");
    } else {
        *q->tail = r;
        q->tail = &r->next;
        q->n_waiting++;
        if (q->n_sleeping > 0 && q->n_waiting >= q->wanted)
            pthread_cond_signal(&q->filled);
    }
    pthread_mutex_unlock(&q->lock);
    return st;
}

enum status
queue_wait(struct queue *q, store_fn fn, void *arg, struct err *err)
{
    struct request r = { .fn = fn, .arg = arg, .err = err };

    sem_init(&r.answered, 0, 0);
    enum status st = push(q, &r, err);
    if (st == OK) {
        while (sem_wait(&r.answered) != 0 && errno == EINTR)
            continue;
        st = r.status;
    }
    sem_destroy(&r.answered);
    return st;
}

void
queue_add(struct queue *q, store_fn fn, void *arg, store_done done)
{
    struct async_request *r;

    pthread_mutex_lock(&q->lock);
    r = (struct async_request *)q->spare;
    if (r != NULL)
        q->spare = r->request.next;
    else
        r = arena_one(q->a, struct async_request);
    pthread_mutex_unlock(&q->lock);

    r->err.code = OK;
    r->request = (struct request){
        .fn = fn, .arg = arg, .done = done, .err = &r->err
    };
    enum status st = push(q, &r->request, &r->err);
    if (st != OK) {
        request_settle(&r->request, st, NULL);
        queue_answer(q, &r->request);
    }
}

struct request *
queue_take(struct queue *q, size_t max)
{
    struct request *list, **end;

    pthread_mutex_lock(&q->lock);
    while (q->head == NULL && !q->closing) {
        q->n_sleeping++;
        pthread_cond_wait(&q->filled, &q->lock);
        q->n_sleeping--;
    }
    list = q->head;
    for (end = &q->head; *end != NULL && max > 0; max--) {
        end = &(*end)->next;
        q->n_waiting--;
    }
    q->head = *end;
    if (q->head == NULL)
        q->tail = &q->head;
    if (list != NULL)
        *end = NULL;
    pthread_mutex_unlock(&q->lock);
    return list;
}

void
queue_gather(struct queue *q, size_t n, int64_t most_us)
{
    int64_t until_us = clock_monotonic_us() + most_us;
    struct timespec until = { .tv_sec = (time_t)(until_us / 1000000),
        .tv_nsec = (long)(until_us % 1000000) * 1000 };
    int rc = 0;

    pthread_mutex_lock(&q->lock);
    q->wanted = n;
    q->n_sleeping++;
    while (rc == 0 && q->n_waiting < n && !q->closing)
        rc = pthread_cond_timedwait(&q->filled, &q->lock, &until);
    q->n_sleeping--;
    q->wanted = 1;
    pthread_mutex_unlock(&q->lock);
}

bool
queue_is_idle(struct queue *q)
{
    bool idle;

    pthread_mutex_lock(&q->lock);
    idle = q->head == NULL;
    pthread_mutex_unlock(&q->lock);
    return idle;
}

void
request_settle(struct request *r, enum status status, const struct err *err)
{
    r->status = status;
    r->settled = true;
    if (r->err != NULL && err != NULL)
        *r->err = *err;
}

void
queue_answer(struct queue *q, struct request *list)
{
    struct request *next;

    for (struct request *r = list; r != NULL; r = next) {
        next = r->next; /* r is gone once it is answered */
        if (r->done == NULL) {
            sem_post(&r->answered);
            continue;
        }
        r->done(r->status, r->err, r->arg);
        pthread_mutex_lock(&q->lock);
        r->next = q->spare;
        q->spare = r;
        pthread_mutex_unlock(&q->lock);
    }
}

void
queue_end(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->closing = true;
    pthread_cond_broadcast(&q->filled);
    pthread_mutex_unlock(&q->lock);
    for (size_t i = 0; i < q->n_running; i++)
        pthread_join(q->threads[i], NULL);
    pthread_cond_destroy(&q->filled);
    pthread_mutex_destroy(&q->lock);
}
