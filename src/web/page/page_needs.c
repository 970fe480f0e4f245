/* Needs of enterprises: put without account, followed by number and code;
 * taken up by holders; the officers' overview. */
#include "domain/activity.h"
#include "domain/need.h"
#include "page_service.h"

#define PER_PAGE 50

/* The first pack that has the form; its words are the same for all. */
static const struct pack *
pack_with_form(const struct web *w, const struct pack_form **ret)
{
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct pack *p = w->d->programmes[i].pack;

        *ret = pack_form(p, STR("need"));
        if (*ret != NULL)
            return p;
    }
    return NULL;
}

static enum status
no_form(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "没有开放服务需求登记");
}

/* --- putting --- */

static enum status
new_page(struct web *w, struct err *err)
{
    const struct pack_form *form = NULL;
    const struct pack *p = pack_with_form(w, &form);
    const struct json *answers = json_new(w->a, JSON_OBJECT);

    if (p == NULL)
        return no_form(err);
    if (w->req->method == HTTP_POST)
        answers = service_typed(w, &form->sections[0]);
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "提出服务需求")),
            .nav = "activities" });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "中小企业可以在这里提出服务需求，不需要注册账号，服务一律免费。联"
             "系方式只给对接的服务方。"));
    html_raw(w->h, "</p><p>");
    part_link(w, url_path("/needs"), str_of(T(w, "查询已提出的需求")));
    html_raw(w->h, "</p>");
    part_form_begin_guarded(
        w, url_path("/needs/new"), false, (struct url){ STR_EMPTY });
    if (w->who.n_memberships > 0) {
        part_check(w, "collected",
            str_of(T(w, "由我单位代企业登记")), STR_EMPTY, false);
    }
    service_fields(w, p, &form->sections[0], answers, 0);
    html_raw(w->h, "<div class=\"actions\">");
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交需求")));
    html_raw(w->h, "</div>");
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
new_act(struct web *w, struct err *err)
{
    const struct pack_form *form = NULL;
    const struct pack *p = pack_with_form(w, &form);
    struct need *n = arena_one(w->a, struct need);
    bool again = false;

    w->state = n;
    if (p == NULL)
        return no_form(err);
    w->problems = NULL; /* the act may be repeated */
    w->n_problems = 0;
    TRY(rate_hit(&w->x,
        arena_fmt(w->a, "need-new/" STR_FMT, STR_ARG(w->req->client)), 30,
        3600, err));
    const struct json *answers = part_read_section(
        w, &form->sections[0], json_new(w->a, JSON_OBJECT), &again);
    service_check(w, p, form, answers);
    TRY(web_problems(w, err));
    TRY(need_from_answers(&w->x, p, answers, n, err));
    if (str_eq(web_field(w, "collected"), STR("1")) &&
        w->who.n_memberships > 0)
        n->station_subject_id = w->who.memberships[0].subject_id;
    return need_put(&w->x, n, err);
}

static enum status
put_page(struct web *w, struct err *err)
{
    struct need *n = w->state;

    (void)err;
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "需求已提交")),
            .nav = "activities" });
    html_raw(w->h, "<div class=\"receipt\" role=\"status\"><p>");
    html_cstr(w->h, T(w, "需求编号"));
    html_raw(w->h, "</p><p class=\"id\">");
    html_text(w->h, n->number);
    html_raw(w->h, "</p><p>");
    html_cstr(w->h, T(w, "查询码"));
    html_raw(w->h, "</p><p class=\"id\">");
    html_text(w->h, n->check_code);
    html_raw(w->h, "</p><p>");
    html_cstr(w->h, T(w, "请记下编号和查询码，凭此查看办理情况。"));
    html_raw(w->h, "</p></div><p>");
    part_link(w,
        url_with(w->a, url_make(w->a, "/needs/%s", n->number), "c",
            n->check_code),
        str_of(T(w, "查看办理情况")));
    html_raw(w->h, "</p>");
    page_end(w);
    return OK;
}

static enum status
new_reply(struct web *w, struct err *err)
{
    return web_read(w, put_page, err);
}

/* --- following --- */

