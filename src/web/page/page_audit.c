/* The audit log: read-only, filtered, exported. */
#include "domain/audit.h"
#include "format/csv.h"
#include "web/web.h"
#include "web/workbook.h"

#define PER_PAGE 100
#define EXPORT_MAX 20000
#define COLUMNS 10

static struct day
query_day(struct web *w, const char *name)
{
    struct day d = DAY_NONE;

    return day_parse(web_query(w, name), &d, NULL) == OK ? d : DAY_NONE;
}

static struct audit_filter
asked_filter(struct web *w)
{
    struct audit_filter f = { .object_kind = web_query(w, "kind"),
        .actor = web_query(w, "actor"),
        .first = query_day(w, "first"),
        .last = query_day(w, "last") };

    (void)num_int(web_query(w, "object"), 1, INT64_MAX, &f.object_id);
    return f;
}

static struct url
with_filter(struct web *w, struct url u)
{
    static const char *const NAMES[] = { "kind", "object", "actor", "first",
        "last" };

    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        if (web_query(w, NAMES[i]).n > 0)
            u = url_with(w->a, u, NAMES[i], web_query(w, NAMES[i]));
    }
    return u;
}

static void
heads(struct web *w, struct str ret[COLUMNS])
{
    ret[0] = str_of(T(w, "时间"));
    ret[1] = str_of(T(w, "操作人"));
    ret[2] = str_of(T(w, "对象"));
    ret[3] = str_of(T(w, "对象编号"));
    ret[4] = str_of(T(w, "事项"));
    ret[5] = str_of(T(w, "由"));
    ret[6] = str_of(T(w, "至"));
    ret[7] = str_of(T(w, "理由"));
    ret[8] = str_of(T(w, "依据"));
    ret[9] = str_of(T(w, "文书"));
}

static void
cells_of(struct web *w, const struct audit_row *r, struct str ret[COLUMNS])
{
    ret[0] = show_us(w, r->at_us);
    ret[1] = r->actor;
    ret[2] = r->object_kind;
    ret[3] = arena_fmt(w->a, "%lld", (long long)r->object_id);
    ret[4] = r->event;
    ret[5] = r->from;
    ret[6] = r->to;
    ret[7] = r->reason;
    ret[8] = r->clause;
    ret[9] = r->document;
}

static void
filter_form(struct web *w)
{
    part_filter_begin(w, url_path("/desk/audit"));
    part_input(w,
        &(struct input){ .name = "kind",
            .label = str_of(T(w, "对象（如 application）")),
            .value = web_query(w, "kind") });
    part_input(w,
        &(struct input){ .name = "object",
            .label = str_of(T(w, "对象编号")),
            .value = web_query(w, "object") });
    part_input(w,
        &(struct input){ .name = "actor",
            .label = str_of(T(w, "操作人")),
            .value = web_query(w, "actor") });
    part_input(w,
        &(struct input){ .name = "first",
            .label = str_of(T(w, "从")),
            .kind = INPUT_DATE,
            .value = web_query(w, "first") });
    part_input(w,
        &(struct input){ .name = "last",
            .label = str_of(T(w, "到")),
            .kind = INPUT_DATE,
            .value = web_query(w, "last") });
    part_button(w, BUTTON_SECOND, str_of(T(w, "筛选")));
    part_form_end(w);
}

static enum status
audit_page(struct web *w, struct err *err)
{
    const struct audit_row *rows = NULL;
    struct audit_filter f = asked_filter(w);
    struct str cells[COLUMNS];
    int64_t before = INT64_MAX;
    size_t n = 0;

    (void)num_int(web_query(w, "before"), 1, INT64_MAX, &before);
    TRY(audit_search(&w->x, &f, before, PER_PAGE, &rows, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "审计")),
                      .nav = "audit" });
    filter_form(w);
    html_raw(w->h, "<p>");
    part_link(w, with_filter(w, url_path("/desk/audit.xlsx")),
        str_of(T(w, "导出 XLSX")));
    html_raw(w->h, "　");
    part_link(w, with_filter(w, url_path("/desk/audit.csv")),
        str_of(T(w, "导出 CSV")));
    html_raw(w->h, "</p>");
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有这样的记录。")),
            str_of(T(w, "看全部")), url_path("/desk/audit"));
        page_end(w);
        return OK;
    }
    part_table_begin(w, str_of(T(w, "审计记录，最新的在前")));
    heads(w, cells);
    for (size_t i = 0; i < COLUMNS; i++)
        part_th(w, cells[i], false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        cells_of(w, &rows[i], cells);
        part_tr(w);
        for (size_t k = 0; k < COLUMNS; k++)
            part_td(w, cells[k]);
        part_tr_end(w);
    }
    part_table_end(w);
    if (n == PER_PAGE)
        part_next(w,
            with_filter(w,
                url_make(w->a, "/desk/audit?before=%d", rows[n - 1].id)));
    page_end(w);
    return OK;
}

static enum status
audit_csv(struct web *w, struct err *err)
{
    const struct audit_row *rows = NULL;
    struct audit_filter f = asked_filter(w);
    struct str cells[COLUMNS], bytes;
    struct buf b;
    size_t n = 0;

    TRY(audit_search(&w->x, &f, INT64_MAX, EXPORT_MAX, &rows, &n, err));
    buf_init(&b, w->a, 64u * 1024 * 1024);
    csv_begin(&b);
    heads(w, cells);
    for (size_t i = 0; i <= n; i++) {
        if (i > 0)
            cells_of(w, &rows[i - 1], cells);
        for (size_t k = 0; k < COLUMNS; k++)
            csv_cell(&b, k == 0, cells[k]);
        csv_end_row(&b);
    }
    TRY(buf_done(&b, &bytes, err));
    return web_download(
        w, "text/csv; charset=utf-8", STR("审计记录.csv"), bytes);
}

static enum status
audit_xlsx(struct web *w, struct err *err)
{
    const struct audit_row *rows = NULL;
    struct audit_filter f = asked_filter(w);
    struct str cells[COLUMNS];
    struct xlsx_column columns[COLUMNS] = { 0 };
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    size_t n = 0;

    TRY(audit_search(&w->x, &f, INT64_MAX, EXPORT_MAX, &rows, &n, err));
    TRY(web_book_open(w, &book, &x, err));
    heads(w, cells);
    for (size_t k = 0; k < COLUMNS; k++)
        columns[k] = (struct xlsx_column){ .title = cells[k], .width = 20 };
    xlsx_sheet(x, STR("审计记录"), NULL, 0, columns, COLUMNS);
    for (size_t i = 0; i < n; i++) {
        cells_of(w, &rows[i], cells);
        xlsx_add_row(x, cells, COLUMNS, XLSX_PLAIN);
    }
    return web_book_send(book, STR("审计记录.xlsx"), err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/audit", MAY_AUDIT, .get = audit_page,
        .about = "The audit log." },
    { HTTP_GET, "/desk/audit.csv", MAY_AUDIT, .get = audit_csv,
        .flags = ROUTE_PLAIN, .about = "The audit log as CSV." },
    { HTTP_GET, "/desk/audit.xlsx", MAY_AUDIT, .get = audit_xlsx,
        .flags = ROUTE_PLAIN, .about = "The audit log as a workbook." },
};
const struct route_set audit_routes = ROUTE_SET("audit", ROUTES);
