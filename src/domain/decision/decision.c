/* The leading group: proposals and decisions, line by line. */
#include "decision_private.h"

#include "../application/application_store.h"
#include "decision_store.h"
#include "domain/accreditation.h"
#include "domain/path.h"
#include "domain/verdict.h"

static const struct {
    struct str name, title;
} OUTCOMES[DECISION_OUTCOME_COUNT_] = {
    [DECISION_NONE] = { STR_INIT(""), STR_INIT("未定") },
    [DECISION_RECOGNISE] = { STR_INIT("RECOGNISE"), STR_INIT("认定") },
    [DECISION_INCUBATE] = { STR_INIT("INCUBATE"), STR_INIT("列入培育") },
    [DECISION_REJECT] = { STR_INIT("REJECT"), STR_INIT("不予认定") },
};

struct str
decision_name(enum decision_outcome o)
{
    return OUTCOMES[o].name;
}

struct str
decision_title(enum decision_outcome o)
{
    return OUTCOMES[o].title;
}

bool
decision_of(struct str name, enum decision_outcome *ret)
{
    for (size_t i = 1; i < DECISION_OUTCOME_COUNT_; i++) {
        if (!str_eq(OUTCOMES[i].name, name))
            continue;
        *ret = (enum decision_outcome)i;
        return true;
    }
    return false;
}

bool
decision_by_lines(const struct pack_procedure *p)
{
    return p != NULL && procedure_stage(p, STAGE_EVALUATION) != NULL &&
           procedure_stage(p, STAGE_DECISION) != NULL &&
           procedure_stage(p, STAGE_GRANT) != NULL;
}

/* --- lines --- */

struct decision_line *
decision_line_of(
    struct decision_line *lines, size_t n, struct str category)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(lines[i].category, category))
            return &lines[i];
    }
    return NULL;
}

struct str
decision_line_title(struct arena *a, const struct decision_line *l)
{
    if (l->def == NULL)
        return STR_EMPTY;
    return arena_fmt(a, "“" STR_FMT "”", STR_ARG(l->def->title.zh));
}

static bool
is_asked(const struct json *list, struct str category)
{
    for (size_t i = 0; i < list->n; i++) {
        if (str_eq(json_str(json_at(list, i)), category))
            return true;
    }
    return false;
}

