/* The officer's desk: applications, the review sheet, its acts. */
#include "consent_parts.h"
#include "domain/review.h"
#include "former_titles.h"
#include "incident_parts.h"
#include "page_application.h"
#include "panel_parts.h"
#include "web/web.h"

#define PER_PAGE 50

/* --- the list --- */

static struct application_filter
filter_of(struct web *w, enum application_state *one)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));
    struct application_filter f = { .text = web_query(w, "q"),
        .region = web_query(w, "region") };

    if (p != NULL)
        f.programme_id = p->id;
    if (application_state_of(web_query(w, "state"), one)) {
        f.states = one;
        f.n_states = 1;
    }
    return f;
}

static void
filter_form(struct web *w, const struct application_filter *f)
{
    static const enum application_state SHOWN[] = { APP_WITH_RECOMMENDER,
        APP_FIRST_INSTANCE, APP_SUBMITTED,
        APP_FORMAL_REVIEW, APP_SUPPLEMENT, APP_DECISION, APP_REVIEW_PASSED,
        APP_PUBLIC_NOTICE, APP_OBJECTION, APP_GRANTED, APP_REFUSED,
        APP_LAPSED, APP_WITHDRAWN };
    size_t n_states = sizeof(SHOWN) / sizeof(SHOWN[0]);
    struct choice states[sizeof(SHOWN) / sizeof(SHOWN[0]) + 1];
    struct choice *programmes =
        arena_new_array(w->a, struct choice, w->d->n_programmes + 1);

    states[0] = programmes[0] =
        (struct choice){ STR_EMPTY, str_of(T(w, "全部")) };
    for (size_t i = 0; i < n_states; i++)
        states[i + 1] = (struct choice){ application_state_name(SHOWN[i]),
            show_state(w, SHOWN[i]) };
    for (size_t i = 0; i < w->d->n_programmes; i++)
        programmes[i + 1] = (struct choice){ w->d->programmes[i].code,
            L(w, w->d->programmes[i].pack->short_title) };
    part_filter_begin(w, url_path("/desk/applications"));
    part_input(w,
        &(struct input){ .name = "q",
            .label = str_of(T(w, "名称或编号")),
            .kind = INPUT_SEARCH,
            .value = f->text });
    part_select(w, "programme", str_of(T(w, "项目")), STR_EMPTY, programmes,
        w->d->n_programmes + 1, web_query(w, "programme"));
    part_select(w, "state", str_of(T(w, "状态")), STR_EMPTY, states,
        n_states + 1, web_query(w, "state"));
    part_button(w, BUTTON_MAIN, str_of(T(w, "筛选")));
    part_form_end(w);
}

/* With which body a file is, and since when; "" with none. */
static struct str
held_by(struct web *w, const struct application_row *r,
    const struct body *bodies, size_t n)
{
    bool here = r->state == APP_WITH_RECOMMENDER ||
                r->state == APP_FIRST_INSTANCE;

    for (size_t i = 0; here && i < n; i++) {
        if (bodies[i].id == r->body_id)
            return arena_fmt(w->a, T(w, "%.*s，%lld 天"),
                STR_ARG(bodies[i].name),
                (long long)(w->today.n - day_of_us(r->entered_us).n));
    }
    return STR_EMPTY;
}

