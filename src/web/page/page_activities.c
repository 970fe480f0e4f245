/* Volunteer activities: the public list and page, enrolling; the holder's own
 * pages. */
#include "domain/activity.h"
#include "page_service.h"

#define PER_PAGE 20

/* --- public list --- */

static const struct pack_list *
fields_of_service(const struct web *w)
{
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct pack_list *l =
            pack_list(w->d->programmes[i].pack, STR("服务领域"));

        if (l != NULL && activity_form(w->d->programmes[i].pack) != NULL)
            return l;
    }
    return NULL;
}

static void
filter_form(struct web *w, const struct activity_filter *f)
{
    size_t n = 0;
    const struct region *const *list = region_children(
        w->a, w->d->regions, STR_EMPTY, w->today, &n);
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);
    const struct pack_list *fields = fields_of_service(w);
    size_t n_fields = fields == NULL ? 0 : fields->n;
    struct choice *k = arena_new_array(w->a, struct choice, n_fields + 1);
    const struct choice when[] = { { STR("0"), str_of(T(w, "即将开始")) },
        { STR("1"), str_of(T(w, "已经结束")) } };

    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全国")) };
    for (size_t i = 0; i < n; i++)
        c[i + 1] = (struct choice){ list[i]->code, list[i]->name };
    k[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全部")) };
    for (size_t i = 0; i < n_fields; i++)
        k[i + 1] = (struct choice){ fields->options[i].value,
            L(w, fields->options[i].label) };
    part_filter_begin(w, url_path("/activities"));
    part_select(w, "past", str_of(T(w, "时间")), STR_EMPTY, when, 2,
        f->past ? STR("1") : STR("0"));
    part_select(
        w, "region", str_of(T(w, "地区")), STR_EMPTY, c, n + 1, f->region);
    part_select(w, "field", str_of(T(w, "服务领域")), STR_EMPTY, k,
        n_fields + 1, f->field);
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
}

static struct str
places_left(struct web *w, const struct activity *ac)
{
    if (ac->capacity == 0)
        return str_of(T(w, "不限"));
    return arena_fmt(w->a, T(w, "%lld / %lld 家"), (long long)ac->enrolled,
        (long long)ac->capacity);
}

static void
state_tag(struct web *w, const struct activity *ac)
{
    if (ac->cancelled)
        part_tag(w, TAG_RED, str_of(T(w, "已取消")));
    else if (ac->ends_us <= w->now_us)
        part_tag(w, TAG_GREY, str_of(T(w, "已结束")));
    else if (ac->starts_us <= w->now_us)
        part_tag(w, TAG_AMBER, str_of(T(w, "进行中")));
    else if (ac->capacity > 0 && ac->enrolled >= ac->capacity)
        part_tag(w, TAG_GREY, str_of(T(w, "名额已满")));
    else
        part_tag(w, TAG_GREEN, str_of(T(w, "可以报名")));
}

static void
activity_rows(
    struct web *w, const struct activity *list, size_t n, bool mine)
{
    part_table_begin(w, str_of(T(w, "志愿活动")));
    part_th(w, str_of(T(w, "活动")), false);
    part_th(w, str_of(T(w, "举办单位")), false);
    part_th(w, str_of(T(w, "时间")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "已报名")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w,
            mine ? url_make(w->a, "/mine/activities/%d", list[i].id)
                 : url_make(w->a, "/activities/%d", list[i].id),
            list[i].title);
        part_td_end(w);
        part_td(w, list[i].holder);
        part_td(w, show_us(w, list[i].starts_us));
        part_td(w, region_path(w->a, w->d->regions, list[i].region));
        part_td(w, places_left(w, &list[i]));
        part_td_begin(w);
        state_tag(w, &list[i]);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
public_list(struct web *w, struct err *err)
{
    struct activity_filter f = {
        .past = str_eq(web_query(w, "past"), STR("1")),
        .region = web_query(w, "region"),
        .field = web_query(w, "field")
    };
    const struct activity *list = NULL;
    size_t n = 0;
    int64_t total = 0;

    TRY(activity_list(
        &w->x, &f, web_page(w), PER_PAGE, &list, &n, &total, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "志愿活动")),
            .nav = "activities" });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "志愿服务活动一律免费。企业报名不需要注册账号。"));
    html_raw(w->h, "</p>");
    filter_form(w, &f);
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有符合条件的活动。也可以直接提出服务需求。")),
            str_of(T(w, "提出服务需求")), url_path("/needs/new"));
    } else {
        activity_rows(w, list, n, false);
        part_pages(w, total, web_page(w), PER_PAGE);
    }
    page_end(w);
    return OK;
}

