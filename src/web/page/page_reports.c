/* Yearly duties on the registers: how a holder stands, and the officers' watch
 * list of what is due and overdue. */
#include "domain/duty.h"
#include "domain/record.h"
#include "duty_parts.h"
#include "page_service.h"

#define MATRIX_MOST 100
#define WATCH_MOST 500

int64_t
duty_year_asked(const struct web *w)
{
    int64_t year = record_report_year(w->today);

    (void)num_int(web_query(w, "year"), 2000, 2900, &year);
    return year;
}

static bool
is_overdue(const struct web *w, const struct duty_state *s)
{
    return s->binds && s->verdict.outcome != MET &&
           day_is_none(s->filed) && day_cmp(w->today, s->due) > 0;
}

struct str
duty_figures(struct web *w, const struct duty_state *s)
{
    if (s->has_done && s->has_goal)
        return arena_fmt(w->a, "%lld/%lld", (long long)s->done,
            (long long)s->goal);
    return s->has_done ? arena_fmt(w->a, "%lld", (long long)s->done)
                       : STR_EMPTY;
}

/* 19 / 20 未完成 */
void
duty_state_cell(struct web *w, const struct duty_state *s)
{
    html_text(w->h, duty_figures(w, s));
    html_raw(w->h, " ");
    if (!s->binds) {
        part_tag(w, TAG_GREY, str_of(T(w, "不适用")));
        return;
    }
    if (!day_is_none(s->filed))
        html_text(w->h, arena_join(w->a, show_day(w, s->filed), STR(" ")));
    if (s->verdict.outcome == MET)
        part_tag(w, TAG_GREEN, str_of(T(w, "已完成")));
    else if (!day_is_none(s->filed))
        part_tag(w, TAG_AMBER, str_of(T(w, "逾期提交")));
    else if (is_overdue(w, s))
        part_tag(w, TAG_RED, str_of(T(w, "逾期未完成")));
    else if (s->verdict.outcome == UNDECIDED)
        part_tag(w, TAG_GREY, str_of(T(w, "尚不能判断")));
    else
        part_tag(w, TAG_AMBER, str_of(T(w, "未完成")));
}

void
duty_year_links(struct web *w, struct url here, int64_t year)
{
    html_raw(w->h, "<p class=\"no-print\">");
    for (int64_t y = year - 1; y <= year + 1; y++) {
        struct url u = url_with(
            w->a, here, "year", arena_fmt(w->a, "%lld", (long long)y));

        if (y == year)
            html_text(w->h, arena_fmt(w->a, "%lld", (long long)y));
        else
            part_link(w, u, arena_fmt(w->a, "%lld", (long long)y));
        html_raw(w->h, " ");
    }
    html_raw(w->h, "</p>");
}

/* --- the holder's --- */

static void
one_duty(struct web *w, const struct programme *p,
    const struct duty_state *s, int64_t holding, int64_t year)
{
    part_card_begin(w, L(w, s->duty->title), true);
    html_raw(w->h, "<p>");
    duty_state_cell(w, s);
    html_raw(w->h, " ");
    html_text(w->h, arena_fmt(w->a, T(w, "截止 %s"),
                        arena_cstr(w->a, day_iso(w->a, s->due))));
    html_raw(w->h, "</p>");
    part_clause(w, p, p->pack, s->duty->clause);
    html_raw(w->h, "<p>");
    html_text(w->h, s->binds ? s->verdict.why : s->why_not);
    html_raw(w->h, "</p>");
    if (s->duty->kind == DUTY_REPORT && s->binds && day_is_none(s->filed))
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "填写报告")),
            url_with(w->a,
                url_with(w->a,
                    url_make(w->a, "/mine/records/%s", s->duty->record),
                    "holding",
                    arena_fmt(w->a, "%lld", (long long)holding)),
                "year", arena_fmt(w->a, "%lld", (long long)year)));
    part_card_end(w);
}