static void
list_row(struct web *w, const struct application_row *r,
    const struct body *bodies, size_t n_bodies)
{
    struct str held = held_by(w, r, bodies, n_bodies);

    const struct programme *p = domain_programme(w->d, r->programme_id);

    part_tr(w);
    html_raw(w->h, "<td><a class=\"id\"");
    html_href(
        w->h, "href", url_make(w->a, "/desk/applications/%d", r->id));
    html_raw(w->h, ">");
    html_text(w->h, r->number.n > 0 ? r->number : STR("—"));
    html_raw(w->h, "</a></td>");
    part_td(w, r->name);
    part_td(w, p == NULL ? STR_EMPTY : L(w, p->pack->short_title));
    part_td(w, region_path(w->a, w->d->regions, r->region));
    part_td(w, show_us(w, r->submitted_us));
    part_td(w, r->due_us == 0 ? STR("—") : show_us(w, r->due_us - 1));
    part_td_begin(w);
    part_tag(w, state_colour(r->state), show_state(w, r->state));
    if (r->priority > 0)
        part_tag(w, TAG_BLUE, str_of(T(w, "优先")));
    if (r->reviewer_id != 0 && r->reviewer_id == w->who.account_id)
        part_tag(w, TAG_GREY, str_of(T(w, "我的")));
    if (held.n > 0) {
        html_raw(w->h, "<br><span class=\"muted\">");
        html_text(w->h, held);
        html_raw(w->h, "</span>");
    }
    part_td_end(w);
    part_tr_end(w);
}

static enum status
list_page(struct web *w, struct err *err)
{
    enum application_state one = APP_SUBMITTED;
    struct application_filter f = filter_of(w, &one);
    const struct application_row *rows = NULL;
    const struct body *bodies = NULL;
    size_t n = 0, n_bodies = 0;
    int64_t total = 0, page = web_page(w);

    TRY(application_list(&w->x, &f, (size_t)(page - 1) * PER_PAGE, PER_PAGE,
        &rows, &n, &total, err));
    TRY(body_list(&w->x, f.programme_id, &bodies, &n_bodies, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "申请")),
            .nav = "applications" });
    filter_form(w, &f);
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有符合条件的申请。")),
            str_of(T(w, "查看全部")), url_path("/desk/applications"));
        page_end(w);
        return OK;
    }
    html_raw(w->h, "<p class=\"muted\">");
    html_cstr(w->h, T(w, "优先类型在前，其余按提交时间先后排列"));
    html_raw(w->h, " · ");
    part_link(w, url_path("/desk/rechecks"), str_of(T(w, "复查")));
    html_raw(w->h, "</p>");
    part_table_begin(w, str_of(T(w, "申请")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "提交时间")), false);
    part_th(w, str_of(T(w, "本环节截止")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        list_row(w, &rows[i], bodies, n_bodies);
    part_table_end(w);
    part_pages(w, total, page, PER_PAGE);
    page_end(w);
    return OK;
}

/* --- the sheet --- */

static void
act_begin(struct web *w, const struct review_sheet *s, const char *act)
{
    struct url to = url_make(w->a, "/desk/applications/%d/%s", s->app.id,
        str_of(act));

    part_form_begin(w, to, false);
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)s->app.version));
}

static void
show_files(struct web *w, const struct review_sheet *s,
    const struct json *files)
{
    for (size_t i = 0; i < files->n; i++) {
        int64_t id = 0;
        struct str name = json_str(json_get(files->items[i], STR("name")));
        const struct json *v = json_get(files->items[i], STR("id"));

        if (i > 0)
            html_raw(w->h, "<br>");
        if (num_int(json_str(v), 1, INT64_MAX, &id))
            part_link(w,
                url_make(w->a, "/files/%d/%d", s->app.subject_id, id), name);
        else
            html_text(w->h, name);
    }
}

static void
show_value(struct web *w, const struct review_sheet *s,
    const struct pack_field *f, const struct json *v)
{
    if (f->type == FIELD_FILE)
        show_files(w, s, v);
    else if (f->type == FIELD_REGION)
        html_text(w->h, region_path(w->a, w->d->regions, json_str(v)));
    else
        html_multiline(w->h, field_show(w->a, f, v, false, w->english));
}