/* --- public page and enrolling --- */

static void
facts(struct web *w, const struct activity *ac)
{
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "举办单位")), ac->holder);
    part_dl(w, str_of(T(w, "负责专人")), ac->organiser);
    part_dl(w, str_of(T(w, "时间")),
        arena_fmt(w->a, STR_FMT " — " STR_FMT,
            STR_ARG(show_us(w, ac->starts_us)),
            STR_ARG(show_us(w, ac->ends_us))));
    part_dl(w, str_of(T(w, "方式")), ac->mode);
    part_dl(w, str_of(T(w, "地区")),
        region_path(w->a, w->d->regions, ac->region));
    part_dl(w, str_of(T(w, "地点或网址")), ac->place);
    part_dl(w, str_of(T(w, "面向对象")), ac->target);
    part_dl(w, str_of(T(w, "服务领域")), ac->field);
    part_dl(w, str_of(T(w, "参加专家")), ac->experts);
    part_dl(w, str_of(T(w, "所属服务行动")), ac->campaign);
    part_dl(w, str_of(T(w, "名额")), places_left(w, ac));
    part_dl(w, str_of(T(w, "收费")), str_of(T(w, "免费")));
    part_dl_end(w);
    if (ac->content.n > 0) {
        html_raw(w->h, "<h2>");
        html_cstr(w->h, T(w, "活动说明"));
        html_raw(w->h, "</h2><p>");
        html_multiline(w->h, ac->content);
        html_raw(w->h, "</p>");
    }
}

static void
enterprise_fields(struct web *w)
{
    part_input(w,
        &(struct input){ .name = "name",
            .label = str_of(T(w, "企业名称")),
            .autocomplete = "organization" });
    part_input(w,
        &(struct input){ .name = "credit_code",
            .label = str_of(T(w, "统一社会信用代码")),
            .hint = str_of(T(w, "18 位数字或大写字母")),
            .optional = true,
            .width = 20 });
    part_input(w,
        &(struct input){ .name = "contact",
            .label = str_of(T(w, "联系人")),
            .autocomplete = "name" });
    part_input(w,
        &(struct input){ .name = "mobile",
            .label = str_of(T(w, "手机号码")),
            .hint = str_of(T(w, "只给举办单位联系用，不公开")),
            .kind = INPUT_TEL,
            .autocomplete = "tel-national",
            .width = 20 });
    part_input(w,
        &(struct input){ .name = "persons",
            .label = str_of(T(w, "参加人数")),
            .kind = INPUT_NUMBER,
            .value = STR("1"),
            .width = 6 });
}

static void
expert_buttons(struct web *w, const struct activity *ac)
{
    for (size_t i = 0; i < w->who.n_memberships; i++) {
        const struct membership *m = &w->who.memberships[i];

        if (!str_eq(m->kind, STR("person")))
            continue;
        part_form_begin(
            w, url_make(w->a, "/activities/%d/join", ac->id), false);
        part_button_named(w, BUTTON_SECOND,
            arena_fmt(w->a, T(w, "以专家身份报名（%.*s）"),
                STR_ARG(m->subject_name)),
            "subject", arena_fmt(w->a, "%lld", (long long)m->subject_id));
        part_form_end(w);
    }
}

