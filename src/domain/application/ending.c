/* Ends without a decision, and what the public may ask. */
#include "application_store.h"

enum status
application_withdraw(
    struct act *x, int64_t id, struct str reason, struct err *err)
{
    struct application app;

    TRY(application_get(x, id, &app, err));
    TRY(act_require_member(x, app.subject_id, "editor", err));
    if (app.state == APP_SUPPLEMENT) {
        struct application_supplement s;
        bool found = false;

        TRY(application_supplement(x, &app, &s, &found, err));
        if (found)
            TRY(store_end_supplement(x, &app, s.id, STR("LAPSED"), err));
    }
    return application_move(x, &app,
        &(struct move){
            .to = APP_WITHDRAWN, .event = "withdraw", .reason = reason },
        err);
}

enum status
application_lapse_due(
    struct act *x, size_t most, size_t *ret_n, struct err *err)
{
    const struct application *list = NULL;
    size_t n = 0;

    TRY(store_supplements_over(x, most, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct application app = list[i];
        struct application_supplement s;
        bool found = false;

        TRY(application_supplement(x, &app, &s, &found, err));
        if (found)
            TRY(store_end_supplement(x, &app, s.id, STR("LAPSED"), err));
        TRY(application_move(x, &app,
            &(struct move){ .to = APP_LAPSED,
                .event = "lapse",
                .reason = STR("补正期限届满未补正") },
            err));
    }
    *ret_n = n;
    return OK;
}

/* --- public progress --- */

enum status
application_progress(struct act *x, struct str number, struct str code,
    struct application *ret, struct err *err)
{
    bool found = false;

    TRY(store_application_by_number(x, number, ret, &found, err));
    if (!found || !str_eq(ret->check_code, code))
        return err_field(err, ERR_NOT_FOUND, STR("number"),
            "受理编号或查询码不正确，请核对回执上的 %d 位查询码",
            CHECK_CODE_LENGTH);
    return OK;
}
