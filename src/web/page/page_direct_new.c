/* Direct inclusion: templates, upload, rows typed on-line, entrustments. */
#include "page_direct.h"
#include "web/workbook.h"

#define TYPED_ROWS 10
#define TYPED_ROWS_MAX 200

enum status
keep_upload(struct web *w, const char *field, struct kept_file *ret,
    struct err *err)
{
    const struct http_file *f = http_file_of(w->req, field, 0);
    struct attachment at = { 0 };
    struct err why = { 0 };

    if (f == NULL || f->size == 0)
        return OK;
    enum status st = web_keep_file(w, f, &at, &why);
    if (st != OK)
        return err_field(err, st, str_of(field), "%s", why.text);
    *ret = (struct kept_file){ .file_name = at.file_name,
        .type = at.type,
        .sha256 = at.sha256,
        .bytes = at.bytes };
    return OK;
}

/* --- templates --- */

static const struct pack_import *
template_of(struct web *w, const struct programme **ret)
{
    int64_t id = 0;
    const struct pack_import *im = NULL;

    if (!num_int(web_query(w, "programme"), 1, INT64_MAX, &id))
        return NULL;
    *ret = domain_programme(w->d, id);
    if (*ret == NULL || !direct_import_of((*ret)->pack, &im, NULL))
        return NULL;
    return im;
}

static enum status
no_template(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "没有这个项目的汇总表");
}

static struct str
template_name(
    struct web *w, const struct pack_import *im, const char *ending)
{
    return arena_fmt(w->a, STR_FMT " " STR_FMT "%s", STR_ARG(im->name),
        STR_ARG(im->title.zh), ending);
}

static enum status
template_xlsx(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_import *im = template_of(w, &p);
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;

    if (im == NULL)
        return no_template(err);
    TRY(web_book_open(w, &book, &x, err));
    TRY(direct_fill_book(w->a, im, NULL, NULL, 0, false, x, err));
    return web_book_send(book, template_name(w, im, ".xlsx"), err);
}

static enum status
template_csv(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_import *im = template_of(w, &p);
    struct str bytes;

    if (im == NULL)
        return no_template(err);
    TRY(direct_write_csv(w->a, im, &bytes, err));
    return web_download(w, "text/csv; charset=utf-8",
        template_name(w, im, ".csv"), bytes);
}

static enum status
template_docx(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_import *im = template_of(w, &p);
    struct str bytes;

    if (im == NULL)
        return no_template(err);
    TRY(direct_write_docx(w->a, p->pack, im, STR_EMPTY, NULL, NULL, 0,
        w->now_us, &bytes, err));
    return web_download(w,
        "application/vnd.openxmlformats-officedocument.wordprocessingml."
        "document",
        template_name(w, im, ".docx"), bytes);
}

/* --- a new list --- */

static void
template_links(struct web *w)
{
    part_card_begin(w, str_of(T(w, "官方表式")), true);
    html_raw(w->h, "<ul>");
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];
        const struct pack_import *im = NULL;

        if (!direct_import_of(p->pack, &im, NULL))
            continue;
        html_raw(w->h, "<li>");
        html_text(w->h, im->name);
        html_raw(w->h, " ");
        html_text(w->h, L(w, im->title));
        html_raw(w->h, "：");
        part_link(w,
            url_make(w->a, "/desk/direct/template.xlsx?programme=%d", p->id),
            STR("XLSX"));
        html_raw(w->h, "　");
        part_link(w,
            url_make(w->a, "/desk/direct/template.csv?programme=%d", p->id),
            STR("CSV"));
        html_raw(w->h, "　");
        part_link(w,
            url_make(w->a, "/desk/direct/template.docx?programme=%d", p->id),
            STR("DOCX"));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
    part_card_end(w);
}

static struct str
entrustment_label(struct web *w, const struct entrustment *e)
{
    const struct programme *p = domain_programme(w->d, e->programme_id);

    return arena_fmt(w->a, STR_FMT " · " STR_FMT "（" STR_FMT "）",
        STR_ARG(p == NULL ? STR_EMPTY : L(w, p->title)), STR_ARG(e->body),
        STR_ARG(e->document_no));
}

static bool
may_recommend_by(struct web *w, const struct entrustment *e)
{
    return entrustment_valid(e, w->today) &&
           may_in(&w->x, MAY_RECOMMEND, e->programme_id, e->region);
}

