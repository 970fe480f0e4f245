/* Verbs of bodies beside the authority: who takes part, and what a recommender
 * or a first instance does with a file. */
#include "run.h"

#include "domain/account.h"
#include "domain/body.h"
#include "domain/instance.h"
#include "domain/recheck.h"

/* --- taking part --- */

/* A body and an account that sits on it, under the body's name. */
static enum status
seat(struct run *r, struct act *x, const struct body *like, struct err *err)
{
    static const struct role_grant grants[] = { { .role = ROLE_RULES },
        { .role = ROLE_ADMIN } };
    const struct actor officer = { .name = STR("规则员"),
        .second_factor = true,
        .grants = grants,
        .n_grants = 2 };
    struct act as = run_as(x, &officer);
    struct account account = { .name = like->name,
        .mobile = arena_fmt(
            r->a, "1300001%04u", (unsigned)r->people.n + 1) };
    struct body b = *like;
    struct actor who;

    TRY(body_save(&as, &b, err));
    TRY(account_add(&as, &account, STR("-"), err));
    TRY(body_seat_add(&as, b.id, account.id, err));
    TRY(actor_load(&as, account.id, &who, err));
    who.second_factor = true;
    *VEC_PUSH(r->a, &r->people) =
        (struct person){ .name = b.name, .who = who };
    return OK;
}

static struct str
tree_text(const struct tree *t, const char *key)
{
    const struct tree *v = tree_get(t, str_of(key));

    return v == NULL ? STR_EMPTY : v->text;
}

enum status
run_bodies(struct run *r, struct act *x, struct err *err)
{
    const struct tree *list = tree_get(r->defaults, STR("bodies"));

    for (size_t i = 0; list != NULL && i < list->n; i++) {
        const struct tree *t = list->items[i];

        TRY(seat(r, x,
            &(struct body){ .programme_id = run_programme(r),
                .kind = tree_text(t, "kind"),
                .name = tree_text(t, "name"),
                .region = tree_text(t, "region") },
            err));
    }
    return OK;
}

static enum status
do_body(struct run *r, struct act *x, struct err *err)
{
    return seat(r, x,
        &(struct body){ .programme_id = run_programme(r),
            .kind = run_text(r, "kind", ""),
            .name = run_text(r, "name", ""),
            .region = run_text(r, "region", "") },
        err);
}

/* The body whose name is given; ERR_NOT_FOUND. */
enum status
run_body(struct run *r, struct act *x, struct str name, struct body *ret,
    struct err *err)
{
    const struct body *list = NULL;
    size_t n = 0;

    TRY(body_list(x, run_programme(r), &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(list[i].name, name))
            continue;
        *ret = list[i];
        return OK;
    }
    return err_set(
        err, ERR_NOT_FOUND, "没有单位“" STR_FMT "”", STR_ARG(name));
}

/* --- handling a file --- */

static enum status
decide(struct run *r, struct act *x, enum instance_decision decision,
    struct err *err)
{
    const struct person *p = run_subject(r);
    struct application app;

    if (p == NULL)
        return ERR_INPUT;
    TRY(run_application(r, x, p, STR_EMPTY, &app, err));
    return instance_decide(x, app.id, decision, run_text(r, "opinion", ""),
        NULL, app.version, err);
}

static enum status
do_recommend(struct run *r, struct act *x, struct err *err)
{
    return decide(r, x, INSTANCE_PASS, err);
}

static enum status
do_send_back(struct run *r, struct act *x, struct err *err)
{
    return decide(r, x, INSTANCE_RETURN, err);
}

static enum status
do_decline(struct run *r, struct act *x, struct err *err)
{
    return decide(r, x, INSTANCE_REFUSE, err);
}

/* files: names of applicants; left out: `of`. */
static enum status
do_forward(struct run *r, struct act *x, struct err *err)
{
    const struct tree *files = run_with(r, "files");
    size_t n = files == NULL ? 1 : files->n;
    int64_t *ids = arena_new_array(r->a, int64_t, n);
    const struct instance_left *left = NULL;
    struct instance_batch batch;
    size_t n_left = 0;

    if (x->who->n_seats == 0)
        return err_set(err, ERR_DENIED, "只有单位的人员可以转报");
    for (size_t i = 0; i < n; i++) {
        const struct person *p =
            files == NULL ? run_subject(r)
                          : run_person(r, files->items[i]->text, files);
        struct application app;

        if (p == NULL)
            return ERR_INPUT;
        TRY(run_application(r, x, p, STR_EMPTY, &app, err));
        ids[i] = app.id;
    }
    return instance_forward(x, x->who->seats[0].body_id, ids, n, &batch,
        &left, &n_left, err);
}

/* Opens the file as the actor may, or not. */
static enum status
do_open(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct application app;

    if (p == NULL)
        return ERR_INPUT;
    TRY(run_application(r, x, p, STR_EMPTY, &app, err));
    return application_get(x, app.id, &app, err);
}

static enum status
do_ask_recheck(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct application app;

    if (p == NULL)
        return ERR_INPUT;
    TRY(run_application(r, x, p, STR_EMPTY, &app, err));
    return recheck_ask(x, app.id, run_text(r, "reason", ""), err);
}

/* reversed: true | false. */
static enum status
do_answer_recheck(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct application app;

    if (p == NULL)
        return ERR_INPUT;
    TRY(run_application(r, x, p, STR_EMPTY, &app, err));
    return recheck_decide(x, app.id,
        str_eq(run_text(r, "reversed", "false"), STR("true")),
        run_text(r, "answer", ""), &app, err);
}

static const struct verb VERBS[] = {
    { "body", do_body, "kind name region", false, false },
    { "recommend", do_recommend, "opinion", false, false },
    { "send_back", do_send_back, "opinion", false, false },
    { "decline", do_decline, "opinion", false, false },
    { "forward", do_forward, "files", false, false },
    { "ask_recheck", do_ask_recheck, "reason", false, false },
    { "answer_recheck", do_answer_recheck, "reversed answer", false, false },
    { "open", do_open, "", false, false },
};
const struct verb_set verbs_body = VERB_SET(VERBS);
