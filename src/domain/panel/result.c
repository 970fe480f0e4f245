/* The result of a panel on a file, and the order of files. */
#include "../review/review_store.h"
#include "domain/decision.h"
#include "domain/letter.h"
#include "domain/message.h"
#include "domain/path.h"
#include "domain/rows.h"
#include "domain/verdict.h"
#include "pack/uses.h"
#include "panel_store.h"

#define DEPTH_MOST 16

/* --- the sheet that is kept (O-4) --- */

static void
set(struct act *x, struct json *o, const char *name, struct str text)
{
    json_set(x->a, o, str_of(name), json_text(x->a, text));
}

static void
set_n(struct act *x, struct json *o, const char *name, int64_t n)
{
    json_set(x->a, o, str_of(name), json_number(x->a, n));
}

static struct str
vote_name(enum panel_vote v)
{
    return v == VOTE_PASS ? STR("PASS")
                          : v == VOTE_REJECT ? STR("REJECT") : STR_EMPTY;
}

static const struct json *
members_json(
    struct act *x, const struct panel_opinion *crew, size_t n)
{
    struct json *list = json_new(x->a, JSON_LIST);

    for (size_t i = 0; i < n; i++) {
        struct json *o = json_new(x->a, JSON_OBJECT);

        set(x, o, "name", crew[i].name);
        set(x, o, "unit", crew[i].unit);
        set(x, o, "rank", panel_rank_name(crew[i].rank));
        json_set(x->a, o, STR("stands_in"),
            json_boolean(x->a, crew[i].stands_in));
        json_set(x->a, o, STR("recused"),
            json_boolean(x->a, crew[i].recused));
        if (!crew[i].recused) {
            set(x, o, "vote", vote_name(crew[i].vote));
            set_n(x, o, "score", crew[i].score);
            set_n(x, o, "submitted_us", crew[i].submitted_us);
            json_set(x->a, o, STR("content"), crew[i].content);
        }
        json_push(x->a, list, o);
    }
    return list;
}

static const struct json *
criteria_json(
    struct act *x, const struct panel_criterion *c, size_t n)
{
    struct json *list = json_new(x->a, JSON_LIST);

    for (size_t i = 0; i < n; i++) {
        struct json *o = json_new(x->a, JSON_OBJECT);

        set(x, o, "name", c[i].name);
        set(x, o, "title", panel_criterion_zh(x->a, &c[i]));
        set_n(x, o, "yes", c[i].yes);
        set_n(x, o, "no", c[i].no);
        set_n(x, o, "unknown", c[i].unknown);
        set(x, o, "result",
            c[i].result == 1   ? STR("yes")
            : c[i].result == 0 ? STR("no")
                               : STR("open"));
        json_push(x->a, list, o);
    }
    return list;
}

/* Proposals per category, counted; the majority's, or "" without one. */
static const struct json *
categories_json(struct act *x, const struct panel_sheet *s,
    const struct panel_opinion *crew, size_t n)
{
    static const struct str KINDS[] = { STR_INIT("RECOGNISE"),
        STR_INIT("INCUBATE"), STR_INIT("REJECT") };
    struct json *all = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < s->n_categories; i++) {
        struct json *o = json_new(x->a, JSON_OBJECT);
        struct str most = STR_EMPTY;

        for (size_t k = 0; k < 3; k++) {
            int64_t count = 0;

            for (size_t m = 0; m < n; m++)
                count +=
                    !crew[m].recused && crew[m].content != NULL &&
                    str_eq(json_str(json_get(json_get(crew[m].content,
                                                 STR("categories")),
                               s->categories[i])),
                        KINDS[k]);
            json_set(x->a, o, KINDS[k], json_number(x->a, count));
            if (2 * count > (int64_t)s->in_office)
                most = KINDS[k];
        }
        set(x, o, "proposal", most);
        json_set(x->a, all, s->categories[i], o);
    }
    return all;
}

