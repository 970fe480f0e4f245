#include "need_store.h"
#include "domain/reading.h"

enum { Q_ADD, Q_GET, Q_BY_NUMBER, Q_SAME, Q_OPEN, Q_TAKEN, Q_LIST, Q_LIST_STATE,
    Q_COUNT, Q_COUNT_STATE, Q_PUT };

#define COLUMNS \
    "n.id, n.number, n.check_code, n.enterprise, n.credit_code, n.region, " \
    "n.field, n.content, n.contact, n.mobile, n.source, " \
    "n.station_subject_id, n.taken_by_subject_id, n.activity_id, n.matched, " \
    "n.state, n.answer, n.created_us, n.changed_us, n.version, s.name"
#define COLUMN_TYPES "issssssssssIIIsssiiiS"
#define FROM \
    "FROM need n LEFT JOIN subject s ON s.id = n.taken_by_subject_id "

static const struct sql Q[] = {
    [Q_ADD] = { "issssssssssIsi", "",
        "INSERT INTO need (id, number, check_code, enterprise, credit_code, "
        "region, field, content, contact, mobile, source, "
        "station_subject_id, matched, state, answer, created_us, changed_us, "
        "version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
        "$13, 'OPEN', $13, $14, $14, 1)" },
    [Q_GET] = { "i", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE n.id = $1" },
    [Q_BY_NUMBER] = { "s", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE n.number = $1" },
    [Q_SAME] = { "isssi", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE n.state = 'OPEN' AND "
        "n.created_us >= $1 AND n.mobile = $2 AND n.enterprise = $3 AND "
        "n.content = $4 AND COALESCE(n.station_subject_id, 0) = $5 "
        "ORDER BY n.created_us, n.id LIMIT 1" },
    [Q_OPEN] = { "sss", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE n.state = 'OPEN' AND "
        "n.region >= $1 AND n.region < $2 AND ($3 = '' OR n.field = $3) "
        "ORDER BY n.created_us, n.id LIMIT 200" },
    [Q_TAKEN] = { "i", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE n.taken_by_subject_id = $1 "
        "ORDER BY n.created_us DESC, n.id DESC LIMIT 200" },
    [Q_LIST] = { "ii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "ORDER BY n.created_us DESC, n.id DESC LIMIT $1 OFFSET $2" },
    [Q_LIST_STATE] = { "iis", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE n.state = $3 "
        "ORDER BY n.created_us DESC, n.id DESC LIMIT $1 OFFSET $2" },
    [Q_COUNT] = { "", "i", "SELECT COUNT(*) FROM need" },
    [Q_COUNT_STATE] = { "s", "i",
        "SELECT COUNT(*) FROM need WHERE state = $1" },
    [Q_PUT] = { "iisIIssi", "",
        "UPDATE need SET state = $3, taken_by_subject_id = $4, "
        "activity_id = $5, matched = $6, answer = $7, changed_us = $8, "
        "version = version + 1 WHERE id = $1 AND version = $2" },
};
const struct sql_set need_sql = SQL_SET("need", Q);

enum status
need_store_add(struct act *x, const struct need *n, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(n->id), db_s(n->number), db_s(n->check_code),
            db_s(n->enterprise), db_s(n->credit_code), db_s(n->region),
            db_s(n->field), db_s(n->content), db_s(n->contact),
            db_s(n->mobile), db_s(n->source),
            db_id_or_null(n->station_subject_id), db_s(STR_EMPTY),
            db_i(x->now_us)),
        NULL, err);
}

static struct need
read_need(struct rows *r)
{
    return (struct need){ .id = row_int(r, 0),
        .number = row_str(r, 1),
        .check_code = row_str(r, 2),
        .enterprise = row_str(r, 3),
        .credit_code = row_str(r, 4),
        .region = row_str(r, 5),
        .field = row_str(r, 6),
        .content = row_str(r, 7),
        .contact = row_str(r, 8),
        .mobile = row_str(r, 9),
        .source = row_str(r, 10),
        .station_subject_id = row_int(r, 11),
        .taken_by_subject_id = row_int(r, 12),
        .activity_id = row_int(r, 13),
        .matched = row_str(r, 14),
        .state = row_str(r, 15),
        .answer = row_str(r, 16),
        .created_us = row_int(r, 17),
        .changed_us = row_int(r, 18),
        .version = row_int(r, 19),
        .taken_by = row_str(r, 20) };
}

COPY_ALL(all_needs, struct need, read_need)

static enum status
one(struct act *x, const struct sql *q, const struct dbv *args, size_t n,
    struct need *ret, bool *ret_found, struct err *err)
{
    struct rows *r = NULL;
    struct need need = { 0 };

    TRY(tx_one(x->tx, x->a, q, args, n, ret_found, &r, err));
    if (*ret_found)
        need = read_need(r);
    TRY(rows_end(r, err));
    *ret = need;
    return OK;
}

enum status
need_store_get(struct act *x, int64_t id, struct need *ret, bool *ret_found,
    struct err *err)
{
    return one(x, &Q[Q_GET], DB_ARGS(db_i(id)), ret, ret_found, err);
}

enum status
need_store_by_number(struct act *x, struct str number, struct need *ret,
    bool *ret_found, struct err *err)
{
    return one(
        x, &Q[Q_BY_NUMBER], DB_ARGS(db_s(number)), ret, ret_found, err);
}

enum status
need_store_same(struct act *x, const struct need *n, int64_t since_us,
    struct need *ret, bool *ret_found, struct err *err)
{
    return one(x, &Q[Q_SAME],
        DB_ARGS(db_i(since_us), db_s(n->mobile), db_s(n->enterprise),
            db_s(n->content), db_i(n->station_subject_id)),
        ret, ret_found, err);
}

static enum status
many(struct act *x, const struct sql *q, const struct dbv *args, size_t n,
    const struct need **ret, size_t *ret_n, struct err *err)
{
    return all_needs(x, q, args, n, ret, ret_n, err);
}

enum status
need_store_open(struct act *x, struct str from, struct str until,
    struct str field, const struct need **ret, size_t *ret_n,
    struct err *err)
{
    return many(x, &Q[Q_OPEN],
        DB_ARGS(db_s(from), db_s(until), db_s(field)), ret, ret_n, err);
}

enum status
need_store_taken(struct act *x, int64_t subject_id, const struct need **ret,
    size_t *ret_n, struct err *err)
{
    return many(
        x, &Q[Q_TAKEN], DB_ARGS(db_i(subject_id)), ret, ret_n, err);
}

enum status
need_store_list(struct act *x, struct str state, int64_t offset,
    int64_t limit, const struct need **ret, size_t *ret_n, struct err *err)
{
    if (state.n == 0)
        return many(x, &Q[Q_LIST], DB_ARGS(db_i(limit), db_i(offset)), ret,
            ret_n, err);
    return many(x, &Q[Q_LIST_STATE],
        DB_ARGS(db_i(limit), db_i(offset), db_s(state)), ret, ret_n, err);
}

enum status
need_store_count(
    struct act *x, struct str state, int64_t *ret, struct err *err)
{
    if (state.n == 0)
        return tx_int(x->tx, &Q[Q_COUNT], DB_NONE, ret, err);
    return tx_int(
        x->tx, &Q[Q_COUNT_STATE], DB_ARGS(db_s(state)), ret, err);
}

enum status
need_store_put(struct act *x, const struct need *n, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(n->id), db_i(n->version), db_s(n->state),
            db_id_or_null(n->taken_by_subject_id), db_id_or_null(n->activity_id),
            db_s(n->matched), db_s(n->answer), db_i(x->now_us)),
        &changed, err));
    return changed == 1 ? OK
                        : err_set(err, ERR_CONFLICT,
                              "这条需求已被他人办理，请刷新后再试");
}
