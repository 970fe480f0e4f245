/* Holders from before the regulation by workbook: template, upload, what would
 * become of each row, and all of them at once. */
#include "domain/attachment.h"
#include "domain/history_import.h"
#include "page_history.h"
#include "web/workbook.h"

#define PROBLEMS_SHOWN 200

static struct url
import_url(struct web *w, const char *path, const struct programme *p)
{
    return url_with(w->a, (struct url){ str_of(path) }, "programme", p->code);
}

static void
begin(struct web *w, struct str title)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = title,
            .nav = "holders",
            .crumbs = { { str_of(T(w, "资格名册")),
                            url_path("/desk/holders") },
                { str_of(T(w, "补录施行前的资格")),
                    url_path("/desk/history") } },
            .n_crumbs = 2 });
}

static struct str
state_title(struct web *w, enum history_import_state s)
{
    switch (s) {
    case HISTORY_DONE:
        return str_of(T(w, "已补录"));
    case HISTORY_DISCARDED:
        return str_of(T(w, "已放弃"));
    default:
        return str_of(T(w, "待确认"));
    }
}

/* --- the template and the upload --- */

static enum status
require_programme(
    struct web *w, const struct programme **ret, struct err *err)
{
    *ret = history_programme(w);
    return *ret != NULL ? OK : err_set(err, ERR_NOT_FOUND, "没有这个项目");
}

static enum status
template_get(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;

    TRY(require_programme(w, &p, err));
    struct sheet_layout layout = history_layout(w->a, w->d, p);
    TRY(web_book_open(w, &book, &x, err));
    sheet_fill_book(w->a, &layout, NULL, 0, false, x);
    return web_book_send(book,
        arena_fmt(w->a, STR_FMT "模板.xlsx", STR_ARG(layout.title)), err);
}

static void
earlier(struct web *w, const struct history_import *list, size_t n)
{
    if (n == 0)
        return;
    part_heading(w, T(w, "我上传过的"));
    part_table_begin(w, str_of(T(w, "我上传过的")));
    part_th(w, str_of(T(w, "文件")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "上传时间")), false);
    part_th(w, str_of(T(w, "行数")), true);
    part_th(w, str_of(T(w, "补录")), true);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct programme *p =
            domain_programme(w->d, list[i].programme_id);

        part_tr(w);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/history/imports/%d", list[i].id),
            list[i].file_name);
        part_td_end(w);
        part_td(w, p == NULL ? STR_EMPTY : L(w, p->pack->holder_title));
        part_td(w, show_us(w, list[i].created_us));
        part_td_num(w, list[i].row_count);
        part_td_num(w, list[i].entered);
        part_td(w, state_title(w, list[i].state));
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
upload_page(struct web *w, struct err *err)
{
    const struct programme *p = history_programme(w);
    const struct history_import *list = NULL;
    size_t n = 0;

    if (p == NULL)
        return web_redirect(w, url_path("/desk/history"), NULL);
    TRY(act_require(&w->x, MAY_DECIDE, p->id, STR_EMPTY, err));
    TRY(history_import_list(&w->x, &list, &n, err));
    begin(w,
        arena_fmt(w->a, T(w, "用工作簿补录%.*s"),
            STR_ARG(L(w, p->pack->holder_title))));
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w, "下载模板，每行填一个，上传后先逐行核对，确认后一次补录。"
                         "补录不发送通知。"));
    html_raw(w->h, "</p><p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "下载模板")),
        import_url(w, "/desk/history/import/template.xlsx", p));
    html_raw(w->h, "</p>");
    part_form_begin(w, import_url(w, "/desk/history/import", p), true);
    part_input(w,
        &(struct input){ .name = "table",
            .label = str_of(T(w, "填好的工作簿")),
            .hint = str_of(T(w, ".xlsx，或 UTF-8 编码的 .csv")),
            .kind = INPUT_FILE });
    part_button(w, BUTTON_MAIN, str_of(T(w, "上传并检查")));
    part_form_end(w);
    earlier(w, list, n);
    page_end(w);
    return OK;
}

struct upload {
    const struct programme *p;
    struct sheet sheet;
    struct history_import m;
};

