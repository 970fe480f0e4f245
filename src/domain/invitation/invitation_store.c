#include "invitation_store.h"
#include "domain/reading.h"

enum { Q_ADD, Q_LIST, Q_USE };

static const struct sql Q[] = {
    [Q_ADD] = { "isissii", "",
        "INSERT INTO invitation (id, code_hash, programme_id, name, note, "
        "created_us, created_by, used_us, subject_id) VALUES ($1, $2, $3, "
        "$4, $5, $6, $7, NULL, NULL)" },
    [Q_LIST] = { "i", "iiiIss",
        "SELECT id, programme_id, created_us, used_us, name, note FROM "
        "invitation WHERE programme_id = $1 ORDER BY id DESC LIMIT 200" },
    [Q_USE] = { "isii", "",
        "UPDATE invitation SET used_us = $3, subject_id = $4 WHERE "
        "programme_id = $1 AND code_hash = $2 AND used_us IS NULL" },
};
const struct sql_set invitation_sql = SQL_SET("invitation", Q);

enum status
store_add_invitation(struct act *x, const struct invitation *i,
    struct str code_hash, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(i->id), db_s(code_hash), db_i(i->programme_id),
            db_s(i->name), db_s(i->note), db_i(x->now_us),
            db_i(x->who->account_id)),
        NULL, err);
}

static struct invitation
read_invitation(struct rows *r)
{
    return (struct invitation){ .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .created_us = row_int(r, 2),
        .used_us = row_int(r, 3),
        .name = row_str(r, 4),
        .note = row_str(r, 5) };
}

COPY_ALL(all_invitations, struct invitation, read_invitation)

enum status
invitation_list(struct act *x, int64_t programme_id,
    const struct invitation **ret, size_t *ret_n, struct err *err)
{
    TRY(act_require(x, MAY_READ_FILES, programme_id, STR_EMPTY, err));
    return all_invitations(
        x, &Q[Q_LIST], DB_ARGS(db_i(programme_id)), ret, ret_n, err);
}

enum status
store_use_invitation(struct act *x, int64_t programme_id,
    struct str code_hash, int64_t subject_id, bool *ret, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_USE],
        DB_ARGS(db_i(programme_id), db_s(code_hash), db_i(x->now_us),
            db_i(subject_id)),
        &changed, err));
    *ret = changed > 0;
    return OK;
}
