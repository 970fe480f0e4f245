/* What the chair and the office do with a file in evaluation: substitutes,
 * reopening, reviews on site; the result sheet on paper. */
#include "panel_parts.h"

static void
act_begin(struct web *w, const struct panel_sheet *s, const char *act)
{
    part_form_begin(w,
        url_make(w->a, "/panel/files/%d/%s", s->app.id, str_of(act)), false);
}

static bool
leads(struct web *w, const struct panel_sheet *s, enum permission p)
{
    return (s->is_chair && s->declared) ||
           may_in(&w->x, p, s->app.programme_id, s->app.region);
}

/* --- substitutes and reopening --- */

static void
stand_in_form(struct web *w, const struct panel_sheet *s)
{
    struct choice *c =
        arena_new_array(w->a, struct choice, s->panel.n_members + 1);
    size_t n = 0;

    for (size_t i = 0; i < s->panel.n_members; i++) {
        const struct panel_member *m = &s->panel.members[i];
        bool there = m->left || m->rank != PANEL_SUBSTITUTE;

        for (size_t k = 0; k < s->n_opinions; k++)
            there = there || s->opinions[k].account_id == m->account_id;
        if (!there)
            c[n++] = (struct choice){
                arena_fmt(w->a, "%lld", (long long)m->account_id), m->name };
    }
    if (n == 0) {
        panel_paragraph(w, T(w, "这个小组没有可以递补的候补成员。"));
        return;
    }
    part_fold_begin(w, BUTTON_SECOND, T(w, "请候补成员递补"));
    act_begin(w, s, "stand-in");
    part_select(w, "substitute", str_of(T(w, "候补成员")),
        str_of(T(w, "只为这一份申请递补；递补的成员也须先声明")), c, n,
        STR_EMPTY);
    part_button(w, BUTTON_MAIN, str_of(T(w, "确认递补")));
    part_form_end(w);
    html_raw(w->h, "</details>\n");
}

static void
reopen_form(struct web *w, const struct panel_sheet *s)
{
    part_fold_begin(w, BUTTON_SECOND, T(w, "将意见退回成员"));
    act_begin(w, s, "reopen");
    panel_paragraph(w, T(w, "材料有改动，或者有条件未形成多数的，可以退回；"
                            "全部成员的意见变为草稿，须重新提交。"));
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "退回的理由")),
            .kind = INPUT_AREA,
            .max_length = 1000 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "退回意见")));
    part_form_end(w);
    html_raw(w->h, "</details>\n");
}

void
panel_lead_forms(struct web *w, const struct panel_sheet *s)
{
    bool open = s->app.state == APP_EVALUATION && s->result == NULL;

    if (open && may_in(&w->x, MAY_DECIDE, s->app.programme_id, STR_EMPTY))
        stand_in_form(w, s);
    if (open && s->in > 0 && leads(w, s, MAY_DECIDE))
        reopen_form(w, s);
}

/* --- on site --- */

static void
record_form(
    struct web *w, const struct panel_sheet *s, const struct panel_onsite *o)
{
    if (day_cmp(w->today, o->held) < 0) {
        panel_paragraph(w, T(w, "现场评审当日起可以登记记录。"));
        return;
    }
    part_fold_begin(w, BUTTON_MAIN, T(w, "登记现场评审记录"));
    part_form_begin(w,
        url_make(w->a, "/panel/files/%d/onsite/%d", s->app.id, o->id), false);
    part_input(w,
        &(struct input){ .name = "firm_people",
            .label = str_of(T(w, "申请单位到场人员")),
            .max_length = 200 });
    part_input(w,
        &(struct input){ .name = "panel_people",
            .label = str_of(T(w, "评审成员到场人员")),
            .max_length = 200 });
    part_input(w,
        &(struct input){ .name = "findings",
            .label = str_of(T(w, "现场情况")),
            .hint = str_of(T(w, "登记后不能修改")),
            .kind = INPUT_AREA,
            .max_length = 5000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "确认登记")));
    part_form_end(w);
    html_raw(w->h, "</details>\n");
}

