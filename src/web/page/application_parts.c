/* What the pages about one application share. */
#include "page_application.h"

#include "domain/path.h"

static const struct {
    const char *title; /* msgid */
    enum tag colour;
} STATES[APP_STATE_COUNT_] = {
    [APP_DRAFT] = { N_("草稿"), TAG_GREY },
    [APP_WITH_RECOMMENDER] = { N_("推荐单位审核中"), TAG_BLUE },
    [APP_SUBMITTED] = { N_("已提交"), TAG_BLUE },
    [APP_FIRST_INSTANCE] = { N_("初审中"), TAG_BLUE },
    [APP_FORMAL_REVIEW] = { N_("审核中"), TAG_BLUE },
    [APP_SUPPLEMENT] = { N_("待补正"), TAG_AMBER },
    [APP_EVALUATION] = { N_("评审中"), TAG_BLUE },
    [APP_DECISION] = { N_("待复核"), TAG_BLUE },
    [APP_REVIEW_PASSED] = { N_("待公示"), TAG_BLUE },
    [APP_PUBLIC_NOTICE] = { N_("公示中"), TAG_BLUE },
    [APP_OBJECTION] = { N_("异议处理中"), TAG_AMBER },
    [APP_RECORDATION] = { N_("备案中"), TAG_BLUE },
    [APP_PUBLICATION] = { N_("待公布"), TAG_BLUE },
    [APP_GRANTED] = { N_("已准入"), TAG_GREEN },
    [APP_LAPSED] = { N_("逾期失效"), TAG_RED },
    [APP_REFUSED] = { N_("未通过"), TAG_RED },
    [APP_NOT_SELECTED] = { N_("未入选"), TAG_RED },
    [APP_DISQUALIFIED] = { N_("取消资格"), TAG_RED },
    [APP_WITHDRAWN] = { N_("已撤回"), TAG_GREY },
};

struct str
show_state(struct web *w, enum application_state s)
{
    return str_of(catalog_get(w->catalog, STATES[s].title));
}

enum tag
state_colour(enum application_state s)
{
    return STATES[s].colour;
}

/* By the id in the first parameter of the path. */
enum status
application_refused(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return instance_note_refusal(&w->x, id, err);
}

