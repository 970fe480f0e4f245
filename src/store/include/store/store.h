/* store.h - one SQL text on SQLite and PostgreSQL.
 *
 * Law of the SQL text: docs/sql-law.md. In short: $1 $2 ... contiguous;
 * integers, text and bytes only; CAST(... AS BIGINT) round sums; ORDER BY with
 * NULLS LAST and a unique last column; no engine functions, no LIKE on what
 * people typed, no clock and no randomness in SQL.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/base.h"

/*
 * A statement. in and out are signatures, one letter a parameter or column:
 * i int64, s text, b bytes; upper case: may be NULL. They give PostgreSQL its
 * parameter types and let the driver check every value and column.
 * Statements that return nothing have out "".
 */
struct sql {
    const char *in;
    const char *out;
    const char *text;
};

/* All statements of one *_store.c file, so that a test can prepare each on
 * both engines. Every store file defines one, over its enum-indexed array:
 *
 *     enum { Q_FIND, Q_ADD, Q_COUNT_ };
 *     static const struct sql Q[] = { [Q_FIND] = { "i", "is", "SELECT ..." } };
 *     const struct sql_set account_sql = SQL_SET("account", Q);
 */
struct sql_set {
    const char *name;
    const struct sql *statements;
    size_t n;
};
#define SQL_SET(name, array) \
    { (name), (array), sizeof(array) / sizeof((array)[0]) }

/* A value on the way in. */
enum dbv_type { DBV_NULL, DBV_INT, DBV_TEXT, DBV_BYTES };
struct dbv {
    enum dbv_type type;
    int64_t i;
    struct str s;
};
static inline struct dbv
db_i(int64_t i)
{
    return (struct dbv){ DBV_INT, i, { NULL, 0 } };
}
static inline struct dbv
db_s(struct str s)
{
    return (struct dbv){ DBV_TEXT, 0, s };
}
static inline struct dbv
db_b(struct str s)
{
    return (struct dbv){ DBV_BYTES, 0, s };
}
static inline struct dbv
db_null(void)
{
    return (struct dbv){ DBV_NULL, 0, { NULL, 0 } };
}
/* Empty text becomes NULL. */
static inline struct dbv
db_s_or_null(struct str s)
{
    return s.n == 0 ? db_null() : db_s(s);
}
/* 0 becomes NULL: ids, and instants of what has not happened. */
static inline struct dbv
db_id_or_null(int64_t id)
{
    return id == 0 ? db_null() : db_i(id);
}
/* DB_ARGS(db_i(1), db_s(x)) or DB_NONE */
#define DB_ARGS(...) \
    (const struct dbv[]){ __VA_ARGS__ }, \
        sizeof((const struct dbv[]){ __VA_ARGS__ }) / sizeof(struct dbv)
#define DB_NONE NULL, 0

struct store; /* an opened database; thread-safe */
struct tx;    /* a transaction; belongs to the thread that runs it */

enum store_engine { STORE_SQLITE, STORE_POSTGRESQL };

struct store_options {
    size_t readers;          /* read connections kept; 0: 4 */
    int64_t busy_timeout_ms; /* 0: 10000 */
    bool in_memory;          /* url is ignored, a private SQLite in memory */
};

/*
 * Opens "sqlite:PATH" or "postgresql://...". SQLite: WAL, synchronous=FULL,
 * foreign keys on, defensive, trusted schema off.
 *
 * Errors: ERR_INPUT  the URL has another form.
 *         ERR_IO     cannot be opened or reached; text says what to do.
 */
NODISCARD enum status store_open(struct str url,
    const struct store_options *options, struct store **ret, struct err *err);

/* Waits for running writes, closes everything. NULL is allowed. */
void store_close(struct store *s);

/* Which engine the address named. */
enum store_engine store_engine(const struct store *s);

/* --- transactions --- */

typedef enum status (*store_fn)(struct tx *tx, void *arg, struct err *err);

/*
 * Runs fn in a read transaction (one consistent state).
 * Errors: those of fn; ERR_BUSY no connection within the busy timeout; ERR_IO.
 */
NODISCARD enum status store_read(
    struct store *s, store_fn fn, void *arg, struct err *err);

/*
 * Runs fn in a write transaction and returns after the commit is on disk.
 *
 * fn must be repeatable: nothing but statements on tx; no mail, no file.
 * If fn fails, all it did is undone and its error is returned. If a statement
 * failed and fn says OK nevertheless, the same happens with the statement's
 * error: PostgreSQL would lose the transaction, so SQLite does too. Where a
 * conflict is expected, write ON CONFLICT DO NOTHING. A write inside fn is
 * refused (ERR_DB) or waits for itself.
 * SQLite: fn runs on the writer thread as a savepoint of one transaction
 * shared by all waiting writers (group commit, one fsync). PostgreSQL: in a
 * SERIALIZABLE transaction of the calling thread, repeated on serialisation
 * failure and deadlock up to 10 times.
 *
 * Errors: those of fn; ERR_BUSY after the last repetition; ERR_UNCERTAIN the
 * connection was lost during the commit; ERR_IO.
 */
