#include "xlsx_read.h"

#include <stdlib.h>
#include <string.h>

#define MERGES_MAX 200000

struct merge {
    int row, row_last, column, column_last; /* rows from 1, columns from 0 */
};

/* Merged ranges stand behind the rows in the file, so they are read before. */
struct merges {
    struct arena *a;
    int columns; /* ranges to the right of these do not matter */
    VEC_OF(struct merge) all; /* by first row */
    size_t next;              /* the first one not yet begun */
    struct merge *open;       /* those over the present row */
    size_t n_open;
};

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOL, CELL_ERROR,
    CELL_ISO_DATE };

enum inside { IN_NOTHING, IN_VALUE, IN_TEXT };

struct sheet {
    struct book *book;
    xlsx_row_fn fn;
    void *arg;
    struct merges merges;
    struct arena *row_arena;
    struct xlsx_cell *cells; /* limits->columns of them */
    size_t n;                /* cells behind are empty */
    size_t rows;             /* with content, so far */
    int row;
    bool in_data, in_row;

    int column; /* of the present cell */
    bool in_cell, in_inline, has_formula;
    int in_phonetic;
    enum inside inside;
    enum cell_type type;
    enum date_format format;
    struct buf value;
};

/* --- merged ranges --- */

static bool
merges_start(struct xml *x, const char *name, const char **atts)
{
    struct merges *m = xml_ctx(x);
    const char *ref;
    struct str first, last;
    struct merge r;

    if (strcmp(name, "mergeCell") != 0)
        return strlen(name) <= 2 || strcmp(name, "row") == 0;
    if ((ref = xml_attr(atts, "ref")) == NULL)
        return true;
    last = str_cut(str_of(ref), ':', &first, NULL);
    if (last.n == 0)
        return true;
    value_ref(first, &r.column, &r.row);
    value_ref(last, &r.column_last, &r.row_last);
    if (r.row < 1 || r.row_last < r.row || r.column < 0 ||
        r.column_last < r.column || r.column >= m->columns)
        return true;
    if (m->all.n >= MERGES_MAX) {
        xml_fail(x,
            err_set(xml_err(x), ERR_LIMIT,
                "合并单元格超过 %d 处，请取消合并后再上传", MERGES_MAX));
        return true;
    }
    *VEC_PUSH(m->a, &m->all) = r;
    return true;
}

static int
merge_cmp(const void *x, const void *y)
{
    const struct merge *a = x, *b = y;

    if (a->row != b->row)
        return (a->row > b->row) - (a->row < b->row);
    return (a->column > b->column) - (a->column < b->column);
}

static enum status
merges_load(struct sheet *s, struct str part, struct err *err)
{
    static const struct xml_handlers h = { .start = merges_start,
        .main_only = true };
    struct merges *m = &s->merges;
    bool some = false;

    m->a = s->book->a;
    m->columns = (int)s->book->limits->columns;
    m->open =
        arena_new_array(m->a, struct merge, s->book->limits->columns);
    TRY(package_holds(
        s->book->package, part, STR("mergeCell"), &some, err));
    if (!some)
        return OK;
    TRY(package_parse(s->book->package, part, &h, m, err));
    if (m->all.n > 0)
        qsort(m->all.p, m->all.n, sizeof(m->all.p[0]), merge_cmp);
    return OK;
}

/* Marks the cells of the row that lie in merged ranges; returns the count of
 * cells including those, or -1 if ranges overlap, which Excel never writes. */
static int
merges_mark(struct merges *m, int row, struct xlsx_cell *cells, int n)
{
    size_t kept = 0;

    for (size_t i = 0; i < m->n_open; i++) {
        if (m->open[i].row_last >= row)
            m->open[kept++] = m->open[i];
    }
    m->n_open = kept;
    for (; m->next < m->all.n && m->all.p[m->next].row <= row; m->next++) {
        if (m->all.p[m->next].row_last < row)
            continue;
        if (m->n_open == (size_t)m->columns)
            return -1;
        m->open[m->n_open++] = m->all.p[m->next];
    }
    for (size_t i = 0; i < m->n_open; i++) {
        const struct merge *r = &m->open[i];

        for (int c = r->column; c <= r->column_last && c < m->columns; c++) {
            if (c == r->column && row == r->row)
                continue;
            cells[c].merged = true;
            if (n < c + 1)
                n = c + 1;
        }
    }
    return n;
}

/* --- cells --- */