enum status
decision_lines(struct act *x, const struct application *app,
    const struct decision_line **ret, size_t *ret_n, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct decision_line *rows = NULL;
    const struct json *answers = NULL;
    VEC_OF(struct decision_line) v = { 0 };
    size_t n = 0;

    TRY(line_store_list(x, app, &rows, &n, err));
    TRY(application_answers(x, app, &answers, err));
    const struct json *asked =
        p == NULL || p->categories_field.n == 0
            ? NULL
            : json_get(answers, p->categories_field);
    if (asked == NULL)
        *VEC_PUSH(x->a, &v) = (struct decision_line){ .decided = DAY_NONE };
    for (size_t i = 0; asked != NULL && i < app->pack->n_categories; i++) {
        const struct pack_category *c = &app->pack->categories[i];

        if (is_asked(asked, c->name))
            *VEC_PUSH(x->a, &v) = (struct decision_line){
                .category = c->name, .def = c, .decided = DAY_NONE };
    }
    for (size_t i = 0; i < n; i++) {
        struct decision_line *l =
            decision_line_of(v.p, v.n, rows[i].category);

        if (l != NULL) {
            const struct pack_category *def = l->def;

            *l = rows[i];
            l->def = def;
        }
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- judging --- */

static enum status
judge_one(struct act *x, const struct application *app, struct str rule,
    const struct pack_facts *facts, struct pack_verdict *ret,
    struct err *err)
{
    *ret = (struct pack_verdict){ .rule = NULL };
    if (rule.n == 0)
        return OK;
    return pack_judge(x->a, app->pack, rule, facts, ret, err);
}

enum status
decision_judge(struct act *x, const struct application *app,
    struct str category, struct decision_verdicts *ret, struct err *err)
{
    const struct pack_category *c = pack_category(app->pack, category);
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *s =
        p == NULL ? NULL : procedure_stage(p, STAGE_DECISION);
    struct str rule = c != NULL ? c->rule : s == NULL ? STR_EMPTY : s->decide;
    struct str second = c == NULL ? STR_EMPTY : c->incubate_rule;

    TRY(application_facts(x, app, app->versions, &ret->facts, err));
    ret->facts_today = ret->facts;
    if (day_cmp(x->today, ret->facts.reference) > 0)
        ret->facts_today.reference = x->today;
    TRY(judge_one(x, app, rule, &ret->facts, &ret->rule, err));
    TRY(judge_one(x, app, rule, &ret->facts_today, &ret->rule_today, err));
    TRY(judge_one(x, app, second, &ret->facts, &ret->incubate, err));
    return judge_one(
        x, app, second, &ret->facts_today, &ret->incubate_today, err);
}

static enum status
require_met(struct act *x, const struct application *app,
    const struct pack_verdict *v, const char *what, struct err *err)
{
    const struct pack_verdict *h;
    const struct pack_clause *c;

    if (v->rule == NULL || v->outcome == MET)
        return OK;
    h = verdict_hindrance(v, v->outcome);
    c = pack_clause(app->pack, h->rule->clause);
    (void)x;
    return err_set(err, ERR_CONFLICT,
        v->outcome == NOT_MET
            ? "不能%s：“" STR_FMT "”不符合（" STR_FMT "）；依据" STR_FMT
            : "不能%s：“" STR_FMT "”尚不能确定（" STR_FMT
              "），须先经评审认定；依据" STR_FMT,
        what, STR_ARG(h->rule->title.zh), STR_ARG(h->why),
        STR_ARG(c == NULL ? h->rule->clause : c->cite));
}

/* What earlier stages judged must hold still: on the reference day with what
 * is known now, and today (R6; a penalty or a ban that came meanwhile). */
static enum status
check_conditions(struct act *x, const struct application *app,
    const struct decision_verdicts *v, const char *what, bool kept,
    struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);

    for (size_t i = 0; i < p->n_stages; i++) {
        const struct pack_stage *s = &p->stages[i];
        struct pack_verdict then, now;

        if (s->kind >= STAGE_DECISION || s->decide.n == 0 ||
            !stage_applies(s, app->channel))
            continue;
        TRY(pack_judge(x->a, app->pack, s->decide, &v->facts, &then, err));
        TRY(pack_judge(
            x->a, app->pack, s->decide, &v->facts_today, &now, err));
        if (kept)
            TRY(verdict_keep(
                x, app, STR("decision"), &then, &v->facts, err));
        if (kept)
            TRY(verdict_keep(x, app, STR("decision_day"), &now,
                &v->facts_today, err));
        if (then.outcome == NOT_MET)
            TRY(require_met(x, app, &then, what, err));
        if (now.outcome == NOT_MET)
            TRY(require_met(x, app, &now, what, err));
    }
    return OK;
}

static enum status
keep(struct act *x, const struct application *app,
    const struct decision_verdicts *v, struct err *err)
{
    if (v->rule.rule != NULL) {
        TRY(verdict_keep(
            x, app, STR("decision"), &v->rule, &v->facts, err));
        TRY(verdict_keep(x, app, STR("decision_day"), &v->rule_today,
            &v->facts_today, err));
    }
    if (v->incubate.rule == NULL)
        return OK;
    TRY(verdict_keep(
        x, app, STR("decision"), &v->incubate, &v->facts, err));
    return verdict_keep(x, app, STR("decision_day"), &v->incubate_today,
        &v->facts_today, err);
}

/* Has the title already: recognised, or incubated where that is asked for. */
static enum status
check_not_held(struct act *x, const struct application *app,
    const struct decision_line *l, bool incubate, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    TRY(accreditation_held(
        x, app->subject_id, app->programme_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].category, l->category) &&
            (incubate || !list[i].incubating))
            return err_set(err, ERR_CONFLICT,
                "“" STR_FMT "”" STR_FMT "已%s（" STR_FMT
                "，有效期至 " STR_FMT "），不能重复",
                STR_ARG(app->name),
                STR_ARG(decision_line_title(x->a, l)),
                list[i].incubating ? "列入培育" : "认定",
                STR_ARG(list[i].number),
                STR_ARG(day_iso(x->a, list[i].last_day)));
    }
    return OK;
}