static enum status
find_page(struct web *w, struct err *err)
{
    (void)err;
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "查询服务需求")),
            .nav = "activities" });
    html_raw(w->h, "<div class=\"narrow\">");
    part_form_begin(w, url_path("/needs"), false);
    part_input(w,
        &(struct input){ .name = "number",
            .label = str_of(T(w, "需求编号")),
            .hint = str_of(T(w, "如 XQ-2023-000001")),
            .width = 20 });
    part_input(w,
        &(struct input){ .name = "c",
            .label = str_of(T(w, "查询码")),
            .width = 10 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

/* Counts the guess, whatever comes of it. */
static enum status
find_act(struct web *w, struct err *err)
{
    bool *found = arena_one(w->a, bool);
    struct need n;

    w->state = found;
    return need_by_number(&w->x, web_field(w, "number"), web_field(w, "c"),
        &n, found, err);
}

static enum status
find_reply(struct web *w, struct err *err)
{
    bool *found = w->state;

    if (!*found) {
        w->resp->status = 422;
        web_problem(w, STR("number"), "编号和查询码不相符，请核对",
            "Number and code do not match");
        return web_read(w, find_page, err);
    }
    return web_redirect(w,
        url_with(w->a, url_make(w->a, "/needs/%s", web_field(w, "number")),
            "c", web_field(w, "c")),
        NULL);
}

static enum tag
colour_of(struct str state)
{
    if (str_eq(state, STR("OPEN")))
        return TAG_AMBER;
    if (str_eq(state, STR("TAKEN")))
        return TAG_BLUE;
    return str_eq(state, STR("DONE")) ? TAG_GREEN : TAG_GREY;
}

static struct str
state_text(struct web *w, struct str state)
{
    return service_word(w, need_state_title(state));
}

static void
outcome(struct web *w, const struct need *n)
{
    part_dl(w, str_of(T(w, "对接方")), n->taken_by);
    part_dl(w, str_of(T(w, "安排的专家或方式")), n->matched);
    part_dl(w, str_of(T(w, "答复")), n->answer);
}

static enum status
need_page(struct web *w, struct err *err)
{
    struct need n;
    bool found = false;
    struct str code = web_typed(w, "c", web_query(w, "c"));

    TRY(need_by_number(&w->x, w->params[0], code, &n, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "编号和查询码不相符，请核对");
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = arena_fmt(w->a, T(w, "服务需求 %.*s"),
                STR_ARG(n.number)),
            .nav = "activities" });
    html_raw(w->h, "<p>");
    part_tag(w, colour_of(n.state), state_text(w, n.state));
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "企业")), n.enterprise);
    part_dl(w, str_of(T(w, "服务领域")), n.field);
    part_dl(w, str_of(T(w, "需求内容")), n.content);
    part_dl(w, str_of(T(w, "提出时间")), show_us(w, n.created_us));
    outcome(w, &n);
    part_dl_end(w);
    if (n.activity_id != 0)
        part_link(w, url_make(w->a, "/activities/%d", n.activity_id),
            str_of(T(w, "查看安排的活动")));
    if (str_eq(n.state, STR("OPEN")) || str_eq(n.state, STR("TAKEN"))) {
        part_fold_begin(w, BUTTON_DANGER, T(w, "撤回需求"));
        part_form_begin(
            w, url_make(w->a, "/needs/%s/withdraw", n.number), false);
        part_hidden(w, "c", code);
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "撤回后不再安排服务，可以重新提出。"));
        html_raw(w->h, "</p>");
        part_button(w, BUTTON_DANGER, str_of(T(w, "确认撤回")));
        part_form_end(w);
        html_raw(w->h, "</details>");
    }
    page_end(w);
    return OK;
}

static enum status
withdraw_act(struct web *w, struct err *err)
{
    bool *found = arena_one(w->a, bool);

    w->state = found;
    return need_withdraw(
        &w->x, w->params[0], web_field(w, "c"), found, err);
}

static enum status
withdraw_reply(struct web *w, struct err *err)
{
    bool *found = w->state;

    if (!*found)
        return err_set(err, ERR_NOT_FOUND, "编号和查询码不相符，请核对");
    return web_redirect(w,
        url_with(w->a, url_make(w->a, "/needs/%s", w->params[0]), "c",
            web_field(w, "c")),
        "withdrawn");
}

/* --- holders --- */

