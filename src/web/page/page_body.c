/* The desk of a body: its queue, forwarding, its batches. */
#include "domain/instance.h"
#include "domain/recordation.h"
#include "page_application.h"
#include "web/workbook.h"

#define FILES_MOST 500

/* --- which body --- */

/* The seat asked for with ?body=, or typed; the only one; NULL: to choose. */
static const struct seat *
asked_seat(struct web *w)
{
    struct str typed = web_typed(w, "body", web_query(w, "body"));
    int64_t id = 0;

    if (w->who.n_seats == 1)
        return &w->who.seats[0];
    return num_int(typed, 1, INT64_MAX, &id) ? actor_seat(&w->who, id)
                                             : NULL;
}

static struct url
of_body(struct web *w, struct url to, const struct seat *s)
{
    if (w->who.n_seats < 2)
        return to;
    return url_with(w->a, to, "body",
        arena_fmt(w->a, "%lld", (long long)s->body_id));
}

static enum status
choose_page(struct web *w, struct err *err)
{
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "单位办理")),
                      .nav = "body" });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h, T(w, "请选择以哪个单位的经办人身份办理。"));
    html_raw(w->h, "</p>");
    part_table_begin(w, str_of(T(w, "我的单位")));
    part_th(w, str_of(T(w, "单位名称")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "待办份数")), true);
    part_table_body(w);
    for (size_t i = 0; i < w->who.n_seats; i++) {
        const struct seat *s = &w->who.seats[i];
        const struct programme *p = domain_programme(w->d, s->programme_id);
        const struct instance_row *rows = NULL;
        size_t n = 0;

        TRY(instance_queue(&w->x, s->body_id, &rows, &n, err));
        part_tr(w);
        part_td_begin(w);
        part_link(w, of_body(w, url_path("/body"), s), s->name);
        part_td_end(w);
        part_td(w, p == NULL ? STR_EMPTY : L(w, p->pack->short_title));
        part_td_num(w, (int64_t)n);
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

/* --- the queue --- */

static void
waiting_cell(struct web *w, const struct instance_row *r)
{
    part_td_begin(w);
    if (r->working_days < 0)
        html_text(w->h,
            arena_fmt(w->a, T(w, "%lld 天"), (long long)r->days));
    else
        html_text(w->h,
            arena_fmt(w->a, T(w, "%lld 天（%lld 个工作日）"),
                (long long)r->days, (long long)r->working_days));
    if (r->late) {
        html_raw(w->h, " ");
        part_tag(w, TAG_AMBER, str_of(T(w, "请尽快办理")));
    }
    part_td_end(w);
}

static void
queue_row(struct web *w, const struct instance_row *r)
{
    part_tr(w);
    part_td_begin(w);
    if (r->passed) {
        html_raw(w->h, "<input type=\"checkbox\" name=\"ids\"");
        html_attr_int(w->h, "value", r->id);
        html_attr(w->h, "aria-label",
            arena_fmt(w->a, "%s " STR_FMT, T(w, "转报"), STR_ARG(r->name)));
        if (web_ticked(w, "ids", r->id))
            html_raw(w->h, " checked");
        html_raw(w->h, ">");
    }
    part_td_end(w);
    html_raw(w->h, "<td><a class=\"id\"");
    html_href(w->h, "href", url_make(w->a, "/body/files/%d", r->id));
    html_raw(w->h, ">");
    html_text(w->h, r->number.n > 0 ? r->number : r->name);
    html_raw(w->h, "</a></td>");
    part_td(w, r->name);
    part_td(w, region_path(w->a, w->d->regions, r->region));
    part_td(w, show_us(w, r->entered_us));
    waiting_cell(w, r);
    part_td_num(w, r->returns);
    part_td_begin(w);
    if (r->passed)
        part_tag(w, TAG_GREEN, str_of(T(w, "已通过，待转报")));
    else
        part_tag(w, TAG_BLUE, str_of(T(w, "待办")));
    part_td_end(w);
    part_tr_end(w);
}

static void
forward_form(struct web *w)
{
    bool again = w->failed.code != OK || w->n_problems > 0;

    html_raw(w->h, "<details class=\"confirm\"");
    if (again)
        html_raw(w->h, " open");
    html_raw(w->h, "><summary class=\"btn\">");
    html_cstr(w->h, T(w, "转报勾选的申请"));
    html_raw(w->h, "</summary><p>");
    html_cstr(w->h,
        T(w, "转报后由受理机构继续办理，意见不能再改，也不能撤回。"
             "其中不能转报的留下并说明原因，不影响其他的。"));
    html_raw(w->h, "</p>");
    part_check(w, "sure",
        str_of(T(w, "我已核对勾选的申请，同意转报")), STR_EMPTY, false);
    part_button(w, BUTTON_MAIN, str_of(T(w, "确认转报")));
    html_raw(w->h, "</details>\n");
}

static void
queue_table(struct web *w, const struct seat *s,
    const struct instance_row *rows, size_t n)
{
    size_t passed = 0;

    for (size_t i = 0; i < n; i++)
        passed += rows[i].passed ? 1 : 0;
    part_form_begin(w, url_path("/body/forward"), false);
    part_hidden(
        w, "body", arena_fmt(w->a, "%lld", (long long)s->body_id));
    part_table_begin(w, str_of(T(w, "送达本单位的申请")));
    if (passed > 0) {
        html_raw(w->h, "<th scope=\"col\"><input type=\"checkbox\""
                       " data-all=\"ids\"");
        html_attr(w->h, "aria-label", str_of(T(w, "全选")));
        html_raw(w->h, "></th>");
    } else {
        part_th(w, str_of(T(w, "转报")), false);
    }
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "送达时间")), false);
    part_th(w, str_of(T(w, "已等待")), false);
    part_th(w, str_of(T(w, "曾退回（次）")), true);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        queue_row(w, &rows[i]);
    part_table_end(w);
    if (passed > 0)
        forward_form(w);
    part_form_end(w);
}

