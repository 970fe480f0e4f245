/* Public notices, objections and their receipts: no account needed. */
#include "domain/attachment.h"
#include "page_notice.h"

#define PER_PAGE 30
#define FILES_MOST 5

/* --- parts --- */

void
notice_state_tag(struct web *w, const struct notice *n)
{
    if (notice_is_running(n, w->now_us))
        part_tag(w, TAG_GREEN, str_of(T(w, "公示中")));
    else if (str_eq(n->state, STR("PUBLISHED")))
        part_tag(w, TAG_AMBER, str_of(T(w, "公示期满")));
    else
        part_tag(w, TAG_GREY, str_of(T(w, "已办结")));
}

void
notice_entry_tag(struct web *w, const struct notice_entry *e)
{
    if (str_eq(e->state, STR("PASSED")))
        part_tag(w, TAG_GREEN, str_of(T(w, "公示期满")));
    else if (str_eq(e->state, STR("GRANTED")))
        part_tag(w, TAG_GREEN, str_of(T(w, "已认定")));
    else if (str_eq(e->state, STR("BLOCKED")))
        part_tag(w, TAG_AMBER, str_of(T(w, "异议核实中")));
    else if (str_eq(e->state, STR("REFUSED")))
        part_tag(w, TAG_RED, str_of(T(w, "未予认定")));
    else if (str_eq(e->state, STR("WITHDRAWN")))
        part_tag(w, TAG_GREY, str_of(T(w, "已撤回")));
    else
        part_tag(w, TAG_BLUE, str_of(T(w, "公示")));
}

void
objection_state_tag(struct web *w, const struct objection *o)
{
    if (str_eq(o->state, STR("OPEN")))
        part_tag(w, TAG_AMBER, str_of(T(w, "核实中")));
    else if (str_eq(o->state, STR("UPHELD")))
        part_tag(w, TAG_RED, str_of(T(w, "异议成立")));
    else
        part_tag(w, TAG_GREY, str_of(T(w, "异议不成立")));
}

struct str
notice_entry_info(struct web *w, const struct notice_entry *e)
{
    struct str s = STR_EMPTY;

    for (size_t i = 0; i < e->info->n; i++)
        s = arena_fmt(w->a, STR_FMT "%s" STR_FMT "：" STR_FMT, STR_ARG(s),
            i > 0 ? "；" : "", STR_ARG(e->info->keys[i]),
            STR_ARG(json_str(e->info->items[i])));
    return s;
}

void
notice_derivation(struct web *w, const struct notice *n)
{
    const struct json *steps = json_get(n->derivation, STR("steps"));
    struct count_step *list =
        arena_new_array(w->a, struct count_step, steps->n + 1);
    struct deadline d = { .day_zero = n->first_day,
        .last_day = n->last_day,
        .end_us = n->end_us,
        .steps = list };

    for (size_t i = 0; i < steps->n; i++) {
        const struct json *s = steps->items[i];
        struct day day;

        if (day_parse(json_str(json_get(s, STR("day"))), &day, NULL) != OK)
            continue;
        list[d.n_steps++] = (struct count_step){ .day = day,
            .counted = (int)json_int(json_get(s, STR("counted")), 0),
            .why = json_str(json_get(s, STR("why"))),
            .source = json_str(json_get(s, STR("source"))) };
    }
    part_deadline(w, &d);
}

/* --- list --- */

static enum status
list_page(struct web *w, struct err *err)
{
    const struct notice *list = NULL;
    size_t n = 0;
    int64_t before = INT64_MAX;

    (void)num_int(web_query(w, "before"), 1, INT64_MAX, &before);
    TRY(notice_list(&w->x, 0, before, PER_PAGE, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "公示公告")),
            .nav = "notices" });
    if (n == 0)
        part_empty(w, str_of(T(w, "目前没有公示。")),
            str_of(T(w, "查看公示名册")), url_path("/register"));
    else
        html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < n; i++) {
        html_raw(w->h, "<li>");
        part_link(
            w, url_make(w->a, "/notices/%d", list[i].id), list[i].title);
        html_raw(w->h, " ");
        notice_state_tag(w, &list[i]);
        html_raw(w->h, "<br><span class=\"muted\">");
        html_text(w->h,
            arena_fmt(w->a, STR_FMT "　" STR_FMT " — " STR_FMT "　%lld %s",
                STR_ARG(list[i].number),
                STR_ARG(day_iso(w->a, list[i].first_day)),
                STR_ARG(day_iso(w->a, list[i].last_day)),
                (long long)list[i].entries, T(w, "个对象")));
        html_raw(w->h, "</span></li>");
    }
    if (n > 0)
        html_raw(w->h, "</ul>");
    if (n == PER_PAGE)
        part_next(w,
            url_with(w->a, url_path("/notices"), "before",
                arena_fmt(
                    w->a, "%lld", (long long)list[n - 1].published_us)));
    page_end(w);
    return OK;
}

