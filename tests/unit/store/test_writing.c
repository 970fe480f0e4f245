/* test_writing.c - many writers at once, on every engine: nothing is lost,
 * nothing is half done, one failure is nobody else's. */
#include "check.h"
#include "testdb.h"

#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define THREADS 64

static const struct migration TABLES[] = { { 1, "0001_tables",
    STR_INIT("CREATE TABLE counter (id {int} NOT NULL PRIMARY KEY,\n"
             "    value {int} NOT NULL, version {int} NOT NULL) {strict};\n"
             "INSERT INTO counter (id, value, version) VALUES (1, 0, 0);\n"
             "INSERT INTO counter (id, value, version) VALUES (2, 0, 0);\n"
             "CREATE TABLE place (holder {int} NOT NULL PRIMARY KEY)"
             " {strict};\n"
             "CREATE TABLE parent (id {int} NOT NULL PRIMARY KEY) {strict};\n"
             "CREATE TABLE child (id {int} NOT NULL PRIMARY KEY,\n"
             "    parent {int} NOT NULL REFERENCES parent (id)\n"
             "        DEFERRABLE INITIALLY DEFERRED) {strict};\n") } };

enum { Q_READ, Q_RAISE, Q_PLACES, Q_TAKE, Q_MOVE, Q_SUM, Q_CHILD, Q_CHILDREN };
static const struct sql Q[] = {
    [Q_READ] = { "i", "ii",
        "SELECT value, version FROM counter WHERE id = $1" },
    [Q_RAISE] = { "iii", "",
        "UPDATE counter SET value = $2, version = version + 1"
        " WHERE id = $1 AND version = $3" },
    [Q_PLACES] = { "", "i", "SELECT COUNT(*) FROM place" },
    [Q_TAKE] = { "i", "", "INSERT INTO place (holder) VALUES ($1)" },
    [Q_MOVE] = { "ii", "",
        "UPDATE counter SET value = value + $2 WHERE id = $1" },
    [Q_SUM] = { "", "i", "SELECT CAST(SUM(value) AS BIGINT) FROM counter" },
    [Q_CHILD] = { "ii", "", "INSERT INTO child (id, parent) VALUES ($1, $2)" },
    [Q_CHILDREN] = { "", "i", "SELECT COUNT(*) FROM child" },
};

struct bench {
    struct testdb f;
    struct store *s;
};

static int
set_up(void **state)
{
    struct bench *b = *state;
    struct err err = { 0 };

    /* Waiting for a connection is part of these tests, giving up is not. */
    b->s = testdb_open(
        &b->f, &(struct store_options){ .busy_timeout_ms = 100000 });
    if (store_migrate(b->s, TABLES, 1, 1, &err) != OK)
        fail_msg("%s / %s", err.text, err.detail);
    return 0;
}

static int
tear_down(void **state)
{
    struct bench *b = *state;

    store_close(b->s);
    return 0;
}

/* One of the threads, or of the writes. */
struct worker {
    pthread_t thread;
    struct store *s;
    struct arena *a;
    int64_t number;
    int64_t value, version; /* as read */
    int times;
    bool failed;
    enum status status;
    struct err err;
};

static void
start(struct bench *b, struct worker *w, size_t n, int times,
    void *(*main)(void *))
{
    for (size_t i = 0; i < n; i++) {
        w[i] = (struct worker){ .s = b->s,
            .a = arena_new("worker"),
            .number = (int64_t)i,
            .times = times };
        assert_int_equal(pthread_create(&w[i].thread, NULL, main, &w[i]), 0);
    }
}

static void
join(struct worker *w, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        pthread_join(w[i].thread, NULL);
        arena_free(w[i].a);
        if (w[i].failed)
            fail_msg("%s: %s / %s", status_name(w[i].status), w[i].err.text,
                w[i].err.detail);
    }
}

static enum status
read_int(struct tx *tx, const struct sql *sql, int64_t *ret, struct err *err)
{
    return tx_int(tx, sql, DB_NONE, ret, err);
}

static enum status
sum_fn(struct tx *tx, void *arg, struct err *err)
{
    return read_int(tx, &Q[Q_SUM], arg, err);
}

static enum status
places_fn(struct tx *tx, void *arg, struct err *err)
{
    return read_int(tx, &Q[Q_PLACES], arg, err);
}

static enum status
children_fn(struct tx *tx, void *arg, struct err *err)
{
    return read_int(tx, &Q[Q_CHILDREN], arg, err);
}

