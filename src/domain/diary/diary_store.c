#include "diary_store.h"
#include "domain/reading.h"

enum {
    Q_ADD, Q_ADD_ENTERPRISE, Q_GET, Q_LIST, Q_RECENT, Q_FLAGGED, Q_NEAR,
    Q_LAST_LIST, Q_PHOTO, Q_VOID, Q_FLAGS, Q_LAST_DAY, Q_WATCH, Q_SINCE,
    Q_CODED
};

#define COLUMNS \
    "subject_id, id, accreditation_id, programme_id, activity_id, day, " \
    "start_us, end_us, minutes, mode, place, service_type, form, topic, " \
    "people, experts, campaign, content, results, enterprises, extra, late, " \
    "state, void_reason, corrects_id, on_behalf, flags, submitted_us, " \
    "submitted_by, version"
#define COLUMN_TYPES "iiiiIiiiisssssissssisissIisiii"

static const struct sql Q[] = {
    [Q_ADD] = { "iiiiIiiiisssssissssisiIisiis", "",
        "INSERT INTO diary (subject_id, id, accreditation_id, programme_id, "
        "activity_id, day, start_us, end_us, minutes, mode, place, "
        "service_type, form, topic, people, experts, campaign, content, "
        "results, enterprises, extra, late, corrects_id, on_behalf, flags, "
        "submitted_us, submitted_by, list_hash, fee_fen, state, void_reason, "
        "version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
        "$13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, "
        "$26, $27, $28, 0, 'ACCEPTED', '', 1)" },
    [Q_ADD_ENTERPRISE] = { "iiisssssss", "",
        "INSERT INTO diary_enterprise (subject_id, diary_id, n, name, "
        "enterprise_key, credit_code, size, mobile, token_hash, answer, "
        "remark) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'NONE', $10)" },
    [Q_GET] = { "ii", COLUMN_TYPES,
        "SELECT " COLUMNS " FROM diary WHERE subject_id = $1 AND id = $2" },
    [Q_LIST] = { "iiii", COLUMN_TYPES,
        "SELECT " COLUMNS " FROM diary WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND day >= $3 AND day <= $4 "
        "ORDER BY start_us DESC, id DESC LIMIT 2000" },
    [Q_RECENT] = { "iii", COLUMN_TYPES,
        "SELECT " COLUMNS " FROM diary WHERE programme_id = $1 AND "
        "submitted_us < $2 ORDER BY submitted_us DESC, id DESC LIMIT $3" },
    [Q_FLAGGED] = { "iii", COLUMN_TYPES,
        "SELECT " COLUMNS " FROM diary WHERE programme_id = $1 AND "
        "submitted_us < $2 AND flags <> '' "
        "ORDER BY submitted_us DESC, id DESC LIMIT $3" },
    [Q_NEAR] = { "iii", "iiiis",
        "SELECT start_us, end_us, minutes, day, list_hash FROM diary "
        "WHERE subject_id = $1 AND start_us >= $2 AND start_us < $3 AND "
        "state = 'ACCEPTED' ORDER BY start_us, id" },
    [Q_LAST_LIST] = { "i", "s",
        "SELECT list_hash FROM diary WHERE subject_id = $1 AND "
        "state = 'ACCEPTED' ORDER BY id DESC LIMIT 1" },
    [Q_PHOTO] = { "is", "i",
        "SELECT COUNT(*) FROM attachment WHERE subject_id = $1 AND "
        "owner_kind = 'diary' AND sha256 = $2 AND removed_us IS NULL" },
    [Q_VOID] = { "iiis", "",
        "UPDATE diary SET state = 'VOID', void_reason = $4, "
        "version = version + 1 WHERE subject_id = $1 AND id = $2 AND "
        "version = $3 AND state = 'ACCEPTED'" },
    [Q_FLAGS] = { "iis", "",
        "UPDATE diary SET flags = $3, version = version + 1 "
        "WHERE subject_id = $1 AND id = $2" },
    [Q_LAST_DAY] = { "ii", "I",
        "SELECT MAX(day) FROM diary WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND state = 'ACCEPTED'" },
    [Q_CODED] = { "iiii", "ss",
        "SELECT DISTINCT e.name, e.credit_code FROM diary d JOIN "
        "diary_enterprise e ON e.subject_id = d.subject_id AND "
        "e.diary_id = d.id WHERE d.subject_id = $1 AND "
        "d.accreditation_id = $2 AND d.day >= $3 AND d.day <= $4 AND "
        "d.state = 'ACCEPTED' AND e.credit_code <> '' "
        "ORDER BY e.credit_code, e.name" },
    [Q_SINCE] = { "iii", "ii",
        "SELECT COALESCE(CAST(SUM(CASE WHEN state = 'ACCEPTED' THEN 1 ELSE 0 "
        "END) AS BIGINT), 0), COUNT(*) FROM diary WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND submitted_us >= $3" },
    [Q_WATCH] = { "iiIi", "",
        "UPDATE accreditation SET last_activity_day = $3, watch_day = $4, "
        "version = version + 1 WHERE subject_id = $1 AND id = $2" },
};
const struct sql_set diary_sql = SQL_SET("diary", Q);

