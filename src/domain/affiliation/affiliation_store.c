/* SQL of who works where. */
#include "affiliation_store.h"

enum { Q_ADD, Q_END, Q_LIST, Q_OF_HOST, Q_LEFT_HOST };

static const struct sql Q[] = {
    [Q_ADD] = { "iiiiiiI", "",
        "INSERT INTO affiliation (subject_id, accreditation_id, id, "
        "host_subject_id, host_id, since_day, application_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)" },
    [Q_END] = { "iiii", "",
        "UPDATE affiliation SET until_day = $4 WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND id = $3 AND until_day IS NULL" },
    [Q_LIST] = { "ii", "iiiiiiIIss",
        "SELECT f.subject_id, f.accreditation_id, f.id, f.host_subject_id, "
        "f.host_id, f.since_day, f.until_day, f.application_id, h.name, "
        "h.number FROM affiliation f JOIN accreditation h ON "
        "h.subject_id = f.host_subject_id AND h.id = f.host_id WHERE "
        "f.subject_id = $1 AND f.accreditation_id = $2 "
        "ORDER BY f.id DESC LIMIT 500" },
    [Q_OF_HOST] = { "i", "iisssiI",
        "SELECT c.subject_id, c.id, c.name, c.number, c.state, f.since_day, "
        "f.until_day FROM affiliation f JOIN accreditation c ON "
        "c.subject_id = f.subject_id AND c.id = f.accreditation_id WHERE "
        "f.host_id = $1 AND f.until_day IS NULL "
        "ORDER BY c.name, c.id LIMIT 5000" },
    [Q_LEFT_HOST] = { "i", "iisssiI",
        "SELECT c.subject_id, c.id, c.name, c.number, c.state, f.since_day, "
        "f.until_day FROM affiliation f JOIN accreditation c ON "
        "c.subject_id = f.subject_id AND c.id = f.accreditation_id WHERE "
        "f.host_id = $1 AND f.until_day IS NOT NULL "
        "ORDER BY f.until_day DESC, c.id LIMIT 500" },
};
const struct sql_set affiliation_sql = SQL_SET("affiliation", Q);

enum status
affiliation_store_add(
    struct act *x, const struct affiliation *f, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(f->subject_id), db_i(f->accreditation_id), db_i(f->id),
            db_i(f->host_subject_id), db_i(f->host_id), db_i(f->since.n),
            db_id_or_null(f->application_id)),
        NULL, err);
}

enum status
affiliation_store_end(struct act *x, const struct affiliation *f,
    struct day until, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_END],
        DB_ARGS(db_i(f->subject_id), db_i(f->accreditation_id), db_i(f->id),
            db_i(until.n)),
        &changed, err));
    return changed > 0 ? OK
                       : err_set(err, ERR_CONFLICT,
                             "执业机构刚刚被其他人变更，请刷新后重试");
}

enum status
affiliation_store_list(struct act *x, int64_t subject_id,
    int64_t accreditation_id, const struct affiliation **ret, size_t *ret_n,
    struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct affiliation) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct affiliation){
            .subject_id = row_int(r, 0),
            .accreditation_id = row_int(r, 1),
            .id = row_int(r, 2),
            .host_subject_id = row_int(r, 3),
            .host_id = row_int(r, 4),
            .since = { (int32_t)row_int(r, 5) },
            .until = row_day(r, 6),
            .application_id = row_int(r, 7),
            .host_name = row_str(r, 8),
            .host_number = row_str(r, 9),
        };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
affiliation_store_of_host(struct act *x, int64_t host_id, bool left,
    const struct affiliate **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct affiliate) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[left ? Q_LEFT_HOST : Q_OF_HOST],
        DB_ARGS(db_i(host_id)), &r, err));
    while (rows_next(r)) {
        struct affiliate *a = VEC_PUSH(x->a, &v);

        *a = (struct affiliate){ .subject_id = row_int(r, 0),
            .accreditation_id = row_int(r, 1),
            .name = row_str(r, 2),
            .number = row_str(r, 3),
            .since = { (int32_t)row_int(r, 5) },
            .until = row_day(r, 6) };
        (void)accreditation_state_of(row_peek(r, 4), &a->state);
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