static enum status
upload_before(struct web *w, struct err *err)
{
    struct upload *u = arena_one(w->a, struct upload);
    const struct http_file *f = http_file_of(w->req, "table", 0);
    struct attachment at = { 0 };
    struct err why = { 0 };

    w->state = u;
    TRY(require_programme(w, &u->p, err));
    if (f == NULL || f->size == 0)
        return err_field(
            err, ERR_INPUT, STR("table"), "请选择填好的工作簿");
    enum status st = web_keep_file(w, f, &at, &why);
    struct sheet_layout layout = history_layout(w->a, w->d, u->p);
    if (st == OK)
        st = sheet_read_file(w->a, &layout, w->d->regions, f->path,
            str_eq(at.type, STR("text/csv")), w->today, &u->sheet, &why);
    if (st != OK)
        return err_field(err, st == ERR_LIMIT ? ERR_INPUT : st, STR("table"),
            "%s", why.text);
    u->m = (struct history_import){ .file_name = at.file_name,
        .type = at.type,
        .sha256 = at.sha256 };
    return OK;
}

static enum status
upload_act(struct web *w, struct err *err)
{
    struct upload *u = w->state;

    return history_import_add(&w->x, u->p->id, &u->sheet, &u->m, err);
}

static enum status
upload_reply(struct web *w, struct err *err)
{
    const struct upload *u = w->state;

    (void)err;
    return web_redirect(
        w, url_make(w->a, "/desk/history/imports/%d", u->m.id), NULL);
}

/* --- what would become of it --- */

struct look {
    struct history_import m;
    const struct programme *p;
    struct sheet_layout layout;
    struct sheet sheet;       /* as read */
    struct history_preview v; /* with what the register says */
};

static enum status
find(struct web *w, struct err *err)
{
    struct look *l = w->state;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(history_import_get(&w->x, id, &l->m, err));
    l->p = domain_programme(w->d, l->m.programme_id);
    if (l->p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    l->layout = history_layout(w->a, w->d, l->p);
    return OK;
}

static enum status
read_file(struct web *w, struct look *l, struct err *err)
{
    return sheet_read_file(w->a, &l->layout, w->d->regions,
        attachment_path(w->a, w->d, l->m.sha256),
        str_eq(l->m.type, STR("text/csv")), w->today, &l->sheet, err);
}

/* Once entered, the register would find every row there already. */
static enum status
look(struct web *w, struct look *l, struct err *err)
{
    w->state = l;
    TRY(find(w, err));
    TRY(read_file(w, l, err));
    if (l->m.state == HISTORY_DRAFT)
        return history_import_preview(
            &w->x, l->p, &l->layout, &l->sheet, &l->v, err);
    l->v = (struct history_preview){ .sheet = l->sheet };
    return OK;
}

static void
problem_table(struct web *w, const struct look *l)
{
    const struct sheet *s = &l->v.sheet;
    size_t shown = 0;

    part_heading(w, T(w, "有误的行"));
    html_raw(w->h, "<p>");
    part_link(w,
        url_make(w->a, "/desk/history/imports/%d/problems.xlsx", l->m.id),
        str_of(T(w, "下载标明原因的工作簿")));
    html_raw(w->h, "</p>");
    part_table_begin(w, str_of(T(w, "有误的行")));
    part_th(w, str_of(T(w, "工作簿中的行")), true);
    part_th(w, l->layout.columns[0]->label.zh, false);
    part_th(w, str_of(T(w, "原因和要求")), false);
    part_table_body(w);
    for (size_t i = 0; i < s->n && shown < PROBLEMS_SHOWN; i++) {
        if (s->lines[i].n_problems == 0)
            continue;
        part_tr(w);
        part_td_num(w, s->lines[i].row);
        part_td(w, s->lines[i].cells[0]);
        part_td(w,
            web_said(w,
                sheet_line_problem(
                    w->a, &l->layout, &s->lines[i], w->english)));
        part_tr_end(w);
        shown++;
    }
    part_table_end(w);
}

static void
number_of(struct web *w, struct str term, size_t n)
{
    part_dl(w, term, arena_fmt(w->a, "%zu", n));
}

static void
decide(struct web *w, const struct look *l)
{
    part_form_begin(w,
        url_make(w->a, "/desk/history/imports/%d/apply", l->m.id), false);
    part_check(w, "sure",
        arena_fmt(w->a, T(w, "我已核对，补录无误的 %zu 行；有误的不补录"),
            l->v.sheet.n_good),
        STR_EMPTY, false);
    part_button(w, BUTTON_MAIN, str_of(T(w, "一次补录")));
    part_form_end(w);
}

static enum status
preview_page(struct web *w, struct err *err)
{
    struct look *l = arena_one(w->a, struct look);
    const struct history_preview *v = &l->v;

    TRY(look(w, l, err));
    begin(w, l->m.file_name);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "项目")), L(w, l->p->pack->holder_title));
    part_dl(w, str_of(T(w, "上传时间")), show_us(w, l->m.created_us));
    part_dl(w, str_of(T(w, "状态")), state_title(w, l->m.state));
    number_of(w, str_of(T(w, "行数")), v->sheet.n);
    if (l->m.state == HISTORY_DRAFT) {
        number_of(w, str_of(T(w, "可以补录")), v->sheet.n_good);
        number_of(w, str_of(T(w, "其中补录后有效")), v->n_living);
        number_of(w, str_of(T(w, "其中已到期")), v->n_expired);
        number_of(w, str_of(T(w, "其中主体已有登记")), v->n_known);
        number_of(
            w, str_of(T(w, "有误")), v->sheet.n - v->sheet.n_good);
    } else {
        number_of(w, str_of(T(w, "补录")), (size_t)l->m.entered);
    }
    part_dl_end(w);
    if (l->m.state == HISTORY_DRAFT) {
        if (v->sheet.n_good > 0)
            decide(w, l);
        part_form_begin(w,
            url_make(w->a, "/desk/history/imports/%d/discard", l->m.id),
            false);
        part_button(w, BUTTON_SECOND, str_of(T(w, "放弃这次上传")));
        part_form_end(w);
        if (v->sheet.n_good < v->sheet.n)
            problem_table(w, l);
    }
    page_end(w);
    return OK;
}

