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

/* The holder accepts, then finishes, the newest assignment it has. */
static enum status
do_assignment_step(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct actor system = actor_system();
    struct act all = run_as(x, &system);
    const struct pack_record *k =
        record_kind_of_form(r->pack, STR("assignment"));
    const struct record *list = NULL;
    size_t n = 0;

    if (p == NULL || k == NULL)
        return run_wrong(r, r->step, "这里没有安排的事务");
    TRY(record_list_of(
        &all, run_programme(r), p->subject, k->name, &list, &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "没有安排的事务");
    return record_proceed(x, list[0].subject_id, list[0].id,
        list[0].version, run_text(r, "remark", ""), err);
}

static const struct verb VERBS[] = {
    { "open_work", do_open_work, "", false, false },
    { "hand_over", do_hand_over, "title to reason release", false, false },
    { "assignment_step", do_assignment_step, "remark", false, false },
};
const struct verb_set verbs_handover = VERB_SET(VERBS);
