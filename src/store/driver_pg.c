/* driver_pg.c - a store on PostgreSQL: connections, transactions, errors. */
#include "pg.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define VERSION_NEEDED 150000
#define ATTEMPTS 11 /* the first and ten repetitions */

/*
 * Readers see one state and are never turned away; SERIALIZABLE would make
 * them part of the writers' quarrels.
 */
static const char BEGIN_READ[] =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
static const char BEGIN_WRITE[] = "BEGIN ISOLATION LEVEL SERIALIZABLE";

static struct pg_store *
store_of(struct store *s)
{
    return (struct pg_store *)s; /* its first member */
}

/* --- errors --- */

/* One row for each SQLSTATE, or each beginning of one, that means something
 * to us. The first that fits counts. */
static const struct {
    const char *state;
    enum status status;
    const char *text;
} STATES[] = {
    { "40001", ERR_BUSY, "系统正忙，请稍后再试" },
    { "40P01", ERR_BUSY, "系统正忙，请稍后再试" },
    { "40003", ERR_UNCERTAIN, "无法确定是否已经保存，请刷新后核对" },
    { "55P03", ERR_BUSY, "数据库正忙，请稍后再试" },
    { "23505", ERR_CONFLICT, "已有相同的记录，不能重复" },
    { "23503", ERR_CONFLICT, "相关的记录不存在，或仍在被使用" },
    { "23001", ERR_CONFLICT, "相关的记录不存在，或仍在被使用" },
    { "23", ERR_DB, "系统内部错误：数据不符合数据库的约束" },
    { "54", ERR_LIMIT, "内容过大，无法保存" },
    { "53100", ERR_IO, "数据库服务器磁盘空间已满，数据没有保存" },
    { "53", ERR_BUSY, "数据库服务器资源不足，请稍后再试" },
    { "08", ERR_IO, "与数据库服务器的连接中断，请稍后再试" },
    { "57P", ERR_IO, "数据库服务器正在停止或重新启动，请稍后再试" },
    { "57014", ERR_BUSY, "数据库操作超时，请稍后再试" },
    { "58", ERR_IO, "数据库服务器读写磁盘失败，请联系管理员" },
    { "", ERR_DB, "系统内部错误：数据库操作未能完成，请联系管理员" },
};

static bool
asks_for_repetition(const char *state)
{
    return strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0;
}

enum status
pg_err(struct pg_conn *c, const PGresult *result, struct err *err)
{
    const char *state =
        result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);

    if (state == NULL && PQstatus(c->pg) == CONNECTION_OK) {
        (void)err_set(err, ERR_DB,
            "系统内部错误：数据库操作未能完成，请联系管理员");
        return err_detail(
            err, "unexpected %s", PQresStatus(PQresultStatus(result)));
    }
    if (state == NULL) { /* libpq itself: no answer came */
        (void)err_set(
            err, ERR_IO, "与数据库服务器的连接中断，请稍后再试");
        return err_detail(err, "libpq: %.200s", PQerrorMessage(c->pg));
    }

    size_t i = 0;
    while (strncmp(STATES[i].state, state, strlen(STATES[i].state)) != 0)
        i++;
    (void)err_set(err, STATES[i].status, "%s", STATES[i].text);
    c->again = c->again || asks_for_repetition(state);

    /* Messages of class 22 quote the value, which may be personal data. */
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *name = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    if (message == NULL || strncmp(state, "22", 2) == 0)
        message = "";
    return err_detail(err, "%s %s %.180s", state, name == NULL ? "" : name,
        name == NULL ? message : "");
}

/* --- connections --- */

static void
disconnect(struct pg_conn *c)
{
    PQfinish(c->pg);
    c->pg = NULL;
    pg_cache_clear(c);
}

static void
be_silent(void *arg, const PGresult *result)
{
    (void)arg;
    (void)result;
}

/* Runs text, answers nothing but how it went. */
static enum status
command(struct pg_conn *c, const char *text, struct err *err)
{
    PGresult *r = PQexec(c->pg, text);
    ExecStatusType how = PQresultStatus(r);
    enum status st = OK;

    if (how != PGRES_COMMAND_OK && how != PGRES_TUPLES_OK)
        st = pg_err(c, r, err);
    PQclear(r);
    return st;
}

static enum status
set_up(struct pg_conn *c, struct err *err)
{
    char text[80];

    if (PQserverVersion(c->pg) < VERSION_NEEDED)
        return err_set(err, ERR_IO, "需要 PostgreSQL 15 或更高版本，现为 %d",
            PQserverVersion(c->pg) / 10000);
    (void)PQsetNoticeReceiver(c->pg, be_silent, NULL);
    (void)snprintf(text, sizeof(text), "SET lock_timeout = %lld",
        (long long)c->store->busy_timeout_ms);
    TRY(command(c, text, err));
    TRY(command(c, "SET default_transaction_isolation = 'serializable'", err));
    /* "Saved" means on disk, whatever the server's default. */
    return command(c,
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'",
        err);
}

