/* Who sees what of a file, what there is to mark and to open, the counts. */
#include "domain/interest.h"
#include "domain/rows.h"
#include "panel_store.h"

#include <limits.h>

#define DEPTH_MOST 16

/* --- who may --- */

static bool
sits_on(const struct act *x, int64_t panel_id)
{
    for (size_t i = 0; i < x->who->n_panels; i++) {
        if (x->who->panels[i].panel_id == panel_id)
            return true;
    }
    return false;
}

static enum status
not_there(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "没有找到这份申请");
}

enum status
panel_load(struct act *x, int64_t application_id, struct application *ret,
    struct panel_given *ret_given, struct err *err)
{
    struct application app;
    struct panel_given g;
    bool found = false;

    TRY(application_load(x, 0, application_id, &app, err));
    if (actor_is_barred(x->who, app.subject_id))
        return not_there(err);
    TRY(act_require_no_interest(x, app.subject_id, err));
    bool officer =
        may_in(x, MAY_READ_FILES, app.programme_id, app.region);
    TRY(file_store_given(x, app.id, &g, &found, err));
    bool left = found && str_eq(g.state, STR("LEFT"));
    if (!found || (!officer && (left || !sits_on(x, g.panel_id)))) {
        if (officer && app.state != APP_DRAFT)
            return err_set(err, ERR_CONFLICT,
                "申请现为“" STR_FMT "”，没有评审小组评审这份申请",
                STR_ARG(application_state_title(app.state)));
        return not_there(err);
    }
    *ret = app;
    *ret_given = g;
    return OK;
}

enum status
panel_crew(struct act *x, const struct application *app, int64_t panel_id,
    const struct panel_opinion **ret, size_t *ret_n, struct err *err)
{
    const struct panel_opinion *all = NULL;
    const struct pack_stage *stage = NULL;
    size_t n = 0;

    TRY(panel_stage(app, &stage, err));
    TRY(crew_store_list(x, app, panel_id, &all, &n, err));
    struct panel_opinion *list =
        arena_new_array(x->a, struct panel_opinion, n);
    for (size_t i = 0; i < n; i++) {
        bool barred = false;

        list[i] = all[i];
        TRY(interest_bars(
            x, all[i].account_id, app->subject_id, &barred, err));
        list[i].recused = barred;
        list[i].declared = list[i].declared && !barred;
        list[i].score = panel_score(stage, all[i].content);
    }
    *ret = list;
    *ret_n = n;
    return OK;
}

const struct panel_opinion *
panel_own(const struct act *x, const struct panel_opinion *crew, size_t n)
{
    for (size_t i = 0; i < n && x->who->account_id != 0; i++) {
        if (crew[i].account_id == x->who->account_id)
            return &crew[i];
    }
    return NULL;
}

enum status
panel_require_lead(struct act *x, const struct application *app,
    const struct panel_opinion *crew, size_t n, enum permission p,
    struct err *err)
{
    const struct panel_opinion *own = panel_own(x, crew, n);

    if (own != NULL && own->rank == PANEL_CHAIR && own->declared)
        return OK;
    if (may_in(x, p, app->programme_id, app->region))
        return OK;
    return err_set(err, ERR_DENIED, "这一事项由组长或者工作人员办理");
}

enum status
panel_require_open(const struct application *app,
    const struct panel_given *g, struct err *err)
{
    if (app->state != APP_EVALUATION)
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，只有评审中的申请可以办理",
            STR_ARG(application_state_title(app->state)));
    if (!str_eq(g->state, STR("OPEN")))
        return err_set(err, ERR_CONFLICT, "这份申请没有分配给评审小组");
    return OK;
}

enum status
panel_may_read(struct act *x, const struct application *app, bool *ret,
    struct err *err)
{
    const struct panel_opinion *crew = NULL;
    struct panel_given g;
    bool found = false;
    size_t n = 0;

    *ret = false;
    if (x->who->n_panels == 0 || actor_is_barred(x->who, app->subject_id))
        return OK;
    TRY(file_store_given(x, app->id, &g, &found, err));
    if (!found || !sits_on(x, g.panel_id) ||
        str_eq(g.state, STR("LEFT")))
        return OK;
    TRY(panel_crew(x, app, g.panel_id, &crew, &n, err));
    const struct panel_opinion *own = panel_own(x, crew, n);
    *ret = own != NULL && own->declared;
    return OK;
}

static bool
is_opened(const struct str *views, size_t n, struct str what)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(views[i], what))
            return true;
    }
    return false;
}

