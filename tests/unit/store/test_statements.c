/* test_statements.c - values there and back, signatures, migrations: the same
 * assertions on every engine. */
#include "check.h"
#include "testdb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct migration THINGS[] = { { 1, "0001_things",
    STR_INIT("-- a comment; with a semicolon;\n"
             "CREATE TABLE thing (\n"
             "    id {int} NOT NULL PRIMARY KEY, -- {braces} stay\n"
             "    name TEXT NOT NULL DEFAULT '{}' UNIQUE,\n"
             "    data {bytes},\n"
             "    flag {int} CHECK (flag IN (0, 1)),\n"
             "    parent {int} REFERENCES thing (id),\n"
             "    -- another; comment;\n"
             "    note TEXT\n"
             ") {strict};\n"
             "\n"
             "CREATE TABLE pair (a {int} NOT NULL, b TEXT NOT NULL,\n"
             "    PRIMARY KEY (a, b)) {clustered};\n"
             "-- the end;\n") } };

enum { Q_ADD, Q_GET, Q_COUNT, Q_NAMES, Q_DELETE, Q_PAIR, Q_RETURNING };
static const struct sql Q[] = {
    [Q_ADD] = { "isBIIS", "",
        "INSERT INTO thing (id, name, data, flag, parent, note)"
        " VALUES ($1, $2, $3, $4, $5, $6)" },
    [Q_GET] = { "i", "isBIIS",
        "SELECT id, name, data, flag, parent, note FROM thing WHERE id = $1" },
    [Q_COUNT] = { "", "i", "SELECT COUNT(*) FROM thing" },
    [Q_NAMES] = { "ii", "is",
        "SELECT id, name FROM thing WHERE id >= $2 AND id <= $1"
        " ORDER BY name NULLS LAST, id" },
    [Q_DELETE] = { "i", "", "DELETE FROM thing WHERE id >= $1" },
    [Q_PAIR] = { "is", "", "INSERT INTO pair (a, b) VALUES ($1, $2)" },
    [Q_RETURNING] = { "s", "i",
        "UPDATE thing SET note = $1 RETURNING id" },
};

struct world_of_test {
    struct testdb f;
    struct store *s;
    struct arena *a;
};

static int
set_up(void **state)
{
    struct world_of_test *w = *state;
    struct err err = { 0 };

    w->s = testdb_open(&w->f, NULL);
    w->a = arena_new("test");
    if (store_migrate(w->s, THINGS, 1, 1700000000000000, &err) != OK)
        fail_msg("%s / %s", err.text, err.detail);
    return 0;
}

static int
tear_down(void **state)
{
    struct world_of_test *w = *state;

    store_close(w->s);
    arena_free(w->a);
    return 0;
}

/* A thing to be written and what came of it. */
struct thing {
    int64_t id;
    struct str name;
    struct dbv data, flag, parent, note;
    struct arena *a;
    struct str got_name, got_data, got_note;
    bool data_null, flag_null, parent_null, note_null, found;
    int64_t got_flag, got_parent, changed;
};

static enum status
add(struct tx *tx, void *arg, struct err *err)
{
    struct thing *t = arg;

    return tx_exec(tx, &Q[Q_ADD],
        DB_ARGS(db_i(t->id), db_s(t->name), t->data, t->flag, t->parent,
            t->note),
        &t->changed, err);
}

static enum status
get(struct tx *tx, void *arg, struct err *err)
{
    struct thing *t = arg;
    struct rows *r;

    TRY(tx_one(tx, t->a, &Q[Q_GET], DB_ARGS(db_i(t->id)), &t->found, &r, err));
    CHECK(row_int(r, 0) == (t->found ? t->id : 0));
    t->got_name = row_str(r, 1);
    t->data_null = row_is_null(r, 2);
    t->got_data = row_str(r, 2);
    t->flag_null = row_is_null(r, 3);
    t->got_flag = row_int(r, 3);
    t->parent_null = row_is_null(r, 4);
    t->got_parent = row_int(r, 4);
    t->note_null = row_is_null(r, 5);
    t->got_note = row_str(r, 5);
    return rows_end(r, err);
}

static struct thing
plain(struct world_of_test *w, int64_t id, struct str name)
{
    return (struct thing){ .id = id, .name = name, .a = w->a };
}

/* --- values --- */

