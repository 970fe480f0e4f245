/* Verbs of a selection: what the panel proposes, what the leading group
 * decides, what the bodies publish together. */
#include "run.h"

#include "../application/application_store.h"
#include "../review/review_store.h"
#include "domain/decision.h"
#include "domain/path.h"
#include "domain/publication.h"
#include "domain/review.h"
#include "domain/rows.h"
#include "domain/standing.h"

static enum status
outcome_of(struct run *r, const struct tree *t, enum decision_outcome *ret)
{
    *ret = DECISION_NONE;
    if (t == NULL || decision_of(t->text, ret))
        return OK;
    return run_wrong(
        r, t, "结果应为 RECOGNISE、INCUBATE 或 REJECT");
}

/* The category named, or the only one. */
static enum status
category_of(struct run *r, struct act *x, const struct application *app,
    struct str *ret, struct err *err)
{
    const struct decision_line *lines = NULL;
    size_t n = 0;

    *ret = run_text(r, "category", "");
    if (ret->n > 0)
        return OK;
    TRY(decision_lines(x, app, &lines, &n, err));
    *ret = n == 0 ? STR_EMPTY : lines[0].category;
    return OK;
}

/* --- the panel's result --- */

/* refuse_rows: {专业成果: [2, 3]}, the rows not accepted, from 1. */
static enum status
accept_all_but(struct run *r, struct act *x, const struct application *app,
    struct json *marks, struct err *err)
{
    const struct row_mark *rows = NULL;
    size_t n = 0;

