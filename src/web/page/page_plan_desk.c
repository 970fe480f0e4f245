/* Plans on the desk: the table, compiling, issuing, amending, closing. */
#include "domain/plan_allocation.h"
#include "message_parts.h"
#include "plan_parts.h"

/* --- /desk/plan --- */

static enum status
list_of(struct web *w, const struct programme *p, struct err *err)
{
    int64_t year = day_ymd(w->today).year;
    const struct plan *list = NULL;
    size_t n = 0;

    TRY(plan_list(&w->x, p->id, &list, &n, err));
    part_card_begin(w, L(w, p->pack->planning->title), false);
    part_table_begin(w, L(w, p->pack->planning->title));
    part_th(w, str_of(T(w, "年度")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_th(w, str_of(T(w, "版次")), true);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/desk/plan/%s/%d", p->code, list[i].year),
            plan_called(w->a, p->pack->planning, list[i].year));
        part_td_end(w);
        part_td_begin(w);
        plan_state_tag(w, list[i].state);
        part_td_end(w);
        part_td_num(w, list[i].issues);
        part_tr_end(w);
    }
    part_table_end(w);
    html_raw(w->h, "<p>");
    for (int64_t y = year; y <= year + 1; y++) {
        bool there = false;

        for (size_t i = 0; i < n; i++)
            there = there || list[i].year == y;
        if (!there)
            part_link_button(w, BUTTON_SECOND,
                arena_fmt(w->a, "%s %lld", T(w, "编报年度"), (long long)y),
                url_make(w->a, "/desk/plan/%s/%d", p->code, y));
    }
    if (plan_is_authority(&w->x, p) &&
        p->pack->planning->units->n_changes > 0) {
        html_raw(w->h, " ");
        part_link(w, url_path("/desk/succession"),
            str_of(T(w, "区划变更：机构和申请转入")));
    }
    html_raw(w->h, "</p>");
    part_card_end(w);
    return OK;
}

static enum status
list_page(struct web *w, struct err *err)
{
    size_t n = 0;

    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "发展计划")),
            .nav = "plan" });
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (p->pack->planning == NULL ||
            !may_in(&w->x, MAY_READ_FILES, p->id, STR_EMPTY))
            continue;
        TRY(list_of(w, p, err));
        n++;
    }
    if (n == 0)
        part_empty(w, str_of(T(w, "您办理的项目都不编制发展计划。")),
            str_of(T(w, "待办")), url_path("/desk"));
    page_end(w);
    return OK;
}

/* --- the form with the places of all units --- */

static void
number_input(struct web *w, const char *prefix, const struct plan_row *r,
    const char *what, int64_t value)
{
    const char *name = arena_cstr(w->a,
        arena_fmt(w->a, "%s-" STR_FMT, prefix, STR_ARG(r->unit.code)));
    struct str shown = value < 0
                           ? STR_EMPTY
                           : arena_fmt(w->a, "%lld", (long long)value);

    html_raw(w->h, "<input type=\"text\" inputmode=\"numeric\" size=\"5\" "
                   "maxlength=\"5\"");
    html_attr(w->h, "name", str_of(name));
    html_attr(w->h, "value", web_typed(w, name, shown));
    html_attr(w->h, "aria-label",
        arena_fmt(w->a, STR_FMT " %s", STR_ARG(r->unit.name), what));
    html_raw(w->h, ">");
}

/* A proposal of the study that is to be laid into the form; NULL: none. */
static enum status
study(struct web *w, const struct plan_page *s,
    const struct plan_allocation **ret, struct err *err)
{
    struct plan_allocation *all =
        arena_new_array(w->a, struct plan_allocation, PLAN_WAY_COUNT_);
    int64_t total = 0;

    *ret = NULL;
    if (!num_int(web_query(w, "total"), 0, PLAN_TOTAL_MAX, &total))
        return OK;
    for (int i = 0; i < PLAN_WAY_COUNT_; i++) {
        if (!str_eq(web_query(w, "way"), plan_way_name((enum plan_way)i)))
            continue;
        TRY(plan_allocate(
            w->a, s->p->pack, s->rows, s->n, total, all, err));
        *ret = &all[i];
    }
    return OK;
}

