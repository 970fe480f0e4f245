/* pdf.h - A4 documents in good Chinese typography, on pango and cairo.
 *
 * Fonts are the re-cut Noto faces made at build time (tools/fontprep), loaded
 * through a private fontconfig, so the result does not depend on the host.
 */
#ifndef FORMAT_PDF_H
#define FORMAT_PDF_H

#include "base/base.h"

/* Fonts of the process: load once, share between threads (internally locked
 * where pango needs it). font_dir holds the re-cut faces. */
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
    double letter_spacing; /* points */
    uint32_t rgb;         /* 0xRRGGBB */
};
/* Draws plain text (never markup) into a column; returns its height. */
double pdf_draw_text(struct pdf *p, double x, double y, double width,
    const struct pdf_text *style, struct str text);
/* Height without drawing. */
double pdf_measure(struct pdf *p, double width, const struct pdf_text *style,
    struct str text);
void pdf_rect(struct pdf *p, double x, double y, double w, double h,
    double line_width, uint32_t rgb);
void pdf_line(struct pdf *p, double x1, double y1, double x2, double y2,
    double line_width, uint32_t rgb);
/* QR code, error correction M, as vector squares. ERR_LIMIT text too long. */
NODISCARD enum status pdf_qr(struct pdf *p, double x, double y, double size,
    struct str text, struct err *err);
/* Ends the document; bytes live in the arena. */
NODISCARD enum status pdf_finish(
    struct pdf *p, struct str *ret, struct err *err);

#endif
