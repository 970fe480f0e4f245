/* docx.h - Word files: 公文 layout (GB/T 9704 fonts, 28 pt pitch, page number),
 * paragraphs and tables; our own WordprocessingML on libzip. */
#ifndef FORMAT_DOCX_H
#define FORMAT_DOCX_H

#include "base/base.h"

struct docx;
struct docx *docx_new(struct arena *a, struct str title, int64_t created_us);
enum docx_style { DOCX_TITLE, DOCX_HEADING, DOCX_BODY, DOCX_SIGNATURE };
void docx_paragraph(struct docx *d, enum docx_style style, struct str text);
/* cells: rows * columns, row by row; the first row is the head. widths in
 * characters, NULL: equal. */
void docx_table(struct docx *d, const struct str *cells, size_t rows,
    size_t columns, const double *widths);
/* The bytes of the file. Errors: ERR_LIMIT (too large), ERR_IO (libzip). */
NODISCARD enum status docx_finish(
    struct docx *d, struct str *ret, struct err *err);

#endif
