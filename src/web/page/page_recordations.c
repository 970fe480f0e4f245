/* The desk of recordation: what waits, reports with their table, recording and
 * sending back. */
#include "domain/recordation.h"
#include "incident_parts.h"
#include "web/web.h"
#include "web/workbook.h"

#define CHOSEN_MOST 501

static enum tag
state_colour(struct str state)
{
    if (str_eq(state, STR("RECORDED")) || str_eq(state, STR("CLOSED")))
        return TAG_GREEN;
    if (str_eq(state, STR("RETURNED")))
        return TAG_AMBER;
    return str_eq(state, STR("WITHDRAWN")) ? TAG_GREY : TAG_BLUE;
}

static const char *
state_text(struct str state)
{
    static const struct {
        struct str name;
        const char *text;
    } WORDS[] = { { STR_INIT("REPORTED"), N_("已报送，待备案") },
        { STR_INIT("PROPOSED"), N_("待第二人确认") },
        { STR_INIT("CLOSED"), N_("已办结") },
        { STR_INIT("RECORDED"), N_("已备案") },
        { STR_INIT("RETURNED"), N_("退回评定") },
        { STR_INIT("WITHDRAWN"), N_("申请已终结") } };

    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        if (str_eq(WORDS[i].name, state))
            return WORDS[i].text;
    }
    return "";
}

static void
state_tag(struct web *w, struct str state)
{
    const char *text = state_text(state);

    part_tag(w, state_colour(state),
        *text == '\0' ? state : str_of(catalog_get(w->catalog, text)));
}

/* --- the authority's desk or that of a body --- */

/* A body that records has the same pages below /body. */
static bool
at_body(const struct web *w)
{
    return str_starts(str_of(w->route->path), STR("/body"));
}

static struct url
list_url(const struct web *w)
{
    return at_body(w) ? url_path("/body/recordations")
                      : url_path("/desk/recordations");
}

static struct url
report_url(struct web *w, int64_t id)
{
    return at_body(w) ? url_make(w->a, "/body/recordations/%d", id)
                      : url_make(w->a, "/desk/recordations/%d", id);
}

static struct url
below(struct web *w, int64_t id, const char *part)
{
    return at_body(w)
               ? url_make(w->a, "/body/recordations/%d/%s", id, str_of(part))
               : url_make(w->a, "/desk/recordations/%d/%s", id, str_of(part));
}

/* --- what waits, and the reports --- */

static void
waiting_form(struct web *w, const struct programme *p,
    const struct application_row *list, size_t n)
{
    part_form_begin(w, url_path("/desk/recordations"), false);
    part_hidden(w, "programme", p->code);
    part_table_begin(w, str_of(T(w, "公示期满，等待报送备案")));
    html_raw(w->h, "<th scope=\"col\"><input type=\"checkbox\""
                   " data-all=\"ids\" checked");
    html_attr(w->h, "aria-label", str_of(T(w, "全选")));
    html_raw(w->h, "></th>");
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        html_raw(w->h, "<td><input type=\"checkbox\" name=\"ids\" checked");
        html_attr_int(w->h, "value", list[i].id);
        html_attr(w->h, "aria-label", list[i].name);
        html_raw(w->h, "></td>");
        part_td(w, list[i].number);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/applications/%d", list[i].id),
            list[i].name);
        part_td_end(w);
        part_td(w, region_path(w->a, w->d->regions, list[i].region));
        part_tr_end(w);
    }
    part_table_end(w);
    part_button(w, BUTTON_MAIN, str_of(T(w, "生成汇总表并报送备案")));
    part_form_end(w);
}

