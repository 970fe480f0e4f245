/* holidays.c - the table of exceptions to Monday-to-Friday. */
#include "calendar/calendar.h"

#include <stdlib.h>

enum { MOST_COLUMNS = 16 };

/* One row with the words that explain it, made once. */
struct listed_day {
    struct holiday row;
    struct str why;
};

struct holidays {
    const struct listed_day *days; /* ascending */
    const struct holiday *rows;    /* the same, as the caller sees them */
    size_t n;
    const int *years; /* ascending */
    size_t n_years;
};

static int
by_day(const void *x, const void *y)
{
    const struct holiday *a = x, *b = y;

    return day_cmp(a->day, b->day);
}

static int
by_number(const void *x, const void *y)
{
    const int *a = x, *b = y;

    return (*a > *b) - (*a < *b);
}

bool
holidays_has_year(const struct holidays *h, int year)
{
    return h->n_years > 0 &&
        bsearch(&year, h->years, h->n_years, sizeof(year), by_number) != NULL;
}

static enum status
check_years(const int *years, size_t n, struct err *err)
{
    for (size_t i = 1; i < n; i++)
        if (years[i] <= years[i - 1])
            return err_set(err, ERR_INPUT,
                "节假日表的年份应从小到大且不重复，%d 之后不应是 %d。",
                years[i - 1], years[i]);
    return OK;
}

static enum status
check_row(const struct holidays *h, size_t i, struct err *err)
{
    const struct holiday *rows = h->rows;
    struct ymd v = day_ymd(rows[i].day);

    if (!holidays_has_year(h, v.year))
        return err_set(err, ERR_INPUT,
            "节假日表含有 %d-%02d-%02d，但没有%d年的放假通知。", v.year,
            v.month, v.day, v.year);
    if (i > 0 && day_eq(rows[i - 1].day, rows[i].day))
        return err_set(err, ERR_INPUT,
            "节假日表中 %d-%02d-%02d 应只有一行，现有两行。", v.year, v.month,
            v.day);
    return OK;
}

static struct str
explain(struct arena *a, const struct holiday *row)
{
    if (row->kind == HOLIDAY_WORK && row->name.n == 0)
        return STR("调休上班");
    if (row->kind == HOLIDAY_WORK)
        return arena_fmt(a, "调休上班（" STR_FMT "）", STR_ARG(row->name));
    if (row->name.n == 0)
        return day_weekday(row->day) > 5 ? day_weekday_zh(row->day)
                                         : STR("放假");
    return row->name;
}

enum status
holidays_new(struct arena *a, const struct holiday *rows, size_t n,
    const int *years, size_t n_years, const struct holidays **ret,
    struct err *err)
{
    struct holidays *h = arena_one(a, struct holidays);
    struct listed_day *days = arena_new_array(a, struct listed_day, n);
    struct holiday *copies = arena_dup(a, rows, n * sizeof(*rows));

    TRY(check_years(years, n_years, err));
    if (n > 1)
        qsort(copies, n, sizeof(*copies), by_day);
    h->rows = copies;
    h->days = days;
    h->n = n;
    h->years = arena_dup(a, years, n_years * sizeof(*years));
    h->n_years = n_years;
    for (size_t i = 0; i < n; i++) {
        TRY(check_row(h, i, err));
        copies[i].name = arena_str(a, copies[i].name);
        copies[i].source = arena_str(a, copies[i].source);
        days[i] = (struct listed_day){ copies[i], explain(a, &copies[i]) };
    }
    *ret = h;
    return OK;
}

size_t
holidays_count(const struct holidays *h)
{
    return h->n;
}

const struct holiday *
holidays_at(const struct holidays *h, size_t i)
{
    return &h->rows[i];
}

enum status
day_nature(const struct holidays *h, struct day d, struct day_nature *ret,
    struct err *err)
{
    const struct listed_day key = { .row = { .day = d } };
    const struct listed_day *hit = NULL;
    int year = day_ymd(d).year;
    bool weekend = day_weekday(d) > 5;

