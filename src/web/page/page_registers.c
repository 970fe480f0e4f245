/* The registers of a pack at the desk of those who keep them, and those that
 * are public. */
#include "domain/incident.h"
#include "page_service.h"
#include "record_parts.h"

#define PER_PAGE 50
#define EXPORT_MAX 5000

static struct str
number(struct web *w, int64_t v)
{
    return arena_fmt(w->a, "%lld", (long long)v);
}

/* --- the officers' --- */

/* Of a register: how many rows wait, and how many are late. */
static enum status
waiting(struct web *w, const struct programme *p,
    const struct pack_record *k, struct str *ret, struct err *err)
{
    const struct record_tally *list = NULL;
    int64_t open = 0, late = 0;
    size_t n = 0;

    TRY(record_tallies(&w->x, p->id, k->name, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        open += list[i].open;
        late += list[i].overdue;
    }
    *ret = late > 0 ? arena_fmt(w->a, T(w, "待办 %lld 条，其中逾期 %lld 条"),
                          (long long)open, (long long)late)
           : open > 0 ? arena_fmt(w->a, T(w, "待办 %lld 条"),
                            (long long)open)
                      : L(w, k->hint);
    return OK;
}

static enum status
tiles_of(struct web *w, const struct programme *p, struct err *err)
{
    bool any = false;

    for (size_t i = 0; i < p->pack->n_records; i++) {
        const struct pack_record *k = &p->pack->records[i];
        bool officer = may_in(&w->x, MAY_READ_FILES, p->id, STR_EMPTY);
        struct str text = STR_EMPTY;

        if (!record_is_reader(&w->x, p, k) ||
            (!officer && k->kept_by.n == 0))
            continue;
        if (!any) {
            html_raw(w->h, "<h2>");
            html_text(w->h, L(w, p->pack->holder_title));
            html_raw(w->h, "</h2><ul class=\"tiles\">");
        }
        any = true;
        TRY(waiting(w, p, k, &text, err));
        html_raw(w->h, "<li><a");
        html_href(w->h, "href",
            url_make(w->a, "/desk/records/%s/%s", p->code, k->name));
        html_raw(w->h, "><b>");
        html_text(w->h, L(w, k->title));
        html_raw(w->h, "</b>");
        html_text(w->h, text);
        html_raw(w->h, "</a></li>");
    }
    if (any)
        html_raw(w->h, "</ul>");
    return OK;
}

static void
other_registers(struct web *w)
{
    if (!may(&w->who, MAY_READ_FILES))
        return;
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "年度义务跟踪")),
        url_path("/desk/reports"));
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "调研数据")),
        url_path("/desk/research"));
    if (act_require_whole(&w->x, MAY_READ_FILES, 0, NULL) == OK)
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "服务需求")),
            url_path("/desk/needs"));
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (pack_form(p->pack, STR("diary")) == NULL ||
            act_require_whole(&w->x, MAY_READ_FILES, p->id, NULL) != OK)
            continue;
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "志愿日记抽查")),
            url_with(
                w->a, url_path("/desk/diary"), "programme", p->code));
        break; /* the page itself leads to the other programmes */
    }
    html_raw(w->h, "</p>");
}

static enum status
desk_index(struct web *w, struct err *err)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "登记簿")),
            .nav = "records" });
    other_registers(w);
    for (size_t i = 0; i < w->d->n_programmes; i++)
        TRY(record_waiting_table(w, &w->d->programmes[i], err));
    for (size_t i = 0; i < w->d->n_programmes; i++)
        TRY(tiles_of(w, &w->d->programmes[i], err));
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

/* Is it a text that the decision may still fill in? */
static bool
is_blank_text(const struct pack_field *f, const struct record *r)
{
    return f->type == FIELD_TEXT && !f->required &&
           json_is_null(json_get(r->content, f->name));
}

