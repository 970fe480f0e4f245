#include "domain/place.h"
#include "domain/reading.h"

#include "domain/sql_sets.h"

enum {
    Q_USED, Q_BEYOND, Q_HAS, Q_OPEN, Q_PLACE, Q_TAKE, Q_TAKE_BEYOND,
    Q_PLACES, Q_FREE, Q_GIVE_BACK, Q_COUNTS, Q_HOLDERS, Q_KINDS
};

static const struct sql Q[] = {
    [Q_USED] = { "is", "i",
        "SELECT used FROM quota_use WHERE programme_id = $1 AND quota = $2" },
    [Q_BEYOND] = { "is", "i",
        "SELECT COUNT(*) FROM quota_place WHERE programme_id = $1 AND "
        "quota = $2 AND override_id IS NOT NULL" },
    [Q_HAS] = { "isi", "i",
        "SELECT COUNT(*) FROM quota_place WHERE programme_id = $1 AND "
        "quota = $2 AND subject_id = $3" },
    [Q_OPEN] = { "is", "",
        "INSERT INTO quota_use (programme_id, quota, used) VALUES "
        "($1, $2, 0) ON CONFLICT (programme_id, quota) DO NOTHING" },
    [Q_PLACE] = { "isiiiI", "",
        "INSERT INTO quota_place (programme_id, quota, subject_id, "
        "application_id, taken_us, override_id) VALUES ($1, $2, $3, $4, $5, "
        "$6) ON CONFLICT (programme_id, quota, subject_id) DO NOTHING" },
    /* The last place goes to one. */
    [Q_TAKE] = { "isi", "",
        "UPDATE quota_use SET used = used + 1 WHERE programme_id = $1 AND "
        "quota = $2 AND used < $3" },
    [Q_TAKE_BEYOND] = { "is", "",
        "UPDATE quota_use SET used = used + 1 WHERE programme_id = $1 AND "
        "quota = $2" },
    [Q_PLACES] = { "ii", "s",
        "SELECT quota FROM quota_place WHERE subject_id = $1 AND "
        "application_id = $2 ORDER BY quota" },
    [Q_FREE] = { "isii", "",
        "DELETE FROM quota_place WHERE programme_id = $1 AND quota = $2 AND "
        "subject_id = $3 AND application_id = $4" },
    [Q_GIVE_BACK] = { "is", "",
        "UPDATE quota_use SET used = used - 1 WHERE programme_id = $1 AND "
        "quota = $2" },
    [Q_COUNTS] = { "iss", "sii",
        "SELECT u.quota, u.used, (SELECT COUNT(*) FROM quota_place p WHERE "
        "p.programme_id = u.programme_id AND p.quota = u.quota AND "
        "p.override_id IS NOT NULL) FROM quota_use u WHERE "
        "u.programme_id = $1 AND u.quota >= $2 AND u.quota < $3 "
        "ORDER BY u.quota" },
    [Q_HOLDERS] = { "is", "iiissi",
        "SELECT p.subject_id, p.application_id, p.taken_us, "
        "COALESCE(a.name, s.name, ''), COALESCE(a.number, ''), "
        "CASE WHEN p.override_id IS NULL THEN 0 ELSE 1 END "
        "FROM quota_place p LEFT JOIN application a ON "
        "a.subject_id = p.subject_id AND a.id = p.application_id "
        "LEFT JOIN subject s ON s.id = p.subject_id WHERE "
        "p.programme_id = $1 AND p.quota = $2 "
        "ORDER BY p.taken_us, p.subject_id LIMIT 500" },
    [Q_KINDS] = { "isi", "sii",
        "SELECT COALESCE(a.procedure_name, ''), COUNT(*), "
        "COUNT(p.override_id) FROM quota_place p "
        "LEFT JOIN application a ON a.subject_id = p.subject_id AND "
        "a.id = p.application_id WHERE p.programme_id = $1 AND p.quota = $2 "
        "AND p.subject_id <> $3 GROUP BY COALESCE(a.procedure_name, '') "
        "ORDER BY COUNT(*) DESC, COALESCE(a.procedure_name, '') LIMIT 50" },
};
const struct sql_set place_sql = SQL_SET("place", Q);

