/* Research at the desk: what a programme may study about its holders, as
 * charts with their tables, and title by title as workbook and CSV (O-17). */
#include <stdlib.h>

#include "format/csv.h"
#include "research_table.h"
#include "web/chart.h"
#include "web/workbook.h"

#define FIXED 10 /* columns before those of the pack */

static struct url
export_url(struct web *w, const struct study *s, bool xlsx)
{
    struct url u = xlsx ? url_make(w->a, "/desk/research/%s/%s/export.xlsx",
                              s->p->code, s->r->name)
                        : url_make(w->a, "/desk/research/%s/%s/export.csv",
                              s->p->code, s->r->name);

    if (web_query(w, "category").n > 0)
        u = url_with(w->a, u, "category", web_query(w, "category"));
    if (web_query(w, "standing").n > 0)
        u = url_with(w->a, u, "standing", web_query(w, "standing"));
    if (web_query(w, "ended").n > 0)
        u = url_with(w->a, u, "ended", STR("1"));
    return u;
}

/* --- the list --- */

static enum status
list_page(struct web *w, struct err *err)
{
    size_t shown = 0;

    (void)err;
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "调研数据")),
            .nav = "records",
            .crumbs = { { str_of(T(w, "登记簿")),
                url_path("/desk/records") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<ul class=\"tiles\">");
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        for (size_t k = 0; k < p->pack->n_research; k++) {
            const struct pack_research *r = &p->pack->research[k];

            html_raw(w->h, "<li><a");
            html_href(w->h, "href",
                url_make(w->a, "/desk/research/%s/%s", p->code, r->name));
            html_raw(w->h, "><b>");
            html_text(w->h, L(w, r->title));
            html_raw(w->h, "</b>");
            html_text(w->h, L(w, p->pack->holder_title));
            html_raw(w->h, "</a></li>");
            shown++;
        }
    }
    html_raw(w->h, "</ul>");
    if (shown == 0)
        part_empty(w, str_of(T(w, "现有项目没有规定调研。")),
            str_of(T(w, "统计")), url_path("/statistics"));
    page_end(w);
    return OK;
}

/* --- counting --- */

/* What a row is counted under. */
typedef struct str (*key_fn)(
    struct web *w, const struct study *s, const struct research_row *row,
    size_t i);

static struct str
by_prefecture(struct web *w, const struct study *s,
    const struct research_row *row, size_t i)
{
    (void)s;
    (void)i;
    return row->prefecture.n > 0 ? row->prefecture
                                 : str_of(T(w, "未填地区"));
}

static struct str
by_category(struct web *w, const struct study *s,
    const struct research_row *row, size_t i)
{
    const struct pack_category *c =
        pack_category(s->p->pack, row->holder.category);

    (void)i;
    return c == NULL ? row->holder.category : L(w, c->title);
}

static struct str
by_progress(struct web *w, const struct study *s,
    const struct research_row *row, size_t i)
{
    (void)s;
    (void)i;
    return study_progress(w, row);
}

static struct str
by_group(struct web *w, const struct study *s, const struct research_row *row,
    size_t i)
{
    (void)s;
    return row->groups[i].n > 0 ? row->groups[i] : str_of(T(w, "未填报"));
}

struct tally {
    struct str key;
    int64_t n[3];        /* recognised, incubated, of both */
    int64_t first;       /* number in the text, for the order */
    int64_t last_subject[3]; /* rows stand holder by holder */
};

static int64_t
first_number(struct str s)
{
    int64_t v = 0;
    size_t i = 0;

    while (i < s.n && (s.p[i] < '0' || s.p[i] > '9'))
        i++;
    if (i == s.n)
        return INT64_MAX;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && v < 1000000000; i++)
        v = v * 10 + (s.p[i] - '0');
    return v;
}

static int
by_first(const void *a, const void *b)
{
    const struct tally *p = a, *q = b;

    if (p->first != q->first)
        return p->first < q->first ? -1 : 1;
    return str_cmp(p->key, q->key);
}

