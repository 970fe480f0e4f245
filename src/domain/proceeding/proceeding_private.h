/* proceeding_private.h - what the parts of proceedings share. */
#ifndef PROCEEDING_PRIVATE_H
#define PROCEEDING_PRIVATE_H

#include "domain/proceeding.h"

NODISCARD enum status case_audit(struct act *x, const struct proceeding *p,
    const char *event, struct str from, struct str reason,
    struct str document, struct err *err);
/* Not empty and not over the most; field names it in the error. */
NODISCARD enum status case_check_text(struct str field, struct str text,
    const char *what, struct err *err);
NODISCARD enum status case_load(
    struct act *x, int64_t id, struct proceeding *ret, struct err *err);
NODISCARD enum status case_load_holder(struct act *x,
    const struct proceeding *p, struct accreditation *ret, struct err *err);
/* Sets ERR_CONFLICT: only a case that is `want` can be dealt with so. */
NODISCARD enum status case_wrong_state(
    const struct proceeding *p, const char *want, struct err *err);
/* A button pressed twice says one thing: a proceeding of the same kind and
 * state about the same holding, in the same words of the same person, of today.
 */
NODISCARD enum status case_said_today(struct act *x,
    const struct proceeding *said, struct proceeding *ret, bool *ret_found,
    struct err *err);
/* Nobody has decided it yet. */
bool case_is_open(const struct proceeding *p);

#endif
