/* Reading an official table: the head of the sheet, the columns, the rows. */
#include "direct_check.h"
#include "domain/sheet.h"

#define SERIAL STR("序号")
#define HEAD_ROWS_MAX 30

struct reader {
    struct arena *a;
    struct check *check;
    const struct pack_import *im;
    struct str above;   /* text over the row of column names */
    size_t n_above;     /* rows */
    size_t offset;      /* column of 序号 */
    bool in_rows, ended;
    size_t n_kept;      /* lines up to the last one with content */
    VEC_OF(struct direct_line) lines;
};

/* --- the head of the sheet --- */

static struct str
cell_text(const struct xlsx_row *row, size_t i)
{
    return i < row->n ? str_trim(row->cells[i].text) : STR_EMPTY;
}

static void
keep_above(struct reader *q, const struct xlsx_row *row)
{
    for (size_t i = 0; i < row->n; i++) {
        struct str s = cell_text(row, i);

        if (s.n > 0)
            q->above = arena_join(
                q->a, q->above, arena_join(q->a, s, STR(" ")));
    }
    q->above = arena_join(q->a, q->above, STR("\n"));
    q->n_above++;
}

/* Value of a label such as 填写单位： in the text above, up to the next label
 * or the end of its line. */
static struct str
head_value(struct reader *q, size_t field)
{
    const struct pack_import *im = q->im;
    struct str label = im->head[field].label.zh;
    size_t at = str_find(q->above, label);

    if (at == SIZE_MAX)
        return STR_EMPTY;
    struct str rest = str_sub(q->above, at + label.n, SIZE_MAX);
    size_t end = str_find(rest, STR("\n"));
    if (end != SIZE_MAX)
        rest = str_sub(rest, 0, end);
    for (size_t i = 0; i < im->n_head; i++) {
        size_t next = str_find(rest, im->head[i].label.zh);

        if (i != field && next != SIZE_MAX)
            rest = str_sub(rest, 0, next);
    }
    rest = str_trim(rest);
    if (str_starts(rest, STR("：")))
        rest = str_sub(rest, sizeof("：") - 1, SIZE_MAX);
    else if (str_starts(rest, STR(":")))
        rest = str_sub(rest, 1, SIZE_MAX);
    return str_trim(rest);
}

/* --- the row of column names --- */

static enum status
check_columns(struct reader *q, const struct xlsx_row *row, struct err *err)
{
    const struct pack_import *im = q->im;

    for (size_t i = 0; i < im->n_columns; i++) {
        struct str want = im->columns[i].label.zh;
        struct str got = cell_text(row, q->offset + 1 + i);

        if (str_eq(utf8_key(q->a, got), utf8_key(q->a, want)))
            continue;
        return err_set(err, ERR_INPUT,
            "第%d行第%d列应为“" STR_FMT "”，现为“" STR_FMT
            "”，请使用官方表式，列名和次序都不能改动",
            row->number, (int)(q->offset + 2 + i), STR_ARG(want),
            STR_ARG(utf8_head(got, 30)));
    }
    for (size_t i = q->offset + 1 + im->n_columns; i < row->n; i++) {
        struct str got = cell_text(row, i);

        if (got.n > 0)
            return err_set(err, ERR_INPUT,
                "第%d行第%d列是表式以外的“" STR_FMT "”列，请删除该列",
                row->number, (int)i + 1, STR_ARG(utf8_head(got, 30)));
    }
    return OK;
}

static bool
has_text(struct reader *q, const struct xlsx_row *row, struct str want)
{
    for (size_t i = 0; i < row->n; i++) {
        if (str_eq(utf8_key(q->a, cell_text(row, i)),
                utf8_key(q->a, want))) {
            q->offset = i;
            return true;
        }
    }
    return false;
}

