/* The demo's own page: who can sign in, what to try, and the time machine. */
#include "web/app.h"
#include "web/web.h"

#define DAY_US INT64_C(86400000000)
#define FORWARD_MAX_DAYS 3660

static enum status
only_in_demo(const struct web *w, struct err *err)
{
    if (w->d->demo && app_options(w->app)->clock_offset_us != NULL)
        return OK;
    return err_set(err, ERR_NOT_FOUND, "没有这个页面");
}

static void
logins(struct web *w, const struct json *list)
{
    part_table_begin(w, str_of(T(w, "演示账号")));
    part_th(w, str_of(T(w, "角色")), false);
    part_th(w, str_of(T(w, "账号")), false);
    part_th(w, str_of(T(w, "密码")), false);
    part_th(w, str_of(T(w, "先试什么")), false);
    part_table_body(w);
    for (size_t i = 0; i < list->n; i++) {
        const struct json *one = list->items[i];

        part_tr(w);
        part_td(w, json_str(json_get(one, STR("role"))));
        part_td(w, json_str(json_get(one, STR("login"))));
        part_td(w, json_str(json_get(one, STR("password"))));
        part_td(w, json_str(json_get(one, STR("try"))));
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
demo_page(struct web *w, struct err *err)
{
    struct str text;
    const struct json *list = NULL;

    TRY(only_in_demo(w, err));
    TRY(setting_get(&w->x, STR("demo/logins"), STR("[]"), &text, err));
    TRY(json_parse(w->a, text, 65536, &list, err));
    page_begin(w, &(struct page){ .kind = PAGE_PUBLIC,
                      .title = str_of(T(w, "演示说明")) });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "所有人员、单位和数据均为虚构。可以用下面的账号登录，也可以自行注册。"));
    html_raw(w->h, "</p>");
    if (list->n > 0)
        logins(w, list);
    html_raw(w->h, "<h2 id=\"clock\">");
    html_cstr(w->h, T(w, "时间调节"));
    html_raw(w->h, "</h2><p>");
    html_cstr(w->h,
        T(w, "把演示时间向前拨，每日任务随即运行：预警、到期、提醒等会按办法产生。"
             "只能向前，不能后退。"));
    html_raw(w->h, "</p>");
    part_form_begin(w, url_path("/demo/clock"), false);
    part_input(w,
        &(struct input){ .name = "days",
            .label = str_of(T(w, "向前拨的天数")),
            .hint = str_of(T(w, "1 至 3660")),
            .kind = INPUT_NUMBER,
            .value = STR("30"),
            .width = 8 });
    part_input(w,
        &(struct input){ .name = "date",
            .label = str_of(T(w, "或者拨到哪一天")),
            .hint = str_of(T(w, "填写后以日期为准，如 2027-01-16")),
            .kind = INPUT_DATE,
            .optional = true });
    part_button(w, BUTTON_MAIN, str_of(T(w, "拨动")));
    part_form_end(w);
    page_end(w);
    return OK;
}

/* Days from today to the date typed, which must lie ahead. */
static enum status
days_to_date(struct web *w, struct str typed, int64_t *ret, struct err *err)
{
    struct day to = DAY_NONE;

    if (day_parse(typed, &to, NULL) == OK)
        *ret = (int64_t)to.n - w->today.n;
    if (day_is_none(to) || *ret < 1 || *ret > FORWARD_MAX_DAYS)
        web_problem(w, STR("date"), "日期应在明天至十年以内，如 2027-01-16",
            "Enter a date from tomorrow to ten years ahead");
    return web_problems(w, err);
}

static enum status
clock_act(struct web *w, struct err *err)
{
    int64_t *days = arena_one(w->a, int64_t);

    TRY(only_in_demo(w, err));
    w->state = days;
    if (web_field(w, "date").n > 0)
        return days_to_date(
            w, utf8_narrow(w->a, web_field(w, "date")), days, err);
    if (!num_int(utf8_narrow(w->a, web_field(w, "days")), 1,
            FORWARD_MAX_DAYS, days))
        web_problem(w, STR("days"), "天数应为 1 至 3660 的整数",
            "Enter a whole number of days from 1 to 3660");
    return web_problems(w, err);
}

/* The clock is moved after the commit: nothing of it is stored. */
static enum status
clock_reply(struct web *w, struct err *err)
{
    const int64_t *days = w->state;

    (void)err;
    *app_options(w->app)->clock_offset_us += *days * DAY_US;
    return web_redirect(w, url_path("/demo"), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/demo", MAY_ANYBODY, .get = demo_page,
        .about = "Demo only: accounts, what to try, the clock." },
    { HTTP_POST, "/demo/clock", MAY_ANYBODY, .act = clock_act,
        .reply = clock_reply, .again = demo_page,
        .about = "Demo only: moves the clock forward." },
};
const struct route_set demo_routes = ROUTE_SET("demo", ROUTES);