/* Only ever a hint (D-4-3-d): most of the new ones go to rural places. */
static struct str
rural_note(struct web *w, const struct plan_page *s, int64_t headcount,
    int64_t rural)
{
    if (headcount == 0 || s->q->rural_share.n == 0)
        return STR_EMPTY;
    if (rural < 0)
        return str_of(T(w, "未定农村名额"));
    return plan_rural_kept(s->p->pack, rural, headcount)
               ? STR_EMPTY
               : str_of(T(w, "农村占比不够，请确认"));
}

static void
set_row(struct web *w, const struct plan_page *s, size_t i,
    const struct plan_allocation *from)
{
    const struct plan_row *r = &s->rows[i];
    bool open = r->gate.known && !r->gate.reached;
    int64_t headcount = r->is_set ? r->headcount
                        : r->proposed >= 0 ? r->proposed
                                           : 0;
    int64_t rural = r->is_set ? r->rural : r->proposed_rural;

    if (from != NULL) {
        headcount = from->shares[i].headcount;
        rural = from->shares[i].rural;
    }
    part_tr(w);
    html_raw(w->h, "<th scope=\"row\">");
    html_text(w->h, r->unit.name);
    html_raw(w->h, "</th><td>");
    plan_reached_tag(w, &r->gate);
    html_raw(w->h, "</td>");
    html_raw(w->h, "<td class=\"num\">");
    if (r->proposed >= 0)
        html_int(w->h, r->proposed);
    else
        html_raw(w->h, "—");
    html_raw(w->h, "</td>");
    if (open) {
        part_td_begin(w);
        number_input(w, "h", r, T(w, "名额"), headcount);
        part_td_end(w);
        part_td_begin(w);
        number_input(w, "r", r, T(w, "其中农村"), rural);
        part_td_end(w);
        part_td(w, rural_note(w, s, headcount, rural));
    } else {
        part_td_num(w, 0);
        part_td(w, STR("—"));
        part_td(w, r->gate.known
                       ? r->gate.arithmetic
                       : str_of(T(w, "数据不全，尚不能安排名额")));
    }
    part_tr_end(w);
}

static enum status
sets_form(struct web *w, const struct plan_page *s, bool amend,
    struct err *err)
{
    const struct plan_allocation *from = NULL;

    TRY(study(w, s, &from, err));
    part_form_begin(
        w, plan_url(w, s, true, amend ? "/amend" : "/compile"), false);
    if (from != NULL)
        part_callout(w, false,
            arena_fmt(w->a, "%s" STR_FMT,
                T(w, "下面填入了测算方案，仅供参考，可以修改："),
                STR_ARG(web_said(w, plan_way_title(from->way)))));
    part_table_begin(w, str_of(T(w, "各单元名额")));
    part_th(w, str_of(T(w, "计划单元")), false);
    part_th(w, str_of(T(w, "门槛")), false);
    part_th(w, str_of(T(w, "申报")), true);
    part_th(w, str_of(T(w, "名额")), false);
    part_th(w, str_of(T(w, "其中农村")), false);
    part_th(w, str_of(T(w, "说明")), false);
    part_table_body(w);
    for (size_t i = 0; i < s->n; i++) {
        if (s->rows[i].unit.exists)
            set_row(w, s, i, from);
    }
    part_table_end(w);
    if (amend) {
        part_input(w,
            &(struct input){ .name = "reason",
                .label = str_of(T(w, "修订的理由")),
                .kind = INPUT_AREA,
                .max_length = 2000 });
        part_input(w,
            &(struct input){ .name = "document_no",
                .label = str_of(T(w, "修订的文号")),
                .max_length = 100,
                .width = 30 });
    }
    part_button(w, amend ? BUTTON_DANGER : BUTTON_MAIN,
        str_of(amend ? T(w, "下达修订") : T(w, "保存汇总")));
    part_form_end(w);
    return OK;
}

