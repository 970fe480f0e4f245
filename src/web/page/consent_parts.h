/* consent_parts.h - words that an application waits for, on its pages. */
#ifndef WEB_CONSENT_PARTS_H
#define WEB_CONSENT_PARTS_H

#include "domain/consent.h"
#include "web/web.h"

/* A card with who is asked and what they said; nothing if nobody is. desk: who
 * handles the file, who may enter a paper. */
NODISCARD enum status consent_card(struct web *w,
    const struct application *app, bool desk, struct err *err);

#endif
