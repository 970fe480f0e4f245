/* The acts of a review. */
#include "../application/application_store.h"
#include "domain/verdict.h"
#include "domain/letter.h"
#include "domain/message.h"
#include "domain/path.h"
#include "review_private.h"
#include "review_store.h"

enum status
review_check_version(
    const struct application *app, int64_t version, struct err *err)
{
    if (app->version == version)
        return OK;
    return err_set(
        err, ERR_CONFLICT, "这份申请刚刚被其他人修改，请刷新后重试");
}

static struct str
stage_name(const struct review_sheet *s)
{
    return s->stage == NULL || s->stage->kind == STAGE_FORMAL_REVIEW
               ? STR("formal_review")
               : STR("decision");
}

static struct str
stage_clause(const struct review_sheet *s)
{
    return s->stage == NULL ? s->procedure->clause : s->stage->clause;
}

/* The sheet of a file in the actor's own review. */
static enum status
own_sheet(struct act *x, int64_t id, int64_t version, struct review_sheet *s,
    struct err *err)
{
    TRY(review_read(x, id, s, err));
    TRY(review_require(x, MAY_REVIEW, &s->app,
        application_stage(&s->app, STAGE_FORMAL_REVIEW), err));
    TRY(review_check_version(&s->app, version, err));
    if (s->app.state != APP_FORMAL_REVIEW)
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，只有审核中的申请可以办理",
            STR_ARG(application_state_title(s->app.state)));
    if (s->app.reviewer_id != x->who->account_id)
        return err_set(err, ERR_CONFLICT,
            "这份申请由其他人员审核，请先接手再办理");
    return OK;
}

/* --- marks --- */

static bool
known_mark(
    struct arena *a, const struct review_sheet *s, struct str name)
{
    for (size_t i = 0; i < s->n_attested; i++) {
        if (str_eq(name, review_mark_name(
                             a, MARK_ATTESTED, s->attested[i]->name)))
            return true;
    }
    for (size_t i = 0; s->stage != NULL && i < s->stage->n_criteria; i++) {
        if (str_eq(name, review_mark_name(
                             a, MARK_CRITERION, s->stage->criteria[i])))
            return true;
    }
    return false;
}

enum status
review_mark(struct act *x, int64_t id, const struct json *marks,
    int64_t version, struct err *err)
{
    struct review_sheet s;

    TRY(own_sheet(x, id, version, &s, err));
    for (size_t i = 0; i < marks->n; i++) {
        const struct json *v = marks->items[i];

        if (!known_mark(x->a, &s, marks->keys[i]) ||
            (v->type != JSON_TRUE && v->type != JSON_FALSE))
            return err_field(err, ERR_INPUT, marks->keys[i],
                "“" STR_FMT "”不是这一环节的审核项目",
                STR_ARG(marks->keys[i]));
    }
    if (marks->n == 0)
        return OK;
    TRY(review_store_add(x, &s.app,
        &(struct review_row){ .step = REVIEW_MARK, .marks = marks },
        stage_name(&s), err));
    return application_note(x, &s.app, "mark", STR_EMPTY, stage_clause(&s), err);
}

/* --- supplements --- */

enum status
review_supplement_due(struct act *x, const struct review_sheet *s,
    struct deadline *ret, struct err *err)
{
    const struct pack_stage *stage =
        procedure_stage(s->procedure, STAGE_FORMAL_REVIEW);

    if (stage == NULL || stage->supplement.n == 0)
        return err_set(err, ERR_CONFLICT, "这一环节没有补正");
    if (s->n_supplements >= (size_t)stage->max_supplements)
        return err_set(err, ERR_CONFLICT,
            "已要求补正 %zu 次，按规定至多 %d 次", s->n_supplements,
            stage->max_supplements);
    return deadline_compute(
        x->a, x->d->holidays, x->today, stage->supplement, ret, err);
}

static enum status
check_items(const struct review_sheet *s, const struct json *items,
    struct err *err)
{
    if (items->n == 0)
        return err_field(err, ERR_INPUT, STR("items"),
            "请至少勾选一项需要补正的内容");
    for (size_t i = 0; i < items->n; i++) {
        struct str field = json_str(json_get(items->items[i], STR("field")));
        struct str reason =
            json_str(json_get(items->items[i], STR("reason")));

        if (s->form == NULL || form_field(s->form, field) == NULL)
            return err_field(err, ERR_INPUT, STR("items"),
                "申请表没有“" STR_FMT "”这一栏", STR_ARG(field));
        if (reason.n == 0)
            return err_field(err, ERR_INPUT, field,
                "请写明“" STR_FMT "”需要补正的理由",
                STR_ARG(form_field(s->form, field)->label.zh));
    }
    return OK;
}