static void
typed_rows(struct web *w, const struct pack_import *im, int64_t rows)
{
    part_table_begin(w, str_of(T(w, "逐行填写，空行不计")));
    part_th(w, str_of(T(w, "序号")), true);
    for (size_t c = 0; c < im->n_columns; c++)
        part_th(w, L(w, im->columns[c].label), false);
    part_table_body(w);
    for (int64_t r = 0; r < rows; r++) {
        part_tr(w);
        part_td_num(w, r + 1);
        for (size_t c = 0; c < im->n_columns; c++) {
            struct str name =
                arena_fmt(w->a, "r%lld-c%zu", (long long)r, c);

            part_td_begin(w);
            html_raw(w->h, "<input type=\"text\"");
            html_attr(w->h, "name", name);
            html_attr(w->h, "aria-label",
                arena_fmt(w->a, "%lld " STR_FMT, (long long)r + 1,
                    STR_ARG(L(w, im->columns[c].label))));
            html_attr(w->h, "value",
                web_typed(w, arena_cstr(w->a, name), STR_EMPTY));
            html_raw(w->h, ">");
            part_td_end(w);
        }
        part_tr_end(w);
    }
    part_table_end(w);
}

static int64_t
typed_row_count(const struct web *w)
{
    int64_t rows = TYPED_ROWS;

    (void)num_int(web_typed(w, "rows", web_query(w, "rows")), 1,
        TYPED_ROWS_MAX, &rows);
    return rows;
}

static enum status
typed_form(struct web *w, const struct entrustment *e, struct err *err)
{
    const struct programme *p = domain_programme(w->d, e->programme_id);
    const struct pack_import *im = NULL;
    int64_t rows = typed_row_count(w);

    if (p == NULL || !direct_import_of(p->pack, &im, NULL))
        return no_template(err);
    part_form_begin(w, url_path("/desk/direct/new"), false);
    part_hidden(w, "mode", STR("typed"));
    part_hidden(w, "entrustment",
        arena_fmt(w->a, "%lld", (long long)e->id));
    part_hidden(w, "rows", arena_fmt(w->a, "%lld", (long long)rows));
    html_raw(w->h, "<p>");
    html_text(w->h, entrustment_label(w, e));
    html_raw(w->h, "</p>");
    for (size_t i = 0; i < im->n_head; i++)
        part_input(w,
            &(struct input){
                .name = arena_cstr(w->a, im->head[i].name),
                .label = L(w, im->head[i].label),
                .width = 20 });
    typed_rows(w, im, rows);
    if (im->note.n > 0) {
        html_raw(w->h, "<p class=\"hint\">");
        html_text(w->h, im->note);
        html_raw(w->h, "</p>");
    }
    part_button(w, BUTTON_MAIN, str_of(T(w, "检查并预览")));
    part_form_end(w);
    html_raw(w->h, "<p>");
    part_link(w,
        url_make(w->a, "/desk/direct/new?typed=%d&rows=%d", e->id,
            rows + 40 > TYPED_ROWS_MAX ? TYPED_ROWS_MAX : rows + 40),
        str_of(T(w, "需要更多行（已填写的内容不会保留，行数多时建议上传文件）")));
    html_raw(w->h, "</p>");
    return OK;
}

static void
upload_form(struct web *w, const struct entrustment *list, size_t n)
{
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        if (may_recommend_by(w, &list[i]))
            c[k++] = (struct choice){
                arena_fmt(w->a, "%lld", (long long)list[i].id),
                entrustment_label(w, &list[i]) };
    }
    if (k == 0) {
        part_empty(w,
            str_of(T(w,
                "您所在的机构没有今天有效的委托，请先由认定机关登记委托文"
                "件。")),
            str_of(T(w, "返回")), url_path("/desk/direct"));
        return;
    }
    part_form_begin(w, url_path("/desk/direct/new"), true);
    part_hidden(w, "mode", STR("file"));
    part_select(w, "entrustment", str_of(T(w, "项目和委托")), STR_EMPTY, c, k,
        STR_EMPTY);
    part_input(w,
        &(struct input){ .name = "table",
            .label = str_of(T(w, "汇总表文件")),
            .hint = str_of(T(w,
                "官方表式的 .xlsx 或 UTF-8 编码的 .csv，列名和次序不改"
                "动，序号从 1 起连续")),
            .kind = INPUT_FILE });
    part_button(w, BUTTON_MAIN, str_of(T(w, "上传并检查")));
    part_form_end(w);
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "在线填写"));
    html_raw(w->h, "</h2><ul>");
    for (size_t i = 0; i < k; i++) {
        int64_t id = 0;

        (void)num_int(c[i].value, 1, INT64_MAX, &id);
        html_raw(w->h, "<li>");
        part_link(
            w, url_make(w->a, "/desk/direct/new?typed=%d", id), c[i].label);
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
}

