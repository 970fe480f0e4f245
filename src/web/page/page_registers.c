/* The registers of a pack at the desk of those who keep them, and those that
 * are public. */
#include "page_service.h"
#include "record_parts.h"
#include "web/workbook.h"

#define PER_PAGE 50
#define EXPORT_MAX 5000

static struct str
number(struct web *w, int64_t v)
{
    return arena_fmt(w->a, "%lld", (long long)v);
}

/* --- the officers' --- */

static enum status
desk_index(struct web *w, struct err *err)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "登记簿")),
            .nav = "records" });
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "年度义务跟踪")),
        url_path("/desk/reports"));
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "调研数据")),
        url_path("/desk/research"));
    part_link_button(
        w, BUTTON_SECOND, str_of(T(w, "服务需求")), url_path("/desk/needs"));
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "志愿日记抽查")),
        url_path("/desk/diary"));
    html_raw(w->h, "</p>");
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (!may_in(&w->x, MAY_READ_FILES, p->id, STR_EMPTY))
            continue;
        html_raw(w->h, "<h2>");
        html_text(w->h, L(w, p->pack->holder_title));
        html_raw(w->h, "</h2><ul class=\"tiles\">");
        for (size_t k = 0; k < p->pack->n_records; k++) {
            const struct pack_record *r = &p->pack->records[k];
            int64_t open = 0;

            if (r->answered)
                TRY(record_count_open(&w->x, p->id, r->name, &open, err));
            html_raw(w->h, "<li><a");
            html_href(w->h, "href",
                url_make(w->a, "/desk/records/%s/%s", p->code, r->name));
            html_raw(w->h, "><b>");
            html_text(w->h, L(w, r->title));
            html_raw(w->h, "</b>");
            html_text(w->h, open > 0 ? arena_fmt(w->a,
                T(w, "待答复 %lld 条"), (long long)open) : L(w, r->hint));
            html_raw(w->h, "</a></li>");
        }
        html_raw(w->h, "</ul>");
    }
    page_end(w);
    return OK;
}