static void
show_answers(struct web *w, const struct review_sheet *s)
{
    for (size_t i = 0; s->form != NULL && i < s->form->n_sections; i++) {
        const struct pack_section *sec = &s->form->sections[i];

        html_raw(w->h, "<h3>");
        html_text(w->h, L(w, sec->title));
        html_raw(w->h, "</h3>");
        part_dl_begin(w);
        for (size_t k = 0; k < sec->n_fields; k++) {
            const struct pack_field *f = &sec->fields[k];
            const struct json *v = json_get(s->answers, f->name);

            if (!field_shown(w->a, s->app.pack, f, s->answers))
                continue;
            html_raw(w->h, "<div><dt>");
            html_text(w->h, L(w, f->label));
            html_raw(w->h, "</dt><dd>");
            if (f->type == FIELD_ROWS)
                dossier_rows(w, s->app.subject_id, s->app.id, f, v);
            else
                show_value(w, s, f, v);
            html_raw(w->h, "</dd></div>");
        }
        part_dl_end(w);
    }
}

/* Yes and no for one mark. */
static void
mark_radios(struct web *w, const struct review_sheet *s, const char *kind,
    struct str name, struct str title, struct str hint, size_t i)
{
    const struct json *v =
        json_get(s->marks, arena_join(w->a, str_of(kind), name));
    struct choice c[] = { { STR("yes"), str_of(T(w, "符合")) },
        { STR("no"), str_of(T(w, "不符合")) } };

    part_radios(w, arena_cstr(w->a, arena_fmt(w->a, "mark%zu", i)), title,
        hint, c, 2,
        json_is_null(v) ? STR_EMPTY
        : json_bool(v)  ? STR("yes")
                        : STR("no"));
}

static struct str
clause_hint(struct web *w, const struct review_sheet *s, struct str clause)
{
    const struct pack_clause *c = pack_clause(s->app.pack, clause);

    return c == NULL ? STR_EMPTY
                     : arena_fmt(w->a, STR_FMT "：" STR_FMT,
                           STR_ARG(c->cite), STR_ARG(c->text));
}

static void
marks_form(struct web *w, const struct review_sheet *s)
{
    size_t n = 0;

    if (!s->may_review ||
        s->n_attested + (s->stage == NULL ? 0 : s->stage->n_criteria) == 0)
        return;
    part_card_begin(w, str_of(T(w, "审核人认定")), false);
    act_begin(w, s, "marks");
    for (size_t i = 0; i < s->n_attested; i++)
        mark_radios(w, s, "认定.", s->attested[i]->name,
            L(w, s->attested[i]->title),
            clause_hint(w, s, s->attested[i]->clause), n++);
    for (size_t i = 0; s->stage != NULL && i < s->stage->n_criteria; i++)
        mark_radios(w, s, "核验.", s->stage->criteria[i],
            s->stage->criteria[i], clause_hint(w, s, s->stage->clause), n++);
    part_button(w, BUTTON_SECOND, str_of(T(w, "保存认定")));
    part_form_end(w);
    part_card_end(w);
}

