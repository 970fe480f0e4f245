/* A table of an application's form by workbook: the template, what was
 * uploaded, what is wrong in it, and its rows page by page. */
#include "domain/attachment.h"
#include "domain/sheet.h"
#include "page_application.h"
#include "web/workbook.h"

#define ROWS_A_PAGE 50
#define PROBLEMS_SHOWN 200
#define OWNER_KIND STR("rows")

struct roster {
    struct dossier d;
    const struct pack_section *section;
    const struct pack_field *field;
    struct sheet_layout layout;
    const struct json *rows;
    bool editable;
    struct attachment upload; /* with rows that were not taken */
    bool has_upload;
};

static struct url
here(struct web *w, const struct roster *r, const char *more)
{
    struct url u = url_make(w->a, "/applications/%d/rows/%s", r->d.app.id,
        r->field->name);

    u.s = arena_join(w->a, u.s, str_of(more));
    return u;
}

static enum status
find_upload(struct web *w, struct roster *r, struct err *err)
{
    const struct attachment *list = NULL;
    size_t n = 0;

    r->has_upload = false;
    if (!r->editable)
        return OK;
    TRY(attachment_list(&w->x, r->d.app.subject_id, OWNER_KIND,
        r->d.app.id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].removed || !str_eq(list[i].field, r->field->name) ||
            (r->has_upload && list[i].id < r->upload.id))
            continue;
        r->upload = list[i];
        r->has_upload = true;
    }
    return OK;
}

static enum status
load(struct web *w, struct roster *r, struct err *err)
{
    *r = (struct roster){ 0 };
    TRY(dossier_load(w, &r->d, err));
    for (size_t i = 0; r->d.form != NULL && i < r->d.form->n_sections; i++) {
        const struct pack_section *s = &r->d.form->sections[i];

        for (size_t k = 0; k < s->n_fields; k++) {
            if (s->fields[k].type == FIELD_ROWS &&
                str_eq(s->fields[k].name, w->params[1])) {
                r->section = s;
                r->field = &s->fields[k];
            }
        }
    }
    if (r->field == NULL)
        return err_set(err, ERR_NOT_FOUND, "申请表没有这个表格");
    r->layout = sheet_layout_of(w->a, r->field);
    r->layout.help = L(w, r->field->hint);
    r->rows = json_get(r->d.app.draft, r->field->name);
    r->editable = dossier_is_editable(&r->d) &&
                  application_may_edit(&w->x, &r->d.app, r->field->name);
    return find_upload(w, r, err);
}

static size_t
row_count(const struct roster *r)
{
    return r->rows->type == JSON_LIST ? r->rows->n : 0;
}

/* --- workbooks --- */

static enum status
send_book(struct web *w, const struct roster *r,
    const struct sheet_line *lines, size_t n, bool with_problems,
    const char *ending, struct err *err)
{
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;

    TRY(web_book_open(w, &book, &x, err));
    sheet_fill_book(w->a, &r->layout, lines, n, with_problems, x);
    return web_book_send(book,
        arena_fmt(w->a, STR_FMT "%s.xlsx", STR_ARG(r->field->label.zh),
            ending),
        err);
}

static enum status
template_get(struct web *w, struct err *err)
{
    struct roster r;

    TRY(load(w, &r, err));
    return send_book(w, &r, NULL, 0, false, "模板", err);
}

static enum status
rows_get(struct web *w, struct err *err)
{
    struct roster r;

    TRY(load(w, &r, err));
    /* Officers see what was submitted. */
    if (!r.editable) {
        const struct json *answers = NULL;

        TRY(application_answers(&w->x, &r.d.app, &answers, err));
        r.rows = json_get(answers, r.field->name);
    }
    struct sheet_line *lines =
        arena_new_array(w->a, struct sheet_line, row_count(&r) + 1);
    for (size_t i = 0; i < row_count(&r); i++)
        lines[i] = sheet_line_of(
            w->a, &r.layout, w->d->regions, r.rows->items[i]);
    return send_book(w, &r, lines, row_count(&r), false, "", err);
}

static enum status
read_again(struct web *w, const struct roster *r, struct sheet *ret,
    struct err *err)
{
    return sheet_read_file(w->a, &r->layout, w->d->regions,
        attachment_path(w->a, w->d, r->upload.sha256),
        str_eq(r->upload.type, STR("text/csv")), w->today, ret, err);
}