enum status
dossier_load(struct web *w, struct dossier *ret, struct err *err)
{
    struct dossier d = { 0 };
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    enum status st = application_get(&w->x, id, &d.app, err);
    if (st == ERR_NOT_FOUND && w->who.n_seats > 0)
        w->note = application_refused;
    TRY(st);
    d.programme = domain_programme(w->d, d.app.programme_id);
    d.proc = pack_procedure(d.app.pack, d.app.procedure);
    if (d.programme == NULL || d.proc == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份申请");
    d.form = pack_form(d.app.pack, d.proc->form);
    d.mine = acts_for(&w->who, d.app.subject_id, "editor");
    if (d.app.round_id != 0) {
        TRY(round_get(&w->x, d.app.round_id, &d.round, err));
        d.has_round = true;
    }
    if (d.app.state == APP_SUPPLEMENT)
        TRY(application_supplement(
            &w->x, &d.app, &d.supplement, &d.has_supplement, err));
    TRY(application_check(&w->x, &d.app, &d.check, err));
    const struct pack_stage *first = path_next(&d.app, NULL);
    d.choosing = d.app.state == APP_DRAFT && first != NULL &&
                 first->kind == STAGE_RECOMMEND;
    if (d.app.body_id != 0) {
        TRY(body_get(&w->x, d.app.body_id, &d.body, err));
        /* Chosen before the region was changed, it may not fit any more. */
        d.has_body = !d.choosing ||
                     body_check(&w->x, &d.body, d.app.pack, first,
                         d.app.region, NULL) == OK;
    }
    TRY(instance_opinions(&w->x, &d.app, &d.opinions, &d.n_opinions, err));
    *ret = d;
    return OK;
}

bool
dossier_is_editable(const struct dossier *d)
{
    return d->mine && d->form != NULL &&
           (d->app.state == APP_DRAFT ||
               (d->app.state == APP_SUPPLEMENT && d->check.window_open));
}

const struct pack_section *
dossier_section(const struct dossier *d, struct str name)
{
    for (size_t i = 0; d->form != NULL && i < d->form->n_sections; i++) {
        if (str_eq(d->form->sections[i].name, name))
            return &d->form->sections[i];
    }
    return NULL;
}

struct str
dossier_title(struct web *w, const struct dossier *d)
{
    return L(w, d->proc->title);
}

/* --- where it stands --- */

/* The kind of stage a state belongs to. */
static enum stage_kind
stage_of(enum application_state s)
{
    switch (s) {
    case APP_WITH_RECOMMENDER:
        return STAGE_RECOMMEND;
    case APP_FIRST_INSTANCE:
        return STAGE_FIRST_INSTANCE;
    case APP_EVALUATION:
        return STAGE_EVALUATION;
    case APP_DECISION:
        return STAGE_DECISION;
    case APP_REVIEW_PASSED:
    case APP_PUBLIC_NOTICE:
    case APP_OBJECTION:
        return STAGE_PUBLIC_NOTICE;
    case APP_RECORDATION:
        return STAGE_RECORDATION;
    case APP_PUBLICATION:
        return STAGE_PUBLICATION;
    default:
        return STAGE_FORMAL_REVIEW;
    }
}

void
application_steps(struct web *w, const struct pack_procedure *proc,
    struct str channel, enum application_state s)
{
    struct str *names =
        arena_new_array(w->a, struct str, proc->n_stages + 1);
    size_t n = 1, now = s == APP_DRAFT ? 0 : 1;

    names[0] = str_of(T(w, "填写申报"));
    for (size_t i = 0; i < proc->n_stages; i++) {
        const struct pack_stage *t = &proc->stages[i];

        if (!stage_applies(t, channel))
            continue;
        names[n] = L(w, t->title);
        if (s != APP_DRAFT && t->kind <= stage_of(s))
            now = n;
        n++;
    }
    part_steps(w, names, n, s == APP_GRANTED ? n : now);
}

/* What happens among the officers is not the applicant's to see: who has the
 * file, what was marked, and why somebody proposes what is not decided yet. */
enum audience { FOR_ALL, NO_REASON, FOR_OFFICERS };

static const struct {
    struct str event;
    const char *title; /* msgid; NULL: the state it leads to */
    enum audience audience;
} EVENTS[] = {
    { STR_INIT("start"), N_("开始填写"), NO_REASON },
    { STR_INIT("submit"), N_("提交申报"), FOR_ALL },
    { STR_INIT("resubmit"), N_("提交补正材料"), FOR_ALL },
    { STR_INIT("withdraw"), N_("撤回申报"), FOR_ALL },
    { STR_INIT("lapse"), N_("逾期失效"), FOR_ALL },
    { STR_INIT("request-supplement"), N_("要求补正"), FOR_ALL },
    { STR_INIT("choose-body"), N_("选择推荐单位"), FOR_ALL },
    { STR_INIT("send-back"), N_("退回修改"), FOR_ALL },
    { STR_INIT("decline"), N_("不予通过"), FOR_ALL },
    { STR_INIT("pass-instance"), N_("单位通过，等待转报"), NO_REASON },
    { STR_INIT("forward"), N_("单位转报"), FOR_ALL },
    { STR_INIT("access-refused"), N_("拒绝无权人员查看"), FOR_OFFICERS },
    { STR_INIT("take"), NULL, NO_REASON },
    { STR_INIT("pass"), NULL, NO_REASON },
    { STR_INIT("propose-pass"), NULL, NO_REASON },
    { STR_INIT("propose-refuse"), NULL, NO_REASON },
    { STR_INIT("return"), NULL, NO_REASON },
    { STR_INIT("mark"), N_("记录核验结果"), FOR_OFFICERS },
    { STR_INIT("take-over"), N_("由他人接手审核"), FOR_OFFICERS },
    { STR_INIT("assign"), N_("交由他人审核"), FOR_OFFICERS },
};
#define N_EVENTS (sizeof(EVENTS) / sizeof(EVENTS[0]))

static enum audience
audience_of(struct str event)
{
    for (size_t i = 0; i < N_EVENTS; i++) {
        if (str_eq(EVENTS[i].event, event))
            return EVENTS[i].audience;
    }
    return FOR_ALL;
}

static struct str
event_title(struct web *w, const struct audit_row *r)
{
    enum application_state to = APP_DRAFT;

    for (size_t i = 0; i < N_EVENTS; i++) {
        if (EVENTS[i].title != NULL && str_eq(EVENTS[i].event, r->event))
            return str_of(catalog_get(w->catalog, EVENTS[i].title));
    }
    return application_state_of(r->to, &to) ? show_state(w, to) : r->event;
}

void
application_timeline(struct web *w, const struct application *app,
    bool with_reasons, struct err *err)
{
    const struct audit_row *rows = NULL;
    size_t n = 0;

    if (audit_list(&w->x, STR("application"), app->id, INT64_MAX, 50, &rows,
            &n, err) != OK)
        return;
    struct event_line *e = arena_new_array(w->a, struct event_line, n + 1);
    bool officer = !acts_for(&w->who, app->subject_id, "viewer") &&
                   may_in(&w->x, MAY_READ_FILES, app->programme_id,
                       app->region);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        enum audience to = audience_of(rows[i].event);

        if (to == FOR_OFFICERS && !officer)
            continue;
        bool reason = with_reasons && (to == FOR_ALL || officer);
        e[k++] = (struct event_line){ .title = event_title(w, &rows[i]),
            .at_us = rows[i].at_us,
            .text = reason ? rows[i].reason : STR_EMPTY };
    }
    part_timeline(w, e, k);
}

