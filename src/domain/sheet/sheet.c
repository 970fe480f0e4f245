/* Reading a filled template: headings, rows, cells, rows that stand twice. */
#include "domain/sheet.h"

#define HEAD_ROWS_MAX 30

struct reader {
    struct arena *a;
    const struct sheet_layout *l;
    const struct regions *regions;
    struct day today;
    size_t n_above;
    bool in_rows, ended;
    int *places;     /* per column of the layout */
    bool *read;      /* per cell of a row: it has a heading */
    size_t n_cells;
    VEC_OF(struct sheet_line) lines;
};

struct sheet_layout
sheet_layout_of(struct arena *a, const struct pack_field *table)
{
    const struct pack_field **columns =
        arena_new_array(a, const struct pack_field *, table->n_columns + 1);

    for (size_t i = 0; i < table->n_columns; i++)
        columns[i] = &table->columns[i];
    return (struct sheet_layout){ .title = table->label.zh,
        .columns = columns,
        .n_columns = table->n_columns,
        .unique = table->unique,
        .n_unique = table->n_unique,
        .max_rows = table->max_rows };
}

static size_t
most_rows(const struct sheet_layout *l)
{
    return l->max_rows == 0 ? PACK_ROWS_MAX : l->max_rows;
}

static struct str
cell_text(const struct xlsx_row *row, size_t i)
{
    return i < row->n ? str_trim(row->cells[i].text) : STR_EMPTY;
}

/* --- headings --- */

/* Columns beside the fields: the template's own. */
static bool
is_ours(struct str s)
{
    return str_eq(s, STR("序号")) || str_eq(s, STR("错误原因"));
}

/* The column a heading means, among those not met so far. */
static size_t
column_of(const struct reader *q, struct str head)
{
    struct str key = utf8_key(q->a, head);

    for (size_t i = 0; key.n > 0 && i < q->l->n_columns; i++) {
        const struct pack_field *f = q->l->columns[i];

        if (q->places[i] == 0 &&
            (str_eq(utf8_key(q->a, f->label.zh), key) ||
                str_eq(utf8_key(q->a, f->label.en), key) ||
                str_eq(utf8_key(q->a, f->name), key)))
            return i;
    }
    return SIZE_MAX;
}

static struct str
all_headings(const struct reader *q)
{
    struct str s = STR_EMPTY;

    for (size_t i = 0; i < q->l->n_columns; i++)
        s = arena_fmt(q->a, STR_FMT "%s" STR_FMT, STR_ARG(s),
            i == 0 ? "" : "、", STR_ARG(q->l->columns[i]->label.zh));
    return s;
}

/* Half of the headings, or two, make a row of headings. */
static bool
is_head(struct reader *q, const struct xlsx_row *row)
{
    size_t found = 0, enough = q->l->n_columns < 2 ? 1 : 2;

    for (size_t i = 0; i < row->n; i++)
        found += column_of(q, cell_text(row, i)) != SIZE_MAX;
    return found >= enough;
}

static enum status
wrong_heading(struct reader *q, const struct xlsx_row *row, size_t at,
    struct err *err)
{
    struct str text = utf8_head(cell_text(row, at), 30);

    for (size_t i = 0; i < at; i++) {
        if (str_eq(utf8_key(q->a, cell_text(row, i)),
                utf8_key(q->a, cell_text(row, at))))
            return err_set(err, ERR_INPUT,
                "第%d行 " STR_FMT " 列的“" STR_FMT
                "”与 " STR_FMT " 列重复，请删除一列",
                row->number, STR_ARG(sheet_letter(q->a, (int)at + 1)),
                STR_ARG(text), STR_ARG(sheet_letter(q->a, (int)i + 1)));
    }
    return err_set(err, ERR_INPUT,
        "第%d行 " STR_FMT " 列“" STR_FMT "”不是本表的栏目，应为：" STR_FMT,
        row->number, STR_ARG(sheet_letter(q->a, (int)at + 1)),
        STR_ARG(text), STR_ARG(all_headings(q)));
}

