/* Verbs of what comes behind the decision: recordation, plaques; and of
 * holders from before. */
#include "run.h"

#include "domain/history.h"
#include "domain/notice.h"
#include "domain/path.h"
#include "domain/plaque.h"
#include "domain/recordation.h"

/* Somebody of the office who has not been named. */
static const struct role_grant OFFICE_GRANT = { .role = ROLE_SECRETARIAT };
static const struct actor OFFICE = { .name = STR_INIT("秘书处"),
    .second_factor = true,
    .grants = &OFFICE_GRANT,
    .n_grants = 1 };

/* The application of the step is taken past its stages as if they had been
 * passed, until it is in the state: for cases that begin there. */
static enum status
do_reach(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct str goal = run_text(r, "state", "REVIEW_PASSED");
    enum application_state state;
    struct application app;

    if (p == NULL)
        return ERR_INPUT;
    if (!application_state_of(goal, &state))
        return run_wrong(r, r->step, "没有状态“" STR_FMT "”", STR_ARG(goal));
    TRY(run_application(r, x, p, STR("apply"), &app, err));
    const struct pack_procedure *proc =
        pack_procedure(app.pack, app.procedure);
    for (size_t i = 0; i < proc->n_stages && app.state != state; i++) {
        const struct pack_stage *s = &proc->stages[i];

        if (s->kind == STAGE_FORMAL_REVIEW && app.state == APP_SUBMITTED)
            TRY(application_move(x, &app,
                &(struct move){
                    .to = APP_FORMAL_REVIEW, .event = "take" },
                err));
        if (app.state == state || !stage_applies(s, app.channel))
            continue;
        if (s->kind == STAGE_PUBLIC_NOTICE && app.state == APP_REVIEW_PASSED)
            TRY(application_move(x, &app,
                &(struct move){
                    .to = APP_PUBLIC_NOTICE, .event = "publish" },
                err));
        TRY(path_advance(x, &app, s,
            &(struct move){ .event = "pass", .clause = s->clause }, err));
    }
    return app.state == state
               ? OK
               : run_wrong(r, r->step, "到不了“" STR_FMT "”", STR_ARG(goal));
}