/* Does a body of the actor record what passed its notice? */
static bool
records(struct web *w, const struct programme *p)
{
    const struct pack_stage *s = recordation_stage(p, NULL);

    return s != NULL && s->n_bodies > 0 && recordation_may_record(&w->x, p);
}

static enum status
queue_page(struct web *w, struct err *err)
{
    const struct seat *s = asked_seat(w);
    const struct instance_row *rows = NULL;
    size_t n = 0;

    if (s == NULL)
        return choose_page(w, err);
    const struct programme *p = domain_programme(w->d, s->programme_id);
    TRY(instance_queue(&w->x, s->body_id, &rows, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = s->name,
                      .nav = "body" });
    html_raw(w->h, "<p>");
    if (p != NULL)
        html_text(w->h, L(w, p->title));
    html_raw(w->h, "</p><p>");
    part_link(w, of_body(w, url_path("/body/batches"), s),
        str_of(T(w, "已转报的批次")));
    if (records(w, p)) {
        html_raw(w->h, "　");
        part_link(w, url_path("/body/recordations"), str_of(T(w, "备案")));
    }
    if (w->who.n_seats > 1) {
        html_raw(w->h, "　");
        part_link(w, url_path("/body"), str_of(T(w, "换一个单位")));
    }
    html_raw(w->h, "</p>");
    if (n == 0) {
        part_empty(w,
            str_of(T(w, "目前没有送达本单位的申请。有新的申请时会出现在这里。")),
            STR_EMPTY, url_path("/body"));
        page_end(w);
        return OK;
    }
    html_raw(w->h, "<p class=\"count\"><span>");
    html_text(w->h,
        arena_fmt(w->a, T(w, "共 %lld 份，等待最久的在前"), (long long)n));
    html_raw(w->h, "</span></p>");
    queue_table(w, s, rows, n);
    page_end(w);
    return OK;
}

struct forwarded {
    struct instance_batch batch;
    const struct instance_left *left;
    size_t n_left;
};

static enum status
forward_act(struct web *w, struct err *err)
{
    const struct seat *s = asked_seat(w);
    struct forwarded *k = arena_one(w->a, struct forwarded);
    int64_t *ids = arena_new_array(w->a, int64_t, FILES_MOST + 1);
    struct str v;
    size_t n = 0;

    w->state = k;
    if (s == NULL)
        return err_set(err, ERR_NOT_FOUND, "您不是这个单位的经办人");
    for (size_t i = 0;
         n <= FILES_MOST && http_field_at(w->req, "ids", i, &v); i++) {
        if (num_int(v, 1, INT64_MAX, &ids[n]))
            n++;
    }
    if (n > 0 && !str_eq(web_field(w, "sure"), STR("1")))
        return err_field(err, ERR_INPUT, STR("sure"),
            "请核对勾选的申请后勾选“同意转报”");
    return instance_forward(
        &w->x, s->body_id, ids, n, &k->batch, &k->left, &k->n_left, err);
}

static enum status
forward_reply(struct web *w, struct err *err)
{
    const struct forwarded *k = w->state;
    struct url to = url_make(w->a, "/body/batches/%d", k->batch.id);
    struct str ids = STR_EMPTY;

    (void)err;
    for (size_t i = 0; i < k->n_left; i++)
        ids = arena_fmt(w->a, STR_FMT "%s%lld", STR_ARG(ids),
            i == 0 ? "" : ".", (long long)k->left[i].application_id);
    if (ids.n > 0)
        to = url_with(w->a, to, "left", ids);
    return web_redirect(w, to, "forwarded");
}

/* --- batches --- */

