/* The holiday table by year: what is known, what is missing, a year added. */
#include "domain/desk.h"
#include "domain/install.h"
#include "format/csv.h"
#include "web/web.h"

#define YEARS_BEFORE 20
#define ROWS_MAX 366

static int
asked_year(struct web *w)
{
    int64_t year = day_ymd(w->today).year;

    (void)num_int(web_query(w, "year"), 1600, 2999, &year);
    return (int)year;
}

/* What runs into a year without a table: a day may turn out to be none. */
static enum status
deadlines_of(struct web *w, int year, struct err *err)
{
    const struct desk_item *list = NULL;
    size_t n = 0;

    TRY(desk_deadlines(&w->x, day_of_ymd(year, 1, 1),
        day_of_ymd(year + 1, 1, 1), &list, &n, err));
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_text(w->h,
            arena_fmt(w->a, T(w, "目前没有在 %d 年届满的在办期限。"), year));
        html_raw(w->h, "</p>");
        return OK;
    }
    part_table_begin(
        w, arena_fmt(w->a, T(w, "在 %d 年届满的在办期限"), year));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "办理期限")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct desk_item *t = &list[i];

        part_tr(w);
        part_td_begin(w);
        part_link(w,
            t->matter == DESK_GRANT
                ? url_make(w->a, "/desk/notices/%d", t->id)
            : t->matter == DESK_CASE
                ? url_make(w->a, "/desk/proceedings/%d", t->id)
                : url_make(w->a, "/desk/applications/%d", t->id),
            t->number);
        part_td_end(w);
        part_td(w, t->name);
        part_td(w,
            L(w, domain_programme(w->d, t->programme_id)->pack->short_title));
        part_td(w,
            arena_fmt(w->a, STR_FMT " 24:00",
                STR_ARG(day_iso(w->a, day_of_us(t->due_us - 1)))));
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

/* Without the table no working day of the year can be told (S-X04). */
static enum status
missing_years(struct web *w, struct err *err)
{
    int now = day_ymd(w->today).year;

    for (int year = now; year <= now + 1; year++) {
        if (holidays_has_year(w->d->holidays, year))
            continue;
        part_callout(w, true,
            arena_fmt(w->a,
                T(w,
                    "缺少 %d 年的节假日安排：凡经过该年的工作日期限（公"
                    "示、补正、陈述申辩等）都不能计算，办理时会报错而不"
                    "是猜测。请在国务院办公厅通知发布后录入。"),
                year));
        TRY(deadlines_of(w, year, err));
    }
    return OK;
}

static void
year_links(struct web *w, int shown)
{
    int now = day_ymd(w->today).year;

    html_raw(w->h, "<nav class=\"pages\"");
    html_attr(w->h, "aria-label", str_of(T(w, "年度")));
    html_raw(w->h, ">");
    for (int year = now - YEARS_BEFORE; year <= now + 1; year++) {
        if (!holidays_has_year(w->d->holidays, year))
            continue;
        html_raw(w->h, "<a");
        html_href(
            w->h, "href", url_make(w->a, "/desk/calendar?year=%d", year));
        if (year == shown)
            html_raw(w->h, " aria-current=\"page\"");
        html_raw(w->h, ">");
        html_int(w->h, year);
        html_raw(w->h, "</a>");
    }
    html_raw(w->h, "</nav>");
}

