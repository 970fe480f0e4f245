/* Figures of a plan by workbook: the template, and reading it back. */
#include "plan_parts.h"
#include "web/workbook.h"

#define COLUMNS_MOST 60
#define ROWS_MOST 600

static enum status
find(struct web *w, struct plan_page *s, struct err *err)
{
    TRY(plan_page_rows(w, s, err));
    return act_require(&w->x, MAY_REVIEW, s->p->id, STR_EMPTY, err);
}

/* Fields of the form in its order. */
static size_t
fields_of(const struct plan_page *s, const struct pack_field **ret)
{
    const struct pack_form *f = pack_form(s->p->pack, s->q->form);
    size_t n = 0;

    for (size_t i = 0; i < f->n_sections; i++) {
        for (size_t k = 0; k < f->sections[i].n_fields; k++) {
            if (n + 2 < COLUMNS_MOST)
                ret[n++] = &f->sections[i].fields[k];
        }
    }
    return n;
}

/* --- the template --- */

static enum status
template_xlsx(struct web *w, struct err *err)
{
    const struct pack_field *fields[COLUMNS_MOST];
    struct xlsx_column columns[COLUMNS_MOST];
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    struct plan_page s;

    TRY(find(w, &s, err));
    size_t n = fields_of(&s, fields);
    struct str title = plan_called(w->a, s.q, s.year);
    columns[0] = (struct xlsx_column){ .title = STR("计划单元代码") };
    columns[1] = (struct xlsx_column){ .title = STR("计划单元") };
    for (size_t i = 0; i < n; i++)
        columns[i + 2] = (struct xlsx_column){ .title = fields[i]->label.zh,
            .width = 18 };
    TRY(web_book_open(w, &book, &x, err));
    xlsx_sheet(x, STR("填报"), &title, 1, columns, n + 2);
    for (size_t k = 0; k < s.n; k++) {
        const struct plan_row *r = &s.rows[k];
        struct str cells[COLUMNS_MOST] = { r->unit.code, r->unit.name };

        if (!r->unit.exists ||
            !plan_row_open(&w->x, s.p, &s.plan, r))
            continue;
        for (size_t i = 0; i < n; i++)
            cells[i + 2] = r->proposal.seq == 0
                               ? STR_EMPTY
                               : field_input(w->a, fields[i],
                                     json_get(r->proposal.answers,
                                         fields[i]->name));
        xlsx_add_row(x, cells, n + 2, XLSX_PLAIN);
    }
    xlsx_note(x, STR("注：不知道的数据留空，留空表示未知，不是 0；整行不填的单元不"
                     "读入；有一行不对，全部不存。"));
    return web_book_send(
        book, arena_fmt(w->a, STR_FMT "填报表.xlsx", STR_ARG(title)), err);
}

/* --- reading --- */

struct line {
    int number;
    struct str cells[COLUMNS_MOST];
};
struct sheet {
    struct arena *a;
    struct str heads[COLUMNS_MOST];
    size_t n_heads;   /* 0: the head row is not found yet */
    VEC_OF(struct line) lines;
    size_t stored;
};

/* The head is the row that begins with 计划单元代码 or 计划单元. */
static bool
is_head(const struct xlsx_row *row)
{
    for (size_t i = 0; i < row->n && i < 2; i++) {
        if (str_eq(row->cells[i].text, STR("计划单元代码")) ||
            str_eq(row->cells[i].text, STR("计划单元")))
            return true;
    }
    return false;
}

