/* Conflicts of interest: one's own ties, what they meet, declared interests
 * and how two people lift one. */
#include "domain/interest.h"
#include "panel_parts.h"

/* --- /ties --- */

static const char *
left_field(struct web *w, int64_t id)
{
    return arena_cstr(w->a, arena_fmt(w->a, "left.%lld", (long long)id));
}

static void
tie_row(struct web *w, const struct tie *t)
{
    part_tr(w);
    part_td(w, web_said(w, tie_relation_title(t->relation)));
    part_td(w, t->value);
    part_td(w, day_is_none(t->until) ? str_of(T(w, "长期"))
                                     : show_day(w, t->until));
    part_td_begin(w);
    if (t->relation == TIE_UNIT) {
        part_fold_begin(w, BUTTON_SECOND, T(w, "已离开"));
        part_form_begin(w, url_make(w->a, "/ties/%d/leave", t->id), false);
        part_input(w,
            &(struct input){ .name = left_field(w, t->id),
                .label = arena_fmt(w->a, T(w, "离开“%.*s”的日期"),
                    STR_ARG(t->value)),
                .kind = INPUT_DATE,
                .width = 10 });
        part_button(w, BUTTON_SECOND, str_of(T(w, "登记离开")));
        part_form_end(w);
        html_raw(w->h, "</details>");
    }
    part_td_end(w);
    part_tr_end(w);
}

static void
tie_form(struct web *w)
{
    static const enum tie_relation OFFERED[] = { TIE_UNIT, TIE_FORMER,
        TIE_FIRM, TIE_PHONE, TIE_ADDRESS, TIE_PERSON };
    enum { N = sizeof(OFFERED) / sizeof(OFFERED[0]) };
    struct choice c[N];

    for (size_t i = 0; i < N; i++)
        c[i] = (struct choice){ tie_relation_name(OFFERED[i]),
            web_said(w, tie_relation_title(OFFERED[i])) };
    part_heading(w, T(w, "登记一项关系"));
    part_form_begin(w, url_path("/ties"), false);
    part_select(w, "relation", str_of(T(w, "关系")), STR_EMPTY, c, N,
        STR_EMPTY);
    part_input(w,
        &(struct input){ .name = "value",
            .label = str_of(T(w, "单位名称、姓名、电话号码或者地址")),
            .hint = str_of(T(w, "单位写全称；亲属写姓名")),
            .max_length = 100 });
    part_input(w,
        &(struct input){ .name = "left",
            .label = str_of(T(w, "离开日期")),
            .hint = str_of(T(w, "三年内的原工作单位填写，其他不填")),
            .kind = INPUT_DATE,
            .optional = true,
            .width = 10 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "登记")));
    part_form_end(w);
}

static enum status
ties_page(struct web *w, struct err *err)
{
    const struct tie *list = NULL;
    size_t n = 0;

    TRY(tie_list(&w->x, &list, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "我的利害关系")),
                      .nav = "ties" });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "与您有关的单位、电话、地址、亲属和申请主体相符的，"
             "该主体的材料、数目和办理时间都对您关闭，直到他人核实。"));
    html_raw(w->h, "</p>\n");
    if (n == 0) {
        panel_paragraph(w, T(w, "还没有登记。"));
    } else {
        part_table_begin(w, str_of(T(w, "已登记的关系")));
        part_th(w, str_of(T(w, "关系")), false);
        part_th(w, str_of(T(w, "内容")), false);
        part_th(w, str_of(T(w, "计算至")), false);
        part_th(w, str_of(T(w, "操作")), false);
        part_table_body(w);
        for (size_t i = 0; i < n; i++)
            tie_row(w, &list[i]);
        part_table_end(w);
    }
    tie_form(w);
    page_end(w);
    return OK;
}

static enum status
typed_day(struct web *w, const char *field, struct day *ret, struct err *err)
{
    struct str typed = web_field(w, field);

    *ret = DAY_NONE;
    if (typed.n > 0 && day_parse(typed, ret, err) != OK)
        return err_field(err, ERR_INPUT, str_of(field),
            "日期应写作 2024-06-11，现为“" STR_FMT "”", STR_ARG(typed));
    return OK;
}

static enum status
tie_act(struct web *w, struct err *err)
{
    enum tie_relation r;
    struct day left;

    if (!tie_relation_of(web_field(w, "relation"), &r))
        return err_field(
            err, ERR_INPUT, STR("relation"), "请选择是哪一种关系");
    TRY(typed_day(w, "left", &left, err));
    return tie_add(&w->x, r, web_field(w, "value"), left, err);
}

static enum status
leave_act(struct web *w, struct err *err)
{
    struct day left;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(typed_day(w, left_field(w, id), &left, err));
    return web_at_field(w, tie_leave(&w->x, id, left, err), left_field(w, id),
        err);
}

static enum status
ties_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/ties"), "saved");
}

/* --- hits --- */