static enum status
connect(struct pg_conn *c, struct err *err)
{
    /* What the URL says comes later and wins. */
    static const char *const KEYS[] = { "connect_timeout", "application_name",
        "tcp_user_timeout", "dbname", "client_encoding", NULL };
    const char *const values[] = { "10", "mingce", "30000", c->store->url,
        "UTF8", NULL };
    enum status st = OK;

    if (c->pg != NULL && PQstatus(c->pg) == CONNECTION_OK)
        return OK;
    if (c->pg != NULL)
        disconnect(c);
    c->pg = PQconnectdbParams(KEYS, values, 1);
    if (PQstatus(c->pg) == CONNECTION_OK) {
        st = set_up(c, err);
    } else {
        st = err_set(err, ERR_IO,
            "无法连接数据库服务器，请检查地址、账号，以及服务器是否在运行");
        (void)err_detail(err, "%.200s", PQerrorMessage(c->pg));
    }
    if (st != OK)
        disconnect(c);
    return st;
}

/* --- transactions --- */

/* Begins; a connection that died while nobody used it is replaced. */
static enum status
begin(struct pg_conn *c, const char *how, struct err *err)
{
    bool fresh = c->pg == NULL;

    TRY(connect(c, err));
    enum status st = command(c, how, err);
    if (st == OK || fresh || PQstatus(c->pg) == CONNECTION_OK)
        return st;
    disconnect(c);
    TRY(connect(c, err));
    return command(c, how, err);
}

static void
roll_back(struct pg_conn *c)
{
    if (PQstatus(c->pg) != CONNECTION_OK || command(c, "ROLLBACK", NULL) != OK)
        disconnect(c);
}

/* Ends the queries left open; how many there were. */
static size_t
end_queries(struct pg_conn *c)
{
    size_t n = c->n_open;

    while (c->n_open > 0)
        PQclear(c->open[--c->n_open]);
    return n;
}

static enum status
commit(struct pg_conn *c, struct err *err)
{
    PGresult *r = PQexec(c->pg, "COMMIT");
    enum status st = OK;

    if (PQresultStatus(r) != PGRES_COMMAND_OK) {
        st = pg_err(c, r, err);
        /* No answer, or a farewell: it may have come after the commit. */
        if (PQstatus(c->pg) != CONNECTION_OK) {
            struct err why = { .code = st };

            if (err != NULL)
                why = *err;
            st = err_set(err, ERR_UNCERTAIN,
                "保存时与数据库服务器的连接中断，无法确定是否已经保存，"
                "请刷新后核对");
            (void)err_detail(err, "%s", why.detail);
            c->again = false;
        }
    } else if (strcmp(PQcmdStatus(r), "COMMIT") != 0) {
        /* It answers ROLLBACK if a statement had failed; tx.err knew. */
        st = err_set(err, ERR_DB, "系统内部错误：数据没有保存");
    }
    PQclear(r);
    if (PQstatus(c->pg) != CONNECTION_OK)
        disconnect(c);
    return st;
}

/* One run of fn; c->again says whether another may go better. */
static enum status
attempt(struct pg_conn *c, bool write, store_fn fn, void *arg, struct err *err)
{
    c->again = false;
    TRY(begin(c, write ? BEGIN_WRITE : BEGIN_READ, err));
    tx_begin(&c->tx, write);

    enum status st = fn(&c->tx, arg, err);
    size_t n_open = end_queries(c);
    st = tx_outcome(&c->tx, st, n_open, err);
    if (st != OK || !write) {
        roll_back(c);
        return st;
    }
    return commit(c, err);
}

/* Longer each time, and different for each connection, so that the same two
 * do not meet again. */
static void
pause_before(int repetition, unsigned number)
{
    long us = 500L * repetition * repetition + 211L * (long)(number % 16);
    struct timespec t = { us / 1000000, us % 1000000 * 1000 };

    (void)nanosleep(&t, NULL);
}

static enum status
run_write(struct pg_conn *c, store_fn fn, void *arg, struct err *err)
{
    enum status st = OK;

    for (int i = 0; i < ATTEMPTS; i++) {
        if (i > 0)
            pause_before(i, c->number);
        st = attempt(c, true, fn, arg, err);
        if (!c->again)
            return st;
    }
    /* fn may have given the error another name */
    return err_set(err, ERR_BUSY, "系统正忙，请稍后再试");
}

static enum status
pg_read(struct store *store, store_fn fn, void *arg, struct err *err)
{
    struct pg_store *s = store_of(store);
    struct pg_conn *c = pool_take(&s->readers, s->busy_timeout_ms);

    if (c == NULL)
        return err_set(err, ERR_BUSY, "系统正忙，请稍后再试");
    enum status st = attempt(c, false, fn, arg, err);
    pool_give(&s->readers, c);
    return st;
}