/* --- other acts --- */

static void
issue_form(struct web *w, const struct plan_page *s)
{
    part_heading(w, T(w, "下达计划"));
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "下达后内容冻结并向社会公开，此后的改动须作修订。"));
    html_raw(w->h, "</p>");
    part_form_begin(w, plan_url(w, s, true, "/issue"), false);
    part_input(w,
        &(struct input){ .name = "document_no",
            .label = str_of(T(w, "下达的文号")),
            .max_length = 100,
            .width = 30 });
    part_button(w, BUTTON_SECOND, str_of(T(w, "下达")));
    part_form_end(w);
}

static void
close_form(struct web *w, const struct plan_page *s)
{
    part_fold_begin(w, BUTTON_DANGER, T(w, "终结计划"));
    part_form_begin(w, plan_url(w, s, true, "/close"), false);
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "终结的理由")),
            .hint = str_of(T(w, "终结后不再占用名额，不能撤回")),
            .kind = INPUT_AREA,
            .max_length = 2000 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "确认终结")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static enum status
forms(struct web *w, const struct plan_page *s, struct err *err)
{
    bool issued =
        s->plan.state == PLAN_ISSUED || s->plan.state == PLAN_AMENDED;

    if (!plan_is_authority(&w->x, s->p) || s->plan.state == PLAN_CLOSED ||
        s->plan.state == PLAN_NONE)
        return OK;
    if (!issued) {
        part_heading(w, T(w, "汇总"));
        TRY(sets_form(w, s, false, err));
        if (s->plan.state == PLAN_COMPILED_MUNICIPAL)
            issue_form(w, s);
        return OK;
    }
    part_heading(w, T(w, "修订"));
    TRY(sets_form(w, s, true, err));
    close_form(w, s);
    return OK;
}

/* --- /desk/plan/:programme/:year --- */

static void
tools(struct web *w, const struct plan_page *s)
{
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "名额测算")),
        plan_url(w, s, true, "/study"));
    html_raw(w->h, " ");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "单元推算")),
        plan_url(w, s, true, "/simulation"));
    html_raw(w->h, " ");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "用工作簿填报")),
        plan_url(w, s, true, "/import"));
    html_raw(w->h, " ");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "计划表（工作簿）")),
        plan_url(w, s, true, "/table.xlsx"));
    html_raw(w->h, " ");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "计划表（A4 PDF）")),
        plan_url(w, s, true, "/table.pdf"));
    if (s->plan.issues > 0) {
        html_raw(w->h, " ");
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "公开页面")),
            plan_url(w, s, false, ""));
    }
    html_raw(w->h, "</p>");
}

static void
steps(struct web *w, const struct plan_page *s)
{
    const struct str names[] = { web_said(w, STR("编报")),
        web_said(w, STR("汇总")), web_said(w, STR("下达")),
        web_said(w, STR("终结")) };
    static const size_t AT[] = { [PLAN_NONE] = 0,
        [PLAN_DRAFT_COUNTY] = 0,
        [PLAN_COMPILED_MUNICIPAL] = 1,
        [PLAN_ISSUED] = 2,
        [PLAN_AMENDED] = 2,
        [PLAN_CLOSED] = 3 };

    part_steps(w, names, 4, AT[s->plan.state]);
}

static void
counts(struct web *w, const struct plan_page *s)
{
    int64_t entered = 0, headcount = 0, used = 0, reached = 0;

    for (size_t i = 0; i < s->n; i++) {
        entered += s->rows[i].proposal.seq > 0;
        headcount += s->rows[i].headcount;
        used += s->rows[i].used;
        reached += s->rows[i].gate.known && s->rows[i].gate.reached;
    }
    html_raw(w->h, "<ul class=\"stats\">");
    part_stat(w, str_of(T(w, "已填报单元")),
        arena_fmt(w->a, "%lld/%zu", (long long)entered, s->n), TAG_BLUE);
    part_stat(w, str_of(T(w, "达到门槛的单元")),
        arena_fmt(w->a, "%lld", (long long)reached), TAG_GREEN);
    part_stat(w, str_of(T(w, "名额")),
        arena_fmt(w->a, "%lld", (long long)headcount), TAG_GREY);
    part_stat(w, str_of(T(w, "已用名额")),
        arena_fmt(w->a, "%lld", (long long)used), TAG_GREY);
    html_raw(w->h, "</ul>");
}

