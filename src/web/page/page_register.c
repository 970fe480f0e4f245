/* The public register: who holds what, until when; search, export, profile. */
#include "holder_parts.h"
#include "public_info.h"
#include "title_history.h"

#include "domain/accreditation.h"
#include "domain/complaint.h"
#include "domain/statistics.h"
#include "format/csv.h"
#include "web/web.h"
#include "web/workbook.h"

#define PER_PAGE 50
#define EXPORT_MAX 100000

/* The prefecture if it lies in the chosen province, else the province. */
static struct str
region_of(struct web *w)
{
    struct str province = web_query(w, "region");
    struct str city = web_query(w, "city");

    if (province.n > 0 && city.n > 0 &&
        region_find(w->d->regions, city) != NULL &&
        region_within(w->d->regions, city, province))
        return city;
    return province;
}

static struct register_filter
filter_of(struct web *w)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));

    if (p == NULL)
        p = &w->d->programmes[0];
    return (struct register_filter){ .programme_id = p->id,
        .text = web_query(w, "q"),
        .region = region_of(w),
        .category = web_query(w, "category"),
        .standing = register_standing_of(web_query(w, "standing")) };
}

/* Regions inside `parent`, with a first choice for all of it. */
static void
region_select(struct web *w, const char *name, const char *label,
    const char *all, struct str parent, struct str now)
{
    size_t n = 0;
    const struct region *const *list = region_children(
        w->a, w->d->regions, parent, w->today, &n);
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);

    c[0] = (struct choice){ STR_EMPTY, str_of(all) };
    for (size_t i = 0; i < n; i++)
        c[i + 1] = (struct choice){ list[i]->code, list[i]->name };
    part_select(w, name, str_of(label), STR_EMPTY, c, n + 1, now);
}

static void
filter_form(struct web *w, const struct register_filter *f)
{
    struct str province = web_query(w, "region");
    struct choice *k =
        arena_new_array(w->a, struct choice, w->d->n_programmes);
    const struct programme *now = domain_programme(w->d, f->programme_id);

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
    region_select(w, "region", T(w, "省份"), T(w, "全国"),
        STR_EMPTY, province);
    if (region_find(w->d->regions, province) != NULL)
        region_select(w, "city", T(w, "市、州、盟"), T(w, "全部"), province,
            f->region);
    part_standing_filter(w, now->pack);
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
    if (f->region.n > 0) {
        u = url_with(w->a, u, "region", web_query(w, "region"));
        u = url_with(w->a, u, "city", f->region);
    }
    if (f->category.n > 0)
        u = url_with(w->a, u, "category", f->category);
    if (f->standing != STANDING_ANY)
        u = url_with(w->a, u, "standing", web_query(w, "standing"));
    return u;
}

static void
state_tag(struct web *w, enum accreditation_state s, struct day last)
{
    bool over = day_cmp(last, w->today) < 0;

    if ((s == ACC_ACTIVE || s == ACC_WARNED || s == ACC_RECTIFYING) && !over)
        part_tag(w, TAG_GREEN, str_of(T(w, "有效")));
    else if (s == ACC_SUSPENDED)
        part_tag(w, TAG_AMBER, str_of(T(w, "停业")));
    else if (s == ACC_DEREGISTERED)
        part_tag(w, TAG_GREY, str_of(T(w, "已注销")));
    else if (s == ACC_REVOKED)
        part_tag(w, TAG_RED, str_of(T(w, "已撤销")));
    else if (s == ACC_WITHDRAWN)
        part_tag(w, TAG_GREY, str_of(T(w, "已退出")));
    else
        part_tag(w, TAG_GREY, str_of(T(w, "已到期")));
}

static bool
is_commended(const int64_t *ids, size_t n, int64_t id)
{
    for (size_t i = 0; i < n && ids[i] <= id; i++) {
        if (ids[i] == id)
            return true;
    }
    return false;
}

/* The table's cells carry their column's name: on a phone each row is a card.
 */
struct heads {
    const struct pack *pack;
    struct public_columns c;
    struct str text[PUBLIC_COLUMNS_MAX + 7];
    struct html_part cell[PUBLIC_COLUMNS_MAX + 7]; /* how one begins */
    size_t n;
};

static struct html_part
cell_of(struct web *w, struct str label)
{
    struct buf *b = arena_one(w->a, struct buf);
    struct html h = { b };

    buf_init(b, w->a, 4096);
    html_raw(&h, "<td");
    html_attr(&h, "data-label", label);
    html_raw(&h, ">");
    return html_part(&h);
}

