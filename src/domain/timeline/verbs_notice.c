/* Verbs of the public notice, of objections and of the grant. */
#include "run.h"

#include "domain/notice.h"
#include "domain/subject.h"

/* All that wait. */
static enum status
do_publish_notice(struct run *r, struct act *x, struct err *err)
{
    struct notice_draft draft;
    struct notice n;

    TRY(notice_prepare(x, run_programme(r), &draft, err));
    int64_t *ids = arena_new_array(r->a, int64_t, draft.n_waiting + 1);
    for (size_t i = 0; i < draft.n_waiting; i++)
        ids[i] = draft.waiting[i].id;
    TRY(notice_publish(
        x, run_programme(r), ids, draft.n_waiting,
        run_day(r, "until", DAY_NONE), &n, err));
    r->notice = n.id;
    r->out.deadline = draft.deadline;
    r->out.deadline.last_day = n.last_day;
    r->out.has_deadline = true;
    run_figure(r, "entries", n.entries);
    return OK;
}

/* The entry of the person, or the one with a number. */
static enum status
position_of(struct run *r, struct act *x, int64_t *ret, struct err *err)
{
    const struct notice_entry *entries = NULL;
    const struct person *p;
    size_t n = 0;

    *ret = run_int(r, "position", 0);
    if (*ret != 0)
        return OK;
    p = run_subject(r);
    if (p == NULL)
        return ERR_INPUT;
    TRY(notice_entries(x, r->notice, &entries, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (entries[i].subject_id == p->subject)
            *ret = entries[i].position;
    }
    return *ret != 0 ? OK
                     : run_wrong(r, r->step, "“" STR_FMT "”不在公示中",
                           STR_ARG(p->name));
}

static enum status
do_object(struct run *r, struct act *x, struct err *err)
{
    struct objection o = { .notice_id = r->notice,
        .objector = run_text(r, "objector", "示例异议人"),
        .contact = run_text(r, "contact", "13000009999"),
        .facts = run_text(
            r, "facts", "所报服务企业数与实际情况不符，请予核实。"),
        .received_us = x->now_us };

    TRY(position_of(r, x, &o.position, err));
    return objection_add(x, &o, err);
}

static enum status
do_decide_objection(struct run *r, struct act *x, struct err *err)
{
    const struct objection *list = NULL;
    int64_t position = 0;
    size_t n = 0;
    bool upheld = run_flag(r, "upheld", false);

    TRY(position_of(r, x, &position, err));
    TRY(objection_list(x, r->notice, true, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].position == position)
            return objection_decide(x, list[i].id, upheld,
                run_text(r, "answer", upheld ? "经核实，异议成立。"
                                             : "经核实，情况属实，异议不成立。"),
                list[i].version, err);
    }
    return err_set(err, ERR_NOT_FOUND, "这一项没有未办结的异议");
}

/* An entry that may not be granted any more is taken out. */
static enum status
do_refuse_entry(struct run *r, struct act *x, struct err *err)
{
    int64_t position = 0;

    TRY(position_of(r, x, &position, err));
    return notice_refuse(
        x, r->notice, position, run_text(r, "reason", ""), err);
}

static enum status
do_grant_notice(struct run *r, struct act *x, struct err *err)
{
    struct notice_outcome o;

    TRY(notice_grant(x, r->notice, &o, err));
    run_figure(r, "granted", (int64_t)o.granted);
    run_figure(r, "passed", (int64_t)o.passed);
    run_figure(r, "waiting", (int64_t)o.blocked);
    run_figure(r, "withdrawn", (int64_t)o.withdrawn);
    return OK;
}

/* A holder as the notice would make it, for cases that begin afterwards. */
static enum status
do_admit(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    const struct pack_procedure *proc =
        pack_procedure(r->pack, STR("apply"));
    const struct pack_stage *grant =
        proc == NULL ? NULL : procedure_stage(proc, STAGE_GRANT);
    struct accreditation c;
    struct subject subject;

    if (p == NULL || grant == NULL)
        return run_wrong(r, r->step, "政策包没有授予的环节");
    TRY(subject_get(x, p->subject, &subject, err));
    return accreditation_grant(x,
        &(struct accreditation_grant){ .subject_id = p->subject,
            .programme_id = run_programme(r),
            .route = run_text(r, "route", "self"),
            .name = p->name,
            .region = subject.region,
            .info = json_new(r->a, JSON_OBJECT),
            .pack = r->pack,
            .admitted = x->today,
            .term_years = grant->term_years,
            .completed = true,
            .clause = grant->clause,
            .document = grant->document,
            .category = run_text(r, "category", ""),
            .incubating = run_flag(r, "incubating", false) },
        &c, err);
}

static const struct verb VERBS[] = {
    { "publish_notice", do_publish_notice, "until", false, false },
    { "object", do_object, "position objector contact facts", false, false },
    { "decide_objection", do_decide_objection, "position upheld answer",
        false, false },
    { "refuse_entry", do_refuse_entry, "position reason", false, false },
    { "grant_notice", do_grant_notice, "", false, false },
    { "admit", do_admit, "route category incubating", false, false },
};
const struct verb_set verbs_notice = VERB_SET(VERBS);