static void
round_trip(struct world_of_test *w, struct thing t)
{
    struct err err;
    bool null_data = t.data.type == DBV_NULL;

    t.a = w->a;
    assert_ok(store_write(w->s, add, &t, &err));
    assert_int_equal(t.changed, 1);
    assert_ok(store_read(w->s, get, &t, &err));
    assert_true(t.found);
    assert_true(str_eq(t.got_name, t.name));
    assert_int_equal(t.data_null, null_data);
    assert_true(str_eq(t.got_data, t.data.s));
    assert_int_equal(t.flag_null, t.flag.type == DBV_NULL);
    assert_int_equal(t.got_flag, t.flag.i);
    assert_int_equal(t.note_null, t.note.type == DBV_NULL);
    assert_true(str_eq(t.got_note, t.note.s));
}

static void
test_values(void **state)
{
    struct world_of_test *w = *state;
    char all[256];

    for (int i = 0; i < 256; i++)
        all[i] = (char)i;
    round_trip(w, plain(w, INT64_MAX, STR("largest")));
    round_trip(w, plain(w, INT64_MIN, STR("smallest")));
    round_trip(w, plain(w, 0, STR("zero")));
    round_trip(w, plain(w, -1, STR("minus one")));
    round_trip(w,
        (struct thing){ .id = 5,
            .name = STR("示例（重庆）律师事务所 𠮷 é"),
            .data = db_b((struct str){ all, sizeof(all) }),
            .flag = db_i(1),
            .note = db_s(STR("'; DROP TABLE thing; --")) });
    round_trip(w,
        (struct thing){ .id = 6,
            .name = STR(""),
            .data = db_b(STR_EMPTY),
            .flag = db_i(0),
            .note = db_s(STR_EMPTY) });
    round_trip(w,
        (struct thing){ .id = 7,
            .name = STR("nul"),
            .data = db_b(STR("a\0b")),
            .note = db_s_or_null(STR_EMPTY) });
}

static void
test_big_row(void **state)
{
    struct world_of_test *w = *state;
    size_t n = 3u << 20;
    char *p = arena_alloc(w->a, n);

    for (size_t i = 0; i < n; i++)
        p[i] = (char)(i * 2654435761u >> 13);
    struct thing t = plain(w, 1, STR("big"));
    t.data = db_b((struct str){ p, n });
    round_trip(w, t);
}

static void
test_text_refused(void **state)
{
    static const struct str BAD[] = { STR_INIT("nul\0inside"),
        STR_INIT("\xff\xfe"), STR_INIT("cut \xe4\xb8"),
        STR_INIT("\xed\xa0\x80") };
    struct world_of_test *w = *state;
    struct err err;

    for (size_t i = 0; i < sizeof(BAD) / sizeof(*BAD); i++) {
        struct thing t = plain(w, 1, BAD[i]);

        assert_int_equal(store_write(w->s, add, &t, &err), ERR_INPUT);
        assert_true(err.text[0] != '\0');
    }
}

static void
test_not_found(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 404, STR(""));
    struct err err;

    assert_ok(store_read(w->s, get, &t, &err));
    assert_false(t.found);
    assert_true(t.note_null);
}

/* --- conflicts --- */

static void
test_conflicts(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 1, STR("one"));
    struct err err;

    assert_ok(store_write(w->s, add, &t, &err));
    assert_int_equal(store_write(w->s, add, &t, &err), ERR_CONFLICT);
    assert_true(strstr(err.detail, "thing") != NULL);

    t.id = 2; /* same name */
    assert_int_equal(store_write(w->s, add, &t, &err), ERR_CONFLICT);
    assert_true(strstr(err.detail, "name") != NULL);

    t.name = STR("orphan");
    t.parent = db_i(99);
    assert_int_equal(store_write(w->s, add, &t, &err), ERR_CONFLICT);

    t.parent = db_null();
    t.flag = db_i(2); /* CHECK */
    assert_int_equal(store_write(w->s, add, &t, &err), ERR_DB);
    t.flag = db_i(1);
    assert_ok(store_write(w->s, add, &t, &err));
}

static enum status
swallow(struct tx *tx, void *arg, struct err *err)
{
    struct thing *t = arg;
    struct err ignored;
    int64_t n = 0;

    t->id = 10;
    t->name = STR("ten");
    TRY(add(tx, t, err));
    if (add(tx, t, &ignored) == OK)
        return err_set(err, ERR_DB, "the second should fail");
    /* nothing goes any more */
    if (tx_int(tx, &Q[Q_COUNT], DB_NONE, &n, &ignored) != ERR_CONFLICT)
        return err_set(err, ERR_DB, "the transaction should be lost");
    return OK;
}

