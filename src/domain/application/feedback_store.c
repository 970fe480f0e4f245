/* 好差评: one grade per finished application. */
#include "domain/application.h"

#define REMARK_MAX 500

enum { Q_GET, Q_ADD };

static const struct sql Q[] = {
    [Q_GET] = { "i", "issi",
        "SELECT grade, remark, answer, created_us FROM feedback WHERE "
        "application_id = $1" },
    [Q_ADD] = { "iisisi", "",
        "INSERT INTO feedback (id, application_id, page, grade, remark, "
        "answer, created_us) VALUES ($1, $2, $3, $4, $5, '', $6) "
        "ON CONFLICT DO NOTHING" },
};
const struct sql_set feedback_sql = SQL_SET("feedback", Q);

enum status
feedback_get(struct act *x, const struct application *app,
    struct feedback *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct feedback got = { 0 };

    TRY(tx_one(
        x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(app->id)), &found, &r, err));
    if (found)
        got = (struct feedback){ .grade = row_int(r, 0),
            .remark = row_str(r, 1),
            .answer = row_str(r, 2),
            .created_us = row_int(r, 3) };
    TRY(rows_end(r, err));
    *ret = got;
    return OK;
}

enum status
feedback_add(struct act *x, int64_t application_id, int64_t grade,
    struct str remark, struct err *err)
{
    struct application app;
    int64_t changed = 0;

    TRY(application_get(x, application_id, &app, err));
    TRY(act_require_member(x, app.subject_id, "viewer", err));
    if (grade < 1 || grade > 5)
        return err_field(
            err, ERR_INPUT, STR("grade"), "请在五个等级中选择一个");
    if (utf8_count(remark) > REMARK_MAX)
        return err_field(err, ERR_INPUT, STR("remark"),
            "评价内容不超过 %d 字，现为 %zu 字", REMARK_MAX,
            utf8_count(remark));
    if (application_is_open(app.state))
        return err_set(err, ERR_CONFLICT, "事项办结后才能评价");
    TRY(tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(world_id(&x->d->world)), db_i(app.id),
            db_s(STR("application")), db_i(grade), db_s(remark),
            db_i(x->now_us)),
        &changed, err));
    return changed > 0 ? OK
                       : err_set(err, ERR_CONFLICT, "这一事项已经评价过");
}