static enum status
problems_get(struct web *w, struct err *err)
{
    struct roster r;
    struct sheet s;

    TRY(load(w, &r, err));
    if (!r.has_upload)
        return err_set(err, ERR_NOT_FOUND, "没有标明原因的工作簿");
    TRY(read_again(w, &r, &s, err));
    return send_book(w, &r, s.lines, s.n, true, "（标明原因）", err);
}

/* --- the page --- */

static void
upload_card(struct web *w, const struct roster *r)
{
    struct choice modes[] = {
        { STR("replace"), str_of(T(w, "替换现有的行")) },
        { STR("append"), str_of(T(w, "接在现有的行后面")) },
    };

    part_card_begin(w, str_of(T(w, "用工作簿填写")), true);
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "下载模板，用表格软件填好后上传。无误的行存为草稿；有误的行不存，"
             "逐行说明原因。"));
    html_raw(w->h, "</p><p>");
    part_link(w, here(w, r, "/template.xlsx"), str_of(T(w, "下载模板")));
    if (row_count(r) > 0) {
        html_raw(w->h, "　");
        part_link(w, here(w, r, "/rows.xlsx"),
            str_of(T(w, "下载已填的各行")));
    }
    html_raw(w->h, "</p>");
    part_form_begin(w, here(w, r, "/upload"), true);
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)r->d.app.version));
    part_input(w,
        &(struct input){ .name = "table",
            .label = str_of(T(w, "填好的工作簿")),
            .hint = str_of(T(w, ".xlsx，或 UTF-8 编码的 .csv")),
            .kind = INPUT_FILE });
    if (row_count(r) > 0)
        part_radios(w, "mode", str_of(T(w, "已有内容")), STR_EMPTY, modes, 2,
            web_typed(w, "mode", STR("replace")));
    else
        part_hidden(w, "mode", STR("replace"));
    part_button(w, BUTTON_MAIN, str_of(T(w, "上传并检查")));
    part_form_end(w);
    part_card_end(w);
}

static void
problem_row(struct web *w, const struct roster *r, const struct sheet *s,
    const struct sheet_line *line, const struct sheet_problem *p)
{
    bool cell = p->column < r->layout.n_columns;

    part_tr(w);
    part_td_num(w, line->row);
    part_td(w,
        !cell ? STR("—")
              : arena_fmt(w->a, STR_FMT " " STR_FMT,
                    STR_ARG(s->places[p->column] > 0
                                ? sheet_letter(w->a, s->places[p->column])
                                : STR_EMPTY),
                    STR_ARG(L(w, r->layout.columns[p->column]->label))));
    part_td(w,
        cell && line->cells[p->column].n > 0 ? line->cells[p->column]
                                             : STR("—"));
    part_td(w, w->english ? p->text_en : p->text);
    part_tr_end(w);
}

static void
problem_table(struct web *w, const struct roster *r, const struct sheet *s)
{
    size_t shown = 0;

    part_table_begin(w, str_of(T(w, "有误的行")));
    part_th(w, str_of(T(w, "工作簿中的行")), true);
    part_th(w, str_of(T(w, "栏目")), false);
    part_th(w, str_of(T(w, "填写的内容")), false);
    part_th(w, str_of(T(w, "原因和要求")), false);
    part_table_body(w);
    for (size_t i = 0; i < s->n && shown < PROBLEMS_SHOWN; i++) {
        for (size_t k = 0; k < s->lines[i].n_problems; k++)
            problem_row(w, r, s, &s->lines[i], &s->lines[i].problems[k]);
        shown += s->lines[i].n_problems > 0;
    }
    part_table_end(w);
    if (s->n - s->n_good > shown) {
        html_raw(w->h, "<p class=\"hint\">");
        html_cstr(w->h, T(w, "其余有误的行见标明原因的工作簿。"));
        html_raw(w->h, "</p>");
    }
}

static void
upload_problems(struct web *w, const struct roster *r)
{
    struct sheet s;
    struct err why = { 0 };

    if (!r->has_upload || read_again(w, r, &s, &why) != OK)
        return;
    part_card_begin(w, str_of(T(w, "上次上传中有误的行")), false);
    part_callout(w, true,
        arena_fmt(w->a, STR_FMT "：%s%zu%s%zu%s",
            STR_ARG(r->upload.file_name), T(w, "共 "), s.n,
            T(w, " 行，其中有误、没有存入的 "), s.n - s.n_good,
            T(w, " 行。改正后重新上传全部，或者只把改好的行接在后面。")));
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "下载标明原因的工作簿")),
        here(w, r, "/problems.xlsx"));
    html_raw(w->h, "</p>");
    problem_table(w, r, &s);
    part_form_begin(w, here(w, r, "/dismiss"), false);
    part_button(w, BUTTON_SECOND, str_of(T(w, "不再显示这些行")));
    part_form_end(w);
    part_card_end(w);
}

