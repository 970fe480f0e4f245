#include "application_store.h"
#include "domain/reading.h"

#include <stdlib.h>

enum {
    Q_ADD, Q_BY_ID, Q_BY_KEY, Q_BY_NUMBER, Q_OPEN_ONE, Q_PUT, Q_MINE,
    Q_ADD_VERSION, Q_VERSIONS, Q_HANDED_IN, Q_SUPPLEMENT, Q_END_SUPPLEMENT,
    Q_MARKS, Q_OVER
};

#define COLUMNS \
    "subject_id, id, programme_id, round_id, procedure_name, " \
    "accreditation_id, number, check_code, state, channel, pack_hash, name, " \
    "region, priority, draft, draft_saved_us, created_us, created_by, " \
    "submitted_us, versions, reference_day, due_us, reviewer_id, " \
    "decided_us, body_id, entered_us, previous_id, version"
#define OUT "iiiIsISssssssisiiiIiIIIIIiIi"

static const struct sql Q[] = {
    [Q_ADD] = { OUT, "",
        "INSERT INTO application (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, "
        "$6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
        "$20, $21, $22, $23, $24, $25, $26, $27, $28)" },
    [Q_BY_ID] = { "i", OUT,
        "SELECT " COLUMNS " FROM application WHERE id = $1" },
    [Q_BY_KEY] = { "ii", OUT,
        "SELECT " COLUMNS " FROM application WHERE subject_id = $1 AND "
        "id = $2" },
    [Q_BY_NUMBER] = { "s", OUT,
        "SELECT " COLUMNS " FROM application WHERE number = $1 "
        "ORDER BY id LIMIT 1" },
    [Q_OPEN_ONE] = { "iis", OUT,
        "SELECT " COLUMNS " FROM application WHERE subject_id = $1 AND "
        "programme_id = $2 AND procedure_name = $3 AND state NOT IN "
        "('LAPSED', 'REFUSED', 'NOT_SELECTED', 'DISQUALIFIED', 'WITHDRAWN', "
        "'GRANTED') ORDER BY id LIMIT 1" },
    [Q_PUT] = { "iiiSssisiIiIIIIsIisI", "",
        "UPDATE application SET number = $4, state = $5, channel = $6, "
        "priority = $7, draft = $8, draft_saved_us = $9, submitted_us = $10, "
        "versions = $11, reference_day = $12, due_us = $13, "
        "reviewer_id = $14, decided_us = $15, pack_hash = $16, "
        "body_id = $17, entered_us = $18, region = $19, "
        "previous_id = $20, "
        "version = version + 1 "
        "WHERE subject_id = $1 AND id = $2 AND version = $3" },
    [Q_MINE] = { "i", OUT,
        "SELECT " COLUMNS " FROM application WHERE subject_id = $1 "
        "ORDER BY id DESC LIMIT 200" },
    [Q_ADD_VERSION] = { "iiissii", "",
        "INSERT INTO application_version (subject_id, application_id, seq, "
        "content, sha256, submitted_us, submitted_by) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)" },
    [Q_VERSIONS] = { "ii", "issii",
        "SELECT seq, content, sha256, submitted_us, submitted_by FROM "
        "application_version WHERE subject_id = $1 AND application_id = $2 "
        "ORDER BY seq" },
    [Q_HANDED_IN] = { "iii", "i",
        "SELECT submitted_us FROM application_version WHERE "
        "subject_id = $1 AND application_id = $2 AND seq = $3" },
    [Q_SUPPLEMENT] = { "ii", "iiis",
        "SELECT id, due_us, requested_us, items FROM supplement WHERE "
        "subject_id = $1 AND application_id = $2 AND state = 'OPEN' "
        "ORDER BY id DESC LIMIT 1" },
    [Q_END_SUPPLEMENT] = { "iiisi", "",
        "UPDATE supplement SET state = $4, answered_us = $5 WHERE "
        "subject_id = $1 AND application_id = $2 AND id = $3" },
    [Q_MARKS] = { "ii", "s",
        "SELECT marks FROM review WHERE subject_id = $1 AND "
        "application_id = $2 ORDER BY id" },
    [Q_OVER] = { "ii", OUT,
        "SELECT " COLUMNS " FROM application WHERE state = 'SUPPLEMENT' AND "
        "due_us <= $1 ORDER BY due_us, id LIMIT $2" },
};
const struct sql_set application_sql = SQL_SET("application", Q);

#define DRAFT_MAX PACK_ANSWERS_MAX

