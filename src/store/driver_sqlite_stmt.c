/* driver_sqlite_stmt.c - statements on SQLite: preparing, keeping, binding,
 * stepping, and checking each value against the signature. */
#include "sqlite.h"

#include <string.h>

static struct sq_conn *
conn_of(struct tx *tx)
{
    return (struct sq_conn *)tx; /* its first member */
}

static const char *
type_name(int type)
{
    switch (type) {
    case SQLITE_INTEGER:
        return "integer";
    case SQLITE_FLOAT:
        return "real";
    case SQLITE_TEXT:
        return "text";
    case SQLITE_BLOB:
        return "bytes";
    default:
        return "null";
    }
}

/* --- preparing --- */

/*
 * Which argument SQLite's k-th parameter takes. Its names must be $1 to $n:
 * SQLite reads "$1::bigint" as one name, would leave it unbound and answer
 * NULL without a word.
 */
static enum status
map_params(struct tx *tx, struct sq_stmt *e, const struct sql *sql)
{
    int n = sqlite3_bind_parameter_count(e->stmt);

    if (n != (int)strlen(sql->in) || n > STORE_PARAMS_MAX)
        return tx_defect(tx, "%d parameters but signature \"%s\": %.150s", n,
            sql->in, sql->text);
    for (int k = 1; k <= n; k++) {
        struct str name = str_of(sqlite3_bind_parameter_name(e->stmt, k));
        int64_t number = 0;

        if (name.n < 2 || name.p[0] != '$' || name.p[1] == '0' ||
            !num_int(str_sub(name, 1, SIZE_MAX), 1, n, &number))
            return tx_defect(tx,
                "parameter " STR_FMT " is not $1 to $%d: %.150s",
                STR_ARG(str_sub(name, 0, 20)), n, sql->text);
        e->arg_of[k - 1] = (uint8_t)(number - 1);
    }
    e->n_params = (uint8_t)n;
    return OK;
}

/* Fills e from sql; e->stmt is NULL on an error. */
static enum status
compile(struct tx *tx, struct sq_stmt *e, const struct sql *sql, unsigned flags)
{
    struct sq_conn *c = conn_of(tx);
    const char *rest = NULL;
    int rc =
        sqlite3_prepare_v3(c->db, sql->text, -1, flags, &e->stmt, &rest);

    if (rc != SQLITE_OK)
        return sq_err(c, rc, &tx->err);

    enum status st = OK;
    int columns = sqlite3_column_count(e->stmt);
    if (e->stmt == NULL || rest[strspn(rest, " \n\t;")] != '\0')
        st = tx_defect(tx, "not one statement: %.150s", sql->text);
    else if (columns != (int)strlen(sql->out) || columns > UINT8_MAX)
        st = tx_defect(tx, "%d columns but signature \"%s\": %.150s", columns,
            sql->out, sql->text);
    else
        st = map_params(tx, e, sql);
    if (st != OK) {
        (void)sqlite3_finalize(e->stmt);
        e->stmt = NULL;
        return st;
    }
    e->n_columns = (uint8_t)columns;
    e->read_only = sqlite3_stmt_readonly(e->stmt) != 0;
    return OK;
}

/* The declared type of a column, where SQLite knows it, fits the letter. */
static bool
declared_fits(const char *declared, char letter)
{
    if (declared == NULL) /* an expression */
        return true;
    switch (letter_type(letter)) {
    case 'i':
        return strcmp(declared, "INTEGER") == 0 || strcmp(declared, "INT") == 0;
    case 's':
        return strcmp(declared, "TEXT") == 0;
    default:
        return strcmp(declared, "BLOB") == 0;
    }
}

enum status
sq_prepare(struct tx *tx, const struct sql *sql)
{
    struct sq_stmt e = { 0 };

    TRY(compile(tx, &e, sql, 0));
    for (int i = 0; i < e.n_columns && tx->err.code == OK; i++) {
        const char *declared = sqlite3_column_decltype(e.stmt, i);

        if (!declared_fits(declared, sql->out[i]))
            (void)tx_defect(tx, "column %d is %s but signature \"%s\": %.150s",
                i + 1, declared, sql->out, sql->text);
    }
    (void)sqlite3_finalize(e.stmt);
    return tx->err.code;
}

