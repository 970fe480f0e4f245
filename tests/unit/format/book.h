/* book.h - makes workbooks for tests, part by part, and shows what was read
 * as one line a row:
 *
 *     3 T:text|N:12|-|D:2026-11-20|N!:lost digits|T^:merged
 */
#ifndef TEST_FORMAT_BOOK_H
#define TEST_FORMAT_BOOK_H

#include "format/xlsx.h"

struct book_part {
    const char *name;
    const void *bytes;
    size_t n; /* 0: a NUL-terminated text */
};

/* Writes a zip of just these parts. */
void book_zip(const char *path, const struct book_part *parts, size_t n);

/* A workbook of one sheet 表1; rows is what stands inside <sheetData>, tail
 * what follows it; styles and strings may be NULL. */
struct book_text {
    const char *rows, *tail, *styles, *strings;
    const char *workbook; /* inside <workbook>, NULL: the one sheet */
};
void book_write(const char *path, const struct book_text *t);

#define BOOK_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define BOOK_R \
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* Path of a scratch file that exists until the program ends. */
const char *book_path(void);

/* All rows as text, or "ERR_INPUT: message". Lives in a. */
const char *book_dump(struct arena *a, const char *path, const char *sheet,
    const struct xlsx_limits *limits);

#endif
