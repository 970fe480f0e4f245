#include "plan_private.h"

#include "domain/reading.h"
#include "domain/sql_sets.h"

#define CONTENT_MAX (4u * 1024 * 1024)

enum {
    Q_GET, Q_LIST, Q_ADD, Q_PUT, Q_ENTER, Q_ENTRIES, Q_ACCEPT, Q_LINE,
    Q_LINES, Q_ISSUE, Q_ISSUES, Q_ISSUED, Q_RETURN
};

#define PLAN_COLUMNS \
    "id, programme_id, year, state, issues, compiled_us, closed_us, version"
#define PLAN_OUT "iiisiIIi"

static const struct sql Q[] = {
    [Q_GET] = { "ii", PLAN_OUT,
        "SELECT " PLAN_COLUMNS " FROM plan WHERE programme_id = $1 AND "
        "year = $2" },
    [Q_LIST] = { "i", PLAN_OUT,
        "SELECT " PLAN_COLUMNS " FROM plan WHERE programme_id = $1 "
        "ORDER BY year DESC, id LIMIT 200" },
    [Q_ADD] = { "iiis", "",
        "INSERT INTO plan (id, programme_id, year, state, issues, version) "
        "VALUES ($1, $2, $3, $4, 0, 1)" },
    [Q_PUT] = { "isiIIi", "",
        "UPDATE plan SET state = $2, issues = $3, compiled_us = $4, "
        "closed_us = $5, version = version + 1 WHERE id = $1 AND "
        "version = $6" },
    [Q_ENTER] = { "iisissiiII", "",
        "INSERT INTO plan_entry (programme_id, year, unit, seq, answers, "
        "origin, entered_us, entered_by, accepted_us, accepted_by, "
        "return_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
        "'')" },
    [Q_RETURN] = { "iisiiis", "",
        "UPDATE plan_entry SET returned_us = $5, returned_by = $6, "
        "return_reason = $7, accepted_us = NULL, accepted_by = NULL WHERE "
        "programme_id = $1 AND year = $2 AND unit = $3 AND seq = $4" },
    [Q_ENTRIES] = { "iis", "sissiiIIsI",
        "SELECT unit, seq, answers, origin, entered_us, entered_by, "
        "accepted_us, returned_us, return_reason, accepted_by FROM "
        "plan_entry WHERE programme_id = $1 AND year = $2 AND "
        "($3 = '' OR unit = $3) ORDER BY unit, seq DESC LIMIT 5000" },
    [Q_ACCEPT] = { "iiii", "",
        "UPDATE plan_entry SET accepted_us = $3, accepted_by = $4 WHERE "
        "programme_id = $1 AND year = $2 AND accepted_us IS NULL AND "
        "returned_us IS NULL AND seq = (SELECT MAX(e.seq) FROM plan_entry e "
        "WHERE e.programme_id = $1 AND e.year = $2 AND e.unit = "
        "plan_entry.unit)" },
    [Q_LINE] = { "isiIs", "",
        "INSERT INTO plan_line (plan_id, unit, headcount, rural, remark) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (plan_id, unit) DO UPDATE "
        "SET headcount = $3, rural = $4, remark = $5" },
    [Q_LINES] = { "i", "siIs",
        "SELECT unit, headcount, rural, remark FROM plan_line WHERE "
        "plan_id = $1 ORDER BY unit" },
    [Q_ISSUE] = { "iissiiss", "",
        "INSERT INTO plan_issue (plan_id, n, document_no, reason, issued_us, "
        "issued_by, sha256, content) VALUES ($1, $2, $3, $4, $5, $6, $7, "
        "$8)" },
    [Q_ISSUES] = { "i", "issis",
        "SELECT n, document_no, reason, issued_us, sha256 FROM plan_issue "
        "WHERE plan_id = $1 ORDER BY n DESC" },
    [Q_ISSUED] = { "ii", "ississ",
        "SELECT n, document_no, reason, issued_us, sha256, content FROM "
        "plan_issue WHERE plan_id = $1 AND n = $2" },
};
const struct sql_set plan_sql = SQL_SET("plan", Q);

/* --- plans --- */

static struct plan
read_plan(struct rows *r)
{
    struct plan p = { .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .year = row_int(r, 2),
        .issues = row_int(r, 4),
        .compiled_us = row_int(r, 5),
        .closed_us = row_int(r, 6),
        .version = row_int(r, 7) };

    for (int s = 0; s < PLAN_STATE_COUNT_; s++) {
        if (str_eq(row_peek(r, 3), plan_state_name((enum plan_state)s)))
            p.state = (enum plan_state)s;
    }
    return p;
}

COPY_ALL(all_plans, struct plan, read_plan)

enum status
plan_store_get(struct act *x, int64_t programme_id, int64_t year,
    struct plan *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    *ret = (struct plan){ .programme_id = programme_id, .year = year };
    TRY(tx_one(x->tx, x->a, &Q[Q_GET],
        DB_ARGS(db_i(programme_id), db_i(year)), &found, &r, err));
    if (!found)
        return OK;
    *ret = read_plan(r);
    return rows_end(r, err);
}

enum status
plan_store_list(struct act *x, int64_t programme_id,
    const struct plan **ret, size_t *ret_n, struct err *err)
{
    return all_plans(
        x, &Q[Q_LIST], DB_ARGS(db_i(programme_id)), ret, ret_n, err);
}

enum status
plan_store_add(struct act *x, const struct plan *p, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(p->id), db_i(p->programme_id), db_i(p->year),
            db_s(plan_state_name(p->state))),
        NULL, err);
}

