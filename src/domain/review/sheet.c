/* The formal-review sheet: what is known of a file, what every condition
 * comes to, who may do what next. */
#include "domain/affiliation.h"
#include "domain/accreditation.h"
#include "review_private.h"
#include "review_store.h"

static const struct pack_stage *
judging_stage(const struct pack_procedure *p, bool deciding)
{
    const struct pack_stage *s =
        deciding ? procedure_stage(p, STAGE_DECISION) : NULL;

    if (s == NULL)
        s = procedure_stage(p, STAGE_FORMAL_REVIEW);
    return s != NULL ? s : procedure_stage(p, STAGE_DECISION);
}

/* --- facts --- */

enum status
review_holder_facts(struct act *x, const struct application *app,
    struct json *extra, struct err *err)
{
    struct accreditation c;
    const struct term_row *terms = NULL;
    size_t n = 0;
    int64_t cases = 0, years = 0;

    if (app->accreditation_id == 0)
        return affiliation_facts(x, NULL, app, extra, err);
    TRY(accreditation_load(
        x, app->subject_id, app->accreditation_id, &c, err));
    TRY(affiliation_facts(x, &c, app, extra, err));
    json_set(x->a, extra, STR("状态"),
        json_text(x->a, accreditation_state_name(
                            accreditation_state_on(&c, x->today))));
    TRY(accreditation_terms(x, &c, &terms, &n, err));
    struct day first = n == 0 ? c.admitted : terms[n - 1].first;
    TRY(review_store_open_cases(x, app, &cases, err));
    TRY(review_store_short_years(x, app, day_ymd(first).year, &years, err));
    json_set(x->a, extra, STR("未结案件数"), json_number(x->a, cases));
    json_set(x->a, extra, STR("任期未达标年数"), json_number(x->a, years));
    json_set(x->a, extra, STR("准入日"),
        json_text(x->a, day_iso(x->a, c.admitted)));
    json_set(x->a, extra, STR("任期首日"),
        json_text(x->a, day_iso(x->a, first)));
    json_set(x->a, extra, STR("有效期末日"),
        json_text(x->a, day_iso(x->a, c.last_day)));
    return OK;
}

static enum status
read_facts(struct act *x, struct review_sheet *s, struct err *err)
{
    struct json *extra = json_new(x->a, JSON_OBJECT);

    TRY(application_facts(x, &s->app, s->seq, &s->facts, err));
    for (size_t i = 0; s->facts.extra != NULL && i < s->facts.extra->n; i++)
        json_set(x->a, extra, s->facts.extra->keys[i],
            s->facts.extra->items[i]);
    /* application_submit takes a person's file from that person alone. */
    if (str_eq(s->app.pack->subject, STR("person")) && s->seq > 0 &&
        !str_eq(s->app.channel, STR("direct")))
        json_set(x->a, extra, STR("本人提交"), json_boolean(x->a, true));
    s->facts.extra = extra;
    s->answers = s->facts.answers;
    return OK;
}

/* --- what a person attests --- */

struct attested {
    const struct pack_rule **p;
    size_t n, cap;
};

static void
find_attested(struct arena *a, const struct pack *p,
    const struct pack_rule *rule, struct attested *out, int depth)
{
    if (rule == NULL || depth > 16)
        return;
    if (rule->kind == RULE_ATTESTED) {
        for (size_t i = 0; i < out->n; i++) {
            if (out->p[i] == rule)
                return;
        }
        *VEC_PUSH(a, out) = rule;
        return;
    }
    for (size_t i = 0; i < rule->n_parts; i++)
        find_attested(a, p, pack_rule(p, rule->parts[i]), out, depth + 1);
}

void
review_attested(struct arena *a, const struct pack *p, struct str rule,
    const struct pack_rule *const **ret, size_t *ret_n)
{
    struct attested found = { 0 };

    find_attested(a, p, pack_rule(p, rule), &found, 0);
    *ret = found.p;
    *ret_n = found.n;
}

struct str
review_mark_name(struct arena *a, const char *kind, struct str name)
{
    return arena_join(a, str_of(kind), name);
}

/* --- who may do what --- */

static bool
interested(const struct act *x, const struct application *app)
{
    return act_require_no_interest(x, app->subject_id, NULL) != OK ||
           (x->who->account_id != 0 && !x->who->is_system &&
               app->created_by == x->who->account_id);
}

enum status
review_require(struct act *x, enum permission p, const struct application *app,
    const struct pack_stage *stage, struct err *err)
{
    TRY(application_require(x, p, app, stage, err));
    if (interested(x, app))
        return err_set(err, ERR_DENIED,
            "您与该申请主体有利害关系，应当回避，请交由其他人员办理");
    return OK;
}

const struct pack_stage *
review_last_stage(const struct pack_procedure *p)
{
    const struct pack_stage *formal = procedure_stage(p, STAGE_FORMAL_REVIEW);
    const struct pack_stage *decision = procedure_stage(p, STAGE_DECISION);

    if (decision != NULL && (decision->four_eyes || formal == NULL) &&
        (formal == NULL || procedure_stage(p, STAGE_EVALUATION) == NULL))
        return decision;
    return formal;
}

