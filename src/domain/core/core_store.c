/* SQL of serial numbers, counted windows and settings. */
#include "domain/core.h"

enum { Q_SERIAL_NEXT, Q_RATE_GET, Q_RATE_PUT, Q_SETTING_GET, Q_SETTING_PUT };

static const struct sql Q[] = {
    [Q_SERIAL_NEXT] = { "s", "i",
        "INSERT INTO serial (scope, last) VALUES ($1, 1) "
        "ON CONFLICT (scope) DO UPDATE SET last = serial.last + 1 "
        "RETURNING last" },
    [Q_RATE_GET] = { "s", "ii",
        "SELECT window_us, hits FROM rate WHERE bucket = $1" },
    [Q_RATE_PUT] = { "sii", "",
        "INSERT INTO rate (bucket, window_us, hits) VALUES ($1, $2, $3) "
        "ON CONFLICT (bucket) DO UPDATE SET window_us = $2, hits = $3" },
    [Q_SETTING_GET] = { "s", "s",
        "SELECT value FROM setting WHERE name = $1" },
    [Q_SETTING_PUT] = { "ss", "",
        "INSERT INTO setting (name, value, version) VALUES ($1, $2, 1) "
        "ON CONFLICT (name) DO UPDATE SET value = $2, "
        "version = setting.version + 1" },
};
const struct sql_set core_sql = SQL_SET("core", Q);

enum status
serial_next(struct act *x, struct str scope, int64_t *ret, struct err *err)
{
    return tx_int(
        x->tx, &Q[Q_SERIAL_NEXT], DB_ARGS(db_s(scope)), ret, err);
}

/* The window that counts now: *ret_window its begin, *ret_hits in it. */
static enum status
rate_read(struct act *x, struct str bucket, int64_t most, int64_t window_s,
    int64_t *ret_window, int64_t *ret_hits, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    int64_t window = x->now_us, hits = 0;

    TRY(tx_one(x->tx, x->a, &Q[Q_RATE_GET], DB_ARGS(db_s(bucket)), &found, &r,
        err));
    if (found && row_int(r, 0) + window_s * 1000000 > x->now_us) {
        window = row_int(r, 0);
        hits = row_int(r, 1);
    }
    TRY(rows_end(r, err));
    if (hits >= most)
        return err_set(err, ERR_LIMIT,
            "尝试次数过多，请在 %d 分钟后再试",
            (int)((window + window_s * 1000000 - x->now_us) / 60000000 + 1));
    *ret_window = window;
    *ret_hits = hits;
    return OK;
}

enum status
rate_check(struct act *x, struct str bucket, int64_t most, int64_t window_s,
    struct err *err)
{
    int64_t window, hits;

    return rate_read(x, bucket, most, window_s, &window, &hits, err);
}

enum status
rate_hit(struct act *x, struct str bucket, int64_t most, int64_t window_s,
    struct err *err)
{
    int64_t window = 0, hits = 0;

    TRY(rate_read(x, bucket, most, window_s, &window, &hits, err));
    return tx_exec(x->tx, &Q[Q_RATE_PUT],
        DB_ARGS(db_s(bucket), db_i(window), db_i(hits + 1)), NULL, err);
}

enum status
setting_get(struct act *x, struct str name, struct str otherwise,
    struct str *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_one(x->tx, x->a, &Q[Q_SETTING_GET], DB_ARGS(db_s(name)), &found,
        &r, err));
    *ret = found ? row_str(r, 0) : otherwise;
    return rows_end(r, err);
}

enum status
setting_put(
    struct act *x, struct str name, struct str value, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_SETTING_PUT], DB_ARGS(db_s(name), db_s(value)),
        NULL, err);
}
