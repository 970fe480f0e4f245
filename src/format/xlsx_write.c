#include "format/xlsx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#if defined(__SANITIZE_ADDRESS__)
#define WITH_LSAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_LSAN 1
#endif
#endif
#ifdef WITH_LSAN
#include <sanitizer/lsan_interface.h>
#endif

#define WIDTH_STANDARD 14
#define SHEET_NAME_MAX 31
#define CELL_CHARS_MAX 32767
/* A drop-down kept in the rule itself may have this many characters. */
#define LIST_CHARS_MAX 255
/* Rows below the head in which drop-downs work. */
#define LIST_ROWS 20000

enum look { LOOK_TITLE, LOOK_ABOVE, LOOK_HEAD, LOOK_TEXT, LOOK_NUMBER,
    LOOK_BAD, LOOK_BAD_NUMBER, LOOK_COLUMN, LOOK_NOTE, N_LOOKS };

struct xlsx_book {
    struct arena *a;
    struct arena *row_arena;
    char *path;
    lxw_workbook *book; /* NULL once closed */
    lxw_format *looks[N_LOOKS];
    struct err err; /* the first failure */

    lxw_worksheet *sheet;
    lxw_row_t row;  /* next to write */
    lxw_row_t head;
    size_t n_columns;
    bool *as_number;
    bool noted; /* the filter has its end */

    lxw_worksheet *lists; /* hidden; one list of choices a row */
    lxw_row_t list_row;
};

static void
fail(struct xlsx_book *b, const char *what, lxw_error e)
{
    if (b->err.code != OK)
        return;
    err_set(&b->err, ERR_IO, "工作簿无法写出：%s", what);
    err_detail(&b->err, "%s", lxw_strerror(e));
}

static bool
failed(const struct xlsx_book *b)
{
    return b->err.code != OK;
}

/* --- looks --- */

static void
frame(lxw_format *f)
{
    format_set_border(f, LXW_BORDER_THIN);
    format_set_border_color(f, 0xBFBFBF);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
}

static void
make_looks(struct xlsx_book *b)
{
    for (int i = 0; i < N_LOOKS; i++) {
        lxw_format *f = workbook_add_format(b->book);

        b->looks[i] = f;
        format_set_font_name(f, "宋体");
        format_set_font_size(f, 11);
        /* "@" keeps 18-digit codes typed into the cell as they are. */
        if (i != LOOK_NUMBER && i != LOOK_BAD_NUMBER)
            format_set_num_format(f, "@");
        else
            format_set_align(f, LXW_ALIGN_RIGHT);
    }
    format_set_font_size(b->looks[LOOK_TITLE], 16);
    format_set_bold(b->looks[LOOK_TITLE]);
    format_set_font_color(b->looks[LOOK_ABOVE], 0x595959);
    format_set_font_color(b->looks[LOOK_NOTE], 0x595959);
    format_set_bold(b->looks[LOOK_HEAD]);
    format_set_text_wrap(b->looks[LOOK_HEAD]);
    format_set_align(b->looks[LOOK_HEAD], LXW_ALIGN_CENTER);
    format_set_bg_color(b->looks[LOOK_HEAD], 0xDDEBF7);
    format_set_bg_color(b->looks[LOOK_BAD], 0xFFC7CE);
    format_set_bg_color(b->looks[LOOK_BAD_NUMBER], 0xFFC7CE);
    for (int i = LOOK_HEAD; i <= LOOK_BAD_NUMBER; i++)
        frame(b->looks[i]);
}

/* --- life --- */

/* Gives up a book that was not closed. */
static void
abandon(void *p)
{
    struct xlsx_book *b = p;

    if (b->book != NULL) {
        workbook_close(b->book);
        b->book = NULL;
        unlink(b->path);
    }
    arena_free(b->row_arena);
    b->row_arena = NULL;
}

enum status
xlsx_create(
    struct arena *a, const char *path, struct xlsx_book **ret, struct err *err)
{
    struct xlsx_book *b = arena_one(a, struct xlsx_book);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };

    b->a = a;
    b->path = arena_cstr(a, str_of(path));
    b->book = workbook_new_opt(path, &options);
    if (b->book == NULL)
        return err_set(err, ERR_IO, "工作簿无法写出，请稍后重试");
    b->row_arena = arena_new("xlsx row out");
    arena_defer(a, abandon, b);
    make_looks(b);
    *ret = b;
    return OK;
}

/* --- cells --- */

/* "_x0041_" in a text would be read as an escape; its "_" becomes one. */
static struct str
escape(struct arena *a, struct str s)
{
    if (str_find(s, STR("_x")) == SIZE_MAX)
        return s;

    char *out = arena_alloc(a, s.n * 7);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        uint64_t unit;
        bool looks_so = s.n - i >= 7 && s.p[i] == '_' && s.p[i + 1] == 'x' &&
            s.p[i + 6] == '_' && num_hex(str_sub(s, i + 2, 4), &unit);

        out[n++] = s.p[i];
        for (const char *p = "x005F_"; looks_so && *p != 0; p++)
            out[n++] = *p;
    }
    return (struct str){ out, n };
}

