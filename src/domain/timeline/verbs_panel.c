/* Verbs of panels: appointing, recusing, opinions, results, falsification. */
#include "run.h"

#include "domain/account.h"
#include "domain/interest.h"
#include "domain/panel.h"

/* An officer of the authority who appoints, and stands for those whom a case
 * does not name. */
static struct actor
officer(enum role role)
{
    static const struct role_grant GRANTS[] = {
        [ROLE_CENTRE] = { .role = ROLE_CENTRE },
        [ROLE_SECRETARIAT] = { .role = ROLE_SECRETARIAT },
    };

    return (struct actor){ .name = STR("经办人员"),
        .second_factor = true,
        .grants = &GRANTS[role],
        .n_grants = 1 };
}

/* A judge as he is now: seats and interests change from step to step. */
static enum status
fresh(struct act *x, struct err *err)
{
    struct actor *who = arena_one(x->a, struct actor);

    if (x->who->account_id == 0 || x->who->n_grants > 0 ||
        x->who->n_memberships > 0)
        return OK;
    TRY(actor_load(x, x->who->account_id, who, err));
    who->second_factor = true;
    /* The act outlives the caller's variable. */
    x->who = arena_dup(x->a, who, sizeof(*who));
    return OK;
}

/* The account of somebody who judges; made on first use. */
static enum status
judge(struct run *r, struct act *x, struct str name, int64_t *ret,
    struct err *err)
{
    struct person *there = NULL;

    for (size_t i = 0; i < r->people.n; i++) {
        if (str_eq(r->people.p[i].name, name))
            there = &r->people.p[i];
    }
    /* A step that failed took the account back with it. */
    if (there != NULL) {
        struct account known;

        *ret = there->who.account_id;
        if (account_get(x, *ret, &known, NULL) == OK)
            return OK;
    }
    struct account account = { .name = name,
        .mobile = arena_fmt(r->a, "1300002%04u",
            there == NULL ? (unsigned)r->people.n + 1
                          : (unsigned)(there - r->people.p) + 1) };
    struct person p = { .name = name };

    TRY(account_add(x, &account, STR("-"), err));
    p.who = (struct actor){ .account_id = account.id,
        .name = name,
        .second_factor = true };
    if (there != NULL)
        *there = p;
    else
        *VEC_PUSH(r->a, &r->people) = p;
    *ret = account.id;
    return OK;
}

/* --- appointing --- */

/* Names: a list, or a number n for 评委1 to 评委n. */
static size_t
names_of(struct run *r, const char *key, const char *stem, size_t from,
    struct str *out, size_t most)
{
    const struct tree *t = run_with(r, key);
    int64_t count = 0;
    size_t n = 0;

    if (t != NULL && t->type == TREE_LIST) {
        for (; n < t->n && n < most; n++)
            out[n] = t->items[n]->text;
        return n;
    }
    if (t == NULL || !tree_int(t, &count))
        return 0;
    for (; n < (size_t)count && n < most; n++)
        out[n] = arena_fmt(r->a, "%s%zu", stem, from + n);
    return n;
}

static struct str
unit_of(struct run *r, struct str name)
{
    const struct tree *t = tree_get(run_with(r, "units"), name);

    return t == NULL ? STR_EMPTY : t->text;
}

static enum status
assign_waiting(
    struct act *x, const struct panel *p, struct err *err)
{
    const struct panel_file *list = NULL;
    size_t n = 0;

    TRY(panel_waiting(x, p, &list, &n, err));
    if (n == 0)
        return OK;
    int64_t *ids = arena_new_array(x->a, int64_t, n);
    for (size_t i = 0; i < n; i++)
        ids[i] = list[i].application_id;
    return panel_assign(x, p->id, ids, n, err);
}

/* members (names or a number), chair (default: the first), substitutes; gives
 * it all files that wait unless assign: false. */
