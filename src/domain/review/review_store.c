/* SQL of reviews and supplements. */
#include "review_store.h"
#include "domain/reading.h"

enum {
    Q_ADD, Q_LIST, Q_ADD_SUPPLEMENT, Q_SUPPLEMENTS, Q_ASSIGN, Q_OFFICERS,
    Q_OPEN_CASES, Q_SHORT_YEARS
};

static const struct sql Q[] = {
    [Q_ADD] = { "iiississsi", "",
        "INSERT INTO review (subject_id, application_id, id, stage, step, "
        "account_id, marks, decision, reason, at_us) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" },
    [Q_LIST] = { "ii", "isissssi",
        "SELECT r.id, r.step, r.account_id, COALESCE(a.name, ''), r.marks, "
        "r.decision, r.reason, r.at_us FROM review r LEFT JOIN account a ON "
        "a.id = r.account_id WHERE r.subject_id = $1 AND "
        "r.application_id = $2 ORDER BY r.id" },
    [Q_ADD_SUPPLEMENT] = { "iiisiiis", "",
        "INSERT INTO supplement (subject_id, application_id, id, items, "
        "requested_us, requested_by, due_us, derivation, answered_us, state) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 'OPEN')" },
    [Q_SUPPLEMENTS] = { "ii", "isiisIs",
        "SELECT id, items, requested_us, due_us, derivation, answered_us, "
        "state FROM supplement WHERE subject_id = $1 AND "
        "application_id = $2 ORDER BY id" },
    [Q_ASSIGN] = { "iiii", "",
        "UPDATE application SET reviewer_id = $4, version = version + 1 "
        "WHERE subject_id = $1 AND id = $2 AND version = $3" },
    [Q_OFFICERS] = { "ss", "is",
        "SELECT id, name FROM account WHERE state = 'ACTIVE' AND id IN "
        "(SELECT account_id FROM role_grant WHERE role IN ($1, $2)) "
        "ORDER BY name, id LIMIT 500" },
    [Q_OPEN_CASES] = { "ii", "i",
        "SELECT COUNT(*) FROM proceeding WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND state IN ('PROPOSED', 'NOTIFIED', "
        "'STATED')" },
    [Q_SHORT_YEARS] = { "iii", "i",
        "SELECT COUNT(*) FROM assessment WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND year >= $3 AND full_year = 1 AND "
        "standard = 'NOT_MET'" },
};
const struct sql_set review_sql = SQL_SET("review", Q);

#define JSON_MAX (1024u * 1024)

static const struct str STEPS[REVIEW_STEP_COUNT_] = {
    [REVIEW_MARK] = STR_INIT("mark"),
    [REVIEW_PROPOSE] = STR_INIT("propose"),
    [REVIEW_CONFIRM] = STR_INIT("confirm"),
    [REVIEW_RETURN] = STR_INIT("return"),
};

static enum status
json_bytes(struct arena *a, const struct json *v, struct str *ret,
    struct err *err)
{
    struct buf b;

    buf_init(&b, a, JSON_MAX);
    json_write_canonical(&b, v == NULL ? json_new(a, JSON_OBJECT) : v);
    return buf_done(&b, ret, err);
}

enum status
review_store_add(struct act *x, const struct application *app,
    const struct review_row *row, struct str stage, struct err *err)
{
    bool decides = row->step != REVIEW_MARK;
    struct str marks;

    TRY(json_bytes(x->a, row->marks, &marks, err));
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(app->subject_id), db_i(app->id),
            db_i(world_id(&x->d->world)), db_s(stage),
            db_s(STEPS[row->step]), db_i(x->who->account_id), db_s(marks),
            db_s(!decides    ? STR_EMPTY
                 : row->pass ? STR("pass")
                             : STR("refuse")),
            db_s(row->reason), db_i(x->now_us)),
        NULL, err);
}

