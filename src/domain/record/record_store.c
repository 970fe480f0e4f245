#include "record_store.h"

#define CONTENT_MAX (256 * 1024)

enum { Q_ADD, Q_GET, Q_OF, Q_LIST, Q_LIST_STATE, Q_COUNT, Q_PUT };

#define COLUMNS \
    "r.subject_id, r.id, r.programme_id, r.kind, r.content, r.state, " \
    "r.answer, r.created_us, r.created_by, r.answered_us, r.answered_by, " \
    "r.version, s.name"
#define COLUMN_TYPES "iiissssiiIIiS"
#define FROM "FROM record r LEFT JOIN subject s ON s.id = r.subject_id "

static const struct sql Q[] = {
    [Q_ADD] = { "iiisssii", "",
        "INSERT INTO record (subject_id, id, programme_id, kind, content, "
        "state, answer, created_us, created_by, version) VALUES ($1, $2, $3, "
        "$4, $5, 'OPEN', $6, $7, $8, 1)" },
    [Q_GET] = { "ii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.subject_id = $1 AND r.id = $2" },
    [Q_OF] = { "iis", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.subject_id IN ($1, 0) AND r.programme_id = $2 AND "
        "r.kind = $3 ORDER BY r.id DESC LIMIT 500" },
    [Q_LIST] = { "isii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.programme_id = $1 AND r.kind = $2 AND r.created_us < $3 "
        "ORDER BY r.created_us DESC, r.id DESC LIMIT $4" },
    [Q_LIST_STATE] = { "isiis", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.programme_id = $1 AND r.kind = $2 AND r.created_us < $3 "
        "AND r.state = $5 ORDER BY r.created_us DESC, r.id DESC LIMIT $4" },
    [Q_COUNT] = { "is", "i",
        "SELECT COUNT(*) FROM record WHERE programme_id = $1 AND kind = $2 "
        "AND state = 'OPEN'" },
    [Q_PUT] = { "iiisssII", "",
        "UPDATE record SET content = $4, state = $5, answer = $6, "
        "answered_us = $7, answered_by = $8, version = version + 1 "
        "WHERE subject_id = $1 AND id = $2 AND version = $3" },
};
const struct sql_set record_sql = SQL_SET("record", Q);

static enum status
content_text(
    struct act *x, const struct json *v, struct str *ret, struct err *err)
{
    struct buf b;

    buf_init(&b, x->a, CONTENT_MAX);
    json_write(&b, v);
    return buf_done(&b, ret, err);
}

enum status
record_store_add(struct act *x, const struct record *r, struct err *err)
{
    struct str content;

    TRY(content_text(x, r->content, &content, err));
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(r->subject_id), db_i(r->id), db_i(r->programme_id),
            db_s(r->kind), db_s(content), db_s(r->answer),
            db_i(r->created_us), db_i(r->created_by)),
        NULL, err);
}

static enum status
read_record(struct act *x, struct rows *rows, struct record *r,
    struct err *err)
{
    *r = (struct record){ .subject_id = row_int(rows, 0),
        .id = row_int(rows, 1),
        .programme_id = row_int(rows, 2),
        .kind = row_str(rows, 3),
        .state = row_str(rows, 5),
        .answer = row_str(rows, 6),
        .created_us = row_int(rows, 7),
        .created_by = row_int(rows, 8),
        .answered_us = row_int(rows, 9),
        .answered_by = row_int(rows, 10),
        .version = row_int(rows, 11),
        .subject_name = row_str(rows, 12) };
    return json_parse(
        x->a, row_str(rows, 4), CONTENT_MAX, &r->content, err);
}

enum status
record_store_get(struct act *x, int64_t subject_id, int64_t id,
    struct record *ret, bool *ret_found, struct err *err)
{
    struct rows *rows = NULL;
    struct record r = { 0 };
    enum status read = OK;

    TRY(tx_one(x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(subject_id), db_i(id)),
        ret_found, &rows, err));
    if (*ret_found)
        read = read_record(x, rows, &r, err);
    TRY(rows_end(rows, err));
    *ret = r;
    return read;
}

static enum status
read_list(struct act *x, struct rows *rows, const struct record **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct record) v = { 0 };
    enum status read = OK;

    while (read == OK && rows_next(rows))
        read = read_record(x, rows, VEC_PUSH(x->a, &v), err);
    TRY(rows_end(rows, err));
    *ret = v.p;
    *ret_n = v.n;
    return read;
}

enum status
record_store_of(struct act *x, int64_t programme_id, int64_t subject_id,
    struct str kind, const struct record **ret, size_t *ret_n,
    struct err *err)
{
    struct rows *rows = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_OF],
        DB_ARGS(db_i(subject_id), db_i(programme_id), db_s(kind)), &rows,
        err));
    return read_list(x, rows, ret, ret_n, err);
}

enum status
record_store_list(struct act *x, int64_t programme_id, struct str kind,
    struct str state, int64_t before_us, size_t n, const struct record **ret,
    size_t *ret_n, struct err *err)
{
    struct rows *rows = NULL;

    if (state.n == 0)
        TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
            DB_ARGS(db_i(programme_id), db_s(kind), db_i(before_us),
                db_i((int64_t)n)),
            &rows, err));
    else
        TRY(tx_query(x->tx, x->a, &Q[Q_LIST_STATE],
            DB_ARGS(db_i(programme_id), db_s(kind), db_i(before_us),
                db_i((int64_t)n), db_s(state)),
            &rows, err));
    return read_list(x, rows, ret, ret_n, err);
}

enum status
record_store_count(struct act *x, int64_t programme_id, struct str kind,
    int64_t *ret, struct err *err)
{
    return tx_int(x->tx, &Q[Q_COUNT],
        DB_ARGS(db_i(programme_id), db_s(kind)), ret, err);
}

enum status
record_store_put(struct act *x, const struct record *r, struct err *err)
{
    struct str content;
    int64_t changed = 0;

    TRY(content_text(x, r->content, &content, err));
    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(r->subject_id), db_i(r->id), db_i(r->version),
            db_s(content), db_s(r->state), db_s(r->answer),
            r->answered_us == 0 ? db_null() : db_i(r->answered_us),
            r->answered_us == 0 ? db_null() : db_i(r->answered_by)),
        &changed, err));
    return changed == 1 ? OK
                        : err_set(err, ERR_CONFLICT,
                              "这条记录已被他人改动，请刷新后再试");
}