/* --- one notice --- */

static void
entry_row(struct web *w, const struct notice *n, const struct notice_entry *e)
{
    part_tr(w);
    part_td_num(w, e->position);
    part_td(w, e->name);
    part_td(w, region_path(w->a, w->d->regions, e->region));
    part_td(w, notice_entry_info(w, e));
    part_td_begin(w);
    notice_entry_tag(w, e);
    part_td_end(w);
    part_td_begin(w);
    if (notice_is_running(n, w->now_us))
        part_link(w,
            url_make(w->a, "/notices/%d/objections/%d", n->id, e->position),
            str_of(T(w, "提出异议")));
    part_td_end(w);
    part_tr_end(w);
}

static enum status
notice_page(struct web *w, struct err *err)
{
    const struct notice_entry *entries = NULL;
    struct notice n;
    size_t count = 0;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(notice_get(&w->x, id, &n, err));
    TRY(notice_entries(&w->x, id, &entries, &count, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = n.title,
            .nav = "notices",
            .crumbs = { { str_of(T(w, "公示公告")), url_path("/notices") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    notice_state_tag(w, &n);
    html_raw(w->h, " <span class=\"id\">");
    html_text(w->h, n.number);
    html_raw(w->h, "</span></p><p class=\"lead\">");
    html_text(w->h,
        arena_fmt(w->a, "%s " STR_FMT " %s " STR_FMT " 24:00", T(w, "公示期自"),
            STR_ARG(day_iso(w->a, n.first_day)), T(w, "至"),
            STR_ARG(day_iso(w->a, n.last_day))));
    html_raw(w->h, "</p>");
    notice_derivation(w, &n);
    html_raw(w->h, "<div class=\"prose\"><p>");
    /* The names stand in the table below. */
    struct str body = n.body;
    size_t names = str_find(body, STR("名单如下"));
    html_multiline(w->h, str_trim(str_sub(body, 0, names)));
    html_raw(w->h, "</p></div>");
    part_table_begin(w, str_of(T(w, "公示名单")));
    part_th(w, str_of(T(w, "序号")), true);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "公开信息")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_th(w, str_of(T(w, "异议")), false);
    part_table_body(w);
    for (size_t i = 0; i < count; i++)
        entry_row(w, &n, &entries[i]);
    part_table_end(w);
    page_end(w);
    return OK;
}

/* --- objecting --- */

struct kept {
    struct attachment files[FILES_MOST];
    size_t n;
    struct objection o;
};

static enum status
objection_form(struct web *w, struct err *err)
{
    const struct notice_entry *entries = NULL, *e = NULL;
    struct notice n;
    size_t count = 0;
    int64_t id = 0, position = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(web_param_id(w, 1, &position, err));
    TRY(notice_get(&w->x, id, &n, err));
    TRY(notice_entries(&w->x, id, &entries, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (entries[i].position == position)
            e = &entries[i];
    }
    if (e == NULL)
        return err_set(err, ERR_NOT_FOUND, "公示名单中没有这一项");
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "提出异议")),
            .nav = "notices",
            .crumbs = { { str_of(T(w, "公示公告")), url_path("/notices") },
                { n.title, url_make(w->a, "/notices/%d", n.id) } },
            .n_crumbs = 2 });
    html_raw(w->h, "<div class=\"narrow\">");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "异议对象")), e->name);
    part_dl(w, str_of(T(w, "受理至")),
        arena_fmt(
            w->a, STR_FMT " 24:00", STR_ARG(day_iso(w->a, n.last_day))));
    part_dl_end(w);
    if (!notice_is_running(&n, w->now_us)) {
        part_callout(
            w, true, str_of(T(w, "公示期已届满，不再受理异议。")));
        html_raw(w->h, "</div>");
        page_end(w);
        return OK;
    }
    part_form_begin(w,
        url_make(w->a, "/notices/%d/objections/%d", n.id, position), true);
    part_input(w,
        &(struct input){ .name = "objector",
            .label = str_of(T(w, "姓名或单位名称")),
            .hint = str_of(T(w, "只有办理人员可见，不告知被异议人")),
            .autocomplete = "name" });
    part_input(w,
        &(struct input){ .name = "contact",
            .label = str_of(T(w, "联系电话或电子邮箱")),
            .hint = str_of(T(w, "用于核实和答复，不公开")),
            .autocomplete = "tel" });
    part_input(w,
        &(struct input){ .name = "facts",
            .label = str_of(T(w, "事实和理由")),
            .hint = str_of(T(w, "10 至 5,000 个字")),
            .kind = INPUT_AREA });
    part_input(w,
        &(struct input){ .name = "evidence",
            .label = str_of(T(w, "证据材料")),
            .hint = arena_fmt(w->a,
                T(w, "PDF、图片或 Office 文件，每个不超过 20 MB，可一次选择多"
                     "个，最多 %d 个"),
                FILES_MOST),
            .kind = INPUT_FILE,
            .several = true,
            .optional = true });
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交异议")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
objection_before(struct web *w, struct err *err)
{
    struct kept *k = arena_one(w->a, struct kept);
    const struct http_file *f;

    w->state = k;
    f = http_file_of(w->req, "evidence", FILES_MOST);
    if (f != NULL && f->size > 0)
        return err_field(err, ERR_INPUT, STR("evidence"),
            "证据材料最多 %d 个文件，请合并后再提交", FILES_MOST);
    while (k->n < FILES_MOST &&
           (f = http_file_of(w->req, "evidence", k->n)) != NULL) {
        struct attachment *at = &k->files[k->n];

        if (f->size == 0)
            break; /* no file was chosen */
        *at = (struct attachment){ .owner_kind = STR("objection"),
            .field = STR("evidence") };
        TRY(web_keep_file(w, f, at, err));
        k->n++;
    }
    return OK;
}