static void
blank_texts(struct web *w, const struct shelf *s, const struct record *r)
{
    const struct pack_section *section = &s->form->sections[0];

    for (size_t i = 0; i < section->n_fields; i++) {
        const struct pack_field *f = &section->fields[i];

        if (!is_blank_text(f, r))
            continue;
        html_raw(w->h, "<div class=\"field\"><label>");
        html_text(w->h, L(w, f->label));
        html_raw(w->h, " <input type=\"text\"");
        html_attr(w->h, "name", arena_join(w->a, STR("f."), f->name));
        html_raw(w->h, "></label></div>");
    }
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
    blank_texts(w, s, r);
    html_raw(w->h, "<div class=\"field\"><label>");
    html_cstr(w->h, T(w, "说明"));
    html_raw(w->h, " <textarea name=\"text\" rows=\"3\"></textarea>"
                   "</label></div>");
    part_button(w, BUTTON_MAIN, str_of(T(w, "决定")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static struct url
row_url(struct web *w, const struct shelf *s, const struct record *r)
{
    return url_make(w->a, "/desk/records/%s/%s/rows/%d/%d", s->p->code,
        s->k->name, r->subject_id, r->id);
}

static void
row_head(struct web *w, const struct shelf *s, const struct record *r)
{
    record_state_tag(w, s->k, r);
    html_raw(w->h, " ");
    html_text(w->h, r->subject_name);
    html_raw(w->h, " <span class=\"muted\">");
    if (r->region.n > 0) {
        html_text(w->h, region_path(w->a, w->d->regions, r->region));
        html_raw(w->h, " · ");
    }
    html_raw(w->h, "<a");
    html_href(w->h, "href", row_url(w, s, r));
    html_raw(w->h, ">");
    html_text(w->h, show_us(w, r->created_us));
    html_raw(w->h, "</a></span></p>");
}

/* The report of a task: accepted, or sent back. */
static void
accept_form(struct web *w, const struct shelf *s, const struct record *r,
    bool back)
{
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, back ? T(w, "退回报告") : T(w, "验收报告"));
    html_raw(w->h, "</summary>");
    part_form_begin(w,
        url_make(w->a, "/desk/records/%s/%s/accept", s->p->code, s->k->name),
        false);
    part_hidden(w, "subject", number(w, r->subject_id));
    part_hidden(w, "id", number(w, r->id));
    part_hidden(w, "version", number(w, r->version));
    if (back)
        part_hidden(w, "back", STR("1"));
    html_raw(w->h, "<div class=\"field\"><label>");
    html_cstr(w->h, back ? T(w, "退回理由") : T(w, "说明（选填）"));
    html_raw(w->h, " <textarea name=\"text\" rows=\"3\"></textarea>"
                   "</label></div>");
    if (back) {
        html_raw(w->h, "<div class=\"field\"><label>");
        html_cstr(w->h, T(w, "新的期限（空白为原期限）"));
        html_raw(w->h, " <input type=\"date\" name=\"due\">"
                       "</label></div>");
    }
    part_button(w, back ? BUTTON_DANGER : BUTTON_MAIN,
        back ? str_of(T(w, "退回")) : str_of(T(w, "验收")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static void
row_forms(struct web *w, const struct shelf *s, const struct record *r)
{
    if (record_may_accept(&w->x, s->p, s->k, r)) {
        accept_form(w, s, r, false);
        accept_form(w, s, r, true);
    }
    if (waits_decision(s, r) && record_may_decide(&w->x, s->p, s->k, r))
        decide_form(w, s, r);
    if (record_may_keep(&w->x, s->p, s->k, MAY_SUPERVISE, r->region))
        officer_forms(w, s, r);
}

static enum status
desk_rows(struct web *w, const struct shelf *s, const struct record *list,
    size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct record *r = &list[i];

        html_raw(w->h, "<section class=\"card\"><p>");
        row_head(w, s, r);
        record_marks(w, s, r);
        record_content(w, s, r, false);
        row_forms(w, s, r);
        html_raw(w->h, "</section>");
    }
    return OK;
}

static void
kind_links(struct web *w, const struct shelf *s)
{
    if (s->k->hint.zh.n > 0) {
        html_raw(w->h, "<p class=\"lead\">");
        html_text(w->h, L(w, s->k->hint));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "<p>");
    part_link(w,
        url_make(w->a, "/desk/records/%s/%s/export.xlsx", s->p->code,
            s->k->name),
        str_of(T(w, "下载 Excel")));
    html_raw(w->h, " · ");
    part_link(w,
        url_make(
            w->a, "/desk/records/%s/%s/units", s->p->code, s->k->name),
        str_of(T(w, "按地区和状态统计")));
    for (size_t i = 0; i < s->k->n_states; i++) {
        html_raw(w->h, " · ");
        part_link(w,
            url_with(w->a,
                url_make(
                    w->a, "/desk/records/%s/%s", s->p->code, s->k->name),
                "state", s->k->states[i]),
            s->k->states[i]);
    }
    html_raw(w->h, "</p>");
    record_guards(w, s);
}

static enum status
officer_new(struct web *w, const struct shelf *s, struct err *err)
{
    const struct json *answers = json_new(w->a, JSON_OBJECT);

    if (w->req->method == HTTP_POST)
        answers = service_typed(w, &s->form->sections[0]);
    part_card_begin(w, str_of(T(w, "登记")), true);
    part_form_begin(w,
        url_make(w->a, "/desk/records/%s/%s", s->p->code, s->k->name), true);
    TRY(record_pick_holder(w, s, err));
    record_fields(w, s, answers, 0);
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交")));
    part_form_end(w);
    part_card_end(w);
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
    kind_links(w, &s);
    if (s.k->n_publish_by > 0)
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "编辑和批准")),
            url_make(w->a, "/desk/zone/%s/%s", s.p->code, s.k->name));
    else if (str_eq(s.k->write, STR("officer")) &&
        record_may_keep(&w->x, s.p, s.k, MAY_SUPERVISE, STR_EMPTY))
        TRY(officer_new(w, &s, err));
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

/* A row of a table was added or taken out: the same form. */
static enum status
desk_add_reply(struct web *w, struct err *err)
{
    const struct record_adding *ad = w->state;

    return ad->rows ? web_read(w, desk_kind, err) : desk_reply(w, err);
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
    for (size_t i = 0; i < s.form->sections[0].n_fields; i++) {
        struct str name = s.form->sections[0].fields[i].name;
        struct str text = str_trim(web_field(
            w, arena_cstr(w->a, arena_join(w->a, STR("f."), name))));

        if (text.n > 0 && s.form->sections[0].fields[i].type == FIELD_TEXT)
            json_set(w->a, more, name, json_text(w->a, text));
    }
    return record_decide(&w->x, t.subject_id, t.id, t.version,
        web_field(w, "state"), more, web_field(w, "text"), err);
}

static enum status
accept_act(struct web *w, struct err *err)
{
    struct str typed = str_trim(web_field(w, "due"));
    struct day due = DAY_NONE;
    struct record_target t;

    TRY(record_target_of(w, &t, err));
    if (web_field(w, "back").n == 0)
        return record_accept(&w->x, t.subject_id, t.id, t.version,
            web_field(w, "text"), err);
    if (typed.n > 0 && day_parse(typed, &due, NULL) != OK)
        return err_field(err, ERR_INPUT, STR("due"),
            "“" STR_FMT "”不是日期，应写为 2025-06-30",
            STR_ARG(utf8_head(typed, 20)));
    return record_send_back(&w->x, t.subject_id, t.id, t.version,
        web_field(w, "text"), due, err);
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

    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], &s, err));
    TRY(record_list(&w->x, s.p->id, s.k->name, STR_EMPTY, INT64_MAX,
        EXPORT_MAX, &list, &n, err));
    return record_book(w, &s, list, n, err);
}

