/* pdf_fonts.h - inside of pdf.c: font maps, one for each document being
 * drawn. */
#ifndef FORMAT_PDF_FONTS_H
#define FORMAT_PDF_FONTS_H

#include "format/pdf.h"

#include <pango/pango.h>

/* Takes a font map that no other thread uses until it is given back. */
PangoFontMap *fonts_take(struct pdf_fonts *f);
void fonts_give_back(struct pdf_fonts *f, PangoFontMap *map);

#endif