/* The rows of one page, as a list. */
static const struct json *
slice(struct web *w, const struct roster *r, size_t from)
{
    struct json *list = json_new(w->a, JSON_LIST);

    for (size_t i = from; i < row_count(r) && i < from + ROWS_A_PAGE; i++)
        json_push(w->a, list, r->rows->items[i]);
    return list;
}

static size_t
page_from(struct web *w, const struct roster *r)
{
    size_t from = (size_t)(web_page(w) - 1) * ROWS_A_PAGE, n = row_count(r);

    return from < n ? from : (n == 0 ? 0 : (n - 1) / ROWS_A_PAGE * ROWS_A_PAGE);
}

/* "名册[1234].姓名" of the whole as the name it has on this page. */
static void
show_problems(struct web *w, const struct roster *r, size_t from)
{
    const struct form_problem *p = NULL;
    size_t n = 0;

    if (w->n_problems > 0 || w->failed.code != OK)
        return;
    form_check(w->a, r->d.app.pack, r->d.form, r->section, r->d.app.draft,
        w->today, &p, &n);
    for (size_t i = 0; i < n; i++) {
        struct str name, digits;
        int64_t row = 0;
        struct str rest = str_cut(p[i].field, '[', &name, NULL);

        rest = str_cut(rest, ']', &digits, NULL);
        if (p[i].warning || !str_eq(name, r->field->name) ||
            !num_int(digits, (int64_t)from,
                (int64_t)(from + ROWS_A_PAGE - 1), &row))
            continue;
        web_problem_str(w,
            arena_fmt(w->a, STR_FMT "[%lld]" STR_FMT, STR_ARG(name),
                (long long)(row - (int64_t)from), STR_ARG(rest)),
            p[i].text, p[i].text_en);
    }
}

static struct pack_section
only_field(const struct roster *r)
{
    return (struct pack_section){ .name = r->section->name,
        .title = r->section->title,
        .fields = r->field,
        .n_fields = 1 };
}

static void
rows_form(struct web *w, const struct roster *r, size_t from)
{
    struct json *answers = json_new(w->a, JSON_OBJECT);
    struct pack_section one = only_field(r);
    size_t n = row_count(r);
    bool again = false;

    json_set(w->a, answers, r->field->name, slice(w, r, from));
    const struct json *shown =
        w->req->method == HTTP_POST
            ? part_read_section(w, &one, answers, &again)
            : answers;
    part_form_begin_guarded(w,
        url_with(w->a, here(w, r, ""), "page",
            arena_fmt(w->a, "%zu", from / ROWS_A_PAGE + 1)),
        false, (struct url){ 0 });
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)r->d.app.version));
    html_raw(w->h, "<button class=\"vh\" tabindex=\"-1\" "
                   "aria-hidden=\"true\">&nbsp;</button>");
    if (n > 0) {
        html_raw(w->h, "<p>");
        html_text(w->h,
            arena_fmt(w->a, "%s%zu%s%zu%s%zu%s", T(w, "第 "), from + 1,
                T(w, " 至 "),
                from + ROWS_A_PAGE < n ? from + ROWS_A_PAGE : n,
                T(w, " 行，共 "), n, T(w, " 行")));
        html_raw(w->h, "</p>");
    }
    part_pack_field(w, r->field, shown, true, r->d.app.subject_id, 0);
    html_raw(w->h, "<div class=\"actions\">");
    part_button(w, BUTTON_MAIN, str_of(T(w, "保存本页各行")));
    part_link(w,
        url_make(w->a, "/applications/%d/sections/%s", r->d.app.id,
            r->section->name),
        str_of(T(w, "返回本部分")));
    html_raw(w->h, "</div>");
    part_form_end(w);
    part_pages(w, (int64_t)n, (int64_t)(from / ROWS_A_PAGE) + 1,
        ROWS_A_PAGE);
}

