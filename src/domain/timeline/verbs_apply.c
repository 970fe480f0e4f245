/* Verbs of the applicant: start, save, submit, take back. */
#include "run.h"

#include "domain/body.h"
#include "domain/instance.h"

static enum status
load(struct run *r, struct act *x, struct application *ret, struct err *err)
{
    const struct person *p = run_subject(r);

    if (p == NULL)
        return ERR_INPUT;
    TRY(run_application(r, x, p, STR_EMPTY, ret, err));
    /* What the actor himself sees. */
    return application_get(x, ret->id, ret, err);
}

static enum status
start(struct run *r, struct act *x, const char *procedure,
    struct application *ret, struct err *err)
{
    const struct person *p = run_subject(r);
    struct str channel = run_text(r, "channel", "self");
    int64_t accreditation_id = 0;

    if (p == NULL)
        return ERR_INPUT;
    if (run_programme(r) == 0)
        return run_wrong(r, r->step, "所测政策包中没有这一项目");
    if (!str_eq(str_of(procedure), STR("apply"))) {
        struct accreditation c;

        TRY(run_accreditation(r, x, p, &c, err));
        accreditation_id = c.id;
    }
    return application_start(x, run_programme(r), str_of(procedure),
        p->subject, accreditation_id, channel, ret, err);
}

/* The section's part of all answers. */
static const struct json *
part_of(struct run *r, const struct pack_section *s, const struct json *all)
{
    struct json *o = json_new(r->a, JSON_OBJECT);

    for (size_t i = 0; i < all->n; i++) {
        for (size_t f = 0; f < s->n_fields; f++) {
            if (str_eq(s->fields[f].name, all->keys[i]))
                json_set(r->a, o, all->keys[i], all->items[i]);
        }
    }
    return o;
}

static enum status
save(struct run *r, struct act *x, struct application *app,
    bool with_defaults, struct err *err)
{
    const struct pack_procedure *proc =
        pack_procedure(app->pack, app->procedure);
    const struct pack_form *form = pack_form(app->pack, proc->form);
    const struct pack_procedure *apply =
        pack_procedure(app->pack, STR("apply"));
    /* A procedure with the same form as the application has its answers. */
    bool own = tree_get(r->defaults, app->procedure) != NULL ||
               apply == NULL || !str_eq(apply->form, proc->form);
    const struct json *all = run_answers(r, form,
        own ? arena_cstr(r->a, app->procedure) : "apply",
        run_with(r, "answers"), run_subject(r), with_defaults);

    if (r->failed)
        return ERR_INPUT;
    if (run_with(r, "host") != NULL && proc->host_field.n > 0) {
        struct accreditation host;
        struct json *more = json_new(r->a, JSON_OBJECT);

        TRY(run_holding_of(r, x, run_text(r, "host", ""), &host, err));
        for (size_t i = 0; i < all->n; i++)
            json_set(r->a, more, all->keys[i], all->items[i]);
        json_set(r->a, more, proc->host_field,
            json_text(r->a, host.number));
        all = more;
    }
    for (size_t i = 0; i < form->n_sections; i++) {
        const struct pack_section *s = &form->sections[i];
        const struct json *part = part_of(r, s, all);

        if (part->n > 0)
            TRY(application_save(
                x, app->id, s->name, part, app->version, app, err));
    }
    return OK;
}

/* recommender: the name of a body. */
static enum status
choose_body(struct run *r, struct act *x, struct application *app,
    struct err *err)
{
    const struct tree *t = run_with(r, "recommender");
    struct body b;

    if (t == NULL)
        return OK;
    TRY(run_body(r, x, t->text, &b, err));
    TRY(instance_choose(x, app->id, b.id, err));
    return application_get(x, app->id, app, err);
}

enum status
run_procedure(
    struct run *r, struct act *x, const char *procedure, struct err *err)
{
    struct application app;

    TRY(start(r, x, procedure, &app, err));
    TRY(save(r, x, &app, true, err));
    TRY(choose_body(r, x, &app, err));
    return application_submit(x, app.id, x->now_us, &app, err);
}

static enum status
do_apply(struct run *r, struct act *x, struct err *err)
{
    return run_procedure(r, x, "apply", err);
}

static enum status
do_renew(struct run *r, struct act *x, struct err *err)
{
    return run_procedure(r, x, "renew", err);
}

static enum status
do_withdraw_status(struct run *r, struct act *x, struct err *err)
{
    return run_procedure(r, x, "withdraw", err);
}

/* Any procedure by its name. */
static enum status
do_request(struct run *r, struct act *x, struct err *err)
{
    return run_procedure(r, x,
        arena_cstr(r->a, run_text(r, "procedure", "apply")), err);
}

static enum status
do_promote(struct run *r, struct act *x, struct err *err)
{
    return run_procedure(r, x, "promote", err);
}

/* A draft with everything filled in, not submitted. */
static enum status
do_start(struct run *r, struct act *x, struct err *err)
{
    struct application app;
    const char *procedure =
        arena_cstr(r->a, run_text(r, "procedure", "apply"));

    TRY(start(r, x, procedure, &app, err));
    TRY(save(r, x, &app, run_flag(r, "defaults", true), err));
    return choose_body(r, x, &app, err);
}

static enum status
do_save(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(load(r, x, &app, err));
    return save(r, x, &app, false, err);
}

static enum status
do_submit(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(load(r, x, &app, err));
    return application_submit(x, app.id, x->now_us, &app, err);
}

static enum status
do_resubmit(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(load(r, x, &app, err));
    if (app.state != APP_SUPPLEMENT)
        return err_set(err, ERR_CONFLICT, "申请不在补正中");
    TRY(save(r, x, &app, false, err));
    return application_submit(x, app.id, x->now_us, &app, err);
}

static enum status
do_take_back(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(load(r, x, &app, err));
    return application_withdraw(x, app.id, run_text(r, "reason", ""), err);
}

static const struct verb VERBS[] = {
    { "apply", do_apply, "answers channel recommender host", false, false },
    { "request", do_request, "procedure answers channel host", false, false },
    { "start", do_start, "answers channel procedure defaults recommender host",
        false, false },
    { "save", do_save, "answers", false, false },
    { "submit", do_submit, "", false, false },
    { "resubmit", do_resubmit, "answers", false, false },
    { "take_back", do_take_back, "reason", false, false },
    { "renew", do_renew, "answers", false, false },
    { "promote", do_promote, "answers", false, false },
    { "withdraw_status", do_withdraw_status, "answers", false, false },
};
const struct verb_set verbs_apply = VERB_SET(VERBS);
