/* One application: task list, sections, drafts. */
#include "consent_parts.h"
#include "former_titles.h"
#include "incident_parts.h"
#include "page_application.h"

#include "domain/attachment.h"

/* --- the task list --- */

/* In a supplement: is something of this section asked for? */
static bool
is_asked(const struct dossier *d, const struct pack_section *s)
{
    for (size_t i = 0; i < d->supplement.items->n; i++) {
        struct str name = json_str(
            json_get(d->supplement.items->items[i], STR("field")));

        for (size_t k = 0; k < s->n_fields; k++) {
            if (str_eq(s->fields[k].name, name))
                return true;
        }
    }
    return false;
}

static void
task(struct web *w, const struct dossier *d, const struct pack_section *s)
{
    size_t wrong = 0;
    enum section_state st = section_state(w, d, s, &wrong);

    if (d->has_supplement && !is_asked(d, s))
        return;
    html_raw(w->h, "<li class=\"task\"><div>");
    part_link(w,
        url_make(
            w->a, "/applications/%d/sections/%s", d->app.id, s->name),
        L(w, s->title));
    if (L(w, s->hint).n > 0) {
        html_raw(w->h, "<p class=\"hint\">");
        html_text(w->h, L(w, s->hint));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "</div>");
    switch (st) {
    case SECTION_DONE:
        html_raw(w->h, "<span>");
        html_cstr(w->h, T(w, "已完成"));
        html_raw(w->h, "</span>");
        break;
    case SECTION_WRONG:
        part_tag(w, TAG_RED,
            arena_fmt(w->a, "%s%zu%s", T(w, "有 "), wrong, T(w, " 处错误")));
        break;
    case SECTION_BEGUN:
        part_tag(w, TAG_BLUE, str_of(T(w, "填写中")));
        break;
    case SECTION_EMPTY:
        part_tag(w, TAG_GREY, str_of(T(w, "未开始")));
        break;
    }
    html_raw(w->h, "</li>");
}

static void
tasks(struct web *w, const struct dossier *d)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h,
        d->has_supplement ? T(w, "修改并重新提交") : T(w, "填写申报表"));
    html_raw(w->h, "</h2><ol class=\"tasks\">");
    for (size_t i = 0; i < d->form->n_sections; i++)
        task(w, d, &d->form->sections[i]);
    recommender_task(w, d);
    html_raw(w->h, "<li class=\"task\"><div>");
    if (d->check.errors == 0 && d->check.window_open &&
        (!d->choosing || d->has_body))
        part_link(w, url_make(w->a, "/applications/%d/check", d->app.id),
            str_of(T(w, "核对并提交")));
    else
        html_cstr(w->h, T(w, "核对并提交"));
    html_raw(w->h, "<p class=\"hint\">");
    html_cstr(w->h, T(w, "完成以上各项后可以提交"));
    html_raw(w->h, "</p></div>");
    if (d->check.errors > 0) {
        html_raw(w->h, "<span>");
        part_link(w, url_make(w->a, "/applications/%d/check", d->app.id),
            arena_fmt(w->a, "%s%zu%s", T(w, "还有 "), d->check.errors,
                T(w, " 项待完成")));
        html_raw(w->h, "</span>");
    } else {
        html_raw(w->h, "<span>");
        html_cstr(w->h,
            d->check.window_open ? T(w, "可以提交") : T(w, "暂不能开始"));
        html_raw(w->h, "</span>");
    }
    html_raw(w->h, "</li></ol>\n");
}