enum status
diary_store_add(struct act *x, const struct diary *d, struct str list_hash,
    struct err *err)
{
    struct buf extra;
    struct str text;

    buf_init(&extra, x->a, 256 * 1024);
    json_write(&extra, d->extra);
    TRY(buf_done(&extra, &text, err));
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(d->subject_id), db_i(d->id), db_i(d->accreditation_id),
            db_i(d->programme_id), db_id_or_null(d->activity_id),
            db_i(d->day.n), db_i(d->start_us), db_i(d->end_us),
            db_i(d->minutes), db_s(d->mode), db_s(d->place),
            db_s(d->service_type), db_s(d->form), db_s(d->topic),
            db_i(d->people), db_s(d->experts), db_s(d->campaign),
            db_s(d->content), db_s(d->results), db_i(d->enterprises),
            db_s(text), db_i(d->late), db_id_or_null(d->corrects_id),
            db_i(d->on_behalf), db_s(d->flags), db_i(d->submitted_us),
            db_i(d->submitted_by), db_s(list_hash)),
        NULL, err);
}

enum status
diary_store_add_enterprise(struct act *x, const struct diary *d,
    const struct diary_enterprise *e, struct str key, struct str token_hash,
    struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_ENTERPRISE],
        DB_ARGS(db_i(d->subject_id), db_i(d->id), db_i(e->n), db_s(e->name),
            db_s(key), db_s(e->credit_code), db_s(e->size), db_s(e->mobile),
            db_s(token_hash), db_s(STR_EMPTY)),
        NULL, err);
}

static enum status
read_diary(struct act *x, struct rows *r, struct diary *d, struct err *err)
{
    *d = (struct diary){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .accreditation_id = row_int(r, 2),
        .programme_id = row_int(r, 3),
        .activity_id = row_int(r, 4),
        .day = { (int32_t)row_int(r, 5) },
        .start_us = row_int(r, 6),
        .end_us = row_int(r, 7),
        .minutes = row_int(r, 8),
        .mode = row_str(r, 9),
        .place = row_str(r, 10),
        .service_type = row_str(r, 11),
        .form = row_str(r, 12),
        .topic = row_str(r, 13),
        .people = row_int(r, 14),
        .experts = row_str(r, 15),
        .campaign = row_str(r, 16),
        .content = row_str(r, 17),
        .results = row_str(r, 18),
        .enterprises = row_int(r, 19),
        .late = row_int(r, 21) != 0,
        .is_void = str_eq(row_peek(r, 22), STR("VOID")),
        .void_reason = row_str(r, 23),
        .corrects_id = row_int(r, 24),
        .on_behalf = row_int(r, 25) != 0,
        .flags = row_str(r, 26),
        .submitted_us = row_int(r, 27),
        .submitted_by = row_int(r, 28),
        .version = row_int(r, 29) };
    return json_parse(x->a, row_str(r, 20), 256 * 1024, &d->extra, err);
}

enum status
diary_store_get(struct act *x, int64_t subject_id, int64_t id,
    struct diary *ret, bool *ret_found, struct err *err)
{
    struct rows *r = NULL;
    struct diary d = { 0 };
    enum status read = OK;

    TRY(tx_one(x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(subject_id), db_i(id)),
        ret_found, &r, err));
    if (*ret_found)
        read = read_diary(x, r, &d, err);
    TRY(rows_end(r, err));
    *ret = d;
    return read;
}

READ_ALL(all_diaries, struct diary, read_diary)

enum status
diary_store_list(struct act *x, int64_t subject_id, int64_t accreditation_id,
    struct day first, struct day last, const struct diary **ret,
    size_t *ret_n, struct err *err)
{
    return all_diaries(x, &Q[Q_LIST],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id), db_i(first.n),
            db_i(last.n)),
        ret, ret_n, err);
}

