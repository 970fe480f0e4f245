#include "format/csv.h"

#define BOM "\xEF\xBB\xBF"
#define COLUMNS_MAX 256

/* --- writing --- */

void
csv_begin(struct buf *out)
{
    buf_lit(out, BOM);
}

/* -12.5 and +3 are figures, not formulas. */
static bool
is_plain_number(struct str s)
{
    size_t at = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
    size_t digits = 0;
    bool point = false;

    for (; at < s.n; at++) {
        if (s.p[at] == '.' && !point && digits > 0)
            point = true;
        else if (s.p[at] >= '0' && s.p[at] <= '9')
            digits++;
        else
            return false;
    }
    return digits > 0 && s.p[s.n - 1] != '.';
}

/* Excel and its relatives take these for the start of a formula; the Chinese
 * editions the full-width forms too. */
static bool
looks_like_formula(struct str s)
{
    static const struct str starts[] = {
        STR_INIT("="), STR_INIT("+"), STR_INIT("-"), STR_INIT("@"),
        STR_INIT("\t"), STR_INIT("\r"), STR_INIT("\n"), STR_INIT("＝"),
        STR_INIT("＋"), STR_INIT("－"), STR_INIT("＠"),
    };

    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (str_starts(s, starts[i]))
            return !is_plain_number(s);
    return false;
}

static bool
needs_quotes(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' ||
            s.p[i] == '\r' || s.p[i] == '\t')
            return true;
    return s.n > 0 && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

void
csv_cell(struct buf *out, bool first, struct str s)
{
    bool quoted = needs_quotes(s);

    if (!first)
        buf_byte(out, ',');
    if (quoted)
        buf_byte(out, '"');
    if (looks_like_formula(s))
        buf_byte(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_byte(out, '"');
        buf_byte(out, s.p[i]);
    }
    if (quoted)
        buf_byte(out, '"');
}

void
csv_cell_int(struct buf *out, bool first, int64_t v)
{
    if (!first)
        buf_byte(out, ',');
    buf_int(out, v);
}

void
csv_end_row(struct buf *out)
{
    buf_lit(out, "\r\n");
}

/* --- reading --- */

struct reader {
    struct arena *a;
    char *p; /* a copy: doubled quotes are joined in place */
    size_t n;
    size_t at;
    char separator;
    int line;
    struct err *err;
};

/* Looks at the first row only, past quoted cells: those may hold anything. */
static char
find_separator(struct str text)
{
    bool tab = false;
    bool quoted = false;
    char before = ',';

    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];

        if (quoted) {
            quoted = c != '"';
        } else if (c == '"' && (before == ',' || before == '\t' ||
                       before == '"')) {
            quoted = true; /* a cell begins, or a doubled quote goes on */
        } else if (c == ',') {
            return ',';
        } else if (c == '\n') {
            break;
        } else if (c == '\t') {
            tab = true;
        }
        before = c;
    }
    return tab ? '\t' : ',';
}

/* At the end of a cell: separator, line end or end of text. */
static bool
at_cell_end(const struct reader *r)
{
    char c;

    if (r->at >= r->n)
        return true;
    c = r->p[r->at];
    return c == r->separator || c == '\n' ||
        (c == '\r' && r->at + 1 < r->n && r->p[r->at + 1] == '\n') ||
        (c == '\r' && r->at + 1 == r->n);
}

static enum status
read_quoted(struct reader *r, struct str *ret)
{
    int opened = r->line;
    size_t from = ++r->at;
    size_t to = from;

    for (;; r->at++) {
        if (r->at >= r->n) {
            return err_set(r->err, ERR_INPUT,
                "第 %d 行：单元格以引号开始，却没有结束的引号", opened);
        }
        if (r->p[r->at] == '"') {
            if (r->at + 1 >= r->n || r->p[r->at + 1] != '"')
                break;
            r->at++;
        } else if (r->p[r->at] == '\n') {
            r->line++;
        }
        r->p[to++] = r->p[r->at];
    }
    r->at++;
    if (!at_cell_end(r))
        return err_set(r->err, ERR_INPUT,
            "第 %d 行：结束的引号后应为逗号或换行，单元格中的引号应写两遍",
            r->line);
    *ret = (struct str){ r->p + from, to - from };
    return OK;
}

static enum status
read_cell(struct reader *r, struct str *ret)
{
    size_t from = r->at;

    if (r->at < r->n && r->p[r->at] == '"')
        return read_quoted(r, ret);
    while (!at_cell_end(r))
        r->at++;
    *ret = (struct str){ r->p + from, r->at - from };
    return OK;
}

/* One line of the file; moves behind its line end. */
static enum status
read_row(struct reader *r, struct csv_row *ret, bool *ret_blank)
{
    VEC_OF(struct str) cells = { 0 };
    int line = r->line;
    bool blank = true;

    for (;;) {
        struct str cell;

        if (cells.n == COLUMNS_MAX)
            return err_set(r->err, ERR_LIMIT, "第 %d 行：列数应不超过 %d 列",
                line, COLUMNS_MAX);
        TRY(read_cell(r, &cell));
        *VEC_PUSH(r->a, &cells) = cell;
        blank = blank && str_trim(cell).n == 0;
        if (r->at >= r->n || r->p[r->at] != r->separator)
            break;
        r->at++;
    }
    if (r->at < r->n && r->p[r->at] == '\r')
        r->at++;
    if (r->at < r->n && r->p[r->at] == '\n')
        r->at++;
    r->line++;
    *ret = (struct csv_row){ cells.p, cells.n, line };
    *ret_blank = blank;
    return OK;
}

static enum status
check_encoding(struct str text, struct err *err)
{
    if (!utf8_valid(text) ||
        str_find(text, (struct str){ "", 1 }) != SIZE_MAX)
        return err_set(err, ERR_INPUT,
            "文件应为 UTF-8 编码，现在像是 GBK 等其他编码，请在 Excel 或 WPS "
            "中另存为“CSV UTF-8（逗号分隔）”");
    return OK;
}

enum status
csv_read(struct arena *a, struct str text, size_t max_rows,
    const struct csv_row **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct csv_row) rows = { 0 };
    size_t filled = 0; /* rows up to the last that is not blank */
    struct reader r = { .a = a, .line = 1, .err = err };

    if (str_starts(text, STR("PK\x03\x04")))
        return err_set(err, ERR_INPUT,
            "这是 Excel 工作簿，不是 CSV 文件，请直接按 xlsx 导入或另存为 CSV");
    if (str_starts(text, STR(BOM)))
        text = str_sub(text, 3, SIZE_MAX);
    TRY(check_encoding(text, err));
    if (text.n > 0)
        r.p = arena_dup(a, text.p, text.n);
    r.n = text.n;
    r.separator = find_separator(text);

    while (r.at < r.n) {
        struct csv_row row;
        bool blank;

        TRY(read_row(&r, &row, &blank));
        *VEC_PUSH(a, &rows) = row;
        if (blank)
            continue;
        filled = rows.n;
        if (filled > max_rows)
            return err_set(err, ERR_LIMIT,
                "行数应不超过 %zu 行，请分成几个文件", max_rows);
    }
    *ret = rows.p;
    *ret_n = filled;
    return OK;
}