static void
need_table(struct web *w, struct str caption, const struct need *list,
    size_t n, bool desk)
{
    part_table_begin(w, caption);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "企业")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "服务领域")), false);
    part_th(w, str_of(T(w, "提出时间")), false);
    if (desk)
        part_th(w, str_of(T(w, "对接方")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w,
            desk ? url_make(w->a, "/desk/needs/%d", list[i].id)
                 : url_make(w->a, "/mine/needs/%d", list[i].id),
            list[i].number);
        part_td_end(w);
        part_td(w, list[i].enterprise);
        part_td(w, region_path(w->a, w->d->regions, list[i].region));
        part_td(w, list[i].field);
        part_td(w, show_us(w, list[i].created_us));
        if (desk)
            part_td(w, list[i].taken_by.n > 0 ? list[i].taken_by : STR("—"));
        part_td_begin(w);
        part_tag(
            w, colour_of(list[i].state), state_text(w, list[i].state));
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

/* The fields that the open needs are about. */
static void
field_filter(struct web *w, const struct accreditation *c,
    const struct need *open, size_t n, struct str chosen)
{
    struct choice *k = arena_new_array(w->a, struct choice, n + 1);
    struct map *seen = map_new(w->a);
    size_t n_fields = 1;

    k[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全部领域")) };
    for (size_t i = 0; i < n; i++) {
        if (open[i].field.n > 0 && map_put(seen, open[i].field, k) == NULL)
            k[n_fields++] = (struct choice){ open[i].field, open[i].field };
    }
    if (n_fields < 3)
        return;
    part_filter_begin(w, url_path("/mine/needs"));
    part_hidden(w, "holding", arena_fmt(w->a, "%lld", (long long)c->id));
    part_select(w, "field", str_of(T(w, "服务领域")), STR_EMPTY, k, n_fields,
        chosen);
    part_button(w, BUTTON_MAIN, str_of(T(w, "查看")));
    part_form_end(w);
}

static enum status
mine_list(struct web *w, struct err *err)
{
    struct accreditation c;
    const struct need *all = NULL, *open = NULL, *taken = NULL;
    size_t n_all = 0, n_open = 0, n_taken = 0;
    struct str field = web_query(w, "field");
    struct str title = str_of(T(w, "服务需求"));
    enum status st = service_holding(w, &c, err);

    if (st == ERR_NOT_FOUND && web_query(w, "holding").n == 0)
        return service_nothing(w, title, "my-activities");
    TRY(st);
    if (accreditation_has_rights(&c, w->today)) {
        TRY(need_open(&w->x, c.region, STR_EMPTY, &all, &n_all, err));
        TRY(need_open(&w->x, c.region, field, &open, &n_open, err));
    }
    TRY(need_taken(&w->x, c.subject_id, &taken, &n_taken, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = title,
            .nav = "my-activities",
            .crumbs = { { str_of(T(w, "活动与需求")),
                url_path("/mine/activities") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "代企业登记需求")),
        url_path("/needs/new"));
    html_raw(w->h, "</p><h2>");
    html_cstr(w->h, T(w, "我对接的需求"));
    html_raw(w->h, "</h2>");
    if (n_taken == 0) {
        html_raw(w->h, "<p class=\"muted\">");
        html_cstr(w->h, T(w, "还没有对接的需求，可以从下面选择。"));
        html_raw(w->h, "</p>");
    } else {
        need_table(w, str_of(T(w, "我对接的需求")), taken, n_taken, false);
    }
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "本省待对接的需求"));
    html_raw(w->h, "</h2>");
    field_filter(w, &c, all, n_all, field);
    if (n_open == 0) {
        html_raw(w->h, "<p class=\"muted\">");
        html_cstr(w->h, n_all == 0 ? T(w, "本省没有待对接的需求。")
                                   : T(w, "这一领域没有待对接的需求。"));
        html_raw(w->h, "</p>");
    } else {
        need_table(w, str_of(T(w, "本省待对接的需求")), open, n_open, false);
    }
    page_end(w);
    return OK;
}

static void
need_facts(struct web *w, const struct need *n)
{
    html_raw(w->h, "<p>");
    part_tag(w, colour_of(n->state), state_text(w, n->state));
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "企业")), n->enterprise);
    part_dl(w, str_of(T(w, "统一社会信用代码")), n->credit_code);
    part_dl(w, str_of(T(w, "地区")),
        region_path(w->a, w->d->regions, n->region));
    part_dl(w, str_of(T(w, "服务领域")), n->field);
    part_dl(w, str_of(T(w, "需求内容")), n->content);
    part_dl(w, str_of(T(w, "联系人")), n->contact);
    part_dl(w, str_of(T(w, "手机号码")), n->mobile);
    part_dl(w, str_of(T(w, "来源")),
        str_eq(n->source, STR("web")) ? str_of(T(w, "企业自行提出"))
                                      : n->source);
    part_dl(w, str_of(T(w, "提出时间")), show_us(w, n->created_us));
    outcome(w, n);
    part_dl_end(w);
}