static void
officer_forms(struct web *w, const struct shelf *s, const struct record *r)
{
    bool answer = s->k->answered && str_eq(r->state, STR("OPEN"));

    if (str_eq(r->state, STR("CLOSED")))
        return;
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, answer ? T(w, "答复") : T(w, "关闭这条记录"));
    html_raw(w->h, "</summary>");
    part_form_begin(w,
        answer ? url_make(w->a, "/desk/records/%s/%s/answer", s->p->code,
                     s->k->name)
               : url_make(w->a, "/desk/records/%s/%s/close", s->p->code,
                     s->k->name),
        false);
    part_hidden(w, "subject", number(w, r->subject_id));
    part_hidden(w, "id", number(w, r->id));
    part_hidden(w, "version", number(w, r->version));
    /* One form a row: ids must differ. */
    html_raw(w->h, "<div class=\"field\"><label>");
    html_cstr(w->h, answer ? T(w, "答复") : T(w, "理由"));
    html_raw(w->h, " <textarea name=\"text\" rows=\"3\"></textarea>"
                   "</label></div>");
    part_button(w, answer ? BUTTON_MAIN : BUTTON_DANGER,
        answer ? str_of(T(w, "答复")) : str_of(T(w, "关闭")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static bool
waits_decision(const struct shelf *s, const struct record *r)
{
    return s->k->n_states > 0 && str_eq(r->state, s->k->states[0]);
}

static void
decide_form(struct web *w, const struct shelf *s, const struct record *r)
{
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, T(w, "决定"));
    html_raw(w->h, "</summary>");
    part_form_begin(w,
        url_make(w->a, "/desk/records/%s/%s/decide", s->p->code, s->k->name),
        false);
    part_hidden(w, "subject", number(w, r->subject_id));
    part_hidden(w, "id", number(w, r->id));
    part_hidden(w, "version", number(w, r->version));
    html_raw(w->h, "<div class=\"field\"><label>");
    html_cstr(w->h, T(w, "结果"));
    html_raw(w->h, " <select name=\"state\">");
    for (size_t i = 1; i < s->k->n_states; i++) {
        html_raw(w->h, "<option");
        html_attr(w->h, "value", s->k->states[i]);
        html_raw(w->h, ">");
        html_text(w->h, s->k->states[i]);
        html_raw(w->h, "</option>");
    }
    html_raw(w->h, "</select></label></div>");
    if (s->k->decide_day.n > 0) {
        html_raw(w->h, "<div class=\"field\"><label>");
        html_cstr(w->h, T(w, "决定日期（书面文件的日期，空白为今日）"));
        html_raw(w->h, " <input type=\"date\" name=\"day\">"
                       "</label></div>");
    }
    html_raw(w->h, "<div class=\"field\"><label>");
    html_cstr(w->h, T(w, "说明"));
    html_raw(w->h, " <textarea name=\"text\" rows=\"3\"></textarea>"
                   "</label></div>");
    part_button(w, BUTTON_MAIN, str_of(T(w, "决定")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static enum status
desk_rows(struct web *w, const struct shelf *s, const struct record *list,
    size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct record *r = &list[i];

        html_raw(w->h, "<section class=\"card\"><p>");
        record_state_tag(w, s->k, r);
        html_raw(w->h, " ");
        html_text(w->h, r->subject_name);
        html_raw(w->h, " <span class=\"muted\">");
        html_text(w->h, show_us(w, r->created_us));
        html_raw(w->h, "</span></p>");
        record_marks(w, s, r);
        record_content(w, s, r, false);
        if (waits_decision(s, r) &&
            may_in(&w->x,
                str_eq(s->k->decide_by, STR("centre")) ? MAY_DECIDE
                                                       : MAY_SUPERVISE,
                s->p->id, STR_EMPTY))
            decide_form(w, s, r);
        if (may_in(&w->x, MAY_SUPERVISE, s->p->id, STR_EMPTY))
            officer_forms(w, s, r);
        html_raw(w->h, "</section>");
    }
    return OK;
}

static enum status
desk_kind(struct web *w, struct err *err)
{
    struct shelf s;
    const struct record *list = NULL;
    size_t n = 0;
    int64_t before = INT64_MAX;

    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], &s, err));
    (void)num_int(web_query(w, "before"), 1, INT64_MAX, &before);
    TRY(record_list(&w->x, s.p->id, s.k->name, web_query(w, "state"), before,
        PER_PAGE, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = L(w, s.k->title),
            .nav = "records",
            .crumbs = { { str_of(T(w, "登记簿")),
                url_path("/desk/records") } },
            .n_crumbs = 1 });
    part_clause(w, s.p, s.p->pack, s.k->clause);
    html_raw(w->h, "<p>");
    part_link(w,
        url_make(
            w->a, "/desk/records/%s/%s/export.xlsx", s.p->code, s.k->name),
        str_of(T(w, "下载 Excel")));
    html_raw(w->h, "</p>");
    if (s.k->n_publish_by > 0)
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "编辑和批准")),
            url_make(w->a, "/desk/zone/%s/%s", s.p->code, s.k->name));
    if (str_eq(s.k->write, STR("officer")) && s.k->n_publish_by == 0 &&
        may_in(&w->x, MAY_SUPERVISE, s.p->id, STR_EMPTY)) {
        const struct json *answers = json_new(w->a, JSON_OBJECT);

        if (w->req->method == HTTP_POST)
            answers = service_typed(w, &s.form->sections[0]);
        part_card_begin(w, str_of(T(w, "登记")), true);
        part_form_begin(w,
            url_make(w->a, "/desk/records/%s/%s", s.p->code, s.k->name),
            true);
        part_input(w,
            &(struct input){ .name = "holder",
                .label = str_of(T(w, "资格编号")),
                .hint = str_of(T(w, "不针对某一家的不填")),
                .optional = true,
                .width = 20 });
        service_fields(w, s.p->pack, &s.form->sections[0], answers, 0);
        part_button(w, BUTTON_MAIN, str_of(T(w, "提交")));
        part_form_end(w);
        part_card_end(w);
    }
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有记录。")), str_of(T(w, "返回登记簿")),
            url_path("/desk/records"));
    TRY(desk_rows(w, &s, list, n));
    if (n == PER_PAGE)
        part_next(w,
            url_with(w->a,
                url_make(
                    w->a, "/desk/records/%s/%s", s.p->code, s.k->name),
                "before", number(w, list[n - 1].created_us)));
    page_end(w);
    return OK;
}

static enum status
desk_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w,
        url_make(
            w->a, "/desk/records/%s/%s", w->params[0], w->params[1]),
        "saved");
}

static enum status
answer_act(struct web *w, struct err *err)
{
    struct record_target t;

    TRY(record_target_of(w, &t, err));
    return record_answer(&w->x, t.subject_id, t.id, t.version,
        web_field(w, "text"), err);
}

static enum status
decide_act(struct web *w, struct err *err)
{
    struct record_target t;
    struct shelf s;
    struct json *more = json_new(w->a, JSON_OBJECT);
    struct str day = str_trim(web_field(w, "day"));
    struct day parsed;

    TRY(record_target_of(w, &t, err));
    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], &s, err));
    if (day.n > 0 && s.k->decide_day.n > 0) {
        TRY(day_parse(day, &parsed, err));
        if (day_cmp(parsed, w->today) > 0)
            return err_field(err, ERR_INPUT, STR("day"),
                "决定日期不能晚于今日");
        json_set(w->a, more, s.k->decide_day,
            json_text(w->a, day_iso(w->a, parsed)));
    }
    return record_decide(&w->x, t.subject_id, t.id, t.version,
        web_field(w, "state"), more, web_field(w, "text"), err);
}

