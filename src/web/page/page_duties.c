/* The officers' list of one yearly duty: how far each region is, who has not
 * fulfilled it, how many days are left. */
#include "domain/affiliation.h"
#include "duty_parts.h"
#include "web/workbook.h"

#define PER_PAGE 100
#define EXPORT_MOST 5000

struct asked {
    const struct programme *p;
    struct duty_filter f;
    struct url here; /* with the year */
};

static struct str
number(struct web *w, int64_t v)
{
    return arena_fmt(w->a, "%lld", (long long)v);
}

static bool
has_list(const struct pack_duty *d)
{
    return d->kind == DUTY_REPORT || d->kind == DUTY_COVERAGE;
}

static enum status
ask(struct web *w, struct asked *ret, struct err *err)
{
    const struct programme *p =
        domain_programme_by_code(w->d, w->params[0]);
    int64_t year = duty_year_asked(w);

    *ret = (struct asked){ .p = p };
    for (size_t i = 0; p != NULL && i < p->pack->n_duties; i++) {
        if (str_eq(p->pack->duties[i].name, w->params[1]) &&
            has_list(&p->pack->duties[i]))
            ret->f.duty = &p->pack->duties[i];
    }
    if (ret->f.duty == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这项义务");
    ret->f.programme_id = p->id;
    ret->f.year = year;
    ret->f.region = web_query(w, "region");
    ret->f.missing = !str_eq(web_query(w, "part"), STR("all"));
    ret->here = url_with(w->a,
        url_make(w->a, "/desk/reports/%s/%s", p->code, ret->f.duty->name),
        "year", number(w, year));
    (void)num_int(web_query(w, "after"), 1, INT64_MAX, &ret->f.after);
    return OK;
}

static struct day
last_day(const struct asked *q)
{
    return q->f.duty->due_day.n > 0
        ? duty_due_day(q->f.duty, q->f.year)
        : day_of_ymd((int)q->f.year, 12, 31);
}

static struct str
left_text(struct web *w, struct day due)
{
    int left = due.n - w->today.n;

    return left < 0 ? arena_fmt(w->a, T(w, "逾期 %d 天"), -left)
                    : arena_fmt(w->a, T(w, "还有 %d 天"), left);
}

void
duty_left(struct web *w, struct day due)
{
    int left = due.n - w->today.n;

    part_tag(w, left < 0 ? TAG_RED : left < 15 ? TAG_AMBER : TAG_GREY,
        left_text(w, due));
}

void
duty_lists(struct web *w, const struct programme *p, int64_t year)
{
    html_raw(w->h, "<p>");
    for (size_t i = 0; i < p->pack->n_duties; i++) {
        const struct pack_duty *d = &p->pack->duties[i];

        if (!has_list(d))
            continue;
        part_link_button(w, BUTTON_SECOND,
            arena_fmt(w->a, T(w, "名单：%.*s"), STR_ARG(L(w, d->title))),
            url_with(w->a,
                url_make(w->a, "/desk/reports/%s/%s", p->code, d->name),
                "year", number(w, year)));
    }
    html_raw(w->h, "</p>");
}

#define CARD_YEARS 3

enum status
duty_card(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct duty_state *states[CARD_YEARS] = { 0 };
    int year = day_ymd(w->today).year;
    size_t n = 0;

    for (int y = 0; y < CARD_YEARS; y++)
        TRY(duty_states(&w->x, c, year - y, &states[y], &n, err));
    if (n == 0)
        return OK;
    part_card_begin(w, str_of(T(w, "年度事项")), false);
    part_table_begin(w, str_of(T(w, "年度事项")));
    part_th(w, str_of(T(w, "事项")), false);
    for (int y = 0; y < CARD_YEARS; y++)
        part_th(w, number(w, year - y), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, L(w, states[0][i].duty->title));
        for (int y = 0; y < CARD_YEARS; y++) {
            part_td_begin(w);
            if (day_ymd(c->admitted).year <= year - y)
                duty_state_cell(w, &states[y][i]);
            part_td_end(w);
        }
        part_tr_end(w);
    }
    part_table_end(w);
    part_card_end(w);
    return OK;
}

/* --- the page --- */

static void
head(struct web *w, const struct asked *q)
{
    struct day due = last_day(q);

    duty_year_links(w,
        url_make(w->a, "/desk/reports/%s/%s", q->p->code, q->f.duty->name),
        q->f.year);
    part_clause(w, q->p, q->p->pack, q->f.duty->clause);
    html_raw(w->h, "<p>");
    html_text(w->h,
        arena_fmt(w->a, T(w, "最后一天 %s"),
            arena_cstr(w->a, day_iso(w->a, due))));
    html_raw(w->h, " ");
    duty_left(w, due);
    html_raw(w->h, " · ");
    part_link(w,
        url_with(w->a,
            url_with(w->a,
                url_with(w->a,
                    url_make(w->a, "/desk/reports/%s/%s/export.xlsx",
                        q->p->code, q->f.duty->name),
                    "year", number(w, q->f.year)),
                "region", q->f.region),
            "part", q->f.missing ? STR_EMPTY : STR("all")),
        str_of(T(w, "下载 Excel")));
    html_raw(w->h, "</p>");
}