static bool
step_of(struct str name, enum review_step *ret)
{
    for (size_t i = 0; i < REVIEW_STEP_COUNT_; i++) {
        if (!str_eq(STEPS[i], name))
            continue;
        *ret = (enum review_step)i;
        return true;
    }
    return false;
}

enum status
review_store_list(struct act *x, const struct application *app,
    const struct review_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct review_row) v = { 0 };
    enum status st = OK;

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), &r, err));
    while (st == OK && rows_next(r)) {
        struct review_row *one = VEC_PUSH(x->a, &v);

        *one = (struct review_row){ .id = row_int(r, 0),
            .account_id = row_int(r, 2),
            .account = row_str(r, 3),
            .pass = str_eq(row_peek(r, 5), STR("pass")),
            .reason = row_str(r, 6),
            .at_us = row_int(r, 7) };
        if (!step_of(row_peek(r, 1), &one->step))
            st = err_set(err, ERR_DB, "a review row is not understood");
        else
            st = json_parse(
                x->a, row_peek(r, 4), JSON_MAX, &one->marks, err);
    }
    TRY(rows_close(r, st, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
supplement_store_add(struct act *x, const struct application *app,
    const struct json *items, const struct deadline *due, struct err *err)
{
    struct str text;

    TRY(json_bytes(x->a, items, &text, err));
    return tx_exec(x->tx, &Q[Q_ADD_SUPPLEMENT],
        DB_ARGS(db_i(app->subject_id), db_i(app->id),
            db_i(world_id(&x->d->world)), db_s(text), db_i(x->now_us),
            db_i(x->who->account_id), db_i(due->end_us),
            db_s(deadline_json(x->a, due))),
        NULL, err);
}

enum status
supplement_store_list(struct act *x, const struct application *app,
    const struct supplement_view **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct supplement_view) v = { 0 };
    enum status st = OK;

    TRY(tx_query(x->tx, x->a, &Q[Q_SUPPLEMENTS],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), &r, err));
    while (st == OK && rows_next(r)) {
        struct supplement_view *one = VEC_PUSH(x->a, &v);

        *one = (struct supplement_view){ .id = row_int(r, 0),
            .requested_us = row_int(r, 2),
            .due_us = row_int(r, 3),
            .answered_us = row_int(r, 5),
            .state = row_str(r, 6) };
        st = json_parse(x->a, row_peek(r, 1), JSON_MAX, &one->items, err);
        if (st == OK)
            st = json_parse(
                x->a, row_peek(r, 4), JSON_MAX, &one->derivation, err);
    }
    TRY(rows_close(r, st, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
review_store_assign(struct act *x, struct application *app, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_ASSIGN],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(app->version),
            db_i(app->reviewer_id)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这份申请刚刚被其他人修改，请刷新后重试");
    app->version++;
    return OK;
}

static struct reviewer
read_reviewer(struct rows *r)
{
    return (struct reviewer){ row_int(r, 0), row_str(r, 1) };
}

COPY_ALL(all_reviewers, struct reviewer, read_reviewer)

enum status
review_store_officers(struct act *x, const struct reviewer **ret,
    size_t *ret_n, struct err *err)
{
    return all_reviewers(x, &Q[Q_OFFICERS],
        DB_ARGS(
            db_s(role_name(ROLE_SECRETARIAT)), db_s(role_name(ROLE_CENTRE))),
        ret, ret_n, err);
}

enum status
review_store_open_cases(struct act *x, const struct application *app,
    int64_t *ret, struct err *err)
{
    return tx_int(x->tx, &Q[Q_OPEN_CASES],
        DB_ARGS(db_i(app->subject_id), db_i(app->accreditation_id)), ret,
        err);
}

enum status
review_store_short_years(struct act *x, const struct application *app,
    int first_year, int64_t *ret, struct err *err)
{
    return tx_int(x->tx, &Q[Q_SHORT_YEARS],
        DB_ARGS(db_i(app->subject_id), db_i(app->accreditation_id),
            db_i(first_year)),
        ret, err);
}
