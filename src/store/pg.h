/* pg.h - what the files of the PostgreSQL driver share. */
#ifndef STORE_PG_H
#define STORE_PG_H

#include "impl.h"
#include "pool.h"
#include "queue.h"

#include <libpq-fe.h>

/* Prepared statements of one connection; when full, all are dropped. */
#define PG_CACHE 1024
#define PG_BUCKETS 512

/* Queries of one transaction that may be open at once. */
#define PG_OPEN_MAX 64

struct pg_stmt {
    const struct sql *key;
    char name[16];
    char *text, *in; /* copies: a struct sql on the stack may change */
    struct pg_stmt *chain;
};

struct pg_conn {
    struct tx tx; /* first */
    PGconn *pg;   /* NULL until first used and after it broke */
    struct pg_store *store;
    unsigned number; /* tells the connections of a store apart */
    bool again;      /* a statement asked for another run of the transaction */

    struct arena *statements;
    struct pg_stmt *buckets[PG_BUCKETS];
    unsigned n_statements;

    PGresult *open[PG_OPEN_MAX];
    size_t n_open;
};

struct pg_store {
    struct store store; /* first */
    char *url;
    int64_t busy_timeout_ms;
    size_t n_conns;
    struct pg_conn *conns;
    struct pool readers, writers;
    struct queue queue;
};

/* The state of c's server as one of our errors: result may be NULL (then the
 * connection's own message). Sets c->again where a repetition helps. */
enum status pg_err(struct pg_conn *c, const PGresult *result, struct err *err);

/* The pieces of the driver in driver_pg_stmt.c. */
enum status pg_run(struct tx *tx, const char *text);
enum status pg_prepare(struct tx *tx, const struct sql *sql);
enum status pg_start(struct rows *r, const struct dbv *args, size_t n);
bool pg_step(struct rows *r);
void pg_finish(struct rows *r);
int64_t pg_changed(struct rows *r);
bool pg_column_is_null(struct rows *r, int column);
int64_t pg_column_int(struct rows *r, int column);
struct str pg_column_bytes(struct rows *r, int column);

/* Forgets what the server no longer knows: after a reconnection. */
void pg_cache_clear(struct pg_conn *c);

#endif