static void
test_lost_transaction(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 10, STR("ten"));
    struct err err;

    assert_int_equal(store_write(w->s, swallow, &t, &err), ERR_CONFLICT);
    assert_ok(store_read(w->s, get, &t, &err));
    assert_false(t.found);
}

static enum status
add_then_fail(struct tx *tx, void *arg, struct err *err)
{
    TRY(add(tx, arg, err));
    return err_set(err, ERR_DENIED, "no");
}

static void
test_own_error_undoes(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 10, STR("ten"));
    struct err err;

    assert_int_equal(store_write(w->s, add_then_fail, &t, &err), ERR_DENIED);
    assert_string_equal(err.text, "no");
    assert_ok(store_read(w->s, get, &t, &err));
    assert_false(t.found);
    assert_int_equal(store_write(w->s, add_then_fail, &t, NULL), ERR_DENIED);
}

/* --- signatures --- */

/* A statement on trial, run as a query, with up to two arguments: their
 * types are the letters, "-" is NULL; every integer is 1, every text "one". */
struct trial {
    struct sql sql;
    const char *given;
    enum status want;
    struct arena *a;
};

static enum status
run_trial(struct tx *tx, void *arg, struct err *err)
{
    struct trial *t = arg;
    struct rows *r;
    struct dbv args[2] = { db_null(), db_null() };
    size_t n = strlen(t->given);

    for (size_t i = 0; i < n; i++)
        if (t->given[i] != '-')
            args[i] = t->given[i] == 'i' ? db_i(1) : db_s(STR("one"));
    if (t->sql.out[0] == '\0')
        return tx_exec(tx, &t->sql, args, n, NULL, err);
    TRY(tx_query(tx, t->a, &t->sql, args, n, &r, err));
    while (rows_next(r))
        continue;
    return rows_end(r, err);
}

#define TRIAL(in, out, text, given, want) \
    { { (in), (out), (text) }, (given), (want), NULL }

static const struct trial TRIALS[] = {
    TRIAL("", "i", "SELECT id FROM thing", "", OK),
    /* a column too few, too many, of another type */
    TRIAL("", "i", "SELECT id, name FROM thing", "", ERR_DB),
    TRIAL("", "ii", "SELECT id FROM thing", "", ERR_DB),
    TRIAL("", "s", "SELECT id FROM thing", "", ERR_DB),
    TRIAL("", "i", "SELECT name FROM thing", "", ERR_DB),
    TRIAL("", "b", "SELECT name FROM thing", "", ERR_DB),
    TRIAL("", "i", "SELECT 1.5", "", ERR_DB),
    TRIAL("", "i", "SELECT CAST(id AS DOUBLE PRECISION) FROM thing", "",
        ERR_DB),
    /* NULL where none may be */
    TRIAL("", "s", "SELECT note FROM thing", "", ERR_DB),
    TRIAL("", "S", "SELECT note FROM thing", "", OK),
    TRIAL("", "i", "SELECT MAX(id) FROM thing WHERE id = 77", "", ERR_DB),
    TRIAL("", "I", "SELECT MAX(id) FROM thing WHERE id = 77", "", OK),
    /* arguments */
    TRIAL("i", "i", "SELECT id FROM thing WHERE id = $1", "", ERR_DB),
    TRIAL("i", "i", "SELECT id FROM thing WHERE id = $1", "i", OK),
    TRIAL("i", "i", "SELECT id FROM thing WHERE id = $1", "-", ERR_DB),
    TRIAL("I", "i", "SELECT id FROM thing WHERE id = $1", "-", OK),
    TRIAL("s", "i", "SELECT id FROM thing WHERE name = $1", "i", ERR_DB),
    TRIAL("b", "i", "SELECT id FROM thing WHERE data = $1", "s", ERR_DB),
    TRIAL("ii", "i", "SELECT id FROM thing WHERE id = $1", "i", ERR_DB),
    TRIAL("i", "i", "SELECT id FROM thing WHERE id = $1", "ii", ERR_DB),
    /* the text */
    TRIAL("", "i", "SELECT nothing FROM thing", "", ERR_DB),
    TRIAL("", "i", "SELEKT 1", "", ERR_DB),
    TRIAL("", "i", "SELECT 1; SELECT 2", "", ERR_DB),
    TRIAL("", "i", "", "", ERR_DB),
    TRIAL("", "i", "SELECT \"literal\"", "", ERR_DB),
    TRIAL("", "", "SELECT id FROM thing", "", ERR_DB),
    TRIAL("", "i", "DELETE FROM thing WHERE id = 88", "", ERR_DB),
    /* sums overflow on neither engine unnoticed */
    TRIAL("", "i", "SELECT id + 9223372036854775807 FROM thing", "", ERR_DB),
    /* parameters may repeat and come in any order */
    TRIAL("is", "i",
        "SELECT id FROM thing WHERE name = $2 AND id = $1 AND id = $1", "is",
        OK),
};