static enum date_format
format_of_style(const struct book *b, const char *style)
{
    int64_t i;

    if (style == NULL || b->formats.n == 0 ||
        !num_int(str_of(style), 0, (int64_t)b->formats.n - 1, &i))
        return FORMAT_NUMBER;
    return (enum date_format)b->formats.p[i];
}

static enum cell_type
type_of(const char *t)
{
    if (t == NULL)
        return CELL_NUMBER;
    if (strcmp(t, "s") == 0)
        return CELL_SHARED;
    if (strcmp(t, "inlineStr") == 0 || strcmp(t, "str") == 0)
        return CELL_TEXT;
    if (strcmp(t, "b") == 0)
        return CELL_BOOL;
    if (strcmp(t, "e") == 0)
        return CELL_ERROR;
    if (strcmp(t, "d") == 0)
        return CELL_ISO_DATE;
    return CELL_NUMBER;
}

static void
cell_begin(struct sheet *s, struct xml *x, const char **atts)
{
    const char *ref = NULL, *style = NULL, *type = NULL;

    for (; *atts != NULL; atts += 2) {
        if (atts[0][0] == 0 || atts[0][1] != 0)
            continue;
        if (atts[0][0] == 'r')
            ref = atts[1];
        else if (atts[0][0] == 's')
            style = atts[1];
        else if (atts[0][0] == 't')
            type = atts[1];
    }
    s->column++;
    if (ref != NULL) {
        int row;
        value_ref(str_of(ref), &s->column, &row);
    }
    if (s->column < 0 || s->column >= SHEET_COLUMNS_MAX) {
        xml_fail(x, xlsx_damaged(xml_err(x), "单元格位置有误", "cell ref"));
        return;
    }
    s->type = type_of(type);
    s->format = s->type == CELL_NUMBER ? format_of_style(s->book, style)
                                       : FORMAT_NUMBER;
    s->in_cell = true;
    s->in_inline = s->has_formula = false;
    s->in_phonetic = 0;
    s->inside = IN_NOTHING;
    buf_clear(&s->value);
}

/* A shared string by its number; false if there is none of it. */
static bool
shared_string(const struct sheet *s, struct str v, struct xlsx_cell *ret)
{
    int64_t i;

    v = str_trim(v);
    if (v.n == 0)
        return true;
    if (!num_int(v, 0, INT32_MAX, &i) || (size_t)i >= s->book->strings.n)
        return false;
    value_view(s->book->strings.p[i], ret);
    return true;
}

/* Turns the stored value into a cell; false if it makes no sense. */
static bool
cell_value(struct sheet *s, struct str v, struct xlsx_cell *ret)
{
    struct str trimmed = str_trim(v);

    switch (s->type) {
    case CELL_SHARED:
        return shared_string(s, v, ret);
    case CELL_TEXT:
        value_text(s->row_arena, v, ret);
        return true;
    case CELL_ISO_DATE:
        value_iso_date(s->row_arena, v, ret);
        return true;
    case CELL_BOOL:
        if (trimmed.n == 0)
            return true;
        ret->text = str_eq(trimmed, STR("1")) || str_eq(trimmed, STR("true"))
            ? STR("TRUE")
            : STR("FALSE");
        ret->kind = XLSX_BOOL;
        return true;
    case CELL_ERROR:
        if (trimmed.n == 0)
            return true;
        ret->text = arena_str(s->row_arena, trimmed);
        ret->kind = XLSX_ERROR;
        return true;
    case CELL_NUMBER:
        break;
    }
    if (trimmed.n > 0) {
        value_number(
            s->row_arena, v, s->format, s->book->base_1904, ret);
    } else if (s->has_formula) {
        ret->text = STR("#未计算");
        ret->kind = XLSX_ERROR;
    }
    return true;
}

static struct str
place_of(struct sheet *s)
{
    return arena_fmt(s->row_arena, STR_FMT "%d",
        STR_ARG(value_column_name(s->row_arena, s->column)), s->row);
}

static void
cell_end(struct sheet *s, struct xml *x)
{
    struct xlsx_cell cell = { 0 };
    struct str v;

    s->in_cell = false;
    if (buf_done(&s->value, &v, NULL) != OK) {
        xml_fail(x,
            err_set(xml_err(x), ERR_LIMIT,
                "单元格 " STR_FMT " 的文字过长，最多 32767 字",
                STR_ARG(place_of(s))));
        return;
    }
    if (!cell_value(s, v, &cell)) {
        xml_fail(x,
            xlsx_damaged(xml_err(x), "缺少文字", "shared string index"));
        return;
    }
    if (cell.kind == XLSX_EMPTY)
        return;
    size_t c = (size_t)s->column;
    if (c >= s->book->limits->columns) {
        xml_fail(x,
            err_set(xml_err(x), ERR_LIMIT,
                "单元格 " STR_FMT " 超出范围，最多 %zu 列",
                STR_ARG(place_of(s)), s->book->limits->columns));
        return;
    }
    s->cells[c] = cell;
    if (s->n < c + 1)
        s->n = c + 1;
}

