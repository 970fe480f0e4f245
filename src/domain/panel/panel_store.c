/* SQL of panels, members and files. */
#include "panel_store.h"
#include "domain/reading.h"

enum {
    Q_ADD, Q_CLOSE, Q_LIST, Q_MEMBER_ADD, Q_MEMBERS, Q_LEAVE, Q_RANK,
    Q_FILE_ADD, Q_GIVEN, Q_FILE_END, Q_FILES, Q_WAITING, Q_DESK
};

#define RESULT_MAX (1024u * 1024)

static const struct sql Q[] = {
    [Q_ADD] = { "iiissiii", "",
        "INSERT INTO panel (id, programme_id, round_id, name, document_no, "
        "state, appointed_us, appointed_by, version) VALUES ($1, $2, $3, $4, "
        "$5, 'OPEN', $6, $7, $8)" },
    [Q_CLOSE] = { "ii", "",
        "UPDATE panel SET state = 'CLOSED', version = version + 1 WHERE "
        "id = $1 AND version = $2 AND state = 'OPEN'" },
    [Q_LIST] = { "i", "iiissiiiiii",
        "SELECT p.id, p.programme_id, p.round_id, p.name, p.document_no, "
        "CASE WHEN p.state = 'CLOSED' THEN 1 ELSE 0 END, p.appointed_us, "
        "p.appointed_by, p.version, (SELECT COUNT(*) FROM panel_file f WHERE "
        "f.panel_id = p.id AND f.state <> 'LEFT'), (SELECT COUNT(*) FROM "
        "panel_file d WHERE d.panel_id = p.id AND d.state = 'DECIDED') FROM "
        "panel p WHERE $1 = 0 OR p.id = $1 "
        "ORDER BY p.appointed_us DESC, p.id DESC LIMIT 500" },
    [Q_MEMBER_ADD] = { "iissi", "",
        "INSERT INTO panel_member (panel_id, account_id, seat, unit, "
        "since_us, left_reason) VALUES ($1, $2, $3, $4, $5, '')" },
    [Q_MEMBERS] = { "i", "isssiIs",
        "SELECT m.account_id, a.name, m.unit, m.seat, m.since_us, m.left_us, "
        "m.left_reason FROM panel_member m JOIN account a ON "
        "a.id = m.account_id WHERE m.panel_id = $1 ORDER BY CASE WHEN "
        "m.seat = 'CHAIR' THEN 0 WHEN m.seat = 'MEMBER' THEN 1 ELSE 2 END, "
        "m.since_us, m.account_id" },
    [Q_LEAVE] = { "iiis", "",
        "UPDATE panel_member SET left_us = $3, left_reason = $4 WHERE "
        "panel_id = $1 AND account_id = $2 AND left_us IS NULL" },
    [Q_RANK] = { "iis", "",
        "UPDATE panel_member SET seat = $3 WHERE panel_id = $1 AND "
        "account_id = $2" },
    [Q_FILE_ADD] = { "iiiii", "",
        "INSERT INTO panel_file (subject_id, application_id, panel_id, "
        "state, added_us, added_by, result) VALUES ($1, $2, $3, 'OPEN', $4, "
        "$5, '') ON CONFLICT (subject_id, application_id, panel_id) "
        "DO UPDATE SET state = 'OPEN', added_us = $4, added_by = $5, "
        "decided_us = NULL, result = ''" },
    [Q_GIVEN] = { "i", "iisIs",
        "SELECT panel_id, added_us, state, decided_us, result FROM "
        "panel_file WHERE application_id = $1 "
        "ORDER BY added_us DESC, panel_id DESC LIMIT 1" },
    [Q_FILE_END] = { "iiisiis", "",
        "UPDATE panel_file SET state = $4, decided_us = $5, decided_by = $6, "
        "result = $7 WHERE subject_id = $1 AND application_id = $2 AND "
        "panel_id = $3 AND state = 'OPEN'" },
    [Q_FILES] = { "i", "iiiiIssss",
        "SELECT f.panel_id, f.subject_id, f.application_id, f.added_us, "
        "f.decided_us, COALESCE(a.number, ''), a.name, a.region, a.state "
        "FROM panel_file f JOIN application a ON "
        "a.subject_id = f.subject_id AND a.id = f.application_id WHERE "
        "f.panel_id = $1 AND f.state <> 'LEFT' "
        "ORDER BY a.submitted_us NULLS LAST, a.id LIMIT 2000" },
    [Q_WAITING] = { "ii", "iisss",
        "SELECT a.subject_id, a.id, COALESCE(a.number, ''), a.name, a.region "
        "FROM application a WHERE a.programme_id = $1 AND "
        "a.state = 'EVALUATION' AND ($2 = 0 OR a.round_id = $2) AND "
        "NOT EXISTS (SELECT 1 FROM panel_file f WHERE "
        "f.application_id = a.id AND f.state = 'OPEN') "
        "ORDER BY a.submitted_us NULLS LAST, a.id LIMIT 2000" },
    [Q_DESK] = { "i", "iiiiIssssiI",
        "SELECT f.panel_id, f.subject_id, f.application_id, f.added_us, "
        "f.decided_us, COALESCE(a.number, ''), a.name, a.region, a.state, "
        "CASE WHEN p.declared = 'CLEAR' THEN 1 ELSE 0 END, o.submitted_us "
        "FROM panel_member m JOIN panel g ON g.id = m.panel_id "
        "JOIN panel_file f ON f.panel_id = m.panel_id JOIN application a ON "
        "a.subject_id = f.subject_id AND a.id = f.application_id "
        "LEFT JOIN panel_place p ON p.subject_id = f.subject_id AND "
        "p.application_id = f.application_id AND p.panel_id = f.panel_id AND "
        "p.account_id = m.account_id LEFT JOIN panel_opinion o ON "
        "o.subject_id = f.subject_id AND "
        "o.application_id = f.application_id AND o.panel_id = f.panel_id AND "
        "o.account_id = m.account_id WHERE m.account_id = $1 AND "
        "m.left_us IS NULL AND g.state = 'OPEN' AND f.state <> 'LEFT' AND "
        "(m.seat <> 'SUBSTITUTE' OR p.stands_in = 1) AND "
        "(f.state = 'DECIDED' OR a.state = 'EVALUATION') "
        "ORDER BY f.decided_us NULLS FIRST, f.added_us, a.id LIMIT 2000" },
};
const struct sql_set panel_sql = SQL_SET("panel", Q);

