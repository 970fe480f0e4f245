/* Reports of changes: their term, the first check. */
#include "domain/incident.h"

#include "domain/path.h"
#include "domain/proceeding.h"

#define TEXT_MAX 4000

enum status
change_deadline(struct act *x, const struct pack_procedure *p,
    const struct json *answers, struct deadline *ret, bool *ret_known,
    struct err *err)
{
    struct day from = DAY_NONE;

    *ret_known = false;
    if (p->report_within.n == 0 ||
        day_parse(json_str(json_get(answers, p->report_from)), &from, NULL) !=
            OK)
        return OK;
    TRY(deadline_compute(
        x->a, x->d->holidays, from, p->report_within, ret, err));
    *ret_known = true;
    return OK;
}

enum status
change_late_by(struct act *x, const struct deadline *due, int64_t us,
    int *ret_days, struct err *err)
{
    struct day last = day_of_us(us);

    *ret_days = 0;
    for (struct day d = day_add_days(due->last_day, 1);
         us >= due->end_us && day_cmp(d, last) <= 0; d = day_add_days(d, 1)) {
        struct day_nature nature;

        TRY(day_nature(x->d->holidays, d, &nature, err));
        *ret_days += nature.working;
    }
    return OK;
}

enum status
change_reported(struct act *x, const struct application *app, struct err *err)
{
    const struct pack_procedure *proc =
        pack_procedure(app->pack, app->procedure);
    struct json *f = json_new(x->a, JSON_OBJECT);
    struct deadline due;
    bool known = false;

    for (size_t i = 0; i < app->draft->n; i++)
        json_set(x->a, f, app->draft->keys[i], app->draft->items[i]);
    json_set(x->a, f, STR("报告提交日"),
        json_text(x->a, day_iso(x->a, day_of_us(app->submitted_us))));
    TRY(change_deadline(x, proc, app->draft, &due, &known, err));
    struct str text = arena_fmt(x->a, "变化报告 " STR_FMT " 于 " STR_FMT
                                      " 提交。" STR_FMT,
        STR_ARG(app->number),
        STR_ARG(us_beijing(x->a, app->submitted_us)),
        STR_ARG(known ? deadline_text(x->a, &due, false) : STR_EMPTY));
    return incident_trigger(x,
        &(struct trigger_event){ .on = STR("change_report"),
            .subject_id = app->subject_id,
            .programme_id = app->programme_id,
            .incident_id = app->id,
            .facts = f,
            .text = text,
            .task_from = x->today },
        err);
}

/* The case that the meeting is to confirm. */
static enum status
open_case(struct act *x, const struct application *app, struct str ground,
    struct str reason, struct err *err)
{
    struct accreditation c;
    struct proceeding p;
    const struct pack_ground *g = pack_ground(app->pack, ground);

    TRY(accreditation_load(
        x, app->subject_id, app->accreditation_id, &c, err));
    TRY(proceeding_open_auto(x,
        &(struct proceeding_auto){ .holding = &c,
            .ground = ground,
            .clause = g == NULL ? STR_EMPTY : g->clause,
            .facts = arena_fmt(x->a, "变化报告 " STR_FMT " 初核：" STR_FMT,
                STR_ARG(app->number), STR_ARG(reason)),
            .task_from = x->today },
        &p, err));
    return proceeding_check(x, p.id, reason, err);
}

enum status
change_check(struct act *x, int64_t application_id, bool met,
    struct str reason, struct err *err)
{
    struct application app;

    TRY(application_load(x, 0, application_id, &app, err));
    TRY(act_require(x, MAY_REVIEW, app.programme_id, app.region, err));
    TRY(act_require_no_interest(x, app.subject_id, err));
    const struct pack_procedure *proc =
        pack_procedure(app.pack, app.procedure);
    if (proc == NULL || !proc->keeps || app.submitted_us == 0 ||
        !application_is_open(app.state))
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，不是待初核的变化报告",
            STR_ARG(application_state_title(app.state)));
    if (reason.n == 0 || utf8_count(reason) > TEXT_MAX)
        return err_field(err, ERR_INPUT, STR("reason"),
            "请写明初核的意见，1 至 %d 字", TEXT_MAX);
    if (!met && proc->opens.n == 0)
        return err_set(
            err, ERR_CONFLICT, "政策包没有规定不再符合时的立案事由");
    const struct pack_stage *here = NULL;
    for (size_t i = 0; i < proc->n_stages; i++) {
        if (path_entry(proc, &proc->stages[i]) == app.state)
            here = &proc->stages[i];
    }
    TRY(path_advance(x, &app, here,
        &(struct move){ .event = "first-check",
            .reason = reason,
            .clause = proc->clause,
            .document = app.number },
        err));
    return met ? OK : open_case(x, &app, proc->opens, reason, err);
}