struct str
show_deadline(struct web *w, int64_t end_us)
{
    struct day last = day_of_us(end_us - 1);
    int64_t left = (int64_t)last.n - w->today.n;
    struct str when = end_us == day_end_us(last)
        ? arena_fmt(w->a, STR_FMT " 24:00", STR_ARG(day_iso(w->a, last)))
        : us_beijing(w->a, end_us);

    if (end_us <= w->now_us)
        return arena_fmt(w->a, STR_FMT "%s", STR_ARG(when),
            T(w, "（已截止）"));
    if (left == 0)
        return arena_fmt(w->a, STR_FMT "%s", STR_ARG(when),
            T(w, "（今天截止）"));
    return arena_fmt(w->a, STR_FMT "%s%lld%s", STR_ARG(when),
        T(w, "（还有 "), (long long)left, T(w, " 天）"));
}

/* --- what bodies said --- */

static const char *const DECISIONS[INSTANCE_DECISION_COUNT_] = {
    [INSTANCE_RETURN] = N_("退回修改"),
    [INSTANCE_REFUSE] = N_("不予通过"),
    [INSTANCE_PASS] = N_("通过"),
};

void
instance_opinion_list(struct web *w, int64_t subject_id,
    const struct instance_opinion *list, size_t n)
{
    static const enum tag TONES[INSTANCE_DECISION_COUNT_] = {
        [INSTANCE_RETURN] = TAG_AMBER,
        [INSTANCE_REFUSE] = TAG_RED,
        [INSTANCE_PASS] = TAG_GREEN,
    };

    if (n == 0)
        return;
    part_card_begin(w, str_of(T(w, "单位意见")), false);
    html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = n; i-- > 0;) {
        const struct instance_opinion *o = &list[i];

        html_raw(w->h, "<li><b>");
        html_text(w->h, o->body);
        html_raw(w->h, "</b> ");
        part_tag(w, TONES[o->decision],
            str_of(catalog_get(w->catalog, DECISIONS[o->decision])));
        html_raw(w->h, "<br><span class=\"muted\">");
        html_text(w->h, show_us(w, o->at_us));
        html_raw(w->h, "</span>");
        if (o->opinion.n > 0) {
            html_raw(w->h, "<p>");
            html_multiline(w->h, o->opinion);
            html_raw(w->h, "</p>");
        }
        if (o->seal_id != 0) {
            html_raw(w->h, "<p>");
            part_link(w,
                url_make(w->a, "/files/%d/%d", subject_id, o->seal_id),
                str_of(T(w, "盖章的意见")));
            html_raw(w->h, "</p>");
        }
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
    part_card_end(w);
}