static enum status
new_page(struct web *w, struct err *err)
{
    const struct entrustment *list = NULL;
    struct entrustment e;
    size_t n = 0;
    int64_t typed = 0;
    struct str id = str_eq(web_field(w, "mode"), STR("typed"))
                        ? web_field(w, "entrustment")
                        : web_query(w, "typed");

    TRY(entrustment_list(&w->x, &list, &n, err));
    bool on_line = num_int(id, 1, INT64_MAX, &typed);
    if (on_line)
        TRY(entrustment_get(&w->x, typed, &e, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = on_line ? str_of(T(w, "在线填写汇总表"))
                             : str_of(T(w, "上传汇总表")),
            .nav = "direct",
            .crumbs = { { str_of(T(w, "直接纳入")),
                url_path("/desk/direct") } },
            .n_crumbs = 1 });
    if (on_line) {
        TRY(typed_form(w, &e, err));
    } else {
        upload_form(w, list, n);
        template_links(w);
    }
    page_end(w);
    return OK;
}

struct new_list {
    struct entrustment e;
    int64_t entrustment_id;
    const struct pack *pack;
    const struct pack_import *im;
    struct direct_sheet sheet;
    struct kept_file source;
    struct direct_list list;
};

static enum status
find_entrustment(struct web *w, struct err *err)
{
    struct new_list *s = w->state;

    return entrustment_get(&w->x, s->entrustment_id, &s->e, err);
}

static bool
named_csv(struct str name)
{
    return name.n > 4 &&
           (str_ends(name, STR(".csv")) || str_ends(name, STR(".CSV")));
}

static enum status
read_upload(struct web *w, struct new_list *s, struct err *err)
{
    const struct http_file *f = http_file_of(w->req, "table", 0);
    struct err why = { 0 };

    if (f == NULL || f->size == 0)
        return err_field(err, ERR_INPUT, STR("table"), "请选择汇总表文件");
    enum status st = direct_read_file(w->a, s->pack, s->im, f->path,
        named_csv(f->file_name), w->today, &s->sheet, &why);
    if (st != OK)
        return err_field(err, st, STR("table"), "%s", why.text);
    return keep_upload(w, "table", &s->source, err);
}

static enum status
read_typed(struct web *w, struct new_list *s, struct err *err)
{
    size_t rows = (size_t)typed_row_count(w), width = s->im->n_columns;
    struct str *head = arena_new_array(w->a, struct str, s->im->n_head);
    struct str *cells = arena_new_array(w->a, struct str, rows * width);

    for (size_t i = 0; i < s->im->n_head; i++)
        head[i] = web_field(w, arena_cstr(w->a, s->im->head[i].name));
    for (size_t i = 0; i < rows * width; i++)
        cells[i] = web_field(w,
            arena_cstr(w->a,
                arena_fmt(w->a, "r%zu-c%zu", i / width, i % width)));
    return direct_read_typed(w->a, s->pack, s->im, head, cells, rows,
        w->today, &s->sheet, err);
}

static enum status
new_before(struct web *w, struct err *err)
{
    struct new_list *s = arena_one(w->a, struct new_list);

    w->state = s;
    if (!num_int(
            web_field(w, "entrustment"), 1, INT64_MAX, &s->entrustment_id))
        return err_field(
            err, ERR_INPUT, STR("entrustment"), "请选择项目和委托");
    TRY(web_read(w, find_entrustment, err));
    const struct programme *p = domain_programme(w->d, s->e.programme_id);
    if (p == NULL || !direct_import_of(p->pack, &s->im, NULL))
        return no_template(err);
    s->pack = p->pack;
    return str_eq(web_field(w, "mode"), STR("typed"))
               ? read_typed(w, s, err)
               : read_upload(w, s, err);
}

