/* xlsx.h - workbooks: a streaming reader of our own (libzip, expat) and a
 * writer on libxlsxwriter. */
#ifndef FORMAT_XLSX_H
#define FORMAT_XLSX_H

#include "base/base.h"

struct xlsx_cell {
    struct str text;   /* as shown for text; digits for numbers, no exponent;
                          "YYYY-MM-DD" or "YYYY-MM-DDThh:mm:ss" for dates,
                          "hh:mm:ss" for a time of day or, past 24 hours too,
                          for elapsed time ([h]:mm); "TRUE", "FALSE"; "#N/A",
                          and "#未计算" for a formula stored without value.
                          Text of white space alone is an empty cell. */
    enum xlsx_kind { XLSX_EMPTY, XLSX_TEXT, XLSX_NUMBER, XLSX_DATE, XLSX_BOOL,
        XLSX_ERROR } kind;
    bool lost_digits;  /* a number of more than 15 digits: Excel has already
                          lost the last ones (identity numbers, credit codes) */
    bool merged;       /* lies inside a merged range, not its first cell */
};

struct xlsx_row {
    int number;  /* as in the sheet, from 1 */
    const struct xlsx_cell *cells;
    size_t n;    /* trailing empty cells are cut, but for merged ones */
};

/* An empty cell that is merged is XLSX_EMPTY with `merged` set; a row of such
 * cells alone is no row with content. */
struct xlsx_limits {
    size_t rows;            /* rows with content */
    size_t columns;
    uint64_t part_bytes;    /* unpacked size of one part */
    unsigned ratio;         /* unpacked : packed, zip bombs */
    size_t strings;         /* shared strings */
};
struct xlsx_limits xlsx_limits_default(void); /* 200,000 rows, 64 columns,
    256 MiB, 200:1, 2,000,000 */

struct xlsx_sheet_info {
    struct str name;
    bool hidden;
};

/* Sheets in workbook order. Errors as xlsx_read. */
NODISCARD enum status xlsx_sheets(struct arena *a, const char *path,
    const struct xlsx_sheet_info **ret, size_t *ret_n, struct err *err);

/*
 * Calls fn for every row with content of a sheet (NULL: the first visible
 * one), in order; the row is valid during the call. fn returns OK to go on.
 * limits may be NULL for the default.
 *
 * Shared and inline strings, rich text (phonetic runs skipped), numeric
 * entities, dates by number format (built-in 27..36 and 50..58 too) and both
 * date bases, formulas by their stored value. DOCTYPE is refused.
 *
 * Errors, with texts for the user in Chinese:
 *   ERR_INPUT  not a workbook: an old .xls ("请另存为 .xlsx"), an encrypted
 *              file, a damaged archive, no such sheet, DOCTYPE, bad XML.
 *   ERR_LIMIT  a limit was reached: which.
 *   ERR_IO     the file cannot be read.
 *   the error of fn.
 */
typedef enum status (*xlsx_row_fn)(
    const struct xlsx_row *row, void *arg, struct err *err);
NODISCARD enum status xlsx_read(const char *path, const char *sheet,
    const struct xlsx_limits *limits, xlsx_row_fn fn, void *arg,
    struct err *err);

/* --- writing --- */

struct xlsx_column {
    struct str title;
    double width;        /* characters; 0: 14 */
    bool as_number;      /* right aligned number; else text, never converted */
    const struct str *choices; /* drop-down, NULL: none */
    size_t n_choices;
};

struct xlsx_book; /* writes to a temporary file row by row, constant memory */

/* Errors: ERR_IO. */
NODISCARD enum status xlsx_create(struct arena *a, const char *path,
    struct xlsx_book **ret, struct err *err);
/* Starts a sheet: optional lines above the head (title first, in large type),
 * then the head row (bold, tinted, frozen, autofilter), then rows. */
void xlsx_sheet(struct xlsx_book *b, struct str name, const struct str *above,
    size_t n_above, const struct xlsx_column *columns, size_t n_columns);
enum xlsx_mark { XLSX_PLAIN, XLSX_BAD /* red fill */ };
void xlsx_add_row(struct xlsx_book *b, const struct str *cells, size_t n,
    enum xlsx_mark mark);
/* Text under the rows, such as 注：… */
void xlsx_note(struct xlsx_book *b, struct str text);
/* Closes the file. ERR_IO if anything failed on the way. */
NODISCARD enum status xlsx_close(struct xlsx_book *b, struct err *err);

#endif