/* --- by region and state --- */

static enum status
desk_units(struct web *w, struct err *err)
{
    const struct record_tally *list = NULL;
    struct shelf s;
    size_t n = 0;

    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], &s, err));
    TRY(record_tallies(&w->x, s.p->id, s.k->name, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, T(w, "%.*s：按地区和状态统计"),
                STR_ARG(L(w, s.k->title))),
            .nav = "records",
            .crumbs = { { L(w, s.k->title),
                url_make(w->a, "/desk/records/%s/%s", s.p->code,
                    s.k->name) } },
            .n_crumbs = 1 });
    part_clause(w, s.p, s.p->pack, s.k->clause);
    if (n == 0) {
        part_empty(w, str_of(T(w, "还没有记录。")),
            str_of(T(w, "返回登记簿")), url_path("/desk/records"));
        page_end(w);
        return OK;
    }
    part_table_begin(w, str_of(T(w, "按地区和状态统计")));
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_th(w, str_of(T(w, "条数")), true);
    part_th(w, str_of(T(w, "待办")), true);
    part_th(w, str_of(T(w, "逾期")), true);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, list[i].region.n == 0
                       ? str_of(T(w, "不分地区"))
                       : region_path(w->a, w->d->regions, list[i].region));
        part_td(w,
            service_word(w, record_state_title(s.k, list[i].state)));
        part_td_num(w, list[i].n);
        part_td_num(w, list[i].open);
        part_td_num(w, list[i].overdue);
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