static enum status
take_row(const struct xlsx_row *row, void *arg, struct err *err)
{
    struct sheet *s = arg;

    if (s->n_heads == 0) {
        if (!is_head(row))
            return OK;
        for (size_t i = 0; i < row->n && i < COLUMNS_MOST; i++)
            s->heads[s->n_heads++] =
                arena_str(s->a, str_trim(row->cells[i].text));
        return OK;
    }
    if (row->n > 0 && str_starts(row->cells[0].text, STR("注：")))
        return OK;
    if (s->lines.n >= ROWS_MOST)
        return err_set(err, ERR_LIMIT, "工作簿至多 %d 行", ROWS_MOST);
    struct line *l = VEC_PUSH(s->a, &s->lines);
    l->number = row->number;
    for (size_t i = 0; i < row->n && i < s->n_heads; i++)
        l->cells[i] = arena_str(s->a, str_trim(row->cells[i].text));
    return OK;
}

static enum status
import_before(struct web *w, struct err *err)
{
    const struct http_file *f = http_file_of(w->req, "table", 0);
    struct sheet *s = arena_one(w->a, struct sheet);
    struct err why = { 0 };

    s->a = w->a;
    w->state = s;
    if (f == NULL || f->size == 0)
        return err_field(err, ERR_INPUT, STR("table"), "请选择填报表文件");
    enum status st = xlsx_read(f->path, NULL, NULL, take_row, s, &why);
    if (st != OK)
        return err_field(err, st, STR("table"), "%s", why.text);
    if (s->n_heads == 0)
        return err_field(err, ERR_INPUT, STR("table"),
            "没有找到表头：应有“计划单元代码”或“计划单元”一列，请用下载的填报表");
    return OK;
}

static struct str
cell(const struct sheet *s, const struct line *l, struct str head)
{
    for (size_t i = 0; i < s->n_heads; i++) {
        if (str_eq(s->heads[i], head))
            return l->cells[i];
    }
    return STR_EMPTY;
}

static void
row_problem(struct web *w, const struct line *l, struct str text)
{
    web_problem_str(w, STR("table"),
        arena_fmt(w->a, "第 %d 行：" STR_FMT, l->number, STR_ARG(text)),
        arena_fmt(w->a, "row %d: " STR_FMT, l->number,
            STR_ARG(web_said(w, text))));
}

/* The unit of a row: by code, else by name; both must be the same one. */
static enum status
unit_of(struct web *w, const struct plan_page *p, const struct sheet *s,
    const struct line *l, struct plan_unit *ret, struct err *err)
{
    struct day on = plan_day(p->year, w->today);
    struct str code = cell(s, l, STR("计划单元代码"));
    struct str name = cell(s, l, STR("计划单元"));
    struct plan_unit named;

    TRY(plan_unit_named(
        &w->x, p->q, code.n > 0 ? code : name, on, ret, err));
    if (code.n == 0 || name.n == 0)
        return OK;
    TRY(plan_unit_named(&w->x, p->q, name, on, &named, err));
    if (!str_eq(named.code, ret->code))
        return err_set(err, ERR_INPUT,
            "代码 " STR_FMT " 是“" STR_FMT "”，与填写的“" STR_FMT "”不一致",
            STR_ARG(code), STR_ARG(ret->name), STR_ARG(name));
    return OK;
}

/* Answers of a row; *ret_any: it has any. */
static const struct json *
answers_of(struct web *w, const struct plan_page *p, const struct sheet *s,
    const struct line *l, bool *ret_any)
{
    const struct pack_field *fields[COLUMNS_MOST];
    size_t n = fields_of(p, fields);
    struct json *o = json_new(w->a, JSON_OBJECT);

    *ret_any = false;
    for (size_t i = 0; i < n; i++) {
        struct str typed = cell(s, l, fields[i]->label.zh);
        struct form_problem why = { 0 };
        const struct json *v = NULL;

        if (typed.n == 0)
            continue;
        *ret_any = true;
        if (!field_read(w->a, fields[i], typed, w->today, &v, &why))
            row_problem(w, l, why.text);
        else
            json_set(w->a, o, fields[i]->name, v);
    }
    return o;
}