/* --- panels --- */

enum status
panel_store_add(struct act *x, const struct panel *p, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(p->id), db_i(p->programme_id), db_i(p->round_id),
            db_s(p->name), db_s(p->document_no), db_i(p->appointed_us),
            db_i(p->appointed_by), db_i(p->version)),
        NULL, err);
}

enum status
panel_store_close(
    struct act *x, int64_t id, int64_t version, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_CLOSE], DB_ARGS(db_i(id), db_i(version)),
        &changed, err));
    return changed > 0 ? OK
                       : err_set(err, ERR_CONFLICT,
                             "这个评审小组刚刚被其他人修改，请刷新后重试");
}

static struct panel
read_panel(struct rows *r)
{
    return (struct panel){ .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .round_id = row_int(r, 2),
        .name = row_str(r, 3),
        .document_no = row_str(r, 4),
        .closed = row_int(r, 5) == 1,
        .appointed_us = row_int(r, 6),
        .appointed_by = row_int(r, 7),
        .version = row_int(r, 8),
        .files = row_int(r, 9),
        .decided = row_int(r, 10) };
}

COPY_ALL(all_panels, struct panel, read_panel)

enum status
panel_store_list(struct act *x, int64_t id, const struct panel **ret,
    size_t *ret_n, struct err *err)
{
    return all_panels(x, &Q[Q_LIST], DB_ARGS(db_i(id)), ret, ret_n, err);
}

/* --- members --- */

enum status
member_store_add(struct act *x, int64_t panel_id,
    const struct panel_member *m, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_MEMBER_ADD],
        DB_ARGS(db_i(panel_id), db_i(m->account_id),
            db_s(panel_rank_name(m->rank)), db_s(m->unit), db_i(x->now_us)),
        NULL, err);
}

