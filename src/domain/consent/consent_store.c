/* SQL of consents. */
#include "consent_store.h"

enum { Q_ADD, Q_PUT, Q_LIST, Q_GET, Q_OPEN, Q_DONE, Q_MOVE };

#define COLUMNS \
    "subject_id, application_id, id, programme_id, name, party_id, " \
    "party_name, region, state, reason, on_paper, asked_us, answered_us, " \
    "answered_by"
#define COLUMN_TYPES "iiiisissssiiII"

static const struct sql Q[] = {
    [Q_ADD] = { "iiiisisssi", "",
        "INSERT INTO consent (subject_id, application_id, id, programme_id, "
        "name, party_id, party_name, region, state, asked_us, reason, "
        "on_paper) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', 0)" },
    [Q_PUT] = { "iiissiII", "",
        "UPDATE consent SET state = $4, reason = $5, on_paper = $6, "
        "answered_us = $7, answered_by = $8 WHERE subject_id = $1 AND "
        "application_id = $2 AND id = $3" },
    [Q_LIST] = { "ii", COLUMN_TYPES,
        "SELECT " COLUMNS " FROM consent WHERE subject_id = $1 AND "
        "application_id = $2 ORDER BY id LIMIT 200" },
    [Q_GET] = { "i", COLUMN_TYPES,
        "SELECT " COLUMNS " FROM consent WHERE id = $1" },
    [Q_OPEN] = { "i", COLUMN_TYPES,
        "SELECT " COLUMNS " FROM consent WHERE party_id = $1 AND "
        "state = 'ASKED' ORDER BY id DESC LIMIT 2000" },
    [Q_DONE] = { "i", COLUMN_TYPES,
        "SELECT " COLUMNS " FROM consent WHERE party_id = $1 AND "
        "state IN ('GIVEN', 'REFUSED') ORDER BY id DESC LIMIT 2000" },
    [Q_MOVE] = { "iiiss", "",
        "UPDATE consent SET region = $4, party_name = $5 WHERE "
        "subject_id = $1 AND application_id = $2 AND id = $3" },
};
const struct sql_set consent_sql = SQL_SET("consent", Q);

static const struct str STATES[CONSENT_STATE_COUNT_] = {
    [CONSENT_ASKED] = STR_INIT("ASKED"),
    [CONSENT_GIVEN] = STR_INIT("GIVEN"),
    [CONSENT_REFUSED] = STR_INIT("REFUSED"),
    [CONSENT_DROPPED] = STR_INIT("DROPPED"),
};

enum status
consent_store_add(struct act *x, const struct consent *c, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(c->subject_id), db_i(c->application_id), db_i(c->id),
            db_i(c->programme_id), db_s(c->name), db_i(c->party_id),
            db_s(c->party_name), db_s(c->region), db_s(STATES[c->state]),
            db_i(c->asked_us)),
        NULL, err);
}

enum status
consent_store_put(struct act *x, const struct consent *c, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(c->subject_id), db_i(c->application_id), db_i(c->id),
            db_s(STATES[c->state]), db_s(c->reason), db_i(c->on_paper),
            db_id_or_null(c->answered_us), db_id_or_null(c->answered_by)),
        NULL, err);
}

static enum status
read_all(
    struct rows *r, struct act *x, const struct consent **ret, size_t *ret_n,
    struct err *err)
{
    VEC_OF(struct consent) v = { 0 };

    while (rows_next(r)) {
        struct consent *c = VEC_PUSH(x->a, &v);

        *c = (struct consent){ .subject_id = row_int(r, 0),
            .application_id = row_int(r, 1),
            .id = row_int(r, 2),
            .programme_id = row_int(r, 3),
            .name = row_str(r, 4),
            .party_id = row_int(r, 5),
            .party_name = row_str(r, 6),
            .region = row_str(r, 7),
            .reason = row_str(r, 9),
            .on_paper = row_int(r, 10) != 0,
            .asked_us = row_int(r, 11),
            .answered_us = row_int(r, 12),
            .answered_by = row_int(r, 13) };
        for (int s = 0; s < CONSENT_STATE_COUNT_; s++) {
            if (str_eq(row_peek(r, 8), STATES[s]))
                c->state = (enum consent_state)s;
        }
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
consent_store_list(struct act *x, const struct application *app,
    const struct consent **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), &r, err));
    return read_all(r, x, ret, ret_n, err);
}

enum status
consent_store_get(struct act *x, int64_t id, struct consent *ret,
    bool *ret_found, struct err *err)
{
    const struct consent *list = NULL;
    struct rows *r = NULL;
    size_t n = 0;

    TRY(tx_query(x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(id)), &r, err));
    TRY(read_all(r, x, &list, &n, err));
    *ret_found = n > 0;
    if (n > 0)
        *ret = list[0];
    return OK;
}

enum status
consent_store_of(struct act *x, int64_t party_id, bool open,
    const struct consent **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[open ? Q_OPEN : Q_DONE],
        DB_ARGS(db_i(party_id)), &r, err));
    return read_all(r, x, ret, ret_n, err);
}

enum status
consent_store_move(struct act *x, const struct consent *c, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_MOVE],
        DB_ARGS(db_i(c->subject_id), db_i(c->application_id), db_i(c->id),
            db_s(c->region), db_s(c->party_name)),
        NULL, err);
}
