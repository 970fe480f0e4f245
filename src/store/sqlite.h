/* sqlite.h - what the files of the SQLite driver share. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "impl.h"
#include "pool.h"
#include "queue.h"

#include <sqlite3.h>

/* Prepared statements kept by one connection, least recently used go first.
 * One takes some 5 KB, and there are half a dozen connections. */
#define SQ_CACHE 160
#define SQ_BUCKETS 256

struct sq_stmt {
    sqlite3_stmt *stmt; /* NULL: the place is free */
    const struct sql *key;
    bool running;
    bool read_only;
    uint8_t n_params, n_columns;
    uint8_t arg_of[STORE_PARAMS_MAX]; /* SQLite's k-th parameter is $arg+1 */
    struct sq_stmt *chain;
    struct sq_stmt *newer, *older;
};

/* Statements every connection has. */
enum {
    SQ_BEGIN_READ,
    SQ_BEGIN_WRITE,
    SQ_COMMIT,
    SQ_ROLLBACK,
    SQ_SAVE,
    SQ_RELEASE,
    SQ_UNDO, /* back to the savepoint, which stays */
    SQ_FIXED_COUNT
};

struct sq_conn {
    struct tx tx; /* first */
    sqlite3 *db;  /* NULL until first used */
    struct sqlite_store *store;
    struct arena *arena;
    sqlite3_stmt *fixed[SQ_FIXED_COUNT];
    size_t n_running; /* queries not ended */
    int64_t commit_us; /* how long the last commit took; writer only */
    int wal_pages; /* in the log after the last commit; writer only */
    int wal_moved; /* of these, already in the file */

    struct sq_stmt *places; /* SQ_CACHE of them */
    struct sq_stmt *buckets[SQ_BUCKETS];
    struct sq_stmt used; /* ring: used.older is the newest */
};

struct sqlite_store {
    struct store store; /* first */
    char *path;
    int64_t busy_timeout_ms;
    bool in_memory;
    size_t n_conns; /* conns[0] writes; in memory it also reads */
    struct sq_conn *conns;
    struct pool readers;
    struct queue queue;
};

extern const struct driver sqlite_driver;

/* Opens c if it is not open. */
NODISCARD enum status sq_conn_open(struct sq_conn *c, struct err *err);
void sq_conn_close(struct sq_conn *c);

/* Runs one of the fixed statements; SQLite's own code. */
int sq_fixed(struct sq_conn *c, int which);

/* Error of SQLite's code rc as one of ours. */
enum status sq_err(struct sq_conn *c, int rc, struct err *err);

/* Ends queries that a transaction function left open; how many there were. */
size_t sq_end_queries(struct sq_conn *c);

/* The pieces of the driver in driver_sqlite_stmt.c. */
enum status sq_run(struct tx *tx, const char *text);
enum status sq_prepare(struct tx *tx, const struct sql *sql);
enum status sq_start(struct rows *r, const struct dbv *args, size_t n);
bool sq_step(struct rows *r);
void sq_finish(struct rows *r);
int64_t sq_changed(struct rows *r);
bool sq_column_is_null(struct rows *r, int column);
int64_t sq_column_int(struct rows *r, int column);
struct str sq_column_bytes(struct rows *r, int column);

/* Forgets all kept statements. */
void sq_cache_clear(struct sq_conn *c);

/* driver_sqlite_writer.c: runs all requests of the list in as few transactions
 * as possible and settles each; answers nobody. */
void sq_batch(struct sq_conn *c, struct request *list);
/* The thread that writes. */
void sq_writer(struct queue *q, void *arg);

/* backup.c */
enum status sq_backup(struct store *s, struct str path, struct err *err);

#endif
