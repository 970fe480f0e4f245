/* From stage to stage, and what a granted application brings about. */
#include "domain/path.h"

#include "domain/accreditation.h"
#include "domain/affiliation.h"
#include "domain/decision.h"
#include "domain/handover.h"
#include "domain/incident.h"
#include "domain/instance.h"
#include "domain/letter.h"
#include "domain/message.h"
#include "domain/notice.h"
#include "domain/plan.h"
#include "domain/plaque.h"
#include "domain/record.h"

static const enum application_state ENTRY[] = {
    [STAGE_RECOMMEND] = APP_WITH_RECOMMENDER,
    [STAGE_FIRST_INSTANCE] = APP_FIRST_INSTANCE,
    [STAGE_FORMAL_REVIEW] = APP_SUBMITTED,
    [STAGE_EVALUATION] = APP_EVALUATION,
    [STAGE_DECISION] = APP_DECISION,
    [STAGE_PUBLIC_NOTICE] = APP_REVIEW_PASSED,
    [STAGE_RECORDATION] = APP_RECORDATION,
    [STAGE_PUBLICATION] = APP_PUBLICATION,
    [STAGE_GRANT] = APP_GRANTED,
};

/* A decision without a review before it begins with somebody taking the file
 * up. */
enum application_state
path_entry(const struct pack_procedure *p, const struct pack_stage *s)
{
    if (s->kind == STAGE_DECISION &&
        procedure_stage(p, STAGE_FORMAL_REVIEW) == NULL &&
        procedure_stage(p, STAGE_EVALUATION) == NULL)
        return APP_SUBMITTED;
    return ENTRY[s->kind];
}

const struct pack_stage *
path_next(const struct application *app, const struct pack_stage *done)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    bool behind = done == NULL;

    for (size_t i = 0; p != NULL && i < p->n_stages; i++) {
        const struct pack_stage *s = &p->stages[i];

        if (behind && stage_applies(s, app->channel))
            return s;
        behind = behind || s->kind == done->kind;
    }
    return NULL;
}

static struct str
title_of(const struct pack_procedure *p)
{
    return p == NULL ? STR_EMPTY : p->title.zh;
}

/* The title is given up at the holder's own wish. */
static enum status
end_holding(struct act *x, const struct application *app,
    struct accreditation *c, const struct pack_procedure *p, struct err *err)
{
    struct json *v = json_new(x->a, JSON_OBJECT);
    bool out = app->pack->deregisters;
    struct str number, reason = out ? STR("本人申请") : STR("自愿退出");

    TRY(accreditation_move(x, c,
        &(struct accreditation_move){
            .to = out ? ACC_DEREGISTERED : ACC_WITHDRAWN,
            .event = "withdraw",
            .reason = reason,
            .clause = p->clause },
        err));
    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(
        x->a, v, STR("application_no"), json_text(x->a, app->number));
    json_set(x->a, v, STR("date"), json_text(x->a, day_zh(x->a, x->today)));
    TRY(letter_issue(x,
        &(struct letter_new){
            .programme = domain_programme(x->d, app->programme_id),
            .pack = app->pack,
            .subject_id = app->subject_id,
            .owner_kind = "application",
            .owner_id = app->id,
            .document = "withdrawal_confirmation",
            .clause = p->clause },
        v, &number, err));
    TRY(record_keep_event(
        x, "end", c, app, title_of(p), reason, p->clause, err));
    if (pack_document(app->pack, STR("withdrawn")) == NULL)
        return OK;
    return message_to_subject(x, app->pack, app->subject_id,
        STR("withdrawn"), v,
        arena_fmt(x->a, "/applications/%lld", (long long)app->id), STR_EMPTY,
        err);
}

/* Answers that are kept with the holding. */
static const struct json *
info_of(struct act *x, const struct application *app)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    struct json *o = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; p != NULL && i < p->n_info; i++) {
        const struct json *v = json_get(app->draft, p->info[i]);

        if (!json_is_null(v))
            json_set(x->a, o, p->info[i], v);
    }
    return o;
}