static void
year_rows(struct web *w, int year)
{
    part_table_begin(w,
        arena_fmt(w->a, T(w, "%d 年与周一至周五不同的日子"), year));
    part_th(w, str_of(T(w, "日期")), false);
    part_th(w, str_of(T(w, "星期")), false);
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "安排")), false);
    part_th(w, str_of(T(w, "来源")), false);
    part_table_body(w);
    for (size_t i = 0; i < holidays_count(w->d->holidays); i++) {
        const struct holiday *h = holidays_at(w->d->holidays, i);

        if (day_ymd(h->day).year != year)
            continue;
        part_tr(w);
        part_td(w, show_day(w, h->day));
        part_td(w, day_weekday_zh(h->day));
        part_td(w, h->name);
        part_td_begin(w);
        part_tag(w, h->kind == HOLIDAY_OFF ? TAG_RED : TAG_BLUE,
            h->kind == HOLIDAY_OFF ? str_of(T(w, "放假"))
                                   : str_of(T(w, "上班")));
        part_td_end(w);
        part_td(w, h->source);
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
day_cell(struct web *w, struct day d, int month)
{
    struct day_nature nature = { 0 };

    part_td_begin(w);
    if (day_ymd(d).month == month &&
        day_nature(w->d->holidays, d, &nature, NULL) == OK) {
        html_int(w->h, day_ymd(d).day);
        if (nature.listed) {
            html_raw(w->h, " ");
            part_tag(w, nature.working ? TAG_BLUE : TAG_RED,
                nature.working ? str_of(T(w, "班")) : str_of(T(w, "休")));
        } else if (!nature.working) {
            html_raw(w->h, " <span class=\"hint\">");
            html_cstr(w->h, T(w, "休"));
            html_raw(w->h, "</span>");
        }
    }
    part_td_end(w);
}

/* Weeks from Monday, as printed calendars have them. */
static void
month_weeks(struct web *w, int year, int month)
{
    static const char *const NAMES[] = { N_("一"), N_("二"), N_("三"),
        N_("四"), N_("五"), N_("六"), N_("日") };
    struct day first = day_of_ymd(year, month, 1);
    struct day d = day_add_days(first, 1 - day_weekday(first));

    html_raw(w->h, "<details><summary>");
    html_text(w->h, arena_fmt(w->a, T(w, "%d 年 %d 月"), year, month));
    html_raw(w->h, "</summary>");
    part_table_begin(
        w, arena_fmt(w->a, T(w, "%d 年 %d 月"), year, month));
    for (size_t i = 0; i < 7; i++)
        part_th(w, str_of(catalog_get(w->catalog, NAMES[i])), false);
    part_table_body(w);
    for (int week = 0; week < 6; week++) {
        if (day_cmp(d, day_add_months(first, 1)) >= 0)
            break;
        part_tr(w);
        for (int i = 0; i < 7; i++, d = day_add_days(d, 1))
            day_cell(w, d, month);
        part_tr_end(w);
    }
    part_table_end(w);
    html_raw(w->h, "</details>");
}

static void
add_form(struct web *w)
{
    int now = day_ymd(w->today).year;
    int next = holidays_has_year(w->d->holidays, now) ? now + 1 : now;

    html_raw(w->h, "<h2 id=\"add\">");
    html_cstr(w->h, T(w, "录入一个年度"));
    html_raw(w->h, "</h2>");
    part_form_begin(w, url_path("/desk/calendar"), true);
    part_input(w,
        &(struct input){ .name = "year",
            .label = str_of(T(w, "年度")),
            .kind = INPUT_NUMBER,
            .value = arena_fmt(w->a, "%d", next),
            .width = 10 });
    part_input(w,
        &(struct input){ .name = "source",
            .label = str_of(T(w, "来源")),
            .hint = str_of(T(w, "国务院办公厅通知的文号或网址")) });
    part_input(w,
        &(struct input){ .name = "rows",
            .label = str_of(T(w, "放假和调休上班的日子")),
            .hint = str_of(T(w,
                "每行一天：日期,名称,放假 或 日期,名称,上班；周六周日不必"
                "列出，除非改为上班")),
            .kind = INPUT_AREA,
            .optional = true });
    part_input(w,
        &(struct input){ .name = "file",
            .label = str_of(T(w, "或者上传 CSV 文件")),
            .hint = str_of(T(w,
                "三列：日期、名称、放假或上班，UTF-8 编码，不超过 64 KB")),
            .kind = INPUT_FILE,
            .optional = true });
    part_button(w, BUTTON_MAIN, str_of(T(w, "录入")));
    part_form_end(w);
}

static enum status
calendar_page(struct web *w, struct err *err)
{
    int year = asked_year(w);

    (void)err;
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "工作日历")),
                      .nav = "calendar" });
    TRY(missing_years(w, err));
    year_links(w, year);
    html_raw(w->h, "<h2>");
    html_text(w->h, arena_fmt(w->a, T(w, "%d 年"), year));
    html_raw(w->h, "</h2>");
    if (holidays_has_year(w->d->holidays, year)) {
        year_rows(w, year);
        for (int month = 1; month <= 12; month++)
            month_weeks(w, year, month);
    } else {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "这个年度尚未录入。"));
        html_raw(w->h, "</p>");
    }
    if (may(&w->who, MAY_RULE))
        add_form(w);
    page_end(w);
    return OK;
}

/* --- adding a year --- */

static enum status
read_row(const struct csv_row *row, int year, struct str source,
    struct holiday *ret, struct err *err)
{
    struct str kind = row->n > 2 ? str_trim(row->cells[2]) : STR_EMPTY;
    struct err why = { 0 };

