/* The open work of holders that ended or left: what is left, who takes it, what
 * was closed and why. */
#include "domain/handover.h"
#include "page_holding.h"
#include "web/web.h"

#define CANDIDATES 30

/* --- which are left --- */

static enum status
list_page(struct web *w, struct err *err)
{
    const struct handover *list = NULL;
    size_t n = 0;

    TRY(handover_list(&w->x, 0, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "未了事项")),
            .nav = "holders",
            .crumbs = { { str_of(T(w, "资格名册")),
                url_path("/desk/holders") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "资格结束或者离开执业机构的，未完成的安排、申请、需求、活动和经办案"
             "件逐项移交他人，或者写明理由后关闭。"));
    html_raw(w->h, "</p>");
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有待移交的事项。")),
            str_of(T(w, "资格名册")), url_path("/desk/holders"));
        page_end(w);
        return OK;
    }
    part_table_begin(w, str_of(T(w, "未了事项")));
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "原因")), false);
    part_th(w, str_of(T(w, "自")), false);
    part_th(w, str_of(T(w, "尚余（件）")), true);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/desk/holders/%d/handover",
                list[i].accreditation_id),
            list[i].name);
        part_td_end(w);
        part_td(w, list[i].number);
        part_td(w, str_eq(list[i].event, STR("move"))
                       ? str_of(T(w, "离开执业机构"))
                       : str_of(T(w, "资格结束")));
        part_td(w, show_us(w, list[i].opened_us));
        part_td_num(w, (int64_t)list[i].left);
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

/* --- of one holder --- */

static struct str
noun_text(struct web *w, enum work_noun n)
{
    static const char *const NOUNS[WORK_NOUN_COUNT_] = { N_("登记事项"),
        N_("经办事项"), N_("服务需求"), N_("已发布的活动") };

    return str_of(catalog_get(w->catalog, NOUNS[n]));
}

static void
item_head(struct web *w, const struct work_item *item)
{
    html_raw(w->h, "<p>");
    part_tag(w, TAG_AMBER, item->state);
    html_raw(w->h, " <b>");
    html_text(w->h, item->title);
    html_raw(w->h, "</b> <span class=\"muted\">");
    html_text(w->h, noun_text(w, item->noun));
    if (item->served.n > 0) {
        html_raw(w->h, " · ");
        html_text(w->h, item->served);
    }
    if (!day_is_none(item->due)) {
        html_raw(w->h, " · ");
        html_text(w->h,
            arena_fmt(w->a, T(w, "期限 %.*s"),
                STR_ARG(show_day(w, item->due))));
    }
    html_raw(w->h, "</span></p>");
}

/* What was typed for this item, when its form is shown again. */
static struct str
typed_for(
    const struct web *w, const struct work_item *item, const char *field)
{
    int64_t id = 0;

    return w->req->method == HTTP_POST &&
                   num_int(web_field(w, "item"), 1, INT64_MAX, &id) &&
                   id == item->id
               ? web_field(w, field)
               : STR_EMPTY;
}

/* One form an item: labels hold their inputs, since ids must differ. */
static void
item_form(struct web *w, const struct accreditation *c,
    const struct work_item *item, bool several)
{
    part_form_begin(
        w, url_make(w->a, "/desk/holders/%d/handover", c->id), false);
    part_hidden(w, "noun", work_noun_name(item->noun));
    part_hidden(w, "subject",
        arena_fmt(w->a, "%lld", (long long)item->subject_id));
    part_hidden(w, "item", arena_fmt(w->a, "%lld", (long long)item->id));
    part_hidden(
        w, "version", arena_fmt(w->a, "%lld", (long long)item->version));
    if (item->may_assign) {
        html_raw(w->h, "<div class=\"field\"><label>");
        html_cstr(w->h, T(w, "移交给（资格编号）"));
        html_raw(w->h, " <input type=\"text\" name=\"to\" maxlength=\"60\"");
        if (several)
            html_raw(w->h, " list=\"takers\"");
        html_attr(w->h, "value", typed_for(w, item, "to"));
        html_raw(w->h, "></label></div>");
    }
    html_raw(w->h, "<div class=\"field\"><label>");
    html_cstr(w->h, T(w, "理由"));
    html_raw(w->h, " <textarea name=\"reason\" rows=\"2\" "
                   "maxlength=\"500\" required>");
    html_text(w->h, typed_for(w, item, "reason"));
    html_raw(w->h, "</textarea></label></div><p class=\"actions\">");
    if (item->may_assign)
        part_button_named(
            w, BUTTON_MAIN, str_of(T(w, "移交")), "what", STR("give"));
    if (item->noun == WORK_NEED)
        part_button_named(w, BUTTON_SECOND,
            str_of(T(w, "退回，供他人对接")), "what", STR("release"));
    part_button_named(
        w, BUTTON_DANGER, str_of(T(w, "关闭")), "what", STR("close"));
    html_raw(w->h, "</p>");
    part_form_end(w);
}

/* Holders of the same programme and prefecture that could take it. */
static enum status
takers(struct web *w, const struct accreditation *c, bool *ret,
    struct err *err)
{
    const struct register_row *rows = NULL;
    struct str region = c->region;
    size_t n = 0;
    int64_t total = 0;

    *ret = false;
    if (region.n == 6)
        region = arena_fmt(w->a, STR_FMT "00", STR_ARG(str_sub(region, 0, 4)));
    TRY(register_list(&w->x,
        &(struct register_filter){
            .programme_id = c->programme_id, .region = region },
        (struct register_cursor){ DAY_NONE, 0 }, CANDIDATES, &rows, &n,
        &total, err));
    html_raw(w->h, "<datalist id=\"takers\">");
    for (size_t i = 0; i < n; i++) {
        if (rows[i].subject_id == c->subject_id)
            continue;
        *ret = true;
        html_raw(w->h, "<option");
        html_attr(w->h, "value", rows[i].number);
        html_raw(w->h, ">");
        html_text(w->h, rows[i].name);
        html_raw(w->h, "</option>");
    }
    html_raw(w->h, "</datalist>");
    return OK;
}

