/* The rows of a file, and cells that a spreadsheet has spoilt. */
#include "domain/sheet.h"

#include "format/csv.h"

#include <stdio.h>

#define CSV_BYTES_MAX ((size_t)64 << 20)
#define CSV_COLUMNS_MAX 256

static enum status
read_bytes(
    struct arena *a, const char *path, struct str *ret, struct err *err)
{
    struct buf b;
    char chunk[65536];
    size_t n = 0;
    FILE *f = fopen(path, "rb");

    if (f == NULL)
        return err_set(err, ERR_IO, "文件无法读取，请重新上传");
    buf_init(&b, a, CSV_BYTES_MAX);
    while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
        buf_add(&b, chunk, n);
    bool failed = ferror(f) != 0;
    (void)fclose(f);
    if (failed)
        return err_set(err, ERR_IO, "文件无法读取，请重新上传");
    if (b.failed)
        return err_set(err, ERR_LIMIT, "CSV 文件应不超过 64 MB");
    return buf_done(&b, ret, err);
}

static enum status
csv_rows(struct arena *a, const char *path, size_t max_rows, xlsx_row_fn fn,
    void *arg, struct err *err)
{
    const struct csv_row *rows = NULL;
    struct str text = STR_EMPTY;
    size_t n = 0;

    TRY(read_bytes(a, path, &text, err));
    TRY(csv_read(a, text, max_rows, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct xlsx_cell cells[CSV_COLUMNS_MAX] = { 0 };

        for (size_t c = 0; c < rows[i].n; c++) {
            cells[c].text = rows[i].cells[c];
            cells[c].kind =
                cells[c].text.n == 0 ? XLSX_EMPTY : XLSX_TEXT;
        }
        TRY(fn(
            &(struct xlsx_row){ rows[i].line, cells, rows[i].n }, arg, err));
    }
    return OK;
}

enum status
sheet_rows(struct arena *a, const char *path, bool is_csv, size_t max_rows,
    xlsx_row_fn fn, void *arg, struct err *err)
{
    return is_csv ? csv_rows(a, path, max_rows, fn, arg, err)
                  : xlsx_read(path, NULL, NULL, fn, arg, err);
}

/* Errors of formulas, also where they were saved as text or as CSV. */
static bool
is_formula_error(struct str s)
{
    static const struct str ERRORS[] = { STR_INIT("#N/A"), STR_INIT("#REF!"),
        STR_INIT("#VALUE!"), STR_INIT("#NAME?"), STR_INIT("#DIV/0!"),
        STR_INIT("#NUM!"), STR_INIT("#NULL!") };

    for (size_t i = 0; i < sizeof(ERRORS) / sizeof(ERRORS[0]); i++) {
        if (str_eq(s, ERRORS[i]))
            return true;
    }
    return false;
}

struct str
sheet_cell_spoilt(struct arena *a, const struct pack_field *f,
    const struct xlsx_cell *cell)
{
    struct str label = f->label.zh;

    if (cell->merged)
        return arena_fmt(a,
            "“" STR_FMT "”在合并单元格内，请取消合并后逐行填写",
            STR_ARG(label));
    if (cell->kind == XLSX_ERROR || is_formula_error(cell->text))
        return arena_fmt(a, "“" STR_FMT "”是公式错误值 " STR_FMT
                            "，请直接填写内容",
            STR_ARG(label), STR_ARG(cell->text));
    if (cell->lost_digits)
        return arena_fmt(a,
            "“" STR_FMT "”超过 15 位，末位已被表格软件改为 0，"
            "请把单元格设为文本后重新填写",
            STR_ARG(label));
    if (cell->kind == XLSX_DATE && f->type != FIELD_DATE &&
        f->type != FIELD_DATE_TIME)
        return arena_fmt(a,
            "“" STR_FMT "”被表格软件识别为日期 " STR_FMT
            "，请把单元格设为文本后重新填写",
            STR_ARG(label), STR_ARG(cell->text));
    return STR_EMPTY;
}