enum status
place_used(struct act *x, int64_t programme_id, struct str of,
    int64_t *ret_used, int64_t *ret_beyond, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_one(x->tx, x->a, &Q[Q_USED],
        DB_ARGS(db_i(programme_id), db_s(of)), &found, &r, err));
    *ret_used = found ? row_int(r, 0) : 0;
    TRY(found ? rows_end(r, err) : OK);
    return tx_int(x->tx, &Q[Q_BEYOND],
        DB_ARGS(db_i(programme_id), db_s(of)), ret_beyond, err);
}

enum status
place_has(struct act *x, int64_t programme_id, struct str of,
    int64_t subject_id, bool *ret, struct err *err)
{
    int64_t n = 0;

    TRY(tx_int(x->tx, &Q[Q_HAS],
        DB_ARGS(db_i(programme_id), db_s(of), db_i(subject_id)), &n, err));
    *ret = n > 0;
    return OK;
}

enum status
place_take(struct act *x, const struct place_claim *p, int64_t limit,
    int64_t beyond_id, bool *ret_taken, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_OPEN],
        DB_ARGS(db_i(p->programme_id), db_s(p->of)), NULL, err));
    TRY(tx_exec(x->tx, &Q[Q_PLACE],
        DB_ARGS(db_i(p->programme_id), db_s(p->of), db_i(p->subject_id),
            db_i(p->application_id), db_i(x->now_us),
            db_id_or_null(beyond_id)),
        &changed, err));
    if (changed > 0 && beyond_id != 0)
        TRY(tx_exec(x->tx, &Q[Q_TAKE_BEYOND],
            DB_ARGS(db_i(p->programme_id), db_s(p->of)), &changed, err));
    else if (changed > 0)
        TRY(tx_exec(x->tx, &Q[Q_TAKE],
            DB_ARGS(db_i(p->programme_id), db_s(p->of), db_i(limit)),
            &changed, err));
    else
        changed = 1; /* has a place of this name already */
    *ret_taken = changed > 0;
    return OK;
}

enum status
place_release(struct act *x, int64_t programme_id, int64_t subject_id,
    int64_t application_id, struct err *err)
{
    VEC_OF(struct str) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_PLACES],
        DB_ARGS(db_i(subject_id), db_i(application_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = row_str(r, 0);
    TRY(rows_end(r, err));
    for (size_t i = 0; i < v.n; i++) {
        TRY(tx_exec(x->tx, &Q[Q_FREE],
            DB_ARGS(db_i(programme_id), db_s(v.p[i]), db_i(subject_id),
                db_i(application_id)),
            NULL, err));
        TRY(tx_exec(x->tx, &Q[Q_GIVE_BACK],
            DB_ARGS(db_i(programme_id), db_s(v.p[i])), NULL, err));
    }
    return OK;
}

static struct place_count
read_place_count(struct rows *r)
{
    return (struct place_count){
        .of = row_str(r, 0), .used = row_int(r, 1), .beyond = row_int(r, 2)
    };
}

COPY_ALL(all_place_counts, struct place_count, read_place_count)

enum status
place_counts(struct act *x, int64_t programme_id, struct str from,
    struct str before, const struct place_count **ret, size_t *ret_n,
    struct err *err)
{
    return all_place_counts(x, &Q[Q_COUNTS],
        DB_ARGS(db_i(programme_id), db_s(from), db_s(before)), ret, ret_n, err);
}

static struct place_holder
read_place_holder(struct rows *r)
{
    return (struct place_holder){ .subject_id = row_int(r, 0),
        .application_id = row_int(r, 1),
        .taken_us = row_int(r, 2),
        .name = row_str(r, 3),
        .number = row_str(r, 4),
        .beyond = row_int(r, 5) != 0 };
}

COPY_ALL(all_place_holders, struct place_holder, read_place_holder)

enum status
place_holders(struct act *x, int64_t programme_id, struct str of,
    const struct place_holder **ret, size_t *ret_n, struct err *err)
{
    return all_place_holders(x, &Q[Q_HOLDERS],
        DB_ARGS(db_i(programme_id), db_s(of)), ret, ret_n, err);
}

enum status
place_kinds(struct act *x, int64_t programme_id, struct str of,
    int64_t but, const struct place_kind **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct place_kind) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_KINDS],
        DB_ARGS(db_i(programme_id), db_s(of), db_i(but)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct place_kind){ .procedure = row_str(r, 0),
            .n = row_int(r, 1),
            .beyond = row_int(r, 2) };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