/* Every head is a column of the form. */
static void
check_heads(struct web *w, const struct plan_page *p, const struct sheet *s)
{
    const struct pack_field *fields[COLUMNS_MOST];
    size_t n = fields_of(p, fields);

    for (size_t i = 0; i < s->n_heads; i++) {
        bool known = s->heads[i].n == 0 ||
                     str_starts(s->heads[i], STR("计划单元"));

        for (size_t k = 0; k < n; k++)
            known = known || str_eq(s->heads[i], fields[k]->label.zh);
        if (!known)
            web_problem_str(w, STR("table"),
                arena_fmt(w->a, "表头“" STR_FMT "”不是填报表的栏目",
                    STR_ARG(s->heads[i])),
                arena_fmt(w->a, "“" STR_FMT "” is no column of the template",
                    STR_ARG(s->heads[i])));
    }
}

/* All rows or none: whatever is wrong is told row by row. */
static enum status
import_act(struct web *w, struct err *err)
{
    struct sheet *s = w->state;
    struct plan_page p;

    s->stored = 0;
    TRY(find(w, &p, err));
    check_heads(w, &p, s);
    for (size_t i = 0; i < s->lines.n; i++) {
        const struct line *l = &s->lines.p[i];
        struct plan_unit u;
        struct err why = { 0 };
        bool any = false;
        const struct json *answers = answers_of(w, &p, s, l, &any);

        if (!any)
            continue;
        enum status st = unit_of(w, &p, s, l, &u, &why);
        if (st == OK)
            st = plan_enter(&w->x, p.p->id, p.year, u.code, answers,
                "workbook", &why);
        if (st == ERR_INPUT || st == ERR_CONFLICT || st == ERR_NOT_FOUND ||
            st == ERR_DENIED)
            row_problem(w, l, arena_str(w->a, str_of(why.text)));
        else if (st != OK)
            return err_set(err, st, "%s", why.text);
        s->stored += st == OK;
    }
    TRY(web_problems(w, err));
    if (s->stored == 0)
        return err_field(err, ERR_INPUT, STR("table"), "表中没有填写数据的行");
    return OK;
}

static enum status
import_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w,
        url_make(w->a, "/desk/plan/%s/%s", w->params[0], w->params[1]),
        "saved");
}

static enum status
import_page(struct web *w, struct err *err)
{
    struct plan_page s;

    TRY(find(w, &s, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "用工作簿填报")),
            .nav = "plan",
            .crumbs = { { str_of(T(w, "发展计划")), url_path("/desk/plan") },
                { plan_page_title(w, &s), plan_url(w, &s, true, "") } },
            .n_crumbs = 2 });
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "下载填报表，填好后传上来。计划单元写当年的全称或代码；有一行不对，全部不"
             "存，并逐行说明。"));
    html_raw(w->h, "</p><p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "下载填报表")),
        plan_url(w, &s, true, "/template.xlsx"));
    html_raw(w->h, "</p>");
    part_form_begin(w, plan_url(w, &s, true, "/import"), true);
    part_input(w,
        &(struct input){ .name = "table",
            .label = str_of(T(w, "填报表")),
            .hint = str_of(T(w, ".xlsx 文件")),
            .kind = INPUT_FILE });
    part_button(w, BUTTON_MAIN, str_of(T(w, "读入")));
    part_form_end(w);
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/plan/:programme/:year/template.xlsx", MAY_REVIEW,
        .get = template_xlsx, .flags = ROUTE_PLAIN,
        .about = "The workbook to enter figures in." },
    { HTTP_GET, "/desk/plan/:programme/:year/import", MAY_REVIEW,
        .get = import_page, .about = "Entering figures by workbook." },
    { HTTP_POST, "/desk/plan/:programme/:year/import", MAY_REVIEW,
        .before = import_before, .act = import_act, .reply = import_reply,
        .again = import_page, .flags = ROUTE_FILES,
        .body_limit = 8u << 20,
        .about = "Reads figures from a workbook, all rows or none." },
};
const struct route_set plan_book_routes = ROUTE_SET("plan_book", ROUTES);
