/* Recommenders and first instances: return, refuse, pass, forward. */
#include "domain/instance.h"

#include "../application/application_store.h"
#include "domain/attachment.h"
#include "domain/letter.h"
#include "domain/message.h"
#include "domain/path.h"
#include "instance_private.h"
#include "instance_store.h"

#define BATCH_MOST 500
#define OPINION_MAX 2000

const struct pack_stage *
instance_stage(const struct application *app)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);

    if (p == NULL || (app->state != APP_WITH_RECOMMENDER &&
                         app->state != APP_FIRST_INSTANCE))
        return NULL;
    return procedure_stage(p, app->state == APP_WITH_RECOMMENDER
                                  ? STAGE_RECOMMEND
                                  : STAGE_FIRST_INSTANCE);
}

/* --- whom it is with --- */

enum status
instance_choose(
    struct act *x, int64_t application_id, int64_t body_id, struct err *err)
{
    struct application app;
    struct body b;

    TRY(application_get(x, application_id, &app, err));
    TRY(act_require_member(x, app.subject_id, "editor", err));
    const struct pack_stage *first = path_next(&app, NULL);
    if (app.state != APP_DRAFT || first == NULL ||
        first->kind != STAGE_RECOMMEND)
        return err_set(err, ERR_CONFLICT,
            "只有经推荐申报、尚未提交的申请才能选择推荐单位");
    TRY(body_get(x, body_id, &b, err));
    if (b.programme_id != app.programme_id)
        return err_field(
            err, ERR_INPUT, STR("body"), "这个单位不参与这个项目");
    TRY(body_check(x, &b, app.pack, first, app.region, err));
    app.body_id = body_id;
    TRY(store_put_application(x, &app, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = app.programme_id,
            .subject_id = app.subject_id,
            .object_kind = "application",
            .object_id = app.id,
            .event = "choose-body",
            .reason = b.name,
            .clause = first->clause },
        err);
}

enum status
instance_enter(struct act *x, struct application *app,
    const struct pack_stage *stage, struct err *err)
{
    const struct body *list = NULL;
    struct body b;
    size_t n = 0;

    if (stage->kind == STAGE_RECOMMEND) {
        if (app->body_id == 0)
            return err_field(err, ERR_INPUT, STR("body"),
                "请先选择推荐单位，再送推荐");
        TRY(body_get(x, app->body_id, &b, err));
        return body_check(x, &b, app->pack, stage, app->region, err);
    }
    TRY(body_responsible(
        x, app->programme_id, app->pack, stage, app->region, &list, &n, err));
    if (n == 0)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”尚未登记负责初审的单位，请与受理机构联系；"
            "填写的内容已保存",
            STR_ARG(region_path(x->a, x->d->regions, app->region)));
    app->body_id = list[0].id;
    return OK;
}

/* --- deciding --- */

/* What its people are told by the first of the templates the pack has. */
static enum status
tell(struct act *x, const struct application *app, const char *template_name,
    struct str reason, struct str deadline, struct err *err)
{
    struct json *v = json_new(x->a, JSON_OBJECT);
    struct body b;

    if (pack_document(app->pack, str_of(template_name)) == NULL)
        return OK;
    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(
        x->a, v, STR("application_no"), json_text(x->a, app->number));
    json_set(x->a, v, STR("reason"), json_text(x->a, reason));
    json_set(x->a, v, STR("date"), json_text(x->a, day_zh(x->a, x->today)));
    json_set(x->a, v, STR("deadline"), json_text(x->a, deadline));
    TRY(body_get(x, app->body_id, &b, err));
    json_set(x->a, v, STR("recommender"), json_text(x->a, b.name));
    return message_to_subject(x, app->pack, app->subject_id,
        str_of(template_name), v,
        arena_fmt(x->a, "/applications/%lld", (long long)app->id), STR_EMPTY,
        err);
}

