/* history.h - holders from before the regulation: entered with the day on
 * which they were recognised then, so that their term counts from it (A-3;
 * R8). Errors of all calls: core.h.
 */
#ifndef DOMAIN_HISTORY_H
#define DOMAIN_HISTORY_H

#include "domain/accreditation.h"

struct history_entry {
    struct str name, credit_code; /* credit_code "": unknown yet */
    struct str id_no;             /* of a person; "": unknown yet */
    struct str number;            /* that it has, of any shape; "": one is made */
    struct str region;            /* "" where the host's is taken */
    struct day recognised;        /* as its document says */
    struct str contact, phone;    /* may be "" */
    struct str source;            /* the document it rests on */
    const struct json *info;      /* answers to the history_form; NULL: none */
    struct str host;              /* number of where it works (works_at) */
    struct str category;          /* one of the pack's, if it has any */
    const struct day *last_day;   /* as its document says; NULL: by the length
                                     of the term */
};
/*
 * Adds a holder; one whose term is over already is EXPIRED. It keeps its number
 * or gets one of this year, and no message. Where holders work at a host, the
 * host is named and the region is the host's. It is known by credit code or
 * identity number, else by name: of two of one name with different numbers
 * each is another. Needs MAY_DECIDE in the programme and region.
 * Errors: ERR_INPUT     no name, a wrong credit code, identity number or
 *                       region, a day to come, no source, no host or one
 *                       nobody can work at, a number too long, no category,
 *                       a last day before the first, an answer of the
 *                       history_form (field set).
 *         ERR_CONFLICT  recognised on or after the day the regulation came
 *                       into force: it has to apply (where nobody can apply:
 *                       after that day); or it is a holder already; or its
 *                       number is another's; or the programme has no grant.
 */
NODISCARD enum status history_add(struct act *x, int64_t programme_id,
    const struct history_entry *e, struct accreditation *ret,
    struct err *err);

/* What would become of an entry; nothing is written. Errors: as history_add. */
struct history_outlook {
    bool known;   /* the holder has a record already */
    bool expired; /* its term is over */
    struct day last_day;
};
NODISCARD enum status history_check(struct act *x, int64_t programme_id,
    const struct history_entry *e, struct history_outlook *ret,
    struct err *err);

#endif