static void
cancel_form(struct web *w, const struct activity *ac)
{
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, T(w, "取消报名"));
    html_raw(w->h, "</summary>");
    part_form_begin(
        w, url_make(w->a, "/activities/%d/leave", ac->id), false);
    part_input(w,
        &(struct input){ .name = "leave_mobile",
            .label = str_of(T(w, "报名时的手机号码")),
            .kind = INPUT_TEL,
            .width = 20 });
    part_input(w,
        &(struct input){ .name = "code",
            .label = str_of(T(w, "查询码")),
            .width = 10 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "取消报名")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static enum status
public_page(struct web *w, struct err *err)
{
    struct activity ac;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(activity_get(&w->x, id, &ac, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = ac.title,
            .nav = "activities",
            .crumbs = { { str_of(T(w, "志愿活动")), url_path("/activities") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    state_tag(w, &ac);
    html_raw(w->h, "</p>");
    if (ac.cancelled)
        part_callout(w, true,
            arena_fmt(w->a, T(w, "活动已取消，原因：%.*s"),
                STR_ARG(ac.cancel_reason)));
    html_raw(w->h, "<div class=\"grid\"><div class=\"c8\">");
    facts(w, &ac);
    html_raw(w->h, "</div><div class=\"c4\">");
    if (!ac.cancelled && ac.starts_us > w->now_us) {
        if (ac.capacity == 0 || ac.enrolled < ac.capacity) {
            part_card_begin(w, str_of(T(w, "企业报名")), true);
            part_form_begin(
                w, url_make(w->a, "/activities/%d/enrol", ac.id), false);
            enterprise_fields(w);
            part_button(w, BUTTON_MAIN, str_of(T(w, "报名")));
            part_form_end(w);
            part_card_end(w);
        }
        expert_buttons(w, &ac);
        cancel_form(w, &ac);
    }
    html_raw(w->h, "</div></div>");
    page_end(w);
    return OK;
}

static enum status
enrol_act(struct web *w, struct err *err)
{
    struct enrolment *e = arena_one(w->a, struct enrolment);
    int64_t id = 0;

    w->state = e;
    TRY(web_param_id(w, 0, &id, err));
    TRY(rate_hit(&w->x,
        arena_fmt(w->a, "enrol/" STR_FMT, STR_ARG(w->req->client)), 60, 3600,
        err));
    e->name = web_field(w, "name");
    e->credit_code = web_field(w, "credit_code");
    e->contact = web_field(w, "contact");
    e->mobile = web_field(w, "mobile");
    if (!num_int(utf8_narrow(w->a, web_field(w, "persons")), 1, 1000,
            &e->persons))
        e->persons = 0;
    return activity_enrol(&w->x, id, e, err);
}

static enum status
enrolled_page(struct web *w, struct err *err)
{
    struct enrolment *e = w->state;

    (void)err;
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "报名成功")),
            .nav = "activities" });
    html_raw(w->h, "<div class=\"receipt\" role=\"status\"><p>");
    html_text(w->h, e->name);
    html_raw(w->h, "</p><p>");
    html_cstr(w->h, T(w, "查询码"));
    html_raw(w->h, "</p><p class=\"id\">");
    html_text(w->h, e->check_code);
    html_raw(w->h, "</p><p>");
    html_cstr(w->h, T(w, "请记下查询码，取消报名时需要。"));
    html_raw(w->h, "</p></div><p>");
    part_link(w, url_make(w->a, "/activities/%s", w->params[0]),
        str_of(T(w, "返回活动")));
    html_raw(w->h, "</p>");
    page_end(w);
    return OK;
}

static enum status
enrol_reply(struct web *w, struct err *err)
{
    return web_read(w, enrolled_page, err);
}

static enum status
join_act(struct web *w, struct err *err)
{
    int64_t id = 0, subject = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!num_int(web_field(w, "subject"), 1, INT64_MAX, &subject))
        return err_set(err, ERR_INPUT, "请选择报名的专家");
    return activity_enrol_expert(&w->x, id, subject, err);
}