static enum status
log_of(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct handover_line *lines = NULL;
    size_t n = 0;

    TRY(handover_log(&w->x, c, &lines, &n, err));
    if (n == 0)
        return OK;
    part_heading(w, T(w, "已移交和关闭"));
    part_table_begin(w, str_of(T(w, "已移交和关闭")));
    part_th(w, str_of(T(w, "时间")), false);
    part_th(w, str_of(T(w, "事项")), false);
    part_th(w, str_of(T(w, "结果")), false);
    part_th(w, str_of(T(w, "理由")), false);
    part_th(w, str_of(T(w, "经办")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, show_us(w, lines[i].at_us));
        part_td(w, lines[i].title);
        part_td(w, lines[i].to_name.n == 0
                       ? str_of(T(w, "关闭"))
                       : arena_fmt(w->a, T(w, "移交：%.*s"),
                             STR_ARG(lines[i].to_name)));
        part_td(w, lines[i].reason);
        part_td(w, lines[i].by);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

static enum status
content(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct work_item *items = NULL;
    size_t n = 0;
    bool several = false;

    TRY(handover_items(&w->x, c, 0, &items, &n, err));
    html_raw(w->h, "<p>");
    holding_state_tag(w, c);
    html_raw(w->h, " ");
    html_text(w->h, c->number);
    html_raw(w->h, "</p>");
    if (accreditation_is_held(accreditation_state_on(c, w->today)))
        part_callout(w, false,
            str_of(T(w, "资格仍有效，以下由持有人自己办理；资格结束的，余下的事"
                        "项逐项移交或者关闭。")));
    if (n == 0)
        part_callout(w, false, str_of(T(w, "没有未了事项。")));
    if (n > 0 && handover_may(&w->x, c, NULL))
        TRY(takers(w, c, &several, err));
    for (size_t i = 0; i < n; i++) {
        html_raw(w->h, "<section class=\"card\">");
        item_head(w, &items[i]);
        if (handover_may(&w->x, c, &items[i])) {
            html_raw(w->h, "<details><summary>");
            html_cstr(w->h, T(w, "移交或关闭"));
            html_raw(w->h, "</summary>");
            item_form(w, c, &items[i], several);
            html_raw(w->h, "</details>");
        }
        html_raw(w->h, "</section>");
    }
    return log_of(w, c, err);
}

static enum status
asked(struct web *w, struct accreditation *c, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return accreditation_get(&w->x, id, c, err);
}

static enum status
desk_page(struct web *w, struct err *err)
{
    struct accreditation c;

    TRY(asked(w, &c, err));
    TRY(act_require(&w->x, MAY_READ_FILES, c.programme_id, c.region, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, T(w, "%.*s 的未了事项"), STR_ARG(c.name)),
            .nav = "holders",
            .crumbs = { { str_of(T(w, "未了事项")),
                            url_path("/desk/handovers") },
                { c.name, url_make(w->a, "/desk/holders/%d", c.id) } },
            .n_crumbs = 2 });
    TRY(content(w, &c, err));
    page_end(w);
    return OK;
}

static enum status
settle_act(struct web *w, struct err *err)
{
    struct str what = web_field(w, "what"), to = web_field(w, "to");
    struct accreditation c;
    struct work_item item = { 0 };

    TRY(asked(w, &c, err));
    if (!work_noun_of(web_field(w, "noun"), &item.noun) ||
        !num_int(web_field(w, "subject"), 1, INT64_MAX, &item.subject_id) ||
        !num_int(web_field(w, "item"), 1, INT64_MAX, &item.id) ||
        !num_int(web_field(w, "version"), 1, INT64_MAX, &item.version))
        return err_set(err, ERR_INPUT, "页面不完整，请刷新后再试");
    if (str_eq(what, STR("release")))
        return handover_release(
            &w->x, &c, &item, web_field(w, "reason"), err);
    if (str_eq(what, STR("close")))
        to = STR_EMPTY;
    else if (str_trim(to).n == 0)
        return err_field(err, ERR_INPUT, STR("to"),
            "请填写接办人的资格编号；不移交的，选择关闭");
    return handover_settle(
        &w->x, &c, &item, to, web_field(w, "reason"), err);
}

static enum status
settle_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/holders/%d/handover", id), "saved");
}

static enum status
mine_page(struct web *w, struct err *err)
{
    struct accreditation c;

    TRY(asked(w, &c, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = str_of(T(w, "未了事项")),
            .nav = "holdings",
            .crumbs = { { str_of(T(w, "我的资格")),
                            url_path("/mine/holdings") },
                { c.name, url_make(w->a, "/mine/holdings/%d", c.id) } },
            .n_crumbs = 2 });
    TRY(content(w, &c, err));
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/handovers", MAY_READ_FILES, .get = list_page,
        .about = "Holders that ended or left with open work." },
    { HTTP_GET, "/desk/holders/:id/handover", MAY_READ_FILES,
        .get = desk_page, .about = "The open work of a holder." },
    { HTTP_POST, "/desk/holders/:id/handover", MAY_SUPERVISE,
        .act = settle_act, .reply = settle_reply, .again = desk_page,
        .about = "Gives a piece of open work on, or closes it." },
    { HTTP_GET, "/mine/holdings/:id/work", MAY_SIGNED_IN, .get = mine_page,
        .about = "What a holder has begun and not done." },
};
const struct route_set handover_routes = ROUTE_SET("handovers", ROUTES);
