#include "activity_store.h"
#include "domain/reading.h"

enum { Q_ADD, Q_GET, Q_PUT, Q_CANCEL, Q_COMING, Q_PAST, Q_COUNT_COMING,
    Q_COUNT_PAST, Q_MOVE, Q_MOVE_ENROLLED };

#define COLUMNS \
    "a.subject_id, a.id, a.programme_id, a.accreditation_id, a.title, " \
    "a.organiser, a.organiser_phone, a.mode, a.region, a.place, " \
    "a.starts_us, a.ends_us, a.target, a.capacity, a.field, a.content, " \
    "a.experts, a.campaign, a.state, a.cancel_reason, a.created_us, " \
    "a.version, s.name, (SELECT COUNT(*) FROM enrolment e WHERE " \
    "e.subject_id = a.subject_id AND e.activity_id = a.id AND " \
    "e.kind = 'enterprise' AND e.state = 'ENROLLED')"
#define COLUMN_TYPES "iiiissssssiisissssssiisi"
#define FROM "FROM activity a JOIN subject s ON s.id = a.subject_id "
/* $1 now, $2 region from, $3 region until, $4 field or '', $5 subject or 0 */
#define MATCHES \
    "a.region >= $2 AND a.region < $3 AND ($4 = '' OR a.field = $4) AND " \
    "($5 = 0 OR a.subject_id = $5) AND (a.state = 'PUBLISHED' OR $5 <> 0)"

static const struct sql Q[] = {
    [Q_ADD] = { "iiiissssssiisisssssii", "",
        "INSERT INTO activity (subject_id, id, programme_id, "
        "accreditation_id, title, organiser, organiser_phone, mode, region, "
        "place, starts_us, ends_us, target, capacity, field, content, "
        "experts, campaign, state, cancel_reason, created_us, created_by, "
        "version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
        "$13, $14, $15, $16, $17, $18, 'PUBLISHED', $19, $20, $21, 1)" },
    [Q_GET] = { "i", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE a.id = $1" },
    [Q_PUT] = { "iiissssssiisissss", "",
        "UPDATE activity SET title = $4, organiser = $5, "
        "organiser_phone = $6, mode = $7, region = $8, place = $9, "
        "starts_us = $10, ends_us = $11, target = $12, capacity = $13, "
        "field = $14, content = $15, experts = $16, campaign = $17, "
        "version = version + 1 WHERE subject_id = $1 AND id = $2 AND "
        "version = $3 AND state = 'PUBLISHED'" },
    [Q_CANCEL] = { "iis", "",
        "UPDATE activity SET state = 'CANCELLED', cancel_reason = $3, "
        "version = version + 1 WHERE subject_id = $1 AND id = $2 AND "
        "state = 'PUBLISHED'" },
    [Q_COMING] = { "isssiii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE a.ends_us >= $1 AND " MATCHES
        " ORDER BY a.starts_us, a.id LIMIT $6 OFFSET $7" },
    [Q_PAST] = { "isssiii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE a.ends_us < $1 AND " MATCHES
        " ORDER BY a.starts_us DESC, a.id DESC LIMIT $6 OFFSET $7" },
    [Q_COUNT_COMING] = { "isssi", "i",
        "SELECT COUNT(*) FROM (SELECT a.id FROM activity a "
        "WHERE a.ends_us >= $1 AND " MATCHES
        " ORDER BY a.id LIMIT 2000) m" },
    [Q_COUNT_PAST] = { "isssi", "i",
        "SELECT COUNT(*) FROM (SELECT a.id FROM activity a "
        "WHERE a.ends_us < $1 AND " MATCHES " ORDER BY a.id LIMIT 2000) m" },
    [Q_MOVE] = { "iiii", "",
        "UPDATE activity SET subject_id = $3, accreditation_id = $4, "
        "version = version + 1 WHERE subject_id = $1 AND id = $2 AND "
        "state = 'PUBLISHED'" },
    [Q_MOVE_ENROLLED] = { "iii", "",
        "UPDATE enrolment SET subject_id = $3 WHERE subject_id = $1 AND "
        "activity_id = $2" },
};
const struct sql_set activity_sql = SQL_SET("activity", Q);

enum status
activity_store_add(
    struct act *x, const struct activity *ac, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(ac->subject_id), db_i(ac->id), db_i(ac->programme_id),
            db_i(ac->accreditation_id), db_s(ac->title), db_s(ac->organiser),
            db_s(ac->organiser_phone), db_s(ac->mode), db_s(ac->region),
            db_s(ac->place), db_i(ac->starts_us), db_i(ac->ends_us),
            db_s(ac->target), db_i(ac->capacity), db_s(ac->field),
            db_s(ac->content), db_s(ac->experts), db_s(ac->campaign),
            db_s(STR_EMPTY), db_i(x->now_us), db_i(x->who->account_id)),
        NULL, err);
}

