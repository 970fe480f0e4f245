#include "job_store.h"

enum { Q_ADD, Q_GET, Q_PUT, Q_NEXT };

static const struct sql Q[] = {
    [Q_ADD] = { "isisiii", "",
        "INSERT INTO job (id, kind, programme_id, params, state, done, total, "
        "cursor_text, result, created_us, created_by, started_us, "
        "finished_us, version) VALUES ($1, $2, $3, $4, 'QUEUED', 0, $5, '', "
        "'', $6, $7, NULL, NULL, 1)" },
    [Q_GET] = { "i", "isissiissiiIIi",
        "SELECT id, kind, programme_id, params, state, done, total, "
        "cursor_text, result, created_us, created_by, started_us, "
        "finished_us, version FROM job WHERE id = $1" },
    [Q_PUT] = { "iisissII", "",
        "UPDATE job SET version = version + 1, state = $3, done = $4, "
        "cursor_text = $5, result = $6, started_us = $7, finished_us = $8 "
        "WHERE id = $1 AND version = $2" },
    [Q_NEXT] = { "", "i",
        "SELECT id FROM job WHERE state IN ('QUEUED', 'RUNNING') "
        "ORDER BY created_us, id LIMIT 1" },
};
const struct sql_set job_sql = SQL_SET("job", Q);

enum status
job_store_add(struct act *x, const struct job *j, struct err *err)
{
    struct buf b;

    buf_init(&b, x->a, 65536);
    json_write_canonical(&b, j->params);
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(j->id), db_s(j->kind), db_i(j->programme_id),
            db_s(buf_view(&b)), db_i(j->total), db_i(j->created_us),
            db_i(j->created_by)),
        NULL, err);
}

static enum job_state
state_of(struct str name)
{
    for (size_t i = 0; i < JOB_STATE_COUNT_; i++) {
        if (str_eq(job_state_name((enum job_state)i), name))
            return (enum job_state)i;
    }
    return JOB_FAILED;
}

enum status
job_store_get(struct act *x, int64_t id, struct job *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct job j = { 0 };
    struct str params = STR_EMPTY;

    TRY(tx_one(x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(id)), &found, &r, err));
    if (found) {
        j = (struct job){ .id = row_int(r, 0),
            .kind = row_str(r, 1),
            .programme_id = row_int(r, 2),
            .state = state_of(row_str(r, 4)),
            .done = row_int(r, 5),
            .total = row_int(r, 6),
            .cursor = row_str(r, 7),
            .result = row_str(r, 8),
            .created_us = row_int(r, 9),
            .created_by = row_int(r, 10),
            .started_us = row_int(r, 11),
            .finished_us = row_int(r, 12),
            .version = row_int(r, 13) };
        params = row_str(r, 3);
    }
    TRY(rows_end(r, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有这项任务");
    TRY(json_parse(x->a, params, 65536, &j.params, err));
    *ret = j;
    return OK;
}

enum status
job_store_put(struct act *x, const struct job *j, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(j->id), db_i(j->version), db_s(job_state_name(j->state)),
            db_i(j->done), db_s(j->cursor), db_s(j->result),
            j->started_us == 0 ? db_null() : db_i(j->started_us),
            j->finished_us == 0 ? db_null() : db_i(j->finished_us)),
        &changed, err));
    return changed > 0 ? OK
                       : err_set(err, ERR_CONFLICT,
                             "任务状态刚刚变化，请刷新后重试");
}

enum status
job_store_next(struct act *x, int64_t *ret_id, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_one(x->tx, x->a, &Q[Q_NEXT], DB_NONE, &found, &r, err));
    *ret_id = found ? row_int(r, 0) : 0;
    return rows_end(r, err);
}
