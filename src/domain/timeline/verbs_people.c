/* Verbs of people who work at a holder: exceptions, what is due; where
 * somebody works. */
#include "run.h"

#include "domain/affiliation.h"
#include "domain/consent.h"
#include "domain/exception.h"
#include "domain/record.h"

static enum status
application(struct run *r, struct act *x, struct application *ret,
    struct err *err)
{
    const struct person *p = run_subject(r);

    if (p == NULL)
        return ERR_INPUT;
    return run_application(r, x, p, STR_EMPTY, ret, err);
}

static enum status
do_ask_exception(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(application(r, x, &app, err));
    return exception_ask(x, app.id, run_text(r, "name", ""),
        run_text(r, "reason", "示例理由"), err);
}

/* The newest one of the application. */
static enum status
do_settle_exception(struct run *r, struct act *x, struct err *err)
{
    const struct exception *list = NULL;
    struct application app;
    size_t n = 0;

    TRY(application(r, x, &app, err));
    TRY(exception_list(x, &app, &list, &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "没有提请例外");
    return exception_settle(x, app.id, list[n - 1].id,
        run_flag(r, "agree", true), run_text(r, "answer", "同意"), err);
}

/* The actor's word on an application: the consent named, else the first. */
static enum status
do_consent(struct run *r, struct act *x, struct err *err)
{
    struct str name = run_text(r, "consent", "");
    const struct consent *list = NULL;
    struct application app;
    size_t n = 0;

    TRY(application(r, x, &app, err));
    TRY(consent_list(x, &app, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (name.n == 0 || str_eq(name, list[i].name))
            return consent_answer(x, list[i].id, run_flag(r, "agree", true),
                run_text(r, "reason", ""), err);
    }
    return err_set(err, ERR_NOT_FOUND, "这件申请不征求“" STR_FMT "”的意见",
        STR_ARG(name));
}

/* How many words the actor is asked for: figure `asked`. */
static enum status
do_consents(struct run *r, struct act *x, struct err *err)
{
    const struct consent_row *rows = NULL;
    size_t n = 0;

    TRY(consent_queue(x, true, &rows, &n, err));
    run_figure(r, "asked", (int64_t)n);
    return OK;
}

/* What is due in a register, and what is overdue today. */
static enum status
do_due_list(struct run *r, struct act *x, struct err *err)
{
    struct str kind = run_text(r, "kind", "");
    const struct record *list = NULL;
    int64_t due = 0, over = 0;
    size_t n = 0;

    TRY(record_due(x, run_programme(r), 5000, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (kind.n > 0 && !str_eq(kind, list[i].kind))
            continue;
        due++;
        over += day_cmp(list[i].due, x->today) < 0;
    }
    run_figure(r, "due_rows", due);
    run_figure(r, "overdue", over);
    return OK;
}

void
check_works_at(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    struct accreditation c;
    struct affiliation now;
    struct str actual = STR("none");
    struct err err;
    bool found = false;

    if (p == NULL || run_accreditation(r, x, p, &c, &err) != OK)
        found = false;
    else if (affiliation_current(x, &c, &now, &found, &err) != OK)
        (void)run_fail(r, t, "%s", err.text);
    if (found)
        actual = now.host_name;
    if (!str_eq(t->text, actual))
        (void)run_fail(r, t, "works_at 应为 " STR_FMT "，实为 " STR_FMT,
            STR_ARG(t->text), STR_ARG(actual));
}

static const struct verb VERBS[] = {
    { "ask_exception", do_ask_exception, "name reason", false, false },
    { "settle_exception", do_settle_exception, "agree answer", false, false },
    { "consent", do_consent, "consent agree reason", false, false },
    { "consents", do_consents, "", false, false },
    { "due_list", do_due_list, "kind", false, false },
};
const struct verb_set verbs_people = VERB_SET(VERBS);
