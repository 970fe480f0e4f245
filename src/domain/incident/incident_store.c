/* SQL of the register of facts about subjects. */
#include "incident_store.h"

enum {
    Q_ADD, Q_GET, Q_BY_ID, Q_BY_DOCUMENT, Q_PUT, Q_OF, Q_LIST, Q_EFFECT_ADD, Q_OF_RECORD,
    Q_EFFECTS, Q_NAMES, Q_STANDING, Q_UNDO, Q_BASIS, Q_STAYED, Q_BAN_ADD, Q_BAN_LIFT,
    Q_BANS, Q_BAN_PAGE
};

#define COLUMNS \
    "i.subject_id, i.id, i.kind, i.decided_day, i.effective_day, " \
    "i.authority, i.doc_no, i.value, i.content, i.source, i.state, " \
    "i.reason, i.entered_us, i.entered_by, i.changed_us, i.version, s.name, " \
    "s.region"
#define OUT "iisiisssssssiiiiss"
#define FROM " FROM incident i JOIN subject s ON s.id = i.subject_id "
#define EFFECT \
    "id, programme_id, accreditation_id, application_id, trigger_name, " \
    "then_what, proceeding_id, clause, why, made_us, undone_us, record_id"
#define EFFECT_OUT "iiiissIssiII"
#define BAN \
    "b.subject_id, b.id, b.programme_id, b.proceeding_id, b.first_day, " \
    "b.last_day, b.years, b.clause, b.lifted_us, b.lifted_reason, s.name, " \
    "s.region FROM ban b JOIN subject s ON s.id = b.subject_id "
#define BAN_OUT "iiiiiiisIsss"
#define STANDS_ON \
    "FROM incident_effect e JOIN incident i ON i.subject_id = e.subject_id " \
    "AND i.id = e.incident_id WHERE e.subject_id = $1 AND " \
    "e.proceeding_id = $2 AND e.undone_us IS NULL AND i.state <> 'REVOKED'"

static const struct sql Q[] = {
    [Q_ADD] = { "iisiisssssssiii", "",
        "INSERT INTO incident (subject_id, id, kind, decided_day, "
        "effective_day, authority, doc_no, doc_key, value, content, source, "
        "state, reason, entered_us, entered_by, changed_us, version) VALUES "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14, "
        "$15, 1)" },
    [Q_GET] = { "ii", OUT,
        "SELECT " COLUMNS FROM "WHERE i.subject_id = $1 AND i.id = $2" },
    [Q_BY_ID] = { "i", OUT, "SELECT " COLUMNS FROM "WHERE i.id = $1" },
    [Q_BY_DOCUMENT] = { "iss", OUT,
        "SELECT " COLUMNS FROM "WHERE i.subject_id = $1 AND i.kind = $2 AND "
        "i.doc_key = $3" },
    [Q_PUT] = { "iiissi", "",
        "UPDATE incident SET state = $4, reason = $5, changed_us = $6, "
        "version = version + 1 WHERE subject_id = $1 AND id = $2 AND "
        "version = $3" },
    [Q_OF] = { "i", OUT,
        "SELECT " COLUMNS FROM "WHERE i.subject_id = $1 ORDER BY "
        "i.decided_day DESC, i.id DESC LIMIT 500" },
    [Q_LIST] = { "sii", OUT,
        "SELECT " COLUMNS FROM "WHERE ($1 = '' OR i.kind = $1) ORDER BY "
        "i.id DESC LIMIT $2 OFFSET $3" },
    [Q_NAMES] = { "ii", OUT,
        "SELECT " COLUMNS FROM "WHERE i.kind = 'name' AND "
        "i.state = 'IN_FORCE' AND i.effective_day >= $1 AND "
        "i.effective_day <= $2 ORDER BY i.effective_day, i.id LIMIT 500" },
    [Q_EFFECT_ADD] = { "iiiiiissIssiI", "",
        "INSERT INTO incident_effect (subject_id, incident_id, id, "
        "programme_id, accreditation_id, application_id, trigger_name, "
        "then_what, proceeding_id, clause, why, made_us, record_id) VALUES "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)" },
    [Q_OF_RECORD] = { "ii", OUT,
        "SELECT " COLUMNS FROM "WHERE i.subject_id = $1 AND i.id IN "
        "(SELECT e.incident_id FROM incident_effect e WHERE "
        "e.subject_id = $1 AND e.record_id = $2) ORDER BY i.id" },
    [Q_EFFECTS] = { "ii", EFFECT_OUT,
        "SELECT " EFFECT " FROM incident_effect WHERE subject_id = $1 AND "
        "incident_id = $2 ORDER BY id" },
    [Q_STANDING] = { "i", EFFECT_OUT,
        "SELECT " EFFECT " FROM incident_effect WHERE subject_id = $1 AND "
        "undone_us IS NULL ORDER BY id DESC LIMIT 500" },
    [Q_UNDO] = { "iiii", "",
        "UPDATE incident_effect SET undone_us = $4 WHERE subject_id = $1 AND "
        "incident_id = $2 AND id = $3 AND undone_us IS NULL" },
    [Q_BASIS] = { "ii", "i", "SELECT COUNT(*) " STANDS_ON },
    [Q_STAYED] = { "ii", "i",
        "SELECT COUNT(*) " STANDS_ON " AND i.state = 'STAYED'" },
    [Q_BAN_ADD] = { "iiiiiiis", "",
        "INSERT INTO ban (subject_id, id, programme_id, proceeding_id, "
        "first_day, last_day, years, clause, lifted_reason) VALUES ($1, $2, "
        "$3, $4, $5, $6, $7, $8, '')" },
    [Q_BAN_LIFT] = { "iiis", "",
        "UPDATE ban SET lifted_us = $3, lifted_reason = $4 WHERE "
        "subject_id = $1 AND proceeding_id = $2 AND lifted_us IS NULL" },
    [Q_BANS] = { "i", BAN_OUT,
        "SELECT " BAN "WHERE b.subject_id = $1 ORDER BY b.id DESC" },
    [Q_BAN_PAGE] = { "iii", BAN_OUT,
        "SELECT " BAN "WHERE b.last_day >= $1 AND ($1 = 0 OR "
        "b.lifted_us IS NULL) ORDER BY b.last_day DESC, b.id DESC "
        "LIMIT $2 OFFSET $3" },
};
const struct sql_set incident_sql = SQL_SET("incident", Q);

