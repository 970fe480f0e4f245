/* Direct inclusion: the lists, one list, its decision. */
#include "page_direct.h"
#include "web/workbook.h"

#define PER_PAGE 50
#define ROWS_PER_PAGE 100

static enum tag
state_colour(enum direct_state s)
{
    switch (s) {
    case DIRECT_SUBMITTED:
        return TAG_BLUE;
    case DIRECT_CONFIRMED:
        return TAG_GREEN;
    case DIRECT_REFUSED:
        return TAG_RED;
    case DIRECT_DRAFT:
    case DIRECT_DISCARDED:
    case DIRECT_STATE_COUNT_:
        break;
    }
    return TAG_GREY;
}

static const struct pack_import *
import_of(const struct web *w, const struct direct_list *l)
{
    const struct programme *p = domain_programme(w->d, l->programme_id);
    const struct pack_import *im = NULL;

    return p != NULL && direct_import_of(p->pack, &im, NULL) ? im : NULL;
}

const struct str *
direct_head(struct web *w, const struct pack_import *im,
    const struct direct_list *l)
{
    struct str *head = arena_new_array(w->a, struct str, im->n_head);

    for (size_t i = 0; i < im->n_head; i++)
        head[i] = json_str(json_get(l->head, im->head[i].name));
    return head;
}

/* --- /desk/direct --- */

static void
list_row(struct web *w, const struct direct_list *l)
{
    const struct programme *p = domain_programme(w->d, l->programme_id);

    part_tr(w);
    part_td_begin(w);
    part_link(w, url_make(w->a, "/desk/direct/%d", l->id), l->number);
    part_td_end(w);
    part_td(w, p == NULL ? STR_EMPTY : L(w, p->title));
    part_td(w, l->body);
    part_td_num(w, l->row_count);
    part_td_num(w, l->good_count);
    part_td_begin(w);
    part_tag(w, state_colour(l->state), direct_state_title(l->state));
    part_td_end(w);
    part_td(w,
        show_us(w, l->submitted_us != 0 ? l->submitted_us : l->created_us));
    part_tr_end(w);
}

static void
entrustments(struct web *w, const struct entrustment *e, size_t n)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "委托"));
    html_raw(w->h, "</h2>");
    if (may(&w->who, MAY_DECIDE))
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "登记委托")),
            url_path("/desk/direct/entrustments/new"));
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "还没有登记委托。"));
        html_raw(w->h, "</p>");
        return;
    }
    part_table_begin(w, str_of(T(w, "委托")));
    part_th(w, str_of(T(w, "受委托机构名称")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "所辖地区")), false);
    part_th(w, str_of(T(w, "委托文件文号")), false);
    part_th(w, str_of(T(w, "有效期")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct programme *p =
            domain_programme(w->d, e[i].programme_id);
        bool valid = entrustment_valid(&e[i], w->today);

        part_tr(w);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/desk/direct/entrustments/%d", e[i].id),
            e[i].body);
        part_td_end(w);
        part_td(w, p == NULL ? STR_EMPTY : L(w, p->title));
        part_td(w, region_path(w->a, w->d->regions, e[i].region));
        part_td(w, e[i].document_no);
        part_td(w,
            arena_fmt(w->a, STR_FMT " — " STR_FMT,
                STR_ARG(show_day(w, e[i].first)),
                STR_ARG(show_day(w, e[i].last))));
        part_td_begin(w);
        part_tag(w, valid ? TAG_GREEN : TAG_GREY,
            e[i].ended ? str_of(T(w, "已终止"))
            : valid    ? str_of(T(w, "有效"))
                       : str_of(T(w, "不在有效期")));
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum direct_state
asked_state(const struct web *w)
{
    struct str name = web_query(w, "state");

    for (size_t i = 0; i < DIRECT_STATE_COUNT_; i++) {
        if (str_eq(direct_state_name((enum direct_state)i), name))
            return (enum direct_state)i;
    }
    return DIRECT_STATE_COUNT_;
}

static enum status
lists_page(struct web *w, struct err *err)
{
    const struct direct_list *list = NULL;
    const struct entrustment *e = NULL;
    size_t n = 0, n_e = 0;
    int64_t total = 0, page = web_page(w);
    struct choice c[DIRECT_STATE_COUNT_ + 1] = { 0 };
    size_t k = 0;

    TRY(direct_lists(&w->x, asked_state(w), (size_t)(page - 1) * PER_PAGE,
        PER_PAGE, &list, &n, &total, err));
    TRY(entrustment_list(&w->x, &e, &n_e, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "直接纳入")),
            .nav = "direct" });
    if (may(&w->who, MAY_RECOMMEND))
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "上传汇总表")),
            url_path("/desk/direct/new"));
    c[k++] = (struct choice){ STR_EMPTY, str_of(T(w, "全部")) };
    for (size_t i = 0; i < DIRECT_DISCARDED; i++)
        c[k++] = (struct choice){ direct_state_name((enum direct_state)i),
            direct_state_title((enum direct_state)i) };
    part_filter_begin(w, url_path("/desk/direct"));
    part_select(w, "state", str_of(T(w, "状态")), STR_EMPTY, c, k,
        web_query(w, "state"));
    part_button(w, BUTTON_SECOND, str_of(T(w, "筛选")));
    part_form_end(w);
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有汇总表。")),
            str_of(T(w, "看全部")), url_path("/desk/direct"));
    } else {
        part_table_begin(w, str_of(T(w, "汇总表")));
        part_th(w, str_of(T(w, "编号")), false);
        part_th(w, str_of(T(w, "项目")), false);
        part_th(w, str_of(T(w, "推荐机构")), false);
        part_th(w, str_of(T(w, "行数")), true);
        part_th(w, str_of(T(w, "无误")), true);
        part_th(w, str_of(T(w, "状态")), false);
        part_th(w, str_of(T(w, "时间")), false);
        part_table_body(w);
        for (size_t i = 0; i < n; i++)
            list_row(w, &list[i]);
        part_table_end(w);
        part_pages(w, total, page, PER_PAGE);
    }
    entrustments(w, e, n_e);
    page_end(w);
    return OK;
}