/* --- the counter: read in one transaction, raised in another --- */

static enum status
read_counter(struct tx *tx, void *arg, struct err *err)
{
    struct worker *w = arg;
    struct rows *r;
    bool found;

    TRY(tx_one(tx, w->a, &Q[Q_READ], DB_ARGS(db_i(1)), &found, &r, err));
    CHECK(found);
    w->value = row_int(r, 0);
    w->version = row_int(r, 1);
    return rows_end(r, err);
}

static enum status
raise_counter(struct tx *tx, void *arg, struct err *err)
{
    struct worker *w = arg;
    int64_t changed = 0;

    TRY(tx_exec(tx, &Q[Q_RAISE],
        DB_ARGS(db_i(1), db_i(w->value + 1), db_i(w->version)), &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, "somebody else was faster");
    return OK;
}

static void *
raise_main(void *arg)
{
    struct worker *w = arg;

    while (w->times > 0 && !w->failed) {
        arena_reset(w->a);
        w->status = store_read(w->s, read_counter, w, &w->err);
        if (w->status == OK)
            w->status = store_write(w->s, raise_counter, w, &w->err);
        if (w->status == OK)
            w->times--;
        else if (w->status != ERR_CONFLICT && w->status != ERR_BUSY)
            w->failed = true;
    }
    return NULL;
}

static void
test_optimistic_counter(void **state)
{
    struct bench *b = *state;
    struct worker w[THREADS];
    int64_t sum = 0;
    struct err err;

    start(b, w, THREADS, 3, raise_main);
    join(w, THREADS);
    assert_ok(store_read(b->s, sum_fn, &sum, &err));
    assert_int_equal(sum, THREADS * 3);
}

/* --- places: count, then take one if there is one --- */

#define PLACES 5

static enum status
take_place(struct tx *tx, void *arg, struct err *err)
{
    struct worker *w = arg;
    int64_t taken = 0;

    TRY(tx_int(tx, &Q[Q_PLACES], DB_NONE, &taken, err));
    if (taken >= PLACES)
        return err_set(err, ERR_DENIED, "no place is left");
    return tx_exec(tx, &Q[Q_TAKE], DB_ARGS(db_i(w->number)), NULL, err);
}

static void *
take_main(void *arg)
{
    struct worker *w = arg;

    do
        w->status = store_write(w->s, take_place, w, &w->err);
    while (w->status == ERR_BUSY);
    w->failed = w->status != OK && w->status != ERR_DENIED;
    return NULL;
}

static void
test_last_place(void **state)
{
    struct bench *b = *state;
    struct worker w[THREADS];
    int64_t taken = 0, winners = 0;
    struct err err;

    start(b, w, THREADS, 1, take_main);
    join(w, THREADS);
    for (size_t i = 0; i < THREADS; i++)
        winners += w[i].status == OK;
    assert_int_equal(winners, PLACES);
    assert_ok(store_read(b->s, places_fn, &taken, &err));
    assert_int_equal(taken, PLACES);
}

/* Two writers, one place left. */
static void
test_two_and_one_place(void **state)
{
    struct bench *b = *state;
    struct err err;

    for (int64_t i = 0; i < PLACES - 1; i++) {
        struct worker one = { .number = 100 + i };

        assert_ok(store_write(b->s, take_place, &one, &err));
    }
    struct worker w[2];
    start(b, w, 2, 1, take_main);
    join(w, 2);
    assert_int_equal((w[0].status == OK) + (w[1].status == OK), 1);
    assert_int_equal(
        (w[0].status == ERR_DENIED) + (w[1].status == ERR_DENIED), 1);
}

/* --- failing writers among others --- */

static enum status
take_or_fail(struct tx *tx, void *arg, struct err *err)
{
    struct worker *w = arg;

    TRY(tx_exec(tx, &Q[Q_TAKE], DB_ARGS(db_i(w->number)), NULL, err));
    if (w->number % 3 == 1)
        return err_set(err, ERR_DENIED, "number %d", (int)w->number);
    if (w->number % 3 == 2) /* fails in the engine: taken twice */
        return tx_exec(tx, &Q[Q_TAKE], DB_ARGS(db_i(w->number)), NULL, err);
    return OK;
}

static void *
fail_main(void *arg)
{
    struct worker *w = arg;
    static const enum status WANT[] = { OK, ERR_DENIED, ERR_CONFLICT };

    for (; w->times > 0 && !w->failed; w->times--) {
        do
            w->status = store_write(w->s, take_or_fail, w, &w->err);
        while (w->status == ERR_BUSY);
        w->failed = w->status != WANT[w->number % 3];
        w->number += 3 * THREADS;
    }
    return NULL;
}

static void
test_failures_are_alone(void **state)
{
    struct bench *b = *state;
    struct worker w[THREADS];
    int64_t taken = 0, want = 0;
    struct err err;

    start(b, w, THREADS, 5, fail_main);
    join(w, THREADS);
    for (int i = 0; i < THREADS; i++)
        want += i % 3 == 0 ? 5 : 0;
    assert_ok(store_read(b->s, places_fn, &taken, &err));
    assert_int_equal(taken, want);
}

/* --- a constraint that is checked at the commit only --- */

static enum status
add_child(struct tx *tx, void *arg, struct err *err)
{
    struct worker *w = arg;
    static const struct sql PARENT = { "i", "",
        "INSERT INTO parent (id) VALUES ($1)" };

    TRY(tx_exec(tx, &Q[Q_CHILD], DB_ARGS(db_i(w->number), db_i(w->number)),
        NULL, err));
    if (w->number % 4 == 0) /* without its parent */
        return OK;
    return tx_exec(tx, &PARENT, DB_ARGS(db_i(w->number)), NULL, err);
}

static void *
child_main(void *arg)
{
    struct worker *w = arg;

    do
        w->status = store_write(w->s, add_child, w, &w->err);
    while (w->status == ERR_BUSY);
    w->failed = w->status != (w->number % 4 == 0 ? ERR_CONFLICT : OK);
    return NULL;
}

static void
test_constraint_at_commit(void **state)
{
    struct bench *b = *state;
    struct worker w[THREADS];
    int64_t n = 0;
    struct err err;

    start(b, w, THREADS, 1, child_main);
    join(w, THREADS);
    assert_ok(store_read(b->s, children_fn, &n, &err));
    assert_int_equal(n, THREADS - THREADS / 4);
}

/* --- readers see whole transactions --- */

static enum status
move(struct tx *tx, void *arg, struct err *err)
{
    struct worker *w = arg;
    int64_t n = w->number + 1;

    TRY(tx_exec(tx, &Q[Q_MOVE], DB_ARGS(db_i(1), db_i(n)), NULL, err));
    return tx_exec(tx, &Q[Q_MOVE], DB_ARGS(db_i(2), db_i(-n)), NULL, err);
}

static void *
move_main(void *arg)
{
    struct worker *w = arg;

    for (; w->times > 0 && !w->failed; w->times--) {
        do
            w->status = store_write(w->s, move, w, &w->err);
        while (w->status == ERR_BUSY);
        w->failed = w->status != OK;
    }
    return NULL;
}

/* The sum is nought, and both looks within one transaction agree. */
static enum status
look_twice(struct tx *tx, void *arg, struct err *err)
{
    struct worker *w = arg;
    int64_t first = w->value, sum = 0;

    TRY(read_counter(tx, arg, err));
    first = w->value;
    TRY(tx_int(tx, &Q[Q_SUM], DB_NONE, &sum, err));
    CHECK(sum == 0);
    TRY(read_counter(tx, arg, err));
    CHECK(w->value == first);
    return OK;
}

static void *
look_main(void *arg)
{
    struct worker *w = arg;

    for (; w->times > 0 && !w->failed; w->times--) {
        arena_reset(w->a);
        w->status = store_read(w->s, look_twice, w, &w->err);
        w->failed = w->status != OK;
    }
    return NULL;
}

static void
test_reads_are_consistent(void **state)
{
    struct bench *b = *state;
    struct worker w[8], r[8];

    start(b, w, 8, 20, move_main);
    start(b, r, 8, 60, look_main);
    join(r, 8);
    join(w, 8);
}

/* --- asynchronous writes --- */

struct async {
    struct worker w;
    struct store *s;
    _Atomic int done;
    enum status got;
    char text[32];
    sem_t *all;
    struct async *next;
};

static void
async_done(enum status status, const struct err *err, void *arg)
{
    struct async *x = arg;
    struct async *next = x->next;

    x->got = status;
    if (status != OK)
        memcpy(x->text, err->text, sizeof(x->text) - 1);
    x->done++;
    if (next != NULL) /* a write from the answer of another */
        store_write_async(x->s, take_or_fail, &next->w, async_done);
    sem_post(x->all);
}

/* w must be first: fn and done get the same argument. */
_Static_assert(offsetof(struct async, w) == 0, "the argument of take_or_fail");

static void
test_async(void **state)
{
    enum { N = 90 };
    struct bench *b = *state;
    static struct async x[N];
    sem_t all;
    int64_t taken = 0;
    struct err err;

    sem_init(&all, 0, 0);
    for (int i = 0; i < N; i++)
        x[i] = (struct async){ .w = { .number = i },
            .s = b->s,
            .all = &all,
            .next = i < N / 2 ? &x[N / 2 + i] : NULL };
    for (int i = 0; i < N / 2; i++)
        store_write_async(b->s, take_or_fail, &x[i].w, async_done);
    for (int i = 0; i < N; i++)
        sem_wait(&all);
    sem_destroy(&all);
    for (int i = 0; i < N; i++) {
        static const enum status WANT[] = { OK, ERR_DENIED, ERR_CONFLICT };

        assert_int_equal(x[i].done, 1);
        assert_int_equal(x[i].got, WANT[i % 3]);
        assert_true((x[i].text[0] != '\0') == (i % 3 != 0));
    }
    assert_ok(store_read(b->s, places_fn, &taken, &err));
    assert_int_equal(taken, N / 3);
}

static void
count_done(enum status status, const struct err *err, void *arg)
{
    struct async *x = arg;

    (void)err;
    x->got = status;
    x->done++;
}

/* What was handed over before the close is done before it returns. */
static void
test_close_waits(void **state)
{
    enum { N = 60 };
    struct bench *b = *state;
    static struct async x[N];

    for (int i = 0; i < N; i++) {
        x[i] = (struct async){ .w = { .number = 3 * i } };
        store_write_async(b->s, take_or_fail, &x[i].w, count_done);
    }
    store_close(b->s);
    b->s = NULL;
    for (int i = 0; i < N; i++) {
        assert_int_equal(x[i].done, 1);
        assert_int_equal(x[i].got, OK);
    }
}

/* A read inside a write would wait for itself in memory; elsewhere it works,
 * but a write inside a write is refused, not waited for. */
static enum status
write_in_write(struct tx *tx, void *arg, struct err *err)
{
    struct worker *w = arg;

    (void)tx;
    return store_write(w->s, take_place, w, err);
}

static void
test_write_in_write(void **state)
{
    struct bench *b = *state;
    struct worker w = { .s = b->s, .number = 1 };
    struct err err;

    if (b->f.kind != TESTDB_FILE)
        return;
    assert_int_equal(store_write(b->s, write_in_write, &w, &err), ERR_DB);
    assert_ok(store_write(b->s, take_place, &w, &err));
}

/* All connections lent and none comes back in time. */
struct hold {
    struct store *s;
    struct err err;
    enum status inner;
};

static enum status
nothing(struct tx *tx, void *arg, struct err *err)
{
    (void)tx;
    (void)arg;
    (void)err;
    return OK;
}

static enum status
hold_and_read(struct tx *tx, void *arg, struct err *err)
{
    struct hold *h = arg;

    (void)tx;
    (void)err;
    h->inner = store_read(h->s, nothing, NULL, &h->err);
    return OK;
}

static void
test_no_connection(void **state)
{
    struct bench *b = *state;
    struct err err;
    struct hold h = { .inner = OK };

    store_close(b->s);
    b->s = testdb_open(&b->f,
        &(struct store_options){ .readers = 1, .busy_timeout_ms = 30 });
    h.s = b->s;
    assert_ok(store_read(b->s, hold_and_read, &h, &err));
    assert_int_equal(h.inner, ERR_BUSY);
    assert_ok(store_read(b->s, nothing, NULL, &err));
}

int
main(int argc, char **argv)
{
    struct bench b;
    void *state = &b;
#define T(name) \
    cmocka_unit_test_prestate_setup_teardown(name, set_up, tear_down, state)
    const struct CMUnitTest tests[] = {
        T(test_optimistic_counter),
        T(test_last_place),
        T(test_two_and_one_place),
        T(test_failures_are_alone),
        T(test_constraint_at_commit),
        T(test_reads_are_consistent),
        T(test_async),
        T(test_close_waits),
        T(test_write_in_write),
        T(test_no_connection),
    };

    testdb_begin(&b.f, argc > 1 ? argv[1] : NULL);
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    testdb_end(&b.f);
    return failures;
}
