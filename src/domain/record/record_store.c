#include "record_store.h"

#define CONTENT_MAX (256 * 1024)

enum {
    Q_ADD, Q_GET, Q_OF, Q_LIST, Q_LIST_STATE, Q_TALLIES, Q_PUT, Q_DUE, Q_ALL,
    Q_HOLDING, Q_WAITING, Q_BROUGHT, Q_LINK, Q_UNDONE,
    Q_OVERDUE
};

#define COLUMNS \
    "r.subject_id, r.id, r.programme_id, r.kind, r.content, r.state, " \
    "r.answer, r.created_us, r.created_by, r.answered_us, r.answered_by, " \
    "r.version, s.name, r.done, r.due_day, r.flags, r.corrects, r.region, " \
    "r.because, r.case_id"
#define COLUMN_TYPES "iiissssiiIIiSiIsIsII"
#define FROM "FROM record r LEFT JOIN subject s ON s.id = r.subject_id "

static const struct sql Q[] = {
    [Q_ADD] = { "iiisssiisiIsIs", "",
        "INSERT INTO record (subject_id, id, programme_id, kind, content, "
        "answer, created_us, created_by, state, done, due_day, flags, "
        "corrects, region, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
        "$9, $10, $11, $12, $13, $14, 1)" },
    [Q_GET] = { "ii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.subject_id = $1 AND r.id = $2" },
    [Q_OF] = { "iis", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.subject_id IN ($1, 0) AND r.programme_id = $2 AND "
        "r.kind = $3 ORDER BY r.id DESC LIMIT 5000" },
    [Q_LIST] = { "isii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.programme_id = $1 AND r.kind = $2 AND r.created_us < $3 "
        "ORDER BY r.created_us DESC, r.id DESC LIMIT $4" },
    [Q_LIST_STATE] = { "isiis", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.programme_id = $1 AND r.kind = $2 AND r.created_us < $3 "
        "AND r.state = $5 ORDER BY r.created_us DESC, r.id DESC LIMIT $4" },
    [Q_TALLIES] = { "isi", "ssiii",
        "SELECT region, state, COUNT(*), "
        "CAST(SUM(CASE WHEN done = 0 THEN 1 ELSE 0 END) AS BIGINT), "
        "CAST(SUM(CASE WHEN done = 0 AND due_day < $3 AND "
        "state <> 'REPORTED' THEN 1 ELSE 0 END) AS BIGINT) "
        "FROM record WHERE programme_id = $1 AND kind = $2 "
        "GROUP BY region, state ORDER BY region, state" },
    [Q_PUT] = { "iiisssIIisI", "",
        "UPDATE record SET content = $4, state = $5, answer = $6, "
        "answered_us = $7, answered_by = $8, done = $9, flags = $10, "
        "due_day = $11, "
        "version = version + 1 "
        "WHERE subject_id = $1 AND id = $2 AND version = $3" },
    [Q_DUE] = { "ii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.programme_id = $1 AND r.done = 0 AND r.due_day IS NOT NULL "
        "ORDER BY r.due_day, r.subject_id, r.id LIMIT $2" },
    [Q_OVERDUE] = { "iii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.programme_id = $1 AND r.done = 0 AND r.due_day >= $2 AND "
        "r.due_day < $3 ORDER BY r.due_day, r.subject_id, r.id LIMIT 5000" },
    [Q_ALL] = { "ii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.subject_id = $1 AND r.programme_id = $2 "
        "ORDER BY r.id LIMIT 20000" },
    [Q_WAITING] = { "ii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.subject_id = $1 AND r.programme_id = $2 AND r.done = 0 "
        "ORDER BY r.id LIMIT 2000" },
    [Q_UNDONE] = { "ii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.programme_id = $1 AND r.done = 0 "
        "ORDER BY r.created_us, r.subject_id, r.id LIMIT $2" },
    [Q_BROUGHT] = { "i", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM
        "WHERE r.because = $1 AND r.state <> 'CLOSED' ORDER BY r.id "
        "LIMIT 5000" },
    [Q_LINK] = { "iiII", "",
        "UPDATE record SET because = $3, case_id = $4 WHERE "
        "subject_id = $1 AND id = $2" },
    [Q_HOLDING] = { "iii", "i",
        "SELECT id FROM accreditation WHERE subject_id = $1 AND "
        "programme_id = $2 AND admitted_day <= $3 "
        "ORDER BY admitted_day DESC, id DESC LIMIT 1" },
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

static enum status
flags_text(
    struct act *x, const struct record *r, struct str *ret, struct err *err)
{
    *ret = STR("[]");
    return r->flags == NULL ? OK : content_text(x, r->flags, ret, err);
}

enum status
record_store_add(struct act *x, const struct record *r, struct err *err)
{
    struct str content;

    struct str flags;

    TRY(content_text(x, r->content, &content, err));
    TRY(flags_text(x, r, &flags, err));
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(r->subject_id), db_i(r->id), db_i(r->programme_id),
            db_s(r->kind), db_s(content), db_s(r->answer),
            db_i(r->created_us), db_i(r->created_by), db_s(r->state),
            db_i(r->done),
            day_is_none(r->due) ? db_null() : db_i(r->due.n), db_s(flags),
            r->corrects == 0 ? db_null() : db_i(r->corrects),
            db_s(r->region)),
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
        .subject_name = row_str(rows, 12),
        .done = row_int(rows, 13) != 0,
        .due = row_day(rows, 14),
        .corrects = row_is_null(rows, 16) ? 0 : row_int(rows, 16),
        .region = row_str(rows, 17),
        .because = row_int(rows, 18),
        .case_id = row_int(rows, 19) };
    TRY(json_parse(x->a, row_str(rows, 15), CONTENT_MAX, &r->flags, err));
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

