/* Verbs of direct inclusion by summary table, and of the officers who choose
 * readings. */
#include "run.h"

#include "domain/direct.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define TABLE_MAX (8u << 20)
#define WORD_TYPE \
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static struct kept_file
kept(const char *name, const char *type)
{
    return (struct kept_file){ .file_name = str_of(name),
        .type = str_of(type),
        .sha256 = STR("0000000000000000000000000000000000000000000000000000"
                      "000000000000"),
        .bytes = 100 };
}

static enum status
do_entrust(struct run *r, struct act *x, struct err *err)
{
    struct kept_file proof = kept("委托书.pdf", "application/pdf");
    struct entrustment e = { .programme_id = run_programme(r),
        .body = run_text(r, "body", "示例省中小企业服务中心"),
        .region = run_region_code(r, run_text(r, "region", "四川省")),
        .document_no = run_text(r, "document_no", "示例中小企函〔2023〕1号"),
        .first = run_day(r, "from", x->today),
        .last = run_day(r, "until", day_add_years(x->today, 1)) };

    return entrustment_add(x, &e, STR_EMPTY, &proof, err);
}

/* --- the table --- */

static void
add_cell(struct buf *b, struct str s)
{
    buf_byte(b, ',');
    buf_byte(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_byte(b, '"');
        buf_byte(b, s.p[i]);
    }
    buf_byte(b, '"');
}

/* Names in the order of the case (columns), else of the import. */
static struct str
column(struct run *r, const struct pack_import *im, size_t i)
{
    const struct tree *t = run_with(r, "columns");

    if (t != NULL)
        return i < t->n ? t->items[i]->text : STR_EMPTY;
    return i < im->n_columns ? im->columns[i].label.zh : STR_EMPTY;
}

static struct str
cell(struct run *r, const struct tree *row, struct str name, int64_t n)
{
    const struct tree *t = tree_get(row, name);
    struct json *v = json_new(r->a, JSON_OBJECT);

    if (t == NULL)
        return STR_EMPTY;
    json_set(r->a, v, STR("n"),
        json_text(r->a, arena_fmt(r->a, "%lld", (long long)n)));
    return template_fill(r->a, t->text, v);
}

static void
add_row(struct run *r, struct buf *b, const struct pack_import *im,
    const struct tree *row, int64_t n)
{
    const struct tree *serials = run_with(r, "serials");

    if (serials != NULL && (size_t)n <= serials->n)
        buf_str(b, serials->items[n - 1]->text);
    else
        buf_int(b, n);
    for (size_t i = 0; column(r, im, i).n > 0; i++)
        add_cell(b, cell(r, row, column(r, im, i), n));
    buf_byte(b, '\n');
}

/* rows: a list, or {times: 12, row: {...}}; defaults.yaml has a row. */
static struct str
table(struct run *r, const struct pack_import *im)
{
    const struct tree *t = run_with(r, "rows");
    const struct tree *usual = tree_get(r->defaults, STR("row"));
    const struct tree *row = tree_get(t, STR("row"));
    int64_t times = 0;
    struct buf b;

    buf_init(&b, r->a, TABLE_MAX);
    for (size_t i = 0; i < im->n_head; i++)
        buf_fmt(&b, STR_FMT "：%s\n", STR_ARG(im->head[i].label.zh),
            im->head[i].type == FIELD_PHONE ? "028-80000000" : "示例填写");
    buf_lit(&b, "序号");
    for (size_t i = 0; column(r, im, i).n > 0; i++)
        add_cell(&b, column(r, im, i));
    buf_byte(&b, '\n');
    if (t != NULL && t->type == TREE_LIST) {
        for (size_t i = 0; i < t->n; i++)
            add_row(r, &b, im, t->items[i], (int64_t)i + 1);
        return buf_view(&b);
    }
    if (!tree_int(tree_get(t, STR("times")), &times) || times > 50000)
        (void)run_fail(r, r->step, "rows 应为行的列表或 {times: 行数}");
    for (int64_t i = 1; i <= times; i++)
        add_row(r, &b, im, row != NULL ? row : usual, i);
    return buf_view(&b);
}