static int
by_count(const void *a, const void *b)
{
    const struct tally *p = a, *q = b;
    return p->n[2] != q->n[2] ? (p->n[2] > q->n[2] ? -1 : 1)
                              : str_cmp(p->key, q->key);
}

static int
by_subject(const void *a, const void *b)
{
    const struct research_row *p = a, *q = b;

    if (p->holder.subject_id != q->holder.subject_id)
        return p->holder.subject_id < q->holder.subject_id ? -1 : 1;
    return p->holder.id < q->holder.id ? -1 : p->holder.id > q->holder.id;
}

/* Holders by key, each once in a key and a standing. */
static struct tally *
count(struct web *w, const struct study *s, key_fn key, size_t i,
    size_t *ret_n)
{
    struct tally *list = arena_new_array(w->a, struct tally, s->n + 1);
    size_t n = 0;

    for (size_t r = 0; r < s->n; r++) {
        const struct research_row *row = &s->rows[r];
        struct str k = key(w, s, row, i);
        size_t at = 0, standing = row->holder.incubating ? 1 : 0;

        if (k.n == 0)
            continue;
        while (at < n && !str_eq(list[at].key, k))
            at++;
        if (at == n)
            list[n++] = (struct tally){ .key = k,
                .first = first_number(k) };
        const size_t under[] = { standing, 2 };
        for (size_t u = 0; u < 2; u++) {
            int64_t *last = &list[at].last_subject[under[u]];

            list[at].n[under[u]] += *last != row->holder.subject_id;
            *last = row->holder.subject_id;
        }
    }
    *ret_n = n;
    return list;
}

static void
chart_of(struct web *w, struct str title, chart_fn draw, bool two,
    const struct tally *list, size_t n)
{
    struct str *labels = arena_new_array(w->a, struct str, n + 1);
    int64_t *a = arena_new_array(w->a, int64_t, n + 1);
    int64_t *b = arena_new_array(w->a, int64_t, n + 1);
    struct chart_series series[2] = {
        { two ? str_of(T(w, "认定")) : str_of(T(w, "家")), a },
        { str_of(T(w, "培育")), b }
    };

    for (size_t i = 0; i < n; i++) {
        labels[i] = list[i].key;
        a[i] = list[i].n[two ? 0 : 2];
        b[i] = list[i].n[1];
    }
    part_chart(w, draw,
        &(struct chart){ .title = title,
            .description = str_of(T(w, "家数，同一主体在一项中只计一次")),
            .unit = str_of(T(w, "家")),
            .labels = labels,
            .n = n,
            .series = series,
            .n_series = two ? 2 : 1 });
}

static void
count_chart(struct web *w, const struct study *s, struct str title,
    key_fn key, size_t i)
{
    size_t n = 0;
    struct tally *list = count(w, s, key, i, &n);

    qsort(list, n, sizeof(list[0]), by_first);
    chart_of(w, title, svg_bars, s->p->pack->n_categories > 0, list, n);
}

/* Both standings together, largest first. */
static void
prefecture_chart(struct web *w, const struct study *s)
{
    size_t n = 0;
    struct tally *list = count(w, s, by_prefecture, 0, &n);

    qsort(list, n, sizeof(list[0]), by_count);
    chart_of(w, str_of(T(w, "市（州）分布")), svg_ranking, false, list, n);
}

/* --- the page --- */

