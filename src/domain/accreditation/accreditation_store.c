/* SQL of accreditations, their terms and the documents issued. */
#include "accreditation_store.h"
#include "domain/reading.h"

enum {
    Q_ADD,
    Q_BY_KEY,
    Q_BY_ID,
    Q_BY_NUMBER,
    Q_OF_SUBJECT,
    Q_PUT,
    Q_PUT_ACTIVITY,
    Q_ADD_TERM,
    Q_TERMS,
    Q_ISSUED_ADD,
    Q_ISSUED_LATEST,
    Q_ISSUED_FIND,
    Q_ISSUED_OF,
    Q_ISSUED_VOID
};

#define COLUMNS \
    "subject_id, id, programme_id, application_id, number, verify_code, " \
    "state, route, name, region, info, admitted_day, last_day, ended_day, " \
    "end_reason, last_activity_day, watch_day, warned_us, completed, " \
    "pack_hash, category, variant, version"
#define OUT "iiiIsssssssiiIsIiIisssi"

#define ISSUED_COLUMNS \
    "subject_id, id, owner_kind, owner_id, document, number, fields, " \
    "sha256, issued_us, void_us"
#define ISSUED_OUT "iisissssiI"

static const struct sql Q[] = {
    [Q_ADD] = { OUT, "",
        "INSERT INTO accreditation (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, "
        "$6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
        "$20, $21, $22, $23)" },
    [Q_BY_KEY] = { "ii", OUT,
        "SELECT " COLUMNS " FROM accreditation WHERE subject_id = $1 AND "
        "id = $2" },
    [Q_BY_ID] = { "i", OUT,
        "SELECT " COLUMNS " FROM accreditation WHERE id = $1" },
    [Q_BY_NUMBER] = { "s", OUT,
        "SELECT " COLUMNS " FROM accreditation WHERE number = $1 "
        "ORDER BY id LIMIT 1" },
    [Q_OF_SUBJECT] = { "i", OUT,
        "SELECT " COLUMNS " FROM accreditation WHERE subject_id = $1 "
        "ORDER BY id DESC LIMIT 200" },
    [Q_PUT] = { "iiissiIsIiIissss", "",
        "UPDATE accreditation SET state = $4, name = $5, last_day = $6, "
        "ended_day = $7, end_reason = $8, last_activity_day = $9, "
        "watch_day = $10, warned_us = $11, completed = $12, "
        "pack_hash = $13, region = $14, variant = $15, info = $16, "
        "version = version + 1 "
        "WHERE subject_id = $1 AND id = $2 AND version = $3" },
    /* What a diary entry moves: no index but those that hold these days. */
    [Q_PUT_ACTIVITY] = { "iiiii", "",
        "UPDATE accreditation SET last_activity_day = $4, watch_day = $5, "
        "version = version + 1 "
        "WHERE subject_id = $1 AND id = $2 AND version = $3" },
    [Q_ADD_TERM] = { "iiiiiiI", "",
        "INSERT INTO term (subject_id, accreditation_id, seq, first_day, "
        "last_day, granted_us, application_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)" },
    [Q_TERMS] = { "ii", "iiii",
        "SELECT seq, first_day, last_day, granted_us FROM term WHERE "
        "subject_id = $1 AND accreditation_id = $2 ORDER BY seq" },
    [Q_ISSUED_ADD] = { ISSUED_OUT, "",
        "INSERT INTO issued_document (" ISSUED_COLUMNS ") VALUES ($1, $2, "
        "$3, $4, $5, $6, $7, $8, $9, $10)" },
    [Q_ISSUED_LATEST] = { "isis", ISSUED_OUT,
        "SELECT " ISSUED_COLUMNS " FROM issued_document WHERE "
        "subject_id = $1 AND owner_kind = $2 AND owner_id = $3 AND "
        "document = $4 AND void_us IS NULL ORDER BY id DESC LIMIT 1" },
    [Q_ISSUED_FIND] = { "ii", ISSUED_OUT,
        "SELECT " ISSUED_COLUMNS " FROM issued_document WHERE "
        "subject_id = $1 AND id = $2 AND void_us IS NULL" },
    [Q_ISSUED_OF] = { "isi", ISSUED_OUT,
        "SELECT " ISSUED_COLUMNS " FROM issued_document WHERE "
        "subject_id = $1 AND owner_kind = $2 AND owner_id = $3 AND "
        "void_us IS NULL ORDER BY id LIMIT 100" },
    [Q_ISSUED_VOID] = { "isii", "",
        "UPDATE issued_document SET void_us = $4 WHERE subject_id = $1 AND "
        "owner_kind = $2 AND owner_id = $3 AND void_us IS NULL" },
};
const struct sql_set accreditation_sql = SQL_SET("accreditation", Q);