enum status
sq_run(struct tx *tx, const char *text)
{
    struct sq_conn *c = conn_of(tx);
    int rc = sqlite3_exec(c->db, text, NULL, NULL, NULL);

    return rc == SQLITE_OK ? OK : sq_err(c, rc, &tx->err);
}

/* --- keeping --- */

static struct sq_stmt **
bucket_of(struct sq_conn *c, const struct sql *key)
{
    return &c->buckets[((uintptr_t)key / sizeof(struct sql)) % SQ_BUCKETS];
}

static void
ring_remove(struct sq_stmt *e)
{
    e->newer->older = e->older;
    e->older->newer = e->newer;
}

static void
ring_put_newest(struct sq_conn *c, struct sq_stmt *e)
{
    e->newer = &c->used;
    e->older = c->used.older;
    e->older->newer = e;
    c->used.older = e;
}

static void
forget(struct sq_conn *c, struct sq_stmt *e)
{
    struct sq_stmt **at = bucket_of(c, e->key);

    while (*at != e)
        at = &(*at)->chain;
    *at = e->chain;
    ring_remove(e);
    (void)sqlite3_finalize(e->stmt);
    e->stmt = NULL;
}

void
sq_cache_clear(struct sq_conn *c)
{
    for (size_t i = 0; i < SQ_CACHE; i++)
        if (c->places[i].stmt != NULL)
            forget(c, &c->places[i]);
}

/* A free place, if need be the one of the longest unused statement. */
static struct sq_stmt *
find_place(struct sq_conn *c)
{
    for (struct sq_stmt *e = c->used.newer; e != &c->used; e = e->newer) {
        if (e->running)
            continue;
        forget(c, e);
        return e;
    }
    return NULL;
}

static struct sq_stmt *
free_place(struct sq_conn *c)
{
    for (size_t i = 0; i < SQ_CACHE; i++)
        if (c->places[i].stmt == NULL)
            return &c->places[i];
    return find_place(c);
}

/*
 * The prepared statement of sql, not running. The address is the key, but the
 * text decides: a struct sql on the stack may have another text next time.
 * While a query runs, the same one may start again (a loop inside a loop) and
 * then gets a place of its own.
 */
static struct sq_stmt *
lookup(struct tx *tx, const struct sql *sql)
{
    struct sq_conn *c = conn_of(tx);
    struct sq_stmt **bucket = bucket_of(c, sql);

    for (struct sq_stmt *e = *bucket; e != NULL; e = e->chain) {
        if (e->key != sql || e->running ||
            strcmp(sqlite3_sql(e->stmt), sql->text) != 0 ||
            e->n_params != strlen(sql->in) || e->n_columns != strlen(sql->out))
            continue;
        ring_remove(e);
        ring_put_newest(c, e);
        return e;
    }

    struct sq_stmt *e = free_place(c);
    if (e == NULL) {
        (void)tx_defect(tx, "%d queries at once", SQ_CACHE);
        return NULL;
    }
    if (compile(tx, e, sql, SQLITE_PREPARE_PERSISTENT) != OK)
        return NULL;
    e->key = sql;
    e->chain = *bucket;
    *bucket = e;
    ring_put_newest(c, e);
    return e;
}

size_t
sq_end_queries(struct sq_conn *c)
{
    size_t n = c->n_running;

    for (size_t i = 0; i < SQ_CACHE && c->n_running > 0; i++) {
        struct sq_stmt *e = &c->places[i];

        if (e->stmt == NULL || !e->running)
            continue;
        (void)sqlite3_reset(e->stmt);
        e->running = false;
        c->n_running--;
    }
    return n;
}

/* --- running --- */