static void
supplement_form(struct web *w, const struct review_sheet *s)
{
    struct deadline due;
    struct err err = { 0 };
    size_t n = 0;

    if (!s->may_supplement)
        return;
    html_raw(w->h, "<details class=\"card\"><summary>");
    html_cstr(w->h, T(w, "要求补正（只能一次）"));
    html_raw(w->h, "</summary>");
    if (review_supplement_due(&w->x, s, &due, &err) != OK) {
        part_callout(w, true, web_said(w, str_of(err.text)));
        html_raw(w->h, "</details>");
        return;
    }
    part_deadline(w, &due);
    act_begin(w, s, "supplement");
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "在需要补正的栏目写明理由，未写理由的栏目不能修改。"));
    html_raw(w->h, "</p>");
    for (size_t i = 0; s->form != NULL && i < s->form->n_sections; i++) {
        for (size_t k = 0; k < s->form->sections[i].n_fields; k++)
            part_input(w,
                &(struct input){ .name = arena_cstr(w->a,
                                     arena_fmt(w->a, "reason%zu", n++)),
                    .label = L(w, s->form->sections[i].fields[k].label),
                    .optional = true,
                    .max_length = 500 });
    }
    part_button(w, BUTTON_SECOND, str_of(T(w, "发出补正通知")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static void
propose_form(struct web *w, const struct review_sheet *s)
{
    struct choice c[] = { { STR("pass"), str_of(T(w, "符合条件，予以通过")) },
        { STR("refuse"), str_of(T(w, "不符合条件，不予通过")) } };
    struct str why = s->verdict.rule != NULL && s->verdict.outcome == NOT_MET
                         ? s->verdict.why
                         : STR_EMPTY;

    if (!s->may_review)
        return;
    part_card_begin(w, str_of(T(w, "审核结论")), false);
    if (s->verdict.rule != NULL && s->verdict.outcome != MET)
        part_callout(w, true,
            s->verdict.outcome == NOT_MET
                ? str_of(T(w, "有条件不符合，不能通过。"))
                : str_of(T(w, "有条件尚不能确定，请先认定或要求补正。")));
    act_begin(w, s, "propose");
    part_radios(w, "conclusion", str_of(T(w, "结论")), STR_EMPTY, c, 2,
        STR_EMPTY);
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "理由")),
            .hint = str_of(T(w, "不予通过的必须填写，将告知申请人")),
            .kind = INPUT_AREA,
            .value = why,
            .optional = true });
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交结论")));
    part_form_end(w);
    part_card_end(w);
}

static void
confirm_form(struct web *w, const struct review_sheet *s)
{
    struct choice c[] = { { STR("agree"), str_of(T(w, "同意，按此办理")) },
        { STR("return"), str_of(T(w, "退回重新审核")) } };

    if (s->proposal == NULL)
        return;
    part_card_begin(w, str_of(T(w, "复核")), false);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "审核结论")),
        s->proposal->pass ? str_of(T(w, "符合条件，予以通过"))
                          : str_of(T(w, "不符合条件，不予通过")));
    part_dl(w, str_of(T(w, "审核人")), s->proposal->account);
    part_dl(w, str_of(T(w, "提出时间")), show_us(w, s->proposal->at_us));
    if (s->proposal->reason.n > 0)
        part_dl(w, str_of(T(w, "理由")), s->proposal->reason);
    part_dl_end(w);
    if (s->may_confirm) {
        act_begin(w, s, "confirm");
        part_radios(w, "conclusion", str_of(T(w, "复核意见")), STR_EMPTY, c,
            2, STR_EMPTY);
        part_input(w,
            &(struct input){ .name = "reason",
                .label = str_of(T(w, "说明")),
                .hint = str_of(T(w, "退回的必须填写")),
                .kind = INPUT_AREA,
                .optional = true });
        part_button(w, BUTTON_MAIN, str_of(T(w, "提交复核意见")));
        part_form_end(w);
    }
    part_card_end(w);
}

/* Giving the file to a colleague. */
static enum status
assign_form(struct web *w, const struct review_sheet *s, struct err *err)
{
    const struct reviewer *list = NULL;
    size_t n = 0;

    if (!s->may_take && !s->may_review)
        return OK;
    TRY(review_candidates(&w->x, &s->app, &list, &n, err));
    if (n == 0)
        return OK;
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);
    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "请选择")) };
    for (size_t i = 0; i < n; i++)
        c[i + 1] = (struct choice){
            arena_fmt(w->a, "%lld", (long long)list[i].account_id),
            list[i].name };
    bool wrong = web_error_at(w, STR("reviewer")).n > 0 ||
                 web_error_at(w, STR("assign_reason")).n > 0;
    html_raw(w->h, "<details");
    if (wrong)
        html_raw(w->h, " open");
    html_raw(w->h, "><summary>");
    html_cstr(w->h, T(w, "交由他人审核"));
    html_raw(w->h, "</summary>");
    act_begin(w, s, "assign");
    part_select(w, "reviewer", str_of(T(w, "审核人")), STR_EMPTY, c, n + 1,
        web_typed(w, "reviewer", STR_EMPTY));
    part_input(w,
        &(struct input){ .name = "assign_reason",
            .label = str_of(T(w, "理由")),
            .hint = str_of(T(w, "将记入审计，并告知对方")),
            .kind = INPUT_AREA,
            .max_length = 500 });
    part_button(w, BUTTON_SECOND, str_of(T(w, "交由他人审核")));
    part_form_end(w);
    html_raw(w->h, "</details>");
    return OK;
}