/* --- rows --- */

static void
row_begin(struct sheet *s, struct xml *x, const char **atts)
{
    const char *r = xml_attr(atts, "r");
    int64_t row = (int64_t)s->row + 1;

    if (r != NULL && !num_int(str_of(r), 1, SHEET_ROWS_MAX, &row))
        row = 0;
    if (row <= s->row || row > SHEET_ROWS_MAX) {
        xml_fail(x, xlsx_damaged(xml_err(x), "行号有误", "row number"));
        return;
    }
    s->row = (int)row;
    s->column = -1;
    s->n = 0;
    s->in_row = true;
}

static void
row_end(struct sheet *s, struct xml *x)
{
    s->in_row = false;
    if (s->n == 0)
        return;
    if (s->rows >= s->book->limits->rows) {
        xml_fail(x,
            err_set(xml_err(x), ERR_LIMIT,
                "有内容的行超过 %zu 行，请分成几个文件",
                s->book->limits->rows));
        return;
    }
    s->rows++;
    int n = merges_mark(&s->merges, s->row, s->cells, (int)s->n);
    if (n < 0) {
        xml_fail(x,
            xlsx_damaged(xml_err(x), "合并单元格重叠", "merges overlap"));
        return;
    }
    struct xlsx_row row = { s->row, s->cells, (size_t)n };
    enum status status = s->fn(&row, s->arg, xml_err(x));
    memset(s->cells, 0, (size_t)n * sizeof(s->cells[0]));
    arena_reset(s->row_arena);
    if (status != OK)
        xml_fail(x, status);
}

static bool
sheet_start(struct xml *x, const char *name, const char **atts)
{
    struct sheet *s = xml_ctx(x);

    if (strcmp(name, "c") == 0) {
        if (s->in_row && !s->in_cell)
            cell_begin(s, x, atts);
    } else if (strcmp(name, "v") == 0) {
        if (s->in_cell)
            s->inside = IN_VALUE;
    } else if (strcmp(name, "row") == 0) {
        if (s->in_data && !s->in_row)
            row_begin(s, x, atts);
    } else if (strcmp(name, "f") == 0) {
        s->has_formula = true;
    } else if (strcmp(name, "is") == 0) {
        s->in_inline = true;
    } else if (strcmp(name, "t") == 0) {
        if (s->in_cell && s->in_inline && s->in_phonetic == 0)
            s->inside = IN_TEXT;
    } else if (strcmp(name, "rPh") == 0) {
        s->in_phonetic++;
    } else if (strcmp(name, "sheetData") == 0) {
        s->in_data = true;
    } else {
        return false;
    }
    return true;
}

static void
sheet_end(struct xml *x, const char *name)
{
    struct sheet *s = xml_ctx(x);

    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        s->inside = IN_NOTHING;
    } else if (strcmp(name, "c") == 0) {
        if (s->in_cell)
            cell_end(s, x);
    } else if (strcmp(name, "row") == 0) {
        if (s->in_row)
            row_end(s, x);
    } else if (strcmp(name, "is") == 0) {
        s->in_inline = false;
    } else if (strcmp(name, "rPh") == 0) {
        s->in_phonetic--;
    } else if (strcmp(name, "sheetData") == 0) {
        s->in_data = false;
    }
}

static void
sheet_text(struct xml *x, struct str text)
{
    struct sheet *s = xml_ctx(x);

    if (s->inside != IN_NOTHING)
        buf_str(&s->value, text);
}

enum status
sheet_read(struct book *b, struct str part, xlsx_row_fn fn, void *arg,
    struct err *err)
{
    static const struct xml_handlers h = { .start = sheet_start,
        .end = sheet_end,
        .text = sheet_text,
        .main_only = true };
    struct sheet s = { .book = b, .fn = fn, .arg = arg };

    s.cells = arena_new_array(b->a, struct xlsx_cell, b->limits->columns);
    TRY(merges_load(&s, part, err));
    s.row_arena = arena_new("xlsx row");
    buf_init(&s.value, NULL, CELL_BYTES_MAX);
    enum status status = package_parse(b->package, part, &h, &s, err);
    buf_free(&s.value);
    arena_free(s.row_arena);
    return status;
}
