/* xlsx_read.h - inside of the workbook reader: package, parts, values. */
#ifndef FORMAT_XLSX_READ_H
#define FORMAT_XLSX_READ_H

#include "format/xlsx.h"

/* --- package: a zip of parts (xlsx_read_zip.c) --- */

struct package;

/* Opens the file; it is closed when a ends. Tells apart what people upload
 * instead of a workbook. Errors: ERR_INPUT, ERR_LIMIT, ERR_IO. */
NODISCARD enum status package_open(struct arena *a, const char *path,
    const struct xlsx_limits *limits, struct package **ret, struct err *err);

/* True if there is a part of that name; upper and lower case are one. */
bool package_has(const struct package *p, struct str part);

/* Says whether the bytes of the part hold the word, or may hold it because
 * they are not UTF-8. Applies the limits to the whole part. */
NODISCARD enum status package_holds(struct package *p, struct str part,
    struct str word, bool *ret, struct err *err);

/*
 * Reads a part as XML.
 *
 * Names come without namespace. With `main_only`, elements outside the
 * spreadsheet namespaces are not reported. start returns false for a name it
 * does not know: only so many different ones are let through, since the
 * parser keeps each. Handlers fail by xml_fail.
 *
 * Errors: ERR_INPUT no such part, bad XML, DOCTYPE; ERR_LIMIT; what a handler
 * failed with.
 */
struct xml;
struct xml_handlers {
    bool (*start)(struct xml *x, const char *name, const char **atts);
    void (*end)(struct xml *x, const char *name);
    void (*text)(struct xml *x, struct str text);
    bool main_only;
};
NODISCARD enum status package_parse(struct package *p, struct str part,
    const struct xml_handlers *h, void *ctx, struct err *err);

void *xml_ctx(const struct xml *x);
/* Where a handler puts its message. */
struct err *xml_err(const struct xml *x);
/* Ends parsing with an error that has been set in xml_err. */
void xml_fail(struct xml *x, enum status status);
/* The value of an attribute without prefix, or NULL. */
const char *xml_attr(const char **atts, const char *name);
/* The same for one with any prefix, such as r:id. */
const char *xml_attr_prefixed(const char **atts, const char *name);

/* Sets the message for a file whose inside is broken; what is Chinese, detail
 * goes to the log. */
enum status xlsx_damaged(
    struct err *err, const char *what, const char *detail);

/* --- book: what stands around the sheets (xlsx_read_book.c) --- */

enum date_format {
    FORMAT_NUMBER,
    FORMAT_DATE,
    FORMAT_TIME,
    FORMAT_DATE_TIME,
    FORMAT_ELAPSED
};

struct book_sheet {
    struct str name;
    struct str part; /* empty: not a worksheet (a chart) */
    bool hidden;
};

struct book {
    struct arena *a;
    struct package *package;
    const struct xlsx_limits *limits;
    bool base_1904;
    VEC_OF(struct book_sheet) sheets; /* worksheets only */
    VEC_OF(struct str) strings;
    VEC_OF(uint8_t) formats; /* enum date_format by cell style */
    struct str styles_part, strings_part;
};

/* Reads which sheets there are. */
NODISCARD enum status book_open(struct arena *a, const char *path,
    const struct xlsx_limits *limits, struct book **ret, struct err *err);
/* Reads styles and shared strings, wanted before a sheet. */
NODISCARD enum status book_load(struct book *b, struct err *err);

/* --- sheet (xlsx_read_sheet.c) --- */

NODISCARD enum status sheet_read(struct book *b, struct str part,
    xlsx_row_fn fn, void *arg, struct err *err);

/* --- values (xlsx_read_value.c) --- */

/* Bytes of text in one cell; a cell of Excel holds 32,767 UTF-16 units. */
#define CELL_BYTES_MAX ((size_t)256 * 1024)

/* What a number format shows: built-in by id, custom by its code. */
enum date_format format_of_id(int id);
enum date_format format_of_code(struct str code);

/* Fills text, kind and lost_digits of a cell whose stored value is v. */
void value_number(struct arena *a, struct str v, enum date_format format,
    bool base_1904, struct xlsx_cell *ret);
/* ISO 8601 as strict files store dates. */
void value_iso_date(struct arena *a, struct str v, struct xlsx_cell *ret);
/* Text as it is, not copied; white space alone is empty. */
void value_view(struct str v, struct xlsx_cell *ret);
/* A copy with _x000D_ escapes resolved. */
void value_text(struct arena *a, struct str v, struct xlsx_cell *ret);
/* Only the escapes; v itself if there are none. */
struct str value_unescape(struct arena *a, struct str v);

/* "AB12" to column 27 (from 0) and row 12; either is -1 if absent or past
 * what a sheet can have. */
void value_ref(struct str ref, int *ret_column, int *ret_row);

/* Column letters of a column from 0, for messages. */
struct str value_column_name(struct arena *a, int column);

#define SHEET_ROWS_MAX 1048576
#define SHEET_COLUMNS_MAX 16384

#endif