static enum status
batches_page(struct web *w, struct err *err)
{
    const struct seat *s = asked_seat(w);
    const struct instance_batch *list = NULL;
    size_t n = 0;

    if (s == NULL)
        return choose_page(w, err);
    TRY(instance_batches(&w->x, s->body_id, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "已转报的批次")),
            .nav = "body",
            .crumbs = { { s->name, of_body(w, url_path("/body"), s) } },
            .n_crumbs = 1 });
    if (n == 0) {
        part_empty(w, str_of(T(w, "还没有转报过。通过的申请可以成批转报。")),
            str_of(T(w, "返回待办")), of_body(w, url_path("/body"), s));
        page_end(w);
        return OK;
    }
    part_table_begin(w, str_of(T(w, "已转报的批次")));
    part_th(w, str_of(T(w, "批次编号")), false);
    part_th(w, str_of(T(w, "转报时间")), false);
    part_th(w, str_of(T(w, "份数")), true);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        html_raw(w->h, "<td><a class=\"id\"");
        html_href(
            w->h, "href", url_make(w->a, "/body/batches/%d", list[i].id));
        html_raw(w->h, ">");
        html_text(w->h, list[i].number);
        html_raw(w->h, "</a></td>");
        part_td(w, show_us(w, list[i].forwarded_us));
        part_td_num(w, list[i].files);
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

/* ?left=1.2: what stayed when this batch went, with its reason. */
static enum status
left_behind(struct web *w, const struct instance_batch *b, struct err *err)
{
    int64_t *ids = arena_new_array(w->a, int64_t, FILES_MOST);
    const struct instance_left *left = NULL;
    struct str rest = web_query(w, "left"), one;
    size_t n = 0, n_left = 0;

    while (rest.n > 0 && n < FILES_MOST) {
        rest = str_cut(rest, '.', &one, NULL);
        if (num_int(one, 1, INT64_MAX, &ids[n]))
            n++;
    }
    TRY(instance_left(&w->x, b->body_id, ids, n, &left, &n_left, err));
    if (n_left == 0)
        return OK;
    html_raw(w->h, "<div class=\"callout callout-warn\"><p>");
    html_text(w->h,
        arena_fmt(w->a, T(w, "以下 %zu 份没有转报，其余已转报："), n_left));
    html_raw(w->h, "</p><ul>");
    for (size_t i = 0; i < n_left; i++) {
        html_raw(w->h, "<li>");
        part_link(w,
            url_make(w->a, "/body/files/%d", left[i].application_id),
            left[i].name);
        html_raw(w->h, " ");
        html_text(w->h, web_said(w, left[i].why));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul></div>\n");
    return OK;
}

struct batch_view {
    struct instance_batch batch;
    const struct instance_file *files;
    size_t n;
    const struct seat *seat;
    const struct programme *programme;
};

static enum status
batch_read(struct web *w, struct batch_view *ret, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(instance_batch_get(
        &w->x, id, &ret->batch, &ret->files, &ret->n, err));
    ret->seat = actor_seat(&w->who, ret->batch.body_id);
    ret->programme =
        ret->seat == NULL ? NULL
                          : domain_programme(w->d, ret->seat->programme_id);
    return ret->programme != NULL
               ? OK
               : err_set(err, ERR_NOT_FOUND, "没有这个批次的转报");
}

/* The wording of the pack for the sheet on top of the files. */
static void
cover(struct web *w, const struct batch_view *v)
{
    const struct pack_document *d =
        pack_document(v->programme->pack, STR("recommendation_cover"));
    struct json *values = json_new(w->a, JSON_OBJECT);
    struct str items = STR_EMPTY, rest, line;

    if (d == NULL)
        return;
    for (size_t i = 0; i < v->n; i++)
        items = arena_fmt(w->a, STR_FMT "%s%zu. " STR_FMT "（" STR_FMT "）",
            STR_ARG(items), i == 0 ? "" : "\n", i + 1,
            STR_ARG(v->files[i].name), STR_ARG(v->files[i].number));
    json_set(w->a, values, STR("recommender"), json_text(w->a, v->seat->name));
    json_set(w->a, values, STR("number"), json_text(w->a, v->batch.number));
    json_set(w->a, values, STR("items"), json_text(w->a, items));
    json_set(w->a, values, STR("date"),
        json_text(w->a, day_zh(w->a, day_of_us(v->batch.forwarded_us))));
    html_raw(w->h, "<article class=\"doc\"><h2>");
    html_text(w->h, L(w, d->title));
    html_raw(w->h, "</h2><p class=\"muted\">");
    html_text(w->h, v->batch.number);
    html_raw(w->h, "</p>");
    rest = template_fill(w->a, d->body, values);
    while (rest.n > 0) {
        rest = str_cut(rest, '\n', &line, NULL);
        if (str_trim(line).n == 0)
            continue;
        html_raw(w->h, "<p>");
        html_text(w->h, str_trim(line));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "<p class=\"right\">");
    html_text(w->h, v->seat->name);
    html_cstr(w->h, T(w, "（盖章）"));
    html_raw(w->h, "<br>");
    html_text(w->h, day_zh(w->a, day_of_us(v->batch.forwarded_us)));
    html_raw(w->h, "</p></article>\n");
}

static void
batch_table(struct web *w, const struct batch_view *v)
{
    part_table_begin(w, str_of(T(w, "本批申请")));
    part_th(w, str_of(T(w, "序号")), true);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "意见")), false);
    part_table_body(w);
    for (size_t i = 0; i < v->n; i++) {
        const struct instance_file *f = &v->files[i];

        part_tr(w);
        part_td_num(w, (int64_t)i + 1);
        html_raw(w->h, "<td><a class=\"id\"");
        html_href(w->h, "href", url_make(w->a, "/body/files/%d", f->id));
        html_raw(w->h, ">");
        html_text(w->h, f->number);
        html_raw(w->h, "</a></td>");
        part_td(w, f->name);
        part_td(w, region_path(w->a, w->d->regions, f->region));
        part_td(w, f->opinion.n > 0 ? f->opinion : str_of(T(w, "通过")));
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
batch_page(struct web *w, struct err *err)
{
    struct batch_view v = { 0 };

    TRY(batch_read(w, &v, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = v.batch.number,
            .nav = "body",
            .crumbs = { { v.seat->name,
                            of_body(w, url_path("/body"), v.seat) },
                { str_of(T(w, "已转报的批次")),
                    of_body(w, url_path("/body/batches"), v.seat) } },
            .n_crumbs = 2 });
    TRY(left_behind(w, &v.batch, err));
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "转报单位")), v.seat->name);
    part_dl(w, str_of(T(w, "转报时间")), show_us(w, v.batch.forwarded_us));
    part_dl(w, str_of(T(w, "份数")),
        arena_fmt(w->a, "%lld", (long long)v.batch.files));
    part_dl_end(w);
    batch_table(w, &v);
    cover(w, &v);
    html_raw(w->h, "<p class=\"no-print\"><button class=\"btn-second\" "
                   "data-print data-js hidden>");
    html_cstr(w->h, T(w, "打印"));
    html_raw(w->h, "</button> ");
    part_link(w, url_make(w->a, "/body/batches/%d/list.xlsx", v.batch.id),
        str_of(T(w, "下载 Excel")));
    html_raw(w->h, "</p>\n");
    page_end(w);
    return OK;
}