/* The last day, and how it was counted. */
static enum status
decide_by(struct web *w, const struct application *app, struct err *err)
{
    struct due due;
    bool has = false;

    TRY(application_decide_by(&w->x, app, app->state, &due, &has, err));
    if (!has)
        return OK;
    part_dl(w, str_of(T(w, "应在此前决定")),
        due.open ? due.why
                 : arena_fmt(w->a, STR_FMT "%s",
                       STR_ARG(show_deadline(w, day_end_us(due.day))),
                       day_cmp(w->today, due.day) > 0 ? T(w, "（已超期）")
                                                      : ""));
    if (!due.open)
        part_dl(w, str_of(T(w, "期限的算法")), due.why);
    return OK;
}

static enum status
side(struct web *w, const struct review_sheet *s, struct err *err)
{
    const struct application *app = &s->app;

    part_card_begin(w, str_of(T(w, "申请")), true);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "编号")), app->number);
    part_dl(w, str_of(T(w, "事项")), L(w, s->procedure->title));
    part_dl(w, str_of(T(w, "地区")),
        region_path(w->a, w->d->regions, app->region));
    part_dl(w, str_of(T(w, "提交时间")), show_us(w, app->submitted_us));
    part_dl(w, str_of(T(w, "基准日")), show_day(w, app->reference));
    TRY(decide_by(w, app, err));
    part_dl(w, str_of(T(w, "材料版本")),
        arena_fmt(w->a, "%lld", (long long)s->seq));
    part_dl_end(w);
    html_raw(w->h, "<p>");
    part_tag(w, state_colour(app->state), show_state(w, app->state));
    html_raw(w->h, "</p>");
    if (s->may_take) {
        act_begin(w, s, "take");
        part_button(w, BUTTON_MAIN,
            app->state == APP_SUBMITTED ? str_of(T(w, "开始审核"))
                                        : str_of(T(w, "由我接手")));
        part_form_end(w);
    }
    part_card_end(w);
    confirm_form(w, s);
    propose_form(w, s);
    supplement_form(w, s);
    part_card_begin(w, str_of(T(w, "办理记录")), false);
    application_timeline(w, app, true, NULL);
    html_raw(w->h, "<p>");
    part_link(w, url_make(w->a, "/applications/%d/verdicts", app->id),
        str_of(T(w, "结论与重新计算")));
    if (app->pack->n_exceptions > 0) {
        html_raw(w->h, " · ");
        part_link(w,
            url_make(w->a, "/desk/applications/%d/exceptions", app->id),
            str_of(T(w, "例外的提请和批准")));
    }
    html_raw(w->h, "</p>");
    part_card_end(w);
    return OK;
}