static void
put_text(struct xlsx_book *b, lxw_row_t row, lxw_col_t column, struct str s,
    enum look look)
{
    if (!utf8_valid(s) || memchr(s.p == NULL ? "" : s.p, 0, s.n) != NULL) {
        fail(b, "文字编码有误", LXW_ERROR_PARAMETER_VALIDATION);
        return;
    }
    if (utf8_count(s) > CELL_CHARS_MAX) {
        fail(b, "单元格的文字超过 32767 字",
            LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED);
        return;
    }
    const char *text = arena_cstr(b->row_arena, escape(b->row_arena, s));
    lxw_error e = s.n == 0
        ? worksheet_write_blank(b->sheet, row, column, b->looks[look])
        : worksheet_write_string(
              b->sheet, row, column, text, b->looks[look]);
    if (e != LXW_NO_ERROR)
        fail(b, "超出工作表的范围", e);
}

/* A number that a cell can hold without losing a digit. */
static bool
exact_number(struct xlsx_book *b, struct str s, double *ret)
{
    size_t digits = 0, points = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digits++;
        else if (s.p[i] == '.' && i + 1 < s.n && points == 0)
            points++;
        else if (s.p[i] != '-' || i != 0)
            return false;
    }
    if (digits == 0 || digits > 15)
        return false;
    *ret = strtod(arena_cstr(b->row_arena, s), NULL);
    return isfinite(*ret);
}

static void
put_cell(struct xlsx_book *b, size_t column, struct str s, enum xlsx_mark mark)
{
    bool number = column < b->n_columns && b->as_number[column];
    enum look look = mark == XLSX_BAD
        ? (number ? LOOK_BAD_NUMBER : LOOK_BAD)
        : (number ? LOOK_NUMBER : LOOK_TEXT);
    double v;

    if (!number || !exact_number(b, s, &v)) {
        put_text(b, b->row, (lxw_col_t)column, s, look);
        return;
    }
    lxw_error e = worksheet_write_number(
        b->sheet, b->row, (lxw_col_t)column, v, b->looks[look]);
    if (e != LXW_NO_ERROR)
        fail(b, "超出工作表的范围", e);
}

/* --- drop-downs --- */

static bool
fits_in_rule(const struct xlsx_column *c)
{
    size_t chars = c->n_choices;

    for (size_t i = 0; i < c->n_choices; i++) {
        const struct str *s = &c->choices[i];

        chars += utf8_count(*s);
        if (memchr(s->p, ',', s->n) != NULL ||
            memchr(s->p, '"', s->n) != NULL)
            return false;
    }
    return chars <= LIST_CHARS_MAX;
}

/* Writes the choices to the hidden sheet; returns the formula of their
 * cells. */
static const char *
list_formula(struct xlsx_book *b, const struct xlsx_column *c)
{
    lxw_worksheet *sheet = b->sheet;
    char cell[LXW_MAX_CELL_NAME_LENGTH];

    if (b->lists == NULL) {
        b->lists = workbook_add_worksheet(b->book, "选项");
        if (b->lists == NULL) {
            fail(b, "工作表名重复", LXW_ERROR_SHEETNAME_ALREADY_USED);
            return NULL;
        }
        worksheet_hide(b->lists);
    }
    b->sheet = b->lists;
    for (size_t i = 0; i < c->n_choices; i++)
        put_text(b, b->list_row, (lxw_col_t)i, c->choices[i], LOOK_TEXT);
    b->sheet = sheet;
    lxw_rowcol_to_cell_abs(cell, b->list_row, (lxw_col_t)(c->n_choices - 1),
        1, 1);
    b->list_row++;
    return arena_fmt(b->row_arena, "='选项'!$A$%u:%s",
        (unsigned)b->list_row, cell)
        .p;
}

/* libxlsxwriter 1.1.4 copies the formula of a list twice and frees one: some
 * twenty bytes a list are lost, which the leak checker need not report. */
static lxw_error
put_rule(struct xlsx_book *b, lxw_col_t column, lxw_data_validation *rule)
{
#ifdef WITH_LSAN
    __lsan_disable();
#endif
    lxw_error e = worksheet_data_validation_range(b->sheet, b->head + 1,
        column, b->head + LIST_ROWS, column, rule);
#ifdef WITH_LSAN
    __lsan_enable();
#endif
    return e;
}

static void
put_choices(struct xlsx_book *b, size_t column, const struct xlsx_column *c)
{
    lxw_data_validation rule = {
        .validate = LXW_VALIDATION_TYPE_LIST,
        .error_type = LXW_VALIDATION_ERROR_TYPE_STOP,
        .error_title = (char *)(uintptr_t)"请从列表中选择",
        .error_message = (char *)(uintptr_t)"填写的内容不在可选项中。",
    };

    if (fits_in_rule(c)) {
        char **list =
            arena_new_array(b->row_arena, char *, c->n_choices + 1);
        for (size_t i = 0; i < c->n_choices; i++)
            list[i] = arena_cstr(b->row_arena, c->choices[i]);
        rule.value_list = list;
    } else {
        rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        const char *formula = list_formula(b, c);
        if (formula == NULL)
            return;
        rule.value_formula = (char *)(uintptr_t)formula;
    }
    lxw_error e = put_rule(b, (lxw_col_t)column, &rule);
    if (e != LXW_NO_ERROR)
        fail(b, "下拉选项无法写入", e);
}

