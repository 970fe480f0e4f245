#include "recheck_store.h"

enum { Q_ADD, Q_LIST, Q_DECIDE };

static const struct sql Q[] = {
    [Q_ADD] = { "iisii", "",
        "INSERT INTO recheck (subject_id, application_id, state, reason, "
        "asked_us, asked_by, answer) VALUES ($1, $2, 'OPEN', $3, $4, $5, '') "
        "ON CONFLICT (subject_id, application_id) DO NOTHING" },
    [Q_LIST] = { "i", "iiissssssiI",
        "SELECT r.subject_id, r.application_id, a.programme_id, "
        "COALESCE(a.number, ''), a.name, a.region, r.state, r.reason, "
        "r.answer, r.asked_us, r.decided_us FROM recheck r JOIN application a "
        "ON a.subject_id = r.subject_id AND a.id = r.application_id WHERE "
        "$1 = 0 OR r.application_id = $1 ORDER BY CASE WHEN "
        "r.state = 'OPEN' THEN 0 ELSE 1 END, r.asked_us DESC, "
        "r.application_id LIMIT 500" },
    [Q_DECIDE] = { "iissii", "",
        "UPDATE recheck SET state = $3, answer = $4, decided_us = $5, "
        "decided_by = $6 WHERE subject_id = $1 AND application_id = $2 AND "
        "state = 'OPEN'" },
};
const struct sql_set recheck_sql = SQL_SET("recheck", Q);

enum status
recheck_store_add(struct act *x, const struct application *app,
    struct str reason, bool *ret_done, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_s(reason),
            db_i(x->now_us), db_i(x->who->account_id)),
        &changed, err));
    *ret_done = changed > 0;
    return OK;
}

enum status
recheck_store_list(struct act *x, int64_t application_id,
    const struct recheck **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct recheck) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST], DB_ARGS(db_i(application_id)), &r,
        err));
    while (rows_next(r)) {
        struct recheck *k = VEC_PUSH(x->a, &v);

        *k = (struct recheck){ .subject_id = row_int(r, 0),
            .application_id = row_int(r, 1),
            .programme_id = row_int(r, 2),
            .number = row_str(r, 3),
            .name = row_str(r, 4),
            .region = row_str(r, 5),
            .reason = row_str(r, 7),
            .answer = row_str(r, 8),
            .asked_us = row_int(r, 9),
            .decided_us = row_is_null(r, 10) ? 0 : row_int(r, 10) };
        for (size_t i = 0; i < RECHECK_STATE_COUNT_; i++) {
            if (str_eq(row_peek(r, 6),
                    recheck_state_name((enum recheck_state)i)))
                k->state = (enum recheck_state)i;
        }
    }
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
recheck_store_decide(struct act *x, const struct application *app,
    enum recheck_state to, struct str answer, bool *ret_done, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_DECIDE],
        DB_ARGS(db_i(app->subject_id), db_i(app->id),
            db_s(recheck_state_name(to)), db_s(answer), db_i(x->now_us),
            db_i(x->who->account_id)),
        &changed, err));
    *ret_done = changed > 0;
    return OK;
}