enum status
plan_store_put(struct act *x, struct plan *p, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(p->id), db_s(plan_state_name(p->state)),
            db_i(p->issues), db_id_or_null(p->compiled_us),
            db_id_or_null(p->closed_us), db_i(p->version)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这项计划刚刚已由其他人处理，请刷新后查看");
    p->version++;
    return OK;
}

/* --- figures --- */

enum status
plan_entry_store_add(struct act *x, int64_t programme_id,
    const struct plan_entry *e, struct err *err)
{
    struct buf b;

    buf_init(&b, x->a, CONTENT_MAX);
    json_write_canonical(&b, e->answers);
    return tx_exec(x->tx, &Q[Q_ENTER],
        DB_ARGS(db_i(programme_id), db_i(e->year), db_s(e->unit),
            db_i(e->seq), db_s(buf_view(&b)), db_s(e->origin),
            db_i(e->entered_us), db_i(e->entered_by),
            db_id_or_null(e->accepted_us),
            e->accepted_us == 0 ? db_null() : db_i(e->entered_by)),
        NULL, err);
}

enum status
plan_entry_store_list(struct act *x, int64_t programme_id, int64_t year,
    struct str unit, const struct plan_entry **ret, size_t *ret_n,
    struct err *err)
{
    VEC_OF(struct plan_entry) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_ENTRIES],
        DB_ARGS(db_i(programme_id), db_i(year), db_s(unit)), &r, err));
    while (rows_next(r)) {
        struct plan_entry e = { .year = year,
            .unit = row_str(r, 0),
            .seq = row_int(r, 1),
            .origin = row_str(r, 3),
            .entered_us = row_int(r, 4),
            .entered_by = row_int(r, 5),
            .accepted_us = row_int(r, 6),
            .returned_us = row_int(r, 7),
            .return_reason = row_str(r, 8),
            .accepted_by = row_int(r, 9) };
        struct str text = row_str(r, 2);

        if (json_parse(x->a, text, CONTENT_MAX, &e.answers, NULL) != OK)
            e.answers = json_new(x->a, JSON_OBJECT);
        *VEC_PUSH(x->a, &v) = e;
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
plan_entry_store_accept(
    struct act *x, int64_t programme_id, int64_t year, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ACCEPT],
        DB_ARGS(db_i(programme_id), db_i(year), db_i(x->now_us),
            db_i(x->who->account_id)),
        NULL, err);
}

enum status
plan_entry_store_return(struct act *x, int64_t programme_id,
    const struct plan_entry *e, struct str reason, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_RETURN],
        DB_ARGS(db_i(programme_id), db_i(e->year), db_s(e->unit),
            db_i(e->seq), db_i(x->now_us), db_i(x->who->account_id),
            db_s(reason)),
        NULL, err);
}

/* --- lines --- */

enum status
plan_line_store_put(struct act *x, int64_t plan_id, const struct plan_set *s,
    struct err *err)
{
    return tx_exec(x->tx, &Q[Q_LINE],
        DB_ARGS(db_i(plan_id), db_s(s->unit), db_i(s->headcount),
            s->rural < 0 ? db_null() : db_i(s->rural), db_s(s->remark)),
        NULL, err);
}

static struct plan_set
read_plan_set(struct rows *r)
{
    return (struct plan_set){ .unit = row_str(r, 0),
        .headcount = row_int(r, 1),
        .rural = row_is_null(r, 2) ? -1 : row_int(r, 2),
        .remark = row_str(r, 3) };
}

COPY_ALL(all_plan_sets, struct plan_set, read_plan_set)

enum status
plan_line_store_list(struct act *x, int64_t plan_id,
    const struct plan_set **ret, size_t *ret_n, struct err *err)
{
    return all_plan_sets(
        x, &Q[Q_LINES], DB_ARGS(db_i(plan_id)), ret, ret_n, err);
}

/* --- issued versions --- */

enum status
plan_issue_store_add(struct act *x, int64_t plan_id, const struct plan_issue *i,
    struct err *err)
{
    struct buf b;

    buf_init(&b, x->a, CONTENT_MAX);
    json_write_canonical(&b, i->content);
    return tx_exec(x->tx, &Q[Q_ISSUE],
        DB_ARGS(db_i(plan_id), db_i(i->n), db_s(i->document_no),
            db_s(i->reason), db_i(i->issued_us), db_i(x->who->account_id),
            db_s(i->sha256), db_s(buf_view(&b))),
        NULL, err);
}

static struct plan_issue
read_issue(struct rows *r)
{
    return (struct plan_issue){ .n = row_int(r, 0),
        .document_no = row_str(r, 1),
        .reason = row_str(r, 2),
        .issued_us = row_int(r, 3),
        .sha256 = row_str(r, 4) };
}

COPY_ALL(all_plan_issues, struct plan_issue, read_issue)

enum status
plan_issue_store_list(struct act *x, int64_t plan_id,
    const struct plan_issue **ret, size_t *ret_n, struct err *err)
{
    return all_plan_issues(
        x, &Q[Q_ISSUES], DB_ARGS(db_i(plan_id)), ret, ret_n, err);
}

enum status
plan_issue_store_get(struct act *x, int64_t plan_id, int64_t n,
    struct plan_issue *ret, bool *ret_found, struct err *err)
{
    struct rows *r = NULL;
    struct str text;

    TRY(tx_one(x->tx, x->a, &Q[Q_ISSUED], DB_ARGS(db_i(plan_id), db_i(n)),
        ret_found, &r, err));
    if (!*ret_found)
        return OK;
    *ret = read_issue(r);
    text = row_str(r, 5);
    TRY(rows_end(r, err));
    return json_parse(x->a, text, CONTENT_MAX, &ret->content, err);
}
