/* queue.h - writes that wait, and the threads that run them. */
#ifndef STORE_QUEUE_H
#define STORE_QUEUE_H

#include "store/store.h"

#include <pthread.h>
#include <semaphore.h>

struct request {
    store_fn fn;
    void *arg;
    store_done done; /* NULL: a thread waits on answered */
    struct err *err; /* may be NULL */
    enum status status;
    bool settled; /* status stands, whatever happens to the batch */
    sem_t answered;
    struct request *next;
};

struct queue;
typedef void (*queue_worker)(struct queue *q, void *arg);

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct request *head, **tail;
    struct request *spare; /* used asynchronous requests */
    size_t n_waiting;      /* requests from head on */
    size_t n_sleeping;
    size_t wanted; /* sleepers are woken once so many wait */
    bool closing;
    struct arena *a; /* of the asynchronous requests; under lock */

    queue_worker worker;
    void *arg;
    pthread_t *threads;
    size_t n_threads, n_running;
};

/* Threads are started with the first request: a store that only reads has
 * none. */
void queue_init(struct queue *q, struct arena *a, size_t n_threads,
    queue_worker worker, void *arg);

/* Runs fn by a worker and waits for the answer. Errors: those of fn and of the
 * commit; ERR_DB when a worker waits for itself; ERR_IO no thread. */
NODISCARD enum status queue_wait(
    struct queue *q, store_fn fn, void *arg, struct err *err);

/* Hands fn to a worker; done is called by it. */
void queue_add(struct queue *q, store_fn fn, void *arg, store_done done);

/* For workers: at most max waiting requests, oldest first; waits for one.
 * NULL when the queue is closed and empty. */
struct request *queue_take(struct queue *q, size_t max);

/* For the one worker of a queue: lets n requests come together, but waits no
 * longer than most_us. */
void queue_gather(struct queue *q, size_t n, int64_t most_us);

/* True if nothing waits. */
bool queue_is_idle(struct queue *q);

/* For workers: settles r. err may be NULL. */
void request_settle(
    struct request *r, enum status status, const struct err *err);

/* For workers: tells everybody in the list. */
void queue_answer(struct queue *q, struct request *list);

/* Waits until all requests are answered and the threads have ended. */
void queue_end(struct queue *q);

#endif