/* Few rows are corrections. */
static void
mark_corrected(struct record *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; list[i].corrects != 0 && k < n; k++) {
            if (list[k].id == list[i].corrects)
                list[k].corrected = true;
        }
    }
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
    mark_corrected(v.p, v.n);
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
record_store_tallies(struct act *x, int64_t programme_id, struct str kind,
    const struct record_tally **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct record_tally) v = { 0 };
    struct rows *rows = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_TALLIES],
        DB_ARGS(db_i(programme_id), db_s(kind), db_i(x->today.n)), &rows,
        err));
    while (rows_next(rows))
        *VEC_PUSH(x->a, &v) = (struct record_tally){
            .region = row_str(rows, 0),
            .state = row_str(rows, 1),
            .n = row_int(rows, 2),
            .open = row_int(rows, 3),
            .overdue = row_int(rows, 4) };
    TRY(rows_end(rows, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
record_store_put(struct act *x, const struct record *r, struct err *err)
{
    struct str content;
    struct str flags;
    int64_t changed = 0;

    TRY(content_text(x, r->content, &content, err));
    TRY(flags_text(x, r, &flags, err));
    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(r->subject_id), db_i(r->id), db_i(r->version),
            db_s(content), db_s(r->state), db_s(r->answer),
            r->answered_us == 0 ? db_null() : db_i(r->answered_us),
            r->answered_us == 0 ? db_null() : db_i(r->answered_by),
            db_i(r->done), db_s(flags),
            day_is_none(r->due) ? db_null() : db_i(r->due.n)),
        &changed, err));
    return changed == 1 ? OK
                        : err_set(err, ERR_CONFLICT,
                              "这条记录已被他人改动，请刷新后再试");
}

enum status
record_store_due(struct act *x, int64_t programme_id, size_t n,
    const struct record **ret, size_t *ret_n, struct err *err)
{
    struct rows *rows = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_DUE],
        DB_ARGS(db_i(programme_id), db_i((int64_t)n)), &rows, err));
    return read_list(x, rows, ret, ret_n, err);
}

enum status
record_store_overdue(struct act *x, int64_t programme_id, struct day from,
    const struct record **ret, size_t *ret_n, struct err *err)
{
    struct rows *rows = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_OVERDUE],
        DB_ARGS(db_i(programme_id), db_i(from.n), db_i(x->today.n)), &rows,
        err));
    return read_list(x, rows, ret, ret_n, err);
}

enum status
record_store_all(struct act *x, int64_t programme_id, int64_t subject_id,
    const struct record **ret, size_t *ret_n, struct err *err)
{
    struct rows *rows = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_ALL],
        DB_ARGS(db_i(subject_id), db_i(programme_id)), &rows, err));
    return read_list(x, rows, ret, ret_n, err);
}

enum status
record_store_waiting(struct act *x, int64_t programme_id, int64_t subject_id,
    const struct record **ret, size_t *ret_n, struct err *err)
{
    struct rows *rows = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_WAITING],
        DB_ARGS(db_i(subject_id), db_i(programme_id)), &rows, err));
    return read_list(x, rows, ret, ret_n, err);
}

enum status
record_store_holding(struct act *x, int64_t subject_id, int64_t programme_id,
    struct day until, int64_t *ret, struct err *err)
{
    struct rows *rows = NULL;
    bool found = false;

    *ret = 0;
    TRY(tx_one(x->tx, x->a, &Q[Q_HOLDING],
        DB_ARGS(db_i(subject_id), db_i(programme_id), db_i(until.n)), &found,
        &rows, err));
    if (found)
        *ret = row_int(rows, 0);
    return rows_end(rows, err);
}

enum status
record_store_brought(struct act *x, int64_t because,
    const struct record **ret, size_t *ret_n, struct err *err)
{
    struct rows *rows = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_BROUGHT], DB_ARGS(db_i(because)), &rows, err));
    return read_list(x, rows, ret, ret_n, err);
}

enum status
record_store_link(struct act *x, int64_t subject_id, int64_t id,
    int64_t because, int64_t case_id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_LINK],
        DB_ARGS(db_i(subject_id), db_i(id), db_id_or_null(because),
            db_id_or_null(case_id)),
        NULL, err);
}

enum status
record_store_undone(struct act *x, int64_t programme_id, size_t n,
    const struct record **ret, size_t *ret_n, struct err *err)
{
    struct rows *rows = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_UNDONE],
        DB_ARGS(db_i(programme_id), db_i((int64_t)n)), &rows, err));
    return read_list(x, rows, ret, ret_n, err);
}