static void
values_table(struct web *w, const struct study *s)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "指标"));
    html_raw(w->h, "</h2>");
    part_table_begin(w, str_of(T(w, "指标")));
    part_th(w, str_of(T(w, "指标名称")), false);
    part_th(w, str_of(T(w, "有数据的称号")), true);
    part_th(w, str_of(T(w, "中位数")), true);
    part_th(w, str_of(T(w, "平均数")), true);
    part_th(w, str_of(T(w, "最小")), true);
    part_th(w, str_of(T(w, "最大")), true);
    part_table_body(w);
    for (size_t i = 0; i < s->r->n_values; i++) {
        struct str name = s->r->values[i];
        struct research_summary m =
            research_summarise(w->a, s->rows, s->n, i);
        const int64_t figures[] = { m.median, m.mean, m.least, m.most };

        part_tr(w);
        part_td(w, L(w, study_label(s, name)));
        part_td_num(w, m.n);
        for (size_t k = 0; k < 4; k++) {
            html_raw(w->h, "<td class=\"num\">");
            html_text(w->h, m.n == 0 ? STR("—")
                                     : study_number(w, s, name, figures[k]));
            html_raw(w->h, "</td>");
        }
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
filter_form(struct web *w, const struct study *s)
{
    part_filter_begin(w,
        url_make(w->a, "/desk/research/%s/%s", s->p->code, s->r->name));
    part_standing_filter(w, s->p->pack);
    part_check(w, "ended", str_of(T(w, "含已到期、已终止的称号")), STR_EMPTY,
        web_query(w, "ended").n > 0);
    part_button(w, BUTTON_MAIN, str_of(T(w, "查看")));
    part_form_end(w);
}

static void
charts(struct web *w, const struct study *s)
{
    bool incubates = false;

    for (size_t i = 0; i < s->n; i++)
        incubates = incubates || s->rows[i].holder.incubating;
    html_raw(w->h, "<div class=\"grid\"><div class=\"c6\">");
    prefecture_chart(w, s);
    if (s->p->pack->n_categories > 0)
        count_chart(
            w, s, str_of(T(w, "类别分布")), by_category, 0);
    if (incubates)
        count_chart(
            w, s, str_of(T(w, "培育进展")), by_progress, 0);
    html_raw(w->h, "</div><div class=\"c6\">");
    for (size_t i = 0; i < s->r->n_by; i++)
        count_chart(
            w, s, L(w, study_label(s, s->r->by[i])), by_group, i);
    html_raw(w->h, "</div></div>");
}

static enum status
study_page(struct web *w, struct err *err)
{
    struct study s;

    TRY(study_read(w, &s, err));
    struct research_row *sorted =
        arena_new_array(w->a, struct research_row, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        sorted[i] = s.rows[i];
    qsort(sorted, s.n, sizeof(sorted[0]), by_subject);
    s.rows = sorted;
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = L(w, s.r->title),
            .nav = "records",
            .crumbs = { { str_of(T(w, "登记簿")), url_path("/desk/records") },
                { str_of(T(w, "调研数据")), url_path("/desk/research") } },
            .n_crumbs = 2 });
    part_clause(w, s.p, s.p->pack, s.r->clause);
    filter_form(w, &s);
    if (s.n == 0) {
        part_empty(w, str_of(T(w, "没有符合条件的称号。")),
            str_of(T(w, "资格名册")), url_path("/desk/holders"));
        page_end(w);
        return OK;
    }
    html_raw(w->h, "<p class=\"count\"><span>");
    html_text(w->h, arena_fmt(w->a, T(w, "共 %zu 个称号"), s.n));
    html_raw(w->h, "</span> ");
    part_link(w, export_url(w, &s, true),
        str_of(T(w, "下载 Excel")));
    html_raw(w->h, " ");
    part_link(w, export_url(w, &s, false), str_of(T(w, "下载 CSV")));
    html_raw(w->h, "</p><p class=\"muted\">");
    html_cstr(w->h,
        T(w, "各项取自认定（列入培育）时的申报材料和登记簿；图按家数计，"
             "同一主体在一项中只计一次。"));
    html_raw(w->h, "</p>");
    charts(w, &s);
    values_table(w, &s);
    page_end(w);
    return OK;
}

/* --- exports: a row for each title --- */

static size_t
heads_of(struct web *w, const struct study *s, struct str **ret)
{
    static const struct str HEADS[FIXED] = { STR_INIT("编号"),
        STR_INIT("名称"), STR_INIT("地区"), STR_INIT("市（州）"),
        STR_INIT("类别"), STR_INIT("认定或培育"), STR_INIT("状态"),
        STR_INIT("有效期首日"), STR_INIT("有效期末日"),
        STR_INIT("培育进展") };
    size_t n = FIXED + s->r->n_by + s->r->n_values, k = 0;

    *ret = arena_new_array(w->a, struct str, n);
    for (; k < FIXED; k++)
        (*ret)[k] = HEADS[k];
    for (size_t i = 0; i < s->r->n_by; i++)
        (*ret)[k++] = study_label(s, s->r->by[i]).zh;
    for (size_t i = 0; i < s->r->n_values; i++)
        (*ret)[k++] = study_label(s, s->r->values[i]).zh;
    return n;
}