    if (row->n < 3)
        return err_field(err, ERR_INPUT, STR("rows"),
            "第%d行应有 3 列：日期,名称,放假或上班，现有 %zu 列", row->line,
            row->n);
    if (day_parse(row->cells[0], &ret->day, &why) != OK)
        return err_field(err, ERR_INPUT, STR("rows"), "第%d行：%s",
            row->line, why.text);
    if (day_ymd(ret->day).year != year)
        return err_field(err, ERR_INPUT, STR("rows"),
            "第%d行的日期应在 %d 年内", row->line, year);
    if (str_eq(kind, STR("放假")) || str_eq(kind, STR("off")))
        ret->kind = HOLIDAY_OFF;
    else if (str_eq(kind, STR("上班")) || str_eq(kind, STR("working")))
        ret->kind = HOLIDAY_WORK;
    else
        return err_field(err, ERR_INPUT, STR("rows"),
            "第%d行第3列应为“放假”或“上班”", row->line);
    ret->name = str_trim(row->cells[1]);
    ret->source = source;
    if (ret->name.n == 0)
        return err_field(
            err, ERR_INPUT, STR("rows"), "第%d行没有名称", row->line);
    return OK;
}

/* What was pasted, or the file: one of them. */
static enum status
given_rows(struct web *w, struct str *ret, struct err *err)
{
    const struct http_file *f = http_file_of(w->req, "file", 0);
    struct str pasted = web_field(w, "rows");

    *ret = pasted;
    if (f == NULL || f->size == 0)
        return OK;
    if (str_trim(pasted).n > 0)
        return err_field(err, ERR_INPUT, STR("file"),
            "请只用一种方式：粘贴各行，或者上传文件");
    if (f->bytes.n != f->size)
        return err_field(err, ERR_INPUT, STR("file"),
            "文件应不超过 64 KB，现为 %lld KB",
            (long long)(f->size / 1024));
    if (!utf8_valid(f->bytes))
        return err_field(err, ERR_INPUT, STR("file"),
            "文件应为 UTF-8 编码的 CSV 文本");
    *ret = f->bytes;
    return OK;
}

/* The first line may name the columns. */
static bool
is_heading(const struct csv_row *row)
{
    return row->n > 0 && str_eq(str_trim(row->cells[0]), STR("日期"));
}

static enum status
add_act(struct web *w, struct err *err)
{
    const struct csv_row *lines = NULL;
    struct str source = web_field(w, "source"), text;
    size_t n = 0, kept = 0;
    int64_t year = 0;
    struct err why = { 0 };

    if (!num_int(utf8_narrow(w->a, web_field(w, "year")), 1949, 2999, &year))
        return err_field(
            err, ERR_INPUT, STR("year"), "年度应为四位数字，如 2027");
    if (source.n == 0)
        return err_field(err, ERR_INPUT, STR("source"),
            "请填写来源，如国务院办公厅通知的文号");
    TRY(given_rows(w, &text, err));
    if (csv_read(w->a, text, ROWS_MAX, &lines, &n, &why) != OK)
        return err_field(err, ERR_INPUT, STR("rows"), "%s", why.text);
    struct holiday *rows = arena_new_array(w->a, struct holiday, n + 1);
    for (size_t i = 0; i < n; i++) {
        if ((lines[i].n == 1 && str_trim(lines[i].cells[0]).n == 0) ||
            (i == 0 && is_heading(&lines[i])))
            continue;
        TRY(read_row(&lines[i], (int)year, source, &rows[kept++], err));
    }
    if (kept == 0)
        return err_field(err, ERR_INPUT, STR("rows"),
            "请至少录入一天；每年都有法定节假日");
    return calendar_add_year(&w->x, (int)year, source, rows, kept, err);
}

static enum status
add_reply(struct web *w, struct err *err)
{
    int64_t year = 0;

    (void)err;
    (void)num_int(
        utf8_narrow(w->a, web_field(w, "year")), 1949, 2999, &year);
    return web_redirect(
        w, url_make(w->a, "/desk/calendar?year=%d", year), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/calendar", MAY_SEE_DESK, .get = calendar_page,
        .about = "Holidays and adjusted working days by year." },
    { HTTP_POST, "/desk/calendar", MAY_RULE, .act = add_act,
        .reply = add_reply, .again = calendar_page,
        .flags = ROUTE_REFRESH | ROUTE_FILES,
        .about = "Adds a year." },
};
const struct route_set calendar_routes = ROUTE_SET("calendar", ROUTES);