static enum status
do_panel(struct run *r, struct act *x, struct err *err)
{
    enum { MOST = 40 };
    struct str names[MOST];
    struct panel_member members[MOST];
    size_t n = names_of(r, "members", "评委", 1, names, MOST / 2);
    size_t n_all =
        n + names_of(r, "substitutes", "候补", 1, &names[n], MOST - n);
    struct str chair = run_text(r, "chair", "");
    struct act system = *x;
    struct actor program = actor_system();

    system.who = &program;
    for (size_t i = 0; i < n_all; i++) {
        members[i] = (struct panel_member){ .name = names[i],
            .unit = unit_of(r, names[i]),
            .rank = i >= n ? PANEL_SUBSTITUTE : PANEL_MEMBER };
        TRY(judge(r, &system, names[i], &members[i].account_id, err));
        if (i < n && (chair.n > 0 ? str_eq(names[i], chair) : i == 0))
            members[i].rank = PANEL_CHAIR;
    }
    struct panel p = { .programme_id = run_programme(r),
        .name = run_text(r, "name", "第一评审小组"),
        .document_no = run_text(r, "document_no", "示例〔2024〕1号"),
        .members = members,
        .n_members = n_all };
    TRY(panel_appoint(x, &p, err));
    r->panel = p.id;
    return run_flag(r, "assign", true) ? assign_waiting(x, &p, err) : OK;
}

/* The file goes to the newest panel. */
static enum status
do_assign_panel(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    return panel_assign(x, r->panel, &app.id, 1, err);
}

/* member: for this file; out: he leaves the panel for good. */
static enum status
do_substitute(struct run *r, struct act *x, struct err *err)
{
    struct str name = run_text(r, "member", "");
    struct str out = run_text(r, "out", "");
    struct application app;
    struct actor program = actor_system();
    struct act system = *x;
    struct panel p;
    int64_t id = 0, leaver = 0;
    bool there = false;

    system.who = &program;
    TRY(judge(r, &system, name, &id, err));
    TRY(panel_get(x, r->panel, &p, err));
    for (size_t i = 0; i < p.n_members; i++)
        there = there || p.members[i].account_id == id;
    if (!there)
        TRY(panel_add_substitute(
            x, r->panel, id, unit_of(r, name), err));
    if (out.n > 0) {
        TRY(judge(r, &system, out, &leaver, err));
        return panel_replace(
            x, r->panel, leaver, id, run_text(r, "reason", "更换"), err);
    }
    TRY(run_subject_file(r, x, &app, err));
    return panel_stand_in(x, app.id, id, err);
}

/* --- members --- */

static enum status
do_declare(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    TRY(fresh(x, err));
    return panel_declare(x, app.id, false, STR_EMPTY, err);
}

static enum status
do_recuse(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    TRY(fresh(x, err));
    return panel_declare(
        x, app.id, true, run_text(r, "reason", "曾在该单位工作"), err);
}

/* All criteria yes and full scores, but what the case says otherwise. */
static const struct json *
content_of(struct run *r, const struct panel_sheet *s)
{
    const struct json *marks = run_plain(r, run_with(r, "marks"));
    const struct json *scores = run_plain(r, run_with(r, "scores"));
    const struct tree *proposals = run_with(r, "categories");
    struct json *content = json_new(r->a, JSON_OBJECT);
    struct json *m = json_new(r->a, JSON_OBJECT);
    struct json *p = json_new(r->a, JSON_OBJECT);
    struct json *c = json_new(r->a, JSON_OBJECT);

    for (size_t i = 0; i < s->n_criteria; i++) {
        const struct json *v = json_get(marks, s->criteria[i].name);
        struct json *one = json_new(r->a, JSON_OBJECT);

        bool no = s->criteria[i].table != NULL &&
                  run_row_refused(r, s->criteria[i].table->name,
                      s->criteria[i].number);

        json_set(r->a, one, STR("mark"),
            json_text(r->a, no                        ? STR("no")
                            : json_is_null(v)         ? STR("yes")
                            : v->type == JSON_TRUE    ? STR("yes")
                            : v->type == JSON_FALSE   ? STR("no")
                                                      : json_str(v)));
        if (no)
            json_set(r->a, one, STR("note"),
                json_text(r->a, run_text(r, "row_reason", "没有佐证")));
        json_set(r->a, m, s->criteria[i].name, one);
    }
    for (size_t i = 0; i < s->stage->n_scores; i++) {
        const struct json *v = json_get(scores, s->stage->scores[i].name);

        json_set(r->a, p, s->stage->scores[i].name,
            json_is_null(v) ? json_number(r->a, s->stage->scores[i].max)
                            : v);
    }
    for (size_t i = 0; i < s->n_categories; i++) {
        const struct tree *t = tree_get(proposals, s->categories[i]);

        json_set(r->a, c, s->categories[i],
            json_text(r->a, t == NULL ? STR("RECOGNISE") : t->text));
    }
    json_set(r->a, content, STR("marks"), m);
    json_set(r->a, content, STR("scores"), p);
    json_set(r->a, content, STR("categories"), c);
    json_set(r->a, content, STR("opinion"),
        json_text(r->a, run_text(r, "opinion", "材料真实，符合条件。")));
    return content;
}