NODISCARD enum status store_write(
    struct store *s, store_fn fn, void *arg, struct err *err);

/*
 * As store_write, but returns at once; done is called exactly once, on a
 * thread of the store, after the commit or the failure. *err is valid during
 * the call only. On PostgreSQL a pool of `readers` threads runs it.
 */
typedef void (*store_done)(
    enum status status, const struct err *err, void *arg);
void store_write_async(
    struct store *s, store_fn fn, void *arg, store_done done);

/* --- statements --- */

struct rows;

/*
 * All of these: after the first failure of a statement the transaction is
 * lost, and every further call returns that same error. Text must be UTF-8
 * without NUL (else ERR_INPUT). Arguments are copied where they must last.
 * Prepared statements are kept per connection, found by the address of sql
 * and checked by its text.
 *
 * Runs a statement that returns nothing. ret_changed (may be NULL): rows.
 * Errors: ERR_CONFLICT  a UNIQUE, PRIMARY KEY or foreign key was violated
 * (detail names the constraint); ERR_DB; ERR_BUSY; ERR_IO.
 */
NODISCARD enum status tx_exec(struct tx *tx, const struct sql *sql,
    const struct dbv *args, size_t n, int64_t *ret_changed, struct err *err);

/*
 * Starts a query. Rows are read one at a time; text is copied into a.
 * Every query must be ended with rows_end: a transaction that forgets it fails
 * (ERR_DB).
 */
NODISCARD enum status tx_query(struct tx *tx, struct arena *a,
    const struct sql *sql, const struct dbv *args, size_t n,
    struct rows **ret, struct err *err);

/* True if there is a row; false at the end or on an error. SQLite reads row by
 * row; PostgreSQL sends the whole result first, so page through large ones. */
bool rows_next(struct rows *r);
int64_t row_int(struct rows *r, int column);     /* NULL: 0 */
struct str row_str(struct rows *r, int column);  /* text or bytes; NULL: empty */
struct str row_peek(struct rows *r, int column); /* valid until rows_next */
bool row_is_null(struct rows *r, int column);
/* Ends the query; says whether all went well. Errors: as tx_exec. */
NODISCARD enum status rows_end(struct rows *r, struct err *err);
/* Ends a query whose rows were read with st: an error of the reading stays the
 * answer, with its text in err; else as rows_end. */
NODISCARD enum status rows_close(
    struct rows *r, enum status st, struct err *err);

/*
 * For queries of at most one row: *ret_found says whether there is one; then
 * columns are read from *ret until rows_end. Without a row the query is ended
 * already, columns read as NULL, and rows_end does no harm. rows_end says
 * ERR_DB if there was a second row.
 */
NODISCARD enum status tx_one(struct tx *tx, struct arena *a,
    const struct sql *sql, const struct dbv *args, size_t n, bool *ret_found,
    struct rows **ret, struct err *err);

/* One integer of one row, such as a count. ERR_NOT_FOUND without a row. */
NODISCARD enum status tx_int(struct tx *tx, const struct sql *sql,
    const struct dbv *args, size_t n, int64_t *ret, struct err *err);

/* Whether the transaction may write. */
bool tx_is_write(const struct tx *tx);

/* --- migrations --- */

struct migration {
    int number;       /* 1, 2, ... without gaps */
    const char *name; /* "0001_core" */
    struct str sql;   /* statements that end with ";" at the end of a line (a
                         line beginning with -- ends none); words {int}
                         {bytes} {strict} {clustered} {covering} are expanded,
                         nothing else */
};

/*
 * {int}       INTEGER / BIGINT
 * {bytes}     BLOB / BYTEA
 * {strict}    STRICT / (nothing), behind the closing parenthesis of a table
 * {clustered} STRICT, WITHOUT ROWID / (nothing), there too
 * {covering}, text, {/covering}  the text / (nothing): more columns of an index
 *
 * Brings the database to the newest state, each migration in a transaction of
 * its own, checksum kept in schema_migration.
 * Errors: ERR_CONFLICT  the database is newer, or an old file was edited, or
 *                       PostgreSQL does not sort by bytes or is not UTF-8.
 *         ERR_INPUT     the numbers have a gap.
 *         ERR_DB        a statement was refused; detail has it.
 */
NODISCARD enum status store_migrate(struct store *s,
    const struct migration *list, size_t n, int64_t now_us, struct err *err);

/* Number of the newest migration applied, 0 if none. Errors: as tx_exec. */
NODISCARD enum status store_schema_version(
    struct store *s, int *ret, struct err *err);

/*
 * A consistent copy of the database at path (SQLite: online backup; of
 * PostgreSQL the operator takes pg_dump: ERR_INPUT says so). Writers go on
 * meanwhile. Errors: ERR_CONFLICT the file exists; ERR_IO; ERR_BUSY.
 */
NODISCARD enum status store_backup(
    struct store *s, struct str path, struct err *err);

/*
 * Prepares sql without running it, and checks parameters and columns against
 * the signature as far as the engine tells: the test of every statement.
 * Errors: ERR_DB, detail has the reason.
 */
NODISCARD enum status store_prepare(
    struct store *s, const struct sql *sql, struct err *err);

#endif