enum status
decision_check_line(struct act *x, const struct application *app,
    const struct decision_line *l, enum decision_outcome o, bool kept,
    struct err *err)
{
    bool incubate = o == DECISION_INCUBATE;
    const char *what = incubate ? "列入培育" : "认定";
    struct decision_verdicts v;

    TRY(decision_judge(x, app, l->category, &v, err));
    if (kept)
        TRY(keep(x, app, &v, err));
    TRY(check_conditions(x, app, &v, what, kept, err));
    return require_met(
        x, app, incubate ? &v.incubate : &v.rule, what, err);
}

enum status
decision_check_recognise(struct act *x, const struct application *app,
    const struct decision_line *l, struct err *err)
{
    TRY(check_not_held(x, app, l, false, err));
    return decision_check_line(x, app, l, DECISION_RECOGNISE, true, err);
}

static enum status
check_incubate(struct act *x, const struct application *app,
    const struct decision_line *l, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct json *answers = NULL;

    if (p->incubation_field.n == 0 || l->def == NULL ||
        l->def->incubate_rule.n == 0)
        return err_field(err, ERR_INPUT, STR("outcome"),
            "这一事项没有列入培育的结果，应为认定或者不予认定");
    TRY(application_answers(x, app, &answers, err));
    if (!json_bool(json_get(answers, p->incubation_field)))
        return err_set(err, ERR_CONFLICT,
            "不能列入培育：“" STR_FMT "”在申报时没有同意列入培育",
            STR_ARG(app->name));
    TRY(check_not_held(x, app, l, true, err));
    return decision_check_line(x, app, l, DECISION_INCUBATE, true, err);
}

static enum status
keep_rejected(struct act *x, const struct application *app,
    const struct decision_line *l, struct err *err)
{
    struct decision_verdicts v;

    TRY(decision_judge(x, app, l->category, &v, err));
    return keep(x, app, &v, err);
}

/* --- proposing --- */

static enum status
load_line(struct act *x, const struct application *app, struct str category,
    struct decision_line *ret, struct err *err)
{
    const struct decision_line *lines = NULL;
    size_t n = 0;

    TRY(decision_lines(x, app, &lines, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(lines[i].category, category))
            continue;
        *ret = lines[i];
        return OK;
    }
    return err_field(err, ERR_INPUT, STR("category"),
        "这份申请没有申报“" STR_FMT "”", STR_ARG(category));
}

enum status
decision_open(struct act *x, int64_t id, enum permission p, int64_t version,
    struct application *ret, struct err *err)
{
    TRY(application_get(x, id, ret, err));
    TRY(application_require(x, p, ret, application_stage(ret, STAGE_DECISION), err));
    TRY(act_require_no_interest(x, ret->subject_id, err));
    if (!decision_by_lines(pack_procedure(ret->pack, ret->procedure)))
        return err_set(err, ERR_CONFLICT, "这一事项不经逐项决定");
    if (ret->state != APP_DECISION)
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，只有等待决定的申请可以办理",
            STR_ARG(application_state_title(ret->state)));
    if (ret->version != version)
        return err_set(err, ERR_CONFLICT,
            "这份申请刚刚被其他人修改，请刷新后重试");
    return OK;
}

enum status
decision_put_proposal(struct act *x, const struct application *app,
    struct str category, enum decision_outcome outcome, struct str reason,
    struct err *err)
{
    struct decision_line l;

    if (app->state != APP_EVALUATION && app->state != APP_DECISION)
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，不能提出评审建议",
            STR_ARG(application_state_title(app->state)));
    TRY(load_line(x, app, category, &l, err));
    if (outcome == DECISION_NONE)
        return err_field(
            err, ERR_INPUT, STR("outcome"), "请选择建议的结果");
    if (l.decision != DECISION_NONE)
        return err_set(err, ERR_CONFLICT, "这一项已经作出决定，不能再改建议");
    if (outcome == DECISION_REJECT && reason.n == 0)
        return err_field(
            err, ERR_INPUT, STR("reason"), "建议不予认定的，请写明理由");
    if (reason.n > REASON_MAX * 3)
        return err_field(err, ERR_INPUT, STR("reason"),
            "理由应不超过 %d 字", REASON_MAX);
    l.proposal = outcome;
    l.proposal_reason = reason;
    l.proposed_us = x->now_us;
    l.proposed_by = x->who->account_id;
    return line_store_put(x, app, &l, err);
}