static enum status
count_returns(struct act *x, const struct application *app,
    const struct pack_stage *stage, struct err *err)
{
    const struct instance_opinion *o = NULL;
    size_t n = 0;
    int returns = 0;

    TRY(opinion_store_list(x, app, &o, &n, err));
    for (size_t i = 0; i < n; i++)
        returns += o[i].decision == INSTANCE_RETURN;
    if (stage->max_returns == 0 || returns < stage->max_returns)
        return OK;
    return err_set(err, ERR_CONFLICT,
        "已退回 %d 次，按规定至多退回 %d 次，请作出通过或者不予通过的决定",
        returns, stage->max_returns);
}

/* What the stage judges must hold before the file goes on. */
static enum status
check_conditions(struct act *x, const struct application *app,
    const struct pack_stage *stage, struct err *err)
{
    struct pack_facts facts;
    struct pack_verdict v;

    if (stage->decide.n == 0)
        return OK;
    TRY(application_facts(x, app, app->versions, &facts, err));
    TRY(pack_judge(x->a, app->pack, stage->decide, &facts, &v, err));
    if (v.outcome != NOT_MET)
        return OK;
    return err_set(err, ERR_CONFLICT, "不能通过：“" STR_FMT "”不符合（" STR_FMT
                                      "）",
        STR_ARG(v.rule->title.zh), STR_ARG(v.why));
}

enum status
instance_open(struct act *x, int64_t id, int64_t version,
    struct application *ret, const struct pack_stage **ret_stage,
    struct err *err)
{
    TRY(application_load(x, 0, id, ret, err));
    TRY(instance_require_seat(x, ret->body_id, err));
    TRY(act_require_no_interest(x, ret->subject_id, err));
    if (ret->state != APP_WITH_RECOMMENDER &&
        ret->state != APP_FIRST_INSTANCE)
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，不在本单位办理",
            STR_ARG(application_state_title(ret->state)));
    if (ret->version != version)
        return err_set(err, ERR_CONFLICT,
            "这份申请刚刚被其他人修改，请刷新后重试");
    *ret_stage = instance_stage(ret);
    return *ret_stage != NULL
               ? OK
               : err_set(err, ERR_CONFLICT, "办法中没有这一环节");
}

/* The refusal in writing, where the stage names a document for it. */
static enum status
refuse_in_writing(struct act *x, const struct application *app,
    const struct pack_stage *stage, struct str opinion, struct err *err)
{
    struct json *v = json_new(x->a, JSON_OBJECT);
    struct str number;

    if (stage->document.n == 0)
        return OK;
    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(
        x->a, v, STR("application_no"), json_text(x->a, app->number));
    json_set(x->a, v, STR("reason"), json_text(x->a, opinion));
    json_set(x->a, v, STR("date"), json_text(x->a, day_zh(x->a, x->today)));
    return letter_issue(x,
        &(struct letter_new){
            .programme = domain_programme(x->d, app->programme_id),
            .pack = app->pack,
            .subject_id = app->subject_id,
            .owner_kind = "application",
            .owner_id = app->id,
            .document = arena_cstr(x->a, stage->document),
            .clause = stage->clause },
        v, &number, err);
}

static enum status
give_back(struct act *x, struct application *app,
    const struct pack_stage *stage, enum instance_decision decision,
    struct str opinion, struct err *err)
{
    bool refused = decision == INSTANCE_REFUSE;
    bool ends = refused && stage->refusal_ends;
    struct str until = STR_EMPTY;
    struct deadline due = { 0 };