static int64_t
weights_of(const struct pack_stage *stage)
{
    int64_t sum = 0;

    for (size_t i = 0; i < stage->n_scores; i++)
        sum += stage->scores[i].weight;
    return sum;
}

/* --- the rule --- */

/* Why members who count refuse a row; the same words once. */
static struct str
refused_why(struct act *x, const struct panel_criterion *c,
    const struct panel_opinion *crew, size_t n)
{
    struct str out = STR_EMPTY;

    for (size_t i = 0; i < n; i++) {
        const struct json *one =
            crew[i].recused || crew[i].content == NULL
                ? NULL
                : json_get(json_get(crew[i].content, STR("marks")), c->name);
        struct str note =
            one == NULL ? STR_EMPTY : json_str(json_get(one, STR("note")));

        if (note.n == 0 ||
            !str_eq(json_str(json_get(one, STR("mark"))), STR("no")) ||
            str_find(out, note) != SIZE_MAX)
            continue;
        out = out.n == 0 ? note
                         : arena_fmt(x->a, STR_FMT "；" STR_FMT,
                               STR_ARG(out), STR_ARG(note));
    }
    return out;
}

/* The majority's marks become the marks of the file. What it left open is open
 * again, whatever was said before. */
static enum status
keep_marks(struct act *x, const struct application *app,
    const struct panel_criterion *c, size_t n,
    const struct panel_opinion *crew, size_t n_crew, struct err *err)
{
    struct json *marks = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < n; i++) {
        if (c[i].result >= 0)
            json_set(x->a, marks, c[i].mark_name,
                json_boolean(x->a, c[i].result == 1));
        else if (c[i].table != NULL)
            json_set(x->a, marks, c[i].mark_name, json_new(x->a, JSON_NULL));
        if (c[i].table != NULL && c[i].result == 0)
            json_set(x->a, marks,
                arena_join(x->a, STR(MARK_REFUSED), c[i].name),
                json_text(x->a, refused_why(x, &c[i], crew, n_crew)));
    }
    if (marks->n == 0)
        return OK;
    return review_store_add(x, app,
        &(struct review_row){ .step = REVIEW_MARK, .marks = marks },
        STR("evaluation"), err);
}

static enum status
judge(struct act *x, const struct application *app,
    const struct pack_stage *stage, struct pack_verdict *v, struct err *err)
{
    struct pack_verdict today;
    struct pack_facts facts;
    struct json *extra = json_new(x->a, JSON_OBJECT);

    *v = (struct pack_verdict){ 0 };
    if (stage->decide.n == 0)
        return OK;
    TRY(application_facts(x, app, app->versions, &facts, err));
    for (size_t i = 0; facts.extra != NULL && i < facts.extra->n; i++)
        json_set(
            x->a, extra, facts.extra->keys[i], facts.extra->items[i]);
    facts.extra = extra;
    TRY(pack_judge(x->a, app->pack, stage->decide, &facts, v, err));
    TRY(verdict_keep(x, app, STR("evaluation"), v, &facts, err));
    TRY(verdict_on_day(
        x, app, stage->decide, &facts, x->today, &today, err));
    /* What does not hold any more counts as what did not hold (R6). */
    if (v->outcome == MET && today.outcome == NOT_MET)
        *v = today;
    return OK;
}

/* --- telling --- */

static struct str
reasons(struct act *x, const struct panel_sheet *s,
    const struct panel_count *c, const struct pack_verdict *v,
    struct str remark)
{
    struct str out = arena_fmt(x->a,
        "评审小组 %zu 名成员表决，赞成 %d 票，反对 %d 票", c->in_office,
        c->pass, c->reject);
    const struct pack_verdict *h =
        v->rule != NULL && v->outcome == NOT_MET ? verdict_hindrance(v, NOT_MET)
                                                 : NULL;

