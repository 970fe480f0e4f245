/* The public register: who holds what, until when; search, export, profile. */
#include "domain/accreditation.h"
#include "format/csv.h"
#include "web/web.h"
#include "web/workbook.h"

#define PER_PAGE 50
#define EXPORT_MAX 100000

static struct register_filter
filter_of(struct web *w)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));

    if (p == NULL)
        p = &w->d->programmes[0];
    return (struct register_filter){ .programme_id = p->id,
        .text = web_query(w, "q"),
        .region = web_query(w, "region") };
}

/* "19459-123": admitted day and id of the last row shown. */
static struct register_cursor
cursor_of(struct web *w)
{
    struct register_cursor c = { DAY_NONE, 0 };
    struct str day, id = str_cut(web_query(w, "after"), '-', &day, NULL);
    int64_t n = 0, last = 0;

    if (num_int(day, -200000, 800000, &n) &&
        num_int(id, 1, INT64_MAX, &last)) {
        c.admitted.n = (int32_t)n;
        c.id = last;
    }
    return c;
}

static void
filter_form(struct web *w, const struct register_filter *f)
{
    size_t n = 0;
    const struct region *const *list = region_children(
        w->a, w->d->regions, STR_EMPTY, w->today, &n);
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);
    struct choice *k =
        arena_new_array(w->a, struct choice, w->d->n_programmes);
    const struct programme *now = domain_programme(w->d, f->programme_id);

    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全国")) };
    for (size_t i = 0; i < n; i++)
        c[i + 1] = (struct choice){ list[i]->code, list[i]->name };
    for (size_t i = 0; i < w->d->n_programmes; i++)
        k[i] = (struct choice){ w->d->programmes[i].code,
            L(w, w->d->programmes[i].pack->holder_title) };
    part_filter_begin(w, url_path("/register"));
    part_select(w, "programme", str_of(T(w, "类别")), STR_EMPTY, k,
        w->d->n_programmes, now->code);
    part_input(w,
        &(struct input){ .name = "q",
            .label = str_of(T(w, "名称或编号")),
            .kind = INPUT_SEARCH,
            .value = f->text });
    part_select(
        w, "region", str_of(T(w, "地区")), STR_EMPTY, c, n + 1, f->region);
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
}

static struct url
export_url(struct web *w, const struct register_filter *f, bool xlsx)
{
    struct url u = xlsx ? url_path("/register.xlsx")
                        : url_path("/register.csv");

    u = url_with(w->a, u, "programme",
        domain_programme(w->d, f->programme_id)->code);
    if (f->text.n > 0)
        u = url_with(w->a, u, "q", f->text);
    if (f->region.n > 0)
        u = url_with(w->a, u, "region", f->region);
    return u;
}

static void
state_tag(struct web *w, enum accreditation_state s, struct day last)
{
    bool over = day_cmp(last, w->today) < 0;

    if ((s == ACC_ACTIVE || s == ACC_WARNED) && !over)
        part_tag(w, TAG_GREEN, str_of(T(w, "有效")));
    else if (s == ACC_REVOKED)
        part_tag(w, TAG_RED, str_of(T(w, "已撤销")));
    else if (s == ACC_WITHDRAWN)
        part_tag(w, TAG_GREY, str_of(T(w, "已退出")));
    else
        part_tag(w, TAG_GREY, str_of(T(w, "已到期")));
}

