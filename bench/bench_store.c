/* bench_store.c - durable rows per second through store_write, beside what
 * bare SQLite does in the same run on the same disk:
 *   bench_store FOLDER [SECONDS [ROUNDS]]
 * FOLDER is on the disk to be measured; databases in it are removed again.
 * With LD_PRELOAD=slowfsync.so SLOW_FSYNC_US=5000 it shows a slow disk.
 */
#include "commit_yardstick.h"
#include "store/store.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CLIENTS 64

static const struct sql ADD = { "iiiiiss", "",
    "INSERT INTO diary (subject_id, id, day, minutes, kind, title, note)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)" };

struct load {
    struct store *s;
    int64_t end_us;
    _Atomic int64_t next_id;
    _Atomic int64_t rows;
    sem_t ended; /* asynchronous chains */
};

struct client {
    struct load *load;
    pthread_t thread;
    int64_t id;
};

static _Noreturn void
give_up(const struct err *err)
{
    fprintf(stderr, "bench_store: %s / %s\n", err->text, err->detail);
    exit(1);
}

static enum status
add(struct tx *tx, void *arg, struct err *err)
{
    const struct client *c = arg;
    int64_t id = c->id;

    return tx_exec(tx, &ADD,
        DB_ARGS(db_i((int64_t)((uint64_t)id * 2654435761u % 20000)), db_i(id),
            db_i(20000 + id % 300), db_i(id % 480), db_i(id % 7),
            db_s(str_of(yardstick_title)), db_s(str_of(yardstick_note))),
        NULL, err);
}

static void *
client_main(void *arg)
{
    struct client *c = arg;
    struct load *l = c->load;
    struct err err;

    while (clock_monotonic_us() < l->end_us) {
        c->id = l->next_id++;
        if (store_write(l->s, add, c, &err) != OK)
            give_up(&err);
        l->rows++;
    }
    return NULL;
}

/* Each answer hands over the next write: as the web layer does. */
static void
answered(enum status status, const struct err *err, void *arg)
{
    struct client *c = arg;
    struct load *l = c->load;

    if (status != OK)
        give_up(err);
    l->rows++;
    if (clock_monotonic_us() >= l->end_us) {
        sem_post(&l->ended);
        return;
    }
    c->id = l->next_id++;
    store_write_async(l->s, add, c, answered);
}

static struct store *
open_store(const char *path)
{
    char url[600];
    struct store *s = NULL;
    struct err err;
    struct migration diary = { 1, "0001_diary", str_of(yardstick_table) };

    (void)snprintf(url, sizeof(url), "sqlite:%s", path);
    if (store_open(str_of(url), NULL, &s, &err) != OK ||
        store_migrate(s, &diary, 1, 1, &err) != OK)
        give_up(&err);
    return s;
}

static double
store_run(const char *path, int n, bool async, double seconds)
{
    struct client clients[CLIENTS];
    struct load l = { .s = open_store(path), .next_id = 1 };
    int64_t start_us = clock_monotonic_us();

    l.end_us = start_us + (int64_t)(seconds * 1e6);
    sem_init(&l.ended, 0, 0);
    for (int i = 0; i < n; i++) {
        clients[i] = (struct client){ .load = &l, .id = l.next_id++ };
        if (async)
            store_write_async(l.s, add, &clients[i], answered);
        else if (pthread_create(&clients[i].thread, NULL, client_main,
                     &clients[i]) != 0)
            exit(1);
    }
    for (int i = 0; i < n; i++) {
        if (async)
            while (sem_wait(&l.ended) != 0)
                continue;
        else
            pthread_join(clients[i].thread, NULL);
    }
    double took = (double)(clock_monotonic_us() - start_us) / 1e6;
    store_close(l.s);
    sem_destroy(&l.ended);
    return (double)l.rows / took;
}

enum {
    BARE_ONE,
    BARE_BATCHES,
    BARE_GROUP,
    STORE_ONE,
    STORE_MANY,
    STORE_ASYNC,
    MEASURES
};

static double
measure(int which, const char *path, double seconds)
{
    switch (which) {
    case BARE_ONE:
        return yardstick_run(YARDSTICK_ONE_BY_ONE, path, 1, seconds);
    case BARE_BATCHES:
        return yardstick_run(YARDSTICK_BATCHES, path, 1, seconds);
    case BARE_GROUP:
        return yardstick_run(YARDSTICK_GROUP, path, CLIENTS, seconds);
    case STORE_ONE:
        return store_run(path, 1, false, seconds);
    case STORE_MANY:
        return store_run(path, CLIENTS, false, seconds);
    default:
        return store_run(path, CLIENTS, true, seconds);
    }
}

static int
compare(const void *x, const void *y)
{
    const double *a = x, *b = y;

    return (*a > *b) - (*a < *b);
}

int
main(int argc, char **argv)
{
    static const char *const NAMES[MEASURES] = {
        "bare SQLite, one row a commit",
        "bare SQLite, 64 rows a commit",
        "bare group commit, 64 threads",
        "store_write, 1 thread",
        "store_write, 64 threads",
        "store_write_async, 64 in flight",
    };
    enum { ROUNDS_MAX = 15 };
    double rates[MEASURES][ROUNDS_MAX];
    double seconds = argc > 2 ? strtod(argv[2], NULL) : 1;
    int rounds = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 3;

    if (argc < 2 || seconds <= 0 || rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: bench_store FOLDER [SECONDS [ROUNDS]]\n");
        return 2;
    }
    /* In turn, so that a noisy minute hurts all alike; then the medians. */
    for (int r = 0; r < rounds; r++) {
        for (int i = 0; i < MEASURES; i++) {
            char path[512];

            (void)snprintf(path, sizeof(path), "%s/bench-%ld-%d-%d.db",
                argv[1], (long)getpid(), r, i);
            rates[i][r] = measure(i, path, seconds);
            (void)unlink(path);
        }
    }
    double mid[MEASURES];
    for (int i = 0; i < MEASURES; i++) {
        qsort(rates[i], (size_t)rounds, sizeof(double), compare);
        mid[i] = rates[i][rounds / 2];
        printf("%-34s %9.0f rows/s  (%.0f to %.0f)\n", NAMES[i], mid[i],
            rates[i][0], rates[i][rounds - 1]);
    }
    printf("64 threads / bare group commit     %9.2f\n"
           "64 threads / bare 64 rows a commit %9.2f\n"
           "64 in flight / bare 64 a commit    %9.2f\n"
           "64 threads / bare one row a commit %9.2f\n"
           "64 threads / 1 thread              %9.2f\n"
           "1 thread / bare one row a commit   %9.2f\n",
        mid[STORE_MANY] / mid[BARE_GROUP], mid[STORE_MANY] / mid[BARE_BATCHES],
        mid[STORE_ASYNC] / mid[BARE_BATCHES], mid[STORE_MANY] / mid[BARE_ONE],
        mid[STORE_MANY] / mid[STORE_ONE], mid[STORE_ONE] / mid[BARE_ONE]);
    return 0;
}
