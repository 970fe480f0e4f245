/* Official tables to download: empty, with errors marked, for the seal. */
#include "domain/direct.h"
#include "format/csv.h"
#include "format/docx.h"
#include "format/xlsx.h"

#define COLUMNS_MAX 64

/* 填写单位：… 联系人：… 联系电话：… */
static struct str
head_line(struct arena *a, const struct pack_import *im,
    const struct str *head, size_t i)
{
    return arena_fmt(a, STR_FMT "：" STR_FMT, STR_ARG(im->head[i].label.zh),
        STR_ARG(head == NULL ? STR_EMPTY : head[i]));
}

static void
sheet_columns(const struct pack_import *im, bool with_problems,
    struct xlsx_column *columns)
{
    columns[0] = (struct xlsx_column){ .title = STR("序号"), .width = 8 };
    for (size_t i = 0; i < im->n_columns; i++)
        columns[i + 1] = (struct xlsx_column){
            .title = im->columns[i].label.zh, .width = 26 };
    if (with_problems)
        columns[im->n_columns + 1] =
            (struct xlsx_column){ .title = STR("错误原因"), .width = 60 };
}

enum status
direct_fill_book(struct arena *a, const struct pack_import *im,
    const struct str *head, const struct direct_row *rows, size_t n,
    bool with_problems, struct xlsx_book *book, struct err *err)
{
    struct xlsx_column columns[COLUMNS_MAX + 2];
    struct str above[COLUMNS_MAX + 1], cells[COLUMNS_MAX + 2];
    size_t width = im->n_columns + 1 + (with_problems ? 1 : 0);

    if (im->n_columns > COLUMNS_MAX || im->n_head > COLUMNS_MAX)
        return err_set(err, ERR_LIMIT, "表式的列数超过 %d", COLUMNS_MAX);
    sheet_columns(im, with_problems, columns);
    above[0] = im->title.zh;
    for (size_t i = 0; i < im->n_head; i++)
        above[i + 1] = head_line(a, im, head, i);
    xlsx_sheet(book, im->name, above, im->n_head + 1, columns, width);
    for (size_t r = 0; r < n; r++) {
        cells[0] = rows[r].serial;
        for (size_t i = 0; i < im->n_columns; i++)
            cells[i + 1] =
                i < rows[r].n_cells ? rows[r].cells[i] : STR_EMPTY;
        cells[im->n_columns + 1] = rows[r].problem;
        xlsx_add_row(book, cells, width,
            with_problems && rows[r].problem.n > 0 ? XLSX_BAD : XLSX_PLAIN);
    }
    if (im->note.n > 0)
        xlsx_note(book, im->note);
    return OK;
}

enum status
direct_write_xlsx(struct arena *a, const struct pack_import *im,
    const struct str *head, const struct direct_row *rows, size_t n,
    bool with_problems, const char *path, struct err *err)
{
    struct xlsx_book *book = NULL;
    struct err unused;

    TRY(xlsx_create(a, path, &book, err));
    enum status st =
        direct_fill_book(a, im, head, rows, n, with_problems, book, err);
    enum status closed = xlsx_close(book, st == OK ? err : &unused);
    return st != OK ? st : closed;
}

enum status
direct_write_csv(struct arena *a, const struct pack_import *im,
    struct str *ret, struct err *err)
{
    struct buf b;

    buf_init(&b, a, 65536);
    csv_begin(&b);
    csv_cell(&b, true, im->title.zh);
    csv_end_row(&b);
    for (size_t i = 0; i < im->n_head; i++) {
        csv_cell(&b, true, head_line(a, im, NULL, i));
        csv_end_row(&b);
    }
    csv_cell(&b, true, STR("序号"));
    for (size_t i = 0; i < im->n_columns; i++)
        csv_cell(&b, false, im->columns[i].label.zh);
    csv_end_row(&b);
    return buf_done(&b, ret, err);
}

enum status
direct_write_docx(struct arena *a, const struct pack *p,
    const struct pack_import *im, struct str number, const struct str *head,
    const struct direct_row *rows, size_t n, int64_t made_us, struct str *ret,
    struct err *err)
{
    struct docx *d = docx_new(a, im->title.zh, made_us);
    size_t width = im->n_columns + 1, lines = n == 0 ? 10 : n;
    struct str *cells = arena_new_array(a, struct str, (lines + 1) * width);

    docx_paragraph(d, DOCX_BODY, im->name);
    docx_paragraph(d, DOCX_TITLE, im->title.zh);
    if (number.n > 0)
        docx_paragraph(d, DOCX_BODY,
            arena_fmt(a, "网上填报编号：" STR_FMT "　共 %zu 行",
                STR_ARG(number), n));
    for (size_t i = 0; i < im->n_head; i++)
        docx_paragraph(d, DOCX_BODY, head_line(a, im, head, i));
    cells[0] = STR("序号");
    for (size_t i = 0; i < im->n_columns; i++)
        cells[i + 1] = im->columns[i].label.zh;
    for (size_t r = 0; r < lines; r++) {
        struct str *line = cells + (r + 1) * width;

        /* The sealed list has serials of its own without gaps: bad rows are
         * left out of it. */
        line[0] = arena_fmt(a, "%zu", r + 1);
        for (size_t i = 0; r < n && i < im->n_columns; i++)
            line[i + 1] =
                i < rows[r].n_cells ? rows[r].cells[i] : STR_EMPTY;
    }
    docx_table(d, cells, lines + 1, width, NULL);
    if (im->note.n > 0)
        docx_paragraph(d, DOCX_BODY, im->note);
    docx_paragraph(d, DOCX_SIGNATURE, STR("（加盖公章）"));
    docx_paragraph(d, DOCX_BODY,
        arena_fmt(a, "依据：" STR_FMT "　版本：" STR_FMT,
            STR_ARG(p->doc_no.n > 0 ? p->doc_no : p->title.zh),
            STR_ARG(p->version)));
    return docx_finish(d, ret, err);
}
