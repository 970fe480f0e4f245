/* again.h - when who holds or held a title may apply for it anew: in the
 * calendar year in which the term ends, or behind its end; as the pack says
 * (`again`, `again_clause`). Errors of all calls: core.h.
 */
#ifndef DOMAIN_AGAIN_H
#define DOMAIN_AGAIN_H

#include "domain/accreditation.h"
#include "domain/application.h"

enum again_state {
    AGAIN_NOT_YET, /* first lies ahead */
    AGAIN_OPEN,    /* as a re-application, until last */
    AGAIN_FIRST,   /* like somebody who never held it */
};

struct again {
    bool ruled;             /* the pack says something about it */
    bool in_expiry_year;    /* else: once the term is over */
    enum again_state state; /* of today */
    struct day first, last; /* of the window; last: DAY_NONE no end */
    struct day next_last;   /* last day of the term to come if it is granted
                               while this one runs; DAY_NONE */
    struct str clause;
    bool banned;            /* whatever the window says */
    struct str ban_clause, ban_arithmetic;
    int64_t application_id; /* one that runs already; 0 */
};

/* For a title, whoever may see it. */
NODISCARD enum status again_of(struct act *x, const struct accreditation *c,
    struct again *ret, struct err *err);

#endif