static enum status
programme_card(struct web *w, const struct programme *p, struct err *err)
{
    const struct pack_stage *stage = recordation_stage(p, NULL);
    const struct application_row *list = NULL;
    size_t n = 0;

    TRY(recordation_waiting(&w->x, p->id, &list, &n, err));
    part_card_begin(w, L(w, p->title), false);
    part_clause(w, p, p->pack, stage->clause);
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w,
            "没有等待报送的申请。公示期满、没有未办结异议的申请在公示办结后"
            "转到这里。"));
        html_raw(w->h, "</p>");
    } else if (may_in(&w->x, MAY_PUBLISH, p->id, STR_EMPTY)) {
        waiting_form(w, p, list, n);
    } else {
        html_raw(w->h, "<p>");
        html_text(w->h,
            arena_fmt(w->a, T(w, "%zu 份申请等待秘书处报送。"), n));
        html_raw(w->h, "</p>");
    }
    part_card_end(w);
    return OK;
}

static void
reports_table(struct web *w, const struct recordation *list, size_t n)
{
    part_table_begin(w, str_of(T(w, "备案报告")));
    part_th(w, str_of(T(w, "报告编号")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "报送日期")), false);
    part_th(w, str_of(T(w, "份数")), true);
    part_th(w, str_of(T(w, "备案日期")), false);
    part_th(w, str_of(T(w, "备案编号")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct programme *p =
            domain_programme(w->d, list[i].programme_id);

        part_tr(w);
        part_td_begin(w);
        part_link(w, report_url(w, list[i].id),
            list[i].number);
        part_td_end(w);
        part_td(w, p == NULL ? STR_EMPTY : L(w, p->pack->short_title));
        part_td(w, show_day(w, day_of_us(list[i].reported_us)));
        part_td_num(w, list[i].files);
        part_td(w,
            day_is_none(list[i].recorded_day)
                ? STR_EMPTY
                : show_day(w, list[i].recorded_day));
        part_td(w, list[i].recorded_no);
        part_td_begin(w);
        state_tag(w, list[i].state);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
list_page(struct web *w, struct err *err)
{
    const struct recordation *list = NULL;
    size_t n = 0, shown = 0;

    TRY(recordation_list(&w->x, 0, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "备案")),
            .nav = at_body(w) ? "body" : "recordations" });
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w,
        "公示期满的申请汇总报送备案；备案之日为认定之日，有效期自该日起算。"));
    html_raw(w->h, "</p>");
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (recordation_stage(p, NULL) == NULL ||
            (!may_in(&w->x, MAY_READ_FILES, p->id, STR_EMPTY) &&
                !recordation_may_record(&w->x, p)))
            continue;
        shown++;
        if (!at_body(w))
            TRY(programme_card(w, p, err));
    }
    if (shown == 0)
        part_empty(w, str_of(T(w, "您办理的项目没有备案环节。")),
            at_body(w) ? STR_EMPTY : str_of(T(w, "查看申请")),
            url_path("/desk/applications"));
    else if (n == 0 && at_body(w))
        part_empty(w, str_of(T(w, "还没有报送备案的汇总表。")), STR_EMPTY,
            url_path("/body"));
    if (n > 0)
        reports_table(w, list, n);
    page_end(w);
    return OK;
}

static enum status
report_act(struct web *w, struct err *err)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_field(w, "programme"));
    struct recordation *r = arena_one(w->a, struct recordation);
    int64_t *ids = arena_new_array(w->a, int64_t, CHOSEN_MOST + 1);
    struct str v;
    size_t n = 0;

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    for (size_t i = 0;
         n <= CHOSEN_MOST && http_field_at(w->req, "ids", i, &v); i++) {
        if (num_int(v, 1, INT64_MAX, &ids[n]))
            n++;
    }
    w->state = r;
    return recordation_report(&w->x, p->id, ids, n, r, err);
}

static enum status
report_reply(struct web *w, struct err *err)
{
    const struct recordation *r = w->state;

    (void)err;
    return web_redirect(
        w, url_make(w->a, "/desk/recordations/%d", r->id), "submitted");
}

/* --- one report --- */

static enum status
asked(struct web *w, struct recordation *ret, const struct programme **ret_p,
    struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(recordation_get(&w->x, id, ret, err));
    *ret_p = domain_programme(w->d, ret->programme_id);
    return *ret_p != NULL ? OK
                          : err_set(err, ERR_NOT_FOUND, "没有这个项目");
}