static void
count_row(struct web *w, const struct asked *q, const struct duty_count *c,
    struct str name, bool link)
{
    part_tr(w);
    part_td_begin(w);
    if (link)
        part_link(w, url_with(w->a, q->here, "region", c->region), name);
    else
        html_text(w->h, name);
    part_td_end(w);
    part_td_num(w, c->bound);
    part_td_num(w, c->met);
    part_td_num(w, c->missing);
    part_td_num(w, c->late);
    part_td_num(w, c->undecided);
    part_tr_end(w);
}

static enum status
counts(struct web *w, const struct asked *q, struct err *err)
{
    struct duty_filter f = q->f;
    const struct duty_count *list = NULL;
    struct duty_count all = { 0 };
    size_t n = 0;

    f.region = STR_EMPTY;
    TRY(duty_counts(&w->x, &f, &list, &n, err));
    if (n == 0)
        return OK;
    part_table_begin(w, str_of(T(w, "各地区完成情况")));
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "应完成")), true);
    part_th(w, str_of(T(w, "已完成")), true);
    part_th(w, str_of(T(w, "未完成")), true);
    part_th(w, str_of(T(w, "逾期未完成")), true);
    part_th(w, str_of(T(w, "尚不能判断")), true);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        count_row(w, q, &list[i],
            region_path(w->a, w->d->regions, list[i].region), true);
        all.bound += list[i].bound;
        all.met += list[i].met;
        all.missing += list[i].missing;
        all.late += list[i].late;
        all.undecided += list[i].undecided;
    }
    if (n > 1)
        count_row(w, q, &all, str_of(T(w, "合计")), false);
    part_table_end(w);
    return OK;
}

static enum status
place_of(struct web *w, const struct accreditation *c, struct str *ret,
    struct err *err)
{
    struct affiliation at;
    bool found = false;

    TRY(affiliation_current(&w->x, c, &at, &found, err));
    *ret = found ? at.host_name : STR("—");
    return OK;
}

static enum status
holder_row(struct web *w, const struct asked *q, const struct duty_row *r,
    struct err *err)
{
    const struct duty_state *s = &r->states[0];
    struct str place = STR_EMPTY;

    part_tr(w);
    part_td_begin(w);
    part_link(
        w, url_make(w->a, "/desk/holders/%d", r->holder.id), r->holder.number);
    part_td_end(w);
    part_td(w, r->holder.name);
    part_td(w, region_path(w->a, w->d->regions, r->holder.region));
    if (q->p->pack->works_at.n > 0) {
        TRY(place_of(w, &r->holder, &place, err));
        part_td(w, place);
    }
    part_td_begin(w);
    duty_state_cell(w, s);
    if (s->binds && s->verdict.outcome != MET && day_is_none(s->filed)) {
        html_raw(w->h, " ");
        duty_left(w, s->due);
        if (duty_is_officers(q->p->pack, s->duty) &&
            may_in(&w->x, MAY_SUPERVISE, q->p->id, r->holder.region)) {
            html_raw(w->h, " ");
            part_link(w,
                url_with(w->a,
                    url_make(w->a, "/desk/records/%s/%s", q->p->code,
                        s->duty->record),
                    "holder", r->holder.number),
                str_of(T(w, "登记")));
        }
    }
    part_td_end(w);
    part_td(w, web_said(w, s->binds ? s->verdict.why : s->why_not));
    part_tr_end(w);
    return OK;
}