static void
rows_table(struct web *w, const struct register_row *rows, size_t n)
{
    part_table_begin(w, str_of(T(w, "名册")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "准入日期")), false);
    part_th(w, str_of(T(w, "有效期至")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct register_row *r = &rows[i];

        part_tr(w);
        html_raw(w->h, "<td><a class=\"id\"");
        html_href(w->h, "href", url_make(w->a, "/register/%s", r->number));
        html_raw(w->h, ">");
        html_text(w->h, r->number);
        html_raw(w->h, "</a></td>");
        part_td(w, r->name);
        part_td(w, region_path(w->a, w->d->regions, r->region));
        part_td(w, day_iso(w->a, r->admitted));
        part_td(w, day_iso(w->a, r->last_day));
        part_td_begin(w);
        state_tag(w, r->state, r->last_day);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
register_page(struct web *w, struct err *err)
{
    struct register_filter f = filter_of(w);
    const struct register_row *rows = NULL;
    size_t n = 0;
    int64_t total = 0;

    TRY(register_list(
        &w->x, &f, cursor_of(w), PER_PAGE, &rows, &n, &total, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "公示名册")),
            .nav = "register" });
    filter_form(w, &f);
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有符合条件的记录。")),
            str_of(T(w, "查看全部")), url_path("/register"));
        page_end(w);
        return OK;
    }
    html_raw(w->h, "<p class=\"count\"><span>");
    if (total >= 0)
        html_text(w->h,
            arena_fmt(w->a, T(w, "共 %lld 条"), (long long)total));
    else
        html_cstr(w->h, T(w, "超过 10,000 条"));
    html_cstr(w->h, T(w, "，按准入日期从新到旧"));
    html_raw(w->h, "</span> ");
    part_link(w, export_url(w, &f, true), str_of(T(w, "下载 Excel")));
    html_raw(w->h, " ");
    part_link(w, export_url(w, &f, false), str_of(T(w, "下载 CSV")));
    html_raw(w->h, "</p>");
    rows_table(w, rows, n);
    if (n == PER_PAGE) {
        struct url next = url_with(w->a, export_url(w, &f, true), "after",
            arena_fmt(w->a, "%d-%lld", rows[n - 1].admitted.n,
                (long long)rows[n - 1].id));

        /* The same query on the page itself. */
        next.s = arena_fmt(w->a, "/register" STR_FMT,
            STR_ARG(str_sub(next.s, sizeof("/register.xlsx") - 1, SIZE_MAX)));
        html_raw(w->h, "<nav class=\"pages\"");
        html_attr(w->h, "aria-label", str_of(T(w, "分页")));
        html_raw(w->h, ">");
        part_next(w, next);
        html_raw(w->h, "</nav>");
    }
    page_end(w);
    return OK;
}

/* --- exports --- */

typedef void (*export_row)(
    struct web *w, const struct register_row *r, void *out);

/* Every row of the filter, page by page. */
static enum status
each_row(struct web *w, export_row fn, void *out, struct err *err)
{
    struct register_filter f = filter_of(w);
    struct register_cursor at = { DAY_NONE, 0 };
    size_t done = 0, n = 0;

    do {
        const struct register_row *rows = NULL;
        int64_t total = 0;

        TRY(register_list(&w->x, &f, at, 500, &rows, &n, &total, err));
        for (size_t i = 0; i < n; i++)
            fn(w, &rows[i], out);
        if (n > 0)
            at = (struct register_cursor){ rows[n - 1].admitted,
                rows[n - 1].id };
        done += n;
    } while (n == 500 && done < EXPORT_MAX);
    return OK;
}

#define EXPORT_COLUMNS 5
static const struct str HEADS[EXPORT_COLUMNS] = { STR_INIT("编号"),
    STR_INIT("名称（姓名）"), STR_INIT("地区"), STR_INIT("准入日期"),
    STR_INIT("有效期至") };

static void
cells_of(struct web *w, const struct register_row *r,
    struct str cells[EXPORT_COLUMNS])
{
    cells[0] = r->number;
    cells[1] = r->name;
    cells[2] = region_path(w->a, w->d->regions, r->region);
    cells[3] = day_iso(w->a, r->admitted);
    cells[4] = day_iso(w->a, r->last_day);
}

static void
csv_row_out(struct web *w, const struct register_row *r, void *out)
{
    struct str cells[EXPORT_COLUMNS];

    cells_of(w, r, cells);
    for (size_t i = 0; i < EXPORT_COLUMNS; i++)
        csv_cell(out, i == 0, cells[i]);
    csv_end_row(out);
}