/* What came in after the others were taken over. */
static void
pending(struct web *w, const struct plan_page *s)
{
    size_t n = 0, returned = 0;

    for (size_t i = 0; i < s->n; i++) {
        const struct plan_entry *e = &s->rows[i].proposal;

        returned += e->returned_us > 0;
        n += e->seq > 0 && e->returned_us == 0 && e->accepted_us == 0;
    }
    if (s->plan.state != PLAN_COMPILED_MUNICIPAL || n + returned == 0)
        return;
    part_callout(w, true,
        arena_fmt(w->a,
            T(w, "有 %zu 个单元重新填报、尚未采用，有 %zu 个单元已退回、尚未重新"
                 "填报；保存汇总即采用已填报的数据。"),
            n, returned));
}

static enum status
plan_page(struct web *w, struct err *err)
{
    struct plan_page s;

    TRY(plan_page_rows(w, &s, err));
    TRY(act_require(&w->x, MAY_READ_FILES, s.p->id, STR_EMPTY, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = plan_page_title(w, &s),
            .nav = "plan",
            .crumbs = { { str_of(T(w, "发展计划")),
                url_path("/desk/plan") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    plan_state_tag(w, s.plan.state);
    html_raw(w->h, "</p>");
    steps(w, &s);
    counts(w, &s);
    part_clause(w, s.p, s.p->pack, s.q->clause);
    tools(w, &s);
    TRY(plan_years(w, &s, true, err));
    if (s.plan.state == PLAN_NONE)
        part_callout(w, false,
            str_of(T(w, "还没有人填报。请打开下表中的单元填报，或者用工作簿填报。")));
    pending(w, &s);
    part_heading(w, T(w, "计划表"));
    plan_sort(w, &s, true);
    plan_table_show(w, &s, str_of(T(w, "计划表")), true);
    plan_zones(w, &s);
    TRY(forms(w, &s, err));
    plan_charts(w, &s);
    if (plan_is_authority(&w->x, s.p))
        TRY(message_receipt_card(
            w, arena_fmt(w->a, "/desk/plan/" STR_FMT "/%lld",
                   STR_ARG(s.p->code), (long long)s.year), err));
    page_end(w);
    return OK;
}

/* --- acts --- */

static bool
read_number(struct web *w, const char *prefix, const struct plan_row *r,
    int64_t otherwise, int64_t *ret)
{
    const char *name = arena_cstr(w->a,
        arena_fmt(w->a, "%s-" STR_FMT, prefix, STR_ARG(r->unit.code)));
    struct str typed = utf8_narrow(w->a, web_field(w, name));

    *ret = otherwise;
    if (typed.n == 0 || num_int(typed, 0, 99999, ret))
        return true;
    web_problem_str(w, str_of(name),
        arena_fmt(w->a, STR_FMT "的名额应为 0 到 99999 的整数，现为“" STR_FMT "”",
            STR_ARG(r->unit.name), STR_ARG(typed)),
        arena_fmt(w->a,
            "The places of " STR_FMT
            " should be a whole number from 0 to 99999",
            STR_ARG(r->unit.name)));
    return false;
}

static enum status
read_sets(struct web *w, const struct plan_page *s,
    const struct plan_set **ret, size_t *ret_n, struct err *err)
{
    struct plan_set *sets = arena_new_array(w->a, struct plan_set, s->n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++) {
        const struct plan_row *r = &s->rows[i];
        struct plan_set set = { .unit = r->unit.code, .remark = r->remark };

        if (!r->unit.exists || !r->gate.known || r->gate.reached)
            continue;
        if (read_number(w, "h", r, 0, &set.headcount) &&
            read_number(w, "r", r, -1, &set.rural))
            sets[n++] = set;
    }
    *ret = sets;
    *ret_n = n;
    return web_problems(w, err);
}

static enum status
compile_act(struct web *w, struct err *err)
{
    const struct plan_set *sets = NULL;
    struct plan_page s;
    size_t n = 0;

    TRY(plan_page_rows(w, &s, err));
    TRY(read_sets(w, &s, &sets, &n, err));
    return plan_compile(&w->x, s.p->id, s.year, sets, n, err);
}

static enum status
issue_act(struct web *w, struct err *err)
{
    struct plan_page s;

    TRY(plan_page_find(w, &s, err));
    return plan_issue_now(
        &w->x, s.p->id, s.year, web_field(w, "document_no"), err);
}

static enum status
amend_act(struct web *w, struct err *err)
{
    const struct plan_set *sets = NULL;
    struct plan_page s;
    size_t n = 0;

    TRY(plan_page_rows(w, &s, err));
    TRY(read_sets(w, &s, &sets, &n, err));
    return plan_amend(&w->x, s.p->id, s.year, sets, n,
        web_field(w, "reason"), web_field(w, "document_no"), err);
}

static enum status
close_act(struct web *w, struct err *err)
{
    struct plan_page s;

    TRY(plan_page_find(w, &s, err));
    return plan_close(
        &w->x, s.p->id, s.year, web_field(w, "reason"), err);
}

static struct url
here(struct web *w)
{
    return url_make(w->a, "/desk/plan/%s/%s", w->params[0], w->params[1]);
}

static enum status
saved_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, here(w), "saved");
}

static enum status
published_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, here(w), "published");
}