static enum status
holders(struct web *w, const struct asked *q, struct err *err)
{
    const struct duty_row *rows = NULL;
    int64_t next = 0;
    size_t n = 0;

    TRY(duty_watch(&w->x, &q->f, PER_PAGE, &rows, &n, &next, err));
    part_heading(w, q->f.missing ? T(w, "未完成名单") : T(w, "全部名单"));
    html_raw(w->h, "<p>");
    part_link(w,
        url_with(w->a,
            url_with(w->a, q->here, "region", q->f.region), "part",
            q->f.missing ? STR("all") : STR("missing")),
        q->f.missing ? str_of(T(w, "全部名单")) : str_of(T(w, "未完成名单")));
    html_raw(w->h, "</p>");
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有需要列入的。")),
            str_of(T(w, "年度义务跟踪")), url_path("/desk/reports"));
        return OK;
    }
    part_table_begin(w, L(w, q->f.duty->title));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    if (q->p->pack->works_at.n > 0)
        part_th(w, str_of(T(w, "执业机构")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_th(w, str_of(T(w, "依据")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        TRY(holder_row(w, q, &rows[i], err));
    part_table_end(w);
    if (next != 0)
        part_next(w,
            url_with(w->a,
                url_with(w->a,
                    url_with(w->a, q->here, "region", q->f.region), "part",
                    q->f.missing ? STR("missing") : STR("all")),
                "after", number(w, next)));
    return OK;
}

static enum status
list_page(struct web *w, struct err *err)
{
    struct asked q;

    TRY(ask(w, &q, err));
    TRY(act_require(&w->x, MAY_READ_FILES, q.p->id, STR_EMPTY, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, "%lld " STR_FMT, (long long)q.f.year,
                STR_ARG(L(w, q.f.duty->title))),
            .nav = "records",
            .crumbs = { { str_of(T(w, "年度义务跟踪")),
                url_with(w->a, url_path("/desk/reports"), "year",
                    number(w, q.f.year)) } },
            .n_crumbs = 1 });
    head(w, &q);
    TRY(counts(w, &q, err));
    TRY(holders(w, &q, err));
    page_end(w);
    return OK;
}

/* --- the workbook --- */

static struct str
state_word(struct web *w, const struct duty_state *s)
{
    bool open = s->binds && s->verdict.outcome != MET;

    if (!s->binds)
        return STR("不适用");
    if (!open)
        return STR("已完成");
    if (!day_is_none(s->filed))
        return STR("逾期提交");
    if (day_cmp(w->today, s->due) > 0)
        return STR("逾期未完成");
    return s->verdict.outcome == UNDECIDED ? STR("尚不能判断")
                                           : STR("未完成");
}

static enum status
xlsx_row(struct web *w, struct xlsx_book *x, const struct asked *q,
    const struct duty_row *r, struct err *err)
{
    const struct duty_state *s = &r->states[0];
    const struct pack_clause *c =
        pack_clause(q->p->pack, q->f.duty->clause);
    bool open = s->binds && s->verdict.outcome != MET &&
        day_is_none(s->filed);
    struct str place = STR_EMPTY;

    TRY(place_of(w, &r->holder, &place, err));
    struct str cells[] = { r->holder.number, r->holder.name,
        region_path(w->a, w->d->regions, r->holder.region), place,
        state_word(w, s), duty_figures(w, s), day_iso(w->a, s->due),
        open ? number(w, s->due.n - w->today.n) : STR_EMPTY,
        s->binds ? s->verdict.why : s->why_not,
        c == NULL ? q->f.duty->clause : c->cite };

    xlsx_add_row(x, cells, sizeof(cells) / sizeof(cells[0]), XLSX_PLAIN);
    return OK;
}

static enum status
list_xlsx(struct web *w, struct err *err)
{
    static const struct xlsx_column COLUMNS[] = {
        { .title = STR_INIT("编号") }, { .title = STR_INIT("名称（姓名）") },
        { .title = STR_INIT("地区") }, { .title = STR_INIT("执业机构") },
        { .title = STR_INIT("状态") }, { .title = STR_INIT("数字") },
        { .title = STR_INIT("最后一天") },
        { .title = STR_INIT("剩余天数") }, { .title = STR_INIT("依据") },
        { .title = STR_INIT("条文") }
    };
    const struct duty_row *rows = NULL;
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    struct asked q;
    int64_t next = 0;
    size_t n = 0;

    TRY(ask(w, &q, err));
    TRY(duty_watch(&w->x, &q.f, EXPORT_MOST, &rows, &n, &next, err));
    TRY(web_book_open(w, &book, &x, err));
    xlsx_sheet(x, q.f.duty->title.zh, NULL, 0, COLUMNS,
        sizeof(COLUMNS) / sizeof(COLUMNS[0]));
    for (size_t i = 0; i < n; i++)
        TRY(xlsx_row(w, x, &q, &rows[i], err));
    return web_book_send(book,
        arena_fmt(w->a, "%lld" STR_FMT ".xlsx", (long long)q.f.year,
            STR_ARG(q.f.duty->title.zh)),
        err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/reports/:programme/:duty", MAY_READ_FILES,
        .get = list_page,
        .about = "Who has not fulfilled a yearly duty, region by region." },
    { HTTP_GET, "/desk/reports/:programme/:duty/export.xlsx",
        MAY_READ_FILES, .get = list_xlsx, .flags = ROUTE_PLAIN,
        .about = "The same list as workbook." },
};
const struct route_set duties_routes = ROUTE_SET("duties", ROUTES);
