/* history.h - holders from before the regulation: entered with the day on
 * which they were recognised then, so that their term counts from it (A-3;
 * R8). Errors of all calls: core.h.
 */
#ifndef DOMAIN_HISTORY_H
#define DOMAIN_HISTORY_H

#include "domain/accreditation.h"

struct history_entry {
    struct str name, credit_code; /* credit_code "": unknown yet */
    struct str region;
    struct day recognised;        /* as its document says */
    struct str contact, phone;    /* may be "" */
    struct str source;            /* the document it rests on */
    const struct json *info;      /* answers to the history_form; NULL: none */
    struct str host;              /* number of where it works, or "" */
};
/*
 * Adds a holder; one whose term is over already is EXPIRED. It gets a number of
 * this year and no message. Needs MAY_DECIDE in the programme.
 * Errors: ERR_INPUT     no name, a wrong credit code, a day to come, no source
 *                       (field set).
 *         ERR_CONFLICT  recognised on or after the day the regulation came
 *                       into force: it has to apply (where nobody can apply:
 *                       after that day); or it is a holder already; or the
 *                       programme has no grant.
 */
NODISCARD enum status history_add(struct act *x, int64_t programme_id,
    const struct history_entry *e, struct accreditation *ret,
    struct err *err);

#endif