static const char *
numbered(struct web *w, const char *name, size_t i)
{
    return arena_cstr(w->a, arena_fmt(w->a, "%s.%zu", name, i));
}

static void
clear_form(struct web *w, const struct interest_hit *h, size_t i)
{
    part_fold_begin(w, BUTTON_SECOND, T(w, "核实为巧合"));
    part_form_begin(w,
        url_make(w->a, "/desk/applications/%d/interests/clear",
            h->application_id),
        false);
    part_hidden(w, "account",
        arena_fmt(w->a, "%lld", (long long)h->account_id));
    part_hidden(w, "trait", h->trait);
    part_hidden(w, "at", arena_fmt(w->a, "%zu", i));
    part_input(w,
        &(struct input){ .name = numbered(w, "note", i),
            .label = arena_fmt(w->a, T(w, "“%.*s”不构成利害关系的理由"),
                STR_ARG(h->account)),
            .hint = str_of(T(w, "核实后材料对其开放，理由留存备查")),
            .kind = INPUT_AREA,
            .max_length = 1000 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "确认核实")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static void
hit_row(struct web *w, const struct interest_hit *h, size_t i, bool all)
{
    part_tr(w);
    if (all) {
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/desk/applications/%d/interests",
                h->application_id),
            h->number.n > 0 ? h->number : h->subject);
        part_td_end(w);
        part_td(w, h->subject);
    }
    part_td(w, h->account);
    part_td(w, arena_fmt(w->a, T(w, "%.*s“%.*s”与申请的“%.*s”相符"),
                   STR_ARG(web_said(w, tie_relation_title(h->relation))),
                   STR_ARG(h->value), STR_ARG(h->source)));
    part_td_begin(w);
    if (h->cleared) {
        part_tag(w, TAG_GREY, str_of(T(w, "已核实为巧合")));
        html_raw(w->h, " ");
        html_text(w->h,
            arena_fmt(w->a, STR_FMT "（" STR_FMT "）", STR_ARG(h->note),
                STR_ARG(h->cleared_by)));
    } else {
        part_tag(w, TAG_RED, str_of(T(w, "材料已对其关闭")));
        if (!all && may(&w->who, MAY_DECIDE))
            clear_form(w, h, i);
    }
    part_td_end(w);
    part_tr_end(w);
}

static void
hit_table(struct web *w, const struct interest_hit *list, size_t n, bool all)
{
    part_table_begin(w, str_of(T(w, "相符的利害关系")));
    if (all) {
        part_th(w, str_of(T(w, "编号")), false);
        part_th(w, str_of(T(w, "申请单位")), false);
    }
    part_th(w, str_of(T(w, "人员")), false);
    part_th(w, str_of(T(w, "依据")), false);
    part_th(w, str_of(T(w, "情况")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        hit_row(w, &list[i], i, all);
    part_table_end(w);
}

static enum status
all_page(struct web *w, struct err *err)
{
    const struct interest_hit *list = NULL;
    size_t n = 0;

    TRY(interest_hits_all(&w->x, &list, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "利害关系核对")),
                      .nav = "interests" });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "审核、评审人员登记的关系与在办申请相符的列在这里；与您自己有关的"
             "由他人核实，不在此列。"));
    html_raw(w->h, "</p>\n");
    if (n == 0)
        part_empty(w, str_of(T(w, "在办申请中没有相符的利害关系。")),
            str_of(T(w, "我的利害关系")), url_path("/ties"));
    else
        hit_table(w, list, n, true);
    page_end(w);
    return OK;
}

/* --- one application --- */