static enum status
take_head(struct reader *q, const struct xlsx_row *row, struct err *err)
{
    q->read = arena_new_array(q->a, bool, row->n + 1);
    q->n_cells = row->n;
    for (size_t i = 0; i < row->n; i++) {
        struct str text = cell_text(row, i);
        size_t column = column_of(q, text);

        q->read[i] = text.n > 0;
        if (text.n == 0 || is_ours(text))
            continue;
        if (column == SIZE_MAX)
            return wrong_heading(q, row, i, err);
        q->places[column] = (int)i + 1;
    }
    for (size_t i = 0; i < q->l->n_columns; i++) {
        if (q->places[i] == 0 && q->l->columns[i]->required)
            return err_set(err, ERR_INPUT,
                "第%d行缺少“" STR_FMT "”一栏，请用下载的模板填写",
                row->number, STR_ARG(q->l->columns[i]->label.zh));
    }
    q->in_rows = true;
    return OK;
}

static enum status
take_above(struct reader *q, const struct xlsx_row *row, struct err *err)
{
    if (is_head(q, row))
        return take_head(q, row, err);
    if (++q->n_above >= HEAD_ROWS_MAX)
        return err_set(err, ERR_INPUT,
            "前 %d 行没有找到列名，应有一行写明：" STR_FMT, HEAD_ROWS_MAX,
            STR_ARG(all_headings(q)));
    return OK;
}

/* --- rows --- */

/* "重庆市江北区" -> "500105"; anything else stays. */
static struct str
region_code(const struct reader *q, struct str text)
{
    const struct region *r =
        q->regions == NULL ? NULL
                           : region_named(q->a, q->regions, text, q->today);

    return r == NULL ? text : r->code;
}

static void
add_problem(struct reader *q, struct sheet_line *line, size_t column,
    struct str zh, struct str en)
{
    struct sheet_problem *p = arena_new_array(
        q->a, struct sheet_problem, line->n_problems + 1);

    for (size_t i = 0; i < line->n_problems; i++)
        p[i] = line->problems[i];
    p[line->n_problems] = (struct sheet_problem){ column, zh, en };
    line->problems = p;
    line->n_problems++;
}

static void
take_cells(struct reader *q, const struct xlsx_row *row, struct json *typed,
    struct sheet_line *line)
{
    struct str *cells =
        arena_new_array(q->a, struct str, q->l->n_columns + 1);

    for (size_t i = 0; i < q->l->n_columns; i++) {
        const struct pack_field *f = q->l->columns[i];
        size_t at = (size_t)q->places[i] - 1;

        if (q->places[i] == 0 || at >= row->n)
            continue;
        const struct xlsx_cell *cell = &row->cells[at];
        struct str wrong = sheet_cell_spoilt(q->a, f, cell);
        bool number =
            f->type == FIELD_INTEGER || f->type == FIELD_MONEY_FEN;
        const struct json *ignored;
        struct form_problem why;

        cells[i] = arena_str(q->a, str_trim(cell->text));
        /* Too many digits for an amount: its own words say how many. */
        if (cell->lost_digits && number &&
            !field_read(q->a, f, cells[i], q->today, &ignored, &why))
            wrong = STR_EMPTY;
        if (wrong.n > 0)
            add_problem(q, line, i, wrong, wrong);
        json_set(q->a, typed, f->name,
            json_text(q->a, f->type == FIELD_REGION
                                ? region_code(q, cells[i])
                                : cells[i]));
    }
    line->cells = cells;
}

static bool
has_problem(const struct sheet_line *line, size_t column)
{
    for (size_t i = 0; i < line->n_problems; i++) {
        if (line->problems[i].column == column)
            return true;
    }
    return false;
}

static void
check_cells(struct reader *q, const struct json *typed,
    struct sheet_line *line)
{
    const struct form_problem *p = NULL;
    size_t n = 0;