/* The file of `of`, or all that wait. */
static enum status
do_record_reported(struct run *r, struct act *x, struct err *err)
{
    const struct application_row *list = NULL;
    struct recordation report;
    int64_t *ids;
    size_t n = 0;

    if (run_with(r, "of") != NULL) {
        struct application app;
        const struct person *p = run_subject(r);

        if (p == NULL)
            return ERR_INPUT;
        TRY(run_application(r, x, p, STR("apply"), &app, err));
        TRY(recordation_report(
            x, run_programme(r), &app.id, 1, &report, err));
        r->recordation = report.id;
        return OK;
    }
    TRY(recordation_waiting(x, run_programme(r), &list, &n, err));
    ids = arena_new_array(r->a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        ids[i] = list[i].id;
    TRY(recordation_report(x, run_programme(r), ids, n, &report, err));
    r->recordation = report.id;
    run_figure(r, "files", report.files);
    return OK;
}

/* What was not reported yet is, by the office, on the same day. */
static enum status
report_first(struct run *r, struct act *x, struct err *err)
{
    struct act office = run_as(x, &OFFICE);
    const struct person *p = run_subject(r);
    struct notice_outcome o;
    struct application app;

    if (p == NULL)
        return ERR_INPUT;
    TRY(run_application(r, x, p, STR("apply"), &app, err));
    if (app.state == APP_PUBLIC_NOTICE && r->notice != 0)
        TRY(notice_grant(&office, r->notice, &o, err));
    return do_record_reported(r, &office, err);
}

/* The step is about a file that is not in the report which is still open. */
static enum status
names_another(struct run *r, struct act *x, bool *ret, struct err *err)
{
    const struct recordation_row *rows = NULL;
    size_t n = 0;

    *ret = false;
    if (r->recordation == 0 || run_with(r, "of") == NULL)
        return OK;
    const struct person *p = run_subject(r);
    if (p == NULL)
        return ERR_INPUT;
    TRY(recordation_rows(x, r->recordation, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (rows[i].subject_id == p->subject)
            return OK;
    }
    *ret = true;
    return OK;
}

static enum status
do_recordation(struct run *r, struct act *x, struct err *err)
{
    struct recordation_outcome o;
    struct recordation report;
    bool another = false;

    TRY(names_another(r, x, &another, err));
    if (r->recordation == 0 || another)
        TRY(report_first(r, x, err));
    TRY(recordation_get(x, r->recordation, &report, err));
    TRY(recordation_record(x, r->recordation, run_day(r, "date", x->today),
        run_text(r, "number", "备案〔示例〕1号"), report.version, &o, err));
    run_figure(r, "recorded", (int64_t)o.recorded);
    run_figure(r, "withdrawn", (int64_t)o.withdrawn);
    run_figure(r, "left", (int64_t)(o.banned + o.blocked + o.interest));
    run_word(r, "left_why", o.why);
    TRY(recordation_get(x, r->recordation, &report, err));
    if (str_eq(report.state, STR("CLOSED")))
        r->recordation = 0;
    return OK;
}

static enum status
do_return_recordation(struct run *r, struct act *x, struct err *err)
{
    const struct recordation_row *rows = NULL;
    const struct person *p = run_subject(r);
    struct recordation report;
    size_t n = 0;

    if (p == NULL)
        return ERR_INPUT;
    if (r->recordation == 0)
        TRY(report_first(r, x, err));
    TRY(recordation_get(x, r->recordation, &report, err));
    TRY(recordation_rows(x, r->recordation, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (rows[i].subject_id == p->subject)
            return recordation_send_back(x, report.id, rows[i].position,
                run_text(r, "reason", "汇总表与评定记录不一致"),
                report.version, err);
    }
    return run_wrong(r, r->step, "“" STR_FMT "”不在备案报告中",
        STR_ARG(p->name));
}

/* --- plaques --- */

/* The newest plaque of the person. */
static enum status
newest(struct run *r, struct act *x, struct plaque *ret, struct err *err)
{
    const struct person *p = run_subject(r);
    const struct plaque *list = NULL;
    size_t n = 0;

    if (p == NULL)
        return ERR_INPUT;
    TRY(plaque_of_subject(x, p->subject, &list, &n, err));
    int64_t back = run_int(r, "back", 0);
    if (back < 0 || (size_t)back >= n)
        return err_set(err, ERR_NOT_FOUND, "没有找到这块牌匾");
    *ret = list[back];
    return OK;
}

static enum status
do_plaque(struct run *r, struct act *x, struct err *err)
{
    struct plaque p;

    TRY(newest(r, x, &p, err));
    return plaque_hand_out(x, p.id, run_day(r, "date", x->today),
        run_text(r, "receiver", "示例接收人"), p.version, err);
}

static enum status
do_reclaim(struct run *r, struct act *x, struct err *err)
{
    struct plaque p;

    TRY(newest(r, x, &p, err));
    return plaque_reclaim(x, p.id, run_day(r, "date", x->today),
        run_flag(r, "void", false), run_text(r, "remark", ""), p.version,
        err);
}

/* --- history --- */

static enum status
do_import_history(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    const struct programme *pr =
        domain_programme(x->d, run_programme(r));
    const struct pack_form *form =
        pr == NULL ? NULL : pack_form(pr->pack, pr->pack->history_form);
    struct accreditation c, host;
    struct str at = run_text(r, "host", "");

    if (p == NULL)
        return ERR_INPUT;
    if (at.n > 0)
        TRY(run_holding_of(r, x, at, &host, err));
    return history_add(x, run_programme(r),
        &(struct history_entry){ .name = p->name,
            .credit_code = p->is_person ? STR_EMPTY : p->identity,
            .region = run_text(r, "region", "510107"),
            .recognised = run_day(r, "recognised", DAY_NONE),
            .info = form == NULL
                        ? NULL
                        : run_answers(r, form, "history",
                              run_with(r, "answers"), p, true),
            .host = at.n > 0 ? host.number : STR_EMPTY,
            .number = run_text(r, "number", ""),
            .category = run_text(r, "category", ""),
            .source = run_text(r, "source", "示例〔2021〕1号") },
        &c, err);
}

static const struct verb VERBS[] = {
    { "plaque", do_plaque, "date receiver back", false, false },
    { "reclaim", do_reclaim, "date void remark back", false, false },
    { "import_history", do_import_history,
        "recognised region source answers host number category", false,
        false },
    { "reach", do_reach, "state", false, false },
    { "record_reported", do_record_reported, "", false, false },
    { "recordation", do_recordation, "date number", false, false },
    { "return_recordation", do_return_recordation, "reason", false, false },
};
const struct verb_set verbs_record4 = VERB_SET(VERBS);
