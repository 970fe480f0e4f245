/* page_holding.h - what pages about a holder share. */
#ifndef PAGE_HOLDING_H
#define PAGE_HOLDING_H

#include "domain/accreditation.h"
#include "web/web.h"

void holding_state_tag(struct web *w, const struct accreditation *c);
/* <li> of a list of the reader's own titles. */
void holding_item(struct web *w, const struct accreditation *c);
void holding_terms(struct web *w, const struct term_row *terms, size_t n);
/* Link to the certificate, the button that makes it, or why there is none. */
void holding_certificate(
    struct web *w, const struct accreditation *c, struct err *err);

#endif