static struct heads
heads_for(struct web *w, const struct pack *p)
{
    struct heads h = { .pack = p, .c = public_columns_of(p) };

    h.text[h.n++] = str_of(T(w, "编号"));
    h.text[h.n++] = str_of(T(w, "名称（姓名）"));
    if (p->n_categories > 0)
        h.text[h.n++] = str_of(T(w, "称号类别"));
    for (size_t i = 0; i < h.c.n; i++)
        h.text[h.n++] = L(w, h.c.label[i]);
    h.text[h.n++] = str_of(T(w, "地区"));
    h.text[h.n++] = str_of(T(w, "准入日期"));
    h.text[h.n++] = str_of(T(w, "有效期至"));
    h.text[h.n++] = str_of(T(w, "状态"));
    for (size_t i = 0; i < h.n; i++)
        h.cell[i] = cell_of(w, h.text[i]);
    return h;
}

static void
text_cell(struct web *w, struct html_part begin, struct str text)
{
    html_put(w->h, begin);
    html_text(w->h, text);
    part_td_end(w);
}

static void
day_cell(struct web *w, struct html_part begin, struct day d)
{
    html_put(w->h, begin);
    html_raw(w->h, "<span class=\"nowrap\">");
    html_text(w->h, show_day(w, d));
    html_raw(w->h, "</span></td>");
}

static void
holder_row(struct web *w, const struct heads *h,
    const struct register_row *r, bool commended)
{
    size_t k = 0;

    part_tr(w);
    html_put(w->h, h->cell[k++]);
    html_raw(w->h, "<a class=\"id\"");
    html_href(w->h, "href", url_make(w->a, "/register/%s", r->number));
    html_raw(w->h, ">");
    html_text(w->h, r->number);
    html_raw(w->h, "</a></td>");
    html_put(w->h, h->cell[k++]);
    html_raw(w->h, "<span>");
    html_text(w->h, r->name);
    if (commended) {
        html_raw(w->h, " ");
        part_tag(w, TAG_AMBER, str_of(T(w, "受表彰")));
    }
    html_raw(w->h, "</span></td>");
    if (h->pack->n_categories > 0) {
        html_put(w->h, h->cell[k++]);
        part_standing(w, h->pack, r->category, r->incubating);
        part_td_end(w);
    }
    for (size_t i = 0; i < h->c.n; i++)
        text_cell(w, h->cell[k++], public_cell(w->a, &h->c, i, r->info));
    text_cell(w, h->cell[k++], region_path(w->a, w->d->regions, r->region));
    day_cell(w, h->cell[k++], r->admitted);
    day_cell(w, h->cell[k++], r->last_day);
    html_put(w->h, h->cell[k]);
    state_tag(w, r->state, r->last_day);
    part_td_end(w);
    part_tr_end(w);
}