static enum status
table_xlsx(struct web *w, struct err *err)
{
    struct plan_page s;

    TRY(plan_page_rows(w, &s, err));
    TRY(act_require(&w->x, MAY_READ_FILES, s.p->id, STR_EMPTY, err));
    return plan_table_xlsx(w, &s, err);
}

static enum status
table_pdf_file(struct web *w, struct err *err)
{
    struct plan_page s;

    TRY(plan_page_rows(w, &s, err));
    TRY(act_require(&w->x, MAY_READ_FILES, s.p->id, STR_EMPTY, err));
    return plan_table_pdf(w, &s, err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/plan", MAY_READ_FILES, .get = list_page,
        .about = "Development plans by programme and year." },
    { HTTP_GET, "/desk/plan/:programme/:year", MAY_READ_FILES,
        .get = plan_page, .about = "The plan of a year, and its acts." },
    { HTTP_GET, "/desk/plan/:programme/:year/table.xlsx", MAY_READ_FILES,
        .get = table_xlsx, .flags = ROUTE_PLAIN,
        .about = "The table of the plan as a workbook." },
    { HTTP_GET, "/desk/plan/:programme/:year/table.pdf", MAY_READ_FILES,
        .get = table_pdf_file, .flags = ROUTE_PLAIN,
        .about = "The table of the plan as an A4 document." },
    { HTTP_POST, "/desk/plan/:programme/:year/compile", MAY_DECIDE,
        .act = compile_act, .reply = saved_reply, .again = plan_page,
        .about = "Takes over the figures and sets the places." },
    { HTTP_POST, "/desk/plan/:programme/:year/issue", MAY_DECIDE,
        .act = issue_act, .reply = published_reply, .again = plan_page,
        .about = "Issues the plan." },
    { HTTP_POST, "/desk/plan/:programme/:year/amend", MAY_DECIDE,
        .act = amend_act, .reply = published_reply, .again = plan_page,
        .about = "Issues a new version of the plan." },
    { HTTP_POST, "/desk/plan/:programme/:year/close", MAY_DECIDE,
        .act = close_act, .reply = saved_reply, .again = plan_page,
        .about = "Closes the plan." },
};
const struct route_set plan_desk_routes = ROUTE_SET("plan_desk", ROUTES);
