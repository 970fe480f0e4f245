/* Public statistics: charts with the table beside them. */
#include "domain/accreditation.h"
#include "domain/application.h"
#include "domain/statistics.h"
#include "web/chart.h"

#define DAY_US INT64_C(86400000000)

typedef struct str (*title_fn)(struct web *w, struct str name);

static struct str
plain(struct web *w, struct str name)
{
    (void)w;
    return name;
}

static struct str
region_title(struct web *w, struct str code)
{
    const struct region *r = region_find(w->d->regions, code);

    return r == NULL ? str_of(T(w, "未填地区")) : r->name;
}

static struct str
holder_title(struct web *w, struct str name)
{
    enum accreditation_state s;

    (void)w;
    return accreditation_state_of(name, &s) ? accreditation_state_title(s)
                                            : name;
}

static struct str
file_title(struct web *w, struct str name)
{
    enum application_state s;

    if (str_eq(name, STATISTICS_OPEN))
        return str_of(T(w, "办理中"));
    return application_state_of(name, &s) ? application_state_title(s) : name;
}

static void
count_chart(struct web *w, chart_fn draw, const char *title, const char *unit,
    const struct count_row *rows, size_t n, title_fn name)
{
    struct str *labels = arena_new_array(w->a, struct str, n + 1);
    int64_t *values = arena_new_array(w->a, int64_t, n + 1);

    for (size_t i = 0; i < n; i++) {
        labels[i] = name(w, rows[i].name);
        values[i] = rows[i].n;
    }
    part_chart(w, draw,
        &(struct chart){ .title = str_of(title),
            .description = str_of(title),
            .unit = str_of(unit),
            .labels = labels,
            .n = n,
            .series = &(struct chart_series){ str_of(unit), values },
            .n_series = 1 });
}

static void
service_chart(struct web *w, const struct statistics *s)
{
    size_t n = s->n_service;
    struct str *labels = arena_new_array(w->a, struct str, n + 1);
    int64_t *hours = arena_new_array(w->a, int64_t, n + 1);
    int64_t *confirmed = arena_new_array(w->a, int64_t, n + 1);
    int64_t *firms = arena_new_array(w->a, int64_t, n + 1);

    for (size_t i = 0; i < n; i++) {
        labels[i] = arena_fmt(w->a, "%lld", (long long)s->service[i].year);
        hours[i] = s->service[i].minutes / 60;
        confirmed[i] = s->service[i].confirmed_minutes / 60;
        firms[i] = s->service[i].enterprises;
    }
    const struct chart_series time[] = {
        { str_of(T(w, "服务时长（小时）")), hours },
        { str_of(T(w, "其中企业已确认（小时）")), confirmed }
    };
    part_chart(w, svg_bars,
        &(struct chart){ .title = str_of(T(w, "各年服务时长")),
            .description = str_of(T(w, "按年汇总的志愿服务时长，满小时计")),
            .unit = str_of(T(w, "小时")),
            .labels = labels,
            .n = n,
            .series = time,
            .n_series = 2 });
    part_chart(w, svg_bars,
        &(struct chart){ .title = str_of(T(w, "各年服务企业")),
            .description = str_of(T(w, "各资格主体按年去重后相加的企业数")),
            .unit = str_of(T(w, "家次")),
            .labels = labels,
            .n = n,
            .series =
                &(struct chart_series){ str_of(T(w, "服务企业")), firms },
            .n_series = 1 });
}

