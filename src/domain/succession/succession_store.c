/* SQL of what lies in a division. */
#include "succession_store.h"

#include "domain/sql_sets.h"

enum { Q_HOLDERS, Q_FILES, Q_CONSENTS, Q_ROWS, Q_ALL_ROWS, Q_INSPECTIONS };

/* application_one_open */
#define OPEN \
    "NOT IN ('LAPSED', 'REFUSED', 'NOT_SELECTED', 'DISQUALIFIED', " \
    "'WITHDRAWN', 'GRANTED')"

static const struct sql Q[] = {
    [Q_HOLDERS] = { "is", "ii",
        "SELECT subject_id, id FROM accreditation WHERE programme_id = $1 "
        "AND region = $2 AND state IN ('ACTIVE', 'WARNED', 'RECTIFYING', "
        "'SUSPENDED') ORDER BY name, id LIMIT 20000" },
    [Q_FILES] = { "is", "ii",
        "SELECT subject_id, id FROM application WHERE programme_id = $1 AND "
        "region = $2 AND state " OPEN " ORDER BY id LIMIT 20000" },
    [Q_CONSENTS] = { "is", "ii",
        "SELECT DISTINCT c.subject_id, c.application_id FROM consent c JOIN "
        "application a ON a.subject_id = c.subject_id AND "
        "a.id = c.application_id WHERE c.programme_id = $1 AND "
        "c.region = $2 AND a.region <> $2 AND c.state <> 'DROPPED' AND "
        "a.state " OPEN " ORDER BY c.application_id LIMIT 20000" },
    [Q_ROWS] = { "iiss", "",
        "UPDATE record SET region = $4 WHERE subject_id = $2 AND "
        "programme_id = $1 AND region = $3" },
    [Q_ALL_ROWS] = { "iss", "",
        "UPDATE record SET region = $3 WHERE programme_id = $1 AND "
        "region = $2" },
    [Q_INSPECTIONS] = { "iss", "",
        "UPDATE inspection SET region = $3 WHERE subject_id = $1 AND "
        "region = $2 AND state IN ('ASSIGNED', 'RECORDED')" },
};
const struct sql_set succession_sql = SQL_SET("succession", Q);

struct keys {
    struct place_key *p;
    size_t n, cap;
};

static enum status
read_keys(struct act *x, int query, int64_t programme_id, struct str region,
    struct keys *v, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[query],
        DB_ARGS(db_i(programme_id), db_s(region)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, v) =
            (struct place_key){ row_int(r, 0), row_int(r, 1) };
    return rows_end(r, err);
}

enum status
succession_store_holders(struct act *x, int64_t programme_id,
    struct str region, const struct place_key **ret, size_t *ret_n,
    struct err *err)
{
    struct keys v = { 0 };

    TRY(read_keys(x, Q_HOLDERS, programme_id, region, &v, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
succession_store_files(struct act *x, int64_t programme_id,
    struct str region, const struct place_key **ret, size_t *ret_n,
    struct err *err)
{
    struct keys v = { 0 };

    TRY(read_keys(x, Q_FILES, programme_id, region, &v, err));
    TRY(read_keys(x, Q_CONSENTS, programme_id, region, &v, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
succession_store_rows(struct act *x, int64_t programme_id,
    int64_t subject_id, struct str from, struct str to, struct err *err)
{
    if (subject_id == 0)
        return tx_exec(x->tx, &Q[Q_ALL_ROWS],
            DB_ARGS(db_i(programme_id), db_s(from), db_s(to)), NULL, err);
    return tx_exec(x->tx, &Q[Q_ROWS],
        DB_ARGS(db_i(programme_id), db_i(subject_id), db_s(from), db_s(to)),
        NULL, err);
}

enum status
succession_store_inspections(struct act *x, int64_t subject_id,
    struct str from, struct str to, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_INSPECTIONS],
        DB_ARGS(db_i(subject_id), db_s(from), db_s(to)), NULL, err);
}
