/* standing.h - does what was judged or decided hold still before it takes
 * effect? A ban or a penalty may come between the decision and its publication
 * (R6, B-4-4-2-b). Errors of all calls: core.h.
 */
#ifndef DOMAIN_STANDING_H
#define DOMAIN_STANDING_H

#include "domain/application.h"

/*
 * Why an application that is to be granted something has to wait: a ban with
 * its arithmetic; a condition of a stage behind it that is not met any more, on
 * the reference day with what is known now, or today; the rule of a category
 * that was decided. "" if nothing stands in its way, or all of it was rejected.
 * kept: the verdicts are kept with the application (in a write only). No
 * permission is asked for.
 */
NODISCARD enum status standing_hinders(struct act *x,
    const struct application *app, bool kept, struct str *ret_why,
    struct err *err);

/*
 * Takes back what was granted in a decision that is not yet published, with its
 * places, and leads the application back to the decision; rejected lines stay
 * until they are changed. Drafts with it cannot be signed any more. Needs
 * MAY_DECIDE in the whole programme, and no interest.
 * Errors: ERR_INPUT     no reason (field "reason").
 *         ERR_CONFLICT  it does not wait for its publication; changed meanwhile.
 */
NODISCARD enum status standing_reopen(struct act *x, int64_t application_id,
    struct str reason, int64_t version, struct err *err);

#endif