static enum status
take_above(struct reader *q, const struct xlsx_row *row, struct err *err)
{
    if (has_text(q, row, SERIAL)) {
        q->in_rows = true;
        return check_columns(q, row, err);
    }
    /* Columns without 序号: say so at the place. */
    if (has_text(q, row, q->im->columns[0].label.zh) &&
        has_text(q, row, q->im->columns[1].label.zh))
        return err_set(err, ERR_INPUT,
            "第%d行第1列应为“序号”，现为“" STR_FMT
            "”，请使用官方表式，列名和次序都不能改动",
            row->number, STR_ARG(utf8_head(cell_text(row, 0), 30)));
    if (q->n_above >= HEAD_ROWS_MAX)
        return err_set(err, ERR_INPUT,
            "前%d行没有找到以“序号”开头的列名行，请使用官方表式",
            HEAD_ROWS_MAX);
    keep_above(q, row);
    return OK;
}

/* --- rows --- */

static bool
is_note(const struct xlsx_row *row, size_t offset)
{
    struct str s = cell_text(row, offset);

    return str_starts(s, STR("注：")) || str_starts(s, STR("注:"));
}

static bool
row_has_content(const struct xlsx_row *row, size_t offset, size_t n_columns)
{
    for (size_t i = 0; i < n_columns; i++) {
        if (cell_text(row, offset + 1 + i).n > 0)
            return true;
    }
    return false;
}

static enum status
take_row(struct reader *q, const struct xlsx_row *row, struct err *err)
{
    struct direct_line line = { 0 };

    q->ended = q->ended || is_note(row, q->offset);
    if (q->ended)
        return OK;
    bool content = row_has_content(row, q->offset, q->im->n_columns);
    struct str serial = cell_text(row, q->offset);
    if (!content && serial.n == 0)
        return OK;
    if (q->lines.n >= DIRECT_ROWS_MAX + 1000)
        return err_set(err, ERR_LIMIT, "表格超过 %d 行，请分成几份填报",
            DIRECT_ROWS_MAX);
    check_line(q->check, q->im, row, q->offset, &line);
    *VEC_PUSH(q->a, &q->lines) = line;
    if (content)
        q->n_kept = q->lines.n;
    return OK;
}

static enum status
take(const struct xlsx_row *row, void *arg, struct err *err)
{
    struct reader *q = arg;

    return q->in_rows ? take_row(q, row, err) : take_above(q, row, err);
}

/* --- the whole --- */

static enum status
check_serials(const struct reader *q, struct err *err)
{
    for (size_t i = 0; i < q->n_kept; i++) {
        const struct direct_line *l = &q->lines.p[i];
        int64_t got = 0;

        if (num_int(l->serial, 1, DIRECT_ROWS_MAX, &got) &&
            got == (int64_t)i + 1)
            continue;
        if (l->serial.n == 0)
            return err_set(err, ERR_INPUT,
                "第%d行第%d列“序号”应为 %zu，现为空", l->sheet_row,
                (int)q->offset + 1, i + 1);
        return err_set(err, ERR_INPUT,
            "第%d行第%d列“序号”应为 %zu，现为“" STR_FMT
            "”，序号应从 1 起连续编排",
            l->sheet_row, (int)q->offset + 1, i + 1,
            STR_ARG(utf8_head(l->serial, 20)));
    }
    return OK;
}

static enum status
check_head(struct reader *q, const struct str *head, struct err *err)
{
    for (size_t i = 0; i < q->im->n_head; i++) {
        struct form_problem problem = { 0 };
        const struct json *value = NULL;
        const struct pack_field *f = &q->im->head[i];

        if (head[i].n == 0 && f->required)
            return err_field(err, ERR_INPUT, f->name,
                "表头的“" STR_FMT "”未填写，请在列名行上方填写",
                STR_ARG(f->label.zh));
        if (head[i].n > 0 &&
            !field_read(q->a, f, head[i], q->check->today, &value, &problem))
            return err_field(err, ERR_INPUT, f->name,
                "表头：" STR_FMT, STR_ARG(problem.text));
    }
    return OK;
}

static enum status
finish(struct reader *q, struct str *head, struct direct_sheet *ret,
    struct err *err)
{
    size_t good = 0;

