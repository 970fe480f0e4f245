/* An entry that may not be granted any more is taken out, so that nobody waits
 * for ever. */
#include "domain/standing.h"
#include "notice_private.h"
#include "notice_store.h"

#define REASON_MOST 2000

/* Everything that has to hold before the entry is looked at; why: what stands
 * in its way, "" nothing. */
static enum status
look(struct act *x, const struct notice *n, int64_t position, bool kept,
    struct notice_entry *e, struct application *app, struct str *ret_why,
    struct err *err)
{
    TRY(notice_entry_at(x, n->id, position, e, err));
    TRY(act_require(x, MAY_DECIDE, n->programme_id, e->region, err));
    TRY(act_require_no_interest(x, e->subject_id, err));
    TRY(application_load(x, e->subject_id, e->application_id, app, err));
    *ret_why = STR_EMPTY;
    return str_eq(e->state, STR("OPEN")) && application_is_open(app->state)
               ? standing_hinders(x, app, kept, ret_why, err)
               : OK;
}

enum status
notice_hindrance(struct act *x, int64_t id, int64_t position,
    struct notice_entry *ret, struct str *ret_why, struct err *err)
{
    struct application app;
    struct notice n;

    TRY(notice_get(x, id, &n, err));
    return look(x, &n, position, false, ret, &app, ret_why, err);
}

/* When its time is over and nothing is left. */
static enum status
close_if_done(struct act *x, struct notice *n, struct err *err)
{
    const struct notice_entry *list = NULL;
    size_t count = 0;

    TRY(entry_store_list(x, n->id, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (str_eq(list[i].state, STR("OPEN")) ||
            str_eq(list[i].state, STR("BLOCKED")))
            return OK;
    }
    return x->now_us < n->end_us ? OK : notice_store_close(x, n, err);
}

static enum status
refuse(struct act *x, struct notice *n, const struct notice_entry *e,
    struct application *app, struct str reason, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *stage =
        p == NULL ? NULL : procedure_stage(p, STAGE_PUBLIC_NOTICE);
    bool selects = p != NULL && procedure_stage(p, STAGE_EVALUATION) != NULL;
    struct json *v = json_new(x->a, JSON_OBJECT);

    TRY(entry_store_move(x, e, STR("REFUSED"), err));
    TRY(application_move(x, app,
        &(struct move){ .to = selects ? APP_NOT_SELECTED : APP_REFUSED,
            .event = "refuse-on-notice",
            .reason = reason,
            .clause = stage == NULL ? STR_EMPTY : stage->clause,
            .document = n->number },
        err));
    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(
        x->a, v, STR("application_no"), json_text(x->a, app->number));
    json_set(x->a, v, STR("reason"), json_text(x->a, reason));
    TRY(notice_tell_refusal(x, app, v, err));
    return close_if_done(x, n, err);
}

enum status
notice_refuse(struct act *x, int64_t id, int64_t position, struct str reason,
    struct err *err)
{
    struct application app;
    struct notice_entry e;
    struct notice n;
    struct str why = STR_EMPTY;

    TRY(notice_get(x, id, &n, err));
    TRY(look(x, &n, position, true, &e, &app, &why, err));
    if (!str_eq(e.state, STR("OPEN")) || !application_is_open(app.state))
        return err_set(err, ERR_CONFLICT,
            str_eq(e.state, STR("BLOCKED"))
                ? "“" STR_FMT "”有未办结的异议，请先办理异议"
                : "“" STR_FMT "”已经办结，请刷新后查看",
            STR_ARG(e.name));
    if (why.n == 0)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”没有不得申报或者不再符合条件的情形，不能不予认定；"
            "有异议的，应按异议办理",
            STR_ARG(e.name));
    if (reason.n == 0 || reason.n > REASON_MOST * 3)
        return err_field(err, ERR_INPUT, STR("reason"),
            "请写明不予认定的理由，1 至 %d 字，将告知申请人", REASON_MOST);
    return refuse(x, &n, &e, &app,
        arena_fmt(x->a, STR_FMT "（" STR_FMT "）", STR_ARG(reason),
            STR_ARG(why)),
        err);
}
