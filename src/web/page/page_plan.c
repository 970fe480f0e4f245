/* Issued plans, for everybody. */
#include "plan_parts.h"

/* --- /plan --- */

static enum status
list_of(struct web *w, const struct programme *p, size_t *ret_n,
    struct err *err)
{
    const struct plan *list = NULL;
    size_t n = 0;

    TRY(plan_list(&w->x, p->id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct plan_issue issue;

        if (list[i].issues == 0)
            continue;
        TRY(plan_issue_get(&w->x, &list[i], 0, &issue, err));
        part_tr(w);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/plan/%s/%d", p->code, list[i].year),
            plan_called(w->a, p->pack->planning, list[i].year));
        part_td_end(w);
        part_td(w, L(w, p->pack->short_title));
        part_td(w, issue.document_no);
        part_td(w, show_day(w, day_of_us(issue.issued_us)));
        part_td_begin(w);
        plan_state_tag(w, list[i].state);
        part_td_end(w);
        part_tr_end(w);
        (*ret_n)++;
    }
    return OK;
}

static enum status
list_page(struct web *w, struct err *err)
{
    size_t n = 0;

    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "发展计划")),
            .nav = "plans" });
    part_table_begin(w, str_of(T(w, "已下达的计划")));
    part_th(w, str_of(T(w, "计划")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "文号")), false);
    part_th(w, str_of(T(w, "下达日期")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        if (w->d->programmes[i].pack->planning != NULL)
            TRY(list_of(w, &w->d->programmes[i], &n, err));
    }
    part_table_end(w);
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有下达的发展计划。")),
            str_of(T(w, "首页")), url_path("/"));
    page_end(w);
    return OK;
}

/* --- /plan/:programme/:year --- */

/* The issued version that is asked for by ?n=, else the newest. */
static enum status
find(struct web *w, struct plan_page *s, struct plan_issue *issue,
    struct err *err)
{
    int64_t n = 0;

    TRY(plan_page_find(w, s, err));
    if (web_query(w, "n").n > 0 &&
        !num_int(web_query(w, "n"), 1, 10000, &n))
        return err_set(err, ERR_NOT_FOUND, "计划没有这一版");
    TRY(plan_issue_get(&w->x, &s->plan, n, issue, err));
    return plan_issued_rows(
        &w->x, s->p->id, s->year, issue->n, &s->rows, &s->n, err);
}

static void
versions(struct web *w, const struct plan_page *s,
    const struct plan_issue *list, size_t n)
{
    part_heading(w, T(w, "历次下达"));
    part_table_begin(w, str_of(T(w, "历次下达")));
    part_th(w, str_of(T(w, "版次")), true);
    part_th(w, str_of(T(w, "文号")), false);
    part_th(w, str_of(T(w, "日期")), false);
    part_th(w, str_of(T(w, "修订的理由")), false);
    part_th(w, STR("SHA-256"), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        html_raw(w->h, "<td class=\"num\">");
        part_link(w,
            url_with(w->a, plan_url(w, s, false, ""), "n",
                arena_fmt(w->a, "%lld", (long long)list[i].n)),
            arena_fmt(w->a, "%lld", (long long)list[i].n));
        html_raw(w->h, "</td>");
        part_td(w, list[i].document_no);
        part_td(w, show_day(w, day_of_us(list[i].issued_us)));
        part_td(w, list[i].reason);
        part_td_begin(w);
        html_raw(w->h, "<code>");
        html_text(w->h, list[i].sha256);
        html_raw(w->h, "</code>");
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
plan_page(struct web *w, struct err *err)
{
    const struct plan_issue *list = NULL;
    struct plan_issue issue;
    struct plan_page s;
    size_t n = 0;

    TRY(find(w, &s, &issue, err));
    TRY(plan_issues(&w->x, &s.plan, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = plan_page_title(w, &s),
            .nav = "plans",
            .crumbs = { { str_of(T(w, "发展计划")), url_path("/plan") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    plan_state_tag(w, s.plan.state);
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "发布机关")), s.p->authority);
    part_dl(w, str_of(T(w, "文号")), issue.document_no);
    part_dl(w, str_of(T(w, "下达日期")),
        show_day(w, day_of_us(issue.issued_us)));
    part_dl_end(w);
    part_clause(w, s.p, s.p->pack, s.q->clause);
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "计划表（工作簿）")),
        plan_url(w, &s, false, "/table.xlsx"));
    html_raw(w->h, " ");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "计划表（A4 PDF）")),
        plan_url(w, &s, false, "/table.pdf"));
    html_raw(w->h, "</p>");
    TRY(plan_years(w, &s, false, err));
    plan_charts(w, &s);
    part_heading(w, T(w, "计划表"));
    plan_sort(w, &s, false);
    plan_table_show(w, &s, str_of(T(w, "计划表")), false);
    plan_zones(w, &s);
    versions(w, &s, list, n);
    page_end(w);
    return OK;
}

