/* Looked at again before it takes effect: bans, penalties, conditions. */
#include "domain/standing.h"

#include "decision_private.h"
#include "decision_store.h"
#include "domain/incident.h"
#include "domain/verdict.h"

static bool
is_granted(const struct decision_line *l)
{
    return l->decision == DECISION_RECOGNISE ||
           l->decision == DECISION_INCUBATE;
}

/* ERR_CONFLICT is the answer, every other error is one. */
static enum status
answer_of(enum status st, const struct err *said, struct arena *a,
    struct str *ret_why, struct err *err)
{
    if (st == ERR_CONFLICT)
        *ret_why = arena_str(a, str_of(said->text));
    else if (st != OK)
        *err = *said;
    return st == ERR_CONFLICT ? OK : st;
}

static enum status
lines_hinder(struct act *x, const struct application *app,
    const struct decision_line *lines, size_t n, bool kept,
    struct str *ret_why, struct err *err)
{
    for (size_t i = 0; i < n && ret_why->n == 0; i++) {
        struct err said = { 0 };

        if (!is_granted(&lines[i]))
            continue;
        TRY(answer_of(decision_check_line(x, app, &lines[i],
                          lines[i].decision, kept, &said),
            &said, x->a, ret_why, err));
        if (ret_why->n > 0 && lines[i].def != NULL)
            *ret_why = arena_fmt(x->a, STR_FMT "：" STR_FMT,
                STR_ARG(lines[i].def->title.zh), STR_ARG(*ret_why));
    }
    return OK;
}

/* The stages that are behind an application, by the state it waits in. */
static bool
is_behind(const struct application *app, const struct pack_stage *s)
{
    switch (app->state) {
    case APP_REVIEW_PASSED:
    case APP_PUBLIC_NOTICE:
    case APP_OBJECTION:
        return s->kind < STAGE_PUBLIC_NOTICE;
    case APP_RECORDATION:
        return s->kind < STAGE_RECORDATION;
    case APP_PUBLICATION:
        return s->kind < STAGE_PUBLICATION;
    default:
        return false;
    }
}

static enum status
stages_hinder(struct act *x, const struct application *app, bool kept,
    struct str *ret_why, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    struct pack_facts facts;

    TRY(application_facts(x, app, app->versions, &facts, err));
    if (day_cmp(x->today, facts.reference) > 0)
        facts.reference = x->today;
    for (size_t i = 0; p != NULL && i < p->n_stages; i++) {
        const struct pack_stage *s = &p->stages[i];
        const struct pack_verdict *h;
        struct pack_verdict v;

        if (ret_why->n > 0 || s->decide.n == 0 || !is_behind(app, s) ||
            !stage_applies(s, app->channel))
            continue;
        TRY(pack_judge(x->a, app->pack, s->decide, &facts, &v, err));
        if (kept)
            TRY(verdict_keep(
                x, app, STR("decision_day"), &v, &facts, err));
        if (v.outcome != NOT_MET)
            continue;
        h = verdict_hindrance(&v, NOT_MET);
        const struct pack_clause *c =
            pack_clause(app->pack, h->rule->clause);
        *ret_why = arena_fmt(x->a,
            "以 " STR_FMT " 为基准日复核，“" STR_FMT "”不符合（" STR_FMT
            "）；依据" STR_FMT,
            STR_ARG(day_iso(x->a, facts.reference)),
            STR_ARG(h->rule->title.zh), STR_ARG(h->why),
            STR_ARG(c == NULL ? h->rule->clause : c->cite));
    }
    return OK;
}

enum status
standing_hinders(struct act *x, const struct application *app, bool kept,
    struct str *ret_why, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct decision_line *lines = NULL;
    size_t n = 0;
    bool granted = false;

    *ret_why = STR_EMPTY;
    if (!decision_by_lines(p)) {
        TRY(ban_hinders(x, app, ret_why, err));
        return ret_why->n > 0
                   ? OK
                   : stages_hinder(x, app, kept, ret_why, err);
    }
    TRY(decision_lines(x, app, &lines, &n, err));
    for (size_t i = 0; i < n; i++)
        granted = granted || is_granted(&lines[i]);
    if (!granted)
        return OK;
    TRY(ban_hinders(x, app, ret_why, err));
    if (ret_why->n > 0)
        return OK;
    return lines_hinder(x, app, lines, n, kept, ret_why, err);
}

/* --- back to the decision --- */

static enum status
open_decided(struct act *x, int64_t id, int64_t version,
    struct application *ret, struct err *err)
{
    TRY(application_get(x, id, ret, err));
    TRY(application_require(
        x, MAY_DECIDE, ret, application_stage(ret, STAGE_DECISION), err));
    TRY(act_require_no_interest(x, ret->subject_id, err));
    if (ret->state != APP_PUBLICATION ||
        !decision_by_lines(pack_procedure(ret->pack, ret->procedure)))
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，只有已决定、等待发布的申请可以退回重新决定",
            STR_ARG(application_state_title(ret->state)));
    if (ret->version != version)
        return err_set(err, ERR_CONFLICT,
            "这份申请刚刚被其他人修改，请刷新后重试");
    return OK;
}

enum status
standing_reopen(struct act *x, int64_t application_id, struct str reason,
    int64_t version, struct err *err)
{
    const struct decision_line *lines = NULL;
    const struct pack_stage *stage;
    struct application app;
    struct str why = STR_EMPTY;
    size_t n = 0;

    TRY(open_decided(x, application_id, version, &app, err));
    if (reason.n == 0 || reason.n > REASON_MAX * 3)
        return err_field(err, ERR_INPUT, STR("reason"),
            "请写明退回重新决定的理由，1 至 %d 字", REASON_MAX);
    TRY(standing_hinders(x, &app, true, &why, err));
    TRY(decision_lines(x, &app, &lines, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct decision_line l = lines[i];

        if (!is_granted(&l))
            continue;
        l.decision = DECISION_NONE;
        l.reason = l.document_no = STR_EMPTY;
        l.decided = DAY_NONE;
        l.decided_us = l.decided_by = 0;
        TRY(line_store_put(x, &app, &l, err));
    }
    TRY(decision_release(x, &app, err));
    stage = procedure_stage(
        pack_procedure(app.pack, app.procedure), STAGE_DECISION);
    return application_move(x, &app,
        &(struct move){ .to = APP_DECISION,
            .event = "reopen-decision",
            .reason = why.n == 0 ? reason
                                 : arena_fmt(x->a, STR_FMT "；" STR_FMT,
                                       STR_ARG(reason), STR_ARG(why)),
            .clause = stage->clause },
        err);
}