    if (!refused && stage->supplement.n > 0) {
        TRY(deadline_compute(x->a, x->d->holidays, x->today,
            stage->supplement, &due, err));
        until = arena_fmt(x->a, "请于" STR_FMT "24时前修改并重新提交。",
            STR_ARG(day_zh(x->a, due.last_day)));
    } else if (!refused) {
        until = STR("请在本批次截止前修改并重新提交。");
    }
    TRY(application_move(x, app,
        &(struct move){ .to = ends ? APP_REFUSED : APP_DRAFT,
            .event = refused ? "decline" : "send-back",
            .reason = opinion,
            .clause = stage->clause,
            .due_us = due.end_us },
        err));
    if (refused)
        TRY(refuse_in_writing(x, app, stage, opinion, err));
    bool own_words =
        pack_document(app->pack, STR("declined")) != NULL || !ends;
    return tell(x, app,
        !refused ? "sent_back" : own_words ? "declined" : "refused", opinion,
        until, err);
}

enum status
instance_decide(struct act *x, int64_t application_id,
    enum instance_decision decision, struct str opinion,
    const struct attachment *seal, int64_t version, struct err *err)
{
    struct application app;
    const struct pack_stage *stage = NULL;

    TRY(instance_open(x, application_id, version, &app, &stage, err));
    if (decision != INSTANCE_PASS && opinion.n == 0)
        return err_field(err, ERR_INPUT, STR("opinion"),
            "退回或者不予推荐的，请写明理由，理由将告知申请人");
    if (opinion.n > OPINION_MAX * 3)
        return err_field(err, ERR_INPUT, STR("opinion"),
            "意见应不超过 %d 字", OPINION_MAX);
    if (decision == INSTANCE_RETURN)
        TRY(count_returns(x, &app, stage, err));
    if (decision == INSTANCE_PASS)
        TRY(check_conditions(x, &app, stage, err));
    struct instance_opinion o = { .id = world_id(&x->d->world),
        .body_id = app.body_id,
        .decision = decision,
        .opinion = opinion,
        .at_us = x->now_us,
        .by_id = x->who->account_id };
    if (seal != NULL) {
        struct attachment at = *seal;

        at.subject_id = app.subject_id;
        at.owner_kind = STR("instance_opinion");
        at.owner_id = o.id;
        at.field = STR("seal");
        TRY(attachment_add(x, &at, err));
        o.seal_id = at.id;
    }
    TRY(opinion_store_add(x, &app, &o, err));
    if (decision != INSTANCE_PASS)
        return give_back(x, &app, stage, decision, opinion, err);
    /* A colleague's page is out of date now. */
    TRY(store_put_application(x, &app, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = app.programme_id,
            .subject_id = app.subject_id,
            .object_kind = "application",
            .object_id = app.id,
            .event = "pass-instance",
            .from = application_state_name(app.state),
            .to = application_state_name(app.state),
            .reason = opinion,
            .clause = stage->clause },
        err);
}

/* --- forwarding --- */

/* Loads a passed file; ERR_NOT_FOUND: it is not this body's, or closed to the
 * actor; ERR_CONFLICT: it cannot go, with the reason. */
static enum status
load_passed(struct act *x, int64_t body_id, int64_t application_id,
    struct application *app, const struct instance_opinion **ret,
    const struct pack_stage **ret_stage, struct err *err)
{
    const struct instance_opinion *o = NULL;
    size_t n = 0;

    TRY(application_load(x, 0, application_id, app, err));
    if (app->body_id != body_id ||
        act_require_no_interest(x, app->subject_id, NULL) != OK)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份申请");
    TRY(opinion_store_list(x, app, &o, &n, err));
    const struct pack_stage *stage = instance_stage(app);
    if (stage == NULL)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”现为“" STR_FMT "”，已不在本单位办理",
            STR_ARG(app->name), STR_ARG(application_state_title(app->state)));
    if (n == 0 || o[n - 1].decision != INSTANCE_PASS ||
        o[n - 1].at_us < app->entered_us)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”（现为“" STR_FMT "”）还没有通过，通过后才能转报",
            STR_ARG(app->name), STR_ARG(application_state_title(app->state)));
    TRY(check_conditions(x, app, stage, err));
    *ret = &o[n - 1];
    *ret_stage = stage;
    return OK;
}