    if (c->pass == c->reject && s->stage->chair_breaks_tie &&
        c->chair != VOTE_NONE)
        out = arena_fmt(x->a, STR_FMT "，票数相同，由组长决定：%s",
            STR_ARG(out), c->chair == VOTE_PASS ? "赞成" : "反对");
    else if (c->pass == c->reject)
        out = arena_join(x->a, out, STR("，票数相同，未获多数"));
    out = arena_join(x->a, out, STR("。"));
    for (size_t i = 0; i < s->n_criteria; i++) {
        const struct panel_criterion *k = &s->criteria[i];

        if (k->result == 0)
            out = arena_fmt(x->a,
                STR_FMT "“" STR_FMT "”未获多数认可（符合 %d，不符合 %d）。",
                STR_ARG(out),
                STR_ARG(panel_criterion_zh(x->a, k)), k->yes, k->no);
    }
    if (h != NULL && h->rule->kind != RULE_ATTESTED)
        out = arena_fmt(x->a, STR_FMT "“" STR_FMT "”不符合（" STR_FMT "）。",
            STR_ARG(out), STR_ARG(h->rule->title.zh), STR_ARG(h->why));
    return arena_join(x->a, out, remark);
}

static enum status
tell(struct act *x, const struct application *app, bool pass,
    struct str reason, struct str clause, struct err *err)
{
    bool own_letter =
        pack_document(app->pack, STR("not_selected")) != NULL;
    struct json *v = json_new(x->a, JSON_OBJECT);
    struct str number, link = arena_fmt(
                           x->a, "/applications/%lld", (long long)app->id);

    set(x, v, "subject", app->name);
    set(x, v, "application_no", app->number);
    set(x, v, "reason", reason);
    set(x, v, "date", day_zh(x->a, x->today));
    if (pass)
        return app->state != APP_REVIEW_PASSED ||
                       pack_document(app->pack, STR("passed")) == NULL
                   ? OK
                   : message_to_subject(x, app->pack, app->subject_id,
                         STR("passed"), v, link, STR_EMPTY, err);
    TRY(letter_issue(x,
        &(struct letter_new){
            .programme = domain_programme(x->d, app->programme_id),
            .pack = app->pack,
            .subject_id = app->subject_id,
            .owner_kind = "application",
            .owner_id = app->id,
            .document = own_letter ? "not_selected" : "refusal",
            .clause = own_letter ? STR_EMPTY : clause },
        v, &number, err));
    if (pack_document(app->pack, STR("refused")) == NULL)
        return OK;
    return message_to_subject(x, app->pack, app->subject_id, STR("refused"),
        v, link, STR_EMPTY, err);
}

/* --- concluding --- */

static enum status
check_ready(const struct panel_sheet *s, struct err *err)
{
    if (s->ready)
        return OK;
    return err_set(err, ERR_CONFLICT, "还不能形成评审结果：" STR_FMT,
        STR_ARG(s->why_not));
}

static bool
has_majority(const struct pack_stage *stage, const struct panel_count *c)
{
    if (c->pass != c->reject)
        return c->pass > c->reject;
    return stage->chair_breaks_tie && c->chair == VOTE_PASS;
}

static const struct json *
result_json(struct act *x, const struct panel_sheet *s,
    const struct panel_count *c, const struct panel_opinion *crew, size_t n,
    const struct pack_verdict *v, bool pass, struct str reason)
{
    struct json *o = json_new(x->a, JSON_OBJECT);

    set(x, o, "panel", s->panel.name);
    set(x, o, "document_no", s->panel.document_no);
    set_n(x, o, "panel_min", s->stage->panel_min);
    set_n(x, o, "panel_max", s->stage->panel_max);
    set_n(x, o, "in_office", (int64_t)c->in_office);
    set_n(x, o, "recused", (int64_t)c->recused);
    set_n(x, o, "pass", c->pass);
    set_n(x, o, "reject", c->reject);
    json_set(x->a, o, STR("tie"), json_boolean(x->a, c->pass == c->reject));
    set(x, o, "chair_vote", vote_name(c->chair));
    set_n(x, o, "score", c->score);
    set_n(x, o, "weights", weights_of(s->stage));
    set_n(x, o, "version", s->app.versions);
    json_set(x->a, o, STR("members"), members_json(x, crew, n));
    json_set(x->a, o, STR("criteria"),
        criteria_json(x, s->criteria, s->n_criteria));
    json_set(x->a, o, STR("categories"), categories_json(x, s, crew, n));
    if (v->rule != NULL) {
        set(x, o, "rule", v->rule->name);
        set(x, o, "verdict",
            v->outcome == MET       ? STR("MET")
            : v->outcome == NOT_MET ? STR("NOT_MET")
                                    : STR("UNDECIDED"));
        set(x, o, "why", v->why);
    }
    set(x, o, "outcome", pass ? STR("PASS") : STR("NOT_SELECTED"));
    set(x, o, "reason", reason);
    set(x, o, "by", x->who->name);
    return o;
}

