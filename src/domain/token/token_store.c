#include "token_store.h"
#include "domain/reading.h"

#define KEEP_US (INT64_C(7) * 86400 * 1000000)

enum { Q_ADD, Q_LIST, Q_END, Q_OWNER, Q_REPLY, Q_DROP, Q_KEEP };

static const struct sql Q[] = {
    [Q_ADD] = { "siisii", "",
        "INSERT INTO api_token (token_hash, id, account_id, name, "
        "created_us, expires_us) VALUES ($1, $2, $3, $4, $5, $6)" },
    [Q_LIST] = { "ii", "iisii",
        "SELECT id, account_id, name, created_us, expires_us FROM api_token "
        "WHERE account_id = $1 AND expires_us > $2 "
        "ORDER BY id DESC LIMIT 100" },
    [Q_END] = { "iii", "",
        "UPDATE api_token SET expires_us = $3 WHERE account_id = $1 AND "
        "id = $2 AND expires_us > $3" },
    [Q_OWNER] = { "si", "ii",
        "SELECT t.id, t.account_id FROM api_token t JOIN account a ON "
        "a.id = t.account_id WHERE t.token_hash = $1 AND "
        "t.expires_us > $2 AND a.state = 'ACTIVE'" },
    [Q_REPLY] = { "isi", "ss",
        "SELECT request, body FROM api_reply WHERE token_id = $1 AND "
        "idem_key = $2 AND created_us > $3" },
    [Q_DROP] = { "ii", "",
        "DELETE FROM api_reply WHERE token_id = $1 AND created_us <= $2" },
    [Q_KEEP] = { "isssi", "",
        "INSERT INTO api_reply (token_id, idem_key, request, body, "
        "created_us) VALUES ($1, $2, $3, $4, $5)" },
};
const struct sql_set token_sql = SQL_SET("token", Q);

enum status
store_add_token(struct act *x, const struct token *t, struct str hash,
    struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_s(hash), db_i(t->id), db_i(t->account_id), db_s(t->name),
            db_i(t->created_us), db_i(t->expires_us)),
        NULL, err);
}

static struct token
read_token(struct rows *r)
{
    return (struct token){ .id = row_int(r, 0),
        .account_id = row_int(r, 1),
        .name = row_str(r, 2),
        .created_us = row_int(r, 3),
        .expires_us = row_int(r, 4) };
}

COPY_ALL(all_tokens, struct token, read_token)

enum status
store_tokens(struct act *x, int64_t account_id, const struct token **ret,
    size_t *ret_n, struct err *err)
{
    return all_tokens(x, &Q[Q_LIST], DB_ARGS(db_i(account_id), db_i(x->now_us)),
        ret, ret_n, err);
}

enum status
store_end_token(struct act *x, int64_t account_id, int64_t id,
    bool *ret_found, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_END],
        DB_ARGS(db_i(account_id), db_i(id), db_i(x->now_us)), &changed,
        err));
    *ret_found = changed > 0;
    return OK;
}

enum status
store_token_owner(struct act *x, struct str hash, int64_t *ret_id,
    int64_t *ret_account, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    *ret_id = *ret_account = 0;
    TRY(tx_one(x->tx, x->a, &Q[Q_OWNER],
        DB_ARGS(db_s(hash), db_i(x->now_us)), &found, &r, err));
    if (found) {
        *ret_id = row_int(r, 0);
        *ret_account = row_int(r, 1);
    }
    return rows_end(r, err);
}

enum status
reply_find(struct act *x, int64_t token_id, struct str key,
    struct kept_reply *ret, struct err *err)
{
    struct rows *r = NULL;

    *ret = (struct kept_reply){ 0 };
    TRY(tx_one(x->tx, x->a, &Q[Q_REPLY],
        DB_ARGS(db_i(token_id), db_s(key), db_i(x->now_us - KEEP_US)),
        &ret->found, &r, err));
    if (ret->found) {
        ret->request = row_str(r, 0);
        ret->body = row_str(r, 1);
    }
    return rows_end(r, err);
}

enum status
reply_keep(struct act *x, int64_t token_id, struct str key,
    struct str request, struct str body, struct err *err)
{
    TRY(tx_exec(x->tx, &Q[Q_DROP],
        DB_ARGS(db_i(token_id), db_i(x->now_us - KEEP_US)), NULL, err));
    return tx_exec(x->tx, &Q[Q_KEEP],
        DB_ARGS(db_i(token_id), db_s(key), db_s(request), db_s(body),
            db_i(x->now_us)),
        NULL, err);
}
