/* From state to state, and what is written of it. */
#include "application_states.h"
#include "application_store.h"

#include "domain/decision.h"

enum status
application_move(struct act *x, struct application *app, const struct move *m,
    struct err *err)
{
    enum application_state from = app->state;

    if (!application_may_move(from, m->to))
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，不能转为“" STR_FMT "”",
            STR_ARG(application_state_title(from)),
            STR_ARG(application_state_title(m->to)));
    app->state = m->to;
    app->entered_us = x->now_us;
    app->due_us = m->due_us;
    if (!application_is_open(m->to))
        app->decided_us = x->now_us;
    TRY(store_put_application(x, app, err));
    if (m->to != APP_GRANTED && !application_is_open(m->to) &&
        (app->pack->n_quotas > 0 || app->pack->planning != NULL))
        TRY(decision_release(x, app, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = app->programme_id,
            .subject_id = app->subject_id,
            .object_kind = "application",
            .object_id = app->id,
            .event = m->event,
            .from = application_state_name(from),
            .to = application_state_name(m->to),
            .reason = m->reason,
            .clause = m->clause,
            .document = m->document },
        err);
}

enum status
application_note(struct act *x, const struct application *app,
    const char *event, struct str reason, struct str clause, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = app->programme_id,
            .subject_id = app->subject_id,
            .object_kind = "application",
            .object_id = app->id,
            .event = event,
            .from = application_state_name(app->state),
            .to = application_state_name(app->state),
            .reason = reason,
            .clause = clause },
        err);
}