static struct str
version_text(struct web *w, const struct recordation *r)
{
    return arena_fmt(w->a, "%lld", (long long)r->version);
}

static void
record_form(struct web *w, const struct recordation *r,
    const struct pack_stage *stage, struct day first)
{
    bool second = str_eq(r->state, STR("PROPOSED"));

    part_card_begin(w,
        second ? str_of(T(w, "第二人确认备案")) : str_of(T(w, "办理备案")),
        true);
    part_form_begin(
        w, below(w, r->id, "record"), false);
    part_hidden(w, "version", version_text(w, r));
    part_input(w,
        &(struct input){ .name = "recorded_day",
            .label = str_of(T(w, "备案日期")),
            .hint = arena_fmt(w->a,
                T(w, "最早 %.*s（公示届满次日）；有效期自备案之日起算"),
                STR_ARG(day_iso(w->a, first))),
            .kind = INPUT_DATE,
            .value = day_iso(w->a, second ? r->recorded_day : w->today),
            .width = 10 });
    part_input(w,
        &(struct input){ .name = "recorded_no",
            .label = str_of(T(w, "备案编号")),
            .hint = str_of(T(w, "备案文件的编号或者文号")),
            .value = r->recorded_no,
            .max_length = 100 });
    if (stage->four_eyes) {
        html_raw(w->h, "<p class=\"hint\">");
        html_cstr(w->h, T(w, "须由两人办理：第一人填写，第二人填写相同内容后生效。"));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w,
        "备案后即认定，生成编号、有效期和牌匾登记，当事人收到通知；不能撤回。"
        "公示未满、备案之日不再符合条件的，只该申请不备案，理由写在表中。"));
    html_raw(w->h, "</p>");
    part_button(w, BUTTON_MAIN, str_of(T(w, "备案")));
    part_form_end(w);
    part_card_end(w);
}

/* Each row has a field of its own: their forms stand on one page. */
static const char *
reason_field(struct web *w, int64_t position)
{
    return arena_cstr(
        w->a, arena_fmt(w->a, "reason.%lld", (long long)position));
}