static void
test_signatures(void **state)
{
    struct world_of_test *w = *state;
    struct thing one = plain(w, 1, STR("one"));
    struct err err;

    assert_ok(store_write(w->s, add, &one, &err));
    for (size_t i = 0; i < sizeof(TRIALS) / sizeof(*TRIALS); i++) {
        struct trial t = TRIALS[i];

        t.a = w->a;
        err.detail[0] = '\0';
        enum status st = store_write(w->s, run_trial, &t, &err);
        if (st != t.want)
            fail_msg("%s instead of %s: %s (%s)", status_name(st),
                status_name(t.want), t.sql.text, err.detail);
    }
}

static void
test_prepare(void **state)
{
    static const struct {
        struct sql sql;
        bool good;
    } CASES[] = {
        { { "", "i", "SELECT id FROM thing" }, true },
        { { "i", "", "DELETE FROM thing WHERE id = $1" }, true },
        { { "i", "i", "DELETE FROM thing WHERE id = $1 RETURNING id" }, true },
        { { "is", "", "INSERT INTO pair (a, b) VALUES ($1, $2)"
                      " ON CONFLICT (a, b) DO NOTHING" }, true },
        { { "i", "s", "SELECT name FROM thing WHERE id = $1 AND name <> '$9'" },
            true },
        { { "", "s", "SELECT id FROM thing" }, false },
        { { "", "i", "SELECT id, name FROM thing" }, false },
        { { "", "", "SELECT id FROM thing" }, false },
        { { "", "i", "SELECT id FROM thing WHERE id = $1" }, false },
        { { "ii", "i", "SELECT id FROM thing WHERE id = $1" }, false },
        { { "ii", "i", "SELECT id FROM thing WHERE id = $2" }, false },
        { { "i", "i", "SELECT id FROM thing WHERE id = ?1" }, false },
        { { "i", "i", "SELECT id FROM thing WHERE id = :id" }, false },
        { { "", "i", "SELECT id FROM nowhere" }, false },
        { { "", "i", "SELECT id FROM thing WHERE" }, false },
    };
    struct world_of_test *w = *state;

    for (size_t i = 0; i < sizeof(CASES) / sizeof(*CASES); i++) {
        struct err err = { 0 };
        enum status st = store_prepare(w->s, &CASES[i].sql, &err);

        if ((st == OK) != CASES[i].good)
            fail_msg("%s: %s (%s)", status_name(st), CASES[i].sql.text,
                err.detail);
        assert_true(CASES[i].good || err.detail[0] != '\0');
    }
    struct sql cast = { "i", "i", "SELECT $1::bigint" };
    struct err err = { 0 };
    enum status st = store_prepare(w->s, &cast, &err);
    assert_int_equal(
        st, store_engine(w->s) == STORE_SQLITE ? ERR_DB : OK);
}

static enum status
misread(struct tx *tx, void *arg, struct err *err)
{
    struct thing *t = arg;
    struct rows *r;
    bool found;

    TRY(tx_one(tx, t->a, &Q[Q_GET], DB_ARGS(db_i(t->id)), &found, &r, err));
    CHECK(row_int(r, (int)t->changed) == 0);
    CHECK(row_str(r, 0).n == 0);
    CHECK(row_is_null(r, 6));
    return rows_end(r, err);
}

static void
test_columns_misread(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 1, STR("one"));
    struct err err;

    assert_ok(store_write(w->s, add, &t, &err));
    t.changed = 1; /* a text read as integer */
    assert_int_equal(store_read(w->s, misread, &t, &err), ERR_DB);
    t.changed = -1;
    assert_int_equal(store_read(w->s, misread, &t, &err), ERR_DB);
}

static enum status
write_inside(struct tx *tx, void *arg, struct err *err)
{
    CHECK(!(tx_is_write(tx)));
    return add(tx, arg, err);
}

static void
test_read_only(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 1, STR("one"));
    struct err err;

    assert_int_equal(store_read(w->s, write_inside, &t, &err), ERR_DB);
    assert_ok(store_read(w->s, get, &t, &err));
    assert_false(t.found);
}

