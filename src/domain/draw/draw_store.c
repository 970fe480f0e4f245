/* SQL of draws. */
#include "draw_store.h"
#include "domain/reading.h"

enum { Q_HOLDERS, Q_HOLDER, Q_SEATS, Q_ADD, Q_GET, Q_NUMBER, Q_LIST,
    Q_DRAWN, Q_VOID, Q_COUNT,
    Q_OPEN, Q_SETTLE, Q_SETTLE_EACH };

#define HEAD \
    "id, programme_id, number, inspection, kind, region, year, state, pool, " \
    "places, commitment, committed_us, committed_by, seed_day, seed, " \
    "seed_used, seed_source, seed_taken_us, seeded_us, seeded_by, due_day, " \
    "derivation, void_reason, voided_us, voided_by"
#define HEAD_OUT "iissssisiisiiisssIIIIssII"

static const struct sql Q[] = {
    [Q_HOLDERS] = { "ii", "ii",
        "SELECT subject_id, id FROM accreditation WHERE programme_id = $1 AND "
        "ended_day IS NULL ORDER BY number, id LIMIT $2" },
    [Q_HOLDER] = { "is", "ii",
        "SELECT subject_id, id FROM accreditation WHERE programme_id = $1 AND "
        "number = $2 ORDER BY id DESC LIMIT 1" },
    [Q_SEATS] = { "i", "issss",
        "SELECT a.id, a.name, b.name, b.region, b.kind FROM body b "
        "JOIN body_seat s ON s.body_id = b.id "
        "JOIN account a ON a.id = s.account_id WHERE b.programme_id = $1 AND "
        "b.state = 'VALID' AND a.state = 'ACTIVE' ORDER BY a.id, b.id" },
    [Q_ADD] = { "iissssisiiissiis", "",
        "INSERT INTO draw (id, programme_id, number, inspection, kind, region, "
        "year, state, pool, places, committed_us, plan, commitment, "
        "committed_by, seed_day, seed_source, seed, seed_used, result, "
        "derivation, void_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
        "$10, $11, $12, $13, $14, $15, $16, '', '', '', '', '')" },
    [Q_GET] = { "i", HEAD_OUT "ss",
        "SELECT " HEAD ", plan, result FROM draw WHERE id = $1" },
    [Q_NUMBER] = { "s", "i", "SELECT id FROM draw WHERE number = $1" },
    [Q_LIST] = { "isi", HEAD_OUT,
        "SELECT " HEAD " FROM draw WHERE ($1 = 0 OR programme_id = $1) AND "
        "($2 = '' OR state = $2) ORDER BY id DESC LIMIT $3" },
    [Q_DRAWN] = { "isssiiisIs", "",
        "UPDATE draw SET state = 'DRAWN', seed = $2, seed_used = $3, "
        "seed_source = $4, seed_taken_us = $5, seeded_us = $6, "
        "seeded_by = $7, result = $8, due_day = $9, derivation = $10 "
        "WHERE id = $1 AND state = 'COMMITTED'" },
    [Q_VOID] = { "isii", "",
        "UPDATE draw SET state = 'VOID', void_reason = $2, voided_us = $3, "
        "voided_by = $4 WHERE id = $1 AND state = 'COMMITTED'" },
    [Q_COUNT] = { "ii", "sii",
        "SELECT kind, COUNT(*), COALESCE(CAST(SUM(CASE WHEN state = 'DRAWN' "
        "THEN places ELSE 0 END) AS BIGINT), 0) FROM draw WHERE "
        "programme_id = $1 AND year = $2 AND state <> 'VOID' GROUP BY kind "
        "ORDER BY kind" },
    [Q_OPEN] = { "i", HEAD_OUT,
        "SELECT " HEAD " FROM draw WHERE programme_id = $1 AND "
        "state = 'DRAWN' AND due_day IS NULL ORDER BY id LIMIT 500" },
    [Q_SETTLE] = { "iis", "",
        "UPDATE draw SET due_day = $2, derivation = $3 WHERE id = $1 AND "
        "due_day IS NULL" },
    [Q_SETTLE_EACH] = { "ii", "",
        "UPDATE inspection SET due_day = $2 WHERE draw_id = $1 AND "
        "due_day IS NULL" },
};
const struct sql_set draw_sql = SQL_SET("draw", Q);

/* --- who may be drawn --- */

enum status
draw_store_holders(struct act *x, int64_t programme_id, size_t most,
    const struct holder_key **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct holder_key) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_HOLDERS],
        DB_ARGS(db_i(programme_id), db_i((int64_t)most)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) =
            (struct holder_key){ row_int(r, 0), row_int(r, 1) };
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
draw_store_holder(struct act *x, int64_t programme_id, struct str number,
    struct holder_key *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    *ret = (struct holder_key){ 0 };
    TRY(tx_one(x->tx, x->a, &Q[Q_HOLDER],
        DB_ARGS(db_i(programme_id), db_s(number)), &found, &r, err));
    if (found)
        *ret = (struct holder_key){ row_int(r, 0), row_int(r, 1) };
    return rows_end(r, err);
}

static struct candidate
read_candidate(struct rows *r)
{
    return (struct candidate){ .account_id = row_int(r, 0),
        .name = row_str(r, 1),
        .unit = row_str(r, 2),
        .region = row_str(r, 3),
        .kind = row_str(r, 4) };
}

COPY_ALL(all_candidates, struct candidate, read_candidate)

enum status
draw_store_seats(struct act *x, int64_t programme_id,
    const struct candidate **ret, size_t *ret_n, struct err *err)
{
    return all_candidates(
        x, &Q[Q_SEATS], DB_ARGS(db_i(programme_id)), ret, ret_n, err);
}