    TRY(rows_marked(x, app, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        bool no = run_row_refused(r, rows[i].field->name, rows[i].number);

        json_set(r->a, marks,
            arena_join(r->a, STR(PACK_ACCEPTED), rows[i].name),
            json_boolean(r->a, !no));
        if (no)
            json_set(r->a, marks,
                arena_join(r->a, STR(MARK_REFUSED), rows[i].name),
                json_text(r->a, run_text(r, "row_reason", "没有佐证")));
    }
    return OK;
}

/* marks: {条件: true}, over "all yes"; proposals: {类别: INCUBATE}, over
 * RECOGNISE for each. */
static enum status
do_pass_evaluation(struct run *r, struct act *x, struct err *err)
{
    const struct tree *said = run_with(r, "proposals");
    const struct json *over = run_plain(r, run_with(r, "marks"));
    struct json *marks = json_new(r->a, JSON_OBJECT);
    const struct decision_line *lines = NULL;
    struct application app;
    size_t n = 0;

    TRY(run_subject_file(r, x, &app, err));
    const struct pack_procedure *p = pack_procedure(app.pack, app.procedure);
    const struct pack_stage *s = procedure_stage(p, STAGE_EVALUATION);
    if (s == NULL || app.state != APP_EVALUATION)
        return err_set(err, ERR_CONFLICT, "申请不在评审中");
    for (size_t i = 0; i < s->n_criteria; i++) {
        if (pack_rows_judged(app.pack, s->criteria[i]) == NULL)
            json_set(r->a, marks,
                arena_join(r->a, STR("认定."), s->criteria[i]),
                json_boolean(r->a, true));
    }
    for (size_t i = 0; i < over->n; i++)
        json_set(r->a, marks, arena_join(r->a, STR("认定."), over->keys[i]),
            over->items[i]);
    TRY(accept_all_but(r, x, &app, marks, err));
    TRY(review_store_add(x, &app,
        &(struct review_row){ .step = REVIEW_MARK, .marks = marks },
        STR("evaluation"), err));
    TRY(decision_lines(x, &app, &lines, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct tree *t = tree_get(said, lines[i].category);
        enum decision_outcome o = DECISION_RECOGNISE;

        if (t != NULL)
            TRY(outcome_of(r, t, &o));
        if (run_flag(r, "propose", true))
            TRY(decision_put_proposal(x, &app, lines[i].category, o,
                STR("小组多数意见"), err));
    }
    return path_advance(x, &app, s,
        &(struct move){ .event = "pass-evaluation", .clause = s->clause },
        err);
}

static enum status
do_propose_line(struct run *r, struct act *x, struct err *err)
{
    enum decision_outcome o;
    struct application app;
    struct str category;

    TRY(run_subject_file(r, x, &app, err));
    TRY(category_of(r, x, &app, &category, err));
    TRY(outcome_of(r, run_with(r, "outcome"), &o));
    return decision_propose(
        x, app.id, category, o, run_text(r, "reason", ""), app.version, err);
}

/* --- the leading group --- */

static enum status
show_late(struct run *r, struct act *x, const struct application *app,
    struct str category, struct err *err)
{
    const struct decision_line *lines = NULL;
    size_t n = 0;

    TRY(decision_lines(x, app, &lines, &n, err));
    for (size_t i = 0; i < n; i++) {
        int64_t late = 0;

        if (!str_eq(lines[i].category, category))
            continue;
        TRY(decision_late(x, app, &lines[i], &late, err));
        run_figure(r, "late", late);
    }
    return OK;
}

static enum status
do_decide_line(struct run *r, struct act *x, struct err *err)
{
    struct decision_new n = { .reason = run_text(r, "reason", ""),
        .document_no = run_text(r, "document_no", "示例决〔2024〕1号"),
        .decided = run_day(r, "decided", DAY_NONE) };
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    TRY(category_of(r, x, &app, &n.category, err));
    TRY(outcome_of(r, run_with(r, "outcome"), &n.outcome));
    TRY(decision_make(x, app.id, &n, app.version, &app, err));
    return show_late(r, x, &app, n.category, err);
}

static enum status
do_override(struct run *r, struct act *x, struct err *err)
{
    struct application app;
    struct str category;
    int64_t id = 0;

    TRY(run_subject_file(r, x, &app, err));
    TRY(category_of(r, x, &app, &category, err));
    return override_ask(x, app.id, category, run_text(r, "reason", ""),
        run_text(r, "document_no", ""), app.version, &id, err);
}

static enum status
do_agree_override(struct run *r, struct act *x, struct err *err)
{
    const struct quota_override *list = NULL;
    struct application app;
    size_t n = 0;

    TRY(run_subject_file(r, x, &app, err));
    TRY(override_list(x, app.programme_id, app.id, &list, &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "没有突破名额的请示");
    return override_settle(
        x, list[0].id, run_flag(r, "agree", true), &app, err);
}

/* What was decided is taken back before it is published. */
static enum status
do_reopen_decision(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    return standing_reopen(
        x, app.id, run_text(r, "reason", ""), app.version, err);
}

/* --- publishing --- */

/* The newest draft or, if there is none, the newest publication. */
static enum status
newest(struct run *r, struct publication *ret, struct act *x, struct err *err)
{
    const struct publication *list = NULL;
    size_t n = 0;

    TRY(publication_list(x, run_programme(r), true, &list, &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "没有发布稿");
    *ret = list[0];
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == PUBLICATION_DRAFT) {
            *ret = list[i];
            break;
        }
    }
    return OK;
}

/* round: its name; left out: that of the applicant named last. */
static enum status
round_named(struct run *r, struct act *x, struct publication_new *n,
    struct err *err)
{
    const struct tree *t = run_with(r, "round");
    const struct round *rounds = NULL;
    struct application app;
    size_t n_rounds = 0;

    if (t == NULL && run_flag(r, "call", false)) {
        TRY(round_list(x, n->programme_id, &rounds, &n_rounds, err));
        n->round_id = n_rounds == 0 ? 0 : rounds[0].id;
        return OK;
    }
    if (t == NULL) {
        const struct person *p = run_subject(r);

        if (p == NULL)
            return ERR_INPUT;
        TRY(run_application(r, x, p, n->procedure, &app, err));
        n->round_id = app.round_id;
        return OK;
    }
    TRY(round_list(x, n->programme_id, &rounds, &n_rounds, err));
    for (size_t i = 0; i < n_rounds; i++) {
        if (!str_eq(rounds[i].name, t->text))
            continue;
        n->round_id = rounds[i].id;
        return OK;
    }
    return run_wrong(r, t, "没有批次“" STR_FMT "”", STR_ARG(t->text));
}

/* Drafts what the bodies sign. */
static enum status
do_publish(struct run *r, struct act *x, struct err *err)
{
    struct publication_new n = { .programme_id = run_programme(r),
        .procedure = run_text(r, "procedure", "apply"),
        .kind = run_flag(r, "call", false) ? PUBLICATION_CALL
                                           : PUBLICATION_RESULT,
        .partly = run_flag(r, "partly", false) };
    struct publication p;

    TRY(round_named(r, x, &n, err));
    return publication_draft(x, &n, &p, err);
}

static enum status
do_approve(struct run *r, struct act *x, struct err *err)
{
    struct publication p;

    TRY(newest(r, &p, x, err));
    return publication_sign(x, p.id, p.version, err);
}

static enum status
do_collect(struct run *r, struct act *x, struct err *err)
{
    struct publication p;

    TRY(newest(r, &p, x, err));
    return publication_refresh(x, p.id, p.version, err);
}

/* --- rounds --- */

static enum status
do_round(struct run *r, struct act *x, struct err *err)
{
    struct day opens = run_day(r, "opens", x->today);
    struct day until = run_day(r, "until", DAY_NONE);
    struct round round = { .programme_id = run_programme(r),
        .name = run_text(r, "name", "又一批次"),
        .opens_us = day_start_us(opens),
        .closes_us = day_is_none(until) ? 0 : day_end_us(until),
        .reference = run_day(r, "reference", until),
        .open = true };

    return round_save(x, &round, err);
}

/* --- many at once --- */

/* 名字1 to 名字N apply, are passed by the city (first: its name), by the panel,
 * and decided with the outcome given. */
static enum status
do_crowd_decided(struct run *r, struct act *x, struct err *err)
{
    int64_t n = run_int(r, "n", 0);
    struct str name = run_text(r, "name", "申报律所");
    const char *first = arena_cstr(r->a, run_text(r, "first", ""));

    (void)x;
    if (n < 1 || n > 500)
        return run_wrong(r, r->step, "crowd_decided 应写 n，1 至 500");
    for (int64_t i = 1; i <= n; i++) {
        r->last = arena_fmt(r->a, STR_FMT "%lld", STR_ARG(name), (long long)i);
        TRY(run_one(r, NULL, "apply", err));
        if (first[0] != '\0') {
            TRY(run_one(r, first, "recommend", err));
            TRY(run_one(r, first, "forward", err));
        }
        TRY(run_one(r, "秘书处", "pass_evaluation", err));
        TRY(run_one(r, "中心", "decide_line", err));
    }
    return OK;
}

static const struct verb VERBS[] = {
    { "pass_evaluation", do_pass_evaluation,
        "marks refuse_rows row_reason proposals propose procedure", false,
        false },
    { "propose_line", do_propose_line, "category outcome reason procedure",
        false, false },
    { "decide_line", do_decide_line,
        "category outcome reason document_no decided procedure", false,
        false },
    { "override", do_override, "category reason document_no procedure", false,
        false },
    { "agree_override", do_agree_override, "agree procedure", false, false },
    { "reopen_decision", do_reopen_decision, "reason procedure", false,
        false },
    { "publish", do_publish, "procedure round call partly", false, false },
    { "collect", do_collect, "", false, false },
    { "approve", do_approve, "", false, false },
    { "round", do_round, "name opens until reference", false, false },
    { "crowd_decided", do_crowd_decided,
        "n name first outcome proposals answers document_no reason", false,
        true },
};
const struct verb_set verbs_decide = VERB_SET(VERBS);

/* --- expectations --- */

/* places: {名额: 40/40}, of all quotas of the programme. */
void
check_places(struct run *r, struct act *x, const struct tree *t)
{
    const struct quota *list = NULL;
    struct err err = { 0 };
    size_t n = 0;

    if (quota_list(x, run_programme(r), &list, &n, &err) != OK) {
        (void)run_fail(r, t, "%s", err.text);
        return;
    }
    for (size_t k = 0; k < t->n; k++) {
        struct str actual = STR("（无）");

        for (size_t i = 0; i < n; i++) {
            if (str_eq(list[i].def->name, t->keys[k]->text))
                actual = arena_fmt(r->a, "%lld/%lld",
                    (long long)list[i].used, (long long)list[i].limit);
        }
        if (!str_eq(actual, t->items[k]->text))
            (void)run_fail(r, t->items[k],
                "places " STR_FMT " 应为 " STR_FMT "，实为 " STR_FMT,
                STR_ARG(t->keys[k]->text), STR_ARG(t->items[k]->text),
                STR_ARG(actual));
    }
}

/* held: {类别: RECOGNISED}, INCUBATING or none, as of that day. */
void
check_held(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    const struct accreditation *list = NULL;
    struct err err = { 0 };
    size_t n = 0;

    if (p == NULL)
        return;
    if (accreditation_held(x, p->subject, run_programme(r), &list, &n,
            &err) != OK) {
        (void)run_fail(r, t, "%s", err.text);
        return;
    }
    for (size_t k = 0; k < t->n; k++) {
        struct str actual = STR("none");

        for (size_t i = 0; i < n; i++) {
            if (str_eq(list[i].category, t->keys[k]->text))
                actual = list[i].incubating ? STR("INCUBATING")
                                            : STR("RECOGNISED");
        }
        if (!str_eq(actual, t->items[k]->text))
            (void)run_fail(r, t->items[k],
                "held " STR_FMT " 应为 " STR_FMT "，实为 " STR_FMT,
                STR_ARG(t->keys[k]->text), STR_ARG(t->items[k]->text),
                STR_ARG(actual));
    }
}

/* published: how many were published so far. */
void
check_published(struct run *r, struct act *x, const struct tree *t)
{
    const struct publication *list = NULL;
    struct err err = { 0 };
    int64_t want = 0;
    size_t n = 0;

    if (publication_list(
            x, run_programme(r), false, &list, &n, &err) != OK)
        (void)run_fail(r, t, "%s", err.text);
    else if (!tree_int(t, &want) || want != (int64_t)n)
        (void)run_fail(r, t, "published 应为 " STR_FMT "，实为 %zu",
            STR_ARG(t->text), n);
}