static enum status
json_bytes(struct arena *a, const struct json *v, struct str *ret,
    struct err *err)
{
    struct buf b;

    buf_init(&b, a, DRAFT_MAX);
    json_write_canonical(&b, v);
    return buf_done(&b, ret, err);
}

enum status
store_add_application(
    struct act *x, const struct application *p, struct err *err)
{
    struct str draft;

    TRY(json_bytes(x->a, p->draft, &draft, err));
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(p->subject_id), db_i(p->id), db_i(p->programme_id),
            db_id_or_null(p->round_id), db_s(p->procedure),
            db_id_or_null(p->accreditation_id), db_s_or_null(p->number),
            db_s(p->check_code), db_s(application_state_name(p->state)),
            db_s(p->channel), db_s(p->pack->hash), db_s(p->name),
            db_s(p->region), db_i(p->priority), db_s(draft),
            db_i(p->draft_saved_us), db_i(p->created_us), db_i(p->created_by),
            db_id_or_null(p->submitted_us), db_i(p->versions),
            db_day_or_null(p->reference), db_id_or_null(p->due_us),
            db_id_or_null(p->reviewer_id), db_id_or_null(p->decided_us),
            db_id_or_null(p->body_id), db_i(p->entered_us),
            db_id_or_null(p->previous_id), db_i(p->version)),
        NULL, err);
}

static enum status
read_row(struct act *x, struct rows *r, struct application *p,
    struct err *err)
{
    struct str hash = row_peek(r, 10);

    *p = (struct application){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .programme_id = row_int(r, 2),
        .round_id = row_int(r, 3),
        .procedure = row_str(r, 4),
        .accreditation_id = row_int(r, 5),
        .number = row_str(r, 6),
        .check_code = row_str(r, 7),
        .channel = row_str(r, 9),
        .pack = domain_pack(x->d, hash),
        .name = row_str(r, 11),
        .region = row_str(r, 12),
        .priority = row_int(r, 13),
        .draft_saved_us = row_int(r, 15),
        .created_us = row_int(r, 16),
        .created_by = row_int(r, 17),
        .submitted_us = row_int(r, 18),
        .versions = row_int(r, 19),
        .reference = row_day(r, 20),
        .due_us = row_int(r, 21),
        .reviewer_id = row_int(r, 22),
        .decided_us = row_int(r, 23),
        .body_id = row_int(r, 24),
        .entered_us = row_int(r, 25),
        .previous_id = row_int(r, 26),
        .version = row_int(r, 27) };
    if (p->pack == NULL || !application_state_of(row_peek(r, 8), &p->state))
        return err_set(err, ERR_DB, "an application row is not understood");
    return json_parse(x->a, row_str(r, 14), DRAFT_MAX, &p->draft, err);
}

READ_ONE(one_application, struct application, read_row)
READ_ALL(all_applications, struct application, read_row)

enum status
store_application(struct act *x, int64_t subject_id, int64_t id,
    struct application *ret, bool *ret_found, struct err *err)
{
    if (subject_id == 0)
        return one_application(
            x, &Q[Q_BY_ID], DB_ARGS(db_i(id)), ret, ret_found, err);
    return one_application(x, &Q[Q_BY_KEY], DB_ARGS(db_i(subject_id), db_i(id)),
        ret, ret_found, err);
}

enum status
store_application_by_number(struct act *x, struct str number,
    struct application *ret, bool *ret_found, struct err *err)
{
    return one_application(
        x, &Q[Q_BY_NUMBER], DB_ARGS(db_s(number)), ret, ret_found, err);
}

enum status
store_open_application(struct act *x, int64_t subject_id,
    int64_t programme_id, struct str procedure, struct application *ret,
    bool *ret_found, struct err *err)
{
    return one_application(x, &Q[Q_OPEN_ONE],
        DB_ARGS(db_i(subject_id), db_i(programme_id), db_s(procedure)), ret,
        ret_found, err);
}

enum status
store_put_application(
    struct act *x, struct application *p, struct err *err)
{
    struct str draft;
    int64_t changed = 0;

    TRY(json_bytes(x->a, p->draft, &draft, err));
    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(p->subject_id), db_i(p->id), db_i(p->version),
            db_s_or_null(p->number), db_s(application_state_name(p->state)),
            db_s(p->channel), db_i(p->priority), db_s(draft),
            db_i(p->draft_saved_us), db_id_or_null(p->submitted_us),
            db_i(p->versions), db_day_or_null(p->reference),
            db_id_or_null(p->due_us), db_id_or_null(p->reviewer_id),
            db_id_or_null(p->decided_us), db_s(p->pack->hash),
            db_id_or_null(p->body_id), db_i(p->entered_us),
            db_s(p->region), db_id_or_null(p->previous_id)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这份申请刚刚被其他人修改，请刷新后查看最新内容再操作");
    p->version++;
    return OK;
}