/* --- /desk/direct/:id --- */

static enum status
asked_list(struct web *w, struct direct_list *ret, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return direct_get(&w->x, id, ret, err);
}

static void
facts(struct web *w, const struct direct_list *l,
    const struct pack_import *im)
{
    const struct programme *p = domain_programme(w->d, l->programme_id);
    const struct str *head = direct_head(w, im, l);

    html_raw(w->h, "<p>");
    part_tag(w, state_colour(l->state), direct_state_title(l->state));
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "项目")), L(w, p->title));
    part_dl(w, str_of(T(w, "推荐机构")), l->body);
    part_dl(w, str_of(T(w, "所辖地区")),
        region_path(w->a, w->d->regions, l->region));
    for (size_t i = 0; i < im->n_head; i++)
        part_dl(w, L(w, im->head[i].label), head[i]);
    part_dl(w, str_of(T(w, "行数")),
        arena_fmt(w->a, T(w, "共 %lld 行，无误 %lld 行，有误 %lld 行"),
            (long long)l->row_count, (long long)l->good_count,
            (long long)(l->row_count - l->good_count)));
    if (l->submitted_us != 0)
        part_dl(w, str_of(T(w, "提交时间")), show_us(w, l->submitted_us));
    if (!day_is_none(l->mailed))
        part_dl(w, str_of(T(w, "邮件送达日")), show_day(w, l->mailed));
    if (l->decided_us != 0)
        part_dl(w, str_of(T(w, "办理时间")), show_us(w, l->decided_us));
    if (l->reason.n > 0)
        part_dl(w, str_of(T(w, "退回理由")), l->reason);
    part_dl_end(w);
}