static struct json *
message_values(struct act *x, const struct application *app)
{
    struct json *v = json_new(x->a, JSON_OBJECT);

    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(x->a, v, STR("application_no"), json_text(x->a, app->number));
    json_set(x->a, v, STR("date"), json_text(x->a, day_zh(x->a, x->today)));
    return v;
}

static enum status
tell(struct act *x, const struct application *app, struct str template_name,
    const struct json *values, struct err *err)
{
    if (pack_document(app->pack, template_name) == NULL)
        return OK;
    return message_to_subject(x, app->pack, app->subject_id, template_name,
        values, arena_fmt(x->a, "/applications/%lld", (long long)app->id),
        STR_EMPTY, err);
}

/* Puts it in writing, if the pack has the wording. */
static enum status
write_letter(struct act *x, const struct application *app,
    const char *document, struct str clause, const struct json *verdict,
    struct json *values, struct err *err)
{
    struct str number = STR_EMPTY;

    return letter_issue(x,
        &(struct letter_new){
            .programme = domain_programme(x->d, app->programme_id),
            .pack = app->pack,
            .subject_id = app->subject_id,
            .owner_kind = "application",
            .owner_id = app->id,
            .document = document,
            .clause = clause,
            .verdict = verdict,
            .unmet_only = true },
        values, &number, err);
}

/* One line for each item: what, and why. */
static struct str
item_lines(
    struct act *x, const struct review_sheet *s, const struct json *items)
{
    struct str out = STR_EMPTY;

    for (size_t i = 0; i < items->n; i++) {
        struct str field = json_str(json_get(items->items[i], STR("field")));
        const struct pack_field *f = form_field(s->form, field);

        out = arena_fmt(x->a, STR_FMT "%s%zu. " STR_FMT "：" STR_FMT,
            STR_ARG(out), i == 0 ? "" : "\n", i + 1,
            STR_ARG(f == NULL ? field : f->label.zh),
            STR_ARG(json_str(json_get(items->items[i], STR("reason")))));
    }
    return out;
}

enum status
review_supplement(struct act *x, int64_t id, const struct json *items,
    int64_t version, struct deadline *ret, struct err *err)
{
    struct review_sheet s;
    struct deadline due;

    TRY(own_sheet(x, id, version, &s, err));
    TRY(check_items(&s, items, err));
    TRY(review_supplement_due(x, &s, &due, err));
    TRY(supplement_store_add(x, &s.app, items, &due, err));
    TRY(application_move(x, &s.app,
        &(struct move){ .to = APP_SUPPLEMENT,
            .event = "request-supplement",
            .reason = arena_fmt(x->a, "补正 %zu 项，至 " STR_FMT " 24:00",
                items->n, STR_ARG(day_iso(x->a, due.last_day))),
            .clause = stage_clause(&s),
            .due_us = due.end_us },
        err));
    struct json *v = message_values(x, &s.app);
    json_set(x->a, v, STR("deadline"),
        json_text(x->a, day_zh(x->a, due.last_day)));
    json_set(x->a, v, STR("items"), json_text(x->a, item_lines(x, &s, items)));
    TRY(write_letter(x, &s.app, "supplement_request", stage_clause(&s), NULL,
        v, err));
    TRY(tell(x, &s.app, STR("supplement"), v, err));
    *ret = due;
    return OK;
}

/* --- conclusions --- */

static enum status
check_conditions(
    struct act *x, const struct review_sheet *s, struct err *err)
{
    const struct pack_verdict *v = &s->verdict, *h;

    if (v->rule != NULL && v->outcome != MET) {
        h = verdict_hindrance(v, v->outcome);
        return err_set(err, ERR_CONFLICT,
            v->outcome == NOT_MET ? "不能通过：“" STR_FMT "”不符合（" STR_FMT
                                    "）"
                                  : "不能通过：“" STR_FMT "”尚不能确定（" STR_FMT
                                    "），请先认定或要求补正",
            STR_ARG(h->rule->title.zh), STR_ARG(h->why));
    }
    const struct pack_stage *formal =
        procedure_stage(s->procedure, STAGE_FORMAL_REVIEW);
    for (size_t i = 0; formal != NULL && i < formal->n_criteria; i++) {
        struct str name =
            review_mark_name(x->a, MARK_CRITERION, formal->criteria[i]);

        if (!json_bool(json_get(s->marks, name)))
            return err_field(err, ERR_CONFLICT, name,
                "不能通过：“" STR_FMT "”尚未核验为符合",
                STR_ARG(formal->criteria[i]));
    }
    return OK;
}

/* The verdict of the reference day, and again of today (R6): nobody passes who
 * does not meet the conditions any more. */
static enum status
keep_verdicts(
    struct act *x, struct review_sheet *s, bool pass, struct err *err)
{
    struct pack_verdict again;