static void
supplement_items(struct web *w, const struct dossier *d)
{
    if (!d->has_supplement)
        return;
    html_raw(w->h, "<section class=\"card\"><h2>");
    html_cstr(w->h, T(w, "需要补正的内容"));
    html_raw(w->h, "</h2><ul class=\"list\">");
    for (size_t i = 0; i < d->supplement.items->n; i++) {
        const struct json *item = d->supplement.items->items[i];
        struct str name = json_str(json_get(item, STR("field")));
        const struct pack_field *f =
            d->form == NULL ? NULL : form_field(d->form, name);

        html_raw(w->h, "<li><b>");
        html_text(w->h, f == NULL ? name : L(w, f->label));
        html_raw(w->h, "</b> ");
        html_multiline(w->h, json_str(json_get(item, STR("reason"))));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul></section>\n");
}

static void
facts_card(struct web *w, const struct dossier *d)
{
    const struct application *app = &d->app;

    part_card_begin(w, str_of(T(w, "办理信息")), true);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "申报主体")), app->name);
    if (app->state == APP_SUPPLEMENT)
        part_dl(w, str_of(T(w, "补正期限")), show_deadline(w, app->due_us));
    else if (app->state == APP_DRAFT && d->check.closes_us != 0)
        part_dl(w, str_of(T(w, "申报截止")),
            show_deadline(w, d->check.closes_us));
    /* Near the end what counts is the server's clock, not the visitor's. */
    if (d->check.closes_us != 0 && dossier_is_editable(d) &&
        d->check.closes_us - w->now_us < INT64_C(48) * 3600 * 1000000)
        part_dl(w, str_of(T(w, "服务器时间")), show_us(w, w->now_us));
    if (app->number.n > 0) {
        part_dl(w, str_of(T(w, "受理编号")), app->number);
        part_dl(w, str_of(T(w, "查询码")), app->check_code);
        part_dl(w, str_of(T(w, "提交时间")), show_us(w, app->submitted_us));
    }
    part_dl(w, str_of(T(w, "受理机构")),
        L(w, (struct label){ d->programme->authority,
                 d->programme->authority_en }));
    recommender_facts(w, d);
    if (d->has_round) {
        part_dl(w, str_of(T(w, "批次")), d->round.name);
        if (d->round.contact.n + d->round.phone.n > 0)
            part_dl(w, str_of(T(w, "咨询")),
                arena_fmt(w->a, STR_FMT " " STR_FMT,
                    STR_ARG(d->round.contact), STR_ARG(d->round.phone)));
    }
    part_dl_end(w);
    part_card_end(w);
}

static void
materials_card(struct web *w, const struct dossier *d)
{
    bool any = false;

    for (size_t i = 0; d->form != NULL && i < d->form->n_sections; i++) {
        const struct pack_section *s = &d->form->sections[i];

        for (size_t k = 0; k < s->n_fields; k++) {
            const struct pack_field *f = &s->fields[k];
            const struct json *v = json_get(d->app.draft, f->name);

            if (f->type != FIELD_FILE ||
                !field_shown(w->a, d->app.pack, f, d->app.draft))
                continue;
            if (!any) {
                part_card_begin(w, str_of(T(w, "材料清单")), false);
                html_raw(w->h, "<ul class=\"list\">");
                any = true;
            }
            html_raw(w->h, "<li>");
            html_text(w->h, L(w, f->label));
            html_raw(w->h, " ");
            if (v->type == JSON_LIST && v->n > 0) {
                html_raw(w->h, "<span class=\"met\">");
                html_cstr(w->h, T(w, "已上传"));
                html_raw(w->h, "</span>");
            } else if (f->required) {
                part_tag(w, TAG_AMBER, str_of(T(w, "未上传")));
            } else {
                html_raw(w->h, "<span class=\"muted\">");
                html_cstr(w->h, T(w, "选交"));
                html_raw(w->h, "</span>");
            }
            html_raw(w->h, "</li>");
        }
    }
    if (any) {
        html_raw(w->h, "</ul>");
        part_card_end(w);
    }
}

static void
feedback_card(struct web *w, const struct dossier *d, struct err *err)
{
    struct feedback given = { 0 };
    struct choice grades[] = {
        { STR("5"), str_of(T(w, "非常满意")) },
        { STR("4"), str_of(T(w, "满意")) },
        { STR("3"), str_of(T(w, "基本满意")) },
        { STR("2"), str_of(T(w, "不满意")) },
        { STR("1"), str_of(T(w, "非常不满意")) },
    };

    if (application_is_open(d->app.state) || !d->mine ||
        feedback_get(&w->x, &d->app, &given, err) != OK)
        return;
    part_card_begin(w, str_of(T(w, "对本次办理的评价")), false);
    if (given.grade > 0) {
        html_raw(w->h, "<p>");
        html_text(w->h, grades[5 - given.grade].label);
        html_raw(w->h, "</p><p>");
        html_multiline(w->h, given.remark);
        html_raw(w->h, "</p>");
        part_card_end(w);
        return;
    }
    part_form_begin(w,
        url_make(w->a, "/applications/%d/feedback", d->app.id), false);
    part_radios(w, "grade", str_of(T(w, "您对办理过程是否满意")), STR_EMPTY,
        grades, 5, STR_EMPTY);
    part_input(w,
        &(struct input){ .name = "remark",
            .label = str_of(T(w, "意见和建议")),
            .kind = INPUT_AREA,
            .optional = true,
            .max_length = 500 });
    part_button(w, BUTTON_SECOND, str_of(T(w, "提交评价")));
    part_form_end(w);
    part_card_end(w);
}