/* What is concluded must be what everybody agreed upon: the marks of the
 * majority are kept and judged in the same transaction. */
static enum status
judge_marks(struct act *x, const struct panel_sheet *s,
    const struct panel_opinion *crew, size_t n, bool majority,
    struct pack_verdict *v, struct err *err)
{
    TRY(keep_marks(
        x, &s->app, s->criteria, s->n_criteria, crew, n, err));
    TRY(judge(x, &s->app, s->stage, v, err));
    if (v->rule == NULL || v->outcome != UNDECIDED || !majority)
        return OK;
    const struct pack_verdict *h = verdict_hindrance(v, UNDECIDED);
    return err_set(err, ERR_CONFLICT,
        "还不能形成评审结果：“" STR_FMT "”尚不能确定（" STR_FMT
        "），请将意见退回成员补充",
        STR_ARG(h->rule->title.zh), STR_ARG(h->why));
}

/* Rows refused of tables that the rule counts. */
static struct str
refused_rows(struct act *x, const struct panel_sheet *s,
    const struct pack_rule *r, struct str said)
{
    for (size_t i = 0; i < s->n_criteria; i++) {
        const struct panel_criterion *c = &s->criteria[i];

        if (c->table != NULL && c->result == 0 &&
            pack_fact_used(s->app.pack, r->name,
                arena_join(x->a, STR(PACK_ACCEPTED), c->table->name)))
            said = arena_fmt(x->a,
                STR_FMT "；“" STR_FMT "”不予认可（认可 %d，不予认可 %d）",
                STR_ARG(said), STR_ARG(panel_criterion_zh(x->a, c)), c->yes,
                c->no);
    }
    return said;
}

/* The conditions of a rule that the majority did not find met. */
static struct str
unmet_of(struct act *x, const struct panel_sheet *s, struct str rule,
    struct str said, int depth)
{
    const struct pack_rule *r = pack_rule(s->app.pack, rule);

    if (r == NULL || depth > DEPTH_MOST)
        return said;
    for (size_t i = 0; i < s->n_criteria; i++) {
        const struct panel_criterion *c = &s->criteria[i];

        if (c->rule == r && c->result == 0)
            said = arena_fmt(x->a,
                STR_FMT "；“" STR_FMT "”未获多数认可（符合 %d，不符合 %d）",
                STR_ARG(said), STR_ARG(r->title.zh), c->yes, c->no);
    }
    if (depth == 0)
        said = refused_rows(x, s, r, said);
    for (size_t i = 0; i < r->n_parts; i++)
        said = unmet_of(x, s, r->parts[i], said, depth + 1);
    return said;
}

/* Why the panel proposes so; a rejected applicant reads it. */
static struct str
proposal_reason(struct act *x, const struct panel_sheet *s,
    struct str category, const struct json *counts, enum decision_outcome o)
{
    const struct pack_category *def =
        pack_category(s->app.pack, category);
    struct str said = arena_fmt(x->a,
        "评审小组 %zu 名成员中 %lld 名建议“" STR_FMT "”", s->in_office,
        (long long)json_int(json_get(counts, decision_name(o)), 0),
        STR_ARG(decision_title(o)));