static void
take_form(struct web *w, const struct need *n)
{
    part_form_begin(w, url_make(w->a, "/mine/needs/%d/take", n->id), false);
    for (size_t i = 0; i < w->who.n_memberships; i++) {
        const struct membership *m = &w->who.memberships[i];

        part_button_named(w, BUTTON_MAIN,
            arena_fmt(
                w->a, T(w, "由%.*s对接"), STR_ARG(m->subject_name)),
            "subject", arena_fmt(w->a, "%lld", (long long)m->subject_id));
    }
    part_form_end(w);
}

static enum status
answer_form(struct web *w, const struct need *n, struct err *err)
{
    struct activity_filter f = { .subject_id = n->taken_by_subject_id };
    const struct activity *list = NULL;
    size_t k = 0;
    int64_t total = 0;
    struct str version = arena_fmt(w->a, "%lld", (long long)n->version);

    TRY(activity_list(&w->x, &f, 1, 50, &list, &k, &total, err));
    struct choice *c = arena_new_array(w->a, struct choice, k + 1);
    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "不安排活动")) };
    for (size_t i = 0; i < k; i++)
        c[i + 1] =
            (struct choice){ arena_fmt(w->a, "%lld", (long long)list[i].id),
                list[i].title };
    part_form_begin(
        w, url_make(w->a, "/mine/needs/%d/answer", n->id), false);
    part_hidden(w, "version", version);
    part_select(w, "activity", str_of(T(w, "安排的活动")), STR_EMPTY, c,
        k + 1, STR_EMPTY);
    part_input(w,
        &(struct input){ .name = "matched",
            .label = str_of(T(w, "安排的专家或方式")),
            .optional = true,
            .max_length = 200 });
    part_input(w,
        &(struct input){ .name = "answer",
            .label = str_of(T(w, "答复")),
            .hint = str_of(T(w, "企业凭编号和查询码查看")),
            .kind = INPUT_AREA,
            .max_length = 2000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "答复并办结")));
    part_form_end(w);
    part_form_begin(
        w, url_make(w->a, "/mine/needs/%d/release", n->id), false);
    part_hidden(w, "version", version);
    part_button(w, BUTTON_SECOND, str_of(T(w, "退回，由其他单位对接")));
    part_form_end(w);
    return OK;
}

static enum status
load_need(struct web *w, struct need *ret, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return need_get(&w->x, id, ret, err);
}

static enum status
mine_need(struct web *w, struct err *err)
{
    struct need n;

    TRY(load_need(w, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = arena_fmt(w->a, T(w, "服务需求 %.*s"),
                STR_ARG(n.number)),
            .nav = "my-activities",
            .crumbs = { { str_of(T(w, "服务需求")),
                url_path("/mine/needs") } },
            .n_crumbs = 1 });
    need_facts(w, &n);
    if (str_eq(n.state, STR("OPEN")))
        take_form(w, &n);
    else if (str_eq(n.state, STR("TAKEN")) &&
             acts_for(&w->who, n.taken_by_subject_id, "editor"))
        TRY(answer_form(w, &n, err));
    page_end(w);
    return OK;
}

static enum status
take_act(struct web *w, struct err *err)
{
    int64_t id = 0, subject = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!num_int(web_field(w, "subject"), 1, INT64_MAX, &subject))
        return err_set(err, ERR_INPUT, "请选择对接的单位或专家");
    return need_take(&w->x, id, subject, err);
}

static enum status
version_of(struct web *w, int64_t *ret_id, int64_t *ret, struct err *err)
{
    TRY(web_param_id(w, 0, ret_id, err));
    return num_int(web_field(w, "version"), 1, INT64_MAX, ret)
               ? OK
               : err_set(err, ERR_INPUT, "页面不完整，请刷新后再试");
}

static enum status
answer_act(struct web *w, struct err *err)
{
    int64_t id = 0, version = 0, activity = 0;

    TRY(version_of(w, &id, &version, err));
    (void)num_int(web_field(w, "activity"), 1, INT64_MAX, &activity);
    return need_answer(&w->x, id, version, activity,
        web_field(w, "matched"), web_field(w, "answer"), err);
}

static enum status
release_act(struct web *w, struct err *err)
{
    int64_t id = 0, version = 0;

    TRY(version_of(w, &id, &version, err));
    return need_release(&w->x, id, version, err);
}

static enum status
mine_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/mine/needs"), "saved");
}

/* --- officers --- */