enum status
member_store_list(struct act *x, int64_t panel_id,
    const struct panel_member **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct panel_member) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_MEMBERS], DB_ARGS(db_i(panel_id)), &r, err));
    while (rows_next(r)) {
        struct panel_member *m = VEC_PUSH(x->a, &v);

        *m = (struct panel_member){ .account_id = row_int(r, 0),
            .name = row_str(r, 1),
            .unit = row_str(r, 2),
            .since_us = row_int(r, 4),
            .left = !row_is_null(r, 5),
            .left_reason = row_str(r, 6) };
        (void)panel_rank_of(row_peek(r, 3), &m->rank);
    }
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
member_store_leave(struct act *x, int64_t panel_id, int64_t account_id,
    struct str reason, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_LEAVE],
        DB_ARGS(db_i(panel_id), db_i(account_id), db_i(x->now_us),
            db_s(reason)),
        NULL, err);
}

enum status
member_store_rank(struct act *x, int64_t panel_id, int64_t account_id,
    enum panel_rank rank, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_RANK],
        DB_ARGS(db_i(panel_id), db_i(account_id),
            db_s(panel_rank_name(rank))),
        NULL, err);
}

/* --- files --- */

enum status
file_store_add(struct act *x, int64_t panel_id,
    const struct application *app, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_FILE_ADD],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(panel_id),
            db_i(x->now_us), db_i(x->who->account_id)),
        NULL, err);
}

enum status
file_store_given(struct act *x, int64_t application_id,
    struct panel_given *ret, bool *ret_found, struct err *err)
{
    struct panel_given g = { 0 };
    struct rows *r = NULL;
    struct str result = STR_EMPTY;

    TRY(tx_one(x->tx, x->a, &Q[Q_GIVEN], DB_ARGS(db_i(application_id)),
        ret_found, &r, err));
    if (*ret_found) {
        g = (struct panel_given){ .panel_id = row_int(r, 0),
            .added_us = row_int(r, 1),
            .state = row_str(r, 2),
            .decided_us = row_is_null(r, 3) ? 0 : row_int(r, 3) };
        result = row_str(r, 4);
    }
    TRY(rows_end(r, err));
    if (result.n > 0)
        TRY(json_parse(x->a, result, RESULT_MAX, &g.result, err));
    *ret = g;
    return OK;
}

enum status
file_store_end(struct act *x, const struct application *app,
    int64_t panel_id, struct str state, const struct json *result,
    struct err *err)
{
    struct str text = STR_EMPTY;
    int64_t changed = 0;

    if (result != NULL) {
        struct buf b;

        buf_init(&b, x->a, RESULT_MAX);
        json_write(&b, result);
        TRY(buf_done(&b, &text, err));
    }
    TRY(tx_exec(x->tx, &Q[Q_FILE_END],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(panel_id),
            db_s(state), db_i(x->now_us), db_i(x->who->account_id),
            db_s(text)),
        &changed, err));
    return changed > 0 ? OK
                       : err_set(err, ERR_CONFLICT,
                             "这份申请的评审结果刚刚已经形成，请刷新后查看");
}

static struct panel_file
read_file(struct rows *r)
{
    struct panel_file f = { .panel_id = row_int(r, 0),
        .subject_id = row_int(r, 1),
        .application_id = row_int(r, 2),
        .added_us = row_int(r, 3),
        .decided_us = row_is_null(r, 4) ? 0 : row_int(r, 4),
        .number = row_str(r, 5),
        .name = row_str(r, 6),
        .region = row_str(r, 7) };

    (void)application_state_of(row_peek(r, 8), &f.state);
    return f;
}

enum status
file_store_list(struct act *x, int64_t panel_id,
    const struct panel_file **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct panel_file) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_FILES], DB_ARGS(db_i(panel_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = read_file(r);
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
file_store_waiting(struct act *x, const struct panel *p,
    const struct panel_file **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct panel_file) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_WAITING],
        DB_ARGS(db_i(p->programme_id), db_i(p->round_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct panel_file){ .panel_id = p->id,
            .subject_id = row_int(r, 0),
            .application_id = row_int(r, 1),
            .number = row_str(r, 2),
            .name = row_str(r, 3),
            .region = row_str(r, 4),
            .state = APP_EVALUATION };
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
file_store_desk(struct act *x, const struct panel_file **ret, size_t *ret_n,
    struct err *err)
{
    VEC_OF(struct panel_file) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_DESK],
        DB_ARGS(db_i(x->who->account_id)), &r, err));
    while (rows_next(r)) {
        struct panel_file *f = VEC_PUSH(x->a, &v);

        *f = read_file(r);
        f->declared = row_int(r, 9) == 1;
        f->submitted = !row_is_null(r, 10);
    }
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}