/* --- sections --- */

static bool
is_blank(const struct json *v)
{
    return json_is_null(v) || (v->type == JSON_TEXT && v->s.n == 0) ||
           ((v->type == JSON_LIST || v->type == JSON_OBJECT) && v->n == 0) ||
           v->type == JSON_FALSE;
}

bool
problem_is_gap(const struct json *answers, const struct form_problem *p)
{
    struct str name, rest;

    rest = str_cut(p->field, '[', &name, NULL);
    return rest.n == 0 && is_blank(json_get(answers, name));
}

enum section_state
section_state(struct web *w, const struct dossier *d,
    const struct pack_section *s, size_t *ret_wrong)
{
    const struct form_problem *p = NULL;
    size_t n = 0, gaps = 0, filled = 0;

    *ret_wrong = 0;
    form_check(
        w->a, d->app.pack, d->form, s, d->app.draft, w->today, &p, &n);
    for (size_t i = 0; i < n; i++) {
        if (p[i].warning)
            continue;
        if (problem_is_gap(d->app.draft, &p[i]))
            gaps++;
        else
            (*ret_wrong)++;
    }
    for (size_t i = 0; i < s->n_fields; i++) {
        const struct json *v = json_get(d->app.draft, s->fields[i].name);

        filled += is_blank(v) && v->type != JSON_FALSE ? 0 : 1;
    }
    if (*ret_wrong > 0)
        return SECTION_WRONG;
    if (filled == 0)
        return SECTION_EMPTY;
    return gaps > 0 ? SECTION_BEGUN : SECTION_DONE;
}

void
dossier_rows(struct web *w, int64_t subject_id, int64_t application_id,
    const struct pack_field *f, const struct json *v)
{
    part_pack_value(w, f, v, subject_id);
    if (f->type != FIELD_ROWS || v->type != JSON_LIST || v->n == 0)
        return;
    html_raw(w->h, "<p class=\"no-print\">");
    part_link(w,
        url_make(w->a, "/applications/%d/rows/%s/rows.xlsx", application_id,
            f->name),
        str_of(T(w, "下载为工作簿")));
    html_raw(w->h, "<span class=\"vh\">");
    html_text(w->h, L(w, f->label));
    html_raw(w->h, "</span></p>");
}

void
dossier_answers(struct web *w, const struct dossier *d,
    const struct json *answers, bool edit)
{
    for (size_t i = 0; d->form != NULL && i < d->form->n_sections; i++) {
        const struct pack_section *s = &d->form->sections[i];
        bool any = false;

        for (size_t k = 0; k < s->n_fields && !any; k++)
            any = field_shown(w->a, d->app.pack, &s->fields[k], answers);
        if (!any)
            continue;
        html_raw(w->h, "<h2>");
        html_text(w->h, L(w, s->title));
        html_raw(w->h, "</h2><dl class=\"dl\">");
        for (size_t k = 0; k < s->n_fields; k++) {
            const struct pack_field *f = &s->fields[k];

            if (!field_shown(w->a, d->app.pack, f, answers))
                continue;
            html_raw(w->h, "<div><dt>");
            html_text(w->h, L(w, f->label));
            html_raw(w->h, "</dt><dd>");
            dossier_rows(w, d->app.subject_id, d->app.id, f,
                json_get(answers, f->name));
            html_raw(w->h, "</dd>");
            if (edit && application_may_edit(&w->x, &d->app, f->name)) {
                struct url to = url_make(w->a, "/applications/%d/sections/%s",
                    d->app.id, s->name);
                struct str hash = url_text(url_fragment(
                    w->a, field_id(w->a, f->name)));

                to.s = arena_join(w->a, to.s, hash);
                html_raw(w->h, "<dd class=\"dl-action\"><a");
                html_href(w->h, "href", to);
                html_raw(w->h, ">");
                html_cstr(w->h, T(w, "修改"));
                html_raw(w->h, "<span class=\"vh\">");
                html_text(w->h, L(w, f->label));
                html_raw(w->h, "</span></a></dd>");
            }
            html_raw(w->h, "</div>");
        }
        html_raw(w->h, "</dl>\n");
    }
}