static enum status
pg_write(struct store *store, store_fn fn, void *arg, struct err *err)
{
    struct pg_store *s = store_of(store);
    struct pg_conn *c = pool_take(&s->writers, s->busy_timeout_ms);

    if (c == NULL)
        return err_set(err, ERR_BUSY, "系统正忙，请稍后再试");
    enum status st = run_write(c, fn, arg, err);
    pool_give(&s->writers, c);
    return st;
}

static void
write_async(struct store *store, store_fn fn, void *arg, store_done done)
{
    queue_add(&store_of(store)->queue, fn, arg, done);
}

/* A thread that runs asynchronous writes, one at a time. */
static void
worker(struct queue *q, void *arg)
{
    struct pg_store *s = arg;
    struct request *r;

    while ((r = queue_take(q, 1)) != NULL) {
        enum status st = pg_write(&s->store, r->fn, r->arg, r->err);

        request_settle(r, st, NULL);
        queue_answer(q, r);
    }
}

/* --- the store --- */

static void
close_all(struct pg_store *s)
{
    for (size_t i = 0; i < s->n_conns; i++) {
        disconnect(&s->conns[i]);
        arena_free(s->conns[i].statements);
    }
    arena_free(s->store.arena);
}

static void
pg_close(struct store *store)
{
    struct pg_store *s = store_of(store);

    queue_end(&s->queue);
    pool_end(&s->writers);
    pool_end(&s->readers);
    close_all(s);
}

static enum status
pg_backup(struct store *s, struct str path, struct err *err)
{
    (void)s;
    (void)path;
    return err_set(err, ERR_INPUT,
        "PostgreSQL 数据库请用 pg_dump 备份，此命令只备份 SQLite 数据库");
}

/*
 * Sorting and comparing must be by bytes, as on SQLite and in C, or keys would
 * come in another order here than there.
 */
static enum status
check_fit(struct tx *tx)
{
    static const struct sql FIT = { "", "i",
        "SELECT CASE WHEN datlocprovider = 'c'"
        " AND UPPER(datcollate) IN ('C', 'POSIX', 'C.UTF-8', 'C.UTF8')"
        " AND encoding = 6 THEN 1 ELSE 0 END"
        " FROM pg_database WHERE datname = current_database()" };
    struct pg_conn *c = (struct pg_conn *)tx;
    int64_t fit = 0;

    if (tx_int(tx, &FIT, DB_NONE, &fit, NULL) != OK || fit != 0)
        return tx->err.code;
    return err_set(&tx->err, ERR_CONFLICT,
        "数据库 %.60s 应为 UTF8 编码、C 排序规则，请改用这样新建的数据库："
        "CREATE DATABASE mingce ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE"
        " 'C.UTF-8' TEMPLATE template0",
        PQdb(c->pg));
}

/* LOCK, unlike SELECT, does not fix the state that the transaction sees. */
static enum status
lock_schema(struct tx *tx)
{
    return pg_run(tx, "LOCK TABLE schema_migration IN EXCLUSIVE MODE");
}

static const struct driver PG_DRIVER = {
    .engine = STORE_POSTGRESQL,
    .close = pg_close,
    .read = pg_read,
    .write = pg_write,
    .write_async = write_async,
    .backup = pg_backup,
    .check_fit = check_fit,
    .lock_schema = lock_schema,
    .run = pg_run,
    .prepare = pg_prepare,
    .start = pg_start,
    .step = pg_step,
    .finish = pg_finish,
    .changed = pg_changed,
    .column_is_null = pg_column_is_null,
    .column_int = pg_column_int,
    .column_bytes = pg_column_bytes,
};

enum status
pg_store_open(struct str url, const struct store_options *options,
    struct store **ret, struct err *err)
{
    struct arena *a = arena_new("postgresql store");
    struct pg_store *s = arena_one(a, struct pg_store);
    size_t n = options->readers;

    *s = (struct pg_store){ .store = { &PG_DRIVER, a },
        .url = arena_cstr(a, url),
        .busy_timeout_ms = options->busy_timeout_ms,
        .n_conns = 2 * n };
    s->conns = arena_new_array(a, struct pg_conn, s->n_conns);

    void **items = arena_new_array(a, void *, s->n_conns);
    for (size_t i = 0; i < s->n_conns; i++) {
        s->conns[i].store = s;
        s->conns[i].tx.driver = &PG_DRIVER;
        s->conns[i].number = (unsigned)i;
        s->conns[i].statements = arena_new("postgresql statements");
        items[i] = &s->conns[i];
    }
    /* One shows that the server answers; the others come when needed. It is
     * the one the pool lends first. */
    enum status st = connect(&s->conns[n - 1], err);
    if (st != OK) {
        close_all(s);
        return st;
    }
    pool_init(&s->readers, a, items, n);
    pool_init(&s->writers, a, items + n, n);
    queue_init(&s->queue, a, n, worker, s);
    *ret = &s->store;
    return OK;
}
