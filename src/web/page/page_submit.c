/* Checking one's answers, submitting, the receipt, withdrawing, printing. */
#include "page_application.h"

static void
begin(struct web *w, const struct dossier *d, struct str title)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = title,
            .nav = "mine",
            .crumbs = { { str_of(T(w, "我的申报")), url_path("/mine") },
                { dossier_title(w, d),
                    url_make(w->a, "/applications/%d", d->app.id) } },
            .n_crumbs = 2 });
}

/* --- check your answers --- */

static const struct pack_section *
section_with(const struct dossier *d, struct str field)
{
    struct str name;

    (void)str_cut(field, '[', &name, NULL);
    for (size_t i = 0; d->form != NULL && i < d->form->n_sections; i++) {
        const struct pack_section *s = &d->form->sections[i];

        for (size_t k = 0; k < s->n_fields; k++) {
            if (str_eq(s->fields[k].name, name))
                return s;
        }
    }
    return NULL;
}

static void
all_problems(struct web *w, const struct dossier *d)
{
    if (d->check.errors == 0)
        return;
    html_raw(w->h,
        "<div class=\"error-summary\" role=\"alert\" tabindex=\"-1\" "
        "aria-labelledby=\"gaps-title\"><h2 id=\"gaps-title\">");
    html_cstr(w->h, T(w, "还不能提交，请先修改以下 "));
    html_int(w->h, (int64_t)d->check.errors);
    html_cstr(w->h, T(w, " 处"));
    html_raw(w->h, "</h2><ul>");
    for (size_t i = 0; i < d->check.n; i++) {
        const struct form_problem *p = &d->check.problems[i];
        const struct pack_section *s = section_with(d, p->field);

        if (p->warning || s == NULL)
            continue;
        struct url to = url_with(w->a,
            url_make(
                w->a, "/applications/%d/sections/%s", d->app.id, s->name),
            "check", STR("1"));
        to.s = arena_join(w->a, to.s,
            url_text(url_fragment(w->a, field_id(w->a, p->field))));
        html_raw(w->h, "<li><a");
        html_href(w->h, "href", to);
        html_raw(w->h, ">");
        html_text(w->h, L(w, s->title));
        html_cstr(w->h, T(w, "："));
        html_text(w->h, w->english ? p->text_en : p->text);
        html_raw(w->h, "</a></li>");
    }
    html_raw(w->h, "</ul></div>\n");
}

static void
warnings(struct web *w, const struct dossier *d)
{
    bool any = false;

    for (size_t i = 0; i < d->check.n; i++) {
        const struct form_problem *p = &d->check.problems[i];

        if (!p->warning)
            continue;
        if (!any)
            html_raw(w->h, "<div class=\"callout callout-warn\"><ul>");
        any = true;
        html_raw(w->h, "<li>");
        html_text(w->h, w->english ? p->text_en : p->text);
        html_raw(w->h, "</li>");
    }
    if (any)
        html_raw(w->h, "</ul></div>\n");
}

static void
submit_form(struct web *w, const struct dossier *d)
{
    if (d->check.verdict.rule != NULL && d->check.verdict.outcome == NOT_MET)
        part_callout(w, true,
            str_of(T(w, "按所填内容，有申报条件不符合（见上）。"
                     "可以提交，但审核时不能通过；请先核对填写是否有误。")));
    part_form_begin(w,
        url_make(w->a, "/applications/%d/submit", d->app.id), false);
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)d->app.version));
    part_check(w, "declare",
        str_of(T(w, "我已核对全部内容，所填内容和所附材料真实、合法")),
        STR_EMPTY, false);
    html_raw(w->h, "<div class=\"actions\">");
    part_button(w, BUTTON_MAIN,
        d->app.state == APP_SUPPLEMENT ? str_of(T(w, "提交补正材料"))
                                       : str_of(T(w, "确认提交")));
    html_raw(w->h, "</div>");
    part_form_end(w);
}

static enum status
check_page(struct web *w, struct err *err)
{
    struct dossier d;

    TRY(dossier_load(w, &d, err));
    if (!dossier_is_editable(&d))
        return web_redirect(
            w, url_make(w->a, "/applications/%d", d.app.id), NULL);
    begin(w, &d, str_of(T(w, "核对并提交")));
    all_problems(w, &d);
    warnings(w, &d);
    if (d.check.closes_us != 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "截止时间（北京时间）："));
        html_text(w->h, show_deadline(w, d.check.closes_us));
        html_raw(w->h, " · ");
        html_cstr(w->h, T(w, "服务器时间："));
        html_text(w->h, show_us(w, w->now_us));
        html_raw(w->h, "</p>");
    }
    dossier_answers(w, &d, d.app.draft, true);
    if (d.check.verdict.rule != NULL) {
        html_raw(w->h, "<h2>");
        html_cstr(w->h, T(w, "按所填内容判断申报条件"));
        html_raw(w->h, "</h2>");
        part_verdict_draft(
            w, d.programme, d.app.pack, d.app.id, &d.check.verdict);
    }
    if (!d.check.window_open)
        part_callout(w, true, web_said(w, d.check.window_text));
    else if (d.choosing && !d.has_body)
        part_callout(w, true,
            str_of(T(w, "还没有选择推荐单位，请返回申请选择后提交。")));
    else if (d.check.errors == 0)
        submit_form(w, &d);
    page_end(w);
    return OK;
}

