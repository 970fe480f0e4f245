/* sheet.h - tables that people fill in with a spreadsheet: the template, and
 * reading it back row by row, .xlsx or CSV. What a column holds is a field of a
 * pack; nothing here touches the database. Texts for people in Chinese and
 * English where the field has both.
 */
#ifndef DOMAIN_SHEET_H
#define DOMAIN_SHEET_H

#include "format/xlsx.h"
#include "pack/pack.h"

struct sheet_layout {
    struct str title; /* first line of the template; its sheet's name */
    struct str help;  /* second line: what to do, "" none */
    const struct pack_field *const *columns;
    size_t n_columns; /* at most SHEET_COLUMNS_MAX */
    const struct str *unique; /* columns that tell rows apart, see
                                 rows_doubled */
    size_t n_unique;
    size_t max_rows; /* 0: PACK_ROWS_MAX */
};
#define SHEET_COLUMNS_MAX 48

/* The layout of a table of a form. */
struct sheet_layout sheet_layout_of(
    struct arena *a, const struct pack_field *table);

struct sheet_problem {
    size_t column;          /* of the layout; SIZE_MAX: of the whole row */
    struct str text, text_en; /* what is wrong and what would be right */
};
struct sheet_line {
    int row;                /* as in the sheet, from 1 */
    const struct str *cells; /* as typed, trimmed, one per column */
    const struct json *values; /* stored form, by name of the column */
    const struct sheet_problem *problems; /* none: the row is good */
    size_t n_problems;
};
struct sheet {
    const struct sheet_line *lines; /* without blank ones */
    size_t n, n_good;
    const int *places; /* per column: where it stands, from 1; 0: absent */
};

/*
 * Reads a filled template. The row of headings is looked for in the first 30:
 * headings are those of the layout in any order (Chinese, English, or the
 * names of the columns); 序号 and 错误原因 may stand among them and are not
 * read; columns that are not required may be left out. Blank rows are skipped;
 * what stands below 注： is none. Regions may be named by code or by name. Each
 * cell is read as in a form (field_read); a cell that the spreadsheet itself
 * has spoilt (merged, formula error, digits lost, turned into a date) is wrong.
 * Rows that stand there twice are wrong, all but the first.
 *
 * regions  may be NULL: by code only.
 * path     the file; is_csv decides what it is.
 * Errors: ERR_INPUT  no headings, an unknown, repeated or missing one, no
 *                    rows, or more than the layout takes: says where; all
 *                    sentences of the readers.
 *         ERR_LIMIT  a limit of a reader.
 *         ERR_IO     the file cannot be read.
 */
NODISCARD enum status sheet_read_file(struct arena *a,
    const struct sheet_layout *layout, const struct regions *regions,
    const char *path, bool is_csv, struct day today, struct sheet *ret,
    struct err *err);

/* "C": the letter of a column in the sheet, from 1. */
struct str sheet_letter(struct arena *a, int place);
/* All problems of a line in one sentence, with the headings. */
struct str sheet_line_problem(struct arena *a,
    const struct sheet_layout *layout, const struct sheet_line *line,
    bool english);

/* A stored row as a line whose cells can be read back. */
struct sheet_line sheet_line_of(struct arena *a,
    const struct sheet_layout *layout, const struct regions *regions,
    const struct json *values);
/* The template with lines (n 0: empty) into an open book; with_problems: a
 * column 错误原因, wrong rows in red. */
void sheet_fill_book(struct arena *a, const struct sheet_layout *layout,
    const struct sheet_line *lines, size_t n, bool with_problems,
    struct xlsx_book *book);

/* --- parts that tables of their own shape use too (direct.h) --- */

/* Calls fn with the rows of a file, .xlsx or CSV in UTF-8. max_rows bounds a
 * CSV. Errors: those of the readers and of fn. */
NODISCARD enum status sheet_rows(struct arena *a, const char *path,
    bool is_csv, size_t max_rows, xlsx_row_fn fn, void *arg, struct err *err);
/* What is wrong with a cell before it is read as a value, "" nothing; begins
 * with the label of the field in quotes. */
struct str sheet_cell_spoilt(struct arena *a, const struct pack_field *f,
    const struct xlsx_cell *cell);

#endif