/* Works at the host that the application names, from a day on. */
static enum status
begin_work(struct act *x, const struct application *app,
    struct accreditation *c, struct day day, struct str clause,
    struct err *err)
{
    struct accreditation host;
    struct affiliation left;
    bool found = false, leaves = false;

    TRY(affiliation_asked(x, app, &host, &found, err));
    if (!found)
        return affiliation_check(x, app, err); /* says why not */
    TRY(affiliation_current(x, c, &left, &leaves, err));
    TRY(affiliation_begin(x, c, &host, day, app->id, clause, err));
    if (leaves) /* what it has not done there goes to others */
        TRY(handover_begin(x, c, "move", left.host_id, err));
    if (str_eq(c->region, host.region))
        return OK;
    return accreditation_change(
        x, c, NULL, host.region, "move-region", clause, err);
}

static enum status
change_state(struct act *x, const struct application *app,
    struct accreditation *c, const struct pack_procedure *p, bool suspend,
    struct err *err)
{
    TRY(accreditation_move(x, c,
        &(struct accreditation_move){
            .to = suspend ? ACC_SUSPENDED : ACC_ACTIVE,
            .event = suspend ? "suspend" : "resume",
            .reason = title_of(p),
            .clause = p->clause },
        err));
    return record_keep_event(x, suspend ? "suspend" : "resume", c, app,
        title_of(p), STR_EMPTY, p->clause, err);
}

static enum status
change_holding(struct act *x, const struct application *app,
    const struct pack_procedure *p, const struct pack_stage *grant,
    struct day day, struct err *err)
{
    struct accreditation c;

    TRY(accreditation_load(
        x, app->subject_id, app->accreditation_id, &c, err));
    if (p != NULL && p->keeps)
        return OK; /* a report: nothing changes by it */
    switch (p->effect) {
    case EFFECT_MOVE:
        TRY(begin_work(x, app, &c, day, p->clause, err));
        return record_keep_event(
            x, "move", &c, app, title_of(p), STR_EMPTY, p->clause, err);
    case EFFECT_CHANGE:
        TRY(accreditation_change(x, &c, info_of(x, app), STR_EMPTY, "change",
            p->clause, err));
        return record_keep_event(
            x, "change", &c, app, title_of(p), STR_EMPTY, p->clause, err);
    case EFFECT_SUSPEND:
        return change_state(x, app, &c, p, true, err);
    case EFFECT_RESUME:
        return change_state(x, app, &c, p, false, err);
    case EFFECT_END:
        return end_holding(x, app, &c, p, err);
    case EFFECT_BY_STAGES:
        break;
    }
    if (grant == NULL)
        return end_holding(x, app, &c, p, err);
    return accreditation_extend(
        x, &c, grant->term_years, app->id, grant->clause, err);
}

/* The name, region and public facts that were on notice are granted. */
static enum status
noticed(struct act *x, const struct application *app,
    struct accreditation_grant *g, struct err *err)
{
    struct notice_entry e;
    enum status st = notice_of_application(x, app->id, &e, err);

    if (st == ERR_NOT_FOUND)
        return OK;
    TRY(st);
    g->name = e.name;
    g->region = e.region;
    g->info = e.info;
    return OK;
}

/* What the grant hands over: another document for a renewed term, if the pack
 * has one. */
static struct str
document_of(const struct application *app, const struct pack_stage *grant)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);

    return app->previous_id != 0 && p != NULL && p->again_document.n > 0
               ? p->again_document
               : grant->document;
}

/* A holder that applied anew (A-19-b): approved within its term the new one
 * follows without a gap, else it begins anew. */
static enum status
follow_on(struct act *x, const struct application *app,
    const struct pack_stage *grant, struct day day, bool *ret_done,
    struct err *err)
{
    struct accreditation c;

    *ret_done = false;
    if (app->previous_id == 0)
        return OK;
    TRY(accreditation_load(x, app->subject_id, app->previous_id, &c, err));
    if (c.state == ACC_WITHDRAWN || c.state == ACC_REVOKED ||
        day_cmp(day, c.last_day) > 0)
        return OK;
    *ret_done = true;
    struct day first = day_add_days(c.last_day, 1);
    TRY(accreditation_extend(
        x, &c, grant->term_years, app->id, grant->clause, err));
    return plaque_make(x, &c, document_of(app, grant), STR_EMPTY, first,
        c.last_day, err);
}