static enum status
submit_act(struct web *w, struct err *err)
{
    struct application *app = arena_one(w->a, struct application);
    struct application before;
    int64_t id = 0, version = 0;

    w->state = app;
    TRY(web_param_id(w, 0, &id, err));
    TRY(application_get(&w->x, id, &before, err));
    if (before.state == APP_DRAFT || before.state == APP_SUPPLEMENT) {
        if (!str_eq(web_field(w, "declare"), STR("1")))
            return err_field(err, ERR_INPUT, STR("declare"),
                "请核对全部内容后勾选声明");
        if (!num_int(web_field(w, "version"), 1, INT64_MAX, &version) ||
            version != before.version)
            return err_set(err, ERR_CONFLICT,
                "您核对之后申请又有修改，请重新核对后提交");
    }
    return application_submit(&w->x, id, w->req->received_us, app, err);
}

static enum status
submit_reply(struct web *w, struct err *err)
{
    const struct application *app = w->state;

    (void)err;
    return web_redirect(w,
        url_make(w->a, "/applications/%d/receipt", app->id), "submitted");
}

/* --- the receipt --- */

static void
receipt_files(struct web *w, const struct dossier *d,
    const struct json *content)
{
    size_t n = 0;

    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "随申请提交的文件"));
    html_raw(w->h, "</h2><ul class=\"list\">");
    for (size_t i = 0; i < content->n; i++) {
        const struct json *v = content->items[i];

        for (size_t k = 0; v->type == JSON_LIST && k < v->n; k++) {
            struct str hash = json_str(json_get(v->items[k], STR("sha256")));
            const struct pack_field *f =
                d->form == NULL ? NULL
                                : form_field(d->form, content->keys[i]);

            if (hash.n == 0)
                continue;
            n++;
            html_raw(w->h, "<li>");
            html_text(w->h, f == NULL ? content->keys[i] : L(w, f->label));
            html_cstr(w->h, T(w, "："));
            html_text(w->h, json_str(json_get(v->items[k], STR("name"))));
            html_raw(w->h, "<br><span class=\"muted small\">SHA-256 ");
            html_text(w->h, hash);
            html_raw(w->h, "</span></li>");
        }
    }
    if (n == 0) {
        html_raw(w->h, "<li>");
        html_cstr(w->h, T(w, "没有附件"));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>\n");
}

static void
what_next(struct web *w, const struct dossier *d)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "接下来"));
    html_raw(w->h, "</h2><ol>");
    for (size_t i = 0; i < d->proc->n_stages; i++) {
        const struct pack_stage *s = &d->proc->stages[i];

        if (!stage_applies(s, d->app.channel))
            continue;
        html_raw(w->h, "<li>");
        html_text(w->h, L(w, s->title));
        if (s->period.n > 0) {
            html_cstr(w->h, T(w, "，"));
            html_int(w->h, s->period.n);
            html_cstr(w->h, T(w, " 个工作日"));
        }
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ol><p>");
    html_cstr(w->h,
        T(w, "每一步的结果以短信和站内消息通知；"
             "也可以凭受理编号和查询码在“进度查询”中查看，无需登录。"));
    html_raw(w->h, "</p>\n");
}

static enum status
receipt_page(struct web *w, struct err *err)
{
    const struct application_version *v = NULL;
    struct dossier d;
    size_t n = 0;

    TRY(dossier_load(w, &d, err));
    TRY(application_versions(&w->x, &d.app, &v, &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "申请尚未提交，还没有回执");
    begin(w, &d, str_of(T(w, "受理回执")));
    html_raw(w->h, "<div class=\"receipt\"><h2>");
    html_cstr(w->h, T(w, "申报已提交"));
    html_raw(w->h, "</h2><p>");
    html_cstr(w->h, T(w, "受理编号"));
    html_raw(w->h, "</p><p class=\"id\">");
    html_text(w->h, d.app.number);
    html_raw(w->h, "</p></div>\n");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "申报主体")), d.app.name);
    part_dl(w, str_of(T(w, "申报事项")), dossier_title(w, &d));
    part_dl(w, str_of(T(w, "提交时间（北京时间）")),
        show_us(w, d.app.submitted_us));
    part_dl(w, str_of(T(w, "查询码")), d.app.check_code);
    part_dl(w, str_of(T(w, "基准日")), show_day(w, d.app.reference));
    part_dl(w, str_of(T(w, "适用规则")),
        arena_fmt(w->a, STR_FMT " " STR_FMT, STR_ARG(d.app.pack->doc_no),
            STR_ARG(d.app.pack->version)));
    for (size_t i = 0; i < n; i++)
        part_dl(w,
            arena_fmt(w->a, "%s %lld", T(w, "内容校验值（SHA-256），版本"),
                (long long)v[i].seq),
            arena_fmt(w->a, STR_FMT "\n" STR_FMT, STR_ARG(v[i].sha256),
                STR_ARG(show_us(w, v[i].submitted_us))));
    part_dl_end(w);
    receipt_files(w, &d, v[n - 1].content);
    what_next(w, &d);
    html_raw(w->h, "<p class=\"no-print\"><button class=\"btn-second\" "
                   "data-print data-js hidden>");
    html_cstr(w->h, T(w, "打印回执"));
    html_raw(w->h, "</button> ");
    part_link(w, url_make(w->a, "/applications/%d", d.app.id),
        str_of(T(w, "查看申请")));
    html_raw(w->h, "</p>\n");
    page_end(w);
    return OK;
}