static void
cells_of(struct web *w, const struct study *s, const struct research_row *row,
    struct str *cells)
{
    const struct accreditation *c = &row->holder;
    const struct pack_category *category =
        pack_category(s->p->pack, c->category);
    size_t k = 0;

    cells[k++] = c->number;
    cells[k++] = c->name;
    cells[k++] = region_path(w->a, w->d->regions, c->region);
    cells[k++] = row->prefecture;
    cells[k++] = category == NULL ? c->category : category->title.zh;
    cells[k++] = c->incubating ? STR("培育") : STR("认定");
    cells[k++] =
        accreditation_state_title(accreditation_state_on(c, w->today));
    cells[k++] = day_iso(w->a, c->admitted);
    cells[k++] = day_iso(w->a, c->last_day);
    cells[k++] = study_progress(w, row);
    for (size_t i = 0; i < s->r->n_by; i++)
        cells[k++] = row->groups[i];
    for (size_t i = 0; i < s->r->n_values; i++)
        cells[k++] = row->values[i].text;
}

static enum status
study_xlsx(struct web *w, struct err *err)
{
    struct study s;
    struct str *heads, *cells;
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;

    TRY(study_read(w, &s, err));
    size_t n = heads_of(w, &s, &heads);
    struct xlsx_column *columns =
        arena_new_array(w->a, struct xlsx_column, n);
    for (size_t i = 0; i < n; i++)
        columns[i] = (struct xlsx_column){ .title = heads[i], .width = 18 };
    cells = arena_new_array(w->a, struct str, n);
    TRY(web_book_open(w, &book, &x, err));
    xlsx_sheet(x, s.r->title.zh, NULL, 0, columns, n);
    for (size_t i = 0; i < s.n; i++) {
        cells_of(w, &s, &s.rows[i], cells);
        xlsx_add_row(x, cells, n, XLSX_PLAIN);
    }
    return web_book_send(
        book, arena_join(w->a, s.r->title.zh, STR(".xlsx")), err);
}

static enum status
study_csv(struct web *w, struct err *err)
{
    struct study s;
    struct str *heads, *cells, bytes;
    struct buf b;

    TRY(study_read(w, &s, err));
    size_t n = heads_of(w, &s, &heads);
    cells = arena_new_array(w->a, struct str, n);
    buf_init(&b, w->a, 64u * 1024 * 1024);
    csv_begin(&b);
    for (size_t i = 0; i < n; i++)
        csv_cell(&b, i == 0, heads[i]);
    csv_end_row(&b);
    for (size_t r = 0; r < s.n; r++) {
        cells_of(w, &s, &s.rows[r], cells);
        for (size_t i = 0; i < n; i++)
            csv_cell(&b, i == 0, cells[i]);
        csv_end_row(&b);
    }
    TRY(buf_done(&b, &bytes, err));
    return web_download(w, "text/csv; charset=utf-8",
        arena_join(w->a, s.r->title.zh, STR(".csv")), bytes);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/research", MAY_READ_FILES, .get = list_page,
        .about = "What programmes may study about their holders." },
    { HTTP_GET, "/desk/research/:programme/:study", MAY_READ_FILES,
        .get = study_page, .about = "A study with charts." },
    { HTTP_GET, "/desk/research/:programme/:study/export.xlsx",
        MAY_READ_FILES, .get = study_xlsx, .flags = ROUTE_PLAIN,
        .about = "A study title by title as workbook." },
    { HTTP_GET, "/desk/research/:programme/:study/export.csv",
        MAY_READ_FILES, .get = study_csv, .flags = ROUTE_PLAIN,
        .about = "A study title by title as CSV." },
};
const struct route_set research_routes = ROUTE_SET("research", ROUTES);