static struct activity
read_activity(struct rows *r)
{
    return (struct activity){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .programme_id = row_int(r, 2),
        .accreditation_id = row_int(r, 3),
        .title = row_str(r, 4),
        .organiser = row_str(r, 5),
        .organiser_phone = row_str(r, 6),
        .mode = row_str(r, 7),
        .region = row_str(r, 8),
        .place = row_str(r, 9),
        .starts_us = row_int(r, 10),
        .ends_us = row_int(r, 11),
        .target = row_str(r, 12),
        .capacity = row_int(r, 13),
        .field = row_str(r, 14),
        .content = row_str(r, 15),
        .experts = row_str(r, 16),
        .campaign = row_str(r, 17),
        .cancelled = str_eq(row_peek(r, 18), STR("CANCELLED")),
        .cancel_reason = row_str(r, 19),
        .created_us = row_int(r, 20),
        .version = row_int(r, 21),
        .holder = row_str(r, 22),
        .enrolled = row_int(r, 23) };
}

COPY_ALL(all_activities, struct activity, read_activity)

enum status
activity_store_get(struct act *x, int64_t id, struct activity *ret,
    bool *ret_found, struct err *err)
{
    struct rows *r = NULL;
    struct activity ac = { 0 };

    TRY(tx_one(x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(id)), ret_found, &r,
        err));
    if (*ret_found)
        ac = read_activity(r);
    TRY(rows_end(r, err));
    *ret = ac;
    return OK;
}

enum status
activity_store_put(
    struct act *x, const struct activity *ac, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(ac->subject_id), db_i(ac->id), db_i(ac->version),
            db_s(ac->title), db_s(ac->organiser), db_s(ac->organiser_phone),
            db_s(ac->mode), db_s(ac->region), db_s(ac->place),
            db_i(ac->starts_us), db_i(ac->ends_us), db_s(ac->target),
            db_i(ac->capacity), db_s(ac->field), db_s(ac->content),
            db_s(ac->experts), db_s(ac->campaign)),
        &changed, err));
    return changed == 1 ? OK
                        : err_set(err, ERR_CONFLICT,
                              "活动已被他人修改或取消，请刷新后再试");
}

enum status
activity_store_cancel(struct act *x, const struct activity *ac,
    struct str reason, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_CANCEL],
        DB_ARGS(db_i(ac->subject_id), db_i(ac->id), db_s(reason)), NULL,
        err);
}

/* A region's codes are those from its own up to the next of its level: 510000
 * province, 510100 prefecture, 510107 county. */
static struct str
region_until(struct arena *a, struct str region)
{
    int64_t code = 0;
    int64_t step = 1;

    if (region.n != 6 || !num_int(region, 0, 999999, &code) || code == 0)
        return STR("~");
    if (code % 10000 == 0)
        step = 10000;
    else if (code % 100 == 0)
        step = 100;
    return arena_fmt(a, "%06lld", (long long)(code + step));
}

enum status
activity_store_list(struct act *x, const struct activity_filter *f,
    int64_t offset, int64_t n, const struct activity **ret, size_t *ret_n,
    struct err *err)
{
    return all_activities(x, f->past ? &Q[Q_PAST] : &Q[Q_COMING],
        DB_ARGS(db_i(x->now_us), db_s(f->region),
            db_s(region_until(x->a, f->region)), db_s(f->field),
            db_i(f->subject_id), db_i(n), db_i(offset)),
        ret, ret_n, err);
}

enum status
activity_store_count(struct act *x, const struct activity_filter *f,
    int64_t *ret, struct err *err)
{
    return tx_int(x->tx, f->past ? &Q[Q_COUNT_PAST] : &Q[Q_COUNT_COMING],
        DB_ARGS(db_i(x->now_us), db_s(f->region),
            db_s(region_until(x->a, f->region)), db_s(f->field),
            db_i(f->subject_id)),
        ret, err);
}

enum status
activity_store_move(struct act *x, const struct activity *ac,
    int64_t to_subject_id, int64_t to_accreditation_id, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_MOVE],
        DB_ARGS(db_i(ac->subject_id), db_i(ac->id), db_i(to_subject_id),
            db_i(to_accreditation_id)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, "活动已取消");
    return tx_exec(x->tx, &Q[Q_MOVE_ENROLLED],
        DB_ARGS(db_i(ac->subject_id), db_i(ac->id), db_i(to_subject_id)),
        NULL, err);
}