static struct str
stage_clause(const struct application *app, enum stage_kind kind)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *s =
        p == NULL ? NULL : procedure_stage(p, kind);

    return s == NULL ? STR_EMPTY : s->clause;
}

static enum status
audit(struct act *x, const struct application *app, const char *event,
    const struct decision_line *l, enum decision_outcome from,
    enum decision_outcome to, struct str reason, struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = app->programme_id,
            .subject_id = app->subject_id,
            .object_kind = "application",
            .object_id = app->id,
            .event = event,
            .from = decision_name(from),
            .to = decision_name(to),
            .reason = arena_fmt(x->a, STR_FMT "%s" STR_FMT,
                STR_ARG(l->category),
                l->category.n > 0 && reason.n > 0 ? "：" : "",
                STR_ARG(reason)),
            .clause = stage_clause(app, STAGE_DECISION),
            .document = l->document_no },
        err);
}

enum status
decision_propose(struct act *x, int64_t application_id, struct str category,
    enum decision_outcome outcome, struct str reason, int64_t version,
    struct err *err)
{
    struct application app;
    struct decision_line l;

    TRY(decision_open(
        x, application_id, MAY_REVIEW, version, &app, err));
    TRY(load_line(x, &app, category, &l, err));
    TRY(decision_put_proposal(x, &app, category, outcome, reason, err));
    return audit(
        x, &app, "propose-line", &l, l.proposal, outcome, reason, err);
}

/* --- deciding --- */

static enum status
check_new(struct act *x, const struct application *app,
    const struct decision_line *l, const struct decision_new *n,
    struct err *err)
{
    struct day submitted = day_of_us(app->submitted_us);

    if (n->outcome == DECISION_NONE)
        return err_field(
            err, ERR_INPUT, STR("outcome"), "请选择决定的结果");
    if (n->document_no.n == 0 || n->document_no.n > DOCUMENT_NO_MAX * 3)
        return err_field(err, ERR_INPUT, STR("document_no"),
            "请填写决定文号或者会议纪要编号，1 至 %d 字", DOCUMENT_NO_MAX);
    if (day_cmp(n->decided, x->today) > 0 ||
        day_cmp(n->decided, submitted) < 0)
        return err_field(err, ERR_INPUT, STR("decided"),
            "决定日期应在提交日 " STR_FMT " 至今日 " STR_FMT " 之间",
            STR_ARG(day_iso(x->a, submitted)),
            STR_ARG(day_iso(x->a, x->today)));
    if (n->reason.n > REASON_MAX * 3)
        return err_field(err, ERR_INPUT, STR("reason"),
            "理由应不超过 %d 字", REASON_MAX);
    if (l->proposal == DECISION_NONE)
        return err_set(err, ERR_CONFLICT,
            STR_FMT "还没有评审建议，请先录入初评建议再决定",
            STR_ARG(decision_line_title(x->a, l)));
    if (n->reason.n > 0)
        return OK;
    if (n->outcome != l->proposal)
        return err_field(err, ERR_INPUT, STR("reason"),
            "评审建议为“" STR_FMT "”，决定为“" STR_FMT
            "”，与建议不一致的，请写明理由",
            STR_ARG(OUTCOMES[l->proposal].title),
            STR_ARG(OUTCOMES[n->outcome].title));
    if (n->outcome == DECISION_REJECT && l->proposal_reason.n == 0)
        return err_field(err, ERR_INPUT, STR("reason"),
            "不予认定的，请写明理由，理由将告知申请人");
    return OK;
}

static bool
all_decided(const struct decision_line *lines, size_t n, bool *ret_granted)
{
    bool all = true;

    *ret_granted = false;
    for (size_t i = 0; i < n; i++) {
        all = all && lines[i].decision != DECISION_NONE;
        *ret_granted = *ret_granted ||
                       lines[i].decision == DECISION_RECOGNISE ||
                       lines[i].decision == DECISION_INCUBATE;
    }
    return all;
}

