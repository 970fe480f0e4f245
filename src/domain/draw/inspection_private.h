/* inspection_private.h - what the parts of inspections share. Private to this
 * folder. */
#ifndef INSPECTION_PRIVATE_H
#define INSPECTION_PRIVATE_H

#include "inspection_store.h"

/* ERR_NOT_FOUND: none. */
NODISCARD enum status inspection_load(
    struct act *x, int64_t id, struct inspection *ret, struct err *err);
/* Its section of the pack in force. ERR_NOT_FOUND: the pack has it no more. */
NODISCARD enum status inspection_section(struct act *x,
    const struct inspection *i, const struct programme **ret_p,
    const struct pack_inspection **ret, struct err *err);
/* Is the actor one of its inspectors? */
NODISCARD enum status inspection_is_mine(struct act *x,
    const struct inspection *i, bool *ret, struct err *err);
NODISCARD enum status inspection_audit(struct act *x,
    const struct inspection *i, const char *event,
    enum inspection_state from, struct str reason, struct err *err);

#endif
