/* store.c - the public face: checks what both engines want checked, then
 * leaves the rest to the driver. */
#include "impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum status
store_open(struct str url, const struct store_options *options,
    struct store **ret, struct err *err)
{
    struct store_options o = { 0 };

    if (options != NULL)
        o = *options;
    if (o.readers == 0)
        o.readers = STORE_READERS;
    if (o.busy_timeout_ms <= 0)
        o.busy_timeout_ms = STORE_BUSY_MS;

    struct str prefix = STR("sqlite:");
    if (o.in_memory)
        return sqlite_store_open(STR(":memory:"), &o, ret, err);
    if (str_starts(url, STR("postgresql://")))
        return pg_store_open(url, &o, ret, err);
    struct str path = str_sub(url, prefix.n, SIZE_MAX);
    if (!str_starts(url, prefix) || path.n == 0 ||
        str_eq(path, STR(":memory:")) || memchr(path.p, '\0', path.n) != NULL)
        return err_set(err, ERR_INPUT,
            "数据库地址应为 sqlite:文件路径 或 postgresql://主机/库名");
    return sqlite_store_open(path, &o, ret, err);
}

void
store_close(struct store *s)
{
    if (s != NULL)
        s->driver->close(s);
}

enum store_engine
store_engine(const struct store *s)
{
    return s->driver->engine;
}

enum status
store_read(struct store *s, store_fn fn, void *arg, struct err *err)
{
    return s->driver->read(s, fn, arg, err);
}

enum status
store_write(struct store *s, store_fn fn, void *arg, struct err *err)
{
    return s->driver->write(s, fn, arg, err);
}

void
store_write_async(struct store *s, store_fn fn, void *arg, store_done done)
{
    s->driver->write_async(s, fn, arg, done);
}

enum status
store_backup(struct store *s, struct str path, struct err *err)
{
    return s->driver->backup(s, path, err);
}

static enum status
prepare_fn(struct tx *tx, void *arg, struct err *err)
{
    const struct sql *sql = arg;

    (void)tx->driver->prepare(tx, sql);
    return tx_say(tx, err);
}

enum status
store_prepare(struct store *s, const struct sql *sql, struct err *err)
{
    return store_read(s, prepare_fn, (void *)(uintptr_t)sql, err);
}

/* --- transactions, for the drivers --- */

void
tx_begin(struct tx *tx, bool write)
{
    tx->write = write;
    tx->err.code = OK;
}

bool
tx_is_write(const struct tx *tx)
{
    return tx->write;
}

enum status
tx_say(struct tx *tx, struct err *err)
{
    if (tx->err.code != OK && err != NULL && err != &tx->err)
        *err = tx->err;
    return tx->err.code;
}

enum status
tx_defect(struct tx *tx, const char *fmt, ...)
{
    char detail[sizeof(tx->err.detail)];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(detail, sizeof(detail), fmt, ap);
    va_end(ap);
    (void)err_set(
        &tx->err, ERR_DB, "系统内部错误：数据库操作未能完成，请联系管理员");
    return err_detail(&tx->err, "%s", detail);
}

enum status
tx_outcome(struct tx *tx, enum status of_fn, size_t n_open, struct err *err)
{
    if (of_fn != OK)
        return of_fn;
    if (tx->err.code == OK && n_open > 0)
        (void)tx_defect(tx, "%zu queries were not ended", n_open);
    return tx_say(tx, err);
}
