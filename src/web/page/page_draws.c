/* Draws for everybody: the list, one with its whole computation, its files. */
#include "draw_parts.h"

#define LISTED 100

static enum status
list_page(struct web *w, struct err *err)
{
    const struct draw *list = NULL;
    size_t n = 0;

    TRY(draw_list(&w->x, 0, -1, LISTED, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "双随机抽查")),
            .nav = "draws" });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h, T(w,
        "随机抽取检查对象，随机选派检查人员，结果公开。方案先公布，种子后产生，"
        "任何人都可以重新计算。"));
    html_raw(w->h, "</p>");
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有公布的抽查。")),
            str_of(T(w, "查看公示名册")), url_path("/register"));
    else
        draw_list_table(w, list, n, T(w, "公布的抽查"), false);
    page_end(w);
    return OK;
}

/* --- what came of it --- */

static enum status
orders(struct web *w, const struct inspection *i, struct err *err)
{
    const struct rectification *list = NULL;
    size_t n = 0;

    if (i->state != INSPECT_PUBLISHED)
        return OK;
    TRY(rectification_of_source(
        &w->x, i->subject_id, "inspection", i->id, &list, &n, err));
    for (size_t k = 0; k < n; k++) {
        html_raw(w->h, "<p>");
        html_text(w->h,
            arena_fmt(w->a,
                T(w, "责令限期整改（%.*s）：%.*s；应在 %.*s 前改正"),
                STR_ARG(list[k].number), STR_ARG(list[k].items),
                STR_ARG(rectification_deadline(w, &list[k]))));
        html_raw(w->h, " ");
        rectification_tag(w, &list[k]);
        html_raw(w->h, "</p>");
    }
    return OK;
}

static enum status
outcomes(struct web *w, const struct draw *d, struct err *err)
{
    const struct inspection *list = NULL;
    size_t n = 0;

    TRY(inspection_of_draw(&w->x, d->id, &list, &n, err));
    if (n == 0)
        return OK;
    part_heading(w, T(w, "检查结果"));
    for (size_t i = 0; i < n; i++) {
        html_raw(w->h, "<section class=\"card\"><h3>");
        html_text(w->h, list[i].name);
        html_raw(w->h, "</h3><p>");
        inspection_tag(w, list[i].state);
        if (list[i].state == INSPECT_PUBLISHED)
            html_text(w->h,
                arena_fmt(w->a, T(w, "检查日期 %.*s，公布于 %.*s"),
                    STR_ARG(day_iso(w->a, list[i].visited)),
                    STR_ARG(show_us(w, list[i].published_us))));
        else if (list[i].state == INSPECT_DROPPED)
            html_text(w->h, list[i].remark);
        else if (day_is_none(list[i].due))
            html_cstr(w->h,
                T(w, "公布期限待下一年度的节假日安排补充后确定"));
        else
            html_text(w->h,
                arena_fmt(w->a, T(w, "应在 %.*s 前公布结果"),
                    STR_ARG(day_iso(w->a, list[i].due))));
        html_raw(w->h, "</p>");
        if (list[i].state == INSPECT_PUBLISHED)
            inspection_findings(w, &list[i]);
        TRY(orders(w, &list[i], err));
        html_raw(w->h, "</section>");
    }
    return OK;
}

static enum status
one_page(struct web *w, struct err *err)
{
    struct draw d;

    TRY(draw_by_number(&w->x, w->params[0], &d, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = arena_fmt(w->a, T(w, "抽查 %.*s"), STR_ARG(d.number)),
            .nav = "draws",
            .crumbs = { { str_of(T(w, "双随机抽查")), url_path("/draws") } },
            .n_crumbs = 1 });
    draw_head(w, &d);
    draw_downloads(w, &d);
    if (d.state == DRAW_DRAWN) {
        draw_result_tables(w, &d);
        TRY(outcomes(w, &d, err));
    }
    draw_pool_tables(w, &d);
    page_end(w);
    return OK;
}

static enum status
file_get(struct web *w, struct err *err)
{
    struct draw d;
    struct str file;

    TRY(draw_by_number(&w->x, w->params[0], &d, err));
    TRY(draw_file(&w->x, &d, &file, err));
    return web_download(w, "application/json",
        arena_fmt(w->a, STR_FMT ".json", STR_ARG(d.number)), file);
}

static enum status
plan_get(struct web *w, struct err *err)
{
    struct draw d;

    TRY(draw_by_number(&w->x, w->params[0], &d, err));
    return web_download(w, "application/json",
        arena_fmt(w->a, STR_FMT "-plan.json", STR_ARG(d.number)),
        d.plan_bytes);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/draws", MAY_ANYBODY, .get = list_page,
        .about = "Double-random draws." },
    { HTTP_GET, "/draws/:number", MAY_ANYBODY, .get = one_page,
        .about = "A draw with its whole computation and what came of it." },
    { HTTP_GET, "/draws/:number/draw.json", MAY_ANYBODY, .get = file_get,
        .flags = ROUTE_PLAIN,
        .about = "The file that anybody can compute again." },
    { HTTP_GET, "/draws/:number/plan.json", MAY_ANYBODY, .get = plan_get,
        .flags = ROUTE_PLAIN,
        .about = "The plan, byte by byte as it was hashed." },
};
const struct route_set draw_routes = ROUTE_SET("draws", ROUTES);
