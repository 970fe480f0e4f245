#include "pool.h"

#include <assert.h>
#include <time.h>

void
pool_init(struct pool *p, struct arena *a, void *const *items, size_t n)
{
    pthread_condattr_t attr;

    *p = (struct pool){ .n = n, .n_idle = n };
    p->idle = arena_new_array(a, void *, n);
    for (size_t i = 0; i < n; i++)
        p->idle[i] = items[i];
    pthread_mutex_init(&p->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&p->given_back, &attr);
    pthread_condattr_destroy(&attr);
}

/* Waits until an item is idle; false when the time is over. */
static bool
wait_idle(struct pool *p, int64_t timeout_ms)
{
    int64_t end_us = clock_monotonic_us() + timeout_ms * 1000;
    struct timespec end = { .tv_sec = (time_t)(end_us / 1000000),
        .tv_nsec = (long)(end_us % 1000000) * 1000 };

    while (p->n_idle == 0) {
        if (timeout_ms < 0)
            pthread_cond_wait(&p->given_back, &p->lock);
        else if (pthread_cond_timedwait(&p->given_back, &p->lock, &end) != 0)
            return p->n_idle > 0;
    }
    return true;
}

void *
pool_take(struct pool *p, int64_t timeout_ms)
{
    void *item = NULL;

    pthread_mutex_lock(&p->lock);
    if (p->n_idle > 0 || wait_idle(p, timeout_ms))
        item = p->idle[--p->n_idle];
    pthread_mutex_unlock(&p->lock);
    return item;
}

void
pool_give(struct pool *p, void *item)
{
    pthread_mutex_lock(&p->lock);
    assert(p->n_idle < p->n);
    p->idle[p->n_idle++] = item;
    /* pool_end waits on the same condition: wake it too when it is there. */
    if (p->n_idle == p->n)
        pthread_cond_broadcast(&p->given_back);
    else
        pthread_cond_signal(&p->given_back);
    pthread_mutex_unlock(&p->lock);
}

void
pool_end(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    while (p->n_idle < p->n)
        pthread_cond_wait(&p->given_back, &p->lock);
    pthread_mutex_unlock(&p->lock);
    pthread_cond_destroy(&p->given_back);
    pthread_mutex_destroy(&p->lock);
}