    line->values = row_read(
        q->a, q->l->columns, q->l->n_columns, typed, q->today, &p, &n);
    for (size_t i = 0; i < n; i++) {
        size_t column = 0;

        while (column < q->l->n_columns &&
               !str_eq(q->l->columns[column]->name, p[i].field))
            column++;
        if (!p[i].warning && !has_problem(line, column))
            add_problem(q, line, column, p[i].text, p[i].text_en);
    }
}

static bool
is_blank(const struct reader *q, const struct xlsx_row *row)
{
    for (size_t i = 0; i < q->l->n_columns; i++) {
        if (q->places[i] > 0 &&
            cell_text(row, (size_t)q->places[i] - 1).n > 0)
            return false;
    }
    return true;
}

static enum status
take_row(struct reader *q, const struct xlsx_row *row, struct err *err)
{
    struct sheet_line line = { .row = row->number };
    struct json *typed = json_new(q->a, JSON_OBJECT);
    struct str first = cell_text(row, 0);

    q->ended = q->ended || str_starts(first, STR("注：")) ||
               str_starts(first, STR("注:"));
    if (q->ended || is_blank(q, row))
        return OK;
    if (q->lines.n >= most_rows(q->l))
        return err_set(err, ERR_INPUT,
            "“" STR_FMT "”应不超过 %zu 行，第%d行起超出",
            STR_ARG(q->l->title), most_rows(q->l), row->number);
    take_cells(q, row, typed, &line);
    check_cells(q, typed, &line);
    for (size_t i = 0; i < row->n; i++) {
        if ((i >= q->n_cells || !q->read[i]) && cell_text(row, i).n > 0) {
            add_problem(q, &line, SIZE_MAX,
                arena_fmt(q->a, STR_FMT " 列没有列名，请删除其中的内容",
                    STR_ARG(sheet_letter(q->a, (int)i + 1))),
                arena_fmt(q->a, "column " STR_FMT " has no heading",
                    STR_ARG(sheet_letter(q->a, (int)i + 1))));
            break;
        }
    }
    *VEC_PUSH(q->a, &q->lines) = line;
    return OK;
}

static enum status
take(const struct xlsx_row *row, void *arg, struct err *err)
{
    struct reader *q = arg;

    return q->in_rows ? take_row(q, row, err) : take_above(q, row, err);
}

/* --- the whole --- */

static void
check_doubled(struct reader *q)
{
    const struct json **rows =
        arena_new_array(q->a, const struct json *, q->lines.n + 1);

    for (size_t i = 0; i < q->lines.n; i++)
        rows[i] = q->lines.p[i].values;
    const size_t *earlier = rows_doubled(
        q->a, q->l->unique, q->l->n_unique, rows, q->lines.n);
    for (size_t i = 0; i < q->lines.n; i++) {
        if (earlier[i] == SIZE_MAX)
            continue;
        int row = q->lines.p[earlier[i]].row;
        add_problem(q, &q->lines.p[i], SIZE_MAX,
            arena_fmt(q->a, "与第%d行重复，请删除一行", row),
            arena_fmt(q->a, "the same as row %d; delete one", row));
    }
}

enum status
sheet_read_file(struct arena *a, const struct sheet_layout *layout,
    const struct regions *regions, const char *path, bool is_csv,
    struct day today, struct sheet *ret, struct err *err)
{
    struct reader q = { .a = a,
        .l = layout,
        .regions = regions,
        .today = today,
        .places = arena_new_array(a, int, layout->n_columns + 1) };
    size_t good = 0;

    TRY(sheet_rows(a, path, is_csv, most_rows(layout) + 2 * HEAD_ROWS_MAX,
        take, &q, err));
    if (!q.in_rows)
        return err_set(err, ERR_INPUT, "没有找到列名，应有一行写明：" STR_FMT,
            STR_ARG(all_headings(&q)));
    if (q.lines.n == 0)
        return err_set(err, ERR_INPUT, "表格中没有填写任何一行");
    check_doubled(&q);
    for (size_t i = 0; i < q.lines.n; i++)
        good += q.lines.p[i].n_problems == 0;
    *ret = (struct sheet){ .lines = q.lines.p,
        .n = q.lines.n,
        .n_good = good,
        .places = q.places };
    return OK;
}