static void
read_row(struct rows *r, struct incident *i)
{
    *i = (struct incident){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .decided = row_day(r, 3),
        .effective = row_day(r, 4),
        .authority = row_str(r, 5),
        .doc_no = row_str(r, 6),
        .value = row_str(r, 7),
        .content = row_str(r, 8),
        .source = row_str(r, 9),
        .reason = row_str(r, 11),
        .entered_us = row_int(r, 12),
        .entered_by = row_int(r, 13),
        .changed_us = row_int(r, 14),
        .version = row_int(r, 15),
        .subject_name = row_str(r, 16),
        .region = row_str(r, 17) };
    (void)incident_kind_of(row_peek(r, 2), &i->kind);
    (void)incident_state_of(row_peek(r, 10), &i->state);
}

enum status
incident_store_add(struct act *x, const struct incident *i,
    struct str doc_key, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(i->subject_id), db_i(i->id),
            db_s(incident_kind_name(i->kind)), db_i(i->decided.n),
            db_i(i->effective.n), db_s(i->authority), db_s(i->doc_no),
            db_s(doc_key), db_s(i->value), db_s(i->content),
            db_s(i->source), db_s(incident_state_name(i->state)),
            db_i(i->entered_us), db_i(i->entered_by), db_i(i->changed_us)),
        NULL, err);
}

static enum status
read_one(struct act *x, const struct sql *q, const struct dbv *args, size_t n,
    struct incident *ret, bool *ret_found, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_one(x->tx, x->a, q, args, n, ret_found, &r, err));
    if (*ret_found)
        read_row(r, ret);
    return rows_end(r, err);
}

enum status
incident_store_get(struct act *x, int64_t subject_id, int64_t id,
    struct incident *ret, bool *ret_found, struct err *err)
{
    if (subject_id == 0)
        return read_one(
            x, &Q[Q_BY_ID], DB_ARGS(db_i(id)), ret, ret_found, err);
    return read_one(x, &Q[Q_GET], DB_ARGS(db_i(subject_id), db_i(id)), ret,
        ret_found, err);
}

enum status
incident_store_by_document(struct act *x, int64_t subject_id,
    enum incident_kind kind, struct str doc_key, struct incident *ret,
    bool *ret_found, struct err *err)
{
    return read_one(x, &Q[Q_BY_DOCUMENT],
        DB_ARGS(db_i(subject_id), db_s(incident_kind_name(kind)),
            db_s(doc_key)),
        ret, ret_found, err);
}

enum status
incident_store_put(struct act *x, struct incident *i, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(i->subject_id), db_i(i->id), db_i(i->version),
            db_s(incident_state_name(i->state)), db_s(i->reason),
            db_i(i->changed_us)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这条登记刚刚被其他人修改，请刷新后再办理");
    i->version++;
    return OK;
}

static enum status
read_all(struct act *x, struct rows *r, const struct incident **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct incident) v = { 0 };

    while (rows_next(r))
        read_row(r, VEC_PUSH(x->a, &v));
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
incident_store_of(struct act *x, int64_t subject_id,
    const struct incident **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_OF], DB_ARGS(db_i(subject_id)), &r, err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
