/* test_migrate.c - a database grows forward only, and knows what it is. */
#include "check.h"
#include "testdb.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ONE \
    "CREATE TABLE one (id {int} NOT NULL PRIMARY KEY, b {bytes}) {strict};\n" \
    "INSERT INTO one (id) VALUES (1);\n"
#define TWO \
    "-- adds a column;\n" \
    "ALTER TABLE one ADD COLUMN name TEXT;\r\n" \
    "UPDATE one SET name = '{word}; ' || '{strict' || '}';\n" \
    "CREATE TABLE two (id {int} NOT NULL PRIMARY KEY) {clustered}"

static const struct migration LIST[] = {
    { 1, "0001_one", STR_INIT(ONE) },
    { 2, "0002_two", STR_INIT(TWO) },
};

static const struct sql NAME = { "i", "s",
    "SELECT name FROM one WHERE id = $1" };

struct test {
    struct testdb f;
    struct store *s;
    struct arena *a;
};

static int
set_up(void **state)
{
    struct test *t = *state;

    t->s = testdb_open(&t->f, NULL);
    t->a = arena_new("test");
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

static int
version(struct test *t)
{
    struct err err = { 0 };
    int v = -1;

    assert_ok(store_schema_version(t->s, &v, &err));
    return v;
}

static void
test_fresh_and_again(void **state)
{
    struct test *t = *state;
    struct err err;

    assert_int_equal(version(t), 0);
    assert_ok(store_migrate(t->s, NULL, 0, 5, &err));
    assert_int_equal(version(t), 0);
    assert_ok(store_migrate(t->s, LIST, 1, 5, &err));
    assert_int_equal(version(t), 1);
    assert_ok(store_migrate(t->s, LIST, 1, 6, &err));
    assert_ok(store_migrate(t->s, LIST, 2, 7, &err));
    assert_int_equal(version(t), 2);
    assert_ok(store_migrate(t->s, LIST, 2, 8, &err));
    assert_int_equal(version(t), 2);
    assert_ok(store_prepare(t->s, &NAME, &err));
}

static enum status
read_journal(struct tx *tx, void *arg, struct err *err)
{
    static const struct sql ALL = { "", "issi",
        "SELECT number, name, checksum, applied_us FROM schema_migration"
        " ORDER BY number" };
    struct test *t = arg;
    struct rows *r;

    TRY(tx_query(tx, t->a, &ALL, DB_NONE, &r, err));
    for (int i = 0; i < 2; i++) {
        CHECK(rows_next(r));
        CHECK(row_int(r, 0) == i + 1);
        CHECK(str_eq(row_peek(r, 1), str_of(LIST[i].name)));
        CHECK(row_peek(r, 2).n == 64);
        CHECK(row_int(r, 3) == 1700000000000000);
    }
    CHECK(!rows_next(r));
    return rows_end(r, err);
}

static enum status
read_name(struct tx *tx, void *arg, struct err *err)
{
    struct test *t = arg;
    struct rows *r;
    bool found;

    TRY(tx_one(tx, t->a, &NAME, DB_ARGS(db_i(1)), &found, &r, err));
    CHECK(found);
    CHECK(str_eq(row_peek(r, 0), STR("{word}; {strict}")));
    return rows_end(r, err);
}

static void
test_what_was_done(void **state)
{
    struct test *t = *state;
    struct err err;

    assert_ok(store_migrate(t->s, LIST, 2, 1700000000000000, &err));
    assert_ok(store_read(t->s, read_journal, t, &err));
    assert_ok(store_read(t->s, read_name, t, &err));
}

static void
test_edited_file(void **state)
{
    static const struct migration EDITED[] = {
        { 1, "0001_one", STR_INIT(ONE " ") },
        { 2, "0002_two", STR_INIT(TWO) },
    };
    struct test *t = *state;
    struct err err;

    assert_ok(store_migrate(t->s, LIST, 1, 1, &err));
    assert_int_equal(store_migrate(t->s, EDITED, 2, 1, &err), ERR_CONFLICT);
    assert_true(strstr(err.text, "0001_one") != NULL);
    assert_int_equal(version(t), 1);
}

static void
test_newer_database(void **state)
{
    struct test *t = *state;
    struct err err;

    assert_ok(store_migrate(t->s, LIST, 2, 1, &err));
    assert_int_equal(store_migrate(t->s, LIST, 1, 1, &err), ERR_CONFLICT);
    assert_true(strstr(err.text, "2") != NULL);
}

static void
test_gap(void **state)
{
    static const struct migration GAP[] = {
        { 1, "0001_one", STR_INIT(ONE) },
        { 3, "0003_three", STR_INIT(TWO) },
    };
    struct test *t = *state;
    struct err err;

    assert_int_equal(store_migrate(t->s, GAP, 2, 1, &err), ERR_INPUT);
    assert_int_equal(version(t), 0);
}

/* A statement that fails leaves nothing of its migration. */
static void
test_refused_statement(void **state)
{
    static const struct migration BAD[] = {
        { 1, "0001_one", STR_INIT(ONE) },
        { 2, "0002_bad",
            STR_INIT("CREATE TABLE two (id {int} PRIMARY KEY) {strict};\n"
                     "ALTER TABLE nowhere ADD COLUMN x {int};\n") },
    };
    static const struct sql TWO_EXISTS = { "", "i", "SELECT id FROM two" };
    struct test *t = *state;
    struct err err;

    assert_int_equal(store_migrate(t->s, BAD, 2, 1, &err), ERR_DB);
    assert_true(strstr(err.detail, "statement 2") != NULL);
    assert_true(strstr(err.detail, "nowhere") != NULL);
    assert_int_equal(version(t), 1);
    assert_int_equal(store_prepare(t->s, &TWO_EXISTS, &err), ERR_DB);
    assert_ok(store_migrate(t->s, LIST, 2, 1, &err));
    assert_int_equal(version(t), 2);
}

/* --- several programs start at one time --- */

struct starter {
    pthread_t thread;
    struct store *s;
    enum status status;
    struct err err;
};

static void *
start_main(void *arg)
{
    struct starter *p = arg;

    p->status = store_migrate(p->s, LIST, 2, 1, &p->err);
    return NULL;
}

static void
test_at_one_time(void **state)
{
    enum { N = 6 };
    struct test *t = *state;
    struct starter p[N];

    for (int round = 0; round < 3; round++) {
        store_close(t->s);
        t->s = testdb_open(&t->f, NULL);
        for (int i = 0; i < N; i++) {
            bool own = i > 0 && t->f.kind != TESTDB_MEMORY;

            p[i] = (struct starter){
                .s = own ? testdb_reopen(&t->f, NULL) : t->s
            };
        }
        for (int i = 0; i < N; i++)
            assert_int_equal(
                pthread_create(&p[i].thread, NULL, start_main, &p[i]), 0);
        for (int i = 0; i < N; i++)
            pthread_join(p[i].thread, NULL);
        for (int i = 0; i < N; i++) {
            if (p[i].status != OK)
                fail_msg("%s: %s / %s", status_name(p[i].status),
                    p[i].err.text, p[i].err.detail);
            if (p[i].s != t->s)
                store_close(p[i].s);
        }
        assert_int_equal(version(t), 2);
    }
}

int
main(int argc, char **argv)
{
    struct test t;
    void *state = &t;
#define T(name) \
    cmocka_unit_test_prestate_setup_teardown(name, set_up, tear_down, state)
    const struct CMUnitTest tests[] = {
        T(test_fresh_and_again),
        T(test_what_was_done),
        T(test_edited_file),
        T(test_newer_database),
        T(test_gap),
        T(test_refused_statement),
        T(test_at_one_time),
    };

    testdb_begin(&t.f, argc > 1 ? argv[1] : NULL);
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    testdb_end(&t.f);
    return failures;
}