static enum status
rows_table(struct web *w, const struct programme *p,
    const struct register_row *rows, size_t n, struct err *err)
{
    struct heads h = heads_for(w, p->pack);
    const int64_t *marks = NULL;
    size_t n_marks = 0;

    TRY(commended_list(&w->x, p->id, &marks, &n_marks, err));
    html_raw(w->h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\"");
    html_attr(w->h, "aria-label", str_of(T(w, "名册")));
    html_raw(w->h,
        "><table class=\"table stack\"><caption class=\"vh\">");
    html_cstr(w->h, T(w, "名册"));
    html_raw(w->h, "</caption><thead><tr>");
    for (size_t i = 0; i < h.n; i++)
        part_th(w, h.text[i], false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        holder_row(w, &h, &rows[i],
            is_commended(marks, n_marks, rows[i].subject_id));
    part_table_end(w);
    return OK;
}

static enum status
register_page(struct web *w, struct err *err)
{
    struct register_filter f = filter_of(w);
    const struct register_row *rows = NULL;
    size_t n = 0;
    int64_t total = 0;

    TRY(register_list(&w->x, &f, register_cursor_of(web_query(w, "after")),
        PER_PAGE, &rows, &n, &total, err));
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
    if (f.text.n > 0 || f.region.n > 0 || f.category.n > 0 ||
        f.standing != STANDING_ANY)
        html_cstr(w->h, T(w, "，按入册先后"));
    else
        html_cstr(w->h, T(w, "，按准入日期从新到旧"));
    html_raw(w->h, "</span> ");
    part_link(w, export_url(w, &f, true), str_of(T(w, "下载 Excel")));
    html_raw(w->h, " ");
    part_link(w, export_url(w, &f, false), str_of(T(w, "下载 CSV")));
    html_raw(w->h, "</p>");
    TRY(rows_table(
        w, domain_programme(w->d, f.programme_id), rows, n, err));
    if (n == PER_PAGE) {
        struct url next = url_with(w->a, export_url(w, &f, true), "after",
            register_cursor_text(w->a, &rows[n - 1]));

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

#define BASE_COLUMNS 7
#define EXPORT_COLUMNS (BASE_COLUMNS + PUBLIC_COLUMNS_MAX)

/* What the rows of an export are written with. */
struct export {
    const struct pack *pack;
    struct public_columns c;
    struct buf *csv;
    struct xlsx_book *book;
};

static size_t
heads_of(const struct export *e, struct str heads[EXPORT_COLUMNS])
{
    static const struct str BASE[BASE_COLUMNS] = { STR_INIT("编号"),
        STR_INIT("名称（姓名）"), STR_INIT("地区"), STR_INIT("准入日期"),
        STR_INIT("有效期至"), STR_INIT("状态"), STR_INIT("称号类别") };
    size_t base = BASE_COLUMNS - (e->pack->n_categories == 0);

    for (size_t i = 0; i < base; i++)
        heads[i] = BASE[i];
    for (size_t i = 0; i < e->c.n; i++)
        heads[base + i] = e->c.label[i].zh;
    return base + e->c.n;
}

static size_t
cells_of(struct web *w, const struct export *e, const struct register_row *r,
    struct str cells[EXPORT_COLUMNS])
{
    bool over = day_cmp(r->last_day, w->today) < 0;
    size_t base = BASE_COLUMNS - (e->pack->n_categories == 0);

    cells[0] = r->number;
    cells[1] = r->name;
    cells[2] = region_path(w->a, w->d->regions, r->region);
    cells[3] = day_iso(w->a, r->admitted);
    cells[4] = day_iso(w->a, r->last_day);
    cells[5] = accreditation_public_title(over ? ACC_EXPIRED : r->state);
    cells[6] = show_standing(w, e->pack, r->category, r->incubating);
    for (size_t i = 0; i < e->c.n; i++)
        cells[base + i] = public_cell(w->a, &e->c, i, r->info);
    return base + e->c.n;
}

static void
csv_row_out(struct web *w, const struct register_row *r, void *out)
{
    struct export *e = out;
    struct str cells[EXPORT_COLUMNS];
    size_t n = cells_of(w, e, r, cells);

    for (size_t i = 0; i < n; i++)
        csv_cell(e->csv, i == 0, cells[i]);
    csv_end_row(e->csv);
}

static void
xlsx_row_out(struct web *w, const struct register_row *r, void *out)
{
    struct export *e = out;
    struct str cells[EXPORT_COLUMNS];
    size_t n = cells_of(w, e, r, cells);

    xlsx_add_row(e->book, cells, n, XLSX_PLAIN);
}

static struct export
export_of(struct web *w)
{
    struct register_filter f = filter_of(w);
    const struct pack *p = domain_programme(w->d, f.programme_id)->pack;

    return (struct export){ .pack = p, .c = public_columns_of(p) };
}

static enum status
register_csv(struct web *w, struct err *err)
{
    struct export e = export_of(w);
    struct str heads[EXPORT_COLUMNS], bytes;
    size_t n = heads_of(&e, heads);
    struct buf b;

    buf_init(&b, w->a, 64u * 1024 * 1024);
    e.csv = &b;
    csv_begin(&b);
    for (size_t i = 0; i < n; i++)
        csv_cell(&b, i == 0, heads[i]);
    csv_end_row(&b);
    TRY(each_row(w, csv_row_out, &e, err));
    TRY(buf_done(&b, &bytes, err));
    return web_download(
        w, "text/csv; charset=utf-8", STR("名册.csv"), bytes);
}

static enum status
register_xlsx(struct web *w, struct err *err)
{
    struct export e = export_of(w);
    struct xlsx_column columns[EXPORT_COLUMNS] = { 0 };
    struct str heads[EXPORT_COLUMNS];
    size_t n = heads_of(&e, heads);
    struct web_book *book = NULL;

    TRY(web_book_open(w, &book, &e.book, err));
    for (size_t i = 0; i < n; i++)
        columns[i] = (struct xlsx_column){ .title = heads[i], .width = 22 };
    xlsx_sheet(e.book, STR("名册"), NULL, 0, columns, n);
    TRY(each_row(w, xlsx_row_out, &e, err));
    return web_book_send(book, STR("名册.xlsx"), err);
}

/* --- /register/:number --- */

static void
facts_card(struct web *w, const struct programme *p,
    const struct accreditation *c, const struct holder_public *h)
{
    struct public_columns k = public_columns_of(c->pack);

    part_card_begin(w, L(w, p->pack->holder_title), false);
    html_raw(w->h, "<p>");
    state_tag(w, accreditation_state_on(c, w->today), c->last_day);
    for (size_t i = 0; i < h->n_commended; i++) {
        html_raw(w->h, " ");
        part_tag(w, TAG_AMBER,
            arena_fmt(w->a, T(w, "%lld 年受表彰（%.*s）"),
                (long long)h->commended[i].n,
                STR_ARG(h->commended[i].name)));
    }
    html_raw(w->h, " ");
    part_standing(w, c->pack, c->category, c->incubating);
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "编号")), c->number);
    part_dl(w, str_of(T(w, "地区")),
        region_path(w->a, w->d->regions, c->region));
    for (size_t i = 0; i < k.n; i++) {
        struct str text = public_cell(w->a, &k, i, c->info);

        if (text.n > 0)
            part_dl(w, L(w, k.label[i]), text);
    }
    holder_kept(w, c);
    part_dl(w, str_of(T(w, "准入日期")), show_day(w, c->admitted));
    part_dl(w, str_of(T(w, "有效期至")), show_day(w, c->last_day));
    if (!day_is_none(c->ended))
        part_dl(w, str_of(T(w, "终止日期")), show_day(w, c->ended));
    part_dl(w, str_of(T(w, "认定机关")),
        L(w, (struct label){ p->authority, p->authority_en }));
    part_dl_end(w);
    part_card_end(w);
}