    if (o == DECISION_REJECT && def != NULL)
        said = unmet_of(x, s, def->rule, said, 0);
    return said;
}

/* What more than half propose for a category goes to those who decide. */
static enum status
propose(struct act *x, const struct panel_sheet *s, const struct json *result,
    struct err *err)
{
    const struct json *all = json_get(result, STR("categories"));

    for (size_t i = 0; i < s->n_categories; i++) {
        const struct json *counts = json_get(all, s->categories[i]);
        enum decision_outcome o = DECISION_NONE;

        if (!decision_of(json_str(json_get(counts, STR("proposal"))), &o) ||
            o == DECISION_NONE)
            continue;
        TRY(decision_put_proposal(x, &s->app, s->categories[i], o,
            proposal_reason(x, s, s->categories[i], counts, o), err));
    }
    return OK;
}

enum status
panel_conclude(struct act *x, int64_t application_id, struct str remark,
    int64_t version, struct application *ret, struct err *err)
{
    const struct panel_opinion *crew = NULL;
    struct panel_sheet s;
    struct panel_given g;
    struct pack_verdict v;
    size_t n = 0;

    TRY(panel_load(x, application_id, &s.app, &g, err));
    TRY(panel_crew(x, &s.app, g.panel_id, &crew, &n, err));
    TRY(panel_require_lead(x, &s.app, crew, n, MAY_REVIEW, err));
    TRY(panel_require_open(&s.app, &g, err));
    if (s.app.version != version)
        return err_set(err, ERR_CONFLICT,
            "这份申请刚刚被其他人修改，请刷新后重试");
    if (utf8_count(remark) > PANEL_REASON_MOST)
        return err_field(err, ERR_INPUT, STR("remark"),
            "说明应不超过 %d 字", PANEL_REASON_MOST);
    TRY(panel_sheet(x, application_id, &s, err));
    TRY(check_ready(&s, err));
    struct panel_count c = panel_counted(x, &s.app, crew, n);
    struct panel_criterion *criteria = arena_new_array(
        x->a, struct panel_criterion, s.n_criteria + 1);
    for (size_t i = 0; i < s.n_criteria; i++) {
        criteria[i] = s.criteria[i];
        criteria[i].yes = criteria[i].no = criteria[i].unknown = 0;
        criteria[i].result = -1;
    }
    panel_tally(criteria, s.n_criteria, s.stage, crew, n);
    s.criteria = criteria;
    bool majority = has_majority(s.stage, &c);
    TRY(judge_marks(x, &s, crew, n, majority, &v, err));
    bool pass = majority && (v.rule == NULL || v.outcome == MET);
    struct str reason = reasons(x, &s, &c, &v, remark);
    const struct json *kept =
        result_json(x, &s, &c, crew, n, &v, pass, reason);
    TRY(file_store_end(x, &s.app, g.panel_id, STR("DECIDED"), kept, err));
    if (pass)
        TRY(propose(x, &s, kept, err));
    struct move m = { .to = APP_NOT_SELECTED,
        .event = pass ? "evaluation-pass" : "evaluation-reject",
        .reason = reason,
        .clause = s.stage->clause };
    if (pass)
        TRY(path_advance(x, &s.app, s.stage, &m, err));
    else
        TRY(application_move(x, &s.app, &m, err));
    TRY(tell(x, &s.app, pass, reason, s.stage->clause, err));
    *ret = s.app;
    return OK;
}

/* --- ranking --- */

struct str
panel_mean(struct arena *a, int64_t score, int64_t divisor)
{
    int64_t whole, rest, x, y;

    if (divisor <= 0)
        return STR("—");
    whole = score / divisor;
    rest = score % divisor;
    if (rest == 0)
        return arena_fmt(a, "%lld", (long long)whole);
    for (x = divisor, y = rest; y != 0;) {
        int64_t t = x % y;

        x = y;
        y = t;
    }
    return arena_fmt(a, "%lld %lld/%lld", (long long)whole,
        (long long)(rest / x), (long long)(divisor / x));
}

