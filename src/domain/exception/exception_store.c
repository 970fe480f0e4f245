/* SQL of exceptions asked for. */
#include "exception_store.h"

enum { Q_ADD, Q_SETTLE, Q_LIST, Q_WAITING };

static const struct sql Q[] = {
    [Q_ADD] = { "iiissii", "",
        "INSERT INTO exception_request (subject_id, application_id, id, "
        "name, reason, state, asked_us, asked_by, answer) VALUES "
        "($1, $2, $3, $4, $5, 'ASKED', $6, $7, '')" },
    [Q_SETTLE] = { "iiissii", "",
        "UPDATE exception_request SET state = $4, answer = $5, "
        "settled_us = $6, settled_by = $7 WHERE subject_id = $1 AND "
        "application_id = $2 AND id = $3 AND state = 'ASKED'" },
    [Q_LIST] = { "ii", "iiisssiisII",
        "SELECT subject_id, application_id, id, name, reason, state, "
        "asked_us, asked_by, answer, settled_us, settled_by "
        "FROM exception_request WHERE subject_id = $1 AND "
        "application_id = $2 ORDER BY id LIMIT 100" },
    [Q_WAITING] = { "i", "iiissii",
        "SELECT e.subject_id, e.application_id, e.id, e.name, e.reason, "
        "e.asked_us, e.asked_by FROM exception_request e JOIN application a "
        "ON a.subject_id = e.subject_id AND a.id = e.application_id WHERE "
        "e.state = 'ASKED' AND a.programme_id = $1 "
        "ORDER BY e.asked_us, e.id LIMIT 500" },
};
const struct sql_set exception_sql = SQL_SET("exception", Q);

static const struct str STATES[EXCEPTION_STATE_COUNT_] = {
    [EXCEPTION_ASKED] = STR_INIT("ASKED"),
    [EXCEPTION_AGREED] = STR_INIT("AGREED"),
    [EXCEPTION_DECLINED] = STR_INIT("DECLINED"),
};

enum status
exception_store_add(
    struct act *x, const struct exception *e, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(e->subject_id), db_i(e->application_id), db_i(e->id),
            db_s(e->name), db_s(e->reason), db_i(e->asked_us),
            db_i(e->asked_by)),
        NULL, err);
}

enum status
exception_store_settle(
    struct act *x, const struct exception *e, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_SETTLE],
        DB_ARGS(db_i(e->subject_id), db_i(e->application_id), db_i(e->id),
            db_s(STATES[e->state]), db_s(e->answer), db_i(e->settled_us),
            db_i(e->settled_by)),
        &changed, err));
    return changed > 0
               ? OK
               : err_set(err, ERR_CONFLICT, "这项例外已经作出决定");
}

enum status
exception_store_list(struct act *x, const struct application *app,
    const struct exception **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct exception) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), &r, err));
    while (rows_next(r)) {
        struct exception *e = VEC_PUSH(x->a, &v);

        *e = (struct exception){ .subject_id = row_int(r, 0),
            .application_id = row_int(r, 1),
            .id = row_int(r, 2),
            .name = row_str(r, 3),
            .reason = row_str(r, 4),
            .asked_us = row_int(r, 6),
            .asked_by = row_int(r, 7),
            .answer = row_str(r, 8),
            .settled_us = row_int(r, 9),
            .settled_by = row_int(r, 10) };
        for (int s = 0; s < EXCEPTION_STATE_COUNT_; s++) {
            if (str_eq(row_peek(r, 5), STATES[s]))
                e->state = (enum exception_state)s;
        }
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
exception_store_waiting(struct act *x, int64_t programme_id,
    const struct exception **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct exception) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_WAITING], DB_ARGS(db_i(programme_id)), &r,
        err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct exception){ .subject_id = row_int(r, 0),
            .application_id = row_int(r, 1),
            .id = row_int(r, 2),
            .name = row_str(r, 3),
            .reason = row_str(r, 4),
            .state = EXCEPTION_ASKED,
            .asked_us = row_int(r, 5),
            .asked_by = row_int(r, 6) };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