static void
file_links(struct web *w, const struct direct_list *l)
{
    const struct {
        int64_t id;
        const char *which;
        const char *text;
    } files[] = {
        { l->source_id, "source", T(w, "上传的原表") },
        { l->pdf_id, "pdf", T(w, "盖章扫描件") },
        { l->word_id, "word", T(w, "Word 版") },
    };

    html_raw(w->h, "<ul>");
    for (size_t i = 0; i < 3; i++) {
        if (files[i].id == 0)
            continue;
        html_raw(w->h, "<li>");
        part_link(w,
            url_make(w->a, "/desk/direct/%d/files/%s", l->id,
                str_of(files[i].which)),
            str_of(files[i].text));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "<li>");
    part_link(w, url_make(w->a, "/desk/direct/%d/errors.xlsx", l->id),
        str_of(T(w, "下载带错误原因的表（XLSX）")));
    html_raw(w->h, "</li><li>");
    part_link(w, url_make(w->a, "/desk/direct/%d/list.docx", l->id),
        str_of(T(w, "下载待盖章的 Word 版（只含无误的行）")));
    html_raw(w->h, "</li>");
    bool mine = false;
    (void)!direct_is_mine(&w->x, l, &mine, NULL);
    if (l->state == DIRECT_CONFIRMED &&
        (mine ||
            may_in(&w->x, MAY_DECIDE, l->programme_id, l->region))) {
        html_raw(w->h, "<li>");
        part_link(w, url_make(w->a, "/desk/direct/%d/codes", l->id),
            str_of(T(w, "打印账户验证码清单")));
        html_raw(w->h, "</li>");
    }
    if (l->job_id != 0) {
        html_raw(w->h, "<li>");
        part_link(w, url_make(w->a, "/desk/jobs/%d", l->job_id),
            str_of(T(w, "纳入进度")));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
}

static enum status
rows_table(struct web *w, const struct direct_list *l,
    const struct pack_import *im, struct err *err)
{
    const struct direct_row *rows = NULL;
    size_t n = 0;
    int64_t after = 0;
    struct str which = web_query(w, "rows");

    if (!str_eq(which, STR("BAD")))
        which = STR_EMPTY;
    (void)num_int(web_query(w, "after"), 0, INT64_MAX, &after);
    TRY(direct_rows(
        &w->x, l, which, after, ROWS_PER_PAGE, &rows, &n, err));
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "逐行检查结果"));
    html_raw(w->h, "</h2><p>");
    part_link(w, url_make(w->a, "/desk/direct/%d", l->id),
        str_of(T(w, "全部")));
    html_raw(w->h, "　");
    part_link(w, url_make(w->a, "/desk/direct/%d?rows=BAD", l->id),
        str_of(T(w, "只看有误的行")));
    html_raw(w->h, "</p>");
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "没有这样的行。"));
        html_raw(w->h, "</p>");
        return OK;
    }
    part_table_begin(w, str_of(T(w, "逐行检查结果")));
    part_th(w, str_of(T(w, "序号")), true);
    for (size_t i = 0; i < im->n_columns; i++)
        part_th(w, L(w, im->columns[i].label), false);
    part_th(w, str_of(T(w, "结果")), false);
    part_table_body(w);
    for (size_t r = 0; r < n; r++) {
        part_tr(w);
        part_td(w, rows[r].serial);
        for (size_t i = 0; i < im->n_columns; i++)
            part_td(w,
                i < rows[r].n_cells ? rows[r].cells[i] : STR_EMPTY);
        part_td_begin(w);
        if (str_eq(rows[r].state, STR("INCLUDED")))
            part_tag(w, TAG_GREEN, str_of(T(w, "已纳入")));
        else if (rows[r].problem.n == 0)
            part_tag(w, TAG_BLUE, str_of(T(w, "无误")));
        else
            part_tag(w, TAG_RED, str_of(T(w, "有误")));
        html_raw(w->h, " ");
        html_text(w->h, rows[r].problem);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    if (n == ROWS_PER_PAGE) {
        struct url next = url_make(w->a, "/desk/direct/%d?after=%d", l->id,
            rows[n - 1].sheet_row);

        html_raw(w->h, "<nav class=\"pages\"");
        html_attr(w->h, "aria-label", str_of(T(w, "分页")));
        html_raw(w->h, ">");
        part_next(w, which.n > 0 ? url_with(w->a, next, "rows", which) : next);
        html_raw(w->h, "</nav>");
    }
    return OK;
}