/* --- one row --- */

/* What it rests on in the register of penalties, beside what came of it. */
static enum status
row_basis(struct web *w, const struct record *r, struct err *err)
{
    const struct incident *list = NULL;
    size_t n = 0;

    TRY(incident_of_record(
        &w->x, r->subject_id, r->id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        part_card_begin(w, incident_kind_title(list[i].kind), false);
        part_dl_begin(w);
        part_dl(w, str_of(T(w, "机关")), list[i].authority);
        part_dl(w, str_of(T(w, "文号")), list[i].doc_no);
        part_dl(w, str_of(T(w, "决定日期")), show_day(w, list[i].decided));
        part_dl(w, str_of(T(w, "生效日期")), show_day(w, list[i].effective));
        part_dl(w, str_of(T(w, "内容")), list[i].content);
        part_dl(w, str_of(T(w, "状态")),
            incident_state_title(list[i].state));
        part_dl_end(w);
        part_card_end(w);
    }
    return OK;
}

/* The row of the address. */
static enum status
asked_row(struct web *w, struct shelf *s, struct record *r, struct err *err)
{
    int64_t subject = 0, id = 0;

    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], s, err));
    if (!num_int(w->params[2], 0, INT64_MAX, &subject) ||
        !num_int(w->params[3], 1, INT64_MAX, &id))
        return err_set(err, ERR_NOT_FOUND, "没有这个页面");
    TRY(record_get(&w->x, subject, id, r, err));
    if (r->programme_id != s->p->id || !str_eq(r->kind, s->k->name))
        return err_set(err, ERR_NOT_FOUND, "没有这个页面");
    return OK;
}

static bool
corrects_here(struct web *w, const struct shelf *s, const struct record *r)
{
    return str_eq(s->k->write, STR("officer")) && record_may_correct(s, r) &&
           record_may_keep(&w->x, s->p, s->k, MAY_SUPERVISE, r->region);
}

static struct url
correct_url(struct web *w, const struct shelf *s, const struct record *r)
{
    return url_make(w->a, "/desk/records/%s/%s/rows/%d/%d/correct",
        s->p->code, s->k->name, r->subject_id, r->id);
}

static void
correct_link(struct web *w, const struct shelf *s, const struct record *r)
{
    if (!corrects_here(w, s, r))
        return;
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "更正这条记录")),
        correct_url(w, s, r));
    html_raw(w->h, "</p>");
}

static enum status
correct_page(struct web *w, struct err *err)
{
    struct shelf s;
    struct record r;

    TRY(asked_row(w, &s, &r, err));
    if (!corrects_here(w, &s, &r))
        return err_set(err, ERR_NOT_FOUND, "这条记录不能在这里更正");
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, T(w, "更正：%.*s %.*s"),
                STR_ARG(L(w, s.k->title)), STR_ARG(r.subject_name)),
            .nav = "records",
            .crumbs = { { L(w, s.k->title),
                url_make(w->a, "/desk/records/%s/%s", s.p->code,
                    s.k->name) } },
            .n_crumbs = 1 });
    part_clause(w, s.p, s.p->pack, s.k->clause);
    record_correct_form(w, &s, &r, correct_url(w, &s, &r), 0);
    page_end(w);
    return OK;
}

