/* test_sqlite.c - what only a file can do: be locked by another program, be no
 * database, be copied while it is written. */
#include "check.h"
#include "testdb.h"

#include <pthread.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const struct migration TABLES[] = { { 1, "0001_tables",
    STR_INIT("CREATE TABLE thing (id {int} NOT NULL PRIMARY KEY,\n"
             "    twin {int} NOT NULL, data {bytes}) {strict};\n") } };

static const struct sql ADD = { "iiB", "",
    "INSERT INTO thing (id, twin, data) VALUES ($1, $2, $3)" };
static const struct sql COUNT = { "", "i", "SELECT COUNT(*) FROM thing" };
static const struct sql WRONG = { "", "i",
    "SELECT COUNT(*) FROM thing WHERE twin <> id" };

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

static const char *
file_of(struct test *t)
{
    return arena_cstr(t->a, str_sub(t->f.url, 7, SIZE_MAX)); /* "sqlite:" */
}

static enum status
add(struct tx *tx, void *arg, struct err *err)
{
    int64_t *id = arg;

    return tx_exec(tx, &ADD, DB_ARGS(db_i(*id), db_i(*id), db_null()), NULL,
        err);
}

static enum status
count(struct tx *tx, void *arg, struct err *err)
{
    return tx_int(tx, &COUNT, DB_NONE, arg, err);
}

static enum status
count_wrong(struct tx *tx, void *arg, struct err *err)
{
    return tx_int(tx, &WRONG, DB_NONE, arg, err);
}

/* --- opening --- */

static void
test_urls(void **state)
{
    static const struct str BAD[] = { STR_INIT(""), STR_INIT("sqlite:"),
        STR_INIT("sqlite"), STR_INIT("mysql://x"), STR_INIT("data.db"),
        STR_INIT("sqlite::memory:"), STR_INIT("sqlite:a\0b"),
        STR_INIT("postgres://x") };
    struct err err;
    struct store *s = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof(BAD) / sizeof(*BAD); i++) {
        assert_int_equal(store_open(BAD[i], NULL, &s, &err), ERR_INPUT);
        assert_true(err.text[0] != '\0');
    }
    assert_null(s);
    store_close(NULL);
}

static void
write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void
test_cannot_open(void **state)
{
    struct test *t = *state;
    struct store *s = NULL;
    struct err err;

    struct str url = arena_join(
        t->a, STR("sqlite:"), testdb_path(&t->f, "no/such/folder/x.db"));
    assert_int_equal(store_open(url, NULL, &s, &err), ERR_IO);
    assert_true(strstr(err.text, "no/such/folder") != NULL);

    struct str path = testdb_path(&t->f, "text.db");
    write_file(arena_cstr(t->a, path),
        "This is not a database. This is not a database. This is no database."
        " This is not a database. This is not a database. It is only text.");
    url = arena_join(t->a, STR("sqlite:"), path);
    assert_int_equal(store_open(url, NULL, &s, &err), ERR_IO);
    assert_null(s);
}