static enum status
table_xlsx(struct web *w, struct err *err)
{
    struct plan_issue issue;
    struct plan_page s;

    TRY(find(w, &s, &issue, err));
    return plan_table_xlsx(w, &s, err);
}

static enum status
table_pdf_file(struct web *w, struct err *err)
{
    struct plan_issue issue;
    struct plan_page s;

    TRY(find(w, &s, &issue, err));
    return plan_table_pdf(w, &s, err);
}

/* --- one unit --- */

/* The issued figures of the unit in every year: they stay when it ended. */
static enum status
years(struct web *w, const struct plan_page *s, struct str unit,
    struct err *err)
{
    const struct plan *list = NULL;
    size_t n = 0;

    TRY(plan_list(&w->x, s->p->id, &list, &n, err));
    part_heading(w, T(w, "历年"));
    part_table_begin(w, str_of(T(w, "历年")));
    part_th(w, str_of(T(w, "年度")), true);
    part_th(w, L(w, planning_ratio(s->q, s->q->gate)->title), true);
    part_th(w, L(w, planning_ratio(s->q, s->q->target)->title), true);
    part_th(w, str_of(T(w, "名额")), true);
    part_th(w, str_of(T(w, "已用")), true);
    part_th(w, str_of(T(w, "统计时点、来源与区划")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        struct plan_page y = *s;

        if (list[i].issues == 0)
            continue;
        TRY(plan_issued_rows(&w->x, s->p->id, list[i].year, 0, &y.rows, &y.n,
            err));
        const struct plan_row *r = plan_page_row(&y, unit);
        if (r == NULL)
            continue;
        part_tr(w);
        part_td(w, arena_fmt(w->a, "%lld", (long long)list[i].year));
        html_raw(w->h, "<td class=\"num\">");
        html_text(w->h, r->gate.known ? r->gate.shown : STR("—"));
        html_raw(w->h, "</td><td class=\"num\">");
        html_text(w->h, r->target.known ? r->target.shown : STR("—"));
        html_raw(w->h, "</td>");
        part_td_num(w, r->headcount);
        part_td_num(w, r->used);
        part_td(w, plan_source_line(w, r));
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

static enum status
unit_page(struct web *w, struct err *err)
{
    const struct plan_row *r;
    struct plan_issue issue;
    struct plan_page s;

    TRY(find(w, &s, &issue, err));
    r = plan_page_row(&s, w->params[2]);
    if (r == NULL)
        return err_set(err, ERR_NOT_FOUND, "计划中没有这个单元");
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = r->unit.name,
            .nav = "plans",
            .crumbs = { { str_of(T(w, "发展计划")), url_path("/plan") },
                { plan_page_title(w, &s), plan_url(w, &s, false, "") } },
            .n_crumbs = 2 });
    if (!r->unit.exists)
        part_callout(w, true,
            arena_fmt(w->a, "%s" STR_FMT,
                T(w, "这个单元已经撤销，数据照旧保留。现属："),
                STR_ARG(r->unit.successors)));
    plan_passports(w, &s, r);
    plan_figures(w, &s, r);
    TRY(years(w, &s, r->unit.code, err));
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/plan", MAY_ANYBODY, .get = list_page,
        .about = "Issued development plans." },
    { HTTP_GET, "/plan/:programme/:year", MAY_ANYBODY, .get = plan_page,
        .about = "An issued plan: ratios, places, versions." },
    { HTTP_GET, "/plan/:programme/:year/table.xlsx", MAY_ANYBODY,
        .get = table_xlsx, .flags = ROUTE_PLAIN,
        .about = "The plan as a workbook." },
    { HTTP_GET, "/plan/:programme/:year/table.pdf", MAY_ANYBODY,
        .get = table_pdf_file, .flags = ROUTE_PLAIN,
        .about = "The plan as an A4 document." },
    { HTTP_GET, "/plan/:programme/:year/units/:unit", MAY_ANYBODY,
        .get = unit_page,
        .about = "The ratios of a unit with all they rest on." },
};
const struct route_set plan_routes = ROUTE_SET("plan", ROUTES);
