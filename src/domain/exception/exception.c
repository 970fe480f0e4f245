/* Exceptions where the text says 原则上. */
#include "domain/exception.h"

#include "domain/record.h"
#include "exception_store.h"

#define TEXT_MOST 2000

struct str
exception_state_title(enum exception_state s)
{
    static const struct str TITLES[EXCEPTION_STATE_COUNT_] = {
        [EXCEPTION_ASKED] = STR_INIT("待批准"),
        [EXCEPTION_AGREED] = STR_INIT("已批准"),
        [EXCEPTION_DECLINED] = STR_INIT("未批准"),
    };

    return TITLES[s];
}

enum status
exception_list(struct act *x, const struct application *app,
    const struct exception **ret, size_t *ret_n, struct err *err)
{
    return exception_store_list(x, app, ret, ret_n, err);
}

/* In somebody's hands: neither a draft nor decided. */
static enum status
under_review(const struct application *app, struct err *err)
{
    if (app->state == APP_DRAFT || !application_is_open(app->state))
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，只有正在办理的申请可以提请或者批准例外",
            STR_ARG(application_state_title(app->state)));
    return OK;
}

static enum status
check_reason(struct str field, struct str text, struct err *err)
{
    if (str_trim(text).n == 0 || utf8_count(text) > TEXT_MOST)
        return err_field(err, ERR_INPUT, field,
            "请写明理由，1 至 %d 字", TEXT_MOST);
    return OK;
}

static enum status
audit(struct act *x, const struct application *app, const char *event,
    struct str to, struct str reason, struct str clause, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = app->programme_id,
            .subject_id = app->subject_id,
            .object_kind = "application",
            .object_id = app->id,
            .event = event,
            .to = to,
            .reason = reason,
            .clause = clause },
        err);
}

enum status
exception_ask(struct act *x, int64_t application_id, struct str name,
    struct str reason, struct err *err)
{
    const struct exception *list = NULL;
    struct application app;
    size_t n = 0;

    TRY(application_get(x, application_id, &app, err));
    TRY(application_require(
        x, MAY_REVIEW, &app, application_stage(&app, STAGE_FORMAL_REVIEW),
        err));
    TRY(act_require_no_interest(x, app.subject_id, err));
    const struct pack_exception *e = pack_exception(app.pack, name);
    if (e == NULL)
        return err_field(err, ERR_INPUT, STR("exception"),
            "“" STR_FMT "”没有例外程序：只有条文写明“原则上”的才可以例外",
            STR_ARG(name));
    TRY(under_review(&app, err));
    TRY(check_reason(STR("reason"), reason, err));
    TRY(exception_store_list(x, &app, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].name, name) &&
            list[i].state != EXCEPTION_DECLINED)
            return err_set(err, ERR_CONFLICT,
                "这项例外已经提请（" STR_FMT "）",
                STR_ARG(exception_state_title(list[i].state)));
    }
    TRY(exception_store_add(x,
        &(struct exception){ .subject_id = app.subject_id,
            .application_id = app.id,
            .id = world_id(&x->d->world),
            .name = name,
            .reason = reason,
            .asked_us = x->now_us,
            .asked_by = x->who->account_id },
        err));
    return audit(x, &app, "ask-exception", name, reason, e->clause, err);
}

/* --- settling --- */

static bool
may_agree(struct act *x, const struct application *app,
    const struct pack_exception *e)
{
    if (!e->by_superior)
        return application_require(x, MAY_DECIDE, app,
                   application_stage(app, STAGE_DECISION), NULL) == OK;
    return may_above(x, MAY_DECIDE, app->programme_id, app->region);
}

static enum status
check_settler(struct act *x, const struct application *app,
    const struct pack_exception *e, const struct exception *row,
    struct err *err)
{
    if (!may_agree(x, app, e))
        return err_set(err, ERR_DENIED,
            e->by_superior ? "这项例外须由上一级主管机关批准"
                           : "这项例外须由办理机关负责人批准");
    if (row->asked_by == x->who->account_id)
        return err_set(err, ERR_DENIED,
            "提请例外的人不能自己批准，须由另一人决定");
    return act_require_no_interest(x, app->subject_id, err);
}

