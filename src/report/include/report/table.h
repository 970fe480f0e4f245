/* table.h - a summary table as an A4 document, landscape: title, number, what
 * stands above, the columns exactly in order, the head again on every page.
 */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "base/base.h"
#include "calendar/calendar.h"
#include "format/pdf.h"

struct table_paper {
    struct str title, number;
    struct str intro;           /* above the table, may be "" */
    const struct str *heads;
    size_t n_columns;           /* at least 1 */
    const struct str *cells;    /* rows one behind the other */
    size_t n_rows;
    struct str issuer;
    struct day day;
};

/*
 * Draws it; the same input gives the same bytes. ret lives in a.
 * Errors: those of pdf.h (ERR_IO fonts).
 */
NODISCARD enum status table_pdf(struct arena *a, struct pdf_fonts *f,
    const struct table_paper *t, struct str *ret, struct err *err);

#endif