static enum status
new_act(struct web *w, struct err *err)
{
    struct new_list *s = w->state;

    return direct_add(
        &w->x, s->entrustment_id, &s->sheet, &s->source, &s->list, err);
}

static enum status
new_reply(struct web *w, struct err *err)
{
    struct new_list *s = w->state;

    (void)err;
    return web_redirect(
        w, url_make(w->a, "/desk/direct/%d", s->list.id), "added");
}

/* --- entrustments --- */

static void
programme_choices(struct web *w, const char *name)
{
    struct choice *c =
        arena_new_array(w->a, struct choice, w->d->n_programmes + 1);
    const struct pack_import *im = NULL;
    size_t n = 0;

    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (direct_import_of(p->pack, &im, NULL))
            c[n++] = (struct choice){
                arena_fmt(w->a, "%lld", (long long)p->id),
                L(w, p->title) };
    }
    part_select(
        w, name, str_of(T(w, "项目")), STR_EMPTY, c, n, STR_EMPTY);
}

static void
province_choices(struct web *w)
{
    size_t n = 0;
    const struct region *const *list = region_children(
        w->a, w->d->regions, STR_EMPTY, w->today, &n);
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);

    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "请选择")) };
    for (size_t i = 0; i < n; i++)
        c[i + 1] = (struct choice){ list[i]->code, list[i]->name };
    part_select(w, "region", str_of(T(w, "所辖地区")), STR_EMPTY, c, n + 1,
        STR_EMPTY);
}

static enum status
entrust_page(struct web *w, struct err *err)
{
    (void)err;
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "登记委托")),
            .nav = "direct",
            .crumbs = { { str_of(T(w, "直接纳入")),
                url_path("/desk/direct") } },
            .n_crumbs = 1 });
    part_form_begin(w, url_path("/desk/direct/entrustments/new"), true);
    programme_choices(w, "programme");
    part_input(w,
        &(struct input){ .name = "body",
            .label = str_of(T(w, "受委托机构名称")),
            .hint = str_of(T(w,
                "受省级中小企业管理部门委托承担中小企业志愿服务工作的机构")) });
    part_input(w,
        &(struct input){ .name = "credit_code",
            .label = str_of(T(w, "统一社会信用代码")),
            .optional = true,
            .width = 20 });
    province_choices(w);
    part_input(w,
        &(struct input){ .name = "document_no",
            .label = str_of(T(w, "委托文件文号")) });
    part_input(w,
        &(struct input){ .name = "first",
            .label = str_of(T(w, "委托首日")),
            .kind = INPUT_DATE,
            .width = 10 });
    part_input(w,
        &(struct input){ .name = "last",
            .label = str_of(T(w, "委托末日")),
            .kind = INPUT_DATE,
            .width = 10 });
    part_input(w,
        &(struct input){ .name = "proof",
            .label = str_of(T(w, "委托文件扫描件")),
            .kind = INPUT_FILE });
    part_button(w, BUTTON_MAIN, str_of(T(w, "登记")));
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
entrust_before(struct web *w, struct err *err)
{
    struct kept_file *proof = arena_one(w->a, struct kept_file);

    w->state = proof;
    return keep_upload(w, "proof", proof, err);
}

static struct day
day_field(struct web *w, const char *name)
{
    struct day d = DAY_NONE;

    return day_parse(web_field(w, name), &d, NULL) == OK ? d : DAY_NONE;
}

static enum status
entrust_act(struct web *w, struct err *err)
{
    struct entrustment e = { .body = web_field(w, "body"),
        .region = web_field(w, "region"),
        .document_no = web_field(w, "document_no"),
        .first = day_field(w, "first"),
        .last = day_field(w, "last") };

    (void)num_int(
        web_field(w, "programme"), 1, INT64_MAX, &e.programme_id);
    return entrustment_add(
        &w->x, &e, web_field(w, "credit_code"), w->state, err);
}

static enum status
to_lists(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/desk/direct"), "saved");
}

