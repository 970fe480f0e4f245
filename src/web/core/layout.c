/* The frame of every page: head, banner, navigation, error summary, footer. */
#include "app_private.h"
#include "domain/message.h"

#include <string.h>

static size_t
errors_of(const struct web *w)
{
    size_t n = 0;

    for (size_t i = 0; i < w->n_problems; i++)
        n += w->problems[i].warning ? 0 : 1;
    if (n == 0 && w->failed.code != OK)
        n = 1;
    return n;
}

static struct str
site_name(const struct web *w)
{
    return w->english && w->d->site_name_en.n > 0 ? w->d->site_name_en
                                                  : w->d->site_name;
}

static void
head(struct web *w, const struct page *p)
{
    struct html *h = w->h;
    size_t errors = errors_of(w);

    html_raw(h, "<!doctype html>\n<html");
    html_attr(h, "lang", w->english ? STR("en") : STR("zh-CN"));
    if (w->large)
        html_raw(h, " class=\"large\"");
    html_raw(h,
        ">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\"><meta "
        "name=\"renderer\" content=\"webkit\"><meta "
        "http-equiv=\"X-UA-Compatible\" content=\"IE=edge\">\n<title>");
    if (errors > 0) {
        html_cstr(h, T(w, "（有 "));
        html_int(h, (int64_t)errors);
        html_cstr(h, T(w, " 处错误）"));
    }
    html_text(h, p->title);
    html_raw(h, " - ");
    html_text(h, site_name(w));
    html_raw(h, "</title>\n<link rel=\"icon\"");
    html_href(h, "href", asset_url(w, STR("favicon.svg")));
    html_raw(h, "><link rel=\"stylesheet\"");
    html_href(h, "href", asset_url(w, STR("app.css")));
    html_raw(h, "><script defer");
    html_href(h, "src", asset_url(w, STR("app.js")));
    html_raw(h, "></script></head>\n<body");
    if (p->kind == PAGE_DESK)
        html_raw(h, " class=\"wide\"");
    html_raw(h, ">\n<a class=\"skip\" href=\"#main\">");
    html_cstr(h, T(w, "跳到正文"));
    html_raw(h, "</a>\n");
}

/* A small form in the top line: a preference or signing out. */
static void
top_button(struct web *w, struct url action, const char *name,
    struct str value, const char *text, const char *lang)
{
    struct html *h = w->h;

    html_raw(h, "<li>");
    part_form_begin(w, action, false);
    part_hidden(w, "back", w->req->raw_target);
    html_raw(h, "<button");
    html_attr(h, "name", str_of(name));
    html_attr(h, "value", value);
    if (lang != NULL)
        html_attr(h, "lang", str_of(lang));
    html_raw(h, ">");
    html_cstr(h, text);
    html_raw(h, "</button></form></li>");
}

static void
top_links(struct web *w)
{
    struct html *h = w->h;

    if (w->who.account_id == 0) {
        html_raw(h, "<li><a href=\"/sign-in\">");
        html_cstr(h, T(w, "登录"));
        html_raw(h, "</a></li><li><a href=\"/sign-up\">");
        html_cstr(h, T(w, "注册"));
        html_raw(h, "</a></li>");
        return;
    }
    if (w->who.n_memberships > 0) {
        html_raw(h, "<li><a href=\"/mine\">");
        html_cstr(h, T(w, "我的事项"));
        html_raw(h, "</a></li>");
    }
    if (w->who.n_seats > 0) {
        html_raw(h, "<li><a href=\"/body\">");
        html_cstr(h, T(w, "单位办理"));
        html_raw(h, "</a></li>");
    }
    if (w->who.n_grants > 0) {
        html_raw(h, "<li><a href=\"/desk\">");
        html_cstr(h, T(w, "工作台"));
        html_raw(h, "</a></li>");
    }
    html_raw(h, "<li><a href=\"/mine/account\">");
    html_text(h, w->who.name);
    html_raw(h, "</a></li>");
    top_button(w, url_path("/sign-out"), "out", STR("1"), T(w, "退出"), NULL);
}

static void
banner(struct web *w)
{
    struct html *h = w->h;

    html_raw(h,
        "<div class=\"top\" role=\"region\"");
    html_attr(h, "aria-label", str_of(T(w, "快捷入口")));
    html_raw(h, "><div class=\"wrap\"><span>");
    if (w->english) {
        html_text(h, day_iso(w->a, w->today));
    } else {
        html_raw(h, "今天是");
        html_text(h, day_zh(w->a, w->today));
        html_raw(h, " ");
        html_text(h, day_weekday_zh(w->today));
    }
    html_raw(h, "</span><ul>");
    if (w->session.csrf.n > 0) {
        top_button(w, url_path("/preferences"), "large",
            w->large ? STR("0") : STR("1"),
            w->large ? T(w, "标准版") : T(w, "大字版"), NULL);
        top_button(w, url_path("/preferences"), "language",
            w->english ? STR("zh") : STR("en"),
            w->english ? "中文" : "English", w->english ? "zh-CN" : "en");
        top_links(w);
    }
    html_raw(h,
        "</ul></div></div>\n<header class=\"header\"><div class=\"wrap\"><a "
        "class=\"brand\" href=\"/\"><img");
    html_href(h, "src", asset_url(w, STR("mark.svg")));
    html_raw(h, " alt=\"\" width=\"50\" height=\"50\"><span>");
    html_text(h, site_name(w));
    html_raw(h, "<small>");
    html_cstr(h, T(w, "申报 · 评审 · 公示 · 查验"));
    html_raw(h, "</small></span></a></div></header>\n");
}