static enum status
desk_row(struct web *w, struct err *err)
{
    struct shelf s;
    struct record r;

    TRY(asked_row(w, &s, &r, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, STR_FMT " " STR_FMT,
                STR_ARG(L(w, s.k->title)), STR_ARG(r.subject_name)),
            .nav = "records",
            .crumbs = { { L(w, s.k->title),
                url_make(w->a, "/desk/records/%s/%s", s.p->code,
                    s.k->name) } },
            .n_crumbs = 1 });
    part_clause(w, s.p, s.p->pack, s.k->clause);
    TRY(row_basis(w, &r, err));
    html_raw(w->h, "<section class=\"card\"><p>");
    row_head(w, &s, &r);
    record_marks(w, &s, &r);
    record_content(w, &s, &r, false);
    row_forms(w, &s, &r);
    correct_link(w, &s, &r);
    html_raw(w->h, "</section>");
    TRY(record_row_verdicts(w, &s, &r, err));
    TRY(record_row_history(w, &s, &r, true, err));
    page_end(w);
    return OK;
}

static enum status
desk_correct_reply(struct web *w, struct err *err)
{
    const struct record_adding *ad = w->state;

    return ad->rows ? web_read(w, correct_page, err) : desk_reply(w, err);
}

/* --- the public ones --- */

/* The last day on which it is public has not passed. */
static bool
is_public_still(struct web *w, const struct shelf *s, const struct record *r)
{
    const struct json *v = s->k->public_until.n == 0
                               ? NULL
                               : json_get(r->content, s->k->public_until);
    struct day last = DAY_NONE;

    return v == NULL || json_is_null(v) ||
           day_parse(json_str(v), &last, NULL) != OK ||
           day_cmp(w->today, last) <= 0;
}


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
        if (str_eq(list[i].state, STR("CLOSED")) ||
            !is_public_still(w, &s, &list[i]))
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
        .before = record_add_before, .act = record_add_act,
        .reply = desk_add_reply, .again = desk_kind, .flags = ROUTE_FILES,
        .about = "An officer adds a row." },
    { HTTP_POST, "/desk/records/:programme/:kind/answer", MAY_KEEP,
        .act = answer_act, .reply = desk_reply, .again = desk_kind,
        .about = "Answers a row." },
    { HTTP_POST, "/desk/records/:programme/:kind/decide", MAY_KEEP,
        .act = decide_act, .reply = desk_reply, .again = desk_kind,
        .about = "Decides a row of a register with states." },
    { HTTP_POST, "/desk/records/:programme/:kind/accept", MAY_KEEP,
        .act = accept_act, .reply = desk_reply, .again = desk_kind,
        .about = "Accepts the report of a task, or sends it back." },
    { HTTP_POST, "/desk/records/:programme/:kind/close", MAY_KEEP,
        .act = close_act, .reply = desk_reply, .again = desk_kind,
        .about = "Closes a row with a reason." },
    { HTTP_GET, "/desk/records/:programme/:kind/units", MAY_KEEP,
        .get = desk_units, .about = "A register by region and state." },
    { HTTP_GET, "/desk/records/:programme/:kind/rows/:subject/:id",
        MAY_KEEP, .get = desk_row,
        .about = "A row, what it rests on and its history." },
    { HTTP_GET, "/desk/records/:programme/:kind/rows/:subject/:id/correct",
        MAY_KEEP, .get = correct_page, .about = "A row that is right for it." },
    { HTTP_POST, "/desk/records/:programme/:kind/rows/:subject/:id/correct",
        MAY_KEEP, .before = record_add_before, .act = record_add_act,
        .reply = desk_correct_reply, .again = correct_page,
        .flags = ROUTE_FILES, .about = "Corrects a row." },
    { HTTP_GET, "/desk/records/:programme/:kind/export.xlsx",
        MAY_KEEP, .get = desk_xlsx, .flags = ROUTE_PLAIN,
        .about = "A register as workbook." },
    { HTTP_GET, "/records/:programme/:kind", MAY_ANYBODY,
        .get = public_kind, .about = "A register that is public." },
};
const struct route_set registers_routes = ROUTE_SET("registers", ROUTES);