/* --- rows --- */

static enum status
add_many(struct tx *tx, void *arg, struct err *err)
{
    struct thing *t = arg;

    for (int64_t i = 1; i <= 40; i++) {
        struct thing one = { .id = i,
            .name = arena_fmt(t->a, "n%02d", (int)((i * 7) % 40)) };

        TRY(add(tx, &one, err));
    }
    return OK;
}

/* The same query inside its own loop, with arguments that change. */
static enum status
nested(struct tx *tx, void *arg, struct err *err)
{
    struct thing *t = arg;
    struct rows *outer, *inner;
    int64_t seen = 0;
    char before[8] = "";

    TRY(tx_query(tx, t->a, &Q[Q_NAMES], DB_ARGS(db_i(20), db_i(1)), &outer,
        err));
    while (rows_next(outer)) {
        struct str name = row_peek(outer, 1);

        CHECK(str_cmp(str_of(before), name) < 0);
        CHECK(name.n < sizeof(before));
        memcpy(before, name.p, name.n);
        TRY(tx_query(tx, t->a, &Q[Q_NAMES],
            DB_ARGS(db_i(row_int(outer, 0)), db_i(1)), &inner, err));
        while (rows_next(inner))
            seen++;
        TRY(rows_end(inner, err));
    }
    t->changed = seen;
    return rows_end(outer, err);
}

static void
test_nested_queries(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 0, STR(""));
    struct err err;

    assert_ok(store_write(w->s, add_many, &t, &err));
    assert_ok(store_read(w->s, nested, &t, &err));
    assert_int_equal(t.changed, 20 * 21 / 2);
    assert_ok(store_write(w->s, nested, &t, &err));
}

static enum status
leak(struct tx *tx, void *arg, struct err *err)
{
    struct thing *t = arg;
    struct rows *r;

    TRY(tx_query(tx, t->a, &Q[Q_NAMES], DB_ARGS(db_i(20), db_i(1)), &r, err));
    CHECK(rows_next(r));
    return OK;
}

static void
test_query_not_ended(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 0, STR(""));
    struct err err;

    assert_ok(store_write(w->s, add_many, &t, &err));
    assert_int_equal(store_read(w->s, leak, &t, &err), ERR_DB);
    assert_int_equal(store_write(w->s, leak, &t, &err), ERR_DB);
    assert_ok(store_read(w->s, nested, &t, &err));
}

static enum status
update_returning(struct tx *tx, void *arg, struct err *err)
{
    struct thing *t = arg;
    struct rows *r;

    TRY(tx_query(tx, t->a, &Q[Q_RETURNING], DB_ARGS(db_s(STR("seen"))), &r,
        err));
    /* one row read of forty; then none at all */
    if (t->id == 1)
        CHECK(rows_next(r));
    return rows_end(r, err);
}

static enum status
count_where(struct tx *tx, void *arg, struct err *err)
{
    static const struct sql COUNT = { "s", "i",
        "SELECT COUNT(*) FROM thing WHERE note = $1" };
    struct thing *t = arg;

    return tx_int(tx, &COUNT, DB_ARGS(db_s(STR("seen"))), &t->changed, err);
}

static void
test_returning_is_whole(void **state)
{
    struct world_of_test *w = *state;
    struct err err;

    struct thing t = plain(w, 0, STR(""));
    assert_ok(store_write(w->s, add_many, &t, &err));
    for (t.id = 0; t.id < 2; t.id++) {
        assert_ok(store_write(w->s, update_returning, &t, &err));
        assert_ok(store_read(w->s, count_where, &t, &err));
        assert_int_equal(t.changed, 40);
    }
}

static enum status
one_of_many(struct tx *tx, void *arg, struct err *err)
{
    static const struct sql ALL = { "", "i",
        "SELECT id FROM thing ORDER BY id" };
    struct thing *t = arg;
    struct rows *r;
    bool found;

    TRY(tx_one(tx, t->a, &ALL, DB_NONE, &found, &r, err));
    CHECK(found);
    CHECK(row_int(r, 0) == 1);
    return rows_end(r, err);
}

static enum status
int_of_none(struct tx *tx, void *arg, struct err *err)
{
    static const struct sql NONE = { "", "i",
        "SELECT id FROM thing WHERE id = 77" };
    struct thing *t = arg;

    return tx_int(tx, &NONE, DB_NONE, &t->changed, err);
}