static void
test_private_file(void **state)
{
    struct test *t = *state;
    struct stat st;

    assert_int_equal(stat(file_of(t), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

/* --- another program --- */

static void
run(sqlite3 *db, const char *text)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", text, sqlite3_errmsg(db));
}

static void
test_locked_by_another(void **state)
{
    struct test *t = *state;
    sqlite3 *other = NULL;
    int64_t id = 1, n = -1;
    struct err err;

    store_close(t->s);
    t->s = testdb_reopen(
        &t->f, &(struct store_options){ .busy_timeout_ms = 20 });
    assert_int_equal(sqlite3_open(file_of(t), &other), SQLITE_OK);
    run(other, "BEGIN IMMEDIATE; INSERT INTO thing VALUES (9, 9, NULL)");
    assert_int_equal(store_write(t->s, add, &id, &err), ERR_BUSY);
    assert_ok(store_read(t->s, count, &n, &err));
    assert_int_equal(n, 0);
    run(other, "COMMIT");
    assert_ok(store_write(t->s, add, &id, &err));
    assert_ok(store_read(t->s, count, &n, &err));
    assert_int_equal(n, 2);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

/* --- one write that ends the transaction of all --- */

struct one {
    pthread_t thread;
    struct store *s;
    int64_t id;
    enum status status;
};

static enum status
add_or_end_all(struct tx *tx, void *arg, struct err *err)
{
    static const struct sql END_ALL = { "i", "",
        "INSERT OR ROLLBACK INTO thing (id, twin) VALUES ($1, $1)" };
    struct one *o = arg;

    TRY(add(tx, &o->id, err));
    if (o->id % 8 != 5)
        return OK;
    return tx_exec(tx, &END_ALL, DB_ARGS(db_i(o->id)), NULL, err);
}

static void *
one_main(void *arg)
{
    struct one *o = arg;
    struct err err;

    for (int i = 0; i < 4 && o->status == OK; i++, o->id += 64) {
        enum status want = o->id % 8 == 5 ? ERR_CONFLICT : OK;
        enum status st = store_write(o->s, add_or_end_all, o, &err);

        if (st != want)
            o->status = st == OK ? ERR_DENIED : st;
    }
    return NULL;
}

static void
test_transaction_ended(void **state)
{
    struct test *t = *state;
    struct one o[64];
    int64_t n = 0;
    struct err err;

    for (int64_t i = 0; i < 64; i++) {
        o[i] = (struct one){ .s = t->s, .id = i };
        assert_int_equal(
            pthread_create(&o[i].thread, NULL, one_main, &o[i]), 0);
    }
    for (int i = 0; i < 64; i++) {
        pthread_join(o[i].thread, NULL);
        assert_int_equal(o[i].status, OK);
    }
    assert_ok(store_read(t->s, count, &n, &err));
    assert_int_equal(n, 4 * 64 * 7 / 8);
}

/* --- backup --- */

struct load {
    pthread_t thread;
    struct store *s;
    atomic_bool stop;
    int64_t id;
    enum status status;
};

/* Two rows at a time: a copy with an odd number would be torn. */
static enum status
add_pair(struct tx *tx, void *arg, struct err *err)
{
    struct load *l = arg;
    int64_t a = l->id, b = l->id + 1;

    TRY(add(tx, &a, err));
    return add(tx, &b, err);
}

static void *
load_main(void *arg)
{
    struct load *l = arg;
    struct err err;

    while (!l->stop && l->status == OK) {
        l->status = store_write(l->s, add_pair, l, &err);
        l->id += 2;
    }
    return NULL;
}

static enum status
fill(struct tx *tx, void *arg, struct err *err)
{
    struct arena *a = arg;
    char *p = arena_alloc(a, 3000);

    for (int64_t i = 1; i <= 1000; i++)
        TRY(tx_exec(tx, &ADD,
            DB_ARGS(db_i(-i), db_i(-i), db_b((struct str){ p, 3000 })), NULL,
            err));
    return OK;
}

static void
check_copy(struct test *t, struct str path, int64_t *ret_n)
{
    struct store *copy = NULL;
    int64_t wrong = -1;
    int v = -1;
    struct err err;

    assert_ok(store_open(
        arena_join(t->a, STR("sqlite:"), path), NULL, &copy, &err));
    assert_ok(store_read(copy, count, ret_n, &err));
    assert_ok(store_read(copy, count_wrong, &wrong, &err));
    assert_ok(store_schema_version(copy, &v, &err));
    assert_ok(store_migrate(copy, TABLES, 1, 1, &err));
    store_close(copy);
    assert_int_equal(wrong, 0);
    assert_int_equal(v, 1);
}

static void
test_backup(void **state)
{
    struct test *t = *state;
    struct load l = { .s = t->s, .id = 1 };
    struct err err;
    int64_t before = 0, last = 0, n = 0;

    assert_ok(store_write(t->s, fill, t->a, &err));
    assert_int_equal(pthread_create(&l.thread, NULL, load_main, &l), 0);
    for (int i = 0; i < 5; i++) {
        struct str path =
            testdb_path(&t->f, arena_cstr(t->a, arena_fmt(t->a, "b%d", i)));
        struct str wal = arena_join(t->a, path, STR("-wal"));

        assert_ok(store_read(t->s, count, &before, &err));
        assert_ok(store_backup(t->s, path, &err));
        assert_int_not_equal(access(arena_cstr(t->a, wal), F_OK), 0);
        check_copy(t, path, &n);
        assert_true(n >= before && n >= last && n % 2 == 0);
        last = n;
    }
    l.stop = true;
    pthread_join(l.thread, NULL);
    assert_int_equal(l.status, OK);

    /* without writers the copy is equal */
    struct str path = testdb_path(&t->f, "quiet");
    assert_ok(store_backup(t->s, path, &err));
    check_copy(t, path, &n);
    assert_ok(store_read(t->s, count, &before, &err));
    assert_int_equal(n, before);
}

static void
test_backup_refused(void **state)
{
    struct test *t = *state;
    struct err err;

    struct str path = testdb_path(&t->f, "taken");
    write_file(arena_cstr(t->a, path), "precious");
    assert_int_equal(store_backup(t->s, path, &err), ERR_CONFLICT);
    assert_int_equal(
        store_backup(t->s, testdb_path(&t->f, "no/such/b.db"), &err), ERR_IO);
    assert_int_equal(store_backup(t->s, STR(""), &err), ERR_INPUT);

    char text[16] = "";
    FILE *f = fopen(arena_cstr(t->a, path), "rb");
    assert_non_null(f);
    assert_non_null(fgets(text, sizeof(text), f));
    fclose(f);
    assert_string_equal(text, "precious");
}

/* --- the log --- */

static enum status
add_big(struct tx *tx, void *arg, struct err *err)
{
    struct load *l = arg;
    static const char page[4000];

    for (int64_t i = 0; i < 40; i++)
        TRY(tx_exec(tx, &ADD,
            DB_ARGS(db_i(l->id + i), db_i(l->id + i),
                db_b((struct str){ page, sizeof(page) })),
            NULL, err));
    return OK;
}

/* The log is moved into the file as it grows, and gone after the close. */
static void
test_log_does_not_grow(void **state)
{
    struct test *t = *state;
    struct load l = { .s = t->s };
    struct str wal =
        arena_join(t->a, str_of(file_of(t)), STR("-wal"));
    struct stat st;
    struct err err;

    for (l.id = 0; l.id < 12000; l.id += 40)
        assert_ok(store_write(t->s, add_big, &l, &err));
    assert_int_equal(stat(arena_cstr(t->a, wal), &st), 0);
    assert_true(st.st_size < 9000 * 4120);
    store_close(t->s);
    t->s = NULL;
    assert_int_not_equal(stat(arena_cstr(t->a, wal), &st), 0);
}

int
main(int argc, char **argv)
{
    struct test t;
    void *state = &t;
#define T(name) \
    cmocka_unit_test_prestate_setup_teardown(name, set_up, tear_down, state)
    const struct CMUnitTest tests[] = {
        T(test_urls),
        T(test_cannot_open),
        T(test_private_file),
        T(test_locked_by_another),
        T(test_transaction_ended),
        T(test_backup),
        T(test_backup_refused),
        T(test_log_does_not_grow),
    };

    (void)argc;
    (void)argv;
    testdb_begin(&t.f, "file");
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    testdb_end(&t.f);
    return failures;
}