static void
navigation(struct web *w, const struct page *p)
{
    struct html *h = w->h;

    if (p->kind == PAGE_PLAIN)
        return;
    html_raw(h, "<nav class=\"nav\"");
    html_attr(h, "aria-label", str_of(T(w, "主导航")));
    html_raw(h, "><ul class=\"wrap\">");
    navigation_entries(w, p->kind == PAGE_DESK ? PAGE_PUBLIC : p->kind,
        p->nav);
    html_raw(h, "</ul></nav>\n");
}

static void
crumbs(struct web *w, const struct page *p)
{
    struct html *h = w->h;

    if (p->n_crumbs == 0)
        return;
    html_raw(h, "<nav class=\"breadcrumbs\"");
    html_attr(h, "aria-label", str_of(T(w, "当前位置")));
    html_raw(h, "><ol>");
    for (size_t i = 0; i < p->n_crumbs; i++) {
        html_raw(h, "<li>");
        part_link(w, p->crumbs[i].to, p->crumbs[i].text);
        html_raw(h, "</li>");
    }
    html_raw(h, "<li aria-current=\"page\">");
    html_text(h, p->title);
    html_raw(h, "</li></ol></nav>\n");
}

/* "people[0].name" -> "people-0-name": the id of a field. */
struct str
field_id(struct arena *a, struct str name)
{
    char *id = arena_alloc(a, name.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9') || c == '_' || c >= 0x80;

        if (plain || (n > 0 && id[n - 1] != '-'))
            id[n++] = plain ? (char)c : '-';
    }
    while (n > 0 && id[n - 1] == '-')
        n--;
    return (struct str){ id, n };
}

static void
summary_line(struct web *w, struct str field, struct str text)
{
    struct html *h = w->h;

    html_raw(h, "<li>");
    if (field.n > 0) {
        html_raw(h, "<a");
        html_href(h, "href", url_fragment(w->a, field_id(w->a, field)));
        html_raw(h, ">");
    }
    html_text(h, text);
    if (field.n > 0)
        html_raw(h, "</a>");
    html_raw(h, "</li>");
}

static void
error_summary(struct web *w)
{
    struct html *h = w->h;
    size_t n = errors_of(w), listed = 0;

    if (n == 0)
        return;
    html_raw(h,
        "<div class=\"error-summary\" role=\"alert\" tabindex=\"-1\" "
        "aria-labelledby=\"errors-title\"><h2 id=\"errors-title\">");
    html_cstr(h, T(w, "请先修改以下 "));
    html_int(h, (int64_t)n);
    html_cstr(h, T(w, " 处"));
    html_raw(h, "</h2><ul>");
    for (size_t i = 0; i < w->n_problems; i++) {
        const struct form_problem *p = &w->problems[i];

        if (p->warning)
            continue;
        listed++;
        summary_line(w, p->field, w->english ? p->text_en : p->text);
    }
    if (listed == 0)
        summary_line(
            w, str_of(w->failed.field), web_said(w, str_of(w->failed.text)));
    html_raw(h, "</ul></div>\n");
}

static void
demo_bar(struct web *w)
{
    struct html *h = w->h;

    if (!w->d->demo)
        return;
    html_raw(h, "<div class=\"notice-bar\" role=\"region\"");
    html_attr(h, "aria-label", str_of(T(w, "演示环境")));
    html_raw(h, "><div class=\"wrap\"><p>");
    html_cstr(h, T(w, "演示环境：人员、单位和数据均为虚构。演示时间："));
    html_text(h, show_us(w, w->now_us));
    html_raw(h, " <a href=\"/demo\">");
    html_cstr(h, T(w, "演示说明与时间调节"));
    html_raw(h, "</a></p></div></div>\n");
}

