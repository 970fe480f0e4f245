/* The front page: what can be done here, what is open, what is new. */
#include "domain/application.h"
#include "domain/statistics.h"
#include "web/web.h"

static void
tile(struct web *w, struct url to, const char *title, const char *text)
{
    html_raw(w->h, "<li><a");
    html_href(w->h, "href", to);
    html_raw(w->h, "><b>");
    html_cstr(w->h, title);
    html_raw(w->h, "</b>");
    html_cstr(w->h, text);
    html_raw(w->h, "</a></li>");
}

static void
tiles(struct web *w)
{
    html_raw(w->h, "<ul class=\"tiles\">");
    tile(w, url_path("/guide"), T(w, "办事指南"),
        T(w, "条件、材料、流程、时限，每一条都有办法原文"));
    tile(w, url_path("/register"), T(w, "公示名册"),
        T(w, "查找有效的单位和人员"));
    tile(w, url_path("/verify"), T(w, "证书查验"),
        T(w, "输入编号或扫描二维码，辨别真伪和状态"));
    tile(w, url_path("/notices"), T(w, "公示公告"),
        T(w, "查看公示名单，在公示期内提出异议"));
    if (web_in_menu(w, "activities")) {
        tile(w, url_path("/needs/new"), T(w, "提出服务需求"),
            T(w, "企业无需注册，说明需要什么帮助"));
        tile(w, url_path("/activities"), T(w, "志愿活动"),
            T(w, "报名参加已发布的活动"));
    }
    if (web_in_menu(w, "plans"))
        tile(w, url_path("/plan"), T(w, "发展计划"),
            T(w, "名额怎样算出，还剩多少"));
    if (web_in_menu(w, "draws"))
        tile(w, url_path("/draws"), T(w, "双随机抽查"),
            T(w, "抽查怎样抽取，任何人都可以重新计算"));
    tile(w, url_path("/progress"), T(w, "办理进度"),
        T(w, "用受理编号和查询码查看办到哪一步"));
    tile(w, url_path("/statistics"), T(w, "统计"),
        T(w, "分布、服务量和办理效率"));
    html_raw(w->h, "</ul>");
}

/* One programme: whether it takes applications now, and until when. */
static void
call(struct web *w, const struct programme *p)
{
    struct round r;
    struct err closed;
    bool takes = pack_procedure(p->pack, STR("apply")) != NULL;
    bool open =
        takes && round_current(&w->x, p->id, &r, &closed) == OK;

    part_card_begin(w, L(w, p->title), false);
    if (!takes) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "不受理新的申报，只登记已有的"));
        html_raw(w->h, "</p>");
    } else if (open) {
        html_raw(w->h, "<p>");
        html_text(w->h, r.name);
        html_raw(w->h, "</p><p>");
        part_tag(w, TAG_GREEN, str_of(T(w, "正在申报")));
        html_raw(w->h, " ");
        if (r.closes_us == 0)
            html_cstr(w->h, T(w, "长期开放"));
        else
            html_text(w->h,
                arena_fmt(w->a, T(w, "截止 %.*s 24:00，还有 %d 天"),
                    STR_ARG(day_iso(w->a, day_of_us(r.closes_us - 1))),
                    day_of_us(r.closes_us - 1).n - w->today.n));
        html_raw(w->h, "</p>");
    } else {
        html_raw(w->h, "<p>");
        html_text(w->h, web_said(w, str_of(closed.text)));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "<div class=\"actions\">");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "查看指南")),
        url_make(w->a, "/guide/%s", p->code));
    if (takes)
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "我能申报吗")),
            url_make(w->a, "/check/%s", p->code));
    if (open)
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "开始申报")),
            url_make(w->a, "/mine/start/%s", p->code));
    html_raw(w->h, "</div>");
    part_card_end(w);
}

/* Finding a holder without going to the register first. */
static void
find_holder(struct web *w)
{
    struct choice *k =
        arena_new_array(w->a, struct choice, w->d->n_programmes + 1);

    for (size_t i = 0; i < w->d->n_programmes; i++)
        k[i] = (struct choice){ w->d->programmes[i].code,
            L(w, w->d->programmes[i].pack->holder_title) };
    part_filter_begin(w, url_path("/register"));
    part_select(w, "programme", str_of(T(w, "类别")), STR_EMPTY, k,
        w->d->n_programmes, k[0].value);
    part_input(w,
        &(struct input){ .name = "q",
            .label = str_of(T(w, "名称或编号")),
            .kind = INPUT_SEARCH });
    part_button(w, BUTTON_MAIN, str_of(T(w, "查找")));
    part_form_end(w);
}

