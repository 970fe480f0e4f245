/* Rows of a pack's registers on a page. */
#include "record_parts.h"

#include "page_service.h"
#include "web/workbook.h"

enum status
record_shelf(struct web *w, const struct programme *p, struct str kind,
    struct shelf *ret, struct err *err)
{
    ret->p = p;
    ret->k = p == NULL ? NULL : pack_record(p->pack, kind);
    if (ret->k == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这种登记");
    ret->form = pack_form(p->pack, ret->k->form);
    (void)w;
    return OK;
}

static struct str
state_text(struct web *w, const struct pack_record *k, struct str state)
{
    return service_word(w, record_state_title(k, state));
}

static enum tag
colour_of(const struct pack_record *k, struct str state)
{
    if (k->n_states > 0)
        return str_eq(state, k->states[0]) ? TAG_AMBER : TAG_GREY;
    if (k->progress.n > 0)
        return str_eq(state, STR("REPORTED"))   ? TAG_AMBER
               : str_eq(state, STR("DONE"))     ? TAG_GREEN
               : str_eq(state, STR("CLOSED"))   ? TAG_GREY
                                                : TAG_BLUE;
    if (!str_eq(state, STR("OPEN")))
        return str_eq(state, STR("ANSWERED")) ? TAG_GREEN : TAG_GREY;
    return k->answered ? TAG_AMBER : TAG_BLUE;
}

void
record_state_tag(
    struct web *w, const struct pack_record *k, const struct record *r)
{
    part_tag(w, colour_of(k, r->state), state_text(w, k, r->state));
}

static void
files_of(struct web *w, const struct pack_field *f, const struct json *v,
    int64_t subject_id)
{
    html_raw(w->h, "<div><dt>");
    html_text(w->h, L(w, f->label));
    html_raw(w->h, "</dt><dd>");
    part_pack_value(w, f, v, subject_id);
    html_raw(w->h, "</dd></div>");
}

void
record_content(struct web *w, const struct shelf *s, const struct record *r,
    bool public_page)
{
    const struct pack_section *section = &s->form->sections[0];

    part_dl_begin(w);
    for (size_t i = 0; i < section->n_fields; i++) {
        const struct pack_field *f = &section->fields[i];
        const struct json *v = json_get(r->content, f->name);

        if (json_is_null(v) || (f->type == FIELD_FILE && public_page) ||
            (public_page && f->is_private))
            continue;
        if (f->type == FIELD_FILE) {
            files_of(w, f, v,
                r->subject_id != 0 ? r->subject_id : FILES_OF_NOBODY);
            continue;
        }
        part_dl(w, L(w, f->label),
            field_show(w->a, f, v, public_page, w->english));
    }
    if (r->answer.n > 0 && !public_page)
        part_dl(w, str_of(T(w, "答复或说明")), r->answer);
    part_dl_end(w);
}

static struct str
flag_word(struct web *w, struct str kind)
{
    if (str_eq(kind, STR("LATE")))
        return str_of(T(w, "逾期"));
    return str_eq(kind, STR("BREACH")) ? str_of(T(w, "已登记违规"))
                                       : str_of(T(w, "待核对"));
}

void
record_marks(struct web *w, const struct shelf *s, const struct record *r)
{
    if (r->corrected)
        part_tag(w, TAG_GREY, str_of(T(w, "已由更正代替")));
    if (r->corrects != 0)
        part_tag(w, TAG_BLUE, str_of(T(w, "更正")));
    if (!day_is_none(r->due) && !r->done && !record_task_waits(s->k, r)) {
        bool over = day_cmp(w->today, r->due) > 0;

        part_tag(w, over ? TAG_RED : TAG_AMBER,
            arena_fmt(w->a, over ? T(w, "已逾期，应于 %s 前办结")
                                 : T(w, "应于 %s 前办结"),
                arena_cstr(w->a, day_iso(w->a, r->due))));
    }
    for (size_t i = 0; r->flags != NULL && i < r->flags->n; i++) {
        const struct json *f = r->flags->items[i];
        const struct pack_rule *rule =
            pack_rule(s->p->pack, json_str(json_get(f, STR("rule"))));

        html_raw(w->h, "<p>");
        part_tag(w, TAG_RED,
            flag_word(w, json_str(json_get(f, STR("kind")))));
        html_raw(w->h, " ");
        if (rule != NULL) {
            html_text(w->h, L(w, rule->title));
            html_raw(w->h, "：");
        }
        html_text(w->h, json_str(json_get(f, STR("why"))));
        html_raw(w->h, " ");
        part_clause(w, s->p, s->p->pack,
            json_str(json_get(f, STR("clause"))));
        html_raw(w->h, "</p>");
    }
}

void
record_guards(struct web *w, const struct shelf *s)
{
    if (s->k->n_guards == 0)
        return;
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, T(w, "登记时核对的规则"));
    html_raw(w->h, "</summary><ul>");
    for (size_t i = 0; i < s->k->n_guards; i++) {
        const struct pack_guard *g = &s->k->guards[i];
        const struct pack_rule *rule = pack_rule(s->p->pack, g->rule);

        html_raw(w->h, "<li>");
        html_text(w->h, L(w, rule->title));
        html_raw(w->h, " · ");
        html_cstr(w->h,
            g->otherwise == GUARD_REFUSE ? T(w, "不符合的不予登记")
            : g->otherwise == GUARD_FLAG ? T(w, "不符合的予以标记")
                                         : T(w, "不符合的登记为违规"));
        html_raw(w->h, " ");
        part_clause(w, s->p, s->p->pack, g->clause);
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul></details>");
}

enum status
record_row_history(struct web *w, const struct shelf *s,
    const struct record *r, bool who, struct err *err)
{
    const struct audit_row *rows = NULL;
    size_t n = 0;

    TRY(audit_list(
        &w->x, STR("record"), r->id, INT64_MAX, 50, &rows, &n, err));
    if (n == 0)
        return OK;
    part_heading(w, T(w, "办理经过"));
    part_table_begin(w, str_of(T(w, "办理经过")));
    part_th(w, str_of(T(w, "时间")), false);
    if (who)
        part_th(w, str_of(T(w, "办理人")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_th(w, str_of(T(w, "说明")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, show_us(w, rows[i].at_us));
        if (who)
            part_td(w, rows[i].actor);
        part_td(w, state_text(w, s->k, rows[i].to));
        part_td(w, rows[i].reason);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

enum status
record_row_verdicts(struct web *w, const struct shelf *s,
    const struct record *r, struct err *err)
{
    const struct pack_verdict *list = NULL;
    size_t n = 0;

    TRY(record_verdicts(&w->x, r, &list, &n, err));
    if (n == 0)
        return OK;
    part_heading(w, T(w, "核对"));
    for (size_t i = 0; i < n; i++)
        part_verdict(w, s->p, s->p->pack, &list[i]);
    return OK;
}

enum status
record_book(struct web *w, const struct shelf *s, const struct record *list,
    size_t n, struct err *err)
{
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    const struct pack_section *section = &s->form->sections[0];
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
    xlsx_sheet(x, s->k->title.zh, NULL, 0, columns, columns_n);
    for (size_t r = 0; r < n; r++) {
        cells[0] = list[r].subject_name;
        cells[1] = us_beijing(w->a, list[r].created_us);
        for (size_t i = 0; i < section->n_fields; i++)
            cells[i + 2] = field_show(w->a, &section->fields[i],
                json_get(list[r].content, section->fields[i].name), false,
                false);
        cells[columns_n - 2] = record_state_title(s->k, list[r].state);
        cells[columns_n - 1] = list[r].answer;
        xlsx_add_row(x, cells, columns_n, XLSX_PLAIN);
    }
    return web_book_send(
        book, arena_join(w->a, s->k->title.zh, STR(".xlsx")), err);
}

#define WAITING_SHOWN 50

enum status
record_waiting_table(
    struct web *w, const struct programme *p, struct err *err)
{
    const struct record *list = NULL;
    int64_t all = 0;
    size_t n = 0;

    TRY(record_waiting(&w->x, p, WAITING_SHOWN, &list, &n, &all, err));
    if (n == 0)
        return OK;
    part_table_begin(w,
        arena_fmt(w->a, T(w, "等待您办理的登记事项：%.*s（%lld 条）"),
            STR_ARG(L(w, p->pack->short_title)), (long long)all));
    part_th(w, str_of(T(w, "登记簿")), false);
    part_th(w, str_of(T(w, "主体")), false);
    part_th(w, str_of(T(w, "收到时间")), false);
    part_th(w, str_of(T(w, "期限")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct pack_record *k = pack_record(p->pack, list[i].kind);

        part_tr(w);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/desk/records/%s/%s/rows/%d/%d", p->code,
                k->name, list[i].subject_id, list[i].id),
            L(w, k->title));
        part_td_end(w);
        part_td(w, list[i].subject_name.n > 0 ? list[i].subject_name
                                              : STR("—"));
        part_td(w, show_us(w, list[i].created_us));
        part_td_begin(w);
        if (day_is_none(list[i].due) || record_task_waits(k, &list[i]))
            html_raw(w->h, "—"); /* it was the holder's */
        else
            part_tag(w,
                day_cmp(w->today, list[i].due) > 0 ? TAG_RED : TAG_AMBER,
                show_day(w, list[i].due));
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}