static enum status
take_effect(struct act *x, const struct application *app, struct day day,
    struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *grant =
        p == NULL ? NULL : procedure_stage(p, STAGE_GRANT);
    struct accreditation c;
    bool done = false;

    TRY(decision_take_effect(x, app, day, &done, err));
    if (done)
        return OK;
    if (app->accreditation_id != 0)
        return change_holding(x, app, p, grant, day, err);
    if (grant == NULL)
        return OK;
    TRY(follow_on(x, app, grant, day, &done, err));
    if (done)
        return OK;
    struct accreditation_grant g = { .subject_id = app->subject_id,
        .programme_id = app->programme_id,
        .application_id = app->id,
        .route = app->channel,
        .name = app->name,
        .region = app->region,
        .info = info_of(x, app),
        .pack = app->pack,
        .admitted = day,
        .term_years = grant->term_years,
        .completed = true,
        .clause = grant->clause,
        .document = document_of(app, grant) };
    TRY(noticed(x, app, &g, err));
    TRY(accreditation_grant(x, &g, &c, err));
    if (p->host_field.n > 0)
        TRY(begin_work(x, app, &c, day, grant->clause, err));
    return record_keep_event(
        x, "grant", &c, app, title_of(p), STR_EMPTY, grant->clause, err);
}

enum status
path_advance(struct act *x, struct application *app,
    const struct pack_stage *done, const struct move *m, struct err *err)
{
    return path_advance_on(x, app, done, m, x->today, err);
}

/* What a holder asked for ends with the title it rests on; a report of what has
 * happened is still read. */
static enum status
check_holding(struct act *x, const struct application *app,
    const struct pack_procedure *p, struct err *err)
{
    struct accreditation c;

    if (app->accreditation_id == 0 || p == NULL || p->keeps)
        return OK;
    TRY(accreditation_load(
        x, app->subject_id, app->accreditation_id, &c, err));
    if (c.state != ACC_WITHDRAWN && c.state != ACC_REVOKED &&
        c.state != ACC_DEREGISTERED)
        return OK;
    return err_set(err, ERR_CONFLICT,
        "“" STR_FMT "”的资格（" STR_FMT
        "）已于 " STR_FMT " 终止，这一事项不能继续办理，可以不予通过",
        STR_ARG(app->name), STR_ARG(c.number),
        STR_ARG(day_iso(x->a, c.ended)));
}

enum status
path_advance_on(struct act *x, struct application *app,
    const struct pack_stage *done, const struct move *m, struct day day,
    struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *next = path_next(app, done);
    struct str ban = STR_EMPTY;
    struct move to = *m;

    if (next != NULL)
        to.to = path_entry(p, next);
    else
        to.to = done == NULL ? APP_SUBMITTED : APP_GRANTED;
    if (done != NULL && (next == NULL || next->kind > STAGE_DECISION))
        TRY(plan_take_application(x, app, err));
    if (next != NULL && (next->kind == STAGE_RECOMMEND ||
                            next->kind == STAGE_FIRST_INSTANCE))
        TRY(instance_enter(x, app, next, err));
    /* A decision after a ban began is refused (B-4-4-2-b). */
    if (done != NULL) {
        TRY(ban_hinders(x, app, &ban, err));
        TRY(check_holding(x, app, p, err));
    }
    if (ban.n > 0)
        return err_set(err, ERR_CONFLICT, "“" STR_FMT "”" STR_FMT,
            STR_ARG(app->name), STR_ARG(ban));
    TRY(application_move(x, app, &to, err));
    if (to.to == APP_WITH_RECOMMENDER || to.to == APP_FIRST_INSTANCE)
        TRY(instance_tell_arrival(x, app, err));
    return to.to == APP_GRANTED ? take_effect(x, app, day, err) : OK;
}
