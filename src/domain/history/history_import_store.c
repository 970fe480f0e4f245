/* SQL of imports of holders. */
#include "history_import_store.h"
#include "domain/reading.h"

enum { Q_ADD, Q_GET, Q_LIST, Q_DONE };

#define COLUMNS \
    "id, programme_id, file_name, type, sha256, row_count, entered, state, " \
    "created_us, created_by, done_us"
#define OUT "iisssiisiiI"

static const struct sql Q[] = {
    [Q_ADD] = { "iisssiisii", "",
        "INSERT INTO history_import (id, programme_id, file_name, type, "
        "sha256, row_count, entered, state, created_us, created_by) VALUES "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" },
    [Q_GET] = { "i", OUT,
        "SELECT " COLUMNS " FROM history_import WHERE id = $1" },
    [Q_LIST] = { "", OUT,
        "SELECT " COLUMNS " FROM history_import ORDER BY id DESC "
        "LIMIT 500" },
    [Q_DONE] = { "isii", "",
        "UPDATE history_import SET state = $2, entered = $3, done_us = $4 "
        "WHERE id = $1 AND state = 'DRAFT'" },
};
const struct sql_set history_import_sql = SQL_SET("history_import", Q);

static const struct str STATES[HISTORY_STATE_COUNT_] = {
    [HISTORY_DRAFT] = STR_INIT("DRAFT"),
    [HISTORY_DONE] = STR_INIT("DONE"),
    [HISTORY_DISCARDED] = STR_INIT("DISCARDED"),
};

enum status
history_store_add(
    struct act *x, const struct history_import *m, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(m->id), db_i(m->programme_id), db_s(m->file_name),
            db_s(m->type), db_s(m->sha256), db_i(m->row_count),
            db_i(m->entered), db_s(STATES[m->state]), db_i(m->created_us),
            db_i(m->created_by)),
        NULL, err);
}

static struct history_import
row_of(struct rows *r)
{
    struct history_import m = { .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .file_name = row_str(r, 2),
        .type = row_str(r, 3),
        .sha256 = row_str(r, 4),
        .row_count = row_int(r, 5),
        .entered = row_int(r, 6),
        .created_us = row_int(r, 8),
        .created_by = row_int(r, 9),
        .done_us = row_int(r, 10) };

    for (int s = 0; s < HISTORY_STATE_COUNT_; s++) {
        if (str_eq(row_peek(r, 7), STATES[s]))
            m.state = (enum history_import_state)s;
    }
    return m;
}

COPY_ALL(all_history_imports, struct history_import, row_of)

enum status
history_store_get(
    struct act *x, int64_t id, struct history_import *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_query(x->tx, x->a, &Q[Q_GET],
        DB_ARGS(db_i(id)), &r, err));
    while (rows_next(r)) {
        *ret = row_of(r);
        found = true;
    }
    TRY(rows_end(r, err));
    return found ? OK : err_set(err, ERR_NOT_FOUND, "没有找到这次导入");
}

enum status
history_store_list(struct act *x, const struct history_import **ret,
    size_t *ret_n, struct err *err)
{
    return all_history_imports(x, &Q[Q_LIST], NULL, 0, ret, ret_n, err);
}

enum status
history_store_done(
    struct act *x, const struct history_import *m, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_DONE],
        DB_ARGS(db_i(m->id), db_s(STATES[m->state]), db_i(m->entered),
            db_i(m->done_us)),
        &changed, err));
    return changed > 0
               ? OK
               : err_set(err, ERR_CONFLICT, "这次导入已经办结，不能再办理");
}