static int
bind(sqlite3_stmt *stmt, int at, const struct dbv *v, bool keep)
{
    /* Keep: the caller's text may be gone before the last row is read. */
    sqlite3_destructor_type life = keep ? SQLITE_TRANSIENT : SQLITE_STATIC;
    const char *p = v->s.n == 0 ? "" : v->s.p;

    switch (v->type) {
    case DBV_INT:
        return sqlite3_bind_int64(stmt, at, v->i);
    case DBV_TEXT:
        return sqlite3_bind_text64(stmt, at, p, v->s.n, life, SQLITE_UTF8);
    case DBV_BYTES:
        return sqlite3_bind_blob64(stmt, at, p, v->s.n, life);
    case DBV_NULL:
        break;
    }
    return sqlite3_bind_null(stmt, at);
}

enum status
sq_start(struct rows *r, const struct dbv *args, size_t n)
{
    struct tx *tx = r->tx;
    struct sq_conn *c = conn_of(tx);
    struct sq_stmt *e = lookup(tx, r->sql);

    (void)n; /* equals e->n_params */
    if (e == NULL)
        return tx->err.code;
    if (!e->read_only && !tx->write)
        return tx_defect(tx, "write in a read transaction: %.150s",
            r->sql->text);
    for (int k = 0; k < e->n_params; k++) {
        int rc = bind(e->stmt, k + 1, &args[e->arg_of[k]], r->keep);

        if (rc != SQLITE_OK)
            return sq_err(c, rc, &tx->err);
    }
    e->running = true;
    c->n_running++;
    r->handle = e;
    return OK;
}

/* Every value is what the signature says. */
static bool
check_row(struct rows *r, sqlite3_stmt *stmt)
{
    for (int i = 0; i < r->columns; i++) {
        char letter = r->sql->out[i];
        int type = sqlite3_column_type(stmt, i);
        bool ok = false;

        if (type == SQLITE_NULL)
            ok = letter_nullable(letter);
        else if (type == SQLITE_INTEGER)
            ok = letter_type(letter) == 'i';
        else if (type == SQLITE_TEXT)
            ok = letter_type(letter) == 's';
        else if (type == SQLITE_BLOB)
            ok = letter_type(letter) == 'b';
        if (!ok) {
            (void)tx_defect(r->tx, "column %d is %s, not %c: %.150s", i + 1,
                type_name(type), letter, r->sql->text);
            return false;
        }
    }
    return true;
}

bool
sq_step(struct rows *r)
{
    struct sq_stmt *e = r->handle;
    int rc = sqlite3_step(e->stmt);

    r->row = 0;
    if (rc == SQLITE_ROW)
        return check_row(r, e->stmt);
    if (rc != SQLITE_DONE)
        (void)sq_err(conn_of(r->tx), rc, &r->tx->err);
    return false;
}

void
sq_finish(struct rows *r)
{
    struct sq_stmt *e = r->handle;

    /* What INSERT ... RETURNING does is done whole, however many of its rows
     * were read. */
    if (!e->read_only && (r->row < 0 || r->on_row) && r->tx->err.code == OK)
        while (sq_step(r))
            continue;
    (void)sqlite3_reset(e->stmt);
    e->running = false;
    conn_of(r->tx)->n_running--;
}

int64_t
sq_changed(struct rows *r)
{
    return sqlite3_changes64(conn_of(r->tx)->db);
}

bool
sq_column_is_null(struct rows *r, int column)
{
    struct sq_stmt *e = r->handle;

    return sqlite3_column_type(e->stmt, column) == SQLITE_NULL;
}

int64_t
sq_column_int(struct rows *r, int column)
{
    struct sq_stmt *e = r->handle;

    return sqlite3_column_int64(e->stmt, column);
}

struct str
sq_column_bytes(struct rows *r, int column)
{
    struct sq_stmt *e = r->handle;
    const void *p = sqlite3_column_blob(e->stmt, column);

    if (p == NULL) /* NULL or nothing */
        return STR_EMPTY;
    return (struct str){ p, (size_t)sqlite3_column_bytes(e->stmt, column) };
}
