/* test_pg.c - what only PostgreSQL can do to us: lose the connection, before
 * the commit or in the middle of it; sort in a way of its own. */
#include "check.h"
#include "testdb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The trigger runs in the middle of COMMIT and ends its own connection. */
static const struct migration TABLES[] = { { 1, "0001_tables",
    STR_INIT("CREATE TABLE thing (id {int} NOT NULL PRIMARY KEY);\n"
             "CREATE TABLE deadly (id {int} NOT NULL PRIMARY KEY);\n"
             "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $f$"
             " BEGIN PERFORM pg_terminate_backend(pg_backend_pid());"
             " RETURN NULL; END $f$;\n"
             "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON deadly"
             " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
             " EXECUTE FUNCTION die();\n") } };

static const struct sql ADD = { "i", "", "INSERT INTO thing (id) VALUES ($1)" };
static const struct sql ADD_DEADLY = { "i", "",
    "INSERT INTO deadly (id) VALUES ($1)" };
static const struct sql COUNT = { "", "i", "SELECT COUNT(*) FROM thing" };
static const struct sql DIE = { "", "i",
    "SELECT CASE WHEN pg_terminate_backend(pg_backend_pid())"
    " THEN 1 ELSE 0 END" };

struct test {
    struct testdb f;
    struct store *s;
    struct arena *a;
};

static int
set_up(void **state)
{
    struct test *t = *state;
    struct err err = { 0 };

    t->s = testdb_open(&t->f, &(struct store_options){ .readers = 2 });
    t->a = arena_new("test");
    assert_ok(store_migrate(t->s, TABLES, 1, 1, &err));
    return 0;
}

static int
tear_down(void **state)
{
    struct test *t = *state;

    store_close(t->s);
    arena_free(t->a);
    return 0;
}

static enum status
add(struct tx *tx, void *arg, struct err *err)
{
    const int64_t *id = arg;

    return tx_exec(tx, &ADD, DB_ARGS(db_i(*id)), NULL, err);
}

static enum status
add_deadly(struct tx *tx, void *arg, struct err *err)
{
    TRY(add(tx, arg, err));
    const int64_t *id = arg;
    return tx_exec(tx, &ADD_DEADLY, DB_ARGS(db_i(*id)), NULL, err);
}

static enum status
add_and_die(struct tx *tx, void *arg, struct err *err)
{
    int64_t v;

    TRY(add(tx, arg, err));
    return tx_int(tx, &DIE, DB_NONE, &v, err);
}

static enum status
count(struct tx *tx, void *arg, struct err *err)
{
    return tx_int(tx, &COUNT, DB_NONE, arg, err);
}

static void
test_lost_before_commit(void **state)
{
    struct test *t = *state;
    int64_t id = 1, n = -1;
    struct err err;

    assert_int_equal(store_write(t->s, add_and_die, &id, &err), ERR_IO);
    assert_ok(store_read(t->s, count, &n, &err));
    assert_int_equal(n, 0);
    /* the same connection, made anew, knows no prepared statements */
    assert_ok(store_write(t->s, add, &id, &err));
    assert_ok(store_read(t->s, count, &n, &err));
    assert_int_equal(n, 1);
}

static void
test_lost_in_commit(void **state)
{
    struct test *t = *state;
    int64_t id = 1, n = -1;
    struct err err;

    assert_int_equal(store_write(t->s, add_deadly, &id, &err), ERR_UNCERTAIN);
    assert_true(err.text[0] != '\0');
    assert_ok(store_write(t->s, add, &id, &err));
    assert_ok(store_read(t->s, count, &n, &err));
    assert_int_equal(n, 1);
}

/* The server restarts while nobody uses the connections: nobody notices. */
static void
test_lost_while_idle(void **state)
{
    struct test *t = *state;
    int64_t id = 1, n = -1;
    struct err err;

    assert_ok(store_write(t->s, add, &id, &err));
    assert_ok(store_read(t->s, count, &n, &err));
    testdb_pg_command(&t->f, t->f.server_url,
        arena_cstr(t->a,
            arena_fmt(t->a,
                "SELECT pg_terminate_backend(pid, 5000)"
                " FROM pg_stat_activity WHERE datname = '%s'",
                t->f.database)));
    id = 2;
    assert_ok(store_write(t->s, add, &id, &err));
    assert_ok(store_read(t->s, count, &n, &err));
    assert_int_equal(n, 2);
}

static enum status
add_after_count(struct tx *tx, void *arg, struct err *err)
{
    int64_t n = 0;

    TRY(tx_int(tx, &COUNT, DB_NONE, &n, err));
    return add(tx, arg, err);
}

/* Reads, lets another write come in between, writes: the server refuses the
 * first run. times: how often the other comes. */
struct quarrel {
    struct store *s;
    int64_t id;
    int times, runs;
};

static enum status
quarrel(struct tx *tx, void *arg, struct err *err)
{
    struct quarrel *q = arg;
    int64_t n = 0, other = 1000 + q->runs;

    q->runs++;
    TRY(tx_int(tx, &COUNT, DB_NONE, &n, err));
    if (q->runs <= q->times) {
        int64_t id = other;

        TRY(store_write(q->s, add_after_count, &id, err));
    }
    return tx_exec(tx, &ADD, DB_ARGS(db_i(n)), NULL, err);
}