    if (!q->in_rows)
        return err_set(err, ERR_INPUT,
            "没有找到以“序号”开头的列名行，请使用官方表式“" STR_FMT "”",
            STR_ARG(q->im->title.zh));
    if (q->n_kept == 0)
        return err_set(err, ERR_INPUT, "表格中没有填写任何一行");
    if (q->n_kept > DIRECT_ROWS_MAX)
        return err_set(err, ERR_LIMIT,
            "表格应不超过 %d 行，现为 %zu 行，请分成几份填报",
            DIRECT_ROWS_MAX, q->n_kept);
    TRY(check_serials(q, err));
    if (head == NULL) {
        head = arena_new_array(q->a, struct str, q->im->n_head);
        for (size_t i = 0; i < q->im->n_head; i++)
            head[i] = head_value(q, i);
    }
    TRY(check_head(q, head, err));
    check_duplicates(q->check, q->im, q->lines.p, q->n_kept);
    for (size_t i = 0; i < q->n_kept; i++)
        good += q->lines.p[i].problem.n == 0;
    *ret = (struct direct_sheet){ .head = head,
        .lines = q->lines.p,
        .n = q->n_kept,
        .n_good = good };
    return OK;
}

enum status
direct_read_file(struct arena *a, const struct pack *p,
    const struct pack_import *im, const char *path, bool is_csv,
    struct day today, struct direct_sheet *ret, struct err *err)
{
    struct check *check = check_new(a, p, today);
    struct reader q = { .a = a, .check = check, .im = im };
    enum status st = sheet_rows(a, path, is_csv,
        DIRECT_ROWS_MAX + HEAD_ROWS_MAX, take, &q, err);

    if (st == OK)
        st = finish(&q, NULL, ret, err);
    check_end(check);
    return st;
}

enum status
direct_read_typed(struct arena *a, const struct pack *p,
    const struct pack_import *im, const struct str *head,
    const struct str *cells, size_t rows, struct day today,
    struct direct_sheet *ret, struct err *err)
{
    struct check *check = check_new(a, p, today);
    struct reader q = { .a = a, .check = check, .im = im, .in_rows = true };
    struct xlsx_cell *line =
        arena_new_array(a, struct xlsx_cell, im->n_columns + 1);
    struct str *kept = arena_new_array(a, struct str, im->n_head);
    enum status st = OK;
    int serial = 0;

    for (size_t i = 0; i < im->n_head; i++)
        kept[i] = str_trim(head[i]);
    for (size_t r = 0; r < rows && st == OK; r++) {
        bool content = false;

        for (size_t c = 0; c < im->n_columns; c++) {
            line[c + 1].text = str_trim(cells[r * im->n_columns + c]);
            line[c + 1].kind =
                line[c + 1].text.n == 0 ? XLSX_EMPTY : XLSX_TEXT;
            content = content || line[c + 1].text.n > 0;
        }
        if (!content)
            continue;
        serial++;
        line[0] = (struct xlsx_cell){ .text = arena_fmt(a, "%d", serial),
            .kind = XLSX_NUMBER };
        st = take_row(
            &q, &(struct xlsx_row){ serial, line, im->n_columns + 1 }, err);
    }
    if (st == OK)
        st = finish(&q, kept, ret, err);
    check_end(check);
    return st;
}

bool
direct_import_of(const struct pack *p, const struct pack_import **ret,
    const struct pack_channel **ret_channel)
{
    const struct pack_procedure *apply = pack_procedure(p, STR("apply"));

    if (apply == NULL)
        return false;
    for (size_t i = 0; i < apply->n_channels; i++) {
        const struct pack_channel *c = &apply->channels[i];

        if (!str_eq(c->name, STR("direct")) || c->import.n == 0)
            continue;
        *ret = pack_import(p, c->import);
        if (ret_channel != NULL)
            *ret_channel = c;
        return *ret != NULL;
    }
    return false;
}