static enum status
entrustment_page(struct web *w, struct err *err)
{
    struct entrustment e;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(entrustment_get(&w->x, id, &e, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "委托")),
            .nav = "direct",
            .crumbs = { { str_of(T(w, "直接纳入")),
                url_path("/desk/direct") } },
            .n_crumbs = 1 });
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "受委托机构名称")), e.body);
    part_dl(w, str_of(T(w, "所辖地区")),
        region_path(w->a, w->d->regions, e.region));
    part_dl(w, str_of(T(w, "委托文件文号")), e.document_no);
    part_dl(w, str_of(T(w, "有效期")),
        arena_fmt(w->a, STR_FMT " — " STR_FMT, STR_ARG(show_day(w, e.first)),
            STR_ARG(show_day(w, e.last))));
    part_dl(w, str_of(T(w, "状态")),
        e.ended ? str_of(T(w, "已终止")) : str_of(T(w, "有效")));
    part_dl_end(w);
    html_raw(w->h, "<p>");
    part_link(w, url_make(w->a, "/desk/direct/entrustments/%d/proof", id),
        str_of(T(w, "委托文件扫描件")));
    html_raw(w->h, "</p>");
    if (!e.ended &&
        may_in(&w->x, MAY_DECIDE, e.programme_id, e.region)) {
        part_form_begin(w,
            url_make(w->a, "/desk/direct/entrustments/%d/end", id), false);
        part_input(w,
            &(struct input){ .name = "reason",
                .label = str_of(T(w, "终止委托的理由")) });
        part_button(w, BUTTON_DANGER, str_of(T(w, "终止委托")));
        part_form_end(w);
    }
    page_end(w);
    return OK;
}

static enum status
proof_get(struct web *w, struct err *err)
{
    struct entrustment e;
    struct attachment at;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(entrustment_get(&w->x, id, &e, err));
    TRY(direct_file(&w->x, e.subject_id, e.attachment_id, &at, err));
    return web_download_file(w,
        str_eq(at.type, STR("application/pdf")) ? "application/pdf"
                                                : "application/octet-stream",
        at.file_name, attachment_path(w->a, w->d, at.sha256),
        (uint64_t)at.bytes, str_eq(at.type, STR("application/pdf")));
}

static enum status
end_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return entrustment_end(&w->x, id, web_field(w, "reason"), err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/direct/template.xlsx", MAY_SEE_DESK,
        .get = template_xlsx, .flags = ROUTE_PLAIN,
        .about = "Official summary table, empty, as a workbook." },
    { HTTP_GET, "/desk/direct/template.csv", MAY_SEE_DESK,
        .get = template_csv, .flags = ROUTE_PLAIN,
        .about = "Official summary table, empty, as CSV." },
    { HTTP_GET, "/desk/direct/template.docx", MAY_SEE_DESK,
        .get = template_docx, .flags = ROUTE_PLAIN,
        .about = "Official summary table, empty, as a Word file." },
    { HTTP_GET, "/desk/direct/new", MAY_RECOMMEND, .get = new_page,
        .about = "Upload or type a summary table." },
    { HTTP_POST, "/desk/direct/new", MAY_RECOMMEND, .before = new_before,
        .act = new_act, .reply = new_reply, .again = new_page,
        .flags = ROUTE_FILES, .about = "Reads and checks a summary table." },
    { HTTP_GET, "/desk/direct/entrustments/new", MAY_DECIDE,
        .get = entrust_page, .about = "Form for an entrustment." },
    { HTTP_POST, "/desk/direct/entrustments/new", MAY_DECIDE,
        .before = entrust_before, .act = entrust_act, .reply = to_lists,
        .again = entrust_page, .flags = ROUTE_FILES,
        .about = "Enters an entrustment." },
    { HTTP_GET, "/desk/direct/entrustments/:id", MAY_SEE_DESK,
        .get = entrustment_page, .about = "One entrustment." },
    { HTTP_GET, "/desk/direct/entrustments/:id/proof", MAY_SEE_DESK,
        .get = proof_get, .flags = ROUTE_PLAIN,
        .about = "The document of an entrustment." },
    { HTTP_POST, "/desk/direct/entrustments/:id/end", MAY_DECIDE,
        .act = end_act, .reply = to_lists, .again = entrustment_page,
        .about = "Ends an entrustment." },
};
const struct route_set direct_new_routes = ROUTE_SET("direct-new", ROUTES);
