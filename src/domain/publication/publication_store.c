#include "publication_store.h"
#include "domain/reading.h"

enum {
    Q_ADD, Q_PUT, Q_GET, Q_LIST, Q_ENTRY_CLEAR, Q_ENTRY_ADD, Q_ENTRIES,
    Q_SIGN, Q_SIGN_CLEAR, Q_SIGNED, Q_FILES, Q_BEYOND
};

#define COLUMNS \
    "id, programme_id, round_id, procedure_name, kind, state, number, " \
    "title, issuers, body, clause, pack_hash, created_us, created_by, " \
    "published_us, version"
#define OUT "iiisssssssssiiIi"

static const struct sql Q[] = {
    [Q_ADD] = { OUT, "",
        "INSERT INTO publication (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, "
        "$6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)" },
    [Q_PUT] = { "iissssI", "",
        "UPDATE publication SET state = $3, number = $4, title = $5, "
        "body = $6, published_us = $7, version = version + 1 WHERE id = $1 "
        "AND version = $2" },
    [Q_GET] = { "i", OUT,
        "SELECT " COLUMNS " FROM publication WHERE id = $1" },
    [Q_LIST] = { "ii", OUT,
        "SELECT " COLUMNS " FROM publication WHERE "
        "($1 = 0 OR programme_id = $1) AND (state = 'PUBLISHED' OR "
        "($2 = 1 AND state = 'DRAFT')) ORDER BY id DESC LIMIT 200" },
    [Q_ENTRY_CLEAR] = { "i", "",
        "DELETE FROM publication_entry WHERE publication_id = $1" },
    [Q_ENTRY_ADD] = { "iiiissssi", "",
        "INSERT INTO publication_entry (publication_id, position, "
        "subject_id, application_id, category, outcome, name, region, "
        "beyond_quota) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" },
    [Q_ENTRIES] = { "i", "iissssis",
        "SELECT e.subject_id, e.application_id, e.category, e.outcome, "
        "e.name, e.region, e.beyond_quota, COALESCE(l.reason, '') FROM "
        "publication_entry e LEFT JOIN decision_line l ON "
        "l.subject_id = e.subject_id AND "
        "l.application_id = e.application_id AND l.category = e.category "
        "WHERE e.publication_id = $1 ORDER BY e.position" },
    [Q_SIGN] = { "iiiisi", "",
        "INSERT INTO publication_signature (publication_id, position, "
        "body_id, account_id, body_name, signed_us) VALUES ($1, $2, $3, $4, "
        "$5, $6)" },
    [Q_SIGN_CLEAR] = { "i", "",
        "DELETE FROM publication_signature WHERE publication_id = $1" },
    [Q_SIGNED] = { "i", "iiis",
        "SELECT body_id, account_id, signed_us, body_name FROM "
        "publication_signature WHERE publication_id = $1 ORDER BY position" },
    [Q_FILES] = { "iiss", "ii",
        "SELECT subject_id, id FROM application WHERE programme_id = $1 AND "
        "COALESCE(round_id, 0) = $2 AND procedure_name = $3 AND state = $4 "
        "ORDER BY name, id" },
    [Q_BEYOND] = { "ii", "i",
        "SELECT COUNT(*) FROM quota_place WHERE subject_id = $1 AND "
        "application_id = $2 AND override_id IS NOT NULL" },
};
const struct sql_set publication_sql = SQL_SET("publication", Q);

static const struct str KINDS[] = {
    [PUBLICATION_CALL] = STR_INIT("CALL"),
    [PUBLICATION_RESULT] = STR_INIT("RESULT"),
};
static const struct str STATES[PUBLICATION_STATE_COUNT_] = {
    [PUBLICATION_DRAFT] = STR_INIT("DRAFT"),
    [PUBLICATION_PUBLISHED] = STR_INIT("PUBLISHED"),
    [PUBLICATION_DROPPED] = STR_INIT("DROPPED"),
};

enum status
publication_store_add(
    struct act *x, const struct publication *p, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(p->id), db_i(p->programme_id), db_i(p->round_id),
            db_s(p->procedure), db_s(KINDS[p->kind]), db_s(STATES[p->state]),
            db_s(p->number), db_s(p->title), db_s(p->issuers), db_s(p->body),
            db_s(p->clause), db_s(p->pack->hash), db_i(p->created_us),
            db_i(p->created_by), db_id_or_null(p->published_us),
            db_i(p->version)),
        NULL, err);
}

enum status
publication_store_put(struct act *x, struct publication *p, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(p->id), db_i(p->version), db_s(STATES[p->state]),
            db_s(p->number), db_s(p->title), db_s(p->body),
            db_id_or_null(p->published_us)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这份发布稿刚刚被其他人办理，请刷新后重试");
    p->version++;
    return OK;
}