/* Declares, opens everything compulsory and submits. vote: for (default) or
 * against; opened, declare: false leaves that out; draft: true only saves. */
static enum status
give_opinion(struct run *r, struct act *x, int64_t application_id,
    enum panel_vote vote, struct err *err)
{
    struct panel_sheet s;

    TRY(panel_sheet(x, application_id, &s, err));
    if (run_flag(r, "declare", true) && s.is_member && !s.declared) {
        TRY(panel_declare(x, application_id, false, STR_EMPTY, err));
        TRY(panel_sheet(x, application_id, &s, err));
    }
    for (size_t i = 0;
         run_flag(r, "opened", true) && s.declared && i < s.n_materials; i++)
        TRY(panel_open(x, application_id, s.materials[i].what, err));
    return panel_opinion_save(x, application_id, content_of(r, &s), vote,
        !run_flag(r, "draft", false), err);
}

static bool
vote_of(struct run *r, struct str text, enum panel_vote *ret)
{
    *ret = VOTE_PASS;
    if (str_eq(text, STR("for")) || str_eq(text, STR("PASS")))
        return true;
    *ret = VOTE_REJECT;
    if (str_eq(text, STR("against")) || str_eq(text, STR("REJECT")))
        return true;
    return run_fail(r, r->step, "vote 应写 for 或 against");
}

static enum status
do_opinion(struct run *r, struct act *x, struct err *err)
{
    struct application app;
    enum panel_vote vote;

    if (!vote_of(r, run_text(r, "vote", "for"), &vote))
        return ERR_INPUT;
    TRY(run_subject_file(r, x, &app, err));
    TRY(fresh(x, err));
    return give_opinion(r, x, app.id, vote, err);
}

/* Several members at once: for, against: lists of names. */
static enum status
do_opinions(struct run *r, struct act *x, struct err *err)
{
    static const char *const KEYS[] = { "for", "against" };
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    for (size_t k = 0; k < 2; k++) {
        const struct tree *t = run_with(r, KEYS[k]);

        for (size_t i = 0; t != NULL && i < t->n; i++) {
            struct actor who = { 0 };
            struct act his = *x;
            int64_t id = 0;

            TRY(judge(r, x, t->items[i]->text, &id, err));
            TRY(actor_load(x, id, &who, err));
            who.second_factor = true;
            his.who = &who;
            TRY(give_opinion(r, &his, app.id,
                k == 0 ? VOTE_PASS : VOTE_REJECT, err));
        }
    }
    return OK;
}

/* --- results --- */

static void
leave_counts(struct run *r, const struct json *result)
{
    static const char *const NAMES[] = { "pass", "reject", "in_office",
        "recused", "score" };

    for (size_t i = 0; result != NULL && i < 5; i++)
        run_figure(r, NAMES[i],
            json_int(json_get(result, str_of(NAMES[i])), 0));
}