    if (!holidays_has_year(h, year))
        return err_set(err, ERR_NOT_FOUND,
            "缺少%d年的节假日安排，请先录入国务院办公厅关于%d年节假日安排的"
            "通知。",
            year, year);
    /* The row is the first member, so one comparison serves both arrays. */
    if (h->n > 0)
        hit = bsearch(&key, h->days, h->n, sizeof(key), by_day);
    if (hit != NULL)
        *ret = (struct day_nature){ hit->row.kind == HOLIDAY_WORK, true,
            hit->why, hit->row.source };
    else
        *ret = (struct day_nature){ !weekend, false,
            weekend ? day_weekday_zh(d) : STR("工作日"), STR_EMPTY };
    return OK;
}

/* --- the shipped files --- */

struct table {
    struct str rest; /* lines not read yet */
    struct str file; /* name for messages */
    int line;
    size_t columns;
    struct str head[MOST_COLUMNS];
    struct str cell[MOST_COLUMNS];
};

/* A field is bare, or in quotes that hold no quotes. */
static bool
split_line(struct str line, struct str *cells, size_t *ret_n)
{
    bool more = true;
    size_t n = 0;

    while (more) {
        if (n == MOST_COLUMNS)
            return false;
        if (str_starts(line, STR("\""))) {
            line = str_cut(str_sub(line, 1, line.n), '"', &cells[n], &more);
            if (!more || (line.n > 0 && line.p[0] != ','))
                return false;
            more = line.n > 0;
            line = str_sub(line, 1, line.n);
        } else {
            line = str_cut(line, ',', &cells[n], &more);
            if (str_find(cells[n], STR("\"")) != SIZE_MAX)
                return false;
        }
        n++;
    }
    *ret_n = n;
    return true;
}

static enum status
bad_line(const struct table *t, const char *what, struct err *err)
{
    err_set(err, ERR_INPUT, STR_FMT " 第 %d 行：%s。", STR_ARG(t->file),
        t->line, what);
    err_where(err, t->file, t->line, 1);
    return ERR_INPUT;
}

/* Next line that is not empty; *more is false at the end. */
static enum status
next_line(struct table *t, struct str *cells, size_t *n, bool *more,
    struct err *err)
{
    struct str line;

    do {
        *more = t->rest.n > 0;
        if (!*more)
            return OK;
        t->rest = str_cut(t->rest, '\n', &line, NULL);
        t->line++;
        if (str_ends(line, STR("\r")))
            line.n--;
    } while (line.n == 0);
    if (!split_line(line, cells, n))
        return bad_line(t, "引号或列数不对", err);
    return OK;
}

static enum status
open_table(
    struct table *t, struct str csv, struct str file, struct err *err)
{
    const struct str bom = STR("\xEF\xBB\xBF");
    bool more;

    *t = (struct table){ .rest = csv, .file = file };
    if (str_starts(csv, bom))
        t->rest = str_sub(csv, bom.n, csv.n);
    TRY(next_line(t, t->head, &t->columns, &more, err));
    return more ? OK : bad_line(t, "文件是空的，第一行应是列名", err);
}

static enum status
next_row(struct table *t, bool *more, struct err *err)
{
    size_t n;

    TRY(next_line(t, t->cell, &n, more, err));
    if (*more && n != t->columns)
        return bad_line(t, "列数应与第一行相同", err);
    return OK;
}

static enum status
find_column(
    const struct table *t, struct str name, size_t *ret, struct err *err)
{
    for (size_t i = 0; i < t->columns; i++) {
        if (str_eq(t->head[i], name)) {
            *ret = i;
            return OK;
        }
    }
    return err_set(err, ERR_INPUT, STR_FMT " 缺少列 " STR_FMT "。",
        STR_ARG(t->file), STR_ARG(name));
}

/* The notices of a year; a later one of the same year adds its address. */
struct notice {
    int year;
    struct str source;
};

struct notices {
    VEC_OF(struct notice) list;
};

