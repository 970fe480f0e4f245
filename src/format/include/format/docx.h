/* docx.h - Word files: 公文 layout (GB/T 9704 fonts, 28 pt pitch, page number),
 * paragraphs and tables; our own WordprocessingML on libzip. */
#ifndef FORMAT_DOCX_H
#define FORMAT_DOCX_H

#include "base/base.h"

struct docx;
/* title is that of the file's properties; the same input gives the same
 * bytes. */
struct docx *docx_new(struct arena *a, struct str title, int64_t created_us);
enum docx_style { DOCX_TITLE, DOCX_HEADING, DOCX_BODY, DOCX_SIGNATURE };
/* "\n" begins a further paragraph of the style. Plain text; control characters
 * become spaces, invalid bytes U+FFFD. DOCX_BODY is indented by its style. */
void docx_paragraph(struct docx *d, enum docx_style style, struct str text);
/* cells: rows * columns, row by row; the first row is the head. widths in
 * characters, NULL: equal; they share the width of the page. The head is
 * repeated on each page. */
void docx_table(struct docx *d, const struct str *cells, size_t rows,
    size_t columns, const double *widths);
/* Bytes live in the arena. Errors: ERR_LIMIT over 64 MiB unpacked; ERR_IO the
 * archive could not be made. */
NODISCARD enum status docx_finish(
    struct docx *d, struct str *ret, struct err *err);

#endif
