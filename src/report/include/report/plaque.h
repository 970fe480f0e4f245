/* plaque.h - the wording of a plaque as an A4 document, for the workshop that
 * makes it and for the file. No seal is drawn. */
#ifndef REPORT_PLAQUE_H
#define REPORT_PLAQUE_H

#include "base/base.h"
#include "calendar/calendar.h"
#include "format/pdf.h"

struct plaque_paper {
    struct str body;   /* exact wording; a blank line parts its blocks, the
                          first is the title on the plaque */
    struct str number;
    struct str issuer;
    struct day made;
};

/*
 * Draws it; the same input gives the same bytes. ret lives in a.
 * Errors: those of pdf.h (ERR_IO fonts).
 */
NODISCARD enum status plaque_pdf(struct arena *a, struct pdf_fonts *f,
    const struct plaque_paper *p, struct str *ret, struct err *err);

#endif