    if (s->verdict.rule == NULL)
        return OK;
    if (day_is_none(s->app.reference))
        s->app.reference = s->facts.reference;
    TRY(verdict_keep(
        x, &s->app, stage_name(s), &s->verdict, &s->facts, err));
    if (pass)
        return verdict_recheck(x, &s->app, s->stage->decide, &s->facts,
            x->today, "通过", err);
    return verdict_on_day(x, &s->app, s->stage->decide, &s->facts, x->today,
        &again, err);
}

/* With the clause of the first condition that is not met. */
static enum status
refuse_in_writing(struct act *x, const struct review_sheet *s,
    struct json *values, struct err *err)
{
    const struct pack_verdict *v = &s->verdict;
    const struct pack_verdict *h = v->rule != NULL && v->outcome == NOT_MET
                                       ? verdict_hindrance(v, NOT_MET)
                                       : NULL;

    return write_letter(x, &s->app, "refusal",
        h != NULL && h->rule->clause.n > 0 ? h->rule->clause
                                           : stage_clause(s),
        v->rule == NULL ? NULL : pack_verdict_json(x->a, v), values, err);
}

static enum status
conclude(struct act *x, struct review_sheet *s, bool pass, struct str reason,
    struct err *err)
{
    struct application *app = &s->app;
    struct move m = { .to = APP_REFUSED,
        .event = pass ? "pass" : "refuse",
        .reason = reason,
        .clause = stage_clause(s) };

    if (!pass) {
        struct json *v = message_values(x, app);

        TRY(application_move(x, app, &m, err));
        json_set(x->a, v, STR("reason"), json_text(x->a, reason));
        TRY(refuse_in_writing(x, s, v, err));
        return tell(x, app, STR("refused"), v, err);
    }
    return path_advance(x, app, review_last_stage(s->procedure), &m, err);
}

enum status
review_propose(struct act *x, int64_t id, bool pass, struct str reason,
    int64_t version, struct application *ret, struct err *err)
{
    struct review_sheet s;

    TRY(own_sheet(x, id, version, &s, err));
    const struct pack_stage *decision =
        procedure_stage(s.procedure, STAGE_DECISION);
    bool four_eyes =
        decision != NULL && decision->four_eyes &&
        procedure_stage(s.procedure, STAGE_EVALUATION) == NULL;
    if (!four_eyes)
        TRY(review_require(x, review_decider(s.procedure), &s.app,
            review_last_stage(s.procedure), err));
    if (!pass && reason.n == 0)
        return err_field(err, ERR_INPUT, STR("reason"),
            "不予通过的，请写明理由，理由将告知申请人");
    if (pass)
        TRY(check_conditions(x, &s, err));
    TRY(keep_verdicts(x, &s, pass, err));
    TRY(review_store_add(x, &s.app,
        &(struct review_row){
            .step = REVIEW_PROPOSE, .pass = pass, .reason = reason },
        stage_name(&s), err));
    if (four_eyes)
        TRY(application_move(x, &s.app,
            &(struct move){ .to = APP_DECISION,
                .event = pass ? "propose-pass" : "propose-refuse",
                .reason = reason,
                .clause = stage_clause(&s) },
            err));
    else
        TRY(conclude(x, &s, pass, reason, err));
    *ret = s.app;
    return OK;
}

enum status
review_confirm(struct act *x, int64_t id, bool agree, struct str reason,
    int64_t version, struct application *ret, struct err *err)
{
    struct review_sheet s;

    TRY(review_read(x, id, &s, err));
    TRY(review_require(x, review_decider(s.procedure), &s.app,
        review_last_stage(s.procedure), err));
    TRY(review_check_version(&s.app, version, err));
    if (s.proposal == NULL)
        return err_set(err, ERR_CONFLICT, "没有等待复核的审核结论");
    if (s.proposal->account_id == x->who->account_id)
        return err_set(err, ERR_DENIED,
            "结论由您提出，须由另一人复核，同一人不能既审核又复核");
    if (!agree && reason.n == 0)
        return err_field(
            err, ERR_INPUT, STR("reason"), "退回的，请写明理由");
    if (agree && s.proposal->pass)
        TRY(check_conditions(x, &s, err));
    if (agree)
        TRY(keep_verdicts(x, &s, s.proposal->pass, err));
    TRY(review_store_add(x, &s.app,
        &(struct review_row){ .step = agree ? REVIEW_CONFIRM : REVIEW_RETURN,
            .pass = agree && s.proposal->pass,
            .reason = reason },
        stage_name(&s), err));
    if (agree)
        TRY(conclude(x, &s, s.proposal->pass, s.proposal->reason, err));
    else
        TRY(application_move(x, &s.app,
            &(struct move){ .to = APP_FORMAL_REVIEW,
                .event = "return",
                .reason = reason,
                .clause = stage_clause(&s) },
            err));
    *ret = s.app;
    return OK;
}
