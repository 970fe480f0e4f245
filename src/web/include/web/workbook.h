/* workbook.h - exports: exactly what is filtered, as a workbook. */
#ifndef WEB_WORKBOOK_H
#define WEB_WORKBOOK_H

#include "format/xlsx.h"
#include "report/table.h"
#include "web/web.h"

struct web_book;

/*
 * Opens a workbook for this request; write it with xlsx_sheet, xlsx_add_row,
 * xlsx_note (format/xlsx.h), then web_book_send.
 * Errors: ERR_IO.
 */
NODISCARD enum status web_book_open(struct web *w, struct web_book **ret,
    struct xlsx_book **ret_book, struct err *err);

/* Closes it and answers with it as a download of that name ("….xlsx").
 * Errors: ERR_IO; ERR_LIMIT larger than 64 MiB. */
NODISCARD enum status web_book_send(
    struct web_book *b, struct str file_name, struct err *err);

/*
 * A summary table as workbook and as A4 PDF, under the same name; `above`: the
 * line between the title and the columns of the workbook. The heads are the
 * official ones, in the language of the pack.
 * Errors: those of a workbook; of table_pdf.
 */
NODISCARD enum status web_table_xlsx(struct web *w,
    const struct table_paper *t, struct str above, struct str file_name,
    struct err *err);
struct str *web_table_heads(struct web *w, const struct pack_document *d);
NODISCARD enum status web_table_pdf(struct web *w,
    const struct table_paper *t, struct str file_name, struct err *err);

#endif