static void
what_now(struct web *w, const struct dossier *d)
{
    switch (d->app.state) {
    case APP_DRAFT:
        recommender_return(w, d);
        if (!d->check.window_open)
            part_callout(w, true, web_said(w, d->check.window_text));
        break;
    case APP_SUPPLEMENT:
        part_callout(w, true,
            arena_fmt(w->a, "%s" STR_FMT "%s",
                T(w, "请修改下列内容后重新提交，期限："),
                STR_ARG(show_deadline(w, d->app.due_us)),
                T(w, "。逾期未补正的，申请失效。")));
        break;
    case APP_GRANTED:
        part_callout(w, false,
            str_of(T(w, "申请已通过，证书和有效期见“我的资格”。")));
        break;
    case APP_LAPSED:
        part_callout(w, true,
            str_of(T(w, "补正期限届满未补正，申请已失效；可以在开放的批次重新申报。")));
        break;
    case APP_REFUSED:
        part_callout(w, true,
            str_of(T(w, "申请未通过，理由见办理进度和通知消息。")));
        break;
    case APP_WITHDRAWN:
        part_callout(
            w, false, str_of(T(w, "您已撤回申请，填写的内容仍然保留。")));
        break;
    default:
        part_callout(w, false,
            str_of(T(w, "申请正在办理，进展将以短信和站内消息通知您。")));
        break;
    }
}

static void
more_links(struct web *w, const struct dossier *d)
{
    html_raw(w->h, "<p class=\"no-print\">");
    if (d->app.number.n > 0) {
        part_link(w, url_make(w->a, "/applications/%d/receipt", d->app.id),
            str_of(T(w, "查看受理回执")));
        html_raw(w->h, "　");
    }
    part_link(w, url_make(w->a, "/applications/%d/print", d->app.id),
        str_of(T(w, "打印申报表")));
    html_raw(w->h, "　");
    part_link(w, url_make(w->a, "/applications/%d/verdicts", d->app.id),
        str_of(T(w, "结论与重新计算")));
    if (d->mine && application_is_open(d->app.state)) {
        html_raw(w->h, "　");
        part_link(w, url_make(w->a, "/applications/%d/withdraw", d->app.id),
            str_of(T(w, "撤回申报")));
    }
    html_raw(w->h, "</p>\n");
}

