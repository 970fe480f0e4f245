/* A refusal of a body, looked at again by the authority. */
#include "domain/instance.h"
#include "domain/message.h"
#include "domain/path.h"
#include "recheck_store.h"

#define TEXT_MOST 2000

static const struct {
    struct str name, title;
} STATES[RECHECK_STATE_COUNT_] = {
    [RECHECK_OPEN] = { STR_INIT("OPEN"), STR_INIT("待复查") },
    [RECHECK_UPHELD] = { STR_INIT("UPHELD"), STR_INIT("维持不予通过") },
    [RECHECK_REVERSED] = { STR_INIT("REVERSED"), STR_INIT("改为通过") },
};

struct str
recheck_state_name(enum recheck_state s)
{
    return STATES[s].name;
}

struct str
recheck_state_title(enum recheck_state s)
{
    return STATES[s].title;
}

enum status
recheck_get(struct act *x, const struct application *app,
    struct recheck *ret, bool *ret_found, struct err *err)
{
    const struct recheck *list = NULL;
    size_t n = 0;

    TRY(recheck_store_list(x, app->id, &list, &n, err));
    *ret_found = n > 0;
    if (n > 0)
        *ret = list[0];
    return OK;
}

/* The stage whose body refused it for good; NULL: none did. */
static const struct pack_stage *
stage_of(const struct application *app, const struct instance_opinion *last)
{
    static const enum stage_kind KINDS[] = { STAGE_RECOMMEND,
        STAGE_FIRST_INSTANCE };
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);

    if (p == NULL || app->state != APP_REFUSED || last == NULL ||
        last->decision != INSTANCE_REFUSE ||
        last->at_us != app->decided_us)
        return NULL;
    for (size_t i = 0; i < 2; i++) {
        const struct pack_stage *s = procedure_stage(p, KINDS[i]);

        if (s != NULL && s->refusal_ends && s->recheck.n > 0)
            return s;
    }
    return NULL;
}

static enum status
find_stage(struct act *x, const struct application *app,
    const struct pack_stage **ret, struct err *err)
{
    const struct instance_opinion *o = NULL;
    size_t n = 0;

    TRY(instance_opinions(x, app, &o, &n, err));
    *ret = stage_of(app, n == 0 ? NULL : &o[n - 1]);
    if (*ret == NULL)
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，只有经初审不予通过而终结的申请可以申请复查",
            STR_ARG(application_state_title(app->state)));
    return OK;
}

enum status
recheck_until(struct act *x, const struct application *app,
    struct deadline *ret, struct err *err)
{
    const struct pack_stage *s = NULL;

    TRY(find_stage(x, app, &s, err));
    return deadline_compute(x->a, x->d->holidays, day_of_us(app->decided_us),
        s->recheck, ret, err);
}

static enum status
check_text(struct str text, const char *field, struct err *err)
{
    if (text.n > 0 && utf8_count(text) <= TEXT_MOST)
        return OK;
    return err_field(err, ERR_INPUT, str_of(field),
        "请写明理由，不超过 %d 字", TEXT_MOST);
}

enum status
recheck_ask(struct act *x, int64_t application_id, struct str reason,
    struct err *err)
{
    const struct pack_stage *s = NULL;
    struct application app;
    struct deadline due;
    bool done = false;

    TRY(application_get(x, application_id, &app, err));
    TRY(act_require_member(x, app.subject_id, "editor", err));
    TRY(find_stage(x, &app, &s, err));
    TRY(recheck_until(x, &app, &due, err));
    if (x->now_us >= due.end_us)
        return err_set(err, ERR_CONFLICT,
            "申请复查的期限至 " STR_FMT " 24 时，已经届满（" STR_FMT "）",
            STR_ARG(day_iso(x->a, due.last_day)), STR_ARG(s->clause));
    TRY(check_text(reason, "reason", err));
    TRY(recheck_store_add(x, &app, reason, &done, err));
    if (!done)
        return err_set(
            err, ERR_CONFLICT, "已经申请过复查，每份申请只能申请一次");
    return application_note(x, &app, "ask-recheck", reason, s->clause, err);
}