enum status
instance_left(struct act *x, int64_t body_id, const int64_t *applications,
    size_t n, const struct instance_left **ret, size_t *ret_n,
    struct err *err)
{
    VEC_OF(struct instance_left) v = { 0 };

    TRY(instance_require_seat(x, body_id, err));
    for (size_t i = 0; i < n; i++) {
        const struct instance_opinion *o = NULL;
        const struct pack_stage *stage = NULL;
        struct application app;
        struct err why = { 0 };
        enum status st = load_passed(
            x, body_id, applications[i], &app, &o, &stage, &why);

        if (st == OK || st == ERR_NOT_FOUND)
            continue;
        if (st != ERR_CONFLICT)
            return st;
        *VEC_PUSH(x->a, &v) =
            (struct instance_left){ .application_id = app.id,
                .name = app.name,
                .why = arena_str(x->a, str_of(why.text)) };
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

static enum status
forward_one(struct act *x, const struct instance_batch *b,
    int64_t application_id, struct err *err)
{
    const struct instance_opinion *o = NULL;
    const struct pack_stage *stage = NULL;
    struct application app;

    TRY(load_passed(x, b->body_id, application_id, &app, &o, &stage, err));
    TRY(opinion_store_forward(x, &app, o->id, b->id, err));
    TRY(path_advance(x, &app, stage,
        &(struct move){ .event = "forward",
            .reason = o->opinion,
            .clause = stage->clause,
            .document = b->number },
        err));
    return tell(x, &app, "forwarded", STR_EMPTY, STR_EMPTY, err);
}

static bool
stays(const struct instance_left *left, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (left[i].application_id == id)
            return true;
    }
    return false;
}

enum status
instance_forward(struct act *x, int64_t body_id, const int64_t *applications,
    size_t n, struct instance_batch *ret,
    const struct instance_left **ret_left, size_t *ret_n_left,
    struct err *err)
{
    const struct instance_left *left = NULL;
    struct body body;
    size_t n_left = 0;

    TRY(instance_require_seat(x, body_id, err));
    TRY(body_get(x, body_id, &body, err));
    if (n == 0 || n > BATCH_MOST)
        return err_field(err, ERR_INPUT, STR("ids"),
            "请勾选 1 至 %d 份已通过的申请，现为 %zu 份", BATCH_MOST, n);
    TRY(instance_left(
        x, body_id, applications, n, &left, &n_left, err));
    if (n_left == n)
        return err_set(
            err, ERR_CONFLICT, STR_FMT, STR_ARG(left[0].why));
    struct instance_batch b = { .id = world_id(&x->d->world),
        .body_id = body_id,
        .forwarded_us = x->now_us,
        .files = (int64_t)(n - n_left) };
    TRY(number_make(x, STR("ZB-{{year}}-{{serial:5}}"), &b.number, err));
    TRY(batch_store_add(x, &b, body.programme_id, err));
    for (size_t i = 0; i < n; i++) {
        if (!stays(left, n_left, applications[i]))
            TRY(forward_one(x, &b, applications[i], err));
    }
    *ret = b;
    *ret_left = left;
    *ret_n_left = n_left;
    return audit_add(x,
        &(struct audit_line){ .programme_id = body.programme_id,
            .object_kind = "body",
            .object_id = body_id,
            .event = "forward",
            .reason = arena_fmt(x->a, "%zu 份", n - n_left),
            .document = b.number },
        err);
}

enum status
instance_note_refusal(
    struct act *x, int64_t application_id, struct err *err)
{
    struct application app;

    if (application_load(x, 0, application_id, &app, err) != OK)
        return OK; /* there is no such file: nothing was tried */
    return audit_add(x,
        &(struct audit_line){ .programme_id = app.programme_id,
            .subject_id = app.subject_id,
            .object_kind = "application",
            .object_id = app.id,
            .event = "access-refused",
            .reason = STR("不在本单位的辖区") },
        err);
}