static enum status
close_act(struct web *w, struct err *err)
{
    struct record_target t;

    TRY(record_target_of(w, &t, err));
    return record_close(&w->x, t.subject_id, t.id, t.version,
        web_field(w, "text"), err);
}

static enum status
desk_xlsx(struct web *w, struct err *err)
{
    struct shelf s;
    const struct record *list = NULL;
    size_t n = 0;
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;

    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], &s, err));
    TRY(record_list(&w->x, s.p->id, s.k->name, STR_EMPTY, INT64_MAX,
        EXPORT_MAX, &list, &n, err));
    const struct pack_section *section = &s.form->sections[0];
    size_t columns_n = section->n_fields + 4;
    struct xlsx_column *columns =
        arena_new_array(w->a, struct xlsx_column, columns_n);
    struct str *cells = arena_new_array(w->a, struct str, columns_n);
    columns[0].title = STR("主体");
    columns[1].title = STR("登记时间");
    for (size_t i = 0; i < section->n_fields; i++)
        columns[i + 2].title = section->fields[i].label.zh;
    columns[columns_n - 2].title = STR("状态");
    columns[columns_n - 1].title = STR("答复或说明");
    TRY(web_book_open(w, &book, &x, err));
    xlsx_sheet(x, s.k->title.zh, NULL, 0, columns, columns_n);
    for (size_t r = 0; r < n; r++) {
        cells[0] = list[r].subject_name;
        cells[1] = us_beijing(w->a, list[r].created_us);
        for (size_t i = 0; i < section->n_fields; i++)
            cells[i + 2] = field_show(w->a, &section->fields[i],
                json_get(list[r].content, section->fields[i].name), false,
                false);
        cells[columns_n - 2] = record_state_title(s.k, list[r].state);
        cells[columns_n - 1] = list[r].answer;
        xlsx_add_row(x, cells, columns_n, XLSX_PLAIN);
    }
    return web_book_send(
        book, arena_join(w->a, s.k->title.zh, STR(".xlsx")), err);
}

/* --- the public ones --- */

static enum status
public_kind(struct web *w, struct err *err)
{
    struct shelf s;
    const struct record *list = NULL;
    size_t n = 0;

    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], &s, err));
    if (!str_eq(s.k->read, STR("public")))
        return err_set(err, ERR_NOT_FOUND, "没有这个页面");
    if (s.k->n_publish_by > 0)
        return web_redirect(w, url_make(w->a, "/zone/%s", s.p->code), NULL);
    TRY(record_list(&w->x, s.p->id, s.k->name, STR_EMPTY, INT64_MAX, 200,
        &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC, .title = L(w, s.k->title) });
    part_clause(w, s.p, s.p->pack, s.k->clause);
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有记录。")), str_of(T(w, "公示名册")),
            url_path("/register"));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].state, STR("CLOSED")))
            continue;
        html_raw(w->h, "<section class=\"card\"><p><b>");
        html_text(w->h, list[i].subject_name);
        html_raw(w->h, "</b> <span class=\"muted\">");
        html_text(w->h, show_day(w, day_of_us(list[i].created_us)));
        html_raw(w->h, "</span></p>");
        record_content(w, &s, &list[i], true);
        html_raw(w->h, "</section>");
    }
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/records", MAY_KEEP, .get = desk_index,
        .about = "All registers, for officers." },
    { HTTP_GET, "/desk/records/:programme/:kind", MAY_KEEP,
        .get = desk_kind, .about = "A register, for officers." },
    { HTTP_POST, "/desk/records/:programme/:kind", MAY_KEEP,
        .before = record_add_before, .act = record_add_act, .reply = desk_reply,
        .again = desk_kind, .flags = ROUTE_FILES,
        .about = "An officer adds a row." },
    { HTTP_POST, "/desk/records/:programme/:kind/answer", MAY_KEEP,
        .act = answer_act, .reply = desk_reply, .again = desk_kind,
        .about = "Answers a row." },
    { HTTP_POST, "/desk/records/:programme/:kind/decide", MAY_KEEP,
        .act = decide_act, .reply = desk_reply, .again = desk_kind,
        .about = "Decides a row of a register with states." },
    { HTTP_POST, "/desk/records/:programme/:kind/close", MAY_KEEP,
        .act = close_act, .reply = desk_reply, .again = desk_kind,
        .about = "Closes a row with a reason." },
    { HTTP_GET, "/desk/records/:programme/:kind/export.xlsx",
        MAY_KEEP, .get = desk_xlsx, .flags = ROUTE_PLAIN,
        .about = "A register as workbook." },
    { HTTP_GET, "/records/:programme/:kind", MAY_ANYBODY,
        .get = public_kind, .about = "A register that is public." },
};
const struct route_set registers_routes = ROUTE_SET("registers", ROUTES);