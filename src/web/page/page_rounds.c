/* Rounds: the calls of a programme. */
#include "domain/application.h"
#include "web/web.h"

/* --- /desk/rounds --- */

static void
round_state(struct web *w, const struct round *r)
{
    if (!r->open)
        part_tag(w, TAG_GREY, str_of(T(w, "未开放")));
    else if (w->now_us < r->opens_us)
        part_tag(w, TAG_AMBER, str_of(T(w, "尚未开始")));
    else if (r->closes_us != 0 && w->now_us >= r->closes_us)
        part_tag(w, TAG_GREY, str_of(T(w, "已截止")));
    else
        part_tag(w, TAG_GREEN, str_of(T(w, "申报中")));
}

static struct str
last_day_text(struct web *w, const struct round *r)
{
    return r->closes_us == 0 ? str_of(T(w, "不限"))
                             : show_day(w, day_of_us(r->closes_us - 1));
}

static enum status
rounds_page(struct web *w, struct err *err)
{
    const struct round *list = NULL;
    size_t n = 0;

    TRY(round_list(&w->x, 0, &list, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "批次")),
                      .nav = "rounds" });
    if (may(&w->who, MAY_RULE))
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "新建批次")),
            url_path("/desk/rounds/new"));
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "还没有批次。建立批次后才能开放申报。"));
        html_raw(w->h, "</p>");
        page_end(w);
        return OK;
    }
    part_table_begin(w, str_of(T(w, "批次")));
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "通知文号")), false);
    part_th(w, str_of(T(w, "开始日")), false);
    part_th(w, str_of(T(w, "截止日（当日 24:00 止）")), false);
    part_th(w, str_of(T(w, "基准日")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct round *r = &list[i];
        const struct programme *p = domain_programme(w->d, r->programme_id);

        part_tr(w);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/rounds/%d", r->id), r->name);
        part_td_end(w);
        part_td(w, p == NULL ? STR_EMPTY : L(w, p->title));
        part_td(w, r->doc_no);
        part_td(w, show_day(w, day_of_us(r->opens_us)));
        part_td(w, last_day_text(w, r));
        part_td(w,
            day_is_none(r->reference) ? str_of(T(w, "提交之日"))
                                      : show_day(w, r->reference));
        part_td_begin(w);
        round_state(w, r);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

/* --- one round --- */

static struct str
day_value(struct web *w, struct day d)
{
    return day_is_none(d) ? STR_EMPTY : day_iso(w->a, d);
}

static void
date_input(struct web *w, const char *name, struct str label,
    struct str hint, struct day value, bool optional)
{
    part_input(w,
        &(struct input){ .name = name,
            .label = label,
            .hint = hint,
            .kind = INPUT_DATE,
            .value = day_value(w, value),
            .optional = optional,
            .width = 10 });
}

static void
text_input(struct web *w, const char *name, struct str label,
    struct str value, bool optional)
{
    part_input(w,
        &(struct input){ .name = name,
            .label = label,
            .value = value,
            .optional = optional });
}

static void
programme_choices(struct web *w)
{
    struct choice *c =
        arena_new_array(w->a, struct choice, w->d->n_programmes + 1);

    for (size_t i = 0; i < w->d->n_programmes; i++)
        c[i] = (struct choice){
            arena_fmt(w->a, "%lld", (long long)w->d->programmes[i].id),
            L(w, w->d->programmes[i].title) };
    part_select(w, "programme", str_of(T(w, "项目")), STR_EMPTY, c,
        w->d->n_programmes, web_query(w, "programme"));
}

static void
round_form(struct web *w, const struct round *r)
{
    bool is_new = r->id == 0;

    part_form_begin(w,
        is_new ? url_path("/desk/rounds/new")
               : url_make(w->a, "/desk/rounds/%d", r->id),
        false);
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)r->version));
    if (is_new)
        programme_choices(w);
    text_input(w, "name", str_of(T(w, "批次名称")), r->name, false);
    text_input(w, "doc_no", str_of(T(w, "通知文号")), r->doc_no, true);
    date_input(w, "opens", str_of(T(w, "开始日")),
        str_of(T(w, "当日 00:00（北京时间）起接受提交")),
        is_new ? w->today : day_of_us(r->opens_us), false);
    date_input(w, "closes", str_of(T(w, "截止日")),
        str_of(T(w, "当日 24:00（北京时间）止，遇休息日不顺延；不填为长期开放")),
        r->closes_us == 0 ? DAY_NONE : day_of_us(r->closes_us - 1), true);
    date_input(w, "reference", str_of(T(w, "基准日")),
        str_of(T(w, "计算成立年限、近几年活动等的日期；不填为各申请的提交之日")),
        r->reference, true);
    text_input(w, "contact", str_of(T(w, "联系人")), r->contact, true);
    text_input(w, "phone", str_of(T(w, "联系电话")), r->phone, true);
    text_input(w, "email", str_of(T(w, "电子邮箱")), r->email, true);
    part_check(w, "open", str_of(T(w, "开放申报")),
        str_of(T(w, "不勾选时对外不显示，不能提交")), r->open || is_new);
    part_button(w, BUTTON_MAIN, str_of(T(w, "保存")));
    part_form_end(w);
}

