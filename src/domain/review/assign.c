/* Who has a file: taking it, giving it to a colleague. */
#include "../application/application_store.h"
#include "domain/account.h"
#include "domain/message.h"
#include "review_private.h"
#include "review_store.h"

#define REASON_MOST 500

/* Puts the file on somebody's desk: a submitted one goes into review, one in
 * review changes hands. */
static enum status
give(struct act *x, struct application *app, int64_t account_id,
    const char *first, const char *again, struct str reason, struct err *err)
{
    const struct pack_stage *s = application_stage(app, STAGE_FORMAL_REVIEW);
    struct str clause = s == NULL ? STR_EMPTY : s->clause;

    app->reviewer_id = account_id;
    if (app->state != APP_FORMAL_REVIEW)
        return application_move(x, app,
            &(struct move){ .to = APP_FORMAL_REVIEW,
                .event = first,
                .reason = str_eq(str_of(first), STR("take")) ? STR_EMPTY
                                                             : reason,
                .clause = clause },
            err);
    TRY(review_store_assign(x, app, err));
    return application_note(x, app, again, reason, clause, err);
}

/* --- taking --- */

enum status
review_take(struct act *x, int64_t id, int64_t version,
    struct application *ret, struct err *err)
{
    struct application app;

    TRY(application_get(x, id, &app, err));
    TRY(review_require(x, MAY_REVIEW, &app,
        application_stage(&app, STAGE_FORMAL_REVIEW), err));
    TRY(review_check_version(&app, version, err));
    TRY(give(x, &app, x->who->account_id, "take", "take-over", x->who->name,
        err));
    *ret = app;
    return OK;
}

/* --- giving --- */

/* The permission and the interests are his, not those of who gives. */
static enum status
may_have(struct act *x, const struct application *app, int64_t account_id,
    bool *ret, struct err *err)
{
    struct actor who;
    struct act his = *x;
    struct err denied = { 0 };
    enum status st = actor_load(x, account_id, &who, &denied);

    *ret = false;
    if (st == ERR_NOT_FOUND)
        return OK;
    if (st == OK) {
        his.who = &who;
        st = review_require(
            &his, MAY_REVIEW, app,
            application_stage(app, STAGE_FORMAL_REVIEW), &denied);
    }
    *ret = st == OK;
    if (st == OK || st == ERR_DENIED || st == ERR_NOT_FOUND)
        return OK;
    *err = denied;
    return st;
}

enum status
review_candidates(struct act *x, const struct application *app,
    const struct reviewer **ret, size_t *ret_n, struct err *err)
{
    const struct reviewer *all = NULL;
    struct reviewer *list;
    size_t n = 0, k = 0;

    TRY(review_store_officers(x, &all, &n, err));
    list = arena_new_array(x->a, struct reviewer, n);
    for (size_t i = 0; i < n; i++) {
        bool yes = false;

        if (all[i].account_id == app->reviewer_id)
            continue;
        TRY(may_have(x, app, all[i].account_id, &yes, err));
        if (yes)
            list[k++] = all[i];
    }
    *ret = list;
    *ret_n = k;
    return OK;
}

static enum status
tell_reviewer(struct act *x, const struct application *app,
    int64_t account_id, struct str reason, struct err *err)
{
    return message_to_account(x, account_id, STR("申请已交您审核"),
        arena_fmt(x->a,
            STR_FMT "将“" STR_FMT "”的申请（" STR_FMT
                    "）交由您审核。说明：" STR_FMT,
            STR_ARG(x->who->name), STR_ARG(app->name), STR_ARG(app->number),
            STR_ARG(reason)),
        arena_fmt(x->a, "/desk/applications/%lld", (long long)app->id), err);
}

enum status
review_assign(struct act *x, int64_t id, int64_t account_id,
    struct str reason, int64_t version, struct application *ret,
    struct err *err)
{
    struct application app;
    struct str name = STR_EMPTY;
    const struct reviewer *list = NULL;
    size_t n = 0;

    TRY(application_get(x, id, &app, err));
    TRY(review_require(x, MAY_REVIEW, &app,
        application_stage(&app, STAGE_FORMAL_REVIEW), err));
    TRY(review_check_version(&app, version, err));
    if (app.reviewer_id == account_id && app.state == APP_FORMAL_REVIEW)
        return err_set(err, ERR_CONFLICT, "这份申请已由该人员审核");
    TRY(review_candidates(x, &app, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].account_id == account_id)
            name = list[i].name;
    }
    if (name.n == 0)
        return err_field(err, ERR_INPUT, STR("reviewer"),
            "请选择有权审核、没有利害关系的人员");
    if (reason.n == 0 || utf8_count(reason) > REASON_MOST)
        return err_field(err, ERR_INPUT, STR("reason"),
            "请写明交由他人审核的理由，不超过 %d 字", REASON_MOST);
    TRY(give(x, &app, account_id, "assign", "assign",
        arena_fmt(x->a, "交由" STR_FMT "：" STR_FMT, STR_ARG(name),
            STR_ARG(reason)),
        err));
    TRY(tell_reviewer(x, &app, account_id, reason, err));
    *ret = app;
    return OK;
}
