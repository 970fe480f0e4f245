/* pdf.h - A4 documents in good Chinese typography, on pango and cairo.
 *
 * Fonts are the re-cut Noto faces made at build time (tools/fontprep), loaded
 * through a private fontconfig, so the result does not depend on the host.
 */
#ifndef FORMAT_PDF_H
#define FORMAT_PDF_H

#include "base/base.h"

/* Fonts of the process: open once, share between threads; each document draws
 * with a font map of its own. font_dir holds the re-cut faces ("fonts" of the
 * build, share/mingce/fonts when installed). They are read at the first
 * document. Close after the last one has ended.
 * Errors: ERR_IO a face cannot be read. */
struct pdf_fonts;
NODISCARD enum status pdf_fonts_open(
    const char *font_dir, struct pdf_fonts **ret, struct err *err);
void pdf_fonts_close(struct pdf_fonts *f);

enum pdf_face { PDF_SERIF, PDF_SANS };
enum pdf_align { PDF_LEFT, PDF_CENTER, PDF_RIGHT, PDF_JUSTIFY };

struct pdf; /* one document being drawn */

struct pdf_info {
    struct str title, author;
    int64_t created_us; /* passed in: same input, same bytes */
    bool landscape;     /* A4 both ways; points, origin at top left */
};
/* A document given up without pdf_finish ends with its arena. */
struct pdf *pdf_new(
    struct arena *a, struct pdf_fonts *f, const struct pdf_info *info);
double pdf_width(const struct pdf *p);
double pdf_height(const struct pdf *p);
void pdf_page(struct pdf *p); /* next page */

struct pdf_text {
    enum pdf_face face;
    double size;          /* points */
    bool bold;
    enum pdf_align align;
    double line_spacing;  /* 1.0 = the face's own */
    double letter_spacing; /* points; much of it (over a third of the size for
                              Chinese, a tenth for Latin) makes search in the
                              file see single letters */
    uint32_t rgb;         /* 0xRRGGBB */
};
/* Draws plain text (never markup) into a column; returns its height. "\n" ends
 * a paragraph; indent one with two U+3000. Chinese marks that stand together
 * are set closer, and none begins a line that must not. PDF_JUSTIFY fills all
 * lines but the last of a paragraph. Characters that are not in the faces show
 * as boxes; invalid bytes as U+FFFD, control characters as spaces. */
double pdf_draw_text(struct pdf *p, double x, double y, double width,
    const struct pdf_text *style, struct str text);
/* Height without drawing. */
double pdf_measure(struct pdf *p, double width, const struct pdf_text *style,
    struct str text);
/* Only the frame, or filled if line_width is 0. */
void pdf_rect(struct pdf *p, double x, double y, double w, double h,
    double line_width, uint32_t rgb);
void pdf_line(struct pdf *p, double x1, double y1, double x2, double y2,
    double line_width, uint32_t rgb);
/* QR code, error correction M, as vector squares; leave four modules of white
 * around it. Errors: ERR_LIMIT text is empty or over 2,331 bytes. */
NODISCARD enum status pdf_qr(struct pdf *p, double x, double y, double size,
    struct str text, struct err *err);
/* Ends the document; bytes live in the arena. Errors: ERR_LIMIT over 256 MiB;
 * ERR_IO the drawing library failed, or it was finished before. */
NODISCARD enum status pdf_finish(
    struct pdf *p, struct str *ret, struct err *err);

#endif
