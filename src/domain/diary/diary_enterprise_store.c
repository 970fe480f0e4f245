/* Rows of the enterprises of an entry, and what they answer. */
#include "diary_store.h"

enum { Q_LIST, Q_KEYS, Q_BY_TOKEN, Q_PUT_TOKEN, Q_ANSWER };

static const struct sql Q[] = {
    [Q_LIST] = { "ii", "isssssIsIII",
        "SELECT n, name, credit_code, size, mobile, answer, rating, remark, "
        "said_minutes, said_free, answered_us FROM diary_enterprise "
        "WHERE subject_id = $1 AND diary_id = $2 ORDER BY n" },
    [Q_KEYS] = { "ii", "s",
        "SELECT enterprise_key FROM diary_enterprise WHERE subject_id = $1 "
        "AND diary_id = $2 ORDER BY n" },
    [Q_BY_TOKEN] = { "s", "iii",
        "SELECT subject_id, diary_id, n FROM diary_enterprise "
        "WHERE token_hash = $1 ORDER BY subject_id, diary_id, n LIMIT 1" },
    [Q_PUT_TOKEN] = { "iiis", "",
        "UPDATE diary_enterprise SET token_hash = $4 WHERE subject_id = $1 "
        "AND diary_id = $2 AND n = $3 AND answer = 'NONE'" },
    [Q_ANSWER] = { "iiisIsIii", "",
        "UPDATE diary_enterprise SET answer = $4, rating = $5, remark = $6, "
        "said_minutes = $7, said_free = $8, answered_us = $9 "
        "WHERE subject_id = $1 AND diary_id = $2 AND n = $3 AND "
        "answer = 'NONE'" },
};
const struct sql_set diary_enterprise_sql = SQL_SET("diary-enterprise", Q);

enum status
diary_store_enterprises(struct act *x, int64_t subject_id, int64_t id,
    const struct diary_enterprise **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct diary_enterprise) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
        DB_ARGS(db_i(subject_id), db_i(id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct diary_enterprise){ .n = row_int(r, 0),
            .name = row_str(r, 1),
            .credit_code = row_str(r, 2),
            .size = row_str(r, 3),
            .mobile = row_str(r, 4),
            .answer = row_str(r, 5),
            .rating = row_int(r, 6),
            .remark = row_str(r, 7),
            .said_minutes = row_int(r, 8),
            .said_paid = !row_is_null(r, 9) && row_int(r, 9) == 0,
            .answered_us = row_int(r, 10) };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
diary_store_keys(struct act *x, int64_t subject_id, int64_t id,
    const struct str **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct str) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_KEYS],
        DB_ARGS(db_i(subject_id), db_i(id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = row_str(r, 0);
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
diary_store_by_token(struct act *x, struct str token_hash,
    int64_t *ret_subject_id, int64_t *ret_id, int64_t *ret_n,
    bool *ret_found, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_one(x->tx, x->a, &Q[Q_BY_TOKEN], DB_ARGS(db_s(token_hash)),
        ret_found, &r, err));
    *ret_subject_id = *ret_found ? row_int(r, 0) : 0;
    *ret_id = *ret_found ? row_int(r, 1) : 0;
    *ret_n = *ret_found ? row_int(r, 2) : 0;
    return rows_end(r, err);
}

enum status
diary_store_put_token(struct act *x, int64_t subject_id, int64_t id,
    int64_t n, struct str token_hash, int64_t *ret_changed, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_PUT_TOKEN],
        DB_ARGS(db_i(subject_id), db_i(id), db_i(n), db_s(token_hash)),
        ret_changed, err);
}

enum status
diary_store_put_answer(struct act *x, const struct diary *d, int64_t n,
    const struct diary_answer *answer, int64_t *ret_changed, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ANSWER],
        DB_ARGS(db_i(d->subject_id), db_i(d->id), db_i(n),
            db_s(answer->was_here ? STR("CONFIRMED") : STR("DENIED")),
            answer->rating == 0 ? db_null() : db_i(answer->rating),
            db_s(answer->remark),
            answer->minutes == 0 ? db_null() : db_i(answer->minutes),
            db_i(!answer->paid), db_i(x->now_us)),
        ret_changed, err);
}
