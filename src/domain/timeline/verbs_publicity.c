/* Verbs of what is published about holders, and of lists of holders. */
#include "run.h"

#include "domain/gap.h"
#include "domain/publicity.h"

#define LISTED_MOST 500

static const struct pack_record *
kind_here(struct run *r)
{
    const struct pack_record *k =
        pack_record(r->pack, run_text(r, "kind", ""));

    if (k == NULL)
        (void)run_fail(r, r->step, "政策包没有台账“" STR_FMT "”",
            STR_ARG(run_text(r, "kind", "")));
    return k;
}

static enum status
here(struct run *r, const struct pack_record **ret_k,
    const struct programme **ret_p, const struct person **ret)
{
    *ret_k = kind_here(r);
    *ret_p = domain_programme(r->d, run_programme(r));
    *ret = run_subject(r);
    return *ret_k == NULL || *ret_p == NULL || *ret == NULL ? ERR_INPUT : OK;
}

static enum status
do_consent(struct run *r, struct act *x, struct err *err)
{
    const struct pack_record *k = NULL;
    const struct programme *p = NULL;
    const struct person *who = NULL;

    TRY(here(r, &k, &p, &who));
    return publicity_give(x, p, k, who->subject, err);
}

static enum status
do_withdraw_consent(struct run *r, struct act *x, struct err *err)
{
    const struct pack_record *k = NULL;
    const struct programme *p = NULL;
    const struct person *who = NULL;

    TRY(here(r, &k, &p, &who));
    return publicity_withdraw(
        x, p, k, who->subject, run_text(r, "reason", ""), err);
}

/* The newest row of a kind about the holder, or the one of the last step. */
static enum status
row_here(struct run *r, struct act *x, struct record *ret, struct err *err)
{
    const struct pack_record *k = NULL;
    const struct programme *p = NULL;
    const struct person *who = NULL;
    const struct record *list = NULL;
    struct actor system = actor_system();
    struct act all = run_as(x, &system);
    size_t n = 0;

    TRY(here(r, &k, &p, &who));
    TRY(record_list_of(
        &all, p->id, who->subject, k->name, &list, &n, err));
    int64_t back = run_int(r, "back", 0);
    if (back < 0 || (size_t)back >= n)
        return err_set(err, ERR_NOT_FOUND, "没有这种记录");
    *ret = list[back];
    return OK;
}

static enum status
do_edit_row(struct run *r, struct act *x, struct err *err)
{
    struct record row;

    TRY(row_here(r, x, &row, err));
    const struct pack_record *k = pack_record(r->pack, row.kind);
    const struct json *answers = run_edited(r, k, row.content);
    if (answers == NULL)
        return ERR_INPUT;
    return publicity_edit(
        x, row.subject_id, row.id, row.version, answers, err);
}

static enum status
do_approve_row(struct run *r, struct act *x, struct err *err)
{
    struct record row;

    TRY(row_here(r, x, &row, err));
    return publicity_approve(x, row.subject_id, row.id, row.version, err);
}

static enum status
do_take_down(struct run *r, struct act *x, struct err *err)
{
    struct record row;

    TRY(row_here(r, x, &row, err));
    return publicity_take_down(x, row.subject_id, row.id, row.version,
        run_text(r, "reason", "内容有误"), err);
}

/* What the public reads of a register. */
static enum status
do_zone(struct run *r, struct act *x, struct err *err)
{
    const struct pack_record *k = kind_here(r);
    const struct published *list = NULL;
    struct actor visitor = actor_visitor();
    struct act y = run_as(x, &visitor);
    size_t n = 0;

    if (k == NULL)
        return ERR_INPUT;
    TRY(publicity_published(&y,
        domain_programme(r->d, run_programme(r)), k, 0, &list, &n, err));
    run_figure(r, "shown", (int64_t)n);
    return OK;
}

/* How many holders a list of the pack names; with `of`, whether this one. */
static enum status
do_gaps(struct run *r, struct act *x, struct err *err)
{
    struct str name = run_text(r, "watch", "");
    const struct pack_watch *watch = NULL;
    const struct gap *list = NULL;
    struct register_cursor next;
    size_t n = 0, looked = 0;

    for (size_t i = 0; i < r->pack->n_watches; i++) {
        if (str_eq(r->pack->watches[i].name, name) &&
            r->pack->watches[i].then == WATCH_LIST)
            watch = &r->pack->watches[i];
    }
    if (watch == NULL)
        return run_wrong(r, r->step, "政策包没有名单“" STR_FMT "”",
            STR_ARG(name));
    TRY(gap_list(x, domain_programme(r->d, run_programme(r)), watch,
        (struct register_cursor){ DAY_NONE, 0 }, LISTED_MOST, &list, &n,
        &looked, &next, err));
    run_figure(r, "listed", (int64_t)n);
    return OK;
}

static const struct verb VERBS[] = {
    { "let_publish", do_consent, "kind", false, false },
    { "stop_publish", do_withdraw_consent, "kind reason", false, false },
    { "edit_row", do_edit_row, "kind answers back", false, false },
    { "approve_row", do_approve_row, "kind back", false, false },
    { "take_down", do_take_down, "kind reason back", false, false },
    { "zone", do_zone, "kind", false, false },
    { "gaps", do_gaps, "watch", false, false },
};
const struct verb_set verbs_publicity = VERB_SET(VERBS);