static void
return_form(struct web *w, const struct recordation *r,
    const struct recordation_row *row)
{
    part_fold_begin(w, BUTTON_SECOND, T(w, "退回评定"));
    part_form_begin(
        w, below(w, r->id, "return"), false);
    part_hidden(w, "version", version_text(w, r));
    part_hidden(w, "position",
        arena_fmt(w->a, "%lld", (long long)row->position));
    part_input(w,
        &(struct input){ .name = reason_field(w, row->position),
            .label = arena_fmt(w->a, T(w, "退回“%.*s”的理由"),
                STR_ARG(row->name)),
            .kind = INPUT_AREA,
            .max_length = 500 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "退回评定")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static enum status
rows_table(struct web *w, const struct recordation *r,
    const struct recordation_row *rows, size_t n, bool editable,
    struct err *err)
{
    struct banned banned;

    TRY(banned_read(w, &banned, err));
    part_table_begin(w, str_of(T(w, "报送备案的申请")));
    part_th(w, str_of(T(w, "序号")), true);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "最早备案日")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_th(w, str_of(T(w, "说明")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_num(w, rows[i].position);
        part_td_begin(w);
        if (at_body(w))
            html_text(w->h, rows[i].name);
        else
            part_link(w,
                url_make(w->a, "/desk/applications/%d",
                    rows[i].application_id),
                rows[i].name);
        part_td_end(w);
        part_td(w, region_path(w->a, w->d->regions, rows[i].region));
        part_td(w, show_day(w, rows[i].not_before));
        part_td_begin(w);
        state_tag(w, rows[i].state);
        if (str_eq(rows[i].state, STR("REPORTED")))
            TRY(banned_note(w, &banned, rows[i].subject_id,
                rows[i].application_id, err));
        part_td_end(w);
        part_td_begin(w);
        if (rows[i].reason.n > 0) {
            html_raw(w->h, "<p>");
            html_text(w->h, rows[i].reason);
            html_raw(w->h, "</p>");
        }
        if (editable && str_eq(rows[i].state, STR("REPORTED")))
            return_form(w, r, &rows[i]);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

static enum status
one_page(struct web *w, struct err *err)
{
    const struct recordation_row *rows = NULL;
    const struct programme *p = NULL;
    struct recordation r;
    struct day first = DAY_NONE;
    size_t n = 0;

    TRY(asked(w, &r, &p, err));
    TRY(recordation_rows(&w->x, r.id, &rows, &n, err));
    const struct pack_stage *stage = recordation_stage(p, NULL);
    bool open = stage != NULL && !str_eq(r.state, STR("CLOSED")) &&
                recordation_may_record(&w->x, p);
    for (size_t i = 0; i < n; i++) {
        if (str_eq(rows[i].state, STR("REPORTED")) &&
            (day_is_none(first) || day_cmp(rows[i].not_before, first) < 0))
            first = rows[i].not_before;
    }
    if (day_is_none(first) || day_cmp(first, day_of_us(r.reported_us)) < 0)
        first = day_of_us(r.reported_us);
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(
                w->a, T(w, "备案报告 %.*s"), STR_ARG(r.number)),
            .nav = at_body(w) ? "body" : "recordations",
            .crumbs = { { str_of(T(w, "备案")), list_url(w) } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    state_tag(w, r.state);
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "项目")), L(w, p->title));
    part_dl(w, str_of(T(w, "报送日期")), show_us(w, r.reported_us));
    if (!day_is_none(r.recorded_day)) {
        part_dl(w, str_of(T(w, "备案日期")), show_day(w, r.recorded_day));
        part_dl(w, str_of(T(w, "备案编号")), r.recorded_no);
    }
    part_dl_end(w);
    if (stage != NULL)
        part_clause(w, p, p->pack, stage->clause);
    if (recordation_table(p) != NULL) {
        html_raw(w->h, "<p>");
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "汇总表（工作簿）")),
            below(w, r.id, "table.xlsx"));
        html_raw(w->h, " ");
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "汇总表（A4 PDF）")),
            below(w, r.id, "table.pdf"));
        html_raw(w->h, "</p>");
    }
    if (open)
        record_form(w, &r, stage, first);
    TRY(rows_table(w, &r, rows, n, open, err));
    page_end(w);
    return OK;
}

/* --- recording and sending back --- */

static enum status
record_act(struct web *w, struct err *err)
{
    struct recordation_outcome *out =
        arena_one(w->a, struct recordation_outcome);
    struct str typed = web_field(w, "recorded_day");
    struct day day = DAY_NONE;
    int64_t id = 0, version = 0;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    if (typed.n > 0 && day_parse(typed, &day, err) != OK)
        return err_field(err, ERR_INPUT, STR("recorded_day"),
            "日期应写作 2024-06-11，现为“" STR_FMT "”", STR_ARG(typed));
    w->state = out;
    return recordation_record(
        &w->x, id, day, web_field(w, "recorded_no"), version, out, err);
}

static enum status
record_reply(struct web *w, struct err *err)
{
    const struct recordation_outcome *out = w->state;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(w, report_url(w, id),
        out->banned + out->blocked + out->interest > 0 ? "decided-part"
                                                       : "decided");
}

static enum status
return_act(struct web *w, struct err *err)
{
    int64_t id = 0, version = 0, position = 0;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    (void)num_int(web_field(w, "position"), 1, INT64_MAX, &position);
    const char *field = reason_field(w, position);
    enum status st = recordation_send_back(
        &w->x, id, position, web_field(w, field), version, err);
    return web_at_field(w, st, field, err);
}

static enum status
one_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, report_url(w, id), "decided");
}

/* --- the table --- */