/* --- withdrawing --- */

static enum status
withdraw_page(struct web *w, struct err *err)
{
    struct dossier d;

    TRY(dossier_load(w, &d, err));
    if (!d.mine || !application_is_open(d.app.state))
        return web_redirect(
            w, url_make(w->a, "/applications/%d", d.app.id), NULL);
    begin(w, &d, str_of(T(w, "撤回申报")));
    html_raw(w->h, "<div class=\"prose\">");
    part_callout(w, true,
        d.app.state == APP_DRAFT
            ? str_of(T(w, "撤回后这份草稿不能再提交；申报仍在开放的，可以重新开始。"))
            : str_of(T(w, "撤回后不再审核，已提交的内容留存备查；"
                     "重新申报须在开放的批次内另行提交，受理时间重新计算。")));
    part_form_begin(w,
        url_make(w->a, "/applications/%d/withdraw", d.app.id), false);
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "撤回原因")),
            .kind = INPUT_AREA,
            .optional = true,
            .max_length = 500 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "确认撤回")));
    part_form_end(w);
    part_link(w, url_make(w->a, "/applications/%d", d.app.id),
        str_of(T(w, "不撤回，返回申请")));
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
withdraw_act(struct web *w, struct err *err)
{
    struct str reason = web_field(w, "reason");
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (utf8_count(reason) > 500)
        return err_field(err, ERR_INPUT, STR("reason"),
            "撤回原因不超过 500 字，现为 %zu 字", utf8_count(reason));
    return application_withdraw(&w->x, id, reason, err);
}

static enum status
withdraw_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/applications/%d", id), "withdrawn");
}

/* --- print --- */

static enum status
print_page(struct web *w, struct err *err)
{
    const struct application_version *v = NULL;
    struct dossier d;
    size_t n = 0;

    TRY(dossier_load(w, &d, err));
    TRY(application_versions(&w->x, &d.app, &v, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PLAIN,
            .title = d.form == NULL ? dossier_title(w, &d)
                                    : L(w, d.form->title) });
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "受理编号")),
        d.app.number.n > 0 ? d.app.number
                           : str_of(T(w, "尚未提交（草稿）")));
    part_dl(w, str_of(T(w, "申报主体")), d.app.name);
    part_dl(w, str_of(T(w, "提交时间（北京时间）")),
        show_us(w, d.app.submitted_us));
    recommender_facts(w, &d);
    part_dl_end(w);
    dossier_answers(w, &d, n > 0 ? v[n - 1].content : d.app.draft, false);
    html_raw(w->h, "<p class=\"print-only\">");
    html_cstr(w->h, T(w, "申报主体（盖章或签字）：　　　　　　　　日期："));
    html_raw(w->h, "</p><p class=\"no-print\"><button class=\"btn\" "
                   "data-print data-js hidden>");
    html_cstr(w->h, T(w, "打印"));
    html_raw(w->h, "</button> ");
    part_link(w, url_make(w->a, "/applications/%d", d.app.id),
        str_of(T(w, "返回申请")));
    html_raw(w->h, "</p>\n");
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/applications/:id/check", MAY_SIGNED_IN, .get = check_page,
        .about = "All answers and problems before submission." },
    { HTTP_POST, "/applications/:id/submit", MAY_SIGNED_IN,
        .act = submit_act, .reply = submit_reply, .again = check_page,
        .about = "Submits an application or a supplement." },
    { HTTP_GET, "/applications/:id/receipt", MAY_SIGNED_IN,
        .get = receipt_page, .about = "Receipt with number and time." },
    { HTTP_GET, "/applications/:id/withdraw", MAY_SIGNED_IN,
        .get = withdraw_page, .about = "What withdrawing means." },
    { HTTP_POST, "/applications/:id/withdraw", MAY_SIGNED_IN,
        .act = withdraw_act, .reply = withdraw_reply,
        .again = withdraw_page, .about = "Takes an application back." },
    { HTTP_GET, "/applications/:id/print", MAY_SIGNED_IN, .get = print_page,
        .about = "The form as submitted, for paper." },
};
const struct route_set submit_routes = ROUTE_SET("submit", ROUTES);