static void
years_table(struct web *w, const struct holder_public *h)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "各年服务"));
    html_raw(w->h, "</h2>");
    if (h->n_years == 0) {
        part_empty(w, str_of(T(w, "还没有报送过志愿服务。")), STR_EMPTY,
            url_path("/register"));
        return;
    }
    part_table_begin(w, str_of(T(w, "各年服务")));
    part_th(w, str_of(T(w, "年度")), false);
    part_th(w, str_of(T(w, "服务时长（分钟）")), true);
    part_th(w, str_of(T(w, "服务企业（家）")), true);
    part_th(w, str_of(T(w, "日记（篇）")), true);
    part_table_body(w);
    for (size_t i = 0; i < h->n_years; i++) {
        const struct service_row *y = &h->years[i];

        part_tr(w);
        part_td(w, arena_fmt(w->a, "%lld", (long long)y->year));
        part_td_num(w, y->minutes);
        part_td_num(w, y->enterprises);
        part_td_num(w, y->diaries);
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
activities_list(struct web *w, const struct holder_public *h)
{
    if (h->n_activities == 0)
        return;
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "志愿活动"));
    html_raw(w->h, "</h2><ul class=\"list\">");
    for (size_t i = 0; i < h->n_activities; i++) {
        const struct front_activity *v = &h->activities[i];

        html_raw(w->h, "<li>");
        part_link(w, url_make(w->a, "/activities/%d", v->id), v->title);
        html_raw(w->h, " <span class=\"muted\">");
        html_text(w->h, str_sub(show_us(w, v->starts_us), 0, 16));
        html_raw(w->h, "</span></li>");
    }
    html_raw(w->h, "</ul>");
}

/* Rows of the pack's registers that anybody may read, without private
 * fields and files. */
static void
records_list(struct web *w, const struct pack *p,
    const struct holder_public *h)
{
    for (size_t i = 0; i < h->n_records; i++) {
        const struct holder_record *one = &h->records[i];
        const struct pack_record *k = pack_record(p, one->kind);
        const struct pack_form *form = pack_form(p, k->form);

        if (form == NULL || form->n_sections == 0)
            continue;
        part_card_begin(w, L(w, k->title), false);
        part_dl_begin(w);
        for (size_t j = 0; j < form->sections[0].n_fields; j++) {
            const struct pack_field *f = &form->sections[0].fields[j];

            if (!f->is_private && f->type != FIELD_FILE &&
                f->type != FIELD_ROWS)
                part_dl(w, L(w, f->label),
                    field_show(w->a, f, json_get(one->content, f->name), true,
                        w->english));
        }
        part_dl_end(w);
        part_card_end(w);
    }
}

static enum status
profile(struct web *w, struct err *err)
{
    struct accreditation c;
    struct holder_public h;

    TRY(accreditation_by_number(&w->x, w->params[0], &c, err));
    const struct programme *p = domain_programme(w->d, c.programme_id);
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有找到这项资格");
    TRY(holder_public_read(
        &w->x, c.subject_id, c.id, c.programme_id, &h, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = c.name,
            .nav = "register",
            .crumbs = { { str_of(T(w, "公示名册")), url_path("/register") } },
            .n_crumbs = 1 });
    facts_card(w, p, &c, &h);
    TRY(holder_places(w, &c, HOLDER_PUBLIC, err));
    if (h.n_years > 0 || pack_form(p->pack, STR("diary")) != NULL)
        years_table(w, &h);
    activities_list(w, &h);
    records_list(w, p->pack, &h);
    TRY(title_history(w, &c, err));
    html_raw(w->h, "<p class=\"no-print\">");
    if (complaint_kind(p->pack) != NULL) {
        part_link(w, url_make(w->a, "/complain/%s", c.number),
            L(w, complaint_kind(p->pack)->title));
        html_raw(w->h, "　");
    }
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