static enum status
problems_get(struct web *w, struct err *err)
{
    struct look *l = arena_one(w->a, struct look);
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;

    TRY(look(w, l, err));
    TRY(web_book_open(w, &book, &x, err));
    sheet_fill_book(
        w->a, &l->layout, l->v.sheet.lines, l->v.sheet.n, true, x);
    return web_book_send(book,
        arena_fmt(w->a, STR_FMT "（标明原因）.xlsx",
            STR_ARG(l->layout.title)),
        err);
}

static enum status
apply_before(struct web *w, struct err *err)
{
    struct look *l = arena_one(w->a, struct look);

    w->state = l;
    TRY(web_read(w, find, err));
    if (web_field(w, "sure").n == 0)
        return err_field(err, ERR_INPUT, STR("sure"), "请核对后勾选");
    return read_file(w, l, err);
}

static enum status
apply_act(struct web *w, struct err *err)
{
    struct look *l = w->state;
    struct history_import done;

    return history_import_apply(&w->x, l->m.id, &l->sheet, &done, err);
}

static enum status
to_import(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w,
        url_make(w->a, "/desk/history/imports/%s", w->params[0]), "saved");
}

static enum status
discard_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return history_import_discard(&w->x, id, err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/history/import", MAY_DECIDE, .get = upload_page,
        .about = "Holders from before the regulation, by workbook." },
    { HTTP_GET, "/desk/history/import/template.xlsx", MAY_DECIDE,
        .get = template_get, .flags = ROUTE_PLAIN,
        .about = "The workbook to list holders in." },
    { HTTP_POST, "/desk/history/import", MAY_DECIDE, .before = upload_before,
        .act = upload_act, .reply = upload_reply, .again = upload_page,
        .flags = ROUTE_FILES, .body_limit = ATTACHMENT_MAX_BYTES,
        .about = "Reads a list of holders and keeps it as a draft." },
    { HTTP_GET, "/desk/history/imports/:id", MAY_DECIDE, .get = preview_page,
        .about = "What would become of the rows of a list." },
    { HTTP_GET, "/desk/history/imports/:id/problems.xlsx", MAY_DECIDE,
        .get = problems_get, .flags = ROUTE_PLAIN,
        .about = "The list back with what is wrong in its rows." },
    { HTTP_POST, "/desk/history/imports/:id/apply", MAY_DECIDE,
        .before = apply_before, .act = apply_act, .reply = to_import,
        .again = preview_page,
        .about = "Enters all good rows of a list at once." },
    { HTTP_POST, "/desk/history/imports/:id/discard", MAY_DECIDE,
        .act = discard_act, .reply = to_import, .again = preview_page,
        .about = "Puts a list away." },
};
const struct route_set history_import_routes =
    ROUTE_SET("history-import", ROUTES);
