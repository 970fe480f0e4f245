/* Verbs of the officers who review and decide. */
#include "run.h"

#include "domain/review.h"

static enum status
do_take(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    return review_take(x, app.id, app.version, &app, err);
}

/* All attested rules and criteria of the sheet yes, but those that the case
 * answers otherwise. */
static enum status
mark(struct run *r, struct act *x, struct application *app, struct err *err)
{
    struct json *marks = json_new(r->a, JSON_OBJECT);
    const struct json *said = run_plain(r, run_with(r, "marks"));
    struct review_sheet sheet;

    TRY(review_sheet(x, app->id, &sheet, err));
    for (size_t i = 0; i < sheet.n_attested; i++)
        json_set(r->a, marks,
            arena_join(r->a, STR("认定."), sheet.attested[i]->name),
            json_boolean(r->a, true));
    for (size_t i = 0; sheet.stage != NULL && i < sheet.stage->n_criteria; i++)
        json_set(r->a, marks,
            arena_join(r->a, STR("核验."), sheet.stage->criteria[i]),
            json_boolean(r->a, true));
    for (size_t i = 0; i < said->n; i++)
        json_set(r->a, marks, said->keys[i], said->items[i]);
    if (marks->n == 0)
        return OK;
    TRY(review_mark(x, app->id, marks, app->version, err));
    return run_subject_file(r, x, app, err);
}

static enum status
do_mark(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    return mark(r, x, &app, err);
}

/* Takes the file if nobody has, marks, proposes. */
static enum status
propose(struct run *r, struct act *x, bool pass, struct err *err)
{
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    if (app.state == APP_SUBMITTED)
        TRY(review_take(x, app.id, app.version, &app, err));
    if (run_flag(r, "mark", true))
        TRY(mark(r, x, &app, err));
    return review_propose(x, app.id, pass,
        run_text(r, "reason", pass ? "" : "不符合条件"), app.version, &app,
        err);
}

static enum status
do_pass(struct run *r, struct act *x, struct err *err)
{
    return propose(r, x, true, err);
}

static enum status
do_refuse(struct run *r, struct act *x, struct err *err)
{
    return propose(r, x, false, err);
}

static enum status
confirm(struct run *r, struct act *x, bool agree, struct err *err)
{
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    return review_confirm(x, app.id, agree,
        run_text(r, "reason", agree ? "" : "请再核对"), app.version, &app,
        err);
}

static enum status
do_confirm(struct run *r, struct act *x, struct err *err)
{
    return confirm(r, x, true, err);
}

static enum status
do_return(struct run *r, struct act *x, struct err *err)
{
    return confirm(r, x, false, err);
}

/* The centre alone decides, or agrees to what was proposed. */
static enum status
settle(struct run *r, struct act *x, const char *procedure, struct err *err)
{
    const struct person *p = run_subject(r);
    struct application app;

    if (p == NULL)
        return ERR_INPUT;
    TRY(run_application(r, x, p, str_of(procedure), &app, err));
    if (app.state == APP_SUBMITTED)
        TRY(review_take(x, app.id, app.version, &app, err));
    if (app.state == APP_FORMAL_REVIEW)
        return review_propose(
            x, app.id, true, STR_EMPTY, app.version, &app, err);
    return review_confirm(
        x, app.id, true, STR_EMPTY, app.version, &app, err);
}

static enum status
do_approve_renewal(struct run *r, struct act *x, struct err *err)
{
    return settle(r, x, "renew", err);
}

static enum status
do_confirm_withdrawal(struct run *r, struct act *x, struct err *err)
{
    return settle(r, x, "withdraw", err);
}

/* items: {栏目: 理由} */
static enum status
do_request_supplement(struct run *r, struct act *x, struct err *err)
{
    const struct tree *t = run_with(r, "items");
    struct json *items = json_new(r->a, JSON_LIST);
    struct application app;

    for (size_t i = 0; t != NULL && i < t->n; i++) {
        struct json *o = json_new(r->a, JSON_OBJECT);

        if (t->type != TREE_MAP)
            return run_wrong(r, t, "items 应写 {栏目: 理由}");
        json_set(r->a, o, STR("field"), json_text(r->a, t->keys[i]->text));
        json_set(r->a, o, STR("reason"), json_text(r->a, t->items[i]->text));
        json_push(r->a, items, o);
    }
    TRY(run_subject_file(r, x, &app, err));
    if (app.state == APP_SUBMITTED)
        TRY(review_take(x, app.id, app.version, &app, err));
    TRY(review_supplement(
        x, app.id, items, app.version, &r->out.deadline, err));
    r->out.has_deadline = true;
    return OK;
}

/* --- many at once --- */

/* 申报单位1 to 申报单位N apply, are passed and confirmed. */
static enum status
do_crowd(struct run *r, struct act *x, struct err *err)
{
    int64_t n = run_int(r, "n", 0);

    (void)x;
    if (n < 1 || n > 2000)
        return run_wrong(r, r->step, "crowd 应写 n，1 至 2000");
    for (int64_t i = 1; i <= n; i++) {
        r->last = arena_fmt(r->a, "申报单位%lld", (long long)i);
        TRY(run_one(r, NULL, "apply", err));
        TRY(run_one(r, "秘书处", "pass", err));
        TRY(run_one(r, "中心", "confirm", err));
    }
    return OK;
}

static const struct verb VERBS[] = {
    { "crowd", do_crowd, "n", false, true },
    { "take", do_take, "procedure", false, false },
    { "mark", do_mark, "marks procedure", false, false },
    { "pass", do_pass, "marks mark reason procedure", false, false },
    { "refuse", do_refuse, "marks mark reason procedure", false, false },
    { "confirm", do_confirm, "reason procedure", false, false },
    { "return", do_return, "reason procedure", false, false },
    { "request_supplement", do_request_supplement, "items procedure", false,
        false },
    { "approve_renewal", do_approve_renewal, "", false, false },
    { "confirm_withdrawal", do_confirm_withdrawal, "", false, false },
};
const struct verb_set verbs_review = VERB_SET(VERBS);
