#include "domain/audit.h"

enum { Q_SEARCH };

static const struct sql Q[] = {
    [Q_SEARCH] = { "isisiii", "iiisIIsissssss",
        "SELECT id, at_us, actor_id, actor, programme_id, subject_id, "
        "object_kind, object_id, event, from_state, to_state, reason, "
        "clause, document FROM audit WHERE id < $1 AND "
        "($2 = '' OR object_kind = $2) AND ($3 = 0 OR object_id = $3) AND "
        "($4 = '' OR actor = $4) AND at_us >= $5 AND at_us < $6 "
        "ORDER BY id DESC LIMIT $7" },
};
const struct sql_set audit_sql = SQL_SET("audit", Q);

enum status
audit_search(struct act *x, const struct audit_filter *f, int64_t before,
    size_t n, const struct audit_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct audit_row) v = { 0 };

    TRY(act_require(x, MAY_AUDIT, 0, STR_EMPTY, err));
    TRY(tx_query(x->tx, x->a, &Q[Q_SEARCH],
        DB_ARGS(db_i(before), db_s(f->object_kind), db_i(f->object_id),
            db_s(f->actor),
            db_i(day_is_none(f->first) ? 0 : day_start_us(f->first)),
            db_i(day_is_none(f->last) ? INT64_MAX : day_end_us(f->last)),
            db_i((int64_t)n)),
        &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct audit_row){ .id = row_int(r, 0),
            .at_us = row_int(r, 1),
            .actor_id = row_int(r, 2),
            .actor = row_str(r, 3),
            .programme_id = row_int(r, 4),
            .subject_id = row_int(r, 5),
            .object_kind = row_str(r, 6),
            .object_id = row_int(r, 7),
            .event = row_str(r, 8),
            .from = row_str(r, 9),
            .to = row_str(r, 10),
            .reason = row_str(r, 11),
            .clause = row_str(r, 12),
            .document = row_str(r, 13) };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
