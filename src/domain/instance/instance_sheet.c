/* What a body sees: its queue, a file, its batches. */
#include "../review/review_private.h"
#include "../review/review_store.h"
#include "domain/review.h"
#include "instance_private.h"
#include "instance_store.h"

enum status
instance_opinions(struct act *x, const struct application *app,
    const struct instance_opinion **ret, size_t *ret_n, struct err *err)
{
    return opinion_store_list(x, app, ret, ret_n, err);
}

enum status
instance_require_seat(
    const struct act *x, int64_t body_id, struct err *err)
{
    if (x->who->is_system || actor_seat(x->who, body_id) != NULL)
        return OK;
    return err_set(err, ERR_NOT_FOUND, "没有找到这份申请");
}

/* --- the queue --- */

/* -1 where the table of a year is missing: no number is better than a wrong
 * one. */
static int64_t
working_days(const struct act *x, struct day from)
{
    int64_t n = 0;

    for (struct day d = day_add_days(from, 1); day_cmp(d, x->today) <= 0;
         d = day_add_days(d, 1)) {
        struct day_nature what;

        if (day_nature(x->d->holidays, d, &what, NULL) != OK)
            return -1;
        n += what.working ? 1 : 0;
    }
    return n;
}

bool
instance_is_late(
    struct act *x, const struct pack *pack, const struct instance_row *r)
{
    const struct application like = { .pack = pack,
        .procedure = r->procedure,
        .state = r->state };
    const struct pack_stage *stage = instance_stage(&like);
    struct deadline due;

    return stage != NULL && stage->remind.n > 0 &&
           deadline_compute(x->a, x->d->holidays, r->arrived, stage->remind,
               &due, NULL) == OK &&
           x->now_us >= due.end_us;
}

/* Without the files closed to the actor. */
static void
sift(const struct act *x, struct instance_row *rows, size_t *n)
{
    size_t kept = 0;

    for (size_t i = 0; i < *n; i++) {
        if (act_require_no_interest(x, rows[i].subject_id, NULL) == OK)
            rows[kept++] = rows[i];
    }
    *n = kept;
}

enum status
instance_queue(struct act *x, int64_t body_id,
    const struct instance_row **ret, size_t *ret_n, struct err *err)
{
    struct instance_row *rows = NULL;
    struct body b;

    TRY(instance_require_seat(x, body_id, err));
    TRY(body_get(x, body_id, &b, err));
    const struct programme *p = domain_programme(x->d, b.programme_id);
    TRY(queue_store_list(x, body_id, &rows, ret_n, err));
    sift(x, rows, ret_n);
    for (size_t i = 0; i < *ret_n; i++) {
        struct instance_row *r = &rows[i];
        bool same = i > 0 && day_cmp(rows[i - 1].arrived, r->arrived) == 0;

        r->working_days = same ? rows[i - 1].working_days
                               : working_days(x, r->arrived);
        r->late = p != NULL && !r->passed && instance_is_late(x, p->pack, r);
    }
    *ret = rows;
    return OK;
}

/* --- a file --- */

/* The newest answer to each question. */
static const struct json *
newest_marks(struct arena *a, const struct review_row *rows, size_t n)
{
    struct json *all = json_new(a, JSON_OBJECT);

    for (size_t i = 0; i < n; i++) {
        const struct json *m = rows[i].marks;

        for (size_t k = 0; rows[i].step == REVIEW_MARK && k < m->n; k++)
            json_set(a, all, m->keys[k], m->items[k]);
    }
    return all;
}

static enum status
read_conditions(struct act *x, struct instance_sheet *s, struct err *err)
{
    const struct review_row *rows = NULL;
    struct pack_facts facts;
    size_t n = 0;

    TRY(application_facts(x, &s->app, s->app.versions, &facts, err));
    s->answers = facts.answers;
    TRY(review_store_list(x, &s->app, &rows, &n, err));
    s->marks = newest_marks(x->a, rows, n);
    if (s->stage == NULL || s->stage->decide.n == 0)
        return OK;
    review_attested(x->a, s->app.pack, s->stage->decide, &s->attested,
        &s->n_attested);
    return pack_judge(
        x->a, s->app.pack, s->stage->decide, &facts, &s->verdict, err);
}

enum status
instance_sheet(
    struct act *x, int64_t id, struct instance_sheet *ret, struct err *err)
{
    struct instance_sheet s = { .remind = { .last_day = DAY_NONE } };