static void
one_onsite(struct web *w, const struct panel_sheet *s,
    const struct panel_onsite *o, bool may_lead)
{
    part_card_begin(w,
        arena_fmt(w->a, T(w, "现场评审 %.*s"),
            STR_ARG(day_iso(w->a, o->held))),
        false);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "方式")),
        json_str(json_get(o->content, STR("mode"))));
    part_dl(w, str_of(T(w, "地点")),
        json_str(json_get(o->content, STR("place"))));
    part_dl(w, str_of(T(w, "内容")),
        json_str(json_get(o->content, STR("items"))));
    part_dl(w, str_of(T(w, "通知时间")), show_us(w, o->ordered_us));
    if (o->recorded_us != 0) {
        part_dl(w, str_of(T(w, "记录时间")), show_us(w, o->recorded_us));
        part_dl(w, str_of(T(w, "申请单位到场人员")),
            json_str(json_get(o->record, STR("firm"))));
        part_dl(w, str_of(T(w, "评审成员到场人员")),
            json_str(json_get(o->record, STR("members"))));
        part_dl(w, str_of(T(w, "现场情况")),
            json_str(json_get(o->record, STR("findings"))));
    }
    part_dl_end(w);
    if (o->recorded_us == 0 && may_lead)
        record_form(w, s, o);
    part_card_end(w);
}

static void
order_form(struct web *w, const struct panel_sheet *s)
{
    struct choice modes[] = { { STR("到申请单位"), str_of(T(w, "到申请单位")) },
        { STR("请申请单位人员到会"), str_of(T(w, "请申请单位人员到会")) } };
    struct deadline first;
    struct err err = { 0 };

    part_fold_begin(w, BUTTON_SECOND, T(w, "安排现场评审"));
    if (panel_onsite_earliest(&w->x, s->stage, &first, &err) != OK) {
        part_callout(w, true, web_said(w, str_of(err.text)));
        html_raw(w->h, "</details>\n");
        return;
    }
    part_deadline(w, &first);
    act_begin(w, s, "onsite");
    part_radios(w, "mode", str_of(T(w, "方式")), STR_EMPTY, modes, 2,
        modes[0].value);
    part_input(w,
        &(struct input){ .name = "held",
            .label = str_of(T(w, "日期")),
            .hint = arena_fmt(w->a, T(w, "通知期满的次日起，最早 %.*s"),
                STR_ARG(day_iso(w->a, day_add_days(first.last_day, 1)))),
            .kind = INPUT_DATE,
            .value = day_iso(w->a, day_add_days(first.last_day, 1)),
            .width = 10 });
    part_input(w, &(struct input){ .name = "place",
                      .label = str_of(T(w, "地点")),
                      .max_length = 1000 });
    part_input(w,
        &(struct input){ .name = "items",
            .label = str_of(T(w, "内容")),
            .hint = str_of(T(w, "将写入通知，请申请单位指派人员参加")),
            .kind = INPUT_AREA,
            .max_length = 1000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "发出通知")));
    part_form_end(w);
    html_raw(w->h, "</details>\n");
}

void
panel_onsite(struct web *w, const struct panel_sheet *s)
{
    bool may_lead = leads(w, s, MAY_REVIEW) &&
                    s->app.state == APP_EVALUATION && s->result == NULL;
    bool may_order = may_lead && s->stage->onsite_notice.n > 0;

    if (s->n_onsite == 0 && !may_order)
        return;
    part_heading(w, T(w, "现场评审"));
    for (size_t i = 0; i < s->n_onsite; i++)
        one_onsite(w, s, &s->onsite[i], may_lead);
    if (may_order)
        order_form(w, s);
}

/* --- acts --- */

static enum status
stand_in_act(struct web *w, struct err *err)
{
    int64_t id = 0, account = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!num_int(web_field(w, "substitute"), 1, INT64_MAX, &account))
        return err_field(err, ERR_INPUT, STR("substitute"),
            "请选择这个小组的候补成员");
    return panel_stand_in(&w->x, id, account, err);
}

static enum status
reopen_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return panel_reopen(&w->x, id, web_field(w, "reason"), err);
}

