/* holder_parts.h - what the pages of a holder tell beside its title: where it
 * works or who works there, what its registers say. */
#ifndef WEB_HOLDER_PARTS_H
#define WEB_HOLDER_PARTS_H

#include "domain/accreditation.h"
#include "web/web.h"

enum holder_view { HOLDER_PUBLIC, HOLDER_MINE, HOLDER_DESK };

/* Where it works, with the places before for its people and officers; who works
 * there, with those who left. Nothing for a title without places. The public
 * sees names and numbers of now. */
NODISCARD enum status holder_places(struct web *w,
    const struct accreditation *c, enum holder_view view, struct err *err);

/* What the conditions of the pack's `profile` come to today: hints. */
NODISCARD enum status holder_profile(
    struct web *w, const struct accreditation *c, struct err *err);

/* What is kept with an organisation, for everybody. */
void holder_kept(struct web *w, const struct accreditation *c);

#endif