static struct notice *
find_notice(const struct notices *all, int year)
{
    for (size_t i = 0; i < all->list.n; i++)
        if (all->list.p[i].year == year)
            return &all->list.p[i];
    return NULL;
}

static enum status
read_year(const struct table *t, size_t column, int *ret, struct err *err)
{
    int64_t v;

    if (!num_int(t->cell[column], 1600, 2999, &v))
        return bad_line(t, "年份应为 1600 至 2999 的四位数字", err);
    *ret = (int)v;
    return OK;
}

static enum status
read_notices(
    struct arena *a, struct str csv, struct notices *all, struct err *err)
{
    struct table t;
    size_t year_at, url_at;
    bool more;

    TRY(open_table(&t, csv, STR("holiday_notices.csv"), err));
    TRY(find_column(&t, STR("year"), &year_at, err));
    TRY(find_column(&t, STR("notice_url"), &url_at, err));
    for (;;) {
        struct notice *n;
        int year;

        TRY(next_row(&t, &more, err));
        if (!more)
            return OK;
        TRY(read_year(&t, year_at, &year, err));
        n = find_notice(all, year);
        if (n != NULL)
            n->source = arena_fmt(a, STR_FMT " " STR_FMT, STR_ARG(n->source),
                STR_ARG(t.cell[url_at]));
        else
            *VEC_PUSH(a, &all->list) =
                (struct notice){ year, t.cell[url_at] };
    }
}

struct day_columns {
    size_t date, name, off, year;
};

static enum status
find_day_columns(
    const struct table *t, struct day_columns *c, struct err *err)
{
    TRY(find_column(t, STR("date"), &c->date, err));
    TRY(find_column(t, STR("name"), &c->name, err));
    TRY(find_column(t, STR("is_off"), &c->off, err));
    return find_column(t, STR("notice_year"), &c->year, err);
}

static enum status
read_holiday(const struct table *t, const struct day_columns *c,
    const struct notices *all, struct holiday *ret, struct err *err)
{
    struct str off = t->cell[c->off];
    const struct notice *notice;
    struct err inner;
    int year;

    if (day_parse(t->cell[c->date], &ret->day, &inner) != OK)
        return bad_line(t, "日期应写作 2023-03-12", err);
    if (!str_eq(off, STR("0")) && !str_eq(off, STR("1")))
        return bad_line(t, "is_off 应为 1（放假）或 0（上班）", err);
    TRY(read_year(t, c->year, &year, err));
    notice = find_notice(all, year);
    if (notice == NULL)
        return bad_line(t, "notice_year 在通知表中没有对应的通知", err);
    ret->kind = str_eq(off, STR("1")) ? HOLIDAY_OFF : HOLIDAY_WORK;
    ret->name = t->cell[c->name];
    ret->source = notice->source;
    return OK;
}

enum status
holidays_from_csv(struct arena *a, struct str holidays_csv,
    struct str notices_csv, const struct holidays **ret, struct err *err)
{
    VEC_OF(struct holiday) rows = { 0 };
    struct notices all = { 0 };
    struct day_columns columns;
    struct table t;
    int *years;
    bool more;

    TRY(read_notices(a, notices_csv, &all, err));
    TRY(open_table(&t, holidays_csv, STR("holidays.csv"), err));
    TRY(find_day_columns(&t, &columns, err));
    for (;;) {
        struct holiday row;

        TRY(next_row(&t, &more, err));
        if (!more)
            break;
        TRY(read_holiday(&t, &columns, &all, &row, err));
        /* Days that the notice of the next year set at the end of a year
         * without a notice of its own. */
        if (find_notice(&all, day_ymd(row.day).year) != NULL)
            *VEC_PUSH(a, &rows) = row;
    }
    years = arena_new_array(a, int, all.list.n);
    for (size_t i = 0; i < all.list.n; i++)
        years[i] = all.list.p[i].year;
    if (all.list.n > 1)
        qsort(years, all.list.n, sizeof(*years), by_number);
    return holidays_new(a, rows.p, rows.n, years, all.list.n, ret, err);
}