static void
round_facts(struct web *w, const struct round *r)
{
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "通知文号")), r->doc_no);
    part_dl(w, str_of(T(w, "开始日")), show_day(w, day_of_us(r->opens_us)));
    part_dl(w, str_of(T(w, "截止日（当日 24:00 止）")), last_day_text(w, r));
    part_dl(w, str_of(T(w, "联系人")), r->contact);
    part_dl(w, str_of(T(w, "联系电话")), r->phone);
    part_dl(w, str_of(T(w, "电子邮箱")), r->email);
    part_dl_end(w);
}

static enum status
round_page(struct web *w, struct err *err)
{
    struct round r = { .reference = DAY_NONE };
    const struct programme *p = NULL;
    int64_t id = 0;

    if (w->params[0].n > 0) {
        TRY(web_param_id(w, 0, &id, err));
        TRY(round_get(&w->x, id, &r, err));
        p = domain_programme(w->d, r.programme_id);
    }
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = id == 0 ? str_of(T(w, "新建批次")) : r.name,
            .nav = "rounds",
            .crumbs = { { str_of(T(w, "批次")), url_path("/desk/rounds") } },
            .n_crumbs = 1 });
    if (p != NULL) {
        html_raw(w->h, "<p>");
        html_text(w->h, L(w, p->title));
        html_raw(w->h, " ");
        round_state(w, &r);
        html_raw(w->h, "</p>");
    }
    if (may_in(&w->x, MAY_RULE, r.programme_id, STR_EMPTY))
        round_form(w, &r);
    else
        round_facts(w, &r);
    page_end(w);
    return OK;
}

static struct day
read_day(struct web *w, const char *name, bool required)
{
    struct day d = DAY_NONE;
    struct str typed = web_field(w, name);
    struct err why = { 0 };

    if (typed.n == 0) {
        if (required)
            web_problem(
                w, str_of(name), "请填写日期", "Enter a date");
        return DAY_NONE;
    }
    if (day_parse(typed, &d, &why) == OK)
        return d;
    web_problem(w, str_of(name), arena_cstr(w->a, str_of(why.text)),
        "Enter a date such as 2023-03-12");
    return DAY_NONE;
}

static enum status
round_act(struct web *w, struct err *err)
{
    struct round r = { 0 };
    int64_t id = 0, version = 0;

    if (w->params[0].n > 0) {
        TRY(web_param_id(w, 0, &id, err));
        TRY(round_get(&w->x, id, &r, err));
        (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
        r.version = version;
    } else {
        (void)num_int(
            web_field(w, "programme"), 1, INT64_MAX, &r.programme_id);
    }
    struct day opens = read_day(w, "opens", true);
    struct day closes = read_day(w, "closes", false);
    r.reference = read_day(w, "reference", false);
    TRY(web_problems(w, err));
    r.opens_us = day_start_us(opens);
    r.closes_us = day_is_none(closes) ? 0 : day_end_us(closes);
    r.name = web_field(w, "name");
    r.doc_no = web_field(w, "doc_no");
    r.contact = web_field(w, "contact");
    r.phone = web_field(w, "phone");
    r.email = web_field(w, "email");
    r.open = web_field(w, "open").n > 0;
    return round_save(&w->x, &r, err);
}

static enum status
round_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/desk/rounds"), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/rounds", MAY_SEE_DESK, .get = rounds_page,
        .about = "Rounds of all programmes." },
    { HTTP_GET, "/desk/rounds/new", MAY_RULE, .get = round_page,
        .about = "Form for a new round." },
    { HTTP_POST, "/desk/rounds/new", MAY_RULE, .act = round_act,
        .reply = round_reply, .again = round_page, .about = "Adds a round." },
    { HTTP_GET, "/desk/rounds/:id", MAY_SEE_DESK, .get = round_page,
        .about = "One round." },
    { HTTP_POST, "/desk/rounds/:id", MAY_RULE, .act = round_act,
        .reply = round_reply, .again = round_page,
        .about = "Changes a round." },
};
const struct route_set round_routes = ROUTE_SET("rounds", ROUTES);
