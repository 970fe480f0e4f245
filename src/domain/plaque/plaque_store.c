/* SQL of plaques. */
#include "plaque_store.h"

enum { Q_ADD, Q_GET, Q_PUT, Q_LIST, Q_SUBJECT };

#define COLUMNS \
    "subject_id, id, programme_id, accreditation_id, number, title, body, " \
    "name, region, state, made_day, due_day, handed_day, receiver, " \
    "reclaimed_day, remark, version, categories"
#define OUT "iiiissssssiIIsIsis"

static const struct sql Q[] = {
    [Q_ADD] = { OUT, "",
        "INSERT INTO plaque (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, "
        "$7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)" },
    [Q_GET] = { "i", OUT, "SELECT " COLUMNS " FROM plaque WHERE id = $1" },
    [Q_PUT] = { "iiisIIsIsss", "",
        "UPDATE plaque SET state = $4, due_day = $5, handed_day = $6, "
        "receiver = $7, reclaimed_day = $8, remark = $9, body = $10, "
        "categories = $11, version = version + 1 "
        "WHERE subject_id = $1 AND id = $2 AND version = $3" },
    [Q_LIST] = { "is", OUT,
        "SELECT " COLUMNS " FROM plaque WHERE ($1 = 0 OR "
        "programme_id = $1) AND ($2 = '' OR state = $2) "
        "ORDER BY id DESC LIMIT 500" },
    [Q_SUBJECT] = { "i", OUT,
        "SELECT " COLUMNS " FROM plaque WHERE subject_id = $1 "
        "ORDER BY id DESC" },
};
const struct sql_set plaque_sql = SQL_SET("plaque", Q);

enum status
plaque_store_add(struct act *x, const struct plaque *p, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(p->subject_id), db_i(p->id), db_i(p->programme_id),
            db_i(p->accreditation_id), db_s(p->number), db_s(p->title),
            db_s(p->body), db_s(p->name), db_s(p->region),
            db_s(plaque_state_name(p->state)), db_i(p->made.n),
            db_day_or_null(p->due), db_day_or_null(p->handed),
            db_s(p->receiver), db_day_or_null(p->reclaimed),
            db_s(p->remark), db_i(p->version), db_s(p->categories)),
        NULL, err);
}

static enum status
read_one(struct rows *r, struct plaque *p, struct err *err)
{
    *p = (struct plaque){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .programme_id = row_int(r, 2),
        .accreditation_id = row_int(r, 3),
        .number = row_str(r, 4),
        .title = row_str(r, 5),
        .body = row_str(r, 6),
        .name = row_str(r, 7),
        .region = row_str(r, 8),
        .made = row_day(r, 10),
        .due = row_day(r, 11),
        .handed = row_day(r, 12),
        .receiver = row_str(r, 13),
        .reclaimed = row_day(r, 14),
        .remark = row_str(r, 15),
        .version = row_int(r, 16),
        .categories = row_str(r, 17) };
    if (!plaque_state_of(row_peek(r, 9), &p->state))
        return err_set(err, ERR_DB, "a plaque row is not understood");
    return OK;
}

static enum status
read_all(struct act *x, struct rows *r, const struct plaque **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct plaque) v = { 0 };
    enum status st = OK;

    while (st == OK && rows_next(r))
        st = read_one(r, VEC_PUSH(x->a, &v), err);
    TRY(rows_close(r, st, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
plaque_store_get(struct act *x, int64_t id, struct plaque *ret,
    bool *ret_found, struct err *err)
{
    struct rows *r = NULL;
    enum status st = OK;

    TRY(tx_one(
        x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(id)), ret_found, &r, err));
    if (*ret_found)
        st = read_one(r, ret, err);
    return rows_close(r, st, err);
}

enum status
plaque_store_put(struct act *x, struct plaque *p, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(p->subject_id), db_i(p->id), db_i(p->version),
            db_s(plaque_state_name(p->state)), db_day_or_null(p->due),
            db_day_or_null(p->handed), db_s(p->receiver),
            db_day_or_null(p->reclaimed), db_s(p->remark), db_s(p->body),
            db_s(p->categories)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这块牌匾刚刚被其他人办理，请刷新后查看");
    p->version++;
    return OK;
}

enum status
plaque_store_list(struct act *x, const struct plaque_filter *f,
    const struct plaque **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
        DB_ARGS(db_i(f->programme_id),
            db_s(f->any ? STR_EMPTY : plaque_state_name(f->state))),
        &r, err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
plaque_store_of_subject(struct act *x, int64_t subject_id,
    const struct plaque **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_SUBJECT], DB_ARGS(db_i(subject_id)), &r, err));
    return read_all(x, r, ret, ret_n, err);
}
