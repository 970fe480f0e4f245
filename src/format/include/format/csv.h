/* csv.h - comma-separated values, RFC 4180, UTF-8. */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "base/base.h"

/* Writer. Cells that a spreadsheet would take for a formula (= + - @ tab, CR,
 * LF at the start, also full-width) get a leading apostrophe unless they are
 * plain numbers. */
void csv_begin(struct buf *out); /* byte order mark, for Excel */
void csv_cell(struct buf *out, bool first, struct str s);
void csv_cell_int(struct buf *out, bool first, int64_t v);
void csv_end_row(struct buf *out);

struct csv_row {
    const struct str *cells;
    size_t n;
    int line; /* of the row's first line, from 1 */
};

/*
 * Reads all of text (with or without byte order mark; CRLF or LF; comma, or
 * tab if the first line has tabs and no comma). Rows of blank cells at the end
 * are dropped; elsewhere they stay. Cells are not trimmed. Nothing of text is
 * kept.
 * Errors: ERR_INPUT  bad UTF-8 (says that GBK should be saved as UTF-8), a
 * workbook in place of a text, quotes that do not end; ERR_LIMIT  more than
 * max_rows rows or 256 columns.
 */
NODISCARD enum status csv_read(struct arena *a, struct str text,
    size_t max_rows, const struct csv_row **ret, size_t *ret_n,
    struct err *err);

#endif