enum status
recheck_list(struct act *x, const struct recheck **ret, size_t *ret_n,
    struct err *err)
{
    const struct recheck *all = NULL;
    VEC_OF(struct recheck) v = { 0 };
    size_t n = 0;

    TRY(act_require(x, MAY_READ_FILES, 0, STR_EMPTY, err));
    TRY(recheck_store_list(x, 0, &all, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (may_in(x, MAY_READ_FILES, all[i].programme_id, all[i].region) &&
            act_require_no_interest(x, all[i].subject_id, NULL) == OK)
            *VEC_PUSH(x->a, &v) = all[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* The applicant reads the answer among its messages. */
static enum status
tell(struct act *x, const struct application *app, bool reverse,
    struct str answer, struct err *err)
{
    const char *name = reverse ? "recheck_reversed" : "recheck_upheld";
    struct json *v = json_new(x->a, JSON_OBJECT);

    if (pack_document(app->pack, str_of(name)) == NULL)
        return OK;
    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(
        x->a, v, STR("application_no"), json_text(x->a, app->number));
    json_set(x->a, v, STR("reason"), json_text(x->a, answer));
    json_set(x->a, v, STR("date"), json_text(x->a, day_zh(x->a, x->today)));
    return message_to_subject(x, app->pack, app->subject_id, str_of(name), v,
        arena_fmt(x->a, "/applications/%lld", (long long)app->id), STR_EMPTY,
        err);
}

/* What the stage judges must hold for the authority, too. */
static enum status
check_conditions(struct act *x, const struct application *app,
    const struct pack_stage *s, struct err *err)
{
    struct pack_facts facts;
    struct pack_verdict v;

    if (s->decide.n == 0)
        return OK;
    TRY(application_facts(x, app, app->versions, &facts, err));
    TRY(pack_judge(x->a, app->pack, s->decide, &facts, &v, err));
    if (v.outcome != NOT_MET)
        return OK;
    return err_set(err, ERR_CONFLICT,
        "不能改为通过：“" STR_FMT "”不符合（" STR_FMT "）",
        STR_ARG(v.rule->title.zh), STR_ARG(v.why));
}

static enum status
check_no_other(
    struct act *x, const struct application *app, struct err *err)
{
    const struct application_row *rows = NULL;
    int64_t total = 0;
    size_t n = 0;

    TRY(application_list(x,
        &(struct application_filter){ .programme_id = app->programme_id,
            .text = app->name },
        0, 100, &rows, &n, &total, err));
    for (size_t i = 0; i < n; i++) {
        if (rows[i].subject_id == app->subject_id && rows[i].id != app->id &&
            application_is_open(rows[i].state))
            return err_set(err, ERR_CONFLICT,
                "“" STR_FMT "”已另行提交申请（" STR_FMT "），不能再改为通过",
                STR_ARG(app->name), STR_ARG(rows[i].number));
    }
    return OK;
}

enum status
recheck_decide(struct act *x, int64_t application_id, bool reverse,
    struct str answer, struct application *ret, struct err *err)
{
    const struct pack_stage *s = NULL;
    struct application app;
    bool done = false;

    TRY(application_get(x, application_id, &app, err));
    TRY(act_require(x, MAY_REVIEW, app.programme_id, app.region, err));
    TRY(act_require_no_interest(x, app.subject_id, err));
    TRY(find_stage(x, &app, &s, err));
    TRY(check_text(answer, "answer", err));
    TRY(recheck_store_decide(x, &app,
        reverse ? RECHECK_REVERSED : RECHECK_UPHELD, answer, &done, err));
    if (!done)
        return err_set(
            err, ERR_CONFLICT, "没有申请复查，或者已经作出复查决定");
    if (!reverse) {
        TRY(application_note(x, &app, "uphold-refusal", answer, s->clause, err));
    } else {
        TRY(check_conditions(x, &app, s, err));
        TRY(check_no_other(x, &app, err));
        app.decided_us = 0;
        TRY(path_advance(x, &app, s,
            &(struct move){ .event = "reverse-refusal",
                .reason = answer,
                .clause = s->clause },
            err));
    }
    *ret = app;
    return tell(x, &app, reverse, answer, err);
}