static void
test_one_and_int(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 0, STR(""));
    struct err err;

    assert_ok(store_write(w->s, add_many, &t, &err));
    assert_int_equal(store_read(w->s, one_of_many, &t, &err), ERR_DB);
    t.changed = -5;
    assert_int_equal(store_read(w->s, int_of_none, &t, &err), ERR_NOT_FOUND);
    assert_int_equal(t.changed, -5);
}

static enum status
delete_some(struct tx *tx, void *arg, struct err *err)
{
    struct thing *t = arg;

    return tx_exec(tx, &Q[Q_DELETE], DB_ARGS(db_i(31)), &t->changed, err);
}

static void
test_changed(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 0, STR(""));
    struct err err;

    assert_ok(store_write(w->s, add_many, &t, &err));
    assert_ok(store_write(w->s, delete_some, &t, &err));
    assert_int_equal(t.changed, 10);
    assert_ok(store_write(w->s, delete_some, &t, &err));
    assert_int_equal(t.changed, 0);
}

/* More statements than a connection keeps, at one address. */
static enum status
many_texts(struct tx *tx, void *arg, struct err *err)
{
    struct thing *t = arg;

    for (int i = 0; i < 1200; i++) {
        struct str text = arena_fmt(t->a,
            "SELECT COUNT(*) + %d FROM thing WHERE id >= $1", i % 600);
        struct sql sql = { "i", "i", arena_cstr(t->a, text) };
        struct sql *own = i % 3 == 0
            ? &sql
            : arena_dup(t->a, &sql, sizeof(sql));
        int64_t v = 0;

        TRY(tx_int(tx, own, DB_ARGS(db_i(0)), &v, err));
        CHECK(v == 40 + i % 600);
    }
    return OK;
}

static void
test_statement_cache(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 0, STR(""));
    struct err err;

    assert_ok(store_write(w->s, add_many, &t, &err));
    assert_ok(store_read(w->s, many_texts, &t, &err));
    assert_ok(store_write(w->s, many_texts, &t, &err));
}

/* Byte order, nulls last: what the law promises. */
static enum status
sorted(struct tx *tx, void *arg, struct err *err)
{
    static const struct sql BY_NOTE = { "", "S",
        "SELECT note FROM thing ORDER BY note NULLS LAST, id" };
    static const char *const WANT[] = { "", "B", "Z", "a", "a b", "ab", "é",
        "一", "丁", "\U00020BB7" };
    struct thing *t = arg;
    struct rows *r;
    size_t n = sizeof(WANT) / sizeof(*WANT);

    for (size_t i = 0; i < n; i++) {
        size_t k = (i * 7) % n;
        struct thing one = { .id = (int64_t)i,
            .name = arena_fmt(t->a, "%zu", i),
            .note = db_s(str_of(WANT[k])) };

        TRY(add(tx, &one, err));
    }
    struct thing none = { .id = -1, .name = STR("none") };
    TRY(add(tx, &none, err));

    TRY(tx_query(tx, t->a, &BY_NOTE, DB_NONE, &r, err));
    for (size_t i = 0; i < n; i++) {
        CHECK(rows_next(r));
        CHECK(str_eq(row_peek(r, 0), str_of(WANT[i])));
    }
    CHECK(rows_next(r));
    CHECK(row_is_null(r, 0));
    CHECK(!(rows_next(r)));
    CHECK(!(rows_next(r)));
    return rows_end(r, err);
}

static void
test_order(void **state)
{
    struct world_of_test *w = *state;
    struct thing t = plain(w, 0, STR(""));
    struct err err;

    assert_ok(store_write(w->s, sorted, &t, &err));
}

int
main(int argc, char **argv)
{
    struct world_of_test w;
    void *state = &w;
#define T(name) \
    cmocka_unit_test_prestate_setup_teardown(name, set_up, tear_down, state)
    const struct CMUnitTest tests[] = {
        T(test_values),
        T(test_big_row),
        T(test_text_refused),
        T(test_not_found),
        T(test_conflicts),
        T(test_lost_transaction),
        T(test_own_error_undoes),
        T(test_signatures),
        T(test_prepare),
        T(test_columns_misread),
        T(test_read_only),
        T(test_nested_queries),
        T(test_query_not_ended),
        T(test_returning_is_whole),
        T(test_one_and_int),
        T(test_changed),
        T(test_statement_cache),
        T(test_order),
    };

    testdb_begin(&w.f, argc > 1 ? argv[1] : NULL);
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    testdb_end(&w.f);
    return failures;
}
