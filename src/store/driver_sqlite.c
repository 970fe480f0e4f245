/* driver_sqlite.c - a store on SQLite: one connection writes, some read.
 *
 * A database in memory has one connection only, lent to one thread at a time;
 * its writes run on the caller's thread, since there is no disk to wait for.
 */
#include "sqlite.h"

static struct sqlite_store *
store_of(struct store *s)
{
    return (struct sqlite_store *)s; /* its first member */
}

static enum status
no_connection(struct err *err)
{
    return err_set(err, ERR_BUSY, "系统正忙，请稍后再试");
}

static enum status
sqlite_read(struct store *store, store_fn fn, void *arg, struct err *err)
{
    struct sqlite_store *s = store_of(store);
    struct sq_conn *c = pool_take(&s->readers, s->busy_timeout_ms);

    if (c == NULL)
        return no_connection(err);

    enum status st = sq_conn_open(c, err);
    if (st == OK) {
        int rc = sq_fixed(c, SQ_BEGIN_READ);

        if (rc != SQLITE_OK)
            st = sq_err(c, rc, err);
    }
    if (st == OK) {
        tx_begin(&c->tx, false);
        st = fn(&c->tx, arg, err);
        size_t n_open = sq_end_queries(c);
        st = tx_outcome(&c->tx, st, n_open, err);
        if (sqlite3_get_autocommit(c->db) == 0)
            (void)sq_fixed(c, SQ_COMMIT);
    }
    pool_give(&s->readers, c);
    return st;
}

static enum status
sqlite_write(struct store *store, store_fn fn, void *arg, struct err *err)
{
    struct sqlite_store *s = store_of(store);

    if (!s->in_memory)
        return queue_wait(&s->queue, fn, arg, err);

    struct sq_conn *c = pool_take(&s->readers, s->busy_timeout_ms);
    if (c == NULL)
        return no_connection(err);

    struct request r = { .fn = fn, .arg = arg, .err = err };
    sq_batch(c, &r);
    pool_give(&s->readers, c);
    return r.status;
}

static void
sqlite_write_async(struct store *store, store_fn fn, void *arg, store_done done)
{
    queue_add(&store_of(store)->queue, fn, arg, done);
}

static void
close_all(struct sqlite_store *s)
{
    /* The writer last: the last connection to go tidies the log away. */
    for (size_t i = s->n_conns; i-- > 0;)
        sq_conn_close(&s->conns[i]);
    arena_free(s->store.arena);
}

static void
sqlite_close(struct store *store)
{
    struct sqlite_store *s = store_of(store);

    queue_end(&s->queue);
    pool_end(&s->readers);
    close_all(s);
}

/* SQLite compares text byte by byte and holds UTF-8: always fit. */
static enum status
sqlite_check_fit(struct tx *tx)
{
    (void)tx;
    return OK;
}

/* A write transaction is alone as it is. */
static enum status
sqlite_lock_schema(struct tx *tx)
{
    (void)tx;
    return OK;
}

const struct driver sqlite_driver = {
    .engine = STORE_SQLITE,
    .close = sqlite_close,
    .read = sqlite_read,
    .write = sqlite_write,
    .write_async = sqlite_write_async,
    .backup = sq_backup,
    .check_fit = sqlite_check_fit,
    .lock_schema = sqlite_lock_schema,
    .run = sq_run,
    .prepare = sq_prepare,
    .start = sq_start,
    .step = sq_step,
    .finish = sq_finish,
    .changed = sq_changed,
    .column_is_null = sq_column_is_null,
    .column_int = sq_column_int,
    .column_bytes = sq_column_bytes,
};

enum status
sqlite_store_open(struct str where, const struct store_options *options,
    struct store **ret, struct err *err)
{
    struct arena *a = arena_new("sqlite store");
    struct sqlite_store *s = arena_one(a, struct sqlite_store);

    *s = (struct sqlite_store){ .store = { &sqlite_driver, a },
        .path = arena_cstr(a, where),
        .busy_timeout_ms = options->busy_timeout_ms,
        .in_memory = options->in_memory,
        .n_conns = options->in_memory ? 1 : 1 + options->readers };
    s->conns = arena_new_array(a, struct sq_conn, s->n_conns);
    for (size_t i = 0; i < s->n_conns; i++) {
        s->conns[i].store = s;
        s->conns[i].tx.driver = &sqlite_driver;
    }
    /* The first reader shows that the file can be read; the others are
     * opened when they are needed. */
    enum status st = sq_conn_open(&s->conns[0], err);
    if (st != OK) {
        close_all(s);
        return st;
    }

    size_t first = options->in_memory ? 0 : 1;
    size_t n = s->n_conns - first;
    void **readers = arena_new_array(a, void *, n);
    for (size_t i = 0; i < n; i++)
        readers[i] = &s->conns[first + i];
    pool_init(&s->readers, a, readers, n);
    queue_init(&s->queue, a, 1, sq_writer, s);
    *ret = &s->store;
    return OK;
}