/* Without a publication a rejection ends the application here. */
static enum status
go_on(struct act *x, struct application *app, const struct decision_new *n,
    struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *stage = procedure_stage(p, STAGE_DECISION);
    const struct decision_line *lines = NULL;
    size_t n_lines = 0;
    bool granted = false;

    TRY(decision_lines(x, app, &lines, &n_lines, err));
    if (!all_decided(lines, n_lines, &granted))
        return store_put_application(x, app, err);
    const struct pack_stage *next = path_next(app, stage);
    if (!granted && (next == NULL || next->kind != STAGE_PUBLICATION))
        return decision_end_rejected(x, app, n->document_no, err);
    struct move m = { .event = "decide",
        .reason = STR("各项均已决定"),
        .clause = stage->clause,
        .document = n->document_no };
    if (granted)
        return path_advance(x, app, stage, &m, err);
    /* A ban stands in the way of a title, not of a rejection. */
    m.to = path_entry(p, next);
    return application_move(x, app, &m, err);
}

static bool
any_recognised(const struct decision_line *lines, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (lines[i].decision == DECISION_RECOGNISE)
            return true;
    }
    return false;
}

/* The last recognition of the application was taken back. */
static enum status
free_place(struct act *x, const struct application *app, struct err *err)
{
    const struct decision_line *lines = NULL;
    size_t n = 0;

    TRY(decision_lines(x, app, &lines, &n, err));
    return any_recognised(lines, n) ? OK : decision_release(x, app, err);
}

enum status
decision_settle(struct act *x, struct application *app,
    const struct decision_new *new, int64_t override_id, struct err *err)
{
    struct decision_new n = *new;
    struct decision_line l;
    int64_t late = 0;

    if (day_is_none(n.decided))
        n.decided = x->today;
    TRY(load_line(x, app, n.category, &l, err));
    TRY(check_new(x, app, &l, &n, err));
    if (n.outcome == DECISION_RECOGNISE) {
        TRY(decision_check_recognise(x, app, &l, err));
        TRY(quota_take(x, app, override_id, err));
    } else if (n.outcome == DECISION_INCUBATE) {
        TRY(check_incubate(x, app, &l, err));
    } else {
        TRY(keep_rejected(x, app, &l, err));
    }
    enum decision_outcome before = l.decision;
    l.decision = n.outcome;
    l.reason = n.reason.n > 0 ? n.reason : l.proposal_reason;
    l.document_no = n.document_no;
    l.decided = n.decided;
    l.decided_us = x->now_us;
    l.decided_by = x->who->account_id;
    TRY(line_store_put(x, app, &l, err));
    if (before == DECISION_RECOGNISE && n.outcome != DECISION_RECOGNISE)
        TRY(free_place(x, app, err));
    TRY(decision_late(x, app, &l, &late, err));
    TRY(audit(x, app, "decide-line", &l, before, n.outcome,
        late == 0 ? l.reason
                  : arena_fmt(x->a, STR_FMT "%s晚于决定期限 %lld 天",
                        STR_ARG(l.reason), l.reason.n > 0 ? "；" : "",
                        (long long)late),
        err));
    return go_on(x, app, &n, err);
}

enum status
decision_make(struct act *x, int64_t application_id,
    const struct decision_new *n, int64_t version, struct application *ret,
    struct err *err)
{
    TRY(decision_open(x, application_id, MAY_DECIDE, version, ret, err));
    return decision_settle(x, ret, n, 0, err);
}

enum status
decision_list(struct act *x, int64_t programme_id, int64_t round_id,
    const struct decision_row **ret, size_t *ret_n, struct err *err)
{
    const struct decision_row *all = NULL;
    VEC_OF(struct decision_row) v = { 0 };
    size_t n = 0;

    TRY(act_require_whole(x, MAY_READ_FILES, programme_id, err));
    TRY(decision_store_files(x, programme_id, round_id, &all, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (act_require_no_interest(x, all[i].subject_id, NULL) == OK)
            *VEC_PUSH(x->a, &v) = all[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