static void
test_repeated(void **state)
{
    struct test *t = *state;
    struct quarrel q = { .s = t->s, .times = 2 };
    int64_t n = -1;
    struct err err;

    assert_ok(store_write(t->s, quarrel, &q, &err));
    assert_int_equal(q.runs, 3);
    assert_ok(store_read(t->s, count, &n, &err));
    assert_int_equal(n, 3);

    q = (struct quarrel){ .s = t->s, .times = 1000, .runs = 100 };
    assert_int_equal(store_write(t->s, quarrel, &q, &err), ERR_BUSY);
    assert_int_equal(q.runs, 111);
}

static void
test_unfit_database(void **state)
{
    static const struct {
        const char *collate, *encoding;
        bool fit;
    } CASES[] = {
        { "C", "UTF8", true },
        { "POSIX", "UTF8", true },
        { "C.UTF-8", "UTF8", true },
        { "C", "SQL_ASCII", false },
        { "C", "LATIN1", false },
    };
    struct test *t = *state;
    struct arena *a = t->a;

    for (size_t i = 0; i < sizeof(CASES) / sizeof(*CASES); i++) {
        const char *name =
            arena_cstr(a, arena_fmt(a, "%s_unfit", t->f.database));
        struct store *s = NULL;
        struct err err = { 0 };

        testdb_pg_command(&t->f, t->f.server_url,
            arena_cstr(a,
                arena_fmt(a,
                    "CREATE DATABASE %s ENCODING '%s' LC_COLLATE '%s'"
                    " LC_CTYPE 'C' TEMPLATE template0",
                    name, CASES[i].encoding, CASES[i].collate)));
        assert_ok(store_open(testdb_pg_url(&t->f, name), NULL, &s, &err));
        enum status st = store_migrate(s, TABLES, 1, 1, &err);
        store_close(s);
        testdb_pg_command(&t->f, t->f.server_url,
            arena_cstr(a, arena_fmt(a, "DROP DATABASE %s", name)));
        assert_int_equal(st, CASES[i].fit ? OK : ERR_CONFLICT);
        if (!CASES[i].fit)
            assert_true(strstr(err.text, "CREATE DATABASE") != NULL);
    }
}

/* An ICU collation sorts as people would, not as bytes. */
static void
test_unfit_provider(void **state)
{
    struct test *t = *state;
    struct arena *a = t->a;
    const char *name = arena_cstr(a, arena_fmt(a, "%s_icu", t->f.database));
    struct store *s = NULL;
    struct err err = { 0 };

    testdb_pg_command(&t->f, t->f.server_url,
        arena_cstr(a,
            arena_fmt(a,
                "CREATE DATABASE %s ENCODING 'UTF8' LOCALE 'C'"
                " LOCALE_PROVIDER icu ICU_LOCALE 'und' TEMPLATE template0",
                name)));
    assert_ok(store_open(testdb_pg_url(&t->f, name), NULL, &s, &err));
    enum status st = store_migrate(s, TABLES, 1, 1, &err);
    store_close(s);
    testdb_pg_command(&t->f, t->f.server_url,
        arena_cstr(a, arena_fmt(a, "DROP DATABASE %s", name)));
    assert_int_equal(st, ERR_CONFLICT);
}

static void
test_unreachable(void **state)
{
    struct test *t = *state;
    struct store *s = NULL;
    struct err err;

    assert_int_equal(
        store_open(STR("postgresql://nobody@127.0.0.1:1/none"), NULL, &s, &err),
        ERR_IO);
    assert_true(err.text[0] != '\0');
    assert_int_equal(store_open(testdb_pg_url(&t->f, "mingce_no_such"), NULL,
                         &s, &err),
        ERR_IO);
    assert_null(s);
    assert_int_equal(store_backup(t->s, STR("anything"), &err), ERR_INPUT);
    assert_true(strstr(err.text, "pg_dump") != NULL);
}

/* A value that the server quotes in its message does not reach the log. */
static enum status
bad_cast(struct tx *tx, void *arg, struct err *err)
{
    static const struct sql CAST = { "s", "i",
        "SELECT CAST($1 AS BIGINT) AS n" };
    int64_t v;

    (void)arg;
    return tx_int(tx, &CAST, DB_ARGS(db_s(STR("secret name"))), &v, err);
}

static void
test_no_values_in_errors(void **state)
{
    struct test *t = *state;
    struct err err;

    assert_int_equal(store_read(t->s, bad_cast, NULL, &err), ERR_DB);
    assert_true(strstr(err.detail, "22P02") != NULL);
    assert_null(strstr(err.detail, "secret"));
    assert_null(strstr(err.text, "secret"));
}

int
main(int argc, char **argv)
{
    struct test t;
    void *state = &t;
#define T(name) \
    cmocka_unit_test_prestate_setup_teardown(name, set_up, tear_down, state)
    const struct CMUnitTest tests[] = {
        T(test_lost_before_commit),
        T(test_lost_in_commit),
        T(test_lost_while_idle),
        T(test_repeated),
        T(test_unfit_database),
        T(test_unfit_provider),
        T(test_unreachable),
        T(test_no_values_in_errors),
    };

    (void)argc;
    (void)argv;
    testdb_begin(&t.f, "postgresql");
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    testdb_end(&t.f);
    return failures;
}