static enum status
onsite_act(struct web *w, struct err *err)
{
    static const char *const NAMES[] = { "mode", "place", "items" };
    struct json *content = json_new(w->a, JSON_OBJECT);
    struct str typed = web_field(w, "held");
    struct day held = DAY_NONE;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (typed.n > 0 && day_parse(typed, &held, err) != OK)
        return err_field(err, ERR_INPUT, STR("held"),
            "日期应写作 2024-06-11，现为“" STR_FMT "”", STR_ARG(typed));
    for (size_t i = 0; i < 3; i++)
        json_set(w->a, content, str_of(NAMES[i]),
            json_text(w->a, web_field(w, NAMES[i])));
    return panel_onsite_order(&w->x, id, held, content, err);
}

static enum status
record_act(struct web *w, struct err *err)
{
    static const struct {
        const char *field, *key;
    } PARTS[] = { { "firm_people", "firm" }, { "panel_people", "members" },
        { "findings", "findings" } };
    struct json *record = json_new(w->a, JSON_OBJECT);
    int64_t id = 0, onsite = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(web_param_id(w, 1, &onsite, err));
    for (size_t i = 0; i < 3; i++)
        json_set(w->a, record, str_of(PARTS[i].key),
            json_text(w->a, web_field(w, PARTS[i].field)));
    return panel_onsite_record(&w->x, id, onsite, record, err);
}

static enum status
file_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(w, url_make(w->a, "/panel/files/%d", id), "saved");
}

/* --- the sheet on paper --- */

static enum status
sheet_page(struct web *w, struct err *err)
{
    struct panel_sheet s;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(panel_sheet(&w->x, id, &s, err));
    if (!s.others_seen)
        return err_set(err, ERR_CONFLICT, "%s",
            s.is_member ? "您提交自己的意见之后，才能查看评审表"
                        : "全部成员提交意见之后，才能查看评审表");
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, T(w, "评审表：%.*s"),
                STR_ARG(s.app.name)),
            .nav = s.is_member ? "panel" : "panels",
            .crumbs = { { s.app.name,
                url_make(w->a, "/panel/files/%d", id) } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p class=\"no-print\"><button class=\"btn-second\" "
                   "data-print data-js hidden>");
    html_cstr(w->h, T(w, "打印"));
    html_raw(w->h, "</button></p>\n");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "收件编号")), s.app.number);
    part_dl(w, str_of(T(w, "申请单位")), s.app.name);
    part_dl(w, str_of(T(w, "评审小组")), s.panel.name);
    part_dl(w, str_of(T(w, "组成文件的文号")), s.panel.document_no);
    part_dl(w, str_of(T(w, "材料版本")),
        arena_fmt(w->a, "%lld", (long long)s.app.versions));
    part_dl_end(w);
    part_clause(w, domain_programme(w->d, s.app.programme_id), s.app.pack,
        s.stage->clause);
    if (s.result != NULL)
        panel_result(w, &s);
    else if (s.ready)
        panel_outlook(w, &s);
    else
        part_callout(w, false, web_said(w, s.why_not));
    panel_crew_table(w, &s);
    panel_counts(w, &s);
    panel_opinions(w, &s);
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/panel/files/:id/sheet", MAY_SIGNED_IN, .get = sheet_page,
        .about = "The sheet of a panel on a file, for printing." },
    { HTTP_POST, "/panel/files/:id/stand-in", MAY_DECIDE,
        .act = stand_in_act, .reply = file_reply, .again = panel_file_page,
        .about = "A substitute steps in for one file." },
    { HTTP_POST, "/panel/files/:id/reopen", MAY_SIGNED_IN, .act = reopen_act,
        .reply = file_reply, .again = panel_file_page,
        .about = "Gives the opinions on a file back to the members." },
    { HTTP_POST, "/panel/files/:id/onsite", MAY_SIGNED_IN, .act = onsite_act,
        .reply = file_reply, .again = panel_file_page,
        .about = "Orders a review on site; the applicant gets the notice." },
    { HTTP_POST, "/panel/files/:id/onsite/:onsite", MAY_SIGNED_IN,
        .act = record_act, .reply = file_reply, .again = panel_file_page,
        .about = "Records a review on site." },
};
const struct route_set panel_lead_routes = ROUTE_SET("panel-lead", ROUTES);