void
page_begin(struct web *w, const struct page *p)
{
    struct html *h = w->h;
    const char *done = flash_text(web_query(w, "done"));

    head(w, p);
    banner(w);
    navigation(w, p);
    demo_bar(w);
    html_raw(h,
        "<main class=\"main\" id=\"main\" tabindex=\"-1\"><div "
        "class=\"wrap\">\n");
    if (p->kind == PAGE_DESK) {
        html_raw(h, "<div class=\"grid\"><nav class=\"c3 side-nav\"");
        html_attr(h, "aria-label", str_of(T(w, "工作台")));
        html_raw(h, "><ul>");
        navigation_entries(w, PAGE_DESK, p->nav);
        html_raw(h, "</ul></nav><div class=\"c9\">\n");
    }
    crumbs(w, p);
    if (done[0] != '\0') {
        html_raw(h, "<div class=\"callout callout-good\" role=\"status\"><p>");
        html_cstr(h, catalog_get(w->catalog, done));
        html_raw(h, "</p></div>\n");
    }
    error_summary(w);
    html_raw(h, "<h1>");
    html_text(h, p->title);
    html_raw(h, "</h1>\n");
    w->page_kind = (int)p->kind;
}

/* Who runs the programmes, each once. */
static void
authorities(struct web *w)
{
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];
        bool named = false;

        for (size_t k = 0; k < i && !named; k++)
            named = str_eq(w->d->programmes[k].authority, p->authority);
        if (named)
            continue;
        html_cstr(w->h, i == 0 ? T(w, "主办：") : T(w, "、"));
        html_text(w->h,
            L(w, (struct label){ p->authority, p->authority_en }));
    }
}

static void
footer(struct web *w)
{
    struct html *h = w->h;

    html_raw(h,
        "<footer class=\"footer\"><div class=\"wrap\"><p><a "
        "href=\"/sitemap\">");
    html_cstr(h, T(w, "网站地图"));
    html_raw(h, "</a> <a href=\"/privacy\">");
    html_cstr(h, T(w, "隐私政策"));
    html_raw(h, "</a> <a href=\"/accessibility\">");
    html_cstr(h, T(w, "无障碍声明"));
    html_raw(h, "</a> <a href=\"/help\">");
    html_cstr(h, T(w, "帮助中心"));
    html_raw(h, "</a></p><p>");
    authorities(w);
    html_raw(h, " · ");
    html_cstr(h, T(w, "服务器时间（北京时间）："));
    html_text(h, show_us(w, w->now_us));
    html_raw(h, "</p></div></footer>\n</body></html>\n");
}

void
page_end(struct web *w)
{
    struct html *h = w->h;

    if (w->page_kind == PAGE_DESK)
        html_raw(h, "</div></div>\n");
    html_raw(h, "</div></main>\n");
    footer(w);
}

/* --- errors --- */

static const struct {
    enum status code;
    int http;
    const char *title; /* msgid */
    const char *next;
} ERRORS[] = {
    { ERR_INPUT, 422, N_("提交的内容有误"), N_("请返回上一页修改后重新提交。") },
    { ERR_NOT_FOUND, 404, N_("没有找到"),
        N_("请核对地址，或者从首页重新进入。") },
    { ERR_DENIED, 403, N_("不能办理"),
        N_("如需权限，请联系系统管理员。") },
    { ERR_CONFLICT, 409, N_("现在不能办理"),
        N_("情况已经变化，请返回上一页刷新后查看。") },
    { ERR_LIMIT, 429, N_("超出限制"), N_("请稍后再试，或减少内容。") },
    { ERR_BUSY, 503, N_("系统繁忙"), N_("请稍候再提交，已填写的内容没有丢失。") },
    { ERR_UNCERTAIN, 503, N_("结果未知"),
        N_("请先查看是否已经提交成功，再决定是否重新提交。") },
    { ERR_IO, 500, N_("系统故障"), N_("故障已记录，请稍后再试。") },
    { ERR_DB, 500, N_("系统故障"), N_("故障已记录，请稍后再试。") },
};

void
error_page(struct web *w, const struct err *e)
{
    size_t i = 0;
    struct err said = *e;

    while (i + 1 < sizeof(ERRORS) / sizeof(ERRORS[0]) &&
           ERRORS[i].code != e->code)
        i++;
    if (str_starts(w->req->path, STR("/api/"))) {
        problem_page(w, ERRORS[i].http, ERRORS[i].title, e);
        return;
    }
    buf_clear(&w->resp->body);
    w->resp->file_path = NULL;
    w->resp->status = ERRORS[i].http;
    w->resp->content_type = "text/html; charset=utf-8";
    w->problems = NULL;
    w->n_problems = 0;
    w->failed = (struct err){ 0 };
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(catalog_get(w->catalog, ERRORS[i].title)) });
    html_raw(w->h, "<p class=\"lead\">");
    if (ERRORS[i].http < 500 || e->code == ERR_BUSY)
        html_text(w->h, web_said(w, str_of(said.text)));
    html_raw(w->h, "</p><p>");
    html_cstr(w->h, catalog_get(w->catalog, ERRORS[i].next));
    html_raw(w->h, "</p><p><a href=\"/\">");
    html_cstr(w->h, T(w, "返回首页"));
    html_raw(w->h, "</a></p>");
    page_end(w);
}
