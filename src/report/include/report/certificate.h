/* certificate.h - the electronic certificate or letter of appointment as an
 * A4 document: official wording from the pack, number, QR code for checking.
 * No seal is drawn: a printed picture of one would be worth nothing. */
#ifndef REPORT_CERTIFICATE_H
#define REPORT_CERTIFICATE_H

#include "base/base.h"
#include "calendar/calendar.h"
#include "format/pdf.h"

struct certificate {
    struct str title;      /* 中小企业志愿服务工作站证书 */
    struct str body;       /* filled wording; a blank line parts paragraphs,
                              the first one ends in "：" and names the holder */
    struct str number, code;
    struct str issuer;
    struct day issued;     /* day under the issuer's name */
    struct str check_url;  /* in the QR code: BASE/v/NUMBER?c=CODE */
    struct str check_hint; /* BASE/verify, printed */
};

/*
 * Draws it; the same input gives the same bytes. ret lives in a.
 * Errors: those of pdf.h (ERR_IO fonts, ERR_LIMIT a text too long for the QR
 * code).
 */
NODISCARD enum status certificate_pdf(struct arena *a, struct pdf_fonts *f,
    const struct certificate *c, struct str *ret, struct err *err);

#endif