static void
month_chart(struct web *w, const struct statistics *s)
{
    size_t n = s->n_months;
    struct str *labels = arena_new_array(w->a, struct str, n + 1);
    int64_t *hours = arena_new_array(w->a, int64_t, n + 1);
    int64_t *firms = arena_new_array(w->a, int64_t, n + 1);

    for (size_t i = 0; i < n; i++) {
        labels[i] = arena_fmt(
            w->a, "%d-%02d", s->months[i].year, s->months[i].month);
        hours[i] = s->months[i].minutes / 60;
        firms[i] = s->months[i].enterprises;
    }
    part_chart(w, svg_line,
        &(struct chart){ .title = str_of(T(w, "近 13 个月服务时长")),
            .description = str_of(T(w, "按服务日期所在月份，满小时计")),
            .unit = str_of(T(w, "小时")),
            .labels = labels,
            .n = n,
            .series = &(struct chart_series){ str_of(T(w, "小时")), hours },
            .n_series = 1 });
    part_chart(w, svg_line,
        &(struct chart){ .title = str_of(T(w, "近 13 个月服务企业")),
            .description =
                str_of(T(w, "按服务日期所在月份，每篇日记的企业相加")),
            .unit = str_of(T(w, "家次")),
            .labels = labels,
            .n = n,
            .series = &(struct chart_series){ str_of(T(w, "家次")), firms },
            .n_series = 1 });
}

/* Days with one decimal, so that hours are not nought. */
static struct str
days_text(struct web *w, int64_t us)
{
    int64_t tenths = us / (DAY_US / 10);

    return arena_fmt(w->a, "%lld.%lld", (long long)(tenths / 10),
        (long long)(tenths % 10));
}

static void
stage_table(struct web *w, const struct statistics *s)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "各环节办理时间"));
    html_raw(w->h, "</h2><p class=\"muted\">");
    html_cstr(w->h,
        T(w, "近一年办结的申请在各环节停留的中位数，含等待补正的时间。"));
    html_raw(w->h, "</p>");
    if (s->n_stages == 0) {
        part_empty(w, str_of(T(w, "近一年没有办结的申请。")), STR_EMPTY,
            url_path("/guide"));
        return;
    }
    part_table_begin(w, str_of(T(w, "各环节办理时间")));
    part_th(w, str_of(T(w, "环节")), false);
    part_th(w, str_of(T(w, "件数")), true);
    part_th(w, str_of(T(w, "中位数（天）")), true);
    part_table_body(w);
    for (size_t i = 0; i < s->n_stages; i++) {
        part_tr(w);
        part_td(w, file_title(w, s->stages[i].state));
        part_td_num(w, s->stages[i].n);
        html_raw(w->h, "<td class=\"num\">");
        html_text(w->h, days_text(w, s->stages[i].median_us));
        html_raw(w->h, "</td>");
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
refusal_table(
    struct web *w, const struct programme *p, const struct statistics *s)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "未获认定的依据"));
    html_raw(w->h, "</h2>");
    if (s->n_refusals == 0) {
        part_empty(w, str_of(T(w, "近一年没有未获认定的申请。")), STR_EMPTY,
            url_path("/guide"));
        return;
    }
    part_table_begin(w, str_of(T(w, "未获认定的依据")));
    part_th(w, str_of(T(w, "条款")), false);
    part_th(w, str_of(T(w, "件数")), true);
    part_table_body(w);
    for (size_t i = 0; i < s->n_refusals; i++) {
        const struct pack_clause *c =
            pack_clause(p->pack, s->refusals[i].name);

        part_tr(w);
        part_td_begin(w);
        if (c == NULL)
            html_cstr(w->h, T(w, "记录中没有写明条款"));
        else
            part_link(w,
                url_make(w->a, "/guide/%s/regulation#%s", p->code, c->id),
                c->cite);
        part_td_end(w);
        part_td_num(w, s->refusals[i].n);
        part_tr_end(w);
    }
    part_table_end(w);
}

static struct str
on_time_text(struct web *w, const struct statistics *s)
{
    if (s->running == 0)
        return STR("—");
    return arena_fmt(w->a, "%lld%%",
        (long long)((s->running - s->overdue) * 100 / s->running));
}

/* Service is counted where holders write diaries. */
static bool
has_diary(const struct programme *p)
{
    return pack_form(p->pack, STR("diary")) != NULL;
}

