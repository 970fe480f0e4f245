/* SQL of the daily run: two indexes, read in order. */
#include "tick_store.h"

enum { Q_WATCH, Q_TERM, Q_NEXT };

static const struct sql Q[] = {
    [Q_WATCH] = { "isiiiii", "iii",
        "SELECT subject_id, id, watch_day FROM accreditation WHERE "
        "programme_id = $1 AND state = $2 AND watch_day <= $3 AND "
        "(watch_day, subject_id, id) > ($4, $5, $6) "
        "ORDER BY watch_day, subject_id, id LIMIT $7" },
    [Q_TERM] = { "siiiiiii", "iii",
        "SELECT subject_id, id, last_day FROM accreditation WHERE "
        "state = $1 AND programme_id = $2 AND last_day >= $3 AND "
        "last_day <= $4 AND (last_day, subject_id, id) > ($5, $6, $7) "
        "ORDER BY last_day, subject_id, id LIMIT $8" },
    [Q_NEXT] = { "sii", "i",
        "SELECT COALESCE(MIN(last_day), -1) FROM accreditation WHERE "
        "state = $1 AND last_day > $2 AND last_day <= $3" },
};
const struct sql_set tick_sql = SQL_SET("tick", Q);

static enum status
read_rows(struct act *x, struct rows *r, const struct tick_row **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct tick_row) v = { 0 };

    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct tick_row){ row_int(r, 0), row_int(r, 1),
            { (int32_t)row_int(r, 2) } };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
tick_store_watch(struct act *x, int64_t programme_id,
    enum accreditation_state state, struct day until, struct tick_row after,
    size_t n, const struct tick_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_WATCH],
        DB_ARGS(db_i(programme_id), db_s(accreditation_state_name(state)),
            db_i(until.n), db_i(after.day.n), db_i(after.subject_id),
            db_i(after.id), db_i((int64_t)n)),
        &r, err));
    return read_rows(x, r, ret, ret_n, err);
}

enum status
tick_store_term(struct act *x, int64_t programme_id,
    enum accreditation_state state, struct day from, struct day until,
    struct tick_row after, size_t n, const struct tick_row **ret,
    size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_TERM],
        DB_ARGS(db_s(accreditation_state_name(state)), db_i(programme_id),
            db_i(from.n), db_i(until.n), db_i(after.day.n),
            db_i(after.subject_id), db_i(after.id), db_i((int64_t)n)),
        &r, err));
    return read_rows(x, r, ret, ret_n, err);
}

enum status
tick_store_next(struct act *x, enum accreditation_state state,
    struct day after, struct day until, struct day *ret, struct err *err)
{
    int64_t n = 0;

    TRY(tx_int(x->tx, &Q[Q_NEXT],
        DB_ARGS(db_s(accreditation_state_name(state)), db_i(after.n),
            db_i(until.n)),
        &n, err));
    *ret = n < 0 ? DAY_NONE : (struct day){ (int32_t)n };
    return OK;
}