#define JSON_MAX (1024u * 1024)

static enum status
json_bytes(struct arena *a, const struct json *v, struct str *ret,
    struct err *err)
{
    struct buf b;

    buf_init(&b, a, JSON_MAX);
    json_write_canonical(&b, v == NULL ? json_new(a, JSON_OBJECT) : v);
    return buf_done(&b, ret, err);
}

static struct dbv
variant(const struct accreditation *c)
{
    return db_s(c->incubating ? STR("INCUBATING") : STR(""));
}

enum status
accreditation_store_add(
    struct act *x, const struct accreditation *c, struct err *err)
{
    struct str info;

    TRY(json_bytes(x->a, c->info, &info, err));
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(c->subject_id), db_i(c->id), db_i(c->programme_id),
            db_id_or_null(c->application_id), db_s(c->number),
            db_s(c->verify_code), db_s(accreditation_state_name(c->state)),
            db_s(c->route), db_s(c->name), db_s(c->region), db_s(info),
            db_i(c->admitted.n), db_i(c->last_day.n), db_day_or_null(c->ended),
            db_s(c->end_reason), db_day_or_null(c->last_activity),
            db_i(c->watch.n), db_id_or_null(c->warned_us),
            db_i(c->completed ? 1 : 0), db_s(c->pack->hash),
            db_s(c->category), variant(c), db_i(c->version)),
        NULL, err);
}

static enum status
read_row(struct act *x, struct rows *r, struct accreditation *c,
    struct err *err)
{
    *c = (struct accreditation){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .programme_id = row_int(r, 2),
        .application_id = row_int(r, 3),
        .number = row_str(r, 4),
        .verify_code = row_str(r, 5),
        .route = row_str(r, 7),
        .name = row_str(r, 8),
        .region = row_str(r, 9),
        .admitted = row_day(r, 11),
        .last_day = row_day(r, 12),
        .ended = row_day(r, 13),
        .end_reason = row_str(r, 14),
        .last_activity = row_day(r, 15),
        .watch = row_day(r, 16),
        .warned_us = row_int(r, 17),
        .completed = row_int(r, 18) == 1,
        .pack = domain_pack(x->d, row_peek(r, 19)),
        .category = row_str(r, 20),
        .incubating = row_peek(r, 21).n > 0,
        .version = row_int(r, 22) };
    if (c->pack == NULL ||
        !accreditation_state_of(row_peek(r, 6), &c->state))
        return err_set(
            err, ERR_DB, "an accreditation row is not understood");
    return json_parse(x->a, row_peek(r, 10), JSON_MAX, &c->info, err);
}

READ_ONE(one_accreditation, struct accreditation, read_row)
READ_ALL(all_accreditations, struct accreditation, read_row)

enum status
accreditation_store_get(struct act *x, int64_t subject_id, int64_t id,
    struct accreditation *ret, bool *ret_found, struct err *err)
{
    if (subject_id == 0)
        return one_accreditation(
            x, &Q[Q_BY_ID], DB_ARGS(db_i(id)), ret, ret_found, err);
    return one_accreditation(x, &Q[Q_BY_KEY],
        DB_ARGS(db_i(subject_id), db_i(id)), ret, ret_found, err);
}

enum status
accreditation_store_by_number(struct act *x, struct str number,
    struct accreditation *ret, bool *ret_found, struct err *err)
{
    return one_accreditation(
        x, &Q[Q_BY_NUMBER], DB_ARGS(db_s(number)), ret, ret_found, err);
}

enum status
accreditation_store_of_subject(struct act *x, int64_t subject_id,
    const struct accreditation **ret, size_t *ret_n, struct err *err)
{
    return all_accreditations(
        x, &Q[Q_OF_SUBJECT], DB_ARGS(db_i(subject_id)), ret, ret_n, err);
}

/* One row by its version, or somebody else was first. */
static enum status
put_row(struct act *x, const struct sql *q, const struct dbv *args, size_t n,
    struct accreditation *c, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, q, args, n, &changed, err));
    if (changed == 0)
        return err_set(
            err, ERR_CONFLICT, "这项资格刚刚被其他人修改，请刷新后重试");
    c->version++;
    return OK;
}

enum status
accreditation_store_put(
    struct act *x, struct accreditation *c, struct err *err)
{
    struct str info;

