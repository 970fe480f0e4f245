/* What a decided application brings about: titles by category, and reasons in
 * writing for what was not given. */
#include "decision_private.h"

#include "domain/accreditation.h"
#include "domain/letter.h"
#include "domain/message.h"
#include "domain/verdict.h"

/* --- rejections --- */

static struct json *
values_of(struct act *x, const struct application *app)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *s = procedure_stage(p, STAGE_DECISION);
    struct json *v = json_new(x->a, JSON_OBJECT);

    json_set(x->a, v, STR("stage"), json_text(x->a, s->title.zh));
    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(
        x->a, v, STR("application_no"), json_text(x->a, app->number));
    json_set(x->a, v, STR("date"), json_text(x->a, day_zh(x->a, x->today)));
    return v;
}

/* With the clause of the first condition that is not met. */
static enum status
write_refusal(struct act *x, const struct application *app,
    const struct decision_line *l, struct json *values, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *s = procedure_stage(p, STAGE_DECISION);
    struct str number = STR_EMPTY, clause = s->clause;
    const struct pack_verdict *h = NULL;
    struct decision_verdicts v;

    TRY(decision_judge(x, app, l->category, &v, err));
    if (v.rule.rule != NULL && v.rule.outcome == NOT_MET)
        h = verdict_hindrance(&v.rule, NOT_MET);
    if (h != NULL && h->rule->clause.n > 0)
        clause = h->rule->clause;
    json_set(x->a, values, STR("reason"),
        json_text(x->a,
            l->def == NULL ? l->reason
                           : arena_fmt(x->a, STR_FMT "：" STR_FMT,
                                 STR_ARG(l->def->title.zh),
                                 STR_ARG(l->reason))));
    return letter_issue(x,
        &(struct letter_new){
            .programme = domain_programme(x->d, app->programme_id),
            .pack = app->pack,
            .subject_id = app->subject_id,
            .owner_kind = "application",
            .owner_id = app->id,
            .document = "refusal",
            .clause = clause,
            .verdict =
                h == NULL ? NULL : pack_verdict_json(x->a, &v.rule),
            .unmet_only = true },
        values, &number, err);
}

/* A letter for each rejected line, one message for all. */
static enum status
tell_rejected(struct act *x, const struct application *app,
    const struct decision_line *lines, size_t n, struct err *err)
{
    struct json *v = values_of(x, app);
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        if (lines[i].decision != DECISION_REJECT)
            continue;
        TRY(write_refusal(x, app, &lines[i], v, err));
        any = true;
    }
    if (!any || pack_document(app->pack, STR("refused")) == NULL)
        return OK;
    return message_to_subject(x, app->pack, app->subject_id, STR("refused"),
        v, arena_fmt(x->a, "/applications/%lld", (long long)app->id),
        STR_EMPTY, err);
}

/* One line says its reason; several say whose it is. */
static struct str
all_reasons(struct act *x, const struct decision_line *lines, size_t n)
{
    struct str said = STR_EMPTY;

    if (n == 1)
        return lines[0].reason;
    for (size_t i = 0; i < n; i++)
        said = arena_fmt(x->a, STR_FMT "%s" STR_FMT "：" STR_FMT,
            STR_ARG(said), i == 0 ? "" : "；", STR_ARG(lines[i].category),
            STR_ARG(lines[i].reason));
    return said;
}

enum status
decision_end_rejected(struct act *x, struct application *app,
    struct str document, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *s = procedure_stage(p, STAGE_DECISION);
    const struct decision_line *lines = NULL;
    size_t n = 0;

    TRY(decision_lines(x, app, &lines, &n, err));
    TRY(application_move(x, app,
        &(struct move){ .to = APP_NOT_SELECTED,
            .event = "not-selected",
            .reason = all_reasons(x, lines, n),
            .clause = s->clause,
            .document = document },
        err));
    return tell_rejected(x, app, lines, n, err);
}

/* --- titles --- */

/* Recognition ends the incubation in the category (B-4-4-4-b). */
static enum status
end_incubation(struct act *x, const struct application *app,
    struct str category, struct str clause, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    TRY(accreditation_held(
        x, app->subject_id, app->programme_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct accreditation c = list[i];

        if (!c.incubating || !str_eq(c.category, category))
            continue;
        TRY(accreditation_move(x, &c,
            &(struct accreditation_move){ .to = ACC_WITHDRAWN,
                .event = "promote",
                .reason = STR("已达到认定标准，由培育转为认定"),
                .clause = clause },
            err));
    }
    return OK;
}

static enum status
grant(struct act *x, const struct application *app,
    const struct pack_stage *stage, const struct decision_line *l,
    struct day day, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    bool incubating = l->decision == DECISION_INCUBATE;
    struct accreditation c;

    if (!incubating)
        TRY(end_incubation(x, app, l->category, p->clause, err));
    return accreditation_grant(x,
        &(struct accreditation_grant){ .subject_id = app->subject_id,
            .programme_id = app->programme_id,
            .application_id = app->id,
            .route = app->channel,
            .name = app->name,
            .region = app->region,
            .pack = app->pack,
            .admitted = day,
            .term_years = stage->term_years,
            .completed = true,
            .clause = stage->clause,
            .document = stage->document,
            .category = l->category,
            .incubating = incubating },
        &c, err);
}

enum status
decision_take_effect(struct act *x, const struct application *app,
    struct day day, bool *ret_done, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct decision_line *lines = NULL;
    size_t n = 0;

    *ret_done = decision_by_lines(p);
    if (!*ret_done)
        return OK;
    TRY(decision_lines(x, app, &lines, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (lines[i].decision == DECISION_RECOGNISE ||
            lines[i].decision == DECISION_INCUBATE)
            TRY(grant(x, app, procedure_stage(p, STAGE_GRANT), &lines[i],
                day, err));
    }
    return tell_rejected(x, app, lines, n, err);
}

/* --- what may be asked for --- */

static const struct accreditation *
held_in(const struct accreditation *list, size_t n, struct str category)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].category, category))
            return &list[i];
    }
    return NULL;
}

enum status
decision_check_categories(
    struct act *x, const struct application *app, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct accreditation *held = NULL;
    size_t n = 0;

    if (p == NULL || p->categories_field.n == 0)
        return OK;
    const struct json *asked = json_get(app->draft, p->categories_field);
    TRY(accreditation_held(
        x, app->subject_id, app->programme_id, &held, &n, err));
    for (size_t i = 0; i < asked->n; i++) {
        struct str name = json_str(json_at(asked, i));
        const struct accreditation *c = held_in(held, n, name);

        if (c != NULL && !c->incubating)
            return err_field(err, ERR_INPUT, p->categories_field,
                "“" STR_FMT "”已认定（" STR_FMT "），有效期至 " STR_FMT
                "，不能重复申报",
                STR_ARG(name), STR_ARG(c->number),
                STR_ARG(day_iso(x->a, c->last_day)));
        if (app->accreditation_id != 0 && c == NULL)
            return err_field(err, ERR_INPUT, p->categories_field,
                "“" STR_FMT "”不在培育中，只能就正在培育的类别申请认定",
                STR_ARG(name));
    }
    return OK;
}
