/* letter.h - a letter of the authority as an A4 document: head, number, title,
 * wording, what was found, the clause, signature line, where to ask. As long
 * as it needs to be. No seal is drawn: a printed picture of one would be worth
 * nothing. */
#ifndef REPORT_LETTER_H
#define REPORT_LETTER_H

#include "base/base.h"
#include "calendar/calendar.h"
#include "format/pdf.h"

struct letter_paper {
    struct str title, number;
    struct str body;          /* filled wording; lines are paragraphs, the
                                 first one that ends in "：" names the
                                 receiver */
    const struct str *facts;  /* what was found, with the arithmetic */
    size_t n_facts;
    struct str cite, sentence; /* clause; left out where body has it already */
    struct str issuer;
    struct day issued;
    struct str ask;           /* where it can be read and who answers
                                 questions, printed small at the end */
};

/*
 * Draws it; the same input gives the same bytes. ret lives in a.
 * Errors: those of pdf.h (ERR_IO fonts).
 */
NODISCARD enum status letter_pdf(struct arena *a, struct pdf_fonts *f,
    const struct letter_paper *l, struct str *ret, struct err *err);

#endif