    TRY(json_bytes(x->a, c->info, &info, err));
    return put_row(x, &Q[Q_PUT],
        DB_ARGS(db_i(c->subject_id), db_i(c->id), db_i(c->version),
            db_s(accreditation_state_name(c->state)), db_s(c->name),
            db_i(c->last_day.n), db_day_or_null(c->ended), db_s(c->end_reason),
            db_day_or_null(c->last_activity), db_i(c->watch.n),
            db_id_or_null(c->warned_us), db_i(c->completed ? 1 : 0),
            db_s(c->pack->hash), db_s(c->region), variant(c), db_s(info)),
        c, err);
}

enum status
accreditation_store_put_activity(
    struct act *x, struct accreditation *c, struct err *err)
{
    return put_row(x, &Q[Q_PUT_ACTIVITY],
        DB_ARGS(db_i(c->subject_id), db_i(c->id), db_i(c->version),
            db_i(c->last_activity.n), db_i(c->watch.n)),
        c, err);
}

enum status
term_store_add(struct act *x, const struct accreditation *c, int64_t seq,
    struct day first, struct day last, int64_t application_id,
    struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_TERM],
        DB_ARGS(db_i(c->subject_id), db_i(c->id), db_i(seq), db_i(first.n),
            db_i(last.n), db_i(x->now_us), db_id_or_null(application_id)),
        NULL, err);
}

static struct term_row
read_term_row(struct rows *r)
{
    return (struct term_row){ .seq = row_int(r, 0),
        .first = row_day(r, 1),
        .last = row_day(r, 2),
        .granted_us = row_int(r, 3) };
}

COPY_ALL(all_term_rows, struct term_row, read_term_row)

enum status
term_store_list(struct act *x, const struct accreditation *c,
    const struct term_row **ret, size_t *ret_n, struct err *err)
{
    return all_term_rows(x, &Q[Q_TERMS],
        DB_ARGS(db_i(c->subject_id), db_i(c->id)), ret, ret_n, err);
}

enum status
issued_store_add(struct act *x, const struct issued *d, struct err *err)
{
    struct str fields;

    TRY(json_bytes(x->a, d->fields, &fields, err));
    return tx_exec(x->tx, &Q[Q_ISSUED_ADD],
        DB_ARGS(db_i(d->subject_id), db_i(d->id), db_s(d->owner_kind),
            db_i(d->owner_id), db_s(d->document), db_s(d->number),
            db_s(fields), db_s(d->sha256), db_i(d->issued_us),
            db_id_or_null(d->void_us)),
        NULL, err);
}

static enum status
read_issued(struct act *x, struct rows *r, struct issued *ret,
    struct err *err)
{
    *ret = (struct issued){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .owner_kind = row_str(r, 2),
        .owner_id = row_int(r, 3),
        .document = row_str(r, 4),
        .number = row_str(r, 5),
        .sha256 = row_str(r, 7),
        .issued_us = row_int(r, 8),
        .void_us = row_int(r, 9) };
    return json_parse(x->a, row_str(r, 6), JSON_MAX, &ret->fields, err);
}

READ_ONE(one_issued, struct issued, read_issued)
READ_ALL(all_issued, struct issued, read_issued)

enum status
issued_store_latest(struct act *x, int64_t subject_id, struct str owner_kind,
    int64_t owner_id, struct str document, struct issued *ret,
    bool *ret_found, struct err *err)
{
    return one_issued(x, &Q[Q_ISSUED_LATEST],
        DB_ARGS(db_i(subject_id), db_s(owner_kind), db_i(owner_id),
            db_s(document)),
        ret, ret_found, err);
}

enum status
issued_find(struct act *x, int64_t subject_id, int64_t id,
    struct issued *ret, bool *ret_found, struct err *err)
{
    return one_issued(x, &Q[Q_ISSUED_FIND],
        DB_ARGS(db_i(subject_id), db_i(id)), ret, ret_found, err);
}

enum status
issued_of(struct act *x, int64_t subject_id, struct str owner_kind,
    int64_t owner_id, const struct issued **ret, size_t *ret_n,
    struct err *err)
{
    return all_issued(x, &Q[Q_ISSUED_OF],
        DB_ARGS(db_i(subject_id), db_s(owner_kind), db_i(owner_id)), ret, ret_n,
        err);
}

enum status
issued_store_void(struct act *x, int64_t subject_id, struct str owner_kind,
    int64_t owner_id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ISSUED_VOID],
        DB_ARGS(db_i(subject_id), db_s(owner_kind), db_i(owner_id),
            db_i(x->now_us)),
        NULL, err);
}