static void
lift_form(struct web *w, int64_t application_id,
    const struct interest_row *r, size_t i)
{
    bool second = str_eq(r->state, STR("LIFTING"));

    if (second && r->lift_by == w->who.account_id) {
        panel_paragraph(w, T(w, "解除由您提出，须由另一人同意。"));
        return;
    }
    part_fold_begin(w, BUTTON_SECOND,
        second ? T(w, "同意解除") : T(w, "提出解除"));
    part_form_begin(w,
        url_make(w->a, "/desk/applications/%d/interests/lift",
            application_id),
        false);
    part_hidden(w, "account",
        arena_fmt(w->a, "%lld", (long long)r->account_id));
    part_hidden(w, "at", arena_fmt(w->a, "%zu", i));
    if (!second)
        part_input(w,
            &(struct input){ .name = numbered(w, "reason", i),
                .label = arena_fmt(w->a, T(w, "解除“%.*s”回避的理由"),
                    STR_ARG(r->account)),
                .hint = str_of(T(w, "由一人提出、另一人同意后解除")),
                .kind = INPUT_AREA,
                .max_length = 1000 });
    part_button(w, BUTTON_DANGER,
        second ? str_of(T(w, "确认同意解除")) : str_of(T(w, "确认提出解除")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static void
interest_table(struct web *w, const struct application *app,
    const struct interest_row *list, size_t n)
{
    part_table_begin(w, str_of(T(w, "已声明的回避")));
    part_th(w, str_of(T(w, "人员")), false);
    part_th(w, str_of(T(w, "声明时间")), false);
    part_th(w, str_of(T(w, "理由")), false);
    part_th(w, str_of(T(w, "情况")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct interest_row *r = &list[i];
        bool lifted = str_eq(r->state, STR("LIFTED"));

        part_tr(w);
        part_td(w, r->account);
        part_td(w, show_us(w, r->declared_us));
        part_td(w, r->reason);
        part_td_begin(w);
        if (lifted)
            part_tag(w, TAG_GREY, str_of(T(w, "已解除")));
        else if (str_eq(r->state, STR("LIFTING")))
            part_tag(w, TAG_AMBER, str_of(T(w, "已提出解除")));
        else
            part_tag(w, TAG_RED, str_of(T(w, "回避中")));
        if (r->lift_reason.n > 0) {
            html_raw(w->h, " ");
            html_text(w->h, r->lift_reason);
        }
        if (!lifted && r->account_id != w->who.account_id &&
            may_in(&w->x, MAY_DECIDE, app->programme_id, app->region))
            lift_form(w, app->id, r, i);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
one_page(struct web *w, struct err *err)
{
    const struct interest_hit *hits = NULL;
    const struct interest_row *rows = NULL;
    struct application app;
    size_t n_hits = 0, n_rows = 0;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(application_get(&w->x, id, &app, err));
    TRY(interest_list(&w->x, &app, &rows, &n_rows, err));
    TRY(interest_hits(&w->x, &app, &hits, &n_hits, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, T(w, "利害关系和回避：%.*s"),
                STR_ARG(app.name)),
            .nav = "interests",
            .crumbs = { { app.number,
                url_make(w->a, "/desk/applications/%d", app.id) } },
            .n_crumbs = 1 });
    part_heading(w, T(w, "相符的利害关系"));
    if (n_hits == 0)
        panel_paragraph(w, T(w, "没有与这份申请相符的利害关系。"));
    else
        hit_table(w, hits, n_hits, false);
    part_heading(w, T(w, "已声明的回避"));
    if (n_rows == 0)
        panel_paragraph(w, T(w, "没有人声明回避。"));
    else
        interest_table(w, &app, rows, n_rows);
    page_end(w);
    return OK;
}

/* Account and number of the row in a form of this page. */
static enum status
target(struct web *w, int64_t *ret_id, int64_t *ret_account, size_t *ret_at,
    struct err *err)
{
    int64_t at = 0;

    TRY(web_param_id(w, 0, ret_id, err));
    if (!num_int(web_field(w, "account"), 1, INT64_MAX, ret_account))
        return err_set(err, ERR_NOT_FOUND, "没有这名人员");
    (void)num_int(web_field(w, "at"), 0, INT32_MAX, &at);
    *ret_at = (size_t)at;
    return OK;
}

static enum status
clear_act(struct web *w, struct err *err)
{
    int64_t id = 0, account = 0;
    size_t at = 0;

    TRY(target(w, &id, &account, &at, err));
    const char *field = numbered(w, "note", at);
    return web_at_field(w,
        interest_clear(&w->x, account, id, web_field(w, "trait"),
            web_field(w, field), err),
        field, err);
}

static enum status
lift_act(struct web *w, struct err *err)
{
    int64_t id = 0, account = 0;
    bool lifted = false;
    size_t at = 0;

    TRY(target(w, &id, &account, &at, err));
    const char *field = numbered(w, "reason", at);
    return web_at_field(w,
        interest_lift(
            &w->x, account, id, web_field(w, field), &lifted, err),
        field, err);
}

static enum status
one_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(w,
        url_make(w->a, "/desk/applications/%d/interests", id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/ties", MAY_SIGNED_IN, .get = ties_page,
        .about = "Ties of an officer or panel member." },
    { HTTP_POST, "/ties", MAY_SIGNED_IN, .act = tie_act,
        .reply = ties_reply, .again = ties_page,
        .about = "States a tie of one's own." },
    { HTTP_POST, "/ties/:id/leave", MAY_SIGNED_IN, .act = leave_act,
        .reply = ties_reply, .again = ties_page,
        .about = "Left a unit; it counts for three more years." },
    { HTTP_GET, "/desk/interests", MAY_READ_FILES, .get = all_page,
        .about = "Ties that meet open applications." },
    { HTTP_GET, "/desk/applications/:id/interests", MAY_READ_FILES,
        .get = one_page,
        .about = "Ties that meet an application, and declared interests." },
    { HTTP_POST, "/desk/applications/:id/interests/clear", MAY_DECIDE,
        .act = clear_act, .reply = one_reply, .again = one_page,
        .about = "A hit was a chance meeting, with a note." },
    { HTTP_POST, "/desk/applications/:id/interests/lift", MAY_DECIDE,
        .act = lift_act, .reply = one_reply, .again = one_page,
        .about = "Lifts a declared interest; a second person agrees." },
};
const struct route_set interest_routes = ROUTE_SET("interests", ROUTES);
