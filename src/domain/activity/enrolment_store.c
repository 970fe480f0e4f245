#include "activity_store.h"
#include "domain/reading.h"

enum { Q_ADD, Q_COUNT, Q_SAME_CODE, Q_SAME_NAME, Q_SAME_WHO, Q_CANCEL,
    Q_LIST };

#define LIVING \
    "subject_id = $1 AND activity_id = $2 AND state = 'ENROLLED'"

static const struct sql Q[] = {
    [Q_ADD] = { "iiisIssssisi", "",
        "INSERT INTO enrolment (subject_id, activity_id, id, kind, "
        "who_subject_id, name, credit_code, contact, mobile, persons, "
        "check_code, state, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, "
        "$8, $9, $10, $11, 'ENROLLED', $12)" },
    [Q_COUNT] = { "ii", "i",
        "SELECT COUNT(*) FROM enrolment WHERE " LIVING
        " AND kind = 'enterprise'" },
    [Q_SAME_CODE] = { "iis", "i",
        "SELECT COUNT(*) FROM enrolment WHERE " LIVING
        " AND credit_code = $3" },
    [Q_SAME_NAME] = { "iis", "i",
        "SELECT COUNT(*) FROM enrolment WHERE " LIVING
        " AND kind = 'enterprise' AND name = $3" },
    [Q_SAME_WHO] = { "iii", "i",
        "SELECT COUNT(*) FROM enrolment WHERE " LIVING
        " AND who_subject_id = $3" },
    [Q_CANCEL] = { "iiss", "",
        "UPDATE enrolment SET state = 'CANCELLED' WHERE " LIVING
        " AND mobile = $3 AND check_code = $4" },
    [Q_LIST] = { "ii", "isIssssissi",
        "SELECT id, kind, who_subject_id, name, credit_code, contact, "
        "mobile, persons, check_code, state, created_us FROM enrolment "
        "WHERE subject_id = $1 AND activity_id = $2 ORDER BY id" },
};
const struct sql_set enrolment_sql = SQL_SET("enrolment", Q);

enum status
enrolment_store_add(struct act *x, const struct activity *ac,
    const struct enrolment *e, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(ac->subject_id), db_i(ac->id), db_i(e->id),
            db_s(e->is_expert ? STR("expert") : STR("enterprise")),
            e->is_expert ? db_i(e->who_subject_id) : db_null(),
            db_s(e->name), db_s(e->credit_code), db_s(e->contact),
            db_s(e->mobile), db_i(e->persons), db_s(e->check_code),
            db_i(x->now_us)),
        NULL, err);
}

enum status
enrolment_store_count(struct act *x, const struct activity *ac, int64_t *ret,
    struct err *err)
{
    return tx_int(x->tx, &Q[Q_COUNT],
        DB_ARGS(db_i(ac->subject_id), db_i(ac->id)), ret, err);
}

enum status
enrolment_store_same(struct act *x, const struct activity *ac,
    const struct enrolment *e, int64_t *ret, struct err *err)
{
    if (e->is_expert)
        return tx_int(x->tx, &Q[Q_SAME_WHO],
            DB_ARGS(db_i(ac->subject_id), db_i(ac->id),
                db_i(e->who_subject_id)),
            ret, err);
    if (e->credit_code.n > 0)
        return tx_int(x->tx, &Q[Q_SAME_CODE],
            DB_ARGS(db_i(ac->subject_id), db_i(ac->id),
                db_s(e->credit_code)),
            ret, err);
    return tx_int(x->tx, &Q[Q_SAME_NAME],
        DB_ARGS(db_i(ac->subject_id), db_i(ac->id), db_s(e->name)), ret, err);
}

enum status
enrolment_store_cancel(struct act *x, const struct activity *ac,
    struct str mobile, struct str check_code, int64_t *ret_changed,
    struct err *err)
{
    return tx_exec(x->tx, &Q[Q_CANCEL],
        DB_ARGS(db_i(ac->subject_id), db_i(ac->id), db_s(mobile),
            db_s(check_code)),
        ret_changed, err);
}

static struct enrolment
read_enrolment(struct rows *r)
{
    return (struct enrolment){ .id = row_int(r, 0),
        .is_expert = str_eq(row_peek(r, 1), STR("expert")),
        .who_subject_id = row_int(r, 2),
        .name = row_str(r, 3),
        .credit_code = row_str(r, 4),
        .contact = row_str(r, 5),
        .mobile = row_str(r, 6),
        .persons = row_int(r, 7),
        .check_code = row_str(r, 8),
        .cancelled = str_eq(row_peek(r, 9), STR("CANCELLED")),
        .created_us = row_int(r, 10) };
}

COPY_ALL(all_enrolments, struct enrolment, read_enrolment)

enum status
enrolment_store_list(struct act *x, const struct activity *ac,
    const struct enrolment **ret, size_t *ret_n, struct err *err)
{
    return all_enrolments(x, &Q[Q_LIST],
        DB_ARGS(db_i(ac->subject_id), db_i(ac->id)), ret, ret_n, err);
}
