/* zone_parts.h - the holder's side of what is published about it. */
#ifndef WEB_ZONE_PARTS_H
#define WEB_ZONE_PARTS_H

#include "domain/accreditation.h"
#include "record_parts.h"

/* Whether it consents, and the way to give or take back its consent. */
NODISCARD enum status zone_consent(struct web *w, const struct shelf *s,
    const struct accreditation *c, struct err *err);
/* The way to object to a row that is public or about to be. */
void zone_object(struct web *w, const struct shelf *s, const struct record *r,
    const struct accreditation *c);

#endif