enum status
application_of_subject(struct act *x, int64_t subject_id,
    const struct application **ret, size_t *ret_n, struct err *err)
{
    return all_applications(
        x, &Q[Q_MINE], DB_ARGS(db_i(subject_id)), ret, ret_n, err);
}

static int
newest_first(const void *a, const void *b)
{
    const struct application *p = a, *q = b;

    return p->id < q->id ? 1 : p->id > q->id ? -1 : 0;
}

enum status
application_mine(struct act *x, const struct application **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct application) v = { 0 };

    for (size_t i = 0; i < x->who->n_memberships; i++) {
        const struct application *list = NULL;
        size_t n = 0;

        TRY(application_of_subject(
            x, x->who->memberships[i].subject_id, &list, &n, err));
        for (size_t k = 0; k < n; k++)
            *VEC_PUSH(x->a, &v) = list[k];
    }
    if (v.n > 1)
        qsort(v.p, v.n, sizeof(v.p[0]), newest_first);
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
store_supplements_over(struct act *x, size_t most,
    const struct application **ret, size_t *ret_n, struct err *err)
{
    return all_applications(x, &Q[Q_OVER],
        DB_ARGS(db_i(x->now_us), db_i((int64_t)most)), ret, ret_n, err);
}

/* --- versions, verdicts, supplements, marks --- */

enum status
store_add_version(struct act *x, const struct application *app,
    struct str content, struct str sha256, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_VERSION],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(app->versions),
            db_s(content), db_s(sha256), db_i(x->now_us),
            db_i(x->who->account_id)),
        NULL, err);
}

enum status
application_versions(struct act *x, const struct application *app,
    const struct application_version **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct application_version) v = { 0 };
    enum status st = OK;

    TRY(tx_query(x->tx, x->a, &Q[Q_VERSIONS],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), &r, err));
    while (st == OK && rows_next(r)) {
        struct application_version *one = VEC_PUSH(x->a, &v);

        *one = (struct application_version){ .seq = row_int(r, 0),
            .sha256 = row_str(r, 2),
            .submitted_us = row_int(r, 3),
            .submitted_by = row_int(r, 4) };
        st = json_parse(x->a, row_str(r, 1), DRAFT_MAX, &one->content, err);
    }
    TRY(rows_close(r, st, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
application_answers(struct act *x, const struct application *app,
    const struct json **ret, struct err *err)
{
    const struct application_version *v = NULL;
    size_t n = 0;

    TRY(application_versions(x, app, &v, &n, err));
    *ret = n == 0 ? app->draft : v[n - 1].content;
    return OK;
}

enum status
store_handed_in(struct act *x, const struct application *app, int64_t *ret,
    struct err *err)
{
    return tx_int(x->tx, &Q[Q_HANDED_IN],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(app->versions)),
        ret, err);
}

enum status
application_supplement(struct act *x, const struct application *app,
    struct application_supplement *ret, bool *ret_found, struct err *err)
{
    struct rows *r = NULL;
    struct str items = STR_EMPTY;

    TRY(tx_one(x->tx, x->a, &Q[Q_SUPPLEMENT],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), ret_found, &r, err));
    if (*ret_found) {
        *ret = (struct application_supplement){ .id = row_int(r, 0),
            .due_us = row_int(r, 1),
            .requested_us = row_int(r, 2) };
        items = row_str(r, 3);
    }
    TRY(rows_end(r, err));
    if (!*ret_found)
        return OK;
    return json_parse(x->a, items, DRAFT_MAX, &ret->items, err);
}

enum status
store_end_supplement(struct act *x, const struct application *app,
    int64_t id, struct str state, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_END_SUPPLEMENT],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(id), db_s(state),
            db_i(x->now_us)),
        NULL, err);
}

enum status
store_review_marks(struct act *x, const struct application *app,
    const struct json *const **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(const struct json *) v = { 0 };
    enum status st = OK;

    TRY(tx_query(x->tx, x->a, &Q[Q_MARKS],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), &r, err));
    while (st == OK && rows_next(r))
        st = json_parse(
            x->a, row_str(r, 0), DRAFT_MAX, VEC_PUSH(x->a, &v), err);
    TRY(rows_close(r, st, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