static enum status
application_page(struct web *w, struct err *err)
{
    struct dossier d;

    TRY(dossier_load(w, &d, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = dossier_title(w, &d),
            .nav = "mine",
            .crumbs = { { str_of(T(w, "我的申报")), url_path("/mine") } },
            .n_crumbs = 1 });
    application_steps(w, d.proc, d.app.channel, d.app.state);
    html_raw(w->h, "<div class=\"grid\"><div class=\"c8\"><p>");
    part_tag(w, state_colour(d.app.state), show_state(w, d.app.state));
    html_raw(w->h, " <span class=\"muted\">");
    if (d.app.state == APP_DRAFT) {
        html_cstr(w->h, T(w, "草稿保存于 "));
        html_text(w->h, show_us(w, d.app.draft_saved_us));
    } else if (d.app.number.n > 0) {
        html_text(w->h, d.app.number);
    }
    html_raw(w->h, "</span></p>");
    what_now(w, &d);
    recheck_part(w, &d);
    TRY(rows_part(w, &d.app, err));
    change_term(w, &d.app, d.proc, d.app.draft);
    TRY(incident_warning(w, &d.app, err));
    TRY(former_titles(w, &d.app, err));
    TRY(part_letters(
        w, d.app.subject_id, STR("application"), d.app.id, err));
    supplement_items(w, &d);
    if (dossier_is_editable(&d))
        tasks(w, &d);
    if (d.check.verdict.rule != NULL && d.app.state == APP_DRAFT) {
        html_raw(w->h, "<details><summary>");
        html_cstr(w->h, T(w, "按目前所填内容逐条判断申报条件"));
        html_raw(w->h, "</summary>");
        part_verdict_draft(
            w, d.programme, d.app.pack, d.app.id, &d.check.verdict);
        html_raw(w->h, "</details>");
    }
    if (!dossier_is_editable(&d))
        dossier_answers(w, &d, d.app.draft, false);
    recommender_opinions(w, &d);
    feedback_card(w, &d, err);
    more_links(w, &d);
    html_raw(w->h, "</div><div class=\"c4\">");
    facts_card(w, &d);
    materials_card(w, &d);
    part_card_begin(w, str_of(T(w, "办理进度")), false);
    application_timeline(w, &d.app, true, err);
    part_card_end(w);
    TRY(consent_card(w, &d.app, false, err));
    html_raw(w->h, "</div></div>\n");
    page_end(w);
    return OK;
}

/* --- a section --- */

/* Conditions whose evidence lies in this section. */
static void
live_verdicts(struct web *w, const struct dossier *d,
    const struct pack_section *s, const struct pack_verdict *v, bool *any)
{
    bool here = false;

    for (size_t i = 0; i < v->n_parts; i++)
        live_verdicts(w, d, s, &v->parts[i], any);
    for (size_t i = 0; v->n_parts == 0 && i < v->rule->n_evidence; i++) {
        for (size_t k = 0; k < s->n_fields; k++)
            here = here || str_eq(v->rule->evidence[i], s->fields[k].name);
    }
    if (!here)
        return;
    if (!*any) {
        part_card_begin(w, str_of(T(w, "本部分涉及的申报条件")), true);
        *any = true;
    }
    part_verdict_draft(w, d->programme, d->app.pack, d->app.id, v);
}

static void
show_problems(
    struct web *w, const struct dossier *d, const struct pack_section *s)
{
    const struct form_problem *p = NULL;
    size_t n = 0;
    bool all = web_query(w, "check").n > 0;

    if (w->n_problems > 0 || w->failed.code != OK)
        return;
    form_check(
        w->a, d->app.pack, d->form, s, d->app.draft, w->today, &p, &n);
    for (size_t i = 0; i < n; i++) {
        if (!p[i].warning && (all || !problem_is_gap(d->app.draft, &p[i])))
            web_problem_str(w, p[i].field, p[i].text, p[i].text_en);
    }
}

static void
section_form(struct web *w, const struct dossier *d,
    const struct pack_section *s, const struct json *answers)
{
    struct url here = url_make(
        w->a, "/applications/%d/sections/%s", d->app.id, s->name);

    part_form_begin_guarded(w, here, true,
        url_make(w->a, "/applications/%d/sections/%s/draft", d->app.id,
            s->name));
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)d->app.version));
    /* Enter in a field presses the first button: it must be this one. */
    html_raw(w->h, "<button class=\"vh\" tabindex=\"-1\" "
                   "aria-hidden=\"true\">&nbsp;</button>");
    for (size_t i = 0; i < s->n_fields; i++) {
        const struct pack_field *f = &s->fields[i];

        if (field_shown(w->a, d->app.pack, f, answers))
            part_pack_field(w, f, answers,
                dossier_is_editable(d) &&
                    application_may_edit(&w->x, &d->app, f->name),
                d->app.subject_id, d->app.id);
    }
    html_raw(w->h, "<div class=\"actions\">");
    part_button(w, BUTTON_MAIN, str_of(T(w, "保存并继续")));
    part_button_named(w, BUTTON_SECOND, str_of(T(w, "保存草稿，稍后再填")),
        "later", STR("1"));
    html_raw(w->h, "<p class=\"saved\">");
    html_cstr(w->h, T(w, "草稿保存于 "));
    html_text(w->h, show_us(w, d->app.draft_saved_us));
    html_raw(w->h, "</p></div>");
    part_form_end(w);
}