/* < 0: a before b. Fractions are compared by cross-multiplication. */
static int
compare(const struct panel_place *a, const struct panel_place *b)
{
    int64_t left = a->score * b->members * b->weights;
    int64_t right = b->score * a->members * a->weights;

    if (left != right)
        return left > right ? -1 : 1;
    left = a->pass * b->members;
    right = b->pass * a->members;
    return left == right ? 0 : left > right ? -1 : 1;
}

static enum status
place_of(struct act *x, const struct panel_file *f, bool *ret_in,
    struct panel_place *ret, struct err *err)
{
    const struct panel_opinion *crew = NULL;
    const struct pack_stage *stage = NULL;
    struct application app;
    struct panel_given g;
    bool found = false;
    size_t n = 0;

    *ret_in = false;
    TRY(application_load(x, f->subject_id, f->application_id, &app, err));
    TRY(panel_stage(&app, &stage, err));
    TRY(file_store_given(x, app.id, &g, &found, err));
    struct panel_place p = { .application_id = app.id,
        .number = app.number,
        .name = app.name,
        .state = app.state,
        .decided_us = f->decided_us };
    if (g.result != NULL) {
        p.score = json_int(json_get(g.result, STR("score")), 0);
        p.members = json_int(json_get(g.result, STR("in_office")), 1);
        p.weights = json_int(json_get(g.result, STR("weights")), 1);
        p.pass = (int)json_int(json_get(g.result, STR("pass")), 0);
        p.reject = (int)json_int(json_get(g.result, STR("reject")), 0);
    } else {
        TRY(panel_crew(x, &app, f->panel_id, &crew, &n, err));
        struct panel_count c = panel_counted(x, &app, crew, n);
        if (c.in_office == 0 || c.in < c.in_office)
            return OK;
        p.score = c.score;
        p.members = (int64_t)c.in_office;
        p.weights = weights_of(stage);
        p.pass = c.pass;
        p.reject = c.reject;
    }
    if (p.weights == 0)
        p.weights = 1;
    *ret_in = true;
    *ret = p;
    return OK;
}

/* A member sees the order when nothing of his own is due any more. */
static enum status
ranked_files(struct act *x, int64_t panel_id, const struct panel_file **ret,
    size_t *ret_n, struct err *err)
{
    const struct panel_file *desk = NULL;
    VEC_OF(struct panel_file) v = { 0 };
    struct panel p;
    size_t n = 0;

    TRY(panel_get(x, panel_id, &p, err));
    if (may_in(x, MAY_READ_FILES, p.programme_id, STR_EMPTY))
        return panel_files(x, panel_id, ret, ret_n, err);
    TRY(panel_desk(x, &desk, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (desk[i].panel_id != panel_id)
            continue;
        if (!desk[i].submitted && desk[i].decided_us == 0)
            return err_set(err, ERR_CONFLICT,
                "您还有未提交意见的申请，全部提交后才能查看排序");
        *VEC_PUSH(x->a, &v) = desk[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
panel_ranking(struct act *x, int64_t panel_id,
    const struct panel_place **ret, size_t *ret_n, struct err *err)
{
    const struct panel_file *files = NULL;
    VEC_OF(struct panel_place) v = { 0 };
    size_t n = 0;

    TRY(ranked_files(x, panel_id, &files, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct panel_place p;
        bool in = false;

        TRY(place_of(x, &files[i], &in, &p, err));
        if (in)
            *VEC_PUSH(x->a, &v) = p;
    }
    for (size_t i = 1; i < v.n; i++) {
        struct panel_place p = v.p[i];
        size_t k = i;

        for (; k > 0 && compare(&p, &v.p[k - 1]) < 0; k--)
            v.p[k] = v.p[k - 1];
        v.p[k] = p;
    }
    for (size_t i = 0; i < v.n; i++)
        v.p[i].rank = i > 0 && compare(&v.p[i - 1], &v.p[i]) == 0
                          ? v.p[i - 1].rank
                          : (int64_t)i + 1;
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