static void
submit_form(struct web *w, const struct direct_list *l)
{
    struct choice modes[] = {
        { STR("all"), str_of(T(w, "全部提交（没有有误的行时）")) },
        { STR("good"), str_of(T(w, "只提交无误的行，有误的行改正后另行填报")) },
    };
    bool clean = l->good_count == l->row_count;

    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "盖章并提交"));
    html_raw(w->h, "</h2><ol><li>");
    html_cstr(w->h, T(w, "下载待盖章的 Word 版，上面印有网上填报编号；"));
    html_raw(w->h, "</li><li>");
    html_cstr(w->h, T(w, "打印、加盖公章、扫描成 PDF；"));
    html_raw(w->h, "</li><li>");
    html_cstr(w->h, T(w, "上传扫描件和 Word 版，提交认定机关确认。"));
    html_raw(w->h, "</li></ol>");
    part_form_begin(
        w, url_make(w->a, "/desk/direct/%d/submit", l->id), true);
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)l->version));
    part_radios(w, "apply_mode", str_of(T(w, "提交哪些行")), STR_EMPTY,
        modes, 2, clean ? STR("all") : STR("good"));
    part_input(w,
        &(struct input){ .name = "pdf",
            .label = str_of(T(w, "盖章扫描件（PDF）")),
            .kind = INPUT_FILE });
    part_input(w,
        &(struct input){ .name = "word",
            .label = str_of(T(w, "Word 版（.docx 或 .doc）")),
            .kind = INPUT_FILE });
    part_input(w,
        &(struct input){ .name = "mailed",
            .label = str_of(T(w, "已发送邮件的，填邮件送达日")),
            .kind = INPUT_DATE,
            .optional = true,
            .width = 10 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交")));
    part_form_end(w);
    part_form_begin(
        w, url_make(w->a, "/desk/direct/%d/discard", l->id), false);
    part_button(w, BUTTON_DANGER, str_of(T(w, "删除草稿")));
    part_form_end(w);
}

static void
decision_forms(struct web *w, const struct direct_list *l)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "确认"));
    html_raw(w->h, "</h2><p>");
    html_cstr(w->h, T(w,
        "核对盖章扫描件上的网上填报编号、公章和行数。确认后，无误的各行"
        "直接纳入名册，不再评审和公示，有效期自今天起算。"));
    html_raw(w->h, "</p>");
    part_form_begin(
        w, url_make(w->a, "/desk/direct/%d/confirm", l->id), false);
    part_input(w,
        &(struct input){ .name = "scan_rows",
            .label = str_of(T(w, "盖章扫描件上的行数")),
            .kind = INPUT_NUMBER,
            .width = 10 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "确认直接纳入")));
    part_form_end(w);
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "退回"));
    html_raw(w->h, "</h2>");
    part_form_begin(
        w, url_make(w->a, "/desk/direct/%d/refuse", l->id), false);
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "退回理由")),
            .kind = INPUT_AREA });
    part_button(w, BUTTON_DANGER, str_of(T(w, "退回")));
    part_form_end(w);
}

static enum status
list_page(struct web *w, struct err *err)
{
    struct direct_list l;
    bool mine = false;

    TRY(asked_list(w, &l, err));
    TRY(direct_is_mine(&w->x, &l, &mine, err));
    const struct pack_import *im = import_of(w, &l);
    if (im == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有直接纳入渠道");
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, STR_FMT " " STR_FMT,
                STR_ARG(L(w, im->title)), STR_ARG(l.number)),
            .nav = "direct",
            .crumbs = { { str_of(T(w, "直接纳入")),
                url_path("/desk/direct") } },
            .n_crumbs = 1 });
    facts(w, &l, im);
    file_links(w, &l);
    if (l.state == DIRECT_DRAFT && mine)
        submit_form(w, &l);
    if (l.state == DIRECT_SUBMITTED &&
        may_in(&w->x, MAY_DECIDE, l.programme_id, l.region))
        decision_forms(w, &l);
    if (l.state == DIRECT_CONFIRMED && l.job_id != 0 &&
        may_in(&w->x, MAY_DECIDE, l.programme_id, l.region)) {
        int64_t rest = 0;

        TRY(direct_count(&w->x, &l, STR("GOOD"), &rest, err));
        if (rest > 0) {
            part_form_begin(
                w, url_make(w->a, "/desk/direct/%d/confirm", l.id), false);
            part_button(w, BUTTON_SECOND, str_of(T(w, "继续纳入其余各行")));
            part_form_end(w);
        }
    }
    TRY(rows_table(w, &l, im, err));
    page_end(w);
    return OK;
}