static void
xlsx_row_out(struct web *w, const struct register_row *r, void *out)
{
    struct str cells[EXPORT_COLUMNS];

    cells_of(w, r, cells);
    xlsx_add_row(out, cells, EXPORT_COLUMNS, XLSX_PLAIN);
}

static enum status
register_csv(struct web *w, struct err *err)
{
    struct buf b;
    struct str bytes;

    buf_init(&b, w->a, 64u * 1024 * 1024);
    csv_begin(&b);
    for (size_t i = 0; i < EXPORT_COLUMNS; i++)
        csv_cell(&b, i == 0, HEADS[i]);
    csv_end_row(&b);
    TRY(each_row(w, csv_row_out, &b, err));
    TRY(buf_done(&b, &bytes, err));
    return web_download(
        w, "text/csv; charset=utf-8", STR("名册.csv"), bytes);
}

static enum status
register_xlsx(struct web *w, struct err *err)
{
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    struct xlsx_column columns[EXPORT_COLUMNS] = { 0 };

    TRY(web_book_open(w, &book, &x, err));
    for (size_t i = 0; i < EXPORT_COLUMNS; i++)
        columns[i] = (struct xlsx_column){ .title = HEADS[i], .width = 22 };
    xlsx_sheet(x, STR("名册"), NULL, 0, columns, EXPORT_COLUMNS);
    TRY(each_row(w, xlsx_row_out, x, err));
    return web_book_send(book, STR("名册.xlsx"), err);
}

/* --- /register/:number --- */

static enum status
profile(struct web *w, struct err *err)
{
    struct accreditation c;

    TRY(accreditation_by_number(&w->x, w->params[0], &c, err));
    const struct programme *p = domain_programme(w->d, c.programme_id);
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = c.name,
            .nav = "register",
            .crumbs = { { str_of(T(w, "公示名册")), url_path("/register") } },
            .n_crumbs = 1 });
    part_card_begin(w, L(w, p->pack->holder_title), false);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "编号")), c.number);
    part_dl(w, str_of(T(w, "地区")),
        region_path(w->a, w->d->regions, c.region));
    for (size_t i = 0; i < c.info->n; i++)
        part_dl(w, c.info->keys[i], json_str(c.info->items[i]));
    part_dl(w, str_of(T(w, "准入日期")), show_day(w, c.admitted));
    part_dl(w, str_of(T(w, "有效期至")), show_day(w, c.last_day));
    if (!day_is_none(c.ended))
        part_dl(w, str_of(T(w, "终止日期")), show_day(w, c.ended));
    part_dl(w, str_of(T(w, "认定机关")),
        L(w, (struct label){ p->authority, p->authority_en }));
    part_dl_end(w);
    html_raw(w->h, "<p>");
    state_tag(w, c.state, c.last_day);
    html_raw(w->h, "</p>");
    part_card_end(w);
    html_raw(w->h, "<p>");
    part_link(w, url_make(w->a, "/report/%s", c.number),
        str_of(T(w, "反映问题（收费、冒用名义、泄密等）")));
    html_raw(w->h, "</p>");
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/register", MAY_ANYBODY, .get = register_page,
        .about = "Public register with search and filters." },
    { HTTP_GET, "/register.csv", MAY_ANYBODY, .get = register_csv,
        .flags = ROUTE_PLAIN, .about = "The filtered register as CSV." },
    { HTTP_GET, "/register.xlsx", MAY_ANYBODY, .get = register_xlsx,
        .flags = ROUTE_PLAIN, .about = "The filtered register as workbook." },
    { HTTP_GET, "/register/:number", MAY_ANYBODY, .get = profile,
        .about = "Public profile of a holder." },
};
const struct route_set register_routes = ROUTE_SET("register", ROUTES);