static void
figures(struct web *w, const struct front *f)
{
    html_raw(w->h, "<ul class=\"stats\">");
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        part_stat(w,
            arena_fmt(w->a, T(w, "有效的%.*s"),
                STR_ARG(L(w, p->pack->short_title))),
            arena_fmt(w->a, "%lld", (long long)f->figures[i].holders),
            TAG_BLUE);
        if (pack_form(p->pack, STR("diary")) == NULL)
            continue; /* counts no hours of service */
        part_stat(w,
            arena_fmt(w->a, T(w, "%.*s近 30 天服务（小时）"),
                STR_ARG(L(w, p->pack->short_title))),
            arena_fmt(w->a, "%lld", (long long)(f->figures[i].minutes / 60)),
            TAG_GREEN);
    }
    html_raw(w->h, "</ul>");
}

static void
notices(struct web *w, const struct front *f)
{
    part_card_begin(w, str_of(T(w, "正在公示")), false);
    if (f->n_notices == 0) {
        html_raw(w->h, "<p class=\"muted\">");
        html_cstr(w->h, T(w, "现在没有正在公示的名单。"));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < f->n_notices; i++) {
        const struct front_notice *n = &f->notices[i];

        html_raw(w->h, "<li><p>");
        part_link(w, url_make(w->a, "/notices/%d", n->id), n->title);
        html_raw(w->h, "</p><p class=\"muted\">");
        html_text(w->h,
            arena_fmt(w->a,
                T(w, "拟公布 %lld 个；最后一日 %.*s，当日 24:00 前可提异议"),
                (long long)n->entries,
                STR_ARG(day_iso(w->a, n->last_day))));
        html_raw(w->h, "</p></li>");
    }
    html_raw(w->h, "</ul><p>");
    part_link(w, url_path("/notices"), str_of(T(w, "全部公示公告")));
    html_raw(w->h, "</p>");
    part_card_end(w);
}

static void
activities(struct web *w, const struct front *f)
{
    part_card_begin(w, str_of(T(w, "近期志愿活动")), false);
    if (f->n_activities == 0) {
        html_raw(w->h, "<p class=\"muted\">");
        html_cstr(w->h, T(w, "现在没有可以报名的活动。"));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < f->n_activities; i++) {
        const struct front_activity *v = &f->activities[i];
        struct str place = region_path(w->a, w->d->regions, v->region);

        html_raw(w->h, "<li><p>");
        part_link(w, url_make(w->a, "/activities/%d", v->id), v->title);
        html_raw(w->h, "</p><p class=\"muted\">");
        html_text(w->h, str_sub(show_us(w, v->starts_us), 0, 16));
        html_raw(w->h, " · ");
        html_text(w->h, v->mode);
        html_raw(w->h, " ");
        html_text(w->h, place);
        html_raw(w->h, "</p></li>");
    }
    html_raw(w->h, "</ul><p>");
    part_link(w, url_path("/activities"), str_of(T(w, "全部志愿活动")));
    html_raw(w->h, "</p>");
    part_card_end(w);
}

static enum status
home(struct web *w, struct err *err)
{
    struct front f;

    TRY(front_read(&w->x, &f, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "公开、可核对的认定与服务平台")),
            .nav = "home" });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "每一个结论都列出条款、事实、日期和算式，任何人都可以重新计算。"));
    html_raw(w->h, "</p>");
    find_holder(w);
    tiles(w);
    figures(w, &f);
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "项目与申报"));
    html_raw(w->h, "</h2><div class=\"grid\">");
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        html_raw(w->h, "<div class=\"c6\">");
        call(w, &w->d->programmes[i]);
        html_raw(w->h, "</div>");
    }
    html_raw(w->h, "</div><div class=\"grid\"><div class=\"c6\">");
    notices(w, &f);
    html_raw(w->h, "</div>");
    if (web_in_menu(w, "activities")) {
        html_raw(w->h, "<div class=\"c6\">");
        activities(w, &f);
        html_raw(w->h, "</div>");
    }
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

/* What needs an account is nothing for search engines. */
static enum status
robots(struct web *w, struct err *err)
{
    (void)err;
    w->resp->content_type = "text/plain; charset=utf-8";
    buf_lit(&w->resp->body,
        "User-agent: *\nDisallow: /desk\nDisallow: /mine\n"
        "Disallow: /applications\nDisallow: /files\nDisallow: /api/\n"
        "Disallow: /confirm\nDisallow: /sign-in\n");
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/robots.txt", MAY_ANYBODY, .get = robots,
        .flags = ROUTE_PLAIN, .about = "What search engines leave alone." },
    { HTTP_GET, "/", MAY_ANYBODY, .get = home, .about = "Front page." },
};
const struct route_set home_routes = ROUTE_SET("home", ROUTES);
