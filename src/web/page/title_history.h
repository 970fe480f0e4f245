/* title_history.h - what a holder had before: terms, titles, names, plaques;
 * and whether and when it may apply anew. */
#ifndef TITLE_HISTORY_H
#define TITLE_HISTORY_H

#include "domain/again.h"
#include "web/web.h"

/* Terms of this title, other titles of the same holder in the programme, names
 * of an organisation, plaques. For everybody: nothing of persons beside the
 * register, no receivers. */
NODISCARD enum status title_history(
    struct web *w, const struct accreditation *c, struct err *err);

/* One sentence with the days that count. */
struct str again_sentence(struct web *w, const struct accreditation *c,
    const struct again *g);
/* The sentence, a ban, the clause. */
void again_parts(struct web *w, const struct accreditation *c,
    const struct again *g);
/* The same as a card with the way to the page; nothing where the pack does not
 * say anything. link: to the holder's own page. */
NODISCARD enum status again_card(struct web *w,
    const struct accreditation *c, bool link, struct err *err);

#endif