enum status
panel_may_see_file(struct act *x, int64_t subject_id, int64_t application_id,
    int64_t attachment_id, bool *ret, struct err *err)
{
    const struct str *views = NULL;
    struct application app;
    bool may_read = false;
    size_t n = 0;

    *ret = false;
    if (x->who->n_panels == 0)
        return OK;
    TRY(application_load(x, subject_id, application_id, &app, err));
    TRY(panel_may_read(x, &app, &may_read, err));
    if (!may_read)
        return OK;
    TRY(view_store_list(x, &app, &views, &n, err));
    *ret = is_opened(views, n,
        arena_fmt(x->a, "%lld", (long long)attachment_id));
    return OK;
}

/* --- what is marked --- */

struct criteria {
    struct panel_criterion *p;
    size_t n, cap;
};

static void
add(struct act *x, const struct application *app, struct str name,
    struct criteria *out)
{
    const struct pack_rule *rule = pack_rule(app->pack, name);
    bool attested = rule != NULL && rule->kind == RULE_ATTESTED;

    for (size_t i = 0; i < out->n; i++) {
        if (str_eq(out->p[i].name, name))
            return;
    }
    *VEC_PUSH(x->a, out) = (struct panel_criterion){ .name = name,
        .rule = attested ? rule : NULL,
        .result = -1,
        .mark_name = arena_join(
            x->a, attested ? STR("认定.") : STR("核验."), name) };
}

static void
add_attested(struct act *x, const struct application *app, struct str name,
    struct criteria *out, int depth)
{
    const struct pack_rule *rule = pack_rule(app->pack, name);

    if (rule == NULL || depth > DEPTH_MOST)
        return;
    if (rule->kind == RULE_ATTESTED)
        add(x, app, name, out);
    for (size_t i = 0; i < rule->n_parts; i++)
        add_attested(x, app, rule->parts[i], out, depth + 1);
}

/* Equal rows are one to the reviewers. */
static void
add_rows(struct act *x, const struct row_mark *rows, size_t n,
    struct str table, struct criteria *out)
{
    for (size_t i = 0; i < n; i++) {
        bool known = !str_eq(rows[i].field->name, table);

        for (size_t k = 0; k < out->n && !known; k++)
            known = str_eq(out->p[k].name, rows[i].name);
        if (known)
            continue;
        *VEC_PUSH(x->a, out) = (struct panel_criterion){
            .name = rows[i].name,
            .table = rows[i].field,
            .result = -1,
            .number = rows[i].number,
            .row = arena_fmt(x->a, "第%zu行：" STR_FMT, rows[i].number,
                STR_ARG(rows[i].text)),
            .mark_name =
                arena_join(x->a, STR(PACK_ACCEPTED), rows[i].name) };
    }
}

void
panel_criteria(struct act *x, const struct application *app,
    const struct pack_stage *stage, const struct json *answers,
    struct panel_criterion **ret, size_t *ret_n)
{
    const struct json *none = json_new(x->a, JSON_OBJECT);
    const struct row_mark *rows = NULL;
    struct criteria v = { 0 };
    size_t n = 0;

    rows_of_stage(x->a, app, stage, answers, none, &rows, &n);
    for (size_t i = 0; i < stage->n_criteria; i++) {
        if (pack_rows_judged(app->pack, stage->criteria[i]) != NULL)
            add_rows(x, rows, n, stage->criteria[i], &v);
        else
            add(x, app, stage->criteria[i], &v);
    }
    if (stage->decide.n > 0)
        add_attested(x, app, stage->decide, &v, 0);
    *ret = v.p;
    *ret_n = v.n;
}

struct str
panel_criterion_zh(struct arena *a, const struct panel_criterion *c)
{
    if (c->table != NULL)
        return arena_fmt(
            a, STR_FMT STR_FMT, STR_ARG(c->table->label.zh), STR_ARG(c->row));
    return c->rule != NULL ? c->rule->title.zh : c->name;
}

int64_t
panel_score(const struct pack_stage *stage, const struct json *content)
{
    const struct json *scores =
        content == NULL ? NULL : json_get(content, STR("scores"));
    int64_t sum = 0;

    for (size_t i = 0; scores != NULL && i < stage->n_scores; i++)
        sum += json_int(json_get(scores, stage->scores[i].name), 0) *
               stage->scores[i].weight;
    return sum;
}

/* --- what is opened --- */

struct materials {
    struct panel_material *p;
    size_t n, cap;
};

