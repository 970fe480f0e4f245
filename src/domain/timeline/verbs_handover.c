/* Verbs of open work: what is left of a holder, who takes it over, steps of
 * assignments. */
#include "run.h"

#include "domain/handover.h"
#include "domain/record.h"

static enum status
holding_here(
    struct run *r, struct act *x, struct accreditation *ret, struct err *err)
{
    const struct person *p = run_subject(r);

    if (p == NULL)
        return ERR_INPUT;
    return run_holding_of(r, x, p->name, ret, err);
}

/* The files of the holder with something left. */
static enum status
tell_files(struct run *r, struct act *x, const struct accreditation *c,
    struct err *err)
{
    const struct handover *list = NULL;
    size_t n = 0;
    int64_t open = 0;

    TRY(handover_of(x, c, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        open += list[i].closed_us == 0;
    run_figure(r, "files", open);
    return OK;
}

static enum status
do_open_work(struct run *r, struct act *x, struct err *err)
{
    const struct work_item *items = NULL;
    struct accreditation c;
    size_t n = 0;

    TRY(holding_here(r, x, &c, err));
    TRY(handover_items(x, &c, 0, &items, &n, err));
    run_figure(r, "work", (int64_t)n);
    return tell_files(r, x, &c, err);
}

/* The first piece whose title has these words. */
static enum status
piece(struct run *r, struct act *x, const struct accreditation *c,
    struct work_item *ret, struct err *err)
{
    struct str words = run_text(r, "title", "");
    const struct work_item *items = NULL;
    size_t n = 0;

    TRY(handover_items(x, c, 0, &items, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (words.n > 0 && str_find(items[i].title, words) == SIZE_MAX)
            continue;
        *ret = items[i];
        return OK;
    }
    return err_set(err, ERR_NOT_FOUND, "没有未了事项“" STR_FMT "”",
        STR_ARG(words));
}

/* to: who takes it; release: back to everybody; neither: closed. */
static enum status
do_hand_over(struct run *r, struct act *x, struct err *err)
{
    struct str to = run_text(r, "to", "");
    struct str reason = run_text(r, "reason", "资格已终止");
    struct accreditation c, taker = { .number = STR_EMPTY };
    struct work_item item;

    TRY(holding_here(r, x, &c, err));
    TRY(piece(r, x, &c, &item, err));
    if (to.n > 0)
        TRY(run_holding_of(r, x, to, &taker, err));
    if (run_flag(r, "release", false))
        TRY(handover_release(x, &c, &item, reason, err));
    else
        TRY(handover_settle(x, &c, &item, taker.number, reason, err));
    const struct work_item *left = NULL;
    size_t n = 0;
    TRY(handover_items(x, &c, 0, &left, &n, err));
    run_figure(r, "work", (int64_t)n);
    return tell_files(r, x, &c, err);
}

/* The newest task of the person. */
static enum status
newest_task(struct run *r, struct act *x, struct record *ret,
    const struct pack_record **ret_k, struct err *err)
{
    const struct person *p = run_subject(r);
    struct actor system = actor_system();
    struct act all = run_as(x, &system);
    const struct pack_record *k = NULL;
    const struct record *list = NULL;
    size_t n = 0;

    for (size_t i = 0; i < r->pack->n_records && k == NULL; i++) {
        if (r->pack->records[i].progress.n > 0)
            k = &r->pack->records[i];
    }
    if (p == NULL || k == NULL)
        return run_wrong(r, r->step, "这里没有安排的事务");
    TRY(record_list_of(
        &all, run_programme(r), p->subject, k->name, &list, &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "没有安排的事务");
    *ret = list[0];
    *ret_k = k;
    r->record_subject = ret->subject_id;
    r->record = ret->id;
    return OK;
}

/* The holder accepts, then reports, the newest task it has. */
static enum status
do_assignment_step(struct run *r, struct act *x, struct err *err)
{
    const struct pack_record *k = NULL;
    struct record row;

    TRY(newest_task(r, x, &row, &k, err));
    const struct json *report = run_answers(r, pack_form(r->pack, k->form),
        "", run_with(r, "answers"), run_subject(r), false);
    if (r->failed)
        return ERR_INPUT;
    return record_proceed(x, row.subject_id, row.id, row.version, report,
        run_text(r, "remark", ""), err);
}

/* back: true; sent back in place of accepted. */
static enum status
do_assignment_accept(struct run *r, struct act *x, struct err *err)
{
    const struct pack_record *k = NULL;
    struct record row;

    TRY(newest_task(r, x, &row, &k, err));
    if (run_flag(r, "back", false))
        return record_send_back(x, row.subject_id, row.id, row.version,
            run_text(r, "reason", ""), run_day(r, "due", DAY_NONE), err);
    return record_accept(x, row.subject_id, row.id, row.version,
        run_text(r, "remark", ""), err);
}

static const struct verb VERBS[] = {
    { "open_work", do_open_work, "", false, false },
    { "hand_over", do_hand_over, "title to reason release", false, false },
    { "assignment_step", do_assignment_step, "remark answers", false, false },
    { "assignment_accept", do_assignment_accept, "back reason due remark",
        false, false },
};
const struct verb_set verbs_handover = VERB_SET(VERBS);
