/* SQL of reports for recordation. */
#include "recordation_store.h"
#include "domain/reading.h"

enum {
    Q_ADD, Q_GET, Q_LIST, Q_PUT, Q_ADD_ROW, Q_ROWS, Q_END_ROW, Q_REPORTED,
    Q_WAITING
};

#define COLUMNS \
    "id, programme_id, number, state, files, reported_us, reported_by, " \
    "recorded_day, recorded_no, proposed_by, recorded_us, recorded_by, " \
    "version"
#define OUT "iissiiiIsIIIi"

#define ROW_COLUMNS \
    "recordation_id, position, subject_id, application_id, name, region, " \
    "cells, not_before_day, state, reason"
#define ROW_OUT "iiiisssiss"

static const struct sql Q[] = {
    [Q_ADD] = { OUT, "",
        "INSERT INTO recordation (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, "
        "$6, $7, $8, $9, $10, $11, $12, $13)" },
    [Q_GET] = { "i", OUT,
        "SELECT " COLUMNS " FROM recordation WHERE id = $1" },
    [Q_LIST] = { "i", OUT,
        "SELECT " COLUMNS " FROM recordation WHERE $1 = 0 OR "
        "programme_id = $1 ORDER BY reported_us DESC, id DESC LIMIT 200" },
    [Q_PUT] = { "iisIsIII", "",
        "UPDATE recordation SET state = $3, recorded_day = $4, "
        "recorded_no = $5, proposed_by = $6, recorded_us = $7, "
        "recorded_by = $8, version = version + 1 "
        "WHERE id = $1 AND version = $2" },
    [Q_ADD_ROW] = { ROW_OUT, "",
        "INSERT INTO recordation_row (" ROW_COLUMNS ") VALUES ($1, $2, $3, "
        "$4, $5, $6, $7, $8, $9, $10)" },
    [Q_ROWS] = { "i", ROW_OUT,
        "SELECT " ROW_COLUMNS " FROM recordation_row WHERE "
        "recordation_id = $1 ORDER BY position" },
    [Q_END_ROW] = { "iiss", "",
        "UPDATE recordation_row SET state = $3, reason = $4 WHERE "
        "recordation_id = $1 AND position = $2 AND state = 'REPORTED'" },
    [Q_REPORTED] = { "i", "i",
        "SELECT COUNT(*) FROM recordation_row WHERE application_id = $1 AND "
        "state = 'REPORTED'" },
    [Q_WAITING] = { "i", "i",
        "SELECT a.id FROM application a WHERE a.programme_id = $1 AND "
        "a.state = 'RECORDATION' AND NOT EXISTS (SELECT 1 FROM "
        "recordation_row r WHERE r.application_id = a.id AND "
        "r.state = 'REPORTED') ORDER BY a.entered_us, a.id LIMIT 500" },
};
const struct sql_set recordation_sql = SQL_SET("recordation", Q);

#define CELLS_MAX (256u * 1024)

enum status
recordation_store_add(
    struct act *x, const struct recordation *r, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(r->id), db_i(r->programme_id), db_s(r->number),
            db_s(r->state), db_i(r->files), db_i(r->reported_us),
            db_i(r->reported_by), db_day_or_null(r->recorded_day),
            db_s(r->recorded_no), db_id_or_null(r->proposed_by),
            db_id_or_null(r->recorded_us), db_id_or_null(r->recorded_by),
            db_i(r->version)),
        NULL, err);
}

static struct recordation
read_one(struct rows *r)
{
    return (struct recordation){ .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .number = row_str(r, 2),
        .state = row_str(r, 3),
        .files = row_int(r, 4),
        .reported_us = row_int(r, 5),
        .reported_by = row_int(r, 6),
        .recorded_day = row_day(r, 7),
        .recorded_no = row_str(r, 8),
        .proposed_by = row_int(r, 9),
        .recorded_us = row_int(r, 10),
        .recorded_by = row_int(r, 11),
        .version = row_int(r, 12) };
}

COPY_ONE(one_recordation, struct recordation, read_one)
COPY_ALL(all_recordations, struct recordation, read_one)

enum status
recordation_store_get(struct act *x, int64_t id, struct recordation *ret,
    bool *ret_found, struct err *err)
{
    return one_recordation(
        x, &Q[Q_GET], DB_ARGS(db_i(id)), ret, ret_found, err);
}

enum status
recordation_store_list(struct act *x, int64_t programme_id,
    const struct recordation **ret, size_t *ret_n, struct err *err)
{
    return all_recordations(
        x, &Q[Q_LIST], DB_ARGS(db_i(programme_id)), ret, ret_n, err);
}

enum status
recordation_store_put(struct act *x, struct recordation *r, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(r->id), db_i(r->version), db_s(r->state),
            db_day_or_null(r->recorded_day), db_s(r->recorded_no),
            db_id_or_null(r->proposed_by), db_id_or_null(r->recorded_us),
            db_id_or_null(r->recorded_by)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这份备案报告刚刚被其他人办理，请刷新后查看");
    r->version++;
    return OK;
}

/* --- rows --- */

enum status
recordation_store_add_row(
    struct act *x, const struct recordation_row *row, struct err *err)
{
    struct buf b;
    struct str cells;

    buf_init(&b, x->a, CELLS_MAX);
    json_write_canonical(&b, row->cells);
    TRY(buf_done(&b, &cells, err));
    return tx_exec(x->tx, &Q[Q_ADD_ROW],
        DB_ARGS(db_i(row->recordation_id), db_i(row->position),
            db_i(row->subject_id), db_i(row->application_id),
            db_s(row->name), db_s(row->region), db_s(cells),
            db_i(row->not_before.n), db_s(row->state), db_s(row->reason)),
        NULL, err);
}

static enum status
read_row(struct act *x, struct rows *r, struct recordation_row *row,
    struct err *err)
{
    *row = (struct recordation_row){ .recordation_id = row_int(r, 0),
        .position = row_int(r, 1),
        .subject_id = row_int(r, 2),
        .application_id = row_int(r, 3),
        .name = row_str(r, 4),
        .region = row_str(r, 5),
        .not_before = { (int32_t)row_int(r, 7) },
        .state = row_str(r, 8),
        .reason = row_str(r, 9) };
    return json_parse(x->a, row_str(r, 6), CELLS_MAX, &row->cells, err);
}

READ_ALL(all_recordation_rows, struct recordation_row, read_row)

enum status
recordation_store_rows(struct act *x, int64_t id,
    const struct recordation_row **ret, size_t *ret_n, struct err *err)
{
    return all_recordation_rows(
        x, &Q[Q_ROWS], DB_ARGS(db_i(id)), ret, ret_n, err);
}

enum status
recordation_store_end_row(struct act *x, const struct recordation_row *row,
    struct str to, struct str reason, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_END_ROW],
        DB_ARGS(db_i(row->recordation_id), db_i(row->position), db_s(to),
            db_s(reason)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这份备案报告刚刚被其他人办理，请刷新后查看");
    return OK;
}

enum status
recordation_store_is_reported(
    struct act *x, int64_t application_id, bool *ret, struct err *err)
{
    int64_t n = 0;

    TRY(tx_int(x->tx, &Q[Q_REPORTED], DB_ARGS(db_i(application_id)), &n,
        err));
    *ret = n > 0;
    return OK;
}

enum status
recordation_store_waiting(struct act *x, int64_t programme_id,
    const int64_t **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(int64_t) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_WAITING], DB_ARGS(db_i(programme_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = row_int(r, 0);
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