static void
add_files(struct act *x, const struct pack_field *f, const struct json *list,
    struct materials *out)
{
    for (size_t i = 0;
         list != NULL && list->type == JSON_LIST && i < list->n; i++) {
        const struct json *id = json_get(list->items[i], STR("id"));
        int64_t n = json_int(id, 0);
        struct str text = json_str(id);

        if (n == 0 && text.n > 0)
            (void)num_int(text, 1, INT64_MAX, &n);
        *VEC_PUSH(x->a, out) = (struct panel_material){
            .what = n != 0 ? arena_fmt(x->a, "%lld", (long long)n)
                           : json_str(json_get(list->items[i], STR("name"))),
            .label = f->label.zh,
            .attachment_id = n,
            .compulsory = f->required };
    }
}

enum status
panel_materials(struct act *x, const struct application *app,
    const struct json *answers, const struct panel_material **ret,
    size_t *ret_n, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_form *form =
        p == NULL ? NULL : pack_form(app->pack, p->form);
    const struct str *views = NULL;
    struct materials v = { 0 };
    size_t n = 0;

    TRY(view_store_list(x, app, &views, &n, err));
    *VEC_PUSH(x->a, &v) = (struct panel_material){
        .what = arena_fmt(x->a, "form/%lld", (long long)app->versions),
        .label = form == NULL ? STR("申请表") : form->title.zh,
        .compulsory = true };
    for (size_t s = 0; form != NULL && s < form->n_sections; s++) {
        const struct pack_section *section = &form->sections[s];

        for (size_t i = 0; i < section->n_fields; i++) {
            const struct pack_field *f = &section->fields[i];

            if (f->type == FIELD_FILE)
                add_files(x, f, json_get(answers, f->name), &v);
        }
    }
    for (size_t i = 0; i < v.n; i++)
        v.p[i].opened = is_opened(views, n, v.p[i].what);
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- counts --- */

struct panel_count
panel_counted(struct act *x, const struct application *app,
    const struct panel_opinion *crew, size_t n)
{
    struct panel_count c = { 0 };

    for (size_t i = 0; i < n; i++) {
        const struct panel_opinion *o = &crew[i];

        c.recused += o->recused;
        if (o->recused)
            continue;
        c.in_office++;
        if (o->submitted_us == 0) {
            c.waiting = arena_fmt(x->a, STR_FMT "%s" STR_FMT,
                STR_ARG(c.waiting), c.waiting.n > 0 ? "、" : "",
                STR_ARG(o->name));
            continue;
        }
        c.in++;
        c.pass += o->vote == VOTE_PASS;
        c.reject += o->vote == VOTE_REJECT;
        c.score += o->score;
        c.stale = c.stale || o->seq != app->versions;
        if (o->rank == PANEL_CHAIR)
            c.chair = o->vote;
    }
    return c;
}

struct str
panel_hindrance(struct act *x, const struct application *app,
    const struct pack_stage *stage, const struct panel_count *c)
{
    int least = stage->panel_min > 0 ? stage->panel_min : 1;

    if (c->in_office < (size_t)least)
        return arena_fmt(x->a,
            "参加评审的成员应不少于 %d 人，现为 %zu 人，差 %d 人（回避 %zu "
            "人，" STR_FMT "），请由候补成员递补后再形成结果",
            least, c->in_office, least - (int)c->in_office, c->recused,
            STR_ARG(stage->clause));
    if (c->in < c->in_office)
        return arena_fmt(x->a,
            "应有 %zu 名成员提交意见，已提交 %zu 名，还差：" STR_FMT,
            c->in_office, c->in, STR_ARG(c->waiting));
    if (c->stale)
        return arena_fmt(x->a,
            "意见提交后申请材料有改动（现为第 %lld 版），请将意见退回成员重新"
            "评审",
            (long long)app->versions);
    return STR_EMPTY;
}

static int
mark_of(const struct panel_opinion *o, struct str name)
{
    struct str mark = o->content == NULL
                          ? STR_EMPTY
                          : json_str(json_get(json_get(json_get(o->content,
                                                           STR("marks")),
                                                  name),
                                STR("mark")));

    if (str_eq(mark, STR("yes")))
        return 1;
    return str_eq(mark, STR("no")) ? 0 : -1;
}

/* More than half say yes or no; else the chair's mark where he breaks ties;
 * else it stays open. */
void
panel_tally(struct panel_criterion *criteria, size_t n,
    const struct pack_stage *stage, const struct panel_opinion *crew,
    size_t n_crew)
{
    for (size_t i = 0; i < n; i++) {
        struct panel_criterion *c = &criteria[i];
        int chair = -1, all = 0;

        for (size_t k = 0; k < n_crew; k++) {
            const struct panel_opinion *o = &crew[k];

            if (o->recused || o->submitted_us == 0)
                continue;
            int mark = mark_of(o, c->name);
            all++;
            c->yes += mark == 1;
            c->no += mark == 0;
            c->unknown += mark == -1;
            if (o->rank == PANEL_CHAIR)
                chair = mark;
        }
        if (2 * c->yes > all)
            c->result = 1;
        else if (2 * c->no > all)
            c->result = 0;
        else if (stage->chair_breaks_tie && c->yes == c->no)
            c->result = chair;
    }
}

/* --- the sheet --- */

static void
read_categories(struct act *x, struct panel_sheet *s)
{
    const struct pack_procedure *p =
        pack_procedure(s->app.pack, s->app.procedure);
    const struct json *list =
        p == NULL || p->categories_field.n == 0 || s->answers == NULL
            ? NULL
            : json_get(s->answers, p->categories_field);
    VEC_OF(struct str) v = { 0 };

    for (size_t i = 0;
         list != NULL && list->type == JSON_LIST && i < list->n; i++)
        *VEC_PUSH(x->a, &v) = json_str(list->items[i]);
    s->categories = v.p;
    s->n_categories = v.n;
}

/* Others' opinions: to a member after his own, to an officer when all are in.
 * Drafts are nobody's but his who writes them. */
static void
show_others(struct act *x, struct panel_sheet *s,
    const struct panel_opinion *crew, size_t n, bool all_in)
{
    struct panel_opinion *list =
        arena_new_array(x->a, struct panel_opinion, n);

    s->others_seen = s->result != NULL ||
                     (s->is_member ? s->submitted : all_in);
    for (size_t i = 0; i < n; i++) {
        list[i] = crew[i];
        if (!s->others_seen || crew[i].submitted_us == 0) {
            list[i].content = NULL;
            list[i].vote = VOTE_NONE;
            list[i].score = 0;
        }
    }
    s->opinions = list;
    s->n_opinions = n;
}

static enum status
read_content(struct act *x, struct panel_sheet *s, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(s->app.pack, s->app.procedure);

    s->form = p == NULL ? NULL : pack_form(s->app.pack, p->form);
    s->seq = s->app.versions;
    TRY(application_answers(x, &s->app, &s->answers, err));
    TRY(panel_materials(
        x, &s->app, s->answers, &s->materials, &s->n_materials, err));
    TRY(onsite_store_list(x, &s->app, &s->onsite, &s->n_onsite, err));
    read_categories(x, s);
    return OK;
}

/* Until he declared, a member knows whose file it is, which he needs for his
 * declaration, and nothing of what is in it. */
static void
hide(struct panel_sheet *s)
{
    s->app.draft = NULL;
}

enum status
panel_sheet(struct act *x, int64_t application_id, struct panel_sheet *ret,
    struct err *err)
{
    struct panel_sheet s = { 0 };
    const struct panel_opinion *crew = NULL;
    struct panel_criterion *criteria = NULL;
    struct panel_given g;
    size_t n = 0;

    TRY(panel_load(x, application_id, &s.app, &g, err));
    TRY(panel_get(x, g.panel_id, &s.panel, err));
    TRY(panel_stage(&s.app, &s.stage, err));
    TRY(panel_crew(x, &s.app, g.panel_id, &crew, &n, err));
    const struct panel_opinion *own = panel_own(x, crew, n);
    s.is_officer =
        may_in(x, MAY_READ_FILES, s.app.programme_id, s.app.region);
    s.is_member = own != NULL;
    if (!s.is_member && !s.is_officer)
        return not_there(err);
    if (own != NULL) {
        s.own = *own;
        s.is_chair = own->rank == PANEL_CHAIR;
        s.declared = own->declared;
        s.submitted = own->submitted_us != 0;
    }
    s.result = g.result;
    struct panel_count c = panel_counted(x, &s.app, crew, n);
    s.in_office = c.in_office;
    s.in = c.in;
    if (!s.is_member || s.declared)
        TRY(read_content(x, &s, err));
    panel_criteria(
        x, &s.app, s.stage, s.answers, &criteria, &s.n_criteria);
    show_others(x, &s, crew, n, c.in == c.in_office);
    if (s.others_seen) {
        panel_tally(criteria, s.n_criteria, s.stage, crew, n);
        s.pass = c.pass;
        s.reject = c.reject;
        s.tie_by_chair = c.pass == c.reject && s.stage->chair_breaks_tie;
    }
    s.criteria = criteria;
    s.why_not = panel_hindrance(x, &s.app, s.stage, &c);
    if (s.app.state != APP_EVALUATION)
        s.why_not = arena_fmt(x->a, "申请现为“" STR_FMT "”",
            STR_ARG(application_state_title(s.app.state)));
    s.ready = s.why_not.n == 0;
    if (s.is_member && !s.declared)
        hide(&s);
    *ret = s;
    return OK;
}