enum status
review_sheet_page(struct web *w, struct err *err)
{
    const struct instance_opinion *opinions = NULL;
    struct review_sheet s;
    int64_t id = 0;
    size_t n_opinions = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(review_sheet(&w->x, id, &s, err));
    TRY(instance_opinions(&w->x, &s.app, &opinions, &n_opinions, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = s.app.name,
            .nav = "applications",
            .crumbs = { { str_of(T(w, "申请")),
                url_path("/desk/applications") } },
            .n_crumbs = 1 });
    if (s.warning.n > 0)
        part_callout(w, true, web_said(w, s.warning));
    if (s.why_not.n > 0)
        part_callout(w, true, web_said(w, s.why_not));
    TRY(incident_warning(w, &s.app, err));
    html_raw(w->h, "<div class=\"grid\"><div class=\"c8\">");
    if (s.verdict.rule != NULL) {
        part_card_begin(w, str_of(T(w, "形式审查表")), false);
        part_verdict(w, s.programme, s.app.pack, &s.verdict);
        part_card_end(w);
    }
    change_term(w, &s.app, s.procedure, s.app.draft);
    change_form(w, &s.app, s.procedure);
    marks_form(w, &s);
    TRY(rows_part(w, &s.app, err));
    part_card_begin(w, str_of(T(w, "申请材料")), false);
    show_answers(w, &s);
    part_card_end(w);
    html_raw(w->h, "</div><div class=\"c4\">");
    TRY(side(w, &s, err));
    TRY(consent_card(w, &s.app, true, err));
    desk_ways(w, &s.app);
    instance_opinion_list(w, s.app.subject_id, opinions, n_opinions);
    TRY(former_titles(w, &s.app, err));
    TRY(assign_form(w, &s, err));
    TRY(part_letters(
        w, s.app.subject_id, STR("application"), s.app.id, err));
    html_raw(w->h, "</div></div>");
    page_end(w);
    return OK;
}

/* --- acts --- */

static enum status
target(struct web *w, int64_t *ret_id, int64_t *ret_version, struct err *err)
{
    TRY(web_param_id(w, 0, ret_id, err));
    if (!num_int(web_field(w, "version"), 0, INT64_MAX, ret_version))
        return err_set(err, ERR_CONFLICT, "请刷新页面后重试");
    return OK;
}

static enum status
take_act(struct web *w, struct err *err)
{
    struct application app;
    int64_t id = 0, version = 0;

    TRY(target(w, &id, &version, err));
    return review_take(&w->x, id, version, &app, err);
}

static enum status
assign_act(struct web *w, struct err *err)
{
    struct application app;
    int64_t id = 0, version = 0, account = 0;

    TRY(target(w, &id, &version, err));
    (void)num_int(web_field(w, "reviewer"), 1, INT64_MAX, &account);
    enum status st = review_assign(&w->x, id, account,
        web_field(w, "assign_reason"), version, &app, err);
    /* Two forms of the page have a reason. */
    if (st == ERR_INPUT && str_eq(str_of(err->field), STR("reason")))
        return err_field(err, ERR_INPUT, STR("assign_reason"), "%s",
            arena_cstr(w->a, str_of(err->text)));
    return st;
}

static enum status
marks_act(struct web *w, struct err *err)
{
    struct review_sheet s;
    struct json *marks = json_new(w->a, JSON_OBJECT);
    int64_t id = 0, version = 0;

    TRY(target(w, &id, &version, err));
    TRY(review_sheet(&w->x, id, &s, err));
    size_t n_criteria = s.stage == NULL ? 0 : s.stage->n_criteria;
    for (size_t i = 0; i < s.n_attested + n_criteria; i++) {
        struct str v = web_field(
            w, arena_cstr(w->a, arena_fmt(w->a, "mark%zu", i)));
        struct str name =
            i < s.n_attested
                ? arena_join(w->a, STR("认定."), s.attested[i]->name)
                : arena_join(w->a, STR("核验."),
                      s.stage->criteria[i - s.n_attested]);

        if (str_eq(v, STR("yes")) || str_eq(v, STR("no")))
            json_set(w->a, marks, name,
                json_boolean(w->a, str_eq(v, STR("yes"))));
    }
    return review_mark(&w->x, id, marks, version, err);
}