static enum status
read_row(struct act *x, struct rows *r, struct publication *p,
    struct err *err)
{
    *p = (struct publication){ .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .round_id = row_int(r, 2),
        .procedure = row_str(r, 3),
        .kind = str_eq(row_peek(r, 4), KINDS[PUBLICATION_CALL])
                    ? PUBLICATION_CALL
                    : PUBLICATION_RESULT,
        .number = row_str(r, 6),
        .title = row_str(r, 7),
        .issuers = row_str(r, 8),
        .body = row_str(r, 9),
        .clause = row_str(r, 10),
        .pack = domain_pack(x->d, row_peek(r, 11)),
        .created_us = row_int(r, 12),
        .created_by = row_int(r, 13),
        .published_us = row_int(r, 14),
        .version = row_int(r, 15) };
    for (size_t i = 0; i < PUBLICATION_STATE_COUNT_; i++) {
        if (str_eq(STATES[i], row_peek(r, 5)))
            p->state = (enum publication_state)i;
    }
    return p->pack != NULL
               ? OK
               : err_set(err, ERR_DB, "a publication is not understood");
}

READ_ALL(all_publications, struct publication, read_row)

enum status
publication_store_get(struct act *x, int64_t id, struct publication *ret,
    bool *ret_found, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_one(
        x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(id)), ret_found, &r, err));
    if (!*ret_found)
        return OK;
    enum status st = read_row(x, r, ret, err);
    return rows_close(r, st, err);
}

enum status
publication_store_list(struct act *x, int64_t programme_id, bool open,
    const struct publication **ret, size_t *ret_n, struct err *err)
{
    return all_publications(x, &Q[Q_LIST],
        DB_ARGS(db_i(programme_id), db_i(open ? 1 : 0)), ret, ret_n, err);
}

/* --- lines --- */

enum status
publication_store_entry_clear(struct act *x, int64_t publication_id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ENTRY_CLEAR], DB_ARGS(db_i(publication_id)),
        NULL, err);
}

enum status
publication_store_entry_add(struct act *x, int64_t publication_id, int64_t position,
    const struct publication_entry *e, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ENTRY_ADD],
        DB_ARGS(db_i(publication_id), db_i(position), db_i(e->subject_id),
            db_i(e->application_id), db_s(e->category),
            db_s(decision_name(e->outcome)), db_s(e->name), db_s(e->region),
            db_i(e->beyond_quota ? 1 : 0)),
        NULL, err);
}

enum status
publication_store_entries(struct act *x, int64_t publication_id,
    const struct publication_entry **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct publication_entry) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_ENTRIES], DB_ARGS(db_i(publication_id)),
        &r, err));
    while (rows_next(r)) {
        struct publication_entry e = { .subject_id = row_int(r, 0),
            .application_id = row_int(r, 1),
            .category = row_str(r, 2),
            .name = row_str(r, 4),
            .region = row_str(r, 5),
            .beyond_quota = row_int(r, 6) == 1,
            .reason = row_str(r, 7) };

        (void)decision_of(row_peek(r, 3), &e.outcome);
        *VEC_PUSH(x->a, &v) = e;
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- signatures --- */

enum status
publication_store_sign(struct act *x, int64_t publication_id, int64_t position,
    const struct publication_signature *s, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_SIGN],
        DB_ARGS(db_i(publication_id), db_i(position), db_i(s->body_id),
            db_i(s->account_id), db_s(s->body), db_i(s->signed_us)),
        NULL, err);
}

enum status
publication_store_unsign(struct act *x, int64_t publication_id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_SIGN_CLEAR], DB_ARGS(db_i(publication_id)),
        NULL, err);
}

static struct publication_signature
read_publication_signature(struct rows *r)
{
    return (struct publication_signature){
        .body_id = row_int(r, 0),
        .account_id = row_int(r, 1),
        .signed_us = row_int(r, 2),
        .body = row_str(r, 3),
    };
}

COPY_ALL(all_publication_signatures, struct publication_signature,
    read_publication_signature)

enum status
publication_store_signatures(struct act *x, int64_t publication_id,
    const struct publication_signature **ret, size_t *ret_n, struct err *err)
{
    return all_publication_signatures(
        x, &Q[Q_SIGNED], DB_ARGS(db_i(publication_id)), ret, ret_n, err);
}

/* --- applications --- */

enum status
publication_store_files(struct act *x, const struct publication *p,
    enum application_state state, const int64_t **ret_subjects,
    const int64_t **ret_ids, size_t *ret_n, struct err *err)
{
    VEC_OF(int64_t) subjects = { 0 };
    VEC_OF(int64_t) ids = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_FILES],
        DB_ARGS(db_i(p->programme_id), db_i(p->round_id), db_s(p->procedure),
            db_s(application_state_name(state))),
        &r, err));
    while (rows_next(r)) {
        *VEC_PUSH(x->a, &subjects) = row_int(r, 0);
        *VEC_PUSH(x->a, &ids) = row_int(r, 1);
    }
    TRY(rows_end(r, err));
    *ret_subjects = subjects.p;
    *ret_ids = ids.p;
    *ret_n = ids.n;
    return OK;
}

enum status
publication_store_beyond(struct act *x, const struct application *app,
    bool *ret, struct err *err)
{
    int64_t n = 0;

    TRY(tx_int(x->tx, &Q[Q_BEYOND],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), &n, err));
    *ret = n > 0;
    return OK;
}