/* --- downloads --- */

static enum status
all_rows(struct web *w, const struct direct_list *l, struct str which,
    const struct direct_row **ret, size_t *ret_n, struct err *err)
{
    return direct_rows(
        &w->x, l, which, 0, DIRECT_ROWS_MAX, ret, ret_n, err);
}

static enum status
errors_xlsx(struct web *w, struct err *err)
{
    struct direct_list l;
    const struct direct_row *rows = NULL;
    size_t n = 0;
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;

    TRY(asked_list(w, &l, err));
    const struct pack_import *im = import_of(w, &l);
    if (im == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有直接纳入渠道");
    TRY(all_rows(w, &l, STR_EMPTY, &rows, &n, err));
    TRY(web_book_open(w, &book, &x, err));
    TRY(direct_fill_book(
        w->a, im, direct_head(w, im, &l), rows, n, true, x, err));
    return web_book_send(
        book, arena_fmt(w->a, STR_FMT ".xlsx", STR_ARG(l.number)), err);
}

static enum status
list_docx(struct web *w, struct err *err)
{
    struct direct_list l;
    const struct direct_row *rows = NULL;
    size_t n = 0;
    struct str bytes;

    TRY(asked_list(w, &l, err));
    const struct programme *p = domain_programme(w->d, l.programme_id);
    const struct pack_import *im = import_of(w, &l);
    if (im == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有直接纳入渠道");
    TRY(all_rows(w, &l,
        l.state == DIRECT_CONFIRMED ? STR("INCLUDED") : STR("GOOD"), &rows,
        &n, err));
    TRY(direct_write_docx(w->a, p->pack, im, l.number,
        direct_head(w, im, &l), rows, n, l.created_us, &bytes, err));
    return web_download(w,
        "application/vnd.openxmlformats-officedocument.wordprocessingml."
        "document",
        arena_fmt(w->a, STR_FMT ".docx", STR_ARG(l.number)), bytes);
}

static enum status
file_get(struct web *w, struct err *err)
{
    struct direct_list l;
    struct attachment at;
    int64_t id = 0;

    TRY(asked_list(w, &l, err));
    if (str_eq(w->params[1], STR("source")))
        id = l.source_id;
    else if (str_eq(w->params[1], STR("pdf")))
        id = l.pdf_id;
    else if (str_eq(w->params[1], STR("word")))
        id = l.word_id;
    TRY(direct_file(&w->x, l.body_subject_id, id, &at, err));
    bool pdf = str_eq(at.type, STR("application/pdf"));
    return web_download_file(w,
        pdf ? "application/pdf" : "application/octet-stream", at.file_name,
        attachment_path(w->a, w->d, at.sha256), (uint64_t)at.bytes, pdf);
}

static enum status
codes_page(struct web *w, struct err *err)
{
    struct direct_list l;
    const struct direct_row *rows = NULL;
    size_t n = 0;
    bool mine = false;

    TRY(asked_list(w, &l, err));
    TRY(direct_is_mine(&w->x, &l, &mine, err));
    if (!mine)
        TRY(act_require(&w->x, MAY_DECIDE, l.programme_id, l.region, err));
    TRY(all_rows(w, &l, STR("INCLUDED"), &rows, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "账户验证码清单")),
            .nav = "direct",
            .crumbs = { { l.number,
                url_make(w->a, "/desk/direct/%d", l.id) } },
            .n_crumbs = 1 });
    part_callout(w, true,
        str_of(T(w,
            "验证码等同于钥匙，请只交给本人或本单位；在“完善账户”页与编号"
            "一起填写，用过即失效。")));
    part_table_begin(w, str_of(T(w, "账户验证码清单")));
    part_th(w, str_of(T(w, "序号")), true);
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "验证码")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, rows[i].serial);
        part_td(w, rows[i].name);
        part_td(w, rows[i].number);
        part_td(w, rows[i].claimed_us != 0 ? str_of(T(w, "已完善"))
                                           : rows[i].claim_code);
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