static enum status
section_page(struct web *w, struct err *err)
{
    struct dossier d;
    bool again = false, any = false;

    TRY(dossier_load(w, &d, err));
    const struct pack_section *s = dossier_section(&d, w->params[1]);
    if (s == NULL)
        return err_set(err, ERR_NOT_FOUND, "申请表没有这一部分");
    if (!dossier_is_editable(&d))
        return web_redirect(
            w, url_make(w->a, "/applications/%d", d.app.id), NULL);
    /* After a refusal everything typed is still there. */
    const struct json *answers =
        w->req->method == HTTP_POST
            ? part_read_section(w, s, d.app.draft, &again)
            : d.app.draft;
    show_problems(w, &d, s);
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = L(w, s->title),
            .nav = "mine",
            .crumbs = { { str_of(T(w, "我的申报")), url_path("/mine") },
                { dossier_title(w, &d),
                    url_make(w->a, "/applications/%d", d.app.id) } },
            .n_crumbs = 2 });
    html_raw(w->h, "<div class=\"grid\"><div class=\"c8\">");
    if (L(w, s->hint).n > 0) {
        html_raw(w->h, "<p class=\"lead\">");
        html_text(w->h, L(w, s->hint));
        html_raw(w->h, "</p>");
    }
    section_form(w, &d, s, answers);
    html_raw(w->h, "</div><div class=\"c4\">");
    facts_card(w, &d);
    if (d.check.verdict.rule != NULL)
        live_verdicts(w, &d, s, &d.check.verdict, &any);
    if (any)
        part_card_end(w);
    html_raw(w->h, "</div></div>\n");
    page_end(w);
    return OK;
}

struct saving {
    struct part_files files;
    struct application app;
    const struct pack_section *section;
    bool again, unfinished;
};

static enum status
find_section(struct web *w, struct err *err)
{
    struct saving *sv = w->state;
    struct dossier d;

    TRY(dossier_load(w, &d, err));
    TRY(act_require_member(&w->x, d.app.subject_id, "editor", err));
    sv->section = dossier_section(&d, w->params[1]);
    return sv->section != NULL
               ? OK
               : err_set(err, ERR_NOT_FOUND, "申请表没有这一部分");
}

static enum status
section_before(struct web *w, struct err *err)
{
    struct saving *sv = arena_one(w->a, struct saving);

    w->state = sv;
    TRY(web_read(w, find_section, err));
    return part_keep_files(w, sv->section, &sv->files, err);
}

/* "field/id" of the button beside a file: its row is marked as removed;
 * versions submitted before still have the file. */
static enum status
drop_file(struct web *w, const struct dossier *d, struct err *err)
{
    struct str field, rest = str_cut(web_field(w, "drop"), '/', &field, NULL);
    const struct json *files = json_get(d->app.draft, field);
    int64_t id = 0;

    if (!num_int(rest, 1, INT64_MAX, &id))
        return OK;
    for (size_t i = 0; files->type == JSON_LIST && i < files->n; i++) {
        if (str_eq(json_str(json_get(files->items[i], STR("id"))), rest))
            return attachment_remove(&w->x, d->app.subject_id, id, err);
    }
    return OK; /* removed already */
}

static enum status
save(struct web *w, struct saving *sv, struct err *err)
{
    struct dossier d;
    int64_t version = 0;

    TRY(dossier_load(w, &d, err));
    sv->section = dossier_section(&d, w->params[1]);
    if (sv->section == NULL)
        return err_set(err, ERR_NOT_FOUND, "申请表没有这一部分");
    if (!num_int(web_field(w, "version"), 1, INT64_MAX, &version))
        return err_set(err, ERR_INPUT, "页面不完整，请刷新后再填写");
    const struct json *values =
        part_read_section(w, sv->section, d.app.draft, &sv->again);
    TRY(part_add_files(w, sv->section, &sv->files, d.app.subject_id,
        STR("application"), d.app.id, values, &values, err));
    TRY(drop_file(w, &d, err));
    TRY(application_save(&w->x, d.app.id, sv->section->name, values, version,
        &sv->app, err));
    /* Wrong values are kept too; the next page shows what is wrong. */
    w->problems = NULL;
    w->n_problems = 0;
    const struct form_problem *p = NULL;
    size_t n = 0;
    sv->unfinished = false;
    form_check(w->a, sv->app.pack, d.form, sv->section, sv->app.draft,
        w->today, &p, &n);
    for (size_t i = 0; i < n; i++)
        sv->unfinished = sv->unfinished || !p[i].warning;
    return OK;
}