static void
archive(struct web *w, const struct programme *p, const struct record *list,
    size_t n)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "年度工作档案"));
    html_raw(w->h, "</h2>");
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "这一年度还没有登记事项。"));
        html_raw(w->h, "</p>");
        return;
    }
    part_table_begin(w, str_of(T(w, "年度工作档案")));
    part_th(w, str_of(T(w, "登记时间")), false);
    part_th(w, str_of(T(w, "登记簿")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct pack_record *k = pack_record(p->pack, list[i].kind);

        part_tr(w);
        part_td(w, show_us(w, list[i].created_us));
        part_td(w, L(w, k->title));
        part_td(w, list[i].corrected
                       ? str_of(T(w, "已由更正代替"))
                       : service_word(
                             w, record_state_title(k, list[i].state)));
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
mine_page(struct web *w, struct err *err)
{
    struct accreditation c;
    const struct duty_state *states = NULL;
    const struct record *list = NULL;
    int64_t year = duty_year_asked(w);
    size_t n = 0, n_rows = 0;
    struct str title = arena_fmt(
        w->a, T(w, "%lld 年度义务和档案"), (long long)year);
    enum status st = service_holding(w, &c, err);

    if (st == ERR_NOT_FOUND && web_query(w, "holding").n == 0)
        return service_nothing(w, title, "my-records");
    TRY(st);
    const struct programme *p = domain_programme(w->d, c.programme_id);
    TRY(duty_states(&w->x, &c, year, &states, &n, err));
    TRY(record_archive(&w->x, c.programme_id, c.subject_id, year, &list,
        &n_rows, err));
    page_begin(w, &(struct page){ .kind = PAGE_MINE,
                      .title = title,
                      .nav = "my-records",
                      .crumbs = { { str_of(T(w, "登记事项")),
                          url_path("/mine/records") } },
                      .n_crumbs = 1 });
    duty_year_links(w,
        url_with(w->a, url_path("/mine/reports"), "holding",
            arena_fmt(w->a, "%lld", (long long)c.id)),
        year);
    for (size_t i = 0; i < n; i++)
        one_duty(w, p, &states[i], c.id, year);
    archive(w, p, list, n_rows);
    page_end(w);
    return OK;
}

/* --- the officers' watch list --- */

static void
due_rows(struct web *w, const struct programme *p, const struct record *list,
    size_t n)
{
    if (n == 0)
        return;
    part_table_begin(w,
        arena_fmt(w->a, "%s：" STR_FMT, T(w, "有期限的登记事项"),
            STR_ARG(L(w, p->pack->short_title))));
    part_th(w, str_of(T(w, "期限")), false);
    part_th(w, str_of(T(w, "登记簿")), false);
    part_th(w, str_of(T(w, "主体")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct pack_record *k = pack_record(p->pack, list[i].kind);

        part_tr(w);
        part_td_begin(w);
        part_tag(w, day_cmp(w->today, list[i].due) > 0 ? TAG_RED : TAG_AMBER,
            show_day(w, list[i].due));
        part_td_end(w);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/desk/records/%s/%s", p->code, list[i].kind),
            k == NULL ? list[i].kind : L(w, k->title));
        part_td_end(w);
        part_td(w, list[i].subject_name);
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
holder_rows(struct web *w, const struct programme *p,
    const struct duty_row *rows, size_t n)
{
    if (n == 0 || rows[0].n_states == 0)
        return;
    part_table_begin(
        w, arena_fmt(w->a, T(w, "年度义务：%.*s"), STR_ARG(L(w, p->title))));
    part_th(w, str_of(T(w, "主体")), false);
    for (size_t k = 0; k < rows[0].n_states; k++)
        part_th(w, L(w, rows[0].states[k].duty->title), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, rows[i].holder.name);
        for (size_t k = 0; k < rows[i].n_states; k++) {
            part_td_begin(w);
            duty_state_cell(w, &rows[i].states[k]);
            part_td_end(w);
        }
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
watch_programme(struct web *w, const struct programme *p, int64_t year,
    struct err *err)
{
    const struct duty_state *own = NULL;
    const struct duty_row *rows = NULL;
    const struct record *due = NULL;
    size_t n_own = 0, n_rows = 0, n_due = 0;
    int64_t next = 0;

    TRY(duty_of_programme(&w->x, p, year, &own, &n_own, err));
    TRY(record_due(&w->x, p->id, WATCH_MOST, &due, &n_due, err));
    TRY(duty_watch(&w->x,
        &(struct duty_filter){ .programme_id = p->id, .year = year },
        MATRIX_MOST, &rows, &n_rows, &next, err));
    if (n_own == 0 && n_due == 0 && (n_rows == 0 || rows[0].n_states == 0))
        return OK;
    html_raw(w->h, "<h2>");
    html_text(w->h, L(w, p->pack->holder_title));
    html_raw(w->h, "</h2>");
    for (size_t i = 0; i < n_own; i++) {
        html_raw(w->h, "<p>");
        html_text(w->h, L(w, own[i].duty->title));
        html_raw(w->h, " ");
        duty_state_cell(w, &own[i]);
        html_raw(w->h, " ");
        part_clause(w, p, p->pack, own[i].duty->clause);
        html_raw(w->h, "</p>");
        if (duty_warns(&own[i], w->today))
            part_callout(w, true, own[i].verdict.why);
    }
    due_rows(w, p, due, n_due);
    if (n_rows > 0 && rows[0].n_states > 0)
        duty_lists(w, p, year);
    holder_rows(w, p, rows, n_rows);
    if (next != 0) {
        html_raw(w->h, "<p class=\"muted\">");
        html_text(w->h,
            arena_fmt(w->a, T(w, "只列出前 %d 个，完整名单见上面各项义务。"),
                MATRIX_MOST));
        html_raw(w->h, "</p>");
    }
    return OK;
}

static bool
has_duties(const struct pack *p)
{
    for (size_t i = 0; i < p->n_duties; i++) {
        if (p->duties[i].kind != DUTY_COUNTERS)
            return true;
    }
    return false;
}

static enum status
desk_page(struct web *w, struct err *err)
{
    int64_t year = duty_year_asked(w);
    bool any = false;

    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = arena_fmt(w->a, T(w, "%lld 年度义务跟踪"),
                          (long long)year),
                      .nav = "records",
                      .crumbs = { { str_of(T(w, "登记簿")),
                          url_path("/desk/records") } },
                      .n_crumbs = 1 });
    duty_year_links(w, url_path("/desk/reports"), year);
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (has_duties(p->pack) &&
            may_in(&w->x, MAY_READ_FILES, p->id, STR_EMPTY))
            TRY(watch_programme(w, p, year, err));
        any = any || has_duties(p->pack);
    }
    if (!any)
        part_empty(w, str_of(T(w, "没有登记簿上的年度义务。")),
            str_of(T(w, "返回登记簿")), url_path("/desk/records"));
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/reports", MAY_SIGNED_IN, .get = mine_page,
        .about = "A holder's yearly duties on the registers; its archive." },
    { HTTP_GET, "/desk/reports", MAY_READ_FILES, .get = desk_page,
        .about = "Watch list of yearly duties, due and overdue." },
};
const struct route_set reports_routes = ROUTE_SET("reports", ROUTES);
