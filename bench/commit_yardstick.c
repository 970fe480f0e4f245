#include "commit_yardstick.h"

#include "base/base.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define BATCH 64

const char yardstick_table[] =
    "CREATE TABLE diary (subject_id INTEGER NOT NULL, id INTEGER NOT NULL,"
    " day INTEGER NOT NULL, minutes INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " title TEXT NOT NULL, note TEXT NOT NULL,"
    " PRIMARY KEY (subject_id, id)) STRICT, WITHOUT ROWID";
const char yardstick_insert[] =
    "INSERT INTO diary (subject_id, id, day, minutes, kind, title, note)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";
const char yardstick_title[] = "走访示例企业，解答劳动合同问题";
const char yardstick_note[] =
    "企业询问试用期的工资标准，已说明规定并约定下周审阅合同文本。";

struct waiter {
    int64_t id;
    bool done;
    pthread_cond_t answered;
    struct waiter *next;
};

struct bare {
    sqlite3 *db;
    sqlite3_stmt *insert, *begin, *commit, *save, *release;
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct waiter *head, **tail;
    atomic_bool stop;
    _Atomic int64_t next_id;
    int64_t rows; /* writer only */
};

static void
check(struct bare *b, int rc)
{
    if (rc == SQLITE_OK || rc == SQLITE_DONE)
        return;
    fprintf(stderr, "yardstick: %s\n", sqlite3_errmsg(b->db));
    exit(1);
}

static void
prepare(struct bare *b, const char *text, sqlite3_stmt **ret)
{
    check(b, sqlite3_prepare_v3(b->db, text, -1, SQLITE_PREPARE_PERSISTENT,
                 ret, NULL));
}

static void
run(struct bare *b, sqlite3_stmt *stmt)
{
    check(b, sqlite3_step(stmt));
    check(b, sqlite3_reset(stmt));
}

static void
open_bare(struct bare *b, const char *path)
{
    *b = (struct bare){ .next_id = 1 };
    b->tail = &b->head;
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->filled, NULL);
    check(b, sqlite3_open_v2(path, &b->db,
                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                     SQLITE_OPEN_NOMUTEX,
                 NULL));
    check(b, sqlite3_exec(b->db,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                 "PRAGMA foreign_keys = ON",
                 NULL, NULL, NULL));
    check(b, sqlite3_exec(b->db, yardstick_table, NULL, NULL, NULL));
    prepare(b, yardstick_insert, &b->insert);
    prepare(b, "BEGIN IMMEDIATE", &b->begin);
    prepare(b, "COMMIT", &b->commit);
    prepare(b, "SAVEPOINT w", &b->save);
    prepare(b, "RELEASE w", &b->release);
}

static void
close_bare(struct bare *b)
{
    (void)sqlite3_finalize(b->insert);
    (void)sqlite3_finalize(b->begin);
    (void)sqlite3_finalize(b->commit);
    (void)sqlite3_finalize(b->save);
    (void)sqlite3_finalize(b->release);
    check(b, sqlite3_close(b->db));
    pthread_mutex_destroy(&b->lock);
    pthread_cond_destroy(&b->filled);
}

static void
insert(struct bare *b, int64_t id)
{
    const int64_t numbers[] = { (int64_t)((uint64_t)id * 2654435761u % 20000),
        id, 20000 + id % 300, id % 480, id % 7 };

    for (int i = 0; i < 5; i++)
        check(b, sqlite3_bind_int64(b->insert, i + 1, numbers[i]));
    check(b, sqlite3_bind_text(b->insert, 6, yardstick_title, -1,
                 SQLITE_STATIC));
    check(b, sqlite3_bind_text(b->insert, 7, yardstick_note, -1,
                 SQLITE_STATIC));
    run(b, b->insert);
    b->rows++;
}

static void
loop(struct bare *b, int batch, int64_t end_us)
{
    while (clock_monotonic_us() < end_us) {
        run(b, b->begin);
        for (int i = 0; i < batch; i++)
            insert(b, b->next_id++);
        run(b, b->commit);
    }
}

/* --- the bare group commit: a queue, a savepoint for each, one commit --- */

static struct waiter *
take_all(struct bare *b)
{
    pthread_mutex_lock(&b->lock);
    while (b->head == NULL && !b->stop)
        pthread_cond_wait(&b->filled, &b->lock);
    struct waiter *list = b->head;
    b->head = NULL;
    b->tail = &b->head;
    pthread_mutex_unlock(&b->lock);
    return list;
}

static void *
writer_main(void *arg)
{
    struct bare *b = arg;
    struct waiter *list, *next;

    while ((list = take_all(b)) != NULL) {
        run(b, b->begin);
        for (struct waiter *w = list; w != NULL; w = w->next) {
            run(b, b->save);
            insert(b, w->id);
            run(b, b->release);
        }
        run(b, b->commit);
        pthread_mutex_lock(&b->lock);
        for (struct waiter *w = list; w != NULL; w = next) {
            next = w->next;
            w->done = true;
            pthread_cond_signal(&w->answered);
        }
        pthread_mutex_unlock(&b->lock);
    }
    return NULL;
}

static void *
client_main(void *arg)
{
    struct bare *b = arg;
    struct waiter w = { 0 };

    pthread_cond_init(&w.answered, NULL);
    while (!b->stop) {
        w.id = b->next_id++;
        w.done = false;
        w.next = NULL;
        pthread_mutex_lock(&b->lock);
        *b->tail = &w;
        b->tail = &w.next;
        pthread_cond_signal(&b->filled);
        while (!w.done)
            pthread_cond_wait(&w.answered, &b->lock);
        pthread_mutex_unlock(&b->lock);
    }
    pthread_cond_destroy(&w.answered);
    return NULL;
}

static void
start(pthread_t *t, void *(*main)(void *), struct bare *b)
{
    if (pthread_create(t, NULL, main, b) != 0) {
        fprintf(stderr, "yardstick: no thread\n");
        exit(1);
    }
}

static void
group(struct bare *b, int threads, int64_t end_us)
{
    pthread_t writer, clients[256];
    int n = threads < 256 ? threads : 256;
    struct timespec nap = { 0, 1000000 };

    start(&writer, writer_main, b);
    for (int i = 0; i < n; i++)
        start(&clients[i], client_main, b);
    while (clock_monotonic_us() < end_us)
        (void)nanosleep(&nap, NULL);
    b->stop = true;
    for (int i = 0; i < n; i++)
        pthread_join(clients[i], NULL);
    pthread_mutex_lock(&b->lock);
    pthread_cond_signal(&b->filled);
    pthread_mutex_unlock(&b->lock);
    pthread_join(writer, NULL);
}

double
yardstick_run(enum yardstick how, const char *path, int threads, double seconds)
{
    struct bare b;

    open_bare(&b, path);
    int64_t start_us = clock_monotonic_us();
    int64_t end_us = start_us + (int64_t)(seconds * 1e6);
    if (how == YARDSTICK_GROUP)
        group(&b, threads, end_us);
    else
        loop(&b, how == YARDSTICK_BATCHES ? BATCH : 1, end_us);
    double took = (double)(clock_monotonic_us() - start_us) / 1e6;
    double rate = (double)b.rows / took;
    close_bare(&b);
    return rate;
}
