/* SQL of the audit: its lines, and what is read of them. */
#include "domain/audit.h"

enum { Q_AUDIT_ADD, Q_AUDIT_ALL, Q_AUDIT_OBJECT, Q_AUDIT_SUBJECT, Q_SEARCH };

#define AUDIT_COLUMNS \
    "id, at_us, actor_id, actor, programme_id, subject_id, object_kind, " \
    "object_id, event, from_state, to_state, reason, clause, document"

static const struct sql Q[] = {
    [Q_AUDIT_ADD] = { "iiisIIsissssss", "",
        "INSERT INTO audit (" AUDIT_COLUMNS ") VALUES ($1, $2, $3, $4, $5, "
        "$6, $7, $8, $9, $10, $11, $12, $13, $14)" },
    [Q_AUDIT_ALL] = { "ii", "iiisIIsissssss",
        "SELECT " AUDIT_COLUMNS " FROM audit WHERE id < $1 "
        "ORDER BY id DESC LIMIT $2" },
    [Q_AUDIT_OBJECT] = { "siii", "iiisIIsissssss",
        "SELECT " AUDIT_COLUMNS " FROM audit WHERE object_kind = $1 AND "
        "object_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4" },
    [Q_AUDIT_SUBJECT] = { "i", "iiisIIsissssss",
        "SELECT " AUDIT_COLUMNS " FROM audit WHERE subject_id = $1 "
        "ORDER BY id LIMIT 2000" },
    [Q_SEARCH] = { "isisiii", "iiisIIsissssss",
        "SELECT " AUDIT_COLUMNS " FROM audit WHERE id < $1 AND "
        "($2 = '' OR object_kind = $2) AND ($3 = 0 OR object_id = $3) AND "
        "($4 = '' OR actor = $4) AND at_us >= $5 AND at_us < $6 "
        "ORDER BY id DESC LIMIT $7" },
};
const struct sql_set audit_sql = SQL_SET("audit", Q);

enum status
audit_add(struct act *x, const struct audit_line *l, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_AUDIT_ADD],
        DB_ARGS(db_i(world_id(&x->d->world)), db_i(x->now_us),
            db_i(x->who->account_id), db_s(x->who->name),
            db_id_or_null(l->programme_id), db_id_or_null(l->subject_id),
            db_s(str_of(l->object_kind)), db_i(l->object_id),
            db_s(str_of(l->event)), db_s(l->from), db_s(l->to),
            db_s(l->reason), db_s(l->clause), db_s(l->document)),
        NULL, err);
}

static enum status
read_audit(struct act *x, struct rows *r, const struct audit_row **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct audit_row) v = { 0 };

    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct audit_row){
            .id = row_int(r, 0),
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
            .document = row_str(r, 13),
        };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
audit_list(struct act *x, struct str object_kind, int64_t object_id,
    int64_t before, size_t n, const struct audit_row **ret, size_t *ret_n,
    struct err *err)
{
    struct rows *r = NULL;

    if (object_kind.n == 0)
        TRY(tx_query(x->tx, x->a, &Q[Q_AUDIT_ALL],
            DB_ARGS(db_i(before), db_i((int64_t)n)), &r, err));
    else
        TRY(tx_query(x->tx, x->a, &Q[Q_AUDIT_OBJECT],
            DB_ARGS(db_s(object_kind), db_i(object_id), db_i(before),
                db_i((int64_t)n)),
            &r, err));
    return read_audit(x, r, ret, ret_n, err);
}

enum status
audit_of_subject(struct act *x, int64_t subject_id,
    const struct audit_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_AUDIT_SUBJECT], DB_ARGS(db_i(subject_id)),
        &r, err));
    return read_audit(x, r, ret, ret_n, err);
}

static enum status
search_chunk(struct act *x, const struct audit_filter *f, int64_t before,
    size_t n, const struct audit_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_SEARCH],
        DB_ARGS(db_i(before), db_s(f->object_kind), db_i(f->object_id),
            db_s(f->actor),
            db_i(day_is_none(f->first) ? 0 : day_start_us(f->first)),
            db_i(day_is_none(f->last) ? INT64_MAX : day_end_us(f->last)),
            db_i((int64_t)n)),
        &r, err));
    return read_audit(x, r, ret, ret_n, err);
}

/* What happens to files closed to the reader is closed to him too; what he did
 * himself he knows. */
enum status
audit_search(struct act *x, const struct audit_filter *f, int64_t before,
    size_t n, const struct audit_row **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct audit_row) v = { 0 };
    const struct audit_row *rows = NULL;
    size_t n_rows = n;

    TRY(act_require(x, MAY_AUDIT, 0, STR_EMPTY, err));
    while (v.n < n && n_rows == n) {
        TRY(search_chunk(x, f, before, n, &rows, &n_rows, err));
        for (size_t i = 0; i < n_rows && v.n < n; i++) {
            if (!actor_is_barred(x->who, rows[i].subject_id) ||
                rows[i].actor_id == x->who->account_id)
                *VEC_PUSH(x->a, &v) = rows[i];
        }
        if (n_rows > 0)
            before = rows[n_rows - 1].id;
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
