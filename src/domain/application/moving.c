/* From state to state, and what is written of it. */
#include "application_states.h"
#include "application_store.h"

#include "domain/decision.h"

const struct pack_stage *
application_stage(const struct application *app, enum stage_kind kind)
{
    const struct pack_procedure *p = pack_procedure(app->pack, app->procedure);

    return p == NULL ? NULL : procedure_stage(p, kind);
}

enum status
application_require(const struct act *x, enum permission p,
    const struct application *app, const struct pack_stage *stage,
    struct err *err)
{
    return act_require_at(x, p, app->programme_id, app->region,
        stage == NULL ? 0 : stage->level,
        stage == NULL ? STR_EMPTY : pack_cite(app->pack, stage->clause), err);
}

static const struct pack_stage *
stage_of(const struct application *app, enum application_state state)
{
    switch (state) {
    case APP_SUBMITTED:
    case APP_FORMAL_REVIEW:
        return application_stage(app, STAGE_FORMAL_REVIEW);
    case APP_EVALUATION:
        return application_stage(app, STAGE_EVALUATION);
    case APP_DECISION:
        return application_stage(app, STAGE_DECISION);
    default:
        return NULL;
    }
}

enum status
application_decide_by(struct act *x, const struct application *app,
    enum application_state state, struct due *ret, bool *ret_has,
    struct err *err)
{
    const struct pack_stage *s = stage_of(app, state);
    int64_t handed_in = 0;

    *ret_has = s != NULL && s->within.n > 0 && app->versions > 0;
    if (!*ret_has)
        return OK;
    TRY(store_handed_in(x, app, &handed_in, err));
    return due_compute(x, day_of_us(handed_in), s->within, ret, err);
}

/* The end of the new step: the mover's, else that of the stage; an open day
 * has none yet. */
static enum status
set_due(struct act *x, struct application *app, const struct move *m,
    struct err *err)
{
    struct due due;
    bool has = false;

    app->due_us = m->due_us;
    if (m->due_us != 0)
        return OK;
    TRY(application_decide_by(x, app, m->to, &due, &has, err));
    if (has && !due.open)
        app->due_us = day_end_us(due.day);
    return OK;
}

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
    TRY(set_due(x, app, m, err));
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