static enum status
read_sheet(struct web *w, struct table_paper *t, struct err *err)
{
    const struct recordation_row *rows = NULL;
    const struct programme *p = NULL;
    struct recordation r;

    TRY(asked(w, &r, &p, err));
    TRY(recordation_rows(&w->x, r.id, &rows, &t->n_rows, err));
    const struct pack_document *d = recordation_table(p);
    if (d == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有汇总表");
    struct str *cells =
        arena_new_array(w->a, struct str, t->n_rows * d->n_columns + 1);
    for (size_t i = 0; i < t->n_rows * d->n_columns; i++) {
        const struct pack_column *c = &d->columns[i % d->n_columns];
        const struct recordation_row *row = &rows[i / d->n_columns];

        cells[i] = str_eq(c->from, STR("row"))
                       ? arena_fmt(w->a, "%lld", (long long)row->position)
                       : json_str(json_get(row->cells, c->name));
    }
    t->title = d->title.zh;
    t->number = r.number;
    t->intro = str_trim(d->body);
    t->heads = web_table_heads(w, d);
    t->n_columns = d->n_columns;
    t->cells = cells;
    t->issuer = p->authority;
    t->day = day_of_us(r.reported_us);
    return OK;
}

static enum status
table_xlsx(struct web *w, struct err *err)
{
    struct table_paper t = { .n_rows = 0 };

    TRY(read_sheet(w, &t, err));
    return web_table_xlsx(w, &t,
        arena_fmt(w->a,
            "填报单位：" STR_FMT "　填报日期：" STR_FMT "　编号：" STR_FMT,
            STR_ARG(t.issuer), STR_ARG(day_zh(w->a, t.day)),
            STR_ARG(t.number)),
        t.number, err);
}

static enum status
table_file(struct web *w, struct err *err)
{
    struct table_paper t = { .n_rows = 0 };

    TRY(read_sheet(w, &t, err));
    return web_table_pdf(w, &t, t.number, err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/recordations", MAY_READ_FILES, .get = list_page,
        .about = "What waits for recordation, and the reports." },
    { HTTP_POST, "/desk/recordations", MAY_PUBLISH, .act = report_act,
        .reply = report_reply, .again = list_page,
        .about = "Reports files for recordation." },
    { HTTP_GET, "/desk/recordations/:id", MAY_READ_FILES, .get = one_page,
        .about = "A report with its files." },
    { HTTP_GET, "/desk/recordations/:id/table.xlsx", MAY_READ_FILES,
        .get = table_xlsx, .flags = ROUTE_PLAIN,
        .about = "The summary table as workbook." },
    { HTTP_GET, "/desk/recordations/:id/table.pdf", MAY_READ_FILES,
        .get = table_file, .flags = ROUTE_PLAIN,
        .about = "The summary table as A4 PDF." },
    { HTTP_POST, "/desk/recordations/:id/record", MAY_READ_FILES,
        .act = record_act, .reply = record_reply, .again = one_page,
        .about = "Records the files of a report." },
    { HTTP_POST, "/desk/recordations/:id/return", MAY_READ_FILES,
        .act = return_act, .reply = one_reply, .again = one_page,
        .about = "Sends a file back to the evaluation." },
    { HTTP_GET, "/body/recordations", MAY_SIT, .get = list_page,
        .about = "Reports for recordation, for a body that records." },
    { HTTP_GET, "/body/recordations/:id", MAY_SIT, .get = one_page,
        .about = "A report with its files, for a body that records." },
    { HTTP_GET, "/body/recordations/:id/table.xlsx", MAY_SIT,
        .get = table_xlsx, .flags = ROUTE_PLAIN,
        .about = "The summary table as workbook, for a body that records." },
    { HTTP_GET, "/body/recordations/:id/table.pdf", MAY_SIT,
        .get = table_file, .flags = ROUTE_PLAIN,
        .about = "The summary table as A4 PDF, for a body that records." },
    { HTTP_POST, "/body/recordations/:id/record", MAY_SIT,
        .act = record_act, .reply = record_reply, .again = one_page,
        .about = "Records the files of a report, for a body that records." },
    { HTTP_POST, "/body/recordations/:id/return", MAY_SIT,
        .act = return_act, .reply = one_reply, .again = one_page,
        .about = "Sends a file back to the evaluation, for a body that records." },
};
const struct route_set recordation_routes =
    ROUTE_SET("recordations", ROUTES);