static enum status
supplement_act(struct web *w, struct err *err)
{
    struct review_sheet s;
    struct deadline due;
    struct json *items = json_new(w->a, JSON_LIST);
    int64_t id = 0, version = 0;
    size_t n = 0;

    TRY(target(w, &id, &version, err));
    TRY(review_sheet(&w->x, id, &s, err));
    for (size_t i = 0; s.form != NULL && i < s.form->n_sections; i++) {
        for (size_t k = 0; k < s.form->sections[i].n_fields; k++) {
            struct str reason = web_field(
                w, arena_cstr(w->a, arena_fmt(w->a, "reason%zu", n++)));
            struct json *one = json_new(w->a, JSON_OBJECT);

            if (reason.n == 0)
                continue;
            json_set(w->a, one, STR("field"),
                json_text(w->a, s.form->sections[i].fields[k].name));
            json_set(
                w->a, one, STR("reason"), json_text(w->a, reason));
            json_push(w->a, items, one);
        }
    }
    return review_supplement(&w->x, id, items, version, &due, err);
}

/* Which of the two was chosen; a problem if none. */
static enum status
chosen(struct web *w, const char *yes, const char *no, bool *ret,
    struct err *err)
{
    struct str v = web_field(w, "conclusion");

    if (!str_eq(v, str_of(yes)) && !str_eq(v, str_of(no)))
        web_problem(
            w, STR("conclusion"), "请选择结论", "Choose a conclusion");
    *ret = str_eq(v, str_of(yes));
    return web_problems(w, err);
}

static enum status
propose_act(struct web *w, struct err *err)
{
    struct application app;
    int64_t id = 0, version = 0;
    bool pass = false;

    TRY(target(w, &id, &version, err));
    TRY(chosen(w, "pass", "refuse", &pass, err));
    return review_propose(
        &w->x, id, pass, web_field(w, "reason"), version, &app, err);
}

static enum status
confirm_act(struct web *w, struct err *err)
{
    struct application app;
    int64_t id = 0, version = 0;
    bool agree = false;

    TRY(target(w, &id, &version, err));
    TRY(chosen(w, "agree", "return", &agree, err));
    return review_confirm(
        &w->x, id, agree, web_field(w, "reason"), version, &app, err);
}

static enum status
back(struct web *w, const char *done, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/applications/%d", id), done);
}

static enum status
saved_reply(struct web *w, struct err *err)
{
    return back(w, "saved", err);
}

static enum status
requested_reply(struct web *w, struct err *err)
{
    return back(w, "requested", err);
}

static enum status
decided_reply(struct web *w, struct err *err)
{
    return back(w, "decided", err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/applications", MAY_READ_FILES, .get = list_page,
        .about = "Applications for officers." },
    { HTTP_GET, "/desk/applications/:id", MAY_READ_FILES, .get = review_sheet_page,
        .about = "The review sheet of an application." },
    { HTTP_POST, "/desk/applications/:id/take", MAY_REVIEW, .act = take_act,
        .reply = saved_reply, .again = review_sheet_page,
        .about = "Takes a file into one's own review." },
    { HTTP_POST, "/desk/applications/:id/assign", MAY_REVIEW,
        .act = assign_act, .reply = saved_reply, .again = review_sheet_page,
        .about = "Gives an application to a colleague." },
    { HTTP_POST, "/desk/applications/:id/marks", MAY_REVIEW,
        .act = marks_act, .reply = saved_reply, .again = review_sheet_page,
        .about = "Keeps what the reviewer attests." },
    { HTTP_POST, "/desk/applications/:id/supplement", MAY_REVIEW,
        .act = supplement_act, .reply = requested_reply, .again = review_sheet_page,
        .about = "Asks the applicant for supplements." },
    { HTTP_POST, "/desk/applications/:id/propose", MAY_REVIEW,
        .act = propose_act, .reply = decided_reply, .again = review_sheet_page,
        .about = "The reviewer's conclusion." },
    { HTTP_POST, "/desk/applications/:id/confirm", MAY_REVIEW,
        .act = confirm_act, .reply = decided_reply, .again = review_sheet_page,
        .about = "The second person's confirmation or return." },
};
const struct route_set review_routes = ROUTE_SET("review", ROUTES);