static enum status
join_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(
        w, url_make(w->a, "/activities/%s", w->params[0]), "enrolled");
}

static enum status
leave_act(struct web *w, struct err *err)
{
    bool *matched = arena_one(w->a, bool);
    int64_t id = 0;

    w->state = matched;
    TRY(web_param_id(w, 0, &id, err));
    return activity_enrol_cancel(&w->x, id, web_field(w, "leave_mobile"),
        web_field(w, "code"), matched, err);
}

static enum status
leave_reply(struct web *w, struct err *err)
{
    bool *matched = w->state;

    if (!*matched) {
        w->resp->status = 422;
        web_problem(w, STR("code"), "手机号码和查询码不相符，请核对",
            "The mobile number and the code do not match");
        return web_read(w, public_page, err);
    }
    return web_redirect(
        w, url_make(w->a, "/activities/%s", w->params[0]), "cancelled");
}

/* --- the holder's own --- */

static enum status
mine_list(struct web *w, struct err *err)
{
    struct accreditation c;
    const struct activity *coming = NULL, *past = NULL;
    size_t n = 0, n_past = 0;
    int64_t total = 0;
    struct str title = str_of(T(w, "活动与需求"));
    enum status st = service_holding(w, &c, err);

    if (st == ERR_NOT_FOUND && web_query(w, "holding").n == 0)
        return service_nothing(w, title, "my-activities");
    TRY(st);
    struct activity_filter f = { .subject_id = c.subject_id };
    TRY(act_require_member(&w->x, c.subject_id, "viewer", err));
    TRY(activity_list(&w->x, &f, 1, 50, &coming, &n, &total, err));
    f.past = true;
    TRY(activity_list(&w->x, &f, 1, 50, &past, &n_past, &total, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = title,
            .nav = "my-activities" });
    TRY(service_switch(w, &c, url_path("/mine/activities"), err));
    html_raw(w->h, "<p>");
    if (activity_form(c.pack) != NULL &&
        accreditation_has_rights(&c, w->today))
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "发布活动")),
            url_with(w->a, url_path("/mine/activities/new"), "holding",
                arena_fmt(w->a, "%lld", (long long)c.id)));
    part_link_button(
        w, BUTTON_SECOND, str_of(T(w, "服务需求")), url_path("/mine/needs"));
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "登记事项")),
        url_path("/mine/records"));
    html_raw(w->h, "</p><h2>");
    html_cstr(w->h, T(w, "即将开始"));
    html_raw(w->h, "</h2>");
    if (n == 0)
        part_empty(w, str_of(T(w, "没有即将开始的活动。")),
            str_of(T(w, "看看全部活动")), url_path("/activities"));
    else
        activity_rows(w, coming, n, true);
    if (n_past > 0) {
        html_raw(w->h, "<h2>");
        html_cstr(w->h, T(w, "已经结束"));
        html_raw(w->h, "</h2>");
        activity_rows(w, past, n_past, true);
    }
    page_end(w);
    return OK;
}

static enum status
enrolment_table(struct web *w, const struct activity *ac, struct err *err)
{
    const struct enrolment *list = NULL;
    size_t n = 0;

    TRY(activity_enrolments(&w->x, ac, &list, &n, err));
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "报名名单"));
    html_raw(w->h, "</h2>");
    if (n == 0) {
        html_raw(w->h, "<p class=\"muted\">");
        html_cstr(w->h, T(w, "还没有人报名。"));
        html_raw(w->h, "</p>");
        return OK;
    }
    part_table_begin(w, str_of(T(w, "报名名单")));
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "统一社会信用代码")), false);
    part_th(w, str_of(T(w, "联系人")), false);
    part_th(w, str_of(T(w, "手机号码")), false);
    part_th(w, str_of(T(w, "人数")), true);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, list[i].name);
        part_td(w, list[i].credit_code);
        part_td(w, list[i].contact);
        part_td(w, list[i].mobile);
        part_td_num(w, list[i].persons);
        part_td_begin(w);
        if (list[i].cancelled)
            part_tag(w, TAG_GREY, str_of(T(w, "已取消")));
        else
            part_tag(w, TAG_GREEN,
                list[i].is_expert ? str_of(T(w, "专家"))
                                  : str_of(T(w, "已报名")));
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

