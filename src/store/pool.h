/* pool.h - connections that are lent and given back. */
#ifndef STORE_POOL_H
#define STORE_POOL_H

#include "base/base.h"

#include <pthread.h>

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t given_back;
    void **idle; /* a stack: the last one given back is lent first, so that
                    under light load one warm connection does all */
    size_t n_idle, n;
};

/* A pool of n things, allocated in a. items are copied. */
void pool_init(struct pool *p, struct arena *a, void *const *items, size_t n);

/* Lends one; NULL if none came back within timeout_ms. A negative timeout
 * waits for ever. */
void *pool_take(struct pool *p, int64_t timeout_ms);
void pool_give(struct pool *p, void *item);

/* Waits until all are back, then ends the pool. */
void pool_end(struct pool *p);

#endif
