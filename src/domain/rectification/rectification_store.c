/* SQL of correction orders. */
#include "rectification_store.h"
#include "domain/reading.h"

enum { Q_ADD, Q_GET, Q_PUT, Q_SETTLE, Q_SUBJECT, Q_LIST, Q_DAILY, Q_CARRY };

#define COLUMNS \
    "subject_id, id, accreditation_id, programme_id, number, source, " \
    "source_id, items, clause, due_day, derivation, failed_ground, letter, " \
    "state, ordered_us, ordered_by, report, reported_us, remark, " \
    "checked_us, checked_by, proceeding_id, version, due_open"
#define IN "iiiissississssiisIsIIIii"

#define READ \
    "SELECT r.subject_id, r.id, r.accreditation_id, r.programme_id, " \
    "r.number, r.source, r.source_id, r.items, r.clause, r.due_day, " \
    "r.derivation, r.failed_ground, r.letter, r.state, r.ordered_us, " \
    "r.ordered_by, r.report, r.reported_us, r.remark, r.checked_us, " \
    "r.checked_by, r.proceeding_id, r.version, r.due_open, c.name, c.number, " \
    "c.region " \
    "FROM rectification r JOIN accreditation c ON " \
    "c.subject_id = r.subject_id AND c.id = r.accreditation_id "
#define READ_OUT IN "sss"

static const struct sql Q[] = {
    [Q_ADD] = { IN, "",
        "INSERT INTO rectification (" COLUMNS ") VALUES ("
        "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
        "$14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)" },
    [Q_GET] = { "i", READ_OUT, READ "WHERE r.id = $1" },
    [Q_PUT] = { "iiissIsIII", "",
        "UPDATE rectification SET state = $4, report = $5, "
        "reported_us = $6, remark = $7, checked_us = $8, checked_by = $9, "
        "proceeding_id = $10, version = version + 1 WHERE subject_id = $1 "
        "AND id = $2 AND version = $3" },
    [Q_SETTLE] = { "iiis", "",
        "UPDATE rectification SET due_day = $3, derivation = $4, "
        "due_open = 0, version = version + 1 WHERE subject_id = $1 AND "
        "id = $2 AND due_open = 1" },
    [Q_CARRY] = { "iii", "",
        "UPDATE rectification SET source_id = $3, version = version + 1 "
        "WHERE subject_id = $1 AND id = $2" },
    [Q_SUBJECT] = { "i", READ_OUT,
        READ "WHERE r.subject_id = $1 ORDER BY r.id DESC" },
    [Q_LIST] = { "ii", READ_OUT,
        READ "WHERE r.programme_id = $1 AND ($2 = 0 OR r.state = 'OPEN') "
             "ORDER BY CASE WHEN r.state = 'OPEN' THEN r.due_day ELSE NULL "
             "END NULLS LAST, r.id DESC LIMIT 500" },
    [Q_DAILY] = { "ii", READ_OUT,
        READ "WHERE r.programme_id = $1 AND r.state = 'OPEN' AND "
             "(r.due_open = 1 OR r.due_day <= $2) "
             "ORDER BY r.due_day, r.id LIMIT 5000" },
};
const struct sql_set rectification_sql = SQL_SET("rectification", Q);

enum status
rectification_store_add(
    struct act *x, const struct rectification *r, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(r->subject_id), db_i(r->id), db_i(r->accreditation_id),
            db_i(r->programme_id), db_s(r->number), db_s(r->source),
            db_i(r->source_id), db_s(r->items), db_s(r->clause),
            db_i(r->due.n), db_s(r->derivation), db_s(r->failed_ground),
            db_s(r->letter), db_s(rectification_state_name(r->state)),
            db_i(r->ordered_us), db_i(r->ordered_by), db_s(r->report),
            db_id_or_null(r->reported_us), db_s(r->remark),
            db_id_or_null(r->checked_us), db_id_or_null(r->checked_by),
            db_id_or_null(r->proceeding_id), db_i(r->version),
            db_i(r->due_open)),
        NULL, err);
}

static struct rectification
read_one(struct rows *r)
{
    struct rectification c = { .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .accreditation_id = row_int(r, 2),
        .programme_id = row_int(r, 3),
        .number = row_str(r, 4),
        .source = row_str(r, 5),
        .source_id = row_int(r, 6),
        .items = row_str(r, 7),
        .clause = row_str(r, 8),
        .due = { (int32_t)row_int(r, 9) },
        .derivation = row_str(r, 10),
        .failed_ground = row_str(r, 11),
        .letter = row_str(r, 12),
        .ordered_us = row_int(r, 14),
        .ordered_by = row_int(r, 15),
        .report = row_str(r, 16),
        .reported_us = row_int(r, 17),
        .remark = row_str(r, 18),
        .checked_us = row_int(r, 19),
        .checked_by = row_int(r, 20),
        .proceeding_id = row_int(r, 21),
        .version = row_int(r, 22),
        .due_open = row_int(r, 23) != 0,
        .holder = row_str(r, 24),
        .holder_number = row_str(r, 25),
        .region = row_str(r, 26) };

    for (size_t i = 0; i < RECT_STATE_COUNT_; i++) {
        if (str_eq(row_peek(r, 13),
                rectification_state_name((enum rectification_state)i)))
            c.state = (enum rectification_state)i;
    }
    return c;
}

COPY_ONE(one_rectification, struct rectification, read_one)

enum status
rectification_store_get(struct act *x, int64_t id,
    struct rectification *ret, bool *ret_found, struct err *err)
{
    return one_rectification(
        x, &Q[Q_GET], DB_ARGS(db_i(id)), ret, ret_found, err);
}

enum status
rectification_store_put(
    struct act *x, struct rectification *r, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(r->subject_id), db_i(r->id), db_i(r->version),
            db_s(rectification_state_name(r->state)), db_s(r->report),
            db_id_or_null(r->reported_us), db_s(r->remark),
            db_id_or_null(r->checked_us), db_id_or_null(r->checked_by),
            db_id_or_null(r->proceeding_id)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这份整改通知刚刚被其他人办理，请刷新后查看");
    r->version++;
    return OK;
}

enum status
rectification_store_settle(
    struct act *x, struct rectification *r, struct err *err)
{
    TRY(tx_exec(x->tx, &Q[Q_SETTLE],
        DB_ARGS(db_i(r->subject_id), db_i(r->id), db_i(r->due.n),
            db_s(r->derivation)),
        NULL, err));
    r->version++;
    return OK;
}

static enum status
read_all(struct act *x, struct rows *r, const struct rectification **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct rectification) v = { 0 };

    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = read_one(r);
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
rectification_store_of_subject(struct act *x, int64_t subject_id,
    const struct rectification **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_SUBJECT], DB_ARGS(db_i(subject_id)), &r, err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
rectification_store_list(struct act *x, int64_t programme_id, bool open_only,
    const struct rectification **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
        DB_ARGS(db_i(programme_id), db_i(open_only)), &r, err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
rectification_store_daily(struct act *x, int64_t programme_id,
    struct day until, const struct rectification **ret, size_t *ret_n,
    struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_DAILY],
        DB_ARGS(db_i(programme_id), db_i(until.n)), &r, err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
rectification_store_carry(struct act *x, const struct rectification *r,
    int64_t to, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_CARRY],
        DB_ARGS(db_i(r->subject_id), db_i(r->id), db_i(to)), NULL, err);
}