/* The reader wants a file: one in memory. */
static enum status
read_table(struct run *r, const struct pack_import *im, struct str text,
    struct direct_sheet *ret, struct err *err)
{
    char path[40];
    int fd = memfd_create("table", MFD_CLOEXEC);
    enum status st;

    if (fd < 0)
        return err_set(err, ERR_IO, "cannot make a file in memory");
    if (write(fd, text.p, text.n) != (ssize_t)text.n) {
        (void)close(fd);
        return err_set(err, ERR_IO, "cannot write a file in memory");
    }
    (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    st = direct_read_file(
        r->a, r->pack, im, path, true, day_of_us(r->now_us), ret, err);
    (void)close(fd);
    return st;
}

static enum status
entrustment_of(struct run *r, struct act *x, int64_t *ret, struct err *err)
{
    const struct entrustment *list = NULL;
    size_t n = 0;

    TRY(entrustment_list(x, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].programme_id == run_programme(r)) {
            *ret = list[i].id;
            return OK;
        }
    }
    return err_set(err, ERR_DENIED, "没有有效的委托");
}

static enum status
do_direct_list(struct run *r, struct act *x, struct err *err)
{
    const struct pack_import *im = NULL;
    struct direct_sheet sheet = { 0 };
    struct direct_list list;
    int64_t entrustment = 0;
    struct kept_file none = { 0 };

    if (!direct_import_of(r->pack, &im, NULL))
        return run_wrong(r, r->step, "这一项目没有直接纳入");
    struct str text = table(r, im);
    if (r->failed)
        return ERR_INPUT;
    TRY(read_table(r, im, text, &sheet, err));
    TRY(entrustment_of(r, x, &entrustment, err));
    struct kept_file source = kept("汇总表.csv", "text/csv");
    TRY(direct_add(x, entrustment, &sheet, &source, &list, err));
    r->list = list.id;
    run_figure(r, "rows", list.row_count);
    run_figure(r, "good", list.good_count);
    if (!run_flag(r, "submit", true))
        return OK;
    struct direct_submission s = { .apply_mode = run_text(r, "mode", "all"),
        .pdf = run_flag(r, "pdf", true) ? kept("盖章.pdf", "application/pdf")
                                        : none,
        .word = run_flag(r, "word", true) ? kept("汇总表.docx", WORD_TYPE)
                                          : none,
        .mailed = DAY_NONE,
        .received_us = x->now_us,
        .version = list.version };
    return direct_submit(x, list.id, &s, &list, err);
}

static enum status
do_confirm_list(struct run *r, struct act *x, struct err *err)
{
    struct direct_list list;
    int64_t included = 0;

    TRY(direct_get(x, r->list, &list, err));
    TRY(direct_confirm(x, r->list,
        run_int(r, "scan_rows", list.good_count), &list, err));
    TRY(direct_count(x, &list, STR("INCLUDED"), &included, err));
    run_figure(r, "included", included);
    return OK;
}

static enum status
do_refuse_list(struct run *r, struct act *x, struct err *err)
{
    return direct_refuse(
        x, r->list, run_text(r, "reason", "材料不齐"), err);
}

/* --- readings --- */

static enum status
choose(struct run *r, struct act *x, struct err *err)
{
    return programme_choose_reading(x, run_programme(r),
        run_text(r, "reading", ""), run_text(r, "value", ""),
        run_text(r, "reason", "经研究确定"), err);
}

/* The new snapshot is read after the transaction, as the server does. */
static enum status
do_choose_reading(struct run *r, struct act *x, struct err *err)
{
    (void)x;
    TRY(run_write(r, &r->as->who, choose, err));
    return run_refresh(r, err);
}

static const struct verb VERBS[] = {
    { "entrust", do_entrust, "body region document_no from until", false,
        false },
    { "direct_list", do_direct_list,
        "rows columns serials submit mode pdf word", false, false },
    { "confirm_list", do_confirm_list, "scan_rows", false, false },
    { "refuse_list", do_refuse_list, "reason", false, false },
    { "choose_reading", do_choose_reading, "reading value reason", false,
        true },
};
const struct verb_set verbs_direct = VERB_SET(VERBS);