static void
cancel_activity_form(struct web *w, const struct activity *ac)
{
    part_fold_begin(w, BUTTON_DANGER, T(w, "取消活动"));
    part_form_begin(
        w, url_make(w->a, "/mine/activities/%d/cancel", ac->id), false);
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w, "后果：活动不再展示，已报名的企业和专家将收到通知。"));
    html_raw(w->h, "</p>");
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "取消的原因")),
            .max_length = 200 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "确认取消")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static enum status
mine_page(struct web *w, struct err *err)
{
    struct activity ac;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(activity_get(&w->x, id, &ac, err));
    TRY(act_require_member(&w->x, ac.subject_id, "viewer", err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = ac.title,
            .nav = "my-activities",
            .crumbs = { { str_of(T(w, "活动与需求")),
                url_path("/mine/activities") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    state_tag(w, &ac);
    html_raw(w->h, "</p>");
    facts(w, &ac);
    TRY(enrolment_table(w, &ac, err));
    html_raw(w->h, "<div class=\"actions\">");
    if (!ac.cancelled && ac.ends_us <= w->now_us)
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "据此填写志愿日记")),
            url_with(w->a,
                url_make(w->a, "/mine/diary/new?activity=%d", ac.id),
                "holding",
                arena_fmt(w->a, "%lld", (long long)ac.accreditation_id)));
    if (!ac.cancelled && ac.starts_us > w->now_us)
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "修改")),
            url_make(w->a, "/mine/activities/%d/edit", ac.id));
    html_raw(w->h, "</div>");
    if (!ac.cancelled && ac.ends_us > w->now_us)
        cancel_activity_form(w, &ac);
    page_end(w);
    return OK;
}

static enum status
cancel_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return activity_cancel(&w->x, id, web_field(w, "reason"), err);
}

static enum status
cancel_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(
        w, url_make(w->a, "/mine/activities/%s", w->params[0]), "cancelled");
}

/* --- publishing and editing --- */

static enum status
edit_page(struct web *w, struct err *err)
{
    struct accreditation c;
    struct activity ac = { 0 };
    const struct json *answers = json_new(w->a, JSON_OBJECT);
    int64_t id = 0;
    bool existing = w->params[0].n > 0;

    if (existing) {
        TRY(web_param_id(w, 0, &id, err));
        TRY(activity_get(&w->x, id, &ac, err));
        TRY(act_require_member(&w->x, ac.subject_id, "editor", err));
        TRY(accreditation_load(
            &w->x, ac.subject_id, ac.accreditation_id, &c, err));
        answers = activity_answers(w->a, &ac);
    } else {
        TRY(service_holding(w, &c, err));
    }
    const struct pack_form *form = activity_form(c.pack);
    if (form == NULL)
        return err_set(err, ERR_NOT_FOUND, "这类资格不发布活动");
    if (w->req->method == HTTP_POST)
        answers = service_typed(w, &form->sections[0]);
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = existing ? str_of(T(w, "修改活动"))
                              : str_of(T(w, "发布活动")),
            .nav = "my-activities",
            .crumbs = { { str_of(T(w, "活动与需求")),
                url_path("/mine/activities") } },
            .n_crumbs = 1 });
    part_form_begin_guarded(w,
        existing ? url_make(w->a, "/mine/activities/%d/edit", id)
                 : url_path("/mine/activities/new"),
        false, (struct url){ STR_EMPTY });
    part_hidden(
        w, "holding", arena_fmt(w->a, "%lld", (long long)c.id));
    part_hidden(w, "version",
        web_typed(w, "version",
            arena_fmt(w->a, "%lld", (long long)ac.version)));
    service_fields(w, c.pack, &form->sections[0], answers, c.subject_id);
    html_raw(w->h, "<div class=\"actions\">");
    part_button(w, BUTTON_MAIN,
        existing ? str_of(T(w, "保存")) : str_of(T(w, "发布")));
    html_raw(w->h, "</div>");
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
edit_act(struct web *w, struct err *err)
{
    struct accreditation c;
    struct activity *ac = arena_one(w->a, struct activity);
    bool again = false;

    w->state = ac;
    w->problems = NULL; /* the act may be repeated */
    w->n_problems = 0;
    TRY(service_holding(w, &c, err));
    const struct pack_form *form = activity_form(c.pack);
    if (form == NULL)
        return err_set(err, ERR_NOT_FOUND, "这类资格不发布活动");
    const struct json *answers = part_read_section(
        w, &form->sections[0], json_new(w->a, JSON_OBJECT), &again);
    service_check(w, c.pack, form, answers);
    TRY(web_problems(w, err));
    TRY(activity_from_answers(&w->x, c.pack, answers, ac, err));
    ac->subject_id = c.subject_id;
    ac->accreditation_id = c.id;
    if (w->params[0].n == 0)
        return activity_publish(&w->x, ac, err);
    TRY(web_param_id(w, 0, &ac->id, err));
    if (!num_int(web_field(w, "version"), 1, INT64_MAX, &ac->version))
        return err_set(err, ERR_INPUT, "页面不完整，请刷新后再填写");
    return activity_edit(&w->x, ac, err);
}