    TRY(application_load(x, 0, id, &s.app, err));
    TRY(instance_require_seat(x, s.app.body_id, err));
    if (s.app.state == APP_DRAFT ||
        act_require_no_interest(x, s.app.subject_id, NULL) != OK)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份申请");
    const struct pack_procedure *p =
        pack_procedure(s.app.pack, s.app.procedure);
    s.programme = domain_programme(x->d, s.app.programme_id);
    if (p == NULL || s.programme == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份申请所属的事项");
    s.form = pack_form(s.app.pack, p->form);
    s.stage = instance_stage(&s.app);
    TRY(read_conditions(x, &s, err));
    TRY(opinion_store_list(x, &s.app, &s.opinions, &s.n_opinions, err));
    for (size_t i = 0; i < s.n_opinions; i++) {
        const struct instance_opinion *o = &s.opinions[i];

        s.returns += o->decision == INSTANCE_RETURN ? 1 : 0;
        s.passed = s.stage != NULL && o->decision == INSTANCE_PASS &&
                   o->at_us >= s.app.entered_us;
    }
    if (s.stage != NULL && s.stage->remind.n > 0 &&
        deadline_compute(x->a, x->d->holidays, day_of_us(s.app.entered_us),
            s.stage->remind, &s.remind, NULL) != OK)
        s.remind.last_day = DAY_NONE;
    s.may_decide = s.stage != NULL;
    if (!s.may_decide)
        s.why_not = arena_fmt(x->a,
            "申请现为“" STR_FMT "”，不在本单位办理",
            STR_ARG(application_state_title(s.app.state)));
    *ret = s;
    return OK;
}

enum status
instance_mark(struct act *x, int64_t application_id, const struct json *marks,
    int64_t version, struct err *err)
{
    const struct pack_stage *stage = NULL;
    const struct pack_rule *const *attested = NULL;
    struct application app;
    size_t n = 0;

    TRY(instance_open(x, application_id, version, &app, &stage, err));
    review_attested(x->a, app.pack, stage->decide, &attested, &n);
    for (size_t i = 0; i < marks->n; i++) {
        enum json_type type = marks->items[i]->type;
        bool known = false;

        for (size_t k = 0; k < n; k++)
            known = known || str_eq(marks->keys[i],
                                 review_mark_name(x->a, MARK_ATTESTED,
                                     attested[k]->name));
        if (!known || (type != JSON_TRUE && type != JSON_FALSE))
            return err_field(err, ERR_INPUT, marks->keys[i],
                "“" STR_FMT "”不是这一环节的审核项目",
                STR_ARG(marks->keys[i]));
    }
    if (marks->n == 0)
        return OK;
    TRY(review_store_add(x, &app,
        &(struct review_row){ .step = REVIEW_MARK, .marks = marks },
        app.state == APP_WITH_RECOMMENDER ? STR("recommend")
                                          : STR("first_instance"),
        err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = app.programme_id,
            .subject_id = app.subject_id,
            .object_kind = "application",
            .object_id = app.id,
            .event = "mark",
            .clause = stage->clause },
        err);
}

/* --- batches --- */

enum status
instance_batches(struct act *x, int64_t body_id,
    const struct instance_batch **ret, size_t *ret_n, struct err *err)
{
    TRY(instance_require_seat(x, body_id, err));
    return batch_store_list(x, body_id, ret, ret_n, err);
}

enum status
instance_batch_get(struct act *x, int64_t batch_id,
    struct instance_batch *ret, const struct instance_file **ret_files,
    size_t *ret_n, struct err *err)
{
    bool found = false;

    TRY(batch_store_get(x, batch_id, ret, &found, err));
    if (!found || instance_require_seat(x, ret->body_id, NULL) != OK)
        return err_set(err, ERR_NOT_FOUND, "没有这个批次的转报");
    const struct instance_file *all = NULL;
    VEC_OF(struct instance_file) v = { 0 };
    size_t n = 0;
    TRY(batch_store_files(x, batch_id, &all, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (act_require_no_interest(x, all[i].subject_id, NULL) == OK)
            *VEC_PUSH(x->a, &v) = all[i];
    }
    ret->files = (int64_t)v.n;
    *ret_files = v.p;
    *ret_n = v.n;
    return OK;
}