static enum status
desk_list(struct web *w, struct err *err)
{
    const struct need *list = NULL;
    size_t n = 0;
    int64_t total = 0;
    struct str state = web_query(w, "state");
    const struct choice states[] = { { STR_EMPTY, str_of(T(w, "全部")) },
        { STR("OPEN"), str_of(T(w, "待对接")) },
        { STR("TAKEN"), str_of(T(w, "已对接")) },
        { STR("DONE"), str_of(T(w, "已答复")) },
        { STR("CLOSED"), str_of(T(w, "已关闭")) } };

    TRY(need_list(&w->x, state, web_page(w), &list, &n, &total, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "服务需求")),
            .nav = "records" });
    part_filter_begin(w, url_path("/desk/needs"));
    part_select(w, "state", str_of(T(w, "状态")), STR_EMPTY, states, 5,
        state);
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有符合条件的需求。")),
            str_of(T(w, "返回登记簿")), url_path("/desk/records"));
    } else {
        need_table(w, str_of(T(w, "服务需求")), list, n, true);
        part_pages(w, total, web_page(w), PER_PAGE);
    }
    page_end(w);
    return OK;
}

static enum status
desk_need(struct web *w, struct err *err)
{
    struct need n;

    TRY(load_need(w, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, T(w, "服务需求 %.*s"),
                STR_ARG(n.number)),
            .nav = "records",
            .crumbs = { { str_of(T(w, "服务需求")),
                url_path("/desk/needs") } },
            .n_crumbs = 1 });
    need_facts(w, &n);
    if (!str_eq(n.state, STR("CLOSED")) &&
        may_in(&w->x, MAY_SUPERVISE, 0, n.region)) {
        part_fold_begin(w, BUTTON_DANGER, T(w, "关闭需求"));
        part_form_begin(
            w, url_make(w->a, "/desk/needs/%d/close", n.id), false);
        part_hidden(w, "version",
            arena_fmt(w->a, "%lld", (long long)n.version));
        part_input(w,
            &(struct input){ .name = "reason",
                .label = str_of(T(w, "关闭的理由")),
                .kind = INPUT_AREA,
                .max_length = 500 });
        part_button(w, BUTTON_DANGER, str_of(T(w, "确认关闭")));
        part_form_end(w);
        html_raw(w->h, "</details>");
    }
    page_end(w);
    return OK;
}

static enum status
close_act(struct web *w, struct err *err)
{
    int64_t id = 0, version = 0;

    TRY(version_of(w, &id, &version, err));
    return need_close(&w->x, id, version, web_field(w, "reason"), err);
}

static enum status
close_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/desk/needs"), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/needs/new", MAY_ANYBODY, .get = new_page,
        .about = "Form on which an enterprise says what it needs." },
    { HTTP_POST, "/needs/new", MAY_ANYBODY, .act = new_act,
        .reply = new_reply, .again = new_page, .about = "Puts a need." },
    { HTTP_GET, "/needs", MAY_ANYBODY, .get = find_page,
        .about = "Asks for number and code of a need." },
    { HTTP_POST, "/needs", MAY_ANYBODY, .act = find_act,
        .reply = find_reply, .again = find_page,
        .about = "Leads to a need by number and code." },
    { HTTP_GET, "/needs/:number", MAY_ANYBODY, .get = need_page,
        .about = "What became of a need, with its code." },
    { HTTP_POST, "/needs/:number/withdraw", MAY_ANYBODY,
        .act = withdraw_act, .reply = withdraw_reply, .again = need_page,
        .about = "The enterprise withdraws its need." },
    { HTTP_GET, "/mine/needs", MAY_SIGNED_IN, .get = mine_list,
        .about = "Needs taken up and open ones of the province." },
    { HTTP_GET, "/mine/needs/:id", MAY_SIGNED_IN, .get = mine_need,
        .about = "A need, to take or to answer." },
    { HTTP_POST, "/mine/needs/:id/take", MAY_SIGNED_IN, .act = take_act,
        .reply = mine_reply, .again = mine_need, .about = "Takes a need." },
    { HTTP_POST, "/mine/needs/:id/answer", MAY_SIGNED_IN,
        .act = answer_act, .reply = mine_reply, .again = mine_need,
        .about = "Answers a need." },
    { HTTP_POST, "/mine/needs/:id/release", MAY_SIGNED_IN,
        .act = release_act, .reply = mine_reply, .again = mine_need,
        .about = "Gives a need back to the others." },
    { HTTP_GET, "/desk/needs", MAY_READ_FILES, .get = desk_list,
        .about = "All needs, for officers." },
    { HTTP_GET, "/desk/needs/:id", MAY_READ_FILES, .get = desk_need,
        .about = "A need, for officers." },
    { HTTP_POST, "/desk/needs/:id/close", MAY_SUPERVISE, .act = close_act,
        .reply = close_reply, .again = desk_need,
        .about = "Closes a need with a reason." },
};
const struct route_set needs_routes = ROUTE_SET("needs", ROUTES);