static enum status
batch_xlsx(struct web *w, struct err *err)
{
    static const struct str HEADS[] = { STR_INIT("序号"), STR_INIT("编号"),
        STR_INIT("名称（姓名）"), STR_INIT("地区"), STR_INIT("提交时间"),
        STR_INIT("意见") };
    enum { N = sizeof(HEADS) / sizeof(HEADS[0]) };
    struct xlsx_column columns[N] = { 0 };
    struct batch_view v = { 0 };
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;

    TRY(batch_read(w, &v, err));
    TRY(web_book_open(w, &book, &x, err));
    for (size_t i = 0; i < N; i++)
        columns[i] = (struct xlsx_column){ .title = HEADS[i],
            .width = i == 0 ? 6 : i + 1 == N ? 40 : 22 };
    xlsx_sheet(x, v.batch.number, NULL, 0, columns, N);
    for (size_t i = 0; i < v.n; i++) {
        const struct instance_file *f = &v.files[i];
        struct str cells[] = { arena_fmt(w->a, "%zu", i + 1), f->number,
            f->name, region_path(w->a, w->d->regions, f->region),
            us_beijing(w->a, f->submitted_us), f->opinion };

        xlsx_add_row(x, cells, N, XLSX_PLAIN);
    }
    return web_book_send(book,
        arena_fmt(w->a, STR_FMT ".xlsx", STR_ARG(v.batch.number)), err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/body", MAY_SIT, .get = queue_page,
        .about = "Files that wait for a body, longest waiting first." },
    { HTTP_POST, "/body/forward", MAY_SIT, .act = forward_act,
        .reply = forward_reply, .again = queue_page,
        .about = "Forwards passed files in a batch." },
    { HTTP_GET, "/body/batches", MAY_SIT, .get = batches_page,
        .about = "What a body forwarded." },
    { HTTP_GET, "/body/batches/:id", MAY_SIT, .get = batch_page,
        .about = "One batch with its covering sheet." },
    { HTTP_GET, "/body/batches/:id/list.xlsx", MAY_SIT, .get = batch_xlsx,
        .flags = ROUTE_PLAIN, .about = "One batch as a workbook." },
};
const struct route_set body_routes = ROUTE_SET("body", ROUTES);