static enum status
objection_act(struct web *w, struct err *err)
{
    struct kept *k = w->state;

    k->o = (struct objection){ .objector = web_field(w, "objector"),
        .contact = web_field(w, "contact"),
        .facts = web_field(w, "facts") };
    TRY(web_param_id(w, 0, &k->o.notice_id, err));
    TRY(web_param_id(w, 1, &k->o.position, err));
    TRY(rate_hit(&w->x,
        arena_fmt(w->a, "objection/" STR_FMT, STR_ARG(w->req->client)), 20,
        3600, err));
    TRY(objection_add(&w->x, &k->o, err));
    for (size_t i = 0; i < k->n; i++) {
        struct attachment at = k->files[i];

        at.subject_id = k->o.subject_id;
        at.owner_id = k->o.id;
        TRY(attachment_add(&w->x, &at, err));
    }
    return OK;
}

static enum status
objection_reply(struct web *w, struct err *err)
{
    struct kept *k = w->state;
    struct url to = url_make(w->a, "/objections/%s", k->o.number);

    (void)err;
    return web_redirect(
        w, url_with(w->a, to, "c", k->o.check_code), "submitted");
}

static enum status
receipt_page(struct web *w, struct err *err)
{
    struct objection o;
    struct notice n;

    TRY(objection_by_number(
        &w->x, w->params[0], web_query(w, "c"), &o, err));
    TRY(notice_get(&w->x, o.notice_id, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "异议回执")),
            .nav = "notices" });
    html_raw(w->h, "<div class=\"narrow\">");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "回执编号")), o.number);
    part_dl(w, str_of(T(w, "查询码")), o.check_code);
    part_dl(w, str_of(T(w, "收到时间")), show_us(w, o.received_us));
    part_dl(w, str_of(T(w, "公示")), n.title);
    if (o.answer.n > 0) {
        part_dl(w, str_of(T(w, "办理时间")), show_us(w, o.decided_us));
        part_dl(w, str_of(T(w, "答复")), o.answer);
    }
    part_dl_end(w);
    html_raw(w->h, "<p>");
    objection_state_tag(w, &o);
    html_raw(w->h, "</p><p class=\"muted\">");
    html_cstr(w->h,
        T(w, "请保存本页地址或记下编号和查询码，用于查看办理结果。"));
    html_raw(w->h, "</p></div>");
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/notices", MAY_ANYBODY, .get = list_page,
        .about = "Public notices, newest first." },
    { HTTP_GET, "/notices/:id", MAY_ANYBODY, .get = notice_page,
        .about = "A public notice with its period and entries." },
    { HTTP_GET, "/notices/:id/objections/:position", MAY_ANYBODY,
        .get = objection_form, .about = "Form of an objection." },
    { HTTP_POST, "/notices/:id/objections/:position", MAY_ANYBODY,
        .before = objection_before, .act = objection_act,
        .reply = objection_reply, .again = objection_form,
        .flags = ROUTE_FILES, .about = "Makes an objection to an entry." },
    { HTTP_GET, "/objections/:number", MAY_ANYBODY, .get = receipt_page,
        .about = "Receipt of an objection, with its answer." },
};
const struct route_set notices_routes = ROUTE_SET("notices", ROUTES);