static enum status
roster_page(struct web *w, struct err *err)
{
    struct roster r;

    TRY(load(w, &r, err));
    if (!r.editable)
        return web_redirect(
            w, url_make(w->a, "/applications/%d", r.d.app.id), NULL);
    size_t from = page_from(w, &r);
    show_problems(w, &r, from);
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = L(w, r.field->label),
            .nav = "mine",
            .crumbs = { { str_of(T(w, "我的申报")), url_path("/mine") },
                { dossier_title(w, &r.d),
                    url_make(w->a, "/applications/%d", r.d.app.id) },
                { L(w, r.section->title),
                    url_make(w->a, "/applications/%d/sections/%s",
                        r.d.app.id, r.section->name) } },
            .n_crumbs = 3 });
    upload_problems(w, &r);
    upload_card(w, &r);
    rows_form(w, &r, from);
    page_end(w);
    return OK;
}

/* --- saving one page --- */

struct roster_save {
    size_t from;
    bool again;
    /* of an upload */
    const struct pack_field *field;
    struct sheet sheet;
    struct attachment at;
    struct str section;
};

/* Lays rows between those before and those after into the draft. */
static enum status
keep_rows(struct web *w, const struct roster *r, size_t before,
    const struct json *rows, size_t after, struct err *err)
{
    struct json *list = json_new(w->a, JSON_LIST);
    struct json *values = json_new(w->a, JSON_OBJECT);
    struct application app;
    size_t most = r->field->max_rows > 0 ? r->field->max_rows : PACK_ROWS_MAX;
    int64_t version = 0;

    if (!num_int(web_field(w, "version"), 1, INT64_MAX, &version))
        return err_set(err, ERR_INPUT, "页面不完整，请刷新后再填写");
    for (size_t i = 0; i < before; i++)
        json_push(w->a, list, r->rows->items[i]);
    for (size_t i = 0; rows->type == JSON_LIST && i < rows->n; i++)
        json_push(w->a, list, rows->items[i]);
    for (size_t i = after; i < row_count(r); i++)
        json_push(w->a, list, r->rows->items[i]);
    if (list->n > most)
        return err_field(err, ERR_INPUT, STR("table"),
            "“" STR_FMT "”应不超过 %zu 行，连同已有的共 %zu 行",
            STR_ARG(r->field->label.zh), most, list->n);
    json_set(w->a, values, r->field->name, list);
    return application_save(
        &w->x, r->d.app.id, r->section->name, values, version, &app, err);
}

static enum status
require_editable(const struct roster *r, struct err *err)
{
    return r->editable
               ? OK
               : err_set(err, ERR_CONFLICT, "这个表格现在不能修改");
}

static enum status
save_act(struct web *w, struct err *err)
{
    struct roster_save *s = arena_one(w->a, struct roster_save);
    struct json *before = json_new(w->a, JSON_OBJECT);
    struct roster r;

    w->state = s;
    TRY(load(w, &r, err));
    TRY(require_editable(&r, err));
    struct pack_section one = only_field(&r);
    s->from = page_from(w, &r);
    json_set(w->a, before, r.field->name, slice(w, &r, s->from));
    const struct json *values =
        part_read_section(w, &one, before, &s->again);
    size_t after = s->from + ROWS_A_PAGE;
    TRY(keep_rows(w, &r, s->from, json_get(values, r.field->name),
        after < row_count(&r) ? after : row_count(&r), err));
    /* Wrong values are kept too; the page shows what is wrong. */
    w->problems = NULL;
    w->n_problems = 0;
    return OK;
}

static enum status
save_reply(struct web *w, struct err *err)
{
    const struct roster_save *s = w->state;
    struct url to = url_make(w->a, "/applications/%s/rows/%s", w->params[0],
        w->params[1]);

    (void)err;
    to = url_with(w->a, to, "page",
        arena_fmt(w->a, "%zu", s->from / ROWS_A_PAGE + 1));
    if (web_field(w, "add").n > 0)
        return web_redirect(
            w, url_with(w->a, to, "add", web_field(w, "add")), NULL);
    return web_redirect(w, to, "saved");
}

/* --- upload --- */

static enum status
find_table(struct web *w, struct err *err)
{
    struct roster_save *s = w->state;
    struct roster r;

    TRY(load(w, &r, err));
    TRY(require_editable(&r, err));
    s->field = r.field;
    return OK;
}