enum permission
review_decider(const struct pack_procedure *p)
{
    const struct pack_stage *s = procedure_stage(p, STAGE_DECISION);

    /* Where a panel judges, the review only lets a file pass to it. */
    if (procedure_stage(p, STAGE_EVALUATION) != NULL)
        return MAY_REVIEW;
    return s == NULL || str_eq(s->by, STR("centre")) ? MAY_DECIDE
                                                      : MAY_REVIEW;
}

static void
tell_rights(struct act *x, struct review_sheet *s)
{
    const struct application *app = &s->app;
    struct err why = { 0 };
    bool review =
        application_require(x, MAY_REVIEW, app,
            application_stage(app, STAGE_FORMAL_REVIEW), &why) == OK;
    bool decide = application_require(x, review_decider(s->procedure), app,
                      review_last_stage(s->procedure), NULL) == OK;
    bool in_review = app->state == APP_FORMAL_REVIEW;

    if (interested(x, app)) {
        s->why_not = STR("您与该申请主体有利害关系，应当回避");
        return;
    }
    s->may_take = review && (app->state == APP_SUBMITTED ||
                                (in_review && app->reviewer_id !=
                                                  x->who->account_id));
    s->may_review =
        review && in_review && app->reviewer_id == x->who->account_id;
    const struct pack_stage *formal =
        procedure_stage(s->procedure, STAGE_FORMAL_REVIEW);
    s->may_supplement = s->may_review && formal != NULL &&
                        formal->supplement.n > 0 &&
                        s->n_supplements < (size_t)formal->max_supplements;
    if (!review && may_in(x, MAY_REVIEW, app->programme_id, app->region) &&
        application_is_open(app->state) && app->state != APP_DRAFT)
        s->why_not = arena_str(x->a, str_of(why.text));
    if (s->proposal == NULL)
        return;
    if (s->proposal->account_id == x->who->account_id)
        s->why_not = STR("结论由您提出，须由另一人复核");
    else if (decide)
        s->may_confirm = true;
    else if (s->why_not.n == 0)
        s->why_not = STR("结论待认定机关复核");
}

static enum status
warn_of_window(struct act *x, struct review_sheet *s, struct err *err)
{
    struct round r;

    if (s->app.round_id == 0 || !application_is_open(s->app.state))
        return OK;
    TRY(round_get(x, s->app.round_id, &r, err));
    if (r.closes_us != 0 && x->now_us < r.closes_us)
        s->warning = arena_fmt(x->a,
            "“" STR_FMT "”至 " STR_FMT " 24:00 截止，办法规定截止后集中审核",
            STR_ARG(r.name),
            STR_ARG(day_zh(x->a, day_of_us(r.closes_us - 1))));
    return OK;
}

static const struct json *
newest_marks(struct arena *a, const struct review_row *rows, size_t n)
{
    struct json *all = json_new(a, JSON_OBJECT);

    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < rows[i].marks->n; k++)
            json_set(a, all, rows[i].marks->keys[k], rows[i].marks->items[k]);
    }
    return all;
}

enum status
review_read(struct act *x, int64_t id, struct review_sheet *s,
    struct err *err)
{
    *s = (struct review_sheet){ 0 };
    TRY(application_get(x, id, &s->app, err));
    s->programme = domain_programme(x->d, s->app.programme_id);
    s->procedure = pack_procedure(s->app.pack, s->app.procedure);
    if (s->programme == NULL || s->procedure == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份申请所属的事项");
    s->stage =
        judging_stage(s->procedure, s->app.state == APP_DECISION);
    s->form = pack_form(s->app.pack, s->procedure->form);
    s->seq = s->app.versions;
    TRY(read_facts(x, s, err));
    TRY(review_store_list(x, &s->app, &s->rows, &s->n_rows, err));
    s->marks = newest_marks(x->a, s->rows, s->n_rows);
    TRY(supplement_store_list(
        x, &s->app, &s->supplements, &s->n_supplements, err));
    if (s->app.state == APP_DECISION && s->n_rows > 0 &&
        s->rows[s->n_rows - 1].step == REVIEW_PROPOSE)
        s->proposal = &s->rows[s->n_rows - 1];
    if (s->stage != NULL && s->stage->decide.n > 0) {
        review_attested(x->a, s->app.pack, s->stage->decide, &s->attested,
            &s->n_attested);
        TRY(pack_judge(x->a, s->app.pack, s->stage->decide, &s->facts,
            &s->verdict, err));
    }
    return OK;
}

enum status
review_sheet(
    struct act *x, int64_t id, struct review_sheet *ret, struct err *err)
{
    struct review_sheet s;

    TRY(review_read(x, id, &s, err));
    TRY(act_require(
        x, MAY_READ_FILES, s.app.programme_id, s.app.region, err));
    tell_rights(x, &s);
    TRY(warn_of_window(x, &s, err));
    *ret = s;
    return OK;
}