incident_store_list(struct act *x, struct str kind, size_t offset, size_t n,
    const struct incident **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
        DB_ARGS(db_s(kind), db_i((int64_t)n), db_i((int64_t)offset)), &r,
        err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
incident_store_names_between(struct act *x, struct day from,
    struct day until, const struct incident **ret, size_t *ret_n,
    struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_NAMES],
        DB_ARGS(db_i(from.n), db_i(until.n)), &r, err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
incident_store_of_record(struct act *x, int64_t subject_id,
    int64_t record_id, const struct incident **ret, size_t *ret_n,
    struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_OF_RECORD],
        DB_ARGS(db_i(subject_id), db_i(record_id)), &r, err));
    return read_all(x, r, ret, ret_n, err);
}

/* --- what triggers made --- */

enum status
effect_store_add(struct act *x, int64_t subject_id, int64_t incident_id,
    const struct incident_effect *e, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_EFFECT_ADD],
        DB_ARGS(db_i(subject_id), db_i(incident_id), db_i(e->id),
            db_i(e->programme_id), db_i(e->accreditation_id),
            db_i(e->application_id), db_s(e->trigger), db_s(e->then),
            db_id_or_null(e->proceeding_id), db_s(e->clause), db_s(e->why),
            db_i(e->made_us), db_id_or_null(e->record_id)),
        NULL, err);
}

static enum status
read_effects(struct act *x, struct rows *r, const struct incident_effect **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct incident_effect) v = { 0 };

    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct incident_effect){ .id = row_int(r, 0),
            .programme_id = row_int(r, 1),
            .accreditation_id = row_int(r, 2),
            .application_id = row_int(r, 3),
            .trigger = row_str(r, 4),
            .then = row_str(r, 5),
            .proceeding_id = row_int(r, 6),
            .clause = row_str(r, 7),
            .why = row_str(r, 8),
            .made_us = row_int(r, 9),
            .undone_us = row_int(r, 10),
            .record_id = row_int(r, 11) };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
effect_store_of(struct act *x, int64_t subject_id, int64_t incident_id,
    const struct incident_effect **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_EFFECTS],
        DB_ARGS(db_i(subject_id), db_i(incident_id)), &r, err));
    return read_effects(x, r, ret, ret_n, err);
}

enum status
effect_store_standing(struct act *x, int64_t subject_id,
    const struct incident_effect **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_STANDING], DB_ARGS(db_i(subject_id)), &r,
        err));
    return read_effects(x, r, ret, ret_n, err);
}

enum status
effect_store_undo(struct act *x, int64_t subject_id, int64_t incident_id,
    int64_t id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_UNDO],
        DB_ARGS(db_i(subject_id), db_i(incident_id), db_i(id),
            db_i(x->now_us)),
        NULL, err);
}

enum status
effect_store_basis(struct act *x, int64_t subject_id, int64_t proceeding_id,
    int64_t *ret_all, int64_t *ret_stayed, struct err *err)
{
    TRY(tx_int(x->tx, &Q[Q_BASIS],
        DB_ARGS(db_i(subject_id), db_i(proceeding_id)), ret_all, err));
    return tx_int(x->tx, &Q[Q_STAYED],
        DB_ARGS(db_i(subject_id), db_i(proceeding_id)), ret_stayed, err);
}

/* --- bans --- */

enum status
ban_store_add(struct act *x, const struct ban *b, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_BAN_ADD],
        DB_ARGS(db_i(b->subject_id), db_i(b->id), db_i(b->programme_id),
            db_i(b->proceeding_id), db_i(b->first.n), db_i(b->last.n),
            db_i(b->years), db_s(b->clause)),
        NULL, err);
}

enum status
ban_store_lift(struct act *x, int64_t subject_id, int64_t proceeding_id,
    struct str reason, int64_t *ret_n, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_BAN_LIFT],
        DB_ARGS(db_i(subject_id), db_i(proceeding_id), db_i(x->now_us),
            db_s(reason)),
        ret_n, err);
}

static enum status
read_bans(struct act *x, struct rows *r, const struct ban **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct ban) v = { 0 };

    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct ban){ .subject_id = row_int(r, 0),
            .id = row_int(r, 1),
            .programme_id = row_int(r, 2),
            .proceeding_id = row_int(r, 3),
            .first = row_day(r, 4),
            .last = row_day(r, 5),
            .years = (int)row_int(r, 6),
            .clause = row_str(r, 7),
            .lifted_us = row_int(r, 8),
            .lifted_reason = row_str(r, 9),
            .subject_name = row_str(r, 10),
            .region = row_str(r, 11) };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
ban_of_subject(struct act *x, int64_t subject_id, const struct ban **ret,
    size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_BANS], DB_ARGS(db_i(subject_id)), &r, err));
    return read_bans(x, r, ret, ret_n, err);
}

enum status
ban_store_page(struct act *x, struct day from, size_t offset, size_t n,
    const struct ban **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_BAN_PAGE],
        DB_ARGS(db_i(day_is_none(from) ? 0 : from.n), db_i((int64_t)n),
            db_i((int64_t)offset)),
        &r, err));
    return read_bans(x, r, ret, ret_n, err);
}