static enum status
upload_before(struct web *w, struct err *err)
{
    struct roster_save *s = arena_one(w->a, struct roster_save);
    const struct http_file *f = http_file_of(w->req, "table", 0);
    struct err why = { 0 };

    w->state = s;
    TRY(web_read(w, find_table, err));
    if (f == NULL || f->size == 0)
        return err_field(
            err, ERR_INPUT, STR("table"), "请选择填好的工作簿");
    enum status st = web_keep_file(w, f, &s->at, &why);
    if (st != OK)
        return err_field(err, st, STR("table"), "%s", why.text);
    struct sheet_layout layout = sheet_layout_of(w->a, s->field);
    st = sheet_read_file(w->a, &layout, w->d->regions, f->path,
        str_eq(s->at.type, STR("text/csv")), w->today, &s->sheet, &why);
    if (st != OK)
        return err_field(err, st == ERR_LIMIT ? ERR_INPUT : st, STR("table"),
            "%s", why.text);
    return OK;
}

static enum status
upload_act(struct web *w, struct err *err)
{
    struct roster_save *s = w->state;
    struct json *good = json_new(w->a, JSON_LIST);
    struct roster r;

    TRY(load(w, &r, err));
    TRY(require_editable(&r, err));
    for (size_t i = 0; i < s->sheet.n; i++) {
        if (s->sheet.lines[i].n_problems == 0)
            json_push(w->a, good, s->sheet.lines[i].values);
    }
    bool append = str_eq(web_field(w, "mode"), STR("append"));
    size_t before = append ? row_count(&r) : 0;
    if (good->n > 0)
        TRY(keep_rows(w, &r, before, good, row_count(&r), err));
    if (r.has_upload)
        TRY(attachment_remove(
            &w->x, r.d.app.subject_id, r.upload.id, err));
    if (good->n == s->sheet.n)
        return OK;
    struct attachment at = s->at;
    at.subject_id = r.d.app.subject_id;
    at.owner_kind = OWNER_KIND;
    at.owner_id = r.d.app.id;
    at.field = r.field->name;
    return attachment_add(&w->x, &at, err);
}

static enum status
upload_reply(struct web *w, struct err *err)
{
    const struct roster_save *s = w->state;

    (void)err;
    return web_redirect(w,
        url_make(w->a, "/applications/%s/rows/%s", w->params[0],
            w->params[1]),
        s->sheet.n_good == s->sheet.n ? "rows-read" : NULL);
}

static enum status
dismiss_act(struct web *w, struct err *err)
{
    struct roster r;

    TRY(load(w, &r, err));
    TRY(require_editable(&r, err));
    return r.has_upload ? attachment_remove(&w->x, r.d.app.subject_id,
                              r.upload.id, err)
                        : OK;
}

static enum status
dismiss_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w,
        url_make(w->a, "/applications/%s/rows/%s", w->params[0],
            w->params[1]),
        "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/applications/:id/rows/:field", MAY_SIGNED_IN,
        .get = roster_page,
        .about = "A table of the form, page by page and by workbook." },
    { HTTP_GET, "/applications/:id/rows/:field/template.xlsx", MAY_SIGNED_IN,
        .get = template_get, .flags = ROUTE_PLAIN,
        .about = "The workbook to fill a table of the form in." },
    { HTTP_GET, "/applications/:id/rows/:field/rows.xlsx", MAY_SIGNED_IN,
        .get = rows_get, .flags = ROUTE_PLAIN,
        .about = "The rows of a table of the form, as a workbook." },
    { HTTP_GET, "/applications/:id/rows/:field/problems.xlsx", MAY_SIGNED_IN,
        .get = problems_get, .flags = ROUTE_PLAIN,
        .about = "The uploaded workbook with what is wrong in its rows." },
    { HTTP_POST, "/applications/:id/rows/:field", MAY_SIGNED_IN,
        .act = save_act, .reply = save_reply, .again = roster_page,
        .body_limit = 1u << 20,
        .about = "Saves one page of a table." },
    { HTTP_POST, "/applications/:id/rows/:field/upload", MAY_SIGNED_IN,
        .before = upload_before, .act = upload_act, .reply = upload_reply,
        .again = roster_page, .flags = ROUTE_FILES,
        .body_limit = ATTACHMENT_MAX_BYTES,
        .about = "Reads a table from a workbook; good rows are kept." },
    { HTTP_POST, "/applications/:id/rows/:field/dismiss", MAY_SIGNED_IN,
        .act = dismiss_act, .reply = dismiss_reply, .again = roster_page,
        .about = "Puts away the wrong rows of the last upload." },
};
const struct route_set roster_routes = ROUTE_SET("roster", ROUTES);