/* --- acts --- */

static enum status
submit_before(struct web *w, struct err *err)
{
    struct direct_submission *s = arena_one(w->a, struct direct_submission);

    w->state = s;
    s->apply_mode = web_field(w, "apply_mode");
    s->received_us = w->req->received_us;
    s->mailed = DAY_NONE;
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &s->version);
    if (web_field(w, "mailed").n > 0) {
        struct err why = { 0 };

        if (day_parse(web_field(w, "mailed"), &s->mailed, &why) != OK)
            return err_field(
                err, ERR_INPUT, STR("mailed"), "%s", why.text);
    }
    TRY(keep_upload(w, "pdf", &s->pdf, err));
    return keep_upload(w, "word", &s->word, err);
}

static enum status
submit_act(struct web *w, struct err *err)
{
    struct direct_list l;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return direct_submit(&w->x, id, w->state, &l, err);
}

static enum status
confirm_act(struct web *w, struct err *err)
{
    struct direct_list *l = arena_one(w->a, struct direct_list);
    int64_t id = 0, rows = -1;

    w->state = l;
    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(
        utf8_narrow(w->a, web_field(w, "scan_rows")), 0, 10000000, &rows);
    return direct_confirm(&w->x, id, rows, l, err);
}

static enum status
confirm_reply(struct web *w, struct err *err)
{
    const struct direct_list *l = w->state;

    (void)err;
    if (l->job_id != 0)
        return web_redirect(
            w, url_make(w->a, "/desk/jobs/%d", l->job_id), "started");
    return web_redirect(
        w, url_make(w->a, "/desk/direct/%d", l->id), "confirmed");
}

static enum status
refuse_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return direct_refuse(&w->x, id, web_field(w, "reason"), err);
}

static enum status
discard_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return direct_discard(&w->x, id, err);
}

static enum status
discard_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/desk/direct"), "removed");
}

static enum status
submit_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/direct/%d", id), "submitted");
}

static enum status
refuse_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/direct/%d", id), "decided");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/direct", MAY_SEE_DESK, .get = lists_page,
        .about = "Summary tables and entrustments." },
    { HTTP_GET, "/desk/direct/:id", MAY_SEE_DESK, .get = list_page,
        .about = "One summary table with the result of each row." },
    { HTTP_GET, "/desk/direct/:id/errors.xlsx", MAY_SEE_DESK,
        .get = errors_xlsx, .flags = ROUTE_PLAIN,
        .about = "The table with the reasons of bad rows." },
    { HTTP_GET, "/desk/direct/:id/list.docx", MAY_SEE_DESK, .get = list_docx,
        .flags = ROUTE_PLAIN, .about = "The table to be sealed." },
    { HTTP_GET, "/desk/direct/:id/files/:which", MAY_SEE_DESK,
        .get = file_get, .flags = ROUTE_PLAIN,
        .about = "A file of a summary table." },
    { HTTP_GET, "/desk/direct/:id/codes", MAY_SEE_DESK, .get = codes_page,
        .about = "Codes with which the holders complete their accounts." },
    { HTTP_POST, "/desk/direct/:id/submit", MAY_RECOMMEND,
        .before = submit_before, .act = submit_act, .reply = submit_reply,
        .again = list_page, .flags = ROUTE_FILES,
        .about = "Submits a summary table with its sealed scan." },
    { HTTP_POST, "/desk/direct/:id/discard", MAY_RECOMMEND,
        .act = discard_act, .reply = discard_reply, .again = list_page,
        .about = "Deletes a draft." },
    { HTTP_POST, "/desk/direct/:id/confirm", MAY_DECIDE, .act = confirm_act,
        .reply = confirm_reply, .again = list_page,
        .about = "Confirms a summary table: its rows become holders." },
    { HTTP_POST, "/desk/direct/:id/refuse", MAY_DECIDE, .act = refuse_act,
        .reply = refuse_reply, .again = list_page,
        .about = "Refuses a summary table." },
};
const struct route_set direct_routes = ROUTE_SET("direct", ROUTES);