static enum status
do_evaluate(struct run *r, struct act *x, struct err *err)
{
    struct application app;
    struct panel_sheet s;

    TRY(run_subject_file(r, x, &app, err));
    TRY(fresh(x, err));
    TRY(panel_conclude(
        x, app.id, run_text(r, "remark", ""), app.version, &app, err));
    TRY(panel_sheet(x, app.id, &s, err));
    leave_counts(r, s.result);
    return OK;
}

static enum status
do_reopen_opinions(struct run *r, struct act *x, struct err *err)
{
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    TRY(fresh(x, err));
    return panel_reopen(
        x, app.id, run_text(r, "reason", "请补充意见"), err);
}

/* The place of a file: rank, out of how many. */
static enum status
do_ranking(struct run *r, struct act *x, struct err *err)
{
    const struct panel_place *list = NULL;
    struct application app;
    size_t n = 0;

    TRY(run_subject_file(r, x, &app, err));
    TRY(fresh(x, err));
    TRY(panel_ranking(x, r->panel, &list, &n, err));
    run_figure(r, "ranked", (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        if (list[i].application_id == app.id)
            run_figure(r, "rank", list[i].rank);
    }
    return OK;
}

/* held: a day; place, items. */
static enum status
do_onsite(struct run *r, struct act *x, struct err *err)
{
    struct json *content = json_new(r->a, JSON_OBJECT);
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    TRY(fresh(x, err));
    json_set(r->a, content, STR("place"),
        json_text(r->a, run_text(r, "place", "申请单位住所")));
    json_set(r->a, content, STR("items"),
        json_text(r->a, run_text(r, "items", "核对场所和制度")));
    return panel_onsite_order(
        x, app.id, run_day(r, "held", DAY_NONE), content, err);
}

static enum status
do_record_onsite(struct run *r, struct act *x, struct err *err)
{
    struct json *record = json_new(r->a, JSON_OBJECT);
    struct application app;
    struct panel_sheet s;

    TRY(run_subject_file(r, x, &app, err));
    TRY(fresh(x, err));
    TRY(panel_sheet(x, app.id, &s, err));
    if (s.n_onsite == 0)
        return err_set(err, ERR_NOT_FOUND, "没有现场评审");
    json_set(r->a, record, STR("findings"),
        json_text(r->a, run_text(r, "findings", "与申请材料一致")));
    return panel_onsite_record(
        x, app.id, s.onsite[s.n_onsite - 1].id, record, err);
}

static enum status
do_disqualify(struct run *r, struct act *x, struct err *err)
{
    struct falsification f = {
        .finding = run_text(r, "finding", "人员名册与社会保险记录不符"),
        .statement = run_text(r, "statement", "未作陈述"),
        .conclusion = run_text(r, "conclusion", "弄虚作假属实") };
    struct application app;

    TRY(run_subject_file(r, x, &app, err));
    return application_disqualify(x, app.id, &f, app.version, &app, err);
}

/* --- ties --- */

/* relation: UNIT, FORMER, FIRM, PHONE, ADDRESS, PERSON; value; left: a day. */
static enum status
do_tie(struct run *r, struct act *x, struct err *err)
{
    enum tie_relation relation = TIE_UNIT;

    if (!tie_relation_of(run_text(r, "relation", "UNIT"), &relation))
        return run_wrong(r, r->step, "没有这种关系");
    TRY(fresh(x, err));
    return tie_add(x, relation, run_text(r, "value", ""),
        run_day(r, "left", DAY_NONE), err);
}

/* An officer clears the hits of a member on a file. */
static enum status
do_clear_tie(struct run *r, struct act *x, struct err *err)
{
    const struct interest_hit *hits = NULL;
    struct application app;
    size_t n = 0, done = 0;

    TRY(run_subject_file(r, x, &app, err));
    TRY(interest_hits(x, &app, &hits, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(hits[i].account, run_text(r, "member", "")) ||
            hits[i].cleared)
            continue;
        TRY(interest_clear(x, hits[i].account_id, app.id, hits[i].trait,
            run_text(r, "note", "同名，经核实无关"), err));
        done++;
    }
    return done > 0 ? OK
                    : err_set(err, ERR_NOT_FOUND, "没有利害关系提示");
}

/* The first officer proposes to lift a recusal, the second agrees. */
static enum status
do_lift_recusal(struct run *r, struct act *x, struct err *err)
{
    struct actor program = actor_system();
    struct act system = *x;
    struct application app;
    int64_t id = 0;
    bool lifted = false;

    system.who = &program;
    TRY(run_subject_file(r, x, &app, err));
    TRY(judge(r, &system, run_text(r, "member", ""), &id, err));
    TRY(interest_lift(
        x, id, app.id, run_text(r, "reason", "经核实无关"), &lifted, err));
    run_figure(r, "lifted", lifted);
    return OK;
}

/* --- all at once --- */

/* A panel of three, opinions for, the result: for cases that begin later. */
static enum status
do_select(struct run *r, struct act *x, struct err *err)
{
    static const struct str NAMES[] = { STR_INIT("评委1"), STR_INIT("评委2"),
        STR_INIT("评委3") };
    struct actor centre = officer(ROLE_CENTRE), program = actor_system();
    struct actor secretariat = officer(ROLE_SECRETARIAT);
    struct act as_centre = *x, system = *x, as_secretariat = *x;
    struct panel_member members[3];
    struct application app;

    as_centre.who = &centre;
    as_secretariat.who = &secretariat;
    system.who = &program;
    TRY(run_subject_file(r, x, &app, err));
    for (size_t i = 0; i < 3; i++) {
        members[i] = (struct panel_member){ .name = NAMES[i],
            .rank = i == 0 ? PANEL_CHAIR : PANEL_MEMBER };
        TRY(judge(r, &system, NAMES[i], &members[i].account_id, err));
    }
    if (r->panel == 0) {
        struct panel p = { .programme_id = run_programme(r),
            .name = STR("第一评审小组"),
            .document_no = STR("示例〔2024〕1号"),
            .members = members,
            .n_members = 3 };

        TRY(panel_appoint(&as_centre, &p, err));
        r->panel = p.id;
    }
    TRY(panel_assign(&as_centre, r->panel, &app.id, 1, err));
    for (size_t i = 0; i < 3; i++) {
        struct actor who;
        struct act his = *x;

        TRY(actor_load(x, members[i].account_id, &who, err));
        his.who = &who;
        TRY(give_opinion(r, &his, app.id, VOTE_PASS, err));
    }
    return panel_conclude(
        &as_secretariat, app.id, STR_EMPTY, app.version, &app, err);
}

static const struct verb VERBS[] = {
    { "panel", do_panel,
        "members chair substitutes units name document_no assign", false,
        false },
    { "assign_panel", do_assign_panel, "procedure", false, false },
    { "substitute", do_substitute, "member out reason units procedure",
        false, false },
    { "declare", do_declare, "procedure", false, false },
    { "recuse", do_recuse, "reason procedure", false, false },
    { "opinion", do_opinion,
        "vote marks refuse_rows row_reason scores categories opinion opened "
        "declare draft procedure",
        false, false },
    { "opinions", do_opinions,
        "for against marks refuse_rows row_reason scores categories opinion "
        "opened declare draft procedure",
        false, false },
    { "evaluate", do_evaluate, "remark procedure", false, false },
    { "reopen_opinions", do_reopen_opinions, "reason procedure", false,
        false },
    { "ranking", do_ranking, "procedure", false, false },
    { "onsite", do_onsite, "held place items procedure", false, false },
    { "record_onsite", do_record_onsite, "findings procedure", false,
        false },
    { "disqualify", do_disqualify, "finding statement conclusion procedure",
        false, false },
    { "tie", do_tie, "relation value left", false, false },
    { "clear_tie", do_clear_tie, "member note procedure", false, false },
    { "lift_recusal", do_lift_recusal, "member reason procedure", false,
        false },
    { "select", do_select,
        "marks refuse_rows row_reason scores categories opinion opened "
        "declare draft procedure",
        false, false },
};
const struct verb_set verbs_panel = VERB_SET(VERBS);
