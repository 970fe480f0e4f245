/* test_kill.c - a program that is killed loses nothing that it had answered.
 *
 * A child writes from several threads and reports each answered row through a
 * pipe. It is killed without warning; then every reported row must be there,
 * and the file must open and be whole.
 */
#include "check.h"
#include "testdb.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define WRITERS 8
#define ROUNDS 4
#define ROWS_MAX 100000

static const struct migration TABLES[] = { { 1, "0001_tables",
    STR_INIT("CREATE TABLE row_written (id {int} NOT NULL PRIMARY KEY,\n"
             "    half {int} NOT NULL, note TEXT NOT NULL) {strict};\n") } };

static const struct sql ADD = { "iis", "",
    "INSERT INTO row_written (id, half, note) VALUES ($1, $2, $3)" };
static const struct sql ALL = { "", "ii",
    "SELECT id, half FROM row_written ORDER BY id, half" };

struct writer {
    pthread_t thread;
    struct store *s;
    int64_t id; /* rises by 2 * WRITERS */
    int pipe;
};

/* Two rows in one transaction: both or none. */
static enum status
add(struct tx *tx, void *arg, struct err *err)
{
    struct writer *w = arg;

    for (int64_t half = 0; half < 2; half++)
        TRY(tx_exec(tx, &ADD,
            DB_ARGS(db_i(w->id + half), db_i(half),
                db_s(STR("电话咨询，已答复"))),
            NULL, err));
    return OK;
}

static void *
writer_main(void *arg)
{
    struct writer *w = arg;
    struct err err;

    for (; w->id < ROWS_MAX; w->id += 2 * WRITERS) {
        if (store_write(w->s, add, w, &err) != OK)
            _exit(2);
        if (write(w->pipe, &w->id, sizeof(w->id)) != sizeof(w->id))
            _exit(3);
    }
    return NULL;
}

/* The child: opens the store itself, since threads do not survive a fork. */
static _Noreturn void
child_main(struct testdb *f, int64_t first, int pipe)
{
    struct writer w[WRITERS];
    struct store *s = testdb_reopen(f, NULL);

    for (int i = 0; i < WRITERS; i++) {
        w[i] = (struct writer){ .s = s, .id = first + 2 * i, .pipe = pipe };
        if (pthread_create(&w[i].thread, NULL, writer_main, &w[i]) != 0)
            _exit(4);
    }
    for (int i = 0; i < WRITERS; i++)
        pthread_join(w[i].thread, NULL);
    _exit(5); /* should have been killed before */
}

struct test {
    struct testdb f;
    struct arena *a;
    bool answered[ROWS_MAX + 2 * WRITERS]; /* by id */
    bool found[ROWS_MAX + 2 * WRITERS];
    int64_t last; /* largest id ever answered */
};

/* Reads answers until there are `enough`, kills, reads what is left. */
static void
gather_and_kill(struct test *t, pid_t child, int pipe, int enough)
{
    int64_t id;
    int n = 0, how = 0;

    while (read(pipe, &id, sizeof(id)) == sizeof(id)) {
        assert_true(id >= 0 && id < ROWS_MAX);
        t->answered[id] = true;
        t->last = id > t->last ? id : t->last;
        if (++n == enough)
            assert_int_equal(kill(child, SIGKILL), 0);
    }
    close(pipe);
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL);
    assert_true(n >= enough);
}

static enum status
read_all(struct tx *tx, void *arg, struct err *err)
{
    struct test *t = arg;
    struct rows *r;

    TRY(tx_query(tx, t->a, &ALL, DB_NONE, &r, err));
    while (rows_next(r)) {
        int64_t id = row_int(r, 0);

        CHECK(id >= 0 && id < ROWS_MAX + 2 * WRITERS);
        CHECK(row_int(r, 1) == id % 2);
        t->found[id] = true;
    }
    return rows_end(r, err);
}

static void
check_rows(struct test *t)
{
    struct store *s = testdb_reopen(&t->f, NULL);
    struct err err;

    memset(t->found, 0, sizeof(t->found));
    assert_ok(store_read(s, read_all, t, &err));
    for (int64_t id = 0; id < ROWS_MAX; id += 2) {
        if (t->answered[id] && !t->found[id])
            fail_msg("row %lld was answered and is lost", (long long)id);
        assert_true(t->found[id] == t->found[id + 1]);
    }
    store_close(s);
}

static void
test_nothing_answered_is_lost(void **state)
{
    struct test *t = *state;
    struct err err;

    struct store *s = testdb_open(&t->f, NULL);
    assert_ok(store_migrate(s, TABLES, 1, 1, &err));
    store_close(s);

    for (int round = 0; round < ROUNDS; round++) {
        /* rows that were written but not answered may be there: stay clear */
        int64_t first = (t->last / 10000 + 1) * 10000;
        int ends[2];

        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            close(ends[0]);
            child_main(&t->f, first, ends[1]);
        }
        close(ends[1]);
        gather_and_kill(t, child, ends[0], 50 + 150 * round);
        check_rows(t);
    }
}

int
main(int argc, char **argv)
{
    static struct test t;
    void *state = &t;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_nothing_answered_is_lost, state),
    };

    testdb_begin(&t.f, argc > 1 ? argv[1] : NULL);
    t.a = arena_new("test");
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(t.a);
    testdb_end(&t.f);
    return failures;
}