/* --- draws --- */

enum status
draw_store_add(struct act *x, const struct draw *d, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(d->id), db_i(d->programme_id), db_s(d->number),
            db_s(d->inspection), db_s(d->spot ? STR("SPOT") : STR("REGULAR")),
            db_s(d->region), db_i(d->year), db_s(draw_state_name(d->state)),
            db_i(d->pool), db_i(d->places), db_i(d->committed_us),
            db_s(d->plan_bytes), db_s(d->commitment), db_i(d->committed_by),
            db_i(d->seed_day.n), db_s(d->seed_source)),
        NULL, err);
}

static struct draw
read_head(struct rows *r)
{
    struct draw d = { .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .number = row_str(r, 2),
        .inspection = row_str(r, 3),
        .spot = str_eq(row_peek(r, 4), STR("SPOT")),
        .region = row_str(r, 5),
        .year = row_int(r, 6),
        .pool = row_int(r, 8),
        .places = row_int(r, 9),
        .commitment = row_str(r, 10),
        .committed_us = row_int(r, 11),
        .committed_by = row_int(r, 12),
        .seed_day = { (int32_t)row_int(r, 13) },
        .seed = row_str(r, 14),
        .seed_used = row_str(r, 15),
        .seed_source = row_str(r, 16),
        .seed_taken_us = row_int(r, 17),
        .seeded_us = row_int(r, 18),
        .seeded_by = row_int(r, 19),
        .due = row_day(r, 20),
        .derivation = row_str(r, 21),
        .void_reason = row_str(r, 22),
        .voided_us = row_int(r, 23),
        .voided_by = row_int(r, 24) };

    for (size_t i = 0; i < DRAW_STATE_COUNT_; i++) {
        if (str_eq(row_peek(r, 7), draw_state_name((enum draw_state)i)))
            d.state = (enum draw_state)i;
    }
    return d;
}

static enum status
read_texts(struct act *x, struct draw *d, struct str result, struct err *err)
{
    TRY(json_parse(x->a, d->plan_bytes, DRAW_FILE_MAX, &d->plan, err));
    if (result.n == 0)
        return OK;
    return json_parse(x->a, result, DRAW_FILE_MAX, &d->result, err);
}

enum status
draw_store_get(struct act *x, int64_t id, struct draw *ret, bool *ret_found,
    struct err *err)
{
    struct rows *r = NULL;
    struct str result = STR_EMPTY;

    TRY(tx_one(
        x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(id)), ret_found, &r, err));
    if (*ret_found) {
        *ret = read_head(r);
        ret->plan_bytes = row_str(r, 25);
        result = row_str(r, 26);
    }
    TRY(rows_end(r, err));
    return *ret_found ? read_texts(x, ret, result, err) : OK;
}

enum status
draw_store_by_number(
    struct act *x, struct str number, int64_t *ret_id, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    *ret_id = 0;
    TRY(tx_one(x->tx, x->a, &Q[Q_NUMBER], DB_ARGS(db_s(number)), &found, &r,
        err));
    if (found)
        *ret_id = row_int(r, 0);
    return rows_end(r, err);
}

enum status
draw_store_list(struct act *x, int64_t programme_id, struct str state,
    size_t n, const struct draw **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct draw) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
        DB_ARGS(db_i(programme_id), db_s(state), db_i((int64_t)n)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = read_head(r);
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
draw_store_open(struct act *x, int64_t programme_id, const struct draw **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct draw) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_OPEN], DB_ARGS(db_i(programme_id)), &r,
        err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = read_head(r);
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
draw_store_settle(struct act *x, const struct draw *d, struct err *err)
{
    TRY(tx_exec(x->tx, &Q[Q_SETTLE],
        DB_ARGS(db_i(d->id), db_i(d->due.n), db_s(d->derivation)), NULL,
        err));
    return tx_exec(x->tx, &Q[Q_SETTLE_EACH],
        DB_ARGS(db_i(d->id), db_i(d->due.n)), NULL, err);
}

/* The state is part of the condition: what was drawn is never written again. */
static enum status
write_once(struct act *x, int which, const struct dbv *args, size_t n,
    struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[which], args, n, &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这次抽取已有结果或者已撤回，不能再办理");
    return OK;
}

enum status
draw_store_drawn(struct act *x, const struct draw *d, struct str result,
    struct err *err)
{
    return write_once(x, Q_DRAWN,
        DB_ARGS(db_i(d->id), db_s(d->seed), db_s(d->seed_used),
            db_s(d->seed_source), db_i(d->seed_taken_us), db_i(d->seeded_us),
            db_i(d->seeded_by), db_s(result),
            db_day_or_null(d->due),
            db_s(d->derivation)),
        err);
}

enum status
draw_store_void(struct act *x, const struct draw *d, struct err *err)
{
    return write_once(x, Q_VOID,
        DB_ARGS(db_i(d->id), db_s(d->void_reason), db_i(d->voided_us),
            db_i(d->voided_by)),
        err);
}

enum status
draw_store_count(struct act *x, int64_t programme_id, int64_t year,
    struct draw_count *ret, struct err *err)
{
    struct rows *r = NULL;

    *ret = (struct draw_count){ 0 };
    TRY(tx_query(x->tx, x->a, &Q[Q_COUNT],
        DB_ARGS(db_i(programme_id), db_i(year)), &r, err));
    while (rows_next(r)) {
        bool spot = str_eq(row_peek(r, 0), STR("SPOT"));

        *(spot ? &ret->spot : &ret->regular) = row_int(r, 1);
        *(spot ? &ret->spot_objects : &ret->objects) = row_int(r, 2);
    }
    return rows_end(r, err);
}
