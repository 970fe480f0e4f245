/* SQL of the consents of holders to what is published about them. */
#include "domain/reading.h"
#include "record_private.h"

enum { Q_ADD, Q_NEWEST, Q_STANDING, Q_WITHDRAW };

#define COLUMNS \
    "c.subject_id, c.id, c.given_us, c.given_by, c.withdrawn_us, c.reason, " \
    "s.name, a.name"
#define COLUMN_TYPES "iiiiIssS"
#define FROM \
    "FROM public_consent c JOIN subject s ON s.id = c.subject_id " \
    "LEFT JOIN account a ON a.id = c.given_by "

static const struct sql Q[] = {
    [Q_ADD] = { "iiisiis", "",
        "INSERT INTO public_consent (subject_id, id, programme_id, kind, given_us, "
        "given_by, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)" },
    [Q_NEWEST] = { "iis", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE c.subject_id = $1 AND "
        "c.programme_id = $2 AND c.kind = $3 ORDER BY c.id DESC LIMIT 1" },
    [Q_STANDING] = { "is", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE c.programme_id = $1 AND "
        "c.kind = $2 AND c.withdrawn_us IS NULL "
        "ORDER BY s.name, c.subject_id LIMIT 5000" },
    [Q_WITHDRAW] = { "iiiis", "",
        "UPDATE public_consent SET withdrawn_us = $3, withdrawn_by = $4, "
        "reason = $5 WHERE subject_id = $1 AND id = $2 AND "
        "withdrawn_us IS NULL" },
};
const struct sql_set publicity_sql = SQL_SET("publicity", Q);

enum status
publicity_store_add(struct act *x, int64_t programme_id, int64_t subject_id,
    struct str kind, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(subject_id), db_i(world_id(&x->d->world)),
            db_i(programme_id), db_s(kind), db_i(x->now_us),
            db_i(x->who->account_id), db_s(STR_EMPTY)),
        NULL, err);
}

static struct public_consent
read_one(struct rows *r)
{
    return (struct public_consent){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .given_us = row_int(r, 2),
        .given_by = row_int(r, 3),
        .withdrawn_us = row_is_null(r, 4) ? 0 : row_int(r, 4),
        .reason = row_str(r, 5),
        .name = row_str(r, 6),
        .account = row_is_null(r, 7) ? STR_EMPTY : row_str(r, 7) };
}

COPY_ONE(one_public_consent, struct public_consent, read_one)
COPY_ALL(all_public_consents, struct public_consent, read_one)

enum status
publicity_store_newest(struct act *x, int64_t programme_id, int64_t subject_id,
    struct str kind, struct public_consent *ret, bool *ret_found, struct err *err)
{
    return one_public_consent(x, &Q[Q_NEWEST],
        DB_ARGS(db_i(subject_id), db_i(programme_id), db_s(kind)), ret,
        ret_found, err);
}

enum status
publicity_store_standing(struct act *x, int64_t programme_id, struct str kind,
    const struct public_consent **ret, size_t *ret_n, struct err *err)
{
    return all_public_consents(x, &Q[Q_STANDING],
        DB_ARGS(db_i(programme_id), db_s(kind)), ret, ret_n, err);
}

enum status
publicity_store_withdraw(struct act *x, const struct public_consent *c,
    struct str reason, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_WITHDRAW],
        DB_ARGS(db_i(c->subject_id), db_i(c->id), db_i(x->now_us),
            db_i(x->who->account_id), db_s(reason)),
        &changed, err));
    return changed > 0
               ? OK
               : err_set(err, ERR_CONFLICT, "同意已经撤回，请刷新后查看");
}
