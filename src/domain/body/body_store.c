#include "body_store.h"
#include "domain/reading.h"

enum {
    Q_ADD, Q_PUT, Q_GET, Q_LIST, Q_WAITING, Q_SEATS, Q_SEAT_ADD, Q_SEAT_REMOVE
};

#define COLUMNS \
    "id, programme_id, kind, name, region, contact, phone, " \
    "CASE WHEN state = 'ENDED' THEN 1 ELSE 0 END, version"
#define OUT "iisssssii"

static const struct sql Q[] = {
    [Q_ADD] = { "iisssssiii", "",
        "INSERT INTO body (id, programme_id, kind, name, region, contact, "
        "phone, state, entered_us, entered_by, version) VALUES ($1, $2, $3, "
        "$4, $5, $6, $7, 'VALID', $8, $9, $10)" },
    [Q_PUT] = { "iisssss", "",
        "UPDATE body SET name = $3, region = $4, contact = $5, phone = $6, "
        "state = $7, version = version + 1 WHERE id = $1 AND version = $2" },
    [Q_GET] = { "i", OUT, "SELECT " COLUMNS " FROM body WHERE id = $1" },
    [Q_LIST] = { "i", OUT,
        "SELECT " COLUMNS " FROM body WHERE $1 = 0 OR programme_id = $1 "
        "ORDER BY programme_id, kind, region, name, id LIMIT 5000" },
    [Q_WAITING] = { "i", "i",
        "SELECT COUNT(*) FROM application WHERE body_id = $1 AND state IN "
        "('WITH_RECOMMENDER', 'FIRST_INSTANCE')" },
    [Q_SEATS] = { "i", "iis",
        "SELECT s.account_id, s.since_us, a.name FROM body_seat s JOIN "
        "account a ON a.id = s.account_id WHERE s.body_id = $1 "
        "ORDER BY s.since_us, s.account_id" },
    [Q_SEAT_ADD] = { "iii", "",
        "INSERT INTO body_seat (account_id, body_id, since_us) VALUES "
        "($1, $2, $3) ON CONFLICT (account_id, body_id) DO NOTHING" },
    [Q_SEAT_REMOVE] = { "ii", "",
        "DELETE FROM body_seat WHERE account_id = $1 AND body_id = $2" },
};
const struct sql_set body_sql = SQL_SET("body", Q);

enum status
body_store_add(struct act *x, const struct body *b, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(b->id), db_i(b->programme_id), db_s(b->kind),
            db_s(b->name), db_s(b->region), db_s(b->contact), db_s(b->phone),
            db_i(x->now_us), db_i(x->who->account_id), db_i(b->version)),
        NULL, err);
}

enum status
body_store_put(struct act *x, const struct body *b, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(b->id), db_i(b->version), db_s(b->name),
            db_s(b->region), db_s(b->contact), db_s(b->phone),
            db_s(b->ended ? STR("ENDED") : STR("VALID"))),
        &changed, err));
    return changed > 0 ? OK
                       : err_set(err, ERR_CONFLICT,
                             "这个单位刚刚被其他人修改，请刷新后重试");
}

static struct body
read_row(struct rows *r)
{
    return (struct body){ .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .kind = row_str(r, 2),
        .name = row_str(r, 3),
        .region = row_str(r, 4),
        .contact = row_str(r, 5),
        .phone = row_str(r, 6),
        .ended = row_int(r, 7) == 1,
        .version = row_int(r, 8) };
}

COPY_ONE(one_body, struct body, read_row)

enum status
body_store_get(struct act *x, int64_t id, struct body *ret, bool *ret_found,
    struct err *err)
{
    return one_body(x, &Q[Q_GET], DB_ARGS(db_i(id)), ret, ret_found, err);
}

enum status
body_store_list(struct act *x, int64_t programme_id, const struct body **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct body) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST], DB_ARGS(db_i(programme_id)), &r,
        err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = read_row(r);
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
body_store_waiting(
    struct act *x, int64_t id, int64_t *ret_n, struct err *err)
{
    return tx_int(x->tx, &Q[Q_WAITING], DB_ARGS(db_i(id)), ret_n, err);
}

static struct body_seat_row
read_body_seat_row(struct rows *r)
{
    return (struct body_seat_row){ .account_id = row_int(r, 0),
        .since_us = row_int(r, 1),
        .name = row_str(r, 2) };
}

COPY_ALL(all_body_seat_rows, struct body_seat_row, read_body_seat_row)

enum status
body_store_seats(struct act *x, int64_t body_id,
    const struct body_seat_row **ret, size_t *ret_n, struct err *err)
{
    return all_body_seat_rows(
        x, &Q[Q_SEATS], DB_ARGS(db_i(body_id)), ret, ret_n, err);
}

enum status
body_store_seat_add(
    struct act *x, int64_t body_id, int64_t account_id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_SEAT_ADD],
        DB_ARGS(db_i(account_id), db_i(body_id), db_i(x->now_us)), NULL,
        err);
}

enum status
body_store_seat_remove(
    struct act *x, int64_t body_id, int64_t account_id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_SEAT_REMOVE],
        DB_ARGS(db_i(account_id), db_i(body_id)), NULL, err);
}