bool
exception_may_settle(
    struct act *x, const struct application *app, const struct exception *row)
{
    const struct pack_exception *e = pack_exception(app->pack, row->name);
    struct err err = { 0 };

    return e != NULL && row->state == EXCEPTION_ASKED &&
           under_review(app, &err) == OK &&
           check_settler(x, app, e, row, &err) == OK;
}

enum status
exception_waiting(struct act *x, const struct programme *p,
    const struct exception_row **ret, size_t *ret_n, struct err *err)
{
    const struct exception *list = NULL;
    VEC_OF(struct exception_row) v = { 0 };
    size_t n = 0;

    if (p->pack->n_exceptions > 0)
        TRY(exception_store_waiting(x, p->id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct application app;

        TRY(application_load(x, list[i].subject_id, list[i].application_id,
            &app, err));
        if (exception_may_settle(x, &app, &list[i]))
            *VEC_PUSH(x->a, &v) = (struct exception_row){ .e = list[i],
                .name = app.name,
                .number = app.number,
                .due_us = app.due_us };
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* The list of exceptions is public: name, matter, reason, clause, day. */
static enum status
enter(struct act *x, const struct application *app,
    const struct pack_exception *e, const struct exception *row,
    struct err *err)
{
    const struct pack_clause *c = pack_clause(app->pack, e->clause);
    struct json *v = json_new(x->a, JSON_OBJECT);

    json_set(x->a, v, STR("登记事项"), json_text(x->a, e->title.zh));
    json_set(x->a, v, STR("理由"), json_text(x->a, row->reason));
    json_set(x->a, v, STR("条文"),
        json_text(x->a, c == NULL ? e->clause : c->cite));
    json_set(x->a, v, STR("名称"), json_text(x->a, app->name));
    json_set(x->a, v, STR("行政区划"), json_text(x->a, app->region));
    json_set(x->a, v, STR("申请编号"), json_text(x->a, app->number));
    return record_keep(x, app->programme_id, app->subject_id, e->record, v,
        e->clause, err);
}

enum status
exception_settle(struct act *x, int64_t application_id, int64_t id,
    bool agree, struct str answer, struct err *err)
{
    const struct exception *list = NULL;
    struct application app;
    struct exception row = { 0 };
    size_t n = 0;

    TRY(application_get(x, application_id, &app, err));
    TRY(exception_store_list(x, &app, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == id)
            row = list[i];
    }
    const struct pack_exception *e =
        row.id == 0 ? NULL : pack_exception(app.pack, row.name);
    if (e == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有找到这项例外");
    TRY(check_settler(x, &app, e, &row, err));
    TRY(under_review(&app, err));
    if (row.state != EXCEPTION_ASKED)
        return err_set(err, ERR_CONFLICT, "这项例外已经作出决定");
    TRY(check_reason(STR("answer"), answer, err));
    row.state = agree ? EXCEPTION_AGREED : EXCEPTION_DECLINED;
    row.answer = answer;
    row.settled_us = x->now_us;
    row.settled_by = x->who->account_id;
    TRY(exception_store_settle(x, &row, err));
    TRY(audit(x, &app, agree ? "agree-exception" : "decline-exception",
        row.name, answer, e->clause, err));
    return agree ? enter(x, &app, e, &row, err) : OK;
}

enum status
exception_facts(struct act *x, const struct application *app,
    struct json *extra, struct err *err)
{
    const struct exception *list = NULL;
    size_t n = 0;

    if (app->pack->n_exceptions == 0)
        return OK;
    TRY(exception_store_list(x, app, &list, &n, err));
    for (size_t k = 0; k < app->pack->n_exceptions; k++) {
        struct str name = app->pack->exceptions[k].name;
        bool agreed = false;

        for (size_t i = 0; i < n; i++)
            agreed = agreed || (str_eq(list[i].name, name) &&
                                   list[i].state == EXCEPTION_AGREED);
        json_set(x->a, extra, arena_join(x->a, STR(PACK_EXCEPTION), name),
            json_boolean(x->a, agreed));
    }
    return OK;
}