enum status
diary_store_recent(struct act *x, int64_t programme_id, int64_t before_us,
    bool flagged, size_t n, const struct diary **ret, size_t *ret_n,
    struct err *err)
{
    return all_diaries(x, flagged ? &Q[Q_FLAGGED] : &Q[Q_RECENT],
        DB_ARGS(db_i(programme_id), db_i(before_us), db_i((int64_t)n)), ret,
        ret_n, err);
}

enum status
diary_store_near(struct act *x, int64_t subject_id, int64_t from_us,
    int64_t until_us, const struct diary_near **ret, size_t *ret_n,
    struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct diary_near) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_NEAR],
        DB_ARGS(db_i(subject_id), db_i(from_us), db_i(until_us)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct diary_near){ .start_us = row_int(r, 0),
            .end_us = row_int(r, 1),
            .minutes = row_int(r, 2),
            .day = { (int32_t)row_int(r, 3) },
            .list_hash = row_str(r, 4) };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
diary_store_last_list(
    struct act *x, int64_t subject_id, struct str *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct str s = STR_EMPTY;

    TRY(tx_one(x->tx, x->a, &Q[Q_LAST_LIST], DB_ARGS(db_i(subject_id)),
        &found, &r, err));
    if (found)
        s = row_str(r, 0);
    TRY(rows_end(r, err));
    *ret = s;
    return OK;
}

enum status
diary_store_photo_used(struct act *x, int64_t subject_id, struct str sha256,
    bool *ret, struct err *err)
{
    int64_t n = 0;

    TRY(tx_int(x->tx, &Q[Q_PHOTO], DB_ARGS(db_i(subject_id), db_s(sha256)),
        &n, err));
    *ret = n > 0;
    return OK;
}

enum status
diary_store_put_void(struct act *x, const struct diary *d, struct str reason,
    struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_VOID],
        DB_ARGS(db_i(d->subject_id), db_i(d->id), db_i(d->version),
            db_s(reason)),
        &changed, err));
    return changed == 1
               ? OK
               : err_set(err, ERR_CONFLICT, "这篇日记已被改动，请刷新后再试");
}

enum status
diary_store_put_flags(
    struct act *x, const struct diary *d, struct str flags, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_FLAGS],
        DB_ARGS(db_i(d->subject_id), db_i(d->id), db_s(flags)), NULL, err);
}

enum status
diary_store_last_day(struct act *x, int64_t subject_id,
    int64_t accreditation_id, struct day *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct day last = DAY_NONE;

    TRY(tx_one(x->tx, x->a, &Q[Q_LAST_DAY],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id)), &found, &r, err));
    if (found && !row_is_null(r, 0))
        last = (struct day){ (int32_t)row_int(r, 0) };
    TRY(rows_end(r, err));
    *ret = last;
    return OK;
}

enum status
diary_store_put_watch(struct act *x, const struct accreditation *c,
    struct day last, struct err *err)
{
    struct day watch = c->admitted;

    if (!day_is_none(last) && day_cmp(last, watch) > 0)
        watch = last;
    return tx_exec(x->tx, &Q[Q_WATCH],
        DB_ARGS(db_i(c->subject_id), db_i(c->id),
            day_is_none(last) ? db_null() : db_i(last.n), db_i(watch.n)),
        NULL, err);
}

enum status
diary_none_left_since(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int64_t since_us, bool *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_one(x->tx, x->a, &Q[Q_SINCE],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id), db_i(since_us)),
        &found, &r, err));
    *ret = found && row_int(r, 0) == 0 && row_int(r, 1) > 0;
    return rows_end(r, err);
}

static struct diary_enterprise
read_diary_enterprise(struct rows *r)
{
    return (struct diary_enterprise){ .name = row_str(r, 0),
        .credit_code = row_str(r, 1) };
}

COPY_ALL(all_diary_enterprises, struct diary_enterprise, read_diary_enterprise)

enum status
diary_store_coded(struct act *x, const struct diary *d,
    const struct diary_enterprise **ret, size_t *ret_n, struct err *err)
{
    int year = day_ymd(d->day).year;

    return all_diary_enterprises(x, &Q[Q_CODED],
        DB_ARGS(db_i(d->subject_id), db_i(d->accreditation_id),
            db_i(day_of_ymd(year, 1, 1).n), db_i(day_of_ymd(year, 12, 31).n)),
        ret, ret_n, err);
}