static enum status
edit_reply(struct web *w, struct err *err)
{
    struct activity *ac = w->state;

    (void)err;
    return web_redirect(w, url_make(w->a, "/mine/activities/%d", ac->id),
        w->params[0].n > 0 ? "saved" : "published");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/activities", MAY_ANYBODY, .get = public_list,
        .about = "Volunteer activities to come and past." },
    { HTTP_GET, "/activities/:id", MAY_ANYBODY, .get = public_page,
        .about = "An activity, with enrolment." },
    { HTTP_POST, "/activities/:id/enrol", MAY_ANYBODY, .act = enrol_act,
        .reply = enrol_reply, .again = public_page,
        .about = "An enterprise enrols without account." },
    { HTTP_POST, "/activities/:id/join", MAY_SIGNED_IN, .act = join_act,
        .reply = join_reply, .again = public_page,
        .about = "A person with a status takes part." },
    { HTTP_POST, "/activities/:id/leave", MAY_ANYBODY, .act = leave_act,
        .reply = leave_reply, .again = public_page,
        .about = "An enterprise cancels with its code." },
    { HTTP_GET, "/mine/activities", MAY_SIGNED_IN, .get = mine_list,
        .about = "Activities of one's holder." },
    { HTTP_GET, "/mine/activities/new", MAY_SIGNED_IN, .get = edit_page,
        .about = "Form for publishing an activity." },
    { HTTP_POST, "/mine/activities/new", MAY_SIGNED_IN, .act = edit_act,
        .reply = edit_reply, .again = edit_page,
        .about = "Publishes an activity." },
    { HTTP_GET, "/mine/activities/:id", MAY_SIGNED_IN, .get = mine_page,
        .about = "An activity of one's own with who enrolled." },
    { HTTP_GET, "/mine/activities/:id/edit", MAY_SIGNED_IN,
        .get = edit_page, .about = "Form for editing an activity." },
    { HTTP_POST, "/mine/activities/:id/edit", MAY_SIGNED_IN,
        .act = edit_act, .reply = edit_reply, .again = edit_page,
        .about = "Edits an activity." },
    { HTTP_POST, "/mine/activities/:id/cancel", MAY_SIGNED_IN,
        .act = cancel_act, .reply = cancel_reply, .again = mine_page,
        .about = "Cancels an activity with a reason." },
};
const struct route_set activities_routes = ROUTE_SET("activities", ROUTES);
