/* driver_sqlite_writer.c - group commit.
 *
 * One thread writes. It takes all that wait, runs each as a savepoint of one
 * transaction, commits once and only then answers. A write that fails is
 * undone alone. Since functions are repeatable, whatever makes SQLite give up
 * the whole transaction only costs the others a second run.
 */
#include "sqlite.h"

/* More in one transaction would gain nothing and make the first wait. */
#define BATCH_MAX 256

/* The part of a commit's time that the next one may wait for more writes; not
 * worth a sleep below so many microseconds. */
#define PATIENCE 8
#define PATIENCE_LEAST_US 50

/* Pages in the log from which it is moved into the file: when nobody waits,
 * and at the latest. 4 KB each. */
#define WAL_PAGES_IDLE 1000
#define WAL_PAGES_MOST 8000

static enum status
call(struct sq_conn *c, struct request *r)
{
    tx_begin(&c->tx, true);

    enum status st = r->fn(&c->tx, r->arg, r->err);
    size_t n_open = sq_end_queries(c);

    return tx_outcome(&c->tx, st, n_open, r->err);
}

static bool
transaction_is_gone(struct sq_conn *c)
{
    return sqlite3_get_autocommit(c->db) != 0;
}

/*
 * Commits; *err is set unless OK. After a disk error in the middle nobody can
 * say whether a crash now would bring the rows back or lose them.
 */
static int
commit(struct sq_conn *c, struct err *err)
{
    int64_t begin_us = clock_monotonic_us();
    int rc = sq_fixed(c, SQ_COMMIT);

    c->commit_us = clock_monotonic_us() - begin_us;
    if (rc == SQLITE_OK)
        return rc;
    (void)sq_err(c, rc, err);
    if ((rc & 0xff) == SQLITE_IOERR) {
        struct err io = *err;

        (void)err_set(err, ERR_UNCERTAIN,
            "保存时磁盘出错，无法确定是否已经保存，请刷新后核对");
        (void)err_detail(err, "%s", io.detail);
    }
    if (!transaction_is_gone(c))
        (void)sq_fixed(c, SQ_ROLLBACK);
    return rc;
}

static void
settle_failed(struct sq_conn *c, struct request *r, int rc)
{
    struct err err;

    (void)sq_err(c, rc, &err);
    request_settle(r, err.code, &err);
}

/* One write in a transaction of its own. */
static void
run_alone(struct sq_conn *c, struct request *r)
{
    int rc = sq_fixed(c, SQ_BEGIN_WRITE);

    if (rc != SQLITE_OK) {
        settle_failed(c, r, rc);
        return;
    }

    enum status st = call(c, r);
    if (st != OK) {
        if (!transaction_is_gone(c))
            (void)sq_fixed(c, SQ_ROLLBACK);
        request_settle(r, st, NULL);
        return;
    }

    struct err err;
    if (commit(c, &err) == SQLITE_OK)
        request_settle(r, OK, NULL);
    else
        request_settle(r, err.code, &err);
}

/* One write as a savepoint. False if the whole transaction is lost. */
static bool
run_saved(struct sq_conn *c, struct request *r)
{
    int rc = sq_fixed(c, SQ_SAVE);

    if (rc != SQLITE_OK) {
        settle_failed(c, r, rc);
        return false;
    }

    enum status st = call(c, r);
    if (st != OK) {
        request_settle(r, st, NULL);
        if (transaction_is_gone(c))
            return false;
        rc = sq_fixed(c, SQ_UNDO);
    }
    if (rc == SQLITE_OK)
        rc = sq_fixed(c, SQ_RELEASE);
    if (rc == SQLITE_OK)
        return true;
    if (!r->settled)
        settle_failed(c, r, rc);
    return false;
}

enum outcome { ALL_SETTLED, RUN_AGAIN, RUN_ALONE };

/* Runs what is not settled in one transaction. */
static enum outcome
run_together(struct sq_conn *c, struct request *list)
{
    struct err err = { .code = OK };
    int rc = sq_fixed(c, SQ_BEGIN_WRITE);

    if (rc != SQLITE_OK) {
        (void)sq_err(c, rc, &err);
    } else {
        for (struct request *r = list; r != NULL; r = r->next) {
            if (r->settled || run_saved(c, r))
                continue;
            if (!transaction_is_gone(c))
                (void)sq_fixed(c, SQ_ROLLBACK);
            return RUN_AGAIN; /* without r, which is settled now */
        }
        rc = commit(c, &err);
        /* A deferred constraint: one of them is to blame, see which. */
        if ((rc & 0xff) == SQLITE_CONSTRAINT)
            return RUN_ALONE;
    }
    for (struct request *r = list; r != NULL; r = r->next)
        if (!r->settled)
            request_settle(r, err.code, err.code == OK ? NULL : &err);
    return ALL_SETTLED;
}

static size_t
count_all(const struct request *list)
{
    size_t n = 0;

    for (; list != NULL; list = list->next)
        n++;
    return n;
}

static size_t
count_unsettled(const struct request *list)
{
    size_t n = 0;

    for (const struct request *r = list; r != NULL; r = r->next)
        n += !r->settled;
    return n;
}

void
sq_batch(struct sq_conn *c, struct request *list)
{
    enum outcome outcome = RUN_AGAIN;

    while (outcome == RUN_AGAIN && count_unsettled(list) > 1)
        outcome = run_together(c, list);
    for (struct request *r = list; r != NULL; r = r->next)
        if (!r->settled)
            run_alone(c, r);
}

/*
 * Moves the log into the file without keeping anybody from reading. A reader
 * of an old state keeps the log from starting over; it then only grows, and
 * wal_moved sees to it that the same pages are not moved twice.
 */
static void
tidy_log(struct sq_conn *c, struct queue *q)
{
    if (c->wal_pages < c->wal_moved)
        c->wal_moved = 0;

    int pages = c->wal_pages - c->wal_moved;
    if (pages < WAL_PAGES_IDLE ||
        (pages < WAL_PAGES_MOST && !queue_is_idle(q)))
        return;
    (void)sqlite3_wal_checkpoint_v2(
        c->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    c->wal_moved = c->wal_pages;
}

/*
 * Whoever was just answered often writes again at once. Where commits take
 * long, a moment's patience puts all of them into the next one, instead of the
 * first alone into it and the rest into the one behind.
 */
static void
let_return(struct sq_conn *c, struct queue *q, size_t n)
{
    int64_t patience_us = c->commit_us / PATIENCE;

    if (n > 1 && patience_us >= PATIENCE_LEAST_US)
        queue_gather(q, n, patience_us);
}

void
sq_writer(struct queue *q, void *arg)
{
    struct sqlite_store *s = arg;
    struct sq_conn *c = &s->conns[0];
    struct request *list;

    while ((list = queue_take(q, BATCH_MAX)) != NULL) {
        /* In memory the one connection is shared with the readers. */
        if (s->in_memory)
            (void)pool_take(&s->readers, -1);
        sq_batch(c, list);
        if (s->in_memory)
            pool_give(&s->readers, c);
        size_t n = count_all(list);
        queue_answer(q, list);
        if (s->in_memory)
            continue;
        tidy_log(c, q);
        let_return(c, q, n);
    }
}