/* --- sheets --- */

/* What Excel takes as a name: 31 characters, none of []:*?/\, not used. */
static const char *
sheet_name(struct xlsx_book *b, struct str name)
{
    struct str s = utf8_head(str_trim(name), SHEET_NAME_MAX - 4);
    char *out = arena_cstr(b->row_arena, s.n > 0 ? s : STR("表"));

    for (char *p = out; *p != 0; p++) {
        if (strchr("[]:*?/\\'", *p) != NULL)
            *p = '_';
    }
    const char *unique = out;
    for (int i = 2; i < 100; i++) {
        if (strcmp(unique, "选项") != 0 &&
            workbook_get_worksheet_by_name(b->book, unique) == NULL)
            break;
        unique = arena_fmt(b->row_arena, "%s(%d)", out, i).p;
    }
    return unique;
}

/* Ends the head's filter at the last row written. */
static void
end_rows(struct xlsx_book *b)
{
    if (b->sheet == NULL || b->noted || b->n_columns == 0)
        return;
    worksheet_autofilter(b->sheet, b->head, 0,
        b->row > b->head + 1 ? b->row - 1 : b->head + 1,
        (lxw_col_t)(b->n_columns - 1));
    b->noted = true;
}

static void
put_head(struct xlsx_book *b, const struct xlsx_column *columns, size_t n)
{
    b->head = b->row++;
    b->n_columns = n;
    b->as_number = arena_new_array(b->a, bool, n);
    worksheet_set_row(b->sheet, b->head, 24, NULL);
    for (size_t i = 0; i < n; i++) {
        const struct xlsx_column *c = &columns[i];
        lxw_col_t at = (lxw_col_t)i;

        b->as_number[i] = c->as_number;
        worksheet_set_column(b->sheet, at, at,
            c->width > 0 ? c->width : WIDTH_STANDARD,
            c->as_number ? NULL : b->looks[LOOK_COLUMN]);
        put_text(b, b->head, at, c->title, LOOK_HEAD);
        if (c->n_choices > 0 && c->choices != NULL)
            put_choices(b, i, c);
    }
    worksheet_freeze_panes(b->sheet, b->head + 1, 0);
    worksheet_repeat_rows(b->sheet, b->head, b->head);
}

void
xlsx_sheet(struct xlsx_book *b, struct str name, const struct str *above,
    size_t n_above, const struct xlsx_column *columns, size_t n_columns)
{
    if (failed(b))
        return;
    end_rows(b);
    b->sheet = workbook_add_worksheet(b->book, sheet_name(b, name));
    if (b->sheet == NULL) {
        fail(b, "工作表名不可用", LXW_ERROR_PARAMETER_VALIDATION);
        return;
    }
    b->row = 0;
    b->noted = false;
    worksheet_set_paper(b->sheet, 9); /* A4 */
    worksheet_set_landscape(b->sheet);
    worksheet_fit_to_pages(b->sheet, 1, 0);
    worksheet_set_footer(b->sheet, "&C第 &P 页 共 &N 页");
    for (size_t i = 0; i < n_above; i++) {
        if (i == 0)
            worksheet_set_row(b->sheet, b->row, 30, NULL);
        put_text(b, b->row++, 0, above[i], i == 0 ? LOOK_TITLE : LOOK_ABOVE);
    }
    put_head(b, columns, n_columns);
    arena_reset(b->row_arena);
}

void
xlsx_add_row(struct xlsx_book *b, const struct str *cells, size_t n,
    enum xlsx_mark mark)
{
    if (failed(b))
        return;
    if (b->sheet == NULL) {
        fail(b, "没有工作表", LXW_ERROR_NULL_PARAMETER_IGNORED);
        return;
    }
    for (size_t i = 0; i < n; i++)
        put_cell(b, i, cells[i], mark);
    b->row++;
    arena_reset(b->row_arena);
}

void
xlsx_note(struct xlsx_book *b, struct str text)
{
    if (failed(b) || b->sheet == NULL)
        return;
    end_rows(b);
    put_text(b, b->row++, 0, text, LOOK_NOTE);
    arena_reset(b->row_arena);
}

enum status
xlsx_close(struct xlsx_book *b, struct err *err)
{
    if (b->book == NULL)
        return err_set(err, ERR_IO, "工作簿已经写完");
    if (!failed(b))
        end_rows(b);
    lxw_error e = workbook_close(b->book);
    b->book = NULL;
    if (e != LXW_NO_ERROR)
        fail(b, "磁盘可能已满或无权写入", e);
    if (!failed(b))
        return OK;
    unlink(b->path);
    if (err != NULL)
        *err = b->err;
    return b->err.code;
}