static void
summary(
    struct web *w, const struct programme *p, const struct statistics *s)
{
    int64_t living = 0, ratings = 0, sum = 0;

    for (size_t i = 0; i < s->n_states; i++) {
        if (str_eq(s->states[i].name, STR("ACTIVE")) ||
            str_eq(s->states[i].name, STR("WARNED")))
            living += s->states[i].n;
    }
    for (size_t i = 0; i < s->n_service; i++) {
        ratings += s->service[i].rating_count;
        sum += s->service[i].rating_sum;
    }
    html_raw(w->h, "<ul class=\"stats\">");
    part_stat(w, str_of(T(w, "有效资格")),
        arena_fmt(w->a, "%lld", (long long)living), TAG_GREEN);
    part_stat(w, str_of(T(w, "已办结申请")),
        arena_fmt(w->a, "%lld", (long long)s->decided), TAG_BLUE);
    part_stat(w, str_of(T(w, "平均用时（天）")),
        s->decided == 0
            ? STR("—")
            : arena_fmt(w->a, "%lld",
                  (long long)(s->decided_us_sum / s->decided / DAY_US)),
        TAG_BLUE);
    part_stat(w, str_of(T(w, "在办件未超期")), on_time_text(w, s),
        s->overdue > 0 ? TAG_AMBER : TAG_GREEN);
    if (has_diary(p))
        part_stat(w, str_of(T(w, "企业评价平均分（满分 5）")),
            ratings == 0 ? STR("—")
                         : arena_fmt(w->a, "%lld.%02lld",
                               (long long)(sum / ratings),
                               (long long)(sum * 100 / ratings % 100)),
            TAG_AMBER);
    html_raw(w->h, "</ul>");
}

static enum status
statistics_page(struct web *w, struct err *err)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));
    struct choice *k =
        arena_new_array(w->a, struct choice, w->d->n_programmes);
    struct statistics s;

    if (p == NULL)
        p = &w->d->programmes[0];
    TRY(statistics_read(&w->x, p->id, &s, err));
    for (size_t i = 0; i < w->d->n_programmes; i++)
        k[i] = (struct choice){ w->d->programmes[i].code,
            L(w, w->d->programmes[i].title) };
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "统计")),
            .nav = "statistics" });
    html_raw(w->h, "<p class=\"muted\">");
    html_text(w->h,
        arena_fmt(w->a, T(w, "数据截至 %.*s（北京时间），实时汇总。"),
            STR_ARG(show_us(w, w->now_us))));
    html_raw(w->h, "</p>");
    part_filter_begin(w, url_path("/statistics"));
    part_select(w, "programme", str_of(T(w, "项目")), STR_EMPTY, k,
        w->d->n_programmes, p->code);
    part_button(w, BUTTON_MAIN, str_of(T(w, "查看")));
    part_form_end(w);
    summary(w, p, &s);
    html_raw(w->h, "<div class=\"grid\"><div class=\"c6\">");
    count_chart(w, svg_ranking, T(w, "有效资格的地区分布"), T(w, "个"),
        s.provinces, s.n_provinces, region_title);
    stage_table(w, &s);
    refusal_table(w, p, &s);
    html_raw(w->h, "</div><div class=\"c6\">");
    count_chart(w, svg_ring, T(w, "资格状态"), T(w, "个"), s.states,
        s.n_states, holder_title);
    count_chart(w, svg_bars, T(w, "各年准入"), T(w, "个"), s.admitted,
        s.n_admitted, plain);
    count_chart(w, svg_ranking, T(w, "申请办理情况"), T(w, "件"), s.files,
        s.n_files, file_title);
    if (has_diary(p)) {
        month_chart(w, &s);
        service_chart(w, &s);
    }
    html_raw(w->h, "</div></div>");
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/statistics", MAY_ANYBODY, .get = statistics_page,
        .about = "Counts and charts of a programme." },
};
const struct route_set statistics_routes = ROUTE_SET("statistics", ROUTES);