static enum status
section_act(struct web *w, struct err *err)
{
    return save(w, w->state, err);
}

static struct url
next_after(struct web *w, const struct saving *sv)
{
    const struct pack_procedure *proc =
        pack_procedure(sv->app.pack, sv->app.procedure);
    const struct pack_form *form = pack_form(sv->app.pack, proc->form);

    for (size_t i = 0; i + 1 < form->n_sections; i++) {
        if (str_eq(form->sections[i].name, sv->section->name))
            return url_make(w->a, "/applications/%d/sections/%s",
                sv->app.id, form->sections[i + 1].name);
    }
    return url_make(w->a, "/applications/%d/check", sv->app.id);
}

static enum status
section_reply(struct web *w, struct err *err)
{
    struct saving *sv = w->state;
    struct url here = url_make(w->a, "/applications/%d/sections/%s",
        sv->app.id, sv->section->name);
    struct str add = web_field(w, "add");

    (void)err;
    if (add.n > 0) {
        struct url to = url_with(w->a, here, "add", add);
        struct str hash =
            url_text(url_fragment(w->a, field_id(w->a, add)));

        to.s = arena_join(w->a, to.s, hash);
        return web_redirect(w, to, NULL);
    }
    if (sv->again)
        return web_redirect(w, here, "saved");
    if (web_field(w, "later").n > 0)
        return web_redirect(
            w, url_make(w->a, "/applications/%d", sv->app.id), "saved");
    if (sv->unfinished)
        return web_redirect(
            w, url_with(w->a, here, "check", STR("1")), NULL);
    if (sv->app.state == APP_SUPPLEMENT)
        return web_redirect(
            w, url_make(w->a, "/applications/%d", sv->app.id), "saved");
    return web_redirect(w, next_after(w, sv), "saved");
}

/* Saving by the script: no page, only the new version. */
static enum status
draft_act(struct web *w, struct err *err)
{
    w->state = arena_one(w->a, struct saving);
    return save(w, w->state, err);
}

static enum status
draft_reply(struct web *w, struct err *err)
{
    struct saving *sv = w->state;

    (void)err;
    http_add_header(w->resp, "X-Version",
        arena_fmt(w->a, "%lld", (long long)sv->app.version));
    return web_json(w, json_new(w->a, JSON_OBJECT));
}

/* --- 好差评 --- */

static enum status
feedback_act(struct web *w, struct err *err)
{
    int64_t id = 0, grade = 0;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "grade"), 1, 5, &grade);
    return feedback_add(&w->x, id, grade, web_field(w, "remark"), err);
}

static enum status
feedback_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/applications/%d", id), "thanks");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/applications/:id", MAY_SIGNED_IN, .get = application_page,
        .about = "One application: what is to do, where it stands." },
    { HTTP_GET, "/applications/:id/sections/:section", MAY_SIGNED_IN,
        .get = section_page, .about = "A section of the form." },
    { HTTP_POST, "/applications/:id/sections/:section", MAY_SIGNED_IN,
        .before = section_before, .act = section_act,
        .reply = section_reply, .again = section_page, .flags = ROUTE_FILES,
        .about = "Saves a section, with files." },
    { HTTP_POST, "/applications/:id/sections/:section/draft", MAY_SIGNED_IN,
        .act = draft_act, .reply = draft_reply, .body_limit = 4u << 20,
        .about = "Saves a section by the script." },
    { HTTP_POST, "/applications/:id/feedback", MAY_SIGNED_IN,
        .act = feedback_act, .reply = feedback_reply,
        .again = application_page,
        .about = "Grades how an application was handled." },
};
const struct route_set application_routes =
    ROUTE_SET("application", ROUTES);
