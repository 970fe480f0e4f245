/* Verbs of supervision: the daily run, yearly lists, cases against holders. */
#include "run.h"

#include "domain/assessment.h"
#include "domain/proceeding.h"
#include "domain/tick.h"

/* The newest proceeding of the person, of a kind if said. */
static enum status
newest(struct run *r, struct act *x, struct proceeding *ret, struct err *err)
{
    const struct person *p = run_subject(r);
    const struct proceeding *list = NULL;
    struct actor system = actor_system();
    struct act all = run_as(x, &system);
    size_t n = 0;
    int64_t at = 0;

    if (p == NULL)
        return ERR_INPUT;
    TRY(proceeding_of_subject(&all, p->subject, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].kind == PROC_REVOCATION && list[i].opened_us >= at) {
            *ret = list[i];
            at = list[i].opened_us;
        }
    }
    return at != 0 ? OK
                   : err_set(err, ERR_NOT_FOUND, "“" STR_FMT "”没有案件",
                         STR_ARG(p->name));
}

/* --- the calendar --- */

/* The run of the day of the step. */
static enum status
do_tick(struct run *r, struct act *x, struct err *err)
{
    struct tick_counts counts = { 0 };

    (void)x;
    TRY(tick_run(r->store, r->d, r->now_us, &counts, err));
    run_figure(r, "warned", (int64_t)counts.warned);
    run_figure(r, "expired", (int64_t)counts.expired);
    run_figure(r, "reminded", (int64_t)counts.reminded);
    run_figure(r, "proposed", (int64_t)counts.proposed);
    run_figure(r, "lapsed", (int64_t)counts.lapsed);
    run_figure(r, "unhandled", (int64_t)counts.failed);
    return OK;
}

static enum status
read_counts(struct run *r, struct act *x, struct err *err)
{
    struct assessment_counts counts;
    int64_t year = run_int(r, "year", day_ymd(x->today).year - 1);

    TRY(assessment_counts(x, run_programme(r), year, &counts, err));
    run_figure(r, "listed", counts.n[ASSESS_ALL]);
    run_figure(r, "met", counts.n[ASSESS_MET]);
    run_figure(r, "not_met", counts.n[ASSESS_NOT_MET]);
    run_figure(r, "proposals", counts.n[ASSESS_PROPOSE]);
    return OK;
}

static enum status
do_yearly_list(struct run *r, struct act *x, struct err *err)
{
    int64_t year =
        run_int(r, "year", day_ymd(day_of_us(r->now_us)).year - 1);
    struct actor system = actor_system();
    size_t n = 0;

    (void)x;
    TRY(assessment_make(r->store, r->d, run_programme(r), year, r->now_us,
        &n, err));
    return run_read(r, &system, read_counts, err);
}

/* Of all proposals of the yearly list; or one on a ground. */
static enum status
do_propose_revocation(struct run *r, struct act *x, struct err *err)
{
    struct proceeding p;
    struct accreditation c;
    size_t n = 0;

    if (run_with(r, "ground") == NULL) {
        TRY(assessment_propose(x, run_programme(r),
            run_int(r, "year", day_ymd(x->today).year - 1), &n, err));
        run_figure(r, "opened", (int64_t)n);
        return OK;
    }
    const struct person *who = run_subject(r);
    if (who == NULL)
        return ERR_INPUT;
    TRY(run_accreditation(r, x, who, &c, err));
    return proceeding_open(x,
        &(struct proceeding_new){ .accreditation_id = c.id,
            .ground = run_text(r, "ground", ""),
            .facts = run_text(r, "facts", "经核查属实。"),
            .year = run_int(r, "year", 0) },
        &p, err);
}

/* --- cases --- */

static enum status
do_notify(struct run *r, struct act *x, struct err *err)
{
    const struct person *who = run_subject(r);
    struct proceeding p;

    if (who == NULL)
        return ERR_INPUT;
    TRY(newest(r, x, &p, err));
    TRY(proceeding_notify(x, p.id, &p, err));
    /* As the term of the pack gives it; the case compares the day. */
    r->out.has_deadline = true;
    r->out.deadline.last_day = day_of_us(p.due_us - 1);
    r->out.deadline.day_zero = day_of_us(p.notified_us);
    return OK;
}

static enum status
do_state(struct run *r, struct act *x, struct err *err)
{
    struct proceeding p;

    TRY(newest(r, x, &p, err));
    return proceeding_state_view(
        x, p.id, run_text(r, "text", "情况说明见附件。"), err);
}

static enum status
do_decide(struct run *r, struct act *x, struct err *err)
{
    struct proceeding p;

    TRY(newest(r, x, &p, err));
    return proceeding_decide(x, p.id, run_flag(r, "revoke", true),
        run_text(r, "reason", "经研究决定。"), p.version, &p, err);
}

static enum status
do_reverse(struct run *r, struct act *x, struct err *err)
{
    struct proceeding p;

    TRY(newest(r, x, &p, err));
    return proceeding_reverse(
        x, p.id, run_text(r, "reason", "原决定有误，予以纠正。"), err);
}

static enum status
do_warn(struct run *r, struct act *x, struct err *err)
{
    const struct person *who = run_subject(r);
    struct proceeding p;
    struct accreditation c;

    if (who == NULL)
        return ERR_INPUT;
    TRY(run_accreditation(r, x, who, &c, err));
    return proceeding_warn(x,
        &(struct proceeding_new){ .accreditation_id = c.id,
            .ground = run_text(r, "ground", ""),
            .facts = run_text(r, "facts", "经核查属实。") },
        &p, err);
}

static const struct verb VERBS[] = {
    { "tick", do_tick, "", false, true },
    { "yearly_list", do_yearly_list, "year", false, true },
    { "propose_revocation", do_propose_revocation, "year ground facts", false,
        false },
    { "notify", do_notify, "", false, false },
    { "state", do_state, "text", false, false },
    { "decide", do_decide, "revoke reason", false, false },
    { "reverse", do_reverse, "reason", false, false },
    { "warn", do_warn, "ground facts", false, false },
};
const struct verb_set verbs_supervision = VERB_SET(VERBS);
